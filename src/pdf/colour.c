/* colour.c - the colours of a document as a palette (ISO 32000-1, 8.6.6.3): each page then says a colour by a short number
 * instead of three fractions. Greys stay greys. */
#include "pdf/pdf_int.h"

static bool is_grey(Colour colour)
{
    return (colour >> 16 & 255) == (colour & 255) && (colour >> 8 & 255) == (colour & 255);
}

int colours_lookup(const Colours *colours, Colour colour)
{
    for (int i = 0; i < colours->n; i++)
        if (colours->at[i] == colour)
            return i;
    return -1;
}

const Colours *colours_collect(Arena *arena, const Ops *ops)
{
    Colours *colours = ARENA_NEW(arena, Colours);
    Colour last = 0;
    for (int p = 0; p < ops->n; p++)
        for (int i = 0; i < ops->pages[p].n; i++) {
            const Op *op = &ops->pages[p].ops[i];
            bool painted = op->kind == OP_TEXT || op->kind == OP_RECT || op->kind == OP_PATH;
            if (!painted || op->colour == last || is_grey(op->colour))
                continue;
            last = op->colour;
            if (colours->n < COLOURS && colours_lookup(colours, last) < 0)
                colours->at[colours->n++] = last;
        }
    return colours;
}

void colours_write(const Colours *colours, Buf *b)
{
    char bytes[3 * COLOURS];
    for (int i = 0; i < 3 * colours->n; i++)
        bytes[i] = (char)(colours->at[i / 3] >> (16 - i % 3 * 8) & 255);
    buf_add(b, STR("[/Indexed/DeviceRGB"));
    value_int(b, colours->n - 1);
    value_bytes(b, (Str){bytes, (size_t)colours->n * 3});
    buf_byte(b, ']');
}
