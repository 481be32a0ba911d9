/* asset_int.h - what the files of asset/ share: open faces and the rows of fonts/families. */
#ifndef OCTAVO_ASSET_INT_H
#define OCTAVO_ASSET_INT_H

#include "asset/asset.h"

enum { FACE_COVER = 0x10000 };                  /* characters below this have a bit in Face's map */

enum { PROTRUDE_ROWS = 57 };                               /* of the table in protrude.c */
typedef struct Protrusion { uint32_t glyph; int left, right; } Protrusion;

typedef struct OpenFace {                                  /* what stands behind a `const Face *` */
    Face face;                                       /* first: a Face's address is its OpenFace's */
    struct hb_face_t *hb_face;
    struct hb_font_t *hb_font;
    uint8_t *cover;                          /* FACE_COVER bits: the characters that its cmap has */
    Protrusion protrusions[PROTRUDE_ROWS];
    uint8_t ascii[128];                                    /* the character's row, from 1; 0: none */
} OpenFace;

/* Opens face `index` of a font file: built in under that name, else on disk. NULL with *why when it is no font. */
OpenFace *face_open(Arena *arena, Str path, unsigned index, int id, const char **why);
void face_close(OpenFace *face);
void protrusions_read(OpenFace *face);
bool face_has(const Face *face, uint32_t code_point);      /* in its cmap */
/* As face_has, and what HarfBuzz makes from other characters: spaces, accented letters, invisible ones. */
bool face_covers(const Face *face, uint32_t code_point);

/* One face of a family: a line of fonts/families, or what fontconfig found. */
typedef struct FaceRow {
    Str family, path;
    int weight;
    unsigned index;                                        /* in a collection (.ttc) */
    bool italic, bad;
    OpenFace *face;                                        /* NULL until it is used */
} FaceRow;
typedef VEC(FaceRow) FaceRows;

/* fontconfig, loaded when first asked. Both add rows and return how many. */
typedef struct System System;
System *system_open(Arena *arena);                         /* NULL: there is no fontconfig */
void system_close(System *system);
size_t system_family(System *system, Str family, FaceRows *rows);
Str system_with(System *system, uint32_t code_point, int weight, bool italic); /* a family's name, or empty */

/* Fonts: family.c, and fallback.c for who stands in. */
enum { ROLES = 3, ROLE_MAIN = 0, ROLE_MONO = 2 };
typedef VEC(Str) Names;
typedef struct Asked { int weight; bool italic; OpenFace *face; } Asked;
typedef struct Role { Str family; Names fallback; VEC(Asked) asked; } Role; /* asked: what was found before */
typedef struct RoleFont { Font font; int role; struct RoleFont *next; } RoleFont; /* Font first */
typedef struct CharRange { uint32_t from, to; bool late; Str package; Names families; } CharRange;
enum { STAND_INS = 4096 };
typedef struct StandIn { const Face *like, *face; uint32_t c; int role; } StandIn; /* face NULL: there is none */
typedef struct LanguageRow { Str lang, instead_of, family; } LanguageRow;

struct Fonts {
    Arena *arena;
    Diag *diag;
    FaceRows rows;
    Role roles[ROLES];
    VEC(CharRange) ranges;
    VEC(LanguageRow) languages;
    Str emoji, lang;                                       /* the family of colour pictures; the document's language */
    VEC(OpenFace *) emoji_copies; int emoji_room;          /* of its face; what the last one can still take */
    Map *emoji_faces;                                      /* cluster -> OpenFace */
    RoleFont **buckets;                                    /* all fonts, by face, size and features */
    size_t n_fonts, n_buckets;
    int n_faces;
    bool is_view, missed;                                  /* see fonts_view; the tables are another's */
    System *system;
    bool system_asked;
    StandIn *known;                                        /* STAND_INS of those that were asked for last, by hash */
    Map *stand_ins;                                        /* code point, weight, slant -> const Face ** of the system */
};

