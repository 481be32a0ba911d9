/* content.c - one page's display list as a content stream (ISO 32000-1, 7.8 and 9.4): marked content, text,
 * rectangles, paths, pictures, in as few bytes as may be: a state is set only when it changes, a run of glyphs is one
 * TJ, the stretch of a line's spaces is one Tw. Positions are kept in millionths of an em and sent in thousandths, and
 * what is too small to see is left out, but carried on, so that nothing drifts: a glyph stands within 0.02 pt of its
 * place. All is integers; libharu's painting calls are not used. */
#include "pdf/pdf_int.h"

#include <stdlib.h>

enum {
    JOIN_MAX = 3000000,                                    /* 1/1000000 em: how far a run may follow the last by TJ */
    SLACK = 12,                                            /* 1/1000 pt: how far from its place a glyph may stand, */
    SPACE = 32                                             /* besides the rounding of Td; the code that Tw widens */
};

typedef struct Content {
    const Writer *writer;
    Buf out;
    bool *fonts, *images;                                  /* by index: the page's resources */
    Len page_height;
    bool in_text, mixed;                                   /* mixed: the open tag holds more than text */
    int mcid;
    Colour fill, stroke;
    Len line_width;
    bool dashed;
    /* text state */
    const PdfFont *font;
    int64_t size;                                          /* 1/1000 pt */
    int expand;
    int64_t word_space;                                    /* Tw, 1/1000 pt */
    Len owed;                                              /* a space's width: the next run begins with it */
    Len rise;
    int64_t line_x, line_y;                                /* of the last Td, 1/100 pt */
    bool pen_known;
    Len pen;                                               /* where the next glyph would stand on that line */
    /* the TJ array being made */
    bool array_open, string_open;
    int64_t at, nominal;                                   /* pen in 1/1000000 em from the run's x; and as it should be */
} Content;

static void op_end(Content *c, const char *operator)
{
    buf_add(&c->out, str_of(operator));
    buf_byte(&c->out, '\n');
}

static void text_open(Content *c)
{
    if (c->in_text)
        return;
    op_end(c, "BT");
    c->in_text = true;
    c->line_x = c->line_y = 0;
    c->pen_known = false;
}

static void text_close(Content *c)
{
    if (c->in_text)
        op_end(c, "ET");
    c->in_text = false;
}

/* ---- colour ------------------------------------------------------------------------------------------ */

static void colour_set(Content *c, Colour *state, Colour colour, const char *grey_op, const char *rgb_op)
{
    if (*state == colour)
        return;
    *state = colour;
    uint32_t rgb[3] = {colour >> 16 & 255, colour >> 8 & 255, colour & 255};
    bool grey = rgb[0] == rgb[1] && rgb[1] == rgb[2];
    for (int i = 0; i < (grey ? 1 : 3); i++)
        value_fixed(&c->out, (rgb[i] * 1000 + 127) / 255, 3);
    buf_byte(&c->out, ' ');
    op_end(c, grey ? grey_op : rgb_op);
}

static void point(Content *c, Len x, Len y)
{
    value_fixed(&c->out, fixed_of(x, 2), 2);
    value_fixed(&c->out, fixed_of(c->page_height - y, 2), 2);
}

/* ---- text -------------------------------------------------------------------------------------------- */

static void string_close(Content *c)
{
    if (c->string_open)
        buf_byte(&c->out, ')');
    c->string_open = false;
}

static void array_close(Content *c)
{
    string_close(c);
    if (c->array_open)
        op_end(c, "]TJ");
    c->array_open = false;
}

static void code_byte(Content *c, int byte)
{
    if (byte == '(' || byte == ')' || byte == '\\')
        buf_byte(&c->out, '\\');
    if (byte == '\r')
        buf_add(&c->out, STR("\\r"));
    else
        buf_byte(&c->out, (char)byte);
}

static bool is_widened(const PdfFont *font, uint32_t glyph)
{
    return font->codes != NULL && font->codes[glyph] == SPACE;
}

static void glyph_show(Content *c, uint32_t glyph)
{
    int code = c->font->codes ? c->font->codes[glyph] : c->font->subset.new_id[glyph];
    int64_t width = pdffont_width(c->font, glyph);
    if (!c->array_open)
        buf_byte(&c->out, '[');
    if (!c->string_open)
        buf_byte(&c->out, '(');
    c->array_open = c->string_open = true;
    if (c->font->codes == NULL)
        code_byte(c, code >> 8);
    code_byte(c, code & 255);
    if (is_widened(c->font, glyph))
        width += c->word_space * 1000000 / c->size;
    c->at += width;
    c->nominal += width;
}

