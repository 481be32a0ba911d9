/* markdown.c - Markdown to the document's tree. The only file that sees cmark: it hands it the
 * text, walks what comes back without recursion, and makes a Node of each of its nodes; what
 * CommonMark and GitHub do not know is done on the Nodes by inline.c, block.c and html.c.
 * cmark's lines are trusted, its columns only on a block's first line. */
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <pthread.h>
#include <string.h>

#include "read/read_int.h"

enum { BLOCKS_MAX = 100, INLINES_MAX = 160 };

typedef struct Frame {
    Node *node;
    bool made, html;
} Frame; /* made: for this cmark node; html: has HTML_INLINE children */

typedef struct Walk {
    Reading *r;
    VEC(Frame) frames;
    int offset;           /* cmark's line + offset = the text's line, from 1 */
    int line, block_line; /* where the walk is; where the block began */
    int depth, lists;     /* made nodes and lists above */
    bool too_deep;
    Marks marks;
    NoteTexts notes; /* in cmark's order: a reference has number - 1 */
    NoteRefs refs;
} Walk;

/* ---- places and frames ----------------------------------------------------------------------- */

static Node *top(const Walk *w)
{
    return w->frames.at[w->frames.n - 1].node;
}

static Place block_place(Walk *w, cmark_node *from)
{
    int line = cmark_node_get_start_line(from);
    if (line > 0) w->line = line + w->offset;
    w->block_line = w->line;
    return reading_place(w->r, w->line, line > 0 ? cmark_node_get_start_column(from) : 0);
}

static Place inline_place(Walk *w, cmark_node *from)
{
    int line = cmark_node_get_start_line(from), column = 0;
    if (line > 0) {
        w->line = line + w->offset;
        if (w->line == w->block_line) column = cmark_node_get_start_column(from);
    }
    return reading_place(w->r, w->line, column);
}

static Str literal(Walk *w, cmark_node *from)
{
    return str_copy(w->r->arena, str_of(cmark_node_get_literal(from)));
}

/* What formulas have no place in. */
static Str written(Walk *w, const char *text)
{
    return math_written(w->r, str_copy(w->r->arena, str_of(text)));
}

static Node *add_block(Walk *w, cmark_node *from, Kind kind)
{
    Node *node = node_new(w->r->arena, kind, block_place(w, from));
    node_append(top(w), node);
    return node;
}

