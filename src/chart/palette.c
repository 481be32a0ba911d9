/* palette.c - the colours of series. A series keeps its colour through the whole document by its name: the theme names
 * some ("Rust #A94007"); another takes the first of the theme's row that no series of its first chart has, past those that
 * a named series of this document has. Contrast is WCAG 2's. */
#include "chart/chart_int.h"

enum { SHADES_MAX = 24 };

typedef struct Named { Str name; Shade shade; } Named;
struct Palette {
    Map *shades;                                           /* name -> Shade*; folded to lower case */
    Colour row[SHADES_MAX]; int n;
    VEC(Named) named;
    bool taken[SHADES_MAX];
};

/* ---- contrast ------------------------------------------------------------------------------------------- */

/* A channel of sRGB as light, 0..1000000. */
static int64_t channel_light(unsigned value)
{
    double c = value / 255.0;
    if (c <= 0.04045)
        return (int64_t)(c / 12.92 * 1e6 + 0.5);
    double base = (c + 0.055) / 1.055, fifth = base;       /* base^2.4 = base^2 * (base^2)^(1/5), by Newton's method */
    double square = base * base;
    for (int i = 0; i < 40; i++)
        fifth -= (fifth * fifth * fifth * fifth * fifth - square) / (5 * fifth * fifth * fifth * fifth);
    return (int64_t)(square * fifth * 1e6 + 0.5);
}

int64_t colour_luminance(Colour colour)
{
    return (2126 * channel_light(colour >> 16 & 255) + 7152 * channel_light(colour >> 8 & 255) +
            722 * channel_light(colour & 255)) / 10000;
}

Colour colour_mix(Colour a, Colour b, int part)
{
    Colour mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int x = (int)(a >> shift & 255), y = (int)(b >> shift & 255);
        mixed |= (Colour)((x * (256 - part) + y * part + 128) / 256) << shift;
    }
    return mixed;
}

Colour colour_readable(Colour colour)
{
    enum { MOST = 180000 };                                /* 1.05 / (0.18 + 0.05) is 4.56 */
    for (int part = 0; part < 256; part += 4) {
        Colour darker = colour_mix(colour, 0, part);
        if (colour_luminance(darker) <= MOST)
            return darker;
    }
    return 0;
}

Colour colour_on(Colour ground, const Setter *setter)
{
    return colour_luminance(ground) <= 183000 ? 0xFFFFFF : setter->style->text[TEXT_CHART].colour;
}

/* ---- the palette -------------------------------------------------------------------------------------------- */

static bool colour_parse(Str text, Colour *colour)
{
    Colour c = 0;
    if (text.n != 7 || text.p[0] != '#')
        return false;
    for (size_t i = 1; i < 7; i++) {
        char d = text.p[i];
        int digit = d >= '0' && d <= '9' ? d - '0' : d >= 'a' && d <= 'f' ? d - 'a' + 10 : d >= 'A' && d <= 'F' ? d - 'A' + 10
                                                                                                          : -1;
        if (digit < 0)
            return false;
        c = c << 4 | (Colour)digit;
    }
    *colour = c;
    return true;
}

static Str name_fold(Arena *arena, Str name)
{
    Buf b = BUF(arena);
    for (size_t i = 0; i < name.n; i++)
        buf_byte(&b, name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] + 32) : name.p[i]);
    return buf_str(&b);
}

static Shade shade_new(Colour colour, int index)
{
    return (Shade){colour, colour_readable(colour), index};
}

/* "#1F93BF #A94007 .." and "Rust #A94007, Go #1F93BF". */
static void palette_read(Arena *arena, Palette *palette, const Style *style)
{
    Str part;
    for (Str rest = style->chart_palette; str_split(&rest, ' ', &part) && palette->n < SHADES_MAX;)
        palette->n += colour_parse(part, &palette->row[palette->n]);
    for (Str rest = style->chart_named; str_split(&rest, ',', &part);) {
        Colour colour;
        size_t sign = part.n;
        while (sign > 0 && part.p[sign - 1] != ' ')
            sign--;
        if (sign > 0 && colour_parse(str_slice(part, sign, part.n), &colour))
            VEC_PUSH(arena, &palette->named, (Named){str_trim(str_slice(part, 0, sign)), shade_new(colour, 0)});
    }
    for (size_t i = 0; i < palette->named.n; i++) {
        Named *named = &palette->named.at[i];
        named->shade.index = palette->n + (int)i;
        for (int k = 0; k < palette->n; k++)
            if (palette->row[k] == named->shade.mark)
                named->shade.index = k;
    }
}

/* The names of a chart's series: the heads of its columns or, where rows are series, its first cells. */
typedef struct Names { VEC(Str) all; } Names;

