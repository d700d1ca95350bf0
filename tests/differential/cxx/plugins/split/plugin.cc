// Several files: a class whose methods stand elsewhere, a header with functions, a table of handlers.
#include "plugin.h"

#include "../fixture.h"
#include "util.h"

bool SplitRoot::parse(const json &config) {
  for (const auto &[key, value] : config.items()) {
    if (key == "show") continue;
    if (!util::known(key)) {
      LOG_WARN("unknown key " + key);
      return false;
    }
    if (!take(key, value)) return false;
  }
  return shown(config, text());
}

bool SplitRoot::take(const std::string &key, const json &value) {
  if (key == "name") return takeName(value);
  if (key == "size") {
    size_ = util::number(value, kDefaultSize);
    return util::within(size_, 1, 50);
  }
  return true;
}

static RegisterContextFactory register_SplitRoot(CONTEXT_FACTORY(Stream), ROOT_FACTORY(SplitRoot));
