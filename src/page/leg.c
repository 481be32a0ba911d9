/* leg.c - what one page costs: the leg of the chain that pagebreak.c looks for.
 *
 * Comes in: two stops and what is carried to the first of them. Goes out: the ways to set the page between them, each with
 * its cost and with what it carries on. A page that lacks lines, or has too many, can be helped by a paragraph set a line
 * longer or shorter, by space around a heading or another block that gives or takes a whole line, by leaving floats for the
 * next page's head, or by a note that runs over; lines are never stretched apart. */
#include "page/page_int.h"

enum {
    COST_SPLIT = 500, COST_CARRY = 40,                     /* a note split; for each line carried */
    COST_CUT = 700,                                        /* a panel or a table goes on on the next page */
    COST_LONELY = 20000,                                   /* a widow or an orphan, besides its penalty */
    COST_FORBIDDEN = 200000,                               /* a forbidden break, where there is no other way */
    COST_SHORT = 3000, SHORT_LINES = 5,                    /* a last page of fewer lines */
    COST_NEARLY = 1800,                                     /* a last page that is full but for so few */
    COST_TURN = 5000,                                      /* a hyphen over a turn of the leaf */
    COST_UNEVEN = 12000, COST_UNLIKE = 1500,                /* facing pages of unlike length, and for each line */
    COST_FLOAT = 350, COST_FOOT = 150, COST_GAP = 25, GAP = 2, /* a float moved; above one at the foot, up to so many lines */
    COST_SPACE = 350, COST_NARROW = 600, COST_AGAIN = 350, COST_RAGGED = 150,
    HOLLOW = 16, HOLLOW_SPREAD = 12,                       /* lines whose lack costs more than any break */
    MOST_LINES = 3                                         /* that a page can be helped by */
};

/* ---- classes -------------------------------------------------------------------------------------- */

int class_of(const Legs *k, int side, int carry, int floats)
{
    return ((carry ? carry - 1 : 0) * k->floats + floats) * k->sides + side;
}

void class_split(const Legs *k, int cls, int *side, int *carry, int *floats)
{
    *side = cls % k->sides;
    *floats = cls / k->sides % k->floats;
    *carry = cls / k->sides / k->floats;
    *carry += *carry > 0;
}

/* ---- heights -------------------------------------------------------------------------------------- */

static Len text_between(const Legs *k, const Stop *a, const Stop *b)
{
    if (a->start >= b->item && a->passage < 0)
        return 0;
    Len bottom = k->heights->bottom[b->item];
    if (a->passage >= 0 && a->passage == b->passage && a->way >= 0)
        return a->top + (b->lines - a->lines) * k->line + bottom;
    return a->top + b->end - a->begin + (k->span->snap < b->item ? k->span->over : 0) + bottom;
}

static Len carry_height(const Legs *k, const Stop *at, int lines)
{
    int from;
    return lines > 0 ? note_tail(&k->notes->at[at->notes - 1], lines, &from) : 0;
}

static Len notes_between(const Legs *k, const Stop *a, const Stop *b, int carried)
{
    Len height = carry_height(k, a, carried);
    for (int i = a->notes; i < b->notes; i++)
        height += k->notes->at[i].height;
    return height > 0 ? height + k->gap : 0;
}

/* The fewest lines of the last note that must go over for `over` to be gained; 0: it cannot be. */
static int carry_needed(const Legs *k, const Stop *a, const Stop *b, Len over)
{
    if (b->notes == a->notes)
        return 0;
    const Note *note = &k->notes->at[b->notes - 1];
    for (int lines = CARRY_LEAST; lines <= CARRY_CLASSES && note->lines >= lines + CARRY_LEAST; lines++) {
        int at;
        if (note_tail(note, lines, &at) >= over)
            return lines;
    }
    return 0;
}

/* Too little on the page, to which more could be added without notes. */
static bool stop_is_hollow(const Legs *k, const Stop *a, int to, Len carried)
{
    const Stop *b = &k->stops[to], *next = b + 1;
    return to < k->n && carried + b->end - a->begin < k->hollow && k->notes->before[next->item] <= a->notes &&
           carried + a->top + next->end - a->begin + k->bottom + k->heights->grid <= k->height;
}

