/* Ways and verdicts: what to pass to the parse function, and what its end means. */
#include "ir/eval_internal.h"

#include "base/limits.h"
#include "ir/program.h"

/* --- arguments ------------------------------------------------------------------------------------------------------------- */

static ir_type *param_type(const value *callee, uint32_t i)
{
    const ir_func *func = callee->kind == VALUE_FUNC ? callee->closure->func : NULL;
    uint32_t skip = func && func->receiver && func->param_count ? 1 : 0;
    return func && i + skip < func->param_count ? func->params[i + skip].type : NULL;
}

static value config_pointer(eval *e, const eval_entry *entry, const value *callee, uint32_t i)
{
    ir_type *t = entry->config_type, *declared = param_type(callee, i);
    if (!t && declared) t = declared->kind == TYPE_POINTER ? declared->elem : declared;
    cell *c = ARENA_NEW(e->arena, cell);
    c->type = t;
    c->v = value_zero(e->arena, t);
    return (value){.kind = VALUE_POINTER, .type = t ? type_new_pointer(e->arena, t) : NULL, .cell = c};
}

/* The SDK keeps a zero configuration where the global part is absent or was refused. Open mode knows nothing of it. */
static value zero_of_param(eval *e, const value *callee, uint32_t i)
{
    ir_type *t = param_type(callee, i);
    return e->explorer || e->any_global ? value_unknown(t) : value_zero(e->arena, t);
}

value eval_document_bytes(eval *e, doc_node *document)
{
    value v = value_string(doc_json(e->arena, document));
    v.type = type_new_slice(e->arena, type_basic(TYPE_UINT8));
    if (document->kind == DOC_SYMBOLIC || eval_look(e, document)->kind == DOC_SYMBOLIC) v = value_unknown(v.type);
    v.non_nil = document->kind != DOC_MISSING;
    v.node = document->kind == DOC_MISSING ? NULL : document;
    return v;
}

static void init_package(eval *e, const ir_package *p)
{
    for (size_t k = 0; k < p->inits.n && !e->way.raised; k++) {
        value init = eval_func_value(e, p->inits.at[k], NULL, NULL);
        eval_invoke(e, &init, NULL, 0, false, NULL);
    }
}

/* Imported packages before those that import them; the main package, first in the list, comes last. */
static void init_packages(eval *e)
{
    for (size_t i = 1; i < e->program->packages.n; i++) init_package(e, e->program->packages.at[i]);
    if (e->program->packages.n) init_package(e, e->program->packages.at[0]);
}

/* What the program keeps after parsing may be read as a whole later, by code that is not looked at here. */
static void mark_kept(const value *v, int depth)
{
    if (depth == 0) return;
    if (v->node && v->kind == VALUE_STRING && (v->node->kind == DOC_OBJECT || v->node->kind == DOC_ARRAY))
        v->node->reads |= DOC_READ_WHOLE;
    switch (v->kind) {
    case VALUE_DOC: v->doc->reads |= DOC_READ_WHOLE; break;
    case VALUE_POINTER: mark_kept(&v->cell->v, depth - 1); break;
    case VALUE_STRUCT:
    case VALUE_ARRAY:
        for (uint32_t i = 0; i < v->object->count; i++) mark_kept(&v->object->cells[i].v, depth - 1);
        break;
    case VALUE_SLICE:
        for (uint32_t i = 0; i < v->slice.length; i++) mark_kept(&value_element(v, i)->v, depth - 1);
        break;
    case VALUE_MAP:
        for (uint32_t i = 0; i < v->map->count; i++) mark_kept(&v->map->pairs[i].value.v, depth - 1);
        break;
    case VALUE_FUNC:
        for (uint32_t i = 0; v->closure->func && v->closure->captured && i < v->closure->func->capture_count; i++)
            mark_kept(&v->closure->captured[i]->v, depth - 1);
        break;
    default: break;
    }
}

static void mark_kept_globals(eval *e)
{
    enum { KEPT_DEPTH = 6 };
    for (size_t i = 0; i < e->program->packages.n; i++) {
        ir_package *p = e->program->packages.at[i];
        for (size_t k = 0; k < p->members.n; k++) {
            const ir_member *m = p->members.entries[k].value;
            if (m->kind == IR_MEMBER_GLOBAL && m->global->run == e->way.run) mark_kept(&((cell *)m->global->cell)->v, KEPT_DEPTH);
        }
    }
}

/* The plugin's context: a map for what the plugin keeps in it, and whether refused rules leave others alone. */
static value eval_context(eval *e)
{
    if (e->way.context.kind != VALUE_NATIVE) {
        value kept = value_map_new(e->arena, type_new_map(e->arena, type_basic(TYPE_STRING), type_any()));
        e->way.context = value_native(e->arena, NULL, STR("plugin context"), &kept);
        e->way.context.native->parts[1] = value_bool(false);
    }
    return e->way.context;
}

