Compilers read the disk: a build says which sources of the plugin are not saved; others don't matter.

-- plugin.c --
#include <stdint.h>
__attribute__((export_name("proxy_abi_version_0_2_1"))) void proxy_abi_version(void) {}
__attribute__((export_name("malloc"))) void *allocate(uint32_t size) { (void)size; return 0; }
__attribute__((export_name("proxy_on_tick"))) void proxy_on_tick(uint32_t context) { (void)context; }
-- extra.h --
#define EXTRA 1
-- config.yaml --
a: 1
-- steps --
initialize {"initializationOptions": {"trusted": true}}
open plugin.c
diagnostics plugin.c []
open config.yaml
diagnostics config.yaml []
edit config.yaml "a: 1" "a: 2"
diagnostics config.yaml []
# A byte order mark is not sent by most editors.
open extra.h
write extra.h "\ufeff#define EXTRA 1\n"
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(plugin.c)"}]}
result {"ok": true, "message": "built main.wasm with clang for WASI *: * kB in * s"}
edit plugin.c "(void)context;" "context++;"
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(plugin.c)"}]}
result {"ok": true, "message": "built main.wasm with clang for WASI *; not saved, so not built: plugin.c"}
request shutdown
result null
notify exit
exits 0
