/* Configurations made of others by small changes - as users make by mistake, and as nobody expects them: what the evaluator and a
 * built module are asked about to see whether they agree. */
#ifndef SANDBOX_MUTANT_H
#define SANDBOX_MUTANT_H

#include "ir/infer.h"
#include "ir/rule_layer.h"

/* What mutants are made with. The same state gives the same ones. */
typedef struct mutator {
    uint64_t state; /* of the random numbers, not 0 */
    /* What is known of the values that the plugin reads, of the whole and of a rule: NULL where nothing is. */
    const inferred_value *root, *rule;
    const rule_layer *layer; /* how rules are written; NULL: there are none */
} mutator;

/* The JSON text of one to three changes of `json`, in `a`; the same text where nothing could be changed. */
str mutant_of(mutator *m, arena *a, str json);
/* The tree of a JSON text, which is borrowed; NULL when it is none. */
doc_node *mutant_tree(arena *a, str json);

/* Whether what is looked for holds of the smaller configuration, too. */
typedef bool mutant_test(void *self, str json);
/* A smaller configuration of which `test` holds, as it does of `json`: nothing in it can be left out or made plainer alone,
 * unless `most` tries were not enough to see that. In `a`. */
str mutant_reduce(arena *a, str json, mutant_test *test, void *self, size_t most);

#endif
