/* bar.c - horizontal bars, grouped by row: the form in which lengths compare best and long names can be read (Cleveland and
 * McGill 1984). Labels stand flush with the text column, bars start on one line beside them, values at the bars' ends; the
 * bars are as long as the longest value lets them. With values at the bars there is no grid, on a log scale there is both. */
#include "chart/chart_int.h"

typedef struct Bars {
    Chart *c;
    Label *labels;
    Scale scale;
    Len x, thick, between, apart, pitch, y1, y2;           /* x: where bars start; between: bars of a row; apart: rows */
    bool values, axis;
    double origin;
} Bars;

static const Len gap = PT(3.5);

/* ---- the plan ------------------------------------------------------------------------------------------- */

static Len row_height(const Bars *b, int row)
{
    Len bars = b->thick * b->c->data->n_series + b->between * (b->c->data->n_series - 1);
    Len label = b->labels[row].n * b->labels[row].leading - PT(1);
    return (bars > label ? bars : label) + b->apart;
}

static Len rows_height(const Bars *b)
{
    Len height = 0;
    for (int i = 0; i < b->c->data->n_rows; i++)
        height += row_height(b, i);
    return height;
}

/* Rows give way in steps: less space, thinner bars without values at them. */
static void rows_plan(Bars *b)
{
    int n = b->c->data->n_series;
    Len room = b->c->max_height - b->c->top - PT(20), wish = b->c->options.height;
    b->thick = n == 1 ? PT(11) : n <= 3 ? PT(9.6) : PT(8.4);
    b->between = n == 1 ? 0 : PT(0.8);
    b->apart = n == 1 ? PT(5) : PT(8);
    b->values = !b->c->options.no_values;
    if (wish > 0 && wish > rows_height(b)) {
        Len more = (wish - rows_height(b)) / (b->c->data->n_rows * (n + 1));
        b->thick += more;
        b->apart += more;
    }
    if (rows_height(b) > room)
        b->apart = PT(3);
    if (rows_height(b) > room && n == 1)
        b->thick = PT(8);
    for (Len thick = PT(7); rows_height(b) > room && thick >= PT(2); thick -= PT(1)) {
        b->thick = thick;
        b->between = PT(0.4);
        b->apart = PT(1.5);
        b->values = (b->c->options.values || n == 1) && thick + (n == 1 ? b->apart : b->between) >= PT(6);
    }
}

/* The longest plot in which every bar still has its value beside it. */
static Len plot_end(const Bars *b, Len start, Len right)
{
    Len end = right;
    Scale unit = b->scale;
    unit.from = 0;
    unit.to = 1 << 24;
    for (int s = 0; s < b->c->data->n_series; s++)
        for (int i = 0; i < b->c->data->n_rows; i++) {
            const Value *v = &b->c->data->series[s].at[i];
            Len part = v->known ? scale_at(&unit, v->x) : 0, width = label_width(b->c, value_shown(b->c, s, i), &b->c->text);
            Len most = part > 0 ? start + len_scale(right - start - gap - width, unit.to, part) : right;
            end = v->known && v->x >= b->origin && most < end ? most : end;
        }
    return end;
}

static Len negative_room(const Bars *b)
{
    Len room = 0;
    for (int s = 0; s < b->c->data->n_series; s++)
        for (int i = 0; i < b->c->data->n_rows; i++) {
            const Value *v = &b->c->data->series[s].at[i];
            Len width = v->known && v->x < b->origin ? label_width(b->c, value_shown(b->c, s, i), &b->c->text) + gap : 0;
            room = width > room ? width : room;
        }
    return room;
}

static void scale_plan(Bars *b)
{
    Chart *c = b->c;
    Len right = c->right;
    b->scale = domain_new(c, true, b->x, right);
    b->origin = c->options.baseline.set ? decimal_x(c->options.baseline.at) : b->scale.log ? ten_to(-300) : 0;
    if (!b->scale.log && b->scale.lo > b->origin)
        b->origin = b->scale.lo;
    b->axis = !b->values || b->scale.log || c->options.reference.set;
    if (b->values) {
        b->x += negative_room(b);
        b->scale.from = b->x;
        b->scale.to = plot_end(b, b->x, right);
    } else {
        b->scale.to = right - PT(6);
    }
    if (!b->scale.log && !b->values && !c->options.has_to) { /* an axis ends on a tick */
        Ticks ticks = domain_ticks_below(c, &b->scale);
        double last = ticks.n > 0 ? ticks.at[ticks.n - 1].x : 0, first = ticks.n > 0 ? ticks.at[0].x : 0;
        b->scale.hi = last > b->scale.hi ? last : b->scale.hi;
        b->scale.lo = first < b->scale.lo ? first : b->scale.lo;
    }
    if (b->axis) {
        Ticks ticks = domain_ticks_below(c, &b->scale);
        Len most = right - ticks_over(c, &ticks);
        b->scale.to = b->scale.to > most ? most : b->scale.to;
    }
}

/* ---- drawing -------------------------------------------------------------------------------------------- */

