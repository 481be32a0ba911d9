/* dump.c - the tree as indented text: one line for each node, with what is set in it and the
 * line of its place. It is what --dump=tree prints and what the tests of read/ and resolve/
 * compare. */
#include "doc/doc.h"

static const char *const align_names[] = {"none", "left", "center", "right", "justify", "decimal"};
static const char *const alert_names[] = {"note",    "tip",     "important",
                                          "warning", "caution", "other"};

static void add_quoted(Buf *out, Str s)
{
    buf_byte(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\n')
            buf_add(out, STR("\\n"));
        else if (c == '\t')
            buf_add(out, STR("\\t"));
        else if (c == '"' || c == '\\')
            buf_format(out, "\\%c", c);
        else if ((unsigned char)c < ' ')
            buf_format(out, "\\x%02x", (unsigned)(unsigned char)c);
        else
            buf_byte(out, c);
    }
    buf_byte(out, '"');
}

static void add_field(Buf *out, const char *name, Str value)
{
    if (value.n) {
        buf_format(out, " %s=", name);
        add_quoted(out, value);
    }
}

static void add_attr(Buf *out, const Attr *attr)
{
    if (!attr) return;
    buf_add(out, STR(" {"));
    const char *space = "";
    if (attr->id.n) {
        buf_format(out, "#%.*s", STR_ARGS(attr->id));
        space = " ";
    }
    for (const Pair *p = attr->pairs; p; p = p->next, space = " ") {
        buf_format(out, "%s%s%.*s", space, p->value.p ? "" : ".", STR_ARGS(p->key));
        if (p->value.p) {
            buf_byte(out, '=');
            add_quoted(out, p->value);
        }
    }
    buf_byte(out, '}');
}

static void add_table(Buf *out, const Node *node)
{
    buf_add(out, STR(" columns="));
    for (int i = 0; i < node->u.table.columns; i++)
        buf_format(out, "%s%s", i ? "," : "", align_names[node->u.table.aligns[i]]);
}

static void add_cell(Buf *out, const Node *node)
{
    if (node->u.cell.header) buf_add(out, STR(" header"));
    if (node->u.cell.align != ALIGN_NONE) buf_format(out, " %s", align_names[node->u.cell.align]);
    if (node->u.cell.colspan > 1) buf_format(out, " colspan=%d", node->u.cell.colspan);
    if (node->u.cell.rowspan > 1) buf_format(out, " rowspan=%d", node->u.cell.rowspan);
}

static void add_list(Buf *out, const Node *node)
{
    if (node->u.list.ordered) buf_format(out, " ordered start=%d", node->u.list.start);
    if (node->u.list.delimiter) buf_format(out, " '%c'", node->u.list.delimiter);
    buf_format(out, " %s depth=%d", node->u.list.tight ? "tight" : "loose", node->u.list.depth);
}

/* What the union holds for some kinds. */
static void add_own(Buf *out, const Node *node)
{
    if (node->kind == KIND_HEADING || node->kind == KIND_SECTION) {
        buf_format(out, " %d", node->u.heading.level);
        if (node->u.heading.tag_level && node->u.heading.tag_level != node->u.heading.level)
            buf_format(out, " tag=%d", node->u.heading.tag_level);
        buf_add(out, node->u.heading.unnumbered ? STR(" unnumbered") : (Str){0});
        buf_add(out, node->u.heading.unlisted ? STR(" unlisted") : (Str){0});
    } else if (node->kind == KIND_LIST) {
        add_list(out, node);
    } else if (node->kind == KIND_ITEM && node->u.item.task != TASK_NONE) {
        buf_format(out, " task=%s", node->u.item.task == TASK_DONE ? "done" : "open");
    } else if (node->kind == KIND_TABLE) {
        add_table(out, node);
    } else if (node->kind == KIND_CELL) {
        add_cell(out, node);
    } else if (node->kind == KIND_ALERT) {
        buf_format(out, " %s", alert_names[node->u.alert.kind]);
    } else if (node->kind == KIND_CODE_BLOCK || node->kind == KIND_CODE) {
        add_field(out, "language", node->u.code.language);
    } else if (node->kind == KIND_CONTENTS_ITEM) {
        buf_format(out, " %d", node->u.contents_item.level);
    } else if ((node->kind == KIND_REF || node->kind == KIND_LINK) && node->u.ref.page) {
        buf_add(out, STR(" page"));
    }
}

static void add_node(Buf *out, const Node *node, int depth)
{
    buf_format(out, "%*s%s", depth * 2, "", kind_rows[node->kind].name);
    add_own(out, node);
    if (node->text.n) {
        buf_byte(out, ' ');
        add_quoted(out, node->text);
    }
    add_field(out, "title", node->extra->title);
    add_field(out, "number", node->extra->number);
    add_field(out, "label", node->extra->label);
    add_attr(out, node->extra->attr);
    if (node->extra->target)
        buf_format(out, " -> %s@%d", kind_rows[node->extra->target->kind].name, node->extra->target->place.line);
    if (kind_rows[node->kind].block && node->place.line) buf_format(out, " @%d", node->place.line);
    buf_byte(out, '\n');
}

void doc_dump(const Node *root, Buf *out)
{
    int depth = 0;
    for (const Node *n = root; n;) {
        add_node(out, n, depth);
        if (n->first) {
            n = n->first;
            depth++;
            continue;
        }
        while (n != root && !n->next) {
            n = n->parent;
            depth--;
        }
        n = n == root ? NULL : n->next;
    }
}
