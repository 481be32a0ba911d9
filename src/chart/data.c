/* data.c - the data of a chart from its table. In comes TABLE > TABLE_HEAD, TABLE_BODY > ROW > CELL, out go row labels and
 * series of values; the first column holds the labels unless x= names another, y= chooses series and their order. What is
 * no number is told with its place and becomes a gap; a gap is never a zero. It knows nothing of how it is drawn. */
#include "chart/chart_int.h"

typedef struct Grid { VEC(const Node *) rows; const Node *head; int columns; } Grid;

typedef struct Reader {
    Arena *arena;
    const Node *chart;
    const Options *options;
    Diag *diag;
    Grid grid;
    char point;
    bool numbers;
    Data *data;
    Str cell_unit;                                         /* of the first cell that has one */
} Reader;

/* ---- the table ---------------------------------------------------------------------------------------- */

static Grid grid_of(Arena *arena, const Node *table)
{
    Grid grid = {0};
    for (const Node *part = table ? table->first : NULL; part; part = part->next) {
        bool head = part->kind == KIND_TABLE_HEAD;
        for (const Node *row = head || part->kind == KIND_TABLE_BODY ? part->first : NULL; row; row = row->next) {
            int n = 0;
            for (const Node *cell = row->first; cell; cell = cell->next)
                n++;
            grid.columns = n > grid.columns ? n : grid.columns;
            if (head && !grid.head)
                grid.head = row;
            else
                VEC_PUSH(arena, &grid.rows, row);
        }
    }
    return grid;
}

static const Node *cell_at(const Node *row, int column)
{
    const Node *cell = row ? row->first : NULL;
    while (cell && column-- > 0)
        cell = cell->next;
    return cell;
}

static Str cell_text(const Reader *r, const Node *row, int column)
{
    const Node *cell = cell_at(row, column);
    return cell ? str_trim(node_plain(r->arena, cell)) : (Str){0};
}

static int column_named(const Reader *r, Str name)
{
    for (int i = 0; i < r->grid.columns; i++)
        if (str_eq_fold(cell_text(r, r->grid.head, i), name))
            return i;
    return -1;
}

/* ---- columns -------------------------------------------------------------------------------------------- */

/* How many cells hold numbers, and how many other text. */
static void column_count(const Reader *r, int column, int *numbers, int *texts)
{
    *numbers = *texts = 0;
    for (size_t i = 0; i < r->grid.rows.n; i++) {
        Decimal value;
        Str unit;
        NumberRead read = decimal_parse(cell_text(r, r->grid.rows.at[i], column), r->point, &value, &unit);
        *numbers += read == READ_NUMBER;
        *texts += read == READ_TEXT;
    }
}

/* A column "unit" that says the same in every row is the unit. */
static bool column_is_unit(Reader *r, int column)
{
    if (!str_eq_fold(cell_text(r, r->grid.head, column), STR("unit")) || r->grid.rows.n == 0)
        return false;
    Str first = cell_text(r, r->grid.rows.at[0], column);
    for (size_t i = 1; i < r->grid.rows.n; i++)
        if (!str_eq(first, cell_text(r, r->grid.rows.at[i], column)))
            return true;
    r->data->unit = first;
    return true;
}

static bool column_serves(Reader *r, int column)
{
    int numbers, texts;
    if (!r->numbers)
        return true;
    column_count(r, column, &numbers, &texts);
    if (numbers > 0 || texts == 0)
        return true;
    if (r->diag) {
        const Node *cell = cell_at(r->grid.head, column);
        Str name = cell_text(r, r->grid.head, column);
        diag_add(r->diag, DIAG_CHART_COLUMN, cell ? cell->place : r->chart->place, STR_ARGS(name));
    }
    return false;
}

/* The columns of the series in their order; returns how many. */
static int columns_choose(Reader *r, int label, int *columns)
{
    int n = 0;
    Str part;
    if (r->options->pair && column_named(r, r->options->x) >= 0)
        columns[n++] = column_named(r, r->options->x);
    for (Str rest = r->options->y; r->options->y.n > 0 && str_split(&rest, ',', &part);) {
        int column = column_named(r, str_trim(part));
        if (column >= 0 && n < r->grid.columns)
            columns[n++] = column;
        else if (r->diag)
            diag_add(r->diag, DIAG_CHART_VALUE, r->chart->place, STR_ARGS(part), "y", "the head of a column");
    }
    for (int i = 0; i < r->grid.columns; i++) {
        bool unit = i != label && column_is_unit(r, i);
        if (r->options->y.n == 0 && i != label && !unit && column_serves(r, i))
            columns[n++] = i;
    }
    return n;
}

