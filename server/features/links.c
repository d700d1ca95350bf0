#include "features/links.h"

#include "features/key_sites.h"
#include "features/place.h"
#include "features/source_place.h"
#include "ir/func.h"
#include "ir/registration.h"
#include "language/language.h"

static void add_span(arena *a, const project_facts *facts, ir_span at, link_list *out)
{
    if (at.file >= ir_file_count(facts->program)) return;
    link_place place = {ir_file_path(facts->program, at.file), at.at};
    if (!project_move_place(facts->project, place.path, &place.at)) return;
    for (size_t i = 0; i < out->n; i++)
        if (str_eq(out->at[i].path, place.path) && out->at[i].at.start == place.at.start) return;
    array_push(a, out, place);
}

/* The program compares with a constant: the literal, where the statement (a switch) spells it out. */
static void add_constant(arena *a, const project_facts *facts, const inferred_constant *constant, link_list *out)
{
    ir_span at = constant->at;
    if (at.file >= ir_file_count(facts->program)) return;
    str text = str_slice(ir_file_text(facts->program, at.file), at.at.start, at.at.end);
    str literal = constant->is_string ? arena_printf(a, "\"%.*s\"", STR_ARG(constant->text)) : constant->text;
    ptrdiff_t found = str_find(text, literal, 0);
    if (found >= 0) at.at = range_make(at.at.start + (uint32_t)found, at.at.start + (uint32_t)found + (uint32_t)literal.n);
    add_span(a, facts, at, out);
}

/* The value's key, when the node is one; else the node itself. */
static const yaml_node *value_of_key(const yaml_node *node)
{
    const yaml_node *parent = node->parent;
    for (uint32_t i = 0; parent && i < parent->entry_count; i++)
        if (parent->entries[i].key == node) return parent->entries[i].value;
    return node;
}

static bool links_of_document(workspace *w, arena *a, str path, uint32_t offset, links *l)
{
    const document_facts *facts = workspace_document(w, path, NULL);
    if (facts) facts = document_at(facts, offset);
    uint32_t at = facts ? document_place(facts, offset) : 0;
    for (size_t i = 0; facts && i < facts->documents.n; i++) {
        const yaml_document *document = &facts->stream->documents.at[facts->documents.at[i].number];
        if (!range_touches(document->at, at)) continue;
        const yaml_node *node = yaml_at(document, at);
        if (node->kind != YAML_SCALAR || !range_touches(node->at, at)) continue;
        const yaml_node *about = value_of_key(node);
        place_path way = place_of(a, about);
        place_facts place;
        bool found = place_find(w, a, &facts->documents.at[i], &way, &place) && place.plugin && place.value;
        if (!found || !place.value->parent) continue;
        *l = (links){.origin = document_range(facts, node->at), .plugin = place.plugin, .names_key = about != node};
        array_push(a, &l->keys, place.value);
        const project_facts *code = project_load(place.plugin);
        for (size_t k = 0; about == node && k < place.value->values.n; k++)
            if (str_eq(place.value->values.at[k].text, node->value)) add_constant(a, code, &place.value->values.at[k], &l->code);
        const inferred_value *named = place.value; /* an element is read where its list is, when not on its own */
        while (named->parent && named->read_at.file >= ir_file_count(code->program)) named = named->parent;
        if (!l->code.n) add_span(a, code, named->read_at, &l->code);
        return true;
    }
    return false;
}

static bool links_of_source(arena *a, project *plugin, str path, uint32_t offset, links *l)
{
    source_place place;
    if (!source_place_in(plugin, path, offset, &place) || !(place.is_literal || place.field)) return false;
    inferred_list keys = source_place_keys(a, plugin, path, &place);
    *l = (links){.origin = place.at, .plugin = plugin, .names_key = place.is_name};
    for (size_t i = 0; i < keys.n; i++) {
        array_push(a, &l->keys, keys.at[i]);
        add_span(a, project_load(plugin), keys.at[i]->read_at, &l->code);
    }
    return keys.n > 0;
}

links_list links_at(workspace *w, arena *a, str path, uint32_t offset)
{
    links_list all = {0};
    links l;
    if (links_of_document(w, a, path, offset, &l)) array_push(a, &all, l);
    if (all.n || !language_of(path)) return all;
    project_list plugins = workspace_projects_with(w, a, path);
    for (size_t i = 0; i < plugins.n; i++)
        if (links_of_source(a, plugins.at[i], path, offset, &l)) array_push(a, &all, l);
    return all;
}

