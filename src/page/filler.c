/* filler.c - what a page-by-page filler would make of the galley: each page ends at the last legal break that fits, as long
 * as something fits. It is the measure of what choosing all pages at once is worth, and sets nothing. */
#include "page/page_int.h"

bool break_is_legal(const Galley *galley, int i)
{
    const Vitem *v = &galley->items[i];
    if (v->kind == V_PENALTY)
        return v->penalty < PENALTY_FORBID;
    return v->kind == V_GLUE && v->penalty < PENALTY_FORBID && i > 0 &&
           (galley->items[i - 1].kind == V_BOX || galley->items[i - 1].kind == V_CLOSE);
}

void turn_judge(const Galley *galley, int to, int next, bool leaf, Faults *faults)
{
    const Vitem *items = galley->items;
    while (to > 0 && items[to - 1].kind != V_BOX)
        to--;
    if (to == 0 || next >= galley->n)
        return;
    const Vitem *above = &items[to - 1], *below = &items[next];
    faults->orphans += above->first_line && !above->last_line;
    faults->widows += below->last_line && !below->first_line;
    faults->stranded += above->node && above->node->kind == KIND_HEADING;
    faults->turned += leaf && above->hyphenated;
}

typedef struct Filling {
    const Heights *heights;
    const Notes *notes;
    Len height, line, gap;
    bool two_sided;
    Faults out;
    int before;                                            /* lines that the verso before lacks; -1: there is none */
} Filling;

static Len page_height(const Filling *f, int from, int to)
{
    Len notes = f->notes->height[to] - f->notes->height[from];
    return heights_of(f->heights, from, to) + (notes > 0 ? notes + f->gap : 0);
}

void plans_judge(Plans *plans, bool sides)
{
    Faults *faults = &plans->faults;
    for (int i = 0; i < plans->n; i++) {
        const Plan *plan = &plans->at[i];
        faults->pages += 1 + (plan->recto && sides && faults->pages % 2);
        if (plan->from < plan->to && i + 1 < plans->n)
            turn_judge(&plans->galley, plan->to, plan[1].from, !sides || faults->pages % 2 == 1, faults);
    }
}

static bool break_forces(const Galley *galley, int i)
{
    return galley->items[i].kind == V_PENALTY && galley->items[i].penalty <= PENALTY_FORCE;
}

/* The item at which the page that begins at `from` ends. */
static int page_fill(const Filling *f, int from)
{
    const Galley *galley = f->heights->galley;
    int best = -1, i = f->heights->start[from] + 1;
    for (; i < galley->n; i++) {
        bool forced = break_forces(galley, i);
        if (!forced && !break_is_legal(galley, i))
            continue;
        if (best >= 0 && page_height(f, from, i) > f->height)
            return best;
        best = i;
        if (forced)
            return i;
    }
    return best >= 0 && page_height(f, from, galley->n) > f->height ? best : galley->n;
}

static void page_compare(Filling *f, int from, int to, bool last)
{
    int lacks = last ? -1 : (int)((f->height - page_height(f, from, to)) / f->line);
    bool recto = f->out.pages % 2 == 0;
    if (f->two_sided && recto && f->before >= 0 && lacks >= 0)
        f->out.uneven += lacks != f->before;
    f->before = recto ? -1 : lacks;
    f->out.pages++;
}

Faults filler_new(const Setter *setter, const Heights *heights, const Notes *notes)
{
    const Galley *galley = heights->galley;
    Len line = setter->style->text[TEXT_BODY].leading;
    Filling f = {.heights = heights, .notes = notes, .height = text_height(setter->style), .line = line > 0 ? line : LEN_PT,
                 .gap = setter->style->note_gap, .two_sided = setter->style->two_sided, .before = -1};
    for (int from = 0, to; heights->start[from] < galley->n; from = to) {
        to = page_fill(&f, from);
        bool forced = to == galley->n || break_forces(galley, to);
        page_compare(&f, from, to, forced);
        if (!forced)
            turn_judge(galley, to, heights->start[to], !f.two_sided || f.out.pages % 2 == 1, &f.out);
        if (forced && to < galley->n && galley->items[to].recto && f.two_sided)
            f.out.pages += f.out.pages % 2;
    }
    return f.out;
}
