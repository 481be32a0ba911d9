/* radar.c - profiles over five or more kinds of things: an axis for each row, a polygon for each series, with a mark of its
 * own form at each corner and dashes from the second on. Values stand in the series' colours below the axis's name, since
 * nobody reads them off a radar; with fewer than three axes, or more than fit, bars say more. */
#include "chart/chart_int.h"

#include <math.h>

enum { AXES_LEAST = 3, VALUES_MOST = 3, TURN = 1 << 20 };

typedef struct Spoke { int64_t x, y; Label name, values[VALUES_MOST]; Len width, height; } Spoke; /* x, y: in 1/TURN */
typedef struct Radar { Chart *c; Spoke *spokes; int n, n_values; Scale scale; Ticks ticks; Len x, y, radius; } Radar;

static const Len gap = PT(6), apart = PT(4);

/* ---- directions ----------------------------------------------------------------------------------------- */

/* The sine of a part of a turn, by its series: the same bits on every machine. */
static double turn_sine(double part)
{
    double x = part * 6.283185307179586, sum = 0;
    if (x > 3.141592653589793)
        x -= 6.283185307179586;
    double term = x;
    for (int k = 1; k < 24; k += 2) {
        sum += term;
        term *= -x * x / ((k + 1) * (k + 2));
    }
    return sum;
}

static int64_t turn_round(double x)
{
    return (int64_t)(x * TURN + (x < 0 ? -0.5 : 0.5));
}

/* From the top, clockwise. */
static void spoke_aim(Spoke *spoke, int i, int n)
{
    double part = (double)i / n, quarter = part + 0.25;
    spoke->x = turn_round(turn_sine(part));
    spoke->y = -turn_round(turn_sine(quarter >= 1 ? quarter - 1 : quarter));
}

static Len along(Len length, int64_t direction)
{
    return (Len)((length * direction + (direction < 0 ? -TURN / 2 : TURN / 2)) / TURN);
}

static Align spoke_side(const Spoke *spoke)
{
    return spoke->x > TURN / 1000 ? ALIGN_LEFT : spoke->x < -TURN / 1000 ? ALIGN_RIGHT : ALIGN_CENTER;
}

/* ---- the plan -------------------------------------------------------------------------------------------- */

static Len values_width(const Radar *r, const Spoke *spoke)
{
    Len width = 0;
    for (int s = 0; s < r->n_values; s++)
        width += spoke->values[s].width + (s > 0 ? apart : 0);
    return width;
}

static void spokes_label(Radar *r, Len measure)
{
    Chart *c = r->c;
    for (int i = 0; i < r->n; i++) {
        Spoke *spoke = &r->spokes[i];
        Str label = c->data->labels[i];
        Len word = label_word(c, label, &c->text), third = (c->right - c->left) / 3;
        spoke->name = label_new(c, label, &c->text, word > measure && word < third ? word : measure);
        for (int s = 0; s < r->n_values; s++) {
            TextStyle style = style_in(&c->text, is_muted(c, s, i) ? c->muted.colour : c->shades[s].text);
            spoke->values[s] = label_new(c, value_shown(c, s, i), &style, 0);
        }
        Len values = values_width(r, spoke);
        spoke->width = spoke->name.width > values ? spoke->name.width : values;
        spoke->height = (spoke->name.n + (r->n_values > 0)) * c->text.leading;
    }
}

/* The largest radius with which every label ends within the frame. */
static Len radius_most(const Radar *r)
{
    Len half = (r->c->right - r->c->left) / 2, most = half;
    for (int i = 0; i < r->n; i++) {
        const Spoke *spoke = &r->spokes[i];
        int64_t x = spoke->x < 0 ? -spoke->x : spoke->x;
        Len room = spoke_side(spoke) == ALIGN_CENTER ? half : half - gap - spoke->width;
        Len radius = x > TURN / 1000 ? (Len)(room * TURN / x) : half;
        most = radius < most ? radius : most;
    }
    return most;
}

/* Narrower labels give a larger radius and more lines: the first that is wide enough is taken, else the best. */
static void radius_plan(Radar *r)
{
    Len width = r->c->right - r->c->left, best = 0, measure = 0;
    Len wish = r->c->options.height > 0 ? r->c->options.height / 2 - 2 * r->c->text.leading : PT(105);
    for (int part = 32; part >= 16 && best < wish; part -= 4) {
        spokes_label(r, width * part / 100);
        if (radius_most(r) > best) {
            best = radius_most(r);
            measure = width * part / 100;
        }
    }
    spokes_label(r, measure);
    r->radius = best > wish ? wish : best;
}

