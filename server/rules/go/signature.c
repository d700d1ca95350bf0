/* project/handler-signature: a handler that its option, or a method that its context, can't be used with. */
#include "ir/language_row.h"
#include "rules/go/rules.h"
#include "rules/go/signature.h"

static diagnostic *report(const signature *s, const char *phrase, ir_span at, const rule_value *values, size_t count)
{
    return rule_report(s->c, rule_find(STR("project/handler-signature")), at,
                       rule_format(s->c, rule_related(phrase), values, count));
}

static str handler_name(const signature *s) { return s->func->name.n ? s->func->name : s->option; }

/* The option of the same handlers with, or without, a logger. */
static str twin_of(const signature *s)
{
    bool by = str_ends(s->option, STR("By"));
    return by ? str_slice(s->option, 0, s->option.n - 2) : arena_printf(s->c->arena, "%.*sBy", STR_ARG(s->option));
}

static void report_count(const signature *s, ir_span at)
{
    rule_context *c = s->c;
    uint32_t has = signature_count(s->func), wants = s->shape->count;
    bool by = str_ends(s->option, STR("By"));
    rule_value values[] = {
        {"handler", handler_name(s)},
        {"option", s->option},
        {"has", arena_printf(c->arena, "%u", has)},
        {"wants", arena_printf(c->arena, "%u", wants)},
        {"other", twin_of(s)},
    };
    bool logs = s->sdk.n && has == wants + (by ? -1u : 1u) &&
                (!by || !s->release || s->release->plain_options); /* the logger is the difference */
    sdk_text text = logs ? rule_related(by ? "without_logger" : "with_logger") : rule_related("other_handler");
    str advice = rule_format(c, text, values, sizeof values / sizeof *values);
    rule_value all[] = {values[0], values[1], values[2], values[3], {"advice", advice}};
    const rule *found = rule_find(STR("project/handler-signature"));
    diagnostic *d = rule_report(c, found, at, rule_format(c, found->message, all, sizeof all / sizeof *all));
    if (d && !signature_fix_option(s, d)) signature_fix_count(s, d);
}

/* Whether the type is another SDK's: then the import is reported (project/old-sdk), and not the type. */
static bool is_of_another_sdk(const signature *s, const ir_type *t)
{
    while (t && t->kind == TYPE_POINTER) t = t->elem;
    const char *package = t && t->kind == TYPE_NAMED ? sdk_package(t->package) : NULL;
    return package && strcmp(package, "types") == 0 && s->types.n && !str_eq(t->package, s->types);
}

static bool is_config(handler_part p) { return p == PART_CONFIG || p == PART_GLOBAL; }

/* The argument of a type parameter, or the type of the parameter that has one, is not the option's. */
static void report_argument(const signature *s, uint32_t i, const ir_node *argument)
{
    const ir_param *p = signature_param(s->func, i);
    bool plain = signature_type(s, i, &argument) == argument->type, pointer = s->shape->takes[i] == PART_CONFIG;
    str wants = s->config_text, has = signature_text(s->c, argument->at), package = {0};
    for (const ir_type *t = p->type; !plain && t && t->kind == TYPE_POINTER; t = t->elem)
        has = arena_printf(s->c->arena, "*%.*s", STR_ARG(has));
    if (!is_config(s->shape->takes[i])) wants = signature_wants(s, i, &package);
    else if (plain && pointer) wants = arena_printf(s->c->arena, "*%.*s", STR_ARG(wants));
    rule_value values[] = {
        {"handler", handler_name(s)}, {"option", s->option}, {"has", has}, {"wants", wants}, {"package", package}};
    const char *phrase = is_config(s->shape->takes[i]) ? "signature_config" : "signature_parameter";
    diagnostic *d = report(s, phrase, argument->at, values, 5);
    bool fits = plain || pointer; /* a pointer to it never is the configuration itself */
    if (d && fits && wants.n && is_config(s->shape->takes[i]))
        rule_add_fix(s->c->arena, d, rule_format(s->c, rule_related("use"), &(rule_value){"text", wants}, 1),
                     ir_file_path(s->c->program, argument->at.file), argument->at.at, wants)
            ->preferred = true;
}

