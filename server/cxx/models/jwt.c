/* jwt_verify_lib's sets of keys, as far as it can be told without cryptography whether one is valid. */
#include "cxx/values.h"

enum { STATUS_OK = 0, STATUS_NO_JSON = 1 /* the library's own number is not needed */ };

/* A set of keys is an object: what does not begin with a brace is none, whatever protobuf's release takes for JSON. */
static bool is_no_object(str text)
{
    str s = cxx_stripped(text, true, false);
    return !s.n || s.p[0] != '{';
}

/* Jwks::createFrom(text, type) */
static value create_from(native_call *c)
{
    value text = cxx_arg(c, 0), type = cxx_arg(c, 1), status = value_unknown(cxx_basic_type(CXX_T_ENUM));
    str s;
    bool keys = type.kind == VALUE_INT && !type.i, known = keys && cxx_arg_text(c, 0, &s) && is_no_object(s);
    if (known) status = cxx_int(CXX_T_ENUM, STATUS_NO_JSON);
    status.about = text.about;
    return value_native(c->arena, NULL, STR("jwks"), &status);
}

static value status_of(native_call *c) { return cxx_plain(c->receiver)->native->parts[0]; }

static value status_text(native_call *c)
{
    value status = cxx_arg(c, 0);
    bool known = status.kind == VALUE_INT && (status.i == STATUS_OK || status.i == STATUS_NO_JSON);
    if (!known) return value_unknown(cxx_basic_type(CXX_T_STRING));
    return cxx_text_value(status.i ? STR("Jwks is an invalid JSON") : STR("OK"));
}

#define P NATIVE_PARTIAL | NATIVE_PURE
static const native all[] = {
    {"cxx.createFrom", create_from, P, 1, NULL},
    {"jwks.getStatus", status_of, P, 1, NULL},
    {"cxx.getStatusString", status_text, P, 1, NULL},
};
const cxx_model_table cxx_models_jwt = {all, sizeof all / sizeof *all};
