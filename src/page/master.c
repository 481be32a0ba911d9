/* master.c - pages from their plans: the type area on recto and verso, running heads, folios, blank pages.
 *
 * Comes in: the galley. Goes out: Pages, with every box in its place. It asks heights.c, foot.c and pagebreak.c which
 * items each page holds and place.c where they stand; its own is what surrounds the type area, all of it artifacts. */
#include "page/page_int.h"

enum { HEAD_LEVEL = 2,                                     /* running heads name sections down to this level */
       SURROUND = 3 };                                     /* boxes around the type area: two heads and a folio */

typedef struct Master {
    const Setter *setter;
    const Node *document;
    const Galley *galley;
    VEC(Page) pages;
    const Node *heading;                                   /* the section at the end of the page before */
    Str title;
} Master;

/* ---- folios --------------------------------------------------------------------------------------- */

static Str roman(Arena *arena, int n)
{
    static const struct { int value; const char *text; } parts[] = {
        {1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"},
        {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
    Buf out = {arena, NULL, 0, 0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (; n >= parts[i].value; n -= parts[i].value)
            buf_add(&out, str_of(parts[i].text));
    return str_copy(arena, buf_str(&out));
}

static void folios_number(const Master *m, int front)
{
    for (size_t i = 0; i < m->pages.n; i++) {
        Page *page = &m->pages.at[i];
        page->folio = page->index < front ? roman(m->setter->lasting, page->index + 1)
                                          : str_format(m->setter->lasting, "%d", page->index + 1 - front);
    }
}

/* ---- lines outside of the type area --------------------------------------------------------------- */

/* Where to cut so that about `share` of `whole` stays: behind a word if there is one not far, else behind a character. */
static size_t cut_at(Str text, size_t end, Len share, Len whole)
{
    size_t at = utf8_prev(text, (size_t)((Len)end * share / whole) + 1);
    for (size_t word = at; word > at / 2; word--)
        if (text.p[word] == ' ')
            return word;
    return at;
}

/* Plain text on one line, cut with an ellipsis when it is wider than the room. */
static Line *line_plain(const Master *m, Str text, const TextStyle *style, Len room)
{
    enum { MOST = 400 };                                   /* bytes that are tried */
    Line *line = ARENA_NEW(m->setter->arena, Line);
    size_t end = text.n > MOST ? cut_at(text, text.n, MOST, (Len)text.n) : text.n;
    Hlist list;
    for (;;) {
        Str cut = str_format(m->setter->arena, "%.*s%s", (int)end, text.p, end < text.n ? "\xE2\x80\xA6" : "");
        list = hlist_of_text(m->setter, m->document, cut, style);
        Len width = hlist_width(&list);
        if (width <= room || end == 0)
            break;
        end = cut_at(text, end, room, width);
    }
    *line = line_single(m->setter, &list);
    return line;
}

/* align: LEFT, CENTER or RIGHT between x and x + room. */
static Box line_at(const Line *line, const Node *node, Len x, Len room, Align align, Len y)
{
    Len rest = room - line->width;
    Box box = box_line(line, node, x + (align == ALIGN_RIGHT ? rest : align == ALIGN_CENTER ? rest / 2 : 0), y);
    box.artifact = ARTIFACT_PAGINATION;
    return box;
}

/* Heads and folios keep their distance from the text as far as the margin lets them. */
static Len gap_within(Len gap, Len margin)
{
    return gap < margin * 3 / 5 ? gap : margin * 3 / 5;
}

/* The number, a wide space and the words. */
static Str heading_text(const Setter *setter, const Node *heading)
{
    Buf out = {setter->arena, NULL, 0, 0};
    for (const Node *child = heading->first; child; child = child->next) {
        buf_add(&out, child->kind == KIND_TEXT ? child->text : node_plain(setter->arena, child));
        if (child->kind == KIND_NUMBER)
            buf_add(&out, STR("\xE2\x80\x82"));
    }
    return buf_str(&out);
}

static void head_add(const Master *m, Boxes *boxes, const Page *page, Len x, Len measure)
{
    const Style *style = m->setter->style;
    const TextStyle *text = &style->text[TEXT_RUNNING_HEAD];
    Len y = style->margin_top - gap_within(style->running_gap, style->margin_top);
    Str section = page->heading ? heading_text(m->setter, page->heading) : (Str){0};
    if (str_eq(section, m->title))
        section = (Str){0};
    bool left = !style->two_sided || !page->recto, right = !style->two_sided || page->recto;
    if (left && m->title.n)
        VEC_PUSH(m->setter->arena, boxes, line_at(line_plain(m, m->title, text, measure * 45 / 100), m->document, x, measure,
                                                  ALIGN_LEFT, y));
    if (right && section.n)
        VEC_PUSH(m->setter->arena, boxes, line_at(line_plain(m, section, text, measure / 2), m->document, x, measure,
                                                  ALIGN_RIGHT, y));
}

static void folio_add(const Master *m, Boxes *boxes, const Page *page, Len x, Len measure)
{
    const Style *style = m->setter->style;
    Len y = style->page_height - style->margin_bottom + gap_within(style->folio_gap, style->margin_bottom);
    Align align = style->drop_folio ? ALIGN_CENTER : page->recto ? ALIGN_RIGHT : ALIGN_LEFT;
    const Line *line = line_plain(m, page->folio, &style->text[TEXT_FOLIO], measure);
    VEC_PUSH(m->setter->arena, boxes, line_at(line, m->document, x, measure, align, y));
}

/* ---- pages ---------------------------------------------------------------------------------------- */

static Len page_x(const Master *m, bool recto)
{
    return recto ? m->setter->style->margin_inner : m->setter->style->margin_outer;
}

static Page *page_add(Master *m)
{
    const Style *style = m->setter->style;
    int index = (int)m->pages.n;
    VEC_PUSH(m->setter->lasting, &m->pages, (Page){.index = index, .recto = !style->two_sided || index % 2 == 0,
                                                 .width = style->page_width, .height = style->page_height});
    return &m->pages.at[index];
}

static bool heading_counts(const Vitem *v)
{
    return v->kind == V_BOX && v->first_line && v->node && v->node->kind == KIND_HEADING &&
           v->node->u.heading.tag_level <= HEAD_LEVEL;
}

/* The running head names the first section that begins on the page, else the one that goes on. */
static const Node *heading_find(Master *m, const Plan *plan)
{
    const Node *first = NULL;
    for (int i = plan->from; i < plan->to; i++)
        if (heading_counts(&m->galley->items[i])) {
            m->heading = m->galley->items[i].node;
            first = first ? first : m->heading;
        }
    return first;
}

/* With room for those that surround_add adds. */
static void page_boxes(const Master *m, Page *page, const Placer *placer)
{
    const Boxes *under = &placer->under, *over = &placer->over;
    page->n = (int)(under->n + over->n);
    page->boxes = arena_bytes(m->setter->arena, (size_t)(page->n + SURROUND) * sizeof(Box));
    if (under->n)
        memcpy(page->boxes, under->at, under->n * sizeof(Box));
    if (over->n)
        memcpy(page->boxes + under->n, over->at, over->n * sizeof(Box));
}

static void page_set(Master *m, Placer *placer, const Plan *plan)
{
    const Style *style = m->setter->style;
    if (plan->recto && style->two_sided && m->pages.n % 2 == 1)
        page_add(m)->blank = true;
    Page *page = page_add(m);
    const Node *before = m->heading, *here = heading_find(m, plan);
    page->heading = here ? here : before;
    plan_place(placer, plan, page_x(m, page->recto), !page->recto);
    page_boxes(m, page, placer);
}

static void surround_add(Master *m, Page *page, bool opening)
{
    const Style *style = m->setter->style;
    Boxes boxes = {.at = page->boxes, .n = (size_t)page->n, .cap = page->boxes ? (size_t)page->n + SURROUND : 0};
    Len x = page_x(m, page->recto), measure = m->galley->width;
    if (!opening)
        head_add(m, &boxes, page, x, measure);
    if (page->index > 0 || !style->chapters_right)
        folio_add(m, &boxes, page, x, measure);
    page->boxes = boxes.at;
    page->n = (int)boxes.n;
    arena_reset(m->setter->scratch);
}

static Str document_title(const Setter *setter, const Node *document)
{
    if (setter->meta->title.n)
        return setter->meta->title;
    for (const Node *node = document; node; node = node_next(node, document))
        if (node->kind == KIND_HEADING)
            return node->u.heading.level == 1 ? node_plain(setter->arena, node) : (Str){0};
    return (Str){0};
}

static int front_pages(const Master *m, const Plans *plans)
{
    const Style *style = m->setter->style;
    if (!style->chapters_right || plans->n == 0)
        return 0;
    for (size_t i = 0; i < m->pages.n; i++)
        if (m->pages.at[i].heading)
            return (int)i;
    return 0;
}

const Plans *page_break(const Setter *setter, const Galley *galley)
{
    Plans *plans = ARENA_NEW(setter->galley, Plans);
    Arena *along = arena_open();
    Heights heights = heights_new(along, setter->style, galley);
    Notes notes = notes_new(setter, &heights);
    *plans = plans_new(setter, &heights, &notes);
    plans->notes = notes;
    arena_close(along);
    plans_reset(setter, plans);
    return plans;
}

Pages pages_new(const Setter *setter, const Plans *plans, const Node *document)
{
    Heights heights = heights_new(setter->galley, setter->style, &plans->galley);
    Master m = {.setter = setter, .document = document, .galley = &plans->galley, .title = document_title(setter, document)};
    Placer placer = {.setter = setter, .heights = &heights, .notes = &plans->notes};
    VEC(int) opening = {0};
    for (int i = 0; i < plans->n; i++) {
        page_set(&m, &placer, &plans->at[i]);
        while (opening.n < m.pages.n)
            VEC_PUSH(setter->galley, &opening, plans->at[i].opening || i == 0);
    }
    if (m.pages.n == 0)
        page_add(&m);
    Pages pages = {.at = m.pages.at, .n = (int)m.pages.n, .roman = front_pages(&m, plans), .faults = plans->faults,
                   .filler = plans->filler, .longer = plans->longer, .shorter = plans->shorter,
                   .tables = plans->tables, .moved = plans->moved, .spaced = plans->spaced};
    folios_number(&m, pages.roman);
    for (int i = 0; i < pages.n; i++)
        if (!pages.at[i].blank)
            surround_add(&m, &pages.at[i], (size_t)i < opening.n && opening.at[i]);
    places_new(setter, &pages, document);
    return pages;
}
