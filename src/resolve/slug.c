/* slug.c - the name that GitHub gives a heading, so that links written for GitHub work here.
 *
 * In comes a heading's plain text, out goes the name: lower case, spaces as hyphens, without
 * punctuation and symbols. Letters of all scripts stay. Telling equal names apart is ref.c's
 * business. Case is folded for Latin, Greek and Cyrillic, which is what cross references in
 * practice need; no Unicode tables are read.
 */
#include "resolve/resolve_int.h"

uint32_t char_lower(uint32_t c)
{
    if (c < 0x80) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
        (c >= 0x410 && c <= 0x42F)) {
        return c + 32;
    }
    if (c >= 0x400 && c <= 0x40F) {
        return c + 80;
    }
    bool even_upper = (c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14A && c <= 0x177) ||
                      (c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) ||
                      (c >= 0x1E00 && c <= 0x1EFF);
    bool odd_upper = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if ((even_upper && c % 2 == 0) || (odd_upper && c % 2 == 1)) {
        return c + 1;
    }
    return c;
}

/* Letters, digits, marks; the ranges that are left out hold punctuation, symbols, arrows, emoji,
 * private use. */
static bool slug_keeps(uint32_t c)
{
    if (c < 0x80) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
    if (c < 0xC0) {
        return c == 0xAA || c == 0xB5 || c == 0xBA;
    }
    bool symbol = c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x206F) ||
                  (c >= 0x20A0 && c <= 0x20CF) || (c >= 0x2190 && c <= 0x2BFF) ||
                  (c >= 0x2E00 && c <= 0x2E7F) || (c >= 0x3000 && c <= 0x3004) ||
                  (c >= 0x3008 && c <= 0x3020) || c == 0x3030 || (c >= 0xE000 && c <= 0xF8FF) ||
                  (c >= 0xFE10 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF0F) ||
                  (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF40) ||
                  (c >= 0xFF5B && c <= 0xFF65) || (c >= 0xFFF0 && c <= 0xFFFF) ||
                  (c >= 0x1F000 && c <= 0x1FAFF);
    return !symbol;
}

Str slug_of(Arena *arena, Str text)
{
    Buf out = {.arena = arena};
    text = str_trim(text);
    for (size_t at = 0; at < text.n;) {
        uint32_t c = char_lower(utf8_next(text, &at));
        if (c == ' ' || c == '\t' || c == '\n') {
            buf_byte(&out, '-');
        } else if (slug_keeps(c)) {
            buf_utf8(&out, c);
        }
    }
    return str_copy(arena, buf_str(&out));
}
