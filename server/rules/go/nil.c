/* Pointers and parts that are not there when a client wants it so.
 *
 * flow/nil-pointer: what a function could not read (url.Parse) while nobody looks at its error, a member of what a client has
 * sent, the element of a map for a key that a client names. flow/unchecked-index: an element of a list in what a client has sent,
 * and a number read from a property, or from shared data, that is not there or empty.
 *
 * Said is what is certain in the function alone: any look at the error, the pointer or a length is a check. */
#include "ir/language_row.h"
#include "ir/library.h"
#include "ir/func.h"
#include "rules/go/panic.h"

#include <stdlib.h>

/* What may be missing: the variable's value comes from this call or element, and `error`, when it is a variable, tells. */
typedef enum nil_kind { NIL_ON_ERROR, NIL_ELEMENT, NIL_PROPERTY /* and shared data */ } nil_kind;

typedef struct nil_source {
    nil_kind kind;
    int32_t error; /* slot; -1: nobody takes the error */
    const ir_node *assign;
    bool checked;  /* somebody looks at it, or at the error */
    bool measured; /* ... at it */
} nil_source;

/* A variable is given a value. */
typedef struct nil_value {
    int32_t slot;
    uint32_t at;    /* where, a byte of the source */
    int32_t source; /* whose error it is, an index of sources; NONE */
} nil_value;

enum { NONE = -1, SEVERAL = -2 };

/* What is known of the variable of a slot. */
typedef struct nil_slot {
    int32_t source;   /* that of its value, an index of sources; NONE */
    int32_t captured; /* a function literal has it: in the assignment of that source alone, in SEVERAL places; NONE */
    uint32_t passed;  /* tests of it around the node at hand behind which everything goes on */
} nil_slot;

/* Each walk over the body is one for all of its sources. */
typedef struct nil_walk {
    panic_walk *w;
    ARRAY(nil_source) sources;
    ARRAY(nil_value) values; /* by slot, then by place */
    nil_slot *slots;
    int32_t inside; /* the source in whose assignment the node at hand stands; NONE */
    map tested;     /* texts of what is compared with nil */
    map asked;      /* texts of maps that are asked whether they have an element */
} nil_walk;

static str text_of(const nil_walk *v, const ir_node *n)
{
    if (n->at.file == IR_NO_FILE) return (str){0};
    return str_slice(ir_file_text(v->w->c->program, n->at.file), n->at.at.start, n->at.at.end);
}

static bool is_nil(const ir_node *n) { return n && n->op == IR_CONST && n->constant.kind == IR_NIL; }

static int32_t slot_of(const nil_walk *v, const ir_node *place)
{
    bool variable = place->op == IR_LOCAL || place->op == IR_DECLARE;
    return variable && panic_is_slot(v->w, place->slot) ? place->slot : -1;
}

/* The only value of its variable, which nobody else can reach. */
static bool is_only(const nil_walk *v, int32_t slot)
{
    const panic_walk *w = v->w;
    return slot >= 0 && !(w->body->slots[slot] & (SHARED | GIVEN_AGAIN | DECLARED));
}

static bool is_property(const ir_node *call)
{
    str package, name;
    const ir_node *callee = call->count ? body_strip(call->kids[0]) : NULL;
    return callee && body_is_extern(callee, &package, &name) && sdk_package(package) && str_is(name, "GetProperty");
}

/* Bytes that another worker, or this one at another time, has left. */
static bool is_shared(const ir_node *call)
{
    str package, name;
    const ir_node *callee = call->count ? body_strip(call->kids[0]) : NULL;
    return callee && body_is_extern(callee, &package, &name) && sdk_package(package) && str_is(name, "GetSharedData");
}

static bool is_reader(const ir_node *call)
{
    str package, name;
    const ir_node *callee = call->count ? body_strip(call->kids[0]) : NULL;
    return callee && body_is_extern(callee, &package, &name) && library_effects(package, name) & LIBRARY_NIL_ON_ERROR;
}

static bool takes_input(const nil_walk *v, const ir_node *call)
{
    for (uint32_t i = 1; i < call->count; i++)
        if (panic_is_input(v->w, call->kids[i])) return true;
    return false;
}

