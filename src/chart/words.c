/* words.c - the few words that a chart prints itself, by language. */
#include "chart/chart_int.h"

static const ChartWords words[] = {
    {"en", "log scale", {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}},
    {"de", "logarithmisch", {"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."}},
    {"fr", "échelle logarithmique",
     {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."}},
    {"es", "escala logarítmica", {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"}},
    {"it", "scala logaritmica", {"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"}},
    {"nl", "logaritmisch", {"jan.", "feb.", "mrt.", "apr.", "mei", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."}},
    {"pt", "escala logarítmica", {"jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."}},
};

const ChartWords *chart_words(Str lang)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (lang.n >= 2 && str_eq_fold(str_slice(lang, 0, 2), str_of(words[i].lang)))
            return &words[i];
    return &words[0];
}
