/* pdffont.c - faces as fonts of a PDF: subsets, widths and the text of every glyph. A face is a simple font with codes
 * of one byte (ISO 32000-1, 9.6; fontcode.c), by glyph names when it is CFF and by a character map when it is TrueType;
 * one with too many glyphs, or without names, is a composite font (9.7) with its new glyph numbers as codes of two bytes.
 * A glyph that stands for several texts has the first one here; content.c writes the others as ActualText. Subsetting
 * itself belongs to asset/. */
#include "pdf/pdf_int.h"

#include <string.h>

enum { GLYPHS = 65536, CODES = 256 };

bool cluster_next(const Shaped *shaped, Cluster *cluster)
{
    const Glyph *g = shaped->glyphs;
    uint32_t from = cluster->to, to = from;
    if (from >= shaped->n)
        return false;
    while (to < shaped->n && g[to].cluster == g[from].cluster)
        to++;
    size_t start = g[from].cluster, end = shaped->text.n;
    if (to < shaped->n && g[to].cluster > start)
        end = g[to].cluster;
    else if (to < shaped->n || (from > 0 && g[from - 1].cluster > start))
        end = from > 0 ? g[from - 1].cluster : shaped->text.n;
    *cluster = (Cluster){from, to, str_slice(shaped->text, start, end)};
    return true;
}

/* Readers take these for one another, so no ActualText is needed to tell them apart. */
static uint32_t folded(uint32_t c)
{
    return c == 0xA0 ? ' ' : c == 0x2010 || c == 0x2011 ? '-' : c;
}

static bool text_same(Str a, Str b)
{
    if (str_eq(a, b))
        return true;
    size_t i = 0, j = 0;
    while (i < a.n && j < b.n)
        if (folded(utf8_next(a, &i)) != folded(utf8_next(b, &j)))
            return false;
    return i == a.n && j == b.n;
}

static void text_room(PdfFonts *fonts, PdfFont *font, uint32_t glyph, uint32_t *room)
{
    uint32_t old = *room;
    if (glyph < old)
        return;
    while (*room <= glyph)
        *room = *room ? *room * 2 : 1024;
    font->text = arena_grow(fonts->arena, font->text, old * sizeof(Str), *room * sizeof(Str));
    memset(font->text + old, 0, (*room - old) * sizeof(Str));
}

static void glyph_use(PdfFonts *fonts, PdfFont *font, uint32_t glyph)
{
    uint32_t room = font->n_text;
    text_room(fonts, font, glyph, &room);
    font->n_text = room;
    font->used[glyph >> 3] |= (uint8_t)(1u << (glyph & 7));
}

/* Readers know a glyph that stands for several characters only when those are of two bytes: of others, such as flags and
 * families, ToUnicode has the first, and content.c says the whole. */
static Str sayable(Str text)
{
    size_t first = 0;
    utf8_next(text, &first);
    for (size_t at = 0; at < text.n && first < text.n;)
        if (utf8_next(text, &at) > 0xFFFF)
            return str_slice(text, 0, first);
    return text;
}

/* Each glyph of a cluster takes one of its characters when there are as many; a single glyph takes them all. Else the
 * whole text goes to those that have none yet, and content.c says it once for all. */
static void cluster_use(PdfFonts *fonts, PdfFont *font, const Shaped *shaped, const Cluster *c)
{
    size_t at = 0, n = 0;
    while (at < c->text.n && c->to - c->from > 1) {
        utf8_next(c->text, &at);
        n++;
    }
    at = 0;
    for (uint32_t i = c->from; i < c->to; i++) {
        uint32_t glyph = shaped->glyphs[i].id;
        Str text = font->face->colour ? sayable(c->text) : c->text;
        if (n == c->to - c->from && n > 1) {
            size_t start = at;
            utf8_next(c->text, &at);
            text = str_slice(c->text, start, at);
        }
        glyph_use(fonts, font, glyph);
        if (font->text[glyph].p == NULL)
            font->text[glyph] = text_same(text, STR(" ")) ? STR(" ") : text;
    }
}

/* Icons, mostly. An archive wants their text said, for no reader knows what it means (ISO 19005-2, 6.2.11.7.3). */
static bool is_private(Str text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        if ((code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000)
            return true;
    }
    return false;
}

