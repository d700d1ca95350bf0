#include "features/snippets.h"

#include "base/limits.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/words.h"
#include "features/snippet_text.h"
#include "language/language.h"
#include "text/native.h"

/* One of snippets/(go|cpp|c|yaml).json with what index.json says of it. */
typedef struct snippet {
    const char *title, *prefix, *english, *chinese;
    snippet_spots spots;
    str body;
    struct {
        const snippet_import *at;
        size_t n;
    } imports;
} snippet;

#include "snippet_tables.h"

typedef struct offer {
    arena *a;
    str text, path;
    snippet_place place;
    completion_style style;
    const char *fence; /* language of documentation */
} offer;

/* Whether the packages can be imported; `edits` then says how. Packages that the file has under another name become names. */
static bool import_packages(offer *o, const snippet *s, snippet_place *place, snippet_edits *edits)
{
    enum { PACKAGES = 16 };
    str missing[PACKAGES];
    size_t n = 0;
    bool whole_file = (s->spots & (SPOT(GO_EMPTY_FILE) | SPOT(GO_EMPTY_TEST_FILE))) != 0;
    for (size_t i = 0; i < s->imports.n && i < PACKAGES && !whole_file; i++) {
        snippet_import import = s->imports.at[i];
        bool local = false, taken;
        for (size_t k = 0; k < place->names.n; k++) local = local || str_is(place->names.at[k].usual, import.name);
        if (local) continue; /* a parameter of that name does instead: the logger */
        if (place->older_sdk && str_starts(str_of(import.path), STR("github.com/higress-group/wasm-go/")))
            import.path =
                arena_printf(o->a, "github.com/alibaba/higress/plugins/%s", import.path + sizeof "github.com/higress-group/" - 1)
                    .p;
        str name = snippet_import_name(o->text, &import, &taken);
        if (str_is(name, ".") || (str_empty(name) && taken)) return false;
        if (str_empty(name)) missing[n++] = str_of(import.path);
        else if (!str_is(name, import.name)) array_push(o->a, &place->names, (snippet_name){str_of(import.name), name});
    }
    *edits = snippet_import_edits(o->a, o->text, missing, n);
    return true;
}

/* What stands there already is not written twice. */
static str trimmed(const offer *o, str body)
{
    if (o->place.package_clause && str_starts(body, STR("package "))) {
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
    snippet_place place = o->place;
    snippet_edits edits;
    str body;
    if (!import_packages(o, s, &place, &edits) || !snippet_fit(o->a, &place, trimmed(o, s->body), &body)) return;
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

/* Who tells places in code, by the language's name. */
static const struct {
    const char *language;
    snippet_place (*place)(workspace *w, arena *a, str path, str text, uint32_t offset);
} coders[] = {{"go", snippet_place_go}};

/* A language by its file's name; false: it has no snippets. */
static bool find_place(workspace *w, offer *o, uint32_t offset)
{
    str extension = path_extension(o->path);
    const language_row *l = language_of(o->path);
    for (size_t i = 0; l && i < sizeof coders / sizeof *coders; i++) {
        if (strcmp(coders[i].language, l->name) != 0) continue;
        o->fence = l->name;
        o->place = coders[i].place(w, o->a, o->path, o->text, offset);
        return true;
    }
    if (str_is(extension, ".yaml") || str_is(extension, ".yml")) {
        o->fence = "yaml";
        o->place = snippet_place_yaml(w, o->a, o->path, o->text, offset);
        return true;
    }
    o->fence = "cpp";
    if (!native_source(o->path)) return false;
    o->place = snippet_place_native(o->a, o->path, o->text, offset);
    return true;
}

void snippets_at(workspace *w, arena *a, str path, uint32_t offset, completion_style style, completion_list *list)
{
    offer o = {.a = a, .path = path, .style = style};
    if (workspace_text(w, path, &o.text) != FILE_OK || !find_place(w, &o, offset)) return;
    for (size_t i = 0; i < sizeof snippet_table / sizeof *snippet_table && o.place.spots; i++)
        if (snippet_table[i].spots & o.place.spots) add_snippet(&o, &snippet_table[i], list);
}