/* Facing pages that lack unlike numbers of lines. It is concave: two steps never cost less than one. */
static int64_t cost_of_unlike(int lines, int others)
{
    int unlike = lines > others ? lines - others : others - lines;
    return unlike ? COST_UNEVEN + COST_UNLIKE * unlike : 0;
}

/* Which of the versos that end at a stop goes best with each recto that can follow. */
static void match_find(const Legs *k, int from, const BestHere *here)
{
    struct { int side; int64_t cost; } verso[LINES_KNOWN];
    int n = 0;
    k->match->from = from;
    for (int side = SIDE_FULL; side < SIDES; side++) {
        verso[n].side = side;
        verso[n].cost = best_room(here, side);
        n += verso[n].cost < INT64_MAX;
    }
    for (int lines = 0; lines <= LINES_KNOWN; lines++) {
        int64_t least = INT64_MAX;
        for (int i = 0; i < n; i++) {
            int64_t cost = verso[i].cost + (lines == LINES_KNOWN ? 0 : cost_of_unlike(lines, verso[i].side - SIDE_FULL));
            k->match->side[lines] = cost < least ? verso[i].side : k->match->side[lines];
            least = cost < least ? cost : least;
        }
    }
}

static bool side_matches(const Legs *k, int side)
{
    for (int lines = 0; lines <= LINES_KNOWN; lines++)
        if (k->match->side[lines] == side)
            return true;
    return false;
}

/* The first stop at which a page from `from` may end: those before leave it hollow. Behind the last: it need not go on. */
static int leg_first(void *ctx, int from, int cls, const BestHere *here)
{
    const Legs *k = ctx;
    int side, lines, pending, to = *k->first;
    class_split(k, cls, &side, &lines, &pending);
    if (side >= SIDE_FULL && cls < k->sides) {
        if (k->match->from != from)
            match_find(k, from, here);
        if (!side_matches(k, side))
            return k->n + 1;
    }
    const Stop *a = &k->stops[from];
    Len carried = lines ? carry_height(k, a, lines) + k->gap : 0;
    carried += pending ? floats_height(k->heights, a->floats - pending, a->floats) : 0;
    to = to > k->n ? k->n : to <= from ? from + 1 : to;
    while (to > from + 1 && !stop_is_hollow(k, a, to - 1, carried))
        to--;
    while (stop_is_hollow(k, a, to, carried))
        to++;
    return *k->first = to;
}

/* ---- help for a page that lacks lines or has too many ------------------------------------------------ */

static void cheapest_add(Cheapest *c, Pick pick, int64_t cost)
{
    int i = c->n < PICKS ? c->n++ : PICKS;
    for (; i > 0 && c->cost[i - 1] > cost; i--)
        if (i < PICKS) {
            c->cost[i] = c->cost[i - 1];
            c->pick[i] = c->pick[i - 1];
        }
    if (i < PICKS) {
        c->cost[i] = cost;
        c->pick[i] = pick;
    }
}

static void span_begin(const Legs *k, int from)
{
    const Stop *a = &k->stops[from];
    const Heights *h = k->heights;
    int snap = h->snap[a->start];
    bool within = snap < h->galley->n, whole = within && k->first_glue[snap] > a->start;
    *k->span = (Span){.from = from, .to = -1, .snap = snap, .whole = whole || !within ? snap : snap + 1,
                      .over = within ? heights_over(h, a->top + h->sum[snap + 1] - a->begin, a->start) : 0,
                      .passages = a->passages_next};
}

static void span_at(const Legs *k, int from, int to)
{
    if (k->span->from != from || to < k->span->to)
        span_begin(k, from);
    k->span->to = to;
    k->span->priced = false;
}

