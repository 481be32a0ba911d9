/* note_int.h - what note.c tells markdown.c of footnotes. */
#ifndef OCTAVO_NOTE_INT_H
#define OCTAVO_NOTE_INT_H

#include "read/read_int.h"

typedef struct Mark {                                      /* a `[^label]:` of the text, perhaps within code */
    Str label;
    size_t at;                                             /* byte of its bracket */
    int line, column;                                      /* in the text, from 1 */
    bool opens, again, twice;                              /* stands where a block may begin; its label was there before;
                                                              it was renamed */
} Mark;
typedef VEC(Mark) Marks;

Marks note_marks(Arena *arena, Str text);
Str note_prefix(Arena *arena, const Marks *marks, int *lines); /* a paragraph with one reference for each label */
size_t note_from(const Marks *marks, int line, int column);    /* the index of the first one at or behind that place */
const Mark *note_mark(const Marks *marks, int line, int column); /* the last one before that place in its line, or NULL */
Str note_rename(Arena *arena, Str text, const Marks *marks, const bool *which); /* gives those marks a label of their own */
void note_unname(Marks *marks);                            /* the labels as they were, with `twice` set */

#endif
