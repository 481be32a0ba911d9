/* cells.c - HTML's tables. In come nested elements from the inside out: first cells, then rows, the
 * parts, the table; out goes a TABLE with spans, columns and a head as Markdown's tables have. Cells
 * hold lines of text: blocks within them become lines, with marks before the items of lists. */
#include "read/read_int.h"

enum { COLUMNS_MAX = 256, SPAN_MAX = 256, DEPTH_MAX = 200 };

/* ---- blocks as lines ------------------------------------------------------------------------- */

typedef struct Flat { Reading *r; Node *out; int depth; } Flat;

static void break_line(Flat *f)
{
    Node *last = f->out->last;
    if (last && last->kind != KIND_HARD_BREAK)
        node_append(f->out, node_new(f->r->arena, KIND_HARD_BREAK, last->place));
}

static void add_code(Flat *f, const Node *code)
{
    Str rest = code->text, line;
    while (str_split(&rest, '\n', &line)) {
        break_line(f);
        if (line.n) node_append(f->out, node_text(f->r->arena, KIND_CODE, code->place, line));
    }
}

static void add_mark(Flat *f, const Node *item, int index)
{
    const Node *list = item->parent;
    Str mark = list && list->u.list.ordered
                   ? str_format(f->r->arena, "%d. ", list->u.list.start + index)
                   : STR("• ");
    break_line(f);
    node_append(f->out, node_text(f->r->arena, KIND_TEXT, item->place, mark));
}

/* Recursion is as deep as nesting, which is bounded by nest.c and markdown.c. */
static void flatten(Flat *f, Node *node)
{
    int index = 0;
    bool item = node->kind == KIND_ITEM, row = node->kind == KIND_ROW;
    for (Node *child = node->first, *next; child; child = next, index++) {
        next = child->next;
        bool begins = item && child == node->first;
        if (!kind_rows[child->kind].block) {
            node_unlink(child);
            node_append(f->out, child);
            continue;
        }
        if (child->kind == KIND_ITEM) {
            add_mark(f, child, index);
        } else if (row && index > 0) {
            node_append(f->out, node_text(f->r->arena, KIND_TEXT, child->place, STR(" ")));
        } else if (!begins) {
            break_line(f);
        }
        if (child->kind == KIND_CODE_BLOCK) {
            add_code(f, child);
        } else {
            flatten(f, child);
        }
    }
}

void nest_flatten(Reading *r, Node *node)
{
    Node old = *node;
    Flat f = {r, node, 0};
    node->first = node->last = NULL;
    for (Node *child = old.first; child; child = child->next) child->parent = &old;
    flatten(&f, &old);
    while (node->last && node->last->kind == KIND_HARD_BREAK) node_unlink(node->last);
}

/* ---- cells, rows, parts ---------------------------------------------------------------------- */

static int span_of(const MarkerRow *mark, Str name)
{
    long n;
    if (!str_int(attr_value(mark->attr, name), &n) || n < 1) return 1;
    return n > SPAN_MAX ? SPAN_MAX : (int)n;
}

static Align align_of(Str word)
{
    return str_eq_fold(word, STR("left"))     ? ALIGN_LEFT
           : str_eq_fold(word, STR("center")) ? ALIGN_CENTER
           : str_eq_fold(word, STR("right"))  ? ALIGN_RIGHT
                                              : ALIGN_NONE;
}

static void settle_cell(Reading *r, Node *cell, const MarkerRow *mark)
{
    cell->kind = KIND_CELL;
    cell->u.cell.colspan = span_of(mark, STR("colspan"));
    cell->u.cell.rowspan = span_of(mark, STR("rowspan"));
    cell->u.cell.header = str_eq_fold(mark->name, STR("th"));
    cell->u.cell.align = align_of(attr_value(mark->attr, STR("align")));
    nest_flatten(r, cell);
}

/* Children that do not belong go before the block, so that no word is lost. */
static void put_out(Node *block, bool (*belongs)(Kind))
{
    for (Node *child = block->first, *next; child; child = next) {
        next = child->next;
        if (belongs(child->kind)) continue;
        node_unlink(child);
        node_insert_before(block, child);
    }
}

static bool is_cell(Kind kind) { return kind == KIND_CELL; }
static bool is_row(Kind kind) { return kind == KIND_ROW; }
static bool is_part(Kind kind)
{
    return kind == KIND_TABLE_HEAD || kind == KIND_TABLE_BODY || kind == KIND_ROW ||
           kind == KIND_CAPTION || kind == KIND_CELL;
}

static Node *part_new(Reading *r, Node *before, Kind kind)
{
    Node *part = node_new(r->arena, kind, before->place);
    node_insert_before(before, part);
    return part;
}

