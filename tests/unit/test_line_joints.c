/* Where words may break without a hyphen of ours. A joint is shown as "|", one after a hyphen as "+". */
#include "line/line_int.h"

#include "support.h"

static const char *joints(Arena *arena, const char *word, WordKind kind)
{
    Str text = str_of(word);
    Buf out = {.arena = arena};
    for (size_t from = 0; from < text.n;) {
        Joint joint = joint_next(text, kind, from);
        buf_add(&out, str_slice(text, from, joint.at));
        if (joint.at < text.n)
            buf_byte(&out, joint.flagged ? '+' : '|');
        from = joint.at;
    }
    return str_c(arena, buf_str(&out));
}

static void prose(void **state)
{
    Arena *a = *state;
    assert_string_equal(joints(a, "well-known", WORD_PROSE), "well-+known");
    assert_string_equal(joints(a, "e-mail", WORD_PROSE), "e-mail");
    assert_string_equal(joints(a, "state-of-the-art", WORD_PROSE), "state-+of-+the-+art");
    assert_string_equal(joints(a, "COVID-19", WORD_PROSE), "COVID-19");
    assert_string_equal(joints(a, "and/or", WORD_PROSE), "and/or");
    assert_string_equal(joints(a, "either/neither", WORD_PROSE), "either/|neither");
    assert_string_equal(joints(a, "one\xE2\x80\x94two", WORD_PROSE), "one\xE2\x80\x94|two");
    assert_string_equal(joints(a, "1990\xE2\x80\x93" "2000", WORD_PROSE), "1990\xE2\x80\x93" "2000");
    assert_string_equal(joints(a, "--force", WORD_PROSE), "--force");
}

static void code(void **state)
{
    Arena *a = *state;
    assert_string_equal(joints(a, "std::collections::HashMap", WORD_CODE), "std::|collections::|Hash|Map");
    assert_string_equal(joints(a, "read_to_string", WORD_CODE), "read_|to_|string");
    assert_string_equal(joints(a, "main()", WORD_CODE), "main()");
    assert_string_equal(joints(a, "foo(bar", WORD_CODE), "foo(|bar");
    assert_string_equal(joints(a, "src/main.rs", WORD_CODE), "src/|main.rs");
    assert_string_equal(joints(a, ".gitignore", WORD_CODE), ".gitignore");
    assert_string_equal(joints(a, "#![doc=\"...\"]", WORD_CODE), "#![doc=\"...\"]");
    assert_string_equal(joints(a, "parseURLQuickly", WORD_CODE), "parse|URLQuickly");
}

static void urls(void **state)
{
    Arena *a = *state;
    assert_string_equal(joints(a, "https://doc.rust-lang.org/stable/book/?q=a", WORD_URL),
                        "https://|doc|.rust|-lang|.org|/stable|/book|/?q=a");
    assert_int_equal(word_kind(STR("https://x.y")), WORD_URL);
    assert_int_equal(word_kind(STR("www.example.org")), WORD_URL);
    assert_int_equal(word_kind(STR("std::mem")), WORD_CODE);
    assert_int_equal(word_kind(STR("snake_case")), WORD_CODE);
    assert_int_equal(word_kind(STR("plain")), WORD_PROSE);
}

static int arena_up(void **state)
{
    *state = arena_open();
    return 0;
}

static int arena_down(void **state)
{
    arena_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(prose), cmocka_unit_test(code), cmocka_unit_test(urls)};
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
