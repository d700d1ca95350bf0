// std::string and std::string_view.
#include <algorithm>
#include <cctype>
#include <cstring>
#include <string>
#include <string_view>

#include "../fixture.h"

class Texts : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::string s = config.contains("s") && config["s"].is_string() ? config["s"].get<std::string>() : "default";
    std::string_view view = s;
    std::string out;
    size_t colon = s.find(':');
    if (colon == std::string::npos) out += "none";
    else out += s.substr(0, colon) + "|" + s.substr(colon + 1);
    int position = s.find("zz");
    out += std::to_string(position);
    if (view.size() > 2) {
      view.remove_prefix(1);
      view.remove_suffix(1);
    }
    out += "[" + std::string(view) + "]";
    out += std::to_string(s.compare("default") < 0) + std::to_string(s == "a:b") + std::to_string(s < "m");
    std::string lower = s;
    std::transform(lower.begin(), lower.end(), lower.begin(), ::tolower);
    std::string upper;
    for (char c : s) upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    int digits = 0;
    for (size_t i = 0; i < s.length(); i++)
      if (std::isdigit(static_cast<unsigned char>(s[i]))) digits++;
    if (!s.empty() && s.front() == '/' && s.back() != '/') out += "path";
    std::string edited = s;
    if (edited.size() >= 3) {
      edited.erase(1, 1);
      edited.insert(0, "<");
      edited.replace(1, 1, "R");
    }
    edited.append("!").append(2, 'x');
    edited.push_back('c');
    edited.resize(6);
    if (s.rfind("http", 0) == 0) out += "http" + std::to_string(s.rfind('/'));
    out += std::to_string(s.find_first_of("/:")) + std::to_string(s.find_last_not_of(" \t"));
    std::string trimmed = s;
    trimmed.erase(0, trimmed.find_first_not_of(' '));
    char first = s.empty() ? '-' : s[0];
    std::string made(3, first), part(s, 0, 2), from(s.begin(), s.end());
    const char *raw = s.c_str();
    if (strlen(raw) != s.size()) {
      LOG_WARN("a zero inside");
      return false;
    }
    if (s.length() > 12) {
      LOG_WARN("'" + s + "' is too long: " + std::to_string(s.length()));
      return false;
    }
    return shown(config, out + " " + lower + upper + std::to_string(digits) + edited + trimmed + made + part + from +
                             std::to_string(first == 'a'));
  }
};
static RegisterContextFactory register_Texts(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Texts));
