/* What no typesetter can go below: the time to parse the same Markdown with cmark-gfm, and the time to compress the same
 * content streams with libdeflate; and a runner that measures a command from start to exit (a small process starts it,
 * so that its own memory does not count).
 *
 *     floor parse FILE                  seconds of the processor, best of five
 *     floor compress FILE LEVEL PAGES   likewise; FILE is cut into PAGES pieces
 *     floor run N COMMAND...            N times; the best run's seconds, the least processor seconds, the peak memory in
 *                                       KiB, the exit status
 */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <libdeflate.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 5 };

static _Noreturn void fail(const char *what)
{
    perror(what);
    exit(2);
}

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static char *read_all(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) fail(path);
    long size = ftell(file);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (!text) fail(path);
    rewind(file);
    *n = fread(text, 1, (size_t)size, file);
    fclose(file);
    return text;
}

static double parse_once(const char *text, size_t n)
{
    static const char *const names[] = {"table", "strikethrough", "autolink", "tasklist"};
    double start = now(CLOCK_PROCESS_CPUTIME_ID);
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(names[i]));
    cmark_parser_feed(parser, text, n);
    cmark_node *document = cmark_parser_finish(parser);
    double seconds = now(CLOCK_PROCESS_CPUTIME_ID) - start;
    cmark_node_free(document);
    cmark_parser_free(parser);
    return seconds;
}

static double compress_once(const char *text, size_t n, int level, size_t pages)
{
    double start = now(CLOCK_PROCESS_CPUTIME_ID);
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(level);
    size_t step = n / pages + 1, room = libdeflate_zlib_compress_bound(c, step), sum = 0;
    char *out = malloc(room);
    if (!c || !out) fail("compress");
    for (size_t at = 0; at < n; at += step)
        sum += libdeflate_zlib_compress(c, text + at, n - at < step ? n - at : step, out, room);
    double seconds = now(CLOCK_PROCESS_CPUTIME_ID) - start;
    if (sum == 0 && n > 0) fail("compress");
    free(out);
    libdeflate_free_compressor(c);
    return seconds;
}

typedef struct Run { double seconds, processor; long peak; int status; } Run;

static double of_timeval(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static Run run_once(char **command)
{
    struct rusage use;
    int status;
    double start = now(CLOCK_MONOTONIC);
    pid_t child = vfork();
    if (child < 0) fail("vfork");
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    if (wait4(child, &status, 0, &use) != child) fail("wait4");
    return (Run){now(CLOCK_MONOTONIC) - start, of_timeval(use.ru_utime) + of_timeval(use.ru_stime), use.ru_maxrss,
                 WIFEXITED(status) ? WEXITSTATUS(status) : 128};
}

static int run(int n, char **command)
{
    Run best = run_once(command);
    for (int i = 1; i < n; i++) {
        Run more = run_once(command);
        if (more.seconds < best.seconds) best.seconds = more.seconds;
        if (more.processor < best.processor) best.processor = more.processor;
        if (more.peak > best.peak) best.peak = more.peak;
    }
    printf("%.6f %.6f %ld %d\n", best.seconds, best.processor, best.peak, best.status);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc >= 4 && strcmp(argv[1], "run") == 0) return run(atoi(argv[2]), argv + 3);
    int parse = argc == 3 && strcmp(argv[1], "parse") == 0;
    if (!parse && !(argc == 5 && strcmp(argv[1], "compress") == 0 && atoi(argv[4]) > 0)) {
        fputs("usage: floor parse FILE | compress FILE LEVEL PAGES | run N COMMAND...\n", stderr);
        return 2;
    }
    size_t n;
    char *text = read_all(argv[2], &n);
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        double seconds = parse ? parse_once(text, n) : compress_once(text, n, atoi(argv[3]), (size_t)atoi(argv[4]));
        if (seconds < best) best = seconds;
    }
    printf("%.6f\n", best);
    free(text);
    return 0;
}
