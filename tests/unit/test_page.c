/* Page breaks and the builder on galleys made by hand: nothing here needs a font. */
#include "page/page_int.h"

#include "support.h"

enum { LINES = 10 };                                       /* of a page */
static const Len LINE = 12 * LEN_PT;

typedef struct World { Arena *arena, *scratch; Style style; Setter setter; VEC(Vitem) items; Node heading; } World;

static int world_open(void **state)
{
    Arena *arena = arena_open();
    World *bench = ARENA_NEW(arena, World);
    bench->arena = arena;
    bench->scratch = arena_open();
    bench->style.grid = LINE;
    bench->style.page_height = LINE * (LINES + 4);
    bench->style.page_width = 300 * LEN_PT;
    bench->style.margin_top = bench->style.margin_bottom = 2 * LINE;
    bench->style.note_gap = LINE;
    bench->style.text[TEXT_BODY].leading = LINE;
    bench->setter = (Setter){.arena = arena, .scratch = bench->scratch, .list = arena, .galley = arena, .shown = arena, .lasting = arena, .style = &bench->style};
    bench->heading.kind = KIND_HEADING;
    *state = bench;
    return 0;
}

static int world_close(void **state)
{
    World *bench = *state;
    arena_close(bench->scratch);
    arena_close(bench->arena);
    return 0;
}

static void item(World *bench, Vitem v)
{
    VEC_PUSH(bench->arena, &bench->items, v);
}

static void glue(World *bench, Len height)
{
    item(bench, (Vitem){.kind = V_GLUE, .height = height});
}

static void penalty(World *bench, int value)
{
    item(bench, (Vitem){.kind = V_PENALTY, .penalty = (int16_t)value});
}

/* A paragraph of n lines with the penalties that galley.c gives, and what separates it from the next. */
static void paragraph(World *bench, int n)
{
    for (int i = 0; i < n; i++) {
        item(bench, (Vitem){.kind = V_BOX, .height = LINE, .first_line = i == 0, .last_line = i == n - 1});
        if (i + 1 < n)
            penalty(bench, i == 0 || i == n - 2 ? PENALTY_ORPHAN : 0);
    }
    glue(bench, 0);
}

static void heading(World *bench)
{
    item(bench, (Vitem){.kind = V_BOX, .height = LINE, .first_line = true, .last_line = true, .node = &bench->heading});
    penalty(bench, PENALTY_FORBID);
    glue(bench, 0);
}

static Galley galley_of(const World *bench)
{
    return (Galley){.items = bench->items.at, .n = (int)bench->items.n, .width = 200 * LEN_PT};
}

static Notes no_notes(const World *bench)
{
    size_t n = bench->items.n + 1;
    return (Notes){.before = ARENA_ARRAY(bench->arena, int, n), .height = ARENA_ARRAY(bench->arena, Len, n)};
}

static Plans break_all(World *bench, const Notes *notes)
{
    Galley *galley = ARENA_NEW(bench->arena, Galley);
    *galley = galley_of(bench);
    Heights *heights = ARENA_NEW(bench->arena, Heights);
    *heights = heights_new(bench->setter.list, &bench->style, galley);
    Notes none = no_notes(bench);
    Plans plans = plans_new(&bench->setter, heights, notes ? notes : &none);
    plans_reset(&bench->setter, &plans);
    return plans;
}

static int boxes_in(const World *bench, Plan plan)
{
    int n = 0;
    for (int i = plan.from; i < plan.to; i++)
        n += bench->items.at[i].kind == V_BOX;
    return n;
}

/* ---- breaks --------------------------------------------------------------------------------------- */

static void test_no_widow(void **state)
{
    World *bench = *state;
    paragraph(bench, 4);
    paragraph(bench, 7);                                   /* filling up would leave its last line alone */
    paragraph(bench, 8);
    Plans plans = break_all(bench, NULL);
    assert_int_equal(plans.n, 2);
    assert_int_equal(boxes_in(bench, plans.at[0]), 9);
    assert_int_equal(plans.faults.widows, 0);
    assert_int_equal(plans.faults.orphans, 0);
}

static void test_looks_ahead(void **state)
{
    World *bench = *state;
    paragraph(bench, 5);
    paragraph(bench, 5);                                   /* a full page .. */
    paragraph(bench, 9);
    paragraph(bench, 2);                                   /* .. makes these two lines split or hollow a later one */
    paragraph(bench, 9);
    Plans plans = break_all(bench, NULL);
    assert_int_equal(plans.faults.widows + plans.faults.orphans, 0);
    for (int i = 0; i + 1 < plans.n; i++)
        assert_true(boxes_in(bench, plans.at[i]) >= 8);
}

