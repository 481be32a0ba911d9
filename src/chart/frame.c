/* frame.c - what the kinds of charts have in common: title, legend, unit, colours, grids with their ticks, guides. */
#include "chart/chart_int.h"

static const Len gap = PT(4), hair = PT(0.4);

/* ---- above the plot ----------------------------------------------------------------------------------- */

void head_add(Chart *c)
{
    if (c->options.title.n == 0)
        return;
    TextStyle style = c->strong;
    style.size = len_scale(style.size, 9, 8);
    style.leading = len_scale(style.leading, 9, 8);
    Label label = label_new(c, c->options.title, &style, c->right - c->left);
    label_put(c, &label, c->left, c->top + style.size, ALIGN_LEFT);
    c->top += label.n * label.leading + gap / 2;
}

Str unit_text(const Chart *c)
{
    Str unit = c->all->unit;
    if (!c->options.log)
        return unit;
    Str log = phrase_of(c->lang, PHRASE_LOG_SCALE);
    return str_format(c->arena, "%.*s%s%.*s", STR_ARGS(unit), unit.n ? ", " : "", STR_ARGS(log));
}

void hatch_over(Chart *c, const Shade *shade, Len x, Len y, Len width, Len height)
{
    enum { PLAIN = 5 };
    if (shade->index >= PLAIN && shade->mark != c->neutral)
        mark_hatch(c, x, y, width, height, 0xFFFFFF, shade->index - PLAIN + 1);
}

static void swatch_put(Chart *c, Swatch swatch, const Shade *shade, Len x, Len y)
{
    Len size = PT(6.5);
    switch (swatch) {
    case SWATCH_AREA:
        mark_rect(c, x, y - size / 2, size, size, shade->mark);
        hatch_over(c, shade, x, y - size / 2, size, size);
        break;
    case SWATCH_LINE: mark_line(c, x, y, x + size * 3 / 2, y, PT(1.5), shade->mark, false); break;
    case SWATCH_SYMBOL: mark_symbol(c, shade->index, x + size / 2, y, PT(5.5), shade->mark, false); break;
    }
}

static bool series_lit(const Chart *c)
{
    for (int s = 0; s < c->data->n_series; s++)
        if (names_have(c->options.highlight, c->data->series[s].name))
            return true;
    return false;
}

/* The series' names in rows, the first one from x. */
static void names_put(Chart *c, Swatch swatch, Len x, Len *y)
{
    Len room = swatch == SWATCH_LINE ? PT(13) : PT(9.5), apart = PT(12);
    bool lit = series_lit(c);
    for (int s = 0; s < c->data->n_series; s++) {
        Shade shade = lit && is_muted(c, s, -1) ? (Shade){c->neutral, c->muted.colour, c->shades[s].index} : c->shades[s];
        TextStyle style = style_in(&c->strong, shade.text);
        Label label = label_new(c, c->data->series[s].name, &style, c->right - c->left - room);
        if (x > c->left && x + room + label.width > c->right) {
            x = c->left;
            *y += c->text.leading;
        }
        swatch_put(c, swatch, &shade, x, *y);
        label_put_middle(c, &label, x + room, *y + (label.n - 1) * label.leading / 2, ALIGN_LEFT);
        x += room + label.width + apart;
        *y += (label.n - 1) * label.leading;
    }
}

static Len names_width(const Chart *c, Swatch swatch)
{
    Len width = 0, room = swatch == SWATCH_LINE ? PT(13) : PT(9.5), apart = PT(12);
    for (int s = 0; s < c->data->n_series; s++)
        width += room + label_width(c, c->data->series[s].name, &c->strong) + apart;
    return width;
}

void legend_add(Chart *c, Swatch swatch, bool names)
{
    Str unit = unit_text(c);
    Len x = c->left, y = c->top + c->text.leading / 2;
    if (c->panel || (!names && unit.n == 0))
        return;
    if (unit.n > 0) {
        Label label = label_new(c, unit, &c->muted, c->right - c->left);
        bool beside = names && label.n == 1 && label.width + PT(14) + names_width(c, swatch) <= c->right - c->left;
        label_put_middle(c, &label, c->left, y + (label.n - 1) * label.leading / 2, ALIGN_LEFT);
        x += beside ? label.width + PT(14) : 0;
        y += (label.n - 1 + (names && !beside)) * label.leading;
    }
    if (names)
        names_put(c, swatch, x, &y);
    c->top = y + c->text.leading / 2 + gap;
}

