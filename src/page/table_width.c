/* table_width.c - how wide each column of a table is set, found by search.
 *
 * Comes in: the words of the cells as widths, how narrow each column may get, and the room. Goes
 * out: widths with which the table is as low as the search can make it: from the natural widths the
 * column is narrowed whose narrowing costs the fewest lines, then columns give each other room
 * while that saves lines. A cell's lines are counted by first fit, which gives the fewest. It knows
 * no type and sets none. The work is bounded by a number of steps, whatever the table. */
#include "page/page_int.h"

enum {
    HEIGHT_WEIGHT = 64, /* a line of the table against a line of a cell */
    STEPS = 24,         /* the excess is taken away in this many parts, about */
    WORK = 20000000     /* comparisons spent on exchanges */
};

/* ---- the words of a cell --------------------------------------------------------------------- */

typedef VEC(CellWord) WordList;
typedef struct WordPen {
    Arena *arena;
    WordList words;
    CellWord next;
    bool has;
} WordPen;

static void pen_flush(WordPen *pen, bool starts, Len space)
{
    if (pen->has) {
        VEC_PUSH(pen->arena, &pen->words, pen->next);
        pen->next = (CellWord){.starts = starts, .space = space};
    } else {
        pen->next.starts = pen->next.starts || starts;
        pen->next.space += space;
    }
    pen->has = false;
}

static void pen_item(WordPen *pen, const Item *item, bool tied)
{
    switch (item->kind) {
    case ITEM_BOX:
    case ITEM_KERN:
    case ITEM_IMAGE:
        pen->next.width += item->width;
        pen->has = true;
        break;
    case ITEM_GLUE:
        if (tied)
            pen->next.width += item->width;
        else
            pen_flush(pen, true, item->width);
        break;
    case ITEM_PENALTY:
        if (item->penalty < PENALTY_FORBID) pen_flush(pen, item->penalty == PENALTY_FORCE, 0);
        pen->next.forced |= item->penalty == PENALTY_FORCE;
        break;
    case ITEM_DISC: pen_flush(pen, false, 0); break;
    case ITEM_NOTE: break;
    }
}

CellWords cell_words(Arena *arena, const Hlist *list)
{
    WordPen pen = {.arena = arena, .next = {.starts = true}};
    for (int i = 0; i < list->n; i++)
        pen_item(&pen, &list->items[i],
                 i > 0 && list->items[i - 1].kind == ITEM_PENALTY &&
                     list->items[i - 1].penalty >= PENALTY_FORBID);
    pen_flush(&pen, true, 0);
    Len whole = 0;
    for (size_t i = pen.words.n; i-- > 0;) {
        whole += pen.words.at[i].width;
        pen.words.at[i].whole = pen.words.at[i].starts ? whole : 0;
        whole = pen.words.at[i].starts ? 0 : whole;
    }
    return (CellWords){pen.words.at, (int)pen.words.n};
}

/* A piece wider than the column is broken anywhere: how many lines more, and what stands in the
 * last. */
static int piece_shatter(Len width, Len *piece)
{
    if (width <= 0 || *piece <= width) return 0;
    int64_t lines = (*piece - 1) / width;
    *piece -= lines * width;
    return lines < 10000 ? (int)lines : 10000;
}

int cell_lines(CellWords words, Len width, Len *widest)
{
    int lines = words.n > 0;
    Len x = 0, most = 0;
    for (int i = 0; i < words.n; i++) {
        const CellWord *w = &words.at[i];
        Len space = x > 0 && w->starts ? w->space : 0,
            need = w->starts && w->whole <= width ? w->whole : w->width;
        if (x > 0 && (w->forced || x + space + need > width)) {
            lines++;
            x = space = 0;
        }
        Len piece = w->width;
        int more = piece_shatter(width, &piece);
        lines += more;
        x += space + piece;
        most = more > 0 ? width : x > most ? x : most;
    }
    *widest = most;
    return lines;
}

/* ---- the search ------------------------------------------------------------------------------ */

