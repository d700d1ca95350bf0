/* Numbers in texts, <cmath>, <cctype>, <cstring>; functions of C and C++. */
#include "cxx/memory.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* --- texts to numbers ------------------------------------------------------------------------------------------------------ */

static value no_number(native_call *c, const char *function)
{
    return native_panic(c, str_of(function)); /* what std::invalid_argument and std::out_of_range say */
}

/* A whole number at the start of a text; `*used`: so many bytes of it. Limits are those of the type. */
static bool whole(str text, ir_type *t, int base, int64_t *out, size_t *used, bool *fits)
{
    char buffer[128];
    size_t n = text.n < sizeof buffer - 1 ? text.n : sizeof buffer - 1;
    char *end;
    type_kind k = type_under_kind(t);
    if (n) memcpy(buffer, text.p, n);
    buffer[n] = '\0';
    errno = 0;
    if (type_is_unsigned(k)) {
        uint64_t v = strtoull(buffer, &end, base);
        const char *sign = buffer;
        while (cxx_is_space(*sign)) sign++;
        uint64_t most = k == TYPE_UINT64 ? UINT64_MAX : UINT32_MAX, size = *sign == '-' ? 0 - v : v;
        *fits = !errno && size <= most;
        *out = (int64_t)v;
    } else {
        int64_t v = strtoll(buffer, &end, base);
        *fits = !errno && value_wrap(k, v) == v;
        *out = v;
    }
    *used = (size_t)(end - buffer);
    return *used > 0;
}

static void set_used(native_call *c, uint32_t i, size_t used)
{
    value to = cxx_arg(c, i);
    if (to.kind != VALUE_POINTER) return;
    value n = cxx_int(CXX_T_ULONG, (int64_t)used);
    to.cell->v = cxx_store(c, &n, to.cell->type);
}

static value sto(native_call *c, cxx_basic t, const char *function)
{
    int64_t v, base = c->count > 2 ? cxx_arg(c, 2).i : 10;
    size_t used;
    bool fits;
    if (base < 0 || base > 36 || base == 1) native_stop(c, "a base that is not known");
    if (!whole(cxx_text_argument(c, 0), cxx_basic_type(t), (int)base, &v, &used, &fits) || !fits) return no_number(c, function);
    if (c->count > 1) set_used(c, 1, used);
    return cxx_int(t, v);
}

static value stoi(native_call *c) { return sto(c, CXX_T_INT, "stoi"); }
static value stol(native_call *c) { return sto(c, CXX_T_LONG, "stol"); }
static value stoll(native_call *c) { return sto(c, CXX_T_INT64, "stoll"); }
static value stoul(native_call *c) { return sto(c, CXX_T_ULONG, "stoul"); }
static value stoull(native_call *c) { return sto(c, CXX_T_UINT64, "stoull"); }

static value real(double d) { return (value){.kind = VALUE_FLOAT, .type = cxx_basic_type(CXX_T_DOUBLE), .f = d}; }

static value stod(native_call *c)
{
    str s = cxx_text_argument(c, 0);
    char *end, *text = arena_cstr(c->arena, s);
    errno = 0;
    double d = strtod(text, &end);
    if (end == text || errno == ERANGE) return no_number(c, "stod");
    if (c->count > 1) set_used(c, 1, (size_t)(end - text));
    return real(d);
}

/* Of what is too large nothing is defined. */
static value ato(native_call *c, cxx_basic t)
{
    int64_t v;
    size_t used;
    bool fits;
    if (!whole(cxx_text_argument(c, 0), cxx_basic_type(t), 10, &v, &used, &fits)) return cxx_int(t, 0);
    return fits ? cxx_int(t, v) : value_unknown(cxx_basic_type(t));
}

static value atoi_(native_call *c) { return ato(c, CXX_T_INT); }
static value atol_(native_call *c) { return ato(c, CXX_T_LONG); }
static value atoll_(native_call *c) { return ato(c, CXX_T_INT64); }
static value atof_(native_call *c) { return real(strtod(arena_cstr(c->arena, cxx_text_argument(c, 0)), NULL)); }

