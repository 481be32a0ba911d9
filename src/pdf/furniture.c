/* furniture.c - which runs of running heads come on many pages in the same place. Each is a content stream of its own, once
 * in the file, which those pages name after their own stream (ISO 32000-1, 7.8.2): a title that stands on each page would
 * else be packed with each of them. */
#include "pdf/pdf_int.h"

enum { PAGES_LEAST = 5 };                                  /* fewer would save less than a stream costs */

static void number_add(Buf *b, int64_t value)
{
    buf_add(b, (Str){(const char *)&value, sizeof value});
}

static Str run_key(Arena *arena, const Op *op)
{
    Buf b = {arena, NULL, 0, 0};
    const int64_t numbers[] = {op->x, op->y, op->rise, op->font->size, op->colour, op->expand, (intptr_t)op->font->face};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        number_add(&b, numbers[i]);
    for (int i = 0; i < op->n; i++) {
        number_add(&b, op->words[i].gap);
        number_add(&b, (int64_t)op->words[i].shaped->text.n);
        buf_add(&b, op->words[i].shaped->text);
    }
    return buf_str(&b);
}

/* Not one whose last space the next run would show, nor that next run. */
static bool run_is_free(const Op *op)
{
    return op->kind == OP_TEXT && op->n > 0 && !op->font->face->fixed_pitch &&
           (op[-1].kind != OP_TEXT || op[-1].n == 0 || !op[-1].font->face->fixed_pitch);
}

static void page_collect(Furniture *furniture, Arena *arena, const PageOps *page)
{
    bool inside = false;
    for (int i = 0; i < page->n; i++) {
        const Op *op = &page->ops[i];
        if (op->kind == OP_TAG || op->kind == OP_END)
            inside = op->kind == OP_TAG && op->artifact == ARTIFACT_PAGINATION;
        else if (inside && run_is_free(op))
            ++*(uintptr_t *)map_slot(furniture->pages, run_key(arena, op), NULL);
    }
}

const Furniture *furniture_collect(Arena *arena, const Ops *ops)
{
    Furniture *furniture = ARENA_NEW(arena, Furniture);
    furniture->pages = map_new(arena);
    for (int p = 0; p < ops->n; p++)
        page_collect(furniture, arena, &ops->pages[p]);
    return furniture;
}

bool furniture_shares(const Furniture *furniture, Arena *scratch, const Op *op)
{
    return run_is_free(op) && (uintptr_t)map_lookup(furniture->pages, run_key(scratch, op)) >= PAGES_LEAST;
}
