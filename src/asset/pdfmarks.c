/* pdfmarks.c - a content stream without its marked content (ISO 32000-1, 14.6): the tags of a page from elsewhere mean
 * nothing in our structure tree, and may not stand inside of the picture's own tag. Operands are kept until their
 * operator is known; everything else passes byte for byte. */
#include "asset_int.h"

#include <string.h>

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

static bool is_delimiter(char c)
{
    return c != '\0' && strchr("()<>[]{}/%", c) != NULL;
}

/* The end of the string that opens at `at`. */
static size_t string_end(Str s, size_t at)
{
    int depth = 0;
    for (; at < s.n; at++) {
        if (s.p[at] == '\\')
            at++;
        else if (s.p[at] == '(')
            depth++;
        else if (s.p[at] == ')' && --depth == 0)
            return at + 1;
    }
    return s.n;
}

static size_t line_end(Str s, size_t at)
{
    while (at < s.n && s.p[at] != '\n' && s.p[at] != '\r')
        at++;
    return at;
}

/* Of a name, number or operator, a hexadecimal string, or a single delimiter. */
static size_t word_end(Str s, size_t at)
{
    bool is_hex = s.p[at] == '<' && at + 1 < s.n && s.p[at + 1] != '<';
    if (is_hex)
        while (at + 1 < s.n && s.p[at] != '>')
            at++;
    if (s.p[at] != '/' && is_delimiter(s.p[at]))
        return at + (s.p[at] == '<' && at + 1 < s.n ? 2 : 1);
    do
        at++;
    while (at < s.n && !is_white(s.p[at]) && !is_delimiter(s.p[at]));
    return at;
}

/* The end of an inline picture's samples, after its EI. */
static size_t samples_end(Str s, size_t at)
{
    for (; at + 3 <= s.n; at++)
        if (is_white(s.p[at]) && s.p[at + 1] == 'E' && s.p[at + 2] == 'I' && (at + 3 == s.n || is_white(s.p[at + 3])))
            return at + 3;
    return s.n;
}

static bool is_operator(Str word)
{
    char c = word.p[0];
    bool operand = is_delimiter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    return !operand && !str_eq(word, STR("true")) && !str_eq(word, STR("false")) && !str_eq(word, STR("null"));
}

static bool is_mark(Str word)
{
    static const char *const marks[] = {"BMC", "BDC", "EMC", "MP", "DP"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (str_eq(word, str_of(marks[i])))
            return true;
    return false;
}

/* The operators k and K, and the space's name before cs or in an inline picture. */
static bool is_cmyk(Str word)
{
    return str_eq(word, STR("k")) || str_eq(word, STR("K")) || str_eq(word, STR("/DeviceCMYK")) ||
           str_eq(word, STR("/CMYK"));
}

Str pdfmarks_without(Arena *arena, Str s, bool *cmyk)
{
    Buf out = {.arena = arena};
    size_t from = 0;                                       /* of the operands that wait for their operator */
    for (size_t at = 0; at < s.n;) {
        if (is_white(s.p[at])) {
            at++;
            continue;
        }
        if (s.p[at] == '%' || s.p[at] == '(') {
            at = s.p[at] == '%' ? line_end(s, at) : string_end(s, at);
            continue;
        }
        size_t end = word_end(s, at);
        Str word = str_slice(s, at, end);
        at = str_eq(word, STR("ID")) ? samples_end(s, end) : end;
        *cmyk = *cmyk || is_cmyk(word);
        if (!is_operator(word))
            continue;
        if (is_mark(word))
            buf_byte(&out, '\n');
        else
            buf_add(&out, str_slice(s, from, at));
        from = at;
    }
    return buf_str(&out);
}
