// The helpers around JSON that plugins in C++ bring along.
#include <string>
#include <vector>

#include "../fixture.h"
#include "json_util.h"

using namespace Wasm::Common;

class Helpers : public Fixture {
 public:
  using Fixture::Fixture;

  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    auto parsed = JsonParse(data->view());
    if (!parsed.has_value()) {
      LOG_WARN("cannot parse: " + data->toString());
      return false;
    }
    return parse(parsed.value());
  }

  bool parse(const json &config) override {
    std::string text;
    auto it = config.find("name");
    if (it != config.end()) {
      auto name = JsonValueAs<std::string>(it.value());
      if (name.second != JsonParserResultDetail::OK || !name.first) {
        LOG_WARN("name: " + std::to_string(static_cast<int>(name.second)));
        return false;
      }
      text += name.first.value();
    }
    it = config.find("view");
    if (it != config.end()) {
      auto view = JsonValueAs<std::string_view>(*it);
      text += view.first.has_value() ? std::string(*view.first) : "none" + std::to_string(view.second);
    }
    it = config.find("signed");
    if (it != config.end()) {
      auto [number, detail] = JsonValueAs<int64_t>(it.value());
      if (detail != OK) {
        LOG_WARN("signed: " + std::to_string(detail));
        return false;
      }
      text += std::to_string(*number);
    }
    it = config.find("unsigned");
    if (it != config.end()) {
      auto number = JsonValueAs<uint64_t>(it.value());
      if (number.second != OK) {
        LOG_WARN("unsigned: " + std::to_string(number.second));
        return false;
      }
      text += std::to_string(number.first.value());
    }
    it = config.find("flag");
    if (it != config.end()) {
      auto flag = JsonValueAs<bool>(it.value());
      text += flag.second == OK ? std::to_string(flag.first.value()) : "flag" + std::to_string(flag.second);
    }
    if (!JsonArrayIterate(config, "list", [&](const json &item) -> bool {
          if (!item.is_object()) return false;
          if (!JsonObjectIterate(item, [&](std::string key) {
                text += key;
                return key != "stop";
              })) {
            LOG_WARN("stopped");
            return false;
          }
          return JsonArrayIterate(item, "inner", [&](const JsonObject &inner) {
            auto n = JsonValueAs<int64_t>(inner);
            return n.second == OK && n.first.value() < 10;
          });
        })) {
      LOG_WARN("list is wrong");
      return false;
    }
    if (!JsonObjectIterate(config, "object", [&](std::string key) {
          auto value = JsonValueAs<std::string>(config["object"][key]);
          if (value.second != OK) {
            LOG_WARN(key + " is no text");
            return false;
          }
          text += key + "=" + value.first.value();
          return true;
        }))
      return false;
    text += JsonGetField<std::string>(config, "soft").value();
    int64_t weight = JsonGetField<int64_t>(config, "weight").value_or(5);
    auto field = JsonGetField<std::string>(config, "field");
    if (field.detail() == TYPE_ERROR) {
      LOG_WARN("field is of another type");
      return false;
    }
    auto names = config.find("names");
    if (names != config.end()) {
      auto all = JsonValueAs<std::vector<std::string_view>>(*names);
      if (all.second != OK) {
        LOG_WARN("names");
        return false;
      }
      if (all.first.has_value())
        for (auto &one : *all.first) text += one;
    }
    auto whole = JsonValueAs<JsonObject>(config.value("whole", json::object()));
    if (whole.second != OK) {
      LOG_WARN("whole");
      return false;
    }
    return shown(config, text + std::to_string(weight) + field.value_or("none") + std::to_string(whole.first->size()));
  }
};
static RegisterContextFactory register_Helpers(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Helpers));
