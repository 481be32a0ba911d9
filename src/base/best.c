/* best.c - the cheapest chain of breaks, which lines and pages share.
 *
 * In comes a row of breaks 0..n and a function that prices a leg between two of them; out goes the chain from 0 to n
 * whose legs cost least. It is Knuth and Plass's dynamic programming (Software - Practice and Experience 11, 1981)
 * without their linked list: breaks that can still begin a leg stand in an array in rising order, and each holds its
 * cheapest arrival in every class. Of equal chains the one with the earlier last leg, then the lower class wins. What a
 * leg means and costs is the caller's affair. */
#include "base/base.h"

#include <assert.h>

typedef struct Arrival {
    int64_t cost;
    int from;                                              /* -1: nothing arrives in this class */
    int from_class;
} Arrival;

typedef struct Chain {
    Arena *scratch;
    const BestProblem *problem;
    Arrival **at;                                          /* per break: NULL, or one Arrival for each class */
    uint64_t (*reached)[BEST_CLASSES / 64];                /* per break: which classes something arrives in */
    int *active;                                           /* reached breaks that can still begin a leg */
    int n_active;
} Chain;

static Arrival *arrivals_of(Chain *chain, int at)
{
    if (chain->at[at] == NULL) {
        int classes = chain->problem->classes;
        chain->at[at] = ARENA_ARRAY(chain->scratch, Arrival, classes);
        for (int cls = 0; cls < classes; cls++)
            chain->at[at][cls].from = -1;
    }
    return chain->at[at];
}

static void offer_take(Chain *chain, int from, int cls, int to, const BestOffer *offer)
{
    assert(offer->to_class >= 0 && offer->to_class < chain->problem->classes);
    Arrival *arrival = &arrivals_of(chain, to)[offer->to_class];
    int64_t cost = chain->at[from][cls].cost + offer->cost;
    if (arrival->from < 0 || cost < arrival->cost)
        *arrival = (Arrival){cost, from, cls};
    chain->reached[to][offer->to_class / 64] |= UINT64_C(1) << offer->to_class % 64;
}

/* The next class from `cls` on that was reached at a break, or the number of classes. */
static int class_next(const Chain *chain, int at, int cls)
{
    while (cls < chain->problem->classes) {
        uint64_t rest = chain->reached[at][cls / 64] >> cls % 64;
        if (rest == 0) {
            cls = (cls / 64 + 1) * 64;
            continue;
        }
        return cls + __builtin_ctzll(rest);
    }
    return chain->problem->classes;
}

/* All legs from one break to another; true when `from` can be forgotten. */
static bool legs_try(Chain *chain, int from, int to)
{
    const BestProblem *problem = chain->problem;
    bool drop = false;
    for (int cls = class_next(chain, from, 0); cls < problem->classes; cls = class_next(chain, from, cls + 1)) {
        BestOffer offers[BEST_OFFERS];
        int n = problem->legs(problem->ctx, from, cls, to, offers, &drop);
        for (int i = 0; i < n; i++)
            offer_take(chain, from, cls, to, &offers[i]);
    }
    return drop;
}

/* The cheapest class at a break that was reached. */
static int class_best(const Chain *chain, int at)
{
    int best = -1;
    for (int cls = 0; cls < chain->problem->classes; cls++) {
        const Arrival *arrival = &chain->at[at][cls];
        if (arrival->from >= 0 && (best < 0 || arrival->cost < chain->at[at][best].cost))
            best = cls;
    }
    return best;
}

static int chain_read(const Chain *chain, BestStep **steps)
{
    int n = chain->problem->n, length = 0;
    int cls = class_best(chain, n);
    for (int at = n, c = cls; at > 0; length++) {
        const Arrival *arrival = &chain->at[at][c];
        c = arrival->from_class;
        at = arrival->from;
    }
    *steps = ARENA_ARRAY(chain->scratch, BestStep, length);
    for (int i = length, at = n; i-- > 0;) {
        const Arrival *arrival = &chain->at[at][cls];
        (*steps)[i] = (BestStep){at, cls, arrival->cost};
        at = arrival->from;
        cls = arrival->from_class;
    }
    return length;
}

int best_chain(Arena *scratch, const BestProblem *problem, BestStep **steps)
{
    assert(problem->n >= 0 && problem->classes >= 1 && problem->classes <= BEST_CLASSES);
    Chain chain = {.scratch = scratch, .problem = problem};
    chain.at = ARENA_ARRAY(scratch, Arrival *, problem->n + 1);
    chain.active = ARENA_ARRAY(scratch, int, problem->n + 1);
    chain.reached = arena_alloc_array(scratch, sizeof *chain.reached, (size_t)problem->n + 1);
    chain.reached[0][problem->first_class / 64] |= UINT64_C(1) << problem->first_class % 64;
    arrivals_of(&chain, 0)[problem->first_class] = (Arrival){0, 0, problem->first_class};
    chain.active[chain.n_active++] = 0;
    int furthest = 0;
    for (int to = 1; to <= problem->n && chain.n_active > 0; to++) {
        int kept = 0;
        for (int i = 0; i < chain.n_active; i++) {
            int from = chain.active[i];
            if (!legs_try(&chain, from, to))
                chain.active[kept++] = from;
        }
        chain.n_active = kept;
        if (chain.at[to] != NULL)
            chain.active[chain.n_active++] = furthest = to;
    }
    *steps = NULL;
    return chain.at[problem->n] == NULL ? -(furthest + 1) : chain_read(&chain, steps);
}
