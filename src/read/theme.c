/* theme.c - from a theme's name and a document's own settings to the values of Style. The themes
 * stand in one YAML file (doc/themes.yaml) that the build puts into the program. What a key
 * means is doc/style's affair. */
#include "base/builtin.h"
#include "read/read_int.h"

enum { BASES_MAX = 8, MAP_DEPTH_MAX = 4 };

/* Sets every scalar of a map; nested maps give dotted keys. */
static bool set_map(Style *style, Arena *arena, const Yaml *map, Str prefix, Diag *diag, int depth)
{
    bool good = true;
    for (const Yaml *item = map->first; item; item = item->next) {
        Str key = prefix.n ? str_format(arena, "%.*s.%.*s", STR_ARGS(prefix), STR_ARGS(item->key))
                           : item->key;
        if (item->kind == YAML_MAP && depth < MAP_DEPTH_MAX) {
            good = set_map(style, arena, item, key, diag, depth + 1) && good;
        } else if (prefix.n || !str_eq(key, STR("base"))) {
            good = style_set(style, arena, key, item->value, diag, item->place) && good;
        }
    }
    return good;
}

static bool set_theme(Style *style, Arena *arena, const Yaml *themes, const Yaml *theme, Diag *diag)
{
    const Yaml *chain[BASES_MAX];
    int n = 0;
    for (const Yaml *t = theme; t && n < BASES_MAX; n++) {
        chain[n] = t;
        const Yaml *base = yaml_lookup(t, STR("base"));
        t = base ? yaml_lookup(themes, base->value) : NULL;
    }
    bool good = true;
    while (n--) good = set_map(style, arena, chain[n], (Str){0}, diag, 0) && good;
    return good;
}

static const Yaml *theme_lookup(Arena *arena, const Yaml *themes, Str name, const Front *front,
                                Diag *diag)
{
    const Yaml *theme = yaml_lookup(themes, name);
    if (theme) return theme;
    Place place = {0};
    VEC(Str) names = {0};
    for (size_t i = 0; i < front->settings.n; i++) {
        if (str_eq(front->settings.at[i].key, STR("theme"))) place = front->settings.at[i].place;
    }
    Buf known = BUF(arena);
    for (const Yaml *t = themes->first; t; t = t->next) {
        VEC_PUSH(arena, &names, t->key);
        buf_format(&known, "%s%.*s", t == themes->first ? "" : ", ", STR_ARGS(t->key));
    }
    diag_add(diag, DIAG_THEME, place, STR_ARGS(name));
    Str near = diag_nearest(name, names.at, names.n);
    if (near.n) {
        diag_hint(diag, "did you mean \"%.*s\"?", STR_ARGS(near));
    } else {
        diag_hint(diag, "known themes: %.*s", STR_ARGS(buf_str(&known)));
    }
    return NULL;
}

/* The type area keeps its share of the page when only the paper changes. */
static void set_paper(Style *style, Str name)
{
    Len width = style->page_width, height = style->page_height;
    if (!style_paper(style, name) || width <= 0 || height <= 0) return;
    Len *across[] = {&style->margin_inner, &style->margin_outer, &style->outer_reach};
    Len *down[] = {&style->margin_top, &style->margin_bottom};
    for (size_t i = 0; i < sizeof across / sizeof *across; i++)
        *across[i] = len_scale(*across[i], style->page_width, width);
    for (size_t i = 0; i < sizeof down / sizeof *down; i++)
        *down[i] = len_scale(*down[i], style->page_height, height);
}

static bool is_margin(Str key)
{
    return str_starts(key, STR("margin.")) || str_starts(key, STR("page."));
}

/* Margins that leave no room for text are told, and become an eighth of the page. */
static bool check_room(Style *style, const Front *front, Diag *diag)
{
    const Len least = 3 * style->text[TEXT_BODY].size;
    bool wide = style->page_width - style->margin_inner - style->margin_outer >= least &&
                style->margin_inner >= 0 && style->margin_outer >= 0;
    bool high = style->page_height - style->margin_top - style->margin_bottom >= least &&
                style->margin_top >= 0 && style->margin_bottom >= 0;
    if (wide && high) return true;
    Setting last = {STR("margin"), STR("the theme's"), {0}};
    for (size_t i = 0; i < front->settings.n; i++) {
        if (is_margin(front->settings.at[i].key)) last = front->settings.at[i];
    }
    if (!wide) style->margin_inner = style->margin_outer = style->page_width / 8;
    if (!high) style->margin_top = style->margin_bottom = style->page_height / 8;
    diag_add(diag, DIAG_VALUE, last.place, STR_ARGS(last.value), STR_ARGS(last.key),
             "margins that leave room for text");
    return false;
}

/* What all the others stand on comes first: what is set by name stands as it is set. */
static bool set_own(Style *style, Arena *arena, const Front *front, Diag *diag)
{
    bool good = true;
    Len size;
    for (size_t i = 0; i < front->settings.n; i++) {
        const Setting *s = &front->settings.at[i];
        if (str_eq(s->key, STR("fontsize")) && len_parse(s->value, &size)) style_scale(style, size);
        if (str_eq(s->key, STR("papersize"))) set_paper(style, s->value);
    }
    for (size_t i = 0; i < front->settings.n; i++) {
        const Setting *s = &front->settings.at[i];
        bool done = str_eq(s->key, STR("papersize")) || str_eq(s->key, STR("fontsize")) ||
                    str_eq(s->key, STR("theme"));
        if (!done) good = style_set(style, arena, s->key, s->value, diag, s->place) && good;
    }
    return check_room(style, front, diag) && good;
}

bool theme_apply(Style *style, Arena *arena, Str name, const Front *front, Diag *diag)
{
    const BuiltinFile *file = builtin_lookup("themes.yaml");
    if (!file) return false;
    Source *source = ARENA_NEW(arena, Source);
    *source = (Source){.name = STR("themes.yaml"), .text = {(const char *)file->data, file->size}};
    const Yaml *themes = yaml_read(arena, source, source->text, 1, diag);
    if (!themes) return false;
    if (!name.n) name = STR("handout");
    const Yaml *theme = theme_lookup(arena, themes, name, front, diag);
    bool good = theme != NULL;
    if (!theme) theme = yaml_lookup(themes, STR("handout"));
    good = set_theme(style, arena, themes, theme, diag) && good;
    return set_own(style, arena, front, diag) && good;
}
