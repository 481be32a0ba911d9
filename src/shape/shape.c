/* shape.c - a word in one font to glyphs by HarfBuzz, remembered: the same word in the same face,
 * features and language is shaped once (store.c), in design units, whatever its size. No glyph of a Shaped is
 * .notdef: a character without glyph stands as U+FFFD's, while the text keeps the character, so
 * that it can still be searched and copied. */
#include "shape_int.h"

#include <hb.h>
#include <string.h>

enum { MAX_FEATURES = 8 };

/* ---- words ----------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

/* Words are short: eight bytes at a time. */
static uint64_t word_hash(Str text, uint64_t seed)
{
    uint64_t h = mix(seed, text.n), v = 0;
    size_t i = 0;
    for (; i + 8 <= text.n; i += 8) {
        memcpy(&v, text.p + i, 8);
        h = mix(h, v);
    }
    v = 0;
    if (text.n - i >= 4) {
        uint32_t first, last;
        memcpy(&first, text.p + i, 4);
        memcpy(&last, text.p + text.n - 4, 4);
        v = (uint64_t)first << 32 | last;
    } else {
        for (; i < text.n; i++)
            v = v << 8 | (uint8_t)text.p[i];
    }
    return mix(h, v);
}

/* Keeps the tag as one string, so that most comparisons are of addresses. */
static void lang_set(Shaper *shaper, Str lang)
{
    if (str_eq(lang, shaper->lang))
        return;
    size_t i = 0;
    while (i < shaper->langs.n && !str_eq(shaper->langs.at[i], lang))
        i++;
    if (i == shaper->langs.n)
        VEC_PUSH(shaper->arena, &shaper->langs, str_copy(shaper->arena, lang));
    shaper->lang = shaper->langs.at[i];
    shaper->lang_hash = word_hash(lang, 0);
}

/* ---- the shaper ------------------------------------------------------------------------------ */

static Shaper *shaper_new(Arena *arena, Fonts *fonts, Diag *diag, Store *words, PairTables *tables, Hyphens *hyphens)
{
    Shaper *shaper = ARENA_NEW(arena, Shaper);
    shaper->arena = arena;
    shaper->fonts = fonts;
    shaper->diag = diag;
    shaper->buffer = hb_buffer_create();
    shaper->words = words;
    shaper->tables = tables;
    shaper->hyphens = hyphens;
    shaper->lang_hash = word_hash(shaper->lang, 0);
    return shaper;
}

Shaper *shaper_open(Arena *arena, Fonts *fonts, Diag *diag)
{
    return shaper_new(arena, fonts, diag, store_new(arena), pairs_new(arena), hyphens_new(arena));
}

Shaper *shaper_fork(const Shaper *shaper, Arena *arena, Fonts *fonts, Diag *diag)
{
    return shaper_new(arena, fonts, diag, shaper->words, shaper->tables, hyphens_fork(arena, shaper->hyphens));
}

void shaper_close(Shaper *shaper)
{
    if (shaper == NULL)
        return;
    hb_buffer_destroy(shaper->buffer);
    icu_close(shaper->icu);
}

Fonts *shaper_fonts(const Shaper *shaper)
{
    return shaper->fonts;
}

/* ---- HarfBuzz -------------------------------------------------------------------------------- */

static unsigned features_of(unsigned set, hb_feature_t *list)
{
    unsigned n = 0;
#define FEATURE(a, b, c, d, on)                                                                    \
    list[n++] = (hb_feature_t)                                                                     \
    {                                                                                              \
        HB_TAG(a, b, c, d), on, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END                     \
    }
    if ((set & FEATURE_TABULAR) != 0) {
        FEATURE('l', 'n', 'u', 'm', 1);
        FEATURE('t', 'n', 'u', 'm', 1);
    } else if ((set & FEATURE_OLDSTYLE) != 0) {
        FEATURE('o', 'n', 'u', 'm', 1);
        FEATURE('p', 'n', 'u', 'm', 1);
    } else if ((set & FEATURE_CODE) == 0) {
        FEATURE('l', 'n', 'u', 'm', 1);
    }
    if ((set & FEATURE_SMALL_CAPS) != 0)
        FEATURE('s', 'm', 'c', 'p', 1);
    if ((set & FEATURE_CODE) != 0) {
        FEATURE('l', 'i', 'g', 'a', 0);
        FEATURE('c', 'l', 'i', 'g', 0);
        FEATURE('c', 'a', 'l', 't', 0);
        FEATURE('k', 'e', 'r', 'n', 0);
    }
#undef FEATURE
    return n;
}

