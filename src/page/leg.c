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
    COST_FORBIDDEN = 200000,                               /* a forbidden break, where there is no other way */
    COST_SHORT = 3000, SHORT_LINES = 5,                    /* a last page of fewer lines */
    COST_NEARLY = 1800,                                     /* a last page that is full but for so few */
    COST_TURN = 5000,                                      /* a hyphen over a turn of the leaf */
    COST_UNEVEN = 3500,                                    /* facing pages of unlike length, for each line */
    COST_FLOAT = 350, COST_SPACE = 350, COST_NARROW = 600, COST_AGAIN = 350, COST_RAGGED = 150,
    HOLLOW = 16, HOLLOW_SPREAD = 12,                       /* lines whose lack costs more than any break */
    MOST_LINES = 3                                         /* that a page can be helped by */
};

/* ---- classes -------------------------------------------------------------------------------------- */

int class_of(const Legs *k, int side, int carry, int floats)
{
    return (side * k->carries + (carry ? carry - 1 : 0)) * k->floats + floats;
}

void class_split(const Legs *k, int cls, int *side, int *carry, int *floats)
{
    *floats = cls % k->floats;
    *carry = cls / k->floats % k->carries;
    *carry += *carry > 0;
    *side = cls / k->floats / k->carries;
}

/* ---- heights -------------------------------------------------------------------------------------- */

