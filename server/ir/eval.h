/* The evaluator: runs a parse function on a document, without compiling anything.
 *
 * One engine, two modes. Closed: the document is what the user typed; conditions are decided by its values, and what can't be
 * decided takes every way in turn. Open: the document is symbolic; the ways together say what the program accepts (ir/infer.h).
 *
 * Ways are enumerated by replay: a way is a list of choices; the program is run again from the start with the last open choice
 * flipped. No state is copied, so a way can't see another one's assignments.
 *
 * Soundness: EVAL_REJECT is answered only when every way ended in a returned error or a panic that the program itself raises.
 * A way that meets something unsupported, runs out of steps, or (closed) comes to code that the compiler refuses is undecided,
 * and so is then the whole. */
#ifndef IR_EVAL_H
#define IR_EVAL_H

#include "ir/native.h"

typedef enum eval_verdict { EVAL_ACCEPT, EVAL_REJECT, EVAL_UNDECIDED } eval_verdict;

/* What the SDK passes to the parse function, argument by argument. */
typedef enum eval_argument {
    EVAL_ARG_DOCUMENT,     /* the document as a parsed value (gjson.Result) */
    EVAL_ARG_BYTES,        /* the document as JSON text */
    EVAL_ARG_CONFIG,       /* pointer to a fresh configuration value of `config_type` */
    EVAL_ARG_GLOBAL,       /* the global configuration value, parsed before (override parsers) */
    EVAL_ARG_CONTEXT,      /* the plugin's context, in which it keeps what it likes: one for all calls of a way */
    EVAL_ARG_OTHER,        /* logger: a library object */
} eval_argument;

/* A program without a parse function. The host starts it: the program hands over a context, whose methods the host then calls,
 * and in one of them it asks for its configuration. */
typedef struct eval_host {
    ir_func *configure;         /* of a program without contexts: the function called with the configuration's size, after
                                   `create` and `begin`, which may be NULL; NULL: there are contexts. All get a context's number
                                   first */
    ir_func *create, *begin;
    ir_type *root;              /* the plugin's context is an object of it, made by itself; NULL: it is handed over */
    ir_func *main;              /* run first, unless a package's initialization handed the context over; or NULL */
    const char *make;           /* method of the context handed over, that makes the plugin's (one argument: a number) */
    const char *before, *start; /* methods called next, of the context handed over and of the plugin's (one argument: a size). The
                                   last gives true, or false to refuse the configuration */
} eval_host;

typedef struct eval_entry {
    const eval_host *host; /* or NULL: there is a parse function. With one, `callee` only says where the program is entered */
    ir_node *callee;       /* expression whose value is the parse function (evaluated in `scope`, or at package level when
                              NULL) */
    ir_func *scope;
    eval_argument args[6];
    uint32_t arg_count;
    ir_type *document_type; /* type of EVAL_ARG_DOCUMENT: gjson.Result */
    ir_type *config_type;  /* NULL: taken from the parameter's type */
    const struct eval_entry *global; /* override parsers: the parser of the global part, run first on `global_document` */
    const struct eval_entry *prepare; /* what the SDK calls before any parser, or NULL */
} eval_entry;

/* Whether both are equal, of programs that were not loaded anew in between. NULL equals NULL alone. */
bool eval_entry_same(const eval_entry *a, const eval_entry *b);

/* What a configuration may take; past it the program is not run to its end. */
typedef enum eval_limit { EVAL_NO_LIMIT, EVAL_TOO_MANY_STEPS, EVAL_TOO_MUCH_MEMORY, EVAL_TOO_LARGE_PATTERNS } eval_limit;

typedef struct eval_failure {
    str message;           /* the program's own text */
    bool message_known;    /* false: the text could not be computed */
    bool panicked;
    bool undefined;        /* the panic stands for behaviour that the language does not define; the message is WORDS() */
    ir_span at;            /* where the error was made */
    const doc_node *fault; /* the value at fault (lifted into the document), or NULL */
    const doc_node *missing; /* when the fault is an absent member: it, below `fault`; else NULL */
    const doc_node *also[2]; /* further values that are there, each of which could cure it alone; NULL for none */
    const doc_node *instead[5]; /* further absent members beside `missing`, each of which could cure it alone; NULL for none */
    bool varies;           /* other ways, or another order of a map, end in another error */
} eval_failure;

/* Where the evaluator gave up: a call whose results are taken as unknown, or the end of a way. */
typedef struct eval_gap {
    str function;          /* of the program, in which it happened; empty: a package's variables */
    str reason;
    ir_span at;            /* no file: not one place */
    str parser;            /* a call's function that was handed the text of the document, or of an object or list in it; else
                              empty */
    const doc_node *about; /* a value of the document of which nobody knows whether the program takes it, `reason` says why; else
                              NULL */
    bool incomplete;       /* ... nor what else */
} eval_gap;

typedef struct eval_gaps { /* each place once, the first LIMIT_EVAL_GAPS */
    arena *arena;
    ARRAY(eval_gap) list;
} eval_gaps;

/* A service for which the program makes a client: the name of its cluster, as the gateway has it. */
typedef struct eval_service {
    str cluster;
    bool redis;            /* else HTTP */
    const doc_node *name_at, *port_at; /* where the document says so, the object around what it leaves out; NULL: not followed */
} eval_service;

typedef struct eval_services { /* each once at a place, the first LIMIT_EVAL_SERVICES; those whose names are not known are left
                                  out */
    arena *arena;
    ARRAY(eval_service) list;
} eval_services;

/* What a program takes its configuration for, in place of JSON. */
typedef enum eval_text_form { EVAL_TEXT_JSON, EVAL_TEXT_LINES, EVAL_TEXT_PROTOBUF } eval_text_form;

typedef struct eval_result {
    eval_verdict verdict;
    eval_failure failure;  /* EVAL_REJECT: of the first way */
    bool doubted;          /* a way refuses it */
    bool exhausted;        /* every way was tried: what was not read is read on none */
    uint32_t ways, steps;
    bool isolated;         /* the program asked that a refused rule leaves the others alone */
    eval_limit past_limit; /* EVAL_UNDECIDED: by this one */
    str undecided_because; /* EVAL_UNDECIDED: what stopped it, for `wpls dump` */
    const ir_refusal *refused; /* EVAL_UNDECIDED because a way came to code that the compiler refuses: why; borrowed from the
                                  program */
    str refused_name;      /* of that function or variable */
    eval_gaps gaps;
    eval_services services; /* of all ways */
    eval_text_form form;
} eval_result;

/* Evaluates one configuration. Reading marks are left in the document. Everything returned lives in `a`.
 * `find_fault`: on rejection, look for the value at fault by counterfactual runs. */
eval_result eval_closed(arena *a, ir_program *p, const eval_entry *entry, doc_node *document, doc_node *global_document,
                        bool find_fault);

/* Whether an override parser does the same with the document whatever the global configuration is, on the one way that there is
 * then. False says nothing. Reading marks are left in the document either way; `*result` is set when it is true and lives in `a`:
 * the value at fault is one of a run in which nothing is known of the global configuration. */
bool eval_decides_any_global(arena *a, ir_program *p, const eval_entry *entry, doc_node *document, eval_result *result);

/* The value because of which the program does not read `key`, a node of `document`: if it were different, a way could read it.
 * NULL when none was found. Leaves reading marks of those ways in the document, so give it a copy. */
const doc_node *eval_find_guard(ir_program *p, const eval_entry *entry, doc_node *document, doc_node *global_document,
                                const doc_node *key);

#endif
