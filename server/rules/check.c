#include "rules/check.h"

#include "base/path.h"
#include "flow/flow.h"
#include "ir/program.h"
#include "language/language.h"
#include "plugin/listing.h"
#include "rules/config.h"
#include "rules/docs.h"
#include "rules/document_schema.h"
#include "rules/ignore.h"
#include "rules/listed.h"
#include "rules/settings_file.h"
#include "rules/wrapper.h"
#include "rules/yaml_fix.h"
#include "rules/yaml_wide.h"
#include "text/line_index.h"
#include "yaml/portability.h"

#include <stdlib.h>

words_language check_language(workspace *w, str folder)
{
    settings_view v = workspace_settings(w, folder);
    settings_language said = settings_language_of(&v);
    return !said ? words_used() : said == LANGUAGE_CHINESE ? WORDS_CHINESE : WORDS_ENGLISH;
}

/* The level of a rule in code, as Go's own server says what project/syntax does in editors. */
static severity level_of(const workspace *w, const settings_view *v, str code, severity level)
{
    bool said = workspace_keeps_whole(w) && str_is(code, "project/syntax");
    return settings_level_of(v, code, said ? 0 : level);
}

void check_finish(workspace *w, arena *a, diagnostic_list *list, size_t from)
{
    size_t kept = from;
    settings_view v = {0};
    str path = {0};
    for (size_t i = from; i < list->n; i++) {
        diagnostic *d = &list->at[i];
        if (!path.n || !str_eq(d->path, path)) v = workspace_settings(w, path_dir(d->path));
        path = d->path;
        d->level = level_of(w, &v, d->code, d->level);
        if (d->level) list->at[kept++] = *d;
    }
    list->n = kept;
    diagnostic_list_own(a, list, from);
}

/* Finishes the findings from number `from` on: levels as the settings have them, order, limits. */
static void settle(workspace *w, const not_checked *n, size_t from)
{
    check_finish(w, n->arena, n->out, from);
    check_finish(w, n->arena, n->out, listed_limit(n, from));
}

static void drop_flow(void *kept) { flow_free(kept); }

static size_t flow_size(const void *kept) { return flow_bytes(kept); }

static bool is_flow_worn(const void *kept) { return flow_is_worn(kept); }

/* Whether rules may be silent because something was not judged. */
static bool is_partial(const diagnostic_list *found, size_t from)
{
    static const char *const codes[] = {"config/undecided", "config/not-checked",   "project/not-read",
                                        "project/outside",  "project/not-analysed", "project/syntax"};
    for (size_t i = from; i < found->n; i++)
        for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
            if (str_is(found->at[i].code, codes[k])) return true;
    return false;
}

/* Drops findings about comments that take nothing away, where something was not judged: such a comment may be needed for that. */
static void drop_unused_ignores(diagnostic_list *found, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < found->n; i++)
        if (!str_is(found->at[i].code, "project/unused-ignore")) found->at[kept++] = found->at[i];
    found->n = kept;
}

static rule_context context_of(project *p, arena *a, diagnostic_list *out)
{
    static const registration_list unknown;
    const project_facts *facts = project_load(p);
    return (rule_context){
        .arena = a,
        .program = facts->program,
        .registrations = facts->registrations->refused ? &unknown : facts->registrations,
        .code = facts->language, .build = facts->build,
        .tree = project_sources(p),
        .out = out,
    };
}

void check_offers(workspace *w, project *p, arena *a, diagnostic_list *out)
{
    rule_context c = context_of(p, a, out);
    words_language before = words_use(check_language(w, project_root(p)));
    if (!project_load(p)->left_out) rules_offer(&c);
    words_use(before);
}

void check_sources(workspace *w, project *p, arena *a, diagnostic_list *out)
{
    work_item outer = work_enter(WORK_PROJECT, (work_item){.path = project_root(p)});
    const project_facts *facts = project_load(p);
    words_language before = words_use(check_language(w, facts->root));
    size_t from = out->n;
    rule_context c = context_of(p, a, out);
    static const project_keeper keeper = {drop_flow, flow_size, is_flow_worn};
    void **kept = project_kept(p, &keeper);
    if (!*kept) *kept = flow_new();
    c.flow = *kept;
    if (facts->left_out) not_analysed_project(&c, facts->root, facts->left_out);
    else rules_run(&c);
    flow_rest(c.flow);
    if (!facts->left_out) not_read_project(&(not_checked){a, out}, w, facts);
    const ir_program *program = facts->program;
    bool partial = ir_refused(program) || is_partial(out, from);
    for (size_t i = 0; i < ir_file_count(program); i++) {
        const ir_file *f = &program->files.at[i];
        if (f->own && ignore_mentioned(f->text)) ignore_apply(f->path, f->text, c.code, a, out, from);
    }
    if (partial) drop_unused_ignores(out, from);
    project_move_findings(p, a, out, from);
    settle(w, &(not_checked){a, out}, from);
    words_use(before);
    work_leave(WORK_PROJECT, outer);
}

