#include "base/scratch.h"

#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char scratch_name[] = ".wpls-build-XXXXXX";

static bool is_scratch_name(const char *name)
{
    size_t head = sizeof scratch_name - sizeof "XXXXXX";
    if (strlen(name) != sizeof scratch_name - 1 || memcmp(name, scratch_name, head) != 0) return false;
    for (const char *c = name + head; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9'))) return false;
    return true;
}

/* Empties a folder of ours; links in it are removed, never followed. */
static void empty_folder(int fd, int depth)
{
    enum { DEPTH_MOST = 8 };
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) return;
    for (struct dirent *e; (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || unlinkat(dirfd(dir), e->d_name, 0) == 0) continue;
        if (depth < DEPTH_MOST)
            empty_folder(openat(dirfd(dir), e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), depth + 1);
        unlinkat(dirfd(dir), e->d_name, AT_REMOVEDIR);
    }
    closedir(dir);
}

/* A folder that is in use is locked. */
void scratch_sweep(arena *a, str parent)
{
    DIR *dir = opendir(arena_cstr(a, parent));
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

/* Between making and locking it another process may take the folder for a stale one: then there is another. Without locks on the
 * file system it stays unlocked, and nobody can take it for stale either. */
bool scratch_open(arena *a, scratch *s, str parent)
{
    enum { TRIES = 20 };
    *s = (scratch){.lock = -1};
    scratch_sweep(a, parent);
    for (int i = 0; i < TRIES; i++) {
        char *path = arena_cstr(a, path_join(a, parent, str_of(scratch_name)));
        if (!mkdtemp(path)) return false;
        int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        struct stat made, named;
        if (fd >= 0) flock(fd, LOCK_EX);
        if (fd >= 0 && fstat(fd, &made) == 0 && lstat(path, &named) == 0 && made.st_ino == named.st_ino) {
            *s = (scratch){str_of(path), fd};
            return true;
        }
        if (fd >= 0) close(fd);
    }
    errno = EAGAIN;
    return false;
}

void scratch_close(scratch *s)
{
    int failed = errno;
    if (s->path.n) {
        empty_folder(open(s->path.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), 0);
        rmdir(s->path.p);
        close(s->lock);
    }
    *s = (scratch){.lock = -1};
    errno = failed;
}

str scratch_temporary(void)
{
    const char *given = getenv("TMPDIR");
    return str_of(given && given[0] == '/' ? given : "/tmp");
}
