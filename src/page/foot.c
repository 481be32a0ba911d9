/* foot.c - footnotes before pages: which line brings which notes, each set as a galley of its own.
 *
 * Comes in: the galley, whose boxes name the notes that are marked in them. Goes out: the notes in order, their heights
 * summed along the galley, and what splitting one leaves over. A note stands once, where it is first marked; notes that
 * are marked within notes follow them. Which page they stand on is pagebreak.c's. */
#include "page/page_int.h"

typedef struct NoteList {
    const Setter *setter;
    VEC(Note) notes;
    Map *seen;                                             /* from the bytes of Node.order to the note's number from 1 on */
} NoteList;

static Str note_key(const Node *node)
{
    return (Str){(const char *)&node->order, sizeof node->order};
}

static void note_push(NoteList *list, const Node *node)
{
    bool fresh;
    void **slot = map_slot(list->seen, str_copy(list->setter->galley, note_key(node)), &fresh);
    if (!fresh)
        return;
    *slot = (void *)(uintptr_t)(list->notes.n + 1);
    Note note = {.node = node, .galley = galley_of_note(list->setter, node)};
    for (int i = 0; i < note.galley.n; i++) {
        note.height += note.galley.items[i].height;
        note.lines += note.galley.items[i].kind == V_BOX;
    }
    VEC_PUSH(list->setter->galley, &list->notes, note);
}

/* The notes marked in an item, then those marked in these, and so on. */
static Len item_notes(NoteList *list, const Vitem *v)
{
    size_t from = list->notes.n;
    Len height = 0;
    for (int i = 0; i < v->n_notes; i++)
        note_push(list, v->notes[i]);
    for (size_t i = from; i < list->notes.n; i++) {
        Galley inner = list->notes.at[i].galley;
        height += list->notes.at[i].height;
        for (int k = 0; k < inner.n; k++)
            for (int m = 0; m < inner.items[k].n_notes; m++)
                note_push(list, inner.items[k].notes[m]);
    }
    return height;
}

Notes notes_new(const Setter *setter, const Heights *heights)
{
    const Galley *galley = heights->galley;
    Setter lasting = *setter;                              /* the notes' own lists are set on pages as they are */
    lasting.list = setter->galley;
    NoteList list = {.setter = &lasting, .seen = map_new(setter->galley)};
    Notes notes = {.before = ARENA_ARRAY(heights->arena, int, galley->n + 1),
                   .height = ARENA_ARRAY(heights->arena, Len, galley->n + 1)};
    for (int i = 0; i < galley->n; i++) {
        Len height = galley->items[i].n_notes ? item_notes(&list, &galley->items[i]) : 0;
        notes.before[i + 1] = (int)list.notes.n;
        notes.height[i + 1] = notes.height[i] + height;
    }
    notes.at = list.notes.at;
    notes.numbers = list.seen;
    notes.n = (int)list.notes.n;
    return notes;
}

int note_number(const Notes *notes, const Node *node)
{
    return (int)(uintptr_t)map_lookup(notes->numbers, note_key(node));
}

Len note_tail(const Note *note, int lines, int *from)
{
    Len height = 0;
    for (int i = note->galley.n; i-- > 0;) {
        height += note->galley.items[i].height;
        if (note->galley.items[i].kind == V_BOX && --lines == 0) {
            *from = i;
            return height;
        }
    }
    return -1;
}

Len note_part_height(const Notes *notes, NotePart part)
{
    Len height = 0;
    for (int i = part.from; i < part.to; i++)
        height += notes->at[part.note].galley.items[i].height;
    return height;
}
