/* webp.c - a WebP file to rows of samples and alpha, by libwebp; of an animation the first frame. Orientation and
 * resolution come from its Exif chunk, colours from its ICC chunk. The library is loaded when the first WebP comes. */
#include "asset_int.h"

#include <dlfcn.h>
#include <string.h>
#include <webp/decode.h>

#define CALLS(X) X(WebPGetInfo) X(WebPDecodeRGBA) X(WebPFree)

typedef struct Webp {
    void *library;
#define X(name) __typeof__(name) *name;
    CALLS(X)
#undef X
} Webp;

static bool load_calls(Webp *w)
{
    w->library = dlopen("libwebp.so.7", RTLD_NOW | RTLD_LOCAL);
    bool complete = w->library != NULL;
#define X(name) if (complete) { *(void **)&w->name = dlsym(w->library, #name); complete = w->name != NULL; }
    CALLS(X)
#undef X
    return complete;
}

/* ---- chunks (the RIFF container) ------------------------------------------------------------------- */

static uint32_t le32(Str s, size_t at)
{
    uint32_t value = 0;
    for (size_t i = 4; i > 0; i--)
        value = value << 8 | (at + i - 1 < s.n ? (uint8_t)s.p[at + i - 1] : 0u);
    return value;
}

/* The contents of the first chunk of that name among `chunks`; p NULL: there is none. */
static Str chunk_of(Str chunks, const char *name)
{
    for (size_t at = 0; at + 8 <= chunks.n;) {
        size_t size = le32(chunks, at + 4);
        if (size > chunks.n - at - 8)
            size = chunks.n - at - 8;
        if (memcmp(chunks.p + at, name, 4) == 0)
            return str_slice(chunks, at + 8, at + 8 + size);
        at += 8 + size + (size & 1);
    }
    return (Str){0};
}

static void le_add(Buf *b, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_byte(b, (char)(value >> 8 * i));
}

/* The first frame of an animation as a file of its own. */
static Str frame_file(Arena *arena, Str frame)
{
    enum { HEAD = 16, HAS_ALPHA = 0x10 };
    Str chunks = str_slice(frame, HEAD, frame.n);
    Buf b = {.arena = arena};
    bool alpha = chunk_of(chunks, "ALPH").p != NULL;
    buf_add(&b, STR("RIFF"));
    le_add(&b, (uint32_t)(4 + (alpha ? 18u : 0u) + chunks.n), 4);
    buf_add(&b, STR("WEBP"));
    if (alpha) {
        buf_add(&b, STR("VP8X"));
        le_add(&b, 10, 4);
        le_add(&b, HAS_ALPHA, 4);
        buf_add(&b, str_slice(frame, 6, 12));              /* its width and height, less one */
    }
    buf_add(&b, chunks);
    return buf_str(&b);
}

/* ---- samples --------------------------------------------------------------------------------------- */

static void split(Arena *arena, const uint8_t *rgba, Image *image)
{
    size_t pixels = (size_t)image->width * (size_t)image->height;
    Arena *scratch = arena_open();
    uint8_t *samples = arena_alloc(scratch, 3 * pixels), *alpha = arena_alloc(scratch, pixels);
    for (size_t i = 0; i < pixels; i++) {
        memcpy(samples + 3 * i, rgba + 4 * i, 3);
        alpha[i] = rgba[4 * i + 3];
    }
    rows_keep(arena, samples, alpha, image);
    arena_close(scratch);
}

static ImageFault decode(const Webp *w, Arena *arena, Str file, Image *image, const char **why)
{
    const uint8_t *bytes = (const uint8_t *)file.p;
    if (!w->WebPGetInfo(bytes, file.n, &image->width, &image->height))
        return IMAGE_BROKEN;
    if ((int64_t)image->width * image->height > IMAGE_PIXELS) {
        *why = image_too_large(arena, image);
        return IMAGE_TOO_LARGE;
    }
    uint8_t *rgba = w->WebPDecodeRGBA(bytes, file.n, &image->width, &image->height);
    if (rgba == NULL)
        return IMAGE_BROKEN;
    image->kind = IMAGE_PNG;
    image->components = 3;
    image->bits = 8;
    split(arena, rgba, image);
    w->WebPFree(rgba);
    return IMAGE_SOUND;
}

ImageFault webp_decode(Arena *arena, Str file, Image *image, const char **why)
{
    Webp *w = ARENA_NEW(arena, Webp);
    Str chunks = str_slice(file, 12, file.n), frame = chunk_of(chunks, "ANMF");
    *why = "there is no libwebp (install libwebp7)";
    ImageFault fault = IMAGE_BROKEN;
    if (load_calls(w)) {
        *why = "libwebp refuses it, or the file is cut off";
        fault = decode(w, arena, frame.n > 16 ? frame_file(arena, frame) : file, image, why);
    }
    if (w->library != NULL)
        dlclose(w->library);
    if (fault == IMAGE_SOUND) {
        image->icc = profile_fit(chunk_of(chunks, "ICCP"), 3);
        Str exif = chunk_of(chunks, "EXIF");
        exif_read(str_starts(exif, STR("Exif")) ? str_slice(exif, 6, exif.n) : exif, image);
    }
    return fault;
}
