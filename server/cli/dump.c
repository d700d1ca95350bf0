/* `wpls dump`: what wpls sees of a file or a plugin. */
#include "cli/command.h"
#include "cli/project.h"
#include "cli/dump_validate.h"
#include "cli/dump_document.h"
#include "cli/dump_wasm.h"
#include "cli/dump_yaml.h"
#include "base/limits.h"
#include "ir/dump.h"
#include "ir/infer.h"
#include "ir/language_row.h"
#include "ir/func.h"
#include "plugin/evaluate.h"
#include "plugin/workspace.h"
#include "rules/rule.h"

#include <stdio.h>

static const char help[] =
    "usage: wpls dump yaml FILE\n"
    "       wpls dump ir DIR [FUNCTION]...\n"
    "       wpls dump model DIR\n"
    "       wpls dump wasm [--json] FILE\n"
    "       wpls dump run DIR FILE\n"
    "       wpls dump document FILE\n"
    "       wpls dump validate [--formats] [--draft=DRAFT] [--schema-root=URL=DIR] SCHEMA FILE... [, SCHEMA FILE...]...\n\n"
    "Prints what wpls sees: the events of a YAML file in the notation of the YAML test suite (findings on\n"
    "standard error, exit status 1 for invalid YAML), the lowered functions of a plugin, its registrations and handlers, or what "
    "the plugin's code makes of the\n"
    "configuration in FILE: the verdict, the services it calls, and each value with the ways it was read. 'model' and 'run' say "
    "where the code could not be\n"
    "followed ('gave up'), and why.\n"
    "'document' prints which configurations are in a file, whose each is, and what told so.\n"
    "'wasm' prints a finished module's ABI, sections, largest functions, imports and exports.\n"
    "'validate' prints one line a file: what the JSON Schema before it says, 'valid' or 'invalid'; ',' ends a schema's files.\n\n"
    "  --json             of wasm: as JSON\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n";

static int print(strbuf *out, int status)
{
    fwrite(strbuf_str(out).p, 1, out->n, stdout);
    strbuf_free(out);
    return status;
}

static int dump_yaml_file(const char *name)
{
    arena a = ARENA_INIT;
    strbuf out = STRBUF_INIT, findings = STRBUF_INIT;
    str text;
    file_status status = file_read(&a, file_absolute(&a, str_of(name)), &text);
    int result = EXIT_USAGE;
    if (status == FILE_OK) {
        result = print(&out, dump_yaml(text, &out, &findings));
        fwrite(strbuf_str(&findings).p, 1, findings.n, stderr);
        strbuf_free(&findings);
    } else tell("'%s': %s", name, words(file_status_text(status)));
    arena_free(&a);
    return result;
}

static int dump_wasm_file(const char *name, bool json)
{
    arena a = ARENA_INIT;
    strbuf out = STRBUF_INIT, problem = STRBUF_INIT;
    str bytes;
    file_status status = file_read(&a, file_absolute(&a, str_of(name)), &bytes);
    int result = EXIT_USAGE;
    if (status != FILE_OK) tell("'%s': %s", name, words(file_status_text(status)));
    else {
        bool whole = dump_wasm(bytes, json, &out, &problem);
        result = print(&out, whole ? EXIT_CLEAN : EXIT_FINDINGS);
        if (!whole) tell("'%s': %.*s", name, STR_ARG(strbuf_str(&problem)));
        strbuf_free(&problem);
    }
    arena_free(&a);
    return result;
}

static bool wanted(const ir_func *f, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (str_is(f->name, names[i])) return true;
    return count == 0;
}

static void dump_functions(strbuf *out, ir_program *p, int count, char **names)
{
    for (size_t i = 0; i < ir_package_count(p); i++) {
        const ir_package *package = ir_package_at(p, i);
        for (size_t k = 0; k < package->funcs.n; k++)
            if (wanted(package->funcs.at[k], count, names)) ir_dump_func(out, p, package->funcs.at[k]);
    }
}

static void dump_entry(strbuf *out, const char *what, const eval_entry *e, const ir_program *p, ir_span at)
{
    arena a = ARENA_INIT;
    if (e) strbuf_printf(out, "  %-10s %.*s\n", what, STR_ARG(ir_span_text(&a, p, at)));
    arena_free(&a);
}

