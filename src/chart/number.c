/* number.c - numbers as people write them in tables, and as a chart prints them. In comes a cell's text, out goes an exact
 * decimal number with its unit; back goes a text with the language's separators, rounded in whole numbers, so that the last
 * digit is the same on every machine. It does not know what is measured. */
#include "chart/chart_int.h"

#include <string.h>

enum { DIGITS_MAX = 17, SCALE_MAX = 30 };

/* ---- languages -------------------------------------------------------------------------------------- */

Numerals numerals_of(Str lang)
{
    static const struct { const char *lang, *thousand; char point; } rows[] = {
        {"en", ",", '.'}, {"ja", ",", '.'}, {"zh", ",", '.'}, {"ko", ",", '.'}, {"he", ",", '.'}, {"th", ",", '.'},
        {"de-CH", "\u2019", '.'}, {"de", ".", ','}, {"es", "\u00a0", ','}, {"it", ".", ','}, {"nl", ".", ','},
        {"pt", ".", ','}, {"da", ".", ','}, {"tr", ".", ','}, {"el", ".", ','}, {"ar", ",", '.'},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Str known = str_of(rows[i].lang);
        if (lang.n >= known.n && str_eq_fold(str_slice(lang, 0, known.n), known) &&
            (lang.n == known.n || lang.p[known.n] == '-'))
            return (Numerals){str_of(rows[i].thousand), rows[i].point};
    }
    return lang.n == 0 ? (Numerals){STR(","), '.'} : (Numerals){STR("\u00a0"), ','};
}

/* ---- reading ---------------------------------------------------------------------------------------- */

typedef struct Scan { Str text; size_t at; } Scan;

static bool scan_take(Scan *s, Str what)
{
    if (!str_starts(str_slice(s->text, s->at, s->text.n), what))
        return false;
    s->at += what.n;
    return true;
}

static bool is_digit(Str text, size_t at)
{
    return at < text.n && text.p[at] >= '0' && text.p[at] <= '9';
}

/* What may part thousands, besides the point or comma: spaces of any width, apostrophes. */
static size_t space_at(Str text, size_t at)
{
    static const char *const marks[] = {" ", "\u00a0", "\u2009", "\u202f", "'", "\u2019", "_"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(str_slice(text, at, text.n), str_of(marks[i])))
            return strlen(marks[i]);
    return 0;
}

static bool group_at(Str text, size_t at)
{
    return is_digit(text, at) && is_digit(text, at + 1) && is_digit(text, at + 2) && !is_digit(text, at + 3);
}

/* Where the decimal point of the digits from `at` on stands, text.n when there is none: the last of `.` and `,` when both
 * are there; one that comes again is none; a single one before three digits is one only in its language. */
static size_t point_find(Str text, size_t at, char point)
{
    size_t last[2] = {text.n, text.n};
    int count[2] = {0, 0};
    for (; at < text.n; at++) {
        char c = text.p[at];
        if (c == '.' || c == ',') {
            if (!is_digit(text, at + 1))
                break;
            last[c == ','] = at;
            count[c == ',']++;
        } else if (!is_digit(text, at)) {
            size_t n = space_at(text, at);
            if (n == 0 || !group_at(text, at + n))
                break;
            at += n - 1;
        }
    }
    if (count[0] > 0 && count[1] > 0)
        return last[0] > last[1] ? last[0] : last[1];
    int which = count[1] > 0;
    if (count[which] != 1)
        return text.n;
    bool own = (point == ',') == (which == 1);
    return own || !group_at(text, last[which] + 1) ? last[which] : text.n;
}

static void digit_add(Decimal *value, int *digits, int digit, bool fraction)
{
    if (*digits >= DIGITS_MAX) {
        value->scale -= !fraction;
        return;
    }
    value->digits = value->digits * 10 + digit;
    value->scale += fraction;
    *digits += value->digits != 0;
}

