/* strconv, with its exact error texts; and the number formats that fmt and encoding/json share with it. */
#include "base/utf8.h"
#include "go/models/models.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static error_value err_syntax = {.text = {.kind = VALUE_STRING, .s = STR_INIT("invalid syntax")},
                                 .wrapped = {.kind = VALUE_NIL},
                                 .at = {IR_NO_FILE, {0, 0}},
                                 .type_name = STR_INIT("*errors.errorString")};
static error_value err_range = {.text = {.kind = VALUE_STRING, .s = STR_INIT("value out of range")},
                                .wrapped = {.kind = VALUE_NIL},
                                .at = {IR_NO_FILE, {0, 0}},
                                .type_name = STR_INIT("*errors.errorString")};
static const char syntax[] = "invalid syntax", range_text[] = "value out of range";

static value fixed_error(error_value *e)
{
    value v = {.kind = VALUE_ERROR};
    v.error = e;
    return v;
}

static value get_err_syntax(native_call *c) { return (void)c, fixed_error(&err_syntax); }
static value get_err_range(native_call *c) { return (void)c, fixed_error(&err_range); }

/* --- quoting --- */

static void quote_rune(strbuf *t, uint32_t c, bool ascii, char mark)
{
    static const char from[] = "\a\b\f\n\r\t\v", to[] = "abfnrtv";
    const char *simple = c && c < 0x80 ? strchr(from, (int)c) : NULL;
    if (c == (uint32_t)mark || c == '\\') strbuf_add_char(t, '\\'), strbuf_add_char(t, (char)c);
    else if (c < 0x80 ? c >= 0x20 && c < 0x7f : !ascii && model_is_print(c)) strbuf_add_utf8(t, c);
    else if (simple) strbuf_add_char(t, '\\'), strbuf_add_char(t, to[simple - from]);
    else if (c < ' ' || c == 0x7f) strbuf_printf(t, "\\x%02x", c);
    else if (c > 0xffff) strbuf_printf(t, "\\U%08x", c);
    else strbuf_printf(t, "\\u%04x", c);
}

void model_add_quoted(strbuf *t, str s, bool ascii)
{
    size_t len;
    strbuf_add_char(t, '"');
    for (size_t i = 0; i < s.n; i += len) {
        uint32_t c = utf8_decode(s, i, &len);
        if (c == UTF8_BAD && len == 1) strbuf_printf(t, "\\x%02x", (unsigned char)s.p[i]);
        else quote_rune(t, c, ascii, '"');
    }
    strbuf_add_char(t, '"');
}

str model_quote(arena *a, str s, bool ascii)
{
    strbuf t = STRBUF_IN(a);
    model_add_quoted(&t, s, ascii);
    return strbuf_str(&t);
}

/* --- floats --- */

/* Significant digits and the place of the point: 0.d1d2... * 10^point. */
typedef struct decimal {
    char digits[800];
    int n, point;
    bool negative;
} decimal;

static void digits_of(decimal *d, double f, int significant)
{
    char buffer[820];
    int n = snprintf(buffer, sizeof buffer, "%.*e", significant - 1, fabs(f));
    char *e = memchr(buffer, 'e', (size_t)n);
    d->n = 0;
    for (char *p = buffer; p < e; p++)
        if (*p != '.' && d->n < (int)sizeof d->digits) d->digits[d->n++] = *p;
    d->point = atoi(e + 1) + 1;
    if (f == 0) d->n = 0, d->point = 0;
}

static void shortest(decimal *d, double f, int bits)
{
    char buffer[40];
    int most = bits == 32 ? 9 : 17, n = 1;
    for (; n < most; n++) {
        snprintf(buffer, sizeof buffer, "%.*e", n - 1, f);
        if (bits == 32 ? strtof(buffer, NULL) == (float)f : strtod(buffer, NULL) == f) break;
    }
    digits_of(d, f, n);
    while (d->n > 0 && d->digits[d->n - 1] == '0') d->n--;
}

static char digit_at(const decimal *d, int i) { return i >= 0 && i < d->n ? d->digits[i] : '0'; }

