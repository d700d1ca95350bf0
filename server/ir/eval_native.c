/* The evaluator as models of library functions see it (ir/native.h): arguments, results, panics, reads of the document. */
#include "ir/eval_internal.h"

#include "base/limits.h"
#include "ir/program.h"

value native_arg(const native_call *c, uint32_t i) { return i < c->count ? c->args[i] : value_unknown(NULL); }

static bool bytes_of_slice(arena *a, const value *v, str *text)
{
    char *p = arena_alloc(a, v->slice.length + 1u);
    for (uint32_t i = 0; i < v->slice.length; i++) {
        const value *b = &value_element(v, i)->v;
        if (b->kind != VALUE_INT) return false;
        p[i] = (char)b->i;
    }
    *text = (str){p, v->slice.length};
    return true;
}

bool native_text(const native_call *c, uint32_t i, str *text)
{
    value v = native_arg(c, i);
    if (v.kind == VALUE_STRING) {
        *text = v.s;
        return true;
    }
    if (v.kind == VALUE_SLICE) return bytes_of_slice(c->arena, &v, text);
    if (v.kind == VALUE_NIL && type_under_kind(v.type) == TYPE_SLICE) {
        *text = STR("");
        return true;
    }
    return false;
}

bool native_int(const native_call *c, uint32_t i, int64_t *n)
{
    value v = native_arg(c, i);
    if (v.kind != VALUE_INT) return false;
    *n = v.i;
    return true;
}

value native_panic(native_call *c, str message)
{
    eval_raise(c->e, value_string(arena_str(c->arena, message)), c->site->at);
    return value_unknown(NULL);
}

value native_undefined(native_call *c, const char *what)
{
    if (!c->e->way.raised) c->e->way.undefined = true;
    return native_panic(c, str_of(what));
}

value native_invoke(native_call *c, const value *func, const value *args, uint32_t count)
{
    return eval_invoke(c->e, func, args, count, false, c->site);
}

noreturn void native_stop(native_call *c, const char *why) { eval_stop(c->e, arena_cstr(c->e->document_memory, str_of(why))); }

value native_bound(native_call *c, ir_func *func, const native *model, const value *receiver)
{
    return eval_func_value(c->e, func, model, receiver);
}

bool native_stopped(const native_call *c) { return c->e->way.raised; }

void native_charge(native_call *c, uint64_t steps)
{
    eval_charge(c->e, steps);
}

void native_take_pattern(native_call *c, str pattern, size_t bytes)
{
    struct way *w = &c->e->way;
    if (map_find(&w->patterns, pattern)) return;
    map_put(c->arena, &w->patterns, pattern, NULL);
    w->pattern_bytes += bytes;
    if (w->pattern_bytes > LIMIT_PATTERN_BYTES) eval_stop_at_limit(c->e, EVAL_TOO_LARGE_PATTERNS);
}

static void mark(doc_node *n, uint32_t reads, uint32_t event, ir_span at)
{
    n->reads |= reads;
    if (!n->first_read) {
        n->first_read = event;
        n->read_at = at;
    }
    n->last_read = event;
}

static void log_read(eval *e, doc_node *n)
{
    ARRAY(uint32_t) inside = {0};
    for (size_t i = 0; i < e->way.active.n; i++) array_push(e->arena, &inside, e->way.active.at[i]);
    for (size_t i = 0; i < e->way.decisions.n; i++)
        if (e->way.decisions.at[i].dispatches) array_push(e->arena, &inside, (uint32_t)i);
    array_push(e->arena, &e->way.log, (read_event){n, inside.at, (uint32_t)inside.n});
}

void native_read(native_call *c, doc_node *n, uint32_t reads)
{
    if (c->e->way.quiet) return;
    mark(n, reads, ++c->e->reads, c->site->at);
    c->e->way.host.looked = n;
    if (c->e->explorer) log_read(c->e, n);
}

