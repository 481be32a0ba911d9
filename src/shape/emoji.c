/* emoji.c - which clusters are emoji (Unicode Technical Standard 51), and how many columns of a listing a text takes
 * (Unicode Standard Annex 11): a wide character or an emoji takes two. Nothing is shaped here. */
#include "shape_int.h"

typedef struct Range { uint32_t from, to; } Range;

/* Emoji_Presentation of Unicode 15: coloured unless the text says otherwise. All are wide. */
static const Range coloured[] = {
    {0x231A, 0x231B}, {0x23E9, 0x23EC}, {0x23F0, 0x23F0}, {0x23F3, 0x23F3}, {0x25FD, 0x25FE},
    {0x2614, 0x2615}, {0x2648, 0x2653}, {0x267F, 0x267F}, {0x2693, 0x2693}, {0x26A1, 0x26A1},
    {0x26AA, 0x26AB}, {0x26BD, 0x26BE}, {0x26C4, 0x26C5}, {0x26CE, 0x26CE}, {0x26D4, 0x26D4},
    {0x26EA, 0x26EA}, {0x26F2, 0x26F3}, {0x26F5, 0x26F5}, {0x26FA, 0x26FA}, {0x26FD, 0x26FD},
    {0x2705, 0x2705}, {0x270A, 0x270B}, {0x2728, 0x2728}, {0x274C, 0x274C}, {0x274E, 0x274E},
    {0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797}, {0x27B0, 0x27B0}, {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C}, {0x2B50, 0x2B50}, {0x2B55, 0x2B55}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F1E6, 0x1F1FF}, {0x1F201, 0x1F201},
    {0x1F21A, 0x1F21A}, {0x1F22F, 0x1F22F}, {0x1F232, 0x1F236}, {0x1F238, 0x1F23A},
    {0x1F250, 0x1F251}, {0x1F300, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C},
    {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0},
    {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC},
    {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A},
    {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5},
    {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6D7}, {0x1F6DC, 0x1F6DF},
    {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7EB}, {0x1F7F0, 0x1F7F0},
    {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF}, {0x1FA70, 0x1FA7C},
    {0x1FA80, 0x1FA88}, {0x1FA90, 0x1FABD}, {0x1FABF, 0x1FAC5}, {0x1FACE, 0x1FADB},
    {0x1FAE0, 0x1FAE8}, {0x1FAF0, 0x1FAF8},
};

/* Wide and full-width characters (East_Asian_Width W and F), whole blocks where those hold little else. */
static const Range wide[] = {
    {0x1100, 0x115F}, {0x2329, 0x232A}, {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0xA4CF},
    {0xA960, 0xA97F}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE10, 0xFE19}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x16FE0, 0x18CFF}, {0x1AFF0, 0x1B2FF}, {0x1F300, 0x1F320}, {0x20000, 0x3FFFD},
};

static bool is_in(const Range *ranges, size_t n, uint32_t c)
{
    size_t from = 0, to = n;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (ranges[middle].to < c)
            from = middle + 1;
        else
            to = middle;
    }
    return from < n && c >= ranges[from].from;
}

#define IS_IN(ranges, c) is_in(ranges, sizeof(ranges) / sizeof(ranges)[0], c)

bool emoji_is(Str cluster)
{
    size_t at = 0;
    uint32_t base = utf8_next(cluster, &at);
    if (at == cluster.n)
        return base >= 0x231A && IS_IN(coloured, base);
    bool asked = false, refused = false;
    while (at < cluster.n) {
        uint32_t c = utf8_next(cluster, &at);
        asked |= c == 0xFE0F || c == 0x20E3 || c == 0x200D || (c >= 0x1F3FB && c <= 0x1F3FF);
        refused |= c == 0xFE0E;
    }
    bool can = base >= 0x203C || (base >= '0' && base <= '9') || base == '#' || base == '*' || base == 0xA9 || base == 0xAE;
    return !refused && can && (asked || IS_IN(coloured, base));
}

static bool is_regional(uint32_t c)
{
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

static bool takes_nothing(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x20E3 ||
           (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F) || (c >= 0x20D0 && c <= 0x20DC);
}

/* A regional indicator is half a flag; what a joiner joins, and a variation selector makes an emoji of, is one. */
int text_columns(Str text)
{
    int columns = 0, last = 0;
    bool joined = false;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        int own = c < 0x300 ? 1 : is_regional(c) ? 1 : IS_IN(coloured, c) || IS_IN(wide, c) ? 2 : 1;
        if (takes_nothing(c)) {
            own = c == 0xFE0F && last == 1 ? 1 : 0;
            last += own;
        } else {
            own = joined ? 0 : own;
            last = own;
        }
        joined = c == 0x200D;
        columns += own;
    }
    return columns;
}

bool text_backward(Str text)
{
    size_t at = 0;
    uint32_t c = text.n > 0 ? utf8_next(text, &at) : 0;
    return (c >= 0x590 && c <= 0x8FF && c != 0x60C && c != 0x61B && c != 0x61F) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF);
}
