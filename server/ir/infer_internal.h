/* What the files of open mode share: infer_explore.c (which ways), infer_facts.c (what each way says),
 * infer_defaults.c (what stands for an absent value), infer.c (the schema). */
#ifndef IR_INFER_INTERNAL_H
#define IR_INFER_INTERNAL_H

#include "ir/eval_internal.h"
#include "ir/infer.h"

explorer *explorer_new(arena *a);
/* Whether a choice had more ways out than are tried of one, such as a switch of very many cases. */
bool explorer_is_cut(const explorer *x);

/* A condition that held when a value was read: node == constant, or node exists. */
typedef struct guard {
    const doc_node *node;
    bool exists_only;
    str value;
    ir_span at;
} guard;

typedef struct comparison {
    bool is_string;
    str text;
    ir_span at;
} comparison;

/* What the ways so far say about one node. */
typedef struct node_facts {
    uint32_t absent_accepted, absent_rejected; /* ways in which it was missing; rejected: because of that */
    uint32_t read_accepted; /* accepted ways that read it */
    uint32_t way;           /* the newest way that read it */
    bool absent_last;       /* its absence was the last condition before a rejection */
    bool absent_tried;      /* some way assumed it missing */
    bool empty_rejected;    /* rejected when empty rather than absent */
    str absent_message;
    ir_span absent_at;      /* where that error was made */
    uint32_t other_accepted, other_rejected; /* ways in which it was none of the constants */
    ARRAY(comparison) constants;
    str computed_equal;     /* a number that something computed from it, perhaps from others, too, was compared with; or empty */
    bool has_minimum, has_maximum;
    double minimum, maximum;
    ir_span minimum_at, maximum_at, format_at;
    ARRAY(double) below_accepted, above_accepted; /* limits that accepted ways went below or above */
    str format;
    bool read;              /* `guards` holds those common to all ways that read it */
    ARRAY(guard) guards;
    ARRAY(guard) reason_guards; /* conditions of the ways that were rejected because it was missing */
    inferred_value *value;  /* what became of the node */
    ARRAY(uint32_t) absent_ways; /* accepted ones in which it was missing, in order */
    str default_text;       /* JSON */
    uint32_t default_special;
    bool default_local;     /* it was in variables of functions only */
    const ir_field *field;  /* of the configuration, that holds it; NULL: none, or several */
    bool fields_differ;
    bool default_unsure;    /* another value was as good */
    str tried_default;      /* what the smallest accepted document without it gave */
    uint32_t tried_size;
    bool tried_local;
} node_facts;

typedef struct held_value {
    uint32_t way;
    uint32_t special; /* conditions that singled the way out */
    str text;         /* JSON; empty for what has no literal */
} held_value;

enum { OWNERS_MOST = 4 };

/* A variable: the document values that get into it, one on a way, and the constants it held on accepted ways. */
typedef struct kept_place {
    uint64_t place;
    doc_node *owners[OWNERS_MOST];
    uint32_t owner_count;
    bool local;  /* of a function, not of the configuration or a package */
    bool mixed;  /* more values get into it, or what is made of others */
    const ir_field *field; /* of a struct, or NULL */
    ARRAY(held_value) held;
} kept_place;

typedef struct fact_table {
    arena *arena;
    map by_node; /* node's address -> node_facts */
    map places;  /* place's bytes -> kept_place */
    uint32_t ways, accepted;
} fact_table;

node_facts *facts_of(fact_table *t, const doc_node *n);
node_facts *facts_find(const fact_table *t, const doc_node *n);
/* Adds what a finished way says. */
void facts_add_way(fact_table *t, eval *e, way_end end, const eval_failure *failure);

/* A node of the document, not one that a library made on the way at hand, which ends with it. */
static inline bool outlives_way(const eval *e, const doc_node *n) { return n->home != e->arena; }

/* What the variables of an accepted way hold. */
void defaults_add_way(fact_table *t, eval *e);
/* What they hold for an accepted document of `size` bytes. */
void defaults_add_document(fact_table *t, eval *e, doc_node *document, uint32_t size);
/* Once after the last way: the defaults, into the facts of their nodes. */
void defaults_conclude(fact_table *t);

/* What a run has cost, in steps: taking memory takes time, too. */
static inline uint32_t infer_cost(uint32_t steps, size_t bytes)
{
    enum { BYTES_OF_STEP = 512 };
    return steps + 1 + (uint32_t)(bytes / BYTES_OF_STEP);
}

/* A place to rest between two runs; false: nobody wants the schema any more. */
bool infer_rest(ir_program *p);

/* Tries the facts of a schema on documents made from it. */
void infer_verify(arena *a, ir_program *p, const eval_entry *entry, fact_table *facts, inferred_value *root,
                  inferred_schema *schema);

/* Gives objects that the same code takes apart each other's keys. */
void infer_alike(arena *a, const ir_program *p, inferred_value *root);

#endif
