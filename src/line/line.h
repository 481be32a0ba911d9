/* line.h - from a block's inline nodes to set lines: hlist, Knuth-Plass, justification. */
#ifndef OCTAVO_LINE_H
#define OCTAVO_LINE_H

#include "shape/shape.h"

/* What every floor from here to paint needs to set type; made by build.c, const for its users but for what the
 * pointers lead to. */
typedef struct Setter {
    Arena *arena, *scratch;                                /* scratch may be reset after each paragraph by its setter */
    Arena *list;                                           /* the document's vertical list and tables along it: closed when
                                                              page breaks are chosen */
    Arena *galley;                                         /* what it leads to, and the list as pages have it: closed when
                                                              they stand, as `arena` is when they are painted */
    Arena *shown;                                          /* what the display list leads to: closed when pages are written */
    Arena *lasting;                                        /* the document's */
    const Style *style;
    const Meta *meta;
    Fonts *fonts;
    Shaper *shaper;
    Images *images;
    Diag *diag;
    Jobs *jobs;                                            /* NULL: one thread does it all */
    Buf *trace_lines, *trace_pages;                        /* why a break was chosen, as text; NULL: nobody asks */
    const Map *folios;                                     /* label -> Str* folio in the last round; NULL in the first */
    const struct Coder *coder;                             /* code/: what is known of listings; NULL: all are plain */
    int64_t *chosen;                                       /* nanoseconds that the choice of line breaks took; NULL: nobody asks */
    Map *looks;                                            /* of look_intern, in `lasting`; NULL: looks are not shared */
    const struct Palette *palette;                         /* chart/: the colours of series; NULL: no charts */
} Setter;

/* ---- hlist ---------------------------------------------------------------------------------------- */

typedef struct Look {                                      /* how a run of text looks; shared, compare by address */
    const Font *font; Colour colour; Len rise; Str lang; bool underline, strike, code, hyphenate;
} Look;

typedef enum ItemKind { ITEM_BOX, ITEM_GLUE, ITEM_KERN, ITEM_PENALTY, ITEM_DISC, ITEM_NOTE, ITEM_IMAGE } ItemKind;
enum { PENALTY_FORBID = 10000, PENALTY_FORCE = -10000 };

typedef struct Item {
    ItemKind kind : 8;
    bool flagged;                                          /* DISC, PENALTY: counts as a hyphen */
    bool leader;                                           /* GLUE: filled with dots */
    bool fil;                                              /* GLUE: stretches without end; stretch and shrink are 0 */
    int penalty;                                           /* DISC, PENALTY */
    const Node *node;                                      /* the leaf that it came from */
    const Look *look;
    Len width;                                             /* BOX: of this piece of the word; GLUE: natural; DISC: 0 */
    union {
        struct { const Shaped *shaped; uint32_t from, to; };  /* BOX: the whole word, and the bytes that this piece is */
        struct { Len stretch, shrink; };                   /* GLUE */
        struct { const Shaped *pre; Len pre_width; };      /* DISC: the hyphen that a break adds before it */
        struct { const Image *image; Len height; };        /* IMAGE */
        const Node *note;                                  /* NOTE: the NOTE node whose mark stands here */
    };
} Item;

typedef struct Hlist { Item *items; int n; bool has_folios; } Hlist; /* has_folios: text depends on Setter.folios */

/* The inline children of `block` as items, in the given style; ends with the paragraph's fill glue and forced break.
 * Follows inline nodes into emphasis (italic), strong (bold), code (mono at the text's x-height), links (colour), sub,
 * sup, strike, images at their size. Code and URLs may break at joints without hyphen; words are hyphenated by the
 * breaker, where that helps. A heading's NUMBER is left out when Style.hang_numbers. The items stand in Setter.scratch,
 * looks and glyphs in its arena: keep the list only until scratch is reset. Stops at the first block below `block`. */