static int64_t units_rounded(int64_t em)
{
    return (em + (em < 0 ? -500 : 500)) / 1000;
}

/* The pen goes to `place`, by the number that the face's kerning has, where that is near enough: equal pairs then look
 * equal. */
static void move_to(Content *c, int64_t place)
{
    int64_t off = c->at - place, slack = SLACK * 1000000 / c->size, units = units_rounded(c->nominal - place);
    c->nominal = place;
    if (llabs(off - units * 1000) > slack)
        units = units_rounded(off);
    if (units == 0)
        return;
    string_close(c);
    if (!c->array_open)
        buf_byte(&c->out, '[');
    c->array_open = true;
    value_int(&c->out, units);
    c->at -= units * 1000;
}

/* Len -> 1/1000000 em of the text as it is stretched: 10^12 / 65536 is 244140625 / 16. */
static int64_t em_of(const Content *c, Len length)
{
    return length * 244140625 / (16 * c->size * (1000 + c->expand));
}

static Len len_of(const Content *c, int64_t em)
{
    return em * 16 * c->size * (1000 + c->expand) / 244140625;
}

static void rise_set(Content *c, Len rise)
{
    if (rise == c->rise || fixed_of(rise, 2) == fixed_of(c->rise, 2))
        return;
    array_close(c);
    c->rise = rise;
    value_fixed(&c->out, fixed_of(rise, 2), 2);
    op_end(c, " Ts");
}

static int64_t units_em(const Content *c, int64_t units)
{
    return units * 1000000 / c->font->face->units_per_em;
}

/* What HarfBuzz leaves of an invisible character: a space without width. */
static bool is_nothing(const Op *op, const Glyph *g)
{
    return g->advance == 0 && op->space != NULL && op->space->n == 1 && g->id == op->space->glyphs[0].id;
}

static void actual_open(Content *c, Str text)
{
    array_close(c);
    buf_add(&c->out, STR("/Span<</ActualText<FEFF"));
    value_utf16(&c->out, text);
    buf_add(&c->out, STR(">>>BDC\n"));
}

static void actual_close(Content *c)
{
    array_close(c);
    op_end(c, "EMC");
}

/* Glyphs stand from left to right; text that runs the other way is said as a whole. */
static bool is_backward(const Shaped *shaped)
{
    return shaped->n > 1 && shaped->glyphs[0].cluster > shaped->glyphs[shaped->n - 1].cluster;
}

static bool has_space(const Op *op)
{
    return op->space != NULL && op->space->n == 1;
}

/* x: from the run's start. */
static void word_show(Content *c, const Op *op, const Word *word, Len x, bool owes)
{
    const Shaped *shaped = word->shaped;
    int64_t start = em_of(c, x), units = 0;
    bool whole = is_backward(shaped);
    if (whole)
        actual_open(c, shaped->text);
    for (Cluster k = {0}; cluster_next(shaped, &k);) {
        bool plain = whole || cluster_plain(c->font, shaped, &k), shown = false;
        for (uint32_t i = k.from; i < k.to; i++) {
            const Glyph *g = &shaped->glyphs[i];
            if (!is_nothing(op, g)) {
                if (!plain && !shown)
                    actual_open(c, k.text);
                Len dy = g->dy == 0 ? 0 : len_scale(g->dy, op->font->size, op->font->face->units_per_em);
                rise_set(c, op->rise + dy);
                move_to(c, start + units_em(c, units + g->dx));
                glyph_show(c, g->id);
                shown = true;
            }
            units += g->advance;
        }
        if (!plain && shown)
            actual_close(c);
    }
    if (whole)
        actual_close(c);
    if (word->space_after && has_space(op) && !owes) {
        rise_set(c, op->rise);
        move_to(c, start + units_em(c, units));
        glyph_show(c, op->space->glyphs[0].id);
    }
}

/* ---- spaces between words ------------------------------------------------------------------------------- */

/* The next run on the same line, NULL when something else is painted before it. */
static const Op *op_after(const Op *op, const Op *end)
{
    const Op *next = op + 1;
    while (next < end && (next->kind == OP_END || (next->kind == OP_TAG && next->artifact == ARTIFACT_NONE)))
        next++;
    return next < end && next->kind == OP_TEXT && next->y == op->y && next->n > 0 ? next : NULL;
}

