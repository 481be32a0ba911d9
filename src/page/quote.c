/* quote.c - quotations, inset on both sides, and alerts: a tinted panel with a coloured bar and a labelled word.
 *
 * Comes in: QUOTE and ALERT with their blocks. Goes out: the blocks in a narrower column. The word of an alert is the
 * LABEL that resolve/ put at its head. */
#include "page/page_int.h"

enum {
    COLUMN_LEAST = 120,                                    /* pt: what is nested deeper is not set narrower */
    SHORT_ALERT = 9, SHORT_QUOTE = 6                       /* lines: what is no longer stays together */
};

static Len inset_of(const Builder *b, Len inset)
{
    return b->right - b->left - 2 * inset > COLUMN_LEAST * LEN_PT ? inset : 0;
}

static const TextStyle *text_of(const Builder *b, TextRole role)
{
    const TextStyle *text = b->setter->style->text;
    return b->text == &text[TEXT_NOTE] ? b->text : &text[role];
}

void quote_enter(Builder *b)
{
    Len inset = inset_of(b, b->setter->style->quote_indent);
    b->text = text_of(b, TEXT_QUOTE);
    b->left += inset;
    b->right -= inset;
}

void quote_add(Builder *b, const Node *quote)
{
    const TextStyle *outer = b->text, *style = &b->setter->style->text[TEXT_QUOTE];
    Len left = b->left, right = b->right;
    block_begin(b, style->before);
    quote_enter(b);
    b->indented = false;
    size_t from = b->items.n + 2;                          /* after the glue above and the first line */
    blocks_add(b, quote);
    builder_hold(b, from, SHORT_QUOTE - 1);
    b->left = left;
    b->right = right;
    b->text = outer;
    block_end(b, style->after);
    b->indented = false;
}

/* ---- alerts --------------------------------------------------------------------------------------- */

static Colour alert_colour(const Style *style, AlertKind kind)
{
    switch (kind) {
    case ALERT_NOTE: case ALERT_OTHER: return style->alert_note;
    case ALERT_TIP: return style->alert_tip;
    case ALERT_IMPORTANT: return style->alert_important;
    case ALERT_WARNING: return style->alert_warning;
    case ALERT_CAUTION: return style->alert_caution;
    }
    return style->alert_note;
}

/* `part` of 100 of the colour on white. */
static Colour colour_tint(Colour colour, unsigned part)
{
    Colour tint = 0;
    for (int shift = 16; shift >= 0; shift -= 8)
        tint |= (255 - (255 - (colour >> shift & 255)) * part / 100) << shift;
    return tint;
}

static void alert_title(Builder *b, const Node *alert, Colour colour)
{
    const Node *label = alert->first;
    TextStyle style = b->setter->style->text[TEXT_ALERT_TITLE];
    if (!label || label->kind != KIND_LABEL)
        return;
    style.colour = colour;
    block_begin(b, 0);
    text_add(b, label, &style, 0, 0);
    block_end(b, 0);
    block_keep(b, PENALTY_FORBID);
    b->indented = false;
}

enum { ALERT_BAR = 5 * 65536 / 2 };                        /* Len */

void alert_enter(Builder *b)
{
    Len pad = b->setter->style->alert_padding * 3 / 2;
    b->text = text_of(b, TEXT_ALERT);
    b->left += ALERT_BAR + inset_of(b, pad);
    b->right -= inset_of(b, pad);
}

void alert_add(Builder *b, const Node *alert)
{
    const Style *values = b->setter->style;
    const TextStyle *outer = b->text, *style = &values->text[TEXT_ALERT];
    Len left = b->left, right = b->right, pad = values->alert_padding;
    Colour colour = alert_colour(values, alert->u.alert.kind);
    Panel *panel = ARENA_NEW(b->setter->arena, Panel);
    *panel = (Panel){.colour = colour_tint(colour, 7), .bar = colour, .has_fill = true, .left = left, .right = right,
                     .bar_width = ALERT_BAR, .pad_top = pad * 3 / 4, .pad_bottom = pad};
    block_begin(b, style->before);
    panel_open(b, panel, alert);
    size_t from = b->items.n;
    b->free++;
    alert_enter(b);
    alert_title(b, alert, colour);
    blocks_add(b, alert);
    labels_flush(b, alert, b->text);
    b->left = left;
    b->right = right;
    b->text = outer;
    b->free--;
    builder_hold(b, from, SHORT_ALERT);
    panel_close(b, panel);
    block_end(b, style->after);
    b->indented = false;
}
