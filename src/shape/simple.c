/* simple.c - what does a face set by pairs alone? In comes a face with its features, out go sets of characters of Latin
 * text, in words of which each of its rules that is at work there looks at one glyph, at two neighbours, or makes a ligature that begins with another of two
 * (OpenType 1.9, "GSUB", "GPOS"): no rule of context that could be fulfilled, none that moves the second of a pair. What
 * cannot be read is not simple. */
#include "shape_int.h"

#include <hb-ot.h>
#include <hb.h>

/* What HarfBuzz applies to a horizontal line by itself; then what fonts ask for. */
static const hb_tag_t usual[] = {
    HB_TAG('r', 'v', 'r', 'n'), HB_TAG('l', 't', 'r', 'a'), HB_TAG('l', 't', 'r', 'm'), HB_TAG('r', 'a', 'n', 'd'),
    HB_TAG('c', 'c', 'm', 'p'), HB_TAG('l', 'o', 'c', 'l'), HB_TAG('r', 'l', 'i', 'g'), HB_TAG('r', 'c', 'l', 't'),
    HB_TAG('c', 'u', 'r', 's'), HB_TAG('d', 'i', 's', 't'), HB_TAG('l', 'n', 'u', 'm'), HB_TAG('t', 'n', 'u', 'm'),
    HB_TAG('o', 'n', 'u', 'm'), HB_TAG('p', 'n', 'u', 'm'), HB_TAG('s', 'm', 'c', 'p'), HB_TAG_NONE};
static const hb_tag_t joining[] = {HB_TAG('l', 'i', 'g', 'a'), HB_TAG('c', 'l', 'i', 'g'), HB_TAG('c', 'a', 'l', 't'),
                                   HB_TAG('k', 'e', 'r', 'n'), HB_TAG_NONE}; /* not in code */

typedef struct Bytes { const uint8_t *p; unsigned n; } Bytes;

/* 0xFFFF behind the end: no count that is believed, no kind that is known. */
static unsigned number_at(Bytes b, unsigned at)
{
    return b.p != NULL && at + 2 <= b.n ? (unsigned)b.p[at] << 8 | b.p[at + 1] : 0xFFFF;
}

static Bytes part_of(Bytes b, unsigned at)
{
    return at < b.n ? (Bytes){b.p + at, b.n - at} : (Bytes){0};
}

/* ---- sets of glyphs ---------------------------------------------------------------------------------- */

/* Some glyph of the coverage is among the letters; so it is where it cannot be read. */
static bool coverage_meets(Bytes coverage, const hb_set_t *letters)
{
    unsigned format = number_at(coverage, 0), n = number_at(coverage, 2), size = format == 1 ? 2 : 6;
    if (format < 1 || format > 2 || 4 + size * n > coverage.n)
        return true;
    for (unsigned i = 0; i < n; i++) {
        unsigned first = number_at(coverage, 4 + size * i), last = format == 1 ? first : number_at(coverage, 6 + size * i);
        hb_codepoint_t glyph = first - 1;
        if (hb_set_next(letters, &glyph) && glyph <= last)
            return true;
    }
    return false;
}

/* The glyph of that number in the coverage; 0xFFFF: it has none. */
static unsigned coverage_glyph(Bytes coverage, unsigned index)
{
    unsigned n = number_at(coverage, 2);
    if (number_at(coverage, 0) == 1)
        return index < n ? number_at(coverage, 4 + 2 * index) : 0xFFFF;
    for (unsigned i = 0; i < n && 10 + 6 * i <= coverage.n; i++) {
        unsigned first = number_at(coverage, 4 + 6 * i), last = number_at(coverage, 6 + 6 * i), from = number_at(coverage, 8 + 6 * i);
        if (index >= from && index - from <= last - first)
            return first + index - from;
    }
    return 0xFFFF;
}

