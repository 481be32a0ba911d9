/* Pictures: every kind of PNG that real documents hold, JPEG's markers, what is refused and how it is said. The files are made
 * here, byte by byte. */
#include "asset/asset.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"
#include "samples.h"

typedef struct World { Arena *arena; Diag *diag; Images *images; char folder[32]; Source source; Place place; } World;

static int setup(void **state)
{
    Arena *arena = arena_open();
    World *b = ARENA_NEW(arena, World);
    *b = (World){.arena = arena, .diag = diag_new(arena)};
    strcpy(b->folder, "/tmp/octavo-image-XXXXXX");
    if (mkdtemp(b->folder) == NULL)
        return 1;
    Str root = str_format(arena, "%s/root", b->folder);
    mkdir(str_c(arena, root), 0700);
    mkdir(str_c(arena, str_format(arena, "%s/root/text", b->folder)), 0700);
    b->source = (Source){.name = str_format(arena, "%s/root/text/a.md", b->folder)};
    b->place = (Place){.source = &b->source, .line = 1};
    b->images = images_open(arena, root, b->diag, NULL);
    *state = b;
    return 0;
}

static int teardown(void **state)
{
    World *b = *state;
    int status = system(str_c(b->arena, str_format(b->arena, "rm -rf %s", b->folder)));
    arena_close(b->arena);
    return status;
}

static void put(World *b, const char *name, Str bytes)
{
    const char *why;
    assert_true(file_write(b->arena, str_c(b->arena, str_format(b->arena, "%s/root/text/%s", b->folder, name)), bytes, &why));
}

static const Image *image_of(World *b, const char *address)
{
    image_start(b->images, str_of(address), b->place);
    images_join(b->images);
    return image_read(b->images, str_of(address), b->place);
}

static void assert_refused(World *b, const char *address, DiagKind kind, const char *why)
{
    size_t before = b->diag->items.n;
    assert_null(image_of(b, address));
    assert_int_equal(b->diag->items.n, before + 1);
    assert_int_equal(b->diag->items.at[before].kind, kind);
    assert_true(str_find(b->diag->items.at[before].text, str_of(why)) >= 0);
    assert_true(images_join(b->images));
    assert_int_equal(b->diag->items.n, before + 1);        /* told once */
}

/* ---- making PNG ------------------------------------------------------------------------------ */

static void add32(Buf *b, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_byte(b, (char)(value >> shift));
}

static void add_chunk(Buf *b, const char *type, Str data)
{
    add32(b, (uint32_t)data.n);
    size_t from = b->n;
    buf_add(b, str_of(type));
    buf_add(b, data);
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = from; i < b->n; i++) {
        crc ^= (uint8_t)b->p[i];
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
    }
    add32(b, ~crc);
}

/* zlib's frame around one stored block. */
static Str stored(Arena *arena, Str raw)
{
    Buf b = {.arena = arena};
    uint32_t s1 = 1, s2 = 0;
    buf_add(&b, (Str){"\x78\x01\x01", 3});
    buf_byte(&b, (char)raw.n);
    buf_byte(&b, (char)(raw.n >> 8));
    buf_byte(&b, (char)~raw.n);
    buf_byte(&b, (char)(~raw.n >> 8));
    buf_add(&b, raw);
    for (size_t i = 0; i < raw.n; i++) {
        s1 = (s1 + (uint8_t)raw.p[i]) % 65521;
        s2 = (s2 + s1) % 65521;
    }
    add32(&b, s2 << 16 | s1);
    return buf_str(&b);
}

typedef struct Png {
    uint32_t width, height;
    int bits, type, interlace;
    Str raw, extra, stream;                                /* raw: with filter bytes, stored; unless there is a stream */
} Png;

static Str png_bytes(Arena *arena, Png png)
{
    Buf b = {.arena = arena}, head = {.arena = arena};
    add32(&head, png.width);
    add32(&head, png.height);
    const char rest[] = {(char)png.bits, (char)png.type, 0, 0, (char)png.interlace};
    buf_add(&head, (Str){rest, 5});
    buf_add(&b, (Str){"\x89PNG\r\n\x1A\n", 8});
    add_chunk(&b, "IHDR", buf_str(&head));
    buf_add(&b, png.extra);                                /* whole chunks */
    Str stream = png.stream.n > 0 ? png.stream : stored(arena, png.raw);
    add_chunk(&b, "IDAT", str_slice(stream, 0, stream.n / 2));
    add_chunk(&b, "IDAT", str_slice(stream, stream.n / 2, stream.n));
    add_chunk(&b, "IEND", (Str){0});
    return buf_str(&b);
}

static Str chunk(Arena *arena, const char *type, Str data)
{
    Buf b = {.arena = arena};
    add_chunk(&b, type, data);
    return buf_str(&b);
}

#define BYTES(...) ((Str){(const char *)(const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})})

static const Image *png_image(World *b, Png png)
{
    char name[40];
    snprintf(name, sizeof name, "p%zu.png", b->diag->items.n + (size_t)arena_used(b->arena));
    put(b, name, png_bytes(b->arena, png));
    const Image *image = image_of(b, name);
    assert_non_null(image);
    assert_int_equal(image->kind, IMAGE_PNG);
    return image;
}

