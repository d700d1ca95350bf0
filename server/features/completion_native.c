/* The SDK's functions in C and C++, which are called by their names alone: ordered by what they do in the handler around, as
 * completion_source.c has it for a language with packages. libclang, where there is one, tells of the plugin's own names. */
#include "features/snippet_place.h"
#include "features/source_completion.h"
#include "ir/sdk.h"
#include "language/language.h"
#include "plugin/project.h"
#include "text/brackets.h"
#include "text/native.h"

/* The situation that is called like the phase of the handler with that name; false: no handler is. */
static bool column_of(const registration *r, str name, uint32_t *columns)
{
    for (size_t i = 0; i < r->handlers.n; i++) {
        const registered_handler *h = &r->handlers.at[i];
        if (!str_eq(h->option, name)) continue;
        for (int c = 0; c < SDK_COLUMN_COUNT; c++)
            if (strcmp(sdk_column_of((sdk_column)c)->name, phase_name(h->phase)) == 0) *columns = 1u << c;
        return true;
    }
    return false;
}

/* Where the code around runs, as far as that is known: of what a lambda does later nothing is. False: outside of functions. */
static bool find_columns(const project_facts *facts, const scan_result *scan, uint32_t *columns)
{
    bool inside = false;
    *columns = 0;
    for (size_t i = scan->open.n; i-- > 0;) {
        const open_bracket *b = &scan->open.at[i];
        if (b->kind != '{') continue;
        inside = inside || str_find_char(b->header, '(', 0) >= 0;
        if (str_find_char(b->header, '[', 0) >= 0 && str_find_char(b->header, ']', 0) > 0) return true;
        for (size_t k = 0; k < facts->registrations->n; k++)
            if (column_of(&facts->registrations->at[k], snippet_function_name(b->header), columns)) return true;
    }
    return inside;
}

static bool is_offered(const completion_list *list, const char *name)
{
    for (size_t i = 0; i < list->items.n; i++)
        if (str_is(list->items.at[i].label, name)) return true;
    return false;
}

void completion_in_native_source(workspace *w, arena *a, str path, uint32_t offset, completion_style style,
                                 completion_list *list)
{
    str text;
    const language_row *l = language_of(path);
    if (!l || !native_source(path) || workspace_text(w, path, &text) != FILE_OK || offset > text.n) return;
    range word = scan_word(text, offset);
    char before = word.start ? text.p[word.start - 1] : '\0';
    if (word.start == word.end || before == '.' || before == ':' || before == '>' || before == '#') return;
    if (!str_has(text, STR("proxy_wasm"))) return; /* other people's code */
    scan_result scan = scan_brackets(a, &(scan_rules){0}, text, word.start);
    project_list plugins = scan.inside_text ? (project_list){0} : workspace_projects_with(w, a, path);
    const project_facts *facts = plugins.n ? project_load(plugins.at[0]) : NULL;
    source_offer o = {.a = a, .l = l, .style = style, .list = list, .word = word};
    if (!facts || !find_columns(facts, &scan, &o.columns)) return;
    size_t n;
    const sdk_function *all = sdk_functions(&n);
    bool abi = str_starts(str_slice(text, word.start, word.end), STR("p")), c = native_source(path) == NATIVE_C;
    for (size_t i = 0; i < n; i++) {
        const sdk_function *f = &all[i];
        bool of_abi = str_starts(str_of(f->name), STR("proxy_"));
        if (f->receiver || strcmp(f->language, l->name) != 0 || (of_abi ? !abi : c) || is_offered(list, f->name)) continue;
        source_offer_function(&o, f);
    }
}
