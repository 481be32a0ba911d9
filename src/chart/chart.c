/* chart.c - a chart from its node: data, styles, then the function of its kind. A kind draws on a sheet between two edges, so
 * that small multiples are the same kind drawn several times on one scale. A chart that has nothing to draw is none: its table
 * is set instead. */
#include "chart/chart_int.h"

enum { SERIES_TOLD = 16 };

static const ChartKind kinds[] = {
    {"bar", PHRASE_BAR, bar_draw, true, false, false},
    {"column", PHRASE_COLUMN, column_draw, true, false, false},
    {"stacked", PHRASE_STACKED, stacked_draw, true, false, false},
    {"dot", PHRASE_DOT, dot_draw, true, false, false},
    {"range", PHRASE_RANGE, range_draw, true, false, false},
    {"heat", PHRASE_HEAT, heat_draw, true, false, false},
    {"matrix", PHRASE_MATRIX, matrix_draw, false, false, false},
    {"timeline", PHRASE_TIMELINE, timeline_draw, false, false, false},
    {"line", PHRASE_LINE, line_draw, true, false, false},
    {"area", PHRASE_AREA, area_draw, true, false, false},
    {"slope", PHRASE_SLOPE, slope_draw, true, true, false},
    {"scatter", PHRASE_SCATTER, scatter_draw, true, false, true},
    {"radar", PHRASE_RADAR, radar_draw, true, false, false},
};

const ChartKind *chart_kind(const Node *chart)
{
    Str name = str_trim(attr_value(chart->extra->attr, STR("chart")));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq_fold(name, str_of(kinds[i].name)))
            return &kinds[i];
    return NULL;
}

/* ---- what is told ----------------------------------------------------------------------------------------- */

/* The galley may be set several times: what is said about a chart is said once. */
static Diag *diag_first(const Setter *setter, const Node *chart)
{
    Str key = str_format(setter->arena, "chart:%u", chart->order);
    return setter->diag && diag_once(setter->diag, key) ? setter->diag : NULL;
}

static void kind_tell(Diag *diag, const Node *chart)
{
    Str names[sizeof kinds / sizeof *kinds], name = attr_value(chart->extra->attr, STR("chart"));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        names[i] = str_of(kinds[i].name);
    diag_add(diag, DIAG_CHART_KIND, chart->place, STR_ARGS(name));
    Str near = diag_nearest(name, names, sizeof kinds / sizeof *kinds);
    if (near.n > 0)
        diag_hint(diag, "did you mean %.*s?", STR_ARGS(near));
}

static void data_tell(Diag *diag, const Node *chart, const Data *data)
{
    if (data->n_rows == 1 && data->n_series < 4)
        diag_add(diag, DIAG_CHART_ROW, chart->place);
    if (data->n_series > SERIES_TOLD)
        diag_add(diag, DIAG_CHART_SERIES, chart->place, data->n_series, SERIES_TOLD);
}

/* ---- the sheet ---------------------------------------------------------------------------------------------- */

static TextStyle style_of(const Setter *setter, Colour colour, int weight)
{
    enum { LEAST = 7 };
    TextStyle style = setter->style->text[TEXT_CHART];
    style.colour = colour;
    style.weight = weight > 0 ? weight : style.weight;
    style.hyphenate = false;
    if (style.size < LEAST * LEN_PT) {
        style.size = LEAST * LEN_PT;
        style.leading = style.leading > style.size ? style.leading : style.size * 5 / 4;
    }
    return style;
}

static Chart chart_open(const Setter *setter, const Node *node, Diag *diag, Len width, Len max_height)
{
    const Style *style = setter->style;
    Chart c = {.setter = setter, .arena = setter->shown, .node = node, .diag = diag, .lang = setter->meta->lang, .right = width,
               .max_height = max_height, .axis = style->chart_axis, .grid = style->chart_grid,
               .neutral = style->chart_neutral};
    c.text = style_of(setter, style->text[TEXT_CHART].colour, 0);
    c.muted = style_of(setter, style->chart_muted, 0);
    c.strong = style_of(setter, style->text[TEXT_CHART].colour, 600);
    c.small = c.muted;
    c.small.size = c.small.size * 7 / 8 > 7 * LEN_PT ? c.small.size * 7 / 8 : 7 * LEN_PT;
    return c;
}

