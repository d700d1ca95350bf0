/* The files of a project: the sources of its folder, and the headers that they include. */
#include "cxx/internal.h"

#include "base/limits.h"
#include "base/path.h"
#include "cxx/macros.h"
#include "cxx/values.h"
#include "text/native.h"

enum { ABOVE_MOST = 12, INCLUDED_MOST = 60 };

static const char *const tops[] = {"WORKSPACE", "WORKSPACE.bazel", "MODULE.bazel", "CMakeLists.txt", "compile_commands.json"};

bool cxx_is_top(str name)
{
    for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
        if (str_is(name, tops[i])) return true;
    return false;
}

str cxx_top_of(arena *a, const source_tree *tree, str root)
{
    str folder = root, text;
    for (int i = 0; i < ABOVE_MOST; i++) {
        for (size_t k = 0; k < sizeof tops / sizeof *tops; k++)
            if (tree->read(tree->self, path_join(a, folder, str_of(tops[k])), &text)) return folder;
        if (path_dir(folder).n >= folder.n) break;
        folder = path_dir(folder);
    }
    return STR("");
}

static bool is_test(str name)
{
    str stem = str_slice(name, 0, name.n - path_extension(name).n);
    return str_ends(stem, STR("_test")) || str_ends(stem, STR("_unittest")) || str_ends(stem, STR("_tests"));
}

bool cxx_is_source(str name) { return native_unit(name) && !is_test(name); }

bool cxx_is_of_c(str name) { return native_unit(name) == NATIVE_C; }

static void read_file(cxx_state *s, str path);

/* Headers of others, which may be included in quotes as well, and whose code knows no host. */
static bool is_of_others(str name)
{
    static const char *const starts[] = {"boost/", "openssl/", "quiche/", "flatbuffers/", "fmt/", "rapidjson/", "json/"};
    static const char *const ends[] = {".pb.h", "_generated.h"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts(name, str_of(starts[i]))) return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(name, str_of(ends[i]))) return true;
    return false;
}

/* What a header of another folder declares is defined in the source of its name beside it, which is built with the plugin. */
static void read_source_of(cxx_state *s, str header)
{
    static const char *const extensions[] = {".cc", ".cpp", ".cxx", ".c"};
    str text, stem = str_slice(header, 0, header.n - path_extension(header).n);
    if (str_eq(path_dir(header), s->root)) return;
    for (size_t i = s->is_c ? 3 : 0; i < sizeof extensions / sizeof *extensions; i++) {
        str path = arena_printf(s->a, "%.*s%s", STR_ARG(stem), extensions[i]);
        if (!s->tree->read(s->tree->self, path, &text)) continue;
        array_push(s->a, &s->waiting, path);
        return;
    }
}

static bool take(cxx_state *s, str path, bool *found)
{
    str text;
    *found = map_find(&s->seen, path) || s->tree->read(s->tree->self, path, &text);
    if (!*found || map_find(&s->seen, path)) return *found;
    read_file(s, path);
    read_source_of(s, path);
    return true;
}

/* The name is a slice of the text that is being read. */
static void note_absent(cxx_state *s, str name)
{
    s->missing = true;
    if (map_find(&s->absent, name)) return;
    map_put(s->a, &s->absent, name, s);
    uint32_t start = (uint32_t)(name.p - s->p->files.at[s->reading].text.p);
    range at = range_make(start, start + (uint32_t)name.n);
    array_push(s->a, &s->p->absent, (ir_absent){name, {.file = s->reading, .at = at}});
}

/* Beside the file that includes it, then from the folders above it down to the top one, then where the
 * build files and the settings say. */
static void include(void *self, str name, bool quoted)
{
    cxx_state *s = self;
    if (cxx_read_library(s, name)) return;
    if (!quoted || cxx_is_modelled(s, name) || s->depth > INCLUDED_MOST) return;
    str folder = path_dir(s->including);
    bool missing = !is_of_others(name), found;
    if (str_ends(name, STR(".pb.h")) && cxx_read_messages(s, name)) return;
    for (int i = 0; i < ABOVE_MOST; i++) {
        if (take(s, path_join(s->a, folder, name), &found)) return;
        if (str_eq(folder, s->include_root) || path_dir(folder).n >= folder.n) break;
        folder = path_dir(folder);
    }
    for (size_t i = 0; i < s->include_paths.n; i++)
        if (take(s, path_join(s->a, s->include_paths.at[i], name), &found)) return;
    for (size_t i = 0; i < s->tree->header_folder_count; i++)
        if (take(s, path_join(s->a, s->tree->header_folders[i], name), &found)) return;
    if (missing) note_absent(s, name);
}

