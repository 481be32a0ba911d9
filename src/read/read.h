/* read.h - from files to the tree: Markdown, front matter, themes. */
#ifndef OCTAVO_READ_H
#define OCTAVO_READ_H

#include "doc/doc.h"

/* The source's text with malformed bytes and NULs replaced by U+FFFD; the first ones are told. Everything below takes
 * sound text. */
Str text_sound(Arena *arena, const Source *source, Diag *diag);

/* One value of a YAML text, with its place. A mapping's items have keys; a sequence's do not. */
typedef enum YamlKind { YAML_SCALAR, YAML_MAP, YAML_LIST } YamlKind;
typedef struct Yaml { YamlKind kind; Str key, value; Place place; struct Yaml *first, *next; } Yaml;

/* NULL and a DIAG_YAML message (line and column of `source` counted from `first_line`) when it is not well-formed. */
const Yaml *yaml_read(Arena *arena, const Source *source, Str text, int first_line, Diag *diag);
const Yaml *yaml_lookup(const Yaml *map, Str key);
/* The same of the part of TOML that front matter and book.toml use; what is wrong is left out. */
const Yaml *toml_read(Arena *arena, const Source *source, Str text, int first_line);

/* Splits `---` front matter off the source's text: *front (without its fences; empty when there is none) and where the
 * Markdown begins. A `---` that opens a rule is no front matter. */
typedef struct FrontSplit { Str front, body; int front_line, body_line; bool toml; } FrontSplit; /* toml: `+++` */
FrontSplit front_split(Str text);
/* Reads front matter into meta and style overrides; -M key=value pairs use front_set. Overrides are collected in
 * `settings` as style keys with values, to be applied after the theme; unknown keys are warned of. */
typedef struct Setting { Str key, value; Place place; } Setting;
typedef struct Front { Meta meta; VEC(Setting) settings; const Yaml *book; bool admonitions; } Front;
void front_read(Front *front, Arena *arena, const Source *source, FrontSplit split, Diag *diag);
Str front_value(Arena *arena, const Source *source, FrontSplit split, Str key); /* only that, without a message */
bool front_set(Front *front, Arena *arena, Str key, Str value, Diag *diag, Place place);
/* Applies theme `name` of the built-in themes.yaml (its base theme first), then the settings. False after a message:
 * an unknown theme gives the values of handout, a wrong setting is left out. */
bool theme_apply(Style *style, Arena *arena, Str name, const Front *front, Diag *diag);

/* The files of a document. Each is read once; its text is sound. */
typedef struct Files {
    Arena *arena;
    Diag *diag;
    Str root;                                              /* without links: what is included lies below it */
    Map *seen;
    VEC(Source *) sources;                                 /* all that were read, in order */
    VEC(Str) wanted;                                       /* their paths, and those that could not be read */
} Files;
/* The folder, without links, below which all lies that a document may read: what is given, else the repository that holds
 * the first file (a folder with .git), else the first file's own folder; of a book's folder of chapters the book's. */
Str files_root(Arena *arena, const char *given, const char *first);
void files_open(Files *files, Arena *arena, Str root, Diag *diag);
/* What the user named, wherever it lies; NULL and why; "-" is standard input. */
Source *files_read(Files *files, Str path, FileStatus *status);
Source *files_include(Files *files, Str path, const char **why); /* only below the root; NULL and why */
bool files_below(const Files *files, Str path);            /* it is there, and below the root */
bool files_is_folder(const Files *files, Str path);
bool files_has(const Files *files, Str path);              /* it is a file */

/* What a document's Markdown has beside what all have. */
typedef struct Dialect {
    Files *files;                                          /* for {{#include}}; NULL: directives are text */
    bool mdbook;                                           /* lines that begin with # are hidden in Rust's code */
    bool admonitions;                                      /* MkDocs' `!!! note`, `??? note`, `=== "tab"` */
    bool lint;                                             /* tells of what is defined and never used */
} Dialect;

/* Parses the Markdown of `source` from front_split's body into a DOCUMENT. Everything of GFM and of dialect.md that
 * needs the text's own shape is done here: attributes, captions (FIGURE, TABLE > CAPTION), alerts, page breaks,
 * footnotes (NOTE nodes at the end of the DOCUMENT), `@label` references (REF). `max_depth` bounds nesting. */
Node *markdown_read(Arena *arena, const Source *source, FrontSplit split, Diag *diag);
Node *markdown_read_as(Arena *arena, const Source *source, FrontSplit split, const Dialect *dialect, Diag *diag);

/* The chapters of a book in their order, from a folder's SUMMARY.md (mdBook), _toc.md, mkdocs.yml, or its files by weight
 * and name; or from `book:` in front matter. */
typedef struct Chapter {
    Str path;                                              /* empty: a heading without a file */
    const Node *title;                                     /* its children are the title; NULL: none is known */
    Str name;                                              /* the title as plain text */
    int depth;                                             /* 0 outermost */
    bool part, listed;                                     /* listed: a list of chapters names it */
    bool plain, ends;                                      /* before or behind the numbered ones; behind all parts */
    Place place;                                           /* in that list */
} Chapter;
typedef struct Book {
    Str folder;                                            /* where the chapters lie */
    bool mdbook;                                           /* there is a book.toml, or a SUMMARY.md in `src` */
    VEC(Chapter) chapters;
    Map *paths;                                            /* of the chapters */
} Book;
/* Reads the list of chapters of `folder` and sets what is known of the whole book in `front`. False: the folder has no
 * Markdown file. */
bool book_open(Book *book, Files *files, Front *front, Str folder);
/* Adds a file that no list names. */
void book_add(Book *book, Files *files, Str path);
/* Adds what `book:` of the front matter names. */
void book_list(Book *book, Files *files, const Yaml *list, Str folder);
/* Makes a chapter's tree part of the book: headings as deep as the chapter is, a title when it has none. `title`: that
 * of its own front matter. `document`: NULL for a chapter without a file, which gives a heading. */
Node *book_chapter(Arena *arena, const Chapter *chapter, Node *document, Str title);

/* Appends the children of `more` (another file's DOCUMENT) to `book`: labels of notes stay those of their file. */
void book_join(Arena *arena, Node *book, Node *more);

#endif
