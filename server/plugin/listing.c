#include "plugin/listing.h"

#include "base/limits.h"
#include "base/path.h"
#include "plugin/foreign.h"
#include "plugin/ignore.h"
#include "plugin/workspace_internal.h"

enum { HEAD = 64 << 10, HEADS_MOST = 1000 }; /* bytes of a source that may show a plugin in another language, and how many are
                                                looked at */

typedef struct kept_listing {
    arena memory;
    uint64_t shape; /* of the workspace when it was made */
    tree_listing found;
} kept_listing;

typedef struct tree_walk {
    workspace *w;
    str root;   /* real */
    arena *out;
    tree_listing *found;
    map linked; /* real names of folders that links lead to */
    char *head; /* HEAD bytes */
    int heads;  /* that may still be looked at */
    bool many;  /* documents are left over */
    bool gitignore; /* .gitignore files count: in a repository */
    arena patterns; /* what `ignored` has */
    ignore_list ignored;
    arena levels[LIMIT_FOLDER_DEPTH + 1]; /* entries of the folders on the way down */
} tree_walk;

bool is_test_name(str name)
{
    const language_row *l = language_with(name, LANGUAGE_TEST);
    return l && l->tests;
}

bool is_prose_name(str name) { return str_is(path_extension(name), ".md"); }

/* "envoy.yaml.tmpl": by the name without its end. */
static str without_template(str name)
{
    static const char *const ends[] = {".tmpl", ".tpl", ".gotmpl"};
    str e = path_extension(name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_is(e, ends[i])) return str_slice(name, 0, name.n - e.n);
    return name;
}

bool is_document_name(str name)
{
    str e = path_extension(without_template(name));
    return str_is(e, ".yaml") || str_is(e, ".yml") || str_is(e, ".json") || is_prose_name(name);
}

static bool is_one_of(str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(name, names[i])) return true;
    return false;
}

/* What others made: nothing in it is looked at. */
static bool is_foreign(str name)
{
    if (path_is_skipped(name)) return true;
    for (const language_row *const *l = language_all(); *l; l++)
        for (const char *const *other = (*l)->foreign_folders; other && *other; other++)
            if (str_is(name, *other)) return true;
    return false;
}

/* Plugins in it are copies, or not the user's; configurations may be. */
static bool holds_no_plugins(str name)
{
    static const char *const names[] = {"third_party", "build", "dist", "target", "bazel-out"};
    return name.p[0] == '_' || is_one_of(name, names, sizeof names / sizeof *names);
}

static bool is_test(str name) { return str_is(name, "test") || str_is(name, "tests"); }

static left_out *leave_out(tree_walk *t, left_out_reason reason, str path)
{
    left_out *l = array_add(t->out, &t->found->left_out);
    l->reason = reason;
    l->path = arena_str(t->out, path);
    return l;
}

/* --- entries --------------------------------------------------------------------------------------------------------------- */

static void add_document(tree_walk *t, const file_entry *e, str path)
{
    const path_list *documents = &t->found->documents;
    if (!e->regular) leave_out(t, LEFT_UNREADABLE, path)->status = file_look(path);
    else if (documents->n < LIMIT_FOLDER_FILES) array_push(t->out, &t->found->documents, arena_str(t->out, path));
    else t->many = true;
}

/* Once a folder. */
static void look_for_language(tree_walk *t, arena *a, str folder, const file_entries *entries)
{
    for (size_t i = 0; i < entries->n && t->heads > 0; i++) {
        const file_entry *e = &entries->at[i];
        size_t n;
        if (!e->regular || e->link || !foreign_is_candidate(e->name)) continue;
        str path = path_join(a, folder, e->name);
        t->heads--;
        if (file_read_head(path, t->head, HEAD, &n) != FILE_OK) continue;
        range at;
        const char *language = foreign_language(e->name, str_make(t->head, n), &at);
        if (!language) continue;
        left_out *l = leave_out(t, LEFT_LANGUAGE, path);
        l->name = str_of(language);
        l->at = at;
        manifest_names(t->out, arena_str(t->out, str_make(t->head, n)), &l->names);
        return;
    }
}

