/* words.c - the words that a chart prints and says itself, by language: English for one that is not in the table. */
#include "chart/chart_int.h"

enum { LANGUAGES = 8 };

static const char *const phrases[PHRASES][LANGUAGES] = {
#define PHRASE(name, ...) {__VA_ARGS__},
#include "chart/words.def"
#undef PHRASE
};

Str phrase_of(Str lang, Phrase phrase)
{
    for (int i = 0; i < LANGUAGES; i++)
        if (lang.n >= 2 && str_eq_fold(str_slice(lang, 0, 2), str_of(phrases[PHRASE_LANGUAGE][i])))
            return str_of(phrases[phrase][i]);
    return str_of(phrases[phrase][0]);
}

void phrase_add(Buf *out, Str lang, Phrase phrase, const Str *with)
{
    Str text = phrase_of(lang, phrase);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '$' && i + 1 < text.n)
            buf_add(out, with[text.p[++i] - '1']);
        else
            buf_byte(out, text.p[i]);
    }
}
