/* html.c - the small part of HTML that Markdown files use, as nodes. In come the tags that cmark
 * leaves in a line and its blocks of raw HTML; out go nodes, or only the text between tags that
 * octavo does not set (each name is warned of once). Comments, scripts and style sheets vanish.
 * Tags are matched within one parent; a stray one vanishes. */
#include <string.h>

#include "read/read_int.h"

enum { OPEN_MAX = 32 };

typedef struct Open {
    Node *node;
    Tag tag;
    const TagRow *row;
} Open;

/* ---- names that are not HTML ----------------------------------------------------------------- */

/* The names that have an end tag somewhere in the file: the others, as in Vec<T>, were never
 * meant as tags. */
static bool has_end_tag(Reading *r, Str name)
{
    if (!r->tags) {
        r->tags = map_new(r->arena);
        Tag tag;
        for (Str rest = r->text; rest.n;) {
            ptrdiff_t at = str_find(rest, STR("</"));
            if (at < 0) break;
            rest = str_slice(rest, (size_t)at, rest.n);
            if (tag_read(rest, 0, &tag)) *map_slot(r->tags, tag.name, NULL) = r;
            rest = str_slice(rest, 2, rest.n);
        }
    }
    return map_lookup(r->tags, name) != NULL;
}

/* <T> and <Option> are types of a program, <BR> is a tag. */
static bool is_type_name(Str name)
{
    bool capital = name.p[0] >= 'A' && name.p[0] <= 'Z';
    return capital && (name.n == 1 || name.p[1] > 'Z');
}

static bool is_text(Reading *r, const Tag *tag)
{
    if (tag_row(tag->name) && !is_type_name(tag->name)) return false;
    return !tag->close && !tag->empty && !has_end_tag(r, tag->name) &&
           str_find(tag->inside, STR("=")) < 0;
}

static void warn(Reading *r, DiagKind kind, const Tag *tag, Place place)
{
    if (diag_once(r->diag, str_format(r->arena, "html:%.*s", STR_ARGS(tag->name)))) {
        diag_add(r->diag, kind, place, STR_ARGS(tag->name));
    }
}

/* ---- tags in a line of text ------------------------------------------------------------------ */

static Str id_of(Reading *r, const Tag *tag)
{
    Str id = tag_attr(r->arena, tag, "id");
    return id.n                               ? id
           : str_eq_fold(tag->name, STR("a")) ? tag_attr(r->arena, tag, "name")
                                              : (Str){0};
}

/* A tag that nothing closes: only its name as a destination is of use. */
static void stray(Reading *r, const Open *open)
{
    Str id = open->tag.close ? (Str){0} : id_of(r, &open->tag);
    if (!id.n) {
        node_unlink(open->node);
        return;
    }
    open->node->kind = KIND_SPAN;
    open->node->text = (Str){0};
    node_extra(r->arena, open->node)->attr = attr_new(r->arena, id);
}

static void unwrap(Node *node)
{
    while (node->first) {
        Node *child = node->first;
        node_unlink(child);
        node_insert_before(node, child);
    }
    node_unlink(node);
}

/* What the node around a pair of tags is, by its row and attributes. */
static void settle(Reading *r, Node *node, const Open *open)
{
    Str id = id_of(r, &open->tag), href = tag_attr(r->arena, &open->tag, "href");
    node->kind = open->row->kind;
    if (id.n) node_extra(r->arena, node)->attr = attr_new(r->arena, id);
    if (open->row->use == USE_CLASS) {
        node_extra(r->arena, node)->attr = attr_add(r->arena, node->extra->attr, str_of(open->row->names), (Str){0});
    } else if (open->row->use == USE_CODE) {
        node->text = node_plain(r->arena, node);
        node->first = node->last = NULL;
    } else if (open->row->use == USE_LINK && href.n) {
        node->text = href;
        node_extra(r->arena, node)->title = tag_attr(r->arena, &open->tag, "title");
    } else if (open->row->use == USE_LINK || open->row->use == USE_SPAN) {
        node->kind = KIND_SPAN;
        if (!id.n) unwrap(node);
    } else if (open->row->use == USE_HIDE) {
        node_unlink(node);
    }
}

static void wrap(Reading *r, const Open *open, Node *close)
{
    Node *node = node_new(r->arena, KIND_SPAN, open->node->place);
    node_insert_before(open->node, node);
    while (open->node->next != close) {
        Node *child = open->node->next;
        node_unlink(child);
        node_append(node, child);
    }
    node_unlink(open->node);
    node_unlink(close);
    if (node->first) inline_finish(r, node);
    settle(r, node, open);
}

static Str style_value(Str style, Str property)
{
    Str part;
    while (str_split(&style, ';', &part)) {
        Str name = {0};
        str_split(&part, ':', &name);
        if (str_eq_fold(str_trim(name), property) && part.p) return str_trim(part);
    }
    return (Str){0};
}

