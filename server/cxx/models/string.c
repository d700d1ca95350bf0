/* std::string and std::string_view. */
#include "base/strbuf.h"
#include "base/words.h"
#include "cxx/memory.h"

static str self(native_call *c)
{
    if (cxx_plain(c->receiver)->kind != VALUE_STRING) native_stop(c, "a text that is not known");
    return cxx_plain(c->receiver)->s;
}

static value changed(native_call *c, str s)
{
    cell *v = cxx_receiver(c);
    if (!v) native_stop(c, "a text in no variable is changed");
    ir_type *t = v->v.type;
    v->v = cxx_text_value(s);
    if (cxx_kind_of_type(t) == CXX_STRING) v->v.type = t;
    return cxx_reference_to(v);
}

static value begin(native_call *c)
{
    str s = self(c);
    if (!cxx_receiver(c)) native_stop(c, "a text in no variable is gone through");
    return cxx_iterator(c, cxx_receiver(c), s.n ? 0 : -1);
}

static value end(native_call *c)
{
    self(c);
    if (!cxx_receiver(c)) native_stop(c, "a text in no variable is gone through");
    return cxx_iterator(c, cxx_receiver(c), -1);
}

static value rbegin(native_call *c)
{
    str s = self(c);
    return cxx_reverse_iterator(c, cxx_receiver(c), (int64_t)s.n - 1);
}

static value rend(native_call *c) { return self(c), cxx_reverse_iterator(c, cxx_receiver(c), -1); }

static value size(native_call *c) { return cxx_int(CXX_T_ULONG, (int64_t)self(c).n); }
static value empty(native_call *c)
{
    const value *v = cxx_plain(c->receiver);
    value none = cxx_text_value(STR(""));
    return v->kind == VALUE_UNKNOWN ? native_operate(c, IR_EQUAL, v, &none) : cxx_bool(self(c).n == 0);
}

/* data(), c_str() */
static value itself(native_call *c)
{
    value v = *cxx_plain(c->receiver);
    v.type = cxx_basic_type(CXX_T_CSTR);
    return v;
}

static value substr(native_call *c)
{
    int64_t from = 0, n = UINT32_MAX;
    str s = self(c);
    if (c->count > 0) from = cxx_arg(c, 0).i;
    if (c->count > 1) n = cxx_arg(c, 1).i;
    from = (uint32_t)from, n = (uint32_t)n;
    if ((uint64_t)from > s.n) return native_panic(c, words_str("std::out_of_range: substr behind the end, which aborts"));
    return cxx_text_value(str_slice(s, (size_t)from, (uint64_t)n > s.n ? s.n : (size_t)(from + n)));
}

/* A text or one character. */
static bool piece(native_call *c, uint32_t i, str *out)
{
    value v = cxx_arg(c, i);
    if (v.kind == VALUE_INT) {
        char one = (char)v.i;
        *out = arena_str(c->arena, (str){&one, 1});
        return true;
    }
    return cxx_arg_text(c, i, out);
}

static value position(ptrdiff_t at) { return cxx_int(CXX_T_ULONG, at < 0 ? UINT32_MAX : at); }

static value find(native_call *c)
{
    str what, s = self(c);
    int64_t from = c->count > 1 ? (uint32_t)cxx_arg(c, 1).i : 0;
    if (!piece(c, 0, &what)) native_stop(c, "find of something else");
    if ((uint64_t)from > s.n) return position(-1);
    return position(what.n ? str_find(s, what, (size_t)from) : (ptrdiff_t)from);
}

static value rfind(native_call *c)
{
    str what, s = self(c);
    int64_t from = c->count > 1 ? (uint32_t)cxx_arg(c, 1).i : UINT32_MAX;
    if (!piece(c, 0, &what)) native_stop(c, "rfind of something else");
    if (what.n > s.n) return position(-1);
    size_t at = (uint64_t)from > s.n - what.n ? s.n - what.n : (size_t)from;
    for (;; at--) {
        if (str_eq(str_slice(s, at, at + what.n), what)) return position((ptrdiff_t)at);
        if (!at) return position(-1);
    }
}

static value find_of(native_call *c, bool first, bool among)
{
    str set, s = self(c);
    if (!piece(c, 0, &set) || c->count > 1) native_stop(c, "find_first_of from a place");
    for (size_t k = 0; k < s.n; k++) {
        size_t i = first ? k : s.n - 1 - k;
        if ((str_find_char(set, s.p[i], 0) >= 0) == among) return position((ptrdiff_t)i);
    }
    return position(-1);
}

static value find_first_of(native_call *c) { return find_of(c, true, true); }
static value find_last_of(native_call *c) { return find_of(c, false, true); }
static value find_first_not_of(native_call *c) { return find_of(c, true, false); }
static value find_last_not_of(native_call *c) { return find_of(c, false, false); }

