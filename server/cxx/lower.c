/* Functions and variables of the program, and the bodies that the ir asks for. */
#include "cxx/lower.h"
#include "cxx/overload.h"

#include "base/limits.h"

enum { DEFAULTS_MOST = 8 };

/* What stands behind an ir_func: a function of the sources, or (without one) the construction of a class. */
typedef struct source {
    const cxx_function *of;
    cxx_instance *owner;
    cxx_at expr; /* of a default value: the expression */
    str space;
    uint32_t forwards; /* so many arguments, to the constructor of the base */
    ir_func *defaults[DEFAULTS_MOST]; /* of its parameters, once asked for */
} source;

cxx_lower cxx_lower_begin(cxx_state *s, const cxx_file *file, cxx_instance *in, str space)
{
    return (cxx_lower){.s = s, .a = s->a, .file = file, .scope = cxx_scope_in(s, in, space)};
}

ir_node *cxx_node(cxx_lower *l, ir_op op, cxx_at at, uint32_t kids)
{
    ir_node *n = ARENA_NEW(l->a, ir_node);
    *n = (ir_node){.op = (uint8_t)op, .slot = -1, .at = cxx_span(at), .count = kids};
    n->kids = ARENA_NEW_N(l->a, ir_node *, kids);
    return n;
}

ir_node *cxx_node1(cxx_lower *l, ir_op op, cxx_at at, ir_node *kid)
{
    ir_node *n = cxx_node(l, op, at, 1);
    n->kids[0] = kid;
    return n;
}

ir_node *cxx_node2(cxx_lower *l, ir_op op, cxx_at at, ir_node *first, ir_node *second)
{
    ir_node *n = cxx_node(l, op, at, 2);
    n->kids[0] = first;
    n->kids[1] = second;
    return n;
}

ir_node *cxx_unsupported(cxx_lower *l, cxx_at at, const char *why)
{
    ir_node *n = cxx_node(l, IR_UNSUPPORTED, at, 0);
    n->name = str_of(why);
    return n;
}

int32_t cxx_new_slot(cxx_lower *l, str name, ir_type *t)
{
    array_push(l->a, &l->names, (cxx_binding){.name = name, .slot = l->slot_count, .type = t});
    return l->slot_count++;
}

ir_node *cxx_local(cxx_lower *l, cxx_at at, int32_t slot)
{
    ir_node *n = cxx_node(l, IR_LOCAL, at, 0);
    n->slot = slot;
    return n;
}

ir_node *cxx_set(cxx_lower *l, cxx_at at, ir_op place, int32_t slot, ir_type *t, ir_node *expr)
{
    ir_node *p = cxx_node(l, place, at, 0);
    p->slot = slot;
    p->type = t;
    ir_node *n = cxx_node2(l, IR_ASSIGN, at, p, expr);
    n->targets = 1;
    return n;
}

/* --- functions ------------------------------------------------------------------------------------------------------------- */

static ir_type *signature(cxx_state *s, ir_type *result)
{
    ir_type **parts = ARENA_NEW(s->a, ir_type *);
    parts[0] = result ? result : cxx_basic_type(CXX_T_OPAQUE);
    return type_new_func(s->a, parts, 1, 0, false);
}

static void set_result(cxx_state *s, ir_func *f, ir_type *result)
{
    f->type = signature(s, result);
    if (cxx_kind_of_type(result) == CXX_VOID) return;
    f->result_count = 1;
    f->results = ARENA_NEW(s->a, ir_param);
    f->results[0] = (ir_param){.type = result, .slot = -1, .at = f->at};
}

static ir_func *new_func(cxx_state *s, const cxx_function *of, cxx_instance *owner, str name, ir_span at)
{
    ir_func *f = ARENA_NEW(s->a, ir_func);
    source *src = ARENA_NEW(s->a, source);
    *src = (source){.of = of, .owner = owner};
    *f = (ir_func){.name = name, .package = s->package, .at = at, .whole = at, .has_body = true, .front = src};
    array_push(s->a, &s->package->funcs, f);
    return f;
}

