/* test_resolve.c - the steps of resolve/ on small trees made by hand. */

#include "resolve/resolve.h"

#include "support.h"

typedef struct World {
    Arena *arena;
    Diag *diag;
    Node *document;
    Meta meta;
    Source source;
} World;

static int world_open(void **state)
{
    Arena *arena = arena_open();
    World *w = ARENA_NEW(arena, World);
    w->arena = arena;
    w->diag = diag_new(arena);
    w->source = (Source){.name = STR("a.md"), .text = STR("")};
    w->document = node_new(arena, KIND_DOCUMENT, (Place){&w->source, 1, 1});
    w->meta.lang = STR("en-GB");
    *state = w;
    return 0;
}

static int world_close(void **state)
{
    arena_close(((World *)*state)->arena);
    return 0;
}

static Node *add(World *w, Node *parent, Kind kind, const char *text)
{
    Node *node = node_text(w->arena, kind, w->document->place, str_of(text));
    node_append(parent, node);
    return node;
}

static Node *add_with(World *w, Node *parent, Kind kind, const char *text)
{
    Node *node = node_new(w->arena, kind, w->document->place);
    node_append(parent, node);
    add(w, node, KIND_TEXT, text);
    return node;
}

static Node *add_heading(World *w, int level, const char *text, const char *id)
{
    Node *heading = add_with(w, w->document, KIND_HEADING, text);
    heading->u.heading.level = level;
    if (*id) {
        Attr *attr = ARENA_NEW(w->arena, Attr);
        attr->id = str_of(id);
        node_extra(w->arena, heading)->attr = attr;
    }
    return heading;
}

static void run(World *w)
{
    resolve(w->arena, w->document, &w->meta, w->diag);
    assert_null(node_check(w->document));
}

static void assert_text(World *w, Str s, const char *expected)
{
    assert_string_equal(str_c(w->arena, s), expected);
}

static size_t told(const World *w, DiagKind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < w->diag->items.n; i++) {
        n += w->diag->items.at[i].kind == kind;
    }
    return n;
}

/* ---- outline and numbers --------------------------------------------------------------------- */

static void sections_nest_by_level(void **state)
{
    World *w = *state;
    add_with(w, w->document, KIND_PARAGRAPH, "before");
    Node *a = add_heading(w, 1, "A", ""), *b = add_heading(w, 2, "B", "");
    Node *p = add_with(w, w->document, KIND_PARAGRAPH, "p");
    Node *c = add_heading(w, 1, "C", "");
    run(w);
    assert_int_equal(w->document->first->kind, KIND_PARAGRAPH);
    assert_ptr_equal(b->parent->parent, a->parent);
    assert_ptr_equal(p->parent, b->parent);
    assert_ptr_equal(c->parent->parent, w->document);
    assert_int_equal(b->parent->u.heading.level, 2);
}

static void numbers_of_headings(void **state)
{
    World *w = *state;
    w->meta.number_sections = true;
    Node *a = add_heading(w, 1, "A", ""), *b = add_heading(w, 2, "B", ""),
         *n = add_heading(w, 1, "N", "");
    n->u.heading.unnumbered = true;
    Node *c = add_heading(w, 1, "C", ""), *d = add_heading(w, 2, "D", "");
    run(w);
    assert_text(w, a->extra->number, "1");
    assert_text(w, b->extra->number, "1.1");
    assert_int_equal(n->extra->number.n, 0);
    assert_text(w, c->extra->number, "2");
    assert_text(w, d->extra->number, "2.1");
    assert_int_equal(d->first->kind, KIND_NUMBER);
    assert_text(w, d->first->first->text, "2.1");
}

