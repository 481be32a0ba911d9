/* paint.c - from pages to the display list: set lines become text runs (one font, colour and rise), boxes become
 * rectangles and pictures, everything between tags that name its owner in the structure tree or call it an artifact.
 * Lines that follow one another and have one owner share one tag. Page numbers that were unknown before are set here;
 * nothing else is shaped. */
#include "paint/paint.h"

#include <string.h>

typedef struct Painter {
    const Setter *setter;
    const Pages *pages;
    VEC(Op) ops;
    VEC(Link) links;
    bool open;                                             /* a tag is */
    const Node *owner;
    Artifact artifact;
    const Node *seen, *seen_link, *seen_owner;             /* of the last leaf that was asked for */
    const Font *space_font;
    const Shaped *space;
} Painter;

/* ---- owners and links -------------------------------------------------------------------------------------- */

bool tag_has(const Node *node)
{
    if (node->kind == KIND_SPAN)
        return attr_value(node->extra->attr, STR("lang")).n > 0;
    if (node->kind == KIND_CODE)
        return str_eq(node->u.code.language, STR("math"));
    return kind_rows[node->kind].role[0] != '\0';
}

/* The picture of a figure is the figure's own content; one in running text is a figure of its own. */
static const Node *figure_of(const Node *image)
{
    const Node *n = image->parent;
    while (n != NULL && n->kind != KIND_FIGURE && n->kind != KIND_CAPTION)
        n = n->parent;
    return n != NULL && n->kind == KIND_FIGURE ? n : NULL;
}

const Node *tag_owner(const Node *leaf)
{
    const Node *node = leaf;
    while (node != NULL && !tag_has(node) && node->parent != NULL)
        node = node->parent;
    if (node != NULL && node->kind == KIND_IMAGE && figure_of(node) != NULL)
        return figure_of(node);
    return node;
}

static bool leads_somewhere(const Painter *p, const Node *node)
{
    if (node->extra->target != NULL)
        return node->extra->target->extra->label.n > 0 && map_lookup(p->pages->places, node->extra->target->extra->label) != NULL;
    return node->kind == KIND_LINK && node->text.n > 0 && node->text.p[0] != '#';
}

static const Node *link_of(const Painter *p, const Node *leaf)
{
    for (const Node *n = leaf; n != NULL && (!kind_rows[n->kind].block || n == leaf || n->kind == KIND_CONTENTS_ITEM);
         n = n->parent) {
        bool kind = n->kind == KIND_LINK || n->kind == KIND_REF || n->kind == KIND_NOTE_REF ||
                    n->kind == KIND_CONTENTS_ITEM;
        if (kind && leads_somewhere(p, n))
            return n;
    }
    return NULL;
}

static void leaf_see(Painter *p, const Node *leaf)
{
    if (p->seen == leaf && leaf != NULL)
        return;
    p->seen = leaf;
    p->seen_owner = leaf ? tag_owner(leaf) : NULL;
    p->seen_link = leaf ? link_of(p, leaf) : NULL;
}

static void link_add(Painter *p, const Node *node, Len x, Len baseline, Len width, Len size)
{
    Link link = {node, x, baseline - size * 3 / 4, width, size};
    Link *last = p->links.n ? &p->links.at[p->links.n - 1] : NULL;
    if (last && last->node == node && last->y <= baseline && last->y + last->height >= baseline) {
        Len right = last->x + last->width > x + width ? last->x + last->width : x + width;
        last->x = last->x < x ? last->x : x;
        last->width = right - last->x;
    } else {
        VEC_PUSH(p->setter->arena, &p->links, link);
    }
}

/* ---- tags ---------------------------------------------------------------------------------------------------- */

static void op_add(Painter *p, Op op)
{
    VEC_PUSH(p->setter->arena, &p->ops, op);
}

static void tag_close(Painter *p)
{
    if (p->open)
        op_add(p, (Op){.kind = OP_END});
    p->open = false;
}

static void tag_open(Painter *p, const Node *owner, const Node *leaf, Artifact artifact)
{
    if (owner == NULL && artifact == ARTIFACT_NONE)
        artifact = ARTIFACT_LAYOUT;
    if (artifact != ARTIFACT_NONE)
        owner = leaf = NULL;
    if (p->open && p->owner == owner && p->artifact == artifact)
        return;
    tag_close(p);
    op_add(p, (Op){.kind = OP_TAG, .node = owner, .leaf = leaf, .artifact = artifact});
    p->open = true;
    p->owner = owner;
    p->artifact = artifact;
}

/* ---- lines ----------------------------------------------------------------------------------------------------- */