doc_node *native_look(const native_call *c, doc_node *n) { return eval_look(c->e, n); }
value native_operate(native_call *c, uint8_t op, const value *a, const value *b) { return eval_binary(c->e, c->site, op, a, b); }
doc_node *native_whole_document(const native_call *c) { return c->e->document; }
void native_takes_text_for(native_call *c, int form) { c->e->form = (eval_text_form)form; }
void native_note_unjudged(native_call *c, const doc_node *n, str why, bool incomplete)
{
    eval_note_unjudged(c->e, n, why, incomplete, c->site);
}
bool native_decide(native_call *c, const value *condition) { return eval_decide(c->e, condition, c->site); }

uint32_t native_choose(native_call *c, const value *v, const value *constants, uint32_t count)
{
    return eval_choose_constant(c->e, v, constants, count, c->site);
}

bool native_is_backwards(native_call *c, uint32_t count)
{
    c->e->order_counts |= count > 1;
    return c->e->maps_backwards;
}

value native_sequence(native_call *c, value list)
{
    return value_native(c->arena, NULL, STR("sequence"), &list);
}

value native_sequence_list(const value *sequence)
{
    bool is = sequence->kind == VALUE_NATIVE && str_is(sequence->native->tag, "sequence");
    return is ? sequence->native->parts[0] : value_unknown(NULL);
}

void native_havoc(native_call *c, const value *v) { eval_havoc(c->e, v, EVAL_HAVOC_DEPTH); }

bool native_configuration(native_call *c, value *bytes)
{
    doc_node *n = c->e->way.host.configuration;
    c->e->way.host.asked = true;
    bool json = n && (n->kind == DOC_OBJECT || n->kind == DOC_ARRAY || n->kind == DOC_SYMBOLIC ||
                      n->kind == DOC_MISSING);
    if (json) *bytes = eval_configuration_text(c->e, n);
    return json;
}

void native_hand_over(native_call *c, const value *context) { c->e->way.host.context = *context; }

bool native_is_starting(const native_call *c) { return c->e->way.host.configuration != NULL; }

/* Whether a complaint is about the configuration as a whole: it quotes all of it, or the method itself that the host calls has
 * made it. */
static bool is_general(eval *e, const frame *f, const value *text)
{
    if (f && f->func && str_is(f->func->name, e->way.host.starts)) return true;
    if (text->kind != VALUE_STRING || e->way.host.configuration->kind == DOC_SYMBOLIC) return false;
    return str_has(text->s, doc_json(e->arena, e->way.host.configuration));
}

/* A function with any number of arguments only writes what its caller says. */
static void add_line(eval *e, ir_span at, const value *text)
{
    const frame *f = e->way.frame;
    for (; f && f->func && f->func->variadic && f->site; f = f->caller) at = f->site->at;
    log_line line = {.text = *text, .at = at, .about = e->way.host.looked ? e->way.host.looked : e->way.condition};
    line.general = is_general(e, f, text);
    array_push(e->arena, &e->way.host.log, line);
}

void native_say(native_call *c, const value *text)
{
    eval *e = c->e;
    if (e->program->semantics) {
        add_line(e, c->site->at, text);
        return;
    }
    e->way.host.said = *text;
    e->way.host.said_at = c->site->at;
    e->way.host.said_about = e->way.condition;
    for (uint32_t i = 0; i < c->count; i++)
        if (c->args[i].kind == VALUE_ERROR && c->args[i].error->about) e->way.host.said_about = c->args[i].error->about;
}

void native_service(native_call *c, str cluster, bool redis, const value *name, const value *port)
{
    eval_services *s = c->e->services;
    if (!s || s->list.n >= LIMIT_EVAL_SERVICES) return;
    const doc_node *name_at = name && name->about ? doc_lift(name->about) : NULL;
    const doc_node *port_at = port && port->about ? doc_lift(port->about) : NULL;
    for (size_t i = 0; i < s->list.n; i++) {
        const eval_service *known = &s->list.at[i];
        if (known->redis == redis && str_eq(known->cluster, cluster) && known->name_at == name_at) return;
    }
    array_push(s->arena, &s->list, (eval_service){arena_str(s->arena, cluster), redis, name_at, port_at});
}
