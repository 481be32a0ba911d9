/* Words put together from pairs are what HarfBuzz makes of them: of each face, in many words of letters thrown at random, with
 * ligatures among them; and which faces can be treated so. */
#include "shape/shape_int.h"

#include <string.h>

#include "support.h"

enum { WORDS = 6000, LONGEST = 7, BYTES = 3 * LONGEST, AT_ONCE = 16 };          /* AT_ONCE: too few words for a shaper to use pairs */

typedef struct Case { const char *family; int weight; bool italic; unsigned features, simple; bool paired; } Case;

static const Case cases[] = {
    {"TeX Gyre Pagella", 400, false, FEATURE_OLDSTYLE, SIMPLE_ALL, true},
    {"TeX Gyre Pagella", 400, false, FEATURE_OLDSTYLE | FEATURE_SMALL_CAPS, SIMPLE_ALL, true},
    {"TeX Gyre Pagella", 400, true, 0, SIMPLE_ALL, true},
    {"TeX Gyre Pagella", 700, false, FEATURE_TABULAR, SIMPLE_ALL, true},
    {"TeX Gyre Termes", 400, false, 0, SIMPLE_ALL, true},
    {"Inter", 400, false, FEATURE_TABULAR, SIMPLE_WORDS | SIMPLE_NUMBERS, true},
    {"Inter", 600, false, 0, SIMPLE_WORDS | SIMPLE_NUMBERS, true},
    {"JetBrains Mono", 400, false, FEATURE_CODE, SIMPLE_ALL, false},
    {"DejaVu Sans", 400, false, 0, 0, true},
    {"EB Garamond", 400, false, 0, SIMPLE_NUMBERS, true},
};

static const Font *font_of(const Bench *b, const Case *c)
{
    assert_true(fonts_family(b->fonts, STR("main"), str_of(c->family), (Place){0}));
    return fonts_font(b->fonts, STR("main"), c->weight, c->italic, c->features, PT(10));
}

/* Letters that join, and others; numbers; marks of typography. */
static size_t word_make(char *word, uint32_t *seed)
{
    static const char some[] = "fffiilltTVAWoyrjQu\"-->.,1:grave`^' ";
    size_t n = 1 + (*seed >> 16) % LONGEST, at = 0;
    bool number = (*seed >> 20) % 8 == 0;
    for (size_t i = 0; i < n; i++) {
        *seed = *seed * 1103515245 + 12345;
        uint32_t r = *seed >> 16;
        if (number)
            word[at++] = "0123456789.,"[r % 12];
        else if (r % 8 == 0)
            for (int k = 0; k < 3; k++)
                word[at++] = k < 2 ? "\xE2\x80"[k] : (char)(0x91 + r / 8 % 16); /* U+2011 to U+2020 */
        else
            word[at++] = r % 2 ? (char)('!' + r / 2 % 94) : some[r / 2 % (sizeof some - 1)];
    }
    return at;
}

static void test_words_are_those_of_harfbuzz(void **state)
{
    Bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Font *font = font_of(b, &cases[i]);
        Shaper *plain = NULL;
        uint32_t seed = (uint32_t)i + 1;
        for (int k = 0; k < WORDS; k++) {
            char text[BYTES + 1];
            Str word = {text, word_make(text, &seed)};
            if (k % AT_ONCE == 0) {
                shaper_close(plain);
                plain = shaper_open(b->arena, b->fonts, b->diag);
            }
            const Shaped *ours = shape_text(b->shaper, font, word, STR("en")), *theirs = shape_text(plain, font, word, STR("en"));
            assert_int_equal(ours->n, theirs->n);
            assert_int_equal(ours->width, theirs->width);
            assert_int_equal(ours->whole, theirs->whole);
            assert_int_equal(ours->plain, theirs->plain);
            for (uint32_t g = 0; g < ours->n; g++) {
                assert_int_equal(ours->glyphs[g].id, theirs->glyphs[g].id);
                assert_int_equal(ours->glyphs[g].cluster, theirs->glyphs[g].cluster);
                assert_int_equal(ours->glyphs[g].advance, theirs->glyphs[g].advance);
            }
        }
        shaper_close(plain);
    }
}

static void test_which_faces(void **state)
{
    Bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool paired;
        unsigned simple = face_simple(font_of(b, &cases[i])->face, cases[i].features, &paired);
        if (simple != cases[i].simple || (simple != 0 && paired != cases[i].paired))
            fail_msg("%s %d: simple %u, paired %d", cases[i].family, cases[i].weight, simple, paired);
    }
}

/* Known once their pairs have been seen, never where letters join. */
static void test_what_is_learned(void **state)
{
    Bench *b = *state;
    const Font *font = font_of(b, &cases[0]);
    PairTables *tables = pairs_new(b->arena);
    PairTable *table = pairs_table(tables, b->arena, font, STR("en"));
    assert_ptr_equal(pairs_table(tables, b->arena, font, STR("en")), table);
    assert_ptr_not_equal(pairs_table(tables, b->arena, font, STR("de")), table);
    assert_null(pairs_of(table, b->arena));                /* the first of few words */
    Pairs *pairs = NULL;
    for (int i = 0; i < 100 && !pairs; i++)
        pairs = pairs_of(table, b->arena);
    assert_non_null(pairs);
    Shaped word = {.text = STR("ntAt")};
    Str lacks;
    assert_false(pairs_compose(pairs, b->arena, &word, &lacks));
    assert_true(str_eq(lacks, word.text));
    pairs_learn(pairs, shape_text(b->shaper, font, STR("nt"), STR("en")));
    assert_false(pairs_compose(pairs, b->arena, &word, &lacks));
    assert_true(str_eq(lacks, STR("tAt")));
    pairs_learn(pairs, shape_text(b->shaper, font, STR("tA"), STR("en")));
    assert_false(pairs_compose(pairs, b->arena, &word, &lacks));
    assert_true(str_eq(lacks, STR("At")));
    pairs_learn(pairs, shape_text(b->shaper, font, STR("At"), STR("en")));
    assert_true(pairs_compose(pairs, b->arena, &word, &lacks));
    assert_int_equal(word.n, 4);
    Shaped joined = {.text = STR("fi")}, foreign = {.text = STR("t\xC3\xA4")};
    assert_false(pairs_compose(pairs, b->arena, &joined, &lacks));
    assert_true(str_eq(lacks, joined.text));
    pairs_learn(pairs, shape_text(b->shaper, font, STR("fi"), STR("en")));
    assert_false(pairs_compose(pairs, b->arena, &joined, &lacks));
    assert_int_equal(lacks.n, 0);
    assert_false(pairs_compose(pairs, b->arena, &foreign, &lacks));
    assert_int_equal(lacks.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_words_are_those_of_harfbuzz, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_which_faces, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_what_is_learned, bench_open_fonts, bench_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
