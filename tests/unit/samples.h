/* samples.h - what a picture shows: the samples of a stream as Image holds it, its filters undone. To be included after
 * cmocka. */
#ifndef OCTAVO_TEST_SAMPLES_H
#define OCTAVO_TEST_SAMPLES_H

#include "asset/asset.h"

static inline uint8_t guess(int filter, int a, int b, int c)
{
    int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);
    int paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    const int guesses[] = {0, a, b, (a + b) / 2, paeth};
    assert_in_range(filter, 0, 4);
    return (uint8_t)guesses[filter];
}

static inline uint8_t guess_at(int filter, const uint8_t *plain, size_t i, size_t size, size_t pixel)
{
    bool left = i % size >= pixel, above = i >= size;
    return guess(filter, left ? plain[i - pixel] : 0, above ? plain[i - size] : 0,
                 left && above ? plain[i - size - pixel] : 0);
}

static inline Str samples_of(Arena *arena, const Image *image, Str stream, int components, int bits)
{
    size_t size = ((size_t)(image->width * components * bits) + 7) / 8, height = (size_t)image->height;
    size_t pixel = (size_t)(components * bits + 7) / 8, whole = stream.n;
    uint8_t *plain = ARENA_ARRAY(arena, uint8_t, size * height);
    Str rows;
    assert_true(flate_unpack(arena, &stream, (size + 1) * height, &rows));
    assert_int_equal(stream.n, whole);                     /* nothing stands after it */
    for (size_t i = 0; i < size * height; i++)
        plain[i] = (uint8_t)(rows.p[i + i / size + 1] + guess_at(rows.p[i / size * (size + 1)], plain, i, size, pixel));
    return (Str){(const char *)plain, size * height};
}

/* Run lengths (ISO 32000-1, 7.4.5). */
static inline Str samples_of_runs(Arena *arena, const Image *image)
{
    Str stream = image->stream, runs;
    Buf b = BUF(arena);
    assert_true(flate_unpack(arena, &stream, image->runs, &runs));
    size_t at = 0;
    for (; at < runs.n && (uint8_t)runs.p[at] != 128;) {
        int code = (uint8_t)runs.p[at++];
        for (int i = 0; i < (code < 128 ? code + 1 : 257 - code); i++)
            buf_byte(&b, runs.p[code < 128 ? at++ : at]);
        at += code > 128;
    }
    assert_int_equal(at + 1, runs.n);
    return buf_str(&b);
}

static inline Str colour_of(Arena *arena, const Image *image)
{
    if (image->runs > 0)
        return samples_of_runs(arena, image);
    return samples_of(arena, image, image->stream, image->components, image->bits);
}

static inline Str alpha_of(Arena *arena, const Image *image)
{
    return samples_of(arena, image, image->mask, 1, 8);
}

#endif
