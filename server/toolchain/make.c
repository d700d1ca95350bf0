/* The Makefile of the Higress tree: `make local-build PLUGIN_NAME=...` compiles with the Go of this machine. Its other targets
 * need Docker and are not run. */
#include "base/path.h"
#include "base/words.h"
#include "toolchain/build.h"
#include "toolchain/project.h"

/* make puts the name into its recipes as it is, and the shell reads it there. */
static bool is_plain_name(str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || (c == '-' && i);
        if (!plain) return false;
    }
    return name.n;
}

static bool find_make(build_context *c, tool *t)
{
    const char *program = process_find(c->a, c->path, STR("make"));
    if (!program) {
        c->problem = words_str("make is not installed: no program 'make' on PATH");
        return false;
    }
    if (c->project && !c->project->tree.n) {
        c->problem =
            words_str("no Makefile with a target 'local-build' for PLUGIN_NAME two folders above: it is the Higress tree that "
                      "is built by make; "
                      "leave out --toolchain to take the compiler that fits");
        return false;
    }
    if (c->project && !is_plain_name(c->project->name)) {
        c->problem = arena_printf(
            c->a,
            words("the Makefile hands the folder's name '%.*s' to a shell, so that make takes names of letters, digits, '.', '_' "
                  "and '-' alone, and no '-' first; rename the folder, or leave out --toolchain"),
            STR_ARG(c->project->name));
        return false;
    }
    const char *argv[] = {program, "--version", NULL};
    str line = toolchain_ask(c, argv);
    ptrdiff_t blank = str_rfind_char(line, ' ');
    *t = (tool){.program = program, .version = str_slice(line, (size_t)(blank + 1), line.n)};
    return true;
}

static bool plan_make(build_context *c, const tool *t, build_plan *p)
{
    tool go;
    if (!toolchain_go.find(c, &go)) return false;
    /* The recipe says just `go`: the one that fits comes first. */
    process_env_set(c->a, &c->environment, "PATH", arena_printf(c->a, "%.*s:%s", STR_ARG(path_dir(str_of(go.program))), c->path));
    process_env_set(c->a, &c->environment, "GOTOOLCHAIN", STR("local"));
    process_env_set(c->a, &c->environment, "GOFLAGS", STR("-mod=readonly -buildvcs=false"));
    p->folder = c->project->tree;
    p->made = path_join(c->a, c->project->folder, STR("main.wasm"));
    build_step *s = toolchain_step(c, p, "make local-build PLUGIN_NAME=%.*s", STR_ARG(c->project->name));
    toolchain_arg(c, s, "%s", t->program);
    toolchain_arg(c, s, "local-build");
    toolchain_arg(c, s, "PLUGIN_NAME=%.*s", STR_ARG(c->project->name));
    return true;
}

const toolchain toolchain_make = {
    .kind = TOOLCHAIN_MAKE,
    .name = "make",
    .title = "make",
    .offers = WORDS("plugins of the Higress tree, as its Makefile builds them"),
    .find = find_make,
    .plan = plan_make,
    .linux_help = WORDS("`apt-get install make`, or your distribution's package"),
    .macos_help = WORDS("`xcode-select --install`"),
    .windows_help = WORDS("inside WSL as on Linux"),
};
