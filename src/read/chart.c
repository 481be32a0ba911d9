/* chart.c - a fence `chart` becomes the table that it describes. In comes its YAML: a type, data as a CSV file below the
 * document's root, as CSV text or as rows, and the options of a chart; out goes a TABLE with a caption and those options as
 * attributes, as if the table had stood in the Markdown. CSV is read as RFC 4180 has it, also with semicolons or tabs. */
#include "read/read_int.h"

typedef struct Csv {
    Reading *r;
    const Source *source;
    Str text;
    size_t at;
    int line;
    char comma;
} Csv;

/* ---- tables ---------------------------------------------------------------------------------- */

static Node *row_new(Reading *r, Node *table, Place place)
{
    Kind kind = table->first ? KIND_TABLE_BODY : KIND_TABLE_HEAD;
    if (!table->last || table->last->kind != KIND_TABLE_BODY)
        node_append(table, node_new(r->arena, kind, place));
    Node *row = node_new(r->arena, KIND_ROW, place);
    node_append(table->last, row);
    return row;
}

static void cell_add(Reading *r, Node *row, Str text, Place place)
{
    Node *cell = node_new(r->arena, KIND_CELL, place);
    cell->u.cell.column = row->last ? row->last->u.cell.column + 1 : 0;
    cell->u.cell.colspan = cell->u.cell.rowspan = 1;
    cell->u.cell.header = row->parent->kind == KIND_TABLE_HEAD;
    node_append(row, cell);
    if (text.n) node_append(cell, node_text(r->arena, KIND_TEXT, place, text));
}

/* Short rows get empty cells; the table knows its columns. */
static void table_even(Reading *r, Node *table)
{
    int columns = 0;
    for (const Node *n = table; n; n = node_next(n, table)) {
        if (n->kind == KIND_CELL && n->u.cell.column >= columns) columns = n->u.cell.column + 1;
    }
    for (Node *n = table; n; n = node_next(n, table)) {
        while (n->kind == KIND_ROW && (!n->last || n->last->u.cell.column + 1 < columns))
            cell_add(r, n, (Str){0}, n->place);
    }
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): there is a table */
    table->u.table.columns = columns;
    table->u.table.aligns = ARENA_ARRAY(r->arena, Align, columns + 1);
}

/* ---- CSV ------------------------------------------------------------------------------------- */

static char comma_of(Str text)
{
    int counts[3] = {0};
    for (size_t i = 0; i < text.n && text.p[i] != '\n'; i++) {
        counts[0] += text.p[i] == ',';
        counts[1] += text.p[i] == ';';
        counts[2] += text.p[i] == '\t';
    }
    return counts[0] ? ',' : counts[1] ? ';' : counts[2] ? '\t' : ',';
}

static Str quoted_read(Csv *c)
{
    Buf out = BUF(c->r->arena);
    for (c->at++; c->at < c->text.n; c->at++) {
        char b = c->text.p[c->at];
        if (b == '"' && c->at + 1 < c->text.n && c->text.p[c->at + 1] == '"') {
            c->at++;
        } else if (b == '"') {
            c->at++;
            break;
        }
        c->line += b == '\n';
        buf_byte(&out, b == '\n' || b == '\r' ? ' ' : b);
    }
    return buf_str(&out);
}

/* One field; `at` stops at its comma or line end. */
static Str field_read(Csv *c)
{
    size_t from = c->at;
    Str quoted = {0};
    if (c->at < c->text.n && c->text.p[c->at] == '"') {
        quoted = quoted_read(c);
        from = c->at;
    }
    while (c->at < c->text.n && c->text.p[c->at] != c->comma && c->text.p[c->at] != '\n') c->at++;
    return quoted.p ? quoted : str_trim(str_slice(c->text, from, c->at));
}

static void line_read(Csv *c, Node *table)
{
    size_t start = c->at;
    Node *row = row_new(c->r, table, (Place){c->source, c->line, 0});
    for (;;) {
        int line = c->line, column = (int)(c->at - start) + 1;
        Str text = field_read(c);
        cell_add(c->r, row, text, (Place){c->source, line, line == row->place.line ? column : 0});
        if (c->at >= c->text.n || c->text.p[c->at] == '\n') break;
        c->at++;
    }
    c->at++;
    c->line++;
}

