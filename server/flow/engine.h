/* What the files of the interpreter share. */
#ifndef FLOW_ENGINE_H
#define FLOW_ENGINE_H

#include "flow/flow.h"
#include "ir/library.h"
#include "ir/node.h"

enum {
    FLOW_STATES_MOST = 48, /* per point of a program */
    FLOW_DEPTH_MOST = 24,  /* nested calls */
    FLOW_STEPS_MOST = 3000000,
    FLOW_ENTRIES_MOST = 2000, /* handlers and callbacks */
    FLOW_VARIABLE_MOST = 1 << 20, /* keys from here on are fields of variables */
};

typedef ARRAY(ir_func *) flow_func_list;

/* One variable or field in an environment. */
typedef struct flow_binding {
    uint32_t key;
    flow_value value;
} flow_binding;

typedef struct flow_env {
    flow_binding *at; /* sorted by key */
    uint32_t n;
} flow_env;

typedef struct flow_awaited { /* an element of a callback list */
    flow_value function;
    const ir_node *call;
    sdk_callback kind;
} flow_awaited;

typedef struct flow_awaited_list {
    flow_awaited *at;
    uint32_t n;
} flow_awaited_list;

/* What is known of a function without its callers. */
typedef struct flow_func {
    ir_func *func;
    const ir_node *body; /* of which it is known */
    const body_facts *facts;
    bool *untracked;     /* by slot: assigned in a closure, or its address is taken */
    bool *counter;       /* by slot: changed by an operator */
    uint8_t *stores;     /* by slot, up to 2 */
    ir_node **only;      /* by slot: the value of its only assignment */
    ARRAY(str) counter_fields;
    bool relevant, relevance_known; /* may do something that matters, or returns something that matters */
    bool looked_at, acts;           /* ... by itself */
    ARRAY(struct ir_func *) reached; /* what it may call, and its literals */
    ARRAY(struct flow_func *) callers;
    map conditional;                 /* address of a call -> not NULL: it is conditional */
    uint32_t number; /* in flow_bits; that of a function with a new body stays */
    uint64_t face;   /* hash of what walks of its callers look at, but for its relevance */
} flow_func;

/* A set of functions, by their numbers. */
typedef struct flow_bits {
    uint64_t *words;
    uint32_t n;
} flow_bits;

typedef struct flow_set {
    flow_state *at;
    size_t n, cap;
} flow_set;

typedef struct flow_pair { /* a state and the value of an expression in it */
    flow_state state;
    flow_value value;
} flow_pair;

typedef struct flow_pairs {
    flow_pair *at;
    size_t n, cap;
} flow_pairs;

typedef struct flow_intern {
    uint32_t *slots;
    size_t slot_count;
    uint64_t *hashes;
    size_t n, cap;
} flow_intern;

typedef struct flow_jumps { /* where break and continue of a statement go */
    str label;
    bool loop;
    flow_set breaks, continues;
    struct flow_jumps *outer;
} flow_jumps;

/* What a walk did besides leaving the function, in order. */
typedef struct flow_event {
    enum { FLOW_CALLED, FLOW_USED, FLOW_REPEATED, FLOW_LATE, FLOW_UNTESTED } what;
    const ir_node *call;
    struct flow_memo *callee; /* FLOW_CALLED */
    flow_via via;
    bool conditional, guess;
    const sdk_function *function; /* all others */
    bool edits_headers, drops_length, edits_body, edits_nothing, keeps_length, rooted, effective; /* FLOW_USED */
    const ir_node *first; /* FLOW_REPEATED, FLOW_LATE: as in flow_repeat */
    flow_state state;
    uint32_t before;      /* number + 1 of the one before with the same calls; 0: none */
} flow_event;

/* A walk of a function in one context from one state: see memo.c. */
typedef struct flow_memo {
    ir_func *func;
    flow_context *context;
    flow_state state;
    flow_exits exits;
    struct flow_memo *next;
    /* to be used again after an edit */
    uint64_t run;         /* the last one in which it was walked, or taken over */
    ARRAY(flow_event) events;
    map last_events;      /* kind, call and first call -> number + 1 of the last event with them, but for FLOW_CALLED */
    uint32_t number;      /* of the function */
    flow_bits direct;     /* the functions of which it has looked at more than what their walks left: see flow_func.face */
    flow_bits depends;    /* on these functions; what they call included */
    uint64_t steps;       /* its own, without those of functions it calls */
    uint32_t height;      /* of the calls in it */
    bool on_fields;       /* depends on which functions are in fields */
    bool own_fields;      /* ... itself, not only what it calls */
    bool stale;           /* what it calls may do something else now */
    bool recursive;       /* a call in it was cut, since its function was running: not to be used again */
    bool answers, resumes[2], edits_request, incomplete;
    const struct flow_memo *caller; /* the last walk that has noted it as called */
    struct flow_memo *newer;      /* that has replaced it */
} flow_memo;

