/* Finds how a Go plugin registers itself: calls of the wrapper's SetCtx with its options, the mcp package's counterpart, and the
 * context methods of the plain SDK. Which calls, options and methods there are is data: schema/go-registration.json. */
#include "go/frontend.h"
#include "base/path.h"
#include "ir/body_facts.h"
#include "ir/eval.h"
#include "ir/program.h"
#include "ir/sdk.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { MAX_HANDLERS = 2, MAX_DEPTH = 24 };

typedef struct registrar_info {
    const char *name, *package;
    sdk_kind sdk;
    int options_from; /* first option among the arguments; -1: has none */
    bool makes_context; /* registers nothing itself: what it makes has to be handed to a registrar without options */
} registrar_info;

typedef enum handler_role { ROLE_HANDLE, ROLE_PARSE, ROLE_OVERRIDE, ROLE_PREPARE } handler_role;

typedef struct handler_info {
    handler_role role;
    eval_argument args[HANDLER_PARTS_MOST];
    uint32_t arg_count;
} handler_info;

typedef struct option_info {
    const char *name, *package;
    phase phase; /* PHASE_COUNT: registers nothing that runs */
    bool streaming;
    handler_info handlers[MAX_HANDLERS];
    uint32_t handler_count, first_shape; /* of shapes */
} option_info;

typedef struct context_method {
    const char *name;
    phase phase;
    uint32_t shape; /* of shapes */
} context_method;

#include "go_registration_tables.h"

/* Where an expression stands: a function and the call that entered it, so that its parameters can be followed to the
 * arguments. */
typedef struct place {
    ir_func *func; /* NULL: initialiser of a package variable */
    const ir_node *call;
    const struct place *outer;
} place;

typedef struct reader {
    ir_program *p;
    body_cache facts;
    registration_list *out;
    registration *now;
    ARRAY(const ir_node *) read; /* option expressions of the registration at hand that were followed already */
} reader;

/* What is registered rests on code that says nothing. */
static void meet_refusal(reader *r, const ir_refusal *why, str name)
{
    if (!why || r->out->refused) return;
    r->out->refused = why;
    r->out->refused_name = name;
}

/* --- following values --- */

static ptrdiff_t parameter_of_slot(const ir_func *f, int32_t slot)
{
    for (uint32_t i = 0; f && i < f->param_count; i++)
        if (f->params[i].slot == slot && slot >= 0) return (ptrdiff_t)i;
    return -1;
}

/* Index of the call's first argument for parameter `i`; a method's receiver comes first among the parameters. */
static uint32_t argument_of_parameter(const place *at, uint32_t i)
{
    bool method_call = at->call->kids[0]->op == IR_SELECT && at->func->receiver;
    return method_call ? i : i + 1;
}

typedef bool (*value_visit)(reader *r, const place *at, ir_node *value, int depth, void *self);

/* Calls `visit` for every expression that may give the variable its value; stops and returns true when `visit` does. */
static bool each_value(reader *r, const place *at, ir_node *variable, int depth, value_visit visit, void *self)
{
    if (variable->op == IR_GLOBAL) {
        place top = {0};
        ir_node *init = ir_global_init(r->p, variable->global);
        meet_refusal(r, variable->global->refused, variable->global->name);
        return init && variable->global->of <= 1 && visit(r, &top, init, depth, self);
    }
    if (!at->func) return false;
    const body_facts *facts = body_facts_of(&r->facts, at->func);
    for (size_t i = 0; i < facts->stores.n; i++) {
        const body_store *s = &facts->stores.at[i];
        if (s->slot == variable->slot && s->value && s->of == 1 && visit(r, at, s->value, depth, self)) return true;
    }
    ptrdiff_t parameter = parameter_of_slot(at->func, variable->slot);
    if (parameter < 0 || !at->call || !at->outer) return false;
    uint32_t first = argument_of_parameter(at, (uint32_t)parameter);
    bool rest = at->func->variadic && (uint32_t)parameter + 1 == at->func->param_count;
    for (uint32_t i = first; i < at->call->count && (i == first || rest); i++)
        if (i > 0 && visit(r, at->outer, at->call->kids[i], depth, self)) return true;
    return false;
}