/* The settings say it, else the document; without either the SDK hints at it. */
static void tell_gateway(workspace *w, config_context *c)
{
    settings_view v = workspace_settings(w, path_dir(c->path));
    const registration *r = c->facts->registration;
    c->gateway = settings_gateway_of(&v);
    if (!c->gateway && c->document->kind == DOCUMENT_WASMPLUGIN) c->gateway = GATEWAY_HIGRESS;
    if (!c->gateway && c->document->kind == DOCUMENT_ISTIO_WASMPLUGIN) c->gateway = GATEWAY_ISTIO;
    c->gateway_said = c->gateway;
    if (!c->gateway && r) c->gateway = r->sdk->layer ? GATEWAY_HIGRESS : GATEWAY_ENVOY; /* rules in a configuration are
                                                                                           Higress's */
}

static void check_config(workspace *w, str path, const document_facts *file, const config_document *d, arena *a,
                         diagnostic_list *out)
{
    const project_facts *facts = project_load(d->plugin);
    const yaml_node *bootstrap = wrapper_bootstrap(file, d);
    size_t from = out->n;
    config_runs runs = config_evaluate(a, d);
    config_context c = {
        .rules = {.arena = a,
                  .program = facts->program,
                  .registrations = facts->registrations,
                  .code = facts->language,
                  .build = facts->build,
                  .out = out},
        .path = path,
        .plugin = d->plugin,
        .facts = facts,
        .document = d,
        .text = file->stream->text,
        .runs = &runs,
    };
    tell_gateway(w, &c);
    if (bootstrap && !c.gateway_said) c.gateway = GATEWAY_ENVOY;
    config_rejected_run(&c);
    config_unread_run(&c);
    config_types_run(&c);
    config_service_run(&c);
    if (bootstrap) wrapper_clusters_run(&c, bootstrap);
    wrapper_text_run(&c.rules, path, file, d, out);
    config_schema_run(w, &c);
    project_move_findings(d->plugin, a, out, from);
}

/* By the catalogue of built-in plugins, which knows no sources. */
static void check_builtin(workspace *w, str path, str text, const config_document *d, arena *a, diagnostic_list *out)
{
    config_context c = {.rules = {.arena = a, .out = out}, .path = path, .document = d, .text = text};
    config_builtin_run(w, &c);
}

/* Whether the catalogue judges it, as far as it goes; for certain: all that it checks. */
static bool is_by_catalogue(const config_document *d) { return !d->plugin && !d->templated && catalogue_is_known(&d->builtin); }

static bool is_surely_by_catalogue(const config_document *d) { return is_by_catalogue(d) && !d->builtin.unsure; }

/* A finding of the parser or about its tree, which knows no paths; the original stays as it is. All of it is copied: the tree may
 * be gone before the finding is. */
static void add_yaml_finding(arena *a, str path, const diagnostic *from, diagnostic_list *out)
{
    diagnostic d = *from;
    d.path = arena_str(a, path);
    d.message = arena_str(a, d.message);
    d.label = arena_str(a, d.label);
    memset(&d.related, 0, sizeof d.related);
    for (size_t i = 0; i < from->related.n; i++) {
        array_push(a, &d.related, from->related.at[i]);
        array_last(&d.related).path = d.path;
        array_last(&d.related).message = arena_str(a, from->related.at[i].message);
    }
    memset(&d.fixes, 0, sizeof d.fixes);
    for (size_t i = 0; i < from->fixes.n; i++) {
        fix *copy = array_add(a, &d.fixes);
        *copy = (fix){.title = arena_str(a, from->fixes.at[i].title), .preferred = from->fixes.at[i].preferred};
        for (size_t k = 0; k < from->fixes.at[i].edits.n; k++) {
            array_push(a, &copy->edits, from->fixes.at[i].edits.at[k]);
            array_last(&copy->edits).path = d.path;
            array_last(&copy->edits).text = arena_str(a, from->fixes.at[i].edits.at[k].text);
        }
    }
    array_push(a, out, d);
}

