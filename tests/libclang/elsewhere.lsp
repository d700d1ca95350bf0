C++ that is no plugin's, plugins in Go, and folders that are not trusted: libclang is not even looked for, so nobody is told that it is not there.

-- other/other.cc --
int f() { return nothing; }
-- plugin/plugin.cc --
#include "proxy_wasm_intrinsics.h"
static RegisterContextFactory register_it(CONTEXT_FACTORY(Context), ROOT_FACTORY(RootContext));
int f() { return nothing; }
-- steps --
initialize {"initializationOptions": {"trusted": true}}
open other/other.cc
hover other/other.cc "int f|()"
result null
nothing window/logMessage
open plugin/plugin.cc
hover plugin/plugin.cc "int f|()"
result null
expect window/logMessage {"message": "libclang*"}
request shutdown
result null
notify exit
exits 0
