/* text.c - the bytes of a file as sound UTF-8: malformed bytes and NULs become U+FFFD, so that
 * no later floor meets one. */
#include <string.h>

#include "read/read.h"

enum { FAULTS_MAX = 20 }; /* so many of a file are told */

Str text_sound(Arena *arena, const Source *source, Diag *diag)
{
    Str text = source->text;
    if (utf8_valid(text) == text.n && !memchr(text.p, 0, text.n)) return text;
    Buf out = BUF(arena);
    Place place = {source, 1, 0};
    int faults = 0;
    size_t line = 0; /* where it begins in `out`: columns are of the sound text */
    for (size_t at = 0; at < text.n;) {
        size_t from = at, good = utf8_valid(str_slice(text, at, text.n));
        const char *nul = memchr(text.p + at, 0, good);
        at = nul ? (size_t)(nul - text.p) : at + good;
        for (size_t i = from; i < at; i++) {
            bool ends = text.p[i] == '\n' ||
                        (text.p[i] == '\r' && (i + 1 == text.n || text.p[i + 1] != '\n'));
            place.line += ends;
            if (ends) line = out.n + (i + 1 - from);
        }
        buf_add(&out, str_slice(text, from, at));
        if (at == text.n) break;
        place.column = (int)(out.n - line) + 1;
        if (faults++ < FAULTS_MAX) diag_add(diag, nul ? DIAG_NUL : DIAG_UTF8, place);
        utf8_next(text, &at);
        buf_utf8(&out, 0xFFFD);
    }
    return buf_str(&out);
}