/* What is read by the Kubernetes loader in the end. */
static void check_portability(const document_facts *facts, str path, arena *a, diagnostic_list *out)
{
    for (size_t i = 0; i < facts->stream->documents.n; i++) {
        const config_document *d = &facts->documents.at[i];
        bool kubernetes = yaml_get(d->root, STR("apiVersion")) && yaml_get(d->root, STR("kind"));
        if (!kubernetes && d->kind != DOCUMENT_CONFIG) continue;
        diagnostic_list found = {0};
        if (facts->edited) found = *yaml_edited_portability(facts->edited, i);
        else yaml_check_portability(a, facts->stream, &facts->stream->documents.at[i], &found);
        for (size_t k = 0; k < found.n; k++) add_yaml_finding(a, path, &found.at[k], out);
    }
}

/* Against the schema of the command line and nothing else. How many of its documents, none when it is that schema. */
static uint32_t check_forced_schema(workspace *w, str path, arena *a, diagnostic_list *out)
{
    str text;
    if (workspace_text(w, path, &text) != FILE_OK) return 0;
    const yaml_stream *s = yaml_parse(a, text, str_eq(path_extension(path), STR(".json")) ? YAML_JSON : YAML_1_2);
    bool is_schema = str_eq(path, workspace_forced_schema(w)->path); /* lists its mistakes itself */
    for (size_t i = 0; i < s->findings.n && !is_schema; i++) add_yaml_finding(a, path, &s->findings.at[i], out);
    return document_schema_run_forced(w, path, s, a, out);
}

/* The edits as ones of the file; false when one of them can't be done there. */
static bool place_fix(const document_facts *facts, str path, arena *a, fix *f)
{
    for (size_t e = 0; e < f->edits.n; e++)
        if (str_eq(f->edits.at[e].path, path) && !document_place_edit(a, facts, &f->edits.at[e])) return false;
    return true;
}

/* Findings about the document, as bytes of its file. */
static void place_findings(const document_facts *facts, str path, arena *a, diagnostic_list *list, size_t from)
{
    for (size_t i = from; i < list->n && (facts->edited || facts->outer); i++) {
        diagnostic *d = &list->at[i];
        if (str_eq(d->path, path)) d->at = document_range(facts, d->at);
        for (size_t k = 0; k < d->related.n; k++)
            if (str_eq(d->related.at[k].path, path)) d->related.at[k].at = document_range(facts, d->related.at[k].at);
        size_t kept = 0;
        for (size_t k = 0; k < d->fixes.n; k++)
            if (place_fix(facts, path, a, &d->fixes.at[k])) d->fixes.at[kept++] = d->fixes.at[k];
        d->fixes.n = kept;
    }
}

/* Whether the plugin's code can be asked about configurations. */
static bool is_asked(const config_document *d)
{
    const registration *r = d->plugin ? project_load(d->plugin)->registration : NULL;
    return r && (r->parse || (!r->parse_at.at.end && !r->sdk->inside));
}

static void count_documents(str path, const document_facts *facts, document_outcome *o)
{
    o->something_else = true;
    for (size_t i = 0; i < facts->documents.n; i++) {
        const config_document *d = &facts->documents.at[i];
        if (d->apart) continue;
        bool concluded = d->kind == DOCUMENT_CONFIG && !d->named && d->plugin;
        bool in_program = concluded && check_standing(d->plugin) == STANDING_NONE; /* no plugin */
        if (d->kind == DOCUMENT_OTHER || in_program) {
            o->something_else = o->something_else && config_is_something_else(path, d->root);
            continue;
        }
        if (!document_form_of(d->kind)->parts) continue; /* it is about a plugin and has no configuration */
        o->configurations++;
        o->checked += (is_asked(d) && !d->templated) || is_surely_by_catalogue(d);
        o->by_catalogue += is_surely_by_catalogue(d);
    }
}

static bool is_read(const document_facts *facts)
{
    for (size_t i = 0; i < facts->documents.n; i++)
        if (facts->documents.at[i].plugin && check_standing(facts->documents.at[i].plugin) != STANDING_NONE) return true;
    return false;
}

