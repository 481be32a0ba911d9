/* scatter.c - two numbers of each row against each other. The first series (or the one that x= names) runs along x, the others
 * up; rows whose labels are numbers have those as x. Names stand beside their points: of the places for each the cheapest is
 * taken and the choice mended until nothing gets better. Where points crowd, names stand further away, with a hair to their
 * point, and the plot grows; one that still touches something is left out. */
#include "chart/chart_int.h"

enum { SIDES = 8, PLACES = 3 * SIDES, MEETS = 1000, NAMES_MOST = 30, ROUNDS = 6 };

typedef struct Point { Len x, y; int series, row; Label label; int place; Colour colour, text; } Point;
typedef struct Scatter { Chart *c; Scale x, y; VEC(Point) points; Len x1, x2, y1, y2; bool own_x; int first; } Scatter;
typedef struct Area { Len x1, y1, x2, y2; } Area;

static const Len size = PT(6), gap = PT(4);

/* ---- the points ------------------------------------------------------------------------------------------- */

static bool row_x(const Scatter *p, int row, double *x)
{
    const Chart *c = p->c;
    Decimal value;
    Str unit;
    if (!p->own_x) {
        *x = c->data->series[0].at[row].x;
        return c->data->series[0].at[row].known;
    }
    bool known = decimal_parse(c->data->labels[row], data_point(c->node, c->lang), &value, &unit) == READ_NUMBER;
    *x = known ? decimal_x(value) : 0;
    return known && (!c->options.x_log || *x > 0);
}

/* Labels that are numbers are the x of their rows, unless x= chose a series. */
static bool labels_are_x(const Chart *c)
{
    Decimal value;
    Str unit;
    for (int i = 0; i < c->data->n_rows; i++)
        if (decimal_parse(c->data->labels[i], data_point(c->node, c->lang), &value, &unit) != READ_NUMBER)
            return c->data->n_series < 2;
    return !c->options.pair || c->data->n_series < 2;
}

static void point_add(Scatter *p, int series, int row)
{
    Chart *c = p->c;
    double x;
    const Value *v = &c->data->series[series].at[row];
    if (!row_x(p, row, &x) || !v->known)
        return;
    Shade shade = c->shades[series];
    if (c->data->n_series - p->first < 2 && !shade_named(c->setter, c->data->labels[row], &shade))
        shade = (Shade){c->axis, c->text.colour, 0};
    bool muted = c->options.highlight.n > 0 && is_muted(c, series, row);
    Point point = {.x = scale_at(&p->x, x), .y = scale_at(&p->y, v->x), .series = series, .row = row, .place = -1,
                   .colour = muted ? c->neutral : shade.mark, .text = muted ? c->muted.colour : shade.text};
    VEC_PUSH(c->arena, &p->points, point);
}

/* ---- names -------------------------------------------------------------------------------------------------- */

/* Right, left, above, below, then between them; then the same in rings further out. */
static Area place_of(const Point *p, int place)
{
    static const int sides[SIDES][2] = {{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}};
    const int *side = sides[place % SIDES];
    Len w = p->label.width, h = (p->label.n - 1) * p->label.leading + p->label.middle * 2 + PT(3), far = place / SIDES * PT(5),
        off = size / 2 + gap / 2;
    bool corner = side[0] != 0 && side[1] != 0;
    Len dx = (corner ? off * 2 / 3 : off) + far, dy = (corner ? off / 2 : off) + far;
    Len x = side[0] > 0 ? p->x + dx : side[0] < 0 ? p->x - dx - w : p->x - w / 2;
    Len y = side[1] > 0 ? p->y + dy : side[1] < 0 ? p->y - dy - h : p->y - h / 2;
    return (Area){x, y, x + w, y + h};
}

static bool areas_meet(Area a, Area b, Len apart)
{
    return a.x1 < b.x2 + apart && b.x1 < a.x2 + apart && a.y1 < b.y2 + apart && b.y1 < a.y2 + apart;
}

typedef struct Hair { Len x1, y1, x2, y2; } Hair;

/* From a point to the nearest corner or edge of its name, when that stands away. */
static Hair hair_of(const Point *p, int place)
{
    Area area = place_of(p, place);
    Len x = p->x < area.x1 ? area.x1 - PT(1) : p->x > area.x2 ? area.x2 + PT(1) : p->x;
    Len y = p->y < area.y1 ? area.y1 : p->y > area.y2 ? area.y2 : p->y;
    return place < SIDES ? (Hair){p->x, p->y, p->x, p->y} : (Hair){p->x, p->y, x, y};
}

