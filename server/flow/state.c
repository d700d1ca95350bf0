/* Sets of states. They stay small: equal states are one, and past FLOW_STATES_MOST what is known of variables is forgotten until
 * enough of them are equal. Where that is not enough, not all paths are followed. */
#include "base/limits.h"
#include "flow/engine.h"

bool flow_state_same(const flow_state *a, const flow_state *b)
{
    return a->env == b->env && a->callbacks == b->callbacks && a->dispatch == b->dispatch && a->guard[0] == b->guard[0] &&
           a->guard[1] == b->guard[1] && a->flags == b->flags && a->dispatched == b->dispatched && a->answered == b->answered &&
           a->resumed[0] == b->resumed[0] && a->resumed[1] == b->resumed[1] && a->dropped == b->dropped;
}

void flow_incomplete(flow_engine *e)
{
    e->entry->context->incomplete = true;
    if (!e->out->stopped) e->out->stopped = e->entry->context;
    if (e->walking) e->walking->incomplete = true;
}

void flow_truncate(flow_engine *e, const flow_context *where)
{
    if (!e->out->truncated) e->out->stopped = where;
    e->out->truncated = true;
}

bool flow_goes_on(flow_engine *e, size_t steps)
{
    e->steps += steps;
    if (e->walking) e->walking->steps += steps;
    bool over = e->steps > FLOW_STEPS_MOST || e->a->total + e->passing->total + e->scratch->total > LIMIT_FLOW_BYTES;
    if (over) flow_truncate(e, e->entry->context);
    return !over;
}

/* On overflow correlations are forgotten: first what variables hold, limits before all else, then what booleans say, which makes
 * the path doubtful. Returns whether that made room. */
static bool reduce_set(flow_engine *e, flow_set *set, flow_reduction how)
{
    flow_set kept = {0};
    bool more = false; /* than was forgotten the last time */
    for (size_t i = 0; i < set->n; i++) more = more || flow_env_reduce(e, set->at[i].env, how) != set->at[i].env;
    if (!more) return set->n < FLOW_STATES_MOST;
    for (size_t i = 0; i < set->n; i++) {
        flow_state s = set->at[i];
        uint32_t env = flow_env_reduce(e, s.env, how);
        if (how == FLOW_REDUCE_BOOLEANS && env != s.env) s.flags |= FLOW_BLURRED;
        s.env = env;
        bool known = false;
        for (size_t k = 0; k < kept.n && !known; k++) known = flow_state_same(&kept.at[k], &s);
        if (!known) array_push(e->scratch, &kept, s);
    }
    *set = kept;
    return set->n < FLOW_STATES_MOST;
}

void flow_set_add(flow_engine *e, flow_set *set, const flow_state *s)
{
    for (size_t i = 0; i < set->n; i++)
        if (flow_state_same(&set->at[i], s)) return;
    for (flow_reduction how = FLOW_REDUCE_LIMITS; set->n >= FLOW_STATES_MOST; how++) {
        if (reduce_set(e, set, how)) break;
        if (how < FLOW_REDUCE_BOOLEANS) continue;
        flow_incomplete(e);
        return;
    }
    array_push(e->scratch, set, *s);
}

void flow_set_add_all(flow_engine *e, flow_set *set, const flow_set *more)
{
    for (size_t i = 0; i < more->n; i++) flow_set_add(e, set, &more->at[i]);
}

void flow_pairs_add(flow_engine *e, flow_pairs *out, const flow_state *s, flow_value v)
{
    for (size_t i = 0; i < out->n; i++)
        if (out->at[i].value == v && flow_state_same(&out->at[i].state, s)) return;
    if (out->n >= FLOW_STATES_MOST) {
        flow_incomplete(e);
        return;
    }
    array_push(e->scratch, out, (flow_pair){*s, v});
}

void flow_exits_add(flow_engine *e, flow_exits *out, const flow_state *s, flow_value v, const ir_node *at)
{
    flow_state left = *s;
    left.env = 0; /* its variables are gone: ways that differ in nothing else are one */
    for (size_t i = 0; i < out->n; i++)
        if (out->at[i].at == at && out->at[i].value == v && flow_state_same(&out->at[i].state, &left)) return;
    if (out->n >= FLOW_STATES_MOST * 2) {
        flow_incomplete(e);
        return;
    }
    array_push(e->scratch, out, (flow_exit){left, v, at});
}
