/* SDK calls: which function it is, and what it does to the state. The knowledge is data: schema/functions/, phases.json. */
#include "flow/engine.h"
#include "ir/func.h"
#include "ir/value.h"

/* --- which one --- */

static bool has_function_argument(flow_walk *w, const ir_node *call, const flow_value *arguments, uint32_t count)
{
    for (uint32_t i = 1; i < call->count; i++) {
        const ir_node *n = call->kids[i];
        if (!n) continue;
        if (n->op == IR_CLOSURE || n->op == IR_FUNC || (n->type && type_under_kind(n->type) == TYPE_FUNC)) return true;
        if (i - 1 < count && arguments && flow_get(w->e, arguments[i - 1])->kind == FLOW_FUNCTION) return true;
    }
    return false;
}

static bool is_interface(const ir_type *t)
{
    return t && type_under_kind(t) == TYPE_INTERFACE && !(t->kind == TYPE_NAMED && t->opaque);
}

static const sdk_function *method_of(flow_walk *w, const ir_node *call, const ir_node *callee, const flow_value *arguments,
                                     uint32_t count)
{
    const ir_type *t = callee->kids[0] ? callee->kids[0]->type : NULL;
    while (t && t->kind == TYPE_POINTER) t = t->elem;
    ir_func *own = body_named_func(callee);
    if (ir_func_is_own(own)) return NULL;
    bool known = t && t->kind != TYPE_UNKNOWN, named = t && t->kind == TYPE_NAMED;
    const char *package = named ? sdk_package(t->package) : NULL;
    const ir_package *home = named ? ir_package_find(w->e->p, t->package) : NULL;
    if (named && !package && !(home && home->own)) return NULL;
    const sdk_function *f = sdk_find_method(ir_language(w->e->p), package ? t->name : (str){0}, callee->name);
    if (!f) return NULL;
    uint32_t path[IR_EMBED_DEPTH], depth, parameters = call->count - 1;
    if (known && !package && type_find_field(t, callee->name, path, &depth)) return NULL;
    if (is_interface(t) && flow_method_candidates(w->e, callee->name, parameters, type_under(t)).n) return NULL;
    if (!known && flow_method_candidates(w->e, callee->name, parameters, NULL).n == 1) return NULL;
    /* Client methods have everyday names; the function argument tells them from others. */
    bool client = f->callback != SDK_CALLBACK_NONE && !w->e->references;
    return !client || package || has_function_argument(w, call, arguments, count) ? f : NULL;
}

const sdk_function *flow_extern_function(const flow_engine *e, str package, str name)
{
    const char *own = sdk_package(package);
    const sdk_function *f = sdk_find(own, name);
    return f || !own || !e->references ? f : sdk_find_method(ir_language(e->p), (str){0}, name);
}

/* As it stands there, or as a helper gets it; -1: not a constant. */
static int64_t first_argument(flow_walk *w, const ir_node *call, const flow_value *arguments, uint32_t count)
{
    const ir_node *n = call->count > 1 ? body_strip(call->kids[1]) : NULL;
    if (n && n->op == IR_CONST && n->constant.kind == IR_INTEGER) return n->constant.integer;
    const flow_content *c = arguments && count ? flow_get(w->e, arguments[0]) : NULL;
    return c && flow_is_constant(c, IR_INTEGER) ? c->constant.integer : -1;
}

static str path_with(flow_walk *w, str path, str part)
{
    return arena_printf(w->e->passing, "%.*s%s%.*s", STR_ARG(path), path.n ? "." : "", STR_ARG(part));
}

