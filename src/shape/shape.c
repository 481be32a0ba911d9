/* shape.c - a word in one font to glyphs by HarfBuzz, remembered: the same word in the same face,
 * features and language is shaped once, in design units, whatever its size. No glyph of a Shaped is
 * .notdef: a character without glyph stands as U+FFFD's, while the text keeps the character, so
 * that it can still be searched and copied. */
#include "shape_int.h"

#include <hb.h>
#include <string.h>

enum { FIRST_SLOTS = 1024, MAX_FEATURES = 8 };

/* ---- the shaper ------------------------------------------------------------------------------ */

Shaper *shaper_open(Arena *arena, Fonts *fonts, Diag *diag)
{
    Shaper *shaper = ARENA_NEW(arena, Shaper);
    shaper->arena = arena;
    shaper->fonts = fonts;
    shaper->diag = diag;
    shaper->buffer = hb_buffer_create();
    shaper->n_slots = FIRST_SLOTS;
    shaper->slots = ARENA_ARRAY(arena, WordSlot, FIRST_SLOTS);
    VEC_PUSH(arena, &shaper->langs, (Str){0});
    shaper->hyphens = hyphens_new(arena);
    return shaper;
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

static uint32_t lang_id(Shaper *shaper, Str lang)
{
    if (lang.n == shaper->lang.n && (lang.n == 0 || memcmp(lang.p, shaper->lang.p, lang.n) == 0))
        return shaper->lang_id;
    uint32_t i = 0;
    while (i < shaper->langs.n && !str_eq(shaper->langs.at[i], lang))
        i++;
    if (i == shaper->langs.n)
        VEC_PUSH(shaper->arena, &shaper->langs, str_copy(shaper->arena, lang));
    shaper->lang = shaper->langs.at[i];
    shaper->lang_id = i;
    return i;
}

/* ---- the word cache -------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

/* Words are short: eight bytes at a time, low byte first on every machine. */
static uint64_t word_hash(Str text, uint64_t seed)
{
    uint64_t h = mix(seed, text.n);
    size_t i = 0;
    for (; i + 8 <= text.n; i += 8) {
        uint64_t v;
        memcpy(&v, text.p + i, 8);
        h = mix(h, v);
    }
    uint64_t rest = 0;
    for (; i < text.n; i++)
        rest = rest << 8 | (uint8_t)text.p[i];
    return mix(h, rest);
}

static bool slot_is(const WordSlot *slot, uint64_t hash, const Font *font, uint32_t lang, Str text)
{
    const Shaped *s = slot->shaped;
    return slot->hash == hash && slot->lang == lang && s->face == font->face &&
           s->features == font->features && s->text.n == text.n &&
           memcmp(s->text.p, text.p, text.n) == 0;
}

static void cache_grow(Shaper *shaper)
{
    WordSlot *old = shaper->slots;
    size_t n = shaper->n_slots;
    shaper->n_slots = 2 * n;
    shaper->slots = ARENA_ARRAY(shaper->arena, WordSlot, 2 * n);
    for (size_t i = 0; i < n; i++) {
        if (old[i].shaped == NULL)
            continue;
        size_t at = old[i].hash & (2 * n - 1);
        while (shaper->slots[at].shaped != NULL)
            at = (at + 1) & (2 * n - 1);
        shaper->slots[at] = old[i];
    }
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

static Shaped *shaped_new(Shaper *shaper, const Font *font, Str text)
{
    unsigned n;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, &n);
    const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(shaper->buffer, &n);
    Shaped *s = ARENA_NEW(shaper->arena, Shaped);
    s->face = font->face;
    s->features = font->features;
    s->text = str_copy(shaper->arena, text);
    s->glyphs = ARENA_ARRAY(shaper->arena, Glyph, n);
    s->n = n;
    for (unsigned i = 0; i < n; i++) {
        s->glyphs[i] = (Glyph){.id = info[i].codepoint, .cluster = info[i].cluster,
                               .advance = position[i].x_advance, .dx = position[i].x_offset,
                               .dy = position[i].y_offset};
        s->width += position[i].x_advance;
    }
    return s;
}

static Shaped *shape_new(Shaper *shaper, const Font *font, Str text, Str lang)
{
    buffer_fill(shaper, font->face, text, lang, false);
    if (!buffer_shape(shaper, font)) {
        buffer_fill(shaper, font->face, text, lang, true);
        buffer_shape(shaper, font);
    }
    return shaped_new(shaper, font, text);
}

/* ---- the public face ------------------------------------------------------------------------- */

const Shaped *shape_text(Shaper *shaper, const Font *font, Str text, Str lang)
{
    uint32_t language = lang_id(shaper, lang);
    uint64_t hash = word_hash(text, (uint64_t)font->face->id << 40 |
                                        (uint64_t)font->features << 32 | language);
    size_t at = hash & (shaper->n_slots - 1);
    for (; shaper->slots[at].shaped != NULL; at = (at + 1) & (shaper->n_slots - 1))
        if (slot_is(&shaper->slots[at], hash, font, language, text))
            return shaper->slots[at].shaped;
    const Shaped *shaped = shape_new(shaper, font, text, lang);
    shaper->slots[at] = (WordSlot){.hash = hash, .lang = language, .shaped = shaped};
    if (++shaper->n_words * 2 > shaper->n_slots)
        cache_grow(shaper);
    return shaped;
}

int32_t shaped_width_to(const Shaped *s, size_t byte)
{
    int32_t width = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->glyphs[i].cluster < byte)
            width += s->glyphs[i].advance;
    return width;
}
