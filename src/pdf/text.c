/* text.c - runs of text as text objects of a content stream (ISO 32000-1, 9.4), in as few bytes as may be: a state is set
 * only when it changes, always in one order, the spaces of a line are stretched by one Tw, a line at the usual distance
 * begins with T*. Positions are kept in millionths of an em and sent in thousandths, and what is too small to see
 * is left out, but carried on, so that nothing drifts: a glyph stands within 0.02 pt of its place. A word is encoded
 * once, for wherever it comes. */
#include "pdf/pdf_int.h"

#include <stdlib.h>

enum {
    JOIN_MAX = 3000000,                                    /* 1/1000000 em: how far a run may follow the last by TJ */
    SHIFT_MAX = 50000,                                     /* and how far from its column's edge a line may begin by it */
    LINES_MAX = 3,                                         /* and how many lines down */
    SLACK = 20,                                            /* 1/1000 pt: how far from its place a glyph may stand, */
    SPACE = 32                                             /* besides the rounding of Td; the code that Tw widens */
};

/* ---- strings and numbers of one TJ -------------------------------------------------------------------- */

static void array_open(Content *c)
{
    if (!c->array_open)
        buf_byte(&c->out, '[');
    c->array_open = true;
}

static void string_open(Content *c)
{
    array_open(c);
    if (!c->string_open)
        buf_byte(&c->out, '(');
    c->string_open = true;
}

static void string_close(Content *c)
{
    if (c->string_open)
        buf_byte(&c->out, ')');
    c->string_open = false;
}

static void show_close(Content *c)
{
    string_close(c);
    if (c->array_open)
        content_op(c, "]TJ");
    c->array_open = false;
}

static void number_show(Content *c, int64_t units)
{
    array_open(c);
    string_close(c);
    value_int(&c->out, units);
    c->at -= units * 1000;
}

static void code_add(Buf *out, int byte)
{
    if (byte == '(' || byte == ')' || byte == '\\')
        buf_byte(out, '\\');
    if (byte == '\r')
        buf_add(out, STR("\\r"));
    else
        buf_byte(out, (char)byte);
}

/* A code of one byte needs no escape. */
static void glyph_add(Buf *out, const PdfFont *font, uint32_t glyph)
{
    if (font->codes != NULL) {
        buf_byte(out, (char)font->codes[glyph]);
        return;
    }
    code_add(out, font->subset.new_id[glyph] >> 8);
    code_add(out, font->subset.new_id[glyph] & 255);
}

/* A run names its space even where it has none: then the glyph may be behind all that are used. */
static bool is_widened(const PdfFont *font, uint32_t glyph)
{
    return font->codes != NULL && glyph < font->n_text && font->codes[glyph] == SPACE;
}

static void glyph_show(Content *c, uint32_t glyph)
{
    int64_t width = pdffont_width(c->font, glyph);
    string_open(c);
    glyph_add(&c->out, c->font, glyph);
    if (is_widened(c->font, glyph))
        width += c->word_space * 1000000 / c->size;
    c->at += width;
    c->nominal += width;
}

/* ---- places ------------------------------------------------------------------------------------------- */

static int64_t units_rounded(int64_t em)
{
    return (em + (em < 0 ? -500 : 500)) / 1000;
}

/* The pen goes to `place`, by the number that the face's kerning has, where that is near enough: equal pairs then look
 * equal. */
static void move_to(Content *c, int64_t place)
{
    int64_t off = c->at - place, units = c->nominal == place ? 0 : units_rounded(c->nominal - place);
    c->nominal = place;
    if (llabs(off - units * 1000) > c->slack)
        units = units_rounded(off);
    if (units != 0)
        number_show(c, units);
}

/* Len -> 1/1000000 em of the text as it is stretched: 10^9 * EXPAND_ONE / 65536 is 1220703125 / 8. */
static int64_t em_of(const Content *c, Len length)
{
    return length * 1220703125 / (8 * c->size * (EXPAND_ONE + c->expand));
}

static Len len_of(const Content *c, int64_t em)
{
    return em * 8 * c->size * (EXPAND_ONE + c->expand) / 1220703125;
}

