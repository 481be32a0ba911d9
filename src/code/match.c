/* match.c - the patterns of a query put to a tree, and the spans that come of it. All ways in which a pattern fits are
 * followed; the work is bounded by a number of steps in proportion to the tree, and what would go beyond is not styled. */
#include "code/code_int.h"

enum { STEPS_A_NODE = 400, HELD_MOST = 64, OPS_A_STEP = 64 }; /* captures in one match; ops of an expression put to a byte */

typedef struct Held { int capture; uint32_t node; } Held;
typedef struct Best { int weight, order, style; } Best;    /* style -1: none */

typedef struct Match {
    const Query *query;
    const Tree *tree;
    Str text;
    RegexWork *work;
    const Pattern *pattern;
    Held held[HELD_MOST];
    int n;
    uint64_t left;                                         /* steps that may still be made */
    Best *best;                                            /* of each node */
} Match;

/* ---- predicates --------------------------------------------------------------------------------------- */

static Str text_of(const Match *m, uint32_t node)
{
    return str_slice(m->text, m->tree->at[node].from, m->tree->at[node].to);
}

static bool same_text(const Match *m, const Test *test, Str text)
{
    for (int i = 0; i < m->n; i++)
        if (m->held[i].capture == test->other)
            return str_eq(text_of(m, m->held[i].node), text);
    return true;
}

/* An expression asks each byte for up to all its ops: that counts as steps too. */
static bool expression_holds(Match *m, const Regex *regex, Str text)
{
    uint64_t steps = (uint64_t)text.n * regex_size(regex) / OPS_A_STEP;
    m->left -= steps < m->left ? steps : m->left;
    return regex_matches(regex, m->work, text);
}

static bool test_holds(Match *m, const Test *test, Str text)
{
    bool found = false;
    switch (test->kind) {
    case TEST_NEVER: return test->negated;
    case TEST_SAME: return same_text(m, test, text);
    case TEST_MATCH: return expression_holds(m, test->regex, text);
    case TEST_EQUAL: case TEST_ANY_OF:
        for (size_t i = 0; i < test->words.n && !found; i++)
            found = str_eq(test->words.at[i], text);
        return found;
    }
    return false;
}

static bool tests_hold(Match *m)
{
    for (const Test *test = m->pattern->tests; test; test = test->next) {
        if (test->kind == TEST_NEVER)
            return false;
        for (int i = 0; i < m->n; i++)
            if (m->held[i].capture == test->capture && test_holds(m, test, text_of(m, m->held[i].node)) == test->negated)
                return false;
    }
    return true;
}

/* ---- one pattern -------------------------------------------------------------------------------------- */

static void match_done(Match *m)
{
    const Pattern *p = m->pattern;
    if (!tests_hold(m))
        return;
    for (int i = 0; i < m->n; i++) {
        int style = m->query->styles.at[m->held[i].capture];
        Best *best = &m->best[m->held[i].node];
        if (style >= 0 && (p->weight > best->weight || (p->weight == best->weight && p->order >= best->order)))
            *best = (Best){p->weight, p->order, style};
    }
}

static bool node_fits(const Step *step, const Twig *twig)
{
    if (step->field && step->field != twig->field)
        return false;
    return step->kind == STEP_ANY || (step->kind == STEP_NAMED && twig->named) ||
           (step->kind == STEP_NODE && step->symbol == twig->symbol && step->named == twig->named);
}

static bool has_field(const Tree *tree, uint32_t at, uint32_t end, uint16_t field)
{
    for (; at < end; at = tree->at[at].skip)
        if (tree->at[at].field == field)
            return true;
    return false;
}

static bool named_follows(const Tree *tree, uint32_t at, uint32_t end)
{
    for (; at < end; at = tree->at[at].skip)
        if (tree->at[at].named)
            return true;
    return false;
}

static void hold(Match *m, const Step *step, uint32_t node)
{
    for (size_t i = 0; i < step->captures.n && m->n < HELD_MOST; i++)
        m->held[m->n++] = (Held){step->captures.at[i], node};
}

/* What is still to do when a list of steps is done: the steps from `then` on against the siblings from `at` on; behind a
 * group or a choice (`here`) against those where it ended. */
typedef struct After { const Step *then; uint32_t at, end; bool here; const struct After *up; } After;

