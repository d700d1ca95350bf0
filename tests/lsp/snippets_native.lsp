Snippets in C++ and C: by the names that the SDK and the ABI give to functions.

-- plugin.cc --
#include "proxy_wasm_intrinsics.h"

class PluginContext : public Context {
public:
  explicit PluginContext(uint32_t id, RootContext *root) : Context(id, root) {}
  onReq
};

FilterHeadersStatus PluginContext::onRequestHeaders(uint32_t, bool) {
  // local
  if (true) {
    local
  }
  root()->httpCall("a", {}, "", {}, 1, [](uint32_t, size_t, uint32_t) {
    cont
  });
  f(arg);
  return FilterHeadersStatus::Continue;
}

cont
-- plugin.c --
#include "proxy_wasm.h"

uint32_t proxy_on_request_body(uint32_t context, uint32_t body_size, uint32_t end_of_stream)
{
    rep
-- other.cc --
int main() {
  local
}
-- empty.c --
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]}}}}}
open plugin.cc
complete plugin.cc "  onReq|\n"
labels onRequestHeaders onRequestBody onResponseHeaders onResponseBody onConfigure onTick
accept onRequestHeaders "  FilterHeadersStatus onRequestHeaders(uint32_t, bool) override {\n    $0\n    return FilterHeadersStatus::Continue;\n  }"
complete plugin.cc "    local|\n"
offers httpCall localResponse setHeader getHeader contentLength sharedCounter
lacks replaceBody continueRequest plugin
complete plugin.cc "  // local|\n"
labels
complete plugin.cc "    cont|\n"
offers continueRequest continueResponse localResponse
lacks httpCall setHeader
complete plugin.cc "f(arg|)"
labels
complete plugin.cc "\ncont|\n"
labels contexts
open plugin.c
complete plugin.c "    rep|\n"
offers replaceBody localResponse
lacks setHeader httpCall
open empty.c
replace empty.c "plug"
complete empty.c "plug|"
labels plugin

# Other people's C++ is left alone.
open other.cc
complete other.cc "  local|\n"
labels

request shutdown
result ...
notify exit
exits 0
