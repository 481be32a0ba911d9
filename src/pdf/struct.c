/* struct.c - the structure tree as objects (ISO 32000-1, 14.7): elements with their attributes, the parent tree that
 * leads from marked content and annotations back to them. */
#include "pdf/pdf_int.h"

#include <string.h>

enum { TREE_LEAF = 64 };                                   /* keys in a leaf of the parent tree */

/* ---- attributes ------------------------------------------------------------------------------------------ */

static Str alt_of(Arena *arena, const Node *node)
{
    const Node *image = node;
    for (const Node *n = node->kind == KIND_IMAGE ? NULL : node->first; n && image == node; n = node_next(n, node))
        image = n->kind == KIND_IMAGE ? n : image;
    Str alt = attr_value(node->extra->attr, STR("alt"));
    if (alt.n == 0 && image->kind == KIND_IMAGE)
        alt = str_trim(node_plain(arena, image));
    if (alt.n == 0)
        alt = image->extra->title;
    for (const Node *n = node->first; n && alt.n == 0; n = n->next)
        if (n->kind == KIND_CAPTION)
            alt = str_trim(node_plain(arena, n));
    if (alt.n == 0)
        alt = image->text;
    return alt.n > 0 ? alt : STR("picture");
}

static void figure_write(const Writer *writer, const Elem *elem, Buf *b)
{
    const Node *chart = elem->node->first && elem->node->first->kind == KIND_CHART ? elem->node->first : NULL;
    buf_add(b, STR("/Alt"));
    value_text(b, chart ? chart_alt(writer->arena, writer->input->meta, chart) : alt_of(writer->arena, elem->node));
    if (elem->file != 0) {
        buf_add(b, STR("/AF["));
        value_ref(b, elem->file);
        buf_add(b, STR("]"));
    }
    if (elem->box_page < 0)
        return;
    Len height = writer->input->pages->at[elem->box_page].height;
    buf_add(b, STR("/A<</O/Layout/BBox["));
    value_fixed(b, fixed_of(elem->box[0], 2), 2);
    value_fixed(b, fixed_of(height - elem->box[3], 2), 2);
    value_fixed(b, fixed_of(elem->box[2], 2), 2);
    value_fixed(b, fixed_of(height - elem->box[1], 2), 2);
    buf_add(b, kind_rows[elem->node->kind].block ? STR("]/Placement/Block>>") : STR("]/Placement/Inline>>"));
}

/* What a cell says that has text but nothing painted: pictures of letters do not go unseen. */
static void cell_say(const Writer *writer, const Elem *elem, Buf *b)
{
    Str text = elem->kids.n > 0 ? (Str){0} : str_trim(node_plain(writer->arena, elem->node));
    if (text.n == 0)
        return;
    buf_add(b, STR("/ActualText"));
    value_text(b, text);
}

static void cell_write(const Node *cell, Buf *b)
{
    bool in_head = cell->parent && cell->parent->parent && cell->parent->parent->kind == KIND_TABLE_HEAD;
    int columns = cell->u.cell.colspan, rows = cell->u.cell.rowspan;
    if (!cell->u.cell.header && columns < 2 && rows < 2)
        return;
    buf_add(b, STR("/A<</O/Table"));
    if (cell->u.cell.header)
        buf_add(b, in_head ? STR("/Scope/Column") : STR("/Scope/Row"));
    if (columns > 1)
        buf_format(b, "/ColSpan %d", columns);
    if (rows > 1)
        buf_format(b, "/RowSpan %d", rows);
    buf_add(b, STR(">>"));
}

static void attributes_write(const Writer *writer, const Elem *elem, Buf *b)
{
    const Node *node = elem->node;
    if (writer->tags->by_order[node->order] != elem)          /* a Lbl, Reference or Link that the node needed besides */
        return;
    Str lang = attr_value(node->extra->attr, STR("lang"));
    if (lang.n > 0) {
        buf_add(b, STR("/Lang"));
        value_text(b, lang);
    }
    if (elem->role[0] == 'F')
        figure_write(writer, elem, b);
    else if (node->kind == KIND_CELL) {
        cell_say(writer, elem, b);
        cell_write(node, b);
    } else if (node->kind == KIND_LIST && !node_ancestor(node, KIND_INDEX))
        buf_add(b, node->u.list.ordered ? STR("/A<</O/List/ListNumbering/Decimal>>")
                                        : STR("/A<</O/List/ListNumbering/Disc>>"));
    else if (node->kind == KIND_NOTE)
        buf_format(b, "/ID(note-%u)", node->order);
}

/* ---- elements ----------------------------------------------------------------------------------------------- */

static int page_of(const Elem *elem)
{
    for (size_t i = 0; i < elem->kids.n; i++)
        if (elem->kids.at[i].kind == TAG_CONTENT)
            return elem->kids.at[i].page;
    return -1;
}

