/* slope.c - how a few things changed between two or a few times (Tufte 1983, p. 158): each row of the table is a line from
 * column to column. Names and first values stand at the left, last values at the right, moved apart where lines meet; the
 * chart grows in height until they have room. */
#include "chart/chart_int.h"

enum { COLOURS_MOST = 4 };

typedef struct Slopes { Chart *c; End *left, *right; int n_left, n_right; Scale y; Len x1, x2; } Slopes;

static const Value *value_at(const Slopes *p, int series, int row)
{
    return &p->c->data->series[series].at[row];
}

/* Many lines in many colours tell nothing: then only what is highlighted has a colour. */
static bool line_is_plain(const Chart *c, int series)
{
    return is_muted(c, series, -1) || (c->options.highlight.n == 0 && c->data->n_series > COLOURS_MOST);
}

static Colour line_colour(const Chart *c, int series)
{
    return is_muted(c, series, -1) ? c->neutral : line_is_plain(c, series) ? c->axis : c->shades[series].mark;
}

static End end_new(Slopes *p, int series, int row, bool named)
{
    Chart *c = p->c;
    bool muted = is_muted(c, series, -1), plain = line_is_plain(c, series);
    TextStyle value = muted ? c->muted : c->text, name = value;
    if (!plain)
        name = style_in(&c->strong, c->shades[series].text);
    End end = {.colour = line_colour(c, series), .value = label_new(c, value_shown(c, series, row), &value, 0)};
    if (named)
        end.name = label_new(c, c->data->series[series].name, &name, (c->right - c->left) * 2 / 5);
    return end;
}

/* A line without a first value has its name at the right. */
static void ends_new(Slopes *p)
{
    int last = p->c->data->n_rows - 1;
    for (int s = 0; s < p->c->data->n_series; s++) {
        bool first = value_at(p, s, 0)->known;
        if (first)
            p->left[p->n_left++] = end_new(p, s, 0, true);
        if (last > 0 && value_at(p, s, last)->known)
            p->right[p->n_right++] = end_new(p, s, last, !first);
    }
}

static void ends_place(Slopes *p)
{
    int last = p->c->data->n_rows - 1;
    for (int s = 0, l = 0, r = 0; s < p->c->data->n_series; s++) {
        if (value_at(p, s, 0)->known)
            p->left[l++].y = scale_at(&p->y, value_at(p, s, 0)->x);
        if (last > 0 && value_at(p, s, last)->known)
            p->right[r++].y = scale_at(&p->y, value_at(p, s, last)->x);
    }
    for (int i = 0; i < p->n_left; i++)
        p->left[i].x = p->x1;
    for (int i = 0; i < p->n_right; i++)
        p->right[i].x = p->x2;
}

static Len column_x(const Slopes *p, int row)
{
    int n = p->c->data->n_rows;
    return n > 1 ? p->x1 + (Len)((int64_t)(p->x2 - p->x1) * row / (n - 1)) : p->x1;
}

static void line_put(Slopes *p, int series)
{
    Chart *c = p->c;
    bool open = false;
    Path path = {0};
    int shape = line_is_plain(c, series) ? 0 : c->shades[series].index;
    for (int i = 0; i < c->data->n_rows; i++) {
        const Value *v = value_at(p, series, i);
        if (v->known)
            (open ? path_line : path_move)(c, &path, column_x(p, i), scale_at(&p->y, v->x));
        open = v->known;
    }
    path_stroke(c, &path, line_is_plain(c, series) ? PT(1) : PT(1.8), line_colour(c, series), NULL, 0);
    for (int i = 0; i < c->data->n_rows; i++)
        if (value_at(p, series, i)->known)
            mark_symbol(c, shape, column_x(p, i), scale_at(&p->y, value_at(p, series, i)->x), PT(4.6),
                        line_colour(c, series), false);
}

static Label head_new(const Chart *c, int row)
{
    return label_new(c, c->data->labels[row], &c->strong, (c->right - c->left) / c->data->n_rows - PT(6));
}

