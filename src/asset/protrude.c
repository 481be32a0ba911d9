/* protrude.c - how far a character at the end of a line may hang into the margin so that the edge
 * looks straight (Han The Thanh 2000): punctuation by a part of its own ink, letters with slanted
 * or open sides by a little of the em. */
#include "asset_int.h"

#include <hb.h>

/* left, right: hundredths of the ink's width, its side bearing is added; em_*: thousandths of the em. */
typedef struct Hang { uint32_t c; uint8_t left, right, em_left, em_right; } Hang;

static const Hang hangs[PROTRUDE_ROWS] = {                 /* in order of code points */
    {'!', 0, 20, 0, 0}, {'"', 60, 60, 0, 0}, {'\'', 70, 70, 0, 0}, {'(', 20, 0, 0, 0}, {')', 0, 20, 0, 0},
    {'*', 30, 30, 0, 0}, {',', 0, 70, 0, 0}, {'-', 40, 60, 0, 0}, {'.', 0, 80, 0, 0}, {'/', 0, 20, 0, 0},
    {':', 0, 50, 0, 0}, {';', 0, 50, 0, 0}, {'?', 0, 20, 0, 0}, {'A', 0, 0, 40, 40}, {'C', 0, 0, 15, 0},
    {'F', 0, 0, 0, 30}, {'G', 0, 0, 15, 0}, {'J', 0, 0, 30, 0}, {'K', 0, 0, 0, 20}, {'L', 0, 0, 0, 40},
    {'O', 0, 0, 15, 15}, {'P', 0, 0, 0, 30}, {'Q', 0, 0, 15, 15}, {'R', 0, 0, 0, 20}, {'T', 0, 0, 40, 40},
    {'V', 0, 0, 40, 40}, {'W', 0, 0, 35, 35}, {'X', 0, 0, 20, 20}, {'Y', 0, 0, 45, 45}, {'[', 20, 0, 0, 0},
    {']', 0, 20, 0, 0}, {'c', 0, 0, 10, 0}, {'f', 0, 0, 0, 15}, {'k', 0, 0, 0, 15}, {'o', 0, 0, 10, 10},
    {'r', 0, 0, 0, 25}, {'t', 0, 0, 0, 15}, {'v', 0, 0, 25, 25}, {'w', 0, 0, 25, 25}, {'x', 0, 0, 15, 15},
    {'y', 0, 0, 25, 25}, {0xAB, 40, 40, 0, 0}, {0xAD, 0, 60, 0, 0}, {0xBB, 40, 40, 0, 0}, {0x2010, 0, 60, 0, 0},
    {0x2011, 0, 60, 0, 0}, {0x2013, 30, 30, 0, 0}, {0x2014, 20, 20, 0, 0}, {0x2018, 70, 70, 0, 0},
    {0x2019, 70, 70, 0, 0}, {0x201A, 70, 70, 0, 0}, {0x201C, 60, 60, 0, 0}, {0x201D, 60, 60, 0, 0},
    {0x201E, 60, 60, 0, 0}, {0x2026, 0, 20, 0, 0}, {0x2039, 40, 40, 0, 0}, {0x203A, 40, 40, 0, 0},
};

static int row_of(uint32_t c)
{
    int from = 0, to = PROTRUDE_ROWS;
    while (from < to) {
        int middle = (from + to) / 2;
        if (hangs[middle].c < c)
            from = middle + 1;
        else
            to = middle;
    }
    return from < PROTRUDE_ROWS && hangs[from].c == c ? from : -1;
}

static int clamp(int value, int most)
{
    return value < 0 ? 0 : value > most ? most : value;
}

static Protrusion protrusion_of(const Face *face, uint32_t glyph, const Hang *hang)
{
    Protrusion p = {.glyph = glyph, .left = hang->em_left, .right = hang->em_right};
    hb_glyph_extents_t ink;
    if (hang->left + hang->right == 0 || !hb_font_get_glyph_extents(face->hb_font, glyph, &ink))
        return p;
    int advance = hb_font_get_glyph_h_advance(face->hb_font, glyph), em = face->units_per_em;
    int bearing = advance - ink.x_bearing - ink.width;
    int most = advance * 1000 / em;
    if (hang->left > 0)
        p.left = clamp((ink.x_bearing + ink.width * hang->left / 100) * 1000 / em, most);
    if (hang->right > 0)
        p.right = clamp((bearing + ink.width * hang->right / 100) * 1000 / em, most);
    return p;
}

void protrusions_read(OpenFace *open)
{
    for (int i = 0; i < PROTRUDE_ROWS; i++) {
        hb_codepoint_t glyph;
        if (hangs[i].c < sizeof open->ascii)
            open->ascii[hangs[i].c] = (uint8_t)(i + 1);
        if (hb_font_get_nominal_glyph(open->hb_font, hangs[i].c, &glyph))
            open->protrusions[i] = protrusion_of(&open->face, glyph, &hangs[i]);
    }
}

void face_protrusion(const Face *face, uint32_t glyph, uint32_t code_point, int *left, int *right)
{
    *left = *right = 0;
    const OpenFace *open = (const OpenFace *)face;
    int row = code_point < sizeof open->ascii ? open->ascii[code_point] - 1 : row_of(code_point);
    if (row < 0 || face->fixed_pitch)                      /* code keeps its columns */
        return;
    Protrusion p = open->protrusions[row];
    if (p.glyph != glyph)
        p = protrusion_of(face, glyph, &hangs[row]);
    *left = p.left;
    *right = p.right;
}
