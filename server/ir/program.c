#include "ir/program.h"

#include "base/bug.h"
#include "base/path.h"
#include "ir/verify.h"

/* A body that is not whole is a mistake of the front end: tests stop there, while for users the code counts as unknown. */
#ifdef WPLS_STRICT
enum { STRICT = true };
#else
enum { STRICT = false };
#endif

static void refuse(ir_program *p, ir_node *whole, str name, const ir_flaw *flaw)
{
    ir_span at = flaw->node ? flaw->node->at : whole->at;
    if (STRICT) BUG("'%.*s' was lowered wrong at %.*s: %s", STR_ARG(name), STR_ARG(ir_span_text(p->arena, p, at)), flaw->what);
    *whole = (ir_node){.op = IR_UNSUPPORTED, .slot = -1, .at = {.file = IR_NO_FILE}, .name = STR("code that was lowered wrong")};
}

static void drop_slots(ir_param *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) list[i].slot = -1;
}

static void watch(const ir_program *p, ir_func *f)
{
    while (f->outer) f = f->outer;
    f->watch = p->watching;
}

uint64_t ir_watch_begin(ir_program *p) { return p->watching = ++p->watches; }

void ir_watch_end(ir_program *p) { p->watching = 0; }

void ir_watch_resume(ir_program *p, uint64_t watch) { p->watching = watch; }

void ir_span_move(ir_span *at, const ir_edit *edit)
{
    uint32_t by = edit->new_end - edit->old_end; /* modulo 2^32, as the sums below */
    if (at->file != edit->file) return;
    if (at->at.start >= edit->old_end) at->at.start += by;
    if (at->at.end >= edit->old_end) at->at.end += by;
}

ir_node *ir_func_body(ir_program *p, ir_func *f)
{
    if (p->watching) watch(p, f);
    if (f->lowered || !f->has_body) return f->body;
    f->lowered = true;
    p->front->lower_func(p, f);
    ir_flaw flaw = ir_verify_func(p, f);
    if (!flaw.what) return f->body;
    refuse(p, f->body, f->name, &flaw);
    f->slot_count = 0;
    drop_slots(f->params, f->param_count);
    drop_slots(f->results, f->result_count);
    return f->body;
}

ir_node *ir_global_init(ir_program *p, ir_global *g)
{
    if (g->lowered) return g->init;
    g->lowered = true;
    p->front->lower_global(p, g);
    ir_flaw flaw = ir_verify_global(p, g);
    if (flaw.what) refuse(p, g->init, g->name, &flaw);
    return g->init;
}

/* A literal is part of the function around it. */
const ir_refusal *ir_func_refused(ir_program *p, ir_func *f)
{
    while (f->outer) f = f->outer;
    ir_func_body(p, f);
    return f->refused;
}

const ir_refusal *ir_global_refused(ir_program *p, ir_global *g)
{
    ir_global_init(p, g);
    return g->refused;
}

str ir_refused_name(const ir_program *p, const ir_func *f)
{
    while (f->outer) f = f->outer;
    const ir_span *at = &f->refused->at;
    bool inside = at->file == f->whole.file && range_holds(f->whole.at, at->at.start);
    return inside || at->file >= p->files.n ? f->name : path_base(p->files.at[at->file].path);
}

work_item ir_enter_work(const ir_program *p, const ir_func *f)
{
    if (!work_page_here) return (work_item){0};
    while (f->outer) f = f->outer;
    bool known = f->at.file != IR_NO_FILE && f->at.file < p->files.n && !f->left_out;
    return work_enter(WORK_FUNCTION, known ? (work_item){.path = p->files.at[f->at.file].path, .name = f->name, .text = f->text}
                                           : (work_item){0});
}

static ir_func *method_at_depth(const ir_type *t, str name, uint32_t left, uint32_t path[], uint32_t *used, uint32_t *budget)
{
    if (!*budget) return NULL;
    --*budget;
    if (t && t->kind == TYPE_POINTER) t = t->elem;
    if (left == 0) {
        *used = 0;
        return t && t->kind == TYPE_NAMED ? map_get(&t->methods, name) : NULL;
    }
    const ir_type *s = type_under(t);
    if (s->kind != TYPE_STRUCT) return NULL;
    for (uint32_t i = type_next_embedded(s, 0); i < s->field_count; i = type_next_embedded(s, i + 1)) {
        ir_func *f = method_at_depth(s->fields[i].type, name, left - 1, path + 1, used, budget);
        if (!f) continue;
        path[0] = i;
        (*used)++;
        return f;
    }
    return NULL;
}

ir_func *ir_find_method(const ir_type *t, str name, uint32_t path[IR_EMBED_DEPTH], uint32_t *depth)
{
    uint32_t own_path[IR_EMBED_DEPTH], used = 0, budget = IR_EMBED_MOST;
    for (uint32_t level = 0; level < IR_EMBED_DEPTH; level++) {
        ir_func *f = method_at_depth(t, name, level, path ? path : own_path, &used, &budget);
        if (!f) continue;
        if (depth) *depth = used;
        return f;
    }
    return NULL;
}

str ir_span_text(arena *a, const ir_program *p, ir_span at)
{
    if (at.file >= p->files.n) return STR("");
    ir_file *f = &p->files.at[at.file];
    if (!f->lines.count || f->lines.text.p != f->text.p) f->lines = line_index_build(p->arena, f->text);
    text_position place = line_index_position(&f->lines, at.at.start, TEXT_UTF8);
    str base = path_base(f->path);
    return arena_printf(a, "%.*s:%u:%u", STR_ARG(base), place.line + 1, place.column + 1);
}

void ir_walk(ir_node *node, bool (*visit)(void *self, ir_node *node), void *self)
{
    if (!node || !visit(self, node)) return;
    for (uint32_t i = 0; i < node->count; i++) ir_walk(node->kids[i], visit, self);
}

/* --- what it has ------------------------------------------------------------------------------------------------------------ */

uint32_t ir_file_count(const ir_program *p) { return (uint32_t)p->files.n; }

str ir_file_path(const ir_program *p, size_t file) { return p->files.at[file].path; }

str ir_file_text(const ir_program *p, size_t file) { return p->files.at[file].text; }

bool ir_file_is_own(const ir_program *p, size_t file) { return p->files.at[file].own; }

uint32_t ir_package_count(const ir_program *p) { return (uint32_t)p->packages.n; }

ir_package *ir_package_at(const ir_program *p, size_t i) { return p->packages.at[i]; }

ir_package *ir_package_find(const ir_program *p, str path) { return map_get(&p->package_by_path, path); }

const ir_refusal *ir_refused(const ir_program *p) { return p->refused; }

const char *ir_language(const ir_program *p) { return p->front->language; }

void ir_list_methods(ir_program *p)
{
    if (p->front->make_methods) p->front->make_methods(p);
}
