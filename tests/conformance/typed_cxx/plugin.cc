#include "plugin.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

using nlohmann::json;

static RegisterContextFactory register_gate(CONTEXT_FACTORY(Gate), ROOT_FACTORY(GateRoot));

namespace {

constexpr std::string_view kKeyHeader = "x-key";

bool isPath(std::string_view text) { return !text.empty() && text[0] == '/'; }

}  // namespace

bool GateRoot::parseLimits(const json& config) {
  auto it = config.find("limits");
  if (it == config.end()) {
    return true;
  }
  if (!it.value().is_array()) {
    LOG_WARN("limits is no array");
    return false;
  }
  for (const auto& item : it.value()) {
    Limit limit;
    if (!item.contains("path") || !item["path"].is_string()) {
      LOG_WARN("a limit without a path");
      return false;
    }
    limit.path = item["path"].get<std::string>();
    if (!isPath(limit.path)) {
      LOG_WARN(absl::StrCat("no path: ", limit.path));
      return false;
    }
    if (item.contains("most")) {
      limit.most = item["most"].is_number_integer() ? item["most"].get<int64_t>() : 0;
    }
    if (limit.most <= 0) {
      LOG_WARN(absl::StrCat("a limit that lets nothing through: ", limit.path));
      return false;
    }
    limits_.push_back(limit);
  }
  return true;
}

bool GateRoot::onConfigure(size_t size) {
  auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
  auto config = json::parse(data->view(), nullptr, false);
  if (config.is_discarded() || !config.is_object()) {
    LOG_WARN("the configuration is no object");
    return false;
  }
  auto keys = config.find("keys");
  if (keys == config.end() || !keys.value().is_array()) {
    LOG_WARN("keys are needed");
    return false;
  }
  for (const auto& key : keys.value()) {
    if (!key.is_string()) {
      LOG_WARN("a key is no string");
      return false;
    }
    if (!keys_.insert(key.get<std::string>()).second) {
      LOG_WARN(absl::StrCat("a key stands twice: ", key.get<std::string>()));
      return false;
    }
  }
  if (config.contains("cluster")) {
    cluster_ = config.value("cluster", "");
  }
  switch (config.value("interval", 0)) {
    case 0:
      break;
    case 1000:
    case 5000:
      proxy_set_tick_period_milliseconds(1000);
      break;
    default:
      LOG_WARN("no such interval");
      return false;
  }
  return parseLimits(config);
}

void GateRoot::onTick() { LOG_DEBUG("tick"); }

FilterHeadersStatus Gate::onRequestHeaders(uint32_t, bool) {
  auto key = getRequestHeader(kKeyHeader);
  if (root_->keys().count(key->toString()) == 0) {
    sendLocalResponse(401, "no_key", "no such key", {});
    return FilterHeadersStatus::StopIteration;
  }
  auto path = getRequestHeader(":path")->toString();
  for (const auto& limit : root_->limits()) {
    if (path == limit.path && limit.most < 2) {
      sendLocalResponse(429, "too_often", "", {});
      return FilterHeadersStatus::StopIteration;
    }
  }
  auto id_of_stream = id();
  auto callback = [this, id_of_stream](uint32_t, size_t body_size, uint32_t) {
    auto* stream = getContext(id_of_stream);
    if (stream == nullptr) {
      return;
    }
    stream->setEffectiveContext();
    auto body = getBufferBytes(WasmBufferType::HttpCallResponseBody, 0, body_size);
    if (body->view() != "ok") {
      sendLocalResponse(403, "refused", "", {});
      return;
    }
    continueRequest();
  };
  HeaderStringPairs headers{{":method", "GET"}, {":path", "/check"}, {":authority", "checks"}};
  if (root_->httpCall(root_->cluster(), headers, "", {}, 1000, callback) != WasmResult::Ok) {
    return FilterHeadersStatus::Continue;
  }
  return FilterHeadersStatus::StopIteration;
}

FilterHeadersStatus Gate::onResponseHeaders(uint32_t, bool) {
  removeResponseHeader("server");
  addResponseHeader("x-gate", "1");
  return FilterHeadersStatus::Continue;
}
