#include "lsp/findings.h"

#include "base/bug.h"
#include "base/limits.h"
#include "lsp/server_internal.h"
#include "rules/check.h"

#include <stdlib.h>

const diagnostic_list *findings_of_document(server *s, document *doc)
{
    if (doc->checked) return &doc->findings;
    arena_reset(&doc->memory);
    doc->findings = (diagnostic_list){0};
    doc->checked = true; /* first: a bug in the check must not repeat for ever */
    str path = arena_str(&doc->memory, strbuf_str(&doc->path));
    if (doc->too_large) {
        str message = arena_printf(&doc->memory, "larger than wpls reads (%d MiB)", LIMIT_DOCUMENT_BYTES >> 20);
        array_push(&doc->memory, &doc->findings,
                   (diagnostic){.path = path, .level = SEVERITY_WARNING, .code = STR("document/too-large"), .message = message});
    } else if (doc->role == ROLE_CONFIG) {
        check_document(s->files, path, NULL, s->client.language, &doc->memory, &doc->findings);
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
    kept->list = (diagnostic_list){0};
    kept->revision = c->revision;
    kept->generation = generation;
    check_sources(s->files, p, s->client.language, &kept->memory, &kept->list);
    diagnostic_list_sort(&kept->list);
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
    if (kept->revision == c->revision && (!kept->known || kept->sources == c->sources)) return &kept->list;
    arena_free(&kept->memory);
    kept->list = (diagnostic_list){0};
    kept->revision = c->revision; /* first: a bug in the check must not repeat for ever */
    kept->sources = c->sources;
    kept->known = check_document(s->files, path, NULL, s->client.language, &kept->memory, &kept->list);
    diagnostic_list_sort(&kept->list);
    return &kept->list;
}

diagnostic_list findings_in_file(server *s, str path, const diagnostic_list *own, project *sources)
{
    diagnostic_list all = {0};
    const diagnostic_list *sides[2] = {own, sources ? findings_of_project(s, sources) : NULL};
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; sides[side] && i < sides[side]->n; i++)
            if (str_eq(sides[side]->at[i].path, path)) array_push(&s->scratch, &all, sides[side]->at[i]);
    return all;
}

diagnostic_list findings_of_file(server *s, document *doc)
{
    str path = strbuf_str(&doc->path);
    const diagnostic_list *own = findings_of_document(s, doc);
    return findings_in_file(s, path, own, doc->role == ROLE_NONE ? NULL : workspace_project_of(s->files, path));
}

void findings_forget_closed(server *s, str path)
{
    file_findings *kept = map_get(&s->found.files, path);
    if (kept) kept->revision = 0;
}

void findings_forget_document(server *s, document *doc)
{
    doc->checked = false;
    s->found.changes++;
}

void findings_forget_documents(server *s)
{
    s->found.sources++;
    s->found.changes++;
    for (size_t i = 0; i < s->docs.open.n; i++) findings_forget_document(s, s->docs.open.at[i]);
}

void findings_forget_all(server *s)
{
    s->found.revision++;
    findings_forget_documents(s);
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
