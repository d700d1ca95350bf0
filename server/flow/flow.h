/* What a plugin's handlers do on every path: which SDK calls they make when, and in which state they return.
 *
 * An abstract interpreter over the ir. It walks the statements of each handler with a set of states, runs called functions in
 * place (remembered by function, context and state of entry), and then the callbacks that the handler handed to outgoing calls.
 * Rules look at what it recorded: uses of SDK functions, and the exits of handlers and callbacks. What is not known stays
 * unknown. A struct literal keeps its fields, since helpers say with them what they did, and comparisons with constants leave
 * limits to what a value may be (limit.c), so that no path takes a test's way and its opposite's.
 *
 * A run is kept. After an edit it is brought up to date by walking again only what the edit may have changed: the result is that
 * of a run from the start. */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include "ir/body_facts.h"
#include "ir/constant.h"
#include "ir/sdk.h"

/* --- values --- */

typedef uint32_t flow_value; /* interned; FLOW_UNKNOWN is 0 */

typedef enum flow_kind {
    FLOW_UNKNOWN_KIND,
    FLOW_CONST,       /* a constant; `at` says where an action was chosen */
    FLOW_NONNIL,
    /* `parts`: the least and the greatest integer that it may be (0, 0: no integer), then constants that it is not */
    FLOW_LIMITED,
    FLOW_DISPATCHED,  /* the error of the outgoing call `at` */
    FLOW_HAS_BODY,    /* whether the message of `direction` has a body */
    FLOW_BODYLESS,    /* its negation */
    FLOW_BODY_ENDS,   /* whether this is the last chunk of a body */
    FLOW_BODY_LENGTH, /* something made of the content-length header */
    FLOW_STREAM,      /* the context of a stream by its number: nil when the stream is gone */
    FLOW_FUNCTION,    /* `func` with the variables it captured */
    FLOW_TUPLE,       /* several results */
    FLOW_RECORD,      /* a struct literal: `parts` are names of fields (keys, see flow_path_key) and values in turn */
    FLOW_LIST,        /* a list of constant texts, `parts`: the path of an attribute */
} flow_kind;

typedef enum flow_direction { FLOW_REQUEST, FLOW_RESPONSE, FLOW_NEITHER } flow_direction;

typedef struct flow_content {
    flow_kind kind;
    flow_direction direction;
    ir_constant constant; /* integers, booleans, strings and nil */
    const ir_node *at;
    ir_func *func;
    const flow_value *parts; /* FLOW_TUPLE: the results; FLOW_FUNCTION: what is known of the captured variables; ... */
    uint32_t part_count;
} flow_content;

/* --- what is recorded --- */

typedef enum flow_moment {
    FLOW_HANDLER,       /* while the handler runs */
    FLOW_CALLBACK,      /* in the callback of an outgoing call that it dispatched */
    FLOW_ROUTE,         /* in the callback that gets the response of this very request */
    FLOW_TICK,          /* in a tick function that it registered */
    FLOW_TICK_CALLBACK, /* in the callback of a call dispatched from there, or while the plugin starts */
} flow_moment;

typedef struct flow_context {
    flow_moment moment;
    const registration *registration;
    const registered_handler *handler;
    bool redis;       /* the callback of a Redis command: no HTTP answer to look at */
    bool paused;      /* callbacks: the stream may wait for it */
    bool may_run;     /* callbacks: the stream may go on without waiting */
    bool incomplete;  /* there were too many paths to follow them all */
    bool switched;    /* code in it makes another context current: nobody can know which calls work then */
    uint32_t columns; /* bits 1 << sdk_column: every situation this code may be in; 0: not known */
    struct flow_context *from; /* of the dispatching call */
} flow_context;

typedef enum flow_via { FLOW_ROOT, FLOW_CALL, FLOW_VALUE_CALL, FLOW_DISPATCH, FLOW_REGISTER_TICK } flow_via;

/* A function that is running, and the way to it. */
typedef struct flow_frame {
    ir_func *func;
    flow_context *context;
    const struct flow_frame *caller; /* NULL for a handler */
    const ir_node *call;             /* the call in the caller that leads here */
    flow_via via;
    bool conditional;                /* that call */
    bool guess;                      /* one of several functions that the call may mean */
    uint32_t depth;
} flow_frame;

typedef enum flow_dispatch { FLOW_NONE, FLOW_PENDING, FLOW_FAILED, FLOW_SENT } flow_dispatch;
typedef enum flow_guard { FLOW_UNGUARDED, FLOW_GUARDED_BODY, FLOW_GUARDED_BODYLESS, FLOW_GUARDED_SOMEHOW } flow_guard;

enum { /* flow_state.flags */
    FLOW_MAYBE = 1,           /* something on the way may be what keeps this path apart from others: a counter, a helper's
                                 silent exit, ... */
    FLOW_UNKNOWN_EFFECT = 2,  /* code that can't be followed may have answered or resumed */
    FLOW_EARLIER_SENT = 4,    /* another outgoing call is on its way */
    FLOW_BUFFERING = 8,       /* a body chunk that is not the last one */
    FLOW_REQUEST_LENGTH_GONE = 16, FLOW_RESPONSE_LENGTH_GONE = 32,
    FLOW_REQUEST_BODY_SKIPPED = 64, FLOW_RESPONSE_BODY_SKIPPED = 128,
    FLOW_CONDITIONAL = 256,   /* behind a condition that could not be decided */
    FLOW_VAGUE = 512,         /* answered in a helper whose result does not show that */
    FLOW_STORED = 1024,       /* behind a test of what an earlier handler may have stored: "answered already" */
    FLOW_BLURRED = 2048,      /* there were too many paths: what was known of its variables is forgotten */
    FLOW_LEFT_WORD = 4096,    /* behind a test like that of FLOW_STORED, after a resume, which may have left word of it */
    FLOW_EFFECTIVE = 8192,    /* a callback that began in the root context (sdk_info.rooted) has made its stream's current */
};