/* Rows that stand in the table itself go into a body, cells into a row. */
static void collect_rows(Reading *r, Node *table)
{
    Node *body = NULL, *row = NULL;
    for (Node *child = table->first, *next; child; child = next) {
        next = child->next;
        if (child->kind == KIND_CELL) {
            if (!row) row = part_new(r, child, KIND_ROW);
            node_unlink(child);
            node_append(row, child);
            if (row->parent == table) {
                next = row;
            }
            continue;
        }
        if (child->kind == KIND_ROW) {
            if (!body) body = part_new(r, child, KIND_TABLE_BODY);
            node_unlink(child);
            node_append(body, child);
            continue;
        }
        body = row = NULL;
    }
}

static bool is_head(const Node *row)
{
    for (const Node *cell = row->first; cell; cell = cell->next) {
        if (!cell->u.cell.header) return false;
    }
    return row->first != NULL;
}

/* Without a thead the first rows that hold header cells only are the head. */
static void find_head(Reading *r, Node *table)
{
    Node *body = table->first;
    while (body && body->kind == KIND_CAPTION) body = body->next;
    if (!body || body->kind != KIND_TABLE_BODY || !body->first || !is_head(body->first)) return;
    Node *head = part_new(r, body, KIND_TABLE_HEAD);
    while (body->first && is_head(body->first)) {
        Node *row = body->first;
        node_unlink(row);
        node_append(head, row);
    }
    if (!body->first) node_unlink(body);
}

/* Where each cell stands, given those that reach down from rows above it; returns the columns. */
static int place_cells(Node *part)
{
    int left[COLUMNS_MAX] = {0}, columns = 0;
    for (Node *row = part->first; row; row = row->next) {
        int at = 0;
        for (Node *cell = row->first; cell; cell = cell->next) {
            while (at < COLUMNS_MAX && left[at] > 0) at++;
            if (at + cell->u.cell.colspan > COLUMNS_MAX) {
                at = COLUMNS_MAX - 1;
                cell->u.cell.colspan = 1;
            }
            cell->u.cell.column = at;
            for (int i = 0; i < cell->u.cell.colspan; i++) left[at + i] = cell->u.cell.rowspan;
            at += cell->u.cell.colspan;
            columns = at > columns ? at : columns;
            if (at >= COLUMNS_MAX) at = COLUMNS_MAX - 1;
        }
        for (int i = 0; i < COLUMNS_MAX; i++) left[i] -= left[i] > 0;
    }
    return columns;
}

/* A span ends where its part ends. */
static void clamp_spans(Node *part)
{
    int rows = 0, n = 0;
    for (Node *row = part->first; row; row = row->next) rows++;
    for (Node *row = part->first; row; row = row->next, n++) {
        for (Node *cell = row->first; cell; cell = cell->next) {
            if (cell->u.cell.rowspan > rows - n) cell->u.cell.rowspan = rows - n;
        }
    }
}

static void settle_table(Reading *r, Node *table)
{
    table->kind = KIND_TABLE;
    put_out(table, is_part);
    collect_rows(r, table);
    find_head(r, table);
    int columns = 0;
    for (Node *part = table->first; part; part = part->next) {
        if (part->kind == KIND_CAPTION) continue;
        clamp_spans(part);
        int n = place_cells(part);
        columns = n > columns ? n : columns;
    }
    Node *caption = table->first;
    while (caption && caption->kind != KIND_CAPTION) caption = caption->next;
    if (caption && caption != table->first) {
        node_unlink(caption);
        node_insert_before(table->first, caption);
    }
    table->u.table.columns = columns;
    table->u.table.aligns = ARENA_ARRAY(r->arena, Align, columns + 1);
    if (!columns) {
        while (table->first) {
            Node *child = table->first;
            node_unlink(child);
            if (child->kind != KIND_CAPTION) continue;
            child->kind = KIND_PARAGRAPH;
            node_insert_before(table, child);
        }
        node_unlink(table);
    }
}

void table_settle(Reading *r, Node *node, const MarkerRow *mark)
{
    if (str_eq_fold(mark->name, STR("td")) || str_eq_fold(mark->name, STR("th"))) {
        settle_cell(r, node, mark);
    } else if (str_eq_fold(mark->name, STR("tr"))) {
        node->kind = KIND_ROW;
        put_out(node, is_cell);
        if (!node->first) node_unlink(node);
    } else if (str_eq_fold(mark->name, STR("table"))) {
        settle_table(r, node);
    } else {
        node->kind = str_eq_fold(mark->name, STR("thead")) ? KIND_TABLE_HEAD : KIND_TABLE_BODY;
        put_out(node, is_row);
        if (!node->first) node_unlink(node);
    }
}
