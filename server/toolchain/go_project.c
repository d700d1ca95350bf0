/* What a plugin's folder says about how its Go sources are built. */
#include "base/file.h"
#include "base/path.h"
#include "base/words.h"
#include "toolchain/project.h"

/* --- the disk as the front end wants it --- */

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

void build_project_read_go_file(arena *a, build_project *p, str name)
{
    if (!str_ends(name, STR(".go")) || str_ends(name, STR("_test.go"))) return;
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

void build_project_read_go(arena *a, build_project *p)
{
    read_module(a, p);
    read_buildrc(a, p);
}

toolchain_kind build_project_choose_go(arena *a, const build_project *p, str *reason)
{
    const build_facts *m = &p->module;
    str version = m->version;
    if (m->higress_abi) {
        *reason = arena_printf(a, words("go.mod says go %.*s and takes the Higress SDK"), STR_ARG(version));
        return TOOLCHAIN_GO;
    }
    if (p->says_native) {
        *reason = words_str("its build files say -buildmode=c-shared");
        return TOOLCHAIN_GO;
    }
    if (p->says_tinygo) {
        *reason = words_str("its requirements or build files say TinyGo");
        return TOOLCHAIN_TINYGO;
    }
    bool only_main = p->registers_in_main && !p->registers_in_init;
    if (m->reactor && !only_main) {
        *reason = arena_printf(a, words("go.mod says go %.*s"), STR_ARG(version));
        return TOOLCHAIN_GO;
    }
    if (only_main) *reason = words_str("the plugin registers in main, which only TinyGo's modules run");
    else if (version.n)
        *reason = arena_printf(a, words("go.mod says go %.*s, and Go builds plugins from 1.24 on"), STR_ARG(version));
    else *reason = words_str("no go.mod says which Go it needs");
    return TOOLCHAIN_TINYGO;
}

void build_project_advise_go(const build_project *p, toolchain_kind chosen, strbuf *out)
{
    if (!p->module.file.n) strbuf_add_cstr(out, words("- There is no go.mod: `go mod init NAME` and `go mod tidy` make one.\n"));
    if (p->registers_in_main && chosen == TOOLCHAIN_GO)
        strbuf_add_cstr(out, words("- It registers in main, which a native Go build never calls: move that to `func init()` "
                             "(project/setctx-in-main).\n"));
}
