/* nlohmann::json 3.7.3 without exceptions - what it throws ends the machine -, and the helpers of json_util.h beside Higress's
 * plugins. */
#include "cxx/values.h"

#include "base/strbuf.h"

#include <math.h>
#include <stdlib.h>

enum { OK = 1, OUT_OF_RANGE, TYPE_ERROR, INVALID_VALUE }; /* JsonParserResultDetail */

static value json(doc_node *n)
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

static doc_node *node_argument(native_call *c, uint32_t i)
{
    value v = cxx_arg(c, i);
    if (v.kind != VALUE_DOC) native_stop(c, "a document that is not known");
    return v.doc;
}

static value unknown_bool(native_call *c, doc_node *n, origin_op op)
{
    return value_unknown_of(c->arena, cxx_basic_type(CXX_T_BOOL), op, n, NULL);
}

/* --- numbers --------------------------------------------------------------------------------------------------------------- */

typedef enum number_kind { NUMBER_SIGNED, NUMBER_UNSIGNED, NUMBER_REAL } number_kind;

/* Digits and nothing else, of a number up to `most`. */
static bool digits_of(str s, uint64_t most, uint64_t *out)
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
    if (!digits_of(str_slice(n->text, minus, n->text.n), minus ? (uint64_t)INT64_MAX + 1 : UINT64_MAX, &v)) return NUMBER_REAL;
    *i = (int64_t)(minus ? 0 - v : v);
    return minus ? NUMBER_SIGNED : NUMBER_UNSIGNED;
}

/* The number as the type has it: cut, wrapped; unknown where the conversion is undefined. */
static value number_as(const doc_node *n, ir_type *t)
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

static value wrong_type(native_call *c, doc_node *n, const char *wanted)
{
    static const char *const names[] = {"null", "null", "boolean", "boolean", "number", "string", "array", "object", "null"};
    value v = native_panic(
        c, arena_printf(c->arena, "[json.exception.type_error.302] type must be %s, but is %s", wanted, names[n->kind]));
    return v;
}

static value unknown_scalar(native_call *c, doc_node *n, ir_type *t)
{
    cxx_type_kind k = cxx_kind_of_type(t);
    origin_op op = k == CXX_STRING ? ORIGIN_STRING : k == CXX_BOOL ? ORIGIN_BOOL : k == CXX_REAL ? ORIGIN_FLOAT : ORIGIN_INT;
    value v = value_unknown_of(c->arena, t, op, n, NULL);
    v.about = n;
    return v;
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
    if (k == CXX_JSON) return json(n);
    value out;
    if (at->kind == DOC_SYMBOLIC) return unknown_scalar(c, n, t);
    bool number = k == CXX_INTEGER || k == CXX_REAL || k == CXX_ENUM, truth = at->kind == DOC_TRUE || at->kind == DOC_FALSE;
    if (k == CXX_STRING && at->kind == DOC_STRING) out = cxx_text_value(at->text), out.node = n;
    else if (k == CXX_STRING) return wrong_type(c, at, "string");
    else if (k == CXX_BOOL && truth) out = cxx_bool(at->kind == DOC_TRUE);
    else if (k == CXX_BOOL) return wrong_type(c, at, "boolean");
    else if (number && at->kind == DOC_NUMBER) out = number_as(at, t);
    else if (k == CXX_INTEGER && truth) out = value_int_of(t, at->kind == DOC_TRUE);
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
static doc_node *member_of(native_call *c, doc_node *n, str key)
{
    doc_node *at = native_look(c, n);
    if (at->kind != DOC_OBJECT && at->kind != DOC_SYMBOLIC) {
        native_read(c, n, DOC_READ_IS_OBJECT);
        return NULL;
    }
    if (!n->reads) native_read(c, n, DOC_READ_CHILD);
    doc_node *m = doc_member_of(at, key);
    native_read(c, m, DOC_READ_EXISTS);
    return m;
}

static str key_argument(native_call *c, uint32_t i)
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
    str key = key_argument(c, 0);
    return cxx_doc_iterator(c, n, member_of(c, n, key), key);
}

static value end(native_call *c) { return cxx_doc_iterator(c, self(c), NULL, STR("")); }

static value begin(native_call *c)
{
    doc_node *n = self(c), *at = native_look(c, n);
    uint32_t count;
    if (at->kind == DOC_SYMBOLIC) native_stop(c, "the first element of something that is not known");
    native_read(c, n, DOC_READ_MEMBERS | DOC_READ_ARRAY);
    doc_node **all = cxx_children(c, at, &count);
    return cxx_doc_iterator(c, n, count ? all[0] : NULL, count ? all[0]->key : STR(""));
}

