/* typo.c - what typewriters wrote becomes what printers set: quotation marks, apostrophes, primes,
 * dashes, ellipses; and spaces at which no line may break (tie.c).
 *
 * In come the TEXT leaves of each block, out go the same leaves with new text; code, addresses and
 * the numbers that octavo prints are left alone. A mark is judged by the characters on both sides,
 * across leaves ("*so* it") and by the marks that are open in the block. One pass from left to
 * right, so the time is linear. Marks by language: words.c.
 */
#include <string.h>

#include "resolve/resolve_int.h"

/* ---- characters ------------------------------------------------------------------------------ */

bool char_space(uint32_t c)
{
    return c == 0 || c == ' ' || c == '\n' || c == '\t' || c == NBSP ||
           (c >= 0x2000 && c <= 0x200B) || c == NARROW_NBSP || c == 0x3000;
}

bool char_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Letters of any script: beyond ASCII all but spaces and the punctuation that stands in running
 * text. */
bool char_letter(uint32_t c)
{
    bool ascii = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool other = c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x206F) &&
                 !(c >= 0x3000 && c <= 0x303F);
    return ascii || (other && !char_space(c));
}

bool char_word(uint32_t c)
{
    return char_letter(c) || char_digit(c);
}

bool char_opening(uint32_t c)
{
    return c == '(' || c == '[' || c == '{' || c == 0xA1 || c == 0xBF || c == 0xAB || c == 0x201C ||
           c == 0x2018 || c == 0x201E || c == 0x201A;
}

static bool is_dash(uint32_t c)
{
    return c == '-' || c == '/' || c == '=' || c == ENDASH || c == EMDASH;
}

uint32_t typo_before(const Typo *t, size_t at)
{
    if (at == 0) {
        return t->before;
    }
    size_t start = utf8_prev(t->text, at);
    return utf8_next(t->text, &start);
}

uint32_t typo_at(const Typo *t, size_t at)
{
    return at < t->text.n ? utf8_next(t->text, &at) : t->after;
}

/* Puts c in the place of text [at, at + n). */
void typo_replace(Typo *t, size_t at, size_t n, uint32_t c)
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

/* ---- quotes ---------------------------------------------------------------------------------- */

/* Whether a mark after `before` may open: what stands before it is no part of a word or
 * sentence. */
static bool may_open(const Typo *t, uint32_t before)
{
    if (before == '"' || before == '\'') {
        return t->opened;
    }
    return char_space(before) || char_opening(before);
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
    uint32_t before = typo_before(t, at), after = typo_at(t, at + 1);
    if (char_space(before) && char_space(after) && (before != 0 || after != 0)) {
        if (t->open_double > 0) {
            double_close(t, at);
        } else {
            double_open(t, at);
        }
    } else if (may_open(t, before) ||
               (is_dash(before) && t->open_double == 0 && !char_space(after))) {
        double_open(t, at);
    } else if (char_digit(before) && t->open_double == 0) {
        t->opened = false;
        typo_replace(t, at, 1, DOUBLE_PRIME);
    } else {
        double_close(t, at);
    }
}

