/* figure.c - pictures that stand alone, with their captions.
 *
 * Comes in: FIGURE > IMAGE, CAPTION. Goes out: the picture at its size, never wider than the column nor so high that its
 * caption leaves the page, and the caption below it on the same page. A picture that could not be read leaves a frame
 * with its alternative text. */
#include "page/page_int.h"

/* ---- captions ------------------------------------------------------------------------------------- */

/* The number at the head of a caption has a style of its own. */
static const Look *number_look(const Builder *b)
{
    return look_of_style(b->setter, &b->setter->style->text[TEXT_CAPTION_NUMBER]);
}

static bool item_is_number(const Item *item)
{
    const Node *parent = item->node ? item->node->parent : NULL;
    return parent && parent->kind == KIND_NUMBER;
}

static void number_restyle(const Builder *b, Hlist *list)
{
    const Look *look = NULL;
    for (int i = 0; i < list->n && (item_is_number(&list->items[i]) || list->items[i].kind != ITEM_BOX); i++) {
        Item *item = &list->items[i];
        if (item->kind != ITEM_BOX)
            continue;
        look = look ? look : number_look(b);
        item->shaped = shape_text(b->setter->shaper, look->font, item->shaped->text, look->lang);
        item->look = look;
        item->width = shaped_width(item->shaped, look->font->size);
    }
}

static Paragraph caption_set(const Builder *b, const Node *caption, Len width)
{
    const TextStyle *style = &b->setter->style->text[TEXT_CAPTION];
    Hlist list = hlist_new(b->setter, caption, style);
    number_restyle(b, &list);
    return line_break(b->setter, &list, &(Measure){.width = width, .align = style->align});
}

/* Captions are short and stay whole. */
static void caption_lines(Builder *b, const Node *caption, const Paragraph *paragraph, Len left)
{
    size_t from = b->items.n;
    lines_add(b, caption, paragraph, &b->setter->style->text[TEXT_CAPTION], left);
    for (size_t i = from; i < b->items.n && paragraph->n <= 12; i++)
        if (b->items.at[i].kind == V_PENALTY && i > from)
            b->items.at[i].penalty = PENALTY_FORBID;
}

void caption_add(Builder *b, const Node *caption, Len left, Len right)
{
    const TextStyle *style = &b->setter->style->text[TEXT_CAPTION];
    Paragraph paragraph = caption_set(b, caption, right - left);
    block_begin(b, style->before);
    b->free++;
    caption_lines(b, caption, &paragraph, left);
    b->free--;
    block_end(b, style->after);
    b->indented = false;
}

/* ---- pictures ------------------------------------------------------------------------------------- */

static const Node *figure_part(const Node *figure, Kind kind)
{
    const Node *node = figure;
    while (node && node->kind != kind)
        node = node_next(node, figure);
    return node;
}

/* The frame in a picture's place, with its alternative text; a badge is its text alone. */
static void frame_add(Builder *b, const Node *picture)
{
    const Style *values = b->setter->style;
    const TextStyle *style = &values->text[TEXT_CAPTION];
    Len pad = style->leading / 2, width = b->right - b->left, thin = values->rule_thin;
    Str words = image_words(b->setter->arena, picture->text, node_plain(b->setter->arena, picture));
    Hlist list = hlist_of_text(b->setter, picture, words, style);
    Paragraph p = line_break(b->setter, &list, &(Measure){.width = width - 2 * pad, .align = ALIGN_LEFT});
    Len height = 2 * pad + style->leading * p.n;
    bool long_one = height > text_height(values) / 2;      /* too long for a frame: it may break over pages */
    if (long_one || badge_is(picture->text)) {
        lines_add(b, picture, &p, style, long_one ? b->left + pad : b->left);
        return;
    }
    Box *boxes = ARENA_ARRAY(b->setter->arena, Box, p.n + 4);
    int n = 0;
    for (int i = 0; i < p.n; i++)
        boxes[n++] = box_line(&p.lines[i], picture, b->left + pad, pad + style->leading * i + style_baseline(style));
    boxes[n++] = box_rule(b->left, 0, width, thin, values->rule);
    boxes[n++] = box_rule(b->left, height - thin, width, thin, values->rule);
    boxes[n++] = box_rule(b->left, 0, thin, height, values->rule);
    boxes[n++] = box_rule(b->left + width - thin, 0, thin, height, values->rule);
    builder_box(b, picture, height, boxes, n);
}

/* What must stand on the page besides the picture: its caption, and the heading that it is the first thing under. */
static Len kept_height(const Builder *b, const Node *figure, const Paragraph *caption)
{
    const TextStyle *style = &b->setter->style->text[TEXT_CAPTION];
    Len height = caption->n ? caption->n * style->leading + style->before : 0;
    return b->headed && figure->prev ? height + 5 * b->setter->style->text[TEXT_BODY].leading : height;
}

static void picture_add(Builder *b, const Node *figure, const Node *picture, Len below)
{
    const Style *values = b->setter->style;
    const Image *image = image_read(b->setter->images, picture->text, picture->place);
    if (!image) {
        frame_add(b, picture);
        return;
    }
    Len room = text_height(values) - below, width, height;
    room = room > 72 * LEN_PT ? room : 72 * LEN_PT;
    picture_size(picture, image, b->right - b->left, room, b->text->size, &width, &height);
    Align align = node_align(picture, node_align(figure, ALIGN_LEFT));
    Len rest = b->right - b->left - width, left = align == ALIGN_RIGHT ? rest : align == ALIGN_CENTER ? rest / 2 : 0;
    Box box = box_image(image, picture, b->left + left, 0, width, height);
    builder_box(b, picture, height, box_copy(b, &box, 1), 1);
}

void figure_add(Builder *b, const Node *figure)
{
    if (figure->first && figure->first->kind == KIND_CHART) {
        chart_add(b, figure->first);
        return;
    }
    const TextStyle *style = &b->setter->style->text[TEXT_CAPTION];
    const Node *caption = figure_part(figure, KIND_CAPTION);
    Len around = b->setter->style->text[TEXT_BODY].leading * 3 / 4;
    Paragraph below = caption ? caption_set(b, caption, b->right - b->left) : (Paragraph){0};
    Len kept = kept_height(b, figure, &below);
    block_begin(b, around);
    for (const Node *part = figure->first; part; part = part->next) {
        const Node *picture = part->kind == KIND_CAPTION ? NULL : figure_part(part, KIND_IMAGE);
        if (!picture)
            continue;
        picture_add(b, figure, picture, kept);
        builder_penalty(b, PENALTY_FORBID);
        builder_glue(b, below.n ? style->before : 0, 0, 0);
    }
    b->free++;
    caption_lines(b, caption, &below, b->left);
    b->free--;
    block_end(b, around);
    b->indented = false;
}