/* ---- labels ------------------------------------------------------------------------------------------------ */

static void label_at(Radar *r, const Spoke *spoke, Len x, Len top, Align align)
{
    Chart *c = r->c;
    Len width = values_width(r, spoke), y = top + c->text.leading / 2;
    label_put_middle(c, &spoke->name, x, y + (spoke->name.n - 1) * c->text.leading / 2, align);
    Len left = align == ALIGN_LEFT ? x : align == ALIGN_RIGHT ? x - width : x - width / 2;
    y += spoke->name.n * c->text.leading;
    for (int s = 0; s < r->n_values; s++) {
        label_put_middle(c, &spoke->values[s], left, y, ALIGN_LEFT);
        left += spoke->values[s].width + apart;
    }
}

static Len side_height(const Radar *r, Align side)
{
    Len sum = 0;
    for (int i = 0; i < r->n; i++)
        sum += spoke_side(&r->spokes[i]) == side ? r->spokes[i].height + PT(2) : 0;
    return sum;
}

/* The label above (or below) the circle; NULL: there is none. */
static const Spoke *spoke_middle(const Radar *r, bool above)
{
    for (int i = 0; i < r->n; i++)
        if (spoke_side(&r->spokes[i]) == ALIGN_CENTER && (r->spokes[i].y < 0) == above)
            return &r->spokes[i];
    return NULL;
}

/* How far labels reach above (or below) the circle. */
static Len reach_of(const Radar *r, bool above)
{
    Len most = 0;
    for (int i = 0; i < r->n; i++) {
        const Spoke *spoke = &r->spokes[i];
        bool side = spoke_side(spoke) != ALIGN_CENTER;
        Len size = spoke->height + (side ? PT(2) : 0), y = along(r->radius + gap + size / 2, spoke->y);
        Len reach = (above ? -y : y) + size / 2 - r->radius;
        most = reach > most ? reach : most;
    }
    return most;
}

/* Does a label of a side stand below (or above) the one over (or under) the circle? */
static bool sides_clear(const Radar *r, bool above)
{
    const Spoke *middle = spoke_middle(r, above);
    Len near = r->radius;
    for (int i = 0; i < r->n; i++) {
        const Spoke *spoke = &r->spokes[i];
        Len x = along(r->radius + gap, spoke->x < 0 ? -spoke->x : spoke->x);
        if (spoke_side(spoke) != ALIGN_CENTER && (spoke->y < 0) == above)
            near = x < near ? x : near;
    }
    return !middle || middle->width / 2 + gap < near;
}

static Len sides_height(const Radar *r)
{
    Len left = side_height(r, ALIGN_LEFT), right = side_height(r, ALIGN_RIGHT);
    return left > right ? left : right;
}

/* How far from the centre the labels of the sides may stand. */
static Len sides_limit(const Radar *r, bool above)
{
    Len reach = r->radius + reach_of(r, above), half = sides_height(r) / 2;
    return !sides_clear(r, above) ? r->radius + gap / 2 : half > reach ? half : reach;
}

static bool sides_fit(const Radar *r)
{
    return sides_height(r) <= sides_limit(r, true) + sides_limit(r, false);
}

typedef struct Side { int n, *spokes; Len *at, *size; } Side; /* from top to bottom; at: above the centre if negative */

/* The labels of one side, moved apart. */
static Side side_new(const Radar *r, Align align)
{
    Arena *arena = r->c->arena;
    Side side = {0, ARENA_ARRAY(arena, int, r->n + 1), ARENA_ARRAY(arena, Len, r->n + 1), ARENA_ARRAY(arena, Len, r->n + 1)};
    for (int i = 0; i < r->n; i++) {                       /* clockwise: the right side downward, the left one upward */
        int spoke = align == ALIGN_LEFT ? i : r->n - 1 - i;
        if (spoke_side(&r->spokes[spoke]) == align)
            side.spokes[side.n++] = spoke;
    }
    for (int k = 0; k < side.n; k++) {
        const Spoke *spoke = &r->spokes[side.spokes[k]];
        side.size[k] = spoke->height + PT(2);
        side.at[k] = along(r->radius + gap + side.size[k] / 2, spoke->y) - side.size[k] / 2;
    }
    labels_spread(arena, side.at, side.size, side.n, -sides_limit(r, true), sides_limit(r, false));
    return side;
}

