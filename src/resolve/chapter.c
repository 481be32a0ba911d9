/* chapter.c - links from one file of a document to another: `x.md`, `x.html`, a folder, each with
 * or without #name, with ./ and ../ or from the site's root.
 *
 * In comes an address as written and the file that it stands in, out goes the file of the document
 * that is meant. Whoever asks looks the name up in that file.
 */
#include "resolve/resolve_int.h"

enum { FORMS = 8 };

/* The part of a name behind its last slash. */
static Str last_part(Str path)
{
    size_t at = path.n;
    while (at && path.p[at - 1] != '/') {
        at--;
    }
    return str_slice(path, at, path.n);
}

static void chapter_add(Chapters *chapters, Node *node)
{
    const Source *source = source_file(node->place.source);
    if (!source) {
        return;
    }
    Str path = path_join(chapters->arena, STR("."), source->name);
    void **slot = map_slot(chapters->map, path, NULL);
    ChapterFile *file = *slot;
    if (!file) {
        file = *slot = ARENA_NEW(chapters->arena, ChapterFile);
        file->source = source;
        VEC_PUSH(chapters->arena, &chapters->files, ((ChapterPath){path, file}));
    }
    if (!file->start || (node->kind == KIND_HEADING && file->start->kind != KIND_HEADING)) {
        file->start = node;
    }
}

void chapters_collect(Chapters *chapters, Arena *arena, Node *document)
{
    *chapters = (Chapters){.arena = arena, .map = map_new(arena)};
    for (Node *node = document->first; node; node = node_next(node, document)) {
        bool block = kind_rows[node->kind].block && node->kind != KIND_SECTION;
        if (block && (node->kind == KIND_HEADING || node->parent->kind == KIND_SECTION ||
                      node->parent->kind == KIND_DOCUMENT)) {
            chapter_add(chapters, node);
        }
    }
}

bool address_is_relative(Str address)
{
    size_t n = 0;
    while (n < address.n && ((address.p[n] >= 'a' && address.p[n] <= 'z') ||
                             (address.p[n] >= 'A' && address.p[n] <= 'Z') ||
                             (address.p[n] >= '0' && address.p[n] <= '9') || address.p[n] == '+' ||
                             address.p[n] == '-' || address.p[n] == '.')) {
        n++;
    }
    bool scheme = n > 0 && n < address.n && address.p[n] == ':';
    return address.n > 0 && !scheme && !str_starts(address, STR("//"));
}

/* The source files that the output `path` can come from. */
static int path_forms(Arena *arena, Str path, Str *forms)
{
    int n = 0;
    Str name = last_part(path);
    bool html = str_ends(name, STR(".html")), folder = str_find(name, STR(".")) <= 0;
    forms[n++] = path;
    if (html) {
        Str stem = str_slice(path, 0, path.n - 5);
        forms[n++] = str_format(arena, "%.*s.md", STR_ARGS(stem));
        if (str_eq(name, STR("index.html"))) {
            forms[n++] = path_join(arena, path_folder(path), STR("README.md"));
        }
    }
    if (folder) {
        forms[n++] = str_format(arena, "%.*s.md", STR_ARGS(path));
        forms[n++] = path_join(arena, path, STR("index.md"));
        forms[n++] = path_join(arena, path, STR("README.md"));
        forms[n++] = path_join(arena, path, STR("_index.md"));
    }
    return n;
}

/* `/docs/x` from the site's root, which is unknown: the only file whose path ends like that. */
static ChapterFile *rooted_lookup(const Chapters *chapters, Str path)
{
    ChapterFile *found = NULL;
    for (size_t i = 0; i < chapters->files.n; i++) {
        const ChapterPath *at = &chapters->files.at[i];
        if (!str_ends(at->path, path) && !str_eq(at->path, str_slice(path, 1, path.n))) {
            continue;
        }
        if (found) {
            return NULL;
        }
        found = at->file;
    }
    return found;
}

/* Also without its first folders: the site may be served from below one. */
static ChapterFile *rooted_find(const Chapters *chapters, const Str *forms, int n)
{
    for (int i = 0; i < n; i++) {
        Str rest = forms[i];
        for (int drop = 0; drop < 3 && rest.n > 1; drop++) {
            ChapterFile *found = rooted_lookup(chapters, rest);
            if (found) {
                return found;
            }
            ptrdiff_t next = str_find(str_slice(rest, 1, rest.n), STR("/"));
            rest = next < 0 ? (Str){0} : str_slice(rest, (size_t)next + 1, rest.n);
        }
    }
    return NULL;
}

ChapterFile *chapter_lookup(const Chapters *chapters, const Source *from, Str path)
{
    Str forms[FORMS];
    if (!from) {
        return NULL;
    }
    bool rooted = str_starts(path, STR("/"));
    if (!rooted) {
        path = path_join(chapters->arena, path_folder(from->name), path);
    } else if (path.n > 1 && str_ends(path, STR("/"))) {
        path.n--;
    }
    int n = path_forms(chapters->arena, path, forms);
    if (rooted) {
        return rooted_find(chapters, forms, n);
    }
    for (int i = 0; i < n; i++) {
        ChapterFile *file =
            map_lookup(chapters->map, path_join(chapters->arena, STR("."), forms[i]));
        if (file) {
            return file;
        }
    }
    return NULL;
}