static void check_parameter(const signature *s, uint32_t i)
{
    const ir_param *p = signature_param(s->func, i);
    const ir_node *argument;
    const ir_type *t = signature_type(s, i, &argument);
    str text = signature_text(s->c, argument ? argument->at : p->type_at);
    if (signature_fits(s, i, t, text) != FIT_NO || p->type_at.file == IR_NO_FILE || is_of_another_sdk(s, t)) return;
    if (argument) {
        report_argument(s, i, argument);
        return;
    }
    str package, wants = signature_wants(s, i, &package), has = signature_text(s->c, p->type_at);
    bool pointer = s->shape->takes[i] == PART_CONFIG && !s->config;
    if (pointer) wants = arena_printf(s->c->arena, "*%.*s", STR_ARG(has));
    rule_value values[] = {
        {"handler", handler_name(s)}, {"option", s->option}, {"has", has}, {"wants", wants}, {"package", package}};
    bool logger = s->shape->takes[i] == PART_LOGGER, method = !s->sdk.n;
    const char *phrase = logger ? "signature_logger" : method ? "signature_method" : "signature_parameter";
    diagnostic *d = report(s, is_config(s->shape->takes[i]) && !pointer ? "signature_config" : phrase, p->type_at, values, 5);
    if (!d || (!is_config(s->shape->takes[i]) && !logger && signature_fix_option(s, d))) return;
    if (is_config(s->shape->takes[i])) signature_fix_pointer(s, d, i);
    else signature_fix_type(s, d, i);
}

static void check_result(const signature *s)
{
    const ir_func *f = s->func;
    const ir_type *t = f->result_count ? f->results[0].type : NULL;
    bool wanted = s->shape->gives != PART_NOTHING, right = f->result_count == wanted;
    if (s->shape->gives == PART_ANY || is_of_another_sdk(s, t)) return;
    if (right && (!wanted || signature_fits(s, s->shape->count, t, (str){0}) != FIT_NO)) return;
    str package, wants = signature_wants(s, s->shape->count, &package);
    ir_span at = f->result_count ? f->results[0].type_at : f->at;
    if (f->result_count) at.at.end = f->results[f->result_count - 1].type_at.at.end;
    rule_value values[] = {
        {"handler", handler_name(s)}, {"option", s->option}, {"has", signature_text(s->c, at)}, {"wants", wants}};
    const char *phrase = !f->result_count ? "signature_no_result" : wanted ? "signature_result" : "signature_one_result";
    diagnostic *d = report(s, phrase, at, values, 4);
    if (d && (!s->sdk.n || !signature_fix_option(s, d))) signature_fix_result(s, d);
}

static void check(const signature *s, ir_span at)
{
    if (signature_count(s->func) != s->shape->count) {
        report_count(s, at);
        return;
    }
    for (uint32_t i = 0; i < s->shape->count; i++) check_parameter(s, i);
    check_result(s);
}

static bool can_be_judged(const rule_context *c, ir_func *f)
{
    return f && !ir_func_refused(c->program, f) && !f->variadic && f->at.file != IR_NO_FILE;
}

/* --- options --- */

static void take_config(signature *s, const ir_type *t, str text)
{
    s->config = t;
    s->config_text = text;
}

static str argument_text(const rule_context *c, const ir_type *t, ir_span at)
{
    str written = signature_text(c, at);
    return written.n ? written : type_text(c->arena, t);
}

/* The configuration that the plugin works with: a type argument says it, else the parse function, else most of the handlers. */
static void find_config(rule_context *c, const registration *r, signature *out)
{
    if (r->config) {
        take_config(out, r->config, argument_text(c, r->config, r->config_at));
        return;
    }
    size_t most = 0;
    for (size_t i = 0; i < r->handlers.n; i++) {
        const registered_handler *h = &r->handlers.at[i];
        if (h->config) {
            take_config(out, h->config, argument_text(c, h->config, h->config_at));
            return;
        }
        if (!h->func || !h->shape || signature_count(h->func) != h->shape->count) continue;
        for (uint32_t k = 0; k < h->shape->count; k++) {
            const ir_param *p = signature_param(h->func, k);
            bool pointer = h->shape->takes[k] == PART_CONFIG && p->type && p->type->kind == TYPE_POINTER;
            if (!pointer && h->shape->takes[k] != PART_GLOBAL) continue;
            const ir_type *t = pointer ? p->type->elem : p->type;
            if (h->func->type_param_count) continue; /* takes any */
            if (!t || t->kind == TYPE_UNKNOWN) continue;
            size_t votes = pointer ? r->handlers.n + 1 : 0;
            for (size_t other = 0; other < r->handlers.n && !pointer; other++) {
                const registered_handler *o = &r->handlers.at[other];
                if (!o->func || !o->shape || signature_count(o->func) != o->shape->count) continue;
                for (uint32_t at = 0; at < o->shape->count; at++)
                    votes += o->shape->takes[at] == PART_GLOBAL && type_same(signature_param(o->func, at)->type, t);
            }
            if (votes <= most) continue;
            str text = signature_text(c, p->type_at);
            take_config(out, t, pointer && text.n && text.p[0] == '*' ? str_slice(text, 1, text.n) : text);
            most = votes;
        }
    }
}

