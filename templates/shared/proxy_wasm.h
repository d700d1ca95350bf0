/* The Proxy-Wasm ABI 0.2.1 for plugins in C and C++, without an SDK: what the proxy offers, and how to hand functions to it.
 *
 * A plugin defines the callbacks it needs with PROXY_WASM_EXPORT, and exports the ABI version and an allocator once:
 *
 *     #include "proxy_wasm.h"
 *
 *     PROXY_WASM_MODULE
 *
 *     PROXY_WASM_EXPORT(proxy_on_request_headers)
 *     proxy_action proxy_on_request_headers(uint32_t context, uint32_t headers, uint32_t end_of_stream) { ... }
 *
 * What the proxy gives (`const char **data, size_t *size`) was allocated with malloc and is the plugin's to free.
 * https://github.com/proxy-wasm/spec/tree/main/abi-versions/v0.2.1 describes the functions. */
#ifndef PROXY_WASM_H
#define PROXY_WASM_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
#define PROXY_WASM_C extern "C"
extern "C" {
#else
#define PROXY_WASM_C
#endif

typedef enum proxy_status {
    PROXY_OK = 0,
    PROXY_NOT_FOUND = 1,
    PROXY_BAD_ARGUMENT = 2,
    PROXY_SERIALIZATION_FAILURE = 3,
    PROXY_PARSE_FAILURE = 4,
    PROXY_INVALID_MEMORY_ACCESS = 6,
    PROXY_EMPTY = 7,
    PROXY_CAS_MISMATCH = 8,
    PROXY_INTERNAL_FAILURE = 10,
    PROXY_UNIMPLEMENTED = 12,
} proxy_status;

/* What a callback about a stream answers. */
typedef enum proxy_action { PROXY_CONTINUE = 0, PROXY_PAUSE = 1 } proxy_action;

typedef enum proxy_log_level {
    PROXY_LOG_TRACE,
    PROXY_LOG_DEBUG,
    PROXY_LOG_INFO,
    PROXY_LOG_WARN,
    PROXY_LOG_ERROR,
    PROXY_LOG_CRITICAL,
} proxy_log_level;

typedef enum proxy_map {
    PROXY_REQUEST_HEADERS = 0,
    PROXY_REQUEST_TRAILERS = 1,
    PROXY_RESPONSE_HEADERS = 2,
    PROXY_RESPONSE_TRAILERS = 3,
    PROXY_CALL_RESPONSE_HEADERS = 6,
    PROXY_CALL_RESPONSE_TRAILERS = 7,
} proxy_map;

typedef enum proxy_buffer {
    PROXY_REQUEST_BODY = 0,
    PROXY_RESPONSE_BODY = 1,
    PROXY_CALL_RESPONSE_BODY = 4,
    PROXY_VM_CONFIGURATION = 6,
    PROXY_PLUGIN_CONFIGURATION = 7,
} proxy_buffer;

typedef enum proxy_stream { PROXY_REQUEST = 0, PROXY_RESPONSE = 1 } proxy_stream;

/* --- what the proxy offers --- */

#define PROXY_WASM_IMPORT(name) __attribute__((import_module("env"), import_name(#name)))

PROXY_WASM_IMPORT(proxy_log) proxy_status proxy_log(proxy_log_level level, const char *text, size_t size);
PROXY_WASM_IMPORT(proxy_get_current_time_nanoseconds) proxy_status proxy_get_current_time_nanoseconds(uint64_t *time);
PROXY_WASM_IMPORT(proxy_set_tick_period_milliseconds) proxy_status proxy_set_tick_period_milliseconds(uint32_t period);
PROXY_WASM_IMPORT(proxy_set_effective_context) proxy_status proxy_set_effective_context(uint32_t context);

/* `path` has its parts separated by NUL. */
PROXY_WASM_IMPORT(proxy_get_property)
proxy_status proxy_get_property(const char *path, size_t path_size, const char **value, size_t *value_size);
PROXY_WASM_IMPORT(proxy_set_property)
proxy_status proxy_set_property(const char *path, size_t path_size, const char *value, size_t value_size);

PROXY_WASM_IMPORT(proxy_get_header_map_value)
proxy_status proxy_get_header_map_value(proxy_map map, const char *key, size_t key_size, const char **value, size_t *value_size);
PROXY_WASM_IMPORT(proxy_add_header_map_value)
proxy_status proxy_add_header_map_value(proxy_map map, const char *key, size_t key_size, const char *value, size_t value_size);
PROXY_WASM_IMPORT(proxy_replace_header_map_value)
proxy_status proxy_replace_header_map_value(proxy_map map, const char *key, size_t key_size, const char *value, size_t value_size);
PROXY_WASM_IMPORT(proxy_remove_header_map_value)
proxy_status proxy_remove_header_map_value(proxy_map map, const char *key, size_t key_size);
/* All pairs: their number, then the sizes of all keys and values (32 bits each), then each key and value with a NUL behind. */
PROXY_WASM_IMPORT(proxy_get_header_map_pairs) proxy_status proxy_get_header_map_pairs(proxy_map map, const char **pairs, size_t *size);
PROXY_WASM_IMPORT(proxy_set_header_map_pairs) proxy_status proxy_set_header_map_pairs(proxy_map map, const char *pairs, size_t size);

PROXY_WASM_IMPORT(proxy_get_buffer_bytes)
proxy_status proxy_get_buffer_bytes(proxy_buffer buffer, size_t start, size_t length, const char **data, size_t *size);
PROXY_WASM_IMPORT(proxy_set_buffer_bytes)
proxy_status proxy_set_buffer_bytes(proxy_buffer buffer, size_t start, size_t length, const char *data, size_t size);

PROXY_WASM_IMPORT(proxy_continue_stream) proxy_status proxy_continue_stream(proxy_stream stream);
PROXY_WASM_IMPORT(proxy_close_stream) proxy_status proxy_close_stream(proxy_stream stream);
/* `headers` in the form of proxy_get_header_map_pairs, or NULL; `grpc_status` -1 where there is none. */
PROXY_WASM_IMPORT(proxy_send_local_response)
proxy_status proxy_send_local_response(uint32_t status, const char *details, size_t details_size, const char *body, size_t body_size,
                                       const char *headers, size_t headers_size, int32_t grpc_status);

/* Answered through proxy_on_http_call_response with the same token. */
PROXY_WASM_IMPORT(proxy_http_call)
proxy_status proxy_http_call(const char *cluster, size_t cluster_size, const char *headers, size_t headers_size, const char *body,
                             size_t body_size, const char *trailers, size_t trailers_size, uint32_t timeout_ms, uint32_t *token);

PROXY_WASM_IMPORT(proxy_get_shared_data)
proxy_status proxy_get_shared_data(const char *key, size_t key_size, const char **value, size_t *value_size, uint32_t *cas);
PROXY_WASM_IMPORT(proxy_set_shared_data)
proxy_status proxy_set_shared_data(const char *key, size_t key_size, const char *value, size_t value_size, uint32_t cas);

#undef PROXY_WASM_IMPORT

#ifdef __cplusplus
}
#endif

