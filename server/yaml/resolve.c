/* What a scalar means: the core schema (YAML 1.2.2, 10.3.2), and JSON's literals (RFC 8259). */
#include "yaml/parser.h"

#include <math.h>
#include <stdlib.h>

static bool is_one_of(str s, const char *const names[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(s, names[i])) return true;
    return false;
}
#define IS_ONE_OF(s, ...) \
    is_one_of((s), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static size_t count_digits(str s, size_t from)
{
    size_t at = from;
    while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9') at++;
    return at - from;
}

static void set_int(yaml_node *node, uint64_t magnitude, bool negative)
{
    node->type = YAML_INT;
    node->number = negative ? -(double)magnitude : (double)magnitude;
    unsigned fits = 0;
    if (!negative || magnitude == 0) fits |= YAML_INT_UNSIGNED;
    if (magnitude <= (uint64_t)INT64_MAX + (negative ? 1 : 0)) fits |= YAML_INT_SIGNED;
    if (fits & YAML_INT_UNSIGNED) node->unsigned_integer = magnitude;
    if (fits & YAML_INT_SIGNED) node->integer = !negative ? (int64_t)magnitude : magnitude ? -(int64_t)(magnitude - 1) - 1 : 0;
    node->integer_fits = fits;
}

/* Digits of a base; a number too large for 64 bits keeps only its double. */
static bool read_int(yaml_node *node, str digits, unsigned base, bool negative)
{
    uint64_t n = 0;
    double approximate = 0;
    bool large = false;
    for (size_t i = 0; i < digits.n; i++) {
        char c = digits.p[i];
        unsigned digit = (unsigned)yaml_hex_digit(c); /* a large one when it is none */
        if (digit >= base) return false;
        approximate = approximate * base + digit;
        large = large || n > (UINT64_MAX - digit) / base;
        n = n * base + digit;
    }
    if (!digits.n) return false;
    set_int(node, n, negative);
    if (large) {
        node->integer_fits = 0;
        node->integer = 0;
        node->unsigned_integer = 0;
        node->number = negative ? -approximate : approximate;
    }
    return true;
}

static double read_double(yaml_parser *p, str s)
{
    char small[64];
    if (s.n >= sizeof small) return strtod(arena_cstr(p->arena, s), NULL);
    memcpy(small, s.p, s.n);
    small[s.n] = 0;
    return strtod(small, NULL);
}

static bool read_number(yaml_parser *p, yaml_node *node, str s)
{
    if (s.n > 2 && s.p[0] == '0' && (s.p[1] == 'o' || s.p[1] == 'x'))
        return read_int(node, str_slice(s, 2, s.n), s.p[1] == 'o' ? 8 : 16, false);
    size_t sign = s.p[0] == '-' || s.p[0] == '+';
    str body = str_slice(s, sign, s.n);
    if (IS_ONE_OF(body, ".inf", ".Inf", ".INF") || IS_ONE_OF(s, ".nan", ".NaN", ".NAN")) {
        node->type = YAML_FLOAT;
        bool nan = (body.p[1] | 32) == 'n';
        node->number = nan ? (double)NAN : s.p[0] == '-' ? -(double)INFINITY : (double)INFINITY;
        return true;
    }
    size_t whole = count_digits(body, 0), at = whole, fraction = 0;
    if (whole && at == body.n) {
        bool exact = read_int(node, body, 10, s.p[0] == '-');
        if (exact && !node->integer_fits) node->number = read_double(p, s);
        return exact;
    }
    if (at < body.n && body.p[at] == '.') {
        fraction = count_digits(body, at + 1);
        at += 1 + fraction;
    }
    if (!whole && !fraction) return false;
    if (at < body.n && (body.p[at] | 32) == 'e') {
        size_t exponent = at + 1;
        if (exponent < body.n && (body.p[exponent] == '-' || body.p[exponent] == '+')) exponent++;
        size_t digits = count_digits(body, exponent);
        if (!digits) return false;
        at = exponent + digits;
    }
    if (at != body.n) return false;
    node->type = YAML_FLOAT;
    node->number = read_double(p, s);
    return true;
}

static void resolve_core(yaml_parser *p, yaml_node *node, str s)
{
    node->type = YAML_STRING;
    if (!s.n) {
        node->type = YAML_NULL;
        return;
    }
    if (strchr("~nNtTfF", s.p[0])) { /* looked at first for speed: most text starts otherwise */
        bool truth = IS_ONE_OF(s, "true", "True", "TRUE");
        if (IS_ONE_OF(s, "~", "null", "Null", "NULL")) node->type = YAML_NULL;
        if (!truth && !IS_ONE_OF(s, "false", "False", "FALSE")) return;
        node->type = YAML_BOOL;
        node->boolean = truth;
    } else if (strchr("0123456789+-.", s.p[0])) {
        read_number(p, node, s);
    }
}

static void resolve_json(yaml_parser *p, yaml_node *node)
{
    str s = node->value;
    if (IS_ONE_OF(s, "true", "false", "null")) {
        resolve_core(p, node, s);
        return;
    }
    node->type = YAML_STRING;
    size_t sign = s.n && s.p[0] == '-';
    if (sign < s.n && s.p[sign] >= '0' && s.p[sign] <= '9' && read_number(p, node, s)) {
        str digits = str_slice(s, sign, s.n);
        ptrdiff_t dot = str_find_char(s, '.', 0);
        bool zero = digits.p[0] == '0' && digits.n > 1 && digits.p[1] != '.' && (digits.p[1] | 32) != 'e';
        if (!zero && (dot < 0 || count_digits(s, (size_t)dot + 1))) return;
        yaml_error(p, node->at, "yaml/json", "JSON doesn't write numbers like this: no leading zeros, digits behind the '.'");
        return;
    }
    yaml_error(p, node->at, "yaml/json", "JSON needs double quotes around '%.*s'", STR_ARG(yaml_quote_text(p, node->at)));
}

void yaml_resolve_scalar(yaml_parser *p, yaml_node *node)
{
    static const char core[] = "tag:yaml.org,2002:";
    node->type = YAML_STRING;
    if (node->kind == YAML_SCALAR && node->style == YAML_PLAIN && p->dialect == YAML_JSON) {
        resolve_json(p, node);
        return;
    }
    if (!node->tag.n) {
        if (node->style == YAML_PLAIN) resolve_core(p, node, node->value);
        return;
    }
    if (!str_starts(node->tag, str_of(core))) return;
    str name = str_slice(node->tag, sizeof core - 1, node->tag.n);
    yaml_type wanted = str_is(name, "null")    ? YAML_NULL
                       : str_is(name, "bool")  ? YAML_BOOL
                       : str_is(name, "int")   ? YAML_INT
                       : str_is(name, "float") ? YAML_FLOAT
                                               : YAML_STRING;
    if (wanted == YAML_STRING) return;
    resolve_core(p, node, node->value);
    if (wanted == YAML_FLOAT && node->type == YAML_INT) node->type = YAML_FLOAT;
    if (node->type != wanted) node->type = YAML_STRING;
}
