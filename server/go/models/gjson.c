/* github.com/tidwall/gjson v1.18: most plugins read their whole configuration through it.
 *
 * A gjson.Result is a document node (VALUE_DOC). Every accessor coerces as the library does; on a symbolic node it gives an
 * unknown that remembers the node. Results computed by the library (counts, projections) are nodes outside the document. */
#include "go/models/gjson.h"

#define GJSON "github.com/tidwall/gjson"

enum { GJSON_NULL, GJSON_FALSE, GJSON_NUMBER, GJSON_STRING, GJSON_TRUE, GJSON_JSON };

static int type_of(const doc_node *n)
{
    switch (n->kind) {
    case DOC_FALSE: return GJSON_FALSE;
    case DOC_TRUE: return GJSON_TRUE;
    case DOC_NUMBER: return GJSON_NUMBER;
    case DOC_STRING: return GJSON_STRING;
    case DOC_ARRAY:
    case DOC_OBJECT: return GJSON_JSON;
    default: return GJSON_NULL;
    }
}

/* The receiver's node as known on this way; NULL when the receiver is no result at all. Marks the read. */
static doc_node *receiver_node(native_call *c, uint32_t reads)
{
    const value *v = model_receiver(c);
    if (!v || v->kind != VALUE_DOC) return NULL;
    native_read(c, v->doc, reads);
    return native_look(c, v->doc);
}

static value result_of(doc_node *n) { return value_doc(&model_gjson_result, n); }

/* A scalar accessor's answer for a node about which nothing is known. */
static value unknown_scalar(native_call *c, doc_node *n, type_kind kind, origin_op op)
{
    return n ? value_unknown_of(c->arena, type_basic(kind), op, n, NULL) : value_unknown(type_basic(kind));
}

static bool symbolic(const doc_node *n) { return !n || n->kind == DOC_SYMBOLIC; }

/* --- scalars --- */

static bool only_digits(str s)
{
    for (size_t i = s.n && s.p[0] == '-' ? 1 : 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return true;
}

static str scalar_text(native_call *c, doc_node *n)
{
    switch (n->kind) {
    case DOC_FALSE: return STR("false");
    case DOC_TRUE: return STR("true");
    case DOC_STRING: return n->text;
    case DOC_NUMBER: return only_digits(n->text) ? n->text : model_format_float(c->arena, n->number, 'f', -1, 64);
    case DOC_ARRAY:
    case DOC_OBJECT: return model_raw_text(c->arena, n);
    default: return (str){"", 0};
    }
}

static value result_string(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_STRING);
    value v = symbolic(n) ? unknown_scalar(c, n, TYPE_STRING, ORIGIN_STRING) : model_string(scalar_text(c, n));
    if (n && (n->kind == DOC_ARRAY || n->kind == DOC_OBJECT)) native_read(c, n, DOC_READ_WHOLE);
    v.node = n;
    return v;
}

/* Int and Uint; numbers that fit neither an exact double nor the type are left open: the conversion depends on the machine. */
static value integer_of(native_call *c, bool sign)
{
    doc_node *n = receiver_node(c, sign ? DOC_READ_INT : DOC_READ_UINT);
    type_kind kind = sign ? TYPE_INT64 : TYPE_UINT64;
    ir_type *t = type_basic(kind);
    int64_t i = 0;
    if (symbolic(n)) return unknown_scalar(c, n, kind, sign ? ORIGIN_INT : ORIGIN_UINT);
    if (n->kind == DOC_TRUE) return value_int_of(t, 1);
    if (n->kind == DOC_STRING) gjson_parse_digits(n->text, sign, &i);
    if (n->kind == DOC_NUMBER) {
        bool safe = n->number >= -9007199254740991.0 && n->number <= 9007199254740991.0;
        if (safe && (sign || n->number > -1)) i = (int64_t)n->number;
        else if (safe || !gjson_parse_digits(n->text, sign, &i)) return value_unknown(t);
    }
    return value_int_of(t, i);
}

static value result_int(native_call *c) { return integer_of(c, true); }
static value result_uint(native_call *c) { return integer_of(c, false); }

