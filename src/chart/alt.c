/* alt.c - a chart in words and as a file: the alternative text says what a reader sees (kind, series, range, the telling
 * difference), the CSV holds every cell, numbers in plain notation (RFC 4180). */
#include "chart/chart_int.h"

/* ---- words ------------------------------------------------------------------------------------------------ */

typedef struct Teller { Arena *arena; const Data *data; Format format; Buf out; } Teller;

static Str value_say(const Teller *t, const Value *v)
{
    Format plain = t->format;
    plain.prefix = false;
    int decimals = v->decimal.scale > 0 ? v->decimal.scale : 0;
    return decimals > 6 ? format_value(t->arena, &plain, v->decimal) : format_exact(t->arena, &plain, v->decimal, decimals);
}

static void names_say(Teller *t)
{
    enum { MOST = 8 };
    const Data *d = t->data;
    for (int s = 0; s < d->n_series && s < MOST; s++)
        buf_format(&t->out, "%s%.*s", s == 0 ? "" : s == d->n_series - 1 ? " and " : ", ", STR_ARGS(d->series[s].name));
    if (d->n_series > MOST)
        buf_format(&t->out, " and %d more", d->n_series - MOST);
}

/* A series' smallest and largest value, and where they are. */
static void series_say(Teller *t, int series)
{
    const Series *s = &t->data->series[series];
    int least = -1, most = -1, gaps = 0;
    for (int i = 0; i < t->data->n_rows; i++) {
        gaps += !s->at[i].known;
        if (s->at[i].known && (least < 0 || s->at[i].x < s->at[least].x))
            least = i;
        if (s->at[i].known && (most < 0 || s->at[i].x > s->at[most].x))
            most = i;
    }
    if (least < 0) {
        buf_format(&t->out, " %.*s has no values.", STR_ARGS(s->name));
        return;
    }
    Str a = value_say(t, &s->at[least]), b = value_say(t, &s->at[most]);
    if (least == most)
        buf_format(&t->out, " %.*s: %.*s (%.*s).", STR_ARGS(s->name), STR_ARGS(a), STR_ARGS(t->data->labels[least]));
    else
        buf_format(&t->out, " %.*s: from %.*s (%.*s) to %.*s (%.*s).", STR_ARGS(s->name), STR_ARGS(a),
                   STR_ARGS(t->data->labels[least]), STR_ARGS(b), STR_ARGS(t->data->labels[most]));
    if (gaps > 0)
        buf_format(&t->out, " %d missing.", gaps);
}

static void times_add(Buf *out, double times)
{
    if (times < 1.05 || times > 1e9)
        return;
    int64_t tenths = (int64_t)(times * 10 + 0.5);
    if (tenths < 100)
        buf_format(out, " (%lld.%lld times)", (long long)(tenths / 10), (long long)(tenths % 10));
    else
        buf_format(out, " (%lld times)", (long long)((tenths + 5) / 10));
}

/* Of two series: which is larger where, and the row in which they are furthest apart as a ratio. */
static void pair_say(Teller *t)
{
    const Series *a = &t->data->series[0], *b = &t->data->series[1];
    int larger[2] = {0, 0}, both = 0, far = -1;
    double most = 0;
    for (int i = 0; i < t->data->n_rows; i++) {
        if (!a->at[i].known || !b->at[i].known)
            continue;
        double x = a->at[i].x, y = b->at[i].x, ratio = x > 0 && y > 0 ? (x > y ? x / y : y / x) : 0;
        both++;
        larger[0] += x > y;
        larger[1] += y > x;
        if (ratio > most) {
            most = ratio;
            far = i;
        }
    }
    if (both == 0)
        return;
    buf_format(&t->out, " %.*s is larger in %d of %d, %.*s in %d.", STR_ARGS(a->name), larger[0], both, STR_ARGS(b->name),
               larger[1]);
    if (far < 0 || most <= 1)
        return;
    Str x = value_say(t, &a->at[far]), y = value_say(t, &b->at[far]);
    buf_format(&t->out, " They differ most at %.*s: %.*s and %.*s", STR_ARGS(t->data->labels[far]), STR_ARGS(x), STR_ARGS(y));
    times_add(&t->out, most);
    buf_add(&t->out, STR("."));
}

