/* What the rules over the flow engine share: the engine's run, how a finding shows the way to its place, and edits of code. */
#ifndef RULES_FLOW_RULE_H
#define RULES_FLOW_RULE_H

#include "flow/flow.h"
#include "rules/rule.h"

/* The run over the context's program, made on first use. What it has not seen may be done by code that the compiler refuses, as
 * long as there is any (ir_program.refused). */
flow *flow_of(rule_context *c);

/* The handler's name, or the option that registered it. */
str flow_handler_name(const registered_handler *h);
/* "in onRequestHeaders", "in a callback dispatched from onRequestHeaders". */
str flow_where(rule_context *c, const flow_frame *frame);
/* Adds the way from the handler to the frame. */
void flow_add_path(rule_context *c, diagnostic *d, const flow_frame *frame);
/* Reports once for each place and rule; NULL when it was reported already. */
diagnostic *flow_report(rule_context *c, const char *rule_id, ir_span at, const rule_value *values, size_t count,
                        const flow_frame *frame);
/* The name of the function that the statement or expression calls; the whole when it calls none. */
ir_span flow_call_name(const rule_context *c, const ir_node *n);
/* The same of a call known by its place alone, and its text: "SetCtx" of "wrapper.SetCtx[Config](...)". */
ir_span flow_callee(const rule_context *c, ir_span call, str *name);
/* The name of the SDK function where it is used. */
ir_span flow_use_name(const rule_context *c, const flow_use *u);
/* The text of an action constant without its package, and its place: "ActionPause" of "types.ActionPause"; empty when the node is
 * something else. */
str flow_action_name(const rule_context *c, const ir_node *n, ir_span *at);
/* The word "request_NAME" or "response_NAME" of the program's language. */
str flow_word(const rule_context *c, flow_direction d, const char *name);
/* A fix with one edit. */
void flow_add_fix(rule_context *c, diagnostic *d, str title, ir_span at, str text, bool preferred);

/* Where something can be put first in a handler. */
typedef struct flow_start {
    const registered_handler *handler;
    str package; /* the name that its file gives to the SDK's package proxywasm */
    ir_span at;  /* right behind the opening brace */
} flow_start;
/* Of the last handler of the phase; false when there is none that can be edited. */
bool flow_handler_start(rule_context *c, const registration *r, phase p, flow_start *out);
/* `code`, which is a line of its own, as the first line there: indented as what follows. */
str flow_first_line(rule_context *c, const flow_start *start, str code);

/* The name of the function's own HttpContext; empty without one. */
str flow_context_name(const ir_func *f);
/* Was the use made by this call, or in a function that it led to? */
bool flow_leads_to(const ir_node *call, const flow_use *u);
/* Does it answer, resume or edit the stream? */
bool flow_touches_stream(const flow_use *u);
/* Was it made while this callback ran? */
bool flow_is_made_in(const flow_use *u, const flow_entry *e);
/* Is it a pause of that phase? */
bool flow_pauses(const flow *f, const flow_entry *e, const flow_exit *x);
/* Whether anything can be said of the exit: nothing unknown happened on the way to it, and no other context was made current. */
bool flow_is_certain(const flow_entry *e, const flow_exit *x);
/* The callbacks that are still to come at this exit: what they do in the end. */
typedef struct flow_outlook {
    bool any, answers, resumes, unknown;
} flow_outlook;
flow_outlook flow_outlook_of(const flow *f, const flow_entry *e, const flow_exit *x);
bool flow_has_handler(const registration *r, phase p);

#endif