/* The area lies in the hair's way. */
static bool hair_meets(const Point *point, int place, Area area)
{
    enum { STEPS = 12 };
    Hair hair = hair_of(point, place);
    for (int i = 1; i <= STEPS && place >= SIDES; i++) {
        Len x = hair.x1 + (hair.x2 - hair.x1) * i / STEPS, y = hair.y1 + (hair.y2 - hair.y1) * i / STEPS;
        if (x > area.x1 - PT(1) && x < area.x2 + PT(1) && y > area.y1 - PT(1) && y < area.y2 + PT(1))
            return true;
    }
    return false;
}

/* What a place costs: names and marks that it covers, then how far down the list of places it is. */
static int place_cost(const Scatter *p, size_t at, int place)
{
    Area area = place_of(&p->points.at[at], place);
    int cost = place + place / SIDES * 12;
    if (area.x1 < p->x1 + PT(1) || area.x2 > p->x2 || area.y1 < p->c->top || area.y2 > p->y2 - PT(1))
        cost += MEETS;
    for (size_t i = 0; i < p->points.n; i++) {
        const Point *other = &p->points.at[i];
        Area mark = {other->x - size / 2, other->y - size / 2, other->x + size / 2, other->y + size / 2};
        if (i == at)
            continue;
        cost += areas_meet(area, mark, PT(0.5)) ? MEETS : 0;
        if (other->place < 0)
            continue;
        Area name = place_of(other, other->place);
        bool meet = areas_meet(area, name, PT(1.5)) || hair_meets(&p->points.at[at], place, name) ||
                    hair_meets(other, other->place, area);
        cost += meet ? MEETS : 0;
    }
    return cost;
}

static bool place_mend(Scatter *p, size_t at)
{
    int was = p->points.at[at].place, best = was, least = best >= 0 ? place_cost(p, at, best) : 1 << 30;
    for (int place = 0; place < PLACES && place < least; place++) { /* none costs less than its number */
        int cost = place_cost(p, at, place);
        best = cost < least ? place : best;
        least = cost < least ? cost : least;
    }
    p->points.at[at].place = best;
    return best != was;
}

/* From the first point on or from the last one; returns what all places cost. */
static int places_find(Scatter *p, bool forward)
{
    size_t n = p->points.n;
    bool changed = true;
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        p->points.at[i].place = -1;
    for (int round = 0; round < ROUNDS && changed; round++) {
        changed = false;
        for (size_t i = 0; i < n; i++)
            changed |= place_mend(p, forward ? i : n - 1 - i);
    }
    for (size_t i = 0; i < n; i++)
        sum += place_cost(p, i, p->points.at[i].place);
    return sum;
}

static bool is_named(const Scatter *p)
{
    return p->points.n <= NAMES_MOST && !p->own_x;
}

/* How many names have no place. */
static int names_place(Scatter *p)
{
    Chart *c = p->c;
    int lost = 0;
    for (size_t i = 0; i < p->points.n && is_named(p); i++) {
        TextStyle style = style_in(&c->text, p->points.at[i].text);
        p->points.at[i].label = label_new(c, c->data->labels[p->points.at[i].row], &style, (p->x2 - p->x1) / 2);
    }
    int forward = is_named(p) ? places_find(p, true) : 0;
    if (is_named(p) && places_find(p, false) >= forward)
        places_find(p, true);
    for (size_t i = 0; i < p->points.n && is_named(p); i++)
        lost += place_cost(p, i, p->points.at[i].place) >= MEETS;
    return lost;
}

static void names_put(Scatter *p)
{
    Chart *c = p->c;
    for (size_t i = 0; i < p->points.n && is_named(p); i++) {
        Point *point = &p->points.at[i];
        Area area = place_of(point, point->place);
        if (place_cost(p, i, point->place) >= MEETS) {
            point->place = -1;
            continue;
        }
        Hair hair = hair_of(point, point->place);
        if (point->place >= SIDES)
            mark_line(c, hair.x1, hair.y1, hair.x2, hair.y2, PT(0.4), point->text, false);
        label_clear(c, &point->label, area.x1, (area.y1 + area.y2) / 2, ALIGN_LEFT); /* of the grid's lines */
        label_put_middle(c, &point->label, area.x1, (area.y1 + area.y2) / 2, ALIGN_LEFT);
    }
}

/* ---- the plot ------------------------------------------------------------------------------------------------ */

static bool near_zero(double lo, double hi, bool log)
{
    return !log && lo >= 0 && lo < hi / 2;
}

static void range_of(const Scatter *p, int first, int end, double *lo, double *hi)
{
    bool some = false;
    for (int s = first; s < end; s++)
        for (int i = 0; i < p->c->data->n_rows; i++) {
            double x = p->c->data->series[s < 0 ? 0 : s].at[i].x;
            bool known = s < 0 ? row_x(p, i, &x) : p->c->data->series[s].at[i].known;
            if (!known)
                continue;
            *lo = !some || x < *lo ? x : *lo;
            *hi = !some || x > *hi ? x : *hi;
            some = true;
        }
}

