#include "ir/registration.h"

const char *phase_name(phase p)
{
    static const char *const names[PHASE_COUNT] = {
        [PHASE_VM_START] = "vm_start",
        [PHASE_PLUGIN_START] = "plugin_start",
        [PHASE_NEW_HTTP_CONTEXT] = "new_http_context",
        [PHASE_REQUEST_HEADERS] = "request_headers",
        [PHASE_REQUEST_BODY] = "request_body",
        [PHASE_REQUEST_TRAILERS] = "request_trailers",
        [PHASE_RESPONSE_HEADERS] = "response_headers",
        [PHASE_RESPONSE_BODY] = "response_body",
        [PHASE_RESPONSE_TRAILERS] = "response_trailers",
        [PHASE_STREAM_DONE] = "stream_done",
        [PHASE_STREAM_GONE] = "stream_gone",
        [PHASE_TICK] = "tick",
        [PHASE_QUEUE_READY] = "queue_ready",
        [PHASE_CALL_ANSWERED] = "call_answered",
        [PHASE_TCP] = "tcp",
    };
    return names[p];
}