/* 'tis, 'em, rock 'n' roll, the '90s. */
static bool word_clipped(Str rest)
{
    static const char *const words[] = {"tis", "twas", "twere", "em", "til", "cause", "bout", "n"};
    if (rest.n >= 2 && char_digit((uint8_t)rest.p[0]) && char_digit((uint8_t)rest.p[1])) {
        return rest.n == 2 || rest.p[2] == 's' || !char_word((uint8_t)rest.p[2]);
    }
    size_t n = 0;
    while (n < rest.n && n < 8 && char_letter((uint8_t)rest.p[n])) {
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
    if (!char_digit(before)) {
        return false;
    }
    if (!char_digit(after)) {
        return t->open_single == 0 && !char_letter(after);
    }
    return !(char_digit(typo_at(t, at + 2)) && char_digit(typo_at(t, at + 3)));
}

static bool may_close(const Typo *t, uint32_t before, uint32_t after)
{
    return !may_open(t, before) && !char_word(after);
}

static void quote_single(Typo *t, size_t at)
{
    uint32_t before = typo_before(t, at), after = typo_at(t, at + 1);
    bool closes = may_close(t, before, after),
         opens = may_open(t, before) || (is_dash(before) && !closes);
    t->closers -= closes && t->closers > 0;
    bool opened = t->opened;
    t->opened = false;
    if (char_space(before) && char_space(after)) {
        t->opened = opened;
    } else if (is_prime(t, at, before, after)) {
        typo_replace(t, at, 1, PRIME);
    } else if (opens && t->closers > 0 && !char_space(after) &&
               !word_clipped(str_slice(t->text, at + 1, t->text.n))) {
        t->opened = true;
        t->open_single++;
        replace_str(t, at, 1, t->words->quotes[2]);
    } else if (closes && t->open_single > 0) {
        t->open_single--;
        replace_str(t, at, 1, t->words->quotes[3]);
    } else {
        typo_replace(t, at, 1, APOSTROPHE);
    }
}

/* ---- dashes and dots ------------------------------------------------------------------------- */

size_t typo_row(const Typo *t, size_t at, char c)
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

/* Two hyphens are an en dash, three an em dash; arrows (-->), longer rows and options (--help)
 * stay. Returns their number. */
static size_t dashes(Typo *t, size_t at)
{
    size_t n = typo_row(t, at, '-');
    uint32_t before = typo_before(t, at), after = typo_at(t, at + n);
    bool option = n == 2 && char_letter(after) &&
                  (char_space(before) || char_opening(before) || before == '"' || before == '\'');
    if ((n == 2 || n == 3) && !option && !is_arrowhead(before) && !is_arrowhead(after)) {
        typo_replace(t, at, n, n == 2 ? ENDASH : EMDASH);
    }
    return n;
}

/* Three dots are an ellipsis; "./..." and other paths stay. Returns the number of dots. */
static size_t dots(Typo *t, size_t at)
{
    size_t n = typo_row(t, at, '.');
    uint32_t before = typo_before(t, at), after = typo_at(t, at + n);
    if ((n == 3 || n == 4) && before != '/' && after != '/') {
        typo_replace(t, at, 3, ELLIPSIS);
    }
    return n;
}

/* ---- leaves and blocks ----------------------------------------------------------------------- */

static size_t mark_set(Typo *t, size_t at)
{
    switch (t->text.p[at]) {
    case '"': quote_double(t, at); return 1;
    case '\'': quote_single(t, at); return 1;
    case '-': return dashes(t, at);
    case '.': return dots(t, at);
    case ' ': typo_tie(t, at); return 1;
    default: return 1;
    }
}

static size_t mark_next(Str text, size_t at)
{
    static const bool marks[256] = {
        ['"'] = true, ['\''] = true, ['-'] = true, ['.'] = true, [' '] = true};
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
           (str_eq(text->text, link->text) ||
            (link->text.n > text->text.n && str_ends(link->text, text->text)));
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
    } else if (node->kind == KIND_SOFT_BREAK || node->kind == KIND_HARD_BREAK ||
               node->kind == KIND_LEADER) {
        leaf.first = leaf.last = ' ';
    }
    VEC_PUSH(t->arena, &t->leaves, leaf);
}

static bool leaf_counts(const Node *node)
{
    Kind kind = node->kind;
    return kind == KIND_TEXT || kind == KIND_CODE || kind == KIND_IMAGE ||
           kind == KIND_SOFT_BREAK || kind == KIND_HARD_BREAK || kind == KIND_LEADER ||
           kind == KIND_PAGE_NUMBER;
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

/* How many straight single quotes could close a quotation: the ones that open look whether any is
 * left. */
static size_t closers_count(const Typo *t, const Leaf *leaf)
{
    Typo look = *t;
    look.text = leaf->node->text;
    size_t n = 0;
    const char *end = look.text.p + look.text.n, *p = look.text.p;
    while ((p = memchr(p, '\'', (size_t)(end - p))) != NULL) {
        size_t at = (size_t)(p++ - look.text.p);
        look.opened = at > 0 && (look.text.p[at - 1] == '"' || look.text.p[at - 1] == '\'') &&
                      char_word(typo_at(&look, at + 1));
        n += may_close(&look, typo_before(&look, at), typo_at(&look, at + 1));
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
    Typo t = {.arena = arena,
              .words = words,
              .french = str_eq(lang, STR("fr")),
              .letters_tie = str_eq(lang, STR("pl")) || str_eq(lang, STR("cs"))};
    for (Node *node = document; node; node = node_next(node, document)) {
        bool block = kind_rows[node->kind].block && node->kind != KIND_LABEL;
        if (block && node->first && !kind_rows[node->first->kind].block) {
            block_set(&t, node);
        }
    }
}
