/* joints.c - where a word may break without a hyphen of ours. In comes a word (no white space); out come byte offsets,
 * one after another, each with its penalty. Prose breaks after its own hyphens, dashes and slashes; code breaks after
 * `::` `.` `/` `_` `(` and between the humps of a camel; a URL breaks before its punctuation (The Chicago Manual of Style,
 * 7.46). Hyphenation by patterns is not here. */
#include "line/line_int.h"

#include <string.h>

enum { PROSE_HYPHEN = 50, PROSE_DASH = 20, PROSE_EN_DASH = 70, PROSE_SLASH = 100 };
enum { CODE_PATH = 120, CODE_POINT = 160, CODE_BRACKET = 220, CODE_CAMEL = 250, URL_POINT = 60, URL_SCHEME = 150 };

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(uint32_t c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

bool code_point_letter(uint32_t c)
{
    if (c < 0x80)
        return is_upper(c) || is_lower(c);
    if (c == 0xAD)
        return true;
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c < 0x2C00) && c < 0x2E00;
}

static bool is_word(uint32_t c)
{
    return is_digit(c) || code_point_letter(c);
}

/* The four code points around a place: two before, two after; 0 beyond the word's ends. */
typedef struct Around { uint32_t before2, before, after, after2; } Around;

static int joint_prose(Around a, bool *flagged)
{
    if ((a.before == '-' || a.before == 0x2010) && is_word(a.before2) && code_point_letter(a.after)) {
        *flagged = true;
        return PROSE_HYPHEN;
    }
    if (a.before == 0x2014 && a.after != 0x2014 && is_word(a.after) && a.before2 != 0)
        return PROSE_DASH;
    if (a.before == 0x2013 && code_point_letter(a.before2) && code_point_letter(a.after))
        return PROSE_EN_DASH;
    if (a.before == '/' && is_word(a.before2) && code_point_letter(a.after))
        return PROSE_SLASH;
    return PENALTY_FORBID;
}

static int joint_code(Around a)
{
    bool word_after = is_word(a.after) || a.after == '_' || a.after == '<' || a.after == '{';
    if (!word_after)
        return PENALTY_FORBID;
    if (a.before == ':' && a.before2 == ':')
        return CODE_PATH;
    if (a.before == '/' || a.before == '\\')
        return CODE_PATH;
    if ((a.before == '.' || a.before == '_' || a.before == '-') && is_word(a.before2) && a.after != '_')
        return CODE_POINT;
    if (a.before == ',' || a.before == ';' || a.before == '=' || a.before == '|' || a.before == '&')
        return CODE_POINT;
    if ((a.before == '>' && a.before2 == '-') || (a.before == ':' && is_word(a.before2)))
        return CODE_POINT;
    if (a.before == '(' || a.before == '[' || a.before == '<')
        return CODE_BRACKET;
    if (is_upper(a.after) && is_lower(a.before))
        return CODE_CAMEL;
    return PENALTY_FORBID;
}

static int joint_url(Around a)
{
    if (a.before == '/' && a.before2 == '/' && a.after != '/')
        return URL_SCHEME;
    bool mark = a.after != 0 && a.after < 0x80 && strchr("./?&=-_#%~+,", (int)a.after) != NULL;
    bool text_before = is_word(a.before) || a.before == ')';
    return mark && text_before && (is_word(a.after2) || a.after == '/') ? URL_POINT : PENALTY_FORBID;
}

WordKind word_kind(Str word)
{
    WordKind kind = str_starts(word, STR("www.")) ? WORD_URL : WORD_PROSE;
    for (size_t i = 1; i + 1 < word.n && kind != WORD_URL; i++) {
        char c = word.p[i];
        if (c == ':' && str_starts(str_slice(word, i, word.n), STR("://")))
            kind = WORD_URL;
        else if (c == '_' || (c == ':' && word.p[i + 1] == ':'))
            kind = WORD_CODE;
    }
    return kind;
}

static int joint_penalty(Around a, WordKind kind, bool *flagged)
{
    switch (kind) {
    case WORD_PROSE:
        return joint_prose(a, flagged);
    case WORD_CODE:
        return joint_code(a);
    case WORD_URL:
        return joint_url(a);
    }
    return PENALTY_FORBID;
}

/* Signs alone, as the `#![` of an attribute, do not end a line. */
static bool has_word(Str word, size_t to)
{
    for (size_t i = 0; i < to;)
        if (is_word(utf8_next(word, &i)))
            return true;
    return false;
}

/* Three characters stay on either side, marks counted: shorter scraps are not worth a break. */
static bool leaves_enough(Str word, size_t at)
{
    size_t before = utf8_prev(word, at);
    before = before > 0 ? utf8_prev(word, before) : 0;
    size_t after = at;
    for (int i = 0; i < 2 && after < word.n; i++)
        utf8_next(word, &after);
    return before > 0 && after < word.n && has_word(word, at);
}

/* Most words of prose are letters alone: nothing in them could be a joint. */
static bool has_marks(Str word, size_t from)
{
    for (size_t i = from; i < word.n; i++)
        if (word.p[i] == '-' || word.p[i] == '/' || (unsigned char)word.p[i] >= 0x80)
            return true;
    return false;
}

Joint joint_next(Str word, WordKind kind, size_t from)
{
    if (kind == WORD_PROSE && !has_marks(word, from))
        return (Joint){word.n, PENALTY_FORBID, false};
    Around a = {0};
    size_t at = from > 0 ? utf8_prev(word, from) : 0;
    size_t first = at > 0 ? utf8_prev(word, at) : 0;
    if (first < at)
        a.before2 = utf8_next(word, &first);
    if (at < word.n)
        a.before = utf8_next(word, &at);
    while (at < word.n) {
        size_t next = at;
        a.after = utf8_next(word, &next);
        size_t beyond = next;
        a.after2 = next < word.n ? utf8_next(word, &beyond) : 0;
        bool flagged = false;
        int penalty = at > from ? joint_penalty(a, kind, &flagged) : PENALTY_FORBID;
        if (penalty < PENALTY_FORBID && leaves_enough(word, at))
            return (Joint){at, penalty, flagged};
        a.before2 = a.before;
        a.before = a.after;
        at = next;
    }
    return (Joint){word.n, PENALTY_FORBID, false};
}
