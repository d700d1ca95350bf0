#include "nlohmann/json.hpp"
#include "proxy_wasm_intrinsics.h"

class FilterRoot : public RootContext {
 public:
  explicit FilterRoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t) override {
    bool check(int a);
    return check(1);
  }
};

static RegisterContextFactory r(CONTEXT_FACTORY(Context), ROOT_FACTORY(FilterRoot));
