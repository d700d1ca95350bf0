#include "features/snippets.h"

#include "base/limits.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/words.h"
#include "features/snippet_place.h"
#include "features/snippet_text.h"
#include "language/language.h"
#include "plugin/project.h"
#include "text/native.h"

/* One of snippets/(go|cpp|c|yaml).json with what index.json says of it. */
typedef struct snippet {
    const char *title, *prefix, *english, *chinese;
    code_spots spots;
    str body;
    struct {
        const code_package *at;
        size_t n;
    } imports;
} snippet;

#include "snippet_tables.h"

typedef struct offer {
    workspace *w;
    arena *a;
    str text, path;
    code_place place;
    completion_style style;
    const language_row *language; /* of the file, or NULL */
    const char *fence; /* language of documentation */
} offer;

/* What stands there already is not written twice. */
static str trimmed(const offer *o, str body)
{
    if (o->place.head && str_starts(body, str_of(o->place.head))) {
        ptrdiff_t line = str_find(body, STR("\n\n"), 0);
        if (line >= 0) body = str_slice(body, (size_t)line + 2, body.n);
    }
    if (o->place.dash_before && str_starts(body, STR("- "))) body = str_slice(body, 2, body.n);
    return body;
}

/* The blanks that the cursor's line begins with. */
static str line_indent(const offer *o)
{
    size_t start = o->place.word.start, end;
    while (start > 0 && o->text.p[start - 1] != '\n') start--;
    for (end = start; end < o->place.word.start && (o->text.p[end] == ' ' || o->text.p[end] == '\t');) end++;
    return str_slice(o->text, start, end);
}

static str documentation(const offer *o, str plain)
{
    if (!o->style.markdown) return plain;
    return arena_printf(o->a, "```%s\n%.*s\n```", o->fence, STR_ARG(str_trim(plain)));
}

static void add_snippet(offer *o, const snippet *s, completion_list *list)
{
    code_place place = o->place;
    text_edits edits;
    str body = trimmed(o, s->body);
    if (!language_adapt(o->language, o->a, o->text, body, s->imports.at, s->imports.n, &place, &edits)) return;
    if (!snippet_fit(o->a, &place, body, &body)) return;
    if (list->items.n == LIMIT_COMPLETIONS) {
        list->cut = true;
        return;
    }
    unsigned number = (unsigned)list->items.n;
    completion_item *item = array_add(o->a, &list->items);
    /* engines of snippets indent like the first line, all of them */
    bool indents = o->style.several_lines || o->style.snippets;
    item->kind = COMPLETION_SNIPPET;
    item->label = item->filter = str_of(s->prefix);
    item->detail = str_of(words_used() == WORDS_CHINESE ? s->chinese : s->english);
    item->sort = arena_printf(o->a, "9%04u", number); /* behind what language servers offer */
    item->replace = o->place.word;
    item->snippet = o->style.snippets;
    item->text = item->snippet ? body : snippet_plain(o->a, body, indents ? (str){"", 0} : line_indent(o));
    item->documentation = documentation(o, snippet_plain(o->a, body, (str){"", 0}));
    item->more.at = edits.at;
    item->more.n = edits.n;
}

static bool ask_plugin(void *self, const build_facts **build, const registration_list **registrations)
{
    const offer *o = self;
    project_list plugins = workspace_projects_with(o->w, o->a, o->path);
    const project_facts *facts = plugins.n ? project_load(plugins.at[0]) : NULL;
    if (!facts) return false;
    *build = facts->build;
    *registrations = facts->registrations;
    return true;
}

/* False: the file has no snippets. */
static bool find_place(offer *o, uint32_t offset)
{
    str extension = path_extension(o->path);
    const language_row *l = language_of(o->path);
    if (l && l->place) {
        code_typed typed = {.path = o->path, .text = o->text, .offset = offset, .plugin = ask_plugin, .self = o};
        o->language = l;
        o->fence = language_fence(l);
        o->place = l->place(o->a, &typed);
        return true;
    }
    if (str_is(extension, ".yaml") || str_is(extension, ".yml")) {
        o->fence = "yaml";
        o->place = snippet_place_yaml(o->w, o->a, o->path, o->text, offset);
        return true;
    }
    o->language = l;
    o->fence = native_source(o->path) & NATIVE_CPP ? "cpp" : "c";
    if (!native_source(o->path)) return false;
    o->place = snippet_place_native(o->a, o->path, o->text, offset);
    return true;
}

void snippets_at(workspace *w, arena *a, str path, uint32_t offset, completion_style style, completion_list *list)
{
    offer o = {.w = w, .a = a, .path = path, .style = style};
    if (workspace_text(w, path, &o.text) != FILE_OK || !find_place(&o, offset)) return;
    for (size_t i = 0; i < sizeof snippet_table / sizeof *snippet_table && o.place.spots; i++)
        if (snippet_table[i].spots & o.place.spots) add_snippet(&o, &snippet_table[i], list);
}