typedef struct Search {
    const TableGrid *grid;
    Len *width;
    int *lines, *trial;         /* of the cells, column by column; trial: one step narrower */
    Len *step;                  /* of each column's trial */
    int *most, *second, *which; /* of each row: its two highest cells, the highest's column */
} Search;

static void column_count(const Search *s, int c, Len width, int *lines)
{
    const TableGrid *g = s->grid;
    Len widest;
    for (int r = 0; r < g->rows; r++)
        lines[r] = cell_lines(g->cells[(size_t)r * (size_t)g->columns + (size_t)c], width, &widest);
}

static int *lines_of(const Search *s, int *all, int c)
{
    return all + (size_t)c * (size_t)s->grid->rows;
}

static void rows_rank(Search *s)
{
    for (int r = 0; r < s->grid->rows; r++) {
        s->most[r] = s->second[r] = 0;
        s->which[r] = 0;
        for (int c = 0; c < s->grid->columns; c++) {
            int n = lines_of(s, s->lines, c)[r];
            if (n > s->most[r]) {
                s->second[r] = s->most[r];
                s->most[r] = n;
                s->which[r] = c;
            } else if (n > s->second[r])
                s->second[r] = n;
        }
    }
}

/* What the table's cost grows by when the cells of column c have other numbers of lines. */
static int64_t column_cost(const Search *s, int c, const int *lines)
{
    int64_t cost = 0;
    const int *now = lines_of(s, s->lines, c);
    for (int r = 0; r < s->grid->rows; r++) {
        int rest = s->which[r] == c ? s->second[r] : s->most[r],
            high = lines[r] > rest ? lines[r] : rest;
        cost += (int64_t)(high - s->most[r]) * HEIGHT_WEIGHT + lines[r] - now[r];
    }
    return cost;
}

static void trial_make(Search *s, int c, Len excess)
{
    Len step = excess / STEPS > LEN_PT ? excess / STEPS : LEN_PT,
        room = s->width[c] - s->grid->least[c];
    step = step < excess ? step : excess;
    s->step[c] = step < room ? step : room;
    if (s->step[c] > 0) column_count(s, c, s->width[c] - s->step[c], lines_of(s, s->trial, c));
}

/* The column whose narrowing costs least for each point; -1: none can give. Of equals the
 * widest. */
static int trial_best(const Search *s)
{
    int best = -1;
    int64_t best_cost = 0;
    for (int c = 0; c < s->grid->columns; c++) {
        if (s->step[c] <= 0) continue;
        int64_t cost = column_cost(s, c, lines_of(s, s->trial, c));
        int64_t here = cost * (s->step[best < 0 ? c : best] >> 10),
                there = best_cost * (s->step[c] >> 10);
        if (best < 0 || here < there || (here == there && s->width[c] > s->width[best])) {
            best = c;
            best_cost = cost;
        }
    }
    return best;
}

static void lines_take(Search *s, int c, const int *lines)
{
    int *now = lines_of(s, s->lines, c);
    for (int r = 0; r < s->grid->rows; r++) now[r] = lines[r];
}

static void search_narrow(Search *s, Len excess)
{
    while (excess > 0) {
        for (int c = 0; c < s->grid->columns; c++) trial_make(s, c, excess);
        rows_rank(s);
        int c = trial_best(s);
        if (c < 0) return;
        s->width[c] -= s->step[c];
        excess -= s->step[c];
        lines_take(s, c, lines_of(s, s->trial, c));
    }
}

/* ---- exchanges ------------------------------------------------------------------------------- */

static int64_t pair_cost(const Search *s, int give, const int *narrow, int take, const int *wide)
{
    int64_t cost = 0;
    for (int r = 0; r < s->grid->rows; r++) {
        int high = narrow[r] > wide[r] ? narrow[r] : wide[r];
        for (int c = 0; c < s->grid->columns; c++) {
            int n = c == give || c == take ? 0 : lines_of(s, s->lines, c)[r];
            high = n > high ? n : high;
        }
        cost += (int64_t)(high - s->most[r]) * HEIGHT_WEIGHT + narrow[r] -
                lines_of(s, s->lines, give)[r] + wide[r] - lines_of(s, s->lines, take)[r];
    }
    return cost;
}

