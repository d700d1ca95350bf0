#include "features/calls.h"

#include "ir/body_facts.h"
#include "ir/func.h"
#include "ir/registration.h"
#include "ir/sdk.h"
#include "text/brackets.h"

/* One call in a body: of a function of the plugin, or of the SDK. */
typedef struct found_call {
    ir_func *caller, *callee;
    str package, name; /* of the SDK's, when `callee` is NULL */
    ir_span at;        /* the name */
} found_call;

typedef ARRAY(found_call) found_calls;

typedef struct walk {
    arena *a;
    ir_program *program;
    ir_func *caller;
    found_calls *out;
} walk;

static void add_call(const walk *w, ir_func *callee, str package, str name, ir_span at)
{
    array_push(w->a, w->out, (found_call){w->caller, callee, package, name, at});
}

static bool visit(void *self, ir_node *n)
{
    walk *w = self;
    str package = {0}, name = {0};
    if (n->op == IR_CLOSURE) {
        ir_walk(ir_func_body(w->program, n->func), visit, w);
    } else if (n->op == IR_CALL) {
        ir_node *callee = body_strip(n->kids[0]);
        ir_func *own = body_named_func(callee);
        if (ir_func_is_own(own)) {
            if (callee->op != IR_FUNC) add_call(w, own, package, name, body_name_span(w->program, callee, own->name));
        } else if (body_is_extern(callee, &package, &name) && sdk_package(package)) {
            add_call(w, NULL, package, name, body_name_span(w->program, callee, name));
        }
    } else if (n->op == IR_FUNC && ir_func_is_own(n->func) && !n->func->outer) { /* called, or handed over */
        add_call(w, n->func, package, name, body_name_span(w->program, n, n->func->name));
    }
    return true;
}

/* All calls of the plugin's own code, by caller. */
static found_calls all_calls(arena *a, project *plugin)
{
    found_calls out = {0};
    ir_program *p = project_load(plugin)->program;
    ir_list_methods(p);
    for (size_t i = 0; i < ir_package_count(p); i++) {
        const ir_package *package = ir_package_at(p, i);
        for (size_t k = 0; package->own && k < package->funcs.n; k++) {
            walk w = {a, p, package->funcs.at[k], &out};
            if (!w.caller->outer) ir_walk(ir_func_body(p, w.caller), visit, &w);
        }
        for (size_t k = 0; package->own && k < package->inits.n; k++) {
            walk w = {a, p, package->inits.at[k], &out};
            ir_walk(ir_func_body(p, w.caller), visit, &w);
        }
    }
    return out;
}

static str option_of(const project_facts *facts, const ir_func *f)
{
    const registration *r = facts->registration;
    for (size_t i = 0; r && i < r->handlers.n; i++)
        if (r->handlers.at[i].func == f) return r->handlers.at[i].option;
    return STR("");
}

static bool place(project *plugin, ir_span name, ir_span whole, call_item *item)
{
    const ir_program *p = project_load(plugin)->program;
    if (name.file >= ir_file_count(p)) return false;
    item->path = ir_file_path(p, name.file);
    item->name_at = name.at;
    bool around = whole.file == name.file && whole.at.start <= name.at.start && whole.at.end >= name.at.end;
    item->at = around ? whole.at : name.at;
    return project_move_place(plugin, item->path, &item->name_at) && project_move_place(plugin, item->path, &item->at);
}

/* Where a name stands in front of a bracket. */
static ptrdiff_t find_called(str text, str name)
{
    for (ptrdiff_t at = str_find(text, name, 0); at >= 0; at = str_find(text, name, (size_t)at + 1)) {
        size_t end = (size_t)at + name.n;
        while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\n')) end++;
        if (end < text.n && text.p[end] == '(' && !(at > 0 && scan_is_word(text.p[at - 1]))) return at;
    }
    return -1;
}

/* The name where the body stands: a class may only declare it, in another file, and calls are told in the file of the body. */
static ir_span name_of(const ir_program *p, const ir_func *f)
{
    bool inside = f->whole.file == f->at.file && f->whole.at.start <= f->at.at.start && f->whole.at.end >= f->at.at.end;
    if (inside || !f->name.n || f->whole.file >= ir_file_count(p)) return f->at;
    ptrdiff_t at = find_called(str_slice(ir_file_text(p, f->whole.file), f->whole.at.start, f->whole.at.end), f->name);
    if (at < 0) return f->at;
    uint32_t start = f->whole.at.start + (uint32_t)at;
    return (ir_span){.file = f->whole.file, .at = range_make(start, start + (uint32_t)f->name.n)};
}

static bool item_of(project *plugin, const ir_func *f, call_item *item)
{
    const project_facts *facts = project_load(plugin);
    *item = (call_item){.plugin = plugin, .name = f->name, .detail = option_of(facts, f)};
    return place(plugin, name_of(facts->program, f), f->whole, item);
}

static bool item_of_sdk(project *plugin, const found_call *c, call_item *item)
{
    *item = (call_item){.plugin = plugin, .is_sdk = true, .package = c->package, .name = c->name,
                        .detail = str_of(sdk_package(c->package))};
    return place(plugin, c->at, c->at, item);
}

static bool is_here(const ir_program *p, ir_span at, str path, uint32_t offset)
{
    return at.file < ir_file_count(p) && str_eq(ir_file_path(p, at.file), path) && range_touches(at.at, offset);
}