static bool is_isolated(const eval *e)
{
    if (e->way.context.kind != VALUE_NATIVE) return false;
    const value *isolated = &e->way.context.native->parts[1];
    return isolated->kind == VALUE_BOOL && isolated->b;
}

/* --- one way --------------------------------------------------------------------------------------------------------------- */

static value run_parser(eval *e, const eval_entry *entry, doc_node *document, const value *global, value *config)
{
    frame f = {.func = entry->scope};
    if (entry->scope) {
        ir_func_body(e->program, entry->scope);
        f.slots = ARENA_NEW_N(e->arena, cell *, (size_t)entry->scope->slot_count);
    }
    e->way.frame = &f;
    value callee = eval_expr(e, &f, entry->callee);
    value args[6];
    *config = value_unknown(NULL);
    for (uint32_t i = 0; i < entry->arg_count; i++) {
        switch (entry->args[i]) {
        case EVAL_ARG_DOCUMENT: args[i] = value_doc(entry->document_type, document); break;
        case EVAL_ARG_BYTES: args[i] = eval_document_bytes(e, document); break;
        case EVAL_ARG_CONFIG: args[i] = *config = config_pointer(e, entry, &callee, i); break;
        case EVAL_ARG_GLOBAL: args[i] = global ? *global : zero_of_param(e, &callee, i); break;
        case EVAL_ARG_CONTEXT: args[i] = eval_context(e); break;
        case EVAL_ARG_OTHER: args[i] = (value){.kind = VALUE_UNKNOWN, .non_nil = true}; break;
        }
    }
    value result = e->way.raised ? callee : eval_invoke(e, &callee, args, entry->arg_count, false, entry->callee);
    e->way.frame = NULL;
    if (result.kind == VALUE_TUPLE && result.object->count) result = result.object->cells[result.object->count - 1].v;
    return result;
}

/* The SDK parses the global part first; a rule's parser then gets that configuration, and its own is a copy of it. */
static value run_entry(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, value *config)
{
    value global, unused;
    bool parsed = false;
    if (entry->host) return eval_start(e, entry, document, config);
    if (entry->prepare) {
        value result = run_parser(e, entry->prepare, document, NULL, &unused);
        *config = value_unknown(NULL);
        if (e->way.raised || result.kind != VALUE_NIL) return result;
    }
    e->way.guards_global = e->any_global;
    if (entry->global && global_document) {
        value first_config;
        e->way.quiet++;
        value result = run_parser(e, entry->global, global_document, NULL, &first_config);
        e->way.quiet--;
        parsed = !e->way.raised && result.kind == VALUE_NIL && first_config.kind == VALUE_POINTER;
        e->way.raised = false; /* reported where the global part stands */
        if (parsed) global = first_config.cell->v;
    }
    return run_parser(e, entry, document, parsed ? &global : NULL, config);
}

static str text_of_error(const value *v, bool *known)
{
    const value *text = v->kind == VALUE_ERROR ? &v->error->text : v;
    *known = text->kind == VALUE_STRING;
    return *known ? text->s : STR("");
}

/* A program that the host starts only answers no; it writes the reason to its log. */
static void complained(eval *e, eval_failure *failure)
{
    const log_line *reason = eval_log_reason(e);
    if (e->program->semantics) {
        failure->at = reason ? reason->at : failure->at;
        failure->fault = reason ? reason->about : e->way.host.looked;
        failure->message_known = reason && reason->text.kind == VALUE_STRING;
        if (failure->message_known) failure->message = reason->text.s;
        return;
    }
    failure->at = e->way.host.said_at;
    failure->fault = e->way.host.said_about;
    failure->message_known = e->way.host.said.kind == VALUE_STRING;
    if (failure->message_known) failure->message = e->way.host.said.s;
}

static way_end rejected(eval *e, const value *error, eval_failure *failure)
{
    *failure = (eval_failure){.panicked = e->way.raised, .at = e->way.raised ? e->way.panic_at : (ir_span){.file = IR_NO_FILE}};
    if (e->way.raised) {
        failure->undefined = e->way.undefined;
        failure->message = text_of_error(&e->way.panic, &failure->message_known);
        failure->fault = e->way.panic_about;
        return WAY_REJECTED;
    }
    if (e->way.host.configuration) {
        complained(e, failure);
        return WAY_REJECTED;
    }
    if (error->kind == VALUE_ERROR) {
        failure->at = error->error->at;
        failure->message = text_of_error(error, &failure->message_known);
        failure->fault = error->error->about;
        return WAY_REJECTED;
    }
    /* an error of the program's own type: its Error method says what it is */
    value method = eval_bind_method(e, error, NULL, STR("Error"), NULL);
    if (method.kind != VALUE_FUNC) return WAY_REJECTED;
    value text = eval_invoke(e, &method, NULL, 0, false, NULL);
    e->way.raised = false;
    failure->message_known = text.kind == VALUE_STRING;
    if (failure->message_known) failure->message = text.s;
    return WAY_REJECTED;
}

