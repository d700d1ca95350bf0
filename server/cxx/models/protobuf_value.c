/* How JSON writes what a field of a message holds: numbers, texts, times. */
#include "cxx/models/protobuf.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* -?digits, as JSON writes an integer. */
static bool is_integer_text(str s)
{
    size_t i = s.n > 0 && s.p[0] == '-', first = i;
    while (i < s.n && is_digit(s.p[i])) i++;
    return i == s.n && i > first && (s.p[first] != '0' || s.n == first + 1);
}

static bool has_digit(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (is_digit(s.p[i])) return true;
    return false;
}

static bool integer_in_range(proto_kind k, str digits, int64_t *out)
{
    bool minus = digits.p[0] == '-', wide = k == PROTO_INT64 || k == PROTO_UINT64;
    bool is_unsigned = k == PROTO_UINT32 || k == PROTO_UINT64;
    uint64_t most = is_unsigned ? (wide ? UINT64_MAX : UINT32_MAX) : (uint64_t)(wide ? INT64_MAX : INT32_MAX) + minus, v;
    if (!cxx_json_digits(str_slice(digits, minus, digits.n), most, &v) || (minus && is_unsigned && v)) return false;
    *out = (int64_t)(minus ? 0 - v : v);
    return true;
}

cxx_fit cxx_proto_integer(const doc_node *n, proto_kind k, int64_t *out)
{
    if (n->kind == DOC_STRING && !has_digit(n->text)) return UNFIT;
    if (n->kind != DOC_NUMBER && n->kind != DOC_STRING) return UNFIT;
    if (is_integer_text(n->text)) return integer_in_range(k, n->text, out) ? FITS : UNFIT;
    if (n->kind == DOC_STRING) return MAY_FIT;
    if (!isfinite(n->number) || trunc(n->number) != n->number) return UNFIT;
    if (fabs(n->number) >= 9007199254740992.0) return MAY_FIT;
    char text[32];
    int size = snprintf(text, sizeof text, "%.0f", n->number);
    return integer_in_range(k, (str){text, (size_t)size}, out) ? FITS : UNFIT;
}

cxx_fit cxx_proto_real(const doc_node *n, proto_kind k, double *out)
{
    if (n->kind == DOC_STRING && (str_is(n->text, "NaN") || str_is(n->text, "Infinity") || str_is(n->text, "-Infinity")))
        return MAY_FIT;
    if (n->kind == DOC_STRING) return has_digit(n->text) ? MAY_FIT : UNFIT;
    if (n->kind != DOC_NUMBER) return UNFIT;
    *out = k == PROTO_FLOAT ? (double)(float)n->number : n->number;
    return isfinite(n->number) && (k == PROTO_DOUBLE || fabs(n->number) <= FLT_MAX) ? FITS : UNFIT;
}

static bool is_word(str text, const char *word)
{
    for (size_t i = 0; i < text.n; i++)
        if ((text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] + 32 : text.p[i]) != word[i]) return false;
    return word[text.n] == '\0';
}

cxx_fit cxx_proto_boolean(const doc_node *n, bool *out)
{
    static const char *const words[] = {"true", "t", "yes", "y", "1", "false", "f", "no", "n", "0"};
    *out = n->kind == DOC_TRUE;
    if (n->kind == DOC_TRUE || n->kind == DOC_FALSE) return FITS;
    for (size_t i = 0; n->kind == DOC_STRING && i < sizeof words / sizeof *words; i++)
        if (is_word(n->text, words[i])) return MAY_FIT;
    return UNFIT;
}

cxx_fit cxx_proto_bytes(const doc_node *n)
{
    if (n->kind != DOC_STRING) return UNFIT;
    for (size_t i = 0; i < n->text.n; i++) {
        char c = n->text.p[i], low = (char)(c | 32);
        bool known = (low >= 'a' && low <= 'z') || is_digit(c) || c == '+' || c == '/' || c == '-' || c == '_' || c == '=';
        if (!known && c != ' ' && c != '\n' && c != '\t' && c != '\r') return UNFIT;
        if (!known) return MAY_FIT;
    }
    return n->text.n % 4 == 0 && str_find_char(n->text, '=', 0) < 0 ? FITS : MAY_FIT;
}

