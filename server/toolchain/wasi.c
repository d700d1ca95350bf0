/* C and C++: the wasi-sdk, or a distribution's clang with wasi-libc. Each source is compiled alone, then they are linked as a
 * reactor. */
#include "base/file.h"
#include "base/path.h"
#include "base/words.h"
#include "ir/sdk.h"
#include "toolchain/build.h"
#include "toolchain/compile_flags.h"
#include "toolchain/project.h"

#include <stdlib.h>

/* --- the compiler -------------------------------------------------------------------------------------------------------- */

/* "19.1.7" of "Debian clang version 19.1.7 (3~deb12u1)". */
static str clang_version(build_context *c, const char *program)
{
    const char *argv[] = {program, "--version", NULL};
    str line = toolchain_ask(c, argv);
    ptrdiff_t at = str_find(line, STR("version "), 0);
    if (at < 0) return (str){0};
    str version = str_slice(line, (size_t)at + 8, line.n), word;
    return str_split(&version, ' ', &word) ? word : version;
}

static const char *target_of(str sysroot, build_context *c)
{
    return file_exists(path_join(c->a, sysroot, STR("lib/wasm32-wasip1/libc.a"))) ? "wasm32-wasip1" : "wasm32-wasi";
}

static bool try_sdk(build_context *c, tool *t, str folder)
{
    const char *program = arena_cstr(c->a, path_join(c->a, folder, STR("bin/clang")));
    str sysroot = path_join(c->a, folder, STR("share/wasi-sysroot"));
    if (!file_exists(str_of(program)) || !file_is_folder(sysroot)) return false;
    str version = clang_version(c, program);
    if (!version.n) return false;
    *t = (tool){.program = program, .linker = arena_cstr(c->a, path_join(c->a, folder, STR("bin/clang++"))),
                .version = version, .sysroot = sysroot,
                .target = target_of(sysroot, c)};
    return true;
}

/* What a distribution's compiler needs beside itself, and what its package is called. */
typedef struct missing_parts {
    bool linker, libc, builtins, libcxx;
} missing_parts;

static bool distribution_parts(build_context *c, const char *program, str suffix, bool cpp, missing_parts *m)
{
    const char *argv[] = {program, "-print-resource-dir", NULL};
    str resources = toolchain_ask(c, argv);
    m->linker = !process_find(c->a, c->path, arena_printf(c->a, "wasm-ld%.*s", STR_ARG(suffix)));
    m->libc = !file_exists(STR("/usr/lib/wasm32-wasi/libc.a"));
    m->builtins = !file_exists(path_join(c->a, resources, STR("lib/wasi/libclang_rt.builtins-wasm32.a"))) &&
                  !file_exists(path_join(c->a, resources, STR("lib/wasm32-unknown-wasi/libclang_rt.builtins.a")));
    m->libcxx = cpp && !file_exists(STR("/usr/lib/wasm32-wasi/libc++.a"));
    return !m->linker && !m->libc && !m->builtins && !m->libcxx;
}