static value compare(native_call *c)
{
    str s = self(c), other;
    if (!cxx_arg_text(c, c->count - 1, &other) || (c->count != 1 && c->count != 3)) native_stop(c, "compare with something else");
    if (c->count == 3) {
        uint32_t from = (uint32_t)cxx_arg(c, 0).i, n = (uint32_t)cxx_arg(c, 1).i;
        if (from > s.n) return native_panic(c, words_str("std::out_of_range: compare behind the end, which aborts"));
        s = str_slice(s, from, n > s.n - from ? s.n : from + n);
    }
    int order = str_cmp(s, other);
    return cxx_int(CXX_T_INT, (order > 0) - (order < 0));
}

static value letter(native_call *c, uint32_t i)
{
    cell *text = cxx_receiver(c);
    return text ? cxx_reference_to(cxx_letter(c, text, i)) : cxx_int(CXX_T_CHAR, self(c).p[i]);
}

static value at(native_call *c, bool checked)
{
    str s = self(c);
    int64_t i = (uint32_t)cxx_arg(c, 0).i;
    if ((uint64_t)i < s.n) return letter(c, (uint32_t)i);
    if (checked) return native_panic(c, words_str("std::out_of_range: at behind the end, which aborts"));
    return (uint64_t)i == s.n ? cxx_int(CXX_T_CHAR, 0) : cxx_undefined(c, "a character behind the end is read");
}

static value at_checked(native_call *c) { return at(c, true); }
static value subscript(native_call *c)
{
    value v = *cxx_plain(c->receiver), i = cxx_arg(c, 0);
    if (!cxx_is_raw(&v) || i.kind != VALUE_INT) return at(c, false);
    v = cxx_pointer_moved(c, &v, i.i);
    cell *found = native_stopped(c) ? NULL : cxx_pointer_target(c, &v);
    return found ? cxx_reference_to(found) : value_unknown(NULL);
}

static value end_of(native_call *c, bool front)
{
    str s = self(c);
    if (!s.n) return cxx_undefined(c, "a character of an empty text is read");
    return letter(c, front ? 0 : (uint32_t)s.n - 1);
}

static value front(native_call *c) { return end_of(c, true); }
static value back(native_call *c) { return end_of(c, false); }

static value append(native_call *c)
{
    str more, s = self(c);
    strbuf b = STRBUF_IN(c->arena);
    value first = cxx_arg(c, 0), second = cxx_arg(c, 1);
    strbuf_add(&b, s);
    if (c->count == 2 && first.kind == VALUE_INT && second.kind == VALUE_INT && first.i >= 0 && first.i < 1 << 16) {
        strbuf_pad(&b, (char)second.i, (size_t)first.i);
        return changed(c, strbuf_str(&b));
    }
    if (c->count != 1 || !piece(c, 0, &more)) native_stop(c, "append of something else");
    strbuf_add(&b, more);
    return changed(c, strbuf_str(&b));
}

static value pop_back(native_call *c)
{
    str s = self(c);
    if (!s.n) return cxx_undefined(c, "a character of an empty text is taken off");
    return changed(c, str_slice(s, 0, s.n - 1));
}

static value clear(native_call *c) { return changed(c, STR("")); }

/* Puts `by` in the place of `n` bytes from `from` on. */
static value replaced(native_call *c, uint32_t from, uint32_t n, str by)
{
    str s = self(c);
    strbuf b = STRBUF_IN(c->arena);
    if (from > s.n) return native_panic(c, words_str("std::out_of_range: a place behind the end, which aborts"));
    if (n > s.n - from) n = (uint32_t)(s.n - from);
    strbuf_add(&b, str_slice(s, 0, from));
    strbuf_add(&b, by);
    strbuf_add(&b, str_slice(s, from + n, s.n));
    return changed(c, strbuf_str(&b));
}

static uint32_t number(native_call *c, uint32_t i, uint32_t otherwise)
{
    value v = cxx_arg(c, i);
    if (i < c->count && v.kind != VALUE_INT) native_stop(c, "a place that is not known");
    return i < c->count ? (uint32_t)v.i : otherwise;
}

static uint32_t place(native_call *c, uint32_t i)
{
    value it = cxx_arg(c, i);
    cell *container;
    uint32_t at;
    if (!cxx_iterator_place(&it, &container, &at) || container != cxx_receiver(c))
        native_stop(c, "an iterator that is not known");
    return at;
}

static value erase(native_call *c)
{
    value first = cxx_arg(c, 0);
    if (c->count && cxx_is_iterator(&first)) {
        uint32_t from = place(c, 0), to = c->count > 1 ? place(c, 1) : from + 1;
        if (to > self(c).n || from > to) native_stop(c, "a range that is not known");
        replaced(c, from, to - from, STR(""));
        return cxx_iterator(c, cxx_receiver(c), from == self(c).n ? -1 : (int64_t)from);
    }
    return replaced(c, number(c, 0, 0), number(c, 1, UINT32_MAX), STR(""));
}

