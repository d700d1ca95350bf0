/* regexp: syntax checked as Go does, matched by RE2. A Regexp is a library struct that holds its pattern. */
#include "base/limits.h"
#include "base/utf8.h"
#include "go/models/models.h"
#include "text/regexp_bridge.h"
#include "go/models/regexp_syntax.h"

enum { GROUPS_MOST = 50, MATCHES_MOST = 10000, TEXT_MOST = 1 << 18 };

static ir_type pointer = {.kind = TYPE_POINTER, .elem = &model_regexp};

static value unknown_string(void) { return value_unknown(type_basic(TYPE_STRING)); }
static value unknown_bool(void) { return value_unknown(type_basic(TYPE_BOOL)); }

/* A pattern that works, in RE2's syntax. */
typedef struct matcher {
    str pattern;
    int groups;
} matcher;

static regexp_verdict compile(native_call *c, str expr, matcher *m, str *error)
{
    enum { BYTES_OF_STEP = 128 };
    native_charge(c, expr.n / BYTES_OF_STEP);
    regexp_verdict verdict = regexp_check(c->arena, expr, &m->pattern, error);
    if (verdict != REGEXP_GOOD) return verdict;
    m->groups = regexp_groups(m->pattern.p, m->pattern.n);
    native_take_pattern(c, m->pattern, regexp_bytes(m->pattern.p, m->pattern.n));
    return m->groups < 0 || m->groups >= GROUPS_MOST ? REGEXP_UNSURE : REGEXP_GOOD;
}

static value regexp_of(native_call *c, str expr)
{
    value r = value_zero(c->arena, &model_regexp);
    r.object->cells[0].v = model_string(expr);
    return model_new(c, &pointer, r);
}

static value certain_regexp(native_call *c)
{
    value r = value_zero(c->arena, &model_regexp);
    r.object->cells[0].v = unknown_string();
    return model_new(c, &pointer, r);
}

static value syntax_error(native_call *c, str message, bool known, doc_node *about)
{
    value e = model_error(c, "*syntax.Error", message, about);
    if (!known) e.error->text = unknown_string();
    return e;
}

/* What Compile does with argument 0: 1 it compiles, 0 it does not (`*error`), -1 can't tell. */
static int try_compile(native_call *c, value *re, value *error, str *message)
{
    value arg = native_arg(c, 0);
    str expr;
    matcher m;
    *error = model_no_error();
    *message = (str){"", 0};
    if (!native_text(c, 0, &expr)) {
        int valid = model_decide_valid(c, &arg, "regexp");
        *re = valid == 1 ? certain_regexp(c) : value_nil(&pointer);
        if (valid == 0) *error = syntax_error(c, *message, false, arg.node);
        return valid;
    }
    regexp_verdict verdict = compile(c, expr, &m, message);
    if (verdict == REGEXP_UNSURE) return -1;
    *re = verdict == REGEXP_GOOD ? regexp_of(c, expr) : value_nil(&pointer);
    if (verdict == REGEXP_BAD) *error = syntax_error(c, *message, true, arg.node);
    return verdict == REGEXP_GOOD;
}

static value compile_(native_call *c)
{
    value re, error;
    str message;
    if (try_compile(c, &re, &error, &message) < 0) return model_pair(c, value_unknown(&pointer), value_unknown(type_error()));
    return model_pair(c, re, error);
}

static bool can_backquote(str s)
{
    size_t len;
    for (size_t i = 0; i < s.n; i += len) {
        uint32_t r = utf8_decode(s, i, &len);
        if ((r == UTF8_BAD && len == 1) || r == 0xfeff || (r < ' ' && r != '\t') || r == '`' || r == 0x7f) return false;
    }
    return true;
}

static value must_compile(native_call *c)
{
    value re, error;
    str message, expr;
    int good = try_compile(c, &re, &error, &message);
    if (good < 0) return value_unknown(&pointer);
    if (good) return re;
    if (!native_text(c, 0, &expr)) return native_panic(c, (str){"", 0});
    str quoted = can_backquote(expr) ? arena_printf(c->arena, "`%.*s`", STR_ARG(expr)) : model_quote(c->arena, expr, false);
    return native_panic(c, arena_printf(c->arena, "regexp: Compile(%.*s): %.*s", STR_ARG(quoted), STR_ARG(message)));
}

/* --- matching --- */

/* Case folding switched on in the middle, with alternatives: RE2 20220601 merges "b|(?i)b" into one that matches less. */
static bool mixes_case(str expr)
{
    if (str_find_char(expr, '|', 0) < 0) return false;
    for (ptrdiff_t at = 0; (at = str_find(expr, STR("(?"), (size_t)at + 1)) >= 0;)
        for (size_t i = (size_t)at + 2; i < expr.n && expr.p[i] && strchr("imsU-", expr.p[i]); i++)
            if (expr.p[i] == 'i') return true;
    return false;
}

