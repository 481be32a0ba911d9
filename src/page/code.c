/* code.c - listings: each row of code on the cells of its mono face, on a panel, wrapped and never clipped.
 *
 * Comes in: a CODE_BLOCK. Goes out: a box for each row, between the panel's OPEN and CLOSE. Rows too long reach into the
 * outer margin if that saves them from wrapping, else they wrap at a joint, with a mark that is no part of the text. */
#include "page/page_int.h"

#include <string.h>

enum { CODE_CONTINUATION = 4, CODE_MIN_CELLS = 12,
       ROWS_WHOLE = 9 };                                   /* rows without a blank one that stay together */

typedef struct Row { Str text; int indent; bool wrapped, blank; } Row; /* indent: cells before the text; wrapped: goes
                                                                          on the row before */
typedef VEC(Row) Rows;

/* ---- rows ----------------------------------------------------------------------------------------- */

/* How good a break after the byte `c` before `next` is; 0: none. */
static int break_worth(char c, char next)
{
    if (c == ' ')
        return next == ' ' ? 0 : 6;
    if (strchr(",;", c))
        return 5;
    if (strchr("({[|&=+", c) || (next && strchr(".", next) && c != '.'))
        return 3;
    return strchr(":/-_)>", c) ? 2 : 0;
}

/* The byte where a row of at most `cells` ends: the best joint in its second half, near joints a little better. */
static size_t row_end(Str text, int cells)
{
    size_t at = 0, best = 0, floor = 0;
    int used = 0, best_worth = 0;
    while (at < text.n) {
        size_t from = at;
        utf8_next(text, &at);
        int wide = text_columns(str_slice(text, from, at));
        if (used + wide > cells) {
            at = from;
            break;
        }
        used += wide;
        if (used <= cells / 2)
            floor = at;
        char next = at < text.n ? text.p[at] : ' ';
        int worth = at > floor ? break_worth(text.p[at - 1], next) * 8 : 0;
        if (worth && worth + used * 32 / cells >= best_worth) {
            best_worth = worth + used * 32 / cells;
            best = at;
        }
    }
    if (at == text.n)
        return at;
    if (best == 0 && at == 0)
        utf8_next(text, &at);
    return best ? best : at;
}

static void line_rows(Arena *arena, Rows *rows, Str line, int cells)
{
    if (line.n == 0) {
        VEC_PUSH(arena, rows, (Row){.blank = true});
        return;
    }
    int lead = 0;
    while ((size_t)lead < line.n && line.p[lead] == ' ')
        lead++;
    int hang = lead + CODE_CONTINUATION;
    if (hang > cells / 2)
        hang = CODE_CONTINUATION;
    for (bool wrapped = false; line.n; wrapped = true) {
        int indent = wrapped ? hang : 0;
        size_t end = row_end(line, cells - indent);
        Str text = str_slice(line, 0, end);
        line = str_slice(line, end, line.n);
        if (wrapped || line.n)
            while (text.n > 1 && text.p[text.n - 1] == ' ')
                text.n--;
        while (wrapped && text.n > 1 && text.p[0] == ' ')
            text = str_slice(text, 1, text.n);
        VEC_PUSH(arena, rows, (Row){.text = text, .indent = indent, .wrapped = wrapped});
    }
}

/* ---- the block ------------------------------------------------------------------------------------ */

/* How badly a row begins a page: what is indented or closes a bracket belongs to what is above it. */
static int row_belongs(const Row *row)
{
    size_t at = 0;
    while (at < row->text.n && row->text.p[at] == ' ')
        at++;
    bool closes = at < row->text.n && strchr(")]}", row->text.p[at]) != NULL;
    return (at > 0 ? 200 : 0) + (closes ? 600 : 0);
}

/* The rows up to a blank one, from row i on or back from it. */
static int rows_near(const Rows *rows, size_t i, bool back)
{
    int n = 0;
    for (; i < rows->n && !rows->at[i].blank && n < ROWS_WHOLE; i += back ? (size_t)-1 : 1)
        n++;
    return n;
}

