/* Shaping: the word cache, features, runs of one font, characters that nobody has, breaks without spaces. */
#include "shape/shape.h"

#include <stdio.h>

#include "support.h"

static const Font *main_of(const Bench *b)
{
    return fonts_font(b->fonts, STR("main"), 400, false, 0, PT(10));
}

static const Font *mono_of(const Bench *b)
{
    return fonts_font(b->fonts, STR("mono"), 400, false, FEATURE_CODE, PT(10));
}

static const Shaped *shape(Bench *b, const Font *font, const char *text)
{
    return shape_text(b->shaper, font, str_of(text), STR("en"));
}

/* ---- words ----------------------------------------------------------------------------------- */

static void test_a_word_is_shaped_once(void **state)
{
    Bench *b = *state;
    const Shaped *first = shape(b, main_of(b), "word");
    char text[24];
    for (int i = 0; i < 3000; i++) {                       /* makes the cache grow */
        snprintf(text, sizeof text, "w%d", i);
        shape(b, main_of(b), text);
    }
    assert_ptr_equal(shape(b, main_of(b), "word"), first);
    assert_ptr_equal(shape(b, fonts_sized(b->fonts, main_of(b), PT(20)), "word"), first); /* size-free */
    assert_ptr_not_equal(shape_text(b->shaper, main_of(b), STR("word"), STR("de")), first);
    assert_ptr_not_equal(shape(b, mono_of(b), "word"), first);
    assert_true(str_eq(first->text, STR("word")));
}

enum { FORKS = 4, WORDS = 20000 };

typedef struct Fork { const Bench *bench; const Font *font; const Shaped *words[WORDS]; Arena *arena; } Fork;

/* Each begins at another word, so that now this one, now that one is the first. */
static void fork_run(void *ctx, size_t i, int worker)
{
    Fork *f = &((Fork *)ctx)[i];
    char text[24];
    (void)worker;
    Shaper *shaper = shaper_fork(f->bench->shaper, f->arena, fonts_view(f->bench->fonts, f->arena), diag_new(f->arena));
    for (size_t k = 0; k < WORDS; k++) {
        size_t word = (k + i * WORDS / FORKS / 2) % WORDS;
        int n = snprintf(text, sizeof text, "w%zu", word);
        f->words[word] = shape_text(shaper, f->font, (Str){text, (size_t)n}, STR("en"));
    }
    shaper_close(shaper);
}

static void test_words_are_shared_by_threads(void **state)
{
    Bench *b = *state;
    Fork *forks = ARENA_ARRAY(b->arena, Fork, FORKS);
    Jobs *jobs = jobs_open(FORKS);
    for (int i = 0; i < FORKS; i++) {
        forks[i] = (Fork){.bench = b, .font = main_of(b)};
        forks[i].arena = arena_open();
    }
    jobs_each(jobs, FORKS, fork_run, forks);
    jobs_close(jobs);
    for (int i = 0; i < FORKS; i++)
        arena_adopt(b->arena, forks[i].arena);
    for (size_t k = 0; k < WORDS; k++) {
        char text[24];
        snprintf(text, sizeof text, "w%zu", k);
        const Shaped *found = shape(b, main_of(b), text);
        bool theirs = false;
        for (int i = 0; i < FORKS; i++) {
            assert_str(forks[i].words[k]->text, text);
            assert_int_equal(forks[i].words[k]->width, found->width);
            theirs |= forks[i].words[k] == found;
        }
        assert_true(theirs);
    }
}

static void test_a_view_of_fonts_opens_nothing(void **state)
{
    Bench *b = *state;
    const Font *font = main_of(b);
    Fonts *view = fonts_view(b->fonts, b->arena);
    assert_ptr_equal(fonts_font(view, STR("main"), 400, false, 0, PT(10)), font);
    assert_ptr_equal(fonts_for(view, font, 'a'), font);
    assert_false(fonts_missed(view));
    fonts_font(view, STR("main"), 700, false, 0, PT(10));
    assert_true(fonts_missed(view));
    assert_false(fonts_missed(view));
    fonts_sized(view, font, PT(11));
    assert_true(fonts_missed(view));
    fonts_for(view, font, 0x4E2D);
    assert_true(fonts_missed(view));
    const Font *other = fonts_for(b->fonts, font, 0x3B1);  /* known to the view once the fonts know it */
    assert_ptr_equal(fonts_for(fonts_view(b->fonts, b->arena), font, 0x3B1), other);
}

