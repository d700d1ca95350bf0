/* Calls and lambdas, lowered to the ir. */
#include "cxx/lower.h"
#include "cxx/overload.h"

#include "ir/sdk.h"

static uint32_t count_arguments(cxx_lower *l, cxx_at args)
{
    uint32_t n = 0;
    if (cxx_there(args))
        for (syntax_cursor c = syntax_named_children(args.node); cxx_next(&l->s->g, &c);) n++;
    return n;
}

/* The call with its arguments; `more` places are left behind them, `first` before them. */
static ir_node *call_with(cxx_lower *l, cxx_at at, ir_node *callee, cxx_at args, uint32_t first, uint32_t more)
{
    uint32_t count = count_arguments(l, args), i = 1 + first;
    ir_node *n = cxx_node(l, IR_CALL, at, 1 + first + count + more);
    n->kids[0] = callee;
    if (cxx_there(args))
        for (syntax_cursor c = syntax_named_children(args.node); cxx_next(&l->s->g, &c);)
            n->kids[i++] = cxx_reference(l, cxx_in(args, c.node));
    return n;
}

/* The default value of parameter number `index`, in the scope that it stands in. */
static ir_node *default_argument(cxx_lower *l, const cxx_function *f, cxx_instance *owner, uint32_t index)
{
    cxx_lower there = cxx_lower_begin(l->s, f->declarator.file, owner, f->space);
    cxx_at list = cxx_in(f->declarator, cxx_child(&l->s->g, f->declarator.node, CXX_F_parameters));
    uint32_t i = 0;
    for (syntax_cursor c = syntax_named_children(list.node); cxx_next(&l->s->g, &c);) {
        if (i++ != index) continue;
        cxx_at expr = cxx_sub(&there, cxx_in(list, c.node), CXX_F_default_value);
        syntax_cursor_end(&c);
        if (!cxx_there(expr)) break;
        there.slot_count = l->slot_count;
        ir_node *n = cxx_reference(&there, expr);
        l->slot_count = there.slot_count;
        return n;
    }
    return cxx_unsupported(l, list, "a default expr that stands elsewhere");
}

/* A call of a function that is known. `receiver`: of a method, or NULL. */
static ir_node *call_known(cxx_lower *l, cxx_at at, const cxx_function *f, ir_func *func, cxx_instance *owner, ir_node *receiver,
                           cxx_at args)
{
    ir_node *callee = cxx_node(l, IR_FUNC, at, 0);
    uint32_t count = count_arguments(l, args), most = f->most > 64 ? count : f->most, more = most > count ? most - count : 0;
    callee->func = func;
    ir_node *n = call_with(l, at, callee, args, receiver != NULL, more);
    if (receiver) n->kids[1] = receiver;
    for (uint32_t i = 0; i < more; i++) n->kids[n->count - more + i] = default_argument(l, f, owner, count + i);
    return n;
}

static ir_node *call_method(cxx_lower *l, cxx_at at, const cxx_method *m, cxx_at args, bool always)
{
    cxx_method *own = (cxx_method *)m;
    if (!own->func) own->func = cxx_func_of(l->s, m->of, m->owner);
    if (m->of->is_static) return call_known(l, at, m->of, own->func, m->owner, NULL, args);
    if (m->is_virtual && !always) {
        ir_node *callee = cxx_node1(l, IR_MEMBER, at, cxx_node1(l, IR_TARGET, at, cxx_this(l, at)));
        callee->name = m->of->name;
        callee->targets = count_arguments(l, args) + 1;
        return call_with(l, at, callee, args, 0, 0);
    }
    return call_known(l, at, m->of, own->func, m->owner, cxx_this(l, at), args);
}

ir_node *cxx_overloaded(cxx_lower *l, cxx_at at, const cxx_overloads *set)
{
    ir_node *callee = cxx_node(l, IR_EXTERN, at, 0);
    callee->package = STR("cxx");
    callee->name = STR("#overload");
    callee->type = cxx_overload_type(l->s, set);
    return callee;
}

