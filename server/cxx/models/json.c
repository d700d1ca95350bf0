/* nlohmann::json 3.7.3 without exceptions: what it throws ends the machine. */
#include "cxx/models/json.h"

#include "base/strbuf.h"

#include <math.h>
#include <stdlib.h>

value cxx_json_value(doc_node *n)
{
    value v = value_doc(cxx_basic_type(CXX_T_JSON), n);
    v.about = n;
    return v;
}

/* The node that the method is called on, and what it is known to be on this way. */
static doc_node *self(native_call *c)
{
    const value *v = cxx_plain(c->receiver);
    if (v->kind != VALUE_DOC) native_stop(c, "a document that is not known");
    return v->doc;
}

doc_node *cxx_json_argument(native_call *c, uint32_t i)
{
    value v = cxx_arg(c, i);
    if (v.kind != VALUE_DOC) native_stop(c, "a document that is not known");
    return v.doc;
}

value cxx_json_unknown(native_call *c, doc_node *n, origin_op op)
{
    return value_unknown_of(c->arena, cxx_basic_type(CXX_T_BOOL), op, n, NULL);
}

/* --- numbers --------------------------------------------------------------------------------------------------------------- */

typedef enum number_kind { NUMBER_SIGNED, NUMBER_UNSIGNED, NUMBER_REAL } number_kind;

/* Digits and nothing else, of a number up to `most`. */
bool cxx_json_digits(str s, uint64_t most, uint64_t *out)
{
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned d = (unsigned char)s.p[i] - (unsigned)'0';
        if (d > 9 || v > most / 10 || v * 10 > most - d) return false;
        v = v * 10 + d;
    }
    *out = v;
    return s.n > 0;
}

/* Digits alone are an integer, an unsigned one without a sign; what fits none is a float. */
static number_kind number_of(const doc_node *n, int64_t *i)
{
    bool minus = n->text.n && n->text.p[0] == '-';
    uint64_t v;
    *i = 0;
    if (!cxx_json_digits(str_slice(n->text, minus, n->text.n), minus ? (uint64_t)INT64_MAX + 1 : UINT64_MAX, &v))
        return NUMBER_REAL;
    *i = (int64_t)(minus ? 0 - v : v);
    return minus ? NUMBER_SIGNED : NUMBER_UNSIGNED;
}

/* The number as the type has it: cut, wrapped; unknown where the conversion is undefined. */
value cxx_json_number(const doc_node *n, ir_type *t)
{
    int64_t i;
    type_kind k = type_under_kind(t);
    number_kind kind = number_of(n, &i);
    if (cxx_kind_of_type(t) == CXX_REAL) return (value){.kind = VALUE_FLOAT, .type = t, .f = n->number};
    if (kind != NUMBER_REAL) return value_int_of(t, i);
    double d = trunc(n->number);
    bool wide = k == TYPE_UINT64,
         fits = wide ? d >= 0 && d < 18446744073709551616.0 : d >= -9223372036854775808.0 && d < 9223372036854775808.0;
    return fits ? value_int_of(t, wide ? (int64_t)(uint64_t)d : (int64_t)d) : value_unknown(t);
}

/* --- get ------------------------------------------------------------------------------------------------------------------- */

static const char *name_of(const doc_node *n)
{
    static const char *const names[] = {"null", "null", "boolean", "boolean", "number", "string", "array", "object", "null"};
    return names[n->kind];
}

static value wrong_type(native_call *c, doc_node *n, const char *wanted)
{
    return native_panic(c,
                        arena_printf(c->arena, "[json.exception.type_error.302] type must be %s, but is %s", wanted, name_of(n)));
}

