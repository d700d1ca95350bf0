/* What the files of open mode share: infer_explore.c (which ways), infer_facts.c (what each way says), infer.c (the schema). */
#ifndef IR_INFER_INTERNAL_H
#define IR_INFER_INTERNAL_H

#include "ir/eval_internal.h"
#include "ir/infer.h"

explorer *explorer_new(arena *a);

/* A condition that held when a value was read: node == constant, or node exists. */
typedef struct guard {
    const doc_node *node;
    bool exists_only;
    str value;
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
    bool absent_tried;      /* some way assumed it missing */
    bool empty_rejected;    /* rejected when empty rather than absent */
    str absent_message;
    uint32_t other_accepted, other_rejected; /* ways in which it was none of the constants */
    ARRAY(comparison) constants;
    bool has_minimum, has_maximum;
    double minimum, maximum;
    ARRAY(double) below_accepted, above_accepted; /* limits that accepted ways went below or above */
    str format;
    bool read;              /* `guards` holds those common to all ways that read it */
    ARRAY(guard) guards;
} node_facts;

typedef struct fact_table {
    arena *arena;
    map by_node; /* node's address -> node_facts */
    uint32_t ways, accepted;
} fact_table;

node_facts *facts_of(fact_table *t, const doc_node *n);
node_facts *facts_find(const fact_table *t, const doc_node *n);
/* Adds what a finished way says. */
void facts_add_way(fact_table *t, const eval *e, way_end end, const eval_failure *failure);

#endif
