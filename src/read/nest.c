/* nest.c - blocks that are opened and closed by marks: HTML's elements, whose Markdown stands
 * between blank lines, fenced divs, admonitions, definition lists. In come the children of a block
 * in a row, some of them marks (html.c and prepare.c leave them as HTML_BLOCK nodes whose `order`
 * is the mark's index); out go the same children nested. An end tag that is missing stands at the
 * end of its parent; one that is too many vanishes. Tables are table_build's. */
#include <string.h>

#include "read/read_int.h"

enum { NEST_MAX = 60 };

typedef struct Open { Node *node; const MarkerRow *mark; } Open;
typedef struct Nest { Reading *r; Open open[NEST_MAX + 1]; int n; } Nest; /* open[0]: the parent */

void nest_known(Reading *r, Node *parent, Place place, size_t index)
{
    if (index >= r->markers.n) return;
    Node *node = node_new(r->arena, KIND_HTML_BLOCK, place);
    node->order = (uint32_t)index;
    node_append(parent, node);
    if (!r->nests.n || r->nests.at[r->nests.n - 1] != parent) VEC_PUSH(r->arena, &r->nests, parent);
}

void nest_mark(Reading *r, Node *parent, MarkerRow mark)
{
    VEC_PUSH(r->arena, &r->markers, mark);
    nest_known(r, parent, mark.place, r->markers.n - 1);
}

static bool is_one_of(Str name, const char *names)
{
    Str rest = str_of(names), word;
    while (str_split(&rest, ' ', &word)) {
        if (str_eq_fold(name, word)) return true;
    }
    return false;
}

static void move_children(Node *to, Node *from)
{
    while (from->first) {
        Node *child = from->first;
        node_unlink(child);
        node_append(to, child);
    }
}

static void hoist(Node *node)
{
    while (node->first) {
        Node *child = node->first;
        node_unlink(child);
        node_insert_before(node, child);
    }
    node_unlink(node);
}

/* ---- what an element is ---------------------------------------------------------------------- */

/* Items stand in a list, what else does gets an item of its own. */
static void settle_list(Reading *r, Node *list, const MarkerRow *mark)
{
    long start = 1;
    list->kind = KIND_LIST;
    list->u.list.ordered = str_eq_fold(mark->name, STR("ol"));
    list->u.list.tight = true;
    if (list->u.list.ordered) {
        Str first = attr_value(mark->attr, STR("start"));
        if (!str_int(first, &start) || start < 0 || start > 999999999) start = 1;
        list->u.list.start = (int)start;
        list->u.list.delimiter = '.';
    }
    for (Node *node = list->first, *next, *item = NULL; node; node = next) {
        next = node->next;
        if (node->kind == KIND_ITEM) {
            item = NULL;
        } else {
            if (!item) {
                item = node_new(r->arena, KIND_ITEM, node->place);
                node_insert_before(node, item);
            }
            node_unlink(node);
            node_append(item, node);
        }
    }
    for (Node *item = list->first; item; item = item->next) {
        const Node *second = item->first ? item->first->next : NULL;
        if (second && second->kind != KIND_LIST) list->u.list.tight = false;
    }
    if (!list->first) node_unlink(list);
}

/* A term is a LABEL, what is said of it a BODY; terms in a row share it. */
static void settle_terms(Reading *r, Node *list)
{
    Node *item = NULL, *body = NULL, *parts = node_new(r->arena, KIND_DIV, list->place);
    move_children(parts, list);
    list->kind = KIND_LIST;
    node_extra(r->arena, list)->attr = attr_add(r->arena, list->extra->attr, STR("definition"), (Str){0});
    while (parts->first) {
        Node *node = parts->first;
        bool term = node->kind == KIND_LABEL;
        node_unlink(node);
        if (!item || (term && body)) {
            item = node_new(r->arena, KIND_ITEM, node->place);
            node_append(list, item);
            body = NULL;
        }
        if (term && item->first) {
            node_append(item->first, node_new(r->arena, KIND_HARD_BREAK, node->place));
            move_children(item->first, node);
        } else if (term) {
            node_append(item, node);
        } else {
            if (!body) {
                body = node_new(r->arena, KIND_BODY, node->place);
                node_append(item, body);
            }
            if (node->kind == KIND_BODY) {
                move_children(body, node);
            } else {
                node_append(body, node);
            }
        }
    }
    Node *before = list->prev;
    if (before && before->kind == KIND_LIST && attr_class(before->extra->attr, STR("definition"))) {
        move_children(before, list);
        node_unlink(list);
    } else if (!list->first) {
        node_unlink(list);
    }
}

