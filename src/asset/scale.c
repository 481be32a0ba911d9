/* scale.c - a picture made smaller: each new sample is the mean of the area that it covers (a box filter), colours
 * weighted by their alpha. Samples come from a PNG's rows or from a JPEG's decoder and go back into the same kind. All
 * is integers, so every machine gives the same picture. */
#include "asset_int.h"

typedef struct Scaler {
    Arena *scratch;
    const uint8_t *rows, *alpha;                           /* 8 bits; alpha may be NULL */
    int width, height, channels;                           /* of what there is; channels without alpha */
    int to_width, to_height;
    uint64_t *line, *sum;                                  /* a row made narrower; a new row being summed up */
    uint8_t *out, *out_alpha;
} Scaler;

/* How much of sample i lies in [from, to), all in units of 1/n of a sample. */
static uint64_t overlap(int64_t i, int64_t n, int64_t from, int64_t to)
{
    int64_t left = i * n > from ? i * n : from, right = (i + 1) * n < to ? (i + 1) * n : to;
    return right > left ? (uint64_t)(right - left) : 0;
}

/* Sums channel c of a row (of `channels` and maybe alpha) over the width of each new sample. */
static void line_sum(Scaler *s, int y)
{
    int n = s->channels + 1;
    const uint8_t *row = s->rows + (size_t)y * (size_t)s->width * (size_t)s->channels;
    const uint8_t *alpha = s->alpha != NULL ? s->alpha + (size_t)y * (size_t)s->width : NULL;
    for (int x = 0; x < s->to_width; x++) {
        int64_t from = (int64_t)x * s->width, to = from + s->width;
        uint64_t *sum = s->line + (size_t)x * (size_t)n;
        for (int c = 0; c < n; c++)
            sum[c] = 0;
        for (int64_t i = from / s->to_width; i * s->to_width < to && i < s->width; i++) {
            uint64_t weight = overlap(i, s->to_width, from, to), a = alpha != NULL ? alpha[i] : 1;
            for (int c = 0; c < s->channels; c++)
                sum[c] += weight * a * row[i * s->channels + c];
            sum[s->channels] += weight * a;
        }
    }
}

static void line_write(Scaler *s, int y)
{
    int n = s->channels + 1;
    uint64_t whole = (uint64_t)s->width * (uint64_t)s->height;
    for (int x = 0; x < s->to_width; x++) {
        const uint64_t *sum = s->sum + (size_t)x * (size_t)n;
        size_t at = (size_t)y * (size_t)s->to_width + (size_t)x;
        uint64_t weight = sum[s->channels];
        for (int c = 0; c < s->channels; c++)
            s->out[at * (size_t)s->channels + (size_t)c] = (uint8_t)(weight > 0 ? (sum[c] + weight / 2) / weight : 0);
        if (s->alpha != NULL)
            s->out_alpha[at] = (uint8_t)((weight + whole / 2) / whole);
    }
}

static void scale(Scaler *s)
{
    size_t n = (size_t)s->to_width * (size_t)(s->channels + 1), pixels = (size_t)s->to_width * (size_t)s->to_height;
    s->line = ARENA_ARRAY(s->scratch, uint64_t, n);
    s->sum = ARENA_ARRAY(s->scratch, uint64_t, n);
    s->out = arena_alloc(s->scratch, pixels * (size_t)s->channels);
    s->out_alpha = s->alpha != NULL ? arena_alloc(s->scratch, pixels) : NULL;
    for (int y = 0, i = 0, have = -1; y < s->to_height; y++) {
        int64_t from = (int64_t)y * s->height, to = from + s->height;
        for (size_t k = 0; k < n; k++)
            s->sum[k] = 0;
        for (i = (int)(from / s->to_height); (int64_t)i * s->to_height < to && i < s->height; i++) {
            if (have != i)
                line_sum(s, i);
            have = i;
            uint64_t weight = overlap(i, s->to_height, from, to);
            for (size_t k = 0; k < n; k++)
                s->sum[k] += weight * s->line[k];
        }
        line_write(s, y);
    }
}

/* ---- PNG ------------------------------------------------------------------------------------------- */

/* Samples of 8 bits; a palette becomes its colours. */
static uint8_t *samples_whole(Arena *scratch, const Image *image, const uint8_t *packed)
{
    size_t width = (size_t)image->width, height = (size_t)image->height, bits = (size_t)image->bits;
    size_t row_size = (width * bits + 7) / 8, n = image->palette.n > 0 ? 3 : 1;
    uint8_t *whole = arena_alloc_array(scratch, width * n, height), *to = whole;
    unsigned most = (1u << bits) - 1;
    for (size_t y = 0; y < height; y++)
        for (size_t x = 0; x < width; x++) {
            size_t at = x * bits;
            unsigned value = packed[y * row_size + at / 8] >> (8 - bits - at % 8) & most;
            for (size_t c = 0; c < n; c++)
                *to++ = n == 3 ? (uint8_t)image->palette.p[3 * value + c] : (uint8_t)(value * 255 / most);
        }
    return whole;
}

static const Image *png_scaled(Arena *arena, Arena *scratch, const Image *image, int width, int height)
{
    uint8_t *samples = rows_samples(scratch, image), *alpha = rows_alpha(scratch, image);
    if (samples == NULL || (image->mask.n > 0 && alpha == NULL))
        return image;
    bool whole = image->bits == 8 && image->palette.n == 0;
    Scaler s = {.scratch = scratch, .width = image->width, .height = image->height, .to_width = width, .to_height = height};
    s.rows = whole ? samples : samples_whole(scratch, image, samples);
    s.alpha = alpha;
    s.channels = image->palette.n > 0 ? 3 : image->components;
    scale(&s);
    Image *small = ARENA_NEW(arena, Image);
    *small = *image;
    small->width = width;
    small->height = height;
    small->components = s.channels;
    small->bits = 8;
    small->palette = small->mask = (Str){0};
    small->runs = 0;
    rows_keep(arena, s.out, s.out_alpha, small);
    return small;
}

/* ---- JPEG ------------------------------------------------------------------------------------------ */

static const Image *jpeg_scaled(Arena *arena, Arena *scratch, const Image *image, int width, int height)
{
    Scaler s = {.scratch = scratch, .width = width, .height = height, .to_width = width, .to_height = height,
                .channels = image->components};
    s.rows = turbo_decode(scratch, image, &s.width, &s.height);
    if (s.rows == NULL)
        return image;
    scale(&s);
    Image *small = ARENA_NEW(arena, Image);
    *small = *image;
    small->width = width;
    small->height = height;
    small->stream = turbo_encode(arena, s.out, width, height, image->components);
    return small->stream.n > 0 ? small : image;
}

const Image *image_scaled(Arena *arena, const Image *image, int width, int height)
{
    bool smaller = width > 0 && height > 0 && width <= image->width && height <= image->height &&
                   (int64_t)width * height < (int64_t)image->width * image->height;
    if (!smaller || image->kind == IMAGE_FORM)
        return image;
    Arena *scratch = arena_open();
    const Image *small = image->kind == IMAGE_JPEG ? jpeg_scaled(arena, scratch, image, width, height)
                                                   : png_scaled(arena, scratch, image, width, height);
    arena_close(scratch);
    return small->stream.n + small->mask.n < image->stream.n + image->mask.n ? small : image;
}
