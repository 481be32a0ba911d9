/* pagebreak.c - where pages end: the cheapest chain of breaks over the whole document.
 *
 * Comes in: the galley's heights and the notes. Goes out: for each page its items and its notes. Between two forced
 * breaks all pages are chosen at once (Plass 1981; Mittelbach 2016): a leg costs for its empty lines, for the penalty at
 * its end and for a note that it splits; the class carried from break to break is how many lines of the last note were
 * left for the next page. Pages are ragged at the foot; lines are never stretched apart. Where nothing fits (a box higher
 * than a page, a note longer than one) a page is filled as it comes, and the rest is chosen anew after it. */
#include "page/page_int.h"

enum {
    CARRY_LEAST = 2, CARRY_CLASSES = 9,                    /* lines of a note that stay together; classes 0, 2 .. 8 */
    COST_SLACK = 40,                                       /* times the square of empty lines */
    COST_SPLIT = 500, COST_CARRY = 40,                     /* a note split; for each line carried */
    COST_CUT = 700,                                        /* a panel or a table goes on on the next page */
    COST_FORBIDDEN = 200000,                               /* a forbidden break, where there is no other way */
    COST_SHORT = 2500, SHORT_LINES = 5                     /* a last page of fewer lines */
};

typedef struct Breaker {
    const Setter *setter;
    const Heights *heights;
    const Notes *notes;
    Len height, line, gap;                                 /* of the type area, of a body line, above the notes */
    int *breaks, n;                                        /* items of the segment's breaks; [0] is where it starts */
    int end;                                               /* the item after the segment */
    bool relaxed;                                          /* forbidden breaks are only very dear */
    VEC(Plan) plans;
    Plans out;
} Breaker;

/* ---- notes of a leg ------------------------------------------------------------------------------- */

static const Note *note_last(const Breaker *k, int item)
{
    int n = k->notes->before[item];
    return n > 0 ? &k->notes->at[n - 1] : NULL;
}

/* The height of `lines` of the last note before the item. */
static Len carry_height(const Breaker *k, int item, int lines)
{
    int from;
    return lines > 0 ? note_tail(note_last(k, item), lines, &from) : 0;
}

static Len notes_height(const Breaker *k, int from, int to, int carried)
{
    Len height = carry_height(k, from, carried) + k->notes->height[to] - k->notes->height[from];
    return height > 0 ? height + k->gap : 0;
}

/* The fewest lines of the last note that must go over for `over` to be gained; 0: it cannot be. */
static int carry_needed(const Breaker *k, int from, int to, Len over)
{
    if (k->notes->before[to] == k->notes->before[from])
        return 0;
    const Note *note = note_last(k, to);
    for (int lines = CARRY_LEAST; lines < CARRY_CLASSES && note->lines >= lines + CARRY_LEAST; lines++) {
        int at;
        if (note_tail(note, lines, &at) >= over)
            return lines;
    }
    return 0;
}

/* ---- legs ----------------------------------------------------------------------------------------- */

static int64_t cost_of_slack(const Breaker *k, Len slack, bool last, Len text)
{
    if (last)
        return text < SHORT_LINES * k->line ? COST_SHORT : 0;
    int64_t tenths = k->line > 0 ? slack * 10 / k->line : 0;
    return tenths * tenths * COST_SLACK / 100;
}

static int64_t cost_of_break(const Breaker *k, int item)
{
    int penalty = k->heights->galley->items[item].penalty;
    int64_t cost = penalty < PENALTY_FORBID ? penalty : COST_FORBIDDEN;
    return k->heights->top[item] > 0 ? cost + COST_CUT : cost;
}

/* Less than half a page of text without notes, to which more could be added: no leg ends here. Most legs are such, so
 * this looks at little. */
static bool leg_is_hollow(const Breaker *k, int a, int b, int next)
{
    const Heights *h = k->heights;
    if ((h->sum[b] - h->sum[a]) * 2 >= k->height || k->notes->before[next] != k->notes->before[a])
        return false;
    return h->top[h->start[a]] + h->sum[next] - h->sum[a] + h->bottom[next] + h->grid <= k->height;
}