/* Some letter may be of that class. */
static bool class_meets(Bytes classes, unsigned class, const hb_set_t *letters)
{
    unsigned format = number_at(classes, 0), first = number_at(classes, 2), n = number_at(classes, format == 1 ? 4 : 2);
    if (class == 0 || format < 1 || format > 2 || (format == 1 ? 6 + 2 * n : 4 + 6 * n) > classes.n)
        return true;
    for (unsigned i = 0; i < n; i++) {
        unsigned from = format == 1 ? first + i : number_at(classes, 4 + 6 * i);
        unsigned to = format == 1 ? from : number_at(classes, 6 + 6 * i);
        hb_codepoint_t glyph = from - 1;
        if (number_at(classes, format == 1 ? 6 + 2 * i : 8 + 6 * i) == class && hb_set_next(letters, &glyph) && glyph <= to)
            return true;
    }
    return false;
}

/* ---- ligatures --------------------------------------------------------------------------------------- */

enum { LIGATURE_HEAD = 4 };                                /* its glyph, how many components, then all but the first */

/* One of two glyphs begins with the same two. */
static bool has_pair(Bytes set, unsigned n, unsigned second)
{
    for (unsigned i = 0; i < n; i++) {
        Bytes ligature = part_of(set, number_at(set, 2 + 2 * i));
        if (number_at(ligature, 2) == 2 && number_at(ligature, LIGATURE_HEAD) == second)
            return true;
    }
    return false;
}

static bool set_is_simple(Bytes set, const hb_set_t *letters)
{
    unsigned n = number_at(set, 0);
    if (2 + 2 * n > set.n)
        return false;
    for (unsigned i = 0; i < n; i++) {
        Bytes ligature = part_of(set, number_at(set, 2 + 2 * i));
        unsigned second = number_at(ligature, LIGATURE_HEAD);
        if (number_at(ligature, 2) > 2 && hb_set_has(letters, second) && !has_pair(set, n, second))
            return false;
    }
    return true;
}

static bool ligatures_are_simple(Bytes rule, const hb_set_t *letters)
{
    unsigned sets = number_at(rule, 4);
    Bytes coverage = part_of(rule, number_at(rule, 2));
    if (number_at(rule, 0) != 1 || 6 + 2 * sets > rule.n)
        return false;
    for (unsigned i = 0; i < sets; i++)
        if (hb_set_has(letters, coverage_glyph(coverage, i)) &&
            !set_is_simple(part_of(rule, number_at(rule, 6 + 2 * i)), letters))
            return false;
    return true;
}

/* ---- rules of context: idle when letters alone can never fulfil them, as those of letters with accents over them ---- */

/* Each of n coverages, whose places stand from `at` on, meets the letters. */
static bool coverages_meet(Bytes rule, unsigned at, unsigned n, const hb_set_t *letters)
{
    bool meet = true;
    for (unsigned i = 0; i < n && at + 2 * n <= rule.n; i++)
        meet = meet && coverage_meets(part_of(rule, number_at(rule, at + 2 * i)), letters);
    return meet;
}

static bool coverages_are_idle(Bytes rule, bool chained, const hb_set_t *letters)
{
    if (!chained)
        return !coverages_meet(rule, 6, number_at(rule, 2), letters);
    bool meet = true;
    for (unsigned part = 0, at = 2; part < 3; part++) {    /* before, the glyphs themselves, behind */
        unsigned n = number_at(rule, at);
        meet = meet && coverages_meet(rule, at + 2, n, letters);
        at += 2 + 2 * n;
    }
    return !meet;
}

/* A sequence of glyphs, or of classes where `classes` are given, can be letters. */
static bool sequence_meets(Bytes rule, unsigned at, unsigned n, Bytes classes, const hb_set_t *letters)
{
    bool meet = true;
    for (unsigned i = 0; i < n && at + 2 * n <= rule.n; i++) {
        unsigned value = number_at(rule, at + 2 * i);
        meet = meet && (classes.p != NULL ? class_meets(classes, value, letters) : hb_set_has(letters, value));
    }
    return meet;
}

