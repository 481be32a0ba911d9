/* chart.c - tables that are drawn. In comes a TABLE whose attributes have `chart`; out goes a FIGURE > CHART with those
 * attributes, whose target is the table, then the table's caption, which counts as a figure's, and the lines of note= and
 * source=. The table itself goes where table= says: nowhere (below the CHART, which does not set it), beside (into the
 * FIGURE), below (after it), appendix (under a heading at the document's end). */
#include "resolve/resolve_int.h"

typedef struct Charts {
    Arena *arena;
    Node *document;
    const Meta *meta;
    const Words *words;
    Node *appendix;
    int n;
} Charts;

static bool table_is(Str where, const char *word)
{
    return str_eq_fold(str_trim(where), str_of(word));
}

static const Attr *attr_of_id(Arena *arena, Str id)
{
    Attr *attr = ARENA_NEW(arena, Attr);
    attr->id = id;
    return attr;
}

/* A title is set like running text, but it is no node that the later steps would find. */
static Str text_set(const Charts *c, Str text)
{
    Node *line = node_new(c->arena, KIND_PARAGRAPH, c->document->place);
    node_add_text(c->arena, line, text);
    resolve_typography(c->arena, line, c->meta);
    return line->first->text;
}

/* The table's attributes but for its name, in their order. */
static const Attr *attr_of_chart(const Charts *c, const Attr *from)
{
    Attr *attr = ARENA_NEW(c->arena, Attr);
    Pair **end = &attr->pairs;
    for (const Pair *pair = from->pairs; pair; pair = pair->next) {
        Pair *copy = ARENA_NEW(c->arena, Pair);
        *copy = *pair;
        if (str_eq(pair->key, STR("title")) && pair->value.n > 0) {
            copy->value = text_set(c, pair->value);
        }
        *end = copy;
        end = &copy->next;
    }
    return attr;
}

/* A line of note= or source= below the caption; the word stands before a source. */
static void line_add(Charts *c, Node *figure, Str text, const char *word)
{
    if (text.n == 0) {
        return;
    }
    Node *line = node_new(c->arena, KIND_PARAGRAPH, figure->place);
    node_append(figure, line);
    node_add_text(c->arena, line,
                  word ? str_format(c->arena, "%s: %.*s", word, STR_ARGS(text)) : text);
}

static Node *caption_take(Charts *c, Node *table, const Node *figure)
{
    Node *caption = table->first;
    if (caption && caption->kind == KIND_CAPTION) {
        node_unlink(caption);
        return caption;
    }
    return figure->extra->attr && figure->extra->attr->id.n > 0 ? node_new(c->arena, KIND_CAPTION, table->place)
                                                  : NULL;
}

/* ---- the appendix ---------------------------------------------------------------------------------------- */

static Node *appendix_start(Charts *c)
{
    Node *note = c->document->last;
    while (note && note->kind == KIND_NOTE && note->prev && note->prev->kind == KIND_NOTE) {
        note = note->prev;
    }
    Node *heading = node_new(c->arena, KIND_HEADING, c->document->place);
    heading->u.heading.level = 1;
    node_add_text(c->arena, heading, str_of(c->words->data));
    if (note && note->kind == KIND_NOTE) {
        node_insert_before(note, heading);
    } else {
        node_append(c->document, heading);
    }
    return heading;
}

static void after_put(Charts *c, Node *node)
{
    if (c->appendix->next) {
        node_insert_before(c->appendix->next, node);
    } else {
        node_append(c->appendix->parent, node);
    }
    c->appendix = node;
}

static void appendix_add(Charts *c, Node *table, Node *figure)
{
    if (!c->appendix) {
        c->appendix = appendix_start(c);
    }
    if (!figure->extra->attr || figure->extra->attr->id.n == 0) {
        node_extra(c->arena, figure)->attr = attr_of_id(c->arena, str_format(c->arena, "chart-%d", c->n));
    }
    Node *lead = node_new(c->arena, KIND_PARAGRAPH, table->place);
    Node *ref = node_text(c->arena, KIND_REF, table->place, figure->extra->attr->id);
    node_append(lead, ref);
    node_add_text(c->arena, lead, STR(":"));
    after_put(c, lead);
    after_put(c, table);
}

/* ---- charts ------------------------------------------------------------------------------------------------ */

static void table_place(Charts *c, Node *table, Node *figure, Node *chart)
{
    Str where = attr_value(chart->extra->attr, STR("table"));
    Node *next = table->next;
    node_unlink(table);
    if (table_is(where, "below") && next) {
        node_insert_before(next, table);
    } else if (table_is(where, "below")) {
        node_append(figure->parent, table);
    } else if (table_is(where, "beside")) {
        node_append(figure, table);
    } else if (table_is(where, "appendix")) {
        appendix_add(c, table, figure);
    } else {
        node_append(chart, table);
    }
}

static void chart_make(Charts *c, Node *table)
{
    Node *figure = node_new(c->arena, KIND_FIGURE, table->place);
    Node *chart = node_new(c->arena, KIND_CHART, table->place);
    c->n++;
    if (table->extra->attr->id.n > 0) {
        node_extra(c->arena, figure)->attr = attr_of_id(c->arena, table->extra->attr->id);
    }
    node_extra(c->arena, chart)->attr = attr_of_chart(c, table->extra->attr);
    node_extra(c->arena, chart)->target = table;
    node_extra(c->arena, table)->attr = NULL;
    node_insert_before(table, figure);
    node_append(figure, chart);
    Node *caption = caption_take(c, table, figure);
    if (caption) {
        chart->place = caption->place;
    }
    table_place(c, table, figure, chart);
    if (!caption && figure->extra->attr) {
        caption = node_new(c->arena, KIND_CAPTION, table->place);
    }
    if (caption) {
        node_append(figure, caption);
    }
    line_add(c, figure, attr_value(chart->extra->attr, STR("note")), NULL);
    line_add(c, figure, attr_value(chart->extra->attr, STR("source")), c->words->source);
}

void resolve_charts(Arena *arena, Node *document, const Meta *meta)
{
    Charts c = {.arena = arena, .document = document, .meta = meta, .words = words_of(meta->lang)};
    VEC(Node *) tables = {0};
    for (Node *node = document; node; node = node_next(node, document)) {
        if (node->kind == KIND_TABLE && attr_value(node->extra->attr, STR("chart")).n > 0) {
            VEC_PUSH(arena, &tables, node);
        }
    }
    for (size_t i = 0; i < tables.n; i++) {
        chart_make(&c, tables.at[i]);
    }
}
