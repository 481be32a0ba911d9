/* content.c - one page's display list as a content stream (ISO 32000-1, 7.8): marked content, rectangles, paths, pictures
 * and colours, in as few bytes as may be; text is text.c's. Colours are entries of the document's palette (colour.c)
 * where it has them. All is integers; libharu's painting calls are not used. */
#include "pdf/pdf_int.h"

/* ---- colour ------------------------------------------------------------------------------------------ */

/* Grey is told as such, so that a press prints it in black alone. */
static void colour_set(Content *c, Ink *ink, Colour colour, bool fill)
{
    uint32_t rgb[3] = {colour >> 16 & 255, colour >> 8 & 255, colour & 255};
    bool grey = rgb[0] == rgb[1] && rgb[1] == rgb[2];
    int entry = grey ? -1 : colours_lookup(c->writer->colours, colour);
    if (ink->colour == colour)
        return;
    if (entry >= 0 && !ink->by_entry)
        content_op(c, fill ? "/C cs" : "/C CS");
    *ink = (Ink){colour, entry >= 0};
    if (entry >= 0)
        value_int(&c->out, entry);
    for (int i = 0; i < (entry >= 0 ? 0 : grey ? 1 : 3); i++)
        value_fixed(&c->out, (rgb[i] * 1000 + 127) / 255, 3);
    if (fill)
        content_op(c, entry >= 0 ? "sc" : grey ? "g" : "rg");
    else
        content_op(c, entry >= 0 ? "SC" : grey ? "G" : "RG");
}

void fill_set(Content *c, Colour colour)
{
    colour_set(c, &c->fill, colour, true);
}

static void point(Content *c, Len x, Len y)
{
    value_fixed(&c->out, fixed_of(x, 2), 2);
    value_fixed(&c->out, fixed_of(c->page_height - y, 2), 2);
}

/* Hairs are told finer. */
static void length(Content *c, Len a)
{
    int decimals = a < 4 * LEN_PT ? 3 : 2;
    value_fixed(&c->out, fixed_of(a, decimals), decimals);
}

/* ---- operations ----------------------------------------------------------------------------------------- */

static void rect_op(Content *c, const Op *op)
{
    text_close(c);
    fill_set(c, op->colour);
    point(c, op->x, op->y + op->height);
    length(c, op->width);
    length(c, op->height);
    content_op(c, "re f");
}

static void stroke_set(Content *c, const Op *op)
{
    colour_set(c, &c->stroke, op->colour, false);
    if (c->line_width != op->line_width) {
        c->line_width = op->line_width;
        value_fixed(&c->out, fixed_of(op->line_width, 3), 3);
        content_op(c, "w");
    }
    if (op->n_dashes > 0 || c->dashed) {
        buf_byte(&c->out, '[');
        for (int i = 0; i < op->n_dashes; i++)
            value_fixed(&c->out, fixed_of(op->dashes[i], 2), 2);
        content_op(c, "]0 d");
        c->dashed = op->n_dashes > 0;
    }
}

static void path_op(Content *c, const Op *op)
{
    const Len *p = op->points;
    text_close(c);
    if (op->fill)
        fill_set(c, op->colour);
    else
        stroke_set(c, op);
    for (int i = 0; i < op->n_segments; i++) {
        Segment s = op->segments[i];
        int n = s == SEGMENT_CLOSE ? 0 : s == SEGMENT_CURVE ? 3 : 1;
        for (int k = 0; k < n; k++, p += 2)
            point(c, op->x + p[0], op->y + p[1]);
        content_op(c, s == SEGMENT_MOVE ? "m" : s == SEGMENT_LINE ? "l" : s == SEGMENT_CURVE ? "c" : "h");
    }
    content_op(c, op->fill ? "f" : "S");
}

/* The unit square's image as Exif's orientation says: columns of the matrix for x, y and the origin, in widths and
 * heights of the rectangle. */
static const int8_t turns[9][6] = {
    {1, 0, 0, 1, 0, 0}, {1, 0, 0, 1, 0, 0}, {-1, 0, 0, 1, 1, 0}, {-1, 0, 0, -1, 1, 1}, {1, 0, 0, -1, 0, 1},
    {0, -1, -1, 0, 1, 1}, {0, -1, 1, 0, 0, 1}, {0, 1, 1, 0, 0, 0}, {0, 1, -1, 0, 1, 0},
};

