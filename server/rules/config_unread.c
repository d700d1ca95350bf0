/* config/unknown-key, config/no-effect: keys that the plugin's code does not read. Most plugins take them silently. */
#include "ir/infer.h"
#include "ir/registration.h"
#include "plugin/export.h"
#include "rules/config.h"

enum {
    GUARD_STEPS_MOST = 5000,
    GUARDS_MOST = 8,
    SEARCHES_MOST = 64
}; /* steps of a run, beyond which it is not run again and
                                                                          again; keys of a part */

typedef ARRAY(str) names;

/* A name that is suggested for one key of an object is taken for the others. */
static str suggest(config_context *c, const doc_node *n, names *taken)
{
    str name = config_suggest(n->parent, n->key);
    for (size_t i = 0; i < taken->n; i++)
        if (str_eq(taken->at[i], name)) return STR("");
    if (name.n) array_push(c->rules.arena, taken, name);
    return name;
}

/* The setting because of which the key is not read, in words; empty when it is not known. */
static str because_of(config_context *c, const doc_node *n)
{
    arena a = ARENA_INIT;
    str text = STR("");
    doc_node *copy = config_part_document(&a, c->run->part), *key = doc_at_same_place(copy, n);
    const doc_node *guard =
        !key || c->run->result.steps > GUARD_STEPS_MOST || ++c->guards > GUARDS_MOST
            ? NULL
            : eval_find_guard(c->facts->program, config_entry(c, c->run), copy, config_global(c, c->run), key);
    if (guard) {
        bool there = guard->kind != DOC_MISSING;
        rule_value values[] = {{"key", n->key}, {"other", doc_path(&a, guard)}, {"value", there ? doc_json(&a, guard) : STR("")}};
        text = rule_format(&c->rules, rule_config_phrase(there ? "no_effect_because" : "no_effect_unset"), values, 3);
    }
    arena_free(&a);
    return text;
}

/* A key that the plugin reads with other settings than these. */
static bool has_no_effect(config_context *c, const doc_node *n)
{
    const inferred_value *v = config_explored(c, c->scope, n);
    if (!v || str_empty(v->name)) return false;
    if (v->guards.n) v = config_inferred(c, c->scope, n); /* those that hold */
    str guard = export_guard_text(c->rules.arena, v);
    rule_value values[] = {{"key", n->key}, {"guard", guard}};
    sdk_text message = rule_config_phrase(guard.n ? "no_effect_guard" : "no_effect");
    diagnostic *d = config_report(c, "config/no-effect", n->key_at, message, values, 2);
    str because = guard.n ? STR("") : because_of(c, n);
    if (because.n) d->message = because;
    d->tag = TAG_UNNECESSARY;
    config_add_source(c, d, v->read_at, rule_format(&c->rules, rule_config_phrase("read_here"), NULL, 0));
    return true;
}

/* The absent values below `n` that the plugin asked for by this name; NULL for none, `*count` how many. */
static const doc_node *asked_elsewhere(const doc_node *n, str key, uint32_t *count)
{
    const doc_node *found = n->kind == DOC_MISSING && n->reads && n->key.n && str_name_distance(n->key, key) == 0 ? n : NULL;
    *count += found != NULL;
    for (size_t i = 0; i < n->members.n; i++) {
        const doc_node *inside = asked_elsewhere(n->members.at[i].node, key, count);
        if (inside) found = inside;
    }
    for (size_t i = 0; i < n->items.n; i++) {
        const doc_node *inside = asked_elsewhere(n->items.at[i], key, count);
        if (inside) found = inside;
    }
    return found;
}

/* The right name in the wrong place. */
static void add_place(config_context *c, diagnostic *d, const doc_node *n)
{
    uint32_t count = 0;
    if (++c->searches > SEARCHES_MOST) return; /* each goes through the whole document */
    const doc_node *elsewhere = asked_elsewhere(c->run->document, n->key, &count);
    if (count != 1 || n->key.n < 3) return;
    rule_value values[] = {{"name", n->key}, {"path", doc_path(c->rules.arena, elsewhere)}};
    str hint = rule_format(&c->rules, rule_config_phrase("read_elsewhere"), values, 2);
    d->message = arena_printf(c->rules.arena, "%.*s%.*s", STR_ARG(d->message), STR_ARG(hint));
}

/* A key that nobody reads beside rules can still make a difference: a matcher that counts keys takes what is left of them for a
 * configuration of all routes. */
static bool is_counted(const doc_node *n)
{
    const doc_node *around = n->parent;
    bool rules = false;
    if (!around || around->parent || !around->counted) return false;
    for (size_t i = 0; i < around->present; i++) {
        const doc_member *m = &around->members.at[i];
        if (str_is(m->key, "_rules_")) rules = true;
        else if (config_is_read(m->node)) return false; /* there is such a configuration anyway */
    }
    return rules;
}

