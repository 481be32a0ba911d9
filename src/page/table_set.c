/* table_set.c - a table's rows as boxes, once its columns have their places.
 *
 * Comes in: a Table whose band of columns [from, to) has widths. Goes out: its head, which is set
 * again on each page that the body reaches, a box for each row, or for each line of a row that is
 * high, the rules, and penalties between rows. */
#include "page/page_int.h"

enum {
    PENALTY_ROW = 300,
    PENALTY_SHORT = 2500, /* a break between rows; in a table of less than a third page */
    ROWS_TOGETHER = 2     /* rows at the head and foot that want to stay together */
};

int table_span(const Node *cell)
{
    return cell->u.cell.colspan > 1 ? cell->u.cell.colspan : 1;
}

Str table_text(const Table *t, const Node *cell)
{
    return node_plain(t->setter.scratch, cell);
}

/* How far into the line its first `ink` bytes reach. */
static Len line_anchor(const Line *line, size_t ink)
{
    for (int i = 0; i < line->n; i++) {
        const Piece *piece = &line->pieces[i];
        Len x = piece->x;
        for (int k = 0; k < piece->n && piece->kind == PIECE_TEXT; k++) {
            const Word *word = &piece->words[k];
            if (ink <= word->shaped->text.n)
                return x + font_len(piece->look->font, shaped_width_to(word->shaped, ink));
            ink -= word->shaped->text.n;
            x += word_width(word, piece->look->font, line->expand) + word->gap;
        }
    }
    return line->width;
}

Len table_anchor(const Table *t, const Node *cell, const Line *line)
{
    size_t ink;
    number_read(table_text(t, cell), t->setter.meta->lang, &ink);
    return line_anchor(line, ink);
}

static Len band_right(const Table *t)
{
    const TableColumn *last = &t->column[t->to - 1];
    return last->x + last->width;
}

/* ---- setting --------------------------------------------------------------------------------- */

typedef struct CellSet {
    const Node *node;
    const Line *lines;
    int n;
    Len x;
    Len height;
} CellSet;
typedef struct RowSet {
    CellSet *cells;
    int n;
    Len height;
    bool plain;
    const TextStyle *style;
} RowSet;

static bool list_forced(const Hlist *list)
{
    for (int i = 0; i + 1 < list->n; i++)
        if (list->items[i].kind == ITEM_PENALTY && list->items[i].penalty == PENALTY_FORCE)
            return true;
    return false;
}

/* A picture higher than the line gets room above. */
static Len line_lift(const Line *line, const TextStyle *style)
{
    Len height = 0;
    for (int i = 0; i < line->n; i++)
        if (line->pieces[i].kind == PIECE_IMAGE) height = len_most(height, line->pieces[i].height);
    return len_most(0, height - style_baseline(style));
}

static Len single_x(const Table *t, const Node *cell, const TableColumn *column, const Line *line,
                    Len width, bool head)
{
    if (column->decimal && !head) return width - column->after - table_anchor(t, cell, line);
    return column->align == ALIGN_RIGHT    ? width - line->width
           : column->align == ALIGN_CENTER ? (width - line->width) / 2
                                           : 0;
}

/* A word that fits into the column whole does not break at its joints there. */
static void list_join(const Table *t, Hlist *list, Len width)
{
    CellWords words = cell_words(t->setter.scratch, list);
    for (int i = 0; i < words.n; i++)
        if (words.at[i].whole > width) return;
    for (int i = 0; i < list->n; i++) {
        Item *item = &list->items[i];
        if (item->kind == ITEM_PENALTY && item->penalty > 0) item->penalty = PENALTY_FORBID;
    }
}

static CellSet cell_set(const Table *t, const Node *cell, const TableColumn *column, Len width,
                        bool head)
{
    const TextStyle *style = head ? &t->head : &t->body;
    CellSet set = {.node = cell, .x = column->x};
    Hlist list = hlist_new(&t->setter, cell, style);
    if (list.n == 0) return set;
    if (!list_forced(&list) && (hlist_width(&list) <= width || (column->decimal && !head))) {
        Line *line = ARENA_NEW(t->setter.arena, Line);
        *line = line_single(&t->setter, &list);
        set.lines = line;
        set.n = 1;
        set.x += single_x(t, cell, column, line, width, head);
    } else {
        list_join(t, &list, width);
        Paragraph p =
            line_break(&t->setter, &list, &(Measure){.width = width, .align = column->align});
        set.lines = p.lines;
        set.n = p.n;
    }
    for (int i = 0; i < set.n; i++) set.height += style->leading + line_lift(&set.lines[i], style);
    return set;
}

