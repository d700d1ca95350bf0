#include "host.h"

#include <string.h>

enum { HEADERS = 64, MAPS = 8, BUFFERS = 8 };

static struct {
    struct {
        char *key, *value;
    } headers[MAPS][HEADERS];
    char *buffers[BUFFERS];
    char logged[1024];
    uint32_t answered, tick;
    int resumed[2], calls;
} host;

static char *copy(const char *text, size_t size)
{
    char *p = malloc(size + 1);
    if (!p) abort();
    memcpy(p, text, size);
    p[size] = '\0';
    return p;
}

void host_reset(void) { memset(&host, 0, sizeof host); }
void host_set_configuration(const char *json) { host_set_body(PW_PLUGIN_CONFIGURATION, json); }
void host_set_body(uint32_t buffer, const char *text) { host.buffers[buffer] = copy(text, strlen(text)); }
const char *host_body(uint32_t buffer) { return host.buffers[buffer]; }
uint32_t host_answered(void) { return host.answered; }
const char *host_logged(void) { return host.logged; }
int host_resumed(uint32_t stream) { return host.resumed[stream]; }
int host_calls(void) { return host.calls; }

static int find(uint32_t map, const char *key, size_t size)
{
    for (int i = 0; i < HEADERS; i++)
        if (host.headers[map][i].key && strlen(host.headers[map][i].key) == size && memcmp(host.headers[map][i].key, key, size) == 0) return i;
    return -1;
}

const char *host_header(uint32_t map, const char *key)
{
    int i = find(map, key, strlen(key));
    return i < 0 ? NULL : host.headers[map][i].value;
}

void host_set_header(uint32_t map, const char *key, const char *value)
{
    proxy_replace_header_map_value(map, key, strlen(key), value, strlen(value));
}

/* --- the ABI --- */

pw_result proxy_log(uint32_t level, const char *message, size_t size)
{
    snprintf(host.logged, sizeof host.logged, "%u %.*s", level, (int)size, message);
    return PW_OK;
}

pw_result proxy_get_buffer_bytes(uint32_t buffer, uint32_t start, uint32_t length, const char **data, size_t *size)
{
    if (buffer >= BUFFERS || !host.buffers[buffer]) return PW_NOT_FOUND;
    size_t all = strlen(host.buffers[buffer]);
    if (start > all) return PW_BAD_ARGUMENT;
    *size = length < all - start ? length : all - start;
    *data = copy(host.buffers[buffer] + start, *size);
    return PW_OK;
}

pw_result proxy_set_buffer_bytes(uint32_t buffer, uint32_t start, uint32_t length, const char *data, size_t size)
{
    (void)start, (void)length; /* the whole buffer is replaced */
    if (buffer >= BUFFERS || !host.buffers[buffer]) return PW_BAD_ARGUMENT;
    host.buffers[buffer] = copy(data, size);
    return PW_OK;
}

pw_result proxy_get_header_map_pairs(uint32_t map, const char **data, size_t *size)
{
    (void)map, (void)data, (void)size;
    return PW_UNIMPLEMENTED;
}

pw_result proxy_set_header_map_pairs(uint32_t map, const char *data, size_t size)
{
    (void)map, (void)data, (void)size;
    return PW_UNIMPLEMENTED;
}

pw_result proxy_get_header_map_value(uint32_t map, const char *key, size_t key_size, const char **value, size_t *value_size)
{
    int i = find(map, key, key_size);
    if (i < 0) return PW_NOT_FOUND;
    *value_size = strlen(host.headers[map][i].value);
    *value = copy(host.headers[map][i].value, *value_size);
    return PW_OK;
}

pw_result proxy_add_header_map_value(uint32_t map, const char *key, size_t key_size, const char *value, size_t value_size)
{
    int i = 0;
    while (i < HEADERS && host.headers[map][i].key) i++;
    if (i == HEADERS) return PW_INTERNAL_FAILURE;
    host.headers[map][i].key = copy(key, key_size);
    host.headers[map][i].value = copy(value, value_size);
    return PW_OK;
}

pw_result proxy_replace_header_map_value(uint32_t map, const char *key, size_t key_size, const char *value, size_t value_size)
{
    int i = find(map, key, key_size);
    if (i < 0) return proxy_add_header_map_value(map, key, key_size, value, value_size);
    host.headers[map][i].value = copy(value, value_size);
    return PW_OK;
}

pw_result proxy_remove_header_map_value(uint32_t map, const char *key, size_t key_size)
{
    int i = find(map, key, key_size);
    if (i >= 0) host.headers[map][i].key = NULL;
    return PW_OK;
}

pw_result proxy_send_local_response(uint32_t status, const char *details, size_t details_size, const char *body, size_t body_size,
                                    const char *header_pairs, size_t header_pairs_size, uint32_t grpc_status)
{
    (void)details, (void)details_size, (void)body, (void)body_size, (void)header_pairs, (void)header_pairs_size, (void)grpc_status;
    host.answered = status;
    return PW_OK;
}

pw_result proxy_continue_stream(uint32_t stream)
{
    if (stream > 1) return PW_BAD_ARGUMENT;
    host.resumed[stream]++;
    return PW_OK;
}

pw_result proxy_http_call(const char *cluster, size_t cluster_size, const char *header_pairs, size_t header_pairs_size, const char *body,
                          size_t body_size, const char *trailer_pairs, size_t trailer_pairs_size, uint32_t timeout, uint32_t *token)
{
    (void)cluster, (void)cluster_size, (void)header_pairs, (void)header_pairs_size, (void)body, (void)body_size;
    (void)trailer_pairs, (void)trailer_pairs_size, (void)timeout;
    *token = (uint32_t)++host.calls;
    return PW_OK;
}

pw_result proxy_get_property(const char *path, size_t path_size, const char **value, size_t *value_size)
{
    (void)path, (void)path_size, (void)value, (void)value_size;
    return PW_NOT_FOUND;
}

pw_result proxy_set_property(const char *path, size_t path_size, const char *value, size_t value_size)
{
    (void)path, (void)path_size, (void)value, (void)value_size;
    return PW_OK;
}

pw_result proxy_get_shared_data(const char *key, size_t key_size, const char **value, size_t *value_size, uint32_t *cas)
{
    (void)key, (void)key_size, (void)value, (void)value_size, (void)cas;
    return PW_NOT_FOUND;
}

pw_result proxy_set_shared_data(const char *key, size_t key_size, const char *value, size_t value_size, uint32_t cas)
{
    (void)key, (void)key_size, (void)value, (void)value_size, (void)cas;
    return PW_OK;
}

pw_result proxy_set_tick_period_milliseconds(uint32_t period)
{
    host.tick = period;
    return PW_OK;
}

pw_result proxy_get_current_time_nanoseconds(uint64_t *time)
{
    *time = 1700000000000000000;
    return PW_OK;
}

pw_result proxy_define_metric(uint32_t type, const char *name, size_t name_size, uint32_t *metric)
{
    (void)type, (void)name, (void)name_size;
    *metric = 1;
    return PW_OK;
}

pw_result proxy_increment_metric(uint32_t metric, int64_t offset) { return (void)metric, (void)offset, PW_OK; }
pw_result proxy_record_metric(uint32_t metric, uint64_t value) { return (void)metric, (void)value, PW_OK; }
pw_result proxy_set_effective_context(uint32_t context) { return (void)context, PW_OK; }