Str chart_alt(Arena *arena, const Meta *meta, const Node *chart)
{
    enum { SAID = 6 };
    const ChartKind *kind = chart_kind(chart);
    Options o = options_read(chart, data_point(chart, meta->lang), NULL);
    if (o.alt.n > 0 || !kind)
        return o.alt;
    const Data *data = data_new(arena, chart, &o, meta->lang, kind->numbers, NULL);
    Teller t = {.arena = arena, .data = data, .format = data_format(data, meta->lang), .out = BUF(arena)};
    if (o.title.n > 0)
        buf_format(&t.out, "%.*s. ", STR_ARGS(o.title));
    buf_add(&t.out, str_of(kind->spoken));
    if (data->unit.n > 0 && kind->numbers)
        buf_format(&t.out, ", in %.*s", STR_ARGS(data->unit));
    buf_add(&t.out, o.log ? STR(", logarithmic scale.") : STR("."));
    if (data->n_rows > 0) {
        buf_format(&t.out, " %d %s, from %.*s to %.*s; ", data->n_rows, data->n_rows == 1 ? "row" : "rows",
                   STR_ARGS(data->labels[0]), STR_ARGS(data->labels[data->n_rows - 1]));
        names_say(&t);
        buf_add(&t.out, STR("."));
    }
    for (int s = 0; kind->numbers && s < data->n_series && s < SAID; s++)
        series_say(&t, s);
    if (kind->numbers && !kind->pair && data->n_series == 2)
        pair_say(&t);
    return buf_str(&t.out);
}

bool chart_draws(Arena *arena, const Node *chart)
{
    const ChartKind *kind = chart_kind(chart);
    Options o = options_read(chart, data_point(chart, (Str){0}), NULL);
    return kind && !data_is_empty(data_new(arena, chart, &o, (Str){0}, kind->numbers, NULL), kind->numbers);
}

/* ---- the file --------------------------------------------------------------------------------------------------- */

static void field_add(Buf *out, Str text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.n; i++)
        quoted |= text.p[i] == '"' || text.p[i] == ',' || text.p[i] == '\n' || text.p[i] == '\r';
    if (quoted)
        buf_byte(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_byte(out, '"');
        buf_byte(out, text.p[i]);
    }
    if (quoted)
        buf_byte(out, '"');
}

static void value_add(Arena *arena, Buf *out, const Value *v, bool numbers)
{
    Format plain = {.numerals = {STR(""), '.'}};
    if (!v->known || !numbers) {
        field_add(out, v->text);
        return;
    }
    Str text = format_exact(arena, &plain, v->decimal, v->decimal.scale > 0 ? v->decimal.scale : 0);
    if (v->decimal.digits < 0) {                           /* a hyphen for the minus sign */
        buf_byte(out, '-');
        text = str_slice(text, sizeof "\u2212" - 1, text.n);
    }
    buf_add(out, text);
}

Str chart_csv(Arena *arena, const Meta *meta, const Node *chart)
{
    const ChartKind *kind = chart_kind(chart);
    Options o = options_read(chart, data_point(chart, meta->lang), NULL);
    bool numbers = kind && kind->numbers;
    o.log = false;                                         /* what an axis cannot show is data all the same */
    const Data *data = data_new(arena, chart, &o, meta->lang, numbers, NULL);
    Buf out = BUF(arena);
    field_add(&out, data->label_name.n ? data->label_name : STR("label"));
    for (int s = 0; s < data->n_series; s++) {
        buf_byte(&out, ',');
        field_add(&out, data->series[s].name);
    }
    if (data->unit.n > 0 && numbers)
        buf_add(&out, STR(",unit"));
    buf_add(&out, STR("\r\n"));
    for (int i = 0; i < data->n_rows; i++) {
        field_add(&out, data->labels[i]);
        for (int s = 0; s < data->n_series; s++) {
            buf_byte(&out, ',');
            value_add(arena, &out, &data->series[s].at[i], numbers);
        }
        if (data->unit.n > 0 && numbers) {
            buf_byte(&out, ',');
            field_add(&out, data->unit);
        }
        buf_add(&out, STR("\r\n"));
    }
    return buf_str(&out);
}
