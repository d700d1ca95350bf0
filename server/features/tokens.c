#include "features/tokens.h"

#include "base/limits.h"
#include "features/known.h"
#include "ir/infer.h"
#include "ir/program.h"
#include "language/language.h"
#include "plugin/project.h"

#include <stdlib.h>

enum { TOKENS_MOST = 20000 };

typedef struct marking {
    workspace *w;
    arena *a;
    str path, text;
    range in;
    const document_facts *facts;
    bool complete; /* the schema knows all keys */
    token_list *out;
} marking;

static void add(marking *m, range at, token_kind kind, token_state state)
{
    bool one_line = at.end > at.start && at.end <= m->text.n && str_find_char(str_slice(m->text, at.start, at.end), '\n', 0) < 0;
    if (!one_line || at.start < m->in.start || at.start > m->in.end || m->out->n == TOKENS_MOST) return;
    array_push(m->a, m->out, (token){at, kind, state});
}

/* --- documents ------------------------------------------------------------------------------------------------------------- */

static bool is_of_layer(str key)
{
    return key.n > 2 && key.p[0] == '_' && key.p[key.n - 1] == '_';
}

static void add_keys(marking *m, const yaml_node *node, const inferred_value *v, unsigned depth)
{
    if (!v || v->whole || depth > LIMIT_YAML_DEPTH) return;
    for (uint32_t i = 0; i < node->item_count; i++) add_keys(m, node->items[i], v->element, depth + 1);
    for (uint32_t i = 0; i < node->entry_count; i++) {
        const yaml_entry *e = &node->entries[i];
        if (e->key->kind != YAML_SCALAR || str_is(e->key->value, "<<")) continue;
        const inferred_value *member = inferred_member(v, e->key->value);
        bool layer = !member && is_of_layer(e->key->value);
        bool known = member || layer || !m->complete || !(v->types & INFERRED_OBJECT);
        token_state state = !known ? TOKEN_UNKNOWN
                            : member && known_without_effect(node, member) ? TOKEN_WITHOUT_EFFECT : TOKEN_READ;
        add(m, document_range(m->facts, e->key->at), layer ? TOKEN_LAYER : TOKEN_KEY, state);
        add_keys(m, e->value, member, depth + 1);
    }
}

static void look_into(marking *m, const document_facts *facts)
{
    m->facts = facts;
    for (size_t d = 0; d < facts->documents.n; d++) {
        const config_document *document = &facts->documents.at[d];
        if (document->apart || !document->plugin) continue;
        const inferred_schema *schema = project_schema_soon(document->plugin);
        m->complete = schema && schema->complete;
        for (size_t k = 0; k < document->parts.n; k++) {
            const config_part *part = &document->parts.at[k];
            if (!schema || !part->node || part->node->kind != YAML_MAPPING) continue;
            add_keys(m, part->node, part->scope == CONFIG_RULE ? schema->rule : schema->root, 0);
        }
    }
}

/* --- sources --------------------------------------------------------------------------------------------------------------- */

typedef struct reading {
    marking *m;
    project *plugin;
    const ir_program *program;
} reading;

/* The name as the last part of a string in the place that reads it: "options.name". */
static void add_reading(reading *r, const inferred_value *v)
{
    range at = v->read_at.at;
    if (v->read_at.file >= ir_file_count(r->program) || !str_eq(ir_file_path(r->program, v->read_at.file), r->m->path)) return;
    if (!v->name.n || !project_move_place(r->plugin, r->m->path, &at) || at.end > r->m->text.n) return;
    str place = str_slice(r->m->text, at.start, at.end);
    for (ptrdiff_t i = str_find(place, v->name, 0); i >= 0; i = str_find(place, v->name, (size_t)i + 1)) {
        size_t end = (size_t)i + v->name.n;
        bool whole = i > 0 && end < place.n && strchr("\"`.", place.p[i - 1]) && strchr("\"`", place.p[end]);
        if (!whole) continue;
        add(r->m, range_make(at.start + (uint32_t)i, at.start + (uint32_t)end), TOKEN_KEY, TOKEN_READ);
        return;
    }
}

static void add_readings(reading *r, const inferred_value *v, unsigned depth)
{
    if (!v || depth > LIMIT_YAML_DEPTH) return;
    add_reading(r, v);
    for (size_t i = 0; i < v->members.n; i++) add_readings(r, v->members.at[i], depth + 1);
    add_readings(r, v->any_member, depth + 1);
    add_readings(r, v->element, depth + 1);
}

static int by_place(const void *left, const void *right)
{
    const token *a = left, *b = right;
    return a->at.start != b->at.start ? (a->at.start < b->at.start ? -1 : 1) : 0;
}

/* In order; of two at one place, as parts for all and for rules make them, one. */
static void settle(token_list *list)
{
    size_t kept = 0;
    if (list->n) qsort(list->at, list->n, sizeof *list->at, by_place);
    for (size_t i = 0; i < list->n; i++)
        if (!kept || list->at[kept - 1].at.end <= list->at[i].at.start) list->at[kept++] = list->at[i];
    list->n = kept;
}

token_list tokens_in(workspace *w, arena *a, str path, range in)
{
    token_list out = {0};
    marking m = {.w = w, .a = a, .path = path, .in = in, .out = &out};
    if (workspace_text(w, path, &m.text) != FILE_OK) return out;
    if (language_of(path)) {
        project_list plugins = workspace_projects_with(w, a, path);
        for (size_t i = 0; i < plugins.n; i++) {
            const project_facts *facts = project_load(plugins.at[i]);
            const inferred_schema *schema = project_schema_soon(plugins.at[i]);
            reading r = {&m, plugins.at[i], facts ? facts->program : NULL};
            if (!facts || !schema) continue;
            add_readings(&r, schema->root, 0);
            if (schema->rule != schema->root) add_readings(&r, schema->rule, 0);
        }
    } else {
        const document_facts *facts = workspace_document(w, path, NULL);
        if (!facts || facts->template.n) return out;
        if (!facts->prose) look_into(&m, facts);
        for (size_t k = 0; k < facts->inner.n; k++) look_into(&m, facts->inner.at[k]);
    }
    settle(&out);
    return out;
}
