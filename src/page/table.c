/* table.c - tables: columns as wide as their search made them, numbers on the decimal point, few rules.
 *
 * Comes in: TABLE > CAPTION, TABLE_HEAD, TABLE_BODY > ROW > CELL. Goes out: the caption, the head (set again on each page
 * that the body reaches), a box for each row, or for each line of a row that is high. A table that fits keeps its natural
 * width; else the measure, then the outer margin, then smaller type, then words that break at their joints, and at last
 * bands of columns one below the other. The widths themselves are table_width.c's, numbers table_number.c's. Rows are
 * measured one by one, so a long table costs no memory but its lines. */
#include "page/page_int.h"

enum {
    SAMPLE = 4000,                                         /* cells that the search looks at */
    PENALTY_ROW = 300, PENALTY_SHORT = 2500,               /* a break between rows; in a table of less than a third page */
    ROWS_TOGETHER = 2                                      /* rows at the head and foot that want to stay together */
};

typedef struct Column {
    Align align;
    bool decimal;
    Len before, after;                                     /* decimal: of the widest number, around its point */
    Len natural, whole, joint;                             /* of its widest line, word, unbreakable piece */
    Len x, width;
} Column;

typedef struct Table {
    Builder *b;
    const Node *node;
    Setter setter;                                         /* the builder's, with a scratch of its own */
    Arena *measure;                                        /* for what is measured and forgotten */
    VEC(const Node *) rows;
    int n_head, columns;
    Column *column;
    TextStyle body, head;
    Len gap, pad, room, reach;                             /* reach: what there is of the outer margin */
    bool lined;                                            /* some row has several lines */
    int from, to;                                          /* the band: columns [from, to) */
} Table;

/* ---- the table's cells ------------------------------------------------------------------------------ */

static int cell_span(const Node *cell)
{
    return cell->u.cell.colspan > 1 ? cell->u.cell.colspan : 1;
}

static void rows_collect(Table *t)
{
    for (const Node *part = t->node->first; part; part = part->next) {
        if (part->kind != KIND_TABLE_HEAD && part->kind != KIND_TABLE_BODY)
            continue;
        for (const Node *row = part->first; row; row = row->next) {
            VEC_PUSH(t->measure, &t->rows, row);
            int columns = 0;
            for (const Node *cell = row->first; cell; cell = cell->next)
                columns += cell_span(cell);
            t->columns = columns > t->columns ? columns : t->columns;
        }
        if (part->kind == KIND_TABLE_HEAD && (int)t->rows.n > t->n_head)
            t->n_head = (int)t->rows.n;
    }
}

static Str cell_text(const Table *t, const Node *cell)
{
    return node_plain(t->setter.scratch, cell);
}

static const Node *row_cell(const Node *row, int column)
{
    int at = 0;
    const Node *cell = row->first;
    while (cell && at < column) {
        at += cell_span(cell);
        cell = cell->next;
    }
    return at == column ? cell : NULL;
}

static Align column_align(const Table *t, int column)
{
    for (size_t r = 0; r < t->rows.n; r++) {
        const Node *cell = row_cell(t->rows.at[r], column);
        if (cell && cell->u.cell.align != ALIGN_NONE)
            return cell->u.cell.align;
        if (cell && r > 8)
            break;
    }
    return t->node->u.table.aligns && column < t->node->u.table.columns ? t->node->u.table.aligns[column] : ALIGN_NONE;
}

/* ---- numbers ---------------------------------------------------------------------------------------- */

typedef struct Tally { int numbers, others; } Tally;

