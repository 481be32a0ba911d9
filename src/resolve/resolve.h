/* resolve.h - completes the tree: sections, labels and references, numbers, contents, quotes and dashes, lint.
 * After it the tree is const. */
#ifndef OCTAVO_RESOLVE_H
#define OCTAVO_RESOLVE_H

#include "doc/doc.h"

/* Words that octavo itself prints, by language. */
typedef struct Words {
    const char *lang, *contents, *figures, *tables, *index, *figure, *table, *section, *page, *abstract, *footnote, *conjunction;
    const char *source, *data;                             /* of a chart: "Source: ..", the appendix's heading */
    const char *alerts[6];                                 /* by AlertKind */
    const char *quotes[4];                                 /* open, close, inner open, inner close */
    const char *date, *months[12];                         /* date: a pattern of D, M and Y */
} Words;
const Words *words_of(Str lang);                           /* English when the language is not known */

/* Runs the steps below in order and sets Node.order. */
void resolve(Arena *arena, Node *document, const Meta *meta, Diag *diag);

/* Wraps each HEADING and what follows it in a SECTION. */
void resolve_charts(Arena *arena, Node *document, const Meta *meta);  /* FIGURE > CHART for each table that is one */
void resolve_sections(Arena *arena, Node *document);
/* Headings, figures, tables, notes; NUMBER nodes in headings and captions; LABEL and BODY in list
 * items; heading tag levels without skips. */
void resolve_numbers(Arena *arena, Node *document, const Meta *meta, Diag *diag);
/* Labels (GitHub's slugs), targets of links and references. */
void resolve_refs(Arena *arena, Node *document, const Meta *meta, Diag *diag);
/* TITLE_BLOCK, CONTENTS and the lists of figures and tables at the head. */
void resolve_front(Arena *arena, Node *document, const Meta *meta);
/* Quotes, dashes, ellipses, ties. */
void resolve_typography(Arena *arena, Node *document, const Meta *meta);
/* Fills the INDEX, if there is one, by what `folios` (label -> Str*, NULL: not yet known) says of the marks' pages, and
 * sets Node.order. Called again when pages have changed. */
void resolve_index(Arena *arena, Node *document, const Meta *meta, const Map *folios);
Str index_label(const Node *node);                         /* of a mark of the index; empty: the node is none */
/* Missing alternative texts. */
void resolve_lint(Node *document, Diag *diag);
/* What --lint tells besides: headings that a file has twice. */
void resolve_report(Node *document, Diag *diag);

#endif
