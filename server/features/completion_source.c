/* What the SDK offers in a plugin's source: its functions behind the package's name, ordered by what they do in the handler at
 * hand, and as arguments of options the plugin's functions that fit. Every language server knows names and types; none knows what
 * a call does in a phase. */
#include "features/source_completion.h"

#include "base/limits.h"
#include "base/path.h"
#include "base/words.h"
#include "features/hover_source.h"
#include "features/sdk_name.h"
#include "ir/func.h"
#include "ir/sdk.h"
#include "language/language.h"
#include "plugin/project.h"
#include "text/brackets.h"

typedef struct offer {
    source_offer to;
    const ir_program *program;
} offer;

completion_item *source_offer_item(source_offer *o, str label, char group)
{
    if (o->list->items.n == LIMIT_COMPLETIONS) {
        o->list->cut = true;
        return NULL;
    }
    completion_item *item = array_add(o->a, &o->list->items);
    *item = (completion_item){.kind = COMPLETION_FUNCTION, .label = label, .filter = label, .text = label};
    item->replace = o->word;
    item->sort = arena_printf(o->a, "%c%04zu", group, o->list->items.n - 1);
    return item;
}

/* What a call does in the contexts at hand, if it works in none of them; NULL else. `*meant`: its data is at hand in one. */
static const sdk_status_info *wrong_in(const sdk_function *f, uint32_t columns, bool *meant)
{
    const sdk_status_info *wrong = NULL;
    *meant = false;
    for (int c = 0; c < SDK_COLUMN_COUNT && columns; c++) {
        if (!(columns >> c & 1)) continue;
        const sdk_status_info *status = sdk_status(f, (sdk_column)c);
        bool pause = status->verdict == SDK_NO_EFFECT_UNLESS_PAUSED || status->verdict == SDK_CRASH_UNLESS_PAUSED;
        str where = str_of(sdk_column_of((sdk_column)c)->name);
        if (str_starts(where, STR("cb_"))) where = str_slice(where, 3, where.n);
        *meant = *meant || (f->data && str_is(where, f->data));
        if (status->verdict <= SDK_UNKNOWN || pause) return NULL;
        if (!wrong) wrong = status;
    }
    return wrong;
}

void source_offer_function(source_offer *o, const sdk_function *f)
{
    bool meant;
    bool known = f->row >= 0 && f->first < 0; /* it does not depend on an argument */
    const sdk_status_info *wrong = known ? wrong_in(f, o->columns, &meant) : NULL;
    char group = wrong || f->instead ? '8' : known && meant ? '0' : known && o->columns ? '1' : '2';
    completion_item *item = source_offer_item(o, str_of(f->name), group);
    if (!item) return;
    bool reads = wrong && wrong->reading.en && !f->edits;
    item->excluded = wrong || f->instead;
    str effect = wrong ? sdk_text_str(reads ? wrong->reading : wrong->effect) : (str){0};
    if (wrong) item->detail = arena_printf(o->a, words("wrong here: %.*s"), STR_ARG(effect));
    else item->detail = f->signature ? str_of(f->signature) : (str){0};
    item->later = o->style.brief;
    if (!o->style.brief) item->documentation = hover_source_function(o->a, o->l, f, o->style.markdown);
    ptrdiff_t open = f->signature ? str_find_char(str_of(f->signature), '(', 0) : -1;
    bool none = open >= 0 && f->signature[open + 1] == ')';
    if (!o->style.snippets || open < 0) return;
    item->snippet = true;
    item->text = arena_printf(o->a, none ? "%s()" : "%s($0)", f->name);
}

static void add_functions(offer *o, const char *package)
{
    size_t n;
    const sdk_function *all = sdk_functions(&n), *last = NULL;
    for (size_t i = 0; i < n; i++) {
        const sdk_function *f = &all[i];
        if (f->receiver || strcmp(f->language, o->to.l->name) != 0 || strcmp(f->package, package) != 0) continue;
        if (!last || strcmp(last->name, f->name) != 0) source_offer_function(&o->to, f);
        last = f;
    }
}

/* --- functions for options --- */

