// Widths of integers, conversions between them, wrapping, shifts, division.
#include <cstdint>
#include <string>

#include "../fixture.h"

class Integers : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    int64_t n = 0;
    if (config.contains("n")) {
      if (!config["n"].is_number_integer()) {
        LOG_WARN("n is no integer");
        return false;
      }
      n = config["n"].get<int64_t>();
    }
    int narrow = static_cast<int>(n);
    uint32_t unsigned_narrow = n;
    short tiny = n;
    uint8_t byte = n;
    char letter = static_cast<char>(n);
    size_t size = n;
    unsigned long before = size - 1;
    long twice = static_cast<long>(n) / 2 * 2;
    uint64_t wide = static_cast<uint64_t>(n);
    if (size - 1 > 1000 && config.contains("small")) {
      LOG_WARN("size before is " + std::to_string(before));
      return false;
    }
    if (narrow < unsigned_narrow) LOG_INFO("never");
    bool mixed = narrow < 5u;
    unsigned shifted = unsigned_narrow << 3;
    int right = narrow >> 1;
    uint32_t mask = (unsigned_narrow & 0xffu) | (1u << 12);
    int letter_sum = letter + 1;
    byte += 200;
    tiny ^= 0x55;
    int rest = n == 0 ? 7 : static_cast<int>(1000 % n);
    long long product = static_cast<long long>(tiny) * byte;
    unsigned char negated = ~byte;
    auto minus = -unsigned_narrow;
    return shown(config, std::to_string(narrow) + "," + std::to_string(unsigned_narrow) + "," + std::to_string(tiny) + "," +
                             std::to_string(byte) + "," + std::to_string(letter) + "," + std::to_string(before) + "," +
                             std::to_string(twice) + "," + std::to_string(wide) + "," + std::to_string(mixed) + "," +
                             std::to_string(shifted) + "," + std::to_string(right) + "," + std::to_string(mask) + "," +
                             std::to_string(letter_sum) + "," + std::to_string(rest) + "," + std::to_string(product) + "," +
                             std::to_string(negated) + "," + std::to_string(minus));
  }
};
static RegisterContextFactory register_Integers(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Integers));
