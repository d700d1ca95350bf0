// Names: spaces, nested ones, aliases, the same name in two of them, hidden ones.
#include <string>
#include <vector>

#include "../fixture.h"
#include "names.h"

namespace outer {
namespace first {
int limit() { return 10; }
std::string name(const std::string &of) { return "first " + of; }
struct Options {
  int level = 1;
};
}  // namespace first
namespace second {
int limit() { return 20; }
std::string name(const std::string &of) { return "second " + of; }
struct Options {
  int level = 2;
  bool strict = false;
};
}  // namespace second
inline namespace v1 {
constexpr int kVersion = 1;
}
int limit() { return first::limit() + second::limit(); }
}  // namespace outer

namespace {
constexpr int kMost = 25;
int helper(int n) { return n + kMost; }
}  // namespace

namespace short_name = outer::second;
using outer::first::Options;
using Count = unsigned int;
typedef std::string Text;

class Namespaces : public Fixture {
 public:
  using Fixture::Fixture;
  using Value = int64_t;
  enum Kind { kNone, kSome = 3 };
  struct Item {
    int weight = 2;
    Kind kind = kSome;
  };

  bool parse(const json &config) override;
};

static int sum(const std::vector<Namespaces::Item> &items, std::vector<struct Namespaces::Item> *more) {
  int all = 0;
  for (const Namespaces::Item &item : items) all += item.weight * item.kind;
  for (size_t i = 0; i < items.size(); i++) {
    struct Namespaces::Item made;
    made.weight = all;
    more->push_back(made);
  }
  return all;
}

bool Namespaces::parse(const json &config) {
  using outer::first::name;
  Value n = config.contains("n") && config["n"].is_number_integer() ? config["n"].get<Value>() : 0;
  if (n > outer::limit()) {
    LOG_WARN(name("n") + " is over " + std::to_string(outer::limit()));
    return false;
  }
  if (n > short_name::limit()) {
    LOG_WARN(short_name::name("n") + " over " + std::to_string(outer::second::limit()));
    return false;
  }
  Options options;
  short_name::Options others;
  Count count = 5;
  Text text = "t";
  int limit = 3;
  {
    int limit = 4;
    count += limit;
  }
  count += limit;
  Kind kind = n ? kSome : kNone;
  std::vector<Item> items(2), more;
  items[0].weight = 5;
  int all = sum(items, &more);
  return shown(config, text + std::to_string(options.level) + std::to_string(others.level) + std::to_string(count) +
                           std::to_string(helper(1)) + std::to_string(outer::kVersion) + std::to_string(Namespaces::kSome) +
                           std::to_string(kind) + std::to_string(all) + std::to_string(more[1].weight) + std::to_string(elsewhere::answer(2)) + std::to_string(others.strict));
}
static RegisterContextFactory register_Namespaces(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Namespaces));