static void make_image(Reading *r, Node *node, const Tag *tag)
{
    static const char *const sizes[] = {"width", "height"};
    Str alt = tag_attr(r->arena, tag, "alt"), id = id_of(r, tag),
        style = tag_attr(r->arena, tag, "style");
    node->text = tag_attr(r->arena, tag, "src");
    if (!node->text.n) {
        node->kind = KIND_TEXT;
        node->text = alt;
        return;
    }
    node->kind = KIND_IMAGE;
    node_extra(r->arena, node)->title = tag_attr(r->arena, tag, "title");
    const Attr *attr = id.n ? attr_new(r->arena, id) : NULL;
    for (int i = 0; i < 2; i++) {
        Str size = tag_attr(r->arena, tag, sizes[i]);
        if (!size.n) size = style_value(style, str_of(sizes[i]));
        if (size.n) attr = attr_add(r->arena, attr, str_of(sizes[i]), size);
    }
    node_extra(r->arena, node)->attr = attr;
    if (alt.n) node_append(node, node_text(r->arena, KIND_TEXT, node->place, alt));
}

/* What moves or sounds is a link to it. */
static void make_media(Reading *r, Node *node, const Tag *tag)
{
    Str src = tag_attr(r->arena, tag, "src"), title = tag_attr(r->arena, tag, "title");
    warn(r, DIAG_HTML_TAG, tag, node->place);
    if (!src.n) {
        stray(r, &(Open){node, *tag, NULL});
        return;
    }
    node->kind = KIND_LINK;
    node->text = src;
    node_append(node, node_text(r->arena, KIND_TEXT, node->place, title.n ? title : src));
}

/* A tag that stands for itself, or for nothing. */
static void replace(Reading *r, Node *node, const Tag *tag, const TagRow *row)
{
    if (is_text(r, tag)) {
        warn(r, DIAG_HTML_TEXT, tag, node->place);
        node->kind = KIND_TEXT;
    } else if (row && row->use == USE_BREAK && !tag->close) {
        node->kind = KIND_HARD_BREAK;
        node->text = (Str){0};
    } else if (row && row->use == USE_IMAGE && !tag->close) {
        make_image(r, node, tag);
    } else if (row && row->use == USE_MEDIA && !tag->close) {
        make_media(r, node, tag);
    } else {
        if (!row || row->use == USE_OTHER) warn(r, DIAG_HTML_TAG, tag, node->place);
        stray(r, &(Open){node, *tag, row});
    }
}

static bool is_pair(const TagRow *row)
{
    return row->use <= USE_SPAN || row->use == USE_HIDE;
}

/* Closes the innermost open tag of that name; those opened inside of it and not closed are
 * stray. */
static int close_pair(Reading *r, Open *open, int n, Node *node, const Tag *tag)
{
    int at = n;
    while (at > 0 && !str_eq_fold(open[at - 1].tag.name, tag->name)) at--;
    if (!at) {
        node_unlink(node);
        return n;
    }
    for (int i = at; i < n; i++) stray(r, &open[i]);
    wrap(r, &open[at - 1], node);
    return at - 1;
}

void html_inline(Reading *r, Node *parent)
{
    Open open[OPEN_MAX];
    int n = 0;
    for (Node *node = parent->first, *next; node; node = next) {
        Tag tag;
        next = node->next;
        if (node->kind != KIND_HTML_INLINE) continue;
        if (!tag_read(node->text, 0, &tag) || tag.comment) {
            node_unlink(node);
            continue;
        }
        const TagRow *row = tag_row(tag.name);
        if (!row || !is_pair(row) || tag.empty || is_text(r, &tag)) {
            replace(r, node, &tag, row);
        } else if (tag.close) {
            n = close_pair(r, open, n, node, &tag);
        } else if (n < OPEN_MAX) {
            open[n++] = (Open){node, tag, row};
        } else {
            stray(r, &(Open){node, tag, row});
        }
    }
    while (n--) stray(r, &open[n]);
}

/* ---- blocks of HTML -------------------------------------------------------------------------- */

typedef struct Blocks {
    Reading *r;
    Node *parent, *block; /* block: the one that is being filled, or NULL */
    Place place;
    bool summary;
} Blocks;

static Node *block_new(Blocks *b, Kind kind)
{
    b->block = node_new(b->r->arena, kind, b->place);
    node_append(b->parent, b->block);
    return b->block;
}

static void embolden(Reading *r, Node *block)
{
    Node *strong = node_new(r->arena, KIND_STRONG, block->place);
    while (block->first) {
        Node *child = block->first;
        node_unlink(child);
        node_append(strong, child);
    }
    node_append(block, strong);
}

