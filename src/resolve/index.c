/* index.c - the index of terms.
 *
 * In come marks, `[term]{.index}` and `[]{.index entry="term!narrower"}`, out goes an INDEX: under each
 * letter a LIST whose items have the term and where it stands, each page once, three and more in a row
 * as a range. Pages are known later, so the INDEX is filled again when they are. It stands where a div
 * `::: index` is, else behind everything, with a heading of its own.
 */
#include "resolve/resolve_int.h"

#include <stdlib.h>

enum { NARROWER = 3 };                                     /* levels of terms */

typedef struct Term {
    Str key, name, letter; /* key: for the order; name: folded, what makes it the same term */
    Str text;              /* as it is set, when no mark has its words */
    const Node *from;      /* the mark whose words are set */
    int level;
    VEC(const Node *) spots;
} Term;

typedef struct Index {
    Arena *arena;
    Str lang;
    const Map *folios;
    Map *terms; /* name -> Term* */
    VEC(Term *) all;
} Index;

/* ---- marks ----------------------------------------------------------------------------------- */

bool is_index_mark(const Node *node)
{
    return !kind_rows[node->kind].block && attr_class(node->extra->attr, STR("index"));
}

static bool is_word(const Node *node)
{
    return (node->kind == KIND_TEXT || node->kind == KIND_CODE) && str_trim(node->text).n > 0;
}

Node *index_spot(Node *mark)
{
    Node *block = mark, *before = NULL;
    if (mark->first || kind_rows[mark->kind].leaf) return mark;
    while (block->parent && !kind_rows[block->kind].block) block = block->parent;
    bool passed = false;
    for (Node *node = block->first; node; node = node_next(node, block)) {
        passed = passed || node == mark;
        if (is_word(node) && passed) return node;
        before = is_word(node) ? node : before;
    }
    return before ? before : block;
}

Str index_label(const Node *node)
{
    return is_index_mark(node) ? index_spot((Node *)(uintptr_t)node)->extra->label : (Str){0};
}

/* ---- where it stands ------------------------------------------------------------------------- */

/* A section of its own at the end; in an article, whose title holds all the others, a level deeper. */
static void section_add(Arena *arena, Node *document, const Meta *meta)
{
    Node *parent = document, *only = document->first;
    if (only && only == document->last && only->kind == KIND_SECTION && only->u.heading.level == 1)
        parent = only;
    Node *section = node_new(arena, KIND_SECTION, (Place){0});
    Node *heading = node_new(arena, KIND_HEADING, (Place){0});
    section->u.heading.level = heading->u.heading.level = parent == document ? 1 : 2;
    heading->u.heading.unnumbered = true;
    node_add_text(arena, heading, str_of(words_of(meta->lang)->index));
    node_append(section, heading);
    node_append(section, node_new(arena, KIND_INDEX, (Place){0}));
    node_append(parent, section);
}

void index_place(Arena *arena, Node *document, const Meta *meta)
{
    Node *div = NULL;
    bool any = false;
    for (Node *node = document; node; node = node_next(node, document)) {
        any = any || is_index_mark(node);
        bool empty = node->kind == KIND_DIV && !node->first;
        if (empty &&
            (attr_class(node->extra->attr, STR("index")) || attr_class(node->extra->attr, STR("printindex"))))
            div = node;
    }
    if (any && div) div->kind = KIND_INDEX;
    if (any && !div) section_add(arena, document, meta);
}

/* ---- terms ----------------------------------------------------------------------------------- */

static Str folded(Arena *arena, Str text)
{
    Buf out = BUF(arena);
    for (size_t at = 0; at < text.n;) buf_utf8(&out, char_lower(utf8_next(text, &at)));
    return buf_str(&out);
}

/* The term of that name below `above`. */
static Term *term_of(Index *index, const Term *above, Str text)
{
    Arena *arena = index->arena;
    Str name = folded(arena, text), letter;
    Buf key = BUF(arena);
    if (above) {
        name = str_format(arena, "%.*s\x01%.*s", STR_ARGS(above->name), STR_ARGS(name));
        buf_add(&key, above->key);
        buf_add(&key, (Str){"\0\0\0", 3});
    }
    buf_add(&key, collate_key(arena, text, index->lang, &letter));
    buf_add(&key, (Str){"\0\0\1", 3}); /* words that differ by accents only keep their order */
    buf_add(&key, name);
    void **slot = map_slot(index->terms, name, NULL);
    if (*slot) return *slot;
    Term *term = *slot = ARENA_NEW(arena, Term);
    *term = (Term){.key = buf_str(&key),
                   .name = name,
                   .text = text,
                   .letter = above ? above->letter : letter,
                   .level = above ? above->level + 1 : 0};
    VEC_PUSH(arena, &index->all, term);
    return term;
}

static bool is_small(Str text)
{
    size_t at = 0;
    uint32_t c = text.n ? utf8_next(text, &at) : 0;
    return c && char_lower(c) == c;
}

/* The words of a mark are its term's; those that do not begin a sentence are preferred. */
static void mark_take(Index *index, Node *mark)
{
    Str entry = attr_value(mark->extra->attr, STR("entry")), part,
        text = str_trim(node_plain(index->arena, mark));
    Term *term = NULL;
    for (Str rest = entry; entry.n && str_split(&rest, '!', &part);) {
        bool deep = term && term->level + 1 == NARROWER;
        if (str_trim(part).n && !deep) term = term_of(index, term, str_trim(part));
    }
    if (!entry.n && text.n) {
        term = term_of(index, NULL, text);
        if (!term->from || (!is_small(term->text) && is_small(text))) {
            term->from = mark;
            term->text = text;
        }
    }
    if (term) VEC_PUSH(index->arena, &term->spots, index_spot(mark));
}