static bool digits_read(Scan *s, char point, Decimal *value)
{
    size_t start = s->at, at_point = point_find(s->text, s->at, point);
    int digits = 0;
    for (;; s->at++) {
        if (is_digit(s->text, s->at)) {
            digit_add(value, &digits, s->text.p[s->at] - '0', s->at > at_point);
            continue;
        }
        size_t space = s->at < s->text.n && s->at > start ? space_at(s->text, s->at) : 0;
        char c = s->at < s->text.n ? s->text.p[s->at] : 0;
        if (space > 0 && s->at < at_point && group_at(s->text, s->at + space))
            s->at += space - 1;
        else if (s->at == at_point ? !is_digit(s->text, s->at + 1)
                                   : (c != '.' && c != ',') || s->at > at_point || !group_at(s->text, s->at + 1))
            break;
    }
    return s->at > start;
}

/* "e-9", "E+6", "×10^6" */
static void exponent_read(Scan *s, Decimal *value)
{
    size_t at = s->at;
    bool power = scan_take(s, STR("e")) || scan_take(s, STR("E")) || scan_take(s, STR("\u00d710^"));
    bool minus = power && (scan_take(s, STR("-")) || scan_take(s, STR("\u2212")) || scan_take(s, STR("\u2013")));
    if (power && !minus)
        scan_take(s, STR("+"));
    int exponent = 0;
    if (!power || !is_digit(s->text, s->at)) {
        s->at = at;
        return;
    }
    for (; is_digit(s->text, s->at); s->at++)
        exponent = exponent < 1000 ? exponent * 10 + (s->text.p[s->at] - '0') : exponent;
    value->scale += minus ? exponent : -exponent;
}

static bool is_gap(Str text)
{
    static const char *const gaps[] = {"", "-", "\u2013", "\u2014", "\u2212", "n/a", "na", "nan", "null", "none", "\u2026", "...",
                                       "?", "."};
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        if (str_eq_fold(text, str_of(gaps[i])))
            return true;
    return false;
}

/* A unit begins with a letter or sign and has at most two words; a number in it would be another value. */
static bool is_unit(Str unit)
{
    int words = 1;
    for (size_t i = 0; i < unit.n; i++) {
        words += unit.p[i] == ' ';
        if (is_digit(unit, i) || strchr("<>()[]:;,=+", unit.p[i]))
            return false;
    }
    return words <= 2 && unit.n <= 24;
}

static Str text_clean(Str text)
{
    for (;;) {
        Str before = text = str_trim(text);
        while (str_starts(text, STR("\u00a0")))
            text = str_slice(text, 2, text.n);
        while (str_ends(text, STR("\u00a0")))
            text = str_slice(text, 0, text.n - 2);
        if (text.n == before.n)
            return text;
    }
}

NumberRead decimal_parse(Str text, char point, Decimal *value, Str *unit)
{
    static const char *const currencies[] = {"$", "\u20ac", "\u00a3", "\u00a5"};
    text = text_clean(text);
    *value = (Decimal){0};
    *unit = (Str){0};
    if (is_gap(text))
        return READ_GAP;
    Scan s = {text, 0};
    scan_take(&s, STR("~"));
    scan_take(&s, STR("\u2248"));
    bool minus = scan_take(&s, STR("-")) || scan_take(&s, STR("\u2212")) || scan_take(&s, STR("\u2013"));
    if (!minus)
        scan_take(&s, STR("+"));
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies && unit->n == 0; i++)
        if (scan_take(&s, str_of(currencies[i])))
            *unit = str_of(currencies[i]);
    if (!digits_read(&s, point, value))
        return READ_TEXT;
    exponent_read(&s, value);
    Str rest = text_clean(str_slice(text, s.at, text.n));
    if (!is_unit(rest) || value->scale > SCALE_MAX || value->scale < -SCALE_MAX)
        return READ_TEXT;
    value->digits = minus ? -value->digits : value->digits;
    *unit = rest.n > 0 ? rest : *unit;
    return READ_NUMBER;
}

/* ---- values ------------------------------------------------------------------------------------------- */

double decimal_x(Decimal value)
{
    double x = (double)value.digits;
    return value.scale >= 0 ? x / ten_to(value.scale) : x * ten_to(-value.scale);
}

Decimal decimal_of(int64_t digits, int scale)
{
    while (digits != 0 && digits % 10 == 0) {
        digits /= 10;
        scale--;
    }
    return (Decimal){digits, digits == 0 ? 0 : scale};
}