OpenFace *fonts_face(Fonts *fonts, Str family, int weight, bool italic); /* the nearest of a family; NULL: none opens */
const Font *fonts_intern(Fonts *fonts, const Face *face, Len size, unsigned features, int role);
System *fonts_system(Fonts *fonts);                        /* NULL: there is no fontconfig */

/* Pictures. The decoders fill an Image that has its name, kind and the values for "nothing said". */
enum { IMAGE_PIXELS = 100 * 1000 * 1000, IMAGE_DPI = 96 };
typedef enum ImageFault { IMAGE_SOUND, IMAGE_BROKEN, IMAGE_TOO_LARGE } ImageFault; /* with *why unless sound */

/* The kinds of files, told by their bytes. */
typedef enum Bytes {
    BYTES_PNG, BYTES_JPEG, BYTES_GIF, BYTES_WEBP, BYTES_SVG, BYTES_PDF, BYTES_TIFF, BYTES_BMP, BYTES_AVIF,
    BYTES_UNKNOWN
} Bytes;

/* Vector pictures. An SVG picture is read first and drawn later, on one sheet with others. */
typedef struct Drawing Drawing;
/* Its width and height in 1/100 pt. NULL: *why says what is wrong. */
Drawing *svg_read(Arena *arena, Str file, int *width, int *height, const char **why);
typedef struct Drawn { bool whole; int64_t width, height; } Drawn; /* 1/1000 pt from the upper left corner of its page */
/* A PDF with each of n > 0 on a page, in any size. Empty: one of them has spoilt it. */
Str svg_draw(Arena *arena, Drawing *const *drawings, int n, Drawn *drawn);
void svg_close(Drawing *drawing);
typedef struct PdfFile PdfFile;
/* NULL with *why; bytes and arena must outlive the file. */
PdfFile *pdfpage_open(Arena *arena, Str bytes, const char **why);
void pdfpage_close(PdfFile *file);
/* Its page `number` (from 1) as a picture, whose turn is /Rotate as Exif counts. False with *why. */
bool pdfpage_read(const PdfFile *file, int number, Image *image, const char **why);
/* A content stream without marked content. Sets *cmyk when it has colours of DeviceCMYK. */
Str pdfmarks_without(Arena *arena, Str content, bool *cmyk);

typedef struct Picture {                                   /* a file (of a PDF: a page), decoded by a job */
    Str name, file;
    Bytes kind;
    bool lies;                                             /* the ending of its name is another kind's */
    bool has_head;                                         /* `head` stands for it: first what layout needs, then all */
    Image head, whole;
    Arena *file_arena, *arena;                             /* until it is decoded; until it is joined */
    Job *job;                                              /* NULL: nothing is left to be done; an SVG's finds the head */
    Drawing *drawing;                                      /* of an SVG, until its sheet is drawn; NULL: it is broken */
    bool sound; DiagKind fault; const char *why;           /* why: NULL until something is wrong */
} Picture;

typedef struct Use {                                       /* an address at a place in the text */
    Str address;
    Place place;
    Picture *picture;                                      /* NULL: refused */
    bool first; DiagKind fault; const char *why;  /* first: of this picture */
} Use;

enum { SHEET_MOST = 32 };
typedef struct Sheet {                                     /* SVG pictures that are drawn together, by one job */
    Picture *pictures[SHEET_MOST];
    int n;
    Arena *arena;                                          /* of their forms, until they are joined */
    Job *job;
} Sheet;

struct Images {
    Arena *arena;
    Diag *diag;
    Jobs *jobs;
    Str root;                                              /* as given */
    Str real_root;                                         /* without links; empty: there is no such folder */
    Map *files;                                            /* real path, and page of a PDF -> Picture */
    Map *sources;                                          /* address of a Source -> Map of address -> Use */
    VEC(Picture *) started;                                /* not joined yet */
    VEC(Sheet *) sheets;                                   /* nor these */
    Sheet *sheet;                                          /* that still has room; NULL: there is none */
    VEC(Use *) uses;                                       /* not told yet */
};