static value result_float(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_FLOAT);
    double f = 0;
    if (symbolic(n)) return unknown_scalar(c, n, TYPE_FLOAT64, ORIGIN_FLOAT);
    if (n->kind == DOC_TRUE) f = 1;
    if (n->kind == DOC_STRING) model_parse_float(n->text, 64, &f);
    if (n->kind == DOC_NUMBER) f = n->number;
    return value_float(f);
}

static value result_bool(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_BOOL);
    bool b = false;
    if (symbolic(n)) return unknown_scalar(c, n, TYPE_BOOL, ORIGIN_BOOL);
    if (n->kind == DOC_TRUE) b = true;
    if (n->kind == DOC_STRING) model_parse_bool(model_lower(c->arena, n->text), &b);
    if (n->kind == DOC_NUMBER) b = n->number != 0;
    return value_bool(b);
}

static value result_exists(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_EXISTS);
    return symbolic(n) ? unknown_scalar(c, n, TYPE_BOOL, ORIGIN_EXISTS) : value_bool(n->kind != DOC_MISSING);
}

static value result_is_array(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_IS_ARRAY);
    return symbolic(n) ? unknown_scalar(c, n, TYPE_BOOL, ORIGIN_IS_ARRAY) : value_bool(n->kind == DOC_ARRAY);
}

static value result_is_object(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_IS_OBJECT);
    return symbolic(n) ? unknown_scalar(c, n, TYPE_BOOL, ORIGIN_IS_OBJECT) : value_bool(n->kind == DOC_OBJECT);
}

static value result_is_bool(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_KIND);
    return symbolic(n) ? value_unknown(type_basic(TYPE_BOOL)) : value_bool(n->kind == DOC_TRUE || n->kind == DOC_FALSE);
}

static value result_value(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_WHOLE);
    if (symbolic(n)) return n ? value_unknown_of(c->arena, NULL, ORIGIN_DERIVED, n, NULL) : value_unknown(NULL);
    return model_any_of_node(c, n, 40);
}

/* --- fields --- */

static value result_raw(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_RAW);
    value v = symbolic(n) ? unknown_scalar(c, n, TYPE_STRING, ORIGIN_DERIVED) : model_string(model_raw_text(c->arena, n));
    v.node = n;
    return v;
}

static value result_str(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_STRING);
    value v = symbolic(n) ? unknown_scalar(c, n, TYPE_STRING, ORIGIN_STRING)
                          : model_string(n->kind == DOC_STRING ? n->text : (str){"", 0});
    v.node = n && n->kind == DOC_STRING ? n : NULL;
    return v;
}

static value result_num(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_FLOAT);
    if (symbolic(n)) return unknown_scalar(c, n, TYPE_FLOAT64, ORIGIN_FLOAT);
    return value_float(n->kind == DOC_NUMBER ? n->number : 0);
}

static value result_type(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_EXISTS | DOC_READ_KIND);
    return symbolic(n) ? value_unknown(&model_gjson_type) : value_int_of(&model_gjson_type, type_of(n));
}

static value result_index(native_call *c)
{
    (void)c; /* byte offsets of a text that nobody has seen */
    return value_unknown(type_basic(TYPE_INT));
}

static value type_string(native_call *c)
{
    static const char *const names[] = {"Null", "False", "Number", "String", "True", "JSON"};
    const value *v = model_receiver(c);
    if (!v || v->kind != VALUE_INT) return value_unknown(type_basic(TYPE_STRING));
    return model_string(str_of(v->i >= 0 && v->i < 6 ? names[v->i] : ""));
}

static value result_less(native_call *c)
{
    doc_node *a = receiver_node(c, 0);
    value other = native_arg(c, 0);
    bool exact;
    if (symbolic(a) || other.kind != VALUE_DOC || !model_bool(c, 1, &exact)) return value_unknown(type_basic(TYPE_BOOL));
    native_read(c, other.doc, 0);
    doc_node *b = native_look(c, other.doc);
    if (symbolic(b)) return value_unknown(type_basic(TYPE_BOOL));
    int ta = type_of(a), tb = type_of(b);
    if (ta != tb) return value_bool(ta < tb);
    if (ta == GJSON_NUMBER) return value_bool(a->number < b->number);
    if (ta == GJSON_STRING && exact) return value_bool(str_cmp(a->text, b->text) < 0);
    return value_unknown(type_basic(TYPE_BOOL));
}

/* --- elements and members --- */

