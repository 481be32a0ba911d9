/* code_int.h - what the files of code/ share: a tree of code as an array, and the queries that are put to it. */
#ifndef OCTAVO_CODE_INT_H
#define OCTAVO_CODE_INT_H

#include "code/code.h"

/* ---- languages (language.c) ------------------------------------------------------------------------- */

/* The name of its files for a language as people write it; empty when it can be none. */
Str language_name(Arena *arena, Str written);

/* ---- what needs no grammar (plain.c) ------------------------------------------------------------------ */

typedef VEC(CodeSpan) Spans;
bool plain_knows(Str language);                            /* diff, console */
void plain_spans(Arena *arena, Str language, Str text, Spans *spans);

/* ---- trees (tree.c) ---------------------------------------------------------------------------------- */

/* A node of the tree; the array has them in preorder, so the children of node i begin at i + 1, and the next sibling of a
 * node is its `skip`. */
typedef struct Twig { uint32_t from, to, skip; uint16_t symbol, field; bool named; } Twig;
typedef struct Tree { const Twig *at; uint32_t n; } Tree;

/* What a grammar answers to the reader of its queries; 0: no such name. */
typedef struct Names {
    const void *grammar;
    uint16_t (*symbol)(const void *grammar, Str name, bool named);
    uint16_t (*field)(const void *grammar, Str name);
} Names;

void tree_begin(void);                                     /* before the first tree; no harm when done again */
const char *grammar_check(const void *grammar);            /* NULL: it can be used, else why not */
Names grammar_names(const void *grammar);
enum { TREE_MOST = 8192 };                                 /* bytes that are parsed at once */
Tree tree_read(Arena *arena, const void *grammar, Str text);
bool tree_is_wrong(const Tree *tree);                      /* hardly anything in it is of that language */

/* ---- patterns of characters (regex.c) ------------------------------------------------------------------ */

typedef struct Regex Regex;
typedef struct RegexWork RegexWork;                        /* what one thread needs to match */
const Regex *regex_read(Arena *arena, Str pattern);        /* NULL: malformed, or more than it knows */
size_t regex_size(const Regex *regex);
RegexWork *regex_work(Arena *arena, size_t size);          /* for all of at most that size */
bool regex_matches(const Regex *regex, RegexWork *work, Str text); /* anywhere in the text; in linear time */

/* ---- queries (query.c, match.c) ------------------------------------------------------------------------- */

typedef enum StepKind { STEP_NODE, STEP_ANY, STEP_NAMED, STEP_CHOICE, STEP_GROUP, STEP_ABSENT } StepKind;

/* What a node, or one of several, must be. ABSENT: the parent has no such field. */
typedef struct Step {
    StepKind kind;
    uint16_t symbol, field;                                /* field 0: any */
    bool named;
    bool optional, anchored, last;                         /* anchored: nothing stands before it; last: nor behind it */
    struct Step *first, *next;                             /* children of a node, rows of a CHOICE, parts of a GROUP */
    VEC(int) captures;
} Step;

typedef enum TestKind { TEST_EQUAL, TEST_SAME, TEST_ANY_OF, TEST_MATCH, TEST_NEVER } TestKind;
typedef struct Test {                                      /* a predicate: of the text of a capture */
    TestKind kind;
    bool negated;
    int capture, other;                                    /* SAME: of both */
    VEC(Str) words;
    const Regex *regex;
    struct Test *next;
} Test;

typedef struct Pattern { Step *root; Test *tests; int weight, order; } Pattern; /* weight: how much it says */
typedef VEC(const Pattern *) Patterns;
enum { SYMBOLS = 2048 };                                    /* that have patterns of their own */

typedef struct Query {
    Patterns *of_symbol;                                   /* whose root is that symbol */
    Patterns any;                                          /* whose root may be another node */
    VEC(Str) captures;                                     /* their names */
    VEC(int) styles;                                       /* their CodeStyle; -1: none */
    size_t regex_most;                                     /* the largest size of its regular expressions */
} Query;

typedef struct QueryFault { size_t at; const char *why; } QueryFault;

const Query *query_read(Arena *arena, const Names *names, Str text, QueryFault *fault); /* NULL: malformed */
/* The style of each node goes to the spans: the pattern that says most about it decides, of equals the last. */
void query_match(Arena *arena, const Query *query, const Tree *tree, Str text, Spans *spans);

/* ---- grammars (grammar.c) --------------------------------------------------------------------------------- */

typedef struct Grammar { const void *language; const Query *query; } Grammar; /* language NULL: none, its code is plain */
typedef struct Grammars {
    Arena *arena;
    Diag *diag;
    Str folders;
    Map *of_name;
    VEC(void *) handles;                                   /* what dlopen gave */
} Grammars;

const Grammar *grammar_of(Grammars *grammars, Str name, Place place); /* opened when it is asked for first */
void grammars_close(Grammars *grammars);

#endif