static void csv_read(Reading *r, Node *table, const Source *source, Str text, int line)
{
    Csv c = {r, source, text, 0, line, comma_of(text)};
    if (str_starts(text, STR("\xEF\xBB\xBF"))) c.at = 3;
    while (c.at < text.n) {
        char first = text.p[c.at];
        if (first == '\n' || (first == '\r' && c.at + 1 < text.n && text.p[c.at + 1] == '\n')) {
            c.at += first == '\r' ? 2 : 1;
            c.line++;
        } else {
            line_read(&c, table);
        }
    }
}

/* ---- the fence ------------------------------------------------------------------------------- */

static bool data_file(Reading *r, Node *table, Str path, Place place)
{
    const char *why = "files are not read here";
    Str full = path_join(r->arena, path_folder(r->source->name), path);
    Source *source = r->dialect->files ? files_include(r->dialect->files, full, &why) : NULL;
    if (source) {
        csv_read(r, table, source, source->text, 1);
        return true;
    }
    diag_add(r->diag, DIAG_CHART_FILE, place, STR_ARGS(path), why);
    return false;
}

static void data_row(Reading *r, Node *table, const Yaml *list)
{
    Node *row = row_new(r, table, list->place);
    for (const Yaml *item = list->first; item; item = item->next)
        cell_add(r, row, item->value, item->place);
}

static bool data_read(Reading *r, Node *table, const Yaml *map)
{
    const Yaml *data = yaml_lookup(map, STR("data")), *rows = yaml_lookup(map, STR("rows"));
    const Yaml *head = yaml_lookup(map, STR("head"));
    if (data && data->kind == YAML_SCALAR) {
        if (str_find(data->value, STR("\n")) < 0)
            return data_file(r, table, data->value, data->place);
        csv_read(r, table, data->place.source, data->value, data->place.line + 1);
        return true;
    }
    rows = rows ? rows : data;
    if (head && head->kind == YAML_LIST) data_row(r, table, head);
    for (const Yaml *row = rows && rows->kind == YAML_LIST ? rows->first : NULL; row;
         row = row->next) {
        if (row->kind == YAML_LIST) data_row(r, table, row);
    }
    return table->first != NULL;
}

static Str list_join(Reading *r, const Yaml *list)
{
    Buf out = BUF(r->arena);
    for (const Yaml *item = list->first; item; item = item->next)
        buf_format(&out, "%s%.*s", item == list->first ? "" : ", ", STR_ARGS(item->value));
    return buf_str(&out);
}

static const Attr *options_read(Reading *r, const Attr *own, const Yaml *map)
{
    static const Str taken[] = {{"id", 2},   {"caption", 7}, {"rows", 4},
                                {"head", 4}, {"data", 4},    {"type", 4}};
    const Yaml *type = yaml_lookup(map, STR("type")), *id = yaml_lookup(map, STR("id"));
    const Attr *attr = attr_new(r->arena, id && !(own && own->id.n) ? id->value
                                          : own                     ? own->id
                                                                    : (Str){0});
    for (const Pair *p = own ? own->pairs : NULL; p; p = p->next) {
        if (p->value.p) attr = attr_add(r->arena, attr, p->key, p->value);
    }
    for (const Yaml *item = map->first; item; item = item->next) {
        bool option = item->kind != YAML_MAP;
        for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
            option &= !str_eq(item->key, taken[i]);
        Str value = item->kind == YAML_LIST ? list_join(r, item) : item->value;
        if (option) attr = attr_add(r->arena, attr, item->key, value.p ? value : STR(""));
    }
    attr = attr_add(r->arena, attr, STR("numbers"), STR("plain"));
    return attr_add(r->arena, attr, STR("chart"), type && type->value.n ? type->value : STR("bar"));
}

void chart_fence(Reading *r, Node *code)
{
    const Yaml *map =
        yaml_read(r->arena, code->place.source, code->text, code->place.line + 1, r->diag);
    if (!map || map->kind != YAML_MAP) return;
    Node *table = node_new(r->arena, KIND_TABLE, code->place);
    if (!data_read(r, table, map)) return;
    const Yaml *caption = yaml_lookup(map, STR("caption"));
    table_even(r, table);
    node_extra(r->arena, table)->attr = options_read(r, code->extra->attr, map);
    if (caption && caption->value.n) {
        Node *node = node_new(r->arena, KIND_CAPTION, code->place);
        node_append(node, node_text(r->arena, KIND_TEXT, code->place, caption->value));
        node_insert_before(table->first, node);
    }
    node_insert_before(code, table);
    node_unlink(code);
}
