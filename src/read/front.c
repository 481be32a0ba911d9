/* front.c - the front matter: where it ends, and what its keys mean. In comes the text of a file
 * or one key=value of the command line, out go Meta and the settings to be applied after the
 * theme. Keys are pandoc's; what pandoc knows and octavo does not is said to be so. */
#include <string.h>

#include "read/read_int.h"

/* ---- where it stands ------------------------------------------------------------------------- */

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

/* Front matter of Hugo and Zola: TOML between two lines of +++. */
static bool split_toml(Str text, size_t start, FrontSplit *split)
{
    size_t at, from, next;
    if (!str_eq(str_trim(line_at(text, start, &from)), STR("+++"))) return false;
    at = from;
    for (int line = 2; at < text.n; line++, at = next) {
        if (!str_eq(str_trim(line_at(text, at, &next)), STR("+++"))) continue;
        *split = (FrontSplit){str_slice(text, from, at), str_slice(text, next, text.n), 2, line + 1,
                              true};
        return true;
    }
    return false;
}

FrontSplit front_split(Str text)
{
    size_t start = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0, at, from;
    FrontSplit whole = {{0}, str_slice(text, start, text.n), 1, 1, false};
    if (split_toml(text, start, &whole)) return whole;
    if (!is_fence(line_at(text, start, &at), false)) return whole;
    from = at;
    bool has_key = false;
    for (int line = 2; at < text.n; line++) {
        size_t next;
        Str s = line_at(text, at, &next);
        if (line == 2 && !str_trim(s).n) return whole;
        if (is_fence(s, true)) {
            if (!has_key && line > 2) return whole;
            return (FrontSplit){str_slice(text, from, at), str_slice(text, next, text.n), 2,
                                line + 1, false};
        }
        has_key = has_key || is_key_line(s);
        at = next;
    }
    return whole;
}

/* ---- values ---------------------------------------------------------------------------------- */

bool front_refuse(FrontReader *r, const Yaml *item, const char *expected)
{
    Str value = item->kind == YAML_SCALAR ? item->value
                : item->kind == YAML_MAP  ? STR("{..}")
                                          : STR("[..]");
    diag_add(r->diag, DIAG_VALUE, item->place, STR_ARGS(value), STR_ARGS(item->key), expected);
    return false;
}

void front_unknown(FrontReader *r, Str key, Place place)
{
    diag_add(r->diag, DIAG_KEY_UNKNOWN, place, STR_ARGS(key));
}

void front_setting(FrontReader *r, Str key, Str value, Place place)
{
    VEC_PUSH(r->arena, &r->front->settings, ((Setting){key, value, place}));
}

static bool read_text(FrontReader *r, const Yaml *item, void *at)
{
    if (item->kind != YAML_SCALAR) return front_refuse(r, item, "a text");
    *(Str *)at = str_trim(item->value);
    return true;
}

static bool read_bool(FrontReader *r, const Yaml *item, void *at)
{
    static const char *const yes[] = {"true", "yes", "on", "1"}, *const no[] = {"false", "no",
                                                                                "off", "0", ""};
    for (size_t i = 0; item->kind == YAML_SCALAR && i < sizeof yes / sizeof *yes; i++) {
        if (str_eq_fold(item->value, str_of(yes[i]))) return *(bool *)at = true;
    }
    for (size_t i = 0; item->kind == YAML_SCALAR && i < sizeof no / sizeof *no; i++) {
        if (str_eq_fold(item->value, str_of(no[i]))) {
            *(bool *)at = false;
            return true;
        }
    }
    return front_refuse(r, item, "true or false");
}

static bool read_depth(FrontReader *r, const Yaml *item, void *at)
{
    long depth;
    if (item->kind != YAML_SCALAR || !str_int(item->value, &depth) || depth < 1 || depth > 6) {
        return front_refuse(r, item, "1 to 6");
    }
    *(int *)at = (int)depth;
    return true;
}

