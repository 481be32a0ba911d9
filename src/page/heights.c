/* heights.c - how high any run of the galley is when it stands on a page of its own, in constant time.
 *
 * Comes in: the galley. Goes out: sums along it. A page drops the glue and penalties at its head, opens again the panels
 * and table heads that the break has cut, and puts its first body line after an interrupted stretch back on the grid:
 * all three depend on where the page begins, or on where it ends, but never on both. */
#include "page/page_int.h"

Len text_height(const Style *style)
{
    Len height = style->page_height - style->margin_top - style->margin_bottom;
    return height > 72 * LEN_PT ? height : 72 * LEN_PT;
}

Len text_width(const Style *style)
{
    Len width = style->page_width - style->margin_inner - style->margin_outer;
    return width > 36 * LEN_PT ? width : 36 * LEN_PT;
}

static bool item_begins(const Vitem *v)
{
    return v->kind == V_BOX || v->kind == V_OPEN;
}

static void heights_sum(Heights *h)
{
    Len top = 0, bottom = 0;
    h->sum[0] = h->stretch[0] = h->shrink[0] = 0;
    for (int i = 0; i < h->galley->n; i++) {
        const Vitem *v = &h->galley->items[i];
        h->top[i] = top;
        h->bottom[i] = bottom;
        h->sum[i + 1] = h->sum[i] + v->height;
        h->stretch[i + 1] = h->stretch[i] + (v->kind == V_GLUE ? v->stretch : 0);
        h->shrink[i + 1] = h->shrink[i] + (v->kind == V_GLUE ? v->shrink : 0);
        int sign = v->kind == V_OPEN ? 1 : v->kind == V_CLOSE ? -1 : 0;
        if (sign && v->panel) {
            top += sign * v->panel->pad_top;
            bottom += sign * v->panel->pad_bottom;
        }
        if (sign && v->repeat)
            top += sign * v->repeat->height;
    }
    h->top[h->galley->n] = top;
    h->bottom[h->galley->n] = bottom;
}

Heights heights_new(Arena *arena, const Style *style, const Galley *galley)
{
    size_t n = (size_t)galley->n + 1;
    Heights h = {.arena = arena, .galley = galley, .grid = style->grid};
    Len **lens[] = {&h.sum, &h.top, &h.bottom, &h.stretch, &h.shrink};
    int **places[] = {&h.start, &h.snap, &h.last};
    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++)
        *lens[i] = arena_bytes(arena, n * sizeof(Len));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        *places[i] = arena_bytes(arena, n * sizeof(int));
    heights_sum(&h);
    h.start[galley->n] = h.snap[galley->n] = galley->n;
    h.last[0] = -1;
    for (int i = 0; i < galley->n; i++)
        h.last[i + 1] = galley->items[i].kind == V_GLUE && galley->items[i].snap ? i : h.last[i];
    for (int i = galley->n; i-- > 0;) {
        const Vitem *v = &galley->items[i];
        h.start[i] = item_begins(v) ? i : h.start[i + 1];
        h.snap[i] = v->kind == V_GLUE && v->snap ? i : h.snap[i + 1];
    }
    return h;
}

/* Up to the next grid line, or down where the glue before it can shrink by as much. */
Len heights_over(const Heights *h, Len height, int start)
{
    Len over = h->grid > 0 ? height % h->grid : 0;
    if (over == 0)
        return 0;
    return over <= h->shrink[h->snap[start] + 1] - h->shrink[start] ? -over : h->grid - over;
}

Len heights_shift(const Heights *h, int from)
{
    int start = h->start[from], snap = h->snap[start];
    if (h->grid <= 0 || snap >= h->galley->n)
        return 0;
    return heights_over(h, h->top[start] + h->sum[snap + 1] - h->sum[start], start);
}

Len heights_share(const Heights *h, Len amount, int from, int to, int item)
{
    Len whole = h->stretch[to] - h->stretch[from];
    if (item >= to)
        return amount;
    return item <= from || whole <= 0 ? 0 : len_scale(amount, h->stretch[item] - h->stretch[from], whole);
}

Len heights_of(const Heights *h, int from, int to)
{
    int start = h->start[from];
    if (start >= to)
        return 0;
    Len height = h->top[start] + h->sum[to] - h->sum[start] + h->bottom[to];
    return h->snap[start] < to ? height + heights_shift(h, from) : height;
}