/* ---- rows and their filters ------------------------------------------------------------------ */

static Str filtered(Arena *arena, Str plain, size_t size, size_t pixel, const int *filters)
{
    Buf b = BUF(arena);
    for (size_t i = 0; i < plain.n; i++) {
        int filter = filters[i / size];
        if (i % size == 0)
            buf_byte(&b, (char)filter);
        buf_byte(&b, (char)(plain.p[i] - guess_at(filter, (const uint8_t *)plain.p, i, size, pixel)));
    }
    return buf_str(&b);
}

static bool has_colour(World *b, const Image *image, Str samples)
{
    return str_eq(colour_of(b->arena, image), samples);
}

static bool has_alpha(World *b, const Image *image, Str samples)
{
    return str_eq(alpha_of(b->arena, image), samples);
}

/* ---- PNG ------------------------------------------------------------------------------------- */

static void test_rgb(void **state)
{
    const Image *image = png_image(*state, (Png){2, 1, 8, 2, .raw = BYTES(0, 1, 2, 3, 4, 5, 6)});
    assert_true(image->width == 2 && image->height == 1 && image->components == 3 && image->bits == 8);
    assert_true(has_colour(*state, image, BYTES(1, 2, 3, 4, 5, 6)));
    assert_true(image->mask.n == 0 && image->icc.n == 0 && image->palette.n == 0);
    assert_true(image->dpi == 96 && image->turn == 1);
}

static void test_alpha_is_split(void **state)
{
    const Image *image = png_image(*state, (Png){2, 1, 8, 6, .raw = BYTES(0, 1, 2, 3, 255, 4, 5, 6, 7)});
    assert_true(has_colour(*state, image, BYTES(1, 2, 3, 4, 5, 6)) && has_alpha(*state, image, BYTES(255, 7)));
    image = png_image(*state, (Png){2, 1, 8, 4, .raw = BYTES(0, 1, 128, 2, 0)});
    assert_true(image->components == 1 && has_colour(*state, image, BYTES(1, 2)) && has_alpha(*state, image, BYTES(128, 0)));
    image = png_image(*state, (Png){2, 1, 8, 6, .raw = BYTES(0, 1, 2, 3, 255, 4, 5, 6, 255)});
    assert_int_equal(image->mask.n, 0);                   /* opaque */
}

/* Rows that need no change go on as their writer packed them; what follows their stream is left out. */
static void test_packed_rows_stay(void **state)
{
    World *b = *state;
    enum { HEIGHT = 40, SIZE = 6 };
    uint8_t rows[HEIGHT * (SIZE + 1)] = {4, 1, 2, 3, 4, 5, 6}, plain[HEIGHT * SIZE];
    for (size_t y = 1; y < HEIGHT; y++)
        rows[y * (SIZE + 1)] = 2;                          /* as above */
    for (size_t y = 0; y < HEIGHT; y++)
        memcpy(plain + y * SIZE, "\1\2\3\5\7\11", SIZE);
    Str raw = {(char *)rows, sizeof rows}, stream = flate_pack(b->arena, raw, 9), samples = {(char *)plain, sizeof plain};
    const Image *image = png_image(b, (Png){2, HEIGHT, 8, 2, .stream = stream});
    assert_true(str_eq(image->stream, stream) && has_colour(b, image, samples));
    Buf more = BUF(b->arena);
    buf_add(&more, stream);
    buf_add(&more, STR("more"));
    assert_true(str_eq(png_image(b, (Png){2, HEIGHT, 8, 2, .stream = buf_str(&more)})->stream, stream));
    image = png_image(b, (Png){2, HEIGHT, 8, 2, .raw = raw}); /* stored: packed after all */
    assert_true(image->stream.n <= stream.n && has_colour(b, image, samples));
}

/* Alpha is parted from colour under each filter, in the first row and in a later one. */
static void test_alpha_under_filters(void **state)
{
    World *b = *state;
    enum { WIDTH = 3, ROWS = 5, PIXELS = WIDTH * ROWS };
    for (int type = 4; type <= 6; type += 2)
        for (int first = 0; first < 5; first++)
            for (int see_through = -1; see_through < PIXELS; see_through += 7) {
                size_t n = type == 4 ? 2 : 4;
                uint8_t plain[PIXELS * 4], colour[PIXELS * 3], alpha[PIXELS];
                for (size_t i = 0; i < PIXELS * n; i++) {
                    bool is_alpha = i % n == n - 1;
                    plain[i] = is_alpha ? (int)(i / n) == see_through ? 99 : 255 : (uint8_t)(i * i * 37);
                    *(is_alpha ? &alpha[i / n] : &colour[i - i / n]) = plain[i];
                }
                const int filters[ROWS] = {first, 0, 4 - first, 3, first};
                Str rows = filtered(b->arena, (Str){(char *)plain, PIXELS * n}, WIDTH * n, n, filters);
                const Image *image = png_image(b, (Png){WIDTH, ROWS, 8, type, .raw = rows});
                assert_true(has_colour(b, image, (Str){(char *)colour, PIXELS * (n - 1)}));
                assert_true(see_through < 0 ? image->mask.n == 0 : has_alpha(b, image, (Str){(char *)alpha, PIXELS}));
            }
}