static int64_t units_em(const PdfFont *font, int64_t units)
{
    return font->unit != 0 ? units * font->unit : units * 1000000 / font->face->units_per_em;
}

static void rise_set(Content *c, Len rise)
{
    if (rise == c->rise || fixed_of(rise, 2) == fixed_of(c->rise, 2))
        return;
    show_close(c);
    c->rise = rise;
    value_fixed(&c->out, fixed_of(rise, 2), 2);
    content_op(c, "Ts");
}

/* ---- words --------------------------------------------------------------------------------------------- */

/* Glyphs stand from left to right; text that runs the other way is said as a whole. */
static bool is_backward(const Shaped *shaped)
{
    return shaped->n > 1 && shaped->glyphs[0].cluster > shaped->glyphs[shaped->n - 1].cluster;
}

static bool is_usual(const PdfFont *font, const Shaped *shaped)
{
    bool usual = !is_backward(shaped);
    for (uint32_t i = 0; i < shaped->n && usual; i++) {
        const Glyph *g = &shaped->glyphs[i];
        usual = g->advance != 0 && g->dy == 0;
    }
    for (Cluster k = {0}; usual && k.to < shaped->n;) {
        if (glyph_plain(font, shaped, k.to))
            k.to++;
        else
            usual = cluster_next(shaped, &k) && cluster_plain(font, shaped, &k);
    }
    return usual;
}

/* As glyph_show and move_to would write it from a place that is exactly right. */
static void encode(Arena *arena, Encoded *e)
{
    int64_t units = 0, at = 0, nominal = 0;
    Buf b = {arena, NULL, 0, 0};
    for (uint32_t i = 0; i < e->shaped->n; i++) {
        const Glyph *g = &e->shaped->glyphs[i];
        int64_t place = units_em(e->font, units + g->dx), width = pdffont_width(e->font, g->id);
        int64_t kern = i > 0 ? units_rounded(nominal - place) : 0;
        if (i == 0)
            e->start = at = place;
        if (kern != 0) {
            buf_byte(&b, ')');
            value_int(&b, kern);
            buf_byte(&b, '(');
        }
        at -= kern * 1000;
        e->low = at - place < e->low ? at - place : e->low;
        e->high = at - place > e->high ? at - place : e->high;
        glyph_add(&b, e->font, g->id);
        at += width;
        nominal = place + width;
        units += g->advance;
        e->n_spaces += is_widened(e->font, g->id);
    }
    e->bytes = buf_str(&b);
    e->at = at - e->start;
    e->nominal = nominal - e->start;
}

static void __attribute__((noinline)) encoded_new(const Content *c, const Shaped *shaped, Encoded *e)
{
    *e = (Encoded){.shaped = shaped, .font = c->font, .usual = is_usual(c->font, shaped)};
    if (e->usual)
        encode(c->words->arena, e);
}

/* Twice for each word of a page, and hardly ever for a new one: that stays out of line. */
static const Encoded *encoded_of(const Content *c, const Shaped *shaped)
{
    Encoded *e = &c->words->at[(uintptr_t)shaped / sizeof *shaped % ENCODED_WORDS];
    if (e->shaped != shaped || e->font != c->font)
        encoded_new(c, shaped, e);
    return e;
}

/* What HarfBuzz leaves of an invisible character: a space without width. */
static bool is_nothing(const Op *op, const Glyph *g)
{
    return g->advance == 0 && op->space != NULL && op->space->n == 1 && g->id == op->space->glyphs[0].id;
}

static void actual_open(Content *c, Str text)
{
    show_close(c);
    buf_add(&c->out, STR("/Span<</ActualText<FEFF"));
    value_utf16(&c->out, text);
    buf_add(&c->out, STR(">>>BDC"));
}

static void actual_close(Content *c)
{
    show_close(c);
    content_op(c, "EMC");
}

static void glyphs_show(Content *c, const Op *op, const Shaped *shaped, int64_t start)
{
    int64_t units = 0;
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
                move_to(c, start + units_em(c->font, units + g->dx));
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
}

