/* The build scripts of a plugin that moves to today's SDK: lines that call TinyGo call Go, with the flags that make a module of
 * it. What is written in another way than in one line with known flags is left, and the fix is then not preferred. */
#include "rules/go/migrate.h"

#include "base/path.h"
#include "base/strbuf.h"
#include "ir/func.h"
#include "text/build_script.h"

static const str tinygo = STR_INIT("tinygo"), command = STR_INIT("tinygo build");

/* The next word behind blanks; empty at the end. */
static str take_word(str *rest)
{
    size_t start = 0, end;
    while (start < rest->n && (rest->p[start] == ' ' || rest->p[start] == '\t')) start++;
    for (end = start; end < rest->n && rest->p[end] != ' ' && rest->p[end] != '\t';) end++;
    str word = str_slice(*rest, start, end);
    *rest = str_slice(*rest, end, rest->n);
    return word;
}

static bool is_one_of(str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(word, list[i])) return true;
    return false;
}

/* The arguments of TinyGo's build as Go has them; false: one of them is not known. */
static bool move_arguments(str rest, strbuf *out)
{
    static const char *const gone[] = {"-target", "-scheduler", "-gc", "-opt", "-panic", "-tags", "-no-debug"};
    for (str word = take_word(&rest); word.n; word = take_word(&rest)) {
        ptrdiff_t equals = word.p[0] == '-' ? str_find_char(word, '=', 0) : -1;
        str name = equals < 0 ? word : str_slice(word, 0, (size_t)equals);
        bool drop = is_one_of(name, gone, sizeof gone / sizeof *gone), quoted = str_find_char(word, '\'', 0) >= 0;
        if (drop && quoted) return false; /* its value may have blanks */
        if (drop && equals < 0 && !str_is(name, "-no-debug")) take_word(&rest);
        if (drop) continue;
        if (word.p[0] == '-' && !str_is(word, "-o")) return false;
        bool alone = str_is(word, "main.go") || str_is(word, "./main.go"); /* the folder's other files belong to it */
        strbuf_printf(out, " %.*s", STR_ARG(alone ? STR(".") : word));
        str output = str_is(word, "-o") ? take_word(&rest) : (str){0};
        if (output.n) strbuf_printf(out, " %.*s", STR_ARG(output));
    }
    return true;
}

static void move_line(migration *m, str path, str text, uint32_t start, uint32_t end)
{
    str line = str_slice(text, start, end);
    ptrdiff_t at = str_find(line, command, 0);
    size_t stop = at < 0 ? 0 : (size_t)at;
    while (stop < line.n && !strchr("&|;#\\\r", line.p[stop])) stop++;
    bool whole = at >= 0 && (stop == line.n || line.p[stop] == '\r' || line.p[stop] == '&' || line.p[stop] == ';');
    bool word = at == 0 || (at > 0 && strchr(" \t@-", line.p[at - 1]));
    bool in_system = str_has(line, STR("GOOS="));
    strbuf out = STRBUF_INIT;
    strbuf_add_cstr(&out, "GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared");
    size_t from = at < 0 ? 0 : (size_t)at + command.n, last = stop;
    while (last > from && line.p[last - 1] == ' ') last--;
    if (whole && word && !in_system && move_arguments(str_slice(line, from, last), &out)) {
        range edited = range_make(start + (uint32_t)at, start + (uint32_t)last);
        array_push(m->c->arena, &m->edits, ((text_edit){path, edited, arena_str(m->c->arena, strbuf_str(&out))}));
    } else {
        m->unsure = true;
    }
    strbuf_free(&out);
}

static void move_file(migration *m, str path, str text)
{
    for (uint32_t at = 0; at < text.n;) {
        ptrdiff_t newline = str_find_char(text, '\n', at);
        uint32_t end = newline < 0 ? (uint32_t)text.n : (uint32_t)newline;
        str line = str_trim(str_slice(text, at, end));
        if (str_has(line, tinygo) && line.p[0] != '#') move_line(m, path, text, at, end);
        at = end + 1;
    }
}

static void move_folder(migration *m, str folder)
{
    const source_tree *tree = m->c->tree;
    source_entries entries = tree->list(tree->self, m->c->arena, folder);
    for (size_t i = 0; i < entries.n; i++) {
        str path = path_join(m->c->arena, folder, entries.at[i].name), text;
        bool wanted = !entries.at[i].folder && build_script_of(entries.at[i].name) != BUILD_SCRIPT_NONE;
        if (wanted && tree->read(tree->self, path, &text) && str_has(text, tinygo)) move_file(m, path, text);
    }
}

void migrate_scripts(migration *m)
{
    str root = m->c->build->root;
    if (!m->c->tree || !root.n) return;
    move_folder(m, root);
    for (size_t i = 0; build_script_folder(i); i++)
        move_folder(m, path_join(m->c->arena, root, str_of(build_script_folder(i))));
}
