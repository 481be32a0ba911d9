/* include.c - mdBook's directives: {{#include file}}, with lines (file:3:7) or an anchor (file:name),
 * {{#rustdoc_include}}, {{#playground}}, {{#title}}. They stand anywhere, also inside of code
 * fences, so the text is expanded before it is parsed. In come the lines of a file, out go more
 * lines; each knows the line of the file that it stands for. What cannot be included stays as it
 * is written, with a message. */
#include <limits.h>
#include <string.h>

#include "read/read_int.h"

enum { DEPTH_MAX = 10, LINES_MAX = 200000, BYTES_MAX = 16 << 20 };

typedef struct Expansion {
    Reading *r;
    Lines out;
    Buf line;          /* what is there of the line at hand */
    int at, depth;     /* the line of the file itself; how deep the text at hand is included */
    size_t bytes;      /* of what was included */
    bool changed;      /* the line at hand */
} Expansion;

static void end_line(Expansion *e)
{
    Str text = str_copy(e->r->arena, buf_str(&e->line));
    VEC_PUSH(e->r->arena, &e->out, ((TextLine){text, e->at, e->changed || e->depth > 0}));
    e->line.n = 0;
    e->changed = false;
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

/* The lines of the part, without those of anchors; false when the anchor is not there. */
static bool part_lines(Str text, const Part *part, Buf *out)
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
        any = true;
    }
    return found;
}

static bool refuse(Expansion *e, Str path, const char *why)
{
    Place place = {e->r->source, e->at, 0};
    Str key = str_format(e->r->arena, "include:%.*s:%d:%.*s:%s", STR_ARGS(place.source->name),
                         place.line, STR_ARGS(path), why);
    if (diag_once(e->r->diag, key)) {
        diag_add(e->r->diag, DIAG_INCLUDE, place, STR_ARGS(path), why);
    }
    return false;
}

static bool part_text(Expansion *e, Str folder, Str argument, Buf *text, Str *path)
{
    Part part = part_read(argument);
    const char *why = "includes are nested too deep";
    if (!part.sound) return refuse(e, argument, "these are no lines");
    if (e->depth >= DEPTH_MAX) return refuse(e, part.path, why);
    *path = path_join(e->r->arena, folder, part.path);
    Source *source = files_include(e->r->dialect->files, *path, &why);
    if (!source) return refuse(e, *path, why);
    if (!part_lines(source->text, &part, text)) {
        return refuse(e, argument, "it has no such anchor");
    }
    e->bytes += text->n;
    return (e->out.n < LINES_MAX && e->bytes < BYTES_MAX) ||
           refuse(e, *path, "the text is too long");
}

/* ---- expansion ------------------------------------------------------------------------------- */

typedef struct Level { Str rest, folder; } Level;         /* what is still to come of a text */

/* Acts on a directive: true when it was one; *text: what comes in its place. */
static bool directive_act(Expansion *e, const Directive *d, Str folder, Buf *text, Str *inner)
{
    Str path = {0}, file = d->argument, more;
    *inner = folder;
    if (str_eq(d->name, STR("title"))) return true;
    bool play = str_eq(d->name, STR("playground")) || str_eq(d->name, STR("playpen"));
    if (!play && !str_eq(d->name, STR("include")) && !str_eq(d->name, STR("rustdoc_include"))) {
        return false;
    }
    more = file;
    if (play) str_split(&more, ' ', &file);
    if (play) buf_add(text, STR("```rust\n"));
    size_t before = text->n;
    Buf part = BUF(e->r->arena);
    if (!part_text(e, folder, file, &part, &path)) return false;
    buf_add(text, buf_str(&part));
    if (play) buf_add(text, text->n > before ? STR("\n```") : STR("```"));
    *inner = path_folder(path);
    return true;
}

/* The next brace that may open a directive, with a backslash before it if there is one. */
static size_t find_directive(Str s)
{
    ptrdiff_t at = str_find(s, STR("{{"));
    if (at < 0) return s.n;
    return at > 0 && s.p[at - 1] == '\\' ? (size_t)at - 1 : (size_t)at;
}

static void add_plain(Expansion *e, Str text)
{
    for (Str rest = text; rest.n;) {
        ptrdiff_t end = str_find(rest, STR("\n"));
        buf_add(&e->line, str_slice(rest, 0, end < 0 ? rest.n : (size_t)end));
        if (end < 0) return;
        end_line(e);
        e->at += e->depth == 0;
        rest = str_slice(rest, (size_t)end + 1, rest.n);
    }
}

void include_expand(Reading *r, Lines *lines, Str text)
{
    Expansion e = {.r = r, .line = BUF(r->arena), .at = r->line};
    Level levels[DEPTH_MAX + 1] = {{.rest = text, .folder = path_folder(r->source->name)}};
    while (e.depth >= 0) {
        Level *level = &levels[e.depth];
        size_t at = find_directive(level->rest);
        add_plain(&e, str_slice(level->rest, 0, at));
        level->rest = str_slice(level->rest, at, level->rest.n);
        if (!level->rest.n) {
            e.depth--;
            continue;
        }
        Directive d;
        Buf part = BUF(r->arena);
        Str inner;
        if (!directive_read(level->rest, &d)) {
            size_t n = level->rest.p[0] == '\\' ? 3 : 2;
            add_plain(&e, str_slice(level->rest, 0, n));
            level->rest = str_slice(level->rest, n, level->rest.n);
        } else if (d.escaped || !directive_act(&e, &d, level->folder, &part, &inner)) {
            add_plain(&e, str_slice(level->rest, d.escaped, d.n));
            level->rest = str_slice(level->rest, d.n, level->rest.n);
        } else {
            level->rest = str_slice(level->rest, d.n, level->rest.n);
            e.changed = true;
            if (part.n) levels[++e.depth] = (Level){.rest = buf_str(&part), .folder = inner};
        }
    }
    if (e.line.n) end_line(&e);
    *lines = e.out;
}
