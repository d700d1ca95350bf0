#include "features/inlay.h"

#include "base/path.h"
#include "base/strbuf.h"
#include "base/words.h"
#include "ir/infer.h"
#include "ir/func.h"
#include "ir/sdk.h"
#include "language/language.h"
#include "plugin/evaluate.h"
#include "plugin/settings.h"

enum { SHOWN_MOST = 6, DEPTH_MOST = 16, HINTS_MOST = 200 };

typedef struct inlaying {
    workspace *w;
    arena *a;
    str path;
    range in;
    const document_facts *facts;
    const config_document *document;
    settings_view settings;
    inlay_list *out;
} inlaying;

static void add(inlaying *i, uint32_t at, str label, str tooltip)
{
    if (at < i->in.start || at > i->in.end || i->out->n == HINTS_MOST) return;
    array_push(i->a, i->out, (inlay){at, label, tooltip});
}

/* --- defaults -------------------------------------------------------------------------------------------------------------- */

static bool says_nothing(str json)
{
    static const char *const nothing[] = {"", "\"\"", "null", "[]", "{}", "0", "false"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (str_is(json, nothing[i])) return true;
    return false;
}

static bool is_merged(const yaml_node *mapping) { return yaml_get_entry(mapping, STR("<<")) != NULL; }

/* In YAML behind the last member, on its line; between brackets in front of the one that closes. */
static uint32_t end_of(const yaml_node *mapping)
{
    uint32_t end = mapping->at.end;
    return mapping->style == YAML_FLOW && end > mapping->at.start + 1 ? end - 1 : end;
}

static void add_defaults(inlaying *i, const yaml_node *mapping, const inferred_value *v, unsigned depth)
{
    const yaml_node *real = depth < DEPTH_MOST && v && mapping->kind != YAML_ALIAS ? mapping : NULL;
    if (!real || real->broken) return;
    for (uint32_t k = 0; k < real->item_count; k++) add_defaults(i, real->items[k], v->element, depth + 1);
    for (uint32_t k = 0; k < real->entry_count; k++) {
        const yaml_entry *e = &real->entries[k];
        if (e->key->kind == YAML_SCALAR) add_defaults(i, e->value, inferred_member(v, e->key->value), depth + 1);
    }
    if (real->kind != YAML_MAPPING || !real->entry_count || is_merged(real)) return;
    strbuf label = STRBUF_IN(i->a);
    size_t shown = 0, left = 0;
    for (size_t k = 0; k < v->members.n; k++) {
        const inferred_value *m = v->members.at[k];
        if (yaml_get_entry(real, m->name) || says_nothing(m->default_text) || m->guards.n) continue;
        if (shown++ >= SHOWN_MOST) left++;
        else strbuf_printf(&label, "%s%.*s: %.*s", shown > 1 ? ", " : "", STR_ARG(m->name), STR_ARG(m->default_text));
    }
    if (!shown) return;
    if (left) strbuf_printf(&label, ", ... +%zu", left);
    uint32_t at = document_range(i->facts, range_make(end_of(real), end_of(real))).end;
    add(i, at, strbuf_str(&label), words_str("defaults of the plugin for keys that are not here"));
}

/* --- clusters -------------------------------------------------------------------------------------------------------------- */

/* Seen by running the plugin on the configuration: the name of a cluster has the port and the kind of the service in it. */
static void add_clusters(inlaying *i)
{
    config_runs runs = config_evaluate(i->a, i->document);
    for (size_t r = 0; r < runs.n; r++) {
        const config_run *run = &runs.at[r];
        for (size_t k = 0; run->ran && k < run->result.services.list.n; k++) {
            const eval_service *service = &run->result.services.list.at[k];
            const doc_node *name = service->name_at, *top = name;
            while (top && top != run->document) top = top->parent;
            if (!top || !service->cluster.n || str_eq(service->cluster, name->text)) continue;
            uint32_t at = document_range(i->facts, name->at).end;
            add(i, at, service->cluster, words_str("the cluster of Envoy that the plugin calls"));
        }
    }
}

static void look_into(inlaying *i, const document_facts *facts)
{
    i->facts = facts;
    for (size_t d = 0; d < facts->documents.n; d++) {
        i->document = &facts->documents.at[d];
        if (i->document->apart || (!i->document->plugin && !i->document->builtin.plugin)) continue;
        const inferred_schema *schema = i->document->plugin ? project_schema_soon(i->document->plugin)
                                                            : workspace_catalogue_schema(i->w, &i->document->builtin);
        for (size_t k = 0; schema && settings_inlay(&i->settings, INLAY_DEFAULTS) && k < i->document->parts.n; k++) {
            const config_part *part = &i->document->parts.at[k];
            if (!part->node || part->node->kind != YAML_MAPPING) continue;
            add_defaults(i, part->node, part->scope == CONFIG_RULE ? schema->rule : schema->root, 0);
        }
        if (i->document->plugin && settings_inlay(&i->settings, INLAY_CLUSTERS)) add_clusters(i);
    }
}

/* --- phases ---------------------------------------------------------------------------------------------------------------- */

static bool ask_plugin(void *self, const build_facts **build, const registration_list **registrations)
{
    const project_facts *facts = self;
    *build = facts->build;
    *registrations = facts->registrations;
    return true;
}

static bool is_handler(const project_facts *facts, const ir_func *f)
{
    for (size_t i = 0; facts->registrations && i < facts->registrations->n; i++)
        for (size_t k = 0; k < facts->registrations->at[i].handlers.n; k++)
            if (facts->registrations->at[i].handlers.at[k].func == f) return true;
    return false;
}

/* The only column of a set; SDK_COLUMN_COUNT when there are several, or none. */
static sdk_column only_column(uint32_t columns)
{
    for (int c = 0; c < SDK_COLUMN_COUNT; c++)
        if (columns == 1u << c) return (sdk_column)c;
    return SDK_COLUMN_COUNT;
}

/* `f` stands in the file; its head ends where its body begins. */
static void add_phase(inlaying *i, const language_row *l, const project_facts *facts, project *plugin, const ir_func *f, str text)
{
    range at = f->whole.at;
    if (is_handler(facts, f) || !project_move_place(plugin, i->path, &at)) return;
    ptrdiff_t brace = str_find(text, STR("{\n"), at.start);
    if (brace < 0 || (uint32_t)brace >= at.end || (uint32_t)brace < i->in.start || (uint32_t)brace > i->in.end) return;
    code_typed typed = {i->path, text, (uint32_t)brace + 2, true, ask_plugin, (void *)(uintptr_t)facts};
    sdk_column column = only_column(l->place(i->a, &typed).columns);
    if (column != SDK_COLUMN_COUNT)
        add(i, (uint32_t)brace + 1, sdk_text_str(sdk_column_of(column)->where), words_str("it runs nowhere else"));
}

static void add_phases(inlaying *i, const language_row *l, str text)
{
    project_list plugins = workspace_projects_with(i->w, i->a, i->path);
    if (plugins.n != 1) return; /* several plugins may run it each in another one */
    const project_facts *facts = project_load(plugins.at[0]);
    for (size_t k = 0; facts && k < ir_package_count(facts->program); k++) {
        const ir_package *p = ir_package_at(facts->program, k);
        for (size_t n = 0; p->own && n < p->funcs.n; n++) {
            const ir_func *f = p->funcs.at[n];
            uint32_t file = f->whole.file;
            bool here = file < ir_file_count(facts->program) && str_eq(ir_file_path(facts->program, file), i->path);
            if (here && !f->outer && f->name.n) add_phase(i, l, facts, plugins.at[0], f, text);
        }
    }
}

inlay_list inlays_in(workspace *w, arena *a, str path, range in)
{
    str text;
    inlay_list out = {0};
    inlaying i = {.w = w, .a = a, .path = path, .in = in, .out = &out, .settings = workspace_settings(w, path_dir(path))};
    const language_row *l = language_of(path);
    if (workspace_text(w, path, &text) != FILE_OK) return out;
    if (l) {
        if (l->place && settings_inlay(&i.settings, INLAY_PHASES)) add_phases(&i, l, text);
        return out;
    }
    const document_facts *facts = workspace_document(w, path, NULL);
    if (!facts || facts->template.n) return out;
    if (!facts->prose) look_into(&i, facts);
    for (size_t k = 0; k < facts->inner.n; k++) look_into(&i, facts->inner.at[k]);
    return out;
}
