/* Charts: any text as the YAML of a fence; or, after a line that is its attributes, as the rows of a table. */
#include "fuzz.h"

static Str chart_of(Arena *arena, Str text)
{
    Str options, rows = text;
    if (!str_starts(text, STR("chart=")) || !str_split(&rows, '\n', &options)) {
        return str_format(arena, "~~~~~~ chart\n%.*s\n~~~~~~\n", STR_ARGS(text));
    }
    return str_format(arena, "%.*s\n\n: Caption {#fig-a %.*s}\n", STR_ARGS(rows), STR_ARGS(options));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open();
    fuzz_build(chart_of(arena, (Str){(const char *)data, size}), NULL);
    arena_close(arena);
    return 0;
}
