/* dump.c - the galley and the pages as text, for --dump and for the golden tests. Lengths are in points. */
#include "page/page_int.h"

static void len_add(Buf *out, const char *name, Len a)
{
    buf_format(out, " %s=", name);
    len_print(out, a, 2);
}

static void line_text(const Line *line, Buf *out)
{
    buf_add(out, STR(" \""));
    for (int i = 0; i < line->n; i++) {
        const Piece *piece = &line->pieces[i];
        if (piece->kind != PIECE_TEXT)
            buf_add(out, piece->kind == PIECE_IMAGE ? STR("[image]") : STR(" .. "));
        for (int k = 0; k < piece->n; k++) {
            buf_add(out, piece->words[k].shaped->text);
            if (piece->words[k].space_after)
                buf_byte(out, ' ');
        }
    }
    buf_byte(out, '"');
}

static void box_dump(const Box *box, Buf *out)
{
    static const char *const kinds[] = {"line", "rule", "image", "folio", "drawing"};
    static const char *const artifacts[] = {"", " layout", " pagination", " background"};
    buf_format(out, "%s%s", kinds[box->kind], artifacts[box->artifact]);
    len_add(out, "x", box->x);
    len_add(out, "y", box->y);
    len_add(out, "w", box->width);
    if (box->kind != BOX_LINE && box->kind != BOX_FOLIO)
        len_add(out, "h", box->height);
    if (box->kind == BOX_RULE)
        buf_format(out, " #%06X", box->colour);
    if (box->kind == BOX_LINE)
        line_text(box->line, out);
    if (box->kind != BOX_LINE && box->node)
        buf_format(out, " %s", kind_rows[box->node->kind].name);
    buf_byte(out, '\n');
}

static void flags_dump(const Vitem *v, Buf *out)
{
    const struct { const char *name; bool is; } flags[] = {
        {"first", v->first_line}, {"last", v->last_line}, {"hyphenated", v->hyphenated}, {"recto", v->recto},
        {"opening", v->opening}, {"snap", v->snap}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].is)
            buf_format(out, " %s", flags[i].name);
    for (int i = 0; i < v->n_notes; i++)
        buf_format(out, " note=%.*s", STR_ARGS(v->notes[i]->extra->number));
}

static void item_dump(const Vitem *v, Buf *out)
{
    static const char *const kinds[] = {"box", "glue", "penalty", "open", "close"};
    buf_add(out, str_of(kinds[v->kind]));
    if (v->kind == V_PENALTY)
        buf_format(out, " %d", v->penalty);
    else
        len_add(out, "h", v->height);
    if (v->reach)
        len_add(out, "reach", v->reach);
    if (v->node)
        buf_format(out, " %s", kind_rows[v->node->kind].name);
    flags_dump(v, out);
    if ((v->kind == V_OPEN || v->kind == V_CLOSE) && v->repeat)
        buf_add(out, STR(" repeat"));
    buf_byte(out, '\n');
    for (int i = 0; i < v->n; i++) {
        buf_add(out, STR("  "));
        box_dump(&v->boxes[i], out);
    }
}

void galley_dump(const Galley *galley, Buf *out)
{
    buf_add(out, STR("galley"));
    len_add(out, "width", galley->width);
    buf_byte(out, '\n');
    for (int i = 0; i < galley->n; i++)
        item_dump(&galley->items[i], out);
}

void page_dump(const Pages *pages, Buf *out)
{
    for (int i = 0; i < pages->n; i++) {
        const Page *page = &pages->at[i];
        buf_format(out, "page %d folio=%.*s%s%s\n", page->index, STR_ARGS(page->folio), page->recto ? " recto" : " verso",
                   page->blank ? " blank" : "");
        for (int k = 0; k < page->n; k++) {
            buf_add(out, STR("  "));
            box_dump(&page->boxes[k], out);
        }
    }
    buf_format(out, "widows=%d orphans=%d stranded=%d\n", pages->faults.widows, pages->faults.orphans,
               pages->faults.stranded);
}