/* Where every filter guesses nearly everything, none is used in the end: runs then look alike. */
static void test_flat_rows_lose_their_filters(void **state)
{
    World *b = *state;
    enum { WIDTH = 64, ROWS = 60, PIXELS = WIDTH * ROWS };
    for (int filter = 1; filter < 5; filter++) {
        uint8_t plain[PIXELS * 4], colour[PIXELS * 3];
        int filters[ROWS] = {0};
        for (size_t i = 0; i < PIXELS; i++) {
            memcpy(plain + 4 * i, i / WIDTH < 30 || filter == 3 ? "\0\0\0\377" : "\20\60\120\377", 4);
            plain[4 * i] = i == PIXELS / 3 ? 7 : plain[4 * i];
            memcpy(colour + 3 * i, plain + 4 * i, 3);
            filters[i / WIDTH] = filter;
        }
        Str rows = filtered(b->arena, (Str){(char *)plain, sizeof plain}, WIDTH * 4, 4, filters);
        const Image *image = png_image(b, (Png){WIDTH, ROWS, 8, 6, .raw = rows});
        Str stream = image->stream, unpacked;
        assert_true(has_colour(b, image, (Str){(char *)colour, sizeof colour}));
        assert_int_equal(image->runs > 0, filter == 3);    /* the others have too few of one byte */
        assert_true(filter == 3 || flate_unpack(b->arena, &stream, (WIDTH * 3 + 1) * ROWS, &unpacked));
        for (size_t y = 0; y < ROWS && filter != 3; y++)
            assert_int_equal(unpacked.p[y * (WIDTH * 3 + 1)], 0);
    }
}

/* Runs of many lengths, whole and with something between them, are what they were. */
static void test_runs(void **state)
{
    World *b = *state;
    enum { WIDTH = 1200, ROWS = 150 };
    for (size_t odd = 1; odd < 300; odd += odd < 8 ? 1 : 53) {
        uint8_t *plain = ARENA_ARRAY(b->arena, uint8_t, WIDTH * ROWS * 4), *colour = ARENA_ARRAY(b->arena, uint8_t, WIDTH * ROWS * 3);
        int filters[ROWS];
        for (size_t i = 0; i < WIDTH * ROWS; i++) {
            size_t x = i % WIDTH, y = i / WIDTH;
            uint8_t grey = x < 3 * y ? 255 : x % (odd + 150) < odd ? 0 : 128;
            memset(colour + 3 * i, grey, 3);
            memset(plain + 4 * i, grey, 3);
            colour[3 * i] = plain[4 * i] = x > 1100 && x % 50 == y % 50 ? (uint8_t)x : grey;
            plain[4 * i + 3] = 255;
            filters[y] = y % 3 == 2 ? 4 : 2;
        }
        Str rows = filtered(b->arena, (Str){(char *)plain, WIDTH * ROWS * 4}, WIDTH * 4, 4, filters);
        const Image *image = png_image(b, (Png){WIDTH, ROWS, 8, 6, .stream = flate_pack(b->arena, rows, 1)});
        assert_true(has_colour(b, image, (Str){(char *)colour, WIDTH * ROWS * 3}));
        assert_true(image->runs > 0);
        const Image *small = image_scaled(b->arena, image, WIDTH / 10, ROWS / 10);
        assert_int_equal(small->width, WIDTH / 10);
        assert_int_equal((uint8_t)colour_of(b->arena, small).p[3 * WIDTH / 10 * (ROWS / 10 - 1)], 255);
    }
}

/* Flat pictures of both kinds, opaque and not, with spots of all sizes, are what they were, whatever filter each row has. */
static void test_flat_under_filters(void **state)
{
    World *b = *state;
    enum { WIDTH = 701, ROWS = 60, PIXELS = WIDTH * ROWS };
    uint32_t seed = 1;
    for (int i = 0; i < 24; i++) {
        size_t n = i % 2 == 0 ? 4 : 2;
        uint8_t *plain = ARENA_ARRAY(b->arena, uint8_t, PIXELS * n), *colour = ARENA_ARRAY(b->arena, uint8_t, PIXELS * (n - 1));
        uint8_t *alpha = ARENA_ARRAY(b->arena, uint8_t, PIXELS);
        int filters[ROWS];
        for (size_t y = 0; y < ROWS; y++) {
            filters[y] = y % 30 == 7 ? (int)(y / 30) * 3 : "\1\2\4\4"[(y + (size_t)i / 2) % 4]; /* few: 0, 3 */
            memset(plain + y * WIDTH * n, 255, WIDTH * n);
        }
        for (size_t spot = 0; spot < 80; spot++) {
            seed = seed * 1664525 + 1013904223;
            size_t x = (seed >> 8) % WIDTH, y = (seed >> 20) % ROWS, wide = spot % 40 == 0 ? WIDTH - x : 1 + spot % 5;
            for (size_t at = (y * WIDTH + x) * n, end = at + wide * n; at < end && at < PIXELS * n; at++)
                plain[at] = at % n == n - 1 && i % 3 == 0 ? 255 : spot % 2 == 0 ? 9 : (uint8_t)(at * (seed >> 28));
        }
        for (size_t at = 0; at < PIXELS * n; at++)
            *(at % n == n - 1 ? &alpha[at / n] : &colour[at - at / n]) = plain[at];
        Str rows = filtered(b->arena, (Str){(char *)plain, PIXELS * n}, WIDTH * n, n, filters);
        const Image *image = png_image(b, (Png){WIDTH, ROWS, 8, n == 4 ? 6 : 4, .stream = flate_pack(b->arena, rows, 1)});
        assert_true(image->runs > 0);
        assert_true(has_colour(b, image, (Str){(char *)colour, PIXELS * (n - 1)}));
        assert_true(i % 3 == 0 ? image->mask.n == 0 : has_alpha(b, image, (Str){(char *)alpha, PIXELS}));
    }
}

