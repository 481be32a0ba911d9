/* math.c - formulas: `$..$`, `$$..$$`, GitHub's $`..`$ and fences `math`, by pandoc's rules for what is
 * none ($5 and $10). Their underscores and stars are not Markdown's, so each is taken out of the text
 * before it is parsed and a mark stands in its place; behind the parser the mark becomes code in
 * LaTeX's notation, alone in its lines a block. Nothing here draws a formula. A mark that turns out to
 * stand in code or in an address is turned back into what was written. */
#include <string.h>

#include "read/read_int.h"

enum { RUNS = 32 };                                        /* of backticks, by their length */

typedef struct Scan {
    Reading *r;
    const Lines *in;
    Lines out;
    size_t first, line;                                    /* of the paragraph; the one at hand */
    Str s;                                                 /* the paragraph's lines */
    Buf text;                                              /* the line of `out` at hand */
    bool changed;
    size_t dead, dead_runs[RUNS];                          /* $$ and backticks before have no end */
} Scan;

/* ---- where a formula ends -------------------------------------------------------------------- */

static char char_at(Str s, size_t at)
{
    return at < s.n ? s.p[at] : '\0';
}

static bool is_blank(char c)
{
    return c == '\0' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static size_t run_of(Str s, size_t at)
{
    size_t n = 0;
    while (char_at(s, at + n) == '`') n++;
    return n;
}

/* Behind the code that begins at `at`, or behind its backticks when it is none. */
static size_t skip_code(Scan *m, size_t at)
{
    size_t n = run_of(m->s, at), memo = n < RUNS ? n : 0;
    for (size_t i = at + n; m->dead_runs[memo] <= at && i < m->s.n;) {
        const char *hit = memchr(m->s.p + i, '`', m->s.n - i);
        i = hit ? (size_t)(hit - m->s.p) : m->s.n;
        size_t more = run_of(m->s, i);
        if (more == n) return i + n;
        i += more;
    }
    if (memo) m->dead_runs[memo] = m->s.n;
    return at + n;
}

/* True when the line at `at` begins another block, so that no formula goes on in it. */
static bool opens_block(Str s, size_t at)
{
    while (char_at(s, at) == ' ' || char_at(s, at) == '>') at++;
    size_t digits = at;
    while (char_at(s, digits) >= '0' && char_at(s, digits) <= '9') digits++;
    char c = char_at(s, at), next = char_at(s, at + 1);
    if (digits > at) return strchr(".)", char_at(s, digits)) && is_blank(char_at(s, digits + 1));
    return strchr("#|:`~<", c) || (strchr("-*+", c) && is_blank(next));
}

/* A name of the shell, a price, a word do not follow a formula; "$n$th" does. */
static bool may_follow(Str s, size_t at)
{
    char c = char_at(s, at);
    if (c == 't' && char_at(s, at + 1) == 'h') return !is_alnum(char_at(s, at + 2));
    return !is_alnum(c) && c != '$' && c != '{' && c != '_';
}

/* The dollar that ends what begins at `at`; 0: nothing does. */
static size_t find_end(Scan *m, size_t at, bool display)
{
    Str s = m->s;
    size_t i = at;
    while (i < s.n) {
        char c = s.p[i];
        if (c == '\n' && !display && opens_block(s, i + 1)) break;
        if (c == '$' && display && i > at && char_at(s, i + 1) == '$') return i;
        if (c == '$' && !display) return !is_blank(s.p[i - 1]) && may_follow(s, i + 1) ? i : 0;
        i = c == '`' ? skip_code(m, i) : i + (c == '\\' ? 2 : 1);
    }
    if (display) m->dead = i;
    return 0;
}

/* ---- formulas -------------------------------------------------------------------------------- */

/* The text of a formula of several lines without the quotes and the indentation that they share. */
static Str formula_text(Arena *arena, Str s, char between)
{
    if (!memchr(s.p, '\n', s.n)) return str_trim(s);
    Buf out = BUF(arena);
    Str line;
    size_t least = SIZE_MAX;
    for (Str rest = s; str_split(&rest, '\n', &line);) {
        size_t n = 0;
        while (n < line.n && strchr(" \t>", line.p[n])) n++;
        if (n < line.n && line.p != s.p && n < least) least = n;
    }
    for (Str rest = s; str_split(&rest, '\n', &line);) {
        Str own = line.p == s.p ? str_trim(line) : str_slice(line, least, line.n);
        if (str_ends(own, STR("\r"))) own.n--;
        if (!str_trim(own).n) continue;
        if (out.n) buf_byte(&out, between);
        buf_add(&out, own);
    }
    return buf_str(&out);
}

/* Puts a mark in the place of [at, to), whose formula is [from, end). */
static size_t take(Scan *m, size_t at, size_t from, size_t end, size_t to, bool display)
{
    Str source = str_slice(m->s, at, to);
    buf_format(&m->text, "\x02%zu\x03", m->r->formulas.n);
    Formula formula = {source,
                       formula_text(m->r->arena, str_slice(m->s, from, end), display ? '\n' : ' '),
                       display};
    VEC_PUSH(m->r->arena, &m->r->formulas, formula);
    m->changed = true;
    return to;
}

/* What stands at the dollar at `at`: returns where the text goes on, `at` when it is a dollar. */
static size_t take_formula(Scan *m, size_t at)
{
    Str s = m->s;
    bool display = char_at(s, at + 1) == '$';
    size_t from = at + 1 + display;
    if (char_at(s, from) == '`' && !display) {
        size_t end = skip_code(m, from), n = run_of(s, from);
        bool code = end > from + 2 * n && char_at(s, end) == '$';
        return code ? take(m, at, from + n, end - n, end + 1, false) : at;
    }
    if ((display && at < m->dead) || char_at(s, from) == '$') return at;
    if (!display && (is_blank(char_at(s, from)) || (at && is_alnum(s.p[at - 1])))) return at;
    size_t end = find_end(m, from, display);
    if (!end || !str_trim(str_slice(s, from, end)).n) return at;
    return take(m, at, from, end, end + 1 + display, display);
}

/* ---- the text -------------------------------------------------------------------------------- */

static void end_line(Scan *m)
{
    const TextLine *from = &m->in->at[m->line];
    TextLine line = {from->text, from->source, from->line, from->changed};
    if (m->changed)
        line = (TextLine){str_copy(m->r->arena, buf_str(&m->text)), from->source, from->line, true};
    VEC_PUSH(m->r->scratch, &m->out, line);
    m->text.n = 0;
    m->changed = false;
}

static size_t count_lines(Str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] == '\n';
    return n;
}

