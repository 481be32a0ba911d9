/* code.c - listings: each row of code on the cells of its mono face, on a panel, wrapped and never clipped.
 *
 * Comes in: a CODE_BLOCK. Goes out: a box for each row, between the panel's OPEN and CLOSE. A row is one run of glyphs
 * with its real spaces, so that what is copied from the page is the code. ASCII needs no shaper (the face is fixed and
 * code has no ligatures): a glyph is asked for once a block; other characters go through it and are put on the cells,
 * wide ones on two. Rows too long reach into the outer margin if that saves them from wrapping, else they wrap at a
 * joint, with a mark that is no part of the text. */
#include "page/page_int.h"

#include <string.h>

enum { CODE_TAB = 4, CODE_CONTINUATION = 4, CODE_MIN_CELLS = 12,
       ROWS_WHOLE = 9 };                                   /* rows without a blank one that stay together */

typedef struct Cells {
    const Builder *b;
    const Node *node;
    const Look *look;
    Len cell;                                              /* the face's advance */
    bool known[128];
    Glyph glyph[128];                                      /* of the ASCII characters met so far */
} Cells;

typedef struct Row { Str text; int indent; bool wrapped, blank; } Row; /* indent: cells before the text; wrapped: goes
                                                                          on the row before */
typedef VEC(Row) Rows;

/* ---- rows ----------------------------------------------------------------------------------------- */

static Str line_expand(Arena *arena, Str line)
{
    Buf out = {arena, NULL, 0, 0};
    size_t column = 0;
    while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\r' || line.p[line.n - 1] == '\t'))
        line.n--;
    if (line.n == 0 || !memchr(line.p, '\t', line.n))
        return line;
    for (size_t at = 0; at < line.n;) {
        if (line.p[at] == '\t') {
            do
                buf_byte(&out, ' ');
            while (++column % CODE_TAB);
            at++;
            continue;
        }
        size_t from = at;
        utf8_next(line, &at);
        buf_add(&out, str_slice(line, from, at));
        column++;
    }
    return buf_str(&out);
}

/* How good a break after the byte `c` before `next` is; 0: none. */
static int break_worth(char c, char next)
{
    if (c == ' ')
        return next == ' ' ? 0 : 6;
    if (strchr(",;", c))
        return 5;
    if (strchr("({[|&=+", c) || (next && strchr(".", next) && c != '.'))
        return 3;
    return strchr(":/-_)>", c) ? 2 : 0;
}

/* The byte where a row of at most `cells` ends: the best joint in its second half, near joints a little better. */
static size_t row_end(Str text, int cells)
{
    size_t at = 0, best = 0, floor = 0;
    int used = 0, best_worth = 0;
    while (at < text.n) {
        size_t from = at;
        utf8_next(text, &at);
        int wide = text_columns(str_slice(text, from, at));
        if (used + wide > cells) {
            at = from;
            break;
        }
        used += wide;
        if (used <= cells / 2)
            floor = at;
        char next = at < text.n ? text.p[at] : ' ';
        int worth = at > floor ? break_worth(text.p[at - 1], next) * 8 : 0;
        if (worth && worth + used * 32 / cells >= best_worth) {
            best_worth = worth + used * 32 / cells;
            best = at;
        }
    }
    if (at == text.n)
        return at;
    if (best == 0 && at == 0)
        utf8_next(text, &at);
    return best ? best : at;
}

static void line_rows(Arena *arena, Rows *rows, Str line, int cells)
{
    if (line.n == 0) {
        VEC_PUSH(arena, rows, (Row){.blank = true});
        return;
    }
    int lead = 0;
    while ((size_t)lead < line.n && line.p[lead] == ' ')
        lead++;
    int hang = lead + CODE_CONTINUATION;
    if (hang > cells / 2)
        hang = CODE_CONTINUATION;
    for (bool wrapped = false; line.n; wrapped = true) {
        int indent = wrapped ? hang : 0;
        size_t end = row_end(line, cells - indent);
        Str text = str_slice(line, 0, end);
        line = str_slice(line, end, line.n);
        if (wrapped || line.n)
            while (text.n > 1 && text.p[text.n - 1] == ' ')
                text.n--;
        while (wrapped && text.n > 1 && text.p[0] == ' ')
            text = str_slice(text, 1, text.n);
        VEC_PUSH(arena, rows, (Row){.text = text, .indent = indent, .wrapped = wrapped});
    }
}

