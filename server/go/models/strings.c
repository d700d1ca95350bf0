/* strings, and the functions that bytes shares with it. */
#include "base/utf8.h"
#include "go/models/models.h"

enum { RESULT_MOST = 1 << 20, CALLBACKS_MOST = 4096 };

static value unknown_of_kind(type_kind k) { return value_unknown(type_basic(k)); }
static value unknown_string(void) { return unknown_of_kind(TYPE_STRING); }

/* --- looking --- */

static bool has_rune(str set, uint32_t c)
{
    size_t len;
    for (size_t i = 0; i < set.n; i += len)
        if (utf8_decode(set, i, &len) == c) return true;
    return false;
}

static ptrdiff_t last_index(str s, str sub)
{
    for (size_t i = s.n + 1; i-- > 0;)
        if (i + sub.n <= s.n && (!sub.n || memcmp(s.p + i, sub.p, sub.n) == 0)) return (ptrdiff_t)i;
    return -1;
}

static ptrdiff_t index_any(str s, str set)
{
    size_t len;
    for (size_t i = 0; i < s.n; i += len)
        if (has_rune(set, utf8_decode(s, i, &len))) return (ptrdiff_t)i;
    return -1;
}

static ptrdiff_t index_rune(str s, int64_t rune)
{
    size_t len;
    if (rune < 0 || rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000)) return -1;
    for (size_t i = 0; i < s.n; i += len)
        if (utf8_decode(s, i, &len) == (uint32_t)rune) return (ptrdiff_t)i;
    return -1;
}

static size_t count_of(str s, str sub)
{
    if (!sub.n) return utf8_count(s) + 1;
    size_t n = 0;
    for (ptrdiff_t i = 0; (i = str_find(s, sub, (size_t)i)) >= 0; i += (ptrdiff_t)sub.n) n++;
    return n;
}

#define TWO(c, s, sub, otherwise) \
    str s, sub; \
    if (!native_text(c, 0, &s) || !native_text(c, 1, &sub)) return otherwise

#define TEST(name, condition) \
    static value name(native_call *c) \
    { \
        TWO(c, s, sub, unknown_of_kind(TYPE_BOOL)); \
        return value_bool(condition); \
    }
#define INDEX(name, expression) \
    static value name(native_call *c) \
    { \
        TWO(c, s, sub, unknown_of_kind(TYPE_INT)); \
        return value_int((int64_t)(expression)); \
    }

TEST(contains, str_has(s, sub))
TEST(contains_any, index_any(s, sub) >= 0)
TEST(has_prefix, str_starts(s, sub))
TEST(has_suffix, str_ends(s, sub))
TEST(equal_fold, model_equal_fold(s, sub))
TEST(equal_bytes, str_eq(s, sub))
INDEX(index_of, str_find(s, sub, 0))
INDEX(last_index_of, last_index(s, sub))
INDEX(index_any_of, index_any(s, sub))
INDEX(count, count_of(s, sub))
INDEX(compare, (str_cmp(s, sub) > 0) - (str_cmp(s, sub) < 0))

static value index_char(native_call *c)
{
    str s;
    int64_t rune;
    if (!native_text(c, 0, &s) || !native_int(c, 1, &rune)) return unknown_of_kind(TYPE_INT);
    return value_int(index_rune(s, rune));
}

static value index_byte(native_call *c)
{
    str s;
    int64_t byte;
    if (!native_text(c, 0, &s) || !native_int(c, 1, &byte)) return unknown_of_kind(TYPE_INT);
    return value_int(str_find_char(s, (char)byte, 0));
}

static value last_index_byte(native_call *c)
{
    str s;
    int64_t byte;
    if (!native_text(c, 0, &s) || !native_int(c, 1, &byte)) return unknown_of_kind(TYPE_INT);
    return value_int(str_rfind_char(s, (char)byte));
}

static value contains_rune(native_call *c)
{
    value i = index_char(c);
    return i.kind == VALUE_INT ? value_bool(i.i >= 0) : unknown_of_kind(TYPE_BOOL);
}

/* Place of the first character that the function says yes to; -2: can't tell. */
static ptrdiff_t find_by(native_call *c, str s, const value *func, bool yes)
{
    size_t len;
    int calls = 0;
    for (size_t i = 0; i < s.n; i += len) {
        value rune = value_int_of(type_basic(TYPE_INT32), utf8_decode(s, i, &len));
        if (++calls > CALLBACKS_MOST) return -2;
        bool answer = model_ask(c, func, &rune, 1);
        if (native_stopped(c)) return -2;
        if (answer == yes) return (ptrdiff_t)i;
    }
    return -1;
}

