/* encoding/json's functions and its Decoder. */
#include "go/frontend.h"
#include "go/models/json.h"

/* The variable to decode into, or an error that says why there is none (json.InvalidUnmarshalError). */
cell *json_target(native_call *c, const value *v, value *error)
{
    *error = value_unknown(type_error());
    if (v->kind == VALUE_POINTER && v->cell) {
        if (!v->cell->type && type_under_kind(v->type) == TYPE_POINTER) v->cell->type = type_under(v->type)->elem;
        return v->cell;
    }
    if (v->kind == VALUE_UNKNOWN || v->kind == VALUE_NATIVE || (v->type == NULL && v->kind != VALUE_NIL)) return NULL;
    str type = model_type_text(c->arena, v->type);
    str message = v->kind == VALUE_NIL && !v->type ? STR("json: Unmarshal(nil)")
                                                   : arena_printf(c->arena, "json: Unmarshal(%s %.*s)",
                                                                  v->kind == VALUE_NIL ? "nil" : "non-pointer", STR_ARG(type));
    *error = model_error(c, "*json.InvalidUnmarshalError", message, NULL);
    return NULL;
}

static value decode_text(native_call *c, const value *data, const value *to, bool strict)
{
    value error, no_target;
    doc_node *n = model_document(c, data, false, &error);
    if (!n) {
        if (error.kind == VALUE_UNKNOWN) native_havoc(c, to);
        return error;
    }
    cell *into = json_target(c, to, &no_target);
    return into ? model_decode(c, n, into, to, "json", strict ? DECODE_STRICT : DECODE_PLAIN) : no_target;
}

static value unmarshal(native_call *c)
{
    value data = native_arg(c, 0), to = native_arg(c, 1);
    return decode_text(c, &data, &to, false);
}

static value marshal(native_call *c)
{
    value v = native_arg(c, 0);
    strbuf out = STRBUF_IN(c->arena);
    bool opaque_inside = false;
    if (json_encode(c, &out, &v, &opaque_inside)) return model_pair(c, model_bytes(strbuf_str(&out)), model_no_error());
    value bytes = value_unknown(&model_bytes_type);
    return model_pair(c, bytes, opaque_inside ? value_unknown(type_error()) : model_no_error());
}

static value valid(native_call *c)
{
    value data = native_arg(c, 0), error;
    str s;
    if (!native_text(c, 0, &s)) return value_unknown(type_basic(TYPE_BOOL));
    if (model_document(c, &data, false, &error)) return value_bool(true);
    return error.kind == VALUE_ERROR && error.error->text.kind == VALUE_STRING ? value_bool(false)
                                                                               : value_unknown(type_basic(TYPE_BOOL));
}

/* --- Decoder over a reader whose text is at hand --- */

static value new_decoder(native_call *c)
{
    static ir_type pointer = {.kind = TYPE_POINTER, .elem = &model_decoder};
    value reader = native_arg(c, 0), d = value_zero(c->arena, &model_decoder);
    const value *v = reader.kind == VALUE_POINTER && reader.cell ? &reader.cell->v : &reader;
    str name = model_type_name(c->arena, v->type);
    bool reads = str_is(name, "strings.Reader") || str_is(name, "bytes.Reader") || str_is(name, "bytes.Buffer");
    bool known = v->kind == VALUE_STRUCT && reads;
    d.object->cells[0].v = known ? v->object->cells[0].v : value_unknown(&model_bytes_type);
    return model_new(c, &pointer, d);
}

/* json.Decoder.Decode: decodes the whole text as one value. A text with more behind its first value is not modelled, and the
 * result of a second call is unknown. */
static value decoder_decode(native_call *c)
{
    cell *data = model_receiver_field(c, 0), *strict = model_receiver_field(c, 1);
    value to = native_arg(c, 0), error;
    str s;
    bool known = data && data->v.kind != VALUE_UNKNOWN && strict && strict->v.kind == VALUE_BOOL;
    if (known && model_value_text(c->arena, &data->v, &s) && model_document(c, &data->v, false, &error)) {
        value source = data->v;
        data->v = value_unknown(&model_bytes_type); /* a second Decode would go on behind it */
        return decode_text(c, &source, &to, strict->v.b);
    }
    if (data) data->v = value_unknown(&model_bytes_type);
    native_havoc(c, &to);
    return value_unknown(type_error());
}

static value decoder_strict(native_call *c)
{
    cell *strict = model_receiver_field(c, 1);
    if (strict) strict->v = value_bool(true);
    return model_nothing();
}

static value decoder_numbers(native_call *c)
{
    cell *data = model_receiver_field(c, 0);
    if (data) data->v = value_unknown(&model_bytes_type);
    return model_nothing();
}

bool json_is_number(str s)
{
    arena a = ARENA_INIT;
    str error;
    bool blank = s.n && (model_is_space((unsigned char)s.p[0]) || model_is_space((unsigned char)s.p[s.n - 1]));
    const doc_node *n = blank ? NULL : json_parse(&a, s, NULL, &error);
    bool is = n && n->kind == DOC_NUMBER;
    arena_free(&a);
    return is;
}

str json_number_error(native_call *c, doc_node *n)
{
    str quoted = model_quote(c->arena, model_raw_text(c->arena, n), false);
    return arena_printf(c->arena, "json: invalid number literal, trying to unmarshal %.*s into Number", STR_ARG(quoted));
}

/* Number's methods hand their text to strconv. */
static value number_by(native_call *c, const char *function, const value *more, uint32_t count)
{
    const value *v = model_receiver(c);
    if (!v || v->kind != VALUE_STRING) return model_unknown(c, 2);
    value args[3] = {model_string(v->s)};
    memcpy(args + 1, more, count * sizeof *more);
    native_call inner = *c;
    inner.receiver = NULL;
    inner.args = args;
    inner.count = count + 1;
    return go_find_native(str_of(function))->run(&inner);
}

static value number_int(native_call *c)
{
    return number_by(c, "strconv.ParseInt", (value[]){value_int(10), value_int(64)}, 2);
}

static value number_float(native_call *c) { return number_by(c, "strconv.ParseFloat", (value[]){value_int(64)}, 1); }

static value number_string(native_call *c)
{
    const value *v = model_receiver(c);
    return v && v->kind == VALUE_STRING ? model_string(v->s) : value_unknown(type_basic(TYPE_STRING));
}

static const native rows[] = {
    {"encoding/json.Unmarshal", unmarshal, NATIVE_PARTIAL, 1, "error"},
    {"encoding/json.Marshal", marshal, NATIVE_PARTIAL, 2, "[]byte"},
    {"encoding/json.Valid", valid, NATIVE_PARTIAL, 1, "bool"},
    {"encoding/json.NewDecoder", new_decoder, NATIVE_PARTIAL, 1, "*json.Decoder"},
    {"encoding/json.Decoder.Decode", decoder_decode, NATIVE_PARTIAL, 1, "error"},
    {"encoding/json.Decoder.DisallowUnknownFields", decoder_strict, NATIVE_PARTIAL, 0, NULL},
    {"encoding/json.Decoder.UseNumber", decoder_numbers, NATIVE_PARTIAL, 0, NULL},
    {"encoding/json.Number.Int64", number_int, 0, 2, "int64"},
    {"encoding/json.Number.Float64", number_float, 0, 2, "float64"},
    {"encoding/json.Number.String", number_string, 0, 1, "string"},
};
MODEL_ROWS(models_json, rows);
