/* support.h - what the unit tests share: cmocka with the headers that it wants, and a bench to work at. */
#ifndef OCTAVO_TEST_SUPPORT_H
#define OCTAVO_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shape/shape.h"

typedef struct Bench { Arena *arena; Diag *diag; Fonts *fonts; Shaper *shaper; } Bench;

static inline int bench_open(void **state)
{
    Arena *arena = arena_open();
    Bench *b = ARENA_NEW(arena, Bench);
    b->arena = arena;
    b->diag = diag_new(arena);
    *state = b;
    return 0;
}

static inline int bench_open_fonts(void **state)
{
    bench_open(state);
    Bench *b = *state;
    b->fonts = fonts_open(b->arena, b->diag);
    b->shaper = shaper_open(b->arena, b->fonts, b->diag);
    return 0;
}

static inline int bench_close(void **state)
{
    Bench *b = *state;
    if (b->fonts) {
        shaper_close(b->shaper);
        fonts_close(b->fonts);
    }
    arena_close(b->arena);
    return 0;
}

static inline void assert_str(Str s, const char *expected)
{
    assert_int_equal(s.n, strlen(expected));
    if (s.n) {
        assert_memory_equal(s.p, expected, s.n);
    }
}

#endif
