/* Which folders are plugin projects: the names in them and the beginnings of their sources say so. */
#include "plugin/foreign.h"
#include "plugin/listing.h"
#include "plugin/workspace_internal.h"

#include "base/limits.h"
#include "base/path.h"

/* Whether a source starts a plugin mostly shows at its beginning: few files need be read whole, and no text is kept for that. */
static bool is_main(workspace *w, arena *a, const language_row *l, str path)
{
    enum { HEAD = 4096 };
    const workspace_file *known = map_get(&w->files, path);
    if (known && known->status == FILE_OK && !known->resting) return l->start(path, known->text, true) == LANGUAGE_STARTS_PLUGIN;
    char *head = arena_alloc(a, HEAD);
    size_t n;
    if (!border_allows(w, path) || file_read_head(path, head, HEAD, &n) != FILE_OK) return false;
    language_start start = l->start(path, str_make(head, n), n < HEAD);
    if (start != LANGUAGE_STARTS_UNKNOWN) return start == LANGUAGE_STARTS_PLUGIN;
    const workspace_file *f = workspace_file_at(w, path);
    bool found = f->status == FILE_OK && l->start(path, f->text, true) == LANGUAGE_STARTS_PLUGIN;
    workspace_rest_file(w, path);
    return found;
}

/* What an entry that is no folder says of the one that it lies in. */
static void look_at_file(workspace *w, arena *a, folder_facts *facts, str path)
{
    for (const language_row *const *l = language_all(); *l; l++) {
        unsigned uses = (*l)->file(path);
        bool starts = uses & LANGUAGE_COMPILED && !facts->has_main && is_main(w, a, *l, path);
        bool module = uses & LANGUAGE_PROJECT && !facts->has_module, first = uses & LANGUAGE_COMPILED && !facts->has_sources;
        if (starts || (module && !facts->has_main) || (first && !facts->has_main && !facts->has_module)) facts->language = *l;
        facts->has_main |= starts;
        facts->has_module |= module;
        facts->has_sources |= first;
    }
}

/* Whether the build file is that of a plugin which nobody reads here. */
static bool is_foreign(workspace *w, arena *a, str path)
{
    enum { HEAD = 64 << 10 };
    char *head = arena_alloc(a, HEAD);
    size_t n;
    range at;
    bool read = border_allows(w, path) && file_read_head(path, head, HEAD, &n) == FILE_OK;
    return read && foreign_language(path_base(path), str_make(head, n), &at);
}

static folder_facts look_at(workspace *w, arena *a, str folder, const file_entries *entries)
{
    folder_facts facts = {.shape = w->shape};
    for (size_t i = 0; i < entries->n; i++) {
        const file_entry *e = &entries->at[i];
        if (str_is(e->name, ".git")) facts.is_repository = true;
        for (size_t k = 0; k < 2 && !e->folder; k++)
            if (str_eq(e->name, settings_names[k])) facts.has_settings[k] = true;
        if (e->folder) continue;
        if (!facts.is_foreign && e->regular && foreign_is_candidate(e->name))
            facts.is_foreign = is_foreign(w, a, path_join(a, folder, e->name));
        if (language_with(e->name, LANGUAGE_PROJECT | LANGUAGE_COMPILED))
            look_at_file(w, a, &facts, path_join(a, folder, e->name));
    }
    return facts;
}

const folder_facts *workspace_folder_facts(workspace *w, str folder, const file_entries *entries)
{
    folder_facts *known = map_get(&w->folders, folder);
    if (known && known->shape == w->shape) return known;
    if (!known) {
        known = ARENA_NEW(&w->memory, folder_facts);
        map_put(NULL, &w->folders, arena_str(&w->memory, folder), known);
    }
    arena a = ARENA_INIT;
    file_entries listed = {0};
    if (!entries) workspace_entries(w, &a, folder, &listed);
    *known = look_at(w, &a, folder, entries ? entries : &listed);
    arena_free(&a);
    return known;
}

static const folder_facts *facts_of(workspace *w, str folder) { return workspace_folder_facts(w, folder, NULL); }