static value index_func(native_call *c)
{
    str s;
    value func = native_arg(c, 1);
    ptrdiff_t at = native_text(c, 0, &s) ? find_by(c, s, &func, true) : -2;
    return at == -2 ? unknown_of_kind(TYPE_INT) : value_int(at);
}

static value contains_func(native_call *c)
{
    value i = index_func(c);
    return i.kind == VALUE_INT ? value_bool(i.i >= 0) : unknown_of_kind(TYPE_BOOL);
}

/* --- trimming --- */

static str trim_set(str s, str set, bool left, bool right)
{
    size_t len, from = 0, to = s.n;
    while (left && from < to && has_rune(set, utf8_decode(s, from, &len))) from += len;
    while (right && to > from) {
        size_t at = to - 1;
        while (at > from && to - at < 4 && ((unsigned char)s.p[at] & 0xc0) == 0x80) at--;
        uint32_t r = utf8_decode(str_slice(s, 0, to), at, &len);
        if (at + len != to) at = to - 1, r = UTF8_BAD;
        if (!has_rune(set, r)) break;
        to = at;
    }
    return str_slice(s, from, to);
}

static str trim_space(str s)
{
    size_t len, from = 0, to = s.n;
    while (from < to && model_is_space(utf8_decode(s, from, &len))) from += len;
    for (;;) {
        size_t at = to;
        do at = at > from ? at - 1 : from;
        while (at > from && ((unsigned char)s.p[at] & 0xc0) == 0x80);
        if (at >= to || !model_is_space(utf8_decode(s, at, &len)) || at + len != to) return str_slice(s, from, to);
        to = at;
    }
}

/* The text of a whole object or list of the document: there is nothing around it to take away, and what reads the result reads
 * the document. */
static bool is_of_document(const native_call *c)
{
    value v = native_arg(c, 0);
    const doc_node *n = v.node ? native_look(c, v.node) : NULL;
    return n && (n->kind == DOC_OBJECT || n->kind == DOC_ARRAY || (n->kind == DOC_SYMBOLIC && !n->parent && !n->inside));
}

#define TRIM(name, result) \
    static value name(native_call *c) \
    { \
        TWO(c, s, set, unknown_string()); \
        str trimmed = result; \
        return trimmed.n == s.n && is_of_document(c) ? native_arg(c, 0) : model_string(trimmed); \
    }

TRIM(trim, trim_set(s, set, true, true))
TRIM(trim_left, trim_set(s, set, true, false))
TRIM(trim_right, trim_set(s, set, false, true))
TRIM(trim_prefix, str_starts(s, set) ? str_slice(s, set.n, s.n) : s)
TRIM(trim_suffix, str_ends(s, set) ? str_slice(s, 0, s.n - set.n) : s)

static value trim_spaces(native_call *c)
{
    str s;
    if (is_of_document(c)) return native_arg(c, 0);
    return native_text(c, 0, &s) ? model_string(trim_space(s)) : unknown_string();
}

static value trim_left_func(native_call *c)
{
    str s;
    value func = native_arg(c, 1);
    ptrdiff_t at = native_text(c, 0, &s) ? find_by(c, s, &func, false) : -2;
    return at == -2 ? unknown_string() : model_string(at < 0 ? (str){"", 0} : str_slice(s, (size_t)at, s.n));
}

/* --- taking apart --- */

static value cut_result(native_call *c, str before, str after, bool found)
{
    return value_tuple(c->arena, 3, (value[]){model_string(before), model_string(after), value_bool(found)});
}

static value cut(native_call *c)
{
    TWO(c, s, sep, model_unknown(c, 3));
    ptrdiff_t at = str_find(s, sep, 0);
    if (at < 0) return cut_result(c, s, (str){"", 0}, false);
    return cut_result(c, str_slice(s, 0, (size_t)at), str_slice(s, (size_t)at + sep.n, s.n), true);
}

static value cut_prefix(native_call *c)
{
    TWO(c, s, sub, model_unknown(c, 2));
    bool has = str_starts(s, sub);
    return model_pair(c, model_string(has ? str_slice(s, sub.n, s.n) : s), value_bool(has));
}