static void grid_put(Scatter *p, const Ticks *x, const Ticks *y)
{
    Chart *c = p->c;
    grid_left(c, &p->y, y, p->x1, p->x2);
    grid_below(c, &p->x, x, p->y1, p->y2);
    mark_line(c, p->x1, p->y2, p->x2, p->y2, PT(0.6), c->axis, false);
    Label name = label_new(c, p->own_x ? c->data->label_name : c->data->series[0].name, &c->muted, c->right - c->left);
    label_put(c, &name, p->x2, p->y2 + PT(2) + c->muted.size + c->muted.leading, ALIGN_RIGHT);
    c->bottom = p->y2 + (name.n + 1) * c->muted.leading + PT(3);
}

static void head_put(Scatter *p)
{
    Chart *c = p->c;
    if (c->data->n_series - p->first > 1) {
        legend_add(c, SWATCH_SYMBOL, true);
    } else if (p->first < c->data->n_series) {
        Label name = label_new(c, c->data->series[p->first].name, &c->muted, c->right - c->left);
        label_put(c, &name, c->left, c->top + c->muted.size, ALIGN_LEFT);
        c->top += name.n * name.leading + PT(4);
    }
}

static void scales_plan(Scatter *p, Ticks *x, Ticks *y, Len more)
{
    Chart *c = p->c;
    double lo = 0, hi = 1, left = 0, right = 1;
    Len width = c->right - c->left, height = c->options.height > 0 ? c->options.height - PT(30) : width * 11 / 20;
    height = height < PT(100) ? PT(100) : height > PT(220) && c->options.height == 0 ? PT(220) : height;
    p->y1 = c->top;
    p->y2 = c->top + height + more;
    range_of(p, p->first, c->data->n_series, &lo, &hi);
    range_of(p, p->own_x ? -1 : 0, p->own_x ? 0 : 1, &left, &right);
    bool up = near_zero(lo, hi, c->options.log), along = near_zero(left, right, c->options.x_log);
    p->y = axis_new(c, lo, hi, c->options.log, up, p->y2 - (up ? 0 : size), p->y1 + size, PT(26), y);
    axis_round(&p->y, y);
    p->x1 = c->left + ticks_width(c, y) + gap;
    p->x = axis_new(c, left, right, c->options.x_log, along, p->x1 + (along ? 0 : size), p->x2 - size, PT(52), x);
    axis_round(&p->x, x);
    p->x.to = p->x.to > p->x2 - ticks_over(c, x) ? p->x2 - ticks_over(c, x) : p->x.to;
}

/* Numbers to go along are needed; without any, points on lines say as much. */
static bool has_points(const Scatter *p)
{
    double x;
    for (int i = 0; i < p->c->data->n_rows; i++)
        for (int s = p->first; s < p->c->data->n_series; s++)
            if (row_x(p, i, &x) && p->c->data->series[s].at[i].known)
                return true;
    return false;
}

/* The plot with so much more height; returns how many names have no place in it. */
static int plan_at(Scatter *p, Ticks *x, Ticks *y, Len more)
{
    p->points.n = 0;
    scales_plan(p, x, y, more);
    for (int s = p->first; s < p->c->data->n_series; s++)
        for (int i = 0; i < p->c->data->n_rows; i++)
            point_add(p, s, i);
    return names_place(p);
}

/* A plot in which all names have a place, or no higher than half as much again the one that leaves out the fewest. */
static void plan(Scatter *p, Ticks *x, Ticks *y)
{
    const Chart *c = p->c;
    Len most = c->options.height > 0 ? 0 : (c->right - c->left) * 11 / 40, best = 0;
    int least = plan_at(p, x, y, 0);
    for (Len more = PT(10); more <= most && least > 0; more += PT(10)) {
        int lost = plan_at(p, x, y, more);
        best = lost < least ? more : best;
        least = lost < least ? lost : least;
    }
    plan_at(p, x, y, best);
}

void scatter_draw(Chart *c)
{
    Scatter p = {.c = c, .own_x = labels_are_x(c)};
    Ticks x, y;
    p.first = p.own_x ? 0 : 1;
    if (c->panel || !has_points(&p)) {
        dot_draw(c);
        return;
    }
    End guides[2] = {0};
    int n = guides_new(c, guides);
    p.x2 = c->right - ends_width(guides, n);
    head_put(&p);
    plan(&p, &x, &y);
    grid_put(&p, &x, &y);
    guides_along(c, &p.y, p.x1, p.x2);
    guides_place(c, &p.y, p.x2, guides);
    names_put(&p);
    ends_put(c, guides, n, p.x2, p.y1 - PT(6), p.y2 + PT(6), false);
    for (size_t i = 0; i < p.points.n; i++) {
        const Point *point = &p.points.at[i];
        int shape = c->data->n_series - p.first > 1 ? c->shades[point->series].index : 0;
        mark_symbol(c, shape, point->x, point->y, size, point->colour, shape >= 5);
    }
}