/* A call that its arguments decide. */
static ir_node *call_overloaded(cxx_lower *l, cxx_at at, const cxx_overloads *set, cxx_at args)
{
    ir_node *n = call_with(l, at, cxx_overloaded(l, at, set), args, set->with_this, 0);
    if (set->with_this) n->kids[1] = cxx_this(l, at);
    return n;
}

/* `given`: the arguments of a template, or NULL. */
static ir_node *call_named_function(cxx_lower *l, cxx_at at, cxx_name *n, const cxx_overloads *given, cxx_at args)
{
    uint32_t count = count_arguments(l, args);
    cxx_overloads set = {.s = l->s};
    if (given) set = *given;
    for (size_t i = 0; i < n->functions.n; i++) {
        cxx_function *f = &n->functions.at[i];
        if (count >= f->least && count <= f->most) array_push(l->a, &set.all, ((cxx_candidate){f, NULL, &f->func, false}));
    }
    if (!set.all.n) return cxx_unsupported(l, at, "no function that takes so many arguments");
    if (cxx_is_overloaded(&set)) return call_overloaded(l, at, &set, args);
    cxx_function *found = (cxx_function *)set.all.at[0].of;
    if (!found->func) found->func = cxx_func_of(l->s, found, NULL);
    return call_known(l, at, found, found->func, NULL, NULL, args);
}

/* A method called by its name alone, or with its class's before it; NULL: there is none. */
static ir_node *call_method_named(cxx_lower *l, cxx_at at, cxx_instance *in, str name, const cxx_overloads *given, cxx_at args,
                                  bool always)
{
    cxx_overloads set = {0};
    bool several;
    for (cxx_instance *i = in; i && !set.all.n; i = i->outer)
        cxx_methods_named(l->s, i, name, (int)count_arguments(l, args), &set);
    if (!set.all.n) return NULL;
    bool any_static = false;
    for (size_t i = 0; i < set.all.n; i++) any_static = any_static || set.all.at[i].of->is_static;
    if (!any_static && !l->has_this) return NULL;
    set.always = always;
    set.with_this = l->has_this;
    if (given) set.given = given->given, set.given_count = given->given_count;
    if (cxx_is_overloaded(&set)) return call_overloaded(l, at, &set, args);
    const cxx_method *m = cxx_find_method(set.all.at[0].owner, name, (int)count_arguments(l, args), &several);
    return call_method(l, at, m, args, always);
}

static bool has_body(const cxx_name *n)
{
    for (size_t i = 0; n && i < n->functions.n; i++)
        if (cxx_there(n->functions.at[i].body)) return true;
    return false;
}

/* Names that only mean the standard library's functions where that stands there: std::find. */
static bool is_standard(cxx_lower *l, str name, str scope)
{
    bool opened = str_is(scope, "std");
    for (size_t i = 0; i < l->s->usings.n && !scope.n; i++) opened = opened || str_is(l->s->usings.at[i].target, "std::");
    return opened && cxx_find_native(arena_printf(l->a, "std.%.*s", STR_ARG(name)));
}

/* `scope`: what stands before the name. */
static ir_node *extern_call(cxx_lower *l, cxx_at at, str scope, str name, ir_type *argument, cxx_at args)
{
    ir_node *callee = cxx_node(l, IR_EXTERN, at, 0);
    callee->package = is_standard(l, name, scope) ? STR("std") : STR("cxx");
    callee->name = name;
    callee->type = argument;
    return call_with(l, at, callee, args, 0, 0);
}

static ir_node *cast_call(cxx_lower *l, cxx_at at, ir_type *t, cxx_at args)
{
    ir_node *n = cxx_make(l, at, t, args);
    return count_arguments(l, args) == 1 ? n : cxx_unsupported(l, at, "a conversion of nothing");
}

static cxx_at scope_of(cxx_lower *l, cxx_at name)
{
    cxx_at scope = {0};
    for (; cxx_kind_at(l, name) == CXX_K_qualified_identifier; name = cxx_sub(l, name, CXX_F_name))
        scope = cxx_sub(l, name, CXX_F_scope);
    return scope;
}

/* ::f */
static bool is_global(cxx_at function) { return str_starts(cxx_text(function), STR("::")); }

