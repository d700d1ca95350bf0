/* Where evaluation gave up: a call that is not followed, a way that ends undecided. Said by `wpls dump`. */
#include "ir/eval_internal.h"

#include "base/limits.h"
#include "ir/func.h"
#include "ir/sdk.h"

static void note_call(eval *e, str reason, ir_span at, const frame *f, str parser)
{
    eval_gaps *g = e->gaps;
    if (g->list.n >= LIMIT_EVAL_GAPS) return;
    for (size_t i = 0; i < g->list.n; i++)
        if (ir_span_same(g->list.at[i].at, at) && str_eq(g->list.at[i].reason, reason)) return;
    const ir_func *func = f ? f->func : NULL;
    while (func && func->outer) func = func->outer; /* of a function literal */
    eval_gap made = {.function = func ? func->name : STR(""), .at = at};
    made.reason = arena_str(g->arena, reason);
    made.parser = arena_str(g->arena, parser);
    array_push(g->arena, &g->list, made);
}

void eval_note_unjudged(eval *e, const doc_node *n, str why, bool incomplete, const ir_node *at)
{
    if (!e->gaps || e->way.impossible) return;
    size_t before = e->gaps->list.n;
    note_call(e, why, at->at, e->way.frame, (str){0});
    if (e->gaps->list.n == before) return;
    e->gaps->list.at[before].about = n;
    e->gaps->list.at[before].incomplete = incomplete;
}

static void note(eval *e, str reason, ir_span at, const frame *f) { note_call(e, reason, at, f, (str){0}); }

void eval_note_refused(eval *e, const ir_refusal *why, str name)
{
    if (!e->gaps || e->way.impossible) return;
    str reason = arena_printf(e->arena, "'%.*s' can't be compiled", STR_ARG(name));
    note(e, reason, why->at, e->way.frame);
}

void eval_note_stop(eval *e, str why, const ir_node *at)
{
    if (!e->gaps || e->way.impossible) return;
    note(e, why, at ? at->at : (ir_span){.file = IR_NO_FILE}, e->way.frame);
}

/* "pkg.Name" or "pkg.Type.Name", with the last part of the package's path. */
static str short_name(arena *a, str package, const ir_type *receiver, str name)
{
    size_t from = package.n;
    while (from && package.p[from - 1] != '/') from--;
    str type = receiver ? receiver->name : STR("");
    return arena_printf(a, "%.*s.%.*s%s%.*s", STR_ARG(str_slice(package, from, package.n)), STR_ARG(type), receiver ? "." : "",
                        STR_ARG(name));
}

void eval_note_unfollowed(eval *e, const char *why)
{
    if (!e->gaps || e->way.impossible || !e->way.library.site) return;
    const ir_func *func = e->way.library.inside;
    const frame *f = e->way.frame;
    while (f && f->func && f->func->package && f->func->package->library) f = f->caller;
    str name = short_name(e->arena, func->package->path, func->receiver, func->name);
    note(e, arena_printf(e->arena, "the results of '%.*s' are unknown: %s", STR_ARG(name), why), e->way.library.site->at, f);
}

/* A plugin registers itself when it starts, and nothing of its configuration depends on what the SDK answers then. What a
 * language runs at the start - Go's init and main - takes nothing and gives nothing, unlike any parser. */
static bool registers(const eval *e, const ir_node *n)
{
    const frame *f = e->way.frame;
    while (f && f->caller) f = f->caller;
    return sdk_package(n->package) && f && f->func && f->func->name.n && !f->func->param_count && !f->func->result_count;
}

/* The text of something that has parts, or a reference to the whole configuration. */
static bool has_document(const value *args, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const value *v = &args[i];
        while (v->kind == VALUE_REFERENCE) v = &v->cell->v;
        const doc_node *n = v->node;
        if (v != &args[i] && v->kind == VALUE_DOC && !v->doc->parent && !v->doc->inside) return true;
        if (n && (n->kind == DOC_OBJECT || n->kind == DOC_ARRAY || (n->kind == DOC_SYMBOLIC && !n->parent))) return true;
    }
    return false;
}

void eval_note_opaque(eval *e, const ir_node *n, const value *base, const value *args, uint32_t count)
{
    if (!e->gaps || e->way.library.inside || e->way.quiet || registers(e, n)) return;
    str name;
    if (n->op == IR_EXTERN) {
        name = short_name(e->arena, n->package, NULL, n->name);
    } else if (n->op == IR_SELECT && base->type) { /* a method; of an unknown value without type, something before is to blame */
        const ir_type *t = base->type->kind == TYPE_POINTER ? base->type->elem : base->type;
        if (t->kind != TYPE_NAMED || !t->package.n || type_under_kind(t) != TYPE_UNKNOWN) return;
        name = arena_printf(e->arena, "%.*s.%.*s", STR_ARG(type_text(e->arena, t)), STR_ARG(n->name));
    } else {
        return;
    }
    const char *why = "its source is not at hand, and there is no model of it";
    str reason = arena_printf(e->arena, "the results of '%.*s' are unknown: %s", STR_ARG(name), why);
    note_call(e, reason, n->at, e->way.frame, has_document(args, count) ? name : (str){0});
}
