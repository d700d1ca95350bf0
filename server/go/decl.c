/* Declarations of files: imports, and the members of packages (Go specification, "Declarations and scope"). */
#include "go/outline.h"
#include "go/refuse.h"
#include "text/doc_comment.h"

static str text_of(const go_file *f, syntax_node n) { return syntax_text(n, f->text); }

static ir_span span_of(const go_file *f, syntax_node n) { return (ir_span){f->index, syntax_range(n)}; }

/* --- imports --- */

static void read_spec(go_state *s, go_file *f, syntax_node spec)
{
    syntax_node path = go_child(&s->grammar, spec, GO_F_PATH);
    source_import im = {.name = text_of(f, go_child(&s->grammar, spec, GO_F_NAME)), .at = syntax_range(path)};
    if (!go_unquote(s->a, text_of(f, path), &im.path) || str_empty(im.path)) return;
    array_push(s->a, &f->written, im);
}

static void read_import_declaration(go_state *s, go_file *f, syntax_node d)
{
    for (syntax_cursor c = syntax_named_children(d); go_next(&s->grammar, &c);) {
        if (go_kind_of(&s->grammar, c.node) == GO_IMPORT_SPEC) read_spec(s, f, c.node);
        else if (go_kind_of(&s->grammar, c.node) == GO_IMPORT_SPEC_LIST) read_import_declaration(s, f, c.node);
    }
}

void go_file_read_imports(go_state *s, go_file *f)
{
    for (syntax_cursor c = syntax_named_children(syntax_root(f->tree)); go_next(&s->grammar, &c);)
        if (go_kind_of(&s->grammar, c.node) == GO_IMPORT_DECLARATION) read_import_declaration(s, f, c.node);
}

/* --- doc comments --- */

str go_doc(arena *a, str text, range at, bool behind)
{
    static const char *const tools[] = {"//go:", "//nolint", NULL};
    return doc_comment(a, text, at, behind, tools);
}

/* --- members --- */

/* The first mistake in a declaration, or around it. */
static const ir_refusal *refusal_of(go_state *s, const go_file *f, syntax_node n, const ir_refusal *around)
{
    if (!f->package->judged) return NULL;
    return around ? go_refusal_copy(s, around) : go_refused_syntax(s, f, n);
}

static void refuse_func(go_state *s, ir_func *fn, const ir_refusal *r)
{
    go_source *src = fn->front;
    if (!src->refused) fn->refused = src->refused = go_refusal_copy(s, r);
}

/* Of two declarations of a name neither is known to count. */
static const ir_refusal *refuse_both(go_state *s, const go_file *f, syntax_node name, ir_member *other)
{
    if (!f->package->judged || f->package->partial) return NULL;
    const ir_refusal *r = go_refusal(s, f, name, IR_REFUSED_REDECLARED, text_of(f, name));
    const ir_refusal **known = other->global ? &other->global->refused : &other->refused;
    if (other->func) refuse_func(s, other->func, r);
    else if (!*known) *known = go_refusal_copy(s, r);
    return r;
}

/* NULL when there is one of the name, or it has none. */
static ir_member *add_member(go_state *s, go_file *f, ir_member_kind kind, syntax_node name, syntax_node whole)
{
    str text = text_of(f, name);
    if (str_empty(text) || str_is(text, "_")) return NULL;
    ir_member *other = map_get(&f->package->ir.members, text);
    if (other) {
        refuse_both(s, f, name, other);
        return NULL;
    }
    ir_member *m = ARENA_NEW(s->a, ir_member);
    *m = (ir_member){.kind = kind, .name = text, .at = span_of(f, name)};
    m->doc = go_doc(s->a, f->text, syntax_range(whole), kind != IR_MEMBER_FUNC);
    map_put(s->a, &f->package->ir.members, text, m);
    return m;
}

static go_source *new_source(go_state *s, go_file *f, syntax_node node, syntax_node type)
{
    go_source *src = ARENA_NEW(s->a, go_source);
    *src = (go_source){.file = f, .node = node, .type = type, .iota = -1, .of = 1};
    return src;
}

