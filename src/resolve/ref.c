/* ref.c - names and what leads to them.
 *
 * In comes the numbered tree; out goes the same tree in which every heading, figure, table, note
 * and anchor that can be led to has a label of its own, and every link and reference inside the
 * document has its target; references have got their words ("Figure 3"). A name counts in its own
 * file first, then in the whole document. What leads nowhere becomes plain text again, with a
 * message. Page numbers are left to the page floor (PAGE_NUMBER).
 */
#include "resolve/resolve_int.h"

enum {
    HINTS = 100,     /* looking for the nearest name takes time: for so many only */
    LABEL_MAX = 200, /* bytes of a label */
    LEFT_FEW = 3     /* links that leave a file and are told each */
};

typedef struct Left {
    Place place;
    Str address;
} Left; /* a link that leaves the book */

typedef struct Refs {
    Arena *arena;
    const Words *words;
    Diag *diag;
    Map *names;     /* file, NUL, name -> Node*; also NUL, name: any file's first */
    Map *slugs;     /* file, NUL, slug -> size_t*: how often it was given */
    Map *labels;    /* label -> size_t*: those of the whole document */
    VEC(Str) known; /* names, for hints */
    Chapters chapters;
    const Meta *meta;
    VEC(Left) left;
    int hints;
} Refs;

/* ---- names ----------------------------------------------------------------------------------- */

static Str name_key(Arena *arena, const Node *node, Str name)
{
    Buf key = {.arena = arena};
    if (node && node->place.source) {
        buf_add(&key, source_file(node->place.source)->name);
    }
    buf_byte(&key, '\0');
    buf_add(&key, name);
    return buf_str(&key);
}

static size_t *name_count(Arena *arena, Map *map, Str key)
{
    void **slot = map_slot(map, key, NULL);
    if (!*slot) {
        *slot = ARENA_NEW(arena, size_t);
    }
    return *slot;
}

/* True when the name was free in the node's file. */
static bool name_add(Refs *refs, Node *node, Str name)
{
    void **own = map_slot(refs->names, name_key(refs->arena, node, name), NULL);
    void **any = map_slot(refs->names, name_key(refs->arena, NULL, name), NULL);
    *any = *any ? *any : node;
    if (*own) {
        return *own == node;
    }
    *own = node;
    VEC_PUSH(refs->arena, &refs->known, name);
    return true;
}

static Node *name_lookup(const Refs *refs, const Node *from, Str name)
{
    Node *node = map_lookup(refs->names, name_key(refs->arena, from, name));
    return node ? node : map_lookup(refs->names, name_key(refs->arena, NULL, name));
}

/* Gives the node a label that nobody else has: the name itself if it is free, else with a
 * number. */
static void label_give(Refs *refs, Node *node, Str name)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a chapter has a start */
    if (node->extra->label.n > 0) {
        return;
    }
    if (name.n > LABEL_MAX) {
        name = str_slice(name, 0, utf8_prev(name, LABEL_MAX));
    }
    size_t *count = name_count(refs->arena, refs->labels, name);
    Str label = name;
    while (*name_count(refs->arena, refs->labels, label) > 0) {
        label = str_format(refs->arena, "%.*s-%zu", STR_ARGS(name), (*count)++);
    }
    *name_count(refs->arena, refs->labels, label) = 1;
    node_extra(refs->arena, node)->label = label;
}

/* Where a reader who follows the name shall land: anchors inside a line lead to the block that the
 * line is in. */
static Node *name_owner(Node *node)
{
    while (node->parent && (!kind_rows[node->kind].block || node->kind == KIND_CAPTION)) {
        node = node->parent;
    }
    return node;
}

static void names_explicit(Refs *refs, Node *document)
{
    for (Node *node = document; node; node = node_next(node, document)) {
        if (!node->extra->attr || node->extra->attr->id.n == 0) {
            continue;
        }
        Node *owner = name_owner(node);
        if (name_add(refs, owner, node->extra->attr->id)) {
            label_give(refs, owner, node->extra->attr->id);
        } else {
            diag_add(refs->diag, DIAG_LABEL_TWICE, node->place, STR_ARGS(node->extra->attr->id));
        }
    }
}

