A libclang that ends its process, or never answers: no answer is lost, nothing else waits, it is said once, and it is not asked again.

-- plugin.cc --
#include "proxy_wasm_intrinsics.h"

class Filter : public Context {
 public:
  explicit Filter(uint32_t id, RootContext* root) : Context(id, root) {}
  FilterHeadersStatus onRequestHeaders(uint32_t, bool) override;
  int count = 0;
};

static RegisterContextFactory register_filter(CONTEXT_FACTORY(Filter), ROOT_FACTORY(RootContext));

FilterHeadersStatus Filter::onRequestHeaders(uint32_t, bool) {
  addResponseHeader("x", "y");
  loc();
  this->count++;
  return FilterHeadersStatus::Continue;
}
-- config.yaml --
a: 1
-- steps --
initialize {"initializationOptions": {"trusted": true}}
open plugin.cc
hover plugin.cc "this->co|unt"
hover plugin.cc "addResponse|Header"
# answered before the one that libclang was asked for
result null
result {"contents": {"value": "*addResponseHeader*"}}
settles plugin.cc {"diagnostics": [{"code": "phase/wrong-phase"}]}
complete plugin.cc "  loc|()"
offers localResponse
at definition plugin.cc "this->co|unt"
result []
expect window/logMessage {"type": 2, "message": "libclang ended or did not answer three times*"}
hover plugin.cc "this->co|unt"
result null
edit plugin.cc "addResponseHeader" "addRequestHeader"
settles plugin.cc {"diagnostics": []}
nothing window/logMessage
request shutdown
result null
notify exit
exits 0