static Node *child_of(const Node *node, Kind kind)
{
    for (Node *child = node->first; child; child = child->next) {
        if (child->kind == kind) return child;
    }
    return NULL;
}

/* A caption goes to the only picture or table of its figure; else it is a paragraph in it. */
static void settle_figure(Node *node)
{
    Node *caption = child_of(node, KIND_CAPTION), *figure = child_of(node, KIND_FIGURE);
    Node *body = figure ? figure : child_of(node, KIND_TABLE);
    if (caption && body && !child_of(body, KIND_CAPTION)) {
        node_unlink(caption);
        if (body->kind == KIND_TABLE && body->first) {
            node_insert_before(body->first, caption);
        } else {
            node_append(body, caption);
        }
    }
    hoist(node);
}

static AlertKind alert_of(Str word)
{
    static const struct { const char *names; AlertKind kind; } rows[] = {
        {"note info abstract summary tldr todo seealso", ALERT_NOTE},
        {"tip hint success check done", ALERT_TIP},
        {"important", ALERT_IMPORTANT},
        {"warning attention question help faq", ALERT_WARNING},
        {"caution danger error failure fail missing bug", ALERT_CAUTION},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (is_one_of(word, rows[i].names)) return rows[i].kind;
    }
    return ALERT_OTHER;
}

static Str capital(Arena *arena, Str word)
{
    Str copy = str_copy(arena, word);
    char *first = (char *)(uintptr_t)copy.p;
    if (copy.n && *first >= 'a' && *first <= 'z') *first = (char)(*first - 32);
    return copy;
}

/* Only the five kinds of GitHub have words in the document's language; others keep their own. */
static void settle_alert(Reading *r, Node *node, Str word, Str title)
{
    node->kind = KIND_ALERT;
    node->u.alert.kind = alert_of(word);
    if (title.n)
        node_extra(r->arena, node)->title = title;
    else if (!is_one_of(word, "note tip important warning caution"))
        node_extra(r->arena, node)->title = capital(r->arena, word);
    if (!node->first) node_append(node, node_new(r->arena, KIND_PARAGRAPH, node->place));
}

static Str first_class(const Attr *attr)
{
    for (const Pair *p = attr ? attr->pairs : NULL; p; p = p->next) {
        if (!p->value.p) return p->key;
    }
    return (Str){0};
}

/* Alignment and direction are handed down, so that headings stay blocks of the document. */
static void hand_down(Reading *r, Node *node, const char *name, Str value)
{
    for (Node *child = value.n ? node->first : NULL; child; child = child->next) {
        if (!attr_value(child->extra->attr, str_of(name)).n)
            node_extra(r->arena, child)->attr = attr_add(r->arena, child->extra->attr, str_of(name), value);
    }
}

static void settle_div(Reading *r, Node *node, const MarkerRow *mark)
{
    static const char alerts[] = "note tip important warning caution";
    Str class = first_class(mark->attr), title = attr_value(mark->attr, STR("title"));
    if (str_starts(class, STR("callout-"))) class = str_slice(class, 8, class.n);
    bool fenced = str_eq(mark->name, STR(":::")), known = is_one_of(class, alerts);
    if (mark->alert || known || (fenced && alert_of(class) != ALERT_OTHER)) {
        settle_alert(r, node, class, title);
    } else if (fenced && node->first && !child_of(node, KIND_HEADING)) {
        node_extra(r->arena, node)->attr = mark->attr;
    } else {
        hand_down(r, node, "align", attr_value(mark->attr, STR("align")));
        hand_down(r, node, "dir", attr_value(mark->attr, STR("dir")));
        hoist(node);
    }
}

