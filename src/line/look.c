/* look.c - how a run of text looks. In come a block's text style and the inline nodes around a leaf; out comes an
 * interned Look: font, colour, rise, decoration. It knows nothing of words or widths. Code is set in the mono family at
 * the size at which its x-height is that of the text around it. */
#include "line/line_int.h"

#include <string.h>

enum { RAISED_SIZE = 660, RAISED_RISE = 340, LOWERED_DROP = 150, DEPTH_MAX = 4 };

/* What the inline nodes around a leaf add up to. */
typedef struct Markup {
    bool emph, strong, code, small_caps, underline, strike, coloured, number;
    int raised, lowered;
    Str lang;
} Markup;

typedef struct LookKey { const Font *font; Len rise; Colour colour; uint32_t flags; } LookKey;

static Str look_key(Arena *arena, const Look *look)
{
    LookKey fixed = {look->font, look->rise, look->colour,
                     (look->underline ? 1u : 0) | (look->strike ? 2u : 0) | (look->code ? 4u : 0) | (look->hyphenate ? 8u : 0)};
    Buf key = BUF(arena);
    buf_add(&key, (Str){(const char *)&fixed, sizeof fixed});
    buf_add(&key, look->lang);
    return buf_str(&key);
}

const Look *look_intern(const Setter *setter, const Look *look)
{
    Str key = setter->looks ? look_key(setter->scratch, look) : (Str){0};
    const Look *known = setter->looks ? map_lookup(setter->looks, key) : NULL;
    if (known)
        return known;
    Arena *arena = setter->looks ? setter->lasting : setter->arena;
    Look *fresh = memcpy(ARENA_NEW(arena, Look), look, sizeof *look);
    if (setter->looks)
        *map_slot(setter->looks, str_copy(arena, key), NULL) = fresh;
    return fresh;
}

const Look *looks_intern(Looks *looks, Look look)
{
    for (size_t i = 0; i < looks->at.n; i++) {
        const Look *known = looks->at.at[i];
        if (known->font == look.font && known->colour == look.colour && known->rise == look.rise &&
            known->underline == look.underline && known->strike == look.strike && known->code == look.code &&
            known->hyphenate == look.hyphenate && str_eq(known->lang, look.lang))
            return known;
    }
    const Look *fresh = look_intern(looks->setter, &look);
    VEC_PUSH(looks->setter->scratch, &looks->at, fresh);
    return fresh;
}

static unsigned style_features(const TextStyle *style)
{
    unsigned features = style->small_caps ? FEATURE_SMALL_CAPS : 0;
    switch (style->figures) {
    case FIGURES_LINING:
        break;
    case FIGURES_OLDSTYLE:
        features |= FEATURE_OLDSTYLE;
        break;
    case FIGURES_TABULAR:
        features |= FEATURE_TABULAR;
        break;
    }
    return features;
}

static void markup_add(Markup *markup, const Node *node)
{
    Str lang = attr_value(node->extra->attr, STR("lang"));
    if (lang.n > 0 && markup->lang.n == 0)
        markup->lang = lang;
    if (node->kind == KIND_EMPH)
        markup->emph = !markup->emph;
    markup->strong |= node->kind == KIND_STRONG;
    markup->code |= node->kind == KIND_CODE;
    markup->small_caps |= node->kind == KIND_SMALL_CAPS;
    markup->underline |= node->kind == KIND_UNDERLINE;
    markup->strike |= node->kind == KIND_STRIKE;
    markup->number |= node->kind == KIND_NUMBER;
    markup->raised += node->kind == KIND_SUP;
    markup->lowered += node->kind == KIND_SUB;
    bool link = node->kind == KIND_LINK && (node->extra->target != NULL || (node->text.n > 0 && node->text.p[0] != '#'));
    markup->coloured |= link || ((node->kind == KIND_REF || node->kind == KIND_NOTE_REF) && node->extra->target != NULL);
}

