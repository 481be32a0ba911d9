/* Breaking into lines: the optimum against brute force, never an overfull line, no ladder of hyphens, looseness, ragged
 * setting, exact widths. All in the toy font, where every glyph is half an em. */
#include "line/line_int.h"

#include "support.h"

enum { MOST_BREAKS = 13 };
static const Len EM = 10 * LEN_PT;

typedef struct World { Setter setter; Style style; Meta meta; TextStyle text; uint32_t seed; Node *node; } World;

static World *world_open(void)
{
    Arena *arena = arena_open();
    World *b = ARENA_NEW(arena, World);
    Diag *diag = diag_new(arena);
    Fonts *fonts = fonts_open(arena, diag);
    fonts_family(fonts, STR("main"), STR("toy"), (Place){0});
    fonts_family(fonts, STR("mono"), STR("toy"), (Place){0});
    b->meta.lang = STR("en-US");
    b->style.tolerance = 200;
    b->text = (TextStyle){.family = STR("main"), .weight = 400, .align = ALIGN_JUSTIFY, .size = EM, .leading = EM};
    b->setter = (Setter){.arena = arena, .shown = arena, .scratch = arena_open(), .style = &b->style, .meta = &b->meta, .fonts = fonts,
                         .shaper = shaper_open(arena, fonts, diag), .diag = diag};
    b->seed = 7;
    b->node = node_new(arena, KIND_PARAGRAPH, (Place){0});
    return b;
}

static void world_close(World *b)
{
    shaper_close(b->setter.shaper);
    fonts_close(b->setter.fonts);
    arena_close(b->setter.scratch);
    arena_close(b->setter.arena);
}

static int next_random(World *b, int below)
{
    b->seed = b->seed * 1664525u + 1013904223u;
    return (int)((b->seed >> 8) % (uint32_t)below);
}

static Hlist list_of(World *b, const char *text)
{
    return hlist_of_text(&b->setter, b->node, str_of(text), &b->text);
}

/* ---- the oracle ------------------------------------------------------------------------------------ */

/* Prices every way to break the list by walking its items anew for each line: slow, plain, and on its own. */
typedef struct Oracle {
    const World *bench;
    const Item *items; int n;
    const Measure *measure;
    int64_t tolerance;
    Len emergency, short_last;
    int64_t best;                                          /* -1: none */
} Oracle;

static bool box_like(const Item *item)
{
    return item->kind == ITEM_BOX || item->kind == ITEM_NOTE || item->kind == ITEM_IMAGE;
}

static bool may_break(const Oracle *o, int i)
{
    const Item *item = &o->items[i];
    if (item->kind == ITEM_GLUE)
        return i > 0 && box_like(&o->items[i - 1]);
    return item->kind == ITEM_DISC || (item->kind == ITEM_PENALTY && item->penalty < PENALTY_FORBID);
}

static int64_t cube(int64_t ratio)
{
    int64_t bad = 100 * ratio * ratio / RATIO * ratio / RATIO / RATIO;
    return ratio > 40 * RATIO || bad > BADNESS_MOST ? BADNESS_MOST : bad;
}

typedef struct Trial { bool fits; int64_t demerits; int fitness; } Trial;

static Trial line_try(const Oracle *o, int from, int to)
{
    Len width = 0, stretch = o->emergency, shrink = 0, text = 0;
    bool fil = false;
    for (int i = from; i < to; i++) {
        const Item *item = &o->items[i];
        width += item->width;
        text += item->kind == ITEM_BOX ? item->width : 0;
        fil |= item->kind == ITEM_GLUE && item->fil;
        stretch += item->kind == ITEM_GLUE ? item->stretch : 0;
        shrink += item->kind == ITEM_GLUE ? item->shrink : 0;
    }
    width += item_pre_width(&o->items[to]);
    Len room = o->measure->width - (from == 0 ? o->measure->first_indent : o->measure->indent);
    Len lack = room - width, most = text * o->bench->style.expand / 1000;
    Len letters = lack > most ? most : lack < -most ? -most : lack;
    int64_t used = most > 0 ? llabs(letters) * RATIO / most : 0;
    int64_t bad = EXPAND_BADNESS * used * used / RATIO / RATIO;
    int64_t ratio = 0;
    Len rest = llabs(lack - letters);
    if (lack >= 0 && fil)
        bad = 0;
    else if (lack < 0 && rest > shrink)
        return (Trial){0};
    else if (rest > 0) {
        Len flex = lack < 0 ? shrink : stretch;
        ratio = flex <= 0 || rest / flex >= 100 ? 100 * RATIO : rest * RATIO / flex;
        bad += cube(ratio);
    }
    Trial trial = {.fits = bad <= o->tolerance, .demerits = (LINE_PENALTY + bad) * (LINE_PENALTY + bad)};
    trial.fitness = lack < 0 ? (ratio > RATIO / 2 ? 0 : 1) : ratio > RATIO ? 3 : ratio > RATIO / 2 ? 2 : 1;
    int64_t penalty = o->items[to].kind == ITEM_GLUE || o->items[to].penalty <= PENALTY_FORCE ? 0 : o->items[to].penalty;
    trial.demerits += penalty * penalty;
    if (to == o->n - 1 && width < o->short_last)
        trial.demerits += DEMERITS_SHORT * (2 * o->short_last - width) / o->short_last;
    return trial;
}