/* ---- setting -------------------------------------------------------------------------------------- */

typedef struct RowSetter {
    Cells *cells;
    VEC(Piece) pieces;
    VEC(Word) words;                                       /* one for each piece */
    VEC(Glyph) glyphs;                                     /* of the run that is being collected, all in the mono face */
    size_t from;                                           /* where its text begins */
    Len x, run_x;
} RowSetter;

static const Face *cells_face(const Cells *c)
{
    return c->look->font->face;
}

static void word_add(RowSetter *r, const Shaped *shaped, const Look *look, Len x)
{
    Arena *arena = r->cells->b->setter->arena;
    VEC_PUSH(arena, &r->words, (Word){.shaped = shaped});
    VEC_PUSH(arena, &r->pieces, (Piece){.kind = PIECE_TEXT, .n = 1, .x = x, .width = shaped_width(shaped, look->font->size),
                                        .look = look, .node = r->cells->node});
}

static void run_flush(RowSetter *r, Str text, size_t to)
{
    if (r->glyphs.n) {
        Arena *arena = r->cells->b->setter->arena;
        Shaped *shaped = ARENA_NEW(arena, Shaped);
        int32_t width = 0;
        for (size_t i = 0; i < r->glyphs.n; i++)
            width += r->glyphs.at[i].advance;
        *shaped = (Shaped){.face = cells_face(r->cells), .features = r->cells->look->font->features,
                           .text = str_slice(text, r->from, to), .glyphs = r->glyphs.at,
                           .n = (uint32_t)r->glyphs.n, .width = width};
        word_add(r, shaped, r->cells->look, r->run_x);
    }
    r->glyphs.at = NULL;
    r->glyphs.n = r->glyphs.cap = 0;
    r->from = to;
    r->run_x = r->x;
}

static Glyph ascii_glyph(Cells *c, char ch)
{
    unsigned char i = (unsigned char)ch;
    if (!c->known[i]) {
        Arena *arena = c->b->setter->arena;
        const Shaped *s = shape_text(c->b->setter->shaper, c->look->font, str_copy(arena, (Str){&ch, 1}), STR(""));
        c->known[i] = true;
        if (s->n)
            c->glyph[i] = s->glyphs[0];
    }
    return c->glyph[i];
}

/* Glyphs of the mono face join the run that is being collected. */
static void own_set(RowSetter *r, const Shaped *shaped, size_t base, const Font *font)
{
    for (uint32_t i = 0; i < shaped->n; i++) {
        Glyph glyph = shaped->glyphs[i];
        glyph.cluster += (uint32_t)(base - r->from);
        VEC_PUSH(r->cells->b->setter->arena, &r->glyphs, glyph);
        r->x += font_len(font, glyph.advance);
    }
}

/* Text of another face as a piece of its own, made a little smaller or larger to fill whole cells: those that its
 * characters should take, or as many as it needs. */
static void piece_set(RowSetter *r, const Shaped *shaped, const Font *font)
{
    Cells *c = r->cells;
    Look *look = ARENA_NEW(c->b->setter->arena, Look);
    Len width = shaped_width(shaped, font->size), room = c->cell * text_columns(shaped->text);
    if (room * 4 < width * 3 || room * 3 > width * 4)
        room = (width + c->cell / 2) / c->cell * c->cell;
    room = room > 0 ? room : c->cell;
    *look = *c->look;
    look->font = width > 0 ? fonts_sized(c->b->setter->fonts, font, len_scale(font->size, room, width)) : font;
    if (look->font->size > font->size * 4 / 3)
        look->font = font;
    width = shaped_width(shaped, look->font->size);
    word_add(r, shaped, look, r->x + (room > width ? (room - width) / 2 : 0));
    r->x += room > width ? room : width;
}

