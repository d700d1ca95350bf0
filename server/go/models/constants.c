/* Constants of libraries: for constant folding in the front end (go_library_constant), and as values. */
#include "go/frontend.h"
#include "go/models/models.h"
#include "ir/node.h"

#include <math.h>

/* name, value; all untyped */
#define HTTP_STATUSES(X) \
    X(Continue, 100, "Continue") X(SwitchingProtocols, 101, "Switching Protocols") X(Processing, 102, "Processing") \
    X(EarlyHints, 103, "Early Hints") X(OK, 200, "OK") X(Created, 201, "Created") X(Accepted, 202, "Accepted") \
    X(NonAuthoritativeInfo, 203, "Non-Authoritative Information") X(NoContent, 204, "No Content") \
    X(ResetContent, 205, "Reset Content") X(PartialContent, 206, "Partial Content") X(MultiStatus, 207, "Multi-Status") \
    X(AlreadyReported, 208, "Already Reported") X(IMUsed, 226, "IM Used") X(MultipleChoices, 300, "Multiple Choices") \
    X(MovedPermanently, 301, "Moved Permanently") X(Found, 302, "Found") X(SeeOther, 303, "See Other") \
    X(NotModified, 304, "Not Modified") X(UseProxy, 305, "Use Proxy") X(TemporaryRedirect, 307, "Temporary Redirect") \
    X(PermanentRedirect, 308, "Permanent Redirect") X(BadRequest, 400, "Bad Request") X(Unauthorized, 401, "Unauthorized") \
    X(PaymentRequired, 402, "Payment Required") X(Forbidden, 403, "Forbidden") X(NotFound, 404, "Not Found") \
    X(MethodNotAllowed, 405, "Method Not Allowed") X(NotAcceptable, 406, "Not Acceptable") \
    X(ProxyAuthRequired, 407, "Proxy Authentication Required") X(RequestTimeout, 408, "Request Timeout") \
    X(Conflict, 409, "Conflict") X(Gone, 410, "Gone") X(LengthRequired, 411, "Length Required") \
    X(PreconditionFailed, 412, "Precondition Failed") X(RequestEntityTooLarge, 413, "Request Entity Too Large") \
    X(RequestURITooLong, 414, "Request URI Too Long") X(UnsupportedMediaType, 415, "Unsupported Media Type") \
    X(RequestedRangeNotSatisfiable, 416, "Requested Range Not Satisfiable") X(ExpectationFailed, 417, "Expectation Failed") \
    X(Teapot, 418, "I'm a teapot") X(MisdirectedRequest, 421, "Misdirected Request") \
    X(UnprocessableEntity, 422, "Unprocessable Entity") X(Locked, 423, "Locked") X(FailedDependency, 424, "Failed Dependency") \
    X(TooEarly, 425, "Too Early") X(UpgradeRequired, 426, "Upgrade Required") \
    X(PreconditionRequired, 428, "Precondition Required") \
    X(TooManyRequests, 429, "Too Many Requests") X(RequestHeaderFieldsTooLarge, 431, "Request Header Fields Too Large") \
    X(UnavailableForLegalReasons, 451, "Unavailable For Legal Reasons") X(InternalServerError, 500, "Internal Server Error") \
    X(NotImplemented, 501, "Not Implemented") X(BadGateway, 502, "Bad Gateway") \
    X(ServiceUnavailable, 503, "Service Unavailable") \
    X(GatewayTimeout, 504, "Gateway Timeout") X(HTTPVersionNotSupported, 505, "HTTP Version Not Supported") \
    X(VariantAlsoNegotiates, 506, "Variant Also Negotiates") X(InsufficientStorage, 507, "Insufficient Storage") \
    X(LoopDetected, 508, "Loop Detected") X(NotExtended, 510, "Not Extended") \
    X(NetworkAuthenticationRequired, 511, "Network Authentication Required")

#define HTTP_METHODS(X) \
    X(Get, "GET") X(Head, "HEAD") X(Post, "POST") X(Put, "PUT") X(Patch, "PATCH") X(Delete, "DELETE") X(Connect, "CONNECT") \
    X(Options, "OPTIONS") X(Trace, "TRACE")

