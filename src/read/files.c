/* files.c - the files of a book: each is read once, kept, and lies below the book's root, links of
 * the file system followed. In come paths, out go sources; what was read can be asked for later. It
 * does not know what stands in them. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "read/read.h"

enum { FILE_LIMIT = 64 << 20 };

void files_open(Files *files, Arena *arena, Diag *diag)
{
    *files = (Files){.arena = arena, .diag = diag, .seen = map_new(arena)};
}

static Str real_path(Arena *arena, Str path)
{
    char *real = realpath(str_c(arena, path), NULL);
    Str copy = real ? str_copy(arena, str_of(real)) : (Str){0};
    free(real);
    return copy;
}

void files_root(Files *files, Str folder)
{
    files->root = real_path(files->arena, folder);
}

bool files_below(const Files *files, Str path)
{
    Str real = real_path(files->arena, path), root = files->root;
    if (!root.n || !str_starts(real, root)) return false;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a text that is not empty has an address */
    return real.n == root.n || root.p[root.n - 1] == '/' || real.p[root.n] == '/';
}

bool files_is_folder(const Files *files, Str path)
{
    struct stat st;
    return stat(str_c(files->arena, path), &st) == 0 && S_ISDIR(st.st_mode);
}

bool files_has(const Files *files, Str path)
{
    struct stat st;
    return stat(str_c(files->arena, path), &st) == 0 && S_ISREG(st.st_mode);
}

Source *files_read(Files *files, Str path, FileStatus *status)
{
    bool fresh;
    void **slot = map_slot(files->seen, str_copy(files->arena, path), &fresh);
    *status = FILE_OK;
    if (*slot) return *slot;
    Source *source = ARENA_NEW(files->arena, Source);
    source->name = str_eq(path, STR("-")) ? STR("<stdin>") : str_copy(files->arena, path);
    *status = file_read(files->arena, str_c(files->arena, path), FILE_LIMIT, &source->text);
    if (*status != FILE_OK) return NULL;
    source->text = text_sound(files->arena, source, files->diag);
    *slot = source;
    VEC_PUSH(files->arena, &files->sources, source);
    return source;
}

Source *files_include(Files *files, Str path, const char **why)
{
    FileStatus status = FILE_MISSING;
    *why = "no such file";
    if (!files_has(files, path)) return NULL;
    *why = "it is outside of the book's folder";
    if (!files_below(files, path)) return NULL;
    Source *source = files_read(files, path, &status);
    *why = "it cannot be read";
    return source;
}
