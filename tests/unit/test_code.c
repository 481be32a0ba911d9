/* test_code.c - the reader of queries against a grammar made up for it, in which a node is a letter in brackets with its
 * children, and everything else a word of one character; regular expressions; languages' names; the colours of the themes
 * (WCAG 2). */
#include "chart/chart_int.h"
#include "code/code_int.h"
#include "read/read.h"

#include "support.h"

/* ---- the made-up grammar --------------------------------------------------------------------------- */

static uint16_t symbol_of(const void *grammar, Str name, bool named)
{
    (void)grammar;
    bool letter = name.n == 1 && name.p[0] >= 'a' && name.p[0] <= 'z';
    return name.n == 1 && letter == named ? (uint16_t)name.p[0] : 0;
}

static uint16_t field_of(const void *grammar, Str name)
{
    (void)grammar;
    return name.n == 1 ? (uint16_t)name.p[0] : 0;
}

static const Names names = {NULL, symbol_of, field_of};

/* "(a f:(b) +)": the node a, whose children are b, in the field f, and the word +. */
static Tree tree_of(Arena *arena, Str text)
{
    VEC(Twig) twigs = {0};
    VEC(uint32_t) open = {0};
    uint16_t field = 0;
    for (uint32_t at = 0; at < text.n; at++) {
        char c = text.p[at];
        if (c == ')') {
            Twig *twig = &twigs.at[open.at[--open.n]];
            twig->to = at + 1;
            twig->skip = (uint32_t)twigs.n;
        } else if (at + 1 < text.n && text.p[at + 1] == ':') {
            field = (uint16_t)c;
            at++;
        } else if (c != ' ') {
            bool named = c == '(';
            if (named)
                VEC_PUSH(arena, &open, (uint32_t)twigs.n);
            uint32_t skip = (uint32_t)twigs.n + 1;
            VEC_PUSH(arena, &twigs, (Twig){at, at + 1, skip, (uint16_t)(named ? text.p[at + 1] : c), field, named});
            at += named;
            field = 0;
        }
    }
    return (Tree){twigs.at, (uint32_t)twigs.n};
}

/* The text with a letter for the style of each byte: k keyword, s string, c constant .. and . for plain. */
static void check_spans(const char *query, const char *text, const char *expected)
{
    static const char letters[CODE_STYLES + 1] = ".cksntfpaoid";
    Arena *arena = arena_open();
    QueryFault fault;
    const Query *q = query_read(arena, &names, str_of(query), &fault);
    if (q == NULL)
        fail_msg("%s: %s at %zu", query, fault.why, fault.at);
    Tree tree = tree_of(arena, str_of(text));
    Spans spans = {0};
    query_match(arena, q, &tree, str_of(text), &spans);
    char *got = (char *)str_copy(arena, str_of(text)).p;
    memset(got, '.', strlen(got));
    for (size_t i = 0; i < spans.n; i++)
        memset(got + spans.at[i].from, letters[spans.at[i].style], spans.at[i].to - spans.at[i].from);
    assert_string_equal(got, expected);
    arena_close(arena);
}

static void nodes_match(void **state)
{
    (void)state;
    check_spans("(b) @keyword", "(a (b) (c))", "...kkk.....");
    check_spans("\"+\" @keyword", "(a (b) + (c))", ".......k.....");
    check_spans("[(b) \"+\"] @keyword", "(a (b) + (c))", "...kkkkk.....");
    check_spans("(_) @type", "(a +)", "ttttt");
    check_spans("(a _ @keyword)", "(a (b) +)", "...kkkkk.");
    check_spans("(a (_) @keyword)", "(a (b) +)", "...kkk...");
    check_spans("; a comment (b)\n(c) @type", "(a (b) (c))", ".......ttt.");
}

