/* words.c - the words, quotation marks and dates that octavo itself prints, by language.
 *
 * In comes a BCP 47 tag, out goes a row of the table below: the row of the whole tag, else of its
 * language, else English. The marks are those that each language's printers prefer; a date is a
 * pattern of D, M (the month's name) and Y. It does not translate anything that stands in the
 * document.
 */
#include "resolve/resolve_int.h"

#define ENGLISH_WORDS                                                                              \
    .contents = "Contents", .figures = "Figures", .tables = "Tables", .index = "Index", .figure = "Figure", .table = "Table", .section = "Section",            \
    .page = "page", .abstract = "Abstract", .footnote = "Footnote", .conjunction = "and",          \
    .source = "Source", .data = "Data",                                                            \
    .alerts = {"Note", "Tip", "Important", "Warning", "Caution", "Note"},                          \
    .quotes = {"“", "”", "‘", "’"},                                                                \
    .months = {"January", "February", "March",     "April",   "May",      "June",                  \
               "July",    "August",   "September", "October", "November", "December"}

static const Words words[] = {
    {.lang = "en", ENGLISH_WORDS, .date = "D M Y"},
    {.lang = "en-US", ENGLISH_WORDS, .date = "M D, Y"},
    {.lang = "de",
     .contents = "Inhalt",
     .figures = "Abbildungsverzeichnis",
     .tables = "Tabellenverzeichnis",
     .index = "Register",
     .figure = "Abbildung",
     .table = "Tabelle",
     .section = "Abschnitt",
     .page = "Seite",
     .abstract = "Zusammenfassung",
     .footnote = "Fußnote",
     .conjunction = "und",
     .source = "Quelle",
     .data = "Daten",
     .alerts = {"Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht", "Hinweis"},
     .quotes = {"„", "“", "‚", "‘"},
     .date = "D. M Y",
     .months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
                "Oktober", "November", "Dezember"}},
    {.lang = "de-CH",
     .contents = "Inhalt",
     .figures = "Abbildungsverzeichnis",
     .tables = "Tabellenverzeichnis",
     .index = "Register",
     .figure = "Abbildung",
     .table = "Tabelle",
     .section = "Abschnitt",
     .page = "Seite",
     .abstract = "Zusammenfassung",
     .footnote = "Fussnote",
     .conjunction = "und",
     .source = "Quelle",
     .data = "Daten",
     .alerts = {"Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht", "Hinweis"},
     .quotes = {"«", "»", "‹", "›"},
     .date = "D. M Y",
     .months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
                "Oktober", "November", "Dezember"}},
    {.lang = "fr",
     .contents = "Table des matières",
     .figures = "Table des figures",
     .tables = "Liste des tableaux",
     .index = "Index",
     .figure = "Figure",
     .table = "Tableau",
     .section = "Section",
     .page = "page",
     .abstract = "Résumé",
     .footnote = "Note",
     .conjunction = "et",
     .source = "Source",
     .data = "Données",
     .alerts = {"Remarque", "Conseil", "Important", "Avertissement", "Attention", "Remarque"},
     .quotes = {"«\u202f", "\u202f»", "“", "”"},
     .date = "D M Y",
     .months = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                "septembre", "octobre", "novembre", "décembre"}},
    {.lang = "es",
     .contents = "Índice",
     .figures = "Índice de figuras",
     .tables = "Índice de tablas",
     .index = "Índice alfabético",
     .figure = "Figura",
     .table = "Tabla",
     .section = "Sección",
     .page = "página",
     .abstract = "Resumen",
     .footnote = "Nota",
     .conjunction = "y",
     .source = "Fuente",
     .data = "Datos",
     .alerts = {"Nota", "Consejo", "Importante", "Advertencia", "Precaución", "Nota"},
     .quotes = {"«", "»", "“", "”"},
     .date = "D de M de Y",
     .months = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
                "septiembre", "octubre", "noviembre", "diciembre"}},
    {.lang = "it",
     .contents = "Indice",
     .figures = "Elenco delle figure",
     .tables = "Elenco delle tabelle",
     .index = "Indice analitico",
     .figure = "Figura",
     .table = "Tabella",
     .section = "Sezione",
     .page = "pagina",
     .abstract = "Sommario",
     .footnote = "Nota",
     .conjunction = "e",
     .source = "Fonte",
     .data = "Dati",
     .alerts = {"Nota", "Suggerimento", "Importante", "Avvertenza", "Attenzione", "Nota"},
     .quotes = {"«", "»", "“", "”"},
     .date = "D M Y",
     .months = {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
                "settembre", "ottobre", "novembre", "dicembre"}},
    {.lang = "nl",
     .contents = "Inhoud",
     .figures = "Lijst van figuren",
     .tables = "Lijst van tabellen",
     .index = "Register",
     .figure = "Figuur",
     .table = "Tabel",
     .section = "Paragraaf",
     .page = "pagina",
     .abstract = "Samenvatting",
     .footnote = "Voetnoot",
     .conjunction = "en",
     .source = "Bron",
     .data = "Gegevens",
     .alerts = {"Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Let op", "Opmerking"},
     .quotes = {"“", "”", "‘", "’"},
     .date = "D M Y",
     .months = {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
                "september", "oktober", "november", "december"}},
    {.lang = "pt",
     .contents = "Índice",
     .figures = "Lista de figuras",
     .tables = "Lista de tabelas",
     .index = "Índice remissivo",
     .figure = "Figura",
     .table = "Tabela",
     .section = "Secção",
     .page = "página",
     .abstract = "Resumo",
     .footnote = "Nota",
     .conjunction = "e",
     .source = "Fonte",
     .data = "Dados",
     .alerts = {"Nota", "Dica", "Importante", "Aviso", "Cuidado", "Nota"},
     .quotes = {"«", "»", "“", "”"},
     .date = "D de M de Y",
     .months = {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto",
                "setembro", "outubro", "novembro", "dezembro"}},
    {.lang = "pt-BR",
     .contents = "Sumário",
     .figures = "Lista de figuras",
     .tables = "Lista de tabelas",
     .index = "Índice remissivo",
     .figure = "Figura",
     .table = "Tabela",
     .section = "Seção",
     .page = "página",
     .abstract = "Resumo",
     .footnote = "Nota",
     .conjunction = "e",
     .source = "Fonte",
     .data = "Dados",
     .alerts = {"Nota", "Dica", "Importante", "Aviso", "Cuidado", "Nota"},
     .quotes = {"“", "”", "‘", "’"},
     .date = "D de M de Y",
     .months = {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto",
                "setembro", "outubro", "novembro", "dezembro"}},
    {.lang = "sv",
     .contents = "Innehåll",
     .figures = "Figurer",
     .tables = "Tabeller",
     .index = "Register",
     .figure = "Figur",
     .table = "Tabell",
     .section = "Avsnitt",
     .page = "sida",
     .abstract = "Sammanfattning",
     .footnote = "Fotnot",
     .conjunction = "och",
     .source = "Källa",
     .data = "Data",
     .alerts = {"Obs!", "Tips", "Viktigt", "Varning", "Försiktighet", "Obs!"},
     .quotes = {"”", "”", "’", "’"},
     .date = "D M Y",
     .months = {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
                "september", "oktober", "november", "december"}},
    {.lang = "da",
     .contents = "Indhold",
     .figures = "Figurer",
     .tables = "Tabeller",
     .index = "Stikordsregister",
     .figure = "Figur",
     .table = "Tabel",
     .section = "Afsnit",
     .page = "side",
     .abstract = "Resumé",
     .footnote = "Fodnote",
     .conjunction = "og",
     .source = "Kilde",
     .data = "Data",
     .alerts = {"Bemærk", "Tip", "Vigtigt", "Advarsel", "Forsigtig", "Bemærk"},
     .quotes = {"»", "«", "›", "‹"},
     .date = "D. M Y",
     .months = {"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
                "oktober", "november", "december"}},
    {.lang = "nb",
     .contents = "Innhold",
     .figures = "Figurer",
     .tables = "Tabeller",
     .index = "Stikkordregister",
     .figure = "Figur",
     .table = "Tabell",
     .section = "Avsnitt",
     .page = "side",
     .abstract = "Sammendrag",
     .footnote = "Fotnote",
     .conjunction = "og",
     .source = "Kilde",
     .data = "Data",
     .alerts = {"Merk", "Tips", "Viktig", "Advarsel", "Forsiktig", "Merk"},
     .quotes = {"«", "»", "‘", "’"},
     .date = "D. M Y",
     .months = {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september",
                "oktober", "november", "desember"}},
    {.lang = "fi",
     .contents = "Sisällys",
     .figures = "Kuvat",
     .tables = "Taulukot",
     .index = "Hakemisto",
     .figure = "Kuva",
     .table = "Taulukko",
     .section = "Luku",
     .page = "sivu",
     .abstract = "Tiivistelmä",
     .footnote = "Alaviite",
     .conjunction = "ja",
     .source = "Lähde",
     .data = "Tiedot",
     .alerts = {"Huomautus", "Vinkki", "Tärkeää", "Varoitus", "Huomio", "Huomautus"},
     .quotes = {"”", "”", "’", "’"},
     .date = "D. M Y",
     .months = {"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta",
                "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"}},
    {.lang = "pl",
     .contents = "Spis treści",
     .figures = "Spis rysunków",
     .tables = "Spis tabel",
     .index = "Indeks",
     .figure = "Rysunek",
     .table = "Tabela",
     .section = "Rozdział",
     .page = "strona",
     .abstract = "Streszczenie",
     .footnote = "Przypis",
     .conjunction = "i",
     .source = "Źródło",
     .data = "Dane",
     .alerts = {"Uwaga", "Wskazówka", "Ważne", "Ostrzeżenie", "Ostrożnie", "Uwaga"},
     .quotes = {"„", "”", "«", "»"},
     .date = "D M Y",
     .months = {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia",
                "września", "października", "listopada", "grudnia"}},
    {.lang = "cs",
     .contents = "Obsah",
     .figures = "Seznam obrázků",
     .tables = "Seznam tabulek",
     .index = "Rejstřík",
     .figure = "Obrázek",
     .table = "Tabulka",
     .section = "Oddíl",
     .page = "strana",
     .abstract = "Abstrakt",
     .footnote = "Poznámka",
     .conjunction = "a",
     .source = "Zdroj",
     .data = "Data",
     .alerts = {"Poznámka", "Tip", "Důležité", "Varování", "Pozor", "Poznámka"},
     .quotes = {"„", "“", "‚", "‘"},
     .date = "D. M Y",
     .months = {"ledna", "února", "března", "dubna", "května", "června", "července", "srpna",
                "září", "října", "listopadu", "prosince"}},
    {.lang = "ru",
     .contents = "Оглавление",
     .figures = "Список рисунков",
     .tables = "Список таблиц",
     .index = "Предметный указатель",
     .figure = "Рисунок",
     .table = "Таблица",
     .section = "Раздел",
     .page = "страница",
     .abstract = "Аннотация",
     .footnote = "Сноска",
     .conjunction = "и",
     .source = "Источник",
     .data = "Данные",
     .alerts = {"Примечание", "Совет", "Важно", "Предупреждение", "Осторожно", "Примечание"},
     .quotes = {"«", "»", "„", "“"},
     .date = "D M Y г.",
     .months = {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
                "сентября", "октября", "ноября", "декабря"}},
};

