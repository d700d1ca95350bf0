#include "clang/api.h"

#include "base/arena.h"
#include "base/library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A data pointer becomes a function, which ISO C leaves to the system. */
static bool take(library *l, const char *name, void *into)
{
    void *found = library_find(l, name);
    memcpy(into, &found, sizeof found);
    return found != NULL;
}

static bool fill(clang_api *api, library *l)
{
    bool whole = true;
#define CLANG_TAKE(result, name, parameters) whole = take(l, "clang_" #name, &api->name) && whole;
    CLANG_FUNCTIONS(CLANG_TAKE)
#undef CLANG_TAKE
    take(l, "clang_createIndexWithOptions", &api->createIndexWithOptions);
    return whole;
}

/* As distributions name them, with or without the link that development packages bring. */
static library *open_version(int version)
{
    static const char *const forms[] = {"libclang-%d.so.1",
                                        "libclang.so.%d",
                                        "libclang-%d.so.%d",
                                        "libclang-%d.so",
                                        "/usr/lib/llvm-%d/lib/libclang.so.1",
                                        "/usr/lib/llvm-%d/lib/libclang.dylib",
                                        "/opt/homebrew/opt/llvm@%d/lib/libclang.dylib",
                                        "/usr/local/opt/llvm@%d/lib/libclang.dylib"};
    library *found = NULL;
    for (size_t i = 0; i < sizeof forms / sizeof *forms && !found; i++) {
        char name[96];
        snprintf(name, sizeof name, forms[i], version, version);
        found = library_open(name);
    }
    return found;
}

clang_load clang_api_load(clang_api *api)
{
    const char *named = getenv("WPLS_LIBCLANG");
    library *l = NULL;
    if (!library_possible()) return CLANG_STATIC;
    if (named && *named) {
        l = library_open(named);
        return l && fill(api, l) ? CLANG_LOADED : CLANG_ABSENT;
    }
    for (int version = CLANG_NEWEST; version >= CLANG_OLDEST; version--)
        if ((l = open_version(version)) && fill(api, l)) return CLANG_LOADED;
    return CLANG_ABSENT;
}

str clang_take(const clang_api *api, arena *a, clang_text text)
{
    const char *s = api->getCString(text);
    str copy = arena_str(a, str_of(s ? s : ""));
    api->disposeString(text);
    return copy;
}
