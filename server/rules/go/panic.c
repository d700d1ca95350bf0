/* What may panic while a request is handled. The SDK's wrapper recovers panics of handlers, and the request goes on unchecked; in
 * callbacks, and on the plain SDK, nobody does: the VM is gone, with every request in it. While a plugin starts nobody does
 * either, and the gateway refuses it, which an error would have done with a reason: that is a hint.
 * flow/panic-in-callback, flow/panic-in-handler, flow/panic-at-start: a call of panic. flow/unchecked-index: a part of a
 * text or list that need not be there. flow/unchecked-assertion: a type that the input need not have. flow/must-on-input: a
 * function that panics at what it can't read. flow/nil-map: an entry for a map that was never made. flow/nil-pointer: nil.c. */
#include "ir/language_row.h"
#include "ir/library.h"
#include "ir/func.h"
#include "rules/go/empty_list.h"
#include "rules/go/rules.h"
#include "text/brackets.h"

enum { HOPS_MOST = 8 }; /* from a variable to what it was given */

static bool is_call_of(const ir_node *n, const char *package, const char *const *names)
{
    str p, name;
    n = body_strip((ir_node *)n);
    if (!n || n->op != IR_CALL || !body_is_extern(n->kids[0], &p, &name) || !str_is(p, package)) return false;
    for (; *names; names++)
        if (str_is(name, *names)) return true;
    return false;
}

static bool is_split(const ir_node *n)
{
    static const char *const names[] = {"Split", "SplitN", "SplitAfter", "SplitAfterN", "Fields", NULL};
    return is_call_of(n, "strings", names) || is_call_of(n, "bytes", names);
}

static bool is_position(const ir_node *n)
{
    static const char *const names[] = {"Index", "IndexByte", "IndexRune", "IndexAny", "LastIndex", "LastIndexByte", NULL};
    return is_call_of(n, "strings", names) || is_call_of(n, "bytes", names);
}

static bool is_method_call(const ir_node *n, const char *const *names)
{
    const ir_node *callee = n && n->op == IR_CALL && n->count ? body_strip(n->kids[0]) : NULL;
    for (; callee && callee->op == IR_SELECT && *names; names++)
        if (str_is(callee->name, *names)) return true;
    return false;
}

/* Lists whose elements need not be there, the first one included: what a pattern or a path has found. */
static bool is_finding(const ir_node *n)
{
    static const char *const names[] = {
        "FindStringSubmatch", "FindSubmatch", "FindAllString", "FindAllStringSubmatch", "FindStringIndex",
        "Array", "GetArray", NULL};
    return is_method_call(n, names);
}

bool panic_is_slot(const panic_walk *w, int32_t slot) { return slot >= 0 && slot < w->func->slot_count; }

static void mark_variable(panic_walk *w, const ir_node *n, uint8_t bit)
{
    if (n && n->op == IR_LOCAL && panic_is_slot(w, n->slot)) w->body->slots[n->slot] |= bit;
}

static bool note_slots(void *self, ir_node *n)
{
    panic_walk *w = self;
    bool compares = n->op == IR_BINARY && (n->sub == IR_EQUAL || n->sub == IR_UNEQUAL || n->sub == IR_LESS ||
                                           n->sub == IR_GREATER || n->sub == IR_LESS_EQUAL || n->sub == IR_GREATER_EQUAL);
    for (uint32_t i = 0; i < n->count && (compares || (n->op == IR_SWITCH && i == 0)); i++)
        mark_variable(w, n->kids[i], COMPARED);
    if (n->op == IR_ADDR) mark_variable(w, n->kids[0], SHARED);
    bool asks = n->op == IR_TYPE_SWITCH || (n->op == IR_ASSERT && n->flags & IR_COMMA_OK);
    if (asks) mark_variable(w, n->kids[0], ASKED);
    for (uint32_t i = 0; n->op == IR_CLOSURE && i < n->func->capture_count; i++)
        if (panic_is_slot(w, n->func->captures[i])) w->body->slots[n->func->captures[i]] |= SHARED;
    return true;
}

