/* image.c - pictures as image XObjects (ISO 32000-1, 8.9): PNG samples with row filters and a soft mask, JPEG files
 * as they are. Each picture is written once. A CMYK JPEG without a profile has no colours that PDF/A would know: it
 * gets one that says what everybody's screen shows, made from the plain formula. */
#include "pdf/pdf_int.h"

#include <string.h>

static Str image_key(const Image *const *image)            /* its address: a key, never an order */
{
    return (Str){(const char *)image, sizeof *image};
}

static void image_add(PdfImages *images, const Image *image, Len width, Len height)
{
    uintptr_t at = (uintptr_t)map_lookup(images->index, image_key(&image));
    if (at > 0) {
        Len *w = &images->widths.at[at - 1], *h = &images->heights.at[at - 1];
        *w = width > *w ? width : *w;
        *h = height > *h ? height : *h;
        return;
    }
    const Image **kept = ARENA_NEW(images->arena, const Image *);
    *kept = image;
    VEC_PUSH(images->arena, &images->images, image);
    VEC_PUSH(images->arena, &images->widths, width);
    VEC_PUSH(images->arena, &images->heights, height);
    *map_slot(images->index, image_key(kept), NULL) = (void *)images->images.n;
}

PdfImages *pdfimages_collect(Arena *arena, const Ops *ops, int dpi)
{
    PdfImages *images = ARENA_NEW(arena, PdfImages);
    images->arena = arena;
    images->dpi = dpi;
    images->index = map_new(arena);
    for (int p = 0; p < ops->n; p++)
        for (int i = 0; i < ops->pages[p].n; i++) {
            const Op *op = &ops->pages[p].ops[i];
            if (op->kind == OP_IMAGE)
                image_add(images, op->image, op->width, op->height);
        }
    return images;
}

int pdfimages_index(const PdfImages *images, const Image *image)
{
    return (int)(uintptr_t)map_lookup(images->index, image_key(&image)) - 1;
}

/* PDF/A takes profiles of input, display, printer and colour space class, up to version 4. */
static bool icc_fits(Str icc, int components)
{
    static const char *const spaces[] = {"", "GRAY", "", "RGB ", "CMYK"};
    if (icc.n < 132 || memcmp(icc.p + 36, "acsp", 4) != 0 || (unsigned char)icc.p[8] > 4)
        return false;
    bool known = memcmp(icc.p + 12, "mntr", 4) == 0 || memcmp(icc.p + 12, "prtr", 4) == 0 ||
                 memcmp(icc.p + 12, "scnr", 4) == 0 || memcmp(icc.p + 12, "spac", 4) == 0;
    return known && components <= 4 && memcmp(icc.p + 16, spaces[components], 4) == 0;
}

static void space_device(Pdf *pdf, const PdfImages *images, const Image *image, int components, Buf *b)
{
    Str icc = image->icc;
    if (!icc_fits(icc, components))
        icc = components == 4 ? profile_cmyk(images->arena) : (Str){0};
    if (icc.n == 0) {
        buf_add(b, components == 1 ? STR("/DeviceGray") : STR("/DeviceRGB"));
        return;
    }
    buf_add(b, STR("[/ICCBased"));
    value_ref(b, pdf_shared(pdf, str_format(images->arena, "/N %d", components), &icc, true));
    buf_add(b, STR("]"));
}

static void space_write(Pdf *pdf, const PdfImages *images, const Image *image, Buf *b)
{
    buf_add(b, STR("/ColorSpace"));
    if (image->palette.n == 0) {
        space_device(pdf, images, image, image->components, b);
        return;
    }
    buf_add(b, STR("[/Indexed"));
    space_device(pdf, images, image, 3, b);
    value_int(b, (int64_t)image->palette.n / 3 - 1);
    value_bytes(b, image->palette);
    buf_add(b, STR("]"));
}

static void size_write(Buf *b, const Image *image, int bits)
{
    buf_format(b, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d", image->width, image->height,
               bits);
}

static void filter_write(Buf *b, const Image *image, int components, int bits)
{
    buf_format(b, "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/BitsPerComponent %d/Columns %d>>",
               components, bits, image->width);
}

static Ref mask_write(Pdf *pdf, const PdfImages *images, const Image *image)
{
    Buf b = {images->arena, NULL, 0, 0};
    size_write(&b, image, 8);
    buf_add(&b, STR("/ColorSpace/DeviceGray"));
    filter_write(&b, image, 1, 8);
    return pdf_stream(pdf, buf_str(&b), image->mask, false);
}

static Ref png_write(Pdf *pdf, const PdfImages *images, const Image *image)
{
    Buf b = {images->arena, NULL, 0, 0};
    size_write(&b, image, image->bits);
    space_write(pdf, images, image, &b);
    if (image->runs > 0)
        buf_add(&b, STR("/Filter[/FlateDecode/RunLengthDecode]"));
    else
        filter_write(&b, image, image->components, image->bits);
    if (image->mask.n > 0) {
        buf_add(&b, STR("/SMask"));
        value_ref(&b, mask_write(pdf, images, image));
    }
    return pdf_stream(pdf, buf_str(&b), image->stream, false);
}

static Ref jpeg_write(Pdf *pdf, const PdfImages *images, const Image *image)
{
    Buf b = {images->arena, NULL, 0, 0};
    size_write(&b, image, image->bits);
    space_write(pdf, images, image, &b);
    if (image->components == 4 && image->invert)
        buf_add(&b, STR("/Decode[1 0 1 0 1 0 1 0]"));
    buf_add(&b, STR("/Filter/DCTDecode"));
    return pdf_stream(pdf, buf_str(&b), image->stream, false);
}

Ref image_write(Pdf *pdf, Arena *arena, const Image *image)
{
    const PdfImages images = {.arena = arena};
    switch (image->kind) {
    case IMAGE_PNG: return png_write(pdf, &images, image);
    case IMAGE_JPEG: return jpeg_write(pdf, &images, image);
    case IMAGE_FORM: return form_write(pdf, arena, image->form);
    }
    return 0;
}

/* The pixels that a length needs at that many of them to the inch. */
static int pixels_of(Len length, int dpi)
{
    int64_t n = (length * dpi + 72 * LEN_PT - 1) / (72 * LEN_PT);
    return n < 1 ? 1 : n < INT32_MAX ? (int)n : INT32_MAX;
}

static const Image *image_fitted(const PdfImages *images, size_t i)
{
    const Image *image = images->images.at[i];
    int width = pixels_of(images->widths.at[i], images->dpi), height = pixels_of(images->heights.at[i], images->dpi);
    if (images->dpi <= 0)
        return image;
    return image->turn >= 5 ? image_scaled(images->arena, image, height, width) : image_scaled(images->arena, image, width, height);
}

void pdfimages_write(Pdf *pdf, PdfImages *images)
{
    for (size_t i = 0; i < images->images.n; i++)
        VEC_PUSH(images->arena, &images->refs, image_write(pdf, images->arena, image_fitted(images, i)));
}
