/* project/not-read: handlers with more paths than the flow engine follows. "No findings" would say more than was looked at. */
#include "rules/flow_rule.h"

void flow_limit_run(rule_context *c)
{
    const flow *f = flow_of(c);
    if (!f->stopped || f->stopped->handler->at.file == IR_NO_FILE) return;
    const registered_handler *handler = f->stopped->handler;
    rule_report(c, rule_find(STR("project/not-read")), handler->at,
                rule_format(c, rule_unread_phrase("paths"), &(rule_value){"name", flow_handler_name(handler)}, 1));
}
