/* read_int.h - what the files of read/ share: attributes, tags, marks of notes, and what is made of text once a
 * block is whole. */
#ifndef OCTAVO_READ_INT_H
#define OCTAVO_READ_INT_H

#include "read/read.h"

/* A line of the text that is parsed, and the line of the file that it comes from. */
typedef struct TextLine {
    Str text;
    const Source *source;
    int line;
    bool changed;                                          /* columns are not the file's */
} TextLine;
typedef VEC(TextLine) Lines;

/* A mark that opens or closes a block: an HTML element, a fenced div (":::"), an admonition. */
typedef struct MarkerRow {
    Str name;
    bool close, alert;                                     /* alert: its first class is the kind of an admonition */
    const Attr *attr;
    Place place;
} MarkerRow;

/* A formula that was taken out of the text. */
typedef struct Formula {
    Str source, tex;                                       /* as written; without its dollars */
    bool display;
} Formula;

/* One file while it is read. */
typedef struct Reading {
    Arena *arena, *scratch;                                /* scratch: what no node leads to */
    const Source *source;
    Diag *diag;
    const Dialect *dialect;
    Str text;                                              /* the Markdown, sound UTF-8 */
    Lines map;                                             /* its lines, when they are not the file's; else empty */
    int line;                                              /* of the file, where `text` begins */
    Node *document;
    Map *tags;                                             /* names that have an end tag somewhere; NULL: not yet looked */
    VEC(Str) lines;                                        /* of `lined`; empty: not yet looked */
    const Source *lined;
    Map *escaped;                                          /* labels of \[^marks]; NULL: not yet looked */
    VEC(Node *) anchors;                                   /* SPANs with an id that wait for the next block with text */
    VEC(MarkerRow) markers;
    VEC(Node *) nests;                                     /* blocks that have marks among their children */
    VEC(Formula) formulas;
    int n_formulas;                                        /* that are set */
    Place formula_place;                                   /* of the first one */
    VEC(Node *) captions;                                  /* PARAGRAPHs that look like a table's caption */
} Reading;

/* ---- include, prepare ------------------------------------------------------------------------------ */

void include_expand(Reading *r, Lines *lines, Str text);   /* `text` with its directives expanded, line by line */
void extend_lines(Reading *r, Lines *lines);               /* marks where blocks of other dialects begin and end */
/* Follows code fences, line by line; true when the line is code or a fence. */
typedef struct Fence { char c; size_t n; } Fence;          /* c: NUL when none is open */
bool fence_line(Fence *fence, Str line);
void prepare_text(Reading *r);                             /* r->text and r->map: as the Markdown parser shall see it */
Place reading_place(const Reading *r, int line, int column); /* of a line of r->text, from 1 */

/* ---- math ------------------------------------------------------------------------------------------ */

void math_lines(Reading *r, Lines *lines);                 /* puts marks in the place of formulas */
Str math_written(const Reading *r, Str s);                 /* with marks as they were written: for code and addresses */
void math_inline(Reading *r, Node *text);                  /* the marks of a TEXT become CODE before it */
void math_fence(Reading *r, Node *code);
void math_blocks(Reading *r, Node *paragraph);             /* formulas alone in their lines become blocks */

/* ---- front ----------------------------------------------------------------------------------------- */

typedef struct FrontReader { Front *front; Arena *arena; Diag *diag; } FrontReader;

/* DIAG_VALUE at the item; always false. `expected` says what would be right. */
bool front_refuse(FrontReader *r, const Yaml *item, const char *expected);
void front_unknown(FrontReader *r, Str key, Place place);  /* DIAG_KEY_UNKNOWN */
void front_setting(FrontReader *r, Str key, Str value, Place place);

/* ---- page ------------------------------------------------------------------------------------------ */

/* Each reads the value of one key; `at` is where a text goes (page_theme), else of no use. */
bool page_paper(FrontReader *r, const Yaml *item, void *at);
bool page_margin(FrontReader *r, const Yaml *item, void *at);
bool page_geometry(FrontReader *r, const Yaml *item, void *at);
bool page_size(FrontReader *r, const Yaml *item, void *at);
bool page_theme(FrontReader *r, const Yaml *item, void *at);
bool page_main(FrontReader *r, const Yaml *item, void *at);
bool page_sans(FrontReader *r, const Yaml *item, void *at);
bool page_mono(FrontReader *r, const Yaml *item, void *at);

/* ---- attr ------------------------------------------------------------------------------------------ */

/* Reads `{#id .class key=value key="v w"}` at the start of text: how many bytes it takes, 0 when it is none. */
size_t attr_read(Arena *arena, Str text, const Attr **attr);
/* The same without the opening brace, from `at` to a closing brace or the end: where it ends, 0 when unreadable. */
size_t attr_items(Arena *arena, Str s, size_t at, const Attr **attr);
/* True when text at least looks like attributes: `{` and then `#`, `.` or `name=`. */
bool attr_looks(Str text);
/* `<!-- {...} -->` behind a caption, a heading, a picture, link or code becomes the text `{...}`. */
void attr_comments(Reading *r, Node *parent);
size_t caption_prefix(Str s);                              /* ": " or "Table: ": its length; 0: there is none */
const Attr *attr_new(Arena *arena, Str id);
const Attr *attr_add(Arena *arena, const Attr *attr, Str key, Str value); /* a copy with one pair more, in front */

