/* textDocument/codeAction (LSP 3.17). The client's diagnostics may be older than its text: they only say which of today's
 * findings are meant. */
#include "base/uri.h"
#include "features/action_document.h"
#include "lsp/encode.h"
#include "rules/check.h"

static const char *const kinds[] = {[ACTION_FIX] = "quickfix",
                                    [ACTION_IGNORE] = "quickfix",
                                    [ACTION_FIX_ALL] = "source.fixAll.wpls",
                                    [ACTION_REWRITE] = "refactor.rewrite"};

/* Kinds are dotted and stand for all that are below them. Without a list everything is wanted. */
static bool is_wanted(const cJSON *params, action_kind kind)
{
    enum { TRIGGER_AUTOMATIC = 2 };
    const cJSON *only = json_get(params, "context.only"), *item;
    int64_t trigger;
    bool automatic = json_get_int(params, "context.triggerKind", &trigger) && trigger == TRIGGER_AUTOMATIC;
    if (kind == ACTION_REWRITE && automatic && !cJSON_IsArray(only)) return false; /* nobody asked: only what mends something */
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

/* What codeAction/resolve needs to find the action again: where it is offered, its kind and title. */
static void encode_data(server *s, json_writer *w, str path, const action *a, range asked)
{
    json_key(w, "data");
    json_object(w);
    json_key(w, "uri");
    json_string(w, uri_from_path(&s->scratch, path));
    json_key(w, "start");
    json_int(w, a->of ? a->of->at.start : asked.start);
    json_key(w, "end");
    json_int(w, a->of ? a->of->at.end : asked.end);
    json_key(w, "title");
    json_string(w, a->title);
    json_object_end(w);
}

/* Where the reason goes in the comment that an edit writes: at the end of its first line. */
static size_t reason_at(const text_edit *e)
{
    ptrdiff_t end = str_find_char(e->text, '\n', 0);
    return end < 0 ? e->text.n : (size_t)end;
}

/* WorkspaceEdit with a SnippetTextEdit (LSP 3.18), whose one place to fill in is the reason. */
static void encode_snippet_edit(server *s, json_writer *w, const text_edit *e)
{
    const document *doc = documents_find_path(&s->docs, e->path);
    strbuf text = STRBUF_INIT;
    for (size_t i = 0; i < e->text.n; i++) {
        if (i == reason_at(e)) strbuf_printf(&text, "${1:%s}", words("reason"));
        if (strchr("$}\\", e->text.p[i])) strbuf_add_char(&text, '\\');
        strbuf_add_char(&text, e->text.p[i]);
    }
    json_object(w);
    json_add_array(w, "documentChanges");
    json_object(w);
    json_add_object(w, "textDocument");
    json_add_string(w, "uri", encode_uri(s, e->path));
    json_key(w, "version");
    if (doc) json_int(w, doc->version);
    else json_null(w);
    json_object_end(w);
    json_add_array(w, "edits");
    json_object(w);
    json_key(w, "range");
    encode_range(s, w, e->path, e->at);
    json_add_object(w, "snippet");
    json_add_string(w, "kind", STR("snippet"));
    json_add_string(w, "value", strbuf_str(&text));
    json_object_end(w);
    json_object_end(w);
    json_array_end(w);
    json_object_end(w);
    json_array_end(w);
    json_object_end(w);
    strbuf_free(&text);
}

/* A command of the client's own that puts the cursor where the reason is to be written, once the edit is done. */
static void encode_cursor(server *s, json_writer *w, const action *a)
{
    const text_edit *e = &a->edits.at[0];
    text_position at = line_index_position(workspace_lines(s->files, e->path), e->at.start, s->client.encoding);
    str before = str_slice(e->text, 0, reason_at(e)); /* blanks and ASCII: as wide in every encoding */
    json_add_object(w, "command");
    json_add_visible(w, "title", a->title);
    json_add_string(w, "command", STR("wpls.placeCursor"));
    json_add_array(w, "arguments");
    json_object(w);
    json_add_string(w, "uri", encode_uri(s, e->path));
    json_add_object(w, "position");
    json_add_int(w, "line", at.line);
    json_add_int(w, "character", (int64_t)at.column + (int64_t)before.n);
    json_object_end(w);
    json_object_end(w);
    json_array_end(w);
    json_object_end(w);
}

static void encode_action(server *s, json_writer *w, str path, const action *a, range asked, bool whole)
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
    if (!whole) encode_data(s, w, path, a, asked);
    bool comment = a->kind == ACTION_IGNORE, filled = comment && s->client.snippet_edits && s->client.document_changes;
    if (whole) {
        json_key(w, "edit");
        if (filled) encode_snippet_edit(s, w, &a->edits.at[0]);
        else encode_workspace_edit(s, w, &a->edits);
    }
    if (whole && comment && !filled && s->client.places_cursor && s->client.action_resolves) encode_cursor(s, w, a);
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
    if (doc->role == ROLE_CONFIG) action_add_rewrites(s->files, &s->scratch, strbuf_str(&doc->path), asked.start, out);
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
    for (size_t i = 0; i < actions.n; i++)
        encode_action(s, w, strbuf_str(&doc->path), &actions.at[i], asked, !s->client.action_resolves);
    json_array_end(w);
    return NULL;
}

/* The same action of the text as it is now. */
static const char *resolve(server *s, const cJSON *params, json_writer *w)
{
    str uri, title, kind;
    int64_t start, end;
    bool known = json_get_str(params, "data.uri", &uri) && json_get_str(params, "data.title", &title) &&
                 json_get_str(params, "kind", &kind) && json_get_int(params, "data.start", &start) &&
                 json_get_int(params, "data.end", &end);
    if (!known || start < 0 || end < start || end > UINT32_MAX) return WORDS("the action must be one that the server sent");
    document *doc = documents_find(&s->docs, &s->scratch, uri);
    action_list actions = {0};
    range asked = {(uint32_t)start, (uint32_t)end};
    if (doc && doc->role != ROLE_NONE && !doc->too_large && asked.end <= doc->text.n) actions = collect(s, NULL, doc, asked);
    for (size_t i = 0; i < actions.n; i++) {
        const action *a = &actions.at[i];
        bool place = !a->of || same_range(a->of->at, asked);
        if (!place || !str_eq(a->title, title) || !str_is(kind, kinds[a->kind])) continue;
        encode_action(s, w, strbuf_str(&doc->path), a, asked, true);
        return NULL;
    }
    return server_refuse(s, RPC_CONTENT_MODIFIED, words("the text has changed: ask again for what can be done"));
}

static void read_abilities(server *s, const cJSON *abilities)
{
    s->client.snippet_edits = json_is_true(abilities, "workspace.workspaceEdit.snippetEditSupport");
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
    if (s->client.action_resolves) json_add_bool(w, "resolveProvider", true);
    json_object_end(w);
}

const server_feature feature_code_action = {
    .methods = {
        {"textDocument/codeAction", RPC_REQUEST, list_actions, METHOD_WHILE_RUNNING},
        {"codeAction/resolve", RPC_REQUEST, resolve, METHOD_WHILE_RUNNING},
    },
    .read_abilities = read_abilities,
    .write_capability = write_capability,
};