static void oracle_walk(Oracle *o, int from, int fitness, int run, int64_t sum)
{
    for (int to = from; to < o->n; to++) {
        if (!may_break(o, to))
            continue;
        Trial trial = line_try(o, from, to);
        bool hyphen = o->items[to].flagged, last = to == o->n - 1;
        if (!trial.fits || (hyphen && run == 2))
            continue;
        int64_t cost = sum + trial.demerits;
        cost += last && run > 0 ? DEMERITS_FINAL : hyphen && run > 0 ? DEMERITS_DOUBLE : 0;
        cost += from > 0 && abs(trial.fitness - fitness) > 1 ? DEMERITS_UNLIKE : 0;
        if (last) {
            o->best = o->best < 0 || cost < o->best ? cost : o->best;
            return;
        }
        int start = o->items[to].kind == ITEM_GLUE ? to : to + 1;
        while (start < o->n && !box_like(&o->items[start]))
            start++;
        oracle_walk(o, start, trial.fitness, hyphen ? run + 1 : 0, cost);
    }
}

static int64_t oracle_best(const World *b, const Hlist *list, const Measure *measure, int64_t tolerance)
{
    Oracle o = {.bench = b, .items = list->items, .n = list->n, .measure = measure, .tolerance = tolerance, .best = -1};
    Len hang = measure->first_indent - measure->indent;
    o.short_last = hang > EM ? 2 * hang : 2 * EM;
    oracle_walk(&o, 0, 1, 0, 0);
    return o.best;
}

/* ---- random paragraphs ------------------------------------------------------------------------------ */

static const char *random_text(World *b, char *text, size_t room)
{
    size_t n = 0;
    int words = 2 + next_random(b, 7);
    for (int w = 0; w < words && n + 16 < room; w++) {
        int letters = 1 + next_random(b, 8);
        for (int i = 0; i < letters; i++)
            text[n++] = 'a';
        if (next_random(b, 3) == 0) {
            memcpy(text + n, "b-ccc", 5);
            n += 5;
        }
        text[n++] = ' ';
    }
    text[n] = '\0';
    return text;
}

/* Random glue and penalties, some of the hyphens turned into discretionaries. */
static void list_shake(World *b, Hlist *list)
{
    for (int i = 0; i < list->n; i++) {
        Item *item = &list->items[i];
        if (item->kind == ITEM_GLUE && !item->fil) {
            item->stretch = item->width * next_random(b, 100) / 100;
            item->shrink = item->width * next_random(b, 50) / 100;
        }
        if (item->kind == ITEM_PENALTY && item->penalty > 0 && item->penalty < PENALTY_FORBID) {
            item->penalty = next_random(b, 200);
            if (next_random(b, 2) == 0) {
                item->kind = ITEM_DISC;
                item->pre = shape_text(b->setter.shaper, item->look->font, STR("-"), item->look->lang);
                item->pre_width = EM / 2;
            }
        }
    }
}

static int breaks_in(const Hlist *list)
{
    int n = 0;
    for (int i = 0; i < list->n; i++)
        n += list->items[i].kind == ITEM_GLUE || list->items[i].flagged;
    return n;
}

