/* table.c - tables: columns as wide as their search made them, numbers on the decimal point, few
 * rules.
 *
 * Comes in: TABLE > CAPTION, TABLE_HEAD, TABLE_BODY > ROW > CELL. Goes out: the caption, the head
 * (set again on each page that the body reaches), a box for each row, or for each line of a row
 * that is high. A table that fits keeps its natural width; else the measure, then the outer margin,
 * then smaller type, then words that break at their joints, and at last bands of columns one below
 * the other. The widths themselves are table_width.c's, numbers table_number.c's. Rows are measured
 * one by one, so a long table costs no memory but its lines. Rows are set in table_set.c. */
#include "page/page_int.h"

enum { SAMPLE = 4000 }; /* cells that the search looks at */

/* ---- the table's cells ----------------------------------------------------------------------- */

static void rows_collect(Table *t)
{
    for (const Node *part = t->node->first; part; part = part->next) {
        if (part->kind != KIND_TABLE_HEAD && part->kind != KIND_TABLE_BODY) continue;
        for (const Node *row = part->first; row; row = row->next) {
            VEC_PUSH(t->measure, &t->rows, row);
            int columns = row->last ? row->last->u.cell.column + table_span(row->last) : 0;
            t->columns = columns > t->columns ? columns : t->columns;
        }
        if (part->kind == KIND_TABLE_HEAD && (int)t->rows.n > t->n_head) t->n_head = (int)t->rows.n;
    }
}

static const Node *row_cell(const Node *row, int column)
{
    const Node *cell = row->first;
    while (cell && cell->u.cell.column < column)
        cell = cell->next;
    return cell && cell->u.cell.column == column ? cell : NULL;
}

static Align column_align(const Table *t, int column)
{
    for (size_t r = 0; r < t->rows.n; r++) {
        const Node *cell = row_cell(t->rows.at[r], column);
        if (cell && cell->u.cell.align != ALIGN_NONE) return cell->u.cell.align;
        if (cell && r > 8) break;
    }
    return t->node->u.table.aligns && column < t->node->u.table.columns
               ? t->node->u.table.aligns[column]
               : ALIGN_NONE;
}

/* ---- numbers --------------------------------------------------------------------------------- */

typedef struct Tally {
    int numbers, others;
} Tally;

static void rows_tally(Table *t, Tally *tally)
{
    for (size_t r = (size_t)t->n_head; r < t->rows.n; r++) {
        for (const Node *cell = t->rows.at[r]->first; cell; cell = cell->next) {
            size_t ink;
            int c = cell->u.cell.column;
            NumberKind kind = number_read(table_text(t, cell), t->setter.meta->lang, &ink);
            tally[c].numbers += kind == NUMBER_IS;
            tally[c].others += kind == NUMBER_NOT;
        }
        arena_reset(t->setter.scratch);
    }
}

static void columns_align(Table *t)
{
    Tally *tally = ARENA_ARRAY(t->measure, Tally, t->columns);
    rows_tally(t, tally);
    for (int c = 0; c < t->columns; c++) {
        Align align = column_align(t, c);
        bool free = align == ALIGN_NONE || align == ALIGN_RIGHT || align == ALIGN_DECIMAL;
        t->column[c].decimal = free && tally[c].numbers > 0 && tally[c].others == 0;
        t->column[c].align = t->column[c].decimal  ? ALIGN_RIGHT
                             : align == ALIGN_NONE ? ALIGN_LEFT
                                                   : align;
    }
}

/* ---- measuring ------------------------------------------------------------------------------- */

static bool list_pictured(const Hlist *list)
{
    for (int i = 0; i < list->n; i++)
        if (list->items[i].kind == ITEM_IMAGE) return true;
    return false;
}

static void cell_measure(Table *t, const Node *cell, TableColumn *column, bool head,
                         CellWords *keep)
{
    Hlist list = hlist_new(&t->setter, cell, head ? &t->head : &t->body);
    CellWords words = cell_words(keep ? t->measure : t->setter.scratch, &list);
    Len widest;
    t->lined |= cell_lines(words, LEN_MAX, &widest) > 1 || list_pictured(&list);
    if (column->decimal && !head && list.n > 0) {
        Setter passing = t->setter;
        passing.arena = t->setter.scratch;
        Line line = line_single(&passing, &list);
        Len before = table_anchor(t, cell, &line);
        column->before = len_most(column->before, before);
        column->after = len_most(column->after, line.width - before);
        widest = column->before + column->after;
        column->whole = len_most(column->whole, widest);
        column->joint = len_most(column->joint, widest);
    }
    column->natural = len_most(column->natural, widest);
    for (int i = 0; i < words.n && (head || !column->decimal); i++) {
        column->whole = len_most(column->whole, words.at[i].whole);
        column->joint = len_most(column->joint, words.at[i].width);
    }
    if (keep) *keep = words;
}

