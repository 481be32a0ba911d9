/* tags.c - the structure tree (ISO 32000-1, 14.7 and 14.8) from the document's nodes and the tags of the display
 * list. An element is made when something of it is painted; a table has all its rows and cells, so that it stays
 * regular. Kids stand in the document's order, whatever the order of painting. Writing them is struct.c's work. */
#include "pdf/pdf_int.h"

#include <stdlib.h>


static bool is_linked(const Tags *tags, const Node *node)
{
    return node->order < tags->n_orders && tags->linked[node->order];
}

static bool has_kind(const Node *root, Kind kind)
{
    for (const Node *n = root->first; n; n = node_next(n, root))
        if (n->kind == kind)
            return true;
    return false;
}

/* A FIGURE is one when it holds a picture or a drawing; around text, code or a table it is a division. */
static bool is_picture(const Tags *tags, const Node *figure)
{
    if (figure->first && figure->first->kind == KIND_CHART)
        return chart_draws(tags->arena, figure->first);
    return has_kind(figure, KIND_IMAGE) ||
           !(has_kind(figure, KIND_PARAGRAPH) || has_kind(figure, KIND_CODE_BLOCK) || has_kind(figure, KIND_TABLE));
}

/* Nodes without a structure element: their content is their parent's. A table that is all head has rows only. */
static bool is_transparent(const Tags *tags, const Node *node)
{
    if (node->kind == KIND_LINK)
        return !is_linked(tags, node);
    if (node->kind == KIND_TABLE_HEAD)
        return !has_kind(node->parent, KIND_TABLE_BODY);
    return !tag_has(node);
}

static const char *role_of(const Tags *tags, const Node *node)
{
    static const char *const headings[] = {"H1", "H1", "H2", "H3", "H4", "H5", "H6"};
    int level = node->u.heading.tag_level;
    switch ((int)node->kind) {
    case KIND_HEADING: return headings[level < 1 ? 1 : level > 6 ? 6 : level];
    case KIND_CELL: return node->u.cell.header ? "TH" : "TD";
    case KIND_CODE: case KIND_CODE_BLOCK:
        return str_eq(node->u.code.language, STR("math")) ? "Formula" : kind_rows[node->kind].role;
    case KIND_FIGURE: return is_picture(tags, node) ? "Figure" : "Div";
    default: return kind_rows[node->kind].role;
    }
}

void tags_add(Tags *tags, Elem *elem, TagKid kid)
{
    enum { FEW = 2 };                                      /* most have no more */
    kid.place = (uint32_t)elem->kids.n;
    if (elem->kids.cap == 0) {
        elem->kids.at = ARENA_ARRAY(tags->arena, TagKid, FEW);
        elem->kids.cap = FEW;
    }
    VEC_PUSH(tags->arena, &elem->kids, kid);
}

static Elem *elem_new(Tags *tags, const Node *node, const char *role, Elem *parent)
{
    Elem *elem = ARENA_NEW(tags->arena, Elem);
    elem->node = node;
    elem->role = role;
    elem->parent = parent;
    elem->box_page = -1;
    VEC_PUSH(tags->arena, &tags->all, elem);
    if (parent != NULL)
        tags_add(tags, parent, (TagKid){.kind = TAG_ELEM, .order = node->order, .u.elem = elem});
    return elem;
}

static Elem *elem_content(Elem *elem)
{
    return elem->inner ? elem->inner : elem;
}

/* What leads somewhere holds a Link: a line of the contents through a Reference, a reference at once. */
static void elem_link(Tags *tags, Elem *elem)
{
    Elem *outer = elem;
    if (elem->node->kind == KIND_LINK || !is_linked(tags, elem->node))
        return;
    if (elem->node->kind == KIND_CONTENTS_ITEM)
        outer = elem_new(tags, elem->node, "Reference", elem);
    elem->inner = elem_new(tags, elem->node, "Link", outer);
}

/* A table's caption that the author wrote below the table is read after it, wherever the page shows it. */
static bool is_late_caption(const Node *node)
{
    const Node *table = node->parent;
    return node->kind == KIND_CAPTION && table && table->kind == KIND_TABLE && node->place.line > table->place.line;
}