static Len bar_end(const Bars *b, int series, int row)
{
    const Value *v = &b->c->data->series[series].at[row];
    return scale_at(&b->scale, v->known ? v->x : b->origin);
}

/* The names of the series may stand behind the values of the first row, when all have room there. */
static bool names_fit(const Bars *b)
{
    const Chart *c = b->c;
    if (!b->values || c->data->n_series < 2 || c->data->n_series > 4 || c->data->n_rows == 0 || c->panel)
        return false;
    for (int s = 0; s < c->data->n_series; s++) {
        const Value *v = &c->data->series[s].at[0];
        Len width = label_width(c, value_shown(c, s, 0), &c->text) + gap + PT(5) +
                    label_width(c, c->data->series[s].name, &c->strong);
        if (!v->known || v->x < b->origin || bar_end(b, s, 0) + width > c->right)
            return false;
    }
    return true;
}

static void bar_put(Bars *b, int series, int row, Len y)
{
    Chart *c = b->c;
    const Value *v = &c->data->series[series].at[row];
    Len start = scale_at(&b->scale, b->origin), end = bar_end(b, series, row);
    if (!v->known)
        return;
    Len least = v->x != b->origin && end - start < PT(0.5) && end - start > PT(-0.5) ? PT(0.5) : end - start;
    mark_rect(c, start, y, least, b->thick, series_colour(c, series, row));
    if (!is_muted(c, series, row))
        hatch_over(c, &c->shades[series], start, y, least, b->thick);
}

/* A label at a bar's end; the grid and the guides are cleared there. */
static Len end_put(Bars *b, const Label *label, Len x, Len y, Align align)
{
    if (b->axis || b->c->options.baseline.set)
        label_clear(b->c, label, x, y, align);
    label_put_middle(b->c, label, x, y, align);
    return x + label->width;
}

static void value_put(Bars *b, int series, int row, Len y, bool named)
{
    Chart *c = b->c;
    const Value *v = &c->data->series[series].at[row];
    bool left = v->known && v->x < b->origin;
    TextStyle style = v->known ? series_text(c, series, row, &c->text) : c->muted;
    Label value = label_new(c, value_shown(c, series, row), &style, 0);
    Len x = bar_end(b, series, row) + (left ? -gap : gap), middle = y + b->thick / 2;
    Len end = end_put(b, &value, x, middle, left ? ALIGN_RIGHT : ALIGN_LEFT);
    if (named) {
        TextStyle strong = style_in(&c->strong, c->shades[series].text);
        Label name = label_new(c, c->data->series[series].name, &strong, 0);
        end_put(b, &name, end + PT(5), middle, ALIGN_LEFT);
    }
}

/* Where the first bar of a row begins, when the row begins at y. */
static Len bars_top(const Bars *b, int row, Len y)
{
    int n = b->c->data->n_series;
    Len bars = b->thick * n + b->between * (n - 1);
    return y + (row_height(b, row) - b->apart - bars) / 2;
}

static void bars_put(Bars *b)
{
    Len y = b->y1 + b->apart / 2;
    for (int i = 0; i < b->c->data->n_rows; i++) {
        label_put_middle(b->c, &b->labels[i], b->c->left, y + (row_height(b, i) - b->apart) / 2, ALIGN_LEFT);
        for (int s = 0; s < b->c->data->n_series; s++)
            bar_put(b, s, i, bars_top(b, i, y) + s * (b->thick + b->between));
        y += row_height(b, i);
    }
}

static void values_put(Bars *b, bool named)
{
    Len y = b->y1 + b->apart / 2;
    for (int i = 0; i < b->c->data->n_rows && b->values; i++) {
        for (int s = 0; s < b->c->data->n_series; s++)
            value_put(b, s, i, bars_top(b, i, y) + s * (b->thick + b->between), named && i == 0);
        y += row_height(b, i);
    }
}

void bar_draw(Chart *c)
{
    Bars b = {.c = c, .labels = ARENA_ARRAY(c->arena, Label, c->data->n_rows + 1)};
    Len widest = labels_column(c, b.labels, (c->right - c->left) * 2 / 5);
    b.x = c->left + widest + (widest > 0 ? PT(7) : 0);
    rows_plan(&b);
    scale_plan(&b);
    bool named = names_fit(&b);
    legend_add(c, SWATCH_AREA, c->data->n_series > 1 && !named);
    b.y1 = c->top += guides_room(c);
    b.y2 = b.y1 + rows_height(&b);
    if (b.axis) {
        Ticks ticks = domain_ticks_below(c, &b.scale);
        grid_below(c, &b.scale, &ticks, b.y1, b.y2);
    }
    bars_put(&b);
    Len zero = scale_at(&b.scale, b.origin);
    mark_line(c, zero, b.y1, zero, b.y2, PT(0.6), c->axis, false);
    guide_across(c, &c->options.baseline, &b.scale, b.y1, b.y2, false);
    guide_across(c, &c->options.reference, &b.scale, b.y1, b.y2, true);
    values_put(&b, named);
    c->bottom = b.y2 + (b.axis ? c->muted.leading + PT(2) : 0);
}