static void test_heading_stays(void **state)
{
    World *bench = *state;
    paragraph(bench, 9);
    heading(bench);
    paragraph(bench, 6);
    Plans plans = break_all(bench, NULL);
    assert_int_equal(plans.n, 2);
    assert_int_equal(boxes_in(bench, plans.at[0]), 9);
    assert_int_equal(plans.faults.stranded, 0);
}

static void test_forced_break(void **state)
{
    World *bench = *state;
    paragraph(bench, 2);
    item(bench, (Vitem){.kind = V_PENALTY, .penalty = PENALTY_FORCE, .recto = true, .opening = true});
    paragraph(bench, 3);
    Plans plans = break_all(bench, NULL);
    assert_int_equal(plans.n, 2);
    assert_false(plans.at[0].opening);
    assert_true(plans.at[1].recto && plans.at[1].opening);
    assert_int_equal(boxes_in(bench, plans.at[1]), 3);
}

/* A hyphen is not left over a turn of the leaf when another line can end the page; when it must be, it is counted. */
static void test_hyphen_turns(void **state)
{
    World *world = *state;
    for (int free = 0; free < 2; free++) {
        world->items.n = 0;
        for (int i = 0; i < LINES + 4; i++) {
            item(world, (Vitem){.kind = V_BOX, .height = LINE, .hyphenated = i == LINES - 1});
            penalty(world, i == LINES - 1 || (free && i == LINES - 2) ? 0 : PENALTY_FORBID);
        }
        Plans plans = break_all(world, NULL);
        assert_int_equal(plans.n, 2);
        assert_int_equal(boxes_in(world, plans.at[0]), free ? LINES - 1 : LINES);
        assert_int_equal(plans.faults.turned, !free);
    }
}

static void test_higher_than_page(void **state)
{
    World *bench = *state;
    paragraph(bench, 3);
    heading(bench);
    item(bench, (Vitem){.kind = V_BOX, .height = LINE * (LINES + 1)});
    glue(bench, 0);
    paragraph(bench, 3);
    Plans plans = break_all(bench, NULL);
    int boxes = 0;
    for (int i = 0; i < plans.n; i++)
        boxes += boxes_in(bench, plans.at[i]);
    assert_int_equal(boxes, 8);
    assert_int_equal(plans.n, 3);
}

/* ---- heights -------------------------------------------------------------------------------------- */

static void test_heights(void **state)
{
    World *bench = *state;
    static const Panel panel = {.pad_top = 3 * LEN_PT, .pad_bottom = 5 * LEN_PT};
    glue(bench, LINE);                                     /* dropped at the head */
    item(bench, (Vitem){.kind = V_OPEN, .height = panel.pad_top, .panel = &panel});
    item(bench, (Vitem){.kind = V_BOX, .height = LINE});
    penalty(bench, 0);
    item(bench, (Vitem){.kind = V_BOX, .height = LINE});
    item(bench, (Vitem){.kind = V_CLOSE, .height = panel.pad_bottom, .panel = &panel});
    item(bench, (Vitem){.kind = V_GLUE, .height = 4 * LEN_PT, .snap = true});
    item(bench, (Vitem){.kind = V_BOX, .height = LINE});
    Galley galley = galley_of(bench);
    Heights heights = heights_new(bench->setter.list, &bench->style, &galley);
    Len pads = panel.pad_top + panel.pad_bottom;
    assert_int_equal(heights_of(&heights, 0, 3), LINE + pads); /* broken off, the panel ends with its padding */
    assert_int_equal(heights_of(&heights, 3, 6), LINE + pads); /* and is opened again */
    assert_int_equal(heights_of(&heights, 0, 8), 4 * LINE);    /* 24 + 8 + 4: the next line is on the grid at 36 */
    assert_int_equal(heights_of(&heights, 3, 8), 3 * LINE);    /* 12 + 8 + 4 is on it */
}

/* ---- notes ---------------------------------------------------------------------------------------- */

static Galley note_galley(const World *bench, int lines)
{
    Vitem *items = ARENA_ARRAY(bench->arena, Vitem, lines);
    for (int i = 0; i < lines; i++)
        items[i] = (Vitem){.kind = V_BOX, .height = LINE};
    return (Galley){.items = items, .n = lines};
}

