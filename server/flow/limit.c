/* What comparisons with constants say about a value that is not known itself: between which integers it lies, and what it is not.
 * `if n > 3` leaves n in 4.. in its first branch. */
#include "flow/engine.h"

enum { OTHERS_MOST = 6 };

typedef struct limits {
    flow_domain domain;
    int64_t least, greatest; /* of integers */
    flow_value others[OTHERS_MOST]; /* constants that it is not */
    uint32_t n;
} limits;

static int64_t least_of(flow_domain d) { return d == FLOW_NATURALS ? 0 : INT64_MIN; }

/* False when it is a value of another kind. */
static bool read_limits(const flow_engine *e, flow_value v, flow_domain domain, limits *out)
{
    const flow_content *c = flow_get(e, v);
    *out = (limits){.domain = domain, .least = least_of(domain), .greatest = INT64_MAX};
    if (flow_is_constant(c, IR_INTEGER) && domain != FLOW_ANYTHING) {
        out->least = out->greatest = c->constant.integer;
        return true;
    }
    if (c->kind != FLOW_LIMITED) return c->kind == FLOW_UNKNOWN_KIND;
    if (domain != FLOW_ANYTHING && c->parts[0]) {
        out->least = flow_get(e, c->parts[0])->constant.integer;
        out->greatest = flow_get(e, c->parts[1])->constant.integer;
    }
    for (uint32_t i = 2; i < c->part_count; i++) out->others[out->n++] = c->parts[i];
    return true;
}

static flow_value integer(flow_engine *e, int64_t i)
{
    return flow_make_const(e, (ir_constant){.kind = IR_INTEGER, .integer = i}, NULL);
}

static flow_value make_limited(flow_engine *e, const limits *l)
{
    flow_value parts[2 + OTHERS_MOST] = {0};
    bool bounded = l->domain != FLOW_ANYTHING && (l->least > least_of(l->domain) || l->greatest < INT64_MAX);
    if (!bounded && !l->n) return 0;
    if (bounded && l->least == l->greatest) return integer(e, l->least);
    if (bounded) {
        parts[0] = integer(e, l->least);
        parts[1] = integer(e, l->greatest);
    }
    for (uint32_t i = 0; i < l->n; i++) parts[2 + i] = l->others[i];
    return flow_make(e, (flow_content){.kind = FLOW_LIMITED, .parts = parts, .part_count = 2 + l->n});
}

static bool is_other(const limits *l, flow_value v)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (l->others[i] == v) return true;
    return false;
}

/* Makes the interval smaller while one of its ends is among the values that it is not. */
static void trim(flow_engine *e, limits *l)
{
    while (l->least < l->greatest && is_other(l, integer(e, l->least))) l->least++;
    while (l->least < l->greatest && is_other(l, integer(e, l->greatest))) l->greatest--;
}

/* The following keep to the values that fulfil a comparison; false when there are none. */

static bool keep_unequal(flow_engine *e, limits *l, flow_value constant)
{
    if (!is_other(l, constant) && l->n < OTHERS_MOST) l->others[l->n++] = constant;
    if (l->domain == FLOW_ANYTHING) return true;
    trim(e, l);
    return l->least < l->greatest || integer(e, l->least) != constant;
}

static void drop_outside(const flow_engine *e, limits *l)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        int64_t other = flow_get(e, l->others[i])->constant.integer;
        if (other > l->least && other < l->greatest) l->others[n++] = l->others[i];
    }
    l->n = n;
}

static bool keep_between(flow_engine *e, limits *l, int64_t least, int64_t greatest)
{
    if (least > l->least) l->least = least;
    if (greatest < l->greatest) l->greatest = greatest;
    trim(e, l);
    return l->least < l->greatest || (l->least == l->greatest && !is_other(l, integer(e, l->least)));
}

static bool keep(flow_engine *e, limits *l, ir_token op, flow_value constant)
{
    int64_t c = flow_get(e, constant)->constant.integer;
    switch (op) {
    case IR_EQUAL: return l->domain == FLOW_ANYTHING ? !is_other(l, constant) : keep_between(e, l, c, c);
    case IR_UNEQUAL: return keep_unequal(e, l, constant);
    case IR_LESS: return c > INT64_MIN && keep_between(e, l, INT64_MIN, c - 1);
    case IR_LESS_EQUAL: return keep_between(e, l, INT64_MIN, c);
    case IR_GREATER: return c < INT64_MAX && keep_between(e, l, c + 1, INT64_MAX);
    default: return keep_between(e, l, c, INT64_MAX);
    }
}

static ir_token opposite(ir_token op)
{
    switch (op) {
    case IR_EQUAL: return IR_UNEQUAL;
    case IR_UNEQUAL: return IR_EQUAL;
    case IR_LESS: return IR_GREATER_EQUAL;
    case IR_LESS_EQUAL: return IR_GREATER;
    case IR_GREATER: return IR_LESS_EQUAL;
    default: return IR_LESS;
    }
}

bool flow_compare(flow_engine *e, flow_value v, flow_domain domain, ir_token op, flow_value constant, flow_comparison *out)
{
    const flow_content *c = flow_get(e, constant);
    bool orders = op != IR_EQUAL && op != IR_UNEQUAL;
    if (flow_is_constant(c, IR_STRING)) domain = FLOW_ANYTHING;
    else if (!flow_is_constant(c, IR_INTEGER)) return false;
    limits yes, no;
    if ((orders && domain == FLOW_ANYTHING) || !read_limits(e, v, domain, &yes)) return false;
    no = yes;
    flow_value plain = flow_make_const(e, flow_get(e, constant)->constant, NULL); /* wherever it stands */
    out->may_hold = keep(e, &yes, op, plain);
    out->may_fail = keep(e, &no, opposite(op), plain);
    if (domain != FLOW_ANYTHING) {
        drop_outside(e, &yes);
        drop_outside(e, &no);
    }
    out->holds = op == IR_EQUAL ? constant : make_limited(e, &yes);
    out->fails = op == IR_UNEQUAL ? constant : make_limited(e, &no);
    return true;
}
