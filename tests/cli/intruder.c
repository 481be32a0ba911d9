/* intruder.c - to be preloaded (LD_PRELOAD): when octavo has read the document and has it parsed, as a program would that a
 * hostile document had taken over, it tries what such a program would and tells what it could do, a line each. OUTSIDE
 * names a folder that is none of octavo's business. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void tell(const char *what, int could)
{
    fprintf(stderr, "intruder: %s: %s\n", what, could ? "yes" : "no");
}

static void try_open(const char *what, const char *folder, const char *name, int flags)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, flags | O_CLOEXEC, 0600);
    tell(what, fd >= 0);
    if (fd >= 0)
        close(fd);
}

static void try_process(void)
{
    char *none[] = {NULL};
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    tell("start a process", child > 0 && waitpid(child, NULL, 0) == child);
    execve("/nonexistent", none, none);
    tell("run a program", errno == ENOENT);
    tell("send a signal", kill(getppid(), 0) == 0);
}

static void try_socket(const char *what, int family)
{
    int fd = socket(family, SOCK_STREAM, 0);
    tell(what, fd >= 0 || errno == EAFNOSUPPORT);
    if (fd >= 0)
        close(fd);
}

static void *nothing(void *ctx)
{
    return ctx;
}

static void intrude(void)
{
    const char *outside = getenv("OUTSIDE");
    pthread_t thread;
    try_open("read below the root", ".", "in.md", O_RDONLY);
    try_open("read outside", outside, "secret", O_RDONLY);
    try_open("list outside", outside, ".", O_RDONLY | O_DIRECTORY);
    try_open("read a system's file", "/etc", "passwd", O_RDONLY);
    try_open("write below the root", ".", "in.md", O_WRONLY);
    try_open("write outside", outside, "secret", O_WRONLY);
    try_open("make a file outside", outside, "new", O_WRONLY | O_CREAT);
    try_open("make a file beside the output", "out", "new", O_WRONLY | O_CREAT);
    tell("change a mode", chmod("in.md", 0600) == 0);
    try_process();
    try_socket("open an internet socket", AF_INET);
    try_socket("open a local socket", AF_UNIX);
    syscall(425, 1, NULL);
    tell("use io_uring", errno == EFAULT || errno == EINVAL);
    tell("start a thread", pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0);
}

void cmark_parser_feed(void *parser, const char *text, size_t n)
{
    static int done;
    void (*real)(void *, const char *, size_t);
    *(void **)&real = dlsym(RTLD_NEXT, "cmark_parser_feed");
    if (!done++)
        intrude();
    real(parser, text, n);
}
