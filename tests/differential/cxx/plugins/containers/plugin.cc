// Vectors, maps, sets, arrays, deques: changed in all ways.
#include <array>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "../fixture.h"

class Containers : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::vector<std::string> list;
    std::set<std::string> seen;
    std::unordered_set<std::string> hashed;
    std::map<std::string, std::vector<int>> groups;
    std::unordered_map<std::string, int> counts;
    if (config.contains("items")) {
      for (const auto &item : config["items"]) {
        if (!item.is_string()) {
          LOG_WARN("an item is no text");
          return false;
        }
        std::string text = item;
        if (!seen.insert(text).second) {
          LOG_WARN("twice: " + text);
          return false;
        }
        hashed.emplace(text);
        list.push_back(text);
        groups[text.substr(0, 1)].push_back(static_cast<int>(text.size()));
        counts[text] += 2;
        ++counts["total"];
      }
    }
    std::string out = std::to_string(list.size()) + std::to_string(groups.size()) + std::to_string(counts["total"]);
    list.insert(list.begin(), "first");
    list.insert(list.end(), {"y", "z"});
    list.erase(list.begin() + 1);
    list.resize(3, "fill");
    std::vector<int> numbers(3, 7), zeros(2);
    numbers.assign({1, 2, 3});
    numbers.insert(numbers.end(), zeros.begin(), zeros.end());
    numbers.pop_back();
    std::vector<int> other = {1, 2, 3, 0};
    if (numbers == other) out += "same";
    std::swap(numbers, other);
    std::array<int, 3> fixed = {4, 5};
    fixed[2] = 6;
    std::deque<int> queue;
    queue.push_back(1);
    queue.push_front(0);
    std::map<int, std::string> names{{2, "two"}, {1, "one"}};
    names.emplace(3, "three");
    names.insert_or_assign(1, "ONE");
    auto [it, fresh] = names.try_emplace(2, "TWO");
    names.erase(3);
    for (const auto &[n, name] : names) out += std::to_string(n) + name;
    std::map<std::string, std::map<std::string, bool>> nested;
    nested["a"]["b"] = true;
    for (const auto &[letter, sizes] : groups) {
      out += " " + letter;
      for (int size : sizes) out += std::to_string(size);
    }
    for (const auto &text : list) out += "," + text;
    if (groups.count("x") > 0 && groups.at("x").size() > 1) {
      LOG_WARN("too many with x");
      return false;
    }
    return shown(config, out + std::to_string(fixed.size()) + std::to_string(fixed[0] + fixed[2]) + std::to_string(queue.front()) +
                             it->second + std::to_string(fresh) + std::to_string(nested["a"].size()) +
                             std::to_string(nested["b"].empty()) + std::to_string(seen.size() == hashed.size()));
  }
};
static RegisterContextFactory register_Containers(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Containers));
