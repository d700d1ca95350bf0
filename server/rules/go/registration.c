/* project/setctx-in-main: a registration in main of a module that is built natively never runs.
 * project/no-parse-config: a configuration with something in it that nobody parses; the SDK panics when the plugin starts. */
#include "ir/language_row.h"
#include "ir/func.h"
#include "rules/flow_rule.h"
#include "rules/go/rules.h"

static bool is_main(const ir_func *f) { return f && !f->receiver && str_is(f->name, "main"); }

/* main becomes empty, and what it did an init function. */
static void add_init(rule_context *c, diagnostic *d, const registration *r)
{
    ir_func *f = r->inside;
    ir_node *body = is_main(f) ? ir_func_body(c->program, f) : NULL;
    if (!body || body->at.file == IR_NO_FILE) return;
    uint32_t at = body->at.at.start;
    flow_add_fix(c, d, sdk_text_str(rule_related("to_init")), (ir_span){body->at.file, {at, at}}, STR("{}\n\nfunc init() "),
                 true);
}

void setctx_main_run(rule_context *c)
{
    if (!c->build->reactor) return;
    /* TinyGo's module runs main when it starts, whatever go.mod asks for. */
    build_signs signs = language_build_signs(c->code, c->arena, c->tree, c->build);
    bool tinygo = signs.main_runs;
    if (tinygo && !signs.reactor) return;
    for (size_t i = 0; i < c->registrations->n; i++) {
        const registration *r = &c->registrations->at[i];
        bool only_main = r->in_main && !r->in_init && (!ir_refused(c->program) || is_main(r->inside));
        if (!r->sdk->current || !only_main || r->at.file >= ir_file_count(c->program)) continue;
        str name;
        ir_span at = flow_callee(c, r->at, &name);
        const rule *found = rule_find(STR("project/setctx-in-main"));
        diagnostic *d = rule_report(c, found, at, rule_format(c, found->message, &(rule_value){"function", name}, 1));
        if (tinygo) d->level = SEVERITY_WARNING;
        add_init(c, d, r);
    }
}

/* The handlers' configuration takes up memory. The SDK asks for its size (wasm-go pkg/wrapper, NewCommonVmCtxWithOptions). */
static bool has_fields(const registration *r)
{
    for (size_t i = 0; i < r->handlers.n; i++) {
        const ir_func *f = r->handlers.at[i].func;
        const ir_type *t = f && f->param_count > 1 ? type_under(f->params[1].type) : NULL;
        if (t && t->kind == TYPE_STRUCT && t->field_count) return true;
    }
    return false;
}

void no_parser_run(rule_context *c)
{
    for (size_t i = 0; i < c->registrations->n; i++) {
        const registration *r = &c->registrations->at[i];
        bool parses = r->parse || r->override || r->parse_at.at.end || r->override_at.at.end;
        if (!r->sdk->options || parses || !has_fields(r) || r->at.file >= ir_file_count(c->program)) continue;
        str name;
        ir_span at = flow_callee(c, r->at, &name);
        const rule *found = rule_find(STR("project/no-parse-config"));
        rule_report(c, found, at, rule_format(c, found->message, &(rule_value){"function", name}, 1));
    }
}
