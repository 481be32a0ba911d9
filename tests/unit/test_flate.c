/* Compression: what a packer makes of a stream is the same whatever it packed before, and unpacks to what it was. */
#include "base/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_packer(void **state)
{
    (void)state;
    Arena *arena = arena_open();
    Str texts[] = {STR("a rose is a rose is a rose"), STR(""), STR("a nose is a nose"), STR("a rose is a rose is a rose")};
    for (int level = 0; level <= 13; level++) {            /* those beyond the ends are the nearest */
        Packer *packer = packer_open(level);
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            Str packed = packer_pack(packer, arena, texts[i]), alone = flate_pack(arena, texts[i], level), unpacked;
            assert_true(str_eq(packed, alone));
            assert_true(flate_unpack(arena, &packed, texts[i].n, &unpacked));
            assert_true(str_eq(unpacked, texts[i]));
        }
        packer_close(packer);
    }
    packer_close(NULL);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_packer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
