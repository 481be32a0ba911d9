/* system.c - the fonts of the system, asked of fontconfig: the faces of a family by its name, or a
 * family that has a character. The library is loaded when the first question comes, so a document
 * that names no foreign font never pays for the scan, and stays, because it keeps memory of its own
 * for the whole process. Answers are put into an order of our own, because fontconfig's follows the
 * order of the disk. */
#include "asset_int.h"

#include <dlfcn.h>
#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

#define CALLS(X) \
    X(FcInitLoadConfigAndFonts) X(FcConfigDestroy) X(FcPatternCreate) X(FcPatternDestroy) X(FcPatternAddString) \
    X(FcPatternAddCharSet) X(FcPatternAddBool) X(FcCharSetCreate) X(FcCharSetAddChar) X(FcCharSetDestroy) \
    X(FcObjectSetBuild) X(FcObjectSetDestroy) X(FcFontList) X(FcFontSetDestroy) X(FcPatternGetString) \
    X(FcPatternGetInteger) X(FcPatternGetDouble) X(FcPatternGetBool) X(FcWeightToOpenTypeDouble)

struct System {
    Arena *arena;
    void *library;
    FcConfig *config;
#define X(name) __typeof__(name) *name;
    CALLS(X)
#undef X
};

static bool load_calls(System *s)
{
    bool complete = true;
#define X(name) *(void **)&s->name = dlsym(s->library, #name); complete &= s->name != NULL;
    CALLS(X)
#undef X
    return complete;
}

System *system_open(Arena *arena)
{
    System *s = ARENA_NEW(arena, System);
    s->arena = arena;
    s->library = dlopen("libfontconfig.so.1", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (s->library == NULL)
        return NULL;
    if (load_calls(s))
        s->config = s->FcInitLoadConfigAndFonts();
    if (s->config != NULL)
        return s;
    dlclose(s->library);
    return NULL;
}

void system_close(System *s)
{
    if (s == NULL)
        return;
    s->FcConfigDestroy(s->config);
    dlclose(s->library);
}

static Str pattern_str(const System *s, FcPattern *font, const char *object)
{
    FcChar8 *value;
    if (s->FcPatternGetString(font, object, 0, &value) != FcResultMatch)
        return (Str){0};
    return str_copy(s->arena, str_of((const char *)value));
}

static int pattern_int(const System *s, FcPattern *font, const char *object, int otherwise)
{
    int value;
    return s->FcPatternGetInteger(font, object, 0, &value) == FcResultMatch ? value : otherwise;
}

static int pattern_weight(const System *s, FcPattern *font)
{
    double weight;
    if (s->FcPatternGetDouble(font, FC_WEIGHT, 0, &weight) != FcResultMatch)
        return 400;
    return (int)(s->FcWeightToOpenTypeDouble(weight) + 0.5);
}

static FaceRow pattern_row(const System *s, FcPattern *font)
{
    FaceRow row = {.family = pattern_str(s, font, FC_FAMILY),
                   .path = pattern_str(s, font, FC_FILE)};
    row.index = (unsigned)pattern_int(s, font, FC_INDEX, 0) & 0xFFFF;
    row.weight = pattern_weight(s, font);
    row.italic = pattern_int(s, font, FC_SLANT, FC_SLANT_ROMAN) != FC_SLANT_ROMAN;
    if (pattern_int(s, font, FC_WIDTH, FC_WIDTH_NORMAL) != FC_WIDTH_NORMAL)
        row.bad = true;                    /* a condensed face must not pass for the family's own */
    return row;
}

static int row_order(const void *a, const void *b)
{
    const FaceRow *x = a, *y = b;
    int order = str_cmp(x->family, y->family);
    if (order == 0)
        order = x->weight - y->weight;
    if (order == 0)
        order = x->italic - y->italic;
    if (order == 0)
        order = str_cmp(x->path, y->path);
    return order != 0 ? order : (int)x->index - (int)y->index;
}

/* All outline faces that match the pattern, in our order. Takes the pattern. */
static void list_faces(const System *s, FcPattern *pattern, FaceRows *rows)
{
    FcObjectSet *objects = s->FcObjectSetBuild(FC_FAMILY, FC_FILE, FC_INDEX, FC_WEIGHT, FC_SLANT,
                                               FC_WIDTH, (char *)NULL);
    s->FcPatternAddBool(pattern, FC_OUTLINE, FcTrue);
    s->FcPatternAddBool(pattern, FC_VARIABLE, FcFalse);
    FcFontSet *fonts = s->FcFontList(s->config, pattern, objects);
    for (int i = 0; fonts != NULL && i < fonts->nfont; i++) {
        FaceRow row = pattern_row(s, fonts->fonts[i]);
        if (row.path.n > 0 && !row.bad)
            VEC_PUSH(s->arena, rows, row);
    }
    if (fonts != NULL)
        s->FcFontSetDestroy(fonts);
    s->FcObjectSetDestroy(objects);
    s->FcPatternDestroy(pattern);
    if (rows->n > 1)
        qsort(rows->at, rows->n, sizeof rows->at[0], row_order);
}

size_t system_family(System *s, Str family, FaceRows *rows)
{
    FcPattern *pattern = s->FcPatternCreate();
    s->FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)str_c(s->arena, family));
    FaceRows found = {0};
    list_faces(s, pattern, &found);
    for (size_t i = 0; i < found.n; i++) {
        found.at[i].family = str_copy(s->arena, family); /* as it was asked for: a family may have several names */
        VEC_PUSH(s->arena, rows, found.at[i]);
    }
    return found.n;
}

Str system_with(System *s, uint32_t code_point, int weight, bool italic)
{
    FcPattern *pattern = s->FcPatternCreate();
    FcCharSet *set = s->FcCharSetCreate();
    s->FcCharSetAddChar(set, code_point);
    s->FcPatternAddCharSet(pattern, FC_CHARSET, set);
    s->FcCharSetDestroy(set);
    FaceRows found = {0};
    list_faces(s, pattern, &found);
    const FaceRow *best = NULL;
    int least = 0;
    for (size_t i = 0; i < found.n; i++) {
        const FaceRow *row = &found.at[i];
        int distance = abs(row->weight - weight) + (row->italic != italic ? 500 : 0);
        if (best == NULL || distance < least) {
            best = row;
            least = distance;
        }
    }
    return best == NULL ? (Str){0} : best->family;
}
