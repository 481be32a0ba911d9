/* list.c - lists: labels hang in the indent, right-aligned on the widest; nested, loose and tight.
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

static Len list_gap(const Builder *b)
{
    return b->text->size / 2;
}

Len list_indent(const Builder *b, Len widest)
{
    Len indent = len_most(b->setter->style->list_indent, widest > 0 ? widest + list_gap(b) : 0);
    return b->right - b->left - indent < LEAST_EMS * b->text->size ? 0 : indent;
}

static ListShape shape_of(const Builder *b, const Node *list)
{
    const TextStyle *style = label_style(b);
    ListShape shape = {.gap = list_gap(b)};
    Len widest = 0;
    if (list->u.list.ordered) {
        for (const Node *item = list->first; item; item = item->next) {
            const Node *label = item_part(item, KIND_LABEL);
            Len width = label ? label_width(b, label, style) : 0;
            widest = width > widest ? width : widest;
        }
    }
    shape.indent = list_indent(b, widest);
    shape.between = list->u.list.tight ? 0 : b->text->leading * 3 / 8;
    return shape;
}

static void label_add(Builder *b, const Node *item, ListShape shape)
{
    const Node *label = item_part(item, KIND_LABEL);
    if (!label)
        return;
    Hlist list = hlist_new(b->setter, label, label_style(b));
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

/* A definition: the term on lines of its own, what is said of it indented below. */
static void definition_add(Builder *b, const Node *item, ListShape shape)
{
    const Node *term = item_part(item, KIND_LABEL), *body = item_part(item, KIND_BODY);
    Len left = b->left;
    block_begin(b, shape.between);
    b->indented = false;
    if (term)
        block_add(b, term);
    b->left += shape.indent;
    for (const Node *child = body ? body->first : NULL; child; child = child->next) {
        b->indented = false;
        block_add(b, child);
    }
    b->left = left;
    block_end(b, shape.between);
}

void list_add(Builder *b, const Node *list)
{
    bool definitions = attr_class(list->extra->attr, STR("definition"));
    bool inner = list->u.list.depth > 0;
    ListShape shape = shape_of(b, list);
    Len around = inner ? shape.between : b->text->leading / 2;
    block_begin(b, around);
    b->free++;
    for (const Node *item = list->first; item; item = item->next)
        if (definitions)
            definition_add(b, item, shape);
        else
            item_add(b, item, shape);
    b->free--;
    block_end(b, around);
    b->indented = false;
}