static const Shaped *space_of(Painter *p, const Font *font)
{
    if (p->space_font == font)
        return p->space;
    const Shaped *space = shape_text(p->setter->shaper, font, STR(" "), (Str){0});
    bool sound = space != NULL && space->n == 1 && space->glyphs[0].id != 0 && space->face == font->face;
    p->space_font = font;
    p->space = sound ? space : NULL;
    return p->space;
}

static const Node *leaf_of(const Box *box, const Piece *piece)
{
    return piece->node ? piece->node : box->node;
}

static bool look_same(const Look *a, const Look *b)
{
    return a == b || (a->font == b->font && a->colour == b->colour && a->rise == b->rise &&
                      a->underline == b->underline && a->strike == b->strike);
}

/* The pieces from `from` on that one run can show: the same look, and the same owner and link. */
static int run_end(Painter *p, const Box *box, int from)
{
    const Piece *pieces = box->line->pieces;
    leaf_see(p, leaf_of(box, &pieces[from]));
    const Node *owner = p->seen_owner, *link = p->seen_link;
    int i = from + 1;
    for (; i < box->line->n && pieces[i].kind == PIECE_TEXT; i++) {
        leaf_see(p, leaf_of(box, &pieces[i]));
        bool same = look_same(pieces[i].look, pieces[from].look);
        if (!same || (box->artifact == ARTIFACT_NONE && p->seen_owner != owner) || p->seen_link != link)
            break;
    }
    return i;
}

static void bar_add(Painter *p, const Look *look, Len x, Len y, Len width)
{
    Len thick = font_len(look->font, look->font->face->underline_thick);
    thick = thick > 0 ? thick : look->font->size / 20;
    op_add(p, (Op){.kind = OP_RECT, .x = x, .y = y - thick / 2, .width = width, .height = thick,
                   .colour = look->colour});
}

static void run_bars(Painter *p, const Look *look, Len x, Len baseline, Len width)
{
    const Face *face = look->font->face;
    Len y = baseline - look->rise;
    if (look->underline)
        bar_add(p, look, x, y - font_len(look->font, face->underline_at < 0 ? face->underline_at : -100), width);
    if (look->strike)
        bar_add(p, look, x, y - font_len(look->font, face->x_height) / 2, width);
}

static void run_add(Painter *p, const Box *box, int from, int to)
{
    const Piece *pieces = box->line->pieces, *first = &pieces[from], *last = &pieces[to - 1];
    const Look *look = first->look;
    const Word *end = last->words + last->n;
    Len x = box->x + first->x, width = last->x + last->width - first->x;
    op_add(p, (Op){.kind = OP_TEXT, .x = x, .y = box->y, .width = width, .colour = look->colour, .font = look->font,
                   .expand = (int16_t)box->line->expand, .words = first->words, .n = (int)(end - first->words), .rise = look->rise,
                   .space = space_of(p, look->font)});
    if (to < box->line->n && end[-1].space_after && pieces[to].kind == PIECE_TEXT && look->underline &&
        pieces[to].look->underline)
        width = pieces[to].x - first->x;
    run_bars(p, look, x, box->y, width);
    if (p->seen_link != NULL && box->artifact == ARTIFACT_NONE)
        link_add(p, p->seen_link, x, box->y - look->rise, width, look->font->size);
}

/* Leader dots stand on one grid for the whole page, so that those of all lines are below one another. */
static void leader_add(Painter *p, const Box *box, const Piece *piece)
{
    const Font *font = piece->look->font;
    const Shaped *dot = shape_text(p->setter->shaper, font, STR("."), (Str){0});
    Len pitch = font->size / 2, dot_width = shaped_width(dot, font->size);
    Len left = box->x + piece->x, right = left + piece->width - dot_width;
    Len first = (left + pitch) / pitch * pitch;
    if (first > right)
        return;
    int n = (int)((right - first) / pitch) + 1;
    Word *dots = ARENA_ARRAY(p->setter->shown, Word, n);
    for (int i = 0; i < n; i++)
        dots[i] = (Word){.shaped = dot, .gap = (int32_t)(pitch - dot_width)};
    tag_open(p, NULL, NULL, ARTIFACT_LAYOUT);
    op_add(p, (Op){.kind = OP_TEXT, .x = first, .y = box->y, .width = right + dot_width - first,
                   .colour = piece->look->colour, .font = font, .words = dots, .n = n});
}

static void image_add(Painter *p, const Box *box, const Node *leaf, const Image *image, const Op *at)
{
    Op op = *at;
    leaf_see(p, leaf);
    tag_open(p, p->seen_owner, leaf, box->artifact);
    op.kind = OP_IMAGE;
    op.image = image;
    op_add(p, op);
    if (p->seen_link != NULL && box->artifact == ARTIFACT_NONE)
        VEC_PUSH(p->setter->arena, &p->links, (Link){p->seen_link, op.x, op.y, op.width, op.height});
}

