/* The notification wpls/status, for clients that asked for it (initializationOptions.statusNotifications): how many plugins there
 * are in the workspace folders, whether they are still being looked for, and how the last build ended. */
#include "lsp/server_internal.h"

static void encode_build(json_writer *w, const last_build *b)
{
    json_object(w);
    json_key(w, "ok");
    json_bool(w, b->ok);
    json_key(w, "name");
    json_string(w, strbuf_str(&b->name));
    json_key(w, "bytes");
    json_int(w, b->bytes);
    json_object_end(w);
}

static void send(server *s, bool indexing)
{
    strbuf params = STRBUF_INIT;
    json_writer w = JSON_WRITER(&params);
    json_object(&w);
    json_key(&w, "plugins");
    json_int(&w, (int64_t)s->status.plugins);
    json_key(&w, "indexing");
    json_bool(&w, indexing);
    json_key(&w, "lastBuild");
    if (s->last_build.name.n) encode_build(&w, &s->last_build);
    else json_null(&w);
    json_object_end(&w);
    if (!str_eq(strbuf_str(&params), strbuf_str(&s->status.sent))) {
        server_send(s, NULL, "wpls/status", strbuf_str(&params));
        strbuf_clear(&s->status.sent);
        strbuf_add(&s->status.sent, strbuf_str(&params));
    }
    strbuf_free(&params);
}

void status_changed(server *s) { s->status.stale = true; }

bool status_step(server *s)
{
    uint64_t shape = workspace_shape(s->files);
    bool others = s->status.sent.n && s->status.shape != shape;
    if (!s->client.takes_status || !(s->status.stale || others)) return false;
    s->status.stale = false;
    s->status.shape = shape;
    if (!s->status.sent.n) send(s, true); /* the first count walks the folders */
    s->status.plugins = workspace_projects(s->files)->n;
    send(s, false);
    return true;
}
