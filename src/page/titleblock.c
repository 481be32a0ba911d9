/* titleblock.c - what stands at the head: the title block, headings of sections, the table of contents.
 *
 * Comes in: TITLE_BLOCK, HEADING and CONTENTS as resolve/ made them. Goes out: their lines, kept with what follows. A
 * heading's number hangs in the margin if there is room. An entry of the contents keeps clear of a slot for the folio,
 * which is known only when pages are: it goes out as a FOLIO box. */
#include "page/page_int.h"

enum { SHORT_CONTENTS = 45 };                              /* entries that stay on one page if they can */

/* ---- display text --------------------------------------------------------------------------------- */

static Paragraph display_set(const Builder *b, const Hlist *list, const TextStyle *style, Len width, Len first_indent)
{
    return line_break(b->setter, list, &(Measure){.width = width, .first_indent = first_indent, .align = style->align});
}

/* Large text of two lines or more in the narrowest measure that needs no more lines, so that no word stands alone. */
static void display_add(Builder *b, const Node *node, const TextStyle *style, Len first_indent)
{
    Hlist list = hlist_new(b->setter, node, style);
    Len width = b->right - b->left, least = hlist_min_width(&list) + first_indent;
    Paragraph paragraph = display_set(b, &list, style, width, first_indent);
    for (Len step = width / 4; paragraph.n > 1 && step > style->size / 4; step /= 2) {
        if (width - step < least)
            continue;
        Paragraph other = display_set(b, &list, style, width - step, first_indent);
        if (other.n == paragraph.n) {
            width -= step;
            paragraph = other;
        }
    }
    Len room = b->right - b->left - width;
    lines_add(b, node, &paragraph, style, b->left + (style->align == ALIGN_CENTER ? room / 2 : style->align == ALIGN_RIGHT ? room : 0));
}

/* ---- headings ------------------------------------------------------------------------------------- */

static const Node *heading_number(const Node *heading)
{
    for (const Node *child = heading->first; child; child = child->next)
        if (child->kind == KIND_NUMBER)
            return child;
    return NULL;
}

/* The number as a label left of the heading; returns the indent that it needs when the margin has no room. */
static Len number_hang(Builder *b, const Node *heading, const TextStyle *style)
{
    const Style *values = b->setter->style;
    const Node *number = values->hang_numbers ? heading_number(heading) : NULL;
    if (!number)
        return 0;
    const Node *leaf = number->first ? number->first : number;
    Hlist list = hlist_of_text(b->setter, leaf, heading->extra->number, style);
    Line *line = ARENA_NEW(b->setter->arena, Line);
    *line = line_single(b->setter, &list);
    Len gap = style->size * 3 / 4;
    bool room = b->left == 0 && line->width + gap < values->margin_inner - 24 * LEN_PT;
    builder_label(b, box_line(line, heading, room ? -line->width - gap : b->left, style_baseline(style)));
    return room ? 0 : line->width + gap;
}

static const TextStyle *heading_style(const Builder *b, const Node *heading)
{
    int level = heading->u.heading.level;
    level = level < 1 ? 1 : level > 6 ? 6 : level;
    return &b->setter->style->text[TEXT_H1 + level - 1];
}

/* A chapter begins a page; the space above its title is a box, so that it stays at the page's head. */
static void chapter_begin(Builder *b, const Node *heading, const TextStyle *style)
{
    builder_force(b, heading, b->setter->style->chapters_right, true);
    b->fresh = true;
    if (style->before > 0)
        builder_box(b, NULL, style->before, NULL, 0);
    b->fresh = true;
}

void heading_add(Builder *b, const Node *heading)
{
    const Style *values = b->setter->style;
    TextStyle style = *heading_style(b, heading);
    style.hyphenate = false;
    if (style.align == ALIGN_JUSTIFY)
        style.align = ALIGN_LEFT;
    style.align = node_align(heading, style.align);
    if (heading->u.heading.level <= values->chapter_level)
        chapter_begin(b, heading, &style);
    block_begin(b, b->headed ? style.before / 4 : style.before); /* two headings are one */
    floats_section(b);
    b->free++;
    size_t from = b->items.n;
    b->headed = true;
    display_add(b, heading, &style, number_hang(b, heading, &style));
    for (size_t i = from + 1; i < b->items.n; i++)
        if (b->items.at[i].kind == V_PENALTY && b->items.at[i - 1].kind == V_BOX)
            b->items.at[i].penalty = PENALTY_FORBID;
    labels_flush(b, heading, &style);
    b->free--;
    block_end(b, style.after);
    block_keep(b, PENALTY_FORBID);
    b->headed = true;
    b->indented = false;
}

