/* best.c - the cheapest chain of breaks, which lines and pages share.
 *
 * In comes a row of breaks 0..n and a function that prices a leg between two of them; out goes the chain from 0 to n
 * whose legs cost least. It is Knuth and Plass's dynamic programming (Software - Practice and Experience 11, 1981): each
 * break in its turn, when all that leads to it is known, offers legs to those behind it, until it is too far behind. At a
 * break only the classes that something arrives in take room. Of equal chains the one with the earlier last leg, then the
 * lower class wins. What a leg means and costs is the caller's affair. */
#include "base/base.h"

#include <assert.h>

typedef struct Arrival {
    int64_t cost;
    int at, cls;
    int from;                                              /* the arrival that the leg began with */
    int next;                                              /* at the same break, of a higher class; 0: none */
} Arrival;

typedef struct Chain {
    Arena *scratch;
    const BestProblem *problem;
    VEC(Arrival) arrivals;                                 /* the first is none */
    int *first;                                            /* per break: its arrival of the lowest class, or 0 */
    int furthest;
} Chain;

static void arrive(Chain *chain, int from, int to, int cls, int64_t cost)
{
    int before = 0, here = chain->first[to];
    while (here && chain->arrivals.at[here].cls < cls) {
        before = here;
        here = chain->arrivals.at[here].next;
    }
    Arrival *arrival = &chain->arrivals.at[here];
    if (here && arrival->cls == cls) {
        if (cost < arrival->cost) {
            arrival->cost = cost;
            arrival->from = from;
        }
        return;
    }
    *(before ? &chain->arrivals.at[before].next : &chain->first[to]) = (int)chain->arrivals.n;
    VEC_PUSH(chain->scratch, &chain->arrivals, (Arrival){cost, to, cls, from, here});
    chain->furthest = to > chain->furthest ? to : chain->furthest;
}

struct BestHere { const Chain *chain; int from, to; };

int64_t best_room(const BestHere *here, int to_class)
{
    const Arrival *at = here->chain->arrivals.at;
    int i = here->chain->first[here->to];
    while (i && at[i].cls < to_class)
        i = at[i].next;
    return i && at[i].cls == to_class ? at[i].cost - at[here->from].cost : INT64_MAX;
}

/* All legs from one break to another; true when nothing further can be reached. */
static bool legs_try(Chain *chain, int from, int to)
{
    const BestProblem *problem = chain->problem;
    bool drop = false;
    if (!problem->leg(problem->ctx, from, to, &drop))
        return drop;
    for (int i = chain->first[from]; i; i = chain->arrivals.at[i].next) {
        BestOffer offers[BEST_OFFERS];
        int64_t cost = chain->arrivals.at[i].cost;
        int n = problem->offers(problem->ctx, chain->arrivals.at[i].cls, &(BestHere){chain, i, to}, offers);
        for (int k = 0; k < n; k++)
            arrive(chain, i, to, offers[k].to_class, cost + offers[k].cost);
    }
    return drop;
}

/* The first break that a leg from this one can end at; arrivals that need not go on are forgotten. */
static int first_behind(Chain *chain, int from)
{
    const BestProblem *problem = chain->problem;
    int least = problem->n + 1, kept = 0;
    for (int i = chain->first[from]; i; i = chain->arrivals.at[i].next) {
        int cls = chain->arrivals.at[i].cls;
        int to = problem->first ? problem->first(problem->ctx, from, cls, &(BestHere){chain, i, from}) : from + 1;
        least = to < least ? to : least;
        if (to <= problem->n) {
            *(kept ? &chain->arrivals.at[kept].next : &chain->first[from]) = i;
            kept = i;
        }
    }
    if (kept)
        chain->arrivals.at[kept].next = 0;
    return least;
}

/* The cheapest arrival at the last break. */
static int arrival_best(const Chain *chain)
{
    int best = chain->first[chain->problem->n];
    for (int i = best; i; i = chain->arrivals.at[i].next)
        best = chain->arrivals.at[i].cost < chain->arrivals.at[best].cost ? i : best;
    return best;
}

static int chain_read(const Chain *chain, BestStep **steps)
{
    int length = 0, last = arrival_best(chain);
    for (int i = last; chain->arrivals.at[i].from; i = chain->arrivals.at[i].from)
        length++;
    *steps = ARENA_ARRAY(chain->scratch, BestStep, length);
    for (int i = length, at = last; i-- > 0; at = chain->arrivals.at[at].from) {
        const Arrival *arrival = &chain->arrivals.at[at];
        (*steps)[i] = (BestStep){arrival->at, arrival->cls, arrival->cost};
    }
    return length;
}

int best_chain(Arena *scratch, const BestProblem *problem, BestStep **steps)
{
    assert(problem->n >= 0);
    Chain chain = {.scratch = scratch, .problem = problem, .first = ARENA_ARRAY(scratch, int, problem->n + 1)};
    VEC_PUSH(scratch, &chain.arrivals, (Arrival){0});
    arrive(&chain, 0, 0, problem->first_class, 0);
    for (int from = 0; from < problem->n; from++)
        for (int to = first_behind(&chain, from); to <= problem->n && !legs_try(&chain, from, to);)
            to++;
    *steps = NULL;
    return chain.first[problem->n] == 0 ? -(chain.furthest + 1) : chain_read(&chain, steps);
}