static void kid_write(const Writer *writer, const TagKid *kid, int page, Buf *b)
{
    const Annot *annot;
    switch (kid->kind) {
    case TAG_ELEM: value_ref(b, kid->u.elem->ref); break;
    case TAG_CONTENT:
        if (kid->page == page) {
            value_int(b, kid->number);
        } else {
            buf_add(b, STR("<</Type/MCR/Pg"));
            value_ref(b, writer->pages[kid->page]);
            buf_format(b, "/MCID %d>>", kid->number);
        }
        break;
    case TAG_OBJECT:
        annot = &writer->annots->all.at[kid->number];
        buf_add(b, STR("<</Type/OBJR/Obj"));
        value_ref(b, annot->ref);
        if (annot->page != page) {
            buf_add(b, STR("/Pg"));
            value_ref(b, writer->pages[annot->page]);
        }
        buf_add(b, STR(">>"));
        break;
    }
}

static void elem_write(const Writer *writer, const Elem *elem, Ref parent)
{
    Buf b = {writer->arena, NULL, 0, 0};
    int page = page_of(elem);
    buf_add(&b, STR("/S/"));
    buf_add(&b, str_of(elem->role));
    buf_add(&b, STR("/P"));
    value_ref(&b, parent);
    attributes_write(writer, elem, &b);
    if (page >= 0) {
        buf_add(&b, STR("/Pg"));
        value_ref(&b, writer->pages[page]);
    }
    if (elem->kids.n > 0) {
        buf_add(&b, elem->kids.n > 1 ? STR("/K[") : STR("/K"));
        for (size_t i = 0; i < elem->kids.n; i++)
            kid_write(writer, &elem->kids.at[i], page, &b);
        buf_add(&b, elem->kids.n > 1 ? STR("]") : STR(""));
    }
    pdf_define(writer->pdf, elem->ref, buf_str(&b));
}

/* ---- the parent tree ------------------------------------------------------------------------------------------ */

static void parents_key(const Writer *writer, int key, Buf *b)
{
    const Tags *tags = writer->tags;
    value_int(b, key);
    if (key >= tags->n_pages) {
        value_ref(b, writer->annots->all.at[key - tags->n_pages].elem->ref);
        return;
    }
    buf_byte(b, '[');
    for (size_t i = 0; i < tags->pages[key].owners.n; i++)
        value_ref(b, tags->pages[key].owners.at[i]->ref);
    buf_byte(b, ']');
}

static Ref parents_write(const Writer *writer, int n_keys)
{
    Buf kids = {writer->arena, NULL, 0, 0};
    buf_add(&kids, STR("/Kids["));
    for (int from = 0; from < n_keys; from += TREE_LEAF) {
        int to = from + TREE_LEAF < n_keys ? from + TREE_LEAF : n_keys;
        Buf leaf = {writer->arena, NULL, 0, 0};
        buf_format(&leaf, "/Limits[%d %d]/Nums[", from, to - 1);
        for (int key = from; key < to; key++)
            parents_key(writer, key, &leaf);
        buf_add(&leaf, STR("]"));
        value_ref(&kids, pdf_object(writer->pdf, buf_str(&leaf)));
    }
    buf_add(&kids, STR("]"));
    return pdf_object(writer->pdf, buf_str(&kids));
}

typedef struct Role { const char *name; VEC(Elem *) elems; } Role;
typedef VEC(Role) Roles;

static Role *role_of(Arena *arena, Roles *roles, const char *name)
{
    for (size_t i = 0; i < roles->n; i++)
        if (roles->at[i].name == name || strcmp(roles->at[i].name, name) == 0)
            return &roles->at[i];
    VEC_PUSH(arena, roles, (Role){.name = name});
    return &roles->at[roles->n - 1];
}

/* Those of one role are neighbours: their objects are alike, and pack well. */
static void elems_number(Writer *writer)
{
    const Tags *tags = writer->tags;
    Roles roles = {0};
    for (size_t i = 0; i < tags->all.n; i++) {
        Role *role = role_of(writer->arena, &roles, tags->all.at[i]->role);
        VEC_PUSH(writer->arena, &role->elems, tags->all.at[i]);
    }
    for (size_t k = 0; k < roles.n; k++)
        for (size_t i = 0; i < roles.at[k].elems.n; i++)
            roles.at[k].elems.at[i]->ref = pdf_reserve(writer->pdf);
}

Ref struct_write(Writer *writer)
{
    Tags *tags = writer->tags;
    Ref root = pdf_reserve(writer->pdf);
    Buf b = {writer->arena, NULL, 0, 0};
    int n_keys = tags->n_pages + (int)writer->annots->all.n;
    elems_number(writer);
    for (size_t i = 0; i < tags->all.n; i++)
        elem_write(writer, tags->all.at[i], tags->all.at[i]->parent ? tags->all.at[i]->parent->ref : root);
    buf_add(&b, STR("/Type/StructTreeRoot/K"));
    value_ref(&b, tags->root->ref);
    buf_add(&b, STR("/ParentTree"));
    value_ref(&b, parents_write(writer, n_keys));
    buf_format(&b, "/ParentTreeNextKey %d", n_keys);
    pdf_define(writer->pdf, root, buf_str(&b));
    return root;
}
