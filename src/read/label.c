/* label.c - reference definitions, `[label]: address`, that nothing in their file uses. cmark takes them
 * in silence; here the text is looked through for brackets. What stands in code counts as a use: better
 * too few messages than a wrong one. */
#include "read/read_int.h"

enum { LABEL_MAX = 200 };

typedef struct Use { int definitions, others, line, column; Str label; } Use;

/* Letters small, runs of blanks one space, as labels are compared. */
static Str fold(Arena *arena, Str s)
{
    Buf out = BUF(arena);
    bool blank = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            blank = out.n > 0;
            continue;
        }
        if (blank) buf_byte(&out, ' ');
        blank = false;
        buf_byte(&out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
    }
    return buf_str(&out);
}

/* The end of the bracket that opens at `at`; 0: it holds others, or does not end. */
static size_t bracket_end(Str s, size_t at)
{
    for (size_t i = at + 1; i < s.n && i < at + LABEL_MAX; i++) {
        if (s.p[i] == ']' && s.p[i - 1] != '\\') return i > at + 1 ? i : 0;
        if (s.p[i] == '[' && s.p[i - 1] != '\\') return 0;
    }
    return 0;
}

static bool opens_line(Str s, size_t line, size_t at)
{
    for (size_t i = line; i < at; i++) {
        if (s.p[i] != ' ' && s.p[i] != '>') return false;
    }
    return true;
}

void label_lint(Reading *r)
{
    Str s = r->text;
    Map *uses = map_new(r->arena);
    VEC(Use *) found = {0};
    size_t line_start = 0;
    int line = 1;
    for (size_t at = 0; at < s.n; at++) {
        if (s.p[at] == '\n') {
            line++;
            line_start = at + 1;
        }
        size_t end = s.p[at] == '[' ? bracket_end(s, at) : 0;
        if (!end || s.p[at + 1] == '^') continue;
        Str label = str_slice(s, at + 1, end);
        void **slot = map_slot(uses, fold(r->arena, label), NULL);
        Use *use = *slot;
        if (!use) use = *slot = ARENA_NEW(r->arena, Use);
        bool defines = end + 1 < s.n && s.p[end + 1] == ':' && opens_line(s, line_start, at);
        use->others += !defines;
        if (defines && !use->definitions++) {
            use->label = label;
            use->line = line;
            use->column = (int)(at - line_start) + 1;
            VEC_PUSH(r->arena, &found, use);
        }
    }
    for (size_t i = 0; i < found.n; i++) {
        const Use *use = found.at[i];
        if (use->others) continue;
        diag_add(r->diag, DIAG_REFERENCE_UNUSED, reading_place(r, use->line, use->column),
                 STR_ARGS(use->label));
    }
}
