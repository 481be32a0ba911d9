/* pdf.c - one PDF from the display list: the parts in their order. Page objects get their numbers first, because
 * destinations, tags and annotations lead to them. */
#include "pdf/pdf_int.h"

static bool job_open(Job *job, Arena *arena, const PdfInput *input, const char **why)
{
    *job = (Job){.arena = arena, .input = input};
    job->tags = tags_build(arena, input->document, input->ops);
    job->fonts = pdffonts_collect(arena, input->ops, why);
    job->images = pdfimages_collect(arena, input->ops, input->image_dpi);
    return *why == NULL;
}

static Ref resources_ref(Job *job, Str text)
{
    void **slot = map_slot(job->resources, text, NULL);
    if (*slot == NULL)
        *slot = (void *)(intptr_t)pdf_object(job->pdf, text);
    return (Ref)(intptr_t)*slot;
}

static void page_write(Job *job, int index, size_t *annot)
{
    const Page *page = job->input->ops->pages[index].page;
    Buf b = {job->arena, NULL, 0, 0}, resources = {job->arena, NULL, 0, 0};
    Ref content = pdf_stream(job->pdf, (Str){0}, content_of_page(job, index, &resources), true);
    buf_add(&b, STR("/Type/Page/MediaBox[0 0"));
    value_fixed(&b, fixed_of(page->width, 3), 3);
    value_fixed(&b, fixed_of(page->height, 3), 3);
    buf_add(&b, STR("]/Resources"));
    value_ref(&b, resources_ref(job, buf_str(&resources)));
    buf_add(&b, STR("/Contents"));
    value_ref(&b, content);
    buf_format(&b, "/StructParents %d/Tabs/S", index);
    buf_add(&b, annots_of_page(job, index, annot));
    pdf_page(job->pdf, job->pages[index], buf_str(&b));
}

static void parts_write(Job *job)
{
    int n = job->input->ops->n;
    size_t annot = 0;
    job->resources = map_new(job->arena);
    job->pages = ARENA_ARRAY(job->arena, Ref, n + 1);
    for (int i = 0; i < n; i++)
        job->pages[i] = pdf_reserve(job->pdf);
    job->annots = annots_collect(job->arena, job->input->ops, job->tags);
    tags_sort(job->tags);
    pdffonts_write(job->pdf, job->fonts);
    pdfimages_write(job->pdf, job->images);
    annots_write(job);
    for (int i = 0; i < n; i++)
        page_write(job, i, &annot);
    outline_write(job);
    attach_write(job);
    Buf catalog = {job->arena, NULL, 0, 0};
    buf_add(&catalog, outline_catalog(job));
    buf_add(&catalog, STR("/StructTreeRoot"));
    value_ref(&catalog, struct_write(job));
    meta_write(job, buf_str(&catalog));
}

bool pdf_write(Arena *arena, const PdfInput *input, Str *file, const char **why)
{
    Job job;
    *why = NULL;
    if (!job_open(&job, arena, input, why))
        return false;
    job.pdf = pdf_open(arena, why);
    if (job.pdf != NULL)
        parts_write(&job);
    if (*why == NULL)
        *file = save(job.pdf, arena, input->level);
    pdf_close(job.pdf);
    return *why == NULL && post(arena, input, file, why);
}

Str pdf_contents(Arena *arena, const PdfInput *input)
{
    Job job;
    const char *why = NULL;
    Buf b = {arena, NULL, 0, 0};
    if (!job_open(&job, arena, input, &why))
        return (Str){0};
    for (int i = 0; i < input->ops->n; i++)
        buf_add(&b, content_of_page(&job, i, NULL));
    return buf_str(&b);
}
