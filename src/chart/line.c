/* line.c - values over time or over numbers as lines. A missing value is a gap; points have marks of different forms, so that
 * grey print tells the lines apart; names and last values stand at the lines' ends when there is room, else above the plot. */
#include "chart/chart_int.h"

enum { VALUES_MOST = 16 };

static const Len stroke = PT(1.6), mark = PT(5);

/* ---- lines ------------------------------------------------------------------------------------------------ */

static int last_known(const Series *series, int n)
{
    while (n > 0 && !series->at[n - 1].known)
        n--;
    return n - 1;
}

static Colour line_colour(const Chart *c, int series)
{
    return series_colour(c, series, -1);
}

static void line_put(Chart *c, const Plane *p, int series)
{
    static const Len dashes[] = {PT(5), PT(2.5)};
    const Series *s = &c->data->series[series];
    bool muted = is_muted(c, series, -1), open = false;
    Path path = {0};
    for (int i = 0; i < c->data->n_rows; i++) {
        if (s->at[i].known && open)
            path_line(c, &path, scale_at(&p->x, p->at[i]), scale_at(&p->y, s->at[i].x));
        else if (s->at[i].known)
            path_move(c, &path, scale_at(&p->x, p->at[i]), scale_at(&p->y, s->at[i].x));
        open = s->at[i].known;
    }
    path_stroke(c, &path, muted ? PT(1) : stroke, line_colour(c, series), dashes, c->shades[series].index >= 5 ? 2 : 0);
}

/* All points when there is room for their marks, else those that no line would show. */
static void points_put(Chart *c, const Plane *p, int series)
{
    const Series *s = &c->data->series[series];
    int n = c->data->n_rows, every = n > 1 ? (int)(PT(11) / ((p->x2 - p->x1) / (n - 1) + 1)) + 1 : 1,
        shape = c->shades[series].index;
    for (int i = 0; i < n; i++) {
        if (!s->at[i].known)
            continue;
        bool alone = (i == 0 || !s->at[i - 1].known) && (i == n - 1 || !s->at[i + 1].known);
        if (alone || (i % every == every / 2 && !is_muted(c, series, -1)))
            mark_symbol(c, shape, scale_at(&p->x, p->at[i]), scale_at(&p->y, s->at[i].x), mark, line_colour(c, series),
                        shape >= 5);
    }
}

/* ---- names -------------------------------------------------------------------------------------------------- */

static End end_new(Chart *c, int series, bool named, Len measure)
{
    int last = last_known(&c->data->series[series], c->data->n_rows);
    bool muted = is_muted(c, series, -1);
    TextStyle strong = style_in(&c->strong, muted ? c->muted.colour : c->shades[series].text);
    TextStyle style = muted ? c->muted : c->text;
    End end = {.colour = line_colour(c, series)};
    if (named)
        end.name = label_new(c, c->data->series[series].name, &strong, measure);
    if (last >= 0 && !c->options.no_values)
        end.value = label_new(c, value_shown(c, series, last), &style, 0);
    return end;
}

/* The lines' ends; returns how many. */
static int ends_new(Chart *c, End *ends, bool named, Len measure)
{
    int n = 0;
    for (int s = 0; s < c->data->n_series; s++)
        if (last_known(&c->data->series[s], c->data->n_rows) >= 0)
            ends[n++] = end_new(c, s, named, measure);
    return n;
}

static void ends_place(Chart *c, const Plane *p, End *ends)
{
    for (int s = 0, n = 0; s < c->data->n_series; s++) {
        int last = last_known(&c->data->series[s], c->data->n_rows);
        if (last < 0)
            continue;
        ends[n].x = scale_at(&p->x, p->at[last]);
        ends[n++].y = scale_at(&p->y, c->data->series[s].at[last].x);
    }
}

/* ---- values at points ------------------------------------------------------------------------------------------ */

/* Above a point, but below the lower one of two lines and where a single line turns upward. */
static bool value_below(const Chart *c, int series, int row)
{
    const Data *d = c->data;
    const Value *at = d->series[series].at;
    for (int s = 0; s < d->n_series; s++)
        if (s != series && d->series[s].at[row].known && d->series[s].at[row].x > at[row].x)
            return true;
    return d->n_series == 1 && row > 0 && row + 1 < d->n_rows && at[row - 1].known && at[row + 1].known &&
           at[row - 1].x > at[row].x && at[row + 1].x > at[row].x;
}