static int compare(const void *a, const void *b)
{
    const Term *x = *(const Term *const *)a, *y = *(const Term *const *)b;
    return str_cmp(x->key, y->key);
}

/* ---- entries --------------------------------------------------------------------------------- */

static Str folio_of(const Index *index, const Node *spot)
{
    const Str *folio = index->folios ? map_lookup(index->folios, spot->extra->label) : NULL;
    return folio ? *folio : (Str){0};
}

static long folio_number(const Index *index, const Node *spot)
{
    long number = 0;
    return str_int(folio_of(index, spot), &number) ? number : 0;
}

static void ref_add(Index *index, Node *entry, const Node *spot, const char *before, Str title)
{
    Arena *arena = index->arena;
    node_add_text(arena, entry, str_of(before));
    Node *ref = node_new(arena, KIND_REF, (Place){0}),
         *link = node_new(arena, KIND_LINK, (Place){0});
    Node *page = node_text(arena, KIND_PAGE_NUMBER, (Place){0}, spot->extra->label);
    link->text = str_format(arena, "#%.*s", STR_ARGS(spot->extra->label));
    Node *nodes[] = {ref, link, page};
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        node_extra(arena, nodes[i])->target = (Node *)(uintptr_t)spot;
    }
    if (title.n) node_extra(arena, link)->title = title;
    node_append(entry, ref);
    node_append(ref, link);
    node_append(link, page);
}

/* The last spot of the row of pages that begins with spot i: the next page each, or the same. */
static size_t row_end(const Index *index, const Term *term, size_t i)
{
    while (i + 1 < term->spots.n) {
        long here = folio_number(index, term->spots.at[i]),
             next = folio_number(index, term->spots.at[i + 1]);
        if (!here || (next != here && next != here + 1)) break;
        i++;
    }
    return i;
}

static void refs_add(Index *index, Node *entry, const Term *term)
{
    const char *before = ", ";
    Str last = {0};
    for (size_t i = 0; i < term->spots.n; i++) {
        const Node *spot = term->spots.at[i];
        size_t end = row_end(index, term, i);
        Str folio = folio_of(index, spot);
        if (folio.n && str_eq(folio, last)) continue;
        ref_add(index, entry, spot, before, term->text);
        if (folio_number(index, term->spots.at[end]) >= folio_number(index, spot) + 2) {
            ref_add(index, entry, term->spots.at[end], "–", term->text);
            folio = folio_of(index, term->spots.at[end]);
            i = end;
        }
        last = folio;
    }
}

static Node *entry_new(Index *index, const Term *term)
{
    Arena *arena = index->arena;
    Node *item = node_new(arena, KIND_ITEM, (Place){0}),
         *body = node_new(arena, KIND_BODY, (Place){0}),
         *entry = node_new(arena, KIND_PARAGRAPH, (Place){0});
    node_append(item, body);
    node_append(body, entry);
    if (!term->from) {
        node_add_text(arena, entry, term->text);
    } else if (term->from->first) {
        inlines_copy(arena, entry, term->from);
    } else {
        node_append(entry, node_text(arena, term->from->kind, (Place){0}, term->from->text));
    }
    refs_add(index, entry, term);
    return item;
}

/* Narrower terms are lists in the item of the wider one. */
static void entries_add(Index *index, Node *root)
{
    Arena *arena = index->arena;
    Node *lists[NARROWER] = {NULL};
    const Term *last = NULL;
    for (size_t i = 0; i < index->all.n; i++) {
        const Term *term = index->all.at[i];
        int level = term->level;
        bool turns = level == 0 && (!last || !str_eq(last->letter, term->letter));
        if (turns && term->letter.n) {
            Node *letter = node_new(arena, KIND_PARAGRAPH, (Place){0});
            node_add_text(arena, letter, term->letter);
            node_append(root, letter);
        }
        if (turns || (level > 0 && last && last->level < level)) {
            Node *list = lists[level] = node_new(arena, KIND_LIST, (Place){0});
            list->u.list.tight = true;
            list->u.list.depth = level;
            node_append(level ? lists[level - 1]->last->last : root, list);
        }
        node_append(lists[level], entry_new(index, term));
        last = term;
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static Node *index_find(Node *document)
{
    for (Node *node = document; node; node = node_next(node, document)) {
        if (node->kind == KIND_INDEX) return node;
    }
    return NULL;
}

void resolve_index(Arena *arena, Node *document, const Meta *meta, const Map *folios)
{
    Index index = {.arena = arena, .lang = meta->lang, .folios = folios, .terms = map_new(arena)};
    Node *root = index_find(document);
    uint32_t order = 0;
    if (root) {
        root->first = root->last = NULL;
        for (Node *node = document; node; node = node_next(node, document)) {
            if (is_index_mark(node)) mark_take(&index, node);
        }
        if (index.all.n) qsort(index.all.at, index.all.n, sizeof *index.all.at, compare);
        entries_add(&index, root);
    }
    for (Node *node = document; node; node = node_next(node, document)) node->order = order++;
}
