/* ends.c - names at the ends of lines instead of a legend. In come the points to which names belong; out go the names in one
 * column beside the plot, in the order of their points, moved apart as little as may be (labels_spread), and a hair from
 * each name that moved to its point. */
#include "chart/chart_int.h"

static const Len gap = PT(4), hair = PT(0.4), lead = PT(9);

/* Values stand next to the plot on both sides, in a column of this width; names stand beyond it. */
static Len values_width(const End *ends, int n)
{
    Len widest = 0;
    for (int i = 0; i < n; i++)
        widest = ends[i].value.width > widest ? ends[i].value.width : widest;
    return widest;
}

static Len name_offset(const End *end, Len values)
{
    return end->value.n > 0 ? values + gap : 0;
}

static Len end_height(const End *end)
{
    Len name = end->name.n * end->name.leading, value = end->value.n * end->value.leading;
    return name > value ? name : value;
}

Len ends_width(const End *ends, int n)
{
    Len values = values_width(ends, n), widest = values;
    for (int i = 0; i < n; i++) {
        Len width = ends[i].name.n > 0 ? name_offset(&ends[i], values) + ends[i].name.width : 0;
        widest = width > widest ? width : widest;
    }
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

static void end_put(Chart *c, const End *end, Len values, Len x, Len y, bool left)
{
    Len near = left ? x - lead : x + lead, moved = y > end->y ? y - end->y : end->y - y, offset = name_offset(end, values);
    bool early = end->x < x - PT(10);                      /* a line that ends before the plot does */
    if (moved > PT(2.5) || early)
        mark_line(c, left ? end->x - PT(4) : end->x + PT(4), end->y, left ? near + PT(2) : near - PT(2), y, hair,
                  early ? c->muted.colour : end->colour, early);
    label_put_middle(c, &end->value, left ? near : near + values, y, ALIGN_RIGHT);
    label_put_middle(c, &end->name, left ? near - offset : near + offset, y, left ? ALIGN_RIGHT : ALIGN_LEFT);
}

/* Where each label's middle comes to stand. */
static Len *ends_spread(const Chart *c, const End *ends, int n, Len lo, Len hi)
{
    int *order = ends_order(c, ends, n);
    Len *at = ARENA_ARRAY(c->arena, Len, n + 1), *size = ARENA_ARRAY(c->arena, Len, n + 1);
    Len *middle = ARENA_ARRAY(c->arena, Len, n + 1);
    for (int i = 0; i < n; i++) {
        size[i] = end_height(&ends[order[i]]);
        at[i] = ends[order[i]].y - size[i] / 2;
    }
    labels_spread(c->arena, at, size, n, lo < 0 ? 0 : lo, hi);
    for (int i = 0; i < n; i++)
        middle[order[i]] = at[i] + size[i] / 2;
    return middle;
}

Len ends_moved(const Chart *c, const End *ends, int n, Len lo, Len hi)
{
    const Len *y = ends_spread(c, ends, n, lo, hi);
    Len most = 0;
    for (int i = 0; i < n; i++) {
        Len moved = y[i] > ends[i].y ? y[i] - ends[i].y : ends[i].y - y[i];
        most = moved > most ? moved : most;
    }
    return most;
}

void ends_put(Chart *c, const End *ends, int n, Len x, Len lo, Len hi, bool left)
{
    const Len *y = ends_spread(c, ends, n, lo, hi);
    Len values = values_width(ends, n);
    for (int i = 0; i < n; i++)
        end_put(c, &ends[i], values, x, y[i], left);
}

/* ---- guides -------------------------------------------------------------------------------------------------- */

int guides_new(const Chart *c, End ends[2])
{
    const Guide *guides[] = {&c->options.reference, &c->options.baseline};
    int n = 0;
    for (int i = 0; i < 2; i++)
        if (guides[i]->set && guides[i]->label.n > 0)
            ends[n++] = (End){.name = label_new(c, guides[i]->label, &c->muted, (c->right - c->left) * 3 / 10),
                              .colour = c->muted.colour};
    return n;
}

void guides_place(const Chart *c, const Scale *y, Len x, End *ends)
{
    const Guide *guides[] = {&c->options.reference, &c->options.baseline};
    for (int i = 0, n = 0; i < 2; i++)
        if (guides[i]->set && guides[i]->label.n > 0) {
            ends[n].x = x;
            ends[n++].y = scale_at(y, decimal_x(guides[i]->at));
        }
}