static void image_op(Content *c, const Op *op)
{
    int turn = op->image->turn;
    const int8_t *t = turns[turn >= 1 && turn <= 8 ? turn : 1];
    int64_t w = fixed_of(op->width, 3), h = fixed_of(op->height, 3);
    int64_t x = fixed_of(op->x, 3), y = fixed_of(c->page_height - op->y - op->height, 3);
    text_close(c);
    content_op(c, "q");
    for (int i = 0; i < 4; i++)
        value_fixed(&c->out, t[i] * (i & 1 ? h : w), 3);
    value_fixed(&c->out, x + t[4] * w, 3);
    value_fixed(&c->out, y + t[5] * h, 3);
    int index = pdfimages_index(c->writer->images, op->image);
    c->images[index] = true;
    buf_format(&c->out, " cm/I%d Do Q", index);
}

static bool tag_is_mixed(const Op *ops, const Op *end)
{
    for (const Op *op = ops + 1; op < end && op->kind != OP_END; op++)
        if (op->kind != OP_TEXT)
            return true;
    return false;
}

/* BDC and EMC must stand in one text object or both outside of any. */
static void tag_op(Content *c, const Op *op, const Op *end)
{
    if (tag_is_mixed(op, end))
        text_close(c);
    else
        text_open(c);
    c->mixed = !c->in_text;
    c->in_furniture = op->artifact == ARTIFACT_PAGINATION;
    if (op->node != NULL && op->artifact == ARTIFACT_NONE) {
        buf_add(&c->out, STR("/P<</MCID"));                 /* the element says what it is */
        value_int(&c->out, c->mcid++);
        buf_add(&c->out, STR(">>BDC"));
    } else if (op->artifact == ARTIFACT_PAGINATION) {
        content_op(c, "/Artifact /P BDC");
    } else {
        content_op(c, "/Artifact BMC");
    }
}

static void end_op(Content *c)
{
    if (c->mixed)
        text_close(c);
    content_op(c, "EMC");
    c->in_furniture = false;
}

/* A stream that follows whatever any page's own one leaves: it takes nothing for set. */
static void share_add(Content *c, const Op *op)
{
    Content s = {.writer = c->writer, .words = c->words, .out = {c->words->scratch, NULL, 0, 0}, .fonts = c->fonts,
                 .page_height = c->page_height, .fill = {.colour = COLOUR_NONE}};
    content_op(&s, "/Artifact /P BDC BT 100 Tz 0 Tw 0 Ts 0 Tr");
    s.in_text = true;
    text_op(&s, op, op + 1);
    text_close(&s);
    content_op(&s, "EMC");
    VEC_PUSH(c->words->scratch, c->shares, buf_str(&s.out));
}

static void run_op(Content *c, const Op *op, const Op *end)
{
    if (c->in_furniture && furniture_shares(c->writer->furniture, c->words->scratch, op))
        share_add(c, op);
    else
        text_op(c, op, end);
}

static void op_write(Content *c, const Op *op, const Op *end)
{
    switch (op->kind) {
    case OP_TEXT: run_op(c, op, end); break;
    case OP_RECT: rect_op(c, op); break;
    case OP_PATH: path_op(c, op); break;
    case OP_IMAGE: image_op(c, op); break;
    case OP_TAG: tag_op(c, op, end); break;
    case OP_END: end_op(c); break;
    }
}

static void resource_kind(Buf *b, const char *kind, char letter, const bool *used, size_t n, const Writer *writer)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!used[i])
            continue;
        if (!any)
            buf_format(b, "/%s<<", kind);
        any = true;
        buf_format(b, "/%c%zu", letter, i);
        value_ref(b, letter == 'F' ? writer->fonts->fonts.at[i]->ref : writer->images->refs.at[i]);
    }
    if (any)
        buf_add(b, STR(">>"));
}

Str content_of_page(const Writer *writer, int page, Words *words, Shares *shares, Buf *resources)
{
    const PageOps *ops = &writer->input->ops->pages[page];
    Content c = {.writer = writer, .out = {words->scratch, NULL, 0, 0}, .words = words,
                 .page_height = ops->page->height, .line_width = LEN_PT, .shares = shares};
    c.fonts = ARENA_ARRAY(words->scratch, bool, writer->fonts->fonts.n + 1);
    c.images = ARENA_ARRAY(words->scratch, bool, writer->images->images.n + 1);
    for (int i = 0; i < ops->n; i++)
        op_write(&c, &ops->ops[i], ops->ops + ops->n);
    text_close(&c);
    if (resources != NULL) {
        resource_kind(resources, "Font", 'F', c.fonts, writer->fonts->fonts.n, writer);
        resource_kind(resources, "XObject", 'I', c.images, writer->images->images.n, writer);
    }
    return buf_str(&c.out);
}
