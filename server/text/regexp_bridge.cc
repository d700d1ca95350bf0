#include "text/regexp_bridge.h"

#include <algorithm>
#include <array>
#include <memory>
#include <new>
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
extern "C" [[noreturn]] void bug_out_of_memory(void); // base/bug.h

namespace {

/* MemorySanitizer does not see what is written in here and in RE2, and must not ask for it there. */
struct Uninstrumented {
  Uninstrumented() { __msan_scoped_disable_interceptor_checks(); }
  ~Uninstrumented() { __msan_scoped_enable_interceptor_checks(); }
};

constexpr int kGroupsMost = 100;
constexpr size_t kLeast = 32 << 10;  // that RE2 may take for a pattern: a small one, and its automaton
constexpr size_t kMost = 8 << 20;    // ... and a large one
constexpr size_t kKept = 64 << 20;   // that all patterns of the table may take
constexpr size_t kObject = 8 << 10;  // what the smallest takes
constexpr size_t kInstruction = 32;  // 8 forwards, 8 backwards, as many again for states of the automaton
constexpr size_t kByte = 64;         // of the pattern's text, while it is parsed
constexpr size_t kClass = 1 << 10;   // "\pL" stands for hundreds of ranges

struct Compiled {
  std::unique_ptr<re2::RE2> re;  // null: too large to be tried
  size_t instructions = 0;
  size_t bytes = 0;   // see regexp_bytes
  size_t holds = 0;   // of memory, estimated: grows with the texts that it is run on
  size_t limit = 0;   // RE2's own
  const re2::RE2 *good() const { return re && re->ok() ? re.get() : nullptr; }
};

using Table = std::unordered_map<std::string, Compiled>;

/* Parse functions and schemas use the same patterns again and again; the table is a cache and nothing else. */
Table &Kept() {
  static const std::new_handler before = std::set_new_handler(bug_out_of_memory);
  static_cast<void>(before);
  static thread_local Table kept;
  return kept;
}

thread_local size_t held = 0;

/* RE2 takes a part of its memory for the program and the rest for automata, which fill it: it gets no more than it needs. */
void Compile(Compiled &c, const char *pattern, size_t n) {
  for (size_t i = 0; i + 1 < n; i++)
    if (pattern[i] == '\\' && (pattern[i + 1] | 0x20) == 'p') c.bytes += kClass;
  c.bytes += kObject + n * kByte;
  if (c.bytes > kMost) return;
  re2::RE2::Options options;
  options.set_log_errors(false);
  for (c.limit = kLeast; c.limit <= kMost; c.limit *= 2) {
    options.set_max_mem(static_cast<int64_t>(c.limit));
    c.re = std::make_unique<re2::RE2>(re2::StringPiece(pattern, n), options);
    if (c.re->ok()) c.instructions = static_cast<size_t>(c.re->ProgramSize());
    if (c.re->error_code() != re2::RE2::ErrorPatternTooLarge) break;
    c.instructions = kMost / kInstruction;
  }
  c.bytes += c.instructions * kInstruction;
}

Compiled &Get(const char *pattern, size_t n) {
  std::string key(pattern, n);
  auto known = Kept().find(key);
  if (known != Kept().end()) return known->second;
  Compiled c;
  Compile(c, pattern, n);
  c.holds = kObject + n + (c.good() ? c.instructions * 8 : 0);
  if (held + c.holds > kKept) {
    Kept().clear();
    held = 0;
  }
  held += c.holds;
  return Kept()[std::move(key)] = std::move(c);
}

/* A run over a text makes the program that runs backwards, and states of the automata: one a byte at most, until
 * they are full. */
void Ran(Compiled &c, size_t size) {
  size_t state = 256 + 4 * std::min<size_t>(c.instructions, 1000);
  size_t most = kObject + c.instructions * 16 + c.limit;
  size_t now = std::min(most, c.holds + c.instructions * 8 + size * state);
  if (now > c.holds) {
    held += now - c.holds;
    c.holds = now;
  }
}

}  // namespace

extern "C" int regexp_groups(const char *pattern, size_t n) {
  Uninstrumented here;
  const re2::RE2 *re = Get(pattern, n).good();
  return re ? re->NumberOfCapturingGroups() : -1;
}

extern "C" size_t regexp_bytes(const char *pattern, size_t n) {
  Uninstrumented here;
  return Get(pattern, n).bytes;
}

extern "C" int regexp_size(const char *pattern, size_t n) {
  Uninstrumented here;
  const re2::RE2 *re = Get(pattern, n).good();
  return re ? re->ProgramSize() : 0;
}

extern "C" size_t regexp_error(const char *pattern, size_t n, char *text, size_t most) {
  Uninstrumented here;
  const Compiled &c = Get(pattern, n);
  if (!c.re || c.re->ok()) return 0;
  return c.re->error().copy(text, most);
}

extern "C" uint64_t regexp_work(const char *pattern, size_t n, size_t size) {
  Uninstrumented here;
  constexpr size_t kUsual = 64;  // an automaton has one state at a time; the program itself is run where it gets too large
  return static_cast<uint64_t>(size + 1) * std::max(Get(pattern, n).instructions, kUsual);
}

extern "C" bool regexp_find(const char *pattern, size_t n, const char *text, size_t size, size_t from, int *groups, int count) {
  Uninstrumented here;
  Compiled &c = Get(pattern, n);
  const re2::RE2 *re = c.good();
  if (!re || count > kGroupsMost) return false;
  std::array<re2::StringPiece, kGroupsMost> found;
  re2::StringPiece all(text, size);
  bool matches = re->Match(all, from, size, re2::RE2::UNANCHORED, found.data(), count);
  Ran(c, size - from);
  if (!matches) return false;
  for (int i = 0; i < count; i++) {
    const re2::StringPiece &piece = found[static_cast<size_t>(i)];
    bool took_part = piece.data() != nullptr;
    groups[2 * i] = took_part ? static_cast<int>(piece.data() - text) : -1;
    groups[2 * i + 1] = took_part ? static_cast<int>(piece.data() - text + static_cast<ptrdiff_t>(piece.size())) : -1;
  }
  __msan_unpoison(groups, sizeof(int) * 2 * static_cast<size_t>(count));
  return true;
}

extern "C" int regexp_group_named(const char *pattern, size_t n, const char *name, size_t name_size) {
  Uninstrumented here;
  const re2::RE2 *re = Get(pattern, n).good();
  if (!re) return -1;
  const auto &names = re->NamedCapturingGroups();
  auto at = names.find(std::string(name, name_size));
  return at == names.end() ? -1 : at->second;
}
