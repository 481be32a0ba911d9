/* section.c - the outline of the document as a tree: each heading and what follows it go into a
 * SECTION.
 *
 * In come the blocks of the DOCUMENT in a row, out goes the same row nested by the headings'
 * levels. Only the document's own children are nested: a heading inside a quotation or a list stays
 * where it is. A footnote that nothing refers to ends the last section of its file. Numbers are
 * another file's business (number.c).
 */
#include "resolve/resolve_int.h"

enum { LEVELS = 6 };

typedef struct Outline {
    Node *open[LEVELS + 2];
    int n;
} Outline;

static void outline_close(Outline *outline, int level)
{
    while (outline->n > 0 && outline->open[outline->n - 1]->u.heading.level >= level) {
        outline->n--;
    }
}

static void outline_open(Arena *arena, Outline *outline, Node *heading)
{
    Node *section = node_new(arena, KIND_SECTION, heading->place);
    bool part = attr_class(heading->extra->attr, STR("part")); /* holds chapters of its own level */
    bool outside = attr_class(heading->extra->attr, STR("outside"));
    section->u.heading.level = part ? 0 : heading->u.heading.level;
    outline_close(outline, outside ? 0 : section->u.heading.level);
    if (outline->n > 0) {
        node_append(outline->open[outline->n - 1], section);
    } else {
        node_insert_before(heading, section);
    }
    node_unlink(heading);
    node_append(section, heading);
    outline->open[outline->n++] = section;
}

void resolve_sections(Arena *arena, Node *document)
{
    Outline outline = {.n = 0};
    Node *next;
    for (Node *node = document->first; node; node = next) {
        next = node->next;
        if (node->kind == KIND_HEADING) {
            int level = node->u.heading.level;
            node->u.heading.level = level < 1 ? 1 : level > LEVELS ? LEVELS : level;
            outline_open(arena, &outline, node);
        } else if (outline.n > 0) {
            node_unlink(node);
            node_append(outline.open[outline.n - 1], node);
        }
    }
}
