/* What the files of a program declare: classes, functions, variables, aliases, enumerators, registrations. */
#include "cxx/internal.h"

#include "base/strbuf.h"
#include "cxx/macros.h"

typedef struct declarer {
    cxx_state *s;
    const cxx_file *f;
    cxx_class *in;       /* the class around, or NULL */
    cxx_at template_of;  /* parameters of the template around, or nothing */
    str space;           /* the namespace around: "a::b::" */
    int depth;
} declarer;

enum { DEPTH_MOST = 100 };

str cxx_text(cxx_at at) { return cxx_there(at) ? syntax_text(at.node, at.file->x.text) : STR(""); }

ir_span cxx_span(cxx_at at)
{
    if (!cxx_there(at)) return (ir_span){.file = IR_NO_FILE};
    return (ir_span){at.file->index, cxx_source_range(&at.file->x, syntax_range(at.node))};
}

static cxx_at here(const declarer *d, syntax_node n) { return syntax_is_null(n) ? (cxx_at){0} : (cxx_at){d->f, n}; }

static cxx_at child(const cxx_state *s, cxx_at at, cxx_field_id field)
{
    return cxx_there(at) ? cxx_in(at, cxx_child(&s->g, at.node, field)) : at;
}

cxx_at cxx_function_declarator(const cxx_state *s, cxx_at d)
{
    while (cxx_there(d) && cxx_kind_of(&s->g, d.node) != CXX_K_function_declarator) {
        cxx_kind_id k = cxx_kind_of(&s->g, d.node);
        if (k == CXX_K_init_declarator) return (cxx_at){0};
        cxx_at inner = child(s, d, CXX_F_declarator);
        if (!cxx_there(inner) && k == CXX_K_reference_declarator) inner = cxx_in(d, cxx_only(&s->g, d.node));
        d = inner;
    }
    return d;
}

cxx_at cxx_declared_name(const cxx_state *s, cxx_at d)
{
    for (;;) {
        cxx_at inner = child(s, d, CXX_F_declarator);
        cxx_kind_id k = cxx_there(d) ? cxx_kind_of(&s->g, d.node) : CXX_TOKEN;
        if (!cxx_there(inner) && (k == CXX_K_reference_declarator || k == CXX_K_parenthesized_declarator))
            inner = cxx_in(d, cxx_only(&s->g, d.node));
        if (!cxx_there(inner)) return d;
        d = inner;
    }
}

cxx_at cxx_last_part(const cxx_state *s, cxx_at name)
{
    while (cxx_there(name) && cxx_kind_of(&s->g, name.node) == CXX_K_qualified_identifier) {
        cxx_at inner = child(s, name, CXX_F_name);
        if (!cxx_there(inner)) break;
        name = inner;
    }
    return name;
}

void cxx_count_parameters(const cxx_state *s, cxx_at declarator, uint32_t *least, uint32_t *most)
{
    *least = *most = 0;
    for (syntax_cursor c = syntax_named_children(cxx_child(&s->g, declarator.node, CXX_F_parameters)); cxx_next(&s->g, &c);) {
        cxx_kind_id k = cxx_kind_of(&s->g, c.node);
        if (k == CXX_K_variadic_parameter_declaration || k == CXX_K_variadic_parameter) *most = UINT32_MAX / 2;
        if (k == CXX_K_parameter_declaration && str_is(cxx_text(cxx_in(declarator, c.node)), "void")) continue;
        if (k == CXX_K_parameter_declaration) ++*least;
        if (k == CXX_K_parameter_declaration || k == CXX_K_optional_parameter_declaration) ++*most;
    }
}

/* --- names ----------------------------------------------------------------------------------------------------------------- */

/* Known by its last part, too, unless another has the same. */
static void loosely(cxx_state *s, str name, cxx_name *n)
{
    static const cxx_name several = {.kind = CXX_IS_GLOBAL, .ambiguous = true};
    map_put(s->a, &s->loose, name, map_find(&s->loose, name) ? (void *)&several : n);
}

