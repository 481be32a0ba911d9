/* query.c - a highlights.scm as patterns (tree-sitter's documentation, "Pattern Matching with Queries"): nodes with fields,
 * children and captures, choices, groups, anchors, wildcards, and the predicates that a colouring needs. tree-sitter's
 * own reader proves things about the patterns that cost ten times the rest of a page; this one only reads them.
 * A repeated part (* and +) is read as one that stands once: all matches are found, so every one of them is styled. */
#include "code/code_int.h"

#include <string.h>

enum { DEPTH_MOST = 32, CAPTURES_MOST = 1000, STEPS_MOST = 4000 };

typedef struct Reader {
    Arena *arena;
    const Names *names;
    Str text;
    size_t at, word;                                       /* word: where the last one began */
    const char *fault;                                     /* the first one, NULL: none yet */
    size_t fault_at;
    Query *out;
    Pattern *pattern;                                      /* that is being read */
    int steps;                                             /* in it */
} Reader;

/* ---- styles ------------------------------------------------------------------------------------------- */

static const struct { const char *name; int style; } style_rows[] = {
    {"comment", CODE_COMMENT}, {"spell", -1},
    {"keyword", CODE_KEYWORD}, {"conditional", CODE_KEYWORD}, {"repeat", CODE_KEYWORD}, {"include", CODE_KEYWORD},
    {"import", CODE_KEYWORD}, {"exception", CODE_KEYWORD}, {"storageclass", CODE_KEYWORD}, {"type.qualifier", CODE_KEYWORD},
    {"charset", CODE_KEYWORD}, {"media", CODE_KEYWORD}, {"keyframes", CODE_KEYWORD}, {"supports", CODE_KEYWORD},
    {"string", CODE_STRING}, {"character", CODE_STRING}, {"char", CODE_STRING}, {"text.literal", CODE_STRING},
    {"escape", CODE_CONSTANT}, {"string.escape", CODE_CONSTANT}, {"string.special.key", CODE_PROPERTY},
    {"constant", CODE_CONSTANT}, {"number", CODE_CONSTANT}, {"float", CODE_CONSTANT}, {"boolean", CODE_CONSTANT},
    {"variable.builtin", CODE_CONSTANT},
    {"type", CODE_TYPE}, {"constructor", CODE_TYPE}, {"namespace", CODE_TYPE}, {"module", CODE_TYPE}, {"tag", CODE_TYPE},
    {"function", CODE_FUNCTION}, {"method", CODE_FUNCTION},
    {"property", CODE_PROPERTY}, {"field", CODE_PROPERTY}, {"variable.member", CODE_PROPERTY},
    {"attribute", CODE_ATTRIBUTE}, {"label", CODE_ATTRIBUTE}, {"annotation", CODE_ATTRIBUTE}, {"preproc", CODE_ATTRIBUTE},
    {"operator", CODE_PUNCTUATION}, {"punctuation", CODE_PUNCTUATION}, {"delimiter", CODE_PUNCTUATION},
    {"embedded", CODE_PLAIN}, {"none", CODE_PLAIN}, {"text", CODE_PLAIN},
};

/* The row with the most words of the name in common: "function.macro" is a function. */
static int style_of(Str name)
{
    for (size_t n = name.n; n > 0; n--) {
        if (n < name.n && name.p[n] != '.')
            continue;
        for (size_t i = 0; i < sizeof style_rows / sizeof *style_rows; i++)
            if (str_eq(str_slice(name, 0, n), str_of(style_rows[i].name)))
                return style_rows[i].style;
    }
    return -1;
}

/* ---- words -------------------------------------------------------------------------------------------- */

static void fail_at(Reader *r, size_t at, const char *why)
{
    if (r->fault == NULL) {
        r->fault = why;
        r->fault_at = at;
    }
}

static void fail(Reader *r, const char *why)
{
    fail_at(r, r->at, why);
}

/* The next character that is neither space nor in a comment; it is not taken. */
static char peek(Reader *r)
{
    for (; r->at < r->text.n; r->at++) {
        char c = r->text.p[r->at];
        if (c == ';')
            while (r->at + 1 < r->text.n && r->text.p[r->at + 1] != '\n')
                r->at++;
        else if (!strchr(" \t\r\n\f", c) || c == '\0')
            return c;
    }
    return '\0';
}

static bool take(Reader *r, char c)
{
    if (peek(r) != c || r->at >= r->text.n)
        return false;
    r->at++;
    return true;
}

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("_-.?!", c) != NULL;
}

/* Letters, digits, and those of `others`; empty when there is none. */
static Str word_read(Reader *r, const char *others)
{
    peek(r);
    size_t from = r->word = r->at;
    while (r->at < r->text.n && r->text.p[r->at] && is_word_byte(r->text.p[r->at]) &&
           (!strchr("-.?!", r->text.p[r->at]) || strchr(others, r->text.p[r->at])))
        r->at++;
    return str_slice(r->text, from, r->at);
}