/* --- uses in configurations ------------------------------------------------------------------------------------------------ */

typedef struct use_search {
    arena *a;
    const document_facts *facts;
    const inferred_value *const *way; /* from the root's child to the value */
    size_t depth;
    link_visit *visit;
    void *self;
    link_use use;
} use_search;

static void walk(use_search *u, const yaml_node *node, size_t step, int merged);

static void meet(use_search *u, const yaml_node *holder, const yaml_entry *entry, const yaml_node *item)
{
    u->use.holder = holder;
    u->use.entry = entry;
    u->use.item = item;
    u->use.at = document_range(u->facts, entry ? entry->key->at : item->at);
    u->visit(u->self, &u->use);
}

/* What `<<` brings counts as if it stood there. */
static void walk_merged(use_search *u, const yaml_node *from, size_t step, int merged)
{
    from = from && merged > 0 ? yaml_resolve(from) : NULL;
    if (!from) return;
    if (from->kind == YAML_MAPPING) walk(u, from, step, merged - 1);
    for (uint32_t i = 0; i < from->item_count; i++) walk(u, from->items[i], step, merged - 1);
}

static void walk(use_search *u, const yaml_node *node, size_t step, int merged)
{
    node = node ? yaml_resolve(node) : NULL;
    if (!node) return;
    const inferred_value *v = u->way[step], *above = v->parent;
    bool last = step + 1 == u->depth, element = v == above->element;
    for (uint32_t i = 0; element && i < node->item_count; i++) {
        if (last) meet(u, node, NULL, node->items[i]);
        else walk(u, node->items[i], step + 1, merged);
    }
    for (uint32_t i = 0; !element && i < node->entry_count; i++) {
        const yaml_entry *e = &node->entries[i];
        if (str_is(e->key->value, "<<")) walk_merged(u, e->value, step, merged);
        bool any = v == above->any_member && inferred_member(above, e->key->value) == v;
        if (!any && !str_eq(e->key->value, v->name)) continue;
        if (last) meet(u, node, e, NULL);
        else walk(u, e->value, step + 1, merged);
    }
}

static void uses_in(use_search *u, const config_document *d, const inferred_value *root, const inferred_schema *schema)
{
    enum { MERGES_MOST = 8 };
    for (size_t k = 0; k < d->parts.n; k++) {
        const config_part *part = &d->parts.at[k];
        if (part->node && root == (part->scope == CONFIG_RULE ? schema->rule : schema->root)) walk(u, part->node, 0, MERGES_MOST);
    }
}

static void uses_of(workspace *w, arena *a, const links *l, const inferred_value *v, str path, link_visit *visit, void *self)
{
    ARRAY(const inferred_value *) way = {0};
    const inferred_schema *schema = project_schema_soon(l->plugin);
    const inferred_value *root = v;
    for (; root->parent; root = root->parent) array_push(a, &way, root);
    for (size_t i = 0; i < way.n / 2; i++) {
        const inferred_value *other = way.at[i];
        way.at[i] = way.at[way.n - 1 - i];
        way.at[way.n - 1 - i] = other;
    }
    const document_facts *file = workspace_document(w, path, NULL);
    for (size_t i = 0; file && way.n && i <= file->inner.n; i++) {
        const document_facts *facts = i ? file->inner.at[i - 1] : file;
        use_search u = {a, facts, way.at, way.n, visit, self, {.path = path, .facts = facts, .key = v}};
        for (size_t k = 0; k < facts->documents.n; k++)
            if (facts->documents.at[k].plugin == l->plugin) uses_in(&u, &facts->documents.at[k], root, schema);
    }
}

void links_each_use(workspace *w, arena *a, const links *l, const str *paths, size_t count, link_visit *visit, void *self)
{
    for (size_t i = 0; i < count; i++) {
        str text;
        if (workspace_text(w, paths[i], &text) != FILE_OK) continue;
        for (size_t k = 0; k < l->keys.n; k++) {
            const inferred_value *v = l->keys.at[k];
            if (str_has(text, v->name)) uses_of(w, a, l, v, paths[i], visit, self); /* parse only what may hold it */
        }
    }
}

