/* block.c - what a block turns out to be once its children are there: a page break, a figure, an
 * alert, a caption; and what of code is shown. In comes a block as cmark gave it;
 * it is changed in place. Captions wait until all blocks are there, since they stand before or
 * behind their table. */
#include <string.h>

#include "read/read_int.h"

/* ---- paragraphs ------------------------------------------------------------------------------ */

static bool is_break(const Node *node)
{
    return node->kind == KIND_SOFT_BREAK || node->kind == KIND_HARD_BREAK;
}

static bool is_blank_text(const Node *node)
{
    return node->kind == KIND_TEXT && !str_trim(node->text).n;
}

static bool is_anchor(const Node *node)
{
    return node->kind == KIND_SPAN && !node->first && node->extra->attr && node->extra->attr->id.n;
}

static bool is_word(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c != '-' && c != '_') return false;
    }
    return s.n > 0;
}

/* Takes the destinations off a block: they go to the next one. */
static void lift_anchors(Reading *r, Node *paragraph)
{
    for (Node *n = paragraph->first, *next; n; n = next) {
        next = n->next;
        if (!is_anchor(n)) continue;
        node_unlink(n);
        VEC_PUSH(r->arena, &r->anchors, n);
    }
}

static bool has_text(const Node *paragraph)
{
    for (const Node *n = paragraph->first; n; n = n->next) {
        if (!is_anchor(n) && !is_break(n) && !is_blank_text(n)) return true;
    }
    return false;
}

/* A block without a name of its own takes that of the anchor before it. */
static void adopt_anchor(Reading *r, Node *node)
{
    if (!r->anchors.n || (node->extra->attr && node->extra->attr->id.n)) return;
    Attr *attr = ARENA_NEW(r->arena, Attr);
    if (node->extra->attr) *attr = *node->extra->attr;
    attr->id = r->anchors.at[0]->extra->attr->id;
    node_extra(r->arena, node)->attr = attr;
    r->anchors.n--;
    memmove(r->anchors.at, r->anchors.at + 1, r->anchors.n * sizeof *r->anchors.at);
}

static void drop_anchors(Reading *r, Node *node)
{
    Node *first = node->first;
    for (size_t i = 0; i < r->anchors.n; i++) {
        if (first) {
            node_insert_before(first, r->anchors.at[i]);
        } else {
            node_append(node, r->anchors.at[i]);
        }
    }
    r->anchors.n = 0;
}

static bool is_page_break(const Node *node)
{
    if (node->first != node->last || node->first->kind != KIND_TEXT) return false;
    Str s = str_trim(node->first->text);
    return str_eq(s, STR("\\newpage")) || str_eq(s, STR("\\pagebreak"));
}

/* The only picture of a paragraph that has nothing else but anchors, bare or as a link. */
static Node *lone_image(const Node *paragraph)
{
    Node *image = NULL;
    for (Node *n = paragraph->first; n; n = n->next) {
        if (is_break(n) || is_blank_text(n) || is_anchor(n)) continue;
        Node *inner = n->kind == KIND_LINK && n->first && n->first == n->last ? n->first : n;
        if (image || inner->kind != KIND_IMAGE) return NULL;
        image = inner;
    }
    return image;
}

/* The title is the caption; the attributes' name, or else an anchor's, is the figure's; the rest
 * stays with the picture as well. A figure that has a name and no title has an empty caption: it
 * is numbered. */
static void make_figure(Reading *r, Node *node, Node *image)
{
    Node *holder = image->parent == node ? image : image->parent;
    lift_anchors(r, node);
    node_unlink(holder);
    node->first = node->last = NULL;
    node->kind = KIND_FIGURE;
    node_extra(r->arena, node)->attr = image->extra->attr;
    node_append(node, holder);
    if (image->extra->attr && image->extra->attr->id.n) {
        Attr *rest = ARENA_NEW(r->arena, Attr);
        rest->pairs = image->extra->attr->pairs;
        node_extra(r->arena, image)->attr = rest->pairs ? rest : NULL;
    }
    adopt_anchor(r, node);
    bool named = node->extra->attr && node->extra->attr->id.n;
    if (!image->extra->title.n && !named) return;
    Node *caption = node_new(r->arena, KIND_CAPTION, node->place);
    if (image->extra->title.n)
        node_append(caption, node_text(r->arena, KIND_TEXT, node->place, image->extra->title));
    if (image->extra->title.n) node_extra(r->arena, image)->title = (Str){0};
    node_append(node, caption);
}