static void take_paragraph(Scan *m, size_t to)
{
    m->dead = 0;
    memset(m->dead_runs, 0, sizeof m->dead_runs);
    size_t next = m->line; /* the line at hand may hold more than one */
    for (size_t at = 0; at < m->s.n;) {
        size_t from = at;
        char c = m->s.p[at];
        if (c == '$') at = take_formula(m, at);
        if (at > from) {
            next += count_lines(str_slice(m->s, from, at));
            continue;
        }
        if (c == '\n') {
            end_line(m);
            m->line = ++next;
            at++;
            continue;
        }
        at =
            c == '`' ? skip_code(m, at) : at + (c == '\\' && char_at(m->s, at + 1) != '\n' ? 2 : 1);
        Str plain = str_slice(m->s, from, at), line;
        for (bool first = true; str_split(&plain, '\n', &line); first = false) {
            if (!first) {
                end_line(m);
                m->line = ++next;
            }
            buf_add(&m->text, line);
        }
    }
    end_line(m);
    m->line = to;
}

static bool is_empty(Str line)
{
    for (size_t i = 0; i < line.n; i++) {
        if (!strchr(" \t>\r", line.p[i])) return false;
    }
    return true;
}

/* Lines [m->line, to) as one text: a formula may go over their ends. */
static Str paragraph_text(const Scan *m, size_t to)
{
    Buf text = BUF(m->r->arena);
    for (size_t i = m->line; i < to; i++) {
        if (i > m->line) buf_byte(&text, '\n');
        buf_add(&text, m->in->at[i].text);
    }
    return buf_str(&text);
}

