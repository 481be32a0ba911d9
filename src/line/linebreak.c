/* linebreak.c - a paragraph's breaks, chosen as a whole. In comes a list of items and a measure, out come its lines,
 * set. Knuth and Plass, "Breaking paragraphs into lines" (1981): badness and demerits, four fitness classes, demerits for
 * neighbouring hyphens and unlike neighbours, a pass without hyphens, one with them, one with emergency stretch. Added
 * here: the class also carries how many lines in a row ended in a hyphen, so that there is never a third; letters that may
 * expand and margins that may hang count inside the costs (Han The Thanh 2000); ragged setting is the same problem with
 * a stretchable margin; a paragraph can be asked for one line more or fewer. Legs cost O(1) by prefix sums. */
#include "line/line_int.h"

#include <assert.h>
#include <limits.h>

enum {
    FITNESS = 4, RUNS = 3,                                 /* classes: fitness x hyphens in a row */
    OFFSETS = 5,                                           /* classes with looseness: lines off the best x hyphens */
    LOOSE_EM = 1000,                                       /* a space this wide is worth a word, in 1/1000 em */
};
static const int64_t DEMERITS_LADDER = 1000000000000, DEMERITS_OVERFULL = 100000000000000;
static const int64_t TOLERANCE_NONE = INT64_MAX;

typedef struct Breaker {
    const Setter *setter;
    const Hlist *list;
    const Measure *measure;
    Break *breaks; int n;                                  /* breaks[0] is the start */
    Len slack;                                             /* how far a width may fall again behind a break */
    Len short_last;                                        /* a last line shorter than this costs */
    Len ragged;                                            /* stretch of a ragged margin, 0: justified */
    Len emergency;                                         /* stretch added in the last pass */
    int64_t tolerance;
    int64_t ratio_most;                                    /* a line may be as loose as that; -1: without end */
    const Len *reach;                                      /* by break: how wide a line to it or before can be; see reach_find */
    bool protrude;                                         /* the margins hang */
    bool any_width;                                        /* overfull lines are allowed where nothing else goes */
    const int *lines_before; int lines_wanted;             /* looseness: the best chain's lines up to each break */
    int from, to; bool fits, drop; int64_t cost; int fitness; /* the last leg's price, whatever its class */
} Breaker;

/* ---- costs ------------------------------------------------------------------------------------------ */

static Len line_width(const Breaker *b, int from)
{
    Len width = b->measure->width - (from == 0 ? b->measure->first_indent : b->measure->indent);
    return width > 0 ? width : 1;
}

/* 100 r^3 for a ratio in units of 1/RATIO. */
static int64_t badness(int64_t ratio)
{
    if (ratio > 40 * RATIO)
        return BADNESS_MOST;
    int64_t bad = 100 * ratio * ratio / RATIO * ratio / RATIO / RATIO;
    return bad < BADNESS_MOST ? bad : BADNESS_MOST;
}

static int64_t ratio_of(Len part, Len whole)
{
    if (part == 0)
        return 0;
    if (whole <= 0 || part / whole >= 100)
        return 100 * RATIO;
    return part * RATIO / whole;
}

static void price_refuse(Breaker *b, bool drop)
{
    b->fits = false;
    b->drop = drop;
}

/* The largest ratio whose badness is within the tolerance. */
static int64_t ratio_within(int64_t tolerance)
{
    int64_t ratio = 0;
    if (tolerance >= BADNESS_MOST)
        return -1;
    for (int64_t bit = 32 * RATIO; bit > 0; bit /= 2)
        if (badness(ratio + bit) <= tolerance)
            ratio += bit;
    return ratio;
}

/* A line that sticks out: refused, unless this is the last pass and no shorter line begins here. */
static void price_overfull(Breaker *b, Len excess, Len beyond)
{
    price_refuse(b, beyond > b->slack);
    bool shortest = b->to == b->from + 1 || b->breaks[b->to - 1].item < b->breaks[b->from].start;
    if (!b->any_width || !shortest)
        return;
    b->fits = true;
    b->cost = DEMERITS_OVERFULL + excess / LEN_PT * 1000000;
    b->fitness = 0;
}

static void price_accept(Breaker *b, int64_t bad, int64_t ratio, bool loose)
{
    const Break *to = &b->breaks[b->to];
    b->fits = bad <= b->tolerance;
    b->fitness = !loose ? (ratio > RATIO / 2 ? 0 : 1) : ratio > RATIO ? 3 : ratio > RATIO / 2 ? 2 : 1;
    int64_t line = LINE_PENALTY + bad;
    b->cost = line * line + (int64_t)to->penalty * to->penalty;
}