static void declare_type(go_state *s, go_file *f, syntax_node spec, const ir_refusal *around)
{
    syntax_node name = go_child(&s->grammar, spec, GO_F_NAME);
    ir_member *m = add_member(s, f, IR_MEMBER_TYPE, name, spec);
    if (!m) return;
    m->refused = refusal_of(s, f, spec, around);
    go_source *src = new_source(s, f, spec, go_child(&s->grammar, spec, GO_F_TYPE));
    src->text = text_of(f, spec);
    go_read_type_words(s, &src->words, spec, f->text);
    m->front = src;
    if (go_kind_of(&s->grammar, spec) == GO_TYPE_ALIAS) return;
    m->type = ARENA_NEW(s->a, ir_type);
    *m->type = (ir_type){.kind = TYPE_NAMED,
                         .package = f->package->ir.path,
                         .package_name = f->package->ir.name,
                         .name = m->name,
                         .under = type_basic(TYPE_UNKNOWN),
                         .at = m->at,
                         .front = m};
    array_push(s->a, &f->types, m->type);
}

/* "Iota" and "Constant declarations": an omitted list repeats the one above, with its type. */
static uint32_t count_of(const go_grammar *g, syntax_node list)
{
    uint32_t n = 0;
    for (syntax_cursor c = syntax_named_children(list); go_next(g, &c);) n++;
    return n;
}

static uint32_t count_names(const go_grammar *g, syntax_node spec)
{
    uint32_t n = 0;
    for (syntax_cursor c = syntax_named_children(spec); go_next(g, &c);) n += go_at_field(g, &c, GO_F_NAME);
    return n;
}

static const ir_refusal *judge_count(go_state *s, const go_file *f, syntax_node spec, uint32_t names, uint32_t values)
{
    if (!f->package->judged || names == values) return NULL;
    ir_refusal r = {IR_REFUSED_VALUE_COUNT, span_of(f, spec), (str){0}, values, names};
    return go_refusal_copy(s, &r);
}

static void declare_consts(go_state *s, go_file *f, syntax_node d, const ir_refusal *around)
{
    const go_grammar *g = &s->grammar;
    syntax_node type = {0}, values = {0};
    int64_t iota = 0;
    const ir_refusal *whole = refusal_of(s, f, d, around); /* the lines depend on one another */
    for (syntax_cursor c = syntax_named_children(d); go_next(g, &c);) {
        if (go_kind_of(g, c.node) != GO_CONST_SPEC) continue;
        syntax_node own = go_child(g, c.node, GO_F_VALUE);
        if (!syntax_is_null(own)) {
            values = own;
            type = go_child(g, c.node, GO_F_TYPE);
        }
        uint32_t i = 0;
        const ir_refusal *refused = whole ? whole : judge_count(s, f, c.node, count_names(g, c.node), count_of(g, values));
        for (syntax_cursor n = syntax_named_children(c.node); go_next(g, &n);) {
            if (!go_at_field(g, &n, GO_F_NAME)) continue;
            ir_member *m = add_member(s, f, IR_MEMBER_CONST, n.node, c.node);
            go_source *src = new_source(s, f, go_nth(g, values, i++), type);
            src->iota = iota;
            src->text = text_of(f, syntax_is_null(own) ? d : c.node);
            if (!m) continue;
            m->front = src;
            m->refused = go_refusal_copy(s, refused);
        }
        iota++;
    }
}

static ir_global *new_global(go_state *s, const go_file *f, ir_member *m, go_source *src)
{
    ir_global *v = ARENA_NEW(s->a, ir_global);
    *v = (ir_global){.name = m->name, .package = &f->package->ir, .of = 1, .at = m->at, .doc = m->doc, .front = src};
    m->kind = IR_MEMBER_GLOBAL;
    m->global = v;
    return v;
}

static void declare_var(go_state *s, go_file *f, syntax_node spec, const ir_refusal *around)
{
    const go_grammar *g = &s->grammar;
    syntax_node values = go_child(g, spec, GO_F_VALUE), type = go_child(g, spec, GO_F_TYPE);
    uint32_t names = count_names(g, spec), given = count_of(g, values), i = 0;
    const ir_refusal *refused = refusal_of(s, f, spec, around ? around : f->refused);
    if (!refused && given > 1) refused = judge_count(s, f, spec, names, given);
    bool share = names > 1 && given == 1;
    ir_global **shared = share ? ARENA_NEW_N(s->a, ir_global *, names) : NULL;
    for (syntax_cursor c = syntax_named_children(spec); go_next(g, &c);) {
        if (!go_at_field(g, &c, GO_F_NAME)) continue;
        ir_member *m = add_member(s, f, IR_MEMBER_GLOBAL, c.node, spec);
        go_source *src = new_source(s, f, go_nth(g, values, share ? 0 : i), type);
        src->text = text_of(f, spec);
        if (m) {
            m->front = src;
            ir_global *v = new_global(s, f, m, src);
            v->refused = go_refusal_copy(s, refused);
            if (share) {
                src->of = v->of = names;
                src->shared = shared;
                shared[v->index = i] = v;
            }
        }
        i++;
    }
}

