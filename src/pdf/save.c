/* save.c - lays the objects out in a file: streams by themselves, all other objects in object streams, a cross-
 * reference stream with PNG's row filter (ISO 32000-1, 7.5.7 and 7.5.8). The identifier is a hash of all that stands
 * before it. */
#include "pdf/pdf_int.h"

enum { OBJECTS_PER_STREAM = 1000, INDEX_BYTES = 2 };

typedef struct Entry { int type; uint64_t where; int index; } Entry; /* 1: offset `where`; 2: object stream `where` */
typedef struct Saver {
    Arena *arena, *scratch;                                /* scratch: for one stream */
    Buf out;
    Entry *entries;
    int level, n;                                          /* n: entries so far, that of number 0 included */
    Buf heads, bodies;                                     /* of the open object stream */
    int n_open;
} Saver;

static void stream_write(Saver *s, int number, Str dictionary, Str data, bool pack)
{
    s->entries[number] = (Entry){1, s->out.n, 0};
    arena_reset(s->scratch);
    Str packed = pack ? flate_pack(s->scratch, data, s->level) : data;
    buf_format(&s->out, "%d 0 obj\n", number);
    buf_add(&s->out, dictionary);
    if (pack)
        buf_add(&s->out, STR("/Filter/FlateDecode"));
    buf_format(&s->out, "/Length %zu>>\nstream\n", packed.n);
    buf_add(&s->out, packed);
    buf_add(&s->out, STR("\nendstream\nendobj\n"));
}

static void objects_flush(Saver *s)
{
    if (s->n_open == 0)
        return;
    size_t first = s->heads.n;
    buf_add(&s->heads, buf_str(&s->bodies));
    Str dictionary = str_format(s->arena, "<</Type/ObjStm/N %d/First %zu", s->n_open, first);
    stream_write(s, s->n++, dictionary, buf_str(&s->heads), true);
    s->heads.n = s->bodies.n = 0;
    s->n_open = 0;
}

static void object_write(Saver *s, Pdf *pdf, int number)
{
    size_t from = s->bodies.n;
    ObjectText text = pdf_object_text(pdf, number, &s->bodies);
    if (text.is_stream) {
        Str dictionary = str_copy(s->arena, (Str){s->bodies.p + from, s->bodies.n - from});
        s->bodies.n = from;
        stream_write(s, number, dictionary, text.data, text.pack);
        return;
    }
    buf_format(&s->heads, "%d %zu ", number, from);
    buf_byte(&s->bodies, '\n');
    s->entries[number] = (Entry){2, (uint64_t)s->n, s->n_open++};
    if (s->n_open == OBJECTS_PER_STREAM)
        objects_flush(s);
}

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

static void xref_write(Saver *s, const Pdf *pdf)
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
    arena_reset(s->scratch);
    Str packed = flate_pack(s->scratch, rows, s->level);
    buf_format(&s->out, "%d 0 obj\n%.*s/Filter/FlateDecode/Length %zu>>\nstream\n", number, STR_ARGS(buf_str(&d)),
               packed.n);
    buf_add(&s->out, packed);
    buf_format(&s->out, "\nendstream\nendobj\nstartxref\n%zu\n%%%%EOF\n", start);
}

Str save(Pdf *pdf, Arena *arena, int level)
{
    int count = pdf_count(pdf);
    Arena *scratch = arena_open(), *parts = arena_open();
    Saver s = {.arena = parts, .scratch = scratch, .out = {arena, NULL, 0, 0}, .level = level, .n = count + 1,
               .heads = {parts, NULL, 0, 0}, .bodies = {arena_open(), NULL, 0, 0}};
    s.entries = ARENA_ARRAY(parts, Entry, count + count / OBJECTS_PER_STREAM + 3);
    buf_add(&s.out, STR("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"));
    for (int number = 1; number <= count; number++)
        object_write(&s, pdf, number);
    objects_flush(&s);
    xref_write(&s, pdf);
    arena_close(s.bodies.arena);
    arena_close(parts);
    arena_close(scratch);
    return buf_str(&s.out);
}
