/* style.c - the values of a theme by name: "h1.size" or "page.width" with a value as a theme
 * writes it goes into its place in Style; the whole Style comes out as text. Names come from
 * style.def alone. It does not know where values come from (read/theme), nor what they mean to
 * the page. */
#include <string.h>

#include "doc/doc.h"

typedef enum Type {
    TYPE_Len,
    TYPE_Bool,
    TYPE_Int,
    TYPE_Str,
    TYPE_Colour,
    TYPE_Accent,
    TYPE_Figures,
    TYPE_Align,
    TYPE_Caps
} Type;

typedef struct Row {
    const char *key;
    Type type;
    size_t offset;
} Row;

static const Row values[] = {
#define TEXT_ROLE(name, key)
#define VALUE(type, name, key) {key, TYPE_##type, offsetof(Style, name)},
#include "style.def"
#undef TEXT_ROLE
#undef VALUE
};

static const char *const roles[TEXT_ROLES] = {
#define TEXT_ROLE(name, key) key,
#define VALUE(type, name, key)
#include "style.def"
#undef TEXT_ROLE
#undef VALUE
};

static const Row fields[] = {
    {"family", TYPE_Str, offsetof(TextStyle, family)},
    {"weight", TYPE_Int, offsetof(TextStyle, weight)},
    {"italic", TYPE_Bool, offsetof(TextStyle, italic)},
    {"caps", TYPE_Caps, offsetof(TextStyle, small_caps)},
    {"hyphenate", TYPE_Bool, offsetof(TextStyle, hyphenate)},
    {"figures", TYPE_Figures, offsetof(TextStyle, figures)},
    {"align", TYPE_Align, offsetof(TextStyle, align)},
    {"size", TYPE_Len, offsetof(TextStyle, size)},
    {"leading", TYPE_Len, offsetof(TextStyle, leading)},
    {"before", TYPE_Len, offsetof(TextStyle, before)},
    {"after", TYPE_Len, offsetof(TextStyle, after)},
    {"indent", TYPE_Len, offsetof(TextStyle, indent)},
    {"colour", TYPE_Colour, offsetof(TextStyle, colour)},
};

enum { N_VALUES = sizeof values / sizeof *values, N_FIELDS = sizeof fields / sizeof *fields };

static const char *const expected[] = {
    [TYPE_Len] = "a length such as 12pt or 5mm",
    [TYPE_Bool] = "true or false",
    [TYPE_Int] = "a whole number",
    [TYPE_Str] = "a text",
    [TYPE_Colour] = "a colour such as \"#1F4E79\"",
    [TYPE_Accent] = "a colour such as \"#1F4E79\", with bold or italic before it",
    [TYPE_Figures] = "lining, oldstyle or tabular",
    [TYPE_Align] = "left, center, right or justify",
    [TYPE_Caps] = "small or normal",
};

static const char *const figure_names[] = {"lining", "oldstyle", "tabular"};
static const char *const align_names[] = {"none", "left", "center", "right", "justify"};
static const char *const caps_names[] = {"normal", "small"};
static const char *const bool_names[] = {"false", "true", "no", "yes", "off", "on"};

/* ---- one value ------------------------------------------------------------------------------- */

static bool read_name(Str text, const char *const *names, int n, int *value)
{
    for (int i = 0; i < n; i++) {
        if (str_eq_fold(text, str_of(names[i]))) {
            *value = i;
            return true;
        }
    }
    return false;
}

static bool read_int(Str text, int *value)
{
    long number;
    if (!str_int(text, &number) || number < -10000 || number > 10000) return false;
    *value = (int)number;
    return true;
}

/* "#RRGGBB" or "#RGB", with or without the sign. */
static bool read_colour(Str text, Colour *value)
{
    if (str_starts(text, STR("#"))) text = str_slice(text, 1, text.n);
    if (text.n != 6 && text.n != 3) return false;
    Colour colour = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *digits = "0123456789abcdef";
        char c = text.p[i] >= 'A' && text.p[i] <= 'F' ? (char)(text.p[i] + 32) : text.p[i];
        const char *hit = c ? strchr(digits, c) : NULL;
        if (!hit) return false;
        Colour digit = (Colour)(hit - digits);
        colour = text.n == 3 ? colour << 8 | digit * 17 : colour << 4 | digit;
    }
    *value = colour;
    return true;
}

/* "#RRGGBB", "bold #RRGGBB", "italic #RRGGBB". */
static bool read_accent(Str text, Accent *value)
{
    Accent accent = {0};
    Str word;
    bool good = true;
    while (good && str_split(&text, ' ', &word)) {
        accent.bold |= str_eq_fold(word, STR("bold"));
        accent.italic |= str_eq_fold(word, STR("italic"));
        if (!text.p) good = read_colour(word, &accent.colour);
        else if (word.n) good = str_eq_fold(word, STR("bold")) || str_eq_fold(word, STR("italic"));
    }
    if (good) *value = accent;
    return good;
}

