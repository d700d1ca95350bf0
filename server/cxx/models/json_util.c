/* The helpers of json_util.h beside Higress's plugins. */
#include "cxx/models/json.h"

enum { OK = 1, OUT_OF_RANGE, TYPE_ERROR, INVALID_VALUE }; /* JsonParserResultDetail */

static value optional_of(native_call *c, const value *v)
{
    return cxx_array(c->arena, cxx_basic_type(CXX_T_OPTIONAL), v, v ? 1 : 0);
}

/* Only an object is taken. */
static value json_parse(native_call *c)
{
    if (cxx_json_lacks_text(c)) return optional_of(c, NULL);
    value v = cxx_json_parse(c);
    if (v.kind == VALUE_UNKNOWN) return value_unknown(cxx_basic_type(CXX_T_OPTIONAL));
    value taken = cxx_json_tested(c, v.doc, cxx_json_is_object);
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
    s = cxx_stripped(s, true, true);
    bool minus = s.n && s.p[0] == '-';
    if (s.n && (minus || s.p[0] == '+')) s = str_slice(s, 1, s.n);
    if (minus && !is_signed) return false;
    uint64_t v;
    if (!cxx_json_digits(s, is_signed ? (uint64_t)INT64_MAX + minus : UINT64_MAX, &v)) return false;
    *out = (int64_t)(minus ? 0 - v : v);
    return true;
}

/* JsonValueAs of a node that is known. */
static value value_as(native_call *c, doc_node *n, doc_node *known, ir_type *t)
{
    value v;
    int64_t i = 0;
    switch (cxx_kind_of_type(t)) {
    case CXX_STRING:
        if (!cxx_json_is_string(known) && (t == cxx_basic_type(CXX_T_VIEW) || !cxx_json_is_unsigned(known)))
            return result(c, NULL, TYPE_ERROR);
        v = cxx_text_value(
            cxx_json_is_string(known)
                ? known->text
                : arena_printf(c->arena, "%llu", (unsigned long long)cxx_json_number(known, cxx_basic_type(CXX_T_UINT64)).i));
        if (cxx_json_is_string(known)) v.node = n;
        break;
    case CXX_BOOL:
        if (!cxx_json_is_bool(known) && !cxx_json_is_string(known)) return result(c, NULL, TYPE_ERROR);
        if (cxx_json_is_string(known) && !str_is(known->text, "true") && !str_is(known->text, "false"))
            return result(c, NULL, INVALID_VALUE);
        v = cxx_bool(known->kind == DOC_TRUE || (cxx_json_is_string(known) && str_is(known->text, "true")));
        break;
    case CXX_INTEGER:
        if (!cxx_json_is_number(known) && !cxx_json_is_string(known)) return result(c, NULL, TYPE_ERROR);
        if (cxx_json_is_string(known) && !simple_atoi(known->text, type_under_kind(t) == TYPE_INT64, &i))
            return result(c, NULL, INVALID_VALUE);
        v = cxx_json_is_number(known) ? cxx_json_number(known, t) : value_int_of(t, i);
        break;
    case CXX_JSON:
        if (!cxx_json_is_object(known)) return result(c, NULL, TYPE_ERROR);
        return v = cxx_json_value(n), result(c, &v, OK);
    case CXX_VECTOR:
        if (!cxx_json_is_array(known)) return result(c, NULL, TYPE_ERROR);
        for (uint32_t m = 0; m < known->items.n; m++)
            if (!cxx_json_is_string(native_look(c, known->items.at[m]))) return result(c, NULL, TYPE_ERROR);
        if (!known->items.n) return result(c, NULL, OK);
        v = cxx_json_get(c, n, t);
        break;
    default: native_stop(c, "a conversion of a document that is not known");
    }
    v.about = n;
    return result(c, &v, OK);
}

