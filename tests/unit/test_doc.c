/* test_doc.c - the tree's links, walks and texts; theme values by name. */

#include "doc/doc.h"

#include "support.h"

typedef struct World { Arena *arena; Diag *diag; Node *document; } World;

static int world_open(void **state)
{
    Arena *arena = arena_open();
    World *w = ARENA_NEW(arena, World);
    *w = (World){arena, diag_new(arena), node_new(arena, KIND_DOCUMENT, (Place){0})};
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
    Node *node = node_text(w->arena, kind, (Place){0}, str_of(text));
    node_append(parent, node);
    return node;
}

static void test_links(void **state)
{
    World *w = *state;
    Node *p = add(w, w->document, KIND_PARAGRAPH, "");
    Node *b = add(w, p, KIND_TEXT, "b"), *c = add(w, p, KIND_TEXT, "c");
    Node *a = node_text(w->arena, KIND_TEXT, (Place){0}, STR("a"));
    node_insert_before(b, a);
    assert_ptr_equal(p->first, a);
    assert_null(node_check(w->document));
    node_unlink(b);
    assert_ptr_equal(a->next, c);
    assert_ptr_equal(c->prev, a);
    assert_null(b->parent);
    node_unlink(c);
    assert_ptr_equal(p->last, a);
    assert_null(node_check(w->document));
}

static void test_walk(void **state)
{
    World *w = *state;
    Node *p = add(w, w->document, KIND_PARAGRAPH, ""), *e = add(w, p, KIND_EMPH, ""), *t = add(w, e, KIND_TEXT, "t");
    Node *u = add(w, p, KIND_TEXT, "u"), *q = add(w, w->document, KIND_RULE, "");
    const Node *order[] = {w->document, p, e, t, u, q};
    const Node *n = w->document;
    for (size_t i = 0; i < 6; i++, n = node_next(n, w->document)) assert_ptr_equal(n, order[i]);
    assert_null(n);
    assert_ptr_equal(node_skip(p, w->document), q);
    assert_null(node_next(u, p));
    assert_ptr_equal(node_ancestor(t, KIND_PARAGRAPH), p);
    assert_null(node_ancestor(t, KIND_LINK));
}

static void test_plain(void **state)
{
    World *w = *state;
    Node *h = add(w, w->document, KIND_HEADING, ""), *link;
    add(w, h, KIND_TEXT, "A");
    add(w, h, KIND_SOFT_BREAK, "");
    add(w, add(w, h, KIND_EMPH, ""), KIND_CODE, "b()");
    add(w, h, KIND_NOTE_REF, "1");
    link = add(w, h, KIND_LINK, "http://x");
    add(w, add(w, link, KIND_IMAGE, "x.png"), KIND_TEXT, " alt");
    assert_str(node_plain(w->arena, h), "A b()");          /* a picture beside words is none of them */
    Node *picture = add(w, w->document, KIND_HEADING, "");
    add(w, add(w, picture, KIND_IMAGE, "x.png"), KIND_TEXT, "alt");
    assert_str(node_plain(w->arena, picture), "alt");
    Node *list = add(w, w->document, KIND_LIST, "");
    add(w, add(w, add(w, list, KIND_ITEM, ""), KIND_PARAGRAPH, ""), KIND_TEXT, "x");
    add(w, add(w, add(w, list, KIND_ITEM, ""), KIND_PARAGRAPH, ""), KIND_TEXT, "y");
    assert_str(node_plain(w->arena, list), "x y");
}

static void test_check(void **state)
{
    World *w = *state;
    Node *p = add(w, w->document, KIND_PARAGRAPH, ""), *t = add(w, p, KIND_TEXT, "x");
    assert_null(node_check(w->document));
    t->parent = w->document;
    assert_non_null(node_check(w->document));
    t->parent = p;
    add(w, w->document, KIND_TEXT, "inline among blocks");
    assert_non_null(node_check(w->document));
    node_unlink(w->document->last);
    add(w, w->document, KIND_ITEM, "");
    assert_non_null(node_check(w->document));
    node_unlink(w->document->last);
    add(w, t, KIND_TEXT, "below a leaf");
    assert_non_null(node_check(w->document));
}

static void test_dump(void **state)
{
    World *w = *state;
    Pair value = {STR("width"), STR("50%"), NULL}, class = {STR("wide"), {0}, &value};
    Attr attr = {STR("fig-a"), &class};
    Node *figure = add(w, w->document, KIND_FIGURE, "");
    node_extra(w->arena, figure)->attr = &attr;
    figure->place.line = 7;
    add(w, add(w, figure, KIND_CAPTION, ""), KIND_TEXT, "a \"b\"\n");
    Buf out = BUF(w->arena);
    doc_dump(w->document, &out);
    assert_str(buf_str(&out), "document\n  figure {#fig-a .wide width=\"50%\"} @7\n    caption\n      text \"a \\\"b\\\"\\n\"\n");
    assert_true(attr_class(&attr, STR("wide")));
    assert_false(attr_class(&attr, STR("width")));
    assert_str(attr_value(&attr, STR("width")), "50%");
}

