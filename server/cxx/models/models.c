/* Finds the model of a library function, and the value of a library constant, by its name. */
#include "cxx/internal.h"
#include "cxx/values.h"
#include "ir/sdk.h"

static const cxx_model_table *const tables[] = {&cxx_models_container, &cxx_models_json,      &cxx_models_json_util,
                                                &cxx_models_string,    &cxx_models_absl,      &cxx_models_sdk,
                                                &cxx_models_overload,  &cxx_models_algorithm, &cxx_models_number,
                                                &cxx_models_protobuf,  &cxx_models_cstring,   &cxx_models_jwt};

/* There are many, and most differ in their first letters. */
static bool is_called(const char *model, str name) { return strncmp(model, name.p, name.n) == 0 && !model[name.n]; }

const native *cxx_find_native(str name)
{
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; i < tables[t]->n; i++)
            if (is_called(tables[t]->at[i].name, name)) return &tables[t]->at[i];
    return NULL;
}

bool cxx_is_library_method(str name)
{
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; i < tables[t]->n; i++) {
            str model = str_of(tables[t]->at[i].name);
            ptrdiff_t dot = str_rfind_char(model, '.');
            if (dot > 0 && str_eq(str_slice(model, (size_t)dot + 1, model.n), name)) return true;
        }
    return sdk_find_method("cxx", (str){0}, name) != NULL;
}

bool cxx_library_constant(str scope, str name, int64_t *number)
{
    static const struct {
        const char *scope, *name;
        int number;
    } all[] = {
        {"JsonParserResultDetail", "UNKNOWN", 0},
        {"JsonParserResultDetail", "OK", 1},
        {"JsonParserResultDetail", "OUT_OF_RANGE", 2},
        {"JsonParserResultDetail", "TYPE_ERROR", 3},
        {"JsonParserResultDetail", "INVALID_VALUE", 4},
        {"WasmBufferType", "HttpRequestBody", 0},
        {"WasmBufferType", "HttpResponseBody", 1},
        {"WasmBufferType", "NetworkDownstreamData", 2},
        {"WasmBufferType", "NetworkUpstreamData", 3},
        {"WasmBufferType", "HttpCallResponseBody", 4},
        {"WasmBufferType", "GrpcReceiveBuffer", 5},
        {"WasmBufferType", "VmConfiguration", 6},
        {"WasmBufferType", "PluginConfiguration", 7},
        {"WasmHeaderMapType", "RequestHeaders", 0},
        {"WasmHeaderMapType", "RequestTrailers", 1},
        {"WasmHeaderMapType", "ResponseHeaders", 2},
        {"WasmHeaderMapType", "ResponseTrailers", 3},
        {"WasmHeaderMapType", "GrpcReceiveInitialMetadata", 4},
        {"WasmHeaderMapType", "GrpcReceiveTrailingMetadata", 5},
        {"WasmHeaderMapType", "HttpCallResponseHeaders", 6},
        {"WasmHeaderMapType", "HttpCallResponseTrailers", 7},
        {"WasmStreamType", "Request", 0},
        {"WasmStreamType", "Response", 1},
        {"WasmStreamType", "Downstream", 2},
        {"WasmStreamType", "Upstream", 3},
        {"WasmResult", "Ok", 0},
        {"WasmResult", "NotFound", 1},
        {"WasmResult", "BadArgument", 2},
        {"Status", "OK", 0},
        {"Status", "Ok", 0},
        {"Jwks", "JWKS", 0},
        {"Jwks", "PEM", 1},
        {"value_t", "null", 0},
        {"value_t", "object", 1},
        {"value_t", "array", 2},
        {"value_t", "string", 3},
        {"value_t", "boolean", 4},
        {"value_t", "number_integer", 5},
        {"value_t", "number_unsigned", 6},
        {"value_t", "number_float", 7},
        {"value_t", "binary", 8},
        {"value_t", "discarded", 9},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_is(name, all[i].name) && str_is(scope, all[i].scope)) return *number = all[i].number, true;
    return false;
}

bool cxx_is_modelled(const cxx_state *s, str include)
{
    static const char *const starts[] = {"absl/", "re2/", "nlohmann", "google/", "jwt_verify_lib/", "include/proxy-wasm"};
    static const char *const ends[] = {"nlohmann_json.hpp",
                                       "json_util.h",
                                       "json.hpp",
                                       "proxy_wasm_intrinsics.h",
                                       "proxy_wasm_intrinsics_lite.h",
                                       "proxy_wasm_api.h",
                                       "proxy_wasm_common.h",
                                       "proxy_wasm_enums.h",
                                       "proxy_wasm_externs.h",
                                       "proxy_wasm_intrinsics.pb.h"};
    if (s->is_c) return false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts(include, str_of(starts[i]))) return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(include, str_of(ends[i]))) return true;
    return false;
}