/* --- what the plugin offers --- */

/* In front of a callback's definition: the proxy finds it under `name`. */
#define PROXY_WASM_EXPORT(name) PROXY_WASM_C __attribute__((export_name(#name)))

/* Once in a plugin: the ABI it was written for, where the proxy gets memory, and that contexts may be made. */
#define PROXY_WASM_MODULE \
    PROXY_WASM_EXPORT(proxy_abi_version_0_2_1) void proxy_abi_version_0_2_1(void) {} \
    PROXY_WASM_EXPORT(proxy_on_memory_allocate) void *proxy_on_memory_allocate(size_t size) { return malloc(size); } \
    PROXY_WASM_EXPORT(proxy_on_context_create) void proxy_on_context_create(uint32_t context, uint32_t parent) \
    { \
        (void)context; \
        (void)parent; \
    }

/* --- small helps: NUL-terminated texts --- */

static inline void proxy_log_text(proxy_log_level level, const char *text) { proxy_log(level, text, strlen(text)); }

/* A header's value as a NUL-terminated text to be freed, or NULL without one. */
static inline char *proxy_header(proxy_map map, const char *name)
{
    const char *value = NULL;
    size_t size = 0;
    if (proxy_get_header_map_value(map, name, strlen(name), &value, &size) != PROXY_OK) return NULL;
    char *text = (char *)malloc(size + 1);
    if (text && size) memcpy(text, value, size);
    if (text) text[size] = 0;
    free((void *)value);
    return text;
}

static inline proxy_status proxy_add_header(proxy_map map, const char *name, const char *value)
{
    return proxy_add_header_map_value(map, name, strlen(name), value, strlen(value));
}

static inline proxy_status proxy_replace_header(proxy_map map, const char *name, const char *value)
{
    return proxy_replace_header_map_value(map, name, strlen(name), value, strlen(value));
}

/* The plugin's configuration as a NUL-terminated text to be freed, or NULL without one. */
static inline char *proxy_configuration(size_t size)
{
    const char *data = NULL;
    size_t got = 0;
    if (size == 0 || proxy_get_buffer_bytes(PROXY_PLUGIN_CONFIGURATION, 0, size, &data, &got) != PROXY_OK) return NULL;
    char *text = (char *)malloc(got + 1);
    if (text && got) memcpy(text, data, got);
    if (text) text[got] = 0;
    free((void *)data);
    return text;
}

/* Answers the request instead of the upstream. */
static inline proxy_status proxy_respond(uint32_t status, const char *body)
{
    return proxy_send_local_response(status, NULL, 0, body, strlen(body), NULL, 0, -1);
}

#endif
