/* test_pdf.c - paint/ and pdf/ on pages made by hand: no reader, no line breaker, no page breaker. */
#include "asset/asset.h"
#include "pdf/pdf.h"
#include "pdf/pdf_int.h"

#include "support.h"

typedef struct World {
    Arena *arena;
    Setter setter;
    Style style;
    Meta meta;
    Look look;
    Node *document;
    Pages pages;
    VEC(Box) boxes;
} World;

static World *world_new(const char *family)
{
    Arena *arena = arena_open();
    World *w = ARENA_NEW(arena, World);
    w->arena = arena;
    w->setter = (Setter){.arena = arena, .shown = arena, .scratch = arena, .style = &w->style, .meta = &w->meta};
    w->setter.diag = diag_new(arena);
    w->setter.fonts = fonts_open(arena, w->setter.diag);
    w->setter.shaper = shaper_open(arena, w->setter.fonts, w->setter.diag);
    assert_true(fonts_family(w->setter.fonts, STR("main"), str_of(family), (Place){0}));
    w->look.font = fonts_font(w->setter.fonts, STR("main"), 400, false, 0, PT(10));
    w->document = node_new(arena, KIND_DOCUMENT, (Place){0});
    w->pages.folios = map_new(arena);
    w->pages.places = map_new(arena);
    w->meta.title = STR("A <title> & more");
    w->meta.lang = STR("en");
    return w;
}

static void world_close(World *w)
{
    shaper_close(w->setter.shaper);
    fonts_close(w->setter.fonts);
    arena_close(w->arena);
}

static Node *add(World *w, Node *parent, Kind kind)
{
    Node *node = node_new(w->arena, kind, (Place){0});
    node_append(parent, node);
    return node;
}

static Node *add_text(World *w, Node *parent, const char *text)
{
    Node *node = node_text(w->arena, KIND_TEXT, (Place){0}, str_of(text));
    node_append(parent, node);
    return node;
}

/* A line that shows the words of some leaves at natural width. */
static void line_at(World *w, Len x, Len y, int n, Node **leaves)
{
    VEC(Piece) pieces = {0};
    VEC(Word) words = {0};
    Line *line = ARENA_NEW(w->arena, Line);
    Len at = 0, space = w->look.font->size / 4;
    for (int i = 0; i < n; i++) {
        Str rest = leaves[i]->text, word;
        while (str_split(&rest, ' ', &word)) {
            const Shaped *shaped = shape_text(w->setter.shaper, w->look.font, word, STR("en"));
            Len width = shaped_width(shaped, w->look.font->size);
            VEC_PUSH(w->arena, &words, (Word){.shaped = shaped, .space_after = true, .gap = (int32_t)space});
            VEC_PUSH(w->arena, &pieces, (Piece){.kind = PIECE_TEXT, .x = at, .width = width, .n = 1, .look = &w->look,
                                                .node = leaves[i]});
            at += width + space;
        }
    }
    if (words.n > 0)
        words.at[words.n - 1].space_after = false;
    for (size_t i = 0; i < pieces.n; i++)
        pieces.at[i].words = &words.at[i];
    *line = (Line){.pieces = pieces.at, .n = (int)pieces.n, .width = at};
    Box box = {.kind = BOX_LINE, .node = leaves[0], .x = x, .y = y, .width = at, .line = line};
    VEC_PUSH(w->arena, &w->boxes, box);
}

static void page_end(World *w)
{
    Page *pages = ARENA_ARRAY(w->arena, Page, w->pages.n + 1);
    if (w->pages.n > 0)
        memcpy(pages, w->pages.at, (size_t)w->pages.n * sizeof(Page));
    pages[w->pages.n] = (Page){.index = w->pages.n, .width = PT(300), .height = PT(400), .boxes = w->boxes.at,
                               .n = (int)w->boxes.n, .folio = str_format(w->arena, "%d", w->pages.n + 1)};
    w->pages.at = pages;
    w->pages.n++;
    memset(&w->boxes, 0, sizeof w->boxes);
}

static void order_set(World *w)
{
    uint32_t order = 0;
    for (Node *n = w->document; n; n = node_next(n, w->document))
        n->order = order++;
}

static void place_set(World *w, Node *node, const char *label, int page, Len y)
{
    PagePlace *place = ARENA_NEW(w->arena, PagePlace);
    node_extra(w->arena, node)->label = str_of(label);
    *place = (PagePlace){page, PT(50), y};
    *map_slot(w->pages.places, node->extra->label, NULL) = place;
}

