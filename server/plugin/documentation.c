/* What people wrote about a key: rows of the README's tables, `@Title` and `@Description` comments on struct fields, and plain
 * comments on them, or on the line that reads the key when they begin with its name.
 *
 * A text is taken only for a key that the schema has: under the object that the heading or the line before the table names, from
 * the root, or, when there is just one of that name, there. */
#include "plugin/documentation.h"

#include "base/path.h"
#include "base/strbuf.h"
#include "ir/func.h"
#include "text/markdown_table.h"
#include "text/doc_comment.h"

typedef struct finder {
    arena *a;
    const language_row *language;
    inferred_schema *schema;
    const ir_program *program;
    str root; /* of the plugin's own files */
} finder;

/* --- finding the key ------------------------------------------------------------------------------------------------------- */

static inferred_value *below_lists(inferred_value *v)
{
    while (v->element && !v->members.n) v = v->element;
    return v;
}

static inferred_value *member_at(inferred_value *v, str path)
{
    while (v && path.n) {
        size_t end = 0;
        while (end < path.n && path.p[end] != '.' && path.p[end] != '[') end++;
        str name = str_slice(path, 0, end);
        v = below_lists(v);
        inferred_value *found = NULL;
        for (size_t i = 0; i < v->members.n; i++)
            if (str_eq(v->members.at[i]->name, name)) found = v->members.at[i];
        v = found;
        while (end < path.n && (path.p[end] == '.' || path.p[end] == '[' || path.p[end] == ']' || path.p[end] == '*')) end++;
        path = str_slice(path, end, path.n);
    }
    return v;
}