/* The results (number `index`) of a call of a function of the program. */
static bool each_result(reader *r, const place *at, ir_node *call, int depth, value_visit visit, void *self)
{
    ir_func *f = body_named_func(body_strip(call->kids[0]));
    if (!f && call->kids[0] && call->kids[0]->op == IR_CLOSURE) f = call->kids[0]->func;
    if (!f) return false;
    if (ir_func_refused(r->p, f)) meet_refusal(r, f->refused, ir_refused_name(r->p, f));
    place inner = {f, call, at};
    const body_facts *facts = body_facts_of(&r->facts, f);
    for (size_t i = 0; i < facts->returns.n; i++)
        if (facts->returns.at[i]->count == 1 && visit(r, &inner, facts->returns.at[i]->kids[0], depth, self)) return true;
    return false;
}

typedef struct found_function {
    ir_func *func;
    ir_node *node;
    ir_func *scope;
} found_function;

static bool find_function(reader *r, const place *at, ir_node *n, int depth, void *self)
{
    found_function *found = self;
    n = body_strip(n);
    if (!n || depth > MAX_DEPTH) return false;
    ir_func *f = n->op == IR_CLOSURE ? n->func : body_named_func(n);
    if (f) {
        /* A closure or method value has to be made where it stands; what captures nothing can be had anywhere. */
        bool free_standing = n->op == IR_FUNC || (n->op == IR_CLOSURE && f->capture_count == 0);
        *found = (found_function){f, n, free_standing ? NULL : at->func};
        return true;
    }
    if (n->op == IR_LOCAL || n->op == IR_GLOBAL) return each_value(r, at, n, depth + 1, find_function, self);
    if (n->op == IR_CALL) return each_result(r, at, n, depth + 1, find_function, self);
    return false;
}

/* --- options --- */

static const option_info *option_find(const char *package, str name)
{
    for (size_t i = 0; package && i < COUNT(options); i++)
        if (str_is(name, options[i].name) && strcmp(package, options[i].package) == 0) return &options[i];
    return NULL;
}

bool go_registration_option(const char *package, str name, phase *when, bool *streaming, const char **shape)
{
    const option_info *o = option_find(package, name);
    if (!o) return false;
    *when = o->phase;
    *streaming = o->streaming;
    *shape = "";
    for (uint32_t i = o->handler_count; i-- > 0;)
        *shape = o->handlers[i].role == ROLE_PARSE
                     ? o->handler_count > 1 ? "the parse function, and the one of a rule's part" : "the parse function"
                 : o->handlers[i].role == ROLE_OVERRIDE ? "the parse function of a rule's part"
                 : o->handlers[i].role == ROLE_PREPARE  ? "the function that runs before the configuration is parsed"
                                                        : "the handler";
    return true;
}

const handler_shape *go_registration_shapes(size_t *count)
{
    *count = COUNT(shapes);
    return shapes;
}

bool go_registration_takes_name(const char *package, str name)
{
    for (size_t i = 0; package && i < COUNT(registrars); i++)
        if (str_is(name, registrars[i].name) && strcmp(package, registrars[i].package) == 0)
            return registrars[i].options_from == 1;
    return false;
}

static eval_entry *make_entry(reader *r, const handler_info *h, const found_function *f, ir_node *argument, const place *at)
{
    eval_entry *e = ARENA_NEW(r->p->arena, eval_entry);
    *e = (eval_entry){.callee = f->func ? f->node : argument, .scope = f->func ? f->scope : at->func, .arg_count = h->arg_count};
    memcpy(e->args, h->args, sizeof h->args);
    uint32_t skip = f->func && f->func->receiver ? 1 : 0;
    for (uint32_t i = 0; f->func && i < h->arg_count; i++)
        if (h->args[i] == EVAL_ARG_DOCUMENT && i + skip < f->func->param_count) e->document_type = f->func->params[i + skip].type;
    return e;
}

/* Config of SetCtx[Config]; NULL: it has none. */
static ir_type *type_argument_of(const ir_node *callee, ir_span *at)
{
    const ir_node *argument = NULL;
    if (callee && callee->op == IR_INDEX) argument = callee->kids[1];
    else if (callee && (callee->op == IR_FUNC || callee->op == IR_EXTERN) && callee->count) argument = callee->kids[0];
    *at = argument ? argument->at : (ir_span){IR_NO_FILE, {0, 0}};
    return argument && argument->op == IR_TYPE ? argument->type : NULL;
}