static value exists(native_call *c, doc_node *m)
{
    if (!m) return cxx_bool(false);
    doc_node *at = native_look(c, m);
    value v = at->kind == DOC_SYMBOLIC ? unknown_bool(c, m, ORIGIN_EXISTS) : cxx_bool(at->kind != DOC_MISSING);
    v.about = m;
    return v;
}

static value contains(native_call *c) { return exists(c, member_of(c, self(c), key_argument(c, 0))); }

static value count(native_call *c)
{
    value there = contains(c);
    return cxx_int(CXX_T_ULONG, native_decide(c, &there));
}

static value element(native_call *c, doc_node *n, int64_t i)
{
    doc_node *at = native_look(c, n);
    native_read(c, n, DOC_READ_ARRAY);
    if (at->kind != DOC_ARRAY) native_stop(c, "an element of no array");
    if (i < 0 || (size_t)i >= at->items.n) return cxx_undefined(c, "an element behind the end of an array is read");
    return json(at->items.at[i]);
}

static value at(native_call *c)
{
    value key = cxx_arg(c, 0);
    if (key.kind == VALUE_INT) return element(c, self(c), key.i);
    doc_node *m = member_of(c, self(c), key_argument(c, 0));
    if (!m) return native_panic(c, STR("[json.exception.type_error.304] cannot use at() with this type"));
    value there = exists(c, m);
    if (native_decide(c, &there)) return json(m);
    return native_panic(c, arena_printf(c->arena, "[json.exception.out_of_range.403] key '%.*s' not found", STR_ARG(m->key)));
}

/* On an object that is not changed: what is absent may not be read. */
static value subscript(native_call *c)
{
    value key = cxx_arg(c, 0);
    if (key.kind == VALUE_INT) return element(c, self(c), key.i);
    doc_node *m = member_of(c, self(c), key_argument(c, 0));
    if (!m)
        return native_panic(c,
                            STR("[json.exception.type_error.305] cannot use operator[] with a string argument with this type"));
    value there = exists(c, m);
    if (!native_decide(c, &there)) native_stop(c, "a member that is added to a document");
    return json(m);
}

static value member_or(native_call *c)
{
    doc_node *m = member_of(c, self(c), key_argument(c, 0));
    if (!m) return native_panic(c, STR("[json.exception.type_error.306] cannot use value() with this type"));
    value there = exists(c, m), otherwise = cxx_arg(c, 1);
    return native_decide(c, &there) ? cxx_json_get(c, m, otherwise.type) : otherwise;
}

static value items(native_call *c)
{
    value v = json(self(c));
    return value_native(c->arena, NULL, STR("items"), &v);
}

static value item_value(native_call *c) { return cxx_plain(c->receiver)->native->parts[0]; }
static value item_key(native_call *c) { return cxx_plain(c->receiver)->native->parts[1]; }

/* --- what it is ------------------------------------------------------------------------------------------------------------ */

static value size(native_call *c)
{
    doc_node *n = self(c), *at = native_look(c, n);
    if (at->kind == DOC_SYMBOLIC) return value_unknown_of(c->arena, cxx_basic_type(CXX_T_ULONG), ORIGIN_LENGTH, n, NULL);
    int64_t many = at->kind == DOC_OBJECT ? at->present : at->kind == DOC_ARRAY ? (int64_t)at->items.n : at->kind > DOC_NULL;
    value v = cxx_int(CXX_T_ULONG, many);
    v.about = n;
    return v;
}

static value empty(native_call *c)
{
    doc_node *n = self(c), *at = native_look(c, n);
    native_read(c, n, DOC_READ_KIND);
    if (at->kind == DOC_SYMBOLIC) return unknown_bool(c, n, ORIGIN_DERIVED);
    value v =
        cxx_bool(at->kind <= DOC_NULL || (at->kind == DOC_OBJECT && !at->present) || (at->kind == DOC_ARRAY && !at->items.n));
    v.about = n;
    return v;
}

typedef bool (*kind_test)(const doc_node *n);

static bool is_null(const doc_node *n) { return n->kind <= DOC_NULL; }
static bool is_bool(const doc_node *n) { return n->kind == DOC_TRUE || n->kind == DOC_FALSE; }
static bool is_string(const doc_node *n) { return n->kind == DOC_STRING; }
static bool is_array(const doc_node *n) { return n->kind == DOC_ARRAY; }
static bool is_object(const doc_node *n) { return n->kind == DOC_OBJECT; }
static bool is_number(const doc_node *n) { return n->kind == DOC_NUMBER; }
static bool is_integer(const doc_node *n) { return is_number(n) && number_of(n, &(int64_t){0}) != NUMBER_REAL; }
static bool is_unsigned(const doc_node *n) { return is_number(n) && number_of(n, &(int64_t){0}) == NUMBER_UNSIGNED; }
static bool is_float(const doc_node *n) { return is_number(n) && !is_integer(n); }
static bool is_structured(const doc_node *n) { return is_array(n) || is_object(n); }
static bool is_primitive(const doc_node *n) { return !is_structured(n); }