static bool sequences_are_idle(Bytes rule, bool chained, const Bytes classes[3], const hb_set_t *letters)
{
    if (!chained)
        return !sequence_meets(rule, 4, number_at(rule, 0) - 1, classes[0], letters);
    bool meet = true;
    for (unsigned part = 0, at = 0; part < 3; part++) {
        unsigned n = number_at(rule, at) - (part == 1);    /* the first glyph is the coverage's */
        meet = meet && sequence_meets(rule, at + 2, n, classes[part], letters);
        at += 2 + 2 * n;
    }
    return !meet;
}

static bool context_is_idle(Bytes rule, bool chained, const hb_set_t *letters)
{
    unsigned format = number_at(rule, 0), n_classes = format == 1 ? 0 : chained ? 3 : 1, at = 4 + 2 * n_classes;
    if (format == 3)
        return coverages_are_idle(rule, chained, letters);
    if (format > 3 || !coverage_meets(part_of(rule, number_at(rule, 2)), letters))
        return format <= 3;
    Bytes classes[3] = {{0}};
    for (unsigned i = 0; i < n_classes; i++)
        classes[i] = part_of(rule, number_at(rule, 4 + 2 * i));
    for (unsigned s = 0; s < number_at(rule, at); s++) {
        unsigned place = number_at(rule, at + 2 + 2 * s);
        Bytes set = part_of(rule, place);
        for (unsigned i = 0; place != 0 && i < number_at(set, 0); i++)
            if (place >= rule.n || !sequences_are_idle(part_of(set, number_at(set, 2 + 2 * i)), chained, classes, letters))
                return false;
    }
    return true;
}

/* ---- lookups ------------------------------------------------------------------------------------------ */

static bool substitution_is_simple(unsigned kind, Bytes rule, const hb_set_t *letters)
{
    switch (kind) {
    case 1: case 3: return true;                           /* single, alternate */
    case 4: return ligatures_are_simple(rule, letters);
    case 5: case 6: return context_is_idle(rule, kind == 6, letters);
    default: return !coverage_meets(part_of(rule, number_at(rule, 2)), letters);
    }
}

enum { PAIR = 2 };                                         /* of positions */

/* Marks are not among the letters. */
static bool position_is_simple(unsigned kind, Bytes rule, const hb_set_t *letters)
{
    switch (kind) {
    case 1: case 4: case 5: case 6: return true;           /* single, marks */
    case PAIR: return number_at(rule, 6) == 0;             /* the second stays */
    case 7: case 8: return context_is_idle(rule, kind == 8, letters);
    default: return !coverage_meets(part_of(rule, number_at(rule, 2)), letters);
    }
}

static bool rule_is_simple(hb_tag_t table, unsigned kind, Bytes rule, const hb_set_t *letters, bool *paired)
{
    bool substitutes = table == HB_OT_TAG_GSUB;
    if (kind == (substitutes ? 7u : 9u)) {                 /* the rule itself stands elsewhere, as it is far away */
        kind = number_at(rule, 2);
        rule = part_of(rule, number_at(rule, 4) << 16 | number_at(rule, 6));
    }
    *paired = *paired || (!substitutes && kind == PAIR);
    return substitutes ? substitution_is_simple(kind, rule, letters) : position_is_simple(kind, rule, letters);
}

static bool lookup_is_simple(hb_tag_t table, Bytes lookup, const hb_set_t *letters, bool *paired)
{
    unsigned kind = number_at(lookup, 0), n = number_at(lookup, 4);
    if (6 + 2 * n > lookup.n)
        return false;
    for (unsigned i = 0; i < n; i++)
        if (!rule_is_simple(table, kind, part_of(lookup, number_at(lookup, 6 + 2 * i)), letters, paired))
            return false;
    return true;
}

/* ---- the face ---------------------------------------------------------------------------------------- */

