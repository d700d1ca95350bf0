#include "plugin/foreign.h"

#include "base/path.h"

/* `word` in a file of that name shows the plugin, `other` must stand there as well. */
static const struct {
    const char *name, *language, *word, *other;
} signs[] = {
    {"Cargo.toml", "Rust", "proxy-wasm", "cdylib"},
    {"package.json", "AssemblyScript", "@higress/wasm-assemblyscript", "asc"},
    {"package.json", "AssemblyScript", "@higress/proxy-wasm-assemblyscript-sdk", "asc"},
    {"package.json", "AssemblyScript", "@solo-io/proxy-runtime", "asc"},
};

static bool fits(size_t row, str name) { return str_is(name, signs[row].name); }

bool foreign_is_candidate(str name)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (fits(i, name)) return true;
    return false;
}

const char *foreign_language(str name, str text, range *at)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        ptrdiff_t found = fits(i, name) ? str_find(text, str_of(signs[i].word), 0) : -1;
        if (found < 0 || (signs[i].other && !str_has(text, str_of(signs[i].other)))) continue;
        *at = range_make((uint32_t)found, (uint32_t)found + (uint32_t)strlen(signs[i].word));
        return signs[i].language;
    }
    return NULL;
}