static Len text_between(const Legs *k, const Stop *a, const Stop *b)
{
    const Heights *h = k->heights;
    if (a->start >= b->item && a->passage < 0)
        return 0;
    if (a->passage >= 0 && a->passage == b->passage && a->way >= 0)
        return a->top + (b->lines - a->lines) * k->line + h->bottom[b->item];
    Len text = a->top + b->end - a->begin;
    int snap = h->snap[a->start];
    if (snap < b->item)
        text += heights_over(h, a->top + h->sum[snap + 1] - a->begin, a->start);
    return text + h->bottom[b->item];
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

/* Too little text without notes, to which more could be added: no leg ends here. Most legs are such, so this looks at
 * little. */
static bool leg_is_hollow(const Legs *k, const Stop *a, const Stop *b)
{
    const Stop *next = b + 1;
    if (b->end - a->begin >= k->hollow || next->notes != a->notes)
        return false;
    return a->top + next->end - a->begin + k->heights->bottom[next->item] + k->heights->grid <= k->height;
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

static Cheapest passages_cheapest(const Legs *k, const Stop *a, const Stop *b, Way way)
{
    Cheapest c = {.n = 0};
    for (int i = a->passages_next; i < b->passages; i++) {
        int64_t cost = option_cost(k->options, i, way);
        if (cost >= 0)
            cheapest_add(&c, (Pick){i, way}, cost);
    }
    return c;
}

static int first_whole(const Legs *k, const Stop *a)
{
    int snap = k->heights->snap[a->start];
    bool whole = snap < k->heights->galley->n && k->first_glue[snap] > a->start;
    return whole || snap >= k->heights->galley->n ? snap : snap + 1;
}

static int spaces_between(const Legs *k, const Stop *a, const Stop *b, const int *before)
{
    int from = first_whole(k, a);
    int n = from < b->item ? before[b->item] - before[from] : 0;
    return n < 2 ? n : 2;
}

int leg_spaces(const Legs *k, const Stop *a, const Stop *b, int spaces, int *snaps)
{
    const Heights *h = k->heights;
    const int *before = spaces > 0 ? k->wide : k->narrow;
    int n = 0, wanted = spaces > 0 ? spaces : -spaces;
    Len size[2] = {0, 0};
    for (int i = first_whole(k, a); i < b->item; i = h->snap[i + 1]) {
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

/* What can help is the same in every class. */
static const Help *help_of(const Legs *k, const Stop *a, const Stop *b, Way way)
{
    Help *help = &k->span->help[way];
    if (!help->known) {
        help->known = true;
        help->cheapest = passages_cheapest(k, a, b, way);
        help->spaces = spaces_between(k, a, b, way == WAY_LONGER ? k->wide : k->narrow);
    }
    return help;
}

/* Adds `lines` lines to the page, or takes them away, as cheaply as can be; false: it cannot be. */
static bool page_help(const Legs *k, const Stop *a, const Stop *b, int lines, Choice *c)
{
    if (lines == 0)
        return true;
    int wanted = lines > 0 ? lines : -lines;
    const Help *help = help_of(k, a, b, lines > 0 ? WAY_LONGER : WAY_SHORTER);
    const Cheapest *cheapest = &help->cheapest;
    int spaces = help->spaces, used = 0;
    if (cheapest->n + spaces < wanted)
        return false;
    int64_t space = lines > 0 ? COST_SPACE : COST_NARROW;
    for (int i = 0; i < wanted; i++) {
        bool pick = c->n_picks < cheapest->n;
        if (pick && (used == spaces || cheapest->cost[c->n_picks] <= space)) {
            c->of_change += (int)cheapest->cost[c->n_picks];
            c->picks[c->n_picks] = cheapest->pick[c->n_picks];
            c->n_picks++;
        } else if (used < spaces) {
            c->of_change += (int)space;
            space += COST_AGAIN;
            used++;
        } else {
            return false;
        }
    }
    c->spaces = lines > 0 ? used : -used;
    return true;
}

/* ---- costs ---------------------------------------------------------------------------------------- */

static int64_t cost_of_lines(const Legs *k, int lines)
{
    static const int few[] = {0, 1400, 3000};
    if (!k->two_sided)
        return (int64_t)lines * lines * 40;
    return lines < 3 ? few[lines] : 3000 + 700 * (lines - 2);
}

static int64_t cost_of_side(const Legs *k, int side, int lines)
{
    int partner = side - SIDE_FULL, own = lines < 2 ? lines : 2;
    if (!k->two_sided || side == SIDE_VERSO || side == SIDE_FIRST)
        return 0;
    return (int64_t)COST_UNEVEN * (partner > own ? partner - own : own - partner);
}

static int side_after(const Legs *k, int side, int lines)
{
    if (!k->two_sided || side != SIDE_VERSO)
        return SIDE_VERSO;
    return lines == 0 ? SIDE_FULL : lines == 1 ? SIDE_LINE : SIDE_MORE;
}

static int64_t cost_of_break(const Legs *k, const Stop *b, int side)
{
    int64_t cost = b->penalty < PENALTY_FORBID ? b->penalty : COST_FORBIDDEN;
    cost += b->way >= 0 ? option_cost(k->options, b->passage, (Way)b->way) : 0;
    if (b->hyphen && (!k->two_sided || side != SIDE_VERSO))
        cost += COST_TURN;
    return k->heights->top[b->item] > 0 ? cost + COST_CUT : cost;
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

typedef struct Leg {
    const Legs *k;
    const Stop *a, *b;
    int side, carried, pending;
    bool last;
    Choice *choices;
    int n;
} Leg;

static void choice_add(Leg *leg, Choice c)
{
    if (leg->n == CHOICES)
        return;
    const Legs *k = leg->k;
    int side = leg->last ? SIDE_VERSO : side_after(k, leg->side, c.lines);
    c.to_class = class_of(k, side, c.carry, c.kept);
    c.cost = (int64_t)c.of_break + c.of_slack + c.of_change + c.of_side + c.of_notes + c.of_floats;
    for (int i = 0; i < leg->n; i++)
        if (leg->choices[i].to_class == c.to_class) {
            if (c.cost < leg->choices[i].cost)
                leg->choices[i] = c;
            return;
        }
    leg->choices[leg->n++] = c;
}

/* The end of the page's last stretch gives less than a line; what the page then still lacks is its raggedness. */
static Len tail_stretch(const Legs *k, const Stop *a, const Stop *b, const Len *sums)
{
    int from = k->heights->last[b->item];
    from = from < a->start ? a->start : from + 1;
    return from < b->item ? sums[b->item] - sums[from] : 0;
}

static void page_try(Leg *leg, Choice c, Len slack, int lines)
{
    const Legs *k = leg->k;
    int natural = (int)(slack / k->line);
    if (!page_help(k, leg->a, leg->b, natural - lines, &c))
        return;
    c.lines = lines;
    if (k->two_sided && leg->a->notes == leg->b->notes && !leg->carried) {
        Len rest = slack % k->line;
        c.rest = rest && tail_stretch(k, leg->a, leg->b, k->heights->stretch) > 0 ? rest : 0;
        c.of_slack += rest && !c.rest ? COST_RAGGED : 0;
    }
    c.of_slack += (int)cost_of_lines(k, lines);
    c.of_side = (int)cost_of_side(k, leg->side, lines);
    choice_add(leg, c);
}

/* A page too high by `over`: the space at its end shrinks, paragraphs lose lines, or a note runs over. */
static void page_shrink(Leg *leg, Choice c, Len over, bool may_carry)
{
    const Legs *k = leg->k;
    if (over <= tail_stretch(k, leg->a, leg->b, k->heights->shrink)) {
        c.rest = -over;
        c.of_side = (int)cost_of_side(k, leg->side, 0);
        choice_add(leg, c);
        return;
    }
    int lines = (int)((over + k->line - 1) / k->line);
    Choice other = c;
    if (lines <= 2 && page_help(k, leg->a, leg->b, -lines, &other)) {
        other.of_side = (int)cost_of_side(k, leg->side, 0);
        choice_add(leg, other);
    }
    int carry = may_carry && k->carries > 1 ? carry_needed(k, leg->a, leg->b, over) : 0;
    if (carry) {
        c.carry = carry;
        c.of_notes = COST_SPLIT + COST_CARRY * carry;
        c.of_side = (int)cost_of_side(k, leg->side, 0);
        choice_add(leg, c);
    }
}

static void page_last(Leg *leg, Choice c, Len text, Len slack)
{
    const Legs *k = leg->k;
    c.of_slack = (int)cost_of_last(k, text, slack, leg->a == k->stops);
    int natural = (int)(slack / k->line);
    choice_add(leg, c);
    for (int lines = -1; lines <= 1 && c.of_slack; lines += 2) {
        Choice other = c;
        if (natural - lines < 0 || !page_help(k, leg->a, leg->b, lines, &other))
            continue;
        other.of_slack = (int)cost_of_last(k, text + lines * k->line, slack - lines * k->line, leg->a == k->stops);
        choice_add(leg, other);
    }
}

/* The page with the last `kept` of its floats left for the next. Returns its text's height. */
static Len page_choose(Leg *leg, int kept, Len text)
{
    const Legs *k = leg->k;
    const Stop *a = leg->a, *b = leg->b;
    text += floats_height(k->heights, a->floats - leg->pending, a->floats) -
            floats_space(k->heights, b->floats - kept, b->floats);
    Len notes = notes_between(k, a, b, leg->carried), slack = (notes ? k->height : k->level) - text - notes;
    Choice c = {.kept = kept, .of_floats = COST_FLOAT * kept};
    c.of_break = leg->last ? 0 : (int)cost_of_break(k, b, leg->side);
    if (slack < 0) {
        if (slack >= -MOST_LINES * k->line || leg->b->notes != leg->a->notes)
            page_shrink(leg, c, -slack, text <= k->height && !leg->last);
        return text;
    }
    if (leg->last) {
        page_last(leg, c, text, slack);
        return text;
    }
    int natural = (int)(slack / k->line);
    int least = natural - MOST_LINES > 0 ? natural - MOST_LINES : 0;
    for (int lines = least; lines < natural && lines < (k->two_sided ? 3 : 2); lines++)
        page_try(leg, c, slack, lines);
    page_try(leg, c, slack, natural);
    return text;
}

/* How many of a page's floats, the last ones, may be left for the next. */
static int floats_free(const Legs *k, const Stop *a, const Stop *b)
{
    int n = b->floats - a->floats_next;
    n = n < k->floats - 1 ? n : k->floats - 1;
    const Float *f = &k->heights->galley->floats[b->floats - n];
    while (n > 0 && f->fence && f->fence < b->item)
        n--, f++;
    return n;
}

static bool stops_agree(const Stop *a, const Stop *b)
{
    return a->passage < 0 || a->passage != b->passage || a->way == b->way;
}

int leg_choices(const Legs *k, int from, int cls, int to, Choice *choices, bool *drop)
{
    const Stop *a = &k->stops[from], *b = &k->stops[to];
    Leg leg = {.k = k, .a = a, .b = b, .last = to == k->n, .choices = choices};
    class_split(k, cls, &leg.side, &leg.carried, &leg.pending);
    if (!stops_agree(a, b) || (b->way >= 0 && option_cost(k->options, b->passage, (Way)b->way) < 0))
        return 0;
    if (!leg.last && !leg.carried && !leg.pending && leg_is_hollow(k, a, b))
        return 0;
    Span *span = k->span;
    if (span->from != from || span->to != to)
        *span = (Span){.from = from, .to = to, .text = text_between(k, a, b)};
    Len text = span->text;
    int most = leg.last || b->torn ? 0 : floats_free(k, a, b);
    for (int kept = 0; kept <= most; kept++)
        page_choose(&leg, kept, text);
    int floats = b->floats - a->floats_next, out = floats < k->floats - 1 ? floats : k->floats - 1;
    Len taken = out > 0 ? floats_space(k->heights, b->floats - out, b->floats) : 0;
    *drop = *drop || (!b->torn && text - taken > k->height + (MOST_LINES + 1) * k->line);
    return leg.n;
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

Legs legs_new(const Setter *setter, const Heights *heights, const Notes *notes, Options *options)
{
    const TextStyle *body = &setter->style->text[TEXT_BODY];
    size_t n = (size_t)heights->galley->n + 2;
    Legs k = {.setter = setter, .heights = heights, .notes = notes, .options = options, .height = text_height(setter->style),
              .line = body->leading > 0 ? body->leading : LEN_PT, .gap = setter->style->note_gap,
              .two_sided = setter->style->two_sided};
    k.level = heights->grid > 0 ? k.height / heights->grid * heights->grid : k.height;
    k.hollow = k.height - (k.two_sided ? HOLLOW_SPREAD : HOLLOW) * k.line;
    k.span = ARENA_NEW(setter->arena, Span);
    k.sides = k.two_sided ? SIDES : 1;
    k.carries = notes->n ? CARRY_CLASSES : 1;
    k.floats = heights->galley->n_floats ? FLOAT_CLASSES : 1;
    k.wide = ARENA_ARRAY(setter->arena, int, n);
    k.narrow = ARENA_ARRAY(setter->arena, int, n);
    k.first_glue = ARENA_ARRAY(setter->arena, int, n);
    spaces_count(&k);
    return k;
}
