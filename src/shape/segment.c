/* segment.c - where a line may break inside text that has no spaces: Chinese, Japanese, Thai and
 * their kin. Finds out cheaply whether a text is of that kind at all; ICU answers the rest. */
#include "shape_int.h"

typedef struct Range { uint32_t from, to; } Range;

/* Blocks whose scripts are written without spaces, or may break between any two letters (UAX 14: ID, SA, H2, H3). */
static const Range spaceless[] = {
    {0x0E00, 0x0EFF}, {0x1000, 0x109F}, {0x1780, 0x17FF}, {0x1950, 0x19DF}, {0x1A20, 0x1AAF}, {0x2E80, 0x31FF},
    {0x3200, 0xA4CF}, {0xA9E0, 0xA9FF}, {0xAA60, 0xAADF}, {0xAC00, 0xD7FF}, {0xF900, 0xFAFF}, {0xFE30, 0xFE4F},
    {0xFF00, 0xFFEF}, {0x16FE0, 0x1B2FF}, {0x20000, 0x3FFFF},
};

static bool is_spaceless(uint32_t c)
{
    for (size_t i = 0; i < sizeof spaceless / sizeof spaceless[0]; i++)
        if (c <= spaceless[i].to)
            return c >= spaceless[i].from;
    return false;
}

bool segment_needed(Str text)
{
    for (size_t i = 0; i < text.n;) {
        if ((uint8_t)text.p[i] < 0xE0)
            i++;
        else if (is_spaceless(utf8_next(text, &i)))
            return true;
    }
    return false;
}

size_t segment_breaks(Shaper *shaper, Str text, Str lang, uint32_t *breaks, size_t room)
{
    Icu *icu = shaper_icu(shaper);
    return icu == NULL ? 0 : icu_breaks(icu, text, lang, breaks, room);
}
