/* resolve_int.h - what the files of resolve/ share. */
#ifndef OCTAVO_RESOLVE_INT_H
#define OCTAVO_RESOLVE_INT_H

#include "resolve/resolve.h"

Str words_date(Arena *arena, const Words *of, Str date);   /* "2026-11-23" in the language's words; others unchanged */

void node_prepend(Node *parent, Node *child);
void node_add_text(Arena *arena, Node *parent, Str text);  /* a TEXT leaf at the end, at the parent's place */
void node_number(Arena *arena, Node *owner, Str text);     /* NUMBER > TEXT as the first child of owner */
Str slug_of(Arena *arena, Str text);                       /* "What's new?" -> "whats-new" */
Str node_words(Arena *arena, const Node *node);            /* node_plain without the NUMBER */

Node *titleblock_new(Arena *arena, const Node *document, const Meta *meta);
Node *contents_new(Arena *arena, Node *document, const Meta *meta);
void resolve_alerts(Arena *arena, Node *document, const Meta *meta); /* the LABEL of each alert */
void resolve_notes(Arena *arena, Node *document);          /* footnotes: numbered, placed after their block */

#endif
