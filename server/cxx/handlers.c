/* The methods of a plugin's contexts that its host calls, and those that only look as if it did. */
#include "cxx/internal.h"

enum { HOOK_TAKES_MOST = 4 };
enum { OF_ROOT = 1, OF_STREAM = 2, OF_CALL = 4 };

/* A virtual method of the SDK's contexts, or of its handlers of gRPC calls. */
typedef struct cxx_hook {
    const char *name;
    int of;        /* OF_ROOT, OF_STREAM, OF_CALL */
    phase phase;   /* PHASE_COUNT: nothing is known of it */
    cxx_basic takes[HOOK_TAKES_MOST]; /* CXX_T_OPAQUE: any */
    uint32_t count, before;           /* parameters; those that the first releases handed over */
    const char *gives;
} cxx_hook;

#include "cxx_registration_tables.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef ARRAY(cxx_method *) method_list;

/* All methods of that name; the nearest class that has one hides those of its bases. */
static void methods_named(cxx_instance *i, str name, arena *a, method_list *out)
{
    for (size_t k = 0; k < i->methods.n; k++)
        if (!i->methods.at[k].of->is_constructor && str_eq(i->methods.at[k].of->name, name))
            array_push(a, out, &i->methods.at[k]);
    for (size_t k = 0; k < i->bases.n && !out->n; k++) methods_named(i->bases.at[k], name, a, out);
}

static ir_func *func_of(cxx_state *s, cxx_method *m)
{
    if (!m->func) m->func = cxx_func_of(s, m->of, m->owner);
    return m->func;
}

/* --- what does not override ------------------------------------------------------------------------------------------------ */

static cxx_at parameter(cxx_state *s, const cxx_method *m, uint32_t index)
{
    cxx_at list = cxx_in(m->of->declarator, cxx_child(&s->g, m->of->declarator.node, CXX_F_parameters)), found = {0};
    for (syntax_cursor c = syntax_named_children(list.node); cxx_next(&s->g, &c);) {
        cxx_kind_id k = cxx_kind_of(&s->g, c.node);
        if (k != CXX_K_parameter_declaration && k != CXX_K_optional_parameter_declaration) continue;
        if (index-- == 0) found = cxx_in(list, c.node);
    }
    return found;
}

/* Another type, and no other name of the same. */
static bool takes_other_type(cxx_state *s, const cxx_method *m, const cxx_hook *h)
{
    cxx_scope scope = cxx_scope_in(s, m->owner, m->of->space);
    for (uint32_t i = 0; i < h->count; i++) {
        cxx_at p = parameter(s, m, i);
        bool reference;
        if (!cxx_there(p) || h->takes[i] == CXX_T_OPAQUE) continue;
        ir_type *t = cxx_declared_type(&scope, cxx_type_of_syntax(&scope, cxx_in(p, cxx_child(&s->g, p.node, CXX_F_type))),
                                       cxx_in(p, cxx_child(&s->g, p.node, CXX_F_declarator)), &reference);
        cxx_type_kind k = cxx_kind_of_type(t);
        bool known = k == CXX_INTEGER || k == CXX_BOOL || k == CXX_STRING;
        if (known && (t != cxx_basic_type(h->takes[i]) || reference)) return true;
    }
    return false;
}

static str spelling(arena *a, const cxx_hook *h)
{
    static const char *const names[CXX_BASIC_COUNT] = {
        [CXX_T_UINT] = "uint32_t", [CXX_T_ULONG] = "size_t", [CXX_T_BOOL] = "bool", [CXX_T_OPAQUE] = "..."};
    strbuf b = STRBUF_IN(a);
    strbuf_printf(&b, "%s(", h->name);
    for (uint32_t i = 0; i < h->count; i++) strbuf_printf(&b, "%s%s", i ? ", " : "", names[h->takes[i]]);
    strbuf_add_char(&b, ')');
    return strbuf_str(&b);
}