static bool read_value(Type type, void *at, Arena *arena, Str text)
{
    int i = 0;
    switch (type) {
    case TYPE_Len: return len_parse(text, at) && *(Len *)at < PT(14400) && *(Len *)at > PT(-14400);
    case TYPE_Int: return read_int(text, at);
    case TYPE_Str: *(Str *)at = str_copy(arena, text); return true;
    case TYPE_Colour: return read_colour(text, at);
    case TYPE_Accent: return read_accent(text, at);
    case TYPE_Bool:
        if (!read_name(text, bool_names, 6, &i)) return false;
        *(bool *)at = i % 2;
        return true;
    case TYPE_Caps:
        if (!read_name(text, caps_names, 2, &i)) return false;
        *(bool *)at = i;
        return true;
    case TYPE_Figures:
        if (!read_name(text, figure_names, 3, &i)) return false;
        *(Figures *)at = (Figures)i;
        return true;
    case TYPE_Align:
        if (!read_name(text, align_names, 5, &i)) return false;
        *(Align *)at = (Align)i;
        return true;
    }
    return false;
}

static void print_value(Buf *out, Type type, const void *at)
{
    switch (type) {
    case TYPE_Len:
        len_print(out, *(const Len *)at, 3);
        buf_add(out, STR("pt"));
        break;
    case TYPE_Bool: buf_add(out, str_of(bool_names[*(const bool *)at])); break;
    case TYPE_Int: buf_int(out, *(const int *)at); break;
    case TYPE_Str: buf_add(out, *(const Str *)at); break;
    case TYPE_Colour: buf_format(out, "\"#%06X\"", (unsigned)*(const Colour *)at); break;
    case TYPE_Accent: {
        const Accent *accent = at;
        buf_format(out, "\"%s%s#%06X\"", accent->bold ? "bold " : "",
                   accent->italic ? "italic " : "", (unsigned)accent->colour);
        break;
    }
    case TYPE_Figures: buf_add(out, str_of(figure_names[*(const Figures *)at])); break;
    case TYPE_Align: buf_add(out, str_of(align_names[*(const Align *)at])); break;
    case TYPE_Caps: buf_add(out, str_of(caps_names[*(const bool *)at])); break;
    }
}

/* ---- names ----------------------------------------------------------------------------------- */

static const Row *row_lookup(const Row *rows, size_t n, Str key)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(key, str_of(rows[i].key))) return &rows[i];
    }
    return NULL;
}

/* The row of `key` and where its value stands in Style; NULL when there is no such key. */
static const Row *row_of(Str key, size_t *offset)
{
    const Row *row = row_lookup(values, N_VALUES, key);
    if (row) {
        *offset = row->offset;
        return row;
    }
    size_t dot = key.n;
    while (dot && key.p[dot - 1] != '.') dot--;
    int role;
    if (!dot || !read_name(str_slice(key, 0, dot - 1), roles, TEXT_ROLES, &role)) return NULL;
    row = row_lookup(fields, N_FIELDS, str_slice(key, dot, key.n));
    if (row) *offset = offsetof(Style, text) + (size_t)role * sizeof(TextStyle) + row->offset;
    return row;
}

bool style_has(Str key)
{
    size_t offset;
    return row_of(key, &offset) != NULL;
}

/* Every key of style.def, for "did you mean". */
static Str nearest_key(Arena *arena, Str key)
{
    Str names[N_VALUES + TEXT_ROLES * N_FIELDS];
    size_t n = 0;
    for (size_t i = 0; i < N_VALUES; i++) names[n++] = str_of(values[i].key);
    for (size_t i = 0; i < TEXT_ROLES; i++) {
        for (size_t k = 0; k < N_FIELDS; k++) {
            names[n++] = str_format(arena, "%s.%s", roles[i], fields[k].key);
        }
    }
    return diag_nearest(key, names, n);
}

/* What would leave nothing to be seen, or no room to set it in. */
static const char *too_small(const Row *row, const void *at)
{
    if (row->type != TYPE_Len) return NULL;
    Str key = str_of(row->key);
    Len value = *(const Len *)at;
    if ((str_eq(key, STR("size")) || str_eq(key, STR("leading"))) && value < PT(1))
        return "a length of 1pt or more";
    bool page = str_eq(key, STR("page.width")) || str_eq(key, STR("page.height"));
    return page && value < PT(72) ? "a length of 72pt or more" : NULL;
}

bool style_set(Style *style, Arena *arena, Str key, Str value, Diag *diag, Place place)
{
    size_t offset;
    const Row *row = row_of(key, &offset);
    if (!row) {
        diag_add(diag, DIAG_KEY_UNKNOWN, place, STR_ARGS(key));
        Str near = nearest_key(arena, key);
        if (near.n) diag_hint(diag, "did you mean \"%.*s\"?", STR_ARGS(near));
        return false;
    }
    void *at = (char *)style + offset;
    Len before = row->type == TYPE_Len ? *(Len *)at : 0;
    const char *wanted = read_value(row->type, at, arena, str_trim(value)) ? too_small(row, at)
                                                                           : expected[row->type];
    if (wanted) {
        if (row->type == TYPE_Len) *(Len *)at = before;
        diag_add(diag, DIAG_VALUE, place, STR_ARGS(value), STR_ARGS(key), wanted);
    }
    return !wanted;
}