/* A context, and the numbers of its registration and handler, which are made anew after edits. */
typedef struct flow_kept_context {
    flow_context *context;
    size_t registration, handler;
    uint64_t run;
} flow_kept_context;

/* A handler as it was in the last run. */
typedef struct flow_known_handler {
    size_t registration;
    const sdk_info *sdk;
    phase phase;
    bool streaming;
    str option;
    const ir_func *func;
} flow_known_handler;

typedef struct flow_path { /* a field of a variable, as a key of an environment */
    uint32_t root; /* key of what it is a field of */
    str name;
} flow_path;

/* What a function assigns to fields, as one number. */
typedef struct flow_filler {
    const ir_func *func;
    uint64_t signature;
} flow_filler;

typedef struct flow_engine {
    flow *out;
    arena *a;      /* of what is kept */
    arena *passing; /* of what lasts for one run */
    arena *scratch; /* of what lasts for the walk of one function */
    ir_program *p;
    flow_intern value_table, env_table, list_table, path_table;
    ARRAY(flow_content) values;
    ARRAY(flow_env) envs;
    ARRAY(flow_awaited_list) lists;
    ARRAY(flow_path) paths;
    map funcs;           /* address of ir_func -> flow_func */
    map numbers;         /* address of ir_func -> flow_func.number + 1 */
    map use_index;       /* call and context -> index + 1 */
    map repeat_index;    /* list, use and first call of each flow_repeat */
    flow_memo *memos[4096];
    ARRAY(flow_kept_context) contexts;
    /* from run to run: */
    uint64_t run, shape, outline;
    uint64_t global_fields; /* what the values of package variables fill fields with */
    bool ended;          /* the last run came to its end */
    bool refused;        /* the program has code that the compiler refuses */
    bool references;     /* its language has references: arguments may be changed, and functions of everywhere call the host */
    size_t edits_seen;   /* of the program's list */
    size_t first_size;   /* of what was kept after the first run */
    ARRAY(flow_known_handler) handlers;
    flow_memo *walking;  /* the walk under way */
    flow_bits recursive; /* functions that a recursion was cut in, in this run */
    map methods;         /* name -> flow_func_list of the program's own packages; once `methods_known` */
    bool methods_known;
    bool fields_known;
    map field_functions; /* name of a field -> functions assigned to it */
    map field_doubts;    /* names of fields that something else is assigned to */
    ARRAY(flow_filler) fillers; /* functions that assign to fields */
    uint64_t steps;
    ir_func *stack[FLOW_DEPTH_MOST + 1];
    flow_entry *entry;   /* that is running */
} flow_engine;

/* One function being walked. */
typedef struct flow_walk {
    flow_engine *e;
    const flow_frame *frame;
    flow_func *func;
    flow_exits exits;
    ARRAY(const ir_node *) deferred;
    flow_jumps *jumps;
    flow_set fallen; /* states that fall through to the next case */
} flow_walk;

/* --- intern.c --- */
flow_value flow_make(flow_engine *e, flow_content c);
flow_value flow_make_const(flow_engine *e, ir_constant c, const ir_node *at);
flow_value flow_make_bool(flow_engine *e, bool b);
flow_value flow_make_nil(flow_engine *e);
flow_value flow_make_kind(flow_engine *e, flow_kind k, flow_direction d, const ir_node *at);
flow_value flow_make_tuple(flow_engine *e, const flow_value *parts, uint32_t n);
/* Is it a list of texts? */
bool flow_is_texts(const ir_type *t);
/* The list of these texts; unknown (0) unless all are constant. */
flow_value flow_make_list(flow_engine *e, const flow_value *parts, uint32_t n);
static inline const flow_content *flow_get(const flow_engine *e, flow_value v) { return &e->values.at[v]; }
static inline bool flow_is_constant(const flow_content *c, ir_const_kind kind)
{
    return c->kind == FLOW_CONST && c->constant.kind == kind;
}
static inline bool flow_is_never_nil(const flow_content *c)
{
    return c->kind == FLOW_NONNIL || c->kind == FLOW_FUNCTION || c->kind == FLOW_RECORD;
}
void flow_env_start(flow_engine *e); /* makes the empty environment, number 0 */
uint32_t flow_env_put(flow_engine *e, uint32_t env, uint32_t key, flow_value v); /* an unknown value removes the key */
flow_value flow_env_get(const flow_engine *e, uint32_t env, uint32_t key);
/* Forgets the fields of the variable or field, or - with UINT32_MAX - of all that a callee may change. */
uint32_t flow_env_forget_fields(flow_engine *e, uint32_t env, uint32_t root);
/* How much is forgotten: limits; all but actions, functions, results of dispatches, and booleans, by which helpers say what they
 * did; the booleans, too. */