static void row_measure(Table *t, size_t r, CellWords *keep)
{
    for (const Node *cell = t->rows.at[r]->first; cell; cell = cell->next) {
        int c = cell->u.cell.column;
        if (table_span(cell) == 1)
            cell_measure(t, cell, &t->column[c], (int)r < t->n_head, keep ? &keep[c] : NULL);
    }
    arena_reset(t->setter.scratch);
}

/* Every cell's extent, and the words of a sample of the rows. */
static TableGrid table_measure(Table *t)
{
    int columns = t->columns > 0 ? t->columns : 1;
    size_t rows = t->rows.n, wanted = (size_t)(SAMPLE / columns) + 1, every = rows / wanted + 1;
    size_t sampled = (rows + every - 1) / every;
    CellWords *cells = ARENA_ARRAY(t->measure, CellWords, sampled * (size_t)columns);
    for (int c = 0; c < t->columns; c++)
        t->column[c] = (TableColumn){.align = t->column[c].align, .decimal = t->column[c].decimal};
    for (size_t r = 0; r < rows; r++)
        row_measure(t, r, r % every == 0 ? cells + r / every * (size_t)columns : NULL);
    return (TableGrid){
        .cells = cells, .rows = (int)sampled, .columns = columns, .whole = every == 1};
}

/* ---- the plan -------------------------------------------------------------------------------- */

typedef enum Least { LEAST_WORDS, LEAST_JOINTS } Least;

static Len least_of(Len a, Len b)
{
    return a < b ? a : b;
}

/* How narrow a column may become. A very long word may always break: at its joints, or else
 * anywhere. */
static Len column_least(const Table *t, const TableColumn *column, Least least)
{
    Len room = t->room + t->reach;
    if (least == LEAST_JOINTS) return least_of(column->joint, room / 4);
    return len_most(least_of(column->whole, room / 4), least_of(column->joint, room / 2));
}

static Len columns_sum(const Table *t, Least least)
{
    Len sum = 0;
    for (int c = t->from; c < t->to; c++) sum += column_least(t, &t->column[c], least);
    return sum;
}

static bool columns_fit(const Table *t, Least least)
{
    return columns_sum(t, least) + t->gap * (t->to - t->from - 1) <= t->room + t->reach;
}

static Len gaps_sum(const Table *t)
{
    return t->gap * (t->to - t->from - 1);
}

/* The largest size, down to the theme's least, at which whole words fit. */
static Len size_fitting(const Table *t)
{
    Len base = t->body.size, least = t->setter.style->table_min,
        room = t->room + t->reach - gaps_sum(t);
    Len words = columns_sum(t, LEAST_WORDS), size = base;
    while (size > least && len_scale(words, size, base) > room) size -= LEN_PT / 4;
    return size > least || base < least ? size : least;
}

static void style_resize(TextStyle *style, Len size)
{
    style->leading = len_scale(style->leading, size, style->size);
    style->size = size;
}

/* Where the band that begins at `from` ends when it may be `room` wide; it has at least one
 * column. */
static int band_end(const Table *t, int from, Len room)
{
    Len sum = 0;
    int to = from;
    while (to < t->columns) {
        sum += column_least(t, &t->column[to], LEAST_WORDS) + (to > from ? t->gap : 0);
        if (to > from && sum > room) break;
        to++;
    }
    return to;
}

static int bands_count(const Table *t, Len room)
{
    int n = 0;
    for (int from = 0; from < t->columns; from = band_end(t, from, room)) n++;
    return n;
}

/* The least room with which there are no more bands than in the whole: so bands are about equally
 * wide. */