/* Notes of the given lines, each marked in the item of the given index. */
static Notes notes_at(const World *bench, const int *marks, const int *lines, int n)
{
    Notes notes = no_notes(bench);
    notes.at = ARENA_ARRAY(bench->arena, Note, n);
    notes.n = n;
    for (int i = 0; i < n; i++)
        notes.at[i] = (Note){.galley = note_galley(bench, lines[i]), .height = LINE * lines[i], .lines = lines[i]};
    for (size_t at = 0; at < bench->items.n; at++) {
        notes.before[at + 1] = notes.before[at];
        notes.height[at + 1] = notes.height[at];
        for (int i = 0; i < n; i++)
            if (marks[i] == (int)at) {
                notes.before[at + 1]++;
                notes.height[at + 1] += notes.at[i].height;
            }
    }
    return notes;
}

static void test_note_on_its_page(void **state)
{
    World *bench = *state;
    paragraph(bench, 20);
    Notes notes = notes_at(bench, (int[]){0, 24}, (int[]){2, 1}, 2);
    Plans plans = break_all(bench, &notes);
    assert_int_equal(plans.at[0].n_parts, 1);
    assert_int_equal(boxes_in(bench, plans.at[0]), 7);     /* 10 - the gap - two lines of the note */
    for (int i = 0; i < plans.n; i++)
        if (plans.at[i].from <= 24 && 24 < plans.at[i].to)
            assert_int_equal(plans.at[i].parts[plans.at[i].n_parts - 1].note, 1);
}

static void test_note_splits(void **state)
{
    World *bench = *state;
    paragraph(bench, 14);
    Notes notes = notes_at(bench, (int[]){10}, (int[]){6}, 1); /* marked in line 6: 6 + 1 + 6 lines do not fit */
    Plans plans = break_all(bench, &notes);
    assert_int_equal(plans.at[0].n_parts, 1);
    NotePart first = plans.at[0].parts[0], rest = plans.at[1].parts[0];
    assert_int_equal(first.from, 0);
    assert_int_equal(first.to, rest.from);
    assert_int_equal(rest.to, 6);
    assert_true(first.to >= 2 && rest.to - rest.from >= 2);
}

/* ---- whatever comes, nothing is lost ----------------------------------------------------------------- */

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static void random_item(World *bench, unsigned *seed)
{
    static const Panel panel = {.pad_top = 3 * LEN_PT, .pad_bottom = 5 * LEN_PT};
    switch (next_random(seed) % 8) {
    case 0: heading(bench); break;
    case 1: item(bench, (Vitem){.kind = V_BOX, .height = LINE * (int)(next_random(seed) % 14) + 5000}); break;
    case 2: item(bench, (Vitem){.kind = V_PENALTY, .penalty = PENALTY_FORCE}); break;
    case 3:
        item(bench, (Vitem){.kind = V_OPEN, .panel = &panel, .height = panel.pad_top});
        paragraph(bench, (int)(next_random(seed) % 12 + 1));
        item(bench, (Vitem){.kind = V_CLOSE, .panel = &panel, .height = panel.pad_bottom});
        item(bench, (Vitem){.kind = V_GLUE, .height = LINE / 3, .snap = true});
        break;
    default: paragraph(bench, (int)(next_random(seed) % 9 + 1)); break;
    }
}

static Notes random_notes(const World *bench, unsigned *seed)
{
    int marks[64], lines[64], n = 0;
    for (size_t i = 0; i < bench->items.n && n < 64; i++)
        if (bench->items.at[i].kind == V_BOX && next_random(seed) % 6 == 0) {
            marks[n] = (int)i;
            lines[n++] = (int)(next_random(seed) % (next_random(seed) % 4 ? 4 : 30)) + 1;
        }
    return notes_at(bench, marks, lines, n);
}

static Len plan_height(const World *bench, const Heights *heights, const Notes *notes, Plan plan)
{
    Len height = plan.from < plan.to ? heights_of(heights, plan.from, plan.to) : 0;
    for (int i = 0; i < plan.n_parts; i++)
        height += note_part_height(notes, plan.parts[i]);
    return height + (plan.n_parts ? bench->style.note_gap : 0);
}