static Node *add_inline(Walk *w, cmark_node *from, Kind kind)
{
    Node *node = node_new(w->r->arena, kind, inline_place(w, from));
    node_append(top(w), node);
    return node;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

/* Quotes and lists below the limit are not made: what they hold goes where they would stand. */
static bool is_deep(Walk *w, cmark_node *from)
{
    if (w->depth < BLOCKS_MAX) return false;
    if (!w->too_deep) diag_add(w->r->diag, DIAG_NESTING, block_place(w, from), BLOCKS_MAX);
    w->too_deep = true;
    return true;
}

static Node *enter_list(Walk *w, cmark_node *from)
{
    if (is_deep(w, from)) return top(w);
    Node *list = add_block(w, from, KIND_LIST);
    list->u.list.ordered = cmark_node_get_list_type(from) == CMARK_ORDERED_LIST;
    list->u.list.tight = cmark_node_get_list_tight(from);
    list->u.list.start = list->u.list.ordered ? cmark_node_get_list_start(from) : 0;
    if (list->u.list.ordered)
        list->u.list.delimiter = cmark_node_get_list_delim(from) == CMARK_PAREN_DELIM ? ')' : '.';
    list->u.list.depth = w->lists++;
    return list;
}

static Node *enter_item(Walk *w, cmark_node *from)
{
    if (top(w)->kind != KIND_LIST) return top(w);
    Node *item = add_block(w, from, KIND_ITEM);
    if (strcmp(cmark_node_get_type_string(from), "tasklist") == 0) {
        item->u.item.task =
            cmark_gfm_extensions_get_tasklist_item_checked(from) ? TASK_DONE : TASK_OPEN;
    }
    return item;
}

static void add_code(Walk *w, cmark_node *from)
{
    Node *code = add_block(w, from, KIND_CODE_BLOCK);
    code->text = written(w, cmark_node_get_literal(from));
    if (str_ends(code->text, STR("\n"))) code->text.n--;
    block_code(w->r, code, written(w, cmark_node_get_fence_info(from)));
    math_fence(w->r, code);
    if (str_eq(code->u.code.language, STR("chart"))) chart_fence(w->r, code);
}

static const Mark *mark_of(const Walk *w, cmark_node *note)
{
    int line = cmark_node_get_start_line(note) + w->offset;
    return note_mark(&w->marks, line, cmark_node_get_start_column(note));
}

static Node *enter_note(Walk *w, cmark_node *from)
{
    Node *note = add_block(w, from, KIND_NOTE);
    const Mark *mark = mark_of(w, from);
    if (mark) {
        note->text = str_copy(w->r->arena, mark->label);
        note->place = reading_place(w->r, mark->line, mark->column);
    }
    VEC_PUSH(w->r->arena, &w->notes, ((NoteText){note, mark}));
    return note;
}

static Node *enter_table(Walk *w, cmark_node *from)
{
    Node *table = add_block(w, from, KIND_TABLE);
    int n = cmark_gfm_extensions_get_table_columns(from);
    const uint8_t *aligns = cmark_gfm_extensions_get_table_alignments(from);
    table->u.table.columns = n;
    table->u.table.aligns = ARENA_ARRAY(w->r->arena, Align, n);
    for (int i = 0; i < n; i++) {
        char c = aligns ? (char)aligns[i] : 0;
        table->u.table.aligns[i] = c == 'l'   ? ALIGN_LEFT
                                   : c == 'c' ? ALIGN_CENTER
                                   : c == 'r' ? ALIGN_RIGHT
                                              : ALIGN_NONE;
    }
    return table;
}

static Node *enter_row(Walk *w, cmark_node *from)
{
    Node *table = top(w);
    Kind kind =
        cmark_gfm_extensions_get_table_row_is_header(from) ? KIND_TABLE_HEAD : KIND_TABLE_BODY;
    Place place = block_place(w, from);
    if (!table->last || table->last->kind != kind)
        node_append(table, node_new(w->r->arena, kind, place));
    Node *row = node_new(w->r->arena, KIND_ROW, place);
    node_append(table->last, row);
    return row;
}

/* cmark drops the cells that are more than the header has. */
static void check_rest(Walk *w, const Node *cell, int end)
{
    Str line = line_of(w->r, cell->place);
    if (end <= 0 || (size_t)end >= line.n || cell->place.column <= 0) return;
    Str rest = str_trim(str_slice(line, (size_t)end, line.n));
    if (!str_starts(rest, STR("|"))) return;
    if (rest.n > 1 && str_ends(rest, STR("|"))) rest.n--;
    rest = str_trim(str_slice(rest, 1, rest.n));
    if (rest.n) diag_add(w->r->diag, DIAG_TABLE_CELLS, cell->place, STR_ARGS(rest));
}

static Node *enter_cell(Walk *w, cmark_node *from)
{
    Node *row = top(w), *before = row->last, *cell = add_block(w, from, KIND_CELL);
    Node *table = row->parent->parent;
    cell->u.cell.column = before ? before->u.cell.column + 1 : 0;
    if (cell->u.cell.column < table->u.table.columns)
        cell->u.cell.align = table->u.table.aligns[cell->u.cell.column];
    cell->u.cell.colspan = cell->u.cell.rowspan = 1;
    cell->u.cell.header = row->parent->kind == KIND_TABLE_HEAD;
    if (cell->u.cell.column + 1 == table->u.table.columns)
        check_rest(w, cell, cmark_node_get_end_column(from));
    return cell;
}

/* ---- inlines --------------------------------------------------------------------------------- */

static void add_text(Walk *w, cmark_node *from, Kind kind)
{
    Str text = literal(w, from);
    if (kind == KIND_CODE) text = math_written(w->r, text);
    if (text.n) add_inline(w, from, kind)->text = text;
}

static void add_html(Walk *w, cmark_node *from)
{
    add_inline(w, from, KIND_HTML_INLINE)->text = written(w, cmark_node_get_literal(from));
    w->frames.at[w->frames.n - 1].html = true;
}

static void add_break(Walk *w, cmark_node *from, Kind kind)
{
    add_inline(w, from, kind);
    w->line++;
}

static void add_note_ref(Walk *w, cmark_node *from)
{
    NoteRef ref = {add_inline(w, from, KIND_NOTE_REF), 0};
    if (!str_int(str_of(cmark_node_get_literal(from)), &ref.number)) ref.number = 0;
    VEC_PUSH(w->r->arena, &w->refs, ref);
}

static Node *enter_inline(Walk *w, cmark_node *from, Kind kind)
{
    return w->depth < INLINES_MAX ? add_inline(w, from, kind) : top(w);
}

static Node *enter_link(Walk *w, cmark_node *from, Kind kind)
{
    Node *node = enter_inline(w, from, kind);
    if (node == top(w)) return node;
    node->text = written(w, cmark_node_get_url(from));
    Str title = written(w, cmark_node_get_title(from));
    if (title.n) node_extra(w->r->arena, node)->title = title;
    return node;
}

/* ---- the walk -------------------------------------------------------------------------------- */

static Node *enter_extension(Walk *w, cmark_node *from)
{
    const char *name = cmark_node_get_type_string(from);
    if (strcmp(name, "table") == 0) return enter_table(w, from);
    if (strcmp(name, "table_header") == 0 || strcmp(name, "table_row") == 0)
        return enter_row(w, from);
    if (strcmp(name, "table_cell") == 0) return enter_cell(w, from);
    if (strcmp(name, "strikethrough") == 0) return enter_inline(w, from, KIND_STRIKE);
    return top(w);
}

/* Makes what stands for a cmark node. Returns the node that takes its children; NULL when it has
 * none of use. */
static Node *enter(Walk *w, cmark_node *from)
{
    int type = (int)cmark_node_get_type(from);
    switch (type) {
    case CMARK_NODE_TEXT: add_text(w, from, KIND_TEXT); return NULL;
    case CMARK_NODE_SOFTBREAK: add_break(w, from, KIND_SOFT_BREAK); return NULL;
    case CMARK_NODE_LINEBREAK: add_break(w, from, KIND_HARD_BREAK); return NULL;
    case CMARK_NODE_CODE: add_text(w, from, KIND_CODE); return NULL;
    case CMARK_NODE_HTML_INLINE: add_html(w, from); return NULL;
    case CMARK_NODE_FOOTNOTE_REFERENCE: add_note_ref(w, from); return NULL;
    case CMARK_NODE_EMPH: return enter_inline(w, from, KIND_EMPH);
    case CMARK_NODE_STRONG: return enter_inline(w, from, KIND_STRONG);
    case CMARK_NODE_LINK: return enter_link(w, from, KIND_LINK);
    case CMARK_NODE_IMAGE: return enter_link(w, from, KIND_IMAGE);
    case CMARK_NODE_PARAGRAPH: return add_block(w, from, KIND_PARAGRAPH);
    case CMARK_NODE_BLOCK_QUOTE: return is_deep(w, from) ? top(w) : add_block(w, from, KIND_QUOTE);
    case CMARK_NODE_LIST: return enter_list(w, from);
    case CMARK_NODE_ITEM: return enter_item(w, from);
    case CMARK_NODE_FOOTNOTE_DEFINITION: return enter_note(w, from);
    case CMARK_NODE_CODE_BLOCK: add_code(w, from); return NULL;
    case CMARK_NODE_THEMATIC_BREAK: add_block(w, from, KIND_RULE); return NULL;
    case CMARK_NODE_HTML_BLOCK:
        html_block(w->r, top(w), block_place(w, from),
                   written(w, cmark_node_get_literal(from)));
        return NULL;
    case CMARK_NODE_HEADING: {
        Node *heading = add_block(w, from, KIND_HEADING);
        heading->u.heading.level = cmark_node_get_heading_level(from);
        return heading;
    }
    default: return enter_extension(w, from); /* cmark numbers its extensions' nodes at run time */
    }
}

static void settle_image(Walk *w, Node *image)
{
    Str alt = node_plain(w->r->arena, image);
    image->first = image->last = NULL;
    if (alt.n) node_append(image, node_text(w->r->arena, KIND_TEXT, image->place, alt));
}

static void leave(Walk *w)
{
    Frame frame = w->frames.at[--w->frames.n];
    Node *node = frame.node;
    if (!frame.made) {
        w->frames.at[w->frames.n - 1].html |=
            frame.html; /* its tags stand in the frame that holds it */
        return;
    }
    w->depth--;
    w->lists -= node->kind == KIND_LIST;
    if (frame.html) {
        attr_comments(w->r, node);
        html_inline(w->r, node);
    }
    if (node->kind == KIND_IMAGE) {
        settle_image(w, node);
    } else if (node->first &&
               (!kind_rows[node->kind].block || kind_rows[node->first->kind].block == false)) {
        inline_finish(w->r, node);
    }
    if (!kind_rows[node->kind].block) return;
    if (node->kind == KIND_QUOTE && !node->first) { /* it held a note and nothing else */
        node_unlink(node);
        return;
    }
    if (node->first || node->kind == KIND_PARAGRAPH || node->kind == KIND_HEADING)
        block_finish(w->r, node);
}

static void walk(Walk *w, Node *into, cmark_node *root, int skip)
{
    cmark_node *n = cmark_node_first_child(root);
    while (n && skip--) n = cmark_node_next(n);
    VEC_PUSH(w->r->arena, &w->frames, ((Frame){into, false, false}));
    while (n) {
        Node *node = enter(w, n);
        if (node) {
            bool made = node != top(w);
            VEC_PUSH(w->r->arena, &w->frames, ((Frame){node, made, false}));
            w->depth += made;
            cmark_node *child = cmark_node_first_child(n);
            if (child) {
                n = child;
                continue;
            }
            leave(w);
        }
        while (n != root && !cmark_node_next(n)) {
            n = cmark_node_parent(n);
            if (n != root) leave(w);
        }
        n = n == root ? NULL : cmark_node_next(n);
    }
}

/* ---- cmark ----------------------------------------------------------------------------------- */

/* cmark keeps tables of its own that it changes while it parses: one parse at a time. The tree is the heap's. */
static cmark_node *parse(Str prefix, Str text)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static cmark_mem mem = {heap_calloc, heap_realloc, heap_free};
    static const char *const extensions[] = {"table", "strikethrough", "autolink", "tasklist"};
    pthread_mutex_lock(&lock);
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_FOOTNOTES, &mem);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
    }
    if (prefix.n) cmark_parser_feed(parser, prefix.p, prefix.n);
    cmark_parser_feed(parser, text.p, text.n);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    pthread_mutex_unlock(&lock);
    return root;
}