static ir_param *this_parameter(cxx_state *s, ir_func *f, cxx_instance *owner, uint32_t more)
{
    f->params = ARENA_NEW_N(s->a, ir_param, more + 1);
    f->params[0] = (ir_param){.name = STR("this"), .slot = 0, .at = f->at};
    f->param_count = 1;
    f->receiver = &owner->type->ir;
    f->pointer_receiver = true;
    return f->params + 1;
}

ir_func *cxx_func_of(cxx_state *s, const cxx_function *of, cxx_instance *owner)
{
    cxx_at name = cxx_last_part(s, cxx_in(of->declarator, cxx_child(&s->g, of->declarator.node, CXX_F_declarator)));
    ir_func *f = new_func(s, of, owner, of->name, cxx_span(name));
    cxx_at whole = cxx_there(of->definition) ? of->definition : of->at;
    f->whole = cxx_span(whole);
    f->has_body = cxx_there(of->body) && (!of->is_template || (owner && owner->of->is_function));
    ((source *)f->front)->space = of->space;
    cxx_scope scope = cxx_scope_in(s, owner, of->space);
    ir_type *base = of->is_constructor ? cxx_basic_type(CXX_T_VOID)
                                       : cxx_type_of_syntax(&scope, cxx_in(of->at, cxx_child(&s->g, of->at.node, CXX_F_type)));
    cxx_at d = cxx_in(of->at, cxx_child(&s->g, of->at.node, CXX_F_declarator));
    while (cxx_there(d) && cxx_kind_of(&s->g, d.node) != CXX_K_function_declarator) {
        cxx_kind_id k = cxx_kind_of(&s->g, d.node);
        if (k == CXX_K_reference_declarator) f->returns_reference = true;
        if (k == CXX_K_pointer_declarator && base) base = cxx_pointer_type(s, base);
        syntax_node inner = cxx_child(&s->g, d.node, CXX_F_declarator);
        d = cxx_in(d, syntax_is_null(inner) ? cxx_only(&s->g, d.node) : inner);
    }
    ir_type *status = s->exported && !owner ? cxx_export_result(of->name) : NULL;
    set_result(s, f, status ? status : base);
    cxx_instance *of_class = cxx_class_around(owner);
    if (of_class && !of->is_static) this_parameter(s, f, of_class, of->most > 64 ? 64 : of->most);
    return f;
}

void cxx_bind_parameters(cxx_lower *l, ir_func *f, cxx_at declarator, uint32_t before)
{
    cxx_at list = cxx_sub(l, declarator, CXX_F_parameters);
    uint32_t count = before;
    ir_param *params = ARENA_NEW_N(l->a, ir_param, before + syntax_named_count(list.node));
    if (before) memcpy(params, f->params, before * sizeof *params);
    for (syntax_cursor c = syntax_named_children(list.node); cxx_next(&l->s->g, &c);) {
        cxx_at p = cxx_in(list, c.node);
        cxx_kind_id k = cxx_kind_at(l, p);
        if (k == CXX_K_variadic_parameter) {
            f->variadic = true;
            params[count++] = (ir_param){.slot = cxx_new_slot(l, STR("..."), NULL), .at = cxx_span(p)};
        }
        if (k != CXX_K_parameter_declaration && k != CXX_K_optional_parameter_declaration) continue;
        if (str_is(cxx_text(p), "void")) continue;
        cxx_at d = cxx_sub(l, p, CXX_F_declarator), name = cxx_declared_name(l->s, d);
        bool reference;
        ir_type *t = cxx_declared_type(&l->scope, cxx_type_of_syntax(&l->scope, cxx_sub(l, p, CXX_F_type)), d, &reference);
        str text = cxx_kind_at(l, name) == CXX_K_identifier ? cxx_text(name) : STR("");
        params[count++] =
            (ir_param){.name = text, .type = t, .slot = cxx_new_slot(l, text, t), .at = cxx_span(p), .by_reference = reference};
    }
    f->params = params;
    f->param_count = count;
}

