/* The evaluator's own state, shared by its files:
 *
 *     eval.c         ways and verdicts; entry points        eval_expr.c   expressions and places
 *     eval_choice.c  unknown conditions, assumptions        eval_ops.c    operators and built-in functions
 *     eval_stmt.c    statements                             eval_call.c   calls: functions, methods, models, unknown code
 *     eval_library.c the border of other people's code      eval_gaps.c   where evaluation gave up
 *     eval_native.c  what models see (ir/native.h)          eval_fault.c  the value at fault
 *     eval_host.c    programs that the host starts itself    eval_log.c     which line of their log is the reason
 *     eval_refer.c   variables handed on as themselves
 */
#ifndef IR_EVAL_INTERNAL_H
#define IR_EVAL_INTERNAL_H

#include "ir/eval.h"
#include "ir/node.h"
#include "ir/semantics.h"

#include <setjmp.h>
#include <stdnoreturn.h>

/* What a way assumes about a symbolic node. */
struct doc_assumption {
    doc_node *node;
    doc_node *as;          /* it is this value, or missing */
    bool exists;           /* it is there, with some value */
    bool not_empty;        /* neither "", 0, nor an empty list */
    bool is_array, is_object;
};

/* One decided condition of a way, in order. */
typedef struct decision {
    const origin *what; /* without ORIGIN_NOT; NULL when nothing is known about it */
    bool holds;
    const ir_node *site;
    doc_node *picked;    /* native_choose: the node, with the constant taken, or none */
    const value *constant;
    bool unknown;        /* it is about what a call into code that is not known gave */
    bool dispatches;     /* it chose a value from a table: what is done with that value depends on it for good */
} decision;

typedef struct choice {
    uint32_t taken, of;
    uint64_t key; /* what was chosen about, and where: for exploring each once */
} choice;

typedef struct deferred {
    value callee;
    value *args;
    uint32_t count;
    ir_node *call;
    bool builtin;
} deferred;

typedef struct frame {
    ir_func *func;
    cell **slots;
    struct frame *caller;
    const ir_node *site; /* the call; NULL: none of the program */
    uint64_t place; /* open mode: which call this is, the same on every way */
    ARRAY(deferred) deferred;
    value returned; /* of the last return statement: a tuple for several results */
    bool has_returned;
    bool panicking; /* a deferred call runs while this frame unwinds */
    value panic;
} frame;

/* Where a statement leads: to the next one, or out of statements around it. */
typedef enum control {
    CONTROL_NEXT, CONTROL_BREAK, CONTROL_CONTINUE, CONTROL_RETURN, CONTROL_FALLTHROUGH, CONTROL_RAISED
} control;

/* A value that the way took for the constant number `index` of a table or switch. */
typedef struct binding {
    const doc_node *node;
    uint32_t index;
} binding;

/* Open mode's guide: which way out of a choice to take so that each is taken once (infer_explore.c). */
typedef struct explorer explorer;
/* `key` is the number of the choice; `plain` is the one that it has without regard to the constants taken before. */
uint32_t explorer_pick(explorer *x, uint64_t key, uint64_t plain, uint32_t of, uint32_t prefer);
/* Prepares the next way; false when there is none left. `accepted`: how the one at hand ended. */
bool explorer_next_way(explorer *x, eval *e, bool accepted);

/* Open mode: notes what the variables of a function that returns, or (`config`) of an accepted configuration and of the packages,
 * hold. */
void infer_leave_frame(eval *e, const frame *f);
void infer_keep_result(eval *e, const value *config);

/* Open mode: what was read, and inside the branches of which decisions. */
typedef struct read_event {
    doc_node *node;
    const uint32_t *inside;
    uint32_t count;
} read_event;

/* Open mode: what a variable held in the end. `place` names the variable, the same on every way. */
typedef struct kept_value {
    uint64_t place;
    bool local; /* of a function that returned */
    const ir_field *field; /* of a struct; NULL: no field */
    value v;
} kept_value;

/* A complaint in the log of a program that only says no. */
typedef struct log_line {
    value text;
    ir_span at;
    doc_node *about;
    bool passed;  /* the program went on all the same */
    bool general; /* it is about the configuration as a whole */
} log_line;

