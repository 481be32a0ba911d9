/* shape_int.h - what the files of shape/ share: the shaper, and ICU loaded when first needed. */
#ifndef OCTAVO_SHAPE_INT_H
#define OCTAVO_SHAPE_INT_H

#include "shape/shape.h"

struct hb_buffer_t;

typedef struct Hyphens Hyphens;              /* hyphen.c: patterns, and the words that were asked */
typedef struct Icu Icu;                                    /* icu.c */

/* A word that was shaped, or is sought: then it has no glyphs. */
typedef struct Stored { uint64_t hash; Str lang; Shaped shaped; } Stored;
typedef struct Store Store;                                /* store.c */
Store *store_new(Arena *arena);
const Shaped *store_lookup(const Store *store, const Stored *key); /* NULL: not there */
/* The entry stands in the arena, which lives as long as the store; returns it, or one that is the same. */
const Shaped *store_add(Store *store, Arena *arena, const Stored *entry);

typedef struct MissingScript { uint32_t script; int told; } MissingScript; /* characters told of */

struct Shaper {
    Arena *arena;
    Fonts *fonts;
    Diag *diag;
    struct hb_buffer_t *buffer;
    Store *words;                                          /* shared with the shapers that were forked from this one */
    Str lang; uint64_t lang_hash;                          /* of the last call */
    VEC(Str) langs;
    VEC(MissingScript) missing;
    Hyphens *hyphens;
    Icu *icu; bool icu_asked;
};

Hyphens *hyphens_new(Arena *arena);
Hyphens *hyphens_fork(Arena *arena, const Hyphens *from);  /* knows the patterns that `from` has read */

enum { PATTERN_LETTERS = 100 };                            /* longer words have no points */
typedef struct Patterns Patterns;
Patterns *patterns_read(Arena *arena, const char *path);   /* NULL: no such file */
int patterns_left(const Patterns *patterns);  /* letters that must stay before a point, and after */
int patterns_right(const Patterns *patterns);
/* points[i] (room for n + 1): the word of n lower-case letters may break before letter i. */
void patterns_points(const Patterns *patterns, const uint32_t *word, int n, bool *points);

Icu *shaper_icu(Shaper *shaper);                           /* NULL: libicuuc is not there */
void icu_close(Icu *icu);
Str icu_name(Icu *icu, Arena *arena, uint32_t code_point); /* "GREEK SMALL LETTER ALPHA"; may be empty */
size_t icu_breaks(Icu *icu, Str text, Str lang, uint32_t *breaks, size_t room);

#endif
