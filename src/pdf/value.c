/* value.c - numbers, names, strings and references as PDF writes them (ISO 32000-1, 7.3), in as few bytes as may be.
 * Nothing here depends on a locale or on floating point. */
#include "pdf/pdf_int.h"

#include <string.h>

static const char hex_digits[] = "0123456789ABCDEF";

static void separate(Buf *b)
{
    static const char delimiters[] = " \n()<>[]{}/%";
    if (b->n == 0)
        return;
    for (const char *d = delimiters; *d; d++)
        if (b->p[b->n - 1] == *d)
            return;
    buf_byte(b, ' ');
}

void value_int(Buf *b, int64_t value)
{
    separate(b);
    buf_int(b, value);
}

void value_ref(Buf *b, Ref ref)
{
    value_int(b, ref);
    buf_add(b, STR(" 0 R"));
}

void value_fixed(Buf *b, int64_t value, int decimals)
{
    int64_t scale = 1;
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    separate(b);
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
    int64_t scale = 1;
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    return len_scale(a, scale, LEN_PT);
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

void value_text(Buf *b, Str utf8)
{
    bool ascii = true;
    utf8 = text_fitted(utf8);
    for (size_t i = 0; i < utf8.n && ascii; i++)
        ascii = (unsigned char)utf8.p[i] < 0x7F && (unsigned char)utf8.p[i] >= 0x20;
    if (ascii) {
        value_bytes(b, utf8);
        return;
    }
    buf_add(b, STR("<FEFF"));
    value_utf16(b, utf8);
    buf_byte(b, '>');
}

void value_label(Buf *b, Str label)
{
    value_bytes(b, str_slice(label, 0, STRING_MAX));
}
