/* base.h - what every floor stands on: memory, strings, lengths, maps, messages, files and the chain solver.
 *
 * Memory: everything that lives as long as a document is taken from one Arena and never freed one by one.
 * A failing allocation calls the arena's `fail`, which must not return; so no caller checks for NULL.
 */
#ifndef OCTAVO_BASE_H
#define OCTAVO_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NEVER_NULL __attribute__((returns_nonnull))

#ifdef __has_feature
#define HAS_FEATURE(name) __has_feature(name)
#else
#define HAS_FEATURE(name) 0
#endif
#if defined __SANITIZE_ADDRESS__ || HAS_FEATURE(address_sanitizer)
#define ADDRESS_SANITIZER 1
#else
#define ADDRESS_SANITIZER 0
#endif
/* A sanitizer that has something better to say of a crash, and its own stacks to say it from. */
#if ADDRESS_SANITIZER || defined __SANITIZE_THREAD__ || HAS_FEATURE(thread_sanitizer)
#define SANITIZER 1
#else
#define SANITIZER 0
#endif

/* ---- arena ---------------------------------------------------------------------------------------- */

typedef struct Arena Arena;

Arena *arena_open(void);                                   /* fails with a message and exit status 2 */
void arena_close(Arena *arena);                            /* NULL is allowed */
void arena_reset(Arena *arena);                            /* forgets all, keeps one block for reuse */
NEVER_NULL void *arena_alloc(Arena *arena, size_t size);   /* zeroed, aligned to 8 bytes */
/* In place when it is the last. */
NEVER_NULL void *arena_grow(Arena *arena, void *old, size_t old_size, size_t new_size);
NEVER_NULL void *arena_bytes(Arena *arena, size_t size);   /* as those two, but not zeroed: for what is overwritten */
NEVER_NULL void *arena_bytes_grow(Arena *arena, void *old, size_t old_size, size_t new_size);
size_t arena_used(const Arena *arena);                     /* bytes handed out */
void arena_adopt(Arena *arena, Arena *from);               /* all that `from` handed out is arena's; `from` is closed */
__attribute__((noreturn)) void memory_fail(size_t size);     /* the one way out when memory is refused */
/* Room for a signal handler in this thread when its own stack is full; an array that lives as long as the thread does. */
enum { SPARE_STACK = 32 << 10 };
void stack_spare(char room[SPARE_STACK]);
void memory_trim(void);                                    /* what was freed goes back to the system, where it can be told */

/* For libraries whose allocator is told nothing but a size: in this thread they take from that heap's arena, in which what
 * they give back stays for them. Enter another, or NULL, and what was taken before must not be given back. NULL: malloc. */
enum { HEAP_SMALL = 32, HEAP_KINDS = HEAP_SMALL + 56 };
typedef struct Heap { Arena *arena; struct HeapFree *free[HEAP_KINDS]; } Heap;
Heap *heap_enter(Heap *heap);                              /* returns the one before */
NEVER_NULL void *heap_malloc(size_t size);
NEVER_NULL void *heap_calloc(size_t n, size_t size);
NEVER_NULL void *heap_realloc(void *old, size_t size);
void heap_free(void *p);

#define ARENA_NEW(arena, Type) ((Type *)arena_alloc((arena), sizeof(Type)))
#define ARENA_ARRAY(arena, Type, n) ((Type *)arena_alloc_array((arena), sizeof(Type), (size_t)(n)))
NEVER_NULL void *arena_alloc_array(Arena *arena, size_t size, size_t n); /* checks the product for overflow */

/* A growing array in an arena: struct { T *at; size_t n, cap; } - push with VEC_PUSH(arena, &vec, value). */
#define VEC(T) struct { T *at; size_t n, cap; }
#ifdef __clang_analyzer__                                  /* it does not see that what has room is somewhere */
#define VEC_IS(v) ((v)->at != NULL)
#else
#define VEC_IS(v) 1
#endif
#define VEC_PUSH(arena, v, ...) \
    ((v)->n < (v)->cap && VEC_IS(v) ? (void)0 : (void)((v)->at = vec_grow((arena), (v)->at, &(v)->cap, sizeof *(v)->at)), \
     (v)->at[(v)->n++] = (__VA_ARGS__))
