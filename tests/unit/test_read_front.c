/* test_read_front.c - front matter, the command line's settings, themes, YAML. */

#include "read/read.h"

#include "support.h"

typedef struct World { Arena *arena; Diag *diag; Source source; Front front; Style style; } World;

static int world_open(void **state)
{
    Arena *arena = arena_open();
    World *w = ARENA_NEW(arena, World);
    w->arena = arena;
    w->diag = diag_new(arena);
    *state = w;
    return 0;
}

static int world_close(void **state)
{
    arena_close(((World *)*state)->arena);
    return 0;
}

/* Reads a whole file's text: what the front matter says is in w->front. */
static FrontSplit read(World *w, const char *text)
{
    w->source = (Source){.name = STR("a.md"), .text = str_of(text)};
    FrontSplit split = front_split(w->source.text);
    front_read(&w->front, w->arena, &w->source, split, w->diag);
    return split;
}

static void apply(World *w, const char *theme)
{
    w->style = (Style){0};
    theme_apply(&w->style, w->arena, str_of(theme), &w->front, w->diag);
}

static void test_split(void **state)
{
    (void)state;
    static const struct { const char *text, *front, *body; int line; } cases[] = {
        {"---\ntitle: X\n---\nBody", "title: X\n", "Body", 4},
        {"\xEF\xBB\xBF---\r\ntitle: X\r\n...\r\nBody", "title: X\r\n", "Body", 4},
        {"---\n---\nBody", "", "Body", 3},
        {"---\n\ntitle: X\n---\n", "", "---\n\ntitle: X\n---\n", 1},
        {"---\nA rule, and prose.\n\n---\n", "", "---\nA rule, and prose.\n\n---\n", 1},
        {"---\ntitle: never closed\n", "", "---\ntitle: never closed\n", 1},
        {"\xEF\xBB\xBF" "Body", "", "Body", 1},
        {" ---\na: b\n---\n", "", " ---\na: b\n---\n", 1},
        {"", "", "", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FrontSplit split = front_split(str_of(cases[i].text));
        assert_str(split.front, cases[i].front);
        assert_str(split.body, cases[i].body);
        assert_int_equal(split.body_line, cases[i].line);
    }
}

static void test_meta(void **state)
{
    World *w = *state;
    read(w, "---\ntitle: \"A: B\"\nsubtitle: S\nauthor:\n  - Ann\n  - {name: Bo, affiliation: Uni}\ndate: 2026-11-23\n"
            "lang: de\nkeywords: [x, y]\nabstract: >\n  One\n  two.\ntoc: yes\ntoc-depth: 2\nnumber-sections: true\n"
            "theme: book\ncover: true\n---\n");
    const Meta *m = &w->front.meta;
    assert_int_equal(w->diag->items.n, 0);
    assert_str(m->title, "A: B");
    assert_int_equal(m->n_authors, 2);
    assert_str(m->authors[0].name, "Ann");
    assert_str(m->authors[1].name, "Bo");
    assert_str(m->authors[1].affiliation, "Uni");
    assert_str(m->date, "2026-11-23");
    assert_str(m->keywords, "x, y");
    assert_str(m->abstract, "One two.");
    assert_str(m->theme, "book");
    assert_true(m->toc && m->number_sections && m->title_page);
    assert_int_equal(m->toc_depth, 2);
}

static void test_defaults(void **state)
{
    World *w = *state;
    read(w, "Body");
    assert_int_equal(w->front.meta.toc_depth, 3);
    assert_false(w->front.meta.toc);
    assert_int_equal(w->front.settings.n, 0);
}

static void test_command_line(void **state)
{
    World *w = *state;
    read(w, "---\ntitle: T\nmargin: 2cm\n---\n");
    assert_true(front_set(&w->front, w->arena, STR("title"), STR("U"), w->diag, (Place){0}));
    assert_true(front_set(&w->front, w->arena, STR("margin"), STR("54pt"), w->diag, (Place){0}));
    assert_true(front_set(&w->front, w->arena, STR("author"), STR("Ann"), w->diag, (Place){0}));
    assert_false(front_set(&w->front, w->arena, STR("titel"), STR("U"), w->diag, (Place){0}));
    assert_str(w->front.meta.title, "U");
    assert_str(w->front.meta.authors[0].name, "Ann");
    assert_str(w->diag->items.at[0].hint, "did you mean \"title\"?");
    apply(w, "handout");
    assert_int_equal(w->style.margin_outer, PT(54));
}

static void test_page(void **state)
{
    World *w = *state;
    read(w, "---\npapersize: a5\nmargin: {top: 20mm, inner: 15mm}\ngeometry: [\"bottom=1in, right=2cm\", twoside]\n"
            "fontsize: 12pt\nmainfont: EB Garamond\nh1.size: 30pt\nbody: {align: left}\n---\n");
    apply(w, "handout");
    assert_int_equal(w->diag->items.n, 0);
    assert_int_equal(w->style.page_width, PT(419.528));
    assert_int_equal(w->style.margin_bottom, PT(72));
    assert_int_equal(w->style.margin_inner, len_scale(PT(72), 15 * 10, 254));
    assert_int_equal(w->style.margin_outer, len_scale(PT(72), 20 * 10, 254));
    assert_true(w->style.two_sided);
    assert_int_equal(w->style.text[TEXT_BODY].size, PT(12));
    assert_int_equal(w->style.text[TEXT_H1].size, PT(30));
    assert_int_equal(w->style.text[TEXT_BODY].align, ALIGN_LEFT);
    assert_str(w->style.family_main, "EB Garamond");
}

/* Without margins of its own, a document on other paper keeps the theme's proportions. */
static void test_paper_margins(void **state)
{
    World *w = *state;
    read(w, "");
    apply(w, "handout");
    Style a4 = w->style;
    read(w, "---\npapersize: a5\n---\n");
    apply(w, "handout");
    assert_int_equal(w->style.margin_inner, len_scale(a4.margin_inner, w->style.page_width, a4.page_width));
    assert_int_equal(w->style.margin_top, len_scale(a4.margin_top, w->style.page_height, a4.page_height));
}

static void test_wrong_values(void **state)
{
    World *w = *state;
    static const char *const wrong[] = {
        "toc: maybe", "toc-depth: 9", "papersize: a44", "margin: wide", "fontsize: 1pt", "title: [a]", "geometry: margin=x",
        "margin: [1cm, 2cm]", "mainfont: \"\"", "author: {affiliation: x}",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        read(w, str_format(w->arena, "---\nlang: en\n%s\n---\n", wrong[i]).p);
        assert_int_equal(w->diag->items.n, i + 1);
        assert_int_equal(w->diag->items.at[i].kind, DIAG_VALUE);
        assert_int_equal(w->diag->items.at[i].place.line, 3);
    }
    assert_int_equal(w->front.settings.n, 0);
}

static void test_unknown_keys(void **state)
{
    World *w = *state;
    read(w, "---\ntitel: x\ndocumentclass: y\nzzzzzz: z\ngeometry: foo=3cm\n---\n");
    assert_int_equal(w->diag->items.n, 4);
    assert_str(w->diag->items.at[0].hint, "did you mean \"title\"?");
    assert_int_equal(w->diag->items.at[1].kind, DIAG_KEY_UNKNOWN);
    assert_int_equal(w->diag->items.at[1].place.line, 3);
    assert_true(str_find(w->diag->items.at[1].hint, STR("pandoc")) >= 0);
    assert_int_equal(w->diag->items.at[2].hint.n, 0);
}

static void test_broken_yaml(void **state)
{
    World *w = *state;
    read(w, "---\ntitle: \"open\nlang: en\n---\n");
    assert_int_equal(w->diag->items.at[0].kind, DIAG_YAML);
    assert_true(w->diag->items.at[0].place.line >= 2);
    read(w, "---\ntitle: a\n  b: [c\n---\n");
    assert_int_equal(w->diag->items.at[1].kind, DIAG_YAML);
    assert_int_equal(w->diag->items.at[1].place.line, 3);
    assert_true(w->diag->items.at[1].place.column > 0);
    read(w, "---\n- a: b\n---\n");
    assert_int_equal(w->front.meta.title.n, 0);
}

static void test_yaml(void **state)
{
    World *w = *state;
    const Yaml *map = yaml_read(w->arena, &w->source, STR("a: &x {b: 1}\nc: *x\nd: ~\ne: [p, 'q r']\n"), 5, w->diag);
    assert_str(yaml_lookup(yaml_lookup(map, STR("c")), STR("b"))->value, "1");
    assert_int_equal(yaml_lookup(map, STR("d"))->value.n, 0);
    assert_int_equal(yaml_lookup(map, STR("e"))->place.line, 8);
    assert_str(yaml_lookup(map, STR("e"))->first->next->value, "q r");
    assert_int_equal(w->diag->items.n, 0);
    assert_null(yaml_read(w->arena, &w->source, STR("a: *nobody"), 1, w->diag));
    assert_null(yaml_read(w->arena, &w->source, STR("&a [*a]"), 1, w->diag));
    Buf deep = BUF(w->arena);
    for (int i = 0; i < 5000; i++) buf_byte(&deep, '[');
    assert_null(yaml_read(w->arena, &w->source, buf_str(&deep), 1, w->diag));
    assert_int_equal(w->diag->items.n, 3);
}

/* Every theme is whole: it sets what its page needs, its space makes up whole lines, its text is readable on white. */
static int luminance(Colour c)
{
    static const int weights[] = {2126, 7152, 722};
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        int v = (int)(c >> (16 - 8 * i) & 0xFF);
        sum += weights[i] * v * v / 255;                   /* gamma 2 is near enough for a bound */
    }
    return sum / 255;
}

