// my-plugin: sets a header of every request.
#include "json.h"
#include "proxy_wasm_intrinsics.h"

#include <memory>
#include <string>

class PluginRootContext : public RootContext {
public:
  explicit PluginRootContext(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t configuration_size) override;

  std::string header;
  std::string value;

private:
  bool parseConfig(std::string_view json);
};

class PluginContext : public Context {
public:
  explicit PluginContext(uint32_t id, RootContext *root) : Context(id, root) {}
  FilterHeadersStatus onRequestHeaders(uint32_t headers, bool end_of_stream) override;

private:
  PluginRootContext *plugin() { return static_cast<PluginRootContext *>(root()); }
};

static RegisterContextFactory register_plugin(CONTEXT_FACTORY(PluginContext), ROOT_FACTORY(PluginRootContext));

namespace {

struct Freed {
  void operator()(char *text) const { ::free(text); }
};

// The string under a key; what is missing stays empty. False when it has another type or the text is no JSON object.
bool readString(std::string_view json, const char *key, std::string *out) {
  char *text = nullptr;
  json_status status = json_get_string(json.data(), json.size(), key, &text);
  std::unique_ptr<char, Freed> owned(text);
  *out = text ? text : "";
  return status == JSON_FOUND || status == JSON_MISSING;
}

} // namespace

// False, and a line in the log, when the configuration is refused.
bool PluginRootContext::parseConfig(std::string_view json) {
  if (!readString(json, "header", &header) || !readString(json, "value", &value)) {
    LOG_ERROR("the config is no JSON object, or header and value are no strings");
    return false;
  }
  if (header.empty()) {
    LOG_ERROR("missing header in config");
    return false;
  }
  if (header[0] == ':') {
    LOG_ERROR("header must not be a pseudo header");
    return false;
  }
  if (value.empty()) value = "hello";
  return true;
}

bool PluginRootContext::onConfigure(size_t configuration_size) {
  WasmDataPtr json = getBufferBytes(WasmBufferType::PluginConfiguration, 0, configuration_size);
  return parseConfig(json->view());
}

FilterHeadersStatus PluginContext::onRequestHeaders(uint32_t, bool) {
  if (replaceRequestHeader(plugin()->header, plugin()->value) != WasmResult::Ok) LOG_ERROR("failed to set the header " + plugin()->header);
  return FilterHeadersStatus::Continue;
}
