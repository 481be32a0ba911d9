/* tie.c - spaces at which no line may break: after one-letter words, between a number and its unit
 * or its word ("Figure 3"), before a dash between spaces, before French punctuation.
 *
 * In comes a space of the leaf that typo.c is setting, out goes U+00A0 (or U+202F) in its place, or
 * nothing. A space is judged by the words on both sides within its leaf; words are looked at for a
 * few bytes only.
 */
#include "resolve/resolve_int.h"

static bool str_among(Str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(s, str_of(list[i]))) {
            return true;
        }
    }
    return false;
}

#define AMONG(s, list) str_among((s), (list), sizeof(list) / sizeof *(list))

enum { WORD = 16 }; /* bytes; longer words are no units */

static Str word_before(Str text, size_t at)
{
    size_t from = at;
    while (from > 0 && at - from < WORD && text.p[from - 1] != ' ' && text.p[from - 1] != '(') {
        from--;
    }
    return str_slice(text, from, at);
}

static Str word_after(Str text, size_t at)
{
    size_t to = at;
    while (to < text.n && to - at < WORD &&
           (char_letter((uint8_t)text.p[to]) || text.p[to] == '%' || (uint8_t)text.p[to] >= 0x80)) {
        to++;
    }
    return str_slice(text, at, to);
}

static bool word_is_unit(Str word)
{
    static const char *const units[] = {
        "%",   "‰",   "°C",      "°F",      "K",   "ms",   "µs",   "μs",   "ns", "ps",
        "s",   "min", "h",       "nm",      "µm",  "μm",   "mm",   "cm",   "m",  "km",
        "mg",  "g",   "kg",      "ml",      "B",   "kB",   "KB",   "MB",   "GB", "TB",
        "KiB", "MiB", "GiB",     "TiB",     "bit", "kbit", "Mbit", "Gbit", "Hz", "kHz",
        "MHz", "GHz", "W",       "kW",      "MW",  "V",    "J",    "kJ",   "MJ", "Wh",
        "kWh", "N",   "Pa",      "hPa",     "pt",  "px",   "em",   "ft",   "lb", "oz",
        "dpi", "fps", "million", "billion", "Mio", "Mrd",  "€",    "£"};
    return AMONG(word, units);
}

static bool word_is_counter(const Typo *t, Str word)
{
    static const char *const counters[] = {
        "Fig.", "Chapter", "chapter", "Part", "Appendix", "Listing", "Equation", "Eq.",      "No.",
        "no.",  "p.",      "pp.",     "S.",   "Nr.",      "Abb.",    "Kapitel",  "chapitre", "n°"};
    const Words *w = t->words;
    const char *const own[] = {w->figure, w->table, w->section, w->page};
    return AMONG(word, counters) || AMONG(word, own);
}

static bool word_is_single(const Typo *t, Str word, size_t at)
{
    uint32_t before = typo_before(t, at - word.n);
    bool alone = word.n == 1 && (char_space(before) || char_opening(before));
    if (!alone || !char_letter((uint8_t)word.p[0])) {
        return false;
    }
    char c = word.p[0];
    return t->letters_tie || c == 'a' || c == 'A' || c == 'I';
}

static bool french_space(Typo *t, size_t at, uint32_t after)
{
    bool wide = after == ':' || after == 0xBB,
         narrow = after == ';' || after == '!' || after == '?';
    uint32_t next = typo_at(t, at + 2);
    if (!t->french || !(wide || narrow) || (after != 0xBB && !char_space(next))) {
        return false;
    }
    typo_replace(t, at, 1, wide ? NBSP : NARROW_NBSP);
    return true;
}

static bool dash_follows(const Typo *t, size_t at)
{
    uint32_t c = typo_at(t, at);
    if (c == ENDASH) {
        return char_space(typo_at(t, at + 3));
    }
    return c == '-' && typo_row(t, at, '-') == 2 && char_space(typo_at(t, at + 2));
}

/* Most spaces are not worth a look: told by the bytes around. */
static bool space_is_plain(const Typo *t, size_t at)
{
    if (t->french || at < 2 || at + 1 >= t->text.n) {
        return false;
    }
    const char *p = t->text.p + at;
    bool dash = p[1] == '-' || (uint8_t)p[1] == 0xE2;
    bool single = p[-2] == ' ' || p[-2] == '(' || (uint8_t)p[-2] >= 0x80;
    return !dash && !single && !char_digit((uint8_t)p[-1]) && !char_digit((uint8_t)p[1]);
}

void typo_tie(Typo *t, size_t at)
{
    if (space_is_plain(t, at)) {
        return;
    }
    uint32_t before = typo_before(t, at), after = typo_at(t, at + 1);
    if (french_space(t, at, after)) {
        return;
    }
    bool tie = false;
    if (char_digit(before)) {
        Str word = word_after(t->text, at + 1);
        tie = word.n > 0 && word_is_unit(word) && !char_digit(typo_at(t, at + 1 + word.n));
    } else if (char_digit(after)) {
        tie = word_is_counter(t, word_before(t->text, at));
    } else if (char_word(after) && char_letter(before)) {
        Str word = word_before(t->text, at);
        tie = word_is_single(t, word, at);
    }
    if (tie || (!char_space(before) && dash_follows(t, at + 1))) {
        typo_replace(t, at, 1, NBSP);
    }
}
