/* Plugin projects: which folder is one, and what is known of it. */
#include "plugin/workspace_internal.h"

#include "base/limits.h"
#include "base/path.h"
#include "plugin/documentation.h"

/* --- finding --------------------------------------------------------------------------------------------------------------- */

static bool declares_main(str text)
{
    for (ptrdiff_t at = str_find(text, STR("package"), 0); at >= 0; at = str_find(text, STR("package"), (size_t)at + 1)) {
        bool starts_line = at == 0 || text.p[at - 1] == '\n';
        str rest = str_trim(str_slice(text, (size_t)at + 7, (size_t)at + 7 + 24));
        if (starts_line) return str_starts(rest, STR("main")) && (rest.n == 4 || !((rest.p[4] >= 'a' && rest.p[4] <= 'z') || rest.p[4] == '_'));
    }
    return false;
}

/* The file's text is not kept for that: most files that are looked at are those of plugins that nobody loads now. */
static bool is_main(workspace *w, str path)
{
    const workspace_file *known = map_get(&w->files, path);
    bool held = known && known->status == FILE_OK && !known->resting;
    workspace_file *f = workspace_file_at(w, path);
    if (f->status != FILE_OK) return false;
    bool found = declares_main(f->text);
    if (!held) workspace_rest_file(w, path);
    return found;
}

static bool is_go_source(str name)
{
    return str_ends(name, STR(".go")) && !str_ends(name, STR("_test.go")) && name.p[0] != '_' && name.p[0] != '.';
}

typedef struct folder_facts {
    bool has_module, has_go, has_main;
    bool is_repository; /* the root of one */
} folder_facts;

static folder_facts look_at(workspace *w, arena *a, str folder)
{
    folder_facts facts = {0};
    source_tree tree = workspace_tree(w);
    source_entries entries = tree.list(tree.self, a, folder);
    for (size_t i = 0; i < entries.n; i++) {
        const source_entry *e = &entries.at[i];
        if (str_is(e->name, ".git")) facts.is_repository = true;
        if (e->folder) continue;
        if (str_is(e->name, "go.mod")) facts.has_module = true;
        if (!is_go_source(e->name)) continue;
        facts.has_go = true;
        if (!facts.has_main) facts.has_main = is_main(w, path_join(a, folder, e->name));
    }
    return facts;
}

static project *project_in(workspace *w, str root)
{
    project *p = map_get(&w->projects, root);
    if (p) return p;
    p = ARENA_NEW(&w->memory, project);
    p->owner = w;
    p->root = arena_str(&w->memory, root);
    p->tree = workspace_tree(w);
    map_put(NULL, &w->projects, p->root, p);
    return p;
}

project *workspace_project_at(workspace *w, str folder)
{
    arena a = ARENA_INIT;
    folder_facts facts = look_at(w, &a, folder);
    arena_free(&a);
    return facts.has_go || facts.has_module ? project_in(w, folder) : NULL;
}

project *workspace_project_of(workspace *w, str path)
{
    arena a = ARENA_INIT;
    project *found = NULL;
    str folder = file_is_folder(path) ? path : path_dir(path);
    for (int up = 0; up < LIMIT_FOLDER_DEPTH && !found; up++) {
        if (map_get(&w->projects, folder)) {
            found = map_get(&w->projects, folder);
            break;
        }
        folder_facts facts = look_at(w, &a, folder);
        if (facts.has_main || facts.has_module) found = project_in(w, folder);
        str above = path_dir(folder);
        if (facts.is_repository || above.n >= folder.n) break; /* what lies above a repository has nothing to do with it */
        folder = above;
    }
    arena_free(&a);
    return found;
}

bool workspace_skips_folder(str name)
{
    static const char *const names[] = {"node_modules", "vendor", "testdata", "third_party", "build", "dist", "target", "bazel-out"};
    if (name.p[0] == '.' || name.p[0] == '_') return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return true;
    return false;
}

static void find_below(workspace *w, arena *a, str folder, int depth, project_list *out)
{
    if (depth > LIMIT_FOLDER_DEPTH) return;
    folder_facts facts = look_at(w, a, folder);
    size_t before = out->n;
    /* Below it may be others: a main that only says where the plugin is, a tool beside it. */
    if (facts.has_main) array_push(a, out, project_in(w, folder));
    source_tree tree = workspace_tree(w);
    source_entries entries = tree.list(tree.self, a, folder);
    for (size_t i = 0; i < entries.n; i++)
        if (entries.at[i].folder && !workspace_skips_folder(entries.at[i].name))
            find_below(w, a, path_join(a, folder, entries.at[i].name), depth + 1, out);
    /* a module whose main package is nowhere to be seen is still a project */
    if (out->n == before && facts.has_module && facts.has_go) array_push(a, out, project_in(w, folder));
}

project_list workspace_projects_below(workspace *w, arena *a, str folder)
{
    project_list list = {0};
    find_below(w, a, folder, 0, &list);
    return list;
}

/* --- loading --------------------------------------------------------------------------------------------------------------- */

