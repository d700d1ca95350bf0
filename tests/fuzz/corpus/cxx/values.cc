#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "proxy_wasm_intrinsics.h"

using nlohmann::json;

enum class Mode { Off, Slow = 4, Fast };

struct Inner {
  int number = 1;
  std::vector<std::string> list = {"a", "b"};
};

struct Outer {
  Inner inner;
  std::optional<Inner> maybe;
  std::map<std::string, int> counts;
};

class FilterRoot : public RootContext {
 public:
  explicit FilterRoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t size) override;

 private:
  bool copies();
  bool captures();
  bool widths();
  bool flow(int start);
  bool containers();
  bool strings();
  bool refuse(const std::string& what) {
    LOG_ERROR(absl::StrCat("wrong: ", what));
    return false;
  }
  static void change(Outer& outer) { outer.inner.list.push_back("c"); }
  static int& first(std::vector<int>& all) { return all[0]; }
  static int twice(int n, int times = 2) { return n * times; }
};

class Filter : public Context {
 public:
  explicit Filter(uint32_t id, RootContext* root) : Context(id, root) {}
};

static RegisterContextFactory register_filter(CONTEXT_FACTORY(Filter), ROOT_FACTORY(FilterRoot));

bool FilterRoot::copies() {
  Outer one;
  Outer two = one;
  two.inner.number = 2;
  two.inner.list.push_back("x");
  if (one.inner.number != 1 || one.inner.list.size() != 2) return refuse("copy of an object");
  change(two);
  if (two.inner.list.size() != 4) return refuse("parameter by reference");
  one.maybe = two.inner;
  two.inner.list.clear();
  if (!one.maybe || one.maybe->list.size() != 4 || two.maybe.has_value()) return refuse("optional");
  auto& alias = one.maybe.value();
  alias.number++;
  if (one.maybe->number != 3) return refuse("reference into an optional");
  std::vector<Inner> all{one.inner};
  for (auto copy : all) copy.number = 9;
  for (auto& each : all) each.number += 6;
  if (all[0].number != 7 || one.inner.number != 1) return refuse("loop by reference");
  std::vector<int> numbers = {1, 2, 3};
  first(numbers) = 5;
  if (numbers.front() != 5) return refuse("result by reference");
  auto pointer = std::make_unique<Inner>();
  Inner* raw = pointer.get();
  raw->number = 8;
  if (pointer->number != 8) return refuse("pointer");
  std::pair<int, std::string> pair = std::make_pair(1, "x");
  auto [left, right] = pair;
  if (left != 1 || right != "x") return refuse("structured binding");
  return true;
}

bool FilterRoot::captures() {
  int shared = 1, copied = 1;
  auto change = [&shared, copied]() mutable { shared++; copied++; };
  change();
  change();
  if (shared != 3 || copied != 1) return refuse("capture");
  auto all = [&](int by) -> int { shared += by; return shared; };
  if (all(4) != 7 || shared != 7) return refuse("capture by reference");
  auto frozen = [=]() { return shared; };
  shared = 1;
  if (frozen() != 7) return refuse("capture by value");
  return twice(3) == 6 && twice(3, 3) == 9 ? true : refuse("default argument");
}

bool FilterRoot::widths() {
  std::string empty;
  if (empty.size() - 1 != 4294967295u) return refuse("size_t");
  int64_t wide = 5000000000;
  int narrow = wide;
  if (narrow != 705032704) return refuse("narrowing");
  uint8_t byte = 300;
  if (byte != 44 || byte + 250 != 294) return refuse("promotion");
  unsigned zero = 0;
  if (--zero < 1) return refuse("unsigned");
  if (sizeof(long) != 4 || sizeof(int64_t) != 8) return refuse("sizeof");
  if (7 / 2 * 2 != 6 || -7 % 3 != -1) return refuse("division");
  return true;
}

bool FilterRoot::flow(int start) {
  int n = 0;
  switch (start) {
    case 1:
      n += 1;
    case 2:
      n += 10;
      break;
    default:
      n = 100;
  }
  if (n != (start == 1 ? 11 : start == 2 ? 10 : 100)) return refuse("fall-through");
  do {
    n++;
  } while (n < 5);
  int i = 0, j = (i++, i + 10);
  if (j != 11 || i++ != 1 || ++i != 3) return refuse("expressions with effects");
  for (int k = 0; k < 10; ++k) {
    if (k == 2) continue;
    if (k == 4) break;
    n += k;
  }
  Mode mode = Mode::Fast;
  if (static_cast<int>(mode) != 5 || mode == Mode::Slow) return refuse("enumerators");
  return true;
}

bool FilterRoot::containers() {
  std::map<std::string, int> map = {{"b", 2}, {"a", 1}};
  map["c"] += 3;
  if (!map.emplace("d", 4).second || map.emplace("a", 9).second) return refuse("emplace");
  std::string keys;
  for (const auto& [key, count] : map) keys += key + std::to_string(count);
  if (keys != "a1b2c3d4") return refuse("order of a map");
  auto it = map.find("c");
  if (it == map.end() || it->second != 3 || map.find("z") != map.end()) return refuse("find");
  std::set<int> set;
  set.insert(3);
  if (set.insert(3).second || set.count(3) != 1 || set.size() != 1) return refuse("set");
  return true;
}

bool FilterRoot::strings() {
  std::vector<std::string> parts = absl::StrSplit("a=b=c=d", absl::MaxSplits('=', 2));
  if (parts.size() != 3 || parts[2] != "c=d") return refuse("MaxSplits");
  std::string text = "head";
  text += '-';
  text.append("tail");
  if (text.substr(5) != "tail" || text.find("x") != std::string::npos || text.back() != 'l') return refuse("string");
  return absl::StrCat(1, "-", true, "-", 2.5) == "1-1-2.5" ? true : refuse("StrCat");
}

bool FilterRoot::onConfigure(size_t size) {
  if (!copies() || !captures() || !widths() || !flow(1) || !flow(2) || !flow(3) || !containers() || !strings()) return false;
  auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
  json config = json::parse(data->view(), nullptr, false);
  return config.contains("refuse") ? refuse("it was asked for") : true;
}