/* breaks.c - where a list may break into lines, and what a line between two such places adds up to. In comes a list, out
 * go its legal breaks by the rules of The TeXbook, chapter 14, each with running sums, so that a line's width, stretch and
 * shrink are differences. It weighs nothing: that is linebreak.c's work. */
#include "line/line_int.h"

static void sum_add(Sum *sum, const Item *item)
{
    sum->width += item->width;
    if (item->kind == ITEM_BOX)
        sum->text += item->width;
    if (item->kind != ITEM_GLUE)
        return;
    sum->fil += item->fil;
    sum->stretch += item->stretch;
    sum->shrink += item->shrink;
}

static bool is_box(const Item *item)
{
    return item->kind == ITEM_BOX || item->kind == ITEM_IMAGE || item->kind == ITEM_NOTE;
}

bool item_breaks(const Item *items, int i)
{
    if (items[i].kind == ITEM_GLUE)
        return i > 0 && is_box(&items[i - 1]);
    return items[i].kind == ITEM_DISC || (items[i].kind == ITEM_PENALTY && items[i].penalty < PENALTY_FORBID);
}

bool item_forces(const Item *item)
{
    return item->kind == ITEM_PENALTY && item->penalty <= PENALTY_FORCE;
}

Len item_pre_width(const Item *item)
{
    return item->kind == ITEM_DISC ? item->pre_width : 0;
}

/* The first item of the line after a break: glue, kerns and penalties vanish, up to the next forced break. */
static int line_start(const Item *items, int n, int at)
{
    int i = item_forces(&items[at]) || items[at].kind == ITEM_DISC || items[at].kind == ITEM_PENALTY ? at + 1 : at;
    while (i < n && !is_box(&items[i]) && !item_forces(&items[i])) {
        if (items[i].leader)
            break;
        i++;
    }
    return i;
}

static Len start_protrusion(const Item *items, int n, int start)
{
    if (start >= n || items[start].kind != ITEM_BOX)
        return 0;
    return box_protrusion(items[start].shaped, items[start].look, items[start].from, items[start].to, false);
}

static Len end_protrusion(const Item *items, int at)
{
    if (items[at].kind == ITEM_DISC)
        return box_protrusion(items[at].pre, items[at].look, 0, (uint32_t)items[at].pre->text.n, true);
    const Item *last = at > 0 ? &items[at - 1] : NULL;
    return last == NULL || last->kind != ITEM_BOX ? 0 : box_protrusion(last->shaped, last->look, last->from, last->to, true);
}

void break_begin(const Hlist *list, Break *brk, bool protrude)
{
    if (brk->start >= 0)
        return;
    brk->start = brk->item < 0 ? 0 : line_start(list->items, list->n, brk->item);
    brk->begin = brk->end;
    if (brk->item >= 0)
        brk->begin.width -= item_pre_width(&list->items[brk->item]);
    for (int i = brk->item < 0 ? 0 : brk->item; i < brk->start; i++)
        sum_add(&brk->begin, &list->items[i]);
    brk->left = protrude ? start_protrusion(list->items, list->n, brk->start) : 0;
}

Len break_right(const Hlist *list, Break *brk, bool protrude)
{
    if (brk->right < 0)
        brk->right = protrude ? end_protrusion(list->items, brk->item) : 0;
    return brk->right;
}

static void break_add(Break *brk, const Item *item, int i, const Sum *sum)
{
    brk->item = i;
    brk->end = *sum;
    brk->end.width += item_pre_width(item);
    brk->flagged = item->flagged;
    brk->forced = item_forces(item);
    brk->penalty = item->kind == ITEM_GLUE || brk->forced ? 0 : item->penalty;
    brk->right = brk->start = -1;
}

Break *breaks_find(const Setter *setter, const Hlist *list, int *n)
{
    const Item *items = list->items;
    Sum sum = {0};
    Break *breaks = arena_bytes(setter->scratch, sizeof(Break) * ((size_t)list->n + 1)), *last = breaks;
    breaks[0] = (Break){.item = -1, .start = -1, .forced = true};
    for (int i = 0; i < list->n; i++) {
        if (item_breaks(items, i))
            break_add(++last, &items[i], i, &sum);
        sum_add(&sum, &items[i]);
    }
    *n = (int)(last - breaks);
    for (int i = *n, forced = *n; i >= 0; i--) {
        breaks[i].forced_next = forced;
        forced = breaks[i].forced ? i : forced;
    }
    return breaks;
}

/* ---- widths ------------------------------------------------------------------------------------------ */

Len hlist_width(const Hlist *list)
{
    Len widest = 0, width = 0;
    for (int i = 0; i < list->n; i++) {
        width = item_forces(&list->items[i]) ? 0 : width + list->items[i].width;
        widest = width > widest ? width : widest;
    }
    return widest;
}

Len hlist_min_width(const Hlist *list)
{
    Len widest = 0, width = 0;
    for (int i = 0; i < list->n; i++) {
        const Item *item = &list->items[i];
        bool breaks = item_breaks(list->items, i);
        Len upto = width + (breaks ? item_pre_width(item) : item->width);
        widest = upto > widest ? upto : widest;
        width = breaks ? 0 : upto;
    }
    return widest;
}