static void foreign_set(RowSetter *r, Str text, Str part, const Font *font)
{
    size_t base = (size_t)(part.p - text.p);
    const Shaped *shaped = shape_text(r->cells->b->setter->shaper, font, part, r->cells->look->lang);
    if (font->face == cells_face(r->cells)) {
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

static const Line *row_set(Cells *c, Str text, Len x)
{
    Arena *arena = c->b->setter->arena;
    RowSetter r = {.cells = c, .x = x, .run_x = x};
    for (size_t at = 0; at < text.n;) {
        for (size_t end = ascii_until(text, at); at < end; at++) {
            Glyph glyph = ascii_glyph(c, text.p[at]);
            glyph.cluster = (uint32_t)(at - r.from);
            VEC_PUSH(arena, &r.glyphs, glyph);
            r.x += c->cell;
        }
        for (size_t end = foreign_until(text, at); at < end;) {
            const Font *font = NULL;
            Str part = str_slice(text, at, end), instead = {0};
            size_t n = shape_run(c->b->setter->shaper, c->look->font, part, c->node->place, &font, &instead);
            if (instead.n) {
                run_flush(&r, text, at);
                foreign_set(&r, instead, instead, font);
                run_flush(&r, instead, instead.n);
                r.from = at + n;
            } else {
                foreign_set(&r, text, str_slice(part, 0, n), font);
            }
            at += n ? n : end - at;
        }
    }
    run_flush(&r, text, text.n);
    for (size_t i = 0; i < r.pieces.n; i++) {
        Piece *piece = &r.pieces.at[i];
        piece->words = &r.words.at[i];
        r.words.at[i].gap = i + 1 < r.pieces.n ? (int32_t)(piece[1].x - piece->x - piece->width) : 0;
    }
    Line *line = ARENA_NEW(arena, Line);
    *line = (Line){.pieces = r.pieces.at, .n = (int)r.pieces.n, .width = r.x, .height = c->look->font->size,
                   .depth = c->look->font->size / 4};
    return line;
}

static Cells cells_of(const Builder *b, const Node *node, const TextStyle *style)
{
    Cells c = {.b = b, .node = node};
    Look *look = ARENA_NEW(b->setter->arena, Look);
    *look = *look_of_style(b->setter, style);
    look->font = fonts_font(b->setter->fonts, style->family, style->weight, style->italic, FEATURE_CODE, style->size);
    look->code = true;
    look->hyphenate = false;
    c.look = look;
    c.cell = shaped_width(shape_text(b->setter->shaper, look->font, STR("0"), STR("")), look->font->size);
    return c;
}

/* ---- the block ------------------------------------------------------------------------------------ */

/* How badly a row begins a page: what is indented or closes a bracket belongs to what is above it. */
static int row_belongs(const Row *row)
{
    size_t at = 0;
    while (at < row->text.n && row->text.p[at] == ' ')
        at++;
    bool closes = at < row->text.n && strchr(")]}", row->text.p[at]) != NULL;
    return (at > 0 ? 200 : 0) + (closes ? 600 : 0);
}

/* The rows up to a blank one, from row i on or back from it. */
static int rows_near(const Rows *rows, size_t i, bool back)
{
    int n = 0;
    for (; i < rows->n && !rows->at[i].blank && n < ROWS_WHOLE; i += back ? (size_t)-1 : 1)
        n++;
    return n;
}

/* A break after row i: at a blank row first; else three rows of a function stay on either side. */
static int row_penalty(const Rows *rows, size_t i, int above, int below)
{
    if (above < 2 || below < 2)
        return PENALTY_FORBID;
    int few = above < 4 || below < 4 ? 300 : 0;
    if (rows->at[i + 1].blank)
        return 80 + few;
    if (rows->at[i + 1].wrapped)
        return PENALTY_KEEP;
    int back = rows_near(rows, i, true), on = rows_near(rows, i + 1, false);
    if (back < 3 || on < 3)
        return PENALTY_KEEP;
    return (back + on < ROWS_WHOLE ? 2000 : 500) + few + row_belongs(&rows->at[i + 1]);
}

static void mark_add(Cells *c, Box *box, const Builder *b, Len left, int indent, const TextStyle *style)
{
    Hlist list = hlist_of_text(b->setter, c->node, STR("\xE2\x86\xAA"), style);
    Line *line = ARENA_NEW(b->setter->arena, Line);
    *line = line_single(b->setter, &list);
    *box = box_line(line, c->node, left + c->cell * indent - line->width - c->cell / 2, style_baseline(style));
    box->artifact = ARTIFACT_LAYOUT;
}

static void row_add(Builder *b, Cells *c, const Row *row, const TextStyle *style, const TextStyle *mark, Len left)
{
    Box boxes[2];
    int n = 1;
    boxes[0] = box_line(row_set(c, row->text, c->cell * row->indent), c->node, left, style_baseline(style));
    if (row->wrapped)
        mark_add(c, &boxes[n++], b, left, row->indent, mark);
    builder_box(b, c->node, style->leading, box_copy(b, boxes, n), n);
}

static int rows_text(const Rows *rows)
{
    int n = 0;
    for (size_t i = 0; i < rows->n; i++)
        n += !rows->at[i].blank;
    return n;
}

/* Blank rows are glue, so that they vanish at a page's head and foot. */
static void rows_add(Builder *b, Cells *c, const Rows *rows, const TextStyle *style, Len left)
{
    TextStyle mark = *style;
    mark.colour = b->setter->style->rule;
    int n = rows_text(rows), above = 0;
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->at[i].blank) {
            builder_glue(b, style->leading, 0, 0);
            continue;
        }
        row_add(b, c, &rows->at[i], style, &mark, left);
        above++;
        if (above < n)
            builder_penalty(b, row_penalty(rows, i, above, n - above));
    }
}

