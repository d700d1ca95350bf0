/* workspace/diagnostic (LSP 3.17): the findings of all files in the workspace folders, whether they are open or not. Offered to
 * clients that ask for it (initializationOptions.workspaceDiagnostics), as it reads every plugin there.
 *
 * The work is done in bounded pieces while nothing else waits. A client that takes partial results gets each file as it was
 * checked, and its request stays open until a file has other findings than the client knows, so that it need not ask again and
 * again. Any other client gets one answer, and is asked to ask again when something changed since. Once it has asked, nothing of
 * this is published any more (publish.c), but to a client that would never hear of a change otherwise. */
#include "base/bug.h"
#include "lsp/encode.h"
#include "plugin/listing.h"

#include <stdlib.h>

typedef struct pulled_file {
    str path;
    str uri; /* as the client spells it; empty: it never did */
    str id;  /* of the findings that the client has; empty: it has none */
    project_list sources; /* whose checks have findings in it */
    bool listed;      /* it is in the workspace, or a project there has findings in it; else the client alone names it */
} pulled_file;

typedef enum pull_stage { PULL_LIST, PULL_PROJECTS, PULL_FILES, PULL_HELD } pull_stage;

typedef struct workspace_pull {
    strbuf id;    /* of the request, as JSON text */
    strbuf token; /* of partial results, likewise; empty: the client takes none */
    strbuf items; /* of the answer of such a client, comma-separated */
    atomic_bool cancelled;
    pull_stage stage;
    size_t next;      /* project or file of this stage */
    uint64_t changes; /* findings_cache.changes when this round began */
    bool again;       /* it is not the first one */
    bool news;        /* something was reported that the client did not know */
    arena memory;     /* of the rest */
    ARRAY(pulled_file) files;
    map by_path;      /* number in `files`, from 1 */
    project_list projects;
} workspace_pull;

static pulled_file *file_of(workspace_pull *p, str path)
{
    uintptr_t number = (uintptr_t)map_get(&p->by_path, path);
    if (number) return &p->files.at[number - 1];
    path = arena_str(&p->memory, path);
    array_push(&p->memory, &p->files, (pulled_file){.path = path});
    map_put(&p->memory, &p->by_path, path, (void *)(uintptr_t)p->files.n);
    return &array_last(&p->files);
}

static void free_pull(workspace_pull *p)
{
    strbuf_free(&p->id);
    strbuf_free(&p->token);
    strbuf_free(&p->items);
    arena_free(&p->memory);
    free(p);
}

/* The first request is done with. */
static void take_first(server *s)
{
    free_pull(s->workspace_pulls.at[0]);
    s->workspace_pulls.n--;
    memmove(s->workspace_pulls.at, s->workspace_pulls.at + 1, s->workspace_pulls.n * sizeof *s->workspace_pulls.at);
}

static void answer(server *s, const workspace_pull *p)
{
    if (!p->token.n) {
        s->pulled_once = true;
        s->pulled_changes = p->changes;
    }
    str result = arena_printf(&s->scratch, "{\"items\":[%.*s]}", STR_ARG(strbuf_str(&p->items)));
    server_answer(s, strbuf_str(&p->id), result);
}

/* --- a round over all files ------------------------------------------------------------------------------------------------- */

static void add_projects(workspace_pull *p, const project_list *more)
{
    for (size_t i = 0; i < more->n; i++) {
        bool known = false;
        for (size_t k = 0; k < p->projects.n && !known; k++) known = p->projects.at[k] == more->at[i];
        if (!known) array_push(&p->memory, &p->projects, more->at[i]);
    }
}

/* What lies below the workspace folders. */
static void list_folders(server *s, workspace_pull *p)
{
    for (size_t i = 0; i < workspace_root_count(s->files); i++) {
        const tree_listing *l = workspace_listing(s->files, workspace_root_at(s->files, i));
        for (size_t k = 0; k < l->documents.n; k++) file_of(p, l->documents.at[k])->listed = true;
    }
}

