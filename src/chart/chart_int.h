/* chart_int.h - what the files of chart/ share: numbers, data, scales, and the sheet on which a kind of chart draws.
 *
 * A kind is one function `void NAME_draw(Chart *c)` with a row in chart.c. It draws between c->left and c->right from
 * c->top downward and leaves in c->bottom where it ended. chart_new has set the title, read the data and made the styles;
 * the kind asks for the legend (legend_add) or labels its series itself.
 */
#ifndef OCTAVO_CHART_INT_H
#define OCTAVO_CHART_INT_H

#include "chart/chart.h"

/* ---- numbers (number.c) ----------------------------------------------------------------------------- */

typedef struct Decimal { int64_t digits; int scale; } Decimal; /* digits / 10^scale: as written, exact */

typedef struct Numerals { Str thousand; char point; } Numerals; /* of a language */
Numerals numerals_of(Str lang);

typedef enum NumberRead { READ_NUMBER, READ_GAP, READ_TEXT } NumberRead;
/* "1 234.5", "-3 %", "12 MB", "1.5e-9"; *unit is what follows the number. GAP: nothing, a dash, "n/a". */
NumberRead decimal_parse(Str text, char point, Decimal *value, Str *unit);
double decimal_x(Decimal value);
Decimal decimal_of(int64_t digits, int scale);             /* without trailing zeros */

/* How the numbers of a chart are printed: all alike. */
typedef struct Format { Numerals numerals; bool prefix, own; int decimals; } Format; /* prefix: 12.3k, 4.5M, at three
                                                              digits; own: no zeros are added; decimals: the most that
                                                              are shown */
Str format_value(Arena *arena, const Format *format, Decimal value); /* three digits or more, never less than units */
Str format_power(Arena *arena, const Format *format, Decimal value, int power); /* "2×10⁻⁹" */
Str format_exact(Arena *arena, const Format *format, Decimal value, int decimals); /* exactly so many decimals */

/* ---- dates (date.c) ----------------------------------------------------------------------------------- */

typedef enum DateGrain { GRAIN_YEAR, GRAIN_QUARTER, GRAIN_MONTH, GRAIN_DAY } DateGrain;
typedef struct Date { int32_t day; DateGrain grain; } Date; /* days since 1970-01-01 of its first day */
bool date_parse(Str text, Date *date);                     /* 2024-03-01, 2024-03, 2024, Q1 2024, 2024 H2, Mar 2024 .. */
Str date_print(Arena *arena, Date date, Str lang);         /* "15 May 2015", "Mar 2024", "2024" */
int32_t date_day(int year, int month, int day);
void date_split(int32_t at, int *year, int *month, int *day);
Str date_month(Str lang, int month);                       /* short: "Mar" */

/* ---- options (option.c) -------------------------------------------------------------------------------- */

typedef enum Sort { SORT_NONE, SORT_RISING, SORT_FALLING, SORT_LABEL } Sort;
typedef struct Guide { bool set; Decimal at; Str label; } Guide; /* "100 parity" */

typedef struct Options {
    Str title, unit, alt, highlight, order, x, y;
    Str sort_by;                                           /* sort="falling Go" */
    Guide baseline, reference;
    bool x_log, pair;                                      /* pair: the first series is what x= names */
    bool log, has_from, has_to, values, no_values, by_rows; /* by_rows: series=rows: each row of the table is a series */
    Decimal from, to;
    Sort sort;
    int columns;
    Len height;
} Options;

/* diag may be NULL: then nothing is told. */
Options options_read(const Node *chart, char point, Diag *diag);
bool names_have(Str list, Str name);                       /* "Rust, Go" */

/* ---- data (data.c) ------------------------------------------------------------------------------------- */

typedef struct Value {
    bool known;                                            /* false: a gap */
    Decimal decimal;
    double x;
    Str text;                                              /* the cell as written, trimmed */
    bool dated; Date date;                                 /* the text is a date, perhaps after "1.39: ": the note */
    Str note;
    Place place;
} Value;

