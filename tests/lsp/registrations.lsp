Of several plugins in one folder each has its keys renamed in its own documents, those that share the code with it, too.

-- plugin.cc --
#include "nlohmann/json.hpp"
#include "proxy_wasm_intrinsics.h"

static bool readLimit(const nlohmann::json& config) { return config.contains("limit") && config["limit"].is_number(); }

class ARoot : public RootContext {
 public:
  explicit ARoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    auto config = nlohmann::json::parse(data->view(), nullptr, false);
    if (config.is_discarded() || !config.contains("token")) return false;
    return readLimit(config);
  }
};
class BRoot : public RootContext {
 public:
  explicit BRoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    auto config = nlohmann::json::parse(data->view(), nullptr, false);
    return !config.is_discarded() && readLimit(config);
  }
};
class Filter : public Context {
 public:
  explicit Filter(uint32_t id, RootContext* root) : Context(id, root) {}
};

static RegisterContextFactory register_a(CONTEXT_FACTORY(Filter), ROOT_FACTORY(ARoot), "alpha");
static RegisterContextFactory register_b(CONTEXT_FACTORY(Filter), ROOT_FACTORY(BRoot), "beta");
-- alpha.yaml --
# wpls: plugin=.#alpha
limit: 1
token: a
-- sub/beta.yaml --
# wpls: plugin=..#beta
limit: 1
-- wpls.yaml --
plugins:
  ".#alpha": [more.yaml]
-- more.yaml --
limit: 2
token: b
-- steps --
initialize {"workspace": {"workspaceEdit": {"documentChanges": true}}}
open alpha.yaml

request textDocument/rename {"textDocument": {"uri": "$URI(alpha.yaml)"}, "position": {"line": 2, "character": 1}, "newName": "secret"}
result {"documentChanges": [
         {"textDocument": {"uri": "$URI(plugin.cc)"}, "edits": [{"range": {"start": {"line": 11, "character": 51}, "end": {"line": 11, "character": 56}}}]},
         {"textDocument": {"uri": "$URI(alpha.yaml)"}, "edits": [{"range": {"start": {"line": 2, "character": 0}}}]},
         {"textDocument": {"uri": "$URI(more.yaml)"}, "edits": [{"range": {"start": {"line": 1, "character": 0}}}]}]}
at references alpha.yaml "to|ken"
result [{"uri": "$URI(plugin.cc)", "range": {"start": {"line": 11}}}, {"uri": "$URI(alpha.yaml)"}, {"uri": "$URI(more.yaml)"}]
request textDocument/rename {"textDocument": {"uri": "$URI(alpha.yaml)"}, "position": {"line": 1, "character": 1}, "newName": "most"}
result {"documentChanges": [
         {"textDocument": {"uri": "$URI(plugin.cc)"}, "edits": [{"newText": "most"}, {"newText": "most"}]},
         {"textDocument": {"uri": "$URI(alpha.yaml)"}},
         {"textDocument": {"uri": "$URI(more.yaml)"}},
         {"textDocument": {"uri": "$URI(sub/beta.yaml)"}, "edits": [{"range": {"start": {"line": 1, "character": 0}}}]}]}
request shutdown
result null
notify exit
exits 0
