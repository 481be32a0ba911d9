/* dump.c - lists and lines as text, for --dump=items,lines and the tests. One item or piece a line; lengths in points. */
#include "line/line_int.h"

static void dump_len(Buf *out, const char *name, Len value)
{
    buf_format(out, " %s ", name);
    len_print(out, value, 2);
}

static void dump_glue(Buf *out, const Item *item)
{
    len_print(out, item->width, 2);
    if (item->fil)
        buf_add(out, STR(" plus fil"));
    else if (item->stretch > 0)
        dump_len(out, "plus", item->stretch);
    if (item->shrink > 0)
        dump_len(out, "minus", item->shrink);
    if (item->leader)
        buf_add(out, STR(" leader"));
}

static void dump_look(Buf *out, const Look *look)
{
    buf_format(out, " %.*s", STR_ARGS(look->font->face->name));
    dump_len(out, "at", look->font->size);
    if (look->rise != 0)
        dump_len(out, "rise", look->rise);
    buf_format(out, "%s%s%s", look->code ? " code" : "", look->strike ? " strike" : "",
               look->underline ? " underline" : "");
}

static void dump_item(Buf *out, const Item *item)
{
    switch (item->kind) {
    case ITEM_BOX:
        buf_format(out, "box \"%.*s\" ", STR_ARGS(str_slice(item->shaped->text, item->from, item->to)));
        len_print(out, item->width, 2);
        break;
    case ITEM_GLUE:
        buf_add(out, STR("glue "));
        dump_glue(out, item);
        break;
    case ITEM_KERN:
        buf_add(out, STR("kern "));
        len_print(out, item->width, 2);
        break;
    case ITEM_PENALTY:
        buf_format(out, "penalty %d%s", item->penalty, item->flagged ? " flagged" : "");
        break;
    case ITEM_DISC:
        buf_format(out, "disc \"%.*s\" %d", STR_ARGS(item->pre->text), item->penalty);
        break;
    case ITEM_NOTE:
        buf_format(out, "note %.*s", STR_ARGS(item->note->extra->number));
        break;
    case ITEM_IMAGE:
        buf_add(out, STR("image "));
        len_print(out, item->width, 2);
        buf_add(out, STR(" x "));
        len_print(out, item->height, 2);
        break;
    }
}

void hlist_dump(const Hlist *list, Buf *out)
{
    const Look *look = NULL;
    for (int i = 0; i < list->n; i++) {
        const Item *item = &list->items[i];
        if (item->kind == ITEM_BOX && item->look != look) {
            look = item->look;
            buf_add(out, STR("look"));
            dump_look(out, look);
            buf_byte(out, '\n');
        }
        buf_add(out, STR("  "));
        dump_item(out, item);
        buf_byte(out, '\n');
    }
}

static void dump_words(Buf *out, const Piece *piece, int expand)
{
    Len x = piece->x;
    for (const Word *word = piece->words; word < piece->words + piece->n; word++) {
        Len width = word_width(word, piece->look->font, expand);
        buf_format(out, "  text \"%.*s\"", STR_ARGS(word->shaped->text));
        dump_len(out, "x", x);
        dump_len(out, "w", width);
        if (word->space_after)
            dump_len(out, "space", word->gap);
        buf_add(out, word->hyphen ? STR(" hyphen\n") : STR("\n"));
        x += width + word->gap;
    }
}

static void dump_piece(Buf *out, const Piece *piece, int expand)
{
    if (piece->kind == PIECE_TEXT) {
        dump_words(out, piece, expand);
        return;
    }
    buf_add(out, piece->kind == PIECE_IMAGE ? STR("  image") : STR("  leader"));
    dump_len(out, "x", piece->x);
    dump_len(out, "w", piece->width);
    buf_byte(out, '\n');
}

void line_dump(const Paragraph *paragraph, Buf *out)
{
    buf_format(out, "paragraph %d%s\n", paragraph->n, paragraph->overfull ? " overfull" : "");
    for (int i = 0; i < paragraph->n; i++) {
        const Line *line = &paragraph->lines[i];
        buf_add(out, STR(" line"));
        dump_len(out, "w", line->width);
        dump_len(out, "h", line->height);
        dump_len(out, "d", line->depth);
        if (line->expand != 0)
            buf_format(out, " expand %d", line->expand);
        buf_format(out, "%s%s", line->hyphenated ? " hyphenated" : "", line->last ? " last\n" : "\n");
        for (int p = 0; p < line->n; p++)
            dump_piece(out, &line->pieces[p], line->expand);
        for (int k = 0; k < line->n_notes; k++)
            buf_format(out, "  note %.*s\n", STR_ARGS(line->notes[k]->extra->number));
    }
}
