// Expressions that change something: ++ and --, assignments as values, short cuts, commas.
#include <string>
#include <vector>

#include "../fixture.h"

class Effects : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    int i = 0, calls = 0;
    auto called = [&calls](bool answer) {
      calls++;
      return answer;
    };
    int before = i++, after = ++i, down = i--;
    bool a = config.contains("a"), b = config.contains("b");
    if (a && called(b) || called(false)) i += 100;
    bool kept = false;
    if (a && (kept = b)) i += 10;
    int x, y, z;
    x = y = z = i;
    x += y -= 3;
    int comma = (calls++, calls * 2);
    std::vector<int> list{1, 2, 3, 4};
    size_t at = 0;
    int sum = list[at++];
    sum += list[at++] * 10;
    list[at] = sum;
    int left = static_cast<int>(list.size());
    int total = 0;
    while (left-- > 0) total += list[left];
    do total++;
    while (total < 20);
    int chosen = a ? b ? 1 : 2 : 3;
    (a ? x : y) = 77;
    for (int j = 0, k = 10; j < k; j++, k--) total += j * k;
    unsigned u = 0;
    u--;
    bool none = !a && !b;
    none |= chosen == 2;
    none ^= true;
    int shifted = 1;
    shifted <<= 4;
    shifted |= 3;
    shifted %= 10;
    if (int n = total - 300; n > 0) {
      LOG_WARN("too much by " + std::to_string(n));
      return false;
    } else {
      total += n;
    }
    if (!(kept || none)) {
      LOG_WARN("neither");
      return false;
    }
    return shown(config, std::to_string(before) + std::to_string(after) + std::to_string(down) + std::to_string(i) + " " +
                             std::to_string(calls) + " " + std::to_string(x) + " " + std::to_string(y) + " " + std::to_string(comma) +
                             " " + std::to_string(sum) + std::to_string(at) + std::to_string(list[2]) + " " + std::to_string(total) +
                             " " + std::to_string(chosen) + std::to_string(u) + std::to_string(none) + std::to_string(shifted));
  }
};
static RegisterContextFactory register_Effects(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Effects));
