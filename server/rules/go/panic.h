/* What the rules about panics share (panic.c, nil.c): a function that is looked at, and what is known of its variables. */
#ifndef RULES_GO_PANIC_H
#define RULES_GO_PANIC_H

#include "rules/go/input.h"

/* What happens to a variable in its function, as bits. */
enum {
    COMPARED = 1, SHARED = 2, DECLARED = 4, GIVEN = 8, GIVEN_AGAIN = 16,
    ASKED = 32,   /* for its type */
    DECODED = 64, /* a decoder fills it */
    SOURCED = 128 /* it is given something that may be missing (nil.c) */
};

/* What is asked of the whole program, when it is first asked for. */
typedef struct asked_of_all {
    const input_facts *input, *configuration;
    map given; /* names of fields and package variables that get a value somewhere */
    bool given_known;
    map lists; /* by the name of a field that is a list: what empty_list.c knows of it */
    bool lists_known;
    bool shares_nothing, shares_known; /* it leaves an empty value in the shared data */
} asked_of_all;

/* Of what may be nil in a body, kept with it. */
typedef struct nil_reasons {
    bool validates;                  /* it asks something whether a text is right */
    ARRAY(const ir_node *) assigned; /* assignments of what may be missing */
    ARRAY(const ir_node *) uses;     /* where it would be missed */
} nil_reasons;

/* What a body alone tells, which is kept with it. */
typedef struct suspects {
    uint8_t *slots;          /* by slot: bits */
    const ir_node **values;  /* by slot: the one value that it is given */
    bool tests;              /* the body looks at lengths, or at what it splits */
    ARRAY(const ir_node *) list; /* what may panic */
    const nil_reasons *nil;  /* NULL: nothing may be */
} suspects;

typedef struct panic_walk {
    rule_context *c;
    const flow_frame *frame;
    ir_func *func;
    suspects *body;
    bool callback, starts; /* nobody has sent anything yet: what comes from outside is the configuration */
    bool depends;
    asked_of_all *all;
} panic_walk;

/* A variable of the function at hand. */
bool panic_is_slot(const panic_walk *w, int32_t slot);
/* Is the expression made of what a client sends, or, while the plugin starts, of what its configuration says? */
bool panic_is_input(const panic_walk *w, const ir_node *n);
/* Is it called with something that a decoder fills? */
bool panic_is_decoder(const rule_context *c, const ir_node *callee);
/* Does some of the plugin's code decode into values, so that fields may be given that no assignment names? */
bool panic_any_decodes(const panic_walk *w);
/* A finding at the node, whose text and place the rule's message has. */
void panic_report(const panic_walk *w, const char *id, const ir_node *at, str name);

/* Looks at the function at hand (nil.c). */
void panic_find_nil(panic_walk *w, ir_node *body);
/* The reasons that the body gives for it, in the arena of facts kept with bodies; NULL: none. Notes more of its variables. */
const nil_reasons *panic_may_be_nil(panic_walk *w, ir_node *body);

#endif
