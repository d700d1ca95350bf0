/* The frame around the fixtures, which are all included into one program. */
#pragma once

#include "proxy_wasm_intrinsics.h"

namespace stub {
/* The fixture whose sources follow. */
struct folder {
  explicit folder(const char *name);
};
}
