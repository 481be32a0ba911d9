/* regex.c - regular expressions of the queries' #match?: ^ $ . [..] ( | ) * + ? {n,m} and \d \w \s \b, on bytes. All states
 * are followed at once (Thompson 1968), so a match takes time linear in the text. It says only whether there is one. */
#include "code/code_int.h"

#include <string.h>

enum { PROGRAM_MOST = 8000, DEPTH_MOST = 40, REPEAT_MOST = 100 };                  /* ops; groups in groups; of {n} */

typedef enum OpKind { OP_SET, OP_SPLIT, OP_JUMP, OP_BEGIN, OP_END, OP_EDGE, OP_NO_EDGE, OP_DONE } OpKind;
typedef struct Set { uint32_t bits[8]; } Set;
typedef struct Op { OpKind kind; uint32_t a, b; Set set; } Op; /* SPLIT: goes on at a and at b; JUMP: at a */

/* The ops that wait for the next character; an op is added once in a step. */
typedef struct Waiting { uint32_t *at, n; } Waiting;
struct Regex { VEC(Op) ops; bool begins; };                /* begins: every match begins where the text does */
struct RegexWork { uint64_t step, *seen; uint32_t *stack; Waiting waiting[2]; };

typedef struct Reader { Arena *arena; Str text; size_t at; Regex *out; bool fault; } Reader;

/* ---- sets --------------------------------------------------------------------------------------------- */

static void set_add(Set *set, unsigned char c)
{
    set->bits[c / 32] |= 1u << c % 32;
}

static bool set_has(const Set *set, unsigned char c)
{
    return set->bits[c / 32] >> c % 32 & 1;
}

static void set_invert(Set *set)
{
    for (int i = 0; i < 8; i++)
        set->bits[i] = ~set->bits[i];
}

static void set_range(Set *set, unsigned from, unsigned to)
{
    for (unsigned c = from; c <= to && c < 256; c++)
        set_add(set, (unsigned char)c);
}

static void set_word(Set *set)
{
    set_range(set, '0', '9');
    set_range(set, 'A', 'Z');
    set_range(set, 'a', 'z');
    set_add(set, '_');
}

/* What \c stands for. */
static Set set_escape(char c)
{
    Set set = {{0}};
    switch (c) {
    case 'd': case 'D': set_range(&set, '0', '9'); break;
    case 'w': case 'W': set_word(&set); break;
    case 's': case 'S':
        set_range(&set, '\t', '\r');
        set_add(&set, ' ');
        break;
    case 'n': set_add(&set, '\n'); break;
    case 't': set_add(&set, '\t'); break;
    case 'r': set_add(&set, '\r'); break;
    default: set_add(&set, (unsigned char)c);
    }
    if (c == 'D' || c == 'W' || c == 'S')
        set_invert(&set);
    return set;
}

/* ---- reading ------------------------------------------------------------------------------------------ */

static uint32_t op_add(Reader *r, Op op)
{
    if (r->out->ops.n >= PROGRAM_MOST)
        r->fault = true;
    else
        VEC_PUSH(r->arena, &r->out->ops, op);
    return (uint32_t)r->out->ops.n - 1;
}

/* Makes room for one op at `at`; jumps behind it move along. */
static void op_insert(Reader *r, uint32_t at, Op op)
{
    op_add(r, op);
    Op *ops = r->out->ops.at;
    memmove(ops + at + 1, ops + at, (r->out->ops.n - 1 - at) * sizeof *ops);
    ops[at] = op;
    for (size_t i = at + 1; i < r->out->ops.n; i++) {
        if (ops[i].kind != OP_SPLIT && ops[i].kind != OP_JUMP)
            continue;
        ops[i].a += ops[i].a >= at;
        ops[i].b += ops[i].b >= at;
    }
}

static char peek(const Reader *r)
{
    return r->at < r->text.n ? r->text.p[r->at] : '\0';
}

static bool take(Reader *r, char c)
{
    if (r->at < r->text.n && r->text.p[r->at] == c) {
        r->at++;
        return true;
    }
    return false;
}

