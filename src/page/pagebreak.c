/* pagebreak.c - where pages end: the cheapest chain of breaks over the whole document.
 *
 * Comes in: the galley's heights and the notes. Goes out: for each page its items, notes and floats, and the
 * paragraphs that are to be set otherwise. Between two forced breaks all pages are chosen at once (Plass 1981; Mittelbach
 * 2016); leg.c tells what each would cost, passage.c which paragraphs can be set otherwise. Where nothing fits (a box higher
 * than a page, a note longer than one) a page is filled as it comes, and the rest is chosen anew after it. */
#include "page/page_int.h"

#include <stdlib.h>

typedef struct Breaker {
    const Setter *setter;
    const Heights *heights;
    const Notes *notes;
    Options options;
    Legs legs;
    VEC(Stop) stops;
    bool relaxed, plain;                                   /* forbidden breaks are only very dear; no floats, no breaks in
                                                              paragraphs set otherwise */
    VEC(Plan) plans;
    VEC(Pick) picks;
    int pages;                                             /* so far, blank ones too */
    int lacks;                                             /* lines of the page before */
    Plans out;
} Breaker;

/* ---- stops ---------------------------------------------------------------------------------------- */

static bool stop_is_legal(const Breaker *k, int i)
{
    const Galley *galley = k->heights->galley;
    return break_is_legal(galley, i) || (k->relaxed && galley->items[i].kind == V_PENALTY);
}

/* How many passages and floats end before an item, and how many begin before the next page does. */
typedef struct Seen { int passages, passages_next, floats, floats_next; } Seen;

static void seen_to(const Galley *galley, Seen *seen, int item, int start)
{
    while (seen->passages < galley->n_passages && galley->passages[seen->passages].to <= item)
        seen->passages++;
    while (seen->passages_next < galley->n_passages && galley->passages[seen->passages_next].from < start)
        seen->passages_next++;
    while (seen->floats < galley->n_floats && galley->floats[seen->floats].to <= item)
        seen->floats++;
    while (seen->floats_next < galley->n_floats && galley->floats[seen->floats_next].from < start)
        seen->floats_next++;
}

static Stop stop_at(const Breaker *k, Seen *seen, int item)
{
    const Heights *h = k->heights;
    const Galley *galley = h->galley;
    int start = h->start[item];
    seen_to(galley, seen, item, start);
    Stop stop = {.item = item, .start = start, .end = h->sum[item], .begin = h->sum[start], .top = h->top[start],
                 .notes = k->notes->before[item], .passage = -1, .way = -1, .passages = seen->passages,
                 .passages_next = seen->passages_next, .floats = seen->floats, .floats_next = seen->floats_next};
    stop.penalty = item < galley->n ? galley->items[item].penalty : 0;
    stop.hyphen = item > 0 && galley->items[item - 1].hyphenated;
    const Float *f = stop.floats < galley->n_floats ? &galley->floats[stop.floats] : NULL;
    stop.torn = f && f->body_end <= item;
    const Passage *p = stop.passages < galley->n_passages ? &galley->passages[stop.passages] : NULL;
    if (p && p->from < item) {
        stop.passage = stop.passages;
        stop.lines = (item - p->from + 1) / 2;
    }
    return stop;
}

/* How many notes begin before the end of a line, when so many do before the line; a note is marked more than once. */
static int notes_through(const Notes *notes, const Line *line, int before, int most)
{
    for (int i = 0; i < line->n_notes; i++) {
        int number = note_number(notes, line->notes[i]);
        before = number > before && number <= most ? number : before;
    }
    return before;
}

/* The same after so many lines of its passage when that is set a line longer or shorter. */
static void stop_other(Breaker *k, Stop stop, Way way)
{
    const Passage *p = &k->heights->galley->passages[stop.passage];
    if (!p->style)
        return;
    const Option *option = option_of(&k->options, stop.passage, way);
    const Paragraph *set = &option->set;
    if (option->cost < 0 || stop.lines < 2 || set->n - stop.lines < 2)
        return;
    stop.way = (int)way;
    stop.start = p->to;
    stop.begin = k->heights->sum[p->to] - (set->n - stop.lines) * k->legs.line;
    stop.top = k->heights->top[stop.item];
    stop.hyphen = set->lines[stop.lines - 1].hyphenated;
    stop.penalty = line_penalty(set->n, stop.lines - 1, stop.hyphen, p->headed);
    stop.notes = k->notes->before[p->from];
    for (int i = 0; i < stop.lines; i++)
        stop.notes = notes_through(k->notes, &set->lines[i], stop.notes, k->notes->before[p->to]);
    VEC_PUSH(k->setter->scratch, &k->stops, stop);
}

