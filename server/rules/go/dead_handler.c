/* flow/buffered-handler-unused: of a streaming and a buffering handler of the same body, the SDK calls the streaming one, unless
 * the plugin asks for buffering. */
#include "ir/func.h"
#include "rules/flow_rule.h"
#include "rules/go/rules.h"

static const registered_handler *handler_of(const registration *r, phase p, bool streaming)
{
    for (size_t i = 0; i < r->handlers.n; i++)
        if (r->handlers.at[i].phase == p && r->handlers.at[i].streaming == streaming) return &r->handlers.at[i];
    return NULL;
}

static bool asks_for_buffering(const flow *f, const registration *r, flow_direction d)
{
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        bool request = u->function->data && strncmp(u->function->data, "request", 7) == 0;
        if (u->function->effect == SDK_BUFFER_BODY && request == (d == FLOW_REQUEST) && u->frame->context->registration == r)
            return true;
    }
    return false;
}

static void check(rule_context *c, const flow *f, const registration *r, flow_direction d)
{
    phase p = d == FLOW_REQUEST ? PHASE_REQUEST_BODY : PHASE_RESPONSE_BODY;
    const registered_handler *buffered = handler_of(r, p, false), *streaming = handler_of(r, p, true);
    if (!buffered || !streaming || buffered->at.file == IR_NO_FILE || asks_for_buffering(f, r, d)) return;
    rule_value values[] = {
        {"handler", flow_handler_name(buffered)},
        {"streaming", flow_handler_name(streaming)},
        {"buffer", d == FLOW_REQUEST ? STR("BufferRequestBody") : STR("BufferResponseBody")},
    };
    diagnostic *found = flow_report(c, "flow/buffered-handler-unused", buffered->at, values, 3, NULL);
    if (found) rule_add_place(c, found, streaming->at, sdk_text_str(rule_related("called_instead")));
}

void flow_dead_handler_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; !f->truncated && !ir_refused(c->program) && i < c->registrations->n; i++) {
        const registration *r = &c->registrations->at[i];
        if (!r->sdk->options) continue;
        check(c, f, r, FLOW_REQUEST);
        check(c, f, r, FLOW_RESPONSE);
    }
}