/* Nothing between a client and this code: what calls a helper may have looked. */
static bool is_entry(const nil_walk *v) { return v->w->frame->via == FLOW_ROOT || v->w->frame->via == FLOW_DISPATCH; }

static bool is_map_of_pointers(const ir_node *n)
{
    const ir_type *t = n->kids[0]->type ? type_under(n->kids[0]->type) : NULL;
    return t && t->kind == TYPE_MAP && t->elem && t->elem->kind == TYPE_POINTER;
}

static bool is_element(const ir_node *n)
{
    return n->op == IR_INDEX && n->count == 2 && !(n->flags & IR_COMMA_OK) && is_map_of_pointers(n);
}

static bool is_pointer_element(const nil_walk *v, const ir_node *n)
{
    return is_element(n) && is_entry(v) && panic_is_input(v->w, n->kids[1]);
}

/* What an assignment of one call or element may leave without a value, as far as the body alone tells. */
typedef struct nil_given {
    bool some, reads, property, element;
} nil_given;

static nil_given what_is_given(const ir_node *n)
{
    if (n->op != IR_ASSIGN || n->sub || n->count != n->targets + 1 || n->targets > 3 || !n->targets) return (nil_given){0};
    const ir_node *given = body_strip(n->kids[n->targets]);
    bool call = given && given->op == IR_CALL, pair = call && n->targets == 2;
    nil_given g = {.reads = pair && is_reader(given), .property = pair && is_property(given)};
    g.property = g.property || (call && n->targets == 3 && is_shared(given));
    g.element = given && n->targets == 1 && is_element(given);
    g.some = g.reads || g.property || g.element;
    return g;
}

static void find_source(nil_walk *v, const ir_node *n)
{
    nil_given g = what_is_given(n);
    const ir_node *given = body_strip(n->kids[n->targets]);
    bool reads = g.reads && !v->w->body->nil->validates && takes_input(v, given);
    bool element = g.element && is_pointer_element(v, given);
    int32_t slot = slot_of(v, n->kids[0]);
    if (!(reads || g.property || element) || !is_only(v, slot)) return;
    const ir_node *second = n->targets >= 2 ? n->kids[n->targets - 1] : NULL;
    nil_source s = {g.property ? NIL_PROPERTY : element ? NIL_ELEMENT : NIL_ON_ERROR, NONE, n, false, false};
    if (second && second->op != IR_BLANK) s.error = slot_of(v, second);
    if (second && second->op != IR_BLANK && s.error < 0) return; /* kept elsewhere */
    v->slots[slot].source = (int32_t)v->sources.n;
    array_push(v->w->c->arena, &v->sources, s);
}

/* The source whose value the statement assigns; NONE. */
static int32_t source_at(const nil_walk *v, const ir_node *assign)
{
    int32_t slot = assign->op == IR_ASSIGN && assign->targets ? slot_of(v, assign->kids[0]) : -1;
    int32_t source = slot >= 0 ? v->slots[slot].source : NONE;
    return source >= 0 && v->sources.at[source].assign == assign ? source : NONE;
}

static bool find_values(void *self, ir_node *n)
{
    nil_walk *v = self;
    int32_t source = source_at(v, n);
    for (uint32_t i = 0; n->op == IR_ASSIGN && i < n->targets; i++) {
        int32_t slot = slot_of(v, n->kids[i]);
        bool error = source >= 0 && slot == v->sources.at[source].error;
        nil_value given = {slot, n->at.at.start, error ? source : NONE};
        if (slot >= 0) array_push(v->w->c->arena, &v->values, given);
    }
    return true;
}

static int value_order(const void *a, const void *b)
{
    const nil_value *x = a, *y = b;
    return x->slot != y->slot ? (x->slot > y->slot) - (x->slot < y->slot) : (x->at > y->at) - (x->at < y->at);
}

