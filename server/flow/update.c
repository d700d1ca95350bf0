/* Runs of the engine: from the start, or after edits of a program whose last run is known, by walking again only what they may
 * have changed. */
#include "flow/engine.h"

#include "base/bug.h"
#include "ir/program.h"

#include <stdlib.h>

/* Owner of all memory: the engine lies in `kept`. */
typedef struct flow_owner {
    flow out; /* first: a flow is the start of its owner */
    arena kept, passing, scratch;
} flow_owner;

static flow_owner *owner_of(flow *f) { return (flow_owner *)f; }

flow *flow_new(void)
{
    flow_owner *o = calloc(1, sizeof *o);
    if (!o) bug_out_of_memory();
    return &o->out;
}

void flow_free(flow *f)
{
    if (!f) return;
    arena_free(&owner_of(f)->kept);
    arena_free(&owner_of(f)->passing);
    arena_free(&owner_of(f)->scratch);
    free(f);
}

size_t flow_bytes(const flow *f)
{
    const flow_owner *o = (const flow_owner *)f;
    return o->kept.total + o->passing.total + o->scratch.total;
}

void flow_rest(flow *f)
{
    arena_reset(&owner_of(f)->passing);
    memset(&f->uses, 0, sizeof f->uses);
    memset(&f->repeats, 0, sizeof f->repeats);
    memset(&f->late, 0, sizeof f->late);
    memset(&f->entries, 0, sizeof f->entries);
    memset(&f->ran, 0, sizeof f->ran);
    memset(&f->escaped, 0, sizeof f->escaped);
}

/* --- what was known --- */

static void remember_handlers(flow_engine *e, const registration_list *registrations)
{
    e->handlers.n = 0;
    for (size_t i = 0; i < registrations->n; i++)
        for (size_t k = 0; k < registrations->at[i].handlers.n; k++) {
            const registered_handler *h = &registrations->at[i].handlers.at[k];
            array_push(e->a, &e->handlers,
                       (flow_known_handler){i, registrations->at[i].sdk, h->phase, h->streaming, h->option, h->func});
        }
}

static bool has_handlers(const flow_engine *e, const registration_list *registrations)
{
    size_t n = 0;
    for (size_t i = 0; i < registrations->n; i++)
        for (size_t k = 0; k < registrations->at[i].handlers.n; k++, n++) {
            const registered_handler *h = &registrations->at[i].handlers.at[k];
            if (n == e->handlers.n) return false;
            const flow_known_handler *known = &e->handlers.at[n];
            bool same = known->registration == i && known->sdk == registrations->at[i].sdk && known->phase == h->phase &&
                        known->streaming == h->streaming && known->func == h->func && str_eq(known->option, h->option);
            if (!same) return false;
        }
    return n == e->handlers.n;
}

/* Registrations are made anew for each run. */
static void renew_contexts(flow_engine *e, const registration_list *registrations)
{
    for (size_t i = 0; i < e->contexts.n; i++) {
        flow_kept_context *k = &e->contexts.at[i];
        k->context->registration = &registrations->at[k->registration];
        k->context->handler = &registrations->at[k->registration].handlers.at[k->handler];
    }
}

/* A function as it was before an edit. */
typedef struct flow_edited {
    ir_func *func;
    uint32_t number;
    uint64_t face;
    bool relevant, relevance_known;
} flow_edited;