/* `step`, then the steps from `next` on, against the siblings [at, end); then what comes after. */
static void steps_match(Match *m, const Step *step, const Step *next, uint32_t at, uint32_t end, const After *up)
{
    if (m->left == 0)
        return;
    m->left--;
    if (step == NULL && up == NULL) {
        match_done(m);
        return;
    }
    if (step == NULL) {
        steps_match(m, up->then, up->then ? up->then->next : NULL, up->here ? at : up->at, up->here ? end : up->end, up->up);
        return;
    }
    const Step *behind = next ? next->next : NULL;
    After here = {next, at, end, true, up};
    if (step->optional || (step->kind == STEP_ABSENT && !has_field(m->tree, at, end, step->field)))
        steps_match(m, next, behind, at, end, up);
    if (step->kind == STEP_GROUP)
        steps_match(m, step->first, step->first ? step->first->next : NULL, at, end, &here);
    for (const Step *row = step->kind == STEP_CHOICE ? step->first : NULL; row; row = row->next)
        steps_match(m, row, NULL, at, end, &here);
    for (int n = m->n; at < end && m->left > 0; at = m->tree->at[at].skip) {
        const Twig *twig = &m->tree->at[at];
        m->left--;
        if (node_fits(step, twig) && !(step->last && named_follows(m->tree, twig->skip, end))) {
            After after = {next, twig->skip, end, false, up};
            hold(m, step, at);
            steps_match(m, step->first, step->first ? step->first->next : NULL, at + 1, twig->skip, &after);
            m->n = n;
        }
        if (step->anchored && (twig->named || !step->named))
            break;
    }
}

static void patterns_match(Match *m, const Patterns *patterns, uint32_t node)
{
    const Twig *twig = &m->tree->at[node];
    for (size_t i = 0; i < patterns->n; i++) {
        const Step *root = patterns->at[i]->root;
        if (!node_fits(root, twig))
            continue;
        m->pattern = patterns->at[i];
        m->n = 0;
        hold(m, root, node);
        steps_match(m, root->first, root->first ? root->first->next : NULL, node + 1, twig->skip, NULL);
    }
}

/* ---- spans -------------------------------------------------------------------------------------------- */

static bool only_space(Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ' && text.p[i] != '\n')
            return false;
    return true;
}

/* Spans of one style with nothing but space between them are one. */
static void span_add(Arena *arena, Spans *spans, Str text, uint32_t from, uint32_t to, int style)
{
    CodeSpan *last = spans->n ? &spans->at[spans->n - 1] : NULL;
    if (to <= from || style <= CODE_PLAIN || only_space(str_slice(text, from, to)))
        return;
    if (last && last->style == (CodeStyle)style && only_space(str_slice(text, last->to, from)))
        last->to = to;
    else
        VEC_PUSH(arena, spans, (CodeSpan){from, to, (CodeStyle)style});
}

/* A node's own style, but in an attribute and for punctuation within anything the style around it. */
static int style_in(int around, int own)
{
    if (around == CODE_ATTRIBUTE && own != CODE_STRING && own != CODE_COMMENT)
        return around;
    return own == CODE_PUNCTUATION && around > CODE_PLAIN ? around : own;
}

typedef struct Open { uint32_t to; int style; } Open;

/* A node's style holds where no node in it has one of its own. */
static void spans_paint(Arena *arena, const Match *m, Spans *spans)
{
    VEC(Open) open = {0};
    uint32_t at = 0;
    for (uint32_t i = 0; i <= m->tree->n; i++) {
        bool end = i == m->tree->n;
        if (!end && m->best[i].style < 0)
            continue;
        uint32_t from = end ? (uint32_t)m->text.n : m->tree->at[i].from;
        while (open.n > 0 && open.at[open.n - 1].to <= from) {
            Open last = open.at[--open.n];
            span_add(arena, spans, m->text, at, last.to, last.style);
            at = last.to > at ? last.to : at;
        }
        int around = open.n > 0 ? open.at[open.n - 1].style : CODE_PLAIN;
        span_add(arena, spans, m->text, at, from, around);
        at = from > at ? from : at;
        if (!end)
            VEC_PUSH(arena, &open, (Open){m->tree->at[i].to, style_in(around, m->best[i].style)});
    }
}

void query_match(Arena *arena, const Query *query, const Tree *tree, Str text, Spans *spans)
{
    Match *m = ARENA_NEW(arena, Match);
    *m = (Match){.query = query, .tree = tree, .text = text, .work = regex_work(arena, query->regex_most),
                 .left = (uint64_t)tree->n * STEPS_A_NODE, .best = ARENA_ARRAY(arena, Best, tree->n)};
    for (uint32_t i = 0; i < tree->n; i++)
        m->best[i].style = -1;
    for (uint32_t i = 0; i < tree->n; i++) {
        if (tree->at[i].symbol < SYMBOLS)
            patterns_match(m, &query->of_symbol[tree->at[i].symbol], i);
        patterns_match(m, &query->any, i);
    }
    spans_paint(arena, m, spans);
}
