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
