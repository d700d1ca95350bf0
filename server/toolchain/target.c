#include "toolchain/target.h"

#include "base/file.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* The folder itself is locked: nothing is left behind, and it works where the folder can't be written. Where the file system knows no
 * locks, two builds may meet; each still has a scratch folder of its own, and the last one wins whole. */
static bool lock_folder(arena *a, build_target *t, str plugin)
{
    t->lock = open(arena_cstr(a, plugin), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (t->lock < 0 || flock(t->lock, LOCK_EX | LOCK_NB) == 0) return true;
    t->busy = errno == EWOULDBLOCK;
    return !t->busy;
}

static bool refuse(arena *a, str *why, str path, const char *text)
{
    *why = arena_printf(a, "can't write '%.*s': %s; name another output with -o", STR_ARG(path), text);
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

/* --- scratch folders ------------------------------------------------------------------------------------------------------- */

static const char scratch_name[] = ".wpls-build-XXXXXX";

static void empty_folder(int fd, int depth);

static bool is_scratch_name(const char *name)
{
    size_t head = sizeof scratch_name - sizeof "XXXXXX";
    if (strlen(name) != sizeof scratch_name - 1 || memcmp(name, scratch_name, head) != 0) return false;
    for (const char *c = name + head; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9'))) return false;
    return true;
}

/* Removes what builds left that were killed. A folder that is in use is locked: another plugin's module may be made beside ours. */
static void remove_stale(arena *a, str folder)
{
    DIR *dir = opendir(arena_cstr(a, folder));
    if (!dir) return;
    for (struct dirent *e; (e = readdir(dir));) {
        if (!is_scratch_name(e->d_name)) continue;
        int fd = openat(dirfd(dir), e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        struct stat st;
        if (fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0) {
            empty_folder(openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), 0);
            unlinkat(dirfd(dir), e->d_name, AT_REMOVEDIR);
        }
        if (fd >= 0) close(fd);
    }
    closedir(dir);
}

/* Makes the scratch folder and locks it; false with errno set. Between the two another build may take it for a stale one: then there is
 * another. Without locks on the file system it stays unlocked, and nobody can take it for stale either. */
static bool make_scratch(arena *a, build_target *t, str folder)
{
    enum { TRIES = 20 };
    for (int i = 0; i < TRIES; i++) {
        char *scratch = arena_cstr(a, path_join(a, folder, str_of(scratch_name)));
        if (!mkdtemp(scratch)) return false;
        int fd = open(scratch, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        struct stat made, named;
        if (fd >= 0) flock(fd, LOCK_EX);
        if (fd >= 0 && fstat(fd, &made) == 0 && lstat(scratch, &named) == 0 && made.st_ino == named.st_ino) {
            t->scratch = str_of(scratch);
            t->scratch_lock = fd;
            return true;
        }
        if (fd >= 0) close(fd);
    }
    errno = EAGAIN;
    return false;
}

bool target_open(arena *a, build_target *t, str plugin, str path, str inside, str *why)
{
    *t = (build_target){.path = path, .lock = -1, .scratch_lock = -1};
    str folder = path_dir(path);
    struct stat st;
    if (!lock_folder(a, t, plugin)) {
        *why = arena_printf(a, "another build of '%.*s' is running; wait for its end, or cancel it", STR_ARG(path_base(plugin)));
        return false;
    }
    if (lstat(arena_cstr(a, path), &st) == 0) {
        if (S_ISLNK(st.st_mode)) return refuse(a, why, path, "it is a symbolic link, and no module is written through one");
        if (!S_ISREG(st.st_mode)) return refuse(a, why, path, "something that is no file is there");
    }
    if (!file_is_folder(folder)) return refuse(a, why, path, "no such folder");
    if (inside.n && !stays_inside(a, folder, inside)) return refuse(a, why, path, "its folder lies outside of the workspace, maybe by a symbolic link");
    remove_stale(a, folder);
    if (!make_scratch(a, t, folder)) return refuse(a, why, path, strerror(errno));
    t->fresh = path_join(a, t->scratch, STR("main.wasm"));
    return true;
}

/* Compilers make a module executable, which it is not: it gets the permissions of a new file. umask() would tell them only by changing
 * them for all threads. */
static bool open_up(arena *a, const build_target *t, int module)
{
    struct stat st;
    int fd = open(arena_cstr(a, path_join(a, t->scratch, STR("permissions"))), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
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
        *why = STR("the compiler ended well and left no module");
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
    return t->scratch.n && statvfs(t->scratch.p, &fs) == 0 && (uint64_t)fs.f_bavail * fs.f_frsize < LITTLE;
}

/* Empties a folder of ours; links in it are removed, never followed. */
static void empty_folder(int fd, int depth)
{
    enum { DEPTH_MOST = 8 };
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) return;
    for (struct dirent *e; (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || unlinkat(dirfd(dir), e->d_name, 0) == 0) continue;
        if (depth < DEPTH_MOST) empty_folder(openat(dirfd(dir), e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), depth + 1);
        unlinkat(dirfd(dir), e->d_name, AT_REMOVEDIR);
    }
    closedir(dir);
}

void target_close(build_target *t)
{
    if (t->scratch.n) {
        empty_folder(open(t->scratch.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), 0);
        rmdir(t->scratch.p);
    }
    if (t->scratch_lock >= 0) close(t->scratch_lock);
    if (t->lock >= 0) close(t->lock);
    *t = (build_target){.lock = -1, .scratch_lock = -1};
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

bool target_copy(str from, str to)
{
    arena a = ARENA_INIT;
    char *fresh = arena_cstr(&a, arena_printf(&a, "%.*s.XXXXXX", STR_ARG(to)));
    int in = open(arena_cstr(&a, from), O_RDONLY | O_CLOEXEC | O_NOFOLLOW), out = in < 0 ? -1 : mkostemp(fresh, O_CLOEXEC);
    struct stat st;
    bool done = out >= 0 && fstat(in, &st) == 0 && copy_bytes(in, out) && fchmod(out, st.st_mode & 0777) == 0;
    if (out >= 0) done = close(out) == 0 && done && rename(fresh, arena_cstr(&a, to)) == 0;
    int failed = errno;
    if (out >= 0 && !done) unlink(fresh);
    if (in >= 0) close(in);
    arena_free(&a);
    errno = failed;
    return done;
}