/* A caption belongs to the figure before it; without one nest.c knows where it goes. */
static void settle_caption(Reading *r, Node *caption)
{
    Node *figure = caption->prev;
    if (figure && figure->kind == KIND_FIGURE && figure->last->kind != KIND_CAPTION) {
        node_unlink(caption);
        node_append(figure, caption);
    } else if (!r->nests.n || r->nests.at[r->nests.n - 1] != caption->parent) {
        caption->kind = KIND_PARAGRAPH;
    }
}

static void flush(Blocks *b)
{
    Node *block = b->block;
    b->block = NULL;
    if (!block) return;
    Node *last = block->last;
    if (last && last->kind == KIND_TEXT && str_ends(last->text, STR(" "))) {
        last->text.n--;
        if (!last->text.n) node_unlink(last);
    }
    html_inline(b->r, block);
    inline_finish(b->r, block);
    if (b->summary && block->first) embolden(b->r, block);
    if (block->kind == KIND_CAPTION) settle_caption(b->r, block);
    if (!block->first) {
        node_unlink(block);
    } else {
        block_finish(b->r, block);
    }
}

/* White space is one space, and none at the edge of a block. */
static void add_text(Blocks *b, Str s)
{
    Buf out = BUF(b->r->arena);
    bool space = !b->block || !b->block->last ||
                 (b->block->last->kind == KIND_TEXT && str_ends(b->block->last->text, STR(" ")));
    for (size_t i = 0; i < s.n; i++) {
        bool blank = strchr(" \t\r\n\f", s.p[i]) && s.p[i];
        if (!blank) buf_byte(&out, s.p[i]);
        if (blank && !space) buf_byte(&out, ' ');
        space = blank;
    }
    Str text = entity_text(b->r->arena, buf_str(&out));
    if (!text.n) return;
    Node *block = b->block ? b->block : block_new(b, KIND_PARAGRAPH);
    node_append(block, node_text(b->r->arena, KIND_TEXT, b->place, text));
}

/* Where the end tag of `name` begins at or behind `at`; the end of s without one. */
static size_t end_tag(Str s, size_t at, Str name)
{
    Tag tag;
    for (; at < s.n; at++) {
        const char *hit = memchr(s.p + at, '<', s.n - at);
        if (!hit) return s.n;
        at = (size_t)(hit - s.p);
        if (tag_read(s, at, &tag) && tag.close && str_eq_fold(tag.name, name)) return at;
    }
    return s.n;
}

/* The text of a <pre> without its tags; <code class="language-c"> names its language, too. */
static void add_code(Blocks *b, Str s, Str language)
{
    Buf out = BUF(b->r->arena);
    Tag tag;
    for (size_t at = s.n && s.p[0] == '\n'; at < s.n;) {
        size_t n = s.p[at] == '<' ? tag_read(s, at, &tag) : 0;
        Str class = n && !tag.close ? tag_attr(b->r->arena, &tag, "class") : (Str){0};
        ptrdiff_t space = str_find(class, STR(" "));
        if (!language.n && str_starts(class, STR("language-")))
            language = str_slice(class, 9, space < 9 ? class.n : (size_t)space);
        if (!n) buf_byte(&out, s.p[at]);
        at += n ? n : 1;
    }
    while (out.n && out.p[out.n - 1] == '\n') out.n--;
    Node *code = block_new(b, KIND_CODE_BLOCK);
    code->text = entity_text(b->r->arena, buf_str(&out));
    code->u.code.language = language;
    b->block = NULL;
}

static void add_anchor(Blocks *b, const Tag *tag)
{
    Str id = tag->close ? (Str){0} : id_of(b->r, tag);
    if (!id.n) return;
    Node *span = node_new(b->r->arena, KIND_SPAN, b->place);
    node_extra(b->r->arena, span)->attr = attr_new(b->r->arena, id);
    VEC_PUSH(b->r->arena, &b->r->anchors, span);
}

static bool breaks_page(Arena *arena, const Tag *tag)
{
    Str style = tag_attr(arena, tag, "style");
    return str_starts(style_value(style, STR("page-break-after")), STR("always")) ||
           str_starts(style_value(style, STR("break-after")), STR("page")) ||
           str_starts(style_value(style, STR("page-break-before")), STR("always"));
}

static void add_leaf(Blocks *b, Kind kind)
{
    flush(b);
    block_new(b, kind);
    b->block = NULL;
}

static void add_comment(Blocks *b, const Tag *tag)
{
    if (!str_starts(tag->whole, STR("<!--")) || tag->whole.n < 7) return;
    Str text = str_trim(str_slice(tag->whole, 4, tag->whole.n - 3));
    long index;
    if (str_starts(text, STR("\x01")) && str_int(str_slice(text, 1, text.n), &index) &&
        index >= 0) {
        flush(b);
        nest_known(b->r, b->parent, b->place, (size_t)index);
        return;
    }
    if (str_eq_fold(text, STR("pagebreak")) || str_eq_fold(text, STR("newpage")))
        add_leaf(b, KIND_PAGE_BREAK);
}

