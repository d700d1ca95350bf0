/* Places of snippets in YAML, found from the lines above the cursor: in half-typed YAML only they are sure. */
#include "features/snippet_place.h"
#include "plugin/documents.h"
#include "text/brackets.h"

typedef struct yaml_line {
    uint32_t start, indent; /* the column of the first character that is no blank */
    str code;               /* without blanks around and comment lines */
    bool item;              /* begins with "- " */
} yaml_line;

static yaml_line line_of(str text, size_t start)
{
    ptrdiff_t end = str_find_char(text, '\n', start);
    str line = str_slice(text, start, end < 0 ? text.n : (size_t)end);
    yaml_line l = {(uint32_t)start, 0, str_trim(line), false};
    while (l.indent < line.n && line.p[l.indent] == ' ') l.indent++;
    if (str_starts(l.code, STR("#"))) l.code = (str){"", 0};
    l.item = str_starts(l.code, STR("- ")) || str_is(l.code, "-");
    return l;
}

static size_t line_start(str text, size_t at)
{
    while (at > 0 && text.p[at - 1] != '\n') at--;
    return at;
}

/* The key of "key:" without a value; empty for other lines. */
static str key_of(str code)
{
    return str_ends(code, STR(":")) ? str_slice(code, 0, code.n - 1) : (str){"", 0};
}

/* The key whose value the line at `start` with `indent` begins or goes on with, and its own indentation; empty at the outermost
 * level. The items of a list may stand at the indentation of its key. */
static str parent_key(str text, size_t start, uint32_t indent, bool item, uint32_t *parent_indent, size_t *parent_start)
{
    while (start > 0) {
        start = line_start(text, start - 1);
        yaml_line l = line_of(text, start);
        if (str_empty(l.code)) continue;
        if (str_starts(l.code, STR("---"))) break;
        bool above = l.indent < indent || (item && !l.item && l.indent == indent);
        if (!above) continue;
        *parent_indent = l.indent;
        *parent_start = start;
        return key_of(l.code);
    }
    return (str){"", 0};
}

typedef struct document_outline {
    bool empty, wasmplugin, match_rules; /* the last one: the key is there */
    uint32_t number;
} document_outline;

static void look_at_line(document_outline *d, const yaml_line *l, range word)
{
    bool typed = word.start >= l->start && word.end <= l->start + l->indent + l->code.n && l->code.n == word.end - word.start;
    if (!str_empty(l->code) && !typed) d->empty = false;
    str api = str_starts(l->code, STR("apiVersion:")) ? str_trim(str_slice(l->code, 11, l->code.n)) : (str){0};
    if (api.n && strchr("\"'", api.p[0])) api = str_slice(api, 1, api.n);
    if (api.n && document_kind_of_api(api) == DOCUMENT_WASMPLUGIN) d->wasmplugin = true;
    d->match_rules = d->match_rules || str_starts(l->code, STR("matchRules:"));
}

/* The document that holds the word. */
static document_outline document_around(str text, range word)
{
    document_outline d = {.empty = true};
    for (size_t at = 0; at <= text.n;) {
        yaml_line l = line_of(text, at);
        if (str_starts(l.code, STR("---"))) {
            if (l.start > word.start) break;
            d = (document_outline){.empty = true, .number = d.number + (d.empty && d.number == 0 ? 0 : 1)};
        } else {
            look_at_line(&d, &l, word);
        }
        ptrdiff_t end = str_find_char(text, '\n', at);
        if (end < 0) break;
        at = (size_t)end + 1;
    }
    return d;
}

static document_kind kind_of(workspace *w, str path, uint32_t number)
{
    const document_facts *facts = workspace_document(w, path, NULL);
    return facts && number < facts->documents.n ? facts->documents.at[number].kind : DOCUMENT_OTHER;
}

code_place snippet_place_yaml(workspace *w, arena *a, str path, str text, uint32_t offset)
{
    (void)a;
    code_place p = {.word = scan_word(text, offset)};
    yaml_line l = line_of(text, line_start(text, p.word.start));
    str before = str_trim(str_slice(text, l.start, p.word.start)), behind = str_slice(text, p.word.end, text.n);
    ptrdiff_t line_end = str_find_char(behind, '\n', 0);
    if (!str_empty(str_trim(str_slice(behind, 0, line_end < 0 ? behind.n : (size_t)line_end)))) return p;
    p.dash_before = str_is(before, "-");
    if (!p.dash_before && !str_empty(before)) return p;
    document_outline d = document_around(text, p.word);
    uint32_t indent = p.dash_before || !str_empty(l.code) ? l.indent : p.word.start - l.start, parent_indent = 0;
    size_t parent_start = 0;
    str parent = parent_key(text, l.start, indent, true, &parent_indent, &parent_start);
    if (d.empty && indent == 0) {
        bool config = kind_of(w, path, d.number) == DOCUMENT_CONFIG;
        p.spots = p.dash_before ? 0 : config ? SPOT(YAML_PLUGIN_CONFIG) : SPOT(YAML_EMPTY_DOCUMENT);
    } else if (d.wasmplugin && str_is(parent, "matchRules")) {
        p.spots = SPOT(YAML_MATCH_RULES);
    } else if (d.wasmplugin && !p.dash_before && indent > 0 &&
               str_is(parent_key(text, l.start, indent, false, &parent_indent, &parent_start), "spec") && parent_indent == 0) {
        p.spots = SPOT(YAML_WASMPLUGIN_SPEC);
    }
    if (p.spots == SPOT(YAML_WASMPLUGIN_SPEC) && d.match_rules) p.spots = 0;
    return p;
}