NEVER_NULL void *vec_grow(Arena *arena, void *at, size_t *cap, size_t size);

/* ---- strings -------------------------------------------------------------------------------------- */

typedef struct Str { const char *p; size_t n; } Str;       /* borrows; not terminated unless its maker says so */
typedef struct Buf { Arena *arena; char *p; size_t n, cap; } Buf; /* grows in an arena; BUF(arena) is empty */

#define STR(literal) ((Str){(literal), sizeof(literal) - 1})
#define BUF(arena_) ((Buf){.arena = (arena_)})                /* an empty buffer */
#define STR_ARGS(s) (int)(s).n, (s).p                      /* for "%.*s" */
Str str_of(const char *c_string);                          /* NULL gives the empty string */
Str str_copy(Arena *arena, Str s);                         /* the copy is terminated by a NUL */
const char *str_c(Arena *arena, Str s);                    /* a terminated copy */
static inline bool str_eq(Str a, Str b)
{
    return a.n == b.n && (!a.n || memcmp(a.p, b.p, a.n) == 0);
}
bool str_eq_fold(Str a, Str b);                            /* ASCII case ignored */
int str_cmp(Str a, Str b);                                 /* by bytes */
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
static inline Str str_slice(Str s, size_t from, size_t to) /* [from, to), clamped */
{
    to = to > s.n ? s.n : to;
    from = from > to ? to : from;
    return (Str){from ? s.p + from : s.p, to - from};      /* an empty text may have no address */
}
Str str_trim(Str s);                                       /* ASCII white space at both ends */
ptrdiff_t str_find(Str s, Str what);                       /* -1: not there */
bool str_int(Str s, long *value);                          /* the whole string, decimal, with sign */
bool str_split(Str *rest, char at, Str *part);             /* next part of *rest; false at the end */
size_t str_distance(Str a, Str b);                         /* Levenshtein, for "did you mean"; long ones clamp */
Str str_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

void buf_room(Buf *b, size_t more);                        /* room for that many bytes */
static inline void buf_add(Buf *b, Str s)                  /* here, so that a constant is copied by a few moves */
{
    if (s.n == 0)
        return;
    if (b->cap - b->n < s.n)
        buf_room(b, s.n);
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
}
static inline void buf_byte(Buf *b, char c)
{
    if (b->n == b->cap)
        buf_room(b, 1);
    b->p[b->n++] = c;
}
void buf_utf8(Buf *b, uint32_t code_point);
void buf_int(Buf *b, int64_t value);
void buf_format(Buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vformat(Buf *b, const char *format, va_list args);
Str buf_str(const Buf *b);                                 /* valid until the next addition */

uint32_t utf8_take(Str s, size_t *at);                     /* decodes at *at and advances; U+FFFD when malformed */
static inline uint32_t utf8_next(Str s, size_t *at)        /* the same: most text is ASCII */
{
    return (unsigned char)s.p[*at] < 0x80 ? (unsigned char)s.p[(*at)++] : utf8_take(s, at);
}
size_t utf8_prev(Str s, size_t at);                        /* start of the code point before `at` */
size_t utf8_valid(Str s);                                  /* bytes before the first malformed one; s.n: all sound */

/* ---- maps ----------------------------------------------------------------------------------------- */

typedef struct Map Map;                                    /* from strings (borrowed, any bytes) to pointers */

Map *map_new(Arena *arena);
/* The value's place, made (NULL) if missing; fresh may be NULL. */
NEVER_NULL void **map_slot(Map *map, Str key, bool *fresh);
void *map_lookup(const Map *map, Str key);                 /* NULL: not there */
uint64_t hash_bytes(const void *p, size_t n, uint64_t seed); /* the same on every machine */

/* ---- lengths -------------------------------------------------------------------------------------- */

typedef int64_t Len;                                       /* 1/65536 pt, 72 pt to the inch: integers, so results are
                                                              the same bytes everywhere */
#define LEN_PT ((Len)65536)
#define PT(x) ((Len)((x) * 65536 + ((x) < 0 ? -0.5 : 0.5))) /* of a constant */
#define LEN_MAX (INT64_MAX / 4)
Len len_scale(Len a, int64_t num, int64_t den);            /* a * num / den, rounded to nearest, no overflow inside */
bool len_parse(Str s, Len *value);                         /* "12.5pt" mm cm in px(1/96 in) bp pc; "0" needs no unit */
void len_print(Buf *b, Len a, int decimals);               /* in pt, without trailing zeros */

/* ---- messages ------------------------------------------------------------------------------------- */

/* A file that was read, as messages name it. within: the file that includes it, whose names and folder count. */
typedef struct Source { Str name, text; const struct Source *within; } Source;
static inline const Source *source_file(const Source *source)
{
    return source && source->within ? source->within : source;
}
typedef struct Place { const Source *source; int line, column; } Place; /* 1-based; 0 = unknown */

typedef enum Severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR } Severity;