static void rows_tally(Table *t, Tally *tally)
{
    for (size_t r = (size_t)t->n_head; r < t->rows.n; r++) {
        int c = 0;
        for (const Node *cell = t->rows.at[r]->first; cell; cell = cell->next) {
            size_t ink;
            NumberKind kind = number_read(cell_text(t, cell), t->setter.meta->lang, &ink);
            tally[c].numbers += kind == NUMBER_IS;
            tally[c].others += kind == NUMBER_NOT;
            c += cell_span(cell);
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
        t->column[c].align = t->column[c].decimal ? ALIGN_RIGHT : align == ALIGN_NONE ? ALIGN_LEFT : align;
    }
}

/* How far into the line its first `ink` bytes reach. */
static Len line_anchor(const Line *line, size_t ink)
{
    for (int i = 0; i < line->n; i++) {
        const Piece *piece = &line->pieces[i];
        if (piece->kind != PIECE_TEXT)
            continue;
        if (ink <= piece->shaped->text.n)
            return piece->x + font_len(piece->look->font, shaped_width_to(piece->shaped, ink));
        ink -= piece->shaped->text.n;
    }
    return line->width;
}

static Len cell_anchor(const Table *t, const Node *cell, const Line *line)
{
    size_t ink;
    number_read(cell_text(t, cell), t->setter.meta->lang, &ink);
    return line_anchor(line, ink);
}

/* ---- measuring -------------------------------------------------------------------------------------- */

static Len most(Len a, Len b)
{
    return a > b ? a : b;
}

static bool list_pictured(const Hlist *list)
{
    for (int i = 0; i < list->n; i++)
        if (list->items[i].kind == ITEM_IMAGE)
            return true;
    return false;
}

static void cell_measure(Table *t, const Node *cell, Column *column, bool head, CellWords *keep)
{
    Hlist list = hlist_new(&t->setter, cell, head ? &t->head : &t->body);
    CellWords words = cell_words(keep ? t->measure : t->setter.scratch, &list);
    Len widest;
    t->lined |= cell_lines(words, LEN_MAX, &widest) > 1 || list_pictured(&list);
    if (column->decimal && !head && list.n > 0) {
        Setter passing = t->setter;
        passing.arena = t->setter.scratch;
        Line line = line_single(&passing, &list);
        Len before = cell_anchor(t, cell, &line);
        column->before = most(column->before, before);
        column->after = most(column->after, line.width - before);
        widest = column->before + column->after;
        column->whole = most(column->whole, widest);
        column->joint = most(column->joint, widest);
    }
    column->natural = most(column->natural, widest);
    for (int i = 0; i < words.n && (head || !column->decimal); i++) {
        column->whole = most(column->whole, words.at[i].whole);
        column->joint = most(column->joint, words.at[i].width);
    }
    if (keep)
        *keep = words;
}

static void row_measure(Table *t, size_t r, CellWords *keep)
{
    int c = 0;
    for (const Node *cell = t->rows.at[r]->first; cell && c < t->columns; cell = cell->next) {
        if (cell_span(cell) == 1)
            cell_measure(t, cell, &t->column[c], (int)r < t->n_head, keep ? &keep[c] : NULL);
        c += cell_span(cell);
    }
    arena_reset(t->setter.scratch);
}

/* Every cell's extent, and the words of a sample of the rows. */
static TableGrid table_measure(Table *t)
{
    int columns = t->columns > 0 ? t->columns : 1;
    size_t rows = t->rows.n, wanted = (size_t)(SAMPLE / columns + 1), every = rows / wanted + 1;
    size_t sampled = (rows + every - 1) / every;
    CellWords *cells = ARENA_ARRAY(t->measure, CellWords, sampled * (size_t)columns);
    for (int c = 0; c < t->columns; c++)
        t->column[c] = (Column){.align = t->column[c].align, .decimal = t->column[c].decimal};
    for (size_t r = 0; r < rows; r++)
        row_measure(t, r, r % every == 0 ? cells + r / every * (size_t)columns : NULL);
    return (TableGrid){.cells = cells, .rows = (int)sampled, .columns = columns, .whole = every == 1};
}

/* ---- the plan --------------------------------------------------------------------------------------- */

typedef enum Least { LEAST_WORDS, LEAST_JOINTS } Least;

static Len least_of(Len a, Len b)
{
    return a < b ? a : b;
}

/* How narrow a column may become. A very long word may always break: at its joints, or else anywhere. */
static Len column_least(const Table *t, const Column *column, Least least)
{
    Len room = t->room + t->reach;
    if (least == LEAST_JOINTS)
        return least_of(column->joint, room / 4);
    return most(least_of(column->whole, room / 4), least_of(column->joint, room / 2));
}

static Len columns_sum(const Table *t, Least least)
{
    Len sum = 0;
    for (int c = t->from; c < t->to; c++)
        sum += column_least(t, &t->column[c], least);
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
    Len base = t->body.size, least = t->setter.style->table_min, room = t->room + t->reach - gaps_sum(t);
    Len words = columns_sum(t, LEAST_WORDS), size = base;
    while (size > least && len_scale(words, size, base) > room)
        size -= LEN_PT / 4;
    return size > least || base < least ? size : least;
}

static void style_resize(TextStyle *style, Len size)
{
    style->leading = len_scale(style->leading, size, style->size);
    style->size = size;
}

/* Where the band that begins at `from` ends when it may be `room` wide; it has at least one column. */
static int band_end(const Table *t, int from, Len room)
{
    Len sum = 0;
    int to = from;
    while (to < t->columns) {
        sum += column_least(t, &t->column[to], LEAST_WORDS) + (to > from ? t->gap : 0);
        if (to > from && sum > room)
            break;
        to++;
    }
    return to;
}

static int bands_count(const Table *t, Len room)
{
    int n = 0;
    for (int from = 0; from < t->columns; from = band_end(t, from, room))
        n++;
    return n;
}

/* The least room with which there are no more bands than in the whole: so bands are about equally wide. */
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
    Len *lows = ARENA_ARRAY(t->measure, Len, columns), *naturals = ARENA_ARRAY(t->measure, Len, columns);
    for (int c = 0; c < columns; c++) {
        const Column *column = &t->column[t->from + c];
        lows[c] = column_least(t, column, least);
        naturals[c] = most(column->natural, lows[c]);
        for (int r = 0; r < grid->rows; r++)
            cells[r * columns + c] = grid->cells[(size_t)r * (size_t)grid->columns + (size_t)(t->from + c)];
    }
    band.cells = cells;
    band.least = lows;
    band.natural = naturals;
    return band;
}