static Set class_read(Reader *r)
{
    Set set = {{0}};
    bool inverted = take(r, '^');
    for (bool first = true; r->at < r->text.n && (first || peek(r) != ']'); first = false) {
        unsigned char from = (unsigned char)r->text.p[r->at++];
        if (from == '\\' && r->at < r->text.n) {
            Set part = set_escape(r->text.p[r->at++]);
            for (int i = 0; i < 8; i++)
                set.bits[i] |= part.bits[i];
        } else if (peek(r) == '-' && r->at + 1 < r->text.n && r->text.p[r->at + 1] != ']') {
            set_range(&set, from, (unsigned char)r->text.p[r->at + 1]);
            r->at += 2;
        } else {
            set_add(&set, from);
        }
    }
    r->fault |= !take(r, ']');
    if (inverted)
        set_invert(&set);
    return set;
}

/* One character, class or edge. */
static void atom_read(Reader *r)
{
    char c = r->text.p[r->at++];
    Op op = {.kind = OP_SET};
    switch (c) {
    case '^': op.kind = OP_BEGIN; break;
    case '$': op.kind = OP_END; break;
    case '[': op.set = class_read(r); break;
    case '.':
        set_add(&op.set, '\n');
        set_invert(&op.set);
        break;
    case '\\':
        c = peek(r);
        r->fault |= r->at++ >= r->text.n;
        op.kind = c == 'b' ? OP_EDGE : c == 'B' ? OP_NO_EDGE : OP_SET;
        op.set = set_escape(c);
        break;
    default: set_add(&op.set, (unsigned char)c);
    }
    op_add(r, op);
}

static int number_read(Reader *r)
{
    int n = 0;
    while (peek(r) >= '0' && peek(r) <= '9' && n <= REPEAT_MOST)
        n = n * 10 + (r->text.p[r->at++] - '0');
    r->fault |= n > REPEAT_MOST;
    return n > REPEAT_MOST ? REPEAT_MOST : n;
}

/* The ops [from, from + n) again at the end. */
static uint32_t ops_copy(Reader *r, uint32_t from, uint32_t n)
{
    uint32_t at = (uint32_t)r->out->ops.n;
    for (uint32_t i = 0; i < n && !r->fault; i++) {
        Op op = r->out->ops.at[from + i];
        op.a += at - from;
        op.b += at - from;
        op_add(r, op);
    }
    return at;
}

/* The ops from `from` to the end may be left out, and repeated. */
static void ops_star(Reader *r, uint32_t from, bool skip, bool again)
{
    if (skip)
        op_insert(r, from, (Op){.kind = OP_SPLIT, .a = from + 1, .b = (uint32_t)r->out->ops.n + 1 + again});
    if (again) {
        uint32_t at = (uint32_t)r->out->ops.n;
        op_add(r, skip ? (Op){.kind = OP_JUMP, .a = from} : (Op){.kind = OP_SPLIT, .a = from, .b = at + 1});
    }
}

/* {n}, {n,}, {n,m} behind the ops from `from` on. */
static void count_read(Reader *r, uint32_t from)
{
    uint32_t n = (uint32_t)r->out->ops.n - from, at = from;
    int least = number_read(r), most = least;
    bool open = false;
    if (take(r, ',')) {
        open = peek(r) == '}';
        most = open ? least : number_read(r);
    }
    r->fault |= !take(r, '}') || most < least || (most == 0 && !open);
    int copies = least > 0 ? least : 1;
    for (int i = 1; i < copies && !r->fault; i++)
        at = ops_copy(r, from, n);
    if (open || least == 0)
        ops_star(r, at, least == 0, open);
    for (int i = copies; i < most && !r->fault; i++) {
        at = ops_copy(r, from + (least == 0), n);
        ops_star(r, at, true, false);
    }
}

static void quantifier_read(Reader *r, uint32_t from)
{
    if (take(r, '*'))
        ops_star(r, from, true, true);
    else if (take(r, '+'))
        ops_star(r, from, false, true);
    else if (take(r, '?'))
        ops_star(r, from, true, false);
    else if (take(r, '{'))
        count_read(r, from);
    else
        return;
    take(r, '?');                                          /* lazy: the same, when only asked whether */
}

