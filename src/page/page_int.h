/* page_int.h - what the files of page/ share: the builder, with which each kind of block adds itself to the galley.
 *
 * A block is added between block_begin and block_end, which say how much space it wants above and below; the spaces of
 * neighbours collapse to the larger one. Body lines stand on the grid: what lies between two of them (a heading, a list,
 * code, a table, with the glue around) is a stretch, and when the next body line comes the builder makes the stretch up
 * to whole grid lines by sharing the rest among its glue in proportion. So no block has to count grid lines itself.
 */
#ifndef OCTAVO_PAGE_INT_H
#define OCTAVO_PAGE_INT_H

#include "page/page.h"

enum {
    PENALTY_KEEP = 4000,                                   /* a lead-in and what it leads to */
    PENALTY_ORPHAN = 5000, PENALTY_WIDOW = 5000, PENALTY_HYPHEN = 300,
    PENALTY_HEADED = 800,                                  /* after only two lines under a heading */
    PENALTY_HOLD = 2500                                    /* within a short block */
};

typedef struct Builder {
    const Setter *setter;
    VEC(Vitem) items;
    Len measure;                                           /* the width of the text column */
    Len left, right;                                       /* the edges of the column here: indents of lists, quotes .. */
    Len reach;                                             /* how far the block being added reaches past the measure */
    const TextStyle *text;                                 /* of the paragraphs here: body, quote, alert, note .. */
    Len grid;                                              /* 0: nothing is made up to whole lines */
    int free;                                              /* > 0: lines here need not stand on the grid */
    Len space;                                             /* wanted by the last block after itself, not yet added */
    int keep;                                              /* penalty of a break before the next block; 0: free */
    bool boundary;                                         /* a block has ended: space and keep come before the next box */
    bool headed;                                           /* the block before is a heading: two lines stay with it */
    bool indented;                                         /* the block before is a paragraph: the next is indented */
    bool fresh;                                            /* a panel or an item has just begun: no space, no break */
    VEC(Box) labels;                                       /* of list items: they go into the next item's box */
    Len at;                                                /* height since the last line on the grid */
    size_t stretch;                                        /* index of the first item since then */
} Builder;

/* From the top of a line of that style to its baseline: the same for each line, whatever stands in it. */
Len style_baseline(const TextStyle *style);

/* ---- blocks (builder.c) ---- */
void block_begin(Builder *b, Len before);
void block_end(Builder *b, Len after);
void block_keep(Builder *b, int penalty);                  /* after block_end: keeps the next block with this one */

/* The items are added at the end of the galley; the space owed comes first. Boxes are given by galley x (0 is the left
 * edge of the text column, b->left that of the column here) and by y from the item's own top; the array is kept. */
Vitem *builder_box(Builder *b, const Node *node, Len height, Box *boxes, int n);
void builder_penalty(Builder *b, int penalty);             /* between two boxes; no break is legal where none stands */
void builder_glue(Builder *b, Len height, Len stretch, Len shrink); /* inside a block; a legal break after a box */
void builder_force(Builder *b, const Node *node, bool recto, bool opening); /* a new page */
/* A label hangs beside the next box, on the baseline of its first line. labels_flush gives those that still wait a line
 * of their own. */
void builder_label(Builder *b, Box label);
void labels_flush(Builder *b, const Node *node, const TextStyle *style);
void builder_register(Builder *b);                         /* the next box stands on the grid, unless b->free */
void panel_open(Builder *b, const Panel *panel, const Node *node);  /* pad_top and pad_bottom are height of the items */
void panel_close(Builder *b, const Panel *panel);
void repeat_open(Builder *b, const Repeat *repeat);        /* after the head has been added as a box */
void repeat_close(Builder *b, const Repeat *repeat);
void builder_hold(Builder *b, size_t from, int boxes);     /* items from there stay together if so few, at some cost */
Builder builder_new(const Setter *setter, Len width, Len grid, const TextStyle *text);
Galley builder_galley(Builder *b);

Box box_line(const Line *line, const Node *node, Len x, Len baseline);
Box box_rule(Len x, Len y, Len width, Len height, Colour colour); /* an artifact of the layout */
Box box_image(const Image *image, const Node *node, Len x, Len y, Len width, Len height);
Box *box_copy(const Builder *b, const Box *boxes, int n);  /* into the document's arena */

/* ---- text (galley.c) ---- */
/* A paragraph of broken lines: a box for each, with the penalties of widows, orphans and hyphens between them. */
void lines_add(Builder *b, const Node *node, const Paragraph *paragraph, const TextStyle *style, Len left);
/* The inline children of `node` in the column here, as one paragraph. */
void text_add(Builder *b, const Node *node, const TextStyle *style, Len first_indent, Len indent);
void block_add(Builder *b, const Node *node);              /* any block, by its kind */
void blocks_add(Builder *b, const Node *parent);           /* the children of parent, one after the other */

/* ---- kinds of blocks, each in its file ---- */
void list_add(Builder *b, const Node *list);               /* list.c */
void code_add(Builder *b, const Node *code);               /* code.c */
void figure_add(Builder *b, const Node *figure);           /* figure.c */
void chart_add(Builder *b, const Node *chart);             /* chart.c: a FIGURE > CHART with all that belongs to it */
void caption_add(Builder *b, const Node *caption, Len left, Len right); /* figure.c; between left and right; a block */
void table_add(Builder *b, const Node *table);             /* table.c: caption, head, rows */
void quote_add(Builder *b, const Node *quote);             /* quote.c */
void alert_add(Builder *b, const Node *alert);
void heading_add(Builder *b, const Node *heading);         /* titleblock.c */
void title_add(Builder *b, const Node *title_block);
void contents_add(Builder *b, const Node *contents);

