/* tree.c - the only file that parses: code as the array of its tree's nodes, made by tree-sitter with a grammar's tables.
 * Text that is not of its language costs it time by the square, and a node of 65536 children its memory (0.20.7): so it is
 * given only a little at once, and never asked to watch a clock. */
#include "code/code_int.h"

#include <tree_sitter/api.h>

/* ---- memory ------------------------------------------------------------------------------------------- */

void tree_begin(void)
{
    ts_set_allocator(heap_malloc, heap_calloc, heap_realloc, heap_free);
}

/* ---- names -------------------------------------------------------------------------------------------- */

static uint16_t symbol_of(const void *grammar, Str name, bool named)
{
    return ts_language_symbol_for_name(grammar, name.p, (uint32_t)name.n, named);
}

static uint16_t field_of(const void *grammar, Str name)
{
    return ts_language_field_id_for_name(grammar, name.p, (uint32_t)name.n);
}

Names grammar_names(const void *grammar)
{
    return (Names){grammar, symbol_of, field_of};
}

const char *grammar_check(const void *grammar)
{
    uint32_t version = ts_language_version(grammar);
    return version < TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION ? "it is made for an older tree-sitter"
           : version > TREE_SITTER_LANGUAGE_VERSION              ? "it is made for a newer tree-sitter"
                                                                 : NULL;
}

/* ---- parsing ------------------------------------------------------------------------------------------ */

static Twig twig_of(const TSTreeCursor *cursor)
{
    TSNode node = ts_tree_cursor_current_node(cursor);
    return (Twig){.from = ts_node_start_byte(node), .to = ts_node_end_byte(node), .symbol = ts_node_symbol(node),
                  .field = ts_tree_cursor_current_field_id(cursor), .named = ts_node_is_named(node)};
}

static Tree tree_flatten(Arena *arena, TSTree *from)
{
    VEC(Twig) twigs = {0};
    VEC(uint32_t) open = {0};
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(from));
    for (bool more = true; more;) {
        VEC_PUSH(arena, &open, (uint32_t)twigs.n);
        VEC_PUSH(arena, &twigs, twig_of(&cursor));
        if (ts_tree_cursor_goto_first_child(&cursor))
            continue;
        for (more = false; open.n > 0 && !more;) {
            twigs.at[open.at[--open.n]].skip = (uint32_t)twigs.n;
            more = ts_tree_cursor_goto_next_sibling(&cursor);
            if (!more)
                ts_tree_cursor_goto_parent(&cursor);
        }
    }
    ts_tree_cursor_delete(&cursor);
    return (Tree){twigs.at, (uint32_t)twigs.n};
}

Tree tree_read(Arena *arena, const void *grammar, Str text)
{
    Tree flat = {0};
    Heap heap = {.arena = arena}, *outer = heap_enter(&heap);
    TSParser *parser = ts_parser_new();
    if (text.n <= TREE_MOST && ts_parser_set_language(parser, grammar)) {
        TSTree *tree = ts_parser_parse_string(parser, NULL, text.p, (uint32_t)text.n);
        if (tree != NULL)                                  /* which is not deleted: it goes with the arena */
            flat = tree_flatten(arena, tree);
    }
    ts_parser_delete(parser);
    heap_enter(outer);
    return flat;
}

bool tree_is_wrong(const Tree *tree)
{
    enum { ERROR = 65535, MOST = 1000 };
    int n = 0;
    for (uint32_t i = 0; i < tree->n; i++)
        for (uint32_t at = i + 1; tree->at[i].symbol == ERROR && at < tree->at[i].skip; at = tree->at[at].skip)
            n++;
    return n > MOST;
}