/* A comment that names a plugin which is not there; nothing when the documents are checked all the same. */
static bool check_mention(workspace *w, str path, const document_facts *facts, const not_checked *n)
{
    str folder = workspace_plugin_mention(facts->stream);
    if (!folder.p || is_read(facts)) return false;
    for (size_t i = 0; i < facts->inner.n; i++)
        if (is_read(facts->inner.at[i])) return false;
    uint32_t start = (uint32_t)(folder.p - facts->stream->text.p);
    range at = range_make(start, start + (uint32_t)folder.n);
    if (workspace_leads_outside(w, path_dir(path), folder)) not_read_outside(n, path, at, folder);
    else not_checked_mention(n, path, at, folder);
    return true;
}

/* On a line of a template with "{{", or right below one: what stands there is no YAML. Of a long line only what is near is looked
 * at. */
static bool in_action(str text, uint32_t at)
{
    enum { LINES = 2, NEAR = 4096 };
    uint32_t place = at < text.n ? at : (uint32_t)text.n, start = place, end = place;
    for (int lines = 0; start > 0 && place - start < NEAR && lines < LINES; start--) lines += text.p[start - 1] == '\n';
    while (end < text.n && end - place < NEAR && text.p[end] != '\n') end++;
    return str_has(str_slice(text, start, end), STR("{{"));
}

static bool is_undecided(const diagnostic_list *found, size_t from)
{
    for (size_t i = from; i < found->n; i++)
        if (str_is(found->at[i].code, "config/undecided")) return true;
    return false;
}

/* Whether a text inside has something that is looked at. */
static bool holds_ours(const document_facts *facts)
{
    for (size_t i = 0; i < facts->inner.n; i++)
        for (size_t k = 0; k < facts->inner.at[i]->documents.n; k++)
            if (facts->inner.at[i]->documents.at[k].kind != DOCUMENT_OTHER) return true;
    return false;
}

/* What no plugin gets as it is can't make one fail. */
static void soften_example(const config_document *d, diagnostic_list *out, size_t from)
{
    const document_form *form = document_form_of(d->kind);
    bool weak = (form && form->example) || d->values.n; /* whoever installs a chart gives values of his own */
    for (size_t i = from; weak && i < out->n; i++)
        if (out->at[i].level == SEVERITY_ERROR) out->at[i].level = SEVERITY_WARNING;
}

/* Where the schema of a wrapper refuses a value's type, by the bytes of the places. */
static map types_refused(const diagnostic_list *list, size_t from, arena *a)
{
    map found = {0};
    for (size_t i = from; i < list->n; i++) {
        const uint32_t *at = &list->at[i].at.start;
        if (str_is(list->at[i].code, "schema/type") && list->at[i].level == SEVERITY_ERROR)
            map_put(a, &found, arena_str(a, str_make((const char *)at, sizeof *at)), NULL);
    }
    return found;
}

static bool is_refused(const map *refused, const yaml_node *part)
{
    const yaml_node *around = part->parent;
    bool found = map_find(refused, str_make((const char *)&part->at.start, sizeof part->at.start));
    for (uint32_t i = 0; around && around->kind == YAML_MAPPING && i < around->entry_count && !found; i++) {
        const uint32_t *key = &around->entries[i].key->at.start;
        found = around->entries[i].value == part && map_find(refused, str_make((const char *)key, sizeof *key));
    }
    return found;
}

static int range_order(const void *a, const void *b)
{
    const range *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

/* What the cluster refuses for its type never gets to the plugin, which has nothing to say of it: one mistake, one finding. */
static void drop_refused(const config_document *d, const map *refused, arena *a, diagnostic_list *out, size_t from)
{
    ARRAY(range) parts = {0};
    for (size_t i = 0; i < d->parts.n && refused->n; i++)
        if (is_refused(refused, d->parts.at[i].node)) array_push(a, &parts, d->parts.at[i].node->at);
    if (!parts.n) return;
    qsort(parts.at, parts.n, sizeof *parts.at, range_order);
    size_t kept = from;
    for (size_t i = from; i < out->n; i++) {
        const diagnostic *f = &out->at[i];
        size_t low = 0, high = parts.n; /* the first part behind the finding */
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (parts.at[middle].start <= f->at.start) low = middle + 1;
            else high = middle;
        }
        bool inside = low && f->at.start < parts.at[low - 1].end && str_starts(f->code, STR("config/"));
        if (!inside) out->at[kept++] = *f;
    }
    out->n = kept;
}