/* The elements of an array, or the members of an object, as a container of the type. */
static value container_of(native_call *c, doc_node *n, ir_type *t)
{
    doc_node *at = native_look(c, n);
    cxx_type *behind = cxx_type_behind(t);
    bool keyed = behind->kind == CXX_MAP;
    native_read(c, n, keyed ? DOC_READ_MEMBERS : DOC_READ_ARRAY);
    if (at->kind == DOC_SYMBOLIC) return value_unknown_of(c->arena, t, ORIGIN_DERIVED, n, NULL);
    if (at->kind != (keyed ? DOC_OBJECT : DOC_ARRAY)) return wrong_type(c, at, keyed ? "object" : "array");
    uint32_t count;
    doc_node **all = cxx_children(c, at, &count);
    value out = cxx_construct(c, t, NULL, 0, false);
    cell *made = ARENA_NEW(c->arena, cell);
    made->v = out;
    for (uint32_t i = 0; i < count && !native_stopped(c); i++) {
        value item = cxx_json_get(c, all[i], behind->args[keyed]), args[2] = {cxx_text_value(all[i]->key), item};
        if (native_stopped(c)) break;
        value put = cxx_semantics.member(c, made, keyed || behind->kind == CXX_SET ? STR("insert") : STR("push_back"), 1)->v;
        native_invoke(c, &put, keyed ? args : &item, keyed ? 2 : 1);
    }
    return made->v;
}

value cxx_json_scalar(native_call *c, doc_node *n, ir_type *t)
{
    cxx_type_kind k = cxx_kind_of_type(t);
    origin_op op = k == CXX_STRING ? ORIGIN_STRING : k == CXX_BOOL ? ORIGIN_BOOL : k == CXX_REAL ? ORIGIN_FLOAT : ORIGIN_INT;
    value v = value_unknown_of(c->arena, t, op, n, NULL);
    v.about = n;
    return v;
}

/* The types that documents keep numbers in: only those take no boolean. */
static bool is_numbers_own(const ir_type *t)
{
    type_kind k = type_under_kind(t);
    return k == TYPE_INT64 || k == TYPE_UINT64 || k == TYPE_FLOAT64;
}

value cxx_json_made(native_call *c, const value *v)
{
    doc_node *n = doc_new(c->arena, DOC_NULL);
    switch (v->kind) {
    case VALUE_NIL: break;
    case VALUE_BOOL: n->kind = v->b ? DOC_TRUE : DOC_FALSE; break;
    case VALUE_STRING: n->kind = DOC_STRING, n->text = v->s; break;
    case VALUE_INT:
        n->kind = DOC_NUMBER;
        n->text = type_under_kind(v->type) == TYPE_UINT64 ? arena_printf(c->arena, "%llu", (unsigned long long)v->i)
                                                          : arena_printf(c->arena, "%lld", (long long)v->i);
        n->number = (double)v->i;
        break;
    case VALUE_UNKNOWN: return value_unknown(cxx_basic_type(CXX_T_JSON));
    default: native_stop(c, "a document that the program makes");
    }
    return value_doc(cxx_basic_type(CXX_T_JSON), n);
}

value cxx_json_get(native_call *c, doc_node *n, ir_type *t)
{
    cxx_type_kind k = cxx_kind_of_type(t);
    doc_node *at = native_look(c, n);
    native_read(c, n,
                k == CXX_STRING ? DOC_READ_STRING
                : k == CXX_BOOL ? DOC_READ_BOOL
                : k == CXX_JSON ? DOC_READ_KIND
                                : DOC_READ_INT);
    if (k == CXX_JSON) return cxx_json_value(n);
    if (k == CXX_VECTOR || k == CXX_MAP || k == CXX_SET) return container_of(c, n, t);
    value out;
    if (at->kind == DOC_SYMBOLIC) return cxx_json_scalar(c, n, t);
    bool number = k == CXX_INTEGER || k == CXX_REAL || k == CXX_ENUM, truth = at->kind == DOC_TRUE || at->kind == DOC_FALSE;
    if (k == CXX_STRING && at->kind == DOC_STRING) out = cxx_text_value(at->text), out.node = n;
    else if (k == CXX_STRING) return wrong_type(c, at, "string");
    else if (k == CXX_BOOL && truth) out = cxx_bool(at->kind == DOC_TRUE);
    else if (k == CXX_BOOL) return wrong_type(c, at, "boolean");
    else if (number && at->kind == DOC_NUMBER) out = cxx_json_number(at, t);
    else if (number && truth && !is_numbers_own(t))
        out = value_int_of(cxx_basic_type(CXX_T_INT), at->kind == DOC_TRUE), out = cxx_store(c, &out, t);
    else if (number) return wrong_type(c, at, "number");
    else native_stop(c, "a conversion of a document that is not known");
    out.about = n;
    return out;
}

