/* area.c - amounts over time as areas from zero; several stand one on the other, since what they add up to is the reason to
 * draw them so. Bands are parted by white lines and named at their right ends; a missing value is a gap through all. */
#include "chart/chart_int.h"

typedef struct Areas { Chart *c; Plane plane; } Areas;

/* ---- sums ------------------------------------------------------------------------------------------------ */

static bool row_known(const Data *d, int row)
{
    for (int s = 0; s < d->n_series; s++)
        if (!d->series[s].at[row].known)
            return false;
    return true;
}

static bool some_known(const Data *d)
{
    bool known = false;
    for (int i = 0; i < d->n_rows && !known; i++)
        known = row_known(d, i);
    return known;
}

static double sum_to(const Data *d, int series, int row)
{
    double sum = 0;
    for (int s = 0; s <= series; s++)
        sum += d->series[s].at[row].x;
    return sum;
}

static double sum_most(const Chart *c)
{
    const Data *d = c->panel ? c->all : c->data;
    double most = c->panel ? c->all->most : 0;
    for (int i = 0; i < d->n_rows && !c->panel; i++) {
        double sum = row_known(d, i) ? sum_to(d, d->n_series - 1, i) : 0;
        most = sum > most ? sum : most;
    }
    return most;
}

static double sum_least(const Chart *c)
{
    return c->all->least < 0 ? c->all->least : 0;
}

/* ---- bands ----------------------------------------------------------------------------------------------- */

/* The rows of one band without a gap: along its upper edge, back along the lower one. */
static void run_put(Areas *a, int series, int from, int to)
{
    Chart *c = a->c;
    Path path = {0}, edge = {0};
    for (int i = from; i < to; i++) {
        Len x = scale_at(&a->plane.x, a->plane.at[i]), y = scale_at(&a->plane.y, sum_to(c->data, series, i));
        (i == from ? path_move : path_line)(c, &path, x, y);
        (i == from ? path_move : path_line)(c, &edge, x, y);
    }
    for (int i = to - 1; i >= from; i--)
        path_line(c, &path, scale_at(&a->plane.x, a->plane.at[i]),
                  scale_at(&a->plane.y, series > 0 ? sum_to(c->data, series - 1, i) : 0));
    path_close(c, &path);
    Colour colour = series_colour(c, series, -1);
    if (to - from == 1) {
        Len x = scale_at(&a->plane.x, a->plane.at[from]), y = scale_at(&a->plane.y, sum_to(c->data, series, from));
        mark_line(c, x, y, x, scale_at(&a->plane.y, series > 0 ? sum_to(c->data, series - 1, from) : 0), PT(2), colour,
                  false);
        return;
    }
    path_fill(c, &path, c->data->n_series > 1 ? colour : colour_mix(colour, 0xFFFFFF, 140));
    path_stroke(c, &edge, PT(1.4), c->data->n_series > 1 ? 0xFFFFFF : colour, NULL, 0);
}

static void band_put(Areas *a, int series)
{
    const Data *d = a->c->data;
    for (int i = 0; i < d->n_rows; i++) {
        int from = i;
        while (i < d->n_rows && row_known(d, i))
            i++;
        if (i > from)
            run_put(a, series, from, i);
    }
}

/* ---- the chart -------------------------------------------------------------------------------------------- */

static int last_row(const Data *d)
{
    int last = d->n_rows - 1;
    while (last > 0 && !row_known(d, last))
        last--;
    return last;
}

static int ends_new(const Chart *c, End *ends, Len measure)
{
    int last = last_row(c->data);
    for (int s = 0; s < c->data->n_series; s++) {
        TextStyle strong = style_in(&c->strong, is_muted(c, s, -1) ? c->muted.colour : c->shades[s].text);
        ends[s] = (End){.colour = series_colour(c, s, -1)};
        if (c->data->n_series > 1)
            ends[s].name = label_new(c, c->data->series[s].name, &strong, measure);
        if (!c->options.no_values && row_known(c->data, last))
            ends[s].value = label_new(c, value_shown(c, s, last), &c->text, 0);
    }
    return c->data->n_series;
}

static void ends_place(const Areas *a, End *ends)
{
    const Data *d = a->c->data;
    int last = last_row(d);
    for (int s = 0; s < d->n_series; s++) {
        double low = s > 0 ? sum_to(d, s - 1, last) : 0, high = sum_to(d, s, last);
        ends[s].x = scale_at(&a->plane.x, a->plane.at[last]);
        ends[s].y = scale_at(&a->plane.y, d->n_series > 1 ? (low + high) / 2 : high);
    }
}

void area_draw(Chart *c)
{
    Len width = c->right - c->left;
    End *ends = ARENA_ARRAY(c->arena, End, c->data->n_series + 3), guides[2] = {0};
    rows_order(c);
    if (c->options.log || (c->all->least < 0 && c->data->n_series > 1) || !some_known(c->data)) { /* no sums, no areas */
        line_draw(c);
        return;
    }
    int n = ends_new(c, ends, width * 3 / 10);
    bool direct = ends_width(ends, n) <= width * 2 / 5 && ends_height(ends, n) <= PT(90);
    legend_add(c, SWATCH_AREA, c->data->n_series > 1 && !direct);
    Areas a = {.c = c};
    n = direct ? n : 0;
    int more = guides_new(c, guides);
    Len room = ends_width(ends, n) > ends_width(guides, more) ? ends_width(ends, n) : ends_width(guides, more);
    a.plane = plane_new(c, sum_least(c), sum_most(c), true, room);
    plane_put(c, &a.plane);
    for (int s = 0; s < c->data->n_series; s++)
        band_put(&a, s);
    mark_line(c, a.plane.x1, a.plane.y2, a.plane.x2, a.plane.y2, PT(0.6), c->axis, false);
    guides_along(c, &a.plane.y, a.plane.x1, a.plane.x2);
    if (direct)
        ends_place(&a, ends);
    guides_place(c, &a.plane.y, a.plane.x2, guides);
    for (int i = 0; i < more; i++)
        ends[n++] = guides[i];
    ends_put(c, ends, n, a.plane.x2, a.plane.y1 - PT(6), a.plane.y2 + PT(6), false);
}
