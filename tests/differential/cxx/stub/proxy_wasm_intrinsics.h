/* What plugins of the fixtures see of a Proxy-Wasm SDK, for a native program: only what happens while they are configured. */
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

enum class WasmResult : uint32_t { Ok = 0, NotFound = 1, BadArgument = 2 };
enum class WasmBufferType : int32_t {
  HttpRequestBody = 0, HttpResponseBody = 1, NetworkDownstreamData = 2, NetworkUpstreamData = 3, HttpCallResponseBody = 4,
  GrpcReceiveBuffer = 5, VmConfiguration = 6, PluginConfiguration = 7
};
enum class FilterHeadersStatus : int32_t { Continue = 0, StopIteration = 1 };

namespace stub {
extern std::string configuration;
/* A line of the plugin's log; those from `warn` on may be the reason of a refusal. */
void log(bool warn, std::string_view text);
}

class WasmData {
 public:
  WasmData(const char *data, size_t size) : data_(data), size_(size) {}
  const char *data() { return data_; }
  size_t size() { return size_; }
  std::string_view view() { return {data_, size_}; }
  std::string toString() { return std::string(view()); }
  std::vector<std::pair<std::string_view, std::string_view>> pairs() { return {}; }

 private:
  const char *data_;
  size_t size_;
};
using WasmDataPtr = std::unique_ptr<WasmData>;

inline WasmDataPtr getBufferBytes(WasmBufferType type, size_t start, size_t length) {
  if (type != WasmBufferType::PluginConfiguration || start > stub::configuration.size()) return std::make_unique<WasmData>(nullptr, 0);
  return std::make_unique<WasmData>(stub::configuration.data() + start, std::min(length, stub::configuration.size() - start));
}

#define LOG_TRACE(text) stub::log(false, text)
#define LOG_DEBUG(text) stub::log(false, text)
#define LOG_INFO(text) stub::log(false, text)
#define LOG_WARN(text) stub::log(true, text)
#define LOG_ERROR(text) stub::log(true, text)
#define LOG_CRITICAL(text) stub::log(true, text)
inline WasmResult logWarn(std::string_view text) { return stub::log(true, text), WasmResult::Ok; }
inline WasmResult logInfo(std::string_view text) { return stub::log(false, text), WasmResult::Ok; }
inline WasmResult proxy_set_tick_period_milliseconds(uint32_t) { return WasmResult::Ok; }

class RootContext {
 public:
  RootContext(uint32_t id, std::string_view root_id) : id_(id), root_id_(root_id) {}
  virtual ~RootContext() = default;
  virtual bool onStart(size_t) { return true; }
  virtual bool onConfigure(size_t) { return true; }
  std::string_view root_id() { return root_id_; }
  uint32_t id() { return id_; }

 private:
  uint32_t id_;
  std::string root_id_;
};

class Context {
 public:
  Context(uint32_t id, RootContext *root) : id_(id), root_(root) {}
  virtual ~Context() = default;
  virtual FilterHeadersStatus onRequestHeaders(uint32_t, bool) { return FilterHeadersStatus::Continue; }
  RootContext *root() { return root_; }

 private:
  uint32_t id_;
  RootContext *root_;
};

using ContextFactory = std::function<std::unique_ptr<Context>(uint32_t, RootContext *)>;
using RootFactory = std::function<std::unique_ptr<RootContext>(uint32_t, std::string_view)>;
#define CONTEXT_FACTORY(c) [](uint32_t id, RootContext *root) -> std::unique_ptr<Context> { return std::make_unique<c>(id, root); }
#define ROOT_FACTORY(c) [](uint32_t id, std::string_view name) -> std::unique_ptr<RootContext> { return std::make_unique<c>(id, name); }
struct RegisterContextFactory {
  RegisterContextFactory(ContextFactory context, RootFactory root, std::string_view root_id = "");
};