/* Whether what a link leads to is looked at under the link's name: another place of the repository, once. */
static bool follows(tree_walk *t, const file_entry *e, str path)
{
    bool matters = e->folder || is_document_name(e->name) || language_of(e->name);
    if (e->folder ? !border_allows_folder(t->w, path) : !border_allows(t->w, path)) {
        if (matters) leave_out(t, LEFT_OUTSIDE, path)->name = file_link_target(t->out, path);
        return false;
    }
    if (!e->folder) return true;
    str real = border_real(t->w, path);
    if (path_is_inside(real, t->root) || path_is_inside(t->root, real) || map_find(&t->linked, real)) return false;
    map_put(t->out, &t->linked, real, NULL);
    return true;
}

/* A link without anything behind it, which may have been a folder or a file that counts. Of a source the project reports it. */
static bool leads_nowhere(tree_walk *t, const file_entry *e, str path)
{
    if (!e->link || e->folder || e->regular || file_exists(path)) return false;
    bool may_count = e->name.p[0] != '.' && (!path_extension(e->name).n || is_document_name(e->name));
    if (may_count) leave_out(t, LEFT_UNREADABLE, path)->status = file_look(path);
    return true;
}

static bool counts_gitignore(const tree_walk *t) { return workspace_options(t->w)->gitignore != SWITCH_OFF; }

/* The patterns that stand in a folder: those of its .gitignore, and of its settings. */
static void add_patterns(tree_walk *t, str folder, const folder_facts *facts)
{
    str text;
    if (t->gitignore && border_read(t->w, &t->patterns, path_join(&t->patterns, folder, STR(".gitignore")), &text) == FILE_OK)
        ignore_add_lines(&t->patterns, &t->ignored, arena_str(&t->patterns, folder), text);
    if (!facts->has_settings[0] && !facts->has_settings[1]) return;
    settings_view v = workspace_settings(t->w, folder);
    const settings *file = v.layers[SETTINGS_FILE];
    for (size_t i = 0; file && i < file->exclude.n; i++)
        ignore_add(&t->patterns, &t->ignored, file->folder, file->exclude.at[i]);
}

static bool has_gitignore(const file_entries *entries)
{
    for (size_t i = 0; i < entries->n; i++)
        if (str_is(entries->at[i].name, ".gitignore")) return entries->at[i].regular;
    return false;
}

/* Those that count in the folder where the walk begins: of the command line, of the editor, and of the folders above it, up to
 * the repository's root. */
static void add_patterns_above(tree_walk *t, str folder)
{
    arena *a = &t->patterns;
    settings_view v = workspace_settings(t->w, folder);
    for (int i = SETTINGS_LAYERS; i-- > 0;) {
        const settings *s = v.layers[i];
        for (size_t k = 0; s && k < s->exclude.n; k++) ignore_add(a, &t->ignored, s->folder, s->exclude.at[k]);
    }
    str top = border_around(t->w, folder);
    t->gitignore = top.n && counts_gitignore(t) && workspace_folder_facts(t->w, top, NULL)->is_repository;
    if (!t->gitignore) return;
    str above[LIMIT_FOLDER_DEPTH];
    size_t n = 0;
    for (str at = folder; at.n > top.n && path_is_inside(at, top) && n < LIMIT_FOLDER_DEPTH;)
        above[n++] = at = path_dir(at);
    while (n-- > 0) add_patterns(t, above[n], &(folder_facts){0});
}

