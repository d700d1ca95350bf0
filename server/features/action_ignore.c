/* Comments that take a finding away. What they hold for is decided in rules/ignore.c; here they are put where that is what is
 * meant. */
#include "base/path.h"
#include "base/words.h"
#include "features/action.h"
#include "language/language.h"
#include "yaml/tree.h"

typedef struct ignoring {
    arena *a;
    const diagnostic *of;
    str text;
    const language_row *l; /* of the file; NULL: it is YAML */
    action_list *out;
} ignoring;

static uint32_t line_start(str text, uint32_t at)
{
    while (at > 0 && text.p[at - 1] != '\n') at--;
    return at;
}

static uint32_t next_line(str text, uint32_t at)
{
    while (at < text.n && text.p[at] != '\n') at++;
    return at < text.n ? at + 1 : at;
}

static bool begins(str text, uint32_t at, const char *word) { return str_starts(str_slice(text, at, text.n), str_of(word)); }

/* Whether nothing but comments and blanks stands above: a comment there would hold for the file. */
static bool is_at_top(const ignoring *g, uint32_t line)
{
    for (uint32_t at = 0; at < line; at = next_line(g->text, at)) {
        str above = str_trim(str_slice(g->text, at, next_line(g->text, at)));
        if (above.n && !str_starts(above, g->l ? str_of(g->l->comments.sign) : STR("#")) && !str_is(above, "---")) return false;
    }
    return true;
}

/* Whether what stands at `at` of the edited YAML text is read as a comment: inside a block scalar it would be text. */
static bool is_yaml_comment(const ignoring *g, uint32_t line, str inserted, uint32_t sign)
{
    str edited =
        arena_printf(g->a, "%.*s%.*s%.*s", (int)line, g->text.p, STR_ARG(inserted), (int)(g->text.n - line), g->text.p + line);
    const yaml_stream *stream = yaml_parse(g->a, edited, YAML_1_2);
    for (size_t i = 0; i < stream->comments.n; i++)
        if (stream->comments.at[i].at.start == sign) return true;
    return false;
}

/* `title` is a format for the rule. */
static void add(ignoring *g, uint32_t line, str inserted, const char *title)
{
    action *new = array_add(g->a, g->out);
    *new = (action){.kind = ACTION_IGNORE, .title = arena_printf(g->a, words(title), STR_ARG(g->of->code)), .of = g->of};
    array_push(g->a, &new->edits, (text_edit){g->of->path, range_make(line, line), inserted});
}

static str comment(const ignoring *g, str indent)
{
    return arena_printf(g->a, "%.*s%s %.*s \n", STR_ARG(indent), g->l ? g->l->comments.ignore : "# wpls:ignore",
                        STR_ARG(g->of->code));
}

static void add_for_line(ignoring *g)
{
    uint32_t line = line_start(g->text, g->of->at.start), end = line;
    while (end < g->text.n && (g->text.p[end] == ' ' || g->text.p[end] == '\t')) end++;
    str inserted = comment(g, str_slice(g->text, line, end));
    bool function = g->l && g->l->comments.function(g->text, line), marker = !g->l && begins(g->text, line, "---");
    if (function || marker || (g->l && is_at_top(g, line))) return;
    if (g->l || is_yaml_comment(g, line, inserted, end)) add(g, line, inserted, WORDS("ignore %.*s for this line"));
}

static uint32_t indent_end(str text, uint32_t line)
{
    while (line < text.n && (text.p[line] == ' ' || text.p[line] == '\t')) line++;
    return line;
}

/* The line above that begins the function around: no line between the two ends one that is no further in. */
static void add_for_function(ignoring *g)
{
    uint32_t line = line_start(g->text, g->of->at.start), ended = UINT32_MAX; /* the least indentation of a '}' so far */
    for (bool first = true;; first = false) {
        uint32_t end = indent_end(g->text, line), indent = end - line;
        if (indent < ended && g->l->comments.function(g->text, line)) {
            if (first || !is_at_top(g, line))
                add(g, line, comment(g, str_slice(g->text, line, end)), WORDS("ignore %.*s for this function"));
            return;
        }
        if (begins(g->text, end, "}") && indent < ended) ended = indent;
        if (line == 0 || ended == 0) return;
        line = line_start(g->text, line - 1);
    }
}

static void add_for_file(ignoring *g)
{
    if (!g->l || !g->l->comments.head) {
        uint32_t start = begins(g->text, 0, "\xEF\xBB\xBF") ? 3 : 0;
        str sign = comment(g, STR(""));
        add(g, start, g->l ? sign : arena_printf(g->a, "%.*s\n", STR_ARG(sign)), WORDS("ignore %.*s in this file"));
        return;
    }
    for (uint32_t line = 0; line < g->text.n; line = next_line(g->text, line))
        if (begins(g->text, line, g->l->comments.head) && is_at_top(g, line))
            add(g, line, comment(g, STR("")), WORDS("ignore %.*s in this file"));
}

void action_add_ignores(arena *a, const diagnostic *d, str text, action_list *out)
{
    str extension = path_extension(d->path);
    bool syntax = str_starts(d->code, STR("yaml/")) || str_is(d->code, "project/syntax");
    if (syntax && d->level == SEVERITY_ERROR) return; /* nothing reads such a text, whatever a comment says */
    ignoring g = {a, d, text, language_of(d->path), out};
    bool no_comments = str_is(extension, ".json") || str_is(extension, ".md");
    if (no_comments || (!language_of(d->path) && language_with(d->path, LANGUAGE_PROJECT)) || d->at.start > text.n) return;
    add_for_line(&g);
    if (g.l) add_for_function(&g);
    add_for_file(&g);
}