/* Whether it is said of the key already that it was meant to be one that the plugin misses. */
static bool is_told(const config_context *c, const doc_node *n)
{
    const diagnostic_list *out = c->rules.out;
    for (size_t i = c->rejections; i < out->n; i++)
        if (out->at[i].at.start == n->key_at.start && out->at[i].label.n) return true;
    return false;
}

static void report(config_context *c, const doc_node *n, names *taken)
{
    str match;
    if (c->is_mended) { /* it is refused anyway: what belongs to another plugin, say, is no news */
        if (!config_suggest(n->parent, n->key).n || is_told(c, n)) return;
    }
    if (has_no_effect(c, n) || config_misspelt_match(c, c->run, &match) == n) return;
    str name = suggest(c, n, taken);
    if (c->is_mended && !name.n) return;
    rule_value values[] = {{"key", n->key}, {"name", name}};
    diagnostic *d = config_report(c, "config/unknown-key", n->key_at, (sdk_text){0}, values, 2);
    d->label = rule_format(&c->rules, rule_config_phrase("never_read"), NULL, 0);
    d->tag = TAG_UNNECESSARY;
    if (is_counted(n)) {
        str more = rule_format(&c->rules, rule_config_phrase("counted"), NULL, 0);
        d->message = arena_printf(c->rules.arena, "%.*s%.*s", STR_ARG(d->message), STR_ARG(more));
    }
    if (!name.n) {
        add_place(c, d, n);
        return;
    }
    str hint = rule_format(&c->rules, rule_config_phrase("did_you_mean"), values, 2);
    d->message = arena_printf(c->rules.arena, "%.*s%.*s", STR_ARG(d->message), STR_ARG(hint));
    fix *x = config_add_rename(c, d, rule_format(&c->rules, rule_config_phrase("rename"), values, 2), n, name);
    x->preferred = true;
    for (size_t i = 0; n->parent && i < n->parent->members.n; i++)
        if (str_eq(n->parent->members.at[i].key, name))
            x->preferred = config_keeps_kind(c, c->run->part->scope, n, n->parent->members.at[i].node);
}

static void walk(config_context *c, const doc_node *n)
{
    if (n->reads & DOC_READ_WHOLE || n->masked_as || config_is_lost(n)) return;
    names taken = {0};
    for (size_t i = 0; i < n->items.n; i++) walk(c, n->items.at[i]);
    for (size_t i = 0; i < n->present; i++) {
        const doc_node *member = n->members.at[i].node;
        bool inside_merge = member->key_at.end == member->key_at.start;
        if (config_is_read(member) || member->masked_as) walk(c, member);
        else if (!inside_merge) report(c, member, &taken);
    }
}

/* A plugin without a parser ignores whatever it is given. */
static void without_parser(config_context *c, const config_run *run)
{
    const doc_node *n = run->document;
    const registration *r = c->facts->registration;
    bool parser = r && (r->parse || r->parse_at.at.end || r->sdk->inside);
    if (parser || !r || !r->sdk->layer || n->present == 0) return;
    rule_value values[] = {{"name", c->facts->name}};
    const doc_node *first = n->members.at[0].node;
    config_report(c, "config/not-read", first->key_at, (sdk_text){0}, values, 1);
}

/* What counts of a document whose global part was refused. */
static doc_node *rules_of(const config_context *c, const config_run *run)
{
    return doc_find_member(run->document, str_of(c->facts->registration->sdk->layer->rules));
}

/* Keys mean nothing to a plugin that takes its configuration for something else. */
static void other_form(config_context *c, const config_run *run)
{
    const doc_node *n = run->document;
    if (n->kind != DOC_OBJECT && n->kind != DOC_ARRAY) return;
    bool lines = run->result.form == EVAL_TEXT_LINES;
    rule_value values[] = {{"form", lines ? words_str("lines of text") : words_str("the text format of protobuf")}};
    range at = n->present ? n->members.at[0].node->key_at : config_place(c, n);
    config_report(c, "config/no-json", at, (sdk_text){0}, values, 1);
}

/* On ways that were not tried the rest may be read. */
static void walk_accepted(config_context *c, const config_run *run)
{
    if (run->result.verdict == EVAL_ACCEPT && run->result.exhausted && run->document->kind == DOC_OBJECT)
        walk(c, run->dropped ? rules_of(c, run) : run->document);
}

void config_unread_run(config_context *c)
{
    for (size_t i = 0; i < c->runs->n; i++) {
        const config_run *run = &c->runs->at[i];
        c->scope = run->part->scope;
        c->run = run;
        c->guards = 0;
        if (!run->ran) without_parser(c, run);
        else if (run->result.form != EVAL_TEXT_JSON) other_form(c, run);
        else walk_accepted(c, run); /* after a rejection the rest was not read */
    }
    c->is_mended = true;
    for (size_t i = 0; i < c->mended.n; i++) {
        c->run = &c->mended.at[i];
        c->scope = c->run->part->scope;
        c->guards = 0;
        walk_accepted(c, c->run);
    }
}
