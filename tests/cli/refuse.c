/* refuse.c - a malloc and an mmap that refuse from the FAIL_AT-th call on (with FAIL_ONCE that one only), to be preloaded
 * (LD_PRELOAD) by the tests of memory; with FAIL_COUNT set it tells at the end how many calls there were. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <errno.h>

static void *(*real_malloc)(size_t), *(*real_calloc)(size_t, size_t), *(*real_realloc)(void *, size_t);
static void *(*real_mmap)(void *, size_t, int, int, int, off_t);
static int (*real_memalign)(void **, size_t, size_t);
static long calls, fail_at;
static int once;
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
    *(void **)&real_mmap = dlsym(RTLD_NEXT, "mmap");
    *(void **)&real_memalign = dlsym(RTLD_NEXT, "posix_memalign");
    once = getenv("FAIL_ONCE") != NULL;
    const char *text = getenv("FAIL_AT");
    fail_at = text ? atol(text) : 0;
}

static int refused(void)
{
    long call = fail_at > 0 ? __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) : 0;
    if (call == 0 || call < fail_at || (once && call > fail_at))
        return 0;
    errno = ENOMEM;
    return 1;
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

int posix_memalign(void **at, size_t alignment, size_t size)
{
    look_up();
    return refused() ? ENOMEM : real_memalign(at, alignment, size);
}

void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    look_up();
    return refused() ? MAP_FAILED : real_mmap(at, size, protection, flags, fd, offset);
}

__attribute__((destructor)) static void tell(void)
{
    if (getenv("FAIL_COUNT"))
        fprintf(stderr, "calls %ld\n", calls);
}
