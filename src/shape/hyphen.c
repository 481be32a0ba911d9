/* hyphen.c - where a word may be hyphenated: finds the patterns of its language, the letters inside
 * of its punctuation, and remembers the answer. Names with digits, capitals inside or the signs of
 * addresses and programs are left whole: a hyphen in them could be read as theirs. A soft hyphen of
 * the author's rules out all other points of its word. */
#include "shape_int.h"

#include <hb.h>

#define PATTERN_FOLDER "/usr/share/hyphen/hyph_"

enum { MAX_LETTERS = 100, LEFT_MIN = 2, RIGHT_MIN = 3 };

typedef struct Points { uint16_t n; uint16_t at[]; } Points;
typedef struct Language { Str tag; const Patterns *patterns; Map *words; } Language;

struct Hyphens {
    Arena *arena;
    VEC(Language) languages;
    size_t last;                                           /* the language of the last question */
};

Hyphens *hyphens_new(Arena *arena)
{
    Hyphens *hyphens = ARENA_NEW(arena, Hyphens);
    hyphens->arena = arena;
    return hyphens;
}

Hyphens *hyphens_fork(Arena *arena, const Hyphens *from)
{
    Hyphens *hyphens = hyphens_new(arena);
    for (size_t i = 0; i < from->languages.n; i++) {
        Language language = from->languages.at[i];
        language.words = map_new(arena);
        VEC_PUSH(arena, &hyphens->languages, language);
    }
    return hyphens;
}

/* ---- the patterns of a language -------------------------------------------------------------- */

static Str upper(Arena *arena, Str s)
{
    Buf b = {.arena = arena};
    for (size_t i = 0; i < s.n; i++)
        buf_byte(&b, s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i]);
    return buf_str(&b);
}

/* Where a language alone does not name its country. */
static Str home_of(Arena *arena, Str language)
{
    static const char *const homes[][2] = {
        {"en", "en_US"}, {"cs", "cs_CZ"}, {"da", "da_DK"}, {"sv", "sv_SE"}, {"uk", "uk_UA"}, {"no", "nb_NO"},
        {"nb", "nb_NO"}, {"nn", "nn_NO"}, {"el", "el_GR"}, {"be", "be_BY"}, {"ca", "ca_ES"}, {"gl", "gl_ES"},
        {"af", "af_ZA"}, {"et", "et_EE"}, {"sl", "sl_SI"},
    };
    for (size_t i = 0; i < sizeof homes / sizeof homes[0]; i++)
        if (str_eq(language, str_of(homes[i][0])))
            return str_of(homes[i][1]);
    return str_format(arena, "%.*s_%.*s", STR_ARGS(language), STR_ARGS(upper(arena, language)));
}

