/* octavo.h - the public face of liboctavo: from Markdown to a typeset PDF.
 *
 * One call sets one document. The library keeps no global state; calls from several threads do not meet. Memory that is
 * refused ends the process with a message and exit status 2 (see README, "Errors"); where a library asks for it that
 * cannot bear a refusal (cmark-gfm when it is first used, ICU's dictionaries, librsvg and GLib, libqpdf) by abort().
 */
#ifndef OCTAVO_H
#define OCTAVO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OCTAVO_VERSION "0.1.0"

typedef struct OctavoSetting { const char *key, *value; } OctavoSetting; /* a front-matter key, as -M gives it */

typedef struct OctavoOptions {
    const char *const *files; size_t n_files;              /* paths of Markdown files, joined in order; "-" is stdin */
    const char *output;                                    /* path of the PDF; NULL: nothing is written */
    const char *grammars;                                  /* folders of grammars that colour code, divided by ":"; NULL:
                                                              grammars and ../lib/octavo/grammars beside the program */
    const char *theme;                                     /* NULL: as the front matter says, else "handout" */
    const char *root;                                      /* pictures are read below this folder only; NULL: the repository
                                                              (a folder with .git) of the first file, else its folder */
    const OctavoSetting *settings; size_t n_settings;      /* win over the front matter */
    bool strict;                                           /* warnings count as errors */
    bool lint;                                             /* sets the document, writes nothing, tells also what only a
                                                              careful author asks for */
    bool colour;                                           /* messages with ANSI colours */
    const char *dump;                                      /* tree items lines galley pages ops tags contents style; NULL: none */
    bool report;                                           /* how the pages came out, as text in the result's dump */
    bool trace_lines, trace_pages;                         /* why each break was chosen, before that */
    const char *deps;                                      /* path of a make dependency file; NULL: none */
    int image_dpi;                                         /* pictures of more dots per inch are made smaller; 0: none is */
    int jobs;                                              /* at work at once, the calling thread among them; 0: as many as
                                                              there are processors to use, at most 8. The bytes are the
                                                              same for any number */
    bool linearize;                                        /* the first page can be shown before the rest has come */
    bool encrypt;                                          /* by AES-256; the file is no PDF/A then */
    const char *user_password, *owner_password;            /* in UTF-8, 127 bytes at most: to read, to change; NULL or empty:
                                                              none, but not both */
    int64_t date;                                          /* of the PDF in seconds since 1970; < 0: from the front matter's
                                                              date, else no date */
} OctavoOptions;

enum { OCTAVO_STAGES = 16 };
typedef struct OctavoTiming { const char *stage; double seconds; } OctavoTiming;

typedef struct OctavoResult {                              /* freed by octavo_free */
    int status;                                            /* 0 clean or warnings, 1 errors in the content (the PDF is
                                                              written), 2 files, memory or usage (nothing is written) */
    char *messages; size_t n_messages_bytes;               /* as a terminal shows them, NUL-terminated */
    char *dump; size_t n_dump_bytes;                       /* what options.trace_*, dump and report asked for */
    char *inputs; size_t n_inputs_bytes;                   /* paths of the files that were read or looked for, each ended by
                                                              a NUL: when one changes, another build gives another PDF */
    size_t pages, errors, warnings, bytes;
    OctavoTiming timings[OCTAVO_STAGES]; size_t n_timings;
    double choosing_lines;                                 /* of the stages' seconds, those of all threads that went into the
                                                              choice of line breaks; that of pages is the stage `paginate` */
} OctavoResult;

/* Sets the document. `progress` (may be NULL) is called from time to time with the stage's name. */
OctavoResult octavo_build(const OctavoOptions *options, void (*progress)(void *ctx, const char *stage), void *ctx);
void octavo_free(OctavoResult *result);

/* Shuts the calling thread, and all that it starts later, in for good before a document of a stranger is built: only what
 * these options need can be read (the document's root, the files named, fonts and libraries of the system) and only the
 * folders of output and deps written; sockets, other programs and other processes are refused with EPERM. Linux only:
 * tells what the kernel could do (files: Landlock, Linux 5.13; calls: seccomp, x86-64 and ARM64). octavo_build does not
 * do it by itself. Fonts in folders that only a fontconfig file names are out of reach then. */
typedef struct OctavoSandbox { bool files, calls; } OctavoSandbox;
OctavoSandbox octavo_sandbox(const OctavoOptions *options);

#endif