/* Functions without a body are declared to the compiler, or to other tools, by a comment above. */
static bool has_directive(const go_file *f, range at)
{
    size_t line = at.start;
    while (line > 0 && f->text.p[line - 1] != '\n') line--;
    str above = doc_comment_above(f->text, line);
    return str_has(above, STR("//go:")) || str_has(above, STR("//export"));
}

static const ir_refusal *judge_func(go_state *s, const go_file *f, syntax_node d, syntax_node body)
{
    if (!f->package->judged) return NULL;
    if (f->refused) return f->refused;
    if (syntax_has_error(d)) return syntax_is_null(body) ? go_refused_syntax(s, f, d) : NULL; /* else the lowering finds it */
    bool lacks = syntax_is_null(body) && !f->package->partial && !has_directive(f, syntax_range(d));
    return lacks ? go_refusal(s, f, d, IR_REFUSED_NO_BODY, (str){0}) : NULL;
}

static void declare_func(go_state *s, go_file *f, syntax_node d, bool method)
{
    const go_grammar *g = &s->grammar;
    syntax_node name = go_child(g, d, GO_F_NAME), body = go_child(g, d, GO_F_BODY);
    ir_func *fn = ARENA_NEW(s->a, ir_func);
    *fn = (ir_func){.name = text_of(f, name),
                    .package = &f->package->ir,
                    .at = span_of(f, name),
                    .whole = span_of(f, d),
                    .has_body = !syntax_is_null(body)};
    if (str_empty(fn->name)) return;
    go_source *src = new_source(s, f, d, (syntax_node){0});
    src->text = text_of(f, d);
    src->head = fn->has_body ? syntax_range(body).start - syntax_range(d).start : src->text.n;
    fn->front = src;
    ir_member *other = method || str_is(fn->name, "init") ? NULL : map_get(&f->package->ir.members, fn->name);
    refuse_func(s, fn, judge_func(s, f, d, body));
    if (other) refuse_func(s, fn, refuse_both(s, f, name, other));
    if (method) {
        fn->doc = go_doc(s->a, f->text, syntax_range(d), false);
    } else if (str_is(fn->name, "init")) {
        array_push(s->a, &f->package->ir.inits, fn);
    } else {
        ir_member *m = add_member(s, f, IR_MEMBER_FUNC, name, d);
        if (m) {
            m->func = fn;
            m->resolved = true;
            fn->doc = m->doc;
        }
    }
    array_push(s->a, &f->package->declared, fn);
    if (fn->has_body) array_push(s->a, &f->package->ir.funcs, fn);
}

/* A mistake between the declarations of a group. */
static const ir_refusal *refused_group(go_state *s, const go_file *f, syntax_node n)
{
    if (!syntax_has_error(n) || !f->package->judged) return NULL;
    for (syntax_cursor c = syntax_children(n); syntax_next(&c);) {
        if (go_kind_of(&s->grammar, c.node) != GO_ERROR && !syntax_is_missing(c.node)) continue;
        syntax_node found = c.node;
        syntax_cursor_end(&c);
        return go_refused_syntax(s, f, found);
    }
    return NULL;
}

static void declare(go_state *s, go_file *f, syntax_node n, const ir_refusal *around, int depth)
{
    const go_grammar *g = &s->grammar;
    switch (go_kind_of(g, n)) {
    case GO_FUNCTION_DECLARATION: declare_func(s, f, n, false); break;
    case GO_METHOD_DECLARATION: declare_func(s, f, n, true); break;
    case GO_CONST_DECLARATION: declare_consts(s, f, n, around); break;
    case GO_TYPE_SPEC:
    case GO_TYPE_ALIAS: declare_type(s, f, n, around); break;
    case GO_VAR_SPEC: declare_var(s, f, n, around); break;
    case GO_TYPE_DECLARATION:
    case GO_VAR_DECLARATION:
    case GO_VAR_SPEC_LIST:
    case GO_ERROR: /* half-typed code: names in it are declared, but nothing is known of them */
        if (!around) around = go_kind_of(g, n) == GO_ERROR ? f->refused : refused_group(s, f, n);
        for (syntax_cursor c = syntax_named_children(n); depth < 4 && go_next(g, &c);) declare(s, f, c.node, around, depth + 1);
        break;
    default: break;
    }
}

