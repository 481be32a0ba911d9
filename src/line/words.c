/* words.c - the words of a list cut finer than the list builder cuts them: hyphenation points by patterns, and, in the
 * last resort, breaks between any two clusters. In comes a list, out goes a copy; the old one stays as it was. */
#include "line/line_int.h"

enum { WORD_SHORTEST = 5, WORD_LONGEST = 200, ABSURD = 100 }; /* absurd: a word of so many lines, cut coarsely */

static bool is_right_to_left(const Shaped *shaped)
{
    return shaped->n > 1 && shaped->glyphs[0].cluster > shaped->glyphs[shaped->n - 1].cluster;
}

Len glyphs_width(const Shaped *shaped, Len size, uint32_t *glyph, size_t from, size_t to)
{
    int64_t units = 0;
    if (from == 0 && to == shaped->text.n)
        units = shaped->width;
    else if (is_right_to_left(shaped))
        units = shaped_width_to(shaped, to) - shaped_width_to(shaped, from);
    else
        for (; *glyph < shaped->n && shaped->glyphs[*glyph].cluster < to; ++*glyph)
            units += shaped->glyphs[*glyph].advance;
    return units * size / shaped->face->units_per_em;
}

/* ---- hyphenation ---------------------------------------------------------------------------------- */

/* The letters of a word between its marks: [*from, *to). False: it is no word to hyphenate. */
static bool word_core(Str text, size_t *from, size_t *to)
{
    size_t letters = 0;
    bool lower = false, ended = false;
    for (size_t at = 0, start = 0; at < text.n; start = at) {
        uint32_t c = utf8_next(text, &at);
        if (code_point_letter(c)) {
            if (ended)
                return false;
            *from = letters++ == 0 ? start : *from;
            *to = at;
            lower |= (c >= 'a' && c <= 'z') || c >= 0xDF;
        } else if (c >= '0' && c <= '9') {
            return false;
        } else {
            ended |= letters > 0 && c != 0x2019 && c != '\'';
        }
    }
    return letters >= WORD_SHORTEST && lower;
}

static uint32_t code_point_before(Str s, size_t at)
{
    size_t start = utf8_prev(s, at);
    return utf8_next(s, &start);
}

/* Is the box a part of a word that goes on in a neighbouring box (other markup, other font, a joint)? */
static bool has_neighbour(const Hlist *list, int i)
{
    const Item *box = &list->items[i];
    if (box->from > 0 || box->to < box->shaped->text.n)
        return true;
    if (i > 0 && list->items[i - 1].kind == ITEM_BOX) {
        const Shaped *before = list->items[i - 1].shaped;
        if (code_point_letter(code_point_before(before->text, before->text.n)))
            return true;
    }
    if (i + 1 < list->n && list->items[i + 1].kind == ITEM_BOX) {
        size_t at = 0;
        return code_point_letter(utf8_next(list->items[i + 1].shaped->text, &at));
    }
    return false;
}

/* The box's hyphenation points as bytes of its text; returns how many. */
static size_t box_points(const Setter *setter, const Hlist *list, int i, uint16_t *points)
{
    const Item *box = &list->items[i];
    Str text = box->shaped->text;
    size_t from = 0, to = 0;
    if (!box->look->hyphenate || text.n > WORD_LONGEST || !word_core(text, &from, &to) || has_neighbour(list, i))
        return 0;
    size_t n = hyphen_points(setter->shaper, str_slice(text, from, to), box->look->lang, points);
    for (size_t p = 0; p < n; p++)
        points[p] = (uint16_t)(points[p] + from);
    return n;
}

static void disc_add(const Setter *setter, Item *disc, const Item *box)
{
    *disc = (Item){.kind = ITEM_DISC, .node = box->node, .look = box->look, .flagged = true};
    disc->penalty = PENALTY_HYPHEN;
    disc->pre = shape_text(setter->shaper, box->look->font, STR("-"), box->look->lang);
    disc->pre_width = shaped_width(disc->pre, box->look->font->size);
}

typedef struct Copy { Arena *arena; VEC(Item) items; } Copy;

