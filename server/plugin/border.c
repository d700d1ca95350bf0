#include "plugin/border.h"

#include "base/path.h"
#include "plugin/workspace_internal.h"

typedef enum border_verdict { OUTSIDE, ONLY_SOURCES, ALLOWED } border_verdict;

typedef struct border_folder {
    uint64_t shape; /* of the workspace for which the rest holds */
    str real;       /* empty: not known yet */
    size_t areas;   /* how many there were when the verdict was given */
    border_verdict verdict;
} border_folder;

void workspace_open_border(workspace *w) { w->border.open = true; }

bool workspace_allow(workspace *w, str path, str here) { return border_allow(w, path, here); }

bool workspace_may_read(workspace *w, str path) { return border_allows(w, path); }

bool workspace_may_write(workspace *w, str path) { return border_allows_folder(w, path_dir(path)) && border_allows(w, path); }

/* Whether it is written as ".#ID" or the like: a folder without a name of its own, and one of several plugins in it. */
static bool is_nameless(str written, str *folder)
{
    ptrdiff_t sign = str_rfind_char(written, '#');
    if (sign < 0) return false;
    *folder = str_slice(written, 0, (size_t)sign);
    str last = path_base(*folder);
    return !last.n || str_is(last, ".") || str_is(last, "..");
}

str plugin_path(arena *a, str from, str written)
{
    str folder;
    if (!is_nameless(written, &folder)) return path_clean(a, path_join(a, from, written));
    str id = str_slice(written, folder.n, written.n);
    folder = path_clean(a, path_join(a, from, folder));
    return arena_printf(a, "%.*s%.*s", STR_ARG(folder), STR_ARG(id));
}

bool workspace_leads_outside(workspace *w, str from, str written)
{
    arena a = ARENA_INIT;
    str folder;
    if (is_nameless(written, &folder)) written = folder;
    bool outside = !border_admits(w, from, path_clean(&a, path_join(&a, from, written)));
    arena_free(&a);
    return outside;
}

void border_free(workspace *w)
{
    map_free(&w->border.folders);
    arena_free(&w->border.memory);
}

/* --- real names ------------------------------------------------------------------------------------------------------------ */

static border_folder *folder_at(workspace *w, str path)
{
    workspace_border *b = &w->border;
    border_folder *f = map_get(&b->folders, path);
    if (!f) {
        f = ARENA_NEW(&b->memory, border_folder);
        map_put(NULL, &b->folders, arena_str(&b->memory, path), f);
    }
    if (f->shape != w->shape) *f = (border_folder){.shape = w->shape};
    return f;
}

/* One question to the system a folder, as the name of the one above is known. */
str border_real(workspace *w, str path)
{
    workspace_border *b = &w->border;
    border_folder *f = folder_at(w, path);
    if (f->real.n) return f->real;
    str above = path_dir(path);
    bool top = above.n >= path.n || !path_is_absolute(path);
    if (!top && !file_is_link(path)) {
        str real = border_real(w, above);
        f->real = str_eq(real, above) ? arena_str(&b->memory, path) : path_join(&b->memory, real, path_base(path));
    } else {
        f->real = arena_str(&b->memory, top ? path : file_resolve(&b->memory, path));
    }
    return f->real;
}

void border_know_folder(workspace *w, str folder)
{
    workspace_border *b = &w->border;
    border_folder *f = folder_at(w, folder);
    if (f->real.n) return;
    str above = path_dir(folder), real = border_real(w, above);
    f->real = str_eq(real, above) ? arena_str(&b->memory, folder) : path_join(&b->memory, real, path_base(folder));
}

/* --- verdicts -------------------------------------------------------------------------------------------------------------- */

/* Of what lies in a folder, by the folder's real name. */
static border_verdict judge(const workspace_border *b, str real)
{
    border_verdict best = OUTSIDE;
    for (size_t i = 0; i < b->areas.n && best != ALLOWED; i++) {
        const border_area *area = &b->areas.at[i];
        if (area->scope == BORDER_FOLDER ? str_eq(real, area->real) : path_is_inside(real, area->real))
            best = area->scope == BORDER_SOURCES ? ONLY_SOURCES : ALLOWED;
    }
    return best;
}

static border_verdict verdict_of(workspace *w, str folder)
{
    workspace_border *b = &w->border;
    if (b->open) return ALLOWED;
    str real = border_real(w, folder);
    border_folder *f = folder_at(w, folder);
    if (f->areas != b->areas.n) {
        f->verdict = judge(b, real);
        f->areas = b->areas.n;
    }
    return f->verdict;
}