/* After the opening quote. */
static Str string_read(Reader *r)
{
    Buf out = BUF(r->arena);
    for (; r->at < r->text.n && r->text.p[r->at] != '"'; r->at++) {
        char c = r->text.p[r->at];
        if (c == '\\' && r->at + 1 < r->text.n) {
            c = r->text.p[++r->at];
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
        }
        buf_byte(&out, c);
    }
    if (r->at >= r->text.n)
        fail(r, "a string has no end");
    r->at++;
    return buf_str(&out);
}

static int capture_read(Reader *r)
{
    Str name = word_read(r, "-.?!");
    Query *q = r->out;
    for (size_t i = 0; i < q->captures.n; i++)
        if (str_eq(q->captures.at[i], name))
            return (int)i;
    if (name.n == 0 || q->captures.n == CAPTURES_MOST)
        fail(r, "\"@\" needs a name");
    VEC_PUSH(r->arena, &q->captures, name);
    VEC_PUSH(r->arena, &q->styles, style_of(name));
    return (int)q->captures.n - 1;
}

/* ---- predicates --------------------------------------------------------------------------------------- */

static TestKind test_kind(Str name)
{
    bool any = str_starts(name, STR("any-")) && !str_eq(name, STR("any-of"));
    name = any ? str_slice(name, 4, name.n) : name;
    return str_eq(name, STR("eq"))       ? TEST_EQUAL
           : str_eq(name, STR("any-of")) ? TEST_ANY_OF
           : str_eq(name, STR("match"))  ? TEST_MATCH
                                         : TEST_NEVER;
}

/* After "#". Directives (set!) and questions about scopes (is?) are passed over; with a question that is not known its
 * pattern never matches. */
static void test_read(Reader *r)
{
    Str name = word_read(r, "-.?!");
    Test *test = ARENA_NEW(r->arena, Test);
    bool directive = str_ends(name, STR("!")), scope = str_eq(name, STR("is?")) || str_eq(name, STR("is-not?"));
    name.n -= name.n > 0;
    test->negated = str_starts(name, STR("not-"));
    test->kind = test_kind(test->negated ? str_slice(name, 4, name.n) : name);
    test->capture = test->other = -1;
    while (!r->fault && peek(r) != ')') {
        if (take(r, '@')) {
            int *to = test->capture < 0 ? &test->capture : &test->other;
            *to = capture_read(r);
        } else if (take(r, '"')) {
            VEC_PUSH(r->arena, &test->words, string_read(r));
        } else if (word_read(r, "-.?!").n == 0) {
            fail(r, "a predicate has captures, strings and words");
        }
    }
    take(r, ')');
    if (directive || scope || r->fault)
        return;
    if (test->kind == TEST_EQUAL && test->other >= 0)
        test->kind = TEST_SAME;
    if (test->kind == TEST_MATCH)
        test->regex = test->words.n ? regex_read(r->arena, test->words.at[0]) : NULL;
    if (test->kind == TEST_MATCH && test->regex == NULL)
        fail(r, "a regular expression cannot be read");
    if (test->regex && regex_size(test->regex) > r->out->regex_most)
        r->out->regex_most = regex_size(test->regex);
    if (test->capture < 0 && test->kind != TEST_NEVER)
        fail(r, "a predicate needs a capture");
    test->next = r->pattern->tests;
    r->pattern->tests = test;
    r->pattern->weight += 2;
}

/* ---- steps -------------------------------------------------------------------------------------------- */

static Step *step_new(Reader *r, StepKind kind)
{
    Step *step = ARENA_NEW(r->arena, Step);
    if (++r->steps > STEPS_MOST)
        fail(r, "the pattern is too long");
    step->kind = kind;
    r->pattern->weight += kind == STEP_NODE || kind == STEP_ANY || kind == STEP_NAMED;
    return step;
}

static uint16_t symbol_read(Reader *r, Str name, bool named, const char *why)
{
    uint16_t symbol = r->names->symbol(r->names->grammar, name, named);
    if (symbol == 0)
        fail_at(r, r->word, why);
    return symbol;
}

static Step *string_step(Reader *r)
{
    Step *step = step_new(r, STEP_NODE);
    r->word = r->at;
    step->symbol = symbol_read(r, string_read(r), false, "the grammar has no such word");
    return step;
}

/* After "(": the node's name, which may be of a supertype ("expression/identifier"). */
static Step *named_step(Reader *r)
{
    Str name = word_read(r, "-.");
    if (take(r, '/'))
        name = word_read(r, "-.");
    if (str_eq(name, STR("_")))
        return step_new(r, STEP_NAMED);
    if (str_eq(name, STR("MISSING"))) {
        if (take(r, '"'))
            string_read(r);
        else
            word_read(r, "-.");
        Step *never = step_new(r, STEP_NODE);
        never->named = true;
        return never;
    }
    Step *step = step_new(r, STEP_NODE);
    step->named = true;
    step->symbol = symbol_read(r, name, true, "the grammar has no such node");
    return step;
}

/* Captures and quantifiers behind a step. */
static void step_end(Reader *r, Step *step)
{
    for (;;) {
        if (take(r, '@'))
            VEC_PUSH(r->arena, &step->captures, capture_read(r));
        else if (take(r, '?') || take(r, '*'))
            step->optional = true;
        else if (!take(r, '+'))
            return;
    }
}

