/* The plugin compiled natively, in front of test/host.c. */
#include "host.h"

#include <string.h>

enum { ROOT = 1, STREAM = 2 };

static uint32_t start(const char *configuration)
{
    host_reset();
    host_set_configuration(configuration);
    proxy_on_context_create(ROOT, 0);
    uint32_t accepted = proxy_on_configure(ROOT, (uint32_t)strlen(configuration));
    if (!accepted) proxy_on_delete(ROOT);
    return accepted;
}

static void test_sets_header(const char *configuration, const char *value)
{
    CHECK(start(configuration));
    proxy_on_context_create(STREAM, ROOT);
    CHECK(proxy_on_request_headers(STREAM, 0, 1) == PW_HEADERS_CONTINUE);
    const char *header = host_header(PW_REQUEST_HEADERS, "x-hello");
    CHECK(header && strcmp(header, value) == 0);
    proxy_on_delete(STREAM);
    proxy_on_delete(ROOT);
}

static void test_rejects(const char *configuration, const char *why)
{
    CHECK(!start(configuration));
    CHECK(strstr(host_logged(), why));
}

int main(void)
{
    test_sets_header("{\"header\": \"x-hello\", \"value\": \"world\"}", "world");
    test_sets_header("{\"other\": [1, {\"a\": \"b\"}], \"header\": \"x-hello\"}", "hello");
    test_sets_header("{\"header\": \"x-h\\u0065llo\", \"value\": \"a\\\"b\"}", "a\"b");
    test_rejects("{\"value\": \"world\"}", "missing header");
    test_rejects("{\"header\": \":path\"}", "pseudo header");
    test_rejects("{\"header\": 1}", "must be strings");
    test_rejects("{\"header\": \"x-hello\"", "no JSON object");
    puts(host_failures ? "FAILED" : "ok");
    return host_failures != 0;
}