static cxx_instance *class_in_front(cxx_lower *l, cxx_at function)
{
    cxx_at scope = scope_of(l, function);
    ir_type *t;
    if (is_global(function)) return NULL;
    if (!cxx_there(scope)) return l->scope.in;
    return cxx_names_type(l, scope, &t) && cxx_type_behind(t) ? cxx_type_behind(t)->instance : NULL;
}

/* A template of the sources with the arguments that stand there; NULL: there is none. */
static ir_node *own_template(cxx_lower *l, cxx_at at, cxx_at function, str name, cxx_at types, cxx_at args)
{
    cxx_overloads given = {.s = l->s, .given = ARENA_NEW_N(l->a, ir_type *, count_arguments(l, types))};
    for (syntax_cursor c = syntax_named_children(types.node); cxx_next(&l->s->g, &c);)
        given.given[given.given_count++] = cxx_type_argument(&l->scope, cxx_in(types, c.node));
    ir_node *method = call_method_named(l, at, class_in_front(l, function), name, &given, args, cxx_there(scope_of(l, function)));
    if (method) return method;
    cxx_instance *in;
    cxx_name *n = (cxx_name *)cxx_find_name(&l->scope, cxx_plain_name(l->a, cxx_text(function)), &in);
    return n && n->kind == CXX_IS_FUNCTION && has_body(n) ? call_named_function(l, at, n, &given, args) : NULL;
}

ir_node *cxx_new_object(cxx_lower *l, cxx_at at, ir_type *t, cxx_at args)
{
    ir_node *callee = cxx_node(l, IR_EXTERN, at, 0);
    callee->package = STR("cxx");
    callee->name = STR("make_unique");
    return cxx_node2(l, IR_CALL, at, callee, cxx_node1(l, IR_REFER, at, cxx_make(l, at, t, args)));
}

/* name<T>(arguments) */
static ir_node *template_call(cxx_lower *l, cxx_at at, cxx_at function, cxx_at args)
{
    cxx_at last = cxx_last_part(l->s, function), types = cxx_sub(l, last, CXX_F_arguments);
    str name = cxx_text(cxx_sub(l, last, CXX_F_name));
    ir_type *t = NULL;
    bool one = count_arguments(l, types) >= 1;
    if (one) t = cxx_described_type(&l->scope, cxx_first(l, types));
    if (str_is(name, "reinterpret_cast")) {
        ir_node *n = cxx_node(l, IR_TYPE, at, 0); /* bytes of something else: nothing is known of them */
        n->type = cxx_basic_type(CXX_T_OPAQUE);
        return n;
    }
    if (str_is(name, "static_cast") || str_is(name, "const_cast")) return cast_call(l, at, t, args);
    if (str_is(name, "make_unique") || str_is(name, "make_shared")) return cxx_new_object(l, at, t, args);
    ir_type *whole;
    if (cxx_names_type(l, function, &whole)) return cxx_make(l, at, whole, args);
    ir_node *own = own_template(l, at, function, name, types, args);
    if (own) return own;
    return one ? extern_call(l, at, cxx_text(scope_of(l, function)), name, t, args)
               : cxx_unsupported(l, at, "a template that is not known");
}

/* A va_list has the values themselves. */
static ir_node *values_call(cxx_lower *l, cxx_at at, str name, cxx_at args)
{
    cxx_at list = cxx_first(l, args), other = cxx_in(args, syntax_named(args.node, 1));
    const cxx_binding *rest = NULL;
    for (size_t i = l->names.n; i-- > 0 && !rest;)
        if (str_is(l->names.at[i].name, "...")) rest = &l->names.at[i];
    if (str_is(name, "va_end")) {
        ir_node *nothing = cxx_node(l, IR_TYPE, at, 0);
        nothing->type = cxx_basic_type(CXX_T_VOID);
        return nothing;
    }
    bool starts = str_is(name, "va_start");
    if (!cxx_there(other) || (starts && !rest)) return cxx_unsupported(l, at, "values that are not known");
    return cxx_node2(l, IR_UPDATE, at, cxx_expression(l, list), starts ? cxx_local(l, at, rest->slot) : cxx_expression(l, other));
}