static void read_option(reader *r, const place *at, const option_info *o, str name, str package, ir_node *call)
{
    registration *now = r->now;
    for (uint32_t i = 0; i < o->handler_count && i + 1 < call->count; i++) {
        const handler_info *h = &o->handlers[i];
        ir_node *argument = call->kids[i + 1];
        found_function f = {0};
        find_function(r, at, argument, 0, &f);
        if (h->role == ROLE_PARSE) {
            now->parse = make_entry(r, h, &f, argument, at);
            now->parse_at = argument->at;
            now->override = NULL; /* the last option wins as a whole */
        } else if (h->role == ROLE_OVERRIDE) {
            now->override = make_entry(r, h, &f, argument, at);
            now->override->global = now->parse;
            now->override_at = argument->at;
        } else if (h->role == ROLE_PREPARE) {
            now->prepare = make_entry(r, h, &f, argument, at);
        }
        registered_handler found = {.phase = o->phase, .streaming = o->streaming, .option = name, .func = f.func,
                                    .at = argument->at, .shape = &shapes[o->first_shape + i], .sdk = package, .call = call->at,
                                    .node = f.node};
        found.config = type_argument_of(call->kids[0], &found.config_at);
        array_push(r->p->arena, &now->handlers, found);
    }
}

/* Reads an expression that is an option or a slice of options. Always false: every value counts. */
static bool read_options(reader *r, const place *at, ir_node *n, int depth, void *self)
{
    n = body_strip(n);
    if (!n || depth > MAX_DEPTH) return false;
    for (size_t i = 0; i < r->read.n; i++)
        if (r->read.at[i] == n) return false;
    array_push(r->p->arena, &r->read, n);
    str package, name;
    switch ((ir_op)n->op) {
    case IR_CALL:
        if (body_is_extern(n->kids[0], &package, &name)) {
            const option_info *o = option_find(sdk_package(package), name);
            if (o) read_option(r, at, o, name, package, n);
        } else {
            each_result(r, at, n, depth + 1, read_options, self);
        }
        break;
    case IR_LOCAL: case IR_GLOBAL: each_value(r, at, n, depth + 1, read_options, self); break;
    case IR_COMPOSITE: case IR_BUILTIN:
        for (uint32_t i = 0; i < n->count; i++) read_options(r, at, n->kids[i], depth + 1, self);
        break;
    case IR_KEYED: read_options(r, at, n->kids[n->count - 1], depth + 1, self); break;
    case IR_SLICE: case IR_INDEX: case IR_ASSERT: read_options(r, at, n->kids[0], depth + 1, self); break;
    default: break;
    }
    return false;
}

/* --- registering calls --- */

static const registrar_info *registrar_find(const ir_node *call)
{
    str package, name;
    if (!body_is_extern(call->kids[0], &package, &name)) return NULL;
    const char *sdk = sdk_package(package);
    for (size_t i = 0; sdk && i < COUNT(registrars); i++)
        if (str_is(name, registrars[i].name) && strcmp(sdk, registrars[i].package) == 0) return &registrars[i];
    return NULL;
}

static bool find_name(reader *r, const place *at, ir_node *n, int depth, void *self)
{
    str *name = self;
    n = body_strip(n);
    if (!n || depth > MAX_DEPTH) return false;
    if (n->op == IR_CONST && n->constant.kind == IR_STRING) {
        *name = n->constant.text;
        return true;
    }
    return (n->op == IR_LOCAL || n->op == IR_GLOBAL) && each_value(r, at, n, depth + 1, find_name, self);
}

/* Only the new repository's wrapper lives there. */
static sdk_kind kind_of(const registrar_info *info, const ir_node *call)
{
    str package, name;
    body_is_extern(call->kids[0], &package, &name);
    return info->sdk == SDK_WRAPPER && !str_starts(package, STR("github.com/higress-group/")) ? SDK_WRAPPER_OLD : info->sdk;
}

/* A plugin hands its filter to the mcp SDK in several calls; they make one registration. */
static registration *registration_for(reader *r, sdk_kind kind)
{
    for (size_t i = 0; kind == SDK_MCP && i < r->out->n; i++)
        if (r->out->at[i].sdk->inside) return &r->out->at[i];
    registration *now = array_add(r->p->arena, r->out);
    now->sdk = sdk_info_of(kind);
    return now;
}

