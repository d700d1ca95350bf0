/* Pointers and parts that are not there when a client wants it so.
 *
 * flow/nil-pointer: what a function could not read (url.Parse) while nobody looks at its error, a member of what a client has
 * sent, the element of a map for a key that a client names. flow/unchecked-index: an element of a list in what a client has sent,
 * and a number read from a property that is not there.
 *
 * Said is what is certain in the function alone: any look at the error, the pointer or a length is a check. */
#include "ir/language_row.h"
#include "ir/library.h"
#include "ir/func.h"
#include "rules/go/panic.h"

/* What may be missing: the variable's value comes from this call or element, and `error`, when it is a variable, tells. */
typedef enum nil_kind { NIL_ON_ERROR, NIL_ELEMENT, NIL_PROPERTY } nil_kind;

typedef struct nil_source {
    nil_kind kind;
    int32_t slot, error; /* -1: nobody takes the error */
    const ir_node *assign;
    uint32_t until;      /* where the error's variable gets another value */
    bool checked;
} nil_source;

typedef struct nil_walk {
    panic_walk *w;
    bool validates; /* it asks something whether a text is right */
    ARRAY(nil_source) sources;
    ARRAY(str) tested; /* texts of what is compared with nil */
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

static bool reads_input(const nil_walk *v, const ir_node *call)
{
    str package, name;
    const ir_node *callee = call->count ? body_strip(call->kids[0]) : NULL;
    if (!callee || !body_is_extern(callee, &package, &name)) return false;
    if (!(library_effects(package, name) & LIBRARY_NIL_ON_ERROR)) return false;
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

static bool is_pointer_element(const nil_walk *v, const ir_node *n)
{
    bool element = n->op == IR_INDEX && n->count == 2 && !(n->flags & IR_COMMA_OK);
    return element && is_map_of_pointers(n) && is_entry(v) && panic_is_input(v->w, n->kids[1]);
}

static bool find_validation(void *self, ir_node *n)
{
    nil_walk *v = self;
    str package, name = {0};
    const ir_node *callee = n->op == IR_CALL && n->count ? body_strip(n->kids[0]) : NULL;
    if (callee && (callee->op == IR_SELECT || !body_is_extern(callee, &package, &name))) name = callee->name;
    v->validates = v->validates || str_has(name, STR("Match")) || str_has(name, STR("Valid"));
    return true;
}

static bool find_sources(void *self, ir_node *n)
{
    nil_walk *v = self;
    if (n->op != IR_ASSIGN || n->sub || n->count != n->targets + 1 || n->targets > 2 || !n->targets) return true;
    const ir_node *given = body_strip(n->kids[n->targets]);
    bool call = given && given->op == IR_CALL, property = call && n->targets == 2 && is_property(given);
    bool reads = call && n->targets == 2 && !v->validates && reads_input(v, given);
    bool element = given && n->targets == 1 && is_pointer_element(v, given);
    int32_t slot = slot_of(v, n->kids[0]);
    if (!(reads || property || element) || !is_only(v, slot)) return true;
    const ir_node *second = n->targets == 2 ? n->kids[1] : NULL;
    nil_source s = {property ? NIL_PROPERTY : element ? NIL_ELEMENT : NIL_ON_ERROR, slot, -1, n, UINT32_MAX, false};
    if (second && second->op != IR_BLANK) s.error = slot_of(v, second);
    if (second && second->op != IR_BLANK && s.error < 0) return true; /* kept elsewhere */
    array_push(v->w->c->arena, &v->sources, s);
    return true;
}

static bool find_next_values(void *self, ir_node *n)
{
    nil_walk *v = self;
    for (uint32_t i = 0; n->op == IR_ASSIGN && i < n->targets; i++)
        for (size_t k = 0; k < v->sources.n; k++) {
            nil_source *s = &v->sources.at[k];
            bool again = s->error >= 0 && slot_of(v, n->kids[i]) == s->error && n->at.at.start > s->assign->at.at.start;
            if (again && n->at.at.start < s->until) s->until = n->at.at.start;
        }
    return true;
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

/* `if err != nil { log }`, behind which everything goes on. */
static bool is_passed_by(const ir_node *n, const nil_source *s)
{
    const ir_node *condition = n->op == IR_IF && !n->kids[2] ? n->kids[0] : NULL;
    bool asks = condition && condition->op == IR_BINARY && condition->sub == IR_UNEQUAL && is_nil(condition->kids[1]) &&
                condition->kids[0]->op == IR_LOCAL && condition->kids[0]->slot == s->error;
    bool leaves = false;
    if (asks && n->kids[1]) ir_walk(n->kids[1], find_way_out, &leaves);
    return asks && !leaves;
}

typedef struct check_search {
    nil_walk *v;
    nil_source *s;
} check_search;

/* A use of the error in its time, or a look at the value. */
static bool find_check(void *self, ir_node *n)
{
    check_search *f = self;
    nil_source *s = f->s;
    if (n == s->assign || (s->error >= 0 && is_passed_by(n, s))) return false;
    uint32_t at = n->at.at.start;
    bool in_time = at > s->assign->at.at.start && at < s->until;
    if (n->op == IR_LOCAL && n->slot == s->error && s->error >= 0 && in_time) s->checked = true;
    bool compares = n->op == IR_BINARY && (n->sub == IR_EQUAL || n->sub == IR_UNEQUAL);
    for (uint32_t i = 0; compares && i < 2; i++)
        if (n->kids[i]->op == IR_LOCAL && n->kids[i]->slot == s->slot) s->checked = true;
    const ir_node *measured = n->op == IR_BUILTIN && n->sub == IR_LEN && n->count ? n->kids[0] : NULL;
    s->checked = s->checked || (measured && measured->op == IR_LOCAL && measured->slot == s->slot);
    for (uint32_t i = 0; n->op == IR_CLOSURE && i < n->func->capture_count; i++)
        s->checked = s->checked || n->func->captures[i] == s->slot || n->func->captures[i] == s->error;
    const ir_node *list = s->assign->kids[s->assign->targets]; /* another look at the map's element */
    bool element = s->kind == NIL_ELEMENT && n->op == IR_INDEX && n->flags & IR_COMMA_OK && list->op == IR_INDEX;
    if (element && str_eq(text_of(f->v, n->kids[0]), text_of(f->v, list->kids[0]))) s->checked = true;
    return true;
}

static bool find_tested(void *self, ir_node *n)
{
    nil_walk *v = self;
    bool compares = n->op == IR_BINARY && (n->sub == IR_EQUAL || n->sub == IR_UNEQUAL) && is_nil(n->kids[1]);
    if (compares) array_push(v->w->c->arena, &v->tested, text_of(v, n->kids[0]));
    return true;
}

static bool is_tested(const nil_walk *v, const ir_node *n)
{
    str text = text_of(v, n);
    for (size_t i = 0; i < v->tested.n; i++)
        if (str_eq(v->tested.at[i], text)) return true;
    return false;
}

/* --- what a client has sent, decoded here ---------------------------------------------------------------------------------- */

typedef struct decode_search {
    const panic_walk *w;
    int32_t slot;
    bool found;
} decode_search;

static bool find_decode(void *self, ir_node *n)
{
    decode_search *d = self;
    const ir_node *callee = n->op == IR_CALL && n->count ? body_strip(n->kids[0]) : NULL;
    for (uint32_t i = 1; callee && panic_is_decoder(d->w->c, callee) && i < n->count; i++) {
        const ir_node *to = n->kids[i];
        if (to->op == IR_ADDR && to->kids[0]->op == IR_LOCAL && to->kids[0]->slot == d->slot) d->found = true;
    }
    return !d->found;
}

/* A member of a variable that was only declared, and filled here with what a client has sent. */
static bool is_sent(const nil_walk *v, ir_node *body, const ir_node *n)
{
    const panic_walk *w = v->w;
    bool members = n->op == IR_SELECT;
    while (n && n->op == IR_SELECT) n = n->kids[0];
    if (!members || !n || n->op != IR_LOCAL || !panic_is_slot(w, n->slot)) return false;
    if ((w->body->slots[n->slot] & (DECLARED | GIVEN | GIVEN_AGAIN)) != DECLARED || !panic_is_input(w, n)) return false;
    decode_search d = {w, n->slot, false};
    ir_walk(body, find_decode, &d);
    return d.found;
}

/* --- uses ------------------------------------------------------------------------------------------------------------------ */

typedef struct use_search {
    nil_walk *v;
    ir_node *body;
} use_search;

static const nil_source *source_of(const nil_walk *v, const ir_node *n, bool property)
{
    for (size_t i = 0; i < v->sources.n; i++) {
        const nil_source *s = &v->sources.at[i];
        bool behind = n->at.at.start > s->assign->at.at.start;
        if (n->slot == s->slot && behind && !s->checked && (s->kind == NIL_PROPERTY) == property) return s;
    }
    return NULL;
}

/* p.member, *p */
static void look_at_pointer(const use_search *u, const ir_node *n)
{
    const nil_walk *v = u->v;
    const ir_node *base = n->kids[0];
    if (base->op == IR_LOCAL && source_of(v, base, false)) panic_report(v->w, "flow/nil-pointer", base, (str){0});
    if (base->op == IR_INDEX && is_pointer_element(v, base)) {
        nil_source s = {.kind = NIL_ELEMENT, .slot = -1, .error = -1, .until = UINT32_MAX};
        ir_node *const kids[] = {(ir_node *)base};
        const ir_node assign = {.op = IR_ASSIGN, .kids = (ir_node **)kids, .count = 1, .at = base->at};
        s.assign = &assign;
        ir_walk(u->body, find_check, &(check_search){u->v, &s});
        if (!s.checked && !is_tested(v, base)) panic_report(v->w, "flow/nil-pointer", base, (str){0});
    }
    bool pointer = base->op == IR_SELECT && base->type && base->type->kind == TYPE_POINTER;
    if (pointer && !is_tested(v, base) && is_sent(v, u->body, base)) panic_report(v->w, "flow/nil-pointer", base, (str){0});
}

/* binary.LittleEndian.Uint64(property) */
static void look_at_number(const use_search *u, const ir_node *n)
{
    static const char *const names[] = {"Uint16", "Uint32", "Uint64"};
    const ir_node *callee = n->count == 2 ? body_strip(n->kids[0]) : NULL, *bytes = callee ? body_strip(n->kids[1]) : NULL;
    const ir_node *order = callee && callee->op == IR_SELECT ? body_strip(callee->kids[0]) : NULL;
    str package, name;
    if (!order || !bytes || bytes->op != IR_LOCAL || !body_is_extern(order, &package, &name)) return;
    if (!str_is(package, "encoding/binary")) return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(callee->name, names[i]) && source_of(u->v, bytes, true))
            panic_report(u->v->w, "flow/unchecked-index", n, (str){0});
}

/* request.Choices[0] */
static void look_at_element(const use_search *u, const ir_node *n)
{
    const ir_node *list = n->kids[0], *at = n->count == 2 ? n->kids[1] : NULL;
    bool constant = at && at->op == IR_CONST && at->constant.kind == IR_INTEGER && at->constant.integer >= 0;
    bool slice = list->type && type_under_kind(list->type) == TYPE_SLICE;
    if (constant && slice && !u->v->w->body->tests && is_sent(u->v, u->body, list))
        panic_report(u->v->w, "flow/unchecked-index", n, (str){0});
}

static bool find_uses(void *self, ir_node *n)
{
    const use_search *u = self;
    switch ((ir_op)n->op) {
    case IR_SELECT: case IR_DEREF: look_at_pointer(u, n); break;
    case IR_CALL: look_at_number(u, n); break;
    case IR_INDEX: look_at_element(u, n); break;
    default: break;
    }
    return true;
}

typedef struct reason_search {
    const panic_walk *w;
    bool found;
} reason_search;

static bool find_reason(void *self, ir_node *n)
{
    reason_search *r = self;
    str package, name;
    const ir_node *callee = n->op == IR_CALL && n->count ? body_strip(n->kids[0]) : NULL;
    if (n->op == IR_INDEX && is_map_of_pointers(n)) r->found = true;
    if (!callee) return !r->found;
    bool nil = body_is_extern(callee, &package, &name) && library_effects(package, name) & LIBRARY_NIL_ON_ERROR;
    r->found = r->found || nil || is_property(n) || panic_is_decoder(r->w->c, callee);
    return !r->found;
}

bool panic_may_be_nil(const panic_walk *w, ir_node *body)
{
    reason_search r = {w, false};
    ir_walk(body, find_reason, &r);
    return r.found;
}

void panic_find_nil(panic_walk *w, ir_node *body)
{
    nil_walk v = {.w = w};
    ir_walk(body, find_validation, &v);
    ir_walk(body, find_sources, &v);
    ir_walk(body, find_next_values, &v);
    ir_walk(body, find_tested, &v);
    for (size_t i = 0; i < v.sources.n; i++) ir_walk(body, find_check, &(check_search){&v, &v.sources.at[i]});
    ir_walk(body, find_uses, &(use_search){&v, body});
}