static Len span_width(const Table *t, int column, int span)
{
    int last = column + span - 1 < t->to ? column + span - 1 : t->to - 1;
    return t->column[last].x + t->column[last].width - t->column[column].x;
}

static RowSet row_set(const Table *t, const Node *row, bool head)
{
    RowSet set = {.cells = ARENA_ARRAY(t->setter.arena, CellSet, t->to - t->from),
                  .plain = true,
                  .style = head ? &t->head : &t->body};
    for (const Node *cell = row->first; cell && cell->u.cell.column < t->to; cell = cell->next) {
        int c = cell->u.cell.column;
        if (c < t->from) continue;
        CellSet one = cell_set(t, cell, &t->column[c], span_width(t, c, table_span(cell)), head);
        set.plain = set.plain && one.height == one.n * set.style->leading;
        set.height = len_most(set.height, one.height);
        set.cells[set.n++] = one;
    }
    set.height = len_most(set.height, set.style->leading);
    arena_reset(t->setter.scratch);
    return set;
}

/* ---- rows as boxes --------------------------------------------------------------------------- */

/* The lines [from, to) of each cell, the first at y. Cells of a head stand on its foot. In its line text stands high, to
 * have room for descenders; between rules its capitals stand in the middle. */
static void row_boxes(const Table *t, Boxes *boxes, const RowSet *row, Len y, int from, int to,
                      bool head)
{
    for (int c = 0; c < row->n; c++) {
        const CellSet *cell = &row->cells[c];
        Len at = y + row->style->size / 9 + (head ? row->height - cell->height : 0);
        for (int i = from; i < to && i < cell->n; i++) {
            at += line_lift(&cell->lines[i], row->style);
            VEC_PUSH(
                t->setter.arena, boxes,
                box_line(&cell->lines[i], cell->node, cell->x, at + style_baseline(row->style)));
            at += row->style->leading;
        }
    }
}

static void boxes_rule(const Table *t, Boxes *boxes, Len y, Len thick, Colour colour)
{
    VEC_PUSH(t->setter.arena, boxes,
             box_rule(t->b->left, y, band_right(t) - t->b->left, thick, colour));
}

static bool row_blank(const Table *t, size_t r)
{
    for (const Node *cell = t->rows.at[r]->first; cell; cell = cell->next)
        if (cell->first) return false;
    return true;
}

/* Of line i in all cells: a picture in one of them makes it higher. */
static Len slice_height(const RowSet *row, int i)
{
    Len lift = 0;
    for (int c = 0; c < row->n; c++)
        if (i < row->cells[c].n)
            lift = len_most(lift, line_lift(&row->cells[c].lines[i], row->style));
    return row->style->leading + lift;
}

/* A high row: a box for each line of its cells. */
static void row_slices(Table *t, const Node *node, const RowSet *row, bool last)
{
    int lines = 0;
    for (int c = 0; c < row->n; c++) lines = row->cells[c].n > lines ? row->cells[c].n : lines;
    for (int i = 0; i < lines; i++) {
        Boxes boxes = {0};
        Len top = i == 0 ? t->pad : 0,
            height = top + slice_height(row, i) + (i == lines - 1 ? t->pad : 0);
        row_boxes(t, &boxes, row, top, i, i + 1, false);
        if (i == lines - 1 && last) {
            boxes_rule(t, &boxes, height, t->setter.style->rule_thick, t->body.colour);
            height += t->setter.style->rule_thick;
        }
        builder_box(t->b, node, height, boxes.at, (int)boxes.n);
        if (i < lines - 1)
            builder_penalty(t->b, i == 0 || i == lines - 2 ? PENALTY_KEEP : PENALTY_HYPHEN);
    }
}

static Len page_room(const Table *t)
{
    const Style *style = t->setter.style;
    return style->page_height - style->margin_top - style->margin_bottom;
}

/* A head that no page could repeat and have room for rows: it is set like high rows, once. */
static void head_slices(Table *t, const RowSet *rows)
{
    for (int r = 0; r < t->n_head; r++) {
        if (r > 0) builder_penalty(t->b, 0);
        row_slices(t, t->rows.at[r], &rows[r], r == t->n_head - 1);
    }
}

