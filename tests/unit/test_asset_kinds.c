/* Pictures of the kinds that a library of their own decodes: the files of tests/cases/asset/kinds.md. */
#include "asset/asset.h"

#include "support.h"
#include "samples.h"

typedef struct World { Arena *arena; Diag *diag; Images *images; Source source; } World;

static int setup(void **state)
{
    Arena *arena = arena_open();
    World *b = ARENA_NEW(arena, World);
    const char *tests = getenv("TESTS");
    *b = (World){.arena = arena, .diag = diag_new(arena)};
    Str root = str_format(arena, "%s/cases/asset", tests != NULL ? tests : "tests");
    b->source.name = str_format(arena, "%.*s/kinds.md", STR_ARGS(root));
    b->images = images_open(arena, root, b->diag, NULL);
    *state = b;
    return 0;
}

static int teardown(void **state)
{
    arena_close(((World *)*state)->arena);
    return 0;
}

static const Image *image_of(World *b, const char *address)
{
    Place place = {.source = &b->source, .line = 1};
    image_start(b->images, str_of(address), place);
    images_join(b->images);
    const Image *image = image_read(b->images, str_of(address), place);
    assert_non_null(image);
    return image;
}

/* A red ground that is transparent, a blue square on it; the second frame is not shown. */
static void test_gif_first_frame(void **state)
{
    const Image *image = image_of(*state, "moves.gif");
    assert_int_equal(image->width, 8);
    assert_int_equal(image->height, 8);
    Arena *arena = ((World *)*state)->arena;
    Str colour = colour_of(arena, image), alpha = alpha_of(arena, image);
    assert_int_equal((uint8_t)alpha.p[0], 0);
    assert_int_equal((uint8_t)alpha.p[3 * 8 + 3], 255);
    const uint8_t *blue = (const uint8_t *)image->palette.p + 3 * (uint8_t)colour.p[3 * 8 + 3];
    assert_int_equal(blue[0] << 16 | blue[1] << 8 | blue[2], 0x0000FF);
}

static void check_webp(void **state, const char *name)
{
    const Image *image = image_of(*state, name);
    assert_int_equal(image->width, 8);
    assert_int_equal(image->height, 4);
    const uint8_t *s = (const uint8_t *)colour_of(((World *)*state)->arena, image).p;
    assert_int_equal(s[0] << 16 | s[1] << 8 | s[2], 0xFF0000);
    assert_int_equal(s[93] << 16 | s[94] << 8 | s[95], 0x0000FF);
    assert_int_equal(image->mask.n, 0);
}

static void test_webp_samples(void **state)
{
    check_webp(state, "still.webp");
}

/* Of an animation the first frame. */
static void test_webp_first_frame(void **state)
{
    check_webp(state, "moving.webp");
}

/* Its width is 4 cm, its height follows from the view box. */
static void test_svg_size(void **state)
{
    const Image *image = image_of(*state, "drawing.svg");
    assert_int_equal(image->kind, IMAGE_FORM);
    assert_int_equal(image->width, 11339);
    assert_int_equal(image->height, 5669);
}

static void test_svg_without_size_is_its_ink(void **state)
{
    const Image *image = image_of(*state, "no-size.svg");
    assert_int_equal(image->width, 3750);
    assert_int_equal(image->height, 1500);
}

static void test_svg_text_is_text(void **state)
{
    const Form *form = image_of(*state, "drawing.svg")->form;
    bool font = false;
    for (int i = 0; i < form->n; i++)
        font |= str_find(form->objects[i].entries, STR("/FontFile")) >= 0;
    assert_true(font);
}

/* The second page, which is turned; its tags stay behind, a form that holds itself is cut off. */
static void test_pdf_page(void **state)
{
    const Image *image = image_of(*state, "page.pdf#page=2");
    const Form *form = image->form;
    assert_int_equal(image->turn, 6);
    assert_int_equal(image->width, 10000);
    assert_int_equal(form->n, 2);
    const FormObject *page = &form->objects[1];
    assert_true(str_find(page->data, STR("80 30 re")) >= 0);
    assert_true(str_find(page->data, STR("MCID")) < 0 && str_find(page->data, STR("EMC")) < 0);
    assert_true(str_find(page->data, STR("/X Do")) >= 0);
    assert_int_equal(page->n_refs, 1);
    assert_int_equal(page->refs[0].object, 0);
    assert_true(str_find(form->objects[0].entries, STR("null")) >= 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_gif_first_frame), TEST(test_webp_samples), TEST(test_webp_first_frame), TEST(test_svg_size), TEST(test_svg_without_size_is_its_ink),
        TEST(test_svg_text_is_text), TEST(test_pdf_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
