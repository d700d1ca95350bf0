// nlohmann::json in all forms of access, with what each does with another type than it wants.
#include <map>
#include <string>
#include <vector>

#include "../fixture.h"

class JsonAccess : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::string text;
    if (config.contains("at")) text += config.at("at").get<std::string>();
    if (auto it = config.find("int"); it != config.end()) {
      int n = *it;
      text += " int " + std::to_string(n);
      text += std::to_string(it->get<uint64_t>()) + std::to_string(it->is_number_unsigned());
    }
    if (config.find("double") != config.end()) text += " double " + std::to_string(config["double"].get<double>());
    if (config.count("bool")) {
      bool flag = config["bool"];
      text += flag ? " yes" : " no";
    }
    text += " " + config.value("value", std::string("none"));
    text += std::to_string(config.value("number", 7));
    text += config.value("literal", "default");
    if (config.contains("ref")) {
      const std::string &ref = config["ref"].get_ref<const std::string &>();
      text += " ref " + ref;
    }
    if (config.contains("list")) {
      const auto &list = config["list"];
      text += " " + std::to_string(list.size()) + (list.empty() ? "e" : "n");
      std::vector<std::string> all = list.get<std::vector<std::string>>();
      for (auto &one : all) text += "," + one;
      if (list.is_array() && list.size() > 1) text += list.back().get<std::string>();
    }
    if (config.contains("map")) {
      auto map = config["map"].get<std::map<std::string, int>>();
      for (auto &[key, n] : map) text += " " + key + "=" + std::to_string(n);
    }
    if (config.contains("to")) {
      std::string to;
      config["to"].get_to(to);
      text += to;
    }
    if (config.contains("deep")) {
      if (config["deep"].contains("er") && config["deep"]["er"].is_string()) text += config["deep"]["er"].get<std::string>();
      else text += config["deep"].type_name();
    }
    if (config.contains("any")) {
      const json &any = config["any"];
      switch (any.type()) {
        case json::value_t::null: text += " null"; break;
        case json::value_t::string: text += " string"; break;
        case json::value_t::boolean: text += " boolean"; break;
        case json::value_t::number_unsigned:
        case json::value_t::number_integer: text += " integer"; break;
        default: text += " else"; break;
      }
      if (any == nullptr) text += " nothing";
      if (any == 5) text += " five";
      if (any == "five") text += " 'five'";
      if (any != true) text += " untrue";
      text += std::to_string(any.is_primitive()) + std::to_string(any.is_structured());
    }
    return shown(config, text);
  }
};
static RegisterContextFactory register_JsonAccess(CONTEXT_FACTORY(Stream), ROOT_FACTORY(JsonAccess));
