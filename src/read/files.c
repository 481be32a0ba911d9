/* files.c - the files of a book: each is read once, kept, and lies below the book's root, links of
 * the file system followed. In come paths, out go sources; what was read can be asked for later. It
 * does not know what stands in them. */
#include <string.h>
#include <sys/stat.h>

#include "read/read.h"

enum { FILE_LIMIT = 64 << 20 };

void files_open(Files *files, Arena *arena, Str root, Diag *diag)
{
    *files = (Files){.arena = arena, .diag = diag, .root = root, .seen = map_new(arena)};
}

/* The nearest folder at or above this one that has a repository, else empty. */
static Str repository_of(Arena *arena, Str folder)
{
    struct stat st;
    for (Str at = folder; at.n > 1; at = path_folder(at)) {
        if (stat(str_format(arena, "%.*s/.git", STR_ARGS(at)).p, &st) == 0) return at;
    }
    return (Str){0};
}

static bool is_there(Arena *arena, Str folder, const char *name)
{
    struct stat st;
    return stat(str_format(arena, "%.*s/%s", STR_ARGS(folder), name).p, &st) == 0;
}

Str files_root(Arena *arena, const char *given, const char *first)
{
    struct stat st;
    if (given) return path_real(arena, given);
    bool folder = stat(first, &st) == 0 && S_ISDIR(st.st_mode);
    Str own = strcmp(first, "-") == 0 ? STR(".")
              : folder                ? str_of(first)
                                      : path_folder(str_of(first));
    Str real = path_real(arena, str_c(arena, own)), repository = repository_of(arena, real);
    if (repository.n) return repository;
    bool chapters = folder && is_there(arena, real, "SUMMARY.md") &&
                    is_there(arena, path_folder(real), "book.toml");
    return chapters ? path_folder(real) : real;
}

bool files_below(const Files *files, Str path)
{
    Str real;
    return file_find(files->arena, files->root, str_c(files->arena, path), &real) == FILE_OK;
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

/* Each file is read once, by the name that it was first asked for; `below`: only where the root allows it. */
static Source *source_read(Files *files, Str path, bool below, FileStatus *status)
{
    bool fresh;
    void **slot = map_slot(files->seen, str_copy(files->arena, path), &fresh);
    *status = FILE_OK;
    if (*slot) return *slot;
    Str real;
    const char *name = str_c(files->arena, path);
    if (fresh && !str_eq(path, STR("-"))) VEC_PUSH(files->arena, &files->wanted, str_of(name));
    Source *source = ARENA_NEW(files->arena, Source);
    source->name = str_eq(path, STR("-")) ? STR("<stdin>") : str_of(name);
    *status = below ? file_find(files->arena, files->root, name, &real) : FILE_OK;
    if (*status == FILE_OK) {
        *status = below ? file_read_real(files->arena, real, FILE_LIMIT, &source->text)
                        : file_read(files->arena, name, FILE_LIMIT, &source->text);
    }
    if (*status != FILE_OK) return NULL;
    source->text = text_sound(files->arena, source, files->diag);
    *slot = source;
    VEC_PUSH(files->arena, &files->sources, source);
    return source;
}

Source *files_read(Files *files, Str path, FileStatus *status)
{
    return source_read(files, path, false, status);
}

Source *files_include(Files *files, Str path, const char **why)
{
    FileStatus status;
    Source *source = source_read(files, path, true, &status);
    *why = status == FILE_MISSING || status == FILE_FOLDER ? "no such file"
         : status == FILE_OUTSIDE ? "it is outside of the book's folder" : "it cannot be read";
    return source;
}
