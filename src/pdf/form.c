/* form.c - a page of another file as a form XObject (ISO 32000-1, 8.10): its objects are written in their order, each
 * after those that it refers to; the form's matrix maps its box to the unit square, so that it is painted as pictures
 * are. */
#include "pdf/pdf_int.h"

static Ref cmyk_write(Pdf *pdf, Arena *arena)
{
    Str icc = profile_cmyk(arena);
    return pdf_shared(pdf, STR("/N 4"), &icc, true);
}

/* An object's entries with the references put in. */
static void entries_write(Pdf *pdf, Buf *b, const FormObject *object, const Ref *refs)
{
    size_t at = 0;
    for (int i = 0; i < object->n_refs; i++) {
        const FormRef *ref = &object->refs[i];
        buf_add(b, str_slice(object->entries, at, ref->at));
        value_ref(b, ref->object == FORM_CMYK ? cmyk_write(pdf, b->arena) : refs[ref->object]);
        at = ref->at;
    }
    buf_add(b, str_slice(object->entries, at, object->entries.n));
}

static void frame_write(Buf *b, const Form *form)
{
    const int64_t *box = form->box, width = box[2] - box[0], height = box[3] - box[1];
    enum { DIGITS = 9 };
    const int64_t one = 1000000000;
    buf_add(b, STR("/Type/XObject/Subtype/Form/BBox["));
    for (int i = 0; i < 4; i++)
        value_fixed(b, box[i], 3);
    buf_add(b, STR("]/Matrix["));
    const int64_t matrix[] = {1000 * one / width, 0, 0, 1000 * one / height, -box[0] * one / width, -box[1] * one / height};
    for (int i = 0; i < 6; i++)
        value_fixed(b, matrix[i], DIGITS);
    buf_byte(b, ']');
}

Ref form_write(Pdf *pdf, Arena *arena, const Form *form)
{
    Ref *refs = ARENA_ARRAY(arena, Ref, form->n + 1), last = 0;
    for (int i = 0; i < form->n; i++) {
        const FormObject *object = &form->objects[i];
        Buf b = {.arena = arena};
        if (i == form->n - 1)
            frame_write(&b, form);
        entries_write(pdf, &b, object, refs);
        last = refs[i] = pdf_shared(pdf, buf_str(&b), object->is_stream ? &object->data : NULL, !object->packed);
    }
    return last;
}
