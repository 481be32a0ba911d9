/* attr.c - attributes in braces: {#id .class key=value key="v w"}, as pandoc writes them after
 * headings, pictures, code, links and captions. In comes text that begins with a brace, out go
 * the attributes and how much was read. A class is a pair without a value. A comment that holds
 * attributes and nothing else stands for them: readers that know none of them show nothing. */
#include "read/read_int.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':' || c == '.' || (unsigned char)c >= 0x80;
}

static size_t skip_blanks(Str s, size_t at)
{
    while (at < s.n && is_blank(s.p[at])) at++;
    return at;
}

static Str name_at(Str s, size_t at)
{
    size_t end = at;
    while (end < s.n && is_name(s.p[end])) end++;
    return str_slice(s, at, end);
}

/* A class ends where the next one begins: {.a.b} has two. */
static Str class_at(Str s, size_t at)
{
    size_t end = at;
    while (end < s.n && is_name(s.p[end]) && s.p[end] != '.') end++;
    return str_slice(s, at, end);
}

/* The value at `at`, bare or in quotes; *end: behind it. An empty bare value is none: its p is
 * NULL. */
static Str value_at(Str s, size_t at, size_t *end)
{
    if (at < s.n && (s.p[at] == '"' || s.p[at] == '\'')) {
        size_t close = at + 1;
        while (close < s.n && s.p[close] != s.p[at]) close++;
        if (close == s.n) return (Str){0};
        *end = close + 1;
        return str_slice(s, at + 1, close);
    }
    size_t stop = at;
    while (stop < s.n && !is_blank(s.p[stop]) && s.p[stop] != '}' && s.p[stop] != '{') stop++;
    *end = stop;
    return stop > at ? str_slice(s, at, stop) : (Str){0};
}

static void add_pair(Arena *arena, Pair ***last, Str key, Str value)
{
    Pair *pair = ARENA_NEW(arena, Pair);
    pair->key = key;
    pair->value = value;
    **last = pair;
    *last = &pair->next;
}

size_t attr_items(Arena *arena, Str s, size_t at, const Attr **result)
{
    Attr *attr = ARENA_NEW(arena, Attr);
    Pair **last = &attr->pairs;
    for (at = skip_blanks(s, at); at < s.n && s.p[at] != '}'; at = skip_blanks(s, at)) {
        char sign = s.p[at];
        Str name = sign == '.' ? class_at(s, at + 1) : name_at(s, sign == '#' ? at + 1 : at);
        if (!name.n) return 0;
        at += name.n + (sign == '#' || sign == '.');
        if (sign == '#') {
            attr->id = name;
        } else if (sign == '.') {
            add_pair(arena, &last, name, (Str){0});
        } else {
            Str value = at < s.n && s.p[at] == '=' ? value_at(s, at + 1, &at) : (Str){0};
            if (!value.p) return 0;
            add_pair(arena, &last, name, value);
        }
    }
    *result = attr;
    return at;
}

size_t attr_read(Arena *arena, Str text, const Attr **attr)
{
    if (!text.n || text.p[0] != '{') return 0;
    size_t end = attr_items(arena, text, 1, attr);
    return end && end < text.n && ((*attr)->id.n || (*attr)->pairs) ? end + 1 : 0;
}

bool attr_looks(Str text)
{
    if (!text.n || text.p[0] != '{') return false;
    size_t at = skip_blanks(text, 1);
    if (at + 1 >= text.n || str_find(text, STR("}")) < 0) return false;
    if (text.p[at] == '#' || text.p[at] == '.') return is_name(text.p[at + 1]);
    Str name = name_at(text, at);
    return name.n && at + name.n < text.n && text.p[at + name.n] == '=';
}

const Attr *attr_add(Arena *arena, const Attr *attr, Str key, Str value)
{
    Attr *more = ARENA_NEW(arena, Attr);
    Pair *pair = ARENA_NEW(arena, Pair);
    if (attr) *more = *attr;
    *pair = (Pair){key, value, more->pairs};
    more->pairs = pair;
    return more;
}

const Attr *attr_new(Arena *arena, Str id)
{
    Attr *attr = ARENA_NEW(arena, Attr);
    attr->id = id;
    return attr;
}

/* ---- in comments ----------------------------------------------------------------------------- */

/* What stands between the marks of a comment, when that is attributes and nothing else. */
static Str comment_attr(Arena *arena, const Node *node)
{
    const Attr *attr;
    Str s = node->text;
    if (node->kind != KIND_HTML_INLINE || !str_starts(s, STR("<!--")) || !str_ends(s, STR("-->")) ||
        s.n < 7)
        return (Str){0};
    s = str_trim(str_slice(s, 4, s.n - 3));
    return s.n && attr_read(arena, s, &attr) == s.n ? s : (Str){0};
}

/* Where attributes would be read if they stood there without the comment's marks. */
static bool is_attr_place(const Node *parent, const Node *node)
{
    Kind before = node->prev ? node->prev->kind : KIND_TEXT;
    bool caption = parent->first->kind == KIND_TEXT && caption_prefix(parent->first->text);
    return before == KIND_IMAGE || before == KIND_LINK || before == KIND_CODE ||
           (!node->next && node->prev && (caption || parent->kind == KIND_HEADING));
}

void attr_comments(Reading *r, Node *parent)
{
    for (Node *node = parent->first; node; node = node->next) {
        Str text = comment_attr(r->arena, node);
        if (!text.n || !is_attr_place(parent, node)) continue;
        node->kind = KIND_TEXT;
        node->text = text;
    }
}