/* Adds the passages before the page's end to those that can help. */
static void span_help(const Legs *k)
{
    Span *span = k->span;
    for (; span->passages < k->stops[span->to].passages; span->passages++)
        for (int way = 0; way < 2; way++) {
            int64_t cost = option_of(k->options, span->passages, (Way)way)->cost;
            if (cost >= 0)
                cheapest_add(&span->cheapest[way], (Pick){span->passages, (Way)way}, cost);
        }
}

static int spaces_between(const Legs *k, const Stop *b, const int *before)
{
    int from = k->span->whole, n = from < b->item ? before[b->item] - before[from] : 0;
    return n < 2 ? n : 2;
}

int leg_spaces(const Legs *k, int from, int to, int spaces, int *snaps)
{
    span_at(k, from, to);
    const Heights *h = k->heights;
    const int *before = spaces > 0 ? k->wide : k->narrow;
    int n = 0, wanted = spaces > 0 ? spaces : -spaces;
    Len size[2] = {0, 0};
    for (int i = k->span->whole; i < k->stops[to].item; i = h->snap[i + 1]) {
        if (before[i + 1] == before[i])
            continue;
        Len stretch = h->stretch[i + 1] - h->stretch[k->first_glue[i]];
        int at = n > 0 && stretch > size[0] ? 0 : n;
        if (at == 0 && n > 0 && wanted > 1) {
            size[1] = size[0];
            snaps[1] = snaps[0];
        } else if (at >= wanted) {
            if (wanted < 2 || stretch <= size[1])
                continue;
            at = 1;
        }
        size[at] = stretch;
        snaps[at] = i;
        n = n < wanted ? n + 1 : n;
    }
    return n;
}

/* What it costs to win so many lines, or to lose them (-): the first so many of the cheapest passages, and spaces. */
static int help_cost(const Legs *k, const Stop *b, int lines, int *picks, int *spaces)
{
    int wanted = lines > 0 ? lines : -lines, cost = 0, space = lines > 0 ? COST_SPACE : COST_NARROW;
    const Cheapest *cheapest = &k->span->cheapest[lines > 0 ? WAY_LONGER : WAY_SHORTER];
    int most = wanted ? spaces_between(k, b, lines > 0 ? k->wide : k->narrow) : 0;
    *picks = *spaces = 0;
    if (cheapest->n + most < wanted)
        return -1;
    while (*picks + *spaces < wanted)
        if (*picks < cheapest->n && (*spaces == most || cheapest->cost[*picks] <= space)) {
            cost += (int)cheapest->cost[(*picks)++];
        } else {
            cost += space;
            space += COST_AGAIN;
            ++*spaces;
        }
    return cost;
}

Help leg_help(const Legs *k, int from, int to, int lines)
{
    Help help = {.cost = 0};
    span_at(k, from, to);
    span_help(k);
    help.cost = help_cost(k, &k->stops[to], lines, &help.n_picks, &help.spaces);
    for (int i = 0; i < help.n_picks; i++)
        help.picks[i] = k->span->cheapest[lines > 0 ? WAY_LONGER : WAY_SHORTER].pick[i];
    help.spaces = lines > 0 ? help.spaces : -help.spaces;
    return help;
}

/* ---- costs ---------------------------------------------------------------------------------------- */

static int64_t cost_of_lines(const Legs *k, int lines)
{
    static const int few[] = {0, 2200, 3800};
    if (!k->two_sided)
        return (int64_t)lines * lines * 40;
    return lines < 3 ? few[lines] : few[2] + 700 * (lines - 2);
}

static int lines_known(int lines)
{
    return lines < LINES_KNOWN ? lines : LINES_KNOWN - 1;
}

static int64_t cost_of_side(int side, int lines)
{
    return side < SIDE_FULL ? 0 : cost_of_unlike(lines_known(lines), side - SIDE_FULL);
}

static int side_after(const Legs *k, int side, int lines)
{
    return k->two_sided && side == SIDE_VERSO ? SIDE_FULL + lines_known(lines) : SIDE_VERSO;
}

