/* file.c - whole files in, whole files out: a file is written beside its target and renamed, so that whoever reads the
 * target sees the old bytes or the new ones and never a part. */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static FileStatus status_of_errno(void)
{
    switch (errno) {
    case ENOENT: case ENOTDIR: case ENAMETOOLONG: return FILE_MISSING;
    case EACCES: case EPERM: return FILE_DENIED;
    case EISDIR: return FILE_FOLDER;
    default: return FILE_BROKEN;
    }
}

/* Reads to the end, whatever the size said: a pipe has none, a file may grow. */
static FileStatus read_all(Arena *arena, int fd, size_t limit, size_t expected, Str *text)
{
    size_t cap = expected + 1, n = 0;
    char *p = arena_bytes(arena, cap);
    for (;;) {
        ssize_t got = read(fd, p + n, cap - n);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return status_of_errno();
        }
        if (got == 0) {
            break;
        }
        n += (size_t)got;
        if (n > limit) {
            return FILE_TOO_LARGE;
        }
        if (n == cap) {
            p = arena_bytes_grow(arena, p, cap, cap < 4096 ? 65536 : cap * 2);
            cap = cap < 4096 ? 65536 : cap * 2;
        }
    }
    *text = (Str){p, n};
    return FILE_OK;
}

static FileStatus read_fd(Arena *arena, int fd, bool plain, size_t limit, Str *text)
{
    struct stat st;
    if (fd < 0) {
        return status_of_errno();
    }
    if (fstat(fd, &st) != 0 || (plain && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))) {
        return FILE_BROKEN;
    }
    size_t expected = S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size : 0;
    return S_ISDIR(st.st_mode) ? FILE_FOLDER
         : expected > limit    ? FILE_TOO_LARGE
                               : read_all(arena, fd, limit, expected, text);
}

FileStatus file_read(Arena *arena, const char *path, size_t limit, Str *text)
{
    if (strcmp(path, "-") == 0) {
        return read_fd(arena, STDIN_FILENO, false, limit, text);
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    FileStatus status = read_fd(arena, fd, false, limit, text);
    if (fd >= 0) {
        close(fd);
    }
    return status;
}

Str path_real(Arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    Str copy = real ? str_copy(arena, str_of(real)) : (Str){0};
    free(real);
    return copy;
}

FileStatus file_find(Arena *arena, Str root, const char *path, Str *real)
{
    *real = path_real(arena, path);
    if (!real->n) {
        return FILE_MISSING;
    }
    bool below = root.n && str_starts(*real, root) &&
                 (real->n == root.n || root.p[root.n - 1] == '/' || real->p[root.n] == '/');
    return below ? FILE_OK : FILE_OUTSIDE;
}

/* A real path has no link in it: one that is there now was put there to lead elsewhere. */
static int open_without_links(const char *path)
{
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW;
#ifdef SYS_openat2
    const uint64_t how[] = {(uint64_t)flags, 0, 4 /* RESOLVE_NO_SYMLINKS */};
    int fd = (int)syscall(SYS_openat2, AT_FDCWD, path, how, sizeof how);
    if (fd >= 0 || errno != ENOSYS) {
        return fd;
    }
#endif
    return open(path, flags);
}

FileStatus file_read_real(Arena *arena, Str real, size_t limit, Str *text)
{
    int fd = open_without_links(str_c(arena, real));
    FileStatus status = read_fd(arena, fd, true, limit, text);
    if (fd >= 0) {
        close(fd);
    }
    return status;
}

static bool write_all(int fd, Str bytes)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            errno = n == 0 ? EIO : errno;
            return false;
        }
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

/* A device or pipe has no beside: the bytes go straight in. */
static bool write_special(const char *path, Str bytes)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    bool ok = write_all(fd, bytes);
    int saved = errno;
    ok = close(fd) == 0 && ok;
    errno = saved ? saved : errno;
    return ok;
}

/* Opens a new file beside the target; what a killed process has left behind there is passed over. */
static int open_beside(Arena *arena, const char *path, const char **beside)
{
    int fd = -1;
    for (long number = getpid(), tries = 0; fd < 0 && tries < 1000; tries++) {
        *beside = str_format(arena, "%s.%ld", path, number + tries).p;
        fd = open(*beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd < 0 && errno != EEXIST) {
            break;
        }
    }
    return fd;
}

static bool write_beside(Arena *arena, const char *path, mode_t mode, Str bytes)
{
    const char *beside;
    int fd = open_beside(arena, path, &beside);
    if (fd < 0) {
        return false;
    }
    bool ok = write_all(fd, bytes) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
    int saved = errno;
    if (close(fd) != 0 && ok) {
        saved = errno;
        ok = false;
    }
    if (ok && rename(beside, path) != 0) {
        saved = errno;
        ok = false;
    }
    if (!ok) {
        unlink(beside);
        errno = saved;
    }
    return ok;
}

/* A link stays, what it leads to is replaced. */
bool file_write(Arena *arena, const char *path, Str bytes, const char **why)
{
    struct stat st;
    bool there = stat(path, &st) == 0, ok;
    errno = 0;
    if (there && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        ok = false;
    } else if (there && !S_ISREG(st.st_mode)) {
        ok = write_special(path, bytes);
    } else if (there && access(path, W_OK) != 0) {         /* a rename would replace a file that is write-protected */
        ok = false;
    } else {
        Str real = path_real(arena, path);
        mode_t mask = umask(0);
        umask(mask);
        ok = write_beside(arena, real.n ? real.p : path, there ? st.st_mode & 0777 : 0666 & ~mask, bytes);
    }
    if (!ok) {
        *why = strerror(errno);
    }
    return ok;
}

Str path_folder(Str path)
{
    size_t n = path.n;
    while (n && path.p[n - 1] != '/') {
        n--;
    }
    return n > 1 ? (Str){path.p, n - 1} : n == 1 ? STR("/") : STR(".");
}

/* Takes the last part of a path off, unless there is none or it is ".." itself. */
static bool drop_part(Buf *b)
{
    Str s = buf_str(b);
    if (!s.n || str_eq(s, STR("/")) || str_eq(s, STR("..")) || str_ends(s, STR("/.."))) {
        return false;
    }
    size_t n = s.n;
    while (n && s.p[n - 1] != '/') {
        n--;
    }
    b->n = n > 1 ? n - 1 : n;
    return true;
}

static void add_parts(Buf *b, Str path)
{
    Str part;
    while (str_split(&path, '/', &part)) {
        if (!part.n || str_eq(part, STR(".")) || (str_eq(part, STR("..")) && drop_part(b))) {
            continue;
        }
        if (b->n && b->p[b->n - 1] != '/') {
            buf_byte(b, '/');
        }
        buf_add(b, part);
    }
}

Str path_join(Arena *arena, Str folder, Str relative)
{
    Buf b = BUF(arena);
    if (str_starts(relative, STR("/")) || (str_starts(folder, STR("/")))) {
        buf_byte(&b, '/');
    }
    if (!str_starts(relative, STR("/"))) {
        add_parts(&b, folder);
    }
    add_parts(&b, relative);
    if (!b.n) {
        buf_byte(&b, '.');
    }
    return str_copy(arena, buf_str(&b));
}