static void check_facts(workspace *w, str path, const document_facts *facts, arena *a, diagnostic_list *out,
                        document_outcome *o)
{
    not_checked n = {a, out};
    check_portability(facts, path, a, out);
    size_t next = out->n;
    bool has_schema = document_schema_run(w, path, facts, a, out, &o->validated);
    map refused = types_refused(out, next, a);
    count_documents(path, facts, o);
    rule_context c = {.arena = a, .out = out};
    bool meant = false;
    ARRAY(size_t) misplaced = {0}; /* wrapper_run, for each document */
    for (size_t i = 0; i < facts->documents.n; i++) {
        meant = meant || wrapper_is_meant(facts->documents.at[i].root);
        array_push(a, &misplaced,
                   facts->braces ? 0 : wrapper_run(&c, path, facts, &facts->documents.at[i], out, &next));
    }
    o->something_else = o->something_else && !meant;
    bool mentioned = !facts->outer && check_mention(w, path, facts, &n);
    o->ours = mentioned || has_schema || o->configurations || meant || holds_ours(facts);
    if (!o->ours) return;
    for (size_t i = 0; i < facts->stream->findings.n; i++) {
        const diagnostic *found = &facts->stream->findings.at[i];
        if (!facts->template.n || !in_action(facts->template, found->at.start)) add_yaml_finding(a, path, found, out);
    }
    for (size_t i = 0; i < facts->documents.n; i++) {
        const config_document *d = &facts->documents.at[i];
        bool readable = d->plugin && !d->templated && (d->kind == DOCUMENT_CONFIG || check_standing(d->plugin) != STANDING_NONE);
        size_t wide = out->n;
        for (size_t k = 0; k < d->parts.n && !d->templated; k++)
            yaml_wide_run(&c, path, facts->stream->text, d->parts.at[k].node);
        size_t from = out->n;
        if (readable && d->parts.n) check_config(w, path, facts, d, a, out);
        else if (is_by_catalogue(d)) check_builtin(w, path, facts->stream->text, d, a, out);
        range head = line_first(facts->stream->text, d->root->at);
        if (readable && d->parts.n) not_checked_several(&n, path, d, head, !facts->outer && facts->documents.n == 1);
        if (!readable || !d->parts.n) not_checked_document(&n, path, d);
        yaml_wide_settle(out, wide, from);
        drop_refused(d, &refused, a, out, from);
        soften_example(d, out, from);
        o->checked -= is_asked(d) && !d->templated && is_undecided(out, from);
        wrapper_join(d, misplaced.at[i], out, from);
    }
}

/* An example in prose: what is no whole document may be a part of one, and what can't be read leaves something out. What a test
 * hands over says something of the test. */
static void soften_block(const document_facts *facts, diagnostic_list *out, size_t from)
{
    bool whole = true, readable = true;
    for (size_t i = 0; i < facts->documents.n; i++) whole = whole && facts->documents.at[i].kind != DOCUMENT_CONFIG;
    for (size_t i = 0; i < facts->stream->findings.n; i++)
        readable = readable && facts->stream->findings.at[i].level != SEVERITY_ERROR;
    size_t kept = from;
    for (size_t i = from; i < out->n && readable; i++) {
        bool outside = str_is(out->at[i].code, "config/unknown-service"); /* no gateway runs a test */
        if (facts->inside.test && (outside || out->at[i].level == SEVERITY_HINT)) continue;
        if (str_is(out->at[i].code, "config/not-checked")) continue;
        if (!whole) out->at[i].level = SEVERITY_HINT;
        out->at[kept++] = out->at[i];
    }
    out->n = kept;
}

/* What is put into a resource elsewhere says nothing of what is missing; an operation that sets a whole configuration does. */
static void leave_to_target(const document_facts *facts, diagnostic_list *out, size_t from)
{
    bool operations = facts->documents.n && facts->documents.at[0].root->kind == YAML_SEQUENCE;
    size_t kept = from;
    for (size_t i = from; i < out->n; i++) {
        str code = out->at[i].code;
        bool whole = str_is(code, "config/rejected") || str_is(code, "config/builtin-missing") ||
                     str_is(code, "schema/required") || str_starts(code, STR("document/"));
        if (operations || !whole) out->at[kept++] = out->at[i];
    }
    out->n = kept;
}