/* What few nodes have is shared while it is empty: writing to one node's must not reach another's. */
static void test_extra(void **state)
{
    World *w = *state;
    Node *a = add(w, w->document, KIND_PARAGRAPH, ""), *b = add(w, w->document, KIND_PARAGRAPH, "");
    assert_false(node_has_extra(a));
    node_extra(w->arena, a)->label = STR("a");
    node_extra(w->arena, a)->number = STR("1");
    assert_true(node_has_extra(a));
    assert_str(a->extra->label, "a");
    assert_str(a->extra->number, "1");
    assert_false(node_has_extra(b));
    assert_str(b->extra->label, "");
    assert_null(b->extra->target);
}

static bool set(World *w, Style *style, const char *key, const char *value)
{
    return style_set(style, w->arena, str_of(key), str_of(value), w->diag, (Place){0});
}

static void test_style_set(void **state)
{
    World *w = *state;
    Style style = {0};
    assert_true(set(w, &style, "page.width", "6in"));
    assert_int_equal(style.page_width, PT(432));
    assert_true(set(w, &style, "h1.size", "20pt"));
    assert_int_equal(style.text[TEXT_H1].size, PT(20));
    assert_true(set(w, &style, "caption-number.caps", "small"));
    assert_true(style.text[TEXT_CAPTION_NUMBER].small_caps);
    assert_true(set(w, &style, "colour.accent", "#1F4e79"));
    assert_int_equal(style.accent, 0x1F4E79);
    assert_true(set(w, &style, "colour.link", "#abc"));
    assert_int_equal(style.link, 0xAABBCC);
    assert_true(set(w, &style, "body.figures", "oldstyle"));
    assert_true(set(w, &style, "table.align", "right"));
    assert_int_equal(style.text[TEXT_TABLE].align, ALIGN_RIGHT);
    assert_true(set(w, &style, "line.protrude", "no"));
    assert_int_equal(w->diag->items.n, 0);
}

static void test_style_wrong(void **state)
{
    World *w = *state;
    Style style = {0};
    assert_false(set(w, &style, "h1.sise", "20pt"));
    assert_int_equal(w->diag->items.at[0].kind, DIAG_KEY_UNKNOWN);
    assert_str(w->diag->items.at[0].hint, "did you mean \"h1.size\"?");
    static const char *const wrong[][2] = {{"h1.size", "20"},       {"h1.size", "big"},       {"page.two-sided", "maybe"},
                                           {"colour.link", "#12"},  {"colour.link", "#12345g"}, {"body.figures", "roman"},
                                           {"line.expand", "2.5"},  {"body.align", "middle"},  {"h1.size", "99999pt"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(set(w, &style, wrong[i][0], wrong[i][1]));
        assert_int_equal(w->diag->items.at[i + 1].kind, DIAG_VALUE);
    }
    assert_false(style_has(STR("h1")));
    assert_false(style_has(STR("h7.size")));
    assert_true(style_has(STR("h6.size")));
}

/* What made up whole lines still does, though no length of the old grid divides by 21. */
static void test_style_scale(void **state)
{
    World *w = *state;
    Style style = {0};
    set(w, &style, "body.size", "10.5pt");
    set(w, &style, "body.leading", "14.5pt");
    set(w, &style, "page.grid", "14.5pt");
    set(w, &style, "page.width", "400pt");
    set(w, &style, "h2.size", "14pt");
    set(w, &style, "h2.before", "29pt");
    set(w, &style, "h2.leading", "21.75pt");
    set(w, &style, "h2.after", "7.25pt");
    style_scale(&style, PT(12));
    const TextStyle *h2 = &style.text[TEXT_H2];
    assert_int_equal(style.text[TEXT_BODY].size, PT(12));
    assert_int_equal(style.grid, style.text[TEXT_BODY].leading);
    assert_int_equal(h2->size, PT(16));
    assert_int_equal(h2->before + h2->leading + h2->after, 4 * style.grid);
    assert_int_equal(style.page_width, PT(400));
}

static void test_style_paper(void **state)
{
    (void)state;
    static const struct { const char *name; Len width, height; } good[] = {
        {"a5", PT(419.528), PT(595.276)},   {"A4", PT(595.276), PT(841.89)}, {"a4paper", PT(595.276), PT(841.89)},
        {"6x9in", PT(432), PT(648)},        {"419.5pt x 595.3pt", PT(419.5), PT(595.3)},
        {"6in \u00d7 9in", PT(432), PT(648)}, {"letter", PT(612), PT(792)},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        Style style = {0};
        assert_true(style_paper(&style, str_of(good[i].name)));
        assert_int_equal(style.page_width, good[i].width);
        assert_int_equal(style.page_height, good[i].height);
    }
    static const char *const wrong[] = {"", "a44", "6x9", "x", "6inx", "0x0pt", "1x1mm", "99999x99999in", "paper"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Style style = {.page_width = 5};
        assert_false(style_paper(&style, str_of(wrong[i])));
        assert_int_equal(style.page_width, 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_links, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_walk, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_plain, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_check, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_dump, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_extra, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_style_set, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_style_wrong, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_style_scale, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_style_paper, world_open, world_close),
    };
    return cmocka_run_group_tests_name("doc", tests, NULL, NULL);
}