static unsigned count_named(inferred_value *v, str name, inferred_value **one)
{
    unsigned n = 0;
    if (v->parent && str_eq(v->name, name)) *one = v, n++;
    for (size_t i = 0; i < v->members.n; i++) n += count_named(v->members.at[i], name, one);
    if (v->any_member) n += count_named(v->any_member, name, one);
    if (v->element) n += count_named(v->element, name, one);
    return n;
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static bool names(str text, str key)
{
    for (ptrdiff_t at = str_find(text, key, 0); at >= 0; at = str_find(text, key, (size_t)at + 1)) {
        size_t start = (size_t)at, end = start + key.n;
        if ((start == 0 || !is_name_char(text.p[start - 1])) && (end == text.n || !is_name_char(text.p[end]))) return true;
    }
    return false;
}

/* The member `path` of an object that `context` names; the innermost such object. */
static inferred_value *find_under(inferred_value *v, str context, str path)
{
    inferred_value *found = NULL;
    for (size_t i = 0; i < v->members.n && !found; i++) found = find_under(v->members.at[i], context, path);
    if (!found && v->element) found = find_under(v->element, context, path);
    if (!found && v->parent && v->name.n > 1 && (v->members.n || v->element) && names(context, v->name))
        found = member_at(v, path);
    return found;
}

static inferred_value *find_key(inferred_value *root, str context, str path)
{
    inferred_value *found = find_under(root, context, path);
    if (!found) found = member_at(root, path);
    if (!found && count_named(root, path, &found) != 1) found = NULL;
    return found;
}

/* In a table a '|' is written with a backslash before it. */
static str unescaped(arena *a, str text)
{
    char *out = arena_alloc(a, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (!(text.p[i] == '\\' && i + 1 < text.n && text.p[i + 1] == '|')) out[n++] = text.p[i];
    return str_make(out, n);
}

static void describe(finder *f, str context, str path, str text)
{
    inferred_value *roots[] = {f->schema->root, f->schema->rule};
    for (size_t i = 0; i < 2 && text.n; i++) {
        inferred_value *v = find_key(roots[i], context, path);
        if (v && !v->description.n) v->description = unescaped(f->a, text);
    }
}

/* --- README tables --------------------------------------------------------------------------------------------------------- */

static size_t description_column(const markdown_row *head)
{
    static const char *const titles[] = {"Description", "Explanation", "描述", "说明", "含义", "解释"};
    for (size_t i = 1; i < head->n; i++)
        for (size_t k = 0; k < sizeof titles / sizeof *titles; k++)
            if (str_is(head->cells[i], titles[k])) return i;
    return 0;
}

/* Tables that wpls itself has written end in the default, which is known from the code. */
static str without_default(str text)
{
    static const char *const marks[] = {"default `", "默认值 `"}, *const before[] = {"; ", "；"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        ptrdiff_t at = str_find(text, str_of(marks[i]), 0);
        str head = at < 0 ? text : str_slice(text, 0, (size_t)at);
        if (at == 0 || (at > 0 && str_ends(head, str_of(before[i]))))
            return at ? str_slice(head, 0, head.n - strlen(before[i])) : STR("");
    }
    return text;
}

static void read_tables(finder *f, str text)
{
    markdown_tables tables = markdown_read_tables(f->a, text);
    for (size_t i = 0; i < tables.n; i++) {
        const markdown_table *t = &tables.at[i];
        size_t column = description_column(&t->head);
        str context = arena_printf(f->a, "%.*s %.*s", STR_ARG(t->heading), STR_ARG(t->before));
        for (size_t k = 0; column && k < t->rows.n; k++) {
            const markdown_row *r = &t->rows.at[k];
            str key = r->n > column ? markdown_key(r->cells[0]) : STR("");
            if (key.n) describe(f, context, key, without_default(r->cells[column]));
        }
    }
}

/* --- comments on fields ---------------------------------------------------------------------------------------------------- */

static bool is_chinese(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0xe4 && (unsigned char)s.p[i] <= 0xe9) return true;
    return false;
}

/* The text behind `mark` in a line "@Description en-US text" when it is in the language; else empty. */
static str annotation(str line, str mark, bool chinese)
{
    if (!str_starts(line, mark)) return STR("");
    str text = str_trim(str_slice(line, mark.n, line.n));
    bool english = str_starts(text, STR("en-US ")), tagged = english || str_starts(text, STR("zh-CN "));
    if (tagged) text = str_trim(str_slice(text, 6, text.n));
    return (tagged ? !english : is_chinese(text)) == chinese ? text : STR("");
}

/* Which part of a comment is looked at: annotations in one language or the other, or all else. */
typedef enum comment_part { PART_ENGLISH, PART_CHINESE, PART_PLAIN } comment_part;

typedef struct comment_text {
    str title, description;
} comment_text;

/* A comment that is a note among developers says nothing to users. */
static bool is_note(str line)
{
    static const char *const marks[] = {"TODO", "FIXME", "XXX", "nolint", "lint:", "go:", "wpls:", "+"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(line, str_of(marks[i]))) return true;
    return false;
}

/* `comment`: without the marks of comments. */
static comment_text read_comment(finder *f, str comment, comment_part part)
{
    comment_text out = {{"", 0}, {"", 0}};
    for (str line; str_split(&comment, '\n', &line);) {
        line = str_trim(line);
        bool annotated = str_starts(line, STR("@"));
        if (annotated && part != PART_PLAIN) {
            str title = annotation(line, STR("@Title "), part == PART_CHINESE),
                text = annotation(line, STR("@Description "), part == PART_CHINESE);
            if (title.n) out.title = title;
            if (text.n) out.description = text;
        } else if (!annotated && part == PART_PLAIN && line.n) {
            if (is_note(line)) break;
            out.description = out.description.n ? arena_printf(f->a, "%.*s %.*s", STR_ARG(out.description), STR_ARG(line)) : line;
        }
    }
    return out;
}

static void fill(inferred_value *v, const comment_text *text)
{
    if (!v->title.n) v->title = text->title;
    if (!v->description.n) v->description = text->description;
}

/* Declarations name their key, whether anything decodes into them or not. */
static void read_declared(finder *f, str text, comment_part part)
{
    strbuf comment = STRBUF_INIT;
    str sign = str_of(f->language->comments.sign);
    while (f->language->declared_key && text.n) {
        str line = str_trim(markdown_next_line(&text));
        if (str_starts(line, sign)) {
            strbuf_add(&comment, str_trim(str_slice(line, sign.n, line.n)));
            strbuf_add_char(&comment, '\n');
            continue;
        }
        size_t end = 0;
        str key = f->language->declared_key(line, &end), behind = str_trim(str_slice(line, end, line.n));
        if (key.n && !comment.n && str_starts(behind, sign)) strbuf_add(&comment, str_trim(str_slice(behind, sign.n, behind.n)));
        comment_text found =
            key.n ? read_comment(f, arena_str(f->a, strbuf_str(&comment)), part) : (comment_text){{"", 0}, {"", 0}};
        inferred_value *roots[] = {f->schema->root, f->schema->rule};
        for (size_t i = 0; i < 2 && (found.title.n || found.description.n); i++) {
            inferred_value *v = find_key(roots[i], STR(""), key);
            if (v) fill(v, &found);
        }
        comment.n = 0;
    }
    strbuf_free(&comment);
}

/* The variable of the configuration that a value ends up in tells what it is, if the plugin itself declares it. */
static void read_fields(finder *f, inferred_value *v, comment_part part)
{
    const ir_field *field = v->field;
    if (field && field->doc.n && field->at.file != IR_NO_FILE &&
        path_is_inside(ir_file_path(f->program, field->at.file), f->root)) {
        comment_text found = read_comment(f, field->doc, part);
        fill(v, &found);
    }
    for (size_t i = 0; i < v->members.n; i++) read_fields(f, v->members.at[i], part);
    if (v->any_member) read_fields(f, v->any_member, part);
    if (v->element) read_fields(f, v->element, part);
}

/* "limit: requests a minute", "limit - requests a minute", "`limit` is ...": the text about the key, or empty. */
static str about_name(str text, str name)
{
    str rest = text;
    bool quoted = rest.n && strchr("`'\"", rest.p[0]);
    if (quoted) rest = str_slice(rest, 1, rest.n);
    if (name.n < 2 || !str_starts(rest, name)) return STR("");
    rest = str_slice(rest, name.n + quoted, rest.n);
    str behind = str_trim(rest);
    if (str_starts(behind, STR(": ")) || str_starts(behind, STR("- "))) return str_trim(str_slice(behind, 2, behind.n));
    return rest.n && rest.p[0] == ' ' ? text : STR("");
}

/* The comment on the line that reads a value. */
static void read_reads(finder *f, inferred_value *v, comment_part part)
{
    ir_span at = v->read_at;
    if (v->name.n && !v->description.n && at.file < ir_file_count(f->program) &&
        path_is_inside(ir_file_path(f->program, at.file), f->root)) {
        str comment = doc_comment(f->a, ir_file_text(f->program, at.file), at.at, true, NULL);
        comment_text found = read_comment(f, comment, part);
        if (part == PART_PLAIN) found.description = about_name(found.description, v->name);
        fill(v, &found);
    }
    for (size_t i = 0; i < v->members.n; i++) read_reads(f, v->members.at[i], part);
    if (v->any_member) read_reads(f, v->any_member, part);
    if (v->element) read_reads(f, v->element, part);
}

static void read_comments(finder *f, comment_part part)
{
    read_fields(f, f->schema->root, part);
    if (f->schema->rule != f->schema->root) read_fields(f, f->schema->rule, part);
    for (size_t i = 0; i < ir_file_count(f->program); i++)
        if (path_is_inside(ir_file_path(f->program, i), f->root)) read_declared(f, ir_file_text(f->program, i), part);
    read_reads(f, f->schema->root, part);
    if (f->schema->rule != f->schema->root) read_reads(f, f->schema->rule, part);
}

static void forget_texts(inferred_value *v)
{
    v->title = v->description = STR("");
    for (size_t i = 0; i < v->members.n; i++) forget_texts(v->members.at[i]);
    if (v->any_member) forget_texts(v->any_member);
    if (v->element) forget_texts(v->element);
}

void documentation_add(arena *a, const source_tree *tree, str root, const language_row *language, const ir_program *program,
                       inferred_schema *schema, bool chinese)
{
    finder f = {a, language, schema, program, root};
    forget_texts(schema->root);
    forget_texts(schema->rule);
    for (int round = 0; round < 2; round++, chinese = !chinese) { /* the other language is better than nothing */
        read_comments(&f, chinese ? PART_CHINESE : PART_ENGLISH);
        str text, name = chinese ? STR("README.md") : STR("README_EN.md");
        if (tree->read(tree->self, path_join(a, root, name), &text)) read_tables(&f, text);
    }
    read_comments(&f, PART_PLAIN);
}
