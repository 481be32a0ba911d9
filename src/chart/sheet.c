/* sheet.c - what a kind of chart draws with: rectangles, lines, hatches, symbols, paths. Coordinates are the drawing's; the
 * painter turns the marks into operations. */
#include "chart/chart_int.h"

void mark_rect(Chart *c, Len x, Len y, Len width, Len height, Colour colour)
{
    if (width < 0) {
        x += width;
        width = -width;
    }
    if (width > 0 && height > 0)
        VEC_PUSH(c->arena, &c->marks, (Mark){.kind = MARK_RECT, .colour = colour, .x = x, .y = y, .width = width,
                                             .height = height});
}

/* ---- paths -------------------------------------------------------------------------------------------- */

static void path_add(Chart *c, Path *path, Segment segment, const Len *points, int n)
{
    VEC_PUSH(c->arena, &path->segments, segment);
    for (int i = 0; i < n; i++)
        VEC_PUSH(c->arena, &path->points, points[i]);
}

void path_move(Chart *c, Path *path, Len x, Len y)
{
    path_add(c, path, SEGMENT_MOVE, (Len[]){x, y}, 2);
}

void path_line(Chart *c, Path *path, Len x, Len y)
{
    path_add(c, path, SEGMENT_LINE, (Len[]){x, y}, 2);
}

void path_curve(Chart *c, Path *path, const Len points[6])
{
    path_add(c, path, SEGMENT_CURVE, points, 6);
}

void path_close(Chart *c, Path *path)
{
    path_add(c, path, SEGMENT_CLOSE, NULL, 0);
}

static Mark path_mark(const Path *path, Colour colour)
{
    return (Mark){.kind = MARK_PATH, .colour = colour, .segments = path->segments.at, .points = path->points.at,
                  .n_segments = (int)path->segments.n};
}

void path_fill(Chart *c, const Path *path, Colour colour)
{
    Mark mark = path_mark(path, colour);
    mark.fill = true;
    if (mark.n_segments > 0)
        VEC_PUSH(c->arena, &c->marks, mark);
}

void path_stroke(Chart *c, const Path *path, Len width, Colour colour, const Len *dashes, int n_dashes)
{
    Mark mark = path_mark(path, colour);
    mark.line_width = width;
    mark.dashes = dashes;
    mark.n_dashes = n_dashes;
    if (mark.n_segments > 0)
        VEC_PUSH(c->arena, &c->marks, mark);
}

void mark_line(Chart *c, Len x1, Len y1, Len x2, Len y2, Len width, Colour colour, bool dashed)
{
    static const Len dashes[] = {PT(2.5), PT(2)};
    Path path = {0};
    path_move(c, &path, x1, y1);
    path_line(c, &path, x2, y2);
    path_stroke(c, &path, width, colour, dashes, dashed ? 2 : 0);
}

/* ---- hatches -------------------------------------------------------------------------------------------- */

/* The line x + y = k (or x - y = k) within a rectangle with its corner at the origin. */
static void hatch_line(Chart *c, Path *path, Len x, Len y, Len width, Len height, Len k, bool falling)
{
    Len from = k - height > 0 ? k - height : 0, to = k < width ? k : width;
    if (from >= to)
        return;
    path_move(c, path, x + from, falling ? y + height - (k - from) : y + k - from);
    path_line(c, path, x + to, falling ? y + height - (k - to) : y + k - to);
}

void mark_hatch(Chart *c, Len x, Len y, Len width, Len height, Colour colour, int pattern)
{
    Len apart = PT(4.2);
    Path path = {0};
    if (width < 0) {
        x += width;
        width = -width;
    }
    for (Len k = apart / 2; k < width + height && pattern != 0; k += apart) {
        if (pattern % 3 != 2)
            hatch_line(c, &path, x, y, width, height, k, false);
        if (pattern % 3 != 1)
            hatch_line(c, &path, x, y, width, height, k, true);
    }
    path_stroke(c, &path, PT(0.8), colour, NULL, 0);
}

/* ---- symbols -------------------------------------------------------------------------------------------- */

static void disc_path(Chart *c, Path *path, Len x, Len y, Len r)
{
    Len k = len_scale(r, 5523, 10000);                     /* four curves that stay within 0.03 % of the circle */
    path_move(c, path, x + r, y);
    path_curve(c, path, (Len[]){x + r, y + k, x + k, y + r, x, y + r});
    path_curve(c, path, (Len[]){x - k, y + r, x - r, y + k, x - r, y});
    path_curve(c, path, (Len[]){x - r, y - k, x - k, y - r, x, y - r});
    path_curve(c, path, (Len[]){x + k, y - r, x + r, y - k, x + r, y});
    path_close(c, path);
}

static void corners_path(Chart *c, Path *path, Len x, Len y, Len r, const int (*corners)[2], int n)
{
    for (int i = 0; i < n; i++) {
        Len px = x + len_scale(r, corners[i][0], 100), py = y + len_scale(r, corners[i][1], 100);
        if (i == 0)
            path_move(c, path, px, py);
        else
            path_line(c, path, px, py);
    }
    path_close(c, path);
}

/* Shapes of like area, told apart by form as well as by colour. */
void mark_symbol(Chart *c, int shape, Len x, Len y, Len size, Colour colour, bool hollow)
{
    static const int square[][2] = {{-88, -88}, {88, -88}, {88, 88}, {-88, 88}};
    static const int diamond[][2] = {{0, -125}, {125, 0}, {0, 125}, {-125, 0}};
    static const int up[][2] = {{0, -125}, {115, 80}, {-115, 80}};
    static const int down[][2] = {{0, 125}, {115, -80}, {-115, -80}};
    Path path = {0};
    Len r = size / 2;
    switch (shape % 5) {
    case 0: disc_path(c, &path, x, y, r); break;
    case 1: corners_path(c, &path, x, y, r, square, 4); break;
    case 2: corners_path(c, &path, x, y, r, diamond, 4); break;
    case 3: corners_path(c, &path, x, y, r, up, 3); break;
    case 4: corners_path(c, &path, x, y, r, down, 3); break;
    }
    if (!hollow)
        path_stroke(c, &path, PT(1), 0xFFFFFF, NULL, 0);   /* parts symbols that overlap */
    path_fill(c, &path, hollow ? 0xFFFFFF : colour);
    if (hollow)
        path_stroke(c, &path, PT(1), colour, NULL, 0);
}
