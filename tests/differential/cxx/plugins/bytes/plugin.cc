// Bytes taken apart by hand: hexadecimal, addresses, durations, checksums.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../fixture.h"

class Bytes : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::string text;
    if (config.contains("hex")) {
      std::vector<uint8_t> bytes;
      if (!config["hex"].is_string() || !unhex(config["hex"].get<std::string>(), bytes)) {
        LOG_WARN("'hex' is not hexadecimal");
        return false;
      }
      uint8_t sum = 0;
      for (uint8_t byte : bytes) sum += byte;
      text += std::to_string(bytes.size()) + ":" + std::to_string(sum);
    }
    if (config.contains("address")) {
      uint32_t address = 0;
      int bits = 32;
      if (!config["address"].is_string() || !addressOf(config["address"].get<std::string>(), &address, &bits)) {
        LOG_WARN("'address' is none");
        return false;
      }
      uint32_t mask = bits == 0 ? 0 : ~uint32_t{0} << (32 - bits);
      text += " " + std::to_string(address & mask) + "/" + std::to_string(bits);
    }
    if (config.contains("duration")) {
      int64_t ms = config["duration"].is_string() ? durationOf(config["duration"].get<std::string>()) : -1;
      if (ms < 0) {
        LOG_WARN("'duration' is none");
        return false;
      }
      text += " " + std::to_string(ms);
    }
    if (config.contains("hash") && config["hash"].is_string()) {
      uint32_t hash = 2166136261u;
      for (unsigned char c : config["hash"].get<std::string>()) hash = (hash ^ c) * 16777619u;
      text += " " + std::to_string(hash % 1000);
    }
    return shown(config, text);
  }

 private:
  static int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  }
  static bool unhex(std::string_view text, std::vector<uint8_t> &out) {
    if (text.size() % 2) return false;
    for (size_t i = 0; i < text.size(); i += 2) {
      int high = digit(text[i]), low = digit(text[i + 1]);
      if (high < 0 || low < 0) return false;
      out.push_back(static_cast<uint8_t>(high << 4 | low));
    }
    return true;
  }
  static bool addressOf(const std::string &text, uint32_t *address, int *bits) {
    uint32_t part = 0, parts = 0;
    bool digits = false;
    size_t i = 0;
    for (; i < text.size() && text[i] != '/'; i++) {
      if (text[i] == '.') {
        if (!digits || ++parts > 3) return false;
        *address = *address << 8 | part;
        part = 0;
        digits = false;
        continue;
      }
      if (text[i] < '0' || text[i] > '9') return false;
      part = part * 10 + (text[i] - '0');
      digits = true;
      if (part > 255) return false;
    }
    if (parts != 3 || !digits) return false;
    *address = *address << 8 | part;
    if (i == text.size()) return true;
    int n = 0;
    for (++i; i < text.size(); i++) {
      if (text[i] < '0' || text[i] > '9') return false;
      n = n * 10 + (text[i] - '0');
      if (n > 32) return false;
    }
    *bits = n;
    return true;
  }
  static int64_t durationOf(const std::string &text) {
    int64_t n = 0;
    size_t i = 0;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') n = n * 10 + (text[i++] - '0');
    if (i == 0 || n > 1000000) return -1;
    std::string unit = text.substr(i);
    if (unit == "ms") return n;
    if (unit == "s") return n * 1000;
    if (unit == "m") return n * 60 * 1000;
    return -1;
  }
};
static RegisterContextFactory register_Bytes(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Bytes));
