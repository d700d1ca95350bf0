In a C++ source: what keys, variables, handlers and SDK calls mean, where keys are set, lenses, and comments that take findings away.

-- plugin.cc --
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
-- config.yaml --
rules:
- name: a
  limit: 3
-- other/wasm.yaml --
rules: [{name: b, limit: 1}, {name: c, limit: 1}, {name: d, limit: 1}, {name: e, limit: 1}, {name: f, limit: 1}]
-- steps --
initialize {"textDocument": {"hover": {"contentFormat": ["markdown"]},
                             "codeAction": {"isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}}},
            "workspace": {"workspaceEdit": {"documentChanges": true}},
            "initializationOptions": {"commands": ["wpls.buildPlugin", "wpls.showSchema"]}}
open plugin.cc
open config.yaml

# Keys, where they are first read and again, and the variables that they end up in.
hover plugin.cc "find(\"na|me\")"
result {"contents": {"kind": "markdown", "value": "**name**: string, required\n\nwhat the rule is called\n\n- without it the plugin says `a rule needs a name`\n- read at*\n- set at [config.yaml:2](*config.yaml#L2), [other/wasm.yaml:1](*"}, "range": {"start": {"line": 32, "character": 25}, "end": {"line": 32, "character": 29}}}
hover plugin.cc "contains(\"lim|it\")"
result {"contents": {"value": "**limit**: integer, optional\n\n- default: `10`*- set at [config.yaml:3](*"}}
hover plugin.cc "config[\"lim|it\"]"
result {"contents": {"value": "**limit**: integer, optional*"}, "range": {"start": {"line": 38, "character": 53}, "end": {"line": 38, "character": 58}}}
hover plugin.cc "int li|mit = 10"
result {"contents": {"value": "**limit**: integer, optional*"}, "range": {"start": {"line": 10, "character": 6}, "end": {"line": 10, "character": 11}}}
hover plugin.cc "std::string na|me;"
result {"contents": {"value": "**name**: string, required*"}}
hover plugin.cc "RootContext(id, ro|ot_id)"
result null
at references plugin.cc "config[\"lim|it\"]"
result [{"uri": "$URI(plugin.cc)", "range": {"start": {"line": 38, "character": 23}}}, {"uri": "$URI(plugin.cc)", "range": {"start": {"line": 38, "character": 53}}}, {"uri": "$URI(config.yaml)"}, ...]
at references plugin.cc "int li|mit = 10"
result [{"uri": "$URI(plugin.cc)", "range": {"start": {"line": 38}}}, {"uri": "$URI(config.yaml)", "range": {"start": {"line": 2, "character": 2}}}, ...]
at definition config.yaml "na|me: a"
result [{"uri": "$URI(plugin.cc)", "range": {"start": {"line": 32, "character": 12}}}]

# Handlers, where they are declared and defined, and calls.
hover plugin.cc "  FilterHeadersStatus onRequest|Headers"
result {"contents": {"value": "`onRequestHeaders` runs in the request header phase"}, "range": {"start": {"line": 26, "character": 22}, "end": {"line": 26, "character": 38}}}
hover plugin.cc "Filter::onRequest|Headers"
result {"contents": {"value": "`onRequestHeaders` runs in the request header phase"}, "range": {"start": {"line": 56, "character": 28}}}
hover plugin.cc "bool FilterRoot::onConf|igure"
result {"contents": {"value": "`onConfigure` runs while*"}}
hover plugin.cc "addResp|onseHeader"
result {"contents": {"value": "```cpp\nWasmResult addResponseHeader(*| in the response header phase*"}}
hover plugin.cc "LOG_W|ARN"
result {"contents": {"value": "```cpp\nLOG_WARN(...)\n```\nWrites a line of the log.*"}}

request textDocument/codeLens {"textDocument": {"uri": "$URI(plugin.cc)"}}
result [{"range": {"start": {"line": 29}}, "command": {"title": "build", "command": "wpls.buildPlugin"}}, {"command": {"title": "show schema"}}]

# Comments: for a line, for the function around and for the file, even below a licence.
settles plugin.cc {"diagnostics": [{"code": "phase/wrong-phase"}]}
actions plugin.cc "addResponse|Header|(" "quickfix"
titles "ignore phase/wrong-phase for this line" "ignore phase/wrong-phase for this function" "ignore phase/wrong-phase in this file"
repair "ignore phase/wrong-phase for this function" "\n// wpls:ignore phase/wrong-phase \nFilterHeadersStatus Filter::onRequestHeaders("
settles plugin.cc {"diagnostics": []}
edit plugin.cc "// wpls:ignore phase/wrong-phase \n" ""
settles plugin.cc {"diagnostics": [{"code": "phase/wrong-phase"}]}
actions plugin.cc "addResponse|Header|(" "quickfix"
titles ...
repair "ignore phase/wrong-phase for this line" "  if (id() > 0) {\n    // wpls:ignore phase/wrong-phase \n    addResponseHeader("
settles plugin.cc {"diagnostics": []}
edit plugin.cc "    // wpls:ignore phase/wrong-phase \n" ""
settles plugin.cc {"diagnostics": [{"code": "phase/wrong-phase"}]}
actions plugin.cc "addResponse|Header|(" "quickfix"
titles ...
repair "ignore phase/wrong-phase in this file" "// wpls:ignore phase/wrong-phase \n/* A licence. */\n"
settles plugin.cc {"diagnostics": []}
request shutdown
result null
notify exit
exits 0
