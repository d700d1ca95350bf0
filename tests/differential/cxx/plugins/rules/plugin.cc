// Rules for routes and hosts beside a part for all of them, as a matcher that is a template has them.
#include <string>
#include <vector>

#include "../fixture.h"
#include "matcher.h"

struct Limit {
  std::string key;
  int64_t per_second = 0;
};

class RulesRoot : public Matcher<Limit> {
 public:
  using Matcher<Limit>::Matcher;

  bool parsePart(const json &part, Limit &limit) override {
    auto it = part.find("key");
    if (it == part.end() || !it->is_string()) {
      LOG_WARN("'key' is no text");
      return false;
    }
    limit.key = it->get<std::string>();
    it = part.find("per_second");
    if (it != part.end()) {
      if (!it->is_number_integer() || it->get<int64_t>() <= 0) {
        LOG_WARN("'per_second' is not positive in " + limit.key);
        return false;
      }
      limit.per_second = it->get<int64_t>();
    }
    return true;
  }
  std::string describe(const Limit &limit) override { return limit.key + std::to_string(limit.per_second); }
};
static RegisterContextFactory register_RulesRoot(CONTEXT_FACTORY(Stream), ROOT_FACTORY(RulesRoot));
