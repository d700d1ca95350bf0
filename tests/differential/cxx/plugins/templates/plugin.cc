// Classes and functions with parameters that are types or numbers, given and deduced.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../fixture.h"

template <typename T>
struct Range {
  T least;
  T most;
  bool has(const T &v) const { return !(v < least) && !(most < v); }
};

template <typename K, typename V>
class Table {
 public:
  bool add(const K &key, V value) { return entries_.emplace(key, std::move(value)).second; }
  const V *get(const K &key) const {
    auto it = entries_.find(key);
    return it == entries_.end() ? nullptr : &it->second;
  }
  size_t size() const { return entries_.size(); }

 private:
  std::map<K, V> entries_;
};

template <typename T>
bool field(const json &from, const char *key, T &out) {
  auto it = from.find(key);
  if (it == from.end()) return false;
  out = it->get<T>();
  return true;
}

template <typename T>
T larger(T a, T b) {
  return a < b ? b : a;
}

template <typename T, int N>
T times(T v) {
  return v * N;
}

template <typename Rule>
class Rules : public Fixture {
 public:
  using Fixture::Fixture;
  bool parse(const json &config) override {
    if (config.contains("rules")) {
      for (const auto &one : config["rules"]) {
        Rule rule;
        if (!parseRule(one, rule)) return false;
        rules_.push_back(rule);
      }
    }
    return finish(config, rules_);
  }
  virtual bool parseRule(const json &config, Rule &rule) = 0;
  virtual bool finish(const json &config, const std::vector<Rule> &rules) = 0;

 private:
  std::vector<Rule> rules_;
};

struct MyRule {
  std::string name;
  int64_t weight = 1;
};

class Templates : public Rules<MyRule> {
 public:
  using Rules<MyRule>::Rules;
  bool parseRule(const json &config, MyRule &rule) override {
    if (!config.is_object() || !config.value("name", json()).is_string()) {
      LOG_WARN("a rule without a name");
      return false;
    }
    field<std::string>(config, "name", rule.name);
    if (config.contains("weight") && !config["weight"].is_number_integer()) {
      LOG_WARN(rule.name + ": weight");
      return false;
    }
    field(config, "weight", rule.weight);
    Range<int64_t> range{1, 100};
    if (!range.has(rule.weight)) {
      LOG_WARN(rule.name + " has a weight of " + std::to_string(rule.weight));
      return false;
    }
    return true;
  }
  bool finish(const json &config, const std::vector<MyRule> &rules) override {
    Table<std::string, int64_t> table;
    int64_t most = 0;
    for (const auto &rule : rules) {
      if (!table.add(rule.name, rule.weight)) {
        LOG_WARN("twice: " + rule.name);
        return false;
      }
      most = larger(most, rule.weight);
    }
    const int64_t *a = table.get("a");
    return shown(config, std::to_string(table.size()) + " " + std::to_string(most) + " " + std::to_string(a ? *a : -1) + " " +
                             std::to_string(times<int, 3>(7)) + larger<std::string>("x", "y"));
  }
};
static RegisterContextFactory register_Templates(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Templates));
