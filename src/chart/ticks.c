/* ticks.c - where the marks of an axis stand. Linear axes: the search of Talbot, Lin and Hanrahan, "An Extension of
 * Wilkinson's Algorithm for Positioning Tick Labels on Axes" (2010), which weighs simple steps, coverage of the data,
 * density and legibility, over steps of 1, 2 and 5; legibility is left to the caller, who asks for as many as have room.
 * Logarithmic axes: decades, with 2 and 5 between when there are few. Dates: whole years, quarters, months or days. */
#include "chart/chart_int.h"

#include <math.h>

/* ---- linear ----------------------------------------------------------------------------------------- */

enum { STEPS = 3, COUNT_MAX = 12, POWERS = 4 };

static const int steps[STEPS] = {10, 50, 20};              /* in tenths, the simplest first; the paper has more */

typedef struct Search {
    double lo, hi;
    int wanted;
    double best;
    int64_t start; int step, power, count;                 /* of the best: start and step in 10^power */
} Search;

static double weigh(double simple, double cover, double dense)
{
    return 0.25 * simple + 0.2 * cover + 0.5 * dense + 0.05;
}

static double simplicity(int step, bool zero)
{
    return (zero ? 1 : 0) - (double)step / (STEPS - 1);
}

static double coverage(const Search *s, double first, double last)
{
    double range = 0.1 * (s->hi - s->lo), a = s->hi - last, b = s->lo - first;
    return 1 - 0.5 * (a * a + b * b) / (range * range);
}

static double coverage_most(const Search *s, double span)
{
    double over = (span - (s->hi - s->lo)) / 2;
    return over > 0 ? coverage(s, s->lo - over, s->hi + over) : 1;
}

static double density(const Search *s, int count, double first, double last)
{
    double reach = (last > s->hi ? last : s->hi) - (first < s->lo ? first : s->lo);
    double have = (count - 1) / (last - first), want = (s->wanted - 1) / reach;
    return 2 - (have > want ? have / want : want / have);
}

static double density_most(const Search *s, int count)
{
    return count >= s->wanted ? 2 - (double)(count - 1) / (s->wanted - 1) : 1;
}

/* All starts of a run of `count` ticks with that step. */
static void search_starts(Search *s, int q, int count, int power)
{
    double step = steps[q] * ten_to(power);
    int64_t from = (int64_t)floor(s->hi / step) - (count - 1), to = (int64_t)ceil(s->lo / step);
    for (int64_t start = from; start <= to; start++) {
        double first = (double)start * step, last = first + step * (count - 1);
        bool zero = first <= 0 && last >= 0;
        double score = weigh(simplicity(q, zero), coverage(s, first, last), density(s, count, first, last));
        if (score > s->best + 1e-9) {
            s->best = score;
            s->start = start * steps[q];
            s->step = steps[q];
            s->power = power;
            s->count = count;
        }
    }
}

static void search_counts(Search *s, int q)
{
    for (int count = 2; count <= COUNT_MAX; count++) {
        double most = density_most(s, count);
        if (weigh(simplicity(q, true), 1, most) < s->best)
            break;
        double delta = (s->hi - s->lo) * 10 / ((count + 1) * steps[q]);
        int power = (int)ceil(log_ten(delta)) - 1;
        for (int i = 0; i < POWERS; i++, power++) {
            double span = steps[q] * ten_to(power) * (count - 1);
            if (weigh(simplicity(q, true), coverage_most(s, span), most) < s->best)
                break;
            search_starts(s, q, count, power);
        }
    }
}

static int tick_decimals(const Ticks *ticks)
{
    int most = 0;
    for (int i = 0; i < ticks->n; i++)
        most = ticks->at[i].at.scale > most ? ticks->at[i].at.scale : most;
    return most;
}

Ticks ticks_linear(Arena *arena, double lo, double hi, int wanted, const Format *format)
{
    Search s = {.lo = lo, .hi = hi > lo ? hi : lo + 1, .wanted = wanted < 2 ? 2 : wanted, .best = -2};
    for (int q = 0; q < STEPS && weigh(simplicity(q, true), 1, 1) >= s.best; q++)
        search_counts(&s, q);
    Ticks ticks = {.n = s.count};
    for (int i = 0; i < s.count; i++) {
        Decimal at = decimal_of(s.start + (int64_t)i * s.step, -s.power);
        ticks.at[i] = (Tick){.at = at, .x = decimal_x(at)};
    }
    int decimals = tick_decimals(&ticks);
    Format own = *format;
    own.own = true;
    for (int i = 0; i < ticks.n; i++) {
        Decimal at = ticks.at[i].at;
        ticks.at[i].label = at.digits == 0                          ? STR("0")
                            : format->prefix || decimals > 6 ? format_value(arena, &own, at)
                                                             : format_exact(arena, format, at, decimals);
    }
    return ticks;
}

