#include "cli/lint_changed.h"

#include "base/die_with_parent.h"
#include "base/file.h"
#include "base/path.h"
#include "base/process.h"
#include "cli/command.h"
#include "plugin/listing.h"
#include "plugin/project.h"
#include "plugin/schemas.h"

#include <stdlib.h>

void changed_files_add(arena *a, changed_files *c, str path)
{
    if (map_find(&c->at, path)) return;
    array_push(a, &c->paths, path);
    map_put(a, &c->at, path, c);
}

/* --- git ------------------------------------------------------------------------------------------------------------------- */

typedef struct git {
    arena *a;
    const char *program;
    process_strings environment;
    str folder;
    str complaint; /* of the last command that failed */
} git;

enum { GIT_MS = 60000, GIT_BYTES = 64 << 20, GIT_ARGUMENTS = 12 };

/* What the command prints, in the arena; `p` is NULL when it failed. No program that a repository's configuration names is
 * started. */
static str ask_git(git *g, const char *const *given)
{
    static const char *const before[] = {"--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"};
    process_strings argv = {0};
    die_with_parent_begin(g->a, &argv);
    array_push(g->a, &argv, g->program);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) array_push(g->a, &argv, before[i]);
    for (size_t i = 0; given[i]; i++) array_push(g->a, &argv, given[i]);
    process_request r = {.argv = process_list(g->a, &argv),
                         .environment = process_list(g->a, &g->environment),
                         .folder = arena_cstr(g->a, g->folder),
                         .deadline_ms = GIT_MS,
                         .output_most = GIT_BYTES};
    process_result result;
    process_run(&r, &result);
    bool fine = process_succeeded(&result) && !result.cut;
    str printed = fine ? arena_str(g->a, strbuf_str(&result.out)) : (str){0}, rest = strbuf_str(&result.err), line = {0};
    if (fine && !printed.p) printed = STR("");
    str_split(&rest, '\n', &line);
    if (!fine) g->complaint = line.n ? arena_str(g->a, line) : process_end_text(g->a, &result);
    process_result_free(&result);
    return printed;
}

static str ask_line(git *g, const char *const *given)
{
    str printed = ask_git(g, given), line = printed;
    if (printed.n && printed.p[printed.n - 1] == '\n') line.n--;
    return line;
}

/* Names as git prints them with -z, below the top of the work tree. */
static void add_names(arena *a, changed_files *c, str top, str names)
{
    str name;
    while (names.n && str_split(&names, 0, &name))
        if (name.n) changed_files_add(a, c, path_clean(a, path_join(a, top, name)));
}

/* The top of the work tree by the name that `folder` has: links on the way to it stay. */
static str top_as_named(arena *a, str folder, str top)
{
    str real = file_resolve(a, folder);
    if (!path_is_inside(real, top)) return top;
    size_t below = real.n - top.n;
    bool same = below < folder.n && str_eq(str_slice(folder, folder.n - below, folder.n), str_slice(real, top.n, real.n));
    return same ? str_slice(folder, 0, folder.n - below) : top;
}

static bool ask_repository(git *g, str top, const char *revision, bool merge_base, changed_files *out)
{
    const char *commit = arena_printf(g->a, "%s^{commit}", revision).p;
    str hash = ask_line(g, (const char *[]){"rev-parse", "--verify", "--end-of-options", commit, NULL});
    if (hash.n && merge_base) hash = ask_line(g, (const char *[]){"merge-base", arena_cstr(g->a, hash), "HEAD", NULL});
    if (!hash.n) return false;
    str tracked = ask_git(g, (const char *[]){"diff", "--name-only", "--no-renames", "--no-ext-diff", "-z",
                                              arena_cstr(g->a, hash), "--", NULL});
    str others = tracked.p ? ask_git(g, (const char *[]){"ls-files", "--others", "--exclude-standard", "-z", NULL}) : (str){0};
    if (!others.p) return false;
    add_names(g->a, out, top, tracked);
    add_names(g->a, out, top, others);
    return true;
}

static bool refuse(const git *g, const char *path, const char *revision)
{
    str why = g->complaint.n ? g->complaint : words_str("there is no common commit");
    tell("'%s': git can't say what has changed since '%s': %.*s", path, revision, STR_ARG(why));
    return false;
}