/* The widths in the measure, or reaching into the outer margin where that saves an eighth of the height. */
static void band_widths(Table *t, const TableGrid *band, Len least)
{
    Len *near = ARENA_ARRAY(t->measure, Len, band->columns), *far = ARENA_ARRAY(t->measure, Len, band->columns);
    Len room = t->room - gaps_sum(t);
    int64_t low = table_widths(t->measure, band, room, near);
    if (t->reach > 0 && (low > band->rows || least > room)) {
        int64_t high = table_widths(t->measure, band, room + t->reach, far);
        if (least > room || high * 8 <= low * 7)
            near = far;
    }
    for (int c = t->from; c < t->to; c++)
        t->column[c].width = near[c - t->from];
    t->lined |= low > band->rows;
}

/* What is left of the measure goes between the columns: up to as much again, or all when it is little. */
static void band_places(Table *t)
{
    Len sum = 0, gap = t->gap;
    for (int c = t->from; c < t->to; c++)
        sum += t->column[c].width;
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

static Len band_right(const Table *t)
{
    const Column *last = &t->column[t->to - 1];
    return last->x + last->width;
}

/* ---- setting ---------------------------------------------------------------------------------------- */

typedef struct CellSet { const Node *node; const Line *lines; int n; Len x; Len height; } CellSet;
typedef struct RowSet { CellSet *cells; int n; Len height; bool plain; const TextStyle *style; } RowSet;

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
        if (line->pieces[i].kind == PIECE_IMAGE)
            height = most(height, line->pieces[i].height);
    return most(0, height - style_baseline(style));
}

static Len single_x(const Table *t, const Node *cell, const Column *column, const Line *line, Len width, bool head)
{
    if (column->decimal && !head)
        return width - column->after - cell_anchor(t, cell, line);
    return column->align == ALIGN_RIGHT ? width - line->width : column->align == ALIGN_CENTER ? (width - line->width) / 2 : 0;
}