static Names chart_names(Arena *arena, const Node *chart)
{
    const ChartKind *kind = chart_kind(chart);
    Str series = attr_value(chart->extra->attr, STR("series")), y = attr_value(chart->extra->attr, STR("y"));
    bool by_rows = series.n > 0 ? str_eq_fold(series, STR("rows")) : kind && kind->by_rows;
    Names names = {0};
    for (const Node *part = chart->extra->target->first; part; part = part->next) {
        bool head = part->kind == KIND_TABLE_HEAD;
        if (head == by_rows || (!head && part->kind != KIND_TABLE_BODY))
            continue;
        for (const Node *row = part->first; row; row = row->next)
            for (const Node *cell = by_rows || !row->first ? row->first : row->first->next; cell;
                 cell = by_rows ? NULL : cell->next) {
                Str name = str_trim(node_plain(arena, cell));
                bool chosen = by_rows || (y.n > 0 ? names_have(y, name) : !str_eq_fold(name, STR("unit")));
                if (chosen && name.n > 0)
                    VEC_PUSH(arena, &names.all, name);
            }
    }
    return names;
}

static const Shade *shade_known(Arena *arena, const Palette *palette, Str name)
{
    for (size_t i = 0; i < palette->named.n; i++)
        if (str_eq_fold(palette->named.at[i].name, name))
            return &palette->named.at[i].shade;
    return map_lookup(palette->shades, name_fold(arena, name));
}

/* Names that the theme colours keep those for themselves in the whole document. */
static void named_see(Arena *arena, Palette *palette, const Names *names)
{
    for (size_t i = 0; i < names->all.n; i++) {
        const Shade *shade = shade_known(arena, palette, names->all.at[i]);
        if (shade && shade->index < palette->n)
            palette->taken[shade->index] = true;
    }
}

/* A new name takes the first colour that none of its chart has; past the last one they come again, hatched. */
static void names_give(Arena *arena, Palette *palette, const Names *names)
{
    enum { ROUNDS = 8 };
    bool used[ROUNDS * SHADES_MAX] = {0};
    int n = palette->n;
    for (size_t i = 0; i < names->all.n; i++) {
        const Shade *shade = shade_known(arena, palette, names->all.at[i]);
        if (shade && shade->index < ROUNDS * SHADES_MAX)
            used[shade->index] = true;
    }
    for (size_t i = 0; i < names->all.n && n > 0; i++) {
        int index = 0;
        if (shade_known(arena, palette, names->all.at[i]))
            continue;
        while (index < ROUNDS * n - 1 && (used[index] || palette->taken[index % n]))
            index++;
        used[index] = true;
        Shade *shade = ARENA_NEW(arena, Shade);
        *shade = shade_new(palette->row[index % n], index);
        *map_slot(palette->shades, name_fold(arena, names->all.at[i]), NULL) = shade;
    }
}

const Palette *palette_new(Arena *arena, const Style *style, const Node *document)
{
    Palette *palette = ARENA_NEW(arena, Palette);
    palette->shades = map_new(arena);
    palette_read(arena, palette, style);
    for (int round = 0; round < 2; round++)                /* first which colours are taken, then the others */
        for (const Node *n = document; n; n = node_next(n, document))
            if (n->kind == KIND_CHART && n->extra->target) {
                Names names = chart_names(arena, n);
                if (round == 0)
                    named_see(arena, palette, &names);
                else
                    names_give(arena, palette, &names);
            }
    return palette;
}

Shade shade_of(const Setter *setter, Str name, int index)
{
    const Palette *palette = setter->palette;
    Shade none = shade_new(setter->style->chart_neutral, index);
    if (!palette)
        return none;
    for (size_t i = 0; i < palette->named.n; i++)
        if (str_eq_fold(palette->named.at[i].name, name))
            return palette->named.at[i].shade;
    const Shade *shade = map_lookup(palette->shades, name_fold(setter->arena, name));
    if (shade)
        return *shade;
    return palette->n > 0 ? shade_new(palette->row[index % palette->n], index) : none;
}

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) || c == '+' || c == '#';
}

bool shade_named(const Setter *setter, Str text, Shade *shade)
{
    for (size_t i = 0; setter->palette && i < setter->palette->named.n; i++) {
        Str name = setter->palette->named.at[i].name;
        ptrdiff_t at = str_find(text, name);
        if (at < 0 || name.n == 0)
            continue;
        size_t from = (size_t)at, to = from + name.n;
        if ((from > 0 && is_word_byte(text.p[from - 1])) || (to < text.n && is_word_byte(text.p[to])))
            continue;
        *shade = setter->palette->named.at[i].shade;
        return true;
    }
    return false;
}
