/* unicode and unicode/utf8, from what Go itself says of characters (schema/unicode.json). */
#include "base/utf8.h"
#include "go/models/models.h"

/* All from lo to hi. */
typedef struct unicode_range {
    uint32_t lo, hi;
} unicode_range;

/* Each `stride` characters from lo to hi: what they are mapped to is `delta` behind them. */
typedef struct unicode_case {
    uint32_t lo, hi, stride;
    int32_t delta;
} unicode_case;

typedef struct unicode_fold {
    uint32_t from, to;
} unicode_fold;

#include "unicode_tables.h" /* unicode_print, unicode_letter, ..., unicode_to_lower, ..., unicode_orbits */

#define IN(c, table) in_ranges((c), table, sizeof(table) / sizeof *(table))
#define MAPPED(c, table) mapped((c), table, sizeof(table) / sizeof *(table))

static bool in_ranges(uint32_t c, const unicode_range *table, size_t n)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (c > table[mid].hi) lo = mid + 1;
        else if (c < table[mid].lo) hi = mid;
        else return true;
    }
    return false;
}

/* Runs may be interleaved (stride 2), so a character that falls between two strides is looked for in the neighbours too. */
static uint32_t mapped(uint32_t c, const unicode_case *table, size_t n)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (c >= table[mid].lo) lo = mid + 1;
        else hi = mid;
    }
    for (size_t i = lo; i > 0 && lo - i < 4; i--) {
        const unicode_case *r = &table[i - 1];
        if (c >= r->lo && c <= r->hi && (c - r->lo) % r->stride == 0) return (uint32_t)((int32_t)c + r->delta);
    }
    return c;
}

uint32_t model_to_lower(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return MAPPED(c, unicode_to_lower);
}

uint32_t model_to_upper(uint32_t c)
{
    if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
    return MAPPED(c, unicode_to_upper);
}

uint32_t model_to_title(uint32_t c)
{
    if (c < 0x80) return model_to_upper(c);
    return MAPPED(c, unicode_to_title);
}

bool model_is_print(uint32_t c) { return IN(c, unicode_print); }