static value cut_suffix(native_call *c)
{
    TWO(c, s, sub, model_unknown(c, 2));
    bool has = str_ends(s, sub);
    return model_pair(c, model_string(has ? str_slice(s, 0, s.n - sub.n) : s), value_bool(has));
}

typedef ARRAY(str) strs;

/* strings.genSplit; `keep`: of the separator, for SplitAfter. */
static value split_into(native_call *c, bool keep, int64_t limit)
{
    TWO(c, s, sep, value_unknown(&model_strings_type));
    strs parts = {0};
    if (limit == 0) return value_nil(&model_strings_type);
    if (!sep.n) {
        size_t len;
        for (size_t i = 0; i < s.n; i += len) {
            utf8_decode(s, i, &len);
            if (limit > 0 && (int64_t)parts.n == limit - 1) len = s.n - i;
            array_push(c->arena, &parts, str_slice(s, i, i + len));
        }
        return model_string_list(c, parts.at, (uint32_t)parts.n);
    }
    size_t from = 0;
    while (limit < 0 || (int64_t)parts.n < limit - 1) {
        ptrdiff_t at = str_find(s, sep, from);
        if (at < 0) break;
        array_push(c->arena, &parts, str_slice(s, from, (size_t)at + (keep ? sep.n : 0)));
        from = (size_t)at + sep.n;
    }
    array_push(c->arena, &parts, str_slice(s, from, s.n));
    return model_string_list(c, parts.at, (uint32_t)parts.n);
}

static value split(native_call *c) { return split_into(c, false, -1); }
static value split_after(native_call *c) { return split_into(c, true, -1); }

static value split_n(native_call *c)
{
    int64_t n;
    return native_int(c, 2, &n) ? split_into(c, false, n) : value_unknown(&model_strings_type);
}

static value split_after_n(native_call *c)
{
    int64_t n;
    return native_int(c, 2, &n) ? split_into(c, true, n) : value_unknown(&model_strings_type);
}

static value fields(native_call *c)
{
    str s;
    strs parts = {0};
    size_t len, start = SIZE_MAX;
    if (!native_text(c, 0, &s)) return value_unknown(&model_strings_type);
    for (size_t i = 0; i < s.n; i += len) {
        bool space = model_is_space(utf8_decode(s, i, &len));
        if (space && start != SIZE_MAX) array_push(c->arena, &parts, str_slice(s, start, i));
        if (space) start = SIZE_MAX;
        else if (start == SIZE_MAX) start = i;
    }
    if (start != SIZE_MAX) array_push(c->arena, &parts, str_slice(s, start, s.n));
    return model_string_list(c, parts.at, (uint32_t)parts.n);
}

static value fields_func(native_call *c)
{
    str s;
    strs parts = {0};
    size_t len, start = SIZE_MAX;
    value func = native_arg(c, 1);
    if (!native_text(c, 0, &s) || s.n > CALLBACKS_MOST) return value_unknown(&model_strings_type);
    for (size_t i = 0; i < s.n; i += len) {
        value rune = value_int_of(type_basic(TYPE_INT32), utf8_decode(s, i, &len));
        bool space = model_ask(c, &func, &rune, 1);
        if (native_stopped(c)) return value_unknown(&model_strings_type);
        if (space && start != SIZE_MAX) array_push(c->arena, &parts, str_slice(s, start, i));
        if (space) start = SIZE_MAX;
        else if (start == SIZE_MAX) start = i;
    }
    if (start != SIZE_MAX) array_push(c->arena, &parts, str_slice(s, start, s.n));
    return model_string_list(c, parts.at, (uint32_t)parts.n);
}

/* --- putting together --- */

static value join(native_call *c)
{
    value list = native_arg(c, 0);
    str *items, sep;
    uint32_t count;
    strbuf out = STRBUF_IN(c->arena);
    if (!native_text(c, 1, &sep) || !model_strings(c, &list, &items, &count)) return unknown_string();
    for (uint32_t i = 0; i < count; i++) {
        if (i) strbuf_add(&out, sep);
        strbuf_add(&out, items[i]);
    }
    return model_string(strbuf_str(&out));
}

static value repeat(native_call *c)
{
    str s;
    int64_t n;
    if (!native_text(c, 0, &s) || !native_int(c, 1, &n)) return unknown_string();
    if (n < 0) return native_panic(c, STR("strings: negative Repeat count"));
    if (s.n && n > RESULT_MOST / (int64_t)s.n) return unknown_string();
    strbuf out = STRBUF_IN(c->arena);
    for (int64_t i = 0; s.n && i < n; i++) strbuf_add(&out, s);
    return model_string(strbuf_str(&out));
}

