#include "base/file.h"

#include "base/limits.h"
#include "base/path.h"
#include "base/posix/c_path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

static file_status status_of(int err)
{
    switch (err) {
    case ENOENT:
    case ENOTDIR: return FILE_MISSING;
    case EACCES:
    case EPERM: return FILE_DENIED;
    case ENXIO: /* a socket, or a device that is not there */
    case ENODEV: return FILE_NOT_REGULAR;
    case ELOOP: return FILE_LOOP;
    default: return FILE_FAILED;
    }
}

/* Why a path can't be opened, by errno. */
static file_status why_not(str path, int err)
{
    file_status status = status_of(err);
    return status == FILE_MISSING && file_is_link(path) ? FILE_DANGLING : status;
}

/* Opens a regular file; -1 with `*why` else. `flags`: O_NOFOLLOW or 0. */
static int open_regular(str path, int flags, struct stat *st, file_status *why)
{
    char name[PATH_MAX];
    *why = FILE_MISSING;
    if (!c_path(path, name)) return -1;
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
    if (fd < 0 && errno == ELOOP && flags && file_is_link(path)) return *why = FILE_LINK, -1;
    if (fd < 0) return *why = why_not(path, errno), -1;
    *why = FILE_FAILED;
    if (fstat(fd, st) == 0) {
        *why = FILE_NOT_REGULAR;
        if (S_ISREG(st->st_mode)) return fd;
    }
    close(fd);
    return -1;
}

/* As many bytes as there are, at most `size`; false when they can't be read. */
static bool take(int fd, char *bytes, size_t size, size_t *n)
{
    for (*n = 0; *n < size;) {
        ssize_t got = read(fd, bytes + *n, size - *n);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0;
        *n += (size_t)got;
    }
    return true;
}

static file_status read_whole(arena *a, str path, int flags, str *text)
{
    struct stat st;
    file_status result;
    int fd = open_regular(path, flags, &st, &result);
    if (fd < 0) return result;
    result = FILE_TOO_LARGE;
    if (st.st_size <= LIMIT_DOCUMENT_BYTES) { /* a file that shrinks meanwhile is cut, one that grows is read to its old size */
        char *bytes = arena_alloc(a, (size_t)st.st_size + 1);
        result = take(fd, bytes, (size_t)st.st_size, &text->n) ? FILE_OK : FILE_FAILED;
        text->p = bytes;
        if (result != FILE_OK) *text = (str){0};
    }
    close(fd);
    return result;
}

file_status file_read(arena *a, str path, str *text) { return read_whole(a, path, 0, text); }

file_status file_read_unlinked(arena *a, str path, str *text) { return read_whole(a, path, O_NOFOLLOW, text); }

file_status file_read_head(str path, char *bytes, size_t size, size_t *n)
{
    struct stat st;
    file_status result;
    int fd = open_regular(path, 0, &st, &result);
    *n = 0;
    if (fd < 0) return result;
    result = take(fd, bytes, size, n) ? FILE_OK : FILE_FAILED;
    close(fd);
    return result;
}

bool file_put(int fd, str bytes)
{
    while (bytes.n) {
        ssize_t put = write(fd, bytes.p, bytes.n);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0 && errno == EAGAIN) { /* an inherited non-blocking pipe */
            struct pollfd wait = {.fd = fd, .events = POLLOUT};
            poll(&wait, 1, -1);
            continue;
        }
        if (put <= 0) return false;
        bytes = str_slice(bytes, (size_t)put, bytes.n);
    }
    return true;
}

bool file_get(int fd, char *to, size_t n)
{
    size_t got;
    return take(fd, to, n, &got) && got == n;
}

enum { MODE_OWN = 0600, MODE_NEW = 0666 };

#define BESIDE ".wpls-" /* then the process, and a number: a file that is being written */

/* Takes away what processes that were killed have left of such files beside `name`. */
static void sweep_beside(const char *name)
{
    char folder[PATH_MAX], path[PATH_MAX];
    const char *base = strrchr(name, '/') + 1; /* the name is absolute */
    size_t n = strlen(base), above = (size_t)(base - name);
    memcpy(folder, name, above);
    folder[above] = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        long pid;
        char end;
        bool ours = strncmp(e->d_name, base, n) == 0 && strncmp(e->d_name + n, BESIDE, strlen(BESIDE)) == 0;
        if (!ours || sscanf(e->d_name + n + strlen(BESIDE), "%ld-%*d%c", &pid, &end) != 1 || pid <= 0) continue;
        if (kill((pid_t)pid, 0) == 0 || errno != ESRCH) continue;
        if (snprintf(path, sizeof path, "%s%s", folder, e->d_name) < (int)sizeof path) unlink(path);
    }
    if (d) closedir(d);
}

/* Not mkostemp(): a new file gets the permissions that the user's umask leaves, which only the system applies without a race. One
 * that takes an old one's place is its owner's alone until it has the same permissions: `mode`. */