/* How far from the middle a label begins: at its spoke's end, but nowhere within the circle. */
static Len side_offset(const Radar *r, const Side *side, int k)
{
    const Spoke *spoke = &r->spokes[side->spokes[k]];
    Len top = side->at[k], bottom = top + spoke->height, near = top > 0 ? top : bottom < 0 ? -bottom : 0;
    double radius = (double)r->radius, part = near < r->radius ? sqrt(radius * radius - (double)near * (double)near) : 0;
    Len end = along(r->radius + gap, spoke->x < 0 ? -spoke->x : spoke->x), chord = (Len)part + gap * 2 / 3;
    return chord > end ? chord : end;
}

static bool side_fits(const Radar *r, Align align)
{
    Side side = side_new(r, align);
    for (int k = 0; k < side.n; k++)
        if (side_offset(r, &side, k) + r->spokes[side.spokes[k]].width > (r->c->right - r->c->left) / 2)
            return false;
    return true;
}

static void side_put(Radar *r, Align align)
{
    Side side = side_new(r, align);
    for (int k = 0; k < side.n; k++) {
        Len offset = side_offset(r, &side, k);
        label_at(r, &r->spokes[side.spokes[k]], align == ALIGN_LEFT ? r->x + offset : r->x - offset, r->y + side.at[k], align);
    }
}

/* ---- drawing ------------------------------------------------------------------------------------------------ */

static void ring_put(Radar *r, const Tick *tick)
{
    Chart *c = r->c;
    Len at = scale_at(&r->scale, tick->x);
    Path path = {0};
    for (int i = 0; i < r->n; i++)
        (i ? path_line : path_move)(c, &path, r->x + along(at, r->spokes[i].x), r->y + along(at, r->spokes[i].y));
    path_close(c, &path);
    path_stroke(c, &path, PT(0.4), c->grid, NULL, 0);
}

static void rings_put(Radar *r)
{
    Chart *c = r->c;
    for (int i = 0; i < r->ticks.n; i++)
        ring_put(r, &r->ticks.at[i]);
    for (int i = 0; i < r->n; i++)
        mark_line(c, r->x, r->y, r->x + along(r->radius, r->spokes[i].x), r->y + along(r->radius, r->spokes[i].y),
                  PT(0.4), c->grid, false);
}

static void corner_of(const Radar *r, int series, int row, Len *x, Len *y)
{
    Len at = scale_at(&r->scale, r->c->data->series[series].at[row].x);
    *x = r->x + along(at, r->spokes[row].x);
    *y = r->y + along(at, r->spokes[row].y);
}

typedef struct Area { Len x1, y1, x2, y2; } Area;

/* The line from one point to the other crosses the area: not all of its corners lie on one side. */
static bool area_cut(const Area *a, Len x1, Len y1, Len x2, Len y2)
{
    if ((x1 < a->x1 && x2 < a->x1) || (x1 > a->x2 && x2 > a->x2) || (y1 < a->y1 && y2 < a->y1) || (y1 > a->y2 && y2 > a->y2))
        return false;
    int above = 0;
    for (int i = 0; i < 4; i++) {
        Len x = i % 2 ? a->x1 : a->x2, y = i / 2 ? a->y1 : a->y2;
        above += (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) > 0;
    }
    return above > 0 && above < 4;
}

static bool area_free(const Radar *r, const Area *area)
{
    for (int s = 0; s < r->c->data->n_series; s++)
        for (int i = 0; i < r->n; i++) {
            const Value *at = r->c->data->series[s].at;
            int next = i + 1 < r->n ? i + 1 : 0;
            Len x1, y1, x2, y2;
            corner_of(r, s, i, &x1, &y1);
            corner_of(r, s, next, &x2, &y2);
            if (at[i].known && at[next].known && area_cut(area, x1, y1, x2, y2))
                return false;
        }
    return true;
}

