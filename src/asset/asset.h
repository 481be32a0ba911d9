/* asset.h - what comes from outside besides text: fonts and pictures.
 *
 * Faces are mapped, not read, and parsed only as far as they are used. Font files and fonts/families are those that the
 * build put into the program (built-in), or system files asked of fontconfig when a document names another family.
 */
#ifndef OCTAVO_ASSET_H
#define OCTAVO_ASSET_H

#include "doc/doc.h"

/* ---- faces and fonts ------------------------------------------------------------------------------- */

struct hb_face_t;
struct hb_font_t;

typedef struct Face {                                      /* one OpenType face; all figures in design units */
    Str file, name;                                        /* path, PostScript name */
    int id;                                                /* 0, 1, 2 .. in the order of first use */
    struct hb_face_t *hb_face;
    struct hb_font_t *hb_font;                             /* scale = units per em */
    int units_per_em, ascender, descender, x_height, cap_height, weight, underline_at, underline_thick;
    int bbox[4];                                           /* head: xMin yMin xMax yMax */
    double italic_angle;
    bool cff, italic, fixed_pitch;
    bool colour;                                           /* its glyphs are pictures: face_picture, no outlines */
} Face;

enum { FEATURE_OLDSTYLE = 1, FEATURE_TABULAR = 2, FEATURE_SMALL_CAPS = 4, FEATURE_CODE = 8 }; /* CODE: no ligatures */

typedef struct Font { const Face *face; Len size; unsigned features; int id; } Font; /* interned: compare by address */

typedef struct Fonts Fonts;
Fonts *fonts_open(Arena *arena, Diag *diag);               /* reads the built-in description; opens no face yet */
void fonts_close(Fonts *fonts);
/* A view for another thread, while nobody uses `fonts` itself: it has the fonts that were made, knows the stand-ins that
 * were asked for, and opens nothing. Asked for more it answers anything and says so: fonts_missed, true once. */
Fonts *fonts_view(const Fonts *fonts, Arena *arena);
bool fonts_missed(Fonts *view);
/* Gives the role "main", "sans" or "mono" the family `name`; false and DIAG_FONT when nobody has it (the role keeps what
 * it had). A name "toy" is the test font: every glyph half an em wide. */
bool fonts_family(Fonts *fonts, Str role, Str name, Place place);
/* The face of the role's family nearest to weight and slant (CSS Fonts 4, 5.2), at that size. Never NULL. */
const Font *fonts_font(Fonts *fonts, Str role, int weight, bool italic, unsigned features, Len size);
const Font *fonts_sized(Fonts *fonts, const Font *font, Len size);
/* A font of the same size and closest style that has the character: the font itself, else one of the fallback chain;
 * NULL when none has it (the caller gives DIAG_GLYPH with the place). */
const Font *fonts_for(Fonts *fonts, const Font *font, uint32_t code_point);
void fonts_language(Fonts *fonts, Str lang);               /* of the document: chooses between Chinese, Japanese .. faces */
/* A Debian package that is not installed and whose fonts have the character; empty: not known. */
Str fonts_package(Fonts *fonts, uint32_t code_point);
/* The font of coloured pictures for this cluster (an emoji, maybe of several characters); NULL: there is none. It is
 * one of several copies of the same face, each with fewer glyphs in use than a font of one-byte codes can hold. */
const Font *fonts_emoji(Fonts *fonts, const Font *like, Str cluster);
static inline Len font_len(const Font *font, int64_t units) /* design units -> Len at the font's size, floor */
{
    return units * font->size / font->face->units_per_em;
}
/* The ink beyond which a glyph may hang into the margin, in 1/1000 em: left and right protrusion, from the glyph's own
 * outline box and its class (hyphen, comma, quotes, A V W ..; Han The Thanh 2000). */
void face_protrusion(const Face *face, uint32_t glyph, uint32_t code_point, int *left, int *right);

