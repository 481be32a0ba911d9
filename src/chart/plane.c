/* plane.c - plots with two axes. In come the data, out goes where its points stand: the rows of the table along x, as dates
 * when all their labels are dates, by their number when all are numbers, else one after the other; values along y. The
 * grid is horizontal only: along x it is the points that are looked up. */
#include "chart/chart_int.h"

enum { LINES_MOST = 12 };

static const Len gap = PT(4), hair = PT(0.4), inset = PT(5);

/* ---- axes ----------------------------------------------------------------------------------------------- */

Scale axis_new(const Chart *c, double lo, double hi, bool log, bool zero, Len from, Len to, Len apart, Ticks *ticks)
{
    Chart own = *c;
    Data data = *c->all;
    data.least = lo;
    data.most = hi;
    own.all = own.data = &data;
    own.options = (Options){.log = log};
    own.format.prefix = hi >= 1e5 || lo <= -1e5;
    own.format.own = log;
    Scale scale = domain_new(&own, zero, from, to);
    *ticks = domain_ticks(&own, &scale, apart);
    return scale;
}

void axis_round(Scale *scale, const Ticks *ticks)
{
    if (scale->log || ticks->n == 0)
        return;
    double first = ticks->at[0].x, last = ticks->at[ticks->n - 1].x;
    scale->lo = first < scale->lo ? first : scale->lo;
    scale->hi = last > scale->hi ? last : scale->hi;
}

/* A logarithmic axis may begin within a decade: no value stands on it as a length. */
static Scale log_axis(const Chart *c, double lo, double hi, Len from, Len to, Len apart, Ticks *ticks)
{
    Scale scale = axis_new(c, lo, hi, true, false, from, to, apart, ticks);
    scale.lo = log_ten(lo);
    scale.hi = hi > lo ? log_ten(hi) : scale.lo + 1;
    return scale;
}

/* ---- along x ---------------------------------------------------------------------------------------------- */

/* Years that nobody means as years are numbers. */
static bool rows_dated(const Chart *c)
{
    const Data *d = c->data;
    bool years = d->dated && !c->options.x_log;
    for (int i = 0; i < d->n_rows && years; i++)
        years = d->dates[i].grain != GRAIN_YEAR ||
                (d->dates[i].day >= date_day(1400, 1, 1) && d->dates[i].day < date_day(2300, 1, 1));
    return years;
}

static bool rows_numbered(const Chart *c, double *at)
{
    char point = data_point(c->node, c->lang);
    for (int i = 0; i < c->data->n_rows; i++) {
        Decimal value;
        Str unit;
        if (decimal_parse(c->data->labels[i], point, &value, &unit) != READ_NUMBER || unit.n > 0)
            return false;
        at[i] = decimal_x(value);
        if (c->options.x_log && at[i] <= 0)
            return false;
    }
    return c->data->n_rows > 1;
}

static void range_of(const double *at, int n, double *lo, double *hi)
{
    *lo = *hi = n > 0 ? at[0] : 0;
    for (int i = 1; i < n; i++) {
        *lo = at[i] < *lo ? at[i] : *lo;
        *hi = at[i] > *hi ? at[i] : *hi;
    }
}

/* Where rows stand along x; false: one after the other. */
static bool rows_place(const Chart *c, double *at)
{
    bool dated = rows_dated(c);
    bool counted = !dated && !rows_numbered(c, at);
    for (int i = 0; i < c->data->n_rows && (dated || counted); i++)
        at[i] = dated ? c->data->dates[i].day : i;
    return !counted;
}

void rows_order(Chart *c)
{
    double *at = ARENA_ARRAY(c->arena, double, c->data->n_rows + 1);
    bool ordered = !rows_place(c, at);
    for (int i = 1; i < c->data->n_rows && !ordered; i++)
        if (at[i] < at[i - 1]) {
            c->data = data_ordered(c->arena, c->data, at);
            ordered = true;
        }
}

static void x_plan(Chart *c, Plane *p)
{
    const Data *d = c->data;
    double lo, hi;
    bool named = p->x2 < c->right;                         /* names stand there, close to the last points */
    Len from = p->x1 + inset, to = p->x2 - (named ? 0 : inset);
    bool dated = rows_dated(c);
    p->at = ARENA_ARRAY(c->arena, double, d->n_rows + 1);
    p->counted = !rows_place(c, p->at);
    range_of(p->at, d->n_rows, &lo, &hi);
    lo -= hi > lo || c->options.x_log ? 0 : 1;             /* a single point stands where its name is */
    if (dated) {
        p->x = scale_new(false, lo, hi, from, to);
        p->x_ticks = ticks_date(c->arena, (int32_t)lo, (int32_t)hi, (int)((to - from) / PT(34)), c->lang);
    } else if (p->counted) {
        Len side = (to - from) / (d->n_rows > 0 ? 2 * d->n_rows : 1);
        side = side > PT(30) ? PT(30) : side;
        p->x = scale_new(false, lo, hi, from + side, to - (named ? 0 : side));
    } else if (c->options.x_log) {
        p->x = log_axis(c, lo, hi, from, to, PT(44), &p->x_ticks);
    } else {
        p->x = axis_new(c, lo, hi, false, false, from, to, PT(48), &p->x_ticks);
        axis_round(&p->x, &p->x_ticks);
    }
}