static value replace_most(native_call *c, int64_t most)
{
    str s, from, to;
    if (!native_text(c, 0, &s) || !native_text(c, 1, &from) || !native_text(c, 2, &to)) return unknown_string();
    size_t found = count_of(s, from);
    size_t n = most < 0 || (uint64_t)most > found ? found : (size_t)most;
    if (to.n && n > RESULT_MOST / to.n) return unknown_string();
    strbuf out = STRBUF_IN(c->arena);
    size_t at = 0, len = 0;
    for (size_t i = 0; i < n; i++) {
        size_t next = at;
        if (from.n) next = (size_t)str_find(s, from, at);
        else if (i) utf8_decode(s, at, &len), next = at + len;
        strbuf_add(&out, str_slice(s, at, next));
        strbuf_add(&out, to);
        at = next + from.n;
    }
    strbuf_add(&out, str_slice(s, at, s.n));
    return model_string(strbuf_str(&out));
}

static value replace_all(native_call *c) { return replace_most(c, -1); }

static value replace_n(native_call *c)
{
    int64_t n;
    return native_int(c, 3, &n) ? replace_most(c, n) : unknown_string();
}

static value map_runes(native_call *c)
{
    str s;
    size_t len;
    value func = native_arg(c, 0);
    strbuf out = STRBUF_IN(c->arena);
    if (!native_text(c, 1, &s) || s.n > CALLBACKS_MOST) return unknown_string();
    for (size_t i = 0; i < s.n; i += len) {
        value rune = value_int_of(type_basic(TYPE_INT32), utf8_decode(s, i, &len));
        value to = native_invoke(c, &func, &rune, 1);
        if (native_stopped(c) || to.kind != VALUE_INT) return unknown_string();
        if (to.i >= 0) strbuf_add_utf8(&out, to.i > 0x10ffff ? UTF8_BAD : (uint32_t)to.i);
    }
    return model_string(strbuf_str(&out));
}

#define WHOLE(name, to) \
    static value name(native_call *c) \
    { \
        str s; \
        return native_text(c, 0, &s) ? model_string(to) : unknown_string(); \
    }

WHOLE(to_lower, model_lower(c->arena, s))
WHOLE(to_upper, model_upper(c->arena, s))

static value clone(native_call *c) { return native_arg(c, 0); }

/* --- Replacer --- */

static value new_replacer(native_call *c)
{
    static ir_type pointer = {.kind = TYPE_POINTER, .elem = &model_replacer};
    const value *pairs;
    uint32_t count;
    if (!model_rest(c, 0, &pairs, &count)) return value_unknown(&pointer);
    if (count % 2) return native_panic(c, STR("strings.NewReplacer: odd argument count"));
    value r = value_zero(c->arena, &model_replacer);
    r.object->cells[0].v = value_slice_of(c->arena, &model_strings_type, pairs, count);
    return model_new(c, &pointer, r);
}

/* At each place the first pair that matches, in argument order; empty patterns are not modelled. */
static value replacer_replace(native_call *c)
{
    cell *pairs = model_receiver_field(c, 0);
    str s, *items;
    uint32_t count;
    if (!pairs || !native_text(c, 0, &s) || !model_strings(c, &pairs->v, &items, &count)) return unknown_string();
    if (count > 400 || s.n > 1 << 16) return unknown_string();
    strbuf out = STRBUF_IN(c->arena);
    for (uint32_t k = 0; k < count; k += 2)
        if (!items[k].n) return unknown_string();
    for (size_t i = 0; i < s.n;) {
        uint32_t k = 0;
        while (k < count && !str_starts(str_slice(s, i, s.n), items[k])) k += 2;
        if (k < count) strbuf_add(&out, items[k + 1]), i += items[k].n;
        else strbuf_add_char(&out, s.p[i++]);
    }
    return model_string(strbuf_str(&out));
}

/* --- the same over bytes --- */