bool cluster_plain(const PdfFont *font, const Shaped *shaped, const Cluster *c)
{
    if (is_private(c->text))
        return false;
    if (c->to - c->from == 1)
        return text_same(font->text[shaped->glyphs[c->from].id], c->text);
    size_t at = 0;
    for (uint32_t i = c->from; i < c->to; i++) {
        Str text = font->text[shaped->glyphs[i].id];
        Str here = str_slice(c->text, at, at + text.n);
        if (!text_same(text, here))
            return false;
        at += text.n;
    }
    return at == c->text.n;
}

PdfFont *pdffonts_lookup(const PdfFonts *fonts, const Face *face)
{
    size_t id = (size_t)face->id;
    return id < fonts->n_ids ? fonts->by_id[id] : NULL;
}

static PdfFont *font_add(PdfFonts *fonts, const Face *face)
{
    size_t id = (size_t)face->id;
    PdfFont *font = pdffonts_lookup(fonts, face);
    if (font != NULL)
        return font;
    if (id >= fonts->n_ids) {
        size_t n = id + 16;
        fonts->by_id = arena_grow(fonts->arena, fonts->by_id, fonts->n_ids * sizeof(PdfFont *), n * sizeof(PdfFont *));
        memset(fonts->by_id + fonts->n_ids, 0, (n - fonts->n_ids) * sizeof(PdfFont *));
        fonts->n_ids = n;
    }
    font = ARENA_NEW(fonts->arena, PdfFont);
    font->face = face;
    font->unit = 1000000 % face->units_per_em == 0 ? 1000000 / face->units_per_em : 0;
    font->used = ARENA_ARRAY(fonts->arena, uint8_t, GLYPHS / 8);
    font->index = (int)fonts->fonts.n;
    fonts->by_id[id] = font;
    VEC_PUSH(fonts->arena, &fonts->fonts, font);
    return font;
}

/* A word is shaped once and comes many times: what was met a short while ago is known. */
static bool is_known(PdfFonts *fonts, const Shaped *shaped)
{
    const Shaped **slot = &fonts->known[(uintptr_t)shaped / sizeof *shaped % KNOWN_WORDS];
    bool known = *slot == shaped;
    *slot = shaped;
    return known;
}

static void space_use(PdfFonts *fonts, PdfFont *font, const Op *op)
{
    if (op->space == NULL || op->space->n != 1)
        return;
    uint32_t glyph = op->space->glyphs[0].id;
    glyph_use(fonts, font, glyph);
    if (font->text[glyph].p == NULL)
        font->text[glyph] = STR(" ");
}

static void word_use(PdfFonts *fonts, PdfFont *font, const Shaped *shaped)
{
    for (Cluster c = {0}; c.to < shaped->n;) {
        if (glyph_plain(font, shaped, c.to))               /* it is counted */
            c.to++;
        else if (cluster_next(shaped, &c))
            cluster_use(fonts, font, shaped, &c);
    }
}

static void op_use(PdfFonts *fonts, const Op *op, const Op *end)
{
    PdfFont *font = font_add(fonts, op->font->face);
    const Op *taker = space_taker(op, end);
    bool spaces = false;
    for (int i = 0; i < op->n; i++) {
        const Shaped *shaped = op->words[i].shaped;
        if (!is_known(fonts, shaped))
            word_use(fonts, font, shaped);
        spaces = spaces || op->words[i].space_after;
    }
    if (spaces)
        space_use(fonts, font, op);
    if (taker != NULL)
        space_use(fonts, font_add(fonts, taker->font->face), taker);
}

/* Every code needs a name of its own. */
static const Str *names_of(Arena *arena, const PdfFont *font)
{
    Str *names = ARENA_ARRAY(arena, Str, CODES);
    Map *seen = map_new(arena);
    for (uint32_t glyph = 0; glyph < font->n_text; glyph++) {
        if (font->codes[glyph] == 0)
            continue;
        Str name = face_glyph_name(arena, font->face, glyph);
        void **slot = name.n > 0 ? map_slot(seen, name, NULL) : NULL;
        if (slot == NULL || *slot != NULL)
            return NULL;
        *slot = names;
        names[font->codes[glyph]] = name;
    }
    return names;
}

