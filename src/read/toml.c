/* toml.c - the part of TOML that book.toml and the front matter of Hugo and Zola use, as the same
 * tree that a YAML text gives: tables, keys with texts, numbers, true, false, dates and lists. What
 * is not understood is left out without a word: such files are another program's. */
#include <string.h>

#include "read/read_int.h"

enum { LEVELS_MAX = 16 };

typedef struct Toml {
    Arena *arena;
    const Source *source;
    Str text;
    size_t at;
    int line;
} Toml;

static void skip_blanks(Toml *t, bool lines)
{
    while (t->at < t->text.n) {
        char c = t->text.p[t->at];
        if (c == '#') {
            while (t->at < t->text.n && t->text.p[t->at] != '\n') t->at++;
        } else if (c == ' ' || c == '\t' || c == '\r' || (lines && c == '\n')) {
            t->line += c == '\n';
            t->at++;
        } else {
            return;
        }
    }
}

static void skip_line(Toml *t)
{
    while (t->at < t->text.n && t->text.p[t->at] != '\n') t->at++;
}

static char peek(const Toml *t)
{
    return t->at < t->text.n ? t->text.p[t->at] : '\0';
}

static Yaml *value_new(const Toml *t, YamlKind kind)
{
    Yaml *value = ARENA_NEW(t->arena, Yaml);
    value->kind = kind;
    value->place = (Place){t->source, t->line, 0};
    return value;
}

static void value_add(Yaml *to, Yaml *value)
{
    Yaml **last = &to->first;
    while (*last) last = &(*last)->next;
    *last = value;
}

static void add_escaped(Toml *t, Buf *out)
{
    char c = peek(t);
    t->at++;
    if (c == 'n' || c == 't') {
        buf_byte(out, c == 'n' ? '\n' : '\t');
    } else if (c == 'u' || c == 'U') {
        uint32_t code = 0;
        for (int i = 0; i < (c == 'u' ? 4 : 8); i++, t->at++) {
            const char *hit = strchr("0123456789abcdef", peek(t) | 32);
            code = code * 16 + (hit && peek(t) ? (uint32_t)(hit - "0123456789abcdef") % 16 : 0);
        }
        buf_utf8(out, code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0xFFFD : code);
    } else if (c != '\n') {
        buf_byte(out, c);
    }
}

/* A text in one or three quotes of either kind; only double ones have escapes. */
static Str read_quoted(Toml *t)
{
    char quote = peek(t);
    Str triple = quote == '"' ? STR("\"\"\"") : STR("'''");
    bool three = str_starts(str_slice(t->text, t->at, t->text.n), triple);
    Str end = str_slice(triple, 0, three ? 3 : 1);
    Buf out = BUF(t->arena);
    t->at += end.n;
    if (three && peek(t) == '\n') t->at++;
    while (t->at < t->text.n && !str_starts(str_slice(t->text, t->at, t->text.n), end)) {
        char c = t->text.p[t->at];
        if (c == '\n' && !three) break;
        t->line += c == '\n';
        t->at++;
        if (c == '\\' && quote == '"') {
            add_escaped(t, &out);
        } else {
            buf_byte(&out, c);
        }
    }
    if (t->at < t->text.n && t->text.p[t->at] == quote) t->at += end.n;
    return str_copy(t->arena, buf_str(&out));
}

static Str read_bare(Toml *t, const char *stops)
{
    size_t from = t->at;
    while (t->at < t->text.n && !strchr(stops, t->text.p[t->at])) t->at++;
    return str_trim(str_slice(t->text, from, t->at));
}

static Yaml *read_value(Toml *t)
{
    skip_blanks(t, false);
    Yaml *value = value_new(t, YAML_SCALAR);
    char c = peek(t);
    value->value = c == '"' || c == '\'' ? read_quoted(t) : read_bare(t, ",]}#\n");
    return value;
}

/* Lists hold values; a list or a table inside of one is passed over. */
static Yaml *read_list(Toml *t)
{
    Yaml *list = value_new(t, YAML_LIST);
    int depth = 1;
    t->at++;
    for (skip_blanks(t, true); t->at < t->text.n && depth; skip_blanks(t, true)) {
        char c = peek(t);
        if (c == ']' || c == '}' || c == '[' || c == '{') {
            depth += c == '[' || c == '{' ? 1 : -1;
            t->at++;
        } else if (c == ',') {
            t->at++;
        } else {
            size_t before = t->at;
            Yaml *value = read_value(t);
            if (depth == 1) value_add(list, value);
            if (t->at == before) t->at++;
        }
    }
    return list;
}

/* The table that a header or a dotted key names, made below `map` if need be. */
static Yaml *table_at(Toml *t, Yaml *map, Str names)
{
    Str name;
    for (int i = 0; i < LEVELS_MAX && str_split(&names, '.', &name); i++) {
        name = str_trim(name);
        if (name.n > 1 && (name.p[0] == '"' || name.p[0] == '\''))
            name = str_slice(name, 1, name.n - 1);
        Yaml *below = (Yaml *)(uintptr_t)yaml_lookup(map, name);
        if (!below) {
            below = value_new(t, YAML_MAP);
            below->key = name;
            value_add(map, below);
        }
        if (below->kind != YAML_MAP) return value_new(t, YAML_MAP);
        map = below;
    }
    return map;
}

static void read_key(Toml *t, Yaml *table)
{
    char c = peek(t);
    Str key = c == '"' || c == '\'' ? read_quoted(t) : read_bare(t, "=\n#");
    skip_blanks(t, false);
    if (peek(t) != '=' || !key.n) {
        skip_line(t);
        return;
    }
    t->at++;
    skip_blanks(t, false);
    int line = t->line;
    Yaml *value = peek(t) == '[' ? read_list(t) : read_value(t);
    value->key = key;
    value->place.line = line;
    value->place.column = 1;
    value_add(table, value);
    skip_line(t);
}

const Yaml *toml_read(Arena *arena, const Source *source, Str text, int first_line)
{
    Toml t = {arena, source, text, 0, first_line};
    Yaml *root = value_new(&t, YAML_MAP), *table = root;
    for (skip_blanks(&t, true); t.at < text.n; skip_blanks(&t, true)) {
        if (peek(&t) != '[') {
            read_key(&t, table);
            continue;
        }
        while (peek(&t) == '[') t.at++;
        table = table_at(&t, root, read_bare(&t, "]\n"));
        skip_line(&t);
    }
    return root;
}
