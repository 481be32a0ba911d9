/* test_read.c - Markdown to the tree: each construct's source beside the tree that it becomes. */

#include "read/read.h"

#include "support.h"

static Node *read(Bench *w, Str text)
{
    Source *source = ARENA_NEW(w->arena, Source);
    *source = (Source){.name = STR("a.md"), .text = text};
    source->text = text_sound(w->arena, source, w->diag);
    Node *document = markdown_read(w->arena, source, front_split(source->text), w->diag);
    assert_null(node_check(document));
    return document;
}

static const char *dump(Bench *w, const Node *document)
{
    Buf out = BUF(w->arena);
    doc_dump(document, &out);
    return str_c(w->arena, buf_str(&out));
}

/* What stands below the document is `tree`; nothing is said. */
static void check(void **state, const char *text, const char *tree)
{
    Bench *w = *state;
    const char *got = dump(w, read(w, str_of(text)));
    assert_string_equal(strchr(got, '\n') + 1, tree);
    assert_int_equal(w->diag->items.n, 0);
}

/* The same with one message, at line and column. */
static void check_diag(void **state, const char *text, const char *tree, DiagKind kind, int line, int column)
{
    Bench *w = *state;
    size_t before = w->diag->items.n;
    const char *got = dump(w, read(w, str_of(text)));
    if (tree) assert_string_equal(strchr(got, '\n') + 1, tree);
    assert_int_equal(w->diag->items.n, before + 1);
    const DiagItem *item = &w->diag->items.at[before];
    assert_int_equal(item->kind, kind);
    assert_int_equal(item->place.line, line);
    assert_int_equal(item->place.column, column);
}

static void test_headings(void **state)
{
    check(state, "# A `b` {#sec-a .x}\n\nB\n-\n\n### C {.unnumbered} ###\n\n## D {-}\n\n# {1, 2}\n",
          "  heading 1 {#sec-a .x} @1\n    text \"A \"\n    code \"b\"\n"
          "  heading 2 @3\n    text \"B\"\n"
          "  heading 3 unnumbered {.unnumbered} @6\n    text \"C\"\n"
          "  heading 2 unnumbered {.unnumbered} @8\n    text \"D\"\n"
          "  heading 1 @10\n    text \"{1, 2}\"\n");
}

static void test_lists(void **state)
{
    check(state, "3) a\n4) b\n   - c\n\n- [x] d\n- [ ] e\n\n\n* f\n\n* g\n",
          "  list ordered start=3 ')' tight depth=0 @1\n    item @1\n      paragraph @1\n        text \"a\"\n"
          "    item @2\n      paragraph @2\n        text \"b\"\n      list tight depth=1 @3\n        item @3\n"
          "          paragraph @3\n            text \"c\"\n"
          "  list tight depth=0 @5\n    item task=done @5\n      paragraph @5\n        text \"d\"\n"
          "    item task=open @6\n      paragraph @6\n        text \"e\"\n"
          "  list loose depth=0 @9\n    item @9\n      paragraph @9\n        text \"f\"\n"
          "    item @11\n      paragraph @11\n        text \"g\"\n");
}

static void test_inlines(void **state)
{
    check(state, "*a* **b** ~~c~~ `d`  \ne\\\nf\ng <https://x.y> www.x.yz \"q\" -- r\n",
          "  paragraph @1\n    emph\n      text \"a\"\n    text \" \"\n    strong\n      text \"b\"\n    text \" \"\n"
          "    strike\n      text \"c\"\n    text \" \"\n    code \"d\"\n    hard-break\n    text \"e\"\n    hard-break\n"
          "    text \"f\"\n    soft-break\n    text \"g \"\n    link \"https://x.y\"\n      text \"https://x.y\"\n    text \" \"\n"
          "    link \"http://www.x.yz\"\n      text \"www.x.yz\"\n    text \" \\\"q\\\" -- r\"\n");
}

static void test_code(void **state)
{
    check(state, "```rust,ignore title=\"a b\"\nx\n\ty\n```\n\n~~~ {.go .n from=\"3\" #c}\n~~~\n\n```js {4,5}\n```\n\n"
                 "``` {{python}}\n```\n\n```{lang: html}\n```\n\n    z\n",
          "  code-block language=\"rust\" \"x\\n\\ty\" title=\"rust,ignore title=\\\"a b\\\"\" {.ignore title=\"a b\"} @1\n"
          "  code-block language=\"go\" title=\"{.go .n from=\\\"3\\\" #c}\" {#c .go .n from=\"3\"} @6\n"
          "  code-block language=\"js\" title=\"js {4,5}\" {highlight=\"4,5\"} @9\n"
          "  code-block language=\"python\" title=\"{{python}}\" @12\n"
          "  code-block title=\"{lang: html}\" @15\n"
          "  code-block \"z\" @18\n");
}