/* A word that fits into the column whole does not break at its joints there. */
static void list_join(const Table *t, Hlist *list, Len width)
{
    CellWords words = cell_words(t->setter.scratch, list);
    for (int i = 0; i < words.n; i++)
        if (words.at[i].whole > width)
            return;
    for (int i = 0; i < list->n; i++) {
        Item *item = &list->items[i];
        if (item->kind == ITEM_PENALTY && item->penalty > 0)
            item->penalty = PENALTY_FORBID;
    }
}

static CellSet cell_set(const Table *t, const Node *cell, const Column *column, Len width, bool head)
{
    const TextStyle *style = head ? &t->head : &t->body;
    CellSet set = {.node = cell, .x = column->x};
    Hlist list = hlist_new(&t->setter, cell, style);
    if (list.n == 0)
        return set;
    if (!list_forced(&list) && (hlist_width(&list) <= width || (column->decimal && !head))) {
        Line *line = ARENA_NEW(t->setter.arena, Line);
        *line = line_single(&t->setter, &list);
        set.lines = line;
        set.n = 1;
        set.x += single_x(t, cell, column, line, width, head);
    } else {
        list_join(t, &list, width);
        Paragraph p = line_break(&t->setter, &list, &(Measure){.width = width, .align = column->align});
        set.lines = p.lines;
        set.n = p.n;
    }
    for (int i = 0; i < set.n; i++)
        set.height += style->leading + line_lift(&set.lines[i], style);
    return set;
}

static Len span_width(const Table *t, int column, int span)
{
    int last = column + span - 1 < t->to ? column + span - 1 : t->to - 1;
    return t->column[last].x + t->column[last].width - t->column[column].x;
}

static RowSet row_set(const Table *t, const Node *row, bool head)
{
    RowSet set = {.cells = ARENA_ARRAY(t->setter.arena, CellSet, t->to - t->from), .plain = true,
                  .style = head ? &t->head : &t->body};
    int c = 0;
    for (const Node *cell = row->first; cell && c < t->to; cell = cell->next) {
        int span = cell_span(cell);
        if (c >= t->from) {
            CellSet one = cell_set(t, cell, &t->column[c], span_width(t, c, span), head);
            set.plain = set.plain && one.height == one.n * set.style->leading;
            set.height = most(set.height, one.height);
            set.cells[set.n++] = one;
        }
        c += span;
    }
    set.height = most(set.height, set.style->leading);
    arena_reset(t->setter.scratch);
    return set;
}

/* ---- rows as boxes ---------------------------------------------------------------------------------- */

/* The lines [from, to) of each cell, the first at y. Cells of a head stand on its foot. */
static void row_boxes(const Table *t, Boxes *boxes, const RowSet *row, Len y, int from, int to, bool head)
{
    for (int c = 0; c < row->n; c++) {
        const CellSet *cell = &row->cells[c];
        Len at = y + (head ? row->height - cell->height : 0);
        for (int i = from; i < to && i < cell->n; i++) {
            at += line_lift(&cell->lines[i], row->style);
            VEC_PUSH(t->setter.arena, boxes, box_line(&cell->lines[i], cell->node, cell->x, at + style_baseline(row->style)));
            at += row->style->leading;
        }
    }
}

static void boxes_rule(const Table *t, Boxes *boxes, Len y, Len thick, Colour colour)
{
    VEC_PUSH(t->setter.arena, boxes, box_rule(t->b->left, y, band_right(t) - t->b->left, thick, colour));
}

static bool row_blank(const Table *t, size_t r)
{
    for (const Node *cell = t->rows.at[r]->first; cell; cell = cell->next)
        if (cell->first)
            return false;
    return true;
}

