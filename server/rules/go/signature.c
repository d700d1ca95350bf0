/* project/handler-signature: a handler that takes more or fewer parameters than its option hands over, or another logger. */
#include "rules/flow_rule.h"
#include "rules/go/rules.h"

static uint32_t parameters_of(const ir_func *f) { return f->param_count - (f->receiver ? 1 : 0); }

#define LOGGER_PACKAGE "github.com/higress-group/wasm-go/pkg/log"

/* `wrapper.Log` becomes `log.Log`, with its import; not where the name `log` or the import of the wrapper stands in the way. */
static void add_logger_fix(rule_context *c, diagnostic *d, ir_span at, str written)
{
    const ir_file *file = &c->program->files.at[at.file];
    source_imports imports = c->code->imports(c->program, at.file);
    const source_import *wrapper = NULL;
    bool imported = false;
    for (size_t i = 0; i < imports.n; i++) {
        const source_import *m = &imports.at[i];
        bool logger = str_is(m->path, LOGGER_PACKAGE);
        if (str_ends(m->path, STR("/pkg/wrapper"))) wrapper = m;
        if (logger && m->name.n && !str_is(m->name, "log")) return;
        if (!logger && (str_is(m->name, "log") || str_is(m->path, "log") || str_ends(m->path, STR("/log")))) return;
        imported = imported || logger;
    }
    str used = str_slice(written, 0, written.n - 3); /* "wrapper." */
    ptrdiff_t first = str_find(file->text, used, 0), second = first < 0 ? -1 : str_find(file->text, used, (size_t)first + 1);
    uint32_t line = wrapper ? wrapper->at.start : 0;
    bool in_block = line && file->text.p[line - 1] == '\t';
    if (second < 0 || (!imported && !in_block)) return;
    rule_value text[] = {{"text", STR("log.Log")}};
    flow_add_fix(c, d, rule_format(c, rule_related("use"), text, 1), at, STR("log.Log"), true);
    if (imported) return;
    text_edit import = {file->path, {line, line}, STR("\"" LOGGER_PACKAGE "\"\n\t")};
    array_push(c->arena, &d->fixes.at[d->fixes.n - 1].edits, import);
}

/* `type Log log.Log` of the wrapper is another type than the one that its options hand over. */
static void check_logger(rule_context *c, const registered_handler *h)
{
    const ir_param *logger = h->func->param_count ? &h->func->params[h->func->param_count - 1] : NULL;
    const ir_type *t = logger ? logger->type : NULL;
    if (!str_ends(h->option, STR("By")) || !t || t->kind != TYPE_NAMED || !str_is(t->name, "Log")) return;
    if (!str_is(t->package, "github.com/higress-group/wasm-go/pkg/wrapper") || logger->at.file == IR_NO_FILE) return;
    str source = c->program->files.at[logger->at.file].text;
    uint32_t end = logger->at.at.end;
    ptrdiff_t log = str_find(source, STR(".Log"), logger->at.at.start);
    if (log < 0 || log > (ptrdiff_t)end + 32) return;
    uint32_t start = (uint32_t)log;
    while (start > logger->at.at.start && source.p[start - 1] != ' ' && source.p[start - 1] != '\t') start--;
    ir_span at = {logger->at.file, {start, (uint32_t)log + 4}};
    rule_value values[] = {{"handler", flow_handler_name(h)}, {"option", h->option}};
    diagnostic *d = rule_report(c, rule_find(STR("project/handler-signature")), at,
                                rule_format(c, rule_related("logger_type"), values, 2));
    if (d) add_logger_fix(c, d, at, str_slice(source, start, (size_t)log + 4));
}

void signature_run(rule_context *c)
{
    for (size_t i = 0; i < c->registrations->n; i++) {
        const registration *r = &c->registrations->at[i];
        if (!r->sdk->current) continue; /* the old package had other shapes over the years */
        for (size_t k = 0; k < r->handlers.n; k++) {
            const registered_handler *h = &r->handlers.at[k];
            if (!h->func || ir_func_refused(c->program, h->func) || !h->parameters || h->func->variadic || h->at.file == IR_NO_FILE) continue;
            uint32_t has = parameters_of(h->func);
            if (has == h->parameters) check_logger(c, h);
            if (has == h->parameters || h->func->type_param_count) continue;
            bool by = str_ends(h->option, STR("By"));
            str other = by ? str_slice(h->option, 0, h->option.n - 2) : arena_printf(c->arena, "%.*sBy", STR_ARG(h->option));
            rule_value values[] = {
                {"handler", flow_handler_name(h)},
                {"option", h->option},
                {"has", arena_printf(c->arena, "%u", has)},
                {"wants", arena_printf(c->arena, "%u", h->parameters)},
                {"other", other},
            };
            bool logs = has == h->parameters + (by ? -1u : 1u); /* the logger is the difference */
            const rule *found = rule_find(STR("project/handler-signature"));
            sdk_text text = logs ? rule_related(by ? "without_logger" : "with_logger") : rule_related("other_handler");
            str advice = rule_format(c, text, values, sizeof values / sizeof *values);
            rule_value all[] = {values[0], values[1], values[2], values[3], {"advice", advice}};
            rule_report(c, found, h->at, rule_format(c, found->message, all, sizeof all / sizeof *all));
        }
    }
}