/* The source whose error a variable holds there; NONE. */
static int32_t error_held(const nil_walk *v, int32_t slot, uint32_t at)
{
    size_t low = 0, high = v->values.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const nil_value *given = &v->values.at[middle];
        if (given->slot < slot || (given->slot == slot && given->at <= at)) low = middle + 1;
        else high = middle;
    }
    const nil_value *last = low ? &v->values.at[low - 1] : NULL;
    return last && last->slot == slot && last->at < at ? last->source : NONE;
}

/* --- checks ---------------------------------------------------------------------------------------------------------------- */

/* Does the block end the function, the loop's round or the program, or mend the variable? */
static bool find_way_out(void *self, ir_node *n)
{
    bool *leaves = self;
    bool out = n->op == IR_RETURN || n->op == IR_BREAK || n->op == IR_CONTINUE || n->op == IR_ASSIGN ||
               n->op == IR_UNSUPPORTED || (n->op == IR_BUILTIN && n->sub == IR_PANIC);
    str package, name;
    const ir_node *callee = n->op == IR_CALL && n->count ? body_strip(n->kids[0]) : NULL;
    bool of_sdk = callee && body_is_extern(callee, &package, &name) && sdk_package(package);
    bool exits = callee && body_is_extern(callee, &package, &name) && (str_is(name, "Exit") || str_starts(name, STR("Fatal")));
    *leaves = *leaves || out || exits || (callee && ir_func_is_own(body_named_func(callee)) && !of_sdk);
    return !*leaves;
}

/* The variable of `if err != nil { log }`, behind which everything goes on; -1: it is something else. */
static int32_t passed_by(const nil_walk *v, const ir_node *n)
{
    const ir_node *condition = n->op == IR_IF && !n->kids[2] ? n->kids[0] : NULL;
    bool asks = condition && condition->op == IR_BINARY && condition->sub == IR_UNEQUAL && is_nil(condition->kids[1]) &&
                condition->kids[0]->op == IR_LOCAL && panic_is_slot(v->w, condition->kids[0]->slot);
    bool leaves = false;
    if (asks && n->kids[1]) ir_walk(n->kids[1], find_way_out, &leaves);
    return asks && !leaves ? condition->kids[0]->slot : -1;
}

/* What stands here is no check of the source that it is part of, nor behind a test of its error that changes nothing. */
static void note_check(nil_walk *v, int32_t source)
{
    nil_source *s = source >= 0 && source != v->inside ? &v->sources.at[source] : NULL;
    if (s && (s->error < 0 || !v->slots[s->error].passed)) s->checked = true;
}

static void note_look(nil_walk *v, const ir_node *n)
{
    if (n->op != IR_LOCAL || !panic_is_slot(v->w, n->slot)) return;
    int32_t source = v->slots[n->slot].source;
    note_check(v, source);
    if (source >= 0) v->sources.at[source].measured = true;
}

static void note_capture(nil_walk *v, int32_t slot)
{
    if (!panic_is_slot(v->w, slot) || v->slots[slot].passed) return;
    bool own = v->inside >= 0 && v->sources.at[v->inside].error == slot;
    bool first = v->slots[slot].captured == NONE || v->slots[slot].captured == v->inside;
    v->slots[slot].captured = own && first ? v->inside : SEVERAL;
}

static bool find_checks(void *self, ir_node *n);

static void find_checks_in(nil_walk *v, const ir_node *n)
{
    for (uint32_t i = 0; i < n->count; i++)
        if (n->kids[i]) ir_walk(n->kids[i], find_checks, v);
}