static void note_variables(panic_walk *w, ir_node *body)
{
    const body_facts *facts = body_facts_of(w->c->flow->facts, w->func);
    size_t n = (size_t)(w->func->slot_count > 0 ? w->func->slot_count : 0);
    w->body->slots = ARENA_NEW_N(w->c->flow->facts->arena, uint8_t, n);
    w->body->values = ARENA_NEW_N(w->c->flow->facts->arena, const ir_node *, n);
    for (size_t i = 0; i < facts->stores.n; i++) {
        const body_store *s = &facts->stores.at[i];
        if (s->global || !panic_is_slot(w, s->slot)) continue;
        uint8_t before = w->body->slots[s->slot] & (DECLARED | GIVEN | GIVEN_AGAIN);
        w->body->slots[s->slot] |= before ? GIVEN_AGAIN : s->value ? GIVEN : DECLARED;
        if (!before) w->body->values[s->slot] = s->value;
    }
    ir_walk(body, note_slots, w);
}

/* The value that the variable holds everywhere, as far as it has only one. */
static const ir_node *value_of(const panic_walk *w, const ir_node *n)
{
    bool only = n->op == IR_LOCAL && panic_is_slot(w, n->slot) && (w->body->slots[n->slot] & (GIVEN | GIVEN_AGAIN)) == GIVEN;
    return only ? w->body->values[n->slot] : NULL;
}

static const ir_node *resolved(const panic_walk *w, const ir_node *n)
{
    n = body_strip((ir_node *)n);
    const ir_node *only = n && n->op == IR_LOCAL ? value_of(w, n) : NULL;
    return only ? body_strip((ir_node *)only) : n;
}

static bool is_parameter(const panic_walk *w, const ir_node *n)
{
    for (uint32_t i = 0; n->op == IR_LOCAL && i < w->func->param_count; i++)
        if (w->func->params[i].slot == n->slot) return true;
    return false;
}

/* strings.HasPrefix(pair, key): what a text begins with says nothing of the separator behind that, unless that is in it, too. */
static bool is_beginning(const panic_walk *w, const ir_node *n)
{
    static const char *const names[] = {"HasPrefix", "HasSuffix", NULL};
    if (n->count < 3 || !(is_call_of(n, "strings", names) || is_call_of(n, "bytes", names))) return false;
    const ir_node *what = resolved(w, n->kids[2]);
    if (!what) return false;
    if (what->op != IR_CONST) return is_parameter(w, what) || what->op == IR_SELECT;
    for (size_t i = 0; what->constant.kind == IR_STRING && i < what->constant.text.n; i++)
        if (!scan_is_word(what->constant.text.p[i])) return false;
    return what->constant.kind == IR_STRING;
}

/* Looks for a test of what a text is made of: an author who has written one has thought of the panic. */
static bool find_test(void *self, ir_node *n)
{
    static const char *const names[] = {"Contains", "Count",       "Index",     "HasPrefix", "HasSuffix",
                                        "Cut",      "ContainsAny", "EqualFold", NULL};
    static const char *const asks[] = {"MatchString", "Match", "IsArray", "Exists", NULL};
    panic_walk *w = self;
    if (n->op == IR_BUILTIN && n->sub == IR_LEN) w->body->tests = true;
    bool test = is_call_of(n, "strings", names) || is_call_of(n, "bytes", names) || is_method_call(n, asks);
    if (test && !is_beginning(w, n)) w->body->tests = true;
    const ir_node *subject = n->op == IR_RANGE && n->count > 2 ? body_strip(n->kids[2]) : NULL;
    if (subject && subject->op == IR_LOCAL) w->body->tests = w->body->tests || is_split(value_of(w, subject));
    bool compares = n->op == IR_BINARY && (n->sub == IR_EQUAL || n->sub == IR_UNEQUAL) && n->kids[1]->op == IR_CONST &&
                    n->kids[1]->constant.kind == IR_NIL;
    if (compares && is_finding(resolved(w, n->kids[0]))) w->body->tests = true;
    return true;
}

