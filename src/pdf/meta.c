/* meta.c - what the file says about itself: the information dictionary and the XMP packet, which say the same, the
 * identification as PDF/UA-1 and PDF/A-2a (3a when files are attached), the output intent, the catalogue (ISO 14289-1, 5; ISO 19005-2, 6.6). */
#include "pdf/pdf_int.h"

typedef struct Facts { Str title, author, subject, keywords, lang, pdf_date, xmp_date; } Facts;

static Str joined_authors(Arena *arena, const Meta *meta)
{
    Buf b = {arena, NULL, 0, 0};
    for (size_t i = 0; i < meta->n_authors; i++) {
        if (i > 0)
            buf_add(&b, STR("; "));
        buf_add(&b, meta->authors[i].name);
    }
    return buf_str(&b);
}

static Str title_of(Arena *arena, const PdfInput *input)
{
    Str title = str_trim(input->meta->title);
    for (const Node *n = input->document->first; n && title.n == 0; n = node_next(n, input->document))
        if (n->kind == KIND_HEADING || n->kind == KIND_TITLE)
            title = str_trim(node_plain(arena, n));
    return title.n > 0 ? title : STR("Untitled");
}

/* BCP 47's outer form; anything else would not be a language to any reader. */
static Str lang_of(Arena *arena, Str lang)
{
    Buf b = {arena, NULL, 0, 0};
    size_t run = 0;
    for (size_t i = 0; i < lang.n; i++) {
        char c = lang.p[i] == '_' ? '-' : lang.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (b.n > 0 && c >= '0' && c <= '9');
        run = letter ? run + 1 : 0;
        if (run > 8 || (!letter && (c != '-' || b.n == 0 || b.p[b.n - 1] == '-')))
            return STR("en");
        buf_byte(&b, c);
    }
    return b.n > 0 && b.p[b.n - 1] != '-' ? buf_str(&b) : STR("en");
}

/* Days since 1970 to a date, by eras of 400 years that begin in March. */
static void dates(Arena *arena, int64_t seconds, Facts *facts)
{
    if (seconds < 0)
        return;
    int64_t days = seconds / 86400 + 719468, rest = seconds % 86400;
    int64_t era = days / 146097, doe = days % 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), shifted = (5 * doy + 2) / 153;
    int day = (int)(doy - (153 * shifted + 2) / 5 + 1), month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    int year = (int)(yoe + era * 400 + (month <= 2));
    int h = (int)(rest / 3600), m = (int)(rest / 60 % 60), s = (int)(rest % 60);
    facts->pdf_date = str_format(arena, "D:%04d%02d%02d%02d%02d%02dZ", year, month, day, h, m, s);
    facts->xmp_date = str_format(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, h, m, s);
}

Str date_value(Arena *arena, int64_t seconds)
{
    Facts facts = {0};
    dates(arena, seconds, &facts);
    return facts.pdf_date;
}

static Facts facts_of(Arena *arena, const PdfInput *input)
{
    Facts facts = {.title = text_fitted(title_of(arena, input)),
                   .author = text_fitted(joined_authors(arena, input->meta)),
                   .subject = text_fitted(str_trim(input->meta->description)),
                   .keywords = text_fitted(str_trim(input->meta->keywords)),
                   .lang = lang_of(arena, input->meta->lang)};
    dates(arena, input->date, &facts);
    return facts;
}

static void info_entry(Buf *b, const char *key, Str value)
{
    if (value.n == 0)
        return;
    buf_format(b, "/%s", key);
    value_text(b, value);
}

static Str info_text(Arena *arena, const Facts *facts)
{
    Buf b = {arena, NULL, 0, 0};
    info_entry(&b, "Title", facts->title);
    info_entry(&b, "Author", facts->author);
    info_entry(&b, "Subject", facts->subject);
    info_entry(&b, "Keywords", facts->keywords);
    info_entry(&b, "Creator", STR(PDF_PRODUCER));
    info_entry(&b, "CreationDate", facts->pdf_date);
    info_entry(&b, "ModDate", facts->pdf_date);
    return buf_str(&b);
}

