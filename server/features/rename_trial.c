#include "base/limits.h"
#include "features/rename_internal.h"
#include "ir/func.h"
#include "ir/registration.h"

/* The edits of one file, by place. */
static text_edits edits_in(arena *a, const text_edits *edits, str path)
{
    text_edits own = {0};
    for (size_t i = 0; i < edits->n; i++) {
        if (!str_eq(edits->at[i].path, path)) continue;
        size_t k = own.n;
        array_push(a, &own, edits->at[i]);
        for (; k > 0 && own.at[k - 1].at.start > own.at[k].at.start; k--) {
            text_edit other = own.at[k];
            own.at[k] = own.at[k - 1];
            own.at[k - 1] = other;
        }
    }
    return own;
}

/* The plugin's sources as they are in the editor, with the edits done. */
static void set_sources(workspace *trial, workspace *w, arena *a, project *plugin, const text_edits *edits)
{
    const ir_program *p = project_load(plugin)->program;
    for (size_t i = 0; i < ir_file_count(p); i++) {
        str path = ir_file_path(p, i), text;
        if (!ir_file_is_own(p, i) || workspace_text(w, path, &text) != FILE_OK) continue;
        text_edits own = edits_in(a, edits, path);
        strbuf changed = STRBUF_INIT;
        edits_apply(&changed, text, &own);
        workspace_set_buffer(trial, path, strbuf_str(&changed));
        strbuf_free(&changed);
    }
}

typedef struct comparison {
    const rename_plugin *of;
    str name;
} comparison;

static bool is_renamed(const comparison *c, const inferred_value *v)
{
    for (size_t i = 0; i < c->of->keys.n; i++)
        if (c->of->keys.at[i] == v) return true;
    return false;
}

static bool same(const comparison *c, const inferred_value *before, const inferred_value *after, int depth);

static bool same_or_none(const comparison *c, const inferred_value *before, const inferred_value *after, int depth)
{
    return before && after ? same(c, before, after, depth) : before == after;
}

static bool same(const comparison *c, const inferred_value *before, const inferred_value *after, int depth)
{
    bool alike = before->types == after->types && before->required == after->required && before->members.n == after->members.n &&
                 before->values.n == after->values.n;
    if (!alike || depth == 0) return alike;
    for (size_t i = 0; i < before->members.n; i++) {
        const inferred_value *m = before->members.at[i], *other = NULL;
        str wanted = is_renamed(c, m) ? c->name : m->name;
        for (size_t k = 0; k < after->members.n && !other; k++)
            if (str_eq(after->members.at[k]->name, wanted)) other = after->members.at[k];
        if (!other || !same(c, m, other, depth - 1)) return false;
    }
    return same_or_none(c, before->any_member, after->any_member, depth - 1) &&
           same_or_none(c, before->element, after->element, depth - 1);
}

rename_verdict rename_try(workspace *w, arena *a, const rename_plugin *of, str name, const text_edits *edits, bool everywhere)
{
    workspace *trial = workspace_new(); /* of this question alone: the session's own keeps what it knows */
    if (everywhere) workspace_open_border(trial);
    for (size_t i = 0; i < workspace_root_count(w); i++) workspace_add_root(trial, workspace_root_at(w, i));
    if (!workspace_root_count(w)) workspace_allow(trial, project_root(of->plugin), STR(""));
    set_sources(trial, w, a, of->plugin, edits);
    const registration *registered = project_load(of->plugin)->registration; /* one of several there, perhaps */
    project *changed = workspace_project_at(trial, project_root(of->plugin));
    if (changed && registered) changed = project_registered(changed, registered->name);
    const inferred_schema *before = project_schema(of->plugin), *after = changed ? project_schema(changed) : NULL;
    comparison c = {of, name};
    bool refused = changed && ir_refused(project_load(changed)->program);
    bool holds = before && after && !refused && same(&c, before->root, after->root, LIMIT_YAML_DEPTH) &&
                 same(&c, before->rule, after->rule, LIMIT_YAML_DEPTH);
    workspace_free(trial);
    return holds ? RENAME_HOLDS : refused ? RENAME_REFUSED : RENAME_READS_OTHERS;
}
