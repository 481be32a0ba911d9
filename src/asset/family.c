/* family.c - families and roles: reads the built-in fonts/families, gives each role (main, sans,
 * mono) its family, finds the face nearest to a weight and slant (CSS Fonts 4, 5.2) and makes each
 * font once. fontconfig is asked only for a family that is not listed there. Who stands in for a
 * face that lacks a character is found in fallback.c. */
#include "asset_int.h"

#include "base/builtin.h"

#include <hb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const role_names[ROLES] = {"main", "sans", "mono"};

/* Without one single face nothing can be set: as when memory is refused, there is no way on. */
static _Noreturn void fonts_fail(Str what)
{
    fprintf(stderr, "octavo: error: no font file can be opened (the last one: %.*s)\n",
            STR_ARGS(what));
    exit(2);
}

/* ---- fonts/families -------------------------------------------------------------------------- */

static int role_of(Str name)
{
    for (int i = 0; i < ROLES; i++)
        if (str_eq(name, str_of(role_names[i])))
            return i;
    return ROLE_MAIN;
}

static uint32_t hex_number(Str s)
{
    uint32_t value = 0;
    for (size_t i = 0; i < s.n; i++) {
        int c = s.p[i] | 32, digit = c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= '0' && c <= '9' ? c - '0' : -1;
        value = digit < 0 ? value : value << 4 | (uint32_t)digit;
    }
    return value;
}

static void read_names(Fonts *fonts, Str list, Names *names)
{
    Str name;
    while (str_split(&list, ',', &name))
        VEC_PUSH(fonts->arena, names, str_trim(name));
}

static void read_range(Fonts *fonts, Str line, bool late)
{
    CharRange range = {.late = late};
    Str part[3] = {{0}}, from;
    for (int i = 0; i < 3 && str_split(&line, '|', &part[i]); i++)
        part[i] = str_trim(part[i]);
    str_split(&part[0], '.', &from);
    range.from = hex_number(from);
    range.to = hex_number(str_slice(part[0], 1, part[0].n));
    range.package = part[1];
    read_names(fonts, part[2], &range.families);
    VEC_PUSH(fonts->arena, &fonts->ranges, range);
}

/* "ja: Noto Serif CJK SC = Noto Serif CJK JP" */
static void read_language(Fonts *fonts, Str line)
{
    LanguageRow row = {0};
    str_split(&line, ':', &row.lang);
    str_split(&line, '=', &row.instead_of);
    row.instead_of = str_trim(row.instead_of);
    row.family = str_trim(line);
    VEC_PUSH(fonts->arena, &fonts->languages, row);
}

static void read_row(Fonts *fonts, Str line)
{
    Str part[5] = {{0}};
    for (int i = 0; i < 5 && str_split(&line, '|', &part[i]); i++)
        part[i] = str_trim(part[i]);
    long weight;
    if (part[4].n == 0 || !str_int(part[1], &weight))
        return;
    Str path = part[4], file;
    long index = 0;
    str_split(&path, '#', &file);                          /* a face of a collection */
    str_int(path, &index);
    FaceRow row = {.family = part[0], .path = file, .weight = (int)weight, .index = (unsigned)index};
    row.italic = str_eq(part[2], STR("italic"));
    VEC_PUSH(fonts->arena, &fonts->rows, row);
}

static void read_role(Fonts *fonts, Str line, bool fallback)
{
    Str name;
    str_split(&line, '=', &name);
    Role *role = &fonts->roles[role_of(str_trim(name))];
    if (fallback)
        read_names(fonts, line, &role->fallback);
    else
        role->family = str_trim(line);
}

static void read_line(Fonts *fonts, Str line)
{
    Str rest = line, word;
    str_split(&rest, ' ', &word);
    if (str_find(line, STR("|")) >= 0 && !str_eq(word, STR("range")) && !str_eq(word, STR("late")))
        read_row(fonts, line);
    else if (str_eq(word, STR("role")) || str_eq(word, STR("fallback")))
        read_role(fonts, rest, str_eq(word, STR("fallback")));
    else if (str_eq(word, STR("range")) || str_eq(word, STR("late")))
        read_range(fonts, rest, str_eq(word, STR("late")));
    else if (str_eq(word, STR("language")))
        read_language(fonts, rest);
    else if (str_eq(word, STR("emoji")))
        fonts->emoji = str_trim(str_slice(rest, 1, rest.n));
}

