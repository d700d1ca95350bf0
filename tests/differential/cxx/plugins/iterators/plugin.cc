// Iterators of maps, sets, vectors and documents: found, moved, bound again, erased.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "../fixture.h"

class Iterators : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::map<std::string, int> counts;
    auto it = config.find("words");
    if (it != config.end()) {
      if (!it.value().is_array()) {
        LOG_WARN("words is no list");
        return false;
      }
      for (auto word = it->begin(); word != it->end(); ++word) {
        if (!word->is_string()) {
          LOG_WARN("a word is none");
          return false;
        }
        auto found = counts.find(word->get<std::string>());
        if (found == counts.end()) counts.insert({word->get<std::string>(), 1});
        else found->second++;
      }
    }
    it = config.find("limit");
    int limit = 2;
    if (it != config.end() && it->is_number_integer()) limit = it->get<int>();
    for (auto c = counts.begin(); c != counts.end();) {
      if (c->second > limit) c = counts.erase(c);
      else c++;
    }
    std::vector<int> numbers = {5, 3, 8, 1};
    std::sort(numbers.begin(), numbers.end());
    auto three = std::find(numbers.begin(), numbers.end(), 3);
    numbers.erase(three);
    bool big = std::any_of(numbers.begin(), numbers.end(), [limit](int n) { return n > limit; });
    auto odd = std::count_if(numbers.begin(), numbers.end(), [](int n) { return n % 2 == 1; });
    std::set<std::string> names;
    for (auto &[name, count] : counts) names.insert(name + std::to_string(count));
    std::string text;
    for (auto name = names.rbegin(); name != names.rend(); ++name) text += *name + ",";
    auto bound = counts.lower_bound("b");
    text += bound == counts.end() ? "-" : bound->first;
    if (numbers.begin() + 2 < numbers.end()) text += std::to_string(*(numbers.begin() + 2));
    text += std::to_string(std::distance(counts.begin(), counts.end()));
    auto last = numbers.end();
    --last;
    text += std::to_string(*last) + std::to_string(numbers.end() - numbers.begin());
    if (counts.count("forbidden")) {
      LOG_WARN("forbidden");
      return false;
    }
    return shown(config, text + std::to_string(big) + std::to_string(odd));
  }
};
static RegisterContextFactory register_Iterators(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Iterators));
