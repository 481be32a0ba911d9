/* rows.c - rows of samples as PNG and PDF both hold them: each after the number of its filter (ISO/IEC 15948, 9), all
 * compressed. A PNG file's own go on unchanged where they can. Colour and alpha are parted without undoing a filter, since
 * a filter works on each channel by itself. Gives no reasons: what is not taken here, libpng reads and tells. */
#include "asset_int.h"

#include <string.h>

enum { LEVEL = 6, IS_LITTLE_ENDIAN = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ };

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

/* In place. */
static void rows_unfilter(Arena *scratch, Str rows, size_t row_size, size_t pixel)
{
    uint8_t *now = arena_alloc(scratch, row_size), *row = (uint8_t *)(uintptr_t)rows.p;
    for (const uint8_t *end = row + rows.n; row < end; row += row_size + 1) {
        row_unfilter(now, row, row_size, pixel);
        row[0] = 0;
        memcpy(row + 1, now, row_size);
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
    if (!flate_unpack_unsummed(scratch, stream, (row_size + 1) * height, &rows) || !filters_known(rows, row_size))
        return NULL;
    uint8_t *samples = arena_alloc_array(scratch, row_size, height);
    for (size_t y = 0; y < height; y++) {
        uint8_t *row = samples + y * row_size;
        if (y > 0)
            memcpy(row, row - row_size, row_size);
        row_unfilter(row, (const uint8_t *)rows.p + y * (row_size + 1), row_size, pixel);
    }
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
    Str runs;
    uint8_t *samples = arena_alloc_array(scratch, row_size, height);
    bool sound = flate_unpack_unsummed(scratch, image->stream, image->runs, &runs) && runs_unpack(runs, samples, row_size * height);
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

/* The runs of a flat picture's colours, a row at a time while it is in the cache; empty: they save too little.
 * Sets *clear when a pixel is not opaque. */
static Str runs_part(Arena *scratch, Str rows, size_t width, size_t channels, bool *clear)
{
    size_t n = width * channels, most = width * (channels - 1) * (rows.n / (n + 1)) / RUNS_LEAST;
    uint8_t *row = arena_alloc(scratch, n);
    Runs runs = {.out = BUF(scratch)};
    for (size_t at = 0; at < rows.n && runs.out.n <= most; at += n + 1) {
        row_unfilter(row, (const uint8_t *)rows.p + at, n, channels);
        runs_colours(&runs, row, n, channels);
    }
    *clear = runs.clear;
    return runs_end(&runs, most);
}

static void rows_part(Arena *arena, Arena *scratch, Str rows, size_t channels, Image *image)
{
    size_t width = (size_t)image->width, n = (width + 1) * (size_t)image->height;
    bool flat = is_flat(rows, width * channels + 1, channels), clear = true;
    Str runs = flat ? runs_part(scratch, rows, width, channels, &clear) : (Str){0};
    image->runs = runs.n;
    if (runs.n == 0)
        clear = !is_opaque(rows, width, channels);
    uint8_t *alpha = clear ? arena_bytes(scratch, n) : NULL;
    Str colour = runs.n > 0 && !clear ? (Str){0} : split(rows, width, channels, alpha);
    if (flat && runs.n == 0)
        rows_unfilter(scratch, colour, width * (channels - 1), channels - 1);
    image->stream = packed(arena, scratch, runs.n > 0 ? runs : colour);
    if (alpha != NULL)
        image->mask = packed(arena, scratch, (Str){(const char *)alpha, n});
}

/* The chunks' own sums have been found right, so a stream's is looked at only where it goes on with it. */
bool rows_take(Arena *arena, Arena *scratch, Str file, int channels, Image *image)
{
    Str stream, rows;
    size_t row_size = row_size_of(image, channels), n = (row_size + 1) * (size_t)image->height;
    bool stays = channels == image->components;
    if (!stream_join(scratch, file, &stream) || !(stays ? flate_unpack(scratch, &stream, n, &rows)
                                                        : flate_unpack_unsummed(scratch, stream, n, &rows)) ||
        !filters_known(rows, row_size))
        return false;
    if (stays)
        image->stream = is_stored(stream) ? packed(arena, scratch, rows) : str_copy(arena, stream);
    else
        rows_part(arena, scratch, rows, (size_t)channels, image);
    return true;
}

/* ---- bare samples -------------------------------------------------------------------- */

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