static value tested(native_call *c, doc_node *n, kind_test holds)
{
    doc_node *known = native_look(c, n);
    uint32_t read = holds == is_array ? DOC_READ_IS_ARRAY : holds == is_object ? DOC_READ_IS_OBJECT : DOC_READ_KIND;
    native_read(c, n, read);
    if (known->kind == DOC_SYMBOLIC)
        return unknown_bool(c, n, holds == is_array ? ORIGIN_IS_ARRAY : holds == is_object ? ORIGIN_IS_OBJECT : ORIGIN_DERIVED);
    value v = cxx_bool(holds(known));
    v.about = n;
    return v;
}

#define TEST(name) \
    static value test_##name(native_call *c) { return tested(c, self(c), name); }
TEST(is_null)
TEST(is_bool)
TEST(is_string) TEST(is_array) TEST(is_object) TEST(is_number) TEST(is_integer) TEST(is_unsigned) TEST(is_float)
    TEST(is_structured) TEST(is_primitive)

        static value never(native_call *c)
{
    return (void)c, cxx_bool(false);
}

/* get<T>(): the type stands at the member. */
static value get(native_call *c)
{
    ir_type *t = c->site->kids[0]->type;
    if (!t) native_stop(c, "a conversion to a type that is not known");
    return cxx_json_get(c, self(c), t);
}

static value dump(native_call *c)
{
    native_read(c, self(c), DOC_READ_WHOLE);
    return value_unknown(cxx_basic_type(CXX_T_STRING));
}

/* --- json_util.h ----------------------------------------------------------------------------------------------------------- */

/* Of a text that is the whole of the configuration; others are not known. */
static value parse(native_call *c)
{
    value text = cxx_arg(c, 0);
    if (text.kind == VALUE_NATIVE) text = text.native->parts[0];
    return text.node && !text.node->parent && text.node->kind != DOC_STRING ? json(text.node)
                                                                            : value_unknown(cxx_basic_type(CXX_T_JSON));
}

static value optional_of(native_call *c, const value *v)
{
    return cxx_array(c->arena, cxx_basic_type(CXX_T_OPTIONAL), v, v ? 1 : 0);
}

/* Only an object is taken. */
static value json_parse(native_call *c)
{
    value v = parse(c);
    if (v.kind == VALUE_UNKNOWN) return value_unknown(cxx_basic_type(CXX_T_OPTIONAL));
    value taken = tested(c, v.doc, is_object);
    return native_decide(c, &taken) ? optional_of(c, &v) : optional_of(c, NULL);
}

static value result(native_call *c, const value *v, int detail)
{
    value inner = optional_of(c, v), code = cxx_int(CXX_T_ENUM, detail);
    if (v) inner.about = v->about;
    return cxx_pair(c->arena, NULL, &inner, &code);
}

/* absl::SimpleAtoi: blanks around, a sign, digits, and nothing else. */
static bool simple_atoi(str s, bool is_signed, int64_t *out)
{
    static const char blanks[] = " \t\n\v\f\r";
    while (s.n && s.p[0] && strchr(blanks, s.p[0])) s = str_slice(s, 1, s.n);
    while (s.n && s.p[s.n - 1] && strchr(blanks, s.p[s.n - 1])) s.n--;
    bool minus = s.n && s.p[0] == '-';
    if (s.n && (minus || s.p[0] == '+')) s = str_slice(s, 1, s.n);
    if (minus && !is_signed) return false;
    uint64_t v;
    if (!digits_of(s, is_signed ? (uint64_t)INT64_MAX + minus : UINT64_MAX, &v)) return false;
    *out = (int64_t)(minus ? 0 - v : v);
    return true;
}

/* JsonValueAs of a node that is known. */
static value value_as(native_call *c, doc_node *n, doc_node *known, ir_type *t)
{
    value v;
    int64_t i;
    switch (cxx_kind_of_type(t)) {
    case CXX_STRING:
        if (!is_string(known) && !is_unsigned(known)) return result(c, NULL, TYPE_ERROR);
        v = cxx_text_value(is_string(known) ? known->text
                                            : arena_printf(c->arena, "%llu",
                                                           (unsigned long long)number_as(known, cxx_basic_type(CXX_T_UINT64)).i));
        if (is_string(known)) v.node = n;
        break;
    case CXX_BOOL:
        if (!is_bool(known) && !is_string(known)) return result(c, NULL, TYPE_ERROR);
        if (is_string(known) && !str_is(known->text, "true") && !str_is(known->text, "false"))
            return result(c, NULL, INVALID_VALUE);
        v = cxx_bool(known->kind == DOC_TRUE || (is_string(known) && str_is(known->text, "true")));
        break;
    case CXX_INTEGER:
        if (!is_number(known) && !is_string(known)) return result(c, NULL, TYPE_ERROR);
        if (is_string(known) && !simple_atoi(known->text, type_under_kind(t) == TYPE_INT64, &i))
            return result(c, NULL, INVALID_VALUE);
        v = is_number(known) ? number_as(known, t) : value_int_of(t, i);
        break;
    case CXX_JSON:
        if (!is_object(known)) return result(c, NULL, TYPE_ERROR);
        return v = json(n), result(c, &v, OK);
    default: native_stop(c, "a conversion of a document that is not known");
    }
    v.about = n;
    return result(c, &v, OK);
}