const language_row *workspace_language_at(workspace *w, str folder)
{
    const language_row *l = facts_of(w, folder)->language;
    return l ? l : language_all()[0];
}

static project *project_in(workspace *w, str root)
{
    project *p = map_get(&w->projects, root);
    if (p) return p;
    p = ARENA_NEW(&w->memory, project);
    p->owner = w;
    p->root = arena_str(&w->memory, root);
    p->language = workspace_language_at(w, root);
    map_put(NULL, &w->projects, p->root, p);
    return p;
}

project *workspace_project_at(workspace *w, str folder)
{
    const folder_facts *facts = facts_of(w, folder);
    if (facts->has_sources || facts->has_module) return project_in(w, folder);
    ptrdiff_t sign = str_rfind_char(folder, '#');
    project *p = sign > 0 ? workspace_project_at(w, str_slice(folder, 0, (size_t)sign)) : NULL;
    return p && !p->of ? project_part(p, str_slice(folder, (size_t)sign + 1, folder.n)) : NULL;
}

project *workspace_project_of(workspace *w, str path)
{
    const workspace_file *file = map_get(&w->files, path);
    bool known = file && file->status == FILE_OK;
    str folder = !known && file_is_folder(path) ? path : path_dir(path);
    for (int up = 0; up < LIMIT_FOLDER_DEPTH; up++) {
        const folder_facts *facts = facts_of(w, folder);
        if (facts->has_main || facts->has_module) return project_in(w, folder);
        str above = path_dir(folder);
        bool over = facts->is_repository || facts->is_foreign; /* what lies above has nothing to do with it */
        if (over || above.n >= folder.n) break;
        folder = above;
    }
    return NULL;
}

project_list workspace_projects_below(workspace *w, arena *a, str folder)
{
    project_list list = {0};
    const tree_listing *l = workspace_listing(w, folder);
    for (size_t i = 0; i < l->projects.n; i++) array_push(a, &list, project_in(w, l->projects.at[i]));
    return list;
}

const project_list *workspace_projects(workspace *w)
{
    if (w->listing_shape == w->shape) return &w->listing;
    arena_free(&w->listing_memory);
    w->listing = (project_list){0};
    arena scratch = ARENA_INIT;
    for (size_t r = 0; r < w->roots.n; r++) {
        project_list below = workspace_projects_below(w, &scratch, w->roots.at[r]);
        for (size_t i = 0; i < below.n; i++) {
            bool known = false;
            for (size_t k = 0; k < w->listing.n && !known; k++) known = w->listing.at[k] == below.at[i];
            if (!known) array_push(&w->listing_memory, &w->listing, below.at[i]);
        }
    }
    arena_free(&scratch);
    w->listing_shape = w->shape;
    return &w->listing;
}

bool workspace_holds_others(workspace *w, const project *p)
{
    if (facts_of(w, p->root)->has_main) return false;
    const project_list *all = workspace_projects(w);
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i] != p && path_is_inside(all->at[i]->root, p->root)) return true;
    return false;
}

/* Nothing imports a main package. */
static bool is_of_main(workspace *w, str path) { return facts_of(w, path_dir(path))->has_main; }

project *workspace_next_to_load(workspace *w, str path, size_t *from)
{
    const project_list *all = workspace_projects(w);
    while (*from < all->n && !is_of_main(w, path)) {
        project *p = all->at[(*from)++];
        if (project_may_have(p, path) && !project_is_known(p)) return p;
    }
    return NULL;
}

project_list workspace_projects_with(workspace *w, arena *a, str path)
{
    project_list found = {0};
    const project_list *all = workspace_projects(w);
    project *around = workspace_project_of(w, path);
    if (is_of_main(w, path)) {
        array_push(a, &found, around);
        return found;
    }
    bool listed = !around || workspace_holds_others(w, around);
    for (size_t i = 0; i <= all->n; i++) {
        if (i == all->n && listed) break;
        project *p = i < all->n ? all->at[i] : around;
        listed = listed || p == around;
        if (project_may_have(p, path) && project_has(p, path)) array_push(a, &found, p);
    }
    if (!found.n && around && !workspace_holds_others(w, around)) array_push(a, &found, around);
    return found;
}