/* Labels where rings pass between a spoke and the next one, but for those that a polygon crosses; how many there are. */
static int rings_label(Radar *r, int spoke, bool draw)
{
    Chart *c = r->c;
    const Spoke *a = &r->spokes[spoke], *b = &r->spokes[spoke + 1 < r->n ? spoke + 1 : 0];
    Area last = {r->x, r->y, r->x, r->y};                  /* nothing stands at the centre */
    int n = 0;
    for (int i = 0; i < r->ticks.n; i++) {
        Len at = scale_at(&r->scale, r->ticks.at[i].x), x = r->x + along(at, (a->x + b->x) / 2),
            y = r->y + along(at, (a->y + b->y) / 2);
        Label label = label_new(c, r->ticks.at[i].label, &c->small, 0);
        Len half = label.width / 2 + PT(3), high = label.middle + PT(3);
        Area area = {x - half, y - high, x + half, y + high};
        bool meets = area.x1 < last.x2 && last.x1 < area.x2 && area.y1 < last.y2 && last.y1 < area.y2;
        if (meets || at > r->radius - PT(2) || !area_free(r, &area))
            continue;
        last = area;
        n++;
        if (draw) {
            label_clear(c, &label, x, y, ALIGN_CENTER);
            label_put_middle(c, &label, x, y, ALIGN_CENTER);
        }
    }
    return n;
}

/* Between the spokes where the most labels are free; near the top if it can be. */
static void rings_name(Radar *r)
{
    int best = 0, most = -1;
    for (int k = 0; k < r->n; k++) {
        int spoke = k % 2 ? k / 2 : r->n - 1 - k / 2, n = rings_label(r, spoke, false);
        if (n > most) {
            most = n;
            best = spoke;
        }
    }
    rings_label(r, best, true);
}

/* Around once and back to the first corner; a missing value opens the polygon. */
static void polygon_put(Radar *r, int series)
{
    static const Len dashes[] = {PT(5), PT(2)};
    Chart *c = r->c;
    const Series *s = &c->data->series[series];
    bool open = false;
    Path path = {0};
    Len x, y;
    for (int k = 0; k <= r->n; k++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): a radar has three axes at least */
        int i = k % r->n;
        if (s->at[i].known) {
            corner_of(r, series, i, &x, &y);
            (open ? path_line : path_move)(c, &path, x, y);
        }
        open = s->at[i].known;
    }
    path_stroke(c, &path, PT(1.7), series_colour(c, series, -1), dashes, series % 2 ? 2 : 0);
    for (int i = 0; i < r->n; i++)
        if (s->at[i].known) {
            corner_of(r, series, i, &x, &y);
            mark_symbol(c, c->shades[series].index, x, y, PT(5), series_colour(c, series, -1),
                        c->shades[series].index >= 5);
        }
}

void radar_draw(Chart *c)
{
    Radar r = {.c = c, .n = c->data->n_rows};
    if (r.n < AXES_LEAST) {
        bar_draw(c);
        return;
    }
    r.n_values = !c->options.no_values && c->data->n_series <= VALUES_MOST ? c->data->n_series : 0;
    r.spokes = ARENA_ARRAY(c->arena, Spoke, r.n + 1);
    for (int i = 0; i < r.n; i++)
        spoke_aim(&r.spokes[i], i, r.n);
    radius_plan(&r);
    if (!sides_fit(&r)) {
        r.n_values = 0;
        radius_plan(&r);
    }
    while (r.radius > PT(24) && sides_fit(&r) && !(side_fits(&r, ALIGN_LEFT) && side_fits(&r, ALIGN_RIGHT)))
        r.radius -= PT(2);
    if (!sides_fit(&r) || r.radius < PT(24)) {
        bar_draw(c);
        return;
    }
    legend_add(c, SWATCH_SYMBOL, c->data->n_series > 1);
    Len above = sides_limit(&r, true), below = sides_limit(&r, false), reach = r.radius + reach_of(&r, true);
    r.x = (c->left + c->right) / 2;
    r.y = c->top + (above > reach ? above : reach);
    r.scale = domain_new(c, !c->options.log, 0, r.radius);
    r.ticks = domain_ticks(c, &r.scale, PT(22));
    axis_round(&r.scale, &r.ticks);
    rings_put(&r);
    for (int s = c->data->n_series - 1; s >= 0; s--)
        polygon_put(&r, s);
    rings_name(&r);
    for (int i = 0; i < r.n; i++) {
        const Spoke *spoke = &r.spokes[i];
        if (spoke_side(spoke) == ALIGN_CENTER)
            label_at(&r, spoke, r.x, spoke->y < 0 ? r.y - r.radius - gap - spoke->height : r.y + r.radius + gap,
                     ALIGN_CENTER);
    }
    side_put(&r, ALIGN_LEFT);
    side_put(&r, ALIGN_RIGHT);
    reach = r.radius + reach_of(&r, false);
    c->bottom = r.y + (below > reach ? below : reach);
}
