/* save.c - lays the objects out in a file: streams by themselves, all other objects in object streams, a cross-
 * reference stream with PNG's row filter (ISO 32000-1, 7.5.7 and 7.5.8). The identifier is a hash of all that stands
 * before it. */
#include "pdf/pdf_int.h"

enum { OBJECTS_PER_STREAM = 1000, INDEX_BYTES = 2 };

typedef struct Entry { int type; uint64_t where; int index; } Entry; /* 1: offset `where`; 2: object stream `where` */
typedef struct Stream { int number; Str dictionary, data; bool pack; } Stream; /* dictionary: its >> is still to come */
typedef struct Saver {
    Arena *arena;
    Buf out;
    Entry *entries;
    VEC(Stream) streams;                                   /* in the order of the file */
    int n;                                                 /* entries so far, that of number 0 included */
    Buf heads, bodies;                                     /* of the open object stream */
    int n_open;
} Saver;

/* ---- objects to streams ------------------------------------------------------------------------------------- */

static void objects_flush(Saver *s)
{
    if (s->n_open == 0)
        return;
    size_t first = s->heads.n;
    buf_add(&s->heads, buf_str(&s->bodies));
    Str dictionary = str_format(s->arena, "<</Type/ObjStm/N %d/First %zu", s->n_open, first);
    VEC_PUSH(s->arena, &s->streams, (Stream){s->n++, dictionary, str_copy(s->arena, buf_str(&s->heads)), true});
    s->heads.n = s->bodies.n = 0;
    s->n_open = 0;
}

static void object_add(Saver *s, Pdf *pdf, int number)
{
    size_t from = s->bodies.n;
    ObjectText text = pdf_object_text(pdf, number, &s->bodies);
    if (text.is_stream) {
        Str dictionary = str_copy(s->arena, (Str){s->bodies.p + from, s->bodies.n - from});
        s->bodies.n = from;
        VEC_PUSH(s->arena, &s->streams, (Stream){number, dictionary, text.data, text.pack});
        return;
    }
    buf_int(&s->heads, number);
    buf_byte(&s->heads, ' ');
    buf_int(&s->heads, (int64_t)from);
    buf_byte(&s->heads, ' ');
    buf_byte(&s->bodies, '\n');
    s->entries[number] = (Entry){2, (uint64_t)s->n, s->n_open++};
    if (s->n_open == OBJECTS_PER_STREAM)
        objects_flush(s);
}

/* ---- streams, packed side by side --------------------------------------------------------------------------- */

typedef struct Bench { Arena *scratch, *kept; Packer *packer; } Bench; /* a worker's */
typedef struct Packing { Stream *streams; int level; Bench *benches; } Packing;

static void stream_pack(void *ctx, size_t i, int worker)
{
    Packing *p = ctx;
    Stream *stream = &p->streams[i];
    Bench *bench = &p->benches[worker];
    if (!stream->pack)
        return;
    if (bench->packer == NULL)
        *bench = (Bench){arena_open(), arena_open(), packer_open(p->level)};
    arena_reset(bench->scratch);
    stream->data = str_copy(bench->kept, packer_pack(bench->packer, bench->scratch, stream->data));
}

static void streams_pack(Saver *s, int level, Jobs *jobs)
{
    int workers = jobs_n(jobs);
    Packing packing = {s->streams.at, level, ARENA_ARRAY(s->arena, Bench, workers)};
    jobs_each(jobs, s->streams.n, stream_pack, &packing);
    for (Bench *bench = packing.benches; bench < packing.benches + workers; bench++)
        if (bench->packer != NULL) {
            packer_close(bench->packer);
            arena_close(bench->scratch);
            arena_adopt(s->arena, bench->kept);
        }
}