static void read_registrar(reader *r, ir_func *inside, ir_node *call, const registrar_info *info)
{
    sdk_kind kind = kind_of(info, call);
    bool fresh = r->out->n == 0 || kind != SDK_MCP || !r->out->at[r->out->n - 1].sdk->inside;
    registration *now = r->now = registration_for(r, kind);
    r->read.n = 0;
    if (fresh) {
        now->at = call->at;
        now->inside = inside;
        now->config = type_argument_of(call->kids[0], &now->config_at);
    }
    if (info->options_from < 0) return;
    place at = {inside, NULL, NULL};
    uint32_t first = (uint32_t)info->options_from + 1;
    if (info->options_from > 0 && call->count > 1) find_name(r, &at, call->kids[1], 0, &now->name);
    for (uint32_t i = first; i < call->count; i++) {
        /* FilterName("x") is an option that gives the name. */
        ir_node *n = body_strip(call->kids[i]);
        str package, name;
        bool names = kind == SDK_MCP && n && n->op == IR_CALL && n->count == 2 && body_is_extern(n->kids[0], &package, &name);
        if (names && option_find("mcp", name) && option_find("mcp", name)->handler_count == 0 && str_empty(now->name))
            find_name(r, &at, n->kids[1], 0, &now->name);
        read_options(r, &at, call->kids[i], 0, NULL);
    }
}

/* Reads the options of the wrapper's registering calls in a function of the SDK, and in those it calls. */
static void read_sdk_function(reader *r, const place *at, const ir_node *callee, int depth)
{
    enum { SDK_DEPTH = 3 };
    found_function f = {0};
    str package, name;
    if (depth > SDK_DEPTH || !body_is_extern(callee, &package, &name) || !sdk_package(package)) return;
    find_function(r, at, (ir_node *)(uintptr_t)callee, 0, &f);
    if (!f.func || !f.func->package || f.func->package->own) return;
    const body_facts *facts = body_facts_of(&r->facts, f.func);
    place inner = {f.func, NULL, NULL};
    for (size_t i = 0; i < facts->calls.n; i++) {
        ir_node *call = facts->calls.at[i].call;
        const registrar_info *info = registrar_find(call);
        if (!info || info->sdk != SDK_WRAPPER || info->makes_context) {
            read_sdk_function(r, &inner, call->kids[0], depth + 1);
            continue;
        }
        if (str_empty(r->now->name) && call->count > 1) find_name(r, &inner, call->kids[1], 0, &r->now->name);
        for (uint32_t k = (uint32_t)info->options_from + 1; k < call->count; k++) read_options(r, &inner, call->kids[k], 0, NULL);
    }
}

/* The mcp package's servers have their parser in the SDK: it is found where its source is at hand. Its handlers are not the
 * plugin's. */
static void find_sdk_parser(reader *r, registration *now)
{
    if (!now->sdk->inside || now->parse || !now->inside) return;
    size_t handlers = now->handlers.n;
    place at = {now->inside, NULL, NULL};
    const body_facts *facts = body_facts_of(&r->facts, now->inside);
    r->now = now;
    r->read.n = 0;
    for (size_t i = 0; i < facts->calls.n; i++) read_sdk_function(r, &at, facts->calls.at[i].call->kids[0], 0);
    now->handlers.n = handlers;
}

/* The wrapper's context in proxywasm.SetVMContext(wrapper.NewCommonVmCtx("name", options...)). */
static bool find_made_context(reader *r, const place *at, ir_node *n, int depth, void *self)
{
    ir_node **found = self;
    n = body_strip(n);
    if (!n || depth > MAX_DEPTH) return false;
    if (n->op == IR_CALL) {
        const registrar_info *info = registrar_find(n);
        *found = info && info->makes_context ? n : NULL;
        return *found;
    }
    return (n->op == IR_LOCAL || n->op == IR_GLOBAL) && each_value(r, at, n, depth + 1, find_made_context, self);
}

static void scan_calls(reader *r, ir_func *inside, const body_facts *facts)
{
    for (size_t i = 0; i < facts->calls.n; i++) {
        ir_node *call = facts->calls.at[i].call, *made = NULL;
        const registrar_info *info = registrar_find(call);
        if (!info || info->makes_context) continue;
        place at = {inside, NULL, NULL};
        if (info->options_from < 0 && call->count > 1) find_made_context(r, &at, call->kids[1], 0, &made);
        if (made) read_registrar(r, inside, made, registrar_find(made));
        else read_registrar(r, inside, call, info);
    }
    for (size_t i = 0; i < facts->closures.n; i++)
        scan_calls(r, facts->closures.at[i]->func, body_facts_of(&r->facts, facts->closures.at[i]->func));
}

