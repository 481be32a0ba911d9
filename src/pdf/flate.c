/* flate.c - compression by libdeflate, and PNG's row filters (PNG specification, 9) that make samples smaller before
 * it. */
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

/* Filters a row and returns what its bytes, taken as signed, sum up to. */
static uint64_t filter_row(uint8_t *out, int filter, const uint8_t *row, const uint8_t *above, size_t n, size_t pixel)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        int a = i >= pixel ? row[i - pixel] : 0, b = above[i], c = i >= pixel ? above[i - pixel] : 0;
        int guess = filter == 1 ? a : filter == 2 ? b : filter == 3 ? (a + b) / 2 : filter == 4 ? paeth(a, b, c) : 0;
        out[i] = (uint8_t)(row[i] - guess);
        sum += out[i] < 128 ? out[i] : 256u - out[i];
    }
    return sum;
}

/* The filter whose sum is least is the one that the PNG specification's heuristic takes (12.8). Neighbouring rows are
 * alike, so only every eighth one tries them all. */
Str flate_predict(Arena *arena, Str rows, size_t row_size, size_t pixel_size)
{
    enum { FILTERS = 5, STEP = 8 };
    size_t n = row_size ? rows.n / row_size : 0;
    uint8_t *out = arena_alloc_array(arena, row_size + 1, n), *none = calloc(1, row_size + 1);
    int best = 0;
    if (none == NULL)
        memory_fail(row_size);
    for (size_t y = 0; y < n; y++) {
        const uint8_t *row = (const uint8_t *)rows.p + y * row_size, *above = y ? row - row_size : none;
        uint8_t *to = out + y * (row_size + 1);
        uint64_t least = UINT64_MAX;
        for (int filter = 0; filter < FILTERS && y % STEP == 0; filter++) {
            uint64_t sum = filter_row(to + 1, filter, row, above, row_size, pixel_size);
            best = sum < least ? filter : best;
            least = sum < least ? sum : least;
        }
        filter_row(to + 1, best, row, above, row_size, pixel_size);
        to[0] = (uint8_t)best;
    }
    free(none);
    return (Str){(const char *)out, n * (row_size + 1)};
}