ir_func *cxx_default_value(cxx_state *s, ir_func *f, uint32_t index)
{
    source *src = f->front;
    if (!src || !src->of || index >= DEFAULTS_MOST) return NULL;
    if (src->defaults[index]) return src->defaults[index];
    cxx_at list = cxx_in(src->of->declarator, cxx_child(&s->g, src->of->declarator.node, CXX_F_parameters)), expr = {0};
    uint32_t i = 0;
    for (syntax_cursor c = syntax_named_children(list.node); cxx_next(&s->g, &c);)
        if (i++ == index) expr = cxx_in(list, cxx_child(&s->g, c.node, CXX_F_default_value));
    if (!cxx_there(expr)) return NULL;
    ir_func *made = new_func(s, NULL, src->owner, STR(""), cxx_span(expr));
    ((source *)made->front)->expr = expr;
    ((source *)made->front)->space = src->of->space;
    set_result(s, made, NULL);
    return src->defaults[index] = made;
}

/* --- construction ---------------------------------------------------------------------------------------------------------- */

/* The entry of a constructor's initialiser list for that name; nothing: there is none. */
static cxx_at initializer_of(cxx_lower *l, const cxx_function *of, str name)
{
    if (!of) return (cxx_at){0};
    cxx_at list = cxx_in(of->definition, cxx_there(of->definition)
                                             ? cxx_child_of_kind(&l->s->g, of->definition.node, CXX_K_field_initializer_list)
                                             : (syntax_node){0});
    if (!cxx_there(list)) return list;
    for (syntax_cursor c = syntax_named_children(list.node); cxx_next(&l->s->g, &c);) {
        cxx_at entry = cxx_in(list, c.node), target = cxx_last_part(l->s, cxx_first(l, entry));
        if (cxx_kind_at(l, target) == CXX_K_template_method || cxx_kind_at(l, target) == CXX_K_template_type)
            target = cxx_sub(l, target, CXX_F_name);
        if (!str_eq(cxx_text(target), name)) continue;
        syntax_cursor_end(&c);
        syntax_node args = cxx_child_of_kind(&l->s->g, entry.node, CXX_K_argument_list);
        return cxx_in(entry, syntax_is_null(args) ? cxx_child_of_kind(&l->s->g, entry.node, CXX_K_initializer_list) : args);
    }
    return (cxx_at){0};
}

/* `forwards`: the constructor's own arguments instead of `args`. */
static ir_node *call_base(cxx_lower *l, cxx_at at, cxx_instance *base, cxx_at args, uint32_t forwards)
{
    uint32_t count = forwards;
    if (cxx_there(args))
        for (syntax_cursor c = syntax_named_children(args.node); cxx_next(&l->s->g, &c);) count++;
    ir_func *f = cxx_constructor(l->s, base, count);
    cxx_overloads set = {0};
    if (!f) cxx_constructors(l->s, base, count, &set);
    if (!f && !set.all.n) return cxx_unsupported(l, at, "a base class without such a constructor");
    set.with_this = true;
    ir_node *call = cxx_node(l, IR_CALL, at, 2 + count), *callee = f ? cxx_node(l, IR_FUNC, at, 0) : cxx_overloaded(l, at, &set);
    if (f) callee->func = f;
    call->kids[0] = callee;
    call->kids[1] = cxx_this(l, at);
    count = 2;
    for (uint32_t i = 0; i < forwards; i++) call->kids[count++] = cxx_node1(l, IR_REFER, at, cxx_local(l, at, (int32_t)i + 1));
    if (cxx_there(args))
        for (syntax_cursor c = syntax_named_children(args.node); cxx_next(&l->s->g, &c);)
            call->kids[count++] = cxx_reference(l, cxx_in(args, c.node));
    return cxx_node1(l, IR_EXPR, at, call);
}