static const Words *words_find(Str lang)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_eq_fold(lang, str_of(words[i].lang))) {
            return &words[i];
        }
    }
    return NULL;
}

static Str words_primary(Str lang)
{
    size_t n = 0;
    while (n < lang.n && lang.p[n] != '-' && lang.p[n] != '_') {
        n++;
    }
    return str_slice(lang, 0, n);
}

const Words *words_of(Str lang)
{
    const Words *row = words_find(lang);
    Str primary = words_primary(lang);
    if (!row && str_eq_fold(primary, STR("no"))) {
        primary = STR("nb");
    }
    if (!row) {
        row = words_find(primary);
    }
    return row ? row : &words[0];
}

/* The three numbers of an ISO 8601 calendar date. */
static bool date_parse(Str s, long *year, long *month, long *day)
{
    return s.n == 10 && s.p[4] == '-' && s.p[7] == '-' && str_int(str_slice(s, 0, 4), year) &&
           str_int(str_slice(s, 5, 7), month) && str_int(str_slice(s, 8, 10), day) && *year > 0 &&
           *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31;
}

Str words_date(Arena *arena, const Words *of, Str date)
{
    long year, month, day;
    if (!date_parse(str_trim(date), &year, &month, &day)) {
        return date;
    }
    Buf out = {.arena = arena};
    for (const char *p = of->date; *p; p++) {
        if (*p == 'D') {
            buf_int(&out, day);
            buf_add(&out, day == 1 && str_eq(str_of(of->lang), STR("fr")) ? STR("er") : STR(""));
        } else if (*p == 'M') {
            buf_add(&out, str_of(of->months[month - 1]));
        } else if (*p == 'Y') {
            buf_int(&out, year);
        } else if (*p == ' ' && p[1] != 'Y') { /* the day stays with its month */
            buf_add(&out, STR("\u00a0"));
        } else {
            buf_byte(&out, *p);
        }
    }
    return str_copy(arena, buf_str(&out));
}