static void write_fixed(strbuf *t, const decimal *d, int precision)
{
    for (int i = 0; i < d->point; i++) strbuf_add_char(t, digit_at(d, i));
    if (d->point <= 0) strbuf_add_char(t, '0');
    if (precision > 0) strbuf_add_char(t, '.');
    for (int i = 0; i < precision; i++) strbuf_add_char(t, digit_at(d, d->point + i));
}

static void write_exponent(strbuf *t, const decimal *d, int precision, char e)
{
    strbuf_add_char(t, digit_at(d, 0));
    if (precision > 0) strbuf_add_char(t, '.');
    for (int i = 1; i <= precision; i++) strbuf_add_char(t, digit_at(d, i));
    int exponent = d->n ? d->point - 1 : 0;
    strbuf_printf(t, "%c%c%02d", e, exponent < 0 ? '-' : '+', abs(exponent));
}

/* strconv/ftoa.go: formatDigits */
str model_format_float(arena *a, double f, char format, int precision, int bits)
{
    if (bits == 32) f = (double)(float)f;
    if (isnan(f)) return STR("NaN");
    if (isinf(f)) return f > 0 ? STR("+Inf") : STR("-Inf");
    strbuf t = STRBUF_IN(a);
    decimal d;
    bool is_short = precision < 0;
    if (signbit(f)) strbuf_add_char(&t, '-');
    if (precision > 700) precision = 700;
    if (is_short) {
        shortest(&d, f, bits);
        precision = format == 'f'                    ? (d.n > d.point ? d.n - d.point : 0)
                    : format == 'e' || format == 'E' ? (d.n ? d.n - 1 : 0)
                                                     : d.n;
    } else if (format == 'f') {
        strbuf_add(&t, arena_printf(a, "%.*f", precision, fabs(f)));
        return strbuf_str(&t);
    } else if (format == 'e' || format == 'E') {
        digits_of(&d, f, precision + 1);
    } else {
        if (precision == 0) precision = 1;
        digits_of(&d, f, precision);
    }
    if (format == 'f') write_fixed(&t, &d, precision);
    else if (format == 'e' || format == 'E') write_exponent(&t, &d, precision, format);
    else {
        /* %g drops trailing zeros: the digits that were asked for are only an upper bound */
        while (d.n > 0 && d.digits[d.n - 1] == '0') d.n--;
        int threshold = is_short ? 6 : precision;
        if (!is_short && threshold > d.n && d.n >= d.point) threshold = d.n;
        if (d.point - 1 < -4 || d.point - 1 >= threshold) write_exponent(&t, &d, d.n - 1, format == 'G' ? 'E' : 'e');
        else write_fixed(&t, &d, d.n > d.point ? d.n - d.point : 0);
    }
    return strbuf_str(&t);
}

/* --- parsing --- */

static char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_hex(char c) { return is_digit(c) || (lower_ascii(c) >= 'a' && lower_ascii(c) <= 'f'); }

/* Underscores only between digits; a base prefix counts as one. */
static bool underscores_ok(str s)
{
    char saw = '^';
    size_t i = 0;
    if (s.n && (s.p[0] == '-' || s.p[0] == '+')) s = str_slice(s, 1, s.n);
    bool hex = false;
    if (s.n >= 2 && s.p[0] == '0' && strchr("box", lower_ascii(s.p[1])) && s.p[1]) {
        i = 2;
        saw = '0';
        hex = lower_ascii(s.p[1]) == 'x';
    }
    for (; i < s.n; i++) {
        if (is_digit(s.p[i]) || (hex && is_hex(s.p[i]))) {
            saw = '0';
        } else if (s.p[i] == '_') {
            if (saw != '0') return false;
            saw = '_';
        } else {
            if (saw == '_') return false;
            saw = '!';
        }
    }
    return saw != '_';
}

static int float_special(str s, double *f)
{
    size_t sign = s.n && (s.p[0] == '+' || s.p[0] == '-') ? 1 : 0;
    str rest = str_slice(s, sign, s.n);
    if (str_eq_nocase(rest, STR("inf")) || str_eq_nocase(rest, STR("infinity")))
        return *f = sign && s.p[0] == '-' ? -INFINITY : INFINITY, 1;
    if (!sign && str_eq_nocase(rest, STR("nan"))) return *f = (double)NAN, 1;
    return 0;
}

