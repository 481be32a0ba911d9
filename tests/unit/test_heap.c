/* Memory for libraries: what was given back is given out again, and all of it is the arena's. */
#include "base/base.h"

#include "support.h"

static void test_sizes_come_back(void **state)
{
    (void)state;
    Heap heap = {.arena = arena_open()}, *outer = heap_enter(&heap);
    for (size_t size = 0; size < 5000; size += size < 600 ? 1 : 97) {
        char *p = heap_malloc(size), *q = heap_malloc(size);
        memset(p, 1, size);
        memset(q, 2, size);
        assert_true((uintptr_t)p % sizeof(void *) == 0 && (uintptr_t)q % sizeof(void *) == 0);
        assert_true(size == 0 || (p[size - 1] == 1 && q[0] == 2));
        heap_free(p);
        assert_ptr_equal(heap_malloc(size), p);
        heap_free(q);
        heap_free(p);
        heap_free(NULL);
    }
    size_t used = arena_used(heap.arena);
    for (int i = 0; i < 1000; i++)
        heap_free(heap_malloc(3000));
    assert_int_equal(arena_used(heap.arena), used);
    heap_enter(outer);
    arena_close(heap.arena);
}

static void test_growing_keeps_what_is_there(void **state)
{
    (void)state;
    Heap heap = {.arena = arena_open()}, *outer = heap_enter(&heap);
    char *p = NULL;
    for (size_t n = 1; n < 100000; n = n * 3 / 2 + 1) {
        p = heap_realloc(p, n);
        p[n - 1] = (char)n;
        for (size_t k = 1; k < n; k = k * 3 / 2 + 1)
            assert_int_equal(p[k - 1], (char)k);
    }
    heap_free(p);
    const char *zeros = heap_calloc(1000, 100);            /* a piece that was used */
    for (int i = 0; i < 100000; i++)
        assert_int_equal(zeros[i], 0);
    heap_enter(outer);
    arena_close(heap.arena);
}

/* Without a heap they are those of the system; heaps are left in their order. */
static void test_heaps_within_heaps(void **state)
{
    (void)state;
    Heap one = {.arena = arena_open()}, two = {.arena = arena_open()};
    void *p = heap_realloc(heap_malloc(10), 20);
    assert_null(heap_enter(&one));
    heap_malloc(100);
    assert_ptr_equal(heap_enter(&two), &one);
    assert_true(arena_used(one.arena) > 0);
    assert_int_equal(arena_used(two.arena), 0);
    assert_ptr_equal(heap_enter(NULL), &two);
    heap_free(p);
    heap_free(heap_calloc(3, 5));
    arena_close(one.arena);
    arena_close(two.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes_come_back),
        cmocka_unit_test(test_growing_keeps_what_is_there),
        cmocka_unit_test(test_heaps_within_heaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
