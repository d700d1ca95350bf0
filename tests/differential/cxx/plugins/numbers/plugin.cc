// Texts to numbers and back; numbers with fractions.
#include <cmath>
#include <cstdlib>
#include <string>

#include "../fixture.h"

class Numbers : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::string out;
    if (config.contains("stoi")) out += std::to_string(std::stoi(config["stoi"].get<std::string>()));
    if (config.contains("stoul")) out += " " + std::to_string(std::stoul(config["stoul"].get<std::string>()));
    if (config.contains("stod")) out += " " + std::to_string(std::stod(config["stod"].get<std::string>()));
    if (config.contains("atoi") && config["atoi"].is_string()) out += " " + std::to_string(std::atoi(config["atoi"].get<std::string>().c_str()));
    if (config.contains("strtol") && config["strtol"].is_string()) {
      std::string text = config["strtol"].get<std::string>();
      char *end = nullptr;
      long n = strtol(text.c_str(), &end, 10);
      if (*end != '\0') {
        LOG_WARN("not a number: " + text);
        return false;
      }
      out += " " + std::to_string(n);
    }
    if (config.contains("rate") && config["rate"].is_number()) {
      double rate = config["rate"].get<double>();
      if (rate < 0 || rate > 1.0) {
        LOG_WARN("rate is out of range");
        return false;
      }
      int percent = static_cast<int>(rate * 100);
      float small = rate;
      out += " " + std::to_string(percent) + " " + std::to_string(small) + " " + std::to_string(std::floor(rate * 10)) +
             std::to_string(std::round(rate * 10)) + std::to_string(1 / 2.0 + 1 / 2) + std::to_string(std::abs(-rate));
    }
    if (config.contains("int") && config["int"].is_number_integer()) {
      int n = config["int"].get<int>();
      out += " " + std::to_string(n / 4) + std::to_string(n % 4) + std::to_string(n / 4.0) + std::to_string(std::abs(n)) +
             std::to_string(std::min(n, 10)) + std::to_string(std::max(n, -10)) + std::to_string(n > 0 && n == n * 1.0);
    }
    return shown(config, out);
  }
};
static RegisterContextFactory register_Numbers(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Numbers));
