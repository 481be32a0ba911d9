/* pdf.h - writes the display list as a tagged, archival PDF (ISO 32000-1; PDF/UA-1, ISO 14289-1; PDF/A-2a, ISO 19005-2)
 * on libharu's object layer. */
#ifndef OCTAVO_PDF_H
#define OCTAVO_PDF_H

#include "paint/paint.h"

typedef struct PdfLock { const char *user, *owner; } PdfLock; /* passwords in UTF-8; NULL or empty: none */

typedef struct PdfInput {
    const Node *document;
    const Meta *meta;
    const Pages *pages;
    const Ops *ops;
    int64_t date;                                          /* seconds since 1970, for both dates; < 0: none written */
    int level;                                             /* of compression, 1..12 (libdeflate) */
    bool linearize;                                        /* a reader can show the first page before the rest has come */
    int image_dpi;                                         /* pictures of more are made smaller; 0: as they are */
    const PdfLock *lock;                                   /* encrypted by AES-256; NULL: not. It is no PDF/A then */
    Jobs *jobs;                                            /* NULL: one thread does it all */
} PdfInput;

/* Writes what stands on the pages and packs it; after it nobody asks for ops or for the boxes of pages. NULL with *why when
 * there is a font that cannot be embedded. */
typedef struct Writer PdfWriter;
PdfWriter *pdf_press(Arena *arena, const PdfInput *input, const char **why);
/* The whole file in memory, from the same arena. False with *why when libharu refuses (out of memory, a limit), or when
 * there is no writer. The same input gives the same bytes, unless it is encrypted; the file identifier is a hash of the
 * content. */
bool pdf_write(PdfWriter *writer, Str *file, const char **why);
void tags_dump(const Node *document, const Ops *ops, Buf *out); /* the structure tree as text, for --dump=tags */
/* The content streams before compression, each a line: what `make bench` compresses as its floor. */
Str pdf_contents(Arena *arena, const PdfInput *input);

#endif
