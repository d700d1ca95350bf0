/* Go 1.24 and later: GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared makes a reactor module, whose init functions run and
 * whose main does not. */
#include "base/file.h"
#include "base/words.h"
#include "toolchain/build.h"
#include "toolchain/project.h"


/* The Go to have: reactor modules came with 1.24; go.mod may ask for more. */
static str wanted_version(const build_project *p)
{
    str asked = p->module.version;
    return toolchain_version(asked) > toolchain_version(STR("1.24")) ? asked : STR("1.24");
}

typedef struct search {
    build_context *c;
    tool *found;
    uint64_t wanted;
    str seen; /* the newest that is too old: "1.19.8 (/usr/bin/go)" */
    uint64_t seen_version;
} search;

static bool try_program(search *s, const char *program)
{
    build_context *c = s->c;
    const char *argv[] = {program, "env", "GOVERSION", NULL};
    str version = toolchain_ask(c, argv);
    if (!str_starts(version, STR("go"))) return false;
    version = str_slice(version, 2, version.n);
    uint64_t number = toolchain_version(version);
    if (number >= s->wanted) {
        *s->found = (tool){.program = program, .version = version};
        return true;
    }
    if (number > s->seen_version) {
        s->seen_version = number;
        s->seen = arena_printf(c->a, "Go %.*s (%s)", STR_ARG(version), program);
    }
    return false;
}

/* Every go of the path: the distribution's is often too old, and a newer one lies behind it. */
static bool try_path(search *s)
{
    build_context *c = s->c;
    str rest = str_of(c->path), folder;
    while (str_split(&rest, ':', &folder)) {
        const char *program = process_find(c->a, arena_cstr(c->a, folder), STR("go"));
        if (program && try_program(s, program)) return true;
    }
    file_entries more = file_list(c->a, STR("/usr/lib"));
    for (size_t i = more.n; i-- > 0;) {
        if (!str_starts(more.at[i].name, STR("go-1."))) continue;
        str program = arena_printf(c->a, "/usr/lib/%.*s/bin/go", STR_ARG(more.at[i].name));
        if (file_is_program(program) && try_program(s, program.p)) return true;
    }
    return false;
}

static bool find_go(build_context *c, tool *t)
{
    str wanted = c->project ? wanted_version(c->project) : STR("1.24");
    process_env_set(c->a, &c->environment, "GOTOOLCHAIN", STR("local")); /* never fetch and run another one */
    search s = {.c = c, .found = t, .wanted = toolchain_version(wanted)};
    if (try_path(&s)) return true;
    bool asked = c->project && c->project->module.version.n && str_eq(wanted, c->project->module.version);
    if (!s.seen.n) {
        c->problem = arena_printf(
            c->a, words("Go is not installed: no program 'go' on PATH; get Go %.*s or later from https://go.dev/dl/"),
            STR_ARG(wanted));
    } else {
        c->problem =
            arena_printf(c->a, words("%.*s is too old: %s Go %.*s or later; get it from https://go.dev/dl/"), STR_ARG(s.seen),
                         asked ? words("go.mod asks for") : words("building a plugin takes"), STR_ARG(wanted));
        if (asked && c->findings)
            toolchain_report(c, "build/toolchain", SEVERITY_ERROR, c->project->module.file, c->project->go_directive,
                             c->problem);
    }
    return false;
}

/* Tags of the request and of .buildrc as go takes them: separated by commas. */
static str joined_tags(build_context *c)
{
    strbuf out = STRBUF_INIT;
    str sources[] = {c->request->tags, c->project->extra_tags};
    for (int i = 0; i < 2; i++)
        for (size_t from = 0, to; from < sources[i].n; from = to + 1) {
            for (to = from; to < sources[i].n && sources[i].p[to] != ' ' && sources[i].p[to] != ','; to++) {}
            if (to > from) strbuf_printf(&out, "%s%.*s", out.n ? "," : "", (int)(to - from), sources[i].p + from);
        }
    str tags = arena_str(c->a, strbuf_str(&out));
    strbuf_free(&out);
    return tags;
}

static bool plan_go(build_context *c, const tool *t, build_plan *p)
{
    process_env_set(c->a, &c->environment, "GOTOOLCHAIN", STR("local"));
    process_env_set(c->a, &c->environment, "GOOS", STR("wasip1"));
    process_env_set(c->a, &c->environment, "GOARCH", STR("wasm"));
    /* Not those of `go env -w` either, which an empty value would let through. VCS stamping would run git with the settings of
     * the repository. */
    process_env_set(c->a, &c->environment, "GOFLAGS", STR("-buildvcs=false"));
    process_env_set(c->a, &c->environment, "CGO_ENABLED", STR("0"));
    p->folder = c->project->folder;
    build_step *s = toolchain_step(c, p, "compiling with Go %.*s", STR_ARG(t->version));
    toolchain_arg(c, s, "%s", t->program);
    toolchain_arg(c, s, "build");
    toolchain_arg(c, s, "-v"); /* names packages as they are compiled: what a first build does for a minute */
    toolchain_arg(c, s, "-buildmode=c-shared");
    /* Neither writes to go.mod; with a vendor folder go would refuse the first one's view of the world. */
    toolchain_arg(c, s, c->project->vendored ? "-mod=vendor" : "-mod=readonly");
    str tags = joined_tags(c);
    if (tags.n) toolchain_arg(c, s, "-tags=%.*s", STR_ARG(tags));
    toolchain_arg(c, s, "-o");
    toolchain_arg(c, s, "%.*s", STR_ARG(c->module));
    toolchain_arg(c, s, ".");
    return true;
}

const toolchain toolchain_go = {
    .kind = TOOLCHAIN_GO,
    .name = "go",
    .title = "Go",
    .offers = WORDS("plugins in Go, from Go 1.24 on"),
    .find = find_go,
    .plan = plan_go,
    .linux_help = WORDS(
        "unpack the archive of https://go.dev/dl/ into /usr/local; distributions often have an older one (Debian 12: 1.19)"),
    .macos_help = WORDS("`brew install go`, or the package of https://go.dev/dl/"),
    .windows_help = WORDS("inside WSL as on Linux; `winget install GoLang.Go` is for programs of Windows itself"),
};
