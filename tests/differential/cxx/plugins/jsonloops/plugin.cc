// Loops over documents: elements, members in order of their keys, items(), what loops over scalars and null.
#include <string>

#include "../fixture.h"

class JsonLoops : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::string text;
    if (config.contains("list"))
      for (const auto &item : config["list"]) text += item.is_string() ? item.get<std::string>() : "?";
    if (config.contains("items"))
      for (auto &item : config["items"].items()) text += " " + item.key() + (item.value().is_number() ? "#" : "-");
    if (config.contains("parts"))
      for (const auto &[key, value] : config["parts"].items()) {
        if (value.is_null()) {
          LOG_WARN("null at " + key);
          return false;
        }
        text += " " + key;
      }
    if (config.contains("walk"))
      for (auto it = config["walk"].begin(); it != config["walk"].end(); ++it) {
        if (config["walk"].is_object()) text += it.key();
        if (it->is_boolean()) text += it->get<bool>() ? "t" : "f";
      }
    if (config.contains("nested"))
      for (const auto &row : config["nested"]) {
        size_t sum = 0;
        for (const auto &cell : row)
          if (cell.is_number_unsigned()) sum += cell.get<size_t>();
        if (sum > 100) {
          LOG_WARN("a row of " + std::to_string(sum));
          return false;
        }
      }
    size_t unknown = 0;
    for (auto &[key, value] : config.items())
      if (key != "show" && key.rfind("x-", 0) != 0 && value.is_object()) unknown++;
    return shown(config, text + std::to_string(unknown) + std::to_string(config.size()));
  }
};
static RegisterContextFactory register_JsonLoops(CONTEXT_FACTORY(Stream), ROOT_FACTORY(JsonLoops));