static uint16_t field_read(Reader *r, Str name)
{
    uint16_t field = r->names->field(r->names->grammar, name);
    if (field == 0)
        fail_at(r, r->word, "the grammar has no such field");
    return field;
}

static Step *absent_step(Reader *r)
{
    Step *step = step_new(r, STEP_ABSENT);
    step->field = field_read(r, word_read(r, "-."));
    return step;
}

/* What a field's name stands before; 0: none does. */
static uint16_t prefix_read(Reader *r)
{
    uint16_t field = 0;
    char c = peek(r);
    if (is_word_byte(c) && !strchr("_!-.?", c)) {
        field = field_read(r, word_read(r, "-."));
        if (!take(r, ':'))
            fail(r, "a field needs a \":\"");
    }
    return field;
}

/* A step without parts, or the beginning of one that has some; *end is the bracket that closes it. */
static Step *step_begin(Reader *r, char *end)
{
    *end = '\0';
    if (take(r, '!'))
        return absent_step(r);
    if (take(r, '"'))
        return string_step(r);
    if (take(r, '_'))
        return step_new(r, STEP_ANY);
    if (take(r, '[')) {
        *end = ']';
        return step_new(r, STEP_CHOICE);
    }
    if (!take(r, '('))
        fail(r, r->at < r->text.n ? "no pattern begins like this" : "a bracket is never closed");
    *end = ')';
    bool group = peek(r) == '(' || peek(r) == '[' || peek(r) == '"';
    return group ? step_new(r, STEP_GROUP) : named_step(r);
}

static bool test_begins(Reader *r)
{
    if (peek(r) != '(' || r->at + 1 >= r->text.n || r->text.p[r->at + 1] != '#')
        return false;
    r->at += 2;
    return true;
}

/* What is said of a choice holds for each of its rows. */
static void captures_pass(Reader *r, const Step *from, Step *to)
{
    for (size_t i = 0; i < from->captures.n; i++)
        VEC_PUSH(r->arena, &to->captures, from->captures.at[i]);
    to->field = from->field ? from->field : to->field;
}

static void step_anchor(Step *step, bool before, bool behind)
{
    step->anchored |= before;
    step->last |= behind;
    for (Step *row = step->kind == STEP_CHOICE ? step->first : NULL; row; row = row->next)
        step_anchor(row, before, behind);
}

static Step *step_read(Reader *r, int depth)
{
    uint16_t field = prefix_read(r);
    char end;
    Step *step = step_begin(r, &end), **to = &step->first, *last = NULL;
    int weight = r->pattern->weight;
    bool anchored = false;
    if (depth > DEPTH_MOST)
        fail(r, "nested too deep");
    while (end && !r->fault && !take(r, end)) {
        if (take(r, '.')) {
            anchored = true;
        } else if (test_begins(r)) {
            test_read(r);
        } else {
            *to = last = step_read(r, depth + 1);
            to = &last->next;
            step_anchor(last, anchored, false);
            anchored = false;
        }
    }
    if (last)
        step_anchor(last, false, anchored);
    step->field = field ? field : step->field;
    step_end(r, step);
    if (step->kind == STEP_CHOICE) {
        r->pattern->weight = weight + 1;
        for (Step *row = step->first; row; row = row->next)
            captures_pass(r, step, row);
    }
    return step;
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

/* A pattern for each node that may be the root; several siblings at the top are children of whatever node. */
static void pattern_add(Reader *r, Step *root)
{
    bool one = root->kind == STEP_GROUP && root->first != NULL && root->first->next == NULL;
    if (root->kind == STEP_CHOICE || one) {
        if (one)
            captures_pass(r, root, root->first);
        for (Step *row = root->first; row; row = row->next)
            pattern_add(r, row);
        return;
    }
    if (root->kind == STEP_GROUP)
        root->kind = STEP_ANY;
    Pattern *own = ARENA_NEW(r->arena, Pattern);
    *own = *r->pattern;
    own->root = root;
    Query *q = r->out;
    bool listed = root->kind == STEP_NODE && root->symbol < SYMBOLS;
    VEC_PUSH(r->arena, listed ? &q->of_symbol[root->symbol] : &q->any, own);
}

const Query *query_read(Arena *arena, const Names *names, Str text, QueryFault *fault)
{
    Query *query = ARENA_NEW(arena, Query);
    Pattern pattern = {0};
    Reader r = {.arena = arena, .names = names, .text = text, .out = query, .pattern = &pattern};
    query->of_symbol = ARENA_ARRAY(arena, Patterns, SYMBOLS);
    for (int order = 0; !r.fault && (peek(&r) != '\0' || r.at < text.n); order++) {
        pattern = (Pattern){.order = order};
        r.steps = 0;
        Step *root = step_read(&r, 0);
        if (!r.fault)
            pattern_add(&r, root);
    }
    *fault = (QueryFault){r.fault_at < text.n ? r.fault_at : text.n, r.fault};
    return r.fault ? NULL : query;
}
