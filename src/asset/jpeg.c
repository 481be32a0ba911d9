/* jpeg.c - a JPEG file (ITU T.81) goes into the PDF unchanged; here its markers are read for what
 * the page needs: size, components, resolution and orientation (JFIF, Exif 2.3), the ICC profile,
 * Adobe's mark. The samples are not decoded: a file whose end is missing is told by its missing end
 * marker. */
#include "asset_int.h"

#include <stdio.h>
#include <string.h>

enum { MAX_PROFILE = 255 };

typedef struct Marks {
    Arena *arena;
    Str file;
    Image *image;
    bool has_size, has_adobe, is_supported;
    int precision;
    Str profile[MAX_PROFILE];                              /* pieces, by their number less one */
    int n_profile;
} Marks;

static unsigned be16(Str s, size_t at)
{
    return at + 2 <= s.n ? (unsigned)((uint8_t)s.p[at] << 8 | (uint8_t)s.p[at + 1]) : 0;
}

static unsigned byte_at(Str s, size_t at)
{
    return at < s.n ? (uint8_t)s.p[at] : 0;
}

/* ---- segments -------------------------------------------------------------------------------- */

static void read_frame(Marks *m, unsigned marker, Str s)
{
    m->has_size = true;
    m->is_supported = marker <= 0xC2;       /* baseline, extended, progressive: DCTDecode's kinds */
    m->precision = (int)byte_at(s, 0);
    m->image->height = (int)be16(s, 1);
    m->image->width = (int)be16(s, 3);
    m->image->components = (int)byte_at(s, 5);
}

static void read_jfif(Marks *m, Str s)
{
    unsigned unit = byte_at(s, 7), x = be16(s, 8);
    if (str_starts(s, (Str){"JFIF\0", 5}) && (unit == 1 || unit == 2))
        m->image->dpi = dpi_sane(unit == 1 ? x : x * 2.54);
}

typedef struct Tiff { Str s; bool little; } Tiff;

static uint32_t tiff_number(Tiff t, size_t at, int bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | byte_at(t.s, at + (size_t)(t.little ? bytes - 1 - i : i));
    return value;
}

void exif_read(Str tiff, Image *image)
{
    Tiff t = {.s = tiff, .little = byte_at(tiff, 0) == 'I'};
    size_t ifd = tiff_number(t, 4, 4);
    unsigned n = tiff_number(t, ifd, 2), unit = 2;
    double resolution = 0;
    for (unsigned i = 0; i < n && i < 512; i++) {
        size_t entry = ifd + 2 + 12 * (size_t)i;
        unsigned tag = tiff_number(t, entry, 2), value = tiff_number(t, entry + 8, 2);
        if (tag == 0x112 && value >= 1 && value <= 8)
            image->turn = (int)value;
        if (tag == 0x128)
            unit = value;
        if (tag == 0x11A) {
            size_t at = tiff_number(t, entry + 8, 4);
            uint32_t den = tiff_number(t, at + 4, 4);
            resolution = den > 0 ? (double)tiff_number(t, at, 4) / den : 0;
        }
    }
    if (resolution > 0 && (unit == 2 || unit == 3))
        image->dpi = dpi_sane(unit == 2 ? resolution : resolution * 2.54);
}

static void read_profile(Marks *m, Str s)
{
    unsigned number = byte_at(s, 12);
    if (!str_starts(s, (Str){"ICC_PROFILE\0", 12}) || number == 0 || number > MAX_PROFILE)
        return;
    m->profile[number - 1] = str_slice(s, 14, s.n);
    m->n_profile = (int)byte_at(s, 13);
}

static void read_segment(Marks *m, unsigned marker, Str s)
{
    if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC)
        read_frame(m, marker, s);
    else if (marker == 0xE0)
        read_jfif(m, s);
    else if (marker == 0xE1 && str_starts(s, (Str){"Exif\0\0", 6}))
        exif_read(str_slice(s, 6, s.n), m->image);
    else if (marker == 0xE2)
        read_profile(m, s);
    else if (marker == 0xEE && str_starts(s, STR("Adobe")))
        m->has_adobe = true;
}

/* Reads the segments up to the samples; returns where those begin, or 0. */
static size_t read_segments(Marks *m)
{
    for (size_t at = 2; at + 4 <= m->file.n;) {
        unsigned marker = byte_at(m->file, at + 1);
        if (byte_at(m->file, at) != 0xFF)
            return 0;
        if (marker == 0xFF || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
            at += marker == 0xFF ? 1 : 2;
            continue;
        }
        unsigned size = be16(m->file, at + 2);
        if (size < 2 || at + 2 + size > m->file.n)
            return 0;
        if (marker == 0xDA)
            return at + 2 + size;
        read_segment(m, marker, str_slice(m->file, at + 4, at + 2 + size));
        at += 2 + size;
    }
    return 0;
}

static bool has_end(Str file, size_t from)
{
    for (size_t at = file.n - 1; at > from; at--)
        if (byte_at(file, at) == 0xD9 && byte_at(file, at - 1) == 0xFF)
            return true;
    return false;
}

static Str join_profile(const Marks *m)
{
    Buf b = {.arena = m->arena};
    for (int i = 0; i < m->n_profile; i++) {
        if (m->profile[i].n == 0)
            return (Str){0};
        buf_add(&b, m->profile[i]);
    }
    return profile_fit(buf_str(&b), m->image->components);
}

static const char *fault_of(const Marks *m, size_t samples)
{
    const Image *image = m->image;
    if (!m->has_size)
        return samples == 0 ? "the file is cut off" : "it has no size";
    if (!m->is_supported)
        return "its compression is of a kind (lossless or arithmetic) that a PDF cannot hold";
    if (m->precision != 8)
        return "its samples have not 8 bits";
    if (image->components != 1 && image->components != 3 && image->components != 4)
        return "it has not 1, 3 or 4 colours";
    if (image->width == 0 || image->height == 0)
        return "it has no size";
    return samples == 0 || !has_end(m->file, samples) ? "the file is cut off" : NULL;
}

ImageFault jpeg_parse(Arena *arena, Str file, Image *image, const char **why)
{
    Marks *m = ARENA_NEW(arena, Marks);
    *m = (Marks){.arena = arena, .file = file, .image = image};
    size_t samples = read_segments(m);
    *why = fault_of(m, samples);
    if (*why != NULL)
        return IMAGE_BROKEN;
    if ((int64_t)image->width * image->height > IMAGE_PIXELS) {
        *why = image_too_large(arena, image);
        return IMAGE_TOO_LARGE;
    }
    image->bits = 8;
    image->invert = image->components == 4 && m->has_adobe;
    image->icc = join_profile(m);
    image->stream = file;
    return IMAGE_SOUND;
}