/* mdBook's books of Rust: <Listing number="1-1" file-name="src/main.rs" caption="..">. */
static void settle_listing(Reading *r, Node *node, const MarkerRow *mark)
{
    Str number = attr_value(mark->attr, STR("number")),
        file = attr_value(mark->attr, STR("file-name")),
        text = attr_value(mark->attr, STR("caption"));
    Node *code = child_of(node, KIND_CODE_BLOCK);
    if (code && number.n && !(code->extra->attr && code->extra->attr->id.n)) {
        Attr *attr = ARENA_NEW(r->arena, Attr);
        if (code->extra->attr) *attr = *code->extra->attr;
        attr->id = str_format(r->arena, "listing-%.*s", STR_ARGS(number));
        node_extra(r->arena, code)->attr = attr;
    }
    if (code && file.n) node_extra(r->arena, code)->attr = attr_add(r->arena, code->extra->attr, STR("title"), file);
    if (!code && file.n) {
        Node *p = node_new(r->arena, KIND_PARAGRAPH, node->place);
        node_append(p, node_text(r->arena, KIND_TEXT, node->place, file));
        node_append(node, p);
    }
    Buf caption = BUF(r->arena);
    if (number.n) buf_format(&caption, "Listing %.*s%s", STR_ARGS(number), text.n ? ": " : "");
    buf_add(&caption, text);
    if (caption.n) markdown_fragment(r, node, buf_str(&caption), mark->place);
    hoist(node);
}

/* What the node around an element's content is. */
static void settle(Reading *r, Node *node, const MarkerRow *mark)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): what is open beyond the parent has a mark */
    Str name = mark->name;
    if (is_one_of(name, "ul ol menu")) {
        settle_list(r, node, mark);
    } else if (str_eq_fold(name, STR("dl"))) {
        settle_terms(r, node);
    } else if (str_eq_fold(name, STR("dt"))) {
        Node *strong = node_new(r->arena, KIND_STRONG, node->place);
        nest_flatten(r, node);
        node->kind = KIND_LABEL;
        move_children(strong, node);
        node_append(node, strong);
    } else if (str_eq_fold(name, STR("dd"))) {
        node->kind = KIND_BODY;
    } else if (str_eq_fold(name, STR("li"))) {
        node->kind = KIND_ITEM;
    } else if (is_one_of(name, "table thead tbody tfoot tr td th")) {
        table_settle(r, node, mark);
    } else if (str_eq_fold(name, STR("blockquote"))) {
        node->kind = KIND_QUOTE;
        if (!node->first) node_unlink(node);
    } else if (str_eq_fold(name, STR("figure"))) {
        settle_figure(node);
    } else if (str_eq_fold(name, STR("listing"))) {
        settle_listing(r, node, mark);
    } else {
        settle_div(r, node, mark);
    }
}

/* ---- nesting --------------------------------------------------------------------------------- */

static Node *top(const Nest *s)
{
    return s->open[s->n - 1].node;
}

static void pop(Nest *s)
{
    Open open = s->open[--s->n];
    settle(s->r, open.node, open.mark);
}

static void push(Nest *s, const MarkerRow *mark)
{
    if (s->n > NEST_MAX) {
        if (diag_once(s->r->diag, STR("nest")))
            diag_add(s->r->diag, DIAG_NESTING, mark->place, NEST_MAX);
        return;
    }
    Node *node = node_new(s->r->arena, KIND_DIV, mark->place);
    node_append(top(s), node);
    s->open[s->n++] = (Open){node, mark};
}

/* The innermost open element of one of `names` that is not beyond one of `walls`; 0: none. */
static int find(const Nest *s, const char *names, const char *walls)
{
    for (int i = s->n - 1; i > 0; i--) {
        if (is_one_of(s->open[i].mark->name, names)) return i;
        if (is_one_of(s->open[i].mark->name, walls)) return 0;
    }
    return 0;
}

