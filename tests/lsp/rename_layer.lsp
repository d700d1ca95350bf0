Keys that say what a rule is for are not the plugin's to rename, also where its own code reads them.

-- plugin.cc --
#include "nlohmann/json.hpp"
#include "proxy_wasm_intrinsics.h"

using nlohmann::json;

class FilterRoot : public RootContext {
 public:
  explicit FilterRoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    auto config = json::parse(data->view(), nullptr, false);
    if (!config.is_object()) return false;
    code_ = config.value("code", 403);
    for (const auto &rule : config.value("_rules_", json::array())) routes_ += rule.value("_match_route_", "");
    return true;
  }

 private:
  int code_ = 0;
  std::string routes_;
};

static RegisterContextFactory r(CONTEXT_FACTORY(Context), ROOT_FACTORY(FilterRoot));
-- config.yaml --
code: 404
_rules_:
- _match_route_: a
-- steps --
initialize {"textDocument": {"rename": {"prepareSupport": true}}}
open config.yaml
request textDocument/prepareRename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 0, "character": 1}}
result {"placeholder": "code"}
request textDocument/prepareRename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 1, "character": 1}}
error -32803 "'_rules_' can't be renamed: the gateway writes it, too"
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 2, "character": 4}, "newName": "x"}
error -32803 "no key of a plugin's configuration stands there"
request shutdown
result null
notify exit
exits 0
