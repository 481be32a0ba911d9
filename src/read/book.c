/* book.c - chapters as one document. In comes the tree of a chapter, out goes the same tree with its
 * headings as deep as the chapter lies and with a title; and trees of files joined to one, each with its
 * notes behind it. References to notes were bound when their file was read, so equal
 * labels do not meet. Which chapters there are is list.c's business. */
#include "read/read_int.h"

enum { LEVEL_MAX = 6 };

typedef struct Headings {
    Node *first;
    int least, n_least;
    bool opens;
} Headings; /* opens: nothing but anchors is before it */

static Headings headings_of(Node *document)
{
    Headings h = {.least = LEVEL_MAX + 1};
    bool text = false;
    for (Node *node = document->first; node; node = node->next) {
        text |= node->kind != KIND_HEADING && node->kind != KIND_NOTE;
        if (node->kind != KIND_HEADING) continue;
        int level = node->u.heading.level;
        if (!h.first) {
            h.first = node;
            h.opens = !text;
        }
        h.n_least = level < h.least ? 1 : h.n_least + (level == h.least);
        h.least = level < h.least ? level : h.least;
    }
    return h;
}

static Node *copy_one(Arena *arena, const Node *node)
{
    Node *copy = node_new(arena, node->kind, node->place);
    copy->text = node->text;
    copy->u = node->u;
    if (node_has_extra(node)) *node_extra(arena, copy) = *node->extra;
    return copy;
}

static Node *title_new(Arena *arena, const Chapter *chapter, Str title, Place place)
{
    Node *heading = node_new(arena, KIND_HEADING, place);
    if (chapter->title && chapter->title->first) {
        node_copy(arena, heading, chapter->title, copy_one);
    } else {
        node_append(heading, node_text(arena, KIND_TEXT, place, title));
    }
    return heading;
}

/* True when the file's first heading is its title: it stands alone on its level, or is level 1, or
 * reads as the list of chapters has it. One with a title of its `own` beside its headings has that. */
static bool has_title(Arena *arena, const Chapter *chapter, const Headings *h, Str title, bool own)
{
    if (!h->first) return false;
    if (h->least == 1) return true;
    if (h->first->u.heading.level != h->least) return false;
    return (h->n_least == 1 && h->opens && chapter->listed && !own) ||
           str_eq_fold(str_trim(node_plain(arena, h->first)), str_trim(title));
}

static void shift(Node *document, int by)
{
    for (Node *node = document; by && node; node = node_next(node, document)) {
        if (node->kind != KIND_HEADING) continue;
        int level = node->u.heading.level + by;
        node->u.heading.shift = by;
        node->u.heading.level = level < 1 ? 1 : level > LEVEL_MAX ? LEVEL_MAX : level;
    }
}

/* A file's name without folder and ending. */
static Str stem_of(Str path)
{
    size_t from = path.n, to = path.n;
    while (from && path.p[from - 1] != '/') from--;
    while (to > from && path.p[to - 1] != '.') to--;
    return str_slice(path, from, to > from + 1 ? to - 1 : path.n);
}

/* The first heading of a chapter behind the parts closes them; prefix and suffix chapters have no numbers. */
static Node *mark(Arena *arena, const Chapter *chapter, Node *document)
{
    bool first = true;
    for (Node *node = document->first; chapter->plain && node; node = node->next) {
        if (node->kind != KIND_HEADING) continue;
        node->u.heading.unnumbered = true;
        if (first && chapter->ends)
            node_extra(arena, node)->attr = attr_add(arena, node->extra->attr, STR("outside"), (Str){0});
        first = false;
    }
    return document;
}

static Node *heading_only(Arena *arena, const Chapter *chapter)
{
    Node *document = node_new(arena, KIND_DOCUMENT, chapter->place);
    Node *heading = title_new(arena, chapter, chapter->name, chapter->place);
    heading->u.heading.level = chapter->depth + 1 > LEVEL_MAX ? LEVEL_MAX : chapter->depth + 1;
    if (chapter->part) {
        node_extra(arena, heading)->attr = attr_add(arena, NULL, STR("part"), (Str){0});
        heading->u.heading.unnumbered = true;
    }
    node_append(document, heading);
    return document;
}

Node *book_chapter(Arena *arena, const Chapter *chapter, Node *document, Str title)
{
    if (!document) return heading_only(arena, chapter);
    Headings h = headings_of(document);
    int level = chapter->depth + 1 > LEVEL_MAX ? LEVEL_MAX : chapter->depth + 1;
    bool own = title.n > 0;                                /* from its front matter */
    if (chapter->name.n) title = chapter->name;
    if (!title.n && chapter->listed && !h.first) title = stem_of(chapter->path);
    if (has_title(arena, chapter, &h, title, own) || !title.n) {
        if (chapter->listed && h.first) shift(document, level - h.least);
        return mark(arena, chapter, document);
    }
    Place place = {document->place.source, document->place.line, 0};
    Node *heading = title_new(arena, chapter, title, place);
    if (h.first && chapter->listed) shift(document, level + 1 - h.least);
    heading->u.heading.level = level;
    if (document->first) {
        node_insert_before(document->first, heading);
    } else {
        node_append(document, heading);
    }
    return mark(arena, chapter, document);
}

void book_join(Arena *arena, Node *book, Node *more)
{
    (void)arena;
    while (more->first) {
        Node *child = more->first;
        node_unlink(child);
        node_append(book, child);
    }
}
