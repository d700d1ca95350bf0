/* Constants (Go specification, "Constants", "Constant expressions"): literals and folding.
 *
 * Whole numbers are exact up to 128 bits while one operation is folded, and up to 64 bits between operations; what is larger
 * becomes a real number. */
#include "base/utf8.h"
#include "go/internal.h"

#include <math.h>
#include <stdlib.h>

__extension__ typedef __int128 wide;

#define REAL_MOST 0x1p124 /* whole numbers below fit `wide`, and so do the sums of two */

/* --- literals --- */

static int digit_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

/* The character of an escape sequence at `*at` (behind the backslash); `*byte` when it stands for a byte, not a character. */
static bool unescape(str s, size_t *at, uint32_t *c, bool *byte)
{
    static const char names[] = "abfnrtv\\'\"", values[] = "\a\b\f\n\r\t\v\\'\"";
    if (*at >= s.n) return false;
    char e = s.p[(*at)++];
    const char *simple = e ? strchr(names, e) : NULL;
    *byte = false;
    if (simple) {
        *c = (unsigned char)values[simple - names];
        return true;
    }
    int base = 16, digits = e == 'x' ? 2 : e == 'u' ? 4 : e == 'U' ? 8 : 0;
    *byte = e == 'x';
    if (e >= '0' && e <= '7') {
        base = 8;
        digits = 3;
        (*at)--;
        *byte = true;
    }
    if (!digits) return false;
    *c = 0;
    for (; digits > 0; digits--, (*at)++) {
        if (*at >= s.n || digit_value(s.p[*at]) >= base) return false;
        *c = *c * (uint32_t)base + (uint32_t)digit_value(s.p[*at]);
    }
    return true;
}

bool go_unquote(arena *a, str literal, str *text)
{
    *text = (str){0};
    if (literal.n < 2 || literal.p[0] != literal.p[literal.n - 1]) return false;
    str in = str_slice(literal, 1, literal.n - 1);
    if (literal.p[0] == '"' && str_find_char(in, '\\', 0) < 0) {
        *text = in;
        return true;
    }
    char *out = arena_alloc(a, in.n + 1);
    size_t n = 0;
    if (literal.p[0] == '`') { /* carriage returns are not part of a raw string */
        for (size_t i = 0; i < in.n; i++)
            if (in.p[i] != '\r') out[n++] = in.p[i];
        *text = str_make(out, n);
        return true;
    }
    if (literal.p[0] != '"') return false;
    for (size_t i = 0; i < in.n;) {
        uint32_t c;
        bool byte;
        char bytes[4];
        if (in.p[i] != '\\') {
            out[n++] = in.p[i++];
            continue;
        }
        i++;
        if (!unescape(in, &i, &c, &byte)) return false;
        if (byte) {
            out[n++] = (char)c;
            continue;
        }
        size_t len = utf8_encode(c, bytes); /* never longer than its escape sequence */
        memcpy(out + n, bytes, len);
        n += len;
    }
    *text = str_make(out, n);
    return true;
}

/* False for what neither 64 bits nor a real number hold exactly: then the expression is no constant for us. */
static bool set_wide(ir_constant *c, wide n)
{
    if (n >= INT64_MIN && n <= INT64_MAX) *c = (ir_constant){.kind = IR_INTEGER, .integer = (int64_t)n};
    else if (n > 0 && n <= (wide)UINT64_MAX) *c = (ir_constant){.kind = IR_UNSIGNED, .unsigned_integer = (uint64_t)n};
    else *c = (ir_constant){.kind = IR_REAL, .real = (double)n};
    return c->kind != IR_REAL || (fabs(c->real) < REAL_MOST && (wide)c->real == n);
}

static str without_underscores(arena *a, str text)
{
    char *out = arena_alloc(a, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '_') out[n++] = text.p[i];
    return str_make(out, n);
}

static bool int_literal(arena *a, str text, ir_constant *c)
{
    text = without_underscores(a, text);
    int base = 10;
    size_t at = 0;
    if (text.n > 1 && text.p[0] == '0') {
        char p = text.p[1];
        base = p == 'x' || p == 'X' ? 16 : p == 'b' || p == 'B' ? 2 : 8;
        at = p >= '0' && p <= '9' ? 1 : 2;
    }
    wide n = 0;
    double real = 0;
    bool large = false;
    for (; at < text.n; at++) {
        int d = digit_value(text.p[at]);
        if (d >= base) return false;
        real = real * base + d;
        large = large || n > ((wide)1 << 120);
        if (!large) n = n * base + d;
    }
    if (large) *c = (ir_constant){.kind = IR_REAL, .real = real};
    else return set_wide(c, n);
    return true;
}

