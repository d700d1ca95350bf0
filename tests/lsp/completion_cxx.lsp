The SDK's functions in C++, by what they do in the handler around; without libclang.

-- plugin.cc --
#include "proxy_wasm_intrinsics.h"

class Filter : public Context {
public:
  explicit Filter(uint32_t id, RootContext *root) : Context(id, root) {}
  FilterHeadersStatus onRequestHeaders(uint32_t, bool) override {
    removeRequestHeader("a");
    auto later = [](uint32_t, size_t, uint32_t) { continueRequest(); };
    return FilterHeadersStatus::Continue;
  }
  FilterDataStatus onResponseBody(size_t, bool) override;
};

static RegisterContextFactory register_filter(CONTEXT_FACTORY(Filter), ROOT_FACTORY(RootContext));

FilterDataStatus Filter::onResponseBody(size_t size, bool) {
  getBufferBytes(WasmBufferType::HttpResponseBody, 0, size);
  return FilterDataStatus::Continue;
}
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true, "tagSupport": {"valueSet": [1]},
    "resolveSupport": {"properties": ["documentation"]}}}}}
open plugin.cc
complete plugin.cc "removeRequest|Header"
offers removeRequestHeader getRequestHeader addResponseHeader sendLocalResponse getBufferBytes
item removeRequestHeader {"sortText": "0*", "tags": absent, "documentation": absent, "textEdit": {"newText": "removeRequestHeader($0)"}}
item addResponseHeader {"sortText": "8*", "tags": [1], "detail": "wrong here: *"}
item getBufferBytes {"sortText": "2*", "tags": absent}

# In another handler, and in a lambda, which runs who knows when.
complete plugin.cc "getBuffer|Bytes"
offers addResponseHeader sendLocalResponse
item addResponseHeader {"sortText": "8*"}
item sendLocalResponse {"sortText": "8*", "detail": "wrong here: *"}
complete plugin.cc "continue|Request"
offers addResponseHeader
item addResponseHeader {"sortText": "2*", "tags": absent}
request shutdown
result null
notify exit
exits 0