typedef struct flow_state {
    uint32_t env;       /* what is known of the running function's variables */
    uint32_t callbacks; /* the callbacks handed over so far that may still run, see flow_callbacks */
    uint8_t dispatch, guard[2], unused;
    uint32_t flags;
    const ir_node *dispatched; /* the outgoing call whose result is in `dispatch` */
    const ir_node *answered;   /* the local response; in a caller the call that led to it */
    const ir_node *resumed[2]; /* likewise, the first one of each direction */
    const ir_node *dropped;    /* the statement that throws the dispatch's error away */
} flow_state;

/* A call of an SDK function, once for each context that it happens in. */
typedef struct flow_use {
    const sdk_function *function;
    ir_node *call;
    const flow_frame *frame;
    bool conditional;
    bool edits_nothing; /* an edit of the body with an empty value, or one of a given length */
    bool drops_length;  /* an edit of headers that may drop the content-length */
    bool length_kept;   /* an edit of the body on a path that has kept the content-length */
    bool untested;      /* FLOW_STREAM: something is called on what it gave without a look whether that is there */
    bool rooted, effective; /* made on a path without FLOW_EFFECTIVE, on one with it */
} flow_use;

/* An answer or an outgoing call on a path that has answered already. */
typedef struct flow_repeat {
    const flow_use *use;
    const ir_node *first; /* the answering call, seen from the innermost function that both calls lead through */
    flow_state state;
} flow_repeat;

typedef ARRAY(flow_repeat) flow_repeats;

typedef struct flow_exit {
    flow_state state;
    flow_value value;      /* what is returned */
    const ir_node *at;     /* the return statement; NULL at the end of the body */
} flow_exit;

typedef struct flow_exits {
    flow_exit *at;
    size_t n, cap;
} flow_exits;

/* A handler or callback and all its exits. */
typedef struct flow_entry {
    const flow_frame *frame;
    flow_context *context;
    flow_value function;
    const struct flow_entry *from; /* callbacks: of the entry that dispatched it first */
    const ir_node *dispatch;       /* ... with this call */
    flow_exits exits;
    bool answers, resumes[2], edits_request; /* on some path, or in some callback of its own */
    bool unknown;          /* it, or a callback of its own, has effects that are not known */
    bool awaited;          /* callbacks: the stream waits for it on some path */
} flow_entry;

typedef struct flow_place {
    ir_func *func;
    flow_context *context;
    const flow_frame *frame; /* the first way to it */
} flow_place;

typedef struct flow {
    ir_program *program;
    const registration_list *registrations;
    bool higress_abi; /* HeaderStopIteration lets body handlers run */
    body_cache *facts;
    ARRAY(flow_use *) uses;
    flow_repeats repeats;
    flow_repeats late;             /* uses of request headers behind a resume (`first`) in the same callback */
    ARRAY(flow_entry *) entries;   /* handlers in the order of a stream's life, then callbacks */
    ARRAY(flow_place) ran;         /* which function ran in which context */
    ARRAY(ir_func *) escaped;      /* functions whose values went where they can't be followed */
    bool truncated;                /* a limit was reached: not everything was looked at */
    const flow_context *stopped;   /* where it was, or where there first were too many paths; NULL: nowhere */
    uint32_t walked;               /* functions walked in this run; the rest was known */
    struct flow_engine *engine;
} flow;

/* Owned: flow_free, before the program's end. */
flow *flow_new(void);
void flow_free(flow *f);
/* What it holds. */
size_t flow_bytes(const flow *f);
/* What earlier runs have left behind is half of what makes the next one begin from the start. */
bool flow_is_worn(const flow *f);
/* Runs every handler and callback of the program as it is now. What the run recorded is valid until flow_rest or the next run. */
void flow_update(flow *f, ir_program *p, const registration_list *registrations, bool higress_abi);
/* What was recorded is no longer needed; what makes the next run of the same program fast is kept. */
void flow_rest(flow *f);

/* What a value is. Borrowed. */
const flow_content *flow_content_of(const flow *f, flow_value v);
/* The action that a handler's exit chooses (0 goes on, 1 stops the iteration, ...); -1 when it is not known. */
int flow_action_of(const flow *f, const flow_exit *e);
/* Whether it is an action of Envoy's own ABI. Where the constant is not known, the type of the handler decides. */
bool flow_is_plain_action(const flow *f, const ir_func *handler, const flow_exit *e);
/* Where it is chosen: the constant, else the return statement, else the function's name. */
ir_span flow_action_place(const flow *f, const flow_entry *entry, const flow_exit *e);
/* The callback's entry of a dispatching call that is still to come at this exit, number `i`; NULL past the last one. */
const flow_entry *flow_callback_at(const flow *f, const flow_entry *from, const flow_exit *x, size_t i);
/* The direction of a phase. */
flow_direction flow_direction_of(phase p);
flow_direction flow_direction_of_context(const flow_context *k);
/* Does the code begin in the root context, until it makes that of a stream current (sdk_info.rooted)? */
bool flow_is_rooted(const flow_context *k);
/* Does the context or one that led to it make another context current? */
bool flow_is_switched(const flow_context *k);

#endif