typedef struct Series { Str name; Value *at; } Series;     /* at: a value for each row */

typedef struct Data {
    int n_rows, n_series;
    Str *labels;                                           /* of the rows, and the name of their column */
    Str label_name;
    Series *series;
    Str unit;
    bool dated; Date *dates;                               /* every label is a date */
    int decimals;                                          /* the most that any number was written with */
    double least, most;                                    /* of the known values; least > most: there is none */
} Data;

/* numbers: cells that are not numbers are told of and left out; else every cell's text stands. */
Data *data_new(Arena *arena, const Node *chart, const Options *options, Str lang, bool numbers, Diag *diag);
bool data_is_empty(const Data *data, bool numbers);         /* nothing can be drawn */
Data *data_ordered(Arena *arena, const Data *data, const double *at); /* its rows by rising `at` */
Data *data_series(Arena *arena, const Data *data, int series); /* only that one */
char data_point(const Node *chart, Str lang);              /* the decimal point in its cells */
Format data_format(const Data *data, Str lang);

/* ---- scales and ticks (scale.c, ticks.c) ----------------------------------------------------------------- */

double ten_to(int power);
double log_ten(double x);                                  /* the same bits on every machine; x > 0 */

typedef struct Scale { bool log; double lo, hi; Len from, to; } Scale; /* log: lo and hi are logarithms */
Scale scale_new(bool log, double lo, double hi, Len from, Len to);
Len scale_at(const Scale *scale, double x);                /* clamped to [from, to] */

enum { TICKS_MAX = 24 };
typedef struct Tick { Decimal at; double x; Str label; bool minor; } Tick;
typedef struct Ticks { Tick at[TICKS_MAX]; int n; } Ticks;
/* About `wanted` ticks in round steps between lo and hi or a little beyond (Talbot, Lin and Hanrahan 2010). */
Ticks ticks_linear(Arena *arena, double lo, double hi, int wanted, const Format *format);
Ticks ticks_log(Arena *arena, double lo, double hi, int wanted, const Format *format); /* decades, lo and hi as values */
Ticks ticks_date(Arena *arena, int32_t lo, int32_t hi, int wanted, Str lang); /* years, quarters, months, days; at.digits: day */

/* ---- colours (palette.c) ------------------------------------------------------------------------------------ */

typedef struct Shade { Colour mark, text; int index; } Shade; /* text: dark enough for type; index: picks marker and dashes */
Shade shade_of(const Setter *setter, Str name, int index); /* index: in its chart, for a name nobody gave a colour */
bool shade_named(const Setter *setter, Str text, Shade *shade); /* a name of the theme stands in the text as a word */
Colour colour_readable(Colour colour);                     /* darker until type in it has a contrast of 4.5 on white */
Colour colour_on(Colour ground, const Setter *setter);     /* white or the text's colour, for type on it */
Colour colour_mix(Colour a, Colour b, int part);           /* part/256 of b */
int64_t colour_luminance(Colour colour);                   /* relative, WCAG 2: 0..1000000 */

/* ---- the sheet (sheet.c, label.c) --------------------------------------------------------------------------- */

typedef struct Chart {
    const Setter *setter;
    Arena *arena;                                          /* the setter's */
    const Node *node;
    Diag *diag;                                            /* NULL: all has been said */
    Str lang;
    Options options;
    const Data *data, *all;                                /* data: what is drawn here; all: of all panels, for the scales */
    Format format;
    TextStyle text, muted, strong, small;                  /* small: never below 7 pt */
    Colour axis, grid, neutral;
    Len left, right, top, bottom, max_height;
    bool panel;                                            /* one of several: its legend stands above them all */
    Shade *shades;                                         /* by series of data */
    VEC(Mark) marks;
} Chart;

