/* resolve.c - the steps that complete the tree, in their order. */
#include "resolve/resolve_int.h"

void resolve_front(Arena *arena, Node *document, const Meta *meta)
{
    Node *contents = meta->toc ? contents_new(arena, document, meta) : NULL;
    if (contents && contents->first != contents->last) {
        node_prepend(document, contents);
    }
    Node *block = titleblock_new(arena, document, meta);
    if (block) {
        node_prepend(document, block);
    }
}

static void resolve_order(Node *document)
{
    uint32_t order = 0;
    for (Node *node = document; node; node = node_next(node, document)) {
        node->order = order++;
    }
}

void resolve(Arena *arena, Node *document, const Meta *meta, Diag *diag)
{
    resolve_charts(arena, document, meta);
    resolve_sections(arena, document);
    resolve_numbers(arena, document, meta, diag);
    resolve_alerts(arena, document, meta);
    resolve_refs(arena, document, meta, diag);
    resolve_front(arena, document, meta);
    resolve_typography(arena, document, meta);
    resolve_lint(document, diag);
    resolve_order(document);
}
