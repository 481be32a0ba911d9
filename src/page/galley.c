/* galley.c - from the tree to the galley: every block of the document as boxes, glue and penalties in one vertical list.
 *
 * Comes in: the resolved tree. Goes out: the galley, and each footnote as a galley of its own. Paragraphs are set here,
 * other kinds of blocks in list.c, code.c and their neighbours; the space between them is builder.c's. It knows no pages:
 * where a turn is unwelcome it leaves a penalty. */
#include "page/page_int.h"

/* ---- paragraphs ----------------------------------------------------------------------------------- */

static Len line_pictures(const Line *line)
{
    Len height = 0;
    for (int i = 0; i < line->n; i++)
        if (line->pieces[i].kind == PIECE_IMAGE && line->pieces[i].height > height)
            height = line->pieces[i].height;
    return height;
}

/* A line with a picture higher than the leading gets room above; on the grid, whole lines of it. */
static Len line_lift(const Line *line, const TextStyle *style, Len grid)
{
    Len over = line_pictures(line) - style_baseline(style) - (style->leading - style->size) / 2;
    if (over <= 0)
        return 0;
    return grid > 0 ? (over + grid - 1) / grid * grid : over;
}

int line_penalty(int lines, int i, bool hyphenated, bool headed)
{
    if (i == 0 && headed)
        return PENALTY_FORBID;
    int penalty = i == 0 ? PENALTY_ORPHAN : 0;
    if (i == 1 && headed)
        penalty += PENALTY_HEADED;
    if (i == lines - 2)
        penalty += PENALTY_WIDOW;
    if (hyphenated)
        penalty += PENALTY_HYPHEN;
    return penalty < PENALTY_FORBID ? penalty : PENALTY_FORBID - 1;
}

void lines_add(Builder *b, const Node *node, const Paragraph *paragraph, const TextStyle *style, Len left)
{
    bool headed = b->headed, on_grid = b->grid > 0 && !b->free && style->leading == b->grid;
    for (int i = 0; i < paragraph->n; i++) {
        const Line *line = &paragraph->lines[i];
        Len lift = line_lift(line, style, on_grid ? b->grid : 0);
        if (on_grid)
            builder_register(b);
        Box box = box_line(line, node, left, lift + style_baseline(style));
        Vitem *v = builder_box(b, node, style->leading + lift, box_copy(b, &box, 1), 1);
        v->first_line = i == 0;
        v->last_line = i == paragraph->n - 1;
        v->hyphenated = line->hyphenated;
        if (on_grid) {
            b->at = 0;
            b->stretch = b->items.n;
        }
        if (i + 1 < paragraph->n)
            builder_penalty(b, line_penalty(paragraph->n, i, line->hyphenated, headed));
    }
}

Align node_align(const Node *node, Align otherwise)
{
    Str align = attr_value(node->extra->attr, STR("align"));
    return str_eq_fold(align, STR("center"))  ? ALIGN_CENTER
           : str_eq_fold(align, STR("right")) ? ALIGN_RIGHT
           : str_eq_fold(align, STR("left"))  ? ALIGN_LEFT
                                              : otherwise;
}

/* The style with the alignment that the node's source asks for; text to the left may as well be justified. */
static const TextStyle *style_aligned(Builder *b, const TextStyle *style, const Node *node)
{
    Align align = node_align(node, style->align);
    if (align == style->align || align == ALIGN_LEFT)
        return style;
    TextStyle *own = ARENA_NEW(b->setter->arena, TextStyle);
    *own = *style;
    own->align = align;
    return own;
}

Paragraph text_add(Builder *b, const Node *node, const TextStyle *style, Len first_indent, Len indent)
{
    Measure measure = {.width = b->right - b->left, .first_indent = first_indent, .indent = indent,
                       .align = style->align};
    const Paragraph *known = b->ahead ? ahead_lookup(b->ahead, node, style, &measure) : NULL;
    Paragraph paragraph;
    if (known) {
        paragraph = *known;
        line_tell(b->setter, &paragraph);
    } else {
        Hlist list = hlist_new(b->setter, node, style);
        paragraph = line_break(b->setter, &list, &measure);
    }
    lines_add(b, node, &paragraph, style, b->left);
    return paragraph;
}