static void test_themes(void **state)
{
    World *w = *state;
    static const char *const names[] = {"handout", "book"};
    for (size_t i = 0; i < 2; i++) {
        apply(w, names[i]);
        const Style *s = &w->style;
        Len text = s->page_height - s->margin_top - s->margin_bottom;
        assert_int_equal(s->grid, s->text[TEXT_BODY].leading);
        assert_true(text % s->grid < PT(0.01) || s->grid - text % s->grid < PT(0.01));
        for (int r = TEXT_H1; r <= TEXT_H6; r++) {
            const TextStyle *t = &s->text[r];
            assert_int_equal((t->before + t->leading + t->after) % s->grid, 0);
            assert_true(t->before > t->after);
        }
        for (int r = 0; r < TEXT_ROLES; r++) {
            const TextStyle *t = &s->text[r];
            assert_true(t->size > 0 && t->leading >= t->size && t->weight >= 100 && t->family.n);
            assert_true(luminance(t->colour) < 2000);
        }
        Colour colours[] = {s->accent, s->link, s->alert_note, s->alert_tip, s->alert_important, s->alert_warning,
                            s->alert_caution};
        for (size_t k = 0; k < sizeof colours / sizeof *colours; k++) assert_true(luminance(colours[k]) < 2000);
    }
    assert_true(w->style.chapters_right && w->style.two_sided);
    assert_int_equal(w->diag->items.n, 0);
}

static void test_unknown_theme(void **state)
{
    World *w = *state;
    read(w, "---\nlang: en\ntheme: boook\n---\n");
    apply(w, "boook");
    assert_int_equal(w->diag->items.at[0].kind, DIAG_THEME);
    assert_int_equal(w->diag->items.at[0].place.line, 3);
    assert_str(w->diag->items.at[0].hint, "did you mean \"book\"?");
    assert_int_equal(w->style.text[TEXT_BODY].size, PT(10.5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_split, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_meta, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_defaults, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_command_line, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_page, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_paper_margins, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_wrong_values, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_unknown_keys, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_broken_yaml, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_yaml, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_themes, world_open, world_close),
        cmocka_unit_test_setup_teardown(test_unknown_theme, world_open, world_close),
    };
    return cmocka_run_group_tests_name("read_front", tests, NULL, NULL);
}
