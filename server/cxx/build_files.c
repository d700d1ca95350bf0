/* What build files around a plugin say of its sources: folders of headers, definitions. They are read as texts. */
#include "base/limits.h"
#include "base/path.h"
#include "cxx/internal.h"
#include "cxx/macros.h"

enum { FOLDERS_MOST = 12, PATHS_MOST = 64, DEFINITIONS_MOST = 256 };

typedef struct reader {
    cxx_state *s;
    str folder; /* of the file */
    str text;
} reader;

static bool is_end(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"' || c == '\'' || c == ',' || c == ')' || c == ']' ||
           c == ';';
}

/* The word from there on; `*end` is behind it. */
static str word_at(str text, size_t at, size_t *end)
{
    size_t start = at;
    for (; at < text.n && !is_end(text.p[at]); at++) { /* a variable with its brackets */
        ptrdiff_t close = text.p[at] == '$' && at + 1 < text.n && text.p[at + 1] == '(' ? str_find_char(text, ')', at) : -1;
        if (close > 0 && (size_t)close < at + 40) at = (size_t)close;
    }
    *end = at;
    return str_slice(text, start, at);
}

/* $(CURDIR)/include, ${CMAKE_CURRENT_SOURCE_DIR}/include: what stands for the file's own folder is left out. */
static bool own_folder(str *word)
{
    static const char *const names[] = {"$(CURDIR)",
                                        "${CURDIR}",
                                        "$(PWD)",
                                        "${PWD}",
                                        "${CMAKE_CURRENT_SOURCE_DIR}",
                                        "${CMAKE_CURRENT_LIST_DIR}",
                                        "${PROJECT_SOURCE_DIR}",
                                        "${CMAKE_SOURCE_DIR}"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!str_starts(*word, str_of(names[i]))) continue;
        *word = str_slice(*word, strlen(names[i]), word->n);
        while (word->n && word->p[0] == '/') *word = str_slice(*word, 1, word->n);
        if (!word->n) *word = STR(".");
    }
    return word->n && str_find_char(*word, '$', 0) < 0;
}

static void add_folder(reader *r, str word)
{
    if (!own_folder(&word) || r->s->include_paths.n >= PATHS_MOST) return;
    str path = path_clean(r->s->a, path_join(r->s->a, r->folder, word));
    for (size_t i = 0; i < r->s->include_paths.n; i++)
        if (str_eq(r->s->include_paths.at[i], path)) return;
    array_push(r->s->a, &r->s->include_paths, path);
}

/* NAME, NAME=VALUE. The SDK's null plugins are compiled for another machine. */
static void add_definition(reader *r, str word)
{
    static const char *const other[] = {"NULL_PLUGIN", "NDEBUG"};
    ptrdiff_t equal = str_find_char(word, '=', 0);
    if (equal >= 0 && (size_t)equal + 1 == word.n) return; /* a text in quotes, which every tool writes in its own way */
    str name = equal < 0 ? word : str_slice(word, 0, (size_t)equal);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (str_is(name, other[i])) return;
    if (!name.n || str_find_char(word, '$', 0) >= 0 || r->s->definitions++ >= DEFINITIONS_MOST ||
        map_find(&r->s->pp.macros, name))
        return;
    str value = equal < 0 ? STR("1") : str_slice(word, (size_t)equal + 1, word.n);
    cxx_define(&r->s->pp, arena_printf(r->s->a, "%.*s %.*s", STR_ARG(name), STR_ARG(value)));
}

/* -Ifolder, -I folder, -isystem folder, -DNAME=VALUE */
static void read_options(reader *r)
{
    static const char *const options[] = {"-I", "-isystem", "-iquote", "-D"};
    for (size_t i = 0; i < r->text.n; i++) {
        if (r->text.p[i] != '-' || (i > 0 && !is_end(r->text.p[i - 1]) && r->text.p[i - 1] != '=' && r->text.p[i - 1] != '('))
            continue;
        for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
            size_t n = strlen(options[k]), at = i + n;
            if (!str_starts(str_slice(r->text, i, r->text.n), str_of(options[k]))) continue;
            while (at < r->text.n && (r->text.p[at] == ' ' || r->text.p[at] == '"' || r->text.p[at] == ',') && at < i + n + 4)
                at++;
            str word = word_at(r->text, at, &at);
            if (options[k][1] == 'D') add_definition(r, word);
            else add_folder(r, word);
            i = at > i ? at - 1 : i;
            break;
        }
    }
}

/* name(a b), name = ["a", "b"]: every word of it that is none of the tool's own. */
static void read_lists(reader *r, const char *name, char open, char close, bool target, bool folders)
{
    for (ptrdiff_t found = 0; (found = str_find(r->text, str_of(name), (size_t)found)) >= 0; found++) {
        size_t at = (size_t)found + strlen(name);
        if (found > 0 && !is_end(r->text.p[found - 1]) && r->text.p[found - 1] != '(') continue;
        while (at < r->text.n && (r->text.p[at] == ' ' || r->text.p[at] == '=')) at++;
        if (at >= r->text.n || r->text.p[at] != open) continue;
        bool first = true;
        for (at++; at < r->text.n && r->text.p[at] != close;) {
            str word = word_at(r->text, at, &at);
            if (!word.n) at++;
            bool upper = str_is(word, "PUBLIC") || str_is(word, "PRIVATE") || str_is(word, "INTERFACE") ||
                         str_is(word, "SYSTEM") || str_is(word, "BEFORE") || str_is(word, "AFTER");
            if (!word.n || upper) continue;
            if (!(first && target)) folders ? add_folder(r, word) : add_definition(r, word);
            first = false;
        }
    }
}

static void read_one(cxx_state *s, str folder, const char *name)
{
    reader r = {.s = s, .folder = folder};
    bool bazel = str_starts(str_of(name), STR("BUILD")), cmake = strcmp(name, "CMakeLists.txt") == 0;
    if (!s->tree->read(s->tree->self, path_join(s->a, folder, str_of(name)), &r.text) || r.text.n > LIMIT_SOURCE_BYTES) return;
    read_options(&r);
    if (bazel) {
        read_lists(&r, "includes", '[', ']', false, true);
        read_lists(&r, "defines", '[', ']', false, false);
        read_lists(&r, "local_defines", '[', ']', false, false);
    }
    if (cmake) {
        read_lists(&r, "include_directories", '(', ')', false, true);
        read_lists(&r, "target_include_directories", '(', ')', true, true);
        read_lists(&r, "add_compile_definitions", '(', ')', false, false);
        read_lists(&r, "target_compile_definitions", '(', ')', true, false);
    }
}

void cxx_read_build_files(cxx_state *s)
{
    static const char *const names[] = {
        "compile_commands.json", "BUILD", "BUILD.bazel", "CMakeLists.txt", "Makefile", "makefile", "GNUmakefile"};
    str folder = s->root;
    for (int i = 0; i < FOLDERS_MOST; i++) {
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) read_one(s, folder, names[k]);
        bool last = !s->include_root.n || str_eq(folder, s->include_root) || path_dir(folder).n >= folder.n;
        if (last) break;
        folder = path_dir(folder);
    }
}
