/* pdf.c - one PDF from the display list: the parts in their order. Page objects get their numbers first, because
 * destinations, tags and annotations lead to them. */
#include "pdf/pdf_int.h"

static bool writer_open(Writer *writer, Arena *arena, const PdfInput *input)
{
    PdfInput *own = ARENA_NEW(arena, PdfInput);
    *own = *input;
    *writer = (Writer){.arena = arena, .input = own};
    writer->tags = tags_build(arena, input->document, input->ops);
    writer->fonts = pdffonts_collect(arena, input->ops, input->jobs, &writer->why);
    writer->images = pdfimages_collect(arena, input->ops, input->image_dpi);
    writer->colours = colours_collect(arena, input->ops);
    writer->furniture = furniture_collect(arena, input->ops);
    return writer->why == NULL;
}

/* ---- the parts ---------------------------------------------------------------------------------------------- */

typedef struct PageText PageText;
struct PageText { Str content, resources; Shares shares; }; /* content: packed */

static Ref resources_ref(Writer *writer, Str text)
{
    void **slot = map_slot(writer->resources, text, NULL);
    if (*slot == NULL) {
        Buf b = {writer->arena, NULL, 0, 0};
        buf_add(&b, text);
        if (writer->colours->n > 0) {
            buf_add(&b, STR("/ColorSpace"));
            value_ref(&b, writer->spaces);
        }
        buf_add(&b, STR("/Properties"));
        value_ref(&b, writer->marks);
        *slot = (void *)(intptr_t)pdf_object(writer->pdf, buf_str(&b));
    }
    return (Ref)(intptr_t)*slot;
}

static void resources_shared(Writer *writer)
{
    Buf b = {writer->arena, NULL, 0, 0};
    buf_add(&b, STR("/C"));
    colours_write(writer->colours, &b);
    if (writer->colours->n > 0)
        writer->spaces = pdf_object(writer->pdf, buf_str(&b));
    writer->marks = pdf_object(writer->pdf, STR("/P<</Type/Pagination>>"));
    writer->resources = map_new(writer->arena);
}

static void contents_write(Writer *writer, const PageText *text, Buf *b)
{
    Ref own = pdf_stream(writer->pdf, STR("/Filter/FlateDecode"), text->content, false);
    buf_add(b, text->shares.n > 0 ? STR("/Contents[") : STR("/Contents"));
    value_ref(b, own);
    for (size_t i = 0; i < text->shares.n; i++)
        value_ref(b, pdf_shared(writer->pdf, (Str){0}, &text->shares.at[i], true));
    buf_add(b, text->shares.n > 0 ? STR("]") : (Str){0});
}

static void page_write(Writer *writer, int index, const PageText *text, size_t *annot)
{
    const Page *page = &writer->input->pages->at[index];
    Buf b = {writer->arena, NULL, 0, 0};
    buf_add(&b, STR("/Type/Page/MediaBox[0 0"));
    value_fixed(&b, fixed_of(page->width, 3), 3);
    value_fixed(&b, fixed_of(page->height, 3), 3);
    buf_add(&b, STR("]/Resources"));
    value_ref(&b, resources_ref(writer, text->resources));
    contents_write(writer, text, &b);
    buf_format(&b, "/StructParents %d/Tabs/S", index);
    buf_add(&b, annots_of_page(writer, index, annot));
    pdf_page(writer->pdf, writer->pages[index], buf_str(&b));
}

/* All that leads to pages and that their content does not lead to. */
static void parts_beside(Writer *writer)
{
    annots_write(writer);
    resources_shared(writer);
    outline_write(writer);
    attach_write(writer);
    writer->outline = outline_catalog(writer);
    writer->structure = struct_write(writer);
}

/* ---- content: pages are built and packed side by side, and beside them the parts ----------------------- */

static Words *words_open(int level)
{
    Arena *arena = arena_open();
    Words *words = ARENA_NEW(arena, Words);
    words->arena = arena;
    words->scratch = arena_open();
    words->kept = arena_open();
    words->packer = packer_open(level);
    return words;
}

static void words_close(Words *words, Arena *arena)
{
    packer_close(words->packer);
    arena_adopt(arena, words->kept);
    arena_close(words->scratch);
    arena_close(words->arena);
}

