/* list.c - lists: labels hang in the indent, right-aligned on the widest; nested, loose and tight, task boxes.
 *
 * Comes in: LIST > ITEM > LABEL, BODY as resolve/ left them. Goes out: the blocks of the bodies, indented, each with its
 * label beside its first line. A list is a stretch off the grid: the half lines around it and the space between loose
 * items are made up together to whole lines. */
#include "page/page_int.h"

enum { LEAST_EMS = 6 };                                    /* of text beside a label; deeper lists are not indented */

typedef struct ListShape { Len indent, gap, between; } ListShape;

static const Node *item_part(const Node *item, Kind kind)
{
    for (const Node *child = item->first; child; child = child->next)
        if (child->kind == kind)
            return child;
    return NULL;
}

static Len label_width(const Builder *b, const Node *label, const TextStyle *style)
{
    Hlist list = hlist_new(b->setter, label, style);
    return hlist_width(&list);
}

static const TextStyle *label_style(const Builder *b)
{
    return b->text == &b->setter->style->text[TEXT_NOTE] ? b->text : &b->setter->style->text[TEXT_LABEL];
}

static ListShape shape_of(const Builder *b, const Node *list)
{
    const TextStyle *style = label_style(b);
    ListShape shape = {.indent = b->setter->style->list_indent, .gap = b->text->size / 2};
    if (list->u.list.ordered) {
        Len widest = 0;
        for (const Node *item = list->first; item; item = item->next) {
            const Node *label = item_part(item, KIND_LABEL);
            Len width = label ? label_width(b, label, style) : 0;
            widest = width > widest ? width : widest;
        }
        if (widest + shape.gap > shape.indent)
            shape.indent = widest + shape.gap;
    }
    if (shape.indent > (b->right - b->left) / 3)
        shape.indent = (b->right - b->left) / 3;
    if (b->right - b->left - shape.indent < LEAST_EMS * b->text->size)
        shape.indent = 0;
    shape.between = list->u.list.tight ? 0 : b->text->leading * 3 / 8;
    return shape;
}

/* An open square, with a tick of two bars' height when it is done: drawn, so that no face must have it. */
static void task_add(Builder *b, const Node *label, ListShape shape, Task task)
{
    Len side = b->text->size * 7 / 10, thin = b->setter->style->rule_thin > 0 ? b->setter->style->rule_thin : LEN_PT / 2;
    Len x = b->left + shape.indent - shape.gap - side, y = style_baseline(b->text) - side + side / 10;
    Colour colour = b->text->colour;
    builder_label(b, box_rule(x, y, side, thin, colour));
    builder_label(b, box_rule(x, y + side - thin, side, thin, colour));
    builder_label(b, box_rule(x, y, thin, side, colour));
    builder_label(b, box_rule(x + side - thin, y, thin, side, colour));
    if (task == TASK_DONE)
        builder_label(b, box_rule(x + side / 4, y + side / 4, side - side / 4 * 2, side - side / 4 * 2, colour));
    (void)label;
}

static void label_add(Builder *b, const Node *item, ListShape shape)
{
    const Node *label = item_part(item, KIND_LABEL);
    const TextStyle *style = label_style(b);
    Hlist list = label ? hlist_new(b->setter, label, style) : (Hlist){0};
    if (list.n == 0) {
        if (item->u.item.task != TASK_NONE)
            task_add(b, label, shape, item->u.item.task);
        return;
    }
    Line *line = ARENA_NEW(b->setter->arena, Line);
    *line = line_single(b->setter, &list);
    Len x = b->left + shape.indent - shape.gap - line->width;
    builder_label(b, box_line(line, label, x > b->left ? x : b->left, style_baseline(b->text)));
}

static void item_add(Builder *b, const Node *item, ListShape shape)
{
    const Node *body = item_part(item, KIND_BODY);
    Len left = b->left;
    block_begin(b, shape.between);
    label_add(b, item, shape);
    if (shape.indent == 0)                                 /* the label stands on a line of its own */
        labels_flush(b, item, b->text);
    b->left += shape.indent;
    for (const Node *child = body ? body->first : item->first; child; child = child->next) {
        if (child->kind == KIND_LABEL)
            continue;
        if (b->labels.n == 0)
            block_begin(b, shape.between);
        b->indented = false;
        block_add(b, child);
    }
    labels_flush(b, item, b->text);
    b->left = left;
    block_end(b, shape.between);
}

void list_add(Builder *b, const Node *list)
{
    bool inner = list->u.list.depth > 0;
    ListShape shape = shape_of(b, list);
    Len around = inner ? shape.between : b->text->leading / 2;
    int keep = b->keep;
    block_begin(b, around);
    b->free++;
    for (const Node *item = list->first; item; item = item->next) {
        item_add(b, item, shape);
        if (item == list->first && keep)
            block_keep(b, PENALTY_KEEP / 4);
    }
    b->free--;
    block_end(b, around);
    b->indented = false;
}
