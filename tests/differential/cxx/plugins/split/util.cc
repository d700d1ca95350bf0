#include "util.h"

namespace util {
static const char *const keys[] = {"name", "size", "other"};

bool known(const std::string &key) {
  for (const char *one : keys)
    if (key == one) return true;
  return false;
}

int number(const json &value, int otherwise) { return value.is_number_integer() ? value.get<int>() : otherwise; }
}  // namespace util
