/* Configurations through the plugin's own code, the way its SDK calls it; sdk_info.layer says which way that is.
 *
 * One SDK (Go's wasm-go, pkg/matcher) parses the global part when it has any key but `_rules_`, keeps its error to itself when
 * there are rules, and then parses each rule, which needs at least one match key. Others hand over everything at once, and the
 * plugin's code takes the rules out. */
#include "plugin/evaluate.h"
#include "ir/sdk_release.h"
#include "plugin/workspace_internal.h"

/* How the SDK reads a list (gjson's Array): a plain value is a list of one. `*count` items from the one returned. */
static doc_node *const *items_of(doc_node *const *node, size_t *count)
{
    const doc_node *n = *node;
    *count = n->kind == DOC_ARRAY ? n->items.n : n->kind == DOC_MISSING || n->kind == DOC_NULL ? 0 : 1;
    return n->kind == DOC_ARRAY ? n->items.at : node;
}

static bool is_empty_text(const doc_node *n)
{
    return n->kind == DOC_NULL || n->kind == DOC_MISSING || (n->kind == DOC_STRING && n->text.n == 0);
}

config_matching config_matching_of(const project_facts *facts)
{
    const registration *r = facts->registration;
    const char *module = r ? r->sdk->module : NULL;
    const build_requirement *sdk = module ? build_requires(facts->build, str_of(module)) : NULL;
    bool known = sdk && !build_is_replaced(facts->build, str_of(module));
    const sdk_release *release = known ? sdk_release_of(str_of(module), sdk->version) : NULL;
    size_t all = r && r->sdk->layer ? r->sdk->layer->match_count : 0;
    return (config_matching){release && release->match_keys ? release->match_keys : all, release && release->one_match};
}

/* "'a', 'b' and 'c'" in the SDK's own message. */
static str matching_message(arena *a, const rule_layer *layer, config_matching m)
{
    str keys = {0}, before, text = str_of(layer->one_match);
    if (!m.one) return str_of(layer->no_match);
    for (size_t i = 0; i < m.keys; i++)
        keys = arena_printf(a, "%.*s%s'%s'", STR_ARG(keys), !i ? "" : i + 1 < m.keys ? ", " : " and ", layer->match[i].key);
    ptrdiff_t at = str_find(text, STR("{keys}"), 0);
    before = str_slice(text, 0, (size_t)at);
    return arena_printf(a, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(keys), STR_ARG(str_slice(text, before.n + 6, text.n)));
}

/* At least one of the SDK's match keys with something in it, or just one; they count as read. Else `*fault` is the one that is
 * there but empty, or too many, or the rule. */
static bool matches_something(const rule_layer *layer, config_matching m, doc_node *rule, const doc_node **fault)
{
    size_t filled = 0;
    *fault = rule;
    for (size_t i = 0; i < m.keys; i++) {
        doc_node *n = doc_member_of(rule, str_of(layer->match[i].key));
        bool any = false;
        size_t count;
        n->reads |= DOC_READ_ARRAY;
        doc_node *const *items = items_of(&n, &count);
        for (size_t k = 0; k < count; k++) {
            items[k]->reads |= DOC_READ_STRING;
            any = any || layer->match[i].empty_counts || !is_empty_text(items[k]);
        }
        filled += any;
        if (n->kind != DOC_MISSING && (*fault == rule || (any && filled == 2))) *fault = n;
    }
    return m.one ? filled == 1 : filled > 0;
}

/* Whether the keys that Higress makes of a WasmPlugin's rule are ones that the SDK knows. */
static bool is_matched(const rule_layer *layer, config_matching m, const yaml_node *rule)
{
    bool any = false;
    for (size_t i = 0; i < layer->match_count; i++) {
        const char *name = layer->match[i].wasmplugin;
        const yaml_node *list = name ? yaml_get(rule, str_of(name)) : NULL;
        if (!list || (list->kind == YAML_SEQUENCE && !list->item_count)) continue;
        if (i < m.keys) return true;
        any = true;
    }
    return !any; /* the wrapper's own rule says that there is none */
}

static void mark_sdk_keys(const rule_layer *layer, doc_node *global)
{
    const char *const keys[] = {layer->rules, layer->id};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        doc_node *n = doc_find_member(global, str_of(keys[i]));
        if (n) n->reads |= DOC_READ_WHOLE;
    }
}

/* Whether the SDK hands the global part to the plugin: with rules, only when it has keys of its own. `rules_outside`: they stand
 * beside the part, in a wrapper, not in it. */