static void stops_collect(Breaker *k, int from)
{
    Arena *scratch = k->setter->scratch;
    Seen seen = {0};
    k->stops.at = NULL;
    k->stops.n = k->stops.cap = 0;
    VEC_PUSH(scratch, &k->stops, stop_at(k, &seen, from));
    for (int i = k->heights->start[from] + 1; i < k->legs.end; i++) {
        if (!stop_is_legal(k, i))
            continue;
        Stop stop = stop_at(k, &seen, i);
        VEC_PUSH(scratch, &k->stops, stop);
        for (int way = 0; way < 2 && stop.passage >= 0 && !k->plain; way++)
            stop_other(k, stop, (Way)way);
    }
    VEC_PUSH(scratch, &k->stops, stop_at(k, &seen, k->legs.end));
    legs_begin(&k->legs, k->stops.at, (int)k->stops.n - 1);
}

/* ---- plans ---------------------------------------------------------------------------------------- */

typedef VEC(NotePart) Parts;

static void plan_add(Breaker *k, int from, int to, const Parts *parts)
{
    VEC_PUSH(k->setter->galley, &k->plans,
             (Plan){.from = k->heights->start[from], .to = to, .parts = parts->at, .n_parts = (int)parts->n,
                    .kept = k->heights->galley->n_floats, .foot = -1, .from_stop = {.way = -1}, .to_stop = {.way = -1}});
    k->pages++;
}

static void part_add(const Breaker *k, Parts *parts, int note, int from, int to)
{
    if (from < to)
        VEC_PUSH(k->setter->galley, parts, (NotePart){note, from, to});
}

/* The notes of a leg: what was carried to it, its own, without what it carries on. */
static Parts leg_notes(const Breaker *k, const Stop *from, int from_class, const Stop *to, int to_class)
{
    Parts parts = {0};
    int first = from->notes, end = to->notes, at;
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
                room = k->legs.height - k->legs.gap;
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
    for (at++; at < k->legs.end && items[at - 1].kind != V_BOX;)
        at++;
    return at;
}

static Len notes_height(const Breaker *k, int from, int to, int carried)
{
    int at, first = k->notes->before[from];
    Len height = k->notes->height[to] - k->notes->height[from];
    height += carried ? note_tail(&k->notes->at[first - 1], carried, &at) : 0;
    return height > 0 ? height + k->legs.gap : 0;
}

/* A page filled as it comes, from item `from`: at least one box. Returns the item where the next begins. */
static int page_force(Breaker *k, int from, int carried)
{
    int start = k->heights->start[from], to = box_next(k, start), first = k->notes->before[from], at = 0;
    while (to < k->legs.end) {
        int next = box_next(k, to);
        if (heights_of(k->heights, start, next) + notes_height(k, from, next, carried) > k->legs.height)
            break;
        to = next;
    }
    if (carried)
        note_tail(&k->notes->at[--first], carried, &at);
    notes_pour(k, from, to, (NotePart){first, at, k->notes->before[to]},
               k->legs.height - heights_of(k->heights, start, to) - k->legs.gap);
    return to;
}

/* ---- segments ------------------------------------------------------------------------------------- */

typedef struct Chain { BestStep *steps; int n, first_class; } Chain;

/* Where step i begins, and in which class. */
static int chain_at(const Chain *chain, int i)
{
    return i > 0 ? chain->steps[i - 1].at : 0;
}

static int chain_class(const Chain *chain, int i)
{
    return i > 0 ? chain->steps[i - 1].cls : chain->first_class;
}

/* What was chosen between two steps of the chain. */
static Choice choice_of(const Breaker *k, int from, int cls, BestStep to)
{
    Choice choice = {0};
    leg_choice(&k->legs, from, cls, to.at, to.cls, &choice);
    return choice;
}

static int side_first(const Breaker *k)
{
    return k->legs.two_sided && k->pages % 2 == 0 ? SIDE_FIRST : SIDE_VERSO;
}

/* The cheapest chain from stop 0, or the part of it that leads to the furthest stop that can be reached. */
static Chain chain_find(Breaker *k, int from, int carried)
{
    BestProblem problem = {.n = 0};
    int n = -1, floats = k->legs.floats;
    Chain chain = {0};
    for (int try = 0; try < 3 && n < 0; try++) {
        k->relaxed = try > 0;
        k->plain = try == 2;
        k->legs.floats = k->plain ? 1 : floats;
        stops_collect(k, from);
        problem = legs_problem(&k->legs);
        chain.first_class = problem.first_class = class_of(&k->legs, side_first(k), carried, 0);
        n = best_chain(k->setter->scratch, &problem, &chain.steps);
    }
    if (n < 0) {
        problem.n = -(n + 1);
        n = problem.n > 0 ? best_chain(k->setter->scratch, &problem, &chain.steps) : 0;
    }
    chain.n = n;
    return chain;
}