/* A stream's own sum counts where the stream goes on; where it is made anew, those of the chunks are enough. */
static void test_sum_of_a_stream(void **state)
{
    World *b = *state;
    Str clear = flate_pack(b->arena, BYTES(0, 1, 2, 3, 9), 9), solid = flate_pack(b->arena, BYTES(0, 1, 2, 3), 9), rows;
    ((char *)(uintptr_t)clear.p)[clear.n - 1]++;
    ((char *)(uintptr_t)solid.p)[solid.n - 1]++;
    const Image *image = png_image(b, (Png){1, 1, 8, 6, .stream = clear});
    assert_true(has_colour(b, image, BYTES(1, 2, 3)) && has_alpha(b, image, BYTES(9)));
    assert_true(flate_unpack_unsummed(b->arena, solid, 4, &rows) && !flate_unpack(b->arena, &solid, 4, &rows));
    put(b, "sum.png", png_bytes(b->arena, (Png){1, 1, 8, 2, .stream = solid}));
    assert_refused(b, "sum.png", DIAG_IMAGE_BROKEN, "data");
    ((char *)(uintptr_t)clear.p)[1] ^= 32;                 /* that there is a dictionary */
    put(b, "head.png", png_bytes(b->arena, (Png){1, 1, 8, 6, .stream = clear}));
    assert_refused(b, "head.png", DIAG_IMAGE_BROKEN, "");
}

static void test_palette_stays(void **state)
{
    World *b = *state;
    Buf extra = {.arena = b->arena};
    add_chunk(&extra, "PLTE", BYTES(10, 11, 12, 20, 21, 22, 30, 31, 32));
    const Image *image = png_image(b, (Png){3, 1, 2, 3, .raw = BYTES(0, 0x18), .extra = buf_str(&extra)}); /* 0 1 2 */
    assert_true(image->components == 1 && image->bits == 2);
    assert_true(has_colour(*state, image, BYTES(0x18)));
    assert_int_equal(image->palette.n, 12);                /* four entries: no sample can miss */
    assert_memory_equal(image->palette.p, "\x0A\x0B\x0C\x14\x15\x16\x1E\x1F\x20\0\0\0", 12);
    add_chunk(&extra, "tRNS", BYTES(255, 99));
    image = png_image(b, (Png){3, 1, 2, 3, .raw = BYTES(0, 0x18), .extra = buf_str(&extra)});
    assert_true(has_alpha(*state, image, BYTES(255, 99, 255)));
}

static void test_few_and_many_bits(void **state)
{
    const Image *image = png_image(*state, (Png){9, 1, 1, 0, .raw = BYTES(0, 0xA5, 0x80)});
    assert_true(image->bits == 1 && has_colour(*state, image, BYTES(0xA5, 0x80)));
    image = png_image(*state, (Png){2, 1, 16, 0, .raw = BYTES(0, 0x80, 0x00, 0xFF, 0xFF)});
    assert_true(image->bits == 8 && has_colour(*state, image, BYTES(0x80, 0xFF)));
}

static void test_one_transparent_colour(void **state)
{
    World *b = *state;
    const Image *image = png_image(b, (Png){2, 1, 8, 2, .raw = BYTES(0, 9, 9, 9, 1, 2, 3),
                                            .extra = chunk(b->arena, "tRNS", BYTES(0, 9, 0, 9, 0, 9))});
    assert_true(has_colour(*state, image, BYTES(9, 9, 9, 1, 2, 3)) && has_alpha(*state, image, BYTES(0, 255)));
}

static void test_interlaced(void **state)
{
    const Image *image = png_image(*state, (Png){2, 2, 8, 0, 1, .raw = BYTES(0, 1, 0, 2, 0, 3, 4)}); /* three passes */
    assert_true(has_colour(*state, image, BYTES(1, 2, 3, 4)));
}