void style_dump(const Style *style, Buf *out)
{
    for (size_t i = 0; i < N_VALUES; i++) {
        buf_format(out, "%s: ", values[i].key);
        print_value(out, values[i].type, (const char *)style + values[i].offset);
        buf_byte(out, '\n');
    }
    for (size_t i = 0; i < TEXT_ROLES; i++) {
        for (size_t k = 0; k < N_FIELDS; k++) {
            buf_format(out, "%s.%s: ", roles[i], fields[k].key);
            print_value(out, fields[k].type, (const char *)&style->text[i] + fields[k].offset);
            buf_byte(out, '\n');
        }
    }
}

/* ---- scale and paper ------------------------------------------------------------------------- */

/* What was a whole number of old grid lines is one of the new grid; the rest is scaled. */
static Len scale_on_grid(Len a, Len grid, Len new_grid)
{
    return grid > 0 && a % grid == 0 ? a / grid * new_grid
                                     : len_scale(a, new_grid, grid > 0 ? grid : 1);
}

static void scale_text(TextStyle *text, Len from, Len to, Len grid, Len new_grid)
{
    Len whole = text->before + text->leading + text->after;
    text->size = len_scale(text->size, to, from);
    text->leading = scale_on_grid(text->leading, grid, new_grid);
    text->before = scale_on_grid(text->before, grid, new_grid);
    text->indent = scale_on_grid(text->indent, grid, new_grid);
    if (grid > 0 && whole % grid == 0) {
        text->after = whole / grid * new_grid - text->before - text->leading;
    } else {
        text->after = scale_on_grid(text->after, grid, new_grid);
    }
}

void style_scale(Style *style, Len size)
{
    Len from = style->text[TEXT_BODY].size, grid = style->text[TEXT_BODY].leading;
    if (from <= 0 || grid <= 0 || size == from) return;
    Len new_grid = len_scale(grid, size, from);
    for (int i = 0; i < TEXT_ROLES; i++) scale_text(&style->text[i], from, size, grid, new_grid);
    Len *spaces[] = {&style->grid,         &style->list_indent,   &style->quote_indent,
                     &style->code_padding, &style->alert_padding, &style->table_gap,
                     &style->note_gap};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        *spaces[i] = scale_on_grid(*spaces[i], grid, new_grid);
    }
}

static const struct {
    const char *name;
    Len width, height;
} papers[] = {
    {"a3", PT(841.89), PT(1190.551)}, {"a4", PT(595.276), PT(841.89)},
    {"a5", PT(419.528), PT(595.276)}, {"a6", PT(297.638), PT(419.528)},
    {"b5", PT(498.898), PT(708.661)}, {"letter", PT(612), PT(792)},
    {"legal", PT(612), PT(1008)},     {"executive", PT(522), PT(756)},
};

/* "6x9in", "419.5pt x 595.3pt": a width without unit has the height's. */
static bool read_paper(Str text, Len *width, Len *height)
{
    ptrdiff_t cross = str_find(text, STR("x"));
    size_t wide = 1;
    if (cross < 0) {
        cross = str_find(text, STR("\u00d7"));
        wide = 2;
    }
    if (cross < 0) return false;
    Str first = str_trim(str_slice(text, 0, (size_t)cross));
    Str second = str_trim(str_slice(text, (size_t)cross + wide, text.n));
    char with_unit[64];
    if (!len_parse(second, height)) return false;
    if (len_parse(first, width)) return true;
    size_t digits = 0;
    while (digits < second.n &&
           ((second.p[digits] >= '0' && second.p[digits] <= '9') || second.p[digits] == '.'))
        digits++;
    Str unit = str_slice(second, digits, second.n);
    if (first.n + unit.n > sizeof with_unit) return false;
    memcpy(with_unit, first.p, first.n);
    memcpy(with_unit + first.n, unit.p, unit.n);
    return len_parse((Str){with_unit, first.n + unit.n}, width);
}

bool style_paper(Style *style, Str name)
{
    Len width = 0, height = 0;
    name = str_trim(name);
    Str plain = str_ends(name, STR("paper")) ? str_slice(name, 0, name.n - 5) : name;
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        if (str_eq_fold(plain, str_of(papers[i].name))) {
            width = papers[i].width;
            height = papers[i].height;
        }
    }
    if (!width && !read_paper(name, &width, &height)) return false;
    if (width < PT(72) || height < PT(72) || width > PT(14400) || height > PT(14400)) return false;
    style->page_width = width;
    style->page_height = height;
    return true;
}