static void dump_gaps(strbuf *out, const ir_program *p, const eval_gaps *gaps)
{
    arena a = ARENA_INIT;
    for (size_t i = 0; i < gaps->list.n; i++) {
        const eval_gap *g = &gaps->list.at[i];
        if (g->at.file == IR_NO_FILE) strbuf_printf(out, "  gave up: %.*s\n", STR_ARG(g->reason));
        else
            strbuf_printf(out, "  gave up in '%.*s', %.*s: %.*s\n",
                          STR_ARG(g->function.n ? g->function : STR("package variables")), STR_ARG(ir_span_text(&a, p, g->at)),
                          STR_ARG(g->reason));
    }
    if (gaps->list.n == LIMIT_EVAL_GAPS) strbuf_add_cstr(out, "  gave up at more places than are listed\n");
    arena_free(&a);
}

static void dump_services(strbuf *out, const eval_services *services)
{
    for (size_t i = 0; i < services->list.n; i++)
        strbuf_printf(out, "  calls %.*s%s\n", STR_ARG(services->list.at[i].cluster),
                      services->list.at[i].redis ? " (Redis)" : "");
}

static void dump_schema(strbuf *out, project *p)
{
    const inferred_schema *s = project_schema(p);
    if (!s) return;
    strbuf_printf(out, "schema %s, %u ways; facts: %u verified, %u dropped, %u not tried\n",
                  s->complete ? "complete" : "incomplete", s->ways, s->verified, s->dropped, s->unverified);
    if (!s->complete) strbuf_printf(out, "  because %.*s\n", STR_ARG(s->incomplete_because));
    dump_gaps(out, project_load(p)->program, &s->gaps);
}

static void dump_refusals(strbuf *out, const project_facts *facts)
{
    ir_program *p = facts->program;
    arena a = ARENA_INIT;
    rule_context c = {.arena = &a};
    ir_refusals all = language_refused(facts->language, p);
    for (size_t i = 0; i < all.n; i++)
        strbuf_printf(out, "refused at %.*s: %.*s\n", STR_ARG(ir_span_text(&a, p, all.at[i].at)),
                      STR_ARG(rule_refusal_text(&c, &all.at[i])));
    const ir_refusal *unused = language_unused(facts->language, p);
    if (unused) strbuf_printf(out, "unused import at %.*s\n", STR_ARG(ir_span_text(&a, p, unused->at)));
    arena_free(&a);
}

static void dump_model(strbuf *out, const project_facts *facts)
{
    const ir_program *p = facts->program;
    arena a = ARENA_INIT;
    strbuf_printf(out, "plugin %.*s\nmodule %.*s\n%s %.*s\n", STR_ARG(facts->name), STR_ARG(facts->build->name),
                  facts->language->name, STR_ARG(facts->build->version));
    for (size_t i = 0; i < ir_package_count(p); i++)
        strbuf_printf(out, "package %.*s (%zu functions)\n", STR_ARG(ir_package_at(p, i)->path), ir_package_at(p, i)->funcs.n);
    for (size_t i = 0; i < facts->registrations->n; i++) {
        const registration *r = &facts->registrations->at[i];
        strbuf_printf(out, "registration '%.*s' at %.*s, SDK %s%s\n", STR_ARG(r->name), STR_ARG(ir_span_text(&a, p, r->at)),
                      r->sdk->title, r->in_main ? ", in main" : "");
        dump_entry(out, "parse", r->parse, p, r->parse_at);
        dump_entry(out, "override", r->override, p, r->override_at);
        for (size_t k = 0; k < r->handlers.n; k++) {
            const registered_handler *h = &r->handlers.at[k];
            strbuf_printf(out, "  %s%s: %.*s (%.*s) at %.*s\n", phase_name(h->phase), h->streaming ? " (streaming)" : "",
                          STR_ARG(h->func ? h->func->name : STR("?")), STR_ARG(h->option), STR_ARG(ir_span_text(&a, p, h->at)));
        }
    }
    dump_refusals(out, facts);
    arena_free(&a);
}

static void dump_reads(strbuf *out, arena *a, const doc_node *n)
{
    static const char *const names[] = {"exists", "string", "int",  "uint",     "float",     "bool", "array",
                                        "members", "whole", "child", "is-array", "is-object", "raw",  "typed",
                                        "refused", "kind", "entry"};
    if (n->parent) strbuf_printf(out, "  %.*s%s:", STR_ARG(doc_path(a, n)), n->kind == DOC_MISSING ? " (missing)" : "");
    for (size_t i = 0; n->parent && i < sizeof names / sizeof *names; i++)
        if (n->reads >> i & 1) strbuf_printf(out, " %s", names[i]);
    if (n->parent) strbuf_add_char(out, '\n');
    for (size_t i = 0; i < n->members.n; i++) dump_reads(out, a, n->members.at[i].node);
    for (size_t i = 0; i < n->items.n; i++) dump_reads(out, a, n->items.at[i]);
}