static void check_whole(const World *bench, const Notes *notes, const Plans *plans)
{
    int box = 0, note = 0, line = 0, n_boxes = 0;
    Galley galley = galley_of(bench);
    Heights heights = heights_new(bench->setter.list, &bench->style, &galley);
    for (int i = 0; i < plans->n; i++) {
        Plan plan = plans->at[i];
        for (int k = plan.from; k < plan.to; k++)
            if (galley.items[k].kind == V_BOX) {
                while (galley.items[box].kind != V_BOX)
                    box++;
                assert_int_equal(box++, k);
                n_boxes++;
            }
        for (int k = 0; k < plan.n_parts; k++) {
            while (line == notes->at[note].galley.n)
                note++, line = 0;
            assert_int_equal(plan.parts[k].note, note);
            assert_int_equal(plan.parts[k].from, line);
            line = plan.parts[k].to;
        }
        if (boxes_in(bench, plan) != 1)
            assert_true(plan_height(bench, &heights, notes, plan) <= LINE * LINES);
    }
    for (; box < galley.n; box++)
        assert_true(galley.items[box].kind != V_BOX);
    assert_true(notes->n == 0 || (note == notes->n - 1 && line == notes->at[note].galley.n));
    assert_true(n_boxes > 0);
}

static void test_nothing_lost(void **state)
{
    World *bench = *state;
    for (unsigned round = 1; round <= 400; round++) {
        unsigned seed = round * 7919;
        bench->items.at = NULL;
        bench->items.n = bench->items.cap = 0;
        paragraph(bench, 1);
        for (unsigned i = next_random(&seed) % 30; i > 0; i--)
            random_item(bench, &seed);
        Notes notes = random_notes(bench, &seed);
        Plans plans = break_all(bench, &notes);
        check_whole(bench, &notes, &plans);
    }
}

/* ---- the optimum ---------------------------------------------------------------------------------- */

/* What leg.c charges where no paragraph, space, note or float can help, told anew. */
typedef struct Oracle { const World *world; bool two_sided; } Oracle;

static int64_t oracle_lines(const Oracle *o, int lacks)
{
    if (!o->two_sided)
        return (int64_t)lacks * lacks * 40;
    return lacks == 0 ? 0 : lacks == 1 ? 2200 : 3800 + 700 * (lacks - 2);
}

/* The page of items [from, to) as page `number`, after one that lacked `before` lines; -1: it cannot be. */
static int64_t oracle_page(const Oracle *o, int from, int to, int number, int before)
{
    int lines = 0, n = (int)o->world->items.n;
    for (int i = from; i < to; i++)
        lines += o->world->items.at[i].kind == V_BOX;
    if (lines > LINES || lines == 0)
        return -1;
    int lacks = LINES - lines;
    if (to == n)
        return lines < 5 && number > 0 ? 3000 : o->two_sided && lacks > 0 && lacks <= 7 ? 1800 : 0;
    int unlike = lacks > before ? lacks - before : before - lacks;
    int64_t uneven = o->two_sided && number % 2 == 0 && number > 0 && unlike ? 12000 + 1500 * unlike : 0;
    int penalty = o->world->items.at[to].penalty;
    return oracle_lines(o, lacks) + penalty + (penalty >= PENALTY_WIDOW ? 20000 : 0) + uneven;
}

static int oracle_lacks(const Oracle *o, int from, int to)
{
    int lacks = LINES;
    for (int i = from; i < to; i++)
        lacks -= o->world->items.at[i].kind == V_BOX;
    return lacks;
}

/* The least cost of all that follows, by trying everything. */
static int64_t oracle_best(const Oracle *o, int from, int number, int before)
{
    int64_t best = -1;
    int n = (int)o->world->items.n, lines = 0;
    for (int to = from + 1; to <= n && lines <= LINES; to++) {
        lines += o->world->items.at[to - 1].kind == V_BOX;
        bool legal = to == n || (o->world->items.at[to].kind == V_PENALTY && o->world->items.at[to].penalty < PENALTY_FORBID);
        int64_t cost = legal ? oracle_page(o, from, to, number, before) : -1;
        if (cost < 0)
            continue;
        int64_t rest = to == n ? 0 : oracle_best(o, to + 1, number + 1, oracle_lacks(o, from, to));
        if (rest >= 0 && (best < 0 || cost + rest < best))
            best = cost + rest;
    }
    return best;
}

static int64_t oracle_of_plans(const Oracle *o, const Plans *plans)
{
    int64_t cost = 0;
    for (int i = 0, before = 0; i < plans->n; i++) {
        const Plan *p = &plans->at[i];
        int64_t page = oracle_page(o, p->from, p->to, i, before);
        assert_true(page >= 0);
        cost += page;
        before = oracle_lacks(o, p->from, p->to);
    }
    return cost;
}

