/* Buffers over the disk. Files are read once and kept until the client says that they changed. */
#include "plugin/workspace_internal.h"

#include "base/path.h"

#include <stdlib.h>

workspace *workspace_new(void)
{
    workspace *w = calloc(1, sizeof *w);
    if (w) w->generation = 1;
    return w;
}

static str env_text(const char *name)
{
    const char *text = getenv(name);
    return text ? str_of(text) : (str){0};
}

void workspace_file_forget_document(workspace_file *f)
{
    arena_free(&f->document_memory);
    f->document = NULL;
    f->owned = NULL;
}

static void forget_tree(workspace_file *f)
{
    yaml_edited_free(f->edited);
    f->edited = NULL;
    f->edit_told = false;
}

static void forget_text(workspace *w, workspace_file *f)
{
    workspace_file_forget_document(f);
    if (!f->edit_told) forget_tree(f);
    f->edit_told = false;
    arena_free(&f->memory);
    f->indexed = f->resting = false;
    f->text = (str){0};
    f->status = FILE_MISSING;
    f->generation = ++w->generation;
}

void workspace_free(workspace *w)
{
    if (!w) return;
    for (size_t i = 0; i < w->projects.n; i++)
        if (w->projects.entries[i].value) project_free(w->projects.entries[i].value);
    for (size_t i = 0; i < w->files.n; i++) {
        workspace_file *f = w->files.entries[i].value;
        if (!f) continue;
        workspace_file_forget_document(f);
        forget_tree(f);
        arena_free(&f->memory);
    }
    schema_stores_free(w);
    settings_store_free(w->settings);
    map_free(&w->files);
    map_free(&w->projects);
    array_free(&w->loaded);
    arena_free(&w->memory);
    free(w);
}

void workspace_add_root(workspace *w, str folder)
{
    for (size_t i = 0; i < w->roots.n; i++)
        if (str_eq(w->roots.at[i], folder)) return;
    array_push(&w->memory, &w->roots, arena_str(&w->memory, folder));
}

size_t workspace_root_count(const workspace *w) { return w->roots.n; }
str workspace_root_at(const workspace *w, size_t i) { return w->roots.at[i]; }

static workspace_file *known_file(workspace *w, str path)
{
    workspace_file *f = map_get(&w->files, path);
    if (f) return f;
    f = ARENA_NEW(&w->memory, workspace_file);
    f->status = FILE_MISSING;
    map_put(NULL, &w->files, arena_str(&w->memory, path), f);
    return f;
}

workspace_file *workspace_file_at(workspace *w, str path)
{
    workspace_file *f = known_file(w, path);
    bool known = f->status == FILE_OK || f->generation;
    if (!known || f->resting) {
        f->status = file_read(&f->memory, path, &f->text);
        bool same = f->resting && f->status == FILE_OK && str_hash(f->text, 0) == f->rested;
        if (!same) f->generation = ++w->generation;
        f->resting = false;
    }
    if (f->status == FILE_OK && !f->buffer) workspace_file_used(w, f);
    return f;
}

static bool is_source(str path)
{
    return str_eq(path_extension(path), STR(".go")) || str_eq(path_base(path), STR("go.mod"));
}

/* Projects that may have been made from a changed file; a new go.mod may also make a project where there was none. */
static void projects_changed(workspace *w, str path)
{
    if (!is_source(path) && path_extension(path).n) return;
    for (size_t i = 0; i < w->projects.n; i++) {
        map_entry *e = &w->projects.entries[i];
        project *p = e->value;
        if (!p) continue;
        /* a module's plugin folder also sees the packages above it */
        bool near_by = path_is_inside(path, p->root) || path_is_inside(path_dir(p->root), path_dir(path)) || !is_source(path);
        if (!near_by && !project_has_in_module(p, path)) continue;
        p->stale = true;
        if (!project_has_file(p, path)) p->reshaped = true;
    }
}

