/* table_number.c - cells that hold a number, and where its decimal point is.
 *
 * Comes in: the plain text of a cell and the document's language. Goes out: whether it is a number
 * (sign, currency, grouped digits, fraction, one unit), how many of its bytes stand before the
 * decimal point, or that it says nothing (empty, a dash, "n/a"). Ranges, dates and version numbers
 * are no numbers: they are set as text. */
#include "page/page_int.h"

enum { UNIT = 12 }; /* bytes; what is longer is text */

/* Languages that write 3,5. Others and the Swiss write 3.5. */
static char number_point(Str lang)
{
    static const char *const commas[] = {"de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "nn",
                                         "no", "fi", "pl", "cs", "sk", "sl", "hr", "hu", "ro", "bg",
                                         "el", "tr", "ru", "uk", "et", "lv", "lt", "id"};
    Str primary = str_slice(lang, 0, 2);
    if ((lang.n > 2 && lang.p[2] != '-' && lang.p[2] != '_') || str_ends(lang, STR("CH")))
        return '.';
    for (size_t i = 0; i < sizeof commas / sizeof *commas; i++)
        if (str_eq_fold(primary, str_of(commas[i]))) return ',';
    return '.';
}

static bool is_digit_at(Str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static bool char_among(uint32_t c, const uint32_t *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == c) return true;
    return false;
}

/* Signs, currencies and comparisons before the digits. */
static size_t prefix_end(Str s)
{
    static const uint32_t marks[] = {'+',  '-', 0x2212, 0x2013, 0xB1, '~',    0x2248,
                                     '<',  '>', 0x2264, 0x2265, '$',  0x20AC, 0xA3,
                                     0xA5, ' ', 0xA0,   0x202F, 0xD7};
    size_t at = 0;
    for (int n = 0; n < 4 && at < s.n; n++) {
        size_t next = at;
        if (!char_among(utf8_next(s, &next), marks, sizeof marks / sizeof *marks)) break;
        at = next;
    }
    return at;
}

static bool three_digits(Str s, size_t at)
{
    return is_digit_at(s, at) && is_digit_at(s, at + 1) && is_digit_at(s, at + 2) &&
           !is_digit_at(s, at + 3);
}

/* Reads the digits from `at`; *point is where the fraction begins, or the end. False: not how a
 * number is written. */
static bool digits_read(Str s, char decimal, size_t *at, size_t *point)
{
    static const uint32_t groups[] = {',', '.', '\'', 0x2019, ' ', 0xA0, 0x2009, 0x202F, '_'};
    bool has_point = false;
    while (*at < s.n) {
        size_t next = *at;
        uint32_t c = utf8_next(s, &next);
        if (is_digit_at(s, *at)) {
            *at = next;
            continue;
        }
        if (!char_among(c, groups, sizeof groups / sizeof *groups) || !is_digit_at(s, next)) break;
        bool splits = c == (uint32_t)decimal || ((c == '.' || c == ',') && !three_digits(s, next));
        if (has_point || (!splits && !three_digits(s, next))) return false;
        has_point = splits;
        if (splits) *point = *at;
        *at = next;
    }
    *point = has_point ? *point : *at;
    return true;
}

/* At most one short word without digits. */
static bool unit_follows(Str rest)
{
    size_t spaces = 0;
    if (str_starts(rest, STR(" ")))
        spaces = 1;
    else if (str_starts(rest, STR("\u00a0")))
        spaces = 2;
    else if (str_starts(rest, STR("\u202f")))
        spaces = 3;
    Str unit = str_slice(rest, spaces, rest.n);
    if (unit.n > UNIT) return false;
    for (size_t i = 0; i < unit.n; i++)
        if (is_digit_at(unit, i) || unit.p[i] == ' ' || unit.p[i] == '-' || unit.p[i] == ':' ||
            unit.p[i] == '/')
            return false;
    return str_find(unit, STR("\u2013")) < 0;
}

static bool says_nothing(Str s)
{
    static const char *const blanks[] = {"",    "-",   "–",    "—", "−", "?",
                                         "n/a", "N/A", "n.a.", "…", "."};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        if (str_eq(s, str_of(blanks[i]))) return true;
    return false;
}

/* Bytes before `to` that are set: spaces are glue between the pieces of a line. */
static size_t ink_before(Str s, size_t to)
{
    size_t ink = 0;
    for (size_t at = 0; at < to;) {
        size_t next = at;
        uint32_t c = utf8_next(s, &next);
        if (c != ' ' && c != 0xA0 && c != 0x2009 && c != 0x202F) ink += next - at;
        at = next;
    }
    return ink;
}

NumberKind number_read(Str text, Str lang, size_t *ink)
{
    Str s = str_trim(text);
    *ink = s.n;
    if (says_nothing(s)) return NUMBER_NOTHING;
    size_t at = prefix_end(s), point = 0;
    if (!is_digit_at(s, at) || !digits_read(s, number_point(lang), &at, &point) ||
        !unit_follows(str_slice(s, at, s.n)))
        return NUMBER_NOT;
    *ink = ink_before(s, point);
    return NUMBER_IS;
}
