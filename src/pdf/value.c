/* value.c - numbers, names, strings and references as PDF writes them (ISO 32000-1, 7.3), in as few bytes as may be.
 * Nothing here depends on a locale or on floating point. */
#include "pdf/pdf_int.h"

#include <string.h>

static const char hex_digits[] = "0123456789ABCDEF";

static bool is_delimiter(char c)
{
    switch (c) {
    case ' ': case '\n': case '(': case ')': case '<': case '>': case '[': case ']': case '{': case '}': case '/': case '%':
        return true;
    default: return false;
    }
}

void value_separate(Buf *b)
{
    if (b->n > 0 && !is_delimiter(b->p[b->n - 1]))
        buf_byte(b, ' ');
}

void value_int(Buf *b, int64_t value)
{
    value_separate(b);
    buf_int(b, value);
}

void value_ref(Buf *b, Ref ref)
{
    value_int(b, ref);
    buf_add(b, STR(" 0 R"));
}

static const int64_t scales[] = {                          /* by decimals */
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
};

void value_fixed(Buf *b, int64_t value, int decimals)
{
    int64_t scale = scales[decimals];
    value_separate(b);
    if (value < 0) {
        buf_byte(b, '-');
        value = -value;
    }
    int64_t whole = value / scale, rest = value % scale;
    if (whole != 0 || rest == 0)
        buf_int(b, whole);
    if (rest == 0)
        return;
    buf_byte(b, '.');
    while (rest != 0) {
        scale /= 10;
        buf_byte(b, (char)('0' + rest / scale));
        rest %= scale;
    }
}

int64_t fixed_of(Len a, int decimals)
{
    return len_scale(a, scales[decimals], LEN_PT);
}

void value_name(Buf *b, Str name)
{
    buf_byte(b, '/');
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (c > 0x20 && c < 0x7F && !strchr("#/()<>[]{}%", c)) {
            buf_byte(b, (char)c);
        } else {
            buf_byte(b, '#');
            buf_byte(b, hex_digits[c >> 4]);
            buf_byte(b, hex_digits[c & 15]);
        }
    }
}

void value_bytes(Buf *b, Str bytes)
{
    buf_byte(b, '(');
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.p[i];
        if (c == '(' || c == ')' || c == '\\')
            buf_byte(b, '\\');
        if (c == '\r')
            buf_add(b, STR("\\r"));
        else
            buf_byte(b, c);
    }
    buf_byte(b, ')');
}

static void hex_unit(Buf *b, uint32_t unit)
{
    for (int shift = 12; shift >= 0; shift -= 4)
        buf_byte(b, hex_digits[unit >> shift & 15]);
}

void value_utf16(Buf *b, Str utf8)
{
    for (size_t at = 0; at < utf8.n;) {
        uint32_t c = utf8_next(utf8, &at);
        if (c > 0xFFFF) {
            hex_unit(b, 0xD800 + ((c - 0x10000) >> 10));
            c = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        hex_unit(b, c);
    }
}

/* Longer text (a heading of a hundred pages) is cut behind a character. */
Str text_fitted(Str utf8)
{
    return utf8.n > STRING_MAX / 2 - 1 ? str_slice(utf8, 0, utf8_prev(utf8, STRING_MAX / 2 - 1)) : utf8;
}

Str text_spaced(Arena *arena, Str utf8)
{
    Buf b = {arena, NULL, 0, 0};
    for (size_t at = 0, from = 0; at < utf8.n; from = at) {
        bool fixed = utf8_next(utf8, &at) == 0xA0;
        buf_add(&b, fixed ? STR(" ") : str_slice(utf8, from, at));
    }
    return buf_str(&b);
}

/* The byte of a character in PDFDocEncoding (annex D.2), 0: it has none. */
static int doc_code(uint32_t c)
{
    static const uint16_t high[] = {
        0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192, 0x2044, 0x2039, 0x203A, 0x2212, 0x2030, 0x201E, 0x201C,
        0x201D, 0x2018, 0x2019, 0x201A, 0x2122, 0xFB01, 0xFB02, 0x0141, 0x0152, 0x0160, 0x0178, 0x017D, 0x0131, 0x0142,
        0x0153, 0x0161, 0x017E, 0, 0x20AC,
    };
    enum { HIGH = 0x80, SOFT_HYPHEN = 0xAD };
    if ((c >= 0x20 && c < 0x7F) || (c > 0xA0 && c <= 0xFF && c != SOFT_HYPHEN))
        return (int)c;
    for (int i = 0; i < (int)(sizeof high / sizeof *high); i++)
        if (high[i] == c)
            return HIGH + i;
    return 0;
}

/* A text that begins as one in UTF-8 or UTF-16 would be taken for it. */
static bool doc_bytes(Str utf8, Buf *bytes)
{
    for (size_t at = 0; at < utf8.n;) {
        int code = doc_code(utf8_next(utf8, &at));
        if (code == 0)
            return false;
        buf_byte(bytes, (char)code);
    }
    return bytes->n == 0 || ((unsigned char)bytes->p[0] != 0xFE && (unsigned char)bytes->p[0] != 0xFF &&
                             (unsigned char)bytes->p[0] != 0xEF);
}

static void utf16_bytes(Str utf8, Buf *bytes)
{
    buf_add(bytes, STR("\xFE\xFF"));
    for (size_t at = 0; at < utf8.n;) {
        uint32_t c = utf8_next(utf8, &at), high = c > 0xFFFF ? 0xD800 + ((c - 0x10000) >> 10) : 0;
        uint32_t low = high != 0 ? 0xDC00 + ((c - 0x10000) & 0x3FF) : c;
        for (int shift = high != 0 ? 24 : 8; shift >= 0; shift -= 8)
            buf_byte(bytes, (char)((shift > 8 ? high : low) >> (shift & 8) & 255));
    }
}

void value_text(Buf *b, Str utf8)
{
    Buf bytes = {b->arena, NULL, 0, 0};
    utf8 = text_fitted(utf8);
    if (!doc_bytes(utf8, &bytes)) {
        bytes.n = 0;
        utf16_bytes(utf8, &bytes);
    }
    value_bytes(b, buf_str(&bytes));
}

void value_label(Buf *b, Str label)
{
    value_bytes(b, str_slice(label, 0, STRING_MAX));
}