void mark_rect(Chart *c, Len x, Len y, Len width, Len height, Colour colour);
void mark_line(Chart *c, Len x1, Len y1, Len x2, Len y2, Len width, Colour colour, bool dashed);
void mark_hatch(Chart *c, Len x, Len y, Len width, Len height, Colour colour, int pattern); /* lines over a rectangle */
void mark_symbol(Chart *c, int shape, Len x, Len y, Len size, Colour colour, bool hollow); /* disc, square, diamond ..; at
                                                              its centre, size across */
typedef struct Path { VEC(Segment) segments; VEC(Len) points; } Path;
void path_move(Chart *c, Path *path, Len x, Len y);
void path_line(Chart *c, Path *path, Len x, Len y);
void path_curve(Chart *c, Path *path, const Len points[6]);
void path_close(Chart *c, Path *path);
void path_fill(Chart *c, const Path *path, Colour colour);
void path_stroke(Chart *c, const Path *path, Len width, Colour colour, const Len *dashes, int n_dashes);

typedef struct Label { const Line *lines; int n; Len width, leading, middle; } Label; /* middle: of its letters, above
                                                              the baseline */
Label label_new(const Chart *c, Str text, const TextStyle *style, Len measure); /* measure 0: one line; else wrapped */
Len label_width(const Chart *c, Str text, const TextStyle *style);
Len label_word(const Chart *c, Str text, const TextStyle *style); /* the least measure in which no word is cut */
TextStyle style_in(const TextStyle *style, Colour colour);
/* The first baseline at y; or with the middle of its x-heights at y; x is the left edge, middle or right edge. */
void label_put(Chart *c, const Label *label, Len x, Len y, Align align);
void label_put_middle(Chart *c, const Label *label, Len x, Len y, Align align);
/* Clears the grid behind a label that label_put_middle will put there. */
void label_clear(Chart *c, const Label *label, Len x, Len y, Align align);
void text_put_middle(Chart *c, Str text, const TextStyle *style, Len x, Len y, Align align);

/* Moves spans of [at, at + size) apart as little as may be so that none overlaps, in their order, within [lo, hi)
 * (isotonic regression: exact for the sum of squares). They must fit. */
void labels_spread(Arena *scratch, Len *at, const Len *size, int n, Len lo, Len hi);

/* ---- parts of charts (frame.c) --------------------------------------------------------------------------------- */

typedef enum Swatch { SWATCH_AREA, SWATCH_LINE, SWATCH_SYMBOL } Swatch;
void head_add(Chart *c);                                  /* the title, if any */
/* One line above the plot: the series' names (when wanted) and the unit; moves c->top below it. */
void legend_add(Chart *c, Swatch swatch, bool names);
void hatch_over(Chart *c, const Shade *shade, Len x, Len y, Len width, Len height); /* from the sixth colour on: so that
                                                              grey print tells them apart */
Str unit_text(const Chart *c);                             /* "MB, log scale" */
Colour series_colour(const Chart *c, int series, int row); /* with highlights; one series: also named rows */
Colour row_colour(const Chart *c, int row);                /* of a mark that all series make up; also named rows */
TextStyle series_text(const Chart *c, int series, int row, const TextStyle *style);
bool is_muted(const Chart *c, int series, int row);        /* something else is highlighted */
Str value_shown(const Chart *c, int series, int row);        /* as it stands at its mark; a gap is a dash */
Len labels_column(const Chart *c, Label *labels, Len most); /* sets the row labels in at most that width; the widest */

/* The values' domain: with zero (or the baseline) when `zero`, from= and to=, whole decades for a log scale. */
Scale domain_new(const Chart *c, bool zero, Len from, Len to);
Ticks domain_ticks(const Chart *c, const Scale *scale, Len apart); /* so many that labels stand at least that far apart */
Ticks domain_ticks_below(const Chart *c, const Scale *scale); /* as many as have room side by side */
/* Vertical grid lines from y1 to y2 with the labels below; horizontal ones with the labels left of x1. */
void grid_below(Chart *c, const Scale *scale, const Ticks *ticks, Len y1, Len y2);
void grid_left(Chart *c, const Scale *scale, const Ticks *ticks, Len x1, Len x2);
Len ticks_width(const Chart *c, const Ticks *ticks);
Len ticks_over(const Chart *c, const Ticks *ticks);        /* how far the last label stands out beyond its line */
void guide_across(Chart *c, const Guide *guide, const Scale *scale, Len y1, Len y2, bool dashed); /* a vertical line */
Len guides_room(const Chart *c);                           /* for the labels above vertical guides */
void guides_along(Chart *c, const Scale *scale, Len x1, Len x2); /* horizontal lines; guides_new has their labels */

