/* object.c - the document's objects. libharu holds and numbers them (its catalogue, page tree, bookmarks, information
 * dictionary and cross-reference list); what its calls cannot say stands as text in a Part, which a dictionary's
 * write function puts between << and >>. Most objects are a Part alone: libharu takes them for null objects, which it
 * holds and numbers all the same. The only file that sees hpdf.h; save.c lays the objects out in a file. */
#include "pdf/pdf_int.h"

#include <hpdf.h>
#include <stdlib.h>

#include <hpdf_doc.h>

enum { PAGES_PER_NODE = 64 };

typedef struct Part { Str entries, data; bool is_stream, pack; } Part;
typedef struct Own { HPDF_Obj_Header header; Part part; } Own; /* a null object to libharu, with more behind its header */

struct Pdf {
    Arena *arena;
    HPDF_Doc doc;
    Map *shared;                                           /* entries and a hash of the data -> Own */
    HPDF_Pages node;                                       /* the page tree's open node */
    int n_pages;
    HPDF_Stream sink;                                      /* writes to out */
    Buf *out;
    const char **why;
};

static void failed(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
    const char **why = user;
    (void)detail;
    if (*why == NULL)
        *why = error == HPDF_FAILD_TO_ALLOC_MEM ? "out of memory" : "a limit of libharu was reached";
}

static void refused(const Pdf *pdf)
{
    if (*pdf->why == NULL)
        *pdf->why = "libharu refused an object";
}

static HPDF_STATUS sink_write(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT n)
{
    const Pdf *pdf = stream->attr;
    buf_add(pdf->out, (Str){(const char *)bytes, n});
    return HPDF_OK;
}

Pdf *pdf_open(Arena *arena, const char **why)
{
    Pdf *pdf = ARENA_NEW(arena, Pdf);
    pdf->arena = arena;
    pdf->why = why;
    pdf->shared = map_new(arena);
    *why = NULL;
    pdf->doc = HPDF_NewEx(failed, NULL, NULL, 0, (void *)why);
    if (pdf->doc == NULL) {
        refused(pdf);
        return NULL;
    }
    pdf->node = pdf->doc->root_pages;
    pdf->sink = HPDF_CallbackWriter_New(pdf->doc->mmgr, sink_write, pdf);
    if (pdf->sink == NULL)
        refused(pdf);
    return pdf;
}

void pdf_close(Pdf *pdf)
{
    if (pdf == NULL)
        return;
    if (pdf->sink != NULL)
        HPDF_Stream_Free(pdf->sink);
    HPDF_Free(pdf->doc);
}

static HPDF_STATUS part_write(HPDF_Dict dict, HPDF_Stream stream)
{
    const Part *part = dict->attr;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)part->entries.p, (HPDF_UINT)part->entries.n);
}

static void part_attach(Pdf *pdf, HPDF_Dict dict, Str entries)
{
    Part *part = ARENA_NEW(pdf->arena, Part);
    part->entries = entries;
    dict->attr = part;
    dict->write_fn = part_write;
}

static HPDF_Obj_Header *object_of(const Pdf *pdf, Ref ref)
{
    HPDF_XrefEntry entry = ref ? HPDF_Xref_GetEntry(pdf->doc->xref, (HPDF_UINT)ref) : NULL;
    return entry ? entry->obj : NULL;
}

/* NULL: there is none, or it is one of libharu's. */
static Own *own_of(const Pdf *pdf, Ref ref)
{
    HPDF_Obj_Header *object = object_of(pdf, ref);
    return object && object->obj_class == HPDF_OCLASS_NULL ? (Own *)object : NULL;
}

static Ref ref_of(const void *object)
{
    return object ? (Ref)(((const HPDF_Obj_Header *)object)->obj_id & 0x00FFFFFF) : 0;
}

static Ref object_number(Pdf *pdf, void *object)
{
    if (object != NULL && HPDF_Xref_Add(pdf->doc->xref, object) == HPDF_OK)
        return ref_of(object);
    refused(pdf);
    return 0;
}

Ref pdf_reserve(Pdf *pdf)
{
    Own *own = HPDF_GetMem(pdf->doc->mmgr, sizeof *own);
    if (own != NULL)
        *own = (Own){.header.obj_class = HPDF_OCLASS_NULL};
    return object_number(pdf, own);
}

Ref pdf_reserve_page(Pdf *pdf)
{
    return object_number(pdf, HPDF_Dict_New(pdf->doc->mmgr));
}