/* A call of C's library or of the host. The answer to an outgoing call goes to the function that the host knows by its name. */
static ir_node *c_call(cxx_lower *l, cxx_at at, str name, cxx_at args)
{
    if (str_is(name, "va_start") || str_is(name, "va_copy") || str_is(name, "va_end")) return values_call(l, at, name, args);
    ir_node *n = extern_call(l, at, STR(""), name, NULL, args);
    cxx_name *f = str_is(name, "proxy_http_call") ? map_get(&l->s->names, STR("proxy_on_http_call_response")) : NULL;
    if (l->s->missing && !cxx_find_native(arena_printf(l->a, "cxx.%.*s", STR_ARG(name))) && !sdk_find("cxx", name))
        n->kids[0]->flags |= IR_ABSENT;
    if (!f || f->kind != CXX_IS_FUNCTION || !has_body(f)) return n;
    ir_node *more = cxx_node(l, IR_CALL, at, n->count + 1);
    memcpy(more->kids, n->kids, n->count * sizeof *n->kids);
    more->kids[n->count] = cxx_node1(l, IR_REFER, at, cxx_function_value(l, at, f));
    return more;
}

static bool is_library_scope(str scope) { return str_is(scope, "std") || str_is(scope, "absl") || str_is(scope, "RE2"); }

/* f(arguments), a::f(arguments) */
static ir_node *named_call(cxx_lower *l, cxx_at at, cxx_at function, cxx_at args)
{
    cxx_at last = cxx_last_part(l->s, function), scope = scope_of(l, function);
    str name = cxx_text(last);
    ir_type *t;
    cxx_instance *in;
    cxx_name *n = NULL;
    for (size_t i = l->names.n; i-- > 0 && !cxx_there(scope) && !is_global(function);) {
        const cxx_binding *b = &l->names.at[i];
        if (!str_eq(b->name, name)) continue;
        if (!b->named) return call_with(l, at, cxx_name_expression(l, function), args, 0, 0);
        n = (cxx_name *)b->named;
        break;
    }
    if (!n && cxx_names_type(l, function, &t)) return cxx_make(l, at, t, args);
    if (!n && str_is(cxx_text(scope), "absl")) n = (cxx_name *)cxx_library_name(l->s, name);
    if (!n && is_library_scope(cxx_text(scope))) return extern_call(l, at, cxx_text(scope), name, NULL, args);
    bool of_json = cxx_there(scope) && cxx_names_type(l, scope, &t) && cxx_kind_of_type(t) == CXX_JSON;
    /* helpers that plugins bring along have models, which are faster and know what a text is about */
    bool helper = cxx_there(scope) && cxx_find_native(arena_printf(l->a, "%.*s.%.*s", STR_ARG(cxx_text(scope)), STR_ARG(name)));
    if (of_json || (helper && !is_library_scope(cxx_text(scope)))) {
        ir_node *call = extern_call(l, at, cxx_text(scope), name, NULL, args);
        call->kids[0]->package = of_json ? STR("json") : cxx_text(scope);
        return call;
    }
    ir_node *method = n ? NULL : call_method_named(l, at, class_in_front(l, function), name, NULL, args, cxx_there(scope));
    if (method) return method;
    const cxx_field *field;
    bool held = !n && !cxx_there(scope) && l->scope.in && l->has_this;
    if (held && cxx_find_field(l->scope.in, name, &field, &(cxx_instance *){NULL}))
        return call_with(l, at, cxx_name_expression(l, function), args, 0, 0);
    if (!n) n = (cxx_name *)cxx_find_name(&l->scope, cxx_plain_name(l->a, cxx_text(function)), &in);
    bool several;
    cxx_instance *around = cxx_class_around(l->scope.in);
    if (!n && is_global(function) && !cxx_there(scope) && around && cxx_find_method(around, name, -1, &several))
        return cxx_unsupported(l, at, "a global function that is none");
    bool host = str_starts(name, STR("proxy_")) && sdk_find("cxx", name);
    bool modelled = !has_body(n) && (host || cxx_find_native(arena_printf(l->a, "cxx.%.*s", STR_ARG(name))));
    if (n && n->kind == CXX_IS_FUNCTION && !modelled) return call_named_function(l, at, n, NULL, args);
    if ((n || map_get(&l->s->loose, name)) && !modelled && !cxx_there(scope))
        return call_with(l, at, cxx_name_expression(l, function), args, 0, 0);
    if (l->s->is_c) return c_call(l, at, name, args);
    ir_node *call = extern_call(l, at, cxx_text(scope), name, NULL, args);
    bool known = modelled || sdk_find("cxx", name) || sdk_find_method("cxx", (str){0}, name);
    if (l->s->missing && !known) call->kids[0]->flags |= IR_ABSENT;
    return call;
}

