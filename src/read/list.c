/* list.c - which files a book is made of: mdBook's SUMMARY.md and book.toml, the nav of mkdocs.yml,
 * `book:` in front matter, or else the Markdown files of a folder by name. Out goes the list of
 * chapters with titles and depths; the files themselves are read by others. */
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "read/read_int.h"

enum { FOLDERS_MAX = 8, CHAPTERS_MAX = 20000, NAV_MAX = 12 };

typedef struct Lister {
    Book *book;
    Files *files;
    Arena *arena;
    Diag *diag;
    Str list;
} Lister; /* list: its file */

static void add(Lister *l, Chapter chapter)
{
    bool fresh = true;
    if (chapter.path.n) *map_slot(l->book->paths, chapter.path, &fresh) = l;
    if (fresh && l->book->chapters.n < CHAPTERS_MAX) {
        VEC_PUSH(l->arena, &l->book->chapters, chapter);
    }
}

static bool is_remote(Str path)
{
    return str_find(path, STR("://")) >= 0 || str_starts(path, STR("mailto:"));
}

/* A chapter as a list names it; told and left out when it cannot be read. */
static void add_file(Lister *l, Chapter chapter, Str written)
{
    Str path = written, fragment;
    fragment = path;
    str_split(&fragment, '#', &path);
    chapter.path = path_join(l->arena, l->book->folder, path);
    const char *why = is_remote(written)                     ? "it is not a file"
                      : !files_has(l->files, chapter.path)   ? "no such file"
                      : !files_below(l->files, chapter.path) ? "it is outside of the book's folder"
                                                             : NULL;
    if (!why) {
        add(l, chapter);
    } else if (diag_once(l->diag, str_format(l->arena, "chapter:%.*s", STR_ARGS(chapter.path)))) {
        diag_add(l->diag, DIAG_CHAPTER, chapter.place, STR_ARGS(written), why);
    }
}

/* ---- SUMMARY.md ------------------------------------------------------------------------------ */

static int depth_of(const Node *node)
{
    int depth = 0;
    for (; node; node = node->parent) depth += node->kind == KIND_LIST;
    return depth ? depth - 1 : 0;
}

static bool has_items(const Node *item)
{
    for (const Node *node = item->first; node; node = node->next) {
        if (node->kind == KIND_LIST && node->first) return true;
    }
    return false;
}

/* The heading of a part, or an item that is no link: a heading with nothing of its own. */
static void add_heading(Lister *l, const Node *title, bool part, int depth)
{
    Str name = str_trim(node_plain(l->arena, title));
    Chapter chapter = {.title = title, .name = name, .depth = depth, .part = part, .listed = true,
                       .place = title->place};
    if (name.n) add(l, chapter);
}

/* `behind`: a list has been there. */
static void add_link(Lister *l, const Node *link, bool behind)
{
    const Node *item = node_ancestor(link, KIND_ITEM);
    Chapter chapter = {.title = link,
                       .name = str_trim(node_plain(l->arena, link)),
                       .depth = depth_of(link),
                       .listed = true,
                       .plain = !item,
                       .ends = !item && behind,
                       .place = link->place};
    if (link->text.n) {
        add_file(l, chapter, link->text);
    } else if (item && has_items(item)) {
        add(l, chapter);
    } else {
        diag_add(l->diag, DIAG_CHAPTER_DRAFT, chapter.place, STR_ARGS(chapter.name));
    }
}

static bool has_link(const Node *block)
{
    for (const Node *node = block; node; node = node_next(node, block)) {
        if (node->kind == KIND_LINK) return true;
    }
    return false;
}

static void summary_walk(Lister *l, const Node *document, Meta *meta)
{
    bool first = true, list = false;
    for (const Node *node = document; node; node = node_next(node, document)) {
        list = list || node->kind == KIND_LIST;
        if (node->kind == KIND_HEADING && !first) {
            add_heading(l, node, true, 0);
        } else if (node->kind == KIND_HEADING && !meta->title.n) {
            Str title = str_trim(node_plain(l->arena, node));
            bool usual = str_eq_fold(title, STR("summary")) ||
                         str_eq_fold(title, STR("table of contents"));
            if (!usual) meta->title = title;
        } else if (node->kind == KIND_LINK) {
            add_link(l, node, list);
        } else if (node->kind == KIND_PARAGRAPH && node->parent->kind == KIND_ITEM &&
                   !has_link(node)) {
            add_heading(l, node, false, depth_of(node));
        }
        first = first && node->kind != KIND_HEADING && node->kind != KIND_LINK;
    }
}

static bool summary_read(Lister *l, Front *front)
{
    const char *why;
    Source *source = files_include(l->files, path_join(l->arena, l->book->folder, l->list), &why);
    if (!source) return false;
    FrontSplit split = front_split(source->text);
    front_read(front, l->arena, source, split, l->diag);
    summary_walk(l, markdown_read(l->arena, source, split, l->diag), &front->meta);
    return l->book->chapters.n > 0;
}

/* ---- lists in YAML --------------------------------------------------------------------------- */

