/* ops.c - the display list as text, for --dump=ops and the tests: one operation a line, lengths in points. */
#include "paint/paint.h"

static void len_add(Buf *out, Len a)
{
    buf_byte(out, ' ');
    len_print(out, a, 2);
}

static void rect_dump(const Op *op, const char *name, Buf *out)
{
    buf_format(out, "    %s", name);
    len_add(out, op->x);
    len_add(out, op->y);
    len_add(out, op->width);
    len_add(out, op->height);
    buf_format(out, " #%06X\n", op->colour);
}

static void text_dump(const Op *op, Buf *out)
{
    buf_add(out, STR("    text"));
    len_add(out, op->x);
    len_add(out, op->y);
    buf_format(out, " %.*s", STR_ARGS(op->font->face->name));
    len_add(out, op->font->size);
    if (op->colour == COLOUR_NONE)
        buf_add(out, STR(" unseen"));
    else if (op->colour != 0)
        buf_format(out, " #%06X", op->colour);
    if (op->rise != 0) {
        buf_add(out, STR(" rise"));
        len_add(out, op->rise);
    }
    if (op->expand != 0)
        buf_format(out, " expand %d", op->expand);
    buf_add(out, STR(" \""));
    for (int i = 0; i < op->n; i++) {
        buf_add(out, op->words[i].shaped->text);
        if (op->words[i].space_after)
            buf_byte(out, ' ');
    }
    buf_add(out, STR("\"\n"));
}

static void path_dump(const Op *op, Buf *out)
{
    const Len *p = op->points;
    buf_format(out, "    path %s #%06X", op->fill ? "fill" : "stroke", op->colour);
    if (!op->fill)
        len_add(out, op->line_width);
    for (int i = 0; i < op->n_segments; i++) {
        Segment s = op->segments[i];
        int n = s == SEGMENT_CLOSE ? 0 : s == SEGMENT_CURVE ? 3 : 1;
        buf_add(out, s == SEGMENT_MOVE ? STR(" move") : s == SEGMENT_LINE ? STR(" line")
                   : s == SEGMENT_CURVE ? STR(" curve") : STR(" close"));
        for (int k = 0; k < n; k++, p += 2) {
            len_add(out, op->x + p[0]);
            len_add(out, op->y + p[1]);
        }
    }
    buf_byte(out, '\n');
}

static void tag_dump(const Op *op, Buf *out)
{
    static const char *const names[] = {"none", "layout", "pagination", "background"};
    if (op->node == NULL || op->artifact != ARTIFACT_NONE)
        buf_format(out, "  artifact %s\n", names[op->artifact]);
    else
        buf_format(out, "  tag %s\n", kind_rows[op->node->kind].name);
}

static void op_dump(const Op *op, Buf *out)
{
    switch (op->kind) {
    case OP_TEXT: text_dump(op, out); break;
    case OP_RECT: rect_dump(op, "rect", out); break;
    case OP_PATH: path_dump(op, out); break;
    case OP_IMAGE: rect_dump(op, "image", out); break;
    case OP_TAG: tag_dump(op, out); break;
    case OP_END: break;
    }
}

void ops_dump(const Ops *ops, Buf *out)
{
    for (int i = 0; i < ops->n; i++) {
        const PageOps *page = &ops->pages[i];
        buf_format(out, "page %d \"%.*s\"\n", i + 1, STR_ARGS(page->page->folio));
        for (int k = 0; k < page->n; k++)
            op_dump(&page->ops[k], out);
        for (int k = 0; k < page->n_links; k++) {
            const Link *link = &page->links[k];
            const Node *node = link->node;
            buf_add(out, STR("  link"));
            len_add(out, link->x);
            len_add(out, link->y);
            len_add(out, link->width);
            len_add(out, link->height);
            if (node->extra->target != NULL)
                buf_format(out, " to %.*s\n", STR_ARGS(node->extra->target->extra->label));
            else
                buf_format(out, " <%.*s>\n", STR_ARGS(node->text));
        }
    }
}
