/* fence.c - what the info string of a code fence says. Everybody has a way of their own to ask for the same: {.rust .numberLines
 * startFrom="10" highlight="3-5"} (pandoc, Quarto), linenums="10" hl_lines="3 4 5" (MkDocs), showLineNumbers {3-5}
 * (Docusaurus), rust,ignore (mdBook). Out go the language and attributes in pandoc's words; what means nothing is not
 * printed. */
#include <string.h>

#include "read/read_int.h"

static Str first_class(const Attr *attr)
{
    for (const Pair *p = attr->pairs; p; p = p->next) {
        if (!p->value.p) return p->key;
    }
    return (Str){0};
}

static size_t word_end(Str s)
{
    size_t end = 0;
    while (end < s.n && !strchr(" \t,{}", s.p[end])) end++;
    return end;
}

static bool all_of(Str s, const char *bytes)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!s.p[i] || !strchr(bytes, s.p[i])) return false;
    }
    return s.n > 0;
}

/* Takes "{3-5}" out of the text, and words that ask for numbers; what is left goes on as attributes. */
static const Attr *marks_take(Reading *r, const Attr *attr, Str *rest)
{
    Buf left = BUF(r->arena);
    for (size_t at = 0; at < rest->n;) {
        Str tail = str_slice(*rest, at, rest->n), lines = STR("showLineNumbers");
        ptrdiff_t end = tail.p[0] == '{' ? str_find(tail, STR("}")) : -1;
        Str inside = str_slice(tail, 1, end > 0 ? (size_t)end : 1);
        if (all_of(inside, "0123456789-, ")) {
            attr = attr_add(r->arena, attr, STR("highlight"), str_copy(r->arena, inside));
            at += (size_t)end + 1;
        } else if (str_starts(tail, lines) && word_end(tail) == lines.n) {
            attr = attr_add(r->arena, attr, STR("numberLines"), (Str){0});
            at += lines.n;
        } else {
            buf_byte(&left, rest->p[at++]);
        }
    }
    *rest = str_trim(str_copy(r->arena, buf_str(&left)));
    return attr;
}

/* What follows the language: `,ignore` (a class), ` {.. }` or ` title="x"`; anything else is of
 * no use. */
static const Attr *rest_of_info(Reading *r, Str rest)
{
    const Attr *attr = NULL;
    while (str_starts(rest, STR(","))) {
        rest = str_slice(rest, 1, rest.n);
        size_t n = word_end(rest);
        if (n) attr = attr_add(r->arena, attr, str_slice(rest, 0, n), (Str){0});
        rest = str_slice(rest, n, rest.n);
    }
    attr = marks_take(r, attr, &rest);
    const Attr *more = NULL;
    size_t end = str_starts(rest, STR("{")) ? attr_read(r->arena, rest, &more)
                                            : attr_items(r->arena, rest, 0, &more);
    if (!end || (!more->pairs && !more->id.n)) return attr;
    for (const Pair *p = attr ? attr->pairs : NULL; p; p = p->next)
        more = attr_add(r->arena, more, p->key, p->value);
    return more;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static void info_read(Reading *r, Node *node, Str info)
{
    const Attr *attr = NULL;
    if (attr_read(r->arena, info, &attr) == info.n) {
        node_extra(r->arena, node)->attr = attr;
        node->u.code.language = first_class(attr);
        return;
    }
    bool braces = info.p[0] == '{';
    if (attr_looks(info)) diag_add(r->diag, DIAG_ATTRIBUTE, node->place, STR_ARGS(info));
    size_t from = !braces ? 0 : str_starts(info, STR("{{")) ? 2 : 1;
    Str language = str_slice(info, from, from + word_end(str_slice(info, from, info.n)));
    if (language.n && is_letter(language.p[0]) && str_find(language, STR(":")) < 0)
        node->u.code.language = language;
    if (!braces) node_extra(r->arena, node)->attr = rest_of_info(r, str_slice(info, language.n, info.n));
}

/* The others' words for numbered and highlighted lines in pandoc's. */
static void words_translate(Reading *r, Node *node)
{
    static const char *const numbered[] = {"number-lines", "line-numbers", "lineNumbers", "linenums"};
    const Attr *attr = node->extra->attr;
    Str first = attr_value(attr, STR("linenums")), marked = attr_value(attr, STR("hl_lines"));
    bool wanted = first.n > 0;
    for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++)
        wanted |= attr_class(attr, str_of(numbered[i]));
    if (marked.n) node_extra(r->arena, node)->attr = attr_add(r->arena, node->extra->attr, STR("highlight"), marked);
    if (wanted) node_extra(r->arena, node)->attr = attr_add(r->arena, node->extra->attr, STR("numberLines"), (Str){0});
    if (first.n) node_extra(r->arena, node)->attr = attr_add(r->arena, node->extra->attr, STR("startFrom"), first);
}

void fence_read(Reading *r, Node *node, Str info)
{
    node_extra(r->arena, node)->title = info;
    if (info.n) info_read(r, node, info);
    if (node->extra->attr) words_translate(r, node);
}