void workspace_set_buffer(workspace *w, str path, str text)
{
    workspace_file *f = known_file(w, path);
    arena old = f->memory; /* `text` may be a slice of the old one */
    f->memory = (arena)ARENA_INIT;
    str copy = arena_str(&f->memory, text);
    arena kept = f->memory;
    f->memory = old;
    forget_text(w, f);
    f->memory = kept;
    f->text = copy;
    f->status = FILE_OK;
    f->buffer = true;
    if (f->edited && yaml_edited_size(f->edited) != text.n) forget_tree(f); /* an edit was not told */
    projects_changed(w, path);
}

void workspace_edit_buffer(workspace *w, str path, range at, str text)
{
    workspace_file *f = map_get(&w->files, path);
    if (!f || !f->buffer || !f->edited) return;
    workspace_file_forget_document(f);
    yaml_edited_replace(f->edited, at, text);
    f->edit_told = true;
}

void workspace_close_buffer(workspace *w, str path)
{
    workspace_file *f = map_get(&w->files, path);
    if (!f || !f->buffer) return;
    f->buffer = f->edit_told = false;
    forget_text(w, f);
    f->generation = 0; /* read again */
    projects_changed(w, path);
}

void workspace_disk_changed(workspace *w, str path)
{
    for (size_t i = 0; i < w->files.n; i++) {
        workspace_file *f = w->files.entries[i].value;
        if (!f || f->buffer || !path_is_inside(w->files.entries[i].key, path)) continue;
        forget_text(w, f);
        f->generation = 0;
    }
    projects_changed(w, path);
}

file_status workspace_text(workspace *w, str path, str *text)
{
    workspace_file *f = workspace_file_at(w, path);
    *text = f->text;
    return f->status;
}

const line_index *workspace_lines(workspace *w, str path)
{
    workspace_file *f = workspace_file_at(w, path);
    if (!f->indexed) {
        f->lines = line_index_build(&f->memory, f->text);
        f->indexed = true;
    }
    return &f->lines;
}

/* --- the view of front ends ------------------------------------------------------------------------------------------------ */

static bool tree_read(void *self, str path, str *text)
{
    return workspace_text(self, path, text) == FILE_OK;
}

static void add_entry(arena *a, source_entries *list, str name, bool folder)
{
    size_t i = 0;
    int order = -1;
    while (i < list->n && (order = str_cmp(list->at[i].name, name)) < 0) i++;
    if (i < list->n && order == 0) return;
    array_push(a, list, (source_entry){0});
    memmove(&list->at[i + 1], &list->at[i], (list->n - 1 - i) * sizeof *list->at);
    list->at[i] = (source_entry){name, folder};
}

/* `go help environment`: GOMODCACHE, else pkg/mod in the first folder of GOPATH, which is ~/go by default. */
static str module_cache(workspace *w)
{
    if (w->module_cache.n) return w->module_cache;
    str cache = env_text("GOMODCACHE"), path = env_text("GOPATH"), home = env_text("HOME");
    ptrdiff_t colon = str_find_char(path, ':', 0);
    if (colon >= 0) path = str_slice(path, 0, (size_t)colon);
    if (!path.n && home.n) path = path_join(&w->memory, home, STR("go"));
    if (!cache.n && path.n) cache = path_join(&w->memory, path, STR("pkg/mod"));
    if (path_is_absolute(cache)) w->module_cache = path_clean(&w->memory, cache);
    return w->module_cache;
}

/* The disk's entries and those that only buffers have. */
static source_entries tree_list(void *self, arena *a, str folder)
{
    workspace *w = self;
    source_entries list = {0};
    file_entries on_disk = file_list(a, folder);
    for (size_t i = 0; i < on_disk.n; i++) array_push(a, &list, (source_entry){on_disk.at[i].name, on_disk.at[i].folder});
    for (size_t i = 0; i < w->files.n; i++) {
        const workspace_file *f = w->files.entries[i].value;
        str path = w->files.entries[i].key;
        if (!f || !f->buffer || path.n == folder.n || !path_is_inside(path, folder)) continue;
        str below = path_relative(path, folder);
        ptrdiff_t slash = str_find_char(below, '/', 0);
        add_entry(a, &list, slash < 0 ? below : str_slice(below, 0, (size_t)slash), slash >= 0);
    }
    return list;
}

source_tree workspace_tree(workspace *w) { return (source_tree){w, tree_read, tree_list, module_cache(w)}; }