static hb_script_t script_of(Str text)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if (c < 0x80 && !((c | 32) >= 'a' && (c | 32) <= 'z'))
            continue;
        hb_script_t script = c < 0x80 ? HB_SCRIPT_LATIN : hb_unicode_script(unicode, c);
        if (script != HB_SCRIPT_COMMON && script != HB_SCRIPT_INHERITED &&
            script != HB_SCRIPT_UNKNOWN)
            return script;
    }
    return HB_SCRIPT_LATIN;
}

static uint32_t stand_in(const Face *face)
{
    hb_codepoint_t glyph;
    static const uint32_t choice[] = {0xFFFD, '?', ' '};
    for (size_t i = 0; i < sizeof choice / sizeof choice[0]; i++)
        if (hb_font_get_nominal_glyph(face->hb_font, choice[i], &glyph))
            return choice[i];
    return ' ';
}

static void buffer_fill(Shaper *shaper, const Face *face, Str text, Str lang, bool replace)
{
    hb_buffer_t *buffer = shaper->buffer;
    hb_buffer_clear_contents(buffer);
    if (!replace) {
        hb_buffer_add_utf8(buffer, text.p, (int)text.n, 0, (int)text.n);
    } else {
        for (size_t at = 0; at < text.n;) {
            unsigned cluster = (unsigned)at;
            uint32_t c = utf8_next(text, &at);
            hb_codepoint_t glyph;
            bool has = hb_font_get_nominal_glyph(face->hb_font, c, &glyph) != 0;
            hb_buffer_add(buffer, has ? c : stand_in(face), cluster);
        }
        hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    }
    hb_script_t script = script_of(text);
    hb_direction_t direction = hb_script_get_horizontal_direction(script);
    hb_buffer_set_script(buffer, script);
    hb_buffer_set_direction(buffer,
                            direction == HB_DIRECTION_INVALID ? HB_DIRECTION_LTR : direction);
    hb_buffer_set_language(buffer, lang.n > 0 ? hb_language_from_string(lang.p, (int)lang.n)
                                              : hb_language_from_string("en", 2));
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
}

static bool buffer_shape(Shaper *shaper, const Font *font)
{
    hb_feature_t features[MAX_FEATURES];
    unsigned n = features_of(font->features, features);
    hb_shape(font->face->hb_font, shaper->buffer, features, n);
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, &n);
    for (unsigned i = 0; i < n; i++)
        if (info[i].codepoint == 0)
            return false;
    return true;
}

/* No face moves a glyph by more, unless it is damaged. */
static int16_t offset_of(hb_position_t a)
{
    return (int16_t)(a > INT16_MAX ? INT16_MAX : a < INT16_MIN ? INT16_MIN : a);
}

static void glyphs_take(Shaper *shaper, Shaped *s)
{
    unsigned n;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, &n);
    const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(shaper->buffer, &n);
    s->glyphs = ARENA_ARRAY(shaper->arena, Glyph, n);
    s->n = n;
    for (unsigned i = 0; i < n; i++) {
        s->glyphs[i] = (Glyph){.id = info[i].codepoint, .cluster = info[i].cluster,
                               .advance = position[i].x_advance, .dx = offset_of(position[i].x_offset),
                               .dy = offset_of(position[i].y_offset)};
        s->width += position[i].x_advance;
    }
}

