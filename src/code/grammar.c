/* grammar.c - the grammars of a document: found in the folders by a language's name, opened when a fence first names it,
 * closed with the document. What cannot be used is told once, and its code stays plain. */
#include "code/code_int.h"

#include <dlfcn.h>
#include <string.h>
#include <unistd.h>

enum { QUERY_MOST = 1 << 20 };                             /* bytes */

Str code_folders(Arena *arena, const char *own)
{
    char program[4096];
    ssize_t n = own ? -1 : readlink("/proc/self/exe", program, sizeof program);
    if (own || n <= 0)
        return str_of(own);
    Str beside = path_folder((Str){program, (size_t)n});
    return str_format(arena, "%.*s/grammars:%.*s/lib/octavo/grammars", STR_ARGS(beside), STR_ARGS(path_folder(beside)));
}

static void refuse(Grammars *g, Place place, const char *path, const char *why)
{
    Str text = str_of(path);
    diag_add(g->diag, DIAG_GRAMMAR, place, STR_ARGS(text), why);
}

static Place place_in(Arena *arena, const char *path, Str text, size_t at)
{
    Source *source = ARENA_NEW(arena, Source);
    *source = (Source){.name = str_copy(arena, str_of(path)), .text = text};
    Place place = {source, 1, 1};
    for (size_t i = 0; i < at; i++) {
        place.line += text.p[i] == '\n';
        place.column = text.p[i] == '\n' ? 1 : place.column + 1;
    }
    return place;
}

static const Query *query_open(Grammars *g, const char *path, const void *language, Place place)
{
    Str text;
    QueryFault fault;
    Names names = grammar_names(language);
    FileStatus status = file_read(g->arena, path, QUERY_MOST, &text);
    if (status != FILE_OK) {
        refuse(g, place, path, status == FILE_MISSING ? "no such file" : "it cannot be read");
        return NULL;
    }
    const Query *query = query_read(g->arena, &names, text, &fault);
    if (query == NULL)
        diag_add(g->diag, DIAG_GRAMMAR_QUERY, place_in(g->arena, path, text, fault.at), fault.why);
    return query;
}

/* The function of the shared object that gives its tables; its name is the language's. */
static const void *language_open(Grammars *g, const char *path, Str name, Place place)
{
    char symbol[64] = "tree_sitter_";
    size_t n = strlen(symbol);
    for (size_t i = 0; i < name.n && n < sizeof symbol - 1; i++)
        symbol[n++] = name.p[i] == '-' ? '_' : name.p[i];
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    const void *(*tables)(void) = NULL;
    if (handle == NULL) {
        refuse(g, place, path, "it is no shared object");
        return NULL;
    }
    VEC_PUSH(g->arena, &g->handles, handle);
    *(void **)&tables = dlsym(handle, symbol);
    const void *language = tables ? tables() : NULL;
    const char *why = language ? grammar_check(language) : "it does not hold that language";
    if (why)
        refuse(g, place, path, why);
    return why ? NULL : language;
}

static void grammar_open(Grammars *g, Grammar *grammar, Str name, Place place)
{
    Str rest = g->folders, folder;
    while (str_split(&rest, ':', &folder)) {
        Str path = str_format(g->arena, "%.*s/%.*s.so", STR_ARGS(folder), STR_ARGS(name));
        if (folder.n == 0 || access(path.p, F_OK) != 0)
            continue;
        const void *language = language_open(g, path.p, name, place);
        if (language == NULL)
            return;
        path = str_format(g->arena, "%.*s/%.*s.scm", STR_ARGS(folder), STR_ARGS(name));
        grammar->query = query_open(g, path.p, language, place);
        grammar->language = grammar->query ? language : NULL;
        return;
    }
}

const Grammar *grammar_of(Grammars *g, Str name, Place place)
{
    bool fresh;
    Grammar **slot = (Grammar **)map_slot(g->of_name, name, &fresh);
    if (fresh) {
        *slot = ARENA_NEW(g->arena, Grammar);
        grammar_open(g, *slot, name, place);
    }
    return *slot;
}

void grammars_close(Grammars *g)
{
    for (size_t i = 0; i < g->handles.n; i++)
        dlclose(g->handles.at[i]);
}
