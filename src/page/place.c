/* place.c - from the plan of a page to its boxes: everything gets its place on the paper.
 *
 * Comes in: plans in their order. Goes out: backgrounds, content and notes as boxes in page coordinates. Panels that are
 * still open from the page before are opened again, table heads are set again as artifacts. Running heads and folios are
 * master.c's. */
#include "page/page_int.h"

static void box_put(Boxes *boxes, const Placer *p, Box box, Len x, Len y)
{
    box.x += x;
    box.y += y;
    VEC_PUSH(p->setter->galley, boxes, box);
}

/* Wide blocks reach into the outer margin, which on a verso is at the left. */
static Len item_x(const Placer *p, const Vitem *v)
{
    return p->verso ? p->x - v->reach : p->x;
}

/* ---- panels --------------------------------------------------------------------------------------- */

/* The background gets its place among the others now, its height when the panel ends. */
static void panel_begin(Placer *p, Opened *opened, Len y)
{
    const Panel *panel = opened->item->panel;
    opened->box = SIZE_MAX;
    if (!panel || (!panel->has_fill && panel->bar_width <= 0))
        return;
    opened->box = p->under.n;
    Box fill = {.kind = BOX_RULE, .artifact = ARTIFACT_BACKGROUND, .x = panel->left, .width = panel->right - panel->left,
                .colour = panel->colour};
    box_put(&p->under, p, fill, item_x(p, opened->item), y);
    Box bar = fill;
    bar.width = panel->bar_width;
    bar.colour = panel->bar;
    if (panel->bar_width > 0)
        box_put(&p->under, p, bar, item_x(p, opened->item), y);
}

static void panel_end(Placer *p, const Opened *opened, Len y)
{
    const Panel *panel = opened->item->panel;
    if (opened->box == SIZE_MAX)
        return;
    size_t n = panel->bar_width > 0 ? 2 : 1;
    for (size_t i = opened->box; i < opened->box + n; i++)
        p->under.at[i].height = y - p->under.at[i].y;
}

static void repeat_set(Placer *p, const Vitem *v)
{
    for (int i = 0; i < v->repeat->n; i++) {
        Box box = v->repeat->boxes[i];
        box.artifact = ARTIFACT_PAGINATION;
        box_put(&p->over, p, box, item_x(p, v), p->y);
    }
    p->y += v->repeat->height;
}

/* Panels opened on an earlier page. */
static void opened_again(Placer *p)
{
    for (size_t i = 0; i < p->open.n; i++) {
        Opened *opened = &p->open.at[i];
        if (opened->item->panel) {
            panel_begin(p, opened, p->y);
            p->y += opened->item->panel->pad_top;
        }
        if (opened->item->repeat)
            repeat_set(p, opened->item);
    }
}

static void opened_end(Placer *p)
{
    for (size_t i = p->open.n; i-- > 0;)
        if (p->open.at[i].item->panel) {
            p->y += p->open.at[i].item->panel->pad_bottom;
            panel_end(p, &p->open.at[i], p->y);
        }
}

/* ---- items ---------------------------------------------------------------------------------------- */

static void item_place(Placer *p, const Vitem *v)
{
    if (v->kind == V_OPEN) {
        VEC_PUSH(p->setter->galley, &p->open, (Opened){v, SIZE_MAX});
        panel_begin(p, &p->open.at[p->open.n - 1], p->y);
    }
    for (int i = 0; i < v->n; i++)
        box_put(v->boxes[i].artifact == ARTIFACT_BACKGROUND ? &p->under : &p->over, p, v->boxes[i], item_x(p, v), p->y);
    p->y += v->height;
    if (v->kind == V_CLOSE && p->open.n) {
        panel_end(p, &p->open.at[p->open.n - 1], p->y);
        p->open.n--;
    }
}

static void float_place(Placer *p, const Float *f)
{
    for (int i = f->body; i < f->body_end; i++)
        item_place(p, &p->heights->galley->items[i]);
}