static bool is_source(str path) { return language_with(path, LANGUAGE_TEXT | LANGUAGE_BUILD); }

/* Whether a path that is outside only is so because of a link. */
static bool leaves_by_link(const workspace_border *b, str folder)
{
    for (size_t i = 0; i < b->areas.n; i++)
        if (b->areas.at[i].scope == BORDER_ALL &&
            (path_is_inside(folder, b->areas.at[i].path) || path_is_inside(folder, b->areas.at[i].real)))
            return true;
    return false;
}

/* Some build files are looked for in other folders as well: above, and where those lead. */
static bool may_look_for(workspace *w, str path)
{
    return language_with(path, LANGUAGE_SHARED) && !leaves_by_link(&w->border, path_dir(path));
}

static bool may_read_here(workspace *w, str path)
{
    border_verdict v = verdict_of(w, path_dir(path));
    return v == ALLOWED || (v == ONLY_SOURCES && is_source(path)) || may_look_for(w, path);
}

/* What a link to a file leads to. */
static bool may_follow(workspace *w, str path)
{
    arena a = ARENA_INIT;
    str real = file_resolve(&a, path);
    border_verdict v = judge(&w->border, path_dir(real));
    arena_free(&a);
    return v == ALLOWED || (v == ONLY_SOURCES && is_source(path) && is_source(real));
}

bool border_allows(workspace *w, str path)
{
    if (w->border.open) return true;
    return may_read_here(w, path) && (!file_is_link(path) || may_follow(w, path));
}

bool border_allows_folder(workspace *w, str folder) { return verdict_of(w, folder) == ALLOWED; }

bool border_opens(workspace *w, str path)
{
    return language_with(path, LANGUAGE_PROJECT | LANGUAGE_TOP) && verdict_of(w, path_dir(path)) == OUTSIDE;
}

file_status border_read(workspace *w, arena *a, str path, str *text)
{
    if (w->border.open) return file_read(a, path, text);
    if (!may_read_here(w, path)) return FILE_OUTSIDE;
    file_status status = file_read_unlinked(a, path, text);
    if (status == FILE_LINK) status = may_follow(w, path) ? file_read(a, path, text) : FILE_OUTSIDE;
    if (status == FILE_OK && border_opens(w, path)) border_add(w, path_dir(path), BORDER_SOURCES);
    return status;
}

/* Reading it opens the folder's sources. */
static bool holds_build_file(workspace *w, str folder)
{
    arena a = ARENA_INIT;
    bool found = false;
    for (const language_row *const *l = language_all(); *l; l++) {
        str text;
        found = found || border_read(w, &a, path_join(&a, folder, str_of((*l)->project_file)), &text) == FILE_OK;
    }
    arena_free(&a);
    return found;
}

bool border_lists(workspace *w, str folder)
{
    for (str at = folder; verdict_of(w, folder) == OUTSIDE; at = path_dir(at)) {
        bool module = holds_build_file(w, at);
        if (!module && path_dir(at).n >= at.n) return false;
        if (module && verdict_of(w, folder) == OUTSIDE) return false;
    }
    return true;
}

/* --- areas ----------------------------------------------------------------------------------------------------------------- */

static void add_area(workspace *w, border_area area)
{
    workspace_border *b = &w->border;
    for (size_t i = 0; i < b->areas.n; i++) {
        const border_area *known = &b->areas.at[i];
        if (known->scope == area.scope && str_eq(known->real, area.real) && str_eq(known->path, area.path) &&
            str_eq(known->by, area.by))
            return;
    }
    area.path = arena_str(&b->memory, area.path);
    area.real = arena_str(&b->memory, area.real);
    area.base = arena_str(&b->memory, area.base);
    area.by = arena_str(&b->memory, area.by);
    array_push(&b->memory, &b->areas, area);
}

void border_add(workspace *w, str folder, border_scope scope)
{
    add_area(w, (border_area){.path = folder, .real = border_real(w, folder), .scope = scope});
}

/* The nearest folder above with ".git"; empty without one. */
static str repository_of(str folder)
{
    arena a = ARENA_INIT;
    str at = folder;
    while (!file_exists(path_join(&a, at, STR(".git")))) {
        if (path_dir(at).n >= at.n) at = (str){0};
        if (!at.n) break;
        at = path_dir(at);
    }
    arena_free(&a);
    return at;
}

