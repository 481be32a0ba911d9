/* listing.c - the titles of listings. In comes a code block that its fence gives a title, out goes a paragraph of the class
 * code-title before it: so the title is text of the document like any other, in its place in the order. */
#include "resolve/resolve_int.h"

void resolve_listings(Arena *arena, Node *document)
{
    for (Node *node = document; node; node = node_next(node, document)) {
        Str title = node->kind == KIND_CODE_BLOCK ? attr_value(node->extra->attr, STR("title")) : (Str){0};
        if (!title.n) continue;
        Node *paragraph = node_new(arena, KIND_PARAGRAPH, node->place);
        Attr *attr = ARENA_NEW(arena, Attr);
        attr->pairs = ARENA_NEW(arena, Pair);
        *attr->pairs = (Pair){.key = STR("code-title")};
        node_extra(arena, paragraph)->attr = attr;
        node_append(paragraph, node_text(arena, KIND_TEXT, node->place, title));
        node_insert_before(node, paragraph);
    }
}
