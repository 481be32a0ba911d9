/* code.h - which characters of a listing are keywords, strings, comments ..: a document's code in, styled spans out.
 *
 * A language is a grammar (NAME.so, made by tree-sitter's generator) with the queries that name what it finds (NAME.scm, its
 * highlights.scm), both in one folder. A grammar is opened only when a fence names its language. It is a program: folders come
 * from whoever runs octavo, never from a document.
 */
#ifndef OCTAVO_CODE_H
#define OCTAVO_CODE_H

#include "doc/doc.h"

typedef enum CodeStyle {
    CODE_PLAIN, CODE_COMMENT, CODE_KEYWORD, CODE_STRING, CODE_CONSTANT, CODE_TYPE, CODE_FUNCTION, CODE_PROPERTY, CODE_ATTRIBUTE,
    CODE_PUNCTUATION, CODE_INSERTED, CODE_DELETED, CODE_STYLES
} CodeStyle;

typedef struct CodeSpan { uint32_t from, to; CodeStyle style; } CodeSpan; /* bytes [from, to) */
/* The text as it is set: tabs are spaces, and no line ends with any. Spans rise and are apart; what is in none is plain. */
typedef struct CodeText { Str text; const CodeSpan *spans; size_t n; } CodeText;

typedef struct Coder Coder;                                /* the grammars and the coloured listings of one document */

/* The folders that are searched, in order, divided by ":"; `own` as they are told to octavo, NULL: beside the program
 * ("grammars", then "../lib/octavo/grammars"). */
Str code_folders(Arena *arena, const char *own);
/* Colours every listing below `document` whose language is known; an unknown one is no mistake. A grammar whose files are
 * not sound is told once; its listings stay plain, and so does what is longer than 5 MB, and the rest of a listing of which
 * hardly anything is in its language. */
Coder *coder_open(Arena *arena, Str folders, const Node *document, Jobs *jobs, Diag *diag);
void coder_close(Coder *coder);                            /* NULL is allowed */
CodeText code_text(const Coder *coder, Arena *arena, const Node *block); /* coder NULL: without spans */

#endif
