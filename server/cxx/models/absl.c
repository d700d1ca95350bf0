/* Functions of absl, std and of helpers beside them that plugins use on texts. */
#include "base/base64.h"
#include "base/strbuf.h"
#include "cxx/values.h"
#include "ir/eval.h"

#include <stdio.h>

/* As absl::StrCat and std::to_string write it; false for what they don't take. */
static bool text_of(native_call *c, const value *v, str *out)
{
    switch (v->kind) {
    case VALUE_STRING: *out = v->s; return true;
    case VALUE_BOOL: *out = v->b ? STR("1") : STR("0"); return true;
    case VALUE_INT:
        if (type_under_kind(v->type) == TYPE_UINT64) *out = arena_printf(c->arena, "%llu", (unsigned long long)v->i);
        else *out = arena_printf(c->arena, "%lld", (long long)v->i);
        return true;
    case VALUE_FLOAT: *out = arena_printf(c->arena, "%g", v->f); return true;
    case VALUE_NATIVE:
        if (v->native->parts[0].kind != VALUE_STRING) return false;
        *out = v->native->parts[0].s;
        return true;
    default: return false;
    }
}

static value str_cat(native_call *c)
{
    strbuf b = STRBUF_IN(c->arena);
    str one;
    for (uint32_t i = 0; i < c->count; i++) {
        value v = cxx_arg(c, i);
        if (!text_of(c, &v, &one)) return value_unknown(cxx_basic_type(CXX_T_STRING));
        strbuf_add(&b, one);
    }
    return cxx_text_value(strbuf_str(&b));
}

static value str_append(native_call *c)
{
    if (!c->count || c->args[0].kind != VALUE_REFERENCE) native_stop(c, "an append to something that is not known");
    cell *to = c->args[0].kind == VALUE_REFERENCE && c->args[0].cell->v.kind == VALUE_POINTER ? c->args[0].cell->v.cell : NULL;
    strbuf b = STRBUF_IN(c->arena);
    str one;
    if (!to || to->v.kind != VALUE_STRING) native_stop(c, "an append to something that is not known");
    strbuf_add(&b, to->v.s);
    for (uint32_t i = 1; i < c->count; i++) {
        value v = cxx_arg(c, i);
        if (!text_of(c, &v, &one)) native_stop(c, "an append of something that is not known");
        strbuf_add(&b, one);
    }
    to->v = cxx_text_value(strbuf_str(&b));
    return value_unknown(NULL);
}

/* %s, %d and the like without flags; others are left open. */
static value str_format(native_call *c)
{
    strbuf b = STRBUF_IN(c->arena);
    str f = cxx_text_argument(c, 0), one;
    uint32_t next = 1;
    for (size_t i = 0; i < f.n; i++) {
        if (f.p[i] != '%' || i + 1 == f.n) {
            strbuf_add_char(&b, f.p[i]);
            continue;
        }
        i++;
        value v = cxx_arg(c, next);
        if (f.p[i] == '%') strbuf_add_char(&b, '%');
        else if (!strchr("sdiuv", f.p[i]) || next++ >= c->count || !text_of(c, &v, &one))
            return value_unknown(cxx_basic_type(CXX_T_STRING));
        else strbuf_add(&b, one);
    }
    return cxx_text_value(strbuf_str(&b));
}

static value same(native_call *c) { return c->count ? cxx_arg(c, 0) : value_unknown(NULL); }

static value max_splits(native_call *c)
{
    value by = cxx_arg(c, 0), most = cxx_arg(c, 1);
    value v = value_native(c->arena, NULL, STR("splits"), &by);
    v.native->parts[1] = most;
    return v;
}

/* What says which parts a split leaves out. */
static value skip_empty(native_call *c)
{
    value none = value_nil(NULL);
    return value_native(c->arena, NULL, STR("skip-empty"), &none);
}

static value skip_blank(native_call *c)
{
    value none = value_nil(NULL);
    return value_native(c->arena, NULL, STR("skip-blank"), &none);
}

static value by_any(native_call *c)
{
    value set = cxx_arg(c, 0);
    return value_native(c->arena, NULL, STR("any-of"), &set);
}