static value json_value_as(native_call *c)
{
    value from = cxx_arg(c, 0);
    ir_type *t = c->site->kids[0]->type;
    cxx_type_kind k = cxx_kind_of_type(t);
    if (!t) native_stop(c, "a conversion to a type that is not known");
    doc_node *n = node_argument(c, 0), *known = native_look(c, n);
    native_read(c, n,
                k == CXX_STRING ? DOC_READ_STRING
                : k == CXX_BOOL ? DOC_READ_BOOL
                : k == CXX_JSON ? DOC_READ_IS_OBJECT
                                : DOC_READ_INT);
    if (known->kind != DOC_SYMBOLIC) return value_as(c, from.doc, known, t);
    value fits = unknown_bool(c, n, ORIGIN_DERIVED);
    if (!native_decide(c, &fits)) return result(c, NULL, TYPE_ERROR);
    value v = k == CXX_JSON ? json(n) : unknown_scalar(c, n, t);
    return result(c, &v, OK);
}

/* The member to go through: 1, 0 when there is none, -1 when it is something else. */
static int iterated(native_call *c, kind_test holds, doc_node **m)
{
    *m = member_of(c, node_argument(c, 0), key_argument(c, 1));
    value there = exists(c, *m);
    if (!native_decide(c, &there)) return 0;
    value fits = tested(c, *m, holds);
    return native_decide(c, &fits) ? 1 : -1;
}

static value visit(native_call *c, const value *visitor, const value *one, bool *goes_on)
{
    cell *arg = ARENA_NEW(c->arena, cell);
    arg->v = *one;
    value reference = cxx_reference_to(arg), answer = native_invoke(c, visitor, &reference, 1);
    answer = cxx_truth(c, cxx_plain(&answer));
    *goes_on = !native_stopped(c) && native_decide(c, &answer);
    return answer;
}

static value visit_all(native_call *c, doc_node *n, bool keys)
{
    doc_node *known = native_look(c, n);
    value visitor = cxx_arg(c, c->count - 1);
    uint32_t many;
    bool symbolic = known->kind == DOC_SYMBOLIC;
    native_read(c, n, keys ? DOC_READ_MEMBERS : DOC_READ_ARRAY);
    doc_node **all = symbolic ? cxx_symbolic_children(c, known, !keys, &many) : cxx_children(c, known, &many);
    for (uint32_t i = 0; i < many; i++) {
        value one = !keys ? json(all[i]) : symbolic ? value_unknown(cxx_basic_type(CXX_T_STRING)) : cxx_text_value(all[i]->key);
        if (keys) one.about = all[i];
        bool goes_on;
        value answer = visit(c, &visitor, &one, &goes_on);
        if (!goes_on) return answer.kind == VALUE_BOOL ? answer : cxx_bool(false);
    }
    return cxx_bool(true);
}

static value json_array_iterate(native_call *c)
{
    doc_node *m;
    int there = iterated(c, is_array, &m);
    return there > 0 ? visit_all(c, m, false) : cxx_bool(there == 0);
}

static value json_object_iterate(native_call *c)
{
    doc_node *m;
    if (c->count == 2) return visit_all(c, node_argument(c, 0), true);
    int there = iterated(c, is_object, &m);
    return there > 0 ? visit_all(c, m, true) : cxx_bool(there == 0);
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
    {"json.is_discarded", never, P, 1, NULL},
    {"json.get", get, P, 1, NULL},
    {"json.dump", dump, P, 1, NULL},
    {"item.value", item_value, P, 1, NULL},
    {"item.key", item_key, P, 1, NULL},
    {"item.#0", item_key, P | NATIVE_VALUE, 1, NULL},
    {"item.#1", item_value, P | NATIVE_VALUE, 1, NULL},
    {"cxx.parse", parse, P, 1, NULL},
    {"cxx.JsonParse", json_parse, P, 1, NULL},
    {"cxx.JsonValueAs", json_value_as, P, 1, NULL},
    {"cxx.JsonArrayIterate", json_array_iterate, P, 1, NULL},
    {"cxx.JsonObjectIterate", json_object_iterate, P, 1, NULL},
};
const cxx_model_table cxx_models_json = {all, sizeof all / sizeof *all};
