The libclang that is installed: types, members, definitions in the SDK and errors as they are typed; one hint where a header is missing.

-- sdk/proxy_wasm_intrinsics.h --
#pragma once
typedef unsigned int uint32_t;
enum class FilterHeadersStatus : uint32_t { Continue = 0, StopIteration = 1 };
enum class WasmResult : uint32_t { Ok = 0 };
class RootContext {
 public:
  explicit RootContext(uint32_t id, const char* root_id) {}
};
class Context {
 public:
  explicit Context(uint32_t id, RootContext* root) : id_(id) {}
  virtual FilterHeadersStatus onRequestHeaders(uint32_t, bool) { return FilterHeadersStatus::Continue; }
  uint32_t id() { return id_; }  ///< The number of the stream.
  uint32_t id_;
};
inline WasmResult addRequestHeader(const char* key, const char* value) { return WasmResult::Ok; }
struct RegisterContextFactory { RegisterContextFactory(int, int) {} };
#define CONTEXT_FACTORY(_c) 0
#define ROOT_FACTORY(_c) 0
-- plugin.cc --
#include "proxy_wasm_intrinsics.h"

class Filter : public Context {
 public:
  explicit Filter(uint32_t id, RootContext* root) : Context(id, root) {}
  FilterHeadersStatus onRequestHeaders(uint32_t, bool) override;
  int count = 0;  ///< How often it ran.
};

static RegisterContextFactory register_filter(CONTEXT_FACTORY(Filter), ROOT_FACTORY(RootContext));

FilterHeadersStatus Filter::onRequestHeaders(uint32_t, bool) {
  auto status = addRequestHeader("🙂", "y");
  Filter* other = this;
  other->count++;
  return FilterHeadersStatus::Continue;
}
-- off/wpls.yaml --
libclang: false
-- off/plugin.cc --
int f() { return nothing; }
static RegisterContextFactory register_off(CONTEXT_FACTORY(Context), ROOT_FACTORY(RootContext));
-- missing.cc --
#include "one.h"
#include "two.h"

int f() { return nothing; }
-- built/compile_commands.json --
[{"directory": ".", "file": "with.cc", "command": "c++ -fplugin=none.so -I\"../sdk\" '-DMOST=7' -c with.cc"}]
-- built/with.cc --
#include "proxy_wasm_intrinsics.h"
int most = MOST;
static RegisterContextFactory register_with(CONTEXT_FACTORY(Context), ROOT_FACTORY(RootContext));
-- steps --
initialize {"textDocument": {"hover": {"contentFormat": ["markdown"]}}, "initializationOptions": {"trusted": true}}
open plugin.cc
hover plugin.cc "auto sta|tus"
result {"contents": {"kind": "markdown", "value": "```cpp\nauto status = addRequestHeader(\"*type: `WasmResult`"}, "range": {"start": {"line": 12, "character": 7}, "end": {"line": 12, "character": 13}}}
hover plugin.cc "other->co|unt"
result {"contents": {"value": "```cpp\nint count = 0\n```\n\nin `Filter`\n\nHow often it ran."}}
at definition plugin.cc "addRequest|Header"
result [{"uri": "$URI(sdk/proxy_wasm_intrinsics.h)", "range": {"start": {"line": 15, "character": 18}, "end": {"line": 15, "character": 34}}}]
at definition plugin.cc "proxy_wasm_intr|insics"
result [{"uri": "$URI(sdk/proxy_wasm_intrinsics.h)", "range": {"start": {"line": 0, "character": 0}}}]
at definition plugin.cc "other->co|unt"
result [{"uri": "$URI(plugin.cc)", "range": {"start": {"line": 6, "character": 6}}}]
complete plugin.cc "other->|count"
offers count id() id_
complete plugin.cc "other->co|unt"
offers count
lacks id()

# Errors come after a pause, and go.
edit plugin.cc "other->count++" "other->coutn++"
settles plugin.cc {"diagnostics": [{"range": {"start": {"line": 14, "character": 9}, "end": {"line": 14, "character": 14}}, "severity": 1, "code": "build/compile", "source": "wpls build", "message": "no member named 'coutn' in 'Filter'*"}]}
edit plugin.cc "other->coutn++" "other->count++"
settles plugin.cc {"diagnostics": []}

# Headers that are not there: one hint, and nothing of what follows from that.
open missing.cc
settles missing.cc {"diagnostics": [{"range": {"start": {"line": 0, "character": 10}}, "severity": 4, "code": "project/not-read", "message": "'one.h' and another header are not here*"}]}
close missing.cc

# Options of a compile_commands.json; a setting that turns it off.
open built/with.cc
hover built/with.cc "int mo|st"
result {"contents": {"value": "```cpp\nint most = 7\n```"}}
edit built/with.cc "= MOST" "= MOST + x"
settles built/with.cc {"diagnostics": [{"range": {"start": {"line": 1, "character": 18}}, "message": "use of undeclared identifier 'x'*"}]}
open off/plugin.cc
hover off/plugin.cc "int f|()"
result null

request shutdown
result null
notify exit
exits 0