/* Folders above `folder` up to `here`: plugins and settings are looked for there, too. */
static void add_above(workspace *w, str folder, str here)
{
    str base = border_real(w, here);
    for (str at = folder; at.n > here.n && path_is_inside(at, here);) {
        at = path_dir(at);
        add_area(w, (border_area){.path = at, .real = border_real(w, at), .scope = BORDER_FOLDER, .base = base});
    }
}

void border_allow_folder(workspace *w, str folder)
{
    str real = border_real(w, folder), repository = repository_of(real);
    if (repository.n) add_area(w, (border_area){.path = repository, .real = repository, .scope = BORDER_ALL, .by = folder});
    add_area(w, (border_area){.path = folder, .real = real, .scope = BORDER_ALL, .by = folder});
}

/* Whether a root or an open file is still there for an area. */
static bool is_wanted(const workspace *w, str by)
{
    for (size_t i = 0; i < w->roots.n; i++)
        if (str_eq(w->roots.at[i], by)) return true;
    for (size_t i = 0; i < w->buffers.n; i++)
        if (str_eq(path_dir(w->buffers.at[i]->path), by)) return true;
    return !by.n;
}

bool border_renew(workspace *w)
{
    workspace_border *b = &w->border;
    size_t kept = 0;
    for (size_t i = 0; i < b->areas.n; i++)
        if (is_wanted(w, b->areas.at[i].by)) b->areas.at[kept++] = b->areas.at[i];
    if (kept == b->areas.n) return false;
    b->areas.n = kept;
    w->shape++; /* no verdict holds any more */
    for (size_t i = 0; i < w->buffers.n; i++) border_allow_opened(w, w->buffers.at[i]->path);
    return true;
}

void border_allow_opened(workspace *w, str path)
{
    str folder = path_dir(path);
    if (verdict_of(w, folder) == OUTSIDE && !leaves_by_link(&w->border, folder)) border_allow_folder(w, folder);
}

bool border_allow(workspace *w, str path, str here)
{
    if (w->border.open) return true;
    bool is_folder = file_is_folder(path);
    str folder = is_folder ? path : path_dir(path), nearest = repository_of(folder);
    bool inside_here = here.n > 1 && path_is_inside(folder, here);
    if (!nearest.n) {
        border_add(w, !is_folder && inside_here ? here : folder, BORDER_ALL);
        if (inside_here) add_above(w, folder, here);
        return true;
    }
    str real = border_real(w, nearest);
    for (str outer = repository_of(path_dir(nearest)); outer.n && outer.n < nearest.n;
         outer = outer.n > 1 ? repository_of(path_dir(outer)) : (str){0})
        if (!path_is_inside(real, border_real(w, outer))) return false;
    arena a = ARENA_INIT;
    bool inside = path_is_inside(is_folder ? border_real(w, path) : file_resolve(&a, path), real);
    arena_free(&a);
    if (inside) border_add(w, nearest, BORDER_ALL);
    return inside;
}

/* What a file in the folder may lead to; empty: nothing. */
static str base_of(workspace *w, str folder)
{
    str real = border_real(w, folder), base = {0};
    for (size_t i = 0; i < w->border.areas.n; i++) {
        const border_area *area = &w->border.areas.at[i];
        if (area->scope == BORDER_ALL && path_is_inside(real, area->real)) return area->real;
        if (area->scope == BORDER_FOLDER && str_eq(real, area->real)) base = area->base;
    }
    return base;
}

str border_around(workspace *w, str folder)
{
    for (size_t i = 0; i < w->border.areas.n; i++) {
        const border_area *area = &w->border.areas.at[i];
        if (area->scope == BORDER_ALL && path_is_inside(folder, area->path)) return area->path;
    }
    return (str){0};
}

bool border_admits(workspace *w, str from, str path)
{
    workspace_border *b = &w->border;
    if (b->open) return true;
    arena a = ARENA_INIT;
    bool is_folder = file_is_folder(path);
    str real = is_folder ? border_real(w, path) : file_resolve(&a, path), base = base_of(w, from);
    str folder = is_folder ? real : path_dir(real); /* of a base that is not there any more it lies outside */
    bool known = judge(b, folder) == ALLOWED, admitted = known || (base.n && path_is_inside(folder, base));
    if (admitted && !known && is_folder) border_add(w, path, BORDER_ALL);
    else if (admitted && !known)
        add_area(w, (border_area){.path = path_dir(path), .real = folder, .scope = BORDER_FOLDER, .base = base});
    arena_free(&a);
    return admitted;
}
