#include "plugin/foreign.h"

#include "base/path.h"
#include "text/native.h"

/* A row fits a file by its whole name, or a source that is compiled by its language; `word` shows the plugin, `other` must stand
 * there as well. */
static const struct {
    unsigned native; /* NATIVE_... */
    const char *name, *language, *word, *other;
} signs[] = {
    {NATIVE_C, NULL, "C", "proxy_on_vm_start", NULL},
    {NATIVE_C, NULL, "C", "proxy_on_context_create", NULL},
    {0, "Cargo.toml", "Rust", "proxy-wasm", "cdylib"},
    {0, "package.json", "AssemblyScript", "@higress/wasm-assemblyscript", "asc"},
    {0, "package.json", "AssemblyScript", "@higress/proxy-wasm-assemblyscript-sdk", "asc"},
    {0, "package.json", "AssemblyScript", "@solo-io/proxy-runtime", "asc"},
};

static bool fits(size_t row, str name)
{
    return signs[row].name ? str_is(name, signs[row].name) : native_unit(name) == signs[row].native;
}

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
