/* ahead.c - paragraphs set before the galley asks for them, by all threads at once.
 *
 * Comes in: the tree. Goes out: the paragraphs of the text, set in the column and style in which the galley will most
 * likely want them. A guess that was wrong costs time only: the galley sets that paragraph itself. So do paragraphs for
 * which more must be opened than has been (a face that stands in, a dictionary) or about whose characters there is
 * something to tell. A paragraph depends on nothing but itself, so nobody can see who has set it. */
#include "page/page_int.h"

enum { FEW = 48, CHUNK = 8 };                              /* paragraphs: not worth a thread; taken at once */

/* What one thread has for itself. */
typedef struct Worker { Setter setter; int64_t chosen; } Worker;

typedef struct Work { const Setter *setter; Request *at; size_t n; Worker *workers; } Work;

struct Ahead {
    Arena *arena;                                          /* of the requests; the paragraphs are the document's */
    const Setter *setter;
    VEC(Request) requests;                                 /* in document order */
};

/* ---- guessing --------------------------------------------------------------------------------------- */

static bool is_indented(const Builder *b, const Node *node)
{
    return b->text->align == ALIGN_JUSTIFY && node->parent->kind != KIND_ITEM && node->parent->kind != KIND_BODY &&
           node->prev && node->prev->kind == KIND_PARAGRAPH;
}

static void paragraph_guess(Ahead *a, const Builder *b, const Node *node)
{
    bool usual = node_align(node, b->text->align) == b->text->align;
    if (!usual || !node->first)
        return;
    hlist_prepare(a->setter, node, b->text);
    Request request = {.node = node, .style = b->text};
    request.measure = (Measure){.width = b->right - b->left, .align = b->text->align,
                                .first_indent = is_indented(b, node) ? b->text->indent : 0};
    VEC_PUSH(a->arena, &a->requests, request);
    arena_reset(a->setter->scratch);
}

static void blocks_guess(Ahead *a, Builder *b, const Node *parent)
{
    for (const Node *node = parent->first; node; node = node->next) {
        Builder inner = *b;
        switch (node->kind) {
        case KIND_PARAGRAPH: paragraph_guess(a, b, node); continue;
        case KIND_QUOTE: quote_enter(&inner); break;
        case KIND_ALERT: alert_enter(&inner); break;
        case KIND_BODY: inner.left += list_indent(b, 0); break;
        case KIND_DOCUMENT: case KIND_SECTION: case KIND_DIV: case KIND_LIST: case KIND_ITEM:
            break;
        case KIND_HEADING: case KIND_TITLE_BLOCK: case KIND_CONTENTS: case KIND_ABSTRACT: case KIND_CODE_BLOCK: case KIND_RULE:
        case KIND_PAGE_BREAK: case KIND_TABLE: case KIND_FIGURE: case KIND_CHART: case KIND_CAPTION: case KIND_NOTE:
        case KIND_TABLE_HEAD: case KIND_TABLE_BODY: case KIND_ROW: case KIND_CONTENTS_ITEM: case KIND_TITLE:
        case KIND_SUBTITLE: case KIND_AUTHOR: case KIND_DATE: case KIND_CELL: case KIND_LABEL: case KIND_HTML_BLOCK:
        case KIND_TEXT: case KIND_SOFT_BREAK: case KIND_HARD_BREAK: case KIND_EMPH: case KIND_STRONG: case KIND_STRIKE:
        case KIND_UNDERLINE: case KIND_SUB: case KIND_SUP: case KIND_SMALL_CAPS: case KIND_SPAN: case KIND_CODE:
        case KIND_LINK: case KIND_IMAGE: case KIND_NOTE_REF: case KIND_REF: case KIND_PAGE_NUMBER: case KIND_LEADER:
        case KIND_NUMBER: case KIND_HTML_INLINE: case KIND_INDEX: case KINDS:
            continue;
        }
        blocks_guess(a, &inner, node);
    }
}

