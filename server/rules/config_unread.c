/* config/unknown-key: keys that the plugin's code reads on no way. Most plugins take them silently. */
#include "rules/config.h"

static void report(config_context *c, const doc_node *n)
{
    str name = config_suggest(n->parent, n->key);
    rule_value values[] = {{"key", n->key}, {"name", name}};
    diagnostic *d = config_report(c, "config/unknown-key", n->key_at, (sdk_text){0}, values, 2);
    d->label = rule_format(&c->rules, rule_config_phrase("never_read"), NULL, 0);
    d->tag = TAG_UNNECESSARY;
    if (!name.n) return;
    str hint = rule_format(&c->rules, rule_config_phrase("did_you_mean"), values, 2);
    d->message = arena_printf(c->rules.arena, "%.*s%.*s", STR_ARG(d->message), STR_ARG(hint));
    fix *x = config_add_fix(c, d, rule_format(&c->rules, rule_config_phrase("rename"), values, 2), n->key_at, name);
    x->preferred = true;
}

static void walk(config_context *c, const doc_node *n)
{
    if (n->reads & DOC_READ_WHOLE) return;
    for (size_t i = 0; i < n->items.n; i++) walk(c, n->items.at[i]);
    for (size_t i = 0; i < n->present; i++) {
        const doc_node *member = n->members.at[i].node;
        bool inside_merge = member->key_at.end == member->key_at.start;
        if (config_is_read(member)) walk(c, member);
        else if (!inside_merge) report(c, member);
    }
}

/* A plugin without a parser ignores whatever it is given. */
static void without_parser(config_context *c, const config_run *run)
{
    const doc_node *n = run->document;
    bool parser = c->facts->registration && (c->facts->registration->parse || c->facts->registration->sdk == SDK_MCP);
    if (parser || !c->facts->registration || c->facts->registration->sdk == SDK_PLAIN || n->present == 0) return;
    rule_value values[] = {{"name", c->facts->name}};
    const doc_node *first = n->members.at[0].node;
    config_report(c, "config/not-read", first->key_at, (sdk_text){0}, values, 1);
}

void config_unread_run(config_context *c)
{
    for (size_t i = 0; i < c->runs->n; i++) {
        const config_run *run = &c->runs->at[i];
        if (!run->ran) without_parser(c, run);
        /* after a rejection the rest was not read; on ways not tried it may be */
        else if (run->result.verdict == EVAL_ACCEPT && run->result.exhausted && run->document->kind == DOC_OBJECT) walk(c, run->document);
    }
}
