/* date.c - dates as tables have them: a year, half year, quarter, month or day, as the day on which it begins. Days are
 * counted from 1970-01-01 in the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
#include "chart/chart_int.h"

int32_t date_day(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void date_split(int32_t at, int *year, int *month, int *day)
{
    int32_t days = at + 719468, era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
    int32_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * y + y / 4 - y / 100), shifted = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(y + era * 400 + (*month <= 2));
}

Str date_month(Str lang, int month)
{
    return phrase_of(lang, (Phrase)(PHRASE_JANUARY + month - 1));
}

static bool year_read(Str s, int *year)
{
    long y;
    if (s.n != 4 || !str_int(s, &y) || y < 1000)
        return false;
    *year = (int)y;
    return true;
}

/* A month's name by its first three letters, of English or any language that the charts know. */
static int month_read(Str s)
{
    static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    if (s.n < 3 || s.n > 12)
        return 0;
    for (int i = 0; i < 12; i++)
        if (str_eq_fold(str_slice(s, 0, 3), str_of(names[i])))
            return i + 1;
    return 0;
}

static bool iso_read(Str s, Date *date)
{
    Str part, rest = s;
    long number[3] = {0, 1, 1};
    int n = 0;
    for (; n < 3 && str_split(&rest, '-', &part); n++)
        if (part.n == 0 || part.n > (n ? 2 : 4) || part.p[0] == '+' || !str_int(part, &number[n]))
            return false;
    if (rest.n > 0 || number[0] < 1000 || number[1] < 1 || number[1] > 12 || number[2] < 1 || number[2] > 31)
        return false;
    *date = (Date){date_day((int)number[0], (int)number[1], (int)number[2]),
                   n == 1 ? GRAIN_YEAR : n == 2 ? GRAIN_MONTH : GRAIN_DAY};
    return n > 0;
}

/* "Q3" and "H2" beside a year, or a month's name. */
static bool part_read(Str s, int year, Date *date)
{
    long number;
    int month = month_read(s);
    if (month > 0) {
        *date = (Date){date_day(year, month, 1), GRAIN_MONTH};
        return true;
    }
    bool quarter = s.n == 2 && (s.p[0] == 'Q' || s.p[0] == 'q'), half = s.n == 2 && (s.p[0] == 'H' || s.p[0] == 'h');
    if ((!quarter && !half) || !str_int(str_slice(s, 1, 2), &number) || number < 1 || number > (quarter ? 4 : 2))
        return false;
    *date = (Date){date_day(year, (int)(number - 1) * (quarter ? 3 : 6) + 1, 1), GRAIN_QUARTER};
    return true;
}

static bool words_read(const Str *word, int n, Date *date)
{
    int year;
    long day;
    if (n == 2 && (year_read(word[0], &year) ? part_read(word[1], year, date)
                                             : year_read(word[1], &year) && part_read(word[0], year, date)))
        return true;
    if (n != 3 || !year_read(word[2], &year))
        return false;
    int at = month_read(word[1]) ? 0 : 1, month = month_read(word[1 - at]);
    Str number = word[at];
    while (number.n > 0 && (number.p[number.n - 1] == '.' || number.p[number.n - 1] == ','))
        number.n--;
    if (month == 0 || !str_int(number, &day) || day < 1 || day > 31)
        return false;
    *date = (Date){date_day(year, month, (int)day), GRAIN_DAY};
    return true;
}

bool date_parse(Str text, Date *date)
{
    char plain[40];
    size_t n = 0;
    text = str_trim(text);
    for (size_t i = 0; i < text.n; i++) {                  /* spaces that do not break are spaces */
        bool hard = i + 1 < text.n && (unsigned char)text.p[i] == 0xC2 && (unsigned char)text.p[i + 1] == 0xA0;
        if (n == sizeof plain)
            return false;
        plain[n++] = hard ? ' ' : text.p[i];
        i += hard;
    }
    Str s = {plain, n}, word[4], rest = s, part;
    int words = 0;
    if (iso_read(s, date))
        return true;
    while (words < 4 && str_split(&rest, ' ', &part))
        if (part.n > 0)
            word[words++] = part;
    return words_read(word, words, date);
}

Str date_print(Arena *arena, Date date, Str lang)
{
    int y, m, d;
    date_split(date.day, &y, &m, &d);
    Str month = date_month(lang, m), year = str_format(arena, "%d", y);
    Buf out = BUF(arena);
    switch (date.grain) {
    case GRAIN_YEAR: return year;
    case GRAIN_QUARTER:
        phrase_add(&out, lang, PHRASE_QUARTER, (Str[]){str_format(arena, "%d", (m + 2) / 3), year});
        break;
    case GRAIN_MONTH: return str_format(arena, "%.*s\u00a0%d", STR_ARGS(month), y);
    case GRAIN_DAY: phrase_add(&out, lang, PHRASE_DAY, (Str[]){str_format(arena, "%d", d), month, year}); break;
    }
    return buf_str(&out);
}
