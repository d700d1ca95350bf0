/* regexp/syntax/parse.go without the trees: what is valid, and the exact message where it is not. */
#include "go/models/regexp_syntax.h"

#include "base/utf8.h"

enum { DEPTH_MOST = 400, SIZE_MOST = 50000, REPEAT_MOST = 1000 };

/* What the parser's stack says: of the innermost group, and of the operand on top. */
typedef struct group {
    bool operand;  /* something stands before, that can be repeated */
    int64_t need;  /* of the operand: least bound under which its nested counts are valid */
    int64_t size;  /* of the operand, expanded */
    int64_t max_need, all_size; /* of the group so far */
} group;

typedef struct checker {
    arena *a;
    str whole;
    size_t at;
    strbuf re2;
    group stack[DEPTH_MOST];
    int depth;
    str error;
    regexp_verdict verdict;
} checker;

static void bad(checker *k, const char *why, str fragment)
{
    if (k->verdict != REGEXP_GOOD) return;
    k->verdict = REGEXP_BAD;
    k->error = arena_printf(k->a, "error parsing regexp: %s: `%.*s`", why, STR_ARG(fragment));
}

static void unsure(checker *k)
{
    if (k->verdict == REGEXP_GOOD) k->verdict = REGEXP_UNSURE;
}