/* The state of one way. Each starts with all of it zero: nothing is carried over by mistake. */
struct way {
    uint64_t run; /* number of the way among all of the program: globals of other ways are stale */
    uint32_t replayed; /* choices used up */
    ARRAY(binding) bindings; /* open mode: which constants the way has taken values for */
    bool impossible;    /* the way contradicts itself: it says nothing */
    ARRAY(read_event) log; /* open mode */
    ARRAY(kept_value) kept; /* where variables are looked at */
    ARRAY(uint32_t) active; /* open mode: decisions whose branches are being run */
    uint32_t steps, steps_most, depth;
    struct {
        const ir_func *inside; /* the library function at the border, while it runs; NULL: the program's own code */
        const ir_node *site; /* the call over the border */
        uint32_t calls, steps, unknowns; /* calls over the border so far; at the border: steps so far; unknowns met since */
    } library;
    str stopped_because;
    const ir_node *at;  /* the statement being run */
    eval_limit past_limit;
    map patterns;       /* that were compiled; what they take: */
    size_t pattern_bytes;
    bool answers_unknown; /* the last call went into code that is not known, the SDK's apart */
    bool raised;        /* a panic is on its way up */
    bool undefined;     /* it stands for behaviour that no rule defines */
    value panic;
    ir_span panic_at;
    doc_node *panic_about;
    str label;          /* of the break or continue on its way */
    frame *frame;
    value context;      /* of the plugin, once a function asks for it */
    struct {            /* of a program that the host starts itself (eval_host.c) */
        doc_node *configuration; /* NULL: it has a parse function */
        bool asked;     /* for it */
        value context;  /* handed over by the program */
        value said;     /* its newest complaint in the log: VALUE_NIL for none */
        str text;       /* as the program got it; empty: it did not */
        doc_pieces pieces; /* of it, once they are asked for */
        ARRAY(log_line) log; /* all of them, where `semantics` say which counts (eval_log.c) */
        uint32_t refused;   /* number + 1 of the first one in the last call that answered no; 0: none */
        doc_node *looked;   /* what was read last */
        const char *starts; /* the method that gives the verdict */
        ir_span said_at;
        doc_node *said_about;
    } host;
    doc_node *condition; /* what the innermost condition is about whose branch is being run */
    bool passed;        /* that branch is what comes after an 'if' that would have returned */
    uint32_t quiet;     /* reads do not count while > 0 */
    bool guards_global; /* the rule's parser runs, about whose global configuration nothing is known */
    ARRAY(struct doc_assumption *) assumptions;
    ARRAY(decision) decisions;
};

struct eval {
    arena *arena; /* of the way at hand */
    ir_program *program;
    struct way way; /* the one at hand, or the last */
    ARRAY(choice) choices;
    explorer *explorer; /* open mode; NULL: depth first */
    bool keeps;         /* open mode, and closed mode for it: what variables hold is noted */
    doc_node *document;     /* that is run, without the global part of an override */
    arena *document_memory; /* of the document, which gets nodes for what is asked for */
    size_t memory_before, document_before; /* bytes of the arenas that were taken before the first way */
    arena_limit memory[2];
    jmp_buf stop;
    ARRAY(uint32_t) opaque; /* numbers of the calls into libraries that can't be followed */
    bool follows;       /* libraries are followed whatever they meet: it is asked how it would be */
    bool met_library;   /* some way came to one */
    eval_gaps *gaps;    /* where it gave up is noted there; NULL: nowhere */
    eval_services *services; /* what clients are made for is noted there; NULL: nowhere */
    uint32_t reads;     /* read events so far */
    bool any_global;    /* nothing is known of the global configuration, nor of what its parser left in the packages' variables */
    bool uses_global;   /* and something was made of it: more than a copy */
    uint64_t searched;  /* steps of the counterfactual runs so far */
    const ir_refusal *refused; /* the first refused code that a way of this run came to, and its name */
    str refused_name;
    doc_node *masked, *masked_as;
    bool reads_text;    /* the program reads the text of its configuration itself: masked_as is then a value to be tried */
    eval_text_form form; /* what some way took its configuration for */
    bool maps_backwards; /* maps have no order: the other one to try */
    bool order_counts;  /* an error was returned out of a loop over a map */
};

