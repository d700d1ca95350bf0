// Variables that live as long as the program: tables, constants, counters in functions.
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "../fixture.h"

namespace {
const std::map<std::string, int> kUnits = {{"s", 1}, {"m", 60}, {"h", 3600}};
const std::unordered_set<std::string> kMethods = {"GET", "POST"};
constexpr const char *kNames[] = {"zero", "one", "two"};
constexpr std::string_view kDefault = "fallback";
constexpr int kMost = 4 * 1024;
static const std::vector<std::string> kReserved{"a", "b"};
struct Entry {
  const char *name;
  int number;
  bool needed;
};
constexpr Entry kEntries[] = {{"host", 1, true}, {"port", 2, false}, {"path", 3, false}};
constexpr int twice(int n) { return n * 2; }
constexpr int kTwice = twice(21);
std::string global_text = "start";

int next() {
  static int n = 10;
  return n++;
}
}  // namespace

class Statics : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    for (const auto &entry : kEntries) {
      if (!config.contains(entry.name)) {
        if (!entry.needed) continue;
        LOG_WARN(std::string(entry.name) + " is needed, number " + std::to_string(entry.number));
        return false;
      }
    }
    int factor = 1;
    if (config.contains("unit") && config["unit"].is_string()) {
      auto it = kUnits.find(config["unit"].get<std::string>());
      if (it == kUnits.end()) {
        LOG_WARN("unknown unit");
        return false;
      }
      factor = it->second;
    }
    std::string method = config.value("method", "GET");
    if (!kMethods.count(method)) {
      LOG_WARN("unknown method " + method);
      return false;
    }
    for (const auto &name : kReserved)
      if (config["host"] == name) {
        LOG_WARN("reserved: " + name);
        return false;
      }
    size_t entries = sizeof(kEntries) / sizeof(kEntries[0]);
    int first = next(), second = next();
    return shown(config, std::string(kNames[2]) + std::string(kDefault) + std::to_string(kMost) + std::to_string(factor) +
                             std::to_string(entries) + std::to_string(kTwice) + std::to_string(second - first) + kPrefix +
                             std::to_string(kSizes[1]) + global_text);
  }

 private:
  static constexpr char kPrefix[] = "pre";
  static const int kSizes[3];
};
const int Statics::kSizes[3] = {5, 6, 7};
static RegisterContextFactory register_Statics(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Statics));
