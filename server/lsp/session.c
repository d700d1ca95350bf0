#include "lsp/session.h"

#include "base/bug.h"
#include "base/json_write.h"
#include "lsp/document_messages.h"

#include <stdlib.h>

const str session_again_id = STR_INIT("\"wpls-again\"");

enum { CHANGES_MOST = 64, CHANGE_BYTES_LEAST = 64 << 10 }; /* kept of a document before they are applied */

bool session_is_private(str method) { return str_starts(method, STR("$wpls/")); }

static void set(strbuf *b, str s)
{
    strbuf_clear(b);
    strbuf_add(b, s);
}

static void *new_entry(size_t size)
{
    void *p = calloc(1, size);
    if (!p) bug_out_of_memory();
    return p;
}

/* The params of a message, to be freed with the rest by cJSON_Delete(*root). */
static const cJSON *parse(str message, cJSON **root)
{
    strbuf copy = STRBUF_INIT;
    strbuf_add(&copy, message);
    *root = json_parse_text(&copy);
    strbuf_free(&copy);
    return json_get(*root, "params");
}

/* --- documents -------------------------------------------------------------------------------------------------------------- */

static session_text *find_text(const session *s, const document *doc)
{
    for (size_t i = 0; i < s->texts.n; i++)
        if (s->texts.at[i]->doc == doc) return s->texts.at[i];
    return NULL;
}

static void drop_changes(session_text *t, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        t->bytes -= t->changes.at[i].message.n;
        strbuf_free(&t->changes.at[i].message);
    }
    t->changes.n -= count;
    if (count) memmove(t->changes.at, t->changes.at + count, t->changes.n * sizeof *t->changes.at);
}

static void apply(session *s, str message)
{
    cJSON *root;
    document_edit edit;
    const cJSON *params = parse(message, &root);
    if (!document_read_edit(&s->docs, &s->scratch, params, &edit) && edit.doc && !edit.old) {
        size_t count;
        const document_change *changes = document_read_changes(&edit, &s->scratch, &count);
        document_apply(edit.doc, changes, count, s->encoding, NULL);
        edit.doc->version = edit.version;
    }
    cJSON_Delete(root);
    arena_reset(&s->scratch);
}

/* Applies the changes up to the number. */
static void apply_until(session *s, session_text *t, uint64_t number)
{
    size_t count = 0;
    while (count < t->changes.n && t->changes.at[count].number <= number) apply(s, strbuf_str(&t->changes.at[count++].message));
    drop_changes(t, count);
}

static void open_document(session *s, str message)
{
    cJSON *root;
    document_opening o;
    if (!document_read_open(parse(message, &root), &o)) {
        document *doc = documents_open(&s->docs, &s->scratch, o.uri, o.language, o.version, o.text);
        session_text *t = find_text(s, doc);
        if (!t) {
            t = new_entry(sizeof *t);
            t->doc = doc;
            array_push(NULL, &s->texts, t);
        }
        set(&t->language, o.language);
        drop_changes(t, t->changes.n);
    }
    cJSON_Delete(root);
}

static session_text *text_named(session *s, const message_head *h)
{
    str uri = json_plain_text(&s->scratch, json_raw_member(json_raw_member(h->params, STR("textDocument")), STR("uri")));
    document *doc = documents_find(&s->docs, &s->scratch, uri);
    return doc ? find_text(s, doc) : NULL;
}

static void change_document(session *s, const message_head *h, str message, uint64_t number, uint64_t begun)
{
    session_text *t = text_named(s, h);
    if (!t) return;
    session_change *change = array_add(NULL, &t->changes);
    change->number = number;
    strbuf_add(&change->message, message);
    t->bytes += message.n;
    size_t most = t->doc->text.n > CHANGE_BYTES_LEAST ? t->doc->text.n : CHANGE_BYTES_LEAST;
    if (t->changes.n >= CHANGES_MOST || t->bytes > most) apply_until(s, t, begun);
}

static void free_text(session_text *t)
{
    drop_changes(t, t->changes.n);
    array_free(&t->changes);
    strbuf_free(&t->language);
    free(t);
}

static void close_document(session *s, const message_head *h)
{
    session_text *t = text_named(s, h);
    if (!t) return;
    documents_close(&s->docs, t->doc);
    for (size_t i = 0; i < s->texts.n; i++)
        if (s->texts.at[i] == t) s->texts.at[i] = array_last(&s->texts);
    s->texts.n--;
    free_text(t);
}

/* --- the rest of what the client says --------------------------------------------------------------------------------------- */

static cJSON *folders_of(const cJSON *params)
{
    const cJSON *given = json_get(params, "workspaceFolders");
    if (cJSON_IsArray(given)) return cJSON_Duplicate(given, true);
    cJSON *list = cJSON_CreateArray();
    str uri;
    if (json_get_str(params, "rootUri", &uri)) { /* clients older than workspace folders */
        cJSON *folder = cJSON_CreateObject();
        cJSON_AddStringToObject(folder, "uri", uri.p);
        cJSON_AddItemToArray(list, folder);
    }
    return list;
}

