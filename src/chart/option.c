/* option.c - what a chart's attributes ask for. In comes the CHART node, out go values; what cannot be understood is told
 * and left as if it were not there. */
#include "chart/chart_int.h"

static const Str keys[] = {
    {"chart", 5}, {"type", 4}, {"title", 5}, {"unit", 4}, {"alt", 3}, {"highlight", 9}, {"order", 5}, {"x", 1}, {"y", 1},
    {"sort", 4}, {"baseline", 8}, {"reference", 9}, {"scale", 5}, {"from", 4}, {"to", 2}, {"values", 6}, {"series", 6},
    {"columns", 7}, {"height", 6}, {"width", 5}, {"source", 6}, {"note", 4}, {"table", 5}, {"data", 4}, {"caption", 7},
    {"id", 2}, {"lang", 4}, {"numbers", 7}, {"rows", 4}, {"xscale", 6},
};

typedef struct Reader { const Node *chart; Diag *diag; char point; } Reader;

static void wrong(const Reader *r, Str value, const char *key, const char *expected)
{
    if (r->diag)
        diag_add(r->diag, DIAG_CHART_VALUE, r->chart->place, STR_ARGS(value), key, expected);
}

static Str value_of(const Reader *r, const char *key)
{
    return str_trim(attr_value(r->chart->extra->attr, str_of(key)));
}

/* Which of the words the value is; 0 when it is not there or none of them. */
static int word_read(const Reader *r, const char *key, const char *const *words, int n, const char *expected)
{
    Str value = value_of(r, key);
    for (int i = 0; i < n; i++)
        if (str_eq_fold(value, str_of(words[i])))
            return i;
    if (value.n > 0)
        wrong(r, value, key, expected);
    return 0;
}

static bool number_of(const Reader *r, const char *key, Decimal *number)
{
    Str value = value_of(r, key), unit;
    if (value.n == 0)
        return false;
    if (decimal_parse(value, r->point, number, &unit) == READ_NUMBER)
        return true;
    wrong(r, value, key, "a number");
    return false;
}

/* "100 parity": a number and the words for its line. */
static Guide guide_read(const Reader *r, const char *key)
{
    Guide guide = {0};
    Str value = value_of(r, key), unit;
    size_t end = 0;
    while (end < value.n && value.p[end] != ' ' && value.p[end] != ':')
        end++;
    guide.set = value.n > 0 && decimal_parse(str_slice(value, 0, end), r->point, &guide.at, &unit) == READ_NUMBER;
    guide.label = str_trim(str_slice(value, end + (end < value.n && value.p[end] == ':'), value.n));
    if (value.n > 0 && !guide.set)
        wrong(r, value, key, "a number, then a label");
    return guide;
}

static void sort_read(const Reader *r, Options *o)
{
    static const struct { const char *word; Sort sort; } words[] = {
        {"none", SORT_NONE}, {"rising", SORT_RISING}, {"asc", SORT_RISING}, {"ascending", SORT_RISING},
        {"falling", SORT_FALLING}, {"desc", SORT_FALLING}, {"descending", SORT_FALLING}, {"label", SORT_LABEL},
    };
    Str value = value_of(r, "sort");
    size_t end = 0;
    while (end < value.n && value.p[end] != ' ')
        end++;
    Str first = str_slice(value, 0, end);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_fold(first, str_of(words[i].word))) {
            o->sort = words[i].sort;
            o->sort_by = str_trim(str_slice(value, end, value.n));
            return;
        }
    if (value.n > 0)
        wrong(r, value, "sort", "rising, falling or label, then a series");
}

static void keys_check(const Reader *r)
{
    for (const Pair *p = r->chart->extra->attr ? r->chart->extra->attr->pairs : NULL; p; p = p->next) {
        bool known = p->value.p == NULL;
        for (size_t i = 0; i < sizeof keys / sizeof *keys && !known; i++)
            known = str_eq(p->key, keys[i]);
        if (known)
            continue;
        diag_add(r->diag, DIAG_CHART_KEY, r->chart->place, STR_ARGS(p->key));
        Str near = diag_nearest(p->key, keys, sizeof keys / sizeof *keys);
        if (near.n > 0)
            diag_hint(r->diag, "did you mean %.*s?", STR_ARGS(near));
    }
}

static void size_read(const Reader *r, Options *o)
{
    long columns = 1;
    Str value = value_of(r, "columns"), height = value_of(r, "height");
    if (value.n > 0 && (!str_int(value, &columns) || columns < 1 || columns > 6)) {
        wrong(r, value, "columns", "1 to 6");
        columns = 1;
    }
    o->columns = (int)columns;
    if (height.n > 0 && (!len_parse(height, &o->height) || o->height < 36 * LEN_PT || o->height > 2000 * LEN_PT)) {
        wrong(r, height, "height", "a length such as 60mm");
        o->height = 0;
    }
}

Options options_read(const Node *chart, char point, Diag *diag)
{
    static const char *const scales[] = {"linear", "log"}, *const shown[] = {"auto", "yes", "no"},
                      *const series[] = {"columns", "rows"};
    Reader r = {chart, diag, point};
    Options o = {.title = value_of(&r, "title"), .unit = value_of(&r, "unit"), .alt = value_of(&r, "alt"),
                 .highlight = value_of(&r, "highlight"), .order = value_of(&r, "order"), .x = value_of(&r, "x"),
                 .y = value_of(&r, "y")};
    o.log = word_read(&r, "scale", scales, 2, "linear or log") == 1;
    o.x_log = word_read(&r, "xscale", scales, 2, "linear or log") == 1;
    int values = word_read(&r, "values", shown, 3, "yes, no or auto");
    o.values = values == 1;
    o.no_values = values == 2;
    const ChartKind *kind = chart_kind(chart);
    bool given = value_of(&r, "series").n > 0;
    o.by_rows = given ? word_read(&r, "series", series, 2, "columns or rows") == 1 : kind && kind->by_rows;
    o.pair = kind && kind->pair && o.x.n > 0 && o.y.n > 0;
    o.has_from = number_of(&r, "from", &o.from);
    o.has_to = number_of(&r, "to", &o.to);
    o.baseline = guide_read(&r, "baseline");
    o.reference = guide_read(&r, "reference");
    sort_read(&r, &o);
    size_read(&r, &o);
    if (diag)
        keys_check(&r);
    return o;
}

bool names_have(Str list, Str name)
{
    Str part;
    for (Str rest = list; list.n > 0 && str_split(&rest, ',', &part);)
        if (str_eq_fold(str_trim(part), name))
            return true;
    return false;
}