static bool is_file_name(Str s)
{
    return str_ends(s, STR(".md")) || str_ends(s, STR(".markdown"));
}

/* `a.md`, `Title: a.md`, `part: Title`, `Title: [..]`, as mkdocs' nav has them. */
static void nav_read(Lister *l, const Yaml *list, int depth)
{
    const Yaml *first = list->kind == YAML_LIST ? list->first : list;
    for (const Yaml *item = first; item; item = list->kind == YAML_LIST ? item->next : NULL) {
        const Yaml *value = item->kind == YAML_MAP ? item->first : item;
        if (!value) continue;
        Chapter chapter = {.depth = depth, .listed = true, .place = value->place,
                           .name = item->kind == YAML_MAP ? value->key : (Str){0}};
        if (value->kind == YAML_LIST && chapter.name.n && depth < NAV_MAX) {
            add(l, chapter);
            nav_read(l, value, depth + 1);
        } else if (value->kind == YAML_SCALAR && str_eq(chapter.name, STR("part"))) {
            chapter.name = value->value;
            chapter.part = true;
            chapter.depth = 0;
            add(l, chapter);
        } else if (value->kind == YAML_SCALAR && value->value.n) {
            add_file(l, chapter, value->value);
        }
    }
}

void book_list(Book *book, Files *files, const Yaml *list, Str folder)
{
    Lister l = {.book = book, .files = files, .arena = files->arena, .diag = files->diag};
    if (!book->paths) book->paths = map_new(files->arena);
    book->folder = folder;
    nav_read(&l, list, 0);
}

static bool mkdocs_read(Lister *l, Front *front, Str folder)
{
    const char *why;
    Source *source = files_include(l->files, path_join(l->arena, folder, STR("mkdocs.yml")), &why);
    if (!source) return false;
    Diag *quiet = diag_new(l->arena); /* another program's file, with tags of its own */
    const Yaml *map = yaml_read(l->arena, source, source->text, 1, quiet);
    const Yaml *nav = yaml_lookup(map, STR("nav")), *name = yaml_lookup(map, STR("site_name")),
               *docs = yaml_lookup(map, STR("docs_dir"));
    if (!nav || nav->kind != YAML_LIST) return false;
    const Yaml *url = yaml_lookup(map, STR("site_url"));
    if (name && !front->meta.title.n) front->meta.title = name->value;
    if (url && url->kind == YAML_SCALAR) front->meta.site_url = url->value;
    front->admonitions = true;
    book_list(l->book, l->files, nav,
              path_join(l->arena, folder, docs ? docs->value : STR("docs")));
    return l->book->chapters.n > 0;
}

/* ---- a folder without a list ----------------------------------------------------------------- */

static bool is_index(const char *name)
{
    return strcmp(name, "README.md") == 0 || strcmp(name, "index.md") == 0 ||
           strcmp(name, "_index.md") == 0;
}

typedef struct Found {
    const char *name;
    Str path;
    bool folder;
    long weight;
} Found; /* weight: LONG_MAX: none */
typedef VEC(Found) Finds;

/* Names by their letters, rows of digits as numbers. */
static int name_order(const char *x, const char *y)
{
    while (*x && *y) {
        if (*x >= '0' && *x <= '9' && *y >= '0' && *y <= '9') {
            char *x_end, *y_end;
            unsigned long long a = strtoull(x, &x_end, 10), b = strtoull(y, &y_end, 10);
            if (a != b) return a < b ? -1 : 1;
            x = x_end;
            y = y_end;
        } else if (*x != *y) {
            break;
        } else {
            x++;
            y++;
        }
    }
    return (int)(unsigned char)*x - (int)(unsigned char)*y;
}

static int compare_finds(const void *a, const void *b)
{
    const Found *x = a, *y = b;
    if (is_index(x->name) != is_index(y->name)) return is_index(x->name) ? -1 : 1;
    if (x->weight != y->weight) return x->weight < y->weight ? -1 : 1;
    int order = name_order(x->name, y->name);
    return order ? order : strcmp(x->name, y->name);
}

static Str front_of(Lister *l, Str path, const char *key)
{
    const char *why;
    Source *source = files_has(l->files, path) ? files_include(l->files, path, &why) : NULL;
    return source ? front_value(l->arena, source, front_split(source->text), str_of(key))
                  : (Str){0};
}

/* As Hugo, Docusaurus and Just the Docs write it; a folder has that of its index. */
static long weight_of(Lister *l, const Found *found)
{
    static const char *const keys[] = {"weight", "sidebar_position", "nav_order"},
                             *const files[] = {"_index.md", "index.md", "README.md"};
    long weight;
    for (size_t i = 0; i < 9; i++) {
        Str path =
            found->folder ? path_join(l->arena, found->path, str_of(files[i % 3])) : found->path;
        if (str_int(front_of(l, path, keys[i / 3]), &weight)) return weight;
    }
    return LONG_MAX;
}

