/* itemise.c - cuts text into runs of one font and one script. A base and its marks, joiners and
 * variation selectors stay together; a character that the font lacks is sought in the fallback
 * chain, and told once when nobody has it. It does not reorder: a run is shaped in its script's
 * direction, runs follow each other as they are written. */
#include "shape_int.h"

#include <hb.h>
#include <stdio.h>

enum { TOLD_OF_SCRIPT = 5 };

/* What can only stand on the character before it, or is not seen. */
static bool is_joined(uint32_t c)
{
    if (c < 0x300)
        return c == 0xAD;
    if ((c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F))
        return true;
    switch (hb_unicode_general_category(hb_unicode_funcs_get_default(), c)) {
    case HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK:
    case HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK:
    case HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK:
    case HB_UNICODE_GENERAL_CATEGORY_FORMAT:
        return true;
    default:
        return false;
    }
}

/* 0 for what belongs to every script. */
static hb_script_t script_of(uint32_t c)
{
    if (c < 0x80)
        return (c | 32) >= 'a' && (c | 32) <= 'z' ? HB_SCRIPT_LATIN : HB_SCRIPT_INVALID;
    hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), c);
    if (script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED || script == HB_SCRIPT_UNKNOWN)
        return HB_SCRIPT_INVALID;
    return script;
}

static bool is_regional(uint32_t c)
{
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/* The end of the cluster that begins at `at`. */
static size_t cluster_end(Str text, size_t at)
{
    uint32_t first = utf8_next(text, &at), last = first;
    while (at < text.n) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        bool is_flag = is_regional(first) && is_regional(c) && last == first;
        if (!is_joined(c) && last != 0x200D && !is_flag)
            break;
        last = is_flag ? 0 : c;
        at = next;
    }
    return at;
}

static bool mark_fits(Fonts *fonts, const Font *font, uint32_t base, uint32_t mark)
{
    hb_codepoint_t both;
    return fonts_for(fonts, font, mark) == font
           || (hb_unicode_compose(hb_unicode_funcs_get_default(), base, mark, &both)
               && fonts_for(fonts, font, both) == font);
}

/* The font for one cluster: the base's, unless a mark asks for another that has the base too. */
static const Font *cluster_font(Fonts *fonts, const Font *font, Str cluster)
{
    size_t at = 0;
    uint32_t base = utf8_next(cluster, &at);
    const Font *found = emoji_is(cluster) ? fonts_emoji(fonts, font, cluster) : NULL;
    if (found != NULL)
        return found;
    found = fonts_for(fonts, font, base);
    if (found == NULL)
        return fonts_emoji(fonts, font, cluster);
    while (found != NULL && at < cluster.n) {
        uint32_t mark = utf8_next(cluster, &at);
        if (mark_fits(fonts, found, base, mark))
            continue;
        const Font *other = fonts_for(fonts, found, mark);
        if (other != NULL && fonts_for(fonts, other, base) == other)
            found = other;
    }
    return found;
}

/* How many characters of its script were told before this one. */
static int told_before(Shaper *shaper, hb_script_t script)
{
    for (size_t i = 0; i < shaper->missing.n; i++)
        if (shaper->missing.at[i].script == script)
            return shaper->missing.at[i].told++;
    VEC_PUSH(shaper->arena, &shaper->missing, (MissingScript){.script = script, .told = 1});
    return 0;
}

/* Once for each character, but a text in a script without font must not bury all other messages. */
static void tell_missing(Shaper *shaper, uint32_t c, Place place)
{
    char key[24];
    int n = snprintf(key, sizeof key, "glyph %X", (unsigned)c);
    if (!diag_once(shaper->diag, str_copy(shaper->arena, (Str){key, (size_t)n})))
        return;
    hb_script_t script = script_of(c);
    int before = told_before(shaper, script);
    if (script != HB_SCRIPT_INVALID && before >= TOLD_OF_SCRIPT)
        return;
    Icu *icu = shaper_icu(shaper);
    Str name = icu == NULL ? (Str){0} : icu_name(icu, shaper->arena, c);
    diag_add(shaper->diag, DIAG_GLYPH, place, (unsigned)c,
             name.n > 0 ? str_c(shaper->arena, name) : "unnamed");
    Str package = fonts_package(shaper->fonts, c);
    bool last = script != HB_SCRIPT_INVALID && before + 1 == TOLD_OF_SCRIPT;
    const char *more = last ? "further missing characters of this script are not listed" : "";
    if (package.n > 0)
        diag_hint(shaper->diag, "the package %.*s has it%s%s", STR_ARGS(package), last ? "; " : "", more);
    else if (last)
        diag_hint(shaper->diag, "%s", more);
}

/* A run that nobody has a font for. */
static size_t missing_run(Shaper *shaper, const Font *font, Str text, Place place)
{
    size_t at = 0;
    while (at < text.n) {
        size_t end = cluster_end(text, at), first = at;
        if (cluster_font(shaper->fonts, font, str_slice(text, at, end)) != NULL)
            break;
        tell_missing(shaper, utf8_next(text, &first), place);
        at = end;
    }
    return at;
}

/* Most text is ASCII in a font that has it: then the run's end is found without looking at clusters. */
static size_t plain_run(Shaper *shaper, const Font *font, Str text)
{
    size_t at = 0;
    while (at < text.n && (uint8_t)text.p[at] < 0x80
           && fonts_for(shaper->fonts, font, (uint8_t)text.p[at]) == font)
        at++;
    if (at < text.n && at > 0)
        at--;                                             /* a mark may follow: it needs its base */
    return at;
}

/* A space between words that run from right to left goes with them, so that they stand in their order. */
static bool space_joins(Fonts *fonts, const Font *font, Str text, size_t at)
{
    return text.p[at] == ' ' && text_backward(str_slice(text, utf8_prev(text, at), at)) &&
           text_backward(str_slice(text, at + 1, at + 5)) && fonts_for(fonts, font, ' ') == font;
}

size_t shape_run(Shaper *shaper, const Font *font, Str text, Place place, const Font **run_font,
                 Str *instead)
{
    *instead = (Str){0};
    *run_font = font;
    size_t at = plain_run(shaper, font, text);
    hb_script_t script = HB_SCRIPT_INVALID;
    for (size_t i = 0; i < at && script == HB_SCRIPT_INVALID; i++)
        script = script_of((uint8_t)text.p[i]);
    while (at < text.n) {
        size_t end = cluster_end(text, at), first = at;
        const Font *found = cluster_font(shaper->fonts, font, str_slice(text, at, end));
        if (at == 0 && found == NULL) {
            const Font *other = fonts_for(shaper->fonts, font, 0xFFFD);
            *run_font = other != NULL ? other : font;
            return missing_run(shaper, font, text, place);
        }
        hb_script_t own = script_of(utf8_next(text, &first));
        bool is_other = script != HB_SCRIPT_INVALID && own != HB_SCRIPT_INVALID && own != script;
        if (at > 0 && found != *run_font && space_joins(shaper->fonts, *run_font, text, at))
            found = *run_font;
        if (at > 0 && (found != *run_font || is_other))
            break;
        *run_font = found;
        if (own != HB_SCRIPT_INVALID)
            script = own;
        at = end;
    }
    return at;
}