static value to_bytes(native_call *c, value v)
{
    if (v.kind == VALUE_STRING || v.kind == VALUE_UNKNOWN) {
        if (!v.type || v.type->kind == TYPE_STRING) v.type = &model_bytes_type;
    } else if (v.kind == VALUE_TUPLE) {
        for (uint32_t i = 0; i < v.object->count; i++) v.object->cells[i].v = to_bytes(c, v.object->cells[i].v);
    } else if (v.kind == VALUE_SLICE) {
        static ir_type lists = {.kind = TYPE_SLICE, .elem = &model_bytes_type};
        v.type = &lists;
        for (uint32_t i = 0; i < v.slice.length; i++) {
            cell *e = value_element(&v, i);
            e->type = &model_bytes_type;
            e->v = to_bytes(c, e->v);
        }
    }
    return v;
}

#define BYTES(run) \
    static value bytes_##run(native_call *c) { return to_bytes(c, run(c)); }
BYTES(trim) BYTES(trim_left) BYTES(trim_right) BYTES(trim_prefix) BYTES(trim_suffix) BYTES(trim_spaces) BYTES(split)
BYTES(split_n) BYTES(join) BYTES(repeat) BYTES(replace_all) BYTES(replace_n) BYTES(to_lower) BYTES(to_upper) BYTES(clone)
BYTES(cut) BYTES(cut_prefix) BYTES(cut_suffix) BYTES(fields)

#define BOTH(name, run, count, result) {"strings." name, run, 0, count, result}, {"bytes." name, run, 0, count, result}
#define EACH(name, run, count, result) {"strings." name, run, 0, count, result}, {"bytes." name, bytes_##run, 0, count, "[]byte"}
#define ONLY(name, run, count, result) {"strings." name, run, 0, count, result}

static const native rows[] = {
    BOTH("Contains", contains, 1, "bool"),
    BOTH("ContainsAny", contains_any, 1, "bool"),
    BOTH("ContainsRune", contains_rune, 1, "bool"),
    BOTH("ContainsFunc", contains_func, 1, "bool"),
    BOTH("HasPrefix", has_prefix, 1, "bool"),
    BOTH("HasSuffix", has_suffix, 1, "bool"),
    BOTH("EqualFold", equal_fold, 1, "bool"),
    BOTH("Index", index_of, 1, "int"),
    BOTH("IndexByte", index_byte, 1, "int"),
    BOTH("IndexRune", index_char, 1, "int"),
    BOTH("IndexAny", index_any_of, 1, "int"),
    BOTH("IndexFunc", index_func, 1, "int"),
    BOTH("LastIndex", last_index_of, 1, "int"),
    BOTH("LastIndexByte", last_index_byte, 1, "int"),
    BOTH("Count", count, 1, "int"),
    BOTH("Compare", compare, 1, "int"),
    {"bytes.Equal", equal_bytes, 0, 1, "bool"},
    EACH("Trim", trim, 1, "string"),
    EACH("TrimLeft", trim_left, 1, "string"),
    EACH("TrimRight", trim_right, 1, "string"),
    EACH("TrimPrefix", trim_prefix, 1, "string"),
    EACH("TrimSuffix", trim_suffix, 1, "string"),
    {"strings.TrimSpace", trim_spaces, NATIVE_TRIMS, 1, "string"},
    {"bytes.TrimSpace", bytes_trim_spaces, NATIVE_TRIMS, 1, "[]byte"},
    ONLY("TrimLeftFunc", trim_left_func, 1, "string"),
    EACH("Cut", cut, 3, "string"),
    EACH("CutPrefix", cut_prefix, 2, "string"),
    EACH("CutSuffix", cut_suffix, 2, "string"),
    EACH("Split", split, 1, "[]string"),
    EACH("SplitN", split_n, 1, "[]string"),
    ONLY("SplitAfter", split_after, 1, "[]string"),
    ONLY("SplitAfterN", split_after_n, 1, "[]string"),
    EACH("Fields", fields, 1, "[]string"),
    ONLY("FieldsFunc", fields_func, 1, "[]string"),
    EACH("Join", join, 1, "string"),
    EACH("Repeat", repeat, 1, "string"),
    EACH("ReplaceAll", replace_all, 1, "string"),
    EACH("Replace", replace_n, 1, "string"),
    EACH("ToLower", to_lower, 1, "string"),
    EACH("ToUpper", to_upper, 1, "string"),
    EACH("Clone", clone, 1, "string"),
    ONLY("Map", map_runes, 1, "string"),
    ONLY("NewReplacer", new_replacer, 1, "*strings.Replacer"),
    ONLY("Replacer.Replace", replacer_replace, 1, "string"),
};
MODEL_ROWS(models_strings, rows);
