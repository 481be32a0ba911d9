/* line_int.h - what the files of line/ share. */
#ifndef OCTAVO_LINE_INT_H
#define OCTAVO_LINE_INT_H

#include "line/line.h"

/* ---- looks ---------------------------------------------------------------------------------------- */

/* The looks of one list: interned, so that equal looks have one address. */
typedef struct Looks { const Setter *setter; const TextStyle *style; const Node *block; VEC(const Look *) at; } Looks;

const Look *looks_intern(Looks *looks, Look look);
const Look *looks_plain(Looks *looks);                     /* of the style alone */
const Look *looks_of(Looks *looks, const Node *leaf);      /* of the style and the inline nodes around the leaf */
const Look *looks_font(Looks *looks, const Look *look, const Font *font); /* the same in another font */
const Look *looks_raised(Looks *looks, const Look *look);  /* the same as a superior figure, for note marks */
Len look_space(const Setter *setter, const Look *look);    /* width of its space character */

/* ---- joints: where a word may break without a hyphen of ours -------------------------------------------- */

typedef enum WordKind { WORD_PROSE, WORD_CODE, WORD_URL } WordKind;
typedef struct Joint { size_t at; int penalty; bool flagged; } Joint;

WordKind word_kind(Str word);                              /* of a word in running text */
/* The first joint after byte `from`; at = word.n when there is none. flagged: a hyphen stands before it. */
Joint joint_next(Str word, WordKind kind, size_t from);
bool code_point_letter(uint32_t c);                        /* a letter, as far as hyphenation is concerned */

/* ---- the words of a list cut finer --------------------------------------------------------------------- */

enum { PENALTY_HYPHEN = 100, PENALTY_SHATTER = 2000 };

/* A copy of the list with a discretionary at each hyphenation point; the list itself when there is none. */
Hlist hlist_hyphenate(const Setter *setter, const Hlist *list);
/* A copy in which what cannot be broken and is wider than `width` may break between any two clusters, and in which no
 * picture is wider than `width`. */
Hlist hlist_shatter(const Setter *setter, const Hlist *list, Len width);
/* Width of the bytes [from, to) of a word that is walked from its start; *glyph is 0 at first. */
Len glyphs_width(const Shaped *shaped, Len size, uint32_t *glyph, size_t from, size_t to);

/* ---- breaks ----------------------------------------------------------------------------------------- */

/* What stands before an item: its line's figures are differences of two of these. */
typedef struct Sum { Len width, stretch, shrink, text; int fil; } Sum;

typedef struct Break {
    int item;                                              /* the line ends before it */
    Sum end;
    Len right;                                             /* protrusion at the end of this line; -1: not yet asked for */
    int penalty, forced_next;                              /* the first forced break after this one */
    bool flagged, forced;
    int start;                                             /* where the next line begins; -1: nobody asked, nor for the rest */
    Sum begin;
    Len left;                                              /* its protrusion there */
} Break;

bool item_breaks(const Item *items, int i);                /* may a line end before item i (glue) or at it? */
bool item_forces(const Item *item);                        /* must a line end at it? */
Len item_pre_width(const Item *item);                      /* what a break at it adds to the line before */
/* breaks[0] is the start, breaks[*n] the end; in scratch. Most are never reached by a line, so what only those need that
 * are is found when it is first asked for. */
Break *breaks_find(const Setter *setter, const Hlist *list, int *n);
void break_begin(const Hlist *list, Break *brk, bool protrude); /* start, begin, left */
Len break_right(const Hlist *list, Break *brk, bool protrude);

/* ---- costs ------------------------------------------------------------------------------------------- */

/* Demerits of a line: the square of LINE_PENALTY and its badness, and what its neighbours add. */
enum {
    RATIO = 1024,                                          /* fixed point of the adjustment ratio */
    LINE_PENALTY = 10,
    BADNESS_MOST = 10000000,
    EXPAND_BADNESS = 20,                                   /* of letters that are expanded as far as they may */
    DEMERITS_DOUBLE = 12000,                               /* two hyphens in a row */
    DEMERITS_FINAL = 8000,                                 /* a hyphen before the last line */
    DEMERITS_UNLIKE = 6000,                                /* neighbours whose fitness classes are apart */
    DEMERITS_SHORT = 40000,                                /* a last line hardly longer than the indent */
};

/* ---- setting ---------------------------------------------------------------------------------------- */

/* Where a line stands: its left edge and width in the column and how it is set. */
typedef struct Frame { Len left, width; Align align; int expand; bool protrude; } Frame;

/* Sets items [from, to); `end` is the discretionary at which the line ends, or NULL. *overfull is how far the line
 * sticks out, *loosest its widest space in 1/1000 of an em. */
Line line_set(const Setter *setter, const Item *items, int from, int to, const Item *end, const Frame *frame,
              Len *overfull, int *loosest);
Len box_protrusion(const Shaped *shaped, const Look *look, uint32_t from, uint32_t to, bool right);

#endif
