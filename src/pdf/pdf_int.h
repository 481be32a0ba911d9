/* pdf_int.h - what the files of pdf/ share: the document's objects, values as PDF writes them, and the parts of a
 * file in the order in which pdf.c makes them. */
#ifndef OCTAVO_PDF_INT_H
#define OCTAVO_PDF_INT_H

#include "pdf/pdf.h"

#include <string.h>

#define PDF_PRODUCER "octavo 0.1.0"

/* ---- object.c: the document's objects, held and numbered by libharu --------------------------------- */

typedef struct Pdf Pdf;
typedef int32_t Ref;                                       /* an object's number; 0: none */

Pdf *pdf_open(Arena *arena, const char **why);             /* *why is set when libharu refuses anything from now on */
void pdf_close(Pdf *pdf);
Ref pdf_reserve(Pdf *pdf);                                 /* an empty dictionary whose number is known */
Ref pdf_reserve_page(Pdf *pdf);                            /* one for a page */
void pdf_define(Pdf *pdf, Ref ref, Str entries);           /* what stands between its << and >> */
Ref pdf_object(Pdf *pdf, Str entries);
Ref pdf_stream(Pdf *pdf, Str entries, Str data, bool pack); /* pack: compressed when the file is written */
Ref pdf_shared(Pdf *pdf, Str entries, const Str *data, bool pack); /* either; one that is there already when it is equal */
void pdf_page(Pdf *pdf, Ref ref, Str entries);             /* the next page; ref was reserved for one */
void pdf_catalog(Pdf *pdf, Str entries);                   /* what the catalogue says besides its pages */
void pdf_info(Pdf *pdf, Str entries);
/* A bookmark below `parent` (0: at the top); `title` is a PDF string value, `entries` its destination. */
typedef struct Bookmark Bookmark;
Bookmark *pdf_bookmark(Pdf *pdf, Bookmark *parent, Str title, Str entries, bool opened);

typedef struct ObjectText { bool is_stream, pack; Str data; } ObjectText;
int pdf_count(const Pdf *pdf);                             /* objects are 1 .. count */
Ref pdf_root(const Pdf *pdf), pdf_info_ref(const Pdf *pdf);
/* Writes the object's value to out; a stream's dictionary without its closing >>: Length and Filter are to follow. */
ObjectText pdf_object_text(Pdf *pdf, Ref ref, Buf *out);

/* ---- value.c: values --------------------------------------------------------------------------------- */

void value_separate(Buf *b);                               /* a space, when the last byte needs one */
void value_ref(Buf *b, Ref ref);                           /* " 12 0 R" */
void value_int(Buf *b, int64_t value);                     /* with a space before when it needs one */
void value_fixed(Buf *b, int64_t value, int decimals);     /* value / 10^decimals (0 to 9), no needless zeros; likewise */
void value_name(Buf *b, Str name);                         /* /Name, escaped */
void value_bytes(Buf *b, Str bytes);                       /* (literal), escaped: the shortest form of any bytes */
enum { STRING_MAX = 32767 };                               /* bytes of a string, as PDF/A has it */
void value_label(Buf *b, Str label);                       /* the name of a destination, cut at STRING_MAX */
Str text_fitted(Str utf8);                                 /* its beginning that a string can hold */
void value_text(Buf *b, Str utf8);                         /* a text string: in PDFDocEncoding, else UTF-16 */
Str text_spaced(Arena *arena, Str utf8);                   /* with plain spaces for fixed ones, which would ask for UTF-16 */
void value_utf16(Buf *b, Str utf8);                        /* hexadecimal digits, no mark, no brackets */
int64_t fixed_of(Len a, int decimals);                     /* Len -> 10^-decimals pt, to nearest */

/* ---- pdffont.c ------------------------------------------------------------------------------------------ */

