/* Walks of functions, remembered: by function, context and state, within a run and from one run to the next.
 *
 * A walk depends on its context, on its function, on what it looks at in others (flow_func.face), and on what the walks of those
 * that it calls leave. After an edit those are forgotten that have lost one of the first; the others are taken over when the run
 * comes to their function in their context and state: what was noted during the walk is noted again, in the same order, and the
 * functions that were called are taken over in turn, unless the run has been there before. Where one of these has to be walked
 * anew, and leaves the same as before, its callers stay as they are: an edit is followed no further than it makes a difference.
 * So a run after an edit records what a run from the start would.
 *
 * Recursions are the exception: where a call is cut depends on what is running. A walk with a cut in it is never taken over, nor
 * is one that depends on a function which is running, or was walked with a cut in this very run. */
#include "flow/engine.h"

#include "ir/func.h"

/* --- sets of functions --- */

static void grow(arena *a, flow_bits *bits, uint32_t words)
{
    if (words <= bits->n) return;
    uint64_t *at = ARENA_NEW_N(a, uint64_t, words);
    if (bits->n) memcpy(at, bits->words, bits->n * sizeof *at);
    *bits = (flow_bits){at, words};
}

void flow_bits_add(arena *a, flow_bits *bits, uint32_t number)
{
    grow(a, bits, number / 64 + 1 > bits->n ? number / 32 + 1 : 0);
    bits->words[number / 64] |= (uint64_t)1 << number % 64;
}

static bool has_bit(const flow_bits *bits, uint32_t number)
{
    return number / 64 < bits->n && bits->words[number / 64] >> number % 64 & 1;
}

static void add_bits(arena *a, flow_bits *bits, const flow_bits *more)
{
    grow(a, bits, more->n);
    for (uint32_t i = 0; i < more->n; i++) bits->words[i] |= more->words[i];
}

static bool have_common(const flow_bits *a, const flow_bits *b)
{
    for (uint32_t i = 0; i < a->n && i < b->n; i++)
        if (a->words[i] & b->words[i]) return true;
    return false;
}

/* --- finding --- */

static flow_memo **slot_of(flow_engine *e, const ir_func *f, const flow_context *k, const flow_state *s)
{
    uint64_t h = (uintptr_t)f * 31 + (uintptr_t)k;
    h = h * 1099511628211u + s->env;
    h = h * 1099511628211u + s->callbacks;
    h = h * 1099511628211u + s->flags * 4u + s->dispatch;
    h = h * 1099511628211u + (uintptr_t)s->dispatched;
    return &e->memos[(h ^ h >> 29) % (sizeof e->memos / sizeof *e->memos)];
}

/* Whether a walk from here would do the same as the remembered one. */
static bool is_good(flow_engine *e, const flow_memo *m, const flow_frame *frame)
{
    if (m->recursive || e->out->truncated || frame->depth + m->height > FLOW_DEPTH_MOST) return false;
    if (have_common(&m->depends, &e->recursive)) return false;
    for (const flow_frame *k = frame; k->via == FLOW_CALL || k->via == FLOW_VALUE_CALL; k = k->caller)
        if (has_bit(&m->depends, flow_func_of(e, k->caller->func)->number)) return false;
    return true;
}

static flow_frame frame_of(const flow_event *event, const flow_frame *caller)
{
    return (flow_frame){event->callee->func, caller->context,    caller,       event->call,
                        event->via,          event->conditional, event->guess, caller->depth + 1};
}

static void note_entry(flow_engine *e, const flow_memo *m)
{
    e->steps += m->steps;
    e->entry->answers = e->entry->answers || m->answers;
    e->entry->edits_request = e->entry->edits_request || m->edits_request;
    for (int d = 0; d < 2; d++) e->entry->resumes[d] = e->entry->resumes[d] || m->resumes[d];
    if (m->incomplete) flow_incomplete(e);
}

static void take_over(flow_engine *e, flow_memo *m, const flow_frame *frame);

static void call_again(flow_engine *e, const flow_event *event, const flow_frame *frame)
{
    flow_memo *callee = event->callee;
    while (callee->newer) callee = callee->newer;
    if (callee->run == e->run) return;
    flow_frame inner = frame_of(event, frame);
    take_over(e, callee, &inner);
}

