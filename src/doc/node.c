/* node.c - the document's tree: making, linking, walking and checking nodes. In come nodes and
 * their neighbours, out goes a tree whose links agree. It does not know what the kinds mean
 * beyond kinds.def. No function here recurses, so the depth of a tree costs no stack. */
#include <string.h>

#include "doc/doc.h"

static const Extras none;

Node *node_new(Arena *arena, Kind kind, Place place)
{
    Node *node = ARENA_NEW(arena, Node);
    node->kind = kind;
    node->place = place;
    node->extra = &none;
    return node;
}

bool node_has_extra(const Node *node)
{
    return node->extra != &none;
}

Extras *node_extra(Arena *arena, Node *node)
{
    if (!node_has_extra(node)) node->extra = ARENA_NEW(arena, Extras);
    return (Extras *)(uintptr_t)node->extra;
}

Node *node_text(Arena *arena, Kind kind, Place place, Str text)
{
    Node *node = node_new(arena, kind, place);
    node->text = text;
    return node;
}

void node_append(Node *parent, Node *child)
{
    child->parent = parent;
    child->prev = parent->last;
    child->next = NULL;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

void node_insert_before(Node *sibling, Node *node)
{
    node->parent = sibling->parent;
    node->prev = sibling->prev;
    node->next = sibling;
    if (sibling->prev)
        sibling->prev->next = node;
    else if (sibling->parent)
        sibling->parent->first = node;
    sibling->prev = node;
}

void node_unlink(Node *node)
{
    Node *parent = node->parent;
    if (node->prev)
        node->prev->next = node->next;
    else if (parent)
        parent->first = node->next;
    if (node->next)
        node->next->prev = node->prev;
    else if (parent)
        parent->last = node->prev;
    node->parent = node->prev = node->next = NULL;
}

Node *node_skip(const Node *node, const Node *root)
{
    while (node && node != root) {
        if (node->next) return node->next;
        node = node->parent;
    }
    return NULL;
}

Node *node_next(const Node *node, const Node *root)
{
    return node->first ? node->first : node_skip(node, root);
}

void node_copy(Arena *arena, Node *to, const Node *from, NodeCopy *copy)
{
    for (const Node *node = from->first; node;) {
        Node *made = copy(arena, node);
        if (made) node_append(to, made);
        if (made && node->first) {
            to = made;
            node = node->first;
            continue;
        }
        for (; node != from && !node->next; node = node->parent)
            if (node->parent != from) to = to->parent;
        node = node == from ? NULL : node->next;
    }
}

Node *node_ancestor(const Node *node, Kind kind)
{
    while (node && node->kind != kind) node = node->parent;
    return (Node *)(uintptr_t)node;
}

/* What a node adds to a plain text by itself. */
static Str plain_of(const Node *node, const Node *root)
{
    switch (node->kind) {
    case KIND_TEXT:
    case KIND_CODE:
    case KIND_CODE_BLOCK: return node->text;
    case KIND_SOFT_BREAK:
    case KIND_HARD_BREAK: return STR(" ");
    case KIND_DOCUMENT:
    case KIND_SECTION:
    case KIND_DIV:
    case KIND_TITLE_BLOCK:
    case KIND_TITLE:
    case KIND_SUBTITLE:
    case KIND_AUTHOR:
    case KIND_DATE:
    case KIND_ABSTRACT:
    case KIND_CONTENTS:
    case KIND_CONTENTS_ITEM:
    case KIND_INDEX:
    case KIND_HEADING:
    case KIND_PARAGRAPH:
    case KIND_QUOTE:
    case KIND_ALERT:
    case KIND_LIST:
    case KIND_ITEM:
    case KIND_LABEL:
    case KIND_BODY:
    case KIND_RULE:
    case KIND_PAGE_BREAK:
    case KIND_TABLE:
    case KIND_TABLE_HEAD:
    case KIND_TABLE_BODY:
    case KIND_ROW:
    case KIND_CELL:
    case KIND_FIGURE:
    case KIND_CHART:
    case KIND_CAPTION:
    case KIND_NOTE: return node != root && node->prev ? STR(" ") : (Str){0};
    case KIND_HTML_BLOCK:
    case KIND_EMPH:
    case KIND_STRONG:
    case KIND_STRIKE:
    case KIND_UNDERLINE:
    case KIND_SUB:
    case KIND_SUP:
    case KIND_SMALL_CAPS:
    case KIND_SPAN:
    case KIND_LINK:
    case KIND_IMAGE:
    case KIND_NOTE_REF:
    case KIND_REF:
    case KIND_PAGE_NUMBER:
    case KIND_LEADER:
    case KIND_NUMBER:
    case KIND_HTML_INLINE:
    case KINDS: break;
    }
    return (Str){0};
}

static bool inside_image(const Node *node)
{
    return node_ancestor(node, KIND_IMAGE) != NULL;
}

/* Beside words, a logo in a heading says nothing more. */
static bool has_words(const Node *heading)
{
    for (const Node *n = heading->first; n; n = node_next(n, heading))
        if ((n->kind == KIND_TEXT || n->kind == KIND_CODE) && str_trim(n->text).n && !inside_image(n))
            return true;
    return false;
}

Str node_plain(Arena *arena, const Node *node)
{
    if (!node->first) return plain_of(node, node);
    if (node->first == node->last && node->first->kind == KIND_TEXT) return node->first->text;
    Buf out = {.arena = arena};
    bool pictures = node->kind != KIND_HEADING || !has_words(node);
    for (const Node *n = node; n;
         n = n->kind == KIND_NOTE_REF ? node_skip(n, node) : node_next(n, node)) {
        if (n != node && n->prev && n->prev->kind == KIND_NUMBER) buf_byte(&out, ' ');
        if (pictures || !inside_image(n)) buf_add(&out, plain_of(n, node));
    }
    return buf_str(&out);
}

Str attr_value(const Attr *attr, Str key)
{
    for (const Pair *p = attr ? attr->pairs : NULL; p; p = p->next)
        if (p->value.p && str_eq(p->key, key)) return p->value;
    return (Str){0};
}

bool attr_class(const Attr *attr, Str name)
{
    for (const Pair *p = attr ? attr->pairs : NULL; p; p = p->next)
        if (!p->value.p && str_eq(p->key, name)) return true;
    return false;
}

/* Blocks whose children are text, not blocks. */
static bool holds_inlines(Kind kind)
{
    return kind == KIND_PARAGRAPH || kind == KIND_HEADING || kind == KIND_CELL ||
           kind == KIND_CAPTION || kind == KIND_TITLE || kind == KIND_SUBTITLE ||
           kind == KIND_AUTHOR || kind == KIND_DATE || kind == KIND_LABEL ||
           kind == KIND_CONTENTS_ITEM;
}

/* A figure's picture, its link, and what is left of a link that leads nowhere. */
static bool holds_picture(const Node *parent, const Node *node)
{
    return parent->kind == KIND_FIGURE &&
           (node->kind == KIND_IMAGE || node->kind == KIND_LINK || node->kind == KIND_SPAN);
}

static const char *check_level(const Node *node)
{
    const Node *parent = node->parent;
    bool inside_inline = !kind_rows[parent->kind].block;
    if (kind_rows[parent->kind].leaf) return "a leaf has children";
    if (kind_rows[node->kind].block && inside_inline)
        return "a block stands inside of an inline node";
    if (!kind_rows[node->kind].block && !inside_inline && !holds_inlines(parent->kind) &&
        !holds_picture(parent, node))
        return "an inline node stands among blocks";
    if (node->kind == KIND_DOCUMENT) return "a document stands inside of another node";
    if (node->kind == KIND_ITEM && parent->kind != KIND_LIST)
        return "an item stands outside of a list";
    if (node->kind == KIND_CELL && parent->kind != KIND_ROW)
        return "a cell stands outside of a row";
    if (node->kind == KIND_ROW && parent->kind != KIND_TABLE_HEAD &&
        parent->kind != KIND_TABLE_BODY)
        return "a row stands outside of a table";
    return NULL;
}

static const char *check_links(const Node *node)
{
    const Node *parent = node->parent;
    if (node->first && node->first->prev) return "a first child has a sibling before it";
    if (node->last && node->last->next) return "a last child has a sibling after it";
    if (!node->first != !node->last) return "only one of first and last child is set";
    if (node->first && (node->first->parent != node || node->last->parent != node))
        return "a child does not know its parent";
    if (node->next && (node->next->prev != node || node->next->parent != parent))
        return "siblings do not agree";
    if (parent && !node->next && parent->last != node)
        return "a parent does not know its last child";
    return NULL;
}

const char *node_check(const Node *root)
{
    for (const Node *n = root; n; n = node_next(n, root)) {
        const char *fault = check_links(n);
        if (!fault && n != root) fault = check_level(n);
        if (fault) return fault;
    }
    return NULL;
}
