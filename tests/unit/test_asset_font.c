/* Families and faces: the nearest weight and slant, names that nobody has, fonts made once, who stands in for a missing
 * character, figures of a face, protrusion. */
#include "asset/asset.h"

#include <hb.h>

#include "support.h"

static void assert_face(Bench *b, const char *role, int weight, bool italic, const char *name)
{
    const Font *font = fonts_font(b->fonts, str_of(role), weight, italic, 0, PT(10));
    assert_string_equal(str_c(b->arena, font->face->name), name);
}

static void test_nearest_face(void **state)
{
    Bench *b = *state;
    assert_face(b, "main", 400, false, "TeXGyrePagella-Regular");
    assert_face(b, "main", 500, false, "TeXGyrePagella-Regular"); /* 500: lighter before bolder */
    assert_face(b, "main", 600, false, "TeXGyrePagella-Bold");
    assert_face(b, "main", 300, true, "TeXGyrePagella-Italic");
    assert_face(b, "sans", 400, false, "Inter-Regular");
    assert_face(b, "sans", 450, false, "Inter-Medium");
    assert_face(b, "sans", 600, true, "Inter-SemiBoldItalic");
    assert_face(b, "sans", 900, false, "Inter-Bold");
    assert_face(b, "mono", 650, false, "JetBrainsMono-Bold");
}

static void test_slant_before_weight(void **state)
{
    Bench *b = *state;
    assert_true(fonts_family(b->fonts, STR("main"), STR("EB Garamond"), (Place){0}));
    assert_face(b, "main", 700, true, "EBGaramond12-Italic"); /* the family has no bold italic */
}

static void test_family_of_any_case(void **state)
{
    Bench *b = *state;
    assert_true(fonts_family(b->fonts, STR("mono"), STR(" dejavu sans mono "), (Place){0}));
    assert_face(b, "mono", 400, false, "DejaVuSansMono");
    assert_int_equal(b->diag->items.n, 0);
}

static void test_family_of_the_system(void **state)
{
    Bench *b = *state;                             /* not in fonts/families, but in fonts-texgyre */
    if (!fonts_family(b->fonts, STR("main"), STR("TeX Gyre Pagella Math"), (Place){0})
        && !fonts_family(b->fonts, STR("main"), STR("DejaVu Math TeX Gyre"), (Place){0}))
        skip();
    const Font *font = fonts_font(b->fonts, STR("main"), 400, false, 0, PT(10));
    assert_int_equal(font->face->file.p[0], '/');
}

static void test_unknown_family(void **state)
{
    Bench *b = *state;
    assert_false(fonts_family(b->fonts, STR("main"), STR("TeX Gyre Pagela"), (Place){0}));
    assert_face(b, "main", 400, false, "TeXGyrePagella-Regular");
    assert_int_equal(b->diag->items.n, 1);
    assert_int_equal(b->diag->items.at[0].kind, DIAG_FONT);
    assert_true(str_find(b->diag->items.at[0].hint, STR("TeX Gyre Pagella")) >= 0);
    assert_false(fonts_family(b->fonts, STR("sans"), STR(""), (Place){0}));
    assert_face(b, "sans", 400, false, "Inter-Regular");
}

static void test_fonts_are_made_once(void **state)
{
    Bench *b = *state;
    const Font *font = fonts_font(b->fonts, STR("main"), 400, false, FEATURE_OLDSTYLE, PT(10));
    for (int i = 1; i < 500; i++)                          /* makes the table grow */
        fonts_sized(b->fonts, font, PT(10) + i);
    assert_ptr_equal(fonts_font(b->fonts, STR("main"), 400, false, FEATURE_OLDSTYLE, PT(10)), font);
    assert_ptr_equal(fonts_sized(b->fonts, fonts_sized(b->fonts, font, PT(10) + 77), PT(10)), font);
    assert_ptr_not_equal(fonts_font(b->fonts, STR("main"), 400, false, 0, PT(10)), font);
    assert_ptr_equal(fonts_sized(b->fonts, font, PT(9))->face, font->face);
}