static Str dump_tags(World *w, const Ops *ops)
{
    Buf b = {w->arena, NULL, 0, 0};
    tags_dump(w->document, ops, &b);
    return buf_str(&b);
}

static void expect(Str got, const char *wanted)
{
    char *copy = strndup(got.p, got.n);
    assert_string_equal(copy, wanted);
    free(copy);
}

/* Two pages: a heading, a paragraph with code and a link over the page, a footnote that stands elsewhere. */
static Ops document_small(World *w)
{
    Node *heading = add(w, w->document, KIND_HEADING), *p = add(w, w->document, KIND_PARAGRAPH);
    Node *note = add(w, w->document, KIND_NOTE);
    Node *h = add_text(w, heading, "Of type"), *a = add_text(w, p, "Five (5) fine flags for"), *code, *link, *l, *b, *n;
    heading->u.heading.level = heading->u.heading.tag_level = 1;
    code = node_text(w->arena, KIND_CODE, (Place){0}, STR("code"));
    node_append(p, code);
    link = add(w, p, KIND_LINK);
    node_extra(w->arena, link)->target = heading;
    l = add_text(w, link, "back to it");
    b = add_text(w, p, "and on");
    n = add_text(w, add(w, note, KIND_PARAGRAPH), "A note.");
    order_set(w);
    place_set(w, heading, "of-type", 0, PT(40));
    line_at(w, PT(50), PT(50), 1, (Node *[]){h});
    line_at(w, PT(50), PT(70), 2, (Node *[]){a, code});
    line_at(w, PT(50), PT(350), 1, (Node *[]){n});
    line_at(w, PT(50), PT(82), 1, (Node *[]){l});
    page_end(w);
    line_at(w, PT(50), PT(50), 2, (Node *[]){l, b});
    page_end(w);
    return paint_pages(&w->setter, &w->pages);
}

static Str document_pdf(World *w, const Ops *ops)
{
    PdfInput input = {w->document, &w->meta, &w->pages, ops, 1234567890, 6, false, 0, NULL, NULL};
    const char *why = NULL;
    Str file = {0};
    assert_true(pdf_write(pdf_press(w->arena, &input, &why), &file, &why));
    assert_null(why);
    return file;
}

static void tags_stand_in_reading_order(void **state)
{
    (void)state;
    World *w = world_new("toy");
    Ops ops = document_small(w);
    expect(dump_tags(w, &ops),
           "Document\n"
           "  H1\n    1.0 \"Of type\"\n"
           "  P\n    1.1 \"Five (5) fine flags for code\"\n"
           "    Link\n      1.3 \"back to it\"\n      2.0 \"back to it \"\n      -> annotation\n      -> annotation\n"
           "    2.1 \"and on\"\n"
           "  Note\n    P\n      1.2 \"A note.\"\n");
    world_close(w);
}

static void lines_of_one_owner_share_a_tag(void **state)
{
    (void)state;
    World *w = world_new("toy");
    Node *p = add(w, w->document, KIND_PARAGRAPH), *t = add_text(w, p, "one line");
    order_set(w);
    line_at(w, PT(50), PT(50), 1, &t);
    line_at(w, PT(50), PT(62), 1, &t);
    page_end(w);
    Ops ops = paint_pages(&w->setter, &w->pages);
    Buf b = {w->arena, NULL, 0, 0};
    ops_dump(&ops, &b);
    expect(buf_str(&b), "page 1 \"1\"\n  tag paragraph\n"
                        "    text 50 50 Toy-Regular 10 \"one line\"\n    text 50 62 Toy-Regular 10 \"one line\"\n");
    world_close(w);
}

/* Toy glyphs are half an em wide, so a space of a quarter is the space's glyph and 2.5 pt back. Lines: the first, one at a
 * new distance, the same again, hung out to the left, two down, at a distance of its own. */
static void content_is_small(void **state)
{
    (void)state;
    World *w = world_new("toy");
    Node *p = add(w, w->document, KIND_PARAGRAPH), *t = add_text(w, p, "ab cd");
    w->look.colour = 0x804020;
    order_set(w);
    const Len lines[][2] = {{500, 50}, {500, 62}, {500, 74}, {496, 86}, {500, 110}, {503, 115}}; /* x: 1/10 pt */
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        line_at(w, lines[i][0] * LEN_PT / 10, lines[i][1] * LEN_PT, 1, &t);
    page_end(w);
    Ops ops = paint_pages(&w->setter, &w->pages);
    PdfInput input = {w->document, &w->meta, &w->pages, &ops, -1, 6, false, 0, NULL, NULL};
    expect(pdf_contents(w->arena, &input),
           "BT/P<</MCID 0>>BDC/F0 10 Tf/C cs 0 sc -2.5 Tw 50 350 Td[(ab cd)]TJ 0 -12 TD[(ab cd)]TJ "
           "T*[(ab cd)]TJ T*[40(ab cd)]TJ T* T*[(ab cd)]TJ 0 -5 Td[-30(ab cd)]TJ EMC ET\n");
    world_close(w);
}

