/* post.c - a finished file made over by libqpdf: in an order that lets a reader show the first page before the rest has
 * come (ISO 32000-1, annex F), or encrypted by AES-256 (ISO 32000-2, 7.6). Content and tags stay as they are. The
 * library is loaded when it is asked for, so that nobody else waits for it. */
#include "pdf/pdf_int.h"

#include <dlfcn.h>
#include <qpdf/qpdf-c.h>

#define CALLS(X) \
    X(qpdf_init) X(qpdf_cleanup) X(qpdf_silence_errors) X(qpdf_set_suppress_warnings) X(qpdf_read_memory) \
    X(qpdf_init_write_memory) X(qpdf_get_buffer) X(qpdf_get_buffer_length) X(qpdf_set_linearization) \
    X(qpdf_set_deterministic_ID) X(qpdf_set_decode_level) X(qpdf_set_r6_encryption_parameters2) X(qpdf_write) \
    X(qpdf_set_newline_before_endstream)

typedef struct Library {
#define X(name) __typeof__(name) *name;
    CALLS(X)
#undef X
} Library;

static bool library_open(Library *library)
{
    void *handle = dlopen("libqpdf.so.29", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    bool complete = handle != NULL;
#define X(name) if (complete) complete = (*(void **)&library->name = dlsym(handle, #name)) != NULL;
    CALLS(X)
#undef X
    if (handle != NULL)
        dlclose(handle);                                   /* which leaves it where it is */
    return complete;
}

/* Anybody with a password may read, print, copy and hear the text; who has the owner's may change it too. Without one
 * the reader's is the owner's. */
static void lock(const Library *library, qpdf_data qpdf, const PdfLock *keys)
{
    const char *user = keys->user ? keys->user : "", *owner = keys->owner && *keys->owner ? keys->owner : user;
    library->qpdf_set_r6_encryption_parameters2(qpdf, user, owner, QPDF_TRUE, QPDF_TRUE, QPDF_FALSE, QPDF_FALSE,
                                                QPDF_FALSE, QPDF_FALSE, qpdf_r3p_full, QPDF_TRUE);
}

static bool rewrite(const Library *library, qpdf_data qpdf, const PdfInput *input, Str file)
{
    library->qpdf_silence_errors(qpdf);
    library->qpdf_set_suppress_warnings(qpdf, QPDF_TRUE);
    if (library->qpdf_read_memory(qpdf, "octavo", file.p, file.n, NULL) != QPDF_SUCCESS ||
        library->qpdf_init_write_memory(qpdf) != QPDF_SUCCESS)
        return false;
    library->qpdf_set_decode_level(qpdf, qpdf_dl_none);
    library->qpdf_set_newline_before_endstream(qpdf, QPDF_TRUE); /* PDF/A's wish */
    library->qpdf_set_linearization(qpdf, input->linearize);
    if (input->lock != NULL)
        lock(library, qpdf, input->lock);
    else
        library->qpdf_set_deterministic_ID(qpdf, QPDF_TRUE);
    return library->qpdf_write(qpdf) == QPDF_SUCCESS;
}

bool post(Arena *arena, const PdfInput *input, Str *file, const char **why)
{
    Library library;
    if (!input->linearize && input->lock == NULL)
        return true;
    if (!library_open(&library)) {
        *why = "there is no libqpdf, which --linearize and --encrypt need (install libqpdf29)";
        return false;
    }
    qpdf_data qpdf = library.qpdf_init();
    bool done = rewrite(&library, qpdf, input, *file);
    if (done)
        *file = str_copy(arena, (Str){(const char *)library.qpdf_get_buffer(qpdf), library.qpdf_get_buffer_length(qpdf)});
    else
        *why = "libqpdf cannot make it over";
    library.qpdf_cleanup(&qpdf);
    return done;
}
