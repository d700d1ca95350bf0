/* Small conveniences over the ABI, for plugins in C: texts with lengths, headers, bodies, answers, outgoing calls, contexts. */
#ifndef PROXY_WASM_H
#define PROXY_WASM_H

#include "proxy_wasm_abi.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct pw_str {
    const char *data;
    size_t size;
} pw_str;

static inline pw_str pw_text(const char *text) { return (pw_str){text, strlen(text)}; }

__attribute__((format(printf, 2, 3))) static inline void pw_log(uint32_t level, const char *format, ...)
{
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (size >= (int)sizeof message) size = (int)sizeof message - 1;
    if (size > 0) proxy_log(level, message, (size_t)size);
}

/* --- headers --- */

/* The value, ended by a zero; NULL when there is no such header. The caller's: free(). */
static inline char *pw_get_header(uint32_t map, const char *key)
{
    const char *value = NULL;
    size_t size = 0;
    if (proxy_get_header_map_value(map, key, strlen(key), &value, &size) != PW_OK) return NULL;
    char *text = (char *)malloc(size + 1);
    if (text) {
        if (size) memcpy(text, value, size);
        text[size] = '\0';
    }
    free((void *)value);
    return text;
}

/* Sets it, whether it was there or not. */
static inline pw_result pw_set_header(uint32_t map, const char *key, const char *value)
{
    return proxy_replace_header_map_value(map, key, strlen(key), value, strlen(value));
}

static inline pw_result pw_remove_header(uint32_t map, const char *key) { return proxy_remove_header_map_value(map, key, strlen(key)); }

/* --- bodies and configurations --- */

/* The whole buffer; empty when there is none. The data is the caller's: free(). */
static inline pw_str pw_get_buffer(uint32_t buffer)
{
    pw_str bytes = {NULL, 0};
    if (proxy_get_buffer_bytes(buffer, 0, UINT32_MAX, &bytes.data, &bytes.size) != PW_OK) return (pw_str){NULL, 0};
    return bytes;
}

static inline pw_result pw_set_buffer(uint32_t buffer, pw_str bytes)
{
    return proxy_set_buffer_bytes(buffer, 0, UINT32_MAX, bytes.data, bytes.size);
}

/* --- answers and pauses --- */

static inline pw_result pw_answer(uint32_t status, const char *body)
{
    return proxy_send_local_response(status, "", 0, body, strlen(body), NULL, 0, UINT32_MAX);
}

static inline pw_result pw_resume_request(void) { return proxy_continue_stream(PW_STREAM_REQUEST); }
static inline pw_result pw_resume_response(void) { return proxy_continue_stream(PW_STREAM_RESPONSE); }

/* --- outgoing calls --- */

typedef struct pw_header {
    const char *key, *value;
} pw_header;

/* Headers as the ABI has them: their number, the sizes of all keys and values, then these, each with a zero behind it. */
static inline char *pw_encode_headers(const pw_header *headers, uint32_t n, size_t *size)
{
    *size = 4 + 8 * (size_t)n;
    for (uint32_t i = 0; i < n; i++) *size += strlen(headers[i].key) + strlen(headers[i].value) + 2;
    char *data = (char *)malloc(*size), *sizes = data + 4, *texts = data + 4 + 8 * (size_t)n;
    if (!data) return NULL;
    memcpy(data, &n, 4);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t both[2] = {(uint32_t)strlen(headers[i].key), (uint32_t)strlen(headers[i].value)};
        memcpy(sizes + 8 * (size_t)i, both, 8);
        memcpy(texts, headers[i].key, both[0] + 1);
        memcpy(texts + both[0] + 1, headers[i].value, both[1] + 1);
        texts += both[0] + both[1] + 2;
    }
    return data;
}

/* Sends a request to a cluster of the gateway; `headers` need :method, :path and :authority. proxy_on_http_call_response gets the answer
 * with this token, and has to call proxy_set_effective_context first. Anything but PW_OK: nothing was sent, no answer will come. */
static inline pw_result pw_http_call(const char *cluster, const pw_header *headers, uint32_t n, const char *body, uint32_t milliseconds, uint32_t *token)
{
    size_t size;
    char *encoded = pw_encode_headers(headers, n, &size), none[4] = {0};
    if (!encoded) return PW_INTERNAL_FAILURE;
    pw_result result = proxy_http_call(cluster, strlen(cluster), encoded, size, body, strlen(body), none, sizeof none, milliseconds, token);
    free(encoded);
    return result;
}

/* --- contexts: a root context a configuration, one for each stream --- */

typedef struct pw_context {
    uint32_t id;
    struct pw_context *root; /* of a stream: where its configuration is; of a root itself */
    void *data;              /* the plugin's */
    uint32_t token;          /* of the call it waits for; 0: none */
    struct pw_context *next;
} pw_context;

enum { PW_CONTEXT_BUCKETS = 256 };
static pw_context *pw_contexts[PW_CONTEXT_BUCKETS];

static inline pw_context *pw_find_context(uint32_t id)
{
    pw_context *c = pw_contexts[id % PW_CONTEXT_BUCKETS];
    while (c && c->id != id) c = c->next;
    return c;
}

/* The stream that waits for the answer to a call, NULL when it is gone. */
static inline pw_context *pw_find_waiting(uint32_t token)
{
    for (int i = 0; i < PW_CONTEXT_BUCKETS; i++)
        for (pw_context *c = pw_contexts[i]; c; c = c->next)
            if (c->token == token) return c;
    return NULL;
}

static inline pw_context *pw_create_context(uint32_t id, uint32_t parent)
{
    pw_context *c = (pw_context *)calloc(1, sizeof *c), **bucket = &pw_contexts[id % PW_CONTEXT_BUCKETS];
    if (!c) abort();
    c->id = id;
    c->root = parent ? pw_find_context(parent) : c;
    c->next = *bucket;
    *bucket = c;
    return c;
}

static inline void pw_delete_context(uint32_t id)
{
    pw_context **at = &pw_contexts[id % PW_CONTEXT_BUCKETS];
    while (*at && (*at)->id != id) at = &(*at)->next;
    pw_context *c = *at;
    if (!c) return;
    *at = c->next;
    free(c);
}

#endif
