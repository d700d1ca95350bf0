// absl::Status and absl::StatusOr: made, handed on, converted, asked.
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "../fixture.h"

class Statuses : public RootContext {
 public:
  explicit Statuses(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}

  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    json config = json::parse(data->view(), nullptr, false);
    if (config.is_discarded() || !config.is_object()) return false;
    absl::StatusOr<int> port = port_of(config);
    if (!port.ok()) {
      LOG_WARN(std::string(port.status().message()));
      return port.status().code() == absl::StatusCode::kNotFound && config.contains("optional");
    }
    if (*port > 100 || port.value() == 7) {
      LOG_WARN("port " + std::to_string(*port));
      return false;
    }
    if (absl::Status all = check(config, *port); !all.ok()) {
      LOG_WARN(std::string(all.message()) + " " + std::to_string(static_cast<int>(all.code())));
      return false;
    }
    auto name = name_of(config);
    if (absl::IsInvalidArgument(name.status())) {
      LOG_WARN("bad name");
      return false;
    }
    if (name.value_or("nobody") == "nobody" || (name.ok() && name->size() > 5)) {
      LOG_WARN("name " + name.value_or("nobody"));
      return false;
    }
    return true;
  }

 private:
  absl::StatusOr<int> port_of(const json &config) {
    auto it = config.find("port");
    if (it == config.end()) return absl::NotFoundError("no port");
    if (!it->is_number_integer()) return absl::InvalidArgumentError("a port is a number");
    return it->get<int>();
  }

  absl::StatusOr<std::string> name_of(const json &config) {
    if (!config.contains("name")) return absl::NotFoundError("no name");
    if (!config["name"].is_string()) return absl::InvalidArgumentError("no text");
    std::string name = config["name"].get<std::string>();
    return name;
  }

  absl::Status check(const json &config, int port) {
    absl::Status status;
    for (auto &[key, value] : config.items())
      if (value.is_null()) status.Update(absl::FailedPreconditionError(key + " is nothing"));
    if (!status.ok()) return status;
    if (port < 0) return absl::OutOfRangeError("below zero");
    return absl::OkStatus();
  }
};

static RegisterContextFactory register_Statuses(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Statuses));