static void list_all(server *s, workspace_pull *p)
{
    p->stage = PULL_PROJECTS;
    p->next = 0;
    p->changes = s->found.changes;
    p->projects.n = 0;
    project_list open = publish_projects(s);
    add_projects(p, workspace_projects(s->files));
    add_projects(p, &open);
    for (size_t i = 0; i < p->files.n; i++) {
        p->files.at[i].sources.n = 0;
        p->files.at[i].listed = false;
    }
    list_folders(s, p);
    for (size_t i = 0; i < s->docs.open.n; i++)
        if (document_is_analysed(s->docs.open.at[i])) file_of(p, strbuf_str(&s->docs.open.at[i]->path));
}

static void check_project(server *s, workspace_pull *p, project *one)
{
    const diagnostic_list *found = findings_of_project(s, one);
    for (size_t i = 0; i < found->n; i++) {
        if (i && str_eq(found->at[i].path, found->at[i - 1].path)) continue; /* sorted by path */
        pulled_file *file = file_of(p, found->at[i].path);
        array_push(&p->memory, &file->sources, one);
        file->listed = true;
    }
}

static diagnostic_list findings_in(server *s, const pulled_file *file, document *open)
{
    if (open) return findings_of_file(s, open);
    if (!file->listed) return (diagnostic_list){0}; /* what the client knows of it is taken back */
    bool config = document_role_of(file->path, STR("")) == ROLE_CONFIG;
    return findings_in_file(s, file->path, config ? findings_of_closed(s, file->path) : NULL, &file->sources);
}

/* WorkspaceFullDocumentDiagnosticReport or WorkspaceUnchangedDocumentDiagnosticReport. */
static void encode_report(server *s, json_writer *w, const pulled_file *file, const document *open, str items)
{
    json_object(w);
    json_key(w, "kind");
    json_string(w, items.n ? STR("full") : STR("unchanged"));
    json_key(w, "uri");
    json_string(w, file->uri.n ? file->uri : encode_uri(s, file->path));
    json_key(w, "version");
    if (open) json_int(w, open->version);
    else json_null(w);
    json_key(w, "resultId");
    json_string(w, file->id);
    if (items.n) {
        json_key(w, "items");
        json_raw(w, items);
    }
    json_object_end(w);
}

static void report(server *s, workspace_pull *p, str text)
{
    if (!p->token.n) {
        if (p->items.n) strbuf_add_char(&p->items, ',');
        strbuf_add(&p->items, text);
        return;
    }
    str params =
        arena_printf(&s->scratch, "{\"token\":%.*s,\"value\":{\"items\":[%.*s]}}", STR_ARG(strbuf_str(&p->token)), STR_ARG(text));
    server_send(s, NULL, "$/progress", params);
}

static void check_file(server *s, workspace_pull *p, pulled_file *file)
{
    document *open = documents_find_path(&s->docs, file->path);
    if (open && !document_is_analysed(open)) open = NULL;
    diagnostic_list found = findings_in(s, file, open);
    if (open) {
        found = findings_to_show(s, open, &found);
        typing_shown(&open->typed, &found);
    }
    if (!found.n && !file->id.n) return; /* nothing there, and the client knows of nothing */
    str items = pull_items(s, &found), id = pull_result_id(s, items);
    bool unchanged = str_eq(id, file->id);
    if (unchanged && p->again) return;
    if (!unchanged) {
        file->id = arena_str(&p->memory, id);
        p->news = true;
    }
    strbuf text = STRBUF_INIT;
    json_writer w = JSON_WRITER(&text);
    encode_report(s, &w, file, open, unchanged ? STR("") : items);
    report(s, p, strbuf_str(&text));
    strbuf_free(&text);
}

