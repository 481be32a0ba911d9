/* fallback.c - who stands in for a face that lacks a character: the families that fonts/families names for its range,
 * those of the role's chain, at last whatever fontconfig knows; and the face whose glyphs are coloured pictures, for
 * emoji. */
#include "asset_int.h"

#include <hb-ot.h>
#include <hb.h>
#include <string.h>

enum { EMOJI_ROOM = 200 };                                 /* characters that one copy of the emoji face takes */

void fonts_language(Fonts *fonts, Str lang)
{
    fonts->lang = str_copy(fonts->arena, lang);
}

/* The family, or the one that the document's language has in its place. */
static Str family_of(const Fonts *fonts, Str family)
{
    for (size_t i = 0; i < fonts->languages.n; i++) {
        const LanguageRow *row = &fonts->languages.at[i];
        Str rest = str_slice(fonts->lang, row->lang.n, fonts->lang.n);
        if (str_eq_fold(str_slice(fonts->lang, 0, row->lang.n), row->lang) && (rest.n == 0 || rest.p[0] == '-') &&
            str_eq(row->instead_of, family))
            return row->family;
    }
    return family;
}

static const Face *family_with(Fonts *fonts, Str family, const Face *like, uint32_t c)
{
    OpenFace *face = fonts_face(fonts, family_of(fonts, family), like->weight, like->italic);
    return face != NULL && face_covers(&face->face, c) ? &face->face : NULL;
}

/* ---- ranges ---------------------------------------------------------------------------------------- */

static const Face *range_face(Fonts *fonts, const CharRange *range, int role, const Face *like, uint32_t c)
{
    const Face *face = NULL;
    size_t n = range->families.n;
    for (size_t i = 0; i < n && face == NULL; i++)
        face = family_with(fonts, range->families.at[role == ROLE_MAIN ? i : n - 1 - i], like, c);
    return face;
}

static const Face *ranges_face(Fonts *fonts, bool late, int role, const Face *like, uint32_t c)
{
    const Face *face = NULL;
    for (size_t i = 0; i < fonts->ranges.n && face == NULL; i++) {
        const CharRange *range = &fonts->ranges.at[i];
        bool is_late = range->late || role == ROLE_MONO;
        if (c >= range->from && c <= range->to && is_late == late)
            face = range_face(fonts, range, role, like, c);
    }
    return face;
}

static bool is_installed(Fonts *fonts, const CharRange *range)
{
    bool emoji = str_find(range->package, STR("emoji")) >= 0;
    return fonts_face(fonts, emoji ? fonts->emoji : range->families.at[0], 400, false) != NULL;
}

Str fonts_package(Fonts *fonts, uint32_t c)
{
    for (size_t i = 0; i < fonts->ranges.n; i++) {
        const CharRange *range = &fonts->ranges.at[i];
        if (c >= range->from && c <= range->to && range->families.n > 0 && !is_installed(fonts, range))
            return range->package;
    }
    return (Str){0};
}

/* ---- the system ------------------------------------------------------------------------------------ */

static const Face *system_face(Fonts *fonts, const Face *like, uint32_t c)
{
    uint32_t numbers[3] = {c, (uint32_t)like->weight, like->italic};
    Str key = {(const char *)numbers, sizeof numbers};
    const Face *const *known = map_lookup(fonts->stand_ins, key);
    if (known != NULL)
        return *known;
    const Face **slot = ARENA_NEW(fonts->arena, const Face *);
    *map_slot(fonts->stand_ins, str_copy(fonts->arena, key), NULL) = slot;
    if (fonts_system(fonts) == NULL)
        return NULL;
    Str family = system_with(fonts->system, c, like->weight, like->italic);
    if (family.n == 0)
        return NULL;
    if (fonts_face(fonts, family, like->weight, like->italic) == NULL)
        system_family(fonts->system, family, &fonts->rows);
    OpenFace *face = fonts_face(fonts, family, like->weight, like->italic);
    if (face != NULL && !face->face.colour && face_covers(&face->face, c))
        *slot = &face->face;
    return *slot;
}

