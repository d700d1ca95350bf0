/* What the Kubernetes loader makes of plain scalars was read off sigs.k8s.io/yaml 1.6.0, what readers of YAML 1.1 do off PyYAML
 * 6.0.2; tests/unit/yaml_portability_test.c has the tables. */
#include "yaml/portability.h"

#include "base/limits.h"
#include "base/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* What a reader takes a scalar for. */
typedef struct reading {
    enum { READ_TEXT, READ_NULL, READ_BOOL, READ_NUMBER, READ_REFUSED } kind;
    bool boolean;
    bool whole;      /* READ_NUMBER: `integer` and `negative` are its value */
    bool negative;
    uint64_t integer; /* without sign */
    double number;
    bool single; /* ... which is rounded to a float */
} reading;

typedef struct checker {
    arena *arena;
    diagnostic_list *out;
    size_t first; /* findings that were there before */
} checker;

enum { MOST_NUMBER = 63 }; /* bytes of a number that is looked at */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
/* The value of a digit up to 'z'; a large one when it is none. */
static unsigned digit_of(char c)
{
    char small = (char)(c | 32);
    return is_digit(c) ? (unsigned)(c - '0') : small >= 'a' && small <= 'z' ? (unsigned)(small - 'a') + 10 : UINT32_MAX;
}

/* --- the Kubernetes loader ------------------------------------------------------------------------------------------------- */

static bool read_word(str s, reading *r)
{
    static const struct {
        const char *spellings[3];
        bool value;
    } table[] = {
        {{"y", "Y", "y"}, true},
        {{"yes", "Yes", "YES"}, true},
        {{"true", "True", "TRUE"}, true},
        {{"on", "On", "ON"}, true},
        {{"n", "N", "n"}, false},
        {{"no", "No", "NO"}, false},
        {{"false", "False", "FALSE"}, false},
        {{"off", "Off", "OFF"}, false},
    };
    for (size_t i = 0; s.n <= 5 && i < sizeof table / sizeof *table; i++)
        for (size_t k = 0; k < 3; k++)
            if (str_is(s, table[i].spellings[k])) {
                *r = (reading){.kind = READ_BOOL, .boolean = table[i].value};
                return true;
            }
    return false;
}

/* An integer as Go's strconv reads it with base 0; false when it is none or takes more than 64 bits. */
static bool read_go_int(const char *text, reading *r)
{
    const char *s = text + (*text == '-' || *text == '+');
    unsigned base = 10;
    if (*s == '0' && s[1]) {
        char prefix = (char)(s[1] | 32);
        base = prefix == 'x' ? 16 : prefix == 'b' ? 2 : 8;
        s += prefix == 'x' || prefix == 'b' || prefix == 'o' ? 2 : 1;
    }
    if (!*s) return false;
    uint64_t n = 0;
    for (; *s; s++) {
        unsigned digit = digit_of(*s);
        if (digit >= base || n > (UINT64_MAX - digit) / base) return false;
        n = n * base + digit;
    }
    bool negative = *text == '-';
    if ((negative && n > (uint64_t)INT64_MAX + 1) || (*text == '+' && n > INT64_MAX)) return false;
    *r = (reading){.kind = READ_NUMBER, .whole = true, .negative = negative && n, .integer = n};
    r->number = negative ? -(double)n : (double)n;
    return true;
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? that fits a double */
static bool read_go_float(const char *text, reading *r)
{
    const char *s = text + (*text == '-' || *text == '+');
    size_t whole = strspn(s, "0123456789"), fraction = 0;
    s += whole;
    if (*s == '.') {
        fraction = strspn(++s, "0123456789");
        s += fraction;
    }
    if (!whole && !fraction) return false;
    if ((*s | 32) == 'e') {
        s++;
        s += *s == '-' || *s == '+';
        size_t digits = strspn(s, "0123456789");
        if (!digits) return false;
        s += digits;
    }
    *r = (reading){.kind = READ_NUMBER, .number = strtod(text, NULL)};
    return !*s && isfinite(r->number);
}

static bool is_infinite(const yaml_node *n)
{
    char last = n->value.p[n->value.n - 1];
    return n->type == YAML_FLOAT && !is_digit(last) && last != '.';
}

static reading read_kubernetes(const yaml_node *n)
{
    str s = n->value;
    reading r = {.kind = READ_TEXT};
    if (n->type == YAML_NULL) return (reading){.kind = READ_NULL};
    if (read_word(s, &r)) return r;
    if (is_infinite(n)) return (reading){.kind = READ_REFUSED}; /* JSON has no such number */
    if (s.n > MOST_NUMBER || !strchr("0123456789+-.", s.p[0])) return r;
    char digits[MOST_NUMBER + 1];
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++) /* '_' may stand anywhere but in a number that starts with '.' */
        if (s.p[i] != '_' || s.p[0] == '.') digits[count++] = s.p[i];
    digits[count] = 0;
    if ((s.p[0] != '.' && read_go_int(digits, &r)) || read_go_float(digits, &r)) return r;
    return (reading){.kind = READ_TEXT};
}

