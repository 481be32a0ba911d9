/* Jobs: all that is submitted is done once, with any number of threads, and memory passes from arena to arena. */
#include "base/base.h"

#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

enum { MANY = 500, MOST = 8 };

typedef struct Sum { Arena *arena; int from; int64_t *result; int runs; } Sum;

static void sum_run(void *ctx)
{
    Sum *sum = ctx;
    sum->arena = arena_open();
    sum->result = ARENA_NEW(sum->arena, int64_t);
    for (int i = 0; i <= sum->from; i++)
        *sum->result += i;
    sum->runs++;
}

static void submit_all(Jobs *jobs, Sum *sums, Job **handles)
{
    for (int i = 0; i < MANY; i++) {
        sums[i] = (Sum){.from = i};
        handles[i] = job_submit(jobs, sum_run, &sums[i]);
    }
}

static void check_all(const Sum *sums)
{
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(sums[i].runs, 1);
        assert_int_equal(*sums[i].result, (int64_t)i * (i + 1) / 2);
    }
}

/* Waits from both ends, so that some are taken out of the queue's middle. */
static void all_are_done_once(int n)
{
    static Sum sums[MANY];
    Job *handles[MANY];
    Arena *arena = arena_open();
    Jobs *jobs = jobs_open(n);
    submit_all(jobs, sums, handles);
    for (int i = 0; i < MANY; i++) {
        int at = i % 2 ? MANY - 1 - i / 2 : i / 2;
        job_wait(handles[at]);
        job_wait(handles[at]);
        arena_adopt(arena, sums[at].arena);
    }
    check_all(sums);
    jobs_close(jobs);
    check_all(sums);
    arena_close(arena);
}

static void with_one(void **state)
{
    (void)state;
    all_are_done_once(1);
    all_are_done_once(-3);
}

static void with_more(void **state)
{
    (void)state;
    for (int n = 2; n <= MOST; n++)
        all_are_done_once(n);
}

typedef struct Mark { pthread_t by; } Mark;

static void mark_run(void *ctx)
{
    ((Mark *)ctx)->by = pthread_self();
}

static rlim_t memory_now(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f != NULL && fscanf(f, "%lu", &pages) != 1)
        pages = 0;
    if (f != NULL)
        fclose(f);
    return pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* No room for a thread's stack: the waiting one does it all. A sanitizer would not live with such a limit. */
static void without_threads(void **state)
{
    (void)state;
    if (SANITIZER)
        skip();
    Mark marks[4] = {0};
    Job *handles[4];
    Jobs *jobs = jobs_open(4);
    struct rlimit before, tight;
    getrlimit(RLIMIT_AS, &before);
    tight = (struct rlimit){memory_now() + (4 << 20), before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_AS, &tight), 0);
    for (int i = 0; i < 4; i++)
        handles[i] = job_submit(jobs, mark_run, &marks[i]);
    for (int i = 0; i < 4; i++)
        job_wait(handles[i]);
    setrlimit(RLIMIT_AS, &before);
    jobs_close(jobs);
    for (int i = 0; i < 4; i++)
        assert_true(pthread_equal(marks[i].by, pthread_self()));
}

/* The first is at work or the waiting one does it: with one at work at a time nothing begins before it is waited for. */
static void one_does_nothing_ahead(void **state)
{
    (void)state;
    Sum first = {.from = 3}, second = {.from = 4};
    Jobs *jobs = jobs_open(1);
    job_submit(jobs, sum_run, &first);
    Job *wanted = job_submit(jobs, sum_run, &second);
    job_wait(wanted);
    assert_int_equal(first.runs, 0);
    assert_int_equal(second.runs, 1);
    jobs_close(jobs);
    arena_close(second.arena);
}

typedef struct Grid { int seen[MANY]; int busy[MOST]; int bad; Job **early; } Grid;

static void cell_run(void *ctx, size_t i, int worker)
{
    Grid *grid = ctx;
    if (worker < 0 || worker >= MOST || grid->busy[worker]++ != 0)
        grid->bad++;
    if (grid->early)
        job_wait(grid->early[i]);
    grid->seen[i]++;
    grid->busy[worker]--;
}