static void tag_levels_never_skip(void **state)
{
    World *w = *state;
    Node *a = add_heading(w, 2, "A", ""), *b = add_heading(w, 4, "B", ""),
         *c = add_heading(w, 3, "C", "");
    Node *d = add_heading(w, 1, "D", "");
    run(w);
    assert_int_equal(a->u.heading.tag_level, 1);
    assert_int_equal(b->u.heading.tag_level, 2);
    assert_int_equal(c->u.heading.tag_level, 2);
    assert_int_equal(d->u.heading.tag_level, 1);
    assert_int_equal(told(w, DIAG_HEADING_SKIP), 1);
}

static void items_get_label_and_body(void **state)
{
    World *w = *state;
    Node *list = add(w, w->document, KIND_LIST, "");
    list->u.list.ordered = true;
    list->u.list.start = 7;
    list->u.list.delimiter = ')';
    Node *item = add(w, list, KIND_ITEM, ""), *task = add(w, list, KIND_ITEM, "");
    Node *p = add_with(w, item, KIND_PARAGRAPH, "p");
    task->u.item.task = TASK_DONE;
    Node *inner = add(w, item, KIND_LIST, "");
    Node *deep = add(w, inner, KIND_ITEM, "");
    run(w);
    assert_int_equal(item->first->kind, KIND_LABEL);
    assert_text(w, item->first->first->text, "7)");
    assert_int_equal(p->parent->kind, KIND_BODY);
    assert_text(w, task->first->first->text, "☑");
    assert_int_equal(inner->u.list.depth, 1);
    assert_text(w, deep->first->first->text, "–");
}

/* ---- footnotes ------------------------------------------------------------------------------- */

static Node *add_mark(World *w, Node *parent, Node *note)
{
    Node *mark = add(w, parent, KIND_NOTE_REF, "");
    node_extra(w->arena, mark)->target = note;
    return mark;
}

static void notes_follow_their_block(void **state)
{
    World *w = *state;
    add_heading(w, 1, "A", "");
    Node *list = add(w, w->document, KIND_LIST, "");
    Node *p = add(w, add(w, list, KIND_ITEM, ""), KIND_PARAGRAPH, "");
    Node *end = add_with(w, w->document, KIND_PARAGRAPH, "end");
    Node *y = add(w, w->document, KIND_NOTE, "y"), *z = add(w, w->document, KIND_NOTE, "z");
    Node *x = add(w, w->document, KIND_NOTE, "x"), *unused = add(w, w->document, KIND_NOTE, "u");
    Node *first = add_mark(w, p, z), *again = add_mark(w, p, z), *second = add_mark(w, end, y);
    Node *inner = add_mark(w, add_with(w, z, KIND_PARAGRAPH, "text"), x);
    run(w);
    assert_text(w, first->extra->number, "1");
    assert_text(w, again->extra->number, "1");
    assert_text(w, second->extra->number, "2");
    assert_text(w, inner->extra->number, "3");
    assert_ptr_equal(z->extra->target, first);
    assert_ptr_equal(list->next, z);
    assert_ptr_equal(z->next, x);
    assert_ptr_equal(end->next, y);
    assert_int_equal(z->first->kind, KIND_LABEL);
    assert_text(w, z->extra->label, "note-1");
    assert_null(unused->first);
    assert_ptr_equal(w->document->last->last, unused);    /* in the last section */
}

/* ---- names ----------------------------------------------------------------------------------- */

static void slugs_are_githubs(void **state)
{
    World *w = *state;
    Node *a = add_heading(w, 1, "What's New, in C++_x 2.0?", ""), *b = add_heading(w, 1, "Two", "");
    Node *c = add_heading(w, 1, "Two", ""), *d = add_heading(w, 1, "Größe & Maß", ""),
         *e = add_heading(w, 1, "!", "");
    run(w);
    assert_text(w, a->extra->label, "whats-new-in-c_x-20");
    assert_text(w, b->extra->label, "two");
    assert_text(w, c->extra->label, "two-1");
    assert_text(w, d->extra->label, "größe--maß");
    assert_text(w, e->extra->label, "section");
}