/* Of the glyphs up to the last one that is used; none for a composite font. */
static Str codes_of(const PdfFont *font)
{
    return (Str){(const char *)font->codes, font->codes == NULL ? 0 : font->n_text};
}

static bool font_make(Arena *arena, PdfFont *font)
{
    font->codes = codes_assign(arena, font);
    if (font->codes != NULL && font->face->cff && (font->names = names_of(arena, font)) == NULL)
        font->codes = NULL;
    if (font->codes == NULL && font->face->colour)
        return false;
    bool made = font_subset(arena, font->face, font->used, codes_of(font), &font->subset);
    if (made && font->codes != NULL && !font->face->cff && !font->face->colour && font->subset.n_glyphs > CODES) {
        font->codes = NULL;                                /* accents have parts, which the character map cannot count */
        made = font_subset(arena, font->face, font->used, codes_of(font), &font->subset);
    }
    return made;
}

typedef struct Maker { PdfFont **fonts; Arena **arenas; bool *made; } Maker; /* arenas by font */

static void font_job(void *ctx, size_t i, int worker)
{
    Maker *maker = ctx;
    (void)worker;
    maker->arenas[i] = arena_open();
    maker->made[i] = font_make(maker->arenas[i], maker->fonts[i]);
}

static void fonts_make(PdfFonts *fonts, Jobs *jobs, const char **why)
{
    size_t n = fonts->fonts.n;
    Arena *arena = fonts->arena;
    Maker maker = {fonts->fonts.at, ARENA_ARRAY(arena, Arena *, n), ARENA_ARRAY(arena, bool, n)};
    jobs_each(jobs, n, font_job, &maker);
    for (size_t i = 0; i < n; i++) {
        arena_adopt(arena, maker.arenas[i]);
        if (!maker.made[i])
            *why = str_c(arena, str_format(arena, "font %.*s cannot be embedded: memory is short, or it is damaged",
                                           STR_ARGS(fonts->fonts.at[i]->face->name)));
    }
}

PdfFonts *pdffonts_collect(Arena *arena, const Ops *ops, Jobs *jobs, const char **why)
{
    PdfFonts *fonts = ARENA_NEW(arena, PdfFonts);
    fonts->arena = arena;
    for (int p = 0; p < ops->n; p++)
        for (int i = 0; i < ops->pages[p].n; i++)
            if (ops->pages[p].ops[i].kind == OP_TEXT)
                op_use(fonts, &ops->pages[p].ops[i], ops->pages[p].ops + ops->pages[p].n);
    fonts_make(fonts, jobs, why);
    return fonts;
}

static int code_of(const PdfFont *font, uint32_t glyph)
{
    return font->codes ? font->codes[glyph] : font->subset.new_id[glyph];
}

/* ---- the text of each code ---------------------------------------------------------------------------------- */

/* The glyph of each code, from the least used to the greatest. */
static uint32_t *glyphs_by_code(Arena *arena, const PdfFont *font, int *n)
{
    *n = font->codes ? CODES : font->subset.n_glyphs;
    uint32_t *glyphs = ARENA_ARRAY(arena, uint32_t, *n);
    for (uint32_t glyph = 0; glyph < font->n_text; glyph++)
        if (pdffont_uses(font, glyph) && code_of(font, glyph) != 0)
            glyphs[code_of(font, glyph)] = glyph;
    return glyphs;
}

/* The character when the text is a single one of the basic plane, else -1. */
static int single(Str text)
{
    size_t at = 0;
    uint32_t c = text.n > 0 ? utf8_next(text, &at) : 0x10000;
    return at < text.n || c > 0xFFFF ? -1 : (int)c;
}

/* How many codes from `code` on stand for characters that follow one another; a range keeps within one high byte. */
static int range_length(const PdfFont *font, const uint32_t *glyphs, int code, int n)
{
    int first = single(font->text[glyphs[code]]), length = 1;
    while (first >= 0 && code + length < n && ((code + length) & 255) != 0 && ((first + length) & 255) != 0 &&
           glyphs[code + length] != 0 && single(font->text[glyphs[code + length]]) == first + length)
        length++;
    return length;
}

typedef struct Section { Buf rows; int n; } Section;       /* of one kind, of at most BLOCK entries */