static void test_attributes(void **state)
{
    check(state, "`a`{.rust} [b](c){target=x} `d` {.e} {#f}\n",
          "  paragraph @1\n    code \"a\" {.rust}\n    text \" \"\n    link \"c\" {target=\"x\"}\n      text \"b\"\n"
          "    text \" \"\n    code \"d\"\n    text \" {.e} {#f}\"\n");
    check_diag(state, "# A {.b c}\n", "  heading 1 @1\n    text \"A {.b c}\"\n", DIAG_ATTRIBUTE, 1, 5);
    check_diag(state, "a\n`b`{k=}\n", NULL, DIAG_ATTRIBUTE, 2, 4);
}

static void test_figures(void **state)
{
    check(state, "![A *b*](c.png \"T\"){#fig-c width=60%}\n\n[![](d.png)](e)\n\n![f](g.png){#fig-g}\n\n![h](i.png) j\n",
          "  figure {#fig-c width=\"60%\"} @1\n    image \"c.png\" {width=\"60%\"}\n      text \"A b\"\n"
          "    caption @1\n      text \"T\"\n"
          "  figure @3\n    link \"e\"\n      image \"d.png\"\n"
          "  figure {#fig-g} @5\n    image \"g.png\"\n      text \"f\"\n    caption @5\n"
          "  paragraph @7\n    image \"i.png\"\n      text \"h\"\n    text \" j\"\n");
}

static void test_tables(void **state)
{
    check(state, "| a | b |\n|:-:|--:|\n| `x\\|y` |\n\nc\n\nd|e\n-|-\n",
          "  table columns=center,right @1\n    table-head @1\n      row @1\n        cell header center @1\n"
          "          text \"a\"\n        cell header right @1\n          text \"b\"\n    table-body @3\n      row @3\n"
          "        cell center @3\n          code \"x|y\"\n        cell right @3\n"
          "  paragraph @5\n    text \"c\"\n"
          "  table columns=none,none @7\n    table-head @7\n      row @7\n        cell header @7\n          text \"d\"\n"
          "        cell header @7\n          text \"e\"\n");
}

#define TABLE(attr, line, caption) \
    "  table columns=none" attr " @" line "\n" caption "    table-head @" line "\n      row @" line "\n" \
    "        cell header @" line "\n          text \"a\"\n"

static void test_captions(void **state)
{
    check(state, ": Before *x* {#tbl-a}\n\n|a|\n|-|\n", TABLE(" title=\"{#tbl-a}\" {#tbl-a}", "3",
          "    caption @1\n      text \"Before \"\n      emph\n        text \"x\"\n"));
    check(state, "|a|\n|-|\n\nTable: After\n", TABLE("", "1", "    caption @4\n      text \"After\"\n"));
    check(state, "|a|\n|-|\n: Glued {chart=bar}\n", TABLE(" title=\"{chart=bar}\" {chart=\"bar\"}", "1",
          "    caption @3\n      text \"Glued\"\n"));
    check(state, ": One\n\n|a|\n|-|\n\n: Two\n\n|a|\n|-|\n",
          TABLE("", "3", "    caption @1\n      text \"One\"\n") TABLE("", "8", "    caption @6\n      text \"Two\"\n"));
    check_diag(state, "a\n\n: Nobody's\n", "  paragraph @1\n    text \"a\"\n  paragraph @3\n    text \": Nobody's\"\n",
               DIAG_CAPTION, 3, 1);
}

static void test_alerts(void **state)
{
    check(state, "> [!note]\n> a\n\n> [!EDITION-2024]\n> b\n\n> [!TIP] c\n\n> [d]\n\n> [!WARNING]\n",
          "  alert note @1\n    paragraph @2\n      text \"a\"\n"
          "  alert other title=\"EDITION-2024\" @4\n    paragraph @5\n      text \"b\"\n"
          "  quote @7\n    paragraph @7\n      text \"[!TIP] c\"\n"
          "  quote @9\n    paragraph @9\n      text \"[d]\"\n"
          "  alert warning @11\n");
}

static void test_breaks(void **state)
{
    check(state, "\\newpage\n\n***\n\n<!-- pagebreak -->\n\n<div style=\"page-break-after: always\"></div>\n\na \\newpage\n",
          "  page-break @1\n  rule @3\n  page-break @5\n  page-break @7\n  paragraph @9\n    text \"a \\\\newpage\"\n");
}

static void test_references(void **state)
{
    check(state, "@fig-a, (see @tbl-b_c.) [@sec-d] [](#e){.page} [](#f) me@fig-g x@eq-h `@fig-i` [@fig-j](k) @you\n",
          "  paragraph @1\n    ref \"fig-a\"\n    text \", (see \"\n    ref \"tbl-b_c\"\n    text \".) \"\n    ref \"sec-d\"\n"
          "    text \" \"\n    ref page \"e\" {.page}\n    text \" \"\n    ref \"f\"\n    text \" me@fig-g x@eq-h \"\n"
          "    code \"@fig-i\"\n    text \" \"\n    link \"k\"\n      text \"@fig-j\"\n    text \" @you\"\n");
}