static ir_node *init_field(cxx_lower *l, cxx_at at, const cxx_field *f, ir_type *t, cxx_at given)
{
    cxx_lower own = *l; /* a default value stands in the class's file */
    ir_node *expr;
    if (cxx_there(given)) {
        expr = cxx_make(l, given, t, given);
    } else if (cxx_there(f->init)) {
        own.file = f->init.file;
        cxx_kind_id k = cxx_kind_of(&l->s->g, f->init.node);
        expr = k == CXX_K_initializer_list ? cxx_make(&own, f->init, t, f->init) : cxx_expression(&own, f->init);
    } else {
        expr = cxx_without_value(l, at, t);
    }
    if (own.slot_count > l->slot_count) l->slot_count = own.slot_count;
    ir_node *field = cxx_node1(l, IR_MEMBER, at, cxx_node1(l, IR_TARGET, at, cxx_this(l, at)));
    field->name = f->name;
    return cxx_node1(l, IR_EXPR, at, cxx_node2(l, IR_UPDATE, at, field, expr));
}

static void init_object(cxx_lower *l, const source *src, cxx_nodes *out)
{
    cxx_instance *i = src->owner;
    cxx_at at = i->of->at;
    if (i->broken) array_push(l->a, out, cxx_unsupported(l, at, "a class that can't be read"));
    cxx_at other = initializer_of(l, src->of, i->of->name); /* C(int n) : C(n, 2) {} */
    if (cxx_there(other)) {
        array_push(l->a, out, call_base(l, at, i, other, 0));
        return;
    }
    for (size_t k = 0; k < i->bases.n; k++)
        array_push(l->a, out,
                   call_base(l, at, i->bases.at[k], initializer_of(l, src->of, i->bases.at[k]->of->name), k ? 0 : src->forwards));
    for (size_t k = 0; k < i->of->fields.n; k++) {
        const cxx_field *f = &i->of->fields.at[k];
        array_push(l->a, out, init_field(l, at, f, i->field_types.at[k], initializer_of(l, src->of, f->name)));
    }
}

/* The constructor that hands its arguments on to that of the first base. */
static ir_func *forwarding(cxx_state *s, cxx_instance *i, uint32_t args)
{
    ir_func **kept = &i->forwarding[args - 1];
    if (*kept) return *kept;
    *kept = new_func(s, NULL, i, i->of->name, cxx_span(i->of->at));
    ((source *)(*kept)->front)->forwards = args;
    set_result(s, *kept, cxx_basic_type(CXX_T_VOID));
    ir_param *more = this_parameter(s, *kept, i, args);
    for (uint32_t k = 0; k < args; k++) more[k] = (ir_param){.slot = (int32_t)k + 1, .at = (*kept)->at, .by_reference = true};
    (*kept)->param_count = args + 1;
    return *kept;
}

ir_func *cxx_constructor(cxx_state *s, cxx_instance *i, uint32_t args)
{
    cxx_method *found = NULL;
    bool any = false;
    for (size_t k = 0; k < i->methods.n; k++) {
        cxx_method *m = &i->methods.at[k];
        if (!m->of->is_constructor) continue;
        any = true;
        if (args < m->of->least || args > m->of->most) continue;
        if (found) return NULL;
        found = m;
    }
    if (found) {
        if (!found->func) found->func = cxx_func_of(s, found->of, i);
        found->func->has_body = true; /* `= default` constructs as well */
        return found->func;
    }
    bool inherited = i->of->inherits && args && args <= sizeof i->forwarding / sizeof *i->forwarding && i->bases.n &&
                     cxx_constructor(s, i->bases.at[0], args);
    if (inherited) return forwarding(s, i, args);
    if ((any || args) && !(args && !any && i->unknown_base)) return NULL;
    if (!i->plain) {
        i->plain = new_func(s, NULL, i, i->of->name, cxx_span(i->of->at));
        set_result(s, i->plain, cxx_basic_type(CXX_T_VOID));
        this_parameter(s, i->plain, i, 0);
    }
    return i->plain;
}

/* --- bodies ---------------------------------------------------------------------------------------------------------------- */

