/* read_int.h - what the files of read/ share. */
#ifndef OCTAVO_READ_INT_H
#define OCTAVO_READ_INT_H

#include "read/read.h"

/* ---- attr ------------------------------------------------------------------------------------------ */

/* Reads `{#id .class key=value key="v w"}` at the start of text: how many bytes it takes, 0 when it is none. */
size_t attr_read(Arena *arena, Str text, const Attr **attr);
/* True when text at least looks like attributes: `{` and then `#`, `.` or `name=`. */
bool attr_looks(Str text);

#endif
