#include "features/plugin_symbols.h"

#include "base/limits.h"
#include "base/path.h"
#include "base/words.h"
#include "features/describe.h"
#include "features/key_sites.h"
#include "ir/func.h"
#include "ir/registration.h"
#include "plugin/documents.h"
#include "plugin/listing.h"

typedef struct collector {
    workspace *w;
    arena *a;
    project *plugin;
    str in;    /* this file alone; empty: any */
    str query;
    plugin_symbol_list *out;
} collector;

static bool has_nocase(str text, str query)
{
    for (size_t i = 0; i + query.n <= text.n; i++)
        if (str_eq_nocase(str_slice(text, i, i + query.n), query)) return true;
    return false;
}

static void add(const collector *c, plugin_symbol s, ir_span name, ir_span whole)
{
    const project_facts *facts = project_load(c->plugin);
    if (name.file >= ir_file_count(facts->program) || c->out->n >= SYMBOLS_FOUND_MOST || !has_nocase(s.name, c->query)) return;
    s.path = ir_file_path(facts->program, name.file);
    s.name_at = name.at;
    s.at = whole.file == name.file && whole.at.start <= name.at.start && whole.at.end >= name.at.end ? whole.at : name.at;
    if (c->in.n && !str_eq(s.path, c->in)) return;
    if (!project_move_place(c->plugin, s.path, &s.name_at) || !project_move_place(c->plugin, s.path, &s.at)) return;
    for (size_t i = 0; i < c->out->n; i++) { /* a package of several plugins, a key for all and for rules */
        const plugin_symbol *o = &c->out->at[i];
        bool same = o->kind == s.kind && o->name_at.start == s.name_at.start && str_eq(o->path, s.path);
        if (same && str_eq(o->name, s.name)) return;
    }
    array_push(c->a, c->out, s);
}

static str name_of(const project_facts *facts)
{
    const registration *r = facts->registration;
    return r && r->name.n ? r->name : facts->name;
}

static void add_registered(const collector *c)
{
    const project_facts *facts = project_load(c->plugin);
    const registration *r = facts->registration;
    if (!r) return;
    add(c, (plugin_symbol){.kind = SYMBOL_PLUGIN, .name = name_of(facts), .plugin = name_of(facts)}, r->at, r->at);
    for (size_t i = 0; i < r->handlers.n; i++) {
        const registered_handler *h = &r->handlers.at[i];
        bool named = h->func && !h->func->outer && h->func->name.n;
        plugin_symbol s = {.kind = SYMBOL_HANDLER, .name = named ? h->func->name : h->option, .detail = h->option,
                           .plugin = name_of(facts)};
        if (named) add(c, s, h->func->at, h->func->whole);
        else add(c, s, h->at, h->at);
    }
}

/* "limits.timeout"; elements have no name of their own. */
static str dotted(arena *a, const inferred_value *v)
{
    str out = v->name;
    for (v = v->parent; v; v = v->parent)
        if (v->name.n) out = arena_printf(a, "%.*s.%.*s", STR_ARG(v->name), STR_ARG(out));
    return out;
}

static void add_keys(const collector *c)
{
    key_list keys = key_sites_keys(c->a, c->plugin);
    for (size_t i = 0; i < keys.n && c->out->n < SYMBOLS_FOUND_MOST; i++) {
        str name = dotted(c->a, keys.at[i]);
        if (!has_nocase(name, c->query)) continue;
        key_site_list sites = key_sites_of(c->a, c->plugin, keys.at[i]);
        for (size_t k = 0; k < sites.n; k++) {
            const key_site *s = &sites.at[k];
            if (s->kind == SITE_UNKNOWN) continue;
            ir_span at = {.file = s->file, .at = s->at};
            add(c, (plugin_symbol){.kind = SYMBOL_KEY, .name = name, .detail = describe_type(c->a, keys.at[i]),
                                   .plugin = name_of(project_load(c->plugin))}, at, at);
            break; /* the first read stands for the key */
        }
    }
}

static void sort_by_place(plugin_symbol_list *list)
{
    for (size_t i = 1; i < list->n; i++)
        for (size_t k = i; k > 0 && list->at[k - 1].at.start > list->at[k].at.start; k--) {
            plugin_symbol other = list->at[k];
            list->at[k] = list->at[k - 1];
            list->at[k - 1] = other;
        }
}

plugin_symbol_list plugin_symbols_in(workspace *w, arena *a, str path)
{
    plugin_symbol_list out = {0};
    project_list plugins = workspace_projects_with(w, a, path);
    for (size_t i = 0; i < plugins.n; i++) {
        collector c = {w, a, plugins.at[i], path, STR(""), &out};
        add_registered(&c);
        add_keys(&c);
    }
    sort_by_place(&out);
    return out;
}

static void add_wasmplugins(const collector *c, str path)
{
    str text;
    if (is_prose_name(path) || workspace_text(c->w, path, &text) != FILE_OK || !str_has(text, STR("WasmPlugin"))) return;
    const document_facts *facts = workspace_document(c->w, path, NULL);
    for (size_t i = 0; facts && i < facts->documents.n && c->out->n < SYMBOLS_FOUND_MOST; i++) {
        const config_document *d = &facts->documents.at[i];
        const yaml_node *kind = d->root ? yaml_member(d->root, STR("kind")) : NULL;
        const yaml_node *data = d->root ? yaml_member(d->root, STR("metadata")) : NULL;
        const yaml_node *name = data ? yaml_member(data, STR("name")) : NULL;
        if (!kind || !name || name->kind != YAML_SCALAR || !str_is(kind->value, "WasmPlugin")) continue;
        if (!has_nocase(name->value, c->query)) continue;
        range at = document_range(facts, d->root->at), named = document_range(facts, name->at);
        plugin_symbol s = {.kind = SYMBOL_WASMPLUGIN, .name = name->value, .detail = STR("WasmPlugin"), .path = path,
                           .at = range_join(at, named), .name_at = named};
        if (d->plugin) s.plugin = name_of(project_load(d->plugin));
        array_push(c->a, c->out, s);
    }
}

plugin_symbol_list plugin_symbols_named(workspace *w, arena *a, str query)
{
    enum { LETTERS_FOR_KEYS = 2 };
    plugin_symbol_list out = {0};
    const project_list *plugins = workspace_projects(w);
    for (size_t i = 0; i < plugins->n; i++) {
        collector c = {w, a, plugins->at[i], STR(""), query, &out};
        add_registered(&c);
        if (query.n >= LETTERS_FOR_KEYS) add_keys(&c);
    }
    path_list documents = configuration_files(w, a, NULL);
    collector c = {.w = w, .a = a, .query = query, .out = &out};
    for (size_t i = 0; i < documents.n; i++) add_wasmplugins(&c, documents.at[i]);
    return out;
}
