/* span.c - pandoc's bracketed spans, `[some *text*]{.class #id key=value}`. cmark leaves the brackets as
 * text beside what stands between them; here they become a SPAN, or what their class is a name of. In
 * come the children of a block or an inline node, changed in place. */
#include "read/read_int.h"

typedef struct Bracket { Node *text; size_t at; } Bracket;
typedef struct Spans {
    Reading *r;
    VEC(Bracket) open;
    size_t deeper; /* brackets open below the limit: they stay text */
} Spans;

enum { DEPTH_MAX = 100 };

static Kind kind_of(const Attr *attr)
{
    if (attr_class(attr, STR("smallcaps"))) return KIND_SMALL_CAPS;
    if (attr_class(attr, STR("underline")) || attr_class(attr, STR("ul"))) return KIND_UNDERLINE;
    return KIND_SPAN;
}

static void add_text(Reading *r, Node *parent, Place place, Str text)
{
    if (text.n) node_append(parent, node_text(r->arena, KIND_TEXT, place, text));
}

/* Makes a span of what stands between the bracket and byte `close` of `text`; `text` goes on behind byte `end`.
 * Returns the text that now holds what stood before a bracket in `text` itself. */
static Node *make(Reading *r, Bracket open, Node *text, size_t close, size_t end, const Attr *attr)
{
    Node *span = node_new(r->arena, kind_of(attr), open.text->place);
    Node *before = NULL;
    Str first = open.text->text, last = text->text;
    node_extra(r->arena, span)->attr = attr;
    node_insert_before(text, span);
    if (open.text == text) {
        add_text(r, span, text->place, str_slice(first, open.at + 1, close));
        if (open.at) {
            before = node_text(r->arena, KIND_TEXT, text->place, str_slice(first, 0, open.at));
            node_insert_before(span, before);
        }
    } else {
        add_text(r, span, open.text->place, str_slice(first, open.at + 1, first.n));
        while (open.text->next != span) {
            Node *child = open.text->next;
            node_unlink(child);
            node_append(span, child);
        }
        add_text(r, span, text->place, str_slice(last, 0, close));
        open.text->text = str_slice(first, 0, open.at);
        if (!open.at) node_unlink(open.text);
    }
    text->text = str_slice(last, end, last.n);
    return before;
}

/* The first span that ends in `text`; false: none does. */
static bool take(Spans *s, Node *text)
{
    Str t = text->text;
    for (size_t at = 0; at < t.n; at++) {
        const Attr *attr = NULL;
        if (t.p[at] == '[' && s->open.n == DEPTH_MAX) s->deeper++;
        else if (t.p[at] == '[') VEC_PUSH(s->r->arena, &s->open, ((Bracket){text, at}));
        if (t.p[at] != ']' || !s->open.n) continue;
        if (s->deeper) {
            s->deeper--;
            continue;
        }
        Bracket open = s->open.at[--s->open.n];
        if (at + 1 == t.n || t.p[at + 1] != '{') continue;
        size_t n = attr_read(s->r->arena, str_slice(t, at + 1, t.n), &attr);
        if (!n) continue;
        Node *before = make(s->r, open, text, at, at + 1 + n, attr);
        for (size_t i = s->open.n; i > 0 && s->open.at[i - 1].text == text; i--)
            s->open.at[i - 1].text = before;
        return true;
    }
    return false;
}

void span_brackets(Reading *r, Node *parent)
{
    Spans s = {.r = r};
    bool any = false;
    for (const Node *node = parent->first; node && !any; node = node->next)
        any = node->kind == KIND_TEXT && str_find(node->text, STR("]{")) >= 0;
    if (!any) return;
    for (Node *node = parent->first, *next; node; node = next) {
        if (node->kind == KIND_TEXT) {
            while (take(&s, node)) {
            }
        }
        next = node->next;
        if (node->kind == KIND_TEXT && !node->text.n) node_unlink(node);
    }
}