static void is_the_optimum(void **state)
{
    (void)state;
    World *b = world_open();
    int first = 0, second = 0, none = 0;
    for (int i = 0; i < 4000; i++) {
        char text[256];
        arena_reset(b->setter.scratch);
        b->style.expand = next_random(b, 3) * 10;
        Hlist list = list_of(b, random_text(b, text, sizeof text));
        list_shake(b, &list);
        Measure measure = {.width = EM * (40 + next_random(b, 100)) / 10, .align = ALIGN_JUSTIFY};
        measure.first_indent = next_random(b, 3) * EM / 2;
        measure.indent = next_random(b, 3) * EM / 3;
        if (breaks_in(&list) > MOST_BREAKS)
            continue;
        int64_t best = oracle_best(b, &list, &measure, 120);
        first += best >= 0;
        if (best < 0) {
            best = oracle_best(b, &list, &measure, 200);
            second += best >= 0;
        }
        none += best < 0;
        Paragraph p = line_break(&b->setter, &list, &measure);
        assert_true(p.n > 0);
        if (best >= 0)
            assert_int_equal(p.demerits, best);
        else
            assert_true(p.demerits > 0);
    }
    assert_true(first > 500 && second > 10 && none > 100);
    world_close(b);
}

/* ---- properties -------------------------------------------------------------------------------------- */

static Len piece_end(const Line *line)
{
    return line->n == 0 ? 0 : line->pieces[line->n - 1].x + line->pieces[line->n - 1].width;
}

static void never_overfull(void **state)
{
    (void)state;
    World *b = world_open();
    b->style.expand = 20;
    for (int i = 0; i < 1500; i++) {
        char text[256];
        arena_reset(b->setter.scratch);
        b->text.align = next_random(b, 2) ? ALIGN_JUSTIFY : ALIGN_LEFT;
        Hlist list = list_of(b, random_text(b, text, sizeof text));
        Measure measure = {.width = EM * (6 + next_random(b, 60)) / 10, .align = b->text.align};
        Paragraph p = line_break(&b->setter, &list, &measure);
        assert_false(p.overfull);
        size_t letters = 0, expected = 0;
        for (int k = 0; k < p.n; k++) {
            assert_true(piece_end(&p.lines[k]) <= measure.width + LEN_PT / 10);
            for (int q = 0; q < p.lines[k].n; q++)
                for (int w = 0; w < p.lines[k].pieces[q].n; w++)
                    letters += p.lines[k].pieces[q].words[w].shaped->text.n;
        }
        for (const char *c = text; *c != '\0'; c++)
            expected += *c != ' ';
        assert_int_equal(letters, expected);
    }
    assert_int_equal(b->setter.diag->items.n > 0, true);   /* loose lines are told */
    for (size_t i = 0; i < b->setter.diag->items.n; i++)
        assert_int_equal(b->setter.diag->items.at[i].kind, DIAG_LOOSE);
    world_close(b);
}

static void too_narrow_for_a_letter_is_told(void **state)
{
    (void)state;
    World *b = world_open();
    Hlist list = list_of(b, "ab c");
    Paragraph p = line_break(&b->setter, &list, &(Measure){.width = EM / 4, .align = ALIGN_JUSTIFY});
    assert_true(p.overfull);
    assert_int_equal(p.n, 3);
    assert_int_equal(b->setter.diag->items.n, 3);
    assert_int_equal(b->setter.diag->items.at[0].kind, DIAG_OVERFULL);
    world_close(b);
}

static void justified_lines_end_at_the_measure(void **state)
{
    (void)state;
    World *b = world_open();
    for (int expand = 0; expand <= 20; expand += 10) {
        b->style.expand = expand;
        Hlist list = list_of(b, "aaaa bbb ccccc dd eeee fffff ggg hhhh iii jjjjjj kk llll mmm nnnnn oo pppp qqq rrrr");
        Measure measure = {.width = 17 * EM, .first_indent = EM, .align = ALIGN_JUSTIFY};
        Paragraph p = line_break(&b->setter, &list, &measure);
        assert_true(p.n >= 2);
        for (int i = 0; i + 1 < p.n; i++) {
            assert_int_equal(p.lines[i].width, measure.width);
            assert_int_equal(piece_end(&p.lines[i]), measure.width);
            assert_true(abs(p.lines[i].expand) <= expand * EXPAND_ONE / 1000);
        }
        assert_int_equal(p.lines[0].pieces[0].x, EM);
        assert_int_equal(p.lines[1].pieces[0].x, 0);
        assert_true(p.lines[p.n - 1].last);
    }
    world_close(b);
}

