/* Pictures made smaller: means of areas, colours weighted by alpha, palettes and few bits. */
#include "asset/asset_int.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

enum { SIDE = 64 };

static Image image_of(Arena *arena, int components, uint8_t (*sample)(int x, int y, int c), uint8_t (*alpha)(int x, int y))
{
    Image image = {.kind = IMAGE_PNG, .width = SIDE, .height = SIDE, .components = components, .bits = 8, .turn = 1};
    uint8_t *samples = arena_alloc(arena, (size_t)SIDE * SIDE * 3), *mask = alpha ? arena_alloc(arena, (size_t)SIDE * SIDE) : NULL;
    for (int i = 0; i < SIDE * SIDE; i++) {
        for (int c = 0; c < components; c++)
            samples[i * components + c] = sample(i % SIDE, i / SIDE, c);
        if (alpha)
            mask[i] = alpha(i % SIDE, i / SIDE);
    }
    rows_keep(arena, samples, mask, &image);
    return image;
}

static uint8_t noise(int x, int y, int c)
{
    return (uint8_t)(((unsigned)x * 1103515245u + (unsigned)y * 12345u + (unsigned)c * 977u) * 2654435761u >> 24);
}

static uint8_t halves(int x, int y, int c)
{
    return c == 0 && x % 2 == 0 ? 200 : (uint8_t)(noise(x, y, c) & 1);
}

static uint8_t red_or_noise(int x, int y, int c)
{
    return x % 2 == 0 ? (c == 0 ? 255 : 0) : noise(x, y, c);
}

static uint8_t left_only(int x, int y)
{
    (void)y;
    return x % 2 == 0 ? 255 : 0;
}

static void test_mean(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Image image = image_of(arena, 3, halves, NULL);
    const Image *small = image_scaled(arena, &image, SIDE / 2, SIDE / 2);
    assert_int_equal(small->width, SIDE / 2);
    const uint8_t *s = rows_samples(arena, small);
    assert_in_range(s[0], 100, 101);
    assert_in_range(s[1], 0, 1);
    arena_close(arena);
}

/* What cannot be seen has no part in the colour. */
static void test_alpha_weighs(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Image image = image_of(arena, 3, red_or_noise, left_only);
    const Image *small = image_scaled(arena, &image, SIDE / 2, SIDE / 2);
    const uint8_t *s = rows_samples(arena, small);
    const uint8_t *a = rows_alpha(arena, small);
    assert_int_equal(s[0] << 16 | s[1] << 8 | s[2], 0xFF0000);
    assert_in_range(a[0], 127, 128);
    arena_close(arena);
}

/* 64 samples in 48: every new one covers one and a third of the old, and the mean of all stays. */
static void test_parts_of_samples(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Image image = image_of(arena, 1, noise, NULL);
    const Image *small = image_scaled(arena, &image, 48, 48);
    assert_int_equal(small->width, 48);
    const uint8_t *s = rows_samples(arena, small);
    int64_t before = 0, after = 0;
    for (int i = 0; i < SIDE * SIDE; i++)
        before += noise(i % SIDE, i / SIDE, 0);
    for (int i = 0; i < 48 * 48; i++)
        after += s[i];
    assert_in_range(after * 1000 / (48 * 48) - before * 1000 / (SIDE * SIDE) + 500, 0, 1000);
    arena_close(arena);
}

static void test_never_larger(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Image image = image_of(arena, 1, noise, NULL);
    assert_ptr_equal(image_scaled(arena, &image, SIDE, SIDE), &image);
    assert_ptr_equal(image_scaled(arena, &image, 2 * SIDE, SIDE), &image);
    assert_ptr_equal(image_scaled(arena, &image, 0, 10), &image);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mean), cmocka_unit_test(test_alpha_weighs), cmocka_unit_test(test_parts_of_samples),
        cmocka_unit_test(test_never_larger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
