/* png.c - a PNG file (ISO/IEC 15948) to an Image. What it says of itself is read by libpng; its rows are taken as they
 * stand where they may (rows.c), else libpng decodes them: palettes and few bits stay as they are, 16 bits become 8,
 * alpha is split off, gamma and primaries are applied when there is neither sRGB nor a profile. libpng reports errors by a call that must not return, so this file
 * alone uses setjmp, in one place: `guarded`. What must outlive a jump stands in Reader, never in
 * local variables. */
#include "asset_int.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

enum { MAX_INFLATION = 1100 };                             /* deflate cannot do more */

typedef struct Reader {
    Arena *arena, *scratch;                                /* scratch: until the picture is read */
    Str file;
    size_t at;
    png_structp png;
    png_infop info;
    Image *image;
    ImageFault fault;
    bool as_is;                                            /* its rows need no change */
    int channels;                                          /* in the rows that libpng gives */
    size_t row_bytes;
    uint8_t *rows, *alpha;
    Correction *correction;
    char message[96];
} Reader;

static void on_read(png_structp png, png_bytep to, size_t n)
{
    Reader *r = png_get_io_ptr(png);
    if (n > r->file.n - r->at)
        png_error(png, "the file is cut off");
    memcpy(to, r->file.p + r->at, n);
    r->at += n;
}