static int cost_of_break(const Legs *k, const Stop *b)
{
    int64_t cost = b->penalty < PENALTY_FORBID ? b->penalty : COST_FORBIDDEN;
    cost += b->penalty >= PENALTY_WIDOW && b->penalty < PENALTY_FORBID ? COST_LONELY : 0;
    cost += b->way >= 0 ? option_of(k->options, b->passage, (Way)b->way)->cost : 0;
    return (int)(k->heights->top[b->item] > 0 ? cost + COST_CUT : cost);
}

void legs_begin(Legs *k, const Stop *stops, int n)
{
    int *breaks = ARENA_ARRAY(k->setter->scratch, int, n + 1);
    for (int i = 0; i <= n; i++)
        breaks[i] = cost_of_break(k, &stops[i]);
    k->stops = stops;
    k->n = n;
    k->breaks = breaks;
    k->span->from = k->match->from = -1;
}

/* The last page of a segment: not nearly empty, not nearly full. */
static int64_t cost_of_last(const Legs *k, Len text, Len slack, bool first)
{
    if (text < SHORT_LINES * k->line && !first)
        return COST_SHORT;
    Len lines = slack / k->line;
    return k->two_sided && lines > 0 && lines <= 7 ? COST_NEARLY : 0;
}

/* ---- choices -------------------------------------------------------------------------------------- */

/* A page whose choices are being found, whatever its side. */
typedef struct Leg { const Legs *k; const Stop *a, *b; Span *span; bool last; } Leg;

/* Of choices that are alike but for their cost only the cheapest is kept. */
static void choice_add(const Leg *leg, Choice c)
{
    Span *span = leg->span;
    bool sides = leg->k->two_sided;
    int i = 0;
    c.cost = (int64_t)c.of_break + c.of_slack + c.of_change + c.of_notes + c.of_floats;
    for (; i < span->n; i++) {
        const Choice *o = &span->choices[i];
        if (o->kept == c.kept && o->carry == c.carry && (!sides || o->lines == c.lines))
            break;
    }
    if (i == CHOICES || (i < span->n && span->choices[i].cost <= c.cost))
        return;
    span->choices[i] = c;
    span->n += i == span->n;
}

/* The end of the page's last stretch gives less than a line; what the page then still lacks is its raggedness. */
static Len tail_stretch(const Legs *k, const Stop *a, const Stop *b, const Len *sums)
{
    int from = k->heights->last[b->item];
    from = from < a->start ? a->start : from + 1;
    return from < b->item ? sums[b->item] - sums[from] : 0;
}

static bool choice_help(const Leg *leg, Choice *c, int lines)
{
    int picks, spaces, cost = help_cost(leg->k, leg->b, lines, &picks, &spaces);
    c->help = lines;
    c->of_change = cost;
    return cost >= 0;
}

static void page_try(const Leg *leg, Choice c, Len slack, int lines)
{
    const Legs *k = leg->k;
    if (!choice_help(leg, &c, (int)(slack / k->line) - lines))
        return;
    c.lines = lines;
    if (k->two_sided && leg->a->notes == leg->b->notes && !leg->span->carried) {
        Len rest = slack % k->line;
        c.rest = rest && tail_stretch(k, leg->a, leg->b, k->heights->stretch) > 0 ? rest : 0;
        c.of_slack += rest && !c.rest ? COST_RAGGED : 0;
    }
    c.of_slack += (int)cost_of_lines(k, lines);
    choice_add(leg, c);
}

/* A page too high by `over`: the space at its end shrinks, paragraphs lose lines, or a note runs over. */
static void page_shrink(const Leg *leg, Choice c, Len over, bool may_carry)
{
    const Legs *k = leg->k;
    if (over <= tail_stretch(k, leg->a, leg->b, k->heights->shrink)) {
        c.rest = -over;
        choice_add(leg, c);
        return;
    }
    int lines = (int)((over + k->line - 1) / k->line);
    Choice other = c;
    if (lines <= 2 && choice_help(leg, &other, -lines))
        choice_add(leg, other);
    int carry = may_carry && k->carries > 1 ? carry_needed(k, leg->a, leg->b, over) : 0;
    if (carry) {
        c.carry = carry;
        c.of_notes = COST_SPLIT + COST_CARRY * carry;
        choice_add(leg, c);
    }
}