static void shades_set(Chart *c)
{
    c->shades = ARENA_ARRAY(c->arena, Shade, c->data->n_series + 1);
    for (int s = 0; s < c->data->n_series; s++)
        c->shades[s] = shade_of(c->setter, c->data->series[s].name, s);
}

/* ---- small multiples ---------------------------------------------------------------------------------------- */

static void panel_draw(Chart *c, const ChartKind *kind, Shade *shade, Len left, Len right, Len top)
{
    c->left = left;
    c->right = right;
    c->top = top;
    c->shades = shade;
    TextStyle style = style_in(&c->strong, shade->text);
    Label label = label_new(c, c->data->series[0].name, &style, right - left);
    label_put(c, &label, left, top + style.size, ALIGN_LEFT);
    c->top += label.n * label.leading + PT(2);
    kind->draw(c);
}

static void panels_draw(Chart *c, const ChartKind *kind)
{
    Len left = c->left, right = c->right, apart = PT(18);
    int columns = c->options.columns, n = c->all->n_series;
    Len width = (right - left - (columns - 1) * apart) / columns;
    Shade *shades = c->shades;
    legend_add(c, SWATCH_AREA, false);
    c->panel = true;
    Len top = c->top, bottom = top;
    for (int s = 0; s < n; s++) {
        Len x = left + (s % columns) * (width + apart);
        c->data = data_series(c->arena, c->all, s);
        panel_draw(c, kind, &shades[s], x, x + width, top);
        bottom = c->bottom > bottom ? c->bottom : bottom;
        if (s % columns == columns - 1)
            top = bottom + PT(12);
    }
    c->left = left;
    c->right = right;
    c->bottom = bottom;
}

static void draw(Chart *c, const ChartKind *kind)
{
    head_add(c);
    if (c->options.columns > 1 && c->data->n_series > 1)
        panels_draw(c, kind);
    else
        kind->draw(c);
}

/* What is higher than the page loses its last rows: the series where each row of the table is one. */
static void rows_fit(Chart *c, const ChartKind *kind)
{
    bool by_rows = c->options.by_rows;
    int rows = by_rows ? c->data->n_series : c->data->n_rows, n = rows;
    Chart fresh = *c;
    draw(c, kind);
    Diag *diag = fresh.diag;
    for (fresh.diag = NULL; c->bottom > c->max_height && n > 1;) {
        Data *fewer = ARENA_NEW(c->arena, Data);
        int fit = (int)(n * c->max_height / c->bottom);
        n = fit < 1 ? 1 : fit < n ? fit : n - 1;
        *c = fresh;
        *fewer = *c->all;
        *(by_rows ? &fewer->n_series : &fewer->n_rows) = n;
        c->data = c->all = fewer;
        draw(c, kind);
    }
    if (n < rows && diag)
        diag_add(diag, DIAG_CHART_ROWS, c->node->place, rows, n);
}

/* ---- charts --------------------------------------------------------------------------------------------------- */

Drawing *chart_new(const Setter *setter, const Node *node, Len width, Len max_height)
{
    const ChartKind *kind = chart_kind(node);
    Diag *diag = diag_first(setter, node);
    if (!kind) {
        if (diag)
            kind_tell(diag, node);
        return NULL;
    }
    Chart c = chart_open(setter, node, diag, width, max_height);
    c.options = options_read(node, data_point(node, c.lang), diag);
    c.data = c.all = data_new(c.arena, node, &c.options, c.lang, kind->numbers, diag);
    if (data_is_empty(c.data, kind->numbers)) {
        if (diag)
            diag_add(diag, DIAG_CHART_EMPTY, node->place);
        return NULL;
    }
    if (diag)
        data_tell(diag, node, c.data);
    c.format = data_format(c.data, c.lang);
    c.format.own = c.options.log;
    shades_set(&c);
    rows_fit(&c, kind);
    Drawing *drawing = ARENA_NEW(c.arena, Drawing);
    *drawing = (Drawing){c.marks.at, (int)c.marks.n, width, c.bottom};
    return drawing;
}
