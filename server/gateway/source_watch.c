#include "gateway/source_watch.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "language/language.h"
#include "text/native.h"

static bool is_source(str name)
{
    static const char *const extensions[] = {".mk", ".json", ".yaml", ".yml"};
    str extension = path_extension(name);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (str_is(extension, extensions[i])) return true;
    return native_source(name) || language_with(name, LANGUAGE_TEXT | LANGUAGE_BUILD | LANGUAGE_LOCK) ||
           str_is(name, "Makefile") || str_is(name, ".buildrc");
}

static void walk(arena *a, source_paths *paths, str folder, int depth)
{
    file_entries entries = file_list(a, folder);
    for (size_t i = 0; i < entries.n && paths->n < LIMIT_FOLDER_FILES; i++) {
        str name = entries.at[i].name, path = path_join(a, folder, name);
        if (!entries.at[i].folder && is_source(name)) array_push(a, paths, path);
        if (entries.at[i].folder && !path_is_skipped(name) && depth < LIMIT_FOLDER_DEPTH) walk(a, paths, path, depth + 1);
    }
}

source_paths source_files(arena *a, str folder)
{
    source_paths paths = {0};
    walk(a, &paths, folder, 0);
    return paths;
}

static uint64_t add_state(str path, uint64_t state)
{
    uint64_t stamp = file_stamp(path);
    return stamp ? str_hash(str_make((const char *)&stamp, sizeof stamp), str_hash(path, state)) : state;
}

uint64_t source_state(str folder, str extra)
{
    arena a = ARENA_INIT;
    source_paths paths = {0};
    if (folder.n) paths = source_files(&a, folder);
    uint64_t state = 1;
    for (size_t i = 0; i < paths.n; i++) state = add_state(paths.at[i], state);
    if (extra.n) state = add_state(extra, state);
    arena_free(&a);
    return state;
}
