/* include.c - mdBook's directives: {{#include file}}, with lines (file:3:7) or an anchor (file:name),
 * {{#rustdoc_include}}, {{#playground}}, {{#title}}. They stand anywhere, also inside of code
 * fences, so the text is expanded before it is parsed. In come the lines of a file, out go more
 * lines; each knows the line of the file that it stands for. What cannot be included stays as it
 * is written, with a message. */
#include <limits.h>
#include <string.h>

#include "read/read_int.h"

enum { DEPTH_MAX = 10, LINES_MAX = 200000, BYTES_MAX = 16 << 20 };

typedef struct Level {
    Str rest, folder;      /* what is still to come of a text */
    const Source *source;
    int line;              /* of `source`, where `rest` begins */
    const int *next;       /* the lines behind it, when they are not in a row */
} Level;

typedef struct Expansion {
    Reading *r;
    Lines out;
    Buf line;              /* what is there of the line at hand */
    TextLine from;         /* where it began; no source: it has not begun */
    Level levels[DEPTH_MAX + 1];
    int depth;
    size_t bytes;          /* of what was included */
    Map *sources;          /* of the included files: each within this one */
} Expansion;

static void begin_line(Expansion *e)
{
    const Level *level = &e->levels[e->depth];
    bool other = e->from.source && (e->from.source != level->source || e->from.line != level->line);
    if (!e->from.source) e->from = (TextLine){.source = level->source, .line = level->line};
    e->from.changed = e->from.changed || other;
}