static void children_and_fields_match(void **state)
{
    (void)state;
    check_spans("(a f: (b) @keyword)", "(a (b) f:(b))", ".........kkk.");
    check_spans("(a !f (b) @keyword)", "(a (b) f:(b))", ".............");
    check_spans("(a !g (b) @keyword)", "(a (c) f:(b))", ".........kkk.");
    check_spans("(a (b (c) @keyword))", "(a (c) (b (c)) (b (d)))", "..........kkk..........");
    check_spans("(a (b) (c) @keyword)", "(a (c) (b) (d) (c))", "...............kkk.");
    check_spans("(a (b) . (c) @keyword)", "(a (b) (c) (d) (c))", ".......kkk.........");
    check_spans("(a . (b) @keyword)", "(a + (b) (b))", ".....kkk.....");
    check_spans("(a (b) @keyword .)", "(a (b) (b) +)", ".......kkk...");
    check_spans("(a (b)? (c) @keyword)", "(a (c))", "...kkk.");
    check_spans("(a (b)* @type (c) @keyword)", "(a (b) (b) (c))", "...ttttttt.kkk.");
    check_spans("(a ((b) (c) @keyword))", "(a (b) (c))", ".......kkk.");
    check_spans("(a [(b) ((c) (d))] @type (e) @keyword)", "(a (c) (d) (e))", "...........kkk.");
    check_spans("((b) @type . (c) @keyword)", "(a (b) (c) (c))", "...ttt.kkk.....");
}

static void predicates_decide(void **state)
{
    (void)state;
    check_spans("((b) @type (#eq? @type \"(b)\"))", "(a (b) (b +))", "...ttt.......");
    check_spans("((b) @type (#not-eq? @type \"(b)\"))", "(a (b) (b +))", ".......ttttt.");
    check_spans("((b) @type (#match? @type \"[+-]\"))", "(a (b) (b +))", ".......ttttt.");
    check_spans("((b) @type (#not-match? @type \"[+-]\"))", "(a (b) (b +))", "...ttt.......");
    check_spans("((b) @type (#any-of? @type \"x\" \"(b)\"))", "(a (b) (b +))", "...ttt.......");
    check_spans("(a (b) @x (c (b) @type) (#eq? @x @type))", "(a (b) (c (b) (b +)))", "..........ttt........");
    check_spans("((b) @type (#lua-match? @type \"%a\"))", "(a (b))", ".......");
    check_spans("((b) @type (#set! priority 90) (#is-not? local))", "(a (b))", "...ttt.");
}

static void what_says_more_wins(void **state)
{
    (void)state;
    check_spans("(b) @type (a (b) @function)", "(a (b))", "...fff.");
    check_spans("(a (b) @function) (b) @type", "(a (b))", "...fff.");
    check_spans("(b) @type (b) @function", "(a (b))", "...fff.");
    check_spans("(b) @variable (b) @spell", "(a (b))", ".......");
    check_spans("(a) @string (b) @embedded (c) @number", "(a + (b (c)) -)", "sssss...nnn.sss");
    check_spans("(a) @attribute (b) @type (c) @string", "(a (b) (c) +)", "aaaaaa.sssaaa");
    check_spans("(a) @string \"+\" @operator", "(a +)", "sssss");
}

static void names_have_styles(void **state)
{
    (void)state;
    check_spans("(b) @keyword.control.return", "(b)", "kkk");
    check_spans("(b) @string.special.key", "(b)", "ppp");
    check_spans("(b) @string.special.symbol", "(b)", "sss");
    check_spans("(b) @function.macro", "(b)", "fff");
    check_spans("(b) @variable.builtin", "(b)", "nnn");
    check_spans("(b) @keywordish", "(b)", "...");
}

static void bad_queries_say_where(void **state)
{
    (void)state;
    static const struct { const char *text; size_t at; } rows[] = {
        {"(b) (zz)", 5}, {"(a \"bc\")", 4}, {"(a ff: (b))", 3}, {"(b", 2}, {"[(b)", 4}, {"(b) @", 5}, {")", 0}, {"\"x", 3},
        {"((b) @x (#match? @x \"(\"))", 24}, {"((b) @x (#eq? \"x\"))", 19},
    };
    Arena *arena = arena_open();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        QueryFault fault;
        assert_null(query_read(arena, &names, str_of(rows[i].text), &fault));
        if (fault.at > strlen(rows[i].text) || (fault.at != rows[i].at && i < 3))
            fail_msg("%s: at %zu", rows[i].text, fault.at);
    }
    arena_close(arena);
}

static void work_is_bounded(void **state)
{
    (void)state;
    enum { N = 3000 };
    Arena *arena = arena_open();
    Buf text = BUF(arena);
    buf_add(&text, STR("(a"));
    for (int i = 0; i < N; i++)
        buf_add(&text, STR(" (b)"));
    buf_add(&text, STR(")"));
    QueryFault fault;
    const Query *q = query_read(arena, &names, STR("(a (b) (b) (b) (b) (b) @type (c))"), &fault);
    Tree tree = tree_of(arena, buf_str(&text));
    Spans spans = {0};
    query_match(arena, q, &tree, buf_str(&text), &spans);
    assert_int_equal(spans.n, 0);
    arena_close(arena);
}