/* The lookups at work in lines of Latin letters. */
static hb_set_t *lookups_of(hb_face_t *face, hb_tag_t table, unsigned features)
{
    static const hb_tag_t scripts[] = {HB_TAG('l', 'a', 't', 'n'), HB_TAG('D', 'F', 'L', 'T'), HB_TAG_NONE};
    hb_set_t *lookups = hb_set_create();
    hb_ot_layout_collect_lookups(face, table, scripts, NULL, usual, lookups);
    if ((features & FEATURE_CODE) == 0)
        hb_ot_layout_collect_lookups(face, table, scripts, NULL, joining, lookups);
    return lookups;
}

static bool table_is_simple(hb_face_t *face, hb_tag_t table, const hb_set_t *lookups, const hb_set_t *letters, bool *paired)
{
    hb_blob_t *blob = hb_face_reference_table(face, table);
    Bytes all = {0};
    all.p = (const uint8_t *)hb_blob_get_data(blob, &all.n);
    Bytes list = part_of(all, number_at(all, 8));
    bool simple = true;
    for (hb_codepoint_t i = HB_SET_VALUE_INVALID; simple && hb_set_next(lookups, &i);)
        simple = i < number_at(list, 0) && lookup_is_simple(table, part_of(list, number_at(list, 2 + 2 * i)), letters, paired);
    hb_blob_destroy(blob);
    return simple;
}

/* Other tables have rules of their own kind. */
static bool has_table(hb_face_t *face, hb_tag_t table)
{
    hb_blob_t *blob = hb_face_reference_table(face, table);
    bool has = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return has;
}

static bool is_letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_at_ends(uint32_t c)
{
    return c == '.' || c == ',' || c == '?' || c == '!' || (c >= 0x2018 && c < MARKS_TO);
}

bool simple_has(Simple set, uint32_t c)
{
    switch (set) {
    case SIMPLE_ALL: return (c >= ' ' && c <= '~' && c != '`') || (c >= MARKS_FROM && c < MARKS_TO);
    case SIMPLE_WORDS: return is_letter(c) || is_at_ends(c);
    case SIMPLE_NUMBERS: return (c >= '0' && c <= '9') || c == '.' || c == ',';
    case SIMPLE_END: break;
    }
    return false;
}

/* With all that substitutions make of them. */
static hb_set_t *letters_of(const Face *face, Simple set, const hb_set_t *lookups)
{
    hb_set_t *letters = hb_set_create();
    hb_codepoint_t glyph;
    for (uint32_t c = ' '; c < MARKS_TO; c = c == '~' ? MARKS_FROM : c + 1)
        if (simple_has(set, c) && hb_font_get_nominal_glyph(face->hb_font, c, &glyph))
            hb_set_add(letters, glyph);
    hb_ot_layout_lookups_substitute_closure(face->hb_face, lookups, letters);
    return letters;
}

unsigned face_simple(const Face *face, unsigned features, bool *paired)
{
    static const hb_tag_t others[] = {HB_TAG('m', 'o', 'r', 'x'), HB_TAG('m', 'o', 'r', 't'), HB_TAG('k', 'e', 'r', 'x'),
                                      HB_TAG('k', 'e', 'r', 'n'), HB_TAG('S', 'i', 'l', 'f'), HB_TAG('f', 'v', 'a', 'r')};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (has_table(face->hb_face, others[i]))
            return 0;
    hb_set_t *substitutions = lookups_of(face->hb_face, HB_OT_TAG_GSUB, features);
    hb_set_t *positions = lookups_of(face->hb_face, HB_OT_TAG_GPOS, features);
    unsigned simple = 0;
    *paired = false;
    for (unsigned set = SIMPLE_ALL; set < SIMPLE_END && !(simple & SIMPLE_ALL); set *= 2) {
        hb_set_t *letters = letters_of(face, (Simple)set, substitutions);
        if (table_is_simple(face->hb_face, HB_OT_TAG_GSUB, substitutions, letters, paired) &&
            table_is_simple(face->hb_face, HB_OT_TAG_GPOS, positions, letters, paired))
            simple |= set;
        hb_set_destroy(letters);
    }
    hb_set_destroy(substitutions);
    hb_set_destroy(positions);
    return simple;
}
