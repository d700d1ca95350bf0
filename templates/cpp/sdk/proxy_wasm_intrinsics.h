/* The part of the Proxy-Wasm C++ SDK's interface that most plugins use, over proxy_wasm_abi.h: so that this project builds with nothing
 * but a compiler. Names and behaviour are those of the SDK; with PROXY_WASM_CPP_SDK set, the Makefile takes the SDK itself instead,
 * and the plugin's source stays as it is. Left out: gRPC, TCP, queues, metadata, protobuf. */
#pragma once

#include "proxy_wasm_abi.h"

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

enum class WasmResult : uint32_t {
  Ok = 0, NotFound = 1, BadArgument = 2, SerializationFailure = 3, ParseFailure = 4, BadExpression = 5, InvalidMemoryAccess = 6,
  Empty = 7, CasMismatch = 8, ResultMismatch = 9, InternalFailure = 10, BrokenConnection = 11, Unimplemented = 12,
};
enum class FilterHeadersStatus : int32_t {
  Continue = 0, StopIteration = 1, ContinueAndEndStream = 2, StopAllIterationAndBuffer = 3, StopAllIterationAndWatermark = 4,
};
enum class FilterDataStatus : int32_t {
  Continue = 0, StopIterationAndBuffer = 1, StopIterationAndWatermark = 2, StopIterationNoBuffer = 3,
};
enum class WasmHeaderMapType : int32_t {
  RequestHeaders = 0, RequestTrailers = 1, ResponseHeaders = 2, ResponseTrailers = 3, HttpCallResponseHeaders = 6, HttpCallResponseTrailers = 7,
};
enum class WasmBufferType : int32_t {
  HttpRequestBody = 0, HttpResponseBody = 1, HttpCallResponseBody = 4, VmConfiguration = 6, PluginConfiguration = 7,
};
enum class MetricType : int32_t { Counter = 0, Gauge = 1, Histogram = 2 };
enum class GrpcStatus : int32_t { Ok = 0, Unknown = 2, PermissionDenied = 7, Unauthenticated = 16, InvalidCode = -1 };

inline WasmResult wasmResult(pw_result result) { return static_cast<WasmResult>(result); }

// --- log ---

inline WasmResult logDebug(std::string_view message) { return wasmResult(proxy_log(PW_LOG_DEBUG, message.data(), message.size())); }
inline WasmResult logInfo(std::string_view message) { return wasmResult(proxy_log(PW_LOG_INFO, message.data(), message.size())); }
inline WasmResult logWarn(std::string_view message) { return wasmResult(proxy_log(PW_LOG_WARN, message.data(), message.size())); }
inline WasmResult logError(std::string_view message) { return wasmResult(proxy_log(PW_LOG_ERROR, message.data(), message.size())); }
inline WasmResult logCritical(std::string_view message) { return wasmResult(proxy_log(PW_LOG_CRITICAL, message.data(), message.size())); }

#define LOG_AT(level, text) log##level(std::string("[") + __FILE__ + ":" + std::to_string(__LINE__) + "]::" + __FUNCTION__ + "() " + (text))
#define LOG_DEBUG(text) LOG_AT(Debug, text)
#define LOG_INFO(text) LOG_AT(Info, text)
#define LOG_WARN(text) LOG_AT(Warn, text)
#define LOG_ERROR(text) LOG_AT(Error, text)
#define LOG_CRITICAL(text) LOG_AT(Critical, text)

// --- data from the host: owned, freed at the end ---

class WasmData {
public:
  WasmData(const char *data, size_t size) : data_(data), size_(size) {}
  ~WasmData() { ::free(const_cast<char *>(data_)); }
  WasmData(const WasmData &) = delete;
  WasmData &operator=(const WasmData &) = delete;
  const char *data() { return data_; }
  size_t size() { return size_; }
  std::string_view view() { return {data_, size_}; }
  std::string toString() { return std::string(view()); }
  std::vector<std::pair<std::string_view, std::string_view>> pairs();

private:
  const char *data_;
  size_t size_;
};
using WasmDataPtr = std::unique_ptr<WasmData>;
using HeaderStringPairs = std::vector<std::pair<std::string, std::string>>;

// Header pairs as the ABI has them.
std::string wasmEncodePairs(const HeaderStringPairs &pairs);

// --- headers ---

