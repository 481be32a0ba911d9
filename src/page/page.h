/* page.h - from the tree to pages: the galley (all blocks as one vertical list), page breaks, page masters. */
#ifndef OCTAVO_PAGE_H
#define OCTAVO_PAGE_H

#include "chart/chart.h"

/* ---- boxes ---------------------------------------------------------------------------------------- */

/* Something with a place. x and y are relative to what holds it: in a galley item to its left top corner, on a page to
 * the page's left top corner; y grows downward. A LINE's y is its baseline. */
typedef enum BoxKind { BOX_LINE, BOX_RULE, BOX_IMAGE, BOX_FOLIO, BOX_DRAWING } BoxKind;
typedef enum Artifact { ARTIFACT_NONE, ARTIFACT_LAYOUT, ARTIFACT_PAGINATION, ARTIFACT_BACKGROUND } Artifact;

typedef struct Box {
    BoxKind kind;
    Artifact artifact;                                     /* NONE: content, tagged as its node (LINE: its pieces' nodes) */
    const Node *node;
    Len x, y, width, height;                               /* LINE: width as set; RULE, IMAGE, DRAWING: the rectangle */
    union {
        Colour colour;                                     /* RULE: of its area */
        const Line *line;
        const Image *image;
        const Look *look;                                  /* FOLIO: the page number of node->target, set right-aligned
                                                              to x + width on baseline y; known when pages are */
        const Drawing *drawing;                            /* DRAWING: a chart */
    };
} Box;

/* ---- galley --------------------------------------------------------------------------------------- */

typedef enum VKind { V_BOX, V_GLUE, V_PENALTY, V_OPEN, V_CLOSE } VKind;

/* A panel is a background behind all that stands between its V_OPEN and V_CLOSE, on every page that it reaches. */
typedef struct Panel { Colour colour, bar; bool has_fill; Len left, right, bar_width, pad_top, pad_bottom; } Panel;
/* A table's head is set again at the top of each page on which its body goes on: V_OPEN .. V_CLOSE with repeat. */
typedef struct Repeat { const Box *boxes; int n; Len height; } Repeat;

typedef struct Vitem {
    VKind kind : 8;
    bool first_line : 1, last_line : 1;                    /* BOX: of a paragraph; widows and orphans */
    bool hyphenated : 1;                                   /* BOX: the line ends in a hyphen */
    bool recto : 1;                                        /* PENALTY FORCE: the next page must be a right-hand one */
    bool opening : 1;                                      /* PENALTY FORCE: the next page opens a chapter: no running head */
    bool snap : 1;                                         /* GLUE: the next box stands on the grid again */
    int16_t penalty;                                       /* PENALTY: PENALTY_FORBID .. PENALTY_FORCE; GLUE: of a break here */
    int32_t reach;                                         /* BOX, OPEN: how far its block reaches past the measure into the
                                                              outer margin (on a verso it is moved left by as much) */
    int n, n_notes;                                        /* BOX: how many boxes and notes */
    const Node *node;
    union {
        struct { Box *boxes; const Node **notes; };        /* BOX: what stands in it; footnotes whose marks stand in it */
        struct { Len stretch, shrink; };                   /* GLUE */
        struct { const Panel *panel; const Repeat *repeat; }; /* OPEN, CLOSE */
    };
    Len height;                                            /* BOX: how far it moves down; GLUE: natural */
} Vitem;

/* What can be set a line longer or shorter when that makes better pages: a paragraph, items [from, to) of a box and a
 * penalty by turns; or the rows of a table, each a box. */
typedef struct Passage {
    const Node *node;
    const TextStyle *style;                                /* NULL: a table */
    Measure measure;
    Len left;
    bool headed;
    int from, to;
    Paragraph set;                                         /* paragraphs: as it stands */
    Len pad; int rows;                                     /* tables: above and below each row */
} Passage;

/* A figure or table that may stand at the head of the next page instead: items [body, body_end), with the space around
 * it [from, to), which is whole lines of the grid. `fence`: the first item of the next captioned block that stays where
 * it is written, which the float must not pass; `section`: that of the next heading, which it passes only for another page;
 * 0 when there is none. */
typedef struct Float { const Node *node; int from, body, body_end, to, fence, section; } Float;

typedef struct Galley {
    Vitem *items; int n; Len width;
    Passage *passages; int n_passages;                     /* in their order, as are the floats */
    Float *floats; int n_floats;
} Galley;

/* Sets every block of the document. The galley's x = 0 is the left edge of the text column (the measure). */
Galley galley_new(const Setter *setter, const Node *document);
/* One NOTE as a galley of its own (its number, its blocks in the note style). */
Galley galley_of_note(const Setter *setter, const Node *note);
void galley_dump(const Galley *galley, Buf *out);

/* ---- pages ---------------------------------------------------------------------------------------- */

typedef struct Page {
    int index;                                             /* 0-based */
    Str folio;                                             /* as printed: "iv", "12" */
    bool recto, blank;
    Len width, height;
    Box *boxes; int n;                                     /* in the order of painting: backgrounds first */
    const Node *heading;                                   /* the section that the running head names */
} Page;

/* What is wrong with so many pages. stranded: headings left behind; uneven: facing pages; turned: hyphens over a turn of the
 * leaf, which is after each page when there are no sides. */
typedef struct Faults { int pages, widows, orphans, stranded, uneven, turned; } Faults;

typedef struct Pages {
    Page *at; int n;
    Map *folios;                                           /* label -> Str*: the folio of the page where it stands */
    Map *places;                                           /* label -> const PagePlace* */
    int roman;                                             /* how many pages at the front are numbered i, ii, iii */
    Faults faults;                                         /* what could not be avoided */
    Faults filler;                                         /* of a page-by-page filler, which ends each page at the last
                                                              legal break that fits, on the same galley */
    int longer, shorter, tables, moved, spaced;            /* paragraphs and tables, tables alone, floats, and spaces changed
                                                              by whole lines */
} Pages;
typedef struct PagePlace { int page; Len x, y; } PagePlace; /* top of the node that has the label */

/* Chooses the pages as a whole: where each ends, and which passages are set otherwise for that. The galley itself and its
 * list are not asked for again. */
typedef struct Plans Plans;
const Plans *page_break(const Setter *setter, const Galley *galley);
Pages pages_new(const Setter *setter, const Plans *plans, const Node *document);
void page_dump(const Pages *pages, Buf *out);

#endif
