/* `wpls build --doctor`: what is installed, what fits the plugin, what to do otherwise. */
#include "base/path.h"
#include "base/words.h"
#include "rules/go/rules.h"
#include "toolchain/build.h"
#include "toolchain/project.h"

static void write_installed(strbuf *out, arena *a)
{
    size_t count;
    const toolchain *const *all = toolchain_all(&count);
    strbuf_add_cstr(out, words("## Installed\n\n"));
    for (size_t i = 0; i < count; i++) {
        build_context c = {.a = a};
        tool t;
        toolchain_environment(&c);
        const char *title = words(all[i]->title);
        if (all[i]->find(&c, &t)) strbuf_printf(out, words("- **%s** %.*s: `%s`\n"), title, STR_ARG(t.version), t.program);
        else strbuf_printf(out, words("- %s: %.*s\n"), title, STR_ARG(c.problem));
    }
}

static void write_help(strbuf *out, const toolchain *t)
{
    strbuf_printf(out, words("\n## How to get %s\n\n- Linux: %s\n- macOS: %s\n- Windows: %s\n"), words(t->title),
                  words(t->linux_help), words(t->macos_help), words(t->windows_help));
}

static void write_project(strbuf *out, arena *a, str folder)
{
    build_project p;
    strbuf_printf(out, words("\n## Plugin %.*s\n\n"), STR_ARG(path_base(folder)));
    if (!build_project_read(a, folder, &p)) {
        strbuf_printf(out, words("Nothing to build in `%.*s`: no Go, C or C++ sources.\n"), STR_ARG(folder));
        return;
    }
    str reason;
    const toolchain *t = toolchain_of(build_project_choose(a, &p, &reason));
    diagnostic_list findings = {0};
    build_request r = {.arena = a, .folder = folder};
    build_context c = {.a = a, .project = &p, .request = &r, .findings = &findings};
    tool found;
    toolchain_environment(&c);
    strbuf_printf(out, words("- Takes **%s** (`--toolchain %s`): %.*s.\n"), words(t->title), t->name, STR_ARG(reason));
    bool ready = t->find(&c, &found);
    const build_requirement *old = t->kind == TOOLCHAIN_GO && p.go ? old_sdk_version(&p.module) : NULL;
    if (ready && old)
        strbuf_printf(out,
                      words("- Not yet: %s %.*s is here, but `%.*s %.*s` can't be used by a native Go build: take a newer one "
                            "(project/old-sdk), or TinyGo.\n"),
                      words(t->title), STR_ARG(found.version), STR_ARG(old->path), STR_ARG(old->version));
    else if (ready)
        strbuf_printf(out, words("- Ready: %s %.*s at `%s`; `wpls build %.*s` makes `main.wasm`.\n"), words(t->title),
                      STR_ARG(found.version), found.program, STR_ARG(folder));
    else strbuf_printf(out, words("- Not yet: %.*s.\n"), STR_ARG(c.problem));
    if (p.go) build_project_advise_go(&p, t->kind, out);
    if (p.tree.n)
        strbuf_printf(out, words("- Part of the Higress tree `%.*s`: `--toolchain make` runs its Makefile instead.\n"),
                      STR_ARG(p.tree));
    if (p.bazel) strbuf_add_cstr(out, words("- There is a BUILD file: Bazel may fetch more than the sources say.\n"));
    if (!ready) write_help(out, t);
}

str toolchain_doctor(arena *a, str folder)
{
    strbuf out = STRBUF_INIT;
    write_installed(&out, a);
    if (folder.n) write_project(&out, a, folder);
    str text = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}
