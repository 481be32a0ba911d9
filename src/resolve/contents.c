/* contents.c - the table of contents, the lists of figures and tables.
 *
 * In comes the numbered and labelled tree, out goes a CONTENTS: a CAPTION with the word, then for
 * each heading down to the wished depth a CONTENTS_ITEM that holds REF > LINK > number, the
 * heading's words, leader, page number, which is how the tags of a contents line shall nest. Marks
 * of footnotes, links and anchors are left behind. Pages are known later.
 */
#include "resolve/resolve_int.h"

enum { DEPTH = 3, CAPTION_LEVEL = 2 }; /* DEPTH: when the front matter does not say */

static bool copy_skips(Kind kind)
{
    return kind == KIND_NOTE_REF || kind == KIND_IMAGE || kind == KIND_NUMBER ||
           kind == KIND_PAGE_NUMBER || kind == KIND_LEADER;
}

/* A heading's line ends are where its own measure wanted them. */
static Node *copy_one(Arena *arena, const Node *node)
{
    if (copy_skips(node->kind)) {
        return NULL;
    }
    bool is_break = node->kind == KIND_SOFT_BREAK || node->kind == KIND_HARD_BREAK;
    bool plain = node->kind == KIND_LINK || node->kind == KIND_REF;
    Node *copy = node_text(arena,
                           is_break ? KIND_TEXT
                           : plain  ? KIND_SPAN
                                    : node->kind,
                           node->place,
                           is_break ? STR(" ")
                           : plain  ? (Str){0}
                                    : node->text);
    copy->u = node->u;
    return copy;
}

void inlines_copy(Arena *arena, Node *to, const Node *from)
{
    node_copy(arena, to, from, copy_one);
}

/* Parts stand beside their chapters, not above them. */
static int listed_level(const Node *heading)
{
    bool part = attr_class(heading->extra->attr, STR("part")), inside = false;
    for (const Node *node = heading->parent; node && !part; node = node->parent)
        inside = inside || (node->kind == KIND_SECTION && node->u.heading.level == 0);
    return heading->u.heading.tag_level - inside;
}

/* An entry that leads to `target` and has the words of `from`. */
static Node *item_new(Arena *arena, Node *target, const Node *from, Str number, int level)
{
    Node *item = node_new(arena, KIND_CONTENTS_ITEM, target->place);
    Node *ref = node_new(arena, KIND_REF, target->place);
    Node *link = node_text(arena, KIND_LINK, target->place,
                           str_format(arena, "#%.*s", STR_ARGS(target->extra->label)));
    Node *page = node_text(arena, KIND_PAGE_NUMBER, target->place, target->extra->label);
    Node *nodes[] = {item, ref, link, page};
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        node_extra(arena, nodes[i])->target = target;
    }
    node_extra(arena, item)->number = number;
    item->u.contents_item.level = level;
    node_append(item, ref);
    node_append(ref, link);
    inlines_copy(arena, link, from);
    if (number.n > 0) {
        node_number(arena, link, number);
    }
    node_append(link, node_new(arena, KIND_LEADER, target->place));
    node_append(link, page);
    return item;
}

static bool heading_listed(const Node *node, int depth)
{
    return node->kind == KIND_HEADING && listed_level(node) <= depth &&
           !node->u.heading.unlisted && !attr_class(node->extra->attr, STR("unlisted")) &&
           node->parent->kind == KIND_SECTION && node->extra->label.n > 0;
}

static Node *list_new(Arena *arena, const Node *document, const char *title)
{
    Node *contents = node_new(arena, KIND_CONTENTS, document->place);
    Node *caption = node_new(arena, KIND_CAPTION, document->place);
    node_append(contents, caption);
    node_add_text(arena, caption, str_of(title));
    return contents;
}

Node *contents_new(Arena *arena, Node *document, const Meta *meta)
{
    int depth = meta->toc_depth > 0 ? meta->toc_depth : DEPTH;
    Node *contents = list_new(arena, document, words_of(meta->lang)->contents);
    for (Node *node = document; node; node = node_next(node, document)) {
        if (heading_listed(node, depth)) {
            node_append(contents, item_new(arena, node, node, node->extra->number, listed_level(node)));
        }
    }
    return contents;
}

Node *captions_new(Arena *arena, Node *document, Kind kind, const char *title)
{
    Node *list = list_new(arena, document, title);
    for (Node *node = document; node; node = node_next(node, document)) {
        const Node *number = node->kind == KIND_CAPTION ? node->first : NULL;
        if (number && number->kind == KIND_NUMBER && node->parent->kind == kind) {
            Str text = node_plain(arena, number);
            node_append(list, item_new(arena, node->parent, node, text, CAPTION_LEVEL));
        }
    }
    return list;
}
