/* TinyGo: `tinygo build -scheduler=none -target=wasi` makes a command module, whose main registers the plugin. */
#include "base/words.h"
#include "toolchain/build.h"
#include "toolchain/project.h"

/* What changed between versions, newest first. */
static const struct {
    const char *from, *target;
} flags[] = {
    {"0.34", "wasip1"},
    {"0", "wasi"},
};

static bool find_tinygo(build_context *c, tool *t)
{
    const char *program = process_find(c->a, c->path, STR("tinygo"));
    if (!program) {
        c->problem = words_str(
            "TinyGo is not installed: no program 'tinygo' on PATH; get it from https://tinygo.org/getting-started/install/, or "
            "move the plugin to Go 1.24 (register in init, 'go 1.24' in go.mod, the higress-group SDK)");
        return false;
    }
    const char *argv[] = {program, "version", NULL};
    /* "tinygo version 0.33.0 linux/amd64 (using go version go1.22.0 ..." */
    str line = toolchain_ask(c, argv), word, version = {0};
    for (int i = 0; str_split(&line, ' ', &word); i++)
        if (i == 2) version = word;
    if (!toolchain_version(version)) {
        c->problem = arena_printf(
            c->a, words("'%s version' tells no version; TinyGo needs a Go of its own, which may be missing"), program);
        return false;
    }
    *t = (tool){.program = program, .version = version};
    return true;
}

static bool needs(const build_project *p, const char *module)
{
    for (size_t i = 0; i < p->module.requires.n; i++)
        if (str_has(p->module.requires.at[i].path, str_of(module))) return true;
    return false;
}

static bool plan_tinygo(build_context *c, const tool *t, build_plan *p)
{
    size_t row = 0;
    while (toolchain_version(t->version) < toolchain_version(str_of(flags[row].from))) row++;
    process_env_set(c->a, &c->environment, "GOTOOLCHAIN", STR("local"));
    process_env_set(c->a, &c->environment, "GOFLAGS", c->project->vendored ? STR("-mod=vendor") : STR("-mod=readonly"));
    p->folder = c->project->folder;
    build_step *s = toolchain_step(c, p, "compiling with TinyGo %.*s", STR_ARG(t->version));
    toolchain_arg(c, s, "%s", t->program);
    toolchain_arg(c, s, "build");
    toolchain_arg(c, s, "-o");
    toolchain_arg(c, s, "%.*s", STR_ARG(c->module));
    toolchain_arg(c, s, "-scheduler=none");
    toolchain_arg(c, s, "-target=%s", flags[row].target);
    /* The collector of nottinygc, as its README and the Higress builders have it. */
    bool collector = needs(c->project, "nottinygc");
    if (collector) toolchain_arg(c, s, "-gc=custom");
    str tags = arena_printf(c->a, "%s%.*s %.*s", collector ? "custommalloc nottinygc_finalizer " : "", STR_ARG(c->request->tags),
                            STR_ARG(c->project->extra_tags));
    if (str_trim(tags).n) toolchain_arg(c, s, "-tags=%.*s", STR_ARG(str_trim(tags)));
    toolchain_arg(c, s, ".");
    return true;
}

const toolchain toolchain_tinygo = {
    .kind = TOOLCHAIN_TINYGO,
    .name = "tinygo",
    .title = "TinyGo",
    .offers = WORDS("plugins in Go that register in main, for older gateways"),
    .find = find_tinygo,
    .plan = plan_tinygo,
    .linux_help = WORDS("the package of https://tinygo.org/getting-started/install/linux/, and the Go that it goes with"),
    .macos_help = WORDS("`brew tap tinygo-org/tools && brew install tinygo`"),
    .windows_help = WORDS("inside WSL as on Linux; `scoop install tinygo` is for programs of Windows itself"),
};
