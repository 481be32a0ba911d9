/* Hyphenation: points of words by language, what must stay whole, and Liang's matching on small pattern files of our own. */
#include "shape/shape_int.h"

#include <stdio.h>
#include <unistd.h>

#include "support.h"

/* The word with its points as hyphens. */
static void assert_points(Bench *b, const char *lang, const char *word, const char *expected)
{
    uint16_t points[256];
    Str s = str_of(word);
    for (int round = 0; round < 2; round++) {            /* the second answer is a remembered one */
        size_t n = hyphen_points(b->shaper, s, str_of(lang), points), at = 0;
        Buf buf = {.arena = b->arena};
        for (size_t i = 0; i < n; i++) {
            buf_add(&buf, str_slice(s, at, points[i]));
            buf_byte(&buf, '-');
            at = points[i];
        }
        buf_add(&buf, str_slice(s, at, s.n));
        buf_byte(&buf, '\0');
        assert_string_equal(buf_str(&buf).p, expected);
    }
}

static void test_languages(void **state)
{
    Bench *b = *state;
    assert_points(b, "en", "hyphenation", "hy-phen-ation");
    assert_points(b, "en-US", "typographical", "ty-po-graph-i-cal");
    assert_points(b, "en-GB", "typographical", "ty-po-graph-ical");
    assert_points(b, "de", "Donaudampfschifffahrt", "Do-nau-dampf-schiff-fahrt");
    assert_points(b, "de-AT", "\u00C4pfel", "\u00C4p-fel");
    assert_points(b, "fr", "l\u2019internationalisation", "l\u2019in-ter-na-tio-na-li-sa-tion");
    assert_points(b, "ru", "\u0437\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439\u0442\u0435",
                  "\u0437\u0434\u0440\u0430\u0432-\u0441\u0442\u0432\u0443\u0439\u0442\u0435");
}

static void test_punctuation_and_capitals(void **state)
{
    Bench *b = *state;
    assert_points(b, "en", "(\u201Ctypographical,\u201D)", "(\u201Cty-po-graph-i-cal,\u201D)");
    assert_points(b, "en", "Typographical.", "Ty-po-graph-i-cal.");
    assert_points(b, "en", "well-constructed", "well-con-structed");
    assert_points(b, "ru", "\u0417\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439\u0442\u0435!",
                  "\u0417\u0434\u0440\u0430\u0432-\u0441\u0442\u0432\u0443\u0439\u0442\u0435!");
}

