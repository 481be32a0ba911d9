/* font.c - one OpenType face: opens a font file (built in, or mapped from disk) with HarfBuzz and
 * reads the figures that setting and embedding need from its head, hhea, OS/2, post and name tables
 * (OpenType 1.9). It knows nothing of families and sizes. A variable font gives its default
 * instance; one with CFF2 outlines is refused, as no PDF can hold it. */
#include "asset_int.h"

#include "base/builtin.h"

#include <fcntl.h>
#include <hb-ot.h>
#include <hb.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FONTS_FOLDER "/usr/share/"        /* where the packages of fonts/families put their files */

enum { COLOUR_SIZE = 1080 };             /* pictures of 1.245 em are made a little smaller */

/* ---- the file -------------------------------------------------------------------------------- */

typedef struct Mapping { void *at; size_t size; } Mapping;

static void unmap(void *mapping)
{
    munmap(((Mapping *)mapping)->at, ((Mapping *)mapping)->size);
}

static hb_blob_t *blob_of_disk(Arena *arena, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct stat status;
    hb_blob_t *blob = NULL;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0
        && status.st_size < INT32_MAX) {
        Mapping *mapping = ARENA_NEW(arena, Mapping);
        mapping->size = (size_t)status.st_size;
        mapping->at = mmap(NULL, mapping->size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (mapping->at != MAP_FAILED)
            blob = hb_blob_create(mapping->at, (unsigned)mapping->size, HB_MEMORY_MODE_READONLY,
                                  mapping, unmap);
    }
    close(fd);
    return blob;
}

static hb_blob_t *blob_of(Arena *arena, Str path)
{
    const char *name = str_c(arena, path);
    const BuiltinFile *file = builtin_lookup(name);
    if (file != NULL)
        return hb_blob_create((const char *)file->data, (unsigned)file->size,
                              HB_MEMORY_MODE_READONLY, NULL, NULL);
    if (name[0] == '/')
        return blob_of_disk(arena, name);
    return blob_of_disk(arena, str_c(arena, str_format(arena, FONTS_FOLDER "%s", name)));
}

/* ---- tables ---------------------------------------------------------------------------------- */

typedef struct Table { hb_blob_t *blob; const uint8_t *p; unsigned n; } Table;

static Table table_open(hb_face_t *face, hb_tag_t tag)
{
    Table t = {.blob = hb_face_reference_table(face, tag)};
    t.p = (const uint8_t *)hb_blob_get_data(t.blob, &t.n);
    return t;
}

static void table_close(Table t)
{
    hb_blob_destroy(t.blob);
}

static int u16(Table t, unsigned at)
{
    return at + 2 <= t.n ? t.p[at] << 8 | t.p[at + 1] : 0;
}

static int s16(Table t, unsigned at)
{
    return (int16_t)u16(t, at);
}

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
    Table t = table_open(face, tag);
    table_close(t);
    return t.n > 0;
}

static void read_head(OpenFace *open)
{
    Table t = table_open(open->hb_face, HB_TAG('h', 'e', 'a', 'd'));
    for (unsigned i = 0; i < 4; i++)
        open->face.bbox[i] = s16(t, 36 + 2 * i);
    open->face.italic = (u16(t, 44) & 2) != 0;
    open->face.weight = (u16(t, 44) & 1) != 0 ? 700 : 400;
    table_close(t);
    open->face.units_per_em = (int)hb_face_get_upem(open->hb_face);
}

static void read_hhea(OpenFace *open)
{
    Table t = table_open(open->hb_face, HB_TAG('h', 'h', 'e', 'a'));
    open->face.ascender = s16(t, 4);
    open->face.descender = s16(t, 6);
    table_close(t);
}

static int ink_top(const OpenFace *open, hb_codepoint_t code_point)
{
    hb_codepoint_t glyph;
    hb_glyph_extents_t ink;
    if (!hb_font_get_nominal_glyph(open->hb_font, code_point, &glyph)
        || !hb_font_get_glyph_extents(open->hb_font, glyph, &ink))
        return 0;
    return ink.y_bearing;
}

static void read_os2(OpenFace *open)
{
    Table t = table_open(open->hb_face, HB_TAG('O', 'S', '/', '2'));
    Face *face = &open->face;
    if (t.n >= 78) {
        face->weight = u16(t, 4);
        face->italic = (u16(t, 62) & 1) != 0;
        if (s16(t, 68) != 0) {
            face->ascender = s16(t, 68);
            face->descender = s16(t, 70);
        }
    }
    if (u16(t, 0) >= 2) {
        face->x_height = s16(t, 86);
        face->cap_height = s16(t, 88);
    }
    table_close(t);
    if (face->x_height <= 0)
        face->x_height = ink_top(open, 'x');
    if (face->cap_height <= 0)
        face->cap_height = ink_top(open, 'H');
}

