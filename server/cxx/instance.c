/* Classes with their template arguments, and what is found in them. */
#include "base/strbuf.h"
#include "cxx/internal.h"
#include "text/doc_comment.h"

enum { BASES_MOST = 16, ANCESTORS_MOST = 64, LINE_MOST = 1000 };

static ir_type *field_type(cxx_state *s, cxx_instance *i, const cxx_field *f)
{
    cxx_scope scope = cxx_scope_in(s, i, STR(""));
    bool reference;
    ir_type *t = cxx_declared_type(&scope, cxx_type_of_syntax(&scope, f->type), f->declarator, &reference);
    return reference ? cxx_basic_type(CXX_T_OPAQUE) : t ? t : cxx_basic_type(CXX_T_OPAQUE);
}

static str instance_name(cxx_state *s, const cxx_class *c, const cxx_instance *outer, ir_type **args)
{
    strbuf b = STRBUF_IN(s->a);
    if (outer && outer->type) strbuf_printf(&b, "%.*s::", STR_ARG(outer->type->ir.name));
    else strbuf_add(&b, c->space);
    strbuf_add(&b, c->name);
    for (size_t i = 0; i < c->params.n; i++)
        strbuf_printf(&b, "%c%.*s", i ? ',' : '<', STR_ARG(args[i] ? args[i]->name : STR("auto")));
    if (c->params.n) strbuf_add_char(&b, '>');
    return strbuf_str(&b);
}

/* A class can't be its own base ([class.derived]), and one may come in over several ways. */
static bool may_be_base(const cxx_instance *i, const cxx_instance *base)
{
    return base->whole && i->ancestors + base->ancestors < ANCESTORS_MOST;
}

static void add_bases(cxx_state *s, cxx_instance *i)
{
    cxx_scope scope = cxx_scope_in(s, i, STR(""));
    for (size_t k = 0; k < i->of->bases.n; k++) {
        ir_type *t = cxx_type_of_syntax(&scope, i->of->bases.at[k]);
        cxx_type *behind = cxx_type_behind(t);
        if (behind && behind->instance && may_be_base(i, behind->instance)) {
            array_push(s->a, &i->bases, behind->instance);
            i->ancestors += 1 + behind->instance->ancestors;
            i->unknown_base = i->unknown_base || behind->instance->unknown_base;
        } else {
            i->unknown_base = true;
        }
    }
}

/* The comment above or behind, which says what the field is for; what is behind a default value counts as well. */
static str field_doc(cxx_state *s, const cxx_field *f)
{
    ir_span at = cxx_span(f->declarator);
    if (at.file == IR_NO_FILE) return (str){0};
    str text = ir_file_text(s->p, at.file);
    uint32_t start = at.at.start, end = at.at.end, least = start > LINE_MOST ? start - LINE_MOST : 0;
    uint32_t most = end + LINE_MOST < text.n ? end + LINE_MOST : (uint32_t)text.n;
    while (start > least && text.p[start - 1] != '\n') start--;
    if (start && text.p[start - 1] != '\n') return (str){0}; /* far out in a line of many declarations */
    while (end < most && text.p[end] != ';' && text.p[end] != '\n') end++;
    if (end < most && text.p[end] == ';') at.at.end = end + 1;
    return doc_comment(s->a, str_slice(text, 0, most), at.at, true, NULL);
}

/* Fields of bases first: one object holds them all. */
static uint32_t count_fields(const cxx_instance *i)
{
    uint32_t n = 0;
    for (size_t k = 0; k < i->bases.n; k++) n += count_fields(i->bases.at[k]);
    for (size_t k = 0; k < i->of->fields.n; k++) n += 1;
    return n;
}

static void put_fields(cxx_instance *whole, const cxx_instance *i, map *names, ir_field *fields, uint32_t *n)
{
    for (size_t k = 0; k < i->bases.n; k++) put_fields(whole, i->bases.at[k], names, fields, n);
    for (size_t k = 0; k < i->of->fields.n; k++) {
        const cxx_field *f = &i->of->fields.at[k];
        if (map_find(names, f->name)) whole->broken = true;
        else map_put(whole->state->a, names, f->name, whole);
        ir_span at = cxx_span(cxx_declared_name(whole->state, f->declarator));
        fields[(*n)++] = (ir_field){.name = f->name, .type = i->field_types.at[k], .doc = field_doc(whole->state, f), .at = at};
    }
}