/* What comes out of eval.stop: the way ends undecided, or is to be run again. */
enum { EVAL_STOPPED = 1, EVAL_AGAIN };
/* Ends the way undecided. */
noreturn void eval_stop(eval *e, const char *why);
noreturn void eval_stop_at_limit(eval *e, eval_limit limit);
/* Counts work that takes as long as so many expressions. */
void eval_charge(eval *e, uint64_t steps);
void eval_raise(eval *e, value v, ir_span at);
/* A panic of the runtime's own; `text` lives as long as the way. */
void eval_raise_text(eval *e, str text, ir_span at);
void eval_raise_nil(eval *e, ir_span at);

value eval_expr(eval *e, frame *f, ir_node *n);
/* The operations of languages with references, IR_MEMBER to IR_CONSTRUCT (eval_refer.c). */
value eval_refer(eval *e, frame *f, ir_node *n);
/* The variable that an expression is in, a new one for a value that is in none; never NULL. */
cell *eval_cell(eval *e, frame *f, ir_node *n);
/* IR_BINARY of a program with semantics. */
value eval_operate(eval *e, const ir_node *n, const value *a, const value *b);
cell *eval_copy_cell(eval *e, const cell *c);
/* The variable that a parameter or IR_BIND of type `t` becomes another name of. */
cell *eval_bind(eval *e, cell *c, ir_type *t, const ir_node *site);
/* The value for a variable of type `t` (NULL: takes any). */
value eval_fit(eval *e, const value *v, ir_type *t);
control eval_range(eval *e, frame *f, ir_node *n, cell *subject);
control eval_round(eval *e, frame *f, ir_node *n, const value *key, const value *item, bool *done);
/* Notes what became of the complaints from number `from` on: `w` says where the statement that made them led to, `answer` what
 * the call that made them returned. */
control eval_log_passed(eval *e, size_t from, control w);
void eval_log_answered(eval *e, size_t from, const value *answer);
/* The complaint that is the reason; NULL: there is none. */
const log_line *eval_log_reason(const eval *e);
/* The variable an expression names, or NULL: then it is a map element, a blank, or not known. */
cell *eval_place(eval *e, frame *f, ir_node *n);
cell *eval_global(eval *e, ir_global *g);
void eval_store(eval *e, frame *f, ir_node *place, const value *v);
control eval_stmt(eval *e, frame *f, ir_node *n);

/* Assigns to a variable; a struct is copied into the one that is there, so that pointers to its fields stay right. */
void eval_set(eval *e, cell *c, const value *v);
value eval_select(eval *e, const value *base, str name, const ir_node *site);
value eval_composite(eval *e, frame *f, ir_node *n);
value eval_unary(eval *e, ir_node *n, const value *v);
value eval_binary(eval *e, const ir_node *n, uint8_t op, const value *a, const value *b);
value eval_builtin(eval *e, frame *f, ir_node *n);
value eval_append(eval *e, const value *list, const value *items, uint32_t count, ir_type *type);
/* As a slice with cells: byte slices may be held as strings. */
value eval_as_slice(eval *e, const value *v);
value eval_index(eval *e, frame *f, ir_node *n);

value eval_call(eval *e, frame *f, ir_node *n);
value eval_invoke(eval *e, const value *callee, const value *args, uint32_t count, bool spread, const ir_node *site);
/* The method `name` bound to `base`, or a value of kind VALUE_UNKNOWN when it is not known. `place`: the variable `base` is
 * in. */
value eval_bind_method(eval *e, const value *base, cell *place, str name, const ir_node *site);
/* A function of the program or (`func` NULL) of a library as a value; bound when there is a receiver. */
value eval_func_value(eval *e, ir_func *func, const native *model, const value *receiver);
/* The border of libraries, which are followed from start to end or not at all (eval_library.c says why). At a call into one: true
 * when it is to be followed, and eval_leave_library has to be called behind it; false: its results are unknown. */