typedef enum DiagKind {                                    /* diag.def: kind, severity, tag, text */
#define DIAG(kind, severity, tag, text) DIAG_##kind,
#include "diag.def"
#undef DIAG
    DIAG_KINDS
} DiagKind;

typedef struct DiagItem { DiagKind kind; Severity severity; Place place; Str text, hint; } DiagItem;
typedef struct Diag { Arena *arena; VEC(DiagItem) items; Map *once; bool each; } Diag; /* each: nothing is summed up */

Diag *diag_new(Arena *arena);
/* Adds the message of `kind`; the arguments fill the text of its row. Str arguments go as STR_ARGS. */
void diag_add(Diag *diag, DiagKind kind, Place place, ...);
void diag_hint(Diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3))); /* to the last message */
bool diag_once(Diag *diag, Str key);                       /* true the first time it is asked for key */
Str diag_nearest(Str word, const Str *names, size_t n);    /* the best "did you mean", or empty */
size_t diag_count(const Diag *diag, Severity severity);
/* How many messages of each kind there are, as one line; nothing when there is none. */
void diag_sum(const Diag *diag, Buf *out);
/* Prints in order of place as architecture.md shows: place, severity, text, [tag], the source line, a caret, the hint. */
void diag_print(const Diag *diag, Buf *out, bool colour);

/* ---- files ---------------------------------------------------------------------------------------- */

typedef enum FileStatus { FILE_OK, FILE_MISSING, FILE_FOLDER, FILE_DENIED, FILE_OUTSIDE, FILE_TOO_LARGE, FILE_BROKEN } FileStatus;

FileStatus file_read(Arena *arena, const char *path, size_t limit, Str *text); /* "-" is standard input */
/* Where `path` leads, links followed: below `root` (which has no links; empty: nothing is below it), or outside. */
FileStatus file_find(Arena *arena, Str root, const char *path, Str *real);
/* Reads the file that file_find found; what has become a link since then, or is no plain file, is not read. */
FileStatus file_read_real(Arena *arena, Str real, size_t limit, Str *text);
Str path_real(Arena *arena, const char *path);             /* without links; empty: it leads nowhere */
/* Writes beside the target and renames, so the old file stands until the new one is whole. On failure returns
 * false and *why says what went wrong (a text of the system). Special files (/dev/null) are written directly. */
bool file_write(Arena *arena, const char *path, Str bytes, const char **why);
Str path_folder(Str path);                                 /* "a/b.md" -> "a", "b.md" -> "." */
Str path_join(Arena *arena, Str folder, Str relative);     /* removes "." and resolves ".." in text */

/* ---- the sandbox ---------------------------------------------------------------------------------- */

/* Between open and close paths are allowed, which need not exist: to be read, with all that lies below; to be written, of
 * a folder all files below it. The close is for ever, for this thread and those that it starts. */
typedef struct Sandbox { int rules; } Sandbox;
typedef struct SandboxState { bool files, calls; } SandboxState; /* what the kernel could do */
Sandbox sandbox_open(void);
void sandbox_read(const Sandbox *sandbox, const char *path);
void sandbox_write(const Sandbox *sandbox, const char *path);
SandboxState sandbox_close(Sandbox *sandbox);

/* ---- compression ---------------------------------------------------------------------------------- */

