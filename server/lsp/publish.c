/* textDocument/publishDiagnostics (LSP 3.17): what is checked when, and what is sent. */
#include "lsp/publish.h"

#include "base/bug.h"
#include "base/clock.h"
#include "lsp/encode.h"

#include <stdlib.h>

publication *publication_of(server *s, str path)
{
    publications *p = &s->published;
    for (size_t i = 0; i < p->files.n; i++)
        if (str_eq(strbuf_str(&p->files.at[i]->path), path)) return p->files.at[i];
    publication *file = calloc(1, sizeof *file);
    if (!file) bug_out_of_memory();
    strbuf_add(&file->path, path);
    array_push(NULL, &p->files, file);
    return file;
}

void publications_free(publications *p)
{
    for (size_t i = 0; i < p->files.n; i++) {
        publication *file = p->files.at[i];
        strbuf_free(&file->path);
        strbuf_free(&file->uri);
        array_free(&file->sources);
        strbuf_free(&file->build);
        strbuf_free(&file->built);
        strbuf_free(&file->compiler);
        strbuf_free(&file->sent);
        free(file);
    }
    array_free(&p->files);
    array_free(&p->projects);
}

static void add_findings(server *s, strbuf *out, str path, const diagnostic_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        if (!str_eq(list->at[i].path, path)) continue;
        if (out->n) strbuf_add_char(out, ',');
        json_writer w = JSON_WRITER(out);
        encode_diagnostic(s, &w, &list->at[i]);
    }
}

/* A compiler's error is not told again by libclang, which is of the same stuff: at one place there is one. */
static bool is_built(const publication *file, str item)
{
    static const str begin = STR_INIT("{\"range\":{"), end = STR_INIT(",\"end\":");
    ptrdiff_t to = str_find(item, end, 0);
    return to > 0 && str_starts(item, begin) && str_has(strbuf_str(&file->build), str_slice(item, 0, (size_t)to));
}

static void add_compiler(const publication *file, strbuf *out)
{
    str rest = strbuf_str(&file->compiler), item;
    while (file->compiler.n && str_split(&rest, '\n', &item)) {
        if (!item.n || is_built(file, item)) continue;
        if (out->n) strbuf_add_char(out, ',');
        strbuf_add(out, item);
    }
}

/* The findings of all sides, as one list; those in `*shown` are not of the last build. */
static strbuf list_of(server *s, const publication *file, document *doc, bool pulled, diagnostic_list *shown)
{
    strbuf items = STRBUF_INIT;
    if (!pulled) { /* else the client gets what was found as answers */
        project_list sources = {0};
        for (size_t i = 0; i < file->sources.n; i++) array_push(&s->scratch, &sources, file->sources.at[i].of);
        diagnostic_list found = findings_in_file(s, strbuf_str(&file->path), doc ? findings_of_document(s, doc) : NULL, &sources);
        *shown = doc ? findings_to_show(s, doc, &found) : found;
        add_findings(s, &items, strbuf_str(&file->path), shown);
    }
    if (items.n && file->build.n) strbuf_add_char(&items, ',');
    strbuf_add(&items, strbuf_str(&file->build));
    add_compiler(file, &items);
    strbuf list = STRBUF_INIT;
    strbuf_add_char(&list, '[');
    strbuf_add(&list, strbuf_str(&items));
    strbuf_add_char(&list, ']');
    strbuf_free(&items);
    return list;
}

static void send(server *s, publication *file, const document *doc, str list)
{
    if (doc) {
        strbuf_clear(&file->uri);
        strbuf_add(&file->uri, strbuf_str(&doc->uri));
    }
    strbuf params = STRBUF_INIT;
    json_writer w = JSON_WRITER(&params);
    json_object(&w);
    json_key(&w, "uri");
    json_string(&w, file->uri.n ? strbuf_str(&file->uri) : encode_uri(s, strbuf_str(&file->path)));
    if (doc) json_add_int(&w, "version", doc->version);
    json_add_raw(&w, "diagnostics", list);
    json_object_end(&w);
    server_send(s, NULL, "textDocument/publishDiagnostics", strbuf_str(&params));
    strbuf_free(&params);
}

