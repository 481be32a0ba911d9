/* page.c - the keys of the front matter that change the page and its type: papersize, margin,
 * pandoc's geometry, fontsize, families, theme. In comes a key's value, out go settings for the
 * theme; what is no such value is refused with a message. */
#include "read/read_int.h"

bool page_paper(FrontReader *r, const Yaml *item, void *at)
{
    Style *try = ARENA_NEW(r->arena, Style);
    (void)at;
    if (item->kind != YAML_SCALAR || !style_paper(try, item->value)) {
        return front_refuse(r, item, "a4, a5, letter, 6x9in or 419.5pt x 595.3pt");
    }
    front_setting(r, STR("papersize"), item->value, item->place);
    return true;
}

bool page_size(FrontReader *r, const Yaml *item, void *at)
{
    Len size;
    (void)at;
    if (item->kind != YAML_SCALAR || !len_parse(item->value, &size) || size < PT(4) ||
        size > PT(72)) {
        return front_refuse(r, item, "a length from 4pt to 72pt");
    }
    front_setting(r, STR("fontsize"), item->value, item->place);
    return true;
}

bool page_theme(FrontReader *r, const Yaml *item, void *at)
{
    if (item->kind != YAML_SCALAR) return front_refuse(r, item, "the name of a theme");
    *(Str *)at = str_trim(item->value);
    front_setting(r, STR("theme"), item->value, item->place);
    return true;
}

static bool read_family(FrontReader *r, const Yaml *item, const char *role)
{
    if (item->kind != YAML_SCALAR || !str_trim(item->value).n)
        return front_refuse(r, item, "the name of a family");
    front_setting(r, str_of(role), str_trim(item->value), item->place);
    return true;
}

bool page_main(FrontReader *r, const Yaml *item, void *at)
{
    (void)at;
    return read_family(r, item, "family.main");
}

bool page_sans(FrontReader *r, const Yaml *item, void *at)
{
    (void)at;
    return read_family(r, item, "family.sans");
}

bool page_mono(FrontReader *r, const Yaml *item, void *at)
{
    (void)at;
    return read_family(r, item, "family.mono");
}

enum { SIDE_TOP = 1, SIDE_OUTER = 2, SIDE_BOTTOM = 4, SIDE_INNER = 8, SIDES = 15 };

static const struct {
    const char *name, *key;
} sides[] = {
    {"top", "margin.top"},
    {"outer", "margin.outer"},
    {"bottom", "margin.bottom"},
    {"inner", "margin.inner"},
};

static bool set_margin(FrontReader *r, const Yaml *item, Str value, int which)
{
    Len width;
    if (!len_parse(value, &width) || width < 0) {
        Yaml wrong = {.kind = YAML_SCALAR, .key = item->key, .value = value, .place = item->place};
        return front_refuse(r, &wrong, "a length such as 2cm, or top, outer, bottom and inner");
    }
    for (int i = 0; i < 4; i++) {
        if (which & 1 << i) front_setting(r, str_of(sides[i].key), str_trim(value), item->place);
    }
    return true;
}

static bool set_margin_side(FrontReader *r, const Yaml *item)
{
    static const struct {
        const char *name;
        int which;
    } names[] = {
        {"top", SIDE_TOP},
        {"outer", SIDE_OUTER},
        {"bottom", SIDE_BOTTOM},
        {"inner", SIDE_INNER},
        {"left", SIDE_INNER},
        {"right", SIDE_OUTER},
        {"x", SIDE_INNER | SIDE_OUTER},
        {"y", SIDE_TOP | SIDE_BOTTOM},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_eq(item->key, str_of(names[i].name)))
            return set_margin(r, item, item->value, names[i].which);
    }
    front_unknown(r, str_format(r->arena, "margin.%.*s", STR_ARGS(item->key)), item->place);
    return false;
}

static size_t count(const Yaml *list)
{
    size_t n = 0;
    for (const Yaml *item = list->first; item; item = item->next) n++;
    return n;
}

/* One length; a map by sides; four lengths in the order top, outer, bottom, inner. */
bool page_margin(FrontReader *r, const Yaml *item, void *at)
{
    (void)at;
    bool good = true;
    if (item->kind == YAML_SCALAR) return set_margin(r, item, item->value, SIDES);
    if (item->kind == YAML_LIST && count(item) != 4)
        return front_refuse(r, item, "four lengths: top, outer, bottom, inner");
    int i = 0;
    for (const Yaml *side = item->first; side; side = side->next, i++) {
        Yaml one = *side;
        if (item->kind == YAML_MAP) {
            good = set_margin_side(r, side) && good;
        } else {
            one.key = item->key;
            good = set_margin(r, &one, side->value, 1 << i) && good;
        }
    }
    return good;
}

static bool set_geometry(FrontReader *r, const Yaml *item, Str name, Str value)
{
    static const struct {
        const char *name;
        int which;
    } names[] = {
        {"margin", SIDES},
        {"top", SIDE_TOP},
        {"tmargin", SIDE_TOP},
        {"bottom", SIDE_BOTTOM},
        {"bmargin", SIDE_BOTTOM},
        {"left", SIDE_INNER},
        {"lmargin", SIDE_INNER},
        {"inner", SIDE_INNER},
        {"right", SIDE_OUTER},
        {"rmargin", SIDE_OUTER},
        {"outer", SIDE_OUTER},
        {"hmargin", SIDE_INNER | SIDE_OUTER},
        {"vmargin", SIDE_TOP | SIDE_BOTTOM},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_eq(name, str_of(names[i].name))) return set_margin(r, item, value, names[i].which);
    }
    Yaml paper = {
        .kind = YAML_SCALAR, .key = STR("papersize"), .value = value, .place = item->place};
    if (str_eq(name, STR("paper")) || str_eq(name, STR("papername")))
        return page_paper(r, &paper, NULL);
    paper.value = name;
    if (!value.n && str_ends(name, STR("paper"))) return page_paper(r, &paper, NULL);
    if (!value.n && (str_eq(name, STR("twoside")) || str_eq(name, STR("asymmetric")))) {
        front_setting(r, STR("page.two-sided"), STR("true"), item->place);
        return true;
    }
    front_unknown(r, str_format(r->arena, "geometry:%.*s", STR_ARGS(name)), item->place);
    return false;
}

/* pandoc's `geometry: margin=2cm, top=3cm`, or a list of such texts. */
bool page_geometry(FrontReader *r, const Yaml *item, void *at)
{
    bool good = true;
    (void)at;
    if (item->kind == YAML_MAP) return front_refuse(r, item, "a text such as margin=2cm");
    const Yaml *first = item->kind == YAML_LIST ? item->first : item;
    for (const Yaml *one = first; one; one = item->kind == YAML_LIST ? one->next : NULL) {
        Str rest = one->value, part;
        while (str_split(&rest, ',', &part)) {
            Str name = {0};
            if (!str_split(&part, '=', &name) || !str_trim(name).n) continue;
            good = set_geometry(r, one, str_trim(name), part.p ? str_trim(part) : (Str){0}) && good;
        }
    }
    return good;
}
