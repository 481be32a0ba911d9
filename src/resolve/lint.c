/* lint.c - what is wrong with a document beyond what the other steps stumble over.
 *
 * In comes the whole tree, out go messages; nothing is changed.
 */
#include "resolve/resolve_int.h"

static bool image_described(Arena *scratch, const Node *image)
{
    return str_trim(attr_value(image->extra->attr, STR("alt"))).n > 0 ||
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

/* Two headings of a file that read the same below the same heading. */
static void heading_check(Map *seen, const Node *heading, Diag *diag)
{
    Arena *arena = diag->arena;
    Str words = str_trim(node_words(arena, heading)), slug = slug_of(arena, words);
    const Node *above = heading->parent->parent;
    Str key =
        str_format(arena, "%.*s:%d:%d:%.*s", STR_ARGS(source_file(heading->place.source)->name),
                   above ? above->place.line : 0, heading->u.heading.level, STR_ARGS(slug));
    void **slot = map_slot(seen, key, NULL);
    const Node *first = *slot;
    if (!first) {
        *slot = (void *)(uintptr_t)heading;
    } else if (slug.n > 0) {
        diag_add(diag, DIAG_HEADING_TWICE, heading->place, STR_ARGS(words), first->place.line,
                 STR_ARGS(slug));
    }
}

void resolve_report(Node *document, Diag *diag)
{
    Map *seen = map_new(diag->arena);
    for (const Node *node = document; node; node = node_next(node, document)) {
        if (node->kind == KIND_HEADING && node->place.source) {
            heading_check(seen, node, diag);
        }
    }
}
