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

/* What is known of the pairs of letters of a face with its features and language; tables are shared as the words are. */
typedef struct PairTables PairTables;
typedef struct PairTable PairTable;
typedef struct Pairs Pairs;
PairTables *pairs_new(Arena *arena);
PairTable *pairs_table(PairTables *tables, Arena *arena, const Font *font, Str lang);
Pairs *pairs_of(PairTable *table, Arena *arena);           /* NULL: only few words so far, or the face sets not by pairs alone */
/* s has its text; false: *lacks is the part of it that would have to be learned, empty where that is impossible. */
bool pairs_compose(const Pairs *pairs, Arena *arena, Shaped *s, Str *lacks);
void pairs_learn(Pairs *pairs, const Shaped *s);           /* of a word, or part of one, that was shaped */
enum { MARKS_FROM = 0x2013, MARKS_TO = 0x201E };           /* dashes and quotation marks of typography */
/* Sets of characters that a face may set by pairs alone, as long as a word has only such of one set: all of ASCII and the
 * marks but for the grave accent, which some faces put over letters; letters and marks at their words' ends; digits. Many
 * faces have rules for digits among letters, and for other signs. */
typedef enum Simple { SIMPLE_ALL = 1, SIMPLE_WORDS = 2, SIMPLE_NUMBERS = 4, SIMPLE_END = 8 } Simple;
bool simple_has(Simple set, uint32_t c);                   /* simple.c */
unsigned face_simple(const Face *face, unsigned features, bool *paired); /* the sets; paired: what follows may change an advance */

typedef struct MissingScript { uint32_t script; int told; } MissingScript; /* characters told of */

struct Shaper {
    Arena *arena;
    Fonts *fonts;
    Diag *diag;
    struct hb_buffer_t *buffer;
    PairTables *tables;                                    /* shared likewise */
    const Font *font; Str font_lang; PairTable *table;     /* that of the last font */
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