static bool is_parsed(const rule_layer *layer, const doc_node *global, bool rules_outside)
{
    if (global->kind != DOC_OBJECT) return !rules_outside;
    bool id = doc_find_member(global, str_of(layer->id)) != NULL;
    bool rules = doc_find_member(global, str_of(layer->rules)) != NULL;
    uint32_t own = global->present - id - rules;
    return own > 0 || (!rules && !rules_outside);
}

/* The layer that hands the parts over one by one, or NULL. */
static const rule_layer *layer_of(const registration *r)
{
    return r && r->sdk->layer && !r->sdk->layer->in_plugin ? r->sdk->layer : NULL;
}

/* Rules that are no list of objects, or none at all while there is nothing else: no global part that is handed over. */
static void check_rules_value(const rule_layer *layer, config_run *run, bool handed)
{
    doc_node *rules = doc_find_member(run->document, str_of(layer->rules));
    size_t count = 0;
    if (!rules) return;
    doc_node *const *items = items_of(&rules, &count);
    if (count == 0 && !handed) {
        run->sdk_message = str_of(layer->no_rules);
        run->sdk_fault = rules;
    } else if (rules->kind != DOC_ARRAY && count && items[0]->kind != DOC_OBJECT) {
        run->sdk_message = str_of(layer->no_match);
        run->sdk_fault = rules;
    }
}

/* When the SDK is from, of which older versions treat empty configurations in their own ways; empty: the build files do not
 * say. */
static str time_of_sdk(const project_facts *facts, const rule_layer *layer)
{
    const build_requirement *sdk = build_requires(facts->build, str_of(layer->empty_module));
    return sdk ? sdk_release_time(sdk->version) : (str){0};
}

/* Old SDKs take an empty object whatever the parser says. What the build files say decides, and where they do not nothing is
 * known. */
static bool may_take_empty(const project_facts *facts)
{
    const rule_layer *layer = layer_of(facts->registration);
    if (!layer || !facts->registration->sdk->takes_empty) return false;
    str time = time_of_sdk(facts, layer);
    return !time.n || str_cmp(time, str_of(layer->empty_before)) < 0; /* a day is less than any time of it */
}

/* Still older ones want at least a text. */
static bool refuses_none(const project_facts *facts, const rule_layer *layer)
{
    if (!facts->registration->sdk->takes_empty) return false;
    str time = time_of_sdk(facts, layer);
    return time.n && str_cmp(time, str_of(layer->none_before)) < 0;
}

static void run_global(arena *a, const project_facts *facts, const config_document *d, config_run *run)
{
    const registration *r = facts->registration;
    const rule_layer *layer = layer_of(r);
    const config_part *rule = d->parts.n > 1 ? &d->parts.at[1] : NULL;
    run->swallowed = layer && rule && (rule->sdk_rule || rule->rule); /* what is neither is an example of its own */
    bool parsed = r && r->parse;
    if (layer) { /* without a parser the SDK's own takes the part */
        bool handed = is_parsed(layer, run->document, run->swallowed && !rule->sdk_rule);
        mark_sdk_keys(layer, run->document);
        check_rules_value(layer, run, handed);
        parsed = parsed && handed;
    }
    if (layer && parsed && run->part->none && refuses_none(facts, layer)) {
        run->sdk_message = str_of(layer->none_refused);
        run->sdk_fault = run->document;
        return;
    }
    bool empty = run->document->kind == DOC_OBJECT && !run->document->present;
    if (!parsed || (empty && may_take_empty(facts))) return;
    run->ran = true;
    run->result = eval_closed(a, facts->program, r->parse, run->document, NULL, true);
}

/* "${secret.NAMESPACE/NAME.KEY}", which Higress replaces before the plugin gets it. */
static bool has_secret(str text)
{
    static const str start = STR_INIT("${secret.");
    ptrdiff_t at = str_find(text, start, 0);
    str rest = at < 0 ? (str){0} : str_slice(text, (size_t)at + start.n, text.n);
    ptrdiff_t end = str_find_char(rest, '}', 0), dot = str_find_char(rest, '.', 0);
    return dot > 0 && end > dot + 1;
}

static void forget_secrets(doc_node *n)
{
    if (n->kind == DOC_STRING && (has_secret(n->text) || template_hides(n->text))) n->kind = DOC_SYMBOLIC;
    for (size_t i = 0; i < n->present; i++) {
        if (!template_hides(n->members.at[i].key) && !str_has(n->members.at[i].key, STR("{{"))) continue;
        n->kind = DOC_SYMBOLIC; /* which keys it has is not known */
        n->members.n = n->present = 0;
    }
    for (size_t i = 0; i < n->items.n; i++) forget_secrets(n->items.at[i]);
    for (size_t i = 0; i < n->present; i++) forget_secrets(n->members.at[i].node);
}

