/* language.c - the names that people give to languages. In comes the word after a fence, out goes the name of the grammar's
 * files. Names that are not known are taken as they are, so that a new file in the folder needs no row here. */
#include "code/code_int.h"

static const struct { const char *name, *others; } rows[] = {
    {"bash", "sh shell zsh ksh shellscript"},
    {"c", "h"},
    {"c-sharp", "c# cs csharp"},
    {"console", "shell-session shellsession sh-session bash-session terminal session pycon doscon"},
    {"cpp", "c++ cc cxx hpp hxx h++"},
    {"css", "scss less"},
    {"diff", "patch udiff"},
    {"go", "golang"},
    {"html", "htm xhtml vue svelte"},
    {"java", ""},
    {"javascript", "js jsx mjs cjs node ecmascript"},
    {"json", "jsonc json5 geojson webmanifest"},
    {"python", "py py3 python3 pyi"},
    {"rust", "rs"},
    {"sql", "mysql postgres postgresql psql plpgsql sqlite"},
    {"toml", ""},
    {"typescript", "ts mts cts"},
    {"tsx", ""},
    {"yaml", "yml"},
};

static bool has_word(const char *words, Str word)
{
    Str rest = str_of(words), part;
    while (str_split(&rest, ' ', &part))
        if (part.n && str_eq(part, word))
            return true;
    return false;
}

/* A name that stays in its folder. */
static bool is_name(Str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || (c == '-' && i > 0)))
            return false;
    }
    return name.n > 0 && name.n <= 40;
}

Str language_name(Arena *arena, Str written)
{
    Buf lower = BUF(arena);
    for (size_t i = 0; i < written.n && i <= 40; i++)
        buf_byte(&lower, written.p[i] >= 'A' && written.p[i] <= 'Z' ? (char)(written.p[i] + 32) : written.p[i]);
    Str name = buf_str(&lower);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (has_word(rows[i].others, name))
            return str_of(rows[i].name);
    return is_name(name) ? name : (Str){0};
}
