#include "proxy_wasm_intrinsics.h"

#include <cstring>

PROXY_WASM_EXPORT(proxy_abi_version_0_2_1) extern "C" void proxy_abi_version_0_2_1() {}

// --- encoding: their number, the sizes of all keys and values, then these, each with a zero behind it ---

std::string wasmEncodePairs(const HeaderStringPairs &pairs) {
  std::string out;
  auto number = [&out](size_t n) {
    uint32_t value = static_cast<uint32_t>(n);
    out.append(reinterpret_cast<const char *>(&value), sizeof value);
  };
  number(pairs.size());
  for (const auto &pair : pairs) {
    number(pair.first.size());
    number(pair.second.size());
  }
  for (const auto &pair : pairs) {
    out.append(pair.first.c_str(), pair.first.size() + 1);
    out.append(pair.second.c_str(), pair.second.size() + 1);
  }
  return out;
}

std::vector<std::pair<std::string_view, std::string_view>> WasmData::pairs() {
  std::vector<std::pair<std::string_view, std::string_view>> out;
  auto number = [this](size_t at) {
    uint32_t value = 0;
    if (at + sizeof value <= size_) std::memcpy(&value, data_ + at, sizeof value);
    return static_cast<size_t>(value);
  };
  size_t n = number(0), at = 4 + 8 * n;
  for (size_t i = 0; i < n && at <= size_; i++) {
    size_t key = number(4 + 8 * i), value = number(8 + 8 * i);
    if (at + key + 1 + value + 1 > size_) break;
    out.emplace_back(std::string_view(data_ + at, key), std::string_view(data_ + at + key + 1, value));
    at += key + value + 2;
  }
  return out;
}

std::optional<WasmDataPtr> getProperty(const std::initializer_list<std::string_view> &path) {
  std::string joined;
  for (std::string_view part : path) {
    if (!joined.empty()) joined += '\0';
    joined += part;
  }
  const char *data = nullptr;
  size_t size = 0;
  if (proxy_get_property(joined.data(), joined.size(), &data, &size) != PW_OK) return std::nullopt;
  return std::make_unique<WasmData>(data, size);
}

// --- contexts ---

namespace {

struct Factories {
  ContextFactory context;
  RootFactory root;
};

// Function statics: registrations run before main, in any order.
std::unordered_map<std::string, Factories> &factories() {
  static auto *map = new std::unordered_map<std::string, Factories>;
  return *map;
}

std::unordered_map<uint32_t, std::unique_ptr<ContextBase>> &contexts() {
  static auto *map = new std::unordered_map<uint32_t, std::unique_ptr<ContextBase>>;
  return *map;
}

ContextBase *find(uint32_t id) {
  auto it = contexts().find(id);
  return it == contexts().end() ? nullptr : it->second.get();
}

std::string rootId() {
  auto property = getProperty({"plugin_root_id"});
  return property ? (*property)->toString() : std::string();
}

RootContext *createRoot(uint32_t id) {
  std::string root_id = rootId();
  auto it = factories().find(root_id);
  if (it == factories().end()) it = factories().find("");
  auto root = it != factories().end() && it->second.root ? it->second.root(id, root_id) : std::make_unique<RootContext>(id, root_id);
  RootContext *made = root.get();
  contexts()[id] = std::move(root);
  made->onCreate();
  return made;
}

RootContext *rootOf(uint32_t id) {
  ContextBase *context = find(id);
  return context ? context->asRoot() : createRoot(id);
}

void createStream(uint32_t id, RootContext *root) {
  auto it = factories().find(std::string(root->root_id()));
  if (it == factories().end()) it = factories().find("");
  auto stream = it != factories().end() && it->second.context ? it->second.context(id, root) : std::make_unique<Context>(id, root);
  Context *made = stream.get();
  contexts()[id] = std::move(stream);
  made->onCreate();
}

} // namespace

RegisterContextFactory::RegisterContextFactory(ContextFactory context_factory, RootFactory root_factory, std::string_view root_id) {
  factories()[std::string(root_id)] = {std::move(context_factory), std::move(root_factory)};
}

Context *getContext(uint32_t context_id) {
  ContextBase *context = find(context_id);
  return context ? context->asContext() : nullptr;
}

WasmResult RootContext::httpCall(std::string_view cluster, const HeaderStringPairs &headers, std::string_view body,
                                 const HeaderStringPairs &trailers, uint32_t timeout_milliseconds, HttpCallCallback callback) {
  std::string header_pairs = wasmEncodePairs(headers), trailer_pairs = wasmEncodePairs(trailers);
  uint32_t token = 0;
  WasmResult result = wasmResult(proxy_http_call(cluster.data(), cluster.size(), header_pairs.data(), header_pairs.size(), body.data(),
                                                 body.size(), trailer_pairs.data(), trailer_pairs.size(), timeout_milliseconds, &token));
  if (result == WasmResult::Ok) calls_[token] = std::move(callback);
  return result;
}

void RootContext::onHttpCallResponse(uint32_t token, uint32_t headers, size_t body_size, uint32_t trailers) {
  auto it = calls_.find(token);
  if (it == calls_.end()) return;
  HttpCallCallback callback = std::move(it->second);
  calls_.erase(it); // the callback may send further calls
  callback(headers, body_size, trailers);
}

// --- what the host calls ---

extern "C" {

PROXY_WASM_EXPORT(proxy_on_memory_allocate) void *proxy_on_memory_allocate(size_t size) { return malloc(size); }

uint32_t proxy_on_vm_start(uint32_t root_context, uint32_t configuration_size) { return rootOf(root_context)->onStart(configuration_size); }
uint32_t proxy_on_configure(uint32_t root_context, uint32_t configuration_size) { return rootOf(root_context)->onConfigure(configuration_size); }
void proxy_on_tick(uint32_t root_context) { rootOf(root_context)->onTick(); }

void proxy_on_context_create(uint32_t context, uint32_t parent_context) {
  if (parent_context == 0) rootOf(context);
  else createStream(context, rootOf(parent_context));
}

uint32_t proxy_on_request_headers(uint32_t context, uint32_t headers, uint32_t end_of_stream) {
  return static_cast<uint32_t>(getContext(context)->onRequestHeaders(headers, end_of_stream != 0));
}
uint32_t proxy_on_request_body(uint32_t context, uint32_t body_size, uint32_t end_of_stream) {
  return static_cast<uint32_t>(getContext(context)->onRequestBody(body_size, end_of_stream != 0));
}
uint32_t proxy_on_response_headers(uint32_t context, uint32_t headers, uint32_t end_of_stream) {
  return static_cast<uint32_t>(getContext(context)->onResponseHeaders(headers, end_of_stream != 0));
}
uint32_t proxy_on_response_body(uint32_t context, uint32_t body_size, uint32_t end_of_stream) {
  return static_cast<uint32_t>(getContext(context)->onResponseBody(body_size, end_of_stream != 0));
}
void proxy_on_http_call_response(uint32_t root_context, uint32_t token, uint32_t headers, uint32_t body_size, uint32_t trailers) {
  rootOf(root_context)->onHttpCallResponse(token, headers, body_size, trailers);
}
uint32_t proxy_on_done(uint32_t context) {
  ContextBase *done = find(context);
  return !done || done->onDoneBase();
}
void proxy_on_log(uint32_t context) {
  if (ContextBase *ended = find(context)) ended->onLog();
}
void proxy_on_delete(uint32_t context) {
  if (ContextBase *gone = find(context)) gone->onDelete();
  contexts().erase(context);
}

} // extern "C"