static void section_flush(Buf *b, Section *section, const char *kind)
{
    if (section->n == 0)
        return;
    buf_format(b, "%d begin%s\n", section->n, kind);
    buf_add(b, buf_str(&section->rows));
    buf_format(b, "end%s\n", kind);
    section->rows.n = 0;
    section->n = 0;
}

static void section_row(Section *section, const PdfFont *font, int first, int last, Str text)
{
    const char *code = font->codes ? "<%02X>" : "<%04X>";
    buf_format(&section->rows, code, (unsigned)first);
    if (last > first)
        buf_format(&section->rows, code, (unsigned)last);
    buf_byte(&section->rows, '<');
    value_utf16(&section->rows, text);
    buf_add(&section->rows, STR(">\n"));
    section->n++;
}

static Ref unicode_write(Pdf *pdf, Arena *arena, const PdfFont *font)
{
    enum { BLOCK = 100 };                                  /* entries that a section may have */
    Buf b = {arena, NULL, 0, 0};
    Section chars = {.rows = {arena, NULL, 0, 0}}, ranges = {.rows = {arena, NULL, 0, 0}};
    int n;
    const uint32_t *glyphs = glyphs_by_code(arena, font, &n);
    buf_format(&b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry "
               "(Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /OctavoUnicode def\n/CMapType 2 def\n"
               "1 begincodespacerange\n%s\nendcodespacerange\n", font->codes ? "<00><FF>" : "<0000><FFFF>");
    for (int code = 0, length; code < n; code += length) {
        length = 1;
        if (glyphs[code] == 0 || font->text[glyphs[code]].n == 0)
            continue;
        length = range_length(font, glyphs, code, n);
        section_row(length > 1 ? &ranges : &chars, font, code, code + length - 1, font->text[glyphs[code]]);
        if (chars.n == BLOCK)
            section_flush(&b, &chars, "bfchar");
        if (ranges.n == BLOCK)
            section_flush(&b, &ranges, "bfrange");
    }
    section_flush(&b, &chars, "bfchar");
    section_flush(&b, &ranges, "bfrange");
    buf_add(&b, STR("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"));
    return pdf_stream(pdf, (Str){0}, buf_str(&b), true);
}

/* ---- the font's own objects ---------------------------------------------------------------------------------- */

/* Six letters that differ when the set of glyphs does. */
static Str tagged_name(Arena *arena, const PdfFont *font)
{
    char tag[6];
    uint64_t h = hash_bytes(font->used, GLYPHS / 8, 0x6F637461766FULL);
    for (int i = 0; i < 6; i++, h /= 26)
        tag[i] = (char)('A' + h % 26);
    return str_format(arena, "%.6s+%.*s", tag, STR_ARGS(font->face->name));
}

static void em(Buf *b, const Face *face, int units)
{
    value_int(b, len_scale(units, 1000, face->units_per_em));
}

static Ref descriptor_write(Pdf *pdf, Arena *arena, const PdfFont *font, Str name)
{
    const Face *face = font->face;
    Ref program = pdf_stream(pdf, font->subset.cff ? font->codes ? STR("/Subtype/Type1C") : STR("/Subtype/CIDFontType0C")
                                                   : str_format(arena, "/Length1 %zu", font->subset.program.n),
                             font->subset.program, true);
    Buf b = {arena, NULL, 0, 0};
    buf_add(&b, STR("/Type/FontDescriptor/FontName"));
    value_name(&b, name);
    buf_format(&b, "/Flags %d/FontBBox[", 4 | (face->fixed_pitch ? 1 : 0) | (face->italic ? 64 : 0));
    for (int i = 0; i < 4; i++)
        em(&b, face, face->bbox[i]);
    buf_add(&b, STR("]/ItalicAngle"));
    value_fixed(&b, (int64_t)(face->italic_angle * 100 + (face->italic_angle < 0 ? -0.5 : 0.5)), 2);
    buf_add(&b, STR("/Ascent"));
    em(&b, face, face->ascender);
    buf_add(&b, STR("/Descent"));
    em(&b, face, face->descender);
    buf_add(&b, STR("/CapHeight"));
    em(&b, face, face->cap_height);
    buf_format(&b, "/StemV %d", 50 + face->weight * face->weight / 4225);
    buf_add(&b, font->subset.cff ? STR("/FontFile3") : STR("/FontFile2"));
    value_ref(&b, program);
    return pdf_object(pdf, buf_str(&b));
}