static value list_of(native_call *c, doc_node *const *items, uint32_t count)
{
    value *v = ARENA_NEW_N(c->arena, value, count);
    for (uint32_t i = 0; i < count; i++) v[i] = result_of(items[i]);
    return value_slice_of(c->arena, &model_gjson_results, v, count);
}

static value result_array(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_ARRAY);
    if (!n) return value_unknown(&model_gjson_results);
    if (n->kind == DOC_SYMBOLIC) {
        if (model_decide_empty(c, n)) return list_of(c, NULL, 0);
        n = native_look(c, n);
        if (n->kind == DOC_SYMBOLIC) return list_of(c, &(doc_node *){doc_element(n, 0)}, 1);
    }
    if (type_of(n) == GJSON_NULL) return list_of(c, NULL, 0);
    if (n->kind != DOC_ARRAY) return list_of(c, &n, 1);
    return list_of(c, n->items.at, (uint32_t)n->items.n);
}

static void put_member(native_call *c, value *m, str key, doc_node *n)
{
    value k = model_string(key);
    map_value_put(c->arena, m->map, &k, &model_gjson_result)->v = result_of(n);
}

static value result_map(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_MEMBERS);
    if (!n) return value_unknown(&model_gjson_map);
    value m = value_map_new(c->arena, &model_gjson_map);
    if (n->kind == DOC_SYMBOLIC) {
        if (model_decide_empty(c, n)) return m;
        n = native_look(c, n);
        if (n->kind == DOC_SYMBOLIC) {
            value key = value_unknown(type_basic(TYPE_STRING));
            map_value_put(c->arena, m.map, &key, &model_gjson_result)->v = result_of(model_any_member(c, n));
            m.map->unsure = true;
            return m;
        }
    }
    if (n->kind == DOC_ARRAY) return value_nil(&model_gjson_map);
    if (n->kind != DOC_OBJECT) return m;
    for (uint32_t i = 0; i < n->present; i++) put_member(c, &m, n->members.at[i].key, n->members.at[i].node);
    return m;
}

static doc_node *key_node(native_call *c, str key)
{
    doc_node *n = doc_new(c->arena, DOC_STRING);
    n->text = key;
    return n;
}

static bool visit(native_call *c, doc_node *key, doc_node *n)
{
    value func = native_arg(c, 0);
    value args[2] = {result_of(key), result_of(n)};
    return model_ask(c, &func, args, 2) && !native_stopped(c);
}

static value result_for_each(native_call *c)
{
    doc_node *n = receiver_node(c, DOC_READ_MEMBERS);
    doc_node *nothing = doc_new(c->arena, DOC_MISSING);
    if (!n) return value_unknown(NULL);
    if (n->kind == DOC_SYMBOLIC) {
        if (model_decide_empty(c, n)) return model_nothing();
        n = native_look(c, n);
    }
    if (n->kind == DOC_SYMBOLIC) {
        value is_array = value_unknown_of(c->arena, type_basic(TYPE_BOOL), ORIGIN_IS_ARRAY, n, NULL);
        bool list = native_decide(c, &is_array);
        if (list) native_read(c, n, DOC_READ_ARRAY);
        visit(c, doc_new_symbolic(c->arena, NULL, STR(""), -1), list ? doc_element(n, 0) : model_any_member(c, n));
    } else if (n->kind == DOC_OBJECT) {
        uint32_t present = n->present;
        for (uint32_t i = 0; i < present; i++)
            if (!visit(c, key_node(c, n->members.at[i].key), n->members.at[i].node)) break;
    } else if (n->kind == DOC_ARRAY) {
        for (size_t i = 0; i < n->items.n; i++)
            if (!visit(c, gjson_calculated_number(c, (int64_t)i), n->items.at[i])) break;
    } else if (n->kind != DOC_MISSING) {
        native_read(c, n, DOC_READ_ENTRY);
        visit(c, nothing, n);
    }
    return model_nothing();
}

static value get(native_call *c, doc_node *n, const value *path)
{
    if (path->kind != VALUE_STRING) native_read(c, n, DOC_READ_WHOLE);
    doc_node *found = path->kind == VALUE_STRING ? gjson_follow(c, n, path->s) : NULL;
    return found ? result_of(found) : value_unknown(&model_gjson_result);
}

