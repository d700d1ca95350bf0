/* project/uncalled-handler: a method that looks like a handler, but is not the one that the SDK calls. */
#include "ir/language_row.h"
#include "ir/func.h"
#include "rules/cxx/rules.h"

void uncalled_handler_run(rule_context *c)
{
    const rule *r = rule_find(STR("project/uncalled-handler"));
    for (size_t i = 0; i < c->registrations->n; i++)
        for (size_t k = 0; k < c->registrations->at[i].dead.n; k++) {
            const dead_handler *d = &c->registrations->at[i].dead.at[k];
            rule_value values[] = {{"handler", d->name}, {"wants", d->wants}};
            if (d->at.file == IR_NO_FILE) continue;
            sdk_text text = d->is_export       ? rule_related("no_export")
                            : d->says_override ? rule_related("does_not_compile")
                                               : r->message;
            rule_report(c, r, d->at, rule_format(c, text, values, 2));
        }
}