inline WasmDataPtr getHeaderMapValue(WasmHeaderMapType type, std::string_view key) {
  const char *value = nullptr;
  size_t size = 0;
  proxy_get_header_map_value(static_cast<uint32_t>(type), key.data(), key.size(), &value, &size);
  return std::make_unique<WasmData>(value, size);
}
inline WasmDataPtr getHeaderMapPairs(WasmHeaderMapType type) {
  const char *data = nullptr;
  size_t size = 0;
  proxy_get_header_map_pairs(static_cast<uint32_t>(type), &data, &size);
  return std::make_unique<WasmData>(data, size);
}
inline WasmResult addHeaderMapValue(WasmHeaderMapType type, std::string_view key, std::string_view value) {
  return wasmResult(proxy_add_header_map_value(static_cast<uint32_t>(type), key.data(), key.size(), value.data(), value.size()));
}
inline WasmResult replaceHeaderMapValue(WasmHeaderMapType type, std::string_view key, std::string_view value) {
  return wasmResult(proxy_replace_header_map_value(static_cast<uint32_t>(type), key.data(), key.size(), value.data(), value.size()));
}
inline WasmResult removeHeaderMapValue(WasmHeaderMapType type, std::string_view key) {
  return wasmResult(proxy_remove_header_map_value(static_cast<uint32_t>(type), key.data(), key.size()));
}
#define WASM_HEADER_FUNCTIONS(kind, map)                                                                                               \
  inline WasmDataPtr get##kind(std::string_view key) { return getHeaderMapValue(WasmHeaderMapType::map, key); }                       \
  inline WasmDataPtr get##kind##Pairs() { return getHeaderMapPairs(WasmHeaderMapType::map); }                                         \
  inline WasmResult add##kind(std::string_view key, std::string_view value) { return addHeaderMapValue(WasmHeaderMapType::map, key, value); } \
  inline WasmResult replace##kind(std::string_view key, std::string_view value) { return replaceHeaderMapValue(WasmHeaderMapType::map, key, value); } \
  inline WasmResult remove##kind(std::string_view key) { return removeHeaderMapValue(WasmHeaderMapType::map, key); }
WASM_HEADER_FUNCTIONS(RequestHeader, RequestHeaders)
WASM_HEADER_FUNCTIONS(RequestTrailer, RequestTrailers)
WASM_HEADER_FUNCTIONS(ResponseHeader, ResponseHeaders)
WASM_HEADER_FUNCTIONS(ResponseTrailer, ResponseTrailers)

// --- bodies and configurations ---

inline WasmDataPtr getBufferBytes(WasmBufferType type, size_t start, size_t length) {
  const char *data = nullptr;
  size_t size = 0;
  proxy_get_buffer_bytes(static_cast<uint32_t>(type), static_cast<uint32_t>(start), static_cast<uint32_t>(length), &data, &size);
  return std::make_unique<WasmData>(data, size);
}
inline WasmResult setBuffer(WasmBufferType type, size_t start, size_t length, std::string_view data) {
  return wasmResult(proxy_set_buffer_bytes(static_cast<uint32_t>(type), static_cast<uint32_t>(start), static_cast<uint32_t>(length), data.data(), data.size()));
}

// --- answers and pauses ---

inline WasmResult continueRequest() { return wasmResult(proxy_continue_stream(PW_STREAM_REQUEST)); }
inline WasmResult continueResponse() { return wasmResult(proxy_continue_stream(PW_STREAM_RESPONSE)); }
inline WasmResult sendLocalResponse(uint32_t status, std::string_view details, std::string_view body, const HeaderStringPairs &headers,
                                    GrpcStatus grpc_status = GrpcStatus::InvalidCode) {
  std::string pairs = wasmEncodePairs(headers);
  return wasmResult(proxy_send_local_response(status, details.data(), details.size(), body.data(), body.size(), pairs.data(), pairs.size(),
                                              static_cast<uint32_t>(grpc_status)));
}

// --- what all workers share, metrics, time ---

