/* Configurations through the plugin's own code, the way the SDK calls it.
 *
 * The SDK (wasm-go, pkg/matcher) parses the global part when it has any key but `_rules_`, keeps its error to itself when there are
 * rules, and then parses each rule, which needs at least one match key. */
#include "plugin/workspace_internal.h"

static const char no_match_key[] =
    "there is at least one of  '_match_route_', '_match_domain_', '_match_service_' and '_match_route_prefix_' can present in "
    "configuration.";

static bool has_items(const doc_node *n)
{
    switch (n->kind) {
    case DOC_MISSING:
    case DOC_NULL: return false;
    case DOC_ARRAY: return n->items.n > 0;
    case DOC_STRING: return n->text.n > 0;
    default: return true;
    }
}

/* At least one of the SDK's match keys with something in it; they count as read. */
static bool matches_something(doc_node *rule)
{
    static const char *const keys[] = {"_match_route_", "_match_domain_", "_match_service_", "_match_route_prefix_"};
    bool any = false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        doc_node *n = doc_member_of(rule->home, rule, str_of(keys[i]));
        n->reads |= DOC_READ_WHOLE;
        any = any || has_items(n);
    }
    return any;
}

static void mark_sdk_keys(doc_node *global)
{
    static const char *const keys[] = {"_rules_", "_id_"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        doc_node *n = doc_find_member(global, str_of(keys[i]));
        if (n) n->reads |= DOC_READ_WHOLE;
    }
}

static bool has_own_keys(const doc_node *global)
{
    if (global->kind != DOC_OBJECT) return true;
    uint32_t sdk = 0;
    if (doc_find_member(global, STR("_rules_"))) sdk++;
    if (doc_find_member(global, STR("_id_"))) sdk++;
    return global->present == 0 || global->present > sdk;
}

static const config_run *global_run(const config_runs *runs, int32_t number)
{
    return number >= 0 && (size_t)number < runs->n ? &runs->at[number] : NULL;
}

static void run_part(arena *a, const project_facts *facts, const config_document *d, const config_part *part, config_runs *runs,
                     config_run *run)
{
    const registration *r = facts->registration;
    run->part = part;
    run->document = doc_from_yaml(a, part->node);
    bool has_rules = d->parts.n > 1 || d->parts.at[0].scope == CONFIG_RULE;
    const eval_entry *entry = r ? r->parse : NULL;
    doc_node *global = NULL;
    if (part->scope == CONFIG_GLOBAL) {
        mark_sdk_keys(run->document);
        if (!has_own_keys(run->document)) entry = NULL;
        run->swallowed = has_rules;
    } else {
        if (part->sdk_rule && !matches_something(run->document)) {
            run->sdk_message = str_of(no_match_key);
            run->sdk_fault = part->node;
        }
        const config_run *g = global_run(runs, part->global);
        if (r && r->override) {
            entry = r->override;
            global = g && g->ran && g->result.verdict == EVAL_ACCEPT ? doc_from_yaml(a, g->part->node) : NULL;
        }
    }
    if (!entry) return;
    run->ran = true;
    run->result = eval_closed(a, facts->program, entry, run->document, global, true);
}

config_runs config_evaluate(arena *a, const config_document *document)
{
    config_runs runs = {0};
    const project_facts *facts = project_load(document->plugin);
    for (size_t i = 0; i < document->parts.n; i++) {
        config_run *run = array_add(a, &runs);
        run_part(a, facts, document, &document->parts.at[i], &runs, run);
    }
    return runs;
}
