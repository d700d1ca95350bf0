Building on save, when the settings say so: errors come and go with the saves; a module is named in the log.

-- wpls.yaml --
build: {onSave: true, output: out.wasm}
-- plugin.c --
int f(void) { return x; }
-- notes.txt --
nothing
-- steps --
initialize {"window": {"workDoneProgress": true}, "initializationOptions": {"trusted": true}}
open plugin.c
diagnostics plugin.c []
notify textDocument/didSave {"textDocument": {"uri": "$URI(notes.txt)"}}
notify textDocument/didSave {"textDocument": {"uri": "$URI(plugin.c)"}}
expect window/workDoneProgress/create {}
diagnostics plugin.c [{"severity": 1, "source": "wpls build", "code": "build/compile", "message": "use of undeclared identifier 'x'"}]
expect window/logMessage {"type": 3, "message": "*: the build failed: use of undeclared identifier 'x'"}
write plugin.c "int f(void) { return 1; }\n"
notify textDocument/didSave {"textDocument": {"uri": "$URI(plugin.c)"}}
expect window/workDoneProgress/create {}
diagnostics plugin.c []
expect window/logMessage {"type": 3, "message": "*: built out.wasm with clang for WASI *"}
request shutdown
result null
notify exit
exits 0
