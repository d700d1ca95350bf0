#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "proxy_wasm_intrinsics.h"

using nlohmann::json;

class FilterRoot : public RootContext {
 public:
  explicit FilterRoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    json config = json::parse(data->view(), nullptr, false);
    for (const auto& item : config["headers"]) {
      std::vector<std::string> pair = absl::StrSplit(item.get<std::string>(), '=');
      names_.push_back(pair[1]);
    }
    if (config.contains("last")) {
      last_ = config.at("last").get<std::string>();
    }
    return last_.value().size() < 5;
  }

 private:
  std::vector<std::string> names_;
  std::optional<std::string> last_;
};

class Filter : public Context {
 public:
  explicit Filter(uint32_t id, RootContext* root) : Context(id, root) {}
};

static RegisterContextFactory register_filter(CONTEXT_FACTORY(Filter), ROOT_FACTORY(FilterRoot));