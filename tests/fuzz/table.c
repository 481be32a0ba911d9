/* Tables: the first byte tells how many columns, as many that follow how each is aligned; the rest are rows. Set to the
 * end, in a narrow page or a wide one. */
#include "fuzz.h"

enum { MOST = 12 };

static Str table_of(Arena *arena, const uint8_t *data, size_t size)
{
    static const char *const aligns[] = {"-|", ":-|", "-:|", ":-:|", "----------|", "---------------:|"};
    size_t columns = size > 0 ? data[0] % MOST + 1 : 1, at = 1;
    Buf out = BUF(arena);
    buf_byte(&out, '|');
    for (size_t i = 0; i < columns; i++) {
        buf_format(&out, "head %zu|", i);
    }
    buf_add(&out, STR("\n|"));
    for (size_t i = 0; i < columns; i++, at++) {
        buf_add(&out, str_of(aligns[(at < size ? data[at] : 0) % (sizeof aligns / sizeof *aligns)]));
    }
    buf_byte(&out, '\n');
    if (at < size) {
        buf_add(&out, (Str){(const char *)data + at, size - at});
    }
    buf_add(&out, STR("\n\n: Caption {#tbl-a}\n"));
    return buf_str(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open();
    fuzz_build(table_of(arena, data, size), size % 2 ? "book" : NULL);
    arena_close(arena);
    return 0;
}
