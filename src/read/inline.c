/* inline.c - what Markdown beyond GitHub's says inside a line of text: attributes behind code,
 * links and pictures, references (@fig-name, [](#name)), marks of footnotes that have no text.
 * In come the children of a block or of an inline node as cmark and html.c left them; they are
 * changed in place. */
#include <string.h>

#include "read/read_int.h"

enum { SEARCHED = 4096 }; /* in a longer line nobody counts columns */

/* Puts `middle` in place of [from, to) of a text; `text` goes on as what stands behind it. */
static void split(Reading *r, Node *text, size_t from, size_t to, Node *middle)
{
    if (from) {
        node_insert_before(
            text, node_text(r->arena, KIND_TEXT, text->place, str_slice(text->text, 0, from)));
    }
    node_insert_before(text, middle);
    text->text = str_slice(text->text, to, text->text.n);
    if (text->place.column) text->place.column += (int)to;
}

Str line_of(Reading *r, Place place)
{
    if (r->lined != place.source) {
        Str rest = place.source->text, line;
        r->lines.n = 0;
        r->lined = place.source;
        while (str_split(&rest, '\n', &line)) VEC_PUSH(r->scratch, &r->lines, line);
    }
    size_t i = (size_t)(place.line - 1);
    return place.line > 0 && i < r->lines.n ? r->lines.at[i] : (Str){0};
}

/* Where `what` stands in the line of `place`, when it is there once: cmark's columns are of the
 * text that holds it. */
static Place place_of(Reading *r, Place place, Str what)
{
    Str line = line_of(r, place);
    ptrdiff_t at = line.n > SEARCHED ? -1 : str_find(line, what);
    bool once = at >= 0 && str_find(str_slice(line, (size_t)at + 1, line.n), what) < 0;
    place.column = once ? (int)at + 1 : 0;
    return place;
}

/* The place of byte `at` of a text; no column where the source has something else there. */
static Place place_at(Reading *r, const Node *text, size_t at, Str what)
{
    Place place = text->place;
    size_t from = (size_t)(place.column ? place.column - 1 : 0) + at;
    Str line = line_of(r, place);
    place.column =
        place.column && str_starts(str_slice(line, from, line.n), what) ? (int)from + 1 : 0;
    return place;
}

/* ---- references ------------------------------------------------------------------------------ */