/* ---- notes (foot.c) ---- */

typedef struct Note { const Node *node; Galley galley; Len height; int lines; } Note;
/* All footnotes in the order of their first marks. before[i], height[i]: how many belong to items before item i of the
 * galley, and how high they are together. */
typedef struct Notes { Note *at; int n; int *before; Len *height; } Notes;
typedef struct NotePart { int note, from, to; } NotePart;  /* items [from, to) of the note's galley */

Notes notes_new(const Setter *setter, const Galley *galley);
/* The last `lines` boxes of a note: their height, and the item where they begin; -1: it has not so many. */
Len note_tail(const Note *note, int lines, int *from);
Len note_part_height(const Notes *notes, NotePart part);

/* ---- page breaks (pagebreak.c) ---- */

/* One page to be: items [from, to) of the galley, after the discardable ones; without any it holds notes only. */
typedef struct Plan { int from, to; NotePart *parts; int n_parts; bool recto, opening; } Plan;
typedef struct Plans { Plan *at; int n; int widows, orphans, stranded; } Plans;

/* What a page from one item to another measures, in constant time. */
typedef struct Heights {
    const Galley *galley;
    Len grid;
    Len *sum;                                              /* height of the items before */
    Len *top, *bottom;                                     /* of panels and heads that a page broken here sets again */
    int *start, *snap;                                     /* the next item that begins a page; the next snapping glue */
    Len *stretch, *shrink;                                 /* of the glue before, in sums */
} Heights;

Heights heights_new(const Setter *setter, const Galley *galley);
Len heights_shift(const Heights *heights, int from);       /* what the first snap adds on a page that begins at from */
Len heights_of(const Heights *heights, int from, int to);
/* What of `amount`, shared among the glue of items [from, to) by its stretch, belongs to the items before `item`. */
Len heights_share(const Heights *heights, Len amount, int from, int to, int item);
Plans plans_new(const Setter *setter, const Heights *heights, const Notes *notes);
Len text_height(const Style *style);                       /* of the type area */

/* ---- pages (place.c, places.c, master.c) ---- */

typedef VEC(Box) Boxes;
/* Goes through the plans in order; remembers the panels that a page leaves open. */
typedef struct Opened { const Vitem *item; size_t box; } Opened; /* box: its background in `under`, SIZE_MAX: none */
typedef struct Placer {
    const Setter *setter;
    const Heights *heights;
    const Notes *notes;
    VEC(Opened) open;
    int at;                                                /* the item after the last that was seen */
    Len x, y;                                              /* on the page: left edge of the text, where the next item goes */
    bool verso;
    Boxes under, over;                                     /* of this page: backgrounds, and what stands on them */
} Placer;
/* Sets a plan's items and notes as boxes with the type area's left edge at x; empties under and over before. */
void plan_place(Placer *placer, const Plan *plan, Len x, bool verso);
/* Fills folios and places of Pages from the boxes that stand on them. */
void places_new(const Setter *setter, Pages *pages, const Node *document);

/* ---- columns of tables (table_width.c, table_number.c) ---- */

/* A piece of a cell's text between two legal breaks. whole: of the word that starts here; space: the glue before it,
 * unless it begins a line; forced: a line begins here. */
typedef struct CellWord { Len width, whole, space; bool starts, forced; } CellWord;
typedef struct CellWords { const CellWord *at; int n; } CellWords;
CellWords cell_words(Arena *arena, const Hlist *list);
int cell_lines(CellWords words, Len width, Len *widest);   /* how many lines, and the widest of them */

/* Cells row by row; least and natural by column; whole: these are all rows of the table, not a sample. */
typedef struct TableGrid { const CellWords *cells; int rows, columns; const Len *least, *natural; bool whole; } TableGrid;
/* Finds widths whose sum is at most `total`, unless the least are more; returns the table's height in lines. */
int64_t table_widths(Arena *scratch, const TableGrid *grid, Len total, Len *width);

typedef enum NumberKind { NUMBER_NOT, NUMBER_IS, NUMBER_NOTHING } NumberKind;
/* *ink: how many bytes of the text, spaces left out, stand before the decimal point or where it would be. */
NumberKind number_read(Str text, Str lang, size_t *ink);

/* ---- tables (table.c, table_set.c) ---- */

typedef struct TableColumn {
    Align align;
    bool decimal;
    Len before, after;                                     /* decimal: of the widest number, around its point */
    Len natural, whole, joint;                             /* of its widest line, word, unbreakable piece */
    Len x, width;
} TableColumn;

typedef struct Table {
    Builder *b;
    const Node *node;
    Setter setter;                                         /* the builder's, with a scratch of its own */
    Arena *measure;                                        /* for what is measured and forgotten */
    VEC(const Node *) rows;
    int n_head, columns;
    TableColumn *column;
    TextStyle body, head;
    Len gap, pad, room, reach;                             /* reach: what there is of the outer margin */
    bool lined;                                            /* some row has several lines */
    int from, to;                                          /* the band: columns [from, to) */
} Table;

static inline Len len_most(Len a, Len b)
{
    return a > b ? a : b;
}
int table_span(const Node *cell);                          /* columns */
Str table_text(const Table *t, const Node *cell);          /* may lie in scratch */
Len table_anchor(const Table *t, const Node *cell, const Line *line); /* where the number's decimal point is in the line */
void table_rows(Table *t);                                 /* head and body of the band, as a block */

#endif
