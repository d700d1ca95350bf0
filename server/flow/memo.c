/* Walks of functions, remembered: by function, context and state, within a run and from one run to the next.
 *
 * A walk depends on the functions that are called in it, however deep, on its context, and on nothing else of the program but
 * what has the program's shape. After an edit those that depend on a changed function are forgotten. Another one is taken over
 * when the run comes to its function in its context and state: what was noted during the walk is noted again, in the same order,
 * and the functions that were called are taken over in turn, unless the run has been there before. So a run after an edit records
 * what a run from the start would.
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

static void take_over(flow_engine *e, flow_memo *m, const flow_frame *frame);

static void call_again(flow_engine *e, const flow_event *event, const flow_frame *frame)
{
    flow_memo *callee = event->callee;
    while (callee->newer) callee = callee->newer;
    if (callee->run == e->run) return;
    flow_frame inner = {callee->func, frame->context,     frame,        event->call,
                        event->via,   event->conditional, event->guess, frame->depth + 1};
    take_over(e, callee, &inner);
}

/* Notes everything again that was noted in the walk, as if it were walked now. */
static void take_over(flow_engine *e, flow_memo *m, const flow_frame *frame)
{
    m->run = e->run;
    e->steps += m->steps;
    const flow_frame *kept = flow_note_run(e, frame);
    for (size_t i = 0; i < m->events.n; i++) {
        if (m->events.at[i].what == FLOW_CALLED) call_again(e, &m->events.at[i], kept);
        else flow_host_again(e, kept, &m->events.at[i]);
    }
    e->entry->answers = e->entry->answers || m->answers;
    e->entry->edits_request = e->entry->edits_request || m->edits_request;
    for (int d = 0; d < 2; d++) e->entry->resumes[d] = e->entry->resumes[d] || m->resumes[d];
    if (m->incomplete) flow_incomplete(e);
}

const flow_memo *flow_memo_find(flow_engine *e, const flow_frame *frame, const flow_state *s)
{
    flow_memo *earlier = NULL;
    for (flow_memo *m = *slot_of(e, frame->func, frame->context, s); m; m = m->next) {
        if (m->func != frame->func || m->context != frame->context || !flow_state_same(&m->state, s)) continue;
        if (m->run == e->run) return m;
        earlier = m;
    }
    if (!earlier || !is_good(e, earlier, frame)) return NULL;
    take_over(e, earlier, frame);
    return earlier;
}

/* --- noting --- */

flow_memo *flow_memo_begin(flow_engine *e, const flow_frame *frame, const flow_state *s)
{
    flow_memo *m = ARENA_NEW(e->a, flow_memo);
    *m = (flow_memo){.func = frame->func, .context = frame->context, .state = *s, .run = e->run};
    flow_bits_add(e->a, &m->depends, flow_func_of(e, frame->func)->number);
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
    if (m->recursive) flow_bits_add(e->passing, &e->recursive, flow_func_of(e, m->func)->number);
    replace(slot_of(e, m->func, m->context, &m->state), m);
    e->walking = caller;
}

void flow_memo_call(flow_engine *e, const flow_memo *callee, const flow_frame *frame)
{
    flow_memo *m = e->walking, *other = (flow_memo *)(uintptr_t)callee;
    if (!m || other->caller == m) return;
    other->caller = m;
    add_bits(e->a, &m->depends, &callee->depends);
    if (m->height < callee->height + 1) m->height = callee->height + 1;
    m->recursive = m->recursive || callee->recursive;
    m->on_fields = m->on_fields || callee->on_fields;
    flow_event event = {.what = FLOW_CALLED,
                        .call = frame->call,
                        .callee = other,
                        .via = frame->via,
                        .conditional = frame->conditional,
                        .guess = frame->guess};
    array_push(e->a, &m->events, event);
}

void flow_memo_depend(flow_engine *e, ir_func *f)
{
    if (e->walking && f->has_body) flow_bits_add(e->a, &e->walking->depends, flow_func_of(e, f)->number);
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

void flow_memo_forget(flow_engine *e, const flow_bits *changed, bool fields)
{
    for (size_t i = 0; i < sizeof e->memos / sizeof *e->memos; i++)
        for (flow_memo **at = &e->memos[i]; *at;) {
            flow_memo *m = *at;
            bool gone = m->recursive || (fields && m->on_fields) || have_common(&m->depends, changed);
            if (gone) *at = m->next;
            else at = &m->next;
        }
}
