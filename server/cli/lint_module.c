#include "cli/lint_module.h"

#include "base/file.h"
#include "base/path.h"
#include "cli/command.h"
#include "gateway/plugin_config.h"
#include "ir/rule_layer.h"
#include "plugin/documents.h"
#include "rules/check.h"
#include "sandbox/place.h"
#include "toolchain/image_read.h"

static const uint64_t SEARCH_FUEL = 20000ull * 1000 * 1000; /* some 20 seconds, in all files */

typedef struct module_lint {
    lint *l;
    workspace *files;
    sandbox *sandbox;
    arena memory; /* of one file */
    str path;
    diagnostic_list found;
    report_totals totals;
    uint64_t search_fuel; /* left for looking for places (sandbox/place.h) */
    bool failed; /* the module could not be run at all */
} module_lint;

/* --- findings --------------------------------------------------------------------------------------------------------------- */

static diagnostic *report(module_lint *m, const char *id, range at, const char *name, str text)
{
    const rule *r = rule_find(str_of(id));
    rule_context c = {.arena = &m->memory};
    rule_value value = {name, text};
    diagnostic *d = array_add(&m->memory, &m->found);
    d->path = m->path;
    d->at = at;
    d->level = r->level;
    d->code = r->id;
    d->message = rule_format(&c, r->message, &value, 1);
    d->label = arena_printf(&m->memory, words("judged by '%.*s'"), STR_ARG(path_base(m->l->module)));
    return d;
}

/* A key where there is one; the first line of what takes several. */
static range shown(const module_lint *m, const doc_node *n)
{
    str text = {0};
    range at = n->kind == DOC_OBJECT || n->kind == DOC_ARRAY ? n->key_at : n->at;
    if (!at.end && n->present && n->members.at[0].node->key_at.end) at = n->members.at[0].node->key_at;
    if (!at.end) at = n->at;
    if (workspace_text(m->files, m->path, &text) != FILE_OK || at.end > text.n) return (range){0};
    ptrdiff_t line_end = str_find_char(text, '\n', at.start);
    if (line_end >= 0 && (uint32_t)line_end < at.end) at.end = (uint32_t)line_end;
    return at;
}

/* --- the configurations of a document --------------------------------------------------------------------------------------- */

typedef ARRAY(doc_node *) doc_roots;

static doc_node *member(const doc_node *n, const char *key)
{
    return n && n->kind == DOC_OBJECT ? doc_find_member(n, str_of(key)) : NULL;
}

/* The values in it that the plugin's configuration is made of. */
static doc_roots roots_of(module_lint *m, doc_node *document, document_kind kind)
{
    doc_roots roots = {0};
    if (kind != DOCUMENT_WASMPLUGIN && kind != DOCUMENT_ISTIO_WASMPLUGIN) {
        array_push(&m->memory, &roots, document);
        return roots;
    }
    const doc_node *spec = member(document, "spec"), *rules = member(spec, "matchRules");
    doc_node *global = member(spec, kind == DOCUMENT_WASMPLUGIN ? "defaultConfig" : "pluginConfig");
    if (global) array_push(&m->memory, &roots, global);
    for (size_t i = 0; rules && i < rules->items.n; i++) {
        doc_node *config = member(rules->items.at[i], "config");
        if (config) array_push(&m->memory, &roots, config);
    }
    return roots;
}

static bool configuration_of(arena *a, const doc_node *document, str *json)
{
    str problem;
    return plugin_config_of(a, document, json, &problem);
}

static range place_of(module_lint *m, doc_node *document, const doc_roots *roots, str message)
{
    sandbox_search s = {.sandbox = m->sandbox, .fuel = &m->search_fuel, .document = document, .message = message,
                      .configuration = configuration_of};
    sandbox_place found = sandbox_place_find(&s, roots->at, roots->n);
    return shown(m, found.node ? found.node : roots->n ? roots->at[0] : document);
}

/* What the plugin said, or what else is known. */
static str said(module_lint *m, const sandbox_answer *answer)
{
    str message = sandbox_message(&m->memory, answer);
    if (message.n) return message;
    if (answer->reason.n) return answer->reason;
    return arena_printf(&m->memory, words("%.*s returns false, and nothing is logged"), STR_ARG(answer->function));
}

static void take_answer(module_lint *m, doc_node *document, const doc_roots *roots, const sandbox_answer *answer)
{
    range start = shown(m, roots->n ? roots->at[0] : document);
    str text = said(m, answer);
    switch (answer->verdict) {
    case SANDBOX_REJECTED: report(m, "config/rejected", place_of(m, document, roots, text), "message", text); break;
    case SANDBOX_CRASHED: report(m, "config/crashed", place_of(m, document, roots, text), "message", text); break;
    case SANDBOX_NOT_READ: report(m, "config/never-asked", start, "", STR("")); break;
    case SANDBOX_STOPPED: report(m, "config/stopped", start, "reason", answer->reason); break;
    case SANDBOX_NO_JUDGE:
        tell("'%.*s': %.*s", STR_ARG(m->l->module), STR_ARG(answer->reason));
        m->failed = true;
        break;
    case SANDBOX_ACCEPTED:
    case SANDBOX_VERDICTS: break;
    }
}

/* Beside rules the SDK swallows what the parser says of the global part, which is therefore run alone, too: `document` without
 * its rules. */
