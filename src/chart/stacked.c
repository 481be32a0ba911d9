/* stacked.c - parts of a whole, one bar for each row: parts stand end to end in the series' order, the value in each part that
 * has room for it, else above it. The names stand above the parts of the first row when all have room there, else in a legend. */
#include "chart/chart_int.h"

typedef struct Stack { Chart *c; Label *labels; Scale scale; Len x, thick, apart, y1, y2; bool named, above; } Stack;
typedef struct Part { int series; Len left, width; Label value; bool inside; } Part; /* above: so stand values with no room
                                                              inside */

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

static Part part_new(const Stack *p, int series, int row, double from, double to)
{
    const Chart *c = p->c;
    Len x1 = scale_at(&p->scale, from), x2 = scale_at(&p->scale, to);
    Part part = {.series = series, .left = x1 < x2 ? x1 : x2, .width = x1 < x2 ? x2 - x1 : x1 - x2};
    TextStyle style = style_in(&c->text, colour_on(series_colour(c, series, row), c->setter));
    if (!c->options.no_values)
        part.value = label_new(c, value_shown(c, series, row), &style, 0);
    part.inside = part.value.n > 0 && part.value.width + PT(5) <= part.width;
    return part;
}

/* The parts of a row from left to right; returns how many. */
static int row_parts(const Stack *p, int row, Part *parts)
{
    const Data *d = p->c->data;
    double above = 0, below = 0;
    int n = 0;
    for (int s = 0; s < d->n_series; s++) {
        const Value *v = &d->series[s].at[row];
        double *end = v->x < 0 ? &below : &above;
        if (!v->known || v->x == 0)
            continue;
        Part part = part_new(p, s, row, *end, *end + v->x);
        int at = n++;
        for (; at > 0 && parts[at - 1].left > part.left; at--)
            parts[at] = parts[at - 1];
        parts[at] = part;
        *end += v->x;
    }
    return n;
}

static void part_put(Stack *p, const Part *part, int row, Len y)
{
    Chart *c = p->c;
    const Shade *shade = &c->shades[part->series];
    Colour colour = series_colour(c, part->series, row);
    Len seam = part->width > PT(2) ? PT(0.6) : 0, width = part->width - seam, middle = part->left + width / 2;
    mark_rect(c, part->left, y, width, p->thick, colour);
    bool hatched = shade->index >= 5 && !is_muted(c, part->series, row);
    if (hatched)
        hatch_over(c, shade, part->left, y, width, p->thick);
    if (!part->inside)
        return;
    Len ground = part->value.width + PT(4);
    if (hatched)
        mark_rect(c, middle - ground / 2, y + p->thick / 2 - PT(5), ground, PT(10), colour);
    label_put_middle(c, &part->value, middle, y + p->thick / 2, ALIGN_CENTER);
}

/* Values above the parts that have no room for them, moved apart; a hair leads to the part of one that moved. How many there
 * are; 0: also when they have no room there either. */
static int row_above(Stack *p, const Part *parts, int n, int row, Len y, bool draw)
{
    Chart *c = p->c;
    Len *at = ARENA_ARRAY(c->arena, Len, n + 1), *size = ARENA_ARRAY(c->arena, Len, n + 1), sum = 0;
    const Part **slim = ARENA_ARRAY(c->arena, const Part *, n + 1);
    int k = 0;
    for (int i = 0; i < n; i++) {
        if (parts[i].inside || parts[i].value.n == 0)
            continue;
        size[k] = parts[i].value.width + PT(4);
        at[k] = parts[i].left + (parts[i].width - size[k]) / 2;
        slim[k] = &parts[i];
        sum += size[k++];
    }
    if (sum > c->right - p->x + PT(4))
        return 0;
    labels_spread(c->arena, at, size, k, p->x, c->right + PT(2));
    for (int i = 0; i < k && draw; i++) {
        Len x = at[i] + size[i] / 2, middle = slim[i]->left + slim[i]->width / 2, moved = x > middle ? x - middle : middle - x;
        TextStyle style = style_in(&c->text, c->shades[slim[i]->series].text);
        text_put_middle(c, value_shown(c, slim[i]->series, row), &style, x, y - p->apart / 2 - PT(5), ALIGN_CENTER);
        if (moved > PT(2.5))
            mark_line(c, x, y - PT(3.5), middle, y - PT(0.5), PT(0.4), c->axis, false);
    }
    return k;
}

static Part *parts_new(const Stack *p)
{
    return ARENA_ARRAY(p->c->arena, Part, p->c->data->n_series + 1);
}

/* How high the row is, and what of it stands above its bar. */
static Len row_height(Stack *p, int row, Len *over)
{
    Part *parts = parts_new(p);
    Len label = p->labels[row].n * p->labels[row].leading, bar = p->thick;
    *over = p->above && row_above(p, parts, row_parts(p, row, parts), row, 0, false) > 0 ? p->c->text.leading : 0;
    return *over + (label > bar ? label : bar) + p->apart;
}

static void row_put(Stack *p, int row, Len y)
{
    Part *parts = parts_new(p);
    int n = row_parts(p, row, parts);
    for (int i = 0; i < n; i++)
        part_put(p, &parts[i], row, y);
    if (n == 0 && p->c->data->n_series > 0)                /* a gap or nothing but zeros */
        text_put_middle(p->c, value_shown(p->c, 0, row), &p->c->muted, scale_at(&p->scale, 0) + PT(3.5), y + p->thick / 2,
                        ALIGN_LEFT);
    if (p->above)
        row_above(p, parts, n, row, y, true);
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

/* Rows give way in steps: no values above them, less space, thinner bars. */
static void rows_plan(Stack *p)
{
    const Chart *c = p->c;
    Len room = c->max_height - c->top - PT(20), height = 0, over;
    p->above = true;
    for (int i = 0; i < c->data->n_rows; i++)
        height += row_height(p, i, &over);
    p->above = height <= room;
    if ((p->thick + p->apart) * c->data->n_rows > room) {
        p->apart = PT(2);
        p->thick = room / c->data->n_rows - p->apart < PT(9) ? PT(9) : room / c->data->n_rows - p->apart;
    }
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
    rows_plan(&p);
    Len y = p.y1 = c->top, over;
    for (int i = 0; i < c->data->n_rows; i++) {
        Len height = row_height(&p, i, &over);
        label_put_middle(c, &p.labels[i], c->left, y + over + (height - over) / 2, ALIGN_LEFT);
        row_put(&p, i, y + over + (height - over - p.thick) / 2);
        y += height;
    }
    p.y2 = y;
    Len zero = scale_at(&p.scale, 0);
    mark_line(c, zero, p.y1, zero, p.y2, PT(0.6), c->axis, false);
    c->bottom = p.y2;
}
