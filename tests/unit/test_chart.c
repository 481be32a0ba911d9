/* test_chart.c - numbers as written and as printed, dates, ticks, the spreading of labels, and the palette of the themes:
 * contrast (WCAG 2), and distance for normal, protan, deutan and tritan vision (Machado, Oliveira and Fernandes 2009). */
#include <math.h>

#include "chart/chart_int.h"
#include "read/read.h"

#include "support.h"

/* ---- numbers --------------------------------------------------------------------------------------- */

static void check_parse(const char *text, char point, double x, const char *unit)
{
    Decimal value;
    Str found;
    NumberRead read = decimal_parse(str_of(text), point, &value, &found);
    if (read != READ_NUMBER || fabs(decimal_x(value) - x) > fabs(x) * 1e-14 || !str_eq(found, str_of(unit)))
        fail_msg("\"%s\": %d, %.17g \"%.*s\"", text, (int)read, decimal_x(value), STR_ARGS(found));
}

static void numbers_are_read(void **state)
{
    (void)state;
    check_parse("12", '.', 12, "");
    check_parse("-1.50", '.', -1.5, "");
    check_parse("\u22123", '.', -3, "");
    check_parse("1,234,567.5", '.', 1234567.5, "");
    check_parse("1,234", '.', 1234, "");
    check_parse("1,5", '.', 1.5, "");
    check_parse("1.234", ',', 1234, "");
    check_parse("1.234,5", ',', 1234.5, "");
    check_parse("1.5", ',', 1.5, "");
    check_parse("12 000 000", '.', 12000000, "");
    check_parse("12\u202f000", ',', 12000, "");
    check_parse("1\u2019000.25", '.', 1000.25, "");
    check_parse("7.5 %", '.', 7.5, "%");
    check_parse("12ms", '.', 12, "ms");
    check_parse("3 req/s", '.', 3, "req/s");
    check_parse("$4.20", '.', 4.2, "$");
    check_parse("1e-9", '.', 1e-9, "");
    check_parse("2.5\u00d710^6 B", '.', 2.5e6, "B");
    check_parse("123456789012345678901234", '.', 123456789012345678901234.0, "");
}

static void other_cells_are_no_numbers(void **state)
{
    (void)state;
    static const char *const texts[] = {"<20", "about 3", "1-5", "1.98.0", "2010 (announced)", "yes", "3 of the many"};
    static const char *const gaps[] = {"", " ", "-", "\u2013", "n/a", "\u2026"};
    Decimal value;
    Str unit;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (decimal_parse(str_of(texts[i]), '.', &value, &unit) != READ_TEXT)
            fail_msg("\"%s\" is read as %.17g", texts[i], decimal_x(value));
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        assert_int_equal(decimal_parse(str_of(gaps[i]), '.', &value, &unit), READ_GAP);
}

static void check_print(Arena *arena, Format format, int64_t digits, int scale, const char *expected)
{
    Str text = format_value(arena, &format, (Decimal){digits, scale});
    if (!str_eq(text, str_of(expected)))
        fail_msg("%lld/10^%d: \"%.*s\", not \"%s\"", (long long)digits, scale, STR_ARGS(text), expected);
}

static void numbers_are_printed(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Format en = {numerals_of(STR("en-GB")), false, false, 3}, de = en, k = en;
    de.numerals = numerals_of(STR("de"));
    k.prefix = true;
    check_print(arena, en, 258559, 2, "2,586");
    check_print(arena, en, 43909, 2, "439");
    check_print(arena, en, 3429, 2, "34.3");
    check_print(arena, en, 1005, 3, "1.01");
    check_print(arena, en, 7, 2, "0.070");
    check_print(arena, en, -35, 1, "\u22123.50");
    check_print(arena, en, 1, 9, "10\u207b\u2079");
    check_print(arena, en, 0, 0, "0.000");
    check_print(arena, de, 12345678, 2, "123.457");
    check_print(arena, de, 15, 1, "1,50");
    check_print(arena, k, 16269526, 0, "16.3M");
    check_print(arena, k, 999960, 0, "1.00M");
    check_print(arena, k, 64854, 0, "64.9k");
    check_print(arena, k, 12, 0, "12.0");
    arena_close(arena);
}

static void logarithms_of_decades_are_whole(void **state)
{
    (void)state;
    for (int i = -12; i <= 15; i++)
        assert_true(log_ten(ten_to(i)) == i);
    assert_true(fabs(log_ten(2) - 0.301029996) < 2e-9);
}

/* ---- dates ------------------------------------------------------------------------------------------- */

static void check_date(const char *text, int year, int month, int day, DateGrain grain)
{
    Date date = {0};
    if (!date_parse(str_of(text), &date) || date.day != date_day(year, month, day) || date.grain != grain)
        fail_msg("\"%s\": day %d, grain %d", text, date.day, (int)date.grain);
}

