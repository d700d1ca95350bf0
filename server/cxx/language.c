/* The row of C++ and C in the table of languages. */
#include "base/path.h"
#include "cxx/internal.h"
#include "text/native.h"

static unsigned uses_of(str path)
{
    str name = path_base(path);
    unsigned kind = native_source(name);
    if (cxx_is_top(name)) return LANGUAGE_SHARED | LANGUAGE_BUILD | LANGUAGE_TOP;
    if (cxx_is_source(name)) return LANGUAGE_TEXT | LANGUAGE_COMPILED;
    if (kind == NATIVE_CPP || kind == NATIVE_C) return LANGUAGE_TEXT | LANGUAGE_TEST;
    return kind & NATIVE_HEADER ? LANGUAGE_TEXT : 0;
}

/* A registration, or a function that hosts call, stands anywhere in a file. Those of the C++ SDK itself are no plugin's. */
static language_start start_of(str path, str text, bool whole)
{
    str name = path_base(path);
    bool exports = !cxx_is_of_sdk(name) && cxx_defines_export(text);
    bool starts = exports || (!cxx_is_of_c(name) && str_has(text, STR("RegisterContextFactory")));
    if (starts) return LANGUAGE_STARTS_PLUGIN;
    return whole ? LANGUAGE_STARTS_NOTHING : LANGUAGE_STARTS_UNKNOWN;
}

static bool is_built(str path, str text)
{
    (void)text;
    return cxx_is_source(path_base(path));
}

static ir_program *load(arena *a, const source_tree *tree, str root, front_cache *cache, build_facts *facts)
{
    ir_program *p = cxx_load(a, tree, root, cache, facts);
    cxx_cache_take(cache, p);
    return p;
}

static bool has_registration(const ir_program *p)
{
    cxx_state *s = cxx_state_of(p);
    registration unused = {.at.file = IR_NO_FILE};
    return s->registered.n > 0 || (s->exported && cxx_find_exports(s, &unused));
}

static void read_build(arena *a, const source_tree *tree, str root, build_facts *facts)
{
    str top = cxx_top_of(a, tree, root);
    *facts = (build_facts){.root = top, .higress_abi = cxx_is_of_higress(a, tree, top)};
}

static void reach(arena *a, const source_tree *tree, str root, language_folders *out)
{
    str top = cxx_top_of(a, tree, root);
    array_push(a, out, top.n ? top : root);
}

static const char *const globs[] = {"**/*.{c,cc,cpp,cxx,h,hh,hpp}", NULL};
static const char *const marks[] = {"RegisterContextFactory", "proxy_on_configure", NULL};

/* Of what a compiler refuses only brackets are looked for: code that is not understood is unknown by itself. Every edit loads the
 * few files of a plugin anew, but parses only those that it changes (trees.c). */
const language_row language_cxx = {
    .name = "cxx",
    .title = "C++",
    .fence = "cpp",
    .marks = marks,
    .globs = globs,
    .project_file = "BUILD",
    .comments = {"//", "// wpls:ignore", NULL, cxx_starts_function},
    .file = uses_of,
    .start = start_of,
    .is_built = is_built,
    .cache_new = cxx_cache_new,
    .cache_free = cxx_cache_free,
    .load = load,
    .unload = cxx_unload,
    .registrations = cxx_registrations,
    .refused = cxx_refused,
    .has_error = cxx_has_error,
    .tests = cxx_test_configurations,
    .has_entry = has_registration,
    .read_build = read_build,
    .reach = reach,
    .adapt = cxx_adapt,
};
