// What is copied and what is shared: objects, containers, captures, members of a document.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../fixture.h"

struct Inner {
  std::vector<int> numbers;
  std::map<std::string, int> names;
};
struct Outer {
  Inner inner;
  std::optional<Inner> maybe;
  std::pair<std::string, Inner> named;
};

class Copies : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    Outer a;
    for (const auto &n : config.value("numbers", json::array())) {
      if (!n.is_number_integer()) return refused("a number");
      a.inner.numbers.push_back(n.get<int>());
    }
    Outer b = a;
    b.inner.numbers.push_back(100);
    b.inner.names["b"] = 1;
    a.maybe = a.inner;
    a.inner.numbers.push_back(200);
    a.named = std::make_pair("n", b.inner);
    a.named.second.numbers.clear();
    Outer c;
    c = a;
    c.maybe->numbers.push_back(3);
    auto by_value = b.inner.numbers;
    std::vector<std::vector<int>> nested{by_value, by_value};
    nested[0].push_back(1);
    nested.push_back(nested[0]);
    nested[2][0] = 5;
    int seen = static_cast<int>(a.inner.numbers.size());
    auto copy = [seen]() mutable {
      seen += 1000;
      return seen;
    };
    int once = copy(), again = copy();
    changed(b);
    Inner moved = std::move(c.inner);
    auto shared = std::make_shared<Inner>(moved);
    auto other = shared;
    other->numbers.push_back(9);
    return shown(config, sizes(a) + sizes(b) + std::to_string(c.maybe->numbers.size()) + " " + std::to_string(nested[0].size()) +
                             std::to_string(nested[1].size()) + std::to_string(nested[2].size()) + " " + std::to_string(nested[0][0]) +
                             " " + std::to_string(nested[2][0]) + " " + std::to_string(seen) + std::to_string(once) +
                             std::to_string(again) + " " + std::to_string(shared->numbers.size()) +
                             std::to_string(moved.numbers.size()));
  }

 private:
  static bool refused(const std::string &what) {
    LOG_WARN("not " + what);
    return false;
  }
  static void changed(Outer outer) { outer.inner.numbers.clear(); }
  static std::string sizes(const Outer &o) {
    return std::to_string(o.inner.numbers.size()) + "/" + std::to_string(o.inner.names.size()) + "/" +
           (o.maybe ? std::to_string(o.maybe->numbers.size()) : std::string("-")) + "/" +
           std::to_string(o.named.second.numbers.size()) + " ";
  }
};
static RegisterContextFactory register_Copies(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Copies));
