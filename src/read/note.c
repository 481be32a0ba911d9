/* note.c - where a Markdown text defines footnotes. cmark drops a note that nothing refers to
 * and the second one of a name, and tells no names; so the marks `[^name]:` are looked up in the
 * text before it parses. In comes text, out go marks, a text of references to feed first (which
 * keeps every note alive), or the text with second names made unique; and behind the parser references
 * are bound to their notes. */
#include <string.h>

#include "read/read_int.h"

/* ASCII letters of a label are as good small as capital. */
static Str fold(Arena *arena, Str s)
{
    char *p = arena_alloc(arena, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
    return (Str){p, s.n};
}

/* True when nothing but marks of quotes, lists and other notes stands before `at` in its line. */
static bool opens_block(Str text, size_t line, size_t at)
{
    for (size_t i = line; i < at; i++) {
        if (text.p[i] == '[') return true;
        if (!strchr(" \t>*+-.)0123456789", text.p[i])) return false;
    }
    return true;
}

static size_t label_length(Str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] && !strchr("] \t\r\n", s.p[n])) n++;
    return n + 1 < s.n && s.p[n] == ']' && s.p[n + 1] == ':' ? n : 0;
}

Marks note_marks(Arena *arena, Str text)
{
    Marks marks = {0};
    Map *seen = map_new(arena);
    size_t line_start = 0, counted = 0;
    int line = 1;
    for (size_t at = 0; at < text.n; at += 2) {
        ptrdiff_t hit = str_find(str_slice(text, at, text.n), STR("[^"));
        if (hit < 0) break;
        at += (size_t)hit;
        for (; counted < at; counted++) {
            bool ends =
                text.p[counted] == '\n' || (text.p[counted] == '\r' && text.p[counted + 1] != '\n');
            line += ends;
            if (ends) line_start = counted + 1;
        }
        size_t n = label_length(str_slice(text, at + 2, text.n));
        if (!n) continue;
        bool fresh;
        Mark mark = {.label = str_slice(text, at + 2, at + 2 + n),
                     .at = at,
                     .line = line,
                     .column = (int)(at - line_start) + 1};
        mark.opens = opens_block(text, line_start, at);
        map_slot(seen, fold(arena, mark.label), &fresh);
        mark.again = !fresh;
        VEC_PUSH(arena, &marks, mark);
    }
    return marks;
}

Str note_prefix(Arena *arena, const Marks *marks, int *lines)
{
    Buf out = BUF(arena);
    *lines = 0;
    for (size_t i = 0; i < marks->n; i++) {
        if (marks->at[i].again) continue;
        buf_format(&out, "[^%.*s]\n\n", STR_ARGS(marks->at[i].label));
        *lines += 2;
    }
    return buf_str(&out);
}

size_t note_from(const Marks *marks, int line, int column)
{
    size_t low = 0, high = marks->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const Mark *m = &marks->at[middle];
        if (m->line < line || (m->line == line && m->column < column)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const Mark *note_mark(const Marks *marks, int line, int column)
{
    size_t i = note_from(marks, line, column);
    return i && marks->at[i - 1].line == line ? &marks->at[i - 1] : NULL;
}

/* A control character that no sound label has stands before the number. */
Str note_rename(Arena *arena, Str text, const Marks *marks, const bool *which)
{
    Buf out = BUF(arena);
    size_t from = 0;
    for (size_t i = 0; i < marks->n; i++) {
        if (!which[i]) continue;
        size_t end = marks->at[i].at + 2 + marks->at[i].label.n;
        buf_add(&out, str_slice(text, from, end));
        buf_format(&out, "\x01%zu", i);
        from = end;
    }
    buf_add(&out, str_slice(text, from, text.n));
    return buf_str(&out);
}

void note_unname(Marks *marks)
{
    for (size_t i = 0; i < marks->n; i++) {
        ptrdiff_t at = str_find(marks->at[i].label, STR("\x01"));
        if (at < 0) continue;
        marks->at[i].label.n = (size_t)at;
        marks->at[i].twice = true;
    }
}

void note_bind(Reading *r, const NoteTexts *notes, const NoteRefs *refs)
{
    for (size_t i = 0; i < refs->n; i++) {
        NoteRef ref = refs->at[i];
        if (ref.number < 1 || (size_t)ref.number > notes->n) continue;
        Node *note = notes->at[ref.number - 1].node;
        ref.node->text = note->text;
        node_extra(r->arena, ref.node)->target = note;
        if (!note->extra->target) node_extra(r->arena, note)->target = ref.node;
    }
    for (size_t i = 0; i < notes->n; i++) {
        Node *note = notes->at[i].node;
        const Mark *mark = notes->at[i].mark;
        if (!note->extra->target && !(mark && mark->twice))
            diag_add(r->diag, DIAG_NOTE_UNUSED, note->place, STR_ARGS(note->text));
    }
}
