/* Which code runs when: from every registered handler through calls, methods, closures, function values and the callbacks of
 * outgoing calls.
 *
 * A frame is a function entered in a context (which handler, directly or in a callback) with known function values for its
 * parameters and captured variables; frames that are the same but for the way in are shared, the shortest way is kept. What can't
 * be resolved has no edge: absence of a use proves nothing. Everything lives in the context's arena. */
#ifndef RULES_CALL_GRAPH_H
#define RULES_CALL_GRAPH_H

#include "ir/body_facts.h"
#include "rules/rule.h"

typedef enum call_moment {
    CALL_HANDLER,       /* while the handler runs */
    CALL_CALLBACK,      /* in the callback of an outgoing call that it dispatched */
    CALL_ROUTE,         /* in the callback that gets the response of this very request */
    CALL_TICK,          /* in a tick function that it registered */
    CALL_TICK_CALLBACK, /* in the callback of a call dispatched from there, or while the plugin starts */
} call_moment;

typedef struct call_context {
    call_moment moment;
    const registration *registration;
    const registered_handler *handler;
    bool redis;       /* the callback of a Redis command: no HTTP answer to look at */
    bool switched;    /* code in it makes another context current: what works can't be told */
    uint32_t columns; /* bits 1 << sdk_column: every situation this code may be in; 0: not known */
    struct call_context *from; /* of the dispatching call */
} call_context;

typedef struct call_frame call_frame;

typedef struct func_value {
    ir_func *func;
    const call_frame *outer; /* literals: the frame they were made in */
} func_value;

typedef ARRAY(func_value) func_values;

typedef enum call_via { CALL_ROOT, CALL_DIRECT, CALL_VALUE, CALL_DISPATCH, CALL_REGISTER_TICK } call_via;

struct call_frame {
    ir_func *func;
    call_context *context;
    const call_frame *outer;
    func_values *arguments;   /* one per parameter; NULL: none known */
    const call_frame *caller; /* NULL for a handler */
    const ir_node *call;      /* the call in the caller that leads here */
    call_via via;
    bool conditional;         /* that call */
    bool guess;               /* one of several functions that the call may mean */
    uint32_t depth, number;
};

/* A call of an SDK function. */
typedef struct call_use {
    const sdk_function *function;
    ir_node *call;
    const call_frame *frame;
    bool conditional;
} call_use;

typedef struct call_graph {
    rule_context *c;
    body_cache facts;
    ARRAY(call_frame *) frames; /* in order of distance from the handlers */
    map by_key;
    ARRAY(call_context *) contexts;
    ARRAY(call_use) uses;
    ARRAY(ir_func *) escaped; /* functions whose values went where they can't be followed: may run at other times, too */
    bool truncated;           /* a limit was reached: not everything is in the graph */
    ARRAY(ir_func *) methods; /* every method of the program's own packages */
    int following;            /* nesting of call_values_of */
} call_graph;

/* The graph of the context's program, made on first use. */
call_graph *call_graph_of(rule_context *c);

/* --- call_values.c --- */
/* Functions that the expression may stand for, as far as known. */
func_values call_values_of(call_graph *g, const call_frame *frame, ir_node *n);
/* The frame for calling `v` from `frame`; NULL past a limit. Entered only once. */
call_frame *call_enter(call_graph *g, const call_frame *frame, const body_call *call, func_value v, call_context *context,
                       call_via via, bool guess);

/* --- call_context.c --- */
enum { ACTION_CONTINUE = 1, ACTION_STOP = 2, ACTION_STOP_ALL = 4, ACTION_UNKNOWN = 8 }; /* bit set */
/* What a handler may return. */
unsigned call_handler_actions(call_graph *g, const registered_handler *h);
/* The context of a handler itself. */
call_context *call_context_of_handler(call_graph *g, const registration *r, const registered_handler *h);
/* The context of a callback of that kind handed over in `from`; NULL when it never runs or nothing is known of it. */
call_context *call_context_of_callback(call_graph *g, call_context *from, sdk_callback kind);

#endif
