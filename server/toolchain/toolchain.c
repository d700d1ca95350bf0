#include "toolchain/toolchain.h"

#include "base/die_with_parent.h"
#include "base/words.h"
#include "toolchain/build.h"

#include <stdlib.h>

static const toolchain *const all[] = {&toolchain_go, &toolchain_tinygo, &toolchain_wasi, &toolchain_make};

const toolchain *const *toolchain_all(size_t *count)
{
    *count = sizeof all / sizeof *all;
    return all;
}

const toolchain *toolchain_find(str name)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_is(name, all[i]->name)) return all[i];
    return NULL;
}

const toolchain *toolchain_of(toolchain_kind kind)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]->kind == kind) return all[i];
    return NULL;
}

/* What a child may know of the user's environment: where things are and how the network is reached. Left out is whatever changes
 * what is built without standing in the project - GOFLAGS, CFLAGS, CPATH, MAKEFLAGS, LD_PRELOAD - and all that is none of its
 * business. */
static const char *const kept[] = {
    "HOME", "USER", "LOGNAME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
    "GOROOT", "GOPATH", "GOMODCACHE", "GOCACHE", "GOENV", "GOWORK", "GOPROXY", "GOPRIVATE", "GONOPROXY", "GOSUMDB", "GONOSUMDB",
    "GONOSUMCHECK", "GOINSECURE", "GOAUTH", "GOVCS", "SSH_AUTH_SOCK", "TINYGOROOT", "WASMOPT",
    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
};

/* Where installers put programs: an editor that was started from a desktop often has a short PATH. */
static const char places[] = ":/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin:/usr/local/tinygo/bin:/opt/homebrew/bin:/snap/bin";

/* The folders of PATH that do not depend on where one is, then the usual ones: what lies in a repository is no program to run. */
static const char *search_path(arena *a)
{
    strbuf out = STRBUF_INIT;
    str rest = str_of(getenv("PATH")), folder;
    while (rest.p && str_split(&rest, ':', &folder))
        if (folder.n && folder.p[0] == '/') strbuf_printf(&out, "%s%.*s", out.n ? ":" : "", STR_ARG(folder));
    strbuf_add_cstr(&out, out.n ? places : places + 1);
    const char *path = arena_cstr(a, strbuf_str(&out));
    strbuf_free(&out);
    return path;
}

void toolchain_environment(build_context *c)
{
    c->path = search_path(c->a);
    c->environment = (process_strings){0};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) process_env_keep(c->a, &c->environment, kept[i]);
    process_env_set(c->a, &c->environment, "PATH", str_of(c->path));
    process_env_set(c->a, &c->environment, "LC_ALL", STR("C.UTF-8"));
}

str toolchain_ask(build_context *c, const char *const *argv)
{
    enum { ASK_MS = 20000, ASK_BYTES = 4096 };
    process_strings list = {0};
    die_with_parent_begin(c->a, &list);
    for (; *argv; argv++) array_push(c->a, &list, *argv);
    process_request r = {.argv = process_list(c->a, &list),
                         .environment = process_list(c->a, &c->environment),
                         .deadline_ms = ASK_MS,
                         .output_most = ASK_BYTES,
                         .cancel = c->request ? c->request->cancel : NULL,
                         .folder = "/"};
    process_result result;
    process_run(&r, &result);
    str rest = process_succeeded(&result) ? arena_str(c->a, strbuf_str(&result.out)) : (str){0}, line = {0};
    process_result_free(&result);
    if (rest.p) str_split(&rest, '\n', &line);
    return str_trim(line);
}

uint64_t toolchain_version(str text)
{
    uint64_t parts[3] = {0};
    int part = 0;
    bool digits = false;
    for (size_t i = 0; i < text.n; i++) {
        char ch = text.p[i];
        if (ch >= '0' && ch <= '9' && parts[part] < 1000000) {
            parts[part] = parts[part] * 10 + (uint64_t)(ch - '0');
            digits = true;
        } else if (ch == '.' && part < 2) {
            part++;
        } else {
            break; /* "1.24rc1", "1.26.8 linux/amd64" */
        }
    }
    return digits ? parts[0] << 40 | parts[1] << 20 | parts[2] : 0;
}

void toolchain_arg(build_context *c, build_step *s, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    process_arg(c->a, &s->argv, arena_vprintf(c->a, fmt, args));
    va_end(args);
}

build_step *toolchain_step(build_context *c, build_plan *p, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    build_step *s = array_add(c->a, &p->steps);
    s->what = arena_vprintf(c->a, words(fmt), args);
    va_end(args);
    return s;
}

diagnostic *toolchain_report(build_context *c, const char *code, severity level, str path, range at, str message)
{
    diagnostic *d = array_add(c->a, c->findings);
    *d = (diagnostic){.path = path, .at = at, .level = level, .code = str_of(code), .message = message};
    return d;
}