static bool is_virtual_in_bases(const cxx_instance *i, const cxx_function *f)
{
    for (size_t k = 0; k < i->bases.n; k++) {
        const cxx_instance *base = i->bases.at[k];
        for (size_t m = 0; m < base->methods.n; m++) {
            const cxx_method *other = &base->methods.at[m];
            if (str_eq(other->of->name, f->name) && other->of->most == f->most && other->is_virtual) return true;
        }
        if (is_virtual_in_bases(base, f)) return true;
    }
    return false;
}

static void add_methods(cxx_state *s, cxx_instance *i)
{
    for (size_t k = 0; k < i->of->methods.n; k++) {
        const cxx_function *f = &i->of->methods.at[k];
        array_push(s->a, &i->methods, (cxx_method){f, i, NULL, f->is_virtual || is_virtual_in_bases(i, f)});
    }
}

cxx_instance *cxx_instance_of(cxx_state *s, cxx_class *c, cxx_instance *outer, ir_type **args)
{
    if (c->plain && !c->params.n && !outer) return c->plain;
    if (s->depth > 60) return NULL;
    str name = instance_name(s, c, outer, args);
    cxx_type *known = map_get(&s->types, name);
    if (known && known->instance) return known->instance;
    cxx_instance *i = ARENA_NEW(s->a, cxx_instance);
    cxx_type *t = ARENA_NEW(s->a, cxx_type);
    ir_type *under = ARENA_NEW(s->a, ir_type);
    *under = (ir_type){.kind = TYPE_STRUCT};
    *t = (cxx_type){.ir = {.kind = TYPE_NAMED, .name = name, .under = under, .front = t, .at = cxx_span(c->at)},
                    .kind = CXX_CLASS,
                    .instance = i};
    *i = (cxx_instance){.state = s, .of = c, .type = t, .outer = outer};
    i->args = ARENA_NEW_N(s->a, ir_type *, c->params.n);
    if (c->params.n) memcpy(i->args, args, c->params.n * sizeof *args);
    map_put(s->a, &s->types, name, t);
    if (!c->params.n && !outer) c->plain = i;
    s->depth++;
    add_bases(s, i);
    for (size_t k = 0; k < c->fields.n; k++) array_push(s->a, &i->field_types, field_type(s, i, &c->fields.at[k]));
    under->fields = ARENA_NEW_N(s->a, ir_field, count_fields(i));
    map names = {0};
    put_fields(i, i, &names, under->fields, &under->field_count);
    add_methods(s, i);
    i->broken = i->broken || syntax_has_error(c->at.node);
    i->whole = true;
    s->depth--;
    return i;
}

/* --- looking up ------------------------------------------------------------------------------------------------------------ */

static const cxx_name *name_in_class(cxx_instance *i, str name, cxx_instance **in, int left)
{
    const cxx_name *n = map_get(&i->of->members, name);
    *in = i;
    if (n || left == 0) return n;
    for (size_t k = 0; k < i->bases.n && !n; k++) n = name_in_class(i->bases.at[k], name, in, left - 1);
    return n;
}

cxx_scope cxx_scope_in(cxx_state *s, cxx_instance *in, str space) { return (cxx_scope){s, in, in ? in->of->space : space}; }

/* Where the last "::" starts; -1: there is none. */
static ptrdiff_t last_separator(str name)
{
    for (size_t i = name.n; i >= 2; i--)
        if (name.p[i - 1] == ':' && name.p[i - 2] == ':') return (ptrdiff_t)i - 2;
    return -1;
}

/* "a::b::" to "a::". */
static str space_around(str space)
{
    ptrdiff_t at = space.n > 2 ? last_separator(str_slice(space, 0, space.n - 2)) : -1;
    return at < 0 ? STR("") : str_slice(space, 0, (size_t)at + 2);
}

static str joined(cxx_state *s, str a, str b) { return arena_printf(s->a, "%.*s%.*s", STR_ARG(a), STR_ARG(b)); }

/* The name with what the alias of a namespace before it stands for. */
static str without_alias(cxx_state *s, str space, str name)
{
    ptrdiff_t end = str_find(name, STR("::"), 0);
    for (str at = space; end > 0; at = space_around(at)) {
        const cxx_using *alias = map_get(&s->spaces, joined(s, at, str_slice(name, 0, (size_t)end + 2)));
        if (alias && alias->target.n) return joined(s, alias->target, str_slice(name, (size_t)end + 2, name.n));
        if (!at.n) break;
    }
    return name;
}

