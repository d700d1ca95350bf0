#include "base/folder.h"

#include "base/posix/c_path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

bool folder_make(str path)
{
    char name[PATH_MAX];
    return c_path(path, name) && mkdir(name, 0777) == 0;
}

#if defined(RENAME_NOREPLACE)
static int rename_new(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE); }
#elif defined(RENAME_EXCL)
static int rename_new(const char *from, const char *to) { return renamex_np(from, to, RENAME_EXCL); }
#else
static int rename_new(const char *from, const char *to)
{
    (void)from, (void)to;
    errno = ENOSYS;
    return -1;
}
#endif

bool folder_rename_new(str from, str to)
{
    char old[PATH_MAX], new[PATH_MAX];
    struct stat st;
    if (!c_path(from, old) || !c_path(to, new)) return false;
    if (rename_new(old, new) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) return false; /* systems and disks that can't refuse to replace */
    if (lstat(new, &st) != 0) return rename(old, new) == 0;
    errno = EEXIST;
    return false;
}

int folder_lock(str path, bool *busy)
{
    char name[PATH_MAX];
    *busy = false;
    int fd = c_path(path, name) ? open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
    *busy = errno == EWOULDBLOCK;
    close(fd);
    return -1;
}

void folder_unlock(int lock)
{
    if (lock >= 0) close(lock);
}

uint64_t folder_room(str path)
{
    char name[PATH_MAX];
    struct statvfs fs;
    return c_path(path, name) && statvfs(name, &fs) == 0 ? (uint64_t)fs.f_bavail * fs.f_frsize : UINT64_MAX;
}
