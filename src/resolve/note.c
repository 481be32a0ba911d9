/* note.c - footnotes: each mark finds its note, notes are numbered in the order of their first marks and stand in the
 * tree right after the block that holds that mark, so that the order of the tree is the order of reading.
 *
 * A note's label counts within its own file. A note that nothing refers to stays at the document's end, without a number;
 * a mark without a note becomes text again. Where notes stand on the page is the page floor's business.
 */
#include "resolve/resolve_int.h"

typedef struct Cited { Node *note, *anchor; } Cited;       /* anchor: the block after which the note will stand */
typedef struct Notes {
    Arena *arena;
    Diag *diag;
    Map *by_label;
    VEC(Cited) cited;                                      /* in the order of their numbers */
} Notes;

/* Labels of two files must not meet, and cmark folds the case of labels. */
static Str note_key(Arena *arena, const Node *node)
{
    Buf key = {.arena = arena};
    if (node->place.source) {
        buf_add(&key, node->place.source->name);
    }
    buf_byte(&key, '\0');
    for (size_t i = 0; i < node->text.n; i++) {
        char c = node->text.p[i];
        buf_byte(&key, (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
    }
    return str_copy(arena, buf_str(&key));
}

static void notes_collect(Notes *notes, Node *document)
{
    for (Node *node = document; node; node = node_next(node, document)) {
        if (node->kind == KIND_NOTE) {
            void **slot = map_slot(notes->by_label, note_key(notes->arena, node), NULL);
            *slot = *slot ? *slot : node;
        }
    }
}

/* Lists, tables, figures and quotations keep to their own structure: a note stands outside of the outermost. */
static Node *note_anchor(Node *mark)
{
    Node *anchor = NULL;
    for (Node *node = mark; node->parent; node = node->parent) {
        Kind kind = node->parent->kind;
        if (kind == KIND_LIST || kind == KIND_TABLE || kind == KIND_FIGURE || kind == KIND_QUOTE || kind == KIND_ALERT) {
            anchor = NULL;
        } else if (!anchor && (kind == KIND_SECTION || kind == KIND_DOCUMENT || kind == KIND_DIV)) {
            anchor = node;
        }
    }
    return anchor;
}

static void mark_unknown(Notes *notes, Node *mark)
{
    diag_add(notes->diag, DIAG_NOTE_UNKNOWN, mark->place, STR_ARGS(mark->text));
    mark->kind = KIND_TEXT;
    mark->text = str_format(notes->arena, "[^%.*s]", STR_ARGS(mark->text));
}

static void mark_resolve(Notes *notes, Node *mark, Node *anchor)
{
    Node *note = map_lookup(notes->by_label, note_key(notes->arena, mark));
    if (!note) {
        mark_unknown(notes, mark);
        return;
    }
    if (!note->target) {
        note->target = mark;
        Cited cited = {note, anchor ? anchor : note_anchor(mark)};
        VEC_PUSH(notes->arena, &notes->cited, cited);
        note->number = str_format(notes->arena, "%zu", notes->cited.n);
    }
    mark->target = note;
    mark->number = note->number;
}

/* Marks below root, in order; notes below it have their turn later. */
static void notes_cite(Notes *notes, Node *root, Node *anchor)
{
    Node *next;
    for (Node *node = root; node; node = next) {
        next = node->kind == KIND_NOTE && node != root ? node_skip(node, root) : node_next(node, root);
        if (node->kind == KIND_NOTE_REF) {
            mark_resolve(notes, node, anchor);
        }
    }
}

static void note_finish(Notes *notes, Cited cited)
{
    Node *label = node_new(notes->arena, KIND_LABEL, cited.note->place);
    node_add_text(notes->arena, label, cited.note->number);
    node_prepend(cited.note, label);
    if (!cited.anchor) {
        return;
    }
    node_unlink(cited.note);
    if (cited.anchor->next) {
        node_insert_before(cited.anchor->next, cited.note);
    } else {
        node_append(cited.anchor->parent, cited.note);
    }
}

static void notes_unused(Notes *notes, Node *document)
{
    Node *next, *last = document->last;
    for (Node *node = document->first; node; node = node == last ? NULL : next) {
        next = node->next;
        if (node->kind == KIND_NOTE && !node->target) {
            diag_add(notes->diag, DIAG_NOTE_UNUSED, node->place, STR_ARGS(node->text));
            node_unlink(node);
            node_append(document, node);
        }
    }
}

void resolve_notes(Arena *arena, Node *document, Diag *diag)
{
    Notes notes = {.arena = arena, .diag = diag, .by_label = map_new(arena)};
    notes_collect(&notes, document);
    notes_cite(&notes, document, NULL);
    for (size_t i = 0; i < notes.cited.n; i++) {           /* grows while notes cite notes */
        Cited cited = notes.cited.at[i];
        notes_cite(&notes, cited.note, cited.anchor);
    }
    notes_unused(&notes, document);
    for (size_t i = notes.cited.n; i-- > 0;) {             /* backwards: each goes right behind its block */
        note_finish(&notes, notes.cited.at[i]);
    }
}