/* --- YAML 1.2, and readers of 1.1 where they differ from both -------------------------------------------------------------- */

static reading read_core(const yaml_node *n)
{
    reading r = {.kind = READ_TEXT, .boolean = n->boolean, .number = n->number};
    if (n->type == YAML_NULL) r.kind = READ_NULL;
    if (n->type == YAML_BOOL) r.kind = READ_BOOL;
    if (n->type == YAML_INT || n->type == YAML_FLOAT) r.kind = READ_NUMBER;
    r.whole = n->type == YAML_INT && n->integer_fits;
    if (!r.whole) return r;
    r.negative = !(n->integer_fits & YAML_INT_UNSIGNED);
    r.integer = r.negative ? (uint64_t)0 - (uint64_t)n->integer : n->unsigned_integer;
    return r;
}

/* [-+]?[1-9][0-9_]*(:[0-5]?[0-9])+, or with a fraction behind it: base 60. */
static bool read_sexagesimal(str s, reading *r)
{
    size_t at = s.p[0] == '-' || s.p[0] == '+', groups = 0;
    double value = 0, group = 0, scale = 1;
    if (at >= s.n || !is_digit(s.p[at])) return false;
    bool zero = s.p[at] == '0';
    for (; at < s.n && (is_digit(s.p[at]) || s.p[at] == '_'); at++)
        if (s.p[at] != '_') value = value * 10 + (s.p[at] - '0');
    for (; at < s.n && s.p[at] == ':'; groups++, value = value * 60 + group) {
        size_t digits = 0;
        for (group = 0, at++; at < s.n && is_digit(s.p[at]) && digits < 2; at++, digits++) group = group * 10 + (s.p[at] - '0');
        if (!digits || group > 59) return false;
    }
    bool fraction = at < s.n && s.p[at] == '.';
    if (!groups || (zero && !fraction)) return false;
    for (at += fraction; at < s.n && (is_digit(s.p[at]) || s.p[at] == '_'); at++)
        if (s.p[at] != '_') value += (s.p[at] - '0') * (scale /= 10);
    *r = (reading){.kind = READ_NUMBER, .number = s.p[0] == '-' ? -value : value};
    return at == s.n;
}

/* Only what readers of 1.1 agree on and what is met: false where they see what the core schema sees. */
static bool read_differently(const yaml_node *n, reading *r)
{
    str s = n->value;
    if (str_is(s, "=") || str_is(s, "<<")) {
        *r = (reading){.kind = READ_REFUSED};
        return true;
    }
    if (n->type == YAML_STRING) return s.n <= MOST_NUMBER && read_sexagesimal(s, r);
    if (n->type != YAML_INT) return false;
    str digits = str_slice(s, !is_digit(s.p[0]), s.n);
    if (digits.n < 2 || digits.p[0] != '0' || digits.p[1] == 'x') return false;
    *r = (reading){.kind = READ_TEXT}; /* 0o17, 0888 */
    return digits.p[1] == 'o' || str_find_char(digits, '8', 0) > 0 || str_find_char(digits, '9', 0) > 0;
}

/* --- findings -------------------------------------------------------------------------------------------------------------- */

static bool is_same(const reading *a, const reading *b)
{
    if (a->kind != b->kind) return false;
    if (a->kind == READ_BOOL) return a->boolean == b->boolean;
    if (a->kind != READ_NUMBER) return true;
    if (a->whole && b->whole) return a->integer == b->integer && a->negative == b->negative;
    return !(a->number < b->number) && !(a->number > b->number);
}