/* id, "path", "Name", value, type (NULL: untyped) */
#define TYPED_INTS(X) \
    X(nanosecond, "time", "Nanosecond", 1, &model_duration) \
    X(microsecond, "time", "Microsecond", 1000, &model_duration) \
    X(millisecond, "time", "Millisecond", 1000000, &model_duration) \
    X(second, "time", "Second", 1000000000, &model_duration) \
    X(minute, "time", "Minute", 60000000000, &model_duration) \
    X(hour, "time", "Hour", 3600000000000, &model_duration) \
    X(january, "time", "January", 1, &model_month) \
    X(december, "time", "December", 12, &model_month) \
    X(gjson_null, "github.com/tidwall/gjson", "Null", 0, &model_gjson_type) \
    X(gjson_false, "github.com/tidwall/gjson", "False", 1, &model_gjson_type) \
    X(gjson_number, "github.com/tidwall/gjson", "Number", 2, &model_gjson_type) \
    X(gjson_string, "github.com/tidwall/gjson", "String", 3, &model_gjson_type) \
    X(gjson_true, "github.com/tidwall/gjson", "True", 4, &model_gjson_type) \
    X(gjson_json, "github.com/tidwall/gjson", "JSON", 5, &model_gjson_type) \
    X(max_int, "math", "MaxInt", INT64_MAX, NULL) X(min_int, "math", "MinInt", INT64_MIN, NULL) \
    X(max_int8, "math", "MaxInt8", INT8_MAX, NULL) X(min_int8, "math", "MinInt8", INT8_MIN, NULL) \
    X(max_int16, "math", "MaxInt16", INT16_MAX, NULL) X(min_int16, "math", "MinInt16", INT16_MIN, NULL) \
    X(max_int32, "math", "MaxInt32", INT32_MAX, NULL) X(min_int32, "math", "MinInt32", INT32_MIN, NULL) \
    X(max_int64, "math", "MaxInt64", INT64_MAX, NULL) X(min_int64, "math", "MinInt64", INT64_MIN, NULL) \
    X(max_uint8, "math", "MaxUint8", UINT8_MAX, NULL) X(max_uint16, "math", "MaxUint16", UINT16_MAX, NULL) \
    X(max_uint32, "math", "MaxUint32", UINT32_MAX, NULL) \
    X(rune_error, "unicode/utf8", "RuneError", 0xfffd, NULL) X(rune_self, "unicode/utf8", "RuneSelf", 0x80, NULL) \
    X(max_rune, "unicode/utf8", "MaxRune", 0x10ffff, NULL) X(unicode_max_rune, "unicode", "MaxRune", 0x10ffff, NULL) \
    X(utf_max, "unicode/utf8", "UTFMax", 4, NULL) X(int_size, "strconv", "IntSize", 64, NULL) \
    X(ipv4len, "net", "IPv4len", 4, NULL) X(ipv6len, "net", "IPv6len", 16, NULL)

#define REALS(X) \
    X(pi, "math", "Pi", 3.14159265358979323846) X(e, "math", "E", 2.71828182845904523536) \
    X(max_float64, "math", "MaxFloat64", 0x1.fffffffffffffp1023) \
    X(smallest_float64, "math", "SmallestNonzeroFloat64", 0x1p-1074) X(max_float32, "math", "MaxFloat32", 0x1.fffffep127)

#define TEXTS(X) \
    X(rfc3339, "time", "RFC3339", "2006-01-02T15:04:05Z07:00") \
    X(rfc3339nano, "time", "RFC3339Nano", "2006-01-02T15:04:05.999999999Z07:00") \
    X(rfc1123, "time", "RFC1123", "Mon, 02 Jan 2006 15:04:05 MST") \
    X(date_time, "time", "DateTime", "2006-01-02 15:04:05") X(date_only, "time", "DateOnly", "2006-01-02") \
    X(time_only, "time", "TimeOnly", "15:04:05") X(time_format, "net/http", "TimeFormat", "Mon, 02 Jan 2006 15:04:05 GMT")

/* proxywasm/types */
#define ACTIONS(X) \
    X(ActionContinue, 0) X(ActionPause, 1) X(HeaderContinue, 0) X(HeaderStopIteration, 1) X(HeaderContinueAndEndStream, 2) \
    X(HeaderStopAllIterationAndBuffer, 3) X(HeaderStopAllIterationAndWatermark, 4) X(DataContinue, 0) \
    X(DataStopIterationAndBuffer, 1) X(DataStopIterationAndWatermark, 2) X(DataStopIterationNoBuffer, 3)
#define STATUSES(X) \
    X(OnVMStartStatusOK, true) X(OnVMStartStatusFailed, false) X(OnPluginStartStatusOK, true) X(OnPluginStartStatusFailed, false)
#define HIGRESS_TYPES "github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
#define TETRATE_TYPES "github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/types"
#define COMMON_TYPES "github.com/proxy-wasm/proxy-wasm-go-sdk/proxywasm/types"

typedef struct constant {
    const char *package, *name;
    ir_constant value;
    ir_type *type;
} constant;

