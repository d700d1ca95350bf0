#include "toolchain/project.h"

#include "base/file.h"
#include "base/path.h"

/* --- the disk as the Go front end wants it --- */

static bool read_text(void *self, str path, str *text) { return file_read(self, path, text) == FILE_OK; }

static source_entries list_folder(void *self, arena *a, str folder)
{
    (void)self;
    source_entries out = {0};
    file_entries entries = file_list(a, folder);
    for (size_t i = 0; i < entries.n; i++) array_push(a, &out, (source_entry){entries.at[i].name, entries.at[i].folder});
    return out;
}

static str text_of(arena *a, str folder, str name)
{
    str text = {0};
    if (file_read(a, path_join(a, folder, name), &text) != FILE_OK) text.n = 0;
    return text;
}

/* --- Go --- */

/* The text of a function without parameters, up to the line that closes it. */
static str function_body(str text, str head)
{
    ptrdiff_t at = str_starts(text, head) ? 0 : -1;
    for (ptrdiff_t from = 0; at < 0 && (from = str_find(text, head, (size_t)from)) > 0; from++)
        if (text.p[from - 1] == '\n') at = from;
    if (at < 0) return (str){0};
    ptrdiff_t line = str_find_char(text, '\n', (size_t)at), end = str_find(text, STR("\n}"), (size_t)at);
    if (line > 0 && str_ends(str_trim(str_slice(text, (size_t)at, (size_t)line)), STR("}"))) end = line; /* func main() {} */
    return str_slice(text, (size_t)at, end < 0 ? text.n : (size_t)end);
}

static bool registers(str body)
{
    static const str names[] = {STR_INIT("SetCtx"),         STR_INIT("SetVMContext"),      STR_INIT("SetPluginContext"),
                                STR_INIT("SetHttpContext"), STR_INIT("SetNewHttpContext"), STR_INIT("SetNewRootContext")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_has(body, names[i])) return true;
    return false;
}

static void read_go_file(arena *a, build_project *p, str name)
{
    str text = text_of(a, p->folder, name);
    if (!p->go) p->go_source = path_join(a, p->folder, name);
    p->go = true;
    p->registers_in_main |= registers(function_body(text, STR("func main()")));
    p->registers_in_init |= registers(function_body(text, STR("func init()")));
}

/* EXTRA_TAGS=... of a file that Higress builders source: taken as text, never run. */
static void read_buildrc(arena *a, build_project *p)
{
    str rest = text_of(a, p->folder, STR(".buildrc")), line;
    while (str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (str_starts(line, STR("export "))) line = str_trim(str_slice(line, 7, line.n));
        if (!str_starts(line, STR("EXTRA_TAGS="))) continue;
        line = str_trim(str_slice(line, 11, line.n));
        if (line.n >= 2 && (line.p[0] == '"' || line.p[0] == '\'') && line.p[line.n - 1] == line.p[0])
            line = str_slice(line, 1, line.n - 1);
        p->extra_tags = line;
    }
}

static void read_module(arena *a, build_project *p)
{
    source_tree tree = {.self = a, .read = read_text, .list = list_folder};
    language_go.read_build(a, &tree, p->folder, &p->module);
    if (!p->module.file.n) return;
    p->says_tinygo = language_go.build_signs(a, &tree, &p->module).main_runs;
    p->vendored = file_exists(path_join(a, p->module.root, STR("vendor/modules.txt")));
    str version = p->module.version, text = p->module.text;
    if (version.n)
        p->go_directive = (range){(uint32_t)(version.p - text.p), (uint32_t)(version.p - text.p + (ptrdiff_t)version.n)};
}

/* --- C and C++ --- */

static void note_sdk(arena *a, build_project *p, str path)
{
    static const str intrinsics = STR_INIT("proxy_wasm_intrinsics.h");
    str text = text_of(a, path_dir(path), path_base(path));
    ptrdiff_t at = str_find(text, intrinsics, 0);
    if (at < 0 || p->sdk_user.n) return;
    p->sdk_user = path;
    p->sdk_include = (range){(uint32_t)at, (uint32_t)at + (uint32_t)intrinsics.n};
}