static size_t spans_of_b(Arena *arena, const Query *query, int n)
{
    Buf text = BUF(arena);
    buf_add(&text, STR("(a"));
    for (int i = 0; i < n; i++)
        buf_add(&text, STR(" (b)"));
    buf_add(&text, STR(")"));
    Tree tree = tree_of(arena, buf_str(&text));
    Spans spans = {0};
    query_match(arena, query, &tree, buf_str(&text), &spans);
    return spans.n;
}

/* For each (b) the expression reads all of (a): where that costs more than is allowed, what comes behind has no style. */
static void expressions_cost_steps(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    QueryFault fault;
    const Query *q = query_read(arena, &names, STR("((a (b)) @type (#match? @type \"(z|y){90}\")) (b) @keyword"), &fault);
    assert_non_null(q);
    assert_int_equal(spans_of_b(arena, q, 8), 1);       /* with nothing but space between them */
    assert_int_equal(spans_of_b(arena, q, 3000), 0);
    arena_close(arena);
}

/* ---- listings, by the grammar of JSON where it is there ---------------------------------------------- */

/* What is said of `n` times `unit` between `before` and `after`. */
static CodeText listing_of(Arena *arena, Coder **coder, const char *before, const char *unit, int n, const char *after)
{
    const char *tests = getenv("TESTS");
    Str folder = str_format(arena, "%s/../build/grammars", tests ? tests : "tests");
    Buf text = BUF(arena);
    buf_add(&text, str_of(before));
    for (int i = 0; i < n; i++)
        buf_add(&text, str_of(unit));
    buf_add(&text, str_of(after));
    Node *document = node_new(arena, KIND_DOCUMENT, (Place){0});
    Node *code = node_text(arena, KIND_CODE_BLOCK, (Place){0}, buf_str(&text));
    code->u.code.language = STR("json");
    node_append(document, code);
    *coder = coder_open(arena, folder, document, NULL, diag_new(arena));
    return code_text(*coder, arena, code);
}

static bool has_json(Arena *arena)
{
    Coder *coder;
    size_t n = listing_of(arena, &coder, "[1]", "", 0, "").n;
    coder_close(coder);
    return n > 0;
}

static void long_listings_are_coloured_to_their_end(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Coder *coder;
    if (!has_json(arena))
        skip();
    CodeText code = listing_of(arena, &coder, "[\n", "  {\"key\":\t1234},  \n", 20000, "  5\n]\n");
    assert_int_equal(code.n, 40001);
    for (size_t i = 0; i < code.n; i++) {
        Str span = str_slice(code.text, code.spans[i].from, code.spans[i].to);
        assert_true(str_eq(span, code.spans[i].style == CODE_PROPERTY ? STR("\"key\"") : i + 1 < code.n ? STR("1234") : STR("5")));
    }
    coder_close(coder);
    arena_close(arena);
}

static void nonsense_is_given_up(void **state)
{
    (void)state;
    static const char *const units[] = {"[", "{\"a\":", "}", "\"", "\\", "]]]\n", "\xFF", "\xC3\xA9"};
    Arena *arena = arena_open();
    Coder *coder;
    if (!has_json(arena))
        skip();
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        CodeText code = listing_of(arena, &coder, "", units[i], 100000, "");
        for (size_t k = 0; k < code.n; k++)
            assert_true(code.spans[k].from < code.spans[k].to && code.spans[k].to <= code.text.n &&
                        (k == 0 || code.spans[k - 1].to <= code.spans[k].from));
        coder_close(coder);
    }
    arena_close(arena);
}

/* ---- regular expressions --------------------------------------------------------------------------- */

static void check_regex(const char *pattern, const char *text, int expected)
{
    Arena *arena = arena_open();
    const Regex *regex = regex_read(arena, str_of(pattern));
    int got = regex ? regex_matches(regex, regex_work(arena, regex_size(regex)), str_of(text)) : -1;
    if (got != expected)
        fail_msg("/%s/ on \"%s\": %d", pattern, text, got);
    arena_close(arena);
}