static void box_cut(const Setter *setter, Copy *copy, const Item *box, const uint16_t *points, size_t n)
{
    uint32_t glyph = 0, from = 0;
    for (size_t p = 0; p <= n; p++) {
        Item piece = *box;
        piece.from = from;
        piece.to = from = p < n ? points[p] : box->to;
        piece.width = glyphs_width(box->shaped, box->look->font->size, &glyph, piece.from, piece.to);
        VEC_PUSH(copy->arena, &copy->items, piece);
        if (p < n) {
            Item disc;
            disc_add(setter, &disc, box);
            VEC_PUSH(copy->arena, &copy->items, disc);
        }
    }
}

Hlist hlist_hyphenate(const Setter *setter, const Hlist *list)
{
    Copy copy = {.arena = setter->scratch};
    uint16_t points[WORD_LONGEST + 1];
    int copied = 0;
    for (int i = 0; i < list->n; i++) {
        const Item *box = &list->items[i];
        size_t n = box->kind == ITEM_BOX ? box_points(setter, list, i, points) : 0;
        if (n == 0)
            continue;
        if (copy.items.at == NULL) {
            copy.items.cap = (size_t)list->n * 2;
            copy.items.at = arena_bytes(copy.arena, copy.items.cap * sizeof *copy.items.at);
        }
        for (; copied < i; copied++)
            VEC_PUSH(copy.arena, &copy.items, list->items[copied]);
        box_cut(setter, &copy, box, points, n);
        copied = i + 1;
    }
    if (copied == 0)
        return *list;
    for (; copied < list->n; copied++)
        VEC_PUSH(copy.arena, &copy.items, list->items[copied]);
    return (Hlist){.items = copy.items.at, .n = (int)copy.items.n, .has_folios = list->has_folios};
}

/* ---- the last resort ------------------------------------------------------------------------------ */

/* Pieces of at least `step` bytes. */
static void box_shatter(Copy *copy, const Item *box, uint32_t step)
{
    const Shaped *shaped = box->shaped;
    uint32_t glyph = 0, from = box->from;
    while (glyph < shaped->n && shaped->glyphs[glyph].cluster < from)
        glyph++;
    while (from < box->to) {
        uint32_t next = glyph;
        while (next < shaped->n && shaped->glyphs[next].cluster < from + step)
            next++;
        Item piece = *box;
        piece.from = from;
        piece.to = from = next < shaped->n && shaped->glyphs[next].cluster < box->to ? shaped->glyphs[next].cluster : box->to;
        piece.width = glyphs_width(shaped, box->look->font->size, &glyph, piece.from, piece.to);
        VEC_PUSH(copy->arena, &copy->items, piece);
        if (from < box->to)
            VEC_PUSH(copy->arena, &copy->items, (Item){.kind = ITEM_PENALTY, .penalty = PENALTY_SHATTER,
                                                       .node = box->node, .look = box->look});
    }
}

static void picture_fit(Item *item, Len width)
{
    if (item->width > width && width > 0) {
        item->height = len_scale(item->height, width, item->width);
        item->width = width;
    }
}

/* The end of the stretch of items from `from` in which no line can end, and its width. */
static int stretch_end(const Hlist *list, int from, Len *width)
{
    int to = from;
    *width = 0;
    while (to < list->n && !item_breaks(list->items, to))
        *width += list->items[to++].width;
    if (to < list->n)
        *width += item_pre_width(&list->items[to]);
    return to;
}

Hlist hlist_shatter(const Setter *setter, const Hlist *list, Len width)
{
    Copy copy = {.arena = setter->scratch};
    for (int from = 0; from < list->n;) {
        Len wide = 0;
        int to = stretch_end(list, from, &wide);
        for (int i = from; i < to; i++) {
            const Item *item = &list->items[i];
            if (item->kind == ITEM_BOX && wide > width && !is_right_to_left(item->shaped)) {
                box_shatter(&copy, item, wide / ABSURD > width ? 8 : 1);
                continue;
            }
            VEC_PUSH(copy.arena, &copy.items, *item);
            if (item->kind == ITEM_IMAGE)
                picture_fit(&copy.items.at[copy.items.n - 1], width);
        }
        if (to < list->n)
            VEC_PUSH(copy.arena, &copy.items, list->items[to]);
        from = to + 1;
    }
    return (Hlist){.items = copy.items.at, .n = (int)copy.items.n, .has_folios = list->has_folios};
}
