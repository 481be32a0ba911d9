/* chart.c - charts as blocks: FIGURE > CHART, TABLE, CAPTION, PARAGRAPH.
 *
 * Comes in: a CHART in its FIGURE. Goes out: the drawing at the column's width (or width=), its caption, then the lines of
 * its note and source, all on one page; with table=beside the table at the drawing's right. A table that is not printed
 * stands unseen behind the drawing, so that it can be searched and read aloud. What cannot be drawn leaves its table.
 * Drawing is chart/'s work. */
#include "page/page_int.h"

static Len chart_width(const Node *chart, Len column)
{
    Str text = str_trim(attr_value(chart->extra->attr, STR("width")));
    Len width = 0;
    long percent;
    if (str_ends(text, STR("%")) && str_int(str_slice(text, 0, text.n - 1), &percent) && percent > 0)
        width = len_scale(column, percent, 100);
    else if (text.n == 0 || !len_parse(text, &width))
        return column;
    Len least = 120 * LEN_PT < column ? 120 * LEN_PT : column;
    return width > column ? column : width < least ? least : width;
}

static TextStyle source_style(const Setter *setter)
{
    TextStyle style = setter->style->text[TEXT_CHART];
    style.colour = setter->style->chart_muted;
    style.size = style.size < 7 * LEN_PT ? 7 * LEN_PT : style.size;
    style.align = ALIGN_LEFT;
    return style;
}

static void source_add(Builder *b, const Node *line)
{
    TextStyle *style = ARENA_NEW(b->setter->arena, TextStyle);
    *style = source_style(b->setter);
    block_keep(b, PENALTY_FORBID);
    block_begin(b, 0);
    text_add(b, line, style, 0, 0);
    block_end(b, 0);
}

/* ---- the table beside it ------------------------------------------------------------------------------ */

typedef VEC(Box) Beside;

/* Sets the table as if in a column of its own; its boxes, from the top, and its height. */
static Len table_beside(const Builder *b, const Node *table, Len left, Len width, Beside *boxes)
{
    Builder own = builder_new(b->setter, width, 0, b->text);
    Len y = 0;
    table_add(&own, table);
    Galley galley = builder_galley(&own);
    for (int i = 0; i < galley.n; i++) {
        const Vitem *v = &galley.items[i];
        for (int k = 0; k < v->n && v->kind == V_BOX; k++) {
            Box box = v->boxes[k];
            box.x += left;
            box.y += y;
            VEC_PUSH(b->setter->arena, boxes, box);
        }
        y += v->kind == V_PENALTY ? 0 : v->height;
    }
    return y;
}

/* The narrowest room in which the table is no higher than in the widest that it may have. */
static Len beside_width(const Builder *b, const Node *table, Len column)
{
    enum { MOST = 45, LEAST = 20, STEP = 5 };
    Setter *quiet = ARENA_NEW(b->setter->arena, Setter);
    *quiet = *b->setter;
    quiet->diag = diag_new(b->setter->arena);              /* what is wrong is told when it is set for good */
    Builder trial = *b;
    trial.setter = quiet;
    Beside boxes = {0};
    Len best = column * MOST / 100, height = table_beside(&trial, table, 0, best, &boxes);
    for (int part = MOST - STEP; part >= LEAST; part -= STEP) {
        boxes = (Beside){0};
        if (table_beside(&trial, table, 0, column * part / 100, &boxes) > height ||
            diag_count(quiet->diag, SEVERITY_WARNING) > 0)
            break;
        best = column * part / 100;
    }
    return best;
}

/* ---- a table that is not seen -------------------------------------------------------------------------- */

enum { COLUMNS_MOST = 64 };

typedef struct Unseen { const Builder *b; TextStyle *style; Len width[COLUMNS_MOST]; int n, rows; } Unseen; /* its columns */

static Line *cell_line(const Unseen *u, const Node *cell)
{
    Arena *arena = u->b->setter->arena;
    Hlist list = hlist_of_text(u->b->setter, cell, str_trim(node_plain(arena, cell)), u->style);
    Line *line = ARENA_NEW(arena, Line);
    *line = list.n > 0 ? line_single(u->b->setter, &list) : (Line){0};
    return line;
}

/* Pictures of letters cannot be hidden. */
static bool line_can_hide(const Line *line)
{
    for (int i = 0; i < line->n; i++)
        if (line->pieces[i].look->font->face->colour)
            return false;
    return line->n > 0;
}

static void columns_measure(Unseen *u, const Node *table)
{
    for (const Node *row = table->first; row; row = node_next(row, table)) {
        int k = 0;
        u->rows += row->kind == KIND_ROW;
        for (const Node *cell = row->kind == KIND_ROW ? row->first : NULL; cell && k < COLUMNS_MOST; cell = cell->next, k++) {
            Len width = cell_line(u, cell)->width + u->style->size;
            u->width[k] = width > u->width[k] ? width : u->width[k];
            u->n = k + 1 > u->n ? k + 1 : u->n;
        }
    }
}

