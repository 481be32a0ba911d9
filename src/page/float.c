/* float.c - which figures and tables may move, and the room that they take where they stand, at a page's head and at its foot.
 *
 * Comes in: the builder, before and after such a block. Goes out: a Float, when the block has a caption to be referred to
 * by, stands between paragraphs of the text itself, holds no footnotes and is less than half a page high: its items stay
 * together, and with the space around them they are whole lines, so that the text closes up when they are taken out.
 * `{.here}` pins a block. Where each goes is pagebreak.c's. */
#include "page/page_int.h"

static bool has_caption(const Node *node)
{
    for (const Node *part = node->first; part; part = part->next)
        if (part->kind == KIND_CAPTION)
            return true;
    return false;
}

/* A chart stays before the table that was printed below it. */
static bool chart_stays(const Node *figure)
{
    const Node *chart = figure->first;
    return chart && chart->kind == KIND_CHART &&
           (attr_class(chart->extra->attr, STR("here")) || (figure->next && chart->extra->target == figure->next));
}

static bool float_may(const Builder *b, const Node *node)
{
    bool flow = b->grid > 0 && !b->free && b->left == 0 && b->right == b->measure && b->text->leading == b->grid;
    return flow && !b->headed && !b->keep && b->items.n && has_caption(node) && !attr_class(node->extra->attr, STR("here")) &&
           !chart_stays(node);
}

/* A captioned block that begins at an item stays there: figures keep their order, so no float before it may pass it. */
static void fence_add(Builder *b, int item)
{
    for (int i = (int)b->floats.n - 1; i >= 0 && b->floats.at[i].fence == 0; i--)
        b->floats.at[i].fence = item;
}

void floats_section(Builder *b)
{
    for (int i = (int)b->floats.n - 1; i >= 0 && b->floats.at[i].section == 0; i--)
        b->floats.at[i].section = (int)b->items.n;
}

bool float_open(Builder *b, const Node *node)
{
    if (!float_may(b, node)) {
        if (has_caption(node))
            fence_add(b, (int)b->items.n);
        return false;
    }
    builder_settle(b);
    VEC_PUSH(b->setter->list, &b->floats, (Float){.node = node, .from = (int)b->items.n});
    return true;
}

/* Its items, without the space above. */
static bool float_body(const Builder *b, Float *f)
{
    Len height = 0;
    bool notes = false;
    f->body = f->from;
    f->body_end = (int)b->items.n;
    while (f->body < f->body_end && b->items.at[f->body].kind != V_BOX && b->items.at[f->body].kind != V_OPEN)
        f->body++;
    for (int i = f->body; i < f->body_end; i++) {
        height += b->items.at[i].height;
        notes = notes || b->items.at[i].n_notes > 0;
    }
    return height > 0 && height * 2 < text_height(b->setter->style) && !notes;
}

void float_close(Builder *b, const Node *node)
{
    Float *f = &b->floats.at[b->floats.n - 1];
    bool floats = float_body(b, f);
    if (!node->next || node->next->kind != KIND_PARAGRAPH)
        b->space = b->space / 5;                           /* what follows brings its own */
    builder_settle(b);
    f->to = (int)b->items.n;
    if (!floats) {
        b->floats.n--;
        fence_add(b, f->from);
        return;
    }
    for (int i = f->body; i < f->body_end; i++)
        if (b->items.at[i].kind == V_PENALTY || b->items.at[i].kind == V_GLUE)
            b->items.at[i].penalty = PENALTY_FORBID;
    while (b->passages.n && b->passages.at[b->passages.n - 1].from >= f->from)
        b->passages.n--;                                   /* which page they help would not be certain */
}

static Len float_height(const Heights *h, const Float *f)
{
    Len height = h->sum[f->body_end] - h->sum[f->body] + h->grid * 3 / 4;
    return h->grid > 0 ? (height + h->grid - 1) / h->grid * h->grid : height;
}

Len floats_height(const Heights *h, int from, int to)
{
    Len height = 0;
    for (int i = from; i < to; i++)
        height += float_height(h, &h->galley->floats[i]);
    return height;
}

/* Ink of the float's last box below its baseline or its edge: the box's own depth. */
static Len float_depth(const Heights *h, const Float *f)
{
    Len depth = 0;
    for (int i = f->body_end; i-- > f->body;) {
        const Vitem *v = &h->galley->items[i];
        Len edge = 0;
        for (int k = 0; k < v->n; k++) {
            Len y = v->boxes[k].kind == BOX_LINE || v->boxes[k].kind == BOX_FOLIO ? v->boxes[k].y : v->boxes[k].y + v->boxes[k].height;
            edge = y > edge ? y : edge;
        }
        if (v->kind == V_BOX)
            return depth + (v->height > edge ? v->height - edge : 0);
        depth += v->height;
    }
    return depth;
}

Len float_foot(const Setter *setter, const Heights *h, int i, Len *lift)
{
    const Float *f = &h->galley->floats[i];
    const TextStyle *body = &setter->style->text[TEXT_BODY];
    *lift = body->leading - style_baseline(body) - float_depth(h, f);
    Len height = h->sum[f->body_end] - h->sum[f->body] + h->grid * 3 / 4 + *lift;
    return h->grid > 0 ? (height + h->grid - 1) / h->grid * h->grid : height;
}

Len floats_space(const Heights *h, int from, int to)
{
    Len height = 0;
    for (int i = from; i < to; i++)
        height += h->sum[h->galley->floats[i].to] - h->sum[h->galley->floats[i].from];
    return height;
}