/* A text, or a list of texts that is joined by commas. */
static bool read_words(FrontReader *r, const Yaml *item, void *at)
{
    if (item->kind != YAML_LIST) return read_text(r, item, at);
    Buf words = BUF(r->arena);
    for (const Yaml *word = item->first; word; word = word->next) {
        if (word->kind != YAML_SCALAR) return front_refuse(r, item, "a text or a list of texts");
        if (words.n) buf_add(&words, STR(", "));
        buf_add(&words, word->value);
    }
    *(Str *)at = buf_str(&words);
    return true;
}

/* ---- authors --------------------------------------------------------------------------------- */

static Str text_of(FrontReader *r, const Yaml *item)
{
    Str text = {0};
    if (item && item->kind == YAML_MAP) {
        const Yaml *name = yaml_lookup(item, STR("name"));
        item = name ? name : item->first;
    }
    if (item) read_words(r, item, &text);
    return text;
}

static bool read_author(FrontReader *r, const Yaml *item, Author *author)
{
    *author = (Author){0};
    if (item->kind == YAML_MAP) {
        const Yaml *name = yaml_lookup(item, STR("name")),
                   *group = yaml_lookup(item, STR("affiliation"));
        if (!group) group = yaml_lookup(item, STR("institute"));
        if (!name) return front_refuse(r, item, "a name, or a map with a name");
        author->name = text_of(r, name);
        author->affiliation = text_of(r, group);
    } else if (item->kind == YAML_SCALAR) {
        author->name = str_trim(item->value);
    } else {
        return front_refuse(r, item, "a name, or a map with a name");
    }
    return author->name.n > 0;
}

static bool read_authors(FrontReader *r, const Yaml *item, void *at)
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

/* ---- books ----------------------------------------------------------------------------------- */

static bool read_book(FrontReader *r, const Yaml *item, void *at)
{
    (void)at;
    if (item->kind != YAML_LIST) return front_refuse(r, item, "a list of files");
    r->front->book = item;
    return true;
}

static bool read_admonitions(FrontReader *r, const Yaml *item, void *at)
{
    (void)at;
    return read_bool(r, item, &r->front->admonitions);
}

/* ---- keys ------------------------------------------------------------------------------------ */

typedef struct Key {
    const char *name;
    bool (*read)(FrontReader *r, const Yaml *item, void *at);
    size_t offset;
} Key;

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
    {"lof", read_bool, offsetof(Meta, lof)},
    {"lot", read_bool, offsetof(Meta, lot)},
    {"toc-depth", read_depth, offsetof(Meta, toc_depth)},
    {"number-sections", read_bool, offsetof(Meta, number_sections)},
    {"numbersections", read_bool, offsetof(Meta, number_sections)},
    {"cover", read_bool, offsetof(Meta, title_page)},
    {"book", read_book, 0},
    {"admonitions", read_admonitions, 0},
    {"site-url", read_text, offsetof(Meta, site_url)},
    {"theme", page_theme, offsetof(Meta, theme)},
    {"papersize", page_paper, 0},
    {"margin", page_margin, 0},
    {"geometry", page_geometry, 0},
    {"fontsize", page_size, 0},
    {"mainfont", page_main, 0},
    {"sansfont", page_sans, 0},
    {"monofont", page_mono, 0},
};
enum { N_KEYS = sizeof keys / sizeof *keys };

/* Keys of pandoc that mean something there and nothing here. */
static const char *const elsewhere[] = {
    "documentclass",
    "classoption",
    "header-includes",
    "include-before",
    "include-after",
    "bibliography",
    "csl",
    "nocite",
    "link-citations",
    "biblio-style",
    "biblatexoptions",
    "natbiboptions",
    "colorlinks",
    "linkcolor",
    "urlcolor",
    "toccolor",
    "citecolor",
    "filecolor",
    "linestretch",
    "fontfamily",
    "fontfamilyoptions",
    "mathfont",
    "CJKmainfont",
    "mainfontoptions",
    "sansfontoptions",
    "monofontoptions",
    "indent",
    "top-level-division",
    "secnumdepth",
    "thanks",
    "institute",
    "rights",
    "subject",
    "category",
    "cover-image",
    "css",
    "pagetitle",
    "title-prefix",
    "reference-section-title",
    "pagestyle",
    "block-headings",
    "output",
    "format",
    "dir",
    "logo",
    "titlepage",
    "filters",
};