/* ---- setting ---------------------------------------------------------------------------------------- */

static void worker_open(const Setter *setter, Worker *w)
{
    Arena *arena = arena_open();
    w->setter = *setter;
    w->setter.arena = arena;
    w->setter.shown = arena_open();
    w->setter.lasting = arena_open();
    w->setter.scratch = arena_open();
    w->setter.looks = map_new(w->setter.lasting);
    w->setter.fonts = fonts_view(setter->fonts, arena);
    w->setter.diag = diag_new(arena);
    w->setter.jobs = NULL;
    w->setter.chosen = setter->chosen ? &w->chosen : NULL;
    w->setter.shaper = shaper_fork(setter->shaper, w->setter.lasting, w->setter.fonts, w->setter.diag);
}

static void worker_close(const Setter *setter, Worker *w)
{
    if (!w->setter.arena)
        return;
    shaper_close(w->setter.shaper);
    if (setter->chosen)
        *setter->chosen += w->chosen;
    arena_close(w->setter.scratch);
    arena_adopt(setter->arena, w->setter.arena);
    arena_adopt(setter->shown, w->setter.shown);
    arena_adopt(setter->lasting, w->setter.lasting);
}

static void request_set(Setter *setter, Request *request)
{
    size_t told = setter->diag->items.n;
    Hlist list = hlist_new(setter, request->node, request->style);
    request->set = line_break_silent(setter, &list, &request->measure);
    bool missed = fonts_missed(setter->fonts);
    request->done = !missed && setter->diag->items.n == told;
    arena_reset(setter->scratch);
}

static void chunk_set(void *ctx, size_t i, int worker)
{
    Work *work = ctx;
    Worker *w = &work->workers[worker];
    if (!w->setter.arena)
        worker_open(work->setter, w);
    for (size_t at = i * CHUNK; at < (i + 1) * CHUNK && at < work->n; at++)
        request_set(&w->setter, &work->at[at]);
}

void requests_set(const Setter *setter, Request *requests, size_t n)
{
    int threads = jobs_n(setter->jobs);
    if (threads < 2 || setter->trace_lines || n < FEW)
        return;
    Work work = {setter, requests, n, ARENA_ARRAY(setter->arena, Worker, threads)};
    jobs_each(setter->jobs, (n + CHUNK - 1) / CHUNK, chunk_set, &work);
    for (int i = 0; i < threads; i++)
        worker_close(setter, &work.workers[i]);
}

/* ---- the public face -------------------------------------------------------------------------------- */

Ahead *ahead_new(const Setter *setter, const Node *document)
{
    if (jobs_n(setter->jobs) < 2 || setter->trace_lines)
        return NULL;
    Arena *arena = arena_open();
    Ahead *a = ARENA_NEW(arena, Ahead);
    *a = (Ahead){.arena = arena, .setter = setter};
    Builder b = builder_new(setter, text_width(setter->style), setter->style->grid, &setter->style->text[TEXT_BODY]);
    blocks_guess(a, &b, document);
    requests_set(setter, a->requests.at, a->requests.n);
    return a;
}

void ahead_close(Ahead *ahead)
{
    if (ahead)
        arena_close(ahead->arena);
}

static bool measure_same(const Measure *a, const Measure *b)
{
    return a->width == b->width && a->first_indent == b->first_indent && a->indent == b->indent && a->align == b->align &&
           a->looseness == b->looseness;
}

const Paragraph *ahead_lookup(const Ahead *a, const Node *node, const TextStyle *style, const Measure *measure)
{
    size_t from = 0, to = a->requests.n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (a->requests.at[middle].node->order < node->order)
            from = middle + 1;
        else
            to = middle;
    }
    const Request *r = from < a->requests.n ? &a->requests.at[from] : NULL;
    return r && r->done && r->node == node && r->style == style && measure_same(&r->measure, measure) ? &r->set : NULL;
}
