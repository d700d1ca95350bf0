/* phase/wrong-phase, phase/crash, phase/no-effect: SDK calls where the measured table says that they fail.
 *
 * A call is judged for each context that reaches it; a context may mean several columns of the table (headers held back or not,
 * stream paused or not), and the call is wrong only if it is wrong in all of them. Where the same call works in another context,
 * a condition on the way may be what keeps the contexts apart: then nothing is said. */
#include "ir/language_row.h"
#include "ir/func.h"
#include "rules/flow_rule.h"

typedef struct judged {
    const flow_use *use;
    const sdk_status_info *status; /* the mildest of the context's columns */
    sdk_column column;
} judged;

typedef ARRAY(judged) judged_list;

/* --- one use in one context --- */

/* No way out of the handler that resumed with this call pauses. An exit knows the first call only: where it knows none that leads
 * to this one, all that resumed count. */
static bool resumes_and_goes_on(const flow *g, const flow_use *u, flow_direction d)
{
    bool any = false, led = false, any_pauses = false, led_pauses = false;
    for (size_t i = 0; i < g->entries.n; i++) {
        const flow_entry *e = g->entries.at[i];
        for (size_t k = 0; e->context == u->frame->context && k < e->exits.n; k++) {
            const ir_node *resumed = e->exits.at[k].state.resumed[d];
            if (!resumed) continue;
            bool pauses = flow_action_of(g, &e->exits.at[k]) != 0, leads = flow_leads_to(resumed, u);
            any = true;
            any_pauses = any_pauses || pauses;
            led = led || leads;
            led_pauses = led_pauses || (leads && pauses);
        }
    }
    return led ? !led_pauses : any && !any_pauses;
}

typedef enum chunks { CHUNKS_UNKNOWN, CHUNKS_KEPT, CHUNKS_STREAMED } chunks;

/* Does the handler keep the body until it is whole, or does every chunk go on at once? */
static chunks chunks_of(const flow *g, const flow_context *k)
{
    const sdk_info *sdk = k->registration->sdk;
    if (k->handler->streaming) return CHUNKS_STREAMED;
    if (sdk->options) return CHUNKS_KEPT; /* by the wrapper */
    chunks found = CHUNKS_UNKNOWN;
    for (size_t i = 0; sdk->ends_at >= 0 && i < g->entries.n; i++) {
        const flow_entry *e = g->entries.at[i];
        for (size_t x = 0; e->context == k && x < e->exits.n; x++) {
            int action = flow_action_of(g, &e->exits.at[x]);
            if (action < 0) return CHUNKS_UNKNOWN;
            if (action > 0 && e->exits.at[x].state.flags & FLOW_BUFFERING) return CHUNKS_KEPT;
            found = action > 0 && found != CHUNKS_STREAMED ? CHUNKS_UNKNOWN : CHUNKS_STREAMED;
        }
    }
    return found;
}

/* The status of the column, as far as this context is one of it; NULL: nothing is known. */
static const sdk_status_info *status_in(const flow *g, const flow_use *u, sdk_column column)
{
    const sdk_status_info *status = sdk_status(u->function, column);
    const flow_context *k = u->frame->context;
    if (status->streamed && k->moment == FLOW_HANDLER) {
        chunks how = chunks_of(g, k);
        if (how == CHUNKS_UNKNOWN) return NULL;
        if (how == CHUNKS_STREAMED) status = sdk_status_streamed(status);
    }
    switch (status->verdict) {
    case SDK_WRONG_DIRECTION: return NULL; /* flow/wrong-resume looks at the paths */
    case SDK_CRASH_UNLESS_PAUSED: return resumes_and_goes_on(g, u, FLOW_RESPONSE) ? status : NULL;
    case SDK_NO_EFFECT_UNLESS_PAUSED: return resumes_and_goes_on(g, u, FLOW_REQUEST) ? status : NULL;
    default: return status;
    }
}

static bool is_wrong(sdk_verdict v) { return v != SDK_OK && v != SDK_UNKNOWN; }

/* The situations that the call may be in. A callback that begins in the root context is at first in that of a tick's. */
static uint32_t columns_of(const flow_use *u)
{
    const flow_context *k = u->frame->context;
    if (!flow_is_rooted(k)) return k->columns;
    return (u->rooted ? 1u << SDK_CB_TICK : 0) | (u->effective ? k->columns : 0);
}

/* Fills in the mildest status; false when some column is fine or not known. */
static bool judge(flow *g, const flow_use *u, judged *out)
{
    const flow_context *k = u->frame->context;
    if (!k->columns || flow_is_switched(k) || u->function->row < 0) return false;
    if (k->redis && u->function->data && strcmp(u->function->data, "call_response") == 0) return false;
    *out = (judged){.use = u};
    uint32_t columns = columns_of(u);
    if (!columns) return false;
    for (int c = 0; c < SDK_COLUMN_COUNT; c++) {
        if (!(columns >> c & 1)) continue;
        const sdk_status_info *status = status_in(g, u, (sdk_column)c);
        if (!status || !is_wrong(status->verdict)) return false;
        if (!out->status || status->verdict < out->status->verdict) {
            out->status = status;
            out->column = (sdk_column)c;
        }
    }
    return true;
}

