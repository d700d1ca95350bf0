#include "ir/rule_layer.h"

#include "rule_layer_tables.h" /* rule_layer_match, RULE_LAYER_... */

/* clang-format off */
#define KEYS \
    .rules = RULE_LAYER_RULES, .id = RULE_LAYER_ID, .match = rule_layer_match, \
    .match_count = sizeof rule_layer_match / sizeof *rule_layer_match
/* clang-format on */

const rule_layer rule_layer_higress = {
    KEYS,
    .empty_module = RULE_LAYER_EMPTY_TAKEN_MODULE,
    .empty_before = RULE_LAYER_EMPTY_TAKEN_BEFORE,
    .none_before = RULE_LAYER_EMPTY_REFUSED_BEFORE,
    .none_refused = RULE_LAYER_EMPTY_REFUSED_MESSAGE,
    .no_match = RULE_LAYER_NO_MATCH,
    .one_match = RULE_LAYER_ONE_MATCH,
    .no_rules = RULE_LAYER_NO_RULES,
};

const rule_layer rule_layer_plugin = {KEYS, .in_plugin = true};
