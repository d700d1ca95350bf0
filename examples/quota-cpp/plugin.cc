// quota: tells upstream how much a caller may ask for, by the caller's header.
#include <string>
#include <unordered_map>

#include "nlohmann/json.hpp"
#include "proxy_wasm_intrinsics.h"

using nlohmann::json;

class QuotaRoot : public RootContext {
 public:
  explicit QuotaRoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t size) override;

  std::string header_ = "x-caller";  // request header that names the caller
  int64_t default_ = 100;            // requests a minute of who is not listed
  std::unordered_map<std::string, int64_t> quotas_;

 private:
  bool addQuota(const json &one);
};

class Quota : public Context {
 public:
  explicit Quota(uint32_t id, RootContext *root) : Context(id, root) {}
  FilterHeadersStatus onRequestHeaders(uint32_t headers, bool end_of_stream) override;

 private:
  QuotaRoot *plugin() { return static_cast<QuotaRoot *>(root()); }
};

static RegisterContextFactory register_quota(CONTEXT_FACTORY(Quota), ROOT_FACTORY(QuotaRoot));

bool QuotaRoot::addQuota(const json &one) {
  auto caller = one.find("caller");
  if (caller == one.end() || !caller->is_string()) {
    LOG_ERROR("a quota needs a caller");
    return false;
  }
  auto limit = one.find("limit");
  if (limit == one.end() || !limit->is_number_integer()) {
    LOG_ERROR("a quota needs a limit, which is a whole number");
    return false;
  }
  if (limit->get<int64_t>() < 1) {
    LOG_ERROR("limit must be at least 1");
    return false;
  }
  quotas_[caller->get<std::string>()] = limit->get<int64_t>();
  return true;
}

bool QuotaRoot::onConfigure(size_t size) {
  WasmDataPtr text = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
  json config = json::parse(text->view(), nullptr, false);
  if (!config.is_object()) {
    LOG_ERROR("the configuration is no JSON object");
    return false;
  }
  if (auto it = config.find("header"); it != config.end()) {
    if (!it->is_string()) {
      LOG_ERROR("header must be a string");
      return false;
    }
    header_ = it->get<std::string>();
  }
  if (auto it = config.find("default"); it != config.end()) {
    if (!it->is_number_integer()) {
      LOG_ERROR("default must be a whole number");
      return false;
    }
    default_ = it->get<int64_t>();
  }
  auto quotas = config.find("quotas");
  if (quotas == config.end() || !quotas->is_array()) {
    LOG_ERROR("missing quotas in config");
    return false;
  }
  for (const json &one : *quotas) {
    if (!addQuota(one)) return false;
  }
  return true;
}

FilterHeadersStatus Quota::onRequestHeaders(uint32_t, bool) {
  WasmDataPtr caller = getRequestHeader(plugin()->header_);
  auto found = plugin()->quotas_.find(caller->toString());
  int64_t quota = found == plugin()->quotas_.end() ? plugin()->default_ : found->second;
  addRequestHeader("x-quota", std::to_string(quota));
  addResponseHeader("x-quota", std::to_string(quota));
  return FilterHeadersStatus::Continue;
}
