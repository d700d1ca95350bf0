A plugin in C in a repository whose root is a Go module: the folder of its sources is built, or the one above "src".

-- go.mod --
module example.com/all

go 1.24
-- main.go --
package main

func main() {}
-- one/plugin.c --
#include <stdint.h>

__attribute__((export_name("proxy_on_tick"))) void proxy_on_tick(uint32_t context) { (void)context; }
-- two/src/plugin.c --
#include <stdint.h>

__attribute__((export_name("proxy_on_tick"))) void proxy_on_tick(uint32_t context) { (void)context; }
-- steps --
initialize {"initializationOptions": {"trusted": true}}
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(one/plugin.c)"}]}
result {"ok": true, "output": "$URI(one/main.wasm)", "toolchain": "wasi"}
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(two/src/plugin.c)"}]}
result {"ok": true, "output": "$URI(two/main.wasm)", "toolchain": "wasi"}
request shutdown
result null
notify exit
exits 0