bool cxx_json_equal(native_call *c, doc_node *n, const value *v, bool *equal)
{
    doc_node *at = native_look(c, n);
    native_read(c, n, DOC_READ_KIND);
    if (at->kind == DOC_SYMBOLIC) return false;
    switch (v->kind) {
    case VALUE_STRING: *equal = at->kind == DOC_STRING && str_eq(at->text, v->s); return true;
    case VALUE_BOOL: *equal = at->kind == (v->b ? DOC_TRUE : DOC_FALSE); return true;
    case VALUE_NIL: *equal = at->kind == DOC_NULL; return true;
    case VALUE_INT: *equal = at->kind == DOC_NUMBER && at->number == (double)v->i; return v->i > -(1LL << 53) && v->i < 1LL << 53;
    default: return false;
    }
}

/* --- members --------------------------------------------------------------------------------------------------------------- */

/* The member of that key, for a name that was asked for; NULL: nothing has members here. */
doc_node *cxx_json_member(native_call *c, doc_node *n, str key)
{
    doc_node *at = native_look(c, n);
    if (at->kind != DOC_OBJECT && at->kind != DOC_SYMBOLIC) {
        native_read(c, n, DOC_READ_IS_OBJECT);
        return NULL;
    }
    if (!n->reads) native_read(c, n, DOC_READ_CHILD);
    doc_node *m = doc_member_of(at, key);
    native_ask(c, m, key);
    native_read(c, m, DOC_READ_EXISTS);
    return m;
}

str cxx_json_key(native_call *c, uint32_t i)
{
    str key;
    if (!cxx_arg_text(c, i, &key)) native_stop(c, "a key that is not known");
    return key;
}

static value find(native_call *c)
{
    doc_node *n = self(c), *at = native_look(c, n);
    value name = cxx_arg(c, 0);
    if (name.kind == VALUE_UNKNOWN && at->kind == DOC_SYMBOLIC && at->any_member) /* a key of its own that is gone through */
        return cxx_doc_iterator(c, n, at->any_member, STR(""));
    str key = cxx_json_key(c, 0);
    return cxx_doc_iterator(c, n, cxx_json_member(c, n, key), key);
}

static value end(native_call *c) { return cxx_doc_iterator(c, self(c), NULL, STR("")); }

static value begin(native_call *c)
{
    doc_node *n = self(c), *at = native_look(c, n);
    uint32_t count;
    if (at->kind == DOC_SYMBOLIC) native_stop(c, "the first element of something that is not known");
    native_read(c, n, DOC_READ_MEMBERS | DOC_READ_ARRAY);
    bool one = at->kind > DOC_NULL && at->kind < DOC_ARRAY; /* a plain value is gone through as its own only element */
    if (one) return cxx_doc_iterator(c, n, n, STR(""));
    doc_node **all = cxx_children(c, at, &count);
    return cxx_doc_iterator(c, n, count ? all[0] : NULL, count ? all[0]->key : STR(""));
}

value cxx_json_exists(native_call *c, doc_node *m)
{
    if (!m) return cxx_bool(false);
    doc_node *at = native_look(c, m);
    value v = at->kind == DOC_SYMBOLIC ? cxx_json_unknown(c, m, ORIGIN_EXISTS) : cxx_bool(at->kind != DOC_MISSING);
    v.about = m;
    return v;
}