/* The receiver's matcher; false when it has none. */
static bool receiver(native_call *c, matcher *m)
{
    cell *expr = model_receiver_field(c, 0);
    str error;
    return expr && expr->v.kind == VALUE_STRING && !mixes_case(expr->v.s) && compile(c, expr->v.s, m, &error) == REGEXP_GOOD;
}

/* The text of argument 0, if both libraries see the same characters in it. */
static bool subject(native_call *c, uint32_t i, str *s)
{
    return native_text(c, i, s) && s->n < TEXT_MOST && utf8_invalid_at(*s) < 0;
}

static bool find(native_call *c, const matcher *m, str s, size_t from, int *groups, int count)
{
    enum { WORK_OF_STEP = 256, BYTES_OF_STEP = 1024 };
    size_t left = s.n - from;
    if (regexp_work(m->pattern.p, m->pattern.n, left) / WORK_OF_STEP > LIMIT_EVAL_STEPS) native_charge(c, LIMIT_EVAL_STEPS);
    bool found = regexp_find(m->pattern.p, m->pattern.n, s.p ? s.p : "", s.n, from, groups, count);
    /* A search looks little further than to the end of what it finds. */
    size_t looked = found ? (size_t)groups[1] - from : left;
    native_charge(c, regexp_work(m->pattern.p, m->pattern.n, looked) / WORK_OF_STEP + left / BYTES_OF_STEP);
    return found;
}

static value match(native_call *c)
{
    matcher m;
    str s;
    int at[2];
    if (!receiver(c, &m) || !subject(c, 0, &s)) return unknown_bool();
    return value_bool(find(c, &m, s, 0, at, 1));
}

/* regexp.MatchString(pattern, s) */
static value match_function(native_call *c)
{
    matcher m;
    str s, error;
    value re, fault;
    int at[2];
    int good = try_compile(c, &re, &fault, &error);
    if (good == 0) return model_pair(c, value_bool(false), fault);
    str expr;
    if (good < 0 || !native_text(c, 0, &expr)) return model_unknown(c, 2);
    if (!subject(c, 1, &s) || mixes_case(expr) || compile(c, expr, &m, &error) != REGEXP_GOOD)
        return model_pair(c, unknown_bool(), model_no_error());
    return model_pair(c, value_bool(find(c, &m, s, 0, at, 1)), model_no_error());
}

typedef struct span {
    int at[2 * GROUPS_MOST];
} span;

typedef ARRAY(span) spans;

/* regexp.allMatches: an empty match right behind the one before does not count. False: too many to tell. */
static bool all_matches(native_call *c, const matcher *m, str s, int64_t most, spans *out)
{
    int before = -1;
    if (most < 0) most = MATCHES_MOST + 1;
    for (size_t pos = 0; (int64_t)out->n < most && pos <= s.n;) {
        span found;
        if (!find(c, m, s, pos, found.at, m->groups + 1)) break;
        bool accept = true;
        if (found.at[1] == (int)pos) {
            size_t len = 0;
            accept = found.at[0] != before;
            if (pos < s.n) utf8_decode(s, pos, &len);
            pos = len ? pos + len : s.n + 1;
        } else {
            pos = (size_t)found.at[1];
        }
        before = found.at[1];
        if (accept) array_push(c->arena, out, found);
        if (out->n > MATCHES_MOST) return false;
    }
    return true;
}

static str part(str s, const int *at) { return at[0] < 0 ? (str){"", 0} : str_slice(s, (size_t)at[0], (size_t)at[1]); }

static value find_string(native_call *c)
{
    matcher m;
    str s;
    int at[2];
    if (!receiver(c, &m) || !subject(c, 0, &s)) return unknown_string();
    return model_string(find(c, &m, s, 0, at, 1) ? part(s, at) : (str){"", 0});
}

static value find_index(native_call *c)
{
    matcher m;
    str s;
    int at[2];
    if (!receiver(c, &m) || !subject(c, 0, &s)) return value_unknown(&model_int_slice);
    if (!find(c, &m, s, 0, at, 1)) return value_nil(&model_int_slice);
    return value_slice_of(c->arena, &model_int_slice, (value[]){value_int(at[0]), value_int(at[1])}, 2);
}

static value submatches(native_call *c, const matcher *m, str s, const span *found)
{
    str parts[GROUPS_MOST];
    for (int i = 0; i <= m->groups; i++) parts[i] = part(s, &found->at[2 * i]);
    return model_string_list(c, parts, (uint32_t)m->groups + 1);
}