static void list_loaded(project *p, bool loaded)
{
    workspace *w = p->owner;
    size_t kept = 0;
    for (size_t i = 0; i < w->loaded.n; i++)
        if (w->loaded.at[i] != p) w->loaded.at[kept++] = w->loaded.at[i];
    w->loaded.n = kept;
    if (loaded) array_push(NULL, &w->loaded, p);
}

static void unload(project *p)
{
    if (p->kept) p->keeper->drop(p->kept);
    p->kept = NULL;
    if (p->loaded) go_unload(p->facts.program);
    if (p->loaded) list_loaded(p, false);
    p->loaded = p->stale = p->reshaped = p->resting = false;
    arena_free(&p->rested.memory);
    p->rested = (struct rested_project){0};
    p->schema = NULL;
    arena_free(&p->schema_memory);
    arena_free(&p->memory);
    memset(&p->registrations, 0, sizeof p->registrations);
    p->facts = (project_facts){0};
}

void project_free(project *p)
{
    unload(p);
    go_cache_free(p->cache);
    p->cache = NULL;
}

void project_rest(project *p)
{
    if (!p->loaded) return;
    struct rested_project rested = {0};
    rested.module_root = arena_str(&rested.memory, p->module.root);
    for (size_t i = 0; i < p->facts.program->files.n; i++)
        array_push(&rested.memory, &rested.files, arena_str(&rested.memory, p->facts.program->files.at[i].path));
    bool stale = p->stale;
    project_free(p);
    p->stale = stale;
    p->resting = true;
    p->rested = rested;
}

size_t project_bytes(const project *p)
{
    enum { TREE_FACTOR = 16 }; /* a syntax tree takes about this many times the bytes of its text */
    size_t bytes = p->memory.total + p->schema_memory.total;
    for (size_t i = 0; p->loaded && i < p->facts.program->files.n; i++) bytes += p->facts.program->files.at[i].text.n * TREE_FACTOR;
    return bytes + (p->kept ? p->keeper->bytes(p->kept) : 0);
}

bool project_has_file(const project *p, str path)
{
    for (size_t i = 0; p->loaded && i < p->facts.program->files.n; i++)
        if (str_eq(p->facts.program->files.at[i].path, path)) return true;
    for (size_t i = 0; i < p->rested.files.n; i++)
        if (str_eq(p->rested.files.at[i], path)) return true;
    return false;
}

bool project_has_in_module(const project *p, str path)
{
    return (p->loaded && path_is_inside(path, p->module.root)) || (p->resting && path_is_inside(path, p->rested.module_root));
}

/* Of several registrations the one with a parser counts; the SDK lets the last call win. */
static const registration *choose(const registration_list *list)
{
    const registration *best = NULL;
    for (size_t i = 0; i < list->n; i++) {
        const registration *r = &list->at[i];
        if (!best || r->parse || !best->parse) best = r;
    }
    return best;
}

/* What an edit left alone is kept, until too much has been left behind in the arena. */
static bool reload(project *p)
{
    enum { LEFT_BEHIND_MOST = 64 << 20 };
    if (!p->loaded || p->reshaped || p->memory.total - p->loaded_bytes > LEFT_BEHIND_MOST) return false;
    p->schema = NULL;
    arena_free(&p->schema_memory);
    return go_reload(p->facts.program, &p->tree, p->cache);
}

const project_facts *project_load(project *p)
{
    p->used = ++p->owner->uses;
    if (p->loaded && !p->stale) return &p->facts;
    ir_program *program = reload(p) ? p->facts.program : NULL;
    if (p->stale || !p->resting) p->generation = ++p->owner->generation;
    p->stale = false;
    if (!program) {
        unload(p);
        if (!p->cache) p->cache = go_cache_new();
        p->module = (go_module){0};
        program = go_load(&p->memory, &p->tree, p->root, p->cache, &p->module);
        program->find_native = go_find_native;
        p->loaded_bytes = p->memory.total;
    }
    p->registrations = go_registrations(program);
    p->facts = (project_facts){
        .root = p->root,
        .name = path_base(p->root),
        .program = program,
        .module = &p->module,
        .registrations = &p->registrations,
        .registration = choose(&p->registrations),
    };
    if (!p->loaded) list_loaded(p, true);
    p->loaded = true;
    return &p->facts;
}

const inferred_schema *project_schema(project *p)
{
    const project_facts *facts = project_load(p);
    if (!facts->registration || !facts->registration->parse) return NULL;
    if (p->schema) return p->schema;
    p->schema = infer_schema(&p->schema_memory, facts->program, facts->registration->parse, facts->registration->override);
    documentation_add(&p->schema_memory, &p->tree, p->root, facts->program, p->schema, p->owner->chinese);
    return p->schema;
}

uint64_t project_generation(project *p)
{
    if (!p->resting || p->stale) project_load(p);
    return p->generation;
}

void **project_kept(project *p, const project_keeper *keeper)
{
    p->keeper = keeper;
    return &p->kept;
}

void workspace_prefer_chinese(workspace *w) { w->chinese = true; }

str project_root(const project *p) { return p->root; }

const source_tree *project_sources(project *p) { return &p->tree; }
