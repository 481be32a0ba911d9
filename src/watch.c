/* watch.c - builds again whenever something changes that the last build read or looked for. Each build is a process of its
 * own, because it shuts itself in; it tells through a pipe which files it wants watched. What is watched is the folder of
 * each file, so a file may be replaced by another of its name, vanish and come back; when the folder is not there, the
 * nearest one above it that is. Ends with exit status 0 when it is interrupted. */
#include "build.h"

#include <stdio.h>

#ifdef __linux__
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { QUIET_MS = 30, QUIET_MOST = 20, CHANGES = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO };

typedef struct Watched { int folder; Str name; } Watched;  /* the inotify watch, and what changes there */

typedef struct Watch {
    Arena *arena;                                          /* of one build */
    int (*run)(void *ctx, int list);
    void *ctx;
    int events, signals;                                   /* to be read */
    VEC(Watched) watched;
    struct timespec start;                                 /* of the last build, on the clock of files */
} Watch;

/* ---- a build -------------------------------------------------------------------------------------- */

/* Waits until fd can be read; false: the user wants an end. */
static bool wait_for(const Watch *watch, int fd, int ms, bool *readable)
{
    struct pollfd fds[] = {{watch->signals, POLLIN, 0}, {fd, POLLIN, 0}};
    while (poll(fds, 2, ms) < 0 && errno == EINTR) {}
    *readable = fds[1].revents != 0;
    return fds[0].revents == 0;
}

/* The list of the build, to its end; false: the user wants an end. */
static bool list_read(const Watch *watch, int fd, Buf *list)
{
    char bytes[4096];
    bool readable;
    for (ssize_t n = 1; n > 0;) {
        if (!wait_for(watch, fd, -1, &readable)) {
            return false;
        }
        n = readable ? read(fd, bytes, sizeof bytes) : 0;
        buf_add(list, (Str){bytes, n > 0 ? (size_t)n : 0});
    }
    return true;
}

static bool build_once(Watch *watch, Buf *list, const sigset_t *signals)
{
    int ends[2], status = 0;
    clock_gettime(CLOCK_REALTIME_COARSE, &watch->start);
    pid_t child = pipe(ends) == 0 ? fork() : -1;
    if (child < 0) {
        fprintf(stderr, "octavo: error: cannot start a build: %s\n", strerror(errno));
        return false;
    }
    if (child == 0) {
        sigprocmask(SIG_UNBLOCK, signals, NULL);
        close(ends[0]);
        _exit(watch->run(watch->ctx, ends[1]));
    }
    close(ends[1]);
    bool goes_on = list_read(watch, ends[0], list);
    if (!goes_on) {
        kill(child, SIGTERM);
    }
    close(ends[0]);
    waitpid(child, &status, 0);
    if (goes_on && WIFSIGNALED(status)) {
        fprintf(stderr, "octavo: error: the build was ended by signal %d\n", WTERMSIG(status));
    }
    return goes_on;
}

/* ---- what is watched ------------------------------------------------------------------------------ */

static void watch_path(Watch *watch, Str path)
{
    Str folder = path_folder(path), name = path;
    int at = inotify_add_watch(watch->events, str_c(watch->arena, folder), CHANGES | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR);
    while (at < 0 && folder.n > 1) {
        name = folder;
        folder = path_folder(folder);
        at = inotify_add_watch(watch->events, str_c(watch->arena, folder), CHANGES | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR);
    }
    for (size_t i = name.n; i > 0; i--) {
        if (name.p[i - 1] == '/') {
            name = str_slice(name, i, name.n);
            break;
        }
    }
    VEC_PUSH(watch->arena, &watch->watched, ((Watched){at, name}));
}

/* Watches each path of the list, and what it leads to when it is a link. Returns whether one of them has changed since
 * the build began: it may have been read before. */