typedef struct use_list {
    arena *a;
    link_list *out;
} use_list;

static void list_use(void *self, const link_use *u)
{
    const use_list *l = self;
    for (size_t i = 0; i < l->out->n; i++) /* an anchor's content is met once for each alias */
        if (l->out->at[i].at.start == u->at.start && str_eq(l->out->at[i].path, u->path)) return;
    array_push(l->a, l->out, (link_place){u->path, u->at});
}

void links_uses(workspace *w, arena *a, const links *l, const str *paths, size_t count, link_list *out)
{
    use_list list = {a, out};
    links_each_use(w, a, l, paths, count, list_use, &list);
}

/* --- names in code --------------------------------------------------------------------------------------------------------- */

void links_names(arena *a, const links *l, link_list *out)
{
    const project_facts *facts = project_load(l->plugin);
    for (size_t i = 0; i < l->keys.n; i++) {
        key_site_list sites = key_sites_of(a, l->plugin, l->keys.at[i]);
        for (size_t k = 0; k < sites.n; k++) {
            const key_site *s = &sites.at[k];
            if (s->kind == SITE_UNKNOWN) continue;
            add_span(a, facts, (ir_span){.file = s->file, .at = s->at}, out);
            if (s->kind == SITE_CONSTANT) add_span(a, facts, (ir_span){.file = s->use_file, .at = s->use}, out);
        }
    }
}

/* --- anchors ---------------------------------------------------------------------------------------------------------------- */

/* The first look finds the anchor that is meant, the second its aliases. */
typedef struct anchor_search {
    arena *a;
    str path;
    const document_facts *facts;
    uint32_t at;
    const yaml_node *anchored;
    link_list *aliases; /* NULL: the first look */
} anchor_search;

static void look_for_anchor(anchor_search *s, const yaml_node *n)
{
    if (!n) return;
    bool alias = n->kind == YAML_ALIAS && n->target;
    if (s->aliases) {
        if (alias && n->target == s->anchored)
            array_push(s->a, s->aliases, (link_place){s->path, document_range(s->facts, n->at)});
    } else if (alias && range_touches(n->at, s->at)) {
        s->anchored = n->target;
    } else if (n->kind != YAML_ALIAS && n->anchor.n && range_touches(n->anchor_at, s->at)) {
        s->anchored = n;
    }
    for (uint32_t i = 0; i < n->item_count; i++) look_for_anchor(s, n->items[i]);
    for (uint32_t i = 0; i < n->entry_count; i++) {
        look_for_anchor(s, n->entries[i].key);
        look_for_anchor(s, n->entries[i].value);
    }
}

bool links_anchors(workspace *w, arena *a, str path, uint32_t offset, link_list *anchor, link_list *aliases)
{
    const document_facts *facts = workspace_document(w, path, NULL);
    if (facts) facts = document_at(facts, offset);
    if (!facts) return false;
    anchor_search s = {a, path, facts, document_place(facts, offset), NULL, NULL};
    for (size_t i = 0; i < facts->stream->documents.n; i++) {
        const yaml_document *d = &facts->stream->documents.at[i];
        if (!range_touches(d->at, s.at)) continue;
        look_for_anchor(&s, d->root);
        if (!s.anchored) continue;
        array_push(a, anchor, (link_place){path, document_range(facts, s.anchored->anchor_at)});
        s.aliases = aliases;
        look_for_anchor(&s, d->root);
        return true;
    }
    return false;
}

/* --- registrations --------------------------------------------------------------------------------------------------------- */

void links_registrations(workspace *w, arena *a, str path, uint32_t offset, link_list *out)
{
    const document_facts *facts = workspace_document(w, path, NULL);
    if (facts) facts = document_at(facts, offset);
    uint32_t at = facts ? document_place(facts, offset) : 0;
    for (size_t i = 0; facts && i < facts->documents.n; i++) {
        const config_document *d = &facts->documents.at[i];
        if (!d->plugin || !range_touches(facts->stream->documents.at[d->number].at, at)) continue;
        const project_facts *code = project_load(d->plugin);
        if (code->registration) add_span(a, code, code->registration->at, out);
    }
}
