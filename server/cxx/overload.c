#include "cxx/overload.h"

#include "base/strbuf.h"
#include "cxx/values.h"

enum { BASES_MOST = 16, ARGS_MOST = 16, TYPES_MOST = 8, INSTANCES_MOST = 1000 };

/* How well a value fits: as it is, promoted, converted, by a class's own conversion; not at all; that can't be told. */
enum { EXACT, PROMOTED, CONVERTED, OWN, NEVER = 100, UNSURE = 200 };

/* --- what there is --------------------------------------------------------------------------------------------------------- */

static bool takes(const cxx_function *f, int args)
{
    return args < 0 || ((uint32_t)args >= f->least && (uint32_t)args <= f->most);
}

static bool collect(cxx_state *s, cxx_instance *i, str name, int args, cxx_overloads *out, int left)
{
    bool named = false;
    for (size_t k = 0; k < i->methods.n; k++) {
        cxx_method *m = &i->methods.at[k];
        if (m->of->is_constructor || !str_eq(m->of->name, name)) continue;
        named = true;
        if (!takes(m->of, args)) continue;
        array_push(s->a, &out->all, (cxx_candidate){m->of, i, &m->func, m->is_virtual});
    }
    bool more = map_find(&i->of->used, name);
    for (size_t k = 0; k < i->bases.n && (!named || more) && left > 0; k++)
        named = collect(s, i->bases.at[k], name, args, out, left - 1) || named;
    return named;
}

void cxx_methods_named(cxx_state *s, cxx_instance *i, str name, int args, cxx_overloads *out)
{
    *out = (cxx_overloads){.s = s};
    if (i) collect(s, i, name, args, out, BASES_MOST);
}

void cxx_constructors(cxx_state *s, cxx_instance *i, uint32_t args, cxx_overloads *out)
{
    *out = (cxx_overloads){.s = s};
    for (size_t k = 0; k < i->methods.n; k++) {
        cxx_method *m = &i->methods.at[k];
        if (m->of->is_constructor && takes(m->of, (int)args))
            array_push(s->a, &out->all, ((cxx_candidate){m->of, i, &m->func, false}));
    }
}

bool cxx_is_overloaded(const cxx_overloads *set) { return set->all.n > 1 || (set->all.n == 1 && set->all.at[0].of->is_template); }

ir_type *cxx_overload_type(cxx_state *s, const cxx_overloads *set)
{
    cxx_type *t = ARENA_NEW(s->a, cxx_type);
    cxx_overloads *kept = ARENA_NEW(s->a, cxx_overloads);
    *kept = *set;
    *t = *cxx_type_behind(cxx_basic_type(CXX_T_OPAQUE));
    t->ir.front = t;
    t->overloads = kept;
    return &t->ir;
}

value cxx_overload_value(native_call *c, const cxx_overloads *set, const value *self)
{
    value of = value_native(c->arena, NULL, STR("overloads"), self);
    cxx_overloads *kept = ARENA_NEW(c->arena, cxx_overloads);
    *kept = *set;
    of.native->data = kept;
    return native_bound(c, NULL, cxx_find_native(STR("cxx.#overload")), &of);
}

/* --- how well values fit --------------------------------------------------------------------------------------------------- */

static int fits(native_call *c, const value *v, ir_type *t, int depth);

static int integer_fits(const value *v, ir_type *t)
{
    type_kind have = type_under_kind(v->type), want = type_under_kind(t);
    bool is_enum = cxx_kind_of_type(v->type) == CXX_ENUM;
    switch (cxx_kind_of_type(t)) {
    case CXX_ENUM: return is_enum ? (v->type == t ? EXACT : UNSURE) : NEVER;
    case CXX_INTEGER:
        if (is_enum) return want == TYPE_INT32 ? PROMOTED : CONVERTED;
        if (have == want) return str_eq(v->type->name, t->name) || v->type == t ? EXACT : EXACT;
        return want == TYPE_INT32 && have != TYPE_INT64 && have != TYPE_UINT64 && have != TYPE_UINT32 ? PROMOTED : CONVERTED;
    case CXX_REAL:
    case CXX_BOOL: return CONVERTED;
    case CXX_JSON: return OWN;
    default: return NEVER;
    }
}

static int text_fits(const value *v, ir_type *t)
{
    bool literal = v->type == cxx_basic_type(CXX_T_CSTR), view = v->type == cxx_basic_type(CXX_T_VIEW);
    switch (cxx_kind_of_type(t)) {
    case CXX_STRING:
        if (v->type == t) return EXACT;
        if (t == cxx_basic_type(CXX_T_CSTR)) return NEVER;
        return view && t == cxx_basic_type(CXX_T_STRING) ? NEVER : OWN;
    case CXX_BOOL: return literal ? CONVERTED : NEVER;
    case CXX_JSON:
    case CXX_PATTERN: return OWN;
    default: return NEVER;
    }
}

