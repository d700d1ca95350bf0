/* A host for tests: what the plugin asks for is answered from here, what it does can be looked at. */
#ifndef TEST_HOST_H
#define TEST_HOST_H

#include "proxy_wasm_abi.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

void host_reset(void);
void host_set_configuration(const char *json);
void host_set_header(uint32_t map, const char *key, const char *value);
/* NULL when it is not there. */
const char *host_header(uint32_t map, const char *key);
void host_set_body(uint32_t buffer, const char *text);
const char *host_body(uint32_t buffer);
/* The status of the local response, 0 without one. */
uint32_t host_answered(void);
/* What was logged last. */
const char *host_logged(void);
/* How often proxy_continue_stream was called, and proxy_http_call. */
int host_resumed(uint32_t stream);
int host_calls(void);

#ifdef __cplusplus
}
#endif

static int host_failures __attribute__((unused));

#define CHECK(what)                                                              \
    do {                                                                         \
        if (!(what)) {                                                           \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #what);   \
            host_failures++;                                                     \
        }                                                                        \
    } while (0)

#endif