static void shaped_show(Content *c, const Op *op, const Shaped *shaped, int64_t start)
{
    const Encoded *e = encoded_of(c, shaped);
    if (!e->usual || (e->n_spaces > 0 && c->word_space != 0)) {
        glyphs_show(c, op, shaped, start);
        return;
    }
    rise_set(c, op->rise);
    move_to(c, start + e->start);
    int64_t off = c->at - c->nominal;
    if (off + e->low < -c->slack || off + e->high > c->slack) {
        glyphs_show(c, op, shaped, start);
        return;
    }
    string_open(c);
    buf_add(&c->out, e->bytes);
    c->at += e->at;
    c->nominal += e->nominal;
}

static bool has_space(const Op *op)
{
    return op->space != NULL && op->space->n == 1;
}

/* x: from the run's start. */
static void word_show(Content *c, const Op *op, const Word *word, Len x, bool owes)
{
    int64_t start = em_of(c, x);
    shaped_show(c, op, word->shaped, start);
    if (word->space_after && has_space(op) && !owes) {
        rise_set(c, op->rise);
        move_to(c, start + units_em(c->font, word->shaped->width));
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
typedef struct Spaces {
    int n, fixed;
    int64_t width;
    Len own, gap; int64_t more;                            /* of the glyph; of the last space, and what it gets: most are alike */
} Spaces;

static void spaces_add(const Content *c, Len gap, Spaces *spaces)
{
    if (spaces->n == 0 || gap != spaces->gap) {
        spaces->gap = gap;
        spaces->more = fixed_of(gap * EXPAND_ONE / (EXPAND_ONE + c->expand) - spaces->own, 3);
    }
    spaces->width += spaces->more;
    spaces->n++;
}

static Spaces spaces_of(Content *c, const Op *op, bool owes)
{
    Spaces spaces = {0};
    bool widened = has_space(op) && is_widened(c->font, op->space->glyphs[0].id);
    if (widened)
        spaces.own = len_scale(pdffont_width(c->font, op->space->glyphs[0].id), op->font->size, 1000000);
    if (widened && c->owed > 0)
        spaces_add(c, c->owed, &spaces);
    for (int i = 0; i < op->n; i++) {
        const Word *word = &op->words[i];
        const Encoded *e = encoded_of(c, word->shaped);
        spaces.fixed += e->n_spaces;
        for (uint32_t k = 0; k < word->shaped->n && !e->usual; k++)
            spaces.fixed += is_widened(c->font, word->shaped->glyphs[k].id);
        if (widened && word->space_after && !(owes && i + 1 == op->n))
            spaces_add(c, word->gap, &spaces);
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
    int ahead = spaces_ahead(op, end);
    do {
        step /= 10;
        value = (wanted + (wanted < 0 ? -step : step) / 2) / step * step;
    } while (step > 1 && llabs(value - wanted) * ahead > SLACK);
    value_fixed(&c->out, value, 3);
    content_op(c, "Tw");
    c->word_space = value;
}

/* ---- runs ------------------------------------------------------------------------------------------------ */

static void font_set(Content *c, const Op *op)
{
    const PdfFont *font = pdffonts_lookup(c->writer->fonts, op->font->face);
    int64_t size = fixed_of(op->font->size, 3);
    if (font != c->font || size != c->size) {
        buf_add(&c->out, STR("/F"));
        buf_int(&c->out, font->index);
        value_fixed(&c->out, size, 3);
        content_op(c, "Tf");
        c->font = font;
        c->size = size;
        c->slack = SLACK * 1000000 / size;
        c->fonts[font->index] = true;
    }
    if (op->expand != c->expand) {
        value_fixed(&c->out, EXPAND_ONE + op->expand, 2);
        content_op(c, "Tz");
        c->expand = op->expand;
    }
}

/* The step from a run's line to the next one, 1/100 pt upward; 0: there is none. */
static int64_t step_after(const Op *op, const Op *end)
{
    Len y = op->y;
    while (op < end && (op->kind != OP_TEXT || op->n == 0 || op->y == y))
        op++;
    return op < end ? fixed_of(y - op->y, 2) : 0;
}

/* Where a line may begin that begins near x: what hangs or stands in by a hair begins by an adjustment at the edge of
 * its column, so that most lines lead to it by the same numbers. An edge is where a line of this page began before. */
static int64_t edge_near(Content *c, int64_t x)
{
    int64_t best = INT64_MAX;
    for (int i = 0; i < c->n_edges && best != x; i++)
        if (best == INT64_MAX || llabs(c->edges[i] - x) < llabs(best - x))
            best = c->edges[i];
    if (best != INT64_MAX && llabs(em_of(c, len_scale(x - best, LEN_PT, 100))) <= SHIFT_MAX)
        return best;
    c->edges[c->n_edges < LINE_EDGES ? c->n_edges++ : LINE_EDGES - 1] = x;
    return x;
}

static void line_begin(Content *c, const Op *op, const Op *end, int64_t x, int64_t y)
{
    int64_t step = y - c->line_y, next = step_after(op, end);
    Len right = len_scale(x - c->line_x, LEN_PT, 100);
    bool near = c->leading > 0 && llabs(em_of(c, right)) <= SHIFT_MAX;
    for (int lines = 1; lines <= LINES_MAX && near; lines++) {
        if (llabs(step + lines * c->leading) > 1)
            continue;
        for (int i = 0; i < lines; i++)
            content_op(c, "T*");
        c->line_y -= lines * c->leading;
        return;
    }
    bool again = step < 0 && (llabs(next - step) <= 1 || -step == c->leading);
    x = edge_near(c, x);
    value_fixed(&c->out, x - c->line_x, 2);
    value_fixed(&c->out, step, 2);
    content_op(c, again ? "TD" : "Td");
    c->leading = again ? -step : c->leading;
    c->line_x = x;
    c->line_y = y;
}

/* A run that goes on where the last one ended follows it by an adjustment; another one is moved to. */
static void place_set(Content *c, const Op *op, const Op *end, Len from)
{
    int64_t x = fixed_of(from, 2), y = fixed_of(c->page_height - op->y, 2);
    c->nominal = em_of(c, from - op->x);
    if (c->pen_known && op->y == c->pen_y) {
        c->at = em_of(c, c->pen - op->x);
        if (llabs(c->at) < JOIN_MAX)
            return;
    }
    line_begin(c, op, end, x, y);
    c->at = em_of(c, len_scale(c->line_x, LEN_PT, 100) - op->x);
}

void text_open(Content *c)
{
    if (c->in_text)
        return;
    content_op(c, "BT");
    c->in_text = true;
    c->line_x = c->line_y = 0;
    c->pen_known = false;
}

void text_close(Content *c)
{
    if (c->in_text)
        content_op(c, "ET");
    c->in_text = false;
}

static void ink_set(Content *c, Colour colour)
{
    bool unseen = colour == COLOUR_NONE;
    if (unseen != c->unseen)
        content_op(c, unseen ? "3 Tr" : "0 Tr");
    c->unseen = unseen;
    if (!unseen)
        fill_set(c, colour);
}

void text_op(Content *c, const Op *op, const Op *end)
{
    if (op->n == 0)
        return;
    bool owes = space_taker(op, end) != NULL;
    text_open(c);
    font_set(c, op);
    ink_set(c, op->colour);
    word_space_set(c, op, end, owes);
    place_set(c, op, end, c->owed > 0 ? c->pen : op->x);
    rise_set(c, op->rise);
    if (c->owed > 0)
        glyph_show(c, op->space->glyphs[0].id);
    Len x = 0;
    for (const Word *word = op->words; word < op->words + op->n; word++) {
        bool last = word + 1 == op->words + op->n;
        word_show(c, op, word, x, owes && last);
        x += word_width(word, op->font, op->expand) + word->gap;
    }
    show_close(c);
    c->owed = owes ? op->words[op->n - 1].gap : 0;
    c->pen_known = true;
    c->pen = op->x + len_of(c, c->at);
    c->pen_y = op->y;
}
