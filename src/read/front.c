/* front.c - the front matter: where it ends, and what its keys mean. In comes the text of a file or one key=value of the
 * command line, out go Meta and the settings to be applied after the theme. Keys are pandoc's; what pandoc knows and
 * octavo does not is said to be so. */
#include <string.h>

#include "read/read_int.h"

/* ---- where it stands ------------------------------------------------------------------------------- */

/* The line at `at`, without its end; *next: where the next one begins. */
static Str line_at(Str text, size_t at, size_t *next)
{
    size_t end = at;
    while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r') end++;
    *next = end;
    if (*next < text.n && text.p[*next] == '\r') (*next)++;
    if (*next < text.n && text.p[*next] == '\n' && (*next == end || text.p[end] == '\r')) (*next)++;
    return str_slice(text, at, end);
}

static bool is_fence(Str line, bool last)
{
    while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t')) line.n--;
    return str_eq(line, STR("---")) || (last && str_eq(line, STR("...")));
}

/* `name:` at the left edge, in quotes or not. */
static bool is_key_line(Str line)
{
    ptrdiff_t colon = str_find(line, STR(":"));
    if (colon <= 0 || strchr(" \t#-*>|[(<!", line.p[0])) return line.n && line.p[0] == '{';
    return (size_t)colon + 1 == line.n || line.p[colon + 1] == ' ' || line.p[colon + 1] == '\t';
}

FrontSplit front_split(Str text)
{
    size_t start = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0, at, from;
    FrontSplit whole = {{0}, str_slice(text, start, text.n), 1, 1};
    if (!is_fence(line_at(text, start, &at), false)) return whole;
    from = at;
    bool has_key = false;
    for (int line = 2; at < text.n; line++) {
        size_t next;
        Str s = line_at(text, at, &next);
        if (line == 2 && !str_trim(s).n) return whole;
        if (is_fence(s, true)) {
            if (!has_key && line > 2) return whole;
            return (FrontSplit){str_slice(text, from, at), str_slice(text, next, text.n), 2, line + 1};
        }
        has_key = has_key || is_key_line(s);
        at = next;
    }
    return whole;
}

/* ---- values ---------------------------------------------------------------------------------------- */

typedef struct Reader { Front *front; Arena *arena; Diag *diag; } Reader;

static bool refuse(Reader *r, const Yaml *item, const char *expected)
{
    Str value = item->kind == YAML_SCALAR ? item->value : item->kind == YAML_MAP ? STR("{..}") : STR("[..]");
    diag_add(r->diag, DIAG_VALUE, item->place, STR_ARGS(value), STR_ARGS(item->key), expected);
    return false;
}

static void unknown(Reader *r, Str key, Place place)
{
    diag_add(r->diag, DIAG_KEY_UNKNOWN, place, STR_ARGS(key));
}

static void setting(Reader *r, Str key, Str value, Place place)
{
    VEC_PUSH(r->arena, &r->front->settings, ((Setting){key, value, place}));
}

static bool read_text(Reader *r, const Yaml *item, void *at)
{
    if (item->kind != YAML_SCALAR) return refuse(r, item, "a text");
    *(Str *)at = str_trim(item->value);
    return true;
}

static bool read_bool(Reader *r, const Yaml *item, void *at)
{
    static const char *const yes[] = {"true", "yes", "on", "1"}, *const no[] = {"false", "no", "off", "0", ""};
    for (size_t i = 0; item->kind == YAML_SCALAR && i < sizeof yes / sizeof *yes; i++) {
        if (str_eq_fold(item->value, str_of(yes[i]))) return *(bool *)at = true;
    }
    for (size_t i = 0; item->kind == YAML_SCALAR && i < sizeof no / sizeof *no; i++) {
        if (str_eq_fold(item->value, str_of(no[i]))) {
            *(bool *)at = false;
            return true;
        }
    }
    return refuse(r, item, "true or false");
}

static bool read_depth(Reader *r, const Yaml *item, void *at)
{
    long depth;
    if (item->kind != YAML_SCALAR || !str_int(item->value, &depth) || depth < 1 || depth > 6) {
        return refuse(r, item, "1 to 6");
    }
    *(int *)at = (int)depth;
    return true;
}