/* Uses of an error in its time, and looks at values. */
static bool find_checks(void *self, ir_node *n)
{
    nil_walk *v = self;
    int32_t passed = passed_by(v, n), source = source_at(v, n), outer = v->inside;
    if (passed >= 0 || source >= 0) {
        if (passed >= 0) v->slots[passed].passed++;
        if (source >= 0) v->inside = source;
        find_checks_in(v, n);
        if (passed >= 0) v->slots[passed].passed--;
        v->inside = outer;
        return false;
    }
    if (n->op == IR_LOCAL && panic_is_slot(v->w, n->slot)) note_check(v, error_held(v, n->slot, n->at.at.start));
    bool compares = n->op == IR_BINARY && (n->sub == IR_EQUAL || n->sub == IR_UNEQUAL);
    for (uint32_t i = 0; compares && i < 2; i++) note_look(v, n->kids[i]);
    if (compares && is_nil(n->kids[1])) map_put(v->w->c->arena, &v->tested, text_of(v, n->kids[0]), NULL);
    if (n->op == IR_BUILTIN && n->sub == IR_LEN && n->count) note_look(v, n->kids[0]);
    for (uint32_t i = 0; n->op == IR_CLOSURE && i < n->func->capture_count; i++) note_capture(v, n->func->captures[i]);
    bool asks = n->op == IR_INDEX && n->flags & IR_COMMA_OK;
    if (asks) map_put(v->w->c->arena, &v->asked, text_of(v, n->kids[0]), NULL);
    return true;
}

/* What is said in other places of the body of what a source reads or gives. */
static void finish_checks(nil_walk *v)
{
    for (size_t i = 0; i < v->sources.n; i++) {
        nil_source *s = &v->sources.at[i];
        int32_t captured = s->error >= 0 ? v->slots[s->error].captured : NONE;
        if (captured != NONE && captured != (int32_t)i) s->checked = true;
        const ir_node *list = s->assign->kids[s->assign->targets];
        bool element = s->kind == NIL_ELEMENT && list->op == IR_INDEX;
        if (element && map_find(&v->asked, text_of(v, list->kids[0]))) s->checked = true;
    }
}

static bool is_tested(const nil_walk *v, const ir_node *n) { return map_find(&v->tested, text_of(v, n)) != NULL; }

/* --- what a client has sent, decoded here ---------------------------------------------------------------------------------- */

/* A member of a variable that was only declared, and filled here with what a client has sent. */
static const ir_node *variable_of(const ir_node *n)
{
    while (n && n->op == IR_SELECT) n = n->kids[0];
    return n;
}

static bool may_be_sent(const panic_walk *w, const ir_node *n)
{
    const ir_node *variable = n->op == IR_SELECT ? variable_of(n) : NULL;
    if (!variable || variable->op != IR_LOCAL || !panic_is_slot(w, variable->slot)) return false;
    return (w->body->slots[variable->slot] & (DECLARED | GIVEN | GIVEN_AGAIN | DECODED)) == (DECLARED | DECODED);
}

static bool is_sent(const nil_walk *v, const ir_node *n) { return may_be_sent(v->w, n) && panic_is_input(v->w, variable_of(n)); }

/* --- uses ------------------------------------------------------------------------------------------------------------------ */

/* A value without any bytes. */
static bool is_empty(const panic_walk *w, ir_func *f, const ir_node *n)
{
    n = body_strip((ir_node *)n);
    const body_facts *facts = body_facts_of(w->c->flow->facts, f);
    const ir_node *only = NULL;
    for (size_t i = 0; n && n->op == IR_LOCAL && i < facts->stores.n; i++) {
        if (facts->stores.at[i].global || facts->stores.at[i].slot != n->slot) continue;
        if (only || !facts->stores.at[i].value) return false;
        only = body_strip(facts->stores.at[i].value);
    }
    n = only ? only : n;
    if (!n) return false;
    if (n->op == IR_CONST) return is_nil(n) || (n->constant.kind == IR_STRING && !n->constant.text.n);
    if (n->op == IR_COMPOSITE) return n->count == 0;
    bool made = n->op == IR_BUILTIN && n->sub == IR_MAKE && n->count && n->kids[0]->op == IR_CONST;
    return made && n->kids[0]->constant.kind == IR_INTEGER && n->kids[0]->constant.integer == 0;
}

