/* The chain solver against brute force, and what it promises at the edges. */
#include "base/base.h"

#include "support.h"

enum { POINTS = 9, CLASSES = 3 };

/* Random legs: cost[from][class][to][class]; negative: there is none. */
typedef struct Legs { int n; int64_t cost[POINTS][CLASSES][POINTS][CLASSES]; int least, reach; int asked_early, asked_behind, from, to; } Legs;

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static bool leg_of(void *ctx, int from, int to, bool *drop)
{
    Legs *legs = ctx;
    *drop = to - from >= legs->reach;
    legs->asked_behind += to - from > legs->reach;
    legs->asked_early += to - from < legs->least;
    legs->from = from;
    legs->to = to;
    return true;
}

/* What brings nothing is not offered: the optimum must not miss it. */
static int offers_of(void *ctx, int cls, const BestHere *here, BestOffer *offers)
{
    Legs *legs = ctx;
    int n = 0;
    for (int c = 0; c < CLASSES; c++) {
        int64_t cost = legs->cost[legs->from][cls][legs->to][c];
        if (cost >= 0 && cost < best_room(here, c))
            offers[n++] = (BestOffer){cost, c};
    }
    return n;
}

static int first_of(void *ctx, int from, int cls, const BestHere *here)
{
    (void)cls, (void)here;
    return from + ((const Legs *)ctx)->least;
}

static int64_t brute(const Legs *legs, int at, int cls)
{
    if (at == legs->n)
        return 0;
    int64_t best = -1;
    for (int to = at + legs->least; to <= legs->n && to - at <= legs->reach; to++) {
        for (int c = 0; c < CLASSES; c++) {
            int64_t leg = legs->cost[at][cls][to][c], rest = leg < 0 ? -1 : brute(legs, to, c);
            if (rest >= 0 && (best < 0 || leg + rest < best))
                best = leg + rest;
        }
    }
    return best;
}

static void legs_fill(Legs *legs, uint32_t *seed)
{
    legs->n = 1 + (int)(next_random(seed) % (POINTS - 1));
    legs->least = 1 + (int)(next_random(seed) % 2);
    legs->reach = legs->least + (int)(next_random(seed) % POINTS);
    legs->asked_behind = legs->asked_early = 0;
    for (int f = 0; f < POINTS; f++)
        for (int c = 0; c < CLASSES; c++)
            for (int t = 0; t < POINTS; t++)
                for (int d = 0; d < CLASSES; d++)
                    legs->cost[f][c][t][d] = next_random(seed) % 3 == 0 ? (int64_t)(next_random(seed) % 100) : -1;
}

static int64_t chain_cost(const Legs *legs, const BestStep *steps, int n)
{
    int64_t cost = 0;
    for (int i = 0, at = 0, cls = 1; i < n; i++) {
        assert_true(steps[i].at > at);
        int64_t leg = legs->cost[at][cls][steps[i].at][steps[i].cls];
        assert_true(leg >= 0);
        cost += leg;
        assert_int_equal(cost, steps[i].cost);
        at = steps[i].at;
        cls = steps[i].cls;
    }
    return cost;
}

static void is_the_optimum(void **state)
{
    (void)state;
    static Legs legs;
    uint32_t seed = 1;
    Arena *arena = arena_open();
    int reached = 0;
    for (int i = 0; i < 3000; i++) {
        legs_fill(&legs, &seed);
        BestStep *steps = NULL;
        BestProblem problem = {&legs, legs.n, 1, leg_of, offers_of, legs.least > 1 || i % 2 ? first_of : NULL};
        int n = best_chain(arena, &problem, &steps);
        int64_t best = brute(&legs, 0, 1);
        assert_int_equal(n > 0, best >= 0);
        assert_int_equal(legs.asked_behind + legs.asked_early, 0);
        if (n > 0) {
            reached++;
            assert_int_equal(steps[n - 1].at, legs.n);
            assert_int_equal(chain_cost(&legs, steps, n), best);
        }
        arena_reset(arena);
    }
    assert_true(reached > 500);
    arena_close(arena);
}

static bool only_to_three(void *ctx, int from, int to, bool *drop)
{
    (void)ctx, (void)drop;
    return to <= 3 && to == from + 1;
}

static int offers_one(void *ctx, int cls, const BestHere *here, BestOffer *offers)
{
    (void)ctx, (void)cls, (void)here;
    offers[0] = (BestOffer){1, 0};
    return 1;
}

static void says_how_far_it_came(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    BestStep *steps = NULL;
    assert_int_equal(best_chain(arena, &(BestProblem){NULL, 7, 0, only_to_three, offers_one, NULL}, &steps), -4);
    assert_int_equal(best_chain(arena, &(BestProblem){NULL, 3, 0, only_to_three, offers_one, NULL}, &steps), 3);
    assert_int_equal(best_chain(arena, &(BestProblem){NULL, 0, 0, only_to_three, offers_one, NULL}, &steps), 0);
    arena_close(arena);
}

static bool all_legs(void *ctx, int from, int to, bool *drop)
{
    (void)drop;
    *(int *)ctx = to - from;
    return true;
}

static int all_equal(void *ctx, int cls, const BestHere *here, BestOffer *offers)
{
    (void)cls, (void)here;
    offers[0] = (BestOffer){*(int *)ctx, 1};
    offers[1] = (BestOffer){*(int *)ctx, 0};
    return 2;
}

static void equal_chains_take_the_earlier_leg(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    BestStep *steps = NULL;
    int length;
    int n = best_chain(arena, &(BestProblem){&length, 5, 0, all_legs, all_equal, NULL}, &steps);
    assert_int_equal(n, 1);
    assert_int_equal(steps[0].at, 5);
    assert_int_equal(steps[0].cls, 0);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_the_optimum),
        cmocka_unit_test(says_how_far_it_came),
        cmocka_unit_test(equal_chains_take_the_earlier_leg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