/* ---- colours -------------------------------------------------------------------------------------------- */

bool is_muted(const Chart *c, int series, int row)
{
    Str lit = c->options.highlight;
    if (lit.n == 0)
        return false;
    return !(series >= 0 && names_have(lit, c->data->series[series].name)) &&
           !(row >= 0 && names_have(lit, c->data->labels[row]));
}

/* Rows of a single series that bear a name with a colour of its own have that colour; then the others step back. */
static bool row_shade(const Chart *c, int row, Shade *shade)
{
    bool some = false;
    for (int i = 0; i < c->data->n_rows && !some; i++)
        some = shade_named(c->setter, c->data->labels[i], shade);
    if (some && !shade_named(c->setter, c->data->labels[row], shade))
        *shade = (Shade){c->neutral, c->text.colour, 0};
    return some;
}

Colour row_colour(const Chart *c, int row)
{
    Shade shade;
    if (is_muted(c, 0, row))
        return c->neutral;
    return row_shade(c, row, &shade) ? shade.mark : c->shades[0].mark;
}

Colour series_colour(const Chart *c, int series, int row)
{
    if (c->all->n_series == 1 && row >= 0)
        return row_colour(c, row);
    return is_muted(c, series, row) ? c->neutral : c->shades[series].mark;
}

TextStyle series_text(const Chart *c, int series, int row, const TextStyle *style)
{
    return style_in(style, is_muted(c, series, row) ? c->muted.colour : style->colour);
}

Str value_shown(const Chart *c, int series, int row)
{
    const Value *v = &c->data->series[series].at[row];
    if (v->known)
        return format_value(c->arena, &c->format, v->decimal);
    return v->text.n > 0 && v->text.n < 12 ? v->text : STR("\u2013");
}

Len labels_column(const Chart *c, Label *labels, Len most)
{
    Len widest = 0;
    for (int i = 0; i < c->data->n_rows; i++) {
        bool lit = c->options.highlight.n > 0 && names_have(c->options.highlight, c->data->labels[i]);
        labels[i] = label_new(c, c->data->labels[i], lit ? &c->strong : &c->text, most);
        widest = labels[i].width > widest ? labels[i].width : widest;
    }
    return widest;
}

/* ---- domains -------------------------------------------------------------------------------------------- */

static void range_take(double *lo, double *hi, double x)
{
    *lo = x < *lo ? x : *lo;
    *hi = x > *hi ? x : *hi;
}

/* Whole decades; bars need some of the lowest below the smallest value, else it would have no length. */
static void decades_take(double *lo, double *hi, bool zero)
{
    double low = log_ten(*lo), high = log_ten(*hi);
    int from = (int)low - (low < (int)low), to = (int)high + (high > (int)high);
    from -= zero && low - from < 0.15;
    *lo = ten_to(from);
    *hi = ten_to(to > from ? to : from + 1);
}

Scale domain_new(const Chart *c, bool zero, Len from, Len to)
{
    const Options *o = &c->options;
    double lo = c->all->least, hi = c->all->most;
    bool log = o->log && lo > 0;
    if (lo > hi)
        lo = 0, hi = 1;
    if (o->baseline.set)
        range_take(&lo, &hi, decimal_x(o->baseline.at));
    if (o->reference.set)
        range_take(&lo, &hi, decimal_x(o->reference.at));
    if (log && lo > 0) {
        decades_take(&lo, &hi, zero);
    } else {
        log = false;
        if (zero && !o->baseline.set)
            range_take(&lo, &hi, 0);
        if (hi <= lo) {                                    /* a single value stands in the middle */
            lo = lo > 0 ? 0 : 2 * hi;
            hi = hi > 0 ? 2 * hi : hi < 0 ? 0 : 1;
        }
    }
    double first = o->has_from ? decimal_x(o->from) : lo, last = o->has_to ? decimal_x(o->to) : hi;
    if (last <= first || (log && first <= 0))
        first = lo, last = hi;
    return scale_new(log, first, last, from, to);
}

Len ticks_width(const Chart *c, const Ticks *ticks)
{
    Len widest = 0;
    for (int i = 0; i < ticks->n; i++) {
        Len width = label_width(c, ticks->at[i].label, &c->muted);
        widest = width > widest ? width : widest;
    }
    return widest;
}