static void test_width_at_a_size(void **state)
{
    Bench *b = *state;
    assert_true(fonts_family(b->fonts, STR("sans"), STR("toy"), (Place){0}));
    const Font *toy = fonts_font(b->fonts, STR("sans"), 400, false, 0, PT(10));
    const Shaped *s = shape(b, toy, "abcd");
    assert_int_equal(s->n, 4);
    assert_int_equal(shaped_width(s, toy->size), PT(20));
    assert_int_equal(shaped_width_to(s, 0), 0);
    assert_int_equal(shaped_width_to(s, 3) * 2, 3 * toy->face->units_per_em);
    assert_int_equal(shaped_width_to(s, 4), s->width);
    assert_int_equal(shape(b, toy, "")->width, 0);
}

static void test_kerning_and_ligatures(void **state)
{
    Bench *b = *state;
    assert_true(shape(b, main_of(b), "AV")->width < shape(b, main_of(b), "A")->width + shape(b, main_of(b), "V")->width);
    const Shaped *office = shape(b, main_of(b), "office");
    assert_int_equal(office->n, 4);
    assert_int_equal(office->glyphs[1].cluster, 1);        /* ffi */
    assert_int_equal(office->glyphs[2].cluster, 4);
}

static void test_code_has_no_ligatures(void **state)
{
    Bench *b = *state;
    const Shaped *arrow = shape(b, mono_of(b), "=>!=");
    assert_int_equal(arrow->n, 4);
    assert_int_equal(arrow->glyphs[0].id, shape(b, mono_of(b), "=")->glyphs[0].id);
    assert_int_equal(arrow->glyphs[3].id, arrow->glyphs[0].id);
    assert_int_equal(arrow->glyphs[1].id, shape(b, mono_of(b), ">")->glyphs[0].id);
}

static void test_figures(void **state)
{
    Bench *b = *state;
    const Font *old = fonts_font(b->fonts, STR("main"), 400, false, FEATURE_OLDSTYLE, PT(10));
    const Font *tabular = fonts_font(b->fonts, STR("main"), 400, false, FEATURE_TABULAR, PT(10));
    const Font *caps = fonts_font(b->fonts, STR("main"), 400, false, FEATURE_SMALL_CAPS, PT(10));
    uint32_t lining = shape(b, main_of(b), "3")->glyphs[0].id;
    assert_int_not_equal(shape(b, old, "3")->glyphs[0].id, lining);
    assert_int_equal(shape(b, tabular, "1")->width, shape(b, tabular, "8")->width);
    assert_int_not_equal(shape(b, old, "1")->width, shape(b, old, "8")->width);
    assert_int_not_equal(shape(b, caps, "a")->glyphs[0].id, shape(b, main_of(b), "a")->glyphs[0].id);
}

static void test_invisible_characters(void **state)
{
    Bench *b = *state;
    const Shaped *s = shape(b, main_of(b), "hy\u00ADphen\u200B");
    assert_int_equal(s->n, 6);
    assert_int_equal(s->width, shape(b, main_of(b), "hy")->width + shape(b, main_of(b), "phen")->width);
    assert_int_equal(shape(b, main_of(b), "\u00A0")->width, shape(b, main_of(b), " ")->width);
    assert_true(shape(b, main_of(b), "\u2009")->width > 0);
}

static void test_right_to_left(void **state)
{
    Bench *b = *state;
    const Font *font = fonts_for(b->fonts, main_of(b), 0x633);
    const Shaped *s = shape(b, font, "\u0633\u0644\u0645");
    assert_true(s->n >= 2);
    assert_true(s->glyphs[0].cluster > s->glyphs[s->n - 1].cluster);
}

static void test_never_notdef(void **state)
{
    Bench *b = *state;
    static const char *const texts[] = {"a\U0010FFFDb", "\U0010FFFD", "\x07", "a\u0E01", "\xFF\xFE"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const Shaped *s = shape(b, main_of(b), texts[i]);
        assert_true(s->n > 0);
        assert_true(str_eq(s->text, str_of(texts[i])));    /* can still be copied */
        for (uint32_t g = 0; g < s->n; g++)
            assert_int_not_equal(s->glyphs[g].id, 0);
    }
}

/* ---- runs ------------------------------------------------------------------------------------ */

/* The runs of a text: "n:face n:face". */
static Str runs(Bench *b, const Font *font, const char *text)
{
    Buf buf = {.arena = b->arena};
    for (Str s = str_of(text); s.n > 0;) {
        const Font *run_font;
        Str instead;
        size_t n = shape_run(b->shaper, font, s, (Place){0}, &run_font, &instead);
        assert_in_range(n, 1, s.n);
        assert_int_equal(run_font->size, font->size);
        buf_format(&buf, "%s%zu:%.*s", buf.n > 0 ? " " : "", n, STR_ARGS(run_font->face->name));
        s = str_slice(s, n, s.n);
    }
    buf_byte(&buf, '\0');
    return buf_str(&buf);
}