/* As GitHub does: the second "name" of a file is "name-1", and so on. */
static Str slug_unique(Refs *refs, const Node *heading)
{
    Str slug = slug_of(refs->arena, node_words(refs->arena, heading));
    size_t *first = name_count(refs->arena, refs->slugs, name_key(refs->arena, heading, slug)),
           *count = first;
    Str unique = slug;
    while (*count > 0) {
        unique = str_format(refs->arena, "%.*s-%zu", STR_ARGS(slug), (*first)++);
        count = name_count(refs->arena, refs->slugs, name_key(refs->arena, heading, unique));
    }
    *count = 1;
    return unique;
}

static void heading_name(Refs *refs, Node *heading)
{
    Str slug = slug_unique(refs, heading);
    if (slug.n > 0) {
        name_add(refs, heading, slug);
    }
    label_give(refs, heading, slug.n > 0 ? slug : STR("section"));
}

static bool is_listed(const Node *node, const Meta *meta)
{
    return (node->kind == KIND_FIGURE && meta->lof) || (node->kind == KIND_TABLE && meta->lot);
}

static void names_implicit(Refs *refs, Node *document, const Meta *meta)
{
    for (Node *node = document; node; node = node_next(node, document)) {
        if (node->kind == KIND_HEADING) {
            heading_name(refs, node);
        } else if (node->kind == KIND_NOTE) {
            Str name = node->extra->number.n > 0 ? node->extra->number : node->text;
            label_give(refs, node, str_format(refs->arena, "note-%.*s", STR_ARGS(name)));
        } else if (is_index_mark(node)) {
            label_give(refs, index_spot(node), STR("term"));
        } else if (is_listed(node, meta) && node->extra->number.n > 0) {
            const char *word = node->kind == KIND_FIGURE ? "figure" : "table";
            label_give(refs, node,
                       str_format(refs->arena, "%s-%.*s", word, STR_ARGS(node->extra->number)));
        }
    }
}

/* ---- references ------------------------------------------------------------------------------ */

static void name_hint(Refs *refs, Str name)
{
    if (refs->hints++ < HINTS) {
        Str near = diag_nearest(name, refs->known.at, refs->known.n);
        if (near.n > 0) {
            diag_hint(refs->diag, "did you mean %.*s?", STR_ARGS(near));
        }
    }
}

/* A table that became a chart keeps its name. */
static bool is_drawn_table(Kind wanted, const Node *node)
{
    return wanted == KIND_TABLE && node->kind == KIND_FIGURE && node->first &&
           node->first->kind == KIND_CHART;
}

/* "@fig-x" leads to a figure only, "@sec-x" to a heading, whose name may lack the prefix. */
static Node *ref_lookup(const Refs *refs, const Node *ref)
{
    static const struct {
        const char *prefix;
        Kind kind;
    } prefixes[] = {{"fig-", KIND_FIGURE}, {"tbl-", KIND_TABLE}, {"sec-", KIND_HEADING}};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        Str prefix = str_of(prefixes[i].prefix);
        if (str_starts(ref->text, prefix)) {
            Node *node = name_lookup(refs, ref, ref->text);
            node =
                node ? node : name_lookup(refs, ref, str_slice(ref->text, prefix.n, ref->text.n));
            return node && (node->kind == prefixes[i].kind ||
                            is_drawn_table(prefixes[i].kind, node))
                       ? node
                       : NULL;
        }
    }
    return name_lookup(refs, ref, ref->text);
}

static Str ref_words(const Refs *refs, const Node *target)
{
    Arena *arena = refs->arena;
    const Words *w = refs->words;
    const char *word = target->kind == KIND_FIGURE  ? w->figure
                       : target->kind == KIND_TABLE ? w->table
                                                    : w->section;
    if (target->kind == KIND_NOTE) {
        word = w->footnote;
    }
    if (target->extra->number.n > 0) {
        return str_format(arena, "%s\u00a0%.*s", word, STR_ARGS(target->extra->number));
    }
    if (target->kind == KIND_HEADING) {
        return str_format(arena, "%s%.*s%s", w->quotes[0], STR_ARGS(node_words(arena, target)),
                          w->quotes[1]);
    }
    return str_of(word);
}