/* Anchors behind the last text stand in a paragraph of their own. */
static void add_last_anchors(Reading *r)
{
    if (!r->anchors.n) return;
    Node *paragraph = node_new(r->arena, KIND_PARAGRAPH, r->anchors.at[0]->place);
    for (size_t i = 0; i < r->anchors.n; i++) node_append(paragraph, r->anchors.at[i]);
    Node *note = r->document->first;
    while (note && note->kind != KIND_NOTE) note = note->next;
    if (note) {
        node_insert_before(note, paragraph);
    } else {
        node_append(r->document, paragraph);
    }
    r->anchors.n = 0;
}

/* Unsets the marks of this cmark node that are no second notes: those of notes that it made,
 * those within code. */
static void clear_marks(const Walk *w, cmark_node *from, bool *which)
{
    cmark_node_type type = cmark_node_get_type(from);
    const Mark *own = type == CMARK_NODE_FOOTNOTE_DEFINITION ? mark_of(w, from) : NULL;
    if (own) which[own - w->marks.at] = false;
    if (type != CMARK_NODE_CODE_BLOCK && type != CMARK_NODE_HTML_BLOCK) return;
    int first = cmark_node_get_start_line(from) + w->offset,
        last = cmark_node_get_end_line(from) + w->offset;
    for (size_t i = note_from(&w->marks, first, 0); i < w->marks.n && w->marks.at[i].line <= last;
         i++) {
        which[i] = false;
    }
}

