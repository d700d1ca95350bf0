// Messages of protobuf read from JSON: names, types, enums, maps, one of several, what is there and what is not.
#include <google/protobuf/util/json_util.h>

#include "messages/config.pb.h"
#include "../fixture.h"

using filter::config::v1::Config;
using google::protobuf::util::JsonParseOptions;
using google::protobuf::util::JsonStringToMessage;

class Messages : public RootContext {
 public:
  explicit Messages(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}

  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    Config config;
    JsonParseOptions options;
    options.ignore_unknown_fields = false;
    auto status = JsonStringToMessage(data->toString(), &config, options);
    if (!status.ok()) {
      LOG_WARN("the configuration can't be parsed");
      return false;
    }
    if (config.service_name().empty() || config.service_name().size() > 20) {
      LOG_WARN("no good name: " + config.service_name());
      return false;
    }
    return check(config) && check_limits(config) && (!config.show() || shown(config));
  }

 private:
  bool check(const Config &config) {
    if (config.mode() == Config::SLOW && config.level() == filter::config::v1::LEVEL_HIGH) {
      LOG_WARN("slow and high");
      return false;
    }
    switch (config.auth_case()) {
      case Config::kToken:
        if (config.token().empty()) {
          LOG_WARN("an empty token");
          return false;
        }
        break;
      case Config::kQuota:
        if (!config.has_quota() || config.quota().per_second() == 0) {
          LOG_WARN("an empty quota");
          return false;
        }
        break;
      default:
        if (!config.token().empty() || config.has_quota()) return false;
    }
    for (const std::string &host : config.hosts())
      if (host.find('.') == std::string::npos) {
        LOG_WARN("a host without a dot: " + host);
        return false;
      }
    auto weight = config.weights().find("a");
    if (weight != config.weights().end() && weight->second > 10) {
      LOG_WARN("too heavy");
      return false;
    }
    if (config.has_port() && (config.port() <= 0 || config.port() > 65535)) {
      LOG_WARN("no port: " + std::to_string(config.port()));
      return false;
    }
    if (config.has_strict() && config.strict().value() && !config.debug()) {
      LOG_WARN("strict without debug");
      return false;
    }
    return true;
  }

  bool check_limits(const Config &config) {
    for (int i = 0; i < config.limits_size(); i++)
      if (config.limits(i).per_second() == 0) {
        LOG_WARN("limit " + std::to_string(i) + " is nothing");
        return false;
      }
    if (config.has_limit() && config.limit().window().seconds() > 60) {
      LOG_WARN("too long: " + std::to_string(config.limit().window().seconds()));
      return false;
    }
    if (config.limit().nested().nested().per_second() > 5) {
      LOG_WARN("too deep");
      return false;
    }
    auto found = config.by_status().find(404);
    if (found != config.by_status().end() && found->second.per_second() > 1) {
      LOG_WARN("too often");
      return false;
    }
    return true;
  }

  bool shown(const Config &config) {
    Config copy = config;
    copy.set_big(copy.big() + 1);
    copy.mutable_limit()->set_per_second(9);
    LOG_WARN(std::to_string(config.mode()) + " " + std::to_string(config.level()) + " " + std::to_string(config.big()) + " " +
             std::to_string(copy.big()) + " " + std::to_string(config.huge()) + " " + std::to_string(config.hosts_size()) + " " +
             std::to_string(config.weights_size()) + " " + std::to_string(config.by_status().size()) + " " + config.other() + " " +
             std::to_string(config.has_limit()) + std::to_string(copy.has_limit()) + " " +
             std::to_string(config.limit().per_second()) + " " + std::to_string(copy.limit().per_second()) + " " +
             std::to_string(config.ratio() > 0.5) + std::to_string(config.share() < 0) + std::to_string(config.has_extra()));
    return false;
  }
};

static RegisterContextFactory register_Messages(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Messages));
