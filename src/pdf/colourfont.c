/* colourfont.c - a face whose glyphs are coloured pictures as a Type 3 font (ISO 32000-1, 9.6.5): each glyph paints its
 * picture, codes are those of any simple font, ToUnicode says the text; so an emoji is text like any other. */
#include "pdf/pdf_int.h"

static void em(Buf *b, const Face *face, int64_t units)
{
    value_fixed(b, len_scale(units, 1000000, face->units_per_em), 3);
}

/* Code 0 is never shown. Readers that guess a Type 3 font's size do so by an "m" of 0.6 em: it is one. */
enum { M_WIDTH = 600 };

/* What paints the glyph: its picture, which becomes resource /I<code>, or nothing. */
static Ref glyph_write(Pdf *pdf, Arena *arena, const PdfFont *font, uint32_t glyph, Buf *pictures)
{
    const Face *face = font->face;
    int code = font->codes[glyph], box[4];
    const Image *image = face_picture(arena, face, glyph, box);
    Buf b = {.arena = arena};
    em(&b, face, font->subset.widths[font->subset.new_id[glyph]]);
    buf_add(&b, STR(" 0 d0"));
    if (image != NULL) {
        buf_add(&b, STR(" q"));
        em(&b, face, box[2] - box[0]);
        buf_add(&b, STR(" 0 0"));
        em(&b, face, box[3] - box[1]);
        em(&b, face, box[0]);
        em(&b, face, box[1]);
        buf_format(&b, " cm/I%d Do Q", code);
        buf_format(pictures, "/I%d", code);
        value_ref(pictures, image_write(pdf, arena, image));
    }
    return pdf_stream(pdf, (Str){0}, buf_str(&b), true);
}

static void box_write(Buf *b, const Face *face)
{
    buf_add(b, STR("/FontBBox["));
    for (int i = 0; i < 4; i++)
        em(b, face, face->bbox[i]);
    buf_byte(b, ']');
}

static Ref descriptor_write(Pdf *pdf, Arena *arena, const PdfFont *font)
{
    Buf b = {.arena = arena};
    buf_add(&b, STR("/Type/FontDescriptor/FontName"));
    value_name(&b, font->face->name);
    buf_add(&b, STR("/Flags 4/ItalicAngle 0/Ascent"));
    em(&b, font->face, font->face->ascender);
    buf_add(&b, STR("/Descent"));
    em(&b, font->face, font->face->descender);
    box_write(&b, font->face);
    return pdf_object(pdf, buf_str(&b));
}

Ref colourfont_write(Pdf *pdf, Arena *arena, const PdfFont *font, Ref unicode)
{
    Buf b = {.arena = arena}, glyphs = {.arena = arena}, names = {.arena = arena}, pictures = {.arena = arena};
    int widths[256] = {0};
    buf_add(&names, STR("0/m"));
    buf_add(&glyphs, STR("/m"));
    value_ref(&glyphs, pdf_stream(pdf, (Str){0}, str_format(arena, "%d 0 d0", M_WIDTH), true));
    for (uint32_t glyph = 0; glyph < font->n_text; glyph++) {
        int code = font->codes[glyph];
        if (code == 0)
            continue;
        buf_format(&names, " %d/g%d", code, code);
        buf_format(&glyphs, "/g%d", code);
        value_ref(&glyphs, glyph_write(pdf, arena, font, glyph, &pictures));
        widths[code] = font->subset.widths[font->subset.new_id[glyph]];
    }
    buf_add(&b, STR("/Type/Font/Subtype/Type3/FontMatrix[.001 0 0 .001 0 0]"));
    box_write(&b, font->face);
    buf_add(&b, STR("/FirstChar 0/LastChar 255/Widths["));
    value_int(&b, M_WIDTH);
    for (int i = 1; i < 256; i++)
        em(&b, font->face, widths[i]);
    buf_format(&b, "]/Encoding<</Type/Encoding/Differences[%.*s]>>", STR_ARGS(buf_str(&names)));
    buf_format(&b, "/CharProcs<<%.*s>>", STR_ARGS(buf_str(&glyphs)));
    buf_format(&b, "/Resources<</XObject<<%.*s>>>>/FontDescriptor", STR_ARGS(buf_str(&pictures)));
    value_ref(&b, descriptor_write(pdf, arena, font));
    buf_add(&b, STR("/ToUnicode"));
    value_ref(&b, unicode);
    return pdf_object(pdf, buf_str(&b));
}
