Handlers in C++: findings while the source is edited, an ignore comment, what calls do in each phase.

-- plugin.cc --
#include "proxy_wasm_intrinsics.h"

class Filter : public Context {
public:
  explicit Filter(uint32_t id, RootContext *root) : Context(id, root) {}
  FilterHeadersStatus onRequestHeaders(uint32_t, bool) override {
    addResponseHeader("x", "y");
    return FilterHeadersStatus::Continue;
  }
};

static RegisterContextFactory register_filter(CONTEXT_FACTORY(Filter), ROOT_FACTORY(RootContext));
-- steps --
initialize {}
open plugin.cc
settles plugin.cc {"diagnostics": [{"code": "phase/wrong-phase", "message": "'addResponseHeader' in onRequestHeaders returns 'bad argument' and changes nothing: the response does not exist yet*", "range": {"start": {"line": 6, "character": 4}}}]}
hover plugin.cc "addResponse|Header"
result {"contents": {"value": "WasmResult addResponseHeader(std::string_view key, std::string_view value)*Adds a response header*in the response header phase*"}}
edit plugin.cc "addResponseHeader" "addRequestHeader"
settles plugin.cc {"diagnostics": []}
edit plugin.cc "addRequestHeader" "addResponseTrailer"
settles plugin.cc {"diagnostics": [{"code": "phase/wrong-phase"}]}
edit plugin.cc "\"y\");" "\"y\"); //wpls:ignore phase/wrong-phase"
settles plugin.cc {"diagnostics": []}
request shutdown
result null
notify exit
exits 0