doc_node *config_part_document(arena *a, const config_part *part)
{
    static const yaml_node nothing = {.kind = YAML_MAPPING};
    if (part->bare) return doc_new(a, DOC_MISSING);
    const yaml_node *n = part->node ? yaml_resolve(part->node) : NULL; /* NULL: an alias without an anchor */
    doc_node *document = doc_from_yaml(a, part->key_at.end && n && yaml_is_null(n) ? &nothing : part->node);
    forget_secrets(document);
    return document;
}

doc_node *config_handed_over(config_runs *runs, const config_part *part)
{
    config_run *g = part->global >= 0 && (size_t)part->global < runs->n ? &runs->at[part->global] : NULL;
    if (!g || !g->ran || g->result.verdict != EVAL_ACCEPT) return NULL;
    if (!g->handed_over) g->handed_over = config_part_document(g->home, g->part);
    return g->handed_over;
}

/* Many rules beside a large global part: running that before each of them takes the square of the document. */
enum { RULES_STEPS = 400000 };

static bool decides_any_global(arena *a, const project_facts *facts, const eval_entry *entry, config_run *run)
{
    if (eval_decides_any_global(a, facts->program, entry, run->document, &run->result)) return true;
    run->document = config_part_document(a, run->part); /* without reading marks */
    return false;
}

static void run_rule(arena *a, const project_facts *facts, const config_part *part, config_runs *runs, config_run *run)
{
    const registration *r = facts->registration;
    const doc_node *fault;
    const rule_layer *layer = layer_of(r);
    if (!layer) return; /* a plain SDK hands the rules over with the global part, none of them alone */
    config_matching m = config_matching_of(facts);
    bool written = part->sdk_rule, wrong = written ? !matches_something(layer, m, run->document, &fault)
                                                   : part->rule && !is_matched(layer, m, part->rule);
    if (wrong) {
        run->sdk_message = matching_message(a, layer, m);
        run->sdk_fault = written ? fault : run->document;
        if (run->document->kind != DOC_OBJECT) return; /* what the parser would say of it is not of interest */
    }
    const eval_entry *entry = r->override ? r->override : r->parse;
    if (!entry) return;
    run->ran = true;
    doc_node *global = config_handed_over(runs, part);
    bool large = global && runs->at[part->global].handed_steps > RULES_STEPS;
    run->any_global = large && !run->sdk_message.n && decides_any_global(a, facts, entry, run);
    if (run->any_global) return;
    run->result = eval_closed(a, facts->program, entry, run->document, global, true);
    if (global) runs->at[part->global].handed_steps += run->result.steps;
}

/* What a plugin gets that takes its rules out itself: all of them in the global part, where Higress puts those of a WasmPlugin,
 * too. */
static doc_node *whole_document(arena *a, const config_document *d, const rule_layer *layer)
{
    const config_part *first = &d->parts.at[0];
    bool global = first->scope == CONFIG_GLOBAL;
    doc_node *whole = global ? config_part_document(a, first) : doc_new(a, DOC_OBJECT), *rules = NULL;
    for (size_t i = global ? 1 : 0; i < d->parts.n && whole->kind == DOC_OBJECT; i++) {
        const config_part *part = &d->parts.at[i];
        if (!part->rule) continue; /* stands in the global part as it is */
        if (!rules) {
            rules = doc_new(a, DOC_ARRAY);
            rules->at = rules->key_at = part->key_at;
            doc_add_member(whole, str_of(layer->rules), rules);
        }
        doc_node *rule = config_part_document(a, part);
        doc_add_item(rules, rule);
        for (size_t k = 0; k < layer->match_count && rule->kind == DOC_OBJECT; k++) {
            const rule_match_key *key = &layer->match[k];
            const yaml_node *list = key->wasmplugin ? yaml_get(part->rule, str_of(key->wasmplugin)) : NULL;
            if (list && !doc_find_member(rule, str_of(key->key))) doc_add_member(rule, str_of(key->key), doc_from_yaml(a, list));
        }
    }
    return whole;
}

