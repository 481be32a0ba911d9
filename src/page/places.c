/* places.c - where every label stands: the page, the point on it, and the folio printed there.
 *
 * Comes in: the pages with their boxes. Goes out: two maps by label. A label's place is that of the first box that belongs
 * to its node; one whose node sets nothing (an empty anchor) gets the place of the label before it in the text. */
#include "page/page_int.h"

typedef struct Places { const Setter *setter; Pages *pages; const Node *last; } Places;

static void place_set(Places *p, Str label, PagePlace place)
{
    bool fresh;
    void **slot = map_slot(p->pages->places, label, &fresh);
    if (!fresh)
        return;
    PagePlace *copy = ARENA_NEW(p->setter->lasting, PagePlace);
    *copy = place;
    *slot = copy;
    *map_slot(p->pages->folios, label, NULL) = &p->pages->at[place.page].folio;
}

/* The labels from the node upwards; the node before it has already told its ancestors. */
static void node_place(Places *p, const Node *node, PagePlace place)
{
    if (node == p->last)
        return;
    p->last = node;
    for (; node; node = node->parent)
        if (node->extra->label.n)
            place_set(p, node->extra->label, place);
}

static void box_place(Places *p, int page, const Box *box)
{
    Len up = box->kind == BOX_LINE ? box->line->height : 0;
    PagePlace place = {page, box->x, box->y - up};
    if (box->node)
        node_place(p, box->node, place);
    if (box->kind != BOX_LINE)
        return;
    for (int i = 0; i < box->line->n; i++)
        if (box->line->pieces[i].node)
            node_place(p, box->line->pieces[i].node, (PagePlace){page, box->x + box->line->pieces[i].x, box->y - up});
}

static void nodes_rest(Places *p, const Node *document)
{
    PagePlace last = {0, p->setter->style->margin_inner, p->setter->style->margin_top};
    for (const Node *node = document; node; node = node_next(node, document)) {
        if (!node->extra->label.n)
            continue;
        const PagePlace *known = map_lookup(p->pages->places, node->extra->label);
        if (known)
            last = *known;
        else
            place_set(p, node->extra->label, last);
    }
}

void places_new(const Setter *setter, Pages *pages, const Node *document)
{
    Places p = {.setter = setter, .pages = pages};
    pages->folios = map_new(setter->lasting);
    pages->places = map_new(setter->lasting);
    for (int i = 0; i < pages->n; i++)
        for (int k = 0; k < pages->at[i].n; k++)
            if (pages->at[i].boxes[k].artifact == ARTIFACT_NONE)
                box_place(&p, i, &pages->at[i].boxes[k]);
    if (pages->n > 0)
        nodes_rest(&p, document);
}
