/* The helpers for JSON without exceptions that plugins in C++ bring along, as their contract is. */
#pragma once

#include <charconv>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace Wasm {
namespace Common {

using JsonObject = ::nlohmann::json;
enum JsonParserResultDetail { UNKNOWN, OK, OUT_OF_RANGE, TYPE_ERROR, INVALID_VALUE };

inline std::optional<JsonObject> JsonParse(std::string_view text) {
  auto result = JsonObject::parse(text, nullptr, false);
  if (result.is_discarded() || !result.is_object()) return std::nullopt;
  return result;
}

/* absl::SimpleAtoi: blanks around, one sign, digits. */
template <typename T>
bool wholeNumber(std::string_view text, T *out) {
  const char *blanks = " \t\n\v\f\r";
  size_t start = text.find_first_not_of(blanks);
  if (start == std::string_view::npos) return false;
  text = text.substr(start, text.find_last_not_of(blanks) - start + 1);
  if (text[0] == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text[0] == '-') return false;
  }
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  return error == std::errc() && end == text.data() + text.size();
}

template <typename T>
using Result = std::pair<std::optional<T>, JsonParserResultDetail>;

template <typename T>
Result<T> JsonValueAs(const JsonObject &j);

template <typename T>
Result<T> jsonNumber(const JsonObject &j) {
  T number = 0;
  if (j.is_number()) return {j.get<T>(), OK};
  if (!j.is_string()) return {std::nullopt, TYPE_ERROR};
  if (wholeNumber(j.get_ref<const std::string &>(), &number)) return {number, OK};
  return {std::nullopt, INVALID_VALUE};
}
template <>
inline Result<int64_t> JsonValueAs<int64_t>(const JsonObject &j) { return jsonNumber<int64_t>(j); }
template <>
inline Result<uint64_t> JsonValueAs<uint64_t>(const JsonObject &j) { return jsonNumber<uint64_t>(j); }
template <>
inline Result<std::string_view> JsonValueAs<std::string_view>(const JsonObject &j) {
  if (j.is_string()) return {std::string_view(j.get_ref<const std::string &>()), OK};
  return {std::nullopt, TYPE_ERROR};
}
template <>
inline Result<std::string> JsonValueAs<std::string>(const JsonObject &j) {
  if (j.is_string()) return {j.get<std::string>(), OK};
  if (j.is_number_unsigned()) return {std::to_string(j.get<uint64_t>()), OK};
  return {std::nullopt, TYPE_ERROR};
}
template <>
inline Result<bool> JsonValueAs<bool>(const JsonObject &j) {
  if (j.is_boolean()) return {j.get<bool>(), OK};
  if (!j.is_string()) return {std::nullopt, TYPE_ERROR};
  if (j == "true" || j == "false") return {j == "true", OK};
  return {std::nullopt, INVALID_VALUE};
}
template <>
inline Result<JsonObject> JsonValueAs<JsonObject>(const JsonObject &j) {
  if (j.is_object()) return {j, OK};
  return {std::nullopt, TYPE_ERROR};
}
/* An empty array gives nothing, and that it is right. */
template <>
inline Result<std::vector<std::string_view>> JsonValueAs<std::vector<std::string_view>>(const JsonObject &j) {
  if (!j.is_array()) return {std::nullopt, TYPE_ERROR};
  std::vector<std::string_view> all;
  for (const auto &one : j) {
    if (!one.is_string()) return {std::nullopt, TYPE_ERROR};
    all.emplace_back(one.get_ref<const std::string &>());
  }
  if (all.empty()) return {std::nullopt, OK};
  return {all, OK};
}

/* The value of a member that is absent or of another type: what the type's default is, nothing for numbers. */
template <class T>
class JsonGetField {
 public:
  JsonGetField(const JsonObject &j, std::string_view field) {
    auto it = j.find(field);
    if (it == j.end()) {
      detail_ = OUT_OF_RANGE;
      return;
    }
    auto value = JsonValueAs<T>(it.value());
    detail_ = value.second;
    if (value.first.has_value()) object_ = value.first.value();
  }
  const JsonParserResultDetail &detail() { return detail_; }
  T value() { return object_; }
  T value_or(T other) { return detail_ == OK ? object_ : other; }

 private:
  JsonParserResultDetail detail_;
  T object_;
};

inline bool JsonArrayIterate(const JsonObject &j, std::string_view field, const std::function<bool(const JsonObject &)> &visitor) {
  auto it = j.find(field);
  if (it == j.end()) return true;
  if (!it.value().is_array()) return false;
  for (const auto &one : it.value())
    if (!visitor(one)) return false;
  return true;
}
inline bool JsonObjectIterate(const JsonObject &j, const std::function<bool(std::string)> &visitor) {
  for (const auto &one : j.items())
    if (!visitor(one.key())) return false;
  return true;
}
inline bool JsonObjectIterate(const JsonObject &j, std::string_view field, const std::function<bool(std::string)> &visitor) {
  auto it = j.find(field);
  if (it == j.end()) return true;
  return it.value().is_object() && JsonObjectIterate(it.value(), visitor);
}

}  // namespace Common
}  // namespace Wasm