static void give_add(Plan *plan, int from, int to, Len amount)
{
    plan->gives[plan->n_gives++] = (Give){from, to, amount};
}

/* What of the choice is the plan's: the spaces that give, the floats. */
static void plan_finish(Breaker *k, Plan *plan, int from, int to, const Choice *c, int pending, int spaces)
{
    const Heights *h = k->heights;
    const Stop *a = &k->stops.at[from], *b = &k->stops.at[to];
    int snaps[2], n = spaces ? leg_spaces(&k->legs, from, to, spaces, snaps) : 0;
    plan->gives = ARENA_ARRAY(k->setter->galley, Give, 3);
    for (int i = 0; i < n; i++)
        give_add(plan, k->legs.first_glue[snaps[i]], snaps[i] + 1, spaces > 0 ? k->legs.line : -k->legs.line);
    if (c->rest) {
        int start = h->last[b->item] < a->start ? a->start : h->last[b->item] + 1;
        give_add(plan, start, b->item, c->rest);
    }
    plan->head = a->floats - pending;
    plan->head_end = a->floats;
    plan->kept = c->kept ? b->floats - c->kept : h->galley->n_floats;
    plan->foot = c->foot;
    plan->lacks = c->lines * k->legs.line;
    k->out.moved += c->kept + (c->foot >= a->floats_next);
    k->out.spaced += n;
}

static void pick_add(Breaker *k, int passage, Way way)
{
    for (size_t i = 0; i < k->picks.n; i++)
        if (k->picks.at[i].passage == passage)
            return;
    VEC_PUSH(k->setter->list, &k->picks, (Pick){passage, way});
    k->out.longer += way == WAY_LONGER;
    k->out.shorter += way == WAY_SHORTER;
    k->out.tables += !k->heights->galley->passages[passage].style;
}

static void place_trace(Buf *out, const char *what, const Node *node)
{
    if (node && node->place.source)
        buf_format(out, "%s%.*s:%d", what, STR_ARGS(node->place.source->name), node->place.line);
}

/* The node of the last box before an item, of the first after it. */
static const Node *node_near(const Galley *galley, int item, int step)
{
    for (int i = step < 0 ? item - 1 : item; i >= 0 && i < galley->n; i += step)
        if (galley->items[i].kind == V_BOX && galley->items[i].node)
            return galley->items[i].node;
    return NULL;
}

static void choice_trace(const Breaker *k, Buf *out, const Choice *c, const Stop *b)
{
    const Galley *galley = k->heights->galley;
    buf_format(out, "cost %d (break %d, lines short %d, changes %d, facing page %d, note split %d, floats %d), after",
               (int)c->cost, c->of_break, c->of_slack, c->of_change, c->of_side, c->of_notes, c->of_floats);
    place_trace(out, " ", node_near(galley, b->item, -1));
    if (b->passage >= 0)
        buf_format(out, " line %d%s", b->lines, b->way == WAY_LONGER ? " set longer" : b->way == WAY_SHORTER ? " set shorter" : "");
    buf_byte(out, '\n');
}

/* The next stop in that direction at which the page could end too. */
static void other_trace(const Breaker *k, Buf *out, int from, int cls, int to, int step)
{
    Choice choice;
    for (int i = to + step, tries = 0; i > from && i <= k->legs.n && tries < 12; i += step, tries++) {
        if (!leg_choice(&k->legs, from, cls, i, -1, &choice))
            continue;
        buf_add(out, STR("  instead: "));
        choice_trace(k, out, &choice, &k->stops.at[i]);
        return;
    }
}

