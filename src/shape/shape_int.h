/* shape_int.h - what the files of shape/ share: the shaper, and ICU loaded when first needed. */
#ifndef OCTAVO_SHAPE_INT_H
#define OCTAVO_SHAPE_INT_H

#include "shape/shape.h"

struct hb_buffer_t;

typedef struct Hyphens Hyphens;              /* hyphen.c: patterns, and the words that were asked */
typedef struct Icu Icu;                                    /* icu.c */

typedef struct WordSlot { uint64_t hash; uint32_t lang; const Shaped *shaped; } WordSlot;

typedef struct MissingScript { uint32_t script; int told; } MissingScript; /* characters told of */

struct Shaper {
    Arena *arena;
    Fonts *fonts;
    Diag *diag;
    struct hb_buffer_t *buffer;
    WordSlot *slots; size_t n_words, n_slots;       /* open addressing; n_slots is a power of two */
    Str lang; uint32_t lang_id;                            /* of the last call */
    VEC(Str) langs;                                        /* lang_id -> tag */
    VEC(MissingScript) missing;
    Hyphens *hyphens;
    Icu *icu; bool icu_asked;
};

Hyphens *hyphens_new(Arena *arena);

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
