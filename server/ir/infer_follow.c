/* A schema that outlives edits of its program. */
#include "ir/infer.h"
#include "ir/program.h"

static void move_value(inferred_value *v, const ir_edit *edit)
{
    ir_span *places[] = {&v->required_at, &v->minimum_at, &v->maximum_at, &v->format_at, &v->read_at};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) ir_span_move(places[i], edit);
    for (size_t i = 0; i < v->required_when.n; i++) ir_span_move(&v->required_when.at[i].at, edit);
    for (size_t i = 0; i < v->guards.n; i++) ir_span_move(&v->guards.at[i].at, edit);
    for (size_t i = 0; i < v->values.n; i++) ir_span_move(&v->values.at[i].at, edit);
    for (size_t i = 0; i < v->members.n; i++) move_value(v->members.at[i], edit);
    if (v->any_member) move_value(v->any_member, edit);
    if (v->element) move_value(v->element, edit);
}

static void move_schema(inferred_schema *s, const ir_edit *edit)
{
    move_value(s->root, edit);
    if (s->rule != s->root) move_value(s->rule, edit);
    ir_span_move(&s->incomplete_at, edit);
    for (size_t i = 0; i < s->gaps.list.n; i++) ir_span_move(&s->gaps.list.at[i].at, edit);
}

bool infer_follow(inferred_schema *s, const ir_program *p)
{
    if (s->made_of.shape != p->shape || s->made_of.outline != p->outline) return false;
    for (size_t i = s->made_of.edits; i < p->edited.n; i++)
        if (p->edited.at[i].func && p->edited.at[i].func->watch == s->made_of.watch) return false;
    for (; s->made_of.edits < p->edited.n; s->made_of.edits++) move_schema(s, &p->edited.at[s->made_of.edits]);
    return true;
}
