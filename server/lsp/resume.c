/* A worker that goes on where another one ended (supervisor.h): it takes over what the other one had kept, and does not send
 * again what the client has. */
#include "lsp/builds.h"

void server_keep(server *s, const char *key, str json)
{
    if (!s->supervised) return;
    strbuf params = STRBUF_INIT;
    json_writer w = JSON_WRITER(&params);
    json_object(&w);
    json_key(&w, "key");
    json_string(&w, str_of(key));
    json_key(&w, "value");
    json_raw(&w, json);
    json_object_end(&w);
    server_send(s, NULL, "$wpls/keep", strbuf_str(&params));
    strbuf_free(&params);
}

/* --- findings --------------------------------------------------------------------------------------------------------------- */

/* Another process has published findings under this URI: what is found now replaces them, be it nothing. */
static void resume_published(server *s, str uri)
{
    str path = document_path_of(&s->scratch, uri);
    if (!path.n) return;
    publication *file = publication_of(s, path);
    strbuf_clear(&file->uri);
    strbuf_add(&file->uri, uri);
    strbuf_clear(&file->sent);
    strbuf_add_cstr(&file->sent, "?"); /* no list: another one than any */
}

static void resume_build(server *s, const cJSON *kept)
{
    str folder, path, items;
    const cJSON *item;
    if (!json_get_str(kept, "folder", &folder)) return;
    cJSON_ArrayForEach(item, json_get(kept, "files"))
    {
        if (!json_get_str(item, "path", &path) || !json_get_str(item, "items", &items)) continue;
        publication *file = publication_of(s, path);
        strbuf_add(&file->built, folder);
        strbuf_add(&file->build, items);
    }
}

void publish_keep_build(server *s, str folder)
{
    strbuf kept = STRBUF_INIT;
    json_writer w = JSON_WRITER(&kept);
    json_object(&w);
    json_key(&w, "folder");
    json_string(&w, folder);
    json_key(&w, "files");
    json_array(&w);
    for (size_t i = 0; i < s->published.files.n; i++) {
        const publication *file = s->published.files.at[i];
        if (!str_eq(strbuf_str(&file->built), folder) || !file->build.n) continue;
        json_object(&w);
        json_key(&w, "path");
        json_string(&w, strbuf_str(&file->path));
        json_key(&w, "items");
        json_string(&w, strbuf_str(&file->build));
        json_object_end(&w);
    }
    json_array_end(&w);
    json_object_end(&w);
    server_keep(s, arena_printf(&s->scratch, "build %.*s", STR_ARG(folder)).p, strbuf_str(&kept));
    strbuf_free(&kept);
}

/* --- half-typed sources ----------------------------------------------------------------------------------------------------- */

static void keep_whole(server *s, document *doc, str text)
{
    strbuf json = STRBUF_INIT;
    json_writer w = JSON_WRITER(&json);
    if (text.n) json_string(&w, text);
    else json_null(&w);
    server_keep(s, arena_printf(&s->scratch, "whole %.*s", STR_ARG(strbuf_str(&doc->path))).p, strbuf_str(&json));
    strbuf_free(&json);
    doc->whole = text.n ? str_hash(text, 0) : 0;
}

void resume_keep_whole(server *s)
{
    bool known = s->published.stage == ROUND_OVER && !s->sources_dirty; /* which projects judge by which texts */
    for (size_t i = 0; s->supervised && i < s->docs.open.n; i++) {
        document *doc = s->docs.open.at[i];
        str text;
        if (doc->role != ROLE_SOURCE) continue;
        bool half_typed = workspace_whole_text(s->files, strbuf_str(&doc->path), &text);
        if (half_typed && doc->whole != str_hash(text, 0)) keep_whole(s, doc, text);
        if (!half_typed && known && (doc->whole || s->resumed)) keep_whole(s, doc, (str){"", 0});
    }
    s->resumed = s->resumed && !known;
}

void resume_forget_whole(server *s, document *doc)
{
    if (doc->whole) keep_whole(s, doc, (str){"", 0});
}

/* The programs of the texts that were whole are made before the documents are opened with what is there now. */
static void resume_whole(server *s, const cJSON *kept)
{
    static const str whole = STR_INIT("whole ");
    const cJSON *item;
    str key, text;
    for (int load = 0; load < 2; load++)
        cJSON_ArrayForEach(item, kept)
        {
            if (!json_get_str(item, "key", &key) || !str_starts(key, whole) || !json_get_str(item, "value", &text)) continue;
            str path = str_slice(key, whole.n, key.n);
            project *p = load ? workspace_project_of(s->files, path) : NULL;
            if (!load) workspace_set_buffer(s->files, path, text);
            else if (p) project_load(p);
        }
}

/* --- the rest --------------------------------------------------------------------------------------------------------------- */

static void take_kept(server *s, const cJSON *list)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        str key;
        const cJSON *kept = json_get(item, "value");
        if (!json_get_str(item, "key", &key)) continue;
        if (str_is(key, "pulls")) s->pulls = cJSON_IsTrue(kept);
        else if (str_is(key, "pullsWorkspace")) s->pulls_workspace = cJSON_IsTrue(kept);
        else if (str_is(key, "lastBuild")) builds_resume(s, kept);
        else if (str_starts(key, STR("build "))) resume_build(s, kept);
    }
}

static const char *resume_session(server *s, const cJSON *params, json_writer *result)
{
    (void)result;
    if (!s->supervised) return NULL; /* nobody has to say so */
    int64_t tokens = 0;
    const cJSON *settings = json_get(params, "settings"), *uri;
    json_get_int(params, "tokens", &tokens);
    s->builds_started = (uint32_t)tokens;
    lifecycle_begin(s, json_is_true(params, "registered"), settings);
    take_kept(s, json_get(params, "kept"));
    resume_whole(s, json_get(params, "kept"));
    cJSON_ArrayForEach(uri, json_get(params, "published")) if (cJSON_IsString(uri)) resume_published(s, str_of(uri->valuestring));
    s->sources_dirty = true;
    s->successor = false; /* what comes now is news */
    s->resumed = true;
    if (s->pulls || s->pulls_workspace) pull_ask_again(s);
    return NULL;
}

const server_feature feature_resume = {
    .methods = {
        {"$wpls/resume", RPC_NOTIFICATION, resume_session, METHOD_WHILE_RUNNING},
    },
};
