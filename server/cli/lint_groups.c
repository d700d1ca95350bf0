#include "cli/lint_groups.h"

#include "base/path.h"
#include "documents/form.h"

enum { GROUP_MOST = 64 }; /* jobs of one group */

void job_groups_assign(job_list *jobs, const map *roots)
{
    for (size_t i = 0; i < jobs->n; i++) {
        job *j = &jobs->at[i];
        if (j->project) j->plugin = j->path;
        for (str folder = path_dir(j->path); !j->plugin.n; folder = path_dir(folder)) {
            if (map_find(roots, folder)) j->plugin = folder;
            if (path_dir(folder).n >= folder.n) break;
        }
    }
}

/* `url: oci://host/plugins/NAME:1.0.0`, wherever it stands: the names that plugins of the run have. */
static str named_by_url(str text, const map *names, str plugin)
{
    for (ptrdiff_t at = 0; (at = str_find(text, STR("url:"), (size_t)at)) >= 0; at++) {
        ptrdiff_t end = str_find_char(text, '\n', (size_t)at);
        str line = str_slice(text, (size_t)at + 4, end < 0 ? text.n : (size_t)end);
        ptrdiff_t slash = str_rfind_char(line, '/');
        if (slash < 0) continue;
        str name = str_slice(line, (size_t)slash + 1, line.n);
        size_t n = 0;
        while (n < name.n && !strchr(":@\"' \r", name.p[n])) n++;
        const str *root = map_get(names, str_slice(name, 0, n));
        if (root && !str_eq(*root, plugin)) return *root;
    }
    return (str){0};
}

void job_groups_find_also(job_list *jobs, const map *roots, workspace *w)
{
    arena a = ARENA_INIT;
    map names = {0};
    for (size_t i = 0; i < roots->n; i++) map_put(&a, &names, path_base(roots->entries[i].key), &roots->entries[i].key);
    for (size_t i = 0; i < jobs->n && roots->n > 1; i++) {
        job *j = &jobs->at[i];
        str text;
        if (j->project || !j->plugin.n || workspace_text(w, j->path, &text) != FILE_OK) continue;
        if (document_may_have_texts(text)) j->also = named_by_url(text, &names, j->plugin);
        workspace_rest_file(w, j->path);
    }
    arena_free(&a);
}

/* Adds the groups of plugins that documents of others configure, too, to those of the others. Each takes part once: however many
 * there are, there is work for all workers. */
static void join_pairs(arena *a, job_groups *groups, const job_list *jobs, const map *open)
{
    bool *joined = ARENA_NEW_N(a, bool, groups->n + 1);
    for (size_t i = 0; i < jobs->n; i++) {
        const job *j = &jobs->at[i];
        size_t one = (size_t)(uintptr_t)map_get(open, j->plugin), other = 0;
        if (j->also.n) other = (size_t)(uintptr_t)map_get(open, j->also);
        if (j->done || !one || !other || one == other || joined[one] || joined[other]) continue;
        job_group *to = &groups->at[one - 1], *from = &groups->at[other - 1];
        if (to->jobs.n + from->jobs.n > GROUP_MOST) continue;
        for (size_t k = 0; k < from->jobs.n; k++) array_push(a, &to->jobs, from->jobs.at[k]);
        from->jobs.n = 0;
        joined[one] = joined[other] = true;
    }
    size_t kept = 0;
    for (size_t i = 0; i < groups->n; i++)
        if (groups->at[i].jobs.n) groups->at[kept++] = groups->at[i];
    groups->n = kept;
}

job_groups job_groups_make(arena *a, job_list *jobs, job_round round)
{
    job_groups groups = {0};
    map open = {0}; /* plugin -> number of its last group + 1 */
    for (size_t i = 0; i < jobs->n; i++) {
        job *j = &jobs->at[i];
        if (j->done || (round == JOBS_WITHOUT_PLUGIN && j->plugin.n)) continue;
        size_t number = (size_t)(uintptr_t)map_get(&open, j->plugin);
        if (!number || groups.at[number - 1].jobs.n == GROUP_MOST) {
            *(job_group *)array_add(a, &groups) = (job_group){.plugin = j->plugin};
            number = groups.n;
            map_put(a, &open, j->plugin, (void *)(uintptr_t)number);
        }
        array_push(a, &groups.at[number - 1].jobs, j);
    }
    if (round == JOBS_OF_PLUGINS) join_pairs(a, &groups, jobs, &open);
    return groups;
}