static void test_notes(void **state)
{
    check(state, "a[^n] b[^N]\n\n[^n]: One[^m]\n\n    two\n\n> [^m]: three\n",
          "  paragraph @1\n    text \"a\"\n    note-ref \"n\" -> note@3\n    text \" b\"\n    note-ref \"n\" -> note@3\n"
          "  note \"n\" -> note-ref@1 @3\n    paragraph @3\n      text \"One\"\n      note-ref \"m\" -> note@7\n"
          "    paragraph @5\n      text \"two\"\n"
          "  note \"m\" -> note-ref@3 @7\n    paragraph @7\n      text \"three\"\n");
}

static void test_notes_wrong(void **state)
{
    check_diag(state, "a\nb [^x] \\[^y]\n", "  paragraph @1\n    text \"a\"\n    soft-break\n    text \"b [^x] [^y]\"\n",
               DIAG_NOTE_UNKNOWN, 2, 3);
    check_diag(state, "a\n\n[^u]: https://x.y\n",
               "  paragraph @1\n    text \"a\"\n  note \"u\" @3\n    paragraph @3\n"
               "      link \"https://x.y\"\n        text \"https://x.y\"\n", DIAG_NOTE_UNUSED, 3, 1);
    check_diag(state, "```\n[^a]: code\n```\n\na[^a]\n\n[^a]: first\n\n[^A]: second\n",
               "  code-block \"[^a]: code\" @1\n  paragraph @5\n    text \"a\"\n    note-ref \"a\" -> note@7\n"
               "  note \"a\" -> note-ref@5 @7\n    paragraph @7\n      text \"first\"\n"
               "  note \"A\" @9\n    paragraph @9\n      text \"second\"\n", DIAG_LABEL_TWICE, 9, 1);
}

static void test_html_inline(void **state)
{
    check(state, "H<sub>2</sub>O <!-- gone -->a<br>b <kbd>C</kbd> <i>*d*</i> <code>e &lt;</code> <a href=\"f\">g</a>\n",
          "  paragraph @1\n    text \"H\"\n    sub\n      text \"2\"\n    text \"O a\"\n    hard-break\n    text \"b \"\n"
          "    span {.kbd}\n      text \"C\"\n    text \" \"\n    emph\n      emph\n        text \"d\"\n    text \" \"\n"
          "    code \"e <\"\n    text \" \"\n    link \"f\"\n      text \"g\"\n");
    check(state, "<b>a <i>b</b> c</i> <img src=\"d.png\" alt=\"e &amp; f\" style=\"width: 50%\"> g\n",
          "  paragraph @1\n    strong\n      text \"a b\"\n    text \" c \"\n    image \"d.png\" {width=\"50%\"}\n"
          "      text \"e & f\"\n    text \" g\"\n");
}

static void test_html_names(void **state)
{
    check_diag(state, "a Vec<T>, Box<T>\n", "  paragraph @1\n    text \"a Vec<T>, Box<T>\"\n", DIAG_HTML_TEXT, 1, 6);
    check_diag(state, "a <Info>b</Info> c\n", "  paragraph @1\n    text \"a b c\"\n", DIAG_HTML_TAG, 1, 3);
    check_diag(state, "<List n=\"1\">\n\nb\n\n</List>\n", "  paragraph @3\n    text \"b\"\n", DIAG_HTML_TAG, 1, 1);
}

static void test_html_blocks(void **state)
{
    check(state, "<div align=\"center\">\n<p>a\n  <b>b</b></p> c &copy;\n<hr>\n<h2 id=\"k\">d</h2>\n<pre><code>x &lt;\n  y"
                 "</code></pre>\n</div>\n<style>p { }</style>\n<!-- e -->\n",
          "  paragraph {align=\"center\"} @2\n    text \"a \"\n    strong\n      text \"b\"\n"
          "  paragraph {align=\"center\"} @3\n    text \"c \u00a9\"\n  rule {align=\"center\"} @4\n"
          "  heading 2 {align=\"center\"} @5\n    span {#k}\n    text \"d\"\n"
          "  code-block \"x <\\n  y\" {align=\"center\"} @6\n");
    check(state, "<figure><img src=\"a.png\"><figcaption>b</figcaption></figure>\n\n<details><summary>c</summary>\n\nd\n\n</details>\n",
          "  figure @1\n    image \"a.png\"\n    caption @1\n      text \"b\"\n"
          "  paragraph @3\n    strong\n      text \"c\"\n  paragraph @5\n    text \"d\"\n");
}