/* Bodies are lowered on demand: only those that name a registering function are worth it. */
static bool names_registrar(str text)
{
    for (size_t i = 0; i < COUNT(registrars); i++)
        if (str_has(text, str_of(registrars[i].name))) return true;
    return false;
}

static bool mentions_registrar(const reader *r, uint32_t file, range at)
{
    if (file >= r->p->files.n) return false;
    ir_file *f = &r->p->files.at[file];
    if (f->mentions == MENTION_UNKNOWN) f->mentions = names_registrar(f->text) ? MENTION_SOME : MENTION_NONE;
    if (f->mentions == MENTION_NONE) return false;
    return at.end == UINT32_MAX || names_registrar(str_slice(f->text, at.start, at.end));
}

static void scan_package(reader *r, ir_package *package)
{
    for (size_t i = 0; i < package->members.n; i++) {
        ir_member *m = package->members.entries[i].value;
        if (m->kind != IR_MEMBER_GLOBAL || !m->global) continue;
        if (mentions_registrar(r, m->at.file, (range){0, UINT32_MAX}))
            scan_calls(r, NULL, body_facts_of_global(&r->facts, m->global));
    }
    for (size_t i = 0; i < package->funcs.n; i++) {
        ir_func *f = package->funcs.at[i];
        if (mentions_registrar(r, f->whole.file, f->whole.at)) scan_calls(r, f, body_facts_of(&r->facts, f));
    }
}

/* Registering code that the compiler refuses: the functions that Go starts, and those that name a registering function. */
static void find_refused(reader *r, ir_package *package)
{
    for (size_t i = 0; i < package->funcs.n; i++) {
        ir_func *f = package->funcs.at[i];
        const ir_refusal *why = ir_func_refused(r->p, f);
        bool starts = !f->receiver && (str_is(f->name, "init") || str_is(f->name, "main"));
        if (why && (starts || mentions_registrar(r, f->whole.file, f->whole.at))) meet_refusal(r, why, ir_refused_name(r->p, f));
    }
    for (size_t i = 0; i < package->members.n; i++) {
        ir_global *g = ((ir_member *)package->members.entries[i].value)->global;
        if (g && ir_global_refused(r->p, g) && mentions_registrar(r, g->at.file, (range){0, UINT32_MAX}))
            meet_refusal(r, g->refused, g->name);
    }
}

/* --- from main or from init? --- */

typedef ARRAY(ir_func *) func_list;

static void add_func(reader *r, func_list *list, ir_func *f)
{
    if (!ir_func_is_own(f)) return;
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i] == f) return;
    array_push(r->p->arena, list, f);
}

/* Adds everything called from the functions in the list. */
static void close_over_calls(reader *r, func_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const body_facts *facts = body_facts_of(&r->facts, list->at[i]);
        for (size_t k = 0; k < facts->calls.n; k++)
            add_func(r, list, body_named_func(body_strip(facts->calls.at[k].call->kids[0])));
        for (size_t k = 0; k < facts->closures.n; k++) add_func(r, list, facts->closures.at[k]->func);
    }
}

static bool list_has(const func_list *list, const ir_func *f)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i] == f) return true;
    return false;
}

static void mark_entries(reader *r)
{
    func_list from_main = {0}, from_init = {0};
    for (size_t i = 0; i < r->p->packages.n; i++) {
        ir_package *package = r->p->packages.at[i];
        if (!package->own) continue;
        ir_member *m = str_is(package->name, "main") ? map_get(&package->members, STR("main")) : NULL;
        if (m) add_func(r, &from_main, m->func);
        for (size_t k = 0; k < package->inits.n; k++) add_func(r, &from_init, package->inits.at[k]);
    }
    close_over_calls(r, &from_main);
    close_over_calls(r, &from_init);
    for (size_t i = 0; i < r->out->n; i++) {
        registration *now = &r->out->at[i];
        now->in_main = now->inside && list_has(&from_main, now->inside);
        now->in_init = !now->inside || list_has(&from_init, now->inside);
    }
}

/* --- the plain SDK --- */

