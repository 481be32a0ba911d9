/* passage.c - paragraphs and tables set a line longer or shorter than is best for them alone.
 *
 * Comes in: the galley with its passages. Goes out: what each other setting costs, and a galley in which the chosen ones
 * stand. Setting a paragraph again is dear, so it is first guessed from its last line what that would cost, and only those
 * that promise well are set: where pages face each other and have few spaces that could give a line, more of them. Costs
 * grow with the root of the demerits, so that many small changes win over one great one. A table gains or loses its line in
 * the space around its rows, where each has enough. */
#include "page/page_int.h"

#include <stdlib.h>

enum { COST_ROWS = 250, COST_PAD = 600,                    /* a table; when all of the space around its rows went */
       COST_OTHER = 80, COST_ROOT = 4, PER_MILLE = 1000, GUESS_MOST = 2000, GUESS_LESS = 250, SPACES = 8 };

static int64_t root(int64_t n)
{
    int64_t r = 0;
    for (int64_t bit = (int64_t)1 << 30; bit; bit >>= 1)
        if ((r + bit) * (r + bit) <= n)
            r += bit;
    return r;
}

static int64_t cost_of_demerits(int64_t more)
{
    return COST_OTHER + COST_ROOT * root(more > 0 ? more : 0);
}

/* A line of an average text stretches by 40/1000 of its width, or shrinks by 22/1000, before it looks loose or tight; its
 * letters give 8/1000 more. */
static int64_t option_guess(const Passage *p, Way way)
{
    Len width = p->measure.width, last = p->set.lines[p->set.n - 1].width, lines = p->set.n - (way == WAY_SHORTER);
    Len need = way == WAY_LONGER ? width - last + width / 12 : last;
    Len letters = lines * width * 8 / PER_MILLE, spaces = lines * width * (way == WAY_LONGER ? 40 : 22) / PER_MILLE;
    Len rest = need > letters ? need - letters : 0;
    if (rest * 10 > spaces * 12)
        return -1;
    int64_t ratio = rest * 100 / spaces, bad = ratio * ratio * ratio / 10000;
    return cost_of_demerits(lines * ((10 + bad) * (10 + bad) - 50) / 2);
}

/* Rows give at most half of the space around them, and take as much. */
static int64_t rows_cost(const Passage *p, Len line)
{
    Len pads = 2 * p->pad * p->rows;
    return pads < 2 * line ? -1 : COST_ROWS + COST_PAD * line / pads;
}

/* What a setting of the passage may cost by the guess: wide[i] spaces before item i can give a line. */
static int64_t guess_most(const Setter *setter, const Heights *h, const int *wide, const Passage *p)
{
    Len page = text_height(setter->style);
    int from = p->from, to = p->to;
    if (!setter->style->two_sided)
        return GUESS_LESS;
    while (from > 0 && h->sum[p->from] - h->sum[from - 1] < page)
        from--;
    while (to < h->galley->n && h->sum[to + 1] - h->sum[p->to] < page)
        to++;
    return wide[to] - wide[from] < SPACES ? GUESS_MOST : GUESS_LESS;
}

static void option_set(Option *option, const Setter *setter, const Passage *p, Request *request)
{
    if (!request->done) {
        Hlist list = hlist_new(setter, request->node, request->style);
        request->set = line_break_silent(setter, &list, &request->measure);
        arena_reset(setter->scratch);
    }
    option->set = request->set;
    if (option->set.n == p->set.n + request->measure.looseness && !option->set.overfull && !option->set.strained)
        option->cost = cost_of_demerits(option->set.demerits - p->set.demerits);
}

Options options_new(const Setter *setter, const Heights *heights, const int *wide)
{
    const Galley *galley = heights->galley;
    int n = 2 * galley->n_passages;
    Options o = {.setter = setter, .galley = galley, .at = ARENA_ARRAY(setter->list, Option, n + 1)};
    VEC(Request) requests = {0};
    for (int i = 0; i < n; i++) {
        const Passage *p = &galley->passages[i / 2];
        if (!p->style) {
            o.at[i].cost = rows_cost(p, setter->style->grid);
            continue;
        }
        int64_t guess = option_guess(p, (Way)(i % 2));
        o.at[i].cost = guess >= 0 && guess <= guess_most(setter, heights, wide, p) ? guess : -1;
        Measure measure = p->measure;
        measure.looseness = i % 2 == WAY_LONGER ? 1 : -1;
        if (o.at[i].cost >= 0)
            VEC_PUSH(setter->list, &requests, (Request){.node = p->node, .style = p->style, .measure = measure});
    }
    requests_set(setter, requests.at, requests.n);
    Request *next = requests.at;
    for (int i = 0; i < n; i++)
        if (o.at[i].cost >= 0 && galley->passages[i / 2].style) {
            o.at[i].cost = -1;
            option_set(&o.at[i], setter, &galley->passages[i / 2], next++);
        }
    return o;
}

const Option *option_of(const Options *o, int passage, Way way)
{
    return &o->at[2 * passage + (int)way];
}

/* ---- the galley with the chosen settings ---------------------------------------------------------- */