static void links_find_headings(void **state)
{
    World *w = *state;
    Node *a = add_heading(w, 1, "The End", "sec-end"),
         *p = add_with(w, w->document, KIND_PARAGRAPH, "p");
    Node *by_id = add_with(w, p, KIND_LINK, "x"), *by_slug = add_with(w, p, KIND_LINK, "y");
    Node *dead = add_with(w, p, KIND_LINK, "z");
    by_id->text = STR("#sec-end");
    by_slug->text = STR("#The%2Dend");
    dead->text = STR("#sec-emd");
    run(w);
    assert_ptr_equal(by_id->extra->target, a);
    assert_ptr_equal(by_slug->extra->target, a);
    assert_text(w, a->extra->label, "sec-end");
    assert_int_equal(dead->kind, KIND_SPAN);
    assert_int_equal(told(w, DIAG_LINK_DEAD), 1);
    assert_text(w, w->diag->items.at[0].hint, "did you mean sec-end?");
}

/* A figure holds its picture also when that is no link any more. */
static void picture_loses_its_link(void **state)
{
    World *w = *state;
    Node *figure = add(w, w->document, KIND_FIGURE, ""), *link = add(w, figure, KIND_LINK, "#nowhere");
    add(w, link, KIND_IMAGE, "x.png");
    run(w);
    assert_int_equal(link->kind, KIND_SPAN);
    assert_int_equal(told(w, DIAG_LINK_DEAD), 1);
}

static void label_twice_is_told(void **state)
{
    World *w = *state;
    Node *a = add_heading(w, 1, "A", "x"), *b = add_heading(w, 1, "B", "x");
    run(w);
    assert_text(w, a->extra->label, "x");
    assert_text(w, b->extra->label, "b");
    assert_int_equal(told(w, DIAG_LABEL_TWICE), 1);
}

static void references_get_words(void **state)
{
    World *w = *state;
    w->meta.number_sections = true;
    Node *a = add_heading(w, 1, "A", ""), *u = add_heading(w, 1, "Un", "sec-u");
    u->u.heading.unnumbered = true;
    Node *table = add(w, w->document, KIND_TABLE, "");
    Attr *attr = ARENA_NEW(w->arena, Attr);
    attr->id = STR("tbl-t");
    node_extra(w->arena, table)->attr = attr;
    Node *caption = add_with(w, table, KIND_CAPTION, "Cap"),
         *p = add_with(w, w->document, KIND_PARAGRAPH, "p");
    Node *to_a = add(w, p, KIND_REF, "sec-a"), *to_u = add(w, p, KIND_REF, "sec-u"),
         *to_t = add(w, p, KIND_REF, "tbl-t");
    Node *wrong = add(w, p, KIND_REF, "fig-t"), *page = add(w, p, KIND_LINK, "#sec-u");
    page->u.ref.page = true;
    run(w);
    assert_text(w, node_plain(w->arena, to_a), "Section\u00a01");
    assert_int_equal(to_a->first->kind, KIND_LINK);
    assert_ptr_equal(to_a->first->extra->target, a);
    assert_text(w, node_plain(w->arena, to_u), "“Un”");
    assert_text(w, node_plain(w->arena, to_t), "Table\u00a01");
    assert_text(w, node_plain(w->arena, caption->first), "Table\u00a01");
    assert_text(w, node_plain(w->arena, wrong), "@fig-t");
    assert_int_equal(told(w, DIAG_LABEL_UNKNOWN), 1);
    assert_int_equal(page->first->last->kind, KIND_PAGE_NUMBER);
    assert_text(w, page->first->last->text, "sec-u");
}

/* ---- front matter ---------------------------------------------------------------------------- */

