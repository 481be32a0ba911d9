/* chart.h - from a table to a drawing: plain marks that know nothing of pages or PDF.
 *
 * A CHART node (resolve/chart) has its data as the TABLE node->target and its options as attributes. Everything here is
 * a function of that node, the style and the language: the same input gives the same marks.
 */
#ifndef OCTAVO_CHART_H
#define OCTAVO_CHART_H

#include "line/line.h"

/* ---- drawings ------------------------------------------------------------------------------------- */

typedef enum Segment { SEGMENT_MOVE, SEGMENT_LINE, SEGMENT_CURVE, SEGMENT_CLOSE } Segment;
typedef enum MarkKind { MARK_TEXT, MARK_RECT, MARK_PATH } MarkKind;

/* x and y are relative to the drawing's left top corner, y grows downward. */
typedef struct Mark {
    MarkKind kind;
    Colour colour;                                         /* RECT, PATH */
    Len x, y, width, height;                               /* TEXT: left edge, baseline; RECT: the rectangle (y: top) */
    const Line *line;                                      /* TEXT */
    const Segment *segments; const Len *points; int n_segments; /* PATH: relative to x, y; two Len a point, three points
                                                              a curve */
    bool fill; Len line_width; const Len *dashes; int n_dashes;
} Mark;

typedef struct Drawing { Mark *marks; int n; Len width, height; } Drawing;

/* ---- charts --------------------------------------------------------------------------------------- */

/* The chart at that width, no higher than max_height if it can be helped. Messages about its data come once. */
Drawing *chart_new(const Setter *setter, const Node *chart, Len width, Len max_height);
bool chart_draws(Arena *arena, const Node *chart);         /* false: its kind is unknown or it has no numbers */
Str chart_alt(Arena *arena, const Meta *meta, const Node *chart); /* what a reader sees, in words */
Str chart_csv(Arena *arena, const Meta *meta, const Node *chart); /* the data, numbers in plain notation (RFC 4180) */

/* ---- colours -------------------------------------------------------------------------------------- */

/* Gives each series of the document its colour by its name; those that the theme names have theirs. */
typedef struct Palette Palette;
const Palette *palette_new(Arena *arena, const Style *style, const Node *document);

#endif