static Vitem line_item(const Options *o, const Passage *p, const Paragraph *set, int i)
{
    Arena *arena = o->setter->galley;
    const Vitem *first = &o->galley->items[p->from];
    Vitem v = *first;
    Line *line = &set->lines[i];
    int labels = i == 0 ? first->n - 1 : 0;
    v.boxes = ARENA_ARRAY(arena, Box, labels + 1);
    for (int k = 0; k < labels; k++)
        v.boxes[k] = first->boxes[k];
    v.boxes[labels] = box_line(line, p->node, p->left, style_baseline(p->style));
    v.n = labels + 1;
    v.notes = line->notes;
    v.n_notes = line->n_notes;
    v.first_line = i == 0;
    v.last_line = i == set->n - 1;
    v.hyphenated = line->hyphenated;
    return v;
}

/* The rows with a line of the grid more or less between them; the rule below the last row moves with its lower edge. */
static int rows_copy(const Options *o, const Passage *p, Way way, Vitem *to)
{
    Len line = way == WAY_LONGER ? o->setter->style->grid : -o->setter->style->grid;
    for (int i = p->from, row = 0; i < p->to; i++) {
        Vitem v = to[i - p->from] = o->galley->items[i];
        if (v.kind != V_BOX)
            continue;
        Len change = line * (row + 1) / p->rows - line * row / p->rows;
        v.boxes = ARENA_ARRAY(o->setter->galley, Box, v.n);
        for (int k = 0; k < v.n; k++) {
            v.boxes[k] = o->galley->items[i].boxes[k];
            v.boxes[k].y += v.boxes[k].kind == BOX_RULE ? change : change / 2;
        }
        v.height += change;
        to[i - p->from] = v;
        row++;
    }
    return p->to - p->from;
}

static int passage_copy(const Options *o, int passage, Way way, Vitem *to)
{
    const Passage *p = &o->galley->passages[passage];
    if (!p->style)
        return rows_copy(o, p, way, to);
    const Paragraph *set = &option_of(o, passage, way)->set;
    int n = 0;
    line_tell(o->setter, set);
    for (int i = 0; i < set->n; i++) {
        to[n++] = line_item(o, p, set, i);
        if (i + 1 < set->n)
            to[n++] = (Vitem){.kind = V_PENALTY,
                              .penalty = (int16_t)line_penalty(set->n, i, set->lines[i].hyphenated, p->headed)};
    }
    return n;
}

/* A galley with the picks, which are in their order; moved[i] is the new place of item i, for n + 1 items. */
static Galley galley_reset(const Options *o, const Pick *picks, int n_picks, int *moved)
{
    const Galley *old = o->galley;
    Galley galley = {.width = old->width, .n_floats = old->n_floats}; /* its passages are set for good */
    int n = 0, next = 0;
    galley.items = ARENA_ARRAY(o->setter->galley, Vitem, old->n + 2 * n_picks + 1);
    galley.floats = ARENA_ARRAY(o->setter->galley, Float, old->n_floats + 1);
    for (int i = 0; i < old->n;) {
        const Passage *p = next < n_picks ? &old->passages[picks[next].passage] : NULL;
        if (!p || i < p->from) {
            moved[i] = n;
            galley.items[n++] = old->items[i++];
            continue;
        }
        for (; i < p->to; i++)
            moved[i] = n + i - p->from;
        n += passage_copy(o, picks[next].passage, picks[next].way, &galley.items[n]);
        next++;
    }
    moved[old->n] = galley.n = n;
    for (int i = 0; i < old->n_floats; i++) {
        Float f = old->floats[i];
        galley.floats[i] = (Float){f.node, moved[f.from], moved[f.body], moved[f.body_end], moved[f.to],
                                   f.fence ? moved[f.fence] : 0, f.section ? moved[f.section] : 0};
    }
    return galley;
}

/* ---- the plans along it --------------------------------------------------------------------------- */

static int pick_compare(const void *a, const void *b)
{
    return ((const Pick *)a)->passage - ((const Pick *)b)->passage;
}

/* The item in the new galley at which a page ends, or after which it begins. */
static int stop_moved(const Options *o, const Stop *stop, int item, const int *moved)
{
    if (stop->way < 0)
        return moved[item];
    return moved[o->galley->passages[stop->passage].from] + 2 * stop->lines - 1;
}

static void plan_move(const Options *o, Plan *plan, const int *moved)
{
    plan->from = plan->from_stop.way < 0 ? moved[plan->from] : stop_moved(o, &plan->from_stop, plan->from, moved) + 1;
    plan->to = stop_moved(o, &plan->to_stop, plan->to, moved);
    for (int g = 0; g < plan->n_gives; g++) {
        plan->gives[g].from = moved[plan->gives[g].from];
        plan->gives[g].to = plan->gives[g].to == plan->to_stop.item ? plan->to : moved[plan->gives[g].to];
    }
}

void plans_reset(const Setter *setter, Plans *plans)
{
    const Options *o = &plans->options;
    int *moved = ARENA_ARRAY(setter->scratch, int, o->galley->n + 1);
    if (plans->n_picks)
        qsort(plans->picks, (size_t)plans->n_picks, sizeof *plans->picks, pick_compare);
    plans->galley = galley_reset(o, plans->picks, plans->n_picks, moved);
    for (int i = 0; i < plans->n; i++)
        plan_move(o, &plans->at[i], moved);
    arena_reset(setter->scratch);
    plans_judge(plans, setter->style->two_sided);
}