static void end_line(Expansion *e)
{
    e->from.text = str_copy(e->r->arena, buf_str(&e->line));
    VEC_PUSH(e->r->scratch, &e->out, e->from);
    e->line.n = 0;
    e->from = (TextLine){0};
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

/* ---- directives ------------------------------------------------------------------------------ */

typedef struct Directive { Str name, argument; size_t n; bool escaped; } Directive;

/* The directive that begins at the start of s, `{{#name argument}}`. */
static bool directive_read(Str s, Directive *d)
{
    *d = (Directive){.escaped = str_starts(s, STR("\\"))};
    size_t at = d->escaped ? 1 : 0;
    if (!str_starts(str_slice(s, at, s.n), STR("{{"))) return false;
    at += 2;
    while (at < s.n && s.p[at] == ' ') at++;
    if (at >= s.n || s.p[at] != '#') return false;
    size_t from = ++at;
    while (at < s.n && is_name(s.p[at])) at++;
    d->name = str_slice(s, from, at);
    ptrdiff_t end = str_find(str_slice(s, at, s.n), STR("}}"));
    if (!d->name.n || end < 0) return false;
    d->argument = str_trim(str_slice(s, at, at + (size_t)end));
    d->n = at + (size_t)end + 2;
    return true;
}

/* ---- a part of a file ------------------------------------------------------------------------ */

typedef struct Part { Str path, anchor; long from, to; bool sound; } Part;

static Part part_read(Str argument)
{
    Part part = {.from = 1, .to = LONG_MAX, .sound = true};
    Str rest = argument, first = {0}, second = {0};
    str_split(&rest, ':', &part.path);
    bool has_first = str_split(&rest, ':', &first), has_second = rest.p != NULL;
    if (has_second) str_split(&rest, ':', &second);
    if (!has_first) return part;
    if (first.n && !str_int(first, &part.from)) {
        part.anchor = first;
        return part;
    }
    if (!has_second) {
        part.to = first.n ? part.from : part.to;
    } else if (second.n) {
        part.sound = str_int(second, &part.to);
    }
    part.from = part.from < 1 ? 1 : part.from;
    return part;
}

/* The name behind `ANCHOR:` or `ANCHOR_END:` in a line. */
static Str anchor_name(Str line, Str mark)
{
    ptrdiff_t at = str_find(line, mark);
    if (at < 0) return (Str){0};
    Str rest = str_trim(str_slice(line, (size_t)at + mark.n, line.n));
    size_t n = 0;
    while (n < rest.n && is_name(rest.p[n])) n++;
    return str_slice(rest, 0, n);
}

typedef VEC(int) Numbers;

/* The lines of the part and their numbers, without those of anchors; false when the anchor is not there. */
static bool part_lines(Arena *arena, Str text, const Part *part, Buf *out, Numbers *numbers)
{
    Str line;
    bool any = false;
    bool inside = !part->anchor.n, found = inside;
    for (long n = 1; str_split(&text, '\n', &line); n++) {
        if (!text.p && !line.n) break;
        Str opens = anchor_name(line, STR("ANCHOR:")), ends = anchor_name(line, STR("ANCHOR_END:"));
        if (part->anchor.n && str_eq(opens, part->anchor)) inside = found = true;
        if (part->anchor.n && str_eq(ends, part->anchor)) inside = false;
        if (opens.n || ends.n || !inside || n < part->from || n > part->to) continue;
        if (any) buf_byte(out, '\n');
        if (str_ends(line, STR("\r"))) line.n--;
        buf_add(out, line);
        VEC_PUSH(arena, numbers, (int)n);
        any = true;
    }
    return found;
}

static bool refuse(Expansion *e, Str path, const char *why)
{
    Place place = {e->levels[e->depth].source, e->levels[e->depth].line, 0};
    Str key = str_format(e->r->arena, "include:%.*s:%d:%.*s:%s", STR_ARGS(place.source->name),
                         place.line, STR_ARGS(path), why);
    if (diag_once(e->r->diag, key)) {
        diag_add(e->r->diag, DIAG_INCLUDE, place, STR_ARGS(path), why);
    }
    return false;
}

/* The file as one that this one includes. */
static const Source *source_within(Expansion *e, const Source *source)
{
    void **slot = map_slot(e->sources, source->name, NULL);
    Source *own = *slot;
    if (!own) {
        own = *slot = ARENA_NEW(e->r->arena, Source);
        *own = (Source){source->name, source->text, source_file(e->r->source)};
    }
    return own;
}

/* Reads what a directive includes into `level`; false after a message. */
static bool part_open(Expansion *e, Str argument, Str before, Str after, Level *level)
{
    Arena *arena = e->r->arena;
    Part part = part_read(argument);
    const char *why = "includes are nested too deep";
    Numbers numbers = {0};
    Buf text = BUF(arena);
    if (!part.sound) return refuse(e, argument, "these are no lines");
    if (e->depth >= DEPTH_MAX) return refuse(e, part.path, why);
    Str path = path_join(arena, e->levels[e->depth].folder, part.path);
    Source *source = files_include(e->r->dialect->files, path, &why);
    if (!source) return refuse(e, path, why);
    if (before.n) VEC_PUSH(arena, &numbers, 1);
    buf_add(&text, before);
    if (!part_lines(arena, source->text, &part, &text, &numbers))
        return refuse(e, argument, "it has no such anchor");
    if (before.n && text.n > before.n) buf_byte(&text, '\n');
    buf_add(&text, after);
    e->bytes += text.n;
    if (e->out.n >= LINES_MAX || e->bytes >= BYTES_MAX)
        return refuse(e, path, "the text is too long");
    int last = numbers.n ? numbers.at[numbers.n - 1] : 1;
    VEC_PUSH(arena, &numbers, last);
    *level = (Level){buf_str(&text), path_folder(path), source_within(e, source), numbers.at[0],
                     numbers.at + 1};
    return true;
}

/* ---- expansion ------------------------------------------------------------------------------- */

/* Acts on a directive: true when it was one; what comes in its place is `level`, empty when nothing does. */
static bool directive_act(Expansion *e, const Directive *d, Level *level)
{
    Str file = d->argument, more = file;
    *level = (Level){0};
    if (str_eq(d->name, STR("title"))) return true;
    if (str_eq(d->name, STR("playground")) || str_eq(d->name, STR("playpen"))) {
        str_split(&more, ' ', &file);
        return part_open(e, file, STR("```rust\n"), STR("```"), level);
    }
    if (!str_eq(d->name, STR("include")) && !str_eq(d->name, STR("rustdoc_include"))) return false;
    return part_open(e, file, (Str){0}, (Str){0}, level);
}

/* The next brace that may open a directive, with a backslash before it if there is one. */
static size_t find_directive(Str s)
{
    ptrdiff_t at = str_find(s, STR("{{"));
    if (at < 0) return s.n;
    return at > 0 && s.p[at - 1] == '\\' ? (size_t)at - 1 : (size_t)at;
}

/* The next n bytes of the level at hand as they are. */
static void add_plain(Expansion *e, size_t n)
{
    Level *level = &e->levels[e->depth];
    Str text = str_slice(level->rest, 0, n);
    level->rest = str_slice(level->rest, n, level->rest.n);
    while (text.n) {
        ptrdiff_t end = str_find(text, STR("\n"));
        if (end != 0 || !e->from.source) begin_line(e);
        buf_add(&e->line, str_slice(text, 0, end < 0 ? text.n : (size_t)end));
        if (end < 0) return;
        end_line(e);
        level->line = level->next ? *level->next++ : level->line + 1;
        text = str_slice(text, (size_t)end + 1, text.n);
    }
}

/* What stands at a brace or a backslash before one: a directive, or text. */
static void take_directive(Expansion *e)
{
    Level *level = &e->levels[e->depth], inner;
    Directive d;
    if (!directive_read(level->rest, &d)) {
        add_plain(e, level->rest.p[0] == '\\' ? 3 : 2);
        return;
    }
    if (d.escaped) {
        level->rest = str_slice(level->rest, 1, level->rest.n);
        add_plain(e, d.n - 1);
        e->from.changed = true;
    } else if (!directive_act(e, &d, &inner)) {
        add_plain(e, d.n);
    } else {
        bool begun = e->line.n > 0 || !inner.rest.n;
        if (begun) begin_line(e);
        e->from.changed = e->from.changed || begun;
        level->rest = str_slice(level->rest, d.n, level->rest.n);
        if (inner.rest.n) e->levels[++e->depth] = inner;
    }
}

void include_expand(Reading *r, Lines *lines, Str text)
{
    Expansion e = {.r = r, .line = BUF(r->arena), .sources = map_new(r->arena)};
    e.levels[0] = (Level){
        .rest = text, .folder = path_folder(r->source->name), .source = r->source, .line = r->line};
    while (e.depth >= 0) {
        const Level *level = &e.levels[e.depth];
        add_plain(&e, find_directive(level->rest));
        if (level->rest.n) {
            take_directive(&e);
        } else {
            e.depth--;
        }
    }
    if (e.line.n) end_line(&e);
    *lines = e.out;
}
