#include "cxx/values.h"

#include "cxx/memory.h"

#include "base/strbuf.h"

#include <stdlib.h>

value cxx_arg(const native_call *c, uint32_t i) { return i < c->count ? *cxx_plain(&c->args[i]) : value_unknown(NULL); }

cell *cxx_receiver(const native_call *c)
{
    return c->receiver && c->receiver->kind == VALUE_REFERENCE ? c->receiver->cell : NULL;
}

bool cxx_arg_text(native_call *c, uint32_t i, str *text)
{
    value v = cxx_arg(c, i);
    if (v.kind == VALUE_NATIVE && v.native->parts[0].kind == VALUE_STRING && str_is(v.native->tag, "data"))
        v = v.native->parts[0];
    doc_node *about;
    if (cxx_is_raw(&v)) return cxx_bytes_at(c, &v, UINT64_MAX, text, &about);
    if (v.kind != VALUE_STRING) return false;
    *text = v.s;
    return true;
}

str cxx_text_argument(native_call *c, uint32_t i)
{
    str text;
    if (!cxx_arg_text(c, i, &text)) native_stop(c, "a text that is not known");
    return text;
}

bool cxx_is_configuration(const native_call *c, uint32_t i)
{
    value v = cxx_arg(c, i);
    if (v.kind == VALUE_NATIVE && str_is(v.native->tag, "data")) v = v.native->parts[0];
    return v.node && !v.node->parent && !v.node->inside && v.node->kind != DOC_STRING;
}

bool cxx_is_space(int ch) { return ch == ' ' || (ch >= '\t' && ch <= '\r'); }

str cxx_stripped(str text, bool start, bool end)
{
    while (start && text.n && cxx_is_space(text.p[0])) text = str_slice(text, 1, text.n);
    while (end && text.n && cxx_is_space(text.p[text.n - 1])) text.n--;
    return text;
}

value cxx_nothing(native_call *c) { return (void)c, value_unknown(NULL); }

value cxx_bool(bool b) { return (value){.kind = VALUE_BOOL, .type = cxx_basic_type(CXX_T_BOOL), .b = b}; }
value cxx_int(cxx_basic type, int64_t i) { return value_int_of(cxx_basic_type(type), i); }
value cxx_text_value(str s) { return (value){.kind = VALUE_STRING, .type = cxx_basic_type(CXX_T_STRING), .s = s}; }
value cxx_reference_to(cell *c) { return (value){.kind = VALUE_REFERENCE, .cell = c}; }

value cxx_array(arena *a, ir_type *t, const value *items, uint32_t count)
{
    value v = {.kind = VALUE_ARRAY, .type = t, .object = ARENA_NEW(a, object)};
    v.object->cells = ARENA_NEW_N(a, cell, count);
    v.object->count = count;
    for (uint32_t i = 0; i < count; i++) v.object->cells[i].v = items[i];
    return v;
}

value cxx_pair(arena *a, ir_type *t, const value *first, const value *second)
{
    value items[2] = {*first, *second};
    value v = cxx_array(a, t ? t : cxx_basic_type(CXX_T_PAIR), items, 2);
    v.kind = VALUE_STRUCT;
    const ir_type *under = type_under(v.type);
    for (uint32_t i = 0; i < 2; i++) v.object->cells[i].type = under->fields[i].type;
    return v;
}

cell *cxx_insert(native_call *c, value *array, uint32_t at, const value *v)
{
    object *o = array->object;
    if (o->count >= o->room) { /* a copy has none */
        o->room = o->count < 4 ? 8 : 2 * o->count;
        cell *cells = ARENA_NEW_N(c->arena, cell, o->room);
        if (o->count) memcpy(cells, o->cells, o->count * sizeof *cells);
        o->cells = cells;
    }
    memmove(&o->cells[at + 1], &o->cells[at], (o->count - at) * sizeof *o->cells);
    o->cells[at] = (cell){.v = *v, .type = cxx_element_type(cxx_type_behind(array->type))};
    o->count++;
    return &o->cells[at];
}

ir_type *cxx_element_type(cxx_type *container)
{
    if (!container) return NULL;
    bool of_one = container->kind == CXX_VECTOR || container->kind == CXX_SET || container->kind == CXX_OPTIONAL;
    return of_one ? container->args[0] : NULL;
}

int cxx_compare(const value *a, const value *b)
{
    if (a->kind == VALUE_STRING && b->kind == VALUE_STRING) {
        int order = str_cmp(a->s, b->s);
        return (order > 0) - (order < 0);
    }
    if (a->kind == VALUE_INT && b->kind == VALUE_INT) {
        bool is_unsigned = type_is_unsigned(type_under_kind(a->type)) && type_is_unsigned(type_under_kind(b->type));
        if (is_unsigned) return ((uint64_t)a->i > (uint64_t)b->i) - ((uint64_t)a->i < (uint64_t)b->i);
        return (a->i > b->i) - (a->i < b->i);
    }
    if (a->kind == VALUE_BOOL && b->kind == VALUE_BOOL) return a->b - b->b;
    return 2;
}