/* Notes everything again that was noted in the walk, as if it were walked now. */
static void take_over(flow_engine *e, flow_memo *m, const flow_frame *frame)
{
    m->run = e->run;
    const flow_frame *kept = flow_note_run(e, frame);
    for (size_t i = 0; i < m->events.n; i++) {
        if (m->events.at[i].what == FLOW_CALLED) call_again(e, &m->events.at[i], kept);
        else flow_host_again(e, kept, &m->events.at[i]);
    }
    note_entry(e, m);
}

/* Whether a caller goes on from both walks, which are of the same function from the same state, in the same way. Which places in
 * the function have answered or resumed it does not see. */
static bool leave_the_same(const flow_memo *a, const flow_memo *b)
{
    bool same = a->exits.n == b->exits.n;
    for (size_t i = 0; i < a->exits.n && same && a != b; i++) {
        if (a->exits.at[i].value != b->exits.at[i].value) return false;
        flow_state x = a->exits.at[i].state, y = b->exits.at[i].state;
        const ir_node **of_x[] = {&x.answered, &x.resumed[0], &x.resumed[1]};
        const ir_node **of_y[] = {&y.answered, &y.resumed[0], &y.resumed[1]};
        const ir_node *before[] = {a->state.answered, a->state.resumed[0], a->state.resumed[1]};
        for (size_t k = 0; k < sizeof before / sizeof *before; k++)
            if (*of_x[k] != before[k] && *of_y[k] != before[k]) *of_y[k] = *of_x[k];
        same = flow_state_same(&x, &y);
    }
    return same;
}

static void depend_on(arena *a, flow_memo *m, const flow_memo *callee)
{
    add_bits(a, &m->depends, &callee->depends);
    if (m->height < callee->height + 1) m->height = callee->height + 1;
    m->on_fields = m->on_fields || callee->on_fields;
}

/* The walk itself would be the same now, but what it calls may do something else: its calls are made again, in their order. As
 * long as each leaves what it left before, the next one is made, too. Else the walk has to be made again, which notes once more
 * what was noted here until then. */
static bool renew(flow_engine *e, flow_memo *m, const flow_frame *frame)
{
    flow_memo now = {.on_fields = m->own_fields};
    flow_bits_add(e->passing, &now.depends, m->number);
    add_bits(e->passing, &now.depends, &m->direct);
    const flow_frame *kept = flow_note_run(e, frame);
    for (size_t i = 0; i < m->events.n; i++) {
        flow_event *event = &m->events.at[i];
        if (event->what != FLOW_CALLED) {
            flow_host_again(e, kept, event);
            continue;
        }
        flow_frame inner = frame_of(event, kept);
        flow_memo *callee = flow_run_remembered(e, &inner, flow_func_of(e, inner.func), &event->callee->state);
        if (!callee || callee->recursive || !leave_the_same(event->callee, callee)) return false;
        event->callee = callee;
        depend_on(e->passing, &now, callee);
    }
    for (uint32_t i = 0; i < m->depends.n; i++) m->depends.words[i] = i < now.depends.n ? now.depends.words[i] : 0;
    add_bits(e->a, &m->depends, &now.depends); /* more of them, seldom */
    m->height = now.height;
    m->on_fields = now.on_fields;
    m->stale = false;
    if (!is_good(e, m, frame)) return false;
    m->run = e->run;
    note_entry(e, m);
    return true;
}

flow_memo *flow_memo_find(flow_engine *e, const flow_frame *frame, const flow_state *s)
{
    flow_memo *earlier = NULL;
    for (flow_memo *m = *slot_of(e, frame->func, frame->context, s); m; m = m->next) {
        if (m->func != frame->func || m->context != frame->context || !flow_state_same(&m->state, s)) continue;
        if (m->run == e->run) return m;
        earlier = m;
    }
    if (!earlier || !is_good(e, earlier, frame)) return NULL;
    if (earlier->stale) return renew(e, earlier, frame) ? earlier : NULL;
    take_over(e, earlier, frame);
    return earlier;
}

/* --- noting --- */