typedef struct Press { Writer *writer; PageText *pages; Words **words; } Press;

static void page_press(const Press *press, size_t i, int worker)
{
    Words *words = press->words[worker];
    Buf resources = {words->kept, NULL, 0, 0};
    arena_reset(words->scratch);
    Shares shares = {0};
    Str content = content_of_page(press->writer, (int)i, words, &shares, &resources);
    Str packed = packer_pack(words->packer, words->scratch, content);
    PageText *page = &press->pages[i];
    *page = (PageText){.content = str_copy(words->kept, packed), .resources = buf_str(&resources)};
    for (size_t k = 0; k < shares.n; k++)
        VEC_PUSH(words->kept, &page->shares, str_copy(words->kept, shares.at[k]));
}

/* The parts that no page's content is needed for are the first thing to do, for one thread alone. */
static void item_press(void *ctx, size_t i, int worker)
{
    const Press *press = ctx;
    if (i == 0)
        parts_beside(press->writer);
    else
        page_press(press, i - 1, worker);
}

static PageText *pages_press(Writer *writer)
{
    Jobs *jobs = writer->input->jobs;
    int n = writer->input->ops->n, workers = jobs_n(jobs);
    Press press = {writer, ARENA_ARRAY(writer->arena, PageText, n + 1), ARENA_ARRAY(writer->arena, Words *, workers)};
    for (int i = 0; i < workers; i++)
        press.words[i] = words_open(writer->input->level);
    jobs_each(jobs, (size_t)n + 1, item_press, &press);
    for (int i = 0; i < workers; i++)
        words_close(press.words[i], writer->arena);
    return press.pages;
}

static void parts_begin(Writer *writer)
{
    int n = writer->input->pages->n;
    writer->pages = ARENA_ARRAY(writer->arena, Ref, n + 1);
    for (int i = 0; i < n; i++)
        writer->pages[i] = pdf_reserve_page(writer->pdf);
    writer->annots = annots_collect(writer->arena, writer->input->ops, writer->tags);
    tags_sort(writer->tags);
    pdffonts_write(writer->pdf, writer->fonts);
    pdfimages_write(writer->pdf, writer->images);
    writer->texts = pages_press(writer);
}

static void parts_end(Writer *writer)
{
    size_t annot = 0;
    for (int i = 0; i < writer->input->pages->n; i++)
        page_write(writer, i, &writer->texts[i], &annot);
    Buf catalog = {writer->arena, NULL, 0, 0};
    buf_add(&catalog, writer->outline);
    buf_add(&catalog, STR("/StructTreeRoot"));
    value_ref(&catalog, writer->structure);
    meta_write(writer, buf_str(&catalog));
}

PdfWriter *pdf_press(Arena *arena, const PdfInput *input, const char **why)
{
    Writer *writer = ARENA_NEW(arena, Writer);
    if (writer_open(writer, arena, input))
        writer->pdf = pdf_open(arena, &writer->why);
    if (writer->pdf != NULL)
        parts_begin(writer);
    *why = writer->why;
    return writer->pdf != NULL ? writer : NULL;
}

bool pdf_write(PdfWriter *writer, Str *file, const char **why)
{
    if (writer == NULL)
        return false;
    parts_end(writer);
    if (writer->why == NULL)
        *file = save(writer->pdf, writer->arena, writer->input->level, writer->input->jobs);
    pdf_close(writer->pdf);
    *why = writer->why;
    return *why == NULL && post(writer->arena, writer->input, file, why);
}

static void stream_add(Buf *b, Str stream)
{
    buf_add(b, stream);
    buf_byte(b, '\n');
}

Str pdf_contents(Arena *arena, const PdfInput *input)
{
    Writer writer;
    Buf b = {arena, NULL, 0, 0};
    if (!writer_open(&writer, arena, input))
        return (Str){0};
    Words *words = words_open(input->level);
    for (int i = 0; i < input->ops->n; i++) {
        Shares shares = {0};
        stream_add(&b, content_of_page(&writer, i, words, &shares, NULL));
        for (size_t k = 0; k < shares.n; k++)
            stream_add(&b, shares.at[k]);
    }
    words_close(words, arena);
    return buf_str(&b);
}
