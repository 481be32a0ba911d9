/* runs.c - samples coded by run lengths (ISO 32000-1, 7.4.5): what screens and drawings have is long runs of one byte. Coded
 * so they take zlib a tenth of its time, and it finds more in what is left. */
#include "asset_int.h"

#include <string.h>

enum { LONGEST = 128, LEAST = 3, END = 128 };              /* LEAST: a shorter run stays among the bytes around it */

/* How many bytes at p are equal. */
static size_t run_at(const uint8_t *p, size_t n)
{
    size_t i = 1;
    uint64_t all, some;
    memset(&all, p[0], sizeof all);
    for (; i + sizeof all <= n; i += sizeof all) {
        memcpy(&some, p + i, sizeof some);
        if (some != all)
            break;
    }
    while (i < n && p[i] == p[0])
        i++;
    return i;
}

static void literals_add(Buf *out, const uint8_t *p, size_t n)
{
    for (size_t at = 0; at < n; at += LONGEST) {
        size_t some = n - at < LONGEST ? n - at : LONGEST;
        buf_byte(out, (char)(some - 1));
        buf_add(out, (Str){(const char *)p + at, some});
    }
}

static void run_add(Buf *out, uint8_t byte, size_t n)
{
    while (n > 0) {
        size_t some = n == LONGEST + 1 ? LONGEST - 1 : n < LONGEST ? n : LONGEST; /* a run has two bytes at least */
        buf_byte(out, (char)(257 - some));
        buf_byte(out, (char)byte);
        n -= some;
    }
}

void runs_add(Buf *out, const uint8_t *row, size_t n)
{
    size_t plain = 0, at = 0;                              /* bytes from `plain` on wait to be written */
    while (at < n) {
        size_t run = run_at(row + at, n - at);
        if (run >= LEAST) {
            literals_add(out, row + plain, at - plain);
            run_add(out, row[at], run);
            plain = at + run;
        }
        at += run;
    }
    literals_add(out, row + plain, n - plain);
}

Str runs_end(Buf *out, size_t most)
{
    buf_byte(out, (char)END);
    return out->n <= most ? buf_str(out) : (Str){0};
}

Str runs_pack(Arena *scratch, const uint8_t *rows, size_t step, size_t row_size, size_t height)
{
    Buf out = BUF(scratch);
    size_t most = row_size * height / RUNS_LEAST;
    for (size_t y = 0; y < height && out.n <= most; y++)
        runs_add(&out, rows + y * step, row_size);
    return runs_end(&out, most);
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