static bool is_at_least(const ir_node *n, int64_t least)
{
    return n && n->op == IR_CONST && n->constant.kind == IR_INTEGER && n->constant.integer >= least;
}

/* What becomes of the panic, in words. */
static str effect_of(const panic_walk *w)
{
    phase p = w->frame->context->handler->phase;
    if (!w->callback && p < PHASE_NEW_HTTP_CONTEXT) return sdk_text_str(rule_related("panic_start"));
    bool recovered = !w->callback && w->frame->context->registration->sdk->options;
    return sdk_text_str(rule_related(recovered ? "panic_recovered" : "panic_fatal"));
}

void panic_report(const panic_walk *w, const char *id, const ir_node *at, str name)
{
    if (at->at.file == IR_NO_FILE) return;
    str text = str_slice(ir_file_text(w->c->program, at->at.file), at->at.at.start, at->at.at.end);
    bool vm = w->frame->context->handler->phase == PHASE_VM_START;
    str refuse = rule_word(w->c, vm ? "refuse_vm" : "refuse_config");
    rule_value values[] = {{"where", flow_where(w->c, w->frame)}, {"text", text}, {"effect", effect_of(w)}, {"name", name},
                           {"refuse", refuse}};
    diagnostic *d = flow_report(w->c, id, at->at, values, 5, w->frame);
    bool always = strcmp(id, "flow/nil-map") == 0; /* whatever the configuration says */
    if (d && w->starts && !always) d->level = SEVERITY_HINT;
}

bool panic_is_input(const panic_walk *w, const ir_node *n)
{
    const input_facts **in = w->starts ? &w->all->configuration : &w->all->input;
    if (!*in) *in = input_follow(w->c, w->starts ? INPUT_CONFIGURATION : INPUT_STREAM);
    return input_is(*in, w->func, n);
}

/* --- elements and parts --- */

/* ctx.GetStringContext("path", ""): a text that an earlier handler has kept. A variable may be given a part of itself,
 * x = x.(string), so that this does not end by itself. */
static bool is_kept(const panic_walk *w, const ir_node *n)
{
    n = resolved(w, n);
    for (int i = 0; n && n->op == IR_ASSERT && i < HOPS_MOST; i++) n = resolved(w, n->kids[0]);
    const ir_node *callee = n && n->op == IR_CALL && n->count ? body_strip(n->kids[0]) : NULL;
    return callee && callee->op == IR_SELECT && str_ends(callee->name, STR("Context"));
}

/* A header of a message by its number: the pseudo headers alone are there for sure. */
static bool is_doubtful_header(const ir_node *list, const ir_node *number)
{
    str package, name;
    const ir_node *callee = list->op == IR_CALL && list->count ? body_strip(list->kids[0]) : NULL;
    if (!callee || !body_is_extern(callee, &package, &name) || !sdk_package(package)) return false;
    if (!str_starts(name, STR("Get"))) return false;
    if (str_ends(name, STR("Trailers"))) return is_at_least(number, 0);
    return str_ends(name, STR("Headers")) && is_at_least(number, str_has(name, STR("Request")) ? 4 : 1);
}

static bool is_unchecked_element(const panic_walk *w, const ir_node *n)
{
    if (n->count != 2) return false;
    const ir_node *list = resolved(w, n->kids[0]);
    if (list && empty_list_is_end(w, n, list)) return true;
    if (w->body->tests) return false;
    if (list && is_doubtful_header(list, n->kids[1])) return true;
    return list && ((is_split(list) && is_at_least(n->kids[1], 1)) || (is_finding(list) && is_at_least(n->kids[1], 0)));
}

static void look_at_index(const panic_walk *w, const ir_node *n)
{
    const ir_node *list = resolved(w, n->kids[0]);
    if (empty_list_is_end(w, n, list)) {
        if (!w->starts && empty_list_is_unchecked(w, list)) panic_report(w, "flow/unchecked-index", n, (str){0});
        return;
    }
    if ((is_split(list) && is_kept(w, list->kids[1])) || panic_is_input(w, n->kids[0]))
        panic_report(w, "flow/unchecked-index", n, (str){0});
}

