#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "nlohmann/json.hpp"
#include "proxy_wasm_intrinsics.h"

struct Limit {
  std::string path;
  int64_t most = 10;
};

class GateRoot : public RootContext {
 public:
  explicit GateRoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t size) override;
  void onTick() override;

  const std::unordered_set<std::string>& keys() const { return keys_; }
  const std::vector<Limit>& limits() const { return limits_; }
  const std::string& cluster() const { return cluster_; }

 private:
  bool parseLimits(const nlohmann::json& config);
  std::unordered_set<std::string> keys_;
  std::vector<Limit> limits_;
  std::string cluster_ = "checks";
};

class Gate : public Context {
 public:
  explicit Gate(uint32_t id, RootContext* root) : Context(id, root), root_(dynamic_cast<GateRoot*>(root)) {}
  FilterHeadersStatus onRequestHeaders(uint32_t headers, bool end_of_stream) override;
  FilterHeadersStatus onResponseHeaders(uint32_t headers, bool end_of_stream) override;

 private:
  GateRoot* root_;
};
