#include "lsp/message.h"

#include "base/words.h"


static void invalid(rpc_message *m, rpc_error error, const char *why)
{
    m->kind = RPC_INVALID;
    m->error = error;
    m->why = why;
}

static void classify(rpc_message *m)
{
    const cJSON *id = json_get(m->root, "id"), *method = json_get(m->root, "method");
    bool answer = !method && (json_get(m->root, "result") || json_get(m->root, "error"));
    m->id = strbuf_str(&m->id_text);
    bool id_usable = json_is_id(m->id); /* others can't be echoed, and are answered with null */
    if (!id_usable) m->id = (str){"", 0};
    str version;
    if (!json_get_str(m->root, "jsonrpc", &version) || !str_is(version, "2.0")) {
        invalid(m, RPC_INVALID_REQUEST, WORDS("'jsonrpc' must be \"2.0\""));
    } else if (answer) {
        m->kind = RPC_RESPONSE;
    } else if (id && !id_usable) {
        invalid(m, RPC_INVALID_REQUEST, WORDS("'id' must be an integer or a string"));
    } else if (!cJSON_IsString(method)) {
        invalid(m, RPC_INVALID_REQUEST, WORDS("'method' must be a string"));
    } else {
        m->kind = id ? RPC_REQUEST : RPC_NOTIFICATION;
        m->method = str_of(method->valuestring);
        m->params = json_get(m->root, "params");
        if (cJSON_IsNull(m->params)) m->params = NULL; /* sent by some clients for "none" */
        if (m->params && !cJSON_IsObject(m->params) && !cJSON_IsArray(m->params) && m->kind == RPC_REQUEST)
            invalid(m, RPC_INVALID_PARAMS, WORDS("'params' must be an object or an array"));
    }
}

/* Somebody waits for the answer to a request, even when there is no JSON in one of its parameters. */
static void find_id(rpc_message *m)
{
    str id = strbuf_str(&m->id_text);
    if (json_is_id(id) && json_raw_member(strbuf_str(&m->text), STR("method")).n) m->id = id;
}

void rpc_message_parse(rpc_message *m, strbuf text)
{
    *m = (rpc_message){.text = text, .id = {"", 0}, .method = {"", 0}};
    /* Before parsing, which changes escaped NULs: an id is echoed as it came. */
    strbuf_add(&m->id_text, json_raw_member(strbuf_str(&text), STR("id")));
    m->root = json_parse_text(&m->text);
    if (!m->root) {
        find_id(m);
        invalid(m, RPC_PARSE_ERROR, WORDS("message is not valid JSON in UTF-8"));
    } else if (cJSON_IsArray(m->root)) {
        invalid(m, RPC_INVALID_REQUEST, WORDS("batches are not part of LSP"));
    } else if (!cJSON_IsObject(m->root)) {
        invalid(m, RPC_INVALID_REQUEST, WORDS("message must be an object"));
    } else {
        classify(m);
    }
}

void rpc_message_free(rpc_message *m)
{
    cJSON_Delete(m->root);
    strbuf_free(&m->text);
    strbuf_free(&m->id_text);
    *m = (rpc_message){0};
}

bool rpc_message_cancels(const rpc_message *m, str id)
{
    if (m->kind != RPC_NOTIFICATION || !str_is(m->method, "$/cancelRequest") || str_empty(id)) return false;
    str params = json_raw_member(strbuf_str(&m->text), STR("params"));
    return str_eq(json_raw_member(params, STR("id")), id);
}
