/* extend.c - blocks that CommonMark does not know: fenced divs (`::: note` .. `:::`), definition
 * lists (a term, then `: what it is`), and, when they are asked for, MkDocs' admonitions (`!!! note`,
 * `??? note`, `=== "tab"`, each with indented text). In come the lines of a text, out go lines in
 * which marks, written as comments, stand where such a block begins and ends; nest.c makes the
 * blocks. Code in fences is left alone. */
#include <string.h>

#include "read/read_int.h"

enum { LEVELS_MAX = 30, TERMS_MAX = 3 };

typedef struct Extend {
    Reading *r;
    const Lines *in;
    Lines out;
    size_t at, last_close; /* last_close: the last line that closes a div */
    bool has_definitions;                                  /* some line may begin one */
    Fence fence;
    int divs;                                              /* that are open */
    size_t indents[LEVELS_MAX];                            /* of the text of open admonitions */
    int n_indents;
} Extend;

/* ---- lines ----------------------------------------------------------------------------------- */

static Str text_at(const Extend *e, size_t i)
{
    return i < e->in->n ? e->in->at[i].text : (Str){0};
}

static bool is_blank(Str line)
{
    return !str_trim(line).n;
}

static size_t indent_of(Str line)
{
    size_t columns = 0;
    for (size_t i = 0; i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'); i++)
        columns = line.p[i] == '\t' ? (columns / 4 + 1) * 4 : columns + 1;
    return columns;
}

/* The line without `columns` of its indentation; a tab that is cut in two leaves spaces. */
static Str dedent(Extend *e, Str line, size_t columns)
{
    size_t have = 0, i = 0;
    while (i < line.n && have < columns && (line.p[i] == ' ' || line.p[i] == '\t')) {
        have = line.p[i] == '\t' ? (have / 4 + 1) * 4 : have + 1;
        i++;
    }
    Str rest = str_slice(line, i, line.n);
    if (have <= columns) return rest;
    return str_format(e->r->arena, "%*s%.*s", (int)(have - columns), "", STR_ARGS(rest));
}

static void emit(Extend *e, Str text, size_t from, bool changed)
{
    const TextLine *line = &e->in->at[from < e->in->n ? from : e->in->n - 1];
    VEC_PUSH(e->r->scratch, &e->out,
             ((TextLine){text, line->source, line->line, changed || line->changed}));
}

static void emit_mark(Extend *e, Str prefix, const char *name, bool close, bool alert,
                      const Attr *attr)
{
    size_t i = e->at < e->in->n ? e->at : e->in->n - 1;
    Place place = {e->in->at[i].source, e->in->at[i].line, 0};
    size_t index = e->r->markers.n;
    VEC_PUSH(e->r->arena, &e->r->markers, ((MarkerRow){str_of(name), close, alert, attr, place}));
    emit(e, str_format(e->r->arena, "%.*s<!--\x01%zu-->", STR_ARGS(prefix), index), i, true);
}

/* ---- fenced divs ----------------------------------------------------------------------------- */

/* The part of a line behind indentation and marks of quotes, when it begins with three colons. */
static Str div_at(Str line, Str *prefix)
{
    size_t at = 0;
    bool quote = false;
    while (at < line.n && (line.p[at] == ' ' || line.p[at] == '>')) quote |= line.p[at++] == '>';
    *prefix = str_slice(line, 0, at);
    Str rest = str_trim(str_slice(line, at, line.n));
    return str_starts(rest, STR(":::")) && (quote || at <= 12) ? rest : (Str){0};
}

static Str without_colons(Str s)
{
    while (s.n && s.p[0] == ':') s = str_slice(s, 1, s.n);
    s = str_trim(s);
    while (s.n && s.p[s.n - 1] == ':') s.n--;
    return str_trim(s);
}

/* `{.note title="T"}`, `note`, `note Its title`; NULL: these are no attributes. */
static const Attr *div_attr(Extend *e, Str s)
{
    const Attr *attr = NULL;
    if (s.p[0] == '{') return attr_read(e->r->arena, s, &attr) == s.n ? attr : NULL;
    size_t n = 0;
    while (n < s.n && ((s.p[n] | 32) >= 'a' && (s.p[n] | 32) <= 'z' ? true : n && s.p[n] == '-'))
        n++;
    if (!n || (n < s.n && s.p[n] != ' ' && s.p[n] != '{' && s.p[n] != '[')) return NULL;
    Str title = str_trim(str_slice(s, n, s.n));
    if (title.n > 1 && title.p[0] == '[' && title.p[title.n - 1] == ']')
        title = str_slice(title, 1, title.n - 1);
    if (title.n && title.p[0] == '{') {
        if (attr_read(e->r->arena, title, &attr) != title.n) return NULL;
        title = (Str){0};
    }
    if (title.n) attr = attr_add(e->r->arena, attr, STR("title"), title);
    return attr_add(e->r->arena, attr, str_slice(s, 0, n), (Str){0});
}

static bool take_div(Extend *e, Str line)
{
    Str prefix, mark = div_at(line, &prefix), name = without_colons(mark);
    if (!mark.n) return false;
    if (!name.n) {
        if (!e->divs) return false;
        e->divs--;
        emit_mark(e, prefix, ":::", true, false, NULL);
        return true;
    }
    const Attr *attr = e->at < e->last_close ? div_attr(e, name) : NULL;
    if (!attr) return false;
    e->divs++;
    emit_mark(e, prefix, ":::", false, false, attr);
    return true;
}

static void find_last_close(Extend *e)
{
    for (size_t i = e->in->n; i-- > 0;) {
        Str prefix, mark = div_at(text_at(e, i), &prefix);
        if (!mark.n || without_colons(mark).n) continue;
        e->last_close = i;
        return;
    }
}

/* ---- admonitions ----------------------------------------------------------------------------- */

static Str spaces(Extend *e, size_t n)
{
    return str_format(e->r->arena, "%*s", (int)n, "");
}

/* Where the text of the outer admonition begins. */
static size_t stripped(const Extend *e)
{
    return (size_t)e->n_indents * 4;
}

static void leave_admonition(Extend *e)
{
    size_t indent = e->indents[--e->n_indents];
    e->fence.c = '\0';
    emit_mark(e, spaces(e, indent - 4 - stripped(e)), ":::", true, false, NULL);
}

static bool take_admonition(Extend *e, Str line)
{
    static const char *const signs[] = {"!!!", "???+", "???", "===+", "===!", "==="};
    Str s = str_trim(line), word = {0}, title = {0};
    size_t indent = indent_of(line), i = 0;
    while (i < 6 && !str_starts(s, str_of(signs[i]))) i++;
    if (i == 6 || e->n_indents == LEVELS_MAX || indent < stripped(e)) return false;
    s = str_trim(str_slice(s, strlen(signs[i]), s.n));
    ptrdiff_t quote = str_find(s, STR("\""));
    if (quote >= 0 && str_ends(s, STR("\"")) && (size_t)quote + 1 < s.n)
        title = str_slice(s, (size_t)quote + 1, s.n - 1);
    Str words = str_trim(str_slice(s, 0, quote < 0 ? s.n : (size_t)quote));
    str_split(&words, ' ', &word);
    bool tab = i >= 3;
    if (tab ? !title.n || word.n : !word.n || !div_attr(e, word)) return false;
    Str base = spaces(e, indent - stripped(e));
    const Attr *attr = attr_add(e->r->arena, NULL, tab ? STR("tab") : word, (Str){0});
    if (title.n && !tab) attr = attr_add(e->r->arena, attr, STR("title"), title);
    emit_mark(e, base, ":::", false, !tab, attr);
    if (tab) {
        emit(e, str_format(e->r->arena, "%.*s**%.*s**", STR_ARGS(base), STR_ARGS(title)), e->at,
             true);
        emit(e, (Str){0}, e->at, true);
    }
    e->indents[e->n_indents++] = indent + 4;
    return true;
}

/* ---- definition lists ------------------------------------------------------------------------ */

/* How many bytes `: ` and the blanks behind it take; 0: the line says nothing of a term. */
static size_t definition_mark(Str line)
{
    size_t at = 0, from;
    while (at < line.n && at < 4 && line.p[at] == ' ') at++;
    if (at > 3 || at + 1 >= line.n || line.p[at] != ':') return 0;
    from = ++at;
    while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t')) at++;
    return at > from && at < line.n ? at : 0;
}

static bool has_definitions(const Lines *lines)
{
    for (size_t i = 0; i < lines->n; i++)
        if (definition_mark(lines->at[i].text)) return true;
    return false;
}

static bool is_term(Str line)
{
    if (!line.p || is_blank(line) || indent_of(line) > 3 || memchr(line.p, '|', line.n)) return false;
    Str s = str_trim(line);
    bool number = s.p[0] >= '0' && s.p[0] <= '9' && str_find(s, STR(". ")) >= 0;
    bool bullet = s.n > 1 && strchr("-*+", s.p[0]) && s.p[1] == ' ';
    return !strchr("#>:!", s.p[0]) && !number && !bullet && !str_starts(s, STR("```")) &&
           !str_starts(s, STR("~~~")) && !str_starts(s, STR("<!--"));
}

/* A caption has a table behind it, or attributes. */
static bool is_caption(const Extend *e, size_t i)
{
    Str line = str_trim(text_at(e, i));
    if (str_ends(line, STR("}")) && str_find(line, STR("{")) >= 0) return true;
    for (i++; i < e->in->n && is_blank(text_at(e, i)); i++) {
    }
    return i < e->in->n && memchr(text_at(e, i).p, '|', text_at(e, i).n);
}

/* How many terms begin here, that definitions follow; *definition: the first one's line. */
static size_t terms_at(const Extend *e, size_t i, size_t *definition)
{
    size_t n = 0;
    if (!e->has_definitions) return 0;
    while (n < TERMS_MAX && is_term(text_at(e, i + n))) n++;
    size_t next = i + n, mark = definition_mark(text_at(e, next));
    if (!n) return 0;
    if (!mark && is_blank(text_at(e, next)) && n == 1) {
        mark = definition_mark(text_at(e, ++next));
        Str line = text_at(e, next);
        if (mark && line.p && line.p[mark - 1] == ' ' && line.p[mark - 2] == ':')
            mark = 0; /* rather a caption */
    }
    *definition = next;
    return mark && !is_caption(e, next) ? n : 0;
}

/* One definition from its mark on; leaves e->at behind it and the blank lines that follow. */
static void take_definition(Extend *e)
{
    Str line = text_at(e, e->at);
    size_t mark = definition_mark(line);
    emit_mark(e, (Str){0}, "dd", false, false, NULL);
    emit(e, str_slice(line, mark, line.n), e->at, true);
    fence_line(&e->fence, str_slice(line, mark, line.n));
    bool gap = false;
    for (e->at++; e->at < e->in->n; e->at++) {
        line = text_at(e, e->at);
        size_t indent = indent_of(line), unused;
        bool blank = is_blank(line);
        if (!blank && !e->fence.c && definition_mark(line)) break;
        if (!blank && indent < 2 && (gap || e->fence.c)) break;
        if (!blank && indent < 2 && terms_at(e, e->at, &unused)) break;
        Str text = blank ? (Str){0} : dedent(e, line, indent < 4 ? indent : 4);
        fence_line(&e->fence, text);
        emit(e, text, e->at, true);
        gap = blank;
    }
    e->fence.c = '\0';
    emit_mark(e, (Str){0}, "dd", true, false, NULL);
}

static bool take_terms(Extend *e)
{
    size_t definition, n = terms_at(e, e->at, &definition);
    if (!n || (e->out.n && !is_blank(e->out.at[e->out.n - 1].text) &&
               str_find(e->out.at[e->out.n - 1].text, STR("<!--\x01")) < 0)) {
        return false;
    }
    emit_mark(e, (Str){0}, "dl", false, false, NULL);
    for (size_t i = 0; i < n; i++, e->at++) {
        emit_mark(e, (Str){0}, "dt", false, false, NULL);
        emit(e, text_at(e, e->at), e->at, true);
        emit_mark(e, (Str){0}, "dt", true, false, NULL);
    }
    e->at = definition;
    while (e->at < e->in->n && definition_mark(text_at(e, e->at))) take_definition(e);
    emit_mark(e, (Str){0}, "dl", true, false, NULL);
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void take_line(Extend *e, bool admonitions)
{
    Str line = text_at(e, e->at);
    if (!is_blank(line)) {
        while (e->n_indents && indent_of(line) < e->indents[e->n_indents - 1]) leave_admonition(e);
    }
    if (!e->fence.c && admonitions && take_admonition(e, line)) {
        e->at++;
        return;
    }
    Str text = e->n_indents ? dedent(e, line, stripped(e)) : line;
    bool code = fence_line(&e->fence, text);
    if (!code && take_div(e, text)) {
        e->at++;
    } else if (code || e->n_indents || !take_terms(e)) {
        emit(e, text, e->at++, e->n_indents > 0);
    }
}

void extend_lines(Reading *r, Lines *lines)
{
    Extend e = {.r = r, .in = lines, .has_definitions = has_definitions(lines)};
    find_last_close(&e);
    while (e.at < lines->n) take_line(&e, r->dialect->admonitions);
    while (e.n_indents) leave_admonition(&e);
    *lines = e.out;
}