/* Expanded letters are hardly seen, but not for nothing. */
static int64_t expand_badness(Len part, Len most)
{
    int64_t ratio = ratio_of(part < most ? part : most, most);
    return most > 0 ? EXPAND_BADNESS * ratio * ratio / RATIO / RATIO : 0;
}

static void price_loose(Breaker *b, Len rest, Len stretch, Len font)
{
    Len beyond = rest > font ? rest - font : 0;
    if (b->ratio_most >= 0 && beyond > 0 && beyond * RATIO >= (b->ratio_most + 1) * stretch) { /* no need to divide */
        price_refuse(b, false);
        return;
    }
    int64_t ratio = ratio_of(beyond, stretch + b->emergency);
    price_accept(b, badness(ratio) + expand_badness(rest, font), ratio, true);
}

static void price_tight(Breaker *b, Len excess, Len shrink, Len font)
{
    Len beyond = excess > font ? excess - font : 0;
    if (beyond > shrink) {
        price_overfull(b, excess, beyond - shrink);
        return;
    }
    int64_t ratio = ratio_of(beyond, shrink);
    price_accept(b, badness(ratio) + expand_badness(excess, font), ratio, false);
}

static void short_last(Breaker *b, Len width)
{
    if (width < b->short_last)
        b->cost += DEMERITS_SHORT * (2 * b->short_last - width) / b->short_last;
}

/* Prices the line between two breaks, whatever its class. */
static void leg_price(Breaker *b, int from, int to)
{
    Break *start = &b->breaks[from], *end = &b->breaks[to];
    b->from = from;
    b->to = to;
    b->fits = b->drop = false;
    Len width = end->end.width - start->begin.width;
    if (end->item < start->start) {                        /* between two breaks that vanish together */
        price_refuse(b, false);
        return;
    }
    Len rest = line_width(b, from) + start->left + break_right(b->list, end, b->protrude) - width;
    Len font = (end->end.text - start->begin.text) * b->setter->style->expand / 1000;
    if (b->ragged > 0)
        font = 0;
    bool fil = end->end.fil > start->begin.fil || (end->forced && end->item == start->start);
    if (rest < 0)
        price_tight(b, -rest, b->ragged > 0 ? 0 : end->end.shrink - start->begin.shrink, font);
    else if (fil)
        price_accept(b, 0, 0, true);
    else
        price_loose(b, rest, b->ragged > 0 ? b->ragged : end->end.stretch - start->begin.stretch, font);
    if (to == b->n)
        short_last(b, width);
    b->drop |= to >= start->forced_next;
}

/* ---- legs ------------------------------------------------------------------------------------------- */

/* Demerits of a hyphen after `run` lines that ended in one, and before the last line. */
static int64_t hyphen_demerits(const Breaker *b, int run, bool flagged, bool last)
{
    if (last && run > 0)
        return DEMERITS_FINAL;
    if (!flagged || run == 0)
        return 0;
    if (run >= RUNS - 1)
        return b->tolerance == TOLERANCE_NONE ? DEMERITS_LADDER : -1;
    return DEMERITS_DOUBLE;
}

static int run_after(int run, bool flagged)
{
    return !flagged ? 0 : run < RUNS - 1 ? run + 1 : run;
}

/* How far items with so much width, stretch and text go when they are as loose as they may. */
static Len reach_of(const Breaker *b, Len width, Len stretch, Len text)
{
    if (b->ragged > 0)
        return width;
    return width + stretch * (b->ratio_most + 1) / RATIO + text * b->setter->style->expand / 1000;
}

/* A line from a break ends at the first break whose reach is that of its start and the line's width more, or behind it.
 * Widths may fall again (behind a hyphen), so each break has the most of those up to it. What hangs would make a reach
 * less, but need not be known for breaks that no line comes near. */
static void reach_find(Breaker *b)
{
    int forced = 0;
    for (int i = 1; i <= b->n; i++)
        forced += b->breaks[i].forced;
    b->ratio_most = ratio_within(b->tolerance);
    b->reach = NULL;
    if (b->ratio_most < 0 || b->breaks[b->n].end.fil > forced) /* a leader can fill a line anywhere */
        return;
    Len *reach = arena_bytes(b->setter->scratch, sizeof(Len) * ((size_t)b->n + 1));
    Len most = -LEN_MAX;
    for (int i = 0; i <= b->n; i++) {
        const Break *brk = &b->breaks[i];
        Len own = reach_of(b, brk->end.width, brk->end.stretch, brk->end.text);
        reach[i] = most = own > most ? own : most;
    }
    b->reach = reach;
}

