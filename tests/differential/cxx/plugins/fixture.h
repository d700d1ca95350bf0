/* What the fixtures have in common: a root context that gives its configuration, an object, to `parse`. */
#pragma once

#include <nlohmann/json.hpp>

#include "proxy_wasm_intrinsics.h"

using json = nlohmann::json;

class Fixture : public RootContext {
 public:
  explicit Fixture(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}

  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    auto config = json::parse(data->view(), nullptr, false);
    if (config.is_discarded() || !config.is_object()) {
      LOG_WARN("the configuration is no object");
      return false;
    }
    return parse(config);
  }

  virtual bool parse(const json &config) = 0;

 protected:
  /* Shows what was computed, when the configuration asks for it. */
  bool shown(const json &config, const std::string &text) {
    if (!config.contains("show")) return true;
    LOG_WARN(text);
    return false;
  }
};

class Stream : public Context {
 public:
  explicit Stream(uint32_t id, RootContext *root) : Context(id, root) {}
};