/* The attributes of an element that mean something for the block that it becomes. */
static const Attr *marker_attr(Reading *r, const Tag *tag)
{
    static const char *const names[] = {"start", "colspan", "rowspan", "dir", "title",
                                        "number", "file-name", "caption"};
    const Attr *attr = attr_new(r->arena, (Str){0});
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Str value = tag_attr(r->arena, tag, names[i]);
        if (value.n) attr = attr_add(r->arena, attr, str_of(names[i]), value);
    }
    Str class = tag_attr(r->arena, tag, "class"), word;
    while (str_split(&class, ' ', &word)) {
        if (word.n) attr = attr_add(r->arena, attr, word, (Str){0});
    }
    Str align =
        str_eq_fold(tag->name, STR("center")) ? STR("center") : tag_attr(r->arena, tag, "align");
    if (!align.n) align = style_value(tag_attr(r->arena, tag, "style"), STR("text-align"));
    bool known = str_eq_fold(align, STR("left")) || str_eq_fold(align, STR("center")) ||
                 str_eq_fold(align, STR("right"));
    return known ? attr_add(r->arena, attr, STR("align"), align) : attr;
}

static void add_marker(Blocks *b, const Tag *tag)
{
    const Attr *attr = tag->close ? NULL : marker_attr(b->r, tag);
    if (tag->empty) return;
    nest_mark(b->r, b->parent, (MarkerRow){tag->name, tag->close, false, attr, b->place});
}

static void add_heading(Blocks *b, const Tag *tag)
{
    Node *heading = block_new(b, KIND_HEADING);
    Str align = attr_value(marker_attr(b->r, tag), STR("align"));
    heading->u.heading.level = tag->name.p[1] - '0';
    if (align.n) node_extra(b->r->arena, heading)->attr = attr_add(b->r->arena, NULL, STR("align"), align);
}

/* A tag that ends the block before it and may begin another. */
static void add_block_tag(Blocks *b, const Tag *tag, const TagRow *row)
{
    flush(b);
    b->summary = row && row->use == USE_SUMMARY && !tag->close;
    if (!row || row->use == USE_OTHER) warn(b->r, DIAG_HTML_TAG, tag, b->place);
    add_anchor(b, tag);
    if (row && row->use == USE_BLOCK) add_marker(b, tag);
    if (tag->close || !row) return;
    if (row->use == USE_RULE) add_leaf(b, KIND_RULE);
    if (row->use == USE_CAPTION) block_new(b, KIND_CAPTION);
    if (row->use == USE_HEADING) add_heading(b, tag);
    if (row->use == USE_BLOCK && breaks_page(b->r->arena, tag)) add_leaf(b, KIND_PAGE_BREAK);
}

static bool is_inline(const TagRow *row)
{
    return row->use <= USE_IMAGE || row->use == USE_NONE;
}

/* Takes one tag; returns where the text goes on. */
static size_t add_tag(Blocks *b, Str html, size_t at, const Tag *tag)
{
    bool text = !tag->comment && is_text(b->r, tag);
    const TagRow *row = tag->comment || text ? NULL : tag_row(tag->name);
    at += tag->whole.n;
    if (tag->comment) {
        add_comment(b, tag);
    } else if (row && row->use == USE_HIDE) {
        return tag->close ? at : end_tag(html, at, tag->name);
    } else if (row && row->use == USE_PRE && !tag->close) {
        size_t end = end_tag(html, at, tag->name);
        flush(b);
        add_code(b, str_slice(html, at, end), tag_attr(b->r->arena, tag, "lang"));
        return end;
    } else if (text || (row && is_inline(row))) {
        Node *block = b->block ? b->block : block_new(b, KIND_PARAGRAPH);
        node_append(block, node_text(b->r->arena, KIND_HTML_INLINE, b->place, tag->whole));
    } else {
        add_block_tag(b, tag, row);
    }
    return at;
}

static int count_lines(Str s)
{
    int n = 0;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] == '\n';
    return n;
}

void html_block(Reading *r, Node *parent, Place place, Str html)
{
    Blocks b = {.r = r, .parent = parent, .place = place};
    for (size_t at = 0, next; at < html.n; at = next) {
        Tag tag;
        if (tag_read(html, at, &tag)) {
            next = add_tag(&b, html, at, &tag);
        } else {
            const char *angle =
                at + 1 < html.n ? memchr(html.p + at + 1, '<', html.n - at - 1) : NULL;
            next = angle ? (size_t)(angle - html.p) : html.n;
            add_text(&b, str_slice(html, at, next));
        }
        b.place.line += count_lines(str_slice(html, at, next));
        b.place.column = 0;
    }
    flush(&b);
}