static int legs(void *ctx, int from, int from_class, int to, BestOffer *offers, bool *drop)
{
    const Breaker *k = ctx;
    int a = k->breaks[from], b = k->breaks[to];
    bool last = b == k->end;
    if (!last && from_class == 0 && leg_is_hollow(k, a, b, k->breaks[to + 1]))
        return 0;
    Len text = heights_of(k->heights, a, b);
    if (text > k->height + 2 * k->line) {
        *drop = true;
        return 0;
    }
    Len slack = k->height - text - notes_height(k, a, b, from_class);
    int carry = 0;
    if (slack < 0) {
        carry = text <= k->height ? carry_needed(k, a, b, -slack) : 0;
        if (carry == 0 || (last && b == k->heights->galley->n))
            return 0;
        slack = 0;
    }
    if (last && carry)
        return 0;
    int64_t cost = cost_of_slack(k, slack, last, from == 0 ? k->height : text);
    cost += last ? 0 : cost_of_break(k, b);
    offers[0] = (BestOffer){cost + (carry ? COST_SPLIT + COST_CARRY * carry : 0), carry};
    return 1;
}

/* ---- plans ---------------------------------------------------------------------------------------- */

typedef VEC(NotePart) Parts;

static void plan_add(Breaker *k, int from, int to, const Parts *parts)
{
    VEC_PUSH(k->setter->arena, &k->plans,
             (Plan){.from = k->heights->start[from], .to = to, .parts = parts->at, .n_parts = (int)parts->n});
}

static void part_add(const Breaker *k, Parts *parts, int note, int from, int to)
{
    if (from < to)
        VEC_PUSH(k->setter->arena, parts, (NotePart){note, from, to});
}

/* The notes of a leg: what was carried to it, its own, without what it carries on. */
static Parts leg_notes(const Breaker *k, int from, int from_class, int to, int to_class)
{
    Parts parts = {0};
    int first = k->notes->before[from], end = k->notes->before[to], at;
    if (from_class && note_tail(&k->notes->at[first - 1], from_class, &at) >= 0)
        part_add(k, &parts, first - 1, at, k->notes->at[first - 1].galley.n);
    for (int i = first; i < end; i++) {
        int cut = k->notes->at[i].galley.n;
        if (i == end - 1 && to_class)
            note_tail(&k->notes->at[i], to_class, &cut);
        part_add(k, &parts, i, 0, cut);
    }
    return parts;
}

/* The item after those of the note, from `at`, that fit into the room; at least one box, so that it ends. */
static int note_fit(const Note *note, int at, Len room)
{
    Len used = 0;
    for (int i = at, end = at; i < note->galley.n; i++) {
        used += note->galley.items[i].height;
        if (used > room && end > at)
            return end;
        if (note->galley.items[i].kind == V_BOX)
            end = i + 1;
    }
    return note->galley.n;
}

/* Notes [first, end), the first from its item `at`, on this page as far as they fit into `room`, the rest on pages of
 * their own. */
static void notes_pour(Breaker *k, int from, int to, NotePart rest, Len room)
{
    Parts parts = {0};
    for (int i = rest.note; i < rest.to; i++)
        for (int at = i == rest.note ? rest.from : 0, n = k->notes->at[i].galley.n; at < n;) {
            int cut = note_fit(&k->notes->at[i], at, room);
            Len height = note_part_height(k->notes, (NotePart){i, at, cut});
            if (height > room && (parts.n || from < to)) {
                plan_add(k, from, to, &parts);
                parts = (Parts){0};
                from = to;
                room = k->height - k->gap;
                continue;
            }
            part_add(k, &parts, i, at, cut);
            room -= height;
            at = cut;
        }
    plan_add(k, from, to, &parts);
}

/* The item after the next box. */
static int box_next(const Breaker *k, int at)
{
    const Vitem *items = k->heights->galley->items;
    for (at++; at < k->end && items[at - 1].kind != V_BOX;)
        at++;
    return at;
}

/* A page filled as it comes, from item `from`: at least one box. Returns the item where the next begins. */
static int page_force(Breaker *k, int from, int carried)
{
    int start = k->heights->start[from], to = box_next(k, start), first = k->notes->before[from], at = 0;
    while (to < k->end) {
        int next = box_next(k, to);
        if (heights_of(k->heights, start, next) + notes_height(k, from, next, carried) > k->height)
            break;
        to = next;
    }
    if (carried)
        note_tail(&k->notes->at[--first], carried, &at);
    notes_pour(k, from, to, (NotePart){first, at, k->notes->before[to]},
               k->height - heights_of(k->heights, start, to) - k->gap);
    return to;
}

/* ---- segments ------------------------------------------------------------------------------------- */

