/* book.c - several files as one document. In come the trees of two files, out goes the first one
 * with both: blocks in order, then the notes of both. References to notes were bound when their
 * file was read, so equal labels do not meet. */
#include "read/read.h"

void book_join(Arena *arena, Node *book, Node *more)
{
    (void)arena;
    Node *note = book->last;
    while (note && note->kind == KIND_NOTE) note = note->prev;
    Node *first_note = note ? note->next : book->first;
    while (more->first) {
        Node *child = more->first;
        node_unlink(child);
        if (first_note && child->kind != KIND_NOTE) {
            node_insert_before(first_note, child);
        } else {
            node_append(book, child);
        }
    }
}
