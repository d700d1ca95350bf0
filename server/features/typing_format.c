#include "features/typing_format.h"

#include "base/path.h"
#include "features/known.h"

enum { STEP = 2 }; /* columns of a level */

typedef struct typing {
    workspace *w;
    arena *a;
    str path, text;
    uint32_t line, cursor;   /* where the cursor's line starts */
    uint32_t above, above_end; /* the last line before it that is not blank; its end is without the break */
} typing;

static bool blank(char c) { return c == ' ' || c == '\t'; }

static uint32_t line_start(str text, uint32_t at)
{
    while (at > 0 && text.p[at - 1] != '\n') at--;
    return at;
}

static uint32_t indent_at(str text, uint32_t line)
{
    uint32_t at = line;
    while (at < text.n && text.p[at] == ' ') at++;
    return at - line;
}

static bool find_above(typing *t)
{
    uint32_t at = t->line;
    while (at > 0) {
        uint32_t end = at - 1;
        at = line_start(t->text, end);
        if (!str_trim(str_slice(t->text, at, end)).n) continue;
        t->above = at;
        t->above_end = end;
        return true;
    }
    return false;
}

/* --- JSON ------------------------------------------------------------------------------------------------------------------ */

/* The bracket that is open at `at` counted from `from`, strings aside; UINT32_MAX: none is. */
static uint32_t open_bracket_at(typing *t, uint32_t from, uint32_t at)
{
    ARRAY(uint32_t) open = {0};
    bool text = false;
    for (uint32_t i = from; i < at; i++) {
        char c = t->text.p[i];
        if (text && c == '\\') i++;
        else if (c == '"') text = !text;
        else if (!text && (c == '{' || c == '[')) array_push(t->a, &open, i);
        else if (!text && (c == '}' || c == ']') && open.n) open.n--;
    }
    return open.n && !text ? array_last(&open) : UINT32_MAX;
}

/* The members of a bracket stand a level further in than its line, what closes it as far as that. */
static bool json_indent(typing *t, uint32_t from, char typed, uint32_t *indent)
{
    uint32_t until = typed == '\n' ? t->line : t->cursor - 1, open = open_bracket_at(t, from, until);
    if (open == UINT32_MAX) return false;
    uint32_t holder = line_start(t->text, open);
    if (holder < from) return false; /* brackets of YAML, behind something */
    *indent = indent_at(t->text, holder) + (typed == '\n' ? STEP : 0);
    return true;
}

/* --- YAML ------------------------------------------------------------------------------------------------------------------ */

/* What stands on the line above without dashes, a comment, and blanks; `*column`: where that begins. */
static str code_above(const typing *t, uint32_t *column, uint32_t *dashes)
{
    uint32_t at = t->above + indent_at(t->text, t->above), end = t->above_end;
    for (*dashes = 0; at + 1 < end && t->text.p[at] == '-' && blank(t->text.p[at + 1]); ++*dashes)
        for (at++; at < end && blank(t->text.p[at]);) at++;
    for (uint32_t i = at; i + 1 < end; i++)
        if (blank(t->text.p[i]) && t->text.p[i + 1] == '#') end = i;
    *column = at - t->above;
    return str_trim(str_slice(t->text, at, end));
}

/* Whether the value of the key that ends the line above is known to be a list. */
static bool is_list(typing *t)
{
    const document_facts *facts = workspace_document(t->w, t->path, NULL);
    str text = arena_printf(t->a, "%.*s wpls__cursor\n", (int)t->above_end, t->text.p);
    if (!facts || facts->prose) return false;
    const yaml_stream *stream = yaml_parse(t->a, text, YAML_1_2);
    uint32_t last = (uint32_t)stream->documents.n - 1;
    const yaml_node *node = yaml_at(&stream->documents.at[last], t->above_end + 2);
    if (!node || node->kind != YAML_SCALAR || !node->parent || last >= facts->documents.n) return false;
    static known_source *const sources[] = {known_by_code, known_by_schema};
    known_query q = {t->w, t->a, t->path, facts, last, node, node, false, true};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        known_value here;
        if (sources[i](&q, &here, NULL)) return here.shape == KNOWN_LIST;
    }
    return false;
}

/* "key: |-" begins a text on the lines below. */
static bool begins_text(str code)
{
    size_t n = code.n;
    while (n > 0 && strchr("+-0123456789", code.p[n - 1])) n--;
    return n > 2 && (code.p[n - 1] == '|' || code.p[n - 1] == '>') && code.p[n - 2] == ' ';
}

/* How the line begins, behind the break: "  - ". */
static str yaml_begin(typing *t)
{
    uint32_t column, dashes, indent = indent_at(t->text, t->above);
    str code = code_above(t, &column, &dashes);
    bool comment = str_starts(code, STR("#"));
    if (comment || str_starts(code, STR("---"))) return arena_printf(t->a, "%*s", (int)(comment ? indent : 0), "");
    bool key = str_ends(code, STR(":")), entry = key || str_find(code, STR(": "), 0) >= 0;
    if (key) return arena_printf(t->a, "%*s%s", (int)(column + STEP), "", is_list(t) ? "- " : "");
    if (begins_text(code)) return arena_printf(t->a, "%*s", (int)(column + STEP), "");
    if (entry) return arena_printf(t->a, "%*s", (int)column, "");
    return arena_printf(t->a, "%*s%s", (int)indent, "", dashes && code.n ? "- " : "");
}

/* The scalar of several lines that the place is in; NULL: none. */
static const yaml_node *text_around(typing *t, const yaml_stream *stream)
{
    for (size_t i = 0; i < stream->documents.n; i++) {
        const yaml_node *n = yaml_at(&stream->documents.at[i], t->above_end);
        if (!range_touches(stream->documents.at[i].at, t->above_end) || n->kind != YAML_SCALAR) continue;
        if (str_find_char(str_slice(t->text, n->at.start, n->at.end), '\n', 0) >= 0) return n;
    }
    return NULL;
}

text_edits format_typed(workspace *w, arena *a, str path, uint32_t offset, char typed)
{
    text_edits out = {0};
    typing t = {.w = w, .a = a, .path = path, .cursor = offset};
    if (workspace_text(w, path, &t.text) != FILE_OK || offset > t.text.n || (typed != '\n' && offset == 0)) return out;
    t.line = line_start(t.text, offset);
    ptrdiff_t end = str_find_char(t.text, '\n', offset);
    str before = str_slice(t.text, t.line, typed == '\n' ? offset : offset - 1), begin = {"", 0};
    str behind = str_slice(t.text, offset, end < 0 ? t.text.n : (size_t)end);
    if (str_trim(before).n || (typed == '\n' && str_trim(behind).n) || !find_above(&t)) return out;
    bool json = str_is(path_extension(path), ".json");
    uint32_t indent, from = 0;
    if (!json) {
        const yaml_stream *stream = yaml_parse(a, t.text, YAML_1_2);
        const yaml_node *text = text_around(&t, stream);
        char first = text && text->value.n ? text->value.p[0] : 0;
        if (text && (text->style != YAML_LITERAL || (first != '{' && first != '['))) return out;
        json = text != NULL;
        if (text) from = text->content.start;
    }
    if (json && !json_indent(&t, from, typed, &indent)) return out;
    if (!json && typed != '\n') return out;
    begin = json ? arena_printf(a, "%*s", (int)indent, "") : yaml_begin(&t);
    if (!str_eq(begin, before)) array_push(a, &out, (text_edit){path, range_make(t.line, t.line + (uint32_t)before.n), begin});
    return out;
}