static void test_resolution(void **state)
{
    World *b = *state;
    const Image *image = png_image(b, (Png){1, 1, 8, 0, .raw = BYTES(0, 1),
                                            .extra = chunk(b->arena, "pHYs", BYTES(0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1))});
    assert_true(image->dpi == 300);                        /* 11,811 to the metre */
    image = png_image(b, (Png){1, 1, 8, 0, .raw = BYTES(0, 1),
                               .extra = chunk(b->arena, "pHYs", BYTES(0, 0, 0, 1, 0, 0, 0, 1, 1))});
    assert_true(image->dpi == 96);                         /* nobody means that */
    image = png_image(b, (Png){1, 1, 8, 0, .raw = BYTES(0, 1),
                               .extra = chunk(b->arena, "pHYs", BYTES(0, 0, 0, 3, 0, 0, 0, 4, 0))});
    assert_true(image->dpi == 96);                         /* a shape of pixels only */
}

static void test_gamma(void **state)
{
    World *b = *state;
    Str linear = chunk(b->arena, "gAMA", BYTES(0, 1, 0x86, 0xA0)), usual = chunk(b->arena, "gAMA", BYTES(0, 0, 0xB1, 0x8F));
    const Image *image = png_image(b, (Png){3, 1, 8, 0, .raw = BYTES(0, 0, 55, 255), .extra = linear});
    assert_true(has_colour(*state, image, BYTES(0, 128, 255)));
    image = png_image(b, (Png){3, 1, 8, 0, .raw = BYTES(0, 0, 55, 255), .extra = usual});
    assert_true(has_colour(*state, image, BYTES(0, 55, 255)));
    Buf both = {.arena = b->arena};
    buf_add(&both, linear);
    buf_add(&both, chunk(b->arena, "sRGB", BYTES(0)));
    image = png_image(b, (Png){3, 1, 8, 0, .raw = BYTES(0, 0, 55, 255), .extra = buf_str(&both)});
    assert_true(has_colour(*state, image, BYTES(0, 55, 255)));   /* sRGB wins */
    image = png_image(b, (Png){2, 1, 4, 0, .raw = BYTES(0, 0x3F), .extra = linear});
    assert_true(image->bits == 4 && image->palette.n == 48); /* few bits of grey become a palette */
    assert_int_equal((uint8_t)image->palette.p[9], 124);
}

static void test_primaries(void **state)
{
    World *b = *state;                 /* Adobe RGB's: its green lies outside of sRGB, grey stays */
    Str wide = BYTES(0, 0, 0x7A, 0x26, 0, 0, 0x80, 0x84, 0, 0, 0xFA, 0x00, 0, 0, 0x80, 0xE8, 0, 0, 0x52, 0x08, 0, 1, 0x15, 0x58,
                     0, 0, 0x3A, 0x98, 0, 0, 0x17, 0x70);
    const Image *image = png_image(b, (Png){3, 1, 8, 2, .raw = BYTES(0, 200, 255, 100, 128, 128, 128, 255, 255, 255),
                                            .extra = chunk(b->arena, "cHRM", wide)});
    const uint8_t *p = (const uint8_t *)colour_of(b->arena, image).p;
    assert_true(p[0] < 190 && p[1] == 255);
    for (int i = 3; i < 6; i++)
        assert_in_range(p[i], 126, 130);
    for (int i = 6; i < 9; i++)
        assert_int_equal(p[i], 255);
}

static Str profile(Arena *arena, const char *space, const char *name)
{
    Buf b = {.arena = arena};
    add32(&b, 200);
    for (int i = 4; i < 200; i++)
        buf_byte(&b, '\0');
    b.p[8] = 2;
    memcpy(b.p + 12, "mntr", 4);
    memcpy(b.p + 16, space, 4);
    memcpy(b.p + 20, "XYZ ", 4);
    memcpy(b.p + 36, "acsp", 4);
    memcpy(b.p + 68, "\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D", 12);
    memcpy(b.p + 128, "\0\0\0\1desc\0\0\0\x90\0\0\0\x20", 16);
    memcpy(b.p + 150, name, strlen(name));
    return buf_str(&b);
}

static const Image *with_profile(World *b, const char *space, const char *name)
{
    Buf data = {.arena = b->arena};
    buf_add(&data, (Str){"p\0\0", 3});
    buf_add(&data, stored(b->arena, profile(b->arena, space, name)));
    return png_image(b, (Png){1, 1, 8, 2, .raw = BYTES(0, 1, 2, 3), .extra = chunk(b->arena, "iCCP", buf_str(&data))});
}

static void test_profile(void **state)
{
    World *b = *state;
    assert_int_equal(with_profile(b, "RGB ", "Wide")->icc.n, 200);
    assert_int_equal(with_profile(b, "RGB ", "sRGB IEC61966-2.1")->icc.n, 0); /* says nothing new */
    assert_int_equal(with_profile(b, "GRAY", "Grey")->icc.n, 0); /* does not fit */
}

/* ---- JPEG ------------------------------------------------------------------------------------ */

typedef struct Jpeg { uint8_t frame, precision, components; Str segments; bool cut; } Jpeg;

