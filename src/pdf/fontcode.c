/* fontcode.c - the bytes by which a face's glyphs are shown, where there are enough of them: ASCII and Latin-1 as far as
 * a glyph stands for one such character, so that words look alike in all fonts and compress well; the others take what
 * is left. A space has code 32, which Tw widens (ISO 32000-1, 9.3.3). No code needs an escape in a string. */
#include "pdf/pdf_int.h"

enum { CODES = 256, SPACE = 32, DELETE = 127, LATIN = 160, SOFT_HYPHEN = 173 };

static bool is_escaped(int code)
{
    return code == '(' || code == ')' || code == '\\' || code == '\r' || code == '\n';
}

/* The code that a glyph would have by its text; 0: none. What a string escapes stands lower. */
static int code_of(Str text)
{
    size_t at = 0;
    uint32_t c = text.n > 0 ? utf8_next(text, &at) : 0;
    if (at < text.n || c >= CODES || c < SPACE || (c >= DELETE && c <= LATIN) || c == SOFT_HYPHEN)
        return 0;
    return c == '(' ? 1 : c == ')' ? 2 : c == '\\' ? 3 : (int)c;
}

static int code_free(const bool *taken)
{
    for (int code = DELETE; code < CODES; code++)
        if (!taken[code])
            return code;
    for (int code = DELETE - 1; code > 0; code--)
        if (!taken[code])
            return code;
    return 0;
}

uint8_t *codes_assign(Arena *arena, const PdfFont *font)
{
    uint8_t *codes = ARENA_ARRAY(arena, uint8_t, font->n_text + 1);
    bool taken[CODES] = {[0] = true};
    for (uint32_t glyph = 0; glyph < font->n_text; glyph++) {
        int code = pdffont_uses(font, glyph) ? code_of(font->text[glyph]) : 0;
        if (code != 0 && !taken[code]) {
            codes[glyph] = (uint8_t)code;
            taken[code] = true;
        }
    }
    for (int code = 0; code < CODES; code++)
        taken[code] = taken[code] || code == SPACE || is_escaped(code);
    for (uint32_t glyph = 0; glyph < font->n_text; glyph++)
        if (pdffont_uses(font, glyph) && codes[glyph] == 0) {
            int code = code_free(taken);
            if (code == 0)
                return NULL;
            codes[glyph] = (uint8_t)code;
            taken[code] = true;
        }
    return codes;
}