/* Of a text that is not known: what is written to, and what comes back. */
static bool is_open(native_call *c, cxx_basic t, value *out)
{
    value text = cxx_arg(c, 0);
    if (text.kind != VALUE_UNKNOWN) return false;
    value to = cxx_arg(c, 1);
    native_havoc(c, &to);
    *out = value_unknown_of(c->arena, cxx_basic_type(t), ORIGIN_DERIVED, NULL, text.origin);
    out->about = text.about;
    return true;
}

/* What is left of the text becomes the value of *end. */
static void set_end(native_call *c, str text, size_t used)
{
    value to = cxx_arg(c, 1);
    if (to.kind == VALUE_NIL) return;
    if (to.kind != VALUE_POINTER) native_stop(c, "a pointer that is not known");
    value from = cxx_arg(c, 0);
    if (cxx_is_raw(&from)) {
        to.cell->v = cxx_pointer_moved(c, &from, (int64_t)used);
        return;
    }
    to.cell->v = cxx_text_value(str_slice(text, used, text.n));
    to.cell->v.type = cxx_basic_type(CXX_T_CSTR);
}

static value strto(native_call *c, cxx_basic t)
{
    value open;
    if (is_open(c, t, &open)) return open;
    str text = cxx_text_argument(c, 0);
    int64_t v, base = cxx_arg(c, 2).i;
    size_t used;
    bool fits;
    if (base < 0 || base > 36 || base == 1) native_stop(c, "a base that is not known");
    bool any = whole(text, cxx_basic_type(t), (int)base, &v, &used, &fits);
    set_end(c, text, any ? used : 0);
    if (!any) return cxx_int(t, 0);
    if (fits) return cxx_int(t, v);
    bool wide = t == CXX_T_INT64 || t == CXX_T_UINT64, is_unsigned = t == CXX_T_ULONG || t == CXX_T_UINT64;
    if (is_unsigned) return cxx_int(t, wide ? -1 : (int64_t)UINT32_MAX);
    return cxx_int(t, v < 0 ? (wide ? INT64_MIN : INT32_MIN) : wide ? INT64_MAX : INT32_MAX);
}

static value strtol_(native_call *c) { return strto(c, CXX_T_LONG); }
static value strtoll_(native_call *c) { return strto(c, CXX_T_INT64); }
static value strtoul_(native_call *c) { return strto(c, CXX_T_ULONG); }
static value strtoull_(native_call *c) { return strto(c, CXX_T_UINT64); }

static value strtod_(native_call *c)
{
    value open;
    if (is_open(c, CXX_T_DOUBLE, &open)) return open;
    str text = cxx_text_argument(c, 0);
    char *end, *copy = arena_cstr(c->arena, text);
    double d = strtod(copy, &end);
    set_end(c, text, (size_t)(end - copy));
    return real(d);
}

/* absl::SimpleAtoi and the like: blanks around, a sign, digits and nothing else; what does not fit is the type's limit. */
static value simple(native_call *c, bool is_real)
{
    value open;
    if (is_open(c, CXX_T_BOOL, &open)) return open;
    str s = cxx_text_argument(c, 0);
    value to = cxx_arg(c, 1);
    if (to.kind != VALUE_POINTER) native_stop(c, "a pointer that is not known");
    ir_type *t = to.cell->type ? to.cell->type : to.cell->v.type;
    bool known = is_real ? cxx_kind_of_type(t) == CXX_REAL : cxx_kind_of_type(t) == CXX_INTEGER;
    if (!known) native_stop(c, "a number of a type that is not known");
    str digits = cxx_stripped(s, true, true);
    if (is_real) {
        char *end, *text = arena_cstr(c->arena, digits);
        bool hexadecimal = str_find_char(digits, 'x', 0) >= 0 || str_find_char(digits, 'X', 0) >= 0;
        double d = strtod(text, &end);
        bool whole_text = digits.n && !*end && strlen(text) == digits.n;
        if (hexadecimal || (digits.n && !whole_text && end != text)) native_stop(c, "a number that is not known");
        to.cell->v = (value){.kind = VALUE_FLOAT, .type = t, .f = whole_text ? d : 0};
        return cxx_bool(whole_text);
    }
    bool minus = digits.n && digits.p[0] == '-', sign = minus || (digits.n && digits.p[0] == '+');
    str rest = str_slice(digits, sign, digits.n);
    int64_t v = 0;
    size_t used = 0;
    bool fits = true, all = rest.n > 0;
    for (size_t i = 0; i < rest.n; i++) all = all && rest.p[i] >= '0' && rest.p[i] <= '9';
    if (rest.n > 100) native_stop(c, "a number of many digits");
    bool negative = minus && type_is_unsigned(type_under_kind(t));
    whole(digits, t, 10, &v, &used, &fits);
    if (rest.n && rest.p[0] >= '0' && rest.p[0] <= '9' && !fits) native_stop(c, "a number that is too large");
    bool some = rest.n && rest.p[0] >= '0' && rest.p[0] <= '9' && !negative;
    to.cell->v = value_int_of(t, some ? v : 0); /* what stands before something else is kept, too */
    return cxx_bool(all && !negative);
}

