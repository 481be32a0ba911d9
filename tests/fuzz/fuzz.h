/* fuzz.h - what the fuzzing targets share: input as sound text, a tree that must hold together, a whole build.
 *
 * A target is one file with LLVMFuzzerTestOneInput; `make fuzz` builds and runs it in a folder of its own, where it may
 * write. Its dictionary is NAME.dict, its seeds are files of tests/cases and seeds/NAME.
 */
#ifndef OCTAVO_FUZZ_H
#define OCTAVO_FUZZ_H

#include "octavo.h"
#include "read/read.h"
#include "resolve/resolve.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Fuzz { Arena *arena; Diag *diag; Source source; } Fuzz;

static inline Fuzz fuzz_open(void)
{
    Arena *arena = arena_open();
    return (Fuzz){arena, diag_new(arena), {.name = STR("a.md")}};
}

static inline void fuzz_close(Fuzz *f)
{
    arena_close(f->arena);
}

/* Input as files_read would give it. */
static inline Str fuzz_sound(Fuzz *f, const void *data, size_t size)
{
    f->source.text = str_copy(f->arena, (Str){data, size});
    return f->source.text = text_sound(f->arena, &f->source, f->diag);
}

static inline void fuzz_expect(bool right, const char *what)
{
    if (!right) {
        fprintf(stderr, "wrong: %s\n", what);
        abort();
    }
}

/* Reads f->source as Markdown. */
static inline Node *fuzz_read(Fuzz *f)
{
    Node *document = markdown_read(f->arena, &f->source, front_split(f->source.text), f->diag);
    const char *wrong = node_check(document);
    fuzz_expect(!wrong, wrong);
    return document;
}

static inline Node *fuzz_read_text(Fuzz *f, Str text)
{
    fuzz_sound(f, text.p, text.n);
    return fuzz_read(f);
}

static inline void fuzz_write(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    fuzz_expect(file && fwrite(data, 1, size, file) == size && fclose(file) == 0, path);
}

/* Sets the text as in.md in the toy font, whose glyphs are few, to out.pdf. */
static inline void fuzz_build(Str text, const char *theme)
{
    static const char *const files[] = {"in.md"};
    static const OctavoSetting settings[] = {{"mainfont", "toy"}, {"sansfont", "toy"}, {"monofont", "toy"}};
    OctavoOptions options = {.files = files, .n_files = 1, .output = "out.pdf", .root = ".", .theme = theme, .settings = settings,
                             .n_settings = sizeof settings / sizeof *settings, .date = -1};
    fuzz_write("in.md", text.p, text.n);
    OctavoResult result = octavo_build(&options, NULL, NULL);
    if (result.status != 0 && result.status != 1) {
        fputs(result.messages, stderr);
    }
    fuzz_expect(result.status == 0 || result.status == 1, "a PDF is written whatever the content is");
    octavo_free(&result);
}

#endif
