/* Where the settings of a folder come from. */
#include "base/path.h"
#include "plugin/schemas.h"
#include "plugin/settings.h"
#include "plugin/workspace_internal.h"

typedef struct settings_file {
    arena memory;
    settings said;
    uint64_t generation; /* of the file it was read from */
} settings_file;

struct settings_store {
    settings options, editor;
    arena editor_memory;
    str editor_text;
    map by_folder; /* the editor's, with relative paths from one workspace folder each: folder -> settings, in editor_memory */
    map files;     /* path -> settings_file */
    ARRAY(str) bounds; /* in the workspace's memory */
};

static struct settings_store *store_of(workspace *w)
{
    if (!w->settings) w->settings = ARENA_NEW(&w->memory, struct settings_store);
    return w->settings;
}

void settings_store_free(struct settings_store *s)
{
    if (!s) return;
    for (size_t i = 0; i < s->files.n; i++) arena_free(&((settings_file *)s->files.entries[i].value)->memory);
    arena_free(&s->editor_memory);
    map_free(&s->files);
}

settings *workspace_options(workspace *w) { return &store_of(w)->options; }

void workspace_add_settings_bound(workspace *w, str folder)
{
    array_push(&w->memory, &store_of(w)->bounds, arena_str(&w->memory, folder));
}

/* --- the editor's ---------------------------------------------------------------------------------------------------------- */

void workspace_set_editor_settings(workspace *w, str json, arena *a, diagnostic_list *out)
{
    struct settings_store *s = store_of(w);
    if (str_eq(json, s->editor_text)) return;
    arena_free(&s->editor_memory);
    memset(&s->by_folder, 0, sizeof s->by_folder);
    s->editor_text = arena_str(&s->editor_memory, json);
    ++w->generation;
    ++w->changes;
    const yaml_stream *stream = yaml_parse(a, json, YAML_JSON);
    const workspace_schema *schema = workspace_schema_at(w, STR(SETTINGS_SCHEMA), STR("/"));
    schema_options options = {.text = json};
    schema_validate(a, schema->schema, stream->documents.at[0].root, &options, out);
}

/* The workspace folder that the folder lies in, the innermost of several; the first one for a folder outside all of them. */
static str workspace_folder_of(const workspace *w, str folder)
{
    str best = {0};
    for (size_t i = 0; i < w->roots.n; i++)
        if (path_is_inside(folder, w->roots.at[i]) && w->roots.at[i].n > best.n) best = w->roots.at[i];
    return best.n ? best : w->roots.n ? w->roots.at[0] : STR("/");
}

static const settings *editor_settings(workspace *w, str folder)
{
    struct settings_store *s = store_of(w);
    if (!s->editor_text.n) return NULL;
    str root = workspace_folder_of(w, folder);
    settings *known = map_get(&s->by_folder, root);
    if (known) return known;
    arena *a = &s->editor_memory;
    known = ARENA_NEW(a, settings);
    known->folder = arena_str(a, root);
    known->generation = ++w->generation;
    settings_read(a, yaml_parse(a, s->editor_text, YAML_JSON)->documents.at[0].root, known);
    map_put(a, &s->by_folder, known->folder, known);
    return known;
}

/* --- a file's -------------------------------------------------------------------------------------------------------------- */

static const settings *read_file(workspace *w, str path)
{
    struct settings_store *s = store_of(w);
    workspace_file *f = workspace_file_at(w, path);
    settings_file *known = map_get(&s->files, path);
    if (f->status != FILE_OK) return NULL;
    if (!known) {
        known = ARENA_NEW(&w->memory, settings_file);
        map_put(NULL, &s->files, arena_str(&w->memory, path), known);
    }
    if (known->generation == f->generation) return &known->said;
    arena_free(&known->memory);
    arena *a = &known->memory;
    known->generation = f->generation;
    known->said = (settings){.path = arena_str(a, path), .folder = arena_str(a, path_dir(path)), .generation = ++w->generation};
    work_item outer = work_enter(WORK_DOCUMENT, (work_item){.path = path});
    str text = work_left_out_text(path, f->text) ? (str){"", 0} : arena_str(a, f->text);
    settings_read(a, yaml_parse(a, text, YAML_1_2)->documents.at[0].root, &known->said);
    work_leave(WORK_DOCUMENT, outer);
    return &known->said;
}

/* Where the search ends when there is no repository: the outermost folder that the user works in. */
static bool is_bound(const workspace *w, const struct settings_store *s, str folder)
{
    bool inside = false;
    for (size_t i = 0; i < w->roots.n; i++)
        inside = inside || (path_is_inside(folder, w->roots.at[i]) && folder.n > w->roots.at[i].n);
    for (size_t i = 0; i < s->bounds.n; i++)
        inside = inside || (path_is_inside(folder, s->bounds.at[i]) && folder.n > s->bounds.at[i].n);
    return !inside;
}

const str settings_names[2] = {STR_INIT("wpls.yaml"), STR_INIT(".wpls.yaml")};

static bool is_repository(workspace *w, str folder, bool inside)
{
    if (inside) return workspace_folder_facts(w, folder, NULL)->is_repository;
    arena a = ARENA_INIT; /* not a folder to look into */
    bool there = file_exists(path_join(&a, folder, STR(".git")));
    arena_free(&a);
    return there;
}

/* The last folder to look into: the repository's root, or the bound. */
static str last_folder(workspace *w, const struct settings_store *s, str folder)
{
    str around = border_around(w, folder);
    for (str at = folder;; at = path_dir(at)) {
        bool inside = around.n && path_is_inside(at, around);
        if (is_repository(w, at, inside)) return at;
        if (at.n <= 1 || path_dir(at).n >= at.n) break;
    }
    str at = folder;
    while (!is_bound(w, s, at) && at.n > 1) at = path_dir(at);
    return at;
}

static const settings *file_settings(workspace *w, str folder)
{
    arena a = ARENA_INIT;
    const settings *found = NULL;
    str last = last_folder(w, store_of(w), folder);
    for (str at = folder; !found; at = path_dir(at)) {
        const folder_facts *facts = workspace_folder_facts(w, at, NULL);
        for (size_t i = 0; i < 2 && !found; i++)
            if (facts->has_settings[i]) found = read_file(w, path_join(&a, at, settings_names[i]));
        if (at.n <= last.n) break;
    }
    arena_free(&a);
    return found;
}

str settings_plugin_sources(workspace *w, const settings_view *v)
{
    for (int i = 0; i < SETTINGS_LAYERS; i++) {
        const settings *said = v->layers[i];
        if (!said || !said->plugin_sources.folder.n) continue;
        /* a file of the folder may not lead out of it; who uses the program may */
        if (i == SETTINGS_FILE && workspace_leads_outside(w, said->folder, said->plugin_sources.written)) return (str){0};
        if (i != SETTINGS_FILE) workspace_allow(w, said->plugin_sources.folder, (str){0});
        return said->plugin_sources.folder;
    }
    return (str){0};
}

settings_view workspace_settings(workspace *w, str folder)
{
    settings_view v = {0};
    v.layers[SETTINGS_OPTIONS] = &store_of(w)->options;
    v.layers[SETTINGS_EDITOR] = editor_settings(w, folder);
    v.layers[SETTINGS_FILE] = path_is_absolute(folder) ? file_settings(w, folder) : NULL;
    for (int i = 0; i < SETTINGS_LAYERS; i++) v.generations[i] = v.layers[i] ? v.layers[i]->generation : 0;
    return v;
}
