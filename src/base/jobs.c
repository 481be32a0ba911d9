/* jobs.c - work that other threads may do: a few threads over one queue. Whoever waits works: a job that nobody has begun
 * is done by the one who waits for it, so all that is submitted is done even when not one thread can be started. Threads
 * start with the first jobs, take no signals of the process, and are joined when the pool is closed. */
#include "base/base.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>

typedef enum State { JOB_QUEUED, JOB_AT_WORK, JOB_DONE } State;

struct Job {
    Jobs *jobs;
    void (*run)(void *ctx);
    void *ctx;
    State state;
    Job *prev, *next;                                      /* in the queue */
};

struct Jobs {
    Arena *arena;                                          /* the jobs; used under the lock */
    int n, started, idle;                                  /* at work at most, the waiting one too; threads; that sleep */
    pthread_t threads[JOBS_MOST];
    pthread_mutex_t lock;
    pthread_cond_t more, done;                             /* there is something to do; something is done */
    Job *first, *last;
    bool refused, closing;                                 /* refused: no more threads can be had */
};

int jobs_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : n < JOBS_USUAL ? n : JOBS_USUAL;
}

int jobs_n(const Jobs *jobs)
{
    return jobs ? jobs->n : 1;
}

/* ---- the queue: all of it under the lock ---------------------------------------------------------- */

static void queue_add(Jobs *jobs, Job *job, bool in_front)
{
    job->prev = in_front ? NULL : jobs->last;
    job->next = in_front ? jobs->first : NULL;
    *(job->prev ? &job->prev->next : &jobs->first) = job;
    *(job->next ? &job->next->prev : &jobs->last) = job;
}

static void queue_remove(Jobs *jobs, Job *job)
{
    *(job->prev ? &job->prev->next : &jobs->first) = job->next;
    *(job->next ? &job->next->prev : &jobs->last) = job->prev;
}

static void job_run(Jobs *jobs, Job *job)
{
    queue_remove(jobs, job);
    job->state = JOB_AT_WORK;
    pthread_mutex_unlock(&jobs->lock);
    job->run(job->ctx);
    pthread_mutex_lock(&jobs->lock);
    job->state = JOB_DONE;
    pthread_cond_broadcast(&jobs->done);
}

/* ---- threads -------------------------------------------------------------------------------------- */

static void *thread_run(void *ctx)
{
    Jobs *jobs = ctx;
    char spare[SPARE_STACK];
    stack_spare(spare);
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->closing) {
        if (jobs->first) {
            job_run(jobs, jobs->first);
            continue;
        }
        jobs->idle++;
        pthread_cond_wait(&jobs->more, &jobs->lock);
        jobs->idle--;
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

/* The process's signals are for the threads that it made itself. */
static void thread_start(Jobs *jobs)
{
    sigset_t all, before;
    static const int own[] = {SIGSEGV, SIGBUS, SIGTRAP, SIGABRT};
    sigfillset(&all);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        sigdelset(&all, own[i]);                           /* what a thread brings on itself it must answer for */
    }
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_create(&jobs->threads[jobs->started], NULL, thread_run, jobs) == 0) {
        jobs->started++;
    } else {
        jobs->refused = true;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static Job *submit(Jobs *jobs, void (*run)(void *ctx), void *ctx, bool in_front)
{
    pthread_mutex_lock(&jobs->lock);
    Job *job = ARENA_NEW(jobs->arena, Job);
    *job = (Job){.jobs = jobs, .run = run, .ctx = ctx};
    queue_add(jobs, job, in_front);
    if (jobs->idle > 0) {
        pthread_cond_signal(&jobs->more);
    } else if (jobs->started + 1 < jobs->n && !jobs->refused) {
        thread_start(jobs);
    }
    pthread_mutex_unlock(&jobs->lock);
    return job;
}

/* ---- the public face ------------------------------------------------------------------------------ */

Jobs *jobs_open(int n)
{
    Arena *arena = arena_open();
    Jobs *jobs = ARENA_NEW(arena, Jobs);
    jobs->arena = arena;
    jobs->n = n < 1 ? 1 : n < JOBS_MOST ? n : JOBS_MOST;
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->more, NULL);
    pthread_cond_init(&jobs->done, NULL);
    return jobs;
}

void jobs_close(Jobs *jobs)
{
    if (!jobs) {
        return;
    }
    pthread_mutex_lock(&jobs->lock);
    jobs->closing = true;
    pthread_cond_broadcast(&jobs->more);
    pthread_mutex_unlock(&jobs->lock);
    for (int i = 0; i < jobs->started; i++) {
        pthread_join(jobs->threads[i], NULL);
    }
    pthread_mutex_destroy(&jobs->lock);
    pthread_cond_destroy(&jobs->more);
    pthread_cond_destroy(&jobs->done);
    arena_close(jobs->arena);
}

Job *job_submit(Jobs *jobs, void (*run)(void *ctx), void *ctx)
{
    return submit(jobs, run, ctx, false);
}

void job_wait(Job *job)
{
    Jobs *jobs = job->jobs;
    pthread_mutex_lock(&jobs->lock);
    while (job->state != JOB_DONE) {
        Job *next = job->state == JOB_QUEUED ? job : jobs->first;
        if (next) {
            job_run(jobs, next);
        } else {
            pthread_cond_wait(&jobs->done, &jobs->lock);
        }
    }
    pthread_mutex_unlock(&jobs->lock);
}

/* ---- the same for each of n ----------------------------------------------------------------------- */

typedef struct Each {
    void (*run)(void *ctx, size_t i, int worker);
    void *ctx;
    size_t n;
    atomic_size_t next;
    atomic_int workers;
} Each;

static void each_run(void *ctx)
{
    Each *each = ctx;
    int worker = atomic_fetch_add(&each->workers, 1);
    for (size_t i; (i = atomic_fetch_add(&each->next, 1)) < each->n;) {
        each->run(each->ctx, i, worker);
    }
}

/* A helper that came too late leaves the queue; true when it is at work. */
static bool is_needed(Jobs *jobs, Job *helper)
{
    pthread_mutex_lock(&jobs->lock);
    bool queued = helper->state == JOB_QUEUED;
    if (queued) {
        queue_remove(jobs, helper);
        helper->state = JOB_DONE;
    }
    pthread_mutex_unlock(&jobs->lock);
    return !queued;
}

void jobs_each(Jobs *jobs, size_t n, void (*run)(void *ctx, size_t i, int worker), void *ctx)
{
    Each each = {.run = run, .ctx = ctx, .n = n};
    Job *helpers[JOBS_MOST];
    int most = n < (size_t)jobs_n(jobs) ? (int)n : jobs_n(jobs);
    for (int i = 1; i < most; i++) {
        helpers[i] = submit(jobs, each_run, &each, true);
    }
    each_run(&each);
    for (int i = 1; i < most; i++) {
        if (is_needed(jobs, helpers[i])) {
            job_wait(helpers[i]);
        }
    }
}