/* The document without its rules; NULL when it has none, or nothing else. */
static doc_node *without_rules(arena *a, const doc_node *whole, const rule_layer *layer)
{
    const doc_node *rules = whole->kind == DOC_OBJECT ? doc_find_member(whole, str_of(layer->rules)) : NULL;
    if (!rules || rules->kind == DOC_MISSING) return NULL;
    doc_node *rest = doc_new(a, DOC_OBJECT);
    for (size_t i = 0; i < whole->present; i++) {
        const doc_member *m = &whole->members.at[i];
        if (m->node == rules) continue;
        doc_node *copy = doc_from_yaml(a, m->node->source);
        forget_secrets(copy);
        copy->key_at = m->node->key_at;
        doc_add_member(rest, m->key, copy);
    }
    rest->at = whole->at;
    return rest->present ? rest : NULL;
}

/* Whether it is not only for what is not there at all that the part is refused: then something in it has no effect. */
static bool is_about_something(const doc_node *whole, const eval_failure *f, const doc_node *part)
{
    const doc_node *holder = f->missing ? f->missing->parent : f->fault;
    if (holder && holder != part && holder->kind != DOC_MISSING) return true;
    for (size_t i = 0; i < whole->present; i++)
        if (!whole->members.at[i].node->first_read) return true;
    return false;
}

/* A plugin's own code keeps to itself that it refuses the global part when it has rules to go on with. */
static void find_dropped(arena *a, const project_facts *facts, config_run *run)
{
    const registration *r = facts->registration;
    doc_node *rest = run->result.verdict == EVAL_ACCEPT ? without_rules(a, run->document, r->sdk->layer) : NULL;
    if (!rest) return;
    eval_result alone = eval_closed(a, facts->program, r->parse, rest, NULL, true);
    if (alone.verdict != EVAL_REJECT || alone.failure.undefined) return;
    if (!is_about_something(run->document, &alone.failure, rest)) return;
    run->dropped = ARENA_NEW(a, config_run);
    *run->dropped = (config_run){.part = run->part, .document = rest, .result = alone, .ran = true, .swallowed = true};
}

static void run_whole(arena *a, const project_facts *facts, const config_document *d, config_run *run)
{
    const registration *r = facts->registration;
    run->document = whole_document(a, d, r->sdk->layer);
    if (!r->parse) return;
    run->ran = true;
    run->result = eval_closed(a, facts->program, r->parse, run->document, NULL, true);
    find_dropped(a, facts, run);
}

/* A plugin that keeps its rules apart starts as long as one of them is accepted, and goes on without the others. */
static void skip_refused_rules(config_runs *runs)
{
    bool any = false;
    for (size_t i = 0; i < runs->n; i++) {
        const config_run *run = &runs->at[i];
        any = any || (run->part->scope == CONFIG_RULE && run->ran && run->result.verdict != EVAL_REJECT);
    }
    for (size_t i = 0; i < runs->n; i++) {
        config_run *run = &runs->at[i];
        run->skipped =
            any && run->part->scope == CONFIG_RULE && run->ran && run->result.isolated && run->result.verdict == EVAL_REJECT;
    }
}

/* Runs the part number `i`, after those before it. */
static void evaluate_part(arena *a, const config_document *document, config_runs *runs, size_t i)
{
    const project_facts *facts = project_load(document->plugin);
    const registration *r = facts->registration;
    bool whole = r && r->sdk->layer && r->sdk->layer->in_plugin;
    config_run *run = &runs->at[i];
    run->document = config_part_document(a, run->part);
    if (whole && i == 0) run_whole(a, facts, document, run);
    else if (run->part->scope == CONFIG_GLOBAL) run_global(a, facts, document, run);
    else run_rule(a, facts, run->part, runs, run);
}

/* A run for each part; none has been run. */
static config_runs runs_of(arena *a, const config_document *document)
{
    config_runs runs = {0};
    for (size_t i = 0; i < document->parts.n; i++) {
        config_run *run = array_add(a, &runs);
        run->part = &document->parts.at[i];
        run->home = a;
    }
    return runs;
}

config_runs config_evaluate(arena *a, const config_document *document)
{
    if (document->tried) return document->tried->runs;
    config_runs runs = runs_of(a, document);
    for (size_t i = 0; i < runs.n; i++) evaluate_part(a, document, &runs, i);
    skip_refused_rules(&runs);
    return runs;
}

config_runs config_evaluate_part(arena *a, const config_document *document, size_t part, const config_run *before)
{
    config_runs runs = runs_of(a, document);
    if (part >= runs.n) return runs;
    int32_t global = runs.at[part].part->global;
    if (global >= 0 && (size_t)global < part && before) runs.at[global] = *before;
    else if (global >= 0 && (size_t)global < part) evaluate_part(a, document, &runs, (size_t)global);
    evaluate_part(a, document, &runs, part);
    return runs;
}
