// References that bind to variables: out-parameters, auto &, loops, results that are references, references to temporaries.
#include <map>
#include <string>
#include <vector>

#include "../fixture.h"

struct Rule {
  std::string name;
  int weight = 1;
  std::vector<std::string> hosts;
};

class References : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    Rule rule;
    std::string error;
    if (!fill(config, rule, error)) {
      LOG_WARN("bad rule: " + error);
      return false;
    }
    auto &hosts = rule.hosts;
    hosts.push_back("default");
    for (auto &host : rule.hosts) host += "!";
    for (auto host : rule.hosts) host += "?";
    int a = 1, b = 2;
    exchange(a, b);
    int &alias = a;
    alias += 10;
    const std::string &kept = rule.name + "-x";
    std::map<std::string, Rule> rules;
    Rule &made = rules["first"];
    made.weight = rule.weight * 2;
    made.hosts = rule.hosts;
    pick(rules["first"].hosts, 0) = "changed";
    auto copy = rules["first"];
    copy.weight = 77;
    auto &same = rules["first"];
    same.weight++;
    counter(rule) += 5;
    std::string text = kept;
    for (const auto &host : made.hosts) text += "," + host;
    for (const auto &host : hosts) text += ";" + host;
    return shown(config, text + " " + std::to_string(a) + std::to_string(b) + " " + std::to_string(rules["first"].weight) + " " +
                             std::to_string(copy.weight) + " " + std::to_string(rule.weight));
  }

 private:
  static bool fill(const json &config, Rule &rule, std::string &error) {
    auto it = config.find("name");
    if (it == config.end() || !it->is_string()) {
      error = "no name";
      return false;
    }
    rule.name = it->get<std::string>();
    if (auto weight = config.find("weight"); weight != config.end()) {
      if (!weight.value().is_number_unsigned()) {
        error = "weight";
        return false;
      }
      rule.weight = weight.value().get<int>();
    }
    return addHosts(config, &rule.hosts, error);
  }
  static bool addHosts(const json &config, std::vector<std::string> *hosts, std::string &error) {
    if (!config.contains("hosts")) return true;
    for (const auto &host : config["hosts"]) {
      if (!host.is_string()) {
        error = "host " + std::to_string(hosts->size());
        return false;
      }
      hosts->push_back(host.get<std::string>());
    }
    return true;
  }
  static void exchange(int &x, int &y) {
    int kept = x;
    x = y;
    y = kept;
  }
  static std::string &pick(std::vector<std::string> &from, size_t i) { return from[i]; }
  int &counter(Rule &rule) { return rule.weight; }
};
static RegisterContextFactory register_References(CONTEXT_FACTORY(Stream), ROOT_FACTORY(References));
