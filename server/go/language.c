/* Go's row in the table of languages. */
#include "base/path.h"
#include "base/words.h"
#include "go/frontend.h"
#include "go/test_config.h"
#include "ir/program.h"

static unsigned uses_of(str path)
{
    str name = path_base(path);
    if (str_is(name, "go.mod")) return LANGUAGE_PROJECT | LANGUAGE_SHARED | LANGUAGE_BUILD;
    if (str_is(name, "go.work")) return LANGUAGE_SHARED | LANGUAGE_BUILD;
    if (str_is(name, "modules.txt")) return LANGUAGE_BUILD;
    if (str_is(name, "go.sum")) return LANGUAGE_LOCK;
    if (!str_is(path_extension(name), ".go")) return 0;
    if (str_ends(name, STR("_test.go"))) return LANGUAGE_TEXT | LANGUAGE_TEST;
    bool hidden = name.p[0] == '_' || name.p[0] == '.';
    return hidden ? LANGUAGE_TEXT : LANGUAGE_TEXT | LANGUAGE_COMPILED;
}

static bool has_clause(str text) { return str_starts(text, STR("package ")) || str_has(text, STR("\npackage ")); }

static bool declares_main(str text)
{
    for (ptrdiff_t at = str_find(text, STR("package"), 0); at >= 0; at = str_find(text, STR("package"), (size_t)at + 1)) {
        bool starts_line = at == 0 || text.p[at - 1] == '\n';
        str rest = str_trim(str_slice(text, (size_t)at + 7, (size_t)at + 7 + 24));
        bool longer = rest.n > 4 && ((rest.p[4] >= 'a' && rest.p[4] <= 'z') || rest.p[4] == '_');
        if (starts_line) return str_starts(rest, STR("main")) && !longer;
    }
    return false;
}

/* The package clause stands at the top; the end of a text that goes on may have cut it. */
static language_start start_of(str path, str text, bool whole)
{
    enum { CLAUSE = 64 };
    (void)path;
    str certain = whole || text.n < CLAUSE ? text : str_slice(text, 0, text.n - CLAUSE);
    if (!whole && !has_clause(certain)) return LANGUAGE_STARTS_UNKNOWN;
    return declares_main(text) ? LANGUAGE_STARTS_PLUGIN : LANGUAGE_STARTS_NOTHING;
}

static bool is_built(str path, str text)
{
    str package;
    return go_file_included(path_base(path), text, &package);
}

static front_cache *cache_new(void) { return (front_cache *)go_cache_new(); }

static void cache_free(front_cache *c) { go_cache_free((go_cache *)c); }

static ir_program *load(arena *a, const source_tree *tree, str root, front_cache *cache, build_facts *facts)
{
    return go_load(a, tree, root, (go_cache *)cache, facts);
}

static bool reload(ir_program *p, const source_tree *tree, front_cache *cache) { return go_reload(p, tree, (go_cache *)cache); }

static bool has_error(front_cache *cache, str path, str text) { return go_text_has_error((go_cache *)cache, path, text); }

static bool has_main(const ir_program *p)
{
    for (size_t i = 0; i < p->packages.n; i++)
        if (p->packages.at[i]->own && str_is(p->packages.at[i]->name, "main")) return true;
    return false;
}

static build_signs signs_of(arena *a, const source_tree *tree, const build_facts *facts)
{
    return (build_signs){go_module_mentions_tinygo(a, tree, facts), go_module_mentions_reactor(a, tree, facts)};
}

/* `go help environment`: GOMODCACHE, else pkg/mod in the first folder of GOPATH, which is ~/go by default. */
static str library_cache(arena *a, str (*variable)(const char *name))
{
    str cache = variable("GOMODCACHE"), path = variable("GOPATH"), home = variable("HOME");
    ptrdiff_t colon = str_find_char(path, ':', 0);
    if (cache.n) return cache;
    if (colon >= 0) path = str_slice(path, 0, (size_t)colon);
    if (!path.n && home.n) path = path_join(a, home, STR("go"));
    return path.n ? path_join(a, path, STR("pkg/mod")) : path;
}

static bool is_key_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* A field's tag: `yaml:"name,omitempty"`. */
static str key_of_tag(str line, size_t *end)
{
    static const char *const names[] = {"yaml:\"", "json:\""};
    ptrdiff_t open = str_find_char(line, '`', 0), close = open < 0 ? -1 : str_find_char(line, '`', (size_t)open + 1);
    str tag = open < 0 ? (str){0} : str_slice(line, (size_t)open, close < 0 ? line.n : (size_t)close);
    *end = close < 0 ? line.n : (size_t)close + 1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ptrdiff_t at = str_find(tag, str_of(names[i]), 0);
        size_t start = at < 0 ? 0 : (size_t)at + strlen(names[i]), stop = start;
        while (at >= 0 && stop < tag.n && is_key_char(tag.p[stop])) stop++;
        if (stop > start) return str_slice(tag, start, stop);
    }
    return (str){0};
}

static bool starts_function(str text, size_t line) { return str_starts(str_slice(text, line, text.n), STR("func ")); }

static const char *const marks[] = {"go.mod", WORDS("main package"), NULL};
static const char *const foreign_folders[] = {"vendor", "testdata", NULL};
static const char *const globs[] = {"**/*.go", "**/go.mod", "**/go.work", NULL};

const language_row language_go = {
    .name = "go",
    .title = "Go",
    .marks = marks,
    .project_file = "go.mod",
    .globs = globs,
    .foreign_folders = foreign_folders,
    .comments = {"//", "//wpls:ignore", "package ", starts_function},
    .file = uses_of,
    .start = start_of,
    .is_built = is_built,
    .cache_new = cache_new,
    .cache_free = cache_free,
    .load = load,
    .reload = reload,
    .unload = go_unload,
    .registrations = go_registrations,
    .refused = go_refused,
    .unused = go_unused,
    .has_error = has_error,
    .tests = go_test_configurations,
    .has_entry = has_main,
    .read_build = go_module_read,
    .build_signs = signs_of,
    .reach = go_module_reach,
    .library_cache = library_cache,
    .imports = go_file_imports,
    .option = go_registration_option,
    .shapes = go_registration_shapes,
    .declared_key = key_of_tag,
    .place = go_code_place,
    .adapt = go_adapt_snippet,
};