static void page_last(const Leg *leg, Choice c, Len text, Len slack)
{
    const Legs *k = leg->k;
    bool first = leg->a == k->stops;
    c.of_slack = (int)cost_of_last(k, text, slack, first);
    int natural = (int)(slack / k->line);
    choice_add(leg, c);
    for (int lines = -1; lines <= 1 && c.of_slack; lines += 2) {
        Choice other = c;
        if (natural - lines < 0 || !choice_help(leg, &other, lines))
            continue;
        other.of_slack = (int)cost_of_last(k, text + lines * k->line, slack - lines * k->line, first);
        choice_add(leg, other);
    }
}

/* The float that may stand at the foot when the last `kept` of the page's own are left for the next: the one before them,
 * also when it comes from the page before; -1: none, or it would pass another that is not moved or leave its section. */
static int float_at_foot(const Leg *leg, int kept)
{
    const Stop *a = leg->a, *b = leg->b;
    int i = b->floats - kept - 1, first = b->floats > a->floats_next ? a->floats_next : b->floats;
    if (leg->last || b->torn || i < first - leg->span->pending || (i >= a->floats && i < a->floats_next))
        return -1;
    const Float *f = &leg->k->heights->galley->floats[i];
    return (f->fence == 0 || f->fence >= b->item) && (f->section == 0 || f->section >= b->item) ? i : -1;
}

/* The page with that float at its foot. What it lacks up to some lines stands above the float, and nobody sees it. */
static void page_foot(const Leg *leg, Choice c, int foot, Len text, Len notes)
{
    const Legs *k = leg->k;
    Len lift;
    bool own = foot >= leg->a->floats_next;
    text -= own ? floats_space(k->heights, foot, foot + 1) : floats_height(k->heights, foot, foot + 1);
    text += float_foot(k->setter, k->heights, foot, &lift);
    Len slack = (notes ? k->height : k->level) - text - notes;
    if (slack < 0)
        return;
    c.foot = foot;
    int natural = (int)(slack / k->line), moved = c.of_floats + (own ? COST_FOOT : 0);
    for (int gap = 0; gap <= GAP && gap <= natural; gap++) {
        c.lines = natural - gap;
        c.of_floats = moved + COST_GAP * gap * gap;
        c.of_slack = (int)cost_of_lines(k, c.lines);
        choice_add(leg, c);
    }
}

/* The page with the last `kept` of its floats left for the next. */
static void page_choose(const Leg *leg, int kept, Len text)
{
    const Legs *k = leg->k;
    const Stop *a = leg->a, *b = leg->b;
    int pending = leg->span->pending;
    if (pending)
        text += floats_height(k->heights, a->floats - pending, a->floats);
    if (kept)
        text -= floats_space(k->heights, b->floats - kept, b->floats);
    Len notes = notes_between(k, a, b, leg->span->carried), slack = (notes ? k->height : k->level) - text - notes;
    Choice c = {.kept = kept, .foot = -1, .of_floats = COST_FLOAT * kept, .of_break = leg->last ? 0 : k->breaks[leg->span->to]};
    int foot = float_at_foot(leg, kept);
    if (foot >= 0)
        page_foot(leg, c, foot, text, notes);
    if (slack < 0) {
        if (slack >= -MOST_LINES * k->line || b->notes != a->notes)
            page_shrink(leg, c, -slack, text <= k->height && !leg->last);
        return;
    }
    if (leg->last) {
        page_last(leg, c, text, slack);
        return;
    }
    int natural = (int)(slack / k->line);
    int least = natural - MOST_LINES > 0 ? natural - MOST_LINES : 0;
    for (int lines = least; lines < natural && (k->two_sided || lines < 2); lines++)
        page_try(leg, c, slack, lines);
    page_try(leg, c, slack, natural);
}

