/* filter.c - the filters of a row of samples (ISO/IEC 15948, 9), undone and done. A row is made where the one above it
 * stood: on screens and drawings little changes from row to row, and what does not is left alone. */
#include "asset_int.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { PIXEL_MOST = 4, LEFT = 1, ABOVE, AVERAGE, PAETH };  /* PIXEL_MOST: bytes of a pixel */

static int paeth(int a, int b, int c)
{
    int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/* ---- undone --------------------------------------------------------------------------------------- */

static inline void undo_left(uint8_t *row, const uint8_t *filtered, size_t n, size_t pixel)
{
    memcpy(row, filtered, pixel);
    for (size_t i = pixel; i < n; i += pixel)
        for (size_t j = 0; j < pixel; j++)
            row[i + j] = (uint8_t)(filtered[i + j] + row[i + j - pixel]);
}

static void undo_above(uint8_t *restrict row, const uint8_t *restrict filtered, size_t n)
{
    static const uint8_t right[256];
    for (size_t from = 0, to; from < n; from = to) {
        to = n - from < sizeof right ? n : from + sizeof right;
        if (memcmp(filtered + from, right, to - from) != 0)
            for (size_t i = from; i < to; i++)
                row[i] = (uint8_t)(filtered[i] + row[i]);
    }
}

static void undo_average(uint8_t *row, const uint8_t *filtered, size_t n, size_t pixel)
{
    for (size_t i = 0; i < n; i++)
        row[i] = (uint8_t)(filtered[i] + ((i >= pixel ? row[i - pixel] : 0) + row[i]) / 2);
}

/* Where the pixel to the left is as the one above that, the guess is the one above; where the guess is right, so is it for
 * the next pixel. */
static inline void undo_paeth(uint8_t *row, const uint8_t *filtered, size_t n, size_t pixel)
{
    uint8_t left[PIXEL_MOST] = {0}, corner[PIXEL_MOST] = {0};
    for (size_t i = 0; i < n; i += pixel) {
        if (filtered[i] == 0 && memcmp(left, corner, pixel) == 0) {
            i += run_of(filtered + i, n - i, 1) / pixel * pixel;
            if (i == n)
                break;
            if (i > 0) {
                memcpy(left, row + i - pixel, pixel);
                memcpy(corner, left, pixel);
            }
        }
        for (size_t j = 0; j < pixel; j++) {
            int a = left[j], b = row[i + j], c = corner[j];
            row[i + j] = left[j] = (uint8_t)(filtered[i + j] + (a == c ? b : b == c ? a : paeth(a, b, c)));
            corner[j] = (uint8_t)b;
        }
    }
}

static inline void undo(uint8_t *row, int filter, const uint8_t *filtered, size_t n, size_t pixel)
{
    switch (filter) {
    case LEFT: undo_left(row, filtered, n, pixel); break;
    case ABOVE: undo_above(row, filtered, n); break;
    case AVERAGE: undo_average(row, filtered, n, pixel); break;
    case PAETH: undo_paeth(row, filtered, n, pixel); break;
    default: memcpy(row, filtered, n);
    }
}

/* Twice in the program, once for the pixels of screen shots. */
void row_unfilter(uint8_t *row, const uint8_t *filtered, size_t n, size_t pixel)
{
    assert(pixel > 0 && pixel <= PIXEL_MOST);
    if (pixel == 4)
        undo(row, filtered[0], filtered + 1, n, 4);
    else
        undo(row, filtered[0], filtered + 1, n, pixel);
}

/* ---- done ----------------------------------------------------------------------------------------- */

/* Filters a row and returns what its bytes, taken as signed, sum up to. */
static uint64_t row_filter(uint8_t *out, int filter, const uint8_t *row, const uint8_t *above, size_t n, size_t pixel)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        int a = i >= pixel ? row[i - pixel] : 0, b = above[i], c = i >= pixel ? above[i - pixel] : 0;
        int guess = filter == LEFT ? a : filter == ABOVE ? b : filter == AVERAGE ? (a + b) / 2 : filter == PAETH ? paeth(a, b, c) : 0;
        out[i] = (uint8_t)(row[i] - guess);
        sum += out[i] < 128 ? out[i] : 256u - out[i];
    }
    return sum;
}

/* The filter whose sum is least is the one that the PNG specification's heuristic takes (12.8). */
static int filter_choose(uint8_t *out, const uint8_t *row, const uint8_t *above, size_t n, size_t pixel)
{
    uint64_t least = UINT64_MAX;
    int best = 0;
    for (int filter = 0; filter < FILTERS; filter++) {
        uint64_t sum = row_filter(out, filter, row, above, n, pixel);
        best = sum < least ? filter : best;
        least = sum < least ? sum : least;
    }
    return best;
}

/* pixel: bytes of one; 0: sums of filtered bytes would tell nothing. Neighbouring rows are alike: only every eighth one
 * tries all filters. */
Str rows_filter(Arena *scratch, const uint8_t *rows, size_t row_size, size_t height, size_t pixel)
{
    enum { STEP = 8 };
    uint8_t *out = arena_alloc_array(scratch, row_size + 1, height), *none = arena_alloc(scratch, row_size);
    int filter = 0;
    for (size_t y = 0; y < height; y++) {
        const uint8_t *row = rows + y * row_size, *above = y > 0 ? row - row_size : none;
        uint8_t *to = out + y * (row_size + 1);
        if (pixel > 0 && y % STEP == 0)
            filter = filter_choose(to + 1, row, above, row_size, pixel);
        row_filter(to + 1, filter, row, above, row_size, pixel);
        to[0] = (uint8_t)filter;
    }
    return (Str){(const char *)out, height * (row_size + 1)};
}
