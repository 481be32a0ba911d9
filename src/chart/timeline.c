/* timeline.c - events on a line of time, a lane for each series. Cells are dates and rows the events; or the first column
 * holds the dates and cells the events. Labels stand above their event, right of it, or left of it where the frame is near,
 * as low as they can: each rises above the events that it covers, so that neither labels nor leaders meet. */
#include "chart/chart_int.h"

typedef struct Event { Date date; Label label, when; Len x; int level; bool left; } Event; /* left: of its event */
typedef struct Lane { Event *at; int n, levels; } Lane;

/* What a label says besides the event's name: its note and its date, where they have room. */
typedef enum Detail { DETAIL_ALL, DETAIL_NOTE, DETAIL_NAME } Detail;

static const Len gap = PT(6);

/* ---- events ------------------------------------------------------------------------------------------------ */

/* "from the start" was not meant as a date. */
static bool has_digit(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

static bool event_read(const Chart *c, int series, int row, Date *date, Str *text, Detail detail)
{
    const Data *d = c->data;
    const Value *v = &d->series[series].at[row];
    if (v->dated && !d->dated) {
        *date = v->date;
        *text = v->note.n > 0 && detail != DETAIL_NAME
                    ? str_format(c->arena, "%.*s (%.*s)", STR_ARGS(d->labels[row]), STR_ARGS(v->note))
                    : d->labels[row];
        return true;
    }
    if (d->dated && v->text.n > 0 && !str_eq(v->text, STR("\u2013")) && !str_eq(v->text, STR("-"))) {
        *date = d->dates[row];
        *text = v->text;
        return true;
    }
    if (!d->dated && has_digit(v->text) && c->diag && detail == DETAIL_ALL)
        diag_add(c->diag, DIAG_CHART_DATE, v->place, STR_ARGS(v->text));
    return false;
}

static Lane lane_new(const Chart *c, int series, Detail detail)
{
    Lane lane = {.at = ARENA_ARRAY(c->arena, Event, c->data->n_rows + 1)};
    for (int i = 0; i < c->data->n_rows; i++) {
        Event event = {0};
        Str text;
        if (!event_read(c, series, i, &event.date, &text, detail))
            continue;
        Date date = event.date;
        date.grain = date.grain == GRAIN_DAY ? GRAIN_MONTH : date.grain;
        event.label = label_new(c, text, &c->text, 0);
        if (detail == DETAIL_ALL)
            event.when = label_new(c, date_print(c->arena, date, c->lang), &c->muted, 0);
        int at = lane.n++;
        for (; at > 0 && lane.at[at - 1].date.day > event.date.day; at--)
            lane.at[at] = lane.at[at - 1];
        lane.at[at] = event;
    }
    return lane;
}

static Len event_width(const Event *event)
{
    return PT(3) + event->label.width + (event->when.n > 0 ? PT(4) + event->when.width : 0);
}

/* ---- the plan -------------------------------------------------------------------------------------------------- */

static Scale days_scale(const Lane *lanes, int n, Len from, Len to)
{
    int32_t lo = INT32_MAX, hi = INT32_MIN, least = 366;
    for (int s = 0; s < n; s++)
        for (int i = 0; i < lanes[s].n; i++) {
            int32_t day = lanes[s].at[i].date.day;
            least = lanes[s].at[i].date.grain == GRAIN_YEAR ? least : 31;
            lo = day < lo ? day : lo;
            hi = day > hi ? day : hi;
        }
    int y, m, d;
    lo = lo > hi ? hi = 0 : lo;                            /* no event at all */
    date_split(lo, &y, &m, &d);
    if (hi - lo > 1000 || hi == lo)
        lo = date_day(y, 1, 1);
    if (hi - lo < least)
        hi = lo + least;
    return scale_new(false, lo, hi, from, to);
}

/* The scale in which every label ends within the frame at the right of its event. */
static Scale scale_shrink(const Chart *c, const Lane *lanes, int n, Scale scale, bool *fits)
{
    Scale unit = scale;
    unit.from = 0;
    unit.to = 1 << 24;
    for (int s = 0; s < n; s++)
        for (int i = 0; i < lanes[s].n; i++) {
            Len part = scale_at(&unit, lanes[s].at[i].date.day),
                room = c->right - scale.from - event_width(&lanes[s].at[i]);
            Len most = part > 0 ? scale.from + len_scale(room, unit.to, part) : scale.to;
            scale.to = most < scale.to ? most : scale.to;
        }
    Len least = scale.from + (c->right - scale.from) / 3;
    *fits = scale.to >= least;
    scale.to = *fits ? scale.to : least;
    return scale;
}

/* ---- levels ---------------------------------------------------------------------------------------------------- */

static Len event_start(const Event *event)
{
    return event->left ? event->x - event_width(event) : event->x;
}

/* A leader there would cut the label. */
static bool event_covers(const Event *event, Len x)
{
    Len reach = event_width(event) + gap;
    return event->left ? x < event->x && x >= event->x - reach : x > event->x && x < event->x + reach;
}

/* A label that does not end within the frame stands left of its event, and so does one that would cover the event of
 * such a label while that covers its own. False: some label has no room at the left either. */
static bool lane_sides(const Scale *scale, Lane *lane, Len left, Len right)
{
    for (int i = lane->n - 1; i >= 0; i--) {
        Event *event = &lane->at[i];
        event->x = scale_at(scale, event->date.day);
        event->level = 0;
        event->left = event->x + event_width(event) > right;
        for (int k = i + 1; k < lane->n && !event->left; k++)
            event->left = lane->at[k].left && event_covers(event, lane->at[k].x) && event_covers(&lane->at[k], event->x);
        if (event->left && event_start(event) < left)
            return false;
    }
    return true;
}

/* What keeps label a at its level or lower: leaders that it would cut, and another label there. */
static bool level_taken(const Event *a, const Event *b, bool earlier)
{
    Len start = event_start(a), other = event_start(b);
    bool meet = start < other + event_width(b) + gap && other < start + event_width(a) + gap;
    bool same = a->x == b->x && a->left == b->left;        /* two of one day: the first stands above */
    if (same ? earlier : event_covers(a, b->x))
        return a->level <= b->level;
    return meet && earlier && a->level == b->level;
}

/* Labels rise until nothing is in their way; false: they drive one another up for ever. */
static bool lane_level(Lane *lane)
{
    bool risen = true;
    lane->levels = 0;
    while (risen) {
        risen = false;
        for (int i = lane->n - 1; i >= 0; i--)
            for (int k = 0; k < lane->n; k++)
                while (k != i && level_taken(&lane->at[i], &lane->at[k], i < k)) {
                    lane->at[i].level++;
                    risen = true;
                    if (lane->at[i].level > lane->n)
                        return false;
                }
    }
    for (int i = 0; i < lane->n; i++)
        lane->levels = lane->at[i].level + 1 > lane->levels ? lane->at[i].level + 1 : lane->levels;
    return true;
}

static bool lanes_level(const Scale *scale, Lane *lanes, int n, Len left, Len right)
{
    for (int s = 0; s < n; s++)
        if (!lane_sides(scale, &lanes[s], left, right) || !lane_level(&lanes[s]))
            return false;
    return true;
}

/* On the whole width if labels may turn to the left there, else as wide as labels at the right let it be; as much detail as
 * the frame lets stand. */
static Scale lanes_plan(const Chart *c, Lane *lanes, int n, Len x)
{
    Scale scale = {0};
    bool fits = false;
    for (int detail = DETAIL_ALL; detail <= DETAIL_NAME && !fits; detail++) {
        for (int s = 0; s < n; s++)
            lanes[s] = lane_new(c, s, (Detail)detail);
        scale = days_scale(lanes, n, x + PT(4), c->right - PT(4));
        if (lanes_level(&scale, lanes, n, x, c->right))
            return scale;
        scale = scale_shrink(c, lanes, n, scale, &fits);
    }
    lanes_level(&scale, lanes, n, x - (c->right - x), c->right + (c->right - x));
    return scale;
}

static void lane_put(Chart *c, const Lane *lane, int series, Len x, Len end, Len y)
{
    Colour colour = series_colour(c, series, -1);
    mark_line(c, x, y, end, y, PT(1.2), colour, false);
    for (int i = 0; i < lane->n; i++) {
        const Event *event = &lane->at[i];
        Len base = y - PT(7.5) - event->level * c->text.leading, left = event_start(event) + (event->left ? 0 : PT(3));
        mark_line(c, event->x, y, event->x, base - PT(5), PT(0.5), colour, false);
        mark_symbol(c, 0, event->x, y, PT(6), colour, false);
        label_put(c, &event->label, left, base, ALIGN_LEFT);
        label_put(c, &event->when, left + event->label.width + PT(4), base, ALIGN_LEFT);
    }
}

void timeline_draw(Chart *c)
{
    int n = c->data->n_series;
    Lane *lanes = ARENA_ARRAY(c->arena, Lane, n + 1);
    Label *names = ARENA_ARRAY(c->arena, Label, n + 1);
    Len widest = 0, y = c->top;
    for (int s = 0; s < n; s++) {
        TextStyle style = style_in(&c->strong, c->shades[s].text);
        names[s] = label_new(c, n > 1 ? c->data->series[s].name : STR(""), &style, (c->right - c->left) / 5);
        widest = names[s].width > widest ? names[s].width : widest;
    }
    Len x = c->left + widest + (widest > 0 ? PT(8) : 0);
    Scale scale = lanes_plan(c, lanes, n, x);
    for (int s = 0; s < n; s++) {
        y += lanes[s].levels * c->text.leading + PT(9);
        label_put_middle(c, &names[s], c->left, y, ALIGN_LEFT);
        lane_put(c, &lanes[s], s, x, scale.to + PT(4), y);
        y += PT(8);
    }
    int wanted = (int)((scale.to - scale.from) / PT(40));
    Ticks ticks = ticks_date(c->arena, (int32_t)scale.lo, (int32_t)scale.hi, wanted, c->lang);
    mark_line(c, x, y, scale.to + PT(4), y, PT(0.5), c->axis, false);
    for (int i = 0; i < ticks.n; i++) {
        Len at = scale_at(&scale, ticks.at[i].x);
        Label label = label_new(c, ticks.at[i].label, &c->muted, 0);
        mark_line(c, at, y, at, y + PT(2.5), PT(0.5), c->axis, false);
        Len left = at - label.width / 2;
        left = left + label.width > c->right ? c->right - label.width : left;
        left = left < c->left ? c->left : left;
        label_put(c, &label, left, y + PT(4) + c->muted.size, ALIGN_LEFT);
    }
    c->bottom = y + c->muted.leading + PT(4);
}