/* How many of a page's floats, the last ones, may be left for the next. */
static int floats_free(const Legs *k, const Stop *a, const Stop *b)
{
    int n = b->floats - a->floats_next;
    n = n < k->floats - 1 ? n : k->floats - 1;
    for (const Float *floats = k->heights->galley->floats; n > 0; n--) {
        int fence = floats[b->floats - n].fence;
        if (fence == 0 || fence >= b->item)
            break;
    }
    return n;
}

static bool stops_agree(const Stop *a, const Stop *b)
{
    return a->passage < 0 || a->passage != b->passage || a->way == b->way;
}

static bool leg_ready(const Legs *k, int from, int to, bool *drop)
{
    const Stop *a = &k->stops[from], *b = &k->stops[to];
    Span *span = k->span;
    span_at(k, from, to);
    if (!stops_agree(a, b))
        return false;
    span->text = text_between(k, a, b);
    int floats = b->floats - a->floats_next, out = floats < k->floats - 1 ? floats : k->floats - 1;
    Len over = span->text - k->height;
    span->simple = floats <= 0 && a->notes == b->notes;
    over -= out > 0 ? floats_space(k->heights, b->floats - out, b->floats) : 0;
    *drop = !b->torn && over > (MOST_LINES + 1) * k->line;
    return !span->simple || over <= MOST_LINES * k->line;
}

/* The choices of the leg with what is carried to it. */
static void span_choose(const Legs *k, int carried, int pending)
{
    Span *span = k->span;
    const Stop *a = &k->stops[span->from], *b = &k->stops[span->to];
    span_help(k);
    span->priced = true;
    span->carried = carried;
    span->pending = pending;
    span->n = 0;
    Leg leg = {k, a, b, span, span->to == k->n};
    int most = leg.last || b->torn ? 0 : floats_free(k, a, b);
    for (int kept = 0; kept <= most; kept++)
        page_choose(&leg, kept, span->text);
}

/* What is true of the leg on a page of that side. */
static bool leg_turns(const Legs *k, int side)
{
    return k->stops[k->span->to].hyphen && k->span->to < k->n && (!k->two_sided || side != SIDE_VERSO);
}

/* Even with all the help that there is, and if that cost nothing, other pages that end here are cheaper. */
static bool leg_is_useless(const Legs *k, int side, int turn, const BestHere *here)
{
    const Span *span = k->span;
    Len slack = k->level - span->text;
    if (!span->simple || slack < 0 || span->to == k->n)
        return false;
    int natural = (int)(slack / k->line), lines = natural > MOST_LINES ? natural - MOST_LINES : 0;
    int64_t cost = k->breaks[span->to] + turn;
    if (!k->two_sided || side != SIDE_VERSO)
        return cost + cost_of_lines(k, lines) >= best_room(here, class_of(k, SIDE_VERSO, 0, 0));
    while (lines <= natural && cost + cost_of_lines(k, lines) >= best_room(here, class_of(k, side_after(k, side, lines), 0, 0)))
        lines++;
    return lines > natural;
}

static int class_after(const Legs *k, int side, const Choice *c)
{
    return class_of(k, k->span->to == k->n ? SIDE_VERSO : side_after(k, side, c->lines), c->carry, c->kept);
}

/* The choice on a page of that side. */
static Choice choice_on(const Legs *k, Choice c, int side)
{
    bool last = k->span->to == k->n;
    int turn = leg_turns(k, side) ? COST_TURN : 0;
    c.of_break += turn;
    c.of_side = last ? 0 : (int)cost_of_side(side, c.lines);
    c.cost += c.of_side + turn;
    c.to_class = class_after(k, side, &c);
    return c;
}

static int leg_offers(void *ctx, int cls, const BestHere *here, BestOffer *offers)
{
    const Legs *k = ctx;
    Span *span = k->span;
    int side = cls, carried = 0, pending = 0, n = 0;
    if (cls >= k->sides)
        class_split(k, cls, &side, &carried, &pending);
    int turn = leg_turns(k, side) ? COST_TURN : 0;
    if (!span->priced || span->carried != carried || span->pending != pending) {
        if (cls < k->sides && leg_is_useless(k, side, turn, here))
            return 0;
        span_choose(k, carried, pending);
    }
    bool last = span->to == k->n, matched = side >= SIDE_FULL && cls < k->sides;
    for (const Choice *c = span->choices; c < span->choices + span->n; c++)
        if (!matched || k->match->side[last ? LINES_KNOWN : lines_known(c->lines)] == side)
            offers[n++] = (BestOffer){c->cost + turn + (last ? 0 : cost_of_side(side, c->lines)), class_after(k, side, c)};
    return n;
}