static Ref gid_map_write(Pdf *pdf, Arena *arena, const PdfFont *font)
{
    char *map = ARENA_ARRAY(arena, char, 2 * font->subset.n_glyphs);
    for (int i = 0; i < font->subset.n_glyphs; i++) {
        map[2 * i] = (char)(i >> 8);
        map[2 * i + 1] = (char)(i & 255);
    }
    return pdf_stream(pdf, (Str){0}, (Str){map, (size_t)font->subset.n_glyphs * 2}, true);
}

static Ref cidfont_write(Pdf *pdf, Arena *arena, const PdfFont *font, Str name)
{
    Buf b = {arena, NULL, 0, 0};
    Ref descriptor = descriptor_write(pdf, arena, font, name);
    buf_format(&b, "/Type/Font/Subtype/CIDFontType%d/BaseFont", font->subset.cff ? 0 : 2);
    value_name(&b, name);
    buf_add(&b, STR("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor"));
    value_ref(&b, descriptor);
    if (!font->subset.cff) {
        buf_add(&b, STR("/CIDToGIDMap"));
        value_ref(&b, gid_map_write(pdf, arena, font));
    }
    buf_add(&b, STR("/W[0["));
    for (int i = 0; i < font->subset.n_glyphs; i++)
        value_fixed(&b, len_scale(font->subset.widths[i], 1000000, font->face->units_per_em), 3);
    buf_add(&b, STR("]]"));
    return pdf_object(pdf, buf_str(&b));
}

static void composite_write(Pdf *pdf, Arena *arena, const PdfFont *font, Str name, Buf *b)
{
    Ref cidfont = cidfont_write(pdf, arena, font, name);
    buf_add(b, STR("/Subtype/Type0/Encoding/Identity-H/DescendantFonts["));
    value_ref(b, cidfont);
    buf_add(b, STR("]"));
}

static void encoding_write(const PdfFont *font, Buf *b)
{
    buf_add(b, STR("/Encoding<</Differences["));
    for (int code = 1; code < CODES; code++) {
        if (font->names[code].n == 0)
            continue;
        if (font->names[code - 1].n == 0)
            value_int(b, code);
        value_name(b, font->names[code]);
    }
    buf_add(b, STR("]>>"));
}

static void simple_write(Pdf *pdf, Arena *arena, const PdfFont *font, Str name, Buf *b)
{
    int n, first = 1, last = CODES - 1;
    const uint32_t *glyphs = glyphs_by_code(arena, font, &n);
    while (first < last && glyphs[first] == 0)
        first++;
    while (last > first && glyphs[last] == 0)
        last--;
    Ref descriptor = descriptor_write(pdf, arena, font, name);
    buf_format(b, "/Subtype/%s/FontDescriptor", font->subset.cff ? "Type1" : "TrueType");
    value_ref(b, descriptor);
    if (font->subset.cff)
        encoding_write(font, b);
    buf_format(b, "/FirstChar %d/LastChar %d/Widths[", first, last);
    for (int code = first; code <= last; code++)
        value_fixed(b, glyphs[code] == 0 ? 0 : pdffont_width(font, glyphs[code]), 3);
    buf_add(b, STR("]"));
}

void pdffonts_write(Pdf *pdf, PdfFonts *fonts)
{
    for (size_t i = 0; i < fonts->fonts.n; i++) {
        PdfFont *font = fonts->fonts.at[i];
        if (font->face->colour) {
            font->ref = colourfont_write(pdf, fonts->arena, font, unicode_write(pdf, fonts->arena, font));
            continue;
        }
        Str name = tagged_name(fonts->arena, font);
        Buf b = {fonts->arena, NULL, 0, 0};
        buf_add(&b, STR("/Type/Font/BaseFont"));
        value_name(&b, name);
        if (font->codes != NULL)
            simple_write(pdf, fonts->arena, font, name, &b);
        else
            composite_write(pdf, fonts->arena, font, name, &b);
        buf_add(&b, STR("/ToUnicode"));
        value_ref(&b, unicode_write(pdf, fonts->arena, font));
        font->ref = pdf_object(pdf, buf_str(&b));
    }
}
