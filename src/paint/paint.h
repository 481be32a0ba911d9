/* paint.h - the display list: what stands on each page as a row of operations that know nothing of PDF. */
#ifndef OCTAVO_PAINT_H
#define OCTAVO_PAINT_H

#include "page/page.h"

/* x, y in Len from the page's left top corner, y downward; TEXT's y is the baseline. */
typedef enum OpKind { OP_TEXT, OP_RECT, OP_PATH, OP_IMAGE, OP_TAG, OP_END } OpKind;

typedef struct Op {
    OpKind kind : 8;
    bool fill;                                             /* PATH */
    int16_t expand;                                        /* TEXT */
    Colour colour;
    Len x, y;
    union {
        struct { Len width; union { Len height, rise; }; }; /* RECT, IMAGE: the rectangle (y: its top); TAG: of a drawing;
                                                              TEXT: lifted by `rise` from y */
        Len line_width;                                    /* PATH */
    };
    union {
        struct {                                           /* TAG */
            const Node *node;                              /* whose structure element owns what follows; NULL: an artifact */
            const Node *leaf;                              /* the first in it: gives its reading order */
            Artifact artifact;
        };
        struct {                                           /* TEXT: words in one font on one baseline, the first at x, in
                                                              reading order */
            const Font *font; const Word *words;
            const Shaped *space;                           /* the face's space, NULL: it has none */
            int n;
        };
        struct { const Segment *segments; const Len *points, *dashes; int n_segments, n_dashes; }; /* PATH */
        const Image *image;
    };
} Op;

typedef struct Link { const Node *node; Len x, y, width, height; } Link; /* one rectangle for each line that it is on */
typedef struct PageOps { const Page *page; Op *ops; int n; Link *links; int n_links; } PageOps;
typedef struct Ops { PageOps *pages; int n; } Ops;

/* TAG .. END never nest; everything painted stands between them. A tag's node is the deepest node with a structure type
 * (kinds.def) at or above the leaf. */
Ops paint_pages(const Setter *setter, const Pages *pages);
bool tag_has(const Node *node);                            /* a structure type: spans only with a language, code only when
                                                              it is mathematics */
const Node *tag_owner(const Node *leaf);
void ops_dump(const Ops *ops, Buf *out);

#endif
