// std::optional, pair; structured bindings.
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "../fixture.h"

class Optionals : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::optional<std::string> name = text(config, "name");
    if (!name.has_value()) {
      LOG_WARN("no name");
      return false;
    }
    std::optional<int> port;
    if (auto it = config.find("port"); it != config.end()) {
      auto [ok, number] = portOf(*it);
      if (!ok) {
        LOG_WARN("port " + std::to_string(number));
        return false;
      }
      port = number;
    }
    if (port == 0) {
      LOG_WARN("port is zero");
      return false;
    }
    auto pair = std::make_pair(name.value(), port.value_or(80));
    auto [host, number] = pair;
    host += "!";
    auto &[same_host, same_number] = pair;
    same_number += 1;
    int one;
    std::string two;
    std::tie(two, one) = pair;
    std::tie(std::ignore, one) = std::make_pair(1, one + 1);
    std::optional<std::vector<int>> list;
    list.emplace();
    list->push_back(1);
    std::optional<int> none = std::nullopt, other{7};
    bool less = none < other;
    other.reset();
    bool both = none == other;
    std::pair<int, int> small{1, 2}, large = {1, 3};
    return shown(config, host + std::to_string(number) + std::to_string(pair.second) + std::to_string(one) + two +
                             std::to_string(list->size()) + std::to_string(less) + std::to_string(both) +
                             std::to_string(small < large) + std::to_string(port ? *port : -1));
  }

 private:
  static std::optional<std::string> text(const json &config, const std::string &key) {
    auto it = config.find(key);
    if (it == config.end() || !it->is_string()) return std::nullopt;
    return it->get<std::string>();
  }
  static std::pair<bool, int> portOf(const json &value) {
    if (!value.is_number_unsigned()) return {false, -1};
    auto n = value.get<uint64_t>();
    if (n > 65535) return {false, 65536};
    return std::make_pair(true, static_cast<int>(n));
  }
};
static RegisterContextFactory register_Optionals(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Optionals));