/* cmark drops the second note of a name: gives it a name of its own. False when there is none. */
static bool rename_notes(Walk *w, cmark_node *root)
{
    bool *which = ARENA_ARRAY(w->r->arena, bool, w->marks.n + 1), found = false;
    for (size_t i = 0; i < w->marks.n; i++)
        found |= which[i] = w->marks.at[i].opens && w->marks.at[i].again;
    if (!found) return false;
    cmark_iter *iter = cmark_iter_new(root);
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE)
        clear_marks(w, cmark_iter_get_node(iter), which);
    cmark_iter_free(iter);
    found = false;
    for (size_t i = 0; i < w->marks.n; i++) {
        if (!which[i]) continue;
        const Mark *m = &w->marks.at[i];
        found = true;
        diag_add(w->r->diag, DIAG_LABEL_TWICE, reading_place(w->r, m->line, m->column),
                 STR_ARGS(m->label));
    }
    if (found) w->r->text = note_rename(w->r->scratch, w->r->text, &w->marks, which);
    return found;
}

static cmark_node *parse_notes(Walk *w, int *lines)
{
    w->marks = note_marks(w->r->scratch, w->r->text);
    Str prefix = note_prefix(w->r->scratch, &w->marks, lines);
    w->offset = -*lines;
    return parse(prefix, w->r->text);
}