static bool is_latin(Str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        if (c >= 0x80 && (c < MARKS_FROM || c >= MARKS_TO))
            return false;
    }
    return true;
}

static bool is_plain(Str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        if (c == '-' || c == '/' || c == ':' || c == '_' || c == 0x2013 || c == 0x2014)
            return false;
    }
    return !str_starts(text, STR("www."));
}

/* Those of a font, asked for word after word. */
static Pairs *pairs_here(Shaper *shaper, const Font *font, Str lang)
{
    if (shaper->font == NULL || shaper->font->face != font->face || shaper->font->features != font->features ||
        shaper->font_lang.p != lang.p) {
        shaper->font = font;
        shaper->font_lang = lang;
        shaper->table = pairs_table(shaper->tables, shaper->arena, font, lang);
    }
    return pairs_of(shaper->table, shaper->arena);
}

/* Glyphs for the text of s; false: the face has not all of it. */
static bool glyphs_find(Shaper *shaper, const Font *font, Str lang, Shaped *s)
{
    buffer_fill(shaper, font->face, s->text, lang, false);
    bool has_all = buffer_shape(shaper, font);
    if (!has_all) {
        buffer_fill(shaper, font->face, s->text, lang, true);
        buffer_shape(shaper, font);
    }
    glyphs_take(shaper, s);
    return has_all;
}

/* From pairs; of what they lack HarfBuzz is asked for that alone, where it is less than the word. */
static bool glyphs_compose(Shaper *shaper, const Font *font, Str lang, Pairs *pairs, Shaped *s)
{
    Shaped part = {.face = s->face, .features = s->features};
    if (pairs_compose(pairs, shaper->arena, s, &part.text))
        return true;
    if (part.text.n == 0 || part.text.n == s->text.n || !glyphs_find(shaper, font, lang, &part))
        return false;
    pairs_learn(pairs, &part);
    return pairs_compose(pairs, shaper->arena, s, &part.text);
}

static const Shaped *shape_new(Shaper *shaper, const Font *font, const Stored *key)
{
    Stored *entry = ARENA_NEW(shaper->arena, Stored);
    Shaped *s = &entry->shaped;
    *entry = *key;
    s->text = str_copy(shaper->arena, key->shaped.text);
    Pairs *pairs = pairs_here(shaper, font, key->lang);
    bool composed = pairs != NULL && glyphs_compose(shaper, font, key->lang, pairs, s);
    bool has_all = composed || glyphs_find(shaper, font, key->lang, s);
    s->whole = has_all && is_latin(s->text);
    s->plain = s->whole && is_plain(s->text);
    if (pairs != NULL && has_all && !composed)
        pairs_learn(pairs, s);
    return store_add(shaper->words, shaper->arena, entry);
}

/* ---- the public face ------------------------------------------------------------------------- */

static Stored key_of(Shaper *shaper, const Font *font, Str text, Str lang)
{
    lang_set(shaper, lang);
    Stored key = {.lang = shaper->lang, .shaped = {.face = font->face, .features = font->features, .text = text}};
    key.hash = word_hash(text, shaper->lang_hash ^ ((uint64_t)font->face->id << 40 | (uint64_t)font->features << 32));
    return key;
}

const Shaped *shape_known(Shaper *shaper, const Font *font, Str text, Str lang)
{
    Stored key = key_of(shaper, font, text, lang);
    const Shaped *shaped = store_lookup(shaper->words, &key);
    return shaped != NULL && shaped->whole ? shaped : NULL;
}

const Shaped *shape_text(Shaper *shaper, const Font *font, Str text, Str lang)
{
    Stored key = key_of(shaper, font, text, lang);
    const Shaped *shaped = store_lookup(shaper->words, &key);
    return shaped != NULL ? shaped : shape_new(shaper, font, &key);
}

int32_t shaped_width_to(const Shaped *s, size_t byte)
{
    int32_t width = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->glyphs[i].cluster < byte)
            width += s->glyphs[i].advance;
    return width;
}
