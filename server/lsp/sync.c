/* Text synchronisation (LSP 3.17, "Text Document Synchronization"): the client's edits become workspace buffers. */
#include "base/clock.h"
#include "base/limits.h"
#include "lsp/builds.h"
#include "lsp/document_messages.h"
#include "lsp/libclang.h"
#include "lsp/server_internal.h"
#include "plugin/chart.h"
#include "plugin/schemas.h"

/* Templates say which values of their chart a plugin gets. */
static void tell_values(server *s, str changed)
{
    if (!str_has(changed, STR("/templates/"))) return;
    for (size_t i = 0; i < s->docs.open.n; i++) {
        document *doc = s->docs.open.at[i];
        if (chart_is_values_name(strbuf_str(&doc->path))) doc->dirty = document_is_analysed(doc);
    }
}

/* Says what is to be checked again after a change of the text, or of what is there. `shape`: the workspace's before. */
static void tell_others(server *s, const document *doc, uint64_t shape)
{
    str path = strbuf_str(&doc->path);
    bool source = doc->role == ROLE_SOURCE || shape != workspace_shape(s->files) || workspace_is_looked_at(s->files, path);
    if (settings_is_file(path) || workspace_is_schema(s->files, path)) publish_invalidate(s);
    else if (source) publish_sources_changed(s);
    tell_values(s, path);
}

/* Hands the text on to the analysis and says what is to be checked again. */
static void document_changed(server *s, document *doc)
{
    if (doc->role == ROLE_NONE) return;
    str path = strbuf_str(&doc->path);
    uint64_t shape = workspace_shape(s->files);
    doc->too_large = doc->text.n > LIMIT_DOCUMENT_BYTES;
    if (doc->too_large) workspace_set_buffer(s->files, path, (str){"", 0}); /* not what the disk says either */
    else workspace_set_buffer(s->files, path, strbuf_str(&doc->text));
    doc->dirty = document_is_analysed(doc);
    doc->decorated = doc->lenses = 0; /* the client asks for them itself */
    findings_forget_document(s, doc);
    tell_others(s, doc, shape);
}

static const char *open_document(server *s, const cJSON *params, json_writer *result)
{
    (void)result;
    document_opening o;
    const char *wrong = document_read_open(params, &o);
    if (wrong) return wrong;
    document *doc = documents_open(&s->docs, &s->scratch, o.uri, o.language, o.version, o.text);
    document_changed(s, doc);
    /* The first document of a project brings the project's findings. */
    s->sources_dirty = s->sources_dirty || document_is_analysed(doc);
    libclang_check(s, doc, 0);
    return NULL;
}

static uint32_t count_breaks(str text)
{
    uint32_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '\n' || (text.p[i] == '\r' && !(i + 1 < text.n && text.p[i + 1] == '\n'))) n++;
    return n;
}

/* Of a text that is sent as a whole, the lines between what both texts begin and end with. */
static void note_change(document *doc, const document_change *change)
{
    uint32_t first = change->start.line, last = change->end.line;
    str text = change->text, old = strbuf_str(&doc->text);
    if (change->whole) {
        size_t same = 0, end = 0, least = old.n < text.n ? old.n : text.n;
        while (same < least && old.p[same] == text.p[same]) same++;
        while (end < least - same && old.p[old.n - 1 - end] == text.p[text.n - 1 - end]) end++;
        first = count_breaks(str_slice(old, 0, same));
        last = first + count_breaks(str_slice(old, same, old.n - end));
        text = str_slice(text, same, text.n - end);
    }
    typing_edit(&doc->typed, first, last, first + count_breaks(text), now_ms());
}

/* Which lines of the document are typed on, before that is done. Who changes many places at once does not type. */
static void note_typing(document *doc, const document_change *changes, size_t count)
{
    enum { PLACES_MOST = 100 };
    bool whole = false;
    for (size_t i = 0; i < count; i++) whole = whole || changes[i].whole;
    if (count > PLACES_MOST || (whole && count > 1)) typing_forget(&doc->typed);
    else
        for (size_t i = 0; i < count; i++) note_change(doc, &changes[i]);
}