/* {"request", "path"} written out, or as a helper gets it: "request.path"; empty: anything else. */
static str first_path(flow_walk *w, const ir_node *call, const flow_value *arguments, uint32_t count)
{
    const flow_content *given = arguments && count ? flow_get(w->e, arguments[0]) : NULL;
    const ir_node *list = call->count > 1 ? body_strip(call->kids[1]) : NULL;
    str path = {0};
    for (uint32_t i = 0; list && list->op == IR_COMPOSITE && i < list->count; i++) {
        const ir_node *part = body_strip(list->kids[i]);
        if (!part || part->op != IR_CONST || part->constant.kind != IR_STRING) return (str){0};
        path = path_with(w, path, part->constant.text);
    }
    bool handed = !path.n && given && given->kind == FLOW_LIST;
    for (uint32_t i = 0; handed && i < given->part_count; i++)
        path = path_with(w, path, flow_get(w->e, given->parts[i])->constant.text);
    return path;
}

const sdk_function *flow_sdk_function(flow_walk *w, const ir_node *call, const flow_value *arguments, uint32_t count)
{
    const ir_node *callee = body_strip(call->kids[0]);
    str package, name;
    if (!body_is_extern(callee, &package, &name)) { /* var dispatch = proxywasm.DispatchHttpCall */
        const ir_node *only = flow_only_value(w, callee);
        bool alias = only && body_is_extern(only, &package, &name);
        const sdk_function *f = alias ? sdk_find(sdk_package(package), name) : NULL;
        if (f) return f;
    } else {
        const sdk_function *f = sdk_row(flow_extern_function(w->e, package, name), first_argument(w, call, arguments, count));
        return f && f->by_path ? sdk_row_of_path(f, first_path(w, call, arguments, count)) : f;
    }
    return flow_is_member(callee) ? method_of(w, call, callee, arguments, count) : NULL;
}

/* --- what is recorded --- */

static bool is_data(const sdk_function *f, const char *data) { return f->data && strcmp(f->data, data) == 0; }

static flow_use *note_use(flow_engine *e, const flow_frame *frame, const ir_node *call, const sdk_function *f)
{
    /* by its first argument one call may be of several functions */
    struct {
        const ir_node *call;
        const flow_context *context;
        const sdk_function *function;
    } key = {call, frame->context, f};
    flow_use *u = map_get(&e->use_index, (str){(const char *)&key, sizeof key});
    if (u) {
        if (frame->depth < u->frame->depth) u->frame = frame;
        return u;
    }
    u = ARENA_NEW(e->passing, flow_use);
    bool conditional = flow_is_conditional(flow_func_of(e, frame->func), call);
    *u = (flow_use){.function = f, .call = (ir_node *)(uintptr_t)call, .frame = frame, .conditional = conditional};
    if (f->switches_context && !flow_is_rooted(frame->context)) frame->context->switched = true;
    array_push(e->passing, &e->out->uses, u);
    char *kept = arena_alloc(e->passing, sizeof key);
    memcpy(kept, &key, sizeof key);
    map_put(e->passing, &e->use_index, (str){kept, sizeof key}, u);
    return u;
}

static void note_repeat(flow_engine *e, flow_repeats *list, const flow_use *u, const ir_node *first, const flow_state *s)
{
    struct { const flow_repeats *list; const flow_use *use; const ir_node *first; } key = {list, u, first};
    str bytes = str_make((const char *)&key, sizeof key);
    if (map_find(&e->repeat_index, bytes)) return;
    map_put(e->passing, &e->repeat_index, arena_str(e->passing, bytes), NULL);
    array_push(e->passing, list, (flow_repeat){u, first, *s});
}

void flow_host_again(flow_engine *e, const flow_frame *frame, const flow_event *event)
{
    flow_use *u = note_use(e, frame, event->call, event->function);
    if (event->what == FLOW_REPEATED) note_repeat(e, &e->out->repeats, u, event->first, &event->state);
    if (event->what == FLOW_LATE) note_repeat(e, &e->out->late, u, event->first, &event->state);
    if (event->what == FLOW_UNTESTED) u->untested = true;
    u->rooted = u->rooted || event->rooted;
    u->effective = u->effective || event->effective;
    if (event->edits_headers) u->drops_length = event->drops_length;
    if (event->edits_body) u->edits_nothing = event->edits_nothing;
    if (event->keeps_length) u->length_kept = true;
}