static Str jpeg_bytes(Arena *arena, Jpeg jpeg)
{
    Buf b = {.arena = arena};
    buf_add(&b, BYTES(0xFF, 0xD8));
    buf_add(&b, jpeg.segments);
    buf_add(&b, BYTES(0xFF, jpeg.frame, 0, 8, jpeg.precision, 0, 20, 0, 30, jpeg.components));
    buf_add(&b, BYTES(0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0, 4));
    if (!jpeg.cut)
        buf_add(&b, BYTES(0xFF, 0xD9));
    return buf_str(&b);
}

static const Image *jpeg_image(World *b, Jpeg jpeg)
{
    char name[40];
    snprintf(name, sizeof name, "j%zu.jpg", (size_t)arena_used(b->arena));
    put(b, name, jpeg_bytes(b->arena, jpeg));
    return image_of(b, name);
}

/* Its chunks are whole, so layout goes by its head; that its rows are not is found later. */
static void test_png_broken_behind_its_head(void **state)
{
    World *b = *state;
    put(b, "short.png", png_bytes(b->arena, (Png){.width = 3, .height = 50, .bits = 8, .raw = STR("\0abc")}));
    put(b, "sound.png", png_bytes(b->arena, (Png){.width = 3, .height = 1, .bits = 8, .raw = (Str){"\0abc", 4}}));
    image_start(b->images, STR("short.png"), b->place);
    image_start(b->images, STR("sound.png"), b->place);
    const Image *image = image_read(b->images, STR("short.png"), b->place), *sound = image_read(b->images, STR("sound.png"), b->place);
    assert_true(image != NULL && image->width == 3 && image->height == 50);
    assert_int_equal(b->diag->items.n, 0);
    assert_false(images_join(b->images));
    assert_int_equal(b->diag->items.n, 1);
    assert_int_equal(b->diag->items.at[0].kind, DIAG_IMAGE_BROKEN);
    assert_null(image_read(b->images, STR("short.png"), b->place));
    assert_ptr_equal(image_read(b->images, STR("sound.png"), b->place), sound);
    assert_true(sound->stream.n > 0 && sound->components == 1);
    assert_true(images_join(b->images));
}

/* What layout goes by is what decoding gives. */
static void test_png_head(void **state)
{
    World *b = *state;
    Str resolution = chunk(b->arena, "pHYs", BYTES(0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1));
    put(b, "dots.png", png_bytes(b->arena, (Png){.width = 3, .height = 1, .bits = 8, .raw = (Str){"\0abc", 4}, .extra = resolution}));
    image_start(b->images, STR("dots.png"), b->place);
    const Image *image = image_read(b->images, STR("dots.png"), b->place);
    assert_true(image != NULL && image->width == 3 && image->height == 1 && image->dpi == 300 && image->turn == 1);
    assert_true(images_join(b->images));
}

static void test_jpeg(void **state)
{
    World *b = *state;
    const Image *image = jpeg_image(b, (Jpeg){0xC0, 8, 3, .segments = {0}});
    assert_true(image->kind == IMAGE_JPEG && image->width == 30 && image->height == 20);
    assert_true(image->components == 3 && image->bits == 8 && image->dpi == 96 && !image->invert);
    assert_true(str_eq(image->stream, jpeg_bytes(b->arena, (Jpeg){0xC0, 8, 3, .segments = {0}}))); /* unchanged */
    assert_int_equal(jpeg_image(b, (Jpeg){0xC2, 8, 1, .segments = {0}})->components, 1); /* progressive, grey */
}

static void test_jpeg_cmyk(void **state)
{
    Str adobe = BYTES(0xFF, 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0);
    const Image *image = jpeg_image(*state, (Jpeg){0xC0, 8, 4, .segments = adobe});
    assert_true(image->components == 4 && image->invert);
    assert_false(jpeg_image(*state, (Jpeg){0xC0, 8, 4, .segments = {0}})->invert);
    assert_false(jpeg_image(*state, (Jpeg){0xC0, 8, 3, .segments = adobe})->invert);
}

static void test_jpeg_resolution(void **state)
{
    Str inches = BYTES(0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 1, 0, 150, 0, 150, 0, 0);
    Str centimetres = BYTES(0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 2, 0, 118, 0, 118, 0, 0);
    assert_true(jpeg_image(*state, (Jpeg){0xC0, 8, 3, .segments = inches})->dpi == 150);
    assert_true(jpeg_image(*state, (Jpeg){0xC0, 8, 3, .segments = centimetres})->dpi == 300);
}

static void test_jpeg_exif(void **state)
{
    Str little = BYTES(0xFF, 0xE1, 0, 54, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0, 0x12, 1, 3, 0, 1, 0, 0, 0,
                       6, 0, 0, 0, 0x1A, 1, 5, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0, 200, 0, 0, 0, 1, 0, 0, 0);
    const Image *image = jpeg_image(*state, (Jpeg){0xC0, 8, 3, .segments = little});
    assert_true(image->turn == 6 && image->dpi == 200);
    Str big = BYTES(0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1,
                    0, 3, 0, 0, 0, 0, 0, 0);
    assert_int_equal(jpeg_image(*state, (Jpeg){0xC0, 8, 3, .segments = big})->turn, 3);
}