typedef struct PdfFont {                                   /* a face as this document uses it */
    const Face *face;
    int64_t unit;                                          /* its units in 1/1000000 em; 0: that is no whole number */
    uint8_t *used;                                         /* bits by glyph id */
    Str *text; uint32_t n_text;                            /* by glyph id: what it stands for; p NULL: not known yet */
    Subset subset;
    uint8_t *codes;                                        /* by glyph id, of one byte; NULL: new glyph ids of two bytes */
    const Str *names;                                      /* of a CFF face with codes: by code */
    Ref ref;
    int index;                                             /* its resource is /F<index> */
} PdfFont;
enum { KNOWN_WORDS = 16384 };
typedef struct PdfFonts {
    Arena *arena;
    VEC(PdfFont *) fonts;
    PdfFont **by_id; size_t n_ids;
    const Shaped *known[KNOWN_WORDS];                      /* by address: words whose glyphs are counted */
} PdfFonts;

PdfFonts *pdffonts_collect(Arena *arena, const Ops *ops, Jobs *jobs, const char **why); /* makes the subsets */
PdfFont *pdffonts_lookup(const PdfFonts *fonts, const Face *face);
void pdffonts_write(Pdf *pdf, PdfFonts *fonts);
Ref colourfont_write(Pdf *pdf, Arena *arena, const PdfFont *font, Ref unicode); /* colourfont.c */
/* One cluster of a shaped text: its glyphs [from, to) and its bytes. False at the end. */
typedef struct Cluster { uint32_t from, to; Str text; } Cluster;
bool cluster_next(const Shaped *shaped, Cluster *cluster);
bool cluster_plain(const PdfFont *font, const Shaped *shaped, const Cluster *cluster); /* ToUnicode says the text */
static inline bool pdffont_uses(const PdfFont *font, uint32_t glyph)
{
    return (font->used[glyph >> 3] >> (glyph & 7) & 1) != 0;
}
static inline int64_t pdffont_width(const PdfFont *font, uint32_t glyph) /* 1/1000000 em, as W has it */
{
    int64_t w = font->subset.widths[font->subset.new_id[glyph]];
    return font->unit != 0 ? w * font->unit : (w * 1000000 + font->face->units_per_em / 2) / font->face->units_per_em;
}
/* Glyph i begins a cluster: it is all of it, for one byte, and ToUnicode says that. Most are so, and this is soon seen. */
static inline bool glyph_plain(const PdfFont *font, const Shaped *shaped, uint32_t i)
{
    const Glyph *g = &shaped->glyphs[i];
    size_t end = i + 1 < shaped->n ? g[1].cluster : shaped->text.n;
    return end == (size_t)g->cluster + 1 && g->id < font->n_text && font->text[g->id].n == 1 &&
           font->text[g->id].p[0] == shaped->text.p[g->cluster];
}

/* fontcode.c: the codes of the used glyphs, by glyph id; NULL: there are more than a byte can tell apart. */
uint8_t *codes_assign(Arena *arena, const PdfFont *font);

/* ---- image.c ---------------------------------------------------------------------------------------------- */

typedef struct PdfImages {
    Arena *arena;
    Map *index;
    int dpi;                                               /* the most that a picture may have; 0: any */
    VEC(const Image *) images;
    VEC(Len) widths, heights;                              /* the largest size at which each is set */
    VEC(Ref) refs;
} PdfImages;
PdfImages *pdfimages_collect(Arena *arena, const Ops *ops, int dpi);
int pdfimages_index(const PdfImages *images, const Image *image); /* its resource is /I<index> */
void pdfimages_write(Pdf *pdf, PdfImages *images);

Ref image_write(Pdf *pdf, Arena *arena, const Image *image);
Ref form_write(Pdf *pdf, Arena *arena, const Form *form);  /* form.c */

Str profile_srgb(Arena *arena);                            /* profile.c */
Str profile_cmyk(Arena *arena);                            /* the plain conversion to sRGB, as a profile */

/* ---- tags.c: the structure tree ------------------------------------------------------------------------ */