static value contains(native_call *c) { return cxx_json_exists(c, cxx_json_member(c, self(c), cxx_json_key(c, 0))); }

static value count(native_call *c)
{
    value there = contains(c);
    return cxx_int(CXX_T_ULONG, native_decide(c, &there));
}

static value cannot_use(native_call *c, int number, const char *what)
{
    return native_panic(c, arena_printf(c->arena, "[json.exception.type_error.%d] cannot use %s with %s", number, what,
                                        name_of(native_look(c, self(c)))));
}

static value element(native_call *c, doc_node *n, int64_t i)
{
    doc_node *at = native_look(c, n);
    native_read(c, n, DOC_READ_ARRAY);
    if (at->kind == DOC_SYMBOLIC) native_stop(c, "an element of something that is not known");
    if (at->kind != DOC_ARRAY) return cannot_use(c, 305, "operator[] with a numeric argument");
    if (i < 0 || (size_t)i >= at->items.n) return cxx_undefined(c, "an element behind the end of an array is read");
    return cxx_json_value(at->items.at[i]);
}

/* at(index): checked. */
static value element_at(native_call *c, doc_node *n, int64_t i)
{
    doc_node *at = native_look(c, n);
    native_read(c, n, DOC_READ_ARRAY);
    if (at->kind == DOC_SYMBOLIC) native_stop(c, "an element of something that is not known");
    if (at->kind != DOC_ARRAY) return cannot_use(c, 304, "at()");
    if ((uint32_t)i < at->items.n) return cxx_json_value(at->items.at[(uint32_t)i]);
    return native_panic(
        c, arena_printf(c->arena, "[json.exception.out_of_range.401] array index %u is out of range", (unsigned)(uint32_t)i));
}

static value end_element(native_call *c, bool first)
{
    doc_node *n = self(c), *at = native_look(c, n);
    uint32_t count;
    native_read(c, n, DOC_READ_MEMBERS | DOC_READ_ARRAY);
    if (at->kind == DOC_SYMBOLIC) native_stop(c, "an element of something that is not known");
    if (at->kind != DOC_ARRAY && at->kind != DOC_OBJECT) return cxx_json_value(n);
    doc_node **all = cxx_children(c, at, &count);
    if (!count) return cxx_undefined(c, "an element of an empty document is read");
    return cxx_json_value(all[first ? 0 : count - 1]);
}

static value front(native_call *c) { return end_element(c, true); }
static value back(native_call *c) { return end_element(c, false); }

static value at(native_call *c)
{
    value key = cxx_arg(c, 0);
    if (key.kind == VALUE_INT) return element_at(c, self(c), key.i);
    doc_node *m = cxx_json_member(c, self(c), cxx_json_key(c, 0));
    if (!m) return cannot_use(c, 304, "at()");
    value there = cxx_json_exists(c, m);
    if (native_decide(c, &there)) return cxx_json_value(m);
    return native_panic(c, arena_printf(c->arena, "[json.exception.out_of_range.403] key '%.*s' not found", STR_ARG(m->key)));
}

/* On an object that is not changed: what is absent may not be read. */
static value subscript(native_call *c)
{
    value key = cxx_arg(c, 0);
    if (key.kind == VALUE_INT) return element(c, self(c), key.i);
    doc_node *m = cxx_json_member(c, self(c), cxx_json_key(c, 0));
    if (!m) return cannot_use(c, 305, "operator[] with a string argument");
    value there = cxx_json_exists(c, m);
    if (!native_decide(c, &there)) native_stop(c, "a member that is added to a document");
    return cxx_json_value(m);
}

static value member_or(native_call *c)
{
    doc_node *m = cxx_json_member(c, self(c), cxx_json_key(c, 0));
    if (!m) return cannot_use(c, 306, "value()");
    value there = cxx_json_exists(c, m), otherwise = cxx_arg(c, 1);
    return native_decide(c, &there) ? cxx_json_get(c, m, otherwise.type) : otherwise;
}