static void keep_file(World *w, const char *variable, Str file)
{
    const char *path = getenv(variable), *why = NULL;
    if (path != NULL)
        assert_true(file_write(w->arena, path, file, &why));
}

static void same_input_gives_same_bytes(void **state)
{
    (void)state;
    World *one = world_new("TeX Gyre Pagella"), *two = world_new("TeX Gyre Pagella");
    Ops a = document_small(one), b = document_small(two);
    Str first = document_pdf(one, &a), second = document_pdf(two, &b);
    assert_int_equal(first.n, second.n);
    assert_memory_equal(first.p, second.p, first.n);
    assert_true(str_starts(first, STR("%PDF-1.7\n")));
    assert_true(str_find(first, STR("A &lt;title&gt; &amp; more")) > 0);
    assert_true(str_find(first, STR("2009-02-13T23:31:30Z")) > 0);
    keep_file(one, "OCTAVO_TEST_PDF", first);
    world_close(one);
    world_close(two);
}

static void a_table_keeps_its_empty_cells(void **state)
{
    (void)state;
    World *w = world_new("toy");
    Node *table = add(w, w->document, KIND_TABLE), *head = add(w, table, KIND_TABLE_HEAD);
    Node *body = add(w, table, KIND_TABLE_BODY), *first = NULL;
    for (int r = 0; r < 2; r++) {
        Node *row = add(w, r ? body : head, KIND_ROW);
        for (int c = 0; c < 2; c++) {
            Node *cell = add(w, row, KIND_CELL);
            cell->u.cell.header = r == 0;
            if (r == 0 && c == 0)
                first = add_text(w, cell, "head");
        }
    }
    order_set(w);
    line_at(w, PT(50), PT(50), 1, &first);
    page_end(w);
    Ops ops = paint_pages(&w->setter, &w->pages);
    expect(dump_tags(w, &ops), "Document\n  Table\n    THead\n      TR\n        TH\n          1.0 \"head\"\n"
                               "        TH\n    TBody\n      TR\n        TD\n        TD\n");
    world_close(w);
}

/* A face with more than 255 glyphs has codes of two bytes; what ToUnicode cannot say is said beside it. */
static void many_glyphs_need_two_bytes(void **state)
{
    (void)state;
    World *w = world_new("DejaVu Sans");
    Buf text = {w->arena, NULL, 0, 0};
    for (uint32_t c = 0x21; c < 0x180; c++)
        if (c < 0x7F || c > 0xA0)
            buf_utf8(&text, c);
    Node *p = add(w, w->document, KIND_PARAGRAPH), *t = add_text(w, p, str_c(w->arena, buf_str(&text)));
    Node *two = add_text(w, p, "\xE2\x84\xA6 \xCE\xA9 x\xCC\x83 e\xCC\x81");
    order_set(w);
    line_at(w, PT(50), PT(50), 1, &t);
    line_at(w, PT(50), PT(62), 1, &two);
    page_end(w);
    Ops ops = paint_pages(&w->setter, &w->pages);
    Str file = document_pdf(w, &ops);
    PdfInput input = {w->document, &w->meta, &w->pages, &ops, -1, 6, false, 0, NULL, NULL};
    Str content = pdf_contents(w->arena, &input);
    assert_true(str_find(content, STR("[(\0")) > 0);
    keep_file(w, "OCTAVO_TEST_WIDE", file);
    world_close(w);
}

/* rows: with filter bytes. */
static const Image *image_new(World *w, int components, int bits, Str rows)
{
    Image *image = ARENA_NEW(w->arena, Image);
    *image = (Image){.kind = IMAGE_PNG, .width = 2, .height = 2, .components = components, .bits = bits,
                     .stream = flate_pack(w->arena, rows, 6), .turn = 1};
    return image;
}

