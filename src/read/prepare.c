/* prepare.c - the text as the Markdown parser shall see it: what stands for other text, or for
 * blocks that Markdown does not know, is rewritten line by line. Each line remembers the line of
 * the file that it comes from. A text without any such thing is left as it is. */
#include <string.h>

#include "read/read_int.h"

Place reading_place(const Reading *r, int line, int column)
{
    if (!r->map.n) return (Place){r->source, line + r->line - 1, column};
    size_t i = line < 1 ? 0 : (size_t)line > r->map.n ? r->map.n - 1 : (size_t)line - 1;
    const TextLine *from = &r->map.at[i];
    return (Place){from->source, from->line, from->changed ? 0 : column};
}

static Str join(Arena *arena, const Lines *lines)
{
    Buf out = BUF(arena);
    for (size_t i = 0; i < lines->n; i++) {
        buf_add(&out, lines->at[i].text);
        buf_byte(&out, '\n');
    }
    return buf_str(&out);
}

/* Marks of quotes and items may stand before a fence. */
bool fence_line(Fence *fence, Str line)
{
    size_t at = 0, n = 0;
    while (at < line.n && strchr(" \t>", line.p[at])) at++;
    Str rest = str_slice(line, at, line.n);
    char c = rest.n ? rest.p[0] : '\0';
    while (n < rest.n && rest.p[n] == c && (c == '`' || c == '~')) n++;
    bool was = fence->c != '\0';
    if (n >= 3 && !was) {
        if (c == '`' && memchr(rest.p + n, '`', rest.n - n)) return false;
        *fence = (Fence){c, n};
        return true;
    }
    if (was && n >= fence->n && c == fence->c && !str_trim(str_slice(rest, n, rest.n)).n)
        fence->c = '\0';
    return was;
}

static void split_lines(Reading *r)
{
    Str rest = r->text, line;
    for (int n = r->line; str_split(&rest, '\n', &line); n++) {
        if (!rest.p && !line.n) break;
        VEC_PUSH(r->scratch, &r->map, ((TextLine){line, r->source, n, false}));
    }
}

/* A line that begins with a colon, or whatever opens an admonition. */
static bool wants_extension(const Reading *r)
{
    Str s = r->text;
    static const char *const signs[] = {"\n:", "\n :", "\n  :", "\n   :", ":::"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (str_find(s, str_of(signs[i])) >= 0) return true;
    }
    if (str_starts(s, STR(":"))) return true;
    return r->dialect->admonitions &&
           (str_find(s, STR("!!!")) >= 0 || str_find(s, STR("???")) >= 0 ||
            str_find(s, STR("===")) >= 0);
}

void prepare_text(Reading *r)
{
    bool includes = r->dialect->files && str_find(r->text, STR("#")) >= 0 &&
                    str_find(r->text, STR("{{")) >= 0, extends = wants_extension(r);
    if (includes) {
        include_expand(r, &r->map, r->text);
    } else if (extends) {
        split_lines(r);
    }
    if (memchr(r->text.p, '$', r->text.n)) {
        if (!r->map.n) split_lines(r);
        math_lines(r, &r->map);
        if (!r->formulas.n && !includes && !extends) r->map.n = 0;
    }
    if (extends && r->map.n) extend_lines(r, &r->map);
    if (r->map.n) r->text = join(r->scratch, &r->map);
}
