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

/* Splits `---` front matter off the source's text: *front (without its fences; empty when there is none) and where the
 * Markdown begins. A `---` that opens a rule is no front matter. */
typedef struct FrontSplit { Str front, body; int front_line, body_line; } FrontSplit;
FrontSplit front_split(Str text);
/* Reads front matter into meta and style overrides; -M key=value pairs use front_set. Overrides are collected in
 * `settings` as style keys with values, to be applied after the theme; unknown keys are warned of. */
typedef struct Setting { Str key, value; Place place; } Setting;
typedef struct Front { Meta meta; VEC(Setting) settings; } Front;
void front_read(Front *front, Arena *arena, const Source *source, FrontSplit split, Diag *diag);
bool front_set(Front *front, Arena *arena, Str key, Str value, Diag *diag, Place place);
/* Applies theme `name` of the built-in themes.yaml (its base theme first), then the settings. False after a message:
 * an unknown theme gives the values of handout, a wrong setting is left out. */
bool theme_apply(Style *style, Arena *arena, Str name, const Front *front, Diag *diag);

/* Parses the Markdown of `source` from front_split's body into a DOCUMENT. Everything of GFM and of dialect.md that
 * needs the text's own shape is done here: attributes, captions (FIGURE, TABLE > CAPTION), alerts, page breaks,
 * footnotes (NOTE nodes at the end of the DOCUMENT), `@label` references (REF). `max_depth` bounds nesting. */
Node *markdown_read(Arena *arena, const Source *source, FrontSplit split, Diag *diag);

/* Appends the children of `more` (another file's DOCUMENT) to `book`: labels of notes stay those of their file. */
void book_join(Arena *arena, Node *book, Node *more);

#endif