Hlist hlist_new(const Setter *setter, const Node *block, const TextStyle *style);
/* Makes the fonts that hlist_new will ask for of the same arguments, so that a view of them (fonts_view) will do. */
void hlist_prepare(const Setter *setter, const Node *block, const TextStyle *style);
Hlist hlist_of_text(const Setter *setter, const Node *node, Str text, const TextStyle *style); /* plain text, one look */
const Look *look_of_style(const Setter *setter, const TextStyle *style);
const Look *look_intern(const Setter *setter, const Look *look); /* one that is equal and stays, by Setter.looks */
void hlist_dump(const Hlist *list, Buf *out);

/* The size at which a picture is set: its attributes width and height (a length, "60%" of the limit, CSS pixels), else its
 * own resolution; never beyond the limits. */
void picture_size(const Node *node, const Image *image, Len limit, Len limit_height, Len em, Len *width, Len *height);

/* ---- lines ---------------------------------------------------------------------------------------- */

typedef struct Word {
    const Shaped *shaped;                                  /* exactly the glyphs to show */
    int32_t gap;                                           /* from its end to what comes next in the line */
    bool space_after;                                      /* the gap is an inter-word space */
    bool hyphen;                                           /* ends with a hyphen that the breaker added */
} Word;

typedef enum PieceKind { PIECE_TEXT, PIECE_IMAGE, PIECE_LEADER } PieceKind;
typedef struct Piece {                                     /* a stretch of a set line, x from the column's left edge: indent,
                                                              alignment and protrusion (which may make it negative) are in it */
    PieceKind kind;
    int n;                                                 /* TEXT: words, all of this look and of leaves with one parent */
    Len x, width;
    const Look *look;
    const Node *node;                                      /* the leaf, TEXT: of the first word */
    union {
        const Word *words;                                 /* TEXT: those of neighbouring pieces are neighbours */
        struct { const Image *image; Len height; };        /* IMAGE */
    };
} Piece;

enum { EXPAND_ONE = 10000 };                               /* so fine that letters alone fill a line to 0.02 pt */
typedef struct Line {
    Piece *pieces; int n;
    int expand;                                            /* font expansion in 1/EXPAND_ONE (-300..200); widths and spaces
                                                              include it */
    Len width, height, depth;                              /* width: from the column's left edge to its last advance */
    const Node **notes; int n_notes;                       /* NOTE nodes whose marks stand in this line */
    bool hyphenated, last;
} Line;

static inline Len word_width(const Word *word, const Font *font, int expand)
{
    return shaped_width(word->shaped, font->size) * (EXPAND_ONE + expand) / EXPAND_ONE;
}

typedef struct Measure {
    Len width;                                             /* of the column */
    Len first_indent, indent;                              /* of the first line and of the others, may hang (first < rest) */
    Align align;                                           /* LEFT and RIGHT, CENTER are ragged by the same breaker */
    int looseness;                                         /* lines more (+) or fewer (-) than the best, -2..2, where the
                                                              tolerance of the best allows it; else it is ignored */
} Measure;

/* strained: only emergency stretch made it possible. loose: the very loose line that will be told of, or -1. excess: how
 * far each line sticks out; NULL unless overfull. */
typedef struct Paragraph {
    Line *lines; int n, loose;
    bool overfull, strained;
    int64_t demerits;
    Len *excess;
} Paragraph;

/* Breaks the list into lines and sets them (glue, protrusion, expansion). Never a line that sticks out when anything
 * can be broken; what cannot gives DIAG_OVERFULL, a paragraph's loosest line, when it is very loose, DIAG_LOOSE. A
 * paragraph without items has no lines. The lines stand in Setter.arena; demerits can be compared between settings
 * of the same list at the same tolerance pass. */
Paragraph line_break(const Setter *setter, const Hlist *list, const Measure *measure);
/* The two halves of line_break: what can be done in any thread, and the messages. */
Paragraph line_break_silent(const Setter *setter, const Hlist *list, const Measure *measure);
void line_tell(const Setter *setter, const Paragraph *paragraph);
Len hlist_width(const Hlist *list);                        /* natural width on one line */
Len hlist_min_width(const Hlist *list);                    /* the widest unbreakable piece */
Line line_single(const Setter *setter, const Hlist *list); /* all on one line at natural width */
void line_dump(const Paragraph *paragraph, Buf *out);

#endif
