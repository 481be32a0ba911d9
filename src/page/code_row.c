/* code_row.c - a row of code on the cells of its mono face. A row is runs of glyphs with its real spaces, so that what is
 * copied from the page is the code; a run ends where the look changes, which moves nothing, since all faces of the family
 * have one advance. ASCII needs no shaper (the face is fixed and code has no ligatures): a glyph is asked for once; other
 * characters go through it and are put on the cells, wide ones on two. A run is words that come again and again, each with
 * the spaces behind it: they are kept once. */
#include "page/page_int.h"

#include <assert.h>
#include <string.h>

typedef struct RowSetter {
    Cells *cells;
    size_t from;                                           /* where the text of the run begins */
    Len x, run_x;
    bool foreign;                                          /* the run has more than ASCII */
    CodeStyle style;                                       /* of what is being set */
    const Look *look;
} RowSetter;

static const Face *cells_face(const RowSetter *r)
{
    return r->look->font->face;
}

/* What was added to the words behind `first`, as a piece. */
static void piece_add(RowSetter *r, size_t first, const Look *look, Len x)
{
    Cells *c = r->cells;
    int32_t units = 0;
    for (size_t i = first; i < c->words.n; i++)
        units += c->words.at[i].shaped->width;
    VEC_PUSH(c->b->setter->scratch, &c->pieces,
             (Piece){.kind = PIECE_TEXT, .n = (int)(c->words.n - first), .x = x, .width = font_len(look->font, units),
                     .look = look, .node = c->node});
}

static void word_add(RowSetter *r, const Shaped *shaped)
{
    VEC_PUSH(r->cells->b->setter->scratch, &r->cells->words, (Word){.shaped = shaped});
}

static void *kept(Arena *arena, const void *at, size_t size)
{
    return memcpy(arena_bytes(arena, size), at, size);
}

static const Shaped *glyphs_shaped(const Cells *c, const Font *font, Str text, const Glyph *glyphs, size_t n)
{
    Arena *arena = c->b->setter->shown;
    Shaped *shaped = ARENA_NEW(arena, Shaped);
    *shaped = (Shaped){.face = font->face, .features = font->features, .text = text, .n = (uint32_t)n,
                       .glyphs = kept(arena, glyphs, n * sizeof(Glyph))};
    for (size_t i = 0; i < n; i++) {
        shaped->width += glyphs[i].advance;
        shaped->glyphs[i].cluster -= glyphs[0].cluster;
    }
    return shaped;
}

/* The word of ASCII that has these glyphs, one for each byte, unless the shaper makes others of it (some faces join ```). */
static const Shaped *word_shaped(const Cells *c, const Font *font, Str text, const Glyph *glyphs)
{
    const Shaped *word = shape_text(c->b->setter->shaper, font, text, STR(""));
    bool same = word->n == text.n;
    for (size_t i = 0; i < text.n && same; i++)
        same = word->glyphs[i].id == glyphs[i].id && word->glyphs[i].advance == glyphs[i].advance;
    return same ? word : glyphs_shaped(c, font, text, glyphs, text.n);
}

/* Where a word ends that begins at byte `at`, with the spaces behind it. */
static size_t word_until(Str text, size_t at)
{
    while (at < text.n && text.p[at] != ' ')
        at++;
    while (at < text.n && text.p[at] == ' ')
        at++;
    return at;
}

static void run_add(RowSetter *r, Str text)
{
    Cells *c = r->cells;
    const Font *font = r->look->font;
    size_t first = c->words.n;
    if (r->foreign)
        word_add(r, glyphs_shaped(c, font, text, c->run.at, c->run.n));
    for (size_t at = 0, end; at < text.n && !r->foreign; at = end) {
        end = word_until(text, at);
        word_add(r, word_shaped(c, font, str_slice(text, at, end), &c->run.at[at]));
    }
    piece_add(r, first, r->look, r->run_x);
}

static void run_flush(RowSetter *r, Str text, size_t to)
{
    if (r->cells->run.n && r->look)
        run_add(r, str_slice(text, r->from, to));
    r->cells->run.n = 0;
    r->foreign = false;
    r->from = to;
    r->run_x = r->x;
}

