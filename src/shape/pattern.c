/* pattern.c - hyphenation patterns (Liang 1983): reads a file of the hyphen-* packages into one
 * table for each level and finds the points of a word. The first level finds the joints of
 * compounds, the next ones the points inside of their parts, as libhyphen does; but a file is read
 * in a few milliseconds (libhyphen: 30 for English, 3,000 for German). What it does not do:
 * spellings that change at a break ("Schiff-fahrt"); such a point is left out. */
#include "shape_int.h"

#include <iconv.h>

enum { LEVELS = 4, MAX_PATTERN = 64, FIRST_ENTRIES = 256, FILE_LIMIT = 16 << 20 };

typedef struct Entry { uint64_t hash; uint32_t digits; } Entry; /* digits: their place in the pool; 0: a free entry */

typedef struct Level { /* patterns by the hash of their letters: 64 bits tell them apart */
    Entry *entries; size_t n, cap;                      /* open addressing; cap is a power of two */
    int longest;                                           /* letters */
} Level;

struct Patterns {
    Arena *arena;
    int left_min, right_min, compound_left, compound_right;
    int n_levels;
    Level level[LEVELS];
    VEC(uint8_t) digits;
};

/* ---- the table ------------------------------------------------------------------------------- */

static uint64_t hash_letter(uint64_t hash, uint32_t letter)
{
    return (hash ^ letter) * 0x9E3779B97F4A7C15u;
}

static Entry *entry_place(const Level *level, uint64_t hash)
{
    size_t at = (size_t)(hash >> 32) & (level->cap - 1);
    while (level->entries[at].digits != 0 && level->entries[at].hash != hash)
        at = (at + 1) & (level->cap - 1);
    return &level->entries[at];
}

static void level_grow(Arena *arena, Level *level)
{
    Level old = *level;
    level->cap = old.cap == 0 ? FIRST_ENTRIES : 4 * old.cap;
    level->entries = ARENA_ARRAY(arena, Entry, level->cap);
    for (size_t i = 0; i < old.cap; i++)
        if (old.entries[i].digits != 0)
            *entry_place(level, old.entries[i].hash) = old.entries[i];
}

static void level_add(Arena *arena, Level *level, uint64_t hash, int letters, size_t digits)
{
    if (2 * level->n >= level->cap)
        level_grow(arena, level);
    Entry *entry = entry_place(level, hash);
    level->n += entry->digits == 0;
    *entry = (Entry){.hash = hash, .digits = (uint32_t)digits};
    level->longest = letters > level->longest ? letters : level->longest;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* "4a1ma" and "s3sz/sz=s,2,3": what follows the slash changes the spelling, so its breaks are forbidden instead. */
static void read_pattern(Patterns *p, Level *level, Str line)
{
    uint8_t digits[MAX_PATTERN + 1] = {0};
    uint64_t hash = 1;
    int n = 0;
    ptrdiff_t slash = str_find(line, STR("/"));
    Str letters = slash < 0 ? line : str_slice(line, 0, (size_t)slash);
    for (size_t at = 0; at < letters.n && n < MAX_PATTERN;) {
        uint32_t c = (uint8_t)letters.p[at] < 0x80 ? (uint8_t)letters.p[at++]
                                                   : utf8_next(letters, &at);
        if (c >= '0' && c <= '9') {
            digits[n] = (uint8_t)(c - '0');
            if (slash >= 0 && (digits[n] & 1) != 0)
                digits[n]++;
        } else {
            hash = hash_letter(hash, c);
            n++;
        }
    }
    if (n == 0)
        return;
    level_add(p->arena, level, hash, n, p->digits.n);
    for (int i = 0; i <= n; i++)
        VEC_PUSH(p->arena, &p->digits, digits[i]);
}

static bool read_number(Str line, Str key, int *value)
{
    long number;
    if (!str_starts(line, key) || !str_int(str_trim(str_slice(line, key.n, line.n)), &number))
        return false;
    *value = number < 1 ? 1 : number > 20 ? 20 : (int)number;
    return true;
}

static void read_line(Patterns *p, Str line)
{
    if (line.n == 0 || line.p[0] == '#' || line.p[0] == '%' || str_starts(line, STR("NOHYPHEN"))
        || read_number(line, STR("LEFTHYPHENMIN"), &p->left_min)
        || read_number(line, STR("RIGHTHYPHENMIN"), &p->right_min)
        || read_number(line, STR("COMPOUNDLEFTHYPHENMIN"), &p->compound_left)
        || read_number(line, STR("COMPOUNDRIGHTHYPHENMIN"), &p->compound_right))
        return;
    if (!str_eq(line, STR("NEXTLEVEL")))
        read_pattern(p, &p->level[p->n_levels - 1], line);
    else if (p->n_levels < LEVELS)
        p->n_levels++;
}

/* The text as UTF-8; empty when its encoding is not known here. */
static Str decode(Arena *arena, Str charset, Str text)
{
    if (str_eq(charset, STR("UTF-8")))
        return text;
    const char *name = str_starts(charset, STR("microsoft-")) ? charset.p + 10 : charset.p;
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1)
        return (Str){0};
    size_t room = 3 * text.n, left = text.n;
    char *out = arena_alloc(arena, room + 1), *to = out, *from = (char *)text.p;
    size_t failed = iconv(converter, &from, &left, &to, &room);
    iconv_close(converter);
    return failed == (size_t)-1 ? (Str){0} : (Str){out, (size_t)(to - out)};
}

