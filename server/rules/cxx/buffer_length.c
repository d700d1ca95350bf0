/* flow/buffer-length: a body is replaced by a new text, and the length given is that of the new one. */
#include "ir/func.h"
#include "rules/cxx/body.h"
#include "rules/cxx/rules.h"

/* What is known of a text in a variable. */
enum {
    OLD = 1,   /* the body as it was, or a part of it */
    NEW = 2,   /* made of something else: it may be shorter than the body */
    OTHER = 4, /* nobody knows */
};

typedef struct text_look {
    rule_context *c;
    const flow_place *place;
    uint8_t *slots; /* bits of the above */
} text_look;

/* The name of the method that is called, and what it is called on; NULL for anything else. */
static const ir_node *method_of(const ir_node *n, str *name)
{
    const ir_node *callee = n && n->op == IR_CALL ? body_strip(n->kids[0]) : NULL;
    if (!callee || callee->op != IR_MEMBER) return NULL;
    *name = callee->name;
    return callee->kids[0];
}

static const ir_node *inner(const ir_node *n)
{
    while (n && (n->op == IR_REFER || n->op == IR_TARGET || (n->op == IR_CONSTRUCT && n->count == 1 && !n->func))) n = n->kids[0];
    return n;
}

static uint8_t kind_of(const text_look *t, const ir_node *n)
{
    str name = {0}, package;
    n = inner(n);
    if (!n) return OTHER;
    if (n->op == IR_LOCAL && n->slot >= 0) return t->slots[n->slot];
    if (n->op == IR_CONST && n->constant.kind == IR_STRING) return NEW;
    if (code_calls(n, "getBufferBytes")) return OLD;
    const ir_node *of = method_of(n, &name);
    if (of && (str_is(name, "toString") || str_is(name, "view"))) return kind_of(t, of);
    if (of && (str_is(name, "dump") || str_is(name, "SerializeAsString"))) return NEW;
    if (n->op == IR_BINARY && n->sub == IR_ADD) return kind_of(t, n->kids[0]) | kind_of(t, n->kids[1]);
    bool joins = n->op == IR_CALL && body_is_extern(body_strip(n->kids[0]), &package, &name) && str_is(name, "StrCat");
    uint8_t all = joins ? NEW : OTHER;
    for (uint32_t i = 1; joins && i < n->count; i++) all |= kind_of(t, n->kids[i]);
    return all;
}

static bool shortens(str name)
{
    static const char *const names[] = {"erase", "resize", "assign", "pop_back", "clear", "replace"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return true;
    return false;
}

static bool note(void *self, ir_node *n)
{
    text_look *t = self;
    str name = {0};
    if (n->op == IR_ASSIGN && n->targets == 1 && n->count == 2 && n->kids[0]->op == IR_DECLARE && n->kids[0]->slot >= 0)
        t->slots[n->kids[0]->slot] = kind_of(t, n->kids[1]);
    if (n->op == IR_UPDATE && !n->sub) {
        int32_t slot = code_local(n->kids[0]);
        if (slot >= 0) t->slots[slot] = kind_of(t, n->kids[1]) == NEW ? NEW : OTHER;
    }
    if (n->op == IR_UPDATE && n->sub) {
        int32_t slot = code_local(n->kids[0]);
        if (slot >= 0) t->slots[slot] |= kind_of(t, n->kids[1]);
    }
    const ir_node *of = method_of(n, &name);
    int32_t changed = of ? code_local(of) : -1;
    if (changed >= 0 && shortens(name) && t->slots[changed] == OLD) t->slots[changed] = NEW;
    const ir_node *callee = n->op == IR_CALL ? body_strip(n->kids[0]) : NULL;
    bool own = callee && callee->op != IR_EXTERN && callee->op != IR_MEMBER;
    for (uint32_t i = 1; callee && i < n->count; i++) { /* it may be changed there */
        const ir_node *given = n->kids[i] && n->kids[i]->op == IR_REFER ? n->kids[i]->kids[0] : n->kids[i];
        if (given && code_local(given) >= 0 && (own || given->op == IR_ADDR)) t->slots[code_local(given)] |= OTHER;
    }
    return true;
}

/* The number of bytes that a body's handler is told. */
static str size_name(const text_look *t)
{
    phase p = t->place->context->handler->phase;
    const ir_func *f = t->place->func;
    bool body = t->place->context->moment == FLOW_HANDLER && (p == PHASE_REQUEST_BODY || p == PHASE_RESPONSE_BODY) &&
                f == t->place->context->handler->func && f->param_count > 1;
    return body ? f->params[1].name : (str){0};
}

static bool check(void *self, ir_node *n)
{
    enum { TYPE, START, LENGTH, DATA };
    text_look *t = self;
    str name = {0};
    if (!code_calls(n, "setBuffer")) return true;
    const ir_node *type = code_argument(n, TYPE), *start = code_argument(n, START), *length = code_argument(n, LENGTH);
    bool body = type && type->op == IR_CONST && type->constant.kind == IR_INTEGER && (uint64_t)type->constant.integer < 2;
    bool first = start && start->op == IR_CONST && start->constant.kind == IR_INTEGER && !start->constant.integer;
    const ir_node *of = method_of(length, &name), *data = inner(code_argument(n, DATA));
    if (!body || !first || !of || !data || (!str_is(name, "size") && !str_is(name, "length"))) return true;
    int32_t slot = code_local(of);
    if (slot < 0 || code_local(data) != slot || t->slots[slot] != NEW) return true;
    str right = size_name(t);
    rule_value values[] = {{"size", right.n ? right : STR("size")}};
    diagnostic *d = flow_report(t->c, "flow/buffer-length", length->at, values, 1, t->place->frame);
    if (d && right.n)
        flow_add_fix(t->c, d, rule_format(t->c, rule_related("whole_body_fix"), values, 1), length->at, right, true);
    return true;
}

static void read_body(void *self, const flow_place *p, ir_node *body)
{
    rule_context *c = self;
    text_look t = {c, p, ARENA_NEW_N(c->arena, uint8_t, (size_t)p->func->slot_count)};
    ir_walk(body, note, &t);
    ir_walk(body, check, &t);
}

void buffer_length_run(rule_context *c) { code_each_body(c, read_body, c); }