static int heads_lines(const Chart *c)
{
    int most = 1;
    for (int i = 0; i < c->data->n_rows; i++)
        most = head_new(c, i).n > most ? head_new(c, i).n : most;
    return most;
}

/* The columns' heads above their posts. */
static void posts_put(Slopes *p, Len y1, Len y2)
{
    Chart *c = p->c;
    Len end = c->left - PT(20);
    for (int i = 0; i < c->data->n_rows; i++) {
        Len x = column_x(p, i);
        Label label = head_new(c, i);
        Len left = x - label.width / 2;
        left = left + label.width > c->right ? c->right - label.width : left < c->left ? c->left : left;
        mark_line(c, x, y1, x, y2, PT(0.5), c->grid, false);
        if (left < end + PT(5))
            continue;
        label_put(c, &label, left, c->top + c->strong.size, ALIGN_LEFT);
        end = left + label.width;
    }
}

static void scale_plan(Slopes *p, Len y1, Len height)
{
    Chart *c = p->c;
    Len half = c->text.leading / 2;
    p->y = domain_new(c, false, y1 + height - half, y1 + half);
    if (p->y.log) {
        p->y.lo = log_ten(c->all->least);
        p->y.hi = c->all->most > c->all->least ? log_ten(c->all->most) : p->y.lo + 1;
    }
    ends_place(p);
}

/* How far the label that moves most has to go when the plot has that height. */
static Len moved_at(Slopes *p, Len y1, Len height)
{
    scale_plan(p, y1, height);
    Len left = ends_moved(p->c, p->left, p->n_left, y1, y1 + height);
    Len right = ends_moved(p->c, p->right, p->n_right, y1, y1 + height);
    return left > right ? left : right;
}

/* A label that had to move far from its point is hard to follow: the plot grows until none has, if it can be helped. */
static Len plot_height(Slopes *p, Len y1)
{
    const Chart *c = p->c;
    Len left = ends_height(p->left, p->n_left), right = ends_height(p->right, p->n_right);
    Len least = left > right ? left : right, width = c->right - c->left, most = width < PT(250) ? width : PT(250),
        height = c->options.height > 0 ? c->options.height - c->text.leading * 2 : 0;
    bool grows = height == 0;
    if (grows)
        height = width / 2 > PT(170) ? PT(170) : width / 2;
    height = height < least ? least : height;
    Len start = height, first = moved_at(p, y1, start), moved = first;
    for (; grows && height < most && moved > c->text.leading; moved = moved_at(p, y1, height))
        height += c->text.leading;
    if (moved > c->text.leading && moved > first * 2 / 3) { /* points that stand on one another */
        height = start;
        scale_plan(p, y1, height);
    }
    return height;
}

void slope_draw(Chart *c)
{
    int n = c->data->n_series;
    Slopes p = {.c = c, .left = ARENA_ARRAY(c->arena, End, n + 1), .right = ARENA_ARRAY(c->arena, End, n + 1)};
    legend_add(c, SWATCH_LINE, false);
    ends_new(&p);
    p.x1 = c->left + ends_width(p.left, p.n_left);
    p.x2 = c->right - ends_width(p.right, p.n_right);
    Len most = (c->right - c->left) * 5 / 8;               /* lines that are too long are flat */
    p.x2 = p.x2 - p.x1 > most && c->data->n_rows < 4 ? p.x1 + most : p.x2;
    Len y1 = c->top + heads_lines(c) * c->text.leading + PT(4), y2 = y1 + plot_height(&p, y1);
    posts_put(&p, y1, y2);
    for (int plain = 1; plain >= 0; plain--)
        for (int s = n - 1; s >= 0; s--)
            if (line_is_plain(c, s) == (plain == 1))
                line_put(&p, s);
    ends_put(c, p.left, p.n_left, p.x1, y1, y2, true);
    ends_put(c, p.right, p.n_right, p.x2, y1, y2, false);
    c->bottom = y2 + PT(2);
}
