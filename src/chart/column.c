/* column.c - upright columns, grouped by row of the table: for a few rows with short names, above all those in time. Values
 * stand on the columns when all have room there, else there is a grid. Names that do not fit below their columns are better
 * read beside bars: then it is a bar chart. */
#include "chart/chart_int.h"

typedef struct Columns {
    Chart *c;
    Label *labels;
    Scale scale;
    Len x1, x2, slot, group, thick, between, y1, y2;       /* slot: of a row, with the space around its group */
    int every;                                             /* each so many labels are set, when rows are dates */
    bool values;
} Columns;

static const Len gap = PT(3);

static void widths_plan(Columns *p, Len x1)
{
    int n = p->c->data->n_series, rows = p->c->data->n_rows;
    p->x1 = x1;
    p->slot = (p->x2 - x1) / (rows > 0 ? rows : 1);
    p->between = n > 1 ? PT(0.8) : 0;
    Len most = PT(34);
    p->thick = (p->slot * 72 / 100 - (n - 1) * p->between) / n;
    p->thick = p->thick > most ? most : p->thick < PT(1) ? PT(1) : p->thick;
    p->group = p->thick * n + p->between * (n - 1);
}

static bool values_fit(const Columns *p)
{
    const Data *d = p->c->data;
    Len room = d->n_series == 1 ? p->slot - PT(3) : p->thick + p->between;
    for (int s = 0; s < d->n_series; s++)
        for (int i = 0; i < d->n_rows; i++)
            if (label_width(p->c, value_shown(p->c, s, i), &p->c->text) + PT(2) > room)
                return false;
    return !p->c->options.no_values && !p->c->options.log;
}

/* Labels below; dates that do not fit are left out in turn. False: names do not fit. */
static bool labels_plan(Columns *p)
{
    const Data *d = p->c->data;
    Len widest = 0;
    p->every = 1;
    for (int i = 0; i < d->n_rows; i++) {
        Len width = label_width(p->c, d->labels[i], &p->c->text);
        widest = width > widest ? width : widest;
    }
    if (d->dated)
        p->every = (int)((widest + PT(5)) / (p->slot > 0 ? p->slot : 1)) + 1;
    for (int i = 0; i < d->n_rows; i++) {
        p->labels[i] = label_new(p->c, d->labels[i], &p->c->text, d->dated ? 0 : p->slot - PT(5));
        bool cut = label_word(p->c, d->labels[i], &p->c->text) > p->slot - PT(5);
        if (!d->dated && (p->labels[i].n > 3 || cut || p->slot < PT(24)))
            return false;
    }
    return true;
}

static Len labels_height(const Columns *p)
{
    int lines = 1;
    for (int i = 0; i < p->c->data->n_rows; i++)
        lines = p->labels[i].n > lines ? p->labels[i].n : lines;
    return lines * p->c->text.leading + PT(4.5);
}

static void scale_plan(Columns *p, Len height, Ticks *ticks)
{
    Chart *c = p->c;
    p->y1 = c->top;
    p->y2 = c->top + height;
    p->scale = domain_new(c, true, p->y2, p->y1);
    *ticks = domain_ticks(c, &p->scale, PT(26));
    if (p->values) {
        p->scale.to = p->y1 + c->text.leading;
        if (p->scale.lo < 0)
            p->scale.from -= c->text.leading;
    } else if (!p->scale.log && !c->options.has_to && ticks->n > 0) {
        p->scale.hi = ticks->at[ticks->n - 1].x > p->scale.hi ? ticks->at[ticks->n - 1].x : p->scale.hi;
        p->scale.lo = ticks->at[0].x < p->scale.lo ? ticks->at[0].x : p->scale.lo;
    }
}

static Len column_x(const Columns *p, int series, int row)
{
    return p->x1 + row * p->slot + (p->slot - p->group) / 2 + series * (p->thick + p->between);
}

static Len column_end(const Columns *p, int series, int row, Len zero)
{
    const Value *v = &p->c->data->series[series].at[row];
    return v->known ? scale_at(&p->scale, v->x) : zero;
}