/* Nobody has looked whether the position is one: -1 is none. */
static bool is_unchecked_position(const panic_walk *w, const ir_node *n)
{
    if (!n || !is_position(resolved(w, n))) return false;
    return n->op != IR_LOCAL || !(w->body->slots[n->slot] & COMPARED);
}

/* text[7:], text[:4], text[:strings.Index(text, "x")] */
static bool is_unchecked_part(const panic_walk *w, const ir_node *n)
{
    const ir_node *low = n->count > 1 ? n->kids[1] : NULL, *high = n->count > 2 ? n->kids[2] : NULL;
    bool cut = !w->body->tests && (is_at_least(low, 2) || is_at_least(high, 2));
    return cut || is_unchecked_position(w, low) || is_unchecked_position(w, high);
}

static void look_at_slice(const panic_walk *w, const ir_node *n)
{
    if (panic_is_input(w, n->kids[0])) panic_report(w, "flow/unchecked-index", n, (str){0});
}

/* --- types --- */

/* A type that a value in JSON may have: where the plugin asserts one, a client can send another. */
static bool is_json_type(const ir_type *t)
{
    if (!t) return false;
    switch (t->kind) {
    case TYPE_STRING: case TYPE_BOOL: case TYPE_FLOAT64: return true;
    case TYPE_MAP: return t->key && t->key->kind == TYPE_STRING && type_under_kind(t->elem) == TYPE_INTERFACE;
    case TYPE_SLICE: return type_under_kind(t->elem) == TYPE_INTERFACE;
    default: return false;
    }
}

/* A value as it was decoded: an element, or what a decoder has filled; what the plugin has made of it may have one type for
 * sure. */
static bool is_decoded(const panic_walk *w, const ir_node *n)
{
    static const char *const names[] = {"Value", "Interface", NULL};
    const ir_node *from = resolved(w, n);
    if (from && (from->op == IR_INDEX || is_method_call(from, names))) return true;
    return from && from->op == IR_LOCAL && panic_is_slot(w, from->slot) && w->body->slots[from->slot] & DECLARED;
}

static bool is_unchecked_assertion(const panic_walk *w, const ir_node *n)
{
    const ir_node *of = n->kids[0];
    if (n->flags & IR_COMMA_OK || !is_json_type(n->type) || !is_decoded(w, of)) return false;
    return !(of->op == IR_LOCAL && panic_is_slot(w, of->slot) && w->body->slots[of->slot] & ASKED);
}

static void look_at_assertion(const panic_walk *w, const ir_node *n)
{
    if (panic_is_input(w, n->kids[0])) panic_report(w, "flow/unchecked-assertion", n, (str){0});
}

static bool is_must(str name) { return (str_starts(name, STR("Must")) && name.n > 4) || str_is(name, "RequireFromString"); }

static bool is_must_call(const ir_node *n, str *name)
{
    str package;
    const ir_node *callee = n->count > 1 ? body_strip(n->kids[0]) : NULL;
    return callee && body_is_extern(callee, &package, name) && is_must(*name) && !sdk_package(package);
}

static void look_at_call(const panic_walk *w, const ir_node *n)
{
    str name;
    if (is_must_call(n, &name) && panic_is_input(w, n->kids[1])) panic_report(w, "flow/must-on-input", n, name);
}

/* --- maps --- */

/* `var m map[string]string` and nothing else. */
static bool is_nil_local(const panic_walk *w, const ir_node *n)
{
    if (!panic_is_slot(w, n->slot) || (uint32_t)n->slot < w->func->capture_count) return false;
    for (uint32_t i = 0; i < w->func->param_count; i++)
        if (w->func->params[i].slot == n->slot) return false;
    for (uint32_t i = 0; i < w->func->result_count; i++)
        if (w->func->results[i].slot == n->slot) return false;
    return (w->body->slots[n->slot] & (SHARED | DECLARED | GIVEN | GIVEN_AGAIN)) == DECLARED;
}