static int leg_first(void *ctx, int from, int cls, const BestHere *here)
{
    enum { ROUNDED = 4 };
    const Breaker *b = ctx;
    Break *start = &b->breaks[from];
    (void)cls;
    (void)here;
    break_begin(b->list, start, b->protrude);
    if (b->reach == NULL)
        return from + 1;
    Len need = line_width(b, from) - ROUNDED - (b->ragged > 0 ? b->ragged * (b->ratio_most + 1) / RATIO : 0) +
               reach_of(b, start->begin.width + start->left, start->begin.stretch, start->begin.text);
    int first = from + 1, to = start->forced_next;
    while (first < to) {
        int middle = first + (to - first) / 2;
        if (b->reach[middle] < need)
            first = middle + 1;
        else
            to = middle;
    }
    return first;
}

static bool leg_ready(void *ctx, int from, int to, bool *drop)
{
    Breaker *b = ctx;
    leg_price(b, from, to);
    *drop = b->drop;
    return b->fits;
}

static int offer_of(void *ctx, int cls, const BestHere *here, BestOffer *offer)
{
    const Breaker *b = ctx;
    (void)here;
    int fitness = cls / RUNS, run = cls % RUNS;
    bool flagged = b->breaks[b->to].flagged;
    int64_t hyphens = hyphen_demerits(b, run, flagged, b->to == b->n);
    if (hyphens < 0)
        return 0;
    bool unlike = b->from > 0 && (b->fitness - fitness > 1 || fitness - b->fitness > 1);
    offer->cost = b->cost + hyphens + (unlike ? DEMERITS_UNLIKE : 0);
    offer->to_class = b->fitness * RUNS + run_after(run, flagged);
    return 1;
}

/* The same with the line's number, relative to the best chain's, in place of the fitness. */
static int offer_counted(void *ctx, int cls, const BestHere *here, BestOffer *offer)
{
    const Breaker *b = ctx;
    (void)here;
    int run = cls % RUNS;
    bool flagged = b->breaks[b->to].flagged;
    int line = b->lines_before[b->from] + cls / RUNS - OFFSETS / 2 + 1;
    int offset = line - b->lines_before[b->to] + OFFSETS / 2;
    int64_t hyphens = hyphen_demerits(b, run, flagged, b->to == b->n);
    if (hyphens < 0 || offset < 0 || offset >= OFFSETS || (b->to == b->n && line != b->lines_wanted))
        return 0;
    offer->cost = b->cost + hyphens;
    offer->to_class = offset * RUNS + run_after(run, flagged);
    return 1;
}

static int chain_find(Breaker *b, BestStep **steps)
{
    BestProblem problem = {.ctx = b, .n = b->n, .first_class = RUNS, .leg = leg_ready, .offers = offer_of,
                           .first = leg_first};
    return best_chain(b->setter->scratch, &problem, steps);
}

/* The best chain of `wanted` lines, near to the chain of n steps; 0: there is none within the tolerance. */
static int chain_counted(Breaker *b, int wanted, int n, BestStep **steps)
{
    if (wanted < 1)
        return 0;
    int *lines = ARENA_ARRAY(b->setter->scratch, int, b->n + 1);
    for (int i = 0, line = 0; i <= b->n; i++) {
        while (line < n && (*steps)[line].at <= i)
            line++;
        lines[i] = line;
    }
    b->lines_before = lines;
    b->lines_wanted = wanted;
    BestProblem problem = {.ctx = b, .n = b->n, .leg = leg_ready, .offers = offer_counted, .first = leg_first};
    problem.first_class = OFFSETS / 2 * RUNS;
    BestStep *other = NULL;
    int found = best_chain(b->setter->scratch, &problem, &other);
    if (found > 0)
        *steps = other;
    return found > 0 ? found : 0;
}

/* ---- passes ----------------------------------------------------------------------------------------- */

static const Look *first_look(const Hlist *list)
{
    for (int i = 0; i < list->n; i++)
        if (list->items[i].look != NULL)
            return list->items[i].look;
    return NULL;
}