static const cxx_name *name_in_spaces(cxx_state *s, str space, str name)
{
    for (;; space = space_around(space)) {
        const cxx_name *n = map_get(&s->names, space.n ? joined(s, space, name) : name);
        for (size_t i = 0; i < s->usings.n && !n; i++)
            if (str_eq(s->usings.at[i].space, space)) n = map_get(&s->names, joined(s, s->usings.at[i].target, name));
        if (n || !space.n) return n;
    }
}

/* Whether the sources declare what stands before the last part. */
static bool is_own_space(const cxx_scope *scope, str before)
{
    cxx_state *s = scope->s;
    for (str at = scope->space;; at = space_around(at)) {
        if (map_find(&s->spaces, joined(s, at, joined(s, before, STR("::"))))) return true;
        if (!at.n) break;
    }
    ptrdiff_t last = last_separator(before);
    return map_find(&s->loose, last < 0 ? before : str_slice(before, (size_t)last + 2, before.n));
}

const cxx_name *cxx_find_name(const cxx_scope *scope, str name, cxx_instance **in)
{
    const cxx_name *n = NULL;
    cxx_state *s = scope->s;
    bool global = str_starts(name, STR("::"));
    if (global) name = str_slice(name, 2, name.n);
    for (cxx_instance *i = scope->in; i && !n && !global; i = i->outer) n = name_in_class(i, name, in, BASES_MOST);
    if (!n) {
        *in = NULL;
        ptrdiff_t last = last_separator(name);
        if (last >= 0) name = without_alias(s, scope->space, name);
        n = name_in_spaces(s, global ? STR("") : scope->space, name);
        if (last >= 0) last = last_separator(name);
        if (!n && (last < 0 || is_own_space(scope, str_slice(name, 0, (size_t)last))))
            n = map_get(&s->loose, last < 0 ? name : str_slice(name, (size_t)last + 2, name.n));
    }
    return n && !n->ambiguous ? n : NULL;
}

cxx_instance *cxx_function_instance(cxx_state *s, const cxx_function *f, cxx_instance *owner, ir_type **args, uint32_t count)
{
    cxx_instance *i = ARENA_NEW(s->a, cxx_instance);
    cxx_class *c = ARENA_NEW(s->a, cxx_class);
    *c = (cxx_class){.is_function = true, .space = owner ? owner->of->space : f->space};
    uint32_t n = 0;
    for (syntax_cursor k = syntax_named_children(f->template_of.node); cxx_next(&s->g, &k) && n < count; n++)
        array_push(s->a, &c->params, cxx_template_parameter(s, cxx_in(f->template_of, k.node)));
    *i = (cxx_instance){.state = s, .of = c, .outer = owner, .args = ARENA_NEW_N(s->a, ir_type *, count), .whole = true};
    for (uint32_t k = 0; k < n; k++) i->args[k] = args[k];
    return i;
}

static const cxx_method *method_in(cxx_instance *i, str name, int args, bool *several, int left)
{
    const cxx_method *found = NULL;
    bool named = false;
    for (size_t k = 0; k < i->methods.n; k++) {
        const cxx_method *m = &i->methods.at[k];
        if (m->of->is_constructor || !str_eq(m->of->name, name)) continue;
        named = true;
        if (args >= 0 && ((uint32_t)args < m->of->least || (uint32_t)args > m->of->most)) continue;
        if (found) *several = true;
        found = m;
    }
    if (found || named) return found; /* the name hides those of bases */
    for (size_t k = 0; k < i->bases.n && !found && left > 0; k++)
        found = method_in(i->bases.at[k], name, args, several, left - 1);
    return found;
}

const cxx_method *cxx_find_method(cxx_instance *i, str name, int args, bool *several)
{
    *several = false;
    return method_in(i, name, args, several, BASES_MOST);
}

bool cxx_find_field(cxx_instance *i, str name, const cxx_field **field, cxx_instance **owner)
{
    for (size_t k = 0; k < i->of->fields.n; k++) {
        if (!str_eq(i->of->fields.at[k].name, name)) continue;
        *field = &i->of->fields.at[k];
        *owner = i;
        return true;
    }
    for (size_t k = 0; k < i->bases.n; k++)
        if (cxx_find_field(i->bases.at[k], name, field, owner)) return true;
    return false;
}