/* The class's only base that is not at hand is the SDK's: nothing else can have such a method. */
static bool is_plain_context(cxx_instance *i)
{
    size_t known = 0;
    cxx_scope scope = cxx_scope_in(i->state, i, i->of->space);
    for (size_t k = 0; k < i->of->bases.n; k++) {
        str name = cxx_text(i->of->bases.at[k]);
        ptrdiff_t colon = str_rfind_char(name, ':');
        if (colon >= 0) name = str_slice(name, (size_t)colon + 1, name.n);
        cxx_type *t = cxx_type_behind(cxx_type_of_syntax(&scope, i->of->bases.at[k]));
        bool own = t && t->instance;
        if (!own && !str_is(name, "Context") && !str_is(name, "RootContext")) return false;
        known += own;
    }
    if (known != i->bases.n) return false;
    for (size_t k = 0; k < i->bases.n; k++)
        if (!is_plain_context(i->bases.at[k])) return false;
    return true;
}

static void add_dead(cxx_state *s, registration *r, const cxx_method *m, const cxx_hook *h)
{
    cxx_at name = cxx_last_part(s, cxx_in(m->of->declarator, cxx_child(&s->g, m->of->declarator.node, CXX_F_declarator)));
    ir_span at = cxx_span(name);
    for (size_t i = 0; i < r->dead.n; i++)
        if (r->dead.at[i].at.file == at.file && r->dead.at[i].at.at.start == at.at.start) return;
    bool says_override = str_has(cxx_text(m->of->declarator), STR("override"));
    array_push(s->a, &r->dead, (dead_handler){m->of->name, spelling(s->a, h), at, says_override, false});
}

/* onHttpRequestHeaders, as Go's SDK has it, and slips of the keyboard. */
static bool is_misspelt(str name, const char *wanted)
{
    enum { SLIPS_MOST = 2, SHORT = 7 };
    ptrdiff_t http = str_find(name, STR("Http"), 0);
    str right = str_of(wanted);
    if (str_eq(name, right) || name.n < SHORT) return false;
    bool other = http == 2 && name.n == right.n + 4 && str_eq(str_slice(name, 6, name.n), str_slice(right, 2, right.n));
    return other || str_distance(name, right, SLIPS_MOST) <= SLIPS_MOST;
}

static bool is_hook(str name)
{
    for (size_t i = 0; i < COUNT(hooks); i++)
        if (hooks[i].of != OF_CALL && str_is(name, hooks[i].name)) return true;
    return false;
}

/* The name stands in the sources once for the declaration, and once more for a definition elsewhere: nobody calls it. */
static bool is_called(const cxx_state *s, const cxx_method *m)
{
    bool apart = cxx_there(m->of->definition) && m->of->definition.node.id != m->of->at.node.id;
    size_t found = 0;
    for (size_t i = 0; i < s->files.n; i++) {
        str text = s->files.at[i]->x.text;
        for (ptrdiff_t at = 0; (at = str_find(text, m->of->name, (size_t)at)) >= 0; at++) {
            size_t end = (size_t)at + m->of->name.n;
            found += end < text.n && text.p[end] == '(';
        }
    }
    return found > 1u + apart;
}

static bool has_own(cxx_state *s, cxx_instance *i, const char *name)
{
    method_list all = {0};
    methods_named(i, str_of(name), s->a, &all);
    return all.n > 0;
}

static void find_misspelt(cxx_state *s, registration *r, cxx_instance *i, int of)
{
    for (size_t k = 0; k < i->methods.n; k++) {
        const cxx_method *m = &i->methods.at[k];
        if (!str_starts(m->of->name, STR("on")) || m->of->is_constructor || m->of->is_static || is_hook(m->of->name)) continue;
        for (size_t h = 0; h < COUNT(hooks); h++)
            if (hooks[h].of & of && is_misspelt(m->of->name, hooks[h].name) && !has_own(s, i, hooks[h].name) &&
                m->of->most == hooks[h].count && !is_called(s, m))
                add_dead(s, r, m, &hooks[h]);
    }
}

/* Whether a context of the plugin has handlers that only today's SDK calls: then those of the first releases are dead. */
static bool is_current(cxx_state *s, cxx_instance *const *contexts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t h = 0; h < COUNT(hooks); h++) {
            method_list all = {0};
            if (!contexts[i] || hooks[h].before == hooks[h].count) continue;
            methods_named(contexts[i], str_of(hooks[h].name), s->a, &all);
            for (size_t k = 0; k < all.n; k++)
                if (all.at[k]->of->most == hooks[h].count) return true;
        }
    return false;
}

