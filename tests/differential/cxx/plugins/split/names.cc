#include "plugin.h"
#include "util.h"

bool SplitRoot::takeName(const json &value) {
  if (!value.is_string()) {
    LOG_WARN("'name' is no text");
    return false;
  }
  name_ = util::quoted(value.get<std::string>());
  return true;
}

std::string SplitRoot::text() const { return name_ + std::to_string(size_); }