static value items(native_call *c)
{
    value v = cxx_json_value(self(c));
    return value_native(c->arena, NULL, STR("items"), &v);
}

static value item_value(native_call *c) { return cxx_plain(c->receiver)->native->parts[0]; }
static value item_key(native_call *c) { return cxx_plain(c->receiver)->native->parts[1]; }

/* --- what it is ------------------------------------------------------------------------------------------------------------ */

static value size(native_call *c)
{
    doc_node *n = self(c), *at = native_look(c, n);
    if (at->kind == DOC_SYMBOLIC) return value_unknown_of(c->arena, cxx_basic_type(CXX_T_ULONG), ORIGIN_LENGTH, n, NULL);
    n->counted = true;
    int64_t many = at->kind == DOC_OBJECT ? at->present : at->kind == DOC_ARRAY ? (int64_t)at->items.n : at->kind > DOC_NULL;
    value v = cxx_int(CXX_T_ULONG, many);
    v.about = n;
    return v;
}

static value empty(native_call *c)
{
    doc_node *n = self(c), *at = native_look(c, n);
    native_read(c, n, DOC_READ_KIND);
    if (at->kind == DOC_SYMBOLIC) return cxx_json_unknown(c, n, ORIGIN_DERIVED);
    value v =
        cxx_bool(at->kind <= DOC_NULL || (at->kind == DOC_OBJECT && !at->present) || (at->kind == DOC_ARRAY && !at->items.n));
    v.about = n;
    return v;
}

static bool is_null(const doc_node *n) { return n->kind <= DOC_NULL; }
bool cxx_json_is_bool(const doc_node *n) { return n->kind == DOC_TRUE || n->kind == DOC_FALSE; }
bool cxx_json_is_string(const doc_node *n) { return n->kind == DOC_STRING; }
bool cxx_json_is_array(const doc_node *n) { return n->kind == DOC_ARRAY; }
bool cxx_json_is_object(const doc_node *n) { return n->kind == DOC_OBJECT; }
bool cxx_json_is_number(const doc_node *n) { return n->kind == DOC_NUMBER; }
static bool is_integer(const doc_node *n) { return cxx_json_is_number(n) && number_of(n, &(int64_t){0}) != NUMBER_REAL; }
bool cxx_json_is_unsigned(const doc_node *n) { return cxx_json_is_number(n) && number_of(n, &(int64_t){0}) == NUMBER_UNSIGNED; }
static bool is_float(const doc_node *n) { return cxx_json_is_number(n) && !is_integer(n); }
static bool is_structured(const doc_node *n) { return cxx_json_is_array(n) || cxx_json_is_object(n); }
static bool is_primitive(const doc_node *n) { return !is_structured(n); }

value cxx_json_tested(native_call *c, doc_node *n, cxx_json_test holds)
{
    doc_node *known = native_look(c, n);
    uint32_t read = holds == cxx_json_is_array    ? DOC_READ_IS_ARRAY
                    : holds == cxx_json_is_object ? DOC_READ_IS_OBJECT
                                                  : DOC_READ_KIND;
    native_read(c, n, read);
    if (known->kind == DOC_SYMBOLIC)
        return cxx_json_unknown(c, n,
                                holds == cxx_json_is_array    ? ORIGIN_IS_ARRAY
                                : holds == cxx_json_is_object ? ORIGIN_IS_OBJECT
                                                              : ORIGIN_DERIVED);
    value v = cxx_bool(holds(known));
    v.about = n;
    return v;
}

/* clang-format off */
#define TEST(name, holds) \
    static value test_##name(native_call *c) { return cxx_json_tested(c, self(c), holds); }