static const Face *stand_in(Fonts *fonts, const Face *like, int r, uint32_t c)
{
    const Face *face = ranges_face(fonts, false, r, like, c);
    for (size_t i = 0; i < fonts->roles[r].fallback.n && face == NULL; i++)
        face = family_with(fonts, fonts->roles[r].fallback.at[i], like, c);
    if (face == NULL)
        face = ranges_face(fonts, true, r, like, c);
    if (face == NULL)
        face = system_face(fonts, like, c);
    return face;
}

const Font *fonts_for(Fonts *fonts, const Font *font, uint32_t c)
{
    const Face *like = font->face;
    if (face_covers(like, c))
        return font;
    int r = ((const RoleFont *)font)->role;
    StandIn *known = &fonts->known[(c * 31 + (uint32_t)like->id * 7 + (uint32_t)r) % STAND_INS];
    bool is_known = known->like == like && known->c == c && known->role == r;
    if (fonts->is_view && (!is_known || known->face == NULL)) {
        fonts->missed = true;
        return font;
    }
    if (!is_known)
        *known = (StandIn){like, stand_in(fonts, like, r, c), c, r};
    return known->face == NULL ? NULL : fonts_intern(fonts, known->face, font->size, font->features, r);
}

/* ---- emoji ------------------------------------------------------------------------------------------- */

static OpenFace *emoji_copy(Fonts *fonts, const OpenFace *face, unsigned index)
{
    const char *why;
    OpenFace *copy = face_open(fonts->arena, face->face.file, index, fonts->n_faces, &why);
    if (copy != NULL) {
        fonts->n_faces++;
        VEC_PUSH(fonts->arena, &fonts->emoji_copies, copy);
    }
    fonts->emoji_room = EMOJI_ROOM;
    return copy;
}

/* The copy that holds the cluster: the one that it has been given to before, or the last. */
static OpenFace *emoji_face(Fonts *fonts, OpenFace *first, Str cluster)
{
    OpenFace *known = map_lookup(fonts->emoji_faces, cluster);
    if (known != NULL)
        return known;
    int characters = 0;
    for (size_t at = 0; at < cluster.n; characters++)
        utf8_next(cluster, &at);
    size_t n = fonts->emoji_copies.n;
    if (n == 0 && fonts->emoji_room == 0)
        fonts->emoji_room = EMOJI_ROOM;
    OpenFace *face = n > 0 ? fonts->emoji_copies.at[n - 1] : first;
    if (fonts->emoji_room < characters)
        face = emoji_copy(fonts, first, 0);
    fonts->emoji_room -= characters;
    *map_slot(fonts->emoji_faces, str_copy(fonts->arena, cluster), NULL) = face;
    return face;
}

const Font *fonts_emoji(Fonts *fonts, const Font *like, Str cluster)
{
    size_t at = 0;
    uint32_t base = utf8_next(cluster, &at);
    if (fonts->is_view) {
        fonts->missed = true;
        return NULL;
    }
    OpenFace *face = fonts->emoji.n > 0 ? fonts_face(fonts, fonts->emoji, 400, false) : NULL;
    if (face == NULL || !face->face.colour || !face_has(&face->face, base))
        return NULL;
    face = emoji_face(fonts, face, cluster);
    return face == NULL ? NULL
                        : fonts_intern(fonts, &face->face, like->size, like->features, ((const RoleFont *)like)->role);
}

const Image *face_picture(Arena *arena, const Face *face, uint32_t glyph, int box[4])
{
    hb_glyph_extents_t ink;
    hb_blob_t *blob = hb_ot_color_glyph_reference_png(face->hb_font, glyph);
    unsigned n;
    const char *bytes = hb_blob_get_data(blob, &n), *why;
    Image *image = ARENA_NEW(arena, Image);
    *image = (Image){.name = face->name, .kind = IMAGE_PNG, .dpi = IMAGE_DPI, .turn = 1};
    bool sound = n > 0 && hb_font_get_glyph_extents(face->hb_font, glyph, &ink) &&
                 png_decode(arena, str_copy(arena, (Str){bytes, n}), image, &why) == IMAGE_SOUND;
    hb_blob_destroy(blob);
    if (!sound)
        return NULL;
    box[0] = ink.x_bearing;
    box[1] = ink.y_bearing + ink.height;
    box[2] = ink.x_bearing + ink.width;
    box[3] = ink.y_bearing;
    return image;
}