static bool is_hyphenable(const Hlist *list)
{
    for (int i = 0; i < list->n; i++)
        if (list->items[i].kind == ITEM_BOX && list->items[i].look->hyphenate)
            return true;
    return false;
}

static int pass(Breaker *b, const Hlist *list, int64_t tolerance, BestStep **steps)
{
    if (b->list != list) {
        b->list = list;
        b->breaks = breaks_find(b->setter, list, &b->n);
    }
    b->tolerance = tolerance;
    reach_find(b);
    return chain_find(b, steps);
}

static int64_t tolerance_first(const Breaker *b)
{
    return b->ragged > 0 ? 800 : b->setter->style->tolerance * 6 / 10;
}

static int64_t tolerance_second(const Breaker *b)
{
    return b->ragged > 0 ? 10000 : b->setter->style->tolerance;
}

static int pass_hyphenated(Breaker *b, const Hlist *list, Hlist lists[1], BestStep **steps)
{
    if (is_hyphenable(list))
        lists[0] = hlist_hyphenate(b->setter, list);
    return pass(b, &lists[0], tolerance_second(b), steps);
}

/* Pass after pass until one leads to the end; the last one always does. `lists` has room for two copies. */
static int passes(Breaker *b, const Hlist *list, Hlist lists[2], BestStep **steps)
{
    int n = pass(b, list, tolerance_first(b), steps);
    lists[0] = *list;
    if (n <= 0)
        n = pass_hyphenated(b, list, lists, steps);
    if (n <= 0) {
        b->emergency = b->slack / 3;
        n = pass(b, &lists[0], TOLERANCE_NONE, steps);
    }
    if (n <= 0) {
        Len first = line_width(b, 0), rest = line_width(b, 1);
        lists[1] = hlist_shatter(b->setter, &lists[0], first < rest ? first : rest);
        b->any_width = true;
        n = pass(b, &lists[1], TOLERANCE_NONE, steps);
    }
    assert(n > 0);
    return n;
}

/* ---- lines ------------------------------------------------------------------------------------------- */

static Str line_words(const Setter *setter, const Line *line)
{
    Buf text = {.arena = setter->scratch};
    for (const Piece *piece = line->pieces; piece < line->pieces + line->n; piece++)
        for (const Word *word = piece->words; word < piece->words + piece->n && text.n < 60; word++) {
            buf_add(&text, word->shaped->text);
            if (word->space_after)
                buf_byte(&text, ' ');
        }
    return str_trim(buf_str(&text));
}

/* Each is told once, however often the paragraph is set. */
static bool line_told(const Setter *setter, const char *what, Place place, Str words)
{
    return !diag_once(setter->diag, str_format(setter->scratch, "%s %d %.*s", what, place.line, STR_ARGS(words)));
}

static void line_complain(const Setter *setter, const Line *line, Len overfull)
{
    const Node *node = line->n > 0 ? line->pieces[0].node : NULL;
    Place place = node != NULL ? node->place : (Place){0};
    Str words = line_words(setter, line);
    if (line_told(setter, overfull > 0 ? "overfull" : "loose", place, words))
        return;
    if (overfull > 0) {
        Buf by = {.arena = setter->scratch};
        len_print(&by, overfull, 1);
        diag_add(setter->diag, DIAG_OVERFULL, place, str_c(setter->scratch, buf_str(&by)), STR_ARGS(words));
    } else {
        diag_add(setter->diag, DIAG_LOOSE, place, STR_ARGS(words));
    }
}

void line_tell(const Setter *setter, const Paragraph *p)
{
    for (int i = 0; i < p->n && p->overfull; i++)
        if (p->excess[i] > 0)
            line_complain(setter, &p->lines[i], p->excess[i]);
    if (p->n > 0 && p->loose >= 0)
        line_complain(setter, &p->lines[p->loose], 0);
}

static Frame frame_of(const Breaker *b, int line)
{
    const Style *style = b->setter->style;
    Frame frame = {.left = line == 0 ? b->measure->first_indent : b->measure->indent, .width = line_width(b, line)};
    frame.align = b->measure->align;
    frame.expand = style->expand;
    frame.protrude = b->protrude;
    return frame;
}

static void excess_note(const Breaker *b, Paragraph *p, int line, Len overfull)
{
    if (!p->overfull)
        p->excess = ARENA_ARRAY(b->setter->arena, Len, p->n);
    p->excess[line] = overfull;
    p->overfull = true;
}

