// Behaviour that no rule defines: what is not there is read.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../fixture.h"

class Undefined : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::vector<std::string> list;
    if (config.contains("list") && config["list"].is_array())
      for (const auto &item : config["list"]) list.push_back(item.is_string() ? item.get<std::string>() : "");
    std::string text;
    if (config.contains("second")) text += list[1];
    if (config.contains("front")) text += list.front();
    if (config.contains("back")) {
      text += list.back();
      list.pop_back();
    }
    std::map<std::string, std::string> map;
    for (const auto &item : list) map[item] = item + "!";
    if (config.contains("found")) text += map.find("found")->second;
    std::optional<std::string> maybe;
    if (!list.empty()) maybe = list[0];
    if (config.contains("maybe")) text += *maybe;
    std::unique_ptr<std::string> pointer;
    if (list.size() > 2) pointer = std::make_unique<std::string>("p");
    if (config.contains("pointer")) text += *pointer;
    if (config.contains("divisor") && config["divisor"].is_number_integer()) text += std::to_string(100 / config["divisor"].get<int>());
    if (config.contains("letter")) {
      std::string empty;
      if (!list.empty()) empty = list[0];
      text += std::to_string(empty.front());
    }
    if (text.size() > 20) {
      LOG_WARN("too long: " + text);
      return false;
    }
    return shown(config, text);
  }
};
static RegisterContextFactory register_Undefined(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Undefined));