/* The plugin itself leaves an empty value in the shared data, as a sign that there is none yet. */
static bool shares_nothing(const panic_walk *w)
{
    asked_of_all *all = w->all;
    for (size_t i = 0; !all->shares_known && i < ir_package_count(w->c->program); i++) {
        const ir_package *p = ir_package_at(w->c->program, i);
        for (size_t k = 0; p->own && k < p->funcs.n; k++) {
            const body_facts *facts = body_facts_of(w->c->flow->facts, p->funcs.at[k]);
            for (size_t c = 0; c < facts->calls.n; c++) {
                const ir_node *call = facts->calls.at[c].call;
                str package, name;
                bool sets = call->count > 2 && body_is_extern(body_strip(call->kids[0]), &package, &name) &&
                            sdk_package(package) && str_is(name, "SetSharedData");
                all->shares_nothing = all->shares_nothing || (sets && is_empty(w, p->funcs.at[k], call->kids[2]));
            }
        }
    }
    all->shares_known = true;
    return all->shares_nothing;
}

/* The unchecked source of a variable's value, of a property or of anything else. */
static const nil_source *source_of(const nil_walk *v, const ir_node *n, bool property)
{
    int32_t source = n && panic_is_slot(v->w, n->slot) ? v->slots[n->slot].source : NONE;
    const nil_source *s = source >= 0 ? &v->sources.at[source] : NULL;
    bool behind = s && n->at.at.start > s->assign->at.at.start;
    if (!behind || (s->kind == NIL_PROPERTY) != property) return NULL;
    bool missing = !s->checked, empty = s->assign->targets == 3 && !s->measured && shares_nothing(v->w);
    return missing || empty ? s : NULL;
}

static bool is_pointer_member(const ir_node *n) { return n->op == IR_SELECT && n->type && n->type->kind == TYPE_POINTER; }

/* p.member, *p */
static void look_at_pointer(const nil_walk *v, const ir_node *n)
{
    const ir_node *base = n->kids[0];
    bool nil = false;
    if (base->op == IR_LOCAL) nil = source_of(v, base, false);
    else if (is_element(base)) nil = is_pointer_element(v, base) && !map_find(&v->asked, text_of(v, base->kids[0]));
    else if (is_pointer_member(base)) nil = is_sent(v, base);
    if (nil && (base->op == IR_LOCAL || !is_tested(v, base))) panic_report(v->w, "flow/nil-pointer", base, (str){0});
}

/* The variable of binary.LittleEndian.Uint64(property); NULL: it is something else. */
static const ir_node *number_bytes(const ir_node *n)
{
    static const char *const names[] = {"Uint16", "Uint32", "Uint64"};
    const ir_node *callee = n->count == 2 ? body_strip(n->kids[0]) : NULL, *bytes = callee ? body_strip(n->kids[1]) : NULL;
    const ir_node *order = callee && callee->op == IR_SELECT ? body_strip(callee->kids[0]) : NULL;
    str package, name;
    if (!order || !bytes || bytes->op != IR_LOCAL || !body_is_extern(order, &package, &name)) return NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && str_is(package, "encoding/binary"); i++)
        if (str_is(callee->name, names[i])) return bytes;
    return NULL;
}

/* request.Choices[0] */
static bool is_first_element(const ir_node *n)
{
    const ir_node *list = n->kids[0], *at = n->count == 2 ? n->kids[1] : NULL;
    bool constant = at && at->op == IR_CONST && at->constant.kind == IR_INTEGER && at->constant.integer >= 0;
    return constant && list->type && type_under_kind(list->type) == TYPE_SLICE;
}

static void look_at_use(const nil_walk *v, const ir_node *n)
{
    bool element = n->op == IR_INDEX && !v->w->body->tests && is_sent(v, n->kids[0]);
    bool number = n->op == IR_CALL && source_of(v, number_bytes(n), true);
    if (n->op == IR_SELECT || n->op == IR_DEREF) look_at_pointer(v, n);
    else if (element || number) panic_report(v->w, "flow/unchecked-index", n, (str){0});
}

/* --- what the body alone tells --------------------------------------------------------------------------------------------- */

typedef struct reason_search {
    panic_walk *w;
    nil_reasons *found;
} reason_search;

static void note_decoded(const panic_walk *w, const ir_node *n)
{
    const ir_node *callee = n->count ? body_strip(n->kids[0]) : NULL;
    for (uint32_t i = 1; callee && panic_is_decoder(w->c, callee) && i < n->count; i++) {
        const ir_node *to = n->kids[i]->op == IR_ADDR ? n->kids[i]->kids[0] : NULL;
        if (to && to->op == IR_LOCAL && panic_is_slot(w, to->slot)) w->body->slots[to->slot] |= DECODED;
    }
}