static int open_beside(const char *name, mode_t mode, char fresh[PATH_MAX])
{
    enum { TRIES = 100 };
    sweep_beside(name);
    for (int i = 0; i < TRIES; i++) {
        if (snprintf(fresh, PATH_MAX, "%s" BESIDE "%ld-%d", name, (long)getpid(), i) >= PATH_MAX) return errno = ENAMETOOLONG, -1;
        int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
}

/* Closes `fd`, the file `fresh`, with the text in it, and lets it take the place of `name`, with the permissions of the `old` one
 * if there is any; else takes it away. False with errno. */
static bool put_in_place(int fd, const char *fresh, const char *name, const struct stat *old, str text)
{
    bool done = file_put(fd, text) && (!old || fchmod(fd, old->st_mode & 07777) == 0) && fsync(fd) == 0;
    int failed = errno;
    if (close(fd) != 0 && done) done = false, failed = errno;
    if (done && rename(fresh, name) != 0) done = false, failed = errno;
    if (!done) unlink(fresh), errno = failed;
    return done;
}

file_status file_replace(str path, str text)
{
    char name[PATH_MAX], fresh[PATH_MAX];
    struct stat st;
    if (!c_path(path, name) || lstat(name, &st) != 0) return FILE_MISSING;
    if (!S_ISREG(st.st_mode)) return FILE_NOT_REGULAR;
    int fd = open_beside(name, MODE_OWN, fresh);
    if (fd < 0) return status_of(errno);
    return put_in_place(fd, fresh, name, &st, text) ? FILE_OK : status_of(errno);
}

static bool write_in_place(const char *name, str text)
{
    int fd = open(name, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return false;
    bool done = file_put(fd, text);
    int failed = errno;
    if (close(fd) != 0 && done) done = false, failed = errno;
    return errno = failed, done;
}

bool file_write(arena *a, str path, str text)
{
    char name[PATH_MAX], fresh[PATH_MAX];
    struct stat st;
    if (!c_path(file_resolve(a, path), name)) return false;
    bool there = stat(name, &st) == 0;
    if (str_starts(path, STR("/dev/")) || (there && !S_ISREG(st.st_mode))) return write_in_place(name, text);
    if (there && access(name, W_OK) != 0) return false; /* renaming would ask the folder alone */
    int fd = open_beside(name, there ? MODE_OWN : MODE_NEW, fresh);
    return fd >= 0 && put_in_place(fd, fresh, name, there ? &st : NULL, text);
}

bool file_write_new(str path, str text)
{
    char name[PATH_MAX];
    int fd = c_path(path, name) ? open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0666) : -1;
    if (fd < 0) return false;
    bool done = file_put(fd, text);
    int failed = errno;
    if (close(fd) != 0 && done) done = false, failed = errno;
    return errno = failed, done;
}

bool file_rename(str from, str to)
{
    char old[PATH_MAX], new[PATH_MAX];
    return c_path(from, old) && c_path(to, new) && rename(old, new) == 0;
}

/* umask() would tell the permissions of a new file only by changing them for all threads. */
static bool open_up(const char *name, int file)
{
    char probe[PATH_MAX];
    struct stat st;
    int fd = open_beside(name, MODE_NEW, probe);
    if (fd < 0) return false;
    bool done = fstat(fd, &st) == 0 && fchmod(file, st.st_mode & 0777) == 0;
    close(fd);
    unlink(probe);
    return done;
}

bool file_publish(str fresh, str path)
{
    char name[PATH_MAX];
    int fd = c_path(fresh, name) ? open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (fd < 0) return false;
    bool done = open_up(name, fd) && fsync(fd) == 0;
    int failed = errno;
    close(fd);
    errno = failed;
    return done && file_rename(fresh, path);
}

static bool copy_bytes(int from, int to)
{
    char block[1 << 16];
    for (size_t n; take(from, block, sizeof block, &n);) {
        if (!n) return fsync(to) == 0;
        if (!file_put(to, str_make(block, n))) return false;
    }
    return false;
}

bool file_copy(str from, str to)
{
    char old[PATH_MAX], new[PATH_MAX];
    struct stat st;
    if (!c_path(from, old) || !c_path(to, new)) return false;
    int in = open(old, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    int out = in < 0 ? -1 : open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = out >= 0 && fstat(in, &st) == 0 && copy_bytes(in, out) && fchmod(out, st.st_mode & 0777) == 0;
    int failed = errno;
    if (out >= 0 && close(out) != 0 && done) done = false, failed = errno;
    if (in >= 0) close(in);
    return errno = failed, done;
}

static bool stat_path(str path, struct stat *st)
{
    char name[PATH_MAX];
    return c_path(path, name) && stat(name, st) == 0;
}

bool file_exists(str path)
{
    struct stat st;
    return stat_path(path, &st);
}

file_status file_check(str path)
{
    struct stat st;
    file_status result;
    int fd = open_regular(path, 0, &st, &result);
    if (fd < 0) return result;
    close(fd);
    return st.st_size <= LIMIT_DOCUMENT_BYTES ? FILE_OK : FILE_TOO_LARGE;
}

file_status file_look(str path)
{
    char name[PATH_MAX];
    struct stat st;
    if (!c_path(path, name)) return path.n < PATH_MAX ? FILE_MISSING : FILE_FAILED;
    if (stat(name, &st) != 0) return why_not(path, errno);
    return S_ISREG(st.st_mode) || S_ISDIR(st.st_mode) ? FILE_OK : FILE_NOT_REGULAR;
}

file_kind file_kind_of(str path)
{
    char name[PATH_MAX];
    struct stat st;
    if (!c_path(path, name) || lstat(name, &st) != 0) return KIND_NOTHING;
    return S_ISREG(st.st_mode) ? KIND_FILE : S_ISDIR(st.st_mode) ? KIND_FOLDER : S_ISLNK(st.st_mode) ? KIND_LINK : KIND_OTHER;
}

int64_t file_size(str path)
{
    char name[PATH_MAX];
    struct stat st;
    return c_path(path, name) && lstat(name, &st) == 0 && S_ISREG(st.st_mode) ? st.st_size : -1;
}

uint64_t file_stamp(str path)
{
    struct stat st;
    if (!stat_path(path, &st)) return 0;
#ifdef __APPLE__
    struct timespec changed = st.st_mtimespec;
#else
    struct timespec changed = st.st_mtim;
#endif
    int64_t facts[] = {(int64_t)changed.tv_sec, changed.tv_nsec, (int64_t)st.st_size};
    return str_hash(str_make((const char *)facts, sizeof facts), 1);
}

bool file_is_program(str path)
{
    char name[PATH_MAX];
    struct stat st;
    return c_path(path, name) && stat(name, &st) == 0 && S_ISREG(st.st_mode) && access(name, X_OK) == 0;
}

bool file_is_link(str path) { return file_kind_of(path) == KIND_LINK; }

str file_link_target(arena *a, str path)
{
    char name[PATH_MAX], target[PATH_MAX];
    ssize_t n = c_path(path, name) ? readlink(name, target, sizeof target) : -1;
    return n > 0 ? arena_str(a, str_make(target, (size_t)n)) : (str){0};
}

bool file_is_folder(str path)
{
    struct stat st;
    return stat_path(path, &st) && S_ISDIR(st.st_mode);
}

static int by_name(const void *left, const void *right)
{
    return str_cmp(((const file_entry *)left)->name, ((const file_entry *)right)->name);
}

/* What an entry is; most file systems say it in the folder. */
static void tell_kind(int dir, const struct dirent *d, file_entry *e)
{
    struct stat st;
    e->link = d->d_type == DT_LNK;
    e->folder = d->d_type == DT_DIR;
    e->regular = d->d_type == DT_REG;
    if (d->d_type == DT_UNKNOWN) e->link = fstatat(dir, d->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
    if ((!e->link && d->d_type != DT_UNKNOWN) || fstatat(dir, d->d_name, &st, 0) != 0) return;
    e->folder = S_ISDIR(st.st_mode);
    e->regular = S_ISREG(st.st_mode);
}

file_status file_scan(arena *a, str folder, file_entries *entries)
{
    char name[PATH_MAX];
    *entries = (file_entries){0};
    if (!c_path(folder, name)) return FILE_MISSING;
    DIR *dir = opendir(name);
    if (!dir) return status_of(errno);
    for (struct dirent *d; (d = readdir(dir));) {
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0) continue;
        file_entry *e = array_add(a, entries);
        e->name = arena_str(a, str_of(d->d_name));
        tell_kind(dirfd(dir), d, e);
    }
    closedir(dir);
    if (entries->n) qsort(entries->at, entries->n, sizeof *entries->at, by_name);
    return FILE_OK;
}

bool file_real(arena *a, str path, str *real)
{
    char name[PATH_MAX], found[PATH_MAX];
    if (!c_path(path, name) || !realpath(name, found)) return false;
    *real = arena_str(a, str_of(found));
    return true;
}

str file_resolve(arena *a, str path)
{
    str real;
    if (file_real(a, path, &real)) return real;
    return file_real(a, path_dir(path), &real) ? path_join(a, real, path_base(path)) : path;
}

str file_absolute(arena *a, str path)
{
    if (!path.n) return path;
    if (path_is_absolute(path)) return path_clean(a, path);
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here)) return path_clean(a, path);
    return path_clean(a, path_join(a, str_of(here), path));
}

#ifdef __APPLE__

str file_executable(arena *a)
{
    char path[PATH_MAX];
    uint32_t size = sizeof path;
    return _NSGetExecutablePath(path, &size) == 0 ? file_resolve(a, str_of(path)) : STR("");
}

#else

str file_executable(arena *a)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    return n > 0 && (size_t)n < sizeof path ? arena_str(a, str_make(path, (size_t)n)) : STR("");
}

#endif