static bool break_is_legal(const Galley *galley, int i, bool relaxed)
{
    const Vitem *v = &galley->items[i];
    if (v->kind == V_PENALTY)
        return v->penalty < PENALTY_FORBID || relaxed;
    return v->kind == V_GLUE && i > 0 && (galley->items[i - 1].kind == V_BOX || galley->items[i - 1].kind == V_CLOSE);
}

static void breaks_collect(Breaker *k, int from)
{
    const Galley *galley = k->heights->galley;
    k->n = 0;
    k->breaks[k->n++] = from;
    for (int i = k->heights->start[from] + 1; i < k->end; i++)
        if (break_is_legal(galley, i, k->relaxed))
            k->breaks[k->n++] = i;
    k->breaks[k->n++] = k->end;
}

/* The cheapest chain from break 0, or the part of it that leads to the furthest break that can be reached. */
static int chain_find(Breaker *k, int from, int carried, BestStep **steps)
{
    BestProblem problem = {.ctx = k, 
                           .classes = k->notes->n ? CARRY_CLASSES : 1, .first_class = carried, .legs = legs};
    int n = -1;
    for (int relaxed = 0; relaxed < 2 && n < 0; relaxed++) {
        k->relaxed = relaxed;
        breaks_collect(k, from);
        problem.n = k->n - 1;
        n = best_chain(k->setter->scratch, &problem, steps);
    }
    if (n >= 0)
        return n;
    problem.n = -(n + 1);
    return problem.n > 0 ? best_chain(k->setter->scratch, &problem, steps) : 0;
}

/* Plans the pages of that chain; *carried comes in as its class and goes out. Returns the item that was reached. */
static int chain_plan(Breaker *k, int from, int *carried)
{
    BestStep *steps;
    int n = chain_find(k, from, *carried, &steps);
    for (int i = 0; i < n; i++) {
        int to = k->breaks[steps[i].at];
        Parts parts = leg_notes(k, from, *carried, to, steps[i].cls);
        plan_add(k, from, to, &parts);
        from = to;
        *carried = steps[i].cls;
    }
    arena_reset(k->setter->scratch);
    return from;
}

static void segment_plan(Breaker *k, int from)
{
    int carried = 0;
    while (k->heights->start[from] < k->end) {
        from = chain_plan(k, from, &carried);
        if (k->heights->start[from] < k->end) {
            from = page_force(k, from, carried);
            carried = 0;
        }
    }
}

/* ---- the document --------------------------------------------------------------------------------- */

static void breaks_judge(Breaker *k)
{
    const Vitem *items = k->heights->galley->items;
    for (size_t i = 0; i + 1 < k->plans.n; i++) {
        int to = k->plans.at[i].to, next = k->plans.at[i + 1].from;
        while (to > 0 && items[to - 1].kind != V_BOX)
            to--;
        if (to == 0 || next >= k->heights->galley->n || k->plans.at[i].from >= k->plans.at[i].to)
            continue;
        const Vitem *above = &items[to - 1], *below = &items[next];
        k->out.orphans += above->first_line && !above->last_line;
        k->out.widows += below->last_line && !below->first_line;
        k->out.stranded += above->node && above->node->kind == KIND_HEADING;
    }
}

Plans plans_new(const Setter *setter, const Heights *heights, const Notes *notes)
{
    const Galley *galley = heights->galley;
    const TextStyle *body = &setter->style->text[TEXT_BODY];
    Breaker k = {.setter = setter, .heights = heights, .notes = notes, .height = text_height(setter->style),
                 .line = body->leading > 0 ? body->leading : LEN_PT, .gap = setter->style->note_gap};
    k.breaks = ARENA_ARRAY(setter->arena, int, galley->n + 2);
    bool recto = false, opening = false;
    for (int from = 0; from < galley->n; from = k.end) {
        for (k.end = from + 1; k.end < galley->n; k.end++)
            if (galley->items[k.end].kind == V_PENALTY && galley->items[k.end].penalty <= PENALTY_FORCE)
                break;
        size_t first = k.plans.n;
        segment_plan(&k, from);
        if (first < k.plans.n) {
            k.plans.at[first].recto = recto;
            k.plans.at[first].opening = opening;
            recto = opening = false;
        }
        if (k.end < galley->n) {
            recto = recto || galley->items[k.end].recto;
            opening = opening || galley->items[k.end].opening;
        }
    }
    breaks_judge(&k);
    k.out.at = k.plans.at;
    k.out.n = (int)k.plans.n;
    return k.out;
}
