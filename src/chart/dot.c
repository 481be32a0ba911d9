/* dot.c - values as points on a line for each row (Cleveland 1984), and ranges from a low to a high value. Points need no
 * zero, so the scale may be as close as the data. Two series are joined: what is seen is their distance; their values stand
 * outside of the pair. The names stand above the points of the first row. */
#include "chart/chart_int.h"

typedef struct Dots { Chart *c; Label *labels; Scale scale; Len x, pitch, y1, y2; bool values; Ticks ticks; } Dots;

static const Len gap = PT(5), size = PT(6.4), hair = PT(0.4);

/* ---- the plan ------------------------------------------------------------------------------------------- */

static Len row_height(const Dots *p, int row)
{
    Len label = p->labels[row].n * p->labels[row].leading + PT(4);
    return label > p->pitch ? label : p->pitch;
}

static Len rows_height(const Dots *p)
{
    Len height = 0;
    for (int i = 0; i < p->c->data->n_rows; i++)
        height += row_height(p, i);
    return height;
}

/* The series with the least and the most in a row; -1: it has no value. */
static void row_ends(const Data *d, int row, int *least, int *most)
{
    *least = *most = -1;
    for (int s = 0; s < d->n_series; s++) {
        if (!d->series[s].at[row].known)
            continue;
        if (*least < 0 || d->series[s].at[row].x < d->series[*least].at[row].x)
            *least = s;
        if (*most < 0 || d->series[s].at[row].x >= d->series[*most].at[row].x)
            *most = s;
    }
}

static Len values_room(const Dots *p, bool left)
{
    Len room = 0;
    for (int i = 0; i < p->c->data->n_rows; i++) {
        int least, most;
        row_ends(p->c->data, i, &least, &most);
        if (least < 0 || (left && least == most))
            continue;
        Len width = label_width(p->c, value_shown(p->c, left ? least : most, i), &p->c->text) + gap;
        room = width > room ? width : room;
    }
    return room;
}

/* A point's axis ends on ticks at both ends; zero is taken in when it is near. */
static void scale_plan(Dots *p)
{
    Chart *c = p->c;
    bool near = c->all->least >= 0 && c->all->least < c->all->most * 0.4;
    p->scale = domain_new(c, near && !c->options.log, p->x + size, c->right - size);
    p->ticks = domain_ticks_below(c, &p->scale);
    if (!p->scale.log && p->ticks.n > 0) {
        double first = p->ticks.at[0].x, last = p->ticks.at[p->ticks.n - 1].x;
        p->scale.lo = !c->options.has_from && first < p->scale.lo ? first : p->scale.lo;
        p->scale.hi = !c->options.has_to && last > p->scale.hi ? last : p->scale.hi;
    }
    Len most = c->right - ticks_over(c, &p->ticks);
    p->scale.to = p->scale.to > most ? most : p->scale.to;
    p->values = !c->options.no_values && (c->data->n_series <= 2 || c->options.values);
}

/* Every end value must stand within the frame: the scale draws in until it does. */
static void scale_draw_in(Dots *p)
{
    Len from = p->scale.from, to = p->scale.to;
    for (int round = 0; p->values && round < 3; round++)
        for (int i = 0; i < p->c->data->n_rows; i++) {
            int least, most;
            row_ends(p->c->data, i, &least, &most);
            if (least < 0)
                continue;
            Len width = label_width(p->c, value_shown(p->c, most, i), &p->c->text) + gap + size / 2;
            Len over = scale_at(&p->scale, p->c->data->series[most].at[i].x) + width - p->c->right;
            if (over > 0)
                p->scale.to -= over;
            width = label_width(p->c, value_shown(p->c, least, i), &p->c->text) + gap + size / 2;
            over = p->x + width - scale_at(&p->scale, p->c->data->series[least].at[i].x);
            if (least != most && over > 0)
                p->scale.from += over;
        }
    if (p->scale.to - p->scale.from < (to - from) / 3) {
        p->scale.from = from + values_room(p, true);
        p->scale.to = to - values_room(p, false);
    }
}

/* ---- names ------------------------------------------------------------------------------------------------ */