Fonts *fonts_open(Arena *arena, Diag *diag)
{
    Fonts *fonts = ARENA_NEW(arena, Fonts);
    fonts->arena = arena;
    fonts->diag = diag;
    fonts->n_buckets = 64;
    fonts->buckets = ARENA_ARRAY(arena, RoleFont *, fonts->n_buckets);
    fonts->stand_ins = map_new(arena);
    fonts->emoji_faces = map_new(arena);
    fonts->known = ARENA_ARRAY(arena, StandIn, STAND_INS);
    const BuiltinFile *file = builtin_lookup("fonts/families");
    Str text = file == NULL ? (Str){0} : (Str){(const char *)file->data, file->size};
    Str line;
    while (str_split(&text, '\n', &line)) {
        line = str_trim(line);
        if (line.n > 0 && line.p[0] != '#')
            read_line(fonts, line);
    }
    return fonts;
}

void fonts_close(Fonts *fonts)
{
    if (fonts == NULL)
        return;
    for (size_t i = 0; i < fonts->rows.n; i++)
        face_close(fonts->rows.at[i].face);
    for (size_t i = 0; i < fonts->emoji_copies.n; i++)
        face_close(fonts->emoji_copies.at[i]);
    system_close(fonts->system);
}

Fonts *fonts_view(const Fonts *fonts, Arena *arena)
{
    Fonts *view = ARENA_NEW(arena, Fonts);
    *view = *fonts;
    view->is_view = true;
    return view;
}

bool fonts_missed(Fonts *view)
{
    bool missed = view->missed;
    view->missed = false;
    return missed;
}

/* ---- the face nearest to a style ------------------------------------------------------------- */

/* How far `have` is from `want`, by the order in which CSS Fonts 4 (5.2) tries weights. */
static int weight_distance(int want, int have)
{
    if (have == want)
        return 0;
    if (want >= 400 && want <= 500) {
        if (have > want && have <= 500)
            return have - want;
        return have < want ? 1000 + want - have : 2000 + have - want;
    }
    bool lighter_first = want < 400;
    bool is_first = lighter_first == (have < want);
    return (is_first ? 1000 : 2000) + abs(have - want);
}

static FaceRow *nearest_row(Fonts *fonts, Str family, int weight, bool italic)
{
    FaceRow *best = NULL;
    int least = 0;
    for (size_t i = 0; i < fonts->rows.n; i++) {
        FaceRow *row = &fonts->rows.at[i];
        if (row->bad || !str_eq_fold(row->family, family))
            continue;
        int distance = weight_distance(weight, row->weight) + (row->italic != italic ? 10000 : 0);
        if (best == NULL || distance < least) {
            best = row;
            least = distance;
        }
    }
    return best;
}

static bool row_open(Fonts *fonts, FaceRow *row)
{
    if (row->face != NULL)
        return true;
    const char *why;
    row->face = face_open(fonts->arena, row->path, row->index, fonts->n_faces, &why);
    row->bad = row->face == NULL;
    if (!row->bad)
        fonts->n_faces++;
    return !row->bad;
}

OpenFace *fonts_face(Fonts *fonts, Str family, int weight, bool italic)
{
    FaceRow *row;
    while ((row = nearest_row(fonts, family, weight, italic)) != NULL)
        if (row_open(fonts, row))
            return row->face;
    return NULL;
}

static OpenFace *role_search(Fonts *fonts, int role, int weight, bool italic)
{
    OpenFace *face = fonts_face(fonts, fonts->roles[role].family, weight, italic);
    for (size_t i = 0; face == NULL && i < fonts->roles[role].fallback.n; i++)
        face = fonts_face(fonts, fonts->roles[role].fallback.at[i], weight, italic);
    for (size_t i = 0; face == NULL && i < fonts->rows.n; i++)
        face = fonts_face(fonts, fonts->rows.at[i].family, weight, italic);
    if (face == NULL)
        fonts_fail(fonts->rows.n > 0 ? fonts->rows.at[0].path : STR("fonts/families"));
    return face;
}

static OpenFace *role_face(Fonts *fonts, int r, int weight, bool italic)
{
    Role *role = &fonts->roles[r];
    for (size_t i = 0; i < role->asked.n; i++)
        if (role->asked.at[i].weight == weight && role->asked.at[i].italic == italic)
            return role->asked.at[i].face;
    if (fonts->is_view) {
        fonts->missed = true;
        return role->asked.n > 0 ? role->asked.at[0].face : NULL;
    }
    OpenFace *face = role_search(fonts, r, weight, italic);
    VEC_PUSH(fonts->arena, &role->asked, (Asked){weight, italic, face});
    return face;
}

