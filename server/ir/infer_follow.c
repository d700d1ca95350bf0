/* Keeps a schema over edits of its program: decides whether it is still what would be made now, and moves its places along. */
#include "ir/infer.h"
#include "ir/program.h"

/* What is done to each place. */
typedef struct mover {
    void (*move)(ir_span *at, const void *by);
    const void *by;
} mover;

static void move_value(inferred_value *v, const mover *m)
{
    ir_span *places[] = {&v->required_at, &v->minimum_at, &v->maximum_at, &v->format_at, &v->read_at};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) m->move(places[i], m->by);
    for (size_t i = 0; i < v->required_when.n; i++) m->move(&v->required_when.at[i].at, m->by);
    for (size_t i = 0; i < v->guards.n; i++) m->move(&v->guards.at[i].at, m->by);
    for (size_t i = 0; i < v->asks.n; i++) m->move(&v->asks.at[i].at, m->by);
    for (size_t i = 0; i < v->values.n; i++) m->move(&v->values.at[i].at, m->by);
    for (size_t i = 0; i < v->members.n; i++) move_value(v->members.at[i], m);
    if (v->any_member) move_value(v->any_member, m);
    if (v->element) move_value(v->element, m);
}

static void move_schema(inferred_schema *s, const mover *m)
{
    move_value(s->root, m);
    if (s->rule != s->root) move_value(s->rule, m);
    m->move(&s->incomplete_at, m->by);
    m->move(&s->refuses_at, m->by);
    for (size_t i = 0; i < s->gaps.list.n; i++) m->move(&s->gaps.list.at[i].at, m->by);
}

static void move_by_edit(ir_span *at, const void *edit) { ir_span_move(at, edit); }

static void move_by_edits(inferred_schema *s, const ir_program *p)
{
    for (; s->made_of.edits < p->edited.n; s->made_of.edits++)
        if (p->edited.at[s->made_of.edits].file != IR_NO_FILE)
            move_schema(s, &(mover){move_by_edit, &p->edited.at[s->made_of.edits]});
}

/* What stood in an edited place may be gone. */
static void drop_outside(ir_span *at, const void *program)
{
    const ir_program *p = program;
    bool inside = at->file < p->files.n && at->at.start <= at->at.end && at->at.end <= p->files.at[at->file].text.n;
    if (!inside) *at = (ir_span){.file = IR_NO_FILE};
}

bool infer_move(inferred_schema *s, const ir_program *p)
{
    if (s->made_of.shape != p->shape) return false;
    move_by_edits(s, p);
    move_schema(s, &(mover){drop_outside, p});
    return true;
}

bool infer_follow(inferred_schema *s, const ir_program *p)
{
    if (s->made_of.shape != p->shape || s->made_of.outline != p->outline) return false;
    for (size_t i = s->made_of.edits; i < p->edited.n; i++)
        if (p->edited.at[i].func && p->edited.at[i].func->watch == s->made_of.watch) return false;
    move_by_edits(s, p);
    return true;
}