/* The rule at the top, the head's rows, and the thin rule below them; NULL: too high to be repeated. */
static Vitem *head_add(Table *t)
{
    const Style *style = t->setter.style;
    RowSet *rows = ARENA_ARRAY(t->measure, RowSet, t->n_head);
    Boxes boxes = {0};
    Len y = style->rule_thick;
    bool blank = true;
    boxes_rule(t, &boxes, 0, style->rule_thick, t->body.colour);
    for (int r = 0; r < t->n_head; r++) {
        if (row_blank(t, (size_t)r)) continue;
        rows[r] = row_set(t, t->rows.at[r], true);
        row_boxes(t, &boxes, &rows[r], y + t->pad, 0, INT32_MAX, true);
        y += rows[r].height + 2 * t->pad;
        blank = false;
    }
    if (y > page_room(t) * 2 / 3) {
        head_slices(t, rows);
        return NULL;
    }
    if (!blank) {
        boxes_rule(t, &boxes, y, style->rule_thin, t->body.colour);
        y += style->rule_thin;
    }
    return builder_box(t->b, t->node, y, boxes.at, (int)boxes.n);
}

static const Repeat *head_repeat(const Table *t, const Vitem *head)
{
    Repeat *repeat = ARENA_NEW(t->setter.arena, Repeat);
    Box *boxes = box_copy(t->b, head->boxes, head->n);
    for (int i = 0; i < head->n; i++) boxes[i].artifact = ARTIFACT_PAGINATION;
    *repeat = (Repeat){boxes, head->n, head->height};
    return repeat;
}

static void row_add(Table *t, size_t r)
{
    const Style *style = t->setter.style;
    const Node *node = t->rows.at[r];
    bool last = r + 1 == t->rows.n;
    RowSet row = row_set(t, node, false);
    if (row.height > page_room(t) / (row.plain ? 3 : 1)) {
        row_slices(t, node, &row, last);
        return;
    }
    Boxes boxes = {0};
    row_boxes(t, &boxes, &row, t->pad, 0, INT32_MAX, false);
    Len height = row.height + 2 * t->pad;
    if (last) {
        boxes_rule(t, &boxes, height, style->rule_thick, t->body.colour);
        height += style->rule_thick;
    }
    builder_box(t->b, node, height, boxes.at, (int)boxes.n);
}

/* Between row r - 1 and row r of the body. */
static int row_penalty(const Table *t, size_t r, bool low)
{
    size_t above = r - (size_t)t->n_head, below = t->rows.n - r;
    if (above < ROWS_TOGETHER || below < ROWS_TOGETHER) return PENALTY_KEEP;
    return low ? PENALTY_SHORT : PENALTY_ROW;
}

/* Whole rows with space around them, which can give a line or take one; high rows are in slices. */
static void rows_remember(Table *t, size_t first)
{
    int rows = 0, boxes = (int)t->rows.n - t->n_head;
    for (size_t i = first; i < t->b->items.n; i++)
        rows += t->b->items.at[i].kind == V_BOX;
    if (t->b->grid > 0 && t->b->grid == t->setter.style->text[TEXT_BODY].leading && rows == boxes)
        VEC_PUSH(t->setter.list, &t->b->passages,
                 (Passage){.node = t->node, .from = (int)first, .to = (int)t->b->items.n, .pad = t->pad, .rows = rows});
}

static void body_add(Table *t)
{
    size_t first = t->b->items.n, *breaks = ARENA_ARRAY(t->measure, size_t, t->rows.n);
    Len height = 0;
    for (size_t r = (size_t)t->n_head; r < t->rows.n; r++) {
        breaks[r] = t->b->items.n;
        if (r > (size_t)t->n_head) builder_penalty(t->b, 0);
        row_add(t, r);
    }
    for (size_t i = first; i < t->b->items.n; i++) height += t->b->items.at[i].height;
    rows_remember(t, first);
    for (size_t r = (size_t)t->n_head + 1; r < t->rows.n; r++)
        t->b->items.at[breaks[r]].penalty = (int16_t)row_penalty(t, r, height < page_room(t) / 3);
}

void table_rows(Table *t)
{
    Len over = band_right(t) - t->b->measure;
    t->b->reach = over > 0 ? over : 0;
    block_begin(t->b, 0);
    const Vitem *head = head_add(t);
    const Repeat *repeat = head ? head_repeat(t, head) : NULL;
    if (t->n_head < (int)t->rows.n) {
        builder_penalty(t->b, PENALTY_FORBID);
        if (repeat) repeat_open(t->b, repeat);
        body_add(t);
        if (repeat) repeat_close(t->b, repeat);
    }
    block_end(t->b, t->body.leading);
    t->b->reach = 0;
}