void math_lines(Reading *r, Lines *lines)
{
    Scan m = {.r = r, .in = lines, .text = BUF(r->scratch)};
    Fence fence = {0};
    while (m.line < lines->n) {
        bool dollar = false;
        size_t to = m.line;
        for (; to < lines->n && !is_empty(lines->at[to].text) && !fence_line(&fence, lines->at[to].text); to++)
            dollar = dollar || memchr(lines->at[to].text.p, '$', lines->at[to].text.n);
        if (dollar) {
            m.s = paragraph_text(&m, to);
            take_paragraph(&m, to);
        }
        for (size_t end = to < lines->n ? to + 1 : to; m.line < end; m.line++)
            VEC_PUSH(r->scratch, &m.out, lines->at[m.line]);
    }
    if (r->formulas.n) *lines = m.out;
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* The mark at or behind `at`: *from and *to are its ends. NULL: there is none. */
static const Formula *mark_find(const Reading *r, Str s, size_t at, size_t *from, size_t *to)
{
    while (at < s.n) {
        const char *hit = memchr(s.p + at, '\x02', s.n - at);
        if (!hit) return NULL;
        *from = (size_t)(hit - s.p);
        long i;
        Str rest = str_slice(s, *from + 1, s.n), number;
        bool sound = str_split(&rest, '\x03', &number) && rest.p && str_int(number, &i);
        *to = *from + number.n + 2;
        if (sound && i >= 0 && (size_t)i < r->formulas.n) return &r->formulas.at[i];
        at = *from + 1;
    }
    return NULL;
}

Str math_written(const Reading *r, Str s)
{
    const Formula *formula;
    size_t at = 0, from, to;
    if (!r->formulas.n || !memchr(s.p, '\x02', s.n)) return s;
    Buf out = BUF(r->arena);
    for (; (formula = mark_find(r, s, at, &from, &to)); at = to) {
        buf_add(&out, str_slice(s, at, from));
        buf_add(&out, formula->source);
    }
    buf_add(&out, str_slice(s, at, s.n));
    return str_copy(r->arena, buf_str(&out));
}

static void set_math(Reading *r, Node *code, bool display)
{
    code->u.code.language = STR("math");
    if (display && code->kind == KIND_CODE)
        node_extra(r->arena, code)->attr = attr_add(r->arena, code->extra->attr, STR("display"), (Str){0});
    if (!r->n_formulas++) r->formula_place = code->place;
}

void math_fence(Reading *r, Node *code)
{
    if (str_eq(code->u.code.language, STR("math"))) set_math(r, code, true);
}

void math_inline(Reading *r, Node *text)
{
    const Formula *formula;
    size_t at = 0, from, to;
    Str s = text->text;
    for (; r->formulas.n && (formula = mark_find(r, s, at, &from, &to)); at = to) {
        if (from > at)
            node_insert_before(text,
                               node_text(r->arena, KIND_TEXT, text->place, str_slice(s, at, from)));
        Node *code = node_text(r->arena, KIND_CODE, text->place, formula->tex);
        set_math(r, code, formula->display);
        node_insert_before(text, code);
    }
    text->text = str_slice(s, at, s.n);
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static bool is_break(const Node *node)
{
    return node->kind == KIND_SOFT_BREAK || node->kind == KIND_HARD_BREAK;
}

static bool is_display(const Node *node)
{
    return node->kind == KIND_CODE && str_eq(node->u.code.language, STR("math")) &&
           attr_class(node->extra->attr, STR("display")) && (!node->prev || is_break(node->prev));
}

/* Attributes of a formula stand behind it in its line, as Quarto has them. */
static const Attr *line_attr(Reading *r, const Node *code)
{
    Node *text = code->next;
    const Attr *attr = NULL;
    if (!text || text->kind != KIND_TEXT || (text->next && !is_break(text->next))) return NULL;
    Str s = str_trim(text->text);
    if (attr_read(r->arena, s, &attr) != s.n) return NULL;
    node_unlink(text);
    return attr;
}

/* What stands before `end` becomes a paragraph of its own. */
static void split_before(Reading *r, Node *paragraph, Node *end)
{
    if (paragraph->first == end) return;
    Node *before = node_new(r->arena, KIND_PARAGRAPH, paragraph->place);
    node_insert_before(paragraph, before);
    while (paragraph->first != end) {
        Node *child = paragraph->first;
        node_unlink(child);
        node_append(before, child);
    }
    if (before->last && is_break(before->last)) node_unlink(before->last);
    if (!before->first) node_unlink(before);
}

void math_blocks(Reading *r, Node *paragraph)
{
    for (Node *code = paragraph->first, *next; code; code = next) {
        next = code->next;
        if (!is_display(code)) continue;
        const Attr *attr = line_attr(r, code);
        if (code->next && !is_break(code->next)) continue;
        split_before(r, paragraph, code);
        Node *block = node_text(r->arena, KIND_CODE_BLOCK, code->place, code->text);
        block->u.code.language = code->u.code.language;
        node_extra(r->arena, block)->attr = attr;
        node_insert_before(paragraph, block);
        next = code->next;
        node_unlink(code);
        if (!next) break;
        paragraph->place = (Place){code->place.source, next->place.line + 1, 0};
        code = next;
        next = next->next;
        node_unlink(code);
    }
}