/* The entry for the name, new or of the same kind; one of another kind makes it ambiguous. `*fresh`: it is new. */
static cxx_name *name_entry(declarer *d, str name, cxx_name_kind kind, bool *fresh)
{
    cxx_state *s = d->s;
    map *names = d->in ? &d->in->members : &s->names;
    str full = d->in || !d->space.n ? name : arena_printf(s->a, "%.*s%.*s", STR_ARG(d->space), STR_ARG(name));
    cxx_name *n = map_get(names, full);
    *fresh = !n;
    if (n && n->kind != kind) n->ambiguous = true;
    if (n) return n;
    n = ARENA_NEW(s->a, cxx_name);
    n->kind = kind;
    n->space = d->space;
    map_put(s->a, names, full, n);
    if (!d->in) loosely(s, name, n);
    return n;
}

static bool has_word(const declarer *d, syntax_node n, const char *word)
{
    for (syntax_cursor c = syntax_children(n); syntax_next(&c);) {
        if (!str_is(syntax_text(c.node, d->f->x.text), word)) continue;
        syntax_cursor_end(&c);
        return true;
    }
    return false;
}

static void declarations(declarer *d, syntax_node n);

/* The scope right before the last part: C in a::C::f. */
static cxx_at inner_scope(const cxx_state *s, cxx_at name)
{
    cxx_at scope = {0};
    while (cxx_there(name) && cxx_kind_of(&s->g, name.node) == CXX_K_qualified_identifier) {
        scope = child(s, name, CXX_F_scope);
        name = child(s, name, CXX_F_name);
    }
    return scope;
}

/* --- functions ------------------------------------------------------------------------------------------------------------- */

static bool is_pure(const declarer *d, syntax_node n)
{
    return !syntax_is_null(cxx_child_of_kind(&d->s->g, n, CXX_K_pure_virtual_clause)) ||
           str_is(syntax_text(cxx_child(&d->s->g, n, CXX_F_default_value), d->f->x.text), "0");
}

static cxx_function function_of(declarer *d, syntax_node n, cxx_at declarator)
{
    cxx_state *s = d->s;
    cxx_at name = cxx_last_part(s, child(s, declarator, CXX_F_declarator));
    cxx_function f = {.name = cxx_text(name), .at = here(d, n), .declarator = declarator};
    f.body = here(d, cxx_child(&s->g, n, CXX_F_body));
    f.definition = cxx_there(f.body) ? f.at : (cxx_at){0};
    f.is_virtual =
        has_word(d, n, "virtual") || !syntax_is_null(cxx_child_of_kind(&s->g, declarator.node, CXX_K_virtual_specifier));
    f.is_static = has_word(d, n, "static");
    f.is_template = cxx_there(d->template_of);
    f.template_of = d->template_of;
    f.space = d->space;
    f.is_pure = is_pure(d, n);
    cxx_count_parameters(s, declarator, &f.least, &f.most);
    return f;
}

static bool is_name_char(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z' ? true : (c >= '0' && c <= '9') || c == '_'; }

str cxx_plain_name(arena *a, str text)
{
    strbuf b = STRBUF_IN(a);
    int depth = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '<') depth++;
        if (!depth && (is_name_char(c) || c == ':')) strbuf_add_char(&b, c);
        if (c == '>' && depth) depth--;
    }
    return strbuf_str(&b);
}

/* A type as it is written, without what stands for nothing: blanks, and the namespaces that may be left out. */
static void add_type(strbuf *b, str text)
{
    size_t start = b->n;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == ':') {
            while (b->n > start && is_name_char(b->p[b->n - 1])) b->n--;
        } else if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
            strbuf_add_char(b, c);
        }
    }
}

