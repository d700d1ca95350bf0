/* Conditions of #if and #elif: integers, defined, !, &&, ||, comparisons and sums. Unknown names are 0. */
#include "cxx/macros.h"

#include <stdlib.h>

enum { DEPTH_MOST = 100 };

typedef struct reader {
    cxx_preprocessor *p;
    str text;
    size_t at;
    cxx_token now;
    int depth;
    bool unknown; /* a name was met that stands for nothing, or something that is no part of an expression */
} reader;

static void advance(reader *r)
{
    size_t start;
    do r->now = cxx_next_token(r->text, &r->at, &start);
    while (r->now.kind == CXX_COMMENT);
}

static bool take(reader *r, const char *sign)
{
    if (r->now.kind != CXX_SIGN || !str_is(r->now.text, sign)) return false;
    advance(r);
    return true;
}

static long long level(reader *r, int least);

static bool is_defined(reader *r)
{
    bool paren = take(r, "(");
    bool defined = r->now.kind == CXX_NAME && map_get(&r->p->macros, r->now.text) != NULL;
    advance(r);
    if (paren) take(r, ")");
    return defined;
}

static long long value_of_name(reader *r)
{
    str name = r->now.text;
    advance(r);
    if (str_is(name, "defined")) return is_defined(r);
    if (str_is(name, "true")) return 1;
    if (str_is(name, "__cplusplus")) return 201703;
    const cxx_macro *m = map_get(&r->p->macros, name);
    bool arguments = r->now.kind == CXX_SIGN && str_is(r->now.text, "(");
    r->unknown = r->unknown || !m || m->function || m->body.n != 1;
    if ((!m || m->function) && arguments) { /* __has_include(<x>), a macro that is asked with arguments */
        for (int depth = 0; r->now.kind != CXX_NO_TOKEN;) {
            depth += str_is(r->now.text, "(") ? 1 : str_is(r->now.text, ")") ? -1 : 0;
            advance(r);
            if (!depth) break;
        }
        return 0;
    }
    if (!m || m->function || m->body.n != 1 || m->body.at[0].kind != CXX_NUMBER) return 0;
    return strtoll(arena_cstr(r->p->arena, m->body.at[0].text), NULL, 0);
}

static long long operand(reader *r)
{
    long long v = 0;
    if (++r->depth > DEPTH_MOST) return 0;
    if (take(r, "!")) {
        v = !operand(r);
    } else if (take(r, "-")) {
        v = (long long)(0 - (unsigned long long)operand(r));
    } else if (take(r, "(")) {
        v = level(r, 0);
        take(r, ")");
    } else if (r->now.kind == CXX_NAME) {
        v = value_of_name(r);
    } else {
        r->unknown = r->unknown || r->now.kind != CXX_NUMBER;
        if (r->now.kind == CXX_NUMBER) v = strtoll(arena_cstr(r->p->arena, r->now.text), NULL, 0);
        advance(r);
    }
    r->depth--;
    return v;
}

static long long apply(size_t op, long long a, long long b)
{
    switch (op) {
    case 0: return a || b;
    case 1: return a && b;
    case 2: return a == b;
    case 3: return a != b;
    case 4: return a <= b;
    case 5: return a >= b;
    case 6: return a < b;
    case 7: return a > b;
    case 8: return (long long)((unsigned long long)a + (unsigned long long)b);
    case 9: return (long long)((unsigned long long)a - (unsigned long long)b);
    case 10: return (long long)((unsigned long long)a * (unsigned long long)b);
    case 11: return b == -1 ? (long long)(0 - (unsigned long long)a) : b ? a / b : 0;
    case 12: return b && b != -1 ? a % b : 0;
    case 13: return b >= 0 && b < 64 ? (long long)((unsigned long long)a << b) : 0;
    case 14: return b >= 0 && b < 64 ? a >> b : 0;
    case 15: return a & b;
    default: return a | b;
    }
}

/* Operators that bind at least so tightly. */
static long long level(reader *r, int least)
{
    static const struct {
        const char *sign;
        int level;
    } ops[] = {{"||", 1}, {"&&", 2}, {"==", 3}, {"!=", 3}, {"<=", 4}, {">=", 4}, {"<", 4}, {">", 4}, {"+", 6},
               {"-", 6},  {"*", 7},  {"/", 7},  {"%", 7},  {"<<", 5}, {">>", 5}, {"&", 3}, {"|", 3}};
    if (++r->depth > DEPTH_MOST) return 0;
    long long left = operand(r);
    for (size_t i = 0; i < sizeof ops / sizeof *ops;) {
        if (ops[i].level <= least || !take(r, ops[i].sign)) {
            i++;
            continue;
        }
        left = apply(i, left, level(r, ops[i].level));
        i = 0;
    }
    r->depth--;
    return left;
}

bool cxx_condition(cxx_preprocessor *p, str condition)
{
    reader r = {.p = p, .text = condition};
    advance(&r);
    return level(&r, 0) != 0;
}

bool cxx_constant(cxx_preprocessor *p, str expression, int64_t *number)
{
    reader r = {.p = p, .text = expression};
    advance(&r);
    *number = level(&r, 0);
    return !r.unknown && r.now.kind == CXX_NO_TOKEN;
}