/* A text, or a list of texts that is joined by commas. */
static bool read_words(Reader *r, const Yaml *item, void *at)
{
    if (item->kind != YAML_LIST) return read_text(r, item, at);
    Buf words = BUF(r->arena);
    for (const Yaml *word = item->first; word; word = word->next) {
        if (word->kind != YAML_SCALAR) return refuse(r, item, "a text or a list of texts");
        if (words.n) buf_add(&words, STR(", "));
        buf_add(&words, word->value);
    }
    *(Str *)at = buf_str(&words);
    return true;
}

/* ---- authors --------------------------------------------------------------------------------------- */

static Str text_of(Reader *r, const Yaml *item)
{
    Str text = {0};
    if (item && item->kind == YAML_MAP) {
        const Yaml *name = yaml_lookup(item, STR("name"));
        item = name ? name : item->first;
    }
    if (item) read_words(r, item, &text);
    return text;
}

static bool read_author(Reader *r, const Yaml *item, Author *author)
{
    *author = (Author){0};
    if (item->kind == YAML_MAP) {
        const Yaml *name = yaml_lookup(item, STR("name")), *group = yaml_lookup(item, STR("affiliation"));
        if (!group) group = yaml_lookup(item, STR("institute"));
        if (!name) return refuse(r, item, "a name, or a map with a name");
        author->name = text_of(r, name);
        author->affiliation = text_of(r, group);
    } else if (item->kind == YAML_SCALAR) {
        author->name = str_trim(item->value);
    } else {
        return refuse(r, item, "a name, or a map with a name");
    }
    return author->name.n > 0;
}

static bool read_authors(Reader *r, const Yaml *item, void *at)
{
    VEC(Author) authors = {0};
    Author author;
    bool good = true;
    if (item->kind == YAML_LIST) {
        for (const Yaml *one = item->first; one; one = one->next) {
            if (read_author(r, one, &author)) VEC_PUSH(r->arena, &authors, author);
        }
    } else if (read_author(r, item, &author)) {
        VEC_PUSH(r->arena, &authors, author);
    } else {
        good = item->kind == YAML_SCALAR;
    }
    Meta *meta = at;
    meta->authors = authors.at;
    meta->n_authors = authors.n;
    return good;
}

/* ---- page and type --------------------------------------------------------------------------------- */

static bool read_paper(Reader *r, const Yaml *item, void *at)
{
    Style *try = at = ARENA_NEW(r->arena, Style);
    if (item->kind != YAML_SCALAR || !style_paper(try, item->value)) {
        return refuse(r, item, "a4, a5, letter, 6x9in or 419.5pt x 595.3pt");
    }
    setting(r, STR("papersize"), item->value, item->place);
    return true;
}

static bool read_size(Reader *r, const Yaml *item, void *at)
{
    Len size;
    (void)at;
    if (item->kind != YAML_SCALAR || !len_parse(item->value, &size) || size < PT(4) || size > PT(72)) {
        return refuse(r, item, "a length from 4pt to 72pt");
    }
    setting(r, STR("fontsize"), item->value, item->place);
    return true;
}

static bool read_theme(Reader *r, const Yaml *item, void *at)
{
    if (!read_text(r, item, at)) return false;
    setting(r, STR("theme"), item->value, item->place);
    return true;
}

static bool read_family(Reader *r, const Yaml *item, const char *role)
{
    if (item->kind != YAML_SCALAR || !str_trim(item->value).n) return refuse(r, item, "the name of a family");
    setting(r, str_of(role), str_trim(item->value), item->place);
    return true;
}

static bool read_main(Reader *r, const Yaml *item, void *at)
{
    (void)at;
    return read_family(r, item, "family.main");
}

static bool read_sans(Reader *r, const Yaml *item, void *at)
{
    (void)at;
    return read_family(r, item, "family.sans");
}

static bool read_mono(Reader *r, const Yaml *item, void *at)
{
    (void)at;
    return read_family(r, item, "family.mono");
}

enum { SIDE_TOP = 1, SIDE_OUTER = 2, SIDE_BOTTOM = 4, SIDE_INNER = 8, SIDES = 15 };

static const struct { const char *name, *key; } sides[] = {
    {"top", "margin.top"}, {"outer", "margin.outer"}, {"bottom", "margin.bottom"}, {"inner", "margin.inner"},
};

static bool set_margin(Reader *r, const Yaml *item, Str value, int which)
{
    Len width;
    if (!len_parse(value, &width) || width < 0) {
        Yaml wrong = {.kind = YAML_SCALAR, .key = item->key, .value = value, .place = item->place};
        return refuse(r, &wrong, "a length such as 2cm, or top, outer, bottom and inner");
    }
    for (int i = 0; i < 4; i++) {
        if (which & 1 << i) setting(r, str_of(sides[i].key), str_trim(value), item->place);
    }
    return true;
}

