/* shape.h - from text to glyphs: font runs, HarfBuzz with a word cache, hyphens, break opportunities. */
#ifndef OCTAVO_SHAPE_H
#define OCTAVO_SHAPE_H

#include "asset/asset.h"

typedef struct Glyph { uint32_t id, cluster; int32_t advance; int16_t dx, dy; } Glyph; /* design units; cluster: byte in text */

/* A shaped piece of text in one face. Size-free: the same word at another size is the same Shaped. Immutable.
 * whole: it is ASCII with dashes and quotation marks, and the face has all of it. plain: nothing in it could be a joint or
 * the sign of an address either. */
typedef struct Shaped {
    const Face *face;
    unsigned features;
    bool whole, plain;
    Str text;
    Glyph *glyphs; uint32_t n;
    int32_t width;
} Shaped;

typedef struct Shaper Shaper;                              /* one for each thread */
Shaper *shaper_open(Arena *arena, Fonts *fonts, Diag *diag);
/* One for another thread: it shares the words that both have shaped, so the arena must live as long as theirs. */
Shaper *shaper_fork(const Shaper *shaper, Arena *arena, Fonts *fonts, Diag *diag);
void shaper_close(Shaper *shaper);
Fonts *shaper_fonts(const Shaper *shaper);

/* Shapes `text`, which must lie within one font run (see shape_run). lang is a BCP 47 tag, may be empty. */
const Shaped *shape_text(Shaper *shaper, const Font *font, Str text, Str lang);
/* The same when it was shaped before and is whole, so that shape_run need not be asked; else NULL. */
const Shaped *shape_known(Shaper *shaper, const Font *font, Str text, Str lang);
static inline Len shaped_width(const Shaped *s, Len size)
{
    return (Len)s->width * size / s->face->units_per_em;
}
int32_t shaped_width_to(const Shaped *s, size_t byte);     /* design units of the glyphs whose cluster is before `byte` */

/* The longest prefix of text set in one font: returns its length in bytes and the font (a fallback when needed).
 * Marks, variation selectors and joiners stay with their base. A character that no font has gives DIAG_GLYPH once and
 * comes as U+FFFD's glyph, or as "?"; *missing is then set and the text to shape and to keep is in *instead. */
size_t shape_run(Shaper *shaper, const Font *font, Str text, Place place, const Font **run_font, Str *instead);

bool emoji_is(Str cluster);                                /* set as a coloured picture, where a font has them */
int text_columns(Str text);                                /* of a listing: wide characters and emoji take two */

bool text_backward(Str text);                              /* begins with a letter that runs from right to left */

/* Where a word may be hyphenated: byte offsets in rising order into `points` (room for word.n); returns how many.
 * At least left_min / right_min letters stay (2 and 3; the pattern file may say more). Soft hyphens are points too. */
size_t hyphen_points(Shaper *shaper, Str word, Str lang, uint16_t *points);
bool hyphen_has(Shaper *shaper, Str lang, Place place);    /* false and DIAG_LANGUAGE once when there are no patterns */

/* True when the text may hold break opportunities without spaces (CJK, Thai ..): then segment_breaks asks ICU. */
bool segment_needed(Str text);
size_t segment_breaks(Shaper *shaper, Str text, Str lang, uint32_t *breaks, size_t room);

#endif
