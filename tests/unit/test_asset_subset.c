/* Subsets: the numbers of the glyphs, and that every glyph looks and measures as before, in CFF and glyf. */
#include "asset/asset.h"

#include <hb.h>

#include "support.h"

static uint8_t *bits_of(Arena *arena, const Face *face, const char *text)
{
    uint8_t *bits = ARENA_ARRAY(arena, uint8_t, hb_face_get_glyph_count(face->hb_face) / 8 + 1);
    for (Str s = str_of(text); s.n > 0;) {
        size_t at = 0;
        hb_codepoint_t glyph = 0;
        assert_true(hb_font_get_nominal_glyph(face->hb_font, utf8_next(s, &at), &glyph));
        bits[glyph / 8] |= (uint8_t)(1u << glyph % 8);
        s = str_slice(s, at, s.n);
    }
    return bits;
}

/* HarfBuzz reads a raw CFF table only inside of a file. */
static hb_face_t *face_of(const Face *face, const Subset *subset)
{
    hb_blob_t *blob = hb_blob_create(subset->program.p, (unsigned)subset->program.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *cut;
    if (!subset->cff) {
        cut = hb_face_create(blob, 0);
    } else {
        char maxp[6] = {0, 0, 0x50, 0, (char)(subset->n_glyphs >> 8), (char)subset->n_glyphs};
        hb_blob_t *count = hb_blob_create(maxp, 6, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
        hb_blob_t *head = hb_face_reference_table(face->hb_face, HB_TAG('h', 'e', 'a', 'd'));
        cut = hb_face_builder_create();
        hb_face_builder_add_table(cut, HB_TAG('C', 'F', 'F', ' '), blob);
        hb_face_builder_add_table(cut, HB_TAG('m', 'a', 'x', 'p'), count);
        hb_face_builder_add_table(cut, HB_TAG('h', 'e', 'a', 'd'), head);
        hb_blob_destroy(count);
        hb_blob_destroy(head);
    }
    hb_blob_destroy(blob);
    return cut;
}

static void assert_same_ink(const Face *face, const Subset *subset)
{
    hb_face_t *cut = face_of(face, subset);
    hb_font_t *font = hb_font_create(cut);
    hb_font_set_scale(font, face->units_per_em, face->units_per_em);
    unsigned n = hb_face_get_glyph_count(face->hb_face);
    for (unsigned old = 0; old < n; old++) {
        if (subset->new_id[old] == 0 && old > 0)
            continue;
        hb_glyph_extents_t was = {0}, is = {0};
        hb_font_get_glyph_extents(face->hb_font, old, &was);
        hb_font_get_glyph_extents(font, subset->new_id[old], &is);
        assert_true(abs(was.x_bearing - is.x_bearing) <= 1 && abs(was.width - is.width) <= 1);
        assert_true(abs(was.y_bearing - is.y_bearing) <= 1 && abs(was.height - is.height) <= 1);
    }
    hb_font_destroy(font);
    hb_face_destroy(cut);
}

static void assert_subset(Bench *b, const char *family, const char *text)
{
    Subset subset;
    assert_true(fonts_family(b->fonts, STR("main"), str_of(family), (Place){0}));
    const Face *face = fonts_font(b->fonts, STR("main"), 400, false, 0, PT(10))->face;
    uint8_t *bits = bits_of(b->arena, face, text);
    assert_true(font_subset(b->arena, face, bits, (Str){0}, &subset));
    assert_int_equal(subset.cff, face->cff);
    int last = 0, used = 1;
    for (unsigned old = 1; old < hb_face_get_glyph_count(face->hb_face); old++) {
        if ((bits[old / 8] >> old % 8 & 1) != 0)
            assert_int_not_equal(subset.new_id[old], 0);
        if (subset.new_id[old] == 0)
            continue;
        assert_true(subset.new_id[old] > last && subset.new_id[old] < subset.n_glyphs);
        last = subset.new_id[old];
        used++;
        assert_int_equal(subset.widths[last], hb_font_get_glyph_h_advance(face->hb_font, old));
    }
    assert_int_equal(used, subset.n_glyphs);
    assert_same_ink(face, &subset);
}

static void test_cff(void **state)
{
    assert_subset(*state, "TeX Gyre Pagella", "Hamburgefonstiv\xC3\xA9\xC3\x84 0123");
    assert_subset(*state, "EB Garamond", "Quick brown fox");
}

static void test_glyf(void **state)
{
    assert_subset(*state, "JetBrains Mono", "fn main() { \xC3\xA9\xC3\x84 }"); /* accents bring their parts along */
    assert_subset(*state, "toy", "abc");
}

static void test_same_bytes(void **state)
{
    Bench *b = *state;
    Subset one, two;
    const Face *face = fonts_font(b->fonts, STR("main"), 400, false, 0, PT(10))->face;
    uint8_t *bits = bits_of(b->arena, face, "the same");
    assert_true(font_subset(b->arena, face, bits, (Str){0}, &one) && font_subset(b->arena, face, bits, (Str){0}, &two));
    assert_true(str_eq(one.program, two.program));
    assert_true(one.program.n < 8000);                     /* nothing comes along by features */
}

static void test_nothing_used(void **state)
{
    Bench *b = *state;
    Subset subset;
    const Face *face = fonts_font(b->fonts, STR("mono"), 400, false, 0, PT(10))->face;
    assert_true(font_subset(b->arena, face, bits_of(b->arena, face, ""), (Str){0}, &subset));
    assert_true(subset.n_glyphs >= 1);
    assert_int_equal(subset.new_id[0], 0);
}

/* What lies behind the codes is none of them: here bytes that would each be one. */
static void test_codes_end(void **state)
{
    Bench *b = *state;
    Subset plain, longer;
    assert_true(fonts_family(b->fonts, STR("main"), STR("JetBrains Mono"), (Place){0}));
    const Face *face = fonts_font(b->fonts, STR("main"), 400, false, 0, PT(10))->face;
    unsigned n = hb_face_get_glyph_count(face->hb_face);
    uint8_t *bits = bits_of(b->arena, face, "\xC3\xA9"); /* its parts have greater numbers */
    char *codes = ARENA_ARRAY(b->arena, char, n);
    unsigned last = 0;
    for (unsigned old = 0; old < n; old++)
        last = (bits[old / 8] >> old % 8 & 1) != 0 ? old : last;
    codes[last] = 'e';
    assert_true(font_subset(b->arena, face, bits, (Str){codes, last + 1}, &plain));
    memset(codes + last + 1, 'x', n - last - 1);
    assert_true(font_subset(b->arena, face, bits, (Str){codes, last + 1}, &longer));
    assert_true(str_eq(plain.program, longer.program));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cff, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_glyf, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_same_bytes, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_nothing_used, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_codes_end, bench_open_fonts, bench_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
