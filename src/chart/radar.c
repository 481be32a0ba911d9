/* radar.c - profiles over five or more kinds of things: an axis for each row, a polygon for each series, with a mark of its
 * own form at each corner and dashes from the second on. Values stand in the series' colours below the axis's name, since
 * nobody reads them off a radar; with fewer than three axes, or more than fit, bars say more. */
#include "chart/chart_int.h"

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

/* The labels of one side from top to bottom, moved apart. */
static void side_put(Radar *r, Align side, Len lo, Len hi)
{
    int n = 0, *order = ARENA_ARRAY(r->c->arena, int, r->n + 1);
    Len *at = ARENA_ARRAY(r->c->arena, Len, r->n + 1), *size = ARENA_ARRAY(r->c->arena, Len, r->n + 1);
    for (int i = 0; i < r->n; i++) {                       /* clockwise: the right side downward, the left one upward */
        int spoke = side == ALIGN_LEFT ? i : r->n - 1 - i;
        if (spoke_side(&r->spokes[spoke]) == side)
            order[n++] = spoke;
    }
    for (int k = 0; k < n; k++) {
        size[k] = r->spokes[order[k]].height + PT(2);
        at[k] = r->y + along(r->radius + gap + size[k] / 2, r->spokes[order[k]].y) - size[k] / 2;
    }
    labels_spread(r->c->arena, at, size, n, lo, hi);
    for (int k = 0; k < n; k++) {
        const Spoke *spoke = &r->spokes[order[k]];
        label_at(r, spoke, r->x + along(r->radius + gap, spoke->x), at[k], side);
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

static void rings_label(Radar *r)
{
    Chart *c = r->c;
    Len above = r->y + PT(2);
    for (int i = 0; i < r->ticks.n; i++) {
        Len y = r->y - scale_at(&r->scale, r->ticks.at[i].x);
        Label label = label_new(c, r->ticks.at[i].label, &c->small, 0);
        if (y > above - c->small.leading || y < r->y - r->radius + PT(2))
            continue;
        label_clear(c, &label, r->x - PT(3), y, ALIGN_RIGHT);
        label_put_middle(c, &label, r->x - PT(3), y, ALIGN_RIGHT);
        above = y;
    }
}

static void corner_of(const Radar *r, int series, int row, Len *x, Len *y)
{
    Len at = scale_at(&r->scale, r->c->data->series[series].at[row].x);
    *x = r->x + along(at, r->spokes[row].x);
    *y = r->y + along(at, r->spokes[row].y);
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
    rings_label(&r);
    for (int i = 0; i < r.n; i++) {
        const Spoke *spoke = &r.spokes[i];
        if (spoke_side(spoke) == ALIGN_CENTER)
            label_at(&r, spoke, r.x, spoke->y < 0 ? r.y - r.radius - gap - spoke->height : r.y + r.radius + gap,
                     ALIGN_CENTER);
    }
    side_put(&r, ALIGN_LEFT, r.y - above, r.y + below);
    side_put(&r, ALIGN_RIGHT, r.y - above, r.y + below);
    reach = r.radius + reach_of(&r, false);
    c->bottom = r.y + (below > reach ? below : reach);
}
