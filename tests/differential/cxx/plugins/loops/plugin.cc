// Loops of every form, left and gone on with from inside.
#include <string>
#include <vector>

#include "../fixture.h"

class Loops : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::vector<int> numbers;
    if (config.contains("numbers") && config["numbers"].is_array())
      for (auto &n : config["numbers"])
        if (n.is_number_integer()) numbers.push_back(n.get<int>());
        else continue;
    std::string text;
    size_t i = 0;
    while (i < numbers.size()) {
      int n = numbers[i++];
      if (n < 0) continue;
      if (n > 100) break;
      text += std::to_string(n) + ",";
    }
    int rounds = 0;
    do {
      rounds++;
      if (rounds == 3) break;
    } while (rounds < static_cast<int>(numbers.size()));
    bool found = false;
    for (size_t a = 0; a < numbers.size() && !found; ++a)
      for (size_t b = a + 1; b < numbers.size(); ++b)
        if (numbers[a] + numbers[b] == 10) {
          found = true;
          break;
        }
    for (size_t k = numbers.size(); k-- > 0;) text += numbers[k] % 2 ? "o" : "e";
    for (int j = 10; j; j -= 3)
      if (j < 3) break;
    for (;;) {
      if (++rounds > 5) break;
    }
    for (auto list = std::vector<int>{1, 2}; int n : list) rounds += n;
    for (int n : {1, 2, 3}) rounds += n;
    while (auto left = numbers.size()) {
      numbers.pop_back();
      if (left == 2) break;
    }
    int array[] = {3, 1, 2}, sum = 0;
    for (int n : array) sum += n;
    array[1] = 9;
    for (size_t k = 0; k < sizeof(array) / sizeof(*array); k++) sum += array[k];
    if (found && !config.contains("pairs")) {
      LOG_WARN("a pair makes ten");
      return false;
    }
    return shown(config, text + std::to_string(rounds) + std::to_string(numbers.size()) + std::to_string(sum));
  }
};
static RegisterContextFactory register_Loops(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Loops));
