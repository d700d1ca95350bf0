#include "toolchain/compile_flags.h"

#include "base/file.h"
#include "base/path.h"
#include "text/native.h"
#include "yaml/tree.h"

#include <stdlib.h>

const char compile_sdk_header[] = "proxy_wasm_intrinsics.h";

enum { COMMANDS_BYTES_MOST = 8 << 20, ABOVE_MOST = 12 };

/* --- the C++ SDK ----------------------------------------------------------------------------------------------------------- */

static bool has_sdk(arena *a, str folder) { return file_exists(path_join(a, folder, str_of(compile_sdk_header))); }

static bool find_sdk_below(arena *a, str folder, str *found)
{
    static const str places[] = {STR_INIT("."),
                                 STR_INIT("proxy-wasm-cpp-sdk"),
                                 STR_INIT("vendor/proxy-wasm-cpp-sdk"),
                                 STR_INIT("vendor"),
                                 STR_INIT("third_party/proxy-wasm-cpp-sdk"),
                                 STR_INIT("external/proxy-wasm-cpp-sdk"),
                                 STR_INIT("sdk"),
                                 STR_INIT("include")};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        *found = path_clean(a, path_join(a, folder, places[i]));
        if (has_sdk(a, *found)) return true;
    }
    return false;
}

static bool is_last_folder(arena *a, str folder) { return file_exists(path_join(a, folder, STR(".git"))) || folder.n <= 1; }

bool compile_find_sdk(arena *a, str folder, const str *paths, size_t n, str *found)
{
    for (size_t i = 0; i < n; i++) {
        *found = paths[i];
        if (has_sdk(a, *found)) return true;
    }
    const char *named = getenv("PROXY_WASM_CPP_SDK");
    if (named && *named && (*found = str_of(named), has_sdk(a, *found))) return true;
    for (;; folder = path_dir(folder)) {
        if (find_sdk_below(a, folder, found)) return true;
        if (is_last_folder(a, folder)) return false;
    }
}

/* --- compile_commands.json ------------------------------------------------------------------------------------------------- */

typedef ARRAY(char) letters;

/* The words of a command as a shell would take it apart. */
static compile_flags split_command(arena *a, str command)
{
    compile_flags words = {0};
    letters word = {0};
    bool any = false;
    char quote = 0;
    for (size_t i = 0; i <= command.n; i++) {
        char c = i < command.n ? command.p[i] : ' ';
        if (quote ? c == quote : c == '"' || c == '\'') {
            quote = quote ? 0 : c;
            any = true;
        } else if (c == '\\' && quote != '\'' && i + 1 < command.n) {
            array_push(a, &word, command.p[++i]);
            any = true;
        } else if (!quote && (c == ' ' || c == '\t' || c == '\n')) {
            if (any) array_push(a, &words, str_make(word.at, word.n));
            word = (letters){0};
            any = false;
        } else {
            array_push(a, &word, c);
            any = true;
        }
    }
    return words;
}

static void add_folder(arena *a, compile_flags *out, const char *option, str base, str folder)
{
    array_push(a, out, str_of(option));
    array_push(a, out, path_clean(a, path_join(a, base, folder)));
}

/* The options that are taken over. All others are left out: some name programs and plugins that a compiler would load. */
static void take_options(arena *a, const compile_flags *words, str base, compile_flags *out)
{
    static const char *const folders[] = {"-isystem", "-iquote", "-I"};
    static const char *const whole[] = {"-std=", "-stdlib=", "--target=", "-D", "-U"};
    static const char *const same[] = {"-fno-exceptions", "-fexceptions", "-fno-rtti",   "-frtti",
                                       "-m32",            "-nostdinc",    "-nostdinc++"};
    for (size_t i = 1; i < words->n; i++) {
        str word = words->at[i], next = i + 1 < words->n ? words->at[i + 1] : (str){"", 0};
        bool taken = false;
        for (size_t k = 0; k < sizeof folders / sizeof *folders && !taken; k++) {
            if (!str_starts(word, str_of(folders[k]))) continue;
            str folder = str_slice(word, strlen(folders[k]), word.n);
            add_folder(a, out, folders[k], base, folder.n ? folder : next);
            i += !folder.n;
            taken = true;
        }
        for (size_t k = 0; k < sizeof whole / sizeof *whole && !taken; k++) {
            if (!str_starts(word, str_of(whole[k]))) continue;
            array_push(a, out, word);
            if (word.n == 2) array_push(a, out, next), i++;
            taken = true;
        }
        for (size_t k = 0; k < sizeof same / sizeof *same && !taken; k++)
            if (str_is(word, same[k])) array_push(a, out, word);
        if (str_starts(word, STR("--sysroot="))) add_folder(a, out, "--sysroot", base, str_slice(word, 10, word.n));
    }
}