/* A bug in a piece ends that piece alone: what comes next is said first. */
static void work(server *s, workspace_pull *p)
{
    if (p->stage == PULL_LIST) {
        list_all(s, p);
    } else if (p->stage == PULL_PROJECTS && p->next < p->projects.n) {
        check_project(s, p, p->projects.at[p->next++]);
    } else if (p->stage == PULL_PROJECTS) {
        p->stage = PULL_FILES;
        p->next = 0;
    } else if (p->next < p->files.n) {
        check_file(s, p, &p->files.at[p->next++]);
    } else if (p->token.n && !p->news) {
        p->stage = PULL_HELD;
    } else {
        answer(s, p);
        take_first(s);
    }
}

/* What a client got as one answer is out of date: nothing tells it so but this. Once, until it asks again. */
static void refresh_answered(server *s)
{
    if (!s->pulled_once || s->pulled_changes == s->found.changes) return;
    s->pulled_once = false;
    pull_ask_again(s);
}

bool pull_workspace_step(server *s)
{
    if (!s->workspace_pulls.n) {
        refresh_answered(s);
        return false;
    }
    workspace_pull *p = s->workspace_pulls.at[0];
    if (atomic_load(&p->cancelled)) {
        server_answer_error(s, strbuf_str(&p->id), RPC_CANCELLED, words_str("request cancelled"));
        take_first(s);
    } else if (p->stage == PULL_HELD && s->workspace_pulls.n > 1) {
        answer(s, p); /* another one takes its place */
        take_first(s);
    } else if (p->stage == PULL_HELD && p->changes == s->found.changes) {
        return false;
    } else if (p->stage == PULL_HELD) {
        p->stage = PULL_LIST;
        p->again = true;
    } else {
        work(s, p);
    }
    return true;
}

/* --- the request
 * -------------------------------------------------------------------------------------------------------------- */

static void add_known(server *s, workspace_pull *p, const cJSON *ids)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, ids)
    {
        str uri, id;
        if (!json_get_str(item, "uri", &uri) || !json_get_str(item, "value", &id)) continue;
        str path = document_path_of(&s->scratch, uri);
        if (str_empty(path)) continue;
        pulled_file *file = file_of(p, path);
        file->uri = arena_str(&p->memory, uri);
        file->id = arena_str(&p->memory, id);
    }
}

static const char *pull_workspace(server *s, const cJSON *params, json_writer *w)
{
    (void)w;
    const cJSON *ids = json_get(params, "previousResultIds"), *token = json_get(params, "partialResultToken");
    if (!cJSON_IsArray(ids)) return WORDS("'previousResultIds' must be an array");
    if (token && !cJSON_IsString(token) && !cJSON_IsNumber(token))
        return WORDS("'partialResultToken' must be a string or an integer");
    workspace_pull *p = calloc(1, sizeof *p);
    if (!p) bug_out_of_memory();
    array_push(NULL, &s->workspace_pulls, p);
    char *text = token ? cJSON_PrintUnformatted(token) : NULL;
    if (text) strbuf_add_cstr(&p->token, text);
    cJSON_free(text);
    add_known(s, p, ids);
    p->id = server_defer(s, &p->cancelled);
    if (!s->client.watches_files) workspace_list_again(s->files); /* nobody tells of the disk */
    s->pulled_once = false;
    s->refresh_asked = false;
    bool told = p->token.n || s->client.refreshes_diagnostics; /* of what changes after the answer */
    if (told != s->pulls_workspace) { /* what was published so far is taken back */
        s->pulls_workspace = told;
        server_keep(s, "pullsWorkspace", told ? STR("true") : STR("false"));
        s->sources_dirty = true;
    }
    return NULL;
}

void pull_workspace_end(server *s)
{
    while (s->workspace_pulls.n) {
        answer(s, s->workspace_pulls.at[0]);
        take_first(s);
    }
}

void pull_workspace_free(server *s)
{
    while (s->workspace_pulls.n) take_first(s);
    array_free(&s->workspace_pulls);
}

const server_feature feature_pull_workspace = {
    .methods = {
        {"workspace/diagnostic", RPC_REQUEST, pull_workspace, METHOD_WHILE_RUNNING},
    },
};
