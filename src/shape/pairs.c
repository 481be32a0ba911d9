/* pairs.c - words put together from what is known of their pairs of letters, without HarfBuzz. In a face that sets letters
 * by pairs alone (simple.c) a letter's glyph is always the same, and its advance depends on nothing but the letter after
 * it. Both are learned from what HarfBuzz has shaped: most words of a text have no new pair, and of the others only the
 * part with the new ones is asked for. Ligatures are never learned, so words with their letters go to HarfBuzz. A table may
 * be read and written by all threads: a value is written whole, and who learns it later learns the same. */
#include "shape_int.h"

#include <limits.h>
#include <stdatomic.h>

enum { FIRST = ' ', ASCII = '~' - FIRST + 1, LETTERS = ASCII + MARKS_TO - MARKS_FROM,
       FEW = 24,                                           /* words, for which it is not worth to look at the face */
       LONGEST = 200 };                                    /* letters of a word */

typedef _Atomic uint32_t Known;                            /* 0: not yet; NEVER: a ligature; else one more than the value */
static const uint32_t NEVER = UINT32_MAX;

struct Pairs {
    uint8_t sets[LETTERS];                                 /* that the letter is in, of those that the face sets so */
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
    unsigned simple = face_simple(table->face, table->features, &paired);
    if (!simple)
        return NULL;
    pairs = ARENA_NEW(arena, Pairs);
    for (uint32_t i = 0; i < LETTERS; i++)
        for (unsigned set = SIMPLE_ALL; set < SIMPLE_END; set *= 2)
            if ((simple & set) && simple_has((Simple)set, i < ASCII ? FIRST + i : MARKS_FROM + i - ASCII))
                pairs->sets[i] |= (uint8_t)set;
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
    atomic_store_explicit(value, as, memory_order_relaxed);
}

/* ---- words -------------------------------------------------------------------------------------------- */

/* A word's letters, as they are counted here, and the bytes where they begin; bytes[n] is its end. */
typedef struct Word { size_t n; uint8_t letters[LONGEST]; uint16_t bytes[LONGEST + 1]; } Word;

/* False: it is too long, or its letters have no set in common. */
static bool word_read(const Pairs *pairs, Str text, Word *word)
{
    unsigned sets = UINT_MAX;
    word->n = 0;
    for (size_t at = 0; at < text.n;) {
        word->bytes[word->n] = (uint16_t)at;
        uint32_t c = utf8_next(text, &at), letter = c < 0x80 ? c - FIRST : c - MARKS_FROM + ASCII;
        if (word->n == LONGEST || letter >= LETTERS || (c < 0x80) != (letter < ASCII))
            return false;
        sets &= pairs->sets[letter];
        if (!sets)
            return false;
        word->letters[word->n++] = (uint8_t)letter;
    }
    word->bytes[word->n] = (uint16_t)text.n;
    return word->n > 0;
}

/* The advance of letter i in the word. */
static const Known *advance_of(const Pairs *pairs, const Word *word, size_t i)
{
    int letter = word->letters[i];
    return pairs->paired && i + 1 < word->n ? &pairs->advance[letter][word->letters[i + 1]] : &pairs->last[letter];
}

/* What of the word would have to be learned: from its first letter that is not known before its neighbour to its last one. */
static bool word_lacks(const Pairs *pairs, const Word *word, Str text, Str *lacks)
{
    size_t from = word->n, to = 0;
    *lacks = (Str){0};
    for (size_t i = 0; i < word->n; i++) {
        uint32_t advance = known(advance_of(pairs, word, i));
        if (advance == NEVER)
            return true;
        if (advance && known(&pairs->glyph[word->letters[i]]))
            continue;
        from = from < i ? from : i;
        to = pairs->paired && i + 1 < word->n ? i + 2 : i + 1;
    }
    if (to > 0)
        *lacks = str_slice(text, word->bytes[from], word->bytes[to]);
    return to > 0;
}

bool pairs_compose(const Pairs *pairs, Arena *arena, Shaped *s, Str *lacks)
{
    Word word;
    *lacks = (Str){0};
    if (!word_read(pairs, s->text, &word) || word_lacks(pairs, &word, s->text, lacks))
        return false;
    s->glyphs = ARENA_ARRAY(arena, Glyph, word.n);
    s->n = (uint32_t)word.n;
    for (size_t i = 0; i < word.n; i++) {
        Glyph *glyph = &s->glyphs[i];
        *glyph = (Glyph){.id = known(&pairs->glyph[word.letters[i]]) - 1, .cluster = word.bytes[i],
                         .advance = (int32_t)(known(advance_of(pairs, &word, i)) - 1)};
        s->width += glyph->advance;
    }
    return true;
}

void pairs_learn(Pairs *pairs, const Shaped *s)
{
    Word word;
    if (!word_read(pairs, s->text, &word))
        return;
    bool one_each = s->n == word.n;
    for (uint32_t i = 0; i < s->n && one_each; i++)
        one_each = s->glyphs[i].cluster == word.bytes[i] && s->glyphs[i].dx == 0 && s->glyphs[i].dy == 0 && s->glyphs[i].advance >= 0;
    if (!one_each && word.n == 2)
        learn((Known *)(uintptr_t)advance_of(pairs, &word, 0), NEVER);
    for (uint32_t i = 0; i < s->n && one_each; i++) {
        learn(&pairs->glyph[word.letters[i]], s->glyphs[i].id + 1);
        learn((Known *)(uintptr_t)advance_of(pairs, &word, i), (uint32_t)s->glyphs[i].advance + 1);
    }
}