/* The shape of a number that strconv accepts; strtod alone accepts more. */
static bool float_shape(str s, bool *hex)
{
    size_t i = s.n && (s.p[0] == '+' || s.p[0] == '-') ? 1 : 0;
    bool digits = false, dot = false;
    *hex = i + 2 < s.n && s.p[i] == '0' && lower_ascii(s.p[i + 1]) == 'x';
    if (*hex) i += 2;
    for (; i < s.n; i++) {
        char c = s.p[i];
        if (c == '.' && !dot) dot = true;
        else if (is_digit(c) || (*hex && is_hex(c))) digits = true;
        else if (c != '_') break;
    }
    if (!digits) return false;
    if (i < s.n && lower_ascii(s.p[i]) == (*hex ? 'p' : 'e')) {
        i++;
        if (i < s.n && (s.p[i] == '+' || s.p[i] == '-')) i++;
        if (i >= s.n || !is_digit(s.p[i])) return false;
        while (i < s.n && (is_digit(s.p[i]) || s.p[i] == '_')) i++;
    } else if (*hex) {
        return false;
    }
    return i == s.n;
}

const char *model_parse_float(str s, int bits, double *f)
{
    bool hex;
    char small[64], *copy = small;
    *f = 0;
    if (float_special(s, f)) return NULL;
    if (!float_shape(s, &hex)) return syntax;
    if (str_find_char(s, '_', 0) >= 0 && !underscores_ok(s)) return syntax;
    arena scratch = ARENA_INIT;
    if (s.n >= sizeof small) copy = arena_alloc(&scratch, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '_') copy[n++] = s.p[i];
    copy[n] = 0;
    *f = bits == 32 ? (double)strtof(copy, NULL) : strtod(copy, NULL);
    arena_free(&scratch);
    return isinf(*f) ? range_text : NULL;
}

const char *model_parse_uint(str s, int base, int bits, uint64_t *out)
{
    *out = 0;
    if (bits <= 0 || bits > 64) bits = 64;
    bool any_base = base == 0, underscores = false;
    str whole = s;
    if (!s.n) return syntax;
    if (any_base) {
        base = 10;
        if (s.p[0] == '0') {
            char kind = s.n >= 3 ? lower_ascii(s.p[1]) : 0;
            base = kind == 'b' ? 2 : kind == 'o' ? 8 : kind == 'x' ? 16 : 8;
            s = str_slice(s, kind == 'b' || kind == 'o' || kind == 'x' ? 2 : 1, s.n);
        }
    }
    uint64_t most = bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1, n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = lower_ascii(s.p[i]);
        int d;
        if (c == '_' && any_base) {
            underscores = true;
            continue;
        }
        if (is_digit(c)) d = c - '0';
        else if (c >= 'a' && c <= 'z') d = c - 'a' + 10;
        else return syntax;
        if (d >= base) return syntax;
        if (n > UINT64_MAX / (uint64_t)base || n * (uint64_t)base > UINT64_MAX - (uint64_t)d ||
            n * (uint64_t)base + (uint64_t)d > most)
            return *out = most, range_text;
        n = n * (uint64_t)base + (uint64_t)d;
    }
    if (underscores && !underscores_ok(whole)) return syntax;
    *out = n;
    return NULL;
}

const char *model_parse_int(str s, int base, int bits, int64_t *out)
{
    *out = 0;
    if (bits <= 0 || bits > 64) bits = 64;
    if (!s.n) return syntax;
    bool minus = s.p[0] == '-';
    uint64_t n;
    const char *why = model_parse_uint(s.p[0] == '+' || minus ? str_slice(s, 1, s.n) : s, base, bits, &n);
    if (why == syntax) return why;
    uint64_t cutoff = (uint64_t)1 << (bits - 1);
    if (!minus && n >= cutoff) return *out = (int64_t)(cutoff - 1), range_text;
    if (minus && n > cutoff) return *out = (int64_t)(0 - cutoff), range_text;
    *out = (int64_t)(minus ? 0 - n : n);
    return NULL;
}