/* Sends the file's list unless the client has it already. */
static void send_if_new(server *s, publication *file)
{
    document *doc = documents_find_path(&s->docs, strbuf_str(&file->path));
    bool pulled = doc ? s->pulls : s->pulls_workspace;
    diagnostic_list shown = {0};
    strbuf list = list_of(s, file, doc, pulled, &shown);
    bool same = str_eq(strbuf_str(&list), strbuf_str(&file->sent)) || (file->sent.n == 0 && list.n == 2 && (!doc || pulled));
    bool same_version = !doc || pulled || (file->sent_open && file->sent_version == doc->version);
    if (same && same_version) {
        strbuf_free(&list);
        return;
    }
    send(s, file, doc, strbuf_str(&list));
    if (doc && !pulled) typing_shown(&doc->typed, &shown);
    strbuf_free(&file->sent);
    file->sent = list;
    file->sent_open = doc != NULL;
    file->sent_version = doc ? doc->version : 0;
}

static void publish_document(server *s, document *doc)
{
    doc->dirty = false; /* first: a bug in the check must not repeat for ever */
    publication *file = publication_of(s, strbuf_str(&doc->path));
    findings_of_document(s, doc);
    if (doc->role == ROLE_CONFIG) send_if_new(s, file); /* a source file's list waits for its projects */
}

/* --- sources --------------------------------------------------------------------------------------------------------------- */

project_list publish_projects(server *s)
{
    project_list list = {0};
    for (size_t i = 0; i < s->docs.open.n; i++) {
        const document *doc = s->docs.open.at[i];
        if (!document_is_analysed(doc)) continue;
        project_list of = findings_projects_of(s, doc);
        for (size_t p = 0; p < of.n; p++) {
            bool known = false;
            for (size_t k = 0; k < list.n && !known; k++) known = list.at[k] == of.at[p];
            if (!known) array_push(&s->scratch, &list, of.at[p]);
        }
    }
    return list;
}

/* One of the projects that may be made of what is open: they are found out one at a time. */
static project *next_candidate(server *s)
{
    publications *p = &s->published;
    for (; p->next_document < s->docs.open.n; p->next_document++, p->next_project = 0) {
        const document *doc = s->docs.open.at[p->next_document];
        if (doc->role != ROLE_SOURCE) continue;
        project *found = workspace_next_to_load(s->files, strbuf_str(&doc->path), &p->next_project);
        if (found) return found;
    }
    return NULL;
}

static void begin_round(server *s)
{
    publications *p = &s->published;
    p->stage = ROUND_CHECKS; /* first: a bug must not repeat for ever */
    p->round++;
    p->next_project = 0;
    p->projects.n = 0;
    project_list projects = publish_projects(s);
    for (size_t i = 0; i < projects.n; i++) array_push(NULL, &p->projects, projects.at[i]);
}

/* Whose the part is: NULL when the project has none there. */
static publication_part *part_of(const publication *file, const project *of)
{
    for (size_t i = 0; i < file->sources.n; i++)
        if (file->sources.at[i].of == of) return &file->sources.at[i];
    return NULL;
}

static void enter_part(publication *file, project *of, uint32_t round)
{
    publication_part *known = part_of(file, of);
    if (known) known->round = round;
    else array_push(NULL, &file->sources, (publication_part){of, round});
}

/* A list is sent when all that is in it is of this round: places of another time would be in it twice. */
static bool is_of_round(const publication *file, uint32_t round)
{
    for (size_t i = 0; i < file->sources.n; i++)
        if (file->sources.at[i].round != round) return false;
    return true;
}

static void publish_project(server *s, project *p)
{
    const diagnostic_list *list = findings_of_project(s, p);
    for (size_t i = 0; i < list->n; i++) {
        if (i && str_eq(list->at[i].path, list->at[i - 1].path)) continue; /* sorted by path */
        enter_part(publication_of(s, list->at[i].path), p, s->published.round);
    }
    for (size_t i = 0; i < s->published.files.n; i++) {
        publication *file = s->published.files.at[i];
        if (part_of(file, p) && is_of_round(file, s->published.round)) send_if_new(s, file);
    }
}

static void drop_old_parts(publication *file, uint32_t round)
{
    size_t kept = 0;
    for (size_t i = 0; i < file->sources.n; i++)
        if (file->sources.at[i].round == round) file->sources.at[kept++] = file->sources.at[i];
    file->sources.n = kept;
}