static void leg_trace(const Breaker *k, int from, int cls, BestStep step, const Choice *c, const Help *help)
{
    Buf *out = k->setter->trace_pages;
    const Galley *galley = k->heights->galley;
    if (!out)
        return;
    buf_format(out, "page %d: ", k->pages + 1);
    choice_trace(k, out, c, &k->stops.at[step.at]);
    for (int i = 0; i < help->n_picks; i++) {
        place_trace(out, "  set ", galley->passages[help->picks[i].passage].node);
        buf_add(out, help->picks[i].way == WAY_LONGER ? STR(" a line longer\n") : STR(" a line shorter\n"));
    }
    if (help->spaces)
        buf_format(out, "  spaces %s by a line: %d\n", help->spaces > 0 ? "wider" : "narrower", abs(help->spaces));
    for (int i = 0; i < c->kept; i++) {
        place_trace(out, "  left for the next page: ", galley->floats[k->stops.at[step.at].floats - c->kept + i].node);
        buf_byte(out, '\n');
    }
    if (c->foot >= 0) {
        place_trace(out, "  at the foot: ", galley->floats[c->foot].node);
        buf_byte(out, '\n');
    }
    other_trace(k, out, from, cls, step.at, -1);
    other_trace(k, out, from, cls, step.at, 1);
}

static void leg_plan(Breaker *k, int from, int cls, BestStep step)
{
    const Stop *a = &k->stops.at[from], *b = &k->stops.at[step.at];
    int side, carried, pending, to_side, carry, kept;
    class_split(&k->legs, cls, &side, &carried, &pending);
    class_split(&k->legs, step.cls, &to_side, &carry, &kept);
    Choice c = choice_of(k, from, cls, step);
    k->out.faults.uneven += side >= SIDE_FULL && step.at < k->legs.n && c.lines != k->lacks;
    k->lacks = c.lines;
    Help help = leg_help(&k->legs, from, step.at, c.help);
    leg_trace(k, from, cls, step, &c, &help);
    Parts parts = leg_notes(k, a, carried, b, carry);
    plan_add(k, a->item, b->item, &parts);
    Plan *plan = &k->plans.at[k->plans.n - 1];
    plan->from_stop = *a;
    plan->to_stop = *b;
    plan_finish(k, plan, from, step.at, &c, pending, help.spaces);
    for (int i = 0; i < help.n_picks; i++)
        pick_add(k, help.picks[i].passage, help.picks[i].way);
    if (b->way >= 0)
        pick_add(k, b->passage, (Way)b->way);
}

/* Plans the pages of the cheapest chain; *carried comes in as its lines and goes out. Returns the item reached. */
static int chain_plan(Breaker *k, int from, int *carried)
{
    int floats = k->legs.floats, end = from, cls, side, kept;
    Chain chain = chain_find(k, from, *carried);
    for (int i = 0; i < chain.n; i++) {
        leg_plan(k, chain_at(&chain, i), chain_class(&chain, i), chain.steps[i]);
        end = k->stops.at[chain.steps[i].at].item;
    }
    cls = chain_class(&chain, chain.n);
    class_split(&k->legs, cls, &side, carried, &kept);
    k->legs.floats = floats;
    arena_reset(k->setter->scratch);
    return end;
}

static void segment_plan(Breaker *k, int from)
{
    int carried = 0;
    while (k->heights->start[from] < k->legs.end) {
        from = chain_plan(k, from, &carried);
        if (k->heights->start[from] < k->legs.end) {
            from = page_force(k, from, carried);
            carried = 0;
        }
    }
}

/* ---- the document --------------------------------------------------------------------------------- */

/* The segment has begun: a chapter may begin on a right-hand page. */
static void segment_open(Breaker *k, bool recto)
{
    if (recto && k->legs.two_sided)
        k->pages += k->pages % 2;
}

Plans plans_new(const Setter *setter, const Heights *heights, const Notes *notes)
{
    const Galley *galley = heights->galley;
    Breaker k = {.setter = setter, .heights = heights, .notes = notes};
    k.legs = legs_new(setter, heights, notes, &k.options);
    k.options = options_new(setter, heights, k.legs.wide);
    bool recto = false, opening = false;
    for (int from = 0; from < galley->n; from = k.legs.end) {
        for (k.legs.end = from + 1; k.legs.end < galley->n; k.legs.end++)
            if (galley->items[k.legs.end].kind == V_PENALTY && galley->items[k.legs.end].penalty <= PENALTY_FORCE)
                break;
        size_t first = k.plans.n;
        segment_open(&k, recto);
        segment_plan(&k, from);
        if (first < k.plans.n) {
            k.plans.at[first].recto = recto;
            k.plans.at[first].opening = opening;
            recto = opening = false;
        }
        if (k.legs.end < galley->n) {
            recto = recto || galley->items[k.legs.end].recto;
            opening = opening || galley->items[k.legs.end].opening;
        }
    }
    k.out.filler = filler_new(setter, heights, notes);
    k.out.at = k.plans.at;
    k.out.n = (int)k.plans.n;
    k.out.picks = k.picks.at;
    k.out.n_picks = (int)k.picks.n;
    k.out.options = k.options;
    return k.out;
}