static Len bands_room(const Table *t)
{
    Len high = t->room + t->reach, low = 0;
    int n = bands_count(t, high);
    while (n > 1 && high - low > LEN_PT) {
        Len middle = low + (high - low) / 2;
        if (bands_count(t, middle) > n)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* The part of the grid that is the band. */
static TableGrid grid_band(const Table *t, const TableGrid *grid, Least least)
{
    int columns = t->to - t->from;
    TableGrid band = {.rows = grid->rows, .columns = columns, .whole = grid->whole};
    CellWords *cells = ARENA_ARRAY(t->measure, CellWords, (size_t)columns * (size_t)grid->rows);
    Len *lows = ARENA_ARRAY(t->measure, Len, columns),
        *naturals = ARENA_ARRAY(t->measure, Len, columns);
    for (int c = 0; c < columns; c++) {
        const TableColumn *column = &t->column[t->from + c];
        lows[c] = column_least(t, column, least);
        naturals[c] = len_most(column->natural, lows[c]);
        for (int r = 0; r < grid->rows; r++)
            cells[r * columns + c] =
                grid->cells[(size_t)r * (size_t)grid->columns + (size_t)(t->from + c)];
    }
    band.cells = cells;
    band.least = lows;
    band.natural = naturals;
    return band;
}

/* The widths in the measure, or reaching into the outer margin where that saves an eighth of the
 * height. */
static void band_widths(Table *t, const TableGrid *band, Len least)
{
    Len *near = ARENA_ARRAY(t->measure, Len, band->columns),
        *far = ARENA_ARRAY(t->measure, Len, band->columns);
    Len room = t->room - gaps_sum(t);
    int64_t low = table_widths(t->measure, band, room, near);
    if (t->reach > 0 && (low > band->rows || least > room)) {
        int64_t high = table_widths(t->measure, band, room + t->reach, far);
        if (least > room || high * 8 <= low * 7) near = far;
    }
    for (int c = t->from; c < t->to; c++) t->column[c].width = near[c - t->from];
    t->lined |= low > band->rows;
}

/* What is left of the measure goes between the columns: up to as much again, or all when it is
 * little. */
static void band_places(Table *t)
{
    Len sum = 0, gap = t->gap;
    for (int c = t->from; c < t->to; c++) sum += t->column[c].width;
    Len spare = t->room - sum - gaps_sum(t);
    if (spare > 0 && t->to - t->from > 1) {
        Len more = spare / (t->to - t->from - 1);
        gap += more < t->gap || spare < t->room / 8 ? more : t->gap;
    }
    Len x = t->b->left;
    for (int c = t->from; c < t->to; c++) {
        t->column[c].x = x;
        x += t->column[c].width + gap;
    }
}

/* ---- the table ------------------------------------------------------------------------------- */

static void narrow_tell(const Table *t)
{
    Buf text = {.arena = t->setter.arena};
    len_print(&text, t->body.size, 1);
    buf_byte(&text, '\0');
    diag_add(t->setter.diag, DIAG_TABLE_NARROW, t->node->place, t->columns, text.p);
}

/* Measures, and settles type, gap and how narrow the columns may get; *banded: they do not fit side
 * by side. */
static Least table_plan(Table *t, TableGrid *grid, bool *banded)
{
    t->to = t->columns;
    *grid = table_measure(t);
    Len base = t->body.size, size = size_fitting(t);
    if (size < base) {
        style_resize(&t->body, size);
        style_resize(&t->head, size);
        *grid = table_measure(t);
    }
    if (columns_fit(t, LEAST_WORDS)) return LEAST_WORDS;
    t->gap = t->gap * 2 / 3;
    if (columns_fit(t, LEAST_WORDS)) return LEAST_WORDS;
    narrow_tell(t);
    *banded = !columns_fit(t, LEAST_JOINTS);
    return *banded ? LEAST_WORDS : LEAST_JOINTS;
}

static void table_bands(Table *t)
{
    TableGrid grid;
    bool banded = false;
    Least least = table_plan(t, &grid, &banded);
    Len room = banded ? bands_room(t) : 0;
    for (t->from = 0; t->from < t->columns; t->from = t->to) {
        t->to = banded ? band_end(t, t->from, room) : t->columns;
        TableGrid band = grid_band(t, &grid, least);
        band_widths(t, &band, columns_sum(t, least));
        band_places(t);
        t->pad = t->lined ? t->body.leading / 5 : t->body.leading / 10;
        table_rows(t);
    }
}

static void table_caption(Builder *b, const Node *table)
{
    for (const Node *part = table->first; part; part = part->next)
        if (part->kind == KIND_CAPTION) {
            caption_add(b, part, b->left, b->right);
            block_keep(b, PENALTY_FORBID);
        }
}

void table_add(Builder *b, const Node *node)
{
    const Style *style = b->setter->style;
    bool full = b->left == 0 && b->right == b->measure && b->grid > 0;
    Table t = {.b = b,
               .node = node,
               .setter = *b->setter,
               .measure = arena_open(),
               .body = style->text[TEXT_TABLE],
               .head = style->text[TEXT_TABLE_HEAD],
               .gap = style->table_gap,
               .room = b->right - b->left,
               .reach = full ? style->outer_reach : 0};
    t.setter.scratch = arena_open();
    rows_collect(&t);
    if (t.columns > 0) {
        t.column = ARENA_ARRAY(t.measure, TableColumn, t.columns);
        columns_align(&t);
        block_begin(b, t.body.before);
        table_caption(b, node);
        b->free++;
        table_bands(&t);
        b->free--;
        b->space = 0;
        block_end(b, style->text[TEXT_TABLE].after);
        b->indented = false;
    }
    arena_close(t.setter.scratch);
    arena_close(t.measure);
}