void go_file_declare(go_state *s, go_file *f)
{
    for (syntax_cursor c = syntax_named_children(syntax_root(f->tree)); go_next(&s->grammar, &c);) declare(s, f, c.node, NULL, 0);
}

/* --- second pass: types and constants --- */

static void resolve_type(go_lower *l, ir_member *m, const go_source *src)
{
    size_t outer, mark = go_scope_open(l, &outer);
    go_bind_type_parameters(l, go_child(l->g, src->node, GO_F_TYPE_PARAMETERS), NULL, NULL);
    ir_type *t = go_type(l, src->type);
    go_scope_close(l, mark, outer);
    if (!m->type) {
        m->type = t; /* an alias */
    } else if (t != m->type) {
        ir_member *base = t->kind == TYPE_NAMED && !t->opaque ? t->front : NULL;
        if (base) go_member_resolve(l->s, base);
        m->type->under = type_under(t);
    }
}

static void resolve_const(go_lower *l, ir_member *m, go_source *src)
{
    ir_type *type = syntax_is_null(src->type) ? NULL : go_type(l, src->type);
    l->iota = src->iota;
    ir_node *n = go_expression(l, src->node);
    if (l->refused) return;
    if (n->op == IR_CONST && type && n->constant.kind != IR_NIL) n = go_convert(l, src->node, type, n);
    if (n->op == IR_CONST && n->constant.kind != IR_NIL) {
        m->constant = n->constant;
        m->type = n->type;
    } else {
        new_global(l->s, l->file, m, src)->type = go_known(type);
    }
}

/* Nothing is known of it but its name, and of a type its methods. */
static void refuse_member(go_state *s, ir_member *m, const ir_refusal *r)
{
    m->refused = go_refusal_copy(s, r);
    if (m->kind != IR_MEMBER_TYPE) return;
    if (m->type && m->type->front == m) m->type->under = type_basic(TYPE_UNKNOWN);
    else m->type = type_basic(TYPE_UNKNOWN);
}

void go_member_resolve(go_state *s, ir_member *m)
{
    if (m->resolved || m->resolving) return;
    go_source *src = m->front;
    if (m->kind == IR_MEMBER_FUNC || m->kind == IR_MEMBER_GLOBAL) {
        m->resolved = true;
        return;
    }
    go_lower l = go_lower_begin(s, src->file);
    go_frame frame = {0};
    l.frame = &frame;
    if (!go_enter(&l)) return;
    m->resolving = true;
    if (m->refused) l.refused = m->refused;
    else if (m->kind == IR_MEMBER_TYPE) resolve_type(&l, m, src);
    else resolve_const(&l, m, src);
    if (l.refused) refuse_member(s, m, l.refused);
    if (!m->type && m->kind == IR_MEMBER_TYPE) m->type = type_basic(TYPE_UNKNOWN);
    m->resolving = false;
    m->resolved = true;
    go_leave(&l);
}

/* The base type of a receiver: behind '*' and parentheses, without type arguments, whose names are type parameters here. */
static syntax_node receiver_base(go_lower *l, ir_func *fn, syntax_node type)
{
    for (;;) {
        switch (go_kind_of(l->g, type)) {
        case GO_POINTER_TYPE: fn->pointer_receiver = true; /* fallthrough */
        case GO_PARENTHESIZED_TYPE: type = go_only(l->g, type); break;
        case GO_GENERIC_TYPE: {
            uint32_t n = 0;
            syntax_node args = go_child(l->g, type, GO_F_TYPE_ARGUMENTS);
            fn->type_params = ARENA_NEW_N(l->a, str, syntax_named_count(args));
            for (syntax_cursor c = syntax_named_children(args); go_next(l->g, &c);) {
                fn->type_params[n++] = go_text(l, c.node);
                go_bind(l, (go_binding){.name = go_text(l, c.node), .kind = GO_TYPE_NAME, .type = type_basic(TYPE_UNKNOWN)});
            }
            fn->type_param_count = n;
            type = go_child(l->g, type, GO_F_TYPE);
            break;
        }
        default: return type;
        }
    }
}

