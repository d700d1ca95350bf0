/* Buffers over the disk. Files are read once and kept until the client says that they changed. */
#include "plugin/names.h"
#include "plugin/workspace_internal.h"

#include "base/path.h"
#include "base/utf8.h"
#include "language/language.h"
#include "plugin/listing.h"
#include "text/build_script.h"

#include <stdlib.h>

workspace *workspace_new(void)
{
    workspace *w = calloc(1, sizeof *w);
    if (w) w->generation = w->changes = w->shape = 1;
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

void workspace_file_forget_tree(workspace_file *f)
{
    yaml_edited_free(f->edited);
    f->edited = NULL;
    f->edit_told = false;
}

static void forget_text(workspace *w, workspace_file *f)
{
    workspace_file_forget_document(f);
    if (!f->edit_told) workspace_file_forget_tree(f);
    f->edit_told = f->edited_whole = false;
    f->edits = 0;
    arena_free(&f->memory);
    f->indexed = f->resting = false;
    f->text = (str){0};
    f->status = FILE_MISSING;
    f->generation = ++w->generation;
    w->changes++;
}

void workspace_free(workspace *w)
{
    if (!w) return;
    for (size_t i = 0; i < w->projects.n; i++)
        project_free(w->projects.entries[i].value);
    for (size_t i = 0; i < w->files.n; i++) {
        workspace_file *f = w->files.entries[i].value;
        workspace_file_forget_document(f);
        workspace_file_forget_tree(f);
        arena_free(&f->memory);
    }
    schema_stores_free(w);
    settings_store_free(w->settings);
    border_free(w);
    listings_free(w);
    map_free(&w->files);
    map_free(&w->folders);
    map_free(&w->projects);
    array_free(&w->loaded);
    array_free(&w->buffers);
    arena_free(&w->listing_memory);
    arena_free(&w->memory);
    free(w);
}

static void look_past_border(workspace *w);

void workspace_add_root(workspace *w, str folder)
{
    for (size_t i = 0; i < w->roots.n; i++)
        if (str_eq(w->roots.at[i], folder)) return;
    array_push(&w->memory, &w->roots, arena_str(&w->memory, folder));
    border_allow_folder(w, folder);
    look_past_border(w);
}

void workspace_remove_root(workspace *w, str folder)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->roots.n; i++)
        if (!str_eq(w->roots.at[i], folder)) w->roots.at[kept++] = w->roots.at[i];
    if (kept == w->roots.n) return;
    w->roots.n = kept;
    border_renew(w);
    look_past_border(w);
}

size_t workspace_root_count(const workspace *w) { return w->roots.n; }
str workspace_root_at(const workspace *w, size_t i) { return w->roots.at[i]; }

static workspace_file *known_file(workspace *w, str path)
{
    workspace_file *f = map_get(&w->files, path);
    if (f) return f;
    f = ARENA_NEW(&w->memory, workspace_file);
    f->status = FILE_MISSING;
    f->path = arena_str(&w->memory, path);
    map_put(NULL, &w->files, f->path, f);
    return f;
}

/* What is no UTF-8 would be bytes without a meaning, and nothing of it would be looked at. */
static void refuse_encoding(workspace_file *f)
{
    if (f->status != FILE_OK || !is_document_name(path_base(f->path)) || !utf8_is_wide(f->text)) return;
    f->status = FILE_ENCODING;
    f->text = (str){0};
}

workspace_file *workspace_file_at(workspace *w, str path)
{
    workspace_file *f = known_file(w, path);
    bool opened = f->status == FILE_OUTSIDE && border_allows(w, f->path); /* by a build file that was read since */
    bool known = f->status == FILE_OK || (f->generation && !opened);
    if (!known || f->resting) {
        f->status = border_read(w, &f->memory, f->path, &f->text);
        refuse_encoding(f);
        bool same = f->resting && f->status == FILE_OK && str_hash(f->text, 0) == f->rested;
        if (!same) f->generation = ++w->generation;
        if (!same && f->resting) w->changes++; /* a change that nobody has reported */
        f->resting = false;
    }
    if (f->status == FILE_OK && !f->buffer) workspace_file_used(w, f);
    return f;
}

