// What ends the machine: exceptions of the libraries, which a plugin can't catch.
#include <optional>
#include <string>
#include <vector>

#include "../fixture.h"

class Aborts : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::string name = config.at("name");
    if (config.contains("int")) {
      int n = config["int"].get<int>();
      std::vector<int> list = {1, 2, 3};
      if (n > 0) list.at(n);
    }
    if (config.contains("cut")) {
      std::string text = config["cut"].get<std::string>();
      if (text.substr(3) == "x") {
        LOG_WARN("cut");
        return false;
      }
    }
    if (config.contains("flag") && config["flag"].get<bool>()) {
      LOG_WARN("the flag is set for " + name);
      return false;
    }
    if (config.contains("maybe")) {
      std::optional<int> maybe;
      if (config["maybe"].is_number()) maybe = 1;
      maybe.value();
    }
    if (config.contains("array")) {
      std::string first = config["array"].at(0);
      name += first;
    }
    if (config.contains("object")) name += config["object"].value("k", "d");
    if (config.contains("size") && config["size"].get<uint64_t>() > 10) {
      LOG_WARN("size");
      return false;
    }
    return shown(config, name);
  }
};
static RegisterContextFactory register_Aborts(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Aborts));
