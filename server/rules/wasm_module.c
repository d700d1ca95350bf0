/* wasm/...: whether a gateway loads a finished module, and whether it is what its source says. */
#include "base/file.h"
#include "base/path.h"
#include "ir/func.h"
#include "ir/registration.h"
#include "plugin/project.h"
#include "rules/check.h"
#include "wasm/code.h"
#include "wasm/hosts.h"

enum { DEBUG_LEAST = 4 << 10 }; /* bytes of debug information worth a word */

typedef struct checker {
    arena *arena;
    str path;
    project *plugin;    /* or NULL */
    rule_context rules; /* for texts */
    wasm_module m;
    wasm_function_list callers; /* once they are needed */
    ARRAY(const wasm_host_function *) higress_only; /* said so far */
    diagnostic_list *out;
} checker;

static diagnostic *report(checker *c, const char *id, const rule_value *values, size_t count)
{
    const rule *r = rule_find(str_of(id));
    diagnostic *d = array_add(c->arena, c->out);
    d->path = c->path;
    d->level = r->level;
    d->code = r->id;
    d->message = rule_format(&c->rules, r->message, values, count);
    return d;
}

#define REPORT(c, id, ...) \
    report((c), (id), (const rule_value[]){__VA_ARGS__}, sizeof((const rule_value[]){__VA_ARGS__}) / sizeof(rule_value))

static str number(checker *c, size_t n) { return arena_printf(c->arena, "%zu", n); }

/* --- what was built, and how ------------------------------------------------------------------------------------------------ */

/* Go's own compiler; TinyGo writes no build id. */
static bool is_from_go(const wasm_module *m) { return wasm_section_find(m, WASM_CUSTOM, "go:buildid") != NULL; }

static void check_abi(checker *c, bool *oldest)
{
    const wasm_export *first = NULL;
    for (size_t i = 0; i < c->m.exports.n; i++) {
        const wasm_export *e = &c->m.exports.at[i];
        if (e->kind != WASM_FUNCTION || !str_starts(e->name, STR("proxy_abi_version_"))) continue;
        if (!wasm_abi_find(e->name)) REPORT(c, "wasm/unknown-abi", {"export", e->name});
        else if (first) REPORT(c, "wasm/several-abis", {"first", first->name}, {"second", e->name});
        *oldest = *oldest || str_is(e->name, "proxy_abi_version_0_1_0");
        first = e;
    }
    bool command = is_from_go(&c->m) && wasm_export_find(&c->m, STR("_start"), WASM_FUNCTION) &&
                   !wasm_export_find(&c->m, STR("_initialize"), WASM_FUNCTION);
    if (command) report(c, "wasm/command-module", NULL, 0);
    else if (!first) report(c, "wasm/no-abi", NULL, 0);
}

static void check_memory(checker *c)
{
    bool allocates = wasm_export_find(&c->m, STR("malloc"), WASM_FUNCTION) ||
                     wasm_export_find(&c->m, STR("proxy_on_memory_allocate"), WASM_FUNCTION);
    if (!allocates) report(c, "wasm/no-allocator", NULL, 0);
    if (!wasm_export_find(&c->m, STR("memory"), WASM_MEMORY)) report(c, "wasm/no-memory", NULL, 0);
}

static void check_callbacks(checker *c, bool oldest)
{
    for (size_t i = 0; i < c->m.exports.n; i++) {
        const wasm_export *e = &c->m.exports.at[i];
        const wasm_callback *k = e->kind == WASM_FUNCTION ? wasm_callback_find(e->name) : NULL;
        const wasm_type *t = k ? wasm_type_of(&c->m, e->index) : NULL;
        const char *want = k && oldest && k->old ? k->old : k ? k->type : NULL;
        if (!t || !k->envoy || wasm_signature_is(t, want)) continue;
        REPORT(c, "wasm/export-type", {"export", e->name}, {"type", wasm_signature_text(c->arena, t)},
               {"expected", wasm_signature_expected(c->arena, want)});
    }
}

/* --- imports ---------------------------------------------------------------------------------------------------------------- */

/* " (called by NAME)" of the first function with a name that calls the import; empty when none has. */
static str called_by(checker *c, const wasm_import *i)
{
    if (!c->callers.n) c->callers = wasm_callers(c->arena, &c->m); /* of all at once: a module may have thousands of imports */
    uint32_t caller = c->callers.at[i->index];
    return caller == WASM_NO_FUNCTION ? STR("")
                                      : arena_printf(c->arena, words(" (called by %.*s)"),
                                                     STR_ARG(c->m.functions.at[caller].name));
}

/* The call in the plugin's own sources that needs the function: ".NAME(" with one of its names, outside line comments. */
static bool find_source(checker *c, const wasm_host_function *f, str *path, range *at)
{
    const ir_program *p = c->plugin ? project_load(c->plugin)->program : NULL;
    str names = str_of(f->source), name;
    while (p && f->source && str_split(&names, ' ', &name)) {
        str call = arena_printf(c->arena, ".%.*s(", STR_ARG(name));
        for (size_t i = 0; i < ir_file_count(p); i++) {
            str text = ir_file_text(p, i);
            for (ptrdiff_t found = -1; ir_file_is_own(p, i) && (found = str_find(text, call, (size_t)(found + 1))) >= 0;) {
                ptrdiff_t line = str_rfind_char(str_slice(text, 0, (size_t)found), '\n');
                if (str_has(str_slice(text, (size_t)(line + 1), (size_t)found), STR("//"))) continue;
                *path = ir_file_path(p, i);
                *at = (range){(uint32_t)found + 1, (uint32_t)found + 1 + (uint32_t)name.n};
                return true;
            }
        }
    }
    return false;
}

