/* The Proxy-Wasm ABI, version 0.2.1, for C and C++: what the host offers, and what it calls.
 *
 * https://github.com/proxy-wasm/spec has the specification. Memory that the host hands over is the plugin's: free() it. */
#ifndef PROXY_WASM_ABI_H
#define PROXY_WASM_ABI_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef __cplusplus
extern "C" {
#endif

/* In a native build, for tests, the names are ordinary functions: test/host.c defines the host's. */
#ifdef __wasm__
#define PROXY_WASM_IMPORT(name) __attribute__((import_module("env"), import_name(#name)))
#define PROXY_WASM_EXPORT(name) __attribute__((export_name(#name), visibility("default")))
#else
#define PROXY_WASM_IMPORT(name)
#define PROXY_WASM_EXPORT(name)
#endif

/* Exactly once in a plugin: the version, and the memory that the host writes into. */
#define PROXY_WASM_PLUGIN                                                                                              \
    PROXY_WASM_EXPORT(proxy_abi_version_0_2_1) void proxy_abi_version_0_2_1(void) {}                                   \
    PROXY_WASM_EXPORT(proxy_on_memory_allocate) void *proxy_on_memory_allocate(size_t size) { return malloc(size); }

typedef uint32_t pw_result;
enum {
    PW_OK = 0, PW_NOT_FOUND = 1, PW_BAD_ARGUMENT = 2, PW_SERIALIZATION_FAILURE = 3, PW_PARSE_FAILURE = 4, PW_BAD_EXPRESSION = 5,
    PW_INVALID_MEMORY_ACCESS = 6, PW_EMPTY = 7, PW_CAS_MISMATCH = 8, PW_RESULT_MISMATCH = 9, PW_INTERNAL_FAILURE = 10,
    PW_BROKEN_CONNECTION = 11, PW_UNIMPLEMENTED = 12,
};
enum { PW_LOG_TRACE, PW_LOG_DEBUG, PW_LOG_INFO, PW_LOG_WARN, PW_LOG_ERROR, PW_LOG_CRITICAL };
enum { /* what a handler of headers returns */
    PW_HEADERS_CONTINUE = 0,
    PW_HEADERS_STOP_ITERATION = 1, /* on Higress body handlers still run; stock Envoy takes it for the last one */
    PW_HEADERS_CONTINUE_AND_END_STREAM = 2,
    PW_HEADERS_STOP_ALL_ITERATION_AND_BUFFER = 3,
    PW_HEADERS_STOP_ALL_ITERATION_AND_WATERMARK = 4,
};
enum { /* what a handler of bodies returns */
    PW_DATA_CONTINUE = 0, PW_DATA_STOP_ITERATION_AND_BUFFER = 1, PW_DATA_STOP_ITERATION_AND_WATERMARK = 2,
    PW_DATA_STOP_ITERATION_NO_BUFFER = 3,
};
enum { /* header maps */
    PW_REQUEST_HEADERS = 0, PW_REQUEST_TRAILERS = 1, PW_RESPONSE_HEADERS = 2, PW_RESPONSE_TRAILERS = 3,
    PW_HTTP_CALL_RESPONSE_HEADERS = 6, PW_HTTP_CALL_RESPONSE_TRAILERS = 7,
};
enum { /* buffers */
    PW_REQUEST_BODY = 0, PW_RESPONSE_BODY = 1, PW_HTTP_CALL_RESPONSE_BODY = 4, PW_VM_CONFIGURATION = 6, PW_PLUGIN_CONFIGURATION = 7,
};
enum { PW_STREAM_REQUEST = 0, PW_STREAM_RESPONSE = 1 };
enum { PW_METRIC_COUNTER = 0, PW_METRIC_GAUGE = 1, PW_METRIC_HISTOGRAM = 2 };

/* --- what the host offers --- */

PROXY_WASM_IMPORT(proxy_log) pw_result proxy_log(uint32_t level, const char *message, size_t size);
PROXY_WASM_IMPORT(proxy_get_buffer_bytes)
pw_result proxy_get_buffer_bytes(uint32_t buffer, uint32_t start, uint32_t length, const char **data, size_t *size);
PROXY_WASM_IMPORT(proxy_set_buffer_bytes)
pw_result proxy_set_buffer_bytes(uint32_t buffer, uint32_t start, uint32_t length, const char *data, size_t size);
PROXY_WASM_IMPORT(proxy_get_header_map_pairs) pw_result proxy_get_header_map_pairs(uint32_t map, const char **data, size_t *size);
PROXY_WASM_IMPORT(proxy_set_header_map_pairs) pw_result proxy_set_header_map_pairs(uint32_t map, const char *data, size_t size);
PROXY_WASM_IMPORT(proxy_get_header_map_value)
pw_result proxy_get_header_map_value(uint32_t map, const char *key, size_t key_size, const char **value, size_t *value_size);
PROXY_WASM_IMPORT(proxy_replace_header_map_value)
pw_result proxy_replace_header_map_value(uint32_t map, const char *key, size_t key_size, const char *value, size_t value_size);
PROXY_WASM_IMPORT(proxy_add_header_map_value)
pw_result proxy_add_header_map_value(uint32_t map, const char *key, size_t key_size, const char *value, size_t value_size);
PROXY_WASM_IMPORT(proxy_remove_header_map_value) pw_result proxy_remove_header_map_value(uint32_t map, const char *key, size_t key_size);
PROXY_WASM_IMPORT(proxy_send_local_response)
pw_result proxy_send_local_response(uint32_t status, const char *details, size_t details_size, const char *body, size_t body_size,
                                    const char *header_pairs, size_t header_pairs_size, uint32_t grpc_status);
PROXY_WASM_IMPORT(proxy_continue_stream) pw_result proxy_continue_stream(uint32_t stream);
PROXY_WASM_IMPORT(proxy_http_call)
pw_result proxy_http_call(const char *cluster, size_t cluster_size, const char *header_pairs, size_t header_pairs_size, const char *body,
                          size_t body_size, const char *trailer_pairs, size_t trailer_pairs_size, uint32_t timeout_milliseconds,
                          uint32_t *token);
PROXY_WASM_IMPORT(proxy_get_property)
pw_result proxy_get_property(const char *path, size_t path_size, const char **value, size_t *value_size);
PROXY_WASM_IMPORT(proxy_set_property)
pw_result proxy_set_property(const char *path, size_t path_size, const char *value, size_t value_size);
PROXY_WASM_IMPORT(proxy_get_shared_data)
pw_result proxy_get_shared_data(const char *key, size_t key_size, const char **value, size_t *value_size, uint32_t *cas);
PROXY_WASM_IMPORT(proxy_set_shared_data)
pw_result proxy_set_shared_data(const char *key, size_t key_size, const char *value, size_t value_size, uint32_t cas);
PROXY_WASM_IMPORT(proxy_set_tick_period_milliseconds) pw_result proxy_set_tick_period_milliseconds(uint32_t period);
PROXY_WASM_IMPORT(proxy_get_current_time_nanoseconds) pw_result proxy_get_current_time_nanoseconds(uint64_t *time);
PROXY_WASM_IMPORT(proxy_define_metric) pw_result proxy_define_metric(uint32_t type, const char *name, size_t name_size, uint32_t *metric);
PROXY_WASM_IMPORT(proxy_increment_metric) pw_result proxy_increment_metric(uint32_t metric, int64_t offset);
PROXY_WASM_IMPORT(proxy_record_metric) pw_result proxy_record_metric(uint32_t metric, uint64_t value);
PROXY_WASM_IMPORT(proxy_set_effective_context) pw_result proxy_set_effective_context(uint32_t context);

/* --- what the host calls, if the plugin has it; true is 1 --- */

PROXY_WASM_EXPORT(proxy_on_vm_start) uint32_t proxy_on_vm_start(uint32_t root_context, uint32_t configuration_size);
PROXY_WASM_EXPORT(proxy_on_configure) uint32_t proxy_on_configure(uint32_t root_context, uint32_t configuration_size);
PROXY_WASM_EXPORT(proxy_on_tick) void proxy_on_tick(uint32_t root_context);
PROXY_WASM_EXPORT(proxy_on_context_create) void proxy_on_context_create(uint32_t context, uint32_t parent_context);
PROXY_WASM_EXPORT(proxy_on_request_headers) uint32_t proxy_on_request_headers(uint32_t context, uint32_t headers, uint32_t end_of_stream);
PROXY_WASM_EXPORT(proxy_on_request_body) uint32_t proxy_on_request_body(uint32_t context, uint32_t body_size, uint32_t end_of_stream);
PROXY_WASM_EXPORT(proxy_on_response_headers) uint32_t proxy_on_response_headers(uint32_t context, uint32_t headers, uint32_t end_of_stream);
PROXY_WASM_EXPORT(proxy_on_response_body) uint32_t proxy_on_response_body(uint32_t context, uint32_t body_size, uint32_t end_of_stream);
PROXY_WASM_EXPORT(proxy_on_http_call_response)
void proxy_on_http_call_response(uint32_t root_context, uint32_t token, uint32_t headers, uint32_t body_size, uint32_t trailers);
PROXY_WASM_EXPORT(proxy_on_done) uint32_t proxy_on_done(uint32_t context);
PROXY_WASM_EXPORT(proxy_on_log) void proxy_on_log(uint32_t context);
PROXY_WASM_EXPORT(proxy_on_delete) void proxy_on_delete(uint32_t context);

#ifdef __cplusplus
}
#endif

#endif