static Paragraph lines_set(const Breaker *b, const BestStep *steps, int n)
{
    Paragraph p = {.n = n, .loose = -1, .demerits = steps[n - 1].cost, .strained = b->tolerance == TOLERANCE_NONE};
    p.lines = arena_bytes(b->setter->arena, sizeof(Line) * (size_t)n);
    const Item *items = b->list->items;
    int loosest = b->ragged > 0 ? INT_MAX : LOOSE_EM;
    for (int i = 0, from = 0; i < n; i++) {
        const Break *brk = &b->breaks[steps[i].at];
        const Item *end = brk->flagged ? &items[brk->item] : NULL;
        Frame frame = frame_of(b, i);
        Len overfull = 0;
        int loose = 0;
        p.lines[i] = line_set(b->setter, items, from, brk->item, end, &frame, &overfull, &loose);
        p.lines[i].last = i == n - 1;
        from = brk->start;
        if (overfull > LEN_PT / 10) {
            excess_note(b, &p, i, overfull);
        } else if (loose > loosest && !brk->forced) {
            loosest = loose;
            p.loose = i;
        }
    }
    return p;
}

static void lines_trace(Breaker *b, const BestStep *steps, int n, const Paragraph *p)
{
    Buf *out = b->setter->trace_lines;
    const Node *node = p->lines[0].n > 0 ? p->lines[0].pieces[0].node : NULL;
    if (node && node->place.source)
        buf_format(out, "%.*s:%d: ", STR_ARGS(node->place.source->name), node->place.line);
    buf_format(out, "%d line%s, demerits %lld, %s\n", n, n > 1 ? "s" : "", (long long)p->demerits,
               b->any_width ? "cut anywhere" : b->tolerance == TOLERANCE_NONE ? "emergency stretch"
               : b->tolerance == tolerance_first(b)                           ? "first pass" : "second pass");
    for (int i = 0, from = 0; i < n; from = steps[i++].at) {
        leg_price(b, from, steps[i].at);
        Str words = line_words(b->setter, &p->lines[i]);
        buf_format(out, "  %d: demerits %lld, fitness %d, expanded %d, so far %lld%s \"%.*s\"\n", i + 1, (long long)b->cost,
                   b->fitness, p->lines[i].expand, (long long)steps[i].cost, p->lines[i].hyphenated ? ", hyphen" : "",
                   STR_ARGS(words));
    }
}

static Breaker breaker_of(const Setter *setter, const Hlist *list, const Measure *measure)
{
    Breaker b = {.setter = setter, .measure = measure};
    const Look *look = first_look(list);
    Len em = look != NULL ? look->font->size : 10 * LEN_PT;
    Len hang = measure->first_indent - measure->indent;
    b.slack = em * 3 / 2;
    b.short_last = hang > em ? 2 * hang : 2 * em;
    b.ragged = measure->align == ALIGN_JUSTIFY ? 0 : 3 * em;
    b.protrude = b.ragged == 0 && setter->style->protrude;
    return b;
}

/* The breaks of the best lines, or of so many more or fewer as are asked for. */
static int breaks_choose(Breaker *b, const Hlist *list, Hlist lists[2], BestStep **steps)
{
    int n = passes(b, list, lists, steps);
    if (b->measure->looseness == 0 || b->tolerance == TOLERANCE_NONE)
        return n;
    int wanted = n + b->measure->looseness, found = chain_counted(b, wanted, n, steps);
    if (found == 0 && b->tolerance == tolerance_first(b)) {
        n = pass_hyphenated(b, list, lists, steps);
        found = chain_counted(b, wanted, n, steps);
    }
    return found > 0 ? found : n;
}

Paragraph line_break_silent(const Setter *setter, const Hlist *list, const Measure *measure)
{
    if (list->n == 0)
        return (Paragraph){.loose = -1};
    Breaker b = breaker_of(setter, list, measure);
    Hlist lists[2];
    BestStep *steps = NULL;
    int64_t start = setter->chosen ? clock_now() : 0;
    int n = breaks_choose(&b, list, lists, &steps);
    if (setter->chosen)
        *setter->chosen += clock_now() - start;
    Paragraph p = lines_set(&b, steps, n);
    if (setter->trace_lines)
        lines_trace(&b, steps, n, &p);
    return p;
}

Paragraph line_break(const Setter *setter, const Hlist *list, const Measure *measure)
{
    Paragraph p = line_break_silent(setter, list, measure);
    line_tell(setter, &p);
    return p;
}
