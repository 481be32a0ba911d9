/* resolve_int.h - what the files of resolve/ share. */
#ifndef OCTAVO_RESOLVE_INT_H
#define OCTAVO_RESOLVE_INT_H

#include "resolve/resolve.h"

Str words_date(Arena *arena, const Words *of,
               Str date); /* "2026-11-23" in the language's words; others unchanged */

void node_prepend(Node *parent, Node *child);
void node_add_text(Arena *arena, Node *parent,
                   Str text); /* a TEXT leaf at the end, at the parent's place */
void node_number(Arena *arena, Node *owner,
                 Str text);                     /* NUMBER > TEXT as the first child of owner */
Str slug_of(Arena *arena, Str text);            /* "What's new?" -> "whats-new" */
Str node_words(Arena *arena, const Node *node); /* node_plain without the NUMBER */

Node *titleblock_new(Arena *arena, const Node *document, const Meta *meta);
Node *contents_new(Arena *arena, Node *document, const Meta *meta);
/* A list of the captions of that kind, FIGURE or TABLE. */
Node *captions_new(Arena *arena, Node *document, Kind kind, const char *title);
void inlines_copy(Arena *arena, Node *to, const Node *from); /* without links, notes, numbers: for contents and index */
uint32_t char_lower(uint32_t c);                /* Latin, Greek, Cyrillic */

/* ---- the index (index.c, collate.c) ---- */

bool is_index_mark(const Node *node);
void index_place(Arena *arena, Node *document, const Meta *meta); /* an INDEX where the marks want one */
Node *index_spot(Node *mark);                   /* what stands on the page where the mark is: itself, or its neighbour */
/* Texts in the order of their language when compared by bytes; *letter: under which letter, empty for signs. */
Str collate_key(Arena *arena, Str text, Str lang, Str *letter);
void resolve_listings(Arena *arena, Node *document);                 /* a paragraph before each that has a title */
void resolve_alerts(Arena *arena, Node *document, const Meta *meta); /* the LABEL of each alert */
void resolve_notes(Arena *arena,
                   Node *document); /* footnotes: numbered, placed after their block */

/* ---- links between files (chapter.c) ---- */

typedef struct ChapterFile {
    const Source *source;
    Node *start; /* its first heading, or its first block */
} ChapterFile;
typedef struct ChapterPath {
    Str path;
    ChapterFile *file;
} ChapterPath;
typedef struct Chapters {
    Arena *arena;
    Map *map;               /* path -> ChapterFile* */
    VEC(ChapterPath) files; /* in order */
} Chapters;

void chapters_collect(Chapters *chapters, Arena *arena, Node *document);
bool address_is_relative(Str address);
ChapterFile *chapter_lookup(const Chapters *chapters, const Source *from,
                            Str path); /* NULL: not a file of the document */

/* Where an address of a chapter leads on the site, meta->site_url. */
Str site_address(Arena *arena, const Meta *meta, const Source *from, Str address);

/* ---- typography (typo.c, tie.c) ---- */

enum {
    NBSP = 0xA0,
    NARROW_NBSP = 0x202F,
    ENDASH = 0x2013,
    EMDASH = 0x2014,
    APOSTROPHE = 0x2019,
    PRIME = 0x2032,
    DOUBLE_PRIME = 0x2033,
    ELLIPSIS = 0x2026
};

typedef struct Leaf {
    Node *node;
    uint32_t first, last;
    bool set;
} Leaf; /* its outermost characters; set: to be changed */

typedef struct Typo {
    Arena *arena;
    const Words *words;
    bool french, letters_tie; /* letters_tie: every one-letter word keeps the next one */
    VEC(Leaf) leaves;         /* of the block at hand */
    size_t closers;           /* straight single quotes ahead that could close a quotation */
    int open_single, open_double;
    bool opened;            /* the last mark was an opening one */
    Str text;               /* of the leaf at hand */
    uint32_t before, after; /* the characters around it */
    Buf out;
    size_t done; /* how much of text is in out, or replaced there */
} Typo;

bool char_space(uint32_t c); /* 0, an end of the block, is a space */
bool char_digit(uint32_t c);
bool char_letter(uint32_t c);
bool char_word(uint32_t c);
bool char_opening(uint32_t c);
uint32_t typo_before(const Typo *t,
                     size_t at); /* the character that ends before byte `at` of the leaf */
uint32_t typo_at(const Typo *t, size_t at);                  /* the one that begins there */
size_t typo_row(const Typo *t, size_t at, char c);           /* how many of c stand there */
void typo_replace(Typo *t, size_t at, size_t n, uint32_t c); /* puts c in the place of n bytes */
void typo_tie(Typo *t, size_t at);                           /* the space at `at` */

#endif