bool model_is_space(uint32_t c)
{
    return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
           c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static str map_case(arena *a, str s, uint32_t (*to)(uint32_t))
{
    strbuf out = STRBUF_IN(a);
    size_t len;
    for (size_t i = 0; i < s.n; i += len) strbuf_add_utf8(&out, to(utf8_decode(s, i, &len)));
    return strbuf_str(&out);
}

str model_lower(arena *a, str s) { return map_case(a, s, model_to_lower); }
str model_upper(arena *a, str s) { return map_case(a, s, model_to_upper); }

/* The least character of the case-folding orbit: unicode.SimpleFold. */
static uint32_t least_fold(uint32_t c)
{
    if (c < 0x80 && c != 'K' && c != 'k' && c != 'S' && c != 's') return model_to_upper(c);
    for (size_t i = 0; i < sizeof unicode_orbits / sizeof *unicode_orbits; i++)
        if (unicode_orbits[i].from == c) return unicode_orbits[i].to;
    uint32_t lower = model_to_lower(c), upper = model_to_upper(c);
    if (lower < c) c = lower;
    return upper < c ? upper : c;
}

bool model_equal_fold(str a, str b)
{
    size_t i = 0, j = 0, la, lb;
    for (; i < a.n && j < b.n; i += la, j += lb) {
        uint32_t x = utf8_decode(a, i, &la), y = utf8_decode(b, j, &lb);
        if (x != y && least_fold(x) != least_fold(y)) return false;
    }
    return i == a.n && j == b.n;
}

/* --- unicode --- */

#define TEST(name, condition) \
    static value name(native_call *call) \
    { \
        int64_t n; \
        if (!native_int(call, 0, &n)) return value_unknown(type_basic(TYPE_BOOL)); \
        uint32_t c = n < 0 || n > 0x10ffff ? 0xffffffff : (uint32_t)n; \
        return value_bool(condition); \
    }

TEST(is_letter, IN(c, unicode_letter))
TEST(is_digit, IN(c, unicode_digit))
TEST(is_number, IN(c, unicode_number))
TEST(is_upper, IN(c, unicode_upper))
TEST(is_lower, IN(c, unicode_lower))
TEST(is_punct, IN(c, unicode_punct))
TEST(is_symbol, IN(c, unicode_symbol))
TEST(is_mark, IN(c, unicode_mark))
TEST(is_space, model_is_space(c))
TEST(is_print, IN(c, unicode_print))
TEST(is_control, c < 0x20 || (c >= 0x7f && c < 0xa0))

#define CASE(name, to) \
    static value name(native_call *c) \
    { \
        int64_t n; \
        if (!native_int(c, 0, &n) || n < 0 || n > 0x10ffff) return value_unknown(type_basic(TYPE_INT32)); \
        return value_int_of(type_basic(TYPE_INT32), to((uint32_t)n)); \
    }

CASE(to_lower, model_to_lower)
CASE(to_upper, model_to_upper)
CASE(to_title, model_to_title)

/* --- unicode/utf8 --- */

static value rune_count(native_call *c)
{
    str s;
    return native_text(c, 0, &s) ? value_int((int64_t)utf8_count(s)) : value_unknown(type_basic(TYPE_INT));
}

static value valid_text(native_call *c)
{
    str s;
    return native_text(c, 0, &s) ? value_bool(utf8_invalid_at(s) < 0) : value_unknown(type_basic(TYPE_BOOL));
}

static value rune_and_size(native_call *c, uint32_t rune, size_t size)
{
    return model_pair(c, value_int_of(type_basic(TYPE_INT32), rune), value_int((int64_t)size));
}

static value decode_first(native_call *c)
{
    str s;
    size_t len = 0;
    if (!native_text(c, 0, &s)) return model_unknown(c, 2);
    uint32_t r = s.n ? utf8_decode(s, 0, &len) : UTF8_BAD;
    return rune_and_size(c, r, len);
}

static value decode_last(native_call *c)
{
    str s;
    size_t len = 0;
    if (!native_text(c, 0, &s)) return model_unknown(c, 2);
    if (!s.n) return rune_and_size(c, UTF8_BAD, 0);
    for (size_t back = 1; back <= 4 && back <= s.n; back++) {
        uint32_t r = utf8_decode(s, s.n - back, &len);
        if (len == back && (back > 1 || r != UTF8_BAD)) return rune_and_size(c, r, len);
    }
    return rune_and_size(c, UTF8_BAD, 1);
}

static value rune_len(native_call *c)
{
    int64_t n;
    if (!native_int(c, 0, &n)) return value_unknown(type_basic(TYPE_INT));
    if (n < 0 || n > 0x10ffff || (n >= 0xd800 && n < 0xe000)) return value_int(-1);
    return value_int(n < 0x80 ? 1 : n < 0x800 ? 2 : n < 0x10000 ? 3 : 4);
}

static value valid_rune(native_call *c)
{
    int64_t n;
    if (!native_int(c, 0, &n)) return value_unknown(type_basic(TYPE_BOOL));
    return value_bool(n >= 0 && n <= 0x10ffff && (n < 0xd800 || n >= 0xe000));
}

static const native rows[] = {
    {"unicode.IsLetter", is_letter, 0, 1, "bool"},
    {"unicode.IsDigit", is_digit, 0, 1, "bool"},
    {"unicode.IsNumber", is_number, 0, 1, "bool"},
    {"unicode.IsUpper", is_upper, 0, 1, "bool"},
    {"unicode.IsLower", is_lower, 0, 1, "bool"},
    {"unicode.IsPunct", is_punct, 0, 1, "bool"},
    {"unicode.IsSymbol", is_symbol, 0, 1, "bool"},
    {"unicode.IsMark", is_mark, 0, 1, "bool"},
    {"unicode.IsSpace", is_space, 0, 1, "bool"},
    {"unicode.IsPrint", is_print, 0, 1, "bool"},
    {"unicode.IsControl", is_control, 0, 1, "bool"},
    {"unicode.ToLower", to_lower, 0, 1, "rune"},
    {"unicode.ToUpper", to_upper, 0, 1, "rune"},
    {"unicode.ToTitle", to_title, 0, 1, "rune"},
    {"unicode/utf8.RuneCountInString", rune_count, 0, 1, "int"},
    {"unicode/utf8.RuneCount", rune_count, 0, 1, "int"},
    {"unicode/utf8.ValidString", valid_text, 0, 1, "bool"},
    {"unicode/utf8.Valid", valid_text, 0, 1, "bool"},
    {"unicode/utf8.DecodeRuneInString", decode_first, 0, 2, "rune"},
    {"unicode/utf8.DecodeRune", decode_first, 0, 2, "rune"},
    {"unicode/utf8.DecodeLastRuneInString", decode_last, 0, 2, "rune"},
    {"unicode/utf8.DecodeLastRune", decode_last, 0, 2, "rune"},
    {"unicode/utf8.RuneLen", rune_len, 0, 1, "int"},
    {"unicode/utf8.ValidRune", valid_rune, 0, 1, "bool"},
};
MODEL_ROWS(models_unicode, rows);