/* `var m map[string]any` that is filled with what a client has sent: null leaves it nil, without an error. */
static bool is_sent_map(const panic_walk *w, const ir_node *n)
{
    if (n->op != IR_LOCAL || !panic_is_slot(w, n->slot) || (uint32_t)n->slot < w->func->capture_count) return false;
    uint8_t known = w->body->slots[n->slot];
    bool only = (known & (DECLARED | GIVEN | GIVEN_AGAIN | COMPARED | ASKED)) == DECLARED && known & SHARED;
    return only && !w->starts && !w->body->tests && panic_is_input(w, n);
}

bool panic_is_decoder(const rule_context *c, const ir_node *callee)
{
    return callee && callee->op != IR_FUNC && library_name_effects(c->code->name, callee->name) & LIBRARY_FILLS;
}

static bool decodes(void *self, const body_facts *facts)
{
    const rule_context *c = self;
    for (size_t i = 0; i < facts->calls.n; i++) {
        const ir_node *call = facts->calls.at[i].call;
        if (call->count && panic_is_decoder(c, body_strip(call->kids[0]))) return true;
    }
    return false;
}

static bool has_decoder(rule_context *c, ir_func *f)
{
    bool found = body_is(c->flow->facts, f, BODY_DECODES, decodes, c);
    const body_facts *facts = body_facts_of(c->flow->facts, f);
    for (size_t i = 0; i < facts->closures.n && !found; i++) found = has_decoder(c, facts->closures.at[i]->func);
    return found;
}

bool panic_any_decodes(const panic_walk *w)
{
    for (size_t i = 0; i < ir_package_count(w->c->program); i++) {
        ir_package *p = ir_package_at(w->c->program, i);
        for (size_t k = 0; p->own && k < p->funcs.n; k++)
            if (has_decoder(w->c, p->funcs.at[k])) return true;
    }
    return false;
}

static bool note_assigned(void *self, ir_node *n)
{
    const panic_walk *w = self;
    str name = {0};
    arena *a = w->c->arena;
    map *given = &w->all->given;
    if (n->op == IR_KEYED && n->name.n) name = n->name;
    if (n->op == IR_ADDR && n->kids[0] && (n->kids[0]->op == IR_SELECT || n->kids[0]->op == IR_GLOBAL))
        name = n->kids[0]->op == IR_SELECT ? n->kids[0]->name : n->kids[0]->global->name;
    if (name.n) map_put(a, given, name, NULL);
    for (uint32_t i = 0; n->op == IR_ASSIGN && i < n->targets; i++) {
        const ir_node *k = n->kids[i];
        if (k->op == IR_SELECT) map_put(a, given, k->name, NULL);
        if (k->op == IR_GLOBAL) map_put(a, given, k->global->name, NULL);
        if (k->op == IR_DEREF) map_put(a, given, STR("*"), NULL);
    }
    /* A struct whose fields are all given in order, or by code that is not here. */
    if (n->op == IR_COMPOSITE && n->count && n->kids[0] && n->kids[0]->op != IR_KEYED && n->type &&
        type_under_kind(n->type) == TYPE_STRUCT)
        map_put(a, given, STR("*"), NULL);
    const ir_node *callee = n->op == IR_CALL && n->count ? body_strip(n->kids[0]) : NULL;
    if (panic_is_decoder(w->c, callee)) map_put(a, given, STR("*"), NULL);
    if (n->op == IR_CLOSURE) ir_walk(ir_func_body(w->c->program, n->func), note_assigned, self);
    return true;
}

static void note_all_assigned(const panic_walk *w)
{
    for (size_t i = 0; i < ir_package_count(w->c->program); i++) {
        ir_package *p = ir_package_at(w->c->program, i);
        for (size_t k = 0; p->own && k < p->funcs.n; k++) {
            ir_node *body = ir_func_body(w->c->program, p->funcs.at[k]);
            if (body) ir_walk(body, note_assigned, (void *)(uintptr_t)w);
        }
        for (size_t k = 0; p->own && k < p->members.n; k++) {
            ir_member *m = p->members.entries[k].value;
            ir_node *init = m->kind == IR_MEMBER_GLOBAL && m->global ? ir_global_init(w->c->program, m->global) : NULL;
            if (init) ir_walk(init, note_assigned, (void *)(uintptr_t)w);
        }
    }
}

