/* scale.c - from values to lengths. Logarithms and powers are made of multiplications only, which IEEE 754 rounds alike
 * everywhere; the C library's may differ in their last bit. */
#include "chart/chart_int.h"

double ten_to(int power)
{
    double x = 1;
    for (int i = power < 0 ? -power : power; i > 0; i--)
        x *= 10;
    return power < 0 ? 1 / x : x;
}

/* A bit of the logarithm to base 2 for each squaring; rounded, so that powers of ten come out whole. */
double log_ten(double x)
{
    double log2 = 0, bit = 0.5;
    while (x >= 2) {
        x /= 2;
        log2 += 1;
    }
    while (x < 1) {
        x *= 2;
        log2 -= 1;
    }
    for (int i = 0; i < 44; i++, bit /= 2) {
        x *= x;
        if (x >= 2) {
            x /= 2;
            log2 += bit;
        }
    }
    double log = log2 * 0.301029995663981195 * 1e9;
    return (double)(int64_t)(log + (log < 0 ? -0.5 : 0.5)) / 1e9;
}

Scale scale_new(bool log, double lo, double hi, Len from, Len to)
{
    if (log)
        return (Scale){true, log_ten(lo), log_ten(hi), from, to};
    return (Scale){false, lo, hi, from, to};
}

Len scale_at(const Scale *scale, double x)
{
    double place = scale->log ? (x > 0 ? log_ten(x) : scale->lo) : x, span = scale->hi - scale->lo;
    double part = span > 0 ? (place - scale->lo) / span : 0;
    part = part < 0 ? 0 : part > 1 ? 1 : part;
    double offset = part * (double)(scale->to - scale->from);
    return scale->from + (Len)(offset + (offset < 0 ? -0.5 : 0.5));
}