/* Sequences divided by "|", up to a ")" or the end. */
static void choice_read(Reader *r, int depth)
{
    VEC(uint32_t) jumps = {0};
    uint32_t from = (uint32_t)r->out->ops.n;
    while (r->at < r->text.n && peek(r) != ')' && !r->fault) {
        uint32_t atom = (uint32_t)r->out->ops.n;
        if (take(r, '|')) {
            op_insert(r, from, (Op){.kind = OP_SPLIT, .a = from + 1, .b = atom + 2});
            VEC_PUSH(r->arena, &jumps, op_add(r, (Op){.kind = OP_JUMP}));
            from = atom + 2;
            continue;
        }
        if (take(r, '(')) {
            if (take(r, '?'))
                r->fault |= !take(r, ':');
            r->fault |= depth >= DEPTH_MOST;
            if (!r->fault)
                choice_read(r, depth + 1);
            r->fault |= !take(r, ')');
        } else {
            atom_read(r);
        }
        quantifier_read(r, atom);
    }
    for (size_t i = 0; i < jumps.n && !r->fault; i++)
        r->out->ops.at[jumps.at[i]].a = (uint32_t)r->out->ops.n;
}

const Regex *regex_read(Arena *arena, Str pattern)
{
    Regex *regex = ARENA_NEW(arena, Regex);
    Reader r = {.arena = arena, .text = pattern, .out = regex};
    choice_read(&r, 0);
    op_add(&r, (Op){.kind = OP_DONE});
    if (r.fault || r.at < pattern.n)
        return NULL;
    regex->begins = regex->ops.at[0].kind == OP_BEGIN;
    return regex;
}

size_t regex_size(const Regex *regex)
{
    return regex->ops.n;
}

RegexWork *regex_work(Arena *arena, size_t size)
{
    RegexWork *work = ARENA_NEW(arena, RegexWork);
    work->seen = ARENA_ARRAY(arena, uint64_t, size);
    work->stack = ARENA_ARRAY(arena, uint32_t, 2 * size + 1);
    for (int i = 0; i < 2; i++)
        work->waiting[i].at = ARENA_ARRAY(arena, uint32_t, size);
    return work;
}

/* ---- matching ----------------------------------------------------------------------------------------- */

static bool is_word(Str text, size_t at)
{
    Set word = {{0}};
    set_word(&word);
    return at < text.n && set_has(&word, (unsigned char)text.p[at]);
}

static bool edge_at(Str text, size_t at)
{
    return (at > 0 && is_word(text, at - 1)) != is_word(text, at);
}

/* Adds `op` and all that follows it without a character to those that wait for the next one; true at the program's end. */
static bool waiting_add(const Regex *regex, RegexWork *work, Waiting *to, uint32_t op, Str text, size_t at)
{
    const Op *ops = regex->ops.at;
    uint32_t n = 0, *stack = work->stack;
    for (stack[n++] = op; n > 0;) {
        uint32_t i = stack[--n];
        if (work->seen[i] == work->step)
            continue;
        work->seen[i] = work->step;
        switch (ops[i].kind) {
        case OP_SET: to->at[to->n++] = i; break;
        case OP_DONE: return true;
        case OP_SPLIT:
            stack[n++] = ops[i].b;
            stack[n++] = ops[i].a;
            break;
        case OP_JUMP: stack[n++] = ops[i].a; break;
        case OP_BEGIN: if (at == 0) stack[n++] = i + 1; break;
        case OP_END: if (at == text.n) stack[n++] = i + 1; break;
        case OP_EDGE: if (edge_at(text, at)) stack[n++] = i + 1; break;
        case OP_NO_EDGE: if (!edge_at(text, at)) stack[n++] = i + 1; break;
        }
    }
    return false;
}

bool regex_matches(const Regex *regex, RegexWork *work, Str text)
{
    Waiting *now = &work->waiting[0], *next = &work->waiting[1];
    now->n = 0;
    for (size_t at = 0;; at++) {
        if (at == 0)
            work->step++;
        if ((at == 0 || !regex->begins) && waiting_add(regex, work, now, 0, text, at))
            return true;
        if (at == text.n || (regex->begins && now->n == 0))
            return false;
        work->step++;
        next->n = 0;
        for (uint32_t i = 0; i < now->n; i++)
            if (set_has(&regex->ops.at[now->at[i]].set, (unsigned char)text.p[at]) &&
                waiting_add(regex, work, next, now->at[i] + 1, text, at + 1))
                return true;
        Waiting *swap = now;
        now = next;
        next = swap;
    }
}
