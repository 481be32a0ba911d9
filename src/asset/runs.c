/* runs.c - samples coded by run lengths (ISO 32000-1, 7.4.5): what screens and drawings have is long runs of one byte. Coded
 * so they take zlib a tenth of its time, and it finds more in what is left. */
#include "asset_int.h"

#include <string.h>

enum { LEAST = 3, END = 128 };                             /* LEAST: a shorter run stays among the bytes around it */

size_t run_of(const uint8_t *p, size_t n, size_t period)
{
    enum { STEP = 8, STRIDE = 256 };                       /* STRIDE: what is worth a call */
    size_t i = period;
    if (i + STEP <= n && memcmp(p + i, p + i - period, STEP) == 0)
        while (i + STRIDE <= n && memcmp(p + i, p + i - period, STRIDE) == 0)
            i += STRIDE;
    while (i + STEP <= n && memcmp(p + i, p + i - period, STEP) == 0)
        i += STEP;
    while (i < n && p[i] == p[i - period])
        i++;
    return i;
}

static void literals_end(Runs *runs)
{
    if (runs->n_literals > 0) {
        buf_byte(&runs->out, (char)(runs->n_literals - 1));
        buf_add(&runs->out, (Str){(const char *)runs->literals, runs->n_literals});
    }
    runs->n_literals = 0;
}

static void literals_add(Runs *runs, uint8_t byte, size_t n)
{
    for (; n > 0; n--) {
        if (runs->n_literals == RUN_LONGEST)
            literals_end(runs);
        runs->literals[runs->n_literals++] = byte;
    }
}

static void run_add(Buf *out, uint8_t byte, size_t n)
{
    while (n > 0) {                                        /* a run has two bytes at least */
        size_t some = n == RUN_LONGEST + 1 ? RUN_LONGEST - 1 : n < RUN_LONGEST ? n : RUN_LONGEST;
        buf_byte(out, (char)(257 - some));
        buf_byte(out, (char)byte);
        n -= some;
    }
}

static void run_end(Runs *runs)
{
    if (runs->n < LEAST) {
        literals_add(runs, runs->byte, runs->n);
    } else {
        literals_end(runs);
        run_add(&runs->out, runs->byte, runs->n);
    }
    runs->n = 0;
}

static inline void byte_add(Runs *runs, uint8_t byte, size_t n)
{
    if (byte != runs->byte) {
        run_end(runs);
        runs->byte = byte;
    }
    runs->n += n;
}

static void row_end(Runs *runs)
{
    run_end(runs);
    literals_end(runs);
}

static void row_add(Runs *runs, const uint8_t *row, size_t n)
{
    for (size_t at = 0, run; at < n; at += run) {
        run = run_of(row + at, n - at, 1);
        byte_add(runs, row[at], run);
    }
    row_end(runs);
}

static inline bool is_grey(const uint8_t *pixel, size_t size)
{
    return size == 2 || (pixel[0] == pixel[1] && pixel[1] == pixel[2]);
}

static inline void colours_add(Runs *runs, const uint8_t *row, size_t n, size_t pixel)
{
    for (size_t at = 0, run; at < n; at += run) {
        const uint8_t *p = row + at;
        bool alone = n - at == pixel || memcmp(p, p + pixel, pixel) != 0;
        run = alone ? pixel : run_of(p, n - at, pixel) / pixel * pixel;
        runs->clear |= p[pixel - 1] != 255;
        if (is_grey(p, pixel))
            byte_add(runs, p[0], run / pixel * (pixel - 1));
        for (size_t i = 0; i < run && !is_grey(p, pixel); i += pixel)
            for (size_t j = 0; j + 1 < pixel; j++)
                byte_add(runs, p[j], 1);
    }
    row_end(runs);
}

/* Twice in the program, each with its size of a pixel known. */
void runs_colours(Runs *runs, const uint8_t *row, size_t n, size_t pixel)
{
    if (pixel == 4)
        colours_add(runs, row, n, 4);
    else
        colours_add(runs, row, n, 2);
}

Str runs_end(Runs *runs, size_t most)
{
    buf_byte(&runs->out, (char)END);
    return runs->out.n <= most ? buf_str(&runs->out) : (Str){0};
}

Str runs_pack(Arena *scratch, const uint8_t *rows, size_t step, size_t row_size, size_t height)
{
    Runs runs = {.out = BUF(scratch)};
    size_t most = row_size * height / RUNS_LEAST;
    for (size_t y = 0; y < height && runs.out.n <= most; y++)
        row_add(&runs, rows + y * step, row_size);
    return runs_end(&runs, most);
}

bool runs_unpack(Str runs, uint8_t *samples, size_t n)
{
    size_t at = 0, have = 0;
    while (at + 1 < runs.n && (uint8_t)runs.p[at] != END) {
        size_t code = (uint8_t)runs.p[at++], some = code < END ? code + 1 : 257 - code, takes = code < END ? some : 1;
        if (some > n - have || takes > runs.n - at)
            return false;
        if (code < END)
            memcpy(samples + have, runs.p + at, some);
        else
            memset(samples + have, runs.p[at], some);
        have += some;
        at += takes;
    }
    return have == n;
}
