In the editor a module is written inside the workspace only.

-- plugin.c --
int f(void) { return 1; }
-- steps --
initialize {"initializationOptions": {"trusted": true}}
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(plugin.c)", "output": "file:///tmp/wpls-outside.wasm"}]}
result {"ok": false, "output": null, "message": "can't write '/tmp/wpls-outside.wasm': its folder lies outside of the workspace*"}
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(plugin.c)", "output": "$URI(here.wasm)"}]}
result {"ok": true, "output": "$URI(here.wasm)"}
request workspace/executeCommand {"command": "wpls.doctor", "arguments": [{"uri": "$URI(plugin.c)"}]}
result {"text": "*## Installed*## Plugin *- Takes **clang for WASI** (`--toolchain wasi`): the sources are C.*"}
request shutdown
result null
notify exit
exits 0