TEST(is_null, is_null)
TEST(is_bool, cxx_json_is_bool)
TEST(is_string, cxx_json_is_string)
TEST(is_array, cxx_json_is_array)
TEST(is_object, cxx_json_is_object)
TEST(is_number, cxx_json_is_number)
TEST(is_integer, is_integer)
TEST(is_unsigned, cxx_json_is_unsigned)
TEST(is_float, is_float)
TEST(is_structured, is_structured)
TEST(is_primitive, is_primitive)
/* clang-format on */

/* What could not be parsed. */
static value is_discarded(native_call *c)
{
    const doc_node *n = self(c);
    return cxx_bool(n->kind == DOC_MISSING && !n->parent);
}

/* get<T>(): the type stands at the member. */
static value get(native_call *c)
{
    ir_type *t = c->site->kids[0]->type;
    if (!t) native_stop(c, "a conversion to a type that is not known");
    return cxx_json_get(c, self(c), t);
}

/* get_to(x) */
static value get_to(native_call *c)
{
    cell *to = c->count == 1 && c->args[0].kind == VALUE_REFERENCE ? c->args[0].cell : NULL;
    ir_type *t = to ? (to->type ? to->type : to->v.type) : NULL;
    if (!t) native_stop(c, "a conversion to a type that is not known");
    value v = cxx_json_get(c, self(c), t);
    if (!native_stopped(c)) to->v = v;
    return c->args[0];
}

/* get_ref<const std::string &>() */
static value get_ref(native_call *c)
{
    ir_type *t = c->site->kids[0]->type;
    doc_node *n = self(c), *at = native_look(c, n);
    bool fits = at->kind == DOC_SYMBOLIC || at->kind == DOC_STRING;
    if (cxx_kind_of_type(t) != CXX_STRING) native_stop(c, "a reference into a document that is not known");
    if (fits) return cxx_json_get(c, n, t);
    native_read(c, n, DOC_READ_STRING);
    return native_panic(
        c, arena_printf(c->arena, "[json.exception.type_error.303] incompatible ReferenceType for get_ref, actual type is %s",
                        name_of(at)));
}

static value type(native_call *c)
{
    doc_node *n = self(c), *at = native_look(c, n);
    int64_t i;
    native_read(c, n, DOC_READ_KIND);
    if (at->kind == DOC_SYMBOLIC) return value_unknown_of(c->arena, cxx_basic_type(CXX_T_ENUM), ORIGIN_DERIVED, n, NULL);
    int numbers[] = {[NUMBER_SIGNED] = 5, [NUMBER_UNSIGNED] = 6, [NUMBER_REAL] = 7};
    static const int kinds[] = {0, 0, 4, 4, 0, 3, 2, 1, 0};
    value v = cxx_int(CXX_T_ENUM, at->kind == DOC_NUMBER ? numbers[number_of(at, &i)] : kinds[at->kind]);
    v.about = n;
    return v;
}

static value type_name(native_call *c)
{
    doc_node *n = self(c), *at = native_look(c, n);
    native_read(c, n, DOC_READ_KIND);
    if (at->kind == DOC_SYMBOLIC) return value_unknown_of(c->arena, cxx_basic_type(CXX_T_CSTR), ORIGIN_DERIVED, n, NULL);
    return cxx_text_value(str_of(name_of(at)));
}

static value empty_array(native_call *c) { return cxx_json_value(doc_new(c->arena, DOC_ARRAY)); }
static value empty_object(native_call *c) { return cxx_json_value(doc_new(c->arena, DOC_OBJECT)); }

static value dump(native_call *c)
{
    native_read(c, self(c), DOC_READ_WHOLE);
    return value_unknown(cxx_basic_type(CXX_T_STRING));
}

static value text_to_parse(native_call *c)
{
    value text = cxx_arg(c, 0);
    return text.kind == VALUE_NATIVE ? text.native->parts[0] : text;
}

bool cxx_json_lacks_text(native_call *c)
{
    value text = text_to_parse(c);
    return text.kind == VALUE_STRING && !text.s.n;
}

