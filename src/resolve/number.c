/* number.c - everything that counts: headings, figures, tables, list items.
 *
 * In comes the nested tree; out goes the same tree with Node.number set, NUMBER nodes at the head
 * of numbered headings and captions, a LABEL and a BODY in each list item, and headings' tag levels
 * without skips (PDF/UA-1, 7.4.2). What a number refers to is ref.c's; footnotes are note.c's. How
 * numbers look is the page floor's.
 */
#include "resolve/resolve_int.h"

enum { LEVELS = 6 };

typedef struct Counter {
    Arena *arena;
    const Words *words;
    Diag *diag;
    bool sections;            /* headings are numbered */
    int open[LEVELS + 1], n_open; /* the levels of the open headings, as written */
    int last;                 /* the level of the last heading, 0: none yet */
    int count[LEVELS];
    int figures, tables;
} Counter;

void node_prepend(Node *parent, Node *child)
{
    if (parent->first) {
        node_insert_before(parent->first, child);
    } else {
        node_append(parent, child);
    }
}

void node_add_text(Arena *arena, Node *parent, Str text)
{
    node_append(parent, node_text(arena, KIND_TEXT, parent->place, text));
}

void node_number(Arena *arena, Node *owner, Str text)
{
    Node *number = node_new(arena, KIND_NUMBER, owner->place);
    node_add_text(arena, number, text);
    node_prepend(owner, number);
}

static void heading_level(Counter *c, Node *heading)
{
    int level = attr_class(heading->extra->attr, STR("part")) ? 0 : heading->u.heading.level;
    int closes = attr_class(heading->extra->attr, STR("outside")) ? 0 : level; /* behind the last part */
    while (c->n_open > 0 && c->open[c->n_open - 1] >= closes) {
        c->n_open--;
    }
    c->open[c->n_open++] = level;
    heading->u.heading.tag_level = c->n_open;
    if (c->last > 0 && level > 0 && level > c->last + 1) {
        int shift = heading->u.heading.shift; /* the levels as they are written */
        diag_add(c->diag, DIAG_HEADING_SKIP, heading->place, level - shift, c->last - shift,
                 c->n_open - shift - (c->open[0] == 0));
    }
    c->last = level;
}

static bool heading_counts(const Counter *c, const Node *heading)
{
    return c->sections && heading->parent->kind == KIND_SECTION && !heading->u.heading.unnumbered &&
           !attr_class(heading->extra->attr, STR("unnumbered"));
}

static void heading_number(Counter *c, Node *heading)
{
    heading_level(c, heading);
    if (!heading_counts(c, heading)) {
        return;
    }
    int level = heading->u.heading.tag_level - (c->open[0] == 0); /* parts have no numbers */
    c->count[level - 1]++;
    for (int i = level; i < LEVELS; i++) {
        c->count[i] = 0;
    }
    Buf number = {.arena = c->arena};
    for (int i = 0; i < level; i++) {
        buf_add(&number, i > 0 ? STR(".") : STR(""));
        buf_int(&number, c->count[i]);
    }
    node_extra(c->arena, heading)->number = str_copy(c->arena, buf_str(&number));
    node_number(c->arena, heading, heading->extra->number);
}

static bool number_goes_on(char ch)
{
    return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || ch == '-' || ch == '.';
}

/* "17-7" of a caption that its author has numbered, "Figure 17-7: The words"; these alone are left to it. Else empty.
 * shown: with its point or colon. */
static Str number_take(Node *caption, Str word, Str *shown)
{
    Node *text = caption->first;
    if (!text || text->kind != KIND_TEXT || !str_starts(text->text, word)) {
        return (Str){0};
    }
    Str rest = str_slice(text->text, word.n, text->text.n);
    size_t space = str_starts(rest, STR(" ")) ? 1 : str_starts(rest, STR("\u00a0")) ? 2 : 0, end = space;
    bool counts = false;
    for (; end < rest.n && number_goes_on(rest.p[end]); end++) {
        counts |= rest.p[end] >= '0' && rest.p[end] <= '9';
    }
    bool point = end > space && rest.p[end - 1] == '.', colon = end < rest.n && rest.p[end] == ':';
    if (!space || !counts || !(point || colon) || (end + colon < rest.n && rest.p[end + colon] != ' ')) {
        return (Str){0};
    }
    text->text = str_slice(rest, end + colon + 1, rest.n);
    if (!text->text.n) node_unlink(text);
    *shown = str_slice(rest, space, end + colon);
    return str_slice(rest, space, end - point);
}

static void caption_number(Counter *c, Node *caption)
{
    Node *owner = caption->parent;
    bool figure = owner->kind == KIND_FIGURE;
    if (!figure && owner->kind != KIND_TABLE) {
        return;
    }
    const char *word = figure ? c->words->figure : c->words->table;
    Str shown, number = number_take(caption, str_of(word), &shown);
    if (!number.n) {
        shown = number = str_format(c->arena, "%d", figure ? ++c->figures : ++c->tables);
    }
    node_extra(c->arena, owner)->number = number;
    node_number(c->arena, caption,
                str_format(c->arena, "%s\u00a0%.*s", word, STR_ARGS(shown)));
}

static void list_depth(Node *list)
{
    const Node *outer = list->parent ? node_ancestor(list->parent, KIND_LIST) : NULL;
    list->u.list.depth = outer ? outer->u.list.depth + 1 : 0;
}

static Str item_label(Counter *c, const Node *list, const Node *item, int index)
{
    static const char *const bullets[] = {"•", "–", "·"};
    if (item->u.item.task != TASK_NONE) {
        return item->u.item.task == TASK_DONE ? STR("☑") : STR("☐");
    }
    if (list->u.list.ordered) {
        char end = list->u.list.delimiter == ')' ? ')' : '.';
        return str_format(c->arena, "%lld%c", (long long)list->u.list.start + index, end);
    }
    int depth = list->u.list.depth;
    return str_of(bullets[depth > 2 ? 2 : depth]);
}

static void item_split(Counter *c, Node *list, Node *item, int index)
{
    Node *label = node_new(c->arena, KIND_LABEL, item->place);
    Node *body = node_new(c->arena, KIND_BODY, item->place);
    while (item->first) {
        Node *child = item->first;
        node_unlink(child);
        node_append(body, child);
    }
    node_add_text(c->arena, label, item_label(c, list, item, index));
    node_append(item, label);
    node_append(item, body);
}

static void list_items(Counter *c, Node *list)
{
    list_depth(list);
    int index = 0;
    for (Node *item = list->first; item; item = item->next) {
        bool term = item->first && item->first->kind == KIND_LABEL; /* of a definition list */
        if (item->kind == KIND_ITEM && !term) {
            item_split(c, list, item, index++);
        }
    }
}

static void node_count(Counter *c, Node *node)
{
    if (node->kind == KIND_HEADING) {
        heading_number(c, node);
    } else if (node->kind == KIND_CAPTION) {
        caption_number(c, node);
    } else if (node->kind == KIND_LIST) {
        list_items(c, node);
    }
}

void resolve_numbers(Arena *arena, Node *document, const Meta *meta, Diag *diag)
{
    Counter c = {.arena = arena,
                 .words = words_of(meta->lang),
                 .diag = diag,
                 .sections = meta->number_sections};
    for (Node *node = document; node; node = node_next(node, document)) {
        node_count(&c, node);
    }
    resolve_notes(arena, document);
}
