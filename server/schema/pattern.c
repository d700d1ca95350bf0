#include "schema/pattern.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/words.h"
#include "text/regexp_bridge.h"

#include <stdio.h>

/* Translates ECMA-262 (u flag) to RE2's syntax, and refuses what ECMA-262 refuses. */
typedef struct translator {
    str s;
    size_t at;
    strbuf out;
    const char *error;  /* not ECMA-262 */
    bool impossible;    /* not for RE2 */
    int depth;
} translator;

enum { DEPTH_MOST = 200, NO_CHARACTER = -1 };

#define SPACES "\\t\\n\\v\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"

static int peek(const translator *t, size_t ahead)
{
    return t->at + ahead < t->s.n ? (unsigned char)t->s.p[t->at + ahead] : NO_CHARACTER;
}

static bool take(translator *t, const char *text)
{
    if (!str_starts(str_slice(t->s, t->at, t->s.n), str_of(text))) return false;
    t->at += strlen(text);
    return true;
}

static void fail(translator *t, const char *error)
{
    if (!t->error) t->error = error;
    t->at = t->s.n;
}

static bool is_digit(int c) { return c >= '0' && c <= '9'; }
static bool is_letter(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static int hex_value(int c)
{
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static int64_t take_hex(translator *t, int digits)
{
    int64_t value = 0;
    for (int i = 0; i < digits; i++) {
        int h = hex_value(peek(t, (size_t)i));
        if (h < 0) return -1;
        value = value * 16 + h;
    }
    t->at += (size_t)digits;
    return value;
}

/* Behind "\u": a code point, -1 for a malformed one. */
static int64_t take_unicode(translator *t)
{
    if (take(t, "{")) {
        int64_t value = 0;
        int h;
        while ((h = hex_value(peek(t, 0))) >= 0 && value <= 0x10FFFF) {
            value = value * 16 + h;
            t->at++;
        }
        return take(t, "}") && value <= 0x10FFFF ? value : -1;
    }
    int64_t high = take_hex(t, 4);
    size_t behind = t->at;
    if (high >= 0xD800 && high < 0xDC00 && take(t, "\\u")) {
        int64_t low = take_hex(t, 4);
        if (low >= 0xDC00 && low < 0xE000) return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        t->at = behind;
    }
    return high;
}

static void put_code(translator *t, int64_t code) { strbuf_printf(&t->out, "\\x{%x}", (unsigned)code); }

/* \p{...}: RE2 knows short general categories and scripts by name. */
static void property_class(translator *t, bool negated)
{
    static const char *const categories[][2] = {
        {"Letter", "L"},       {"Lowercase_Letter", "Ll"}, {"Uppercase_Letter", "Lu"}, {"Titlecase_Letter", "Lt"},
        {"Modifier_Letter", "Lm"},
        {"Other_Letter", "Lo"}, {"Mark", "M"},             {"Number", "N"},            {"Decimal_Number", "Nd"},
        {"digit", "Nd"},
        {"Letter_Number", "Nl"}, {"Other_Number", "No"},   {"Punctuation", "P"},       {"punct", "P"},
        {"Symbol", "S"},
        {"Separator", "Z"},    {"Space_Separator", "Zs"},  {"Other", "C"},             {"Control", "Cc"},
        {"Format", "Cf"},
        {"Math_Symbol", "Sm"}, {"Currency_Symbol", "Sc"},  {"Nonspacing_Mark", "Mn"},  {"Spacing_Mark", "Mc"},
        {"Dash_Punctuation", "Pd"},
    };
    ptrdiff_t end = peek(t, 0) == '{' ? str_find_char(t->s, '}', t->at) : -1;
    if (end < 0) {
        fail(t, "malformed '\\p'");
        return;
    }
    str name = str_slice(t->s, t->at + 1, (size_t)end);
    t->at = (size_t)end + 1;
    ptrdiff_t equals = str_find_char(name, '=', 0);
    if (equals >= 0) name = str_slice(name, (size_t)equals + 1, name.n);
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
        if (str_is(name, categories[i][0])) name = str_of(categories[i][1]);
    if (str_is(name, "ASCII")) strbuf_add_cstr(&t->out, negated ? "\\x{80}-\\x{10ffff}" : "\\x{0}-\\x{7f}");
    else strbuf_printf(&t->out, "\\%c{%.*s}", negated ? 'P' : 'p', STR_ARG(name));
}

static bool class_escape(translator *t, int c, bool inside)
{
    switch (c) {
    case 'd': case 'D': case 'w': case 'W': strbuf_printf(&t->out, "\\%c", c); return true;
    case 's': strbuf_add_cstr(&t->out, inside ? SPACES : "[" SPACES "]"); return true;
    case 'S':
        if (inside) t->impossible = true;
        strbuf_add_cstr(&t->out, "[^" SPACES "]");
        return true;
    case 'p': case 'P': property_class(t, c == 'P'); return true;
    default: return false;
    }
}

/* A character behind '\': its code, NO_CHARACTER for none (or an error). */
static int64_t character_escape(translator *t, int c)
{
    static const char controls[] = "t\tn\nv\vf\fr\r";
    for (const char *p = controls; *p; p += 2)
        if (*p == c) return p[1];
    if (c == '0' && !is_digit(peek(t, 0))) return 0;
    if (c == 'c' && is_letter(peek(t, 0))) return t->s.p[t->at++] & 31;
    if (c == 'x' || c == 'u') {
        int64_t code = c == 'x' ? take_hex(t, 2) : take_unicode(t);
        if (code < 0) fail(t, c == 'x' ? "malformed '\\x'" : "malformed '\\u'");
        return code;
    }
    /* the u flag allows no other letter; '-' is common outside of classes, too */
    if (c != NO_CHARACTER && c < 0x80 && !is_letter(c) && !is_digit(c) && c != '_') return c;
    fail(t, c == NO_CHARACTER ? WORDS("'\\' at the end") : WORDS("unknown escape"));
    return NO_CHARACTER;
}

static void escape(translator *t)
{
    int c = peek(t, 1);
    t->at += 2;
    if (c == 'b' || c == 'B') {
        strbuf_printf(&t->out, "\\%c", c);
    } else if ((c >= '1' && c <= '9') || c == 'k') {
        t->impossible = true; /* back-reference */
        while (c != 'k' && is_digit(peek(t, 0))) t->at++;
        if (c == 'k' && peek(t, 0) == '<') {
            ptrdiff_t end = str_find_char(t->s, '>', t->at);
            if (end < 0) fail(t, "malformed '\\k'");
            else t->at = (size_t)end + 1;
        }
    } else if (!class_escape(t, c, false)) {
        int64_t code = character_escape(t, c);
        if (code >= 0) put_code(t, code);
    }
}

/* One member of a class; its code, or NO_CHARACTER for a set like \d. */
static int64_t class_atom(translator *t)
{
    if (peek(t, 0) != '\\') {
        size_t length;
        uint32_t code = utf8_decode(t->s, t->at, &length);
        t->at += length;
        return code;
    }
    int c = peek(t, 1);
    t->at += 2;
    if (c == 'b') return '\b';
    if (class_escape(t, c, true)) return NO_CHARACTER;
    return character_escape(t, c);
}

static void class_members(translator *t)
{
    while (t->at < t->s.n && peek(t, 0) != ']') {
        int64_t low = class_atom(t);
        if (low < 0) continue;
        bool is_range = peek(t, 0) == '-' && peek(t, 1) != ']' && peek(t, 1) != NO_CHARACTER;
        put_code(t, low);
        if (!is_range) continue;
        t->at++;
        size_t before = t->out.n;
        strbuf_add_char(&t->out, '-');
        int64_t high = class_atom(t);
        if (high >= 0 && high < low) {
            fail(t, WORDS("range out of order in a class"));
        } else if (high >= 0) {
            put_code(t, high);
        } else if (t->out.n > before + 1) { /* "a-\d": the '-' stands for itself */
            strbuf_add_cstr(&t->out, "\\x{2d}");
            t->out.p[before] = ' ';
            t->impossible = true;
        }
    }
}

static void class_of(translator *t)
{
    t->at++;
    bool negated = take(t, "^");
    if (take(t, "]")) { /* "[]" matches nothing, "[^]" everything */
        strbuf_add_cstr(&t->out, negated ? "(?s:.)" : "[^\\x{0}-\\x{10ffff}]");
        return;
    }
    strbuf_add_cstr(&t->out, negated ? "[^" : "[");
    class_members(t);
    if (!take(t, "]")) fail(t, "missing ']'");
    strbuf_add_char(&t->out, ']');
}

static bool is_quantifier(const translator *t)
{
    size_t i = 1;
    if (peek(t, 0) != '{' || !is_digit(peek(t, i))) return false;
    while (is_digit(peek(t, i))) i++;
    if (peek(t, i) == ',') i++;
    while (is_digit(peek(t, i))) i++;
    return peek(t, i) == '}';
}

static void quantifier(translator *t, bool has_atom)
{
    int c = peek(t, 0);
    if (c != '*' && c != '+' && c != '?' && !is_quantifier(t)) {
        if (c == '{') { /* Annex B: a brace that is no quantifier stands for itself */
            strbuf_add_cstr(&t->out, "\\{");
            t->at++;
        }
        return;
    }
    if (!has_atom) {
        fail(t, WORDS("nothing to repeat"));
        return;
    }
    do strbuf_add_char(&t->out, t->s.p[t->at]);
    while (c == '{' && t->s.p[t->at++] != '}');
    if (c != '{') t->at++;
    if (take(t, "?")) strbuf_add_char(&t->out, '?');
    c = peek(t, 0);
    if (c == '*' || c == '+' || c == '?' || is_quantifier(t)) fail(t, WORDS("nothing to repeat"));
}

static void alternatives(translator *t);

static void group(translator *t)
{
    if (++t->depth > DEPTH_MOST) {
        t->impossible = true;
        t->at = t->s.n;
        return;
    }
    if (take(t, "(?:")) {
        strbuf_add_cstr(&t->out, "(?:");
    } else if (take(t, "(?=") || take(t, "(?!") || take(t, "(?<=") || take(t, "(?<!")) {
        strbuf_add_cstr(&t->out, "(?:");
        t->impossible = true;
    } else if (take(t, "(?<")) {
        strbuf_add_cstr(&t->out, "(?:");
        ptrdiff_t end = str_find_char(t->s, '>', t->at);
        if (end <= (ptrdiff_t)t->at) fail(t, WORDS("malformed name of a group"));
        else t->at = (size_t)end + 1;
    } else if (peek(t, 1) == '?') {
        fail(t, WORDS("unknown kind of group"));
    } else {
        t->at++;
        strbuf_add_char(&t->out, '(');
    }
    alternatives(t);
    if (!take(t, ")")) fail(t, "missing ')'");
    strbuf_add_char(&t->out, ')');
    t->depth--;
}

/* One atom or assertion; false for an assertion, which nothing may repeat. */
static bool atom(translator *t)
{
    switch (peek(t, 0)) {
    case '\\': {
        bool assertion = peek(t, 1) == 'b' || peek(t, 1) == 'B';
        escape(t);
        return !assertion;
    }
    case '[': class_of(t); return true;
    case '(': group(t); return true;
    case '.':
        t->at++;
        strbuf_add_cstr(&t->out, "[^\\n\\r\\x{2028}\\x{2029}]");
        return true;
    case '^': case '$':
        strbuf_add_char(&t->out, t->s.p[t->at++]);
        return false;
    case '*': case '+': case '?': return false;
    case '{':
        if (is_quantifier(t)) return false;
        t->at++;
        strbuf_add_cstr(&t->out, "\\{");
        return true;
    default: break;
    }
    size_t length;
    uint32_t code = utf8_decode(t->s, t->at, &length);
    t->at += length;
    put_code(t, code);
    return true;
}

static void alternatives(translator *t)
{
    while (t->at < t->s.n && peek(t, 0) != ')') {
        if (take(t, "|")) {
            strbuf_add_char(&t->out, '|');
            continue;
        }
        bool repeatable = atom(t);
        if (!t->error) quantifier(t, repeatable);
    }
}

/* --- parts ----------------------------------------------------------------------------------------------------------------- */

/* The end of the group that starts at `at`, 0 without one. */
static size_t group_end(str s, size_t at)
{
    int depth = 0;
    bool in_class = false;
    for (; at < s.n; at++) {
        char c = s.p[at];
        if (c == '\\') at++;
        else if (c == '[') in_class = true;
        else if (c == ']') in_class = false;
        else if (c == '(' && !in_class) depth++;
        else if (c == ')' && !in_class && --depth == 0) return at + 1;
    }
    return 0;
}

static bool has_top_alternative(str s)
{
    int depth = 0;
    bool in_class = false;
    for (size_t at = 0; at < s.n; at++) {
        char c = s.p[at];
        if (c == '\\') at++;
        else if (c == '[') in_class = true;
        else if (c == ']') in_class = false;
        else if (!in_class) {
            depth += (c == '(') - (c == ')');
            if (c == '|' && depth == 0) return true;
        }
    }
    return false;
}

static void compile_part(schema_pattern *p, const translator *t, str re2)
{
    if (t->error) return;
    p->bytes += regexp_bytes(re2.p, re2.n);
    if (t->impossible || p->bytes > LIMIT_PATTERN_BYTES || regexp_groups(re2.p, re2.n) < 0) p->impossible = true;
}

/* With `only_check` nothing is compiled. */
static void add_part(arena *a, schema_pattern *p, str source, bool anchored, bool negated, bool only_check)
{
    translator t = {.s = source};
    if (anchored) strbuf_add_cstr(&t.out, "^(?:");
    alternatives(&t);
    if (anchored) strbuf_add_char(&t.out, ')');
    if (t.at < t.s.n && !t.error) t.error = "unmatched ')'";
    if (t.error) {
        p->broken = true;
        p->error = t.error;
    }
    str re2 = arena_str(a, strbuf_str(&t.out));
    strbuf_free(&t.out);
    if (!only_check && p->bytes <= LIMIT_PATTERN_BYTES) compile_part(p, &t, re2);
    array_push(a, &p->parts, (schema_pattern_part){re2, negated});
}

static const schema_pattern *read_pattern(arena *a, str source, bool only_check)
{
    schema_pattern *p = ARENA_NEW(a, schema_pattern);
    p->source = source;
    str rest = source;
    bool anchored = str_starts(rest, STR("^(?!")) || str_starts(rest, STR("^(?="));
    if (anchored && has_top_alternative(rest)) anchored = false;
    if (anchored) rest = str_slice(rest, 1, rest.n);
    /* leading look-aheads of an anchored pattern are conditions of their own */
    while (anchored && (str_starts(rest, STR("(?!")) || str_starts(rest, STR("(?=")))) {
        size_t end = group_end(rest, 0);
        if (!end) break;
        add_part(a, p, str_slice(rest, 3, end - 1), true, rest.p[2] == '!', only_check);
        rest = str_slice(rest, end, rest.n);
    }
    add_part(a, p, rest, anchored, false, only_check);
    return p;
}

const schema_pattern *schema_pattern_compile(arena *a, str source) { return read_pattern(a, source, false); }

bool schema_pattern_is_valid(str source)
{
    arena a = ARENA_INIT;
    bool valid = !read_pattern(&a, source, true)->broken;
    arena_free(&a);
    return valid;
}

uint64_t schema_pattern_work(const schema_pattern *p, size_t size)
{
    uint64_t work = 0;
    if (p->broken || p->impossible) return 0;
    for (size_t i = 0; i < p->parts.n; i++) work += regexp_work(p->parts.at[i].re2.p, p->parts.at[i].re2.n, size);
    return work;
}

bool schema_pattern_matches(const schema_pattern *p, str text)
{
    if (p->broken || p->impossible) return true;
    for (size_t i = 0; i < p->parts.n; i++) {
        const schema_pattern_part *part = &p->parts.at[i];
        if (regexp_find(part->re2.p, part->re2.n, text.p ? text.p : "", text.n, 0, NULL, 0) == part->negated) return false;
    }
    return true;
}
