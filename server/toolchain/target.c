#include "toolchain/target.h"

#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "base/words.h"

#include <errno.h>

/* The folder itself is locked: nothing is left behind, and it works where the folder can't be written. Where the file system
 * knows no locks, two builds may meet; each still has a scratch folder of its own, and the last one wins whole. */
static bool lock_plugin(build_target *t, str plugin)
{
    t->lock = folder_lock(plugin, &t->busy);
    return !t->busy;
}

static bool refuse(arena *a, str *why, str path, const char *text)
{
    *why = arena_printf(a, words("can't write '%.*s': %s; name another output with -o"), STR_ARG(path), text);
    return false;
}

static bool stays_inside(arena *a, str folder, str inside)
{
    str real, border;
    return file_real(a, folder, &real) && file_real(a, inside, &border) && path_is_inside(real, border);
}

bool target_open(arena *a, build_target *t, str plugin, str path, str inside, str *why)
{
    *t = (build_target){.path = path, .lock = -1};
    str folder = path_dir(path);
    if (!lock_plugin(t, plugin)) {
        *why = arena_printf(a, words("another build of '%.*s' is running; wait for its end, or cancel it"),
                            STR_ARG(path_base(plugin)));
        return false;
    }
    file_kind old = file_kind_of(path);
    if (old == KIND_LINK) return refuse(a, why, path, words("it is a symbolic link, and no module is written through one"));
    if (old != KIND_FILE && old != KIND_NOTHING) return refuse(a, why, path, words("something that is no file is there"));
    if (!file_is_folder(folder)) return refuse(a, why, path, words("no such folder"));
    if (inside.n && !stays_inside(a, folder, inside))
        return refuse(a, why, path, words("its folder lies outside of the workspace, maybe by a symbolic link"));
    if (!str_eq(folder, plugin)) scratch_sweep(a, plugin); /* target_restore may have been killed there */
    if (!scratch_open(a, &t->scratch, folder)) return refuse(a, why, path, strerror(errno));
    t->fresh = path_join(a, t->scratch.path, STR("main.wasm"));
    return true;
}

bool target_commit(arena *a, build_target *t, int64_t *bytes, str *why)
{
    *bytes = file_size(t->fresh);
    if (*bytes <= 0) {
        *why = words_str("the compiler ended well and left no module");
        return false;
    }
    return file_publish(t->fresh, t->path) || refuse(a, why, t->path, strerror(errno));
}

bool target_is_full(const build_target *t)
{
    enum { LITTLE = 1 << 20 };
    return t->scratch.path.n && folder_room(t->scratch.path) < LITTLE;
}

void target_close(build_target *t)
{
    scratch_close(&t->scratch);
    folder_unlock(t->lock);
    *t = (build_target){.lock = -1};
}

bool target_save(arena *a, const build_target *t, str from, const char *name, str *saved)
{
    *saved = path_join(a, t->scratch.path, str_of(name));
    return file_copy(from, *saved);
}

bool target_restore(arena *a, str saved, str to)
{
    scratch s;
    if (!scratch_open(a, &s, path_dir(to))) return false; /* the target's own may lie on another file system */
    str fresh = path_join(a, s.path, STR("main.wasm"));
    bool done = file_copy(saved, fresh) && file_rename(fresh, to);
    scratch_close(&s);
    return done;
}