static void on_error(png_structp png, png_const_charp message)
{
    Reader *r = png_get_error_ptr(png);
    if (r->message[0] == '\0') /* check_size has already said it better */
        snprintf(r->message, sizeof r->message, "%s", message);
    longjmp(png_jmpbuf(png), 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static bool guarded(Reader *r, void (*step)(Reader *))
{
    if (setjmp(png_jmpbuf(r->png)) != 0)
        return false;
    step(r);
    return true;
}

/* ---- what the chunks before the samples say -------------------------------------------------- */

static void read_resolution(Reader *r)
{
    png_uint_32 x, y;
    int unit;
    if (png_get_pHYs(r->png, r->info, &x, &y, &unit) != 0 && unit == PNG_RESOLUTION_METER)
        r->image->dpi = dpi_sane((double)x * 0.0254);
}

static void read_palette(Reader *r)
{
    png_colorp colours;
    int n;
    if (png_get_PLTE(r->png, r->info, &colours, &n) == 0)
        png_error(r->png, "it has no palette");
    size_t size = (size_t)3 << r->image->bits;         /* whole, so that no sample points past it */
    uint8_t *palette = arena_alloc(r->arena, size);
    for (int i = 0; i < n && 3 * (size_t)i < size; i++)
        memcpy(palette + 3 * i, &colours[i], 3);
    r->image->palette = (Str){(char *)palette, size};
}

static void read_colour(Reader *r)
{
    png_charp name;
    png_bytep profile;
    png_uint_32 n;
    int method;
    if (png_get_iCCP(r->png, r->info, &name, &method, &profile, &n) != 0) {
        int components = r->image->palette.n > 0 ? 3 : r->image->components;
        Str fit = profile_fit((Str){(char *)profile, n}, components);
        r->image->icc = fit.n > 0 ? str_copy(r->arena, fit) : (Str){0};
        return;
    }
    if (png_get_valid(r->png, r->info, PNG_INFO_sRGB) != 0)
        return;
    double gamma = 1 / 2.2, c[8];
    png_get_gAMA(r->png, r->info, &gamma);
    bool has_chroma = png_get_cHRM(r->png, r->info, &c[0], &c[1], &c[2], &c[3], &c[4], &c[5], &c[6],
                                   &c[7]) != 0;
    r->correction = correction_new(r->arena, gamma, has_chroma ? c : NULL);
}

static void check_size(Reader *r)
{
    int64_t pixels = (int64_t)r->image->width * r->image->height;
    if (pixels > IMAGE_PIXELS) {
        r->fault = IMAGE_TOO_LARGE;
        snprintf(r->message, sizeof r->message, "%s", image_too_large(r->arena, r->image));
        png_error(r->png, "too large");
    }
    int64_t bits = pixels * png_get_channels(r->png, r->info) * png_get_bit_depth(r->png, r->info);
    if (bits / 8 / MAX_INFLATION > (int64_t)r->file.n)
        png_error(r->png, "the file is cut off");
}

/* Rows without a colour to correct or to make transparent, in the order in which they are shown. */
static bool stands_as_is(const Reader *r)
{
    bool keeps_samples = r->correction == NULL || r->image->palette.n > 0 || r->image->bits < 8;
    return keeps_samples && png_get_valid(r->png, r->info, PNG_INFO_tRNS) == 0 &&
           png_get_bit_depth(r->png, r->info) <= 8 &&
           png_get_interlace_type(r->png, r->info) == PNG_INTERLACE_NONE;
}

static void read_head(Reader *r)
{
    png_set_read_fn(r->png, r, on_read);
    png_set_user_limits(r->png, INT32_MAX, INT32_MAX);
    png_read_info(r->png, r->info);
    Image *image = r->image;
    image->width = (int)png_get_image_width(r->png, r->info);
    image->height = (int)png_get_image_height(r->png, r->info);
    check_size(r);
    int type = png_get_color_type(r->png, r->info);
    image->bits = png_get_bit_depth(r->png, r->info) == 16 ? 8 : png_get_bit_depth(r->png, r->info);
    bool has_colour = (type & PNG_COLOR_MASK_COLOR) != 0 && type != PNG_COLOR_TYPE_PALETTE;
    image->components = has_colour ? 3 : 1;
    if (type == PNG_COLOR_TYPE_PALETTE)
        read_palette(r);
    read_resolution(r);
    read_colour(r);
    r->as_is = stands_as_is(r);
    png_set_scale_16(r->png);
    if (type != PNG_COLOR_TYPE_PALETTE && png_get_valid(r->png, r->info, PNG_INFO_tRNS) != 0) {
        png_set_tRNS_to_alpha(r->png);
        image->bits = 8;
    }
    png_set_interlace_handling(r->png);
    png_read_update_info(r->png, r->info);
    r->channels = png_get_channels(r->png, r->info);
    r->row_bytes = png_get_rowbytes(r->png, r->info);
}

static void read_rows(Reader *r)
{
    size_t height = (size_t)r->image->height;
    r->rows = arena_alloc_array(r->scratch, r->row_bytes, height);
    png_bytepp rows = ARENA_ARRAY(r->scratch, png_bytep, height);
    for (size_t i = 0; i < height; i++)
        rows[i] = r->rows + i * r->row_bytes;
    png_read_image(r->png, rows);
    png_read_end(r->png, NULL);
}

/* ---- alpha ----------------------------------------------------------------------------------- */

/* The last of each pixel's n samples is its alpha. The others move together, in place. */
static inline void split_samples(uint8_t *samples, size_t n, size_t pixels, uint8_t *alpha)
{
    uint8_t *to = samples;
    for (size_t i = 0; i < pixels; i++) {
        const uint8_t *from = samples + i * n;
        alpha[i] = from[n - 1];
        for (size_t j = 0; j + 1 < n; j++)
            *to++ = from[j];
    }
}

static void split_alpha(Reader *r)
{
    size_t pixels = (size_t)r->image->width * (size_t)r->image->height;
    r->alpha = arena_alloc(r->scratch, pixels);
    if (r->channels == 4)
        split_samples(r->rows, 4, pixels, r->alpha);
    else
        split_samples(r->rows, 2, pixels, r->alpha);
}

static int packed_sample(const uint8_t *row, int bits, int x)
{
    int at = x * bits;
    return row[at / 8] >> (8 - bits - at % 8) & ((1 << bits) - 1);
}

static void palette_alpha(Reader *r)
{
    png_bytep entries;
    int n;
    if (r->image->palette.n == 0 || png_get_tRNS(r->png, r->info, &entries, &n, NULL) == 0)
        return;
    size_t at = 0;
    r->alpha = arena_alloc(r->scratch, (size_t)r->image->width * (size_t)r->image->height);
    for (int y = 0; y < r->image->height; y++)
        for (int x = 0; x < r->image->width; x++) {
            int index = packed_sample(r->rows + (size_t)y * r->row_bytes, r->image->bits, x);
            r->alpha[at++] = index < n ? entries[index] : 255;
        }
}

/* ---- colour ---------------------------------------------------------------------------------- */

/* Two and four bits of grey are too coarse to be corrected in place: they become a palette. */
static void grey_palette(Reader *r)
{
    int levels = 1 << r->image->bits;
    uint8_t *palette = arena_alloc(r->arena, 3 * (size_t)levels);
    for (int i = 0; i < 3 * levels; i++)
        palette[i] = (uint8_t)(i / 3 * 255 / (levels - 1));
    r->image->palette = (Str){(char *)palette, 3 * (size_t)levels};
}

static void correct_colour(Reader *r)
{
    Image *image = r->image;
    if (r->correction == NULL || (image->bits == 1 && image->palette.n == 0))
        return;
    if (image->bits < 8 && image->palette.n == 0)
        grey_palette(r);
    if (image->palette.n > 0)
        correction_apply(r->correction, (uint8_t *)image->palette.p, image->palette.n, 3);
    else
        correction_apply(r->correction, r->rows,
                         (size_t)image->width * (size_t)image->height * (size_t)image->components,
                         image->components);
}

/* ---- the public face ------------------------------------------------------------------------- */

static bool decode_rows(Reader *r)
{
    if (!guarded(r, read_rows))
        return false;
    if (r->channels == 2 || r->channels == 4)
        split_alpha(r);
    palette_alpha(r);
    correct_colour(r);
    rows_keep(r->arena, r->rows, r->alpha, r->image);
    return true;
}

static bool read_picture(Reader *r)
{
    if (!guarded(r, read_head))
        return false;
    if (!r->as_is || !rows_take(r->arena, r->scratch, r->file, r->channels, r->image))
        return decode_rows(r);
    correct_colour(r);
    return true;
}

ImageFault png_decode(Arena *arena, Str file, Image *image, const char **why)
{
    Reader *r = ARENA_NEW(arena, Reader);
    *r = (Reader){.arena = arena, .scratch = arena_open(), .file = file, .image = image, .fault = IMAGE_BROKEN};
    *why = "libpng refuses";
    r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, on_error, on_warning);
    r->info = r->png != NULL ? png_create_info_struct(r->png) : NULL;
    bool ok = r->info != NULL && read_picture(r);
    png_destroy_read_struct(&r->png, &r->info, NULL);
    arena_close(r->scratch);
    if (r->message[0] != '\0')
        *why = r->message;
    return ok ? IMAGE_SOUND : r->fault;
}