/* --- all uses of one call --- */

typedef struct site {
    flow *g;
    judged_list wrong;
    ARRAY(const flow_use *) fine;
} site;

static bool is_context_of(const site *s, const flow_context *k)
{
    for (size_t i = 0; i < s->fine.n; i++)
        if (s->fine.at[i]->frame->context == k) return true;
    return false;
}

/* Is the function also run in a context in which the call works? */
static bool is_shared(const site *s, const ir_func *f)
{
    for (size_t i = 0; i < s->g->ran.n; i++)
        if (s->g->ran.at[i].func == f && is_context_of(s, s->g->ran.at[i].context)) return true;
    return false;
}

static bool has_escaped(const flow *g, const ir_func *f)
{
    for (size_t i = 0; i < g->escaped.n; i++)
        if (g->escaped.at[i] == f) return true;
    return false;
}

/* What the code does with the error of a call that has one. */
typedef enum error_use { ERROR_DROPPED, ERROR_TESTED, ERROR_OPTIONAL } error_use;

typedef struct error_search {
    int32_t slot;
    bool optional;
} error_search;

static bool find_success_test(void *self, ir_node *n)
{
    error_search *e = self;
    if (n->op == IR_BINARY && n->sub == IR_EQUAL && n->count == 2)
        for (int i = 0; i < 2; i++) {
            const ir_node *x = n->kids[i], *y = n->kids[1 - i];
            if (x->op == IR_LOCAL && x->slot == e->slot && y->op == IR_CONST && y->constant.kind == IR_NIL) e->optional = true;
        }
    return true;
}

/* `if v, err := Get(...); err == nil` expects that the call may fail: in a helper of several phases that is no mistake. */
static error_use error_use_of(flow *g, const flow_use *u)
{
    const body_facts *facts = body_facts_of(g->facts, u->frame->func);
    for (size_t i = 0; i < facts->stores.n; i++) {
        const body_store *f = &facts->stores.at[i];
        if (f->value != u->call || f->of < 2 || f->index + 1 != f->of) continue;
        error_search e = {f->slot, false};
        ir_walk(ir_func_body(g->program, u->frame->func), find_success_test, &e);
        return e.optional ? ERROR_OPTIONAL : ERROR_TESTED;
    }
    return ERROR_DROPPED;
}

/* A condition on the way that may tell the contexts apart. */
static bool may_be_guarded(const site *s, const judged *j)
{
    const flow_use *u = j->use;
    bool conditional = u->conditional;
    /* A helper that also runs where there is nothing to do. */
    sdk_verdict v = j->status->verdict;
    if (s->fine.n && (v == SDK_NO_EFFECT || v == SDK_NO_EFFECT_UNLESS_PAUSED)) return true;
    if (s->fine.n && !u->function->edits && error_use_of(s->g, u) == ERROR_OPTIONAL) return true;
    if (s->fine.n && conditional) return true;
    for (const flow_frame *f = u->frame; f->caller; f = f->caller) {
        if (s->fine.n && (f->guess || (f->conditional && is_shared(s, f->caller->func)))) return true;
        /* May run at times that are not in the graph. */
        if (conditional && (s->g->truncated || has_escaped(s->g, f->func))) return true;
        conditional = conditional || f->conditional;
    }
    return conditional && s->g->truncated;
}

/* Code that is refused may call a function at other times, too; but handlers, and callbacks written down in them, run when they
 * are registered for. */
static bool may_run_elsewhere(const flow *g, const flow_use *u)
{
    const ir_func *f = u->frame->func;
    while (f->outer) f = f->outer;
    return ir_refused(g->program) && f != u->frame->context->handler->func;
}

static int order_of(const judged *j)
{
    /* The most severe first, then the earliest, then the nearest. */
    return -(int)j->status->verdict * 100000 + (int)j->column * 1000 +
           (int)(j->use->frame->depth < 999 ? j->use->frame->depth : 999);
}

static const judged *worst(const site *s)
{
    const judged *found = NULL;
    for (size_t i = 0; i < s->wrong.n; i++) {
        const judged *j = &s->wrong.at[i];
        if (may_be_guarded(s, j) || may_run_elsewhere(s->g, j->use)) continue;
        if (!found || order_of(j) < order_of(found)) found = j;
    }
    return found;
}

/* --- texts --- */

/* Whether a rule that knows more has reported this call. */
static bool is_reported(rule_context *c, ir_span at)
{
    const rule_placed *known = rule_findings_at(c, ir_file_path(c->program, at.file), at.at.start);
    while (known && known->related) known = known->next;
    return known != NULL;
}

/* A resume that does nothing because nobody paused is reported where the handler goes on without waiting. */
static bool is_reported_at_dispatch(rule_context *c, const flow_use *u)
{
    const flow_frame *f = u->frame;
    if (!u->function->data || strcmp(u->function->data, "request_resume") != 0) return false;
    while (f->caller && f->via != FLOW_DISPATCH) f = f->caller;
    if (!f->caller) return false;
    ir_span call = flow_call_name(c, f->call);
    const rule_placed *known = rule_findings_at(c, ir_file_path(c->program, call.file), call.at.start);
    for (; known; known = known->next)
        if (known->related && str_is(c->out->at[known->number].code, "flow/call-without-pause")) return true;
    return false;
}