static void front_has_title_and_contents(void **state)
{
    World *w = *state;
    Author authors[] = {{STR("A"), STR("")}, {STR("B"), STR("")}, {STR("C"), STR("")}};
    w->meta = (Meta){.title = STR("It's"),
                     .date = STR("2026-11-03"),
                     .lang = STR("en-GB"),
                     .authors = authors,
                     .n_authors = 3,
                     .abstract = STR("one\nline\n\ntwo"),
                     .toc = true,
                     .toc_depth = 2,
                     .number_sections = true};
    Node *a = add_heading(w, 1, "A", ""), *mark = add_mark(w, a, NULL);
    add_heading(w, 2, "B", "");
    add_heading(w, 3, "C", "");
    node_extra(w->arena, mark)->target = add(w, w->document, KIND_NOTE, "1");
    run(w);
    Node *title = w->document->first, *contents = title->next, *item = contents->first->next;
    assert_int_equal(title->kind, KIND_TITLE_BLOCK);
    assert_text(w, node_plain(w->arena, title),
                "It’s A, B and C 3\u00a0November 2026 one line two");
    assert_text(w, node_plain(w->arena, contents->first), "Contents");
    assert_ptr_equal(item->extra->target, a);
    assert_ptr_equal(contents->last, item->next);
    assert_int_equal(item->first->first->kind, KIND_LINK);
    assert_int_equal(item->first->first->first->kind, KIND_NUMBER);
    assert_int_equal(item->first->first->last->kind, KIND_PAGE_NUMBER);
    assert_ptr_equal(mark->extra->target->extra->target, mark);
    assert_true(item->order > title->order && item->order < a->order);
}

static void any_part_makes_a_title_block(void **state)
{
    World *w = *state;
    Author author = {STR("A"), STR("")};
    const Meta rows[] = {{0},
                         {.title = STR(" ")},
                         {.subtitle = STR("A")},
                         {.authors = &author, .n_authors = 1},
                         {.date = STR("A")},
                         {.abstract = STR("A")}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Node *document = node_new(w->arena, KIND_DOCUMENT, (Place){0});
        resolve_front(w->arena, document, &rows[i]);
        assert_int_equal(document->first != NULL, i > 1);
        assert_str(node_plain(w->arena, document), i > 1 ? "A" : "");
    }
}

static void dates_by_language(void **state)
{
    static const struct {
        const char *lang, *date;
    } rows[] = {{"en-US", "November\u00a01, 2026"},
                {"de-AT", "1.\u00a0November 2026"},
                {"fr", "1er\u00a0novembre 2026"},
                {"es", "1\u00a0de\u00a0noviembre\u00a0de 2026"},
                {"xx", "1\u00a0November 2026"}};
    World *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Node *document = node_new(w->arena, KIND_DOCUMENT, (Place){0});
        Meta meta = {.title = STR("T"), .date = STR("2026-11-01"), .lang = str_of(rows[i].lang)};
        resolve_front(w->arena, document, &meta);
        assert_text(w, node_plain(w->arena, document->first->last), rows[i].date);
    }
    Node *document = node_new(w->arena, KIND_DOCUMENT, (Place){0});
    Meta meta = {.title = STR("T"), .date = STR("Spring 2026")};
    resolve_front(w->arena, document, &meta);
    assert_str(node_plain(w->arena, document->first->last), "Spring 2026");
}

static void pictures_without_words_are_told(void **state)
{
    World *w = *state;
    Node *p = add_with(w, w->document, KIND_PARAGRAPH, "p");
    add(w, p, KIND_IMAGE, "a.png");
    add_with(w, p, KIND_IMAGE, "alt");
    run(w);
    assert_int_equal(told(w, DIAG_ALT), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)
        TEST(sections_nest_by_level),   TEST(numbers_of_headings),
        TEST(tag_levels_never_skip),    TEST(items_get_label_and_body),
        TEST(notes_follow_their_block), TEST(slugs_are_githubs),
        TEST(links_find_headings), TEST(picture_loses_its_link),      TEST(label_twice_is_told),
        TEST(references_get_words),     TEST(front_has_title_and_contents),
        TEST(any_part_makes_a_title_block), TEST(dates_by_language),
        TEST(pictures_without_words_are_told),
#undef TEST
    };
    return cmocka_run_group_tests_name("resolve", tests, NULL, NULL);
}