static void warn_unknown(FrontReader *r, Str key, Place place)
{
    Str names[N_KEYS];
    for (size_t i = 0; i < N_KEYS; i++) names[i] = str_of(keys[i].name);
    front_unknown(r, key, place);
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        if (str_eq(key, str_of(elsewhere[i]))) {
            diag_hint(r->diag, "pandoc knows it; octavo does not use it");
            return;
        }
    }
    Str near = diag_nearest(key, names, N_KEYS);
    if (near.n) diag_hint(r->diag, "did you mean \"%.*s\"?", STR_ARGS(near));
}

static bool set_item(FrontReader *r, const Yaml *item)
{
    for (size_t i = 0; i < N_KEYS; i++) {
        if (str_eq(item->key, str_of(keys[i].name))) {
            return keys[i].read(r, item, (char *)&r->front->meta + keys[i].offset);
        }
    }
    if (item->kind == YAML_SCALAR && (style_has(item->key) || str_find(item->key, STR(".")) > 0)) {
        front_setting(r, item->key, item->value, item->place);
        return true;
    }
    warn_unknown(r, item->key, item->place);
    return false;
}

/* A map whose dotted keys are all values of a theme (`h1: {size: 22pt}`) sets them. */
static bool is_style_map(FrontReader *r, const Yaml *item)
{
    if (item->kind != YAML_MAP || !item->first) return false;
    for (const Yaml *v = item->first; v; v = v->next) {
        Str key = str_format(r->arena, "%.*s.%.*s", STR_ARGS(item->key), STR_ARGS(v->key));
        if (v->kind != YAML_SCALAR || !style_has(key)) return false;
    }
    return true;
}

/* The keys of another program's front matter that are octavo's too. */
static void read_known(FrontReader *r, const Yaml *map)
{
    static const char *const known[] = {"title", "subtitle", "author", "authors", "description"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const Yaml *item = yaml_lookup(map, str_of(known[i]));
        if (item) set_item(r, item);
    }
}

Str front_value(Arena *arena, const Source *source, FrontSplit split, Str key)
{
    Diag *quiet = diag_new(arena);
    const Yaml *map = !split.front.n ? NULL
                      : split.toml   ? toml_read(arena, source, split.front, split.front_line)
                                   : yaml_read(arena, source, split.front, split.front_line, quiet);
    const Yaml *item = map && map->kind == YAML_MAP ? yaml_lookup(map, key) : NULL;
    return item && item->kind == YAML_SCALAR ? str_trim(item->value) : (Str){0};
}

void front_read(Front *front, Arena *arena, const Source *source, FrontSplit split, Diag *diag)
{
    FrontReader r = {front, arena, diag};
    if (!front->meta.toc_depth) front->meta.toc_depth = 3;
    if (!split.front.n) return;
    if (split.toml) {
        read_known(&r, toml_read(arena, source, split.front, split.front_line));
        return;
    }
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
            front_setting(&r, key, v->value, v->place);
        }
    }
}

bool front_set(Front *front, Arena *arena, Str key, Str value, Diag *diag, Place place)
{
    FrontReader r = {front, arena, diag};
    if (!front->meta.toc_depth) front->meta.toc_depth = 3;
    Yaml item = {.kind = YAML_SCALAR,
                 .key = str_copy(arena, key),
                 .value = str_copy(arena, value),
                 .place = place};
    return set_item(&r, &item);
}
