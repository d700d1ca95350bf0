#pragma once
#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

enum class Category { Route, Host };

template <typename Part>
class Matcher : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    bool has_rules = false;
    int32_t keys = config.size() - (config.contains("show") ? 1 : 0);
    auto it = config.find("_rules_");
    if (it != config.end()) {
      has_rules = true;
      keys--;
    }
    if (keys > 0) {
      Part part;
      if (parsePart(config, part)) global_ = std::move(part);
      else LOG_INFO("the global part is dropped");
    }
    if (!has_rules) {
      if (global_) return shown(config, describe(*global_));
      LOG_WARN("no part is right");
      return false;
    }
    if (!it->is_array()) {
      LOG_WARN("'_rules_' is no list");
      return false;
    }
    for (const auto &item : it.value()) {
      Rule rule;
      if (!texts(item, "_match_route_", rule.second.routes) || !texts(item, "_match_host_", rule.second.hosts)) {
        LOG_WARN("a match is no list of texts");
        return false;
      }
      bool by_route = !rule.second.routes.empty(), by_host = !rule.second.hosts.empty();
      if (by_route == by_host) {
        LOG_WARN("one match a rule, not " + std::to_string(by_route + by_host));
        return false;
      }
      rule.second.category = by_route ? Category::Route : Category::Host;
      if (!parsePart(item, rule.first)) {
        LOG_WARN("rule " + std::to_string(rules_.size()) + " is wrong");
        return false;
      }
      rules_.push_back(std::move(rule));
    }
    std::string text = global_ ? describe(global_.value()) : "none";
    for (const auto &[part, match] : rules_) text += (match.category == Category::Route ? " R" : " H") + describe(part);
    return shown(config, text);
  }

  virtual bool parsePart(const json &, Part &) = 0;
  virtual std::string describe(const Part &) = 0;

 private:
  struct Match {
    Category category;
    std::unordered_set<std::string> routes;
    std::vector<std::string> hosts;
  };
  using Rule = std::pair<Part, Match>;

  template <typename Texts>
  static bool texts(const json &from, const char *key, Texts &out) {
    if (!from.contains(key)) return true;
    for (const auto &one : from[key]) {
      if (!one.is_string()) return false;
      out.insert(out.end(), one.get<std::string>());
    }
    return true;
  }

  std::vector<Rule> rules_;
  std::optional<Part> global_ = std::nullopt;
};