/* The type of the option's parameter in the SDK's source. */
static const ir_type *declared_option(const rule_context *c, const registered_handler *h)
{
    const ir_package *p = ir_package_find(c->program, h->sdk);
    const ir_member *m = p ? map_get(&p->members, h->option) : NULL;
    return m && m->func && h->shape->at < m->func->param_count ? type_under(m->func->params[h->shape->at].type) : NULL;
}

static void check_registration(rule_context *c, const registration *r)
{
    signature base = {.c = c};
    find_config(c, r, &base);
    for (size_t i = 0; i < r->handlers.n; i++) {
        const registered_handler *h = &r->handlers.at[i];
        if (!h->shape || !h->sdk.n || h->at.file == IR_NO_FILE || !can_be_judged(c, h->func)) continue;
        signature s = base;
        s.shape = h->shape;
        s.func = h->func;
        s.option = h->option;
        s.sdk = h->sdk;
        s.call = h->call;
        s.release = signature_release(c, h->sdk);
        s.types = s.release         ? signature_types(c, s.release)
                  : r->sdk->current ? STR("github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types")
                                    : (str){0};
        s.at_hand = declared_option(c, h);
        if (!r->sdk->current && !s.release && !s.at_hand) continue; /* handlers had other shapes over the years */
        bool raw = h->shape->takes[0] == PART_BYTES && is_config(h->shape->takes[h->shape->count - 1]);
        if (raw && s.release && s.release->raw_context) continue;
        s.node = h->node;
        check(&s, h->at);
    }
}

/* --- methods of contexts --- */

/* The package whose default context the type embeds: what it does not say itself comes from there. */
static str embedded_context(const ir_type *t)
{
    const ir_type *u = type_under(t);
    for (uint32_t i = 0; u->kind == TYPE_STRUCT && i < u->field_count; i++) {
        const ir_field *f = &u->fields[i];
        const char *package = f->embedded && f->type && f->type->kind == TYPE_NAMED ? sdk_package(f->type->package) : NULL;
        if (package && strcmp(package, "types") == 0 && str_starts(f->type->name, STR("Default"))) return f->type->package;
    }
    return (str){0};
}

static void check_method(rule_context *c, ir_func *f, const handler_shape *shapes, size_t count)
{
    str types = can_be_judged(c, f) && f->receiver ? embedded_context(f->receiver) : (str){0};
    for (size_t i = 0; i < count && types.n; i++) {
        if (strcmp(shapes[i].package, "types") != 0 || !str_is(f->name, shapes[i].option)) continue;
        signature s = {.c = c, .shape = &shapes[i], .func = f, .option = f->name, .types = types};
        check(&s, f->at);
    }
}

void signature_run(rule_context *c)
{
    bool wrapped = false;
    for (size_t i = 0; i < c->registrations->n; i++) {
        const registration *r = &c->registrations->at[i];
        wrapped = wrapped || r->sdk->options || r->sdk->inside;
        if (r->sdk->options) check_registration(c, r);
    }
    size_t count;
    const handler_shape *shapes = language_shapes(c->code, &count);
    for (size_t i = 0; i < ir_package_count(c->program) && !wrapped; i++) {
        const ir_package *p = ir_package_at(c->program, i);
        for (size_t k = 0; p->own && k < p->funcs.n; k++) check_method(c, p->funcs.at[k], shapes, count);
    }
}
