/* icu.c - the few questions that only ICU can answer: line breaks of text without spaces (UAX 14
 * with dictionaries for Thai and its kin) and the names of characters. libicuuc and its 30 MB of
 * data are loaded when the first question comes, and stay: what ICU keeps for the whole process
 * must not lose its code. */
#include "shape_int.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uclean.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

/* ICU's functions carry its version in their names; unicode/urename.h has made `name` name_72 by now. */
#define TEXT_OF(x) #x
#define SYMBOL(name) TEXT_OF(name)
#define CALLS(X) X(u_charName) X(ubrk_open) X(ubrk_close) X(ubrk_setUText) X(ubrk_first) X(ubrk_next) X(utext_openUTF8) \
    X(utext_close) X(u_setMemoryFunctions)
#define LIBRARY "libicuuc.so." TEXT_OF_VALUE(U_ICU_VERSION_MAJOR_NUM)
#define TEXT_OF_VALUE(x) TEXT_OF(x)

struct Icu {
    void *library;
    UBreakIterator *lines;
    Str lang;                                              /* of `lines` */
#define X(name) __typeof__(name) *call_##name;
    CALLS(X)
#undef X
};

static bool load_calls(Icu *icu)
{
    bool complete = true;
#define X(name) *(void **)&icu->call_##name = dlsym(icu->library, SYMBOL(name)); complete &= icu->call_##name != NULL;
    CALLS(X)
#undef X
    return complete;
}

/* ICU looks for a dictionary again and again, without an end, when memory for it is refused. */
static void *memory_or_end(const void *context, size_t size)
{
    (void)context;
    void *p = malloc(size);
    if (p == NULL)
        memory_fail(size);
    return p;
}

static void *more_or_end(const void *context, void *old, size_t size)
{
    (void)context;
    void *p = realloc(old, size);
    if (p == NULL)
        memory_fail(size);
    return p;
}

static void memory_free(const void *context, void *p)
{
    (void)context;
    free(p);
}

Icu *shaper_icu(Shaper *shaper)
{
    if (shaper->icu_asked)
        return shaper->icu;
    shaper->icu_asked = true;
    Icu *icu = ARENA_NEW(shaper->arena, Icu);
    icu->library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (icu->library == NULL)
        return NULL;
    UErrorCode error = U_ZERO_ERROR;
    if (load_calls(icu)) {
        icu->call_u_setMemoryFunctions(NULL, memory_or_end, more_or_end, memory_free, &error);
        shaper->icu = icu;
    } else {
        dlclose(icu->library);
    }
    return shaper->icu;
}

void icu_close(Icu *icu)
{
    if (icu == NULL)
        return;
    if (icu->lines != NULL)
        icu->call_ubrk_close(icu->lines);
    dlclose(icu->library);
}

Str icu_name(Icu *icu, Arena *arena, uint32_t code_point)
{
    char name[128];
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = icu->call_u_charName((UChar32)code_point, U_EXTENDED_CHAR_NAME, name, sizeof name,
                                     &error);
    return error <= U_ZERO_ERROR && n > 0 ? str_copy(arena, (Str){name, (size_t)n}) : (Str){0};
}

static bool set_lang(Icu *icu, Str lang)
{
    if (icu->lines != NULL && str_eq(lang, icu->lang))
        return true;
    if (icu->lines != NULL)
        icu->call_ubrk_close(icu->lines);
    char tag[32] = "en";
    if (lang.n > 0 && lang.n < sizeof tag)
        for (size_t i = 0; i <= lang.n; i++)
            tag[i] = i < lang.n ? lang.p[i] : '\0';
    UErrorCode error = U_ZERO_ERROR;
    icu->lines = icu->call_ubrk_open(UBRK_LINE, tag, NULL, 0, &error);
    icu->lang = lang;
    if (error > U_ZERO_ERROR)
        icu->lines = NULL;
    return icu->lines != NULL;
}

size_t icu_breaks(Icu *icu, Str text, Str lang, uint32_t *breaks, size_t room)
{
    UErrorCode error = U_ZERO_ERROR;
    size_t n = 0;
    if (!set_lang(icu, lang))
        return 0;
    UText *utext = icu->call_utext_openUTF8(NULL, text.p, (int64_t)text.n, &error);
    if (error > U_ZERO_ERROR)
        return 0;
    icu->call_ubrk_setUText(icu->lines, utext, &error);
    icu->call_ubrk_first(icu->lines);
    for (int32_t at;
         error <= U_ZERO_ERROR && n < room && (at = icu->call_ubrk_next(icu->lines)) != UBRK_DONE;)
        if (at > 0 && (size_t)at < text.n)
            breaks[n++] = (uint32_t)at;
    icu->call_utext_close(utext);
    return n;
}