static value value_of_node(native_call *c, doc_node *n, ir_type *t)
{
    cxx_type_kind k = cxx_kind_of_type(t);
    doc_node *known = native_look(c, n);
    if (!t) native_stop(c, "a conversion to a type that is not known");
    uint32_t read = k == CXX_STRING   ? DOC_READ_STRING
                    : k == CXX_BOOL   ? DOC_READ_BOOL
                    : k == CXX_JSON   ? DOC_READ_IS_OBJECT
                    : k == CXX_VECTOR ? DOC_READ_ARRAY
                                      : DOC_READ_INT;
    if (known->kind != DOC_SYMBOLIC) {
        value as = value_as(c, n, known, t);
        bool fits = !native_stopped(c) && as.object->cells[1].v.i == OK;
        native_read(c, n, fits ? read : DOC_READ_TYPED | DOC_READ_REFUSED);
        return as;
    }
    native_read(c, n, read);
    value fits = cxx_json_unknown(c, n, ORIGIN_DERIVED);
    if (!native_decide(c, &fits)) return result(c, NULL, TYPE_ERROR);
    value v = k == CXX_JSON     ? cxx_json_value(n)
              : k == CXX_VECTOR ? value_unknown_of(c->arena, t, ORIGIN_DERIVED, n, NULL)
                                : cxx_json_scalar(c, n, t);
    return result(c, &v, OK);
}

static value json_value_as(native_call *c) { return value_of_node(c, cxx_json_argument(c, 0), c->site->kids[0]->type); }

/* JsonGetField<T>(document, key): what came of it, and the value, which is the type's default where there is none. Of a number
 * that is nothing. */
static value json_get_field(native_call *c)
{
    ir_type *t = c->site->kids[0]->type;
    doc_node *m = cxx_json_member(c, cxx_json_argument(c, 0), cxx_json_key(c, 1));
    value there = cxx_json_exists(c, m), found = {0};
    if (native_decide(c, &there)) found = value_of_node(c, m, t);
    else found = result(c, NULL, OUT_OF_RANGE);
    if (native_stopped(c)) return found;
    value *optional = &found.object->cells[0].v, nothing = value_unknown(t);
    cxx_type_kind k = cxx_kind_of_type(t);
    bool made = k == CXX_STRING || k == CXX_JSON || k == CXX_VECTOR;
    if (!optional->object->count && made) nothing = cxx_construct(c, t, NULL, 0, false);
    value out = value_native(c->arena, NULL, STR("field"), optional->object->count ? &optional->object->cells[0].v : &nothing);
    out.native->parts[1] = found.object->cells[1].v;
    out.about = m;
    return out;
}

static value field_value(native_call *c) { return cxx_plain(c->receiver)->native->parts[0]; }
static value field_detail(native_call *c) { return cxx_plain(c->receiver)->native->parts[1]; }

static value field_value_or(native_call *c)
{
    const value *v = cxx_plain(c->receiver);
    if (v->native->parts[1].i == OK) return v->native->parts[0];
    return cxx_store(c, &c->args[0], v->native->parts[0].type);
}

/* The member to go through: 1, 0 when there is none, -1 when it is something else. */
static int iterated(native_call *c, cxx_json_test holds, doc_node **m)
{
    *m = cxx_json_member(c, cxx_json_argument(c, 0), cxx_json_key(c, 1));
    value there = cxx_json_exists(c, *m);
    if (!native_decide(c, &there)) return 0;
    value fits = cxx_json_tested(c, *m, holds);
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
        value one = !keys      ? cxx_json_value(all[i])
                    : symbolic ? value_unknown(cxx_basic_type(CXX_T_STRING))
                               : cxx_text_value(all[i]->key);
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
    int there = iterated(c, cxx_json_is_array, &m);
    return there > 0 ? visit_all(c, m, false) : cxx_bool(there == 0);
}

static value json_object_iterate(native_call *c)
{
    doc_node *m;
    if (c->count == 2) return visit_all(c, cxx_json_argument(c, 0), true);
    int there = iterated(c, cxx_json_is_object, &m);
    return there > 0 ? visit_all(c, m, true) : cxx_bool(there == 0);
}

#define P NATIVE_PARTIAL | NATIVE_PURE
static const native all[] = {
    {"cxx.JsonParse", json_parse, P, 1, NULL},
    {"cxx.JsonValueAs", json_value_as, P, 1, NULL},
    {"cxx.JsonGetField", json_get_field, P, 1, NULL},
    {"field.value", field_value, P, 1, NULL},
    {"field.detail", field_detail, P, 1, NULL},
    {"field.value_or", field_value_or, P, 1, NULL},
    {"cxx.JsonArrayIterate", json_array_iterate, P, 1, NULL},
    {"cxx.JsonObjectIterate", json_object_iterate, P, 1, NULL},
};
const cxx_model_table cxx_models_json_util = {all, sizeof all / sizeof *all};