static Glyph ascii_glyph(Cells *c, CodeStyle style, char ch)
{
    assert(c->look[style].look);
    const Font *font = c->look[style].look->font;
    Glyphs *of = &c->b->glyphs[c->look[style].face];
    unsigned char i = (unsigned char)ch;
    if (of->font != font)
        *of = (Glyphs){.font = font};
    if (!of->known[i]) {
        const Shaped *s = shape_text(c->b->setter->shaper, font, (Str){&ch, 1}, STR(""));
        of->known[i] = true;
        if (s->n)
            of->glyph[i] = s->glyphs[0];
    }
    return of->glyph[i];
}

/* Glyphs of the mono face join the run that is being collected. */
static void own_set(RowSetter *r, const Shaped *shaped, size_t base, const Font *font)
{
    r->foreign = true;
    for (uint32_t i = 0; i < shaped->n; i++) {
        Glyph glyph = shaped->glyphs[i];
        glyph.cluster += (uint32_t)(base - r->from);
        VEC_PUSH(r->cells->b->setter->scratch, &r->cells->run, glyph);
        r->x += font_len(font, glyph.advance);
    }
}

/* Text of another face as a piece of its own, made a little smaller or larger to fill whole cells: those that its
 * characters should take, or as many as it needs. */
static void piece_set(RowSetter *r, const Shaped *shaped, const Font *font)
{
    Cells *c = r->cells;
    Look look = *r->look;
    Len width = shaped_width(shaped, font->size), room = c->cell * text_columns(shaped->text);
    if (room * 4 < width * 3 || room * 3 > width * 4)
        room = (width + c->cell / 2) / c->cell * c->cell;
    room = room > 0 ? room : c->cell;
    look.font = width > 0 ? fonts_sized(c->b->setter->fonts, font, len_scale(font->size, room, width)) : font;
    if (look.font->size > font->size * 4 / 3)
        look.font = font;
    width = shaped_width(shaped, look.font->size);
    word_add(r, shaped);
    piece_add(r, c->words.n - 1, look_intern(c->b->setter, &look), r->x + (room > width ? (room - width) / 2 : 0));
    r->x += room > width ? room : width;
}

static void foreign_set(RowSetter *r, Str text, Str part, const Font *font)
{
    size_t base = (size_t)(part.p - text.p);
    const Shaped *shaped = shape_text(r->cells->b->setter->shaper, font, part, r->look->lang);
    if (font->face == cells_face(r)) {
        own_set(r, shaped, base, font);
        return;
    }
    run_flush(r, text, base);
    piece_set(r, shaped, font);
    r->from = base + part.n;
    r->run_x = r->x;
}

static size_t ascii_until(Str text, size_t at)
{
    while (at < text.n && (unsigned char)text.p[at] < 0x80)
        at++;
    return at;
}

/* Spaces between words that run from right to left go with them: so the words stand in their order. */
static size_t foreign_until(Str text, size_t at)
{
    while (at < text.n && (unsigned char)text.p[at] >= 0x80) {
        at++;
        size_t next = at;
        while (next < text.n && text.p[next] == ' ')
            next++;
        if (next > at && text_backward(str_slice(text, utf8_prev(text, at), at)) &&
            text_backward(str_slice(text, next, next + 4)))
            at = next;
    }
    return at;
}

/* The bytes [at, to) of a row, all in one look. */
static void part_set(RowSetter *r, Str text, size_t at, size_t to)
{
    Cells *c = r->cells;
    Str whole = text;
    text = str_slice(text, 0, to);
    while (at < to) {
        for (size_t end = ascii_until(text, at); at < end; at++) {
            Glyph glyph = ascii_glyph(c, r->style, text.p[at]);
            glyph.cluster = (uint32_t)(at - r->from);
            VEC_PUSH(c->b->setter->scratch, &c->run, glyph);
            r->x += c->cell;
        }
        for (size_t end = foreign_until(text, at); at < end;) {
            const Font *font = NULL;
            Str part = str_slice(text, at, end), instead = {0};
            size_t n = shape_run(c->b->setter->shaper, r->look->font, part, c->node->place, &font, &instead);
            if (instead.n) {
                run_flush(r, whole, at);
                foreign_set(r, instead, instead, font);
                run_flush(r, instead, instead.n);
                r->from = at + n;
            } else {
                foreign_set(r, whole, str_slice(part, 0, n), font);
            }
            at += n ? n : end - at;
        }
    }
}