static void take_edits(flow_engine *e)
{
    ARRAY(flow_edited) list = {0};
    flow_bits changed = {0}, faced = {0};
    bool fields = false;
    if (e->edits_seen == e->p->edited.n) return;
    if (e->outline != e->p->outline) fields = flow_outline_changed(e);
    for (; e->edits_seen < e->p->edited.n; e->edits_seen++) {
        ir_func *f = e->p->edited.at[e->edits_seen].func;
        if (!f) continue;
        const flow_func *known = map_get(&e->funcs, (str){(const char *)&f, sizeof f});
        if (known && flow_func_is_same(e, known)) continue;
        if (known)
            array_push(e->passing, &list, (flow_edited){f, known->number, known->face, known->relevant, known->relevance_known});
        flow_func_forget(e, f);
        fields = flow_fields_changed(e, f) || fields;
    }
    flow_relevance_renew(e, &faced);
    for (size_t i = 0; i < list.n; i++) {
        const flow_edited *was = &list.at[i];
        flow_bits_add(e->passing, &changed, was->number);
        bool same = flow_func_of(e, was->func)->face == was->face;
        if (same && was->relevance_known) same = flow_is_relevant(e, was->func) == was->relevant;
        if (!same) flow_bits_add(e->passing, &faced, was->number);
    }
    flow_memo_forget(e, &changed, &faced, fields);
}

/* --- running --- */

enum { LEFT_BEHIND_MOST = 32 << 20 };

static size_t left_behind(const flow_engine *e) { return e->a->total - e->first_size; }

bool flow_is_worn(const flow *f) { return f->engine && f->engine->ended && left_behind(f->engine) > LEFT_BEHIND_MOST / 2; }

static bool can_go_on(const flow *f, const ir_program *p, const registration_list *registrations, bool higress_abi)
{
    const flow_engine *e = f->engine;
    return e && e->p == p && e->shape == p->shape && e->refused == (p->refused != NULL) && e->ended && !f->truncated &&
           f->higress_abi == higress_abi && left_behind(e) < LEFT_BEHIND_MOST && has_handlers(e, registrations);
}

static void start_anew(flow_owner *o, ir_program *p)
{
    arena_reset(&o->kept);
    flow_engine *e = ARENA_NEW(&o->kept, flow_engine);
    o->out = (flow){.program = p, .engine = e, .facts = ARENA_NEW(&o->kept, body_cache)};
    *o->out.facts = (body_cache){.arena = &o->kept, .program = p};
    *e = (flow_engine){.out = &o->out, .a = &o->kept, .passing = &o->passing, .scratch = &o->scratch,
                       .p = p, .shape = p->shape, .outline = p->outline, .edits_seen = p->edited.n, .refused = p->refused !=
                       NULL, .references = p->semantics != NULL};
    flow_make(e, (flow_content){.kind = FLOW_UNKNOWN_KIND});
    flow_env_start(e);
    flow_list_add(e, 0, (flow_awaited){0});
}

static void begin_run(flow_engine *e)
{
    e->run++;
    e->ended = false;
    e->walking = NULL;
    e->steps = 0;
    e->out->walked = 0;
    e->out->stopped = NULL;
    e->use_index = e->repeat_index = (map){0};
    e->recursive = (flow_bits){0};
    for (size_t i = 0; i < e->funcs.n; i++) {
        flow_func *f = e->funcs.entries[i].value;
        if (f) memset(&f->callers, 0, sizeof f->callers);
    }
}

static void run(flow_engine *e, const registration_list *registrations, bool known)
{
    begin_run(e);
    if (known) {
        renew_contexts(e, registrations);
        take_edits(e);
    }
    remember_handlers(e, registrations);
    flow_run_entries(e);
    e->ended = true;
}

static void run_anew(flow_owner *o, ir_program *p, const registration_list *registrations, bool higress_abi)
{
    start_anew(o, p);
    o->out.registrations = registrations;
    o->out.higress_abi = higress_abi;
    run(o->out.engine, registrations, false);
    o->out.engine->first_size = o->kept.total;
}

void flow_update(flow *f, ir_program *p, const registration_list *registrations, bool higress_abi)
{
    flow_owner *o = owner_of(f);
    flow_rest(f);
    bool known = can_go_on(f, p, registrations, higress_abi);
    if (known) {
        f->registrations = registrations;
        run(f->engine, registrations, true);
        if (!f->truncated) return;
        flow_rest(f); /* what earlier runs left behind counts to the limits, too: a run from the start may reach none */
    }
    run_anew(o, p, registrations, higress_abi);
}
