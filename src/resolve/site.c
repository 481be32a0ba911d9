/* site.c - where links go that leave the book: to the site that it is published on, if that is known.
 *
 * In comes an address as a chapter has it, out goes one of the web: from the chapter's folder below the
 * book's, `..` taken away, and `.md` turned into the `.html` that generators make of it.
 */
#include "resolve/resolve_int.h"

/* Where the path of a web address begins, behind the host. */
static size_t path_start(Str url)
{
    ptrdiff_t host = str_find(url, STR("://"));
    size_t at = host < 0 ? url.n : (size_t)host + 3;
    while (at < url.n && url.p[at] != '/') {
        at++;
    }
    return at;
}

/* The folder of the file below the book's. */
static Str folder_below(Arena *arena, const Meta *meta, const Source *from)
{
    Str folder = path_join(arena, STR("."), path_folder(from->name)),
        root = path_join(arena, STR("."), meta->site_folder);
    if (str_starts(folder, root) && folder.n > root.n && folder.p[root.n] == '/') {
        return str_slice(folder, root.n + 1, folder.n);
    }
    return STR(".");
}

Str site_address(Arena *arena, const Meta *meta, const Source *from, Str address)
{
    Str rest = address, path, url = meta->site_url;
    str_split(&rest, '#', &path);
    size_t host = path_start(url);
    Str base = str_starts(path, STR("/")) ? STR(".") : str_slice(url, host, url.n);
    Str folder = path_join(arena, base, folder_below(arena, meta, from));
    if (str_starts(path, STR("/"))) {
        folder = STR(".");
        path = str_slice(path, 1, path.n);
    }
    Str full = path_join(arena, folder, path);
    while (str_starts(full, STR("/")) || str_starts(full, STR("../"))) {
        full = str_slice(full, full.p[0] == '/' ? 1 : 3, full.n);
    }
    bool md = str_ends(full, STR(".md")), slash = str_ends(path, STR("/"));
    full.n -= md ? 3 : 0;
    return str_format(arena, "%.*s/%.*s%s%s%.*s", STR_ARGS(str_slice(url, 0, host)), STR_ARGS(full),
                      md ? ".html" : slash ? "/" : "", rest.n ? "#" : "", STR_ARGS(rest));
}