value cxx_undefined(native_call *c, const char *what) { return native_undefined(c, what); }

static value unknown_method(native_call *c)
{
    for (uint32_t i = 0; i < c->count; i++) native_havoc(c, &c->args[i]);
    return value_unknown(NULL);
}

value cxx_unknown_call(native_call *c, const value *of)
{
    static const native model = {"?", unknown_method, NATIVE_PARTIAL | NATIVE_PURE, 1, NULL};
    return native_bound(c, NULL, &model, of);
}

/* --- iterators ------------------------------------------------------------------------------------------------------------- */

enum { IT_CONTAINER, IT_AT, IT_KEY, IT_REVERSE };

bool cxx_is_iterator(const value *v) { return v->kind == VALUE_NATIVE && str_is(v->native->tag, "iterator"); }

value cxx_iterator(native_call *c, cell *container, int64_t index)
{
    value holder = {.kind = VALUE_POINTER, .cell = container};
    value v = value_native(c->arena, NULL, STR("iterator"), &holder);
    v.native->parts[IT_AT] = value_int(index);
    return v;
}

value cxx_reverse_iterator(native_call *c, cell *container, int64_t index)
{
    value v = cxx_iterator(c, container, index);
    v.native->parts[IT_REVERSE] = cxx_bool(true);
    return v;
}

bool cxx_is_reverse(const value *it) { return it->native->parts[IT_REVERSE].kind == VALUE_BOOL; }

uint32_t cxx_count_in(const cell *container)
{
    const value *v = &container->v;
    return v->kind == VALUE_ARRAY ? v->object->count : v->kind == VALUE_STRING ? (uint32_t)v->s.n : 0;
}

bool cxx_iterator_place(const value *it, cell **container, uint32_t *index)
{
    const value *of = &it->native->parts[IT_CONTAINER], *at = &it->native->parts[IT_AT];
    if (of->kind != VALUE_POINTER || (of->cell->v.kind != VALUE_ARRAY && of->cell->v.kind != VALUE_STRING)) return false;
    *container = of->cell;
    *index = at->i < 0 ? cxx_count_in(of->cell) : (uint32_t)at->i;
    return true;
}

value cxx_doc_iterator(native_call *c, doc_node *container, doc_node *node, str key)
{
    value holder = value_doc(cxx_basic_type(CXX_T_JSON), container);
    value v = value_native(c->arena, NULL, STR("iterator"), &holder);
    v.native->parts[IT_AT] = node ? value_doc(cxx_basic_type(CXX_T_JSON), node) : value_nil(NULL);
    v.native->parts[IT_KEY] = cxx_text_value(key);
    v.about = node ? node : container;
    return v;
}

typedef struct letter {
    cell of; /* the first: a variable of this type is one */
    cell *text;
    uint32_t index;
} letter;

cell *cxx_letter(native_call *c, cell *text, uint32_t index)
{
    letter *l = ARENA_NEW(c->arena, letter);
    *l = (letter){{cxx_int(CXX_T_CHAR, text->v.s.p[index]), cxx_basic_type(CXX_T_LETTER)}, text, index};
    return &l->of;
}

void cxx_letter_written(native_call *c, cell *of)
{
    if (of->type != cxx_basic_type(CXX_T_LETTER)) return;
    letter *l = (letter *)of;
    value *text = &l->text->v;
    if (text->kind != VALUE_STRING || l->index >= text->s.n || of->v.kind != VALUE_INT)
        native_stop(c, "a letter that is not known");
    native_charge(c, text->s.n / 512);
    char *copy = arena_alloc(c->arena, text->s.n);
    memcpy(copy, text->s.p, text->s.n);
    copy[l->index] = (char)of->v.i;
    text->s.p = copy;
    text->node = NULL;
}

bool cxx_is_reference_wrapper(const ir_type *t) { return t && str_starts(t->name, STR("reference_wrapper<")); }