/* Names above the first row's points, moved apart; false when they do not fit or points are missing. */
static bool names_put(Dots *p, Len y, bool draw)
{
    Chart *c = p->c;
    int n = c->data->n_series, order[8];
    Len at[8], room[8], sum = 0;
    if (n < 2 || n > 6 || c->data->n_rows == 0 || c->panel)
        return false;
    for (int s = 0; s < n; s++) {
        if (!c->data->series[s].at[0].known)
            return false;
        int k = s;
        for (; k > 0 && c->data->series[order[k - 1]].at[0].x > c->data->series[s].at[0].x; k--)
            order[k] = order[k - 1];
        order[k] = s;
    }
    for (int k = 0; k < n; k++) {
        room[k] = label_width(c, c->data->series[order[k]].name, &c->strong) + PT(8);
        at[k] = scale_at(&p->scale, c->data->series[order[k]].at[0].x) - room[k] / 2;
        sum += room[k];
    }
    if (sum > c->right - p->x + PT(8))
        return false;
    labels_spread(c->arena, at, room, n, p->x - PT(4), c->right + PT(4));
    for (int k = 0; k < n && draw; k++) {
        TextStyle style = style_in(&c->strong, c->shades[order[k]].text);
        text_put_middle(c, c->data->series[order[k]].name, &style, at[k] + PT(4), y, ALIGN_LEFT);
    }
    return true;
}

static void plan(Dots *p, Chart *c)
{
    *p = (Dots){.c = c, .labels = ARENA_ARRAY(c->arena, Label, c->data->n_rows + 1), .pitch = PT(16)};
    Len widest = labels_column(c, p->labels, (c->right - c->left) * 2 / 5);
    p->x = c->left + widest + (widest > 0 ? PT(8) : 0);
    scale_plan(p);
    scale_draw_in(p);
    if (c->options.height > 0)
        p->pitch = (c->options.height - PT(30)) / c->data->n_rows;
    p->pitch = p->pitch < PT(12) ? PT(12) : p->pitch;
}

static void frame_put(Dots *p, bool labels)
{
    Chart *c = p->c;
    Len room = c->max_height - c->top - PT(24);
    if (rows_height(p) > room)
        p->pitch = PT(9);
    p->y1 = c->top += guides_room(c);
    p->y2 = p->y1 + rows_height(p);
    grid_below(c, &p->scale, &p->ticks, p->y1, p->y2);
    Len y = p->y1;
    for (int i = 0; i < c->data->n_rows && labels; i++) {
        label_put_middle(c, &p->labels[i], c->left, y + row_height(p, i) / 2, ALIGN_LEFT);
        y += row_height(p, i);
    }
    guide_across(c, &c->options.baseline, &p->scale, p->y1, p->y2, false);
    guide_across(c, &c->options.reference, &p->scale, p->y1, p->y2, true);
    c->bottom = p->y2 + c->muted.leading + PT(2);
}

static void value_put(Dots *p, const TextStyle *plain, int series, int row, Len x, Len y, Align align)
{
    TextStyle style = series_text(p->c, series, row, plain);
    Label label = label_new(p->c, value_shown(p->c, series, row), &style, 0);
    label_clear(p->c, &label, x, y, align);
    label_put_middle(p->c, &label, x, y, align);
}

/* A point's value bears its colour: of two that are close nobody could tell which is whose. */
static void end_put(Dots *p, int series, int row, Len x, Len y, Align align)
{
    const Chart *c = p->c;
    TextStyle style = c->data->n_series > 1 ? style_in(&c->text, c->shades[series].text) : c->text;
    value_put(p, &style, series, row, x, y, align);
}

/* A length needs its zero or its baseline; without one the row has but a line to be followed. */
static void stem_put(Dots *p, Len x, Len y)
{
    Chart *c = p->c;
    double start = c->options.baseline.set ? decimal_x(c->options.baseline.at) : 0;
    bool stem = c->data->n_series == 1 && !p->scale.log && p->scale.lo <= start && p->scale.hi >= start;
    if (stem)
        mark_line(c, scale_at(&p->scale, start), y, x, y, PT(0.5), c->axis, false);
    else
        mark_line(c, p->scale.from, y, p->scale.to, y, hair, c->grid, false);
}

/* The one value of a row stands left of its point when a guide would cut it at the right. */
static bool guide_cuts(const Dots *p, int series, int row, Len x)
{
    const Guide *guides[] = {&p->c->options.reference, &p->c->options.baseline};
    Len width = label_width(p->c, value_shown(p->c, series, row), &p->c->text) + PT(2), near = gap + size / 4;
    for (int i = 0; i < 2; i++) {
        Len at = scale_at(&p->scale, decimal_x(guides[i]->at));
        if (guides[i]->set && at > x + near - PT(2) && at < x + near + width)
            return x - near - width > p->c->left + p->labels[row].width + gap;
    }
    return false;
}