/* The style of byte `at` of the listing, which never goes back; *end is where it ends. */
static CodeStyle style_at(Cells *c, size_t at, size_t *end)
{
    while (c->span < c->code.n && c->code.spans[c->span].to <= at)
        c->span++;
    const CodeSpan *span = c->span < c->code.n ? &c->code.spans[c->span] : NULL;
    bool inside = span && span->from <= at;
    *end = inside ? span->to : span ? span->from : SIZE_MAX;
    return inside ? span->style : CODE_PLAIN;
}

/* Copies what was collected, in the room that it needs. */
static void pieces_keep(Cells *c, Line *line)
{
    Arena *arena = c->b->setter->arena;
    if (c->pieces.n == 0)
        return;
    line->pieces = kept(arena, c->pieces.at, c->pieces.n * sizeof(Piece));
    Word *words = kept(c->b->setter->shown, c->words.at, c->words.n * sizeof(Word));
    for (Piece *piece = line->pieces, *end = piece + line->n; piece < end; piece++) {
        piece->words = words;
        words += piece->n;
        if (piece + 1 < end)
            words[-1].gap = (int32_t)(piece[1].x - piece->x - piece->width);
    }
    c->pieces.n = c->words.n = 0;
}

const Line *cells_row(Cells *c, Str text, Len x)
{
    RowSetter r = {.cells = c, .x = x, .run_x = x};
    size_t base = (size_t)(text.p - c->code.text.p), end;
    for (size_t at = 0; at < text.n; at = end) {
        CodeStyle style = style_at(c, base + at, &end);
        end = end - base < text.n ? end - base : text.n;
        if (c->look[style].look != r.look)
            run_flush(&r, text, at);
        r.style = style;
        r.look = c->look[style].look;
        part_set(&r, text, at, end);
    }
    run_flush(&r, text, text.n);
    Line *line = ARENA_NEW(c->b->setter->arena, Line);
    *line = (Line){.n = (int)c->pieces.n, .width = r.x, .height = c->size, .depth = c->size / 4};
    pieces_keep(c, line);
    return line;
}

/* ---- cells -------------------------------------------------------------------------------------------- */

static Accent accent_of(const Style *style, CodeStyle code)
{
    switch (code) {
    case CODE_COMMENT: return style->code_comment;
    case CODE_KEYWORD: return style->code_keyword;
    case CODE_STRING: return style->code_string;
    case CODE_CONSTANT: return style->code_constant;
    case CODE_TYPE: return style->code_type;
    case CODE_FUNCTION: return style->code_function;
    case CODE_PROPERTY: return style->code_property;
    case CODE_ATTRIBUTE: return style->code_attribute;
    case CODE_PUNCTUATION: return style->code_punctuation;
    case CODE_INSERTED: return style->code_inserted;
    case CODE_DELETED: return style->code_deleted;
    case CODE_PLAIN: case CODE_STYLES: break;
    }
    return (Accent){style->text[TEXT_CODE].colour, false, false};
}

/* Styles that look alike have one look, so that no run ends between them. */
static void look_add(Cells *c, CodeStyle code, const TextStyle *style, const Look *base)
{
    const Setter *setter = c->b->setter;
    Accent accent = accent_of(setter->style, code);
    CodeLook *own = &c->look[code];
    Look look = *base;
    look.font = fonts_font(setter->fonts, style->family, accent.bold ? 700 : style->weight, accent.italic != style->italic,
                           FEATURE_CODE, style->size);
    look.colour = accent.colour;
    look.code = true;
    look.hyphenate = false;
    *own = (CodeLook){NULL, (accent.bold ? 1 : 0) + (accent.italic ? 2 : 0)};
    for (int i = 0; i < (int)code && !own->look; i++)
        if (c->look[i].look->font == look.font && c->look[i].look->colour == look.colour)
            own->look = c->look[i].look;
    if (!own->look)
        own->look = look_intern(setter, &look);
}

Cells cells_of(Builder *b, const Node *node, const TextStyle *style)
{
    if (!b->glyphs)
        b->glyphs = ARENA_ARRAY(b->setter->arena, Glyphs, CODE_FACES);
    Cells c = {.b = b, .node = node, .size = style->size};
    c.code = code_text(b->setter->coder, b->setter->shown, node);
    const Look *base = look_of_style(b->setter, style);
    for (int i = 0; i < (c.code.n ? CODE_STYLES : 1); i++)
        look_add(&c, (CodeStyle)i, style, base);
    const Look *plain = c.look[CODE_PLAIN].look;
    c.cell = shaped_width(shape_text(b->setter->shaper, plain->font, STR("0"), STR("")), plain->font->size);
    return c;
}
