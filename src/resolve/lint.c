/* lint.c - what is wrong with a document beyond what the other steps stumble over.
 *
 * In comes the whole tree, out go messages; nothing is changed.
 */
#include "resolve/resolve_int.h"

static bool image_described(Arena *scratch, const Node *image)
{
    return str_trim(attr_value(image->attr, STR("alt"))).n > 0 ||
           str_trim(node_plain(scratch, image)).n > 0;
}

void resolve_lint(Node *document, Diag *diag)
{
    for (const Node *node = document; node; node = node_next(node, document)) {
        if (node->kind == KIND_IMAGE && !image_described(diag->arena, node)) {
            diag_add(diag, DIAG_ALT, node->place, STR_ARGS(node->text));
        }
    }
}
