/* alt.c - a chart in words and as a file: the alternative text says what a reader sees (kind, series, range, the telling
 * difference), the CSV holds every cell, numbers in plain notation (RFC 4180). */
#include "chart/chart_int.h"

/* ---- words ------------------------------------------------------------------------------------------------ */

typedef struct Teller { Arena *arena; Str lang; const Data *data; Format format; Buf out; } Teller;

static void say(Teller *t, Phrase phrase, const Str *with)
{
    phrase_add(&t->out, t->lang, phrase, with);
}

static Str count_say(const Teller *t, int n)
{
    return str_format(t->arena, "%d", n);
}

static Str value_say(const Teller *t, const Value *v)
{
    Format plain = t->format;
    plain.prefix = false;
    int decimals = v->decimal.scale > 0 ? v->decimal.scale : 0;
    return decimals > 6 ? format_value(t->arena, &plain, v->decimal) : format_exact(t->arena, &plain, v->decimal, decimals);
}

/* "a, b and c"; of many the first, then how many more. */
static Str names_say(const Teller *t)
{
    enum { MOST = 8 };
    const Data *d = t->data;
    Buf out = BUF(t->arena);
    int n = d->n_series > MOST ? MOST + 1 : d->n_series;
    for (int s = 0; s < n; s++) {
        buf_add(&out, s == 0 ? STR("") : s == n - 1 ? phrase_of(t->lang, PHRASE_AND) : STR(", "));
        if (s < MOST)
            buf_add(&out, d->series[s].name);
        else
            phrase_add(&out, t->lang, PHRASE_MORE, (Str[]){count_say(t, d->n_series - MOST)});
    }
    return buf_str(&out);
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
        say(t, PHRASE_NO_VALUES, &s->name);
        return;
    }
    Str a = value_say(t, &s->at[least]), b = value_say(t, &s->at[most]);
    if (least == most)
        say(t, PHRASE_ONE_VALUE, (Str[]){s->name, a, t->data->labels[least]});
    else
        say(t, PHRASE_FROM_TO, (Str[]){s->name, a, t->data->labels[least], b, t->data->labels[most]});
    if (gaps > 0)
        say(t, PHRASE_MISSING, (Str[]){count_say(t, gaps)});
}

static void difference_say(Teller *t, int row, double times)
{
    const Value *a = &t->data->series[0].at[row], *b = &t->data->series[1].at[row];
    int64_t tenths = (int64_t)(times * 10 + 0.5);
    Format plain = t->format;
    plain.prefix = false;
    Str factor = tenths < 100 ? format_exact(t->arena, &plain, decimal_of(tenths, 1), 1)
                              : format_exact(t->arena, &plain, decimal_of((tenths + 5) / 10, 0), 0);
    Str with[] = {t->data->labels[row], value_say(t, a), value_say(t, b), factor};
    say(t, times < 1.05 ? PHRASE_DIFFER : PHRASE_TIMES, with);
}

/* Of two series: which is larger where, and the row in which they are furthest apart as a ratio. */
static void pair_say(Teller *t)
{
    const Series *a = &t->data->series[0], *b = &t->data->series[1];
    int larger[2] = {0, 0}, both = 0, far = -1;
    double most = 1;
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
    if (both > 0)
        say(t, PHRASE_LARGER, (Str[]){a->name, count_say(t, larger[0]), count_say(t, both), b->name, count_say(t, larger[1])});
    if (far >= 0 && most < 1e9)
        difference_say(t, far, most);
}

/* Of several lines: the one whose ends are furthest apart. */
static void change_say(Teller *t)
{
    const Data *d = t->data;
    int last = d->n_rows - 1, far = -1;
    double most = 0;
    for (int s = 0; s < d->n_series && last > 0; s++) {
        const Value *a = &d->series[s].at[0], *b = &d->series[s].at[last];
        double change = a->known && b->known ? (a->x > b->x ? a->x - b->x : b->x - a->x) : 0;
        if (change > most) {
            most = change;
            far = s;
        }
    }
    if (far >= 0)
        say(t, PHRASE_CHANGES, (Str[]){d->series[far].name, value_say(t, &d->series[far].at[0]),
                                       value_say(t, &d->series[far].at[last])});
}