/* By number and the types that tell the handlers of an SDK apart. */
static bool fits_shape(const ir_func *f, const handler_shape *shape)
{
    if (f->receiver || f->param_count != shape->count) return false;
    if (f->result_count != (shape->gives == PART_NOTHING ? 0u : 1u)) return false;
    for (uint32_t i = 0; i < f->param_count; i++) {
        const ir_type *t = f->params[i].type;
        if (!t || (shape->takes[i] == PART_HTTP) != (sdk_type_of(t) == SDK_TYPE_HTTP_CONTEXT)) return false;
        if (shape->takes[i] == PART_BYTES && t->kind != TYPE_SLICE) return false;
        if (shape->takes[i] == PART_FLAG && t->kind != TYPE_BOOL) return false;
        if (shape->takes[i] == PART_CONFIG && t->kind == TYPE_SLICE) return false;
    }
    const ir_type *given = f->result_count ? f->results[0].type : NULL;
    if ((shape->gives == PART_ACTION) != (given && sdk_type_of(given) == SDK_TYPE_ACTION)) return false;
    return (shape->gives == PART_BYTES) == (given && given->kind == TYPE_SLICE);
}

/* The name of a function that is called with the bracket, and its package's: "wrapper.ProcessRequestHeaders[T](". */
static bool called(const open_bracket *b, str *package, str *name)
{
    str header = b->header;
    ptrdiff_t type = str_ends(header, STR("]")) ? str_rfind_char(header, '[') : -1;
    if (type >= 0) header = str_slice(header, 0, (size_t)type);
    ptrdiff_t dot = str_rfind_char(header, '.');
    if (b->kind != '(' || dot < 0) return false;
    size_t start = (size_t)dot;
    while (start > 0 && scan_is_word(header.p[start - 1])) start--;
    *package = str_slice(header, start, (size_t)dot);
    *name = str_slice(header, (size_t)dot + 1, header.n);
    return package->n && name->n;
}

static void add_handlers(offer *o, const char *package, str option, str path)
{
    size_t n;
    phase when;
    bool streaming;
    const char *words_of;
    const handler_shape *shapes = language_shapes(o->to.l, &n);
    if (!language_option(o->to.l, package, option, &when, &streaming, &words_of) || !*words_of) return;
    for (size_t i = 0; i < ir_package_count(o->program); i++) {
        const ir_package *p = ir_package_at(o->program, i);
        for (size_t k = 0; p->own && k < p->funcs.n; k++) {
            const ir_func *f = p->funcs.at[k];
            bool here = f->at.file < ir_file_count(o->program) &&
                        str_eq(path_dir(ir_file_path(o->program, f->at.file)), path_dir(path));
            bool fits = false;
            for (size_t j = 0; j < n && here && !fits; j++)
                fits = str_is(option, shapes[j].option) && strcmp(shapes[j].package, package) == 0 && fits_shape(f, &shapes[j]);
            for (size_t j = 0; j < o->to.list->items.n; j++) fits = fits && !str_eq(o->to.list->items.at[j].label, f->name);
            completion_item *item = fits ? source_offer_item(&o->to, f->name, '0') : NULL;
            if (!item) continue;
            item->detail = str_of(words_of);
            item->commit = ',';
        }
    }
}

static bool ask_plugin(void *self, const build_facts **build, const registration_list **registrations)
{
    const project_facts *facts = self;
    *build = facts->build;
    *registrations = facts->registrations;
    return true;
}

void completion_in_source(workspace *w, arena *a, str path, uint32_t offset, completion_style style, completion_list *list)
{
    str text;
    const language_row *l = language_of(path);
    if (l && !l->imports) completion_in_native_source(w, a, path, offset, style, list);
    if (!l || !l->place || !l->imports || workspace_text(w, path, &text) != FILE_OK || offset > text.n) return;
    range word = scan_word(text, offset);
    uint32_t dot = word.start;
    bool member = dot > 0 && text.p[dot - 1] == '.';
    scan_result scan = scan_brackets(a, &(scan_rules){.lines = true}, text, word.start);
    str package_name, option;
    bool argument = !member && scan.open.n && called(&array_last(&scan.open), &package_name, &option);
    if (scan.inside_text || (!member && !argument)) return;
    if (member) package_name = str_slice(text, scan_word(text, dot - 1).start, dot - 1);
    if (!package_name.n) return;
    project_list plugins = workspace_projects_with(w, a, path);
    const project_facts *facts = plugins.n ? project_load(plugins.at[0]) : NULL;
    if (!facts) return;
    offer o = {{.a = a, .l = l, .style = style, .list = list, .word = word}, facts->program};
    const char *package = sdk_name_package(l, facts->program, path, package_name);
    if (!package) return;
    code_typed typed = {path, text, offset, .anywhere = true, .plugin = ask_plugin, .self = (void *)(uintptr_t)facts};
    o.to.columns = l->place(a, &typed).columns;
    if (member) add_functions(&o, package);
    else add_handlers(&o, package, option, path);
}