/* A paragraph that ends in a colon leads in what follows; one of a single line is the title of the table below it. */
static bool paragraph_leads(const Node *node, int lines)
{
    const Node *leaf = node->last, *next = node->next;
    if (lines == 1 && next && next->kind == KIND_TABLE)
        return true;
    while (leaf && leaf->last)
        leaf = leaf->last;
    if (!leaf || leaf->kind != KIND_TEXT || !str_ends(str_trim(leaf->text), STR(":")) || !next)
        return false;
    return next->kind == KIND_LIST || next->kind == KIND_CODE_BLOCK || is_code_title(next) || next->kind == KIND_TABLE ||
           next->kind == KIND_QUOTE || next->kind == KIND_FIGURE;
}

/* Remembers a paragraph of three lines or more whose lines are the grid's. */
static void passage_add(Builder *b, const Node *node, size_t from, Len first_indent, bool headed, Paragraph set)
{
    const Vitem *items = b->items.at;
    while (from < b->items.n && items[from].kind != V_BOX)
        from++;
    if (b->grid <= 0 || b->text->leading != b->grid || b->text->align != ALIGN_JUSTIFY || set.n < 3 || set.strained)
        return;
    for (size_t i = from; i < b->items.n; i++)
        if (items[i].kind == V_BOX ? items[i].height != b->grid : items[i].kind != V_PENALTY)
            return;
    Measure measure = {.width = b->right - b->left, .first_indent = first_indent, .align = b->text->align};
    VEC_PUSH(b->setter->list, &b->passages, (Passage){.node = node, .style = b->text, .measure = measure, .left = b->left,
                                                       .headed = headed, .from = (int)from, .to = (int)b->items.n, .set = set});
}

static void paragraph_add(Builder *b, const Node *node)
{
    bool spaced = b->text == &b->setter->style->text[TEXT_BODY]; /* others: the space is around the whole block */
    const TextStyle *style = style_aligned(b, b->text, node);
    bool indented = b->indented && !b->fresh && b->labels.n == 0 && style->align != ALIGN_CENTER &&
                    style->align != ALIGN_RIGHT;
    size_t before = b->items.n;
    bool headed = b->headed;
    Len indent = indented ? style->indent : 0;
    block_begin(b, spaced ? style->before : 0);
    Paragraph set = text_add(b, node, style, indent, 0);
    if (b->items.n == before)
        return;
    if (style == b->text)
        passage_add(b, node, before, indent, headed, set);
    block_end(b, spaced ? style->after : 0);
    b->indented = true;
    if (paragraph_leads(node, set.n))
        block_keep(b, PENALTY_KEEP);
    arena_reset(b->setter->scratch);                       /* its lists; nobody above holds any */
}

/* ---- rules and breaks ----------------------------------------------------------------------------- */

static void rule_add(Builder *b, const Node *node)
{
    const Style *style = b->setter->style;
    Len height = style->text[TEXT_BODY].leading, width = (b->right - b->left) / 5;
    Len thick = style->rule_thin > 0 ? style->rule_thin : LEN_PT / 2;
    Box rule = box_rule(b->left + (b->right - b->left - width) / 2, height / 2, width, thick, style->rule);
    block_begin(b, height / 2);
    builder_box(b, node, height, box_copy(b, &rule, 1), 1);
    block_end(b, height / 2);
}

/* ---- notes ---------------------------------------------------------------------------------------- */

static void note_label(Builder *b, const Node *note)
{
    TextStyle style = b->setter->style->text[TEXT_NOTE];
    const Node *own = note->first && note->first->kind == KIND_LABEL ? note->first : NULL;
    style.figures = FIGURES_TABULAR;
    Hlist list = own ? hlist_new(b->setter, own, &style) : hlist_of_text(b->setter, note, note->extra->number, &style);
    if (list.n == 0)
        return;
    Line *line = ARENA_NEW(b->setter->arena, Line);
    *line = line_single(b->setter, &list);
    Len hang = style.size * 7 / 4, gap = style.size * 6 / 10;
    Len x = line->width + gap > hang ? 0 : hang - gap - line->width;
    builder_label(b, box_line(line, own ? own : note, b->left + x, style_baseline(&style)));
    b->left += line->width + gap > hang ? line->width + gap : hang;
}

static void note_add(Builder *b, const Node *note)
{
    const TextStyle *text = b->text, *style = &b->setter->style->text[TEXT_NOTE];
    Len left = b->left;
    b->text = style;
    note_label(b, note);
    b->fresh = true;
    blocks_add(b, note);
    labels_flush(b, note, style);
    b->left = left;
    b->text = text;
    b->indented = false;
}

