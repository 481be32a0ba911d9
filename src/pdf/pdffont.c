/* pdffont.c - faces as composite fonts (ISO 32000-1, 9.7): subsets, widths and the text of every glyph. Codes are
 * glyph numbers of two bytes, or of one where that is asked for and 256 glyphs are enough. A glyph that stands for
 * several texts has the first one here; content.c writes the others as ActualText. Subsetting itself belongs to
 * asset/. */
#include "pdf/pdf_int.h"

#include <string.h>

enum { GLYPHS = 65536 };

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

/* Each glyph of a cluster takes one of its characters when there are as many; a single glyph takes them all. Else the
 * whole text goes to those that have none yet, and content.c says it once for all. */
static void cluster_use(PdfFonts *fonts, PdfFont *font, const Shaped *shaped, const Cluster *c)
{
    size_t at = 0, n = 0;
    while (at < c->text.n) {
        utf8_next(c->text, &at);
        n++;
    }
    at = 0;
    for (uint32_t i = c->from; i < c->to; i++) {
        uint32_t glyph = shaped->glyphs[i].id;
        Str text = c->text;
        if (n == c->to - c->from && n > 1) {
            size_t start = at;
            utf8_next(c->text, &at);
            text = str_slice(c->text, start, at);
        }
        glyph_use(fonts, font, glyph);
        if (font->text[glyph].p == NULL)
            font->text[glyph] = text;
    }
}

bool cluster_plain(const PdfFont *font, const Shaped *shaped, const Cluster *c)
{
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
    font->used = ARENA_ARRAY(fonts->arena, uint8_t, GLYPHS / 8);
    font->index = (int)fonts->fonts.n;
    fonts->by_id[id] = font;
    VEC_PUSH(fonts->arena, &fonts->fonts, font);
    return font;
}

static void op_use(PdfFonts *fonts, const Op *op)
{
    PdfFont *font = font_add(fonts, op->font->face);
    bool spaces = false;
    for (int i = 0; i < op->n; i++) {
        const Shaped *shaped = op->parts[i].shaped;
        for (Cluster c = {0}; cluster_next(shaped, &c);)
            cluster_use(fonts, font, shaped, &c);
        spaces = spaces || op->parts[i].space_after;
    }
    if (spaces && op->space != NULL && op->space->n == 1) {
        glyph_use(fonts, font, op->space->glyphs[0].id);
        if (font->text[op->space->glyphs[0].id].p == NULL)
            font->text[op->space->glyphs[0].id] = STR(" ");
    }
}

PdfFonts *pdffonts_collect(Arena *arena, const Ops *ops, bool short_codes, const char **why)
{
    PdfFonts *fonts = ARENA_NEW(arena, PdfFonts);
    fonts->arena = arena;
    for (int p = 0; p < ops->n; p++)
        for (int i = 0; i < ops->pages[p].n; i++)
            if (ops->pages[p].ops[i].kind == OP_TEXT)
                op_use(fonts, &ops->pages[p].ops[i]);
    for (size_t i = 0; i < fonts->fonts.n; i++) {
        PdfFont *font = fonts->fonts.at[i];
        if (!font_subset(arena, font->face, font->used, &font->subset))
            *why = str_c(arena, str_format(arena, "font %.*s cannot be embedded", STR_ARGS(font->face->name)));
        font->wide = !short_codes || font->subset.n_glyphs > 256;
    }
    return fonts;
}

static void code_hex(Buf *b, const PdfFont *font, int code)
{
    buf_format(b, font->wide ? "<%04X>" : "<%02X>", (unsigned)code);
}

static void cmap_open(Buf *b, const char *name, bool unicode, bool wide)
{
    buf_format(b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry "
               "(Adobe) /Ordering (%s) /Supplement 0>> def\n/CMapName /%s def\n/CMapType %d def\n%s"
               "1 begincodespacerange\n%s\nendcodespacerange\n",
               unicode ? "UCS" : "Identity", name, unicode ? 2 : 1, unicode ? "" : "/WMode 0 def\n",
               wide ? "<0000> <FFFF>" : "<00> <FF>");
}

static void cmap_close(Buf *b)
{
    buf_add(b, STR("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"));
}

/* The CMap of all one-byte fonts: code and CID are the same number. */
static Ref encoding_write(Pdf *pdf, Arena *arena)
{
    Buf b = {arena, NULL, 0, 0};
    cmap_open(&b, "OctavoOneByte", false, false);
    buf_add(&b, STR("1 begincidrange\n<00> <FF> 0\nendcidrange\n"));
    cmap_close(&b);
    return pdf_stream(pdf, STR("/Type/CMap/CMapName/OctavoOneByte/WMode 0/CIDSystemInfo<</Registry(Adobe)"
                               "/Ordering(Identity)/Supplement 0>>"), buf_str(&b), true);
}

static Ref unicode_write(Pdf *pdf, Arena *arena, const PdfFont *font)
{
    enum { BLOCK = 100 };                                  /* entries that one bfchar section may have */
    Buf b = {arena, NULL, 0, 0}, rows = {arena, NULL, 0, 0};
    int n = 0;
    cmap_open(&b, "OctavoUnicode", true, font->wide);
    for (uint32_t glyph = 0; glyph < font->n_text; glyph++) {
        if (font->text[glyph].n > 0) {
            code_hex(&rows, font, font->subset.new_id[glyph]);
            buf_add(&rows, STR(" <"));
            value_utf16(&rows, font->text[glyph]);
            buf_add(&rows, STR(">\n"));
            n++;
        }
        if (n == BLOCK || (n > 0 && glyph + 1 == font->n_text)) {
            buf_format(&b, "%d beginbfchar\n", n);
            buf_add(&b, buf_str(&rows));
            buf_add(&b, STR("endbfchar\n"));
            rows.n = 0;
            n = 0;
        }
    }
    cmap_close(&b);
    return pdf_stream(pdf, (Str){0}, buf_str(&b), true);
}

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
    Ref program = pdf_stream(pdf, font->subset.cff ? STR("/Subtype/CIDFontType0C")
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

void pdffonts_write(Pdf *pdf, PdfFonts *fonts)
{
    Ref encoding = 0;
    for (size_t i = 0; i < fonts->fonts.n; i++) {
        PdfFont *font = fonts->fonts.at[i];
        Str name = tagged_name(fonts->arena, font);
        Ref cidfont = cidfont_write(pdf, fonts->arena, font, name);
        Buf b = {fonts->arena, NULL, 0, 0};
        buf_add(&b, STR("/Type/Font/Subtype/Type0/BaseFont"));
        value_name(&b, name);
        buf_add(&b, STR("/Encoding"));
        if (font->wide) {
            buf_add(&b, STR("/Identity-H"));
        } else {
            encoding = encoding ? encoding : encoding_write(pdf, fonts->arena);
            value_ref(&b, encoding);
        }
        buf_add(&b, STR("/DescendantFonts["));
        value_ref(&b, cidfont);
        buf_add(&b, STR("]/ToUnicode"));
        value_ref(&b, unicode_write(pdf, fonts->arena, font));
        font->ref = pdf_object(pdf, buf_str(&b));
    }
}
