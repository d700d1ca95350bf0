// Lambdas: what they capture and how, as arguments, results and members; std::function.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "../fixture.h"

class Lambdas : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    int seen = 0;
    std::string names;
    bool ok = each(config, "list", [&](const json &item) -> bool {
      if (!item.is_string()) {
        LOG_WARN("item " + std::to_string(seen) + " is no text");
        return false;
      }
      seen++;
      names += item.get<std::string>();
      return true;
    });
    if (!ok) return false;
    int limit = 3;
    auto below = [limit](int n) { return n < limit; };
    limit = 100;
    if (!below(seen)) {
      LOG_WARN("too many: " + std::to_string(seen));
      return false;
    }
    std::function<int(int)> factorial = [&factorial](int n) { return n <= 1 ? 1 : n * factorial(n - 1); };
    auto add = [](auto a, auto b) { return a + b; };
    auto made = adder(seen);
    auto with_value = [start = seen * 10, &names](int more) { return std::to_string(start + more) + names; };
    auto counter = [n = 0]() mutable { return ++n; };
    counter();
    auto member = [this]() { return prefix_ + std::to_string(calls_++); };
    std::string first = member(), second = member();
    auto all = [=]() { return seen + limit; };
    seen = 50;
    std::map<std::string, std::function<bool(const json &)>> handlers = {
        {"flag", [](const json &v) { return v.is_boolean(); }},
        {"text", [](const json &v) { return v.is_string(); }},
    };
    for (const auto &entry : handlers) {
      auto it = config.find(entry.first);
      if (it != config.end() && !entry.second(*it)) {
        LOG_WARN(entry.first + " is wrong");
        return false;
      }
    }
    int square = [](int x) { return x * x; }(7);
    return shown(config, std::to_string(factorial(5)) + add(std::string("a"), "b") + std::to_string(add(1, 2)) +
                             std::to_string(made(1)) + with_value(4) + std::to_string(counter()) + first + second +
                             std::to_string(all()) + std::to_string(square));
  }

 private:
  static bool each(const json &config, const std::string &key, const std::function<bool(const json &)> &visit) {
    auto it = config.find(key);
    if (it == config.end()) return true;
    if (!it->is_array()) {
      LOG_WARN(key + " is no list");
      return false;
    }
    for (const auto &item : *it)
      if (!visit(item)) return false;
    return true;
  }
  static std::function<int(int)> adder(int n) {
    return [n](int m) { return n + m; };
  }
  std::string prefix_ = "#";
  int calls_ = 0;
};
static RegisterContextFactory register_Lambdas(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Lambdas));