/* As a value's name, where its letters' case does not count. */
static bool is_folded(str text, str name)
{
    if (text.n != name.n) return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if ((c == '-' ? '_' : c >= 'a' && c <= 'z' ? (char)(c - 32) : c) != name.p[i]) return false;
    }
    return true;
}

cxx_fit cxx_proto_enumerator(const doc_node *n, const proto_enum *e, bool folded_too, int64_t *out)
{
    *out = 0;
    if (n->kind == DOC_NUMBER) {
        cxx_fit how = cxx_proto_integer(n, PROTO_INT32, out);
        for (size_t i = 0; i < e->values.n; i++)
            if (e->values.at[i].number == *out) return how;
        return how == FITS && e->closed ? MAY_FIT : how;
    }
    if (n->kind != DOC_STRING) return UNFIT;
    for (int folded = 0; folded <= folded_too; folded++)
        for (size_t i = 0; i < e->values.n; i++) {
            str name = e->values.at[i].name;
            if (folded ? is_folded(n->text, name) : str_eq(n->text, name)) return *out = e->values.at[i].number, FITS;
        }
    return has_digit(n->text) ? MAY_FIT : UNFIT;
}


/* Up to nine digits behind the '.', in billionths. */
static bool fraction(str digits, bool minus, int64_t *out)
{
    *out = 0;
    if (!digits.n || digits.n > 9) return false;
    for (size_t i = 0; i < 9; i++) {
        if (i < digits.n && !is_digit(digits.p[i])) return false;
        *out = *out * 10 + (i < digits.n ? digits.p[i] - '0' : 0);
    }
    if (minus) *out = -*out;
    return true;
}

/* "1.5s" */
cxx_fit cxx_proto_duration(const doc_node *n, int64_t *seconds, int64_t *nanos)
{
    str s = n->text;
    *nanos = 0;
    if (n->kind != DOC_STRING || !s.n || s.p[s.n - 1] != 's' || !has_digit(s)) return UNFIT;
    s = str_slice(s, 0, s.n - 1);
    ptrdiff_t dot = str_find_char(s, '.', 0);
    if (dot >= 0 && !fraction(str_slice(s, (size_t)dot + 1, s.n), s.p[0] == '-', nanos)) return MAY_FIT;
    if (dot >= 0) s = str_slice(s, 0, (size_t)dot);
    bool whole = is_integer_text(s) && s.n < 12 && integer_in_range(PROTO_INT64, s, seconds);
    return whole && llabs(*seconds) < 315576000000 ? FITS : MAY_FIT;
}

/* "2024-02-29T23:59:59.5Z" */
cxx_fit cxx_proto_timestamp(const doc_node *n)
{
    static const char form[] = "0000-00-00T00:00:00";
    str s = n->text;
    if (n->kind != DOC_STRING || s.n < 4) return UNFIT;
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (i >= s.n || (form[i] == '0' ? !is_digit(s.p[i]) : s.p[i] != form[i])) return MAY_FIT;
    int month = (s.p[5] - '0') * 10 + s.p[6] - '0', day = (s.p[8] - '0') * 10 + s.p[9] - '0';
    int hour = (s.p[11] - '0') * 10 + s.p[12] - '0';
    bool date = s.p[0] != '0' && month >= 1 && month <= 12 && day >= 1 && day <= 28;
    return date && hour <= 23 && s.p[14] < '6' && s.p[17] < '6' && s.n == sizeof form && s.p[s.n - 1] == 'Z' ? FITS : MAY_FIT;
}

/* "first,second.third" */
cxx_fit cxx_proto_mask(const doc_node *n)
{
    if (n->kind != DOC_STRING) return UNFIT;
    for (size_t i = 0; i < n->text.n; i++) {
        char c = n->text.p[i], low = (char)(c | 32);
        bool inner = c == '.' || c == ',';
        if (!(low >= 'a' && low <= 'z') && !is_digit(c) && !(inner && i && i + 1 < n->text.n)) return MAY_FIT;
    }
    return FITS;
}