typedef struct Elem Elem;
typedef enum TagKidKind { TAG_CONTENT, TAG_ELEM, TAG_OBJECT } TagKidKind;
typedef struct TagKid {
    TagKidKind kind;
    uint32_t order, place;                                 /* reading order, then the order in which they came */
    int page, number;                                      /* CONTENT: its MCID; OBJECT: index of a link annotation */
    union { const Op *op; Elem *elem; } u;                 /* CONTENT: its OP_TAG; ELEM */
} TagKid;
struct Elem {
    const Node *node;
    const char *role;
    Elem *parent, *inner, *label;                          /* inner: its Link, which has its content; label: its Lbl */
    VEC(TagKid) kids;
    int box_page;                                          /* FIGURE: the page of its picture, -1: none */
    Len box[4];                                            /* left, top, right, bottom */
    Ref ref, file;                                         /* file: a chart's data, see attach.c; 0: none */
};
typedef struct PageTags { VEC(Elem *) owners; } PageTags;  /* by MCID */
typedef struct Tags {
    Arena *arena;
    Elem *root;
    Elem **by_order; size_t n_orders;
    bool *linked;                                          /* by order: a link annotation leads from it */
    PageTags *pages; int n_pages;
    VEC(Elem *) all;                                       /* parents before kids */
    VEC(const Node *) path;                                /* to the element that is being made, the innermost first */
} Tags;

Tags *tags_build(Arena *arena, const Node *document, const Ops *ops);
Elem *tags_link(Tags *tags, const Node *node);             /* the Link element of a linked node */
void tags_add(Tags *tags, Elem *elem, TagKid kid);
void tags_sort(Tags *tags);                                /* all kids into reading order, once all are there */

/* ---- annot.c: link annotations ---------------------------------------------------------------------------- */

/* One annotation for each link node on each page, in the order of the pages. */
typedef struct Annot { const Node *node; int page; VEC(Link) rects; Ref ref; Elem *elem; } Annot;
typedef struct Annots { VEC(Annot) all; } Annots;
Annots *annots_collect(Arena *arena, const Ops *ops, Tags *tags); /* and makes them kids of their elements */

/* ---- colour.c: the document's palette, the colour space /C ------------------------------------------------- */

enum { COLOURS = 64 };
typedef struct Colours { Colour at[COLOURS]; int n; } Colours; /* no greys; those that came first */
const Colours *colours_collect(Arena *arena, const Ops *ops);
int colours_lookup(const Colours *colours, Colour colour); /* -1: not there */
void colours_write(const Colours *colours, Buf *b);        /* as an array */

/* ---- furniture.c: runs that stand in the same place on many pages ------------------------------------------- */

typedef struct Furniture { Map *pages; } Furniture;        /* a run's key -> on how many it stands */
const Furniture *furniture_collect(Arena *arena, const Ops *ops);
bool furniture_shares(const Furniture *furniture, Arena *scratch, const Op *op); /* op: between a tag of pagination and its end */

/* ---- one document ------------------------------------------------------------------------------------------------ */

typedef struct Attached { Str name; Ref ref; } Attached;   /* a file specification */

typedef struct Writer {                                       /* one pdf_press, and the pdf_write that ends it */
    Arena *arena;
    const PdfInput *input;
    Pdf *pdf;
    PdfFonts *fonts;
    PdfImages *images;
    const Colours *colours;
    const Furniture *furniture;
    Tags *tags;
    Annots *annots;
    Ref *pages;                                            /* page objects, reserved */
    Map *resources;                                        /* text -> Ref: equal ones are shared */
    Ref spaces, marks;                                     /* entries of all Resources: ColorSpace, Properties */
    const struct PageText *texts;                          /* of pages, packed */
    Str outline; Ref structure;                            /* for the catalog */
    const char *why;                                       /* it cannot be written */
    VEC(Attached) attached;                                /* files in the file */
} Writer;

/* ---- text.c, content.c: the content of pages --------------------------------------------------------------------- */