static void read_sources(arena *a, build_project *p, str folder)
{
    file_entries entries = file_list(a, folder);
    for (size_t i = 0; i < entries.n; i++) {
        str name = entries.at[i].name, extension = path_extension(name);
        bool cpp = str_is(extension, ".cc") || str_is(extension, ".cpp") || str_is(extension, ".cxx");
        str stem = str_slice(name, 0, name.n - extension.n);
        if (!entries.at[i].folder && (str_is(extension, ".h") || str_is(extension, ".hpp")))
            note_sdk(a, p, path_join(a, folder, name));
        if (entries.at[i].folder || (!cpp && !str_is(extension, ".c"))) continue;
        if (str_ends(stem, STR("_test")) || str_starts(stem, STR("test_"))) continue;
        build_source s = {path_join(a, folder, name), cpp};
        array_push(a, &p->sources, s);
        p->cpp |= cpp;
        note_sdk(a, p, s.path);
    }
}

/* --- make --- */

/* The Higress tree has its plugins in extensions/NAME, and above them a Makefile that builds the one called PLUGIN_NAME. */
static void read_makefiles(arena *a, build_project *p)
{
    str own = text_of(a, p->folder, STR("Makefile")), above = path_dir(p->folder);
    if (own.n) p->makefile = path_join(a, p->folder, STR("Makefile"));
    p->says_native |= str_has(own, STR("c-shared"));
    p->says_native |= str_has(text_of(a, p->folder, STR("Dockerfile")), STR("c-shared"));
    if (!str_is(path_base(above), "extensions")) return;
    str tree = path_dir(above), text = text_of(a, tree, STR("Makefile"));
    bool local = str_starts(text, STR("local-build:")) || str_has(text, STR("\nlocal-build:"));
    if (local && str_has(text, STR("PLUGIN_NAME"))) p->tree = tree;
}

bool build_project_read(arena *a, str folder, build_project *p)
{
    *p = (build_project){.folder = folder, .name = path_base(folder)};
    file_entries entries = file_list(a, folder);
    for (size_t i = 0; i < entries.n; i++) {
        str name = entries.at[i].name;
        if (entries.at[i].folder) continue;
        if (str_is(name, "BUILD") || str_is(name, "BUILD.bazel")) p->bazel = true;
        if (str_ends(name, STR(".go")) && !str_ends(name, STR("_test.go"))) read_go_file(a, p, name);
    }
    if (p->go) {
        read_module(a, p);
        read_buildrc(a, p);
    } else {
        read_sources(a, p, folder);
        read_sources(a, p, path_join(a, folder, STR("src")));
    }
    read_makefiles(a, p);
    return p->go || p->sources.n;
}

toolchain_kind build_project_choose(arena *a, const build_project *p, str *reason)
{
    const build_facts *m = &p->module;
    str version = m->version;
    if (!p->go) {
        *reason = p->cpp ? STR("the sources are C++") : STR("the sources are C");
        return TOOLCHAIN_WASI;
    }
    if (m->higress_abi) {
        *reason = arena_printf(a, "go.mod says go %.*s and takes the Higress SDK", STR_ARG(version));
        return TOOLCHAIN_GO;
    }
    if (p->says_native) {
        *reason = STR("its build files say -buildmode=c-shared");
        return TOOLCHAIN_GO;
    }
    if (p->says_tinygo) {
        *reason = STR("its requirements or build files say TinyGo");
        return TOOLCHAIN_TINYGO;
    }
    bool only_main = p->registers_in_main && !p->registers_in_init;
    if (m->reactor && !only_main) {
        *reason = arena_printf(a, "go.mod says go %.*s", STR_ARG(version));
        return TOOLCHAIN_GO;
    }
    if (only_main) *reason = STR("the plugin registers in main, which only TinyGo's modules run");
    else if (version.n) *reason = arena_printf(a, "go.mod says go %.*s, and Go builds plugins from 1.24 on", STR_ARG(version));
    else *reason = STR("no go.mod says which Go it needs");
    return TOOLCHAIN_TINYGO;
}
