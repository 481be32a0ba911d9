/* Strings: where one stands in another, by the way for short ones and by that for long ones. */
#include "base/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_find(void **state)
{
    (void)state;
    Str text = STR("abcabdabcabcabd");
    assert_int_equal(str_find(text, STR("abd")), 3);
    assert_int_equal(str_find(text, STR("a")), 0);
    assert_int_equal(str_find(text, STR("d")), 5);
    assert_int_equal(str_find(text, STR("bcabcabd")), 7);  /* the longest of the short ones, at the end */
    assert_int_equal(str_find(text, STR("abcabcabd")), 6); /* a long one */
    assert_int_equal(str_find(text, text), 0);
    assert_int_equal(str_find(text, STR("")), 0);
    assert_int_equal(str_find(text, STR("abe")), -1);
    assert_int_equal(str_find(text, STR("abcabdabcabcabda")), -1);
    assert_int_equal(str_find(str_slice(text, 0, 5), STR("abd")), -1); /* it ends before */
    assert_int_equal(str_find((Str){0}, STR("a")), -1);
    assert_int_equal(str_find((Str){0}, STR("abcabcabd")), -1);
    assert_int_equal(str_find((Str){0}, (Str){0}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_find)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