/* After the last project: files without findings now, and open sources of no project. */
static void end_round(server *s)
{
    publications *p = &s->published;
    for (size_t i = 0; i < s->docs.open.n; i++)
        if (s->docs.open.at[i]->role == ROLE_SOURCE) publication_of(s, strbuf_str(&s->docs.open.at[i]->path));
    for (size_t i = 0; i < p->files.n; i++) {
        drop_old_parts(p->files.at[i], p->round);
        send_if_new(s, p->files.at[i]);
    }
    p->stage = ROUND_OVER;
    if (s->pulls) pull_refresh(s);
}

/* What waited in the document may be shown now. */
static void publish_waited(server *s, document *doc)
{
    doc->typed.due = 0; /* first: a bug must not repeat for ever */
    s->found.changes++;
    publication *file = publication_of(s, strbuf_str(&doc->path));
    bool whole = s->published.stage == ROUND_OVER || is_of_round(file, s->published.round); /* else the round sends it */
    if (s->pulls) pull_ask_again(s);
    else if (whole) send_if_new(s, file);
}

int64_t publish_due(const server *s)
{
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < s->docs.open.n; i++) {
        int64_t due = s->docs.open.at[i]->typed.due;
        if (due && due < first) first = due;
    }
    return first;
}

bool publish_step(server *s)
{
    publications *p = &s->published;
    int64_t due = publish_due(s), now = due == INT64_MAX ? 0 : now_ms();
    for (size_t i = 0; i < s->docs.open.n && due <= now; i++) {
        if (s->docs.open.at[i]->typed.due != due) continue;
        publish_waited(s, s->docs.open.at[i]);
        return true;
    }
    for (size_t i = 0; i < s->docs.open.n; i++) {
        if (!s->docs.open.at[i]->dirty) continue;
        publish_document(s, s->docs.open.at[i]);
        return true;
    }
    if (s->sources_dirty) {
        s->sources_dirty = false;
        p->stage = ROUND_LOADS;
        p->next_document = p->next_project = 0;
    }
    if (p->stage == ROUND_OVER) return false;
    project *candidate = p->stage == ROUND_LOADS ? next_candidate(s) : NULL;
    if (candidate) project_load(candidate);
    else if (p->stage == ROUND_LOADS) begin_round(s);
    else if (p->next_project < p->projects.n) publish_project(s, p->projects.at[p->next_project++]);
    else end_round(s);
    return true;
}

/* --- what is to be done again
 * ------------------------------------------------------------------------------------------------ */

void publish_build(server *s, str folder, const diagnostic_list *list)
{
    publications *p = &s->published;
    for (size_t i = 0; i < p->files.n; i++)
        if (str_eq(strbuf_str(&p->files.at[i]->built), folder)) strbuf_clear(&p->files.at[i]->build);
    for (size_t i = 0; i < list->n; i++) {
        if (i && str_eq(list->at[i].path, list->at[i - 1].path)) continue; /* sorted by path */
        publication *file = publication_of(s, list->at[i].path);
        strbuf_clear(&file->built);
        strbuf_clear(&file->build);
        strbuf_add(&file->built, folder);
        add_findings(s, &file->build, list->at[i].path, list);
    }
    for (size_t i = 0; i < p->files.n; i++)
        if (str_eq(strbuf_str(&p->files.at[i]->built), folder)) send_if_new(s, p->files.at[i]);
    publish_keep_build(s, folder);
}

void publish_compiler(server *s, str path, const diagnostic_list *list)
{
    publication *file = publication_of(s, path);
    strbuf_clear(&file->compiler);
    for (size_t i = 0; i < list->n; i++) {
        json_writer w = JSON_WRITER(&file->compiler);
        encode_diagnostic(s, &w, &list->at[i]);
        strbuf_add_char(&file->compiler, '\n');
    }
    send_if_new(s, file);
}

static void check_all_again(server *s)
{
    s->sources_dirty = true;
    for (size_t i = 0; i < s->docs.open.n; i++)
        s->docs.open.at[i]->dirty = document_is_analysed(s->docs.open.at[i]);
}

void publish_invalidate(server *s)
{
    findings_forget_all(s);
    check_all_again(s);
}

void publish_sources_changed(server *s)
{
    findings_sources_changed(s);
    check_all_again(s);
}