/* Does it work in some situation of the context? */
static bool may_work(const sdk_function *f, const flow_context *k)
{
    if (f->row < 0 || !k->columns) return true;
    for (int c = 0; c < SDK_COLUMN_COUNT; c++)
        if (k->columns >> c & 1 && sdk_status(f, (sdk_column)c)->verdict <= SDK_UNKNOWN) return true;
    return false;
}

/* --- effects --- */

typedef struct host_call {
    flow_walk *w;
    const ir_node *call;
    const sdk_function *f;
    const flow_value *arguments;
    uint32_t count;
    flow_pairs *out;
} host_call;

static const flow_content *argument(const host_call *h, uint32_t i)
{
    return flow_get(h->w->e, i < h->count ? h->arguments[i] : 0);
}

static bool same_header(str a, const char *b)
{
    size_t n = strlen(b);
    if (a.n != n) return false;
    for (size_t i = 0; i < n; i++) {
        char c = a.p[i] >= 'A' && a.p[i] <= 'Z' ? (char)(a.p[i] + 32) : a.p[i];
        if (c != b[i]) return false;
    }
    return true;
}

/* An edit that may drop or correct the content-length header. */
static bool edits_length(const host_call *h)
{
    if (h->f->change == SDK_CHANGE_SET_ALL) return true;
    const flow_content *header = argument(h, h->f->name_at);
    return h->f->change != SDK_CHANGE_ADD &&
           (!flow_is_constant(header, IR_STRING) || same_header(header->constant.text, "content-length"));
}

static flow_direction direction_of(const sdk_function *f)
{
    if (!f->data) return FLOW_NEITHER;
    return strncmp(f->data, "request", 7) == 0    ? FLOW_REQUEST
           : strncmp(f->data, "response", 8) == 0 ? FLOW_RESPONSE
                                                  : FLOW_NEITHER;
}

static bool is_empty(const flow_content *c)
{
    return flow_is_constant(c, IR_NIL) || (flow_is_constant(c, IR_STRING) && !c->constant.text.n);
}

/* bytes.Repeat(..., n): a body made to measure, unless the measure is always the same. */
static bool is_made_to_measure(const host_call *h, const flow_state *s)
{
    const ir_node *given = h->call->count > 1 ? body_strip(h->call->kids[1]) : NULL;
    str package, name;
    if (!given || given->op != IR_CALL || given->count != 3 || !body_is_extern(given->kids[0], &package, &name)) return false;
    if (!(library_effects(package, name) & LIBRARY_REPEATS)) return false;
    flow_pairs lengths = {0};
    flow_eval(h->w, given->kids[2], s, &lengths);
    return lengths.n != 1 || flow_get(h->w->e, lengths.at[0].value)->kind != FLOW_CONST;
}

static void note_body_edit(const host_call *h, flow_event *event, const flow_state *s)
{
    static const uint32_t gone[] = {FLOW_REQUEST_LENGTH_GONE, FLOW_RESPONSE_LENGTH_GONE};
    event->edits_body = true;
    event->edits_nothing =
        is_made_to_measure(h, s) || (is_empty(argument(h, h->f->body_at)) && h->f->change != SDK_CHANGE_SET);
    flow_direction direction = direction_of(h->f);
    if (direction == FLOW_NEITHER) return; /* no content-length tells how long it is */
    if (!(s->flags & gone[direction]) && may_work(h->f, h->w->frame->context)) event->keeps_length = true;
}

static void repeat(const host_call *h, const flow_use *u, const flow_state *s)
{
    if (!s->answered || s->answered == h->call) return;
    note_repeat(h->w->e, &h->w->e->out->repeats, u, s->answered, s);
    flow_memo_note(h->w->e,
                   &(flow_event){.what = FLOW_REPEATED, .call = h->call, .function = h->f, .first = s->answered, .state = *s});
}