static void attach_method(go_lower *l, ir_func *fn, syntax_node type)
{
    ir_member *m = map_get(&l->file->package->ir.members, go_text(l, receiver_base(l, fn, type)));
    if (!m || m->kind != IR_MEMBER_TYPE) return;
    go_member_resolve(l->s, m);
    bool here = m->type->kind == TYPE_NAMED && m->type->front && str_eq(m->type->package, l->file->package->ir.path);
    if (!here) return; /* an alias of another package's type */
    fn->receiver = m->type;
    ir_func *other = map_get(&m->type->methods, fn->name);
    if (!other) map_put(l->a, &m->type->methods, fn->name, fn);
    if (!other || !l->judged || l->file->package->partial || str_is(fn->name, "_")) return;
    go_refuse_at(l, fn->at, IR_REFUSED_REDECLARED, fn->name);
    refuse_func(l->s, other, l->refused);
}

void go_func_resolve(go_state *s, ir_func *fn)
{
    const go_source *src = fn->front;
    go_lower l = go_lower_begin(s, src->file);
    go_frame frame = {0}; /* of literals in the lengths of arrays */
    l.frame = &frame;
    syntax_node receiver = go_child(l.g, src->node, GO_F_RECEIVER), none = {0};
    ir_param *self = NULL, *params;
    uint32_t selves = 0, count;
    if (!syntax_is_null(receiver)) {
        attach_method(&l, fn, go_child(l.g, go_only(l.g, receiver), GO_F_TYPE));
        ir_param *unused;
        uint32_t unused_count;
        bool variadic;
        go_signature(&l, receiver, none, &self, &selves, &unused, &unused_count, &variadic);
        if (selves && fn->receiver) self->type = fn->pointer_receiver ? type_new_pointer(s->a, fn->receiver) : fn->receiver;
    } else {
        go_bind_type_parameters(&l, go_child(l.g, src->node, GO_F_TYPE_PARAMETERS), &fn->type_params, &fn->type_param_count);
    }
    fn->type = go_signature(&l, go_child(l.g, src->node, GO_F_PARAMETERS), go_child(l.g, src->node, GO_F_RESULT), &params, &count,
                            &fn->results, &fn->result_count, &fn->variadic);
    if (selves > 1) selves = 1;
    fn->param_count = selves + count;
    fn->params = ARENA_NEW_N(s->a, ir_param, fn->param_count);
    if (selves) fn->params[0] = self[0];
    if (count) memcpy(fn->params + selves, params, count * sizeof *params);
    refuse_func(s, fn, l.refused);
}

/* --- types that rest on what is refused --- */

static const ir_refusal *refusal_in(const ir_type *t, int depth)
{
    const ir_refusal *r = NULL;
    if (!t || depth > IR_EMBED_DEPTH) return NULL;
    if (t->kind == TYPE_NAMED) return t->front ? ((const ir_member *)t->front)->refused : NULL;
    if (t->elem) r = refusal_in(t->elem, depth + 1);
    if (t->key && !r) r = refusal_in(t->key, depth + 1);
    for (uint32_t i = 0; i < t->field_count && !r; i++) r = refusal_in(t->fields[i].type, depth + 1);
    for (uint32_t i = 0; i < t->part_count && !r; i++) r = refusal_in(t->parts[i], depth + 1);
    return r;
}

const ir_refusal *go_refusal_in(const ir_type *t) { return refusal_in(t, 0); }

static void spread_refusals(go_state *s, go_package *p)
{
    for (bool more = p->judged; more;) {
        more = false;
        for (size_t i = 0; i < p->ir.members.n; i++) {
            ir_member *m = p->ir.members.entries[i].value;
            const ir_refusal *r = m->kind != IR_MEMBER_TYPE || m->refused ? NULL : go_refusal_in(m->type->front == m ?
            m->type->under : m->type);
            if (!r) continue;
            refuse_member(s, m, r);
            more = true;
        }
    }
}

void go_package_resolve(go_state *s, go_package *p)
{
    for (size_t i = 0; i < p->ir.members.n; i++) {
        ir_member *m = p->ir.members.entries[i].value;
        if (m->kind == IR_MEMBER_TYPE) go_member_resolve(s, m);
    }
    spread_refusals(s, p);
    for (size_t i = 0; i < p->declared.n; i++)
        if (!p->declared.at[i]->type) go_func_resolve(s, p->declared.at[i]);
    for (size_t i = 0; i < p->ir.members.n; i++) go_member_resolve(s, p->ir.members.entries[i].value);
}
