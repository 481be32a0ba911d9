/* ends.c - names at the ends of lines instead of a legend. In come the points to which names belong; out go the names in one
 * column beside the plot, in the order of their points, moved apart as little as may be (labels_spread), and a hair from
 * each name that moved to its point. */
#include "chart/chart_int.h"

static const Len gap = PT(4), hair = PT(0.4), lead = PT(9);

static Len end_width(const End *end)
{
    return end->name.width + (end->name.n > 0 && end->value.n > 0 ? gap : 0) + end->value.width;
}

static Len end_height(const End *end)
{
    Len name = end->name.n * end->name.leading, value = end->value.n * end->value.leading;
    return name > value ? name : value;
}

Len ends_width(const End *ends, int n)
{
    Len widest = 0;
    for (int i = 0; i < n; i++)
        widest = end_width(&ends[i]) > widest ? end_width(&ends[i]) : widest;
    return widest > 0 ? widest + lead : 0;
}

Len ends_height(const End *ends, int n)
{
    Len sum = 0;
    for (int i = 0; i < n; i++)
        sum += end_height(&ends[i]);
    return sum;
}

/* By height; those at the same height as they came. */
static int *ends_order(const Chart *c, const End *ends, int n)
{
    int *order = ARENA_ARRAY(c->arena, int, n + 1);
    for (int i = 0; i < n; i++) {
        int at = i;
        for (; at > 0 && ends[order[at - 1]].y > ends[i].y; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return order;
}

/* The value stands next to the plot on both sides, so that values make a column. */
static void end_put(Chart *c, const End *end, Len x, Len y, bool left)
{
    Len near = left ? x - lead : x + lead, moved = y > end->y ? y - end->y : end->y - y;
    Align align = left ? ALIGN_RIGHT : ALIGN_LEFT;
    bool early = end->x < x - PT(10);                      /* a line that ends before the plot does */
    if (moved > PT(2.5) || early)
        mark_line(c, left ? end->x - PT(4) : end->x + PT(4), end->y, left ? near + PT(2) : near - PT(2), y, hair,
                  early ? c->muted.colour : end->colour, early);
    if (left) {
        label_put_middle(c, &end->value, near, y, align);
        label_put_middle(c, &end->name, near - end->value.width - (end->value.n > 0 ? gap : 0), y, align);
    } else {
        label_put_middle(c, &end->name, near, y, align);
        label_put_middle(c, &end->value, near + end->name.width + (end->name.n > 0 ? gap : 0), y, align);
    }
}

void ends_put(Chart *c, End *ends, int n, Len x, Len lo, Len hi, bool left)
{
    int *order = ends_order(c, ends, n);
    Len *at = ARENA_ARRAY(c->arena, Len, n + 1), *size = ARENA_ARRAY(c->arena, Len, n + 1);
    for (int i = 0; i < n; i++) {
        size[i] = end_height(&ends[order[i]]);
        at[i] = ends[order[i]].y - size[i] / 2;
    }
    labels_spread(c->arena, at, size, n, lo, hi);
    for (int i = 0; i < n; i++)
        end_put(c, &ends[order[i]], x, at[i] + size[i] / 2, left);
}