static void xml_add(Buf *b, Str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '&')
            buf_add(b, STR("&amp;"));
        else if (c == '<')
            buf_add(b, STR("&lt;"));
        else if (c == '>')
            buf_add(b, STR("&gt;"));
        else
            buf_byte(b, c < 0x20 ? ' ' : (char)c);
    }
}

static void xmp_entry(Buf *b, const char *name, const char *before, Str value, const char *after)
{
    if (value.n == 0)
        return;
    buf_format(b, "<%s>%s", name, before);
    xml_add(b, value);
    buf_format(b, "%s</%s>\n", after, name);
}

static void xmp_creators(Buf *b, const Meta *meta)
{
    if (meta->n_authors == 0)
        return;
    buf_add(b, STR("<dc:creator><rdf:Seq>"));
    for (size_t i = 0; i < meta->n_authors; i++)
        xmp_entry(b, "rdf:li", "", meta->authors[i].name, "");
    buf_add(b, STR("</rdf:Seq></dc:creator>\n"));
}

/* PDF/A knows no pdfuaid: the packet itself must describe it. */
static const char xmp_extension[] =
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>part of ISO 14289 to which the file conforms</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

static const char xmp_open[] =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\""
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n";

/* part: of PDF/A; 0: the file is none. */
static Str xmp_text(Arena *arena, const Facts *facts, const Meta *meta, int part)
{
    Buf b = {arena, NULL, 0, 0};
    const char *alt = "<rdf:Alt><rdf:li xml:lang=\"x-default\">", *alt_end = "</rdf:li></rdf:Alt>";
    buf_add(&b, STR(xmp_open));
    xmp_entry(&b, "dc:title", alt, facts->title, alt_end);
    xmp_creators(&b, meta);
    xmp_entry(&b, "dc:description", alt, facts->subject, alt_end);
    xmp_entry(&b, "dc:language", "<rdf:Bag><rdf:li>", facts->lang, "</rdf:li></rdf:Bag>");
    xmp_entry(&b, "dc:format", "", STR("application/pdf"), "");
    xmp_entry(&b, "pdf:Keywords", "", facts->keywords, "");
    xmp_entry(&b, "pdf:Producer", "", STR(PDF_PRODUCER), "");
    xmp_entry(&b, "xmp:CreatorTool", "", STR(PDF_PRODUCER), "");
    xmp_entry(&b, "xmp:CreateDate", "", facts->xmp_date, "");
    xmp_entry(&b, "xmp:ModifyDate", "", facts->xmp_date, "");
    if (part > 0)
        buf_format(&b, "<pdfaid:part>%d</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>\n", part);
    buf_add(&b, STR("<pdfuaid:part>1</pdfuaid:part>\n"));
    buf_add(&b, STR(xmp_extension));
    buf_add(&b, STR("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"));
    return buf_str(&b);
}

void meta_write(Writer *writer, Str catalog)
{
    Facts facts = facts_of(writer->arena, writer->input);
    Buf b = {writer->arena, NULL, 0, 0};
    int part = writer->input->lock ? 0 : writer->attached.n ? 3 : 2;
    Ref xmp = pdf_stream(writer->pdf, STR("/Type/Metadata/Subtype/XML"),
                         xmp_text(writer->arena, &facts, writer->input->meta, part), false);
    Ref profile = pdf_stream(writer->pdf, STR("/N 3"), profile_srgb(writer->arena), true);
    buf_add(&b, STR("/Lang"));
    value_text(&b, facts.lang);
    buf_add(&b, STR("/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/Metadata"));
    value_ref(&b, xmp);
    buf_add(&b, STR("/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
                    "/Info(sRGB IEC61966-2.1)/DestOutputProfile"));
    value_ref(&b, profile);
    buf_add(&b, STR(">>]"));
    buf_add(&b, catalog);
    pdf_catalog(writer->pdf, buf_str(&b));
    pdf_info(writer->pdf, info_text(writer->arena, &facts));
}