/* What tells functions of one name apart: the types of their parameters. */
static str signature_of(const cxx_state *s, const cxx_function *f)
{
    strbuf b = STRBUF_IN(s->a);
    for (syntax_cursor c = syntax_named_children(cxx_child(&s->g, f->declarator.node, CXX_F_parameters)); cxx_next(&s->g, &c);) {
        cxx_at p = cxx_in(f->declarator, c.node), d = child(s, p, CXX_F_declarator);
        cxx_at name = cxx_there(d) ? cxx_declared_name(s, d) : d;
        add_type(&b, cxx_text(child(s, p, CXX_F_type)));
        bool named = cxx_there(name) && cxx_kind_of(&s->g, name.node) == CXX_K_identifier;
        if (cxx_there(d)) add_type(&b, str_slice(cxx_text(d), 0, cxx_text(d).n - (named ? cxx_text(name).n : 0)));
        strbuf_add_char(&b, ',');
    }
    bool is_const = !syntax_is_null(cxx_child_of_kind(&s->g, f->declarator.node, CXX_K_type_qualifier));
    if (is_const) strbuf_add(&b, STR("const"));
    return strbuf_str(&b);
}

static bool same_shape(const cxx_function *a, const cxx_function *b)
{
    return str_eq(a->name, b->name) && a->least <= b->most && b->least <= a->most && a->most == b->most;
}

/* The declaration that a definition belongs to, or the other way round. Types may be written in two ways: then a method's
 * definition belongs to the only one that it may. */
static cxx_function *counterpart(declarer *d, cxx_functions *list, const cxx_function *f)
{
    str signature = signature_of(d->s, f);
    cxx_function *only = NULL;
    size_t shapes = 0;
    for (size_t i = 0; i < list->n; i++) {
        cxx_function *other = &list->at[i];
        if (!same_shape(other, f) || (cxx_there(other->body) && cxx_there(f->body))) continue;
        if (str_eq(signature_of(d->s, other), signature)) return other;
        only = other;
        shapes++;
    }
    bool defines = !d->in && cxx_there(inner_scope(d->s, child(d->s, f->declarator, CXX_F_declarator)));
    return (defines || d->s->is_c) && shapes == 1 ? only : NULL;
}

static void add_function(declarer *d, cxx_functions *list, const cxx_function *f)
{
    cxx_function *open = counterpart(d, list, f);
    if (!open) {
        array_push(d->s->a, list, *f);
        return;
    }
    if (d->s->is_c && cxx_there(f->body)) { /* which has the names that its code uses */
        *open = *f;
    } else if (!cxx_there(open->body)) {
        open->body = f->body;
        open->definition = f->definition;
    }
    if (f->least < open->least) open->least = f->least;
}

static cxx_class *class_named(declarer *d, cxx_at scope)
{
    cxx_state *s = d->s;
    cxx_at last = cxx_last_part(s, scope);
    if (cxx_there(last) && cxx_kind_of(&s->g, last.node) == CXX_K_template_type) last = child(s, last, CXX_F_name);
    cxx_scope around = {s, NULL, d->space};
    const cxx_name *n = cxx_find_name(&around, cxx_text(last), &(cxx_instance *){NULL});
    for (size_t i = 0; i < s->classes.n && !n; i++) /* a class in a class */
        if (s->classes.at[i]->outer) n = map_get(&s->classes.at[i]->outer->members, cxx_text(last));
    return n && n->kind == CXX_IS_CLASS ? n->of : NULL;
}

static void function(declarer *d, syntax_node n, cxx_at declarator)
{
    cxx_state *s = d->s;
    cxx_at name = child(s, declarator, CXX_F_declarator), scope = inner_scope(s, name);
    cxx_function f = function_of(d, n, declarator);
    cxx_class *c = cxx_there(scope) ? class_named(d, scope) : d->in;
    cxx_kind_id k = cxx_there(name) ? cxx_kind_of(&s->g, cxx_last_part(s, name).node) : CXX_TOKEN;
    if (k == CXX_K_destructor_name || syntax_has_error(declarator.node)) return;
    if (c) {
        f.is_constructor = str_eq(f.name, c->name);
        if (c->params.n && !d->in) f.is_template = false; /* the template is the class's */
        add_function(d, &c->methods, &f);
    } else if (!d->in && !cxx_there(scope)) {
        bool fresh;
        cxx_name *entry = name_entry(d, f.name, CXX_IS_FUNCTION, &fresh);
        add_function(d, &entry->functions, &f);
    }
}

