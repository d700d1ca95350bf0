#include "base/file.h"

#include "base/limits.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const char *file_status_text(file_status s)
{
    static const char *const texts[] = {
        [FILE_OK] = "no error",
        [FILE_MISSING] = "no such file",
        [FILE_DENIED] = "permission denied",
        [FILE_TOO_LARGE] = "larger than wpls reads (32 MiB)",
        [FILE_NOT_REGULAR] = "not a regular file",
        [FILE_FAILED] = "can't be read",
    };
    return texts[s];
}

/* A NUL-terminated copy on the stack or the heap, since a `str` has none; false when it can't name a file. */
static bool c_path(str path, char out[PATH_MAX])
{
    if (path.n == 0 || path.n >= PATH_MAX || memchr(path.p, 0, path.n)) return false;
    memcpy(out, path.p, path.n);
    out[path.n] = 0;
    return true;
}

static file_status status_of(int err)
{
    return err == ENOENT || err == ENOTDIR ? FILE_MISSING : err == EACCES || err == EPERM ? FILE_DENIED : FILE_FAILED;
}

file_status file_read(arena *a, str path, str *text)
{
    char name[PATH_MAX];
    if (!c_path(path, name)) return FILE_MISSING;
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return status_of(errno);
    file_status result = FILE_FAILED;
    struct stat st;
    if (fstat(fd, &st) != 0) goto done;
    result = FILE_NOT_REGULAR;
    if (!S_ISREG(st.st_mode)) goto done;
    result = FILE_TOO_LARGE;
    if (st.st_size > LIMIT_DOCUMENT_BYTES) goto done;
    size_t size = (size_t)st.st_size, n = 0;
    char *bytes = arena_alloc(a, size + 1);
    result = FILE_FAILED;
    while (n < size) { /* a file that shrinks meanwhile is cut, one that grows is read to its old size */
        ssize_t got = read(fd, bytes + n, size - n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) goto done;
        if (got == 0) break;
        n += (size_t)got;
    }
    *text = (str){bytes, n};
    result = FILE_OK;
done:
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

/* Closes `fd`, the file `fresh`, with the text in it, and lets it take the place of `name`, with the permissions of the `old` one if there
 * is any; else takes it away. False with errno. */
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
    if (snprintf(fresh, sizeof fresh, "%s.XXXXXX", name) >= (int)sizeof fresh) return FILE_FAILED;
    int fd = mkostemp(fresh, O_CLOEXEC);
    if (fd < 0) return status_of(errno);
    return put_in_place(fd, fresh, name, &st, text) ? FILE_OK : status_of(errno);
}

/* Not mkostemp(): a new file gets the permissions that the user's umask leaves, which only the system applies without a race. */
static int open_beside(const char *name, char fresh[PATH_MAX])
{
    enum { TRIES = 100 };
    for (int i = 0; i < TRIES; i++) {
        if (snprintf(fresh, PATH_MAX, "%s.%ld-%d", name, (long)getpid(), i) >= PATH_MAX) return errno = ENAMETOOLONG, -1;
        int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
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
    if (!c_path(file_resolve(a, path), name)) return errno = ENAMETOOLONG, false;
    bool there = stat(name, &st) == 0;
    if (str_starts(path, STR("/dev/")) || (there && !S_ISREG(st.st_mode))) return write_in_place(name, text);
    if (there && access(name, W_OK) != 0) return false; /* renaming would ask the folder alone */
    int fd = open_beside(name, fresh);
    return fd >= 0 && put_in_place(fd, fresh, name, there ? &st : NULL, text);
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

bool file_is_folder(str path)
{
    struct stat st;
    return stat_path(path, &st) && S_ISDIR(st.st_mode);
}

static int by_name(const void *left, const void *right)
{
    return str_cmp(((const file_entry *)left)->name, ((const file_entry *)right)->name);
}

file_entries file_list(arena *a, str folder)
{
    file_entries list = {0};
    char name[PATH_MAX];
    DIR *dir = c_path(folder, name) ? opendir(name) : NULL;
    if (!dir) return list;
    for (struct dirent *e; (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        struct stat st;
        bool link = false;
        if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0) continue;
        if (S_ISLNK(st.st_mode)) {
            link = true;
            if (fstatat(dirfd(dir), e->d_name, &st, 0) != 0) continue;
        }
        if (link && S_ISDIR(st.st_mode)) continue;
        array_push(a, &list, (file_entry){arena_str(a, str_of(e->d_name)), S_ISDIR(st.st_mode)});
    }
    closedir(dir);
    if (list.n) qsort(list.at, list.n, sizeof *list.at, by_name);
    return list;
}

str file_resolve(arena *a, str path)
{
    char name[PATH_MAX], real[PATH_MAX];
    if (c_path(path, name) && realpath(name, real)) return arena_str(a, str_of(real));
    if (c_path(path_dir(path), name) && realpath(name, real)) return path_join(a, arena_str(a, str_of(real)), path_base(path));
    return path;
}

str file_absolute(arena *a, str path)
{
    if (path_is_absolute(path)) return path_clean(a, path);
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here)) return path_clean(a, path);
    return path_clean(a, path_join(a, str_of(here), path));
}

str file_executable(arena *a)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    return n > 0 && (size_t)n < sizeof path ? arena_str(a, str_make(path, (size_t)n)) : STR("");
}
