#include "ir/verify.h"

#include "base/limits.h"
#include "ir/program.h"

enum { ANY = 255, DEPTH_MOST = 4 * LIMIT_SYNTAX_DEPTH }; /* one level of source is at most a few nodes deep */

typedef enum role { EXPRESSION, PLACE, STATEMENT, CASE, ELEMENT, CALL, ANYTHING } role;

/* Of an operation: what it is, how many kids it has, and which of the first ones may be absent (bits). */
typedef struct shape {
    uint8_t is, least, most, absent;
} shape;

static const shape shapes[] = {
    [IR_CONST] = {EXPRESSION, 0, 0, 0},
    [IR_LOCAL] = {EXPRESSION, 0, 0, 0},
    [IR_GLOBAL] = {EXPRESSION, 0, 0, 0},
    [IR_FUNC] = {EXPRESSION, 0, ANY, 0}, /* explicit type arguments */
    [IR_EXTERN] = {EXPRESSION, 0, ANY, 0},
    [IR_TYPE] = {EXPRESSION, 0, 0, 0},
    [IR_ADDR] = {EXPRESSION, 1, 1, 0},
    [IR_DEREF] = {EXPRESSION, 1, 1, 0},
    [IR_SELECT] = {EXPRESSION, 1, 1, 0},
    [IR_INDEX] = {EXPRESSION, 2, 2, 0},
    [IR_SLICE] = {EXPRESSION, 4, 4, 1 << 1 | 1 << 2 | 1 << 3},
    [IR_UNARY] = {EXPRESSION, 1, 1, 0},
    [IR_BINARY] = {EXPRESSION, 2, 2, 0},
    [IR_AND] = {EXPRESSION, 2, 2, 0},
    [IR_OR] = {EXPRESSION, 2, 2, 0},
    [IR_CONVERT] = {EXPRESSION, 1, 1, 0},
    [IR_ASSERT] = {EXPRESSION, 1, 1, 0},
    [IR_COMPOSITE] = {EXPRESSION, 0, ANY, 0},
    [IR_KEYED] = {ELEMENT, 1, 2, 0},
    [IR_CLOSURE] = {EXPRESSION, 0, 0, 0},
    [IR_CALL] = {CALL, 1, ANY, 0},
    [IR_BUILTIN] = {CALL, 0, ANY, 0},
    [IR_RECEIVE] = {EXPRESSION, 1, 1, 0},
    [IR_MEMBER] = {EXPRESSION, 1, 1, 0},
    [IR_COND] = {EXPRESSION, 3, 3, 0},
    [IR_SEQUENCE] = {EXPRESSION, 1, ANY, 0},
    [IR_UPDATE] = {EXPRESSION, 2, 2, 0},
    [IR_REFER] = {EXPRESSION, 1, 1, 0},
    [IR_TRUTH] = {EXPRESSION, 1, 1, 0},
    [IR_TARGET] = {EXPRESSION, 1, 1, 0},
    [IR_CONSTRUCT] = {EXPRESSION, 0, ANY, 0},
    [IR_BLOCK] = {STATEMENT, 0, ANY, 0},
    [IR_EXPR] = {STATEMENT, 1, 1, 0},
    [IR_ASSIGN] = {STATEMENT, 1, ANY, 0},
    [IR_DECLARE] = {PLACE, 0, 0, 0},
    [IR_BLANK] = {PLACE, 0, 0, 0},
    [IR_BIND] = {PLACE, 0, 0, 0},
    [IR_IF] = {STATEMENT, 3, 3, 1 << 2},
    [IR_LOOP] = {STATEMENT, 3, 3, 1 << 0 | 1 << 1},
    [IR_RANGE] = {STATEMENT, 4, 4, 1 << 0 | 1 << 1},
    [IR_SWITCH] = {STATEMENT, 1, ANY, 1 << 0},
    [IR_TYPE_SWITCH] = {STATEMENT, 1, ANY, 0},
    [IR_CASE] = {CASE, 1, ANY, 0},
    [IR_COMM_SELECT] = {STATEMENT, 0, ANY, 0},
    [IR_BREAK] = {STATEMENT, 0, 0, 0},
    [IR_CONTINUE] = {STATEMENT, 0, 0, 0},
    [IR_FALLTHROUGH] = {STATEMENT, 0, 0, 0},
    [IR_RETURN] = {STATEMENT, 0, ANY, 0},
    [IR_DEFER] = {STATEMENT, 1, 1, 0},
    [IR_GO] = {STATEMENT, 1, 1, 0},
    [IR_SEND] = {STATEMENT, 2, 2, 0},
    [IR_UNSUPPORTED] = {ANYTHING, 0, ANY, 0},
};

