Plugins, their handlers and keys, and the WasmPlugins that configure them, in a source's outline and by name.

-- gate/go.mod --
module example.com/gate

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- gate/main.go --
package main

import (
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct {
	mode  string
	limit int64
}

func init() {
	wrapper.SetCtx("gate", wrapper.ParseConfig(parseConfig), wrapper.ProcessRequestHeaders(onHttpRequestHeaders))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.mode = json.Get("mode").String()
	config.limit = json.Get("limits.timeout").Int()
	return nil
}

func onHttpRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	return types.ActionContinue
}
-- native/plugin.cc --
/* A licence. */
#include <string>

#include "nlohmann/json.hpp"
#include "proxy_wasm_intrinsics.h"

using nlohmann::json;

struct Rule {
  std::string name;  // what the rule is called
  int limit = 10;
};

class FilterRoot : public RootContext {
 public:
  explicit FilterRoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t size) override;

 private:
  bool parse(const json& config, Rule& rule);
  std::vector<Rule> rules_;
};

class Filter : public Context {
 public:
  explicit Filter(uint32_t id, RootContext* root) : Context(id, root) {}
  FilterHeadersStatus onRequestHeaders(uint32_t, bool) override;
};

static RegisterContextFactory register_filter(CONTEXT_FACTORY(Filter), ROOT_FACTORY(FilterRoot));

bool FilterRoot::parse(const json& config, Rule& rule) {
  auto it = config.find("name");
  if (it == config.end() || !it->is_string()) {
    LOG_WARN("a rule needs a name");
    return false;
  }
  rule.name = it->get<std::string>();
  if (config.contains("limit")) rule.limit = config["limit"].get<int>();
  return true;
}

bool FilterRoot::onConfigure(size_t size) {
  auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
  json config = json::parse(data->view(), nullptr, false);
  if (config.is_discarded()) return false;
  auto rules = config.find("rules");
  if (rules == config.end() || !rules.value().is_array()) return false;
  for (auto& one : rules.value()) {
    Rule rule;
    if (!parse(one, rule)) return false;
    rules_.push_back(rule);
  }
  return true;
}

FilterHeadersStatus Filter::onRequestHeaders(uint32_t, bool) {
  if (id() > 0) {
    addResponseHeader("x", "🙂");
  }
  return FilterHeadersStatus::Continue;
}
-- wasm.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: gate-in-test
spec:
  url: oci://example.com/gate:1
  defaultConfig:
    mode: lenient
-- steps --
initialize {"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}}
capabilities {"capabilities": {"documentSymbolProvider": true, "workspaceSymbolProvider": true, "implementationProvider": true}}
open gate/main.go
open native/plugin.cc
open wasm.yaml

request textDocument/documentSymbol {"textDocument": {"uri": "$URI(gate/main.go)"}}
result [{"name": "gate", "kind": 4, "range": {"start": {"line": 16, "character": 1}}},
        {"name": "parseConfig", "detail": "ParseConfig", "kind": 12}, {"name": "mode", "detail": "string*", "kind": 20, "selectionRange": {"start": {"line": 20, "character": 25}, "end": {"line": 20, "character": 29}}},
        {"name": "limits", "kind": 20}, {"name": "limits.timeout", "kind": 20, "selectionRange": {"start": {"line": 21}}},
        {"name": "onHttpRequestHeaders", "detail": "ProcessRequestHeaders", "kind": 12, "range": {"start": {"line": 25, "character": 0}, "end": {"line": 27}},
         "selectionRange": {"start": {"line": 25, "character": 5}, "end": {"line": 25, "character": 25}}}]
request textDocument/documentSymbol {"textDocument": {"uri": "$URI(native/plugin.cc)"}}
result [{"name": "onConfigure", "kind": 12}, {"name": "onRequestHeaders", "kind": 12}, {"name": "native", "kind": 4},
        {"name": "rules.name", "kind": 20, "selectionRange": {"start": {"line": 32, "character": 25}, "end": {"line": 32, "character": 29}}},
        {"name": "rules.limit", "kind": 20}, {"name": "rules", "kind": 20}]
request textDocument/documentSymbol {"textDocument": {"uri": "$URI(wasm.yaml)"}}
result [{"name": "apiVersion"}, {"name": "kind"}, {"name": "metadata"}, {"name": "spec"}]

request workspace/symbol {"query": "GATE"}
result [{"name": "gate", "kind": 4, "location": {"uri": "$URI(gate/main.go)"}},
        {"name": "gate-in-test", "kind": 19, "containerName": "gate", "location": {"uri": "$URI(wasm.yaml)", "range": {"start": {"line": 3, "character": 8}}}}]
request workspace/symbol {"query": "im"}
result [{"name": "limits", "containerName": "gate", "location": {"uri": "$URI(gate/main.go)"}}, {"name": "limits.timeout"},
        {"name": "rules.limit", "containerName": "native", "location": {"uri": "$URI(native/plugin.cc)"}}]
request workspace/symbol {"query": "requestheaders"}
result [{"name": "onHttpRequestHeaders", "kind": 12, "containerName": "gate"}, {"name": "onRequestHeaders", "containerName": "native"}]
request workspace/symbol {"query": "nothing of that name"}
result []
request workspace/symbol {}
error -32602 "'query' must be a string"

# From the WasmPlugin, wherever the cursor is in it, to where its plugin registers itself.
at implementation wasm.yaml "url: o|ci"
result [{"uri": "$URI(gate/main.go)", "range": {"start": {"line": 16, "character": 1}}}]
at implementation gate/main.go "json.G|et"
result []
request shutdown
result null
notify exit
exits 0
