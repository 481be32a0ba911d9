/* len.c - lengths: scaling without overflow, reading with units, printing in points. */
#include "base/base.h"

#include <assert.h>

static Len scale_wide(Len a, int64_t num, int64_t den)
{
    __extension__ typedef __int128 Wide;
    assert(den != 0);
    Wide p = (Wide)a * num, d = den;
    if (d < 0) {
        p = -p;
        d = -d;
    }
    Wide half = d / 2;
    return (Len)(p >= 0 ? (p + half) / d : -((-p + half) / d));
}

/* A quotient of 128 bits takes several times as long as one of 64, and is hardly ever needed. */
Len len_scale(Len a, int64_t num, int64_t den)
{
    int64_t p, half = den / 2;
    if (den <= 0 || __builtin_mul_overflow(a, num, &p) || p > INT64_MAX / 2 || p < -INT64_MAX / 2)
        return scale_wide(a, num, den);
    return p >= 0 ? (p + half) / den : -((-p + half) / den);
}

/* Units in 1/65536 pt as a fraction: 1 in = 72 pt (the big point of DTP), 1 pc = 12 pt, 1 px = 1/96 in (CSS). */
static const struct Unit { const char *name; int64_t num, den; } units[] = {
    {"pt", 65536, 1}, {"bp", 65536, 1}, {"in", 72 * 65536, 1}, {"cm", 7200 * 65536LL, 254},
    {"mm", 720 * 65536LL, 254}, {"pc", 12 * 65536, 1}, {"px", 65536 * 3, 4},
};

/* A decimal number as value / scale; false when there is none or it is beyond any page. Returns what is left. */
static bool read_decimal(Str *s, int64_t *value, int64_t *scale)
{
    bool minus = s->n && s->p[0] == '-';
    size_t i = s->n && (s->p[0] == '-' || s->p[0] == '+'), digits = 0;
    *value = 0;
    *scale = 1;
    bool point = false;
    for (; i < s->n; i++) {
        char c = s->p[i];
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            digits++;
            if (*scale >= 1000000) {
                continue;
            }
            *value = *value * 10 + (c - '0');
            *scale *= point ? 10 : 1;
            if (*value > 1000000000000) {
                return false;
            }
        } else {
            break;
        }
    }
    *value = minus ? -*value : *value;
    *s = str_slice(*s, i, s->n);
    return digits > 0;
}

bool len_parse(Str s, Len *len)
{
    int64_t value, scale;
    s = str_trim(s);
    if (!read_decimal(&s, &value, &scale)) {
        return false;
    }
    s = str_trim(s);
    if (!s.n && value == 0) {
        *len = 0;
        return true;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (str_eq_fold(s, str_of(units[i].name))) {
            *len = len_scale(value, units[i].num, units[i].den * scale);
            return true;
        }
    }
    return false;
}

void len_print(Buf *b, Len a, int decimals)
{
    int64_t scale = 1;
    for (int i = 0; i < decimals; i++) {
        scale *= 10;
    }
    int64_t v = len_scale(a, scale, LEN_PT);
    if (v < 0) {
        buf_byte(b, '-');
        v = -v;
    }
    buf_int(b, v / scale);
    v %= scale;
    if (v) {
        buf_byte(b, '.');
    }
    while (v) {
        scale /= 10;
        buf_byte(b, (char)('0' + v / scale));
        v %= scale;
    }
}