static bool is_left_out(native_call *c, str part)
{
    value which = cxx_arg(c, 2);
    if (c->count < 3) return false;
    if (which.kind != VALUE_NATIVE) native_stop(c, "a split that leaves parts out");
    if (str_is(which.native->tag, "skip-blank")) part = cxx_stripped(part, true, false);
    return part.n == 0;
}

static ptrdiff_t split_place(str s, str at, bool any)
{
    if (!any) return str_find(s, at, 0);
    for (size_t i = 0; i < s.n; i++)
        if (str_find_char(at, s.p[i], 0) >= 0) return (ptrdiff_t)i;
    return -1;
}

static value split(native_call *c)
{
    value by = cxx_arg(c, 1);
    int64_t most = INT64_MAX;
    if (by.kind == VALUE_NATIVE && str_is(by.native->tag, "splits")) {
        most = by.native->parts[1].kind == VALUE_INT ? by.native->parts[1].i : 0;
        by = by.native->parts[0];
    }
    bool any = by.kind == VALUE_NATIVE && str_is(by.native->tag, "any-of");
    if (any) by = by.native->parts[0];
    char one = by.kind == VALUE_INT ? (char)by.i : '\0';
    str at = by.kind == VALUE_STRING ? by.s : (str){&one, 1}, rest = cxx_text_argument(c, 0);
    if (at.n == 0 || (by.kind != VALUE_STRING && by.kind != VALUE_INT)) native_stop(c, "a split at something else");
    if (str_is(at, "\n") && cxx_is_configuration(c, 0)) native_takes_text_for(c, EVAL_TEXT_LINES);
    value out = cxx_array(c->arena, cxx_basic_type(CXX_T_VECTOR), NULL, 0);
    for (;;) {
        ptrdiff_t hit = most > 0 ? split_place(rest, at, any) : -1;
        value part = cxx_text_value(hit < 0 ? rest : str_slice(rest, 0, (size_t)hit));
        if (!is_left_out(c, part.s)) cxx_insert(c, &out, out.object->count, &part);
        if (hit < 0) return out;
        rest = str_slice(rest, (size_t)hit + (any ? 1 : at.n), rest.n);
        most--;
    }
}

static value contains(native_call *c)
{
    value v = cxx_arg(c, 1);
    char one = v.kind == VALUE_INT ? (char)v.i : '\0';
    return cxx_bool(str_has(cxx_text_argument(c, 0), v.kind == VALUE_INT ? (str){&one, 1} : cxx_text_argument(c, 1)));
}

static value join(native_call *c)
{
    value list = cxx_arg(c, 0);
    str by = cxx_text_argument(c, 1), one;
    if (c->count != 2 || list.kind != VALUE_ARRAY) native_stop(c, "a list that is not known");
    strbuf b = STRBUF_IN(c->arena);
    for (uint32_t i = 0; i < list.object->count; i++) {
        if (!text_of(c, &list.object->cells[i].v, &one)) return value_unknown(cxx_basic_type(CXX_T_STRING));
        if (i) strbuf_add(&b, by);
        strbuf_add(&b, one);
    }
    return cxx_text_value(strbuf_str(&b));
}

/* StrReplaceAll(text, {{"from", "to"}, ...}): at each place the longest that fits, from left to right. */
static value replace_all(native_call *c)
{
    str s = cxx_text_argument(c, 0);
    value list = cxx_arg(c, 1);
    strbuf b = STRBUF_IN(c->arena);
    if (c->count != 2 || list.kind != VALUE_ARRAY) native_stop(c, "a list that is not known");
    for (size_t i = 0; i < s.n;) {
        str from = {0}, to = {0};
        for (uint32_t k = 0; k < list.object->count; k++) {
            const value *pair = &list.object->cells[k].v;
            bool known = (pair->kind == VALUE_ARRAY || pair->kind == VALUE_STRUCT) && pair->object->count == 2 &&
                         pair->object->cells[0].v.kind == VALUE_STRING && pair->object->cells[1].v.kind == VALUE_STRING;
            if (!known) native_stop(c, "a list that is not known");
            str one = pair->object->cells[0].v.s;
            if (one.n > from.n && str_starts(str_slice(s, i, s.n), one)) from = one, to = pair->object->cells[1].v.s;
        }
        if (from.n) strbuf_add(&b, to);
        else strbuf_add_char(&b, s.p[i]);
        i += from.n ? from.n : 1;
    }
    return cxx_text_value(strbuf_str(&b));
}