/* After a resume the host sends the request's headers on, and nothing can change them any more. */
static void note_late(const host_call *h, const flow_use *u, const flow_state *s)
{
    const ir_node *resumed = s->resumed[FLOW_REQUEST];
    if (!resumed || !is_data(h->f, "request_headers") || h->w->frame->context->moment != FLOW_CALLBACK) return;
    note_repeat(h->w->e, &h->w->e->out->late, u, resumed, s);
    flow_memo_note(h->w->e, &(flow_event){.what = FLOW_LATE, .call = h->call, .function = h->f, .first = resumed, .state = *s});
}

static flow_value error_pair(const host_call *h, flow_value first, flow_value second)
{
    flow_value parts[2] = {first, second};
    return flow_make_tuple(h->w->e, parts, 2);
}

/* A callback; one that was kept in a field, too. */
static flow_value callback_given(const host_call *h, uint32_t i)
{
    const ir_node *n = i + 1 < h->call->count ? body_strip(h->call->kids[i + 1]) : NULL;
    if (argument(h, i)->kind != FLOW_UNKNOWN_KIND || !n || !flow_is_member(n)) return i < h->count ? h->arguments[i] : 0;
    ir_func *kept = flow_field_function(h->w->e, n->name);
    return kept ? flow_make(h->w->e, (flow_content){.kind = FLOW_FUNCTION, .func = kept}) : 0;
}

static void dispatch(const host_call *h, const flow_use *u, flow_state s)
{
    flow_engine *e = h->w->e;
    const flow_content *callback = NULL;
    bool nil = false;
    uint32_t listed = s.callbacks;
    for (uint32_t i = 0; i < h->count; i++) {
        flow_value given = callback_given(h, i);
        const flow_content *c = flow_get(e, given);
        if (c->kind == FLOW_FUNCTION) {
            callback = c;
            listed = flow_list_add(e, listed, (flow_awaited){given, h->call, h->f->callback});
            c = flow_get(e, given);
        }
        if (i + 1 == h->count || h->f->callback == SDK_CALLBACK_HTTP) nil = flow_is_constant(c, IR_NIL);
    }
    if (h->f->callback == SDK_CALLBACK_HTTP || h->f->callback == SDK_CALLBACK_REDIS) {
        if (!callback && nil) { /* fire and forget */
            flow_pairs_add(e, h->out, &s, 0);
            return;
        }
        repeat(h, u, &s);
        if (!callback) s.flags |= FLOW_UNKNOWN_EFFECT; /* nobody can know what runs then */
        if (s.dispatch == FLOW_SENT || s.dispatch == FLOW_PENDING) s.flags |= FLOW_EARLIER_SENT;
        s.flags &= ~(uint32_t)FLOW_MAYBE;
        s.dispatch = FLOW_PENDING;
        s.dispatched = h->call;
        s.dropped = NULL;
    } else if (h->f->callback == SDK_CALLBACK_ROUTE || h->f->callback == SDK_CALLBACK_OTHER) {
        s.flags |= FLOW_UNKNOWN_EFFECT; /* the SDK resumes; who knows */
    }
    s.callbacks = listed;
    flow_value error = flow_make_kind(e, FLOW_DISPATCHED, FLOW_NEITHER, h->call);
    bool plain = h->f->callback == SDK_CALLBACK_TICK || h->f->callback == SDK_CALLBACK_ROUTE;
    flow_pairs_add(e, h->out, &s, plain ? 0 : h->f->pair ? error_pair(h, 0, error) : error);
}

static flow_value value_read(const host_call *h)
{
    flow_engine *e = h->w->e;
    const flow_content *name = argument(h, h->f->name_at);
    bool header = h->f->data && str_ends(str_of(h->f->data), STR("_headers")) && flow_is_constant(name, IR_STRING);
    if (h->f->edits || !header) return 0;
    if (same_header(name->constant.text, "content-length") || same_header(name->constant.text, "transfer-encoding")) {
        flow_value length = flow_make_kind(e, FLOW_BODY_LENGTH, direction_of(h->f), NULL);
        return e->references ? length : error_pair(h, length, length);
    }
    return 0;
}