static void expressions_match(void **state)
{
    (void)state;
    static const struct { const char *pattern, *text; int expected; } rows[] = {
        {"b", "abc", 1}, {"^b", "abc", 0}, {"c$", "abc", 1}, {"^$", "", 1}, {"^$", "x", 0}, {"", "x", 1},
        {"^[A-Z][A-Z\\d_]+$", "MAX_2", 1}, {"^[A-Z][A-Z\\d_]+$", "Max", 0}, {"^(a|bc|d)$", "bc", 1}, {"^(a|bc|d)$", "b", 0},
        {"^(ab)*$", "ababab", 1}, {"^(ab)*$", "aba", 0}, {"^(a|b)+c?$", "abbac", 1}, {"^a{2}$", "aa", 1}, {"^a{2}$", "aaa", 0},
        {"^a{2,}$", "aaaa", 1}, {"^a{0,2}b$", "aab", 1}, {"^a{0,2}b$", "aaab", 0}, {"^(a|b){1,3}$", "bab", 1},
        {"^[^a-c]$", "d", 1}, {"^[^a-c]$", "b", 0}, {"[]]", "]", 1}, {"^[-+]?[0-9.]+$", "-1.5", 1}, {"\\bfoo\\b", "a foo b", 1},
        {"\\bfoo\\b", "afoo", 0}, {"\\.", "a", 0}, {"^.$", "\n", 0}, {"^\\w+\\s\\W$", "ab +", 1}, {"^(?:x|y)z", "yz", 1},
        {"^a+?b", "aab", 1}, {"(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", 0}, {"a||b", "", 1},
        {"(", "", -1}, {"a)", "", -1}, {"[a", "", -1}, {"\\", "", -1}, {"a{999}", "", -1}, {"a{2,1}", "", -1}, {"((a{100}){100}){100}", "", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_regex(rows[i].pattern, rows[i].text, rows[i].expected);
}

/* ---- names and colours ----------------------------------------------------------------------------- */

static void languages_have_many_names(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"rs", "rust"}, {"Rust", "rust"}, {"C++", "cpp"}, {"sh", "bash"}, {"shell", "bash"}, {"JS", "javascript"}, {"ts", "typescript"},
        {"py", "python"}, {"yml", "yaml"}, {"c#", "c-sharp"}, {"shell-session", "console"}, {"zig", "zig"}, {"../x", ""}, {"a/b", ""},
        {"a.b", ""}, {"-x", ""}, {"", ""},
    };
    Arena *arena = arena_open();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(str_eq(language_name(arena, str_of(rows[i][0])), str_of(rows[i][1])));
    assert_true(str_eq(code_folders(arena, "a:b"), STR("a:b")));
    assert_true(str_find(code_folders(arena, NULL), STR("/grammars:")) > 0);
    arena_close(arena);
}

static double contrast(Colour text, Colour ground)
{
    return (0.05 + (double)colour_luminance(ground) / 1e6) / (0.05 + (double)colour_luminance(text) / 1e6);
}

static void colours_can_be_read(void **state)
{
    (void)state;
    static const char *const themes[] = {"handout", "book"};
    Arena *arena = arena_open();
    for (int t = 0; t < 2; t++) {
        Style style;
        memset(&style, 0, sizeof style);
        assert_true(theme_apply(&style, arena, str_of(themes[t]), &(Front){0}, diag_new(arena)));
        const Accent inks[] = {
            style.code_comment, style.code_keyword, style.code_string, style.code_constant, style.code_type, style.code_function,
            style.code_property, style.code_attribute, style.code_punctuation, style.code_inserted, style.code_deleted,
        };
        for (size_t i = 0; i < sizeof inks / sizeof *inks; i++)
            if (contrast(inks[i].colour, 0xFFFFFF) < 4.5 || contrast(inks[i].colour, style.panel) < 4.5 ||
                contrast(inks[i].colour, style.code_marked) < 4.5)
                fail_msg("#%06X on #%06X", inks[i].colour, style.code_marked);
        assert_true(style.code_comment.italic);            /* told apart without colour */
        assert_true(contrast(style.text[TEXT_CODE].colour, style.code_keyword.colour) >= 2);
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_match),
        cmocka_unit_test(children_and_fields_match),
        cmocka_unit_test(predicates_decide),
        cmocka_unit_test(what_says_more_wins),
        cmocka_unit_test(names_have_styles),
        cmocka_unit_test(bad_queries_say_where),
        cmocka_unit_test(work_is_bounded),
        cmocka_unit_test(expressions_cost_steps),
        cmocka_unit_test(long_listings_are_coloured_to_their_end),
        cmocka_unit_test(nonsense_is_given_up),
        cmocka_unit_test(expressions_match),
        cmocka_unit_test(languages_have_many_names),
        cmocka_unit_test(colours_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
