/* code.c - listings: each row of code on the cells of its mono face, on a panel, wrapped and never clipped.
 *
 * Comes in: a CODE_BLOCK. Goes out: a box for each row, between the panel's OPEN and CLOSE. Rows too long reach into the
 * outer margin if that saves them from wrapping, else they wrap at a joint, with a mark that is no part of the text. */
#include "page/page_int.h"

#include <string.h>

enum { CODE_CONTINUATION = 4, CODE_MIN_CELLS = 12,
       ROWS_WHOLE = 9,                                     /* rows without a blank one that stay together */
       NUMBER_MOST = 10000000 };

/* indent: cells before the text; line: of the source, from 1; wrapped: goes on the row before. */
typedef struct Row { Str text; int indent, line; bool wrapped, blank; } Row;
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
    if (text.n <= (size_t)cells)                           /* no character takes more cells than bytes */
        return text.n;
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

static void line_rows(Arena *arena, Rows *rows, Str line, int number, int cells)
{
    if (line.n == 0) {
        VEC_PUSH(arena, rows, (Row){.blank = true, .line = number});
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
        VEC_PUSH(arena, rows, (Row){.text = text, .indent = indent, .line = number, .wrapped = wrapped});
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

/* ---- a listing ------------------------------------------------------------------------------------ */

typedef struct Listing {
    Builder *b;
    Cells cells;
    Rows rows;
    const TextStyle *style;
    TextStyle faint, number;                               /* of the marks of wrapped rows; of line numbers */
    Len left, gutter;                                      /* of the text; of the numbers before it, 0: there are none */
    long first;                                            /* the number of the first line */
    Str marked;                                            /* lines that are highlighted: "3-5, 8" */
} Listing;

static bool is_marked(const Listing *l, int line)
{
    Str rest = l->marked, part;
    long from, to;
    for (size_t at = 0, end; at < rest.n; at = end + 1) {
        for (end = at; end < rest.n && rest.p[end] != ',' && rest.p[end] != ' ';)
            end++;
        part = str_slice(rest, at, end);
        ptrdiff_t dash = str_find(part, STR("-"));
        bool good = str_int(str_slice(part, 0, dash > 0 ? (size_t)dash : part.n), &from);
        to = from;
        if (good && dash > 0)
            good = str_int(str_slice(part, (size_t)dash + 1, part.n), &to);
        if (good && line >= from && line <= to)
            return true;
    }
    return false;
}

/* A few characters beside a row that are no part of the code; their right edge is given. */
static Box aside(const Listing *l, Str text, const TextStyle *style, Len right)
{
    const Setter *setter = l->b->setter;
    Hlist list = hlist_of_text(setter, l->cells.node, text, style);
    Line *line = ARENA_NEW(setter->arena, Line);
    *line = line_single(setter, &list);
    Box box = box_line(line, l->cells.node, right - line->width, style_baseline(l->style));
    box.artifact = ARTIFACT_LAYOUT;
    return box;
}

/* A tint behind the row, and a bar beside it that is seen in grey as well. */
static int mark_boxes(const Listing *l, Box *boxes)
{
    const Style *values = l->b->setter->style;
    Len left = l->b->left, right = l->b->right + l->b->reach, height = l->style->leading;
    boxes[0] = box_rule(left, 0, right - left, height, values->code_marked);
    boxes[1] = box_rule(left, 0, values->code_padding / 3, height, values->code_keyword.colour);
    boxes[0].artifact = boxes[1].artifact = ARTIFACT_BACKGROUND;
    return 2;
}

static void row_add(Listing *l, const Row *row)
{
    const Setter *setter = l->b->setter;
    Box boxes[5];
    Cells *c = &l->cells;
    int n = is_marked(l, row->line) ? mark_boxes(l, boxes) : 0;
    if (l->gutter > 0 && !row->wrapped)
        boxes[n++] = aside(l, str_format(setter->arena, "%ld", l->first + row->line - 1), &l->number,
                           l->left - 2 * c->cell);
    if (!row->blank)
        boxes[n++] = box_line(cells_row(c, row->text, c->cell * row->indent), c->node, l->left, style_baseline(l->style));
    if (row->wrapped)
        boxes[n++] = aside(l, STR("\xE2\x86\xAA"), &l->faint, l->left + c->cell * row->indent - c->cell / 2);
    builder_box(l->b, c->node, l->style->leading, box_copy(l->b, boxes, n), n);
}

/* Blank rows are glue, so that they vanish at a page's head and foot, unless there is something to be seen in them. */
static bool is_glue(const Listing *l, const Row *row)
{
    return row->blank && l->gutter == 0 && !is_marked(l, row->line);
}

static void rows_add(Listing *l)
{
    int n = 0, above = 0;
    for (size_t i = 0; i < l->rows.n; i++)
        n += !is_glue(l, &l->rows.at[i]);
    for (size_t i = 0; i < l->rows.n; i++) {
        if (is_glue(l, &l->rows.at[i])) {
            builder_glue(l->b, l->style->leading, 0, 0);
            continue;
        }
        row_add(l, &l->rows.at[i]);
        above++;
        if (above < n)
            builder_penalty(l->b, row_penalty(&l->rows, i, above, n - above));
    }
}

static Rows rows_of(Arena *arena, Str text, int cells, int *longest)
{
    Rows rows = {0};
    Str line;
    if (str_ends(text, STR("\n")))
        text.n--;
    *longest = 0;
    for (int number = 1; str_split(&text, '\n', &line); number++) {
        int wide = line.n > (size_t)*longest ? text_columns(line) : 0;
        *longest = wide > *longest ? wide : *longest;
        line_rows(arena, &rows, line, number, cells);
    }
    return rows;
}

static int cells_in(const Cells *c, Len width)
{
    Len n = c->cell > 0 ? width / c->cell : 80;
    return n < CODE_MIN_CELLS ? CODE_MIN_CELLS : (int)n;
}

/* The rows in the column here, or reaching into the margin if none is wrapped then. */
static void rows_cut(Listing *l)
{
    Builder *b = l->b;
    const Style *values = b->setter->style;
    Len inner = b->right - b->left - 2 * values->code_padding - l->gutter;
    Len reach = b->right == b->measure ? values->outer_reach : 0;
    Str text = l->cells.code.text;
    int longest;
    l->rows = rows_of(b->setter->galley, text, cells_in(&l->cells, inner), &longest);
    if (longest > cells_in(&l->cells, inner) && longest <= cells_in(&l->cells, inner + reach)) {
        b->reach = reach;
        l->rows = rows_of(b->setter->galley, text, longest, &longest);
    }
}

/* ---- what the fence asks for -------------------------------------------------------------------------- */

static void numbers_ask(Listing *l, const Node *node)
{
    long last = 0;
    if (!attr_class(node->extra->attr, STR("numberLines")))
        return;
    if (!str_int(attr_value(node->extra->attr, STR("startFrom")), &l->first) || l->first < 0 || l->first > NUMBER_MOST)
        l->first = 1;
    last = l->first;
    for (size_t i = 0; i + 1 < l->cells.code.text.n; i++)
        last += l->cells.code.text.p[i] == '\n';
    l->gutter = 3 * l->cells.cell;
    for (; last > 9; last /= 10)
        l->gutter += l->cells.cell;
}

bool is_code_title(const Node *node)
{
    return node && node->kind == KIND_PARAGRAPH && attr_class(node->extra->attr, STR("code-title")) && node->next &&
           node->next->kind == KIND_CODE_BLOCK;
}

/* The title stands at the panel's head, over a hairline. */
static void title_row(Builder *b, const Node *title)
{
    const Style *values = b->setter->style;
    TextStyle style = values->text[TEXT_CAPTION];
    Len left = b->left, right = b->right, pad = values->code_padding;
    style.weight = values->text[TEXT_CAPTION_NUMBER].weight;
    b->left += pad;
    b->right -= pad;
    b->free++;
    text_add(b, title, &style, 0, 0);
    b->free--;
    b->left = left;
    b->right = right;
    Box rule = box_rule(left, pad / 2, right + b->reach - left, values->rule_thin, values->rule);
    builder_penalty(b, PENALTY_FORBID);
    builder_box(b, title, pad, box_copy(b, &rule, 1), 1);
    builder_penalty(b, PENALTY_FORBID);
}

void code_add(Builder *b, const Node *node)
{
    const Style *values = b->setter->style;
    const TextStyle *style = &values->text[TEXT_CODE];
    Len pad = values->code_padding;
    Listing l = {.b = b, .cells = cells_of(b, node, style), .style = style, .faint = *style, .number = *style, .first = 1};
    l.faint.colour = values->rule;
    l.number.colour = values->code_comment.colour;
    l.marked = attr_value(node->extra->attr, STR("highlight"));
    numbers_ask(&l, node);
    l.left = b->left + pad + l.gutter;
    rows_cut(&l);
    if (l.rows.n == 0)
        return;
    Panel *panel = ARENA_NEW(b->setter->arena, Panel);
    *panel = (Panel){.colour = values->panel, .has_fill = true, .left = b->left, .right = b->right + b->reach,
                     .pad_top = pad, .pad_bottom = pad};
    block_begin(b, style->before);
    panel_open(b, panel, node);
    if (is_code_title(node->prev))
        title_row(b, node->prev);
    rows_add(&l);
    panel_close(b, panel);
    block_end(b, style->after);
    b->reach = 0;
}