typedef struct Spot { Len x1, x2, y; } Spot;                /* of a value's label; y: its middle */

/* Nothing stands there yet, and it is within the plot or just above it. */
static bool spot_free(const Plane *p, const Spot *spots, int n, Spot at)
{
    if (at.y > p->y2 - PT(5) || at.y < p->y1 - PT(9) || at.x2 > p->x2)
        return false;
    for (int i = 0; i < n; i++)
        if (at.x1 < spots[i].x2 + PT(3) && spots[i].x1 < at.x2 + PT(3) && at.y < spots[i].y + PT(9) &&
            spots[i].y < at.y + PT(9))
            return false;
    return true;
}

static bool values_wanted(const Chart *c)
{
    return c->options.values && c->data->n_series <= 2 && c->data->n_rows <= VALUES_MOST;
}

/* The last value stands at the line's end. */
static void values_put(Chart *c, const Plane *p)
{
    Spot spots[2 * VALUES_MOST];
    int n = 0;
    for (int s = 0; s < c->data->n_series && values_wanted(c); s++)
        for (int i = 0; i < last_known(&c->data->series[s], c->data->n_rows); i++) {
            if (!c->data->series[s].at[i].known)
                continue;
            Label label = label_new(c, value_shown(c, s, i), &c->muted, 0);
            Len x = scale_at(&p->x, p->at[i]), y = scale_at(&p->y, c->data->series[s].at[i].x);
            x = x - label.width / 2 < p->x1 ? p->x1 + label.width / 2 : x;
            Spot at = {x - label.width / 2, x + label.width / 2, y + (value_below(c, s, i) ? PT(9) : PT(-9))};
            if (!spot_free(p, spots, n, at))
                continue;
            spots[n++] = at;
            label_clear(c, &label, x, at.y, ALIGN_CENTER);
            label_put_middle(c, &label, x, at.y, ALIGN_CENTER);
        }
}

/* ---- the chart --------------------------------------------------------------------------------------------------- */

static bool zero_is_near(const Chart *c)
{
    return !c->options.log && c->all->least >= 0 && c->all->least < c->all->most / 2;
}

void line_draw(Chart *c)
{
    Len width = c->right - c->left, measure = width * 3 / 10;
    rows_order(c);
    End *ends = ARENA_ARRAY(c->arena, End, c->data->n_series + 3);
    int n = ends_new(c, ends, c->data->n_series > 1 && !c->panel, measure);
    bool direct = ends_width(ends, n) <= width * 2 / 5 && ends_height(ends, n) <= PT(88);
    if (!direct)
        n = ends_height(ends, n) <= PT(88) || c->data->n_series <= 8 ? ends_new(c, ends, false, measure) : 0;
    legend_add(c, SWATCH_SYMBOL, c->data->n_series > 1 && !direct);
    c->top += values_wanted(c) ? c->text.leading : 0;
    End guides[2] = {0};
    int more = guides_new(c, guides);
    Len room = ends_width(ends, n) > ends_width(guides, more) ? ends_width(ends, n) : ends_width(guides, more);
    Plane p = plane_new(c, c->all->least, c->all->most, zero_is_near(c), room);
    if (values_wanted(c) && !zero_is_near(c))
        p.y.from -= c->text.leading;                       /* below the lowest point */
    plane_put(c, &p);
    guides_along(c, &p.y, p.x1, p.x2);
    for (int lit = 0; lit < 2; lit++)
        for (int s = c->data->n_series - 1; s >= 0; s--)
            if (is_muted(c, s, -1) == (lit == 0)) {
                line_put(c, &p, s);
                points_put(c, &p, s);
            }
    values_put(c, &p);
    ends_place(c, &p, n > 0 ? ends : ARENA_ARRAY(c->arena, End, c->data->n_series + 3));
    guides_place(c, &p.y, p.x2, guides);
    for (int i = 0; i < more; i++)
        ends[n++] = guides[i];
    ends_put(c, ends, n, p.x2, p.y1 - PT(6), p.y2 + PT(6), false);
}
