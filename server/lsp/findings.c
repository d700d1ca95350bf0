#include "lsp/findings.h"

#include "base/bug.h"
#include "base/clock.h"
#include "base/path.h"
#include "lsp/server_internal.h"
#include "plugin/documents.h"
#include "plugin/settings.h"
#include "rules/check.h"
#include "rules/not_checked.h"

#include <stdlib.h>

/* Of the structure that the check will see: settings count, too. A text that can't be read has none. */
static uint64_t structure_of(server *s, str path)
{
    return workspace_document(s->files, path, NULL) ? workspace_document_current(s->files, path) : 0;
}

static bool is_current(server *s, const document *doc)
{
    bool config = document_has_configurations(doc) && !doc->too_large;
    return doc->checked && doc->revision == s->found.revision &&
           (!config || doc->structure == workspace_document_current(s->files, strbuf_str(&doc->path)));
}

const diagnostic_list *findings_of_document(server *s, document *doc)
{
    if (is_current(s, doc)) return &doc->findings;
    arena_reset(&doc->memory);
    doc->findings = (diagnostic_list){0};
    str path = arena_str(&doc->memory, strbuf_str(&doc->path));
    doc->checked = true; /* first: a bug in the check must not repeat for ever */
    doc->revision = s->found.revision;
    if (doc->too_large) {
        not_read_file(&(not_checked){&doc->memory, &doc->findings}, path, FILE_TOO_LARGE);
    } else if (document_has_configurations(doc)) {
        doc->structure = structure_of(s, path);
        check_document(s->files, path, NULL, &doc->memory, &doc->findings);
        tell_document(s, doc);
    }
    diagnostic_list_sort(&doc->findings);
    return &doc->findings;
}

const diagnostic_list *findings_of_project(server *s, project *p)
{
    findings_cache *c = &s->found;
    project_findings *kept = NULL;
    for (size_t i = 0; i < c->projects.n && !kept; i++)
        if (c->projects.at[i]->of == p) kept = c->projects.at[i];
    if (!kept) {
        kept = calloc(1, sizeof *kept);
        if (!kept) bug_out_of_memory();
        kept->of = p;
        array_push(NULL, &c->projects, kept);
    }
    uint64_t generation = project_generation(p);
    if (kept->revision == c->revision && kept->generation == generation) return &kept->list;
    arena_reset(&kept->memory);
    bool first = kept->generation == 0;
    kept->list = (diagnostic_list){0};
    kept->revision = c->revision;
    kept->generation = generation;
    check_sources(s->files, p, &kept->memory, &kept->list);
    diagnostic_list_sort(&kept->list);
    if (first) tell_project(s, p, kept->list.n);
    return &kept->list;
}

const diagnostic_list *findings_of_closed(server *s, str path)
{
    findings_cache *c = &s->found;
    file_findings *kept = map_get(&c->files, path);
    if (!kept) {
        kept = ARENA_NEW(&c->memory, file_findings);
        map_put(&c->memory, &c->files, arena_str(&c->memory, path), kept);
    }
    if (kept->revision == c->revision && kept->structure == workspace_document_current(s->files, path)) return &kept->list;
    arena_free(&kept->memory);
    kept->list = (diagnostic_list){0};
    kept->revision = c->revision; /* first: a bug in the check must not repeat for ever */
    kept->structure = structure_of(s, path);
    check_document(s->files, path, NULL, &kept->memory, &kept->list);
    diagnostic_list_sort(&kept->list);
    return &kept->list;
}

/* Among the first `n`. */
static bool is_known(const diagnostic_list *list, size_t n, const diagnostic *d)
{
    for (size_t i = 0; i < n; i++) {
        const diagnostic *other = &list->at[i];
        bool here = other->at.start == d->at.start && other->at.end == d->at.end;
        if (here && str_eq(other->code, d->code) && str_eq(other->message, d->message)) return true;
    }
    return false;
}

diagnostic_list findings_in_file(server *s, str path, const diagnostic_list *own, const project_list *sources)
{
    diagnostic_list all = {0}, shared = {0};
    for (size_t i = 0; own && i < own->n; i++)
        if (str_eq(own->at[i].path, path)) array_push(&s->scratch, &all, own->at[i]);
    for (size_t p = 0; p < sources->n; p++) {
        const diagnostic_list *list = findings_of_project(s, sources->at[p]);
        size_t before = shared.n;
        for (size_t i = 0; i < list->n; i++) {
            bool here = str_eq(list->at[i].path, path);
            if (here && !is_known(&shared, before, &list->at[i])) array_push(&s->scratch, &shared, list->at[i]);
        }
    }
    diagnostic_list_sort(&shared);
    for (size_t i = 0; i < shared.n; i++) array_push(&s->scratch, &all, shared.at[i]);
    return all;
}

project_list findings_projects_of(server *s, const document *doc)
{
    project_list list = {0};
    if (doc->role == ROLE_NONE) return list;
    str path = strbuf_str(&doc->path);
    if (doc->role == ROLE_SOURCE) return workspace_projects_with(s->files, &s->scratch, path);
    project *around = workspace_project_of(s->files, path);
    if (around && !workspace_holds_others(s->files, around)) array_push(&s->scratch, &list, around);
    return list;
}

diagnostic_list findings_of_file(server *s, document *doc)
{
    const diagnostic_list *own = findings_of_document(s, doc);
    project_list sources = findings_projects_of(s, doc);
    return findings_in_file(s, strbuf_str(&doc->path), own, &sources);
}

diagnostic_list findings_to_show(server *s, document *doc, const diagnostic_list *found)
{
    str path = strbuf_str(&doc->path);
    settings_view v = workspace_settings(s->files, path_dir(path));
    const line_index *lines = workspace_lines(s->files, path);
    bool told = !s->pulls || s->client.refreshes_diagnostics; /* else it would not ask again when the wait is over */
    return typing_filter(&doc->typed, &s->scratch, found, lines, told ? settings_typing_delay(&v) : 0, now_ms());
}

void findings_forget_document(server *s, document *doc)
{
    doc->checked = false;
    s->found.changes++;
}

void findings_sources_changed(server *s)
{
    s->found.sources++;
    s->found.changes++;
}

void findings_forget_all(server *s)
{
    s->found.revision++;
    s->found.sources++;
    s->found.changes++;
}

void findings_free(findings_cache *c)
{
    for (size_t i = 0; i < c->projects.n; i++) {
        arena_free(&c->projects.at[i]->memory);
        free(c->projects.at[i]);
    }
    array_free(&c->projects);
    for (size_t i = 0; i < c->files.n; i++) arena_free(&((file_findings *)c->files.entries[i].value)->memory);
    arena_free(&c->memory);
}