typedef struct Encoded {                                   /* a word as a string, from an exact place; all in 1/1000000 em */
    const Shaped *shaped;
    const PdfFont *font;
    bool usual;                                            /* text that a reader knows by its codes, on the line */
    int n_spaces;                                          /* in it that Tw would widen */
    Str bytes;                                             /* what stands between its first ( and its last ) */
    int64_t start, at, nominal;                            /* of its first glyph; how far it goes, and as it should */
    int64_t low, high;                                     /* how far from their places its glyphs stand */
} Encoded;
enum { ENCODED_WORDS = 16384 };
typedef struct Words {                                     /* one worker's */
    Arena *arena, *scratch, *kept;                         /* scratch: of one page; kept: pages as they are written */
    Packer *packer;
    Encoded at[ENCODED_WORDS];                             /* by address: those that came a short while ago */
} Words;

typedef struct Ink { Colour colour; bool by_entry; } Ink;  /* by_entry: its space is the document's palette */
typedef VEC(Str) Shares;
enum { LINE_EDGES = 16 };
typedef struct Content {
    const Writer *writer;
    Words *words;
    Buf out;
    bool *fonts, *images;                                  /* by index: the page's resources */
    bool in_furniture;
    Shares *shares;                                        /* what it has of streams that stand on many pages */
    Len page_height;
    bool in_text, mixed;                                   /* mixed: the open tag holds more than text */
    int mcid;
    Ink fill, stroke;
    Len line_width;
    bool dashed;
    /* text state */
    const PdfFont *font;
    int64_t size, slack;                                   /* 1/1000 pt; slack: 1/1000000 em */
    int expand;
    int64_t word_space;                                    /* Tw, 1/1000 pt */
    Len owed;                                              /* a space's width: the next run begins with it */
    Len rise;
    int64_t line_x, line_y, leading;                       /* where T* leads from, and how far down, 1/100 pt */
    int64_t edges[LINE_EDGES]; int n_edges;                    /* where lines of the page began, 1/100 pt */
    bool unseen;                                           /* text leaves no mark */
    bool pen_known;
    Len pen, pen_y;                                        /* where the next glyph would stand on that line */
    /* what is being shown */
    bool array_open, string_open;
    int64_t at, nominal;                                   /* pen in 1/1000000 em from the run's x; and as it should be */
} Content;

/* An operator, also with operands before it. What stands apart does so by a space wherever it is: with line ends among them
 * the streams pack worse. */
static inline void content_op(Content *c, const char *operator)
{
    if (operator[0] != '/' && operator[0] != ']')
        value_separate(&c->out);
    buf_add(&c->out, (Str){operator, strlen(operator)});
}
void fill_set(Content *c, Colour colour);
void text_open(Content *c), text_close(Content *c);
void text_op(Content *c, const Op *op, const Op *end);
/* A space behind code is as wide as those of the text that goes on: it stands better in that text's font. The run that
 * begins with the space that stands behind `op`, NULL: `op` shows it itself. */
const Op *space_taker(const Op *op, const Op *end);
/* In words->scratch, with the texts of the streams that it has in common with other pages; adds the entries of its
 * Resources unless that is NULL. */
Str content_of_page(const Writer *writer, int page, Words *words, Shares *shares, Buf *resources);

/* ---- the rest --------------------------------------------------------------------------------------------------- */

void annots_write(Writer *writer);                               /* annot.c */
Str annots_of_page(const Writer *writer, int page, size_t *at);  /* its /Annots entry; *at goes on from page to page */
Ref struct_write(Writer *writer);                                /* struct.c: the StructTreeRoot */
void attach_write(Writer *writer);                               /* attach.c: the data of all charts, before struct_write */
void attach_names(Writer *writer, Buf *b);                       /* their entry in the catalogue's Names */
Str date_value(Arena *arena, int64_t seconds);             /* meta.c: "D:2026..", empty when it is not known */
void outline_write(Writer *writer);                              /* outline.c */
Str outline_catalog(Writer *writer);                             /* PageLabels, Names, as entries of the catalogue */
void meta_write(Writer *writer, Str catalog);                    /* meta.c: Info, XMP, output intent, catalogue */
Str save(Pdf *pdf, Arena *arena, int level, Jobs *jobs);   /* save.c: the whole file */
bool post(Arena *arena, const PdfInput *input, Str *file, const char **why); /* post.c: linearized or encrypted */

#endif
