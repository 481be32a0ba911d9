/* attach.c - the data of charts as files in the PDF: embedded CSV files in the name tree, so that a reader lists them, each an
 * associated file of its Figure (ISO 19005-3, 6.8; ISO 32000-2, 14.13). */
#include "pdf/pdf_int.h"

#include <stdlib.h>

static const Node *chart_of(const Elem *elem)
{
    const Node *chart = elem->node->first;
    return elem->role[0] == 'F' && chart && chart->kind == KIND_CHART ? chart : NULL;
}

static Str name_of(const Writer *writer, const Node *figure)
{
    if (figure->extra->label.n > 0)
        return str_format(writer->arena, "%.*s.csv", STR_ARGS(figure->extra->label));
    return str_format(writer->arena, "chart-%u.csv", figure->order);
}

static Str about(const Writer *writer, const Node *figure)
{
    for (const Node *n = figure->first; n; n = n->next)
        if (n->kind == KIND_CAPTION)
            return str_trim(node_plain(writer->arena, n));
    return STR("chart");
}

static Ref file_write_in(Writer *writer, const Node *figure, Str name, Str data)
{
    Buf b = {writer->arena, NULL, 0, 0};
    Str date = date_value(writer->arena, writer->input->date);
    buf_format(&b, "/Type/EmbeddedFile/Subtype/text#2Fcsv/Params<</Size %zu", data.n);
    if (date.n > 0) {
        buf_add(&b, STR("/ModDate"));
        value_text(&b, date);
    }
    buf_add(&b, STR(">>"));
    Ref stream = pdf_stream(writer->pdf, buf_str(&b), data, true);
    Buf spec = {writer->arena, NULL, 0, 0};
    buf_add(&spec, STR("/Type/Filespec/F"));
    value_text(&spec, name);
    buf_add(&spec, STR("/UF"));
    value_text(&spec, name);
    buf_add(&spec, STR("/Desc"));
    value_text(&spec, about(writer, figure));
    buf_add(&spec, STR("/AFRelationship/Data/EF<</F"));
    value_ref(&spec, stream);
    buf_add(&spec, STR("/UF"));
    value_ref(&spec, stream);
    buf_add(&spec, STR(">>"));
    return pdf_object(writer->pdf, buf_str(&spec));
}

void attach_write(Writer *writer)
{
    for (size_t i = 0; i < writer->tags->all.n; i++) {
        Elem *elem = writer->tags->all.at[i];
        const Node *chart = chart_of(elem);
        if (!chart)
            continue;
        Str name = name_of(writer, elem->node), data = chart_csv(writer->arena, writer->input->meta, chart);
        elem->file = file_write_in(writer, elem->node, name, data);
        VEC_PUSH(writer->arena, &writer->attached, (Attached){name, elem->file});
    }
}

static int name_cmp(const void *a, const void *b)
{
    return str_cmp(((const Attached *)a)->name, ((const Attached *)b)->name);
}

void attach_names(Writer *writer, Buf *b)
{
    if (writer->attached.n == 0)
        return;
    qsort(writer->attached.at, writer->attached.n, sizeof *writer->attached.at, name_cmp);
    Buf tree = {writer->arena, NULL, 0, 0};
    buf_add(&tree, STR("/Names["));
    for (size_t i = 0; i < writer->attached.n; i++) {
        value_label(&tree, writer->attached.at[i].name);
        value_ref(&tree, writer->attached.at[i].ref);
    }
    buf_add(&tree, STR("]"));
    buf_add(b, STR("/EmbeddedFiles"));
    value_ref(b, pdf_object(writer->pdf, buf_str(&tree)));
}
