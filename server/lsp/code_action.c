/* textDocument/codeAction (LSP 3.17). The client's diagnostics may be older than its text: they only say which of today's
 * findings are meant. */
#include "features/action.h"
#include "lsp/encode.h"
#include "rules/check.h"

static const char *const kinds[] = {[ACTION_FIX] = "quickfix",
                                    [ACTION_IGNORE] = "quickfix",
                                    [ACTION_FIX_ALL] = "source.fixAll.wpls",
                                    [ACTION_REWRITE] = "refactor.rewrite"};

/* Kinds are dotted and stand for all that are below them. Without a list everything is wanted. */
static bool is_wanted(const cJSON *params, action_kind kind)
{
    const cJSON *only = json_get(params, "context.only"), *item;
    if (!cJSON_IsArray(only)) return true;
    cJSON_ArrayForEach(item, only)
    {
        if (!cJSON_IsString(item)) continue;
        size_t n = strlen(item->valuestring);
        const char *whole = kinds[kind];
        if (n == 0 || (strncmp(whole, item->valuestring, n) == 0 && (whole[n] == 0 || whole[n] == '.'))) return true;
    }
    return false;
}

static bool same_range(range a, range b) { return a.start == b.start && a.end == b.end; }

/* The finding is at the range asked about, or the client names it. */
static bool is_asked_about(server *s, const cJSON *params, const diagnostic *d, range asked)
{
    if (d->at.start <= asked.end && asked.start <= d->at.end) return true;
    const cJSON *named = json_get(params, "context.diagnostics"), *item;
    cJSON_ArrayForEach(item, named)
    {
        str code;
        range at;
        if (json_get_str(item, "code", &code) && str_eq(code, d->code) && decode_range(s, item, "range", d->path, &at) &&
            same_range(at, d->at))
            return true;
    }
    return false;
}

static void encode_action(server *s, json_writer *w, const action *a)
{
    json_object(w);
    json_key(w, "title");
    json_visible(w, a->title);
    json_key(w, "kind");
    json_string(w, str_of(kinds[a->kind]));
    if (a->of) {
        json_key(w, "diagnostics");
        json_array(w);
        encode_diagnostic(s, w, a->of);
        json_array_end(w);
    }
    if (a->preferred && s->client.action_preferred) {
        json_key(w, "isPreferred");
        json_bool(w, true);
    }
    json_key(w, "edit");
    encode_workspace_edit(s, w, &a->edits);
    json_object_end(w);
}

/* Two findings of a rule on one line are ignored by the same comment. */
static bool is_new(const action_list *list, const action *a)
{
    for (size_t i = 0; i < list->n; i++) {
        const action *other = &list->at[i];
        if (other->kind == a->kind && str_eq(other->title, a->title) && same_range(other->edits.at[0].at, a->edits.at[0].at))
            return false;
    }
    return true;
}

/* What can be made of a plugin that has nothing wrong with it. */
static void add_offers(server *s, document *doc, range asked, action_list *out)
{
    if (doc->role != ROLE_SOURCE) return;
    project_list projects = workspace_projects_with(s->files, &s->scratch, strbuf_str(&doc->path));
    diagnostic_list offers = {0};
    for (size_t i = 0; i < projects.n; i++) check_offers(s->files, projects.at[i], &s->scratch, &offers);
    for (size_t i = 0; i < offers.n; i++) {
        const diagnostic *d = &offers.at[i];
        if (!d->fixes.n || !str_eq(d->path, strbuf_str(&doc->path)) || d->at.start > asked.end || asked.start > d->at.end)
            continue;
        action *new = array_add(&s->scratch, out);
        *new = (action){.kind = ACTION_REWRITE, .title = d->fixes.at[0].title};
        for (size_t k = 0; k < d->fixes.at[0].edits.n; k++) array_push(&s->scratch, &new->edits, d->fixes.at[0].edits.at[k]);
    }
}

static action_list collect(server *s, const cJSON *params, document *doc, range asked)
{
    action_list actions = {0}, ignores = {0};
    diagnostic_list found = findings_of_file(s, doc);
    for (size_t i = 0; i < found.n; i++) {
        const diagnostic *d = &found.at[i];
        if (!is_asked_about(s, params, d, asked)) continue;
        if (is_wanted(params, ACTION_FIX)) action_add_fixes(&s->scratch, d, &actions);
        bool own = str_starts(d->code, STR("project/un")) && str_ends(d->code, STR("-ignore")); /* about such a comment itself */
        if (is_wanted(params, ACTION_IGNORE) && rule_find(d->code) && !own)
            action_add_ignores(&s->scratch, d, strbuf_str(&doc->text), &ignores);
    }
    for (size_t i = 0; i < ignores.n; i++)
        if (is_new(&actions, &ignores.at[i])) array_push(&s->scratch, &actions, ignores.at[i]);
    if (is_wanted(params, ACTION_REWRITE)) add_offers(s, doc, asked, &actions);
    if (is_wanted(params, ACTION_FIX_ALL)) action_add_fix_all(&s->scratch, &found, strbuf_str(&doc->path), &actions);
    return actions;
}

static const char *list_actions(server *s, const cJSON *params, json_writer *w)
{
    str uri;
    range asked;
    if (!json_get_str(params, "textDocument.uri", &uri)) return WORDS("'textDocument.uri' must be a string");
    document *doc = documents_find(&s->docs, &s->scratch, uri);
    bool known = doc && doc->role != ROLE_NONE && !doc->too_large;
    if (!decode_range(s, params, "range", known ? strbuf_str(&doc->path) : STR(""), &asked))
        return WORDS("'range' must be a range");
    action_list actions = {0};
    if (known && s->client.action_literals) actions = collect(s, params, doc, asked);
    json_array(w);
    for (size_t i = 0; i < actions.n; i++) encode_action(s, w, &actions.at[i]);
    json_array_end(w);
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    static const char *const told[] = {"quickfix", "refactor.rewrite", "source.fixAll.wpls"};
    if (!s->client.action_literals) {
        json_add_bool(w, "codeActionProvider", false);
        return;
    }
    json_add_object(w, "codeActionProvider");
    json_add_strings(w, "codeActionKinds", told, sizeof told / sizeof *told);
    json_object_end(w);
}

const server_feature feature_code_action = {
    .methods = {
        {"textDocument/codeAction", RPC_REQUEST, list_actions, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
