/* typo.c - what typewriters wrote becomes what printers set: quotation marks, apostrophes, primes, dashes, ellipses, and
 * spaces at which no line may break.
 *
 * In come the TEXT leaves of each block, out go the same leaves with new text; code, addresses and the numbers that
 * octavo prints are left alone. A mark is judged by the characters on both sides, across leaves ("*so* it") and by the
 * marks that are open in the block. One pass from left to right, so the time is linear. Marks by language: words.c.
 */
#include <string.h>

#include "resolve/resolve_int.h"

enum { NBSP = 0xA0, NARROW_NBSP = 0x202F, ENDASH = 0x2013, EMDASH = 0x2014, APOSTROPHE = 0x2019, PRIME = 0x2032,
       DOUBLE_PRIME = 0x2033, ELLIPSIS = 0x2026 };

typedef struct Leaf { Node *node; uint32_t first, last; bool set; } Leaf; /* its outermost characters; set: to be changed */

typedef struct Typo {
    Arena *arena;
    const Words *words;
    bool french, letters_tie;                              /* letters_tie: every one-letter word keeps the next one */
    VEC(Leaf) leaves;                                      /* of the block at hand */
    size_t closers;                                        /* straight single quotes ahead that could close a quotation */
    int open_single, open_double;
    bool opened;                                           /* the last mark was an opening one */
    Str text;                                              /* of the leaf at hand */
    uint32_t before, after;                                /* the characters around it */
    Buf out;
    size_t done;                                           /* how much of text is in out, or replaced there */
} Typo;

/* ---- characters ------------------------------------------------------------------------------------ */

static bool is_space(uint32_t c)
{
    return c == 0 || c == ' ' || c == '\n' || c == '\t' || c == NBSP || (c >= 0x2000 && c <= 0x200B) || c == NARROW_NBSP ||
           c == 0x3000;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Letters of any script: beyond ASCII all but spaces and the punctuation that stands in running text. */
static bool is_letter(uint32_t c)
{
    bool ascii = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool other = c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x3000 && c <= 0x303F);
    return ascii || (other && !is_space(c));
}

static bool is_word(uint32_t c)
{
    return is_letter(c) || is_digit(c);
}

static bool is_opening(uint32_t c)
{
    return c == '(' || c == '[' || c == '{' || c == 0xA1 || c == 0xBF || c == 0xAB || c == 0x201C || c == 0x2018 ||
           c == 0x201E || c == 0x201A;
}

static bool is_dash(uint32_t c)
{
    return c == '-' || c == '/' || c == '=' || c == ENDASH || c == EMDASH;
}

static uint32_t char_before(const Typo *t, size_t at)
{
    if (at == 0) {
        return t->before;
    }
    size_t start = utf8_prev(t->text, at);
    return utf8_next(t->text, &start);
}

static uint32_t char_at(const Typo *t, size_t at)
{
    return at < t->text.n ? utf8_next(t->text, &at) : t->after;
}

/* Puts c in the place of text [at, at + n). */
static void replace(Typo *t, size_t at, size_t n, uint32_t c)
{
    buf_add(&t->out, str_slice(t->text, t->done, at));
    buf_utf8(&t->out, c);
    t->done = at + n;
}

static void replace_str(Typo *t, size_t at, size_t n, const char *with)
{
    buf_add(&t->out, str_slice(t->text, t->done, at));
    buf_add(&t->out, str_of(with));
    t->done = at + n;
}

/* ---- quotes ---------------------------------------------------------------------------------------- */

/* Whether a mark after `before` may open: what stands before it is no part of a word or sentence. */
static bool may_open(const Typo *t, uint32_t before)
{
    if (before == '"' || before == '\'') {
        return t->opened;
    }
    return is_space(before) || is_opening(before);
}

static void double_open(Typo *t, size_t at)
{
    t->open_double++;
    t->opened = true;
    replace_str(t, at, 1, t->words->quotes[0]);
}

static void double_close(Typo *t, size_t at)
{
    t->open_double -= t->open_double > 0;
    t->opened = false;
    replace_str(t, at, 1, t->words->quotes[1]);
}

static void quote_double(Typo *t, size_t at)
{
    uint32_t before = char_before(t, at), after = char_at(t, at + 1);
    if (is_space(before) && is_space(after) && (before != 0 || after != 0)) {
        if (t->open_double > 0) {
            double_close(t, at);
        } else {
            double_open(t, at);
        }
    } else if (may_open(t, before) || (is_dash(before) && t->open_double == 0 && !is_space(after))) {
        double_open(t, at);
    } else if (is_digit(before) && t->open_double == 0) {
        t->opened = false;
        replace(t, at, 1, DOUBLE_PRIME);
    } else {
        double_close(t, at);
    }
}