/* --- registering ----------------------------------------------------------------------------------------------------------- */

static void add_handler(cxx_state *s, registration *r, const cxx_hook *h, cxx_method *m)
{
    ir_func *f = func_of(s, m);
    if (h->phase == PHASE_COUNT) return;
    array_push(s->a, &r->handlers,
               (registered_handler){.phase = h->phase, .option = str_of(h->name), .func = f, .at = f->at, .call = f->at});
}

/* The one that overrides it; what can't override it is dead, as far as that is certain. */
static void find_hook(cxx_state *s, registration *r, cxx_instance *i, const cxx_hook *h, bool current)
{
    method_list all = {0};
    cxx_method *found = NULL;
    methods_named(i, str_of(h->name), s->a, &all);
    bool plain = is_plain_context(i) && all.n == 1 && !all.at[0]->of->is_template && all.at[0]->of->least == all.at[0]->of->most;
    for (size_t k = 0; k < all.n; k++) {
        cxx_method *m = all.at[k];
        bool old = h->before != h->count && m->of->most == h->before && !current;
        bool fits = (m->of->most == h->count && !takes_other_type(s, m, h)) || old;
        if (fits && !found) found = m;
        else if (!fits && plain && !is_called(s, m))
            add_dead(s, r, m, h);
    }
    if (found) add_handler(s, r, h, found);
}

void cxx_find_handlers(cxx_state *s, registration *r, cxx_instance *root, cxx_instance *stream)
{
    cxx_instance *contexts[] = {root, stream};
    bool current = is_current(s, contexts, 2);
    for (int k = 0; k < 2; k++) {
        int of = k == 0 ? OF_ROOT : OF_STREAM;
        if (!contexts[k]) continue;
        for (size_t h = 0; h < COUNT(hooks); h++)
            if (hooks[h].of & of) find_hook(s, r, contexts[k], &hooks[h], current);
        if (is_plain_context(contexts[k])) find_misspelt(s, r, contexts[k], of);
    }
}

/* class Answered : public GrpcCallHandler<Reply> */
static bool handles_calls(const cxx_class *k)
{
    static const char *const names[] = {"GrpcCallHandler", "GrpcCallHandlerBase", "GrpcStreamHandler", "GrpcStreamHandlerBase"};
    for (size_t i = 0; i < k->bases.n; i++) {
        str name = cxx_text(k->bases.at[i]);
        ptrdiff_t list = str_find_char(name, '<', 0);
        if (list >= 0) name = str_slice(name, 0, (size_t)list);
        ptrdiff_t colon = str_rfind_char(name, ':');
        if (colon >= 0) name = str_slice(name, (size_t)colon + 1, name.n);
        for (size_t n = 0; n < COUNT(names); n++)
            if (str_is(str_trim(name), names[n])) return true;
    }
    return false;
}

void cxx_find_call_handlers(cxx_state *s, registration *r)
{
    for (size_t i = 0; i < s->classes.n; i++) {
        cxx_class *k = s->classes.at[i];
        if (k->params.n || k->outer || k->twice || !handles_calls(k)) continue;
        cxx_instance *instance = cxx_instance_of(s, k, NULL, NULL);
        for (size_t h = 0; instance && h < COUNT(hooks); h++)
            if (hooks[h].of == OF_CALL) find_hook(s, r, instance, &hooks[h], true);
    }
}

/* --- every method ---------------------------------------------------------------------------------------------------------- */

void cxx_make_methods(ir_program *p)
{
    cxx_state *s = cxx_state_of(p);
    for (size_t i = 0; i < s->classes.n; i++)
        if (!s->classes.at[i]->params.n && !s->classes.at[i]->outer) cxx_instance_of(s, s->classes.at[i], NULL, NULL);
    for (size_t i = 0; i < s->types.n; i++) { /* which may become more meanwhile */
        cxx_type *t = s->types.entries[i].value;
        for (size_t k = 0; t->instance && !t->instance->of->is_function && k < t->instance->methods.n; k++)
            if (!t->instance->methods.at[k].of->is_constructor) func_of(s, &t->instance->methods.at[k]);
    }
}