static void column_put(Columns *p, int series, int row, Len zero)
{
    Chart *c = p->c;
    const Value *v = &c->data->series[series].at[row];
    Len x = column_x(p, series, row), end = column_end(p, series, row, zero);
    Len top = end < zero ? end : zero, height = end < zero ? zero - end : end - zero;
    if (!v->known)
        return;
    height = height < PT(0.5) && v->x != 0 ? PT(0.5) : height;
    mark_rect(c, x, top, p->thick, height, series_colour(c, series, row));
    if (!is_muted(c, series, row))
        hatch_over(c, &c->shades[series], x, top, p->thick, height);
}

/* Over the guides' lines, which are cleared there. */
static void value_put(Columns *p, int series, int row, Len zero)
{
    Chart *c = p->c;
    const Value *v = &c->data->series[series].at[row];
    Len end = column_end(p, series, row, zero), middle = column_x(p, series, row) + p->thick / 2;
    bool below = v->known && v->x < 0;
    TextStyle style = v->known ? series_text(c, series, row, &c->text) : c->muted;
    Label label = label_new(c, value_shown(c, series, row), &style, 0);
    Len y = below ? end + gap + len_scale(c->text.size, 3, 4) : (end < zero ? end : zero) - gap;
    if (c->options.reference.set || c->options.baseline.set)
        label_clear(c, &label, middle, y - label.middle, ALIGN_CENTER);
    label_put(c, &label, middle, y, ALIGN_CENTER);
}

static void name_put(Columns *p, int row)
{
    Chart *c = p->c;
    Len half = p->labels[row].width / 2, middle = p->x1 + row * p->slot + p->slot / 2;
    middle = middle + half > c->right ? c->right - half : middle - half < c->left ? c->left + half : middle;
    label_put(c, &p->labels[row], middle, p->y2 + PT(3.5) + c->text.size, ALIGN_CENTER);
}

static void columns_put(Columns *p, Len zero)
{
    Chart *c = p->c;
    for (int i = 0; i < c->data->n_rows; i++)
        for (int s = 0; s < c->data->n_series; s++)
            column_put(p, s, i, zero);
    mark_line(c, p->x1, zero, p->x2, zero, PT(0.6), c->axis, false);
    guides_along(c, &p->scale, p->x1, p->x2);
    for (int i = 0; i < c->data->n_rows; i++) {
        for (int s = 0; p->values && s < c->data->n_series; s++)
            value_put(p, s, i, zero);
        if (i % p->every == 0)
            name_put(p, i);
    }
}

void column_draw(Chart *c)
{
    Columns p = {.c = c, .labels = ARENA_ARRAY(c->arena, Label, c->data->n_rows + 1)};
    Ticks ticks;
    End guides[2] = {0};
    int n = guides_new(c, guides);
    p.x2 = c->right - ends_width(guides, n);
    widths_plan(&p, c->left);
    if (!labels_plan(&p)) {
        bar_draw(c);
        return;
    }
    legend_add(c, SWATCH_AREA, c->data->n_series > 1);
    Len height = (c->options.height > 0 ? c->options.height : PT(150)) - labels_height(&p);
    p.values = values_fit(&p);
    c->top += p.values ? 0 : c->text.leading / 2;
    scale_plan(&p, height, &ticks);
    if (!p.values) {
        widths_plan(&p, c->left + ticks_width(c, &ticks) + PT(6));
        labels_plan(&p);
        grid_left(c, &p.scale, &ticks, p.x1, p.x2);
    }
    Len zero = scale_at(&p.scale, c->options.baseline.set ? decimal_x(c->options.baseline.at) : p.scale.log ? 1e-300 : 0);
    columns_put(&p, zero);
    guides_place(c, &p.scale, p.x2, guides);
    ends_put(c, guides, n, p.x2, p.y1 - PT(6), p.y2, false);
    c->bottom = p.y2 + labels_height(&p);
}