uint64_t workspace_shape(const workspace *w) { return w->shape; }

/* What was seen of the folder that the file lies in may be seen no longer. */
static void reshape_if(workspace *w, bool changed)
{
    if (changed) w->shape++;
}

static bool is_there(const workspace_file *f)
{
    return f->buffer || (f->generation ? f->status == FILE_OK : file_exists(f->path));
}

static bool opens_main(const workspace_file *f)
{
    const language_row *l = f->status == FILE_OK ? language_of(f->path) : NULL;
    return l && l->start(f->path, f->text, true) == LANGUAGE_STARTS_PLUGIN;
}

static void add_buffer(workspace *w, workspace_file *f)
{
    if (!f->buffer) array_push(NULL, &w->buffers, f);
    f->buffer = true;
}

static void remove_buffer(workspace *w, workspace_file *f)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->buffers.n; i++)
        if (w->buffers.at[i] != f) w->buffers.at[kept++] = w->buffers.at[i];
    w->buffers.n = kept;
    f->buffer = false;
}

/* The border is another one: what was read may be forbidden now, what was forbidden may be read. */
static void look_past_border(workspace *w)
{
    w->shape++;
    for (size_t i = 0; i < w->files.n; i++) {
        workspace_file *f = w->files.entries[i].value;
        if (f->buffer || !f->generation) continue;
        bool same = border_allows(w, f->path) == (f->status != FILE_OUTSIDE);
        if (same && !(f->status == FILE_OK && border_opens(w, f->path))) continue; /* that is done by reading it */
        forget_text(w, f);
        f->generation = 0;
    }
}

void workspace_set_buffer(workspace *w, str path, str text)
{
    workspace_file *f = known_file(w, path);
    size_t areas = w->border.areas.n;
    if (!f->buffer) border_allow_opened(w, path);
    bool opened = w->border.areas.n != areas;
    if (!f->buffer) workspace_file_at(w, path); /* what it says on the disk may count so far */
    bool there = is_there(f), opened_main = opens_main(f);
    arena old = f->memory; /* `text` may be a slice of the old one */
    f->memory = (arena)ARENA_INIT;
    str copy = arena_str(&f->memory, text);
    arena kept = f->memory;
    f->memory = old;
    forget_text(w, f);
    f->memory = kept;
    f->text = copy;
    f->status = FILE_OK;
    add_buffer(w, f);
    if (f->edited && yaml_edited_size(f->edited) != text.n) workspace_file_forget_tree(f); /* an edit was not reported */
    reshape_if(w, !there || opens_main(f) != opened_main || names_change_with(w, path) || settings_is_file(path));
    if (opened) look_past_border(w);
}

void workspace_edit_buffer(workspace *w, str path, range at, str text)
{
    workspace_file *f = map_get(&w->files, path);
    if (!f || !f->buffer || !f->edited) return;
    enum { EDITS_MOST = 64 }; /* of one text, and none behind one that needed all of it: what comes of them is parsed once */
    workspace_file_forget_document(f);
    if (f->edits == EDITS_MOST || f->edited_whole) {
        workspace_file_forget_tree(f);
        return;
    }
    f->edits++;
    f->edited_whole = !yaml_edited_replace(f->edited, at, text);
    f->edit_told = true;
}

void workspace_close_buffer(workspace *w, str path)
{
    workspace_file *f = map_get(&w->files, path);
    if (!f || !f->buffer) return;
    bool opened_main = opens_main(f);
    remove_buffer(w, f);
    f->edit_told = false;
    forget_text(w, f);
    f->generation = 0; /* read again */
    if (border_renew(w)) look_past_border(w);
    bool gone = workspace_file_at(w, path)->status != FILE_OK;
    reshape_if(w, gone || opens_main(f) != opened_main || names_change_with(w, path) || settings_is_file(path));
}