static Finds finds_in(Lister *l, Str folder)
{
    Finds finds = {0};
    DIR *dir = opendir(str_c(l->arena, folder));
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        Str name = str_copy(l->arena, str_of(entry->d_name));
        Found found = {.name = name.p, .path = path_join(l->arena, folder, name)};
        if (name.p[0] == '.' || str_eq(name, STR("node_modules")) ||
            !files_below(l->files, found.path))
            continue;
        found.folder = files_is_folder(l->files, found.path);
        if (!found.folder && !(is_file_name(name) && files_has(l->files, found.path))) continue;
        found.weight = weight_of(l, &found);
        VEC_PUSH(l->arena, &finds, found);
    }
    if (dir) closedir(dir);
    if (finds.n) qsort(finds.at, finds.n, sizeof *finds.at, compare_finds);
    return finds;
}

static void folder_scan(Lister *l, Str folder, int depth)
{
    Finds finds = finds_in(l, folder);
    for (size_t i = 0; i < finds.n; i++) {
        const Found *found = &finds.at[i];
        Chapter chapter = {
            .path = found->path, .depth = depth && !is_index(found->name) ? 1 : 0, .listed = true};
        if (found->folder) {
            if (depth < FOLDERS_MAX) folder_scan(l, found->path, depth + 1);
        } else if (str_eq(front_of(l, found->path, "draft"), STR("true"))) {
            const char *why;
            Place place = {files_include(l->files, found->path, &why), 1, 0};
            diag_add(l->diag, DIAG_CHAPTER_HIDDEN, place, STR_ARGS(found->path));
        } else {
            add(l, chapter);
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static Str text_at(const Yaml *map, const char *key)
{
    const Yaml *item = yaml_lookup(map, str_of(key));
    return item && item->kind == YAML_SCALAR ? item->value : (Str){0};
}

static void authors_read(Lister *l, Meta *meta, const Yaml *list)
{
    VEC(Author) authors = {0};
    for (const Yaml *one = list && list->kind == YAML_LIST ? list->first : NULL; one;
         one = one->next)
        VEC_PUSH(l->arena, &authors, ((Author){.name = one->value}));
    meta->authors = authors.at;
    meta->n_authors = authors.n;
}

/* What book.toml says of the book; returns the folder of its chapters' files. */
static Str toml_meta(Lister *l, Front *front, Str folder)
{
    const char *why;
    Source *source = files_include(l->files, path_join(l->arena, folder, STR("book.toml")), &why);
    if (!source) return (Str){0};
    const Yaml *map = toml_read(l->arena, source, source->text, 1),
               *book = yaml_lookup(map, STR("book"));
    const Yaml *html = yaml_lookup(yaml_lookup(map, STR("output")), STR("html"));
    Meta *meta = &front->meta;
    l->book->mdbook = true;
    meta->title = text_at(book, "title");
    meta->lang = text_at(book, "language");
    meta->description = text_at(book, "description");
    authors_read(l, meta, yaml_lookup(book, STR("authors")));
    Str url = text_at(html, "site-url"), src = text_at(book, "src");
    if (str_starts(url, STR("http://")) || str_starts(url, STR("https://"))) meta->site_url = url;
    return path_join(l->arena, folder, src.n ? src : STR("src"));
}

/* GitBook has a SUMMARY.md too, beside its chapters; mdBook's lies in `src`. */
static bool has_summary(Lister *l, Str folder)
{
    Str real = path_real(l->arena, str_c(l->arena, folder));
    static const char *const lists[] = {"SUMMARY.md", "_toc.md"};
    l->book->folder = folder;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        l->list = str_of(lists[i]);
        if (!files_has(l->files, path_join(l->arena, folder, l->list))) continue;
        l->book->mdbook = l->book->mdbook || (i == 0 && str_ends(real, STR("/src")));
        return true;
    }
    return false;
}

/* The folder may be the book's own or that of its chapters, whose parent has the book.toml. */
static bool find_summary(Lister *l, Front *front, Str folder)
{
    Str src = toml_meta(l, front, folder);
    if (src.n && has_summary(l, src)) return true;
    if (!src.n && has_summary(l, folder)) {
        Str parent = path_join(l->arena, folder, STR(".."));
        Book before = *l->book;
        Front saved = *front;
        src = toml_meta(l, front, parent);
        if (!src.n ||
            !str_eq(path_real(l->arena, src.p), path_real(l->arena, str_c(l->arena, folder)))) {
            *l->book = before;
            *front = saved;
        }
        return true;
    }
    return has_summary(l, path_join(l->arena, folder, STR("src"))) || has_summary(l, folder);
}

bool book_open(Book *book, Files *files, Front *front, Str folder)
{
    Lister l = {.book = book, .files = files, .arena = files->arena, .diag = files->diag};
    if (!book->paths) book->paths = map_new(files->arena);
    front->meta.toc = true;
    bool found = find_summary(&l, front, folder);
    if (found) {
        found = summary_read(&l, front);
    } else {
        found = mkdocs_read(&l, front, folder);
    }
    if (found) return true;
    book->folder = folder;
    folder_scan(&l, folder, 0);
    return book->chapters.n > 0;
}

void book_add(Book *book, Files *files, Str path)
{
    if (!book->paths) book->paths = map_new(files->arena);
    VEC_PUSH(files->arena, &book->chapters, ((Chapter){.path = path}));
}