/* The rule at the top, the head's rows, and the thin rule below them. */
static Vitem *head_add(Table *t)
{
    const Style *style = t->setter.style;
    Boxes boxes = {0};
    Len y = style->rule_thick;
    bool blank = true;
    boxes_rule(t, &boxes, 0, style->rule_thick, t->body.colour);
    for (int r = 0; r < t->n_head; r++) {
        if (row_blank(t, (size_t)r))
            continue;
        RowSet row = row_set(t, t->rows.at[r], true);
        row_boxes(t, &boxes, &row, y + t->pad, 0, INT32_MAX, true);
        y += row.height + 2 * t->pad;
        blank = false;
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
    for (int i = 0; i < head->n; i++)
        boxes[i].artifact = ARTIFACT_PAGINATION;
    *repeat = (Repeat){boxes, head->n, head->height};
    return repeat;
}

/* A high row: a box for each line of its cells. */
static void row_slices(Table *t, const Node *node, const RowSet *row, bool last)
{
    int lines = (int)(row->height / row->style->leading);
    for (int i = 0; i < lines; i++) {
        Boxes boxes = {0};
        Len top = i == 0 ? t->pad : 0, height = top + row->style->leading + (i == lines - 1 ? t->pad : 0);
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

static void row_add(Table *t, size_t r)
{
    const Style *style = t->setter.style;
    const Node *node = t->rows.at[r];
    bool last = r + 1 == t->rows.n;
    RowSet row = row_set(t, node, false);
    if (row.plain && row.height > page_room(t) / 3) {
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
    if (above < ROWS_TOGETHER || below < ROWS_TOGETHER)
        return PENALTY_KEEP;
    return low ? PENALTY_SHORT : PENALTY_ROW;
}

static void body_add(Table *t)
{
    size_t first = t->b->items.n, *breaks = ARENA_ARRAY(t->measure, size_t, t->rows.n);
    Len height = 0;
    for (size_t r = (size_t)t->n_head; r < t->rows.n; r++) {
        breaks[r] = t->b->items.n;
        if (r > (size_t)t->n_head)
            builder_penalty(t->b, 0);
        row_add(t, r);
    }
    for (size_t i = first; i < t->b->items.n; i++)
        height += t->b->items.at[i].height;
    for (size_t r = (size_t)t->n_head + 1; r < t->rows.n; r++)
        t->b->items.at[breaks[r]].penalty = row_penalty(t, r, height < page_room(t) / 3);
}

static void band_add(Table *t)
{
    Len over = band_right(t) - t->b->measure;
    t->b->reach = over > 0 ? over : 0;
    block_begin(t->b, 0);
    const Repeat *repeat = head_repeat(t, head_add(t));
    if (t->n_head < (int)t->rows.n) {
        builder_penalty(t->b, PENALTY_FORBID);
        repeat_open(t->b, repeat);
        body_add(t);
        repeat_close(t->b, repeat);
    }
    block_end(t->b, t->body.leading);
    t->b->reach = 0;
}

/* ---- the table -------------------------------------------------------------------------------------- */

static void narrow_tell(const Table *t)
{
    Buf text = {.arena = t->setter.arena};
    len_print(&text, t->body.size, 1);
    buf_byte(&text, '\0');
    diag_add(t->setter.diag, DIAG_TABLE_NARROW, t->node->place, t->columns, text.p);
}

/* Measures, and settles type, gap and how narrow the columns may get; *banded: they do not fit side by side. */
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
    if (columns_fit(t, LEAST_WORDS))
        return LEAST_WORDS;
    t->gap = t->gap * 2 / 3;
    if (columns_fit(t, LEAST_WORDS))
        return LEAST_WORDS;
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
        band_add(t);
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
    Table t = {.b = b, .node = node, .setter = *b->setter, .measure = arena_open(), .body = style->text[TEXT_TABLE],
               .head = style->text[TEXT_TABLE_HEAD], .gap = style->table_gap, .room = b->right - b->left,
               .reach = full ? style->outer_reach : 0};
    t.setter.scratch = arena_open();
    rows_collect(&t);
    if (t.columns > 0) {
        t.column = ARENA_ARRAY(t.measure, Column, t.columns);
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
