#pragma once
#include <string>

#include "../fixture.h"

namespace util {
bool known(const std::string &key);
int number(const json &value, int otherwise = 0);
inline bool within(int n, int least, int most) {
  if (n >= least && n <= most) return true;
  LOG_WARN(std::to_string(n) + " is not within " + std::to_string(least) + ".." + std::to_string(most));
  return false;
}
inline std::string quoted(const std::string &text, char with = '\'') { return with + text + with; }
}  // namespace util
