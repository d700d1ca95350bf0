// Messages of proto2: default values, extensions that nobody declares in JSON, what is there and what is not.
#include <google/protobuf/util/json_util.h>

#include "proto2/config.pb.h"
#include "../fixture.h"

using filter::config::v2::Config;

class Proto2 : public RootContext {
 public:
  explicit Proto2(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}

  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    Config config;
    auto status = google::protobuf::util::JsonStringToMessage(data->toString(), &config);
    if (!status.ok()) {
      LOG_WARN("the configuration can't be parsed");
      return false;
    }
    if (config.port() < 1024) {
      LOG_WARN("port " + std::to_string(config.port()));
      return false;
    }
    for (const auto &rule : config.rule())
      if (rule.weight() > 100 || rule.path().empty()) {
        LOG_WARN("rule '" + rule.path() + "' weighs " + std::to_string(rule.weight()));
        return false;
      }
    if (config.kind() == filter::config::v2::KIND_SOME && config.strict() && config.has_kind()) {
      LOG_WARN("some, strictly");
      return false;
    }
    if (config.has_limit() && config.limit().most() <= 0) {
      LOG_WARN("no limit");
      return false;
    }
    if (!config.show()) return true;
    LOG_WARN(config.name() + " " + std::to_string(config.has_name()) + " " + std::to_string(config.port()) + " " +
             std::to_string(config.offset()) + " " + std::to_string(config.kind()) + " " + std::to_string(config.strict()) + " " +
             std::to_string(config.ratio() > 0.25) + " " + std::to_string(config.rule_size()));
    return false;
  }
};

static RegisterContextFactory register_Proto2(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Proto2));
