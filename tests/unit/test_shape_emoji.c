/* Which clusters are emoji, how many columns of a listing a text takes, what runs from right to left. */
#include "shape/shape.h"

#include "support.h"

#define S(literal) STR(literal)

static void test_emoji(void **state)
{
    (void)state;
    const Str emoji[] = {S("😀"), S("✅"), S("❤️"), S("©️"), S("1️⃣"), S("#️⃣"), S("🇩🇪"), S("👩🏽‍💻"), S("👨‍👩‍👧‍👦"), S("👋🏿"), S("☝🏽")};
    const Str text[] = {S("a"), S("1"), S("é"), S("❤"), S("©"), S("☺︎"), S("😀︎"), S("→"), S("漢"), S("क्‍"), S("e\xCC\x81")};
    for (size_t i = 0; i < sizeof emoji / sizeof emoji[0]; i++)
        assert_true(emoji_is(emoji[i]));
    for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
        assert_false(emoji_is(text[i]));
}

static void test_columns(void **state)
{
    (void)state;
    const struct { Str text; int columns; } rows[] = {
        {S(""), 0}, {S("abc"), 3}, {S("─│┌"), 3}, {S("漢字"), 4}, {S("ｱ"), 1}, {S("Ａ"), 2}, {S("한국"), 4}, {S("😀"), 2}, {S("✅"), 2},
        {S("❤"), 1}, {S("❤️"), 2}, {S("🇩🇪"), 2}, {S("👩🏽‍💻"), 2}, {S("👨‍👩‍👧‍👦x"), 3}, {S("e\xCC\x81"), 1}, {S("→"), 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(text_columns(rows[i].text), rows[i].columns);
}

static void test_backward(void **state)
{
    (void)state;
    assert_true(text_backward(S("שלום")));
    assert_true(text_backward(S("السلام")));
    assert_false(text_backward(S("a שלום")));
    assert_false(text_backward(S("、")));
    assert_false(text_backward(S("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_emoji), cmocka_unit_test(test_columns), cmocka_unit_test(test_backward),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
