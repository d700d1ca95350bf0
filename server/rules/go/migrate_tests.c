/* The tests beside the sources of a plugin that moves to today's SDK: what they import. They are no part of the program, so that
 * nothing but the imports is known of them; where they name more that has another name today, the fix is not preferred. */
#include "rules/go/migrate.h"

#include "base/path.h"
#include "ir/func.h"

enum { FOLDERS_MOST = 64 };

static bool begins_declaration(str line)
{
    static const char *const words[] = {"func ", "type ", "var ", "const "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(line, str_of(words[i]))) return true;
    return false;
}

/* A line of the imports: its path in quotes. */
static void move_line(migration *m, str path, str text, uint32_t start, uint32_t end)
{
    ptrdiff_t open = str_find_char(str_slice(text, 0, end), '"', start);
    ptrdiff_t close = open < 0 ? -1 : str_find_char(str_slice(text, 0, end), '"', (size_t)open + 1);
    str to;
    if (close < 0 || !migrate_import(m, str_slice(text, (size_t)open + 1, (size_t)close), &to)) return;
    range at = to.n ? range_make((uint32_t)open + 1, (uint32_t)close) : migrate_line(text, start);
    array_push(m->c->arena, &m->edits, ((text_edit){path, at, to}));
}

static void move_file(migration *m, str path, str text)
{
    uint32_t at = 0;
    while (at < text.n) {
        ptrdiff_t newline = str_find_char(text, '\n', at);
        uint32_t end = newline < 0 ? (uint32_t)text.n : (uint32_t)newline;
        str line = str_slice(text, at, end);
        if (begins_declaration(line)) break;
        if (!str_starts(str_trim(line), STR("//"))) move_line(m, path, text, at, end);
        at = end + 1;
    }
    if (str_has(str_slice(text, at < text.n ? at : text.n, text.n), STR("wrapper.Log"))) m->unsure = true;
}

static void move_folder(migration *m, str folder)
{
    const source_tree *tree = m->c->tree;
    source_entries entries = tree->list(tree->self, m->c->arena, folder);
    for (size_t i = 0; i < entries.n; i++) {
        str path = path_join(m->c->arena, folder, entries.at[i].name), text;
        if (entries.at[i].folder || !str_ends(path, STR("_test.go")) || !tree->read(tree->self, path, &text)) continue;
        move_file(m, path, text);
    }
}

void migrate_tests(migration *m)
{
    str folders[FOLDERS_MOST];
    size_t n = 0;
    for (uint32_t file = 0; m->c->tree && file < ir_file_count(m->c->program) && n < FOLDERS_MOST; file++) {
        if (!ir_file_is_own(m->c->program, file)) continue;
        str folder = path_dir(ir_file_path(m->c->program, file));
        bool known = false;
        for (size_t i = 0; i < n && !known; i++) known = str_eq(folders[i], folder);
        if (!known) move_folder(m, folders[n++] = folder);
    }
}