static str from_to(const checker *k, size_t from, size_t to) { return str_slice(k->whole, from, to); }
static int at_byte(const checker *k, size_t i) { return i < k->whole.n ? (unsigned char)k->whole.p[i] : -1; }
static bool word(int c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static void close_operand(group *g)
{
    if (g->need > g->max_need) g->max_need = g->need;
    g->all_size += g->size;
    g->need = g->size = 0;
}

static void operand(checker *k, int64_t need, int64_t size)
{
    group *g = &k->stack[k->depth];
    close_operand(g);
    g->operand = true;
    g->need = need;
    g->size = size;
    if (g->all_size + size > SIZE_MOST) unsure(k);
}

static size_t rune_length(const checker *k, size_t at)
{
    size_t len;
    utf8_decode(k->whole, at, &len);
    return len;
}

/* --- escapes --- */

static int hex(int c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* parser.parseEscape from the backslash at *at on; the character in *r. */
static bool escape(checker *k, size_t *at, uint32_t *r)
{
    size_t start = *at, i = start + 1;
    if (i >= k->whole.n) return bad(k, "trailing backslash at end of expression", (str){"", 0}), false;
    int c = at_byte(k, i);
    size_t after = i + rune_length(k, i);
    const char *simple;
    static const char letters[] = "afnrtv", codes[] = "\a\f\n\r\t\v";
    if (c < 0x80 && !word(c)) return *r = (uint32_t)c, *at = after, true;
    if (c == '0' || (c >= '1' && c <= '7' && at_byte(k, after) >= '0' && at_byte(k, after) <= '7')) {
        *r = (uint32_t)(c - '0');
        for (int n = 1; n < 3 && at_byte(k, after) >= '0' && at_byte(k, after) <= '7'; n++)
            *r = *r * 8 + (uint32_t)(at_byte(k, after++) - '0');
        return *at = after, true;
    }
    if (c == 'x' && after < k->whole.n) {
        bool braces = at_byte(k, after) == '{', good = true;
        int digits = 0;
        *r = 0;
        if (braces) {
            for (after++; good;) {
                if (after >= k->whole.n) return bad(k, "invalid escape sequence", from_to(k, start, after)), false;
                int d = at_byte(k, after);
                after += rune_length(k, after);
                if (d == '}') break;
                good = hex(d) >= 0;
                if (good) *r = *r * 16 + (uint32_t)hex(d), digits++;
                good = good && *r <= 0x10ffff;
            }
            good = good && digits > 0;
        } else {
            int x = hex(at_byte(k, after));
            after += rune_length(k, after);
            if (after >= k->whole.n) return unsure(k), false; /* Go reads on behind the end: a message of its own */
            int y = hex(at_byte(k, after));
            after += rune_length(k, after);
            good = x >= 0 && y >= 0;
            if (good) *r = (uint32_t)(x * 16 + y);
        }
        if (good) return *at = after, true;
    } else if (c < 0x80 && c && (simple = strchr(letters, c)) != NULL) {
        return *r = (uint32_t)codes[simple - letters], *at = after, true;
    }
    return bad(k, "invalid escape sequence", from_to(k, start, after)), false;
}

/* \p{Greek}, \pL, ...: only names that both libraries know. 0: none here. */
static int unicode_class(checker *k, size_t *at)
{
    static const char *const names[] = {
        "L",   "Lu",    "Ll",    "Lt",       "Lm",     "Lo",     "M",        "Mn",       "Mc",     "Me",   "N",  "Nd",
        "Nl",  "No",    "P",     "Pc",       "Pd",     "Ps",     "Pe",       "Pi",       "Pf",     "Po",   "S",  "Sm",
        "Sc",  "Sk",    "So",    "Z",        "Zs",     "Zl",     "Zp",       "C",        "Cc",     "Cf",   "Co", "Cs",
        "Han", "Latin", "Greek", "Cyrillic", "Arabic", "Hebrew", "Hiragana", "Katakana", "Hangul", "Thai", "Any"};
    size_t i = *at;
    if (at_byte(k, i) != '\\' || (at_byte(k, i + 1) != 'p' && at_byte(k, i + 1) != 'P')) return 0;
    if (i + 2 >= k->whole.n) return bad(k, "invalid character class range", from_to(k, i, k->whole.n)), -1;
    str name;
    size_t after;
    if (at_byte(k, i + 2) == '{') {
        ptrdiff_t end = str_find_char(k->whole, '}', i);
        if (end < 0) return bad(k, "invalid character class range", from_to(k, i, k->whole.n)), -1;
        name = from_to(k, i + 3, (size_t)end);
        after = (size_t)end + 1;
    } else {
        after = i + 2 + rune_length(k, i + 2);
        name = from_to(k, i + 2, after);
    }
    if (name.n && name.p[0] == '^') name = str_slice(name, 1, name.n);
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        if (str_is(name, names[n])) return *at = after, 1;
    /* one letter that is no category is an error for sure; other names may be known to some version */
    if (name.n <= 1) return bad(k, "invalid character class range", from_to(k, i, after)), -1;
    return unsure(k), -1;
}

static bool perl_class(const checker *k, size_t at)
{
    int c = at_byte(k, at + 1);
    return at_byte(k, at) == '\\' && c > 0 && strchr("dDsSwW", c);
}

/* --- [...] --- */

/* 0: not here. */
static int named_class(checker *k, size_t *at)
{
    static const char *const names[] = {"alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph",
                                        "lower", "print", "punct", "space", "upper", "word",  "xdigit"};
    if (at_byte(k, *at) != '[' || at_byte(k, *at + 1) != ':' || *at + 2 >= k->whole.n) return 0;
    ptrdiff_t end = str_find(k->whole, STR(":]"), *at + 2);
    if (end < 0) return 0;
    str name = from_to(k, *at + 2, (size_t)end);
    if (name.n && name.p[0] == '^') name = str_slice(name, 1, name.n);
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        if (str_is(name, names[n])) return *at = (size_t)end + 2, 1;
    return bad(k, "invalid character class range", from_to(k, *at, (size_t)end + 2)), -1;
}

static bool class_char(checker *k, size_t *at, size_t class_start, uint32_t *r)
{
    size_t len;
    if (*at >= k->whole.n) return bad(k, "missing closing ]", from_to(k, class_start, k->whole.n)), false;
    if (at_byte(k, *at) == '\\') return escape(k, at, r);
    *r = utf8_decode(k->whole, *at, &len);
    *at += len;
    return true;
}

static void bracket(checker *k)
{
    size_t start = k->at, i = start + 1;
    if (at_byte(k, i) == '^') i++;
    for (bool first = true; i >= k->whole.n || k->whole.p[i] != ']' || first; first = false) {
        int found = named_class(k, &i);
        if (!found) found = unicode_class(k, &i);
        if (found < 0) return;
        if (found) continue;
        if (perl_class(k, i)) {
            i += 2;
            continue;
        }
        size_t range_start = i;
        uint32_t lo, hi;
        if (!class_char(k, &i, start, &lo)) return;
        if (at_byte(k, i) != '-' || i + 1 >= k->whole.n || at_byte(k, i + 1) == ']') continue;
        i++;
        if (!class_char(k, &i, start, &hi)) return;
        if (hi < lo) {
            bad(k, "invalid character class range", from_to(k, range_start, i));
            return;
        }
    }
    i++;
    strbuf_add(&k->re2, from_to(k, start, i));
    k->at = i;
    operand(k, 0, 1);
}

/* --- groups --- */

static void open_group(checker *k)
{
    if (k->depth + 1 >= DEPTH_MOST) {
        unsure(k);
        return;
    }
    k->stack[++k->depth] = (group){0};
}

/* (?P<name>, (?<name>; false: not here. */
static bool named_group(checker *k)
{
    size_t i = k->at;
    bool with_p = k->whole.n - i > 4 && at_byte(k, i + 2) == 'P' && at_byte(k, i + 3) == '<';
    bool without = k->whole.n - i > 3 && at_byte(k, i + 2) == '<';
    if (!with_p && !without) return false;
    size_t from = i + (with_p ? 4 : 3);
    ptrdiff_t end = str_find_char(k->whole, '>', i);
    if (end < 0) {
        bad(k, "invalid named capture", from_to(k, i, k->whole.n));
        return true;
    }
    str name = from_to(k, from, (size_t)end);
    bool good = name.n > 0;
    for (size_t n = 0; n < name.n; n++) good = good && (word((unsigned char)name.p[n]) || name.p[n] == '_');
    if (!good) {
        bad(k, "invalid named capture", from_to(k, i, (size_t)end + 1));
        return true;
    }
    strbuf_printf(&k->re2, "(?P<%.*s>", STR_ARG(name));
    k->at = (size_t)end + 1;
    open_group(k);
    return true;
}

/* (?flags) and (?flags: */
static void flags(checker *k)
{
    size_t start = k->at, i = start + 2;
    bool minus = false, saw = false;
    while (i < k->whole.n) {
        int c = at_byte(k, i);
        i += rune_length(k, i);
        if (c > 0 && strchr("imsU", c)) {
            saw = true;
        } else if (c == '-' && !minus) {
            minus = true;
            saw = false;
        } else if ((c == ':' || c == ')') && (!minus || saw)) {
            strbuf_add(&k->re2, from_to(k, start, i));
            k->at = i;
            if (c == ':') open_group(k);
            return;
        } else {
            break;
        }
    }
    bad(k, "invalid or unsupported Perl syntax", from_to(k, start, i));
}

static void close_group(checker *k)
{
    if (k->depth == 0) {
        bad(k, "unexpected )", k->whole);
        return;
    }
    group g = k->stack[k->depth--];
    close_operand(&g);
    strbuf_add_char(&k->re2, ')');
    k->at++;
    operand(k, g.max_need, g.all_size + 2);
}

/* --- repetition --- */

static int number(const checker *k, size_t *i)
{
    size_t from = *i;
    int n = 0;
    while (at_byte(k, *i) >= '0' && at_byte(k, *i) <= '9') {
        if (n < 1 << 24) n = n * 10 + (at_byte(k, *i) - '0');
        (*i)++;
    }
    if (*i == from || (*i - from > 1 && at_byte(k, from) == '0')) return *i = from, -1;
    return n;
}

/* {n}, {n,}, {n,m}; false: the brace is a literal. */
static bool counts(const checker *k, size_t *i, int *min, int *max)
{
    (*i)++;
    if ((*min = number(k, i)) < 0) return false;
    *max = *min;
    if (at_byte(k, *i) == ',') {
        (*i)++;
        if (at_byte(k, *i) == '}') *max = -1;
        else if ((*max = number(k, i)) < 0) return false;
    }
    if (at_byte(k, *i) != '}') return false;
    (*i)++;
    return true;
}

/* `last`: where the repetition right before begins, SIZE_MAX without one. */
static void repetition(checker *k, size_t start, size_t after, int min, int max, bool counted, size_t last)
{
    group *g = &k->stack[k->depth];
    if (counted && (min > REPEAT_MOST || max > REPEAT_MOST || (max >= 0 && min > max))) {
        bad(k, "invalid repeat count", from_to(k, start, after));
        return;
    }
    if (at_byte(k, after) == '?') after++;
    if (last != SIZE_MAX) bad(k, "invalid nested repetition operator", from_to(k, last, after));
    else if (!g->operand) bad(k, "missing argument to repetition operator", from_to(k, start, after));
    int64_t times = !counted ? 1 : max < 0 ? min : max;
    if (counted) {
        int64_t need = times == 0 ? 0 : times * g->need > times ? times * g->need : times;
        if ((min >= 2 || max >= 2) && need > REPEAT_MOST) bad(k, "invalid repeat count", from_to(k, start, after));
        g->need = need;
        g->size *= times > 0 ? times : 1;
        if (g->size > SIZE_MOST) unsure(k);
    }
    strbuf_add(&k->re2, from_to(k, start, after));
    k->at = after;
}

/* --- the whole --- */

static void literal_text(checker *k, size_t n)
{
    strbuf_add(&k->re2, from_to(k, k->at, k->at + n));
    k->at += n;
    operand(k, 0, 1);
}

static void backslash(checker *k)
{
    int c = at_byte(k, k->at + 1);
    uint32_t r;
    size_t i = k->at;
    if (c > 0 && strchr("AbBz", c)) {
        literal_text(k, 2);
    } else if (c == 'C') {
        bad(k, "invalid escape sequence", from_to(k, k->at, k->at + 2));
    } else if (c == 'Q') {
        ptrdiff_t end = str_find(k->whole, STR("\\E"), k->at + 2);
        str quoted = from_to(k, k->at + 2, end < 0 ? k->whole.n : (size_t)end);
        for (size_t n = 0; n < quoted.n; n++) {
            if ((unsigned char)quoted.p[n] < 0x80 && !word((unsigned char)quoted.p[n])) strbuf_add_char(&k->re2, '\\');
            strbuf_add_char(&k->re2, quoted.p[n]);
        }
        if (quoted.n) operand(k, 0, (int64_t)quoted.n);
        k->at = end < 0 ? k->whole.n : (size_t)end + 2;
    } else if (perl_class(k, k->at)) {
        literal_text(k, 2);
    } else {
        int found = unicode_class(k, &i);
        if (found < 0 || (!found && !escape(k, &i, &r))) return;
        literal_text(k, i - k->at);
    }
}

static void alternative(checker *k)
{
    group *g = &k->stack[k->depth];
    close_operand(g);
    g->operand = false;
    strbuf_add_char(&k->re2, '|');
    k->at++;
}

regexp_verdict regexp_check(arena *a, str pattern, str *re2, str *error)
{
    checker *k = ARENA_NEW(a, checker);
    *k = (checker){.a = a, .whole = pattern, .re2 = STRBUF_IN(a)};
    size_t last = SIZE_MAX;
    if (utf8_invalid_at(pattern) >= 0 || pattern.n > 20000) return REGEXP_UNSURE;
    while (k->at < pattern.n && k->verdict == REGEXP_GOOD) {
        size_t start = k->at, after = start;
        int c = at_byte(k, start), min, max;
        bool repeated = false;
        if (c == '(' && at_byte(k, start + 1) == '?') {
            if (!named_group(k)) flags(k);
        } else if (c == '(') {
            strbuf_add_char(&k->re2, '(');
            k->at++;
            open_group(k);
        } else if (c == '|') alternative(k);
        else if (c == ')') close_group(k);
        else if (c == '[') bracket(k);
        else if (c == '\\') backslash(k);
        else if (c == '*' || c == '+' || c == '?') {
            repetition(k, start, start + 1, 0, 0, false, last);
            repeated = true;
        } else if (c == '{' && counts(k, &after, &min, &max)) {
            repetition(k, start, after, min, max, true, last);
            repeated = true;
        } else if (c == '{') {
            strbuf_add_cstr(&k->re2, "\\{");
            k->at++;
            operand(k, 0, 1);
        } else literal_text(k, rune_length(k, start));
        last = repeated ? start : SIZE_MAX;
    }
    if (k->depth > 0) bad(k, "missing closing )", pattern);
    *re2 = strbuf_str(&k->re2);
    *error = k->error;
    return k->verdict;
}
