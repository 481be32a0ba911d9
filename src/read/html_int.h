/* html_int.h - what tag.c and html.c share: a tag as it is written, and what its name stands for. */
#ifndef OCTAVO_HTML_INT_H
#define OCTAVO_HTML_INT_H

#include "read/read_int.h"

typedef struct Tag {
    Str name, inside, whole;                               /* inside: the attributes as written */
    bool close, empty, comment;                            /* empty: ends in /> ; comment: or <!X>, <?X>, CDATA */
} Tag;

typedef enum TagUse {
    USE_WRAP, USE_CLASS, USE_CODE, USE_LINK, USE_SPAN,     /* inline nodes; CLASS: a SPAN of the tag's name */
    USE_BREAK, USE_IMAGE, USE_RULE,                        /* empty elements */
    USE_BLOCK, USE_SUMMARY, USE_CAPTION, USE_HEADING, USE_PRE, /* ends what is being set */
    USE_HIDE,                                              /* its content vanishes too */
    USE_NONE,                                              /* vanishes without a word */
    USE_OTHER                                              /* HTML that is not set: vanishes with a warning */
} TagUse;

typedef struct TagRow { const char *name; TagUse use; Kind kind; } TagRow;

/* The tag or comment at `at`: its length, 0 when none begins there. */
size_t tag_read(Str s, size_t at, Tag *tag);
/* An attribute's value, references resolved; p is NULL when it is not there. */
Str tag_attr(Arena *arena, const Tag *tag, const char *name);
const TagRow *tag_row(Str name);                           /* NULL: not HTML */
Str entity_text(Arena *arena, Str s);                      /* &amp; and its like resolved; s itself if there are none */

#endif