/* How often each word stands in a column: "yes 8, part 3, no 2"; nothing when nearly all differ. */
static void words_say(Teller *t, int series)
{
    enum { MOST = 5 };
    const Data *d = t->data;
    Str words[MOST];
    int counts[MOST], n = 0;
    for (int i = 0; i < d->n_rows; i++) {
        Str text = d->series[series].at[i].text;
        int k = 0;
        while (k < n && !str_eq_fold(words[k], text))
            k++;
        if (k == MOST)
            return;
        if (k == n) {
            words[n] = text;
            counts[n++] = 0;
        }
        counts[k]++;
    }
    Buf out = BUF(t->arena);
    for (int k = 0; k < n; k++)
        if (words[k].n > 0)
            buf_format(&out, "%s%.*s %d", out.n > 0 ? ", " : "", STR_ARGS(words[k]), counts[k]);
    if (out.n > 0)
        say(t, PHRASE_COUNTED, (Str[]){d->series[series].name, buf_str(&out)});
}

static bool event_of(const Data *d, int series, int row, Date *date, Str *text)
{
    const Value *v = &d->series[series].at[row];
    *date = d->dated ? d->dates[row] : v->date;
    *text = d->dated ? v->text : d->labels[row];
    return d->dated ? v->text.n > 0 : v->dated;
}

/* The first event of a lane and the last one. */
static void events_say(Teller *t, int series)
{
    Date date, first = {0}, last = {0};
    Str text, from = {0}, to = {0};
    bool some = false;
    for (int i = 0; i < t->data->n_rows; i++) {
        if (!event_of(t->data, series, i, &date, &text))
            continue;
        if (!some || date.day < first.day)
            first = date, from = text;
        if (!some || date.day >= last.day)
            last = date, to = text;
        some = true;
    }
    Str name = t->data->series[series].name, a = date_print(t->arena, first, t->lang), b = date_print(t->arena, last, t->lang);
    if (some && first.day == last.day)
        say(t, PHRASE_ONE_VALUE, (Str[]){name, a, from});
    else if (some)
        say(t, PHRASE_FROM_TO, (Str[]){name, a, from, b, to});
}

static void start_say(Teller *t, const ChartKind *kind, const Options *o)
{
    const Data *d = t->data;
    if (o->title.n > 0)
        buf_format(&t->out, "%.*s. ", STR_ARGS(o->title));
    buf_add(&t->out, phrase_of(t->lang, kind->spoken));
    if (d->unit.n > 0 && kind->numbers)
        say(t, PHRASE_IN_UNIT, &d->unit);
    buf_add(&t->out, o->log ? phrase_of(t->lang, PHRASE_LOGARITHMIC) : STR(""));
    buf_add(&t->out, STR("."));
    if (d->n_rows == 1)
        say(t, PHRASE_ONE_ROW, (Str[]){d->labels[0], names_say(t)});
    else if (d->n_rows > 1)
        say(t, PHRASE_ROWS, (Str[]){count_say(t, d->n_rows), d->labels[0], d->labels[d->n_rows - 1], names_say(t)});
}

Str chart_alt(Arena *arena, const Meta *meta, const Node *chart)
{
    enum { SAID = 6 };
    const ChartKind *kind = chart_kind(chart);
    Options o = options_read(chart, data_point(chart, meta->lang), NULL);
    if (o.alt.n > 0 || !kind)
        return o.alt;
    const Data *data = data_new(arena, chart, &o, meta->lang, kind->numbers, NULL);
    Teller t = {.arena = arena, .lang = meta->lang, .data = data, .format = data_format(data, meta->lang), .out = BUF(arena)};
    start_say(&t, kind, &o);
    for (int s = 0; s < data->n_series && s < SAID; s++)
        if (kind->numbers)
            series_say(&t, s);
        else if (kind->spoken == PHRASE_TIMELINE)
            events_say(&t, s);
        else
            words_say(&t, s);
    if (kind->numbers && !kind->pair && data->n_series == 2 && kind->spoken != PHRASE_RANGE)
        pair_say(&t);
    else if (kind->spoken == PHRASE_SLOPE || kind->spoken == PHRASE_LINE)
        change_say(&t);
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