ir_node *cxx_call(cxx_lower *l, cxx_at at)
{
    cxx_at function = cxx_sub(l, at, CXX_F_function), args = cxx_sub(l, at, CXX_F_arguments);
    ir_type *t;
    ir_node *callee;
    switch (cxx_kind_at(l, cxx_last_part(l->s, function))) {
    case CXX_K_template_function:
    case CXX_K_template_type: return template_call(l, at, function, args);
    case CXX_K_identifier: return named_call(l, at, function, args);
    case CXX_K_primitive_type:
        return cxx_names_type(l, function, &t) ? cxx_make(l, at, t, args) : cxx_unsupported(l, at, "a type");
    case CXX_K_field_expression:
        callee = cxx_expression(l, function);
        if (callee->op == IR_MEMBER) {
            callee->targets = count_arguments(l, args) + 1;
            if (l->s->missing && !cxx_is_library_method(callee->name)) callee->flags |= IR_ABSENT;
        }
        return call_with(l, at, callee, args, 0, 0);
    default: return call_with(l, at, cxx_expression(l, function), args, 0, 0);
    }
}

/* --- lambdas --------------------------------------------------------------------------------------------------------------- */

typedef struct captures {
    bool copies, refers; /* those that are not named: [=], [&] */
    ARRAY(str) copied, referred;
    ARRAY(cxx_at) made;  /* [x = 1] */
    bool unknown;
} captures;

static captures captures_of(cxx_lower *l, cxx_at at)
{
    captures k = {0};
    bool reference = false;
    for (syntax_cursor c = syntax_children(at.node); syntax_next(&c);) {
        cxx_at part = cxx_in(at, c.node);
        cxx_kind_id kind = cxx_kind_at(l, part);
        str text = cxx_text(part);
        if (kind == CXX_K_lambda_default_capture) *(str_is(text, "=") ? &k.copies : &k.refers) = true;
        else if (kind == CXX_K_identifier && reference) array_push(l->a, &k.referred, text);
        else if (kind == CXX_K_identifier) array_push(l->a, &k.copied, text);
        else if (kind == CXX_K_lambda_capture_initializer) array_push(l->a, &k.made, part);
        else if (syntax_is_named(c.node) && kind != CXX_K_this) k.unknown = true;
        reference = str_is(text, "&");
    }
    return k;
}

static bool is_among(const str *list, size_t n, str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i], name)) return true;
    return false;
}

/* The identifiers in a lambda. */
typedef struct used_names {
    cxx_lower *l;
    const cxx_file *file;
    map names;
} used_names;

static bool note_name(void *self, syntax_node n, uint16_t around)
{
    used_names *u = self;
    (void)around;
    cxx_kind_id k = cxx_kind_of(&u->l->s->g, n);
    if (k == CXX_K_identifier || k == CXX_K_type_identifier) map_put(u->l->a, &u->names, syntax_text(n, u->file->x.text), u);
    return true;
}

/* Variables around that it uses become its first ones. */
static void capture(cxx_lower *outer, cxx_lower *l, ir_func *f, const captures *k, const used_names *used)
{
    size_t n = outer->names.n;
    bool *copies = ARENA_NEW_N(l->a, bool, n);
    f->captures = ARENA_NEW_N(l->a, int32_t, n);
    f->captures_copies = copies;
    for (size_t i = 0; i < n; i++) {
        const cxx_binding *b = &outer->names.at[i];
        bool hidden = false, self = str_is(b->name, "this");
        for (size_t j = i + 1; j < n; j++) hidden = hidden || str_eq(outer->names.at[j].name, b->name);
        if (b->global) array_push(l->a, &l->names, *b);
        if (b->global || hidden || b->name.n == 0 || (!self && !map_get(&used->names, b->name))) continue;
        bool copied = is_among(k->copied.at, k->copied.n, b->name), referred = is_among(k->referred.at, k->referred.n, b->name);
        if (!self && !copied && !referred && !k->copies && !k->refers) continue;
        copies[f->capture_count] = !self && !referred && (copied || k->copies);
        f->captures[f->capture_count++] = b->slot;
        cxx_new_slot(l, b->name, b->type);
        l->has_this = l->has_this || self;
    }
}