static void dates_are_read(void **state)
{
    (void)state;
    Date date;
    check_date("2024-03-01", 2024, 3, 1, GRAIN_DAY);
    check_date("2024-03", 2024, 3, 1, GRAIN_MONTH);
    check_date("2024", 2024, 1, 1, GRAIN_YEAR);
    check_date("Q3 2024", 2024, 7, 1, GRAIN_QUARTER);
    check_date("2024 H2", 2024, 7, 1, GRAIN_QUARTER);
    check_date("Mar\u00a02024", 2024, 3, 1, GRAIN_MONTH);
    check_date("15 May 2015", 2015, 5, 15, GRAIN_DAY);
    check_date("May 15, 2015", 2015, 5, 15, GRAIN_DAY);
    assert_false(date_parse(STR("12"), &date));
    assert_false(date_parse(STR("2010 (announced)"), &date));
    assert_false(date_parse(STR("2024-13-01"), &date));
    for (int32_t day = -200000; day < 200000; day += 97) {
        int y, m, d;
        date_split(day, &y, &m, &d);
        assert_int_equal(date_day(y, m, d), day);
    }
}

/* ---- ticks --------------------------------------------------------------------------------------------- */

static void check_ticks(Arena *arena, double lo, double hi, int wanted, const char *expected)
{
    Format format = {numerals_of(STR("en")), hi >= 1e5, false, 0};
    Ticks ticks = ticks_linear(arena, lo, hi, wanted, &format);
    Buf out = BUF(arena);
    for (int i = 0; i < ticks.n; i++)
        buf_format(&out, "%s%.*s", i ? " " : "", STR_ARGS(ticks.at[i].label));
    if (!str_eq(buf_str(&out), str_of(expected)))
        fail_msg("%g..%g: \"%.*s\", not \"%s\"", lo, hi, STR_ARGS(buf_str(&out)), expected);
}

static void ticks_are_round(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    check_ticks(arena, 0, 100, 5, "0 20 40 60 80 100");
    check_ticks(arena, 0, 9.7, 5, "0 2 4 6 8 10");
    check_ticks(arena, 0, 1e6, 5, "0 200k 400k 600k 800k 1M");
    arena_close(arena);
}

static void ticks_cover_what_they_measure(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Format format = {numerals_of(STR("en")), false, false, 0};
    for (double size = 1e-7; size < 1e9; size *= 3.7)
        for (double lo = -2; lo <= 1; lo += 0.37) {
            Ticks ticks = ticks_linear(arena, lo * size, (lo + 1.3) * size, 5, &format);
            assert_in_range(ticks.n, 2, 11);
            double step = ticks.at[1].x - ticks.at[0].x;
            assert_true(ticks.at[0].x < lo * size + step && ticks.at[ticks.n - 1].x > (lo + 1.3) * size - step);
            for (int i = 1; i < ticks.n; i++)
                assert_true(fabs(ticks.at[i].x - ticks.at[i - 1].x - step) < step * 1e-9);
        }
    arena_close(arena);
}

static void logarithmic_ticks_are_decades(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Format format = {numerals_of(STR("en")), false, false, 0};
    Ticks few = ticks_log(arena, 1, 1000, 6, &format), many = ticks_log(arena, 1e-9, 1e12, 6, &format);
    assert_int_equal(few.n, 4);
    assert_true(str_eq(few.at[3].label, STR("1,000")));
    assert_in_range(many.n, 3, 7);
    assert_true(str_eq(many.at[0].label, STR("10\u207b\u2079")));
    arena_close(arena);
}

/* ---- labels ----------------------------------------------------------------------------------------------- */

static void labels_spread_no_further_than_they_must(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Len far[3] = {0, 20, 40}, touching[3] = {10, 12, 14}, edge[2] = {95, 96}, size[3] = {10, 10, 10};
    labels_spread(arena, far, size, 3, -5, 100);
    assert_true(far[0] == 0 && far[1] == 20 && far[2] == 40);
    labels_spread(arena, touching, size, 3, -5, 100);
    assert_true(touching[0] == 2 && touching[1] == 12 && touching[2] == 22);
    labels_spread(arena, edge, size, 2, 0, 100);
    assert_true(edge[0] == 80 && edge[1] == 90);
    arena_close(arena);
}

/* ---- colours ------------------------------------------------------------------------------------------------ */

typedef struct Lab { double l, a, b; } Lab;

