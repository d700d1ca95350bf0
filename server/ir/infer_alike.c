/* Objects of the document that the same code takes apart: not every way through it is tried for each, and what it asks of one it
 * may ask of all.
 *
 * Two objects are alike when one place of the program asks both for a key whose name stands in that place; a helper that is given
 * the name says nothing. What the function around the place asks of one of them by name, the other one has as well. */
#include "ir/func.h"
#include "ir/infer_internal.h"
#include "ir/infer_trial.h"

enum { OBJECTS_MOST = 2000, COPIES_MOST = 1000, NESTING_MOST = 12 };

typedef struct alike {
    arena *a;    /* the schema's */
    arena work;
    const ir_program *program;
    map places;  /* place -> the first object that is asked for a key there */
    ARRAY(inferred_value *) objects;
    size_t copies;
} alike;

static void collect(alike *x, inferred_value *v)
{
    if (v->members.n && x->objects.n < OBJECTS_MOST) array_push(&x->work, &x->objects, v);
    for (size_t i = 0; i < v->members.n; i++) collect(x, v->members.at[i]);
    if (v->any_member) collect(x, v->any_member);
    if (v->element) collect(x, v->element);
}

static bool names_key(const alike *x, const inferred_value *m)
{
    if (m->read_at.file >= ir_file_count(x->program) || !m->name.n) return false;
    str text = str_slice(ir_file_text(x->program, m->read_at.file), m->read_at.at.start, m->read_at.at.end);
    for (ptrdiff_t at = str_find(text, m->name, 0); at >= 0; at = str_find(text, m->name, (size_t)at + 1))
        if (at > 0 && strchr("\"'`.", text.p[at - 1])) return true;
    return false;
}

static bool is_inside(const ir_func *f, ir_span at)
{
    return f->whole.file == at.file && f->whole.at.start <= at.at.start && at.at.end <= f->whole.at.end;
}

static const ir_func *function_around(const alike *x, ir_span at)
{
    for (size_t i = 0; i < ir_package_count(x->program); i++) {
        const ir_package *p = ir_package_at(x->program, i);
        for (size_t k = 0; k < p->funcs.n; k++)
            if (is_inside(p->funcs.at[k], at)) return p->funcs.at[k];
    }
    return NULL;
}

/* What is known of the value itself, without conditions and without what was tried: those are about the other place. */
static inferred_value *copy(alike *x, const inferred_value *v, inferred_value *parent, int depth)
{
    inferred_value *c = ARENA_NEW(x->a, inferred_value);
    x->copies++;
    *c = (inferred_value){.name = v->name, .parent = parent, .types = v->types, .alike = true, .whole = v->whole};
    c->field = v->field;
    c->unit = v->unit;
    c->read_at = v->read_at;
    for (size_t i = 0; i < v->asks.n; i++) array_push(x->a, &c->asks, v->asks.at[i]); /* of its own: places move along */
    c->required_at.file = c->minimum_at.file = c->maximum_at.file = c->format_at.file = IR_NO_FILE;
    bool further = depth > 0 && x->copies < COPIES_MOST;
    c->whole = c->whole || (!further && (v->members.n || v->element || v->any_member));
    for (size_t i = 0; further && i < v->members.n; i++)
        array_push(x->a, &c->members, copy(x, v->members.at[i], c, depth - 1));
    if (further && v->any_member) c->any_member = copy(x, v->any_member, c, depth - 1);
    if (further && v->element) c->element = copy(x, v->element, c, depth - 1);
    return c;
}

static void give(alike *x, const inferred_value *from, inferred_value *to, const ir_func *f)
{
    for (size_t i = 0; i < from->members.n && x->copies < COPIES_MOST; i++) {
        const inferred_value *m = from->members.at[i];
        bool has = trial_is_around(m, to);
        for (size_t k = 0; k < to->members.n && !has; k++) has = str_eq(to->members.at[k]->name, m->name);
        if (!has && is_inside(f, m->read_at) && names_key(x, m)) array_push(x->a, &to->members, copy(x, m, to, NESTING_MOST));
    }
}

static void compare(alike *x, inferred_value *v)
{
    for (size_t i = 0; i < v->members.n; i++) {
        const inferred_value *m = v->members.at[i];
        if (!names_key(x, m)) continue;
        str place = arena_printf(&x->work, "%u:%u:%u:%.*s", m->read_at.file, m->read_at.at.start, m->read_at.at.end,
                                 STR_ARG(m->name));
        inferred_value *other = map_get(&x->places, place);
        if (!other) map_put(&x->work, &x->places, place, v);
        if (!other || other == v) continue;
        const ir_func *f = function_around(x, m->read_at);
        if (!f) continue;
        give(x, other, v, f);
        give(x, v, other, f);
    }
}

void infer_alike(arena *a, const ir_program *p, inferred_value *root)
{
    alike x = {.a = a, .program = p};
    collect(&x, root);
    for (int round = 0; round < 2; round++) /* the first objects once more, with what the last ones had */
        for (size_t i = 0; i < x.objects.n; i++) compare(&x, x.objects.at[i]);
    arena_free(&x.work);
}