static value find_submatch(native_call *c)
{
    matcher m;
    str s;
    span found;
    if (!receiver(c, &m) || !subject(c, 0, &s)) return value_unknown(&model_strings_type);
    if (!find(c, &m, s, 0, found.at, m.groups + 1)) return value_nil(&model_strings_type);
    return submatches(c, &m, s, &found);
}

static value find_all(native_call *c)
{
    matcher m;
    str s;
    int64_t n;
    spans found = {0};
    if (!receiver(c, &m) || !subject(c, 0, &s) || !native_int(c, 1, &n) || !all_matches(c, &m, s, n, &found))
        return value_unknown(&model_strings_type);
    if (!found.n) return value_nil(&model_strings_type);
    str *parts = ARENA_NEW_N(c->arena, str, found.n);
    for (size_t i = 0; i < found.n; i++) parts[i] = part(s, found.at[i].at);
    return model_string_list(c, parts, (uint32_t)found.n);
}

static value find_all_submatch(native_call *c)
{
    matcher m;
    str s;
    int64_t n;
    spans found = {0};
    if (!receiver(c, &m) || !subject(c, 0, &s) || !native_int(c, 1, &n) || !all_matches(c, &m, s, n, &found))
        return value_unknown(&model_string_lists);
    if (!found.n) return value_nil(&model_string_lists);
    value *lists = ARENA_NEW_N(c->arena, value, found.n);
    for (size_t i = 0; i < found.n; i++) lists[i] = submatches(c, &m, s, &found.at[i]);
    return value_slice_of(c->arena, &model_string_lists, lists, (uint32_t)found.n);
}

/* --- replacing --- */

/* regexp.extract: the name behind a '$'; its length in the template, 0 when there is none. */
static size_t reference(str t, str *name)
{
    bool brace = t.n && t.p[0] == '{';
    size_t i = brace ? 1 : 0, from = i;
    while (i < t.n && ((t.p[i] >= '0' && t.p[i] <= '9') || (t.p[i] >= 'a' && t.p[i] <= 'z') || (t.p[i] >= 'A' && t.p[i] <= 'Z') ||
                       t.p[i] == '_'))
        i++;
    if (i == from) return 0;
    *name = str_slice(t, from, i);
    if (!brace) return i;
    return i < t.n && t.p[i] == '}' ? i + 1 : 0;
}

static void expand(strbuf *out, const matcher *m, str s, str template, const span *found)
{
    for (size_t i = 0; i < template.n && out->n <= TEXT_MOST; i++) {
        str name;
        if (template.p[i] != '$') {
            strbuf_add_char(out, template.p[i]);
            continue;
        }
        if (i + 1 < template.n && template.p[i + 1] == '$') {
            strbuf_add_char(out, '$');
            i++;
            continue;
        }
        size_t used = reference(str_slice(template, i + 1, template.n), &name);
        if (!used) {
            strbuf_add_char(out, '$');
            continue;
        }
        int64_t n;
        bool number = model_parse_int(name, 10, 32, &n) == NULL && !(name.p[0] == '0' && name.n > 1);
        int group = number ? (int)n : regexp_group_named(m->pattern.p, m->pattern.n, name.p, name.n);
        if (group >= 0 && group <= m->groups) strbuf_add(out, part(s, &found->at[2 * group]));
        i += used;
    }
}

enum replace_kind { REPLACE_TEMPLATE, REPLACE_LITERAL, REPLACE_FUNC };

/* regexp.replaceAll */
static value replace(native_call *c, enum replace_kind kind)
{
    matcher m;
    str s, with = {"", 0};
    value func = native_arg(c, 1);
    if (!receiver(c, &m) || !subject(c, 0, &s) || (kind != REPLACE_FUNC && !native_text(c, 1, &with))) return unknown_string();
    if (kind == REPLACE_TEMPLATE && utf8_count(with) != with.n) return unknown_string(); /* letters of other scripts in names */
    strbuf out = STRBUF_IN(c->arena);
    size_t last = 0, len;
    int rounds = 0;
    for (size_t pos = 0; pos <= s.n;) {
        span found;
        if (!find(c, &m, s, pos, found.at, m.groups + 1)) break;
        if (++rounds > MATCHES_MOST || out.n > TEXT_MOST) return unknown_string();
        size_t end = (size_t)found.at[1];
        strbuf_add(&out, str_slice(s, last, (size_t)found.at[0]));
        if (end > last || found.at[0] == 0) {
            if (kind == REPLACE_TEMPLATE) expand(&out, &m, s, with, &found);
            else if (kind == REPLACE_LITERAL) strbuf_add(&out, with);
            else {
                value arg = model_string(part(s, found.at));
                value result = native_invoke(c, &func, &arg, 1);
                if (native_stopped(c) || result.kind != VALUE_STRING) return unknown_string();
                strbuf_add(&out, result.s);
            }
        }
        last = end;
        if (pos < s.n) utf8_decode(s, pos, &len);
        else len = 0;
        if (pos + len > end) pos += len;
        else if (pos + 1 > end) pos++;
        else pos = end;
    }
    if (out.n > TEXT_MOST) return unknown_string();
    strbuf_add(&out, str_slice(s, last, s.n));
    return model_string(strbuf_str(&out));
}