static const char *change_document(server *s, const cJSON *params, json_writer *result)
{
    (void)result;
    document_edit edit;
    const char *wrong = document_read_edit(&s->docs, &s->scratch, params, &edit);
    if (wrong) return wrong;
    document *doc = edit.doc;
    if (!doc) {
        server_log(s, LOG_WARNING, "change of a document that is not open ignored: %.*s", STR_ARG(edit.uri));
        return NULL;
    }
    if (edit.old) {
        server_log(s, LOG_WARNING, "change to version %lld ignored, version %lld is known: %.*s", (long long)edit.version,
                   (long long)doc->version, STR_ARG(edit.uri));
        return NULL;
    }
    size_t count;
    const document_change *changes = document_read_changes(&edit, &s->scratch, &count);
    range *at = ARENA_NEW_N(&s->scratch, range, count);
    note_typing(doc, changes, count);
    document_apply(doc, changes, count, s->client.encoding, at);
    for (size_t i = 0; i < count; i++) workspace_edit_buffer(s->files, strbuf_str(&doc->path), at[i], changes[i].text);
    doc->version = edit.version;
    document_changed(s, doc);
    libclang_check(s, doc, LIBCLANG_PAUSE_MS);
    return NULL;
}

/* The buffer is what counts while the document is open; saving changes nothing but what is built from the disk. */
static const char *save_document(server *s, const cJSON *params, json_writer *result)
{
    (void)result;
    str uri;
    const char *wrong = document_read_uri(params, &uri);
    if (wrong) return wrong;
    str path = document_path_of(&s->scratch, uri);
    if (!str_empty(path)) builds_saved(s, path);
    document *doc = documents_find(&s->docs, &s->scratch, uri);
    if (doc) libclang_check(s, doc, 0); /* a header that it includes may be another now */
    return NULL;
}

static const char *close_document(server *s, const cJSON *params, json_writer *result)
{
    (void)result;
    str uri;
    const char *wrong = document_read_uri(params, &uri);
    if (wrong) return wrong;
    document *doc = documents_find(&s->docs, &s->scratch, uri);
    if (!doc) {
        server_log(s, LOG_WARNING, "close of a document that is not open ignored: %.*s", STR_ARG(uri));
        return NULL;
    }
    if (doc->role != ROLE_NONE) {
        uint64_t shape = workspace_shape(s->files);
        workspace_close_buffer(s->files, strbuf_str(&doc->path));
        findings_forget_document(s, doc);
        tell_others(s, doc, shape); /* the disk counts again */
    }
    libclang_closed(s, strbuf_str(&doc->path));
    resume_forget_whole(s, doc);
    documents_close(&s->docs, doc);
    s->sources_dirty = true; /* perhaps the last document of its project */
    return NULL;
}

static const char *change_watched_files(server *s, const cJSON *params, json_writer *result)
{
    (void)result;
    const cJSON *changes = json_get(params, "changes"), *item;
    if (!cJSON_IsArray(changes)) return WORDS("'changes' must be an array");
    enum { FILE_CHANGED = 2 }; /* FileChangeType */
    bool matters = false;
    cJSON_ArrayForEach(item, changes)
    {
        str uri;
        if (!json_get_str(item, "uri", &uri)) return WORDS("'changes[].uri' must be a string");
        str path = document_path_of(&s->scratch, uri);
        int64_t type = 0;
        bool changed = json_get_int(item, "type", &type) && type == FILE_CHANGED;
        if (!str_empty(path) && workspace_disk_changed(s->files, path, changed)) matters = true;
    }
    if (matters) publish_invalidate(s);
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    enum { SYNC_INCREMENTAL = 2 };
    (void)s;
    json_add_object(w, "textDocumentSync");
    json_add_bool(w, "openClose", true);
    json_add_int(w, "change", SYNC_INCREMENTAL);
    json_add_bool(w, "save", true);
    json_object_end(w);
}

const server_feature feature_sync = {
    .methods = {
        {"textDocument/didOpen", RPC_NOTIFICATION, open_document, METHOD_WHILE_RUNNING},
        {"textDocument/didChange", RPC_NOTIFICATION, change_document, METHOD_WHILE_RUNNING},
        {"textDocument/didSave", RPC_NOTIFICATION, save_document, METHOD_WHILE_RUNNING},
        {"textDocument/didClose", RPC_NOTIFICATION, close_document, METHOD_WHILE_RUNNING},
        {"workspace/didChangeWatchedFiles", RPC_NOTIFICATION, change_watched_files, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
