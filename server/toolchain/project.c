#include "toolchain/project.h"

#include "base/file.h"
#include "base/path.h"
#include "base/words.h"
#include "text/native.h"

static str text_of(arena *a, str folder, str name)
{
    str text = {0};
    if (file_read(a, path_join(a, folder, name), &text) != FILE_OK) text.n = 0;
    return text;
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
        unsigned unit = native_unit(name);
        bool cpp = unit == NATIVE_CPP;
        str stem = str_slice(name, 0, name.n - extension.n);
        if (!entries.at[i].folder && native_source(name) & NATIVE_HEADER)
            note_sdk(a, p, path_join(a, folder, name));
        if (entries.at[i].folder || !unit) continue;
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
        build_project_read_go_file(a, p, name);
    }
    if (p->go) {
        build_project_read_go(a, p);
    } else {
        read_sources(a, p, folder);
        read_sources(a, p, path_join(a, folder, STR("src")));
    }
    read_makefiles(a, p);
    return p->go || p->sources.n;
}

toolchain_kind build_project_choose(arena *a, const build_project *p, str *reason)
{
    if (p->go) return build_project_choose_go(a, p, reason);
    *reason = p->cpp ? words_str("the sources are C++") : words_str("the sources are C");
    return TOOLCHAIN_WASI;
}