/* As one would write it: "true", "493"; empty for text. */
static str write_value(arena *a, const reading *r)
{
    if (r->kind == READ_BOOL) return r->boolean ? STR("true") : STR("false");
    if (r->kind != READ_NUMBER) return STR("");
    if (r->whole) return arena_printf(a, "%s%llu", r->negative ? "-" : "", (unsigned long long)r->integer);
    if (fabs(r->number) < 1e6 && floor(r->number) >= r->number) return arena_printf(a, "%.0f", r->number);
    char buffer[40];
    for (int precision = 1; precision <= 17; precision++) { /* the shortest that is read back as the same */
        snprintf(buffer, sizeof buffer, "%.*g", precision, r->number);
        double back = r->single ? (double)strtof(buffer, NULL) : strtod(buffer, NULL);
        if (!(back < r->number) && !(back > r->number)) break;
    }
    return arena_str(a, str_of(buffer));
}

static void add_fix(checker *c, diagnostic *d, str title, range at, str text, bool preferred)
{
    fix *f = array_add(c->arena, &d->fixes);
    f->title = title;
    f->preferred = preferred;
    array_push(c->arena, &f->edits, (text_edit){.at = at, .text = text});
}

/* A new finding with the fix that quotes the scalar; NULL when there are too many. */
static diagnostic *report(checker *c, const yaml_node *n, severity level, const char *code, str message, bool preferred)
{
    size_t count = c->out->n - c->first;
    if (count > LIMIT_YAML_FINDINGS) return NULL;
    bool full = count == LIMIT_YAML_FINDINGS;
    diagnostic *d = array_add(c->arena, c->out);
    *d = (diagnostic){.at = n->at, .level = level, .code = full ? STR("yaml/limit") : str_of(code), .message = message};
    if (full) {
        d->message = arena_printf(c->arena, words("more than %d ambiguous values: the rest is not listed"), LIMIT_YAML_FINDINGS);
        return NULL;
    }
    add_fix(c, d, words_str("put it in quotes"), n->at, arena_printf(c->arena, "\"%.*s\"", STR_ARG(n->value)), preferred);
    return d;
}

static const char *code_of(const reading *a, const reading *b)
{
    if (b->kind == READ_BOOL) return "yaml/ambiguous-boolean";
    return a->kind == READ_NUMBER || b->kind == READ_NUMBER ? "yaml/ambiguous-number" : "yaml/ambiguous-text";
}

/* A value, or a key that readers of 1.1 take for something else. */
static void report_value(checker *c, const yaml_node *n, const reading *core, const reading *other, bool kubernetes)
{
    str here = write_value(c->arena, core), there = write_value(c->arena, other), message;
    const char *who = kubernetes ? words("the Kubernetes loader") : words("YAML 1.1 readers such as PyYAML");
    const char *refuses = kubernetes ? words("the Kubernetes loader refuses") : words("YAML 1.1 readers such as PyYAML refuse");
    const char *reads = kubernetes ? words("the Kubernetes loader reads") : words("YAML 1.1 readers such as PyYAML read");
    if (other->kind == READ_REFUSED && core->kind == READ_NUMBER)
        message = arena_printf(c->arena, words("%s '%.*s', JSON has no such number: write a finite one, or put text in quotes"),
                               refuses, STR_ARG(n->value));
    else if (other->kind == READ_REFUSED)
        message =
            arena_printf(c->arena, words("'%.*s' is text in YAML 1.2, but %s it: put it in quotes"), STR_ARG(n->value), refuses);
    else if (core->kind == READ_NUMBER && other->kind == READ_TEXT)
        message = arena_printf(c->arena,
                               words("'%.*s' is the number %.*s in YAML 1.2, but text to %s: write %.*s, or put text in quotes"),
                               STR_ARG(n->value), STR_ARG(here), who, STR_ARG(here));
    else if (core->kind == READ_NUMBER)
        message = arena_printf(
            c->arena, words("'%.*s' is %.*s in YAML 1.2, but %s %.*s: write the one that is meant, or put text in quotes"),
            STR_ARG(n->value), STR_ARG(here), reads, STR_ARG(there));
    else
        message = arena_printf(c->arena, words("'%.*s' is text in YAML 1.2, but %s %.*s: put text in quotes, or write %.*s"),
                               STR_ARG(n->value), reads, STR_ARG(there), STR_ARG(there));
    diagnostic *d = report(c, n, kubernetes ? SEVERITY_WARNING : SEVERITY_HINT, code_of(core, other), message, false);
    str plain = other->kind == READ_TEXT ? here : there;
    if (d && plain.n) add_fix(c, d, arena_printf(c->arena, words("write %.*s"), STR_ARG(plain)), n->at, plain, false);
}