static str text_of(const yaml_node *mapping, const char *key)
{
    const yaml_node *n = yaml_get(mapping, str_of(key));
    return n && n->kind == YAML_SCALAR ? n->value : (str){"", 0};
}

static bool read_commands(arena *a, str path, str source, compile_flags *out)
{
    str text;
    if (!file_exists(path) || file_read(a, path, &text) != FILE_OK || text.n > COMMANDS_BYTES_MOST) return false;
    if (!str_has(text, path_base(source))) return false;
    const yaml_stream *stream = yaml_parse(a, text, YAML_JSON);
    const yaml_node *list = stream->documents.n ? stream->documents.at[0].root : NULL;
    for (uint32_t i = 0; list && i < list->item_count; i++) {
        const yaml_node *entry = list->items[i], *arguments = yaml_get(entry, STR("arguments"));
        str base = text_of(entry, "directory"), file = text_of(entry, "file");
        base = path_join(a, path_dir(path), base);
        if (!file.n || !str_eq(path_clean(a, path_join(a, base, file)), source)) continue;
        compile_flags words = split_command(a, text_of(entry, "command"));
        for (uint32_t k = 0; arguments && k < arguments->item_count; k++) array_push(a, &words, arguments->items[k]->value);
        take_options(a, &words, base, out);
        return true;
    }
    return false;
}

/* --- without one ----------------------------------------------------------------------------------------------------------- */

/* The target and its headers, where they are installed; else those of this machine. */
static void add_target(arena *a, bool cpp, compile_flags *out)
{
    const char *named = getenv("WASI_SDK_PATH");
    str sdk = named && *named ? str_of(named) : STR("/opt/wasi-sdk"), sysroot = path_join(a, sdk, STR("share/wasi-sysroot"));
    bool of_sdk = file_is_folder(sysroot);
    bool here = of_sdk || file_is_folder(cpp ? STR("/usr/include/wasm32-wasi/c++") : STR("/usr/include/wasm32-wasi"));
    if (!here) return;
    array_push(a, out, STR("--target=wasm32-wasi"));
    if (of_sdk) array_push(a, out, arena_printf(a, "--sysroot=%.*s", STR_ARG(sysroot)));
    if (cpp) array_push(a, out, STR("-stdlib=libc++"));
}

static void add_usual(arena *a, str source, const str *paths, size_t n, compile_flags *out)
{
    static const char *const tops[] = {"WORKSPACE", "WORKSPACE.bazel", "MODULE.bazel", "CMakeLists.txt"};
    bool cpp = native_source(source) & NATIVE_CPP || native_source(source) & NATIVE_HEADER;
    str folder = path_dir(source), sdk;
    array_push(a, out, STR("-x"));
    array_push(a, out, cpp ? STR("c++") : STR("c"));
    array_push(a, out, cpp ? STR("-std=c++17") : STR("-std=c17"));
    if (cpp) array_push(a, out, STR("-fno-exceptions"));
    add_target(a, cpp, out);
    add_folder(a, out, "-I", folder, STR("."));
    for (size_t i = 0; i < n; i++) add_folder(a, out, "-I", folder, paths[i]);
    if (compile_find_sdk(a, folder, paths, n, &sdk)) add_folder(a, out, "-isystem", folder, sdk);
    for (int i = 0; i < ABOVE_MOST; i++, folder = path_dir(folder)) {
        bool top = str_is(path_base(path_dir(source)), "src") && i == 1;
        for (size_t k = 0; k < sizeof tops / sizeof *tops; k++)
            top = top || file_exists(path_join(a, folder, str_of(tops[k])));
        if (top) add_folder(a, out, "-I", folder, STR("."));
        if (is_last_folder(a, folder)) break;
    }
}

compile_flags compile_flags_of(arena *a, str source, const str *paths, size_t n)
{
    compile_flags out = {0};
    str folder = path_dir(source);
    for (int i = 0; i < ABOVE_MOST; i++, folder = path_dir(folder)) {
        if (read_commands(a, path_join(a, folder, STR("compile_commands.json")), source, &out) ||
            read_commands(a, path_join(a, folder, STR("build/compile_commands.json")), source, &out))
            return out;
        if (is_last_folder(a, folder)) break;
    }
    add_usual(a, source, paths, n, &out);
    return out;
}