static const context_method *context_method_find(const ir_func *f)
{
    for (size_t i = 0; f->receiver && i < COUNT(context_methods); i++)
        if (str_is(f->name, context_methods[i].name) && f->param_count == shapes[context_methods[i].shape].count + 1)
            return &context_methods[i];
    return NULL;
}

static bool imports_sdk(reader *r, uint32_t file)
{
    source_imports imports = go_file_imports(r->p, file);
    for (size_t i = 0; i < imports.n; i++) {
        const char *package = sdk_package(imports.at[i].path);
        if (package && (strcmp(package, "types") == 0 || strcmp(package, "proxywasm") == 0)) return true;
    }
    return false;
}

static ir_func *main_of(const ir_program *p)
{
    for (size_t i = 0; i < p->packages.n; i++) {
        const ir_package *package = p->packages.at[i];
        ir_member *m = package->own && str_is(package->name, "main") ? map_get(&package->members, STR("main")) : NULL;
        if (m && m->func) return m->func;
    }
    return NULL;
}

/* The method that the host calls for the plugin to take its configuration. */
static void take_start(reader *r, registration *now, ir_func *f)
{
    eval_host *host = ARENA_NEW(r->p->arena, eval_host);
    *host = (eval_host){.main = main_of(r->p), .make = "NewPluginContext", .before = "OnVMStart", .start = "OnPluginStart"};
    ir_node *entered = ARENA_NEW(r->p->arena, ir_node);
    *entered = (ir_node){.op = IR_FUNC, .func = f, .at = f->at};
    now->parse = ARENA_NEW(r->p->arena, eval_entry);
    *now->parse = (eval_entry){.host = host, .callee = entered};
    now->parse_at = f->at;
}

/* All context methods of the program make one registration: which context creates which is not always known. */
static void read_context_methods(reader *r)
{
    registration *now = NULL;
    for (size_t i = 0; i < r->out->n; i++) {
        if (r->out->at[i].sdk != sdk_info_of(SDK_PLAIN)) return; /* a wrapper's plugin: such methods are something else */
        if (!now) now = &r->out->at[i];
    }
    if (now) r->out->n = 1;
    for (size_t i = 0; i < r->p->packages.n; i++) {
        ir_package *package = r->p->packages.at[i];
        for (size_t k = 0; package->own && k < package->funcs.n; k++) {
            ir_func *f = package->funcs.at[k];
            const context_method *m = context_method_find(f);
            if (!m || !imports_sdk(r, f->at.file)) continue;
            if (!now) {
                now = registration_for(r, SDK_PLAIN);
                now->at = f->at;
                now->in_init = true;
            }
            array_push(r->p->arena, &now->handlers, (registered_handler){.phase = m->phase, .option = f->name, .func = f, .at =
            f->at});
            if (m->phase == PHASE_PLUGIN_START && !now->parse) take_start(r, now, f);
        }
    }
}

registration_list go_registrations(ir_program *p)
{
    registration_list found = {0};
    reader r = {.p = p, .facts = {.arena = p->arena, .program = p}, .out = &found};
    if (go_refused(p).n)
        for (size_t i = 0; i < p->packages.n; i++)
            if (p->packages.at[i]->own) find_refused(&r, p->packages.at[i]);
    for (size_t i = 0; i < p->packages.n; i++)
        if (p->packages.at[i]->own) scan_package(&r, p->packages.at[i]);
    for (size_t i = 0; i < found.n; i++) {
        find_sdk_parser(&r, &found.at[i]);
        if (found.at[i].parse) found.at[i].parse->prepare = found.at[i].prepare;
        if (found.at[i].override) found.at[i].override->prepare = found.at[i].prepare;
    }
    mark_entries(&r);
    /* A wrapper's registration is what counts: its SDK calls SetVMContext itself. */
    size_t kept = 0;
    bool wrapped = false;
    for (size_t i = 0; i < found.n; i++) wrapped = wrapped || found.at[i].sdk != sdk_info_of(SDK_PLAIN);
    for (size_t i = 0; i < found.n; i++)
        if (!wrapped || found.at[i].sdk != sdk_info_of(SDK_PLAIN)) found.at[kept++] = found.at[i];
    found.n = kept;
    read_context_methods(&r);
    const ir_refusal *broken = wrapped ? NULL : go_refused_file(p);
    if (broken) meet_refusal(&r, broken, path_base(p->files.at[broken->at.file].path));
    return found;
}