/* --- types ----------------------------------------------------------------------------------------------------------------- */

static void enumerators(declarer *d, syntax_node n)
{
    cxx_state *s = d->s;
    cxx_at name = here(d, cxx_child(&s->g, n, CXX_F_name));
    syntax_node list = cxx_child_of_kind(&s->g, n, CXX_K_enumerator_list);
    bool fresh, known = true, scoped = has_word(d, n, "class") || has_word(d, n, "struct");
    if (syntax_is_null(list)) return;
    cxx_name *entry = cxx_there(name) ? name_entry(d, cxx_text(name), CXX_IS_ENUM, &fresh) : NULL;
    ir_type *t = cxx_basic_type(CXX_T_ENUM);
    if (entry) {
        cxx_scope around = {s, NULL, d->space};
        str full = arena_printf(s->a, "%.*s%.*s::%.*s", STR_ARG(d->space), STR_ARG(d->in ? d->in->name : STR("")),
                                STR_ARG(cxx_text(name)));
        entry->type = name;
        entry->enumeration = t = cxx_enum_type(s, full, cxx_type_of_syntax(&around, here(d, cxx_child(&s->g, n, CXX_F_base))));
    }
    int64_t next = 0;
    for (syntax_cursor c = syntax_named_children(list); cxx_next(&s->g, &c);) {
        if (cxx_kind_of(&s->g, c.node) != CXX_K_enumerator) continue;
        cxx_at expr = here(d, cxx_child(&s->g, c.node, CXX_F_value));
        if (cxx_there(expr)) known = cxx_constant(&s->pp, cxx_text(expr), &next);
        str own = cxx_text(here(d, cxx_child(&s->g, c.node, CXX_F_name)));
        str under = entry ? arena_printf(s->a, "%.*s::%.*s", STR_ARG(cxx_text(name)), STR_ARG(own)) : own;
        for (int both = scoped || !entry; both < 2; both++) {
            cxx_name *e = name_entry(d, both ? under : own, CXX_IS_ENUMERATOR, &fresh);
            e->ambiguous = e->ambiguous || !fresh || !known;
            e->number = next;
            e->type = name;
            e->enumeration = t;
        }
        next++;
    }
}

static void base_classes(declarer *d, cxx_class *k, syntax_node n)
{
    cxx_state *s = d->s;
    syntax_node clause = cxx_child_of_kind(&s->g, n, CXX_K_base_class_clause);
    for (syntax_cursor c = syntax_named_children(clause); cxx_next(&s->g, &c);)
        if (cxx_kind_of(&s->g, c.node) != CXX_K_access_specifier) array_push(s->a, &k->bases, here(d, c.node));
}

str cxx_template_parameter(const cxx_state *s, cxx_at parameter)
{
    cxx_at declarator = child(s, parameter, CXX_F_declarator), name = child(s, parameter, CXX_F_name);
    if (cxx_there(declarator)) return cxx_text(cxx_declared_name(s, declarator)); /* of a number */
    return cxx_text(cxx_there(name) ? name : cxx_in(parameter, cxx_only(&s->g, parameter.node)));
}

static void template_params(declarer *d, cxx_class *k)
{
    if (!cxx_there(d->template_of)) return;
    for (syntax_cursor c = syntax_named_children(d->template_of.node); cxx_next(&d->s->g, &c);) {
        array_push(d->s->a, &k->params, cxx_template_parameter(d->s, here(d, c.node)));
    }
}

