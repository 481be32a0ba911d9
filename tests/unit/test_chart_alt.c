/* test_chart_alt.c - what a chart says in words: kind, series, range and the telling difference, in the document's language. */
#include "chart/chart.h"
#include "read/read.h"
#include "resolve/resolve.h"

#include "support.h"

/* Of the only chart in the text. */
static Str alt_of(Arena *arena, const char *lang, const char *text)
{
    Diag *diag = diag_new(arena);
    Source source = {.name = STR("test.md"), .text = str_of(text)};
    Node *document = markdown_read(arena, &source, front_split(source.text), diag);
    Meta meta = {.lang = str_of(lang)};
    resolve(arena, document, &meta, diag);
    const Node *chart = document;
    while (chart && chart->kind != KIND_CHART)
        chart = node_next(chart, document);
    assert_non_null(chart);
    return chart_alt(arena, &meta, chart);
}

static void check_alt(const char *lang, const char *text, const char *expected)
{
    Arena *arena = arena_open();
    Str alt = alt_of(arena, lang, text);
    if (!str_eq(alt, str_of(expected)))
        print_error("%s: \"%.*s\"\n", lang, STR_ARGS(alt));
    assert_str(alt, expected);
    arena_close(arena);
}

/* ---- one chart in every language ------------------------------------------------------------------------------ */

static const char table[] = "| Task | Rust | Go |\n|---|---|---|\n| one | 4.72 | 3.55 |\n| all | 439 | 2585 |\n\n"
                            ": Memory {chart=bar unit=MB scale=log}\n";
static const char comma[] = "| Task | Rust | Go |\n|---|---|---|\n| one | 4,72 | 3,55 |\n| all | 439 | 2585 |\n\n"
                            ": Memory {chart=bar unit=MB scale=log}\n";

static void english_is_said(void **state)
{
    (void)state;
    check_alt("en-GB", table, "Bar chart, in MB, logarithmic scale. 2 rows, from one to all; Rust and Go. Rust: from 4.72 (one) to "
                              "439 (all). Go: from 3.55 (one) to 2,585 (all). Rust is larger in 1 of 2, Go in 1. They differ most "
                              "at all: 439 and 2,585 (5.9 times).");
    check_alt("ja", table, "Bar chart, in MB, logarithmic scale. 2 rows, from one to all; Rust and Go. Rust: from 4.72 (one) to "
                           "439 (all). Go: from 3.55 (one) to 2,585 (all). Rust is larger in 1 of 2, Go in 1. They differ most "
                           "at all: 439 and 2,585 (5.9 times).");
}

static void german_and_french_are_said(void **state)
{
    (void)state;
    check_alt("de", comma, "Balkendiagramm, in MB, logarithmische Skala. 2 Zeilen, von one bis all; Rust und Go. Rust: von 4,72 "
                           "(one) bis 439 (all). Go: von 3,55 (one) bis 2.585 (all). Rust ist in 1 von 2 größer, Go in 1. Am "
                           "weitesten auseinander liegen sie bei all: 439 und 2.585 (5,9-fach).");
    check_alt("fr-CA", comma, "Diagramme à barres, en MB, échelle logarithmique. 2 lignes, de one à all ; Rust et Go. Rust : de "
                              "4,72 (one) à 439 (all). Go : de 3,55 (one) à 2\u00a0585 (all). Rust est plus grand dans 1 sur 2, "
                              "Go dans 1. L’écart est le plus grand pour all : 439 et 2\u00a0585 (5,9 fois).");
}

static void five_more_are_said(void **state)
{
    static const struct { const char *lang, *start; } said[] = {
        {"es", "Gráfico de barras, en MB, escala logarítmica. 2 filas"}, {"it", "Grafico a barre, in MB, scala logaritmica. 2 righe"},
        {"nl", "Staafdiagram, in MB, logaritmische schaal. 2 rijen"}, {"pt-BR", "Gráfico de barras, em MB, escala logarítmica. 2 linhas"},
        {"pl", "Wykres słupkowy poziomy, w MB, skala logarytmiczna. Wiersze: 2"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        Arena *arena = arena_open();
        Str alt = alt_of(arena, said[i].lang, comma);
        assert_str(str_slice(alt, 0, strlen(said[i].start)), said[i].start);
        assert_int_equal(str_find(alt, STR("$")), -1);
        arena_close(arena);
    }
}

/* ---- what each kind tells ---------------------------------------------------------------------------------------- */

static void events_have_their_dates(void **state)
{
    (void)state;
    check_alt("de", "| Was | A |\n|---|---|\n| Anfang | 2012-01-20 |\n| Ende | 2015-05-15 |\n\n: Zeit {chart=timeline}\n",
              "Zeitleiste. 2 Zeilen, von Anfang bis Ende; A. A: von 20.\u00a0Jan.\u00a02012 (Anfang) bis 15.\u00a0Mai\u00a02015 (Ende).");
}

static void marks_are_counted(void **state)
{
    (void)state;
    check_alt("en", "| Need | A | B |\n|---|---|---|\n| x | yes | no |\n| y | yes | part |\n\n: Marks {chart=matrix}\n",
              "Table of marks. 2 rows, from x to y; A and B. A: yes 2. B: no 1, part 1.");
}

static void the_largest_change_is_said(void **state)
{
    (void)state;
    check_alt("en", "| Problem | 2024 | 2025 |\n|---|---|---|\n| a | 1 | 2 |\n| b | 5 | 2 |\n| c | 3 | 3 |\n\n: Change {chart=slope}\n",
              "Slope chart. 2 rows, from 2024 to 2025; a, b and c. a: from 1 (2024) to 2 (2025). b: from 2 (2025) to 5 (2024). c: 3 "
              "(2024). b changes most: from 5 to 2.");
}

static void one_row_is_said_as_one(void **state)
{
    (void)state;
    check_alt("en", "| Task | A |\n|---|---|\n| only | 3 |\n\n: One {chart=bar}\n", "Bar chart. 1 row, only; A. A: 3 (only).");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_is_said),
        cmocka_unit_test(german_and_french_are_said),
        cmocka_unit_test(five_more_are_said),
        cmocka_unit_test(events_have_their_dates),
        cmocka_unit_test(marks_are_counted),
        cmocka_unit_test(the_largest_change_is_said),
        cmocka_unit_test(one_row_is_said_as_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