static bool rune_literal(str text, ir_constant *c)
{
    if (text.n < 3) return false;
    str in = str_slice(text, 1, text.n - 1);
    size_t at = 1, len;
    uint32_t r;
    bool byte;
    if (in.p[0] != '\\') r = utf8_decode(in, 0, &len);
    else if (!unescape(in, &at, &r, &byte)) return false;
    *c = (ir_constant){.kind = IR_INTEGER, .integer = r};
    return true;
}

bool go_literal(go_lower *l, go_kind kind, str text, ir_constant *c, ir_type **type)
{
    switch (kind) {
    case GO_INT_LITERAL: *type = type_basic(TYPE_UNTYPED_INT); return int_literal(l->a, text, c);
    case GO_RUNE_LITERAL: *type = type_basic(TYPE_UNTYPED_RUNE); return rune_literal(text, c);
    case GO_FLOAT_LITERAL: {
        str plain = without_underscores(l->a, text); /* arena memory is zeroed: the text ends with a NUL */
        *type = type_basic(TYPE_UNTYPED_FLOAT);
        *c = (ir_constant){.kind = IR_REAL, .real = strtod(plain.p, NULL)};
        return true;
    }
    case GO_RAW_STRING_LITERAL:
    case GO_INTERPRETED_STRING_LITERAL:
        *type = type_basic(TYPE_UNTYPED_STRING);
        *c = (ir_constant){.kind = IR_STRING};
        return go_unquote(l->a, text, &c->text);
    case GO_TRUE:
    case GO_FALSE:
        *type = type_basic(TYPE_UNTYPED_BOOL);
        *c = (ir_constant){.kind = IR_BOOL, .boolean = kind == GO_TRUE};
        return true;
    case GO_NIL:
        *type = type_basic(TYPE_UNTYPED_NIL);
        *c = (ir_constant){.kind = IR_NIL};
        return true;
    default: return false;
    }
}

/* --- folding --- */

static bool is_whole(const ir_constant *c, wide *n)
{
    if (c->kind == IR_INTEGER) *n = c->integer;
    else if (c->kind == IR_UNSIGNED) *n = (wide)c->unsigned_integer;
    else if (c->kind == IR_REAL && fabs(c->real) < REAL_MOST && c->real == floor(c->real)) *n = (wide)c->real;
    else return false;
    return true;
}

static double as_real(const ir_constant *c)
{
    return c->kind == IR_INTEGER ? (double)c->integer : c->kind == IR_UNSIGNED ? (double)c->unsigned_integer : c->real;
}

static bool is_number(const ir_constant *c) { return c->kind == IR_INTEGER || c->kind == IR_UNSIGNED || c->kind == IR_REAL; }

bool go_constant_int(const ir_node *n, int64_t *out)
{
    wide w;
    if (!n || n->op != IR_CONST || !is_whole(&n->constant, &w) || w < INT64_MIN || w > INT64_MAX) return false;
    *out = (int64_t)w;
    return true;
}

static bool set_bool(ir_constant *c, bool b)
{
    *c = (ir_constant){.kind = IR_BOOL, .boolean = b};
    return true;
}

static bool compare(uint8_t op, int order, ir_constant *c)
{
    switch (op) {
    case IR_EQUAL: return set_bool(c, order == 0);
    case IR_UNEQUAL: return set_bool(c, order != 0);
    case IR_LESS: return set_bool(c, order < 0);
    case IR_LESS_EQUAL: return set_bool(c, order <= 0);
    case IR_GREATER: return set_bool(c, order > 0);
    case IR_GREATER_EQUAL: return set_bool(c, order >= 0);
    default: return false;
    }
}

static int bits_of(type_kind k)
{
    switch (k) {
    case TYPE_INT8:
    case TYPE_UINT8: return 8;
    case TYPE_INT16:
    case TYPE_UINT16: return 16;
    case TYPE_INT32:
    case TYPE_UINT32: return 32;
    default: return 64;
    }
}

bool go_fold_unary(uint8_t op, const ir_node *x, ir_constant *c)
{
    wide n;
    type_kind k = type_under_kind(x->type);
    if (op == '!' && x->constant.kind == IR_BOOL) return set_bool(c, !x->constant.boolean);
    if (!is_number(&x->constant)) return false;
    *c = x->constant;
    if (op == '+') return true;
    if (op == '-' && x->constant.kind == IR_REAL) {
        c->real = -c->real;
        return true;
    }
    if (!is_whole(&x->constant, &n)) return false;
    if (op == '-') n = -n;
    else if (op != '^') return false;
    else n = type_is_unsigned(k) ? ~n & (((wide)1 << bits_of(k)) - 1) : ~n;
    return set_wide(c, n);
}

