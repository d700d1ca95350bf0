A plugin in C++: its configuration while it is typed, keys to code and back, edits of its source and of a header that it includes.

-- WORKSPACE --
-- limits.h --
#pragma once
constexpr int kMost = 1000;
-- plugin.cc --
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "limits.h"
#include "proxy_wasm_intrinsics.h"

using nlohmann::json;

struct Rule {
  std::string name;
  int limit = 10;
  std::vector<std::string> hosts;
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
};

static RegisterContextFactory register_filter(CONTEXT_FACTORY(Filter), ROOT_FACTORY(FilterRoot));

bool FilterRoot::parse(const json& config, Rule& rule) {
  auto it = config.find("name");
  if (it == config.end() || !it->is_string()) {
    LOG_WARN("a rule needs a name");
    return false;
  }
  rule.name = it->get<std::string>();
  if (config.contains("limit")) {
    if (!config["limit"].is_number_integer()) {
      LOG_WARN("limit must be a whole number");
      return false;
    }
    rule.limit = config["limit"].get<int>();
  }
  if (rule.limit <= 0 || rule.limit > kMost) {
    LOG_ERROR(absl::StrCat("limit of ", rule.name, " out of range: ", rule.limit));
    return false;
  }
  it = config.find("hosts");
  if (it != config.end()) {
    for (const auto& [key, host] : it->items()) {
      if (!host.is_string()) return false;
      rule.hosts.push_back(host.get<std::string>());
    }
  }
  return true;
}

bool FilterRoot::onConfigure(size_t size) {
  auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
  json config = json::parse(data->view(), nullptr, false);
  if (config.is_discarded()) return false;
  auto rules = config.find("rules");
  if (rules == config.end() || !rules.value().is_array()) {
    LOG_WARN("rules are missing");
    return false;
  }
  for (auto& one : rules.value()) {
    Rule rule;
    if (!parse(one, rule)) {
      LOG_WARN(absl::StrCat("bad configuration ", data->view()));
      return false;
    }
    rules_.push_back(rule);
  }
  return true;
}
-- config.yaml --
rules:
- name: a
  limit: 1001
-- steps --
initialize {}
open plugin.cc
open config.yaml
settles config.yaml {"diagnostics": [{"code": "config/rejected", "message": "rejected by the plugin: limit of a out of range: 1001*", "range": {"start": {"line": 2, "character": 9}}}]}
hover config.yaml "lim|it"
result {"contents": {"value": "limit: integer, optional*from 1 to 1000*read at plugin.cc:41"}}
at definition config.yaml "lim|it"
result [{"uri": "$URI(plugin.cc)", "range": {"start": {"line": 40, "character": 6}}}]
complete config.yaml "  |limit"
labels hosts limit
open limits.h
edit limits.h "1000" "2000"
settles config.yaml {"diagnostics": []}
edit plugin.cc "kMost" "7"
settles config.yaml {"diagnostics": [{"code": "config/rejected"}]}
edit plugin.cc "rule.limit > 7)" "rule.limit > 7"
edit config.yaml "1001" "6"
settles config.yaml {"diagnostics": []}
edit config.yaml "limit: 6" "limit: 8"
settles config.yaml {"diagnostics": [{"code": "config/rejected"}]}
request shutdown
result null
notify exit
exits 0