static void close(Nest *s, int at)
{
    while (at && s->n > at) pop(s);
}

/* End tags that HTML lets one leave out. */
static void close_implied(Nest *s, Str name)
{
    static const struct { const char *by, *ends, *walls; } rows[] = {
        {"li", "li", "ul ol menu"},
        {"dt dd", "dt dd", "dl"},
        {"td th", "td th", "tr table"},
        {"tr", "tr", "table"},
        {"thead tbody tfoot", "thead tbody tfoot", "table"},
        {"p div ul ol dl table blockquote figure details section center li dt dd td th tr", "p",
         "li dd td th div blockquote details section center table"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (is_one_of(name, rows[i].by)) close(s, find(s, rows[i].ends, rows[i].walls));
    }
}

/* A paragraph without an end tag holds what stands in its own block of HTML: no Markdown. */
static bool is_endless(const Nest *s, const MarkerRow *mark, const Node *behind)
{
    if (!str_eq_fold(mark->name, STR("p"))) return false;
    for (const Node *node = behind; node; node = node->next) {
        if (node->kind == KIND_HEADING || node->kind == KIND_NOTE) return true;
        if (node->kind != KIND_HTML_BLOCK) continue;
        const MarkerRow *other = &s->r->markers.at[node->order];
        if (str_eq_fold(other->name, STR("p"))) return !other->close;
    }
    return true;
}

static void take(Nest *s, const MarkerRow *mark, const Node *behind)
{
    static const MarkerRow list = {.name = {"ul", 2}}, terms = {.name = {"dl", 2}};
    if (mark->close) {
        bool cell = is_one_of(mark->name, "table tr thead tbody tfoot td th :::");
        close(s, find(s, str_c(s->r->arena, mark->name), cell ? "" : "table :::"));
        return;
    }
    if (is_one_of(mark->name, "tr td th thead tbody tfoot")) {
        int at = find(s, "table tr td th thead tbody tfoot", "");
        if (!at) return;
        close(s, at + 1); /* a part of a table ends what stands in the last one */
    }
    close_implied(s, mark->name);
    bool listed = s->n > 1 && is_one_of(s->open[s->n - 1].mark->name, "ul ol menu");
    if (str_eq_fold(mark->name, STR("li")) && !listed) push(s, &list);
    if (is_one_of(mark->name, "dt dd") && !find(s, "dl", "dt dd")) push(s, &terms);
    if (!is_endless(s, mark, behind)) push(s, mark);
}

/* What has no end tag reaches to the end, but does not align what stands there. */
static void close_all(Nest *s)
{
    while (s->n > 1) {
        Open open = s->open[--s->n];
        MarkerRow mark = *open.mark;
        if (is_one_of(mark.name, "div center p section")) mark.attr = NULL;
        settle(s->r, open.node, &mark);
    }
}

static void nest_children(Reading *r, Node *parent)
{
    Nest s = {.r = r, .n = 1};
    Node *child = parent->first;
    s.open[0].node = parent;
    parent->first = parent->last = NULL;
    for (Node *next; child; child = next) {
        next = child->next;
        child->prev = child->next = NULL;
        if (child->kind == KIND_HTML_BLOCK) {
            take(&s, &r->markers.at[child->order], next);
        } else {
            if (child->kind == KIND_NOTE) close_all(&s);
            node_append(top(&s), child);
        }
    }
    close_all(&s);
    for (Node *node = parent; node; node = node_next(node, parent)) {
        bool home =
            node->parent && (node->parent->kind == KIND_FIGURE || node->parent->kind == KIND_TABLE);
        if (node->kind == KIND_CAPTION && !home) node->kind = KIND_PARAGRAPH;
    }
}

void nest_blocks(Reading *r)
{
    for (size_t i = 0; i < r->nests.n; i++) nest_children(r, r->nests.at[i]);
}