_Static_assert(sizeof shapes / sizeof *shapes == IR_UNSUPPORTED + 1, "every operation has a shape");

/* A statement around the node that a jump may mean. */
typedef struct target {
    const ir_node *statement;
    const struct target *outer;
} target;

typedef struct verifier {
    const ir_program *p;
    int32_t slot_count; /* of the frame */
    const target *targets;
    bool broken; /* below IR_UNSUPPORTED: nodes are whole, but may stand anywhere */
    int depth;
    ir_flaw flaw; /* the first one */
} verifier;

static bool flaw(verifier *v, const ir_node *n, const char *what)
{
    if (!v->flaw.what) v->flaw = (ir_flaw){what, n};
    return false;
}

static bool require(verifier *v, bool holds, const ir_node *n, const char *what) { return holds || flaw(v, n, what); }

static bool is_slot(const verifier *v, int32_t slot) { return slot >= 0 && slot < v->slot_count; }

static bool is_place(uint8_t op)
{
    switch (op) {
    case IR_LOCAL: case IR_GLOBAL: case IR_EXTERN: case IR_SELECT: case IR_INDEX: case IR_DEREF: case IR_DECLARE: case IR_BLANK:
    case IR_BIND:
        return true;
    default: return false;
    }
}

static bool accepts(role r, uint8_t op)
{
    uint8_t is = shapes[op].is;
    bool expression = is == EXPRESSION || is == CALL;
    switch (r) {
    case EXPRESSION: return expression || is == ANYTHING;
    case PLACE: return is_place(op);
    case STATEMENT: return is == STATEMENT || is == ANYTHING;
    case CASE: return is == CASE;
    case ELEMENT: return expression || is == ELEMENT || is == ANYTHING;
    case CALL: return is == CALL;
    case ANYTHING: return true;
    }
    return false;
}

static role role_of_kid(const ir_node *n, uint32_t i)
{
    switch (n->op) {
    case IR_BLOCK: return STATEMENT;
    case IR_SEQUENCE: return i + 1 < n->count ? STATEMENT : EXPRESSION;
    case IR_ASSIGN: return i < n->targets ? PLACE : EXPRESSION;
    case IR_IF: case IR_LOOP: return i == 0 ? EXPRESSION : STATEMENT;
    case IR_RANGE: return i < 2 ? PLACE : i == 2 ? EXPRESSION : STATEMENT;
    case IR_SWITCH: case IR_TYPE_SWITCH: return i == 0 ? EXPRESSION : CASE;
    case IR_COMM_SELECT: return CASE;
    case IR_CASE: return i < n->targets ? EXPRESSION : STATEMENT;
    case IR_COMPOSITE: return ELEMENT;
    case IR_DEFER: case IR_GO: return CALL;
    case IR_UNSUPPORTED: return ANYTHING;
    default: return EXPRESSION;
    }
}

/* --- what single operations must have --- */

bool ir_builtin_takes(ir_builtin b, uint32_t count, bool spread)
{
    if (spread) return b == IR_APPEND && count == 2;
    switch (b) {
    case IR_LEN: case IR_CAP: case IR_PANIC: case IR_CLEAR: case IR_CLOSE: return count == 1;
    case IR_APPEND: case IR_MIN: case IR_MAX: return count >= 1;
    case IR_MAKE: return count <= 2;
    case IR_NEW: case IR_RECOVER: return count == 0;
    case IR_DELETE: case IR_COPY: return count == 2;
    case IR_PRINT: return true;
    }
    return false;
}

