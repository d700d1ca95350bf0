/* Nodes under construction, and the bodies that the ir asks for. */
#include "base/limits.h"
#include "go/refuse.h"
#include "ir/same.h"

ir_span go_span(const go_lower *l, syntax_node n) { return (ir_span){l->file->index, syntax_range(n)}; }

str go_text(const go_lower *l, syntax_node n) { return syntax_text(n, l->file->text); }

bool go_enter(go_lower *l)
{
    if (l->s->depth >= LIMIT_SYNTAX_DEPTH) {
        l->gave_up = true;
        return false;
    }
    l->s->depth++;
    return true;
}

void go_leave(go_lower *l) { l->s->depth--; }

ir_node *go_node(go_lower *l, ir_op op, syntax_node at)
{
    ir_node *n = ARENA_NEW(l->a, ir_node);
    *n = (ir_node){.op = (uint8_t)op, .slot = -1, .at = go_span(l, at)};
    return n;
}

ir_node *go_node1(go_lower *l, ir_op op, syntax_node at, ir_node *kid)
{
    ir_node *n = go_node(l, op, at);
    n->kids = ARENA_NEW(l->a, ir_node *);
    n->kids[0] = kid;
    n->count = 1;
    return n;
}

ir_node *go_node2(go_lower *l, ir_op op, syntax_node at, ir_node *first, ir_node *second)
{
    ir_node *n = go_node(l, op, at);
    n->kids = ARENA_NEW_N(l->a, ir_node *, 2);
    n->kids[0] = first;
    n->kids[1] = second;
    n->count = 2;
    return n;
}

ir_node *go_unsupported(go_lower *l, syntax_node at, const char *why)
{
    ir_node *n = go_node(l, IR_UNSUPPORTED, at);
    n->name = str_of(why);
    return n;
}

ir_node *go_constant_node(go_lower *l, syntax_node at, ir_constant c, ir_type *type)
{
    ir_node *n = go_node(l, IR_CONST, at);
    n->constant = c;
    n->type = type;
    return n;
}

ir_node *go_type_node(go_lower *l, syntax_node at, ir_type *type)
{
    ir_node *n = go_node(l, IR_TYPE, at);
    n->type = type;
    return n;
}

void go_take_kids(go_lower *l, ir_node *n, size_t mark)
{
    size_t count = l->pending.n - mark;
    n->count = (uint32_t)count;
    n->kids = ARENA_NEW_N(l->a, ir_node *, count);
    if (count) memcpy(n->kids, l->pending.at + mark, count * sizeof *n->kids);
    l->pending.n = mark;
}

/* --- functions --- */

static void bind_parameters(go_lower *l, ir_func *f)
{
    for (uint32_t i = 0; i < f->param_count; i++) {
        if (go_bound_in_block(l, f->params[i].name)) go_refuse_at(l, f->params[i].at, IR_REFUSED_REDECLARED, f->params[i].name);
        go_slot_write(l, &f->params[i].slot, go_new_variable(l, f->params[i].name, go_known(f->params[i].type)));
    }
    for (uint32_t i = 0; i < f->result_count; i++)
        if (!str_empty(f->results[i].name))
            go_slot_write(l, &f->results[i].slot, go_new_variable(l, f->results[i].name, go_known(f->results[i].type)));
}

/* Parameters and the body's own variables share one block (Go specification, "Declarations and scope"). */
static ir_node *function_body(go_lower *l, ir_func *f, syntax_node body)
{
    size_t outer, mark = go_scope_open(l, &outer), pending = l->pending.n;
    str label = l->label;
    l->label = (str){0};
    for (uint32_t i = 0; i < f->type_param_count; i++)
        go_bind(l, (go_binding){.name = f->type_params[i], .kind = GO_TYPE_NAME, .type = type_basic(TYPE_UNKNOWN)});
    bind_parameters(l, f);
    ir_node *block = go_node(l, IR_BLOCK, body);
    go_statements(l, body);
    go_take_kids(l, block, pending);
    go_scope_close(l, mark, outer);
    l->label = label;
    go_judge_flow(l, body, f->result_count > 0);
    return block;
}

void go_forget_slots(ir_func *f)
{
    f->slot_count = 0;
    f->has_defer = f->has_recover = false;
    for (uint32_t i = 0; i < f->param_count; i++) f->params[i].slot = -1;
    for (uint32_t i = 0; i < f->result_count; i++) f->results[i].slot = -1;
}

/* What is refused has neither body nor variables. */
static void settle_func(go_lower *l, ir_func *f, int32_t slots)
{
    go_judge_values(l, f->body);
    f->slot_count = slots;
    if (!l->refused || l->gave_up) return;
    f->refused = go_refusal_copy(l->s, l->refused);
    f->body = NULL;
    go_forget_slots(f);
}

static void lower_func(go_state *s, ir_func *f, const go_source *src)
{
    go_lower l = go_lower_begin(s, src->file);
    if (l.judged && (f->refused = go_refused_syntax(l.s, src->file, src->node))) return;
    go_frame frame = {.func = f};
    l.frame = &frame;
    syntax_node body = go_child(l.g, src->node, GO_F_BODY);
    if (!go_enter(&l)) {
        f->body = go_unsupported(&l, body, "nesting too deep");
        return;
    }
    f->body = function_body(&l, f, body);
    settle_func(&l, f, frame.slot_count);
    go_leave(&l);
}