/* ---- the title block ------------------------------------------------------------------------------- */

static TextRole title_role(Kind kind)
{
    return kind == KIND_TITLE ? TEXT_TITLE : kind == KIND_SUBTITLE ? TEXT_SUBTITLE : kind == KIND_AUTHOR ? TEXT_AUTHOR
                                                                                                         : TEXT_DATE;
}

static void title_part(Builder *b, const Node *node)
{
    const TextStyle *style = &b->setter->style->text[title_role(node->kind)];
    block_begin(b, style->before);
    b->free++;
    display_add(b, node, style, 0);
    b->free--;
    block_end(b, style->after);
    block_keep(b, PENALTY_FORBID);
    b->indented = false;
}

static void title_rule(Builder *b)
{
    const Style *values = b->setter->style;
    Len thick = values->rule_thick > 0 ? values->rule_thick : LEN_PT;
    bool centred = values->text[TEXT_TITLE].align == ALIGN_CENTER;
    Len width = centred ? (b->right - b->left) / 6 : b->right - b->left;
    Box rule = box_rule(b->left + (b->right - b->left - width) / 2, 0, width, thick, values->accent);
    block_begin(b, values->text[TEXT_BODY].leading / 2);
    builder_box(b, NULL, thick, box_copy(b, &rule, 1), 1);
    block_end(b, values->text[TEXT_BODY].leading);
}

static bool title_alone(const Builder *b)
{
    return b->setter->meta->title_page || b->setter->style->chapter_level > 0;
}

void title_add(Builder *b, const Node *block)
{
    const Style *values = b->setter->style;
    bool alone = title_alone(b), ruled = false;
    if (alone) {
        b->fresh = true;
        builder_box(b, NULL, (values->page_height - values->margin_top - values->margin_bottom) / 4, NULL, 0);
    }
    for (const Node *part = block->first; part; part = part->next) {
        if (part->kind == KIND_ABSTRACT && !ruled) {
            title_rule(b);
            ruled = true;
        }
        if (part->kind == KIND_ABSTRACT)
            block_add(b, part);
        else
            title_part(b, part);
    }
    if (!ruled)
        title_rule(b);
    if (alone)
        builder_force(b, block, false, true);
}

/* ---- contents ------------------------------------------------------------------------------------- */

static const TextStyle *entry_style(const Builder *b, const Node *item)
{
    int level = item->u.contents_item.level;
    return &b->setter->style->text[level <= 1 ? TEXT_CONTENTS_1 : level == 2 ? TEXT_CONTENTS_2 : TEXT_CONTENTS_3];
}

/* The list up to its leader, as a paragraph of its own; returns the node of the page number, or NULL. */
static const Node *entry_cut(Hlist *list)
{
    for (int i = 0; i + 2 < list->n; i++) {
        const Node *node = list->items[i].node;
        if (!node || (node->kind != KIND_LEADER && node->kind != KIND_PAGE_NUMBER))
            continue;
        while (node->next && node->kind != KIND_PAGE_NUMBER)
            node = node->next;
        list->items[i] = (Item){.kind = ITEM_PENALTY, .penalty = PENALTY_FORBID, .look = list->items[i].look};
        list->items[i + 1] = (Item){.kind = ITEM_GLUE, .fil = true, .look = list->items[i].look};
        list->items[i + 2] = (Item){.kind = ITEM_PENALTY, .penalty = PENALTY_FORCE, .look = list->items[i].look};
        list->n = i + 3;
        return node->kind == KIND_PAGE_NUMBER ? node : NULL;
    }
    return NULL;
}

/* Entries are links, but they need not shout it. */
static void entry_calm(const Builder *b, Hlist *list, Colour colour)
{
    const Look *from = NULL;
    Look *to = NULL;
    for (int i = 0; i < list->n; i++) {
        const Look *look = list->items[i].look;
        if (!look || look->colour == colour)
            continue;
        if (look != from) {
            to = ARENA_NEW(b->setter->arena, Look);
            *to = *look;
            to->colour = colour;
            from = look;
        }
        list->items[i].look = to;
    }
}

/* Folios have one slot and leaders one pitch at all levels. */
static const TextStyle *slot_style(const Builder *b)
{
    return &b->setter->style->text[TEXT_CONTENTS_1];
}

