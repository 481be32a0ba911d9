/* Paragraphs set ahead: those of the text, of quotations and of lists are guessed; what there is something to tell of, and
 * what is asked for otherwise, is left to the galley. */
#include "page/page_int.h"

#include "support.h"

enum { ROUNDS = 40 };
static const Len WIDTH = 300 * LEN_PT, INSET = 20 * LEN_PT;

typedef struct World { Arena *arena; Style style; Setter setter; Node *document; uint32_t order; } World;

static Node *add(World *w, Node *parent, Kind kind, Str text)
{
    Node *node = node_text(w->arena, kind, (Place){0}, text);
    node_append(parent, node);
    node->order = ++w->order;
    return node;
}

static Node *paragraph_add(World *w, Node *parent, Str text)
{
    Node *node = add(w, parent, KIND_PARAGRAPH, (Str){0});
    add(w, node, KIND_TEXT, text);
    return node;
}

static World *world_open(int jobs)
{
    Arena *arena = arena_open();
    World *w = ARENA_NEW(arena, World);
    w->arena = arena;
    w->style.page_width = WIDTH;
    w->style.page_height = 2 * WIDTH;
    w->style.quote_indent = w->style.list_indent = INSET;
    for (int i = 0; i < TEXT_ROLES; i++)
        w->style.text[i] = (TextStyle){.family = STR("main"), .weight = 400, .align = ALIGN_JUSTIFY, .size = 10 * LEN_PT,
                                       .leading = 12 * LEN_PT};
    w->setter = (Setter){.arena = arena, .scratch = arena_open(), .shown = arena, .lasting = arena, .style = &w->style,
                         .diag = diag_new(arena)};
    w->setter.jobs = jobs_open(jobs);
    w->setter.fonts = fonts_open(arena, w->setter.diag);
    w->setter.shaper = shaper_open(arena, w->setter.fonts, w->setter.diag);
    assert_true(fonts_family(w->setter.fonts, STR("main"), STR("toy"), (Place){0}));
    w->document = node_new(arena, KIND_DOCUMENT, (Place){0});
    return w;
}

static void world_close(World *w)
{
    jobs_close(w->setter.jobs);
    shaper_close(w->setter.shaper);
    fonts_close(w->setter.fonts);
    arena_close(w->setter.scratch);
    arena_close(w->arena);
}

static const Paragraph *lookup(const World *w, const Ahead *ahead, const Node *node, TextRole role, Len width)
{
    return ahead_lookup(ahead, node, &w->style.text[role], &(Measure){.width = width, .align = ALIGN_JUSTIFY});
}

static void text_is_guessed(void **state)
{
    (void)state;
    World *w = world_open(3);
    Node *body[ROUNDS], *quoted[ROUNDS], *listed[ROUNDS], *odd[ROUNDS];
    Str text = STR("words of a paragraph that is long enough to need more lines than one of them, and so it does");
    for (int i = 0; i < ROUNDS; i++) {
        body[i] = paragraph_add(w, w->document, text);
        quoted[i] = paragraph_add(w, add(w, w->document, KIND_QUOTE, (Str){0}), text);
        Node *item = add(w, add(w, w->document, KIND_LIST, (Str){0}), KIND_ITEM, (Str){0});
        listed[i] = paragraph_add(w, add(w, item, KIND_BODY, (Str){0}), text);
        add(w, w->document, KIND_HEADING, (Str){0});
        odd[i] = paragraph_add(w, w->document, STR("a character that nobody has: \xCD\xB8"));
    }
    Ahead *ahead = ahead_new(&w->setter, w->document);
    assert_non_null(ahead);
    for (int i = 0; i < ROUNDS; i++) {
        const Paragraph *p = lookup(w, ahead, body[i], TEXT_BODY, WIDTH);
        assert_non_null(p);
        Hlist list = hlist_new(&w->setter, body[i], &w->style.text[TEXT_BODY]);
        Paragraph own = line_break(&w->setter, &list, &(Measure){.width = WIDTH, .align = ALIGN_JUSTIFY});
        assert_int_equal(p->n, own.n);
        assert_int_equal(p->demerits, own.demerits);
        assert_non_null(lookup(w, ahead, quoted[i], TEXT_QUOTE, WIDTH - 2 * INSET));
        assert_non_null(lookup(w, ahead, listed[i], TEXT_BODY, WIDTH - INSET));
        assert_null(lookup(w, ahead, body[i], TEXT_BODY, WIDTH - 1));
        assert_null(lookup(w, ahead, quoted[i], TEXT_BODY, WIDTH - 2 * INSET));
        assert_null(lookup(w, ahead, odd[i], TEXT_BODY, WIDTH));
    }
    assert_int_equal(w->setter.diag->items.n, 0);
    ahead_close(ahead);
    world_close(w);
}

static void one_thread_guesses_nothing(void **state)
{
    (void)state;
    World *w = world_open(1);
    paragraph_add(w, w->document, STR("words"));
    assert_null(ahead_new(&w->setter, w->document));
    ahead_close(NULL);
    world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(text_is_guessed), cmocka_unit_test(one_thread_guesses_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