static void line_add(Painter *p, const Box *box)
{
    for (int i = 0; i < box->line->n;) {
        const Piece *piece = &box->line->pieces[i];
        int end = i + 1;
        switch (piece->kind) {
        case PIECE_TEXT:
            end = run_end(p, box, i);
            leaf_see(p, leaf_of(box, piece));
            tag_open(p, p->seen_owner, p->seen, box->artifact);
            run_add(p, box, i, end);
            break;
        case PIECE_IMAGE:
            image_add(p, box, leaf_of(box, piece), piece->image,
                      &(Op){.x = box->x + piece->x, .y = box->y - piece->height, .width = piece->width,
                            .height = piece->height});
            break;
        case PIECE_LEADER: leader_add(p, box, piece); break;
        }
        i = end;
    }
}

/* ---- the other boxes --------------------------------------------------------------------------------------------- */

static void folio_add(Painter *p, const Box *box)
{
    const Node *target = box->node ? box->node->extra->target : NULL;
    const Str *folio = target ? map_lookup(p->pages->folios, target->extra->label) : NULL;
    if (folio == NULL || folio->n == 0)
        return;
    const Font *font = box->look->font;
    Word *word = ARENA_NEW(p->setter->shown, Word);
    word->shaped = shape_text(p->setter->shaper, font, *folio, box->look->lang);
    Len width = word_width(word, font, 0), x = box->x + box->width - width;
    leaf_see(p, box->node);
    tag_open(p, p->seen_owner, box->node, box->artifact);
    op_add(p, (Op){.kind = OP_TEXT, .x = x, .y = box->y, .width = width, .colour = box->look->colour,
                   .font = font, .words = word, .n = 1, .rise = box->look->rise, .space = space_of(p, font)});
    if (p->seen_link != NULL && box->artifact == ARTIFACT_NONE)
        link_add(p, p->seen_link, x, box->y, width, font->size);
}

static void mark_add(Painter *p, const Box *box, const Mark *m)
{
    Op op = {.x = box->x + m->x, .y = box->y + m->y, .width = m->width, .height = m->height, .colour = m->colour};
    switch (m->kind) {
    case MARK_TEXT:
        line_add(p, &(Box){.kind = BOX_LINE, .node = box->node, .x = op.x, .y = op.y, .line = m->line});
        break;
    case MARK_RECT:
        op.kind = OP_RECT;
        op_add(p, op);
        break;
    case MARK_PATH:
        op.kind = OP_PATH;
        op.segments = m->segments;
        op.points = m->points;
        op.n_segments = m->n_segments;
        op.fill = m->fill;
        op.line_width = m->line_width;
        op.dashes = m->dashes;
        op.n_dashes = m->n_dashes;
        op_add(p, op);
        break;
    }
}

/* All that is in a drawing has one owner and one tag, which says where it is. */
static void drawing_add(Painter *p, const Box *box)
{
    tag_close(p);
    leaf_see(p, box->node);
    tag_open(p, p->seen_owner, box->node, box->artifact);
    Op *tag = &p->ops.at[p->ops.n - 1];
    tag->x = box->x;
    tag->y = box->y;
    tag->width = box->width;
    tag->height = box->height;
    for (int i = 0; i < box->drawing->n; i++)
        mark_add(p, box, &box->drawing->marks[i]);
}

static void box_add(Painter *p, const Box *box)
{
    Op at = {.x = box->x, .y = box->y, .width = box->width, .height = box->height};
    switch (box->kind) {
    case BOX_LINE: line_add(p, box); break;
    case BOX_RULE:
        tag_open(p, NULL, NULL, box->artifact);
        at.kind = OP_RECT;
        at.colour = box->colour;
        op_add(p, at);
        break;
    case BOX_IMAGE: image_add(p, box, box->node, box->image, &at); break;
    case BOX_FOLIO: folio_add(p, box); break;
    case BOX_DRAWING: drawing_add(p, box); break;
    }
}

static void *kept(Arena *arena, const void *at, size_t size)
{
    return size > 0 ? memcpy(arena_alloc(arena, size), at, size) : NULL;
}

Ops paint_pages(const Setter *setter, const Pages *pages)
{
    Ops ops = {ARENA_ARRAY(setter->shown, PageOps, pages->n + 1), pages->n};
    Painter p = {.setter = setter, .pages = pages};
    for (int i = 0; i < pages->n; i++) {
        const Page *page = &pages->at[i];
        p.ops.n = p.links.n = 0;
        for (int k = 0; k < page->n; k++)
            box_add(&p, &page->boxes[k]);
        tag_close(&p);
        ops.pages[i] = (PageOps){page, kept(setter->shown, p.ops.at, p.ops.n * sizeof(Op)), (int)p.ops.n,
                                 kept(setter->shown, p.links.at, p.links.n * sizeof(Link)), (int)p.links.n};
    }
    return ops;
}