static bool is_tag(Str tag)
{
    for (size_t i = 0; i < tag.n; i++) {
        char c = tag.p[i];
        if (!((c | 32) >= 'a' && (c | 32) <= 'z') && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return tag.n >= 2 && tag.n < 36;
}

static Patterns *read_named(Arena *arena, Str name)
{
    return patterns_read(
        arena, str_c(arena, str_format(arena, PATTERN_FOLDER "%.*s.dic", STR_ARGS(name))));
}

/* "en-GB" asks for en_GB, then for English at home. */
static const Patterns *read_language(Arena *arena, Str tag)
{
    if (!is_tag(tag))
        return NULL;
    Str rest = tag, language, region;
    str_split(&rest, '-', &language);
    Patterns *patterns = NULL;
    while (patterns == NULL && str_split(&rest, '-', &region))
        if (region.n == 2)
            patterns = read_named(arena, str_format(arena, "%.*s_%.*s", STR_ARGS(language),
                                                    STR_ARGS(upper(arena, region))));
    if (patterns == NULL)
        patterns = read_named(arena, home_of(arena, language));
    return patterns != NULL ? patterns : read_named(arena, language);
}

static const Language *language_of(Hyphens *hyphens, Str tag)
{
    if (hyphens->last < hyphens->languages.n &&
        str_eq(hyphens->languages.at[hyphens->last].tag, tag))
        return &hyphens->languages.at[hyphens->last];
    size_t i = 0;
    while (i < hyphens->languages.n && !str_eq(hyphens->languages.at[i].tag, tag))
        i++;
    if (i == hyphens->languages.n) {
        Language new = {.tag = str_copy(hyphens->arena, tag), .words = map_new(hyphens->arena)};
        new.patterns = read_language(hyphens->arena, new.tag);
        VEC_PUSH(hyphens->arena, &hyphens->languages, new);
    }
    hyphens->last = i;
    return &hyphens->languages.at[i];
}

bool hyphen_has(Shaper *shaper, Str lang, Place place)
{
    if (language_of(shaper->hyphens, lang)->patterns != NULL)
        return true;
    if (diag_once(shaper->diag, str_format(shaper->arena, "patterns %.*s", STR_ARGS(lang))))
        diag_add(shaper->diag, DIAG_LANGUAGE, place, STR_ARGS(lang));
    return false;
}

/* ---- letters --------------------------------------------------------------------------------- */

typedef enum Class { CLASS_OTHER, CLASS_LOWER, CLASS_UPPER, CLASS_SIGN } Class; /* SIGN: of names, not of words */

static Class class_of(uint32_t c)
{
    if (c < 0x80) {
        if (c >= 'a' && c <= 'z')
            return CLASS_LOWER;
        if (c >= 'A' && c <= 'Z')
            return CLASS_UPPER;
        bool is_plain = c == '\'' || c == '"' || c == '(' || c == ')' || c == '-' || c == ',' ||
                        c == ';' || c == '!' || c == '?' || c == '.' || c == ':' || c == '[' ||
                        c == ']' || c == '*';
        return is_plain ? CLASS_OTHER : CLASS_SIGN;
    }
    switch (hb_unicode_general_category(hb_unicode_funcs_get_default(), c)) {
    case HB_UNICODE_GENERAL_CATEGORY_UPPERCASE_LETTER:
        return CLASS_UPPER;
    case HB_UNICODE_GENERAL_CATEGORY_LOWERCASE_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_OTHER_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_MODIFIER_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK:
    case HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK:
        return CLASS_LOWER;
    default:
        return CLASS_OTHER;
    }
}

/* Of a letter known to be upper case, in the alphabets that have patterns. */
static uint32_t lower(uint32_t c)
{
    if (c < 0xDF || (c >= 0x391 && c <= 0x3AB) || (c >= 0x410 && c <= 0x42F))
        return c + 32;
    if (c == 0x178)
        return 0xFF;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
        return c + (c & 1);
    if ((c >= 0x100 && c <= 0x177) || (c >= 0x460 && c <= 0x4BF) || (c >= 0x1E00 && c <= 0x1EFF))
        return c | 1;
    if (c >= 0x400 && c <= 0x40F)
        return c + 80;
    return c;
}

typedef struct Word {
    uint32_t letters[MAX_LETTERS + 1];
    Class classes[MAX_LETTERS + 1];
    uint16_t at[MAX_LETTERS + 1];
    int n;
} Word;

/* False when the word is too long, or a name that must stay whole. */
static bool word_read(Word *word, Str text)
{
    word->n = 0;
    bool dotted = false;
    for (size_t at = 0; at < text.n;) {
        if (word->n == MAX_LETTERS)
            return false;
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        Class class = class_of(c), before = word->n == 0 ? CLASS_OTHER : word->classes[word->n - 1];
        bool is_letter = class == CLASS_LOWER || class == CLASS_UPPER;
        if (class == CLASS_SIGN || (class == CLASS_UPPER && before == CLASS_LOWER) ||
            (dotted && is_letter))
            return false;
        dotted = (c == '.' || c == ':') && (before != CLASS_OTHER || dotted);
        word->letters[word->n] = class == CLASS_UPPER ? lower(c) : c;
        word->classes[word->n] = class;
        word->at[word->n++] = (uint16_t)from;
    }
    return true;
}

/* Capitals only: an abbreviation. */
static bool is_abbreviation(const Word *word, int from, int to)
{
    return to - from > 1 && word->classes[from] == CLASS_UPPER &&
           word->classes[from + 1] == CLASS_UPPER;
}

/* ---- points ---------------------------------------------------------------------------------- */

static size_t segment_points(const Patterns *patterns, const Word *word, int from, int to,
                             uint16_t *points)
{
    bool may[MAX_LETTERS + 1];
    size_t n = 0;
    int left = patterns_left(patterns), right = patterns_right(patterns);
    left = left > LEFT_MIN ? left : LEFT_MIN;
    right = right > RIGHT_MIN ? right : RIGHT_MIN;
    if (to - from < left + right || is_abbreviation(word, from, to))
        return 0;
    patterns_points(patterns, word->letters + from, to - from, may);
    for (int i = left; i <= to - from - right; i++)
        if (may[i])
            points[n++] = word->at[from + i];
    return n;
}

static size_t word_points(const Patterns *patterns, Str text, uint16_t *points)
{
    Word word;
    size_t n = 0;
    if (!word_read(&word, text))
        return 0;
    for (int from = 0; from < word.n;) {
        int to = from;
        while (to < word.n && word.classes[to] != CLASS_OTHER)
            to++;
        if (to > from)
            n += segment_points(patterns, &word, from, to, points + n);
        from = to + 1;
    }
    return n;
}

static size_t soft_points(Str word, uint16_t *points)
{
    size_t n = 0;
    for (size_t i = 0; i + 1 < word.n && i < UINT16_MAX - 2; i++)
        if ((uint8_t)word.p[i] == 0xC2 && (uint8_t)word.p[i + 1] == 0xAD && i > 0 && i + 2 < word.n)
            points[n++] = (uint16_t)(i + 2);
    return n;
}

static const Points *points_new(Arena *arena, const uint16_t *points, size_t n)
{
    Points *kept = arena_alloc(arena, sizeof(Points) + n * sizeof kept->at[0]);
    kept->n = (uint16_t)n;
    for (size_t i = 0; i < n; i++)
        kept->at[i] = points[i];
    return kept;
}

size_t hyphen_points(Shaper *shaper, Str word, Str lang, uint16_t *points)
{
    size_t n = soft_points(word, points);
    if (n > 0 || word.n < LEFT_MIN + RIGHT_MIN || word.n > 4 * MAX_LETTERS)
        return n;
    const Language *language = language_of(shaper->hyphens, lang);
    if (language->patterns == NULL)
        return 0;
    const Points *known = map_lookup(language->words, word);
    if (known == NULL) {
        n = word_points(language->patterns, word, points);
        known = points_new(shaper->arena, points, n);
        *map_slot(language->words, str_copy(shaper->arena, word), NULL) = (void *)(uintptr_t)known;
    }
    for (size_t i = 0; i < known->n; i++)
        points[i] = known->at[i];
    return known->n;
}