bool changed_files_ask(arena *a, char *const *paths, size_t count, const char *revision, bool merge_base, changed_files *out)
{
    static const char *const kept[] = {"HOME", "USERPROFILE", "XDG_CONFIG_HOME", "PATH", "TMPDIR"};
    const char *folders = getenv("PATH");
    git g = {.a = a, .program = folders ? process_find(a, folders, STR("git")) : NULL};
    if (!g.program) {
        tell("git is needed to say what has changed, and none was found in PATH");
        return false;
    }
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) process_env_keep(a, &g.environment, kept[i]);
    process_env_set(a, &g.environment, "LC_ALL", STR("C.UTF-8"));
    map asked = {0}; /* tops of work trees */
    out->asked = true;
    for (size_t i = 0; i < count; i++) {
        str path = file_absolute(a, str_of(paths[i])), folder = file_is_folder(path) ? path : path_dir(path);
        g.folder = folder;
        g.complaint = (str){0};
        str top = ask_line(&g, (const char *[]){"rev-parse", "--show-toplevel", NULL});
        if (!top.n) return refuse(&g, paths[i], revision);
        g.folder = top;
        top = top_as_named(a, folder, top);
        if (map_find(&asked, top)) continue;
        map_put(a, &asked, top, out);
        if (!ask_repository(&g, top, revision, merge_base, out)) return refuse(&g, paths[i], revision);
    }
    return true;
}

/* --- what it means --------------------------------------------------------------------------------------------------------- */

bool changed_has(const changed_files *c, str path)
{
    for (str at = path; at.n > 1; at = path_dir(at)) /* a folder in the list is a submodule */
        if (map_find(&c->at, at)) return true;
    return false;
}

bool changed_below(const changed_files *c, str folder)
{
    for (size_t i = 0; i < c->paths.n; i++)
        if (path_is_inside(c->paths.at[i], folder)) return true;
    return changed_has(c, folder);
}

/* Settings in the folder or above it. */
static bool is_settings_for(str path, str folder) { return settings_is_file(path) && path_is_inside(folder, path_dir(path)); }

static bool project_is_touched(const changed_files *c, workspace *w, project *p)
{
    str root = project_root(p);
    if (changed_has(c, root)) return true;
    for (size_t i = 0; i < c->paths.n; i++) {
        str path = c->paths.at[i];
        if (is_settings_for(path, root)) return true;
        if (is_document_name(path_base(path))) continue; /* judged by itself */
        if (path_is_inside(path, root) && workspace_project_of(w, path) == p) return true;
    }
    for (size_t i = 0; i < c->paths.n; i++)
        if (project_is_made_of(p, c->paths.at[i])) return true;
    return false;
}

bool changed_touches_project(changed_files *c, workspace *w, project *p)
{
    static const bool no = false, yes = true;
    const bool *known = map_get(&c->projects, project_root(p));
    if (known) return *known;
    known = project_is_touched(c, w, p) ? &yes : &no;
    map_put(&c->memory, &c->projects, arena_str(&c->memory, project_root(p)), (void *)(uintptr_t)known);
    return *known;
}

static bool plugins_are_touched(changed_files *c, workspace *w, const document_facts *facts)
{
    for (size_t i = 0; i < facts->documents.n; i++) {
        project *p = facts->documents.at[i].plugin;
        if (p && changed_touches_project(c, w, p)) return true;
    }
    for (size_t i = 0; i < facts->inner.n; i++)
        if (plugins_are_touched(c, w, facts->inner.at[i])) return true;
    return facts->explains && changed_touches_project(c, w, facts->explains);
}

static bool has_schema(workspace *w, str path, const document_facts *facts)
{
    schema_choice choice;
    for (size_t i = 0; i < facts->documents.n; i++)
        if (workspace_schema_choose(w, path, facts, i, &choice) && choice.schema->path.n) return true;
    return false;
}

bool changed_touches_document(changed_files *c, workspace *w, str path, project *plugin)
{
    if (changed_has(c, path)) return true;
    const document_facts *facts = workspace_document(w, path, plugin);
    if (!facts) return false;
    if (plugins_are_touched(c, w, facts)) return true;
    bool schema = has_schema(w, path, facts);
    for (size_t i = 0; i < c->paths.n; i++) {
        str changed = c->paths.at[i], folder = path_dir(path);
        if (is_settings_for(changed, folder) || (schema && workspace_is_schema(w, changed))) return true;
        if (facts->chart && path_is_inside(changed, folder)) return true;
    }
    return false;
}

void changed_files_free(changed_files *c) { arena_free(&c->memory); }
