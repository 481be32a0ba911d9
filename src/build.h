/* build.h - one document on its way through the stages; build.c alone knows their order. */
#ifndef OCTAVO_BUILD_H
#define OCTAVO_BUILD_H

#include "code/code.h"
#include "octavo.h"
#include "pdf/pdf.h"
#include "read/read.h"

typedef struct Build {
    Arena *arena, *scratch;
    Arena *set, *list, *galleys, *shown;                   /* Setter's arena, list, galley and shown; NULL: closed */
    const OctavoOptions *options;
    OctavoResult *result;
    Diag *diag;
    Jobs *jobs;
    Images *images;
    Str root;                                              /* the folder below which pictures are read */
    Files files;                                           /* all that were read */
    Book book;
    Front front;
    Style style;
    Node *document;
    Coder *coder;
    Setter setter;
    Galley galley;
    Pages pages;
    Ops ops;
    Buf trace_lines, trace_pages;
    int64_t chosen;                                        /* nanoseconds, by the choice of line breaks */
    Buf messages;                                          /* what is wrong with the world, before the document's messages */
} Build;

/* dump.c: the stage named by options.dump as text into `out`; false when there is no such stage. */
bool build_dump(Build *build, Buf *out);
bool dump_is_stage(const char *name);
/* report.c: how lines and pages came out, beside what a page-by-page filler would have made of the same lines. */
void build_report(const Build *build, Buf *out);
/* deps.c: "OUTPUT: INPUT ..." in make's syntax, with an empty rule for each input; and all that was read or looked for,
 * each path ended by a NUL. */
Str deps_text(Build *build);
Str deps_inputs(Build *build);
/* watch.c: calls `run` in a process of its own, now and again whenever one of the files changes that it names in `list`
 * (each path ended by a NUL). Returns the exit status when the user interrupts it. */
int watch_run(int (*run)(void *ctx, int list), void *ctx);

#endif
