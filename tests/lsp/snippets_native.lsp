Snippets in C++ and C: by the names that the SDK and the ABI give to functions.

-- plugin.cc --
#include "proxy_wasm_intrinsics.h"

class PluginContext : public Context {
public:
  explicit PluginContext(uint32_t id, RootContext *root) : Context(id, root) {}
  onReq
};

FilterHeadersStatus PluginContext::onRequestHeaders(uint32_t, bool) {
  // local
  if (true) {
    local
  }
  root()->httpCall("a", {}, "", {}, 1, [](uint32_t, size_t, uint32_t) {
    cont
  });
  f(arg);
  return FilterHeadersStatus::Continue;
}

cont
-- plugin.c --
#include "proxy_wasm.h"

uint32_t proxy_on_request_body(uint32_t context, uint32_t body_size, uint32_t end_of_stream)
{
    rep
-- json.cc --
#ifdef NULL_PLUGIN
#include "null_plugin.h"
#endif
#include "proxy_wasm_intrinsics.h"
#if 0
#include "other.h"
#endif

bool Root::onConfigure(size_t size) {
  conf
  return true;
}

bool Root::parse(const std::string &name, const json &part, int n) {
  json
}

FilterDataStatus Filter::onRequestBody(size_t, bool) {
  rep
}
-- json-after.cc --
#ifdef NULL_PLUGIN
#include "null_plugin.h"
#endif
#include "proxy_wasm_intrinsics.h"
#include "nlohmann/json.hpp"
#if 0
#include "other.h"
#endif

bool Root::onConfigure(size_t size) {
  WasmDataPtr text = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
  nlohmann::json ${1:config} = nlohmann::json::parse(text->view(), nullptr, false); // without exceptions
  if (!$1.is_object()) {
    LOG_ERROR("the configuration is no JSON object");
    return false;
  }
  $0
  return true;
}

bool Root::parse(const std::string &name, const json &part, int n) {
  json
}

FilterDataStatus Filter::onRequestBody(size_t, bool) {
  rep
}
-- other.cc --
int main() {
  local
}
-- empty.c --
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]}}}}}
open plugin.cc
complete plugin.cc "  onReq|\n"
labels onRequestHeaders onRequestBody onResponseHeaders onResponseBody onConfigure onConfigureJson onTick onDone onLog
accept onRequestHeaders "  FilterHeadersStatus onRequestHeaders(uint32_t, bool) override {\n    $0\n    return FilterHeadersStatus::Continue;\n  }"
complete plugin.cc "    local|\n"
offers httpCall localResponse setHeader getHeader contentLength sharedCounter
lacks replaceBody plugin
complete plugin.cc "  // local|\n"
labels
complete plugin.cc "    cont|\n"
offers continueRequest continueResponse localResponse
lacks httpCall setHeader
complete plugin.cc "f(arg|)"
offers getRequestHeader
lacks localResponse setHeader
complete plugin.cc "\ncont|\n"
labels contexts rootContext streamContext register
open plugin.c
complete plugin.c "    rep|\n"
offers replaceBody localResponse
lacks setHeader httpCall
open empty.c
replace empty.c "plug"
complete empty.c "plug|"
labels plugin

# The names of parameters are those of the place, what has none there is not offered, and headers are added once.
open json.cc
complete json.cc "  conf|\n"
offers configuration configurationJson jsonString jsonNumber jsonBool jsonList tick
accept configurationJson "  WasmDataPtr text = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);\n  nlohmann::json ${1:config} = nlohmann::json::parse(text->view(), nullptr, false); // without exceptions\n  if (!$1.is_object()) {\n    LOG_ERROR(\"the configuration is no JSON object\");\n    return false;\n  }\n  $0"
apply configurationJson json-after.cc
complete json.cc "  json|\n"
offers jsonString jsonNumber jsonBool jsonList
lacks configuration tick
accept jsonBool "  bool ${1:enabled} = ${2|true,false|};\n  if (auto it = part.find(\"$1\"); it != part.end()) {\n    if (!it->is_boolean()) {\n      LOG_ERROR(\"$1 must be true or false\");\n      return false;\n    }\n    $1 = it->get<bool>();\n  }\n  $0"
complete json.cc "  rep|\n"
offers localResponse
lacks replaceBody

# Other people's C++ is left alone.
open other.cc
complete other.cc "  local|\n"
labels

request shutdown
result ...
notify exit
exits 0
