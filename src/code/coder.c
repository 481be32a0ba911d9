/* coder.c - the listings of a document, coloured: each is cleaned, parsed by its language's grammar in parts of bounded size
 * and put to its query, on as many threads as there are. Nothing here knows how a colour looks. */
#include "code/code_int.h"

#include <string.h>

enum { TEXT_MOST = 5 << 20, TAB = 4 };                     /* bytes; columns */

typedef struct Listing { Str language; const Grammar *grammar; CodeText *code; } Listing;

struct Coder {
    Arena *arena, **work, **keep;                          /* of each worker: for one text; for what stays */
    Grammars grammars;
    Map *texts;                                            /* the listing's address -> CodeText */
    VEC(Listing) listings;
};

/* ---- texts -------------------------------------------------------------------------------------------- */

/* A line's tabs are spaces up to the next column of TAB. */
static void line_clean(Buf *out, Str line)
{
    size_t column = 0;
    while (line.n && strchr(" \r\t", line.p[line.n - 1]))
        line.n--;
    for (size_t at = 0; at < line.n;) {
        size_t from = at;
        if (utf8_next(line, &at) != '\t') {
            buf_add(out, str_slice(line, from, at));
            column++;
            continue;
        }
        do
            buf_byte(out, ' ');
        while (++column % TAB);
    }
}

static bool is_clean(Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '\t' || ((text.p[i] == ' ' || text.p[i] == '\r') && (i + 1 == text.n || text.p[i + 1] == '\n')))
            return false;
    return true;
}

static Str text_clean(Arena *arena, Str text)
{
    if (is_clean(text))
        return text;
    Buf out = BUF(arena);
    Str line;
    while (str_split(&text, '\n', &line)) {
        line_clean(&out, line);
        if (text.p != NULL)
            buf_byte(&out, '\n');
    }
    return buf_str(&out);
}

/* ---- listings ----------------------------------------------------------------------------------------- */

static Str address_of(const Node **block)
{
    return (Str){(const char *)block, sizeof *block};
}

static void listing_add(Coder *coder, const Node *block)
{
    Str name = block->text.n <= TEXT_MOST ? language_name(coder->arena, block->u.code.language) : (Str){0};
    const Grammar *grammar = name.n ? grammar_of(&coder->grammars, name, block->place) : NULL;
    if (grammar == NULL || (grammar->language == NULL && !plain_knows(name)))
        return;
    CodeText *code = ARENA_NEW(coder->arena, CodeText);
    code->text = text_clean(coder->arena, block->text);
    *map_slot(coder->texts, str_copy(coder->arena, address_of(&block)), NULL) = code;
    VEC_PUSH(coder->arena, &coder->listings, (Listing){name, grammar, code});
}

/* Where a part of the text ends that begins at `from`: the last place before the limit where an unindented line follows a
 * blank one, else a line, else a character begins. */
static size_t part_end(Str text, size_t from)
{
    if (text.n - from <= TREE_MOST)
        return text.n;
    size_t line = 0, end = from + TREE_MOST;
    for (size_t at = end; at > from + TREE_MOST / 2; at--) {
        if (text.p[at - 1] != '\n')
            continue;
        line = line ? line : at;
        if (text.p[at - 2] == '\n' && !strchr(" \n)]}", text.p[at]))
            return at;
    }
    while (!line && end > from + 1 && ((unsigned char)text.p[end] & 0xC0) == 0x80)
        end--;
    return line ? line : end;
}

static void spans_add(Arena *keep, Spans *to, const Spans *from, size_t base)
{
    for (size_t i = 0; i < from->n; i++) {
        CodeSpan span = from->at[i];
        VEC_PUSH(keep, to, (CodeSpan){span.from + (uint32_t)base, span.to + (uint32_t)base, span.style});
    }
}

static void listing_run(void *ctx, size_t i, int worker)
{
    const Coder *coder = ctx;
    const Listing *listing = &coder->listings.at[i];
    Arena *work = coder->work[worker], *keep = coder->keep[worker];
    Str text = listing->code->text;
    Spans all = {0};
    bool wrong = listing->grammar->language == NULL;
    if (wrong)
        plain_spans(keep, listing->language, text, &all);
    for (size_t from = 0, to; from < text.n && !wrong; from = to) {
        Spans spans = {0};
        to = part_end(text, from);
        Str part = str_slice(text, from, to);
        Tree tree = tree_read(work, listing->grammar->language, part);
        query_match(work, listing->grammar->query, &tree, part, &spans);
        spans_add(keep, &all, &spans, from);
        wrong = tree_is_wrong(&tree);
        arena_reset(work);
    }
    listing->code->spans = all.at;
    listing->code->n = all.n;
}

static void listings_run(Coder *coder, Jobs *jobs)
{
    int n = jobs_n(jobs);
    coder->work = ARENA_ARRAY(coder->arena, Arena *, n);
    coder->keep = ARENA_ARRAY(coder->arena, Arena *, n);
    for (int i = 0; i < n; i++) {
        coder->work[i] = arena_open();
        coder->keep[i] = arena_open();
    }
    tree_begin();
    jobs_each(jobs, coder->listings.n, listing_run, coder);
    for (int i = 0; i < n; i++) {
        arena_close(coder->work[i]);
        arena_adopt(coder->arena, coder->keep[i]);
    }
}

Coder *coder_open(Arena *arena, Str folders, const Node *document, Jobs *jobs, Diag *diag)
{
    Coder *coder = ARENA_NEW(arena, Coder);
    *coder = (Coder){.arena = arena, .texts = map_new(arena)};
    coder->grammars = (Grammars){.arena = arena, .diag = diag, .folders = folders, .of_name = map_new(arena)};
    for (const Node *node = document; node; node = node_next(node, document))
        if (node->kind == KIND_CODE_BLOCK && node->u.code.language.n > 0)
            listing_add(coder, node);
    if (coder->listings.n > 0)
        listings_run(coder, jobs);
    return coder;
}

void coder_close(Coder *coder)
{
    if (coder != NULL)
        grammars_close(&coder->grammars);
}

CodeText code_text(const Coder *coder, Arena *arena, const Node *block)
{
    const CodeText *known = coder ? map_lookup(coder->texts, address_of(&block)) : NULL;
    return known ? *known : (CodeText){.text = text_clean(arena, block->text)};
}
