/* diag.c - messages as data: floors add them with a kind and a place, the end of a build prints them in order. What a
 * message says stands in diag.def, once. */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

typedef struct DiagRow { Severity severity; const char *tag, *text; } DiagRow;

static const DiagRow rows[DIAG_KINDS] = {
#define DIAG(kind, severity, tag, text) {SEVERITY_##severity, tag, text},
#include "diag.def"
#undef DIAG
};

Diag *diag_new(Arena *arena)
{
    Diag *diag = ARENA_NEW(arena, Diag);
    diag->arena = arena;
    diag->once = map_new(arena);
    return diag;
}

void diag_add(Diag *diag, DiagKind kind, Place place, ...)
{
    Buf text = BUF(diag->arena);
    va_list args;
    va_start(args, place);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    buf_vformat(&text, rows[kind].text, args);
#pragma GCC diagnostic pop
    va_end(args);
    DiagItem item = {kind, rows[kind].severity, place, buf_str(&text), {"", 0}};
    VEC_PUSH(diag->arena, &diag->items, item);
}

void diag_hint(Diag *diag, const char *format, ...)
{
    if (!diag->items.n) {
        return;
    }
    Buf text = BUF(diag->arena);
    va_list args;
    va_start(args, format);
    buf_vformat(&text, format, args);
    va_end(args);
    diag->items.at[diag->items.n - 1].hint = buf_str(&text);
}

bool diag_once(Diag *diag, Str key)
{
    if (map_lookup(diag->once, key)) {
        return false;
    }
    *map_slot(diag->once, str_copy(diag->arena, key), NULL) = diag;
    return true;
}

Str diag_nearest(Str word, const Str *names, size_t n)
{
    size_t best = word.n / 3 + 2;                          /* further away is no help */
    Str nearest = {"", 0};
    for (size_t i = 0; i < n; i++) {
        size_t distance = str_distance(word, names[i]);
        if (distance < best) {
            best = distance;
            nearest = names[i];
        }
    }
    return nearest;
}

size_t diag_count(const Diag *diag, Severity severity)
{
    size_t n = 0;
    for (size_t i = 0; i < diag->items.n; i++) {
        n += diag->items.at[i].severity == severity;
    }
    return n;
}

static int compare_places(const void *a, const void *b)
{
    const DiagItem *x = *(const DiagItem *const *)a, *y = *(const DiagItem *const *)b;
    Str none = {"", 0};
    int files = str_cmp(x->place.source ? x->place.source->name : none, y->place.source ? y->place.source->name : none);
    if (files) {
        return files;
    }
    if (x->place.line != y->place.line) {
        return x->place.line < y->place.line ? -1 : 1;
    }
    if (x->place.column != y->place.column) {
        return x->place.column < y->place.column ? -1 : 1;
    }
    return x < y ? -1 : x > y;
}

/* A line of a source, and all from the next on; returns: carriage returns end lines too, somewhere in it. */
typedef struct Cursor { const Source *source; bool returns; int line; Str text, rest; } Cursor;

static size_t line_length(Str text, bool returns)
{
    size_t n = 0;
    if (!returns) {
        ptrdiff_t end = str_find(text, STR("\n"));
        return end < 0 ? text.n : (size_t)end;
    }
    while (n < text.n && text.p[n] != '\n' && text.p[n] != '\r') {
        n++;
    }
    return n;
}

static void cursor_advance(Cursor *cursor)
{
    Str rest = cursor->rest;
    size_t n = line_length(rest, cursor->returns);
    bool both = n + 1 < rest.n && rest.p[n] == '\r' && rest.p[n + 1] == '\n';
    cursor->text = str_slice(rest, 0, n);
    cursor->rest = str_slice(rest, n + 1 + both, rest.n);
    cursor->line++;
}

/* Messages come in order of place, so the cursor goes over each source once, however many there are. */
static Str line_of(Cursor *cursor, Place place)
{
    if (cursor->source != place.source || cursor->line > place.line) {
        Str text = place.source->text;
        *cursor = (Cursor){.source = place.source, .rest = text, .returns = str_find(text, STR("\r")) >= 0};
    }
    while (cursor->line < place.line) {
        cursor_advance(cursor);
    }
    return cursor->text;
}

