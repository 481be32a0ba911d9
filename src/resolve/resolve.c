/* resolve.c - the steps that complete the tree, in their order. */
#include "resolve/resolve_int.h"

static void prepend_list(Node *document, Node *list)
{
    if (list->first != list->last) { /* more than its title */
        node_prepend(document, list);
    }
}

void resolve_front(Arena *arena, Node *document, const Meta *meta)
{
    const Words *words = words_of(meta->lang);
    Node *contents = meta->toc ? contents_new(arena, document, meta) : NULL;
    if (meta->lot) {
        prepend_list(document, captions_new(arena, document, KIND_TABLE, words->tables));
    }
    if (meta->lof) {
        prepend_list(document, captions_new(arena, document, KIND_FIGURE, words->figures));
    }
    if (contents) {
        prepend_list(document, contents);
    }
    Node *block = titleblock_new(arena, document, meta);
    if (block) {
        node_prepend(document, block);
    }
}

void resolve(Arena *arena, Node *document, const Meta *meta, Diag *diag)
{
    resolve_charts(arena, document, meta);
    resolve_sections(arena, document);
    index_place(arena, document, meta);
    resolve_numbers(arena, document, meta, diag);
    resolve_alerts(arena, document, meta);
    resolve_refs(arena, document, meta, diag);
    resolve_front(arena, document, meta);
    resolve_typography(arena, document, meta);
    resolve_listings(arena, document);
    resolve_lint(document, diag);
    resolve_index(arena, document, meta, NULL);
}
