/* page_int.h - what the files of page/ share: the builder, with which each kind of block adds itself to the galley.
 *
 * A block is added between block_begin and block_end, which say how much space it wants above and below; the spaces of
 * neighbours collapse to the larger one. Body lines stand on the grid: what lies between two of them (a heading, a list,
 * code, a table, with the glue around) is a stretch, and when the next body line comes the builder makes the stretch up
 * to whole grid lines by sharing the rest among its glue in proportion. So no block has to count grid lines itself.
 */
#ifndef OCTAVO_PAGE_INT_H
#define OCTAVO_PAGE_INT_H

#include "code/code.h"
#include "page/page.h"

enum {
    PENALTY_KEEP = 8500,                                   /* a lead-in and what it leads to */
    PENALTY_ORPHAN = 9000, PENALTY_WIDOW = 9000, PENALTY_HYPHEN = 300,
    PENALTY_HEADED = 800,                                  /* after only two lines under a heading */
    PENALTY_HOLD = 2500                                    /* within a short block */
};

typedef struct Ahead Ahead;
typedef struct Glyphs Glyphs;

typedef struct Builder {
    const Setter *setter;
    const Ahead *ahead;                                    /* paragraphs that are set already; NULL: none */
    VEC(Vitem) items;
    VEC(Passage) passages;
    VEC(Float) floats;
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
    Glyphs *glyphs;                                        /* of code, by CodeLook.face; NULL until there is some */
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
void builder_settle(Builder *b);                           /* the space owed is added; what follows begins on the grid */
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
Box *box_copy(const Builder *b, const Box *boxes, int n);  /* into the galley's arena */

/* ---- floats (float.c) ---- */
bool float_open(Builder *b, const Node *node);             /* false: the block stays where it is written */
void float_close(Builder *b, const Node *node);
void floats_section(Builder *b);                           /* a heading begins with the next item */

/* ---- text (galley.c) ---- */
int line_penalty(int lines, int i, bool hyphenated, bool headed); /* of a break after line i of so many */
/* A paragraph of broken lines: a box for each, with the penalties of widows, orphans and hyphens between them. */
void lines_add(Builder *b, const Node *node, const Paragraph *paragraph, const TextStyle *style, Len left);
/* The inline children of `node` in the column here, as one paragraph. */
Align node_align(const Node *node, Align otherwise);      /* what `align=` asks for at the node itself */
Paragraph text_add(Builder *b, const Node *node, const TextStyle *style, Len first_indent, Len indent);
void block_add(Builder *b, const Node *node);              /* any block, by its kind */
void blocks_add(Builder *b, const Node *parent);           /* the children of parent, one after the other */

/* ---- paragraphs set ahead, by all threads (ahead.c) ---- */
Ahead *ahead_new(const Setter *setter, const Node *document); /* NULL: not worth it; nothing else uses fonts meanwhile */
/* A paragraph to be set; done: it has been, without a message and with what was open. */
typedef struct Request { const Node *node; const TextStyle *style; Measure measure; Paragraph set; bool done; } Request;
void requests_set(const Setter *setter, Request *requests, size_t n); /* none are done where it is not worth a thread */
void ahead_close(Ahead *ahead);
/* The paragraph, when it was guessed that it would be set so; NULL: it was not. Nothing was told of it yet. */
const Paragraph *ahead_lookup(const Ahead *ahead, const Node *node, const TextStyle *style, const Measure *measure);

/* ---- kinds of blocks, each in its file ---- */
void list_add(Builder *b, const Node *list);               /* list.c */
void code_add(Builder *b, const Node *code);               /* code.c: with its title, which stands before it */
bool is_code_title(const Node *node);
void figure_add(Builder *b, const Node *figure);           /* figure.c */
void chart_add(Builder *b, const Node *chart);             /* chart.c: a FIGURE > CHART with all that belongs to it */
void caption_add(Builder *b, const Node *caption, Len left, Len right); /* figure.c; between left and right; a block */
void table_add(Builder *b, const Node *table);             /* table.c: caption, head, rows */
void quote_add(Builder *b, const Node *quote);             /* quote.c */
void alert_add(Builder *b, const Node *alert);
void quote_enter(Builder *b);                              /* only the column and its text */
void alert_enter(Builder *b);
Len list_indent(const Builder *b, Len widest);             /* list.c: of the bodies, beside labels so wide */
void heading_add(Builder *b, const Node *heading);         /* titleblock.c */
void title_add(Builder *b, const Node *title_block);
void contents_add(Builder *b, const Node *contents);
void index_add(Builder *b, const Node *index);             /* index.c */

/* ---- rows of code (code_row.c) ---- */

struct Glyphs { const Font *font; bool known[128]; Glyph glyph[128]; }; /* of the ASCII characters met so far in that font */
typedef struct CodeLook { const Look *look; int face; } CodeLook; /* face: plain, bold, italic, both */
enum { CODE_FACES = 4 };
typedef struct Cells {
    const Builder *b;
    const Node *node;
    CodeText code;
    CodeLook look[CODE_STYLES];
    Len size, cell;                                        /* cell: the face's advance */
    size_t span;                                           /* of the code, at which setting has arrived */
    VEC(Piece) pieces;                                     /* of the row that is being set, in scratch */
    VEC(Word) words;                                       /* of all of them */
    VEC(Glyph) run;                                        /* what is being collected, all in one face */
} Cells;

Cells cells_of(Builder *b, const Node *block, const TextStyle *style);
const Line *cells_row(Cells *cells, Str text, Len x);      /* text: a part of the code, behind those that were set before */

/* ---- heights (heights.c) ---- */

/* What a page from one item to another measures, in constant time. */
typedef struct Heights {
    Arena *arena;                                          /* for tables along the galley */
    const Galley *galley;
    Len grid;
    Len *sum;                                              /* height of the items before */
    Len *top, *bottom;                                     /* of panels and heads that a page broken here sets again */
    int *start, *snap;                                     /* the next item that begins a page; the next snapping glue */
    int *last;                                             /* the last snapping glue before, or -1 */
    Len *stretch, *shrink;                                 /* of the glue before, in sums */
} Heights;

Heights heights_new(Arena *arena, const Style *style, const Galley *galley);
Len heights_shift(const Heights *heights, int from);       /* what the first snap adds on a page that begins at from */
Len heights_over(const Heights *heights, Len over, int start); /* the same for a snap that is so far off the grid */
Len heights_of(const Heights *heights, int from, int to);
/* What of `amount`, shared among the glue of items [from, to) by its stretch, belongs to the items before `item`. */
Len heights_share(const Heights *heights, Len amount, int from, int to, int item);
Len text_height(const Style *style);                       /* of the type area */
Len text_width(const Style *style);

/* Of floats [from, to): their height at the head of a page, and what they take where they are written. */
Len floats_height(const Heights *heights, int from, int to);
Len float_foot(const Setter *setter, const Heights *heights, int i, Len *lift); /* what one takes at a page's foot; lift: of its
                                                              last baseline or edge above that of the type area */
Len floats_space(const Heights *heights, int from, int to);

/* ---- notes (foot.c) ---- */

typedef struct Note { const Node *node; Galley galley; Len height; int lines; } Note;
/* All footnotes in the order of their first marks. before[i], height[i], while pages are chosen: how many belong to items
 * before item i of the galley, and how high they are together. */
typedef struct Notes { Note *at; int n; int *before; Len *height; const Map *numbers; } Notes;
typedef struct NotePart { int note, from, to; } NotePart;  /* items [from, to) of the note's galley */

Notes notes_new(const Setter *setter, const Heights *heights);
int note_number(const Notes *notes, const Node *node);     /* from 1 on; 0: it is none of them */
/* The last `lines` boxes of a note: their height, and the item where they begin; -1: it has not so many. */
Len note_tail(const Note *note, int lines, int *from);
Len note_part_height(const Notes *notes, NotePart part);

/* ---- paragraphs set otherwise (passage.c) ---- */

typedef enum Way { WAY_LONGER, WAY_SHORTER } Way;
typedef struct Option { int64_t cost; Paragraph set; } Option; /* cost: -1 it cannot be */
typedef struct Options { const Setter *setter; const Galley *galley; Option *at; } Options;
typedef struct Pick { int passage; Way way; } Pick;

Options options_new(const Setter *setter, const Heights *heights, const int *wide);
const Option *option_of(const Options *options, int passage, Way way);

/* ---- what a page costs (leg.c) ---- */

/* Classes carried from page to page: the side, the lines of a note that go over, the floats that do. */
enum {
    CARRY_LEAST = 2, CARRY_CLASSES = 8,                    /* 0, 2 .. 8 lines of a note */
    FLOAT_CLASSES = 3,
    PICKS = 3, CHOICES = BEST_OFFERS
};
/* SIDE_VERSO: the next page is a verso, or there are no sides; SIDE_FIRST: it is a recto without a partner, after a chapter's
 * end; SIDE_FULL and behind: it is a recto whose verso lacks so many lines. */
enum { LINES_KNOWN = 13 };
typedef enum Side { SIDE_VERSO, SIDE_FIRST, SIDE_FULL, SIDES = SIDE_FULL + LINES_KNOWN } Side;

/* Where a page may end. In a passage that is set otherwise heights before the break and behind it are apart. */
typedef struct Stop {
    int item, start;                                       /* the galley's; the next page begins at start */
    Len end, begin;                                        /* heights before, as seen from above and from below */
    Len top;                                               /* of what the next page sets again */
    int notes;                                             /* marked before */
    int penalty;
    int passage;                                           /* that it lies in, or -1 */
    int way;                                               /* -1: set as it is */
    int lines;                                             /* of the passage before it */
    int passages, passages_next;                           /* that end before it; that begin after it or before */
    int floats, floats_next;                               /* the same */
    bool hyphen, torn;                                     /* torn: behind a float, before its space */
} Stop;

typedef struct Choice {
    int64_t cost;
    int to_class;
    int kept, carry;                                       /* floats and lines of a note left for the next page */
    int foot;                                              /* the float at the page's foot, or -1 */
    int lines;                                             /* short of a full page */
    int help;                                              /* lines won (+) or lost (-) by paragraphs and spaces */
    Len rest;                                              /* less than a line, for the glue at the page's end */
    int of_break, of_slack, of_change, of_side, of_notes, of_floats;
} Choice;

/* The paragraphs and spaces that win or lose some lines; spaces: stretched (+) or shrunk (-) by a line. */
typedef struct Help { Pick picks[PICKS]; int n_picks, spaces, cost; } Help;

/* The cheapest paragraphs to set otherwise. */
typedef struct Cheapest { Pick pick[PICKS]; int64_t cost[PICKS]; int n; } Cheapest;

/* What is known of the pages that begin at a stop and, whatever their side, of the one that was asked for last. */
typedef struct Span {
    int from;                                              /* -1: nothing is known */
    int snap, whole;                                       /* the first snap behind; the first that ends a whole stretch */
    Len over;                                              /* what that snap adds */
    int passages;                                          /* seen so far */
    Cheapest cheapest[2];
    int to;
    Len text;
    bool simple;                                           /* neither floats nor marks of notes are between */
    bool priced;
    int carried, pending;
    Choice choices[CHOICES]; int n;
} Span;

/* By the lines that a recto lacks, at the end for one that nobody compares: the side of the verso that goes best with it. */
typedef struct Match { int from, side[LINES_KNOWN + 1]; } Match;

typedef struct Legs {
    const Setter *setter;
    const Heights *heights;
    const Notes *notes;
    const Options *options;
    Len height, level, line, gap;                          /* of the type area, of the lines of the grid in it, of a line
                                                              of text, above the notes */
    Len hollow;                                            /* a page of less ends only where no more fits */
    Span *span;
    Match *match;                                          /* of the stop that legs begin at */
    int *first;                                            /* where legs from the last stop asked for begin */
    Len bottom;                                            /* of the galley's highest panel's foot */
    bool two_sided;
    int sides, carries, floats;                            /* how many classes of each there are */
    int *wide, *narrow;                                    /* spaces before an item that a line can be added to, taken from */
    int *first_glue;                                       /* of the stretch that ends with the snap at an item */
    const Stop *stops; int n;
    const int *breaks;                                     /* what a page's end at each of them costs */
    int end;                                               /* the item after the segment */
} Legs;

Legs legs_new(const Setter *setter, const Heights *heights, const Notes *notes, const Options *options);
int class_of(const Legs *k, int side, int carry, int floats);
void class_split(const Legs *k, int cls, int *side, int *carry, int *floats);
void legs_begin(Legs *k, const Stop *stops, int n);        /* the last of them is n; kept until scratch is reset */
BestProblem legs_problem(Legs *k);                         /* to choose among all pages, from the first stop to the last */
/* The cheapest way to set that page, to_class < 0: in whatever class; false: there is none. */
bool leg_choice(const Legs *k, int from, int cls, int to, int to_class, Choice *choice);
/* What wins a page so many lines, or loses them (-), most cheaply; the cost is -1 when nothing does. */
Help leg_help(const Legs *k, int from, int to, int lines);
/* The snaps on that page whose spaces give a line, widest first; at most two. */
int leg_spaces(const Legs *k, int from, int to, int spaces, int *snaps);

/* ---- page breaks (pagebreak.c) ---- */

/* Glue of items [from, to) is stretched by `amount` in all. */
typedef struct Give { int from, to; Len amount; } Give;
/* One page to be: items [from, to) of the galley, after the discardable ones; without any it holds notes only. Floats
 * [head, head_end) stand at its head, float `foot` (-1: none) at its foot, above the notes; floats from `kept` on are left
 * out. */
typedef struct Plan {
    int from, to;
    NotePart *parts; int n_parts;
    bool recto, opening;
    int head, head_end, kept, foot;
    Len lacks;                                             /* of what stands below the float at the foot */
    Give *gives; int n_gives;
    Stop from_stop, to_stop;                               /* while the galley is as it was */
} Plan;
struct Plans {
    Plan *at; int n;
    Notes notes;
    Options options; Pick *picks; int n_picks;             /* what is to be set otherwise */
    Galley galley;                                         /* with that, see plans_reset */
    int longer, shorter, tables, moved, spaced;            /* tables: among those longer or shorter */
    Faults faults, filler;
};

Plans plans_new(const Setter *setter, const Heights *heights, const Notes *notes);
/* passage.c: makes the galley in which all picks are set, to which the plans' items belong from then on, and judges it. */
void plans_reset(const Setter *setter, Plans *plans);
void plans_judge(Plans *plans, bool sides);                /* filler.c: the pages, and what is wrong at their turns */
Faults filler_new(const Setter *setter, const Heights *heights, const Notes *notes); /* filler.c */
bool break_is_legal(const Galley *galley, int item);
/* Between item `to`, where a page ends, and `next`, where the other begins, with a turn of the leaf or not: what is wrong
 * there is counted. */
void turn_judge(const Galley *galley, int to, int next, bool leaf, Faults *faults);

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
