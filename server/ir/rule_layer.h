/* How SDKs let parts of a configuration hold for some requests only: the data of schema/rule-layer.json, compiled in.
 *
 *     a: 1                          # the global part
 *     _rules_:
 *     - _match_domain_: ["x.com"]   # a match key
 *       a: 2                        # the rule's own part
 */
#ifndef IR_RULE_LAYER_H
#define IR_RULE_LAYER_H

#include "base/str.h"

typedef struct rule_match_key {
    const char *key;
    const char *wasmplugin; /* the member of a WasmPlugin's matchRules that becomes it; NULL: none does */
    bool empty_counts;      /* an empty text in it is a condition, too */
} rule_match_key;

typedef struct rule_layer {
    bool in_plugin;    /* it is evaluated with the plugin, which gets the rules and the global part as one document; else the SDK
                          hands the parser one part after the other */
    const char *rules; /* the key of the list of rules */
    const char *id;    /* the key that a gateway may add beside it */
    const rule_match_key *match;
    size_t match_count;
    /* Of one that is not in the plugin: */
    const char *empty_module, *empty_before; /* versions of this module from before this day ("20240808") take any empty object */
    const char *none_before, *none_refused; /* those from before this moment refuse no bytes beside a parser: with this message */
    const char *no_match; /* what the SDK says of a rule without a match key */
    const char *one_match; /* ... of a rule without one, or with several, where it has to have one; with {keys} */
    const char *no_rules; /* ... when there is neither a rule nor a global part */
} rule_layer;

/* That of Higress's Go SDK, which takes the rules out itself; and one with the same keys that the plugin's own code takes out, as
 * in C++. */
extern const rule_layer rule_layer_higress, rule_layer_plugin;

#endif