/* `as`: the name of a typedef, for a class that has none. */
static void class(declarer *d, syntax_node n, cxx_at as)
{
    cxx_state *s = d->s;
    cxx_at name = here(d, cxx_child(&s->g, n, CXX_F_name)), body = here(d, cxx_child(&s->g, n, CXX_F_body));
    bool fresh;
    if (!cxx_there(name)) name = as;
    if (!cxx_there(name) || !cxx_there(body) || cxx_kind_of(&s->g, name.node) != CXX_K_type_identifier) return;
    cxx_name *entry = name_entry(d, cxx_text(name), CXX_IS_CLASS, &fresh);
    if (!fresh) {
        entry->ambiguous = true;
        return;
    }
    cxx_class *k = ARENA_NEW(s->a, cxx_class);
    *k = (cxx_class){.name = cxx_text(name), .at = here(d, n), .outer = d->in, .space = d->space};
    entry->of = k;
    entry->type = name;
    array_push(s->a, &s->classes, k);
    template_params(d, k);
    base_classes(d, k, n);
    declarer inner = {.s = s, .f = d->f, .in = k, .depth = d->depth + 1, .space = d->space};
    declarations(&inner, body.node);
}

/* --- variables ------------------------------------------------------------------------------------------------------------- */

/* `T C::name = value;` of a variable that the class declares. */
static void define_static(declarer *d, cxx_at name, cxx_at declarator, cxx_at init)
{
    cxx_state *s = d->s;
    cxx_class *c = class_named(d, inner_scope(s, name));
    cxx_name *n = c ? map_get(&c->members, cxx_text(cxx_last_part(s, name))) : NULL;
    if (!n || n->kind != CXX_IS_GLOBAL) return;
    n->defined = true;
    if (cxx_there(init)) n->init = init, n->declarator = declarator;
}

static void variable(declarer *d, syntax_node n, cxx_at type, cxx_at declarator, cxx_at init)
{
    cxx_state *s = d->s;
    cxx_at name = cxx_declared_name(s, declarator);
    bool is_static = has_word(d, n, "static") || has_word(d, n, "constexpr"), fresh;
    if (d->in && !is_static) {
        array_push(s->a, &d->in->fields,
                   (cxx_field){.name = cxx_text(name), .type = type, .declarator = declarator, .init = init});
        return;
    }
    if (cxx_there(name) && cxx_kind_of(&s->g, name.node) == CXX_K_qualified_identifier) {
        define_static(d, name, declarator, init);
        return;
    }
    if (!cxx_there(name)) return;
    cxx_name *entry = name_entry(d, cxx_text(name), CXX_IS_GLOBAL, &fresh);
    entry->ambiguous = entry->ambiguous || !fresh || has_word(d, n, "extern");
    entry->type = type;
    entry->declarator = declarator;
    entry->init = init;
    entry->defined = !d->in || cxx_there(init);
}

/* The default value that stands behind the declarator: `int x, y = 2;` has one for y. */
static cxx_at default_of(const declarer *d, syntax_node n, syntax_node declarator)
{
    bool here_now = false;
    for (syntax_cursor c = syntax_children(n); syntax_next(&c);) {
        bool is_declarator = c.field == d->s->g.field[CXX_F_declarator];
        if (is_declarator) here_now = syntax_range(c.node).start == syntax_range(declarator).start;
        if (!here_now || c.field != d->s->g.field[CXX_F_default_value]) continue;
        cxx_at found = here(d, c.node);
        syntax_cursor_end(&c);
        return found;
    }
    return (cxx_at){0};
}

static void declared(declarer *d, syntax_node n, cxx_at type, syntax_node one)
{
    cxx_state *s = d->s;
    cxx_at declarator = here(d, one), func = cxx_function_declarator(s, declarator);
    cxx_at init = default_of(d, n, one);
    bool registers = cxx_there(type) && str_ends(cxx_text(type), STR("RegisterContextFactory"));
    if (registers) {
        array_push(s->a, &s->registered, ((cxx_registered){here(d, n), declarator, d->space}));
        return;
    }
    if (cxx_kind_of(&s->g, one) == CXX_K_init_declarator) {
        init = here(d, cxx_child(&s->g, one, CXX_F_value));
        declarator = here(d, cxx_child(&s->g, one, CXX_F_declarator));
        func = (cxx_at){0};
    }
    if (cxx_there(func)) function(d, n, func);
    else variable(d, n, type, declarator, init);
}