/* What a picture's Alt would stand for too, if it were in its element: its caption, a chart's table and source. */
static bool is_beside_picture(const Tags *tags, const Node *node)
{
    const Node *figure = node->parent && node->parent->kind == KIND_CHART ? node->parent->parent : node->parent;
    if (!figure || figure->kind != KIND_FIGURE || !is_picture(tags, figure))
        return false;
    return node->kind == KIND_CAPTION || (figure->first->kind == KIND_CHART && node->kind != KIND_CHART);
}

static Elem *elem_make(Tags *tags, const Node *node, Elem *parent)
{
    if (is_beside_picture(tags, node))
        parent = parent->parent;
    Elem *elem = elem_new(tags, node, role_of(tags, node), elem_content(parent));
    if (is_late_caption(node))
        elem->parent->kids.at[elem->parent->kids.n - 1].order = UINT32_MAX;
    tags->by_order[node->order] = elem;
    elem_link(tags, elem);
    return elem;
}

static Elem *elem_known(const Tags *tags, const Node *node)
{
    return node->order < tags->n_orders && tags->by_order[node->order] && tags->by_order[node->order]->node == node
               ? tags->by_order[node->order] : NULL;
}

static void table_make(Tags *tags, const Node *table)
{
    for (const Node *n = table->first; n; n = node_next(n, table)) {
        bool part = n->kind == KIND_TABLE_HEAD || n->kind == KIND_ROW || n->kind == KIND_CELL ||
                    (n->kind == KIND_TABLE_BODY && n->first);
        if (!part || is_transparent(tags, n))
            continue;
        const Node *up = n->parent;
        while (is_transparent(tags, up))
            up = up->parent;
        elem_make(tags, n, elem_known(tags, up));
    }
}

/* The element of the nearest node, at or above, that has one: made with all above it, from the root down. */
static Elem *elem_of(Tags *tags, const Node *node)
{
    Elem *elem = NULL;
    tags->path.n = 0;
    for (; node != NULL && (elem = elem_known(tags, node)) == NULL; node = node->parent)
        if (node->order < tags->n_orders && !is_transparent(tags, node))
            VEC_PUSH(tags->arena, &tags->path, node);
    elem = elem ? elem : tags->root;
    while (tags->path.n > 0) {
        const Node *next = tags->path.at[--tags->path.n];
        Elem *known = elem_known(tags, next);
        elem = known ? known : elem_make(tags, next, elem);
        if (known == NULL && next->kind == KIND_TABLE)
            table_make(tags, next);
    }
    return elem;
}

Elem *tags_link(Tags *tags, const Node *node)
{
    return elem_content(elem_of(tags, node));
}

/* A footnote's mark is a Lbl, and so are its number and an item's mark when they come from the node itself. */
static Elem *elem_of_tag(Tags *tags, const Op *op)
{
    Elem *elem = elem_of(tags, op->node);
    Kind kind = op->node->kind;
    if (kind != KIND_NOTE_REF && (op->leaf != op->node || (kind != KIND_NOTE && kind != KIND_ITEM)))
        return elem_content(elem);
    if (elem->label == NULL)
        elem->label = elem_new(tags, op->node, "Lbl", elem_content(elem));
    return elem->label;
}

static void box_widen(Elem *elem, int page, const Op *op)
{
    Len *box = elem->box;
    if (elem->box_page >= 0 && elem->box_page != page)
        return;
    bool fresh = elem->box_page < 0;
    elem->box_page = page;
    box[0] = fresh || op->x < box[0] ? op->x : box[0];
    box[1] = fresh || op->y < box[1] ? op->y : box[1];
    box[2] = fresh || op->x + op->width > box[2] ? op->x + op->width : box[2];
    box[3] = fresh || op->y + op->height > box[3] ? op->y + op->height : box[3];
}