/* Of a text that is the whole of the configuration, or of none where that does not throw; others are not known. */
value cxx_json_parse(native_call *c)
{
    value text = text_to_parse(c), throws = cxx_arg(c, 2);
    bool quiet = (throws.kind == VALUE_INT && !throws.i) || (throws.kind == VALUE_BOOL && !throws.b);
    if (cxx_json_lacks_text(c) && quiet) return cxx_json_value(doc_new(c->arena, DOC_MISSING));
    value all;
    bool copied = text.kind == VALUE_STRING && text.s.n && !text.node && str_eq(text.s, native_configuration_text(c));
    if (copied && native_configuration(c, &all)) text.node = all.node; /* byte by byte, by way of the program's own memory */
    return text.node && !text.node->parent && text.node->kind != DOC_STRING ? cxx_json_value(text.node)
                                                                            : value_unknown(cxx_basic_type(CXX_T_JSON));
}

/* accept(text): whether it is JSON, which the whole of a configuration is. */
static value accepts(native_call *c)
{
    value parsed = cxx_json_parse(c);
    return parsed.kind == VALUE_DOC ? cxx_bool(true) : value_unknown(cxx_basic_type(CXX_T_BOOL));
}

#define P NATIVE_PARTIAL | NATIVE_PURE
static const native all[] = {
    {"json.find", find, P, 1, NULL},
    {"json.end", end, P, 1, NULL},
    {"json.cend", end, P, 1, NULL},
    {"json.begin", begin, P, 1, NULL},
    {"json.contains", contains, P, 1, NULL},
    {"json.count", count, P, 1, NULL},
    {"json.at", at, P, 1, NULL},
    {"json.[]", subscript, P, 1, NULL},
    {"json.value", member_or, P, 1, NULL},
    {"json.items", items, P, 1, NULL},
    {"json.size", size, P, 1, NULL},
    {"json.empty", empty, P, 1, NULL},
    {"json.is_null", test_is_null, P, 1, NULL},
    {"json.is_boolean", test_is_bool, P, 1, NULL},
    {"json.is_string", test_is_string, P, 1, NULL},
    {"json.is_array", test_is_array, P, 1, NULL},
    {"json.is_object", test_is_object, P, 1, NULL},
    {"json.is_number", test_is_number, P, 1, NULL},
    {"json.is_number_integer", test_is_integer, P, 1, NULL},
    {"json.is_number_unsigned", test_is_unsigned, P, 1, NULL},
    {"json.is_number_float", test_is_float, P, 1, NULL},
    {"json.is_structured", test_is_structured, P, 1, NULL},
    {"json.is_primitive", test_is_primitive, P, 1, NULL},
    {"json.is_discarded", is_discarded, P, 1, NULL},
    {"json.get", get, P, 1, NULL},
    {"json.dump", dump, P, 1, NULL},
    {"json.get_to", get_to, P, 1, NULL},
    {"json.get_ref", get_ref, P, 1, NULL},
    {"json.type", type, P, 1, NULL},
    {"json.type_name", type_name, P, 1, NULL},
    {"json.front", front, P, 1, NULL},
    {"json.back", back, P, 1, NULL},
    {"json.array", empty_array, 0, 1, NULL},
    {"json.object", empty_object, 0, 1, NULL},
    {"json.parse", cxx_json_parse, P, 1, NULL},
    {"json.accept", accepts, P, 1, NULL},
    {"item.value", item_value, P, 1, NULL},
    {"item.key", item_key, P, 1, NULL},
    {"item.#0", item_key, P | NATIVE_VALUE, 1, NULL},
    {"item.#1", item_value, P | NATIVE_VALUE, 1, NULL},
    {"cxx.parse", cxx_json_parse, P, 1, NULL},
};
const cxx_model_table cxx_models_json = {all, sizeof all / sizeof *all};