static void declaration(declarer *d, syntax_node n)
{
    cxx_state *s = d->s;
    cxx_at type = here(d, cxx_child(&s->g, n, CXX_F_type));
    if (cxx_there(type)) {
        cxx_kind_id k = cxx_kind_of(&s->g, type.node);
        if (k == CXX_K_class_specifier || k == CXX_K_struct_specifier) class(d, type.node, (cxx_at){0});
        if (k == CXX_K_enum_specifier) enumerators(d, type.node);
    }
    for (syntax_cursor c = syntax_children(n); syntax_next(&c);)
        if (c.field == s->g.field[CXX_F_declarator]) declared(d, n, type, c.node);
}

static void alias(declarer *d, cxx_at type, cxx_at declarator, cxx_at name)
{
    bool fresh;
    cxx_name *entry = name_entry(d, cxx_text(name), CXX_IS_ALIAS, &fresh);
    if (!fresh && !str_eq(cxx_text(entry->type), cxx_text(type))) entry->ambiguous = true;
    entry->type = type;
    entry->declarator = declarator;
}

/* using name = type; */
static void alias_declaration(declarer *d, syntax_node n)
{
    cxx_at type = here(d, cxx_child(&d->s->g, n, CXX_F_type));
    if (!cxx_there(d->template_of)) alias(d, type, (cxx_at){0}, here(d, cxx_child(&d->s->g, n, CXX_F_name)));
}

/* typedef struct tag {...} name, *other; where the name is that of the type, it is no other one. */
static void type_definition(declarer *d, syntax_node n)
{
    cxx_state *s = d->s;
    cxx_at type = here(d, cxx_child(&s->g, n, CXX_F_type)), tag = child(s, type, CXX_F_name);
    cxx_kind_id k = cxx_there(type) ? cxx_kind_of(&s->g, type.node) : CXX_TOKEN;
    bool is_class = k == CXX_K_struct_specifier || k == CXX_K_class_specifier, defines = cxx_there(child(s, type, CXX_F_body));
    for (syntax_cursor c = syntax_children(n); syntax_next(&c);) {
        if (c.field != s->g.field[CXX_F_declarator]) continue;
        cxx_at declarator = here(d, c.node), name = cxx_declared_name(s, declarator);
        bool plain = cxx_kind_of(&s->g, declarator.node) == CXX_K_type_identifier;
        bool nameless = is_class && defines && !cxx_there(tag) && plain;
        bool same = (is_class || k == CXX_K_enum_specifier) && str_eq(cxx_text(tag), cxx_text(name));
        if (nameless) {
            class(d, type.node, name);
            tag = name;
        } else if (!same) {
            alias(d, type, declarator, name);
        }
    }
    if (is_class && defines && cxx_there(child(s, type, CXX_F_name))) class(d, type.node, (cxx_at){0});
    if (k == CXX_K_enum_specifier) enumerators(d, type.node);
}

/* --- namespaces ------------------------------------------------------------------------------------------------------------ */

static void know_space(declarer *d, str space, str target)
{
    cxx_using *u = ARENA_NEW(d->s->a, cxx_using);
    *u = (cxx_using){.space = space, .target = target};
    if (!map_find(&d->s->spaces, space)) map_put(d->s->a, &d->s->spaces, space, u);
}

/* What stands in one without a name, or in an inline one, belongs to the namespace around as well. */
static void namespace(declarer *d, syntax_node n)
{
    cxx_state *s = d->s;
    cxx_at name = here(d, cxx_child(&s->g, n, CXX_F_name));
    declarer inner = *d;
    bool transparent = !cxx_there(name) || has_word(d, n, "inline");
    if (!transparent) {
        str path = cxx_plain_name(s->a, cxx_text(name));
        inner.space = arena_printf(s->a, "%.*s%.*s::", STR_ARG(d->space), STR_ARG(path));
        for (size_t i = d->space.n; i + 1 < inner.space.n; i++)
            if (inner.space.p[i] == ':' && inner.space.p[i + 1] == ':') know_space(d, str_slice(inner.space, 0, i + 2), STR(""));
    }
    declarations(&inner, cxx_child(&s->g, n, CXX_F_body));
}

