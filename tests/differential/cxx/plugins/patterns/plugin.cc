// RE2: patterns that are right, wrong, or too large.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../fixture.h"
#include "re2/re2.h"

class Patterns : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    if (config.contains("patterns")) {
      for (const auto &item : config["patterns"]) {
        if (!item.is_string()) {
          LOG_WARN("a pattern is no text");
          return false;
        }
        auto pattern = std::make_unique<re2::RE2>(item.get<std::string>(), re2::RE2::Quiet);
        if (!pattern->ok()) {
          LOG_WARN("bad pattern: " + pattern->error());
          return false;
        }
        if (pattern->ProgramSize() > 100) {
          LOG_WARN("too large: " + std::to_string(pattern->ProgramSize()));
          return false;
        }
        patterns_.push_back(std::move(pattern));
      }
    }
    if (config.contains("one") && config["one"].is_string()) {
      std::optional<re2::RE2> one;
      one.emplace(config["one"].get<std::string>());
      if (!one->ok()) {
        LOG_WARN("'one' is wrong");
        return false;
      }
      if (RE2::FullMatch("abc", *one)) {
        LOG_WARN("'one' matches abc");
        return false;
      }
      if (RE2::PartialMatch("xyz1", *one)) {
        LOG_WARN("'one' matches in xyz1");
        return false;
      }
    }
    return shown(config, std::to_string(patterns_.size()));
  }

 private:
  std::vector<std::unique_ptr<re2::RE2>> patterns_;
};
static RegisterContextFactory register_Patterns(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Patterns));
