/* builder.c - adds boxes, glue, penalties and panels to the galley, with the space between blocks and the baseline grid.
 *
 * Comes in: what each kind of block (list.c, code.c ..) wants to stand where. Goes out: the vertical list. It sets no
 * type and breaks no pages. Space between blocks is held back until the next box, so that neighbours collapse and that
 * nothing is owed at the end. A stretch of items that do not stand on the grid ends where the next body line comes: there
 * the difference to whole lines is shared among the stretch's glue, in proportion to its stretch (Bringhurst, 2.2.2). */
#include "page/page_int.h"

Builder builder_new(const Setter *setter, Len width, Len grid, const TextStyle *text)
{
    return (Builder){.setter = setter, .measure = width, .right = width, .text = text, .grid = grid, .fresh = true};
}

Len style_baseline(const TextStyle *style)
{
    return style->leading / 2 + style->size / 4;
}

/* ---- items ---------------------------------------------------------------------------------------- */

static Vitem *item_add(Builder *b, VKind kind, const Node *node, Len height)
{
    int32_t reach = (int32_t)(b->reach < INT32_MAX ? b->reach : INT32_MAX);
    VEC_PUSH(b->setter->list, &b->items, (Vitem){.kind = kind, .node = node, .height = height, .reach = reach});
    b->at += height;
    return &b->items.at[b->items.n - 1];
}

static void space_flush(Builder *b)
{
    Len space = b->space;
    int keep = b->keep;
    bool boundary = b->boundary && !b->fresh;
    b->space = 0;
    b->keep = 0;
    b->boundary = b->fresh = false;
    if (!boundary)
        return;
    if (keep)
        item_add(b, V_PENALTY, NULL, 0)->penalty = (int16_t)keep;
    Vitem *glue = item_add(b, V_GLUE, NULL, space);
    glue->stretch = space;
    glue->shrink = space * 3 / 10;
}

static void labels_take(Builder *b, Vitem *v)
{
    size_t n = b->labels.n;
    Box *boxes = ARENA_ARRAY(b->setter->galley, Box, n + (size_t)v->n);
    for (size_t i = 0; i < n; i++) {
        boxes[i] = b->labels.at[i];
        if (v->n && v->boxes[0].kind == BOX_LINE)
            boxes[i].y = v->boxes[0].y;
    }
    for (int i = 0; i < v->n; i++)
        boxes[n + (size_t)i] = v->boxes[i];
    v->boxes = boxes;
    v->n += (int)n;
    b->labels.n = 0;
}

static void notes_take(const Builder *b, Vitem *v)
{
    int n = 0;
    for (int i = 0; i < v->n; i++)
        n += v->boxes[i].kind == BOX_LINE ? v->boxes[i].line->n_notes : 0;
    if (n == 0)
        return;
    v->notes = ARENA_ARRAY(b->setter->galley, const Node *, n);
    for (int i = 0; i < v->n; i++)
        for (int k = 0; v->boxes[i].kind == BOX_LINE && k < v->boxes[i].line->n_notes; k++)
            v->notes[v->n_notes++] = v->boxes[i].line->notes[k];
}

Vitem *builder_box(Builder *b, const Node *node, Len height, Box *boxes, int n)
{
    space_flush(b);
    Vitem *v = item_add(b, V_BOX, node, height);
    v->boxes = boxes;
    v->n = n;
    if (b->labels.n)
        labels_take(b, v);
    notes_take(b, v);
    b->indented = b->headed = false;
    return v;
}

void builder_penalty(Builder *b, int penalty)
{
    item_add(b, V_PENALTY, NULL, 0)->penalty = (int16_t)penalty;
}

void builder_glue(Builder *b, Len height, Len stretch, Len shrink)
{
    Vitem *v = item_add(b, V_GLUE, NULL, height);
    v->stretch = stretch;
    v->shrink = shrink;
}

void builder_force(Builder *b, const Node *node, bool recto, bool opening)
{
    if (b->items.n && !b->fresh) {
        Vitem *v = item_add(b, V_PENALTY, node, 0);
        v->penalty = PENALTY_FORCE;
        v->recto = recto;
        v->opening = opening;
    }
    b->space = b->at = 0;
    b->keep = 0;
    b->boundary = b->indented = b->headed = false;
    b->stretch = b->items.n;
}

/* ---- labels --------------------------------------------------------------------------------------- */

void builder_label(Builder *b, Box label)
{
    VEC_PUSH(b->setter->galley, &b->labels, label);
}

void labels_flush(Builder *b, const Node *node, const TextStyle *style)
{
    if (b->labels.n)
        builder_box(b, node, style->leading, NULL, 0);
}

/* ---- panels --------------------------------------------------------------------------------------- */