static void test_jpeg_profile_in_pieces(void **state)
{
    World *b = *state;
    Str icc = profile(b->arena, "RGB ", "Wide");
    Buf two = {.arena = b->arena};
    for (int i = 2; i >= 1; i--) {                         /* the second piece first */
        Str piece = i == 1 ? str_slice(icc, 0, 120) : str_slice(icc, 120, 200);
        buf_add(&two, BYTES(0xFF, 0xE2, 0, (uint8_t)(16 + piece.n)));
        buf_add(&two, (Str){"ICC_PROFILE\0", 12});
        buf_add(&two, BYTES((uint8_t)i, 2));
        buf_add(&two, piece);
    }
    assert_true(str_eq(jpeg_image(b, (Jpeg){0xC0, 8, 3, .segments = buf_str(&two)})->icc, icc));
    Str first = str_slice(buf_str(&two), 98, two.n);       /* without the second one */
    assert_int_equal(jpeg_image(b, (Jpeg){0xC0, 8, 3, .segments = first})->icc.n, 0);
}

static void test_bad_jpeg(void **state)
{
    World *b = *state;
    put(b, "cut.jpg", jpeg_bytes(b->arena, (Jpeg){0xC0, 8, 3, .cut = true}));
    assert_refused(b, "cut.jpg", DIAG_IMAGE_BROKEN, "cut off");
    put(b, "lossless.jpg", jpeg_bytes(b->arena, (Jpeg){0xC3, 8, 3, .cut = false}));
    assert_refused(b, "lossless.jpg", DIAG_IMAGE_BROKEN, "lossless");
    put(b, "12.jpg", jpeg_bytes(b->arena, (Jpeg){0xC0, 12, 3, .cut = false}));
    assert_refused(b, "12.jpg", DIAG_IMAGE_BROKEN, "8 bits");
    put(b, "two.jpg", jpeg_bytes(b->arena, (Jpeg){0xC0, 8, 2, .cut = false}));
    assert_refused(b, "two.jpg", DIAG_IMAGE_BROKEN, "colours");
    put(b, "head.jpg", BYTES(0xFF, 0xD8, 0xFF));
    assert_refused(b, "head.jpg", DIAG_IMAGE_BROKEN, "cut off");
}

/* ---- what is refused ------------------------------------------------------------------------- */

static void test_broken_png(void **state)
{
    World *b = *state;
    Str sound = png_bytes(b->arena, (Png){2, 1, 8, 2, .raw = BYTES(0, 1, 2, 3, 4, 5, 6)});
    for (size_t n = 9; n + 16 < sound.n; n += 5) {         /* cut off anywhere */
        char name[40];
        snprintf(name, sizeof name, "cut%zu.png", n);
        put(b, name, str_slice(sound, 0, n));
        assert_refused(b, name, DIAG_IMAGE_BROKEN, "");
    }
    Str rows = flate_pack(b->arena, BYTES(0, 1, 2, 3, 4, 5, 6), 9);
    put(b, "short.png", png_bytes(b->arena, (Png){2, 1, 8, 2, .stream = str_slice(rows, 0, 7)}));
    assert_refused(b, "short.png", DIAG_IMAGE_BROKEN, "data");
    put(b, "few.png", png_bytes(b->arena, (Png){2, 2, 8, 2, .stream = rows}));
    assert_refused(b, "few.png", DIAG_IMAGE_BROKEN, "data");
    put(b, "filter.png", png_bytes(b->arena, (Png){1, 1, 8, 0, .raw = BYTES(5, 1)}));
    assert_refused(b, "filter.png", DIAG_IMAGE_BROKEN, "filter");
    char *bad = (char *)str_copy(b->arena, sound).p;
    bad[sound.n - 14]++;                                   /* in the last IDAT's check sum */
    put(b, "sum.png", (Str){bad, sound.n});
    assert_refused(b, "sum.png", DIAG_IMAGE_BROKEN, "CRC");
    put(b, "giant.png", png_bytes(b->arena, (Png){60000, 60000, 8, 2, .raw = BYTES(0)}));
    assert_refused(b, "giant.png", DIAG_IMAGE_LARGE, "60000 x 60000");
    put(b, "bomb.png", png_bytes(b->arena, (Png){9999, 9999, 8, 2, .raw = BYTES(0)}));
    assert_refused(b, "bomb.png", DIAG_IMAGE_BROKEN, "cut off");
    put(b, "bare.png", png_bytes(b->arena, (Png){1, 1, 8, 3, .raw = BYTES(0, 1)}));
    assert_refused(b, "bare.png", DIAG_IMAGE_BROKEN, "PLTE");
}