void pdf_define(Pdf *pdf, Ref ref, Str entries)
{
    Own *own = own_of(pdf, ref);
    if (own != NULL)
        own->part.entries = entries;
}

Ref pdf_object(Pdf *pdf, Str entries)
{
    Ref ref = pdf_reserve(pdf);
    pdf_define(pdf, ref, entries);
    return ref;
}

Ref pdf_stream(Pdf *pdf, Str entries, Str data, bool pack)
{
    Ref ref = pdf_reserve(pdf);
    Own *own = own_of(pdf, ref);
    if (own != NULL)
        own->part = (Part){entries, data, true, pack};
    return ref;
}

Ref pdf_shared(Pdf *pdf, Str entries, const Str *data, bool pack)
{
    uint64_t hash = data ? hash_bytes(data->p, data->n, 1) : 0;
    Buf key = {pdf->arena, NULL, 0, 0};
    buf_add(&key, (Str){(const char *)&hash, sizeof hash});
    buf_add(&key, entries);
    void **slot = map_slot(pdf->shared, buf_str(&key), NULL);
    const Own *known = *slot;
    if (known != NULL && (data == NULL || str_eq(known->part.data, *data)))
        return ref_of(known);
    Ref ref = data ? pdf_stream(pdf, entries, *data, pack) : pdf_object(pdf, entries);
    *slot = own_of(pdf, ref);
    return ref;
}

/* libharu counts a node's kids by their class, which the page gets only after AddKids: before, it would look for the
 * painting state that libharu's own pages carry. */
void pdf_page(Pdf *pdf, Ref ref, Str entries)
{
    HPDF_Dict dict = (HPDF_Dict)object_of(pdf, ref);
    if (dict == NULL)
        return;
    if (pdf->n_pages % PAGES_PER_NODE == 0) {
        pdf->node = HPDF_Pages_New(pdf->doc->mmgr, pdf->doc->root_pages, pdf->doc->xref);
        if (pdf->node == NULL) {
            refused(pdf);
            return;
        }
    }
    part_attach(pdf, dict, entries);
    if (HPDF_Pages_AddKids(pdf->node, dict) != HPDF_OK)
        refused(pdf);
    dict->header.obj_class |= HPDF_OSUBCLASS_PAGE;
    pdf->n_pages++;
}

void pdf_catalog(Pdf *pdf, Str entries)
{
    part_attach(pdf, pdf->doc->catalog, entries);
}

void pdf_info(Pdf *pdf, Str entries)
{
    HPDF_SetInfoAttr(pdf->doc, HPDF_INFO_PRODUCER, PDF_PRODUCER);
    if (pdf->doc->info != NULL)
        part_attach(pdf, pdf->doc->info, entries);
}

/* libharu's own Title would go through its 8-bit encoders: a placeholder stands for it until it is taken out. */
Bookmark *pdf_bookmark(Pdf *pdf, Bookmark *parent, Str title, Str entries, bool opened)
{
    HPDF_Outline outline = HPDF_CreateOutline(pdf->doc, (HPDF_Outline)parent, "-", NULL);
    if (outline == NULL) {
        refused(pdf);
        return NULL;
    }
    HPDF_Dict_RemoveElement(outline, "Title");
    HPDF_Outline_SetOpened(outline, opened ? HPDF_TRUE : HPDF_FALSE);
    Buf text = {pdf->arena, NULL, 0, 0};
    buf_add(&text, STR("/Title"));
    buf_add(&text, title);
    buf_add(&text, entries);
    part_attach(pdf, outline, buf_str(&text));
    return (Bookmark *)outline;
}

int pdf_count(const Pdf *pdf)
{
    return (int)pdf->doc->xref->entries->count - 1;
}

Ref pdf_root(const Pdf *pdf)
{
    return ref_of(pdf->doc->catalog);
}

Ref pdf_info_ref(const Pdf *pdf)
{
    return ref_of(pdf->doc->info);
}

ObjectText pdf_object_text(Pdf *pdf, Ref ref, Buf *out)
{
    const Own *own = own_of(pdf, ref);
    if (own == NULL) {
        pdf->out = out;
        if (HPDF_Obj_WriteValue(object_of(pdf, ref), pdf->sink, NULL) != HPDF_OK)
            refused(pdf);
        return (ObjectText){0};
    }
    buf_add(out, STR("<<"));
    buf_add(out, own->part.entries);
    if (!own->part.is_stream)
        buf_add(out, STR(">>"));
    return (ObjectText){own->part.is_stream, own->part.pack, own->part.data};
}