static bool is_label(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* The end of the label behind an @ at `at`, or `at` when none begins there: a kind, a hyphen, a
 * name. Punctuation that ends a sentence is not part of it. */
static size_t label_end(Str s, size_t at)
{
    static const char *const kinds[] = {"@fig-", "@tbl-", "@sec-", "@eq-", "@lst-"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        Str kind = str_of(kinds[i]);
        if (!str_starts(str_slice(s, at, s.n), kind)) continue;
        size_t end = at + kind.n;
        while (end < s.n && (is_label(s.p[end]) || (strchr("-_.:", s.p[end]) && s.p[end]))) end++;
        while (end > at + kind.n && !is_label(s.p[end - 1])) end--;
        return end > at + kind.n ? end : at;
    }
    return at;
}

/* Makes a REF of the first reference at or behind `at`; false when there is none. [@fig-x] is
 * read as @fig-x. */
static bool split_ref(Reading *r, Node *text)
{
    Str s = text->text;
    for (size_t at = 0; at < s.n; at++) {
        const char *hit = memchr(s.p + at, '@', s.n - at);
        if (!hit) return false;
        at = (size_t)(hit - s.p);
        size_t from = at, to = label_end(s, at);
        if (to == at || (at && (is_label(s.p[at - 1]) || s.p[at - 1] == '.' || s.p[at - 1] == '_')))
            continue;
        Node *ref = node_text(r->arena, KIND_REF, place_at(r, text, at, str_slice(s, at, to)),
                              str_slice(s, at + 1, to));
        if (from && to < s.n && s.p[from - 1] == '[' && s.p[to] == ']') {
            from--;
            to++;
        }
        split(r, text, from, to, ref);
        return true;
    }
    return false;
}

/* ---- marks of notes -------------------------------------------------------------------------- */

/* The label of a mark behind its [^; empty: it is none. */
static Str mark_label(Str s)
{
    size_t end = 0;
    while (end < s.n && s.p[end] != ']' && s.p[end] != '[' && s.p[end] != ' ') end++;
    return end < s.n && s.p[end] == ']' ? str_slice(s, 0, end) : (Str){0};
}

/* True when the text has \[^label] somewhere. */
static bool is_escaped(Reading *r, Str label)
{
    if (!r->escaped) {
        r->escaped = map_new(r->arena);
        Str rest = r->text, found;
        for (ptrdiff_t at; (at = str_find(rest, STR("\\[^"))) >= 0;) {
            rest = str_slice(rest, (size_t)at + 3, rest.n);
            found = mark_label(rest);
            if (found.n) *map_slot(r->escaped, found, NULL) = r;
        }
    }
    return map_lookup(r->escaped, label) != NULL;
}

/* cmark leaves [^name] as text when no such note is there; written as \[^name] it is meant as
 * text. */
static void check_marks(Reading *r, const Node *text)
{
    Str rest = text->text;
    for (ptrdiff_t at; (at = str_find(rest, STR("[^"))) >= 0;) {
        rest = str_slice(rest, (size_t)at + 2, rest.n);
        Str label = mark_label(rest);
        if (!label.n || !diag_once(r->diag, str_format(r->arena, "note:%.*s:%.*s",
                                                       STR_ARGS(r->source->name), STR_ARGS(label))))
            continue;
        if (is_escaped(r, label)) continue;
        Place place = place_of(r, text->place, str_format(r->arena, "[^%.*s]", STR_ARGS(label)));
        diag_add(r->diag, DIAG_NOTE_UNKNOWN, place, STR_ARGS(label));
    }
}

/* ---- attributes ------------------------------------------------------------------------------ */

static void warn_attr(Reading *r, Str text, Place place)
{
    ptrdiff_t end = str_find(text, STR("}"));
    Str shown = str_slice(text, 0, end < 0 ? text.n : (size_t)end + 1);
    diag_add(r->diag, DIAG_ATTRIBUTE, place_of(r, place, shown), STR_ARGS(shown));
}

/* Attributes that stand right behind `node`, with no space between. */
static void take_attr(Reading *r, Node *node)
{
    Node *text = node->next;
    if (!text || text->kind != KIND_TEXT || !str_starts(text->text, STR("{"))) return;
    const Attr *attr;
    size_t n = attr_read(r->arena, text->text, &attr);
    if (n) {
        node_extra(r->arena, node)->attr = attr;
        node->u.ref.page = node->kind == KIND_LINK && attr_class(attr, STR("page"));
        text->text = str_slice(text->text, n, text->text.n);
        if (!text->text.n) node_unlink(text);
    } else if (attr_looks(text->text)) {
        warn_attr(r, text->text, text->place);
    }
}

const Attr *inline_attr(Reading *r, Node *parent, Str *source)
{
    Node *last = parent->last;
    if (!last || last->kind != KIND_TEXT) return NULL;
    Str s = str_trim(last->text);
    size_t open = s.n;
    while (open && s.p[open - 1] != '{') open--;
    if (!open || s.p[s.n - 1] != '}') return NULL;
    Str text = str_slice(s, open - 1, s.n);
    const Attr *attr = NULL;
    if (str_eq(text, STR("{-}"))) {
        attr = attr_add(r->arena, NULL, STR("unnumbered"), (Str){0});
    } else if (attr_read(r->arena, text, &attr) != text.n) {
        if (attr_looks(text)) warn_attr(r, text, last->place);
        return NULL;
    }
    if (source) *source = text;
    size_t end = (size_t)(text.p - last->text.p);
    while (end && (last->text.p[end - 1] == ' ' || last->text.p[end - 1] == '\t')) end--;
    last->text = str_slice(last->text, 0, end);
    if (!last->text.n) node_unlink(last);
    return attr;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* A tag that was set as text, or a comment that vanished, leaves a row of texts: they are one. */
static void join_texts(Reading *r, Node *text)
{
    Buf out = BUF(r->arena);
    buf_add(&out, text->text);
    while (text->next && text->next->kind == KIND_TEXT) {
        buf_add(&out, text->next->text);
        node_unlink(text->next);
    }
    text->text = buf_str(&out);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void finish_text(Reading *r, Node *text)
{
    math_inline(r, text);
    if (!text->text.n) {
        node_unlink(text);
        return;
    }
    if (str_find(text->text, STR("[^")) >= 0) check_marks(r, text);
    if (memchr(text->text.p, ':', text->text.n)) text->text = emoji_text(r->arena, text->text);
    if (!memchr(text->text.p, '@', text->text.n) || node_ancestor(text, KIND_LINK)) return;
    while (text->text.n && split_ref(r, text)) {
    }
    if (!text->text.n) node_unlink(text);
}

static void finish_link(Node *link)
{
    if (!link->first && link->text.n > 1 && link->text.p[0] == '#') {
        link->kind = KIND_REF;
        link->text = str_slice(link->text, 1, link->text.n);
    }
}

void inline_finish(Reading *r, Node *parent)
{
    for (Node *n = parent->first, *next; n; n = next) {
        if (n->kind == KIND_TEXT && n->next && n->next->kind == KIND_TEXT) join_texts(r, n);
        if (n->kind == KIND_LINK || n->kind == KIND_IMAGE || n->kind == KIND_CODE) take_attr(r, n);
        next = n->next;
        if (n->kind == KIND_LINK) finish_link(n);
        if (n->kind == KIND_TEXT && n->text.n) finish_text(r, n);
    }
    span_brackets(r, parent);
}
