A mistake in a C++ plugin that builds on a class of a header: the error at its place, the header's declaration beside it, and gone when built.

-- counter.h --
#pragma once
#include <string>

class Counter {
 public:
  int add(const std::string& name);  // how often it was seen
};
-- plugin.cc --
#include "counter.h"

extern "C" __attribute__((export_name("proxy_on_tick"))) void proxy_on_tick(unsigned) {
  Counter counter;
  std::string name = counter.add("x");
  counter.ad("x");
}
-- steps --
initialize {"textDocument": {"publishDiagnostics": {"relatedInformation": true}}, "initializationOptions": {"trusted": true}}
open plugin.cc
diagnostics plugin.cc []
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(plugin.cc)"}]}
diagnostics plugin.cc [{"range": {"start": {"line": 4, "character": 14}}, "severity": 1, "source": "wpls build", "code": "build/compile", "message": "no viable conversion from 'int' to 'std::string'*"},
  {"range": {"start": {"line": 5, "character": 10}, "end": {"line": 5, "character": 12}}, "code": "build/compile", "message": "no member named 'ad' in 'Counter'*"}]
result {"ok": false, "toolchain": "wasi", "message": "the build failed: *"}
write counter.h "#pragma once\n#include <string>\n\nclass Counter {\n public:\n  std::string add(const char* name) { return name; }\n  void ad(const char*) {}\n};\n"
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(plugin.cc)"}]}
result {"ok": true, "output": "$URI(main.wasm)"}
diagnostics plugin.cc []
request shutdown
result null
notify exit
exits 0