/* The floats that were left out before stand at the head. */
static void heads_place(Placer *p, const Plan *plan)
{
    Len top = p->y;
    for (int i = plan->head; i < plan->head_end; i++) {
        if (i == plan->foot)
            continue;
        const Float *f = &p->heights->galley->floats[i];
        float_place(p, f);
        p->y = top += floats_height(p->heights, i, i + 1);
    }
}

/* Items between two pages leave nothing but closed panels. */
static void items_skip(Placer *p, int to)
{
    for (; p->at < to; p->at++)
        if (p->heights->galley->items[p->at].kind == V_CLOSE && p->open.n)
            p->open.n--;
}

static void items_place(Placer *p, const Plan *plan)
{
    const Heights *h = p->heights;
    const Galley *galley = h->galley;
    int next = plan->foot >= 0 && plan->foot < plan->kept ? plan->foot : plan->kept;
    int first = h->start[plan->from], snap = h->snap[first] + 1;
    Len shift = snap <= plan->to ? heights_shift(h, first) : 0;
    items_skip(p, plan->from);
    if (plan->from >= plan->to)
        return;
    opened_again(p);
    for (; p->at < plan->to; p->at++) {
        while (next < galley->n_floats && p->at >= galley->floats[next].from) {
            p->at = p->at == galley->floats[next].from ? galley->floats[next].to : p->at;
            next = next + 1 > plan->kept ? next + 1 : plan->kept;
        }
        if (p->at >= plan->to)
            break;
        item_place(p, &galley->items[p->at]);
        if (shift)
            p->y += heights_share(h, shift, first, snap, p->at + 1) - heights_share(h, shift, first, snap, p->at);
        for (int i = 0; i < plan->n_gives; i++) {
            const Give *g = &plan->gives[i];
            p->y += heights_share(h, g->amount, g->from, g->to, p->at + 1) -
                    heights_share(h, g->amount, g->from, g->to, p->at);
        }
    }
    opened_end(p);
}

static Len notes_height(const Placer *p, const Plan *plan)
{
    Len height = 0;
    for (int i = 0; i < plan->n_parts; i++)
        height += note_part_height(p->notes, plan->parts[i]);
    return height > 0 ? height + p->setter->style->note_gap : 0;
}

/* A float at the foot ends where the last line of a full page would, or above the notes. */
static void foot_place(Placer *p, const Plan *plan)
{
    const Heights *h = p->heights;
    if (plan->foot < 0)
        return;
    const Float *f = &h->galley->floats[plan->foot];
    Len lift, height = text_height(p->setter->style), notes = notes_height(p, plan);
    float_foot(p->setter, h, plan->foot, &lift);
    height = notes ? height - notes : h->grid > 0 ? height / h->grid * h->grid : height;
    p->y = p->setter->style->margin_top + height - plan->lacks - lift - (h->sum[f->body_end] - h->sum[f->body]);
    float_place(p, f);
}

/* ---- notes ---------------------------------------------------------------------------------------- */

static void note_place(Placer *p, const Galley *galley, int from, int to)
{
    for (int i = from; i < to; i++)
        item_place(p, &galley->items[i]);
}

static void notes_place(Placer *p, const Plan *plan)
{
    const Style *style = p->setter->style;
    Len height = notes_height(p, plan), foot = style->margin_top + text_height(style);
    if (plan->n_parts == 0)
        return;
    p->y = foot - height + style->note_gap;
    Len thin = style->rule_thin > 0 ? style->rule_thin : LEN_PT / 2;
    Box rule = box_rule(0, -style->note_gap * 2 / 5, 48 * LEN_PT, thin, style->rule);
    box_put(&p->over, p, rule, p->x, p->y);
    for (int i = 0; i < plan->n_parts; i++) {
        NotePart part = plan->parts[i];
        note_place(p, &p->notes->at[part.note].galley, part.from, part.to);
    }
}

void plan_place(Placer *p, const Plan *plan, Len x, bool verso)
{
    p->x = x;
    p->y = p->setter->style->margin_top;
    p->verso = verso;
    p->under.n = p->over.n = 0;
    heads_place(p, plan);
    items_place(p, plan);
    foot_place(p, plan);
    notes_place(p, plan);
}