#define INT_VALUE(n) {.kind = IR_INTEGER, .integer = (n)}
#define TEXT_VALUE(s) {.kind = IR_STRING, .text = STR_INIT(s)}
#define STATUS_CONSTANT(name, n, text) {"net/http", "Status" #name, INT_VALUE(n), NULL},
#define METHOD_CONSTANT(name, s) {"net/http", "Method" #name, TEXT_VALUE(s), NULL},
#define INT_CONSTANT(id, package, name, n, type) {package, name, INT_VALUE(n), type},
#define REAL_CONSTANT(id, package, name, n) {package, name, {.kind = IR_REAL, .real = (n)}, NULL},
#define TEXT_CONSTANT(id, package, name, s) {package, name, TEXT_VALUE(s), NULL},
#define ACTION(name, n) \
    {HIGRESS_TYPES, #name, INT_VALUE(n), NULL}, {TETRATE_TYPES, #name, INT_VALUE(n), NULL}, \
        {COMMON_TYPES, #name, INT_VALUE(n), NULL},
#define BOOL_VALUE(b) {.kind = IR_BOOL, .boolean = (b)}
#define STATUS(name, b) \
    {HIGRESS_TYPES, #name, BOOL_VALUE(b), NULL}, {TETRATE_TYPES, #name, BOOL_VALUE(b), NULL}, \
        {COMMON_TYPES, #name, BOOL_VALUE(b), NULL},

static const constant constants[] = {
    HTTP_STATUSES(STATUS_CONSTANT) HTTP_METHODS(METHOD_CONSTANT) TYPED_INTS(INT_CONSTANT) REALS(REAL_CONSTANT)
    TEXTS(TEXT_CONSTANT)
        ACTIONS(ACTION) STATUSES(STATUS){"math", "MaxUint64", {.kind = IR_UNSIGNED, .unsigned_integer = UINT64_MAX}, NULL},
    {"math", "MaxUint", {.kind = IR_UNSIGNED, .unsigned_integer = UINT64_MAX}, NULL},
};

bool go_library_constant(str package, str name, ir_constant *v, ir_type **type)
{
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        const constant *k = &constants[i];
        if (!str_is(name, k->name) || !str_is(package, k->package)) continue;
        *v = k->value;
        *type = k->type;
        bool action = str_is(package, HIGRESS_TYPES) || str_is(package, TETRATE_TYPES) || str_is(package, COMMON_TYPES);
        if (action && k->value.kind == IR_INTEGER) *type = go_library_type(package, STR("Action"));
        return true;
    }
    return false;
}

/* --- the same as values --- */

static value value_of(const char *package, const char *name)
{
    ir_constant k;
    ir_type *type;
    if (!go_library_constant(str_of(package), str_of(name), &k, &type)) return value_unknown(NULL);
    return value_constant(&k, type);
}

#define FUNC(id, package, name) \
    static value get_##id(native_call *c) { return (void)c, value_of(package, name); }
#define STATUS_FUNC(name, n, text) FUNC(status_##name, "net/http", "Status" #name)
#define METHOD_FUNC(name, s) FUNC(method_##name, "net/http", "Method" #name)
#define INT_FUNC(id, package, name, n, type) FUNC(id, package, name)
#define THREE_FUNC(id, package, name, n) FUNC(id, package, name)
#define SDK_FUNC(name, n) \
    FUNC(higress_##name, HIGRESS_TYPES, #name) FUNC(tetrate_##name, TETRATE_TYPES, #name) FUNC(common_##name, COMMON_TYPES, #name)
HTTP_STATUSES(STATUS_FUNC)
HTTP_METHODS(METHOD_FUNC)
TYPED_INTS(INT_FUNC)
REALS(THREE_FUNC)
TEXTS(THREE_FUNC)
ACTIONS(SDK_FUNC)
STATUSES(SDK_FUNC)
FUNC(max_uint64, "math", "MaxUint64")
FUNC(max_uint, "math", "MaxUint")

static value status_text(native_call *c)
{
    int64_t n;
    if (!native_int(c, 0, &n)) return value_unknown(type_basic(TYPE_STRING));
    switch (n) {
#define STATUS_CASE(name, code, text) case code: return model_string(STR(text));
        HTTP_STATUSES(STATUS_CASE)
    default: return model_string((str){"", 0});
    }
}

#define ROW(id, package, name) {package "." name, get_##id, NATIVE_VALUE, 1, NULL},
#define STATUS_ROW(name, n, text) ROW(status_##name, "net/http", "Status" #name)
#define METHOD_ROW(name, s) ROW(method_##name, "net/http", "Method" #name)
#define INT_ROW(id, package, name, n, type) ROW(id, package, name)
#define THREE_ROW(id, package, name, n) ROW(id, package, name)
#define SDK_ROW(name, n) \
    ROW(higress_##name, HIGRESS_TYPES, #name) ROW(tetrate_##name, TETRATE_TYPES, #name) ROW(common_##name, COMMON_TYPES, #name)

static const native rows[] = {
    HTTP_STATUSES(STATUS_ROW) HTTP_METHODS(METHOD_ROW) TYPED_INTS(INT_ROW) REALS(THREE_ROW) TEXTS(THREE_ROW) ACTIONS(SDK_ROW)
    STATUSES(SDK_ROW)
        ROW(max_uint64, "math", "MaxUint64") ROW(max_uint, "math", "MaxUint"){"net/http.StatusText", status_text, 0, 1, "string"},
};
MODEL_ROWS(models_constants, rows);
