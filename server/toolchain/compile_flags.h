/* How a C or C++ source is compiled, without asking a compiler: for those who parse it in an editor. */
#ifndef TOOLCHAIN_COMPILE_FLAGS_H
#define TOOLCHAIN_COMPILE_FLAGS_H

#include "base/array.h"
#include "base/arena.h"

typedef ARRAY(str) compile_flags;

/* The C++ SDK's header, whose folder is the SDK's. */
extern const char compile_sdk_header[];
/* The folder of the C++ SDK: one of `paths`, that of PROXY_WASM_CPP_SDK, or one beside `folder` or above it, up to the
 * repository's. */
bool compile_find_sdk(arena *a, str folder, const str *paths, size_t n, str *found);
/* The options for the source: those of its entry in the nearest compile_commands.json (beside it, above it up to the repository's
 * folder, or in `build` there), as far as they say where headers are and how the source is to be read; without one those of a
 * build with clang for WASI. `paths`: the setting build.includePaths. In `a`. */
compile_flags compile_flags_of(arena *a, str source, const str *paths, size_t n);

#endif
