/* A query and a tree made of bytes: before the first line that is "%%" a highlights.scm, after it code, whose nodes are its
 * brackets. Spans must rise and lie in the code. */
#include "code/code_int.h"
#include "fuzz.h"

static uint16_t symbol_of(const void *grammar, Str name, bool named)
{
    (void)grammar;
    return name.n ? (uint16_t)(1 + (unsigned char)name.p[0] % 16 + (named ? 16 : 0)) : 0;
}

static uint16_t field_of(const void *grammar, Str name)
{
    (void)grammar;
    return name.n ? (uint16_t)(1 + (unsigned char)name.p[0] % 3) : 0;
}

static Tree tree_of(Arena *arena, Str text)
{
    VEC(Twig) twigs = {0};
    VEC(uint32_t) open = {0};
    for (uint32_t at = 0; at < text.n; at++) {
        unsigned char c = (unsigned char)text.p[at];
        uint32_t i = (uint32_t)twigs.n;
        if (c == ')' && open.n > 0) {
            Twig *twig = &twigs.at[open.at[--open.n]];
            twig->to = at + 1;
            twig->skip = i;
            continue;
        }
        if (c == '(')
            VEC_PUSH(arena, &open, i);
        Twig twig = {at, at + 1, i + 1, (uint16_t)(1 + c % 32), (uint16_t)(c % 4), c % 2 != 0};
        VEC_PUSH(arena, &twigs, twig);
    }
    while (open.n > 0) {
        Twig *twig = &twigs.at[open.at[--open.n]];
        twig->to = (uint32_t)text.n;
        twig->skip = (uint32_t)twigs.n;
    }
    return (Tree){twigs.at, (uint32_t)twigs.n};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Names names = {NULL, symbol_of, field_of};
    Arena *arena = arena_open();
    Str all = str_copy(arena, (Str){(const char *)data, size});
    ptrdiff_t cut = str_find(all, STR("\n%%\n"));
    Str code = cut < 0 ? all : str_slice(all, (size_t)cut + 4, all.n);
    QueryFault fault;
    const Query *query = query_read(arena, &names, cut < 0 ? all : str_slice(all, 0, (size_t)cut), &fault);
    fuzz_expect(query || fault.why, "a query that is not read says why");
    if (query) {
        Tree tree = tree_of(arena, code);
        Spans spans = {0};
        query_match(arena, query, &tree, code, &spans);
        for (size_t i = 0; i < spans.n; i++)
            fuzz_expect(spans.at[i].from < spans.at[i].to && spans.at[i].to <= code.n &&
                        (i == 0 || spans.at[i - 1].to <= spans.at[i].from), "spans rise and lie in the code");
    }
    arena_close(arena);
    return 0;
}