/* Points of a row that would hide one another stand one above the other. */
static Len point_shift(const Dots *p, int series, int row, Len x)
{
    const Data *d = p->c->data;
    int before = 0, all = 0;
    for (int s = 0; s < d->n_series; s++) {
        Len at = d->series[s].at[row].known ? scale_at(&p->scale, d->series[s].at[row].x) - x : size;
        bool near = at < size * 3 / 4 && at > -size * 3 / 4;
        before += near && s < series;
        all += near;
    }
    Len step = all > 1 ? (p->pitch - size) / (all - 1) : 0, most = size * 5 / 8;
    step = step > most ? most : step;
    return before * step - (all - 1) * step / 2;
}

static void row_put(Dots *p, int row, Len y)
{
    Chart *c = p->c;
    int least, most;
    row_ends(c->data, row, &least, &most);
    if (least < 0) {
        text_put_middle(c, STR("\u2013"), &c->muted, p->x, y, ALIGN_LEFT);
        return;
    }
    Len x1 = scale_at(&p->scale, c->data->series[least].at[row].x), x2 = scale_at(&p->scale, c->data->series[most].at[row].x);
    stem_put(p, x1, y);
    if (x2 - x1 > size)
        mark_line(c, x1, y, x2, y, PT(1.6), colour_mix(c->neutral, 0xFFFFFF, 110), false);
    for (int s = c->data->n_series - 1; s >= 0; s--) {
        Len x = scale_at(&p->scale, c->data->series[s].at[row].x);
        if (c->data->series[s].at[row].known)
            mark_symbol(c, c->data->n_series > 1 ? c->shades[s].index : 0, x, y + point_shift(p, s, row, x), size,
                        series_colour(c, s, row), false);
    }
    if (!p->values)
        return;
    bool left = least == most && guide_cuts(p, most, row, x2);
    end_put(p, most, row, left ? x1 - gap - size / 4 : x2 + gap + size / 4, y, left ? ALIGN_RIGHT : ALIGN_LEFT);
    if (least != most)
        end_put(p, least, row, x1 - gap - size / 4, y, ALIGN_RIGHT);
}

static void rows_put(Dots *p, void (*put)(Dots *, int, Len))
{
    Len y = p->y1;
    for (int i = 0; i < p->c->data->n_rows; i++) {
        put(p, i, y + row_height(p, i) / 2);
        y += row_height(p, i);
    }
}

void dot_draw(Chart *c)
{
    Dots p;
    plan(&p, c);
    bool named = names_put(&p, 0, false);
    legend_add(c, SWATCH_SYMBOL, c->data->n_series > 1 && !named);
    if (named) {
        names_put(&p, c->top + c->text.leading / 2, true);
        c->top += c->text.leading;
    }
    frame_put(&p, true);
    rows_put(&p, row_put);
}

/* ---- ranges ------------------------------------------------------------------------------------------------ */

/* From the first series to the second; a third one is marked in it. */
static void range_put(Dots *p, int row, Len y)
{
    Chart *c = p->c;
    const Data *d = c->data;
    int least, most;
    row_ends(d, row, &least, &most);
    if (least < 0) {
        text_put_middle(c, STR("\u2013"), &c->muted, p->x, y, ALIGN_LEFT);
        return;
    }
    Len x1 = scale_at(&p->scale, d->series[least].at[row].x), x2 = scale_at(&p->scale, d->series[most].at[row].x);
    Colour colour = row_colour(c, row);
    mark_line(c, p->scale.from, y, p->scale.to, y, hair, c->grid, false);
    if (x2 - x1 < PT(1))
        mark_symbol(c, 2, x1, y, size, colour, false);
    else
        mark_rect(c, x1, y - PT(3.5), x2 - x1, PT(7), colour);
    if (d->n_series > 2 && d->series[2].at[row].known) {
        Len x = scale_at(&p->scale, d->series[2].at[row].x);
        mark_line(c, x, y - PT(5), x, y + PT(5), PT(1.6), c->text.colour, false);
    }
    value_put(p, &c->text, most, row, x2 + gap + (x2 - x1 < PT(1) ? size / 3 : 0), y, ALIGN_LEFT);
    if (x2 - x1 >= PT(1))
        value_put(p, &c->text, least, row, x1 - gap, y, ALIGN_RIGHT);
}

void range_draw(Chart *c)
{
    Dots p;
    plan(&p, c);
    p.values = true;
    p.scale.from = p.x + size;
    p.scale.to = c->right - (ticks_over(c, &p.ticks) > size ? ticks_over(c, &p.ticks) : size);
    scale_draw_in(&p);
    legend_add(c, SWATCH_AREA, false);
    frame_put(&p, true);
    rows_put(&p, range_put);
}