static void no_third_hyphen_in_a_row(void **state)
{
    (void)state;
    World *b = world_open();
    for (int i = 0; i < 300; i++) {
        char text[512] = "";
        for (int w = 0; w < 24; w++) {
            strcat(text, &"aaaaaaaa"[next_random(b, 6)]);
            strcat(text, "-ccccc ");
        }
        arena_reset(b->setter.scratch);
        Hlist list = list_of(b, text);
        Paragraph p = line_break(&b->setter, &list, &(Measure){.width = 12 * EM, .align = ALIGN_JUSTIFY});
        for (int k = 0, run = 0; k < p.n; k++) {
            run = p.lines[k].hyphenated ? run + 1 : 0;
            assert_true(run < 3);
        }
    }
    world_close(b);
}

static void looseness_gives_a_line_more_or_fewer(void **state)
{
    (void)state;
    World *b = world_open();
    b->style.tolerance = 5000;
    const char *text = "aaaa bbb ccccc dd eeee fffff ggg hhhh iii jjjjjj kk llll mmm nnnnn oo pppp qqq rrrr "
                       "aaaa bbb ccccc dd eeee fffff ggg hhhh iii jjjjjj kk llll mmm nnnnn oo pppp qqq rrrr sss";
    Hlist list = list_of(b, text);
    Measure measure = {.width = 17 * EM, .align = ALIGN_JUSTIFY};
    Paragraph best = line_break(&b->setter, &list, &measure);
    measure.looseness = 1;
    Paragraph longer = line_break(&b->setter, &list, &measure);
    assert_int_equal(longer.n, best.n + 1);
    assert_true(longer.demerits > best.demerits);
    measure.looseness = -4;
    assert_int_equal(line_break(&b->setter, &list, &measure).n, best.n);
    world_close(b);
}

static void ragged_lines_are_even(void **state)
{
    (void)state;
    World *b = world_open();
    /* A greedy filler would leave the second line with "c" alone. */
    Hlist list = list_of(b, "aaa bb cc ddddd");
    Measure measure = {.width = 3 * EM, .align = ALIGN_LEFT};
    Paragraph p = line_break(&b->setter, &list, &measure);
    assert_int_equal(p.n, 3);
    assert_string_equal(p.lines[1].pieces[0].words[0].shaped->text.p, "bb");
    measure.align = ALIGN_RIGHT;
    p = line_break(&b->setter, &list, &measure);
    assert_int_equal(piece_end(&p.lines[0]), measure.width);
    assert_int_equal(p.lines[0].pieces[0].x, measure.width - EM * 3 / 2);
    measure.align = ALIGN_CENTER;
    p = line_break(&b->setter, &list, &measure);
    assert_int_equal(p.lines[0].pieces[0].x, (measure.width - EM * 3 / 2) / 2);
    world_close(b);
}

static void widths_without_breaking(void **state)
{
    (void)state;
    World *b = world_open();
    Hlist list = list_of(b, "aaa bb-cccccc d");
    assert_int_equal(hlist_width(&list), 15 * EM / 2);
    assert_int_equal(hlist_min_width(&list), 6 * EM / 2);
    Line line = line_single(&b->setter, &list);
    assert_int_equal(line.width, 15 * EM / 2);
    assert_int_equal(line.n, 1);
    assert_int_equal(line.pieces[0].n, 3);
    const Word *words = line.pieces[0].words;
    assert_true(words[0].space_after && words[1].space_after && !words[2].space_after);
    Hlist nothing = list_of(b, "  ");
    assert_int_equal(nothing.n, 0);
    assert_int_equal(line_break(&b->setter, &nothing, &(Measure){.width = EM}).n, 0);
    assert_int_equal(line_single(&b->setter, &nothing).n, 0);
    world_close(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_the_optimum),
        cmocka_unit_test(never_overfull),
        cmocka_unit_test(too_narrow_for_a_letter_is_told),
        cmocka_unit_test(justified_lines_end_at_the_measure),
        cmocka_unit_test(no_third_hyphen_in_a_row),
        cmocka_unit_test(looseness_gives_a_line_more_or_fewer),
        cmocka_unit_test(ragged_lines_are_even),
        cmocka_unit_test(widths_without_breaking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