inline WasmResult getSharedData(std::string_view key, WasmDataPtr *value, uint32_t *cas = nullptr) {
  const char *data = nullptr;
  size_t size = 0;
  uint32_t version = 0;
  WasmResult result = wasmResult(proxy_get_shared_data(key.data(), key.size(), &data, &size, &version));
  if (cas) *cas = version;
  if (result == WasmResult::Ok) *value = std::make_unique<WasmData>(data, size);
  return result;
}
// Ends the VM when there is no such key.
inline WasmDataPtr getSharedDataValue(std::string_view key, uint32_t *cas = nullptr) {
  WasmDataPtr data;
  if (getSharedData(key, &data, cas) != WasmResult::Ok) {
    logCritical("getSharedDataValue: no such key");
    abort();
  }
  return data;
}
inline WasmResult setSharedData(std::string_view key, std::string_view value, uint32_t cas = 0) {
  return wasmResult(proxy_set_shared_data(key.data(), key.size(), value.data(), value.size(), cas));
}
inline WasmResult defineMetric(MetricType type, std::string_view name, uint32_t *metric) {
  return wasmResult(proxy_define_metric(static_cast<uint32_t>(type), name.data(), name.size(), metric));
}
inline WasmResult incrementMetric(uint32_t metric, int64_t offset) { return wasmResult(proxy_increment_metric(metric, offset)); }
inline WasmResult recordMetric(uint32_t metric, uint64_t value) { return wasmResult(proxy_record_metric(metric, value)); }
inline uint64_t getCurrentTimeNanoseconds() {
  uint64_t time = 0;
  proxy_get_current_time_nanoseconds(&time);
  return time;
}
std::optional<WasmDataPtr> getProperty(const std::initializer_list<std::string_view> &path);
// False, and the variable as it was, unless the attribute has as many bytes.
template <typename T>
bool getValue(const std::initializer_list<std::string_view> &path, T *out) {
  auto data = getProperty(path);
  if (!data || (*data)->size() != sizeof(T)) return false;
  __builtin_memcpy(out, (*data)->data(), sizeof(T));
  return true;
}

// --- contexts ---

class RootContext;
class Context;

class ContextBase {
public:
  explicit ContextBase(uint32_t id) : id_(id) {}
  virtual ~ContextBase() = default;
  uint32_t id() { return id_; }
  WasmResult setEffectiveContext() { return wasmResult(proxy_set_effective_context(id_)); }
  virtual RootContext *asRoot() { return nullptr; }
  virtual Context *asContext() { return nullptr; }
  virtual void onCreate() {}
  virtual bool onDoneBase() = 0;
  virtual void onLog() {}
  virtual void onDelete() {}
  using HttpCallCallback = std::function<void(uint32_t headers, size_t body_size, uint32_t trailers)>;

private:
  uint32_t id_;
};

class RootContext : public ContextBase {
public:
  RootContext(uint32_t id, std::string_view root_id) : ContextBase(id), root_id_(root_id) {}
  std::string_view root_id() { return root_id_; }
  RootContext *asRoot() override { return this; }
  virtual bool onConfigure(size_t /* configuration_size */) { return true; }
  virtual bool onStart(size_t /* vm_configuration_size */) { return true; }
  virtual void onTick() {}
  virtual bool onDone() { return true; }
  // Anything but Ok: nothing was sent, and the callback will not run.
  WasmResult httpCall(std::string_view cluster, const HeaderStringPairs &headers, std::string_view body, const HeaderStringPairs &trailers,
                      uint32_t timeout_milliseconds, HttpCallCallback callback);
  virtual void onHttpCallResponse(uint32_t token, uint32_t headers, size_t body_size, uint32_t trailers);

private:
  bool onDoneBase() override { return onDone(); }
  const std::string root_id_;
  std::unordered_map<uint32_t, HttpCallCallback> calls_;
};

class Context : public ContextBase {
public:
  Context(uint32_t id, RootContext *root) : ContextBase(id), root_(root) {}
  RootContext *root() { return root_; }
  Context *asContext() override { return this; }
  virtual FilterHeadersStatus onRequestHeaders(uint32_t /* headers */, bool /* end_of_stream */) { return FilterHeadersStatus::Continue; }
  virtual FilterDataStatus onRequestBody(size_t /* body_size */, bool /* end_of_stream */) { return FilterDataStatus::Continue; }
  virtual FilterHeadersStatus onResponseHeaders(uint32_t /* headers */, bool /* end_of_stream */) { return FilterHeadersStatus::Continue; }
  virtual FilterDataStatus onResponseBody(size_t /* body_size */, bool /* end_of_stream */) { return FilterDataStatus::Continue; }
  virtual void onDone() {}

private:
  bool onDoneBase() override {
    onDone();
    return true;
  }
  RootContext *root_;
};

// nullptr when there is none (any more).
Context *getContext(uint32_t context_id);

using RootFactory = std::function<std::unique_ptr<RootContext>(uint32_t id, std::string_view root_id)>;
using ContextFactory = std::function<std::unique_ptr<Context>(uint32_t id, RootContext *root)>;

#define ROOT_FACTORY(type) \
  [](uint32_t id, std::string_view root_id) -> std::unique_ptr<RootContext> { return std::make_unique<type>(id, root_id); }
#define CONTEXT_FACTORY(type) \
  [](uint32_t id, RootContext *root) -> std::unique_ptr<Context> { return std::make_unique<type>(id, root); }

struct RegisterContextFactory {
  RegisterContextFactory(ContextFactory context_factory, RootFactory root_factory, std::string_view root_id = "");
};
