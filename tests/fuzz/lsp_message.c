/* Any text as a JSON-RPC message: what is accepted as a request has an id that can be echoed. */
#include "lsp/message.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    strbuf text = STRBUF_INIT;
    strbuf_add(&text, str_make((const char *)data, size));
    rpc_message m;
    rpc_message_parse(&m, text);
    if (m.kind == RPC_REQUEST && str_empty(m.id)) abort();
    if (m.kind == RPC_INVALID && (!m.error || !m.why)) abort();
    str s;
    int64_t n;
    json_get_str(m.params, "textDocument.uri", &s);
    json_get_int(m.params, "position.line", &n);
    rpc_message_cancels(&m, STR("1"));
    rpc_message_free(&m);
    return 0;
}