/* Dots between two edges, at the same places under one another: counted from the right. */
static int leader_box(const Builder *b, Box *box, const Node *node, Len from, Len to, Len y)
{
    TextStyle plain = *slot_style(b);
    plain.weight = 400;
    plain.colour = b->setter->style->rule;
    Hlist one = hlist_of_text(b->setter, node, STR("."), &plain);
    Len dot = hlist_width(&one), pitch = plain.size * 6 / 10;
    Len n = dot > 0 && to > from ? (to - from - dot) / pitch + 1 : 0;
    if (n < 3)
        return 0;
    Line *line = ARENA_NEW(b->setter->arena, Line);
    *line = line_single(b->setter, &one);
    if (line->n == 0)
        return 0;
    Word *words = ARENA_ARRAY(b->setter->shown, Word, n);
    for (Len i = 0; i < n; i++) {
        words[i] = line->pieces[0].words[0];
        words[i].gap = i + 1 < n ? (int32_t)(pitch - dot) : 0;
    }
    line->pieces[0].words = words;
    line->pieces[0].n = (int)n;
    line->pieces[0].width = line->width = (n - 1) * pitch + dot;
    *box = box_line(line, node, to - line->width, y);
    box->artifact = ARTIFACT_LAYOUT;
    return 1;
}

static Len folio_slot(const Builder *b, const Node *node)
{
    Hlist list = hlist_of_text(b->setter, node, STR("0000"), slot_style(b));
    return hlist_width(&list);
}

static void entry_end(Builder *b, Vitem *v, const Node *page, const Line *last, const TextStyle *style)
{
    Len slot = folio_slot(b, page);
    Box boxes[3] = {v->boxes[0]};
    int n = 1;
    n += leader_box(b, &boxes[n], page, b->left + last->width + style->size / 2, b->right - slot, boxes[0].y);
    boxes[n++] = (Box){.kind = BOX_FOLIO, .node = page, .x = b->right - slot, .y = boxes[0].y, .width = slot,
                       .look = look_of_style(b->setter, style)};
    v->boxes = box_copy(b, boxes, n);
    v->n = n;
}

/* Three entries at least stand on a page. */
static bool entry_is_near_end(const Node *item)
{
    const Node *before = item->prev, *next = item->next;
    return !before || before->kind != KIND_CONTENTS_ITEM || !before->prev || before->prev->kind != KIND_CONTENTS_ITEM ||
           (next && (!next->next || !next->next->next));
}

static void entry_add(Builder *b, const Node *item)
{
    const TextStyle *style = entry_style(b, item);
    Hlist list = hlist_new(b->setter, item, style);
    const Node *page = entry_cut(&list);
    entry_calm(b, &list, style->colour);
    Len left = b->left, indent = style->indent;
    b->left += indent;
    Measure measure = {.width = b->right - b->left - folio_slot(b, item) - 2 * style->size, .indent = style->size * 3 / 2,
                       .align = ALIGN_LEFT};
    Paragraph paragraph = line_break(b->setter, &list, &measure);
    block_begin(b, style->before);
    lines_add(b, item, &paragraph, style, b->left);
    if (paragraph.n > 0 && page)
        entry_end(b, &b->items.at[b->items.n - 1], page, &paragraph.lines[paragraph.n - 1], style);
    b->left = left;
    block_end(b, style->after);
    bool leads = item->u.contents_item.level <= 1 && item->next && item->next->u.contents_item.level > 1;
    if (leads || entry_is_near_end(item))
        block_keep(b, PENALTY_KEEP);
}

void contents_add(Builder *b, const Node *contents)
{
    const Style *values = b->setter->style;
    const TextStyle *title = &values->text[TEXT_CONTENTS_TITLE];
    if (values->chapter_level > 0)
        chapter_begin(b, contents, title);
    block_begin(b, values->text[TEXT_BODY].leading);
    b->free++;
    size_t from = b->items.n + 4;                          /* after the word and its space */
    int entries = 0;
    for (const Node *child = contents->first; child; child = child->next) {
        if (child->kind == KIND_CONTENTS_ITEM) {
            entry_add(b, child);
            entries++;
            continue;
        }
        block_begin(b, title->before);
        text_add(b, child, title, 0, 0);
        block_end(b, title->after);
        block_keep(b, PENALTY_FORBID);
        b->indented = false;
    }
    b->free--;
    builder_hold(b, from, SHORT_CONTENTS);
    block_end(b, values->text[TEXT_BODY].leading);
    b->indented = b->headed = false;
    if (entries > SHORT_CONTENTS && values->chapter_level == 0)
        builder_force(b, contents, false, false);          /* contents of some pages have the last of them to themselves */
}