static void ref_fill(Refs *refs, Node *ref, Node *target)
{
    Node *link = ref;
    node_extra(refs->arena, ref)->target = target;
    if (!node_ancestor(ref->parent, KIND_LINK)) {
        link = node_text(refs->arena, KIND_LINK, ref->place,
                         str_format(refs->arena, "#%.*s", STR_ARGS(target->extra->label)));
        node_extra(refs->arena, link)->target = target;
        node_append(ref, link);
    }
    if (!ref->u.ref.page && !attr_class(ref->extra->attr, STR("page"))) {
        node_add_text(refs->arena, link, ref_words(refs, target));
        return;
    }
    node_add_text(refs->arena, link, str_format(refs->arena, "%s\u00a0", refs->words->page));
    Node *number = node_text(refs->arena, KIND_PAGE_NUMBER, ref->place, target->extra->label);
    node_extra(refs->arena, number)->target = target;
    node_append(link, number);
}

static void ref_resolve(Refs *refs, Node *ref, Str as_written)
{
    Node *target = ref_lookup(refs, ref);
    if (target) {
        label_give(refs, target, ref->text);
        ref_fill(refs, ref, target);
        return;
    }
    diag_add(refs->diag, DIAG_LABEL_UNKNOWN, ref->place, STR_ARGS(ref->text));
    name_hint(refs, ref->text);
    ref->kind = KIND_SPAN;
    node_add_text(refs->arena, ref, as_written);
    ref->text = (Str){0};
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static Str percent_decode(Arena *arena, Str s)
{
    Buf out = {.arena = arena};
    for (size_t i = 0; i < s.n; i++) {
        bool coded = s.p[i] == '%' && i + 2 < s.n && hex_digit(s.p[i + 1]) >= 0 &&
                     hex_digit(s.p[i + 2]) >= 0;
        buf_byte(&out, coded ? (char)(hex_digit(s.p[i + 1]) * 16 + hex_digit(s.p[i + 2])) : s.p[i]);
        i += coded ? 2 : 0;
    }
    return buf_str(&out);
}

static Node *link_lookup(const Refs *refs, const Node *link)
{
    Str name = percent_decode(refs->arena, str_slice(link->text, 1, link->text.n));
    Node *node = name_lookup(refs, link, name);
    return node ? node : name_lookup(refs, link, slug_of(refs->arena, name));
}

/* [](#name) is a reference in the form of a link. */
static void link_to_ref(Refs *refs, Node *link)
{
    Str written = link->text;
    link->kind = KIND_REF;
    link->text = str_slice(written, 1, written.n);
    ref_resolve(refs, link, written);
}

/* A link without a target is none: its text stays. */
static void link_drop(Node *link)
{
    link->kind = KIND_SPAN;
    link->text = (Str){0};
}

static void link_resolve(Refs *refs, Node *link)
{
    if (!link->first) {
        link_to_ref(refs, link);
        return;
    }
    Node *target = link_lookup(refs, link);
    if (target) {
        node_extra(refs->arena, link)->target = target;
        label_give(refs, target, STR("place"));
        return;
    }
    diag_add(refs->diag, DIAG_LINK_DEAD, link->place, STR_ARGS(link->text));
    name_hint(refs, str_slice(link->text, 1, link->text.n));
    link_drop(link);
}

/* A link that leads out of the document goes to the book's site, if it has one. */
static void link_leave(Refs *refs, Node *link)
{
    const Source *file = source_file(link->place.source);
    if (refs->meta->site_url.n > 0 && file) {
        link->text = site_address(refs->arena, refs->meta, file, link->text);
        return;
    }
    if (diag_once(refs->diag, str_format(refs->arena, "leaves:%.*s", STR_ARGS(link->text)))) {
        VEC_PUSH(refs->arena, &refs->left, ((Left){link->place, link->text}));
    }
    link_drop(link);
}

/* Of a file with many links that leave, one message says how many, unless each is asked for. */
static void tell_left(Refs *refs)
{
    for (size_t i = 0, end; i < refs->left.n; i = end) {
        const Left *first = &refs->left.at[i];
        for (end = i;
             end < refs->left.n && refs->left.at[end].place.source == first->place.source;) {
            end++;
        }
        if (!refs->diag->each && end - i > LEFT_FEW) {
            diag_add(refs->diag, DIAG_LINKS_LEAVE, first->place, STR_ARGS(first->address),
                     (int)(end - i) - 1);
            diag_hint(refs->diag, "--lint names them; with site-url they lead to the book's site");
            continue;
        }
        for (size_t k = i; k < end; k++) {
            diag_add(refs->diag, DIAG_LINK_LEAVES, refs->left.at[k].place,
                     STR_ARGS(refs->left.at[k].address));
        }
    }
}

/* `x.md#name`: to the name in that file, or to the file's beginning. */
static void link_to_file(Refs *refs, Node *link)
{
    Str rest = percent_decode(refs->arena, link->text), path, query;
    str_split(&rest, '#', &path);
    query = path;
    str_split(&query, '?', &path);
    ChapterFile *file = chapter_lookup(&refs->chapters, source_file(link->place.source), path);
    if (!file) {
        Str rule = str_format(refs->arena, "r-%.*s", STR_ARGS(link->text));
        Node *item = name_lookup(refs, link, rule);
        if (item) node_extra(refs->arena, link)->target = item;
        else link_leave(refs, link);
        return;
    }
    const Node at = {.place = {file->source, 0, 0}};
    Node *target = file->start;
    if (rest.n > 0) {
        target = map_lookup(refs->names, name_key(refs->arena, &at, rest));
        Str slug = slug_of(refs->arena, rest);
        target = target ? target : map_lookup(refs->names, name_key(refs->arena, &at, slug));
    }
    if (!target) {
        diag_add(refs->diag, DIAG_LINK_DEAD, link->place, STR_ARGS(link->text));
        name_hint(refs, rest);
        target = file->start;
    }
    if (!link->first) {
        node_add_text(refs->arena, link, node_words(refs->arena, target));
    }
    label_give(refs, target, STR("chapter"));
    node_extra(refs->arena, link)->target = target;
}

Str node_words(Arena *arena, const Node *node)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): as above */
    const Node *number = node->first;
    if (!number || number->kind != KIND_NUMBER) {
        return node_plain(arena, node);
    }
    Buf out = {.arena = arena};
    for (const Node *child = number->next; child; child = child->next) {
        if (child->kind != KIND_NOTE_REF) {
            buf_add(&out, node_plain(arena, child));
        }
    }
    return buf_str(&out);
}

void resolve_refs(Arena *arena, Node *document, const Meta *meta, Diag *diag)
{
    Refs refs = {.arena = arena,
                 .words = words_of(meta->lang),
                 .diag = diag,
                 .names = map_new(arena),
                 .slugs = map_new(arena),
                 .labels = map_new(arena)};
    chapters_collect(&refs.chapters, arena, document);
    refs.meta = meta;
    names_explicit(&refs, document);
    names_implicit(&refs, document, meta);
    for (Node *node = document; node; node = node_next(node, document)) {
        if (node->kind == KIND_REF && !node->extra->target) {
            ref_resolve(&refs, node, str_format(arena, "@%.*s", STR_ARGS(node->text)));
        } else if (node->kind == KIND_LINK && !node->extra->target && node->text.n > 1 &&
                   node->text.p[0] == '#') {
            link_resolve(&refs, node);
        } else if (node->kind == KIND_LINK && !node->extra->target && address_is_relative(node->text)) {
            link_to_file(&refs, node);
        }
    }
    tell_left(&refs);
}
