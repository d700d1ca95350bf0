/* flow/unchecked-index: the first or the last element of a list in a struct that may be empty, as the list of a configuration is
 * whose key its user leaves out.
 *
 * A field may be, by its name, when the plugin fills it under a condition or in a loop alone, or a decoder does, and nobody asks
 * how long it is: any look at its length, or at that of what it is made of, is a check. */
#include "ir/func.h"
#include "rules/go/empty_list.h"

enum { FILLED = 1, CHECKED = 2 }; /* of a name, in panic_walk.all->lists */

typedef struct list_search {
    const panic_walk *w;
    ir_func *func; /* whose body is looked at; NULL: a package variable's value */
    bool asks;     /* it looks at a length of some list */
} list_search;

static void note(const list_search *s, str name, uintptr_t bits)
{
    map *lists = &s->w->all->lists;
    uintptr_t known = (uintptr_t)map_get(lists, name);
    if ((known | bits) != known) map_put(s->w->c->arena, lists, name, (void *)(known | bits));
}

static bool is_list(const ir_node *n) { return n->type && type_under_kind(n->type) == TYPE_SLICE; }

/* A field that is a list of a struct of the plugin's own. */
static bool is_field(const panic_walk *w, const ir_node *n)
{
    const ir_type *of = n && n->op == IR_SELECT && is_list(n) ? n->kids[0]->type : NULL;
    while (of && of->kind == TYPE_POINTER) of = of->elem;
    if (!of || of->kind != TYPE_NAMED) return false;
    const ir_package *home = ir_package_find(w->c->program, of->package);
    return home && home->own;
}

/* What a variable is given in the function, when that is a field. */
static str field_in(const list_search *s, const ir_node *variable)
{
    const body_facts *facts = s->func ? body_facts_of(s->w->c->flow->facts, s->func) : NULL;
    for (size_t i = 0; facts && i < facts->stores.n; i++) {
        const ir_node *given = facts->stores.at[i].value;
        if (!facts->stores.at[i].global && facts->stores.at[i].slot == variable->slot && given && given->op == IR_SELECT)
            return given->name;
    }
    return (str){0};
}

/* Somebody looks at the list: at its length, or whether it is nil. */
static void note_look(list_search *s, const ir_node *of)
{
    of = body_strip((ir_node *)of);
    if (!of) return;
    str name = of->op == IR_SELECT ? of->name : of->op == IR_LOCAL ? field_in(s, of) : (str){0};
    if (name.n) note(s, name, CHECKED);
    else if (!of->type || type_under_kind(of->type) != TYPE_STRING) s->asks = true;
}

/* len(list) - 1, of the same list. */
static bool is_last(const ir_node *list, const ir_node *at)
{
    const ir_node *length = at->op == IR_BINARY && at->sub == IR_SUB ? body_strip(at->kids[0]) : NULL;
    const ir_node *of = length && length->op == IR_BUILTIN && length->sub == IR_LEN ? body_strip(length->kids[0]) : NULL;
    if (!of || at->kids[1]->op != IR_CONST || of->op != list->op) return false;
    return of->op == IR_SELECT ? str_eq(of->name, list->name) : of->op == IR_LOCAL && of->slot == list->slot;
}

static bool is_end(const ir_node *n)
{
    const ir_node *list = n->op == IR_INDEX && n->count == 2 ? body_strip(n->kids[0]) : NULL, *at = list ? n->kids[1] : NULL;
    return at && ((at->op == IR_CONST && at->constant.kind == IR_INTEGER) || is_last(list, at));
}

bool empty_list_is_end(const panic_walk *w, const ir_node *n, const ir_node *list) { return is_field(w, list) && is_end(n); }

/* A value without elements, or one that gets them only sometimes. */
static bool may_lack(const ir_node *value, bool sometimes)
{
    value = body_strip((ir_node *)value);
    if (!value || (value->op == IR_CONST && value->constant.kind == IR_NIL)) return true;
    if (value->op == IR_COMPOSITE) return value->count == 0;
    if (value->op != IR_BUILTIN) return false;
    return value->sub == IR_APPEND ? sometimes : value->sub == IR_MAKE && value->count && value->kids[0]->op == IR_CONST &&
                                                     value->kids[0]->constant.integer == 0;
}