static void note_initialize(session *s, const message_head *h, str message)
{
    cJSON *root;
    const cJSON *params = parse(message, &root);
    str locale;
    set(&s->initialize, message);
    set(&s->initialize_id, h->id);
    s->language = json_get_str(params, "locale", &locale) ? words_language_named(locale) : words_used();
    words_use(s->language);
    s->trusted = json_is_true(params, "initializationOptions.trusted");
    if (!json_get_int(params, "processId", &s->client_process)) s->client_process = 0;
    cJSON_Delete(s->folders);
    s->folders = folders_of(params);
    cJSON_Delete(root);
}

static bool same_uri(const cJSON *a, const cJSON *b)
{
    str uri, other;
    return json_get_str(a, "uri", &uri) && json_get_str(b, "uri", &other) && str_eq(uri, other);
}

static void note_folders(session *s, str message)
{
    cJSON *root;
    const cJSON *params = parse(message, &root), *folder;
    cJSON_ArrayForEach(folder, json_get(params, "event.removed"))
    {
        for (int i = cJSON_GetArraySize(s->folders); i-- > 0;)
            if (same_uri(cJSON_GetArrayItem(s->folders, i), folder)) cJSON_DeleteItemFromArray(s->folders, i);
    }
    cJSON_ArrayForEach(folder, json_get(params, "event.added")) cJSON_AddItemToArray(s->folders, cJSON_Duplicate(folder, true));
    cJSON_Delete(root);
}

static void take_settings(session *s, str json)
{
    if (str_starts(json, STR("{"))) set(&s->settings, json);
}

/* The answer to workspace/configuration: a list of one. */
static void note_answer(session *s, const message_head *h, str message)
{
    if (!str_is(h->id, "\"wpls-configuration\"")) return;
    str list = json_raw_member(message, STR("result"));
    ptrdiff_t first = str_find_char(list, '{', 0);
    size_t end = list.n;
    while (end > 0 && list.p[end - 1] != '}') end--;
    if (str_starts(list, STR("[")) && first > 0 && str_empty(str_trim(str_slice(list, 1, (size_t)first))))
        take_settings(s, str_slice(list, (size_t)first, end));
}

void session_note_client(session *s, const message_head *h, str message, uint64_t number, uint64_t begun)
{
    str m = h->method;
    bool text = str_starts(m, STR("textDocument/did"));
    if (text && !str_is(m, "textDocument/didSave")) s->last_change = number;
    if (!m.n) note_answer(s, h, message);
    else if (str_is(m, "textDocument/didChange")) change_document(s, h, message, number, begun);
    else if (str_is(m, "textDocument/didOpen")) open_document(s, message);
    else if (str_is(m, "textDocument/didClose")) close_document(s, h);
    else if (str_is(m, "initialize") && !s->initialize.n) note_initialize(s, h, message);
    else if (str_is(m, "initialized")) s->initialized = true;
    else if (str_is(m, "workspace/didChangeWorkspaceFolders")) note_folders(s, message);
    else if (str_is(m, "workspace/didChangeConfiguration"))
        take_settings(s, json_raw_member(json_raw_member(h->params, STR("settings")), STR("wpls")));
    arena_reset(&s->scratch);
}

/* --- what the worker says --------------------------------------------------------------------------------------------------- */

static void note_initialize_answer(session *s, const message_head *h, str message)
{
    if (h->failed) { /* the client may try again */
        strbuf_clear(&s->initialize);
        return;
    }
    str capabilities = json_raw_member(json_raw_member(message, STR("result")), STR("capabilities"));
    str encoding = json_plain_text(&s->scratch, json_raw_member(capabilities, STR("positionEncoding")));
    s->encoding = str_is(encoding, "utf-8") ? TEXT_UTF8 : str_is(encoding, "utf-32") ? TEXT_UTF32 : TEXT_UTF16;
    s->answered = true;
}

static void note_published(session *s, const message_head *h, str message)
{
    str key, uri;
    size_t at = 0;
    if (!json_next_member(h->params, &at, &key, &uri)) return; /* "uri" is the first one */
    session_published *p = NULL;
    for (size_t i = 0; i < s->published.n && !p; i++)
        if (str_eq(strbuf_str(&s->published.at[i]->uri), uri)) p = s->published.at[i];
    if (!p) {
        p = new_entry(sizeof *p);
        strbuf_add(&p->uri, uri);
        array_push(NULL, &s->published, p);
    }
    p->some = !str_ends(message, STR("\"diagnostics\":[]}}"));
}

static void note_kept(session *s, str message)
{
    str params = json_raw_member(message, STR("params"));
    str key = json_raw_member(params, STR("key")), value = json_raw_member(params, STR("value"));
    session_kept *k = NULL;
    for (size_t i = 0; i < s->kept.n && !k; i++)
        if (str_eq(strbuf_str(&s->kept.at[i]->key), key)) k = s->kept.at[i];
    if (!k) {
        k = new_entry(sizeof *k);
        strbuf_add(&k->key, key);
        array_push(NULL, &s->kept, k);
    }
    set(&k->value, value);
}