/* A break after row i: at a blank row first; else three rows of a function stay on either side. */
static int row_penalty(const Rows *rows, size_t i, int above, int below)
{
    if (above < 2 || below < 2)
        return PENALTY_FORBID;
    int few = above < 4 || below < 4 ? 300 : 0;
    if (rows->at[i + 1].blank)
        return 80 + few;
    if (rows->at[i + 1].wrapped)
        return PENALTY_KEEP;
    int back = rows_near(rows, i, true), on = rows_near(rows, i + 1, false);
    if (back < 3 || on < 3)
        return PENALTY_KEEP;
    return (back + on < ROWS_WHOLE ? 2000 : 500) + few + row_belongs(&rows->at[i + 1]);
}

static void mark_add(Cells *c, Box *box, const Builder *b, Len left, int indent, const TextStyle *style)
{
    Hlist list = hlist_of_text(b->setter, c->node, STR("\xE2\x86\xAA"), style);
    Line *line = ARENA_NEW(b->setter->arena, Line);
    *line = line_single(b->setter, &list);
    *box = box_line(line, c->node, left + c->cell * indent - line->width - c->cell / 2, style_baseline(style));
    box->artifact = ARTIFACT_LAYOUT;
}

static void row_add(Builder *b, Cells *c, const Row *row, const TextStyle *style, const TextStyle *mark, Len left)
{
    Box boxes[2];
    int n = 1;
    boxes[0] = box_line(cells_row(c, row->text, c->cell * row->indent), c->node, left, style_baseline(style));
    if (row->wrapped)
        mark_add(c, &boxes[n++], b, left, row->indent, mark);
    builder_box(b, c->node, style->leading, box_copy(b, boxes, n), n);
}

static int rows_text(const Rows *rows)
{
    int n = 0;
    for (size_t i = 0; i < rows->n; i++)
        n += !rows->at[i].blank;
    return n;
}

/* Blank rows are glue, so that they vanish at a page's head and foot. */
static void rows_add(Builder *b, Cells *c, const Rows *rows, const TextStyle *style, Len left)
{
    TextStyle mark = *style;
    mark.colour = b->setter->style->rule;
    int n = rows_text(rows), above = 0;
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->at[i].blank) {
            builder_glue(b, style->leading, 0, 0);
            continue;
        }
        row_add(b, c, &rows->at[i], style, &mark, left);
        above++;
        if (above < n)
            builder_penalty(b, row_penalty(rows, i, above, n - above));
    }
}

static Rows rows_of(Arena *arena, Str text, int cells, int *longest)
{
    Rows rows = {0};
    Str line;
    if (str_ends(text, STR("\n")))
        text.n--;
    *longest = 0;
    while (str_split(&text, '\n', &line)) {
        int wide = text_columns(line);
        *longest = wide > *longest ? wide : *longest;
        line_rows(arena, &rows, line, cells);
    }
    return rows;
}

static int cells_in(const Cells *c, Len width)
{
    Len n = c->cell > 0 ? width / c->cell : 80;
    return n < CODE_MIN_CELLS ? CODE_MIN_CELLS : (int)n;
}

void code_add(Builder *b, const Node *node)
{
    const Style *values = b->setter->style;
    const TextStyle *style = &values->text[TEXT_CODE];
    Cells c = cells_of(b, node, style);
    Len pad = values->code_padding, reach = b->right == b->measure ? values->outer_reach : 0, inner = b->right - b->left - 2 * pad;
    int longest;
    Rows rows = rows_of(b->setter->arena, c.code.text, cells_in(&c, inner), &longest);
    if (longest > cells_in(&c, inner) && longest <= cells_in(&c, inner + reach)) {
        b->reach = reach;
        rows = rows_of(b->setter->arena, c.code.text, longest, &longest);
    }
    if (rows.n == 0)
        return;
    Panel *panel = ARENA_NEW(b->setter->arena, Panel);
    *panel = (Panel){.colour = values->panel, .has_fill = true, .left = b->left, .right = b->right + b->reach,
                     .pad_top = pad, .pad_bottom = pad};
    block_begin(b, style->before);
    panel_open(b, panel, node);
    rows_add(b, &c, &rows, style, b->left + pad);
    panel_close(b, panel);
    block_end(b, style->after);
    b->reach = 0;
}