/* [x = 1], [&x = y]: a variable that only the lambda has. */
static void make_capture(cxx_lower *l, cxx_at at, captures *k, cxx_nodes *before)
{
    cxx_at name = cxx_sub(l, at, CXX_F_left), expr = cxx_sub(l, at, CXX_F_right);
    bool refers = str_starts(cxx_text(at), STR("&"));
    if (!cxx_there(name) || !cxx_there(expr)) {
        array_push(l->a, before, cxx_unsupported(l, at, "a capture that is not known"));
        return;
    }
    ir_node *v = refers ? cxx_reference(l, expr) : cxx_expression(l, expr);
    int32_t slot = cxx_new_slot(l, cxx_text(name), NULL);
    array_push(l->a, before, cxx_set(l, at, refers ? IR_BIND : IR_DECLARE, slot, NULL, v));
    array_push(l->a, refers ? &k->referred : &k->copied, cxx_text(name));
}

ir_node *cxx_lambda(cxx_lower *outer, cxx_at at)
{
    cxx_at specifier = cxx_sub(outer, at, CXX_F_captures), declarator = cxx_sub(outer, at, CXX_F_declarator),
           body = cxx_sub(outer, at, CXX_F_body);
    captures k = captures_of(outer, specifier);
    if (k.unknown) return cxx_unsupported(outer, at, "a capture that is not known");
    size_t mark = outer->names.n;
    cxx_nodes before = {0};
    for (size_t i = 0; i < k.made.n; i++) make_capture(outer, k.made.at[i], &k, &before);
    used_names used = {.l = outer, .file = at.file};
    syntax_walk(body.node, note_name, &used);
    ir_func *f = ARENA_NEW(outer->a, ir_func);
    *f = (ir_func){.package = outer->s->package,
                   .outer = outer->func,
                   .lowered = true,
                   .has_body = true,
                   .at = cxx_span(specifier),
                   .whole = cxx_span(at)};
    cxx_lower l = cxx_lower_begin(outer->s, outer->file, outer->scope.in, outer->scope.space);
    l.func = f;
    l.depth = outer->depth;
    capture(outer, &l, f, &k, &used);
    if (cxx_there(declarator)) cxx_bind_parameters(&l, f, declarator, 0);
    syntax_node trailing =
        cxx_there(declarator) ? cxx_child_of_kind(&l.s->g, declarator.node, CXX_K_trailing_return_type) : (syntax_node){0};
    l.result = syntax_is_null(trailing) ? NULL : cxx_described_type(&l.scope, cxx_in(declarator, cxx_only(&l.s->g, trailing)));
    ir_type **parts = ARENA_NEW(l.a, ir_type *);
    parts[0] = l.result ? l.result : cxx_basic_type(CXX_T_OPAQUE);
    f->type = type_new_func(l.a, parts, 1, 0, false);
    if (cxx_kind_of_type(l.result) != CXX_VOID) {
        f->results = ARENA_NEW(l.a, ir_param);
        f->results[0] = (ir_param){.type = l.result, .slot = -1, .at = f->at};
        f->result_count = 1;
    }
    cxx_nodes kids = {0};
    cxx_statements(&l, body, &kids);
    f->body = cxx_block_of(&l, body, &kids);
    f->slot_count = l.slot_count;
    ir_node *n = cxx_node(outer, IR_CLOSURE, at, 0);
    n->func = f;
    n->type = cxx_basic_type(CXX_T_FUNCTION);
    outer->names.n = mark;
    if (!before.n) return n;
    array_push(outer->a, &before, n);
    ir_node *made = cxx_block_of(outer, at, &before);
    made->op = IR_SEQUENCE;
    return made;
}