/* The mono font whose x-height is that of `text`, within reason. */
static const Font *font_code(Fonts *fonts, const Font *text, int weight, bool italic)
{
    const Font *mono = fonts_font(fonts, STR("mono"), weight, italic, FEATURE_CODE, text->size);
    const Face *of = text->face, *to = mono->face;
    if (of->x_height <= 0 || to->x_height <= 0 || of == to)
        return mono;
    Len size = len_scale(text->size, (int64_t)of->x_height * to->units_per_em, (int64_t)to->x_height * of->units_per_em);
    Len least = text->size * 7 / 10;
    size = size < least ? least : size > text->size ? text->size : size;
    return fonts_sized(fonts, mono, size);
}

static Look look_make(const Looks *looks, const Markup *markup)
{
    bool caption = markup->number && looks->block->kind == KIND_CAPTION;
    const TextStyle *style = caption ? &looks->setter->style->text[TEXT_CAPTION_NUMBER] : looks->style;
    Fonts *fonts = looks->setter->fonts;
    bool italic = style->italic != markup->emph;
    bool bold = markup->strong && style->weight < 700;
    int weight = bold ? 700 : style->weight;
    unsigned features = style_features(style);
    if (markup->small_caps)
        features |= FEATURE_SMALL_CAPS;
    if (markup->raised > 0 || markup->lowered > 0)
        features &= ~(unsigned)FEATURE_OLDSTYLE;
    Len size = style->size, rise = 0;
    for (int i = 0; i < markup->raised && i < DEPTH_MAX; i++) {
        rise += size * RAISED_RISE / 1000;
        size = size * RAISED_SIZE / 1000;
    }
    for (int i = 0; i < markup->lowered && i < DEPTH_MAX; i++) {
        rise -= size * LOWERED_DROP / 1000;
        size = size * RAISED_SIZE / 1000;
    }
    const Font *font = fonts_font(fonts, style->family, weight, italic, features, size);
    bool mono = str_eq(style->family, STR("mono"));
    if (markup->code)
        font = mono ? fonts_font(fonts, style->family, weight, italic, FEATURE_CODE, size)
                    : font_code(fonts, font, weight, italic);
    const Meta *meta = looks->setter->meta;
    Look look = {.font = font, .rise = rise, .underline = markup->underline, .strike = markup->strike};
    look.colour = markup->coloured ? looks->setter->style->link : style->colour;
    look.code = markup->code || mono;
    look.lang = markup->lang.n > 0 ? markup->lang : meta != NULL && meta->lang.n > 0 ? meta->lang : STR("en");
    Place place = looks->block != NULL ? looks->block->place : (Place){0};
    look.hyphenate = style->hyphenate && !look.code && hyphen_has(looks->setter->shaper, look.lang, place);
    return look;
}

const Look *looks_plain(Looks *looks)
{
    return looks_intern(looks, look_make(looks, &(Markup){0}));
}

const Look *looks_of(Looks *looks, const Node *leaf)
{
    Markup markup = {0};
    for (const Node *node = leaf; node != NULL && node != looks->block; node = node->parent)
        markup_add(&markup, node);
    return looks_intern(looks, look_make(looks, &markup));
}

const Look *looks_font(Looks *looks, const Look *look, const Font *font)
{
    if (look->font == font)
        return look;
    Look other = *look;
    other.font = font;
    return looks_intern(looks, other);
}

const Look *looks_raised(Looks *looks, const Look *look)
{
    Look raised = *look;
    const Font *font = look->font;
    const TextStyle *style = looks->style;
    unsigned features = style_features(style) & ~(unsigned)(FEATURE_OLDSTYLE | FEATURE_SMALL_CAPS);
    raised.rise += font->size * RAISED_RISE / 1000;
    raised.font = fonts_font(looks->setter->fonts, style->family, style->weight, false, features,
                             style->size * RAISED_SIZE / 1000);
    raised.code = raised.underline = raised.strike = raised.hyphenate = false;
    return looks_intern(looks, raised);
}

Len look_space(const Setter *setter, const Look *look)
{
    Len width = shaped_width(shape_text(setter->shaper, look->font, STR(" "), look->lang), look->font->size);
    return width > 0 ? width : look->font->size / 4;
}

const Look *look_of_style(const Setter *setter, const TextStyle *style)
{
    Looks looks = {.setter = setter, .style = style};
    return looks_plain(&looks);
}