static void test_runs(void **state)
{
    Bench *b = *state;
    assert_string_equal(runs(b, main_of(b), "plain").p, "5:TeXGyrePagella-Regular");
    assert_string_equal(runs(b, main_of(b), "na\u00EFve, 10\u00A0\u20AC").p, "15:TeXGyrePagella-Regular");
    assert_string_equal(runs(b, main_of(b), "ab\u0416\u0430c").p, "2:TeXGyrePagella-Regular 4:DejaVuSerif 1:TeXGyrePagella-Regular");
    assert_string_equal(runs(b, mono_of(b), "\u0416x").p, "2:JetBrainsMono-Regular 1:JetBrainsMono-Regular"); /* scripts */
    assert_string_equal(runs(b, mono_of(b), "x\u2192y").p, "5:JetBrainsMono-Regular");
}

static void test_marks_stay_with_their_base(void **state)
{
    Bench *b = *state;
    assert_string_equal(runs(b, main_of(b), "xe\u0301y").p, "5:TeXGyrePagella-Regular");
    assert_string_equal(runs(b, main_of(b), "\u0416\u0301").p, "4:DejaVuSerif");
    assert_string_equal(runs(b, main_of(b), "a\u0416\u200D\uFE0F").p, "1:TeXGyrePagella-Regular 8:DejaVuSerif");
}

static void test_missing_is_told_once(void **state)
{
    Bench *b = *state;
    const char *text = "a\U0010FFFD\U0010FFFD\U0010FFFEz";
    runs(b, main_of(b), text);
    runs(b, main_of(b), text);
    assert_int_equal(b->diag->items.n, 2);
    assert_int_equal(b->diag->items.at[0].kind, DIAG_GLYPH);
    assert_true(str_find(b->diag->items.at[0].text, STR("U+10FFFD")) >= 0);
}

static void test_missing_script(void **state)
{
    Bench *b = *state;
    Buf text = {.arena = b->arena};
    for (uint32_t c = 0x13000; c < 0x13040; c++)           /* Egyptian hieroglyphs */
        buf_utf8(&text, c);
    buf_byte(&text, '\0');
    if (fonts_for(b->fonts, main_of(b), 0x13000) != NULL)
        skip();                                            /* a font of the system has them */
    assert_string_equal(runs(b, main_of(b), text.p).p, "256:DejaVuSerif"); /* which has U+FFFD */
    assert_int_equal(b->diag->items.n, 5);
    assert_true(str_find(b->diag->items.at[0].text, STR("U+13000 (EGYPTIAN HIEROGLYPH A001)")) >= 0);
    assert_int_equal(b->diag->items.at[3].hint.n, 0);
    assert_true(b->diag->items.at[4].hint.n > 0);          /* more are not listed */
}

static void test_missing_has_its_name(void **state)
{
    Bench *b = *state;
    runs(b, main_of(b), "\U0001F6D8");                        /* no letter of any of our faces */
    if (b->diag->items.n == 0)
        skip();                                            /* a font of the system has it */
    assert_true(str_find(b->diag->items.at[0].text, STR("U+1F6D8")) >= 0);
}

/* ---- breaks without spaces ------------------------------------------------------------------- */

static void test_segments(void **state)
{
    Bench *b = *state;
    uint32_t breaks[16];
    assert_false(segment_needed(STR("Plain, na\xC3\xAFve \xE2\x80\x94 text \xE2\x86\x92")));
    assert_false(segment_needed(STR("\xD0\x96\xD0\xB0")));
    Str text = STR("\xE4\xBD\xA0\xE5\xA5\xBD\xE3\x80\x82\xE5\xA5\xBD"); /* two letters, a full stop, a letter */
    assert_true(segment_needed(text));
    assert_int_equal(segment_breaks(b->shaper, text, STR("zh"), breaks, 16), 2);
    assert_int_equal(breaks[0], 3);
    assert_int_equal(breaks[1], 9);                        /* never before the full stop */
    assert_int_equal(segment_breaks(b->shaper, text, STR("zh"), breaks, 1), 1);
    Str thai = STR("\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35\u0E0A\u0E32\u0E27\u0E42\u0E25\u0E01"); /* hello, world */
    assert_int_equal(segment_breaks(b->shaper, thai, STR("th"), breaks, 16), 2);
    assert_int_equal(breaks[0], 18);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_word_is_shaped_once, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_words_are_shared_by_threads, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_a_view_of_fonts_opens_nothing, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_width_at_a_size, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_kerning_and_ligatures, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_code_has_no_ligatures, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_figures, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_invisible_characters, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_right_to_left, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_never_notdef, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_runs, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_marks_stay_with_their_base, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_missing_is_told_once, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_missing_script, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_missing_has_its_name, bench_open_fonts, bench_close),
        cmocka_unit_test_setup_teardown(test_segments, bench_open_fonts, bench_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
