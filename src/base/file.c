/* file.c - whole files in, whole files out: a file is written beside its target and renamed, so that whoever reads the
 * target sees the old bytes or the new ones and never a part. */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

FileStatus file_read(Arena *arena, const char *path, size_t limit, Str *text)
{
    bool stdin_wanted = strcmp(path, "-") == 0;
    int fd = stdin_wanted ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return status_of_errno();
    }
    struct stat st;
    FileStatus status = FILE_BROKEN;
    if (fstat(fd, &st) == 0) {
        size_t expected = S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size : 0;
        status = S_ISDIR(st.st_mode) ? FILE_FOLDER
               : expected > limit    ? FILE_TOO_LARGE
                                     : read_all(arena, fd, limit, expected, text);
    }
    if (!stdin_wanted) {
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

static bool write_beside(Arena *arena, const char *path, mode_t mode, Str bytes)
{
    char *beside = (char *)(uintptr_t)str_format(arena, "%s.XXXXXX", path).p;
    int fd = mkstemp(beside);
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
        mode_t mask = umask(0);
        umask(mask);
        ok = write_beside(arena, path, there ? st.st_mode & 0777 : 0666 & ~mask, bytes);
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