/* using a::b; using namespace a; and in classes using Base::f; using Base::Base; */
static void using(declarer *d, syntax_node n)
{
    cxx_state *s = d->s;
    cxx_at named = here(d, cxx_only(&s->g, n));
    str text = cxx_plain_name(s->a, cxx_text(named));
    if (!cxx_there(named)) return;
    while (str_starts(text, STR("::"))) text = str_slice(text, 2, text.n);
    ptrdiff_t colon = str_rfind_char(text, ':');
    str last = colon < 0 ? text : str_slice(text, (size_t)colon + 1, text.n);
    str before = colon < 1 ? STR("") : str_slice(text, 0, (size_t)colon - 1);
    if (d->in) {
        bool same = str_ends(before, last) && (before.n == last.n || before.p[before.n - last.n - 1] == ':');
        d->in->inherits = d->in->inherits || same;
        map_put(s->a, &d->in->used, last, d->in);
    } else if (has_word(d, n, "namespace")) {
        array_push(s->a, &s->usings, ((cxx_using){d->space, arena_printf(s->a, "%.*s::", STR_ARG(text))}));
    } else {
        cxx_scope around = {s, NULL, d->space};
        const cxx_name *found = cxx_find_name(&around, text, &(cxx_instance *){NULL});
        str full = arena_printf(s->a, "%.*s%.*s", STR_ARG(d->space), STR_ARG(last));
        if (found && !map_find(&s->names, full)) map_put(s->a, &s->names, full, (void *)found);
    }
}

static void one_declaration(declarer *d, syntax_node n)
{
    cxx_state *s = d->s;
    switch (cxx_kind_of(&s->g, n)) {
    case CXX_K_namespace_definition:
        namespace(d, n)
        ;
        break;
    case CXX_K_namespace_alias_definition: {
        cxx_at name = here(d, cxx_child(&s->g, n, CXX_F_name));
        str of = cxx_text(here(d, syntax_named(n, syntax_named_count(n) - 1)));
        while (str_starts(of, STR("::"))) of = str_slice(of, 2, of.n);
        know_space(d, arena_printf(s->a, "%.*s%.*s::", STR_ARG(d->space), STR_ARG(cxx_text(name))),
                   arena_printf(s->a, "%.*s::", STR_ARG(of)));
        break;
    }
    case CXX_K_using_declaration: using(d, n); break;
    case CXX_K_linkage_specification: one_declaration(d, cxx_child(&s->g, n, CXX_F_body)); break;
    case CXX_K_declaration_list: declarations(d, n); break;
    case CXX_K_template_declaration: {
        declarer inner = *d;
        inner.template_of = here(d, cxx_child(&s->g, n, CXX_F_parameters));
        declarations(&inner, n);
        break;
    }
    case CXX_K_class_specifier:
    case CXX_K_struct_specifier: class(d, n, (cxx_at){0}); break;
    case CXX_K_enum_specifier: enumerators(d, n); break;
    case CXX_K_function_definition: {
        cxx_at func = cxx_function_declarator(s, here(d, cxx_child(&s->g, n, CXX_F_declarator)));
        if (cxx_there(func)) function(d, n, func);
        break;
    }
    case CXX_K_declaration:
    case CXX_K_field_declaration: declaration(d, n); break;
    case CXX_K_alias_declaration: alias_declaration(d, n); break;
    case CXX_K_type_definition: type_definition(d, n); break;
    default: break;
    }
}

static void declarations(declarer *d, syntax_node n)
{
    if (++d->depth < DEPTH_MOST)
        for (syntax_cursor c = syntax_named_children(n); cxx_next(&d->s->g, &c);) one_declaration(d, c.node);
    d->depth--;
}

void cxx_declare(cxx_state *s, const cxx_file *f)
{
    declarer d = {.s = s, .f = f};
    declarations(&d, syntax_root(f->tree));
}