typedef enum flow_reduction { FLOW_REDUCE_LIMITS, FLOW_REDUCE_OTHERS, FLOW_REDUCE_BOOLEANS } flow_reduction;
uint32_t flow_env_reduce(flow_engine *e, uint32_t env, flow_reduction how);
uint32_t flow_path_key(flow_engine *e, uint32_t root, str name);
#define FLOW_LENGTH STR("len") /* the "field" that is a value's length */
uint32_t flow_list_add(flow_engine *e, uint32_t list, flow_awaited w);
/* Without the callbacks of that call. */
uint32_t flow_list_remove(flow_engine *e, uint32_t list, const ir_node *call);

/* --- limit.c --- */
typedef enum flow_domain { FLOW_ANYTHING, FLOW_INTEGERS, FLOW_NATURALS } flow_domain;
typedef struct flow_comparison {
    bool may_hold, may_fail;
    flow_value holds, fails; /* what is known of the value then */
} flow_comparison;
/* Compares with a constant; false when the value or the constant is of a kind that is not followed so. */
bool flow_compare(flow_engine *e, flow_value v, flow_domain domain, ir_token op, flow_value constant, flow_comparison *out);

/* --- memo.c --- */
/* An earlier walk of the function, of this run or taken over from another; NULL when there is none. */
flow_memo *flow_memo_find(flow_engine *e, const flow_frame *frame, const flow_state *s);
/* A walk begins: what is done from now on is noted in it. */
flow_memo *flow_memo_begin(flow_engine *e, const flow_frame *frame, const flow_state *s);
/* It is over. */
void flow_memo_end(flow_engine *e, flow_memo *m, flow_memo *caller, const flow_exits *exits);
/* The walk under way calls another one, found or ended. */
void flow_memo_call(flow_engine *e, flow_memo *callee, const flow_frame *frame);
/* It looks at what is known of the function beside what its walks leave. */
void flow_memo_depend(flow_engine *e, ir_func *f);
/* A call in it was cut. */
void flow_memo_cut(flow_engine *e);
void flow_memo_note(flow_engine *e, const flow_event *event);
/* After edits: throws away the walks of functions with a new body (`changed`) and those that have looked at one whose face is
 * another one (`faced`, or which functions are in fields); others that depend on one of them are looked at again when needed. */
void flow_memo_forget(flow_engine *e, const flow_bits *changed, const flow_bits *faced, bool fields);
void flow_bits_add(arena *a, flow_bits *bits, uint32_t number);

/* --- state.c --- */
/* Too many paths: not all are followed. */
void flow_incomplete(flow_engine *e);
/* A limit of the whole run was reached in this context: not everything was looked at. */
void flow_truncate(flow_engine *e, const flow_context *where);
/* Some steps more; false when there are too many, or the run has taken too much memory: it ends here. */
bool flow_goes_on(flow_engine *e, size_t steps);

void flow_set_add(flow_engine *e, flow_set *set, const flow_state *s);
void flow_set_add_all(flow_engine *e, flow_set *set, const flow_set *more);
void flow_pairs_add(flow_engine *e, flow_pairs *out, const flow_state *s, flow_value v);
void flow_exits_add(flow_engine *e, flow_exits *out, const flow_state *s, flow_value v, const ir_node *at);
bool flow_state_same(const flow_state *a, const flow_state *b);

/* A field or method of something. */
static inline bool flow_is_member(const ir_node *n) { return n->op == IR_SELECT || n->op == IR_MEMBER; }

/* --- func.c --- */
flow_func *flow_func_of(flow_engine *e, ir_func *f);
bool flow_is_relevant(flow_engine *e, ir_func *f);
/* Does the expression make a new error? */
bool flow_makes_error(const ir_node *n);
/* What is known of the result of a function that is not walked: an error that it always makes. */
flow_value flow_result_of(flow_engine *e, ir_func *f);
/* The functions that a method call through an interface or an unknown type may mean; more than LIMIT_FLOW_CANDIDATES: too many to
 * be followed. */