static bool asks_for_right(const ir_node *n)
{
    str package, name = {0};
    const ir_node *callee = n->count ? body_strip(n->kids[0]) : NULL;
    if (callee && (callee->op == IR_SELECT || !body_is_extern(callee, &package, &name))) name = callee->name;
    return str_has(name, STR("Match")) || str_has(name, STR("Valid"));
}

static bool find_reason(void *self, ir_node *n)
{
    const reason_search *r = self;
    const panic_walk *w = r->w;
    if (n->op == IR_CALL) {
        r->found->validates = r->found->validates || asks_for_right(n);
        note_decoded(w, n);
    }
    if (!what_is_given(n).some) return true;
    const ir_node *place = n->kids[0];
    bool variable = (place->op == IR_LOCAL || place->op == IR_DECLARE) && panic_is_slot(w, place->slot);
    if (!variable) return true;
    w->body->slots[place->slot] |= SOURCED;
    array_push(w->c->flow->facts->arena, &r->found->assigned, n);
    return true;
}

static bool is_sourced(const panic_walk *w, const ir_node *n)
{
    return n && n->op == IR_LOCAL && panic_is_slot(w, n->slot) && w->body->slots[n->slot] & SOURCED;
}

static bool is_use(const panic_walk *w, const ir_node *n)
{
    const ir_node *base = n->count ? n->kids[0] : NULL;
    switch ((ir_op)n->op) {
    case IR_SELECT:
    case IR_DEREF: return is_sourced(w, base) || is_element(base) || (is_pointer_member(base) && may_be_sent(w, base));
    case IR_CALL: return is_sourced(w, number_bytes(n));
    case IR_INDEX: return is_first_element(n) && may_be_sent(w, base);
    default: return false;
    }
}

static bool find_use(void *self, ir_node *n)
{
    const reason_search *r = self;
    if (is_use(r->w, n)) array_push(r->w->c->flow->facts->arena, &r->found->uses, n);
    return true;
}

const nil_reasons *panic_may_be_nil(panic_walk *w, ir_node *body)
{
    reason_search r = {w, ARENA_NEW(w->c->flow->facts->arena, nil_reasons)};
    ir_walk(body, find_reason, &r);
    ir_walk(body, find_use, &r);
    return r.found->uses.n ? r.found : NULL;
}

/* --- all of it ------------------------------------------------------------------------------------------------------------- */

/* Whether it is one of what may be missing, if nothing checks that. */
static bool may_fail(const nil_walk *v, const ir_node *n)
{
    const ir_node *base = n->op == IR_CALL ? number_bytes(n) : n->kids[0];
    if (base->op == IR_LOCAL) return v->slots[base->slot].source != NONE;
    return is_element(base) ? is_pointer_element(v, base) : is_sent(v, base);
}

void panic_find_nil(panic_walk *w, ir_node *body)
{
    nil_walk v = {.w = w, .inside = NONE};
    const nil_reasons *reasons = w->body->nil;
    v.slots = ARENA_NEW_N(w->c->arena, nil_slot, (size_t)w->func->slot_count);
    for (int32_t i = 0; i < w->func->slot_count; i++) v.slots[i].source = v.slots[i].captured = NONE;
    for (size_t i = 0; i < reasons->assigned.n; i++) find_source(&v, reasons->assigned.at[i]);
    bool any = false;
    for (size_t i = 0; i < reasons->uses.n && !any; i++) any = may_fail(&v, reasons->uses.at[i]);
    if (!any) return;
    ir_walk(body, find_values, &v);
    if (v.values.n) qsort(v.values.at, v.values.n, sizeof *v.values.at, value_order);
    ir_walk(body, find_checks, &v);
    finish_checks(&v);
    for (size_t i = 0; i < reasons->uses.n; i++) look_at_use(&v, reasons->uses.at[i]);
}