static value simple_atoi(native_call *c) { return simple(c, false); }
static value simple_atod(native_call *c) { return simple(c, true); }

static value simple_atob(native_call *c)
{
    static const char *const words[] = {"true", "t", "yes", "y", "1", "false", "f", "no", "n", "0"};
    value open;
    if (is_open(c, CXX_T_BOOL, &open)) return open;
    str s = cxx_text_argument(c, 0);
    value to = cxx_arg(c, 1);
    if (to.kind != VALUE_POINTER) native_stop(c, "a pointer that is not known");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(s, str_of(words[i]))) {
            to.cell->v = cxx_bool(i < 5);
            return cxx_bool(true);
        }
    return cxx_bool(false);
}

/* --- numbers --------------------------------------------------------------------------------------------------------------- */

static double number_argument(native_call *c, uint32_t i)
{
    value v = cxx_arg(c, i);
    return cxx_real_of(c, &v, cxx_basic_type(CXX_T_DOUBLE)).f;
}

static value floor_(native_call *c) { return real(floor(number_argument(c, 0))); }
static value ceil_(native_call *c) { return real(ceil(number_argument(c, 0))); }
static value round_(native_call *c) { return real(round(number_argument(c, 0))); }
static value trunc_(native_call *c) { return real(trunc(number_argument(c, 0))); }
static value isnan_(native_call *c) { return cxx_bool(isnan(number_argument(c, 0))); }
static value isinf_(native_call *c) { return cxx_bool(isinf(number_argument(c, 0))); }
static value isfinite_(native_call *c) { return cxx_bool(isfinite(number_argument(c, 0))); }

static value abs_(native_call *c)
{
    value v = cxx_arg(c, 0);
    if (v.kind == VALUE_FLOAT) v.f = fabs(v.f);
    else if (v.kind != VALUE_INT) native_stop(c, "a number that is not known");
    else if (v.i < 0 && !type_is_unsigned(type_under_kind(v.type))) {
        bool least = value_wrap(type_under_kind(v.type), (int64_t)(0 - (uint64_t)v.i)) < 0;
        if (least) return value_unknown(v.type);
        v.i = -v.i;
    }
    return v;
}

/* --- characters ------------------------------------------------------------------------------------------------------------ */

/* The character; less than 0: none of ASCII, whose class is that of the "C" locale: none. */
static int character(native_call *c)
{
    value v = cxx_arg(c, 0);
    if (v.kind != VALUE_INT) native_stop(c, "a character that is not known");
    return v.i >= 0 && v.i < 128 ? (int)v.i : -1;
}

static bool is_upper(int ch) { return ch >= 'A' && ch <= 'Z'; }
static bool is_lower(int ch) { return ch >= 'a' && ch <= 'z'; }
static bool is_digit(int ch) { return ch >= '0' && ch <= '9'; }
static bool is_print(int ch) { return ch >= ' ' && ch < 127; }

#define CLASS(name, test) \
    static value name(native_call *c) \
    { \
        int ch = character(c); \
        return cxx_int(CXX_T_INT, (test)); \
    }
CLASS(class_alpha, is_upper(ch) || is_lower(ch))
CLASS(class_digit, is_digit(ch))
CLASS(class_alnum, is_upper(ch) || is_lower(ch) || is_digit(ch))
CLASS(class_space, cxx_is_space(ch))
CLASS(class_upper, is_upper(ch))
CLASS(class_lower, is_lower(ch))
CLASS(class_xdigit, is_digit(ch) || (ch >= 'a' && ch <= 'f') || (ch >= 'A' && ch <= 'F'))
CLASS(class_punct, is_print(ch) && ch != ' ' && !is_upper(ch) && !is_lower(ch) && !is_digit(ch))
CLASS(class_print, is_print(ch))

