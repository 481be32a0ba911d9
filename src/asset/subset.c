/* subset.c - a face cut down to the glyphs that a document uses, for embedding: by hb-subset, which is shown neither
 * the layout tables (they would drag in every glyph that a feature could reach) nor the character map (that of a
 * Chinese face would take it longer than all else), glyphs renumbered in rising order of their old numbers. Gives the raw "CFF " table or a glyf file; a CFF with CIDs
 * of its own gets the glyph numbers for CIDs (Adobe Technical Note 5176). */
#include "asset_int.h"

#include <hb-subset.h>
#include <hb.h>
#include <string.h>

static const hb_tag_t kept_tables[] = {
    HB_TAG('C', 'F', 'F', ' '), HB_TAG('g', 'l', 'y', 'f'), HB_TAG('l', 'o', 'c', 'a'),
    HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'),
    HB_TAG('m', 'a', 'x', 'p'),
};

static hb_blob_t *table_kept(hb_face_t *bare, hb_tag_t tag, void *whole)
{
    (void)bare;
    for (size_t i = 0; i < sizeof kept_tables / sizeof kept_tables[0]; i++)
        if (kept_tables[i] == tag)
            return hb_face_reference_table(whole, tag);
    return NULL;
}

static hb_subset_input_t *input_new(const Face *face, const uint8_t *used_bits)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (input == NULL)
        return NULL;
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    unsigned n = hb_face_get_glyph_count(face->hb_face);
    hb_set_add(glyphs, 0);
    for (unsigned i = 0; i < n; i++)
        if ((used_bits[i / 8] >> i % 8 & 1) != 0)
            hb_set_add(glyphs, i);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NOTDEF_OUTLINE | HB_SUBSET_FLAGS_NO_HINTING);
    return input;
}

static Str copy_blob(Arena *arena, hb_blob_t *blob)
{
    unsigned n;
    const char *p = hb_blob_get_data(blob, &n);
    Str copy = str_copy(arena, (Str){p, n});
    hb_blob_destroy(blob);
    return copy;
}

/* ---- the CIDs of a CFF table ----------------------------------------------------------------- */

static uint32_t number_at(Str s, size_t at, int bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | (at + (size_t)i < s.n ? (uint8_t)s.p[at + (size_t)i] : 0);
    return value;
}

/* The first object of the INDEX at `at`, and where the INDEX ends. */
static Str index_first(Str cff, size_t at, size_t *end)
{
    uint32_t n = number_at(cff, at, 2);
    int size = (int)number_at(cff, at + 2, 1);
    if (n == 0 || size < 1 || size > 4) {
        *end = at + 2;
        return (Str){0};
    }
    size_t offsets = at + 3, data = offsets + (n + 1) * (size_t)size - 1;
    *end = data + number_at(cff, offsets + n * (size_t)size, size);
    return str_slice(cff, data + number_at(cff, offsets, size),
                     data + number_at(cff, offsets + (size_t)size, size));
}

/* Reads the Top DICT: has it the ROS operator (12 30), and its charset's place (operator 15). */
static bool top_is_cid(Str top, size_t *charset)
{
    bool is_cid = false;
    long operand = 0;
    for (size_t at = 0; at < top.n;) {
        uint32_t b = number_at(top, at++, 1);
        if (b == 12) {
            is_cid |= number_at(top, at++, 1) == 30;
        } else if (b == 15) {
            *charset = operand > 0 ? (size_t)operand : 0;
        } else if (b == 28) {
            operand = (int16_t)number_at(top, at, 2);
            at += 2;
        } else if (b == 29) {
            operand = (int32_t)number_at(top, at, 4);
            at += 4;
        } else if (b == 30) {
            while (at < top.n && (number_at(top, at, 1) & 0xF) != 0xF &&
                   number_at(top, at, 1) >> 4 != 0xF)
                at++;
            at++;
        } else if (b >= 32 && b <= 246) {
            operand = (long)b - 139;
        } else if (b >= 247 && b <= 254) {
            long low = (long)number_at(top, at++, 1);
            operand = b <= 250 ? ((long)b - 247) * 256 + low + 108
                               : -((long)b - 251) * 256 - low - 108;
        }
    }
    return is_cid;
}

/* Makes glyph n's CID n, by one range from 1 on in the place of the old charset, which is never shorter: format 1
 * counts to 256 glyphs in four bytes, format 2 to all in five, a single glyph of format 0 has three. */
static void write_charset(uint8_t *charset, int n_glyphs)
{
    int left = n_glyphs - 2;
    uint8_t format = left > 255 ? 2 : left > 0 ? 1 : 0;
    const uint8_t bytes[] = {format, 0, 1, (uint8_t)(format == 2 ? left >> 8 : left), (uint8_t)left};
    memcpy(charset, bytes, 3 + (size_t)format);
}

/* In a CFF table with CIDs of its own, a PDF's CIDs would go through its charset: so they are made the glyph
 * numbers, as they are for every other font. */
static void cff_number_cids(Str cff, int n_glyphs)
{
    size_t at = number_at(cff, 2, 1), charset = 0;
    index_first(cff, at, &at);                             /* the names */
    Str top = index_first(cff, at, &at);
    if (n_glyphs > 1 && top_is_cid(top, &charset) && charset > 2 && charset + 3 <= cff.n)
        write_charset((uint8_t *)(uintptr_t)cff.p + charset, n_glyphs);
}

