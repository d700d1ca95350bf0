#include "text/regexp_bridge.h"

#include <array>
#include <memory>
#include <string>
#include <unordered_map>

#include <re2/re2.h>

#ifdef WPLS_UNPOISON
#include <sanitizer/msan_interface.h>
#else
#define __msan_unpoison(p, n) ((void)0)
#define __msan_scoped_disable_interceptor_checks() ((void)0)
#define __msan_scoped_enable_interceptor_checks() ((void)0)
#endif

namespace {

/* MemorySanitizer does not see what is written in here and in RE2, and must not ask for it there. */
struct Uninstrumented {
  Uninstrumented() { __msan_scoped_disable_interceptor_checks(); }
  ~Uninstrumented() { __msan_scoped_enable_interceptor_checks(); }
};

constexpr size_t kKept = 1024;
constexpr int kGroupsMost = 100;

/* Parse functions and schemas use the same patterns again and again; the table is a cache and nothing else. */
const re2::RE2 *Get(const char *pattern, size_t n) {
  static thread_local std::unordered_map<std::string, std::unique_ptr<re2::RE2>> kept;
  std::string key(pattern, n);
  auto known = kept.find(key);
  if (known != kept.end()) return known->second.get();
  if (kept.size() >= kKept) kept.clear();
  re2::RE2::Options options;
  options.set_max_mem(8 << 20);
  options.set_log_errors(false);
  auto re = std::make_unique<re2::RE2>(re2::StringPiece(pattern, n), options);
  return (kept[std::move(key)] = std::move(re)).get();
}

}  // namespace

extern "C" int regexp_groups(const char *pattern, size_t n) {
  Uninstrumented here;
  const re2::RE2 *re = Get(pattern, n);
  return re->ok() ? re->NumberOfCapturingGroups() : -1;
}

extern "C" bool regexp_find(const char *pattern, size_t n, const char *text, size_t size, size_t from, int *groups, int count) {
  Uninstrumented here;
  const re2::RE2 *re = Get(pattern, n);
  if (!re->ok() || count > kGroupsMost) return false;
  std::array<re2::StringPiece, kGroupsMost> found;
  re2::StringPiece all(text, size);
  if (!re->Match(all, from, size, re2::RE2::UNANCHORED, found.data(), count)) return false;
  for (int i = 0; i < count; i++) {
    bool took_part = found[static_cast<size_t>(i)].data() != nullptr;
    const re2::StringPiece &piece = found[static_cast<size_t>(i)];
    groups[2 * i] = took_part ? static_cast<int>(piece.data() - text) : -1;
    groups[2 * i + 1] = took_part ? static_cast<int>(piece.data() - text + static_cast<ptrdiff_t>(piece.size())) : -1;
  }
  __msan_unpoison(groups, sizeof(int) * 2 * static_cast<size_t>(count));
  return true;
}

extern "C" int regexp_group_named(const char *pattern, size_t n, const char *name, size_t name_size) {
  Uninstrumented here;
  const re2::RE2 *re = Get(pattern, n);
  if (!re->ok()) return -1;
  const auto &names = re->NamedCapturingGroups();
  auto at = names.find(std::string(name, name_size));
  return at == names.end() ? -1 : at->second;
}
