#include "cli/lint_groups.h"

#include "base/path.h"

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
    return groups;
}
