/* flate.c - compression by libdeflate, and PNG's row filters (PNG specification, 9) that make samples smaller before it. */
#include "pdf/pdf_int.h"

#include <libdeflate.h>
#include <stdlib.h>

Str flate_pack(Arena *arena, Str data, int level)
{
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(level < 1 ? 1 : level > 12 ? 12 : level);
    if (c == NULL)
        memory_fail(data.n);
    size_t room = libdeflate_zlib_compress_bound(c, data.n);
    char *out = arena_alloc(arena, room);
    size_t n = libdeflate_zlib_compress(c, data.p, data.n, out, room);
    libdeflate_free_compressor(c);
    return (Str){out, n};
}

static int paeth(int a, int b, int c)
{
    int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

static void filter_row(uint8_t *out, int filter, const uint8_t *row, const uint8_t *above, size_t n, size_t pixel)
{
    for (size_t i = 0; i < n; i++) {
        int a = i >= pixel ? row[i - pixel] : 0, b = above ? above[i] : 0;
        int c = above && i >= pixel ? above[i - pixel] : 0;
        int guess = filter == 1 ? a : filter == 2 ? b : filter == 3 ? (a + b) / 2 : filter == 4 ? paeth(a, b, c) : 0;
        out[i] = (uint8_t)(row[i] - guess);
    }
}

static uint64_t row_weight(const uint8_t *row, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += row[i] < 128 ? row[i] : 256u - row[i];
    return sum;
}

/* The filter of each row is the one whose bytes, taken as signed, sum up to least: the heuristic that the PNG
 * specification suggests (12.8). */
Str flate_predict(Arena *arena, Str rows, size_t row_size, size_t pixel_size)
{
    size_t n = row_size ? rows.n / row_size : 0;
    uint8_t *out = arena_alloc_array(arena, row_size + 1, n);
    uint8_t *trial = malloc(row_size ? row_size : 1);
    if (trial == NULL)
        memory_fail(row_size);
    for (size_t y = 0; y < n; y++) {
        const uint8_t *row = (const uint8_t *)rows.p + y * row_size, *above = y ? row - row_size : NULL;
        uint8_t *to = out + y * (row_size + 1);
        uint64_t best = UINT64_MAX;
        for (int filter = 0; filter < 5; filter++) {
            filter_row(trial, filter, row, above, row_size, pixel_size);
            uint64_t weight = row_weight(trial, row_size);
            if (weight < best) {
                best = weight;
                to[0] = (uint8_t)filter;
                for (size_t i = 0; i < row_size; i++)
                    to[1 + i] = trial[i];
            }
        }
    }
    free(trial);
    return (Str){(const char *)out, n * (row_size + 1)};
}
