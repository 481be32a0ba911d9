/* doc.h - the document as a tree of nodes, and the values of its theme.
 *
 * read/ makes the tree from Markdown, resolve/ completes it (sections, labels, numbers, contents, quotes); after that it
 * is const, and every item, line, box and tag of the later floors points back at the node that it came from.
 */
#ifndef OCTAVO_DOC_H
#define OCTAVO_DOC_H

#include "base/base.h"

/* ---- nodes ---------------------------------------------------------------------------------------- */

typedef enum Kind {
#define KIND(name, text, level, leaf, role, element) KIND_##name,
#include "kinds.def"
#undef KIND
    KINDS
} Kind;

typedef struct KindRow { const char *name; bool block, leaf; const char *role, *element; } KindRow;
extern const KindRow kind_rows[KINDS];                     /* kinds.def as a table */

typedef enum Align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT, ALIGN_JUSTIFY, ALIGN_DECIMAL } Align;
typedef enum AlertKind { ALERT_NOTE, ALERT_TIP, ALERT_IMPORTANT, ALERT_WARNING, ALERT_CAUTION, ALERT_OTHER } AlertKind;
typedef enum Task { TASK_NONE, TASK_OPEN, TASK_DONE } Task;

typedef struct Pair { Str key, value; struct Pair *next; } Pair;
typedef struct Attr { Str id; Pair *pairs; } Attr;         /* {#id .class key=value}; a class is a pair without value */

typedef struct Node Node;
typedef struct Extras {                                    /* what few nodes have */
    const Attr *attr;                                      /* NULL: none */
    Str title;      /* LINK, IMAGE: the title; CODE_BLOCK: the info string; TABLE: its caption attributes' source */
    Str number;     /* HEADING, FIGURE, TABLE, NOTE: the number as printed ("1.2", "3"), set by resolve/number */
    Str label;      /* the name of its destination in the PDF, unique in the document; empty: none (resolve/ref) */
    Node *target;   /* LINK, REF, NOTE_REF, PAGE_NUMBER, CONTENTS_ITEM: the node it leads to, NULL: none; NOTE: its
                       first NOTE_REF (resolve/ref) */
} Extras;

struct Node {
    Kind kind;
    uint32_t order; /* place in document order (preorder), set when resolve/ ends */
    Place place;
    Node *parent, *first, *last, *prev, *next;
    Str text;       /* leaves: the text; LINK, IMAGE: the address as written; NOTE, NOTE_REF, REF: the label;
                       HTML_*: the source; PAGE_NUMBER: the label whose page is printed */
    const Extras *extra;                                   /* never NULL; node_extra gives a node its own */
    union {
        struct { int level, tag_level, shift; bool unnumbered, unlisted; } heading; /* tag_level: without skips; shift:
                                                              how much deeper than written; SECTION: level too */
        struct { bool ordered, tight; int start; char delimiter; int depth; } list; /* depth: 0 outermost */
        struct { Task task; } item;
        struct { int columns; Align *aligns; } table;
        struct { Align align : 8; bool header; int column, colspan, rowspan; } cell;
        struct { AlertKind kind; } alert;
        struct { Str language; } code;
        struct { bool page; } ref;                         /* REF, LINK {.page}: prints the page's number */
        struct { int level; } contents_item;
    } u;
};

Node *node_new(Arena *arena, Kind kind, Place place);
Node *node_text(Arena *arena, Kind kind, Place place, Str text); /* a leaf */
Extras *node_extra(Arena *arena, Node *node);              /* its own, to be written to */
bool node_has_extra(const Node *node);
void node_append(Node *parent, Node *child);
void node_insert_before(Node *sibling, Node *node);
void node_unlink(Node *node);
Node *node_next(const Node *node, const Node *root);       /* the next in preorder below root; NULL at the end */
Node *node_skip(const Node *node, const Node *root);       /* the next that is not below node */
Node *node_ancestor(const Node *node, Kind kind);          /* the nearest of that kind, itself included; NULL */
Str node_plain(Arena *arena, const Node *node);            /* the text below node, without markup and footnote marks;
                                                              breaks are spaces, an image is its alternative text, but not
                                                              beside the words of a heading */
Str attr_value(const Attr *attr, Str key);                 /* empty when not there */
bool attr_class(const Attr *attr, Str name);
/* Copies what is below `from` to below `to`. `copy` makes one node without its children; NULL: neither it nor they. */
typedef Node *NodeCopy(Arena *arena, const Node *node);
void node_copy(Arena *arena, Node *to, const Node *from, NodeCopy *copy);
const char *node_check(const Node *root);                  /* NULL: parents, siblings and levels are sound */
void doc_dump(const Node *root, Buf *out);                 /* the tree as indented text, for --dump=tree and the tests */

/* ---- front matter --------------------------------------------------------------------------------- */

typedef struct Author { Str name, affiliation; } Author;
typedef struct Meta {
    Str title, subtitle, date, lang, keywords, description, theme, abstract;
    Author *authors; size_t n_authors;
    bool toc, lof, lot, number_sections, title_page; int toc_depth;
    Str site_url, site_folder;                             /* where links go that leave the book, empty: nowhere; the
                                                              folder that is its root there */
} Meta;

/* ---- style: the values of a theme ------------------------------------------------------------------ */

typedef uint32_t Colour;                                   /* 0xRRGGBB, sRGB */
enum { COLOUR_NONE = 0x1000000 };                          /* of text that leaves no mark: for search and speech */
typedef struct Accent { Colour colour; bool bold, italic; } Accent;
typedef enum Figures { FIGURES_LINING, FIGURES_OLDSTYLE, FIGURES_TABULAR } Figures; /* tabular: lining, one width */

typedef struct TextStyle {
    Str family;                                            /* "main", "sans" or "mono": a role, see Style.family_* */
    int weight;                                            /* 100..900 */
    bool italic, small_caps, hyphenate;
    Figures figures;
    Align align;
    Len size, leading, before, after;                      /* before, after: space around the block */
    Len indent;                                            /* of the first line; body: of a paragraph after a paragraph */
    Colour colour;
} TextStyle;

typedef enum TextRole {
#define TEXT_ROLE(name, key) TEXT_##name,
#define VALUE(type, name, key)
#include "style.def"
#undef TEXT_ROLE
#undef VALUE
    TEXT_ROLES
} TextRole;

typedef Len StyleLen;
typedef bool StyleBool;
typedef int StyleInt;
typedef Str StyleStr;
typedef Colour StyleColour;
typedef Accent StyleAccent;

typedef struct Style {
    TextStyle text[TEXT_ROLES];
#define TEXT_ROLE(name, key)
#define VALUE(type, name, key) Style##type name;
#include "style.def"
#undef TEXT_ROLE
#undef VALUE
} Style;

/* Sets one value: key "page.width" or "h1.size", value as written in a theme. False and a message when the key or the
 * value is wrong. style_scale sets all sizes and leadings in proportion, so that the body has `size`. */
bool style_has(Str key);                                   /* true when style_set knows the key */
bool style_set(Style *style, Arena *arena, Str key, Str value, Diag *diag, Place place);
void style_scale(Style *style, Len size);
bool style_paper(Style *style, Str name);                  /* a4, a5, letter, "6x9in", "419.5pt x 595.3pt" */
void style_dump(const Style *style, Buf *out);

#endif
