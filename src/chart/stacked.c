/* stacked.c - parts of a whole, one bar for each row: parts stand end to end in the series' order, the value in each part that
 * has room for it. The names stand above the parts of the first row when all have room there, else in a legend. */
#include "chart/chart_int.h"

typedef struct Stack { Chart *c; Label *labels; Scale scale; Len x, thick, apart, y1, y2; bool named; } Stack;

static double row_sum(const Data *d, int row, bool negative)
{
    double sum = 0;
    for (int s = 0; s < d->n_series; s++) {
        const Value *v = &d->series[s].at[row];
        if (v->known && (v->x < 0) == negative)
            sum += v->x;
    }
    return sum;
}

/* The axis ends on a tick, but where parts make up a hundred the bar is the measure. */
static void scale_plan(Stack *p, Ticks *ticks)
{
    Chart *c = p->c;
    double lo = 0, hi = 0;
    for (int i = 0; i < c->data->n_rows; i++) {
        double below = row_sum(c->data, i, true), above = row_sum(c->data, i, false);
        lo = below < lo ? below : lo;
        hi = above > hi ? above : hi;
    }
    bool whole = hi > 99 && hi < 100.6 && lo >= 0 && str_eq(c->data->unit, STR("%"));
    hi = c->options.has_to ? decimal_x(c->options.to) : hi > lo ? hi : lo + 1;
    *ticks = ticks_linear(c->arena, lo, hi, 6, &c->format);
    if (!whole && !c->options.has_to && ticks->n > 0)
        hi = ticks->at[ticks->n - 1].x > hi ? ticks->at[ticks->n - 1].x : hi;
    p->scale = scale_new(false, lo, hi, p->x, c->right);
}

static void part_put(Stack *p, int series, int row, Len y, double from, double to)
{
    Chart *c = p->c;
    Len x1 = scale_at(&p->scale, from), x2 = scale_at(&p->scale, to);
    Colour colour = series_colour(c, series, row);
    Len left = x1 < x2 ? x1 : x2, width = x1 < x2 ? x2 - x1 : x1 - x2, seam = width > PT(2) ? PT(0.6) : 0;
    mark_rect(c, left, y, width - seam, p->thick, colour);
    TextStyle style = style_in(&c->text, colour_on(colour, c->setter));
    Label label = label_new(c, value_shown(c, series, row), &style, 0);
    bool fits = label.width + PT(5) <= width && !c->options.no_values;
    if (!is_muted(c, series, row))
        hatch_over(c, &c->shades[series], left, y, width - seam, p->thick);
    if (fits && c->shades[series].index >= 5)
        mark_rect(c, left + (width - seam - label.width) / 2 - PT(2), y + p->thick / 2 - PT(5), label.width + PT(4), PT(10), colour);
    if (fits)
        label_put_middle(c, &label, left + (width - seam) / 2, y + p->thick / 2, ALIGN_CENTER);
}

static void row_put(Stack *p, int row, Len y)
{
    Chart *c = p->c;
    double above = 0, below = 0;
    for (int s = 0; s < c->data->n_series; s++) {
        const Value *v = &c->data->series[s].at[row];
        double *end = v->x < 0 ? &below : &above;
        if (!v->known)
            continue;
        part_put(p, s, row, y, *end, *end + v->x);
        *end += v->x;
    }
}

/* Names above the parts of the first row, each at the middle of its part, moved apart; false when they have no room. */
static bool names_put(Stack *p, Len y, bool draw)
{
    Chart *c = p->c;
    int n = c->data->n_series;
    Len *at = ARENA_ARRAY(c->arena, Len, n), *size = ARENA_ARRAY(c->arena, Len, n), sum = 0;
    double end = 0;
    for (int s = 0; s < n; s++) {
        const Value *v = &c->data->series[s].at[0];
        if (!v->known || v->x < 0)
            return false;
        Len x1 = scale_at(&p->scale, end), x2 = scale_at(&p->scale, end + v->x);
        end += v->x;
        size[s] = label_width(c, c->data->series[s].name, &c->strong) + PT(8);
        at[s] = (x1 + x2 - size[s]) / 2;
        if (size[s] > (x2 - x1) * 3 && n > 2)
            return false;
        sum += size[s];
    }
    if (n > 6 || sum > c->right - p->x + PT(8))
        return false;
    labels_spread(c->arena, at, size, n, p->x - PT(4), c->right + PT(4));
    for (int s = 0; s < n && draw; s++) {
        TextStyle style = style_in(&c->strong, c->shades[s].text);
        text_put_middle(c, c->data->series[s].name, &style, at[s] + PT(4), y, ALIGN_LEFT);
    }
    return true;
}

void stacked_draw(Chart *c)
{
    Stack p = {.c = c, .labels = ARENA_ARRAY(c->arena, Label, c->data->n_rows + 1), .thick = PT(15), .apart = PT(6)};
    Ticks ticks;
    Len widest = labels_column(c, p.labels, (c->right - c->left) * 2 / 5);
    p.x = c->left + widest + (widest > 0 ? PT(7) : 0);
    scale_plan(&p, &ticks);
    p.named = c->data->n_rows > 0 && names_put(&p, 0, false);
    legend_add(c, SWATCH_AREA, !p.named);
    if (p.named) {
        names_put(&p, c->top + c->text.leading / 2, true);
        c->top += c->text.leading + PT(1);
    }
    Len room = c->max_height - c->top - PT(20);
    if ((p.thick + p.apart) * c->data->n_rows > room) {
        p.apart = PT(2);
        p.thick = room / c->data->n_rows - p.apart < PT(9) ? PT(9) : room / c->data->n_rows - p.apart;
    }
    Len y = p.y1 = c->top;
    for (int i = 0; i < c->data->n_rows; i++) {
        Len label = p.labels[i].n * p.labels[i].leading, height = (label > p.thick ? label : p.thick) + p.apart;
        label_put_middle(c, &p.labels[i], c->left, y + height / 2, ALIGN_LEFT);
        row_put(&p, i, y + (height - p.thick) / 2);
        y += height;
    }
    p.y2 = y;
    Len zero = scale_at(&p.scale, 0);
    mark_line(c, zero, p.y1, zero, p.y2, PT(0.6), c->axis, false);
    c->bottom = p.y2;
}