static void walk(tree_walk *t, str folder, int depth, bool plugins)
{
    if (depth > LIMIT_FOLDER_DEPTH) {
        leave_out(t, LEFT_DEEP, folder);
        return;
    }
    arena *a = &t->levels[depth];
    arena_reset(a);
    file_entries entries;
    file_status status = workspace_entries(t->w, a, folder, &entries);
    if (status != FILE_OK && status != FILE_MISSING) leave_out(t, LEFT_UNREADABLE, folder)->status = status;
    folder_facts facts = *workspace_folder_facts(t->w, folder, &entries);
    size_t before = t->found->projects.n, patterns = t->ignored.n;
    bool gitignore = t->gitignore;
    t->gitignore = gitignore || (facts.is_repository && counts_gitignore(t));
    bool has_settings = depth && (facts.has_settings[0] || facts.has_settings[1]);
    if (has_settings || (t->gitignore && has_gitignore(&entries))) add_patterns(t, folder, &facts);
    /* Below it may be others: a main that only says where the plugin is, a tool beside it. */
    if (plugins && facts.has_main) array_push(t->out, &t->found->projects, arena_str(t->out, folder));
    if (plugins && !is_test(path_base(folder))) look_for_language(t, a, folder, &entries);
    for (size_t i = 0; i < entries.n; i++) {
        const file_entry *e = &entries.at[i];
        bool of_interest = e->folder || e->link || is_document_name(e->name);
        if (!of_interest) continue;
        str path = path_join(a, folder, e->name);
        if (t->ignored.n && ignore_has(&t->ignored, path, e->folder && !e->link)) continue;
        if ((e->folder && is_foreign(e->name)) || leads_nowhere(t, e, path) || (e->link && !follows(t, e, path))) continue;
        if (e->folder && !e->link) border_know_folder(t->w, path);
        if (e->folder) walk(t, path, depth + 1, plugins && !holds_no_plugins(e->name));
        else if (is_document_name(e->name)) add_document(t, e, path);
    }
    /* a module whose main package is nowhere to be seen is still a project */
    if (plugins && t->found->projects.n == before && facts.has_module && facts.has_sources)
        array_push(t->out, &t->found->projects, arena_str(t->out, folder));
    t->ignored.n = patterns;
    t->gitignore = gitignore;
}

const tree_listing *workspace_listing(workspace *w, str folder)
{
    kept_listing *l = map_get(&w->listings, folder);
    if (!l) {
        l = ARENA_NEW(&w->memory, kept_listing);
        map_put(NULL, &w->listings, arena_str(&w->memory, folder), l);
    }
    if (l->shape == w->shape) return &l->found;
    arena_free(&l->memory);
    l->found = (tree_listing){0};
    l->shape = w->shape;
    arena scratch = ARENA_INIT;
    tree_walk *t = ARENA_NEW(&scratch, tree_walk);
    *t = (tree_walk){.w = w,
                     .root = border_real(w, folder),
                     .out = &l->memory,
                     .found = &l->found,
                     .head = arena_alloc(&scratch, HEAD),
                     .heads = HEADS_MOST};
    add_patterns_above(t, folder);
    walk(t, arena_str(&scratch, folder), 0, true);
    if (t->many) leave_out(t, LEFT_MANY, folder);
    for (size_t i = 0; i <= LIMIT_FOLDER_DEPTH; i++) arena_free(&t->levels[i]);
    arena_free(&t->patterns);
    arena_free(&scratch);
    return &l->found;
}

void listings_free(workspace *w)
{
    for (size_t i = 0; i < w->listings.n; i++) arena_free(&((kept_listing *)w->listings.entries[i].value)->memory);
    map_free(&w->listings);
}

path_list workspace_tests(workspace *w, arena *a, str folder)
{
    file_entries entries;
    path_list out = {0};
    if (workspace_entries(w, a, folder, &entries) != FILE_OK) return out;
    for (size_t i = 0; i < entries.n; i++) {
        const file_entry *e = &entries.at[i];
        if (e->regular && !e->link && is_test_name(e->name)) array_push(a, &out, path_join(a, folder, e->name));
    }
    return out;
}

/* --- of the whole workspace ------------------------------------------------------------------------------------------------ */

static void add_all(const tree_listing *l, arena *a, str but, path_list *out)
{
    for (size_t i = 0; i < l->documents.n && out->n < LIMIT_CONFIGURATION_FILES; i++)
        if (!but.n || !path_is_inside(l->documents.at[i], but)) array_push(a, out, arena_str(a, l->documents.at[i]));
}

path_list configuration_files(workspace *w, arena *a, project *plugin)
{
    path_list out = {0};
    str below = plugin ? project_root(plugin) : (str){0};
    if (plugin) add_all(workspace_listing(w, below), a, (str){0}, &out);
    for (size_t i = 0; i < w->roots.n; i++) {
        bool inside = below.n && path_is_inside(w->roots.at[i], below);
        for (size_t k = 0; k < w->roots.n && !inside; k++)
            inside = k != i && path_is_inside(w->roots.at[i], w->roots.at[k]) && (w->roots.at[k].n < w->roots.at[i].n || k < i);
        if (!inside) add_all(workspace_listing(w, w->roots.at[i]), a, below, &out);
    }
    return out;
}
