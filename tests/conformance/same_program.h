/* Whether two programs are the same: what is in them, and where everything stands. */
#ifndef CONFORMANCE_SAME_PROGRAM_H
#define CONFORMANCE_SAME_PROGRAM_H

#include "base/path.h"
#include "ir/dump.h"

/* Every place of a program as text. */
typedef struct place_list {
    strbuf out;
    const ir_program *p;
} place_list;

static void list_place(place_list *l, const char *what, ir_span at)
{
    str file = at.file < l->p->files.n ? path_base(l->p->files.at[at.file].path) : (str){0};
    strbuf_printf(&l->out, "%s %.*s %u-%u\n", what, STR_ARG(file), at.at.start, at.at.end);
}

static void list_function(place_list *l, ir_func *f);

static bool list_node(void *self, ir_node *n)
{
    place_list *l = self;
    list_place(l, "node", n->at);
    if (n->op == IR_CLOSURE) list_function(l, n->func);
    return true;
}

static void list_function(place_list *l, ir_func *f)
{
    strbuf_printf(&l->out, "function %.*s: %.*s\n", STR_ARG(f->name), STR_ARG(f->doc));
    list_place(l, "name", f->at);
    list_place(l, "whole", f->whole);
    for (uint32_t i = 0; i < f->param_count; i++) list_place(l, "parameter", f->params[i].at);
    for (uint32_t i = 0; i < f->result_count; i++) list_place(l, "result", f->results[i].at);
    ir_walk(f->body, list_node, l);
}

static void list_type(place_list *l, const ir_type *t)
{
    if (!t || t->kind == TYPE_UNKNOWN) return;
    list_place(l, "type", t->at);
    for (uint32_t i = 0; i < t->field_count; i++) list_place(l, "field", t->fields[i].at);
    if (t->kind == TYPE_NAMED && !t->opaque) list_type(l, t->under);
}

static void list_package(place_list *l, ir_package *package)
{
    for (size_t i = 0; i < package->members.n; i++) {
        ir_member *m = package->members.entries[i].value;
        strbuf_printf(&l->out, "member %.*s: %.*s\n", STR_ARG(m->name), STR_ARG(m->doc));
        list_place(l, "name", m->at);
        if (m->kind == IR_MEMBER_TYPE) list_type(l, m->type);
        if (m->global) ir_walk(m->global->init, list_node, l);
    }
    for (size_t i = 0; i < package->funcs.n; i++) list_function(l, package->funcs.at[i]);
}

static str first_difference(arena *a, str one, str other)
{
    str x, y;
    for (uint32_t line = 1; one.n || other.n; line++) {
        x = y = (str){0};
        str_split(&one, '\n', &x);
        str_split(&other, '\n', &y);
        if (!str_eq(x, y)) return arena_printf(a, "line %u of the program: '%.*s', anew '%.*s'", line, STR_ARG(x), STR_ARG(y));
    }
    return (str){0};
}

/* What differs first; empty when nothing does. */
static str compare_programs(arena *a, ir_program *one, ir_program *other)
{
    place_list lists[2] = {{STRBUF_INIT, one}, {STRBUF_INIT, other}};
    for (int side = 0; side < 2; side++) {
        ir_program *p = side ? other : one;
        ir_dump_program(&lists[side].out, p); /* lowers what is not lowered yet */
        for (size_t i = 0; i < p->packages.n; i++)
            if (p->packages.at[i]->own) list_package(&lists[side], p->packages.at[i]);
    }
    str differs = first_difference(a, strbuf_str(&lists[0].out), strbuf_str(&lists[1].out));
    strbuf_free(&lists[0].out);
    strbuf_free(&lists[1].out);
    return differs;
}

#endif
