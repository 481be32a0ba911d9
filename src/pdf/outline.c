/* outline.c - ways into the document: bookmarks for all headings, named destinations for all labels, page labels
 * (ISO 32000-1, 12.3 and 12.4.2). */
#include "pdf/pdf_int.h"

#include <stdlib.h>

enum { LEVELS = 16, OPEN_LEVELS = 1, TREE_LEAF = 64 };     /* OPEN_LEVELS: how many show their kids at first */

static const PagePlace *place_of(const Writer *writer, const Node *node)
{
    return node->extra->label.n > 0 ? map_lookup(writer->input->pages->places, node->extra->label) : NULL;
}

static void dest_write(const Writer *writer, const PagePlace *place, Buf *b)
{
    Len height = writer->input->pages->at[place->page].height;
    buf_byte(b, '[');
    value_ref(b, writer->pages[place->page]);
    buf_add(b, STR("/XYZ"));
    value_int(b, fixed_of(place->x, 0));
    value_int(b, fixed_of(height - place->y, 0));
    buf_add(b, STR(" null]"));
}

/* A heading without a label leads to the page of its first content. */
static bool heading_dest(const Writer *writer, const Node *heading, Buf *b)
{
    const PagePlace *place = place_of(writer, heading);
    const Elem *elem = heading->order < writer->tags->n_orders ? writer->tags->by_order[heading->order] : NULL;
    buf_add(b, STR("/Dest"));
    if (place != NULL) {
        dest_write(writer, place, b);
        return true;
    }
    for (size_t i = 0; elem && i < elem->kids.n; i++)
        if (elem->kids.at[i].kind == TAG_CONTENT) {
            buf_byte(b, '[');
            value_ref(b, writer->pages[elem->kids.at[i].page]);
            buf_add(b, STR("/Fit]"));
            return true;
        }
    return false;
}

/* A bookmark's parent is the last one of a lower level, whatever levels were skipped. */
void outline_write(Writer *writer)
{
    struct { int level; Bookmark *bookmark; } stack[LEVELS];
    int depth = 0;
    const Node *document = writer->input->document;
    for (const Node *n = document->first; n; n = node_next(n, document)) {
        Buf dest = {writer->arena, NULL, 0, 0}, title = {writer->arena, NULL, 0, 0};
        Str plain = n->kind == KIND_HEADING ? str_trim(node_plain(writer->arena, n)) : (Str){0};
        if (plain.n == 0 || !heading_dest(writer, n, &dest))
            continue;
        while (depth > 0 && (stack[depth - 1].level >= n->u.heading.tag_level || depth == LEVELS))
            depth--;
        value_text(&title, text_spaced(writer->arena, plain));
        Bookmark *parent = depth > 0 ? stack[depth - 1].bookmark : NULL;
        stack[depth].level = n->u.heading.tag_level;
        stack[depth].bookmark = pdf_bookmark(writer->pdf, parent, buf_str(&title), buf_str(&dest), depth < OPEN_LEVELS);
        if (stack[depth].bookmark != NULL)
            depth++;
    }
}

/* ---- named destinations --------------------------------------------------------------------------------- */

static int label_cmp(const void *a, const void *b)
{
    return str_cmp((*(const Node *const *)a)->extra->label, (*(const Node *const *)b)->extra->label);
}

static Ref names_write(Writer *writer)
{
    VEC(const Node *) named = {0};
    const Node *document = writer->input->document;
    for (const Node *n = document->first; n; n = node_next(n, document))
        if (place_of(writer, n) != NULL)
            VEC_PUSH(writer->arena, &named, n);
    if (named.n == 0)
        return 0;
    qsort(named.at, named.n, sizeof *named.at, label_cmp);
    Buf kids = {writer->arena, NULL, 0, 0};
    buf_add(&kids, STR("/Kids["));
    for (size_t from = 0; from < named.n; from += TREE_LEAF) {
        size_t to = from + TREE_LEAF < named.n ? from + TREE_LEAF : named.n;
        Buf leaf = {writer->arena, NULL, 0, 0};
        buf_add(&leaf, STR("/Limits["));
        value_label(&leaf, named.at[from]->extra->label);
        value_label(&leaf, named.at[to - 1]->extra->label);
        buf_add(&leaf, STR("]/Names["));
        for (size_t i = from; i < to; i++) {
            value_label(&leaf, named.at[i]->extra->label);
            dest_write(writer, place_of(writer, named.at[i]), &leaf);
        }
        buf_add(&leaf, STR("]"));
        value_ref(&kids, pdf_object(writer->pdf, buf_str(&leaf)));
    }
    buf_add(&kids, STR("]"));
    return pdf_object(writer->pdf, buf_str(&kids));
}

static void page_labels(const Writer *writer, Buf *b)
{
    const Pages *pages = writer->input->pages;
    long first = 1;
    if (pages->roman < pages->n && !str_int(pages->at[pages->roman].folio, &first))
        first = 1;
    buf_add(b, STR("/PageLabels<</Nums["));
    if (pages->roman > 0)
        buf_add(b, STR("0<</S/r>>"));
    if (pages->roman < pages->n) {
        value_int(b, pages->roman);
        buf_add(b, STR("<</S/D"));
        if (first > 1)
            buf_format(b, "/St %ld", first);
        buf_add(b, STR(">>"));
    }
    buf_add(b, STR("]>>"));
}

Str outline_catalog(Writer *writer)
{
    Buf b = {writer->arena, NULL, 0, 0};
    Ref names = names_write(writer);
    page_labels(writer, &b);
    buf_add(&b, STR("/Names<<"));
    if (names != 0) {
        buf_add(&b, STR("/Dests"));
        value_ref(&b, names);
    }
    attach_names(writer, &b);
    buf_add(&b, STR(">>"));
    return buf_str(&b);
}