static bool appends(const ir_node *value) { return value && value->op == IR_BUILTIN && value->sub == IR_APPEND; }

static void note_given(const list_search *s, str name, const ir_node *value, bool sometimes)
{
    if (!may_lack(value, sometimes)) note(s, name, CHECKED);
    else if (appends(body_strip((ir_node *)value))) note(s, name, FILLED);
}

/* T{a, b} */
static void note_in_order(const list_search *s, const ir_node *n, bool sometimes)
{
    const ir_type *t = n->type ? type_under(n->type) : NULL;
    for (uint32_t i = 0; t && t->kind == TYPE_STRUCT && i < n->count && i < t->field_count; i++)
        if (n->kids[i] && n->kids[i]->op != IR_KEYED) note_given(s, t->fields[i].name, n->kids[i], sometimes);
}

static void look(list_search *s, const ir_node *n, bool sometimes)
{
    if (n->op == IR_BUILTIN && n->sub == IR_LEN && n->count) note_look(s, n->kids[0]);
    bool nil = n->op == IR_BINARY && n->count == 2 && n->kids[1]->op == IR_CONST && n->kids[1]->constant.kind == IR_NIL;
    if (nil && is_list(n->kids[0])) note_look(s, n->kids[0]);
    for (uint32_t i = 0; n->op == IR_ASSIGN && n->count > n->targets && i < n->targets; i++) {
        bool each = n->count == 2 * n->targets;
        if (n->kids[i]->op == IR_SELECT) note_given(s, n->kids[i]->name, n->kids[n->targets + (each ? i : 0)], sometimes);
    }
    if (n->op == IR_KEYED && n->name.n && n->count) note_given(s, n->name, n->kids[0], sometimes);
    if (n->op == IR_COMPOSITE) note_in_order(s, n, sometimes);
    bool branches = n->op == IR_IF || n->op == IR_LOOP || n->op == IR_RANGE || n->op == IR_CASE;
    uint32_t count = is_end(n) ? 1 : n->count; /* the length in an index checks nothing */
    for (uint32_t i = 0; i < count; i++)
        if (n->kids[i]) look(s, n->kids[i], sometimes || branches);
    ir_node *literal = n->op == IR_CLOSURE ? ir_func_body(s->w->c->program, n->func) : NULL;
    list_search inner = {s->w, n->op == IR_CLOSURE ? n->func : NULL, false};
    if (literal) look(&inner, literal, true);
    s->asks = s->asks || inner.asks;
}

/* Who fills a list and looks at the length of another may have looked at what it is made of. */
static bool note_filled(void *self, ir_node *n)
{
    const list_search *s = self;
    for (uint32_t i = 0; n->op == IR_ASSIGN && i < n->targets; i++)
        if (n->kids[i]->op == IR_SELECT) note(s, n->kids[i]->name, CHECKED);
    if (n->op == IR_CLOSURE) ir_walk(ir_func_body(s->w->c->program, n->func), note_filled, self);
    return true;
}

static void look_at_all(const panic_walk *w)
{
    for (size_t i = 0; i < ir_package_count(w->c->program); i++) {
        const ir_package *p = ir_package_at(w->c->program, i);
        for (size_t k = 0; p->own && k < p->funcs.n; k++) {
            ir_node *body = ir_func_body(w->c->program, p->funcs.at[k]);
            list_search s = {w, p->funcs.at[k], false};
            if (body) look(&s, body, false);
            if (s.asks) ir_walk(body, note_filled, &s);
        }
    }
    w->all->lists_known = true;
}

static bool find_range(void *self, ir_node *n)
{
    str *name = self;
    const ir_node *of = n->op == IR_RANGE ? body_strip(n->kids[2]) : NULL;
    if (of && of->op == IR_SELECT && str_eq(of->name, *name)) *name = (str){0};
    return true;
}

bool empty_list_is_unchecked(const panic_walk *w, const ir_node *list)
{
    if (!w->all->lists_known) look_at_all(w);
    uintptr_t known = (uintptr_t)map_get(&w->all->lists, list->name);
    if (known != FILLED && (known || !panic_any_decodes(w))) return false;
    str name = list->name; /* inside of a loop over it there is an element */
    ir_walk(ir_func_body(w->c->program, w->func), find_range, &name);
    return name.n;
}