void markdown_fragment(Reading *r, Node *parent, Str text, Place place)
{
    Reading own = *r;
    Heap heap = {.arena = r->scratch}, *outer = heap_enter(&heap);
    TextLine line = {text, place.source, place.line, true};
    own.text = text;
    own.map = (Lines){&line, 1, 1};
    Walk w = {.r = &own};
    walk(&w, parent, parse((Str){0}, text), 0);
    heap_enter(outer);
    own.text = r->text;
    own.map = r->map;
    *r = own;
}

Node *markdown_read_as(Arena *arena, const Source *source, FrontSplit split,
                       const Dialect *dialect, Diag *diag)
{
    Reading r = {.arena = arena, .scratch = arena_open(), .source = source, .diag = diag,
                 .line = split.body_line, .dialect = dialect};
    r.document = node_new(arena, KIND_DOCUMENT, (Place){source, split.body_line, 0});
    r.text = split.body;
    prepare_text(&r);
    if (dialect->lint) label_lint(&r);
    Walk w = {.r = &r};
    Heap heap = {.arena = arena_open()}, *outer = heap_enter(&heap);
    int lines;
    cmark_node *root = parse_notes(&w, &lines);
    if (rename_notes(&w, root)) {
        arena_reset(heap.arena);
        heap = (Heap){.arena = heap.arena};
        root = parse_notes(&w, &lines);
        note_unname(&w.marks);
    }
    walk(&w, r.document, root, lines / 2);
    heap_enter(outer);
    arena_close(heap.arena);                               /* it is larger than our tree, which is not complete yet */
    add_last_anchors(&r);
    nest_blocks(&r);
    block_captions(&r);
    note_bind(&r, &w.notes, &w.refs);
    if (r.n_formulas) diag_add(diag, DIAG_MATH, r.formula_place, r.n_formulas);
    if (!r.document->first) diag_add(diag, DIAG_EMPTY, (Place){source, 0, 0});
    arena_close(r.scratch);
    return r.document;
}

Node *markdown_read(Arena *arena, const Source *source, FrontSplit split, Diag *diag)
{
    static const Dialect plain = {0};
    return markdown_read_as(arena, source, split, &plain, diag);
}