static void image_at(World *w, Node *node, const Image *image, Len y)
{
    VEC_PUSH(w->arena, &w->boxes, (Box){.kind = BOX_IMAGE, .node = node, .x = PT(50), .y = y, .width = PT(20),
                                        .height = PT(10), .image = image});
}

/* A figure's picture belongs to the figure; its caption stands beside it, because the figure's Alt would hide it. */
static void a_figure_has_its_caption_beside_it(void **state)
{
    (void)state;
    World *w = world_new("toy");
    Node *figure = add(w, w->document, KIND_FIGURE), *image = add(w, figure, KIND_IMAGE);
    Node *caption = add_text(w, add(w, figure, KIND_CAPTION), "Below");
    add_text(w, image, "Four dots");
    Image *rgb = (Image *)image_new(w, 3, 8, STR("\0abcdef\0ghijkl")), *indexed = (Image *)image_new(w, 1, 1, STR("\0\x80\0\x40"));
    rgb->mask = flate_pack(w->arena, STR("\0\x00\x40\0\x80\xFF"), 6);
    rgb->turn = 6;
    indexed->palette = STR("abc()\r");
    order_set(w);
    image_at(w, image, rgb, PT(50));
    image_at(w, image, indexed, PT(60));
    image_at(w, image, image_new(w, 1, 8, STR("\0ab\0cd")), PT(70));
    line_at(w, PT(50), PT(100), 1, &caption);
    page_end(w);
    Ops ops = paint_pages(&w->setter, &w->pages);
    expect(dump_tags(w, &ops), "Document\n  Figure\n    1.0 \"[picture][picture][picture]\"\n"
                               "  Caption\n    1.1 \"Below\"\n");
    Str file = document_pdf(w, &ops);
    PdfInput input = {w->document, &w->meta, &w->pages, &ops, -1, 6, false, 0, NULL, NULL};
    assert_true(str_find(pdf_contents(w->arena, &input), STR("q 0 -10 20 0 50 350 cm/I0 Do Q")) > 0);
    keep_file(w, "OCTAVO_TEST_FIGURE", file);
    world_close(w);
}

static void values_are_short(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Buf b = {arena, NULL, 0, 0};
    value_fixed(&b, 1250, 2);
    value_fixed(&b, -50, 2);
    value_fixed(&b, 0, 2);
    value_fixed(&b, 5, 3);
    value_name(&b, STR("a b/"));
    value_bytes(&b, STR("(\r\\"));
    value_text(&b, STR("caf\xC3\xA9\xE2\x80\x99s"));
    expect(buf_str(&b), "12.5 -.5 0 .005/a#20b#2F(\\(\\r\\\\)(caf\xE9\x90s)");
    b.n = 0;
    value_text(&b, STR("\xC3\xBF\xF0\x9F\x98\x80"));     /* no byte for the second; two that begin like UTF-16 */
    value_text(&b, STR("\xC3\xBE\xC3\xBF"));
    value_text(&b, text_spaced(arena, STR("a\xC2\xA0" "b")));
    assert_true(str_eq(buf_str(&b), STR("(\xFE\xFF\0\xFF\xD8\x3D\xDE\0)(\xFE\xFF\0\xFE\0\xFF)(a b)")));
    arena_close(arena);
}

static void equal_objects_are_one(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    const char *why;
    Pdf *pdf = pdf_open(arena, &why);
    Str one = STR("abc"), same = str_copy(arena, one), other = STR("abd");
    Ref stream = pdf_shared(pdf, STR("/N 3"), &one, true), object = pdf_shared(pdf, STR("/N 3"), NULL, false);
    assert_int_equal(pdf_shared(pdf, STR("/N 3"), &same, true), stream);
    assert_int_equal(pdf_shared(pdf, STR("/N 3"), NULL, false), object);
    assert_true(stream > 0 && object > 0 && object != stream);
    assert_int_not_equal(pdf_shared(pdf, STR("/N 3"), &other, true), stream);
    assert_int_not_equal(pdf_shared(pdf, STR("/N 4"), &one, true), stream);
    assert_null(why);
    pdf_close(pdf);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_objects_are_one),
        cmocka_unit_test(values_are_short),
        cmocka_unit_test(content_is_small),
        cmocka_unit_test(lines_of_one_owner_share_a_tag),
        cmocka_unit_test(tags_stand_in_reading_order),
        cmocka_unit_test(a_table_keeps_its_empty_cells),
        cmocka_unit_test(same_input_gives_same_bytes),
        cmocka_unit_test(many_glyphs_need_two_bytes),
        cmocka_unit_test(a_figure_has_its_caption_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