/* Once a function, however often it is imported: each time the sources are searched. */
static void check_higress_import(checker *c, const wasm_import *i, const wasm_host_function *f)
{
    for (size_t k = 0; k < c->higress_only.n; k++)
        if (c->higress_only.at[k] == f) return;
    array_push(c->arena, &c->higress_only, f);
    str path;
    range at;
    if (find_source(c, f, &path, &at)) {
        diagnostic *d = REPORT(c, "wasm/higress-only", {"import", i->name}, {"who", STR("")});
        d->path = path;
        d->at = at;
    } else REPORT(c, "wasm/higress-only", {"import", i->name}, {"who", called_by(c, i)});
}

static void check_import(checker *c, const wasm_import *i, bool oldest)
{
    arena *a = c->arena;
    str whole = arena_printf(a, "%.*s.%.*s", STR_ARG(i->module), STR_ARG(i->name));
    const wasm_host_function *f = i->kind == WASM_FUNCTION ? wasm_host_function_find(i->module, i->name) : NULL;
    const wasm_type *t = i->kind == WASM_FUNCTION ? &c->m.types.at[i->type] : NULL;
    if (i->kind == WASM_MEMORY) return;
    if (!f && oldest && str_starts(i->name, STR("proxy_"))) return; /* functions that later versions have no more */
    if (!f) REPORT(c, "wasm/unknown-import", {"import", whole}, {"who", i->kind == WASM_FUNCTION ? called_by(c, i) : STR("")});
    else if (!f->envoy) check_higress_import(c, i, f);
    else if (!wasm_signature_is(t, f->type))
        REPORT(c, "wasm/import-type", {"import", whole}, {"type", wasm_signature_text(a, t)}, {"expected",
            wasm_signature_expected(a, f->type)});
}

/* --- what the source says --------------------------------------------------------------------------------------------------- */

static const wasm_callback *callback_of(phase p)
{
    size_t count;
    const wasm_callback *all = wasm_callbacks(&count);
    for (size_t i = 0; i < count; i++)
        if (all[i].phase && strcmp(all[i].phase, phase_name(p)) == 0) return &all[i];
    return NULL;
}

static void check_handlers(checker *c)
{
    const project_facts *facts = c->plugin ? project_load(c->plugin) : NULL;
    const registration *r = facts ? facts->registration : NULL;
    for (size_t i = 0; r && i < r->handlers.n; i++) {
        const registered_handler *h = &r->handlers.at[i];
        const wasm_callback *k = callback_of(h->phase);
        bool exported = k && wasm_export_find(&c->m, str_of(k->name), WASM_FUNCTION);
        if (!k || exported || h->at.file >= ir_file_count(facts->program)) continue;
        diagnostic *d = REPORT(c, "wasm/handler-not-exported", {"export", str_of(k->name)}, {"handler", h->option});
        d->path = ir_file_path(facts->program, h->at.file);
        d->at = h->at.at;
    }
}

static void check_debug_info(checker *c)
{
    size_t bytes = 0;
    for (size_t i = 0; i < c->m.sections.n; i++) {
        const wasm_section *s = &c->m.sections.at[i];
        if (s->id == WASM_CUSTOM && str_starts(s->name, STR(".debug_"))) bytes += s->whole.n;
    }
    if (bytes < DEBUG_LEAST) return;
    REPORT(c, "wasm/debug-info", {"bytes", number(c, bytes)}, {"percent", number(c, bytes * 100 / c->m.bytes.n)});
}

static void check_all(checker *c)
{
    bool oldest = false;
    check_abi(c, &oldest);
    check_memory(c);
    check_callbacks(c, oldest);
    for (size_t i = 0; i < c->m.imports.n; i++) check_import(c, &c->m.imports.at[i], oldest);
    check_handlers(c);
    check_debug_info(c);
}

bool check_module(workspace *w, str path, project *plugin, arena *a, diagnostic_list *out)
{
    str bytes;
    size_t from = out->n;
    file_status status = file_read(a, path, &bytes);
    if (status != FILE_OK) return false;
    work_item outer = work_enter(WORK_DOCUMENT, (work_item){.path = path});
    words_language before = words_use(check_language(w, path_dir(path)));
    checker c = {.arena = a, .path = path, .plugin = plugin, .out = out};
    c.rules = (rule_context){.arena = a};
    const work_left_out *left_out = work_left_out_text(path, bytes);
    c.rules.out = out;
    if (left_out) not_analysed_document(&c.rules, path, left_out);
    else if (!wasm_read(a, bytes, &c.m))
        REPORT(&c, "wasm/unreadable", {"problem", c.m.problem}, {"at", number(&c, c.m.problem_at)});
    else check_all(&c);
    check_finish(w, a, out, from);
    words_use(before);
    work_leave(WORK_DOCUMENT, outer);
    return true;
}