flow_memo *flow_memo_begin(flow_engine *e, const flow_frame *frame, const flow_state *s)
{
    flow_memo *m = ARENA_NEW(e->a, flow_memo);
    *m = (flow_memo){.func = frame->func, .context = frame->context, .state = *s, .run = e->run};
    m->number = flow_func_of(e, frame->func)->number;
    flow_bits_add(e->a, &m->depends, m->number);
    e->walking = m;
    e->out->walked++;
    return m;
}

/* An earlier walk that was not good here gives way, unless this one can't be used again. */
static void replace(flow_memo **slot, flow_memo *m)
{
    for (flow_memo **at = slot; *at && !m->recursive; at = &(*at)->next) {
        flow_memo *old = *at;
        if (old->func != m->func || old->context != m->context || !flow_state_same(&old->state, &m->state)) continue;
        old->newer = m;
        *at = old->next;
        break;
    }
    m->next = *slot;
    *slot = m;
}

void flow_memo_end(flow_engine *e, flow_memo *m, flow_memo *caller, const flow_exits *exits)
{
    m->exits = *exits;
    m->exits.at = ARENA_NEW_N(e->a, flow_exit, exits->n);
    if (exits->n) memcpy(m->exits.at, exits->at, exits->n * sizeof *exits->at);
    if (m->recursive) flow_bits_add(e->passing, &e->recursive, m->number);
    replace(slot_of(e, m->func, m->context, &m->state), m);
    e->walking = caller;
}

void flow_memo_call(flow_engine *e, flow_memo *callee, const flow_frame *frame)
{
    flow_memo *m = e->walking;
    if (!m || callee->caller == m) return;
    callee->caller = m;
    depend_on(e->a, m, callee);
    m->recursive = m->recursive || callee->recursive;
    flow_event event = {.what = FLOW_CALLED,
                        .call = frame->call,
                        .callee = callee,
                        .via = frame->via,
                        .conditional = frame->conditional,
                        .guess = frame->guess};
    array_push(e->a, &m->events, event);
}

void flow_memo_depend(flow_engine *e, ir_func *f)
{
    if (!e->walking || !f->has_body) return;
    uint32_t number = flow_func_of(e, f)->number;
    flow_bits_add(e->a, &e->walking->direct, number);
    flow_bits_add(e->a, &e->walking->depends, number);
}

void flow_memo_cut(flow_engine *e)
{
    if (e->walking) e->walking->recursive = true;
}

static bool is_same_event(const flow_event *a, const flow_event *b)
{
    return a->function == b->function && a->edits_headers == b->edits_headers && a->drops_length == b->drops_length &&
           a->edits_body == b->edits_body && a->edits_nothing == b->edits_nothing && a->keeps_length == b->keeps_length &&
           a->rooted == b->rooted && a->effective == b->effective && a->first == b->first;
}

void flow_memo_note(flow_engine *e, const flow_event *event)
{
    flow_memo *m = e->walking;
    struct { uintptr_t what; const ir_node *call, *first; } key = {event->what, event->call, event->first};
    map_entry *known = map_find(&m->last_events, str_make((const char *)&key, sizeof key));
    uint32_t last = known ? (uint32_t)(uintptr_t)known->value : 0;
    for (uint32_t i = last; i; i = m->events.at[i - 1].before) {
        if (is_same_event(&m->events.at[i - 1], event)) return;
        if (event->what == FLOW_USED) break; /* the last word counts */
    }
    array_push(e->a, &m->events, *event);
    array_last(&m->events).before = last;
    void *number = (void *)(uintptr_t)m->events.n;
    if (known) known->value = number;
    else map_put(e->a, &m->last_events, arena_str(e->a, str_make((const char *)&key, sizeof key)), number);
}

/* --- after edits --- */

void flow_memo_forget(flow_engine *e, const flow_bits *changed, const flow_bits *faced, bool fields)
{
    for (size_t i = 0; i < sizeof e->memos / sizeof *e->memos; i++)
        for (flow_memo **at = &e->memos[i]; *at;) {
            flow_memo *m = *at;
            bool edited = has_bit(changed, m->number) || (fields && m->own_fields) || have_common(&m->direct, faced);
            if (edited || m->recursive) {
                *at = m->next;
                continue;
            }
            bool deeper = have_common(&m->depends, changed) || have_common(&m->depends, faced);
            m->stale = m->stale || deeper || (fields && m->on_fields);
            at = &m->next;
        }
}