/* 'tis, 'em, rock 'n' roll, the '90s. */
static bool word_clipped(Str rest)
{
    static const char *const words[] = {"tis", "twas", "twere", "em", "til", "cause", "bout", "n"};
    if (rest.n >= 2 && is_digit((uint8_t)rest.p[0]) && is_digit((uint8_t)rest.p[1])) {
        return rest.n == 2 || rest.p[2] == 's' || !is_word((uint8_t)rest.p[2]);
    }
    size_t n = 0;
    while (n < rest.n && n < 8 && is_letter((uint8_t)rest.p[n])) {
        n++;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_eq_fold(str_slice(rest, 0, n), str_of(words[i]))) {
            return true;
        }
    }
    return false;
}

/* 6'2" has primes, 1'000'000 has not. */
static bool is_prime(const Typo *t, size_t at, uint32_t before, uint32_t after)
{
    if (!is_digit(before)) {
        return false;
    }
    if (!is_digit(after)) {
        return t->open_single == 0 && !is_letter(after);
    }
    return !(is_digit(char_at(t, at + 2)) && is_digit(char_at(t, at + 3)));
}

static bool may_close(const Typo *t, uint32_t before, uint32_t after)
{
    return !may_open(t, before) && !is_word(after);
}

static void quote_single(Typo *t, size_t at)
{
    uint32_t before = char_before(t, at), after = char_at(t, at + 1);
    bool closes = may_close(t, before, after), opens = may_open(t, before) || (is_dash(before) && !closes);
    t->closers -= closes && t->closers > 0;
    bool opened = t->opened;
    t->opened = false;
    if (is_space(before) && is_space(after)) {
        t->opened = opened;
    } else if (is_prime(t, at, before, after)) {
        replace(t, at, 1, PRIME);
    } else if (opens && t->closers > 0 && !is_space(after) && !word_clipped(str_slice(t->text, at + 1, t->text.n))) {
        t->opened = true;
        t->open_single++;
        replace_str(t, at, 1, t->words->quotes[2]);
    } else if (closes && t->open_single > 0) {
        t->open_single--;
        replace_str(t, at, 1, t->words->quotes[3]);
    } else {
        replace(t, at, 1, APOSTROPHE);
    }
}

/* ---- dashes and dots ------------------------------------------------------------------------------- */

static size_t row_of(const Typo *t, size_t at, char c)
{
    size_t n = 0;
    while (at + n < t->text.n && t->text.p[at + n] == c) {
        n++;
    }
    return n;
}

static bool is_arrowhead(uint32_t c)
{
    return c == '<' || c == '>' || c == '|' || c == '+' || c == '=' || c == '!';
}

/* Two hyphens are an en dash, three an em dash; arrows (-->), longer rows and options (--help) stay. Returns their number. */
static size_t dashes(Typo *t, size_t at)
{
    size_t n = row_of(t, at, '-');
    uint32_t before = char_before(t, at), after = char_at(t, at + n);
    bool option = n == 2 && is_letter(after) && (is_space(before) || is_opening(before) || before == '"' || before == '\'');
    if ((n == 2 || n == 3) && !option && !is_arrowhead(before) && !is_arrowhead(after)) {
        replace(t, at, n, n == 2 ? ENDASH : EMDASH);
    }
    return n;
}

/* Three dots are an ellipsis; "./..." and other paths stay. Returns the number of dots. */
static size_t dots(Typo *t, size_t at)
{
    size_t n = row_of(t, at, '.');
    uint32_t before = char_before(t, at), after = char_at(t, at + n);
    if ((n == 3 || n == 4) && before != '/' && after != '/') {
        replace(t, at, 3, ELLIPSIS);
    }
    return n;
}

/* ---- ties ------------------------------------------------------------------------------------------ */

static bool str_among(Str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(s, str_of(list[i]))) {
            return true;
        }
    }
    return false;
}

#define AMONG(s, list) str_among((s), (list), sizeof(list) / sizeof *(list))

enum { WORD = 16 };                                        /* bytes; longer words are no units */

static Str word_before(Str text, size_t at)
{
    size_t from = at;
    while (from > 0 && at - from < WORD && text.p[from - 1] != ' ' && text.p[from - 1] != '(') {
        from--;
    }
    return str_slice(text, from, at);
}

static Str word_after(Str text, size_t at)
{
    size_t to = at;
    while (to < text.n && to - at < WORD && (is_letter((uint8_t)text.p[to]) || text.p[to] == '%' || (uint8_t)text.p[to] >= 0x80)) {
        to++;
    }
    return str_slice(text, at, to);
}