static bool is_base_of(const cxx_instance *base, const cxx_instance *of, int left)
{
    if (base == of) return true;
    for (size_t i = 0; of && i < of->bases.n && left > 0; i++)
        if (is_base_of(base, of->bases.at[i], left - 1)) return true;
    return false;
}

bool cxx_is_base_of(const cxx_instance *base, const cxx_instance *of) { return is_base_of(base, of, BASES_MOST); }

static int object_fits(const value *v, ir_type *t)
{
    const cxx_type *have = cxx_type_behind(v->type), *want = cxx_type_behind(t);
    if (have == want) return EXACT;
    if (!have || !want) return UNSURE;
    if (have->kind == CXX_PAIR && want->kind == CXX_PAIR) return CONVERTED;
    if (want->kind == CXX_CLASS) return is_base_of(want->instance, have->instance, BASES_MOST) ? CONVERTED : UNSURE;
    return want->kind == CXX_BOOL || want->kind == CXX_STRING ? UNSURE : NEVER;
}

static int array_fits(const value *v, ir_type *t)
{
    cxx_type_kind have = cxx_kind_of_type(v->type), want = cxx_kind_of_type(t);
    bool braces = have == CXX_BRACES;
    if (v->type == t) return EXACT;
    if (braces) {
        bool taken = want == CXX_VECTOR || want == CXX_MAP || want == CXX_SET || want == CXX_CLASS || want == CXX_PAIR;
        return taken ? OWN : UNSURE;
    }
    if (want == have) return UNSURE;
    return want == CXX_BOOL && have == CXX_OPTIONAL ? UNSURE : NEVER;
}

static int pointer_fits(const value *v, ir_type *t)
{
    const cxx_type *have = cxx_type_behind(v->kind == VALUE_POINTER ? v->cell->v.type : NULL), *want = cxx_type_behind(t);
    if (cxx_kind_of_type(t) == CXX_BOOL) return CONVERTED;
    if (t == cxx_basic_type(CXX_T_CSTR)) return v->kind == VALUE_NIL ? CONVERTED : NEVER;
    if (cxx_kind_of_type(t) != CXX_POINTER) return NEVER;
    if (v->kind == VALUE_NIL || !want->args[0]) return CONVERTED;
    if (!have) return UNSURE;
    if (&have->ir == want->args[0]) return EXACT;
    const cxx_type *to = cxx_type_behind(want->args[0]);
    bool classes = to && to->instance && have->instance;
    return classes ? (is_base_of(to->instance, have->instance, BASES_MOST) ? CONVERTED : NEVER) : NEVER;
}

static int kind_fits(native_call *c, const value *v, ir_type *t, int depth)
{
    cxx_type_kind want = cxx_kind_of_type(t);
    switch (v->kind) {
    case VALUE_BOOL:
        if (want == CXX_INTEGER) return type_under_kind(t) == TYPE_INT32 ? PROMOTED : CONVERTED;
        return want == CXX_BOOL ? EXACT : want == CXX_REAL ? CONVERTED : want == CXX_JSON ? OWN : NEVER;
    case VALUE_INT: return integer_fits(v, t);
    case VALUE_FLOAT:
        if (want == CXX_REAL) return type_under_kind(v->type) == type_under_kind(t) ? EXACT : CONVERTED;
        return want == CXX_INTEGER || want == CXX_BOOL ? CONVERTED : want == CXX_JSON ? OWN : NEVER;
    case VALUE_STRING: return text_fits(v, t);
    case VALUE_NIL:
    case VALUE_POINTER: return pointer_fits(v, t);
    case VALUE_STRUCT: return object_fits(v, t);
    case VALUE_ARRAY: return array_fits(v, t);
    case VALUE_DOC:
        return want == CXX_JSON                                                                    ? EXACT
               : want == CXX_STRING || want == CXX_INTEGER || want == CXX_BOOL || want == CXX_REAL ? OWN
                                                                                                   : UNSURE;
    case VALUE_FUNC: return want == CXX_FUNCTION ? OWN : NEVER;
    default: return (void)c, (void)depth, UNSURE;
    }
}