bool eval_enter_library(eval *e, const ir_func *func, const value *args, uint32_t count, const ir_node *site, bool *entered);
void eval_leave_library(eval *e, const value *result);
/* Inside of a library: gives the call at the border up and starts the way again. Else nothing. */
void eval_leave_unfollowed(eval *e, const char *why);

/* The way comes to code that the compiler refuses. Closed mode gives the way up; in open mode nothing is known of what it
 * does. */
void eval_meet_refusal(eval *e, const ir_refusal *why, str name);

/* Note where evaluation gives up (eval_gaps.c): the way at a statement or (`at` NULL) at no place; a call into a library that is
 * not followed; a call of code that is not at hand, where `n` says whose it is. */
void eval_note_stop(eval *e, str why, const ir_node *at);
void eval_note_unfollowed(eval *e, const char *why);
void eval_note_refused(eval *e, const ir_refusal *why, str name);
/* A call of something that is not followed: of `base` when it is a method. */
void eval_note_opaque(eval *e, const ir_node *n, const value *base, const value *args, uint32_t count);
void eval_note_unjudged(eval *e, const doc_node *n, str why, bool incomplete, const ir_node *at);
void eval_run_deferred(eval *e, frame *f);
/* Everything code that is not at hand could change through this value becomes unknown. */
enum { EVAL_HAVOC_DEPTH = 4 };
void eval_havoc(eval *e, const value *v, int depth);
const native *eval_find_native(eval *e, const ir_type *type, str package, str name);
value eval_run_native(eval *e, const native *m, const value *receiver, const value *args, uint32_t count, bool spread,
                      const ir_node *site);
bool eval_type_holds(eval *e, const value *v, const ir_type *t, bool *sure);
/* The method that a value lacks for the interface, the first one by name; empty: none. */
str eval_missing_method(eval *e, const value *v, const ir_type *t);

bool eval_decide(eval *e, const value *condition, const ir_node *site);
/* Around the branch that the decisions from number `from` on led to. */
size_t eval_enter_branch(eval *e, size_t from);
void eval_leave_branch(eval *e, size_t mark);
/* `prefer`: the way to try first where nothing else says so. `about` (may be NULL) and the site tell one choice from another. */
uint32_t eval_choose(eval *e, uint32_t of, uint32_t prefer, const ir_node *site, const origin *about);
uint32_t eval_choose_constant(eval *e, const value *v, const value *constants, uint32_t count, const ir_node *site);
/* An unknown value that this way's assumptions determine. */
value eval_resolve(eval *e, const value *v);
doc_node *eval_look(eval *e, doc_node *n);
struct doc_assumption *eval_assume(eval *e, doc_node *n);
void eval_forget_assumptions(eval *e);

/* Around all runs on a document. `work` is for values, which live until it is reset. */
void eval_begin(eval *e, arena *work, doc_node *document);
void eval_end(eval *e);
/* One way from start to end. */
typedef enum way_end { WAY_ACCEPTED, WAY_REJECTED, WAY_UNDECIDED, WAY_AGAIN } way_end;
way_end eval_way(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, eval_failure *failure);
/* Starts the program as its host does: the status it returns, `*config` a pointer to the plugin's context. */
value eval_start(eval *e, const eval_entry *entry, doc_node *document, value *config);
/* How long the text of an unknown document is taken to be: programs ask whether there is one. */
enum { EVAL_SOME_LENGTH = 100 };
/* The document's JSON text as a []byte. */
value eval_document_bytes(eval *e, doc_node *document);
/* --- eval_text.c --- */
/* The same for a program that asks its host for it; what is masked is in it as what it is taken for. */
value eval_configuration_text(eval *e, doc_node *document);
/* Marks what a way that read the text may have read. */
void eval_text_end(eval *e, const ir_node *site);
/* The next value to be tried in place of `n`; NULL: there are no more. */
doc_node *eval_text_trial(eval *e, const doc_node *n, uint32_t number);
/* Runs the program with one member more, for the names that it looks for. */
void eval_text_probe(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document);
/* Prepares the next way depth first; false when all were tried. */
bool eval_next_way(eval *e);
eval_result eval_all_ways(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document);
void eval_find_fault(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, eval_result *result);

#endif
