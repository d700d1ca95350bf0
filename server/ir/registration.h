/* What a plugin hands to its SDK: the parse functions and the handlers of each phase, in no particular language.
 *
 * Filled by the front ends (go/registration.c reads wrapper.SetCtx options and the plain SDK's context methods). */
#ifndef IR_REGISTRATION_H
#define IR_REGISTRATION_H

#include "ir/eval.h"
#include "ir/sdk_info.h"

/* When code runs, in the order of a stream's life. Callbacks inherit the phase of the call that dispatched them. */
typedef enum phase {
    PHASE_VM_START, PHASE_PLUGIN_START, PHASE_NEW_HTTP_CONTEXT,
    PHASE_REQUEST_HEADERS, PHASE_REQUEST_BODY, PHASE_REQUEST_TRAILERS,
    PHASE_RESPONSE_HEADERS, PHASE_RESPONSE_BODY, PHASE_RESPONSE_TRAILERS,
    PHASE_STREAM_DONE, PHASE_TICK, PHASE_QUEUE_READY, PHASE_TCP,
    PHASE_COUNT,
} phase;

/* "request_headers": the name in schema/phases.json. */
const char *phase_name(phase p);

typedef struct registered_handler {
    phase phase;
    bool streaming;   /* gets chunks and returns them; can't pause */
    str option;       /* what registered it: "ProcessRequestHeadersBy", or the method's name: "OnHttpRequestHeaders" */
    ir_func *func;    /* NULL when the argument can't be resolved to a function */
    ir_span at;       /* the argument (or the method's name) */
    uint32_t parameters; /* that the option hands over; 0: not known */
} registered_handler;

typedef struct registration {
    const sdk_info *sdk;  /* never NULL */
    str name;             /* plugin name given to the SDK, empty when it is no constant */
    ir_span at;           /* the registering call */
    ir_func *inside;      /* function it stands in */
    bool in_main, in_init; /* reached from main / from an init function */
    eval_entry *parse;    /* NULL: none registered */
    eval_entry *override; /* parser of a rule's part, when it has its own */
    eval_entry *prepare;  /* called before the parsers, NULL: none registered */
    ir_span parse_at, override_at;
    ARRAY(registered_handler) handlers;
} registration;

/* Every registration found in the program's own packages, in source order; usually one. Memory from the program's arena. Where code
 * that may register something is refused by the compiler nothing may be concluded from them: `refused` says why, `refused_name` which
 * function or variable. */
typedef struct registration_list {
    registration *at;
    size_t n, cap;
    const ir_refusal *refused;
    str refused_name;
} registration_list;

#endif
