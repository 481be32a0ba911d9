/* test_resolve_typo.c - quotation marks, dashes, ellipses and ties, line by line. */

#include "resolve/resolve.h"

#include "support.h"

/* The text set as one paragraph; '|' parts it into leaves, '`' begins and ends code. */
static Str set(Arena *arena, const char *lang, const char *text)
{
    Node *document = node_new(arena, KIND_DOCUMENT, (Place){0}),
         *p = node_new(arena, KIND_PARAGRAPH, (Place){0});
    node_append(document, p);
    Str rest = str_of(text), part;
    while (str_split(&rest, '|', &part)) {
        bool code = part.n > 1 && part.p[0] == '`';
        node_append(p, node_text(arena, code ? KIND_CODE : KIND_TEXT, (Place){0}, part));
    }
    Meta meta = {.lang = str_of(lang)};
    resolve_typography(arena, document, &meta);
    return node_plain(arena, p);
}

static void check(const char *lang, const char *text, const char *expected)
{
    Arena *arena = arena_open();
    assert_string_equal(str_c(arena, set(arena, lang, text)), expected);
    arena_close(arena);
}

static void double_quotes(void **state)
{
    (void)state;
    check("en", "\"Yes,\" he said. (\"no\")", "“Yes,” he said. (“no”)");
    check("en", "a|\"|so|\"|.", "a”so”.");
    check("en", "see |\"|so|\"|.", "see “so”.");
    check("en", "\"|`x`|\" is \"`y`\"", "“`x`” is “`y`”");
    check("en", "yes—\"no\"", "yes—“no”");
    check("en", "\"'Tis\" \"'so' she\"", "“’Tis” “‘so’ she”");
    check("de", "\"Ja\" und 'nein'", "„Ja“ und ‚nein‘");
    check("fr", "\"oui\" !", "«\u202foui\u202f»\u202f!");
    check("sv", "\"ja\"", "”ja”");
}

static void single_quotes(void **state)
{
    (void)state;
    check("en", "don't, users' 'quoted words' it", "don’t, users’ ‘quoted words’ it");
    check("en", "the '90s, rock 'n' roll", "the ’90s, rock ’n’ roll");
    check("en", "Rust|'s", "Rust’s");
    check("en", "he is 6'2\" and 12\" wide", "he is 6′2″ and 12″ wide");
    check("en", "'twas 'ere", "’twas ’ere");
    check("en", "in '1984' and \"1984\"", "in ‘1984’ and “1984”");
}

static void dashes_and_dots(void **state)
{
    (void)state;
    check("en", "pages 10--20, so---then", "pages 10–20, so—then");
    check("en", "use --help or x --> y <!-- ----", "use --help or x --> y <!-- ----");
    check("en", "wait... ./... a..b ....", "wait… ./... a..b ….");
    check("en", "so -- then", "so\u00a0– then");
    check("en", "`a--b...`", "`a--b...`");
}

static void ties(void **state)
{
    (void)state;
    check("en", "a cat and I am in Figure 3 of 128 MB or 5 cats",
          "a\u00a0cat and I\u00a0am in Figure\u00a03 of 128\u00a0MB or 5 cats");
    check("pl", "w domu", "w\u00a0domu");
    check("de", "w domu", "w domu");
    check("en", "Vitamin A. Then", "Vitamin A. Then");
}

static void addresses_stay(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Node *document = node_new(arena, KIND_DOCUMENT, (Place){0}),
         *p = node_new(arena, KIND_PARAGRAPH, (Place){0});
    Node *link = node_text(arena, KIND_LINK, (Place){0}, STR("http://www.x/a--b'c"));
    node_append(document, p);
    node_append(p, link);
    node_append(link, node_text(arena, KIND_TEXT, (Place){0}, STR("www.x/a--b'c")));
    Meta meta = {.lang = STR("en")};
    resolve_typography(arena, document, &meta);
    assert_string_equal(str_c(arena, node_plain(arena, p)), "www.x/a--b'c");
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(double_quotes),   cmocka_unit_test(single_quotes),
        cmocka_unit_test(dashes_and_dots), cmocka_unit_test(ties),
        cmocka_unit_test(addresses_stay),
    };
    return cmocka_run_group_tests_name("resolve typo", tests, NULL, NULL);
}
