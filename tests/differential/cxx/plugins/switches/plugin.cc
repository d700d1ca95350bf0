// switch with cases that run on, defaults in the middle, breaks in loops; enumerations; goto.
#include <string>

#include "../fixture.h"

enum class Level : uint8_t { kLow = 1, kMiddle, kHigh = 10, kTop };
enum Plain { FIRST, SECOND = 5, THIRD };

class Switches : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    int n = config.contains("n") && config["n"].is_number_integer() ? config["n"].get<int>() : -1;
    std::string text;
    switch (n) {
      case 0:
        text += "zero";
      case 1:
        text += "one";
        break;
      default:
        text += "other";
      case 2:
      case 3: {
        text += "few";
        break;
      }
      case 4:
        LOG_WARN("four is not allowed");
        return false;
    }
    for (int i = 0; i < 5; i++) {
      switch (i) {
        case 2: continue;
        case 4: break;
        default: text += std::to_string(i);
      }
      if (i == 3) break;
    }
    Level level = Level::kLow;
    if (!levelOf(config, level)) {
      LOG_WARN("unknown level");
      return false;
    }
    switch (level) {
      case Level::kLow: text += "low"; break;
      case Level::kMiddle: text += "middle"; break;
      case Level::kHigh:
      case Level::kTop: text += "high"; break;
    }
    Plain plain = n > 2 ? THIRD : FIRST;
    if (static_cast<int>(level) > 9 && n == 7) goto fail;
    if (text.empty()) {
    fail:
      LOG_WARN("gone to");
      return false;
    }
    return shown(config, text + std::to_string(plain) + std::to_string(static_cast<int>(level)) + std::to_string(letter(text[0])));
  }

 private:
  static bool levelOf(const json &config, Level &out) {
    auto it = config.find("level");
    if (it == config.end()) return true;
    if (*it == "low") out = Level::kLow;
    else if (*it == "middle") out = Level::kMiddle;
    else if (*it == "high") out = Level::kHigh;
    else if (it->is_number_integer()) out = static_cast<Level>(it->get<int>());
    else return false;
    return true;
  }
  static int letter(char c) {
    switch (c) {
      case 'a': return 1;
      case 'o': return 2;
      case 'z': return 3;
    }
    return 0;
  }
};
static RegisterContextFactory register_Switches(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Switches));