static void test_stand_in(void **state)
{
    Bench *b = *state;
    const Font *regular = fonts_font(b->fonts, STR("main"), 400, false, 0, PT(10));
    const Font *bold = fonts_font(b->fonts, STR("main"), 700, false, 0, PT(12));
    assert_ptr_equal(fonts_for(b->fonts, regular, 'a'), regular);
    const Font *font = fonts_for(b->fonts, regular, 0x416); /* Cyrillic */
    assert_string_equal(str_c(b->arena, font->face->name), "DejaVuSerif");
    assert_int_equal(font->size, PT(10));
    font = fonts_for(b->fonts, bold, 0x416);
    assert_string_equal(str_c(b->arena, font->face->name), "DejaVuSerif-Bold");
    assert_int_equal(font->size, PT(12));
    assert_ptr_equal(fonts_for(b->fonts, font, 0x416), font);
}

static void test_nobody_has_it(void **state)
{
    Bench *b = *state;
    const Font *font = fonts_font(b->fonts, STR("main"), 400, false, 0, PT(10));
    assert_null(fonts_for(b->fonts, font, 0x10FFFD));      /* private use */
    assert_null(fonts_for(b->fonts, font, 0x10FFFD));
}

static void test_covered_without_a_glyph(void **state)
{
    Bench *b = *state;
    const Font *font = fonts_font(b->fonts, STR("main"), 400, false, 0, PT(10));
    static const uint32_t characters[] = {0xA0, 0xAD, 0x2003, 0x2009, 0x200B, 0x202F, 0x2060, 0xFE0F};
    for (size_t i = 0; i < sizeof characters / sizeof characters[0]; i++)
        assert_ptr_equal(fonts_for(b->fonts, font, characters[i]), font);
}

static void test_figures_of_a_face(void **state)
{
    Bench *b = *state;
    const Face *face = fonts_font(b->fonts, STR("main"), 700, true, 0, PT(10))->face;
    assert_int_equal(face->units_per_em, 1000);
    assert_true(face->cff && face->italic && !face->fixed_pitch);
    assert_int_equal(face->weight, 700);
    assert_true(face->italic_angle < -5 && face->italic_angle > -20);
    assert_in_range(face->x_height, 400, 550);
    assert_in_range(face->cap_height, 600, 750);
    assert_true(face->descender < -150 && face->ascender > 600);
    assert_true(face->bbox[0] < 0 && face->bbox[1] < 0 && face->bbox[2] > 1000 && face->bbox[3] > 700);
    assert_true(face->underline_at < 0 && face->underline_thick > 0);
    const Face *mono = fonts_font(b->fonts, STR("mono"), 400, false, 0, PT(10))->face;
    assert_true(!mono->cff && mono->fixed_pitch && !mono->italic);
    assert_int_not_equal(mono->id, face->id);
}

static void hang(const Face *face, uint32_t c, int *left, int *right, int *advance)
{
    hb_codepoint_t glyph;
    assert_true(hb_font_get_nominal_glyph(face->hb_font, c, &glyph));
    *advance = hb_font_get_glyph_h_advance(face->hb_font, glyph) * 1000 / face->units_per_em;
    face_protrusion(face, glyph, c, left, right);
}

static void test_protrusion(void **state)
{
    Bench *b = *state;
    const Face *face = fonts_font(b->fonts, STR("main"), 400, false, 0, PT(10))->face;
    int left, right, advance;
    static const char strong[] = {'-', '.', ','};
    for (size_t i = 0; i < sizeof strong; i++) {
        hang(face, (uint8_t)strong[i], &left, &right, &advance);
        assert_true(right > advance / 2 && right <= advance);
    }
    hang(face, 0x201C, &left, &right, &advance);
    assert_true(left > advance / 3 && left <= advance);
    for (uint32_t c = 'A'; c <= 'z'; c++) {          /* letters only a little: the edge is theirs */
        if (c > 'Z' && c < 'a')
            continue;
        hang(face, c, &left, &right, &advance);
        assert_in_range(left, 0, 50);
        assert_in_range(right, 0, 50);
    }
    hang(face, 'n', &left, &right, &advance);
    assert_int_equal(left + right, 0);
    hang(face, 'T', &left, &right, &advance);
    assert_true(left > 0 && right > 0);
    hang(fonts_font(b->fonts, STR("mono"), 400, false, 0, PT(10))->face, '-', &left, &right, &advance);
    assert_int_equal(left + right, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nearest_face, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_slant_before_weight, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_family_of_any_case, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_family_of_the_system, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_unknown_family, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_fonts_are_made_once, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_stand_in, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_nobody_has_it, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_covered_without_a_glyph, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_figures_of_a_face, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_protrusion, bench_open_fonts, bench_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
