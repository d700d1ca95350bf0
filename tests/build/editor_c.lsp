wpls.build in a trusted workspace: progress, an error at its place, and nothing left of it after the next build.

-- plugin.c --
#include <stdint.h>

__attribute__((export_name("proxy_on_tick"))) void proxy_on_tick(uint32_t context)
{
    conntext++;
}
-- steps --
initialize {"window": {"workDoneProgress": true}, "initializationOptions": {"trusted": true}}
open plugin.c
diagnostics plugin.c []
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(plugin.c)"}], "workDoneToken": "t"}
expect $/progress {"token": "t", "value": {"kind": "begin", "title": "building *", "cancellable": true}}
expect $/progress {"token": "t", "value": {"kind": "report", "message": "looking for clang for WASI"}}
expect $/progress {"token": "t", "value": {"kind": "report", "message": "compiling plugin.c", "percentage": 0}}
expect $/progress {"token": "t", "value": {"kind": "end", "message": "the build failed: use of undeclared identifier 'conntext'*"}}
diagnostics plugin.c [{"range": {"start": {"line": 4, "character": 4}, "end": {"line": 4, "character": 12}}, "severity": 1, "source": "wpls build",
  "code": "build/compile", "message": "use of undeclared identifier 'conntext'; did you mean 'context'?*"}]
result {"ok": false, "output": null, "toolchain": "wasi", "message": "the build failed: *"}
edit plugin.c "conntext" "context"
diagnostics plugin.c [{"code": "build/compile"}]
write plugin.c "#include <stdint.h>\n\n__attribute__((export_name(\"proxy_on_tick\"))) void proxy_on_tick(uint32_t context) { context++; }\n"
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(plugin.c)", "toolchain": "wasi"}]}
expect window/workDoneProgress/create {"token": "wpls-build-*"}
expect $/progress {"value": {"kind": "begin"}}
result {"ok": true, "output": "$URI(main.wasm)", "toolchain": "wasi", "message": "built main.wasm with clang for WASI *: * kB in *"}
diagnostics plugin.c []
request shutdown
result null
notify exit
exits 0
