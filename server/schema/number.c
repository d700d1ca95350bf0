#include "schema/number.h"

#include <math.h>
#include <stdio.h>

/* The digits of a number without leading and trailing zeros: digits * 10^low. */
typedef struct decimal {
    str digits;    /* may hold one '.', which does not count */
    uint32_t count; /* of digits; 0: the number is zero */
    int64_t low;
} decimal;

enum { SMALL_TEXT = 24, EXPONENT_MOST = 1000000000 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static int64_t exponent_of(str s)
{
    bool negative = s.n && s.p[0] == '-';
    int64_t value = 0;
    for (size_t i = s.n && !is_digit(s.p[0]); i < s.n && is_digit(s.p[i]); i++)
        if (value < EXPONENT_MOST) value = value * 10 + (s.p[i] - '0');
    return negative ? -value : value;
}

static decimal decimal_of_text(str s)
{
    size_t end = 0;
    while (end < s.n && (is_digit(s.p[end]) || s.p[end] == '.')) end++;
    decimal d = {.low = end < s.n ? exponent_of(str_slice(s, end + 1, s.n)) : 0};
    ptrdiff_t point = str_find_char(str_slice(s, 0, end), '.', 0);
    size_t first = 0;
    while (first < end && (s.p[first] == '0' || s.p[first] == '.')) first++;
    if (first == end) return (decimal){0};
    size_t last = end; /* behind the last digit that is not 0 */
    while (s.p[last - 1] == '0' || s.p[last - 1] == '.') last--;
    d.digits = str_slice(s, first, last);
    bool point_inside = point >= (ptrdiff_t)first && point < (ptrdiff_t)last;
    d.count = (uint32_t)(last - first) - point_inside;
    if (point < 0) d.low += (int64_t)(end - last);
    else if (point >= (ptrdiff_t)last) d.low += (int64_t)(point - (ptrdiff_t)last);
    else d.low -= (int64_t)((ptrdiff_t)last - point - 1);
    return d;
}

static decimal decimal_of(const schema_number *n, char buffer[SMALL_TEXT])
{
    if (n->kind == NUMBER_DECIMAL) return decimal_of_text(n->text);
    int length = snprintf(buffer, SMALL_TEXT, "%llu", (unsigned long long)n->magnitude);
    return decimal_of_text(str_make(buffer, (size_t)length));
}

schema_number schema_number_of(const yaml_node *s)
{
    if (s->type == YAML_INT && (s->integer_fits & YAML_INT_UNSIGNED))
        return (schema_number){.kind = NUMBER_SMALL, .magnitude = s->unsigned_integer};
    if (s->type == YAML_INT && (s->integer_fits & YAML_INT_SIGNED))
        return (schema_number){.kind = NUMBER_SMALL, .negative = s->integer < 0,
                               .magnitude = s->integer < 0 ? 0 - (uint64_t)s->integer : (uint64_t)s->integer};
    str text = s->value;
    schema_number n = {.kind = NUMBER_DECIMAL, .negative = text.n && text.p[0] == '-'};
    if (text.n && (text.p[0] == '-' || text.p[0] == '+')) text = str_slice(text, 1, text.n);
    n.text = text;
    if (s->type == YAML_INT) return n;
    if (isnan(s->number)) n.kind = NUMBER_NAN;
    else if (isinf(s->number) && text.n && !is_digit(text.p[0]) && !(text.n > 1 && is_digit(text.p[1]))) n.kind = NUMBER_INFINITE;
    return n;
}

/* Both without sign. */
static int compare_decimals(const decimal *a, const decimal *b)
{
    if (!a->count || !b->count) return (a->count > 0) - (b->count > 0);
    int64_t high_a = a->low + a->count, high_b = b->low + b->count;
    if (high_a != high_b) return high_a < high_b ? -1 : 1;
    size_t i = 0, j = 0;
    for (;;) {
        if (i < a->digits.n && a->digits.p[i] == '.') i++;
        if (j < b->digits.n && b->digits.p[j] == '.') j++;
        if (i == a->digits.n || j == b->digits.n) return (i < a->digits.n) - (j < b->digits.n);
        if (a->digits.p[i] != b->digits.p[j]) return a->digits.p[i] < b->digits.p[j] ? -1 : 1;
        i++;
        j++;
    }
}

static bool is_zero(const schema_number *n)
{
    char buffer[SMALL_TEXT];
    if (n->kind == NUMBER_SMALL) return n->magnitude == 0;
    return n->kind == NUMBER_DECIMAL && decimal_of(n, buffer).count == 0;
}

static int compare_magnitudes(const schema_number *a, const schema_number *b)
{
    if (a->kind == NUMBER_SMALL && b->kind == NUMBER_SMALL) return (a->magnitude > b->magnitude) - (a->magnitude < b->magnitude);
    if (a->kind == NUMBER_INFINITE || b->kind == NUMBER_INFINITE)
        return (a->kind == NUMBER_INFINITE) - (b->kind == NUMBER_INFINITE);
    char left[SMALL_TEXT], right[SMALL_TEXT];
    decimal x = decimal_of(a, left), y = decimal_of(b, right);
    return compare_decimals(&x, &y);
}

int schema_number_compare(const schema_number *a, const schema_number *b)
{
    if (a->kind == NUMBER_NAN || b->kind == NUMBER_NAN) return (a->kind == NUMBER_NAN) - (b->kind == NUMBER_NAN);
    bool a_negative = a->negative && !is_zero(a), b_negative = b->negative && !is_zero(b);
    if (a_negative != b_negative) return a_negative ? -1 : 1;
    int order = compare_magnitudes(a, b);
    return a_negative ? -order : order;
}

bool schema_number_is_integer(const schema_number *n)
{
    char buffer[SMALL_TEXT];
    if (n->kind == NUMBER_SMALL) return true;
    return n->kind == NUMBER_DECIMAL && decimal_of(n, buffer).low >= 0;
}

__extension__ typedef unsigned __int128 wide;

static uint64_t digits_modulo(const decimal *d, uint64_t modulus)
{
    wide rest = 0;
    for (size_t i = 0; i < d->digits.n; i++)
        if (d->digits.p[i] != '.') rest = (rest * 10 + (unsigned)(d->digits.p[i] - '0')) % modulus;
    return (uint64_t)rest;
}

static uint64_t power_of_ten_modulo(uint64_t exponent, uint64_t modulus)
{
    wide result = 1 % modulus, base = 10 % modulus;
    for (; exponent; exponent >>= 1) {
        if (exponent & 1) result = result * base % modulus;
        base = base * base % modulus;
    }
    return (uint64_t)result;
}

bool schema_number_is_multiple(const schema_number *n, const schema_number *divisor)
{
    enum { EXACT_DIGITS = 19 };
    if (n->kind > NUMBER_DECIMAL || divisor->kind > NUMBER_DECIMAL) return true;
    if (n->kind == NUMBER_SMALL && divisor->kind == NUMBER_SMALL)
        return divisor->magnitude == 0 || n->magnitude % divisor->magnitude == 0;
    char left[SMALL_TEXT], right[SMALL_TEXT];
    decimal x = decimal_of(n, left), y = decimal_of(divisor, right);
    if (!x.count || !y.count || y.count > EXACT_DIGITS) return true;
    /* x and y have no trailing zeros: digits alone can't make up for a power of ten that the divisor has more */
    if (x.low < y.low) return false;
    uint64_t modulus = digits_modulo(&y, UINT64_MAX);
    if (!modulus) return true; /* never: it has digits */
    wide rest = (wide)digits_modulo(&x, modulus) * power_of_ten_modulo((uint64_t)(x.low - y.low), modulus);
    return rest % modulus == 0;
}

uint64_t schema_number_hash(const schema_number *n)
{
    if (n->kind > NUMBER_DECIMAL) return (uint64_t)n->kind * 2 + n->negative;
    char buffer[SMALL_TEXT];
    decimal d = decimal_of(n, buffer);
    uint64_t hash = (uint64_t)d.low * 0x9E3779B97F4A7C15u + (n->negative && d.count);
    for (size_t i = 0; i < d.digits.n; i++)
        if (d.digits.p[i] != '.') hash = (hash ^ (unsigned char)d.digits.p[i]) * 0x100000001B3u;
    return hash;
}

uint64_t schema_number_count(const schema_number *n)
{
    if (n->negative || n->kind == NUMBER_NAN) return 0;
    if (n->kind == NUMBER_SMALL) return n->magnitude;
    if (n->kind == NUMBER_INFINITE) return UINT64_MAX;
    char buffer[SMALL_TEXT];
    decimal d = decimal_of(n, buffer);
    uint64_t value = 0;
    int64_t left = d.low + d.count; /* digits before the point */
    if (left > 19) return UINT64_MAX;
    for (size_t i = 0; left > 0; left--) {
        if (i < d.digits.n && d.digits.p[i] == '.') i++;
        value = value * 10 + (i < d.digits.n ? (unsigned)(d.digits.p[i++] - '0') : 0);
    }
    return value;
}