static void test_anchors(void **state)
{
    check(state, "<a id=\"a\"></a>\n\n# B\n\n<a name=\"c\"></a>\n![](d.png)\n\n|a|\n|-|\n\n: E <a id=\"tbl-e\"></a>\n\nf\n\n<a id=\"g\"></a>\n",
          "  heading 1 @3\n    span {#a}\n    text \"B\"\n  figure {#c} @5\n    image \"d.png\"\n    caption @5\n"
          TABLE(" {#tbl-e}", "8", "    caption @11\n      text \"E\"\n")
          "  paragraph @13\n    text \"f\"\n  paragraph @15\n    span {#g}\n");
}

/* A place is a line of the file: front matter counts, and so do quotes, lists and wrapped lines. */
static void test_places(void **state)
{
    Bench *w = *state;
    Node *document = read(w, STR("---\ntitle: x\n---\r\n\r\na\r\nb *c*\r\n\r\n> d\r\n> - e `f`\r\n\r\n[^1]: g\r\n\r\nh[^1]\r\n"));
    static const struct { const char *text; int line; } places[] = {
        {"a", 5}, {"b ", 6}, {"c", 6}, {"d", 8}, {"e ", 9}, {"f", 9}, {"h", 13}, {"g", 11},
    };
    size_t found = 0;
    for (const Node *n = document; n; n = node_next(n, document)) {
        if (n->kind != KIND_TEXT && n->kind != KIND_CODE) continue;
        assert_true(str_eq(n->text, str_of(places[found].text)));
        assert_int_equal(n->place.line, places[found].line);
        found++;
    }
    assert_int_equal(found, 8);
}

static void test_bytes(void **state)
{
    Bench *w = *state;
    Node *document = read(w, STR("\xEF\xBB\xBF" "a\nb\0c \xFF\xC3(\n"));
    const Node *p = document->first;
    assert_true(str_eq(p->last->text, STR("b\uFFFDc \uFFFD\uFFFD(")));
    assert_int_equal(w->diag->items.n, 3);
    assert_int_equal(w->diag->items.at[0].kind, DIAG_NUL);
    assert_int_equal(w->diag->items.at[0].place.line, 2);
    assert_int_equal(w->diag->items.at[0].place.column, 2);
    assert_int_equal(w->diag->items.at[1].kind, DIAG_UTF8);
    check_diag(state, "\n \n", "", DIAG_EMPTY, 0, 0);
}

/* Nesting beyond the limit is flattened: the text is there, the tree is not deeper, one message says so. */
static void test_nesting(void **state)
{
    Bench *w = *state;
    static const char *const marks[] = {">", "- ", "1. ", "*a **b "};
    for (size_t i = 0; i < 4; i++) {
        Buf text = BUF(w->arena);
        for (int k = 0; k < 10000; k++) buf_add(&text, str_of(marks[i]));
        buf_add(&text, STR("deep\n"));
        Node *document = read(w, buf_str(&text));
        int deepest = 0;
        for (const Node *n = document; n; n = node_next(n, document)) {
            int depth = 0;
            for (const Node *up = n; up; up = up->parent) depth++;
            deepest = depth > deepest ? depth : deepest;
        }
        assert_true(deepest < 170);
        assert_true(str_ends(node_plain(w->arena, document), STR("deep")));
    }
    assert_int_equal(w->diag->items.n, 3);
    for (size_t i = 0; i < 3; i++) assert_int_equal(w->diag->items.at[i].kind, DIAG_NESTING);
}

/* Notes of the same name in two files stay apart, each behind its own file's blocks. */
static void test_join(void **state)
{
    Bench *w = *state;
    Node *book = read(w, STR("a[^1]\n\n[^1]: one\n"));
    book_join(w->arena, book, read(w, STR("b[^1]\n\n[^1]: two\n")));
    assert_null(node_check(book));
    const Node *a = book->first, *one = a->next, *b = one->next, *two = b->next;
    assert_int_equal(b->kind, KIND_PARAGRAPH);
    assert_ptr_equal(a->last->extra->target, one);
    assert_ptr_equal(b->last->extra->target, two);
    assert_true(str_eq(node_plain(w->arena, two), STR("two")));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, bench_open, bench_close)
    const struct CMUnitTest tests[] = {
        TEST(headings), TEST(lists), TEST(inlines), TEST(code), TEST(attributes), TEST(figures), TEST(tables),
        TEST(captions), TEST(alerts), TEST(breaks), TEST(references), TEST(notes), TEST(notes_wrong), TEST(html_inline),
        TEST(html_names), TEST(html_blocks), TEST(anchors), TEST(places), TEST(bytes), TEST(nesting), TEST(join),
    };
    return cmocka_run_group_tests_name("read", tests, NULL, NULL);
}