static value starts_with_nocase(native_call *c)
{
    str s = cxx_text_argument(c, 0), start = cxx_text_argument(c, 1);
    return cxx_bool(s.n >= start.n && str_eq_nocase(str_slice(s, 0, start.n), start));
}

static value equals_nocase(native_call *c) { return cxx_bool(str_eq_nocase(cxx_text_argument(c, 0), cxx_text_argument(c, 1))); }

/* ConsumePrefix(&text, "start"), ConsumeSuffix */
static value consume(native_call *c, bool start)
{
    value to = cxx_arg(c, 0);
    str part = cxx_text_argument(c, 1);
    if (to.kind != VALUE_POINTER || to.cell->v.kind != VALUE_STRING) native_stop(c, "a text that is not known");
    str s = to.cell->v.s;
    if (!(start ? str_starts(s, part) : str_ends(s, part))) return cxx_bool(false);
    to.cell->v.s = start ? str_slice(s, part.n, s.n) : str_slice(s, 0, s.n - part.n);
    to.cell->v.node = NULL;
    return cxx_bool(true);
}

static value consume_prefix(native_call *c) { return consume(c, true); }
static value consume_suffix(native_call *c) { return consume(c, false); }

static value starts_with(native_call *c) { return cxx_bool(str_starts(cxx_text_argument(c, 0), cxx_text_argument(c, 1))); }
static value ends_with(native_call *c) { return cxx_bool(str_ends(cxx_text_argument(c, 0), cxx_text_argument(c, 1))); }

static value strip_suffix(native_call *c)
{
    str s = cxx_text_argument(c, 0), end = cxx_text_argument(c, 1);
    return cxx_text_value(str_ends(s, end) ? str_slice(s, 0, s.n - end.n) : s);
}

static value strip_prefix(native_call *c)
{
    str s = cxx_text_argument(c, 0), start = cxx_text_argument(c, 1);
    return cxx_text_value(str_starts(s, start) ? str_slice(s, start.n, s.n) : s);
}

/* The text itself, or one behind a pointer, which is changed then. */
static value changed_text(native_call *c, str s)
{
    value to = cxx_arg(c, 0);
    if (to.kind != VALUE_POINTER) return cxx_text_value(s);
    to.cell->v.s = s;
    to.cell->v.node = NULL;
    return value_unknown(NULL);
}

static str text_or_behind(native_call *c)
{
    value to = cxx_arg(c, 0);
    if (to.kind == VALUE_POINTER && to.cell->v.kind == VALUE_STRING) return to.cell->v.s;
    return cxx_text_argument(c, 0);
}

static value cased(native_call *c, char from, char to)
{
    str s = text_or_behind(c);
    char *p = arena_alloc(c->arena, s.n + 1);
    for (size_t i = 0; i < s.n; i++) p[i] = (char)(s.p[i] >= from && s.p[i] <= from + 25 ? s.p[i] - from + to : s.p[i]);
    return changed_text(c, (str){p, s.n});
}

static value to_lower(native_call *c) { return cased(c, 'A', 'a'); }
static value to_upper(native_call *c) { return cased(c, 'a', 'A'); }

static value strip(native_call *c, bool start, bool end)
{
    return changed_text(c, cxx_stripped(text_or_behind(c), start, end));
}

static value strip_blanks(native_call *c) { return strip(c, true, true); }
static value strip_leading(native_call *c) { return strip(c, true, false); }
static value strip_trailing(native_call *c) { return strip(c, false, true); }

static value to_string(native_call *c)
{
    value v = cxx_arg(c, 0);
    str s;
    if (v.kind == VALUE_FLOAT) return cxx_text_value(arena_printf(c->arena, "%f", v.f));
    if ((v.kind != VALUE_INT && v.kind != VALUE_BOOL) || !text_of(c, &v, &s)) native_stop(c, "a number that is not known");
    return cxx_text_value(s);
}