flow_func_list flow_method_candidates(flow_engine *e, str name, uint32_t arguments, const ir_type *interface);
/* The functions ever assigned to a field of this name; NULL: not known. */
const flow_func_list *flow_field_functions(flow_engine *e, str name);
/* The one function that fields of this name may hold; NULL when there are others, or something that is not known. */
ir_func *flow_field_function(flow_engine *e, str name);
/* It has a new body: does that change which functions are in fields? They are then found anew when asked for. */
bool flow_fields_changed(flow_engine *e, ir_func *f);
/* Other declarations: which methods there are is to be read again. True when package variables fill other fields. */
bool flow_outline_changed(flow_engine *e);
/* The function, which was edited, is what it was. */
bool flow_func_is_same(flow_engine *e, const flow_func *f);
/* The function has a new body: forgets what is known of it. */
void flow_func_forget(flow_engine *e, ir_func *f);
/* Finds out anew which functions are relevant; adds those for which it has changed. Not those that were forgotten. */
void flow_relevance_renew(flow_engine *e, flow_bits *changed);

/* --- eval.c --- */
/* Every way that the expression may go from the state. */
void flow_eval(flow_walk *w, const ir_node *n, const flow_state *s, flow_pairs *out);
/* The values of several expressions, each as a tuple. */
void flow_eval_list(flow_walk *w, ir_node *const *nodes, uint32_t count, const flow_state *s, flow_pairs *out);
/* What a variable of the package, or a local one that is set once, was set to; NULL for anything else. */
const ir_node *flow_only_value(const flow_walk *w, const ir_node *callee);
void flow_branch(flow_walk *w, const ir_node *condition, const flow_state *s, flow_set *yes, flow_set *no);
/* Key of a variable or field in the environment; false when it is none that is followed. */
bool flow_key_of(flow_walk *w, const ir_node *n, uint32_t *key);
/* The same for anything a condition may ask again: the length of a string or slice, a value of the stream's context, too. They
 * count as fields. */
bool flow_subject_of(flow_walk *w, const ir_node *n, uint32_t *key);
void flow_assign(flow_walk *w, const ir_node *place, flow_state *s, flow_value v);

/* --- walk.c --- */
void flow_walk_body(flow_walk *w, const flow_state *s);
/* From the states before a statement to those behind it. */
flow_set flow_walk_statement(flow_walk *w, const ir_node *n, flow_set in);

/* --- call.c --- */
void flow_call(flow_walk *w, const ir_node *call, const flow_state *s, flow_pairs *out);
/* Runs the function, unless it is known what that does. NULL: it is running already, or calls are nested too deep. */
flow_memo *flow_run_remembered(flow_engine *e, const flow_frame *frame, flow_func *f, const flow_state *s);
/* The same for the walk under way. The exits are borrowed. */
const flow_exits *flow_run_function(flow_engine *e, const flow_frame *frame, flow_func *f, const flow_state *s);
/* Environment for a function value called with these arguments. */
uint32_t flow_enter_env(flow_engine *e, const flow_content *function, flow_func *callee, const flow_value *arguments,
                        uint32_t count);
void flow_captures_now(flow_walk *w, const ir_node *literal_node, const flow_state *s, bool at_once, flow_value *out);

/* A function runs: its place, and the functions that escape in it. */
flow_frame *flow_note_run(flow_engine *e, const flow_frame *frame);
bool flow_is_conditional(const flow_func *f, const ir_node *call);

/* --- host.c --- */
/* Takes over what an earlier walk noted of an SDK call. */
void flow_host_again(flow_engine *e, const flow_frame *frame, const flow_event *event);
/* The SDK function of that name; one of its contexts' methods may be called without the context. Of several rows the first. */
const sdk_function *flow_extern_function(const flow_engine *e, str package, str name);
/* The SDK function called, or NULL. `method`: it is one of an SDK object. */
const sdk_function *flow_sdk_function(flow_walk *w, const ir_node *call, const flow_value *arguments, uint32_t count);
/* What is called on the value of a FLOW_STREAM was not asked before whether it is there; `source`: the call that it is of. */
void flow_host_untested(flow_walk *w, const ir_node *source);
void flow_host_call(flow_walk *w, const ir_node *call, const sdk_function *f, const flow_value *arguments, uint32_t count,
                    const flow_state *s, flow_pairs *out);

/* --- entries.c --- */
flow_context *flow_callback_context(flow_engine *e, flow_context *from, sdk_callback kind, bool paused, bool may_run);
void flow_run_entries(flow_engine *e);

#endif