static bool leg(void *ctx, int from, int to, bool *drop)
{
    return leg_ready(ctx, from, to, drop);
}

BestProblem legs_problem(Legs *k)
{
    return (BestProblem){.ctx = k, .n = k->n, .leg = leg, .offers = leg_offers, .first = leg_first};
}

bool leg_choice(const Legs *k, int from, int cls, int to, int to_class, Choice *choice)
{
    int side, carried, pending;
    bool drop, found = false;
    class_split(k, cls, &side, &carried, &pending);
    if (!leg_ready(k, from, to, &drop))
        return false;
    span_choose(k, carried, pending);
    for (int i = 0; i < k->span->n; i++) {
        Choice c = choice_on(k, k->span->choices[i], side);
        if ((to_class >= 0 && c.to_class != to_class) || (found && choice->cost <= c.cost))
            continue;
        *choice = c;
        found = true;
    }
    return found;
}

/* ---- tables --------------------------------------------------------------------------------------- */

/* Which spaces can be a line wider or narrower: those that end a stretch of some size. */
static void spaces_count(Legs *k)
{
    const Heights *h = k->heights;
    int first = -1;
    for (int i = 0; i < h->galley->n; i++) {
        const Vitem *v = &h->galley->items[i];
        k->wide[i + 1] = k->wide[i];
        k->narrow[i + 1] = k->narrow[i];
        k->first_glue[i] = first = first < 0 && v->kind == V_GLUE && v->stretch > 0 ? i : first;
        if (v->kind != V_GLUE || !v->snap)
            continue;
        if (first >= 0) {
            Len natural = h->stretch[i + 1] - h->stretch[first], glue = 0;
            for (int g = first; g <= i; g++)
                glue += h->galley->items[g].kind == V_GLUE && h->galley->items[g].stretch > 0 ? h->galley->items[g].height : 0;
            k->wide[i + 1] += natural >= k->line * 3 / 4;
            k->narrow[i + 1] += glue - k->line >= natural * 6 / 10 && natural >= k->line * 3 / 2;
        }
        first = -1;
    }
}

Legs legs_new(const Setter *setter, const Heights *heights, const Notes *notes, const Options *options)
{
    const TextStyle *body = &setter->style->text[TEXT_BODY];
    size_t n = (size_t)heights->galley->n + 2;
    Legs k = {.setter = setter, .heights = heights, .notes = notes, .options = options, .height = text_height(setter->style),
              .line = body->leading > 0 ? body->leading : LEN_PT, .gap = setter->style->note_gap,
              .two_sided = setter->style->two_sided};
    k.level = heights->grid > 0 ? k.height / heights->grid * heights->grid : k.height;
    k.hollow = k.height - (k.two_sided ? HOLLOW_SPREAD : HOLLOW) * k.line;
    k.span = ARENA_NEW(heights->arena, Span);
    k.first = ARENA_NEW(heights->arena, int);
    k.match = ARENA_NEW(heights->arena, Match);
    for (int i = 0; i <= heights->galley->n; i++)
        k.bottom = heights->bottom[i] > k.bottom ? heights->bottom[i] : k.bottom;
    k.sides = k.two_sided ? SIDES : 1;
    k.carries = notes->n ? CARRY_CLASSES : 1;
    k.floats = heights->galley->n_floats ? FLOAT_CLASSES : 1;
    k.wide = ARENA_ARRAY(heights->arena, int, n);
    k.narrow = ARENA_ARRAY(heights->arena, int, n);
    k.first_glue = ARENA_ARRAY(heights->arena, int, n);
    spaces_count(&k);
    return k;
}