/* ---- tag ------------------------------------------------------------------------------------------- */

typedef struct Tag {
    Str name, inside, whole;                               /* inside: the attributes as written */
    bool close, empty, comment;                            /* empty: ends in /> ; comment: or <!X>, <?X>, CDATA */
} Tag;

typedef enum TagUse {
    USE_WRAP, USE_CLASS, USE_CODE, USE_LINK, USE_SPAN,     /* inline nodes; CLASS: a SPAN of the tag's name */
    USE_BREAK, USE_MEDIA, USE_IMAGE, USE_RULE,                        /* empty elements */
    USE_BLOCK, USE_SUMMARY, USE_CAPTION, USE_HEADING, USE_PRE, /* ends what is being set */
    USE_HIDE,                                              /* its content vanishes too */
    USE_NONE,                                              /* vanishes without a word */
    USE_OTHER                                              /* HTML that is not set: vanishes with a warning */
} TagUse;

typedef struct TagRow { const char *names; TagUse use; Kind kind; } TagRow;

/* The tag or comment at `at`: its length, 0 when none begins there. */
size_t tag_read(Str s, size_t at, Tag *tag);
/* An attribute's value, references resolved; p is NULL when it is not there. */
Str tag_attr(Arena *arena, const Tag *tag, const char *name);
const TagRow *tag_row(Str name);                           /* NULL: not HTML */
Str entity_text(Arena *arena, Str s);                      /* &amp; and its like resolved; s itself if there are none */

/* ---- html ------------------------------------------------------------------------------------------ */

/* Replaces the HTML_INLINE children of `parent` by what they stand for. */
void html_inline(Reading *r, Node *parent);
/* Appends to `parent` what the text of an HTML block stands for. */
void html_block(Reading *r, Node *parent, Place place, Str html);

/* ---- nest, cells ------------------------------------------------------------------------------------ */

void nest_mark(Reading *r, Node *parent, MarkerRow mark);  /* as the last child of parent */
void nest_known(Reading *r, Node *parent, Place place, size_t index); /* one that extend.c made */
void nest_blocks(Reading *r);                              /* nests what stands between marks, when all blocks are there */
void nest_flatten(Reading *r, Node *node);                 /* the blocks below a node as lines of text */
void table_settle(Reading *r, Node *node, const MarkerRow *mark); /* a table or one of its parts, from the inside out */

/* ---- markdown --------------------------------------------------------------------------------------- */

void markdown_fragment(Reading *r, Node *parent, Str text, Place place); /* appends the blocks of a text */

/* ---- inline ---------------------------------------------------------------------------------------- */

/* Attributes after code, links and pictures, references, marks of notes without text: the children of `parent`. */
void inline_finish(Reading *r, Node *parent);
/* Takes trailing attributes off the last text of a heading or caption; NULL: there are none. *source: as written. */
Str line_of(Reading *r, Place place);                      /* the source line of a place */
const Attr *inline_attr(Reading *r, Node *parent, Str *source);

/* ---- span ------------------------------------------------------------------------------------------ */

void span_brackets(Reading *r, Node *parent);              /* `[text]{.class}` among the children of `parent` */

/* ---- label ------------------------------------------------------------------------------------------ */

void label_lint(Reading *r);                               /* reference definitions that nothing uses */

/* ---- emoji ------------------------------------------------------------------------------------------ */

Str emoji_text(Arena *arena, Str s);                       /* with `:name:` replaced; s itself if there is none */

/* ---- note ------------------------------------------------------------------------------------------ */

typedef struct Mark {                                      /* a `[^label]:` of the text, perhaps within code */
    Str label;
    size_t at;                                             /* byte of its bracket */
    int line, column;                                      /* in the text, from 1 */
    bool opens, again, twice;                              /* stands where a block may begin; its label was there before;
                                                              it was renamed */
} Mark;
typedef VEC(Mark) Marks;

Marks note_marks(Arena *arena, Str text);
Str note_prefix(Arena *arena, const Marks *marks, int *lines); /* a paragraph with one reference for each label */
size_t note_from(const Marks *marks, int line, int column);    /* the index of the first one at or behind that place */
const Mark *note_mark(const Marks *marks, int line, int column); /* the last one before that place in its line, or NULL */
Str note_rename(Arena *arena, Str text, const Marks *marks, const bool *which); /* gives those marks a label of their own */
typedef struct NoteRef { Node *node; long number; } NoteRef; /* of the note that it leads to, from 1; 0: of none */
typedef VEC(NoteRef) NoteRefs;
typedef struct NoteText { Node *node; const Mark *mark; } NoteText;
typedef VEC(NoteText) NoteTexts;
void note_bind(Reading *r, const NoteTexts *notes, const NoteRefs *refs);
void note_unname(Marks *marks);                            /* the labels as they were, with `twice` set */

/* ---- block ----------------------------------------------------------------------------------------- */

/* What a block turns out to be once its children are there: page break, figure, alert ... The block may be replaced. */
void block_finish(Reading *r, Node *node);
void block_code(Reading *r, Node *node, Str info);
void fence_read(Reading *r, Node *node, Str info);         /* language and attributes from a fence's info string */
void block_captions(Reading *r);                           /* binds captions to their tables, when all blocks are there */

/* ---- chart ----------------------------------------------------------------------------------------- */

void chart_fence(Reading *r, Node *code);                  /* a fence `chart` is replaced by its TABLE, where it can be read */

#endif