Patterns *patterns_read(Arena *arena, const char *path)
{
    Arena *scratch = arena_open();
    Str text, charset, line;
    Patterns *p = NULL;
    if (file_read(scratch, path, FILE_LIMIT, &text) == FILE_OK &&
        str_split(&text, '\n', &charset)) {
        text = decode(scratch, str_copy(scratch, str_trim(charset)), text);
        p = ARENA_NEW(arena, Patterns);
        *p = (Patterns){.arena = arena, .left_min = 2, .right_min = 2, .n_levels = 1};
        VEC_PUSH(arena, &p->digits, 0);
        while (str_split(&text, '\n', &line))
            read_line(p, str_trim(line));
        p->compound_left = p->compound_left > 0 ? p->compound_left : p->left_min;
        p->compound_right = p->compound_right > 0 ? p->compound_right : p->right_min;
    }
    arena_close(scratch);
    return p;
}

int patterns_left(const Patterns *p)
{
    return p->left_min;
}

int patterns_right(const Patterns *p)
{
    return p->right_min;
}

/* ---- matching -------------------------------------------------------------------------------- */

/* Liang's values of one part: values[i] stands before part[i]; odd means that a break is allowed there. */
static void match(const Patterns *p, const Level *level, const uint32_t *part, int n,
                  uint8_t *values)
{
    if (level->n == 0)
        return;
    for (int from = -1; from <= n; from++) {
        uint64_t hash = 1;
        for (int at = from; at <= n && at - from < level->longest; at++) {
            hash = hash_letter(hash, at < 0 || at == n ? '.' : part[at]);
            uint32_t place = entry_place(level, hash)->digits;
            if (place == 0)
                continue;
            const uint8_t *digits = &p->digits.at[place];
            for (int i = from < 0 ? 0 : from; i <= at + 1 && i <= n; i++)
                if (digits[i - from] > values[i])
                    values[i] = digits[i - from];
        }
    }
}

/* Points of one part of a word on one level, then of its own parts on the next one. */
static void find_points(const Patterns *p, int level, const uint32_t *word, int n, bool is_first,
                        bool is_last, bool *points)
{
    uint8_t values[PATTERN_LETTERS + 1] = {0};
    match(p, &p->level[level], word, n, values);
    int left = is_first ? p->left_min : p->compound_left,
        right = is_last ? p->right_min : p->compound_right;
    for (int i = 1; i < n; i++)
        points[i] |= (values[i] & 1) != 0 && i >= left && n - i >= right;
    if (level + 1 == p->n_levels)
        return;
    for (int from = 0, to = 1; to <= n; to++)
        if (to == n || (values[to] & 1) != 0) {
            find_points(p, level + 1, word + from, to - from, is_first && from == 0,
                        is_last && to == n, points + from);
            from = to;
        }
}

void patterns_points(const Patterns *p, const uint32_t *word, int n, bool *points)
{
    for (int i = 0; i <= n; i++)
        points[i] = false;
    if (n <= PATTERN_LETTERS)
        find_points(p, 0, word, n, true, true, points);
}