/* A subset for embedding: only the used glyphs, renumbered in rising order of glyph id, .notdef first. `program` is the
 * raw "CFF " table, where a glyph's CID is its new number, or a glyf font file. new_id maps old -> new (index by old id,
 * 0 = absent); widths by new id. A colour face has no program and at most 256 glyphs. codes: empty, or by old id, as
 * far as they go, the byte that shows the glyph (0: none), for a glyf font file that has them as its only character map; at most 256 glyphs then. */
typedef struct Subset { Str program; bool cff; uint16_t *new_id; int n_glyphs; int *widths; } Subset;
bool font_subset(Arena *arena, const Face *face, const uint8_t *used_bits, Str codes, Subset *subset);
/* The glyph's name in the face's CFF table, the same in its subsets; empty: it has none. */
Str face_glyph_name(Arena *arena, const Face *face, uint32_t glyph);

/* ---- pictures ------------------------------------------------------------------------------------- */

/* A page of a PDF as objects to be written into another one, each after those that it refers to; the last is the page's
 * content with its /Resources and /Group. entries: what stands between << and >>, references left out. */
enum { FORM_CMYK = -1 };                                   /* not an object of the page: the profile of plain CMYK */
typedef struct FormRef { size_t at; int object; } FormRef; /* the reference that belongs at that byte */
typedef struct FormObject {
    Str entries, data;
    const FormRef *refs; int n_refs;
    bool is_stream, packed;                                /* packed: data is coded, entries say how */
} FormObject;
typedef struct Form { const FormObject *objects; int n; int64_t box[4]; } Form; /* left bottom right top, 1/1000 pt */

typedef enum ImageKind { IMAGE_PNG, IMAGE_JPEG, IMAGE_FORM } ImageKind;
typedef struct Image {
    Str name;
    ImageKind kind;
    int width, height;                                     /* pixels, orientation applied by `turn` */
    double dpi;                                            /* as the file says, else 96 */
    int components, bits;                                  /* 1 grey, 3 RGB, 4 CMYK (JPEG only); bits per component */
    /* JPEG: the file unchanged. PNG: a zlib stream of rows of samples, each after the number of its filter (PNG, 9):
     * what PDF calls predictor 15. */
    Str stream;
    size_t runs;                                           /* if not 0, the stream holds so many bytes that code the samples
                                                              alone, by run lengths (ISO 32000-1, 7.4.5) */
    Str palette;                                           /* RGB triples when indexed (components = 1), else empty */
    Str mask;                                              /* alpha, likewise, 8 bits; empty: opaque */
    Str icc;                                               /* the profile, empty: sRGB (gamma is applied to the samples) */
    bool invert;                                           /* Adobe CMYK JPEG: stored inverted */
    int turn;                                              /* Exif orientation 1..8 */
    const Form *form;                                      /* FORM: width and height count 1/100 pt */
} Image;

/* A glyph of a colour face, and its rectangle (left, bottom, right, top) in design units; NULL: it shows nothing. */
const Image *face_picture(Arena *arena, const Face *face, uint32_t glyph, int box[4]);

typedef struct Images Images;                              /* every picture is read and decoded once */
/* root: pictures outside of this folder are refused. jobs decode them; NULL: image_start does, but for SVG. */
Images *images_open(Arena *arena, Str root, Diag *diag, Jobs *jobs);
/* The picture at `address`, relative to the file of `place`, will be needed: sets to work on it. */
void image_start(Images *images, Str address, Place place);
void images_draw(Images *images);                          /* all were started: no SVG waits for company any more */
/* One that was started; NULL: it cannot be shown (missing, broken, remote, outside). Jobs may call it. Before images_join
 * only name, width, height, dpi and turn are sure to be there. */
const Image *image_read(const Images *images, Str address, Place place);
/* Waits for all and tells what is wrong with them. False when one whose size image_read gave cannot be shown after all. */
bool images_join(Images *images);
/* The picture in fewer pixels (before its turn); itself when that would not make it smaller. */
const Image *image_scaled(Arena *arena, const Image *image, int width, int height);
bool badge_is(Str address);                                /* a remote picture that only says a few words */
Str image_words(Arena *arena, Str address, Str alt);       /* what stands for a picture that cannot be shown */
Str image_path(const Images *images, Str address, Place place);  /* the file that it means, there or not; empty: remote */

#endif