/* The most lines of a row's label, when each has its part of the width; 0: labels are left out in turn. */
static Len x_slot(const Chart *c, const Plane *p)
{
    return c->data->n_rows > 1 ? (p->x.to - p->x.from) / (c->data->n_rows - 1) - gap : p->x2 - p->x1;
}

static int x_lines(const Chart *c, const Plane *p)
{
    int most = 1;
    Len slot = x_slot(c, p);
    for (int i = 0; i < c->data->n_rows && p->counted; i++) {
        Label label = label_new(c, c->data->labels[i], &c->muted, slot > 0 ? slot : 1);
        most = label.n > most ? label.n : most;
    }
    return slot < PT(26) || most > LINES_MOST ? 0 : most;
}

/* ---- the plane ---------------------------------------------------------------------------------------------- */

static void y_plan(Chart *c, Plane *p, double least, double most, bool zero)
{
    Chart own = *c;
    Data data = *c->all;
    data.least = least;
    data.most = most;
    own.all = own.data = &data;
    p->y = domain_new(&own, zero, p->y2, p->y1);
    p->y_ticks = domain_ticks(&own, &p->y, PT(24));
    if (!p->y.log && p->y_ticks.n > 0) {
        double first = p->y_ticks.at[0].x, last = p->y_ticks.at[p->y_ticks.n - 1].x;
        p->y.lo = !c->options.has_from && first < p->y.lo ? first : p->y.lo;
        p->y.hi = !c->options.has_to && last > p->y.hi ? last : p->y.hi;
    }
}

/* What the numbers along x are. */
static Label axis_name(const Chart *c)
{
    return label_new(c, c->data->label_name, &c->muted, c->right - c->left);
}

static Len below_height(const Chart *c, const Plane *p)
{
    int lines = p->counted ? x_lines(c, p) : 1;
    bool named = !p->counted && !rows_dated(c) && c->data->label_name.n > 0;
    return ((lines > 0 ? lines : 1) + (named ? axis_name(c).n : 0)) * c->muted.leading + PT(5.5);
}

Plane plane_new(Chart *c, double least, double most, bool zero, Len room)
{
    Plane p = {.x1 = c->left, .x2 = c->right - room};
    Len width = c->right - c->left, height = width * 11 / 20;
    height = height < PT(110) ? PT(110) : height > PT(190) ? PT(190) : height;
    height = c->options.height > 0 ? c->options.height : height;
    x_plan(c, &p);
    Len below = below_height(c, &p), most_height = c->max_height - c->top;
    height = height > most_height ? most_height : height;
    p.y1 = c->top + PT(3);
    p.y2 = c->top + (height > below + PT(40) ? height : below + PT(40)) - below;
    y_plan(c, &p, least, most, zero);
    p.x1 += ticks_width(c, &p.y_ticks) + gap;
    x_plan(c, &p);
    return p;
}

static void below_put(Chart *c, Str text, Len x, Len y, Len measure, Len *end)
{
    Label label = label_new(c, text, &c->muted, measure);
    Len left = x - label.width / 2;
    left = left + label.width > c->right ? c->right - label.width : left < c->left ? c->left : left;
    if (left < *end + gap)
        return;
    label_put(c, &label, left + label.width / 2, y, ALIGN_CENTER);
    *end = left + label.width;
}

static void x_put(Chart *c, const Plane *p, Len y)
{
    Len end = c->left - 2 * gap, slot = x_slot(c, p);
    int lines = x_lines(c, p);
    for (int i = 0; i < c->data->n_rows && p->counted; i++)
        below_put(c, c->data->labels[i], scale_at(&p->x, p->at[i]), y, lines > 0 ? slot : 0, &end);
    for (int i = 0; i < p->x_ticks.n && !p->counted; i++) {
        const Tick *tick = &p->x_ticks.at[i];
        double at = p->x.log ? log_ten(tick->x) : tick->x, slack = (p->x.hi - p->x.lo) * 1e-6;
        if (at < p->x.lo - slack || at > p->x.hi + slack)
            continue;
        Len x = scale_at(&p->x, tick->x);
        mark_line(c, x, p->y2, x, p->y2 + PT(2.5), hair, c->axis, false);
        below_put(c, tick->label, x, y, 0, &end);
    }
}

void plane_put(Chart *c, const Plane *p)
{
    Len y = p->y2 + PT(4.5) + c->muted.size;
    grid_left(c, &p->y, &p->y_ticks, p->x1, p->x2);
    mark_line(c, p->x1, p->y2, p->x2, p->y2, PT(0.6), c->axis, false);
    if (!p->y.log && p->y.lo < 0 && p->y.hi > 0)
        mark_line(c, p->x1, scale_at(&p->y, 0), p->x2, scale_at(&p->y, 0), PT(0.6), c->axis, false);
    x_put(c, p, y);
    if (!p->counted && !rows_dated(c) && c->data->label_name.n > 0 && !c->panel) {
        Label label = axis_name(c);
        Len right = p->x2 - label.width < c->left ? c->left + label.width : p->x2;
        label_put(c, &label, right, y + c->muted.leading, ALIGN_RIGHT);
    }
    c->bottom = p->y2 + below_height(c, p);
}