static const map *names_given(const panic_walk *w)
{
    if (!w->all->given_known) note_all_assigned(w);
    w->all->given_known = true;
    return &w->all->given;
}

static bool is_own_global(const ir_node *n) { return n->op == IR_GLOBAL && n->global->package && n->global->package->own; }

/* The map that gets an entry, where it may be nil. */
static const ir_node *doubtful_map(const ir_node *place)
{
    const ir_node *base = place->op == IR_INDEX ? place->kids[0] : NULL;
    if (!base || !base->type || type_under_kind(base->type) != TYPE_MAP) return NULL;
    bool may_be = base->op == IR_LOCAL || is_own_global(base) || base->op == IR_SELECT;
    return may_be ? base : NULL;
}

static bool fills_doubtful_map(const ir_node *n)
{
    bool found = false;
    for (uint32_t i = 0; i < n->targets && !found; i++) found = doubtful_map(n->kids[i]) != NULL;
    return found;
}

static void look_at_assignment(const panic_walk *w, const ir_node *n)
{
    for (uint32_t i = 0; i < n->targets; i++) {
        const ir_node *place = n->kids[i], *base = doubtful_map(place);
        if (!base) continue;
        if (base->op == IR_LOCAL && is_sent_map(w, base)) panic_report(w, "flow/nil-pointer", base, (str){0});
        bool nil = base->op == IR_LOCAL && is_nil_local(w, base), global = base->op == IR_GLOBAL, field = base->op == IR_SELECT;
        str name = global ? base->global->name : field ? base->name : (str){0};
        bool doubt = field && (panic_any_decodes(w) || map_find(names_given(w), STR("*"))); /* by decoders, and as a whole */
        if ((global || field) && !doubt) nil = !map_find(names_given(w), name);
        if (global && ir_global_init(w->c->program, base->global)) nil = false;
        if (nil) panic_report(w, "flow/nil-map", place, (str){0});
    }
}

/* --- panics on purpose --- */

/* What another plugin, or another worker, has to have made before. */
static bool is_lookup(const ir_node *call)
{
    static const char *const names[] = {"GetSharedData", "ResolveSharedQueue"};
    str package, name;
    if (!body_is_extern(body_strip(call->kids[0]), &package, &name) || !sdk_package(package)) return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return true;
    return false;
}

/* Does it depend on what a client or another plugin does: a part of what is sent, or the error of a call that has read it? */
static bool find_dependence(void *self, ir_node *n)
{
    panic_walk *w = self;
    if (panic_is_input(w, n)) w->depends = true;
    if (n->op != IR_LOCAL) return true;
    const body_facts *facts = body_facts_of(w->c->flow->facts, w->func);
    for (size_t i = 0; i < facts->stores.n && !w->depends; i++) {
        const body_store *s = &facts->stores.at[i];
        const ir_node *call = !s->global && s->slot == n->slot ? s->value : NULL;
        str package, name;
        if (!call || call->op != IR_CALL) continue;
        bool told = w->starts || call->count > 1; /* that all headers can't be had is nobody's doing */
        w->depends = is_lookup(call) || (told && panic_is_input(w, call));
        /* That an answer or an edit fails is not the client's doing. */
        if (body_is_extern(body_strip(call->kids[0]), &package, &name) && sdk_package(package)) continue;
        for (uint32_t k = 1; k < call->count; k++) w->depends = w->depends || panic_is_input(w, call->kids[k]);
    }
    return true;
}

static bool find_panic_call(void *self, ir_node *n)
{
    panic_walk *w = self;
    const char *id = w->callback ? "flow/panic-in-callback" : w->starts ? "flow/panic-at-start" : "flow/panic-in-handler";
    if (n->op == IR_BUILTIN && n->sub == IR_PANIC) panic_report(w, id, n, (str){0});
    return n->op != IR_CLOSURE && n->op != IR_IF; /* looked at by itself */
}