/* Control characters stay out of the way of the terminal. */
static void add_visible(Buf *out, uint32_t c)
{
    buf_utf8(out, c < 0x20 || (c >= 0x7F && c < 0xA0) ? ' ' : c);
}

/* The source line, cut to a window around the column. */
static void print_source(Buf *out, Place place, Cursor *cursor)
{
    enum { WINDOW = 160, BEFORE = 60 };
    Str line = line_of(cursor, place);
    size_t at = place.column > 0 ? (size_t)place.column - 1 : 0;
    if (!str_trim(line).n || at > line.n) {
        return;
    }
    size_t from = at > BEFORE ? at - BEFORE : 0, caret = 0;
    while (from && ((unsigned char)line.p[from] & 0xC0) == 0x80) {
        from--;
    }
    size_t to = from;
    buf_add(out, STR("    "));
    while (to < line.n && to - from < WINDOW) {
        caret += to < at;
        add_visible(out, utf8_next(line, &to));
    }
    buf_byte(out, '\n');
    if (place.column > 0) {
        buf_format(out, "    %*s^\n", (int)caret, "");
    }
}

/* A document's own words in a message: of a length that can be read. */
static void add_text(Buf *out, Str text)
{
    enum { MOST = 400 };
    size_t at = 0;
    for (int i = 0; at < text.n && i < MOST; i++) {
        add_visible(out, utf8_next(text, &at));
    }
    if (at < text.n) {
        buf_add(out, STR(" .."));
    }
}

static void print_item(const DiagItem *item, Buf *out, bool colour, Cursor *cursor)
{
    static const char *const names[] = {"note", "warning", "error"};
    static const char *const codes[] = {"\033[36m", "\033[35m", "\033[31m"};
    if (item->place.source) {
        buf_add(out, item->place.source->name);
        buf_byte(out, ':');
        if (item->place.line > 0) {
            buf_format(out, "%d:", item->place.line);
        }
        if (item->place.line > 0 && item->place.column > 0) {
            buf_format(out, "%d:", item->place.column);
        }
        buf_byte(out, ' ');
    }
    buf_format(out, "%s%s:%s ", colour ? codes[item->severity] : "", names[item->severity], colour ? "\033[0m" : "");
    add_text(out, item->text);
    buf_format(out, " [%s]\n", rows[item->kind].tag);
    if (item->place.source && item->place.line > 0) {
        print_source(out, item->place, cursor);
    }
    if (item->hint.n) {
        buf_add(out, STR("    hint: "));
        add_text(out, item->hint);
        buf_byte(out, '\n');
    }
}

void diag_print(const Diag *diag, Buf *out, bool colour)
{
    const DiagItem **order = ARENA_ARRAY(diag->arena, const DiagItem *, diag->items.n);
    for (size_t i = 0; i < diag->items.n; i++) {
        order[i] = &diag->items.at[i];
    }
    if (diag->items.n) {
        qsort(order, diag->items.n, sizeof *order, compare_places);
    }
    Cursor cursor = {0};
    for (size_t i = 0; i < diag->items.n; i++) {
        print_item(order[i], out, colour, &cursor);
    }
}

static void add_count(Buf *out, size_t n, const char *what, const char *plural)
{
    if (n) {
        buf_format(out, "%s%zu %s%s", str_ends(buf_str(out), STR(" ")) ? "" : ", ", n, what, n > 1 ? plural : "");
    }
}

void diag_sum(const Diag *diag, Buf *out)
{
    if (!diag->items.n) {
        return;
    }
    buf_add(out, STR("octavo: "));
    add_count(out, diag_count(diag, SEVERITY_ERROR), "error", "s");
    add_count(out, diag_count(diag, SEVERITY_WARNING), "warning", "s");
    add_count(out, diag_count(diag, SEVERITY_NOTE), "note", "s");
    buf_add(out, STR(": "));
    for (size_t kind = 0; kind < DIAG_KINDS; kind++) {
        size_t n = 0, same = kind;
        while (same > 0 && strcmp(rows[same - 1].tag, rows[kind].tag) != 0) {
            same--;
        }
        for (size_t i = 0; !same && i < diag->items.n; i++) {
            n += strcmp(rows[diag->items.at[i].kind].tag, rows[kind].tag) == 0;
        }
        add_count(out, n, rows[kind].tag, "");
    }
    buf_byte(out, '\n');
}
