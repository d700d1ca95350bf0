/* Which line of its log is the reason for which a program refuses its configuration.
 *
 * A complaint counts unless the program went on all the same: it was made in a statement that was left in the usual way, or in a
 * call that answered yes. Where all did, a refusal was turned into something else on its way up: then the first one inside of
 * the last call that answered no counts. A line that quotes the whole configuration, or that the called method itself writes,
 * says least. */
#include "ir/eval_internal.h"

static bool counts(const log_line *l) { return !l->passed && !l->general; }

control eval_log_passed(eval *e, size_t from, control w)
{
    for (size_t i = from; w == CONTROL_NEXT && i < e->way.host.log.n; i++) e->way.host.log.at[i].passed = true;
    return w;
}

void eval_log_answered(eval *e, size_t from, const value *answer)
{
    if (answer->kind != VALUE_BOOL) return;
    if (answer->b) eval_log_passed(e, from, CONTROL_NEXT);
    for (size_t i = from; !answer->b && i < e->way.host.log.n; i++) {
        if (!counts(&e->way.host.log.at[i])) continue;
        e->way.host.refused = (uint32_t)i + 1;
        return;
    }
}

const log_line *eval_log_reason(const eval *e)
{
    for (size_t i = 0; i < e->way.host.log.n; i++)
        if (counts(&e->way.host.log.at[i])) return &e->way.host.log.at[i];
    if (e->way.host.refused) return &e->way.host.log.at[e->way.host.refused - 1];
    return e->way.host.log.n ? &e->way.host.log.at[0] : NULL;
}