static bool item_in(arena *a, project *plugin, str path, uint32_t offset, call_item *item)
{
    const ir_program *p = project_load(plugin)->program;
    range at = {offset, offset};
    if (!project_move_back(plugin, path, &at)) return false;
    found_calls calls = all_calls(a, plugin);
    for (size_t i = 0; i < calls.n; i++) {
        const found_call *c = &calls.at[i];
        if (!is_here(p, c->at, path, at.start)) continue;
        return c->callee ? item_of(plugin, c->callee, item) : item_of_sdk(plugin, c, item);
    }
    for (size_t i = 0; i < ir_package_count(p); i++) {
        const ir_package *package = ir_package_at(p, i);
        for (size_t k = 0; package->own && k < package->funcs.n; k++) {
            const ir_func *f = package->funcs.at[k];
            bool here = is_here(p, f->at, path, at.start) || is_here(p, name_of(p, f), path, at.start);
            if (here) return item_of(plugin, f, item);
        }
    }
    return false;
}

bool calls_item_at(workspace *w, arena *a, str path, uint32_t offset, call_item *item)
{
    project_list plugins = workspace_projects_with(w, a, path);
    for (size_t i = 0; i < plugins.n; i++)
        if (item_in(a, plugins.at[i], path, offset, item)) return true;
    return false;
}

/* --- edges ----------------------------------------------------------------------------------------------------------------- */

static bool same_item(const call_item *one, const call_item *other)
{
    if (one->is_sdk || other->is_sdk)
        return one->is_sdk && other->is_sdk && str_eq(one->name, other->name) && str_eq(one->package, other->package);
    return one->name_at.start == other->name_at.start && str_eq(one->path, other->path);
}

static void add_edge(arena *a, call_edges *out, const call_item *other, const found_call *c)
{
    const ir_program *p = project_load(other->plugin)->program;
    if (c->at.file >= ir_file_count(p)) return;
    str path = ir_file_path(p, c->at.file);
    range at = c->at.at;
    if (!project_move_place(other->plugin, path, &at)) return;
    call_edge *e = NULL;
    for (size_t i = 0; i < out->n && !e; i++)
        if (same_item(&out->at[i].other, other) && str_eq(out->at[i].path, path)) e = &out->at[i];
    if (!e) {
        e = array_add(a, out);
        *e = (call_edge){.other = *other, .path = path};
    }
    array_push(a, &e->places, at);
}

static call_edges edges(arena *a, const call_item *item, bool to)
{
    call_edges out = {0};
    found_calls calls = all_calls(a, item->plugin);
    for (size_t i = 0; i < calls.n; i++) {
        const found_call *c = &calls.at[i];
        call_item caller, callee;
        bool known = item_of(item->plugin, c->caller, &caller) &&
                     (c->callee ? item_of(item->plugin, c->callee, &callee) : item_of_sdk(item->plugin, c, &callee));
        if (known && same_item(to ? &callee : &caller, item)) add_edge(a, &out, to ? &caller : &callee, c);
    }
    return out;
}

call_edges calls_to(arena *a, const call_item *item) { return edges(a, item, true); }
call_edges calls_from(arena *a, const call_item *item) { return edges(a, item, false); }

/* --- uses ------------------------------------------------------------------------------------------------------------------ */

static void add_place(arena *a, project *plugin, ir_span at, call_places *out)
{
    const ir_program *p = project_load(plugin)->program;
    if (at.file >= ir_file_count(p)) return;
    call_place place = {ir_file_path(p, at.file), at.at};
    if (!project_move_place(plugin, place.path, &place.at)) return;
    for (size_t i = 0; i < out->n; i++)
        if (out->at[i].at.start == place.at.start && str_eq(out->at[i].path, place.path)) return;
    array_push(a, out, place);
}

call_places calls_uses(workspace *w, arena *a, const call_item *item)
{
    call_places out = {0};
    project_list plugins = workspace_projects_with(w, a, item->path);
    for (size_t i = 0; i < plugins.n; i++) {
        found_calls calls = all_calls(a, plugins.at[i]);
        for (size_t k = 0; k < calls.n; k++) {
            const found_call *c = &calls.at[k];
            call_item callee;
            bool known = c->callee ? item_of(plugins.at[i], c->callee, &callee) : item_of_sdk(plugins.at[i], c, &callee);
            if (known && same_item(&callee, item)) add_place(a, plugins.at[i], c->at, &out);
        }
    }
    return out;
}

static void add_handlers(arena *a, project *plugin, const registration *r, str path, uint32_t offset, call_places *out)
{
    const ir_program *p = project_load(plugin)->program;
    range at = {offset, offset};
    if (!r || !project_move_back(plugin, path, &at)) return;
    for (size_t i = 0; i < r->handlers.n; i++) {
        const registered_handler *h = &r->handlers.at[i];
        if (!h->func || !h->func->name.n || h->func->outer) continue;
        bool handed = is_here(p, h->at, path, at.start) || is_here(p, h->call, path, at.start);
        bool head = is_here(p, h->func->at, path, at.start) || is_here(p, name_of(p, h->func), path, at.start);
        if (head && !handed) add_place(a, plugin, h->at, out);
        else if (handed) add_place(a, plugin, name_of(p, h->func), out);
    }
}

call_places calls_handlers(workspace *w, arena *a, str path, uint32_t offset)
{
    call_places out = {0};
    project_list plugins = workspace_projects_with(w, a, path);
    for (size_t i = 0; i < plugins.n; i++) {
        const registration_list *all = project_load(plugins.at[i])->registrations;
        for (size_t k = 0; all && k < all->n; k++) add_handlers(a, plugins.at[i], &all->at[k], path, offset, &out);
    }
    return out;
}
