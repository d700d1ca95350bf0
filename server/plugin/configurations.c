#include "plugin/configurations.h"

#include "base/limits.h"
#include "base/path.h"
#include "plugin/workspace_internal.h"

typedef struct file_search {
    workspace *w;
    arena *a;
    str below; /* a folder that was looked into already; or empty */
    path_list *out;
} file_search;

static bool may_be_configuration(str name)
{
    str extension = path_extension(name);
    return str_is(extension, ".yaml") || str_is(extension, ".yml") || str_is(extension, ".json");
}

static void search(const file_search *s, str folder, int depth)
{
    if (depth > LIMIT_FOLDER_DEPTH || str_eq(folder, s->below)) return;
    source_tree tree = workspace_tree(s->w);
    source_entries entries = tree.list(tree.self, s->a, folder);
    for (size_t i = 0; i < entries.n && s->out->n < LIMIT_CONFIGURATION_FILES; i++) {
        str name = entries.at[i].name;
        if (entries.at[i].folder) {
            if (!workspace_skips_folder(name)) search(s, path_join(s->a, folder, name), depth + 1);
        } else if (may_be_configuration(name)) {
            array_push(s->a, s->out, path_join(s->a, folder, name));
        }
    }
}

path_list configuration_files(workspace *w, arena *a, project *plugin)
{
    path_list out = {0};
    file_search s = {w, a, {0}, &out};
    if (plugin) search(&s, project_root(plugin), 0);
    if (plugin) s.below = project_root(plugin);
    for (size_t i = 0; i < w->roots.n; i++) {
        bool inside = s.below.n && path_is_inside(w->roots.at[i], s.below);
        for (size_t k = 0; k < w->roots.n && !inside; k++)
            inside = k != i && path_is_inside(w->roots.at[i], w->roots.at[k]) && (w->roots.at[k].n < w->roots.at[i].n || k < i);
        if (!inside) search(&s, w->roots.at[i], 0);
    }
    return out;
}