static void dump_document(strbuf *out, arena *a, project *p, const config_document *d)
{
    static const char *const verdicts[] = {"accepted", "rejected", "undecided"};
    config_runs runs = config_evaluate(a, d);
    for (size_t k = 0; k < runs.n; k++) {
        const config_run *r = &runs.at[k];
        strbuf_printf(out, "%s part: %s, %u ways%s, %u steps%s%.*s%s%.*s\n", r->part->scope == CONFIG_RULE ? "rule" : "global",
                      r->ran ? verdicts[r->result.verdict] : "not run", r->result.ways, r->result.exhausted ? "" : " (not all)",
                      r->result.steps, r->result.failure.message.n ? ": " : "", STR_ARG(r->result.failure.message),
                      r->result.undecided_because.n ? ": " : "", STR_ARG(r->result.undecided_because));
        dump_gaps(out, project_load(p)->program, &r->result.gaps);
        dump_services(out, &r->result.services);
        dump_reads(out, a, r->document);
    }
}

static void dump_runs(strbuf *out, workspace *w, project *p, str path)
{
    arena a = ARENA_INIT;
    const document_facts *file = workspace_document(w, path, p);
    for (size_t i = 0; file && i <= file->inner.n; i++) {
        const document_facts *facts = i ? file->inner.at[i - 1] : file;
        for (size_t k = 0; k < facts->documents.n; k++)
            if (facts->documents.at[k].plugin) dump_document(out, &a, p, &facts->documents.at[k]);
    }
    arena_free(&a);
}

static int dump_plugin(const char *what, const char *name, int count, char **names)
{
    arena a = ARENA_INIT;
    strbuf out = STRBUF_INIT;
    workspace *w = workspace_new();
    project *p = find_project(w, &a, name);
    int status = EXIT_USAGE;
    if (p) {
        const project_facts *facts = project_load(p);
        if (strcmp(what, "ir") == 0) dump_functions(&out, facts->program, count, names);
        else if (strcmp(what, "run") == 0) dump_runs(&out, w, p, allow_named(w, &a, names[0]));
        else dump_model(&out, facts), dump_schema(&out, p);
        status = out.n || !count ? EXIT_CLEAN : EXIT_USAGE;
        if (status == EXIT_USAGE) tell("'%s': no such function, or nothing to read in the file", names[0]);
        print(&out, status);
    }
    workspace_free(w);
    arena_free(&a);
    return status;
}

static bool takes_one(const char *what)
{
    static const char *const names[] = {"yaml", "document", "wasm", "model"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(what, names[i]) == 0) return true;
    return false;
}

static int run(int argc, char **argv)
{
    static const option_row options[] = {{"json", false, 'j'},
                                            {"help", false, OPTION_HELP},
                                            {"version", false, OPTION_VERSION},
                                            {0}};
    arguments given = {.count = argc, .all = argv};
    int option;
    bool json = false;
    if (argc > 1 && strcmp(argv[1], "validate") == 0) return dump_validate(argc - 2, argv + 2);
    while ((option = option_next(&command_dump, &given, "hV", options)) >= 0) {
        if (common_option(&command_dump, option)) return EXIT_CLEAN;
        if (option == 'j') json = true;
        else return EXIT_USAGE;
    }
    if (operand_count(&given) < 2) return usage_error(&command_dump, "say what to dump, and of what");
    const char *what = *operands_of(&given), *name = operands_of(&given)[1];
    if (operand_count(&given) > 2 && takes_one(what))
        return usage_error(&command_dump, "'%s' takes one operand, not '%s' as well", what, operands_of(&given)[2]);
    if (strcmp(what, "yaml") == 0) return dump_yaml_file(name);
    if (strcmp(what, "document") == 0) return dump_document_file(name);
    if (strcmp(what, "wasm") == 0) return dump_wasm_file(name, json);
    if (strcmp(what, "ir") == 0 || strcmp(what, "model") == 0)
        return dump_plugin(what, name, operand_count(&given) - 2, operands_of(&given) + 2);
    if (strcmp(what, "run") == 0 && operand_count(&given) != 3)
        return usage_error(&command_dump, "a plugin's folder and one file are needed");
    if (strcmp(what, "run") == 0) return dump_plugin(what, name, 1, operands_of(&given) + 2);
    return usage_error(&command_dump, "unknown dump '%s'", what);
}

const command command_dump = {"dump", WORDS("print what wpls sees of a file or plugin"), help, run};