static value result_get(native_call *c)
{
    const value *v = model_receiver(c);
    value path = native_arg(c, 0);
    if (!v || v->kind != VALUE_DOC) return value_unknown(&model_gjson_result);
    return get(c, v->doc, &path);
}

/* --- functions --- */

static value parse_text(native_call *c)
{
    value s = native_arg(c, 0);
    doc_node *n = model_document(c, &s, true, NULL);
    return n ? result_of(n) : value_unknown(&model_gjson_result);
}

static value get_text(native_call *c)
{
    value s = native_arg(c, 0), path = native_arg(c, 1);
    doc_node *n = model_document(c, &s, true, NULL);
    return n ? get(c, n, &path) : value_unknown(&model_gjson_result);
}

static value get_many(native_call *c)
{
    value s = native_arg(c, 0);
    doc_node *n = model_document(c, &s, true, NULL);
    const value *paths;
    uint32_t count;
    if (!n || !model_rest(c, 1, &paths, &count)) return value_unknown(&model_gjson_results);
    value *found = ARENA_NEW_N(c->arena, value, count);
    for (uint32_t i = 0; i < count; i++) found[i] = get(c, n, &paths[i]);
    return value_slice_of(c->arena, &model_gjson_results, found, count);
}

static value valid(native_call *c)
{
    value s = native_arg(c, 0), error;
    if (s.kind == VALUE_UNKNOWN) return value_unknown(type_basic(TYPE_BOOL));
    str t;
    if (!native_text(c, 0, &t)) return value_unknown(type_basic(TYPE_BOOL));
    return value_bool(model_document(c, &s, false, &error) != NULL);
}

static value escape(native_call *c)
{
    str s;
    if (!native_text(c, 0, &s)) return value_unknown(type_basic(TYPE_STRING));
    strbuf out = STRBUF_IN(c->arena);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        bool safe = ch <= ' ' || ch > '~' || ch == '_' || ch == '-' || ch == ':' || (ch >= '0' && ch <= '9') ||
                    (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z');
        if (!safe) strbuf_add_char(&out, '\\');
        strbuf_add_char(&out, s.p[i]);
    }
    return model_string(strbuf_str(&out));
}

#define RESULT(name, run, result) {GJSON ".Result." name, run, NATIVE_PARTIAL, 1, result}
#define FIELD(name, run, result) {GJSON ".Result." name, run, NATIVE_PARTIAL | NATIVE_VALUE, 1, result}
#define FUNCTION(name, run, result) {GJSON "." name, run, NATIVE_PARTIAL, 1, result}

static const native rows[] = {
    RESULT("Get", result_get, "gjson.Result"),
    RESULT("Exists", result_exists, "bool"),
    RESULT("String", result_string, "string"),
    RESULT("Int", result_int, "int64"),
    RESULT("Uint", result_uint, "uint64"),
    RESULT("Float", result_float, "float64"),
    RESULT("Bool", result_bool, "bool"),
    RESULT("Array", result_array, "[]gjson.Result"),
    RESULT("Map", result_map, "map[string]gjson.Result"),
    {GJSON ".Result.ForEach", result_for_each, NATIVE_PARTIAL, 0, NULL},
    RESULT("IsArray", result_is_array, "bool"),
    RESULT("IsObject", result_is_object, "bool"),
    RESULT("IsBool", result_is_bool, "bool"),
    RESULT("Value", result_value, "any"),
    RESULT("Less", result_less, "bool"),
    FIELD("Raw", result_raw, "string"),
    FIELD("Str", result_str, "string"),
    FIELD("Num", result_num, "float64"),
    FIELD("Type", result_type, "gjson.Type"),
    FIELD("Index", result_index, "int"),
    {GJSON ".Type.String", type_string, 0, 1, "string"},
    FUNCTION("Get", get_text, "gjson.Result"),
    FUNCTION("GetBytes", get_text, "gjson.Result"),
    FUNCTION("GetMany", get_many, "[]gjson.Result"),
    FUNCTION("GetManyBytes", get_many, "[]gjson.Result"),
    FUNCTION("Parse", parse_text, "gjson.Result"),
    FUNCTION("ParseBytes", parse_text, "gjson.Result"),
    FUNCTION("Valid", valid, "bool"),
    FUNCTION("ValidBytes", valid, "bool"),
    {GJSON ".Escape", escape, 0, 1, "string"},
};
MODEL_ROWS(models_gjson, rows);
