/* pdf.c - one PDF from the display list: the parts in their order. Page objects get their numbers first, because
 * destinations, tags and annotations lead to them. */
#include "pdf/pdf_int.h"

static bool job_open(Writer *writer, Arena *arena, const PdfInput *input, const char **why)
{
    *writer = (Writer){.arena = arena, .input = input};
    writer->tags = tags_build(arena, input->document, input->ops);
    writer->fonts = pdffonts_collect(arena, input->ops, why);
    writer->images = pdfimages_collect(arena, input->ops, input->image_dpi);
    return *why == NULL;
}

static Ref resources_ref(Writer *writer, Str text)
{
    void **slot = map_slot(writer->resources, text, NULL);
    if (*slot == NULL)
        *slot = (void *)(intptr_t)pdf_object(writer->pdf, text);
    return (Ref)(intptr_t)*slot;
}

static void page_write(Writer *writer, int index, size_t *annot)
{
    const Page *page = writer->input->ops->pages[index].page;
    Buf b = {writer->arena, NULL, 0, 0}, resources = {writer->arena, NULL, 0, 0};
    Ref content = pdf_stream(writer->pdf, (Str){0}, content_of_page(writer, index, &resources), true);
    buf_add(&b, STR("/Type/Page/MediaBox[0 0"));
    value_fixed(&b, fixed_of(page->width, 3), 3);
    value_fixed(&b, fixed_of(page->height, 3), 3);
    buf_add(&b, STR("]/Resources"));
    value_ref(&b, resources_ref(writer, buf_str(&resources)));
    buf_add(&b, STR("/Contents"));
    value_ref(&b, content);
    buf_format(&b, "/StructParents %d/Tabs/S", index);
    buf_add(&b, annots_of_page(writer, index, annot));
    pdf_page(writer->pdf, writer->pages[index], buf_str(&b));
}

static void parts_write(Writer *writer)
{
    int n = writer->input->ops->n;
    size_t annot = 0;
    writer->resources = map_new(writer->arena);
    writer->pages = ARENA_ARRAY(writer->arena, Ref, n + 1);
    for (int i = 0; i < n; i++)
        writer->pages[i] = pdf_reserve(writer->pdf);
    writer->annots = annots_collect(writer->arena, writer->input->ops, writer->tags);
    tags_sort(writer->tags);
    pdffonts_write(writer->pdf, writer->fonts);
    pdfimages_write(writer->pdf, writer->images);
    annots_write(writer);
    for (int i = 0; i < n; i++)
        page_write(writer, i, &annot);
    outline_write(writer);
    attach_write(writer);
    Buf catalog = {writer->arena, NULL, 0, 0};
    buf_add(&catalog, outline_catalog(writer));
    buf_add(&catalog, STR("/StructTreeRoot"));
    value_ref(&catalog, struct_write(writer));
    meta_write(writer, buf_str(&catalog));
}

bool pdf_write(Arena *arena, const PdfInput *input, Str *file, const char **why)
{
    Writer writer;
    *why = NULL;
    if (!job_open(&writer, arena, input, why))
        return false;
    writer.pdf = pdf_open(arena, why);
    if (writer.pdf != NULL)
        parts_write(&writer);
    if (*why == NULL)
        *file = save(writer.pdf, arena, input->level);
    pdf_close(writer.pdf);
    return *why == NULL && post(arena, input, file, why);
}

Str pdf_contents(Arena *arena, const PdfInput *input)
{
    Writer writer;
    const char *why = NULL;
    Buf b = {arena, NULL, 0, 0};
    if (!job_open(&writer, arena, input, &why))
        return (Str){0};
    for (int i = 0; i < input->ops->n; i++)
        buf_add(&b, content_of_page(&writer, i, NULL));
    return buf_str(&b);
}
