#include "features/source_place.h"

#include "base/limits.h"
#include "features/key_sites.h"
#include "ir/body_facts.h"
#include "ir/library.h"
#include "ir/func.h"

typedef struct search {
    ir_program *program;
    uint32_t file, offset;
    source_place *found;
    bool done;
} search;

static bool is_here(const search *s, ir_span at) { return at.file == s->file && range_touches(at.at, s->offset); }

static void look_at_name(search *s, ir_node *call)
{
    const ir_node *callee = body_strip(call->kids[0]);
    str package = {0}, name = {0};
    bool is_extern = body_is_extern(callee, &package, &name);
    if (!is_extern && (callee->op == IR_SELECT || callee->op == IR_MEMBER)) name = callee->name;
    if (!name.n) return;
    ir_span at = body_name_span(s->program, callee, name);
    if (!is_here(s, at) || at.at.end - at.at.start != name.n) return; /* an operator's name stands nowhere */
    *s->found = (source_place){.at = at.at, .package = package, .name = name};
    s->done = true;
    if (is_extern) {
        const ir_node *first = call->count > 1 ? body_strip(call->kids[1]) : NULL;
        bool constant = first && first->op == IR_CONST && first->constant.kind == IR_INTEGER;
        s->found->function = sdk_row(sdk_find(sdk_package(package), name), constant ? first->constant.integer : -1);
        if (!s->found->function && sdk_package(package))
            s->found->function = sdk_find_method(ir_language(s->program), (str){0}, name);
        return;
    }
    if (callee->op == IR_MEMBER) {
        s->found->function = sdk_find_method(ir_language(s->program), (str){0}, name);
        return;
    }
    const ir_func *own = body_named_func(callee);
    const ir_type *t = callee->kids[0]->type;
    while (t && t->kind == TYPE_POINTER) t = t->elem;
    const char *sdk = t && t->kind == TYPE_NAMED ? sdk_package(t->package) : NULL;
    bool plugins_own = ir_func_is_own(own) || !sdk;
    s->found->function = plugins_own ? NULL : sdk_find_method(ir_language(s->program), t->name, name);
}

static void look_at_literal(search *s, ir_node *n, const ir_node *callee)
{
    const ir_node *k = body_strip(n);
    if (!k || k->op != IR_CONST || k->constant.kind != IR_STRING || !is_here(s, k->at)) return;
    *s->found = (source_place){.at = k->at.at, .is_literal = true, .text = k->constant.text};
    if (callee) s->found->callee = callee->name;
    s->done = true;
}

static bool visit(void *self, ir_node *n)
{
    search *s = self;
    if (s->done) return false;
    if (n->op == IR_CLOSURE) {
        ir_walk(ir_func_body(s->program, n->func), visit, s);
    } else if (n->op == IR_CALL) {
        look_at_name(s, n);
        for (uint32_t i = 1; i < n->count && !s->done; i++) look_at_literal(s, n->kids[i], body_strip(n->kids[0]));
    } else if (n->op == IR_INDEX) {
        look_at_literal(s, n->kids[1], NULL);
    }
    return !s->done;
}

static bool find_file(const ir_program *p, str path, uint32_t *file)
{
    for (size_t i = 0; i < ir_file_count(p); i++) {
        if (!str_eq(ir_file_path(p, i), path)) continue;
        *file = (uint32_t)i;
        return true;
    }
    return false;
}

/* The variable of the configuration that is declared there. */
static void look_at_fields(search *s, const inferred_value *v, int depth)
{
    const ir_field *field = v->field;
    if (depth > LIMIT_YAML_DEPTH || s->done) return;
    if (field && is_here(s, field->at)) {
        *s->found = (source_place){.at = field->at.at, .field = field};
        s->done = true;
    }
    for (size_t i = 0; i < v->members.n; i++) look_at_fields(s, v->members.at[i], depth + 1);
    if (v->any_member) look_at_fields(s, v->any_member, depth + 1);
    if (v->element) look_at_fields(s, v->element, depth + 1);
}