/* ---- values ---------------------------------------------------------------------------------------------- */

static void value_refuse(const Reader *r, Value *value, DiagKind kind, Place place, Str other)
{
    value->known = false;
    if (!r->diag)
        return;
    if (kind == DIAG_CHART_UNIT)
        diag_add(r->diag, kind, place, STR_ARGS(value->text), STR_ARGS(other));
    else
        diag_add(r->diag, kind, place, STR_ARGS(value->text));
}

/* A date with a note: "1.39: 2019-11-07", "7 Nov 2019 (1.39)", "7 Nov 2019, 1.39". */
static void value_date(Value *value)
{
    Str s = value->text;
    ptrdiff_t colon = str_find(s, STR(": ")), paren = str_find(s, STR(" (")), comma = str_find(s, STR(", "));
    value->dated = date_parse(s, &value->date);
    if (!value->dated && colon >= 0) {
        value->dated = date_parse(str_slice(s, (size_t)colon + 2, s.n), &value->date);
        value->note = str_slice(s, 0, (size_t)colon);
    }
    if (!value->dated && paren >= 0 && str_ends(s, STR(")"))) {
        value->dated = date_parse(str_slice(s, 0, (size_t)paren), &value->date);
        value->note = str_slice(s, (size_t)paren + 2, s.n - 1);
    }
    if (!value->dated && comma >= 0) {
        value->dated = date_parse(str_slice(s, 0, (size_t)comma), &value->date);
        value->note = str_slice(s, (size_t)comma + 2, s.n);
    }
    if (!value->dated)
        value->note = (Str){0};
}

static Value value_read(Reader *r, const Node *row, int column)
{
    const Node *cell = cell_at(row, column);
    Place place = cell ? cell->place : row->place;
    Value value = {.text = cell_text(r, row, column), .place = place};
    Str unit;
    value_date(&value);
    NumberRead read = decimal_parse(value.text, r->point, &value.decimal, &unit);
    value.known = read == READ_NUMBER;
    if (!r->numbers)
        return value;
    if (read == READ_TEXT)
        value_refuse(r, &value, DIAG_CHART_TEXT, place, unit);
    if (!value.known)
        return value;
    value.x = decimal_x(value.decimal);
    if (unit.n > 0 && r->cell_unit.n == 0)
        r->cell_unit = unit;
    if (unit.n > 0 && !str_eq(unit, r->cell_unit))
        value_refuse(r, &value, DIAG_CHART_UNIT, place, r->cell_unit);
    else if (r->options->log && value.x <= 0)
        value_refuse(r, &value, DIAG_CHART_LOG, place, unit);
    return value;
}

static void values_measure(Data *data)
{
    data->least = 1;
    data->most = 0;
    for (int s = 0; s < data->n_series; s++)
        for (int i = 0; i < data->n_rows; i++) {
            const Value *v = &data->series[s].at[i];
            if (!v->known)
                continue;
            bool first = data->least > data->most;
            data->least = first || v->x < data->least ? v->x : data->least;
            data->most = first || v->x > data->most ? v->x : data->most;
            data->decimals = v->decimal.scale > data->decimals ? v->decimal.scale : data->decimals;
        }
}

static void labels_date(Arena *arena, Data *data)
{
    data->dates = ARENA_ARRAY(arena, Date, data->n_rows + 1);
    data->dated = data->n_rows > 0;
    for (int i = 0; i < data->n_rows; i++)
        data->dated = date_parse(data->labels[i], &data->dates[i]) && data->dated;
}

/* ---- order ------------------------------------------------------------------------------------------------ */

static int order_place(Str order, Str label)
{
    int at = 0;
    Str part;
    for (Str rest = order; str_split(&rest, ',', &part); at++)
        if (str_eq_fold(str_trim(part), label))
            return at;
    return at;
}

/* Whether row b stands before row a, which comes first in the table. */
static bool row_before(const Data *data, const Options *o, int key, int b, int a)
{
    if (o->order.n > 0)
        return order_place(o->order, data->labels[b]) < order_place(o->order, data->labels[a]);
    if (o->sort == SORT_LABEL)
        return str_cmp(data->labels[b], data->labels[a]) < 0;
    const Value *x = &data->series[key].at[b], *y = &data->series[key].at[a];
    if (!x->known || !y->known)
        return x->known;
    return o->sort == SORT_RISING ? x->x < y->x : x->x > y->x;
}

static void rows_permute(Arena *arena, Data *data, const int *order)
{
    Str *labels = ARENA_ARRAY(arena, Str, data->n_rows);
    for (int i = 0; i < data->n_rows; i++)
        labels[i] = data->labels[order[i]];
    for (int s = 0; s < data->n_series; s++) {
        Value *at = ARENA_ARRAY(arena, Value, data->n_rows);
        for (int i = 0; i < data->n_rows; i++)
            at[i] = data->series[s].at[order[i]];
        data->series[s].at = at;
    }
    data->labels = labels;
}

