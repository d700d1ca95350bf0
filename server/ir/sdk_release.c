#include "ir/sdk_release.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef struct sdk_tag {
    const char *version, *time;
} sdk_tag;

typedef struct sdk_module {
    const char *path;
    const char *known; /* the last commit that was looked at */
    const sdk_release *releases;
    size_t release_count;
    const sdk_tag *tags;
    size_t tag_count;
} sdk_module;

#include "release_tables.h" /* sdk_modules */

str sdk_release_time(str version)
{
    str rest = version, part;
    while (str_split(&rest, '-', &part)) {
        str stamp = str_slice(part, part.n > 14 ? part.n - 14 : 0, part.n);
        bool digits = stamp.n == 14;
        for (size_t i = 0; i < stamp.n && digits; i++) digits = stamp.p[i] >= '0' && stamp.p[i] <= '9';
        if (digits) return stamp;
    }
    return (str){0};
}

const sdk_release *sdk_release_of(str module, str version)
{
    const sdk_module *m = NULL;
    for (size_t i = 0; i < COUNT(sdk_modules); i++)
        if (str_is(module, sdk_modules[i].path)) m = &sdk_modules[i];
    if (!m) return NULL;
    str time = sdk_release_time(version);
    for (size_t i = 0; i < m->tag_count && !time.n; i++)
        if (str_is(version, m->tags[i].version)) time = str_of(m->tags[i].time);
    if (!time.n || str_cmp(time, str_of(m->known)) > 0) return NULL;
    const sdk_release *found = NULL;
    for (size_t i = 0; i < m->release_count; i++)
        if (str_cmp(time, str_of(m->releases[i].from)) >= 0) found = &m->releases[i];
    return found;
}

str sdk_release_module(str import)
{
    for (size_t i = 0; i < COUNT(sdk_modules); i++) {
        str path = str_of(sdk_modules[i].path);
        if (str_starts(import, path) && (import.n == path.n || import.p[path.n] == '/')) return path;
    }
    return (str){0};
}

const sdk_move sdk_move_today = {
    .modules = {move_modules, COUNT(move_modules)},
    .requires = {move_requires, COUNT(move_requires)},
    .renamed = {move_renamed, COUNT(move_renamed)},
    .pauses = {move_pauses, COUNT(move_pauses)},
    .packages = move_packages,
    .gone = move_gone,
    .language = MOVE_LANGUAGE,
};

const char *sdk_pair_find(sdk_pairs pairs, str from)
{
    for (size_t i = 0; i < pairs.n; i++)
        if (str_is(from, pairs.at[i].from)) return pairs.at[i].to;
    return NULL;
}