void eval_begin(eval *e, arena *work, doc_node *document)
{
    e->arena = work;
    e->document = document;
    e->document_memory = document->home;
    e->memory_before = work->total;
    e->document_before = document->home->total;
}

void eval_end(eval *e)
{
    array_free(&e->choices);
    array_free(&e->opaque);
    eval_forget_assumptions(e);
}

static void take_no_more(void *e) { eval_stop_at_limit(e, EVAL_TOO_MUCH_MEMORY); }

/* Limits the memory of the evaluated code; with `on` false it takes the limit away. */
static void limit_memory(eval *e, bool on)
{
    e->memory[0] = (arena_limit){e->memory_before + LIMIT_EVAL_BYTES, take_no_more, e};
    e->memory[1] = (arena_limit){e->document_before + LIMIT_EVAL_NODE_BYTES, take_no_more, e};
    if (e->document_memory != e->arena) arena_set_limit(e->document_memory, on ? &e->memory[1] : NULL);
    arena_set_limit(e->arena, on ? &e->memory[0] : NULL);
}

static way_end run_way(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, eval_failure *failure)
{
    eval_forget_assumptions(e);
    e->way = (struct way){.run = ++e->program->runs, .steps_most = LIMIT_EVAL_STEPS};
    if (entry->host) e->way.host.configuration = document;
    int stopped = setjmp(e->stop);
    if (stopped) return stopped == EVAL_AGAIN ? WAY_AGAIN : WAY_UNDECIDED;
    limit_memory(e, true);
    value config = value_unknown(NULL);
    init_packages(e);
    value result = e->way.raised ? value_unknown(NULL) : run_entry(e, entry, document, global_document, &config);
    if (entry->host) eval_text_end(e, entry->callee);
    if (e->way.raised) return rejected(e, NULL, failure);
    if (entry->host) {
        if (!eval_decide(e, &result, entry->callee)) return rejected(e, &result, failure);
        if (!e->way.host.asked) document->reads |= DOC_READ_WHOLE; /* another handler may read it, as far as is known */
    } else if (result.kind == VALUE_UNKNOWN && !result.non_nil) {
        /* an error value about which nothing is known: both happen */
        value nil = value_nil(NULL);
        value is_nil = eval_binary(e, entry->callee, IR_EQUAL, &result, &nil);
        if (!eval_decide(e, &is_nil, entry->callee)) return rejected(e, &result, failure);
    } else if (result.kind != VALUE_NIL) {
        return rejected(e, &result, failure);
    }
    if (config.kind == VALUE_POINTER) mark_kept(&config, 8);
    mark_kept_globals(e);
    if (e->keeps) infer_keep_result(e, &config);
    return WAY_ACCEPTED;
}

/* A call into a library that can't be followed starts the way again. */
way_end eval_way(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, eval_failure *failure)
{
    way_end end;
    work_item outer = work_now(WORK_FUNCTION);
    do {
        end = run_way(e, entry, document, global_document, failure);
        work_leave(WORK_FUNCTION, outer); /* a way may end by a jump */
    } while (end == WAY_AGAIN);
    limit_memory(e, false);
    return end;
}

/* --- all ways -------------------------------------------------------------------------------------------------------------- */

/* Whether the failure is about a value that is taken as unknown, or about something in it. That such a value may be wrong was
 * known before the run. */
static bool is_about_masked(const doc_node *n, const doc_node *document)
{
    for (; n; n = n->parent)
        if (n->masked_as || (!n->parent && n != document && n->kind == DOC_SYMBOLIC)) return true;
    return false;
}

