/* killer.c - killer N COMMAND...: runs a command and kills it at its N-th stop, of which each system call of the first thread
 * has two: before it is done and after. Prints how many stops there were when the command ended before that, and takes its
 * exit status; 137 when it was killed, 77 where the kernel lets no process watch another. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(char **words)
{
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
        _exit(77);
    raise(SIGSTOP);
    execv(words[0], words);
    _exit(127);
}

int main(int argc, char **argv)
{
    long stops = 0, last = argc > 2 ? atol(argv[1]) : 0;
    pid_t child = fork();
    if (child == 0)
        run(argv + 2);
    int status, passed = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status) ||
        ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)) != 0)
        return 77;
    while (ptrace(PTRACE_SYSCALL, child, NULL, (void *)(long)passed) == 0 && waitpid(child, &status, 0) == child &&
           WIFSTOPPED(status)) {
        int is_call = WSTOPSIG(status) == (SIGTRAP | 0x80);
        passed = is_call || WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
        if (is_call && ++stops == last) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return 137;
        }
    }
    printf("%ld\n", stops);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