static void row_hide(const Unseen *u, const Node *row, Len x, Len y, Beside *boxes)
{
    int k = 0;
    for (const Node *cell = row->first; cell && k < u->n; x += u->width[k++], cell = cell->next) {
        const Line *line = cell_line(u, cell);
        if (line_can_hide(line))
            VEC_PUSH(u->b->setter->arena, boxes, ((Box){.kind = BOX_LINE, .node = cell, .x = x, .y = y, .width = line->width,
                                                        .height = u->style->size, .line = line}));
    }
}

/* Its cells stand on a grid behind the drawing, as small as need be. */
static void table_hide(const Builder *b, const Node *table, const Box *drawing, Beside *boxes)
{
    Unseen u = {.b = b, .style = ARENA_NEW(b->setter->arena, TextStyle)};
    *u.style = b->setter->style->text[TEXT_CHART];
    u.style->colour = COLOUR_NONE;
    columns_measure(&u, table);
    Len natural = 0, size = u.style->size, pitch = drawing->height / (u.rows > 0 ? u.rows : 1);
    for (int k = 0; k < u.n; k++)
        natural += u.width[k];
    u.style->size = natural > drawing->width ? len_scale(size, drawing->width, natural) : size;
    u.style->size = u.style->size > pitch ? pitch : u.style->size;
    for (int k = 0; k < u.n; k++)
        u.width[k] = len_scale(u.width[k], u.style->size, size);
    Len y = drawing->y + u.style->size * 3 / 4;
    for (const Node *row = table->first; row; row = node_next(row, table))
        if (row->kind == KIND_ROW) {
            row_hide(&u, row, drawing->x, y, boxes);
            y += pitch;
        }
}

/* ---- the chart ------------------------------------------------------------------------------------------ */

static const Node *part_of(const Node *figure, Kind kind)
{
    const Node *part = figure->first;
    while (part && part->kind != kind)
        part = part->next;
    return part;
}

/* A page's height less what stands below the drawing. */
static Len height_most(const Builder *b)
{
    const Style *style = b->setter->style;
    return text_height(style) - 6 * style->text[TEXT_CAPTION].leading - style->text[TEXT_BODY].leading;
}

static bool drawing_add(Builder *b, const Node *chart, const Node *table)
{
    Len column = b->right - b->left, width = chart_width(chart, column), height = 0;
    Beside boxes = {0};
    if (table) {
        Len room = beside_width(b, table, column);
        width = column - room - column / 20;
        height = table_beside(b, table, b->left + column - room, room, &boxes);
    }
    const Drawing *drawing = chart_new(b->setter, chart, width, height_most(b));
    if (!drawing)
        return false;
    Box box = {.kind = BOX_DRAWING, .node = chart, .x = b->left, .width = width, .height = drawing->height,
               .drawing = drawing};
    Beside all = {0};
    VEC_PUSH(b->setter->arena, &all, box);
    for (size_t i = 0; i < boxes.n; i++)
        VEC_PUSH(b->setter->arena, &all, boxes.at[i]);
    if (chart->extra->target && chart->extra->target->parent == chart)
        table_hide(b, chart->extra->target, &box, &all);
    builder_box(b, chart, drawing->height > height ? drawing->height : height, all.at, (int)all.n);
    return true;
}

/* Space within a figure neither gives nor takes when a page is filled. */
static void glue_fix(Builder *b, size_t from)
{
    for (size_t i = from; i < b->items.n; i++)
        if (b->items.at[i].kind == V_GLUE)
            b->items.at[i].stretch = b->items.at[i].shrink = 0;
}

void chart_add(Builder *b, const Node *chart)
{
    const Node *figure = chart->parent, *table = part_of(figure, KIND_TABLE);
    const Style *style = b->setter->style;
    Len around = style->text[TEXT_BODY].leading * 3 / 4;
    block_begin(b, around);
    if (!drawing_add(b, chart, table) && chart->extra->target && (chart->extra->target->parent == chart || table))
        table_add(b, chart->extra->target);
    size_t inside = b->items.n;
    for (const Node *part = figure->first; part; part = part->next) {
        if (part->kind == KIND_CAPTION) {
            block_end(b, 0);
            block_keep(b, PENALTY_FORBID);
            caption_add(b, part, b->left, b->right);
            b->space = part->next ? 0 : b->space;
        } else if (part->kind == KIND_PARAGRAPH) {
            source_add(b, part);
        }
    }
    glue_fix(b, inside);
    block_end(b, around);
    b->indented = false;
    arena_reset(b->setter->scratch);                       /* the labels' lists */
}
