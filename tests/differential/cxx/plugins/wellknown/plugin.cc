// The messages of google.protobuf that JSON writes in a way of their own: which values they take.
#include <google/protobuf/util/json_util.h>

#include "wellknown/config.pb.h"
#include "../fixture.h"

using filter::wellknown::Config;

class WellKnown : public RootContext {
 public:
  explicit WellKnown(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}

  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    Config config;
    auto status = google::protobuf::util::JsonStringToMessage(data->toString(), &config);
    if (!status.ok()) {
      LOG_WARN("the configuration can't be parsed");
      return false;
    }
    if (config.has_count() && config.count().value() > 10) {
      LOG_WARN("too many: " + std::to_string(config.count().value()));
      return false;
    }
    if (config.has_text() && config.text().value().empty()) {
      LOG_WARN("an empty text");
      return false;
    }
    if (config.either_case() == Config::kYes && !config.yes().value()) {
      LOG_WARN("no");
      return false;
    }
    if (config.has_nothing() && config.has_extra()) {
      LOG_WARN("nothing and more");
      return false;
    }
    return true;
  }
};

static RegisterContextFactory register_WellKnown(CONTEXT_FACTORY(Stream), ROOT_FACTORY(WellKnown));