/* ---- blocks --------------------------------------------------------------------------------------- */

static void abstract_add(Builder *b, const Node *node)
{
    const TextStyle *text = b->text;
    b->text = &b->setter->style->text[TEXT_ABSTRACT];
    block_begin(b, b->text->before);
    blocks_add(b, node);
    block_end(b, b->text->after);
    b->text = text;
    b->indented = false;
}

/* The text around a float runs on as if the float stood elsewhere, for it may: the next paragraph keeps its indent. */
static void floating_add(Builder *b, const Node *node, void (*add)(Builder *b, const Node *node))
{
    bool indented = b->indented, floats = float_open(b, node);
    add(b, node);
    if (floats) {
        float_close(b, node);
        b->indented = indented;
    }
}

void block_add(Builder *b, const Node *node)
{
    switch (node->kind) {
    case KIND_PARAGRAPH:
        if (!is_code_title(node))
            paragraph_add(b, node);
        break;
    case KIND_HEADING: heading_add(b, node); break;
    case KIND_TITLE_BLOCK: title_add(b, node); break;
    case KIND_CONTENTS: contents_add(b, node); break;
    case KIND_INDEX: index_add(b, node); break;
    case KIND_ABSTRACT: abstract_add(b, node); break;
    case KIND_QUOTE: quote_add(b, node); break;
    case KIND_ALERT: alert_add(b, node); break;
    case KIND_LIST: list_add(b, node); break;
    case KIND_CODE_BLOCK: code_add(b, node); break;
    case KIND_RULE: rule_add(b, node); break;
    case KIND_PAGE_BREAK: builder_force(b, node, false, false); break;
    case KIND_TABLE: floating_add(b, node, table_add); break;
    case KIND_FIGURE: floating_add(b, node, figure_add); break;
    case KIND_CHART: chart_add(b, node); break;
    case KIND_CAPTION: caption_add(b, node, b->left, b->right); break;
    case KIND_NOTE:
        if (!node->extra->target) {
            block_begin(b, b->setter->style->note_gap);
            note_add(b, node);
            block_end(b, 0);
        }
        break;
    case KIND_DOCUMENT: case KIND_SECTION: case KIND_DIV: case KIND_ITEM: case KIND_BODY: case KIND_TABLE_HEAD:
    case KIND_TABLE_BODY: case KIND_ROW: case KIND_CONTENTS_ITEM:
        blocks_add(b, node);
        break;
    case KIND_TITLE: case KIND_SUBTITLE: case KIND_AUTHOR: case KIND_DATE: case KIND_CELL:
        paragraph_add(b, node);
        break;
    case KIND_LABEL:
        if (node->parent->kind == KIND_ITEM) {             /* the term of a definition; list.c asks for no other */
            paragraph_add(b, node);
            block_keep(b, PENALTY_KEEP);
        }
        break;
    case KIND_HTML_BLOCK: case KIND_TEXT: case KIND_SOFT_BREAK: case KIND_HARD_BREAK:
    case KIND_EMPH: case KIND_STRONG: case KIND_STRIKE: case KIND_UNDERLINE: case KIND_SUB: case KIND_SUP:
    case KIND_SMALL_CAPS: case KIND_SPAN: case KIND_CODE: case KIND_LINK: case KIND_IMAGE: case KIND_NOTE_REF:
    case KIND_REF: case KIND_PAGE_NUMBER: case KIND_LEADER: case KIND_NUMBER: case KIND_HTML_INLINE: case KINDS:
        break;
    }
}

void blocks_add(Builder *b, const Node *parent)
{
    for (const Node *child = parent->first; child; child = child->next)
        block_add(b, child);
}

/* ---- galleys -------------------------------------------------------------------------------------- */

Galley galley_new(const Setter *setter, const Node *document)
{
    const Style *style = setter->style;
    Builder b = builder_new(setter, text_width(style), style->grid, &style->text[TEXT_BODY]);
    Ahead *ahead = ahead_new(setter, document);
    b.ahead = ahead;
    blocks_add(&b, document);
    ahead_close(ahead);
    return builder_galley(&b);
}

Galley galley_of_note(const Setter *setter, const Node *note)
{
    const Style *style = setter->style;
    Builder b = builder_new(setter, text_width(style), 0, &style->text[TEXT_NOTE]);
    note_add(&b, note);
    return builder_galley(&b);
}