/* ---- fonts ----------------------------------------------------------------------------------- */

static size_t font_bucket(const Fonts *fonts, const Face *face, Len size, unsigned features,
                          int role)
{
    uint64_t h = (uint64_t)size * 31 + (uint64_t)face->id * 1021 + features * 7 + (uint64_t)role;
    h *= 0x9E3779B97F4A7C15u;
    return (size_t)(h >> 32) & (fonts->n_buckets - 1);
}

static const Font *font_any(Fonts *fonts)
{
    size_t i = 0;
    while (fonts->buckets[i] == NULL)
        i++;
    fonts->missed = true;
    return &fonts->buckets[i]->font;
}

static void fonts_rehash(Fonts *fonts)
{
    RoleFont **old = fonts->buckets;
    size_t n = fonts->n_buckets;
    fonts->n_buckets = 2 * n;
    fonts->buckets = ARENA_ARRAY(fonts->arena, RoleFont *, 2 * n);
    for (size_t i = 0; i < n; i++)
        for (RoleFont *f = old[i], *next; f != NULL; f = next) {
            next = f->next;
            size_t at = font_bucket(fonts, f->font.face, f->font.size, f->font.features, f->role);
            f->next = fonts->buckets[at];
            fonts->buckets[at] = f;
        }
}

const Font *fonts_intern(Fonts *fonts, const Face *face, Len size, unsigned features, int role)
{
    size_t at = font_bucket(fonts, face, size, features, role);
    for (RoleFont *f = fonts->buckets[at]; f != NULL; f = f->next)
        if (f->font.face == face && f->font.size == size && f->font.features == features &&
            f->role == role)
            return &f->font;
    if (fonts->is_view)
        return font_any(fonts);
    if (fonts->n_fonts == 2 * fonts->n_buckets) {
        fonts_rehash(fonts);
        at = font_bucket(fonts, face, size, features, role);
    }
    RoleFont *f = ARENA_NEW(fonts->arena, RoleFont);
    f->font = (Font){.face = face, .size = size, .features = features, .id = (int)fonts->n_fonts++};
    f->role = role;
    f->next = fonts->buckets[at];
    fonts->buckets[at] = f;
    return &f->font;
}

const Font *fonts_font(Fonts *fonts, Str role, int weight, bool italic, unsigned features, Len size)
{
    int r = role_of(role);
    OpenFace *face = role_face(fonts, r, weight, italic);
    return face != NULL ? fonts_intern(fonts, &face->face, size, features, r) : font_any(fonts);
}

const Font *fonts_sized(Fonts *fonts, const Font *font, Len size)
{
    if (font->size == size)
        return font;
    return fonts_intern(fonts, font->face, size, font->features, ((const RoleFont *)font)->role);
}

/* ---- families by name ------------------------------------------------------------------------ */

System *fonts_system(Fonts *fonts)
{
    if (!fonts->system_asked)
        fonts->system = system_open(fonts->arena);
    fonts->system_asked = true;
    return fonts->system;
}

static bool family_known(Fonts *fonts, Str name)
{
    if (fonts_face(fonts, name, 400, false) != NULL)
        return true;
    System *system = fonts_system(fonts);
    return system != NULL && system_family(system, name, &fonts->rows) > 0
           && fonts_face(fonts, name, 400, false) != NULL;
}

static void hint_family(Fonts *fonts, Str name)
{
    VEC(Str) names = {0};
    for (size_t i = 0; i < fonts->rows.n; i++)
        if (i == 0 || !str_eq(fonts->rows.at[i].family, fonts->rows.at[i - 1].family))
            VEC_PUSH(fonts->arena, &names, fonts->rows.at[i].family);
    Str nearest = diag_nearest(name, names.at, names.n);
    if (nearest.n > 0)
        diag_hint(fonts->diag, "did you mean \"%.*s\"?", STR_ARGS(nearest));
}

bool fonts_family(Fonts *fonts, Str role, Str name, Place place)
{
    Role *r = &fonts->roles[role_of(role)];
    name = str_trim(name);
    if (name.n > 0 && family_known(fonts, name)) {
        r->family = str_copy(fonts->arena, name);
        r->asked.n = 0;
        return true;
    }
    diag_add(fonts->diag, DIAG_FONT, place, STR_ARGS(name), STR_ARGS(r->family));
    hint_family(fonts, name);
    return false;
}
