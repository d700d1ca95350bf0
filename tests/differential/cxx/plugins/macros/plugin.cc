// Keys, names and whole statements that macros make; conditions of the preprocessor.
#include <string>

#include "../fixture.h"
#include "rules.h"

#define CONCAT_(a, b) a##b
#define CONCAT(a, b) CONCAT_(a, b)
#define TEXT(x) #x
#define FIND(config, field) auto CONCAT(it_, field) = config.find(TEXT(field))
#define REQUIRE(config, field, test)                                   \
  FIND(config, field);                                                 \
  if (CONCAT(it_, field) == config.end()) {                            \
    LOG_WARN("'" #field "' is missing in " #config);                   \
    return false;                                                      \
  }                                                                    \
  if (!CONCAT(it_, field)->test()) {                                   \
    LOG_WARN(#field " failed " #test);                                 \
    return false;                                                      \
  }
#define FIELDS(X) X(alpha, 1) X(beta, 2) X(gamma, 3)
#define LOG_ALL(...) LOG_WARN(joined({__VA_ARGS__}))
#if defined(NULL_PLUGIN) || !defined(RULES_VERSION)
#error not for this
#elif RULES_VERSION >= 2 && (MOST % 2 == 0)
#define SUFFIX "!"
#else
#define SUFFIX "?"
#endif
#ifdef MISSING
static int broken = ;
#endif

class Macros : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    REQUIRE(config, name, is_string);
    REQUIRE(config, count, is_number_unsigned)
    int sum = 0;
#define ADD(field, weight) \
  if (config.contains(#field)) sum += weight;
    FIELDS(ADD)
#undef ADD
    if (it_count->get<unsigned>() > MOST) {
      LOG_ALL("count", "more than", TEXT(MOST));
      return false;
    }
    std::string text = it_name->get<std::string>() + SUFFIX;
    return shown(config, text + std::to_string(sum) + std::to_string(SQUARE(sum + 1)));
  }

 private:
  static std::string joined(std::initializer_list<std::string> parts) {
    std::string all;
    for (const auto &part : parts) all += part + " ";
    return all;
  }
};
static RegisterContextFactory register_Macros(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Macros));