/* Which parameter of the function the node is, the receiver being number 0; -1: none. */
static int parameter_of(const ir_func *f, const ir_node *n)
{
    n = body_strip((ir_node *)n);
    for (uint32_t i = 0; n->op == IR_LOCAL && i < f->param_count; i++)
        if (f->params[i].slot == n->slot) return (int)i;
    return -1;
}

/* The helper whose caller says by an argument what the call is about. NULL: the call itself says it. */
static const flow_frame *telling_frame(const flow_use *u)
{
    const flow_frame *found = NULL, *f = u->frame;
    bool told = u->function->first >= 0 || u->function->paths;
    int at = told && u->call->count > 1 ? parameter_of(f->func, u->call->kids[1]) : -1;
    while (at >= 0 && f->caller && f->via == FLOW_CALL && (uint32_t)at + 1 < f->call->count) {
        found = f;
        at = parameter_of(f->caller->func, f->call->kids[at + 1]);
        f = f->caller;
    }
    return found;
}

/* The helper that also runs where it may, called by a function that does not. NULL: there is none. */
static const flow_frame *shared_frame(const site *s, const flow_use *u)
{
    const flow_frame *found = telling_frame(u), *f = u->frame;
    for (; s->fine.n && f->caller && (f->via == FLOW_CALL || f->via == FLOW_VALUE_CALL) && is_shared(s, f->func); f = f->caller)
        if (!found || f->depth < found->depth) found = f;
    return found;
}

static str callee_name(const ir_node *call)
{
    const ir_node *callee = body_strip(call->kids[0]);
    return callee->op == IR_FUNC ? callee->func->name : callee->name;
}

static void report(rule_context *c, const site *s, const judged *j)
{
    const flow_use *u = j->use;
    const sdk_function *f = u->function;
    const rule *r = rule_find(str_of(j->status->rule));
    const sdk_reason *reason = sdk_reason_of(f, j->column);
    const flow_frame *helper = shared_frame(s, u);
    ir_span at = helper ? flow_call_name(c, helper->call) : flow_use_name(c, u);
    if (!r || !reason || is_reported(c, at) || is_reported_at_dispatch(c, u)) return;
    str name = str_of(f->name);
    rule_value values[] = {
        {"function", name},
        {"where", flow_where(c, helper ? helper->caller : u->frame)},
        {"effect", sdk_text_str(f->edits || !j->status->reading.en ? j->status->effect : j->status->reading)},
        {"reason", rule_format(c, reason->why, NULL, 0)},
        {"advice", rule_format(c, f->edits ? reason->edit : reason->get, NULL, 0)},
        {"instead", str_of(f->instead)},
        {"helper", helper ? callee_name(helper->call) : name},
    };
    bool swallowed = f->swallows && f->instead && r->swallowed.en;
    sdk_text text = helper ? rule_related("shared_helper") : swallowed ? r->swallowed : r->message;
    str message = rule_format(c, text, values, sizeof values / sizeof *values);
    diagnostic *d = rule_report(c, r, at, message);
    /* A shared helper that tests the error may have another source for the value. */
    bool doubtful = s->fine.n && !f->edits && error_use_of(s->g, u) == ERROR_TESTED;
    if ((f->swallows || doubtful) && d->level < SEVERITY_WARNING) d->level = SEVERITY_WARNING;
    flow_add_path(c, d, u->frame);
    if (!helper && rule_language(c)->fix_phase) rule_language(c)->fix_phase(c, d, u);
}

void phase_call_run(rule_context *c)
{
    flow *g = flow_of(c);
    map sites = {0}; /* the call and what it calls -> site */
    for (size_t i = 0; i < g->uses.n; i++) {
        const flow_use *u = g->uses.at[i];
        struct {
            const ir_node *call;
            const sdk_function *function;
        } of = {u->call, u->function}; /* by its first argument */
        str key = arena_str(c->arena, str_make((const char *)&of, sizeof of));
        site *s = map_get(&sites, key);
        if (!s) {
            s = ARENA_NEW(c->arena, site);
            s->g = g;
            map_put(c->arena, &sites, key, s);
        }
        judged j;
        if (judge(g, u, &j)) array_push(c->arena, &s->wrong, j);
        else array_push(c->arena, &s->fine, u);
    }
    for (size_t i = 0; i < sites.n; i++) {
        const site *s = sites.entries[i].value;
        const judged *j = worst(s);
        if (j) report(c, s, j);
        /* Each wrong caller of a helper that others may call. */
        bool told = j && telling_frame(j->use);
        for (size_t k = 0; j && (s->fine.n || told) && k < s->wrong.n; k++)
            if (&s->wrong.at[k] != j && !may_be_guarded(s, &s->wrong.at[k])) report(c, s, &s->wrong.at[k]);
    }
}