static void rows_sort(Arena *arena, Data *data, const Options *o)
{
    int key = 0;
    if ((o->sort == SORT_NONE && o->order.n == 0) || data->n_series == 0)
        return;
    for (int s = 0; s < data->n_series; s++)
        if (str_eq_fold(data->series[s].name, o->sort_by))
            key = s;
    int *order = ARENA_ARRAY(arena, int, data->n_rows + 1);
    for (int i = 0; i < data->n_rows; i++) {
        int at = i;
        for (; at > 0 && row_before(data, o, key, i, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    rows_permute(arena, data, order);
}

Data *data_ordered(Arena *arena, const Data *data, const double *at)
{
    Data *own = ARENA_NEW(arena, Data);
    int *order = ARENA_ARRAY(arena, int, data->n_rows + 1);
    for (int i = 0; i < data->n_rows; i++) {
        int k = i;
        for (; k > 0 && at[i] < at[order[k - 1]]; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
    *own = *data;
    own->series = ARENA_ARRAY(arena, Series, data->n_series + 1);
    for (int s = 0; s < data->n_series; s++)
        own->series[s] = data->series[s];
    rows_permute(arena, own, order);
    labels_date(arena, own);
    return own;
}

/* ---- all of it ---------------------------------------------------------------------------------------------- */

static void data_fill(Reader *r, int label, const int *columns, int n)
{
    Data *data = r->data;
    bool by_rows = r->options->by_rows;
    int rows = (int)r->grid.rows.n;
    data->n_rows = by_rows ? n : rows;
    data->n_series = by_rows ? rows : n;
    data->label_name = cell_text(r, r->grid.head, label);
    data->labels = ARENA_ARRAY(r->arena, Str, data->n_rows + 1);
    data->series = ARENA_ARRAY(r->arena, Series, data->n_series + 1);
    for (int i = 0; i < data->n_rows; i++)
        data->labels[i] = by_rows ? cell_text(r, r->grid.head, columns[i]) : cell_text(r, r->grid.rows.at[i], label);
    for (int s = 0; s < data->n_series; s++) {
        Series *series = &data->series[s];
        series->name = by_rows ? cell_text(r, r->grid.rows.at[s], label) : cell_text(r, r->grid.head, columns[s]);
        series->at = ARENA_ARRAY(r->arena, Value, data->n_rows + 1);
        for (int i = 0; i < data->n_rows; i++)
            series->at[i] = value_read(r, r->grid.rows.at[by_rows ? s : i], columns[by_rows ? i : s]);
    }
}

Data *data_new(Arena *arena, const Node *chart, const Options *options, Str lang, bool numbers, Diag *diag)
{
    Reader r = {.arena = arena, .chart = chart, .options = options, .diag = diag, .numbers = numbers,
                .point = data_point(chart, lang)};
    r.data = ARENA_NEW(arena, Data);
    r.grid = grid_of(arena, chart->extra->target);
    int label = options->x.n > 0 && !options->pair ? column_named(&r, options->x) : 0;
    if (label < 0 && diag)
        diag_add(diag, DIAG_CHART_VALUE, chart->place, STR_ARGS(options->x), "x", "the head of a column");
    label = label < 0 ? 0 : label;
    int *columns = ARENA_ARRAY(arena, int, r.grid.columns + 1);
    data_fill(&r, label, columns, columns_choose(&r, label, columns));
    if (options->unit.n > 0)
        r.data->unit = options->unit;
    else if (r.data->unit.n == 0)
        r.data->unit = r.cell_unit;
    rows_sort(arena, r.data, options);
    labels_date(arena, r.data);
    values_measure(r.data);
    return r.data;
}

bool data_is_empty(const Data *data, bool numbers)
{
    return data->n_rows == 0 || data->n_series == 0 || (numbers && data->least > data->most);
}

Data *data_series(Arena *arena, const Data *data, int series)
{
    Data *one = ARENA_NEW(arena, Data);
    *one = *data;
    one->series = &data->series[series];
    one->n_series = 1;
    return one;
}

char data_point(const Node *chart, Str lang)
{
    return str_eq(attr_value(chart->extra->attr, STR("numbers")), STR("plain")) ? '.' : numerals_of(lang).point;
}

Format data_format(const Data *data, Str lang)
{
    double size = data->most > -data->least ? data->most : -data->least;
    return (Format){numerals_of(lang), size >= 1e5, false, data->decimals};
}