static bool set_margin_side(Reader *r, const Yaml *item)
{
    static const struct { const char *name; int which; } names[] = {
        {"top", SIDE_TOP},      {"outer", SIDE_OUTER}, {"bottom", SIDE_BOTTOM}, {"inner", SIDE_INNER},
        {"left", SIDE_INNER},   {"right", SIDE_OUTER}, {"x", SIDE_INNER | SIDE_OUTER},
        {"y", SIDE_TOP | SIDE_BOTTOM},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_eq(item->key, str_of(names[i].name))) return set_margin(r, item, item->value, names[i].which);
    }
    unknown(r, str_format(r->arena, "margin.%.*s", STR_ARGS(item->key)), item->place);
    return false;
}

static size_t count(const Yaml *list)
{
    size_t n = 0;
    for (const Yaml *item = list->first; item; item = item->next) n++;
    return n;
}

/* One length; a map by sides; four lengths in the order top, outer, bottom, inner. */
static bool read_margin(Reader *r, const Yaml *item, void *at)
{
    (void)at;
    bool good = true;
    if (item->kind == YAML_SCALAR) return set_margin(r, item, item->value, SIDES);
    if (item->kind == YAML_LIST && count(item) != 4) return refuse(r, item, "four lengths: top, outer, bottom, inner");
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

static bool set_geometry(Reader *r, const Yaml *item, Str name, Str value)
{
    static const struct { const char *name; int which; } names[] = {
        {"margin", SIDES},       {"top", SIDE_TOP},     {"tmargin", SIDE_TOP},    {"bottom", SIDE_BOTTOM},
        {"bmargin", SIDE_BOTTOM}, {"left", SIDE_INNER}, {"lmargin", SIDE_INNER},  {"inner", SIDE_INNER},
        {"right", SIDE_OUTER},   {"rmargin", SIDE_OUTER}, {"outer", SIDE_OUTER},
        {"hmargin", SIDE_INNER | SIDE_OUTER}, {"vmargin", SIDE_TOP | SIDE_BOTTOM},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_eq(name, str_of(names[i].name))) return set_margin(r, item, value, names[i].which);
    }
    Yaml paper = {.kind = YAML_SCALAR, .key = STR("papersize"), .value = value, .place = item->place};
    if (str_eq(name, STR("paper")) || str_eq(name, STR("papername"))) return read_paper(r, &paper, NULL);
    paper.value = name;
    if (!value.n && str_ends(name, STR("paper"))) return read_paper(r, &paper, NULL);
    if (!value.n && (str_eq(name, STR("twoside")) || str_eq(name, STR("asymmetric")))) {
        setting(r, STR("page.two-sided"), STR("true"), item->place);
        return true;
    }
    unknown(r, str_format(r->arena, "geometry:%.*s", STR_ARGS(name)), item->place);
    return false;
}