static void page_build(Tags *tags, const PageOps *page, int index)
{
    PageTags *own = &tags->pages[index];
    Elem *elem = NULL;
    for (int i = 0; i < page->n; i++) {
        const Op *op = &page->ops[i];
        if (op->kind == OP_TAG && op->node != NULL && op->artifact == ARTIFACT_NONE) {
            elem = elem_of_tag(tags, op);
            tags_add(tags, elem, (TagKid){.kind = TAG_CONTENT, .page = index, .number = (int)own->owners.n, .u.op = op,
                                          .order = op->leaf ? op->leaf->order : op->node->order});
            VEC_PUSH(tags->arena, &own->owners, elem);
            if (op->width > 0)
                box_widen(elem, index, op);
        } else if (op->kind == OP_TAG) {
            elem = NULL;
        } else if (elem != NULL && (op->kind == OP_IMAGE || op->kind == OP_RECT)) {
            box_widen(elem, index, op);
        }
    }
}

static void links_mark(Tags *tags, const Ops *ops)
{
    for (int p = 0; p < ops->n; p++)
        for (int i = 0; i < ops->pages[p].n_links; i++) {
            const Node *node = ops->pages[p].links[i].node;
            if (node->order < tags->n_orders)
                tags->linked[node->order] = true;
        }
}

Tags *tags_build(Arena *arena, const Node *document, const Ops *ops)
{
    Tags *tags = ARENA_NEW(arena, Tags);
    uint32_t last = document->order;
    for (const Node *n = document->first; n; n = node_next(n, document))
        last = n->order > last ? n->order : last;
    tags->arena = arena;
    tags->n_orders = (size_t)last + 1;
    tags->by_order = ARENA_ARRAY(arena, Elem *, tags->n_orders);
    tags->linked = ARENA_ARRAY(arena, bool, tags->n_orders);
    tags->n_pages = ops->n;
    tags->pages = ARENA_ARRAY(arena, PageTags, ops->n + 1);
    tags->root = elem_new(tags, document, "Document", NULL);
    tags->by_order[document->order] = tags->root;
    links_mark(tags, ops);
    for (int p = 0; p < ops->n; p++)
        page_build(tags, &ops->pages[p], p);
    return tags;
}

static int kid_cmp(const void *a, const void *b)
{
    const TagKid *x = a, *y = b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

void tags_sort(Tags *tags)
{
    for (size_t i = 0; i < tags->all.n; i++) {
        Elem *elem = tags->all.at[i];
        bool sorted = true;
        for (size_t k = 1; k < elem->kids.n && sorted; k++)
            sorted = elem->kids.at[k - 1].order <= elem->kids.at[k].order;
        if (!sorted)
            qsort(elem->kids.at, elem->kids.n, sizeof(TagKid), kid_cmp);
    }
}

static void content_dump(const TagKid *kid, Buf *out)
{
    enum { SHOWN = 60 };
    size_t from = out->n;
    for (const Op *op = kid->u.op + 1; op->kind != OP_END && out->n - from < SHOWN; op++) {
        for (int i = 0; i < op->n && op->kind == OP_TEXT && out->n - from < SHOWN; i++) {
            buf_add(out, op->words[i].shaped->text);
            if (op->words[i].space_after)
                buf_byte(out, ' ');
        }
        if (op->kind == OP_IMAGE)
            buf_add(out, STR("[picture]"));
    }
}

static void elem_dump(const Elem *elem, int depth, Buf *out)
{
    enum { DEPTH_MAX = 200 };
    for (size_t i = 0; i < elem->kids.n && depth < DEPTH_MAX; i++) {
        const TagKid *kid = &elem->kids.at[i];
        buf_format(out, "%*s", 2 * depth, "");
        switch (kid->kind) {
        case TAG_CONTENT:
            buf_format(out, "%d.%d \"", kid->page + 1, kid->number);
            content_dump(kid, out);
            buf_add(out, STR("\"\n"));
            break;
        case TAG_ELEM:
            buf_format(out, "%s\n", kid->u.elem->role);
            elem_dump(kid->u.elem, depth + 1, out);
            break;
        case TAG_OBJECT: buf_add(out, STR("-> annotation\n")); break;
        }
    }
}

void tags_dump(const Node *document, const Ops *ops, Buf *out)
{
    Tags *tags = tags_build(out->arena, document, ops);
    annots_collect(out->arena, ops, tags);
    tags_sort(tags);
    buf_add(out, STR("Document\n"));
    elem_dump(tags->root, 1, out);
}
