/* annot.c - link annotations (ISO 32000-1, 12.5.6.5): one for each link on each page, with a quadrilateral for each
 * of its lines, tied to its Link element and described in words for those who hear it. */
#include "pdf/pdf_int.h"

enum { CONTENTS_MAX = 200 };

static Annot *annot_of(Arena *arena, Annots *annots, size_t first, const Node *node, int page)
{
    for (size_t i = annots->all.n; i > first; i--)
        if (annots->all.at[i - 1].node == node)
            return &annots->all.at[i - 1];
    VEC_PUSH(arena, &annots->all, (Annot){.node = node, .page = page});
    return &annots->all.at[annots->all.n - 1];
}

Annots *annots_collect(Arena *arena, const Ops *ops, Tags *tags)
{
    Annots *annots = ARENA_NEW(arena, Annots);
    for (int p = 0; p < ops->n; p++) {
        size_t first = annots->all.n;
        for (int i = 0; i < ops->pages[p].n_links; i++) {
            const Link *link = &ops->pages[p].links[i];
            /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): annot_of gives the address of an item */
            VEC_PUSH(arena, &annot_of(arena, annots, first, link->node, p)->rects, *link);
        }
    }
    for (size_t i = 0; i < annots->all.n; i++) {
        Annot *annot = &annots->all.at[i];
        annot->elem = tags_link(tags, annot->node);
        tags_add(tags, annot->elem, (TagKid){.kind = TAG_OBJECT, .order = UINT32_MAX, .number = (int)i});
    }
    return annots;
}

static void rect_write(Buf *b, Len height, Len left, Len top, Len right, Len bottom, bool quad)
{
    Len l = left, r = right, t = height - top, m = height - bottom;
    const Len corners[8] = {l, t, r, t, l, m, r, m}, box[4] = {l, m, r, t};
    for (int i = 0; i < (quad ? 8 : 4); i++)
        value_fixed(b, fixed_of(quad ? corners[i] : box[i], 2), 2);
}

static void rects_write(Buf *b, const Annot *annot, Len height)
{
    const Link *at = annot->rects.at;
    Len l = at->x, t = at->y, r = at->x + at->width, m = at->y + at->height;
    for (size_t i = 1; i < annot->rects.n; i++) {
        l = at[i].x < l ? at[i].x : l;
        t = at[i].y < t ? at[i].y : t;
        r = at[i].x + at[i].width > r ? at[i].x + at[i].width : r;
        m = at[i].y + at[i].height > m ? at[i].y + at[i].height : m;
    }
    buf_add(b, STR("/Rect["));
    rect_write(b, height, l, t, r, m, false);
    buf_add(b, STR("]"));
    if (annot->rects.n < 2)
        return;
    buf_add(b, STR("/QuadPoints["));
    for (size_t i = 0; i < annot->rects.n; i++)
        rect_write(b, height, at[i].x, at[i].y, at[i].x + at[i].width, at[i].y + at[i].height, true);
    buf_add(b, STR("]"));
}

/* A URI is ASCII: other bytes are written as %XX. */
static Str uri_ascii(Arena *arena, Str address)
{
    Buf b = {arena, NULL, 0, 0};
    for (size_t i = 0; i < address.n; i++) {
        unsigned char c = (unsigned char)address.p[i];
        if (c > 0x20 && c < 0x7F && c != '"' && c != '<' && c != '>')
            buf_byte(&b, (char)c);
        else
            buf_format(&b, "%%%02X", c);
    }
    return buf_str(&b);
}

static Str contents_of(Arena *arena, const Node *node)
{
    Str text = node->extra->title;
    if (node->kind != KIND_LINK || text.n == 0)
        text = node->extra->target ? node_plain(arena, node->extra->target) : node->text;
    if (text.n == 0 || (node->extra->target && node->extra->target->kind != KIND_HEADING && node->extra->target->kind != KIND_NOTE))
        text = node_plain(arena, node);
    if (node->kind == KIND_NOTE_REF || text.n == 0)
        text = node->extra->target && node->extra->target->extra->number.n ? node->extra->target->extra->number : node->text;
    if (text.n > CONTENTS_MAX) {
        size_t end = CONTENTS_MAX;
        while (end > 0 && ((unsigned char)text.p[end] & 0xC0) == 0x80)
            end--;
        text = str_slice(text, 0, end);
    }
    return text.n > 0 ? text : STR("link");
}

static void annot_write(Writer *writer, Annot *annot, size_t index)
{
    Buf b = {writer->arena, NULL, 0, 0};
    buf_add(&b, STR("/Type/Annot/Subtype/Link/F 4/Border[0 0 0]"));
    rects_write(&b, annot, writer->input->pages->at[annot->page].height);
    buf_format(&b, "/StructParent %zu", (size_t)writer->input->pages->n + index);
    buf_add(&b, STR("/Contents"));
    value_text(&b, text_spaced(writer->arena, contents_of(writer->arena, annot->node)));
    if (annot->node->extra->target != NULL) {
        buf_add(&b, STR("/Dest"));
        value_label(&b, annot->node->extra->target->extra->label);
    } else {
        Str uri = uri_ascii(writer->arena, annot->node->text);
        if (uri.n <= STRING_MAX) {                         /* a part of an address would lead astray */
            buf_add(&b, STR("/A<</S/URI/URI"));
            value_bytes(&b, uri);
            buf_add(&b, STR(">>"));
        }
    }
    annot->ref = pdf_object(writer->pdf, buf_str(&b));
}

void annots_write(Writer *writer)
{
    for (size_t i = 0; i < writer->annots->all.n; i++)
        annot_write(writer, &writer->annots->all.at[i], i);
}

Str annots_of_page(const Writer *writer, int page, size_t *at)
{
    Buf b = {writer->arena, NULL, 0, 0};
    const Annots *annots = writer->annots;
    if (*at >= annots->all.n || annots->all.at[*at].page != page)
        return (Str){0};
    buf_add(&b, STR("/Annots["));
    for (; *at < annots->all.n && annots->all.at[*at].page == page; ++*at)
        value_ref(&b, annots->all.at[*at].ref);
    buf_add(&b, STR("]"));
    return buf_str(&b);
}
