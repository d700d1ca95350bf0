// The plugin compiled natively, in front of test/host.c.
#include "host.h"

#include <cstring>

enum { ROOT = 1, STREAM = 2 };

static bool start(const char *configuration) {
  host_reset();
  host_set_configuration(configuration);
  proxy_on_context_create(ROOT, 0);
  bool accepted = proxy_on_configure(ROOT, static_cast<uint32_t>(strlen(configuration))) != 0;
  if (!accepted) proxy_on_delete(ROOT);
  return accepted;
}

static void testSetsHeader(const char *configuration, const char *value) {
  CHECK(start(configuration));
  proxy_on_context_create(STREAM, ROOT);
  CHECK(proxy_on_request_headers(STREAM, 0, 1) == PW_HEADERS_CONTINUE);
  const char *header = host_header(PW_REQUEST_HEADERS, "x-hello");
  CHECK(header && strcmp(header, value) == 0);
  proxy_on_delete(STREAM);
  proxy_on_delete(ROOT);
}

static void testRejects(const char *configuration, const char *why) {
  CHECK(!start(configuration));
  CHECK(strstr(host_logged(), why));
}

int main() {
  testSetsHeader(R"({"header": "x-hello", "value": "world"})", "world");
  testSetsHeader(R"({"other": [1, {"a": "b"}], "header": "x-hello"})", "hello");
  testSetsHeader(R"({"header": "x-h\u0065llo", "value": "a\"b"})", "a\"b");
  testRejects(R"({"value": "world"})", "missing header");
  testRejects(R"({"header": ":path"})", "pseudo header");
  testRejects(R"({"header": 1})", "no strings");
  testRejects(R"({"header": "x-hello")", "no JSON object");
  puts(host_failures ? "FAILED" : "ok");
  return host_failures != 0;
}
