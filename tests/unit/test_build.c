/* The library's public face: two documents at once, in two threads of one process, come out as they do alone. */
#include "octavo.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "support.h"

typedef struct Run { const char *input; char output[64]; int jobs; OctavoResult result; } Run;

static void *run_begin(void *ctx)
{
    Run *run = ctx;
    OctavoOptions options = {.files = &run->input, .n_files = 1, .output = run->output, .date = 0, .jobs = run->jobs};
    run->result = octavo_build(&options, NULL, NULL);
    return NULL;
}

static Run run_of(const char *folder, const char *input, const char *name, int jobs)
{
    Run run = {.input = input, .jobs = jobs};
    snprintf(run.output, sizeof run.output, "%s/%s", folder, name);
    return run;
}

/* Takes the file away, so that the next one cannot be mistaken for it. */
static Str run_end(Arena *arena, Run *run)
{
    Str pdf = {0};
    assert_int_equal(run->result.status, 0);
    assert_string_equal(run->result.messages, "");
    assert_int_equal(file_read(arena, run->output, SIZE_MAX, &pdf), FILE_OK);
    assert_int_equal(run->result.bytes, pdf.n);
    assert_int_equal(unlink(run->output), 0);
    octavo_free(&run->result);
    return pdf;
}

static void two_at_once(void **state)
{
    (void)state;
    enum { N = 2 };
    static const char *const inputs[N] = {"content/rust-vs-go.md", "content/charts.md"};
    char folder[] = "/tmp/octavo-XXXXXX";
    Arena *arena = arena_open();
    Str alone[N];
    Run runs[N];
    pthread_t threads[N];
    assert_non_null(mkdtemp(folder));
    for (int i = 0; i < N; i++) {
        runs[i] = run_of(folder, inputs[i], "alone.pdf", 1);
        run_begin(&runs[i]);
        alone[i] = run_end(arena, &runs[i]);
    }
    for (int round = 1; round <= 2; round++) {
        for (int i = 0; i < N; i++) {
            runs[i] = run_of(folder, inputs[i], i ? "one.pdf" : "other.pdf", round);
            assert_int_equal(pthread_create(&threads[i], NULL, run_begin, &runs[i]), 0);
        }
        for (int i = 0; i < N; i++) {
            pthread_join(threads[i], NULL);
            Str pdf = run_end(arena, &runs[i]);
            assert_true(str_eq(pdf, alone[i]));
        }
    }
    assert_int_equal(rmdir(folder), 0);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(two_at_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