/* The best exchange of `step` between two columns is made; false: none saves anything. */
static bool exchange_best(Search *s, Len step, int *wide)
{
    const TableGrid *g = s->grid;
    int64_t best = 0;
    int best_give = -1, best_take = -1;
    rows_rank(s);
    for (int c = 0; c < g->columns; c++)
        if (s->width[c] - step >= g->least[c])
            column_count(s, c, s->width[c] - step, lines_of(s, s->trial, c));
    for (int take = 0; take < g->columns; take++) {
        if (s->width[take] >= g->natural[take]) continue;
        column_count(s, take, s->width[take] + step, wide);
        for (int give = 0; give < g->columns; give++) {
            if (give == take || s->width[give] - step < g->least[give]) continue;
            int64_t cost = pair_cost(s, give, lines_of(s, s->trial, give), take, wide);
            if (cost < best) {
                best = cost;
                best_give = give;
                best_take = take;
            }
        }
    }
    if (best_give < 0) return false;
    s->width[best_give] -= step;
    s->width[best_take] += step;
    column_count(s, best_give, s->width[best_give], lines_of(s, s->lines, best_give));
    column_count(s, best_take, s->width[best_take], lines_of(s, s->lines, best_take));
    return true;
}

static void search_exchange(Search *s, int *spare)
{
    int64_t n = s->grid->columns, round = n * n * n * s->grid->rows + 1, left = WORK / round;
    for (Len step = 64 * LEN_PT; step >= 2 * LEN_PT; step /= 2)
        while (left > 0 && exchange_best(s, step, spare)) left--;
}

/* ---- the result ------------------------------------------------------------------------------ */

/* No column is wider than its widest line. */
static void search_tighten(Search *s)
{
    const TableGrid *g = s->grid;
    for (int c = 0; c < g->columns; c++) {
        Len need = g->least[c];
        for (int r = 0; r < g->rows; r++) {
            Len widest;
            cell_lines(g->cells[(size_t)r * (size_t)g->columns + (size_t)c], s->width[c], &widest);
            need = widest > need ? widest : need;
        }
        s->width[c] = need < s->width[c] ? need : s->width[c];
    }
}

static Search search_new(Arena *scratch, const TableGrid *grid, Len *width)
{
    size_t rows = (size_t)grid->rows, cells = rows * (size_t)grid->columns;
    return (Search){.grid = grid,
                    .width = width,
                    .lines = ARENA_ARRAY(scratch, int, cells),
                    .trial = ARENA_ARRAY(scratch, int, cells),
                    .step = ARENA_ARRAY(scratch, Len, grid->columns),
                    .most = ARENA_ARRAY(scratch, int, rows),
                    .second = ARENA_ARRAY(scratch, int, rows),
                    .which = ARENA_ARRAY(scratch, int, rows)};
}

/* What a column takes at the start: all it wants, unless the others' least leaves less. Returns the
 * sum. */
static Len widths_start(const TableGrid *grid, Len total, Len *width)
{
    Len least = 0, sum = 0;
    for (int c = 0; c < grid->columns; c++) least += grid->least[c];
    for (int c = 0; c < grid->columns; c++) {
        Len most = total - least + grid->least[c];
        most = most > grid->least[c] ? most : grid->least[c];
        width[c] = grid->natural[c] < most ? grid->natural[c] : most;
        sum += width[c];
    }
    return sum;
}

int64_t table_widths(Arena *scratch, const TableGrid *grid, Len total, Len *width)
{
    Len sum = widths_start(grid, total, width);
    Search s = search_new(scratch, grid, width);
    for (int c = 0; c < grid->columns; c++) column_count(&s, c, width[c], lines_of(&s, s.lines, c));
    if (sum > total) {
        search_narrow(&s, sum - total);
        search_exchange(&s, ARENA_ARRAY(scratch, int, grid->rows));
    }
    if (grid->whole) search_tighten(&s);
    rows_rank(&s);
    int64_t lines = 0;
    for (int r = 0; r < grid->rows; r++) lines += s.most[r];
    return lines;
}