const Op *space_taker(const Op *op, const Op *end)
{
    bool asks = op->n > 0 && op->font->face->fixed_pitch && op->words[op->n - 1].space_after;
    const Op *next = asks ? op_after(op, end) : NULL;
    return next != NULL && !next->font->face->fixed_pitch && has_space(next) ? next : NULL;
}

/* Which spaces of a run Tw widens, and by how much: `width` of them all, 1/1000 pt; those within a part are `fixed`. */
typedef struct Spaces { int n, fixed; int64_t width; } Spaces;

static void spaces_add(const Content *c, const Op *op, Len width, Spaces *spaces)
{
    Len own = len_scale(pdffont_width(c->font, op->space->glyphs[0].id), op->font->size, 1000000);
    spaces->width += fixed_of(width * 1000 / (1000 + c->expand) - own, 3);
    spaces->n++;
}

static Spaces spaces_of(const Content *c, const Op *op, bool owes)
{
    Spaces spaces = {0};
    bool widened = has_space(op) && is_widened(c->font, op->space->glyphs[0].id);
    if (widened && c->owed > 0)
        spaces_add(c, op, c->owed, &spaces);
    for (int i = 0; i < op->n; i++) {
        const Word *word = &op->words[i];
        for (uint32_t k = 0; k < word->shaped->n; k++)
            spaces.fixed += is_widened(c->font, word->shaped->glyphs[k].id);
        if (widened && word->space_after && !(owes && i + 1 == op->n))
            spaces_add(c, op, word->gap, &spaces);
    }
    return spaces;
}

static int spaces_ahead(const Op *op, const Op *end)
{
    int n = 0;
    for (; op != NULL; op = op_after(op, end))
        n += op->n;
    return n;
}

/* Tw with as few decimals as keep the last word of the line in its place. */
static void word_space_set(Content *c, const Op *op, const Op *end, bool owes)
{
    Spaces spaces = spaces_of(c, op, owes);
    int64_t wanted = spaces.n > 0 && spaces.fixed == 0 ? spaces.width / spaces.n : 0, step = 1000, value = 0;
    if (spaces.n + spaces.fixed == 0 || llabs(wanted - c->word_space) * (spaces.n + spaces.fixed) <= SLACK)
        return;
    do {
        step /= 10;
        value = (wanted + (wanted < 0 ? -step : step) / 2) / step * step;
    } while (step > 1 && llabs(value - wanted) * spaces_ahead(op, end) > SLACK);
    value_fixed(&c->out, value, 3);
    op_end(c, " Tw");
    c->word_space = value;
}

/* ---- runs ------------------------------------------------------------------------------------------------ */

static void font_set(Content *c, const Op *op)
{
    const PdfFont *font = pdffonts_lookup(c->writer->fonts, op->font->face);
    int64_t size = fixed_of(op->font->size, 3);
    if (font != c->font || size != c->size) {
        buf_format(&c->out, "/F%d", font->index);
        value_fixed(&c->out, size, 3);
        op_end(c, " Tf");
        c->font = font;
        c->size = size;
        c->fonts[font->index] = true;
    }
    if (op->expand != c->expand) {
        value_fixed(&c->out, 1000 + op->expand, 1);
        op_end(c, " Tz");
        c->expand = op->expand;
    }
}

/* A run that goes on where the last one ended follows it by an adjustment; another one is moved to. */
static void place_set(Content *c, const Op *op, Len from)
{
    int64_t x = fixed_of(from, 2), y = fixed_of(c->page_height - op->y, 2);
    c->nominal = em_of(c, from - op->x);
    if (c->pen_known && y == c->line_y) {
        c->at = em_of(c, c->pen - op->x);
        if (llabs(c->at) < JOIN_MAX)
            return;
    }
    value_fixed(&c->out, x - c->line_x, 2);
    value_fixed(&c->out, y - c->line_y, 2);
    op_end(c, " Td");
    c->line_x = x;
    c->line_y = y;
    c->at = em_of(c, len_scale(x, LEN_PT, 100) - op->x);
}

static void text_op(Content *c, const Op *op, const Op *end)
{
    if (op->n == 0)
        return;
    bool owes = space_taker(op, end) != NULL;
    text_open(c);
    colour_set(c, &c->fill, op->colour, "g", "rg");
    font_set(c, op);
    place_set(c, op, c->owed > 0 ? c->pen : op->x);
    word_space_set(c, op, end, owes);
    rise_set(c, op->rise);
    if (c->owed > 0)
        glyph_show(c, op->space->glyphs[0].id);
    Len x = 0;
    for (const Word *word = op->words; word < op->words + op->n; word++) {
        bool last = word + 1 == op->words + op->n;
        word_show(c, op, word, x, owes && last);
        x += word_width(word, op->font, op->expand) + word->gap;
    }
    array_close(c);
    c->owed = owes ? op->words[op->n - 1].gap : 0;
    c->pen_known = true;
    c->pen = op->x + len_of(c, c->at);
}