/* ---- planes and ends (plane.c, ends.c) ------------------------------------------------------------------------- */

/* A plot with two axes: x is time, numbers or the rows one after the other; y is the values. */
typedef struct Plane { Scale x, y; Ticks x_ticks, y_ticks; bool counted; double *at; Len x1, x2, y1, y2; } Plane;
/* counted: x is the row's number; at: x of each row. room: right of the plot, for labels. Moves c->top below the plot. */
Plane plane_new(Chart *c, double least, double most, bool zero, Len room);
void rows_order(Chart *c);                                 /* rows with dates or numbers, whatever their order in the table */
void plane_put(Chart *c, const Plane *plane);              /* grid, labels of the axes; sets c->bottom */
/* Numbers of another axis than the values': the data's domain is replaced for a while. */
Scale axis_new(const Chart *c, double lo, double hi, bool log, bool zero, Len from, Len to, Len apart, Ticks *ticks);
void axis_round(Scale *scale, const Ticks *ticks);         /* takes in the outer ticks */

/* Names at the ends of lines, moved apart; a hair leads from the line to one that moved. */
typedef struct End { Len x, y; Label name, value; Colour colour; } End; /* x, y: what it belongs to */
Len ends_width(const End *ends, int n);
Len ends_height(const End *ends, int n);
Len ends_moved(const Chart *c, const End *ends, int n, Len lo, Len hi); /* how far the one that moves most has to go */
void ends_put(Chart *c, const End *ends, int n, Len x, Len lo, Len hi, bool left); /* left: they stand left of x */
int guides_new(const Chart *c, End ends[2]);               /* the labels of horizontal guides, to be placed later */
void guides_place(const Chart *c, const Scale *y, Len x, End *ends);

/* ---- words (words.c) ------------------------------------------------------------------------------------------ */

typedef enum Phrase {
#define PHRASE(name, ...) PHRASE_##name,
#include "chart/words.def"
#undef PHRASE
    PHRASES
} Phrase;
Str phrase_of(Str lang, Phrase phrase);
void phrase_add(Buf *out, Str lang, Phrase phrase, const Str *with); /* with: for $1, $2 .. */

/* ---- kinds ------------------------------------------------------------------------------------------------------ */

typedef struct ChartKind {
    const char *name;                                      /* "bar" */
    Phrase spoken;
    void (*draw)(Chart *c);
    bool numbers;                                          /* its cells must be numbers */
    bool by_rows;                                          /* each row of its table is a series, unless series=columns */
    bool pair;                                             /* x= names a series, not the labels */
} ChartKind;
const ChartKind *chart_kind(const Node *chart);            /* NULL: there is no such kind */

void bar_draw(Chart *c);                                   /* bar.c */
void column_draw(Chart *c);                                /* column.c */
void stacked_draw(Chart *c);                               /* stacked.c */
void dot_draw(Chart *c);                                   /* dot.c */
void range_draw(Chart *c);
void matrix_draw(Chart *c);                                /* matrix.c */
void heat_draw(Chart *c);
void timeline_draw(Chart *c);                              /* timeline.c */
void line_draw(Chart *c);                                  /* line.c */
void area_draw(Chart *c);                                  /* area.c */
void slope_draw(Chart *c);                                 /* slope.c */
void scatter_draw(Chart *c);                               /* scatter.c */
void radar_draw(Chart *c);                                 /* radar.c */

#endif