static bool word_is_unit(Str word)
{
    static const char *const units[] = {
        "%", "‰", "°C", "°F", "K", "ms", "µs", "μs", "ns", "ps", "s", "min", "h", "nm", "µm", "μm", "mm", "cm", "m", "km", "mg",
        "g", "kg", "ml", "B", "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "bit", "kbit", "Mbit", "Gbit",
        "Hz", "kHz", "MHz", "GHz", "W", "kW", "MW", "V", "J", "kJ", "MJ", "Wh", "kWh", "N", "Pa", "hPa", "pt", "px", "em",
        "ft", "lb", "oz", "dpi", "fps", "million", "billion", "Mio", "Mrd", "€", "£"};
    return AMONG(word, units);
}

static bool word_is_counter(const Typo *t, Str word)
{
    static const char *const counters[] = {"Fig.", "Chapter", "chapter", "Part", "Appendix", "Listing", "Equation", "Eq.",
                                           "No.", "no.", "p.", "pp.", "S.", "Nr.", "Abb.", "Kapitel", "chapitre", "n°"};
    const Words *w = t->words;
    const char *const own[] = {w->figure, w->table, w->section, w->page};
    return AMONG(word, counters) || AMONG(word, own);
}

static bool word_is_single(const Typo *t, Str word, size_t at)
{
    uint32_t before = char_before(t, at - word.n);
    bool alone = word.n == 1 && (is_space(before) || is_opening(before));
    if (!alone || !is_letter((uint8_t)word.p[0])) {
        return false;
    }
    char c = word.p[0];
    return t->letters_tie || c == 'a' || c == 'A' || c == 'I';
}

static bool french_space(Typo *t, size_t at, uint32_t after)
{
    bool wide = after == ':' || after == 0xBB, narrow = after == ';' || after == '!' || after == '?';
    uint32_t next = char_at(t, at + 2);
    if (!t->french || !(wide || narrow) || (after != 0xBB && !is_space(next))) {
        return false;
    }
    replace(t, at, 1, wide ? NBSP : NARROW_NBSP);
    return true;
}

static bool dash_follows(const Typo *t, size_t at)
{
    uint32_t c = char_at(t, at);
    if (c == ENDASH) {
        return is_space(char_at(t, at + 3));
    }
    return c == '-' && row_of(t, at, '-') == 2 && is_space(char_at(t, at + 2));
}

/* Most spaces are not worth a look: told by the bytes around. */
static bool space_is_plain(const Typo *t, size_t at)
{
    if (t->french || at < 2 || at + 1 >= t->text.n) {
        return false;
    }
    const char *p = t->text.p + at;
    bool dash = p[1] == '-' || (uint8_t)p[1] == 0xE2;
    bool single = p[-2] == ' ' || p[-2] == '(' || (uint8_t)p[-2] >= 0x80;
    return !dash && !single && !is_digit((uint8_t)p[-1]) && !is_digit((uint8_t)p[1]);
}

static void space(Typo *t, size_t at)
{
    if (space_is_plain(t, at)) {
        return;
    }
    uint32_t before = char_before(t, at), after = char_at(t, at + 1);
    if (french_space(t, at, after)) {
        return;
    }
    bool tie = false;
    if (is_digit(before)) {
        Str word = word_after(t->text, at + 1);
        tie = word.n > 0 && word_is_unit(word) && !is_digit(char_at(t, at + 1 + word.n));
    } else if (is_digit(after)) {
        tie = word_is_counter(t, word_before(t->text, at));
    } else if (is_word(after) && is_letter(before)) {
        Str word = word_before(t->text, at);
        tie = word_is_single(t, word, at);
    }
    if (tie || (!is_space(before) && dash_follows(t, at + 1))) {
        replace(t, at, 1, NBSP);
    }
}

/* ---- leaves and blocks ------------------------------------------------------------------------------ */

static size_t mark_set(Typo *t, size_t at)
{
    switch (t->text.p[at]) {
    case '"':
        quote_double(t, at);
        return 1;
    case '\'':
        quote_single(t, at);
        return 1;
    case '-':
        return dashes(t, at);
    case '.':
        return dots(t, at);
    case ' ':
        space(t, at);
        return 1;
    default:
        return 1;
    }
}

static size_t mark_next(Str text, size_t at)
{
    static const bool marks[256] = {['"'] = true, ['\''] = true, ['-'] = true, ['.'] = true, [' '] = true};
    while (at < text.n && !marks[(uint8_t)text.p[at]]) {
        at++;
    }
    return at;
}