/* Where all files have the texts again that they had when the function was lowered before, and the same came of it, that is
 * taken: so that who has kept what it made of a body has nothing to make anew after an edit that was taken back. */
static void take_before(const go_state *s, ir_func *f, go_source *src)
{
    for (int i = 0; i < GO_BEFORE_MOST && f->body; i++) {
        const ir_func *before = src->before[i].func;
        bool same = before && src->before[i].texts == s->texts && f->slot_count == before->slot_count;
        if (!same || !ir_node_same(f->body, before->body)) continue;
        f->body = before->body;
        src->before[i] = (go_before){0}; /* its places move with those of the others */
        return;
    }
}

/* Something that wpls itself has failed at is as unknown as what can't be compiled. */
static const ir_refusal *left_out(go_state *s, ir_func *f, const go_source *src)
{
    if (!work_page_here) return NULL;
    f->text = str_hash(syntax_text(src->node, src->file->text), 0);
    f->left_out = work_find_left_out(WORK_FUNCTION, s->p->files.at[src->file->index].path, f->text);
    return f->left_out ? go_refusal(s, src->file, go_child(&s->grammar, src->node, GO_F_NAME), IR_REFUSED_LEFT_OUT, f->name)
                       : NULL;
}

void go_lower_func(ir_program *p, ir_func *f)
{
    go_source *src = f->front;
    f->lowered = true;
    if (!src || !f->has_body || !src->file->tree || f->refused) return;
    if ((f->refused = left_out(go_state_of(p), f, src))) return;
    work_item document = work_enter(WORK_DOCUMENT, (work_item){0}); /* what is to be run through it has no part in this */
    work_item outer = ir_enter_work(p, f);
    lower_func(go_state_of(p), f, src);
    take_before(go_state_of(p), f, src);
    work_leave(WORK_FUNCTION, outer);
    work_leave(WORK_DOCUMENT, document);
}

ir_node *go_closure(go_lower *l, syntax_node n)
{
    ir_func *f = ARENA_NEW(l->a, ir_func);
    *f = (ir_func){.package = &l->file->package->ir, .outer = l->frame->func, .lowered = true, .has_body = true};
    range all = syntax_range(n);
    f->whole = go_span(l, n);
    f->at = (ir_span){l->file->index, range_make(all.start, all.start + 4 < all.end ? all.start + 4 : all.end)};
    f->type = go_signature(l, go_child(l->g, n, GO_F_PARAMETERS), go_child(l->g, n, GO_F_RESULT), &f->params, &f->param_count,
                           &f->results, &f->result_count, &f->variadic);
    go_frame frame = {.outer = l->frame, .func = f};
    l->frame = &frame;
    f->body = function_body(l, f, go_child(l->g, n, GO_F_BODY));
    go_frame_finish(l, f);
    ir_node *c = go_node(l, IR_CLOSURE, n);
    c->func = f;
    c->type = f->type;
    return c;
}

/* --- package variables --- */

static const ir_refusal *judge_init(go_lower *l, ir_node *init, uint32_t of)
{
    if (init) go_judge_init(l, init, of);
    return l->gave_up ? NULL : l->refused;
}

static void set_init(go_lower *l, ir_global *g, ir_node *init, ir_type *declared, int32_t slots, const ir_refusal *refused)
{
    g->lowered = true;
    g->refused = go_refusal_copy(l->s, refused);
    g->init = init;
    g->slot_count = slots;
    bool untyped =
        l->iota >= 0 && init && init->type && type_is_untyped(init->type->kind); /* a constant in a variable's clothes */
    g->type = declared ? declared : untyped ? NULL : go_result_type(l, init, g->index, g->of);
}

void go_lower_global(ir_program *p, ir_global *g)
{
    go_source *src = g->front;
    g->lowered = true;
    if (!src || !src->file->tree) return;
    go_lower l = go_lower_begin(go_state_of(p), src->file);
    go_frame frame = {0};
    l.frame = &frame;
    l.iota = src->iota;
    if (g->refused || !go_enter(&l)) {
        if (g->refused || !syntax_is_null(src->node)) g->init = go_unsupported(&l, src->node, "nesting too deep");
        return;
    }
    ir_type *declared = syntax_is_null(src->type) ? NULL : go_type(&l, src->type);
    if (declared) g->type = declared; /* known to initialisers that come back here */
    ir_node *init = NULL;
    for (uint32_t i = 0; src->shared && i < src->of; i++)
        if (src->shared[i]) src->shared[i]->lowered = true;
    if (!syntax_is_null(src->node)) init = go_expression(&l, src->node);
    if (init && src->of == 2) go_make_comma_ok(init);
    const ir_refusal *refused = judge_init(&l, init, src->of);
    if (refused) init = go_unsupported(&l, src->node, "refused by the compiler");
    set_init(&l, g, init, declared, frame.slot_count, refused);
    for (uint32_t i = 0; src->shared && i < src->of; i++)
        if (src->shared[i] && src->shared[i] != g) set_init(&l, src->shared[i], init, declared, frame.slot_count, refused);
    go_leave(&l);
}