bool model_parse_bool(str s, bool *b)
{
    static const char *const yes[] = {"1", "t", "T", "true", "TRUE", "True"}, *const no[] = {"0",     "f",     "F",
                                                                                             "false", "FALSE", "False"};
    for (int i = 0; i < 6; i++) {
        if (str_is(s, yes[i])) return *b = true, true;
        if (str_is(s, no[i])) return *b = false, true;
    }
    *b = false;
    return false;
}

static value number_error(native_call *c, const char *func, str s, const char *why)
{
    str message = arena_printf(c->arena, "strconv.%s: parsing %.*s: %s", func, STR_ARG(model_quote(c->arena, s, false)), why);
    value v = model_error(c, "*strconv.NumError", message, native_arg(c, 0).node);
    if (why == syntax || why == range_text) v.error->wrapped = fixed_error(why == syntax ? &err_syntax : &err_range);
    return v;
}

/* An unknown text: parsed or not, by choice; the schema then knows the format. */
static value parse_unknown(native_call *c, const char *func, ir_type *t, value zero, const char *format)
{
    value s = native_arg(c, 0);
    int ok = model_decide_valid(c, &s, format);
    if (ok < 0) return model_pair(c, value_unknown(t), value_unknown(type_error()));
    if (ok) return model_pair(c, model_derived(c, t, &s), model_no_error());
    value error = model_error(c, "*strconv.NumError", str_of(func), s.node);
    error.error->text = value_unknown(type_basic(TYPE_STRING));
    return model_pair(c, zero, error);
}

static value with_error(native_call *c, value v, const char *func, const char *why)
{
    str s = {"", 0};
    if (!why) return model_pair(c, v, model_no_error());
    native_text(c, 0, &s);
    return model_pair(c, v, number_error(c, func, s, why));
}

static value atoi_(native_call *c)
{
    str s;
    int64_t n;
    if (!native_text(c, 0, &s)) return parse_unknown(c, "Atoi", type_basic(TYPE_INT), value_int(0), "integer");
    const char *why = model_parse_int(s, 10, 64, &n);
    return with_error(c, value_int(n), "Atoi", why);
}

static const char *bad_base(native_call *c, int64_t base, int64_t bits)
{
    if (base != 0 && (base < 2 || base > 36)) return arena_printf(c->arena, "invalid base %lld", (long long)base).p;
    if (bits < 0 || bits > 64) return arena_printf(c->arena, "invalid bit size %lld", (long long)bits).p;
    return NULL;
}

static value parse_int(native_call *c)
{
    str s;
    int64_t n, base, bits;
    if (!native_int(c, 1, &base) || !native_int(c, 2, &bits)) return model_unknown(c, 2);
    ir_type *t = type_basic(TYPE_INT64);
    if (!native_text(c, 0, &s)) return parse_unknown(c, "ParseInt", t, value_int_of(t, 0), "integer");
    bool digits = s.n > 1 || (s.n && s.p[0] != '+' && s.p[0] != '-');
    const char *why = digits ? bad_base(c, base, bits) : NULL;
    if (why) return with_error(c, value_int_of(t, 0), "ParseInt", why);
    why = model_parse_int(s, (int)base, (int)bits, &n);
    return with_error(c, value_int_of(t, n), "ParseInt", why);
}

static value parse_uint(native_call *c)
{
    str s;
    int64_t base, bits;
    uint64_t n;
    if (!native_int(c, 1, &base) || !native_int(c, 2, &bits)) return model_unknown(c, 2);
    ir_type *t = type_basic(TYPE_UINT64);
    if (!native_text(c, 0, &s)) return parse_unknown(c, "ParseUint", t, value_int_of(t, 0), "integer");
    const char *why = s.n ? bad_base(c, base, bits) : NULL;
    if (why) return with_error(c, value_int_of(t, 0), "ParseUint", why);
    why = model_parse_uint(s, (int)base, (int)bits, &n);
    return with_error(c, value_int_of(t, (int64_t)n), "ParseUint", why);
}

