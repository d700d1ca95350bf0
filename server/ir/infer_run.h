/* Runs of small documents (infer_trial.h) that are made from an inferred schema: what the program says of each. */
#ifndef IR_INFER_RUN_H
#define IR_INFER_RUN_H

#include "ir/infer_trial.h"

typedef struct verifier {
    ir_program *program;
    const eval_entry *entry;
    fact_table *facts; /* where defaults that the runs show go to, or NULL */
    arena *a;      /* of the schema */
    arena work;    /* of one run */
    map good;      /* keys at the top -> JSON text they had in an accepted document */
    map verdicts;  /* texts of documents that were run -> eval_verdict + 1 */
    size_t values_tried; /* of the newest key of a case, when those are all it may have */
    uint32_t steps;
    const inferred_value *watched; /* NULL, or: whether the newest accepted document's value there was read */
    bool watched_read;
    inferred_schema *schema;
} verifier;

/* What the program says of the trial's document, which is made from the schema `root`; EVAL_UNDECIDED beyond LIMIT_VERIFY_STEPS
 * of the verifier. */
eval_verdict infer_run(verifier *f, const trial *t, const inferred_value *root);
/* Finds how much has to be put into the document for it to be accepted, and leaves that in the trial: first nothing beside the
 * value, then more and more of what the schema knows. */
bool infer_accepted(verifier *f, trial *t, const inferred_value *root);
/* What stands in a document for a value of the schema, or NULL. */
const doc_node *infer_in_document(const doc_node *document, const inferred_value *v);

#endif
