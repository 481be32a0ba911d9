/* index.c - the index of terms, in two columns.
 *
 * Comes in: INDEX > letters and lists of entries, as resolve/ made them. Goes out: under each letter its entries, the
 * lines in two columns of one height, row by row, each row a box. A letter of many lines is several such blocks, so that
 * a reader goes down the left column and on in the right one without turning back a page. */
#include "page/page_int.h"

enum { BLOCK_ROWS = 24, COLUMN_EMS = 16};                 /* COLUMN_EMS: a narrower measure has one column */

typedef struct Row { const Node *node; const Line *line; Len indent; bool opens; } Row; /* a line; the first of its
                                                                      outermost term */
typedef VEC(Row) Rows;

static const TextStyle *index_style(const Builder *b)
{
    return &b->setter->style->text[TEXT_CONTENTS_2];
}

static void entry_set(Builder *b, Rows *rows, const Node *entry, Len width, int level)
{
    const TextStyle *style = index_style(b);
    Len left = style->size * level;
    Hlist list = hlist_new(b->setter, entry, style);
    Measure measure = {.width = width - left, .indent = style->size * 2, .align = ALIGN_LEFT};
    Paragraph set = line_break(b->setter, &list, &measure);
    for (int i = 0; i < set.n; i++)
        VEC_PUSH(b->setter->arena, rows, (Row){entry, &set.lines[i], left, i == 0 && level == 0});
}

static void list_set(Builder *b, Rows *rows, const Node *list, Len width)
{
    for (const Node *node = list->first; node; node = node_next(node, list))
        if (node->kind == KIND_PARAGRAPH)
            entry_set(b, rows, node, width, node_ancestor(node, KIND_LIST)->u.list.depth);
}

/* The first entry at or behind row i, so that none is cut in two by a column. */
static size_t entry_from(const Rows *rows, size_t i, size_t end)
{
    while (i < end && !rows->at[i].opens)
        i++;
    return i;
}

static int row_box(const Builder *b, Box *box, const Rows *rows, size_t i, Len x)
{
    const Row *row = &rows->at[i];
    *box = box_line(row->line, row->node, x + row->indent, style_baseline(index_style(b)));
    return 1;
}

/* Rows [from, to) in two columns; no page ends within them. */
static void block_set(Builder *b, const Rows *rows, size_t from, size_t to, Len second)
{
    size_t turn = second > 0 ? entry_from(rows, from + (to - from + 1) / 2, to) : to;
    for (size_t i = from; i < turn; i++) {
        Box boxes[2];
        int n = row_box(b, &boxes[0], rows, i, b->left);
        if (turn + i - from < to)
            n += row_box(b, &boxes[1], rows, turn + i - from, b->left + second);
        if (i > from)
            builder_penalty(b, second > 0 ? PENALTY_FORBID : line_penalty((int)(turn - from), (int)(i - from) - 1, false, false));
        builder_box(b, rows->at[i].node, index_style(b)->leading, box_copy(b, boxes, n), n);
    }
}

static void list_add_columns(Builder *b, const Node *list)
{
    const TextStyle *style = index_style(b);
    Len all = b->right - b->left, gap = style->size * 2, half = (all - gap) / 2;
    bool two = half >= COLUMN_EMS * style->size;
    Rows rows = {0};
    list_set(b, &rows, list, two ? half : all);
    for (size_t from = 0; from < rows.n;) {
        size_t to = two ? entry_from(&rows, from + 2 * BLOCK_ROWS, rows.n) : rows.n;
        block_begin(b, 0);
        block_set(b, &rows, from, to < rows.n ? to : rows.n, two ? half + gap : 0);
        block_end(b, 0);
        from = to;
    }
}

void index_add(Builder *b, const Node *index)
{
    const TextStyle *head = &b->setter->style->text[TEXT_CONTENTS_1], *text = b->text;
    Len leading = b->text->leading;
    b->text = index_style(b);
    b->free++;
    for (const Node *child = index->first; child; child = child->next) {
        if (child->kind == KIND_LIST) {
            list_add_columns(b, child);
            continue;
        }
        block_begin(b, head->leading);
        text_add(b, child, head, 0, 0);
        block_end(b, 0);
        block_keep(b, PENALTY_FORBID);
    }
    b->free--;
    b->text = text;
    block_end(b, leading);
    b->indented = b->headed = false;
}