void sheet_add(Images *images, Picture *picture);          /* an SVG; what layout needs is found at once */
void sheet_start(Images *images);                          /* the one that has room is drawn as it is */
void sheets_join(Images *images);                          /* all are drawn */

Str address_scheme(Str address);                           /* "https:" of "https://host/x"; one letter is a drive, no scheme */
int address_page(Str address);                             /* the number of "#page=3" at its end, else 1 */

bool png_head(Str file, Image *image);                     /* size and resolution of one whose chunks are whole */
ImageFault png_decode(Arena *arena, Str file, Image *image, const char **why);
ImageFault jpeg_parse(Arena *arena, Str file, Image *image, const char **why);
ImageFault gif_decode(Arena *arena, Str file, Image *image, const char **why);
ImageFault webp_decode(Arena *arena, Str file, Image *image, const char **why);
void exif_read(Str tiff, Image *image);                    /* orientation and resolution; jpeg.c */
const char *image_too_large(Arena *arena, const Image *image); /* the text for IMAGE_TOO_LARGE */
double dpi_sane(double dpi);                       /* whole, or IMAGE_DPI when nobody can mean it */

/* Colour: the profile when it fits `components` and says more than "sRGB"; else empty. */
Str profile_fit(Str icc, int components);
/* From a file's gamma (0.45455) and primaries (x, y of white, red, green, blue; may be NULL) to sRGB, in place, 8 bits a
 * sample. NULL: they are sRGB's own. */
typedef struct Correction Correction;
Correction *correction_new(Arena *arena, double gamma, const double *chroma);
void correction_apply(const Correction *correction, uint8_t *samples, size_t n, int components);

/* The rows of a PNG file that is not interlaced, as an Image holds them: its own, unless alpha is to be parted from colour.
 * False: they are not sound, or there is something else about them that is libpng's to say. */
bool rows_take(Arena *arena, Arena *scratch, Str file, int channels, Image *image);
/* Bare samples, and 8 bits of alpha each (NULL: opaque), into an Image that has its sizes and palette. */
void rows_keep(Arena *arena, const uint8_t *samples, const uint8_t *alpha, Image *image);
/* The samples of a stream's rows, and of its mask's; NULL: it is broken, or there is no mask. */
uint8_t *rows_samples(Arena *scratch, const Image *image);
uint8_t *rows_alpha(Arena *scratch, const Image *image);
/* Filters of rows. `row` holds the row above, and becomes the one whose filter and filtered bytes these are. */
enum { FILTERS = 5 };
void row_unfilter(uint8_t *row, const uint8_t *filtered, size_t n, size_t pixel);
Str rows_filter(Arena *scratch, const uint8_t *rows, size_t row_size, size_t height, size_t pixel);
/* Rows of samples coded by run lengths, row by row: the end gives them, unless they are more than `most`. */
enum { RUNS_LEAST = 3, RUN_LONGEST = 128 };                /* LEAST: how many times smaller they should be */
typedef struct Runs {
    Buf out;
    bool clear;                                            /* a pixel was not opaque */
    uint8_t literals[RUN_LONGEST]; size_t n_literals;      /* to be written before .. */
    uint8_t byte; size_t n;                                /* .. this one, so many times */
} Runs;
void runs_colours(Runs *runs, const uint8_t *row, size_t n, size_t pixel); /* of 2 or 4 bytes, the last one alpha */
Str runs_end(Runs *runs, size_t most);
/* Of rows each `step` bytes after the last; empty: that saves too little. */
Str runs_pack(Arena *scratch, const uint8_t *rows, size_t step, size_t row_size, size_t height);
/* From p on, how many of n bytes, at least `period`, are as the ones a period before. */
size_t run_of(const uint8_t *p, size_t n, size_t period);
bool runs_unpack(Str runs, uint8_t *samples, size_t n);
/* A JPEG's samples in the least size that its decoder gives and that is not below *width and *height; NULL: it cannot. */
uint8_t *turbo_decode(Arena *arena, const Image *image, int *width, int *height);
Str turbo_encode(Arena *arena, const uint8_t *samples, int width, int height, int components); /* empty: it cannot */
#endif