size_t caption_prefix(Str s)
{
    if (str_starts(s, STR(": "))) return 2;
    return str_starts(s, STR("Table: ")) ? 7 : 0;
}

/* The books on Rust's language name a rule by a line `r[items.static]` before it: its text stays, and
 * is a place that links lead to. */
static void adopt_rule(Reading *r, Node *node)
{
    Node *text = node->first;
    if (!text || text->kind != KIND_TEXT || (text->next && !is_break(text->next))) return;
    Str s = text->text;
    if (!str_starts(s, STR("r[")) || !str_ends(s, STR("]")) || node->extra->attr) return;
    for (size_t i = 2; i + 1 < s.n; i++) {
        bool part = (s.p[i] == '.' || s.p[i] == '_') && i > 2;
        if (!part && !is_word(str_slice(s, i, i + 1))) return;
    }
    if (s.n < 4) return;
    node_extra(r->arena, node)->attr = attr_new(r->arena, str_format(r->arena, "r-%.*s", (int)s.n - 3, s.p + 2));
}

static void finish_paragraph(Reading *r, Node *node)
{
    math_blocks(r, node);
    if (!has_text(node)) {
        lift_anchors(r, node);
        node_unlink(node);
        return;
    }
    if (is_page_break(node)) {
        node->kind = KIND_PAGE_BREAK;
        node->first = node->last = NULL;
        return;
    }
    Node *image = lone_image(node);
    if (image) {
        make_figure(r, node, image);
        return;
    }
    if (node->first->kind == KIND_TEXT && caption_prefix(node->first->text)) {
        VEC_PUSH(r->arena, &r->captions, node); /* anchors go on to the table */
    } else {
        adopt_rule(r, node);
        drop_anchors(r, node);
    }
}

static void finish_heading(Reading *r, Node *node)
{
    const Attr *attr = inline_attr(r, node, NULL);
    if (attr) node_extra(r->arena, node)->attr = attr;
    node->u.heading.unnumbered = attr_class(node->extra->attr, STR("unnumbered"));
    node->u.heading.unlisted = attr_class(node->extra->attr, STR("unlisted"));
    drop_anchors(r, node);
}

/* ---- alerts ---------------------------------------------------------------------------------- */

static AlertKind alert_of(Str word)
{
    static const char *const names[] = {"note", "tip", "important", "warning", "caution"};
    for (int i = 0; i < 5; i++) {
        if (str_eq_fold(word, str_of(names[i]))) return (AlertKind)i;
    }
    return ALERT_OTHER;
}

/* A quote whose first line is [!WORD] and nothing else. The word of an unknown kind is kept as
 * its title. */
static void finish_quote(Reading *r, Node *quote)
{
    Node *paragraph = quote->first;
    Node *text = paragraph && paragraph->kind == KIND_PARAGRAPH ? paragraph->first : NULL;
    if (!text || text->kind != KIND_TEXT || (text->next && !is_break(text->next))) return;
    Str s = str_trim(text->text);
    if (!str_starts(s, STR("[!")) || !str_ends(s, STR("]")) || !is_word(str_slice(s, 2, s.n - 1)))
        return;
    Str word = str_slice(s, 2, s.n - 1);
    quote->kind = KIND_ALERT;
    quote->u.alert.kind = alert_of(word);
    if (quote->u.alert.kind == ALERT_OTHER) node_extra(r->arena, quote)->title = word;
    if (text->next) {
        paragraph->place = (Place){paragraph->place.source, text->next->place.line + 1, 0};
        node_unlink(text->next);
    }
    node_unlink(text);
    block_finish(r, paragraph);
}

/* ---- code ------------------------------------------------------------------------------------ */