static void read_post(OpenFace *open)
{
    Table t = table_open(open->hb_face, HB_TAG('p', 'o', 's', 't'));
    open->face.italic_angle = s16(t, 4) + u16(t, 6) / 65536.0;
    open->face.underline_at = s16(t, 8);
    open->face.underline_thick = s16(t, 10);
    open->face.fixed_pitch = u16(t, 12) != 0 || u16(t, 14) != 0;
    table_close(t);
}

static Str read_name(Arena *arena, hb_face_t *face)
{
    char name[128];
    unsigned n = sizeof name;
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &n, name);
    return n > 0 ? str_copy(arena, (Str){name, n}) : STR("Unnamed");
}

static void read_cover(Arena *arena, OpenFace *open)
{
    hb_set_t *set = hb_set_create();
    hb_face_collect_unicodes(open->hb_face, set);
    open->cover = ARENA_ARRAY(arena, uint8_t, FACE_COVER / 8);
    hb_codepoint_t c = HB_SET_VALUE_INVALID;
    while (hb_set_next(set, &c) && c < FACE_COVER)
        open->cover[c / 8] |= (uint8_t)(1u << c % 8);
    hb_set_destroy(set);
}

/* ---- a face ---------------------------------------------------------------------------------- */

static const char *why_unfit(hb_face_t *face)
{
    if (hb_face_get_glyph_count(face) == 0)
        return "it is no font";
    if (has_table(face, HB_TAG('C', 'F', 'F', '2')))
        return "its outlines are of a kind (CFF2) that a PDF cannot hold";
    if (!has_table(face, HB_TAG('C', 'F', 'F', ' ')) &&
        !has_table(face, HB_TAG('g', 'l', 'y', 'f')) && !hb_ot_color_has_png(face))
        return "it has no outlines";
    return NULL;
}

OpenFace *face_open(Arena *arena, Str path, unsigned index, int id, const char **why)
{
    hb_blob_t *blob = blob_of(arena, path);
    *why = "the file cannot be opened";
    if (blob == NULL)
        return NULL;
    hb_face_t *hb_face = hb_face_create(blob, index);
    hb_blob_destroy(blob);
    *why = why_unfit(hb_face);
    if (*why != NULL) {
        hb_face_destroy(hb_face);
        return NULL;
    }
    OpenFace *open = ARENA_NEW(arena, OpenFace);
    open->hb_face = hb_face;
    open->hb_font = hb_font_create(hb_face);
    open->face.hb_face = hb_face;
    open->face.hb_font = open->hb_font;
    read_head(open);
    hb_font_set_scale(open->hb_font, open->face.units_per_em, open->face.units_per_em);
    hb_font_make_immutable(open->hb_font);
    read_hhea(open);
    read_os2(open);
    read_post(open);
    read_cover(arena, open);
    open->face.file = str_copy(arena, path);
    open->face.name = read_name(arena, hb_face);
    open->face.id = id;
    protrusions_read(open);
    open->face.cff = has_table(hb_face, HB_TAG('C', 'F', 'F', ' '));
    open->face.colour = !open->face.cff && !has_table(hb_face, HB_TAG('g', 'l', 'y', 'f'));
    if (open->face.colour)
        open->face.units_per_em = open->face.units_per_em * COLOUR_SIZE / 1000;
    return open;
}

void face_close(OpenFace *open)
{
    if (open == NULL)
        return;
    hb_font_destroy(open->hb_font);
    hb_face_destroy(open->hb_face);
}

/* ---- characters ------------------------------------------------------------------------------ */

bool face_has(const Face *face, uint32_t c)
{
    if (c < FACE_COVER)
        return (((const OpenFace *)face)->cover[c / 8] >> c % 8 & 1) != 0;
    hb_codepoint_t glyph;
    return hb_font_get_nominal_glyph(face->hb_font, c, &glyph) != 0;
}

static bool is_space(uint32_t c)
{
    return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Default_Ignorable_Code_Point (Unicode 15, DerivedCoreProperties), without what is rare enough to be missed. */
static bool is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x34F || c == 0x61C || (c >= 0x180B && c <= 0x180F) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF ||
           (c >= 0xE0000 && c <= 0xE0FFF);
}

bool face_covers(const Face *face, uint32_t c)
{
    if (face_has(face, c))
        return true;
    if (c < 0xA0)
        return false;
    if (is_invisible(c))
        return true;
    if (is_space(c))
        return face_has(face, ' ');
    if (c == 0x2011)
        return face_has(face, 0x2010);
    hb_codepoint_t base, mark;
    return hb_unicode_decompose(hb_unicode_funcs_get_default(), c, &base, &mark) != 0
           && face_has(face, base) && (mark == 0 || face_has(face, mark));
}
