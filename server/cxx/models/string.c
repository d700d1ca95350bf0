/* std::string and std::string_view. */
#include "base/strbuf.h"
#include "cxx/values.h"

static str self(const native_call *c)
{
    return cxx_plain(c->receiver)->kind == VALUE_STRING ? cxx_plain(c->receiver)->s : STR("");
}

static value changed(native_call *c, str s)
{
    cell *v = cxx_receiver(c);
    if (!v) native_stop(c, "a text in no variable is changed");
    v->v = cxx_text_value(s);
    return cxx_reference_to(v);
}

static value size(native_call *c) { return cxx_int(CXX_T_ULONG, (int64_t)self(c).n); }
static value empty(native_call *c) { return cxx_bool(self(c).n == 0); }
static value itself(native_call *c) { return *cxx_plain(c->receiver); }

static value substr(native_call *c)
{
    int64_t from = 0, n = UINT32_MAX;
    str s = self(c);
    if (c->count > 0) from = cxx_arg(c, 0).i;
    if (c->count > 1) n = cxx_arg(c, 1).i;
    from = (uint32_t)from, n = (uint32_t)n;
    if ((uint64_t)from > s.n) return native_panic(c, STR("std::out_of_range: substr behind the end, which aborts"));
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
        if (from > s.n) return native_panic(c, STR("std::out_of_range: compare behind the end, which aborts"));
        s = str_slice(s, from, n > s.n - from ? s.n : from + n);
    }
    int order = str_cmp(s, other);
    return cxx_int(CXX_T_INT, (order > 0) - (order < 0));
}

static value at(native_call *c, bool checked)
{
    str s = self(c);
    int64_t i = (uint32_t)cxx_arg(c, 0).i;
    if ((uint64_t)i < s.n) return cxx_int(CXX_T_CHAR, s.p[i]);
    if (checked) return native_panic(c, STR("std::out_of_range: at behind the end, which aborts"));
    return (uint64_t)i == s.n ? cxx_int(CXX_T_CHAR, 0) : cxx_undefined(c, "a character behind the end is read");
}

static value at_checked(native_call *c) { return at(c, true); }
static value subscript(native_call *c) { return at(c, false); }

static value end_of(native_call *c, bool front)
{
    str s = self(c);
    if (!s.n) return cxx_undefined(c, "a character of an empty text is read");
    return cxx_int(CXX_T_CHAR, s.p[front ? 0 : s.n - 1]);
}

static value front(native_call *c) { return end_of(c, true); }
static value back(native_call *c) { return end_of(c, false); }

static value append(native_call *c)
{
    str more, s = self(c);
    strbuf b = STRBUF_IN(c->arena);
    if (c->count != 1 || !piece(c, 0, &more)) native_stop(c, "append of something else");
    strbuf_add(&b, s);
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
static value remove_prefix(native_call *c)
{
    return changed(c, str_slice(self(c), (size_t)(uint32_t)cxx_arg(c, 0).i, self(c).n));
}

static value remove_suffix(native_call *c)
{
    size_t n = (uint32_t)cxx_arg(c, 0).i;
    return changed(c, str_slice(self(c), 0, n > self(c).n ? 0 : self(c).n - n));
}

static value nothing(native_call *c) { return (void)c, value_unknown(NULL); }

static const native all[] = {
    {"string.size", size, NATIVE_PURE, 1, NULL},
    {"string.length", size, NATIVE_PURE, 1, NULL},
    {"string.empty", empty, NATIVE_PURE, 1, NULL},
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
    {"string.reserve", nothing, NATIVE_PARTIAL, 1, NULL},
};
const cxx_model_table cxx_models_string = {all, sizeof all / sizeof *all};
