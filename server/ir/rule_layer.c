#include "ir/rule_layer.h"

#include "rule_layer_tables.h" /* rule_layer_match, RULE_LAYER_... */

const rule_layer rule_layer_higress = {
    .rules = RULE_LAYER_RULES,
    .id = RULE_LAYER_ID,
    .match = rule_layer_match,
    .match_count = sizeof rule_layer_match / sizeof *rule_layer_match,
    .no_match = RULE_LAYER_NO_MATCH,
    .no_rules = RULE_LAYER_NO_RULES,
};
