/* refuse.c - a malloc that refuses from the FAIL_AT-th call on, to be preloaded (LD_PRELOAD) by the tests of memory; with
 * FAIL_COUNT set it tells at the end how many calls there were. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static void *(*real_malloc)(size_t), *(*real_calloc)(size_t, size_t), *(*real_realloc)(void *, size_t);
static long calls, fail_at;
static char early[1 << 16];                                /* dlsym itself asks for memory */
static size_t n_early;

static void look_up(void)
{
    static int looking;
    if (looking || real_realloc)
        return;
    looking = 1;
    *(void **)&real_malloc = dlsym(RTLD_NEXT, "malloc");
    *(void **)&real_calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&real_realloc = dlsym(RTLD_NEXT, "realloc");
    const char *text = getenv("FAIL_AT");
    fail_at = text ? atol(text) : 0;
}

static int refused(void)
{
    return fail_at > 0 && ++calls >= fail_at;
}

void *malloc(size_t size)
{
    look_up();
    return refused() ? NULL : real_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    look_up();
    if (!real_calloc) {
        void *p = early + n_early;
        n_early += (n * size + 15) / 16 * 16;
        return n_early <= sizeof early ? p : NULL;
    }
    return refused() ? NULL : real_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
    look_up();
    return refused() ? NULL : real_realloc(old, size);
}

__attribute__((destructor)) static void tell(void)
{
    if (getenv("FAIL_COUNT"))
        fprintf(stderr, "calls %ld\n", calls);
}