static bool fold_shift(uint8_t op, const ir_constant *x, const ir_constant *y, ir_constant *c)
{
    wide n, by;
    if (!is_whole(x, &n) || !is_whole(y, &by) || by < 0 || by > 1000) return false;
    if (n == 0) by = 0;
    if (op == IR_SHR) {
        return set_wide(c, by > 126 ? (n < 0 ? -1 : 0) : n >> by);
    }
    double real = ldexp((double)n, (int)by);
    if (fabs(real) >= REAL_MOST) *c = (ir_constant){.kind = IR_REAL, .real = real};
    else return set_wide(c, n * ((wide)1 << by));
    return true;
}

static bool fold_whole(uint8_t op, wide x, wide y, ir_constant *c)
{
    wide n;
    if ((op == IR_DIV || op == IR_REM) && y == 0) return false;
    switch (op) {
    case IR_ADD: n = x + y; break;
    case IR_SUB: n = x - y; break;
    case IR_MUL:
        if (__builtin_mul_overflow(x, y, &n)) return false;
        break;
    case IR_DIV: n = x / y; break;
    case IR_REM: n = x % y; break;
    case IR_BIT_AND: n = x & y; break;
    case IR_BIT_OR: n = x | y; break;
    case IR_XOR: n = x ^ y; break;
    case IR_AND_NOT: n = x & ~y; break;
    default: return compare(op, (x > y) - (x < y), c);
    }
    return set_wide(c, n);
}

static bool fold_real(uint8_t op, double x, double y, ir_constant *c)
{
    double n;
    switch (op) {
    case IR_ADD: n = x + y; break;
    case IR_SUB: n = x - y; break;
    case IR_MUL: n = x * y; break;
    case IR_DIV:
        if (y == 0) return false;
        n = x / y;
        break;
    default: return compare(op, (x > y) - (x < y), c);
    }
    *c = (ir_constant){.kind = IR_REAL, .real = n};
    return true;
}

bool go_fold_binary(uint8_t op, const ir_node *nx, const ir_node *ny, ir_constant *c)
{
    const ir_constant *x = &nx->constant, *y = &ny->constant;
    type_kind kx = type_under_kind(nx->type), ky = type_under_kind(ny->type);
    if (x->kind == IR_STRING && y->kind == IR_STRING) return compare(op, str_cmp(x->text, y->text), c);
    if (x->kind == IR_BOOL && y->kind == IR_BOOL) {
        if (op == IR_EQUAL || op == IR_UNEQUAL) return set_bool(c, (x->boolean == y->boolean) == (op == IR_EQUAL));
        return false;
    }
    if (!is_number(x) || !is_number(y)) return false;
    if (op == IR_SHL || op == IR_SHR) return fold_shift(op, x, y, c);
    bool real = type_is_float(kx) || type_is_float(ky);
    /* "2 * 1.0" is an untyped float, but int32(2) * 1.0 an int32 */
    if ((type_is_integer(kx) && !type_is_untyped(kx)) || (type_is_integer(ky) && !type_is_untyped(ky))) real = false;
    wide wx, wy;
    if (!real && is_whole(x, &wx) && is_whole(y, &wy)) return fold_whole(op, wx, wy, c);
    return fold_real(op, as_real(x), as_real(y), c);
}

static wide wrap(wide n, type_kind k)
{
    int bits = bits_of(k);
    n &= ((wide)1 << bits) - 1;
    if (!type_is_unsigned(k) && n >= ((wide)1 << (bits - 1))) n -= (wide)1 << bits;
    return n;
}

bool go_fold_convert(arena *a, ir_constant *c, const ir_type *from, const ir_type *to)
{
    type_kind k = type_under_kind(to), kf = type_under_kind(from);
    wide n;
    if (type_is_integer(k)) {
        if (!is_number(c) || !is_whole(c, &n)) return false;
        return set_wide(c, wrap(n, k));
    }
    if (type_is_float(k)) {
        if (!is_number(c)) return false;
        double real = as_real(c);
        *c = (ir_constant){.kind = IR_REAL, .real = k == TYPE_FLOAT32 ? (double)(float)real : real};
        return true;
    }
    if (k == TYPE_BOOL) return c->kind == IR_BOOL;
    if (k != TYPE_STRING) return false;
    if (c->kind == IR_STRING) return true;
    if (c->kind != IR_INTEGER || !type_is_integer(kf)) return false;
    char bytes[4];
    uint32_t r = c->integer < 0 || c->integer > 0x10FFFF ? UTF8_BAD : (uint32_t)c->integer;
    *c = (ir_constant){.kind = IR_STRING, .text = arena_str(a, str_make(bytes, utf8_encode(r, bytes)))};
    return true;
}