static void check_global(module_lint *m, doc_node *document, document_kind kind)
{
    doc_node *holder = kind == DOCUMENT_WASMPLUGIN ? member(document, "spec") : document;
    const char *name = kind == DOCUMENT_WASMPLUGIN ? "matchRules" : rule_layer_higress.rules;
    doc_node *rules = member(holder, name);
    if (!rules || rules->kind != DOC_ARRAY || !rules->items.n) return;
    doc_roots roots = {0};
    doc_node *global = kind == DOCUMENT_WASMPLUGIN ? member(holder, "defaultConfig") : document;
    if (!global || global->kind != DOC_OBJECT || global->present < (kind == DOCUMENT_WASMPLUGIN ? 1u : 2u)) return;
    array_push(&m->memory, &roots, global);
    sandbox_answer answer;
    str json;
    doc_kind before = rules->kind;
    uint32_t at = 0;
    while (holder->members.at[at].node != rules) at++;
    doc_member moved = holder->members.at[at]; /* taken out, and put back at its place */
    size_t behind = (holder->present - at - 1) * sizeof moved;
    memmove(&holder->members.at[at], &holder->members.at[at + 1], behind);
    holder->present--;
    rules->kind = DOC_MISSING; /* whoever finds it by name takes it for missing */
    if (configuration_of(&m->memory, document, &json)) {
        sandbox_run(m->sandbox, &m->memory, json, &answer);
        str text = said(m, &answer);
        if (answer.verdict == SANDBOX_REJECTED)
            report(m, "config/global-rejected", place_of(m, document, &roots, text), "message", text);
    }
    rules->kind = before;
    holder->present++;
    memmove(&holder->members.at[at + 1], &holder->members.at[at], behind);
    holder->members.at[at] = moved;
}

static void check_one(module_lint *m, const yaml_node *root)
{
    document_kind kind = document_kind_of(root);
    doc_node *document = doc_from_yaml(&m->memory, root);
    str json, problem;
    sandbox_answer answer;
    if (!plugin_config_of(&m->memory, document, &json, &problem)) {
        tell("'%.*s': %.*s", STR_ARG(m->path), STR_ARG(problem));
        m->failed = true;
        return;
    }
    doc_roots roots = roots_of(m, document, kind);
    sandbox_run(m->sandbox, &m->memory, json, &answer);
    m->totals.configurations++;
    m->totals.configurations_checked += answer.verdict < SANDBOX_NOT_READ;
    take_answer(m, document, &roots, &answer);
    if (answer.verdict == SANDBOX_ACCEPTED) check_global(m, document, kind);
}

/* --- files ------------------------------------------------------------------------------------------------------------------ */

/* False, which is said, when it is no file that can be read. */
static bool check_file(module_lint *m, const char *given)
{
    str text;
    m->path = file_absolute(&m->memory, str_of(given));
    workspace_allow(m->files, m->path, m->l->plan.here);
    file_status status = workspace_text(m->files, m->path, &text);
    if (status != FILE_OK) {
        tell("'%s': %s", given, words(file_status_text(status)));
        return false;
    }
    const yaml_stream *stream = yaml_parse(&m->memory, text, str_is(path_extension(m->path), ".json") ? YAML_JSON : YAML_1_2);
    for (size_t i = 0; i < stream->findings.n; i++) {
        diagnostic d = stream->findings.at[i];
        d.path = m->path;
        array_push(&m->memory, &m->found, d);
    }
    for (size_t i = 0; i < stream->documents.n; i++) {
        const yaml_node *root = stream->documents.at[i].root;
        if (stream->documents.n == 1 || (root && root->kind != YAML_EMPTY)) check_one(m, root);
    }
    return true;
}

static void write_report(module_lint *m, output_texts *texts)
{
    check_finish(m->files, &m->memory, &m->found, 0);
    diagnostic_list_sort(&m->found);
    for (size_t i = 0; i < m->found.n; i++) m->totals.counts[m->found.at[i].level]++;
    if (m->found.n) outputs_write(&m->l->outputs, texts, m->files, &m->found);
    memset(&m->found, 0, sizeof m->found);
    arena_reset(&m->memory);
}

/* A module's file, or an image that holds one. */
static bool read_module(lint *l, str *module, str *problem)
{
    image_module found;
    if (image_is_named(l->module)) {
        if (!image_read_module(&l->memory, l->module, &found, problem)) return false;
        *module = found.bytes;
        return true;
    }
    file_status status = file_read(&l->memory, l->module, module);
    if (status != FILE_OK) *problem = words_str(file_status_text(status));
    return status == FILE_OK;
}

int lint_with_module(lint *l, char **paths, size_t count)
{
    module_lint m = {.l = l, .files = workspace_new(), .search_fuel = SEARCH_FUEL};
    sandbox_order order = {.language = words_used(), .root_id = l->root_id, .name = l->root_id};
    str problem = {0};
    if (read_module(l, &order.module, &problem)) m.sandbox = sandbox_open(&l->memory, &order, &problem);
    lint_use_options(l, m.files);
    bool complete = m.sandbox != NULL;
    if (!m.sandbox) tell("'%.*s': %.*s", STR_ARG(l->module), STR_ARG(problem));
    output_texts **texts = ARENA_NEW_N(&l->memory, output_texts *, count + 1);
    for (size_t i = 0; i < count && m.sandbox; i++) {
        texts[i] = ARENA_NEW(&l->memory, output_texts);
        *texts[i] = (output_texts){0};
        complete = check_file(&m, paths[i]) && complete;
        write_report(&m, texts[i]);
    }
    int result = EXIT_CLEAN;
    if (m.sandbox && !outputs_finish(&l->outputs, &l->memory, texts, count, &m.totals)) result = EXIT_INTERNAL;
    for (int level = SEVERITY_ERROR; level <= (int)l->fail_on && !result; level++)
        if (m.totals.counts[level]) result = EXIT_FINDINGS;
    if (m.sandbox) sandbox_close(m.sandbox);
    workspace_free(m.files);
    arena_free(&m.memory);
    return complete && !m.failed ? result : EXIT_USAGE;
}
