/* project/handler-signature: a handler that takes more or fewer parameters than its option hands over. */
#include "rules/flow_rule.h"

static uint32_t parameters_of(const ir_func *f) { return f->param_count - (f->receiver ? 1 : 0); }

void signature_run(rule_context *c)
{
    for (size_t i = 0; i < c->registrations->n; i++) {
        const registration *r = &c->registrations->at[i];
        if (r->sdk != SDK_WRAPPER) continue; /* the old package had other shapes over the years */
        for (size_t k = 0; k < r->handlers.n; k++) {
            const registered_handler *h = &r->handlers.at[k];
            if (!h->func || ir_func_refused(c->program, h->func) || !h->parameters || h->func->variadic || h->at.file == IR_NO_FILE) continue;
            uint32_t has = parameters_of(h->func);
            if (has == h->parameters || h->func->type_param_count) continue;
            bool by = str_ends(h->option, STR("By"));
            str other = by ? str_slice(h->option, 0, h->option.n - 2) : arena_printf(c->arena, "%.*sBy", STR_ARG(h->option));
            rule_value values[] = {
                {"handler", flow_handler_name(h)},
                {"option", h->option},
                {"has", arena_printf(c->arena, "%u", has)},
                {"wants", arena_printf(c->arena, "%u", h->parameters)},
                {"other", other},
            };
            bool logs = has == h->parameters + (by ? -1u : 1u); /* the logger is the difference */
            const rule *found = rule_find(STR("project/handler-signature"));
            sdk_text text = logs ? rule_related(by ? "without_logger" : "with_logger") : rule_related("other_handler");
            str advice = rule_format(c, text, values, sizeof values / sizeof *values);
            rule_value all[] = {values[0], values[1], values[2], values[3], {"advice", advice}};
            rule_report(c, found, h->at, rule_format(c, found->message, all, sizeof all / sizeof *all));
        }
    }
}