Ticks domain_ticks(const Chart *c, const Scale *scale, Len apart)
{
    Len length = scale->to > scale->from ? scale->to - scale->from : scale->from - scale->to;
    int wanted = (int)(length / (apart > 0 ? apart : LEN_PT)) + 1;
    wanted = wanted < 2 ? 2 : wanted > 9 ? 9 : wanted;
    if (!scale->log)
        return ticks_linear(c->arena, scale->lo, scale->hi, wanted > 6 ? 6 : wanted, &c->format);
    double lo = c->options.has_from ? decimal_x(c->options.from) : ten_to((int)(scale->lo < 0 ? scale->lo - 0.5 : scale->lo + 0.5));
    double hi = c->options.has_to ? decimal_x(c->options.to) : ten_to((int)(scale->hi < 0 ? scale->hi - 0.5 : scale->hi + 0.5));
    return ticks_log(c->arena, lo, hi, wanted, &c->format);
}

Ticks domain_ticks_below(const Chart *c, const Scale *scale)
{
    Ticks ticks = domain_ticks(c, scale, PT(52));
    Len apart = ticks_width(c, &ticks) + PT(18);
    return apart < PT(52) ? domain_ticks(c, scale, apart) : ticks;
}

/* ---- grids ---------------------------------------------------------------------------------------------- */

static bool tick_is_out(const Scale *scale, const Tick *tick)
{
    double x = scale->log ? log_ten(tick->x) : tick->x, slack = (scale->hi - scale->lo) * 1e-6;
    return x < scale->lo - slack || x > scale->hi + slack;
}

Len ticks_over(const Chart *c, const Ticks *ticks)
{
    return ticks->n > 0 ? label_width(c, ticks->at[ticks->n - 1].label, &c->muted) / 2 : 0;
}

void grid_below(Chart *c, const Scale *scale, const Ticks *ticks, Len y1, Len y2)
{
    Len end = c->left - gap;
    for (int i = 0; i < ticks->n; i++) {
        if (tick_is_out(scale, &ticks->at[i]))
            continue;
        Len x = scale_at(scale, ticks->at[i].x);
        mark_line(c, x, y1, x, y2, hair, c->grid, false);
        Label label = label_new(c, ticks->at[i].label, &c->muted, 0);
        Len left = x - label.width / 2;
        left = left + label.width > c->right ? c->right - label.width : left;
        left = left < c->left ? c->left : left;
        if (left < end + gap)
            continue;
        label_put(c, &label, left, y2 + gap / 2 + c->muted.size, ALIGN_LEFT);
        end = left + label.width;
    }
}

void grid_left(Chart *c, const Scale *scale, const Ticks *ticks, Len x1, Len x2)
{
    for (int i = 0; i < ticks->n; i++) {
        if (tick_is_out(scale, &ticks->at[i]))
            continue;
        Len y = scale_at(scale, ticks->at[i].x);
        mark_line(c, x1, y, x2, y, hair, c->grid, false);
        text_put_middle(c, ticks->at[i].label, &c->muted, x1 - gap, y, ALIGN_RIGHT);
    }
}

/* ---- guides --------------------------------------------------------------------------------------------- */

Len guides_room(const Chart *c)
{
    const Guide *a = &c->options.baseline, *b = &c->options.reference;
    return ((a->set && a->label.n > 0) + (b->set && b->label.n > 0)) * c->text.leading;
}

void guide_across(Chart *c, const Guide *guide, const Scale *scale, Len y1, Len y2, bool dashed)
{
    if (!guide->set)
        return;
    Len x = scale_at(scale, decimal_x(guide->at));
    mark_line(c, x, y1, x, y2, PT(0.8), c->text.colour, dashed);
    if (guide->label.n == 0)
        return;
    Label label = label_new(c, guide->label, &c->muted, 0);
    Len left = x - label.width / 2;
    left = left + label.width > c->right ? c->right - label.width : left;
    left = left < c->left ? c->left : left;
    bool second = !dashed && c->options.reference.set && c->options.reference.label.n > 0;
    label_put(c, &label, left, y1 - PT(2.5) - (second ? c->text.leading : 0), ALIGN_LEFT);
}

static void guide_along(Chart *c, const Guide *guide, const Scale *scale, Len x1, Len x2, bool dashed)
{
    if (!guide->set)
        return;
    Len y = scale_at(scale, decimal_x(guide->at));
    mark_line(c, x1, y, x2, y, PT(0.8), c->text.colour, dashed);
}

void guides_along(Chart *c, const Scale *scale, Len x1, Len x2)
{
    guide_along(c, &c->options.baseline, scale, x1, x2, false);
    guide_along(c, &c->options.reference, scale, x1, x2, true);
}
