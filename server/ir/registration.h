/* What a plugin hands to its SDK: the parse functions and the handlers of each phase, the same for all languages.
 *
 * The front ends fill it in (go/registration.c reads wrapper.SetCtx options and the plain SDK's context methods). */
#ifndef IR_REGISTRATION_H
#define IR_REGISTRATION_H

#include "base/array.h"
#include "ir/type.h"
#include "ir/sdk_info.h"

typedef struct eval_entry eval_entry;

/* When code runs, in the order of a stream's life. Callbacks inherit the phase of the call that dispatched them. */
typedef enum phase {
    PHASE_VM_START, PHASE_PLUGIN_START, PHASE_NEW_HTTP_CONTEXT,
    PHASE_REQUEST_HEADERS, PHASE_REQUEST_BODY, PHASE_REQUEST_TRAILERS,
    PHASE_RESPONSE_HEADERS, PHASE_RESPONSE_BODY, PHASE_RESPONSE_TRAILERS,
    PHASE_STREAM_DONE,
    PHASE_STREAM_GONE, /* the log is written, and nothing of the stream is at hand any more */
    PHASE_TICK, PHASE_QUEUE_READY,
    PHASE_CALL_ANSWERED, /* what gets the answers of all outgoing calls, in the root context */
    PHASE_TCP,
    PHASE_COUNT,
} phase;

/* "request_headers": the name in schema/phases.json. */
const char *phase_name(phase p);

/* What is handed to a handler, and what it gives back. */
typedef enum handler_part {
    PART_ANY,
    PART_DOCUMENT, PART_BYTES, PART_FLAG, PART_INT, PART_UINT32, PART_LOGGER,
    PART_CONFIG, PART_GLOBAL, /* a pointer to the plugin's configuration, and it itself */
    PART_CONTEXT, PART_HTTP,  /* the wrapper's PluginContext and HttpContext */
    /* the SDK's package types: */
    PART_ACTION, PART_PEER, PART_VM_STATUS, PART_PLUGIN_STATUS, PART_PLUGIN_CONTEXT, PART_HTTP_CONTEXT, PART_TCP_CONTEXT,
    PART_ERROR, PART_NOTHING,
} handler_part;

enum { HANDLER_PARTS_MOST = 6 };

/* The type of function that an option takes, or that a context's method has. */
typedef struct handler_shape {
    const char *option, *package; /* "ParseConfigBy" of "wrapper"; methods are of "types" */
    handler_part takes[HANDLER_PARTS_MOST];
    uint32_t count;
    handler_part gives;
    uint32_t at, of; /* which of the option's handlers it is */
} handler_shape;

typedef struct registered_handler {
    phase phase;
    bool streaming;   /* gets chunks and returns them; can't pause */
    str option;       /* what registered it: "ProcessRequestHeadersBy", or the method's name: "OnHttpRequestHeaders" */
    ir_func *func;    /* NULL when the argument can't be resolved to a function */
    ir_span at;       /* the argument (or the method's name) */
    const handler_shape *shape; /* NULL: not known */
    str sdk;          /* path of the package that the option is of; empty: not known */
    ir_span call;     /* the call of the option */
    ir_type *config;  /* the type argument that stands there; NULL: none does */
    ir_span config_at;
    const ir_node *node; /* the function as it is handed over, its type arguments being kids; or NULL */
} registered_handler;

/* A method that looks like a handler, and that no host ever calls. */
typedef struct dead_handler {
    str name;
    str wants; /* the handler that was meant, with its parameters: "onRequestHeaders(uint32_t, bool)" */
    ir_span at;
    bool says_override; /* then a compiler tells, too */
    bool is_export;     /* a function that a host would call by its name */
} dead_handler;

typedef struct registration {
    const sdk_info *sdk;  /* never NULL */
    ir_type *config;      /* the type argument that stands at the call; NULL: none does */
    ir_span config_at;
    str name;             /* plugin name given to the SDK, empty when it is no constant */
    ir_span at;           /* the registering call */
    ir_func *inside;      /* function it stands in */
    bool in_main, in_init; /* reached from main / from an init function */
    eval_entry *parse;    /* NULL: none registered */
    eval_entry *override; /* parser of a rule's part, when it has its own */
    eval_entry *prepare;  /* called before the parsers, NULL: none registered */
    ir_span parse_at, override_at;
    ARRAY(registered_handler) handlers;
    ARRAY(dead_handler) dead;
} registration;

/* Every registration found in the program's own packages, in source order; usually one. Memory from the program's arena. Where
 * code that may register something is refused by the compiler nothing may be concluded from them: `refused` says why,
 * `refused_name` which function or variable. */
typedef struct registration_list {
    registration *at;
    size_t n, cap;
    const ir_refusal *refused;
    str refused_name;
} registration_list;

#endif
