/* SVG pictures are drawn together: what they share, what one of them may do to the others, what is known before. */
#include "asset/asset.h"

#include <stdio.h>

#include "support.h"

typedef struct World { Arena *arena; Diag *diag; Jobs *jobs; Images *images; char folder[32]; Source source; Place place; } World;

static int setup(void **state)
{
    Arena *arena = arena_open();
    World *b = ARENA_NEW(arena, World);
    *b = (World){.arena = arena, .diag = diag_new(arena), .jobs = jobs_open(3)};
    strcpy(b->folder, "/tmp/octavo-sheet-XXXXXX");
    if (mkdtemp(b->folder) == NULL)
        return 1;
    b->source = (Source){.name = str_format(arena, "%s/a.md", b->folder)};
    b->place = (Place){.source = &b->source, .line = 1};
    b->images = images_open(arena, str_of(b->folder), b->diag, b->jobs);
    *state = b;
    return 0;
}

static int teardown(void **state)
{
    World *b = *state;
    int status = system(str_c(b->arena, str_format(b->arena, "rm -rf %s", b->folder)));
    jobs_close(b->jobs);
    arena_close(b->arena);
    return status;
}

/* Puts it into a file of that name and sets to work on it. */
static void start_sized(World *b, Str name, const char *size, Str body)
{
    const char *why;
    Str svg = str_format(b->arena, "<svg xmlns='http://www.w3.org/2000/svg' %s>%.*s</svg>", size, STR_ARGS(body));
    assert_true(file_write(b->arena, str_c(b->arena, str_format(b->arena, "%s/%.*s", b->folder, STR_ARGS(name))), svg, &why));
    image_start(b->images, name, b->place);
}

static void start(World *b, Str name, Str body)
{
    start_sized(b, name, "width='80' height='40'", body);
}

static void start_text(World *b, Str name, const char *text)
{
    start(b, name, str_format(b->arena, "<text y='20' font-family='DejaVu Sans'>%s</text>", text));
}

/* Elements that use others that use others: more than librsvg draws. */
static void start_endless(World *b, Str name)
{
    Buf body = BUF(b->arena);
    buf_add(&body, STR("<defs><rect id='u0' width='1' height='1'/>"));
    for (int i = 1; i < 9; i++) {
        buf_format(&body, "<g id='u%d'>", i);
        for (int k = 0; k < 10; k++)
            buf_format(&body, "<use href='#u%d'/>", i - 1);
        buf_add(&body, STR("</g>"));
    }
    buf_add(&body, STR("</defs><use href='#u8'/>"));
    start(b, name, buf_str(&body));
}

static const Image *read(World *b, Str name)
{
    return image_read(b->images, name, b->place);
}

/* The program of the picture's only font. */
static Str font_of(const Image *image)
{
    Str font = {0};
    for (int i = 0; i < image->form->n; i++) {
        const FormObject *object = &image->form->objects[i];
        for (int k = 0; k < object->n_refs; k++) {
            Str before = str_slice(object->entries, 0, object->refs[k].at);
            if (str_ends(before, STR("/FontFile2")) || str_ends(before, STR("/FontFile3"))) {
                assert_int_equal(font.n, 0);
                font = image->form->objects[object->refs[k].object].data;
            }
        }
    }
    assert_true(font.n > 0);
    return font;
}

static void test_a_font_is_subset_once(void **state)
{
    World *b = *state;
    start_text(b, STR("a.svg"), "abc");
    start_text(b, STR("b.svg"), "xyz");
    assert_true(images_join(b->images));
    assert_true(str_eq(font_of(read(b, STR("a.svg"))), font_of(read(b, STR("b.svg")))));
}

static void test_a_broken_one_leaves_the_others(void **state)
{
    World *b = *state;
    start_text(b, STR("a.svg"), "abc");
    start(b, STR("broken.svg"), STR("<g>"));
    start_text(b, STR("b.svg"), "xyz");
    images_draw(b->images);
    assert_null(read(b, STR("broken.svg")));
    assert_true(images_join(b->images));                   /* nobody has laid out anything by it */
    assert_int_equal(b->diag->items.n, 1);
    assert_true(str_find(b->diag->items.at[0].text, STR("\"broken.svg\" cannot be read: XML parse error")) >= 0);
    assert_null(read(b, STR("broken.svg")));
    assert_true(str_eq(font_of(read(b, STR("a.svg"))), font_of(read(b, STR("b.svg")))));
}

/* That it cannot be drawn is found when its size has been given. */
static void test_one_that_cannot_be_drawn_leaves_the_others(void **state)
{
    World *b = *state;
    start_text(b, STR("a.svg"), "abc");
    start_endless(b, STR("endless.svg"));
    start_text(b, STR("b.svg"), "xyz");
    assert_non_null(read(b, STR("endless.svg")));
    assert_false(images_join(b->images));
    assert_int_equal(b->diag->items.n, 1);
    assert_true(str_find(b->diag->items.at[0].text, STR("\"endless.svg\" cannot be read: librsvg cannot draw it")) >= 0);
    assert_null(read(b, STR("endless.svg")));
    assert_true(str_eq(font_of(read(b, STR("a.svg"))), font_of(read(b, STR("b.svg")))));
}