static int fits(native_call *c, const value *v, ir_type *t, int depth)
{
    v = cxx_plain(v);
    if (!t) return EXACT; /* a template's own */
    if (cxx_kind_of_type(t) == CXX_OPAQUE) return UNSURE;
    if (v->kind == VALUE_UNKNOWN) return v->type == t ? EXACT : UNSURE;
    int rank = kind_fits(c, v, t, depth);
    cxx_type *behind = cxx_type_behind(t);
    bool wraps = rank == NEVER && behind && behind->kind == CXX_OPTIONAL && depth < 3;
    if (!wraps) return rank;
    rank = fits(c, v, behind->args[0], depth + 1);
    return rank < NEVER ? OWN : rank;
}

/* --- templates ------------------------------------------------------------------------------------------------------------- */

static str parameter_name(const cxx_state *s, const cxx_function *of, uint32_t index)
{
    uint32_t i = 0;
    str name = {0};
    for (syntax_cursor c = syntax_named_children(of->template_of.node); cxx_next(&s->g, &c);)
        if (i++ == index) name = cxx_template_parameter(s, cxx_in(of->template_of, c.node));
    return name;
}

/* What the parameter's type says of the template's parameter `name` when it gets that value: T, or T in C<T>. */
static ir_type *deduced(const cxx_state *s, cxx_at type, str name, const value *v)
{
    v = cxx_plain(v);
    cxx_kind_id k = cxx_kind_of(&s->g, type.node);
    ir_type *have = v->kind == VALUE_POINTER ? v->cell->v.type : v->type;
    if (k == CXX_K_type_identifier && str_eq(cxx_text(type), name)) return have;
    cxx_at last = cxx_last_part(s, type);
    if (cxx_kind_of(&s->g, last.node) != CXX_K_template_type) return NULL;
    const cxx_type *behind = cxx_type_behind(have);
    uint32_t i = 0;
    ir_type *found = NULL;
    syntax_node list = cxx_child(&s->g, last.node, CXX_F_arguments);
    for (syntax_cursor c = syntax_named_children(list); cxx_next(&s->g, &c); i++)
        if (behind && i < 2 && str_eq(cxx_text(cxx_in(last, c.node)), name))
            found = behind->instance && i < behind->instance->of->params.n ? behind->instance->args[i] : behind->args[i];
    return found;
}

static ir_type *deduced_of_all(const cxx_state *s, const cxx_function *of, str name, const value *args, uint32_t count)
{
    uint32_t i = 0;
    ir_type *found = NULL;
    for (syntax_cursor c = syntax_named_children(cxx_child(&s->g, of->declarator.node, CXX_F_parameters)); cxx_next(&s->g, &c);
         i++) {
        cxx_at type = cxx_in(of->declarator, cxx_child(&s->g, c.node, CXX_F_type));
        if (i < count && !found && cxx_there(type)) found = deduced(s, type, name, &args[i]);
    }
    return found;
}

/* The function for these types of its template, made once. */
static ir_func *instance_of(native_call *c, const cxx_overloads *set, const cxx_candidate *o, const value *args, uint32_t count)
{
    cxx_state *s = set->s;
    ir_type *types[TYPES_MOST] = {0};
    strbuf key = STRBUF_IN(s->a);
    uint32_t n = syntax_named_count(o->of->template_of.node);
    if (n > TYPES_MOST) native_stop(c, "a template with many parameters");
    strbuf_printf(&key, "%p/%p", (const void *)o->of, (const void *)o->owner);
    for (uint32_t i = 0; i < n; i++) {
        types[i] = i < set->given_count ? set->given[i] : deduced_of_all(s, o->of, parameter_name(s, o->of, i), args, count);
        strbuf_printf(&key, "/%p", (void *)types[i]);
    }
    ir_func *f = map_get(&s->instances, strbuf_str(&key));
    if (f) return f;
    if (s->instances.n > INSTANCES_MOST) native_stop(c, "too many instances of templates");
    f = cxx_func_of(s, o->of, cxx_function_instance(s, o->of, o->owner, types, n));
    map_put(s->a, &s->instances, strbuf_str(&key), f);
    return f;
}

/* --- the choice ------------------------------------------------------------------------------------------------------------ */

static ir_func *plain_function(cxx_state *s, const cxx_candidate *o)
{
    if (!*o->func) *o->func = cxx_func_of(s, o->of, o->owner);
    if (o->of->is_constructor) (*o->func)->has_body = true; /* `= default` constructs as well */
    return *o->func;
}

