/* reading.c - reads and resolves one Markdown file and does nothing else, for tests/bench/linear to count what that takes. */
#include <stdio.h>

#include "read/read.h"
#include "resolve/resolve.h"

int main(int argc, char **argv)
{
    Arena *arena = arena_open();
    Diag *diag = diag_new(arena);
    Front front = {0};
    Files files;
    FileStatus status = FILE_MISSING;
    files_open(&files, arena, files_root(arena, NULL, argc > 1 ? argv[1] : "-"), diag);
    Source *source = files_read(&files, str_of(argc > 1 ? argv[1] : "-"), &status);
    if (!source) return 2;
    FrontSplit split = front_split(source->text);
    front_read(&front, arena, source, split, diag);
    Dialect dialect = {.files = &files, .admonitions = front.admonitions, .lint = true};
    Node *document = markdown_read_as(arena, source, split, &dialect, diag);
    resolve(arena, document, &front.meta, diag);
    resolve_report(document, diag);
    Buf out = BUF(arena);
    diag_print(diag, &out, false);
    printf("%zu bytes of memory, %zu messages\n", arena_used(arena), diag->items.n);
    arena_close(arena);
    return 0;
}