static value replace_template(native_call *c) { return replace(c, REPLACE_TEMPLATE); }
static value replace_literal(native_call *c) { return replace(c, REPLACE_LITERAL); }
static value replace_func(native_call *c) { return replace(c, REPLACE_FUNC); }

static value split(native_call *c)
{
    matcher m;
    str s;
    int64_t n;
    spans found = {0};
    ARRAY(str) parts = {0};
    cell *expr = model_receiver_field(c, 0);
    if (!receiver(c, &m) || !subject(c, 0, &s) || !native_int(c, 1, &n)) return value_unknown(&model_strings_type);
    if (n == 0) return value_nil(&model_strings_type);
    if (expr->v.s.n && !s.n) return model_string_list(c, &s, 1);
    if (!all_matches(c, &m, s, n, &found)) return value_unknown(&model_strings_type);
    size_t begin = 0, end = 0;
    for (size_t i = 0; i < found.n && !(n > 0 && (int64_t)parts.n >= n - 1); i++) {
        end = (size_t)found.at[i].at[0];
        if (found.at[i].at[1] != 0) array_push(c->arena, &parts, str_slice(s, begin, end));
        begin = (size_t)found.at[i].at[1];
    }
    if (end != s.n) array_push(c->arena, &parts, str_slice(s, begin, s.n));
    return model_string_list(c, parts.at, (uint32_t)parts.n);
}

static value expression(native_call *c)
{
    cell *expr = model_receiver_field(c, 0);
    return expr ? expr->v : unknown_string();
}

static value group_count(native_call *c)
{
    matcher m;
    return receiver(c, &m) ? value_int(m.groups) : value_unknown(type_basic(TYPE_INT));
}

static value group_index(native_call *c)
{
    matcher m;
    str name;
    if (!receiver(c, &m) || !native_text(c, 0, &name)) return value_unknown(type_basic(TYPE_INT));
    return value_int(name.n ? regexp_group_named(m.pattern.p, m.pattern.n, name.p, name.n) : -1);
}

static value quote_meta(native_call *c)
{
    str s;
    strbuf out = STRBUF_IN(c->arena);
    if (!native_text(c, 0, &s)) return unknown_string();
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] && strchr("\\.+*?()|[]{}^$", s.p[i])) strbuf_add_char(&out, '\\');
        strbuf_add_char(&out, s.p[i]);
    }
    return model_string(strbuf_str(&out));
}

#define METHOD(name, run, type) {"regexp.Regexp." name, run, 0, 1, type}

static const native rows[] = {
    {"regexp.Compile", compile_, NATIVE_PARTIAL, 2, "*regexp.Regexp"},
    {"regexp.MustCompile", must_compile, NATIVE_PARTIAL, 1, "*regexp.Regexp"},
    {"regexp.MatchString", match_function, NATIVE_PARTIAL, 2, "bool"},
    {"regexp.Match", match_function, NATIVE_PARTIAL, 2, "bool"},
    {"regexp.QuoteMeta", quote_meta, 0, 1, "string"},
    METHOD("MatchString", match, "bool"),
    METHOD("Match", match, "bool"),
    METHOD("FindString", find_string, "string"),
    METHOD("FindStringIndex", find_index, "[]int"),
    METHOD("FindStringSubmatch", find_submatch, "[]string"),
    METHOD("FindAllString", find_all, "[]string"),
    METHOD("FindAllStringSubmatch", find_all_submatch, "[][]string"),
    METHOD("ReplaceAllString", replace_template, "string"),
    METHOD("ReplaceAllLiteralString", replace_literal, "string"),
    METHOD("ReplaceAllStringFunc", replace_func, "string"),
    METHOD("Split", split, "[]string"),
    METHOD("String", expression, "string"),
    METHOD("NumSubexp", group_count, "int"),
    METHOD("SubexpIndex", group_index, "int"),
};
MODEL_ROWS(models_regexp, rows);