static value insert(native_call *c)
{
    str what;
    value first = cxx_arg(c, 0);
    if (c->count != 2 || cxx_is_iterator(&first) || !cxx_arg_text(c, 1, &what)) native_stop(c, "insert of something else");
    return replaced(c, number(c, 0, 0), 0, what);
}

static value replace(native_call *c)
{
    str what;
    value first = cxx_arg(c, 0);
    if (c->count != 3 || cxx_is_iterator(&first) || !cxx_arg_text(c, 2, &what)) native_stop(c, "replace by something else");
    return replaced(c, number(c, 0, 0), number(c, 1, 0), what);
}

static value resize(native_call *c)
{
    str s = self(c);
    strbuf b = STRBUF_IN(c->arena);
    uint32_t n = number(c, 0, 0), fill = number(c, 1, 0);
    if (n > 1 << 16) native_stop(c, "a large text");
    strbuf_add(&b, str_slice(s, 0, n < s.n ? n : s.n));
    if (n > s.n) strbuf_pad(&b, (char)fill, n - s.n);
    return changed(c, strbuf_str(&b));
}

static value assign(native_call *c)
{
    str what;
    if (c->count != 1 || !piece(c, 0, &what)) native_stop(c, "assign of something else");
    return changed(c, what);
}

static value starts_with(native_call *c)
{
    str what;
    if (!piece(c, 0, &what)) native_stop(c, "a text that is not known");
    return cxx_bool(str_starts(self(c), what));
}

static value ends_with(native_call *c)
{
    str what;
    if (!piece(c, 0, &what)) native_stop(c, "a text that is not known");
    return cxx_bool(str_ends(self(c), what));
}

static value contains(native_call *c)
{
    str what;
    if (!piece(c, 0, &what)) native_stop(c, "a text that is not known");
    return cxx_bool(str_has(self(c), what));
}
static value remove_prefix(native_call *c)
{
    return changed(c, str_slice(self(c), (size_t)(uint32_t)cxx_arg(c, 0).i, self(c).n));
}

static value remove_suffix(native_call *c)
{
    size_t n = (uint32_t)cxx_arg(c, 0).i;
    return changed(c, str_slice(self(c), 0, n > self(c).n ? 0 : self(c).n - n));
}

static const native all[] = {
    {"string.size", size, NATIVE_PURE, 1, NULL},
    {"string.length", size, NATIVE_PURE, 1, NULL},
    {"string.empty", empty, NATIVE_PARTIAL | NATIVE_PURE, 1, NULL},
    {"string.data", itself, NATIVE_PURE, 1, NULL},
    {"string.c_str", itself, NATIVE_PURE, 1, NULL},
    {"string.substr", substr, NATIVE_PURE, 1, NULL},
    {"string.find", find, NATIVE_PURE, 1, NULL},
    {"string.rfind", rfind, NATIVE_PURE, 1, NULL},
    {"string.find_first_of", find_first_of, NATIVE_PURE, 1, NULL},
    {"string.find_last_of", find_last_of, NATIVE_PURE, 1, NULL},
    {"string.find_first_not_of", find_first_not_of, NATIVE_PURE, 1, NULL},
    {"string.find_last_not_of", find_last_not_of, NATIVE_PURE, 1, NULL},
    {"string.compare", compare, NATIVE_PURE, 1, NULL},
    {"string.at", at_checked, NATIVE_PURE, 1, NULL},
    {"string.[]", subscript, NATIVE_PURE, 1, NULL},
    {"string.front", front, NATIVE_PURE, 1, NULL},
    {"string.back", back, NATIVE_PURE, 1, NULL},
    {"string.append", append, 0, 1, NULL},
    {"string.push_back", append, 0, 1, NULL},
    {"string.pop_back", pop_back, 0, 1, NULL},
    {"string.clear", clear, 0, 1, NULL},
    {"string.remove_prefix", remove_prefix, 0, 1, NULL},
    {"string.remove_suffix", remove_suffix, 0, 1, NULL},
    {"string.reserve", cxx_nothing, NATIVE_PARTIAL, 1, NULL},
    {"string.begin", begin, NATIVE_PURE, 1, NULL},
    {"string.end", end, NATIVE_PURE, 1, NULL},
    {"string.cbegin", begin, NATIVE_PURE, 1, NULL},
    {"string.cend", end, NATIVE_PURE, 1, NULL},
    {"string.rbegin", rbegin, NATIVE_PURE, 1, NULL},
    {"string.rend", rend, NATIVE_PURE, 1, NULL},
    {"string.erase", erase, 0, 1, NULL},
    {"string.insert", insert, 0, 1, NULL},
    {"string.replace", replace, 0, 1, NULL},
    {"string.resize", resize, 0, 1, NULL},
    {"string.assign", assign, 0, 1, NULL},
    {"string.starts_with", starts_with, NATIVE_PURE, 1, NULL},
    {"string.ends_with", ends_with, NATIVE_PURE, 1, NULL},
    {"string.contains", contains, NATIVE_PURE, 1, NULL},
};
const cxx_model_table cxx_models_string = {all, sizeof all / sizeof *all};