static void read_file(cxx_state *s, str path)
{
    str text, outer = s->including;
    uint32_t reading = s->reading;
    if (map_find(&s->seen, path)) return;
    path = arena_str(s->a, path);
    map_put(s->a, &s->seen, path, s);
    bool there = s->tree->read(s->tree->self, path, &text);
    if (!there || text.n > LIMIT_SOURCE_BYTES || s->source_bytes + text.n > LIMIT_SOURCES_BYTES) {
        array_push(s->a, &s->p->unread, path);
        s->missing = true;
        return;
    }
    s->source_bytes += text.n;
    cxx_file *f = ARENA_NEW(s->a, cxx_file);
    f->path = path;
    f->index = (uint32_t)s->p->files.n;
    array_push(s->a, &s->p->files, (ir_file){.path = path, .text = arena_str(s->a, text), .own = true});
    s->including = path;
    s->reading = f->index;
    s->depth++;
    f->x = cxx_preprocess(&s->pp, s->p->files.at[f->index].text);
    s->depth--;
    s->including = outer;
    s->reading = reading;
    f->tree = cxx_parse(s->trees, s->is_c ? SYNTAX_C : SYNTAX_CPP, path, f->x.text);
    array_push(s->a, &s->files, f);
    cxx_declare(s, f);
}

bool cxx_is_of_higress(arena *a, const source_tree *tree, str top)
{
    str text;
    for (size_t k = 0; top.n && k < sizeof tops / sizeof *tops; k++)
        if (tree->read(tree->self, path_join(a, top, str_of(tops[k])), &text) &&
            str_has(text, STR("higress-group/proxy-wasm-cpp-sdk")))
            return true;
    return false;
}

/* Where there is a source in C++ those in C are read as if they were, too. */
static bool is_c(const source_entries *all)
{
    bool any = false;
    for (size_t i = 0; i < all->n; i++) {
        if (all->at[i].folder || !cxx_is_source(all->at[i].name)) continue;
        if (!cxx_is_of_c(all->at[i].name)) return false;
        any = true;
    }
    return any;
}

bool cxx_is_of_sdk(str name) { return str_starts(name, STR("proxy_wasm")); }

/* What the C++ SDK's own sources define for the host calls the classes of a plugin that stands elsewhere. */
static bool holds_sdk(const source_entries *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (!all->at[i].folder && cxx_is_source(all->at[i].name) && cxx_is_of_sdk(all->at[i].name)) return true;
    return false;
}

/* Variables that a call of unknown code could have changed are found among the package's members. */
ir_program *cxx_load(arena *a, const source_tree *tree, str root, front_cache *cache, build_facts *facts)
{
    static const ir_front front = {"cxx", cxx_lower_func, cxx_lower_global, cxx_make_methods};
    ir_program *p = ARENA_NEW(a, ir_program);
    cxx_state *s = ARENA_NEW(a, cxx_state);
    ir_package *package = ARENA_NEW(a, ir_package);
    *p = (ir_program){.arena = a, .front = &front, .find_native = cxx_find_native, .semantics = &cxx_semantics, .front_state = s};
    *package = (ir_package){.path = STR("main"), .name = STR("main"), .folder = root, .own = true};
    array_push(a, &p->packages, package);
    map_put(a, &p->package_by_path, package->path, package);
    *s = (cxx_state){.p = p, .a = a, .tree = tree, .package = package, .root = root, .include_root = cxx_top_of(a, tree, root)};
    s->trees = cxx_cache_trees(cache);
    s->pp = (cxx_preprocessor){.arena = a, .include = include, .self = s};
    s->messages.arena = a;
    source_entries all = tree->list(tree->self, a, root);
    s->is_c = is_c(&all);
    cxx_grammar_init(&s->g, s->is_c ? SYNTAX_C : SYNTAX_CPP);
    s->pp.is_c = s->is_c;
    cxx_define_limits(&s->pp);
    cxx_read_build_files(s);
    *facts = (build_facts){.root = s->include_root, .higress_abi = cxx_is_of_higress(a, tree, s->include_root)};
    for (size_t i = 0; i < all.n; i++)
        if (!all.at[i].folder && cxx_is_source(all.at[i].name)) read_file(s, path_join(a, root, all.at[i].name));
    for (size_t i = 0; i < s->waiting.n && i < INCLUDED_MOST; i++) read_file(s, s->waiting.at[i]);
    s->exported = s->is_c || (!s->registered.n && !holds_sdk(&all));
    cxx_find_mistakes(s);
    s->trees = NULL;
    return p;
}

void cxx_unload(ir_program *p)
{
    cxx_state *s = cxx_state_of(p);
    for (size_t i = 0; i < s->files.n; i++) syntax_tree_drop(s->files.at[i]->tree);
    s->files.n = 0;
}
