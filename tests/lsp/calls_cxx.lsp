A method's calls are told in the file of its body, which is found from its declaration and from its definition.

-- filter.h --
#include "proxy_wasm_intrinsics.h"

class Root : public RootContext {
 public:
  explicit Root(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
};

class Filter : public Context {
 public:
  explicit Filter(uint32_t id, RootContext* root) : Context(id, root) {}
  FilterHeadersStatus onRequestHeaders(uint32_t count, bool end_of_stream) override;

 private:
  void mark();
};
-- filter.cc --
#include "filter.h"

static RegisterContextFactory register_filter(CONTEXT_FACTORY(Filter), ROOT_FACTORY(Root), "filter");

void Filter::mark() { addRequestHeader("x", "1"); }

FilterHeadersStatus Filter::onRequestHeaders(uint32_t, bool) {
  mark();
  return FilterHeadersStatus::Continue;
}
-- steps --
initialize {}
open filter.cc
open filter.h
at prepareCallHierarchy filter.cc "Filter::ma|rk()"
result [{"name": "mark", "uri": "$URI(filter.cc)", "range": {"start": {"line": 4, "character": 0}},
         "selectionRange": {"start": {"line": 4, "character": 13}, "end": {"line": 4, "character": 17}}}]
at prepareCallHierarchy filter.h "void ma|rk()"
result [{"name": "mark", "uri": "$URI(filter.cc)", "selectionRange": {"start": {"line": 4, "character": 13}}}]
at prepareCallHierarchy filter.h "onRequest|Headers"
result [{"name": "onRequestHeaders", "uri": "$URI(filter.cc)", "range": {"start": {"line": 6, "character": 0}},
         "selectionRange": {"start": {"line": 6, "character": 28}}}]
request callHierarchy/incomingCalls {"item": {"name": "mark", "kind": 12, "uri": "$URI(filter.cc)",
    "range": {"start": {"line": 4, "character": 0}, "end": {"line": 4, "character": 51}},
    "selectionRange": {"start": {"line": 4, "character": 13}, "end": {"line": 4, "character": 17}}}}
result [{"from": {"name": "onRequestHeaders", "uri": "$URI(filter.cc)"}, "fromRanges": [{"start": {"line": 7, "character": 2}, "end": {"line": 7, "character": 6}}]}]
request callHierarchy/outgoingCalls {"item": {"name": "mark", "kind": 12, "uri": "$URI(filter.cc)",
    "range": {"start": {"line": 4, "character": 0}, "end": {"line": 4, "character": 51}},
    "selectionRange": {"start": {"line": 4, "character": 13}, "end": {"line": 4, "character": 17}}}}
result [{"to": {"name": "addRequestHeader", "uri": "$URI(filter.cc)"}, "fromRanges": [{"start": {"line": 4, "character": 22}}]}]
request shutdown
result null
notify exit
exits 0