static void leaf_set(Typo *t, Leaf *leaf)
{
    t->text = leaf->node->text;
    t->out = (Buf){.arena = t->arena};
    t->done = 0;
    for (size_t at = mark_next(t->text, 0); at < t->text.n; at = mark_next(t->text, at)) {
        at += mark_set(t, at);
    }
    if (t->done > 0) {
        buf_add(&t->out, str_slice(t->text, t->done, t->text.n));
        leaf->node->text = buf_str(&t->out);
    }
}

static uint32_t text_last(Str text)
{
    size_t at = utf8_prev(text, text.n);
    return utf8_next(text, &at);
}

/* The link's text is its address: nothing in it is prose. */
static bool link_bare(const Node *link)
{
    const Node *text = link->first;
    return text && text == link->last && text->kind == KIND_TEXT &&
           (str_eq(text->text, link->text) || (link->text.n > text->text.n && str_ends(link->text, text->text)));
}

static void leaf_add(Typo *t, Node *node, bool set)
{
    Str text = node->text;
    Leaf leaf = {.node = node, .set = set && node->kind == KIND_TEXT, .first = 'x', .last = 'x'};
    if (node->kind == KIND_TEXT) {
        if (text.n == 0) {
            return;
        }
        size_t at = 0;
        leaf.first = utf8_next(text, &at);
        leaf.last = text_last(text);
    } else if (node->kind == KIND_SOFT_BREAK || node->kind == KIND_HARD_BREAK || node->kind == KIND_LEADER) {
        leaf.first = leaf.last = ' ';
    }
    VEC_PUSH(t->arena, &t->leaves, leaf);
}

static bool leaf_counts(const Node *node)
{
    Kind kind = node->kind;
    return kind == KIND_TEXT || kind == KIND_CODE || kind == KIND_IMAGE || kind == KIND_SOFT_BREAK ||
           kind == KIND_HARD_BREAK || kind == KIND_LEADER || kind == KIND_PAGE_NUMBER;
}

static void leaves_collect(Typo *t, Node *block)
{
    t->leaves.n = 0;
    Node *next;
    for (Node *node = block->first; node; node = next) {
        bool bare = node->kind == KIND_LINK && link_bare(node);
        if (bare) {
            leaf_add(t, node->first, false);
        } else if (leaf_counts(node)) {
            leaf_add(t, node, true);
        }
        bool closed = bare || node->kind == KIND_NUMBER || node->kind == KIND_IMAGE;
        next = closed ? node_skip(node, block) : node_next(node, block);
    }
}

/* How many straight single quotes could close a quotation: the ones that open look whether any is left. */
static size_t closers_count(const Typo *t, const Leaf *leaf)
{
    Typo look = *t;
    look.text = leaf->node->text;
    size_t n = 0;
    const char *end = look.text.p + look.text.n, *p = look.text.p;
    while ((p = memchr(p, '\'', (size_t)(end - p))) != NULL) {
        size_t at = (size_t)(p++ - look.text.p);
        look.opened = at > 0 && (look.text.p[at - 1] == '"' || look.text.p[at - 1] == '\'') &&
                      is_word(char_at(&look, at + 1));
        n += may_close(&look, char_before(&look, at), char_at(&look, at + 1));
    }
    return n;
}

static void leaf_around(Typo *t, size_t i)
{
    t->before = i > 0 ? t->leaves.at[i - 1].last : 0;
    t->after = i + 1 < t->leaves.n ? t->leaves.at[i + 1].first : 0;
}

static void block_set(Typo *t, Node *block)
{
    leaves_collect(t, block);
    t->closers = 0;
    t->open_single = t->open_double = 0;
    t->opened = false;
    for (size_t i = 0; i < t->leaves.n; i++) {
        leaf_around(t, i);
        t->closers += t->leaves.at[i].set ? closers_count(t, &t->leaves.at[i]) : 0;
    }
    for (size_t i = 0; i < t->leaves.n; i++) {
        leaf_around(t, i);
        if (t->leaves.at[i].set) {
            leaf_set(t, &t->leaves.at[i]);
        }
    }
}

void resolve_typography(Arena *arena, Node *document, const Meta *meta)
{
    const Words *words = words_of(meta->lang);
    Str lang = str_of(words->lang);
    Typo t = {.arena = arena, .words = words, .french = str_eq(lang, STR("fr")),
              .letters_tie = str_eq(lang, STR("pl")) || str_eq(lang, STR("cs"))};
    for (Node *node = document; node; node = node_next(node, document)) {
        bool block = kind_rows[node->kind].block && node->kind != KIND_LABEL;
        if (block && node->first && !kind_rows[node->first->kind].block) {
            block_set(&t, node);
        }
    }
}