static void test_optimum(void **state)
{
    World *world = *state;
    unsigned seed = 1;
    for (int round = 0; round < 300; round++) {
        world->items.n = 0;
        world->style.two_sided = round % 2;
        int lines = 12 + (int)((seed = seed * 1103515245 + 12345) >> 16) % 18;
        for (int i = 0; i < lines; i++) {
            static const int penalties[] = {0, 0, 300, 2500, PENALTY_WIDOW};
            item(world, (Vitem){.kind = V_BOX, .height = LINE});
            seed = seed * 1103515245 + 12345;
            if (i + 1 < lines)
                penalty(world, (seed >> 16) % 10 < 5 ? penalties[(seed >> 16) % 10] : PENALTY_FORBID);
        }
        Oracle oracle = {world, world->style.two_sided};
        int64_t best = oracle_best(&oracle, 0, 0, 0);
        Plans plans = break_all(world, NULL);
        if (best >= 0)
            assert_int_equal(oracle_of_plans(&oracle, &plans), best);
    }
}

/* ---- floats --------------------------------------------------------------------------------------- */

/* Seven lines, a float of five, and eight lines more: the text goes on below, the float stands at the next page's head. */
static void test_float_moves(void **state)
{
    World *world = *state;
    paragraph(world, 7);
    int from = (int)world->items.n;
    glue(world, 0);
    item(world, (Vitem){.kind = V_BOX, .height = 4 * LINE});
    glue(world, LINE);
    int to = (int)world->items.n;
    paragraph(world, 8);
    Float moves = {.from = from, .body = from + 1, .body_end = from + 2, .to = to};
    Galley galley = galley_of(world);
    galley.floats = &moves;
    galley.n_floats = 1;
    Heights heights = heights_new(world->setter.list, &world->style, &galley);
    Notes none = no_notes(world);
    Plans plans = plans_new(&world->setter, &heights, &none);
    plans_reset(&world->setter, &plans);
    assert_int_equal(plans.n, 2);
    assert_int_equal(plans.moved, 1);
    assert_int_equal(plans.at[0].kept, 0);
    assert_int_equal(boxes_in(world, plans.at[0]), LINES + 1);
    assert_int_equal(plans.at[1].head_end - plans.at[1].head, 1);
}

/* ---- the builder ---------------------------------------------------------------------------------- */

static void line_on_grid(Builder *b)
{
    builder_register(b);
    builder_box(b, NULL, LINE, NULL, 0);
    b->at = 0;
    b->stretch = b->items.n;
}

static void test_made_up(void **state)
{
    World *bench = *state;
    Builder b = builder_new(&bench->setter, 200 * LEN_PT, LINE, &bench->style.text[TEXT_BODY]);
    block_begin(&b, 0);
    line_on_grid(&b);
    block_end(&b, 2 * LEN_PT);
    block_begin(&b, 6 * LEN_PT);                           /* the larger space counts */
    builder_box(&b, NULL, 10 * LEN_PT, NULL, 0);
    block_end(&b, 3 * LEN_PT);
    block_begin(&b, 0);
    line_on_grid(&b);
    Galley galley = builder_galley(&b);
    assert_int_equal(galley.n, 5);
    assert_int_equal(galley.items[1].height + galley.items[3].height, 14 * LEN_PT); /* 6 + 3, made up to 24 - 10 */
    assert_int_equal(galley.items[1].height, len_scale(14 * LEN_PT, 2, 3));
    assert_true(galley.items[3].snap);
}

static void test_keep(void **state)
{
    World *bench = *state;
    Builder b = builder_new(&bench->setter, 200 * LEN_PT, LINE, &bench->style.text[TEXT_BODY]);
    builder_box(&b, NULL, LINE, NULL, 0);
    block_end(&b, LINE);
    block_keep(&b, PENALTY_FORBID);
    block_begin(&b, 0);
    builder_box(&b, NULL, LINE, NULL, 0);
    Galley galley = builder_galley(&b);
    assert_int_equal(galley.n, 4);
    assert_int_equal(galley.items[1].kind, V_PENALTY);     /* glue after a penalty is no break */
    assert_int_equal(galley.items[1].penalty, PENALTY_FORBID);
    assert_int_equal(galley.items[2].kind, V_GLUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_widow, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_looks_ahead, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_heading_stays, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_forced_break, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_hyphen_turns, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_higher_than_page, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_heights, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_note_on_its_page, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_note_splits, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_nothing_lost, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_made_up, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_keep, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_optimum, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_float_moves, world_open, world_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