/* ---- the subset ------------------------------------------------------------------------------ */

/* HarfBuzz takes names from "post" before those of the CFF table: they may differ, so it must have none. */
static bool has_post_names(const Face *face)
{
    unsigned n;
    hb_blob_t *blob = hb_face_reference_table(face->hb_face, HB_TAG('p', 'o', 's', 't'));
    const char *p = hb_blob_get_data(blob, &n);
    bool has = n >= 4 && number_at((Str){p, n}, 0, 4) != 0x00030000;
    hb_blob_destroy(blob);
    return has;
}

Str face_glyph_name(Arena *arena, const Face *face, uint32_t glyph)
{
    char name[128];
    if (!face->cff || has_post_names(face) || !hb_font_get_glyph_name(face->hb_font, glyph, name, sizeof name))
        return (Str){0};
    return str_copy(arena, str_of(name));
}

/* A character map of one subtable, Macintosh Roman, of the plainest format: the glyph of each byte. */
static void add_codes(hb_face_t *cut, Str codes, const Subset *subset)
{
    enum { HEAD = 12, SUBTABLE = 262 };
    static const char head[HEAD + 6] = {0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, HEAD, 0, 0, SUBTABLE >> 8, SUBTABLE & 255, 0, 0};
    char table[HEAD + SUBTABLE] = {0};
    memcpy(table, head, sizeof head);
    for (size_t old = codes.n; old-- > 0;)
        if (codes.p[old] != 0)
            table[sizeof head + (uint8_t)codes.p[old]] = (char)subset->new_id[old];
    hb_blob_t *blob = hb_blob_create(table, sizeof table, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
    hb_face_builder_add_table(cut, HB_TAG('c', 'm', 'a', 'p'), blob);
    hb_blob_destroy(blob);
}

/* A glyf face may need glyphs that are not used themselves, as parts of others. */
static void read_numbers(Arena *arena, const Face *face, const uint8_t *used_bits, const hb_map_t *to_new, Subset *subset)
{
    unsigned n = hb_face_get_glyph_count(face->hb_face);
    subset->new_id = ARENA_ARRAY(arena, uint16_t, n);
    subset->widths = ARENA_ARRAY(arena, int, subset->n_glyphs);
    for (unsigned old = 0; old < n; old++) {
        bool used = old == 0 || (used_bits[old / 8] >> old % 8 & 1) != 0;
        hb_codepoint_t new = used || !face->cff ? hb_map_get(to_new, old) : HB_MAP_VALUE_INVALID;
        if (new >= (unsigned)subset->n_glyphs)
            continue;
        subset->new_id[old] = (uint16_t)new;
        subset->widths[new] = hb_font_get_glyph_h_advance(face->hb_font, old);
    }
}

static void read_program(Arena *arena, hb_face_t *cut, Subset *subset)
{
    subset->program = copy_blob(
        arena, subset->cff ? hb_face_reference_table(cut, HB_TAG('C', 'F', 'F', ' '))
                           : hb_face_reference_blob(cut));
    if (subset->cff)
        cff_number_cids(subset->program, subset->n_glyphs);
}

/* A colour face has no program: its glyphs are numbered, its pictures are embedded one by one. */
static bool number_glyphs(Arena *arena, const Face *face, const uint8_t *used_bits, Subset *subset)
{
    unsigned n = hb_face_get_glyph_count(face->hb_face);
    subset->new_id = ARENA_ARRAY(arena, uint16_t, n);
    subset->widths = ARENA_ARRAY(arena, int, n);
    for (unsigned old = 0; old < n; old++)
        if (old == 0 || (used_bits[old / 8] >> old % 8 & 1) != 0) {
            subset->new_id[old] = (uint16_t)subset->n_glyphs;
            subset->widths[subset->n_glyphs++] = hb_font_get_glyph_h_advance(face->hb_font, old);
        }
    return subset->n_glyphs <= 256;
}

bool font_subset(Arena *arena, const Face *face, const uint8_t *used_bits, Str codes, Subset *subset)
{
    *subset = (Subset){.cff = face->cff};
    if (face->colour)
        return number_glyphs(arena, face, used_bits, subset);
    hb_subset_input_t *input = input_new(face, used_bits);
    hb_face_t *bare = hb_face_create_for_tables(table_kept, face->hb_face, NULL);
    hb_subset_plan_t *plan = input == NULL ? NULL : hb_subset_plan_create_or_fail(bare, input);
    hb_face_t *cut = plan == NULL ? NULL : hb_subset_plan_execute_or_fail(plan);
    if (cut != NULL) {
        subset->n_glyphs = (int)hb_face_get_glyph_count(cut);
        read_numbers(arena, face, used_bits, hb_subset_plan_old_to_new_glyph_mapping(plan), subset);
        if (codes.n > 0 && !face->cff)
            add_codes(cut, codes, subset);
        read_program(arena, cut, subset);
    }
    hb_face_destroy(cut);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    hb_face_destroy(bare);
    return subset->program.n > 0;
}