/* mdBook hides the lines of Rust's code that begin with `# `; ## is a # that is shown. */
static Str shown_lines(Arena *arena, Str text)
{
    Buf out = BUF(arena);
    Str line;
    bool any = false;
    while (str_split(&text, '\n', &line)) {
        size_t at = 0;
        while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t')) at++;
        bool sharp = at < line.n && line.p[at] == '#', bare = sharp && at + 1 == line.n;
        if (bare || (sharp && line.p[at + 1] == ' ')) continue;
        bool twice = sharp && line.p[at + 1] == '#';
        if (any) buf_byte(&out, '\n');
        any = true;
        if (twice) buf_add(&out, str_slice(line, 0, at));
        buf_add(&out, str_slice(line, twice ? at + 1 : 0, line.n));
    }
    return buf_str(&out);
}

void block_code(Reading *r, Node *node, Str info)
{
    fence_read(r, node, str_trim(info));
    if (r->dialect->mdbook && str_eq(node->u.code.language, STR("rust")))
        node->text = shown_lines(r->arena, node->text);
    adopt_anchor(r, node);
}

/* ---- captions -------------------------------------------------------------------------------- */

static bool is_open_table(const Node *node)
{
    return node && node->kind == KIND_TABLE && (!node->first || node->first->kind != KIND_CAPTION);
}

static void trim_end(Node *block)
{
    Node *last = block->last;
    if (!last || last->kind != KIND_TEXT) return;
    while (last->text.n && last->text.p[last->text.n - 1] == ' ') last->text.n--;
    if (!last->text.n) node_unlink(last);
}

/* Makes the inline children of `from`, which begin with a caption's mark, the caption of
 * `table`. */
static void bind_caption(Reading *r, Node *table, Node *from)
{
    Node *caption = node_new(r->arena, KIND_CAPTION, from->place), *text = from->first;
    text->text = str_slice(text->text, caption_prefix(text->text), text->text.n);
    while (from->first) {
        Node *child = from->first;
        node_unlink(child);
        if (child->kind != KIND_TEXT || child->text.n) node_append(caption, child);
    }
    Str source = {0};
    const Attr *attr = inline_attr(r, caption, &source);
    if (attr) {
        node_extra(r->arena, table)->attr = attr;
        node_extra(r->arena, table)->title = source;
    }
    lift_anchors(r, caption);
    adopt_anchor(r, table);
    drop_anchors(r, caption);
    trim_end(caption);
    if (table->first) {
        node_insert_before(table->first, caption);
    } else {
        node_append(table, caption);
    }
}

void block_captions(Reading *r)
{
    for (size_t i = 0; i < r->captions.n; i++) {
        Node *paragraph = r->captions.at[i];
        if (!paragraph->first) continue;                   /* lines of a cell by now */
        Node *table = is_open_table(paragraph->prev) ? paragraph->prev : paragraph->next;
        if (is_open_table(table)) {
            bind_caption(r, table, paragraph);
            node_unlink(paragraph);
        } else {
            diag_add(r->diag, DIAG_CAPTION, paragraph->place);
        }
    }
}

/* GitHub's tables take the line behind them for a row: a caption there is a row of one cell that
 * has the mark. A cell that is not in the source has no column. */
static void finish_table(Reading *r, Node *table)
{
    adopt_anchor(r, table);
    Node *body = table->last, *row = body && body->kind == KIND_TABLE_BODY ? body->last : NULL;
    Node *cell = row ? row->first : NULL, *text = cell ? cell->first : NULL;
    if (!text || text->kind != KIND_TEXT || !caption_prefix(text->text) ||
        (cell->next && cell->next->place.column))
        return;
    bind_caption(r, table, cell);
    node_unlink(row);
    if (!body->first) node_unlink(body);
}

void block_finish(Reading *r, Node *node)
{
    if (node->kind == KIND_PARAGRAPH) {
        finish_paragraph(r, node);
    } else if (node->kind == KIND_HEADING) {
        finish_heading(r, node);
    } else if (node->kind == KIND_QUOTE) {
        finish_quote(r, node);
    } else if (node->kind == KIND_TABLE) {
        finish_table(r, node);
    }
}