/* The texts inside of the file's documents, each as the document that it is. */
static void check_inner(workspace *w, str path, const document_facts *facts, arena *a, diagnostic_list *out, document_outcome *o)
{
    for (size_t i = 0; i < facts->inner.n; i++) {
        const document_facts *inner = facts->inner.at[i];
        document_outcome one = {0};
        size_t from = out->n;
        check_facts(w, path, inner, a, out, &one);
        yaml_fixes_add(a, inner->stream->text, inner->stream->dialect, out, from);
        if (inner->inside.block || inner->inside.test) soften_block(inner, out, from);
        if (inner->inside.patch) leave_to_target(inner, out, from);
        place_findings(inner, path, a, out, from);
        o->configurations += one.configurations;
        o->checked += one.checked;
        o->by_catalogue += one.by_catalogue;
        o->validated += one.validated;
        o->ours = o->ours || one.ours;
        o->something_else = o->something_else && !one.ours;
    }
}

static document_outcome check_text(workspace *w, str path, project *plugin, arena *a,
                                   diagnostic_list *out)
{
    document_outcome o = {0};
    size_t from = out->n;
    str text;
    file_status status = workspace_text(w, path, &text);
    if (status != FILE_OK) {
        not_checked n = {a, out};
        if (status == FILE_OUTSIDE) not_read_outside(&n, path, range_make(0, 0), file_link_target(a, path));
        else if (status != FILE_MISSING) not_read_file(&n, path, status);
    } else if (workspace_forced_schema(w) && !settings_is_file(path)) {
        o.ours = true;
        o.validated = check_forced_schema(w, path, a, out);
    } else {
        const document_facts *facts = workspace_document(w, path, plugin);
        o.prose = facts->prose;
        check_facts(w, path, facts, a, out, &o);
        place_findings(facts, path, a, out, from);
        o.ours = docs_run(&(rule_context){.arena = a, .out = out}, facts, path, text) || o.ours;
        if (settings_is_file(path)) settings_file_run(w, path, a, out);
    }
    yaml_dialect dialect = str_eq(path_extension(path), STR(".json")) ? YAML_JSON : YAML_1_2;
    if (status == FILE_OK) yaml_fixes_add(a, text, dialect, out, from);
    if (status == FILE_OK && !workspace_forced_schema(w)) {
        const document_facts *facts = workspace_document(w, path, plugin);
        check_inner(w, path, facts, a, out, &o);
        not_checked_offer(&(not_checked){a, out}, path, facts, from);
    }
    bool comments = o.ours && ignore_mentioned(text);
    bool partial = is_partial(out, from);
    const language_row *code = is_test_name(path) ? language_of(path) : NULL;
    if (comments && !str_eq(path_extension(path), STR(".json"))) ignore_apply(path, text, code, a, out, from);
    if (partial) drop_unused_ignores(out, from);
    settle(w, &(not_checked){a, out}, from);
    return o;
}

document_outcome check_document_outcome(workspace *w, str path, project *plugin, arena *a,
                                     diagnostic_list *out)
{
    str text;
    const work_left_out *without = workspace_text(w, path, &text) == FILE_OK ? work_left_out_text(path, text) : NULL;
    words_language before = words_use(check_language(w, path_dir(path)));
    document_outcome o = {.ours = true, .configurations = 1};
    if (without) {
        rule_context c = {.arena = a, .out = out};
        size_t from = out->n;
        not_analysed_document(&c, path, without);
        check_finish(w, a, out, from);
    } else {
        work_item outer = work_enter(WORK_DOCUMENT, (work_item){.path = path});
        o = check_text(w, path, plugin, a, out);
        work_leave(WORK_DOCUMENT, outer);
    }
    words_use(before);
    return o;
}

bool check_document(workspace *w, str path, project *plugin, arena *a, diagnostic_list *out)
{
    return check_document_outcome(w, path, plugin, a, out).ours;
}

void check_unread_plugin(workspace *w, project *p, arena *a, diagnostic_list *out)
{
    const project_facts *facts = project_load(p);
    size_t from = out->n;
    words_language before = words_use(check_language(w, facts->root));
    not_read_project(&(not_checked){a, out}, w, facts);
    check_finish(w, a, out, from);
    words_use(before);
}

void check_unknown_file(workspace *w, str path, arena *a, diagnostic_list *out)
{
    size_t from = out->n;
    words_language before = words_use(check_language(w, path_dir(path)));
    not_checked_file(&(not_checked){a, out}, path);
    check_finish(w, a, out, from);
    words_use(before);
}
