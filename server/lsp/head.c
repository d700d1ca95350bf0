#include "lsp/head.h"

str json_plain_text(arena *a, str json)
{
    if (json.n < 2 || json.p[0] != '"' || json.p[json.n - 1] != '"') return (str){"", 0};
    str inside = str_slice(json, 1, json.n - 1);
    if (str_find_char(inside, '\\', 0) < 0) return inside;
    strbuf copy = STRBUF_INIT;
    strbuf_add(&copy, json);
    cJSON *parsed = json_parse_text(&copy);
    str text = cJSON_IsString(parsed) ? arena_str(a, str_of(parsed->valuestring)) : (str){"", 0};
    cJSON_Delete(parsed);
    strbuf_free(&copy);
    return text;
}

message_head message_head_of(arena *a, str message)
{
    message_head h = {.id = {"", 0}, .method = {"", 0}, .params = {"", 0}};
    str key, value;
    for (size_t at = 0; json_next_member(message, &at, &key, &value);) {
        if (str_is(key, "id") && !h.id.n) h.id = value;
        else if (str_is(key, "method") && !h.method.n) h.method = json_plain_text(a, value);
        else if (str_is(key, "params") && !h.params.n) h.params = value;
        else if (str_is(key, "error")) h.failed = true;
    }
    return h;
}

/* What lies between the two texts, the first of which the message continues with; that, and what follows it, is taken off. */
static bool take_member(str *rest, str name, str end, str *value)
{
    if (!str_starts(*rest, name)) return false;
    ptrdiff_t to = str_find(*rest, end, name.n);
    if (to < 0) return false;
    *value = str_slice(*rest, name.n, (size_t)to);
    *rest = str_slice(*rest, (size_t)to + end.n, rest->n);
    return true;
}

message_head message_head_of_ours(str message)
{
    message_head h = {.id = {"", 0}, .method = {"", 0}, .params = {"", 0}};
    str rest = str_slice(message, sizeof "{\"jsonrpc\":\"2.0\"," - 1, message.n);
    bool text = str_starts(rest, STR("\"id\":\"")); /* may have a comma inside */
    if (text && take_member(&rest, STR("\"id\":"), STR("\",\""), &h.id)) {
        h.id.n++; /* the closing quote */
        rest = str_slice(message, (size_t)(rest.p - message.p) - 1, message.n);
    } else if (!text) {
        take_member(&rest, STR("\"id\":"), STR(","), &h.id);
    }
    if (!take_member(&rest, STR("\"method\":\""), STR("\""), &h.method)) {
        h.failed = str_starts(rest, STR("\"error\":"));
    } else if (str_starts(rest, STR(",\"params\":"))) {
        h.params = str_slice(rest, sizeof ",\"params\":" - 1, rest.n);
    }
    return h;
}
