/* str.c - borrowed strings, growing buffers, UTF-8. */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

Str str_of(const char *c_string)
{
    return (Str){c_string ? c_string : "", c_string ? strlen(c_string) : 0};
}

Str str_copy(Arena *arena, Str s)
{
    char *p = arena_bytes(arena, s.n + 1);
    if (s.n) {
        memcpy(p, s.p, s.n);
    }
    p[s.n] = '\0';
    return (Str){p, s.n};
}

const char *str_c(Arena *arena, Str s)
{
    return str_copy(arena, s).p;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_eq_fold(Str a, Str b)
{
    if (a.n != b.n) {
        return false;
    }
    for (size_t i = 0; i < a.n; i++) {
        if (lower(a.p[i]) != lower(b.p[i])) {
            return false;
        }
    }
    return true;
}

int str_cmp(Str a, Str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(Str s, Str prefix)
{
    return s.n >= prefix.n && (!prefix.n || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_ends(Str s, Str suffix)
{
    return s.n >= suffix.n && (!suffix.n || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

Str str_trim(Str s)
{
    while (s.n && is_space(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && is_space(s.p[s.n - 1])) {
        s.n--;
    }
    return s;
}

/* For a short text memchr runs ahead several times faster than memmem looks. */
ptrdiff_t str_find(Str s, Str what)
{
    enum { SHORT = 8 };
    if (!what.n) {
        return 0;
    }
    if (what.n > SHORT) {
        const char *hit = s.n ? memmem(s.p, s.n, what.p, what.n) : NULL;
        return hit ? hit - s.p : -1;
    }
    if (s.n < what.n) {
        return -1;
    }
    for (const char *at = s.p, *end = s.p + s.n; (size_t)(end - at) >= what.n; at++) {
        at = memchr(at, what.p[0], (size_t)(end - at) - what.n + 1);
        if (!at) {
            break;
        }
        if (memcmp(at, what.p, what.n) == 0) {
            return at - s.p;
        }
    }
    return -1;
}

bool str_int(Str s, long *value)
{
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    if (i == s.n || s.n - i > 18) {
        return false;
    }
    long v = 0;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') {
            return false;
        }
        v = v * 10 + (s.p[i] - '0');
    }
    *value = s.p[0] == '-' ? -v : v;
    return true;
}

bool str_split(Str *rest, char at, Str *part)
{
    if (!rest->p) {
        return false;
    }
    const char *hit = rest->n ? memchr(rest->p, at, rest->n) : NULL;
    if (!hit) {
        *part = *rest;
        *rest = (Str){NULL, 0};
        return true;
    }
    *part = (Str){rest->p, (size_t)(hit - rest->p)};
    *rest = (Str){hit + 1, rest->n - part->n - 1};
    return true;
}

size_t str_distance(Str a, Str b)
{
    enum { MOST = 63 };
    size_t row[MOST + 1];
    a.n = a.n > MOST ? MOST : a.n;
    b.n = b.n > MOST ? MOST : b.n;
    for (size_t j = 0; j <= b.n; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a.n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t change = corner + (lower(a.p[i - 1]) != lower(b.p[j - 1]));
            size_t gap = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            corner = row[j];
            row[j] = change < gap ? change : gap;
        }
    }
    return row[b.n];
}

void buf_room(Buf *b, size_t more)
{
    if (b->cap - b->n >= more) {
        return;
    }
    size_t cap = b->cap ? b->cap : 64;
    while (cap - b->n < more) {
        if (cap > SIZE_MAX / 4) {
            memory_fail(cap);
        }
        cap *= 2;
    }
    b->p = arena_bytes_grow(b->arena, b->p, b->cap, cap);
    b->cap = cap;
}

void buf_utf8(Buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_byte(b, (char)c);
    } else if (c < 0x800) {
        buf_byte(b, (char)(0xC0 | c >> 6));
        buf_byte(b, (char)(0x80 | (c & 63)));
    } else if (c < 0x10000) {
        buf_byte(b, (char)(0xE0 | c >> 12));
        buf_byte(b, (char)(0x80 | (c >> 6 & 63)));
        buf_byte(b, (char)(0x80 | (c & 63)));
    } else {
        buf_byte(b, (char)(0xF0 | (c >> 18 & 7)));
        buf_byte(b, (char)(0x80 | (c >> 12 & 63)));
        buf_byte(b, (char)(0x80 | (c >> 6 & 63)));
        buf_byte(b, (char)(0x80 | (c & 63)));
    }
}

void buf_int(Buf *b, int64_t value)
{
    char digits[24];
    size_t n = 0;
    uint64_t v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[n++] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    if (value < 0) {
        digits[n++] = '-';
    }
    buf_room(b, n);
    while (n) {
        b->p[b->n++] = digits[--n];
    }
}

void buf_vformat(Buf *b, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    buf_room(b, 64);                                       /* enough, as a rule */
    int n = vsnprintf(b->p + b->n, b->cap - b->n, format, args);
    if (n > 0 && (size_t)n >= b->cap - b->n) {
        buf_room(b, (size_t)n + 1);
        vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
    }
    b->n += n > 0 ? (size_t)n : 0;
    va_end(again);
}

void buf_format(Buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vformat(b, format, args);
    va_end(args);
}

Str buf_str(const Buf *b)
{
    return (Str){b->p ? b->p : "", b->n};
}

Str str_format(Arena *arena, const char *format, ...)
{
    Buf b = BUF(arena);
    va_list args;
    va_start(args, format);
    buf_vformat(&b, format, args);
    va_end(args);
    buf_byte(&b, '\0');
    return (Str){b.p, b.n - 1};
}

/* How many bytes the sequence that begins with this byte has, and the smallest code point it may stand for. */
static size_t utf8_length(unsigned char c, uint32_t *least)
{
    if (c < 0x80) {
        *least = 0;
        return 1;
    }
    if (c >= 0xC2 && c <= 0xDF) {
        *least = 0x80;
        return 2;
    }
    if (c >= 0xE0 && c <= 0xEF) {
        *least = 0x800;
        return 3;
    }
    *least = 0x10000;
    return c >= 0xF0 && c <= 0xF4 ? 4 : 0;
}

/* The length of the sound sequence at `at`, 0 if it is malformed (Unicode 15, table 3-7). */
static size_t utf8_decode(Str s, size_t at, uint32_t *code_point)
{
    uint32_t least;
    unsigned char c = (unsigned char)s.p[at];
    size_t n = utf8_length(c, &least);
    if (!n || at + n > s.n) {
        return 0;
    }
    uint32_t v = n == 1 ? c : (uint32_t)(c & (0xFF >> (n + 1)));
    for (size_t i = 1; i < n; i++) {
        unsigned char next = (unsigned char)s.p[at + i];
        if ((next & 0xC0) != 0x80) {
            return 0;
        }
        v = v << 6 | (next & 0x3F);
    }
    if (v < least || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF)) {
        return 0;
    }
    *code_point = v;
    return n;
}

uint32_t utf8_take(Str s, size_t *at)
{
    uint32_t c = 0xFFFD;
    size_t n = utf8_decode(s, *at, &c);
    *at += n ? n : 1;
    return c;
}

size_t utf8_prev(Str s, size_t at)
{
    size_t from = at ? at - 1 : 0;
    while (from > 0 && at - from < 4 && ((unsigned char)s.p[from] & 0xC0) == 0x80) {
        from--;
    }
    return from;
}

size_t utf8_valid(Str s)
{
    size_t at = 0;
    uint32_t c;
    while (at < s.n) {
        size_t n = (unsigned char)s.p[at] < 0x80 ? 1 : utf8_decode(s, at, &c);
        if (!n) {
            break;
        }
        at += n;
    }
    return at;
}