static bool is_binary(uint8_t op)
{
    switch (op) {
    case IR_ADD: case IR_SUB: case IR_MUL: case IR_DIV: case IR_REM: case IR_BIT_AND: case IR_BIT_OR: case IR_XOR: case IR_SHL:
    case IR_SHR:
    case IR_AND_NOT:
    case IR_EQUAL:
    case IR_UNEQUAL:
    case IR_LESS:
    case IR_GREATER:
    case IR_LESS_EQUAL:
    case IR_GREATER_EQUAL: return true;
    default: return false;
    }
}

static bool is_unary(uint8_t op) { return op == IR_ADD || op == IR_SUB || op == IR_NOT || op == IR_XOR; }

static bool assignment(verifier *v, const ir_node *n)
{
    uint32_t values = n->count - n->targets;
    if (!require(v, n->targets > 0 && n->targets <= n->count, n, "places that are no kids")) return false;
    if (n->sub) {
        bool place = n->kids[0] && n->kids[0]->op != IR_DECLARE && n->kids[0]->op != IR_BLANK;
        bool both = n->targets == 1 && values == 1 && place;
        return require(v, both && is_binary(n->sub), n, "an operator without an old and a new value");
    }
    return require(v, values == 0 || values == 1 || values == n->targets, n, "other numbers of places and values");
}

static bool clause(verifier *v, const ir_node *n)
{
    const ir_node *of = v->targets ? v->targets->statement : NULL;
    bool counts = n->targets + 1 == n->count && !(n->flags & IR_DEFAULT && n->targets);
    if (!require(v, counts, n, "other kids than alternatives and a body")) return false;
    if (v->broken) return require(v, n->slot < v->slot_count, n, "a slot outside of the frame");
    if (!require(v, of && (of->op != IR_COMM_SELECT || !n->targets), n, "a case of nothing that has cases")) return false;
    return require(v, n->slot == -1 || (of->op == IR_TYPE_SWITCH && is_slot(v, n->slot)), n, "a slot outside of the frame");
}

bool ir_jump_means(const ir_node *jump, const ir_node *statement)
{
    if (jump->op == IR_FALLTHROUGH) return statement->op == IR_SWITCH;
    bool loop = statement->op == IR_LOOP || statement->op == IR_RANGE;
    return (jump->op != IR_CONTINUE || loop) && (!jump->name.n || str_eq(jump->name, statement->name));
}

static bool jump(verifier *v, const ir_node *n)
{
    for (const target *t = v->targets; t && !v->broken; t = t->outer) {
        if (ir_jump_means(n, t->statement)) return true;
        if (n->op == IR_FALLTHROUGH) break; /* only the innermost one is meant */
    }
    return v->broken || flaw(v, n, "a jump that leads nowhere");
}

static bool parameters(verifier *v, const ir_param *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!require(v, list[i].slot == -1 || is_slot(v, list[i].slot), NULL, "a parameter outside of the frame")) return false;
    return true;
}

static bool node(verifier *v, const ir_node *n, role r);

static bool function(verifier *v, const ir_func *f)
{
    return require(v, f->type && f->type->kind == TYPE_FUNC, NULL, "no signature") && parameters(v, f->params, f->param_count) &&
           parameters(v, f->results, f->result_count) && node(v, f->body, STATEMENT);
}

static bool literal(verifier *v, const ir_node *n)
{
    const ir_func *f = n->func;
    if (!require(v, f && f->lowered && f->body, n, "a literal without a function")) return false;
    bool captures = f->slot_count >= 0 && f->capture_count <= (uint32_t)f->slot_count;
    if (!require(v, captures, n, "captures outside of the frame")) return false;
    for (uint32_t i = 0; i < f->capture_count; i++)
        if (!require(v, is_slot(v, f->captures[i]), n, "a captured variable outside of the frame")) return false;
    verifier inner = {.p = v->p, .slot_count = f->slot_count, .depth = v->depth};
    if (function(&inner, f)) return true;
    return flaw(v, inner.flaw.node ? inner.flaw.node : n, inner.flaw.what);
}

static bool fresh_variables(verifier *v, const ir_node *n)
{
    for (uint32_t i = 0; i < n->slots.count; i++)
        if (!require(v, is_slot(v, n->slots.at[i]), n, "a slot outside of the frame")) return false;
    return true;
}