eval_result eval_all_ways(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document)
{
    eval_result r = {.verdict = EVAL_REJECT, .exhausted = true};
    bool first = true;
    e->opaque.n = 0;
    e->refused = NULL;
    for (;;) {
        eval_failure failure;
        way_end end = eval_way(e, entry, document, global_document, &failure);
        r.ways++;
        r.steps += e->way.steps;
        r.isolated = r.isolated || is_isolated(e);
        r.form = e->form;
        r.doubted = r.doubted || end == WAY_REJECTED;
        if (end == WAY_REJECTED && is_about_masked(failure.fault, document)) {
            /* no failure of its own */
        } else if (end == WAY_REJECTED && first) {
            r.failure = failure;
            first = false;
        } else if (end == WAY_REJECTED) {
            r.failure.varies |= !str_eq(failure.message, r.failure.message);
        }
        if (end == WAY_ACCEPTED && r.verdict == EVAL_REJECT) r.verdict = EVAL_ACCEPT;
        if (end == WAY_UNDECIDED) {
            r.verdict = EVAL_UNDECIDED;
            r.undecided_because = e->way.stopped_because;
            r.past_limit = e->way.past_limit;
            r.exhausted = false;
        }
        r.refused = e->refused;
        r.refused_name = e->refused_name;
        bool more = eval_next_way(e);
        if (!more && first && r.verdict == EVAL_REJECT) r.verdict = EVAL_UNDECIDED;
        if (!more) return r;
        if (r.ways >= LIMIT_EVAL_WAYS) {
            r.exhausted = false;
            if (r.verdict == EVAL_REJECT) {
                r.verdict = EVAL_UNDECIDED;
                r.undecided_because = STR("too many ways");
            }
            eval_note_stop(e, STR("too many ways"), NULL);
            return r;
        }
    }
}

/* A program may go through a map in any order: a document that one order rejects and another accepts is not known to be
 * rejected. */
static void try_other_order(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, eval_result *r)
{
    e->choices.n = 0;
    e->maps_backwards = true;
    eval_result other = eval_all_ways(e, entry, document, global_document);
    e->maps_backwards = false;
    r->failure.varies |= !str_eq(other.failure.message, r->failure.message);
    if (other.verdict == EVAL_REJECT) return;
    r->verdict = EVAL_UNDECIDED;
    r->undecided_because = STR("the order of a map decides");
}

static bool same_text(const char *a, const char *b) { return a == b || (a && b && str_eq(str_of(a), str_of(b))); }

static bool same_host(const eval_host *a, const eval_host *b)
{
    if (!a || !b) return a == b;
    return a->main == b->main && a->root == b->root && same_text(a->make, b->make) && same_text(a->before, b->before) &&
           same_text(a->start, b->start);
}

bool eval_entry_same(const eval_entry *a, const eval_entry *b)
{
    if (!a || !b) return a == b;
    for (uint32_t i = 0; i < a->arg_count; i++)
        if (i >= b->arg_count || a->args[i] != b->args[i]) return false;
    return a->arg_count == b->arg_count && a->callee == b->callee && a->scope == b->scope &&
           a->document_type == b->document_type && a->config_type == b->config_type && same_host(a->host, b->host) &&
           eval_entry_same(a->global, b->global) && eval_entry_same(a->prepare, b->prepare);
}

bool eval_decides_any_global(arena *a, ir_program *p, const eval_entry *entry, doc_node *document, eval_result *result)
{
    arena work = ARENA_INIT;
    eval_gaps gaps = {.arena = a};
    eval_services services = {.arena = a};
    eval e = {.program = p, .gaps = &gaps, .services = &services, .any_global = true};
    eval_begin(&e, &work, document);
    eval_result r = eval_all_ways(&e, entry, document, NULL);
    e.gaps = NULL; /* what follows asks how it would be */
    e.services = NULL;
    r.gaps = gaps;
    r.services = services;
    bool refuses = r.verdict == EVAL_REJECT && !e.order_counts;
    bool decides = (r.verdict == EVAL_ACCEPT || refuses) && r.ways == 1 && !gaps.list.n && !e.uses_global;
    if (decides && refuses) eval_find_fault(&e, entry, document, NULL, &r);
    r.failure.message = arena_str(a, r.failure.message);
    if (decides) *result = r;
    eval_end(&e);
    arena_free(&work);
    return decides;
}

eval_result eval_closed(arena *a, ir_program *p, const eval_entry *entry, doc_node *document, doc_node *global_document,
                        bool find_fault)
{
    arena work = ARENA_INIT;
    eval_gaps gaps = {.arena = a};
    eval_services services = {.arena = a};
    eval e = {.program = p, .gaps = &gaps, .services = &services};
    eval_begin(&e, &work, document);
    eval_result r = eval_all_ways(&e, entry, document, global_document);
    e.gaps = NULL; /* what follows asks how it would be */
    e.services = NULL;
    r.gaps = gaps;
    r.services = services;
    if (r.verdict == EVAL_REJECT && e.order_counts) try_other_order(&e, entry, document, global_document, &r);
    if (r.verdict == EVAL_REJECT && find_fault) eval_find_fault(&e, entry, document, global_document, &r);
    r.failure.message = arena_str(a, r.failure.message);
    eval_end(&e);
    arena_free(&work);
    return r;
}