/* pandoc's `geometry: margin=2cm, top=3cm`, or a list of such texts. */
static bool read_geometry(Reader *r, const Yaml *item, void *at)
{
    bool good = true;
    (void)at;
    if (item->kind == YAML_MAP) return refuse(r, item, "a text such as margin=2cm");
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

/* ---- keys ------------------------------------------------------------------------------------------ */

typedef struct Key { const char *name; bool (*read)(Reader *r, const Yaml *item, void *at); size_t offset; } Key;

static const Key keys[] = {
    {"title", read_text, offsetof(Meta, title)},
    {"subtitle", read_text, offsetof(Meta, subtitle)},
    {"author", read_authors, 0},
    {"authors", read_authors, 0},
    {"date", read_text, offsetof(Meta, date)},
    {"lang", read_text, offsetof(Meta, lang)},
    {"abstract", read_text, offsetof(Meta, abstract)},
    {"keywords", read_words, offsetof(Meta, keywords)},
    {"description", read_text, offsetof(Meta, description)},
    {"toc", read_bool, offsetof(Meta, toc)},
    {"table-of-contents", read_bool, offsetof(Meta, toc)},
    {"toc-depth", read_depth, offsetof(Meta, toc_depth)},
    {"number-sections", read_bool, offsetof(Meta, number_sections)},
    {"numbersections", read_bool, offsetof(Meta, number_sections)},
    {"cover", read_bool, offsetof(Meta, title_page)},
    {"theme", read_theme, offsetof(Meta, theme)},
    {"papersize", read_paper, 0},
    {"margin", read_margin, 0},
    {"geometry", read_geometry, 0},
    {"fontsize", read_size, 0},
    {"mainfont", read_main, 0},
    {"sansfont", read_sans, 0},
    {"monofont", read_mono, 0},
};
enum { N_KEYS = sizeof keys / sizeof *keys };

/* Keys of pandoc that mean something there and nothing here. */
static const char *const elsewhere[] = {
    "documentclass", "classoption", "header-includes", "include-before", "include-after", "bibliography", "csl", "nocite",
    "link-citations", "biblio-style", "biblatexoptions", "natbiboptions", "colorlinks", "linkcolor", "urlcolor",
    "toccolor", "citecolor", "filecolor", "linestretch", "fontfamily", "fontfamilyoptions", "mathfont", "CJKmainfont",
    "mainfontoptions", "sansfontoptions", "monofontoptions", "indent", "top-level-division", "secnumdepth", "lof", "lot",
    "thanks", "institute", "rights", "subject", "category", "cover-image", "css", "pagetitle", "title-prefix",
    "reference-section-title", "pagestyle", "block-headings", "output", "format", "dir", "logo", "titlepage", "filters",
};

static void warn_unknown(Reader *r, Str key, Place place)
{
    Str names[N_KEYS];
    for (size_t i = 0; i < N_KEYS; i++) names[i] = str_of(keys[i].name);
    unknown(r, key, place);
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        if (str_eq(key, str_of(elsewhere[i]))) {
            diag_hint(r->diag, "pandoc knows it; octavo does not use it");
            return;
        }
    }
    Str near = diag_nearest(key, names, N_KEYS);
    if (near.n) diag_hint(r->diag, "did you mean \"%.*s\"?", STR_ARGS(near));
}

static bool set_item(Reader *r, const Yaml *item)
{
    for (size_t i = 0; i < N_KEYS; i++) {
        if (str_eq(item->key, str_of(keys[i].name))) {
            return keys[i].read(r, item, (char *)&r->front->meta + keys[i].offset);
        }
    }
    if (item->kind == YAML_SCALAR && (style_has(item->key) || str_find(item->key, STR(".")) > 0)) {
        setting(r, item->key, item->value, item->place);
        return true;
    }
    warn_unknown(r, item->key, item->place);
    return false;
}

/* A map whose dotted keys are all values of a theme (`h1: {size: 22pt}`) sets them. */
static bool is_style_map(Reader *r, const Yaml *item)
{
    if (item->kind != YAML_MAP || !item->first) return false;
    for (const Yaml *v = item->first; v; v = v->next) {
        Str key = str_format(r->arena, "%.*s.%.*s", STR_ARGS(item->key), STR_ARGS(v->key));
        if (v->kind != YAML_SCALAR || !style_has(key)) return false;
    }
    return true;
}

void front_read(Front *front, Arena *arena, const Source *source, FrontSplit split, Diag *diag)
{
    Reader r = {front, arena, diag};
    if (!front->meta.toc_depth) front->meta.toc_depth = 3;
    if (!split.front.n) return;
    const Yaml *map = yaml_read(arena, source, split.front, split.front_line, diag);
    if (!map) return;
    if (map->kind != YAML_MAP) {
        Str what = STR("keys with values are expected");
        diag_add(diag, DIAG_YAML, map->place, STR_ARGS(what));
        return;
    }
    for (const Yaml *item = map->first; item; item = item->next) {
        bool margin = str_eq(item->key, STR("margin"));
        if (margin || !is_style_map(&r, item)) {
            set_item(&r, item);
            continue;
        }
        for (const Yaml *v = item->first; v; v = v->next) {
            Str key = str_format(arena, "%.*s.%.*s", STR_ARGS(item->key), STR_ARGS(v->key));
            setting(&r, key, v->value, v->place);
        }
    }
}

bool front_set(Front *front, Arena *arena, Str key, Str value, Diag *diag, Place place)
{
    Reader r = {front, arena, diag};
    if (!front->meta.toc_depth) front->meta.toc_depth = 3;
    Yaml item = {.kind = YAML_SCALAR, .key = str_copy(arena, key), .value = str_copy(arena, value), .place = place};
    return set_item(&r, &item);
}