static bool own_fields(verifier *v, const ir_node *n)
{
    switch ((ir_op)n->op) {
    case IR_CONST: return require(v, n->constant.kind <= IR_STRING, n, "a constant of no kind");
    case IR_LOCAL: case IR_DECLARE: case IR_BIND: return require(v, is_slot(v, n->slot), n, "a slot outside of the frame");
    case IR_GLOBAL: return require(v, n->global, n, "no variable");
    case IR_FUNC: return require(v, n->func, n, "no function");
    case IR_CLOSURE: return literal(v, n);
    case IR_TYPE: case IR_CONVERT: case IR_ASSERT: case IR_COMPOSITE: case IR_CONSTRUCT: return require(v, n->type, n, "no type");
    case IR_UNARY: return require(v, is_unary(n->sub), n, "no operator");
    case IR_BINARY: return require(v, is_binary(n->sub), n, "no operator");
    case IR_UPDATE: return require(v, !n->sub || is_binary(n->sub), n, "no operator");
    case IR_KEYED: return require(v, n->count == 2 || n->name.n, n, "a field without a name");
    case IR_CALL: return require(v, !(n->flags & IR_SPREAD) || n->count > 1, n, "no argument to be spread");
    case IR_BUILTIN:
        if (!require(v, n->type || (n->sub != IR_MAKE && n->sub != IR_NEW), n, "no type")) return false;
        return require(v, ir_builtin_takes((ir_builtin)n->sub, n->count, n->flags & IR_SPREAD), n, "another number of arguments");
    case IR_ASSIGN: return assignment(v, n);
    case IR_LOOP: return fresh_variables(v, n);
    case IR_CASE: return clause(v, n);
    case IR_BREAK: case IR_CONTINUE: case IR_FALLTHROUGH: return jump(v, n);
    default: return true;
    }
}

/* --- all of them --- */

static bool is_inside(const verifier *v, ir_span at)
{
    if (at.file == IR_NO_FILE) return true;
    return at.file < v->p->files.n && at.at.start <= at.at.end && at.at.end <= v->p->files.at[at.file].text.n;
}

static bool kids(verifier *v, const ir_node *n)
{
    const shape *s = &shapes[n->op];
    for (uint32_t i = 0; i < n->count; i++) {
        const ir_node *kid = n->kids[i];
        bool may_be_absent = i < 8 && s->absent >> i & 1;
        if (kid ? !node(v, kid, role_of_kid(n, i)) : !require(v, may_be_absent, n, "a kid is missing")) return false;
    }
    return true;
}

static bool has_targets(uint8_t op)
{
    return op == IR_LOOP || op == IR_RANGE || op == IR_SWITCH || op == IR_TYPE_SWITCH || op == IR_COMM_SELECT;
}

static bool shaped(verifier *v, const ir_node *n, role r)
{
    if (!require(v, n->op <= IR_UNSUPPORTED, n, "no operation")) return false;
    const shape *s = &shapes[n->op];
    bool counts = n->count >= s->least && (s->most == ANY || n->count <= s->most) && (n->kids || !n->count);
    return require(v, v->broken || accepts(r, n->op), n, "not what may stand there") &&
           require(v, counts, n, "another number of kids") && require(v, is_inside(v, n->at), n, "a place outside of the file") &&
           own_fields(v, n);
}

static bool node(verifier *v, const ir_node *n, role r)
{
    if (!require(v, ++v->depth <= DEPTH_MOST, n, "nested too deeply") || !shaped(v, n, r)) return false;
    target here = {n, v->targets};
    bool broken = v->broken;
    if (has_targets(n->op)) v->targets = &here;
    if (n->op == IR_UNSUPPORTED) v->broken = true;
    bool sound = kids(v, n);
    v->targets = here.outer;
    v->broken = broken;
    v->depth--;
    return sound;
}

ir_flaw ir_verify_func(const ir_program *p, const ir_func *f)
{
    verifier v = {.p = p, .slot_count = f->slot_count};
    if (f->body) function(&v, f);
    return v.flaw;
}

ir_flaw ir_verify_global(const ir_program *p, const ir_global *g)
{
    verifier v = {.p = p, .slot_count = g->slot_count};
    if (g->init) node(&v, g->init, EXPRESSION);
    return v.flaw;
}