static double light(unsigned channel)
{
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double bent(double t)
{
    return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

static Lab lab_of(Colour colour, const double m[3][3])
{
    double in[3] = {light(colour >> 16 & 255), light(colour >> 8 & 255), light(colour & 255)}, c[3];
    for (int i = 0; i < 3; i++) {
        double sum = m[i][0] * in[0] + m[i][1] * in[1] + m[i][2] * in[2];
        c[i] = sum < 0 ? 0 : sum > 1 ? 1 : sum;
    }
    double x = bent((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.9505);
    double y = bent(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
    double z = bent((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.089);
    return (Lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

static const double visions[4][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
};

static double contrast(Colour colour)
{
    return 1.05 / (0.05 + (double)colour_luminance(colour) / 1e6);
}

typedef struct Theme { Arena *arena; Style style; Setter setter; Meta meta; Node *document; } Theme;

/* A theme and a document with one chart of `n` series, the first two named. */
static void theme_open(Theme *t, const char *name, int n)
{
    Front front = {0};
    t->arena = arena_open();
    Diag *diag = diag_new(t->arena);
    assert_true(theme_apply(&t->style, t->arena, str_of(name), &front, diag));
    Place place = {0};
    t->document = node_new(t->arena, KIND_DOCUMENT, place);
    Node *chart = node_new(t->arena, KIND_CHART, place), *table = node_new(t->arena, KIND_TABLE, place);
    Node *head = node_new(t->arena, KIND_TABLE_HEAD, place), *row = node_new(t->arena, KIND_ROW, place);
    node_append(t->document, chart);
    node_append(chart, table);
    node_append(table, head);
    node_append(head, row);
    for (int i = 0; i <= n; i++) {
        Node *cell = node_new(t->arena, KIND_CELL, place);
        Str text = i == 1 ? STR("Rust") : i == 2 ? STR("Go") : str_format(t->arena, "series %d", i);
        node_append(row, cell);
        node_append(cell, node_text(t->arena, KIND_TEXT, place, text));
    }
    node_extra(t->arena, chart)->target = table;
    t->setter = (Setter){.arena = t->arena, .shown = t->arena, .style = &t->style, .meta = &t->meta};
    t->setter.palette = palette_new(t->arena, &t->style, t->document);
}

static Shade theme_shade(Theme *t, int i)
{
    return shade_of(&t->setter, i == 1 ? STR("Rust") : i == 2 ? STR("Go") : str_format(t->arena, "series %d", i), i);
}

static void colours_stand_out(void **state)
{
    (void)state;
    Theme t;
    theme_open(&t, "handout", 8);
    for (int i = 1; i <= 8; i++) {
        Shade shade = theme_shade(&t, i);
        if (contrast(shade.mark) < 3 || contrast(shade.text) < 4.5)
            fail_msg("#%06X %.2f, #%06X %.2f", shade.mark, contrast(shade.mark), shade.text, contrast(shade.text));
    }
    assert_true(contrast(t.style.chart_neutral) >= 2.5);
    assert_true(contrast(t.style.chart_muted) >= 4.5 && contrast(t.style.chart_axis) >= 3);
    arena_close(t.arena);
}

static void colours_differ_for_every_eye(void **state)
{
    (void)state;
    Theme t;
    theme_open(&t, "handout", 8);
    for (int i = 1; i <= 8; i++)
        for (int k = 1; k < i; k++)
            for (int v = 0; v < 4; v++) {
                Colour x = theme_shade(&t, i).mark, y = theme_shade(&t, k).mark;
                Lab a = lab_of(x, visions[v]), b = lab_of(y, visions[v]);
                double far = sqrt(pow(a.l - b.l, 2) + pow(a.a - b.a, 2) + pow(a.b - b.b, 2));
                if (far < 12)
                    fail_msg("#%06X and #%06X are %.1f apart for eye %d", x, y, far, v);
            }
    Lab rust = lab_of(theme_shade(&t, 1).mark, visions[0]), go = lab_of(theme_shade(&t, 2).mark, visions[0]);
    assert_true(go.l - rust.l > 12);                       /* also in grey */
    arena_close(t.arena);
}

static void named_series_keep_their_colours(void **state)
{
    (void)state;
    Theme t;
    theme_open(&t, "book", 5);
    Shade shade;
    assert_int_equal(theme_shade(&t, 1).mark, 0xA94007);
    assert_int_equal(shade_of(&t.setter, STR("go"), 7).mark, theme_shade(&t, 2).mark);
    assert_true(shade_named(&t.setter, STR("Fiber (Go)"), &shade) && shade.mark == theme_shade(&t, 2).mark);
    assert_false(shade_named(&t.setter, STR("Google"), &shade));
    for (int i = 3; i <= 5; i++)
        assert_true(theme_shade(&t, i).mark != theme_shade(&t, 1).mark && theme_shade(&t, i).mark != theme_shade(&t, 2).mark);
    arena_close(t.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read),
        cmocka_unit_test(other_cells_are_no_numbers),
        cmocka_unit_test(numbers_are_printed),
        cmocka_unit_test(logarithms_of_decades_are_whole),
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(ticks_are_round),
        cmocka_unit_test(ticks_cover_what_they_measure),
        cmocka_unit_test(logarithmic_ticks_are_decades),
        cmocka_unit_test(labels_spread_no_further_than_they_must),
        cmocka_unit_test(colours_stand_out),
        cmocka_unit_test(colours_differ_for_every_eye),
        cmocka_unit_test(named_series_keep_their_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