/* Whether the panic depends on what a client sends. A panic that does not is for what its author believes can't happen. */
static void look_at_condition(const panic_walk *w, const ir_node *n)
{
    panic_walk inner = *w;
    ir_walk(n->kids[0], find_dependence, &inner);
    for (uint32_t i = 1; inner.depends && i < n->count; i++)
        if (n->kids[i]) ir_walk(n->kids[i], find_panic_call, &inner);
}

/* --- functions --- */

static bool is_suspect(const panic_walk *w, const ir_node *n)
{
    str name;
    switch ((ir_op)n->op) {
    case IR_BUILTIN: return n->sub == IR_PANIC;
    case IR_IF: return body_facts_of(w->c->flow->facts, w->func)->panics;
    case IR_INDEX: return is_unchecked_element(w, n);
    case IR_SLICE: return is_unchecked_part(w, n);
    case IR_ASSERT: return is_unchecked_assertion(w, n);
    case IR_CALL: return is_must_call(n, &name);
    case IR_ASSIGN: return fills_doubtful_map(n);
    default: return false;
    }
}

static bool find_suspect(void *self, ir_node *n)
{
    panic_walk *w = self;
    if (is_suspect(w, n)) array_push(w->c->flow->facts->arena, &w->body->list, n);
    return true;
}

static suspects *suspects_of(panic_walk *w)
{
    void **kept = body_kept(w->c->flow->facts, w->func, BODY_KEEPS_SUSPECTS);
    if (*kept) return *kept;
    ir_node *body = ir_func_body(w->c->program, w->func);
    *kept = w->body = ARENA_NEW(w->c->flow->facts->arena, suspects);
    note_variables(w, body);
    ir_walk(body, find_test, w);
    ir_walk(body, find_suspect, w);
    w->body->nil = panic_may_be_nil(w, body);
    return w->body;
}

static void look_at(const panic_walk *w, const ir_node *n)
{
    switch ((ir_op)n->op) {
    case IR_BUILTIN:
        if (w->callback && w->frame->via != FLOW_CALL) panic_report(w, "flow/panic-in-callback", n, (str){0});
        break;
    case IR_IF: look_at_condition(w, n); break;
    case IR_INDEX: look_at_index(w, n); break;
    case IR_SLICE: look_at_slice(w, n); break;
    case IR_ASSERT: look_at_assertion(w, n); break;
    case IR_CALL: look_at_call(w, n); break;
    case IR_ASSIGN: look_at_assignment(w, n); break;
    default: break;
    }
}

static bool recovers(const flow_frame *f)
{
    for (; f; f = f->via == FLOW_CALL || f->via == FLOW_VALUE_CALL ? f->caller : NULL)
        if (f->func->has_recover || f->func->has_defer) return true;
    return false;
}

static bool is_callback(flow_moment m) { return m == FLOW_CALLBACK || m == FLOW_TICK || m == FLOW_TICK_CALLBACK; }

static void check(void *self, ir_func *f, const flow_frame *frame)
{
    panic_walk w = *(const panic_walk *)self;
    phase p = frame->context->handler->phase;
    w.callback = is_callback(frame->context->moment) || p == PHASE_TICK;
    bool serves = w.callback || (p >= PHASE_NEW_HTTP_CONTEXT && p <= PHASE_STREAM_DONE);
    bool starts = !w.callback && (p == PHASE_VM_START || p == PHASE_PLUGIN_START);
    if (!(w.starts ? starts : serves) || recovers(frame)) return;
    w.frame = frame;
    w.func = f;
    w.body = suspects_of(&w);
    for (size_t i = 0; i < w.body->list.n; i++) look_at(&w, w.body->list.at[i]);
    if (serves && w.body->nil) panic_find_nil(&w, ir_func_body(w.c->program, f));
}

void flow_panic_run(rule_context *c)
{
    asked_of_all all = {0};
    if (ir_refused(c->program)) return; /* what is refused may recover, and test */
    panic_walk w = {.c = c, .all = &all};
    flow_each_reached(c, check, &w);
    w.starts = true; /* behind what is said of the same code where it serves */
    flow_each_reached(c, check, &w);
}