static void each_is_called_once(void **state)
{
    (void)state;
    for (int n = 0; n <= MOST; n++) {
        Grid grid = {0};
        Jobs *jobs = n ? jobs_open(n) : NULL;
        jobs_each(jobs, MANY, cell_run, &grid);
        jobs_each(jobs, 0, cell_run, &grid);
        for (int i = 0; i < MANY; i++)
            assert_int_equal(grid.seen[i], 1);
        assert_int_equal(grid.bad, 0);
        jobs_close(jobs);
    }
}

/* A worker in the middle of its own work takes on no second cell of it while it waits. */
static void each_may_wait_for_earlier_jobs(void **state)
{
    (void)state;
    static Sum sums[MANY];
    Job *handles[MANY];
    for (int n = 1; n <= MOST; n++) {
        Grid grid = {.early = handles};
        Jobs *jobs = jobs_open(n);
        submit_all(jobs, sums, handles);
        jobs_each(jobs, MANY, cell_run, &grid);
        check_all(sums);
        assert_int_equal(grid.bad, 0);
        jobs_close(jobs);
        for (int i = 0; i < MANY; i++)
            arena_close(sums[i].arena);
    }
}

static void arenas_are_adopted(void **state)
{
    (void)state;
    Arena *to = arena_open(), *empty = arena_open(), *from = arena_open();
    char *kept = memset(arena_alloc(from, 3 << 20), 7, 3 << 20), *small = memset(arena_alloc(from, 10), 5, 10);
    arena_adopt(to, empty);
    assert_int_equal(arena_used(to), 0);
    arena_adopt(to, from);
    assert_true(arena_used(to) >= (3 << 20) + 10);
    char *own = memset(arena_alloc(to, 100), 9, 100);
    Arena *more = arena_open();
    char *last = memset(arena_alloc(more, 50), 3, 50);
    arena_adopt(to, more);
    char *next = arena_alloc(to, 100);
    assert_true(next > own && next < own + (1 << 20));     /* what was in use goes on being filled */
    assert_true(kept[(3 << 20) - 1] == 7 && small[9] == 5 && own[99] == 9 && last[49] == 3);
    arena_close(to);
}

static void processors_are_counted(void **state)
{
    (void)state;
    assert_in_range(jobs_processors(), 1, JOBS_USUAL);
    assert_int_equal(jobs_n(NULL), 1);
}

static void on_full_stack(int signal_number)
{
    (void)signal_number;
    _exit(42);
}

/* Each call keeps something of its own, so that it is no loop. */
static int stack_fill(volatile const char *above, int depth)
{
    static volatile int most = INT_MAX;
    volatile char own[4096];
    own[depth % 4096] = *above;
    return depth < most ? stack_fill(own, depth + 1) + own[0] : 0;
}

/* The one who waits may do the job as well: both must have room for the handler. */
static void stack_fill_once(void *ctx)
{
    char first = 'x';
    *(int *)ctx = stack_fill(&first, 0);
}

static void fill_in_child(int threads)
{
    static char spare[SPARE_STACK];
    struct sigaction crash = {.sa_handler = on_full_stack, .sa_flags = SA_ONSTACK};
    int sum = 0;
    stack_spare(spare);
    sigaction(SIGSEGV, &crash, NULL);
    Jobs *jobs = jobs_open(threads);
    Job *job = job_submit(jobs, stack_fill_once, &sum);
    while (threads > 1)
        pause();                                           /* a thread of the jobs' has it */
    job_wait(job);
    _exit(sum);
}

static void a_full_stack_can_be_told(void **state)
{
    (void)state;
    if (SANITIZER)
        skip();
    for (int threads = 1; threads <= 2; threads++) {
        int status;
        pid_t child = fork();
        if (child == 0)
            fill_in_child(threads);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 42);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_stack_can_be_told),
        cmocka_unit_test(without_threads),                 /* first: stacks of ended threads are kept for new ones */
        cmocka_unit_test(with_one),
        cmocka_unit_test(with_more),
        cmocka_unit_test(one_does_nothing_ahead),
        cmocka_unit_test(each_is_called_once),
        cmocka_unit_test(each_may_wait_for_earlier_jobs),
        cmocka_unit_test(arenas_are_adopted),
        cmocka_unit_test(processors_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
