/* pairs.c - ASCII words put together from what is known of their pairs of letters, without HarfBuzz. In a face that sets
 * letters by pairs alone (simple.c) a letter's glyph is always the same, and its advance depends on nothing but the letter
 * after it. Both are learned from the words that HarfBuzz has shaped: most words of a text have no new pair. Ligatures are
 * never learned, so words with their letters go to HarfBuzz. A table may be read and written by all threads: a value is
 * written whole, and who learns it later learns the same. */
#include "shape_int.h"

#include <stdatomic.h>

enum { FIRST = ' ', LETTERS = '~' - FIRST + 1, FEW = 24 }; /* FEW: words, for which it is not worth to look at the face */

typedef _Atomic uint32_t Known;                            /* 0: not yet; else one more than the value */

struct Pairs {
    Simple simple;
    bool paired;                                           /* else advances are those at a word's end */
    Known glyph[LETTERS], last[LETTERS];                   /* last: the advance at a word's end */
    Known advance[LETTERS][LETTERS];                       /* of the first before the second */
};

struct PairTable {
    const Face *face;
    unsigned features;
    Str lang;
    PairTable *next;
    atomic_int asked;
    _Atomic(Pairs *) pairs;                                /* NULL: not yet, or never */
};

struct PairTables { _Atomic(PairTable *) first; };

PairTables *pairs_new(Arena *arena)
{
    return ARENA_NEW(arena, PairTables);
}

static PairTable *table_lookup(PairTable *at, const Font *font, Str lang)
{
    while (at != NULL && (at->face != font->face || at->features != font->features || !str_eq(at->lang, lang)))
        at = at->next;
    return at;
}

PairTable *pairs_table(PairTables *tables, Arena *arena, const Font *font, Str lang)
{
    PairTable *first = atomic_load(&tables->first), *table = table_lookup(first, font, lang);
    if (table != NULL)
        return table;
    table = ARENA_NEW(arena, PairTable);
    table->face = font->face;
    table->features = font->features;
    table->lang = lang;
    table->next = first;                                   /* another thread's for the same does no harm */
    while (!atomic_compare_exchange_weak(&tables->first, &table->next, table)) {
    }
    return table;
}

Pairs *pairs_of(PairTable *table, Arena *arena)
{
    Pairs *pairs = atomic_load_explicit(&table->pairs, memory_order_acquire);
    if (pairs != NULL || atomic_fetch_add_explicit(&table->asked, 1, memory_order_relaxed) != FEW)
        return pairs;
    bool paired;
    Simple simple = face_simple(table->face, table->features, &paired);
    if (simple == SIMPLE_NOT)
        return NULL;
    pairs = ARENA_NEW(arena, Pairs);
    pairs->simple = simple;
    pairs->paired = paired;
    atomic_store_explicit(&table->pairs, pairs, memory_order_release);
    return pairs;
}

static uint32_t known(const Known *value)
{
    return atomic_load_explicit(value, memory_order_relaxed);
}

static void learn(Known *value, uint32_t as)
{
    atomic_store_explicit(value, as + 1, memory_order_relaxed);
}

static bool is_simple(const Pairs *pairs, Str word)
{
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i], low = (char)(c | 32);
        if (pairs->simple == SIMPLE_ASCII ? c < FIRST || c > '~' || c == '`' : low < 'a' || low > 'z')
            return false;
    }
    return word.n > 0;
}

/* The advance of letter i in the word. */
static const Known *advance_of(const Pairs *pairs, Str word, size_t i)
{
    int letter = word.p[i] - FIRST;
    return pairs->paired && i + 1 < word.n ? &pairs->advance[letter][word.p[i + 1] - FIRST] : &pairs->last[letter];
}

bool pairs_compose(const Pairs *pairs, Arena *arena, Shaped *s)
{
    Str word = s->text;
    if (!is_simple(pairs, word))
        return false;
    for (size_t i = 0; i < word.n; i++)
        if (!known(advance_of(pairs, word, i)) || !known(&pairs->glyph[word.p[i] - FIRST]))
            return false;
    s->glyphs = ARENA_ARRAY(arena, Glyph, word.n);
    s->n = (uint32_t)word.n;
    for (size_t i = 0; i < word.n; i++) {
        Glyph *glyph = &s->glyphs[i];
        *glyph = (Glyph){.id = known(&pairs->glyph[word.p[i] - FIRST]) - 1, .cluster = (uint32_t)i,
                         .advance = (int32_t)(known(advance_of(pairs, word, i)) - 1)};
        s->width += glyph->advance;
    }
    return true;
}

void pairs_learn(Pairs *pairs, const Shaped *s)
{
    Str word = s->text;
    if (s->n != word.n || !is_simple(pairs, word))
        return;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->glyphs[i].cluster != i || s->glyphs[i].dx != 0 || s->glyphs[i].dy != 0 || s->glyphs[i].advance < 0)
            return;
    for (uint32_t i = 0; i < s->n; i++) {
        learn(&pairs->glyph[word.p[i] - FIRST], s->glyphs[i].id);
        learn((Known *)(uintptr_t)advance_of(pairs, word, i), (uint32_t)s->glyphs[i].advance);
    }
}