static bool watch_list(Watch *watch, Str list)
{
    Str path;
    struct stat st;
    bool changed = false;
    watch->watched.n = 0;
    while (str_split(&list, '\0', &path)) {
        const char *name = str_c(watch->arena, path);
        Str real = path_real(watch->arena, name);
        if (!path.n) {
            continue;
        }
        watch_path(watch, path);
        if (lstat(name, &st) == 0 && S_ISLNK(st.st_mode) && real.n) {
            watch_path(watch, real);
        }
        if (stat(name, &st) == 0) {
            changed |= st.st_mtim.tv_sec > watch->start.tv_sec ||
                       (st.st_mtim.tv_sec == watch->start.tv_sec && st.st_mtim.tv_nsec > watch->start.tv_nsec);
        }
    }
    return changed;
}

static bool is_watched(const Watch *watch, const struct inotify_event *event)
{
    bool all = (event->mask & (IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF | IN_Q_OVERFLOW)) != 0;
    for (size_t i = 0; i < watch->watched.n; i++) {
        const Watched *w = &watch->watched.at[i];
        if (w->folder == event->wd && (all || (event->len && str_eq(w->name, str_of(event->name))))) {
            return true;
        }
    }
    return (event->mask & IN_Q_OVERFLOW) != 0;
}

/* Reads what has happened; true when it concerns a file of the list. */
static bool events_read(const Watch *watch)
{
    _Alignas(struct inotify_event) char bytes[8192];
    bool ours = false;
    ssize_t n = read(watch->events, bytes, sizeof bytes);
    for (ssize_t at = 0; at < n;) {
        const struct inotify_event *event = (const struct inotify_event *)(const void *)(bytes + at);
        ours |= is_watched(watch, event);
        at += (ssize_t)(sizeof *event + event->len);
    }
    return ours;
}

/* Waits for a change, then until nothing more happens for a moment: a program may write in steps. */
static bool change_wait(const Watch *watch)
{
    bool readable = true, ours = false;
    while (!ours) {
        if (!wait_for(watch, watch->events, -1, &readable)) {
            return false;
        }
        ours = events_read(watch);
    }
    for (int i = 0; readable && i < QUIET_MOST; i++) {
        if (!wait_for(watch, watch->events, QUIET_MS, &readable)) {
            return false;
        }
        if (readable) {
            events_read(watch);
        }
    }
    return true;
}

/* ---- all of it ------------------------------------------------------------------------------------ */

static void tell(const Watch *watch, const struct timespec *from)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = (double)(now.tv_sec - from->tv_sec) + 1e-9 * (double)(now.tv_nsec - from->tv_nsec);
    fprintf(stderr, "octavo: %.3f s; watching %zu files\n", seconds, watch->watched.n);
}

static bool watch_round(Watch *watch, const sigset_t *signals)
{
    bool goes_on, changed = true;
    for (int i = 0; i < 2 && changed; i++) {               /* again at once, should a file have changed meanwhile */
        Buf list = BUF(watch->arena);
        struct timespec from;
        clock_gettime(CLOCK_MONOTONIC, &from);
        goes_on = build_once(watch, &list, signals);
        if (!goes_on) {
            return false;
        }
        watch->watched = (__typeof__(watch->watched)){0};
        changed = watch_list(watch, buf_str(&list));
        tell(watch, &from);
    }
    return change_wait(watch);
}

int watch_run(int (*run)(void *ctx, int list), void *ctx)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    Watch watch = {.arena = arena_open(), .run = run, .ctx = ctx, .events = inotify_init1(IN_CLOEXEC),
                   .signals = signalfd(-1, &signals, SFD_CLOEXEC)};
    int status = watch.events < 0 || watch.signals < 0 ? 2 : 0;
    if (status) {
        fprintf(stderr, "octavo: error: cannot watch: %s\n", strerror(errno));
    }
    while (!status && watch_round(&watch, &signals)) {
        watch.watched = (__typeof__(watch.watched)){0};
        arena_reset(watch.arena);
    }
    close(watch.events);
    close(watch.signals);
    arena_close(watch.arena);
    return status;
}

#else
int watch_run(int (*run)(void *ctx, int list), void *ctx)
{
    (void)run, (void)ctx;
    fputs("octavo: error: --watch needs Linux\n", stderr);
    return 2;
}
#endif