static void test_size_is_known_before(void **state)
{
    World *b = *state;
    start(b, STR("a.svg"), STR("<rect width='9' height='9'/>"));
    const Image *image = read(b, STR("a.svg"));
    assert_true(image->width == 6000 && image->height == 3000 && image->dpi == 7200 && image->turn == 1);
    assert_null(image->form);
    assert_true(images_join(b->images));
    assert_ptr_equal(read(b, STR("a.svg")), image);
    assert_true(image->width == 6000 && image->height == 3000 && image->dpi == 7200 && image->turn == 1);
    assert_int_equal(image->kind, IMAGE_FORM);
    assert_non_null(image->form);
}

/* More than one sheet holds; each has its own page. */
static void test_many(void **state)
{
    World *b = *state;
    enum { MANY = 70 };
    for (int i = 0; i < MANY; i++)
        start(b, str_format(b->arena, "%d.svg", i), str_format(b->arena, "<rect x='%d' width='9' height='9'/>", i));
    images_draw(b->images);
    assert_true(images_join(b->images));
    for (int i = 0; i < MANY; i++) {
        const Form *form = read(b, str_format(b->arena, "%d.svg", i))->form;
        Str at = str_format(b->arena, "%d ", i);
        Str content = form->objects[form->n - 1].data;
        assert_true(str_find(content, str_format(b->arena, "\n%.*s", STR_ARGS(at))) >= 0 || str_starts(content, at));
    }
}

/* A page of a sheet has whole points, a picture has not. */
static void test_nothing_is_cut_off(void **state)
{
    World *b = *state;
    start(b, STR("a.svg"), STR("<rect width='9' height='9'/>"));
    start_sized(b, STR("b.svg"), "width='20mm' height='10mm'", STR("<rect width='20mm' height='10mm'/>"));
    assert_true(images_join(b->images));
    const Form *form = read(b, STR("b.svg"))->form;
    assert_int_equal(form->box[2] - form->box[0], 75591);
    assert_int_equal(form->box[3] - form->box[1], 37795);
    Str content = form->objects[form->n - 1].data;
    assert_true(str_find(content, STR(" 75 37 re")) < 0 && str_find(content, STR(" 75.59 37.797 re")) >= 0);
}

/* What is drawn in an enlarged group is drawn in the size of any other, so that its font is looked for once. */
static void test_groups_are_drawn_in_one_scale(void **state)
{
    World *b = *state;
    start_sized(b, STR("a.svg"), "viewBox='0 0 500 300'", STR("<g transform=\"scale(5 5) rotate(0)\"><text y='9'>a</text></g>"));
    start_sized(b, STR("b.svg"), "viewBox='0 0 250 150'", STR("<g transform='scale(2.5)'><text y='9'>a</text></g>"));
    start_sized(b, STR("c.svg"), "viewBox='0 0 250 150'", STR("<g transform='scale(.1)'><text y='9'>a</text></g>"));
    start_sized(b, STR("d.svg"), "viewBox='0 0 250 150'", STR("<g transform='translate(1)'><text y='9'>a</text></g>"));
    start_sized(b, STR("e.svg"), "viewBox='0 0 250 150'", STR("<text y='9'>transform=</text>"));
    start_sized(b, STR("f.svg"), "viewBox='0 0 500 300' width='50'", STR("<g transform='scale(5)'><text y='9'>a</text></g>"));
    assert_true(images_join(b->images));
    static const int64_t widths[] = {400, 400, 250, 250, 250, 400}; /* 4 points to a unit of the groups, where 1 is too few; */
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) { /* 1 point to the others' own */
        const Image *image = read(b, str_format(b->arena, "%c.svg", "abcdef"[i]));
        assert_int_equal(image->form->box[2] - image->form->box[0], widths[i] * 1000);
        assert_int_equal(image->width, i == 0 ? 37500 : i == 5 ? 3750 : 18750);
    }
}

/* cairo's links go across the pages of a sheet, and crash when they are in groups. */
static void test_links(void **state)
{
    World *b = *state;
    Str link = STR("<a href='http://a' ><text y='9'><a y='1' href = \"x>y\">ab</a></text></a>");
    start(b, STR("a.svg"), str_format(b->arena, "<g opacity='.5' transform='rotate(30)'>%.*s</g>", STR_ARGS(link)));
    start(b, STR("b.svg"), str_format(b->arena, "%.*s<text><!-- <a --><![CDATA[<a href]]></text>", STR_ARGS(link)));
    start(b, STR("c.svg"), str_format(b->arena, "<a href='http://c'><g opacity='.5'>%.*s</g></a>", STR_ARGS(link)));
    assert_true(images_join(b->images));
    assert_int_equal(b->diag->items.n, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_font_is_subset_once), TEST(test_a_broken_one_leaves_the_others),
        TEST(test_one_that_cannot_be_drawn_leaves_the_others), TEST(test_size_is_known_before), TEST(test_many),
        TEST(test_nothing_is_cut_off), TEST(test_links), TEST(test_groups_are_drawn_in_one_scale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