static void stream_write(Saver *s, const Stream *stream)
{
    s->entries[stream->number] = (Entry){1, s->out.n, 0};
    buf_format(&s->out, "%d 0 obj\n", stream->number);
    buf_add(&s->out, stream->dictionary);
    if (stream->pack)
        buf_add(&s->out, STR("/Filter/FlateDecode"));
    buf_format(&s->out, "/Length %zu>>\nstream\n", stream->data.n);
    buf_add(&s->out, stream->data);
    buf_add(&s->out, STR("\nendstream\nendobj\n"));
}

/* ---- the cross-reference stream ----------------------------------------------------------------------------- */

static void number_write(uint8_t *to, int bytes, uint64_t value)
{
    for (int i = bytes - 1; i >= 0; i--, value >>= 8)
        to[i] = (uint8_t)(value & 255);
}

static Str xref_rows(Saver *s, int place)
{
    int row = 1 + place + INDEX_BYTES;
    uint8_t *rows = ARENA_ARRAY(s->arena, uint8_t, (row + 1) * s->n), *above = ARENA_ARRAY(s->arena, uint8_t, row);
    for (int i = 0; i < s->n; i++) {
        uint8_t *to = rows + i * (row + 1), plain[16] = {0};
        plain[0] = (uint8_t)s->entries[i].type;
        number_write(plain + 1, place, s->entries[i].where);
        number_write(plain + 1 + place, INDEX_BYTES, (uint64_t)s->entries[i].index);
        to[0] = 2;                                         /* PNG's Up */
        for (int k = 0; k < row; k++) {
            to[1 + k] = (uint8_t)(plain[k] - above[k]);
            above[k] = plain[k];
        }
    }
    return (Str){(const char *)rows, (size_t)(row + 1) * (size_t)s->n};
}

static void xref_write(Saver *s, const Pdf *pdf, int level)
{
    int place = 1, number = s->n++;
    size_t start = s->out.n;
    uint64_t h1 = hash_bytes(s->out.p, s->out.n, 1), h2 = hash_bytes(s->out.p, s->out.n, 2);
    while (start >> (8 * place) != 0)
        place++;
    s->entries[number] = (Entry){1, start, 0};
    Str rows = xref_rows(s, place);
    Buf d = {s->arena, NULL, 0, 0};
    buf_format(&d, "<</Type/XRef/Size %d/W[1 %d %d]/Root %d 0 R/Info %d 0 R", s->n, place, INDEX_BYTES,
               pdf_root(pdf), pdf_info_ref(pdf));
    for (int i = 0; i < 2; i++)
        buf_format(&d, "%s%016llX%016llX>", i ? "<" : "/ID[<", (unsigned long long)h1, (unsigned long long)h2);
    buf_format(&d, "]/DecodeParms<</Predictor 12/Columns %d>>", 1 + place + INDEX_BYTES);
    stream_write(s, &(Stream){number, buf_str(&d), flate_pack(s->arena, rows, level), true});
    buf_format(&s->out, "startxref\n%zu\n%%%%EOF\n", start);
}

Str save(Pdf *pdf, Arena *arena, int level, Jobs *jobs)
{
    int count = pdf_count(pdf);
    Arena *parts = arena_open();
    Saver s = {.arena = parts, .out = {arena, NULL, 0, 0}, .n = count + 1, .heads = {arena_open(), NULL, 0, 0},
               .bodies = {arena_open(), NULL, 0, 0}};
    s.entries = ARENA_ARRAY(parts, Entry, count + count / OBJECTS_PER_STREAM + 3);
    for (int number = 1; number <= count; number++)
        object_add(&s, pdf, number);
    objects_flush(&s);
    arena_close(s.heads.arena);
    arena_close(s.bodies.arena);
    streams_pack(&s, level, jobs);
    buf_add(&s.out, STR("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"));
    for (size_t i = 0; i < s.streams.n; i++)
        stream_write(&s, &s.streams.at[i]);
    xref_write(&s, pdf, level);
    arena_close(parts);
    return buf_str(&s.out);
}
