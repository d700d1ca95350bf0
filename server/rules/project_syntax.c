/* project/syntax: text that its language does not have. Editors have it from that language's own server. */
#include "ir/func.h"
#include "ir/language_row.h"
#include "rules/rule.h"

void syntax_run(rule_context *c)
{
    const rule *r = rule_find(STR("project/syntax"));
    for (size_t i = 0; i < c->build->problems.n; i++) {
        const build_problem *p = &c->build->problems.at[i];
        str message = rule_problem_text(c, p);
        rule_report_in(c, r, p->file, p->at, rule_format(c, r->message, &(rule_value){"message", message}, 1));
    }
    if (!ir_refused(c->program)) return;
    ir_refusals all = language_refused(c->code, c->program);
    for (size_t i = 0; i < all.n; i++) {
        const ir_refusal *why = &all.at[i];
        if (why->kind > IR_REFUSED_LAST_OF_SYNTAX || !ir_file_is_own(c->program, why->at.file)) continue;
        str message = rule_refusal_text(c, why);
        rule_report(c, r, why->at, rule_format(c, r->message, &(rule_value){"message", message}, 1));
    }
}
