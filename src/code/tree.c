/* tree.c - the only file that parses: code as the array of its tree's nodes, made by tree-sitter with a grammar's tables.
 * The parser is asked for its text in small chunks, and gives up when it has asked too often: so its work is bounded
 * by what it does, not by a clock, and the same text gives the same tree everywhere. */
#include "code/code_int.h"

#include <stdlib.h>
#include <tree_sitter/api.h>

enum { CHUNK = 256, CHUNKS_FREE = 4000, AGAIN = 40 };      /* each chunk may be read AGAIN times, CHUNKS_FREE more in all */

/* ---- memory ------------------------------------------------------------------------------------------- */

static void *sure(void *p, size_t size)
{
    if (p == NULL && size > 0)
        memory_fail(size);
    return p;
}

static void *sure_malloc(size_t size)
{
    return sure(malloc(size), size);
}

static void *sure_calloc(size_t n, size_t size)
{
    return sure(calloc(n, size), n * size);
}

static void *sure_realloc(void *old, size_t size)
{
    return sure(realloc(old, size), size);
}

void tree_begin(void)
{
    ts_set_allocator(sure_malloc, sure_calloc, sure_realloc, free);
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

typedef struct Feed { Str text; size_t reads; size_t stop; } Feed;

static const char *feed_read(void *ctx, uint32_t at, TSPoint point, uint32_t *n)
{
    Feed *feed = ctx;
    (void)point;
    size_t left = at < feed->text.n ? feed->text.n - at : 0;
    if (++feed->reads > CHUNKS_FREE + feed->text.n / CHUNK * AGAIN)
        feed->stop = 1;
    *n = (uint32_t)(left > CHUNK ? CHUNK : left);
    return left ? feed->text.p + at : "";
}

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
    Feed feed = {.text = text};
    TSParser *parser = ts_parser_new();
    ts_parser_set_cancellation_flag(parser, &feed.stop);
    if (ts_parser_set_language(parser, grammar)) {
        TSTree *tree = ts_parser_parse(parser, NULL, (TSInput){&feed, feed_read, TSInputEncodingUTF8});
        if (tree != NULL) {
            flat = tree_flatten(arena, tree);
            ts_tree_delete(tree);
        }
    }
    ts_parser_delete(parser);
    return flat;
}
