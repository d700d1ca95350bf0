/* What a plugin registers: `static RegisterContextFactory r(CONTEXT_FACTORY(C), ROOT_FACTORY(R), "root_id");` */
#include "base/path.h"
#include "cxx/internal.h"
#include "ir/eval.h"

/* The name in KIND(name). */
static str factory(str text, const char *kind)
{
    ptrdiff_t at = str_find(text, str_of(kind), 0);
    if (at < 0) return STR("");
    str rest = str_trim(str_slice(text, (size_t)at + strlen(kind), text.n));
    ptrdiff_t end = str_find_char(rest, ')', 0);
    return rest.n && rest.p[0] == '(' && end > 1 ? str_trim(str_slice(rest, 1, (size_t)end)) : STR("");
}

static str root_id(str text)
{
    ptrdiff_t from = str_find_char(text, '"', 0), end = from < 0 ? -1 : str_find_char(text, '"', (size_t)from + 1);
    return end < 0 ? STR("") : str_slice(text, (size_t)from + 1, (size_t)end);
}

static cxx_instance *class_named(cxx_state *s, str name, str space)
{
    cxx_scope around = {s, NULL, space};
    const cxx_name *n = cxx_find_name(&around, cxx_plain_name(s->a, name), &(cxx_instance *){NULL});
    if (!n || n->kind != CXX_IS_CLASS || n->of->params.n) return NULL;
    return cxx_instance_of(s, n->of, NULL, NULL);
}

static cxx_method *own_method(cxx_state *s, cxx_instance *i, const char *name)
{
    bool several;
    cxx_method *m = (cxx_method *)cxx_find_method(i, str_of(name), 1, &several);
    if (!m || several) return NULL;
    if (!m->func) m->func = cxx_func_of(s, m->of, m->owner);
    return m;
}

/* A context without a method of its own for it takes any configuration, and reads none. */
static eval_entry *entry_of(cxx_state *s, cxx_instance *root, ir_span *at)
{
    bool several;
    cxx_method *start = own_method(s, root, "onConfigure");
    if (!start && !cxx_find_method(root, STR("onConfigure"), -1, &several)) *at = (ir_span){.file = IR_NO_FILE};
    if (!start || !start->func->has_body) return NULL;
    eval_host *host = ARENA_NEW(s->a, eval_host);
    eval_entry *e = ARENA_NEW(s->a, eval_entry);
    *host =
        (eval_host){.root = &root->type->ir, .start = "onConfigure", .before = own_method(s, root, "onStart") ? "onStart" : NULL};
    *e = (eval_entry){.host = host, .callee = ARENA_NEW(s->a, ir_node)};
    *e->callee = (ir_node){.op = IR_FUNC, .slot = -1, .at = start->func->at, .func = start->func};
    *at = start->func->at;
    return e;
}

static bool mentions_configuration(const ir_program *p)
{
    for (size_t i = 0; i < p->files.n; i++)
        if (str_has(p->files.at[i].text, STR("PluginConfiguration")) || str_has(p->files.at[i].text, STR("getConfiguration")))
            return true;
    return false;
}

/* No compiler takes a source with a mistake of syntax, and what is read behind one may mean something else. */
static bool has_mistake(const cxx_state *s)
{
    for (size_t i = 0; i < s->files.n; i++) {
        const cxx_file *f = s->files.at[i];
        if (path_is_inside(f->path, s->root) && syntax_has_error(syntax_root(f->tree))) return true;
    }
    return s->mistakes.n > 0;
}

static void leave_open(registration_list *list)
{
    for (size_t i = 0; i < list->n; i++) list->at[i].parse = NULL;
}

registration_list cxx_registrations(ir_program *p)
{
    cxx_state *s = cxx_state_of(p);
    registration_list list = {0};
    registration exported = {.sdk = sdk_info_of(SDK_C), .at.file = IR_NO_FILE, .parse_at.file = IR_NO_FILE, .in_init = true};
    if (s->exported && cxx_find_exports(s, &exported)) array_push(s->a, &list, exported);
    for (size_t i = 0; i < s->registered.n; i++) {
        const cxx_registered *r = &s->registered.at[i];
        str text = cxx_text(r->at);
        registration *out = array_add(s->a, &list);
        *out = (registration){.sdk = sdk_info_of(SDK_CXX), .name = root_id(text), .at = cxx_span(r->at), .in_init = true};
        str name = factory(text, "ROOT_FACTORY");
        cxx_instance *root = class_named(s, name, r->space);
        bool plain = !name.n || (str_is(name, "RootContext") && !root); /* the SDK's own context takes any configuration */
        if (!plain) out->parse_at = out->at;
        if (root) out->parse = entry_of(s, root, &out->parse_at);
        str stream = factory(text, "CONTEXT_FACTORY");
        if (!has_mistake(s)) cxx_find_handlers(s, out, root, stream.n ? class_named(s, stream, r->space) : NULL);
        bool unread = !out->parse && !out->parse_at.at.end;
        if (unread) out->parse_at = mentions_configuration(p) ? out->at : (ir_span){.file = IR_NO_FILE};
    }
    if (list.n && !s->exported && !has_mistake(s)) cxx_find_call_handlers(s, &list.at[0]);
    if (has_mistake(s)) leave_open(&list);
    return list;
}