static void report_rounded(checker *c, const yaml_node *n, const reading *other)
{
    str there = write_value(c->arena, other);
    report(c, n, SEVERITY_WARNING, "yaml/ambiguous-number",
           arena_printf(c->arena, words("'%.*s' does not fit 64 bits, the Kubernetes loader reads %.*s: put it in quotes"),
                        STR_ARG(n->value), STR_ARG(there.n ? there : words_str("text"))),
           false);
}

static void check_value(checker *c, const yaml_node *n)
{
    reading core = read_core(n), kubernetes = read_kubernetes(n), other;
    if (!isfinite(core.number) && kubernetes.kind == READ_TEXT) return; /* 1e400 */
    if (n->type == YAML_INT && !n->integer_fits) report_rounded(c, n, &kubernetes);
    else if (!is_same(&core, &kubernetes)) report_value(c, n, &core, &kubernetes, true);
    else if (read_differently(n, &other)) report_value(c, n, &core, &other, false);
}

/* JSON's keys are text: the loader writes booleans and numbers anew, and refuses what it can't. */
static void check_key(checker *c, const yaml_node *n, const yaml_node *value)
{
    reading r = read_kubernetes(n);
    if (str_is(n->value, "<<")) {
        const yaml_node *v = yaml_resolve(value);
        if (v && (v->kind == YAML_MAPPING || v->kind == YAML_SEQUENCE)) return;
        report(c, n, SEVERITY_WARNING, "yaml/ambiguous-key",
               words_str(
                   "'<<' merges a mapping or a list of mappings, anything else is refused by the Kubernetes loader: put a key in "
                   "quotes"),
               true);
        return;
    }
    if (r.kind == READ_NULL || (r.whole && !r.negative && r.integer > INT64_MAX)) {
        report(
            c, n, SEVERITY_WARNING, "yaml/ambiguous-key",
            arena_printf(c->arena, words("the Kubernetes loader refuses '%.*s' as a key: put it in quotes"), STR_ARG(n->value)),
            true);
        return;
    }
    if (r.kind == READ_NUMBER && !r.whole) { /* the loader formats it as a 32 bit float */
        r.number = (double)(float)r.number;
        r.single = true;
    }
    str there = write_value(c->arena, &r);
    if (there.n && !str_eq(there, n->value))
        report(c, n, SEVERITY_WARNING, "yaml/ambiguous-key",
               arena_printf(c->arena, words("the Kubernetes loader makes '%.*s' of the key '%.*s': put it in quotes"),
                            STR_ARG(there), STR_ARG(n->value)),
               true);
    else if (read_differently(n, &r)) {
        reading core = read_core(n);
        report_value(c, n, &core, &r, false);
    }
}

/* Cheap, for most scalars are plain words: whether a reader could see something else in it. */
static bool is_suspect(const yaml_node *n)
{
    if (n->kind != YAML_SCALAR || n->style != YAML_PLAIN || n->tag.n || !n->value.n || n->run_count) return false;
    return strchr("0123456789+-.=<~", n->value.p[0]) || (n->value.n <= 5 && strchr("yYnNoOtTfF", n->value.p[0]));
}

bool yaml_is_ambiguous(const yaml_node *n)
{
    if (!is_suspect(n)) return false;
    reading core = read_core(n), kubernetes = read_kubernetes(n);
    return !is_same(&core, &kubernetes);
}

static void check_node(checker *c, const yaml_node *n);

static void check_members(checker *c, const yaml_node *n, uint32_t from, uint32_t until)
{
    for (uint32_t i = from; i < until && i < n->item_count; i++) check_node(c, n->items[i]);
    for (uint32_t i = from; i < until && i < n->entry_count; i++) {
        const yaml_entry *e = &n->entries[i];
        if (is_suspect(e->key)) check_key(c, e->key, e->value);
        check_node(c, e->value);
    }
}

static void check_node(checker *c, const yaml_node *n)
{
    if (is_suspect(n)) check_value(c, n);
    check_members(c, n, 0, UINT32_MAX);
}

void yaml_check_members_portability(arena *a, const yaml_node *collection, uint32_t from, uint32_t until, diagnostic_list *out)
{
    checker c = {a, out, out->n};
    check_members(&c, collection, from, until);
}

void yaml_check_portability(arena *a, const yaml_stream *stream, const yaml_document *document, diagnostic_list *out)
{
    if (stream->dialect == YAML_JSON) return;
    checker c = {a, out, out->n};
    check_node(&c, document->root);
}
