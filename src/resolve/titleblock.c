/* titleblock.c - the head of the document from its front matter: title, subtitle, authors, date,
 * abstract.
 *
 * In comes Meta, out goes a TITLE_BLOCK for the head of the document, or NULL when there is none of
 * them. Its texts are plain: quotes and dashes are set by typo.c like everybody's. A cover is the
 * page floor's.
 */
#include "resolve/resolve_int.h"

enum { SOURCE_LINE = 120 }; /* no one wraps source text wider than this */

static void title_line(Arena *arena, Node *block, Kind kind, Str text)
{
    text = str_trim(text);
    if (text.n > 0) {
        Node *line = node_new(arena, kind, block->place);
        node_append(block, line);
        node_add_text(arena, line, text);
    }
}

/* Authors without affiliations share a line: "A, B and C". */
static Str authors_joined(Arena *arena, const Meta *meta, const Words *words)
{
    Buf out = {.arena = arena};
    for (size_t i = 0; i < meta->n_authors; i++) {
        if (i > 0) {
            bool last = i + 1 == meta->n_authors;
            buf_add(&out, last ? str_format(arena, " %s ", words->conjunction) : STR(", "));
        }
        buf_add(&out, str_trim(meta->authors[i].name));
    }
    return str_copy(arena, buf_str(&out));
}

static void title_authors(Arena *arena, Node *block, const Meta *meta, const Words *words)
{
    bool affiliated = false;
    for (size_t i = 0; i < meta->n_authors; i++) {
        affiliated = affiliated || meta->authors[i].affiliation.n > 0;
    }
    if (!affiliated) {
        title_line(arena, block, KIND_AUTHOR, authors_joined(arena, meta, words));
        return;
    }
    for (size_t i = 0; i < meta->n_authors; i++) {
        const Author *author = &meta->authors[i];
        Str comma = author->affiliation.n > 0 ? STR(", ") : STR("");
        title_line(arena, block, KIND_AUTHOR,
                   str_format(arena, "%.*s%.*s%.*s", STR_ARGS(author->name), STR_ARGS(comma),
                              STR_ARGS(author->affiliation)));
    }
}

/* What parts paragraphs: a blank line; in YAML's folded scalars, whose lines are whole paragraphs,
 * a line end. */
static Str paragraph_mark(Str text)
{
    if (str_find(text, STR("\n\n")) >= 0) {
        return STR("\n\n");
    }
    Str line, rest = text;
    while (str_split(&rest, '\n', &line)) {
        if (line.n > SOURCE_LINE) {
            return STR("\n");
        }
    }
    return STR("\n\n");
}

static Str paragraph_split(Str *rest, Str mark)
{
    ptrdiff_t at = str_find(*rest, mark);
    Str part = at < 0 ? *rest : str_slice(*rest, 0, (size_t)at);
    *rest = at < 0 ? (Str){0} : str_slice(*rest, (size_t)at + mark.n, rest->n);
    return str_trim(part);
}

/* One line of text: line ends inside of a paragraph are spaces. */
static Str paragraph_line(Arena *arena, Str part)
{
    Buf out = {.arena = arena};
    for (size_t i = 0; i < part.n; i++) {
        buf_byte(&out, part.p[i] == '\n' ? ' ' : part.p[i]);
    }
    return str_copy(arena, buf_str(&out));
}

static void title_abstract(Arena *arena, Node *block, Str text)
{
    Node *abstract = node_new(arena, KIND_ABSTRACT, block->place);
    Str rest = str_trim(text), mark = paragraph_mark(rest);
    while (rest.n > 0) {
        title_line(arena, abstract, KIND_PARAGRAPH,
                   paragraph_line(arena, paragraph_split(&rest, mark)));
    }
    if (abstract->first) {
        node_append(block, abstract);
    }
}

Node *titleblock_new(Arena *arena, const Node *document, const Meta *meta)
{
    const Words *words = words_of(meta->lang);
    Node *block = node_new(arena, KIND_TITLE_BLOCK, document->place);
    title_line(arena, block, KIND_TITLE, meta->title);
    title_line(arena, block, KIND_SUBTITLE, meta->subtitle);
    title_authors(arena, block, meta, words);
    title_line(arena, block, KIND_DATE, words_date(arena, words, meta->date));
    title_abstract(arena, block, meta->abstract);
    return block->first ? block : NULL;
}
