/* textDocument/publishDiagnostics (LSP 3.17): what is checked when, and what is sent. */
#include "lsp/publish.h"

#include "base/bug.h"
#include "lsp/encode.h"

#include <stdlib.h>

static publication *publication_of(server *s, str path)
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
        for (int side = 0; side < SIDES; side++) strbuf_free(&file->side[side]);
        strbuf_free(&file->sent);
        strbuf_free(&file->built);
        free(file);
    }
    array_free(&p->files);
}

/* Sends the file's list unless the client has it already. */
static void send_if_new(server *s, publication *file)
{
    const document *doc = documents_find_path(&s->docs, strbuf_str(&file->path));
    bool pulled = doc ? s->pulls : s->pulls_workspace; /* the client gets what was found as answers */
    strbuf list = STRBUF_INIT;
    for (int side = pulled ? SIDE_BUILD : 0; side < SIDES; side++) {
        if (file->side[side].n) strbuf_add_char(&list, list.n ? ',' : '[');
        strbuf_add(&list, strbuf_str(&file->side[side]));
    }
    strbuf_add_cstr(&list, list.n ? "]" : "[]");
    bool same = str_eq(strbuf_str(&list), strbuf_str(&file->sent)) || (file->sent.n == 0 && list.n == 2 && (!doc || pulled));
    bool same_version = !doc || pulled || (file->sent_open && file->sent_version == doc->version);
    if (same && same_version) {
        strbuf_free(&list);
        return;
    }
    if (doc) {
        strbuf_clear(&file->uri);
        strbuf_add(&file->uri, strbuf_str(&doc->uri));
    }
    strbuf params = STRBUF_INIT;
    json_writer w = JSON_WRITER(&params);
    json_object(&w);
    json_key(&w, "uri");
    json_string(&w, file->uri.n ? strbuf_str(&file->uri) : encode_uri(s, strbuf_str(&file->path)));
    if (doc) {
        json_key(&w, "version");
        json_int(&w, doc->version);
    }
    json_key(&w, "diagnostics");
    json_raw(&w, strbuf_str(&list));
    json_object_end(&w);
    server_send(s, NULL, "textDocument/publishDiagnostics", strbuf_str(&params));
    strbuf_free(&params);
    strbuf_free(&file->sent);
    file->sent = list;
    file->sent_open = doc != NULL;
    file->sent_version = doc ? doc->version : 0;
}

/* Appends those findings of the list that are about the file. */
static void add_findings(server *s, publication *file, publish_side side, const diagnostic_list *list)
{
    strbuf *out = &file->side[side];
    for (size_t i = 0; i < list->n; i++) {
        if (!str_eq(list->at[i].path, strbuf_str(&file->path))) continue;
        if (out->n) strbuf_add_char(out, ',');
        json_writer w = JSON_WRITER(out);
        encode_diagnostic(s, &w, &list->at[i]);
    }
}

static void publish_document(server *s, document *doc)
{
    doc->dirty = false; /* first: a bug in the check must not repeat for ever */
    str path = strbuf_str(&doc->path);
    publication *file = publication_of(s, path);
    strbuf_clear(&file->side[SIDE_DOCUMENT]);
    add_findings(s, file, SIDE_DOCUMENT, findings_of_document(s, doc));
    if (doc->role == ROLE_CONFIG) send_if_new(s, file); /* a source file's list waits for its project */
}

project_list publish_projects(server *s)
{
    project_list list = {0};
    for (size_t i = 0; i < s->docs.open.n; i++) {
        const document *doc = s->docs.open.at[i];
        project *p = doc->role == ROLE_NONE ? NULL : workspace_project_of(s->files, strbuf_str(&doc->path));
        bool known = !p;
        for (size_t k = 0; k < list.n; k++) known = known || list.at[k] == p;
        if (!known) array_push(&s->scratch, &list, p);
    }
    return list;
}

static void publish_project(server *s, project *p)
{
    const diagnostic_list *list = findings_of_project(s, p);
    for (size_t i = 0; i < list->n; i++) {
        if (i && str_eq(list->at[i].path, list->at[i - 1].path)) continue; /* sorted by path */
        publication *file = publication_of(s, list->at[i].path);
        if (file->round != s->published.round) strbuf_clear(&file->side[SIDE_SOURCES]);
        file->round = s->published.round;
        add_findings(s, file, SIDE_SOURCES, list);
    }
    for (size_t i = 0; i < s->published.files.n; i++)
        if (s->published.files.at[i]->round == s->published.round) send_if_new(s, s->published.files.at[i]);
}

/* After the last project: files without findings now, and open sources of no project. */
static void end_round(server *s)
{
    publications *p = &s->published;
    for (size_t i = 0; i < s->docs.open.n; i++)
        if (s->docs.open.at[i]->role == ROLE_SOURCE) publication_of(s, strbuf_str(&s->docs.open.at[i]->path));
    for (size_t i = 0; i < p->files.n; i++) {
        if (p->files.at[i]->round != p->round) strbuf_clear(&p->files.at[i]->side[SIDE_SOURCES]);
        send_if_new(s, p->files.at[i]);
    }
    p->checking = false;
    if (s->pulls) pull_refresh(s);
}

void publish_build(server *s, str folder, const diagnostic_list *list)
{
    publications *p = &s->published;
    for (size_t i = 0; i < p->files.n; i++)
        if (str_eq(strbuf_str(&p->files.at[i]->built), folder)) strbuf_clear(&p->files.at[i]->side[SIDE_BUILD]);
    for (size_t i = 0; i < list->n; i++) {
        if (i && str_eq(list->at[i].path, list->at[i - 1].path)) continue; /* sorted by path */
        publication *file = publication_of(s, list->at[i].path);
        strbuf_clear(&file->built);
        strbuf_clear(&file->side[SIDE_BUILD]);
        strbuf_add(&file->built, folder);
        add_findings(s, file, SIDE_BUILD, list);
    }
    for (size_t i = 0; i < p->files.n; i++)
        if (str_eq(strbuf_str(&p->files.at[i]->built), folder)) send_if_new(s, p->files.at[i]);
}

bool publish_step(server *s)
{
    publications *p = &s->published;
    for (size_t i = 0; i < s->docs.open.n; i++) {
        if (!s->docs.open.at[i]->dirty) continue;
        publish_document(s, s->docs.open.at[i]);
        return true;
    }
    if (s->sources_dirty) {
        s->sources_dirty = false;
        p->checking = true;
        p->round++;
        p->next_project = 0;
    }
    if (!p->checking) return false;
    project_list projects = publish_projects(s);
    if (p->next_project < projects.n) publish_project(s, projects.at[p->next_project++]);
    else end_round(s);
    return true;
}

static void check_all_again(server *s)
{
    s->sources_dirty = true;
    for (size_t i = 0; i < s->docs.open.n; i++)
        if (s->docs.open.at[i]->role != ROLE_NONE) s->docs.open.at[i]->dirty = true;
}

void publish_invalidate(server *s)
{
    findings_forget_all(s);
    check_all_again(s);
}

void publish_sources_changed(server *s)
{
    findings_forget_documents(s);
    check_all_again(s);
}

void publish_close(server *s, const document *doc)
{
    str path = strbuf_str(&doc->path);
    publications *p = &s->published;
    for (size_t i = 0; i < p->files.n; i++)
        if (str_eq(strbuf_str(&p->files.at[i]->path), path)) strbuf_clear(&p->files.at[i]->side[SIDE_DOCUMENT]);
}