static void lower_body(cxx_lower *l, ir_func *f, const source *src)
{
    cxx_nodes kids = {0};
    bool constructs = !src->of || src->of->is_constructor;
    cxx_at at = src->of ? (cxx_there(src->of->definition) ? src->of->definition : src->of->at) : src->owner->of->at;
    if (f->receiver) cxx_new_slot(l, STR("this"), NULL);
    l->has_this = f->receiver != NULL;
    for (uint32_t i = 0; i < src->forwards; i++) cxx_new_slot(l, STR(""), NULL);
    if (src->of) {
        cxx_at declarator = cxx_there(src->of->definition)
                                ? cxx_function_declarator(l->s, cxx_sub(l, src->of->definition, CXX_F_declarator))
                                : src->of->declarator;
        cxx_bind_parameters(l, f, declarator, f->receiver ? 1 : 0);
    }
    if (constructs) init_object(l, src, &kids);
    if (src->of && cxx_there(src->of->body)) {
        if (syntax_has_error(src->of->definition.node)) array_push(l->a, &kids, cxx_unsupported(l, at, "a mistake of syntax"));
        else cxx_statements(l, src->of->body, &kids);
    }
    f->body = cxx_block_of(l, at, &kids);
    f->slot_count = l->slot_count;
}

void cxx_know_parameters(cxx_state *s, ir_func *f)
{
    source *src = f->front;
    if (ir_func_body(s->p, f) || !src || !src->of || f->param_count > (f->receiver ? 1 : 0)) return;
    cxx_lower l = cxx_lower_begin(s, src->of->declarator.file, src->owner, src->space);
    if (f->receiver) cxx_new_slot(&l, STR("this"), NULL);
    cxx_bind_parameters(&l, f, src->of->declarator, f->receiver ? 1 : 0);
}

void cxx_lower_func(ir_program *p, ir_func *f)
{
    source *src = f->front;
    cxx_state *s = cxx_state_of(p);
    f->lowered = true;
    if (!src || !f->has_body) return;
    if (cxx_there(src->expr)) {
        cxx_lower v = cxx_lower_begin(s, src->expr.file, src->owner, src->space);
        f->body = cxx_node1(&v, IR_BLOCK, src->expr, cxx_node1(&v, IR_RETURN, src->expr, cxx_expression(&v, src->expr)));
        f->slot_count = v.slot_count;
        return;
    }
    const cxx_file *file = src->of && cxx_there(src->of->definition) ? src->of->definition.file
                           : src->of                                 ? src->of->at.file
                                                                     : src->owner->of->at.file;
    cxx_lower l = cxx_lower_begin(s, file, src->owner, src->space);
    l.func = f;
    l.result = f->result_count ? f->results[0].type : NULL;
    lower_body(&l, f, src);
}

/* --- variables ------------------------------------------------------------------------------------------------------------- */

/* Nothing else can be in it when the machine starts. */
static ir_node *zero_of(cxx_lower *l, cxx_at at, ir_type *t)
{
    ir_node *n = cxx_node(l, IR_CONSTRUCT, at, 0);
    n->type = t;
    n->flags |= IR_LIST;
    return n;
}

void cxx_lower_global(ir_program *p, ir_global *g)
{
    const cxx_name *n = g->front;
    cxx_state *s = cxx_state_of(p);
    g->lowered = true;
    if (!n) return;
    cxx_at at = cxx_there(n->init) ? n->init : n->declarator;
    cxx_lower l = cxx_lower_begin(s, at.file, n->in, n->space);
    bool list = cxx_there(n->init) &&
                (cxx_kind_at(&l, n->init) == CXX_K_initializer_list || cxx_kind_at(&l, n->init) == CXX_K_argument_list);
    if (!n->defined && n->kind == CXX_IS_GLOBAL) g->init = cxx_unsupported(&l, at, "a variable whose value stands elsewhere");
    else if (syntax_has_error(at.node)) g->init = cxx_unsupported(&l, at, "a mistake of syntax");
    else if (list) g->init = cxx_make(&l, n->init, g->type, n->init);
    else if (cxx_there(n->init)) g->init = cxx_expression(&l, n->init);
    else if (s->is_c && g->type) g->init = zero_of(&l, at, g->type);
    else g->init = cxx_without_value(&l, at, g->type);
    g->slot_count = l.slot_count;
}