/* What conditions have shown of the values in the stream's context. */
static void forget_context(const host_call *h, flow_state *s)
{
    uint32_t key;
    const ir_node *callee = body_strip(h->call->kids[0]);
    if (flow_is_member(callee) && flow_key_of(h->w, callee->kids[0], &key))
        s->env = flow_env_forget_fields(h->w->e, s->env, key);
}

/* Carries out the SDK call in the state; `event` gets what is to be noted of the use. */
static void act(const host_call *h, flow_event *event, const flow_use *u, flow_state s)
{
    flow_engine *e = h->w->e;
    flow_direction d = direction_of(h->f);
    flow_value result = 0;
    note_late(h, u, &s);
    if (is_data(h->f, "answer")) {
        repeat(h, u, &s);
        if (!s.answered) s.answered = h->call;
        e->entry->answers = e->walking->answers = true;
    } else if (is_data(h->f, "request_resume") || is_data(h->f, "response_resume")) {
        if (!s.resumed[d]) s.resumed[d] = h->call;
        e->entry->resumes[d] = e->walking->resumes[d] = true;
    } else if (h->f->edits && d != FLOW_NEITHER && str_ends(str_of(h->f->data), STR("_body"))) {
        note_body_edit(h, event, &s);
    } else if (h->f->edits && d != FLOW_NEITHER && str_ends(str_of(h->f->data), STR("_headers"))) {
        if (d == FLOW_REQUEST) e->entry->edits_request = e->walking->edits_request = true;
        event->edits_headers = true;
        event->drops_length = edits_length(h) && may_work(h->f, h->w->frame->context);
        if (event->drops_length) s.flags |= d == FLOW_REQUEST ? FLOW_REQUEST_LENGTH_GONE : FLOW_RESPONSE_LENGTH_GONE;
    } else {
        result = value_read(h);
    }
    if (h->f->switches_context) s.flags |= flow_is_rooted(h->w->frame->context) ? FLOW_EFFECTIVE : FLOW_UNKNOWN_EFFECT;
    if (h->f->effect == SDK_CONTEXT_SET) forget_context(h, &s);
    if (h->f->effect == SDK_CONTEXT_OF) result = flow_make_kind(e, FLOW_STREAM, FLOW_NEITHER, h->call);
    if (h->f->effect == SDK_HAS_BODY) result = flow_make_kind(e, FLOW_HAS_BODY, d, NULL);
    if (h->f->effect == SDK_SKIP_BODY) s.flags |= d == FLOW_REQUEST ? FLOW_REQUEST_BODY_SKIPPED : FLOW_RESPONSE_BODY_SKIPPED;
    flow_pairs_add(e, h->out, &s, result);
}

void flow_host_untested(flow_walk *w, const ir_node *source)
{
    const sdk_function *f = flow_sdk_function(w, source, NULL, 0);
    if (!f) return;
    flow_event event = {.what = FLOW_UNTESTED, .call = source, .function = f};
    flow_host_again(w->e, w->frame, &event);
    flow_memo_note(w->e, &event);
}

void flow_host_call(flow_walk *w, const ir_node *call, const sdk_function *f, const flow_value *arguments, uint32_t count,
                    const flow_state *s, flow_pairs *out)
{
    host_call h = {w, call, f, arguments, count, out};
    flow_event event = {.what = FLOW_USED, .call = call, .function = f};
    event.effective = s->flags & FLOW_EFFECTIVE;
    event.rooted = !event.effective && !(s->flags & FLOW_UNKNOWN_EFFECT);
    flow_use *u = note_use(w->e, w->frame, call, f);
    if (f->callback == SDK_CALLBACK_NONE) act(&h, &event, u, *s);
    else dispatch(&h, u, *s);
    flow_host_again(w->e, w->frame, &event);
    flow_memo_note(w->e, &event);
}
