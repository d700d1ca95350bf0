/* The border of other people's code, whose source is at hand.
 *
 * What a library does with half-known values says little: it may panic or refuse where the real one does not. So a call into one
 * counts only when it was followed from start to end: without an unknown condition, within its own limit of steps, and without an
 * error or a panic that comes after something unknown. Else the way starts again, and takes that call for opaque. Up to that call
 * the new run does the same as before, so that the choices made so far stay right.
 *
 * A counterfactual run (eval_fault.c) can follow them all the same: a value is no cause because a library can't be followed
 * without it. */
#include "ir/eval_internal.h"

#include "ir/func.h"

enum { LIBRARY_STEPS = 50000, OPAQUE_MOST = 64 };

bool eval_enter_library(eval *e, const ir_func *func, const value *args, uint32_t count, const ir_node *site, bool *entered)
{
    *entered = false;
    if (!func->package || !func->package->library) return true;
    e->met_library = true;
    if (e->follows || e->way.library.inside) return true;
    uint32_t number = e->way.library.calls++;
    for (size_t i = 0; i < e->opaque.n; i++)
        if (e->opaque.at[i] == number) return false;
    *entered = true;
    e->way.library.inside = func;
    e->way.library.site = site;
    e->way.library.steps = e->way.steps;
    e->way.library.unknowns = 0;
    for (uint32_t i = 0; i < count; i++) e->way.library.unknowns += value_has_unknown(&args[i]);
    return true;
}

void eval_leave_unfollowed(eval *e, const char *why)
{
    if (!e->way.library.inside) return;
    eval_note_unfollowed(e, why);
    if (e->opaque.n >= OPAQUE_MOST) {
        e->way.stopped_because = STR("too much library code that can't be followed");
        eval_note_stop(e, e->way.stopped_because, e->way.library.site);
        longjmp(e->stop, EVAL_STOPPED);
    }
    array_push(NULL, &e->opaque, e->way.library.calls - 1);
    longjmp(e->stop, EVAL_AGAIN);
}

static bool holds_error(const value *v)
{
    if (v->kind == VALUE_ERROR) return true;
    bool error = v->kind == VALUE_TUPLE && v->object->count;
    return error && v->object->cells[v->object->count - 1].v.kind == VALUE_ERROR;
}

void eval_leave_library(eval *e, const value *result)
{
    bool too_long = e->way.steps - e->way.library.steps > LIBRARY_STEPS, fails = e->way.raised || holds_error(result);
    if (too_long) eval_leave_unfollowed(e, "it takes too many steps");
    if (e->way.library.unknowns && fails) eval_leave_unfollowed(e, "it fails after something that is not known");
    e->way.library.inside = NULL;
}
