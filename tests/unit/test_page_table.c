/* test_page_table.c - numbers in cells, and column widths against every possible width. */

#include "page/page_int.h"

#include "support.h"

/* ---- numbers --------------------------------------------------------------------------------- */

static void check_number(const char *lang, const char *text, NumberKind kind, size_t ink)
{
    size_t found;
    NumberKind is = number_read(str_of(text), str_of(lang), &found);
    if (is != kind || (kind == NUMBER_IS && found != ink))
        fail_msg("\"%s\" (%s): kind %d, ink %zu", text, lang, (int)is, found);
}

static void numbers_are_known(void **state)
{
    (void)state;
    check_number("en", "12", NUMBER_IS, 2);
    check_number("en", "-1.5", NUMBER_IS, 2);
    check_number("en", "2,942,559.25", NUMBER_IS, 9);
    check_number("de", "2.942,5 %", NUMBER_IS, 5);
    check_number("de", "3.5", NUMBER_IS, 1);
    check_number("de-CH", "1'000.5", NUMBER_IS, 5);
    check_number("fr", "1\u202f000,5", NUMBER_IS, 4);
    check_number("en", "≈ 12.5\u00a0ms", NUMBER_IS, 5);
    check_number("en", "$4.20", NUMBER_IS, 2);
    check_number("en", "1.5×", NUMBER_IS, 1);
}

static void other_cells_are_text(void **state)
{
    (void)state;
    static const char *const texts[] = {"1.98.0",       "2010–2012", "5-10",  "15 May 2015",
                                        "2006, by him", "yes",       "12:30", "3 of the many",
                                        "1,23,456",     "3/4"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_number("en", texts[i], NUMBER_NOT, 0);
    check_number("en", "–", NUMBER_NOTHING, 0);
    check_number("en", "", NUMBER_NOTHING, 0);
}

/* ---- widths ---------------------------------------------------------------------------------- */

static CellWords words(Arena *arena, const char *lengths)
{
    VEC(CellWord) list = {0};
    for (const char *p = lengths; *p; p++) {
        Len width = (*p - '0') * LEN_PT * 10;
        VEC_PUSH(arena, &list,
                 (CellWord){.width = width, .whole = width, .space = LEN_PT * 5, .starts = true});
    }
    return (CellWords){list.at, (int)list.n};
}

static void lines_are_counted(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Len widest;
    assert_int_equal(cell_lines(words(arena, "123"), LEN_MAX, &widest), 1);
    assert_int_equal(widest, 70 * LEN_PT);
    assert_int_equal(cell_lines(words(arena, "123"), 35 * LEN_PT, &widest), 2);
    assert_int_equal(widest, 35 * LEN_PT);
    assert_int_equal(cell_lines(words(arena, "123"), 34 * LEN_PT, &widest), 3);
    assert_int_equal(cell_lines(words(arena, ""), 34 * LEN_PT, &widest), 0);
    arena_close(arena);
}

/* A word with a joint breaks there only when the whole does not fit. */
static void joints_break_late(void **state)
{
    (void)state;
    CellWord at[] = {{.width = 20, .whole = 20, .starts = true},
                     {.width = 30, .whole = 60, .space = 5, .starts = true},
                     {.width = 30}};
    CellWords cell = {at, 3};
    Len widest;
    assert_int_equal(cell_lines(cell, 60, &widest), 2);
    assert_int_equal(widest, 60);
    assert_int_equal(cell_lines(cell, 59, &widest), 2);
    assert_int_equal(widest, 55);
    at[1].forced = true;
    assert_int_equal(cell_lines(cell, 200, &widest), 2);
}

static int table_height(const TableGrid *grid, const Len *width)
{
    int height = 0;
    for (int r = 0; r < grid->rows; r++) {
        int high = 0;
        for (int c = 0; c < grid->columns; c++) {
            Len widest;
            int lines = cell_lines(grid->cells[r * grid->columns + c], width[c], &widest);
            high = lines > high ? lines : high;
        }
        height += high;
    }
    return height;
}

enum { COLUMNS = 3, ROWS = 4 };

static int best_height(const TableGrid *grid, Len total)
{
    int best = 10000;
    for (Len a = grid->least[0]; a <= total; a += 5 * LEN_PT)
        for (Len b = grid->least[1]; a + b + grid->least[2] <= total; b += 5 * LEN_PT) {
            int height = table_height(grid, (Len[]){a, b, total - a - b});
            best = height < best ? height : best;
        }
    return best;
}

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

/* Random tables: never wider than the room, and within a tenth of the lowest that there is. */
static void widths_are_near_the_best(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    uint32_t seed = 7;
    int found = 0, best = 0;
    for (int round = 0; round < 60; round++) {
        CellWords cells[ROWS * COLUMNS];
        Len natural[COLUMNS] = {0}, least[COLUMNS], width[COLUMNS], total = 240 * LEN_PT;
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            char text[16] = {0};
            for (uint32_t k = 0, n = next(&seed) % 12 + 1; k < n; k++)
                text[k] = (char)('1' + next(&seed) % 5);
            cells[i] = words(arena, text);
            Len widest;
            cell_lines(cells[i], LEN_MAX, &widest);
            natural[i % COLUMNS] = widest > natural[i % COLUMNS] ? widest : natural[i % COLUMNS];
            least[i % COLUMNS] = 50 * LEN_PT;
        }
        TableGrid grid = {cells, ROWS, COLUMNS, least, natural, true};
        int64_t height = table_widths(arena, &grid, total, width);
        assert_true(width[0] + width[1] + width[2] <= total);
        assert_int_equal(height, table_height(&grid, width));
        found += (int)height;
        best += best_height(&grid, total);
    }
    assert_true(found * 100 <= best * 103);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_known),        cmocka_unit_test(other_cells_are_text),
        cmocka_unit_test(lines_are_counted),        cmocka_unit_test(joints_break_late),
        cmocka_unit_test(widths_are_near_the_best),
    };
    return cmocka_run_group_tests_name("page table", tests, NULL, NULL);
}