bool source_place_in(project *plugin, str path, uint32_t offset, source_place *found)
{
    search s = {.program = project_load(plugin)->program, .found = found};
    range at = {offset, offset};
    if (!find_file(s.program, path, &s.file) || !project_move_back(plugin, path, &at)) return false;
    s.offset = at.start;
    arena work = ARENA_INIT;
    range name;
    key_list keys = key_sites_at(&work, plugin, s.file, s.offset, &name);
    if (keys.n) {
        *found = (source_place){.at = name, .is_literal = true, .text = keys.at[0]->name, .is_name = true};
        s.done = true;
    }
    arena_free(&work);
    const inferred_schema *schema = project_schema_soon(plugin);
    if (schema && !s.done) look_at_fields(&s, schema->root, 0);
    if (schema && schema->rule != schema->root) look_at_fields(&s, schema->rule, 0);
    ir_list_methods(s.program);
    for (size_t i = 0; i < ir_package_count(s.program) && !s.done; i++) {
        const ir_package *p = ir_package_at(s.program, i);
        for (size_t k = 0; k < p->funcs.n && !s.done; k++)
            if (is_here(&s, p->funcs.at[k]->whole)) ir_walk(ir_func_body(s.program, p->funcs.at[k]), visit, &s);
        for (size_t k = 0; k < p->inits.n && !s.done; k++)
            if (is_here(&s, p->inits.at[k]->whole)) ir_walk(ir_func_body(s.program, p->inits.at[k]), visit, &s);
    }
    if (!s.done) return false;
    found->in_program = found->at;
    return project_move_place(plugin, path, &found->at);
}

/* --- keys ------------------------------------------------------------------------------------------------------------------ */

typedef struct key_search {
    arena *a;
    const source_place *place;
    uint32_t file;
    bool by_name;
    inferred_list *out;
} key_search;

/* gjson's paths are dotted. */
static bool ends_with_name(str path, str name)
{
    if (!name.n || !str_ends(path, name)) return false;
    return path.n == name.n || path.p[path.n - name.n - 1] == '.';
}

static void collect(const key_search *k, const inferred_value *v, int depth)
{
    if (depth > LIMIT_YAML_DEPTH) return;
    bool named = k->place->field ? v->field == k->place->field : ends_with_name(k->place->text, v->name);
    const range *at = &v->read_at.at, *literal = &k->place->in_program;
    bool here = v->read_at.file == k->file && at->start <= literal->start && at->end >= literal->end;
    if (named && (k->by_name || here || k->place->field)) array_push(k->a, k->out, v);
    for (size_t i = 0; i < v->members.n; i++) collect(k, v->members.at[i], depth + 1);
    if (v->any_member) collect(k, v->any_member, depth + 1);
    if (v->element) collect(k, v->element, depth + 1);
}

inferred_list source_place_keys(arena *a, project *plugin, str path, const source_place *place)
{
    inferred_list found = {0};
    const inferred_schema *schema = place->is_literal || place->field ? project_schema_soon(plugin) : NULL;
    key_search k = {.a = a, .place = place, .out = &found};
    if (!schema || !find_file(project_load(plugin)->program, path, &k.file)) return found;
    if (place->is_name) {
        range at;
        key_list keys = key_sites_at(a, plugin, k.file, place->in_program.start, &at);
        for (size_t i = 0; i < keys.n; i++) array_push(a, &found, keys.at[i]);
        return found;
    }
    for (int by_name = 0; by_name < 2 && !found.n; by_name++) {
        k.by_name = by_name;
        collect(&k, schema->root, 0);
        if (schema->rule && schema->rule != schema->root) collect(&k, schema->rule, 0);
    }
    const char *language = ir_language(project_load(plugin)->program);
    bool reads = library_name_effects(language, place->callee) & LIBRARY_READS_KEY;
    for (size_t i = 1; i < found.n && k.by_name; i++) /* one for all and one for rules are read by the same code */
        reads = reads && found.at[i]->read_at.file == found.at[0]->read_at.file &&
                found.at[i]->read_at.at.start == found.at[0]->read_at.at.start;
    if (k.by_name && !reads) found.n = 0;
    return found;
}