void panel_open(Builder *b, const Panel *panel, const Node *node)
{
    space_flush(b);
    item_add(b, V_OPEN, node, panel->pad_top)->panel = panel;
    b->fresh = true;
    b->indented = b->headed = false;
}

void panel_close(Builder *b, const Panel *panel)
{
    b->space = 0;
    b->keep = 0;
    b->boundary = b->fresh = false;
    item_add(b, V_CLOSE, NULL, panel->pad_bottom)->panel = panel;
}

void repeat_open(Builder *b, const Repeat *repeat)
{
    item_add(b, V_OPEN, NULL, 0)->repeat = repeat;
}

void repeat_close(Builder *b, const Repeat *repeat)
{
    item_add(b, V_CLOSE, NULL, 0)->repeat = repeat;
}

/* ---- the grid ------------------------------------------------------------------------------------- */

/* Rounds up, or down where the glue can shrink by as much. */
static Len stretch_rest(const Builder *b, Len shrink)
{
    Len over = b->at % b->grid;
    if (over == 0)
        return 0;
    return over <= shrink ? -over : b->grid - over;
}

static void stretch_make_up(Builder *b)
{
    Vitem *v = b->items.at;
    size_t n = b->items.n, last = n;
    Len shrink = 0, weight = 0;
    for (size_t i = b->stretch; i < n; i++)
        if (v[i].kind == V_GLUE) {
            shrink += v[i].shrink;
            weight += v[i].stretch;
            last = i;
        }
    if (last == n) {
        builder_glue(b, 0, 0, 0);
        v = b->items.at;
    }
    Len rest = stretch_rest(b, shrink), given = 0;
    for (size_t i = b->stretch; i < last && weight > 0; i++)
        if (v[i].kind == V_GLUE) {
            Len share = len_scale(rest, v[i].stretch, weight);
            v[i].height += share;
            given += share;
        }
    v[last].height += rest - given;
    v[last].snap = true;
}

static bool stretch_is_empty(const Builder *b)
{
    for (size_t i = b->stretch; i < b->items.n; i++)
        if (b->items.at[i].kind != V_PENALTY && b->items.at[i].height)
            return false;
    return true;
}

void builder_register(Builder *b)
{
    space_flush(b);
    if (b->free || b->grid <= 0)
        return;
    if (!stretch_is_empty(b))
        stretch_make_up(b);
    b->at = 0;
    b->stretch = b->items.n;
}

void builder_settle(Builder *b)
{
    if (stretch_is_empty(b))
        return;
    builder_register(b);
    b->boundary = true;
}

/* ---- blocks --------------------------------------------------------------------------------------- */

void block_begin(Builder *b, Len before)
{
    b->space = before > b->space ? before : b->space;
    b->boundary = true;
}

void block_end(Builder *b, Len after)
{
    b->space = after > b->space ? after : b->space;
    b->boundary = true;
    b->fresh = false;
}

void block_keep(Builder *b, int penalty)
{
    b->keep = penalty > b->keep ? penalty : b->keep;
}

Galley builder_galley(Builder *b)
{
    return (Galley){.items = b->items.at, .n = (int)b->items.n, .width = b->measure,
                    .passages = b->passages.at, .n_passages = (int)b->passages.n,
                    .floats = b->floats.at, .n_floats = (int)b->floats.n};
}

void builder_hold(Builder *b, size_t from, int boxes)
{
    int n = 0;
    for (size_t i = from; i < b->items.n; i++)
        n += b->items.at[i].kind == V_BOX;
    for (size_t i = from; i < b->items.n && n <= boxes; i++) {
        Vitem *v = &b->items.at[i];
        if ((v->kind == V_PENALTY || v->kind == V_GLUE) && v->penalty >= 0 && v->penalty < PENALTY_FORBID - PENALTY_HOLD)
            v->penalty = (int16_t)(v->penalty + PENALTY_HOLD);
    }
}

/* ---- boxes ---------------------------------------------------------------------------------------- */

Box box_line(const Line *line, const Node *node, Len x, Len baseline)
{
    return (Box){.kind = BOX_LINE, .node = node, .x = x, .y = baseline, .width = line->width, .line = line};
}

Box box_rule(Len x, Len y, Len width, Len height, Colour colour)
{
    return (Box){.kind = BOX_RULE, .artifact = ARTIFACT_LAYOUT, .x = x, .y = y, .width = width, .height = height,
                 .colour = colour};
}

Box box_image(const Image *image, const Node *node, Len x, Len y, Len width, Len height)
{
    return (Box){.kind = BOX_IMAGE, .node = node, .x = x, .y = y, .width = width, .height = height, .image = image};
}

Box *box_copy(const Builder *b, const Box *boxes, int n)
{
    Box *copy = ARENA_ARRAY(b->setter->galley, Box, n);
    for (int i = 0; i < n; i++)
        copy[i] = boxes[i];
    return copy;
}