static void test_other_kinds(void **state)
{
    World *b = *state;
    put(b, "a.svg", STR("<?xml version='1.0'?>\n<svg"));
    assert_refused(b, "a.svg", DIAG_IMAGE_BROKEN, "XML");
    put(b, "a.gif", STR("GIF89a"));
    assert_refused(b, "a.gif", DIAG_IMAGE_BROKEN, "libgif refuses it");
    put(b, "a.webp", STR("RIFF\1\1\1\1WEBP"));
    assert_refused(b, "a.webp", DIAG_IMAGE_BROKEN, "libwebp refuses it");
    put(b, "a.pdf", STR("%PDF-1.7 and no more"));
    assert_refused(b, "a.pdf", DIAG_IMAGE_BROKEN, "libqpdf cannot read it");
    put(b, "a.tif", (Str){"II*\0", 4});
    assert_refused(b, "a.tif", DIAG_IMAGE_BROKEN, "TIFF");
    put(b, "a.png", STR("just text"));
    assert_refused(b, "a.png", DIAG_IMAGE_BROKEN, "no picture");
    put(b, "empty.png", (Str){0});
    assert_refused(b, "empty.png", DIAG_IMAGE_BROKEN, "empty");
    assert_refused(b, "../text", DIAG_IMAGE_BROKEN, "folder");
    assert_refused(b, "none.png", DIAG_IMAGE_MISSING, "none.png");
    assert_refused(b, "", DIAG_IMAGE_MISSING, "");
}

static void test_wrong_name(void **state)
{
    World *b = *state;
    put(b, "a.png", jpeg_bytes(b->arena, (Jpeg){0xC0, 8, 3, .segments = {0}}));
    assert_int_equal(image_of(b, "a.png")->kind, IMAGE_JPEG);
    assert_non_null(image_of(b, "a.png"));
    assert_int_equal(b->diag->items.n, 1);
    assert_int_equal(b->diag->items.at[0].kind, DIAG_IMAGE_NAME);
    put(b, "b.JPEG", jpeg_bytes(b->arena, (Jpeg){0xC0, 8, 3, .segments = {0}}));
    assert_non_null(image_of(b, "b.JPEG"));
    assert_int_equal(b->diag->items.n, 1);
}

static void test_outside(void **state)
{
    World *b = *state;
    Str sound = png_bytes(b->arena, (Png){1, 1, 8, 0, .raw = BYTES(0, 1)});
    put(b, "../../out.png", sound);
    put(b, "../../root2.png", sound);
    assert_refused(b, "../../out.png", DIAG_IMAGE_OUTSIDE, "");
    assert_refused(b, "%2E%2E/../out.png", DIAG_IMAGE_OUTSIDE, "");
    assert_refused(b, "../../root2.png", DIAG_IMAGE_OUTSIDE, ""); /* begins like the root */
    assert_refused(b, "file:///etc/passwd", DIAG_IMAGE_OUTSIDE, "");
    assert_refused(b, "/etc/passwd", DIAG_IMAGE_MISSING, ""); /* "/" is the root's */
    assert_int_equal(symlink("../../out.png", str_c(b->arena, str_format(b->arena, "%s/root/text/link.png", b->folder))), 0);
    assert_refused(b, "link.png", DIAG_IMAGE_OUTSIDE, "");
    assert_int_equal(symlink("nowhere", str_c(b->arena, str_format(b->arena, "%s/root/text/dead.png", b->folder))), 0);
    assert_refused(b, "dead.png", DIAG_IMAGE_MISSING, "");
}

static void test_addresses(void **state)
{
    World *b = *state;
    Str sound = png_bytes(b->arena, (Png){1, 1, 8, 0, .raw = BYTES(0, 1)});
    put(b, "../a b.png", sound);
    const Image *image = image_of(b, "../a%20b.png");
    assert_non_null(image);
    assert_ptr_equal(image_of(b, "/a b.png"), image);      /* read once */
    assert_ptr_equal(image_of(b, "./.././a%20b.png?raw=true"), image);
    assert_ptr_equal(image_of(b, "/a b.png#part"), image);
    put(b, "odd?.png", sound);
    assert_non_null(image_of(b, "odd?.png"));
    put(b, "100%.png", sound);
    assert_non_null(image_of(b, "100%.png"));
    assert_int_equal(b->diag->items.n, 0);
    assert_refused(b, "https://example.org/a.png", DIAG_IMAGE_REMOTE, "https://example.org/a.png");
    assert_refused(b, "//example.org/a.png", DIAG_IMAGE_REMOTE, "");
    assert_refused(b, "data:image/png;base64,AAAA", DIAG_IMAGE_BROKEN, "inside of an address");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_rgb), TEST(test_alpha_is_split), TEST(test_packed_rows_stay), TEST(test_alpha_under_filters),
        TEST(test_flat_rows_lose_their_filters), TEST(test_runs), TEST(test_flat_under_filters), TEST(test_sum_of_a_stream),
        TEST(test_palette_stays), TEST(test_few_and_many_bits),
        TEST(test_one_transparent_colour), TEST(test_interlaced), TEST(test_resolution), TEST(test_gamma),
        TEST(test_primaries), TEST(test_profile), TEST(test_png_broken_behind_its_head), TEST(test_png_head),
        TEST(test_jpeg), TEST(test_jpeg_cmyk), TEST(test_jpeg_resolution), TEST(test_jpeg_exif), TEST(test_jpeg_profile_in_pieces), TEST(test_bad_jpeg), TEST(test_broken_png),
        TEST(test_other_kinds), TEST(test_wrong_name), TEST(test_outside), TEST(test_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