static value parse_float(native_call *c)
{
    str s;
    int64_t bits;
    double f;
    if (!native_int(c, 1, &bits)) return model_unknown(c, 2);
    if (!native_text(c, 0, &s)) return parse_unknown(c, "ParseFloat", type_basic(TYPE_FLOAT64), value_float(0), "number");
    const char *why = model_parse_float(s, (int)bits, &f);
    return with_error(c, value_float(f), "ParseFloat", why);
}

static value parse_bool(native_call *c)
{
    str s;
    bool b;
    if (!native_text(c, 0, &s)) return parse_unknown(c, "ParseBool", type_basic(TYPE_BOOL), value_bool(false), "boolean");
    const char *why = model_parse_bool(s, &b) ? NULL : syntax;
    return with_error(c, value_bool(b), "ParseBool", why);
}

/* --- formatting --- */

static str base_text(arena *a, uint64_t n, unsigned base, bool minus)
{
    char out[66];
    size_t at = sizeof out;
    do out[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[n % base];
    while ((n /= base) > 0);
    if (minus) out[--at] = '-';
    return arena_str(a, str_make(out + at, sizeof out - at));
}

static value format_int(native_call *c)
{
    int64_t n, base = 10;
    if (!native_int(c, 0, &n) || (c->count > 1 && !native_int(c, 1, &base)) || base < 2 || base > 36)
        return value_unknown(type_basic(TYPE_STRING));
    return model_string(base_text(c->arena, n < 0 ? 0 - (uint64_t)n : (uint64_t)n, (unsigned)base, n < 0));
}

static value format_uint(native_call *c)
{
    int64_t n, base;
    if (!native_int(c, 0, &n) || !native_int(c, 1, &base) || base < 2 || base > 36) return value_unknown(type_basic(TYPE_STRING));
    return model_string(base_text(c->arena, (uint64_t)n, (unsigned)base, false));
}

static value format_float(native_call *c)
{
    double f;
    int64_t verb, precision, bits;
    if (!model_float(c, 0, &f) || !native_int(c, 1, &verb) || !native_int(c, 2, &precision) || !native_int(c, 3, &bits) ||
        !memchr("eEfgG", (int)verb, 5) || precision > 300)
        return value_unknown(type_basic(TYPE_STRING));
    return model_string(model_format_float(c->arena, f, (char)verb, (int)precision, (int)bits));
}

static value format_bool(native_call *c)
{
    bool b;
    return model_bool(c, 0, &b) ? model_string(str_of(b ? "true" : "false")) : value_unknown(type_basic(TYPE_STRING));
}

static value quote(native_call *c)
{
    str s;
    return native_text(c, 0, &s) ? model_string(model_quote(c->arena, s, false)) : value_unknown(type_basic(TYPE_STRING));
}

static value quote_ascii(native_call *c)
{
    str s;
    return native_text(c, 0, &s) ? model_string(model_quote(c->arena, s, true)) : value_unknown(type_basic(TYPE_STRING));
}

static const native rows[] = {
    {"strconv.ErrSyntax", get_err_syntax, NATIVE_VALUE, 1, "error"},
    {"strconv.ErrRange", get_err_range, NATIVE_VALUE, 1, "error"},
    {"strconv.Atoi", atoi_, NATIVE_PARTIAL, 2, "int"},
    {"strconv.ParseInt", parse_int, NATIVE_PARTIAL, 2, "int64"},
    {"strconv.ParseUint", parse_uint, NATIVE_PARTIAL, 2, "uint64"},
    {"strconv.ParseFloat", parse_float, NATIVE_PARTIAL, 2, "float64"},
    {"strconv.ParseBool", parse_bool, NATIVE_PARTIAL, 2, "bool"},
    {"strconv.Itoa", format_int, 0, 1, "string"},
    {"strconv.FormatInt", format_int, 0, 1, "string"},
    {"strconv.FormatUint", format_uint, 0, 1, "string"},
    {"strconv.FormatFloat", format_float, 0, 1, "string"},
    {"strconv.FormatBool", format_bool, 0, 1, "string"},
    {"strconv.Quote", quote, 0, 1, "string"},
    {"strconv.QuoteToASCII", quote_ascii, 0, 1, "string"},
};
MODEL_ROWS(models_strconv, rows);