static Rows rows_of(Arena *arena, Str text, int cells, int *longest)
{
    Rows rows = {0};
    Str line;
    if (str_ends(text, STR("\n")))
        text.n--;
    *longest = 0;
    while (str_split(&text, '\n', &line)) {
        line = line_expand(arena, line);
        int wide = text_columns(line);
        *longest = wide > *longest ? wide : *longest;
        line_rows(arena, &rows, line, cells);
    }
    return rows;
}

static int cells_in(const Cells *c, Len width)
{
    Len n = c->cell > 0 ? width / c->cell : 80;
    return n < CODE_MIN_CELLS ? CODE_MIN_CELLS : (int)n;
}

void code_add(Builder *b, const Node *node)
{
    const Style *values = b->setter->style;
    const TextStyle *style = &values->text[TEXT_CODE];
    Cells c = cells_of(b, node, style);
    Len pad = values->code_padding, reach = b->right == b->measure ? values->outer_reach : 0, inner = b->right - b->left - 2 * pad;
    int longest;
    Rows rows = rows_of(b->setter->arena, node->text, cells_in(&c, inner), &longest);
    if (longest > cells_in(&c, inner) && longest <= cells_in(&c, inner + reach)) {
        b->reach = reach;
        rows = rows_of(b->setter->arena, node->text, longest, &longest);
    }
    if (rows.n == 0)
        return;
    Panel *panel = ARENA_NEW(b->setter->arena, Panel);
    *panel = (Panel){.colour = values->panel, .has_fill = true, .left = b->left, .right = b->right + b->reach,
                     .pad_top = pad, .pad_bottom = pad};
    block_begin(b, style->before);
    panel_open(b, panel, node);
    rows_add(b, &c, &rows, style, b->left + pad);
    panel_close(b, panel);
    block_end(b, style->after);
    b->reach = 0;
}