/* ---- the other operations ------------------------------------------------------------------------------ */

static void rect_op(Content *c, const Op *op)
{
    text_close(c);
    colour_set(c, &c->fill, op->colour, "g", "rg");
    point(c, op->x, op->y + op->height);
    value_fixed(&c->out, fixed_of(op->width, 3), 3);
    value_fixed(&c->out, fixed_of(op->height, 3), 3);
    op_end(c, " re f");
}

static void stroke_set(Content *c, const Op *op)
{
    colour_set(c, &c->stroke, op->colour, "G", "RG");
    if (c->line_width != op->line_width) {
        c->line_width = op->line_width;
        value_fixed(&c->out, fixed_of(op->line_width, 3), 3);
        op_end(c, " w");
    }
    if (op->n_dashes > 0 || c->dashed) {
        buf_byte(&c->out, '[');
        for (int i = 0; i < op->n_dashes; i++)
            value_fixed(&c->out, fixed_of(op->dashes[i], 2), 2);
        op_end(c, "]0 d");
        c->dashed = op->n_dashes > 0;
    }
}

static void path_op(Content *c, const Op *op)
{
    const Len *p = op->points;
    text_close(c);
    if (op->fill)
        colour_set(c, &c->fill, op->colour, "g", "rg");
    else
        stroke_set(c, op);
    for (int i = 0; i < op->n_segments; i++) {
        Segment s = op->segments[i];
        int n = s == SEGMENT_CLOSE ? 0 : s == SEGMENT_CURVE ? 3 : 1;
        for (int k = 0; k < n; k++, p += 2)
            point(c, op->x + p[0], op->y + p[1]);
        op_end(c, s == SEGMENT_MOVE ? " m" : s == SEGMENT_LINE ? " l" : s == SEGMENT_CURVE ? " c" : "h");
    }
    op_end(c, op->fill ? "f" : "S");
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
    op_end(c, "q");
    for (int i = 0; i < 4; i++)
        value_fixed(&c->out, t[i] * (i & 1 ? h : w), 3);
    value_fixed(&c->out, x + t[4] * w, 3);
    value_fixed(&c->out, y + t[5] * h, 3);
    int index = pdfimages_index(c->writer->images, op->image);
    c->images[index] = true;
    buf_format(&c->out, " cm/I%d Do Q\n", index);
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
    if (op->node != NULL && op->artifact == ARTIFACT_NONE) {
        buf_format(&c->out, "/P<</MCID %d>>BDC\n", c->mcid++);   /* the element says what it is */
    } else if (op->artifact == ARTIFACT_PAGINATION) {
        op_end(c, "/Artifact <</Type/Pagination>>BDC");
    } else if (op->artifact == ARTIFACT_BACKGROUND) {
        op_end(c, "/Artifact <</Type/Background>>BDC");
    } else {
        op_end(c, "/Artifact BMC");
    }
}

static void end_op(Content *c)
{
    if (c->mixed)
        text_close(c);
    op_end(c, "EMC");
}

static void op_write(Content *c, const Op *op, const Op *end)
{
    switch (op->kind) {
    case OP_TEXT: text_op(c, op, end); break;
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

Str content_of_page(const Writer *writer, int page, Buf *resources)
{
    const PageOps *ops = &writer->input->ops->pages[page];
    Content c = {.writer = writer, .out = {writer->arena, NULL, 0, 0},
                 .page_height = ops->page->height, .line_width = LEN_PT};
    c.fonts = ARENA_ARRAY(writer->arena, bool, writer->fonts->fonts.n + 1);
    c.images = ARENA_ARRAY(writer->arena, bool, writer->images->images.n + 1);
    for (int i = 0; i < ops->n; i++)
        op_write(&c, &ops->ops[i], ops->ops + ops->n);
    text_close(&c);
    if (resources != NULL) {
        resource_kind(resources, "Font", 'F', c.fonts, writer->fonts->fonts.n, writer);
        resource_kind(resources, "XObject", 'I', c.images, writer->images->images.n, writer);
    }
    return buf_str(&c.out);
}
