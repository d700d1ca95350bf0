#include "features/moved.h"

#include "base/map.h"
#include "base/path.h"
#include "language/language.h"
#include "plugin/listing.h"
#include "plugin/project.h"

typedef struct moving {
    workspace *w;
    arena *a;
    const moved_paths *moves;
    str path, text; /* the file that is looked at */
    str labels;     /* the folder that Bazel's labels in it begin at; empty: it has none */
    text_edits *out;
} moving;

/* --- where things are then ------------------------------------------------------------------------------------------------- */

/* The place of a path when all is moved; itself where nothing moves it. */
static str moved_to(const moving *m, str path)
{
    for (size_t i = 0; i < m->moves->n; i++) {
        const moved_path *p = &m->moves->at[i];
        if (str_eq(path, p->from)) return p->to;
        if (path_is_inside(path, p->from)) return path_join(m->a, p->to, path_relative(path, p->from));
    }
    return path;
}

static bool is_moved(const moving *m, str path)
{
    for (size_t i = 0; i < m->moves->n; i++)
        if (path_is_inside(path, m->moves->at[i].from)) return true;
    return false;
}

/* `path` as it is written in a file of the folder. */
static str relative_to(arena *a, str path, str folder)
{
    strbuf out = STRBUF_IN(a);
    while (!path_is_inside(path, folder) && folder.n > 1) {
        strbuf_add_cstr(&out, out.n ? "/.." : "..");
        folder = path_dir(folder);
    }
    bool inside = path_is_inside(path, folder);
    str rest = str_eq(path, folder) ? STR("") : inside ? path_relative(path, folder) : str_slice(path, 1, path.n);
    if (rest.n && out.n) strbuf_add_char(&out, '/');
    strbuf_add(&out, rest);
    return out.n ? strbuf_str(&out) : STR(".");
}

/* --- what looks like a path ------------------------------------------------------------------------------------------------ */

static bool is_path_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ||
           (c && strchr("._-/@+", c));
}

static bool is_all_path(str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!is_path_char(text.p[i])) return false;
    return text.n > 0;
}

static bool stands_before(str text, size_t at, const char *word) { return str_ends(str_slice(text, 0, at), str_of(word)); }