/* --- base64, of the helper beside Higress's plugins ------------------------------------------------------------------------ */

static value encode(native_call *c)
{
    str s = cxx_text_argument(c, 0);
    if (c->count == 2 && cxx_arg(c, 1).kind == VALUE_INT && (uint64_t)cxx_arg(c, 1).i <= s.n) s.n = (size_t)cxx_arg(c, 1).i;
    else native_stop(c, "an encoding of something else");
    return cxx_text_value(base64_encode(c->arena, s, false, true));
}

static value decode(native_call *c)
{
    str s = cxx_text_argument(c, 0);
    if (!s.n) return cxx_text_value(s);
    size_t n = s.n;
    if (s.p[n - 1] == '=') n--;
    if (n < s.n && n && s.p[n - 1] == '=') n--;
    if (!n) return cxx_undefined(c, "a byte before the text's first one is read");
    strbuf b = STRBUF_IN(c->arena);
    uint32_t bits = 0;
    for (size_t i = 0; i < n; i++) {
        int d = base64_digit(s.p[i], false);
        if (d < 0) return cxx_text_value(STR(""));
        bits = bits << 6 | (uint32_t)d;
        if (i % 4) strbuf_add_char(&b, (char)(bits >> (6 - 2 * (i % 4)) & 255));
    }
    int last = base64_digit(s.p[n - 1], false);
    size_t r = (n - 1) % 4;
    if (r == 0 || (r == 1 && last & 15) || (r == 2 && last & 3)) return cxx_text_value(STR(""));
    return cxx_text_value(strbuf_str(&b));
}

#define P NATIVE_PURE
static const native all[] = {
    {"cxx.StrCat", str_cat, P, 1, NULL},
    {"cxx.StrAppend", str_append, P | NATIVE_PARTIAL, 1, NULL},
    {"cxx.StrFormat", str_format, P, 1, NULL},
    {"cxx.StrSplit", split, P, 1, NULL},
    {"cxx.MaxSplits", max_splits, P, 1, NULL},
    {"cxx.StrContains", contains, P, 1, NULL},
    {"cxx.StartsWith", starts_with, P, 1, NULL},
    {"cxx.EndsWith", ends_with, P, 1, NULL},
    {"cxx.StripSuffix", strip_suffix, P, 1, NULL},
    {"cxx.StripPrefix", strip_prefix, P, 1, NULL},
    {"cxx.AsciiStrToLower", to_lower, P, 1, NULL},
    {"cxx.AsciiStrToUpper", to_upper, P, 1, NULL},
    {"cxx.StripAsciiWhitespace", strip_blanks, P, 1, NULL},
    {"cxx.StripLeadingAsciiWhitespace", strip_leading, P, 1, NULL},
    {"cxx.StripTrailingAsciiWhitespace", strip_trailing, P, 1, NULL},
    {"cxx.SkipEmpty", skip_empty, P, 1, NULL},
    {"cxx.SkipWhitespace", skip_blank, P, 1, NULL},
    {"cxx.ByAnyChar", by_any, P, 1, NULL},
    {"cxx.ByString", same, P, 1, NULL},
    {"cxx.ByChar", same, P, 1, NULL},
    {"cxx.StrJoin", join, P, 1, NULL},
    {"cxx.StrReplaceAll", replace_all, P, 1, NULL},
    {"cxx.EqualsIgnoreCase", equals_nocase, P, 1, NULL},
    {"cxx.StartsWithIgnoreCase", starts_with_nocase, P, 1, NULL},
    {"cxx.ConsumePrefix", consume_prefix, P, 1, NULL},
    {"cxx.ConsumeSuffix", consume_suffix, P, 1, NULL},
    {"cxx.assert", cxx_nothing, P | NATIVE_PARTIAL, 1, NULL},
    {"cxx.to_string", to_string, P, 1, NULL},
    {"cxx.stdToAbsl", same, P, 1, NULL},
    {"cxx.abslToStd", same, P, 1, NULL},
    {"Base64.encode", encode, P, 1, NULL},
    {"Base64.decodeWithoutPadding", decode, P, 1, NULL},
};
const cxx_model_table cxx_models_absl = {all, sizeof all / sizeof *all};