/* ---- logarithmic ------------------------------------------------------------------------------------ */

static void log_add(Arena *arena, Ticks *ticks, const Format *format, int digit, int power, double lo, double hi)
{
    enum { DECADES = 9 };
    Decimal at = decimal_of(digit, -power);
    double x = decimal_x(at);
    if (ticks->n == TICKS_MAX || x < lo * (1 - 1e-9) || x > hi * (1 + 1e-9))
        return;
    Format plain = *format;
    plain.decimals = power < 0 ? -power : 0;
    bool wide = hi / lo > ten_to(DECADES);                 /* then all are powers */
    Str label = wide ? format_power(arena, &plain, at, power) : format_value(arena, &plain, at);
    ticks->at[ticks->n++] = (Tick){.at = at, .x = x, .label = label, .minor = digit > 1};
}

Ticks ticks_log(Arena *arena, double lo, double hi, int wanted, const Format *format)
{
    Ticks ticks = {0};
    int first = (int)floor(log_ten(lo)), last = (int)ceil(log_ten(hi)), decades = last - first;
    int every = 1;
    while (decades / every + 1 > (wanted > 2 ? wanted : 2) || decades / every > TICKS_MAX - 2)
        every++;
    int between = decades > 0 && wanted / decades >= 5 ? 2 : decades > 0 && wanted / decades >= 3 ? 1 : 0;
    for (int power = first; power <= last; power += every) {
        log_add(arena, &ticks, format, 1, power, lo, hi);
        if (every == 1 && between == 2)
            log_add(arena, &ticks, format, 2, power, lo, hi);
        if (every == 1 && between > 0)
            log_add(arena, &ticks, format, between == 1 ? 3 : 5, power, lo, hi);
    }
    return ticks;
}

/* ---- dates ------------------------------------------------------------------------------------------- */

/* Steps in months; below a month in days. */
static const int month_steps[] = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200};
static const int day_steps[] = {1, 2, 7, 14};

static Str date_label(Arena *arena, Str lang, int32_t day, int months, bool first)
{
    int y, m, d;
    date_split(day, &y, &m, &d);
    Str month = date_month(lang, m);
    if (months >= 12)
        return str_format(arena, "%d", y);
    if (months > 0)
        return first || m == 1 ? str_format(arena, "%.*s\u00a0%d", STR_ARGS(month), y) : month;
    return str_format(arena, "%d\u00a0%.*s", d, STR_ARGS(month));
}

static void date_add(Arena *arena, Ticks *ticks, Str lang, int32_t day, int months)
{
    if (ticks->n < TICKS_MAX)
        ticks->at[ticks->n] = (Tick){.at = {day, 0}, .x = day,
                                     .label = date_label(arena, lang, day, months, ticks->n == 0)};
    ticks->n += ticks->n < TICKS_MAX;
}

Ticks ticks_date(Arena *arena, int32_t lo, int32_t hi, int wanted, Str lang)
{
    Ticks ticks = {0};
    int y, m, d, months = 0, days = 0;
    wanted = wanted < 2 ? 2 : wanted > TICKS_MAX ? TICKS_MAX : wanted;
    for (size_t i = 0; i < sizeof day_steps / sizeof *day_steps && days == 0; i++)
        days = (hi - lo) / day_steps[i] + 1 <= wanted ? day_steps[i] : 0;
    for (size_t i = 0; i < sizeof month_steps / sizeof *month_steps && days == 0 && months == 0; i++)
        months = (hi - lo) / (month_steps[i] * 30) + 1 <= wanted ? month_steps[i] : 0;
    if (days > 0) {
        for (int32_t day = lo; day <= hi && ticks.n < TICKS_MAX; day += days)
            date_add(arena, &ticks, lang, day, 0);
        return ticks;
    }
    months = months > 0 ? months : 1200;
    date_split(lo, &y, &m, &d);
    int at = y * 12 + m - 1 + (d > 1);
    at = (at + months - 1) / months * months;
    for (; date_day(at / 12, at % 12 + 1, 1) <= hi && ticks.n < TICKS_MAX; at += months)
        date_add(arena, &ticks, lang, date_day(at / 12, at % 12 + 1, 1), months);
    return ticks;
}
