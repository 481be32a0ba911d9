/* sheet.c - the SVG pictures of a document, drawn together: so many on one sheet, in the order in which they were started, so
 * that what comes out does not depend on who works when. A sheet is one PDF: its fonts are subset once for all its
 * pictures, and it is opened once. Each picture is read by a job of its own before, which finds the size that layout asks
 * for. A picture that cannot be drawn loses its own page; should it spoil the sheet, each is drawn alone. */
#include "asset_int.h"

static void picture_measure(void *ctx)
{
    Picture *p = ctx;
    p->drawing = svg_read(p->arena, p->file, &p->head.width, &p->head.height, &p->why);
    p->head.dpi = 72 * 100;
    p->has_head = p->drawing != NULL;
    p->fault = DIAG_IMAGE_BROKEN;
    arena_close(p->file_arena);
}

/* The part of the page that was drawn on, shown in the size that the picture was read with. */
static void page_take(Arena *arena, const PdfFile *file, int number, Drawn drawn, Picture *p)
{
    Image *image = &p->whole;
    Form *form = ARENA_NEW(arena, Form);
    *image = p->head;
    p->sound = pdfpage_read(file, number, image, &p->why);
    if (p->sound && (drawn.width <= 0 || drawn.height <= 0)) {
        p->sound = false;
        p->why = "the page has no size";
    }
    *form = *image->form;
    form->box[1] = form->box[3] - drawn.height;
    form->box[2] = form->box[0] + drawn.width;
    image->form = form;
    image->width = p->head.width;
    image->height = p->head.height;
}

/* False: the sheet is of no use. */
static bool pictures_draw(Arena *arena, Picture *const *pictures, int n)
{
    Drawing *drawings[SHEET_MOST];
    Drawn drawn[SHEET_MOST];
    const char *why = "librsvg cannot draw it";
    Arena *scratch = arena_open();
    for (int i = 0; i < n; i++)
        drawings[i] = pictures[i]->drawing;
    Str pdf = svg_draw(scratch, drawings, n, drawn);
    PdfFile *file = pdf.n == 0 ? NULL : pdfpage_open(arena, pdf, &why);
    for (int i = 0; i < n; i++) {
        pictures[i]->why = why;
        if (file != NULL && drawn[i].whole)
            page_take(arena, file, i + 1, drawn[i], pictures[i]);
    }
    if (file != NULL)
        pdfpage_close(file);
    arena_close(scratch);
    return file != NULL;
}

static void sheet_draw(void *ctx)
{
    Sheet *sheet = ctx;
    Picture *sound[SHEET_MOST];
    int n = 0;
    for (int i = 0; i < sheet->n; i++) {
        if (sheet->pictures[i]->job != NULL)
            job_wait(sheet->pictures[i]->job);
        if (sheet->pictures[i]->drawing != NULL)
            sound[n++] = sheet->pictures[i];
    }
    if (n > 0 && !pictures_draw(sheet->arena, sound, n) && n > 1)
        for (int i = 0; i < n; i++)
            pictures_draw(sheet->arena, &sound[i], 1);
    for (int i = 0; i < n; i++)
        svg_close(sound[i]->drawing);
}

static void job_begin(Images *images, Job **job, void (*run)(void *ctx), void *ctx)
{
    if (images->jobs != NULL)
        *job = job_submit(images->jobs, run, ctx);
    else
        run(ctx);
}

void sheet_start(Images *images)
{
    if (images->sheet != NULL)
        job_begin(images, &images->sheet->job, sheet_draw, images->sheet);
    images->sheet = NULL;
}

void sheet_add(Images *images, Picture *picture)
{
    Sheet *sheet = images->sheet;
    if (sheet == NULL) {
        sheet = images->sheet = ARENA_NEW(images->arena, Sheet);
        *sheet = (Sheet){.arena = arena_open()};
        VEC_PUSH(images->arena, &images->sheets, sheet);
    }
    job_begin(images, &picture->job, picture_measure, picture);
    sheet->pictures[sheet->n++] = picture;
    if (sheet->n == SHEET_MOST)
        sheet_start(images);
}

void sheets_join(Images *images)
{
    sheet_start(images);
    for (size_t i = 0; i < images->sheets.n; i++) {
        Sheet *sheet = images->sheets.at[i];
        if (sheet->job != NULL)
            job_wait(sheet->job);
        arena_adopt(images->arena, sheet->arena);
    }
    images->sheets.n = 0;
}
