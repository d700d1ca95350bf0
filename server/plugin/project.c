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
        str text;
        if (!facts.has_main && tree.read(tree.self, path_join(a, folder, e->name), &text)) facts.has_main = declares_main(text);
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

static void unload(project *p)
{
    if (p->kept) p->drop_kept(p->kept);
    p->kept = NULL;
    if (p->loaded) go_unload(p->facts.program);
    p->loaded = p->stale = p->reshaped = false;
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
    if (p->loaded && !p->stale) return &p->facts;
    ir_program *program = reload(p) ? p->facts.program : NULL;
    p->stale = false;
    p->generation = ++p->owner->generation;
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
    project_load(p);
    return p->generation;
}

void **project_kept(project *p, void (*drop)(void *kept))
{
    p->drop_kept = drop;
    return &p->kept;
}

void workspace_prefer_chinese(workspace *w) { w->chinese = true; }

str project_root(const project *p) { return p->root; }

const source_tree *project_sources(project *p) { return &p->tree; }
