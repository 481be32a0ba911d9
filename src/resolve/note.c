/* note.c - footnotes are numbered in the order of their first marks and stand in the tree right
 * after the block that holds that mark, so that the order of the tree is the order of reading.
 *
 * In come marks whose target is their note, out go numbers, each note's LABEL and its place. A note
 * that nothing refers to stays at the document's end, without a number. Where notes stand on the
 * page is the page floor's business.
 */
#include "resolve/resolve_int.h"

typedef struct Cited {
    Node *note, *anchor;
} Cited; /* anchor: the block after which the note will stand */
typedef struct Notes {
    Arena *arena;
    VEC(Cited) cited;
} Notes; /* in the order of their numbers */

/* Lists, tables, figures and quotations keep to their own structure: a note stands outside of the
 * outermost. */
static Node *note_anchor(Node *mark)
{
    Node *anchor = NULL;
    for (Node *node = mark; node->parent; node = node->parent) {
        Kind kind = node->parent->kind;
        if (kind == KIND_LIST || kind == KIND_TABLE || kind == KIND_FIGURE || kind == KIND_QUOTE ||
            kind == KIND_ALERT) {
            anchor = NULL;
        } else if (!anchor && (kind == KIND_SECTION || kind == KIND_DOCUMENT || kind == KIND_DIV)) {
            anchor = node;
        }
    }
    return anchor;
}

static void mark_number(Notes *notes, Node *mark, Node *anchor)
{
    Node *note = mark->extra->target;
    if (note->extra->number.n == 0) {
        node_extra(notes->arena, note)->target = mark;
        Cited cited = {note, anchor ? anchor : note_anchor(mark)};
        VEC_PUSH(notes->arena, &notes->cited, cited);
        node_extra(notes->arena, note)->number = str_format(notes->arena, "%zu", notes->cited.n);
    }
    node_extra(notes->arena, mark)->number = note->extra->number;
}

/* Marks below root, in order; notes below it have their turn later. */
static void notes_cite(Notes *notes, Node *root, Node *anchor)
{
    Node *next;
    for (Node *node = root; node; node = next) {
        next =
            node->kind == KIND_NOTE && node != root ? node_skip(node, root) : node_next(node, root);
        if (node->kind == KIND_NOTE_REF && node->extra->target) {
            mark_number(notes, node, anchor);
        }
    }
}

static void note_finish(Notes *notes, Cited cited)
{
    Node *label = node_new(notes->arena, KIND_LABEL, cited.note->place);
    node_add_text(notes->arena, label, cited.note->extra->number);
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

void resolve_notes(Arena *arena, Node *document)
{
    Notes notes = {.arena = arena};
    notes_cite(&notes, document, NULL);
    for (size_t i = 0; i < notes.cited.n; i++) { /* grows while notes cite notes */
        Cited cited = notes.cited.at[i];
        notes_cite(&notes, cited.note, cited.anchor);
    }
    for (size_t i = notes.cited.n; i-- > 0;) { /* backwards: each goes right behind its block */
        note_finish(&notes, notes.cited.at[i]);
    }
}