Str flate_pack(Arena *arena, Str data, int level);         /* a zlib stream; level 1..12 (libdeflate) */
/* The same for many streams, one after the other: the tables that a packer needs are made once. One thread's at a time. */
typedef struct libdeflate_compressor Packer;
Packer *packer_open(int level);
Str packer_pack(Packer *packer, Arena *arena, Str data);
void packer_close(Packer *packer);                         /* NULL is allowed */
/* The `size` bytes that the zlib stream *packed holds; false when it is not sound or has more or less of them. What
 * follows the stream is cut from *packed. */
bool flate_unpack(Arena *arena, Str *packed, size_t size, Str *data);
/* Likewise, but does not look at the stream's check sum: something else vouches for it. Nothing is cut. */
bool flate_unpack_unsummed(Arena *arena, Str packed, size_t size, Str *data);
uint32_t flate_crc(Str bytes);                             /* CRC-32, as in PNG and gzip */

/* ---- time ------------------------------------------------------------------------------------------ */

int64_t clock_now(void);                                   /* nanoseconds since some moment; for timings only */

/* ---- jobs ------------------------------------------------------------------------------------------ */

/* Other threads may do a part of the work; what comes out does not depend on how many there are, or whether there is one
 * at all. A job touches what was finished before it was submitted, and what is its own: its memory comes from an arena
 * that it opens (whoever waited takes it over by arena_adopt), its messages are told by whoever waited. Waiting works:
 * on the job itself when nobody has begun it, else on others, so a job that is waited for by jobs waits for none. */
typedef struct Jobs Jobs;
typedef struct Job Job;
enum { JOBS_USUAL = 8, JOBS_MOST = 64 };

int jobs_processors(void);                                 /* that the process may use, at most JOBS_USUAL */
Jobs *jobs_open(int n);                                    /* n at work at once, the waiting one among them; 1: no thread */
void jobs_close(Jobs *jobs);                               /* what nobody waited for may be left undone; NULL is allowed */
int jobs_n(const Jobs *jobs);                              /* what it was opened with; 1 for NULL */
Job *job_submit(Jobs *jobs, void (*run)(void *ctx), void *ctx); /* done in the order of submission; lives as the pool */
void job_wait(Job *job);                                   /* after it, all that the job wrote can be read */
/* Calls run for each i in [0, n) and returns when all have returned. Calls at the same time have different `worker`s, in
 * [0, jobs_n): for caches and arenas of each worker's own. Goes before jobs that wait in the queue. jobs may be NULL. */
void jobs_each(Jobs *jobs, size_t n, void (*run)(void *ctx, size_t i, int worker), void *ctx);

/* ---- the cheapest chain of breaks ------------------------------------------------------------------ */

/* Lines of a paragraph and pages of a document are one problem: among breaks 0 (the start) .. n (the end) choose a
 * rising chain from 0 to n whose legs cost least. What a leg costs may depend on a small class carried from break
 * to break (fitness of the last line; side of the leaf). Knuth and Plass 1981. */
typedef struct BestOffer { int64_t cost; int to_class; } BestOffer;
enum { BEST_OFFERS = 16 };
typedef struct BestHere BestHere;                          /* a break reached in some class, and another or the same */
typedef struct BestProblem {
    void *ctx;
    int n;                                                 /* the last break */
    int first_class;                                       /* of the start; classes are not negative */
    /* Looks at the leg whatever its class; false: there is none. Sets *drop when `from` is too far behind to reach `to` or
     * anything after it. Called for rising `from`, for each for rising `to`. */
    bool (*leg)(void *ctx, int from, int to, bool *drop);
    /* Writes the ways (at most BEST_OFFERS) to go that leg from that class; returns how many. */
    int (*offers)(void *ctx, int from_class, const BestHere *here, BestOffer *offers);
    /* NULL, or the first break that such a leg can end at, after n when the chain need not go on from there: `here` tells
     * what reaching that break in other classes costs. */
    int (*first)(void *ctx, int from, int from_class, const BestHere *here);
} BestProblem;
int64_t best_room(const BestHere *here, int to_class);     /* that class is reached already for so much more (< 0: less) */
typedef struct BestStep { int at, cls; int64_t cost; } BestStep; /* cost: of the chain up to here */

/* The chain's breaks after the start, the last being n; returns how many, or -(k + 1) when nothing leads past
 * break k: the furthest break that was reached. */
int best_chain(Arena *scratch, const BestProblem *problem, BestStep **steps);

#endif
