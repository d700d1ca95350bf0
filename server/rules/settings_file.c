#include "rules/settings_file.h"

#include "base/glob.h"
#include "base/path.h"
#include "base/words.h"
#include "plugin/schemas.h"
#include "rules/not_checked.h"

typedef struct settings_check {
    workspace *w;
    const settings *said;
    arena *a;
    diagnostic_list *out;
} settings_check;

static void report(settings_check *c, range at, str message)
{
    const rule *r = rule_find(STR("settings/invalid"));
    array_push(c->a, c->out,
               (diagnostic){.path = arena_str(c->a, c->said->path), .at = at, .level = r->level, .code = r->id, .message =
               message});
}

static void report_outside(settings_check *c, range at, str written)
{
    not_read_outside(&(not_checked){c->a, c->out}, c->said->path, at, written);
}

static void check_patterns(settings_check *c, const settings_files *f)
{
    for (size_t i = 0; i < f->patterns.n; i++) {
        const char *problem = glob_problem(f->patterns.at[i]);
        if (problem)
            report(c, f->at, arena_printf(c->a, words("the pattern '%.*s' fits no file: %s"),
                                          STR_ARG(f->patterns.at[i]), words(problem)));
    }
}

static void check_schema(settings_check *c, const settings_files *f)
{
    const workspace_schema *schema = workspace_schema_at(c->w, f->target, c->said->folder);
    check_patterns(c, f);
    if (schema->outside) report_outside(c, f->at, f->target);
    else if (!schema->schema)
        report(c, f->at, arena_printf(c->a, words("no schema at '%.*s': %s"), STR_ARG(f->target), words(schema->problem.p)));
    else if (schema->findings.n)
        report(c, f->at, words_str("the schema has mistakes of its own"));
}

static void check_plugin(settings_check *c, const settings_files *f)
{
    check_patterns(c, f);
    if (workspace_leads_outside(c->w, c->said->folder, f->target)) report_outside(c, f->at, f->target);
    else if (!workspace_project_at(c->w, plugin_path(c->a, c->said->folder, f->target)))
        report(c, f->at, arena_printf(c->a, words("no plugin in '%.*s'"), STR_ARG(f->target)));
}

void settings_names_run(workspace *w, const settings *said, arena *a, diagnostic_list *out)
{
    settings_check c = {w, said, a, out};
    for (size_t i = 0; i < said->schemas.n; i++) check_schema(&c, &said->schemas.at[i]);
    for (size_t i = 0; i < said->plugins.n; i++) check_plugin(&c, &said->plugins.at[i]);
    for (size_t i = 0; i < said->schema_roots.n; i++) {
        const settings_root *r = &said->schema_roots.at[i];
        if (workspace_leads_outside(w, said->folder, r->folder)) report_outside(&c, r->at, r->written);
        else if (!file_is_folder(r->folder)) report(&c, r->at, arena_printf(a, words("no folder '%.*s'"), STR_ARG(r->folder)));
    }
    str folder = said->plugin_sources.folder, written = said->plugin_sources.written;
    if (folder.n && workspace_leads_outside(w, said->folder, written)) report_outside(&c, said->plugin_sources.at, written);
    else if (folder.n && !file_is_folder(folder))
        report(&c, said->plugin_sources.at, arena_printf(a, words("no folder '%.*s'"), STR_ARG(folder)));
}

void settings_file_run(workspace *w, str path, arena *a, diagnostic_list *out)
{
    settings_view v = workspace_settings(w, path_dir(path));
    const settings *said = v.layers[SETTINGS_FILE];
    bool counts = said && str_eq(said->path, path); /* not when the other of two names in one folder does */
    if (counts) settings_names_run(w, said, a, out);
}
