/* read_int.h - what the files of read/ share: attributes, HTML and what is made of text once a block is whole. */
#ifndef OCTAVO_READ_INT_H
#define OCTAVO_READ_INT_H

#include "read/read.h"

/* One file while it is read. */
typedef struct Reading {
    Arena *arena;
    const Source *source;
    Diag *diag;
    Str text;                                              /* the Markdown, sound UTF-8 */
    int line;                                              /* of the file, where `text` begins */
    Node *document;
    Map *tags;                                             /* names that have an end tag somewhere; NULL: not yet looked */
    VEC(Str) lines;                                        /* of `text`; empty: not yet looked */
    VEC(Node *) anchors;                                   /* SPANs with an id that wait for the next block with text */
    VEC(Node *) captions;                                  /* PARAGRAPHs that look like a table's caption */
} Reading;

/* ---- attr ------------------------------------------------------------------------------------------ */

/* Reads `{#id .class key=value key="v w"}` at the start of text: how many bytes it takes, 0 when it is none. */
size_t attr_read(Arena *arena, Str text, const Attr **attr);
/* The same without the opening brace, from `at` to a closing brace or the end: where it ends, 0 when unreadable. */
size_t attr_items(Arena *arena, Str s, size_t at, const Attr **attr);
/* True when text at least looks like attributes: `{` and then `#`, `.` or `name=`. */
bool attr_looks(Str text);
const Attr *attr_new(Arena *arena, Str id);
const Attr *attr_add(Arena *arena, const Attr *attr, Str key, Str value); /* a copy with one pair more, in front */

/* ---- html ------------------------------------------------------------------------------------------ */

/* Replaces the HTML_INLINE children of `parent` by what they stand for. */
void html_inline(Reading *r, Node *parent);
/* Appends to `parent` what the text of an HTML block stands for. */
void html_block(Reading *r, Node *parent, Place place, Str html);

/* ---- inline ---------------------------------------------------------------------------------------- */

/* Attributes after code, links and pictures, references, marks of notes without text: the children of `parent`. */
void inline_finish(Reading *r, Node *parent);
/* Takes trailing attributes off the last text of a heading or caption; NULL: there are none. *source: as written. */
const Attr *inline_attr(Reading *r, Node *parent, Str *source);

/* ---- block ----------------------------------------------------------------------------------------- */

/* What a block turns out to be once its children are there: page break, figure, alert ... The block may be replaced. */
void block_finish(Reading *r, Node *node);
void block_code(Reading *r, Node *node, Str info);         /* language and attributes from a fence's info string */
void block_captions(Reading *r);                           /* binds captions to their tables, when all blocks are there */

#endif