void session_note_worker(session *s, const message_head *h, str message, str to)
{
    if (str_is(to, "initialize")) note_initialize_answer(s, h, message);
    else if (str_is(to, "shutdown")) s->shut_down = !h->failed;
    else if (str_is(h->method, "textDocument/publishDiagnostics")) note_published(s, h, message);
    else if (str_is(h->method, "client/registerCapability")) s->registered = true;
    else if (str_is(h->method, "window/workDoneProgress/create")) s->tokens++;
    else if (str_is(h->method, "$wpls/keep")) note_kept(s, message);
    arena_reset(&s->scratch);
}

/* --- another worker --------------------------------------------------------------------------------------------------------- */

void session_worker_ended(session *s, uint64_t begun)
{
    for (size_t i = 0; i < s->texts.n; i++) apply_until(s, s->texts.at[i], begun);
}

void session_catch_up(session *s) { session_worker_ended(s, UINT64_MAX); }

bool session_text_of(const session *s, str path, str *text)
{
    const document *doc = documents_find_path(&s->docs, path);
    if (doc) *text = strbuf_str(&doc->text);
    return doc != NULL;
}

static void replay_initialize(session *s, void (*hand_over)(void *self, str message), void *self)
{
    cJSON *root;
    cJSON *params = (cJSON *)(uintptr_t)parse(strbuf_str(&s->initialize), &root);
    char *text = NULL;
    if (s->answered) {
        cJSON_ReplaceItemInObjectCaseSensitive(root, "id", cJSON_CreateString("wpls-again"));
        cJSON_DeleteItemFromObjectCaseSensitive(params, "workspaceFolders");
        cJSON_AddItemToObject(params, "workspaceFolders", cJSON_Duplicate(s->folders, true));
        text = cJSON_PrintUnformatted(root);
    }
    hand_over(self, text ? str_of(text) : strbuf_str(&s->initialize));
    cJSON_free(text);
    cJSON_Delete(root);
}

static void replay_rest(session *s, void (*hand_over)(void *self, str message), void *self)
{
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    strbuf_add_cstr(&out, "{\"jsonrpc\":\"2.0\",\"method\":\"$wpls/resume\",\"params\":");
    json_object(&w);
    json_key(&w, "registered"), json_bool(&w, s->registered);
    json_key(&w, "tokens"), json_int(&w, s->tokens);
    json_key(&w, "settings");
    if (s->settings.n) json_raw(&w, strbuf_str(&s->settings));
    else json_null(&w);
    json_key(&w, "published");
    json_array(&w);
    for (size_t i = 0; i < s->published.n; i++)
        if (s->published.at[i]->some) json_raw(&w, strbuf_str(&s->published.at[i]->uri));
    json_array_end(&w);
    json_key(&w, "kept");
    json_array(&w);
    for (size_t i = 0; i < s->kept.n; i++) {
        json_object(&w);
        json_key(&w, "key"), json_raw(&w, strbuf_str(&s->kept.at[i]->key));
        json_key(&w, "value"), json_raw(&w, strbuf_str(&s->kept.at[i]->value));
        json_object_end(&w);
    }
    json_array_end(&w);
    json_object_end(&w);
    strbuf_add_char(&out, '}');
    hand_over(self, strbuf_str(&out));
    strbuf_free(&out);
}

static void replay_document(const session_text *t, void (*hand_over)(void *self, str message), void *self)
{
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    strbuf_add_cstr(&out, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":");
    json_object(&w);
    json_key(&w, "uri"), json_string(&w, strbuf_str(&t->doc->uri));
    json_key(&w, "languageId"), json_string(&w, strbuf_str(&t->language));
    json_key(&w, "version"), json_int(&w, t->doc->version);
    json_key(&w, "text"), json_string(&w, strbuf_str(&t->doc->text));
    json_object_end(&w);
    strbuf_add_cstr(&out, "}}");
    hand_over(self, strbuf_str(&out));
    strbuf_free(&out);
}

void session_replay(session *s, void (*hand_over)(void *self, str message), void *self)
{
    s->last_change = 0;
    if (s->initialize.n) replay_initialize(s, hand_over, self);
    if (s->initialized) replay_rest(s, hand_over, self);
    for (size_t i = 0; i < s->texts.n; i++) replay_document(s->texts.at[i], hand_over, self);
}

void session_free(session *s)
{
    strbuf_free(&s->initialize);
    strbuf_free(&s->initialize_id);
    strbuf_free(&s->settings);
    cJSON_Delete(s->folders);
    documents_free(&s->docs);
    for (size_t i = 0; i < s->texts.n; i++) free_text(s->texts.at[i]);
    for (size_t i = 0; i < s->published.n; i++) {
        strbuf_free(&s->published.at[i]->uri);
        free(s->published.at[i]);
    }
    for (size_t i = 0; i < s->kept.n; i++) {
        strbuf_free(&s->kept.at[i]->key);
        strbuf_free(&s->kept.at[i]->value);
        free(s->kept.at[i]);
    }
    array_free(&s->texts);
    array_free(&s->published);
    array_free(&s->kept);
    arena_free(&s->scratch);
}
