/* kinds.c - the rows of kinds.def as a table. Nothing else knows how kinds.def is written. */
#include "doc/doc.h"

enum { INLINE, BLOCK };

const KindRow kind_rows[KINDS] = {
#define KIND(name, text, level, leaf, role, element)                                               \
    [KIND_##name] = {text, level, leaf, role, element},
#include "kinds.def"
#undef KIND
};
