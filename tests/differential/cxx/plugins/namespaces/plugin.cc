// Names: spaces, nested ones, aliases, the same name in two of them, hidden ones.
#include <string>

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

  bool parse(const json &config) override {
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
    return shown(config, text + std::to_string(options.level) + std::to_string(others.level) + std::to_string(count) +
                             std::to_string(helper(1)) + std::to_string(outer::kVersion) + std::to_string(Namespaces::kSome) +
                             std::to_string(kind) + std::to_string(elsewhere::answer(2)) + std::to_string(others.strict));
  }
};
static RegisterContextFactory register_Namespaces(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Namespaces));
