/* rows.c - rows of samples as PNG and PDF both hold them: each after the number of its filter (ISO/IEC 15948, 9), all
 * compressed. A PNG file's own go on unchanged where they can. Colour and alpha are parted without undoing a filter, since
 * a filter works on each channel by itself. Gives no reasons: what is not taken here, libpng reads and tells. */
#include "asset_int.h"

#include <stdlib.h>
#include <string.h>

enum { FILTERS = 5, LEVEL = 7, IS_LITTLE_ENDIAN = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ };

static uint32_t number_at(Str s, size_t at)
{
    const uint8_t *p = (const uint8_t *)s.p + at;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* ---- a file's own rows ----------------------------------------------------------------------- */

/* A chunk is its length, its type, its data and the check sum of type and data. */
typedef struct Chunk { Str type, data; bool sound; } Chunk;
enum { SIGNATURE = 8 };                                    /* of the file: where the first one begins */

static bool chunk_next(Str file, size_t *at, Chunk *chunk)
{
    enum { FRAME = 12 };
    size_t n = *at + FRAME <= file.n ? number_at(file, *at) : SIZE_MAX;
    if (n > file.n - FRAME - *at)
        return false;
    chunk->type = str_slice(file, *at + 4, *at + 8);
    chunk->data = str_slice(file, *at + 8, *at + 8 + n);
    chunk->sound = flate_crc((Str){chunk->type.p, n + 4}) == number_at(file, *at + 8 + n);
    *at += FRAME + n;
    return true;
}

static bool stream_join(Arena *scratch, Str file, Str *stream)
{
    Buf b = BUF(scratch);
    Chunk chunk;
    for (size_t at = SIGNATURE; chunk_next(file, &at, &chunk);) {
        bool is_data = str_eq(chunk.type, STR("IDAT"));
        if (is_data && !chunk.sound)
            return false;
        if (is_data)
            buf_add(&b, chunk.data);
        if (str_eq(chunk.type, STR("IEND"))) {
            *stream = buf_str(&b);
            return b.n > 2;
        }
    }
    return false;
}

/* Of the first chunk, or the one about resolution. False: nothing that libpng would take. */
static bool head_take(const Chunk *chunk, Image *image)
{
    if (str_eq(chunk->type, STR("IHDR")) && chunk->data.n == 13) {
        uint32_t width = number_at(chunk->data, 0), height = number_at(chunk->data, 4);
        image->width = width < IMAGE_PIXELS ? (int)width : IMAGE_PIXELS;
        image->height = height < IMAGE_PIXELS ? (int)height : IMAGE_PIXELS;
    }
    if (str_eq(chunk->type, STR("pHYs")) && chunk->data.n == 9 && chunk->data.p[8] == 1)
        image->dpi = dpi_sane((double)number_at(chunk->data, 0) * 0.0254);
    return image->width > 0 && image->height > 0 && (int64_t)image->width * image->height <= IMAGE_PIXELS;
}

bool png_head(Str file, Image *image)
{
    Chunk chunk;
    for (size_t at = SIGNATURE; chunk_next(file, &at, &chunk) && chunk.sound && head_take(&chunk, image);)
        if (str_eq(chunk.type, STR("IEND")))
            return true;
    return false;
}

static bool filters_known(Str rows, size_t row_size)
{
    for (size_t at = 0; at < rows.n; at += row_size + 1)
        if ((uint8_t)rows.p[at] >= FILTERS)
            return false;
    return true;
}

/* The first of a stream's blocks is not compressed: its writer did not care for size. */
static bool is_stored(Str stream)
{
    return (stream.p[2] >> 1 & 3) == 0;
}

static Str packed(Arena *arena, Arena *scratch, Str rows)
{
    return str_copy(arena, flate_pack(scratch, rows, LEVEL));
}

static int paeth(int a, int b, int c)
{
    int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/* ---- flat pictures ------------------------------------------------------------------------------ */

/* Screens and drawings repeat whole runs of pixels, which filters hide: unfiltered they take a fifth less. Filters that
 * guess right nearly always, so that the first channel is 0 nearly everywhere, tell them from photographs. */
static bool is_flat(Str rows, size_t step, size_t channels)
{
    enum { SAMPLE = 29 };                                  /* pixels */
    size_t zeros = 0, n = 0;
    for (size_t row = 0; row < rows.n; row += step)
        for (size_t at = row + 1 + SAMPLE / 2 * channels; at < row + step; at += SAMPLE * channels, n++)
            zeros += rows.p[at] == 0;
    return zeros > n / 10 * 9;
}

static void unfilter_above(uint8_t *restrict row, const uint8_t *restrict above, size_t n)
{
    for (size_t i = 0; i < n; i++)
        row[i] = (uint8_t)(row[i] + above[i]);
}

static void unfilter_part(int filter, uint8_t *row, const uint8_t *above, size_t from, size_t to, size_t pixel)
{
    for (size_t i = from; i < to; i++) {
        int a = i >= pixel ? row[i - pixel] : 0, b = above[i], c = i >= pixel ? above[i - pixel] : 0;
        row[i] = (uint8_t)(row[i] + (filter == 3 ? (a + b) / 2 : a == c ? b : b == c ? a : paeth(a, b, c)));
    }
}

/* Where the pixel before is as the one above it, and the guess is right, the next one is as the one above as well. */
static void unfilter_paeth(uint8_t *row, const uint8_t *above, size_t n, size_t pixel)
{
    enum { STEP = 8, BEFORE = 4 };                         /* BEFORE: no pixel has more bytes */
    static const uint8_t right[STEP];
    size_t i = 0;
    for (; i + STEP <= n; i += STEP)
        if (i > 0 && memcmp(row + i, right, STEP) == 0 && memcmp(row + i - BEFORE, above + i - BEFORE, BEFORE) == 0)
            memcpy(row + i, above + i, STEP);
        else
            unfilter_part(4, row, above, i, i + STEP, pixel);
    unfilter_part(4, row, above, i, n, pixel);
}

static void row_unfilter(int filter, uint8_t *row, const uint8_t *above, size_t n, size_t pixel)
{
    if (filter == 2)
        unfilter_above(row, above, n);
    for (size_t i = pixel; i < n && filter == 1; i++)
        row[i] = (uint8_t)(row[i] + row[i - pixel]);
    if (filter == 3)
        unfilter_part(filter, row, above, 0, n, pixel);
    if (filter == 4)
        unfilter_paeth(row, above, n, pixel);
}

static void rows_unfilter(Arena *scratch, Str rows, size_t row_size, size_t pixel)
{
    uint8_t *row = (uint8_t *)(uintptr_t)rows.p, *end = row + rows.n;
    const uint8_t *above = arena_alloc(scratch, row_size);
    for (; row < end; above = row + 1, row += row_size + 1) {
        row_unfilter(row[0], row + 1, above, row_size, pixel);
        row[0] = 0;
    }
}

/* Rows without filters: as runs when there are enough of them. */
static void plain_keep(Arena *arena, Arena *scratch, Str rows, size_t row_size, Image *image)
{
    Str runs = runs_pack(scratch, (const uint8_t *)rows.p + 1, row_size + 1, row_size, rows.n / (row_size + 1));
    image->runs = runs.n;
    image->stream = packed(arena, scratch, runs.n > 0 ? runs : rows);
}

/* ---- back to samples -------------------------------------------------------------------------- */

static uint8_t *samples_of(Arena *scratch, Str stream, size_t row_size, size_t height, size_t pixel)
{
    Str rows;
    if (!flate_unpack(scratch, &stream, (row_size + 1) * height, &rows) || !filters_known(rows, row_size))
        return NULL;
    rows_unfilter(scratch, rows, row_size, pixel);
    uint8_t *samples = arena_alloc_array(scratch, row_size, height);
    for (size_t y = 0; y < height; y++)
        memcpy(samples + y * row_size, rows.p + y * (row_size + 1) + 1, row_size);
    return samples;
}

static size_t row_size_of(const Image *image, int channels)
{
    return ((size_t)image->width * (size_t)channels * (size_t)image->bits + 7) / 8;
}

uint8_t *rows_samples(Arena *scratch, const Image *image)
{
    size_t row_size = row_size_of(image, image->components), height = (size_t)image->height;
    size_t pixel = (size_t)image->components * (size_t)image->bits;
    if (image->runs == 0)
        return samples_of(scratch, image->stream, row_size, height, pixel < 8 ? 1 : pixel / 8);
    Str stream = image->stream, runs;
    uint8_t *samples = arena_alloc_array(scratch, row_size, height);
    bool sound = flate_unpack(scratch, &stream, image->runs, &runs) && runs_unpack(runs, samples, row_size * height);
    return sound ? samples : NULL;
}

uint8_t *rows_alpha(Arena *scratch, const Image *image)
{
    return image->mask.n > 0 ? samples_of(scratch, image->mask, (size_t)image->width, (size_t)image->height, 1) : NULL;
}

/* ---- alpha ----------------------------------------------------------------------------------- */

/* What 255 and only 255 becomes under each filter, below nothing and below a row of 255: the first, then the others. */
static const uint8_t opaque[2][FILTERS][2] = {
    {{255, 255}, {255, 0}, {255, 255}, {255, 128}, {255, 0}},
    {{255, 255}, {255, 0}, {0, 0}, {128, 0}, {0, 0}},
};

/* True when every channels-th byte of n, from the last of the first ones on, is `as`. */
static bool all_are(const uint8_t *p, size_t n, size_t channels, uint8_t as)
{
    uint8_t wanted[8], checked[8];
    for (size_t i = 0; i < 8; i++) {
        checked[i] = i % channels == channels - 1 ? 255 : 0;
        wanted[i] = as & checked[i];
    }
    uint64_t want, check, some, differs = 0;
    memcpy(&want, wanted, 8);
    memcpy(&check, checked, 8);
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        memcpy(&some, p + i, 8);
        differs |= (some & check) ^ want;
    }
    for (i += channels - 1; i < n; i += channels)
        differs |= p[i] ^ as;
    return differs == 0;
}

static bool is_opaque(Str rows, size_t width, size_t channels)
{
    const uint8_t *row = (const uint8_t *)rows.p, *end = row + rows.n;
    for (int above = 0; row < end; row += width * channels + 1, above = 1) {
        const uint8_t *as = opaque[above][row[0]];
        if (row[channels] != as[0] || !all_are(row + 1 + channels, (width - 1) * channels, channels, as[1]))
            return false;
    }
    return true;
}

/* Four pixels of RGBA as RGB and alpha, by words: that is most of the work on a screen shot. */
static inline void pixels_part(uint8_t *to, uint8_t *alpha, const uint8_t *from)
{
    uint32_t p[4];
    memcpy(p, from, sizeof p);
    uint32_t first = (p[0] & 0xFFFFFF) | p[1] << 24, second = (p[1] >> 8 & 0xFFFF) | p[2] << 16,
             third = (p[2] >> 16 & 0xFF) | p[3] << 8, a = p[0] >> 24 | p[1] >> 24 << 8 | p[2] >> 24 << 16 | p[3] >> 24 << 24;
    memcpy(to, &first, sizeof first);                      /* one by one: what is read wider than it was written waits */
    memcpy(to + 4, &second, sizeof second);
    memcpy(to + 8, &third, sizeof third);
    if (alpha != NULL)
        memcpy(alpha, &a, sizeof a);
}

/* The colours of a row's pixels; alpha goes to `alpha` unless that is NULL. May be done in place: a pixel moves whole, what
 * is too much of it is overwritten by the next one. */
static inline void row_part_of(uint8_t *to, uint8_t *alpha, const uint8_t *from, size_t width, size_t channels)
{
    size_t x = 0;
    for (; IS_LITTLE_ENDIAN && channels == 4 && x + 4 <= width; x += 4, from += 16, to += 12)
        pixels_part(to, alpha != NULL ? alpha + x : NULL, from);
    for (; x < width; x++, from += channels, to += channels - 1) {
        uint8_t pixel[4];
        memcpy(pixel, from, channels);
        memcpy(to, pixel, channels - 1);
        if (alpha != NULL)
            alpha[x] = pixel[channels - 1];
    }
}

/* Twice in the program, each with its number of channels known. */
static void row_part(uint8_t *to, uint8_t *alpha, const uint8_t *from, size_t width, size_t channels)
{
    if (channels == 4)
        row_part_of(to, alpha, from, width, 4);
    else
        row_part_of(to, alpha, from, width, 2);
}

/* Leaves colour alone in `rows`; alpha, with the same filters, goes to `alpha` unless that is NULL. */
static Str split(Str rows, size_t width, size_t channels, uint8_t *alpha)
{
    uint8_t *start = (uint8_t *)(uintptr_t)rows.p, *to = start;
    for (const uint8_t *from = start, *end = start + rows.n; from < end; from += width * channels + 1) {
        uint8_t filter = from[0];
        row_part(to + 1, alpha != NULL ? alpha + 1 : NULL, from + 1, width, channels);
        to[0] = filter;
        to += width * (channels - 1) + 1;
        if (alpha != NULL) {
            alpha[0] = filter;
            alpha += width + 1;
        }
    }
    return (Str){rows.p, (size_t)(to - start)};
}

/* The runs of a flat picture's colours, a row at a time while it is in the cache; empty: they save too little. */
static Str runs_part(Arena *scratch, Str rows, size_t width, size_t channels)
{
    size_t n = width * (channels - 1), most = n * (rows.n / (width * channels + 1)) / RUNS_LEAST;
    uint8_t *row = arena_alloc(scratch, n), *above = arena_alloc(scratch, n);
    Buf out = BUF(scratch);
    for (size_t at = 0; at < rows.n && out.n <= most; at += width * channels + 1) {
        const uint8_t *from = (const uint8_t *)rows.p + at;
        row_part(row, NULL, from + 1, width, channels);
        row_unfilter(from[0], row, above, n, channels - 1);
        runs_add(&out, row, n);
        uint8_t *last = above;
        above = row;
        row = last;
    }
    return runs_end(&out, most);
}

static void rows_part(Arena *arena, Arena *scratch, Str rows, size_t channels, Image *image)
{
    size_t width = (size_t)image->width, n = (width + 1) * (size_t)image->height;
    bool flat = is_flat(rows, width * channels + 1, channels);
    uint8_t *alpha = is_opaque(rows, width, channels) ? NULL : arena_alloc(scratch, n);
    Str runs = flat ? runs_part(scratch, rows, width, channels) : (Str){0};
    image->runs = runs.n;
    Str colour = runs.n > 0 && alpha == NULL ? (Str){0} : split(rows, width, channels, alpha);
    if (flat && runs.n == 0)
        rows_unfilter(scratch, colour, width * (channels - 1), channels - 1);
    image->stream = packed(arena, scratch, runs.n > 0 ? runs : colour);
    if (alpha != NULL)
        image->mask = packed(arena, scratch, (Str){(const char *)alpha, n});
}

bool rows_take(Arena *arena, Arena *scratch, Str file, int channels, Image *image)
{
    Str stream, rows;
    size_t row_size = row_size_of(image, channels);
    if (!stream_join(scratch, file, &stream) ||
        !flate_unpack(scratch, &stream, (row_size + 1) * (size_t)image->height, &rows) || !filters_known(rows, row_size))
        return false;
    if (channels > image->components)
        rows_part(arena, scratch, rows, (size_t)channels, image);
    else
        image->stream = is_stored(stream) ? packed(arena, scratch, rows) : str_copy(arena, stream);
    return true;
}

/* ---- rows without filters -------------------------------------------------------------------- */

/* Filters a row and returns what its bytes, taken as signed, sum up to. */
static uint64_t row_filter(uint8_t *out, int filter, const uint8_t *row, const uint8_t *above, size_t n, size_t pixel)
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
static Str rows_filter(Arena *scratch, const uint8_t *rows, size_t row_size, size_t height, size_t pixel)
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

void rows_keep(Arena *arena, const uint8_t *samples, const uint8_t *alpha, Image *image)
{
    Arena *scratch = arena_open();
    size_t width = (size_t)image->width, height = (size_t)image->height, i = 0;
    size_t row_size = row_size_of(image, image->components);
    bool even = image->bits == 8 && image->palette.n == 0;
    Str rows = rows_filter(scratch, samples, row_size, height, even ? (size_t)image->components : 0);
    if (even)
        image->stream = packed(arena, scratch, rows);
    else
        plain_keep(arena, scratch, rows, row_size, image);
    while (alpha != NULL && i < width * height && alpha[i] == 255)
        i++;
    if (alpha != NULL && i < width * height)
        image->mask = packed(arena, scratch, rows_filter(scratch, alpha, width, height, 1));
    arena_close(scratch);
}
