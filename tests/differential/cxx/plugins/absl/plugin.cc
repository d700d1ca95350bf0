// absl: texts taken apart and put together, numbers in texts.
#include <string>
#include <utility>
#include <vector>

#include "../fixture.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

class Absl : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::string s = config.contains("s") && config["s"].is_string() ? config["s"].get<std::string>() : "a=b";
    std::string out;
    std::vector<std::string> parts = absl::StrSplit(s, '=');
    out += absl::StrJoin(parts, "|");
    std::vector<std::string> two = absl::StrSplit(s, absl::MaxSplits('=', 1));
    if (two.size() != 2) {
      LOG_WARN(absl::StrCat("not two parts but ", two.size(), ": ", s));
      return false;
    }
    std::pair<std::string, std::string> pair = absl::StrSplit(s, absl::MaxSplits("=", 1));
    absl::StrAppend(&out, " ", pair.first, "+", pair.second);
    for (absl::string_view part : absl::StrSplit(s, absl::ByAnyChar("=,; "), absl::SkipEmpty())) absl::StrAppend(&out, "<", part, ">");
    std::vector<std::string> words = absl::StrSplit(two[1], ' ', absl::SkipWhitespace());
    out += std::to_string(words.size());
    int small = 0;
    int64_t large = 0;
    uint32_t positive = 0;
    bool flag = false;
    double real = 0;
    bool is_small = absl::SimpleAtoi(two[1], &small), is_large = absl::SimpleAtoi(two[1], &large),
         is_positive = absl::SimpleAtoi(two[1], &positive), is_flag = absl::SimpleAtob(two[1], &flag),
         is_real = absl::SimpleAtod(two[1], &real);
    absl::StrAppend(&out, is_small, small, " ", is_large, large, " ", is_positive, positive, " ", is_flag, flag, " ", is_real);
    if (absl::StartsWith(s, "x") && absl::EndsWith(s, "y")) {
      LOG_WARN(absl::StrFormat("'%s' has %d parts", s, static_cast<int>(parts.size())));
      return false;
    }
    absl::string_view view = s;
    if (absl::ConsumePrefix(&view, "a")) out += " consumed";
    out += absl::StrReplaceAll(s, {{"=", ":"}, {"a", "A"}});
    out += absl::AsciiStrToUpper(absl::StripAsciiWhitespace(pair.second));
    out += std::string(absl::StripPrefix(s, "a")) + std::string(absl::StripSuffix(s, "b")) + std::string(view);
    absl::StrAppend(&out, absl::EqualsIgnoreCase(pair.first, "KEY"), absl::StrContains(s, "=="), absl::StartsWithIgnoreCase(s, "A"),
                    absl::ascii_isdigit(s.empty() ? '0' : s[0]));
    std::string edited = s;
    absl::AsciiStrToLower(&edited);
    absl::StripTrailingAsciiWhitespace(&edited);
    return shown(config, out + edited);
  }
};
static RegisterContextFactory register_Absl(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Absl));
