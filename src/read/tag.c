/* tag.c - HTML by the letter: one tag or comment at a place of a text, its attributes, character
 * references, and which names are HTML's. It knows nothing of the tree. Only what stands in
 * Markdown files is read, not HTML's whole grammar. */
#include <string.h>

#include "read/read_int.h"

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name(char c)
{
    return is_alpha(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
}

/* ---- tags ------------------------------------------------------------------------------------ */

static size_t find_end(Str s, size_t at, Str what)
{
    ptrdiff_t hit = str_find(str_slice(s, at, s.n), what);
    return hit < 0 ? s.n : at + (size_t)hit + what.n;
}

/* The end of a tag's attributes: the first > outside of quotes; 0: there is none. */
static size_t tag_end(Str s, size_t at)
{
    for (; at < s.n; at++) {
        if (s.p[at] == '>') return at + 1;
        if (s.p[at] == '<') return 0;
        if ((s.p[at] == '"' || s.p[at] == '\'') && s.p[at - 1] == '=') {
            const char *close = memchr(s.p + at + 1, s.p[at], s.n - at - 1);
            if (!close) return 0;
            at = (size_t)(close - s.p);
        }
    }
    return 0;
}

size_t tag_read(Str s, size_t at, Tag *tag)
{
    *tag = (Tag){0};
    Str rest = str_slice(s, at, s.n);
    if (rest.n < 3 || rest.p[0] != '<') return 0;
    size_t end = 0;
    if (str_starts(rest, STR("<!--")))
        end = str_starts(rest, STR("<!-->")) ? 5 : find_end(rest, 4, STR("-->"));
    else if (str_starts(rest, STR("<![CDATA[")))
        end = find_end(rest, 9, STR("]]>"));
    else if (rest.p[1] == '?')
        end = find_end(rest, 2, STR("?>"));
    else if (rest.p[1] == '!' && is_alpha(rest.p[2]))
        end = find_end(rest, 2, STR(">"));
    if (end) {
        tag->comment = true;
        tag->whole = str_slice(rest, 0, end);
        return end;
    }
    tag->close = rest.p[1] == '/';
    size_t from = tag->close ? 2 : 1, stop = from;
    if (!is_alpha(rest.p[from])) return 0;
    while (stop < rest.n && is_name(rest.p[stop])) stop++;
    if (stop < rest.n && !is_blank(rest.p[stop]) && rest.p[stop] != '>' && rest.p[stop] != '/')
        return 0;
    end = tag_end(rest, stop);
    if (!end) return 0;
    tag->name = str_slice(rest, from, stop);
    tag->empty = end >= 2 && rest.p[end - 2] == '/' && !tag->close;
    tag->inside = str_slice(rest, stop, end - (tag->empty ? 2 : 1));
    tag->whole = str_slice(rest, 0, end);
    return end;
}

Str tag_attr(Arena *arena, const Tag *tag, const char *name)
{
    Str s = tag->inside;
    for (size_t at = 0; at < s.n;) {
        while (at < s.n && !is_name(s.p[at])) at++;
        size_t from = at;
        while (at < s.n && is_name(s.p[at])) at++;
        Str key = str_slice(s, from, at), value = {"", 0};
        while (at < s.n && is_blank(s.p[at])) at++;
        if (at < s.n && s.p[at] == '=') {
            at++;
            while (at < s.n && is_blank(s.p[at])) at++;
            char quote = at < s.n && (s.p[at] == '"' || s.p[at] == '\'') ? s.p[at++] : 0;
            from = at;
            while (at < s.n && (quote ? s.p[at] != quote : !is_blank(s.p[at]))) at++;
            value = str_slice(s, from, at);
            if (quote) at++;
        }
        if (key.n && str_eq_fold(key, str_of(name))) return entity_text(arena, value);
    }
    return (Str){0};
}

/* ---- character references -------------------------------------------------------------------- */

static const struct {
    const char *name;
    uint32_t code;
} entities[] = {
    {"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},      {"apos", '\''},
    {"nbsp", 0xA0},     {"copy", 0xA9},    {"reg", 0xAE},     {"trade", 0x2122},  {"deg", 0xB0},
    {"times", 0xD7},    {"divide", 0xF7},  {"plusmn", 0xB1},  {"middot", 0xB7},   {"sect", 0xA7},
    {"para", 0xB6},     {"laquo", 0xAB},   {"raquo", 0xBB},   {"hellip", 0x2026}, {"ndash", 0x2013},
    {"mdash", 0x2014},  {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"ldquo", 0x201C},  {"rdquo", 0x201D},
    {"bull", 0x2022},   {"larr", 0x2190},  {"uarr", 0x2191},  {"rarr", 0x2192},   {"darr", 0x2193},
    {"le", 0x2264},     {"ge", 0x2265},    {"ne", 0x2260},    {"minus", 0x2212},  {"infin", 0x221E},
    {"euro", 0x20AC},   {"pound", 0xA3},   {"shy", 0xAD},     {"ensp", 0x2002},   {"emsp", 0x2003},
    {"thinsp", 0x2009}, {"zwj", 0x200D},   {"zwnj", 0x200C},  {"aacute", 0xE1},   {"agrave", 0xE0},
    {"auml", 0xE4},     {"ouml", 0xF6},    {"uuml", 0xFC},    {"Auml", 0xC4},     {"Ouml", 0xD6},
    {"Uuml", 0xDC},     {"szlig", 0xDF},   {"eacute", 0xE9},  {"egrave", 0xE8},   {"ccedil", 0xE7},
};

static uint32_t numeric(Str digits)
{
    bool hex = digits.n && (digits.p[0] == 'x' || digits.p[0] == 'X');
    uint32_t code = 0;
    for (size_t i = hex; i < digits.n; i++) {
        char c = digits.p[i];
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0')
                         : hex && is_alpha(c) ? (uint32_t)((c | 32) - 'a') + 10
                                              : 99;
        if (digit >= (hex ? 16u : 10u) || code > 0x10FFFF) return 0;
        code = code * (hex ? 16 : 10) + digit;
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return 0xFFFD;
    return code;
}

/* The character that `&name;` at the start of s stands for; 0: none. */
static uint32_t entity_code(Str s, size_t *n)
{
    const char *end = memchr(s.p, ';', s.n < 12 ? s.n : 12);
    if (!end || end == s.p + 1) return 0;
    Str name = str_slice(s, 1, (size_t)(end - s.p));
    *n = name.n + 2;
    if (name.p[0] == '#') return numeric(str_slice(name, 1, name.n));
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (str_eq(name, str_of(entities[i].name))) return entities[i].code;
    }
    return 0;
}

Str entity_text(Arena *arena, Str s)
{
    if (!s.n || !memchr(s.p, '&', s.n)) return s;
    Buf out = BUF(arena);
    for (size_t at = 0, n; at < s.n; at += n) {
        n = 1;
        uint32_t code = s.p[at] == '&' ? entity_code(str_slice(s, at, s.n), &n) : 0;
        if (code) {
            buf_utf8(&out, code);
        } else {
            n = 1;
            buf_byte(&out, s.p[at]);
        }
    }
    return buf_str(&out);
}

/* ---- names ----------------------------------------------------------------------------------- */

static const TagRow rows[] = {
    {"b strong", USE_WRAP, KIND_STRONG},
    {"i em cite var dfn", USE_WRAP, KIND_EMPH},
    {"u ins", USE_WRAP, KIND_UNDERLINE},
    {"s strike del", USE_WRAP, KIND_STRIKE},
    {"sub", USE_WRAP, KIND_SUB},
    {"sup", USE_WRAP, KIND_SUP},
    {"small", USE_CLASS, KIND_SPAN},
    {"mark", USE_CLASS, KIND_SPAN},
    {"kbd", USE_CLASS, KIND_SPAN},
    {"code samp tt", USE_CODE, KIND_CODE},
    {"a", USE_LINK, KIND_LINK},
    {"span", USE_SPAN, KIND_SPAN},
    {"br", USE_BREAK, KIND_HARD_BREAK},
    {"img", USE_IMAGE, KIND_IMAGE},
    {"hr", USE_RULE, KIND_RULE},
    {"p div center details section article header footer main aside nav body html figure "
     "blockquote address hgroup ul ol menu li dl dt dd table thead tbody tfoot tr td th listing",
     USE_BLOCK, KIND_DIV},
    {"col colgroup", USE_NONE, KIND_DIV},
    {"iframe video audio embed", USE_MEDIA, KIND_LINK},
    {"summary", USE_SUMMARY, KIND_PARAGRAPH},
    {"figcaption caption", USE_CAPTION, KIND_CAPTION},
    {"pre", USE_PRE, KIND_CODE_BLOCK},
    {"h1 h2 h3 h4 h5 h6", USE_HEADING, KIND_HEADING},
    {"script style head template", USE_HIDE, KIND_DIV},
    {"font big abbr acronym time bdi bdo data wbr nobr picture source noscript q", USE_NONE,
     KIND_SPAN},
    {"track svg math canvas object param map area form input button label select "
     "option textarea "
     "fieldset legend progress meter output ruby rp rt dialog slot title meta link base",
     USE_OTHER, KIND_DIV},
};

const TagRow *tag_row(Str name)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Str rest = str_of(rows[i].names), word;
        while (str_split(&rest, ' ', &word)) {
            if (str_eq_fold(name, word)) return &rows[i];
        }
    }
    return NULL;
}