cell *cxx_iterator_target(native_call *c, const value *it)
{
    const value *container = &it->native->parts[IT_CONTAINER], *at = &it->native->parts[IT_AT];
    if (container->kind == VALUE_DOC) {
        doc_node *n = at->kind == VALUE_DOC ? native_look(c, at->doc) : NULL;
        if (!n || n->kind == DOC_MISSING) return cxx_undefined(c, "an iterator at the end is read"), NULL;
        cell *found = ARENA_NEW(c->arena, cell);
        found->v = *at;
        return found;
    }
    const value *array = &container->cell->v;
    if (array->kind == VALUE_STRING) {
        if (at->i < 0 || (uint64_t)at->i >= array->s.n) return cxx_undefined(c, "an iterator at the end is read"), NULL;
        return cxx_letter(c, container->cell, (uint32_t)at->i);
    }
    if (array->kind != VALUE_ARRAY) native_stop(c, "an iterator into something that is not known");
    if (at->i < 0 || at->i >= array->object->count) return cxx_undefined(c, "an iterator at the end is read"), NULL;
    return &array->object->cells[at->i];
}

static int by_key(const void *a, const void *b) { return str_cmp((*(doc_node *const *)a)->key, (*(doc_node *const *)b)->key); }

doc_node **cxx_children(native_call *c, doc_node *n, uint32_t *count)
{
    bool is_object = n->kind == DOC_OBJECT;
    *count = is_object ? n->present : n->kind == DOC_ARRAY ? (uint32_t)n->items.n : 0;
    doc_node **all = ARENA_NEW_N(c->arena, doc_node *, *count);
    for (uint32_t i = 0; i < *count; i++) all[i] = is_object ? n->members.at[i].node : n->items.at[i];
    if (is_object && *count) qsort(all, *count, sizeof *all, by_key);
    native_charge(c, *count / 8 + 1);
    return all;
}

doc_node **cxx_symbolic_children(native_call *c, doc_node *n, bool list, uint32_t *count)
{
    value length = value_unknown_of(c->arena, cxx_basic_type(CXX_T_ULONG), ORIGIN_LENGTH, n, NULL), none = value_int(0);
    value empty = native_operate(c, IR_EQUAL, &length, &none);
    doc_node **one = ARENA_NEW(c->arena, doc_node *);
    *count = !native_decide(c, &empty);
    if (!list && !n->any_member) n->any_member = doc_new_symbolic(n->home, n, STR(""), -1);
    *one = !*count ? NULL : list ? doc_element(n, 0) : n->any_member;
    return one;
}

value cxx_iterator_moved(native_call *c, const value *it, int64_t by)
{
    const value *container = &it->native->parts[IT_CONTAINER], *at = &it->native->parts[IT_AT];
    if (container->kind == VALUE_DOC) {
        if (at->kind != VALUE_DOC) native_stop(c, "an iterator is moved behind the end");
        uint32_t count, i = 0;
        if (at->doc == container->doc && by == 1) return cxx_doc_iterator(c, container->doc, NULL, STR("")); /* a plain value */
        doc_node **all = cxx_children(c, native_look(c, container->doc), &count);
        while (i < count && all[i] != at->doc) i++;
        int64_t to = (int64_t)i + by;
        if (i == count || to < 0 || to > count) native_stop(c, "an iterator that can't be followed");
        return to == count ? cxx_doc_iterator(c, container->doc, NULL, STR(""))
                           : cxx_doc_iterator(c, container->doc, all[to], all[to]->key);
    }
    uint32_t count = cxx_count_in(container->cell);
    if (cxx_is_reverse(it)) {
        if (at->i - by < -1 || at->i - by >= count) native_stop(c, "an iterator that can't be followed");
        return cxx_reverse_iterator(c, container->cell, at->i - by);
    }
    int64_t to = (at->i < 0 ? count : at->i) + by;
    if (to < 0 || to > count) native_stop(c, "an iterator that can't be followed");
    return cxx_iterator(c, container->cell, to == count ? -1 : to);
}

/* Whether a document's iterator is at the end. */
static value at_end(native_call *c, const value *it)
{
    const value *at = &it->native->parts[IT_AT];
    if (at->kind != VALUE_DOC) return cxx_bool(true);
    doc_node *n = native_look(c, at->doc);
    if (n->kind == DOC_SYMBOLIC) {
        value exists = value_unknown_of(c->arena, cxx_basic_type(CXX_T_BOOL), ORIGIN_EXISTS, n, NULL);
        return value_unknown_of(c->arena, cxx_basic_type(CXX_T_BOOL), ORIGIN_NOT, NULL, exists.origin);
    }
    value v = cxx_bool(n->kind == DOC_MISSING);
    v.about = at->doc;
    return v;
}

value cxx_iterators_equal(native_call *c, const value *a, const value *b)
{
    const value *x = &a->native->parts[IT_AT], *y = &b->native->parts[IT_AT];
    if (a->native->parts[IT_CONTAINER].kind == VALUE_DOC) {
        if (y->kind != VALUE_DOC) return at_end(c, a);
        if (x->kind != VALUE_DOC) return at_end(c, b);
        return cxx_bool(x->doc == y->doc);
    }
    return cxx_bool(x->i == y->i);
}