static str missing_text(build_context *c, str suffix, const missing_parts *m)
{
    strbuf out = STRBUF_INIT;
    if (m->linker) strbuf_printf(&out, " lld%.*s", STR_ARG(suffix));
    if (m->libc) strbuf_add_cstr(&out, " wasi-libc");
    if (m->builtins) strbuf_printf(&out, " libclang-rt%.*s-dev-wasm32", STR_ARG(suffix));
    if (m->libcxx) strbuf_printf(&out, " libc++%.*s-dev-wasm32 libc++abi%.*s-dev-wasm32", STR_ARG(suffix), STR_ARG(suffix));
    str text = arena_str(c->a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

static bool try_distribution(build_context *c, tool *t, bool cpp, str *incomplete)
{
    enum { NEWEST = 30, OLDEST = 13 };
    for (int version = NEWEST; version >= OLDEST - 1; version--) {
        str suffix = version < OLDEST ? STR("") : arena_printf(c->a, "-%d", version);
        const char *program = process_find(c->a, c->path, arena_printf(c->a, "clang%.*s", STR_ARG(suffix)));
        if (!program) continue;
        const char *linker = process_find(c->a, c->path, arena_printf(c->a, "clang++%.*s", STR_ARG(suffix)));
        missing_parts m;
        if (distribution_parts(c, program, suffix, cpp, &m) && linker) {
            *t = (tool){.program = program, .linker = linker, .version = clang_version(c, program), .target = "wasm32-wasi"};
            return true;
        }
        if (!incomplete->n)
            *incomplete = arena_printf(c->a, words("%s can't build for WASI yet: missing%.*s"), program,
                                       STR_ARG(missing_text(c, suffix, &m)));
    }
    return false;
}

static bool find_compiler(build_context *c, tool *t, bool cpp)
{
    const char *named = getenv("WASI_SDK_PATH");
    if (named && *named) {
        if (try_sdk(c, t, str_of(named))) return true;
        c->problem =
            arena_printf(c->a, words("WASI_SDK_PATH names no wasi-sdk: no bin/clang with share/wasi-sysroot in '%s'"), named);
        return false;
    }
    if (try_sdk(c, t, STR("/opt/wasi-sdk"))) return true;
    str incomplete = {0};
    if (try_distribution(c, t, cpp, &incomplete)) return true;
    if (incomplete.n) {
        c->problem = arena_printf(c->a, words("%.*s; install these, or set WASI_SDK_PATH to a wasi-sdk"), STR_ARG(incomplete));
    } else {
        c->problem = words_str("no compiler for WASI: neither WASI_SDK_PATH nor clang on PATH; unpack "
                         "https://github.com/WebAssembly/wasi-sdk/releases and "
                         "set WASI_SDK_PATH, or install clang with wasi-libc");
    }
    return false;
}

/* --- the C++ SDK --------------------------------------------------------------------------------------------------------- */

static bool find_sdk(build_context *c, str *found)
{
    const build_project *p = c->project;
    if (compile_find_sdk(c->a, p->folder, c->request->include_paths.at, c->request->include_paths.n, found)) return true;
    c->problem = arena_printf(
        c->a,
        words("the C++ SDK is not at hand: no '%s' beside the plugin or above it; clone "
              "https://github.com/proxy-wasm/proxy-wasm-cpp-sdk into the plugin's folder, or name its folder in the setting "
              "build.includePaths or in PROXY_WASM_CPP_SDK%s"),
        compile_sdk_header, p->bazel ? words(" (this plugin has a BUILD file: Bazel fetches the SDK by itself)") : "");
    if (c->findings) toolchain_report(c, "build/toolchain", SEVERITY_ERROR, p->sdk_user, p->sdk_include, c->problem);
    return false;
}

static bool find_wasi(build_context *c, tool *t)
{
    if (!find_compiler(c, t, !c->project || c->project->cpp)) return false;
    return !c->project || !c->project->sdk_user.n || !c->request || find_sdk(c, &t->sdk);
}

/* --- the commands -------------------------------------------------------------------------------------------------------- */

static void add_common(build_context *c, const tool *t, build_step *s, bool cpp)
{
    toolchain_arg(c, s, "%s", cpp ? t->linker : t->program);
    toolchain_arg(c, s, "--target=%s", t->target);
    if (t->sysroot.n) toolchain_arg(c, s, "--sysroot=%.*s", STR_ARG(t->sysroot));
    if (cpp) toolchain_arg(c, s, "-stdlib=libc++");
    toolchain_arg(c, s, "-O2");
}

static str add_compile(build_context *c, const tool *t, build_plan *p, str source, bool cpp, bool own)
{
    build_step *s = toolchain_step(c, p, "compiling %.*s", STR_ARG(path_base(source)));
    str made = arena_printf(c->a, "%.*s/%.*s.o", STR_ARG(c->scratch), STR_ARG(path_base(source)));
    if (p->steps.n > 1 && str_is(path_base(path_dir(source)), "src"))
        made = arena_printf(c->a, "%.*s/src-%.*s.o", STR_ARG(c->scratch), STR_ARG(path_base(source)));
    add_common(c, t, s, cpp);
    toolchain_arg(c, s, cpp ? "-std=c++17" : "-std=c17");
    if (cpp) toolchain_arg(c, s, "-fno-exceptions"); /* WASI has none, and the SDK does without */
    toolchain_arg(c, s, own ? "-Wall" : "-w");
    toolchain_arg(c, s, "-fno-caret-diagnostics");
    toolchain_arg(c, s, "-fdiagnostics-print-source-range-info");
    toolchain_arg(c, s, "-I%.*s", STR_ARG(c->project->folder));
    if (t->sdk.n) toolchain_arg(c, s, "-isystem%.*s", STR_ARG(t->sdk));
    for (size_t i = 0; i < c->request->include_paths.n; i++)
        toolchain_arg(c, s, "-I%.*s", STR_ARG(c->request->include_paths.at[i]));
    str relative = path_relative(source, c->project->folder);
    toolchain_arg(c, s, "-c");
    /* "-x.c" is no option, "@x.c" no list of them */
    toolchain_arg(c, s, "%s%.*s", relative.p[0] == '/' ? "" : "./", STR_ARG(relative));
    toolchain_arg(c, s, "-o");
    toolchain_arg(c, s, "%.*s", STR_ARG(made));
    return made;
}

static bool plan_wasi(build_context *c, const tool *t, build_plan *p)
{
    const build_project *project = c->project;
    ARRAY(str) objects = {0};
    bool cpp = project->cpp || t->sdk.n;
    p->folder = project->folder;
    for (size_t i = 0; i < project->sources.n; i++)
        array_push(c->a, &objects, add_compile(c, t, p, project->sources.at[i].path, project->sources.at[i].cpp, true));
    str intrinsics = path_join(c->a, t->sdk, STR("proxy_wasm_intrinsics.cc"));
    if (t->sdk.n && file_exists(intrinsics)) array_push(c->a, &objects, add_compile(c, t, p, intrinsics, true, false));
    build_step *s = toolchain_step(c, p, "linking");
    add_common(c, t, s, cpp);
    toolchain_arg(c, s, "-mexec-model=reactor");
    for (size_t i = 0; i < objects.n; i++) toolchain_arg(c, s, "%.*s", STR_ARG(objects.at[i]));
    /* The SDK declares the host's functions without saying that they are imports, and marks its exports by visibility alone. */
    if (t->sdk.n) toolchain_arg(c, s, "-Wl,--allow-undefined,--export-dynamic");
    toolchain_arg(c, s, "-Wl,--export=malloc,--strip-all"); /* malloc: the host copies what it hands over to the plugin */
    toolchain_arg(c, s, "-o");
    toolchain_arg(c, s, "%.*s", STR_ARG(c->module));
    return true;
}

const toolchain toolchain_wasi = {
    .kind = TOOLCHAIN_WASI,
    .name = "wasi",
    .title = WORDS("clang for WASI"),
    .offers = WORDS("plugins in C and C++"),
    .find = find_wasi,
    .plan = plan_wasi,
    .linux_help =
        WORDS("unpack https://github.com/WebAssembly/wasi-sdk/releases and set WASI_SDK_PATH; on Debian: `apt-get install "
              "clang-19 lld-19 wasi-libc "
              "libclang-rt-19-dev-wasm32 libc++-19-dev-wasm32 libc++abi-19-dev-wasm32`"),
    .macos_help =
        WORDS("unpack https://github.com/WebAssembly/wasi-sdk/releases and set WASI_SDK_PATH; Xcode's clang has no WebAssembly"),
    .windows_help = WORDS("inside WSL as on Linux"),
};