/* Of a file that nobody has looked for: whether it means something that it is there. */
static bool may_matter(str path)
{
    static const char *const endings[] = {".yaml", ".yml", ".json", ".md", "/.git", "/.gitignore"};
    str name = path_base(path);
    for (str above = path_dir(path); above.n > 1; above = path_dir(above))
        if (path_is_skipped(path_base(above))) return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends(path, str_of(endings[i]))) return true;
    return language_with(name, LANGUAGE_TEXT | LANGUAGE_BUILD) || build_script_of(name) || file_is_folder(path);
}

/* Makes the workspace look again at what it has seen there. */
static bool forget_below(workspace *w, str path)
{
    bool any = map_find(&w->folders, path);
    for (size_t i = 0; i < w->files.n; i++) {
        workspace_file *f = w->files.entries[i].value;
        if (!path_is_inside(f->path, path)) continue;
        any = true;
        if (f->buffer) continue; /* nobody sees what the disk has */
        forget_text(w, f);
        f->generation = 0;
    }
    return any;
}

bool workspace_disk_changed(workspace *w, str path, bool text_only)
{
    const workspace_file *at = map_get(&w->files, path);
    if (at && at->buffer && text_only) return false; /* nobody sees what the disk has */
    if (!forget_below(w, path) && !may_matter(path)) return false;
    w->shape++;
    return true;
}

void workspace_list_again(workspace *w) { w->shape++; }

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

static void add_entry(arena *a, file_entries *list, str name, bool folder)
{
    size_t i = 0;
    int order = -1;
    while (i < list->n && (order = str_cmp(list->at[i].name, name)) < 0) i++;
    if (i < list->n && order == 0) return;
    array_push(a, list, (file_entry){0});
    memmove(&list->at[i + 1], &list->at[i], (list->n - 1 - i) * sizeof *list->at);
    list->at[i] = (file_entry){.name = name, .folder = folder, .regular = !folder};
}

/* Of the first language that has one. */
static str module_cache(workspace *w)
{
    if (w->module_cache.n) return w->module_cache;
    for (const language_row *const *l = language_all(); *l && !w->module_cache.n; l++) {
        str cache = (*l)->library_cache ? (*l)->library_cache(&w->memory, env_text) : (str){0};
        if (path_is_absolute(cache)) w->module_cache = path_clean(&w->memory, cache);
    }
    if (w->module_cache.n) border_add(w, w->module_cache, BORDER_SOURCES);
    return w->module_cache;
}

file_status workspace_entries(workspace *w, arena *a, str folder, file_entries *entries)
{
    *entries = (file_entries){0};
    file_status status = border_lists(w, folder) ? file_scan(a, folder, entries) : FILE_OUTSIDE;
    for (size_t i = 0; i < w->buffers.n; i++) {
        str path = w->buffers.at[i]->path;
        if (path.n == folder.n || !path_is_inside(path, folder)) continue;
        str below = path_relative(path, folder);
        ptrdiff_t slash = str_find_char(below, '/', 0);
        add_entry(a, entries, slash < 0 ? below : str_slice(below, 0, (size_t)slash), slash >= 0);
        status = FILE_OK;
    }
    return status;
}

static source_entries tree_list(void *self, arena *a, str folder)
{
    source_entries list = {0};
    file_entries entries;
    workspace_entries(self, a, folder, &entries);
    for (size_t i = 0; i < entries.n; i++) {
        const file_entry *e = &entries.at[i];
        bool nowhere = e->link && !e->folder && !e->regular; /* the compiler fails at it, as long as it is a source */
        if (e->link && !e->regular && !(nowhere && language_with(e->name, LANGUAGE_COMPILED))) continue;
        array_push(a, &list, (source_entry){e->name, e->folder});
    }
    return list;
}

static bool tree_admits(void *self, str folder, str path) { return border_admits(self, folder, path); }

source_tree workspace_tree(workspace *w)
{
    return (source_tree){.self = w, .read = tree_read, .list = tree_list, .admits = tree_admits, .module_cache = module_cache(w)};
}
