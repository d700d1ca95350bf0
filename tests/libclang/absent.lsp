No libclang: said once, and everything else is answered.

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
-- steps --
initialize {"initializationOptions": {"trusted": true}}
capabilities {"capabilities": {"completionProvider": {"triggerCharacters": [":", " ", "\"", ".", ">"]}}}
open plugin.cc
expect window/logMessage {"type": 3, "message": "libclang (14 to 22) is not installed*"}
settles plugin.cc {"diagnostics": [{"code": "phase/wrong-phase"}]}
hover plugin.cc "this->co|unt"
result null
hover plugin.cc "addResponse|Header"
result {"contents": {"value": "*addResponseHeader*"}}
complete plugin.cc "  loc|()"
offers localResponse
complete plugin.cc "this->|count"
labels
at definition plugin.cc "this->co|unt"
result []
nothing window/logMessage
request shutdown
result null
notify exit
exits 0
