#include "toolchain/target.h"

#include "base/file.h"
#include "base/path.h"
#include "base/words.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* The folder itself is locked: nothing is left behind, and it works where the folder can't be written. Where the file system
 * knows no locks, two builds may meet; each still has a scratch folder of its own, and the last one wins whole. */
static bool lock_folder(arena *a, build_target *t, str plugin)
{
    t->lock = open(arena_cstr(a, plugin), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (t->lock < 0 || flock(t->lock, LOCK_EX | LOCK_NB) == 0) return true;
    t->busy = errno == EWOULDBLOCK;
    return !t->busy;
}

static bool refuse(arena *a, str *why, str path, const char *text)
{
    *why = arena_printf(a, words("can't write '%.*s': %s; name another output with -o"), STR_ARG(path), text);
    return false;
}

/* Where a path really leads, as far as it exists. */
static bool real_path(arena *a, str path, str *real)
{
    char out[PATH_MAX];
    if (!realpath(arena_cstr(a, path), out)) return false;
    *real = arena_str(a, str_of(out));
    return true;
}

static bool stays_inside(arena *a, str folder, str inside)
{
    str real, border;
    return real_path(a, folder, &real) && real_path(a, inside, &border) && path_is_inside(real, border);
}

bool target_open(arena *a, build_target *t, str plugin, str path, str inside, str *why)
{
    *t = (build_target){.path = path, .lock = -1};
    str folder = path_dir(path);
    struct stat st;
    if (!lock_folder(a, t, plugin)) {
        *why = arena_printf(a, words("another build of '%.*s' is running; wait for its end, or cancel it"),
                            STR_ARG(path_base(plugin)));
        return false;
    }
    if (lstat(arena_cstr(a, path), &st) == 0) {
        if (S_ISLNK(st.st_mode))
            return refuse(a, why, path, words("it is a symbolic link, and no module is written through one"));
        if (!S_ISREG(st.st_mode)) return refuse(a, why, path, words("something that is no file is there"));
    }
    if (!file_is_folder(folder)) return refuse(a, why, path, words("no such folder"));
    if (inside.n && !stays_inside(a, folder, inside))
        return refuse(a, why, path, words("its folder lies outside of the workspace, maybe by a symbolic link"));
    if (!str_eq(folder, plugin)) scratch_sweep(a, plugin); /* target_restore may have been killed there */
    if (!scratch_open(a, &t->scratch, folder)) return refuse(a, why, path, strerror(errno));
    t->fresh = path_join(a, t->scratch.path, STR("main.wasm"));
    return true;
}

/* Compilers make a module executable, which it is not: it gets the permissions of a new file. umask() would tell them only by
 * changing them for all threads. */
static bool open_up(arena *a, const build_target *t, int module)
{
    struct stat st;
    int fd =
        open(arena_cstr(a, path_join(a, t->scratch.path, STR("permissions"))), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool done = fd >= 0 && fstat(fd, &st) == 0 && fchmod(module, st.st_mode & 0777) == 0;
    if (fd >= 0) close(fd);
    return done;
}

bool target_commit(arena *a, build_target *t, int64_t *bytes, str *why)
{
    struct stat st;
    const char *fresh = arena_cstr(a, t->fresh);
    int fd = open(fresh, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0) {
        if (fd >= 0) close(fd);
        *why = words_str("the compiler ended well and left no module");
        return false;
    }
    *bytes = st.st_size;
    bool done = open_up(a, t, fd) && fsync(fd) == 0;
    done = close(fd) == 0 && done && rename(fresh, arena_cstr(a, t->path)) == 0;
    return done || refuse(a, why, t->path, strerror(errno));
}

bool target_is_full(const build_target *t)
{
    enum { LITTLE = 1 << 20 };
    struct statvfs fs;
    return t->scratch.path.n && statvfs(t->scratch.path.p, &fs) == 0 && (uint64_t)fs.f_bavail * fs.f_frsize < LITTLE;
}

void target_close(build_target *t)
{
    scratch_close(&t->scratch);
    if (t->lock >= 0) close(t->lock);
    *t = (build_target){.lock = -1};
}

static bool copy_bytes(int from, int to)
{
    char block[1 << 16];
    for (ssize_t n; (n = read(from, block, sizeof block)) != 0;) {
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        for (ssize_t done = 0, put; done < n; done += put)
            if ((put = write(to, block + done, (size_t)(n - done))) < 0) {
                if (errno != EINTR) return false;
                put = 0;
            }
    }
    return fsync(to) == 0;
}

static bool copy(arena *a, str from, str to)
{
    int in = open(arena_cstr(a, from), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int out = in < 0 ? -1 : open(arena_cstr(a, to), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct stat st;
    bool done = out >= 0 && fstat(in, &st) == 0 && copy_bytes(in, out) && fchmod(out, st.st_mode & 0777) == 0;
    if (out >= 0) done = close(out) == 0 && done;
    int failed = errno;
    if (in >= 0) close(in);
    errno = failed;
    return done;
}

bool target_save(arena *a, const build_target *t, str from, const char *name, str *saved)
{
    *saved = path_join(a, t->scratch.path, str_of(name));
    return copy(a, from, *saved);
}

bool target_restore(arena *a, str saved, str to)
{
    scratch s;
    if (!scratch_open(a, &s, path_dir(to))) return false; /* the target's own may lie on another file system */
    str fresh = path_join(a, s.path, STR("main.wasm"));
    bool done = copy(a, saved, fresh) && rename(arena_cstr(a, fresh), arena_cstr(a, to)) == 0;
    scratch_close(&s);
    return done;
}