/* Whether the file is one in which a whole scalar may be a path that has no '/'. */
static bool lists_paths(str path)
{
    static const char *const names[] = {"kustomization.yaml", "kustomization.yml", "wpls.yaml", ".wpls.yaml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(path_base(path), names[i])) return true;
    return false;
}

/* A name alone is a path only where nothing else can stand. */
static bool is_said_to_be_path(const moving *m, size_t start, size_t end)
{
    static const char *const words[] = {"plugin=", "schema=", "](", "add_subdirectory("};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (stands_before(m->text, start, words[i])) return true;
    size_t line = start;
    while (line > 0 && m->text.p[line - 1] != '\n') line--;
    str before = str_trim(str_slice(m->text, line, start));
    bool ends = end == m->text.n || strchr("\r\n \"'", m->text.p[end]);
    bool opens = str_is(before, "-") || str_ends(before, STR(":")) || str_ends(before, STR("\"")) || str_ends(before, STR("'"));
    return lists_paths(m->path) && ends && opens;
}

static void replace(moving *m, size_t start, size_t end, str with)
{
    if (!is_all_path(with) || str_eq(str_slice(m->text, start, end), with)) return; /* it would have to be quoted */
    array_push(m->a, m->out, (text_edit){m->path, range_make((uint32_t)start, (uint32_t)end), with});
}

/* "//plugins/gate", in front of ":target". */
static void look_at_label(moving *m, size_t start, size_t end)
{
    str written = str_slice(m->text, start + 2, end);
    if (!m->labels.n || !written.n) return;
    str target = path_clean(m->a, path_join(m->a, m->labels, written)), then = moved_to(m, target);
    if (str_eq(target, then) || !path_is_inside(then, m->labels)) return;
    replace(m, start, end, arena_printf(m->a, "//%.*s", STR_ARG(path_relative(then, m->labels))));
}

/* Whether it is a path at all, and no word with a '/' in it. */
static bool leads_somewhere(const moving *m, str written, str target)
{
    str text;
    return str_starts(written, STR("../")) || workspace_text(m->w, target, &text) == FILE_OK;
}

/* A path as it was written, from `folder` or from where that is then. */
static bool look_from(moving *m, size_t start, size_t end, str folder, str then)
{
    str written = str_slice(m->text, start, end);
    str target = path_clean(m->a, path_join(m->a, folder, written)), at = moved_to(m, target);
    bool left = str_eq(target, at) && is_moved(m, m->path); /* the file goes, and what it names stays */
    if (str_eq(target, at) && !(left && leads_somewhere(m, written, target))) return false;
    str with = relative_to(m->a, at, then);
    if (str_eq(with, relative_to(m->a, target, folder))) return true; /* both have moved alike */
    if (str_starts(written, STR(".")) && !str_starts(with, STR("."))) with = arena_printf(m->a, "./%.*s", STR_ARG(with));
    if (str_ends(written, STR("/"))) with = arena_printf(m->a, "%.*s/", STR_ARG(with));
    replace(m, start, end, with);
    return true;
}

static void look_at(moving *m, size_t start, size_t end)
{
    while (end > start + 1 && m->text.p[end - 1] == '.' && !strchr("./", m->text.p[end - 2])) end--; /* of a sentence */
    str written = str_slice(m->text, start, end);
    bool url = start > 0 && m->text.p[start - 1] == ':' && str_starts(written, STR("//"));
    if (url || written.p[0] == '@') return;
    if (str_starts(written, STR("//"))) {
        look_at_label(m, start, end);
        return;
    }
    bool named = str_find_char(written, '/', 0) >= 0 || is_said_to_be_path(m, start, end);
    if (written.p[0] == '/' || !named) return;
    str folder = path_dir(m->path);
    if (look_from(m, start, end, folder, path_dir(moved_to(m, m->path))) || written.p[0] == '.') return;
    for (size_t i = 0; i < workspace_root_count(m->w); i++) { /* as tools that are started there see it */
        str root = workspace_root_at(m->w, i);
        if (path_is_inside(folder, root) && !str_eq(folder, root) && look_from(m, start, end, root, root)) return;
    }
}

/* The nearest folder upwards in which a Bazel workspace begins. */
static str labels_of(const moving *m)
{
    static const char *const names[] = {"MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel"};
    str name = path_base(m->path), text;
    if (!str_starts(name, STR("BUILD")) && !str_is(path_extension(name), ".bzl")) return STR("");
    for (str folder = path_dir(m->path); folder.n > 1; folder = path_dir(folder))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (workspace_text(m->w, path_join(m->a, folder, str_of(names[i])), &text) == FILE_OK) return folder;
    return STR("");
}

static void look_into(moving *m, str path)
{
    m->path = path;
    if (workspace_text(m->w, path, &m->text) != FILE_OK || !workspace_may_write(m->w, path)) return;
    m->labels = labels_of(m);
    for (size_t at = 0; at < m->text.n;) {
        size_t start = at;
        while (at < m->text.n && is_path_char(m->text.p[at])) at++;
        if (at > start) look_at(m, start, at);
        else at++;
    }
}

/* --- the files that may name it -------------------------------------------------------------------------------------------- */

typedef struct file_set {
    arena *a;
    path_list list;
    map known;
} file_set;

static void add_file(file_set *f, str path)
{
    if (map_get(&f->known, path)) return;
    array_push(f->a, &f->list, path);
    map_put(f->a, &f->known, path, f);
}

/* What builds in the folder and in those above it, up to the root. */
static void add_builds(file_set *f, str folder, str root)
{
    static const char *const names[] = {"BUILD", "BUILD.bazel", "CMakeLists.txt", "Makefile", "Dockerfile"};
    for (; path_is_inside(folder, root) && folder.n > 1; folder = path_dir(folder)) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) add_file(f, path_join(f->a, folder, str_of(names[i])));
        for (const language_row *const *l = language_all(); *l; l++)
            for (const char *const *glob = (*l)->globs; *glob; glob++) {
                str name = path_base(str_of(*glob));
                if (str_find_char(name, '*', 0) < 0) add_file(f, path_join(f->a, folder, name)); /* one file's, as a module's */
            }
    }
}

static path_list files_of(const moving *m)
{
    file_set files = {.a = m->a};
    for (size_t i = 0; i < workspace_root_count(m->w); i++) {
        str root = workspace_root_at(m->w, i);
        const tree_listing *l = workspace_listing(m->w, root);
        for (size_t k = 0; k < l->documents.n; k++) add_file(&files, l->documents.at[k]);
        add_builds(&files, root, root);
        for (size_t k = 0; k < l->projects.n; k++) add_builds(&files, l->projects.at[k], root);
        for (size_t k = 0; k < m->moves->n; k++) add_builds(&files, path_dir(m->moves->at[k].from), root);
    }
    return files.list;
}

/* Whether it has to do with plugins at all: other servers look after the rest. */
static bool is_wanted(const moving *m)
{
    for (size_t i = 0; i < m->moves->n; i++) {
        str from = m->moves->at[i].from;
        if (is_document_name(from) || workspace_project_of(m->w, from)) return true;
        const project_list *all = workspace_projects(m->w);
        for (size_t k = 0; k < all->n; k++)
            if (path_is_inside(project_root(all->at[k]), from)) return true;
    }
    return false;
}

text_edits moved_edits(workspace *w, arena *a, const moved_paths *moves)
{
    text_edits out = {0};
    moving m = {.w = w, .a = a, .moves = moves, .out = &out};
    if (!is_wanted(&m)) return out;
    path_list files = files_of(&m);
    for (size_t i = 0; i < files.n; i++) look_into(&m, files.at[i]);
    return out;
}