static void rank(native_call *c, const cxx_overloads *set, const cxx_candidate *o, const value *args, uint32_t count, int *ranks)
{
    ir_func *f = o->of->is_template ? NULL : plain_function(set->s, o);
    if (f) cxx_know_parameters(set->s, f);
    uint32_t before = f && f->receiver ? 1 : 0;
    for (uint32_t i = 0; i < count; i++) {
        bool known = f && before + i < f->param_count;
        ranks[i] = o->of->is_template ? EXACT : known ? fits(c, &args[i], f->params[before + i].type, 0) : UNSURE;
    }
}

/* Less than 0: `a` is better; more: `b`; 0: neither. */
static int compare(const int *a, const int *b, uint32_t count)
{
    bool better = false, worse = false;
    for (uint32_t i = 0; i < count; i++) {
        better = better || a[i] < b[i];
        worse = worse || a[i] > b[i];
    }
    return better == worse ? 0 : better ? -1 : 1;
}

static bool is_viable(const int *ranks, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (ranks[i] == NEVER) return false;
    return true;
}

const cxx_candidate *cxx_choose(native_call *c, const cxx_overloads *set, const value *args, uint32_t count)
{
    int best[ARGS_MOST] = {0}, ranks[ARGS_MOST];
    const cxx_candidate *found = NULL;
    bool tie = false;
    if (count > ARGS_MOST) native_stop(c, "too many arguments");
    for (size_t i = 0; i < set->all.n; i++) {
        const cxx_candidate *o = &set->all.at[i];
        rank(c, set, o, args, count, ranks);
        if (!takes(o->of, (int)count) || !is_viable(ranks, count)) continue;
        int order = found ? compare(ranks, best, count) : -1;
        if (order == 0 && found->of->is_template != o->of->is_template) order = found->of->is_template ? -1 : 1;
        if (order == 0) tie = true;
        if (order >= 0) continue;
        found = o;
        tie = false;
        memcpy(best, ranks, sizeof ranks);
    }
    if (!found || tie) native_stop(c, "several functions that may be meant");
    for (uint32_t i = 0; i < count && set->all.n > 1; i++)
        if (best[i] == UNSURE) native_stop(c, "several functions that may be meant");
    return found;
}

/* Of a virtual function the one of the object's own class. */
static const cxx_candidate *overrider(native_call *c, const cxx_overloads *set, const cxx_candidate *o, const value *self,
                                      const value *args, uint32_t count, cxx_overloads *own)
{
    if (!o->is_virtual || set->always || self->kind != VALUE_POINTER) return o;
    const cxx_type *t = cxx_type_behind(self->cell->v.type);
    if (!t || !t->instance || t->instance == o->owner) return o;
    cxx_methods_named(set->s, t->instance, o->of->name, (int)count, own);
    return own->all.n ? cxx_choose(c, own, args, count) : o;
}

value cxx_call_with_defaults(native_call *c, cxx_state *s, ir_func *f, const value *callee, const value *args, uint32_t count)
{
    value all[ARGS_MOST];
    ir_func *missing;
    if (count > ARGS_MOST) native_stop(c, "too many arguments");
    if (count) memcpy(all, args, count * sizeof *args);
    for (; count < ARGS_MOST && (missing = cxx_default_value(s, f, count)); count++) {
        value get = native_bound(c, missing, NULL, NULL);
        all[count] = native_invoke(c, &get, NULL, 0);
    }
    return native_invoke(c, callee, all, count);
}

static value call(native_call *c)
{
    bool bound = c->receiver && c->receiver->kind == VALUE_NATIVE;
    const cxx_type *t = bound ? NULL : cxx_type_behind(c->site->kids[0]->type);
    const cxx_overloads *set = bound ? c->receiver->native->data : t ? t->overloads : NULL;
    if (!set) native_stop(c, "several functions that may be meant");
    value self = bound ? c->receiver->native->parts[0] : set->with_this ? *cxx_plain(&c->args[0]) : value_nil(NULL);
    const value *args = c->args + set->with_this;
    uint32_t count = c->count - set->with_this;
    cxx_overloads own;
    const cxx_candidate *o = cxx_choose(c, set, args, count);
    o = overrider(c, set, o, &self, args, count, &own);
    ir_func *f = o->of->is_template ? instance_of(c, set, o, args, count) : plain_function(set->s, o);
    value callee = native_bound(c, f, NULL, f->receiver ? &self : NULL);
    if (f->receiver && self.kind != VALUE_POINTER) native_stop(c, "a method without an object");
    return cxx_call_with_defaults(c, set->s, f, &callee, args, count);
}

static const native all[] = {{"cxx.#overload", call, NATIVE_PARTIAL | NATIVE_PURE, 1, NULL}};
const cxx_model_table cxx_models_overload = {all, sizeof all / sizeof *all};