static value cased(native_call *c, bool lower)
{
    value v = cxx_arg(c, 0);
    int ch = character(c);
    if (lower ? is_upper(ch) : is_lower(ch)) v.i = lower ? ch + 32 : ch - 32;
    return cxx_int(CXX_T_INT, v.i);
}

static value to_lower(native_call *c) { return cased(c, true); }
static value to_upper(native_call *c) { return cased(c, false); }

static const native all[] = {
    {"cxx.stoi", stoi, 0, 1, NULL},
    {"cxx.stol", stol, 0, 1, NULL},
    {"cxx.stoll", stoll, 0, 1, NULL},
    {"cxx.stoul", stoul, 0, 1, NULL},
    {"cxx.stoull", stoull, 0, 1, NULL},
    {"cxx.stod", stod, 0, 1, NULL},
    {"cxx.stof", stod, 0, 1, NULL},
    {"cxx.atoi", atoi_, 0, 1, NULL},
    {"cxx.atol", atol_, 0, 1, NULL},
    {"cxx.atoll", atoll_, 0, 1, NULL},
    {"cxx.atof", atof_, 0, 1, NULL},
    {"cxx.strtol", strtol_, NATIVE_PARTIAL, 1, NULL},
    {"cxx.strtoll", strtoll_, NATIVE_PARTIAL, 1, NULL},
    {"cxx.strtoul", strtoul_, NATIVE_PARTIAL, 1, NULL},
    {"cxx.strtoull", strtoull_, NATIVE_PARTIAL, 1, NULL},
    {"cxx.strtod", strtod_, NATIVE_PARTIAL, 1, NULL},
    {"cxx.SimpleAtoi", simple_atoi, NATIVE_PARTIAL, 1, NULL},
    {"cxx.SimpleAtod", simple_atod, NATIVE_PARTIAL, 1, NULL},
    {"cxx.SimpleAtof", simple_atod, NATIVE_PARTIAL, 1, NULL},
    {"cxx.SimpleAtob", simple_atob, NATIVE_PARTIAL, 1, NULL},
    {"cxx.floor", floor_, 0, 1, NULL},
    {"cxx.ceil", ceil_, 0, 1, NULL},
    {"cxx.round", round_, 0, 1, NULL},
    {"cxx.trunc", trunc_, 0, 1, NULL},
    {"cxx.isnan", isnan_, 0, 1, NULL},
    {"cxx.isinf", isinf_, 0, 1, NULL},
    {"cxx.isfinite", isfinite_, 0, 1, NULL},
    {"cxx.abs", abs_, 0, 1, NULL},
    {"cxx.fabs", abs_, 0, 1, NULL},
    {"cxx.isalpha", class_alpha, 0, 1, NULL},
    {"cxx.isdigit", class_digit, 0, 1, NULL},
    {"cxx.isalnum", class_alnum, 0, 1, NULL},
    {"cxx.isspace", class_space, 0, 1, NULL},
    {"cxx.isupper", class_upper, 0, 1, NULL},
    {"cxx.islower", class_lower, 0, 1, NULL},
    {"cxx.isxdigit", class_xdigit, 0, 1, NULL},
    {"cxx.ispunct", class_punct, 0, 1, NULL},
    {"cxx.isprint", class_print, 0, 1, NULL},
    {"cxx.tolower", to_lower, 0, 1, NULL},
    {"cxx.toupper", to_upper, 0, 1, NULL},
    {"cxx.ascii_isalpha", class_alpha, 0, 1, NULL},
    {"cxx.ascii_isdigit", class_digit, 0, 1, NULL},
    {"cxx.ascii_isalnum", class_alnum, 0, 1, NULL},
    {"cxx.ascii_isspace", class_space, 0, 1, NULL},
    {"cxx.ascii_isupper", class_upper, 0, 1, NULL},
    {"cxx.ascii_islower", class_lower, 0, 1, NULL},
    {"cxx.ascii_isxdigit", class_xdigit, 0, 1, NULL},
    {"cxx.ascii_tolower", to_lower, 0, 1, NULL},
    {"cxx.ascii_toupper", to_upper, 0, 1, NULL},
};
const cxx_model_table cxx_models_number = {all, sizeof all / sizeof *all};