static void test_what_stays_whole(void **state)
{
    Bench *b = *state;
    static const char *const words[] = {
        "HashMapping", "example.computer", "typographical.hyphenation", "utf8conversion", "typo_graphical",
        "typographical/hyphenation", "https://hyphenation", "INTERNATIONAL", "hyphenation@computer", "std::collection",
        "don\u2019t", "able", "", "-", "\u2014",
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_points(b, "en", words[i], words[i]);
}

static void test_soft_hyphens_rule(void **state)
{
    Bench *b = *state;
    assert_points(b, "en", "hyphen\u00ADation", "hyphen\u00AD-ation");
    assert_points(b, "xx", "a\u00ADb", "a\u00AD-b");
    assert_points(b, "en", "hyphenation\u00AD", "hy-phen-ation\u00AD"); /* at the end it rules nothing */
}

static void test_no_patterns(void **state)
{
    Bench *b = *state;
    assert_true(hyphen_has(b->shaper, STR("en-AU"), (Place){0}));
    assert_true(hyphen_has(b->shaper, STR("en-JM"), (Place){0})); /* English at home */
    assert_int_equal(b->diag->items.n, 0);
    assert_false(hyphen_has(b->shaper, STR("tlh"), (Place){0}));
    assert_false(hyphen_has(b->shaper, STR("tlh"), (Place){0}));
    assert_false(hyphen_has(b->shaper, STR("../../../etc/x"), (Place){0}));
    assert_int_equal(b->diag->items.n, 2);
    assert_int_equal(b->diag->items.at[0].kind, DIAG_LANGUAGE);
    assert_points(b, "tlh", "hyphenation", "hyphenation");
}

static void test_long_words(void **state)
{
    Bench *b = *state;
    uint16_t points[5000];
    char word[5000];
    memset(word, 'a', sizeof word);
    assert_int_equal(hyphen_points(b->shaper, (Str){word, sizeof word}, STR("en"), points), 0);
    assert_int_equal(hyphen_points(b->shaper, (Str){word, 101}, STR("en"), points), 0);
}

/* ---- pattern files --------------------------------------------------------------------------- */

static Patterns *patterns_of(Bench *b, const char *text, size_t n)
{
    char path[] = "/tmp/octavo-patterns-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, n), n);
    close(fd);
    Patterns *patterns = patterns_read(b->arena, path);
    unlink(path);
    return patterns;
}

static void assert_split(const Patterns *patterns, const char *word, const char *expected)
{
    uint32_t letters[64] = {0};
    bool points[65];
    char split[130];
    int n = (int)strlen(word), out = 0;
    for (int i = 0; i < n; i++)
        letters[i] = (uint8_t)word[i];
    patterns_points(patterns, letters, n, points);
    for (int i = 0; i < n; i++) {
        if (points[i])
            split[out++] = '-';
        split[out++] = word[i];
    }
    split[out] = '\0';
    assert_string_equal(split, expected);
}

#define PATTERNS(b, text) patterns_of((b), (text), sizeof(text) - 1)

static void test_liang(void **state)
{
    Patterns *p = PATTERNS(*state, "UTF-8\nhy3ph\nhe2n\nhena4\nhen5at\n1na\nn2at\n1tio\n2io\no2n\n"); /* his own example */
    assert_split(p, "hyphenation", "hy-phen-ation");
    p = PATTERNS(*state, "UTF-8\n.un1\n1ly.\n");
    assert_split(p, "unlylyunly", "un-lylyun-ly");
}

static void test_minimum_of_the_file(void **state)
{
    assert_split(PATTERNS(*state, "UTF-8\n1a\n"), "aaaaaa", "aa-a-a-aa");
    assert_split(PATTERNS(*state, "UTF-8\nLEFTHYPHENMIN 3\nRIGHTHYPHENMIN 1\n1a\n"), "aaaaaa", "aaa-a-a-a");
}

static void test_levels(void **state)
{
    assert_split(PATTERNS(*state, "UTF-8\nk1b\nNEXTLEVEL\n.bo1\n"), "bookboox", "bo-ok-bo-ox"); /* parts are words */
    assert_split(PATTERNS(*state, "UTF-8\nCOMPOUNDLEFTHYPHENMIN 3\nk1b\nNEXTLEVEL\n.bo1\n"), "bookboox", "bo-ok-boox");
}

static void test_changed_spelling_is_left_out(void **state)
{
    assert_split(PATTERNS(*state, "UTF-8\nf1f/ff=f,1,2\nf1a\n"), "schiffahrt", "schiff-ahrt");
}

static void test_encodings(void **state)
{
    uint32_t word[] = {'x', 0xE4, 'b', 'x', 'x'};
    bool points[6];
    Patterns *p = PATTERNS(*state, "ISO8859-1\r\n\xE4" "1b\r\n");
    patterns_points(p, word, 5, points);
    assert_true(points[2] && !points[1] && !points[3]);
    assert_non_null(p = PATTERNS(*state, "no-such-charset\n1a\n"));
    assert_split(p, "aaaaaa", "aaaaaa");
    assert_null(patterns_read(((Bench *)*state)->arena, "/nowhere.dic"));
}

static void test_garbage(void **state)
{
    Patterns *p = PATTERNS(*state, "UTF-8\n\n#1a\n%1a\nLEFTHYPHENMIN x\n123\n\xFF\xFE\n1\nNEXTLEVEL\nNEXTLEVEL\nNEXTLEVEL\nNEXTLEVEL\n"
                                   "NEXTLEVEL\n1c\n");
    assert_split(p, "aaccaa", "aa-c-caa");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_languages, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_punctuation_and_capitals, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_what_stays_whole, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_soft_hyphens_rule, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_no_patterns, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_long_words, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_liang, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_minimum_of_the_file, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_levels, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_changed_spelling_is_left_out, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_encodings, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_garbage, bench_open_fonts, bench_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