/* ---- printing ------------------------------------------------------------------------------------------- */

/* To that many decimals, halves away from zero. */
static Decimal decimal_round(Decimal value, int decimals)
{
    bool minus = value.digits < 0;
    uint64_t digits = minus ? 0 - (uint64_t)value.digits : (uint64_t)value.digits;
    for (; value.scale > decimals; value.scale--) {
        uint64_t last = value.scale == decimals + 1 ? 5 : 0;
        digits = (digits + last) / 10;
    }
    value.digits = minus ? -(int64_t)digits : (int64_t)digits;
    return value;
}

static int digits_before(Decimal value)                    /* of its whole part; 0.05 has -1 */
{
    int n = -value.scale;
    for (int64_t d = value.digits < 0 ? -value.digits : value.digits; d > 0; d /= 10)
        n++;
    return n;
}

/* The digits of |value| with exactly `decimals` decimals, no fewer than its scale. */
static void plain_add(Buf *out, const Numerals *numerals, Decimal value, int decimals)
{
    char digits[64 + 2 * SCALE_MAX];
    int n = 0;
    for (; n < decimals - value.scale; n++)
        digits[n] = '0';
    for (int64_t d = value.digits < 0 ? -value.digits : value.digits; d > 0 || n <= decimals; d /= 10)
        digits[n++] = (char)('0' + d % 10);
    while (n-- > 0) {
        buf_byte(out, digits[n]);
        if (n > 0 && n == decimals)
            buf_byte(out, numerals->point);
        else if (n > decimals && (n - decimals) % 3 == 0)
            buf_add(out, numerals->thousand);
    }
}

Str format_exact(Arena *arena, const Format *format, Decimal value, int decimals)
{
    Buf out = BUF(arena);
    value = decimal_round(value, decimals);
    if (value.digits < 0)
        buf_add(&out, STR("\u2212"));
    plain_add(&out, &format->numerals, value, decimals);
    return buf_str(&out);
}

/* A number as a power of ten in raised digits, for what would be a row of zeros. */
Str format_power(Arena *arena, const Format *format, Decimal value, int power)
{
    static const char *const raised[] = {"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074", "\u2075", "\u2076", "\u2077", "\u2078",
                                         "\u2079"};
    Buf out = BUF(arena);
    Decimal front = decimal_of(value.digits, value.scale + power);
    int decimals = front.scale < 0 ? 0 : front.scale > 2 ? 2 : front.scale;
    if (front.digits != 1 || front.scale != 0) {
        buf_add(&out, format_exact(arena, format, front, decimals));
        buf_add(&out, STR("\u00d7"));
    }
    buf_add(&out, STR("10"));
    buf_add(&out, power < 0 ? STR("\u207b") : STR(""));
    int n = power < 0 ? -power : power;
    if (n >= 10)
        buf_add(&out, str_of(raised[n / 10 % 10]));
    buf_add(&out, str_of(raised[n % 10]));
    return buf_str(&out);
}

Str format_value(Arena *arena, const Format *format, Decimal value)
{
    static const char *const prefixes[] = {"", "k", "M", "G", "T", "P"};
    value = decimal_of(value.digits, value.scale);
    int before = digits_before(value), thousands = 0;
    if (value.digits != 0 && before < -3)
        return format_power(arena, format, value, before - 1);
    if (format->prefix && before > 3) {
        Decimal round = decimal_round(value, 3 - before);  /* 999.96k is 1.00M */
        before = digits_before(decimal_of(round.digits, round.scale));
        thousands = (before - 1) / 3;
        if (thousands > 5)
            return format_power(arena, format, value, before - 1);
        value.scale += 3 * thousands;
        before -= 3 * thousands;
    }
    int decimals = 3 - before, most = value.scale > 0 ? value.scale : 0;
    decimals = decimals < 0 ? 0 : decimals;
    if (thousands == 0)
        most = format->decimals > most && !format->own ? format->decimals : most;
    else
        most = format->own ? most : 3 - before;
    decimals = decimals < most ? decimals : most;
    Str text = format_exact(arena, format, value, decimals);
    return thousands > 0 ? str_format(arena, "%.*s%s", STR_ARGS(text), prefixes[thousands]) : text;
}
